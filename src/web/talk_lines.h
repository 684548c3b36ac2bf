/* web/talk_lines.h - problems and requirements of a talk typed into a table: one row each, some of them empty.
 *
 * Works without script: as many rows as may be, those beyond the first few are unfolded. Fields are named
 * "requirements.owner.3". Callers: web/pages/talks.c. */
#pragma once
#include "app/talk/talk_case.h"
#include "web/pieces.h"

typedef struct TalkCellView {
    Str name, label, value;
} TalkCellView;
typedef struct TalkLineView {
    Str n;
    LIST_OF(TalkCellView) cells;
} TalkLineView;
typedef struct TalkLinesPart {
    Str more; /* what unfolds it; empty: it is open */
    LIST_OF(TalkLineView) rows;
} TalkLinesPart;
typedef struct TalkLinesView {
    Str label, help;
    LIST_OF(Option) heads; /* chosen: the widest */
    LIST_OF(TalkLinesPart) parts;
} TalkLinesView;

bool talk_is_lines(TalkFieldId field);
/* With what was typed, else empty. */
void talk_lines_fill(Ctx *c, TalkFieldId field, bool typed, TalkLinesView *ret_view);
void talk_lines(Out *out, const Ctx *c, const TalkLinesView *view);
/* As the use-case takes them: a line each, "what|owner|workdays|task". */
Str talk_lines_typed(Ctx *c, TalkFieldId field);
