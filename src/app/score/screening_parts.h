/* app/score/screening_parts.h - what the files of screening share. Callers: app/score/screening*. */
#pragma once
#include "app/score/screening.h"

/* Zeroed arrays of the input, all values and goals absent. */
typedef struct ScreeningCells {
    int64_t *reported, *confirmed, *city;
    double *goals, *targets;
    Str *texts;
    int *group_of;
    ScreeningIndicator *indicators;
} ScreeningCells;
/* ERR_LIMIT where there are more cells than LIMIT_SCREENING_CELLS. */
bool screening_cells_make(Arena *arena, ScreeningReport *report, ScreeningCells *ret_cells,
                          Err *err);
/* The rules of that file, or where it is empty of the data folder, or the program's. */
bool screening_rules_find(Arena *arena, Str file, Str data_folder, ScreeningRules *ret_rules,
                          Faults *faults, Err *err);
/* Screens that period and adds its findings. ERR_SCREENING_NO_RULE. */
bool screening_add_period(Arena *arena, const ScreeningRules *rules, Month month, int period,
                          ScreeningReport *report, Err *err);
/* Fills report->in from the cells. */
void screening_bind(const ScreeningCells *cells, ScreeningReport *report);
/* The findings of a period and the units they are about, for who has the right already; nothing is left out. */
bool screening_compute(App *app, const CampaignPeriod *period, Str rules,
                       ScreeningReport *ret_report, const Unit ***ret_units, Faults *faults,
                       Err *err);
/* Leaves what the person may see; only: of one unit, NULL: of all. */
void screening_keep_seen(App *app, ScreeningReport *report, const Unit **units, const Unit *only);
/* Last day on which the findings of a period are shown, by the newest rule. */
bool screening_expiry(App *app, const CampaignPeriod *period, const ScreeningRules *rules,
                      Date *ret_on, Err *err);
/* Whose the asking is: the unit's, the own unit's or body's, or nobody's in particular. */
Str screening_party(const App *app, const Unit *unit, const CampaignPeriod *period);
/* What a finding is about, of one line: rule, unit, indicator, period and its figures; the same words whoever computes it
 * and whatever decimals others give. */
Str screening_about(Arena *arena, const ScreeningReport *report, const ScreeningFinding *finding,
                    DigestFn digest);
/* value in units of 10^-decimals; SCREENING_NONE where it does not fit. */
int64_t screening_units(Dec value, int decimals);
