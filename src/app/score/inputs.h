/* app/score/inputs.h - everything that scores a peer group in a period, with where each value came from.
 *
 * Reads submissions up to a given seq, so that a frozen run can be computed again from what was
 * known then. The confirmed value is scored where there is one; the reported one stands beside it.
 * A unit without a report is missing on every leaf that it owed, whatever others confirmed for it; a
 * value that an assessor owes and has not given is "not yet available" and never the unit's fault. The same where an
 * assessor says 尚未取得 of any value, or 有数不排名 (app/report/value_state.h); a unit's own word for it takes nothing out of its score.
 * Callers: app/result/evaluate, app/upkeep/verify. */
#pragma once
#include "app/app.h"
#include "app/scheme/scheme_version.h"
#include "core/score.h"
#include "store/month.h"

/* One unit at one leaf, as text for people: an explanation leads from here to the report. */
typedef struct LeafInput {
    Str value;        /* the value scored, canonical; empty = none */
    Str reported;     /* as reported */
    Str source;       /* confirmed · reported · corrected · timeliness · events · empty */
    Str submission;   /* id behind the value */
    Str target, plan; /* annual target; scheduled share in per cent */
    Str base;         /* growth: the value that it is measured against */
    Str carried;      /* missing with carry: the fraction of the period before */
    Str others;       /* formula: with its names replaced by values; judge: its voices */
} LeafInput;

typedef struct GroupInputs {
    Str group;
    Scheme scheme;
    Str scheme_digest;
    int nunits;
    const Unit **units; /* members, in official order */
    bool *own_missing;  /* [unit] no report */
    int *late_days;     /* [unit] of the first report */
    ScoreValue *values; /* [unit * scheme.nnodes + node] */
    LeafInput *leaves;  /* likewise */
    EventList event_rows;
    ScoreEvent *events; /* those that count: not struck by an appeal; ref = index of event_rows */
    int nevents;
    int64_t seq;
    Str digest;          /* over all of the above that enters a score, without ids and instants */
    LIST_OF(Str) absent; /* "assessor indicator" not given, as one warning each */
} GroupInputs;

/* A scheme in place of the one that holds: of a trial (app/score/sandbox). Bound to the campaign's indicators. */
typedef struct SchemeInstead {
    const Scheme *scheme;
    Str digest;
} SchemeInstead;

/* Values in the place of what is on record, for what they would change; only where everything known now is asked for. */
typedef struct SupposedValue {
    Str period;
    PeriodValue value;
} SupposedValue;
typedef struct Supposed {
    LIST_OF(SupposedValue) values;
    Str struck;     /* id of an event as if an appeal had struck it; empty: none */
    LateRuled late; /* as if an appeal had given these days; unit empty: none */
    Str late_in;    /* period of them */
} Supposed;

/* up_to_seq < 0: everything known now; `instead` NULL: the scheme that holds. ERR_SCHEME_NONE when none
 * holds for the period. */
bool inputs_load(App *app, const CampaignPeriod *period, Str group, int64_t up_to_seq,
                 const SchemeInstead *instead, GroupInputs *ret_inputs, Err *err);
/* The unit that held this unit's seat in an earlier period (a renamed unit continues; a unit that
 * others were merged into keeps its own past); NULL when the seat did not exist. */
const Unit *seat_in_period(const App *app, const Unit *unit, const CampaignPeriod *period);
/* The same in any campaign. */
const Unit *seat_of(const CampaignDef *def, const Unit *unit, const CampaignPeriod *period);
