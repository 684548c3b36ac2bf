/* cli/rank_table.h - one ranking as a table on a terminal, as CSV and as JSON. Callers: cmd_*. */
#pragma once
#include "app/app.h"
#include "cli/cli.h"
#include "app/evaluate.h"

void rank_table_text(const Cli *cli, const App *app, const RunUnitList *units, Out *out);
/* Header and one row a unit, in official order; no id and no instant. */
void rank_table_csv(const Cli *cli, const App *app, const RunRow *run, const RunUnitList *units,
                    Out *out);
void rank_table_json(const App *app, const RunRow *run, const RunUnitList *units, Out *out);
