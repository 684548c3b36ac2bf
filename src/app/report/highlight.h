/* app/report/highlight.h - highlights (亮点): sent up at any time, taken or returned by the office, adopted by a higher level.
 *
 * A highlight says what was done in an area, and what came of it: a figure of the database with the report that it stands
 * in, never a typed one, or an effect stated with its file of evidence. What it resembles is found and shown, and decided by
 * the office. An adoption counts with its document's number only. Nothing becomes points by itself: where the
 * scheme has a bonus for it, the line for the sheet of events is offered, and a person enters it.
 * Before it is taken a highlight is its unit's and the office's own; then everybody at work may read it.
 * Restricted areas, units and indicators have none. Callers: cli/, web/, app/paper/province_facts. */
#pragma once
#include "app/files/files.h"
#include "app/report/highlight_same.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"
#include "store/highlight.h"

typedef enum HighlightState {
    HIGHLIGHT_SENT,
    HIGHLIGHT_TAKEN,
    HIGHLIGHT_RETURNED,
    HIGHLIGHT_ADOPTED,
    HIGHLIGHT_WITHDRAWN,
    HIGHLIGHT_STATES
} HighlightState;
Str highlight_state_word(HighlightState state);
bool highlight_state_parse(Str word, HighlightState *ret_state);

/* Why one goes back: a closed list. */
extern const Str highlight_causes[]; /* ends with an empty one */

typedef struct HighlightEntry {
    Str unit, sender; /* of the office: whose it is (empty: its own) and who handed it in */
    Str task, title, text;
    Str indicator, period; /* the measured effect … */
    Str effect, evidence;  /* … or one stated, with an attachment of the task */
    const FileEntry *file; /* … or with a file that comes along and becomes one; NULL: none */
} HighlightEntry;

typedef struct HighlightView {
    HighlightRow row;
    HighlightState state;
    HighlightSteps steps;
    bool own;      /* the reader's unit's */
    int adoptions; /* with a number: those that count */
    int64_t sent_at;
} HighlightView;
typedef LIST_OF(HighlightView) HighlightViews;

/* ERR_TASK_UNKNOWN, ERR_UNIT_UNKNOWN, ERR_DENIED, ERR_HIGHLIGHT_… , ERR_LIMIT. */
bool highlight_send(App *app, const HighlightEntry *entry, HighlightView *ret_view, Err *err);

typedef struct HighlightMove {
    HighlightState to;
    Str cause, reason;                 /* of a return; a withdrawal has a reason */
    Str adopter, document, adopted_on; /* of an adoption: YYYY-MM-DD */
} HighlightMove;
/* The office takes, returns and records an adoption; a unit withdraws its own until it is taken, the office any.
 * ERR_HIGHLIGHT_UNKNOWN, ERR_HIGHLIGHT_STATE {found, expected}, ERR_HIGHLIGHT_REASON, ERR_HIGHLIGHT_CAUSE,
 * ERR_HIGHLIGHT_ADOPTER, ERR_HIGHLIGHT_TWICE. */
bool highlight_move(App *app, Str id, const HighlightMove *move, HighlightView *ret_view, Err *err);

typedef struct HighlightQuery {
    Str state, unit, theme; /* empty: any; theme: number of a task above it */
    Str before;             /* the last id of the page before */
} HighlightQuery;
typedef struct HighlightPage {
    HighlightViews items; /* newest first, at most LIMIT_HIGHLIGHT_PAGE_ROWS */
    int total;
    Str next; /* for HighlightQuery.before; empty: no more */
} HighlightPage;
bool highlight_list(App *app, const HighlightQuery *query, HighlightPage *ret_page, Err *err);
bool highlight_read(App *app, Str id, HighlightView *ret_view, Err *err);
/* The same without a refusal: *ret_found false where there is none, or none for this reader. */
bool highlight_peek(App *app, Str id, bool *ret_found, HighlightView *ret_view, Err *err);

/* What it resembles, as this reader may see it: of what is closed to them only how much. */
typedef struct SameShown {
    SameText text;
    bool closed;
    Str title;
} SameShown;
typedef LIST_OF(SameShown) SameShowns;
bool highlight_same_read(App *app, const HighlightView *view, SameShowns *ret_list, Err *err);
/* Bonus rules of the scheme of its unit's group in the period of today, each as the line that a person may enter. Only for
 * whom events may be entered by, and only where an adoption counts. */
typedef struct BonusOffer {
    Str rule, name, points, line; /* line: as a row of the sheet of events */
} BonusOffer;
typedef LIST_OF(BonusOffer) BonusOffers;
bool highlight_bonus(App *app, const HighlightView *view, BonusOffers *ret_list, Err *err);

void highlight_json(App *app, Json *json, const HighlightView *view, const SameShowns *same,
                    const BonusOffers *bonus);
Sheet highlight_sheet(App *app, Lang lang, const HighlightViews *list);
Str highlight_state_text(Lang lang, HighlightState state);
Str highlight_cause_text(Lang lang, Str cause);
/* The figure with its unit of measure and source, or the stated effect. */
Str highlight_effect_text(App *app, Lang lang, const HighlightRow *row);
