/* web/html.h - text on its way into a page: escaping is decided by the C type, not by memory.
 *
 * A template's {{value}} becomes HTML_OUT, which takes what it is given by type: a Str is escaped, an
 * Html is markup that was made here, a number is printed. Anything else does not compile. Html is
 * made in web/html.c and web/pieces*.c only. All attributes are quoted; there is no style attribute
 * and no inline script (the content security policy drops both). Callers: templates, web/. */
#pragma once
#include "i18n/msg.h"

/* Markup, already safe. */
typedef struct Html {
    Str markup;
} Html;

void html_text(Out *out, Str text); /* & < > " ' escaped: fit for text and quoted attributes */
void html_markup(Out *out, Html html);
/* Markup that is written in C, and text escaped between two pieces of it. */
void html_literal(Out *out, const char *markup);
void html_element(Out *out, const char *open, Str text, const char *close);
void html_int(Out *out, int value);
void html_i64(Out *out, int64_t value);
#define HTML_OUT(out, x)                                                                           \
    _Generic((x), Str                                                                              \
             : html_text, Html                                                                     \
             : html_markup, int                                                                    \
             : html_int, int64_t                                                                   \
             : html_i64)((out), (x))

/* {{t key name=value}}: the sentence with its holes, escaped as a whole.
 * html_t(out, lang, MSG_X, {"name", HTML_HOLE(out, value)}); numbers are written to the Out's arena. */
void html_t_args(Out *out, Lang lang, Msg id, const Arg *args, int nargs);
#define html_t(out, lang, id, ...)                                                                 \
    html_t_args((out), (lang), (id), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                        \
                (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)
Str html_hole_str(Out *out, Str text);
Str html_hole_int(Out *out, int value);
Str html_hole_i64(Out *out, int64_t value);
#define HTML_HOLE(out, x)                                                                          \
    _Generic((x), Str : html_hole_str, int : html_hole_int, int64_t : html_hole_i64)((out), (x))
