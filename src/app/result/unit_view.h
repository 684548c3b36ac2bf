/* app/result/unit_view.h - one unit as a person sees it: its year, one month opened to the last number, its work.
 *
 * Everything stands under the reader's rights: a month that is not published yet shows what may be
 * seen of it and says why the rest is not. A unit that took over another's seat shows the seat's past.
 * Nothing is computed again: the month opened is the one that was kept (app/score/explain). Callers: web/. */
#pragma once
#include "app/ledger/ledger.h"
#include "app/result/results.h"
#include "app/score/explain.h"
#include "store/month.h"

typedef struct UnitMonth {
    const CampaignPeriod *period;
    const Unit *seat; /* who held the seat then; NULL: nobody */
    bool published;
    RunUnit result; /* when published */
    int units;      /* in the group */
    int scheme_version;
} UnitMonth;

/* A target of a task that the unit has a part in, with the unit's own figures. Who leads a task sees
 * the whole city's where it has no share of its own. */
typedef struct UnitTask {
    const Task *task;
    Str role;                   /* lead · responsible · supporting; empty: only a share */
    const LedgerTarget *target; /* NULL: the task has none that concerns the unit */
    bool whole;                 /* the figures are the city's */
    Str allotted;               /* what it owes; empty: not stated */
    Str period;                 /* of the value; empty: there is none yet */
    Str actual, reported;       /* what counts, and what it handed in where that is another */
    TargetPace pace;
    bool reached;
    const ProgressNote *note; /* the newest of the task; NULL = none */
} UnitTask;

typedef struct UnitView {
    const Unit *unit;
    LIST_OF(UnitMonth) months; /* of the campaign, oldest first */
    int opened;                /* index of the month explained; -1: none */
    Explanation explanation;
    bool closed; /* restricted, and the reader has no right: only its last published result */
    Err hidden;  /* why the asked month is not opened; code ERR_NONE otherwise */
    SubmissionList reports; /* of the seat, newest first */
    LIST_OF(UnitTask) tasks;
    TalkList talks;
} UnitView;

/* period empty: the newest that is published, or for who may see trial results the newest there is.
 * ERR_UNIT_UNKNOWN, ERR_DENIED, ERR_PERIOD_UNKNOWN. */
bool unit_view_read(App *app, Str unit, Str period, UnitView *ret_view, Err *err);

/* Only `tasks`, of `unit`: in the order of the ledger. */
bool unit_view_tasks(App *app, UnitView *view, Err *err);

/* One version of what was handed in, as it stands. A unit reads its own reports, and of a
 * department's sheet its own rows; a data owner its own sheets. */
typedef struct SubmissionView {
    Submission head;
    SubmissionValueList values;
    SubmissionTaskList tasks;
    bool only_own; /* rows of others were left out */
    bool left_out; /* rows of restricted areas were left out */
} SubmissionView;
bool submission_view(App *app, Str id, SubmissionView *ret_view, Err *err);
