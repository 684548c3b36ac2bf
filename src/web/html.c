#include "web/html.h"

/* By byte; 0: goes as it is. */
static const Str escapes[256] = {
    ['&'] = SC("&amp;"),  ['<'] = SC("&lt;"),   ['>'] = SC("&gt;"),
    ['"'] = SC("&quot;"), ['\''] = SC("&#39;"),
};

static ptrdiff_t plain_until(Str text, ptrdiff_t from)
{
    while (from < text.len && !escapes[(unsigned char)text.ptr[from]].len)
        from++;
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
