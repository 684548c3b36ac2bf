/* app/appeal/appeal.h - appeals of a unit against its own score (申诉): filed while the days to appeal run, ruled on by who had no
 * hand in what is contested.
 *
 * An appeal contests one deduction, one value of an indicator (with the value that should stand), or that a rule was applied
 * to a leaf: days late that should not count (late), a value that was there (missing), a leaf that does not concern the unit
 * (na). It may be filed from the opening (app/result/result.h) until the last day that was kept with it; later only by the
 * office, which says why; never of a published month, which has corrections. What is upheld takes effect in the transaction
 * of the ruling: a value and what does not apply become a correction (app/report/correction.h), a deduction is struck, days
 * late are replaced. Nobody rules on what he entered, confirmed, approved or filed, nor for or by another (授权代办).
 * Nowhere is it counted how often a unit appeals. docs/appeals.md.
 * Callers: web/pages/appeals, web/pages/evaluation, web/score_facts, cli/cmd_appeal, app/inbox. */
#pragma once
#include "app/result/result.h"
#include "base/json.h"
#include "i18n/msg.h"
#include "store/appeal.h"
#include "store/month.h"

typedef enum AppealState {
    APPEAL_OPEN,
    APPEAL_UPHELD,
    APPEAL_PART,
    APPEAL_REJECTED,
    APPEAL_WITHDRAWN,
    APPEAL_STATES
} AppealState;
Str appeal_state_word(AppealState state); /* open, upheld … */
Str appeal_state_text(Lang lang, AppealState state);
bool appeal_state_parse(Str word, AppealState *ret_state);

typedef enum AppealWhat { /* what is contested; the words of forms and the command line */
                          APPEAL_EVENT, /* event: a deduction */
                          APPEAL_VALUE, /* value: of an indicator */
                          APPEAL_LATE,
                          APPEAL_MISSING,
                          APPEAL_NA,
                          APPEAL_WHATS
} AppealWhat;
Str appeal_what_word(AppealWhat what);
Str appeal_what_text(Lang lang, AppealWhat what);
bool appeal_what_parse(Str word, AppealWhat *ret_what);

typedef struct AppealFiling {
    Str period, unit;
    Str event;       /* id of a deduction, or its rule; empty: a leaf is contested */
    Str node;        /* the leaf */
    Str what;        /* value · late · missing · na; empty: what the leaf's state suggests */
    Str wished;      /* the value or the days late that should stand */
    Str reason;      /* why; what shows it goes among the files of the appeal */
    Str late_reason; /* of the office: why it is taken after the last day */
} AppealFiling;
/* ERR_APPEAL_REASON, ERR_APPEAL_EARLY {period}, ERR_APPEAL_LATE {period, expected}, ERR_PERIOD_FROZEN,
 * ERR_APPEAL_PUBLISHED {period}, ERR_APPEAL_EXISTS, ERR_EVENT_UNKNOWN, ERR_APPEAL_LEAF {found}, ERR_APPEAL_MADE,
 * ERR_APPEAL_WHAT {found}, ERR_APPEAL_SCHEME {found}, ERR_APPEAL_NO_REPORT, ERR_APPEAL_NOT_SO {what}, ERR_APPEAL_WISHED,
 * ERR_APPEAL_DAYS {found}, ERR_REVIEW_STATISTICS, ERR_UNIT_UNKNOWN, ERR_DENIED; what a correction refuses of the value. */
bool appeal_file(App *app, const AppealFiling *filing, AppealRow *ret_appeal, Err *err);
/* By who may file for the unit, as long as it has no ruling. ERR_APPEAL_ID, ERR_APPEAL_RULED, ERR_PERIOD_FROZEN. */
bool appeal_withdraw(App *app, Str id, Str reason, Err *err);

typedef struct AppealDecision {
    AppealState ruling; /* upheld · part · rejected */
    Str value;          /* of part: the value or the days late that stand */
    Str reason;
} AppealDecision;
/* ERR_APPEAL_ID, ERR_APPEAL_RULED, ERR_APPEAL_REASON, ERR_APPEAL_SELF, ERR_APPEAL_PART, ERR_APPEAL_WISHED, ERR_PERIOD_FROZEN,
 * ERR_PERIOD_MOVED when anything came in meanwhile, ERR_DENIED. */
bool appeal_rule(App *app, Str id, const AppealDecision *decision, AppealRow *ret_appeal, Err *err);

typedef struct AppealCase {
    AppealRow row;
    AppealState state;
    AppealWhat what;
    const Unit *unit;
    const CampaignPeriod *period;
    Str seat;       /* the unit that its seat is today */
    Str name;       /* of the leaf, or of the deduction's rule */
    Str measure;    /* unit of the value */
    EventRow event; /* of a deduction */
    bool own;       /* the reader is of its unit */
    bool
        ranks; /* the reader may know ranks: the office, and everybody once the month is published */
    bool
        closed; /* of a restricted area that the reader may not see: nothing but that there is one */
    bool may_rule, may_withdraw, may_add;
    bool self; /* the reader would rule, but had a hand in it */
    Date due;  /* of the ruling by the month rule; DATE_NONE: not stated */
    int left;  /* workdays from today to it; negative: over. Only with has_left */
    bool has_left;
} AppealCase;
typedef LIST_OF(AppealCase) AppealCases;

/* ERR_APPEAL_ID: also for a unit that asks for another's, which is refused and recorded. */
bool appeal_read(App *app, Str id, AppealCase *ret_case, Err *err);
typedef enum AppealOrder {
    APPEAL_BY_WAITING, /* those without a ruling first, then the newest period, as they were filed */
    APPEAL_BY_UNIT,    /* official order */
    APPEAL_BY_PERIOD,
    APPEAL_BY_STATE,
    APPEAL_BY_FILED,
    APPEAL_BY_RULED, /* those without a ruling last */
    APPEAL_ORDERS
} AppealOrder;

/* All that the reader may see. Every part may be empty: any. */
typedef struct AppealQuery {
    Str period, state, what;
    Str unit; /* code, or the seat that it has become */
    AppealOrder order;
    bool turned;
} AppealQuery;
bool appeal_cases(App *app, const AppealQuery *query, AppealCases *ret_cases, Err *err);
/* The one without a ruling of a period and unit that was filed first, as the command line names one, for who may read or
 * rule on it: ERR_APPEAL_UNKNOWN. */
bool appeal_find_open(App *app, Action action, Str period, Str unit, Str *ret_id, Err *err);

/* What the month would come out as if this stood, against what comes out now: nothing is written. stands empty of a
 * deduction: it is struck. For who may rule. */
bool appeal_would(App *app, const AppealRow *row, Str stands, AppealMoved *ret_moved, Err *err);

/* What a unit may contest in a period, for the form and for links beside the numbers. */
typedef struct AppealOffer {
    const SchemeNode *leaf; /* NULL: a deduction */
    EventRow event;
    AppealWhat what;
    Str found;
} AppealOffer;
typedef struct AppealOffers {
    bool may;   /* an appeal may be filed now by this reader */
    bool late;  /* only by the office, with a reason */
    Date until; /* DATE_NONE: not opened */
    int left;   /* workdays from today to that day */
    Err why;    /* why not; ERR_NONE */
    Scheme scheme;
    LIST_OF(AppealOffer) items;
} AppealOffers;
bool appeal_offers(App *app, const CampaignPeriod *period, const Unit *unit,
                   AppealOffers *ret_offers, Err *err);

void appeal_json(App *app, Lang lang, const AppealCase *c, Json *json);
/* "重点项目完成投资 12.5 → 13.1 亿元", "迟报 2 → 0 个工作日", "扣分 D2 1 分": one line, for lists. */
Str appeal_line(App *app, Lang lang, const AppealCase *c);
