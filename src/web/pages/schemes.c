/* Schemes (考评方案): what holds in each group and when, the ready ones, one version with its differences, and what is done with it. */
#include "app/person.h"
#include "app/scheme/scheme_desk.h"
#include "app/scheme/scheme_library.h"
#include "app/scheme/scheme_load.h"
#include "app/scheme/scheme_named.h"
#include "app/scheme/scheme_sheet.h"
#include "app/scheme/scheme_text.h"
#include "app/scheme/scheme_warn.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct SchemesView {
    Table line, versions, ready;
    bool may_compare, may_try;
} SchemesView;
#include "web/templates/schemes.html.h"

typedef struct SchemeView {
    Str title, sub, error, chance, xlsx, yaml, waits, try, here;
    const Faults *faults;
    Tabs versions;
    Facts facts;
    Table tree, changes, warnings, top;
    Str changes_title;
    bool may_propose, may_approve, may_withdraw, ready;
    Str propose_action, approve_action, digest, typed_reason, typed_authority, typed_document,
        typed_dated;
    Options periods, these, others; /* these, others: versions to be compared */
    Confirm withdraw;
} SchemeView;
#include "web/templates/scheme.html.h"

/* What is to be shown, and what was typed when it went wrong. */
typedef struct Wanted {
    int version, against; /* 0: the newest; the one before */
    Str effective, reason, authority, document, dated;
    const Err *fault;
    const Faults *faults;
} Wanted;

static Str number(Ctx *c, int n)
{
    return arena_fmt(c->arena, "%d", n);
}

static StateKind kind_of(SchemeStanding standing)
{
    static const StateKind kinds[] = {STATE_OPEN, STATE_DOING, STATE_DONE, STATE_STOPPED};
    return kinds[standing];
}

static Str version_text(Ctx *c, int version)
{
    return msg_str(c->arena, c->lang, MSG_SCHEME_VERSION_N, {"n", number(c, version)});
}

static Str version_link(Ctx *c, const SchemeEntry *e)
{
    return link_to(c, "/schemes/{group}", {"group", e->group}, {"version", number(c, e->version)});
}

/* ---- the list ---- */

/* A group a row, a period a column: which version holds there. */
static void add_line(Ctx *c, const PeerGroup *group, const SchemeEntries *entries, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    *row_add_cell(c->arena, row) =
        (Cell){.text = group->name, .href = link_to(c, "/schemes/{group}", {"group", group->code})};
    for (int i = 0; i < c->app.def.periods.count; i++) {
        const SchemeEntry *e = scheme_entry_holding(entries, c->app.def.periods.items[i].code);
        Cell *cell = row_add_cell(c->arena, row);
        if (!e)
            *cell = (Cell){.text = S("—"), .dim = true};
        else
            *cell = (Cell){.text = version_text(c, e->version),
                           .href = version_link(c, e),
                           .bad = e->standing != SCHEME_APPROVED,
                           .mark = e->standing == SCHEME_APPROVED
                                       ? S("")
                                       : scheme_standing_text(c->lang, e->standing)};
    }
}

static void add_version(Ctx *c, const SchemeEntry *e, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    *row_add_cell(c->arena, row) =
        (Cell){.text = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(group_name(&c->app, e->group)),
                                 STR_ARG(version_text(c, e->version))),
               .href = version_link(c, e)};
    *row_add_cell(c->arena, row) = (Cell){.text = period_name(&c->app, e->effective)};
    *row_add_cell(c->arena, row) =
        (Cell){.text = scheme_standing_text(c->lang, e->standing), .state = kind_of(e->standing)};
    *row_add_cell(c->arena, row) =
        (Cell){.text = e->document, .note = e->decision ? e->decision->dated : S("")};
    *row_add_cell(c->arena, row) = (Cell){
        .text = e->proposed ? person_words(&c->app, c->lang, e->proposed->by, e->proposed->behalf)
                            : msg(c->lang, MSG_SCHEME_IMPORTED),
        .note = e->proposed ? instant_minute(c->arena, e->proposed->at) : S("")};
}

static bool fill_ready(Ctx *c, Table *t, Err *err)
{
    table_add_column(c->arena, t, msg(c->lang, MSG_SCHEME_COL_READY), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_SCHEME_COL_SOURCE), CELL_TEXT);
    for (int i = 0; i < ready_schemes_count; i++) {
        Scheme scheme;
        Faults faults = {.arena = c->arena};
        if (!scheme_load_text(c->arena, ready_schemes[i].name, *ready_schemes[i].text, &scheme,
                              &faults)) {
            *err = faults.items[0];
            return false;
        }
        TableRow *row = table_add_row(c->arena, t);
        *row_add_cell(c->arena, row) =
            (Cell){.text = scheme.name,
                   .href = link_to(c, "/ready-schemes/{name}", {"name", ready_schemes[i].name})};
        row_add_cell(c->arena, row)->text = scheme.note;
    }
    return true;
}

static bool list_json(Ctx *c, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("versions"));
    json_array(&json);
    for (int g = 0; g < c->app.def.groups.count; g++) {
        SchemeEntries entries = {0};
        if (!scheme_read(&c->app, c->app.def.groups.items[g].code, &entries, err))
            return false;
        for (int i = 0; i < entries.count; i++) {
            json_object(&json);
            scheme_entry_json(&c->app, &entries.items[i], &json);
            json_object_end(&json);
        }
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool schemes_page(Ctx *c, Err *err)
{
    static const Msg heads[] = {MSG_SCHEME_COL_VERSION, MSG_SCHEME_COL_FROM, MSG_SCHEME_COL_STATE,
                                MSG_SCHEME_COL_DOCUMENT, MSG_SCHEME_COL_BY};
    static const CellKind kinds[] = {CELL_HEAD, CELL_SHORT, CELL_SHORT, CELL_TEXT, CELL_TEXT};
    const CampaignDef *def = &c->app.def;
    SchemesView v = {.may_compare = ctx_may(c, ACT_PARALLEL_RUN),
                     .may_try = ctx_may(c, ACT_SANDBOX_READ)};
    if (c->json)
        return list_json(c, err);
    table_add_column(c->arena, &v.line, msg(c->lang, MSG_COL_GROUP), CELL_HEAD);
    for (int i = 0; i < def->periods.count; i++)
        table_add_column(c->arena, &v.line, def->periods.items[i].name, CELL_SHORT);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(c->arena, &v.versions, msg(c->lang, heads[i]), kinds[i]);
    v.line.tight = true;
    for (int g = 0; g < def->groups.count; g++) {
        SchemeEntries entries = {0};
        if (!scheme_read(&c->app, def->groups.items[g].code, &entries, err))
            return false;
        add_line(c, &def->groups.items[g], &entries, &v.line);
        for (int i = entries.count - 1; i >= 0; i--)
            add_version(c, &entries.items[i], &v.versions);
    }
    v.versions.empty = msg(c->lang, MSG_SCHEME_NONE_YET);
    if (!fill_ready(c, &v.ready, err))
        return false;
    schemes_html(page_begin(c, msg(c->lang, MSG_SCHEME_TITLE), NAV_SCHEME), c, &v);
    return page_end(c, err);
}

/* ---- one ---- */

static void fill_tree(Ctx *c, const Scheme *scheme, Table *t)
{
    Str *words = arena_new(c->arena, Str, scheme->nnodes);
    scheme_node_words(c->arena, scheme, c->lang, words);
    table_add_column(c->arena, t, msg(c->lang, MSG_SCHEME_COL_NODE), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_SCHEME_COL_WEIGHT), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_SCHEME_COL_SHARE), CELL_NUMBER);
    for (int i = 1; i < scheme->nnodes; i++) {
        const SchemeNode *n = &scheme->nodes[i];
        Str share = scheme_share(c->arena, scheme, i);
        TableRow *row = table_add_row(c->arena, t);
        Out name = out_new(c->arena, 4096);
        for (int d = 1; d < n->depth; d++)
            out_s(&name, S("　"));
        out_s(&name, n->name);
        row->sum = !scheme_is_leaf(n);
        *row_add_cell(c->arena, row) = (Cell){.text = out_str(&name), .note = words[i]};
        *row_add_cell(c->arena, row) = (Cell){.text = dec_str(c->arena, n->weight)};
        Cell *cell = row_add_cell(c->arena, row);
        *cell = (Cell){.text = share, .unit = share.len ? S("%") : S("")};
        if (share.len) {
            Gauge *g = arena_new(c->arena, Gauge, 1);
            *g = (Gauge){.done = hundredths(share), .plan = -1, .words = share};
            cell->gauge = g;
        }
    }
}

static void fill_warnings(Ctx *c, const Scheme *scheme, Table *t)
{
    Faults warnings = {.arena = c->arena};
    scheme_warn(scheme, S(""), &warnings);
    table_add_column(c->arena, t, msg(c->lang, MSG_SCHEME_WARNINGS), CELL_TEXT);
    for (int i = 0; i < warnings.count; i++) {
        Out out = out_new(c->arena, 1 << 14);
        msg_err(&out, c->lang, &warnings.items[i]);
        row_add_cell(c->arena, table_add_row(c->arena, t))->text = out_str(&out);
    }
}

/* Against another version: what differs in words, and whether it acts. */
static bool fill_changes(Ctx *c, const SchemeEntry *from, const Scheme *to, SchemeView *v, Err *err)
{
    Scheme before;
    SchemeChanges changes = {0};
    if (!scheme_entry_load(&c->app, from, &before, err))
        return false;
    Scheme now = scheme_named(&c->app, to);
    before = scheme_named(&c->app, &before);
    scheme_diff(c->arena, &before, &now, &changes);
    v->changes_title =
        msg_str(c->arena, c->lang, MSG_SCHEME_CHANGES, {"version", version_text(c, from->version)});
    table_add_column(c->arena, &v->changes, msg(c->lang, MSG_SCHEME_COL_NODE), CELL_HEAD);
    table_add_column(c->arena, &v->changes, msg(c->lang, MSG_SCHEME_COL_CHANGE), CELL_TEXT);
    table_add_column(c->arena, &v->changes, msg(c->lang, MSG_SCHEME_COL_ACTS), CELL_SHORT);
    v->changes.empty = msg(c->lang, MSG_OUT_SCHEME_EQUAL);
    for (int i = 0; i < changes.count; i++) {
        const SchemeChange *x = &changes.items[i];
        TableRow *row = table_add_row(c->arena, &v->changes);
        row_add_cell(c->arena, row)->text = x->node.len ? x->name : msg(c->lang, MSG_SCHEME_WHOLE);
        row_add_cell(c->arena, row)->text = scheme_change_words(c->arena, c->lang, x);
        *row_add_cell(c->arena, row) = (Cell){
            .text = msg(c->lang, x->acts ? MSG_SCHEME_ACTS : MSG_SCHEME_ACTS_NOT), .dim = !x->acts};
    }
    return true;
}

static void fill_facts(Ctx *c, const SchemeEntry *e, Facts *facts)
{
    Arena *a = c->arena;
    fact_add(a, facts, msg(c->lang, MSG_SCHEME_COL_STATE),
             scheme_standing_text(c->lang, e->standing));
    fact_add(a, facts, msg(c->lang, MSG_SCHEME_COL_FROM), period_name(&c->app, e->effective));
    fact_add(a, facts, msg(c->lang, MSG_SCHEME_COL_DOCUMENT), e->document);
    if (e->decision) {
        fact_add(a, facts, msg(c->lang, MSG_SCHEME_AUTHORITY), e->decision->authority);
        fact_add(a, facts, msg(c->lang, MSG_SCHEME_DATED), e->decision->dated);
        fact_add(a, facts, msg(c->lang, MSG_SCHEME_DECIDED_BY),
                 person_words(&c->app, c->lang, e->decision->by, e->decision->behalf));
        fact_add(a, facts, msg(c->lang, MSG_SCHEME_WITHDRAWN_WHY), e->decision->reason);
    }
    fact_add(a, facts, msg(c->lang, MSG_SCHEME_COL_BY),
             e->proposed ? person_words(&c->app, c->lang, e->proposed->by, e->proposed->behalf)
                         : msg(c->lang, MSG_SCHEME_IMPORTED));
    if (e->proposed)
        fact_add(a, facts, msg(c->lang, MSG_SCHEME_WHY), e->proposed->reason);
    fact_add(a, facts, msg(c->lang, MSG_SCHEME_DIGEST), str_sub(e->digest, 0, 16));
}

static void fill_periods(Ctx *c, Str chosen, Options *options)
{
    for (int i = 0; i < c->app.def.periods.count; i++) {
        const CampaignPeriod *p = &c->app.def.periods.items[i];
        if (p->from > c->app.today)
            *arena_push(c->arena, options) = (Option){p->code, p->name, str_eq(p->code, chosen)};
    }
}

/* What the reader may do with it now; the use-case asks again. */
static void fill_acts(Ctx *c, const SchemeEntry *e, const Wanted *w, SchemeView *v)
{
    bool self = e && e->proposed && app_is_self(&c->app, e->proposed->by, e->proposed->behalf);
    bool open = e && (e->standing == SCHEME_PROPOSED || e->standing == SCHEME_TRIAL);
    Str group = ctx_text(c, "group");
    v->may_propose = ctx_may(c, ACT_SCHEME_PROPOSE);
    v->propose_action = link_to(c, "/schemes/{group}/propose", {"group", group});
    fill_periods(c, w->effective, &v->periods);
    if (!e)
        return;
    v->may_approve = open && !self && ctx_may(c, ACT_SCHEME_APPROVE);
    if (open && !v->may_approve)
        v->waits = msg(c->lang, self ? MSG_SCHEME_WAITS_OTHER : MSG_SCHEME_WAITS);
    v->approve_action = link_to(c, "/schemes/{group}/{version}/approve", {"group", group},
                                {"version", number(c, e->version)});
    v->digest = e->digest;
    v->may_withdraw = e->proposed && e->standing != SCHEME_WITHDRAWN &&
                      (ctx_may(c, ACT_SCHEME_PROPOSE) || ctx_may(c, ACT_SCHEME_APPROVE));
    v->withdraw = (Confirm){.action = link_to(c, "/schemes/{group}/{version}/withdraw",
                                              {"group", group}, {"version", number(c, e->version)}),
                            .label = msg(c->lang, MSG_SCHEME_WITHDRAW),
                            .what = msg(c->lang, MSG_SCHEME_WITHDRAW_WHAT),
                            .reason = S("reason"),
                            .reason_max = LIMIT_SCHEME_LINE_CHARACTERS};
}

static void fill_typed(Ctx *c, const Wanted *w, SchemeView *v)
{
    if (w->fault) {
        Out out = out_new(c->arena, 1 << 14);
        msg_err(&out, c->lang, w->fault);
        v->error = out_str(&out);
        c->response->status = http_status_of(err_kind(w->fault->code));
    }
    v->faults = w->faults;
    v->typed_reason = w->reason;
    v->typed_authority = w->authority;
    v->typed_document = w->document;
    v->typed_dated = w->dated;
}

static bool one_json(Ctx *c, const SchemeEntry *e, const Scheme *scheme, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    if (e) {
        scheme_entry_json(&c->app, e, &json);
        json_kstr(&json, S("text"), e->text);
        json_kstr(&json, S("chance"),
                  scheme_group_chance(&c->app, c->lang, e->group, S(""), scheme));
    }
    json_object_end(&json);
    return json_end(c, &json, err);
}

/* Month by month figures of plans stay in the file. */
static void fill_top(Ctx *c, const Scheme *scheme, Table *t)
{
    Str rest = scheme_top_words(c->arena, scheme, c->lang);
    table_add_column(c->arena, t, msg(c->lang, MSG_SCHEME_COL_KEY), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_SCHEME_COL_VALUE), CELL_TEXT);
    while (rest.len) {
        Str line = str_cut(&rest, '\n');
        ptrdiff_t gap = str_find(line, S("  "), 0);
        if (gap < 0 || str_starts(line, S("plans.")))
            continue;
        TableRow *row = table_add_row(c->arena, t);
        row_add_cell(c->arena, row)->text = str_sub(line, 0, gap);
        row_add_cell(c->arena, row)->text = str_trim(str_sub(line, gap, line.len));
    }
}

static void fill_scheme(Ctx *c, const Scheme *scheme, SchemeView *v)
{
    Scheme named = scheme_named(&c->app, scheme);
    fill_tree(c, &named, &v->tree);
    fill_warnings(c, scheme, &v->warnings);
    fill_top(c, scheme, &v->top);
}

/* Any two versions beside each other. */
static void fill_compared(Ctx *c, const SchemeEntries *entries, const SchemeEntry *e,
                          const SchemeEntry *against, SchemeView *v)
{
    v->here = link_to(c, "/schemes/{group}", {"group", e->group});
    for (int i = 0; i < entries->count && entries->count > 1; i++) {
        const SchemeEntry *x = &entries->items[i];
        Str value = number(c, x->version), label = version_text(c, x->version);
        *arena_push(c->arena, &v->these) = (Option){value, label, x == e};
        *arena_push(c->arena, &v->others) = (Option){value, label, x == against};
    }
    if (e->standing != SCHEME_WITHDRAWN && ctx_may(c, ACT_SANDBOX_RUN))
        v->try = link_to(c, "/sandbox", {"group", e->group}, {"version", number(c, e->version)});
}

static bool fill_entry(Ctx *c, const SchemeEntries *entries, const SchemeEntry *e, int wanted,
                       const Scheme *scheme, SchemeView *v, Err *err)
{
    const SchemeEntry *against = scheme_entry_find(entries, wanted);
    for (int i = 0; i < entries->count; i++) {
        const SchemeEntry *x = &entries->items[i];
        *arena_push(c->arena, &v->versions) = (Tab){
            .label = version_text(c, x->version), .href = version_link(c, x), .current = x == e};
        if (!wanted && x->version < e->version && x->standing != SCHEME_WITHDRAWN)
            against = x;
    }
    v->sub = msg_str(c->arena, c->lang, MSG_SCHEME_SUB_ONE, {"name", scheme->name},
                     {"version", version_text(c, e->version)},
                     {"from", period_name(&c->app, e->effective)});
    v->chance = scheme_group_chance(&c->app, c->lang, e->group, S(""), scheme);
    Str version = number(c, e->version);
    v->xlsx = link_to(c, "/schemes/{group}/file", {"group", e->group}, {"version", version});
    v->yaml = link_to(c, "/schemes/{group}/file", {"group", e->group}, {"version", version},
                      {"format", S("yaml")});
    fill_facts(c, e, &v->facts);
    fill_scheme(c, scheme, v);
    fill_compared(c, entries, e, against, v);
    return !against || against == e || fill_changes(c, against, scheme, v, err);
}

static bool find_entry(Ctx *c, int wanted, SchemeEntries *entries, const SchemeEntry **ret_entry,
                       Err *err)
{
    Str group = ctx_text(c, "group");
    if (!scheme_read(&c->app, group, entries, err))
        return false;
    *ret_entry = wanted           ? scheme_entry_find(entries, wanted)
                 : entries->count ? &entries->items[entries->count - 1]
                                  : NULL;
    return *ret_entry || !wanted ||
           err_set(err, ERR_SCHEME_VERSION, {"found", number(c, wanted)},
                   {"group", group_name(&c->app, group)});
}

static bool show(Ctx *c, const Wanted *w, Err *err)
{
    SchemeEntries entries = {0};
    const SchemeEntry *e;
    Scheme scheme = {0};
    SchemeView v = {0};
    if (!find_entry(c, w->version, &entries, &e, err) ||
        (e && !scheme_entry_load(&c->app, e, &scheme, err)))
        return false;
    if (c->json)
        return one_json(c, e, &scheme, err);
    v.title = msg_str(c->arena, c->lang, MSG_SCHEME_TITLE_ONE,
                      {"group", group_name(&c->app, ctx_text(c, "group"))});
    v.sub = msg(c->lang, MSG_SCHEME_NONE_YET);
    if (e && !fill_entry(c, &entries, e, w->against, &scheme, &v, err))
        return false;
    fill_acts(c, e, w, &v);
    fill_typed(c, w, &v);
    scheme_html(page_begin(c, v.title, NAV_SCHEME), c, &v);
    return page_end(c, err);
}

bool scheme_page(Ctx *c, Err *err)
{
    const Wanted w = {.version = (int)ctx_i64(c, "version", 0),
                      .against = (int)ctx_i64(c, "against", 0)};
    return show(c, &w, err);
}

/* ---- files ---- */

enum { FORMAT_XLSX, FORMAT_YAML };

static bool send(Ctx *c, const Scheme *scheme, Str name, Str text, Err *err)
{
    Sheet sheets[SCHEME_SHEETS];
    if (ctx_i64(c, "format", FORMAT_XLSX) == FORMAT_YAML)
        return download(c, S("application/yaml; charset=utf-8"),
                        arena_fmt(c->arena, "%.*s.yaml", STR_ARG(name)), text, err);
    scheme_sheets(c->arena, scheme, c->lang == LANG_ZH, sheets);
    return download_book(c, sheets, SCHEME_SHEETS, name, err);
}

bool scheme_file(Ctx *c, Err *err)
{
    SchemeEntries entries = {0};
    const SchemeEntry *e;
    Scheme scheme;
    if (!find_entry(c, (int)ctx_i64(c, "version", 0), &entries, &e, err))
        return false;
    if (!e)
        return err_set(err, ERR_SCHEME_VERSION, {"found", S("1")},
                       {"group", group_name(&c->app, ctx_text(c, "group"))});
    return scheme_entry_load(&c->app, e, &scheme, err) &&
           send(c, &scheme, arena_fmt(c->arena, "%.*s-v%d", STR_ARG(e->group), e->version), e->text,
                err);
}

/* ---- ready ones ---- */

static bool find_ready(Ctx *c, const ReadyScheme **ret_ready, Scheme *ret_scheme, Err *err)
{
    Str near = S("");
    Faults faults = {.arena = c->arena};
    *ret_ready = ready_scheme(ctx_text(c, "name"), &near);
    if (!*ret_ready)
        return err_set(err, ERR_SCHEME_READY, {"found", ctx_text(c, "name")}, {"nearest", near});
    if (scheme_load_text(c->arena, (*ret_ready)->name, *(*ret_ready)->text, ret_scheme, &faults))
        return true;
    *err = faults.items[0];
    return false;
}

bool scheme_ready_page(Ctx *c, Err *err)
{
    const ReadyScheme *ready;
    Scheme scheme;
    SchemeView v = {.ready = true};
    if (!find_ready(c, &ready, &scheme, err))
        return false;
    v.title = scheme.name;
    v.sub = scheme.note;
    v.xlsx = link_to(c, "/ready-schemes/{name}/file", {"name", ready->name});
    v.yaml = link_to(c, "/ready-schemes/{name}/file", {"name", ready->name}, {"format", S("yaml")});
    fill_scheme(c, &scheme, &v);
    scheme_html(page_begin(c, v.title, NAV_SCHEME), c, &v);
    return page_end(c, err);
}

bool scheme_ready_file(Ctx *c, Err *err)
{
    const ReadyScheme *ready;
    Scheme scheme;
    return find_ready(c, &ready, &scheme, err) && send(c, &scheme, ready->name, *ready->text, err);
}

/* ---- what is done with it ---- */

/* What the person typed wrong is told on the page that they typed it on. */
static bool answer(Ctx *c, bool done_well, Str there, Wanted *w, Err *err)
{
    if (done_well)
        return done(c, there, err);
    if (w->faults && w->faults->count && err->code == ERR_NONE)
        *err = w->faults->items[0];
    ErrKind kind = err_kind(err->code);
    if (c->json || (kind != KIND_INVALID && kind != KIND_CONFLICT) ||
        err->code == ERR_GROUP_UNKNOWN)
        return false;
    Err fault = *err;
    w->fault = &fault;
    *err = (Err){0};
    return show(c, w, err);
}

bool scheme_propose_do(Ctx *c, Err *err)
{
    const MultipartPart *file = &c->params.files.items[0];
    SchemeProposal p = {.file = file->file_name,
                        .bytes = file->bytes,
                        .groups = ctx_text(c, "group"),
                        .effective = ctx_text(c, "effective"),
                        .reason = ctx_text(c, "reason")};
    SchemeVersions made = {0};
    Faults faults = {.arena = c->arena};
    bool good = scheme_propose(&c->app, &p, &made, &faults, err);
    Wanted w = {.effective = p.effective, .reason = p.reason, .faults = &faults};
    return answer(c, good, link_to(c, "/schemes/{group}", {"group", p.groups}), &w, err);
}

static Str entry_link(Ctx *c)
{
    return link_to(c, "/schemes/{group}", {"group", ctx_text(c, "group")},
                   {"version", number(c, (int)ctx_i64(c, "version", 0))});
}

bool scheme_approve_do(Ctx *c, Err *err)
{
    SchemeApproval a = {.group = ctx_text(c, "group"),
                        .version = (int)ctx_i64(c, "version", 0),
                        .seen = ctx_text(c, "seen"),
                        .authority = ctx_text(c, "authority"),
                        .document = ctx_text(c, "document"),
                        .dated = ctx_text(c, "dated")};
    Wanted w = {
        .version = a.version, .authority = a.authority, .document = a.document, .dated = a.dated};
    return answer(c, scheme_approve(&c->app, &a, err), entry_link(c), &w, err);
}

bool scheme_withdraw_do(Ctx *c, Err *err)
{
    Wanted w = {.version = (int)ctx_i64(c, "version", 0)};
    bool good =
        scheme_withdraw(&c->app, ctx_text(c, "group"), w.version, ctx_text(c, "reason"), err);
    return answer(c, good, entry_link(c), &w, err);
}
