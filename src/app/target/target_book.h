/* app/target/target_book.h - the values that targets are held against, of many indicators in one query.
 *
 * By period and seat: what was confirmed, else what was reported, the newest of each; of an indicator that is
 * counted by the month the months are added up. Last year's come from the campaign before this one where it is
 * in the database, else from what units report beside their values. A book holds some periods or all, of
 * everybody or of one unit and whose seat it holds: a page reads no more than it needs, and two books say the
 * same of what both hold. Callers: app/target/target_series, app/ledger/ledger, app/target/targets, the monthly report. */
#pragma once
#include "app/app.h"
#include "app/campaign_index.h"

typedef struct SeriesValue {
    bool has, has_before;
    bool is_confirmed, before_is_kept; /* before: of the campaign before, not reported beside */
    bool has_reported;
    Dec value, before; /* before: of the same month a year before */
    Dec reported;      /* what the unit handed in */
} SeriesValue;

typedef struct TargetBook {
    const CampaignIndex *index;
    int from, to; /* periods that were read; to < from: none */
    int only;     /* unit; -1: all */
    SeriesValue **
        cells; /* [indicator] NULL: not read, else [(period - from) * units + unit], of `only` [period - from] */
} TargetBook;

/* The periods of which a page wants figures: from `first` to `last`; and, where the schedule of some target or an
 * indicator counted by the month needs it, the whole year. */
bool target_book(App *app, const CampaignIndex *index, int first, int last, TargetBook *ret_book,
                 Err *err);
/* The whole year, all targets. */
bool target_book_year(App *app, const CampaignIndex *index, TargetBook *ret_book, Err *err);
/* The whole year, the indicators of one target. */
bool target_book_one(App *app, const CampaignIndex *index, int target, TargetBook *ret_book,
                     Err *err);
/* What the schedules of one unit need: nothing is read where its targets have monthly plans. */
bool target_book_unit(App *app, const CampaignIndex *index, int unit, TargetBook *ret_book,
                      Err *err);
/* The unit's own cell; an empty one where nothing was read. */
const SeriesValue *book_cell(const TargetBook *book, int indicator, int period, int unit);
/* Amounts that grow over the year have a schedule also without a plan. */
bool indicator_grows(const Indicator *indicator);
bool indicator_by_month(const Indicator *indicator);
/* The last published period, up to which everybody may know values; -1 = none. */
bool period_last_published(App *app, const CampaignIndex *index, int *ret_period, Err *err);
