#include "app/ledger/ledger.h"

#include "app/ledger/ledger_search.h"

#include "app/ledger/ledger_search.h"
#include "app/red_seen.h"
#include "app/snapshot.h"
#include "store/evaluation.h"
#include "store/month.h"

typedef struct Builder {
    App *app;
    const CampaignIndex *index;
    Ledger *ledger;
    const TargetBook *book;
} Builder;

/* --- progress */

static LedgerProgress progress_of(const CampaignDef *def, const TargetSeries *s,
                                  const TargetFigures *f)
{
    LedgerProgress p = {.known = f->period >= 0};
    if (!p.known)
        return p;
    p.period = def->periods.items[f->period].code;
    p.units = f->counted ? f->counted : series_counted(s, f->period);
    p.met = f->met;
    p.actual = f->actual;
    p.target = f->actual.len ? f->reached_of.len ? f->reached_of : f->owed.value : S("");
    p.percent = f->percent;
    p.plan = f->plan;
    p.gap = f->gap;
    p.reached = f->is_met;
    return p;
}

static bool take_figures(Builder *b, int target_index, LedgerTarget *t, Err *err)
{
    TargetFigures f;
    if (!target_series(b->app->arena, b->book, target_index, &t->series, err) ||
        !target_figures(b->app->arena, &t->series, -1, b->ledger->last, &f, err))
        return false;
    t->progress = progress_of(b->index->def, &t->series, &f);
    t->light = f.light;
    t->reason = f.reason;
    return true;
}

/* A statistic stands nowhere without the release that it is from. */
static bool take_basis(Builder *b, LedgerTarget *t, Err *err)
{
    const CampaignDef *def = b->index->def;
    Submission head;
    bool found;
    if (!t->progress.known || t->series.indicator < 0)
        return true;
    const Indicator *indicator = &def->indicators.items[t->series.indicator];
    t->basis = indicator->basis;
    if (!indicator_is_statistics(indicator))
        return true;
    if (!submission_latest(b->app->db, b->app->arena, def->code, S("confirmation"),
                           t->progress.period, indicator->assessor, &found, &head, err))
        return false;
    if (found)
        t->release = held_release(b->app->arena, head.head);
    return true;
}

/* --- targets and rows */

/* As it stands in the last published period, before one in the first. */
static bool reconcile_target(Builder *b, LedgerTarget *t, int target_index, Err *err)
{
    int period = b->ledger->last < 0 ? 0 : b->ledger->last;
    Dec value;
    if (!dec_parse(target_owed(b->index, target_index, -1, period).value, &value, NULL))
        return true;
    if (!target_check(b->app->arena, b->index, target_index, period, &t->check, err))
        return false;
    t->reconciled = t->check.has_total;
    return true;
}

/* ret_first[task], ret_first[task + 1]: where the targets of a task begin and end in the ledger. */
static bool add_targets(Builder *b, int *ret_first, Err *err)
{
    const CampaignIndex *x = b->index;
    for (int task = 0; task < x->def->tasks.count; task++) {
        ret_first[task] = b->ledger->targets.count;
        for (int i = 0; i < group_count(&x->targets_of, task) && !x->places[task].restricted; i++) {
            int at = group_items(&x->targets_of, task)[i];
            LedgerTarget *t = arena_push(b->app->arena, &b->ledger->targets);
            *t = (LedgerTarget){.target = &x->def->targets.items[at]};
            if (!reconcile_target(b, t, at, err) || !take_figures(b, at, t, err) ||
                !take_basis(b, t, err))
                return false;
        }
    }
    ret_first[x->def->tasks.count] = b->ledger->targets.count;
    return true;
}

static Str title_of(const CampaignIndex *x, int task)
{
    return task < 0 ? S("") : x->def->tasks.items[task].title;
}

static void add_row(Builder *b, int task, const LedgerTarget *target)
{
    const CampaignIndex *x = b->index;
    const TaskPlace *place = &x->places[task];
    LedgerRow *row = arena_push(b->app->arena, &b->ledger->rows);
    *row = (LedgerRow){.task = &x->def->tasks.items[task],
                       .task_index = task,
                       .theme = title_of(x, place->theme),
                       .area = title_of(x, place->area),
                       .restricted = place->restricted};
    if (row->restricted)
        return;
    row->target = target;
    row->lead_leader = place->lead_leader;
    row->lead = place->lead;
    row->responsible = place->responsible;
    row->supporting = place->supporting;
}

static void add_rows(Builder *b, const int *first)
{
    const CampaignIndex *x = b->index;
    for (int task = 0; task < x->def->tasks.count; task++) {
        Str level = x->def->tasks.items[task].level;
        bool above = str_eq(level, S("theme")) || str_eq(level, S("area"));
        for (int t = first[task]; t < first[task + 1]; t++)
            add_row(b, task, &b->ledger->targets.items[t]);
        if (first[task] == first[task + 1] && (!above || group_count(&x->children, task) == 0))
            add_row(b, task, NULL);
    }
}

int ledger_first_period(const CampaignDef *def, int last)
{
    int lag = 0;
    for (int i = 0; i < def->indicators.count; i++)
        lag = def->indicators.items[i].lag > lag ? def->indicators.items[i].lag : lag;
    return last > lag ? last - lag : 0;
}

bool ledger_compute(App *app, const CampaignIndex *index, Ledger *ret_ledger, Err *err)
{
    Ledger ledger = {.index = index};
    TargetBook *book = arena_new(app->arena, TargetBook, 1);
    Builder b = {.app = app, .index = index, .ledger = &ledger, .book = book};
    int *first = arena_new(app->arena, int, app->def.tasks.count + 1);
    if (!period_last_published(app, index, &ledger.last, err) ||
        !target_book(app, index, ledger_first_period(index->def, ledger.last), ledger.last, book,
                     err) ||
        !add_targets(&b, first, err))
        return false;
    add_rows(&b, first);
    *ret_ledger = ledger;
    return true;
}

bool ledger_unit_figures(Arena *arena, const Ledger *ledger, const LedgerTarget *t, int unit,
                         TargetFigures *ret_figures, Err *err)
{
    return target_figures(arena, &t->series, unit, ledger->last, ret_figures, err);
}

bool ledger_year(App *app, const Ledger *ledger, const LedgerTarget *target, LedgerYear *ret_year,
                 Err *err)
{
    const CampaignIndex *x = ledger->index;
    TargetBook book;
    TargetSeries s;
    int index = (int)(target->target - x->def->targets.items);
    int last = map_get(&x->periods, target->progress.period);
    *ret_year = (LedgerYear){0};
    if (!target->progress.known || target->progress.actual.len == 0 || last < 0)
        return true;
    if (!target_book_one(app, x, index, &book, err) ||
        !target_series(app->arena, &book, index, &s, err))
        return false;
    for (int p = 0; p < x->def->periods.count; p++) {
        LedgerMonth m = {.period = &x->def->periods.items[p]};
        TargetFigures f;
        TargetPace plan = {0};
        Share share;
        bool has;
        if (!target_scheduled(app->arena, &s, -1, p, &plan, &share, &has, err) ||
            (p <= last && !target_figures_at(app->arena, &s, -1, p, p, &f, err)))
            return false;
        if (p <= last && f.actual.len)
            m.progress = progress_of(x->def, &s, &f);
        m.progress.plan = plan.plan;
        if (m.progress.known || m.progress.plan.len)
            *arena_push(app->arena, ret_year) = m;
    }
    return true;
}

const ProgressNote *ledger_note(const Ledger *ledger, const LedgerRow *row)
{
    return row->restricted ? NULL : ledger->notes[row->task_index];
}

/* Without a server nobody shares it: the newest note of each task is read beside it. */
static bool read_alone(App *app, Ledger *ret_ledger, Err *err)
{
    const CampaignIndex *x = app_index(app);
    ProgressNoteList notes = {0};
    const ProgressNote **latest =
        arena_alloc(app->arena, (size_t)x->def->tasks.count, sizeof *latest);
    if (!ledger_compute(app, x, ret_ledger, err) ||
        !progress_latest(app->db, app->arena, x->def->code, &notes, err))
        return false;
    for (int i = 0; i < notes.count; i++) {
        int task = map_get(&x->tasks, notes.items[i].task);
        if (task >= 0)
            latest[task] = &notes.items[i];
    }
    ret_ledger->notes = latest;
    return true;
}

static bool make_shared(App *app, Arena *arena, void **ret_made, Err *err)
{
    App own = *app;
    own.arena = arena;
    Ledger *ledger = arena_new(arena, Ledger, 1);
    if (!ledger_compute(&own, app_index(&own), ledger, err))
        return false;
    ledger->search = ledger_search_make(arena, ledger);
    *ret_made = ledger;
    return true;
}

/* A leader's copy of what all share: red lights of other areas wait for their leader (app/red_seen.h). */
static bool hide_unseen(App *app, Ledger *ledger, Err *err)
{
    RedSeen seen;
    Ledger own = *ledger;
    int hidden = 0;
    if (!red_seen_read(app, &seen, err))
        return false;
    if (!seen.guards || seen.over)
        return true;
    own.targets.items =
        arena_alloc(app->arena, (size_t)ledger->targets.count + 1, sizeof(LedgerTarget));
    own.rows.items = arena_alloc(app->arena, (size_t)ledger->rows.count + 1, sizeof(LedgerRow));
    for (int i = 0; i < own.targets.count; i++) {
        LedgerTarget *t = &own.targets.items[i];
        *t = ledger->targets.items[i];
        hidden += red_seen_hide(app, &seen, t->target, t->progress.period, &t->light, &t->reason);
    }
    for (int i = 0; i < own.rows.count; i++) {
        LedgerRow *row = &own.rows.items[i];
        *row = ledger->rows.items[i];
        if (row->target)
            row->target = &own.targets.items[row->target - ledger->targets.items];
    }
    if (hidden == 0)
        return true;
    if (own.search)
        own.search = ledger_search_make(app->arena, &own);
    *ledger = own;
    return true;
}

bool ledger_read(App *app, Ledger *ret_ledger, Err *err)
{
    void *shared;
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_LEDGER_READ, S(""), S("ledger"), err))
        return false;
    if (!app->snapshot)
        return read_alone(app, ret_ledger, err) && hide_unseen(app, ret_ledger, err);
    if (!snapshot_part(app->snapshot, SNAPSHOT_LEDGER, &(SnapshotMaker){.make = make_shared}, app,
                       &shared, err))
        return false;
    *ret_ledger = *(const Ledger *)shared;
    ret_ledger->notes = snapshot_notes(app->snapshot);
    return hide_unseen(app, ret_ledger, err);
}
