/* core/screening.h - 数据疑点筛查: figures that ask for a question, with what they rest on; never a verdict.
 *
 * Arrays in, findings out: pure, no database, no words. Values are whole numbers in units of the
 * indicator's last decimal, so that "the same to all digits" and "smaller than last month" are exact.
 * A period is screened with what was known up to it. A kind that rests on chance gives each unit (or
 * indicator) a probability, exact from the binomial or the sum of unlike trials, against what the unit's
 * peers do with the same indicator; Holm's correction holds the chance of even one false finding of that
 * kind in a period at ScreeningRule.alpha. Formulae and measured rates: docs/screening.md.
 * Callers: app/score/screening, tests, bench. */
#pragma once
#include "core/scheme.h"

typedef enum ScreeningKind {
    SCREEN_GOAL,           /* of a unit: bunched just above the target */
    SCREEN_GOAL_INDICATOR, /* of an indicator: the units bunch there */
    SCREEN_JUMP,           /* changes far beyond the unit's own past */
    SCREEN_REPEATED,       /* the same values as the period before */
    SCREEN_SHARED,         /* the same values as another unit */
    SCREEN_TEXT,           /* the same words as the period before, or as another unit */
    SCREEN_DIGITS,         /* last digits 0 and 5 */
    SCREEN_FALLING,        /* a running total below the period before */
    SCREEN_CITY_SUM,       /* the sum of the units is not the city's own figure */
    SCREEN_MONEY,          /* money and works apart */
    SCREEN_CHECKS,         /* reported better than confirmed, again and again */
    SCREENING_KINDS
} ScreeningKind;
/* "goal", "goal_indicator" …: of the rule's file, CSV and API. */
Str screening_word(ScreeningKind kind);

#define SCREENING_NONE INT64_MIN /* no value */
enum { SCREENING_DECIMALS_MAX = 9, SCREENING_CELLS = 12, SCREENING_PAIRS = 32 };
/* Beyond it a value is not screened: products and doubles stay exact below. */
#define SCREENING_VALUE_MAX (INT64_C(1) << 52)

typedef struct ScreeningIndicator {
    int decimals;
    bool
        known; /* measure, direction and additive are; else only what needs none of them looks at it */
    Measure measure;
    bool lower;    /* is better */
    bool additive; /* over units */
    bool percent;  /* cannot pass 100 */
} ScreeningIndicator;

typedef struct ScreeningInput {
    int nperiods, nunits, nindicators;
    const int *group_of; /* [unit] peers are those of the same; -1: none, only part of the city */
    const ScreeningIndicator *indicators;
    const int64_t *reported, *confirmed; /* [screening_at] in units of 10^-decimals */
    const double *goals;   /* [screening_at] what is due by then, same units; NaN: none */
    const double *targets; /* [unit * nindicators + indicator] of the year; NaN: none */
    const int64_t *city;   /* [period * nindicators + indicator] its own figure; NULL: none */
    const bool *in_city;   /* [unit] is part of that sum; NULL: all */
    const Str *texts;      /* [period * nunits + unit]; NULL: none */
} ScreeningInput;

static inline size_t screening_at(const ScreeningInput *in, int period, int unit, int indicator)
{
    return ((size_t)period * (size_t)in->nunits + (size_t)unit) * (size_t)in->nindicators +
           (size_t)indicator;
}

typedef struct ScreeningPair {
    int money, physical; /* indicators */
} ScreeningPair;

/* data/screening.yaml: every number of a finding's making. */
typedef struct ScreeningRule {
    Month effective;
    int expires_workdays; /* after the reports were due */
    int window;           /* periods that are looked back upon, the screened one included */
    double alpha;         /* chance of a false finding of a kind in a period */
    bool off[SCREENING_KINDS];
    struct {
        double within; /* share of the target that is "just above" */
        double around; /* and what is compared with it */
        double fair;   /* chance of "just above" for a cell on either side of the target */
        double slack;  /* times the even share of the neighbourhood */
        int least;     /* cells just above */
    } goal;
    struct {
        int history;   /* changes before it */
        double z;      /* of a jump */
        double alone;  /* of one that needs no second */
        double chance; /* of a jump for honest data, at least */
        int least;
    } jump;
    struct {
        int digits; /* that a value has at least */
        int least;  /* such cells */
        double slack;
    } repeated, shared;
    struct {
        int characters;    /* of a text that is compared */
        int shingle;       /* characters of a piece */
        double similarity; /* share of the text's pieces that stand in the other */
        double common;     /* pieces that such a share of the units use are nobody's */
    } text;
    struct {
        int digits;
        int values; /* least number */
        double slack;
    } digits;
    struct {
        double margin; /* share of the year's target */
    } money;
    struct {
        int values; /* least number that differ */
    } checks;
    /* of the money kind; indices are of the input at hand */
    ScreeningPair pairs[SCREENING_PAIRS];
    int npairs;
} ScreeningRule;

/* A value that a finding rests on, and what stands against it: the goal, the value of the period
 * before or of the other unit, the confirmed one. Units of the indicator's last decimal. */
typedef struct ScreeningCell {
    int period, indicator;
    int64_t value, against;
} ScreeningCell;

typedef struct ScreeningFinding {
    ScreeningKind kind;
    int period;
    int unit;      /* -1: of an indicator or the city */
    int indicator; /* -1: of several */
    int other;     /* unit that it shares with; -1: none, or its own period before */
    int count, of; /* so many, among so many that could */
    double
        expected; /* of them by chance; text: similarity that is asked; money, city: what is allowed */
    double
        measured; /* text: similarity; jump: largest z; money: gap; city: difference; checks: median share */
    double p; /* after correction; NaN: not a matter of chance */
    ScreeningCell cells[SCREENING_CELLS];
    int ncells;
    Str id; /* the caller's, by which people answer it; empty here */
} ScreeningFinding;

typedef struct ScreeningResult {
    ScreeningFinding *items; /* by kind, then unit, then indicator */
    int count;
    size_t cap;
    int tested[SCREENING_KINDS]; /* units, indicators or pairs that had enough to be looked at */
} ScreeningResult;

/* Screens one period. */
void screening_period(Arena *arena, const ScreeningInput *input, const ScreeningRule *rule,
                      int period, ScreeningResult *ret_result);

/* ---- what it is made of ---- */
/* Chance that at least k of n unlike trials succeed, q[i] that of trial i: exact. */
double screening_tail(Arena *arena, const double *q, int n, int k);
double screening_tail_even(Arena *arena, double q, int n, int k);
/* p[i] becomes Holm's corrected probability among `tests` of them (those not given were above all these). */
void screening_holm(Arena *arena, double *p, int n, int tests);
/* Sorts x; the mean of the middle two. NaN for none. */
double screening_median(double *x, int n);
/* Pieces of a text (sorted, each once) without spaces, marks and digits; NULL and 0 for a short one. */
int screening_pieces(Arena *arena, Str text, int characters, int shingle, uint64_t **ret_pieces);
