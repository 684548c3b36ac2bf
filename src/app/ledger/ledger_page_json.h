/* app/ledger/ledger_page_json.h - a page of the ledger and a level of its tree as JSON, for the API. Callers: web/. */
#pragma once
#include "app/ledger/ledger_page.h"
#include "base/json.h"

/* {campaign, sample, total, …, next, rows: […]}: rows as the whole ledger's (app/ledger/ledger_table.h). */
void ledger_page_json(const App *app, const LedgerPage *page, Json *json);
/* {campaign, sample, total, …, nodes: […]} */
void ledger_tree_json(const App *app, const LedgerTree *tree, Json *json);
