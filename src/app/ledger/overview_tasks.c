/* Themes and areas in numbers, and the tasks that are due. */
#include "app/ledger/overview_parts.h"
#include "app/ledger/progress.h"

#include <stdlib.h>

/* A target that stays reached: a sum that only grows. A rate or a ceiling may be missed again. */
static bool is_final(const CampaignIndex *x, const LedgerTarget *t)
{
    int indicator = map_get(&x->indicators, t->target->indicator);
    return t->progress.reached && t->reason != LIGHT_CEILING && indicator >= 0 &&
           str_eq(x->def->indicators.items[indicator].measure, S("cumulative"));
}

static bool note_says(const ProgressNote *note, ProgressState state)
{
    return note && str_eq(note->state, progress_word(state));
}

bool overview_is_settled(const Ledger *ledger, const LedgerRow *rows, int nrows)
{
    if (note_says(ledger_note(ledger, &rows[0]), PROGRESS_DONE_CLAIMED))
        return true;
    for (int i = 0; i < nrows; i++)
        if (!rows[i].target || !is_final(ledger->index, rows[i].target))
            return false;
    return true;
}

/* ---- whose task it is ---- */

/* The codes that make the reader's tasks: the unit and its bodies, or the body. Empty: all tasks. */
static void own_codes(const OverviewMaker *m, Map *ret_codes)
{
    const App *app = m->app;
    int unit = map_get(&m->index->units, app->actor.unit);
    if (unit >= 0) {
        Str bodies = m->index->def->units.items[unit].bodies;
        map_put(app->arena, ret_codes, app->actor.unit, 1);
        while (bodies.len)
            map_put(app->arena, ret_codes, str_cut(&bodies, ';'), 1);
    } else if (app->actor.role == ROLE_DATA_OWNER) {
        map_put(app->arena, ret_codes, app->actor.body, 1);
    }
}

static bool is_own(const OverviewMaker *m, const Map *codes, int task)
{
    const TaskPlace *place = &m->index->places[task];
    for (int i = 0; i < place->nparties; i++)
        if (map_get(codes, m->index->party_codes[place->parties[i].party]) > 0)
            return true;
    return codes->count == 0;
}

/* ---- lines ---- */

static void add(OverviewCounts *to, const OverviewCounts *more)
{
    to->tasks += more->tasks;
    to->targets += more->targets;
    for (int i = 0; i < LIGHT_COUNT; i++)
        to->lights[i] += more->lights[i];
    to->near += more->near;
    to->overdue += more->overdue;
}

/* ret_line[task]: the line of a theme or area, else -1. */
static void make_lines(OverviewMaker *m, int *ret_line)
{
    const CampaignDef *def = m->index->def;
    for (int i = 0; i < def->tasks.count; i++) {
        const Task *task = &def->tasks.items[i];
        bool theme = str_eq(task->level, S("theme"));
        ret_line[i] = -1;
        if (!theme && !str_eq(task->level, S("area")))
            continue;
        ret_line[i] = m->view->lines.count;
        *arena_push(m->app->arena, &m->view->lines) = (OverviewLine){
            .task = task, .is_theme = theme, .restricted = m->index->places[i].restricted};
    }
}

static void add_to_line(OverviewMaker *m, const int *line, int task, const OverviewCounts *counts)
{
    if (task >= 0 && line[task] >= 0)
        add(&m->view->lines.items[line[task]].counts, counts);
}

/* ---- tasks by day ---- */

typedef struct Due {
    Date on;
    const LedgerRow *row;
} Due;

typedef struct Dues {
    LIST_OF(Due) overdue, near;
} Dues;

static int by_day(const void *a, const void *b)
{
    const Due *x = a, *y = b;
    if (x->on != y->on)
        return x->on < y->on ? -1 : 1;
    return x->row->task_index < y->row->task_index ? -1 : x->row->task_index > y->row->task_index;
}

/* The numbers of one task: `rows` are its rows in the ledger. */
static void count_task(OverviewMaker *m, const Ledger *ledger, const LedgerRow *rows, int nrows,
                       OverviewCounts *ret_counts, Dues *dues, bool own)
{
    const Task *task = rows->task;
    Date today = m->app->today;
    OverviewCounts n = {.tasks =
                            str_eq(task->level, S("task")) || str_eq(task->level, S("measure"))};
    for (int i = 0; i < nrows; i++) {
        if (!rows[i].target)
            continue;
        n.targets++;
        n.lights[rows[i].target->light]++;
    }
    if (task->deadline != DATE_NONE && task->deadline <= today + OVERVIEW_NEAR_DAYS &&
        !overview_is_settled(ledger, rows, nrows)) {
        n.overdue = task->deadline < today;
        n.near = !n.overdue;
        if (own && n.overdue)
            *arena_push(m->app->arena, &dues->overdue) = (Due){task->deadline, rows};
        if (own && n.near)
            *arena_push(m->app->arena, &dues->near) = (Due){task->deadline, rows};
    }
    *ret_counts = n;
}

static void add_stuck(OverviewMaker *m, const Ledger *ledger, const LedgerRow *row)
{
    const ProgressNote *note = ledger_note(ledger, row);
    if (note_says(note, PROGRESS_STUCK) && m->view->stuck_count++ < OVERVIEW_STUCK_SHOWN)
        *arena_push(m->app->arena, &m->view->stuck) = (OverviewStuck){row, note};
}

static void show_overdue(OverviewMaker *m, const Dues *dues)
{
    m->view->overdue_count = dues->overdue.count;
    for (int i = 0; i < dues->overdue.count && i < OVERVIEW_OVERDUE_SHOWN; i++) {
        const Due *due = &dues->overdue.items[i];
        *arena_push(m->app->arena, &m->view->overdue) =
            (OverviewOverdue){due->row, due_day(m, due->on)};
    }
}

static void show_near(OverviewMaker *m, const Dues *dues)
{
    OverviewDeadline *day = NULL;
    m->view->near_count = dues->near.count;
    for (int i = 0; i < dues->near.count; i++) {
        const Due *due = &dues->near.items[i];
        if (!day || day->day.on != due->on) {
            day = arena_push(m->app->arena, &m->view->deadlines);
            *day = (OverviewDeadline){.day = due_day(m, due->on)};
        }
        if (day->count++ < OVERVIEW_NEAR_SHOWN)
            *arena_push(m->app->arena, &day->tasks) = due->row;
    }
}

void overview_tasks(OverviewMaker *m, const Ledger *ledger)
{
    int *line = arena_new(m->app->arena, int, m->index->def->tasks.count);
    Map codes = {0};
    Dues dues = {0};
    own_codes(m, &codes);
    m->view->own_tasks = codes.count > 0;
    make_lines(m, line);
    for (int i = 0, n; i < ledger->rows.count; i += n) {
        const LedgerRow *rows = &ledger->rows.items[i];
        const TaskPlace *place = &m->index->places[rows->task_index];
        OverviewCounts counts;
        for (n = 1; i + n < ledger->rows.count && rows[n].task_index == rows->task_index;)
            n++;
        if (rows->restricted)
            continue;
        bool own = is_own(m, &codes, rows->task_index);
        count_task(m, ledger, rows, n, &counts, &dues, own);
        if (own)
            add_stuck(m, ledger, rows);
        add_to_line(m, line, place->theme, &counts);
        add_to_line(m, line, place->area, &counts);
        add(&m->view->all, &counts);
    }
    for (int i = 0; i < ledger->targets.count; i++)
        if (str_cmp(ledger->targets.items[i].progress.period, m->view->progress_period) > 0)
            m->view->progress_period = ledger->targets.items[i].progress.period;
    if (dues.overdue.count)
        qsort(dues.overdue.items, (size_t)dues.overdue.count, sizeof(Due), by_day);
    if (dues.near.count)
        qsort(dues.near.items, (size_t)dues.near.count, sizeof(Due), by_day);
    show_overdue(m, &dues);
    show_near(m, &dues);
}
