/* app/report/review_desk.h - the review desk (收报审核): a period's reports side by side, and one of them opened.
 *
 * Units that are missing come first. Completeness (what is owed, filled, shown by files) and timeliness stand apart; nobody's
 * sign-ins are counted. One unit opened shows each value beside last month's, its schedule, what the department confirmed
 * and what screening asks, for who may see that. A handful of statements a period, whatever the number of units; of
 * restricted units who has no right sees that they are there. Callers: web/pages/review, cli/cmd_review, app/inbox, app/result/flow. */
#pragma once
#include "app/report/report_state.h"
#include "app/report/review.h"
#include "app/score/screening.h"
#include "app/target/target_pace.h"
#include "doc/sheet.h"

typedef struct ReviewRow {
    const Unit *unit;
    ReportStanding standing; /* state: of the report itself, whether the period is locked or not */
    bool hidden;             /* restricted: only that it is there */
    bool
        outstanding; /* something is wanted of the unit: nothing sent, or returned and not sent again */
    bool waits;      /* something is wanted of the office */
    int owed, filled;       /* values */
    int files, answers;     /* evidence; checks of the form that the unit has answered */
    bool corrected;         /* a value was corrected after it came in */
    int returns;            /* so often this period */
    const ReportStep *step; /* the newest of the newest version; NULL: none */
    bool rose;              /* a value is better than in the version that was returned */
} ReviewRow;

typedef struct ReviewDesk {
    const CampaignPeriod *period;
    LockState lock;
    LIST_OF(ReviewRow) rows; /* outstanding ones first, longest late first; then official order */
    ReportSteps steps;
    int missing, drafts, filled, returned, waiting, accepted; /* units */
    int late;
} ReviewDesk;

/* ERR_PERIOD_UNKNOWN, ERR_DENIED. */
bool review_desk(App *app, Str period, ReviewDesk *ret_desk, Err *err);
/* Without asking for permission: for who counts what waits. */
bool review_desk_make(App *app, const CampaignPeriod *period, ReviewDesk *ret_desk, Err *err);

typedef enum ReviewOrder {
    REVIEW_BY_URGENCY,
    REVIEW_BY_UNIT,
    REVIEW_BY_ARRIVAL,
    REVIEW_BY_LATE,
    REVIEW_BY_FILLED,
} ReviewOrder;
void review_desk_sort(ReviewDesk *desk, ReviewOrder order, bool turned);

/* ---- a value that is better after a return ---- */
typedef struct ReviewRose {
    const Indicator *indicator;
    Str before, after; /* of the version that was returned, and now */
    int version;       /* that was returned */
    const ReportStep *step;
} ReviewRose;
typedef LIST_OF(ReviewRose) ReviewRoses;
/* Of the newest version against the last one that was returned; where a draft is open after a return, of the draft.
 * For the unit's second signatory and the office. Empty without a return. ERR_UNIT_UNKNOWN, ERR_DENIED (of another unit). */
bool review_rose(App *app, Str period, Str unit, ReviewRoses *ret_roses, Err *err);

/* ---- one report opened ---- */
typedef struct ReviewLine {
    const Indicator *indicator;
    bool owed;
    bool na;
    Str value, month, note, state; /* as reported in the newest version */
    Str last;                      /* on record for the month before */
    Str confirmed, confirmed_state;
    Str target;      /* of the year; empty: none */
    TargetPace pace; /* of the reported value */
    bool corrected;
    bool rose;
    Str returned; /* the value of the version that was returned */
    ScreeningFinding const *findings[4];
    int nfindings;
} ReviewLine;

typedef struct ReviewSheet {
    ReviewDesk desk;
    const ReviewRow *row;
    LIST_OF(ReviewLine) lines;
    SubmissionTaskList tasks; /* of the newest version, all kinds */
    Submission head;
    ReportSteps steps; /* of all versions, oldest first */
    ReviewRoses roses;
    bool has_screening;
    ScreeningReport screening;
    Str before, next; /* units to go on to: those that wait, in the order of the desk */
} ReviewSheet;
bool review_sheet(App *app, Str period, Str unit, ReviewSheet *ret_sheet, Err *err);

/* ---- written (review_out.c) ---- */
Str review_state_text(Lang lang, ReportState state);
Str review_cause_text(Lang lang, Str cause);
/* "重点项目完成投资、任务1.1.1" of places as they are kept. */
Str review_places_text(App *app, Lang lang, Str places);
Str review_causes_text(Arena *arena, Lang lang, Str causes);
Sheet review_table(App *app, Lang lang, const ReviewDesk *desk);
void review_desk_json(App *app, const ReviewDesk *desk, Json *json);
void review_sheet_json(App *app, Lang lang, const ReviewSheet *sheet, Json *json);
