#include "app/ledger/ledger_page_json.h"

#include "app/ledger/ledger_table.h"

static void counts_json(const LedgerCounts *counts, Json *json)
{
    json_ki64(json, S("tasks"), counts->tasks);
    json_ki64(json, S("restricted"), counts->restricted);
    json_ki64(json, S("rows"), counts->rows);
    json_ki64(json, S("targets"), counts->targets);
    json_key(json, S("lights"));
    json_object(json);
    for (int i = 0; i < LIGHT_COUNT; i++)
        json_ki64(json, light_word((Light)i), counts->lights[i]);
    json_object_end(json);
}

static void head_json(const App *app, const LedgerCounts *total, bool filtered, Json *json)
{
    json_kstr(json, S("campaign"), app->def.code);
    json_kbool(json, S("sample"), app->def.sample);
    json_kbool(json, S("filtered"), filtered);
    json_key(json, S("total"));
    json_object(json);
    counts_json(total, json);
    json_object_end(json);
}

/* The number of the row in the whole ledger, whatever was asked for. */
static void row_json(const App *app, const Ledger *ledger, const LedgerRow *row, Json *json)
{
    ledger_row_json(app->arena, json, ledger, row, (int)(row - ledger->rows.items) + 1);
}

void ledger_page_json(const App *app, const LedgerPage *page, Json *json)
{
    json_object(json);
    head_json(app, &page->counts, page->filtered, json);
    json_kstr(json, S("next"), page->next);
    json_key(json, S("rows"));
    json_array(json);
    for (int i = 0; i < page->rows.count; i++)
        row_json(app, &page->ledger, page->rows.items[i], json);
    json_array_end(json);
    json_object_end(json);
}

static void node_json(const App *app, const LedgerTree *tree, const LedgerNode *node, Json *json)
{
    json_object(json);
    json_kstr(json, S("no"), node->task->no);
    json_kstr(json, S("level"), node->task->level);
    json_kstr(json, S("title"), node->task->title);
    json_kbool(json, S("restricted"), node->place->restricted);
    json_kstr(json, S("lead"), node->place->restricted ? S("") : node->place->lead);
    json_ki64(json, S("children"), node->children);
    json_key(json, S("below"));
    json_object(json);
    counts_json(&node->counts, json);
    json_object_end(json);
    json_key(json, S("own"));
    json_array(json);
    for (int i = 0; i < node->nrows; i++)
        row_json(app, &tree->ledger, node->rows[i], json);
    json_array_end(json);
    if (node->note) {
        json_key(json, S("note"));
        progress_note_json(app->arena, json, node->note);
    }
    json_object_end(json);
}

void ledger_tree_json(const App *app, const LedgerTree *tree, Json *json)
{
    json_object(json);
    head_json(app, &tree->counts, tree->filtered, json);
    json_key(json, S("nodes"));
    json_array(json);
    for (int i = 0; i < tree->nodes.count; i++)
        node_json(app, tree, &tree->nodes.items[i], json);
    json_array_end(json);
    json_object_end(json);
}
