/* text/target.h - quantified targets: a number, what it counts, how it binds, how firmly.
 *
 * A number is a target when its clause asks for it (a verb of doing, a word of relation, 力争) and
 * the sentence looks ahead. Numbers of dates, names (532, 十九大), organisation (15个专班) and of
 * what has been done are none. A masked value is an unknown target, never a number.
 * Callers: text/. */
#pragma once
#include "text/source.h"

/* Targets said in norm[from, to), one sentence or several. */
void target_find(const Source *src, ptrdiff_t from, ptrdiff_t to, Targets *targets);
/* The same where every quantity with a unit is a target: the target column of a table. */
void target_bare(const Source *src, ptrdiff_t from, ptrdiff_t to, Targets *targets);
/* True when two say the same thing: the second is then only another place of the first. */
bool target_same(const DraftTarget *a, const DraftTarget *b);
/* Length of a name or set phrase with a number in it at `at` (532行动, 十九大, 第四组); 0 = none. */
ptrdiff_t name_at(Str text, ptrdiff_t at);
/* Masked values in norm[from, to). */
int target_masked(const Source *src, ptrdiff_t from, ptrdiff_t to);
