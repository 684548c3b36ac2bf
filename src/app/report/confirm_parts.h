/* app/report/confirm_parts.h - what the parts of app/report/confirm share; of no use to others. */
#pragma once
#include "app/report/confirm.h"

/* What a cell would hold with that typed: a number, a state, or nothing. False: it is neither. */
bool confirm_typed(Arena *arena, Str text, HeldValue *ret_value);
/* Fills what follows from the typed values: difference, percent, changed, the counts. */
void confirm_compute(App *app, ConfirmSheet *sheet);
/* The draft over what is on record, and back: JSON {"v": {"c01/invest": "12.6"}, "n": {…}, "officer", "release"}. */
void confirm_draft_take(Arena *arena, ConfirmSheet *sheet);
Str confirm_draft_body(Arena *arena, const ConfirmSheet *sheet);
/* Drafts of data owners stand among those of reports: no code has a slash. */
Str confirm_draft_unit(Arena *arena, Str body);
Str confirm_key(Arena *arena, const ConfirmSheet *sheet, int unit, int column);
