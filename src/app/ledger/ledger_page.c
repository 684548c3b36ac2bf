#include "app/ledger/ledger_page.h"

#include "base/limits.h"

static bool open_ledger(App *app, const LedgerQuery *query, Ledger *ret_ledger,
                        LedgerFilter *ret_filter, Err *err)
{
    if (!ledger_read(app, ret_ledger, err))
        return false;
    if (!ret_ledger->search)
        ret_ledger->search = ledger_search_make(app->arena, ret_ledger);
    return ledger_filter_make(app, ret_ledger, ret_ledger->search, query, ret_filter, err);
}

/* --- a page */

typedef struct Pager {
    App *app;
    LedgerPage *page;
    int from, limit; /* first task, rows */
    int last;        /* task of the last row shown; -1 = none yet */
    bool more;
} Pager;

static void show(Pager *p, const LedgerRow *row)
{
    if (row->task_index < p->from || p->more)
        return;
    if (p->page->rows.count >= p->limit && row->task_index != p->last) {
        p->more = true;
        return;
    }
    *arena_push(p->app->arena, &p->page->rows) = row;
    p->last = row->task_index;
}

static void page_all(Pager *p)
{
    const Ledger *ledger = &p->page->ledger;
    for (int i = ledger->search->first_row[p->from]; i < ledger->rows.count && !p->more; i++)
        show(p, &ledger->rows.items[i]);
    p->page->counts = ledger->search->all;
}

/* Calls fn for every row that matches. */
static void each_match(const LedgerFilter *f,
                       void (*fn)(void *ctx, const LedgerRow *row, bool first), void *ctx)
{
    const int *first_row = f->search->first_row;
    for (int task = 0; task < f->ledger->index->def->tasks.count; task++) {
        if (first_row[task] == first_row[task + 1] || !ledger_task_matches(f, task))
            continue;
        bool first = true;
        for (int i = first_row[task]; i < first_row[task + 1]; i++) {
            const LedgerRow *row = &f->ledger->rows.items[i];
            if (!ledger_row_matches(f, row))
                continue;
            fn(ctx, row, first);
            first = false;
        }
    }
}

static void page_match(void *ctx, const LedgerRow *row, bool first)
{
    Pager *p = ctx;
    ledger_count(&p->page->counts, row, first);
    show(p, row);
}

static bool start_after(const CampaignIndex *x, Str after, int *ret_from, Err *err)
{
    int at = after.len ? map_get(&x->tasks, after) : -1;
    *ret_from = at + 1;
    return after.len == 0 || at >= 0 || err_set(err, ERR_TASK_UNKNOWN, {"found", after});
}

bool ledger_page(App *app, const LedgerQuery *query, LedgerPage *ret_page, Err *err)
{
    LedgerFilter f;
    *ret_page = (LedgerPage){0};
    Pager p = {.app = app, .page = ret_page, .limit = query->limit, .last = -1};
    if (query->limit < 0 || query->limit > LIMIT_LEDGER_PAGE_ROWS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_LEDGER_PAGE_ROWS")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_LEDGER_PAGE_ROWS)},
                       {"found", arena_fmt(app->arena, "%d", query->limit)});
    if (query->limit == 0)
        p.limit = LEDGER_PAGE_ROWS;
    if (!open_ledger(app, query, &ret_page->ledger, &f, err) ||
        !start_after(ret_page->ledger.index, query->after, &p.from, err))
        return false;
    ret_page->filtered = f.any;
    if (f.any)
        each_match(&f, page_match, &p);
    else
        page_all(&p);
    if (p.more)
        ret_page->next = ret_page->ledger.index->def->tasks.items[p.last].no;
    return true;
}

/* --- the tree */

typedef struct Counter {
    const CampaignIndex *x;
    LedgerCounts *counts; /* [task] */
    LedgerCounts *all;
} Counter;

static void count_match(void *ctx, const LedgerRow *row, bool first)
{
    Counter *c = ctx;
    ledger_count(c->all, row, first);
    for (int up = row->task_index, guard = 0; up >= 0 && guard < LEDGER_LEVELS;
         up = c->x->places[up].parent, guard++)
        ledger_count(&c->counts[up], row, first);
}

static void own_rows(App *app, const LedgerFilter *f, LedgerNode *node)
{
    const int *first_row = &f->search->first_row[node->task_index];
    const LedgerRow **rows =
        arena_alloc(app->arena, (size_t)(first_row[1] - first_row[0]), sizeof *rows);
    if (f->any && !ledger_task_matches(f, node->task_index))
        return;
    for (int i = first_row[0]; i < first_row[1]; i++) {
        const LedgerRow *row = &f->ledger->rows.items[i];
        if (ledger_row_matches(f, row))
            rows[node->nrows++] = row;
    }
    node->rows = rows;
}

static void add_node(App *app, const LedgerFilter *f, const LedgerCounts *counts, int task,
                     LedgerTree *tree)
{
    const CampaignIndex *x = f->ledger->index;
    const int *children = group_items(&x->children, task);
    LedgerNode *node = arena_push(app->arena, &tree->nodes);
    *node = (LedgerNode){.task = &x->def->tasks.items[task],
                         .task_index = task,
                         .place = &x->places[task],
                         .counts = counts[task],
                         .note = x->places[task].restricted ? NULL : f->ledger->notes[task]};
    for (int i = 0; i < group_count(&x->children, task); i++)
        node->children += counts[children[i]].rows > 0;
    own_rows(app, f, node);
}

bool ledger_tree(App *app, const LedgerQuery *query, LedgerTree *ret_tree, Err *err)
{
    LedgerFilter f;
    *ret_tree = (LedgerTree){0};
    if (!open_ledger(app, query, &ret_tree->ledger, &f, err))
        return false;
    const CampaignIndex *x = ret_tree->ledger.index;
    const LedgerCounts *counts = f.search->counts;
    int under = query->under.len ? map_get(&x->tasks, query->under) : -1;
    if (query->under.len && under < 0)
        return err_set(err, ERR_TASK_UNKNOWN, {"found", query->under});
    ret_tree->filtered = f.any;
    ret_tree->counts = f.search->all;
    if (f.any) {
        ret_tree->counts = (LedgerCounts){0};
        Counter c = {x, arena_new(app->arena, LedgerCounts, x->def->tasks.count),
                     &ret_tree->counts};
        each_match(&f, count_match, &c);
        counts = c.counts;
    }
    const Groups *groups = under < 0 ? &x->roots : &x->children;
    const int *items = group_items(groups, under < 0 ? 0 : under);
    for (int i = 0; i < group_count(groups, under < 0 ? 0 : under); i++)
        if (counts[items[i]].rows > 0)
            add_node(app, &f, counts, items[i], ret_tree);
    return true;
}

/* --- who leads */

bool ledger_leads(App *app, LedgerParties *ret_parties, Err *err)
{
    Ledger ledger;
    if (!ledger_read(app, &ledger, err))
        return false;
    *ret_parties = ledger.search->leads;
    return true;
}
