/* app/result/flow.h - where a month stands: collecting → locked → trial → opened → appeals closed → confirmed → frozen →
 * published → circular issued (0011), computed of rows and calendar for every page; there is no table of states.
 *
 * What blocks the next step is told and, where it is a rule, refused by the step itself: the flow decides nothing. Callers:
 * web/pages/evaluation, app/inbox/inbox_result, cli/cmd_result. */
#pragma once
#include "app/report/lock.h"
#include "app/result/month.h"
#include "base/json.h"
#include "i18n/msg.h"

typedef enum FlowStep {
    FLOW_COLLECT,  /* 收报 */
    FLOW_LOCK,     /* 锁定 */
    FLOW_TRIAL,    /* 试算 */
    FLOW_OPEN,     /* 向单位开放 */
    FLOW_APPEALS,  /* 申诉期 */
    FLOW_CONFIRM,  /* 一人确认 */
    FLOW_FREEZE,   /* 另一人冻结 */
    FLOW_PUBLISH,  /* 发布 */
    FLOW_CIRCULAR, /* 通报 */
    FLOW_STEPS     /* as FlowView.next: all is done */
} FlowStep;

typedef enum FlowState {
    FLOW_DONE,
    FLOW_PASSED_BY, /* the work went on without it */
    FLOW_NEXT,
    FLOW_AHEAD,
} FlowState;

typedef struct FlowLine {
    FlowState state;
    Date due;    /* DATE_NONE: no day is stated */
    bool late;   /* not done and its day is over */
    Str by;      /* account; empty: nobody's act, or not known */
    int64_t at;  /* instant; 0: not known */
    Date on;     /* where only the day is kept */
    bool absent; /* a trial period has no such step */
} FlowLine;

typedef enum FlowBlockKind {
    FLOW_MISSING,     /* units without a report */
    FLOW_RETURNED,    /* sent back and not sent again */
    FLOW_UNREAD,      /* reports that the office has not looked at */
    FLOW_UNCONFIRMED, /* data owners without a sheet */
    FLOW_FINDINGS,    /* of the screening, not closed */
    FLOW_APPEAL_OPEN,
    FLOW_WINDOW, /* the days to appeal run */
    FLOW_MOVED,  /* the trial would come out otherwise now */
    FLOW_SELF,   /* the reader confirmed; somebody else freezes */
    FLOW_SCHEME, /* groups whose scheme nobody has approved */
    FLOW_BLOCKS
} FlowBlockKind;

typedef struct FlowBlock {
    FlowBlockKind kind;
    bool hard; /* the next step is refused for it */
    int n;
    int open, answered; /* of FLOW_FINDINGS: what waits for the unit, what for the office */
    LIST_OF(Str) names; /* the first FLOW_NAMES_SHOWN */
} FlowBlock;
enum { FLOW_NAMES_SHOWN = 6 };

/* Which version measures a group in the period. */
typedef struct FlowScheme {
    const PeerGroup *group;
    int version;
    Str document; /* empty: a trial, nobody has approved it */
} FlowScheme;

typedef struct Flow {
    const CampaignPeriod *period;
    ResultState result;
    LockState lock;
    FlowLine lines[FLOW_STEPS];
    int next;   /* FlowStep */
    Date until; /* last day to appeal */
    int units, reported;
    LIST_OF(FlowBlock) blocks;
    LIST_OF(FlowScheme) schemes;
    bool blocked; /* a hard one stands before the next step */
    bool may;     /* the reader may take the next step at all */
} Flow;

/* With the right to read trials. ERR_PERIOD_UNKNOWN, ERR_DENIED. */
bool flow_read(App *app, Str period, Flow *ret_flow, Err *err);
/* Steps and days alone, without permission and without what blocks: a handful of statements. */
bool flow_steps(App *app, const CampaignPeriod *period, Flow *ret_flow, Err *err);
/* The month in hand: the first that has opened and is not through, else the last that has opened. */
bool flow_period_in_hand(App *app, const CampaignPeriod **ret_period, Err *err);

/* "县区第2版（示督考〔2021〕1号）" of each group. */
Str flow_schemes_text(const App *app, Lang lang, const Flow *flow);
Str flow_step_word(FlowStep step); /* collect … circular */
Str flow_step_text(Lang lang, FlowStep step);
Str flow_block_word(FlowBlockKind kind);
Str flow_block_text(const App *app, Lang lang, const Flow *flow, const FlowBlock *block);
/* The post of an account, or its unit's name; the account itself when neither is known. */
Str flow_who(App *app, Str account);
/* The members of an object. */
void flow_json(App *app, const Flow *flow, Json *json);
