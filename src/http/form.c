#include "http/fields.h"

#include "base/limits.h"
#include "http/faults.h"

static bool field_long(Arena *arena, Str field, int64_t bytes, Err *err)
{
    return err_set(err, ERR_HTTP_FIELD_BYTES, {"field", http_shown(arena, field)},
                   {"found", arena_fmt(arena, "%lld", (long long)bytes)},
                   {"limit", arena_fmt(arena, "%d", LIMIT_HTTP_FIELD_BYTES)});
}

/* Name and value of one "name=value"; the place in err counts from the start of the pair. */
static bool pair_parse(Arena *arena, Str pair, HttpPair *ret_pair, Err *err)
{
    Str raw = pair, name, value;
    Str raw_name = str_cut(&raw, '=');
    if (!url_decode(arena, raw_name, true, &name, err))
        return false;
    if (name.len == 0) {
        err_set(err, ERR_HTTP_FIELD_NAME);
        return err_at_byte(err, 1);
    }
    if (name.len > LIMIT_HTTP_FIELD_BYTES) {
        field_long(arena, name, name.len, err);
        return err_at_byte(err, 1);
    }
    ptrdiff_t value_at = raw.ptr ? raw.ptr - pair.ptr : pair.len;
    Err bad = {0};
    if (!url_decode(arena, raw, true, &value, &bad)) {
        err_set(err, ERR_HTTP_FIELD, {"field", http_shown(arena, name)},
                {"found", err_arg(&bad, "found")});
        return err_at_byte(err, value_at + bad.byte);
    }
    if (value.len > LIMIT_HTTP_FIELD_BYTES) {
        field_long(arena, name, value.len, err);
        return err_at_byte(err, value_at + 1);
    }
    *ret_pair = (HttpPair){name, value};
    return true;
}

bool form_parse(Arena *arena, Str text, HttpPairs *ret_fields, Err *err)
{
    HttpPairs fields = {0};
    Str rest = text;
    while (rest.len) {
        Str raw = str_cut(&rest, '&');
        if (raw.len == 0)
            continue;
        ptrdiff_t at = raw.ptr - text.ptr;
        if (fields.count == LIMIT_HTTP_FIELDS) {
            http_limit(arena, S("LIMIT_HTTP_FIELDS"), LIMIT_HTTP_FIELDS, fields.count + 1, err);
            return err_at_byte(err, at + 1);
        }
        HttpPair pair;
        if (!pair_parse(arena, raw, &pair, err)) {
            if (err)
                err->byte += at;
            return false;
        }
        *arena_push(arena, &fields) = pair;
    }
    *ret_fields = fields;
    return true;
}

Str fields_get(const HttpPairs *fields, Str name)
{
    for (int i = 0; i < fields->count; i++)
        if (str_eq(fields->items[i].name, name))
            return fields->items[i].value;
    return (Str){0};
}
