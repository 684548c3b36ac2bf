/* app/report/value_state.h - what may stand in place of a number, or beside it, and its words.
 *
 * not_yet 尚未取得: the one who owes the value does not have it yet; it has no number. no_rank 有数不排名:
 * a number that is shown and not scored. na 不涉及: the indicator does not concern the unit. What each
 * means for points: docs/scoring.md. Callers: readers of a month's files, whatever prints a value. */
#pragma once
#include "base/arena.h"
#include "i18n/msg.h"

/* Takes the word of a state out of a cell: of "12.60（有数不排名）" the number remains. "": none stood there,
 * "na", "not_yet", "no_rank". */
Str value_state_take(Str *cell);
/* 尚未取得 · 有数不排名 · 不涉及; empty for an empty state. */
Str value_state_text(Lang lang, Str state);
/* As people read it: the number, the number with its state, or the state alone; empty when there is nothing. */
Str value_text(Arena *arena, Lang lang, Str value, bool na, Str state);
/* As a cell of a form has it, which value_state_take understands in whatever language. */
#define value_cell(arena, value, na, state) value_text((arena), LANG_ZH, (value), (na), (state))
