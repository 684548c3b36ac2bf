/* app/ledger/ledger_table.h - a ledger as a table for people: a sheet (CSV, workbook), JSON, text. Callers: cli/, later web/. */
#pragma once
#include "app/ledger/ledger.h"
#include "base/json.h"
#include "doc/sheet.h"
#include "i18n/msg.h"

Sheet ledger_sheet(const App *app, Lang lang, const Ledger *ledger);
/* A note as an object. */
/* What was handed on against the target, in one sentence; of a target that is reconciled. */
void ledger_reconcile_text(Lang lang, const LedgerTarget *target, Out *out);
void progress_note_json(Arena *arena, Json *json, const ProgressNote *note);
/* One row as an object; no = its number in what is listed. */
void ledger_row_json(Arena *arena, Json *json, const Ledger *ledger, const LedgerRow *row, int no);
void ledger_json(const App *app, const Ledger *ledger, Out *out);
/* Rows first, then one line a target: what was handed on against the target. */
void ledger_text(const App *app, Lang lang, const Ledger *ledger, Out *out);
/* "统计口径 · 市统计局 《…》 2021-11-18发布" of the value shown; empty where there is none. */
Str ledger_basis_text(Arena *arena, Lang lang, const LedgerTarget *target);
