#include "app/ledger/ledger_page.h"
#include "app/ledger/ledger_page_json.h"
#include "app/ledger/ledger_table.h"
#include "app/ledger_words.h"
#include "web/pages.h"
#include "web/pieces.h"

#include "base/limits.h"

typedef struct LightCell {
    Light light;
    int count;
} LightCell;

typedef struct AreaView {
    Str no, title, href;
    int tasks;
    bool here, restricted;
    LIST_OF(LightCell) lights;
} AreaView;

typedef struct ThemeView {
    AreaView of;
    bool open;
    LIST_OF(AreaView) areas;
} ThemeView;

typedef struct RowView {
    Str group; /* heading above it: theme and area, where they change */
    Str no, title, href, what, target, unit, lead, deadline, actual, percent, gap, note;
    Str release; /* 口径 and release, of a statistic */
    Light light;
    Str light_word;
    bool first, has_target, has_progress, restricted, counted; /* counted: units that meet it */
    int met, units;
    Gauge gauge;
} RowView;

typedef struct LedgerView {
    LIST_OF(ThemeView) themes;
    Options leads, lights, states;
    Str theme, area, q;
    bool own, has_own;
    int shown, total;
    LIST_OF(LightCell) counts;
    LIST_OF(RowView) rows;
    TableFoot foot;
    Str csv, everything, period, sub;
    bool filtered;
} LedgerView;
#include "web/templates/ledger_tree.html.h"

#include "web/templates/ledger.html.h"

static LedgerQuery query_of(const Ctx *c)
{
    return (LedgerQuery){.theme = ctx_text(c, "theme"),
                         .area = ctx_text(c, "area"),
                         .party = ctx_text(c, "lead"),
                         .role = ctx_text(c, "lead").len ? S("lead") : S(""),
                         .own = ctx_given(c, "own"),
                         .light = ctx_text(c, "light"),
                         .state = ctx_text(c, "state"),
                         .q = ctx_text(c, "q"),
                         .after = ctx_text(c, "after")};
}

/* The same question with other places: an address of the ledger, or of its file. */
static Str address(Ctx *c, const char *path, const LedgerQuery *q, Str theme, Str area, Str after)
{
    return link_to(c, path, {"theme", theme}, {"area", area}, {"lead", q->party},
                   {"light", q->light}, {"state", q->state}, {"q", q->q},
                   {"own", q->own ? S("1") : S("")}, {"after", after});
}

/* ---- the tree beside the rows ---- */

static AreaView area_view(Ctx *c, const LedgerQuery *q, const LedgerNode *node, bool is_theme)
{
    Str no = node->task->no;
    AreaView v = {.no = no,
                  .title = node->task->title,
                  .tasks = node->counts.tasks - node->counts.restricted,
                  .restricted = node->place->restricted,
                  .here = str_eq(no, is_theme && q->area.len == 0 ? q->theme : q->area)};
    v.href = address(c, "/ledger", q, is_theme ? no : S(""), is_theme ? S("") : no, S(""));
    static const Light order[] = {LIGHT_RED, LIGHT_YELLOW, LIGHT_GREEN};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (node->counts.lights[order[i]])
            *arena_push(c->arena, &v.lights) = (LightCell){order[i], node->counts.lights[order[i]]};
    return v;
}

/* The tree counts what the other filters leave, whatever branch is chosen. */
static bool fill_tree(Ctx *c, const LedgerQuery *q, LedgerView *v, Err *err)
{
    LedgerQuery all = *q;
    LedgerTree themes;
    all.theme = all.area = all.after = S("");
    if (!ledger_tree(&c->app, &all, &themes, err))
        return false;
    for (int i = 0; i < themes.nodes.count; i++) {
        const LedgerNode *theme = &themes.nodes.items[i];
        ThemeView *view = arena_push(c->arena, &v->themes);
        *view = (ThemeView){.of = area_view(c, q, theme, true)};
        LedgerQuery under = all;
        LedgerTree areas;
        under.under = theme->task->no;
        if (!ledger_tree(&c->app, &under, &areas, err))
            return false;
        view->open = view->of.here || q->theme.len + q->area.len == 0;
        for (int k = 0; k < areas.nodes.count; k++) {
            AreaView *area = arena_push(c->arena, &view->areas);
            *area = area_view(c, q, &areas.nodes.items[k], false);
            view->open = view->open || area->here;
        }
    }
    return true;
}

/* ---- the filter ---- */

static bool fill_filter(Ctx *c, const LedgerQuery *q, LedgerView *v, Err *err)
{
    static const Light lights[] = {LIGHT_RED, LIGHT_YELLOW, LIGHT_GREEN, LIGHT_NONE};
    static const Str states[] = {SC("stuck"), SC("at_risk"), SC("on_track"), SC("done_claimed")};
    LedgerParties leads = {0};
    if (!ledger_leads(&c->app, &leads, err))
        return false;
    for (int i = 0; i < leads.count; i++)
        *arena_push(c->arena, &v->leads) = (Option){leads.items[i].code, leads.items[i].name,
                                                    str_eq(leads.items[i].code, q->party)};
    for (size_t i = 0; i < sizeof lights / sizeof *lights; i++)
        *arena_push(c->arena, &v->lights) =
            (Option){light_word(lights[i]), light_text(c->lang, lights[i], LIGHT_HAS_ONE),
                     str_eq(light_word(lights[i]), q->light)};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        *arena_push(c->arena, &v->states) =
            (Option){states[i], progress_text(c->lang, states[i]), str_eq(states[i], q->state)};
    v->theme = q->theme;
    v->area = q->area;
    v->q = q->q;
    v->own = q->own;
    v->has_own =
        c->app.actor.unit.len + c->app.actor.body.len > 0 && c->app.actor.role == ROLE_UNIT;
    return true;
}

/* ---- the rows ---- */

static void fill_progress(Ctx *c, const LedgerTarget *target, RowView *v)
{
    const LedgerProgress *p = &target->progress;
    v->light = target->light;
    v->light_word = light_text(c->lang, target->light, target->reason);
    if (!p->known)
        return;
    if (str_eq(target->basis, S("statistics")))
        v->release = ledger_basis_text(c->arena, c->lang, target);
    v->counted = p->actual.len == 0;
    v->met = p->met;
    v->units = p->units;
    v->has_progress = !v->counted;
    v->actual = p->actual;
    v->percent = p->percent;
    v->gap = p->gap;
    v->gauge = (Gauge){
        .done = hundredths(p->percent),
        .plan = p->plan.len ? hundredths(p->plan) : -1,
        .words = arena_fmt(c->arena, "%.*s%% (%.*s%%)", STR_ARG(p->percent), STR_ARG(p->plan))};
}

static void row_view(Ctx *c, const Ledger *ledger, const LedgerRow *row, RowView *v)
{
    const ProgressNote *note = ledger_note(ledger, row);
    *v = (RowView){.no = row->task->no,
                   .title = row->task->title,
                   .href = link_to(c, "/tasks/{task}", {"task", row->task->no}),
                   .lead = row->lead,
                   .deadline = row->task->deadline == DATE_NONE
                                   ? row->task->deadline_text
                                   : date_str(c->arena, row->task->deadline),
                   .restricted = row->restricted,
                   .note = note ? progress_text(c->lang, note->state) : S("")};
    if (!row->target || row->restricted)
        return;
    const Target *t = row->target->target;
    v->has_target = true;
    v->what = t->what;
    v->target = t->value.len
                    ? msg_str(c->arena, c->lang, MSG_LEDGER_GOAL,
                              {"relation", ledger_word(c->lang, t->relation)}, {"value", t->value})
                    : ledger_word(c->lang, t->relation);
    v->unit = t->unit;
    fill_progress(c, row->target, v);
}

static void fill_rows(Ctx *c, const LedgerPage *page, LedgerView *v)
{
    Str before = {0}, task = {0};
    for (int i = 0; i < page->rows.count; i++) {
        const LedgerRow *row = page->rows.items[i];
        RowView *view = arena_push(c->arena, &v->rows);
        row_view(c, &page->ledger, row, view);
        Str group = row->area.len ? arena_fmt(c->arena, "%.*s › %.*s", STR_ARG(row->theme),
                                              STR_ARG(row->area))
                                  : row->theme;
        view->group = str_eq(group, before) ? S("") : group;
        view->first = !str_eq(row->task->no, task);
        before = group;
        task = row->task->no;
        if (row->target && row->target->progress.known)
            v->period = row->target->progress.period;
    }
}

static void fill_counts(Ctx *c, const LedgerCounts *counts, LedgerView *v)
{
    static const Light order[] = {LIGHT_RED, LIGHT_YELLOW, LIGHT_GREEN, LIGHT_NONE};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        *arena_push(c->arena, &v->counts) = (LightCell){order[i], counts->lights[order[i]]};
    v->total = counts->rows;
}

bool ledger_list(Ctx *c, Err *err)
{
    LedgerQuery q = query_of(c);
    LedgerPage page;
    LedgerView v = {0};
    if (!ledger_page(&c->app, &q, &page, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        ledger_page_json(&c->app, &page, &json);
        return json_end(c, &json, err);
    }
    if (!fill_tree(c, &q, &v, err) || !fill_filter(c, &q, &v, err))
        return false;
    fill_counts(c, &page.counts, &v);
    fill_rows(c, &page, &v);
    v.period = period_name(&c->app, v.period);
    if (v.period.len)
        v.sub = msg_str(c->arena, c->lang, MSG_LEDGER_AS_OF, {"period", v.period});
    v.filtered = page.filtered;
    v.everything = S("/ledger");
    v.csv = address(c, "/ledger/file", &q, q.theme, q.area, S(""));
    v.foot = (TableFoot){
        .shown = v.rows.count,
        .total = v.total,
        .first = q.after.len ? address(c, "/ledger", &q, q.theme, q.area, S("")) : S(""),
        .next = page.next.len ? address(c, "/ledger", &q, q.theme, q.area, page.next) : S("")};
    ledger_html(page_begin(c, msg(c->lang, MSG_LEDGER_TITLE), NAV_LEDGER), c, &v);
    return page_end(c, err);
}

/* All pages that the filter shows, one after the other. */
static bool all_rows(Ctx *c, Ledger *ret_shown, Err *err)
{
    LedgerQuery q = query_of(c);
    LedgerPage page;
    LIST_OF(LedgerRow) rows = {0};
    q.limit = LIMIT_LEDGER_PAGE_ROWS;
    q.after = S("");
    do {
        if (!ledger_page(&c->app, &q, &page, err))
            return false;
        for (int i = 0; i < page.rows.count; i++)
            *arena_push(c->arena, &rows) = *page.rows.items[i];
        q.after = page.next;
    } while (page.next.len);
    *ret_shown = page.ledger;
    ret_shown->rows.items = rows.items;
    ret_shown->rows.count = rows.count;
    return true;
}

bool ledger_file(Ctx *c, Err *err)
{
    Ledger shown;
    if (!all_rows(c, &shown, err))
        return false;
    Sheet sheet = ledger_sheet(&c->app, c->lang, &shown);
    Str name = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(c->app.def.name),
                         STR_ARG(msg(c->lang, MSG_LEDGER_TITLE)));
    return download_csv(c, &sheet, name, err);
}
