/* app/paper/province_facts.h - what a report to the province states about a month: read from the reports and confirmed values.
 *
 * A city's figure is that of the ledger (app/target/target_figures.h): formed by the target's kind of decomposition, of the confirmed
 * values where there are some, held against its target and its schedule; each value behind it is kept with the submission it stands in. Restricted
 * areas, units' texts and indicators are left out; a restricted unit's part of a sum is counted and not shown. Problems and
 * suggestions are those that units wrote in 表二 and 表三, like ones once. Nothing is judged or chosen here.
 * Callers: app/paper/province*. */
#pragma once
#include "app/report/highlight.h"
#include "app/target/target_figures.h"
#include "store/highlight.h"

typedef struct ProvincePart { /* one value behind a sum */
    Str unit, value, object, submission, party;
    int version;
    bool hidden; /* of a restricted unit */
} ProvincePart;

typedef struct ProvinceLine { /* of the table of indicators */
    const Target *target;
    const Indicator *indicator;
    int theme;  /* index of ProvinceFacts.themes */
    Str period; /* of the values; empty: there are none */
    Str goal;   /* what it is held against: the target, or the parts of those who have a value */
    bool part_goal;
    Str plan, due; /* scheduled share in per cent, and the same as a figure; empty: no schedule */
    Str actual, percent, gap; /* actual empty: units' values make no figure of the whole */
    Light light;
    Str last_year, growth; /* per cent, of a rate points; empty: last year's is not known of all */
    int units, confirmed;  /* with a value; of these with a confirmed one */
    LIST_OF(ProvincePart) parts;
} ProvinceLine;

typedef struct ProvinceTheme {
    const Task *task;
    int areas, tasks, lines, on_time, behind;
} ProvinceTheme;

typedef struct ProvinceSaying { /* a problem of 表二 or a matter of 表三 */
    Str key;                    /* of the edits: names report and row */
    bool is_request;
    Str unit, submission, task, text, proposal;
    int alike; /* further units that say the same */
} ProvinceSaying;

typedef struct ProvinceFacts {
    const CampaignPeriod *period;
    int owed, received, late, missing; /* units and their reports */
    LIST_OF(ProvinceTheme) themes;
    LIST_OF(ProvinceLine) lines;
    LIST_OF(ProvinceSaying) sayings;
    HighlightViews highlights; /* taken or adopted: the office may choose from them */
} ProvinceFacts;

/* ERR_PROVINCE_EMPTY: nobody has reported in the period. */
bool province_facts(App *app, const CampaignPeriod *period, ProvinceFacts *ret_facts, Err *err);
/* One line a value: indicator, unit, value, submission, version, confirmed by. */
Sheet province_trace(App *app, Lang lang, const ProvinceFacts *facts);
/* Place and value of every figure that a correction could move, one line each. */
Sheet province_fact_sheet(App *app, const ProvinceFacts *facts);
