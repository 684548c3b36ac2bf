/* app/ledger/overview.h - the overview of a campaign (活动总览): how it stands, who stands where, what is due.
 *
 * One call gathers what the first page after sign-in shows, as much of it as the reader may see.
 * Lights and progress are the ledger's, ranks the published ones, days those of the period's calendar;
 * nothing is judged here. A unit and a data owner find their own tasks and their own report among
 * what is due, the campaign office everybody's. The three administrators see no content of a
 * campaign. Callers: web/pages/overview. */
#pragma once
#include "app/ledger/ledger.h"
#include "app/standing.h"
#include "base/json.h"

enum {
    OVERVIEW_NEAR_DAYS = 30,     /* a deadline within a month is near: the cadence of the reports */
    OVERVIEW_OVERDUE_SHOWN = 20, /* tasks by name; the rest is a number */
    OVERVIEW_NEAR_SHOWN = 20,    /* tasks of one day by name */
    OVERVIEW_STUCK_SHOWN = 20,   /* with their notes */
};

/* ---- themes and areas ---- */

typedef struct OverviewCounts {
    int tasks, targets;      /* tasks or measures that have a row in the ledger */
    int lights[LIGHT_COUNT]; /* targets */
    int near, overdue;       /* tasks */
} OverviewCounts;

typedef struct OverviewLine {
    const Task *task; /* theme or area */
    bool is_theme;
    bool restricted; /* number and title, no counts */
    OverviewCounts counts;
} OverviewLine;

/* ---- what is due ---- */

typedef enum MonthDay { /* the days of a period's calendar, in order */
                        DAY_OPENS,
                        DAY_DUE,
                        DAY_CONFIRM,
                        DAY_LOCK,
                        DAY_TRIAL_RUN,
                        DAY_APPEAL,
                        DAY_RULING,
                        DAY_FREEZE,
                        DAY_ISSUE,
                        DAY_COUNT
} MonthDay;

typedef enum DayState {
    DAY_AHEAD,
    DAY_TODAY,
    DAY_PAST, /* nothing more is known than that the day is over */
    DAY_DONE, /* trial run made, results frozen, circular issued (without an issuer: published) */
    DAY_LATE, /* the day is over and it is not done */
} DayState;

/* A day and how far it is; behind us when negative. */
typedef struct DueDay {
    Date on;      /* DATE_NONE: not stated */
    bool counted; /* the workday calendar has all years in between */
    int workdays; /* after today up to and with that day */
} DueDay;

typedef struct OverviewDay {
    DueDay day;
    DayState state;
} OverviewDay;

typedef LIST_OF(const Unit *) UnitRefs;
typedef LIST_OF(const Body *) BodyRefs;

/* The period in hand: the last one whose forms are open, the one after it once its results are out;
 * before the first opens, the first. */
typedef struct OverviewMonth {
    const CampaignPeriod *period; /* NULL: none any more, or the campaign has none */
    bool is_open;
    OverviewDay days[DAY_COUNT];
    int next; /* MonthDay: the first that is today or ahead and not done; DAY_COUNT = none */
    /* reports: of all to who may see it, else only one's own */
    bool may_reports, may_names;
    int owed, received, late; /* units; late: their first report came after the deadline */
    UnitRefs missing;         /* with may_names; official order */
    /* confirmations */
    bool may_confirmations;
    int confirm_owed, confirm_received;
    BodyRefs unconfirmed; /* with may_names */
    /* a unit's report, a data owner's confirmation */
    bool own_owed, own_received;
    bool own_is_report;
    Date own_received_on;
    int own_late_days, own_version;
} OverviewMonth;

/* Tasks that are due on one day. A task whose targets are reached, or that those who are responsible
 * call done, is not due any more. */
typedef struct OverviewDeadline {
    DueDay day;
    int count;
    LIST_OF(const LedgerRow *) tasks; /* the first in campaign order, one row each */
} OverviewDeadline;

typedef struct OverviewOverdue {
    const LedgerRow *row;
    DueDay day;
} OverviewOverdue;

typedef struct OverviewStuck { /* the newest note says stuck */
    const LedgerRow *row;
    const ProgressNote *note;
} OverviewStuck;

typedef struct OverviewTalk { /* waits for a decision */
    const Unit *unit;
    const CampaignPeriod *period;
    Str step, months;
} OverviewTalk;

typedef struct Overview {
    bool may_ledger, may_results; /* neither: an administrator */
    bool has_lights;              /* the campaign has a rule for lights */
    bool own_tasks;               /* what is due is the reader's own */
    LIST_OF(OverviewLine) lines;
    OverviewCounts all;  /* of all lines that are not restricted */
    Str progress_period; /* code: what targets were last held against; empty = nothing yet */
    Standings standings;
    bool any_published; /* whoever may see it */
    OverviewMonth month;
    LIST_OF(const CampaignPeriod *)
    unfinished; /* earlier ranked periods whose results are not out */
    int overdue_count, near_count;
    LIST_OF(OverviewOverdue) overdue;    /* oldest first */
    LIST_OF(OverviewDeadline) deadlines; /* by day */
    LIST_OF(OverviewStuck) stuck;        /* campaign order */
    int stuck_count;
    LIST_OF(OverviewTalk) talks;
} Overview;

/* ERR_CAMPAIGN_NONE */
bool overview_read(App *app, Overview *ret_overview, Err *err);
/* The member of an object: {…}. */
void overview_json(const App *app, const Overview *overview, Json *json);
Str month_day_word(MonthDay day); /* opens … issue */
