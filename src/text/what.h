/* text/what.h - what a quantity counts: the noun before it or after it. Callers: target.c. */
#pragma once
#include "text/quantity.h"

bool is_clause_mark(Str text, ptrdiff_t at);
/* Skips verbs, deadlines and modal words at the front of text[from, to). */
ptrdiff_t what_strip(Str text, ptrdiff_t from, ptrdiff_t to);
/* The noun from `at` to the next mark. */
Str what_after(const Source *src, Str text, ptrdiff_t at, ptrdiff_t end);
/* Without the verbs and dates at its front; empty when it is a date and nothing else. */
Str what_bare(Str what);
/* piece = where the words of this quantity begin in its clause. */
Str what_of(const Source *src, Str text, ptrdiff_t sentence, ptrdiff_t piece, const Before *b,
            const Quantity *q, ptrdiff_t end);
