/* app/appeal/appeal_parts.h - what filing, ruling and reading an appeal share. Callers: app/appeal/. */
#pragma once
#include "app/appeal/appeal.h"
#include "app/report/correction.h"

Str appeal_object(const App *app, Str id); /* "appeal ID" */
AppealWhat appeal_what_of(const AppealRow *row);
/* Words of a reason as they are kept. ERR_APPEAL_REASON where there are none and they are needed. */
bool appeal_words(App *app, Str text, bool needed, Str *ret_text, Err *err);

/* What was opened to the unit: the run, its scheme and the unit's nodes. */
typedef struct AppealGround {
    RunRow run;
    Scheme scheme;
    RunNodeList nodes;
} AppealGround;
bool appeal_ground(App *app, const CampaignPeriod *period, const Unit *unit,
                   AppealGround *ret_ground, Err *err);
/* Whether the days to appeal run, on this connection. *ret_late: they are over, and who acts is of the office. */
bool appeal_window(App *app, Db *db, const CampaignPeriod *period, Date *ret_until, bool *ret_late,
                   Err *err);
/* Where the value of a leaf stands, and what is on record there. False with ERR_APPEAL_NO_REPORT, ERR_REVIEW_STATISTICS. */
typedef struct AppealPlace {
    const Indicator *indicator;
    Str period, unit, object;
    Str on_record; /* as a sheet of corrections writes it: a number, NA, or empty */
} AppealPlace;
bool appeal_place(App *app, const CampaignPeriod *period, const Unit *unit, const SchemeNode *leaf,
                  AppealPlace *ret_place, Err *err);
/* The value as it would be kept: ERR_APPEAL_WISHED, and what a sheet of corrections refuses. */
bool appeal_value(App *app, const AppealPlace *place, Str typed, Str *ret_value, Err *err);
bool appeal_days(App *app, Str typed, Str found, Str *ret_days, Err *err);
CorrectionWish appeal_wish(const AppealPlace *place, Str value);
/* Whether who acts, or for whom, had a hand in what is contested. */
bool appeal_had_hand(App *app, const AppealRow *row, bool *ret_had, Err *err);
Str appeal_detail(App *app, const AppealRow *row);
