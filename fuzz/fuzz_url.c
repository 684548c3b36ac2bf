/* A path or a text of an address: what is decoded is text, and encoding it leads back to it, also through
 * the links of pages. */
#include "fuzz.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "http/fields.h"
#include "web/web.h"

#include <assert.h>
#include <string.h>

static void check_text(Str text)
{
    assert(utf8_valid(text, NULL));
    assert(text.len == 0 || !memchr(text.ptr, '\0', (size_t)text.len));
}

static void check_error(const Err *err, Str in)
{
    assert(err->code != ERR_NONE && err->byte >= 1 && err->byte <= in.len + 1);
    check_text((Str){err->text, err->text_used});
}

static Str encoded(Arena *arena, Str text)
{
    Out out = out_new(arena, 1 << 26);
    url_encode(&out, text);
    for (size_t i = 0; i < out.len; i++)
        assert(out.ptr[i] > ' ' && out.ptr[i] < 0x7F && !strchr("/?#&=+\"'<>", out.ptr[i]));
    return out_str(&out);
}

static void check_decode(Arena *arena, Str in, bool plus)
{
    Err err = {0};
    Str text, again;
    if (!url_decode(arena, in, plus, &text, &err)) {
        check_error(&err, in);
        return;
    }
    check_text(text);
    assert(text.len <= in.len);
    assert(url_decode(arena, encoded(arena, text), plus, &again, NULL) && str_eq(again, text));
}

/* A link holds any segment and any value so that they come back as they were. */
static void check_link(Arena *arena, Str segment, Str value)
{
    PathSegments path;
    HttpPairs query;
    if (value.len > 1000)
        return;
    Str rest = link_args(arena, "/units/{unit}", (const Arg[]){{"unit", segment}, {"q", value}}, 2);
    Str before = str_cut(&rest, '?');
    assert(path_split(arena, before, &path, NULL) && path.count == 2);
    assert(str_eq(path.items[1], segment));
    assert(form_parse(arena, rest, &query, NULL) && query.count == (value.len ? 1 : 0));
    assert(query.count == 0 || str_eq(query.items[0].value, value));
}

static void check_path(Arena *arena, Str in)
{
    Err err = {0};
    PathSegments path, again;
    if (!path_split(arena, in, &path, &err)) {
        check_error(&err, in);
        return;
    }
    assert(path.count <= LIMIT_HTTP_PATH_SEGMENTS);
    Out out = out_new(arena, 1 << 26);
    for (int i = 0; i < path.count; i++) {
        Str s = path.items[i];
        check_text(s);
        assert(s.len && !str_eq(s, S(".")) && !str_eq(s, S("..")) && !str_has(s, S("/")));
        out_c(&out, '/');
        out_s(&out, encoded(arena, s));
    }
    Str joined = path.count ? out_str(&out) : S("/");
    assert(path_split(arena, joined, &again, NULL) && again.count == path.count);
    for (int i = 0; i < path.count; i++)
        assert(str_eq(path.items[i], again.items[i]));
    if (path.count && in.len <= 1000)
        check_link(arena, path.items[0], path.items[path.count - 1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Str in = fuzz_str(data, size), back;
    check_decode(&arena, in, false);
    check_decode(&arena, in, true);
    check_path(&arena, in);
    if (utf8_valid(in, NULL) && !memchr(data, '\0', size)) {
        assert(url_decode(&arena, encoded(&arena, in), false, &back, NULL) && str_eq(back, in));
        check_link(&arena, S("示例区"), in);
    }
    return 0;
}
