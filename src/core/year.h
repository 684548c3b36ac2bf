/* core/year.h - the year's score (年终总评) of one peer group and its grades (等次): arrays in, arrays out.
 *
 * Score = monthly_mean * mean of the months + year_end * … + leaders * … + public * …, in integers of 1e-10
 * throughout and divided once, half away from zero; so 0.6 * mean(80, 90, 85, 95) + 0.4 * 88 is 87.7 and
 * nothing beside it. The months are the scores as they were published (rounded where the scheme rounds).
 * A month that is owed and missing is left out of the mean or counts 0, as the scheme says; one that is not
 * owed (no member, exempt, not held) is left out either way. Without a month, or without a part that has a
 * share, a unit has no score of the year: nothing is made up for it.
 *
 * Grades, best first: a unit gets the first whose least score it reaches and that has room. The quota is
 * the largest share of the units that have a score, in whole units, rounded down; room that is left is not
 * handed on. Units that tie get a grade together or not at all: when not all of them fit, it is closed, for
 * them and for all below. To choose among equals would be a lot, to let all in would break the quota.
 * Callers: app/ (year's evaluation), later `duban score`. */
#pragma once
#include "core/rank.h"

enum { YEAR_END, YEAR_LEADERS, YEAR_PUBLIC, YEAR_PARTS };
#define YEAR_MISSING INT64_MIN        /* owed, and not there */
#define YEAR_NOT_OWED (INT64_MIN + 1) /* of months only */

typedef struct YearInput {
    const Scheme *scheme; /* its year, rank rounding and ties */
    int nunits, nmonths;
    const int64_t *months; /* [unit * nmonths + month], 1e-10, or one of the marks above */
    const int64_t *parts[YEAR_PARTS]; /* [unit], 1e-10 or YEAR_MISSING; NULL where its share is 0 */
    const int
        *best_grade; /* [unit] index of the best grade that a veto leaves; NULL: all may have any */
} YearInput;

typedef struct YearRow {
    bool has_score;
    int months, missing; /* that count in the mean; that were owed and missing */
    int64_t mean;        /* of the months, 1e-10, half away from zero: shown, not computed with */
    int64_t score;       /* 1e-10 */
    int64_t rounded;     /* after rank.round: what is ranked and graded */
    int grade;           /* index of YearRule.grades; -1: none */
    RankRow rank;
} YearRow;

/* ret_rows[nunits]. ERR_YEAR_RANGE {unit}: a score that does not fit. */
bool year_scores(Arena *arena, const YearInput *input, YearRow *ret_rows, Err *err);
/* Units that fit a grade: quota * count, rounded down; all of them without a quota. */
int year_room(const Grade *grade, int count);
