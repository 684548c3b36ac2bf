/* app/report/report_lines.h - the parts of app/report/report_form.h that are put together in report_form.c; of no use to others. */
#pragma once
#include "app/campaign_index.h"
#include "app/report/report_form.h"
#include "core/scheme.h"

/* What is known of the unit's seat in one period; values by index of the campaign's indicators. */
typedef struct SeatMonth {
    const CampaignPeriod *period;
    const Unit *seat;                         /* NULL: nobody held it */
    const UnitRecord **reported, **confirmed; /* [indicator] the newest of each; NULL = none */
    UnitRecordList records;
} SeatMonth;
bool seat_month_load(App *app, const Unit *unit, const CampaignPeriod *period, SeatMonth *ret_month,
                     Err *err);
/* The value that counts: confirmed, else reported; empty when there is none. */
Str seat_month_value(const SeatMonth *month, int indicator);

typedef struct LineMaker {
    App *app;
    const CampaignIndex *x;
    const CampaignPeriod *period;
    const Unit *unit;
    int unit_index, period_index;
    Scheme scheme;
    bool has_scheme;
    SeatMonth now, before;
    Str *last_year;  /* [indicator] of the same month, in the campaign before; empty = not known */
    TargetBook book; /* of the unit: what its schedules need */
    const ReportDoc *doc;
} LineMaker;
/* Who makes the lines of that form: the unit's place and scheme, this month and the one before. */
bool report_maker(App *app, const CampaignPeriod *period, const Unit *unit, const ReportDoc *doc,
                  LineMaker *ret_maker, Err *err);
/* Whether the indicator has a line in the unit's form; what is welcome has one where the unit has a share of it or has
 * reported it before. */
bool report_has_line(const LineMaker *maker, int indicator, Owes *ret_owes);
/* The unit's role in a task, by index: lead, also above it, or responsible; empty: the task is not the unit's. */
Str report_role(const LineMaker *maker, int task);
/* The lines that the unit owes, by who asks. */
bool report_lines_make(LineMaker *maker, ReportForm *form, Err *err);
/* The tasks that it leads or answers for. */
bool report_tasks_make(LineMaker *maker, ReportForm *form, Err *err);
/* What the unit owes of the target in the period, or empty; *ret_whole: it is the city's. */
Str report_annual(const LineMaker *maker, const Target *target, bool *ret_whole);
