/* web/pieces.h - the parts that pages share; {{call NAME(…)}} in a template calls one.
 *
 * A piece is `void f(Out *out, const Ctx *c, …)`: it appends markup, escapes what it is given and takes
 * its words from messages.tsv. Callers: templates, web/. */
#pragma once
#include "web/web.h"
static inline void frame_top(Out *out, const Ctx *c, Str title, Nav nav)
{
    (void)c;
    (void)nav;
    out_s(out, S("<!doctype html><title>"));
    html_text(out, title);
    out_s(out, S("</title>"));
}
static inline void frame_bottom(Out *out, const Ctx *c)
{
    (void)c;
    (void)out;
}
