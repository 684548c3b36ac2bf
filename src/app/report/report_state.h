/* app/report/report_state.h - how a unit's report of a month stands: one function that everybody asks.
 *
 * Callers: app/report/report_form, review, web/, cli/. */
#pragma once
#include "app/app.h"
#include "store/month.h"

typedef enum ReportState {
    REPORT_NOT_OPENED, /* before the first day */
    REPORT_OPEN,       /* nothing saved yet */
    REPORT_DRAFT,
    REPORT_FILLED,    /* first signature */
    REPORT_RECEIVED,  /* version 1, nobody has dealt with it */
    REPORT_RETURNED,  /* 退回 */
    REPORT_CORRECTED, /* a later version that nobody has dealt with */
    REPORT_ACCEPTED,  /* 通过 */
    REPORT_LOCKED,
    REPORT_STATES
} ReportState;
Str report_state_word(ReportState state); /* not_opened … */

typedef struct ReportStanding {
    const Unit *unit;
    ReportState state;
    int version;    /* of the newest that was sent; 0: none */
    bool late;      /* the first one came after the day, or none has come and the day is over */
    bool missing;   /* none has come and the day is over */
    bool on_behalf; /* the newest was entered by the office for a sender */
    bool
        by_channel; /* the newest came otherwise than by the form: workbook · folder · paper · api */
    int late_days;  /* workdays; of the first, or until today */
    Str channel;    /* of the newest */
    Str submission; /* id of the newest; empty: none */
    int64_t received_at;
    bool drafting;       /* a draft is open beside what was sent */
    bool filled;         /* and has its first signature */
    ReportState beneath; /* `state`, whether the period is locked or not */
    Date returned_on;    /* of a report sent back: when; else DATE_NONE */
} ReportStanding;
typedef LIST_OF(ReportStanding) ReportStandingList;

/* One unit's. Asks no permission: its callers have. */
bool report_state(App *app, const CampaignPeriod *period, const Unit *unit,
                  ReportStanding *ret_standing, Err *err);
/* Of all units that hold a seat in the period and report, in official order. */
bool report_states(App *app, const CampaignPeriod *period, ReportStandingList *ret_list, Err *err);
/* Whether the unit sends reports at all: it has a peer group. */
bool report_reports(const App *app, const Unit *unit);
