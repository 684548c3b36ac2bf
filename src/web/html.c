#include "web/html.h"

#include <string.h>

/* By byte; 0: goes as it is. */
static const Str escapes[256] = {
    ['&'] = SC("&amp;"),  ['<'] = SC("&lt;"),   ['>'] = SC("&gt;"),
    ['"'] = SC("&quot;"), ['\''] = SC("&#39;"),
};

/* Eight bytes of 0x40 and above: letters and characters beyond ASCII, and none that is escaped. */
static bool is_plain_word(const char *bytes)
{
    const uint64_t highest = UINT64_C(0x8080808080808080);
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return ((word | word << 1) & highest) == highest;
}

static ptrdiff_t plain_until(Str text, ptrdiff_t from)
{
    while (from < text.len) {
        if (text.len - from >= 8 && is_plain_word(text.ptr + from)) {
            from += 8;
            continue;
        }
        ptrdiff_t end = text.len - from > 8 ? from + 8 : text.len;
        for (; from < end; from++)
            if (escapes[(unsigned char)text.ptr[from]].len)
                return from;
    }
    return from;
}

void html_text(Out *out, Str text)
{
    for (ptrdiff_t from = 0; from < text.len;) {
        ptrdiff_t to = plain_until(text, from);
        out_s(out, (Str){text.ptr + from, to - from});
        if (to < text.len)
            out_s(out, escapes[(unsigned char)text.ptr[to]]);
        from = to + 1;
    }
}

void html_markup(Out *out, Html html)
{
    out_s(out, html.markup);
}

void html_literal(Out *out, const char *markup)
{
    out_s(out, str_from_z(markup));
}

void html_element(Out *out, const char *open, Str text, const char *close)
{
    html_literal(out, open);
    html_text(out, text);
    html_literal(out, close);
}

void html_int(Out *out, int value)
{
    out_i64(out, value);
}

void html_i64(Out *out, int64_t value)
{
    out_i64(out, value);
}

void html_t_args(Out *out, Lang lang, Msg id, const Arg *args, int nargs)
{
    size_t before = out->len;
    msg_out_args(out, lang, id, args, nargs);
    Str added = {out->ptr + before, (ptrdiff_t)(out->len - before)};
    if (plain_until(added, 0) == added.len)
        return;
    added = arena_str(out->arena, added);
    out->len = before;
    html_text(out, added);
}

Str html_hole_str(Out *out, Str text)
{
    (void)out;
    return text;
}

Str html_hole_int(Out *out, int value)
{
    return arena_fmt(out->arena, "%d", value);
}

Str html_hole_i64(Out *out, int64_t value)
{
    return arena_fmt(out->arena, "%lld", (long long)value);
}
