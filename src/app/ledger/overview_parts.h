/* app/ledger/overview_parts.h - the parts that app/ledger/overview is gathered from. Callers: app/ledger/overview*, app/inbox/inbox*. */
#pragma once
#include "app/ledger/overview.h"

typedef struct OverviewMaker {
    App *app;
    const CampaignIndex *index;
    Calendar calendar;
    Overview *view;
    bool has_counted;
    DueDay counted; /* the last one that due_day gave */
} OverviewMaker;

/* How far a day is. A day beyond the loaded calendar is not counted; that is no error. */
DueDay due_day(OverviewMaker *maker, Date on);

/* What is known of a period beside its days. */
typedef struct PeriodFacts {
    bool tried, frozen, published, issued;
} PeriodFacts;

typedef struct OverviewFacts {
    PeriodFacts *periods; /* [period] */
    int first; /* the first that has a run: what was before it is not ours; count = none */
} OverviewFacts;
bool overview_facts(OverviewMaker *maker, OverviewFacts *ret_facts, Err *err);
/* Where nobody may issue a circular, publishing is the end of a period's work. */
bool overview_is_out(const CampaignDef *def, const PeriodFacts *facts);
/* The period in hand, its days, and what has not come in for it (overview_month.c). */
bool overview_month(OverviewMaker *maker, const OverviewFacts *facts, Err *err);
/* The same of any period. */
bool overview_one_month(OverviewMaker *maker, const OverviewFacts *facts, int period,
                        OverviewMonth *ret_month, Err *err);
/* Lines of the ledger and deadlines (overview_tasks.c). */
void overview_tasks(OverviewMaker *maker, const Ledger *ledger);
/* Whether the task of these rows asks for nothing more: called done, or all its targets are reached for good. */
bool overview_is_settled(const Ledger *ledger, const LedgerRow *rows, int nrows);
