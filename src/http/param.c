#include "http/param.h"

#include "base/code.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "http/faults.h"

#include <stdlib.h>
#include <string.h>

/* ---- kinds ---- */

static Str field_of(const Param *param)
{
    return str_from_z(param->name);
}

static bool check_code(Arena *arena, const Param *param, Str text, ParamValue *value, Err *err)
{
    int64_t max = param->max > 0 && param->max < CODE_BYTES_MAX ? param->max : CODE_BYTES_MAX;
    if (text.len > max || !code_is_valid(text))
        return err_set(err, ERR_PARAM_CODE, {"field", field_of(param)},
                       {"found", http_shown(arena, text)},
                       {"expected", arena_fmt(arena, "%lld", (long long)max)});
    value->text = text;
    return true;
}

static bool is_control(uint32_t cp)
{
    return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0) || cp == UTF8_BAD ||
           utf8_misleads(cp);
}

static bool check_text(Arena *arena, const Param *param, Str text, ParamValue *value, Err *err)
{
    char *bytes = arena_new(arena, char, text.len + 1);
    Str lines = {bytes, 0};
    int64_t count = 0;
    for (ptrdiff_t at = 0; at < text.len; count++) {
        if (str_starts(str_sub(text, at, text.len), S("\r\n")))
            at++;
        ptrdiff_t start = at;
        if (is_control(utf8_next(text, &at))) {
            err_set(err, ERR_PARAM_CONTROL, {"field", field_of(param)},
                    {"found", http_shown(arena, str_sub(text, start, at))});
            return err_at_byte(err, start + 1);
        }
        memcpy(bytes + lines.len, text.ptr + start, (size_t)(at - start));
        lines.len += at - start;
    }
    if (count > param->max || count < param->min)
        return err_set(err, ERR_PARAM_TEXT, {"field", field_of(param)},
                       {"found", arena_fmt(arena, "%lld", (long long)count)},
                       {"expected", arena_fmt(arena, "%lld–%lld", (long long)param->min,
                                              (long long)param->max)});
    value->text = lines;
    return true;
}

static bool check_int(Arena *arena, const Param *param, Str text, ParamValue *value, Err *err)
{
    int64_t number;
    if (text.ptr[0] == '+' || !str_to_i64(text, &number) || number < param->min ||
        number > param->max)
        return err_set(err, ERR_PARAM_INT, {"field", field_of(param)},
                       {"found", http_shown(arena, text)},
                       {"expected", arena_fmt(arena, "%lld–%lld", (long long)param->min,
                                              (long long)param->max)});
    value->text = text;
    value->i64 = number;
    return true;
}

static bool check_period(Arena *arena, const Param *param, Str text, ParamValue *value, Err *err)
{
    Date first;
    char day[] = "0000-00-01";
    bool ok = text.len == 7;
    if (ok)
        memcpy(day, text.ptr, 7);
    if (!ok || !date_parse(str_from_z(day), &first, NULL))
        return err_set(err, ERR_PARAM_PERIOD, {"field", field_of(param)},
                       {"found", http_shown(arena, text)}, {"expected", S("2021-06")});
    value->text = text;
    return true;
}

static bool check_choice(Arena *arena, const Param *param, Str text, ParamValue *value, Err *err)
{
    Str rest = str_from_z(param->choices);
    Out expected = out_new(arena, 1024);
    for (int64_t i = 0; rest.ptr; i++) {
        Str choice = str_cut(&rest, '|');
        if (str_eq(choice, text)) {
            value->text = text;
            value->i64 = i;
            return true;
        }
        out_s(&expected, i ? S(" · ") : S(""));
        out_s(&expected, choice);
    }
    return err_set(err, ERR_PARAM_CHOICE, {"field", field_of(param)},
                   {"found", http_shown(arena, text)}, {"expected", out_str(&expected)});
}

static bool check_flag(Arena *arena, const Param *param, Str text, ParamValue *value, Err *err)
{
    if (!str_eq(text, S("1")))
        return err_set(err, ERR_PARAM_FLAG, {"field", field_of(param)},
                       {"found", http_shown(arena, text)}, {"expected", S("1")});
    value->text = text;
    value->i64 = 1;
    return true;
}

/* Neither trimmed nor shown. */
static bool check_secret(Arena *arena, const Param *param, Str secret, ParamValue *value, Err *err)
{
    if (secret.len > param->max)
        return err_set(err, ERR_PARAM_SECRET, {"field", field_of(param)},
                       {"expected", arena_fmt(arena, "%lld", (long long)param->max)});
    value->text = secret;
    return true;
}

static bool check_kind(Arena *arena, const Param *param, Str text, ParamValue *value, Err *err)
{
    switch (param->kind) {
    case PARAM_CODE:
        return check_code(arena, param, text, value, err);
    case PARAM_TEXT:
    case PARAM_PAIRS:
    case PARAM_FIELDS:
        return check_text(arena, param, text, value, err);
    case PARAM_INT:
        return check_int(arena, param, text, value, err);
    case PARAM_PERIOD:
        return check_period(arena, param, text, value, err);
    case PARAM_CHOICE:
        return check_choice(arena, param, text, value, err);
    case PARAM_FLAG:
        return check_flag(arena, param, text, value, err);
    case PARAM_SECRET:
        return check_secret(arena, param, text, value, err);
    case PARAM_FILES:
        break;
    }
    return err_set(err, ERR_PARAM_FILE, {"field", field_of(param)});
}

bool param_check(Arena *arena, const Param *param, Str raw, ParamValue *ret_value, Err *err)
{
    Str text = param->kind == PARAM_SECRET ? raw : utf8_trim(raw);
    ParamValue value = {.given = text.len > 0};
    if (value.given && !check_kind(arena, param, text, &value, err))
        return false;
    *ret_value = value;
    return true;
}

/* ---- a table ---- */

static bool unknown_field(Arena *arena, const Param *table, ParamPlace place, Str field, Err *err)
{
    Out expected = out_new(arena, 4096);
    for (const Param *param = table; param && param->name; param++)
        if (param->place == place) {
            out_s(&expected, expected.len ? S(", ") : S(""));
            out_s(&expected, field_of(param));
        }
    if (expected.len == 0)
        return err_set(err, ERR_PARAM_NONE, {"field", http_shown(arena, field)});
    return err_set(err, ERR_PARAM_UNKNOWN, {"field", http_shown(arena, field)},
                   {"expected", out_str(&expected)});
}

/* The row for a field of that place, or -1. */
static int row_of(const Param *table, ParamPlace place, Str field)
{
    for (int i = 0; table && table[i].name; i++) {
        if (i == PARAMS_MAX)
            abort(); /* a route's table is longer than its values */
        Str name = str_from_z(table[i].name);
        bool many = table[i].kind == PARAM_FIELDS;
        if (table[i].place == place &&
            (many
                 ? field.len > name.len + 1 && field.ptr[name.len] == '.' && str_starts(field, name)
                 : str_eq(name, field)))
            return i;
    }
    return -1;
}

/* One of a table of fields; that none comes twice is known by `seen`. */
static bool take_field(Arena *arena, ParamValues *values, int row, const HttpPair *pair, Map *seen,
                       Err *err)
{
    ParamValue value, *of = &values->values[row];
    Param param = values->table[row];
    param.name = str_z(arena, pair->name);
    if (map_get(seen, pair->name) >= 0)
        return err_set(err, ERR_PARAM_TWICE, {"field", http_shown(arena, pair->name)});
    map_put(arena, seen, pair->name, values->fields.count);
    if (!param_check(arena, &param, pair->value, &value, err))
        return false;
    of->given = true;
    of->i64++;
    *arena_push(arena, &values->fields) = (HttpPair){pair->name, value.text};
    return true;
}

bool params_take(Arena *arena, ParamValues *values, ParamPlace place, const HttpPairs *fields,
                 Err *err)
{
    bool seen[PARAMS_MAX] = {false};
    Map of_table = {0};
    for (int i = 0; i < fields->count; i++) {
        const HttpPair *pair = &fields->items[i];
        int row = row_of(values->table, place, pair->name);
        if (row < 0)
            return unknown_field(arena, values->table, place, pair->name, err);
        const Param *param = &values->table[row];
        if (param->kind == PARAM_FIELDS) {
            if (!take_field(arena, values, row, pair, &of_table, err))
                return false;
            continue;
        }
        if (seen[row])
            return err_set(err, ERR_PARAM_TWICE, {"field", field_of(param)});
        seen[row] = true;
        if (!param_check(arena, param, pair->value, &values->values[row], err))
            return false;
    }
    return true;
}

static bool take_file(Arena *arena, ParamValues *values, const MultipartPart *part, Err *err)
{
    int row = row_of(values->table, IN_FORM, part->name);
    if (row < 0)
        return unknown_field(arena, values->table, IN_FORM, part->name, err);
    const Param *param = &values->table[row];
    ParamValue *value = &values->values[row];
    if (param->kind != PARAM_FILES)
        return err_set(err, ERR_PARAM_NO_FILE, {"field", field_of(param)});
    if (part->file_name.len == 0 && part->bytes.len == 0)
        return true; /* nothing was chosen */
    if (value->i64 >= param->max)
        return err_set(err, ERR_PARAM_FILES, {"field", field_of(param)},
                       {"found", arena_fmt(arena, "%lld", (long long)value->i64 + 1)},
                       {"expected", arena_fmt(arena, "%lld", (long long)param->max)});
    value->given = true;
    value->i64++;
    *arena_push(arena, &values->files) = *part;
    return true;
}

bool params_take_files(Arena *arena, ParamValues *values, const MultipartParts *parts, Err *err)
{
    for (int i = 0; i < parts->count; i++)
        if (parts->items[i].file_name.ptr && !take_file(arena, values, &parts->items[i], err))
            return false;
    return true;
}

bool params_complete(const ParamValues *values, Err *err)
{
    for (int i = 0; values->table && values->table[i].name; i++)
        if (values->table[i].required && !values->values[i].given)
            return err_set(err, ERR_PARAM_MISSING, {"field", field_of(&values->table[i])});
    return true;
}

const ParamValue *param_of(const ParamValues *values, const char *name)
{
    for (int i = 0; values->table && values->table[i].name; i++)
        if (strcmp(values->table[i].name, name) == 0)
            return &values->values[i];
    abort(); /* a handler asks for a parameter that its route does not declare */
}
