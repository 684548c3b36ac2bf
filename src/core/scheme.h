/* core/scheme.h - a scheme: how one peer group is scored, ranked and talked to, as plain data.
 *
 * docs/formats/scheme.md is the contract; app/scheme/scheme_load fills these structs and refuses what
 * cannot be computed, so core/ takes a Scheme as consistent. Nodes stand in the order of the file,
 * a node is followed by all that is under it; node 0 is the root (the whole, full marks). Numbers are exact
 * decimals as typed. Callers: core/score, core/streak, app/, store/. */
#pragma once
#include "base/dec.h"
#include "core/campaign.h"
#include "core/month.h"

typedef enum Rule {           /* how a leaf's value becomes a fraction of its points */
                    RULE_SUM, /* components: sum of the children */
                    RULE_COMPLETION,
                    RULE_PACE,
                    RULE_DEDUCT,
                    RULE_BONUS,
                    RULE_RANK_POINTS,
                    RULE_POINTS,
                    RULE_BAND,       /* 分档 */
                    RULE_EFFICACY,   /* 功效系数 */
                    RULE_MIN_MAX,    /* 极差标准化 */
                    RULE_Z_SCORE,    /* 标准分 */
                    RULE_PERCENTILE, /* 百分位 */
                    RULE_BORDA,      /* Borda 计分 */
                    RULE_BEST,       /* fraction of the best */
                    RULE_DISTANCE,   /* distance to the best or to the target */
                    RULE_GOALPOSTS,  /* fixed lower and upper goalposts (上下限值) */
                    RULE_VECTOR,     /* x / sqrt(sum of squares) */
                    RULE_SHARE,      /* x / sum */
                    RULE_GROWTH,     /* 同比、环比 */
                    RULE_JUDGE,      /* 评议 */
                    RULE_FORMULA,    /* 公式 */
                    RULE_COUNT
} Rule;

/* DIR_MIDDLE: best at `middle`, x becomes -|x - middle|; DIR_INTERVAL: best inside low..high, x becomes
 * minus its distance to the interval (0 inside). */
typedef enum Direction { DIR_HIGHER, DIR_LOWER, DIR_MIDDLE, DIR_INTERVAL } Direction;
typedef enum Measure {
    MEASURE_CUMULATIVE,
    MEASURE_MONTH,
    MEASURE_STOCK,
    MEASURE_RATE,
    MEASURE_NODE
} Measure;
typedef enum ValueSource {
    SOURCE_CONFIRMED,
    SOURCE_REPORT,
    SOURCE_OFFICE,
    SOURCE_EVENTS,
    SOURCE_TIMELINESS
} ValueSource;
typedef enum Basis { BASIS_WORK, BASIS_DEPARTMENT, BASIS_STATISTICS } Basis;
typedef enum Against { AGAINST_ANNUAL, AGAINST_PLAN } Against;
typedef enum MissingPolicy {
    MISSING_ZERO,
    MISSING_RENORMALISE,
    MISSING_EXCLUDE,
    MISSING_LAST,       /* the unit's last given value of an earlier period; none: zero */
    MISSING_GROUP_MEAN, /* the mean fraction of the group's units that have one; none: zero */
    MISSING_CARRY       /* the unit's fraction of the period before; none: zero */
} MissingPolicy;
typedef enum NaPolicy {
    NA_SPREAD, /* over the unit's other leaves of the whole tree */
    NA_GROUP_MEAN,
    NA_PARENT /* over its siblings only */
} NaPolicy;
/* Whom a unit is measured against by the rules from RULE_MIN_MAX on. */
typedef enum DataScope { OVER_GROUP, OVER_PERIOD, OVER_ALL } DataScope;
typedef enum Aggregate {
    AGGREGATE_SUM, /* weighted arithmetic mean */
    AGGREGATE_GEOMETRIC,
    AGGREGATE_HARMONIC,
    AGGREGATE_TOPSIS,
    AGGREGATE_COPELAND
} Aggregate;
typedef enum WeightMethod {
    WEIGHT_GIVEN,
    WEIGHT_EQUAL,
    WEIGHT_ENTROPY,
    WEIGHT_CRITIC,
    WEIGHT_CV,
    WEIGHT_AHP,
    WEIGHT_COMBINED
} WeightMethod;
enum { WEIGHT_METHODS_MAX = 4 };
/* SchemeNode.cap (and its negative as floor) of the rules that hold nothing back unless asked. */
enum { SCHEME_UNBOUND = 1000 * 1000 };
/* How the weights of a component's children come about. */
typedef struct Weights {
    WeightMethod method;
    DataScope scope;     /* of the data that entropy, critic and cv look at */
    double *ahp;         /* [children * children], row by row */
    Str *ahp_text;       /* the same as typed: "1/3", "2" */
    double *ahp_weights; /* [children] its eigenvector, sum 1, set by the loader */
    Str override; /* the reason why a consistency ratio above 0.1 is accepted; empty: it is not */
    double consistency;                     /* ratio of ahp, set by the loader */
    WeightMethod parts[WEIGHT_METHODS_MAX]; /* WEIGHT_COMBINED */
    Dec shares[WEIGHT_METHODS_MAX];
    int nparts;
} Weights;
/* A step of rule band: from `at` (included, or with `open` only beyond it) the leaf has `points`; bands rise by
 * `at`. With linear the fraction runs straight from one band's points to the next's. */
typedef struct Band {
    Dec at;
    bool open;
    Dec points; /* percent of full points, or points */
} Band;
/* One voice of rule judge: the column of that indicator, with its weight. */
typedef struct Voter {
    Str indicator;
    Dec weight;
} Voter;
typedef enum GrowthKind { GROWTH_RATE, GROWTH_DIFFERENCE } GrowthKind;
typedef enum BandOf { BAND_OF_VALUE, BAND_OF_COMPLETION, BAND_OF_PACE } BandOf;
typedef enum DistanceTo { DISTANCE_TO_BEST, DISTANCE_TO_TARGET } DistanceTo;
typedef enum RankOf { RANK_OF_VALUE, RANK_OF_COMPLETION } RankOf;
/* SchemeNode.plan: straight months/12; or the campaign's plans table, straight where it is silent. */
enum { PLAN_STRAIGHT = -1, PLAN_TABLE = -2 };
typedef enum Modality { MODALITY_MUST, MODALITY_STRIVE } Modality;
typedef enum Ties { TIES_COMPETITION, TIES_DENSE, TIES_MODIFIED, TIES_FRACTIONAL } Ties;
typedef enum Gap { GAP_BREAK, GAP_BRIDGE } Gap;
typedef enum StreakWindow {
    WINDOW_CALENDAR_YEAR,
    WINDOW_ROLLING_12,
    WINDOW_CAMPAIGN,
    WINDOW_HALF_YEAR,
    WINDOW_QUARTER,
    WINDOW_ROLLING_6,
    WINDOW_ROLLING_3
} StreakWindow;
typedef enum RunWithin { RUN_WITHIN_ALL, RUN_WITHIN_YEAR, RUN_WITHIN_CAMPAIGN } RunWithin;
typedef enum LadderStep {
    STEP_REMIND,
    STEP_SELF_CRITICISM,
    STEP_TALK,
    STEP_CRITICISM,
    STEP_ADMONITION,
    STEP_ACCOUNTABILITY,
    STEP_PRAISE
} LadderStep;
/* Steps from the tree's sum to the score, applied in the order of Scheme.order; veto comes last. */
typedef enum FinalStep {
    FINAL_BONUS,
    FINAL_DEDUCT,
    FINAL_CEILING,
    FINAL_FLOOR,
    FINAL_STEPS
} FinalStep;

typedef struct StrList {
    Str *items;
    int count;
    size_t cap;
} StrList;

/* Cumulative percentage of the annual target at the end of each month; 0 of months without plan. */
typedef struct Plan {
    Str name;
    Dec percent[12];
    bool has[12];
} Plan;

enum {
    SAID_UNIT = 1,
    SAID_MEASURE = 2,
    SAID_DIRECTION = 4,
    SAID_ASSESSOR = 8,
    SAID_BASIS = 16,
    SAID_LAG = 32
};

typedef struct SchemeNode {
    Str code, name, note;
    int parent; /* -1 for the root */
    Dec weight; /* relative inside the parent */
    Rule rule;  /* RULE_SUM: a component */
    /* components only */
    Aggregate aggregate;
    Weights weights;
    /* every node */
    bool
        has_available; /* least share of its leaves' weight that must be given, else not ranked; 0..1 */
    Dec available;
    /* leaves only */
    Str indicator, unit, assessor, available_on;
    Direction direction;
    Measure measure;
    ValueSource source;
    Basis basis;
    Against against;
    int plan; /* index into Scheme.plans, PLAN_STRAIGHT or PLAN_TABLE */
    bool has_target;
    Dec target;
    MissingPolicy missing;
    Dec floor, cap; /* multiples of the full points; SCHEME_UNBOUND: none */
    Dec per_point, over_per_point;
    bool has_per_event;
    Dec per_event;
    Dec step; /* points a rank, or with step_is_percent per cent of full a rank */
    bool step_is_percent;
    RankOf of;
    StrList applies_to, except; /* unit codes; both empty: all */
    DataScope scope;
    Dec middle, low, high; /* of direction middle and interval */
    bool has_step;    /* completion: step_points lost for each whole `step` per cent below target */
    bool step_linear; /* pro rata */
    Dec step_points;
    Band *bands; /* band */
    int nbands;
    bool bands_percent, bands_linear;
    BandOf band_of;
    bool has_good; /* efficacy, goalposts: bounds stated, else of the scope's data */
    Dec bad, good; /* 不允许值, 满意值; lower and upper goalpost */
    Dec base,
        gain; /* efficacy: base + gain * z, per cent of full, 60 + 40; z-score: mean and sd, 50 + 10;
                                * min-max, goalposts: base = 0, gain = 100 */
    bool clamp; /* efficacy, goalposts: z held inside 0..1 */
    DistanceTo distance_to;
    int ago;           /* growth: periods; 1 or 12 (yearly panels: 1) */
    GrowthKind growth; /* per cent, or difference */
    Voter *voters;     /* judge; RULE_JUDGE without: the leaf's own indicator */
    int nvoters;
    int trim;    /* judge: so many of the highest and of the lowest are dropped */
    Dec out_of;  /* judge: full marks of a voice, 100 */
    Str formula; /* result in points of the leaf */
    Modality modality;
    int lag;
    bool additive;
    unsigned stated; /* SAID_ flags: what the file says itself; the rest scheme_bind takes over */
    int line, col;   /* of the file, for messages */
    /* set by scheme_prepare */
    int depth;         /* root 0 */
    int end;           /* index after the last node under this one */
    double full;       /* full points P before spreading */
    double weight_sum; /* of the children */
} SchemeNode;

/* A bonus or deduction that an event names. */
typedef struct EventRule {
    Str id, name, basis;
    bool has_points;
    Dec points;
} EventRule;

typedef struct EventRules {
    EventRule *items;
    int count;
    size_t cap;
    bool has_limit;
    Dec limit; /* most points that all events of a unit give or take */
} EventRules;

typedef struct Veto {
    Str id, name, document, issuer;
    Date valid_from, valid_to;
    Dec ceiling; /* 0: zero */
} Veto;

typedef struct StreakExempt {
    Str unit, approved_by;
    Month from, to;
} StreakExempt;

typedef struct StreakRule {
    bool present;
    int bottom;
    int consecutive; /* 0: none */
    int cumulative;  /* 0: none */
    StreakWindow window;
    RunWithin run_within; /* where a run ends: never, with the year, with the campaign */
    bool and_plan_not_met;
    Gap not_held, exempt;
    bool reset_after_talk;
    int min_group;
    Str source;
    StreakExempt *exempts;
    int nexempts;
} StreakRule;

typedef struct Ladder {
    int at;         /* run length; 0: none */
    int cumulative; /* 0: none */
    int bottom;     /* counts places among the last so many; 0: StreakRule.bottom */
    int top;        /* counts places among the first so many instead; 0: the last */
    LadderStep step;
    Str name, basis;
} Ladder;

/* A grade of the year: by least score, or by largest share of the group, or both. Best first. */
typedef struct Grade {
    Str name;
    bool has_least, has_quota;
    Dec least;
    Dec quota; /* share of the group's units, 0..1; whole units, rounded down */
} Grade;

typedef struct YearRule {
    bool present;
    Dec monthly_mean, year_end, leaders, public_share; /* sum 1 */
    bool missing_month_is_zero;
    Grade *grades;
    int ngrades;
} YearRule;

typedef struct Scheme {
    Str code, name, group, note;
    Str plan_no; /* empty: trial, not to be published */
    int version;
    Month effective;
    Dec full;
    SchemeNode *nodes;
    int nnodes;
    Plan *plans;
    int nplans;
    bool rank_rounds;
    int rank_round; /* decimals */
    Ties ties;
    NaPolicy na;
    EventRules bonus, deduct;
    Veto *vetoes;
    int nvetoes;
    FinalStep order[FINAL_STEPS];
    int norder;
    Dec floor, ceiling;
    StreakRule streak;
    Ladder *ladder;
    int nladder;
    YearRule year;
} Scheme;

/* Index of the node with that code, or -1. */
int scheme_find(const Scheme *scheme, Str code);
/* Whether the leaf is for that unit at all (applies_to, except). */
bool scheme_applies(const SchemeNode *leaf, Str unit);
bool scheme_is_trial(const Scheme *scheme);
/* Fills what the leaves leave open (unit, measure, direction, assessor, basis, lag) from the
 * campaign's indicators. ERR_SCHEME_INDICATOR {indicator, key, found, expected}: the scheme says
 * something else than the table; ERR_SCHEME_NO_INDICATOR {indicator}: a leaf whose values come from
 * units or assessors names an indicator that the campaign has not. */
bool scheme_bind(Scheme *scheme, const Indicator *indicators, int count, Err *err);
/* Depth, end and full points of every node. The loader calls it; who changes weights calls it again. */
void scheme_prepare(Scheme *scheme);
bool scheme_is_leaf(const SchemeNode *node);
/* Its number is made of other indicators': a formula, voices. */
bool scheme_is_made(const SchemeNode *leaf);
/* Scheduled share (0..1) of the leaf's plan for the period; false where there is no plan. A plan of
 * the campaign's plans table is the caller's business and comes first with PLAN_TABLE.
 * Measure `month` gets the share of the period's own months. */
bool scheme_plan_share(const Scheme *scheme, const SchemeNode *leaf, MonthSpan period,
                       double *ret_share);
/* The same, exact, in per cent to 4 decimals, for ledgers. */
bool scheme_plan_percent(const Scheme *scheme, const SchemeNode *leaf, MonthSpan period,
                         Dec *ret_percent);
/* Bonus or deduction rule by id, or NULL. A leaf with rule deduct or bonus is found by scheme_find. */
const EventRule *scheme_event_rule(const EventRules *rules, Str id);
const Veto *scheme_veto(const Scheme *scheme, Str id);
/* The words of the file, for messages and the API ("completion", "talk" …). */
Str rule_word(Rule rule);
Str direction_word(Direction direction);
Str measure_word(Measure measure);
Str basis_word(Basis basis);
Str ties_word(Ties ties);
Str ladder_word(LadderStep step);
