/* web/ask.h - the narrow pages at the door: a few fields, one button, and words on why.
 *
 * Callers: web/pages/ (sign-in by code, new password, proof, notice). */
#pragma once
#include "web/pieces.h"

typedef struct AskView {
    Str title, action, next, button;
    Str why, error; /* above the form; empty: none */
    LIST_OF(Field) fields;
    Str rules_title;
    LIST_OF(Str) rules; /* below it */
} AskView;

bool ask_page(Ctx *c, const AskView *view, Err *err);
/* The same again with what was wrong beside the field called `name`, and the error's status; NULL: above the form. */
bool ask_again(Ctx *c, AskView *view, const char *name, Err *err);
/* The field for a code of the second factor (pages/prove.c), and faults that a person can mend by typing again. */
Field code_field(const Ctx *c);
bool proof_is_theirs(ErrCode code);
/* Where to go on: the parameter "next" where it is a path of ours, else the first page of the
 * person: the inbox, or of a leader and an inspector the overview. */
Str next_of(const Ctx *c);
