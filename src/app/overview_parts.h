/* app/overview_parts.h - the parts that app/overview is gathered from. Callers: app/overview*. */
#pragma once
#include "app/overview.h"

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
/* The period in hand, its days, and what has not come in for it (overview_month.c). */
bool overview_month(OverviewMaker *maker, Err *err);
/* Lines of the ledger and deadlines (overview_tasks.c). */
void overview_tasks(OverviewMaker *maker, const Ledger *ledger);
