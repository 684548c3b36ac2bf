/* web/pieces.h - the parts that pages share; {{call NAME(…)}} in a template calls one.
 *
 * A piece is `void f(Out *out, const Ctx *c, …)`: it appends markup, escapes what it is given and takes
 * its words from messages.tsv. Callers: templates, web/. */
#pragma once
#include "web/web.h"
