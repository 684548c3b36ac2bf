/* app/figures.h - every number of a paper with where it comes from, and the proof that none is missing.
 *
 * A writer of a paper passes each number through figure(), which remembers it and gives it back.
 * figures_check then compares the digits of the finished text with the digits of the list, as
 * multisets: a number that is not in the list, or is in the text more often, fails. So a paper can
 * hold no number that is not in the data. Callers: writers of papers in app/. */
#pragma once
#include "app/app.h"

typedef struct Figure {
    Str place; /* 二、（一）, 附件2 第3行 */
    Str text;  /* as printed */
    Str kind;  /* score · rank · value · count · date · period · number · name · layout */
    Str period, group, unit, node;
    int run; /* number of the run in its period and group; 0 = not from a run */
} Figure;

typedef struct Figures {
    Arena *arena;
    Str place;
    LIST_OF(Figure) list;
} Figures;

/* Remembers at the present place; returns text. */
Str figure(Figures *figures, Str text, Figure origin);
/* A name is remembered only when it holds digits (PM2.5). */
Str figure_name(Figures *figures, Str name);
/* As CSV, one line a number, and back: how the figures of an issued paper are kept. */
void figures_out(const Figures *figures, Out *out);
bool figures_of_csv(Arena *arena, Str csv, Figures *ret_figures, Err *err);
/* ERR_PAPER_FIGURE {found}: the first number that the list does not account for. */
bool figures_check(const Figures *figures, Str text, Err *err);
