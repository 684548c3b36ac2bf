/* app/standing.h - a peer group's ranking beside its past: what changed, and each unit's line of ranks.
 *
 * The line runs over the published periods up to the one shown. Where a unit had no rank (exempt,
 * its seat not there yet) the line has a gap, a 0. A renamed unit continues the line of its seat.
 * Callers: app/ledger/overview, web/. */
#pragma once
#include "app/result/ranking.h"
#include "app/result/results.h"
#include "app/score/gain.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"

typedef struct StandingUnit {
    const Unit *unit;
    RunUnit row;
    bool has_change; /* a rank now and in the published period before */
    int change;      /* places won; lost when negative */
    Str gained;      /* the same of the score, "-1.20" */
    bool own;        /* the reader's own unit */
    bool may_open;   /* the reader may see how its score is made up */
    int *line;       /* [Standing.nperiods] rank; 0 = none */
    int64_t *
        points; /* [Standing.nperiods] score as published, 1e-10, or a mark of core/year.h; to compute with */
    Str mean; /* standing_year: of the months so far, as the score is shown; empty: none, or closed */
    int mean_rank, mean_months;
} StandingUnit;

typedef struct Standing {
    const PeerGroup *group;
    const CampaignPeriod *period, *before; /* before: what change is against; NULL = none */
    RunRow run;
    bool published;
    const CampaignPeriod **periods; /* of the lines, in order of time; the last one is `period` */
    int nperiods;
    LIST_OF(StandingUnit) units; /* official order */
} Standing;
typedef LIST_OF(Standing) Standings;

/* Whether the reader may see published rankings of the group. Nothing is audited: for choosing what
 * to show; standing_read refuses. */
bool standing_may(const App *app, Str group);
/* One ranking with the reader's rights (app/result/ranking.h). ERR_GROUP_UNKNOWN, ERR_PERIOD_NO_RUN,
 * ERR_PERIOD_HIDDEN. */
bool standing_read(App *app, Str period, Str group, Standing *ret_standing, Err *err);
/* The third ranking beside level and improvement: the mean of the months so far, by the scheme's rules of missing months,
 * rounding and ties. */
bool standing_year(App *app, Standing *standing, Err *err);
/* The last published ranking of each group that the reader may see, in official order. */
bool standings_latest(App *app, Standings *ret_standings, Err *err);

typedef enum StandingOrder {
    STANDING_OFFICIAL,
    STANDING_BY_RANK,
    STANDING_BY_SCORE,
    STANDING_BY_CHANGE,
    STANDING_BY_STREAK,
    STANDING_BY_GAIN,
    STANDING_BY_MEAN,
} StandingOrder;
/* Best first (most months in the bottom first), or turned round; what has no place in that order
 * stands last either way, and equals stand in official order. */
void standing_sort(Standing *standing, StandingOrder order, bool turned);
/* A row a unit: mean and its rank, months that count, the rank of each period. After standing_year. */
Sheet standing_year_sheet(const App *app, Lang lang, const Standing *standing);
/* {period, group, …, units: […]}, units as they stand now. */
void standing_json(const Standing *standing, Json *json);
