/* app/score/stability_table.h - how much ranks can be trusted, as a table (CSV, workbook, terminal) and as JSON.
 *
 * Shares are of draws; all numbers come from counts, half up. Callers: app/score/score_stability, app/score/stability. */
#pragma once
#include "app/score/stability_ask.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"

typedef struct StabilityUnit {
    Str period, group, code, name; /* name: empty where a file knows codes only */
    const StabilityRow *row;
} StabilityUnit;

typedef struct StabilityView {
    const StabilityAsk *ask;
    const Scheme *scheme;
    const StabilityResult *result; /* of one period */
    const StabilityUnit *units;    /* [result->nrows] */
    const StabilitySobol *sobol;   /* NULL: not asked for */
} StabilityView;

/* Titles in the person's language, or with `keys` as the JSON has them. */
Sheet stability_sheet(Arena *arena, Lang lang, bool keys, const StabilityAsk *ask, Str name);
void stability_sheet_add(Sheet *sheet, const StabilityView *view);
Sheet stability_sobol_sheet(Arena *arena, Lang lang, bool keys, Str name);
void stability_sobol_add(Sheet *sheet, const StabilityView *view);
/* {period, draws, seed, vary, bottom, mean_shift, units: […], sobol: […]} */
void stability_json(Arena *arena, const StabilityView *view, Str period, Json *json);
/* 50.3 of 503 in 1,000: per cent with one decimal. */
Str stability_percent(Arena *arena, int64_t count, int64_t of);
