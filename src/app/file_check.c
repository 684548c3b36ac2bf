#include "app/file_check.h"

#include "base/limits.h"
#include "base/utf8.h"

static const FileKind kinds[] = {
    {SC("pdf"), SC("application/pdf")},
    {SC("docx"), SC("application/vnd.openxmlformats-officedocument.wordprocessingml.document")},
    {SC("xlsx"), SC("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")},
    {SC("pptx"), SC("application/vnd.openxmlformats-officedocument.presentationml.presentation")},
    {SC("ofd"), SC("application/ofd")},
    {SC("doc"), SC("application/msword")},
    {SC("wps"), SC("application/vnd.ms-works")},
    {SC("xls"), SC("application/vnd.ms-excel")},
    {SC("et"), SC("application/vnd.ms-excel")},
    {SC("jpg"), SC("image/jpeg")},
    {SC("jpeg"), SC("image/jpeg")},
    {SC("png"), SC("image/png")},
    {SC("txt"), SC("text/plain")},
    {SC("csv"), SC("text/csv")},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

Str file_endings(Arena *arena, Str before_each, Str between)
{
    Out out = out_new(arena, 1024);
    for (int i = 0; i < KINDS; i++) {
        out_s(&out, i ? between : S(""));
        out_s(&out, before_each);
        out_s(&out, kinds[i].ending);
    }
    return out_str(&out);
}

/* ---- the name ---- */

/* Control characters, and those that are not seen but change how a name reads. */
static bool is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE007F);
}

bool file_name_clean(Arena *arena, Str name, Str *ret_name, Err *err)
{
    ptrdiff_t bad = 0;
    if (!utf8_valid(name, &bad))
        return err_set(err, ERR_TEXT_ENCODING, {"found", str_sub(name, bad, bad + 1)});
    Out out = out_new(arena, (size_t)name.len + 1);
    for (ptrdiff_t at = 0; at < name.len;) {
        ptrdiff_t from = at;
        uint32_t c = utf8_next(name, &at);
        if (c == '/' || c == '\\')
            out.len = 0; /* what stood before is a folder */
        else if (!is_hidden(c))
            out_s(&out, str_sub(name, from, at));
    }
    Str clean = utf8_trim(out_str(&out));
    if (clean.len == 0)
        return err_set(err, ERR_FILE_NAME);
    if (utf8_count(clean) > LIMIT_FILE_NAME_CHARACTERS)
        return err_set(err, ERR_FILE_NAME_LONG,
                       {"found", arena_fmt(arena, "%td", utf8_count(clean))},
                       {"limit", arena_fmt(arena, "%d", LIMIT_FILE_NAME_CHARACTERS)});
    *ret_name = clean;
    return true;
}

/* In lower case, without the dot; empty when there is none. */
static Str ending_of(Arena *arena, Str name)
{
    ptrdiff_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.')
        dot--;
    if (dot == 0)
        return S("");
    Out out = out_new(arena, (size_t)name.len + 1);
    for (ptrdiff_t i = dot; i < name.len; i++)
        out_c(&out,
              name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] | 0x20) : name.ptr[i]);
    return out_str(&out);
}

static const FileKind *kind_of(Str ending)
{
    for (int i = 0; i < KINDS; i++)
        if (str_eq(kinds[i].ending, ending))
            return &kinds[i];
    return NULL;
}

bool file_check(App *app, Str name, Str bytes, const FileKind **ret_kind, Err *err)
{
    Arena *a = app->arena;
    Str ending = ending_of(a, name);
    const FileKind *kind = kind_of(ending);
    if (!kind)
        return err_set(err, ERR_FILE_EXTENSION, {"found", utf8_prefix(ending, 40)},
                       {"expected", file_endings(a, S(""), S(" · "))});
    if (bytes.len == 0)
        return err_set(err, ERR_FILE_EMPTY, {"found", name});
    if (bytes.len > LIMIT_FILE_BYTES)
        return err_set(err, ERR_FILE_LARGE, {"found", arena_fmt(a, "%td", bytes.len >> 20)},
                       {"limit", arena_fmt(a, "%d", LIMIT_FILE_BYTES >> 20)});
    *ret_kind = kind;
    return true;
}
