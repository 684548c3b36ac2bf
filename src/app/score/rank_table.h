/* app/score/rank_table.h - one ranking as a table on a terminal, as a sheet (CSV, workbook), as JSON. Callers: cli/, later web/. */
#pragma once
#include "app/score/gain.h"
#include "doc/sheet.h"
#include "i18n/msg.h"
#include "store/evaluation.h"

/* gains: one for each of units. */
void rank_table_text(Lang lang, const App *app, const RunUnitList *units, const Gain *gains,
                     Out *out);
/* Header and one row a unit, in official order; no id and no instant. */
Sheet rank_table_sheet(Lang lang, const App *app, const RunRow *run, const RunUnitList *units,
                       const Gain *gains);
void rank_table_json(const App *app, const RunRow *run, const RunUnitList *units, const Gain *gains,
                     Out *out);
