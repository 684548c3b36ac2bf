/* app/paper/circular_owed.h - what is still to be done with circulars: who has not signed for an issued one (签收), and whose
 * signature a draft waits for.
 *
 * All is asked by key: a unit's own rows, circulars past their day, drafts nothing is issued on. No paper is composed for it,
 * so a draft whose figures have moved since stands with the signatures of the text that was saved. Callers: app/inbox. */
#pragma once
#include "app/paper/circular_desk.h"

/* Issued circulars that the account's unit, or one whose seat it has now, is addressed by and has not signed for. */
bool circular_owed_own(App *app, CircularOwedList *ret_owed, Err *err);

typedef struct CircularMissing {
    const Unit *unit;     /* that the seat is today */
    LIST_OF(Str) numbers; /* of circulars, oldest first */
} CircularMissing;

typedef struct CircularLate {
    LIST_OF(CircularMissing) units; /* official order */
    int circulars;
    Date since; /* the first day on which one was due */
} CircularLate;
/* Receipts past their day. */
bool circular_late(App *app, CircularLate *ret_late, Err *err);

typedef struct CircularTurn {
    const CampaignPeriod *period;
    int version;
    CircularKind kind;
    CircularStep step;
} CircularTurn;
typedef LIST_OF(CircularTurn) CircularTurns;
/* Drafts whose next step the reader may do: no hand of theirs is in it yet, and who countersigns is named. */
bool circular_turns(App *app, CircularTurns *ret_turns, Err *err);
