/* app/report/review.h - 收报审核: what the office does with a report that has come in, 通过 or 退回.
 *
 * Each is a row beside the version (store/review.h); the newest holds, none means that nobody has looked yet, and a new
 * version begins without one. Who acts names the version and the step that stood on the page: of two clerks on one row the
 * second is told who was faster. A return names a cause of the closed list of core/report_cause.h and where it is; its
 * sentence may quote figures that the unit has reported and no other, so that no figure is ever asked for (统计法).
 * Callers: web/pages/review, cli/cmd_review. */
#pragma once
#include "app/report/lock.h"
#include "core/report_cause.h"

enum { REVIEW_SEEN_ANY = -1 };

typedef LIST_OF(Str) ReviewWords;

typedef struct ReviewReturn {
    Str unit;
    int version;  /* as seen; REVIEW_SEEN_ANY: the newest */
    int64_t step; /* number of the last step as seen; REVIEW_SEEN_ANY: whichever */
    ReviewWords causes;
    ReviewWords places; /* codes of indicators, "task 1.1.1", "head" */
    Str note;
} ReviewReturn;

/* ERR_DENIED, ERR_REVIEW_NONE {unit, period}: no report; ERR_REVIEW_VERSION, ERR_REVIEW_MOVED: somebody was faster;
 * ERR_REVIEW_CAUSE, ERR_REVIEW_PLACE, ERR_REVIEW_STATISTICS {indicator}, ERR_REVIEW_FIGURE {found}, ERR_PERIOD_LOCKED,
 * ERR_PERIOD_FROZEN, ERR_PERIOD_PASSED. */
bool review_return(App *app, Str period, const ReviewReturn *order, ReportStep *ret_step, Err *err);

typedef struct ReviewPick {
    Str unit;
    int version;
    int64_t step;
} ReviewPick;

typedef struct ReviewAnswer {
    Str unit;
    int version;   /* that was looked at; 0: there is none */
    bool accepted; /* now */
    bool before;   /* it was accepted already */
    Err why;       /* not: what stood in the way */
} ReviewAnswer;
typedef LIST_OF(ReviewAnswer) ReviewAnswers;

/* All in one transaction. together: one that cannot be accepted refuses all, with its error; otherwise each has its own
 * answer and those that can be are. At most LIMIT_REVIEW_PICKS. Of a month that is locked nothing is accepted any more:
 * ERR_PERIOD_LOCKED, ERR_PERIOD_FROZEN, ERR_PERIOD_PASSED. */
bool review_accept(App *app, Str period, const ReviewPick *picks, int npicks, bool together,
                   ReviewAnswers *ret_answers, Err *err);

/* The words of a JSON array of strings, as causes and places are kept. */
bool review_words_of(Arena *arena, Str json, ReviewWords *ret_words, Err *err);
