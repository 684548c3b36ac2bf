/* doc/paper_break.h - where a line of an official document may end.
 *
 * Callers: the writers of papers (paper_txt, docx, pdf). */
#pragma once
#include "doc/paper.h"

/* 2号 characters on a line of a title, one spared, as half-width columns. */
enum { PAPER_TITLE_COLUMNS = 2 * 19 };

/* 避头尾 between two characters: no closing mark begins a line, no opening one ends it, and no word
 * or number is cut in two. */
bool paper_may_break(Str before, Str after);
/* The same, and no number is parted from its unit (88.62分, 12个月, 3.5亿元). */
bool paper_may_break_units(Str before, Str after);
/* A full-width mark whose right (closes) or left (opens) half is empty: a line may be squeezed there. */
bool paper_closes(Str character);
bool paper_opens(Str character);
/* The lines of a title: those that it has, and of these the long ones broken at their hints. */
Str paper_title_lines(Arena *arena, Str title);
