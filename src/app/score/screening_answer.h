/* app/score/screening_answer.h - answers to findings of the screening (疑点答复): a unit says what is behind its figures, somebody
 * else of the office closes the question or asks again.
 *
 * A finding is known by a digest of its rule, unit, indicator, period and figures, so that its answer stays when it is
 * computed again, and other figures are another question. What was said is kept, step by step; a finding that is gone or
 * expired takes no more of it. Neither a finding nor its answer touches a score: only a correction of the figure does.
 * A unit reads and answers its own alone; what it was held against of another unit it is not told. The files that show it
 * hang at "screening ID" (app/files/files.h) until it is closed.
 * Callers: web/pages/screening_finding, cli/cmd_screening, app/inbox, app/result/flow. */
#pragma once
#include "app/score/screening.h"
#include "store/review.h"

typedef struct ScreeningCase {
    ScreeningReport report;
    const ScreeningFinding *finding;
    const CampaignPeriod *period;
    const Unit *unit; /* NULL: of an indicator, or of the city */
    Str party;        /* whose right is needed */
    Str object;       /* "screening ID", of its files */
    ScreeningAnswers steps;
    ScreeningState state;
    CorrectionAsks corrections; /* of the unit in this period: what an answer may name */
    bool locked;                /* the figure changes by a correction only */
    bool may_answer, may_close;
    bool self; /* the reader would close it, but answered it */
} ScreeningCase;
/* ERR_SCREENING_FINDING {found}: there is none such (any more), or it is not for the reader; ERR_PERIOD_UNKNOWN, ERR_DENIED. */
bool screening_case(App *app, Str period, Str id, ScreeningCase *ret_case, Faults *faults,
                    Err *err);

typedef struct ScreeningReply {
    Str period, id;
    bool correcting; /* the figure will be put right; else it is explained */
    Str words;
    Str correction; /* that was asked for; empty: none, possible as long as the period is open */
} ScreeningReply;
/* By the unit, or the office for it; as often as it is not closed. ERR_SCREENING_WORDS, ERR_SCREENING_CORRECTION {found},
 * ERR_SCREENING_CLOSED, and what screening_case refuses. */
bool screening_answer(App *app, const ScreeningReply *reply, Faults *faults, Err *err);
/* By somebody else of the office: closed, or asked again with words. ERR_SCREENING_UNANSWERED, ERR_SCREENING_SELF,
 * ERR_SCREENING_WORDS, ERR_SCREENING_CLOSED. */
bool screening_close(App *app, Str period, Str id, bool accepted, Str words, Faults *faults,
                     Err *err);

/* How many of the findings that the reader may answer or close stand where; zero where no rule holds or all has expired.
 * Shows no finding and asks for no permission; a server computes what there is once for all readers, until a figure changes. */
typedef struct ScreeningCounts {
    int of[SCREENING_STATES];
    Date expires_on;
} ScreeningCounts;
bool screening_counts(App *app, const CampaignPeriod *period, ScreeningCounts *ret_counts,
                      Err *err);

/* The members of an object: the finding and what was said of it. */
void screening_case_json(App *app, Lang lang, const ScreeningCase *c, Json *json);
/* What a step of an answer says: "explained", "correcting", "asked", "accepted". */
Str screening_step_text(Lang lang, Str step);
