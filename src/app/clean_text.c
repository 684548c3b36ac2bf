#include "app/clean_text.h"

#include "base/out.h"
#include "base/utf8.h"

bool clean_text(Arena *arena, const CleanRule *rule, Str text, Str *ret_text, Err *err)
{
    ptrdiff_t bad;
    text = utf8_trim(text);
    if (!utf8_valid(text, &bad))
        return err_set(err, ERR_TEXT_ENCODING, {"found", str_sub(text, bad, bad + 1)});
    ptrdiff_t hidden = utf8_misleading(text);
    if (hidden >= 0)
        return err_set(err, ERR_TEXT_CONTROL,
                       {"found", arena_fmt(arena, "U+%04X", utf8_next(text, &hidden))});
    if (utf8_count(text) > rule->characters_max)
        return err_set(err, ERR_LIMIT, {"name", rule->limit_name},
                       {"limit", arena_fmt(arena, "%d", rule->characters_max)},
                       {"found", arena_fmt(arena, "%td", utf8_count(text))});
    Out out = out_new(arena, (size_t)text.len + 1);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n')
            continue;
        if (c == '\r' || c == '\t' || (c == '\n' && !rule->lines))
            c = ' ';
        if ((c < ' ' && c != '\n') || c == 127)
            return err_set(err, ERR_TEXT_CONTROL, {"found", arena_fmt(arena, "U+%04X", c)});
        out_c(&out, (char)c);
    }
    *ret_text = out_str(&out);
    return true;
}
