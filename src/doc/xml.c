#include "doc/xml.h"

#include "base/utf8.h"

/* C0, DEL and C1; the tab is written as a space. */
static bool is_dropped(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == 0xFFFE || cp == 0xFFFF;
}

void xml_text(Out *out, Str text)
{
    for (ptrdiff_t at = 0; at < text.len;) {
        ptrdiff_t start = at;
        uint32_t cp = utf8_next(text, &at);
        if (cp == '&')
            out_s(out, S("&amp;"));
        else if (cp == '<')
            out_s(out, S("&lt;"));
        else if (cp == '>')
            out_s(out, S("&gt;"));
        else if (cp == '"')
            out_s(out, S("&quot;"));
        else if (cp == '\t')
            out_c(out, ' ');
        else if (cp == UTF8_BAD)
            out_s(out, S("\xEF\xBF\xBD"));
        else if (!is_dropped(cp))
            out_s(out, str_sub(text, start, at));
    }
}
