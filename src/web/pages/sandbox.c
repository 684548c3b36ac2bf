/* Trials of other schemes (试算沙箱): a version tried on published months, and what it would have moved; as JSON for programs. */
#include "app/score/sandbox.h"
#include "app/result/change_list.h"
#include "app/scheme/scheme_desk.h"
#include "app/scheme/scheme_library.h"
#include "app/scheme/scheme_load.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

#include <stdlib.h>

typedef struct SandboxListView {
    Str error, group;
    Tabs groups;
    Options versions, from, to;
    Table trials;
    Str more, next;
    bool may_try, nothing_published;
} SandboxListView;
#include "web/templates/sandbox_list.html.h"

typedef struct SandboxView {
    Str title, sub, file, next, withheld, holds, chance_before, chance_after, about_rank;
    Facts facts;
    Table changes, ranks, moves;
    Tabs periods;
    Slope slope;
    bool has_ranks;
} SandboxView;
#include "web/templates/sandbox.html.h"

static Str number(const Ctx *c, int n)
{
    return arena_fmt(c->arena, "%d", n);
}

/* ---- what there is to try ---- */

static void add_option(Ctx *c, Options *options, Str value, Str label, Str chosen)
{
    *arena_push(c->arena, options) = (Option){value, label, str_eq(value, chosen)};
}

static bool fill_versions(Ctx *c, Str group, Str chosen, Options *options, Err *err)
{
    SchemeEntries entries = {0};
    if (!scheme_entries(&c->app, group, &entries, err))
        return false;
    for (int i = entries.count - 1; i >= 0; i--) {
        const SchemeEntry *e = &entries.items[i];
        if (e->standing == SCHEME_WITHDRAWN)
            continue;
        add_option(c, options, number(c, e->version),
                   msg_str(c->arena, c->lang, MSG_SANDBOX_VERSION, {"n", number(c, e->version)},
                           {"from", period_name(&c->app, e->effective)},
                           {"state", scheme_standing_text(c->lang, e->standing)}),
                   chosen);
    }
    for (int i = 0; i < ready_schemes_count; i++) {
        Scheme scheme;
        Faults faults = {.arena = c->arena};
        if (scheme_load_text(c->arena, ready_schemes[i].name, *ready_schemes[i].text, &scheme,
                             &faults))
            add_option(
                c, options, arena_fmt(c->arena, "ready:%.*s", STR_ARG(ready_schemes[i].name)),
                msg_str(c->arena, c->lang, MSG_SANDBOX_READY, {"name", scheme.name}), chosen);
    }
    return true;
}

static bool fill_months(Ctx *c, Str group, SandboxListView *v, Err *err)
{
    const CampaignDef *def = &c->app.def;
    const bool *published;
    if (!sandbox_published(&c->app, group, &published, err))
        return false;
    v->nothing_published = true;
    for (int i = 0; i < def->periods.count; i++) {
        const CampaignPeriod *p = &def->periods.items[i];
        if (!published[i])
            continue;
        v->nothing_published = false;
        add_option(c, &v->from, p->code, p->name, ctx_text(c, "from"));
        add_option(c, &v->to, p->code, p->name, ctx_text(c, "to"));
    }
    return true;
}

/* ---- the trials so far ---- */

static void add_trial(Ctx *c, const SandboxRow *r, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    *row_add_cell(c->arena, row) = (Cell){.text = instant_minute(c->arena, r->at),
                                          .href = link_to(c, "/sandbox/{id}", {"id", r->id}),
                                          .note = r->by};
    row_add_cell(c->arena, row)->text = group_name(&c->app, r->group);
    row_add_cell(c->arena, row)->text = sandbox_changes_line(&c->app, c->lang, r);
    *row_add_cell(c->arena, row) = (Cell){.text = msg_str(c->arena, c->lang, MSG_SANDBOX_SPAN,
                                                          {"from", period_name(&c->app, r->from)},
                                                          {"to", period_name(&c->app, r->to)})};
    row_add_cell(c->arena, row)->text = number(c, r->moved);
    row_add_cell(c->arena, row)->text = number(c, r->bottom);
    row_add_cell(c->arena, row)->text = number(c, r->talks);
}

static void fill_trials(Ctx *c, const SandboxRows *rows, SandboxListView *v)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_SANDBOX_COL_WHEN, CELL_HEAD},    {MSG_COL_GROUP, CELL_SHORT},
                   {MSG_SANDBOX_COL_WHAT, CELL_TEXT},    {MSG_SANDBOX_COL_MONTHS, CELL_SHORT},
                   {MSG_SANDBOX_COL_RANKS, CELL_NUMBER}, {MSG_SANDBOX_COL_BOTTOM, CELL_NUMBER},
                   {MSG_SANDBOX_COL_TALKS, CELL_NUMBER}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(c->arena, &v->trials, msg(c->lang, columns[i].label), columns[i].kind);
    v->trials.empty = msg(c->lang, v->may_try ? MSG_SANDBOX_NONE_TRY : MSG_OUT_SANDBOX_NONE);
    for (int i = 0; i < rows->count; i++)
        add_trial(c, &rows->items[i], &v->trials);
    if (rows->count == LIMIT_SANDBOX_PAGE_ROWS)
        v->more = link_to(c, "/sandbox", {"before", rows->items[rows->count - 1].id});
}

static bool list_page(Ctx *c, const SandboxRows *rows, const Err *fault, Err *err)
{
    const CampaignDef *def = &c->app.def;
    SandboxListView v = {.may_try = ctx_may(c, ACT_SANDBOX_RUN), .group = ctx_text(c, "group")};
    if (!v.group.len && def->groups.count)
        v.group = def->groups.items[0].code;
    for (int g = 0; g < def->groups.count; g++) {
        const PeerGroup *group = &def->groups.items[g];
        *arena_push(c->arena, &v.groups) =
            (Tab){.label = group->name,
                  .href = link_to(c, "/sandbox", {"group", group->code}),
                  .current = str_eq(group->code, v.group)};
    }
    if (v.may_try && app_group(&c->app, v.group) &&
        (!fill_versions(c, v.group, ctx_text(c, "version"), &v.versions, err) ||
         !fill_months(c, v.group, &v, err)))
        return false;
    fill_trials(c, rows, &v);
    if (fault) {
        Out out = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&out, c->lang, fault);
        v.error = out_str(&out);
        c->response->status = http_status_of(err_kind(fault->code));
    }
    sandbox_list_html(page_begin(c, msg(c->lang, MSG_SANDBOX_TITLE), NAV_SCHEME), c, &v);
    return page_end(c, err);
}

bool sandbox_list_answer(Ctx *c, Err *err)
{
    SandboxRows rows = {0};
    if (!sandbox_runs(&c->app, ctx_text(c, "before"), &rows, err))
        return false;
    if (!c->json)
        return list_page(c, &rows, NULL, err);
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("trials"));
    json_array(&json);
    for (int i = 0; i < rows.count; i++)
        sandbox_json(&c->app, &rows.items[i], &json);
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

/* ---- one trial ---- */

static void fill_changes(Ctx *c, const SandboxRow *row, Table *t)
{
    Str rest = sandbox_changes_lines(&c->app, c->lang, row);
    table_add_column(c->arena, t, msg(c->lang, MSG_SANDBOX_COL_WHAT), CELL_TEXT);
    while (rest.len)
        row_add_cell(c->arena, table_add_row(c->arena, t))->text = str_cut(&rest, '\n');
}

static Cell rank_cell(Ctx *c, const SandboxRank *r)
{
    Str before = r->before ? number(c, r->before) : S("—");
    Str after = r->after ? number(c, r->after) : S("—");
    if (r->before == r->after)
        return (Cell){.text = after, .dim = true};
    return (Cell){.text = arena_fmt(c->arena, "%.*s → %.*s", STR_ARG(before), STR_ARG(after))};
}

static const SandboxRank *rank_at(const SandboxFound *f, Str unit, Str period)
{
    for (int i = 0; i < f->ranks.count; i++)
        if (str_eq(f->ranks.items[i].unit, unit) && str_eq(f->ranks.items[i].period, period))
            return &f->ranks.items[i];
    return NULL;
}

/* The months that the trial has ranks of, and the labels; both as they come: in order. */
typedef LIST_OF(Str) Strs;
static void add_once(Ctx *c, Strs *list, Str text)
{
    for (int i = 0; i < list->count; i++)
        if (str_eq(list->items[i], text))
            return;
    *arena_push(c->arena, list) = text;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static void fill_ranks(Ctx *c, const SandboxFound *f, const Strs *units, const Strs *periods,
                       Table *t)
{
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_UNIT), CELL_HEAD);
    for (int p = 0; p < periods->count; p++)
        table_add_column(c->arena, t, period_name(&c->app, periods->items[p]), CELL_SHORT);
    t->tight = true;
    for (int u = 0; u < units->count; u++) {
        TableRow *row = table_add_row(c->arena, t);
        row_add_cell(c->arena, row)->text = units->items[u];
        for (int p = 0; p < periods->count; p++) {
            const SandboxRank *r = rank_at(f, units->items[u], periods->items[p]);
            Cell *cell = row_add_cell(c->arena, row);
            *cell = r ? rank_cell(c, r) : (Cell){.text = S("—"), .dim = true};
            if (r && (r->talk_before || r->talk_after))
                cell->note = msg(c->lang, r->talk_before && r->talk_after ? MSG_SANDBOX_TALK_BOTH
                                          : r->talk_after                 ? MSG_SANDBOX_TALK_NEW
                                                                          : MSG_SANDBOX_TALK_GONE);
        }
    }
}

typedef struct Placed {
    const SandboxRank *rank;
    int place;
} Placed;

static int by_before(const void *a, const void *b)
{
    const SandboxRank *x = ((const Placed *)a)->rank, *y = ((const Placed *)b)->rank;
    int i = x->before ? x->before : INT32_MAX, k = y->before ? y->before : INT32_MAX;
    return i != k ? (i > k) - (i < k) : str_cmp(x->unit, y->unit);
}

static int by_after(const void *a, const void *b)
{
    const SandboxRank *x = (*(Placed *const *)a)->rank, *y = (*(Placed *const *)b)->rank;
    int i = x->after ? x->after : INT32_MAX, k = y->after ? y->after : INT32_MAX;
    return i != k ? (i > k) - (i < k) : str_cmp(x->unit, y->unit);
}

static void fill_slope(Ctx *c, const SandboxFound *f, Str period, SandboxView *v)
{
    Placed *placed = arena_new(c->arena, Placed, f->ranks.count + 1);
    Placed **after = arena_new(c->arena, Placed *, f->ranks.count + 1);
    int n = 0;
    for (int i = 0; i < f->ranks.count; i++)
        if (str_eq(f->ranks.items[i].period, period))
            placed[n++].rank = &f->ranks.items[i];
    qsort(placed, (size_t)n, sizeof *placed, by_before);
    for (int i = 0; i < n; i++)
        after[i] = &placed[i];
    qsort(after, (size_t)n, sizeof(Placed *), by_after);
    for (int i = 0; i < n; i++)
        after[i]->place = i;
    SlopeLine *lines = arena_new(c->arena, SlopeLine, n + 1);
    for (int i = 0; i < n; i++)
        lines[i] = (SlopeLine){.name = placed[i].rank->unit,
                               .from = i,
                               .to = placed[i].place,
                               .before = placed[i].rank->before,
                               .after = placed[i].rank->after};
    v->slope = (Slope){
        lines, n,
        msg_str(c->arena, c->lang, MSG_SANDBOX_SLOPE, {"period", period_name(&c->app, period)})};
}

static void fill_moves(Ctx *c, const SandboxFound *f, Table *t)
{
    table_add_column(c->arena, t, msg(c->lang, MSG_SANDBOX_MOVES), CELL_TEXT);
    t->empty = msg(c->lang, MSG_SANDBOX_NO_MOVES);
    for (int i = 0; i < f->moves.count; i++) {
        const SandboxMove *m = &f->moves.items[i];
        Out out = out_new(c->arena, LIMIT_LINE_BYTES);
        const Consequence move = {
            .period = m->period, .kind = m->kind, .before = m->before, .after = m->after};
        if (str_eq(m->kind, S("rank")))
            continue; /* in the table of ranks */
        change_text(c->lang, &c->app, &move, m->unit, &out);
        row_add_cell(c->arena, table_add_row(c->arena, t))->text = out_str(&out);
    }
}

static void fill_facts(Ctx *c, const SandboxRow *row, const SandboxFound *f, Facts *facts)
{
    Arena *a = c->arena;
    fact_add(a, facts, msg(c->lang, MSG_SANDBOX_COL_MONTHS),
             msg_str(a, c->lang, MSG_SANDBOX_SPAN, {"from", period_name(&c->app, row->from)},
                     {"to", period_name(&c->app, row->to)}));
    fact_add(a, facts, msg(c->lang, MSG_SANDBOX_COL_RANKS), number(c, row->moved));
    fact_add(a, facts, msg(c->lang, MSG_SANDBOX_COL_BOTTOM), number(c, row->bottom));
    if (f->has_ranks)
        fact_add(a, facts, msg(c->lang, MSG_SANDBOX_TALKS),
                 msg_str(a, c->lang, MSG_SANDBOX_TALKS_BOTH, {"before", number(c, f->talks_before)},
                         {"after", number(c, f->talks_after)}));
    else
        fact_add(a, facts, msg(c->lang, MSG_SANDBOX_COL_TALKS), number(c, row->talks));
}

static void fill_pictures(Ctx *c, const SandboxRow *row, const SandboxFound *f, SandboxView *v)
{
    Strs units = {0}, periods = {0};
    Str wanted = ctx_text(c, "period");
    for (int i = 0; i < f->ranks.count; i++) {
        add_once(c, &units, f->ranks.items[i].unit);
        add_once(c, &periods, f->ranks.items[i].period);
    }
    v->has_ranks = units.count > 0;
    if (!v->has_ranks)
        return;
    qsort(units.items, (size_t)units.count, sizeof(Str), by_text);
    Str shown = periods.items[periods.count - 1];
    for (int i = 0; i < f->ranks.count; i++) /* the latest in which somebody moves */
        if (f->ranks.items[i].before != f->ranks.items[i].after)
            shown = f->ranks.items[i].period;
    for (int p = 0; p < periods.count; p++)
        shown = str_eq(periods.items[p], wanted) ? wanted : shown;
    for (int p = 0; p < periods.count; p++)
        *arena_push(c->arena, &v->periods) = (Tab){
            .label = period_name(&c->app, periods.items[p]),
            .href = link_to(c, "/sandbox/{id}", {"id", row->id}, {"period", periods.items[p]}),
            .current = str_eq(periods.items[p], shown)};
    fill_ranks(c, f, &units, &periods, &v->ranks);
    fill_slope(c, f, shown, v);
}

static bool one_page(Ctx *c, const SandboxRow *row, Err *err)
{
    SandboxFound f = {0};
    SandboxView v = {0};
    Arena *a = c->arena;
    sandbox_found(&c->app, row, &f);
    if (!sandbox_chances(&c->app, c->lang, row, &v.chance_before, &v.chance_after, err))
        return false;
    v.title =
        msg_str(a, c->lang, MSG_SANDBOX_TITLE_ONE, {"group", group_name(&c->app, row->group)});
    v.sub = msg_str(a, c->lang, MSG_SANDBOX_SUB_ONE, {"by", row->by},
                    {"at", instant_minute(a, row->at)});
    v.file = link_to(c, "/sandbox/{id}/file", {"id", row->id});
    v.next = ctx_may(c, ACT_SCHEME_PROPOSE) ? link_to(c, "/schemes/{group}", {"group", row->group})
                                            : S("");
    if (f.withheld)
        v.withheld =
            msg_str(a, c->lang, MSG_OUT_SANDBOX_WITHHELD, {"count", number(c, f.withheld)});
    v.holds = row->holds_from.len ? msg_str(a, c->lang, MSG_OUT_SANDBOX_HOLDS,
                                            {"period", period_name(&c->app, row->holds_from)})
                                  : msg(c->lang, MSG_OUT_SANDBOX_HOLDS_NEVER);
    fill_facts(c, row, &f, &v.facts);
    fill_changes(c, row, &v.changes);
    fill_pictures(c, row, &f, &v);
    fill_moves(c, &f, &v.moves);
    sandbox_html(page_begin(c, v.title, NAV_SCHEME), c, &v);
    return page_end(c, err);
}

static bool one(Ctx *c, const SandboxRow *row, Err *err)
{
    Json json = json_begin(c);
    sandbox_json(&c->app, row, &json);
    return json_end(c, &json, err);
}

bool sandbox_answer(Ctx *c, Err *err)
{
    SandboxRow row;
    return sandbox_read(&c->app, ctx_text(c, "id"), &row, err) &&
           (c->json ? one(c, &row, err) : one_page(c, &row, err));
}

bool sandbox_file(Ctx *c, Err *err)
{
    SandboxRow row;
    Sheet sheets[SANDBOX_SHEETS];
    if (!sandbox_read(&c->app, ctx_text(c, "id"), &row, err))
        return false;
    sandbox_sheets(&c->app, c->lang, &row, sheets);
    return download_book(c, sheets, SANDBOX_SHEETS, msg(c->lang, MSG_SANDBOX_TITLE), err);
}

/* ---- a try ---- */

/* "2", or "ready:efficacy". */
static void wanted_version(Ctx *c, SandboxAsk *ask)
{
    Str said = ctx_text(c, "version");
    int64_t n;
    if (str_starts(said, S("ready:")))
        ask->ready = str_sub(said, 6, said.len);
    else if (str_to_i64(said, &n) && n > 0 && n <= LIMIT_SCHEME_VERSION)
        ask->version = (int)n;
}

bool sandbox_run_do(Ctx *c, Err *err)
{
    SandboxRow row;
    SandboxAsk ask = {.group = ctx_text(c, "group"),
                      .from = ctx_text(c, "from"),
                      .to = ctx_text(c, "to"),
                      .scheme = ctx_text(c, "scheme")};
    wanted_version(c, &ask);
    if (node_weights_parse(c->arena, ctx_text(c, "weights"), &ask.weights, err) &&
        sandbox_try(&c->app, &ask, NULL, &row, err))
        return c->json ? one(c, &row, err)
                       : done(c, link_to(c, "/sandbox/{id}", {"id", row.id}), err);
    ErrKind kind = err_kind(err->code);
    if (c->json || (kind != KIND_INVALID && kind != KIND_CONFLICT) ||
        err->code == ERR_GROUP_UNKNOWN)
        return false;
    SandboxRows rows = {0};
    Err fault = *err;
    *err = (Err){0};
    return sandbox_runs(&c->app, S(""), &rows, err) && list_page(c, &rows, &fault, err);
}
