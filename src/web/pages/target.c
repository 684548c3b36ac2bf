/* One target: the whole, the year, its units, its changes, and the form to change it. */
#include "app/ledger_words.h"
#include "app/person.h"
#include "app/restricted.h"
#include "app/target/target_change.h"
#include "app/target/target_words.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct TargetPage {
    Str title, sub, csv, xlsx, statistics, findings, only_own, year_of, at, other_href, other;
    Facts facts;
    Table year, units;
    Chart chart;
    bool may_change;
    Str action, error, seen, value, value_unit, reason, document;
    Options whose, periods;
    int64_t why_max;
    Moments history;
} TargetPage;
#include "web/templates/target.html.h"

static Str light_words(Ctx *c, const TargetFigures *f)
{
    return light_text(c->lang, f->light, f->reason);
}

static void fill_facts(Ctx *c, const TargetView *t, TargetPage *v)
{
    const Target *target = &t->index->def->targets.items[t->target];
    const TargetFigures *f = &t->city;
    Str goal =
        msg_str(c->arena, c->lang, MSG_LEDGER_GOAL_FIRM,
                {"modality", ledger_word(c->lang, target->modality)},
                {"relation", ledger_word(c->lang, target->relation)}, {"value", f->owed.value});
    *arena_push(c->arena, &v->facts) =
        (Fact){.label = msg(c->lang, MSG_LEDGER_COL_VALUE), .value = goal, .unit = target->unit};
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_TARGETS_COL_SPLIT),
             split_text(c->lang, t->split));
    if (t->check.has_total)
        *arena_push(c->arena, &v->facts) = (Fact){.label = msg(c->lang, MSG_TARGETS_COL_TOTAL),
                                                  .value = dec_str(c->arena, t->check.total),
                                                  .unit = target->unit};
    if (f->actual.len)
        *arena_push(c->arena, &v->facts) =
            (Fact){.label = msg(c->lang, MSG_TARGETS_COL_ACTUAL),
                   .value = f->actual,
                   .unit = target->unit,
                   .mark = f->reached_of.len ? msg(c->lang, MSG_TARGETS_PARTLY) : S("")};
    if (f->counted)
        fact_add(c->arena, &v->facts, msg(c->lang, MSG_TARGETS_COL_ACTUAL),
                 msg_str(c->arena, c->lang,
                         f->reason == LIGHT_NO_SUM ? MSG_TARGETS_MET_NO_SUM : MSG_TARGETS_MET,
                         {"met", arena_fmt(c->arena, "%d", f->met)},
                         {"units", arena_fmt(c->arena, "%d", f->counted)}));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_TARGETS_COL_PERCENT), f->percent);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_TARGETS_COL_PLAN), f->plan);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_TARGETS_COL_GAP), f->gap);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_LEDGER_COL_LIGHT), light_words(c, f));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_TARGETS_COL_GROWTH),
             growth_text(c->arena, c->lang, f));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_TARGETS_COL_TRAJECTORY),
             trajectory_text(c->lang, f->trajectory));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_TARGETS_COL_LIKELY),
             forecast_text(c->arena, c->lang, &f->forecast));
}

static void fill_year(Ctx *c, const TargetView *t, TargetPage *v)
{
    const Target *target = &t->index->def->targets.items[t->target];
    v->year = (Table){.id = S("year"), .tight = true};
    v->year_of = t->months_of < 0 ? msg(c->lang, MSG_LEDGER_CITY)
                                  : t->index->def->units.items[t->months_of].name;
    if (t->months.count < 2)
        return;
    table_add_column(c->arena, &v->year, msg(c->lang, MSG_COL_PERIOD), CELL_HEAD);
    table_add_column(c->arena, &v->year, msg(c->lang, MSG_TARGETS_COL_ACTUAL), CELL_NUMBER);
    table_add_column(c->arena, &v->year, msg(c->lang, MSG_TARGETS_COL_PERCENT), CELL_NUMBER);
    table_add_column(c->arena, &v->year, msg(c->lang, MSG_TARGETS_COL_PLAN), CELL_NUMBER)
        ->head.plan = true;
    for (int i = 0; i < t->months.count; i++) {
        const TargetMonth *m = &t->months.items[i];
        TableRow *row = table_add_row(c->arena, &v->year);
        row_add_cell(c->arena, row)->text = m->period->name;
        *row_add_cell(c->arena, row) =
            (Cell){.text = m->actual, .unit = m->actual.len ? target->unit : S("")};
        row_add_cell(c->arena, row)->text = m->percent;
        row_add_cell(c->arena, row)->text = m->plan;
    }
    v->chart = (Chart){.kind = CHART_LINES,
                       .table = v->year.id,
                       .words = msg(c->lang, MSG_TARGETS_YEAR),
                       .unit = S("%"),
                       .down = S("2,3")};
}

static Str row_note(Ctx *c, const TargetView *t, const TargetUnitRow *r)
{
    if (r->findings.count)
        return finding_text(c->arena, c->lang, t, &r->findings.items[0]);
    if (r->figures.owed.from == OWED_CHANGED)
        return msg_str(c->arena, c->lang, MSG_TARGETS_CHANGED_FROM,
                       {"from", period_name(&c->app, r->figures.owed.change->from)});
    return r->weight.len ? msg_str(c->arena, c->lang, MSG_TARGETS_WEIGHT, {"weight", r->weight})
                         : S("");
}

static void add_unit(Ctx *c, const TargetView *t, const TargetUnitRow *r, Table *table)
{
    const Target *target = &t->index->def->targets.items[t->target];
    const Unit *unit = &t->index->def->units.items[r->unit];
    const TargetFigures *f = &r->figures;
    TableRow *row = table_add_row(c->arena, table);
    row->own = str_eq(unit->code, c->app.actor.unit);
    *row_add_cell(c->arena, row) = (Cell){
        .text = unit->name, .href = link_to_unit(c, unit->code, S("")), .note = row_note(c, t, r)};
    *row_add_cell(c->arena, row) =
        (Cell){.text = f->owed.value, .unit = f->owed.value.len ? target->unit : S("")};
    *row_add_cell(c->arena, row) =
        (Cell){.text = f->actual,
               .note = f->period >= 0 ? t->index->def->periods.items[f->period].name : S("")};
    *row_add_cell(c->arena, row) = (Cell){.text = f->percent};
    *row_add_cell(c->arena, row) = (Cell){.text = f->plan};
    *row_add_cell(c->arena, row) = (Cell){.text = f->gap, .light = f->light ? &f->light : NULL};
    *row_add_cell(c->arena, row) = (Cell){.text = growth_text(c->arena, c->lang, f)};
    *row_add_cell(c->arena, row) = (Cell){.text = forecast_text(c->arena, c->lang, &f->forecast),
                                          .dim = f->forecast.state != FORECAST_GIVEN};
}

static void fill_units(Ctx *c, const TargetView *t, TargetPage *v)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_COL_UNIT, CELL_HEAD},
                   {MSG_TARGETS_COL_OWED, CELL_NUMBER},
                   {MSG_TARGETS_COL_ACTUAL, CELL_NUMBER},
                   {MSG_TARGETS_COL_PERCENT, CELL_NUMBER},
                   {MSG_TARGETS_COL_PLAN, CELL_NUMBER},
                   {MSG_TARGETS_COL_GAP, CELL_NUMBER},
                   {MSG_TARGETS_COL_GROWTH, CELL_SHORT},
                   {MSG_TARGETS_COL_LIKELY, CELL_TEXT}};
    v->units.empty = msg(c->lang, MSG_TARGETS_NO_UNITS);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(c->arena, &v->units, msg(c->lang, columns[i].label), columns[i].kind);
    for (int i = 0; i < t->rows.count; i++)
        add_unit(c, t, &t->rows.items[i], &v->units);
    v->only_own = t->only_own ? msg(c->lang, MSG_TARGETS_OWN_ONLY) : S("");
}

static void fill_history(Ctx *c, const TargetView *t, TargetPage *v)
{
    for (int i = 0; i < t->changes.count; i++) {
        const TargetChanged *d = &t->changes.items[i];
        const TargetChange *change = d->change;
        Out text = out_new(c->arena, 8192);
        if (d->is_after_bad) {
            msg_out(&text, c->lang, MSG_TARGETS_AFTER_BAD,
                    {"period", period_name(&c->app, change->behind_period)},
                    {"gap", change->behind_gap.len ? change->behind_gap : S("—")});
            out_s(&text, S("。"));
        }
        msg_out(&text, c->lang, MSG_TARGETS_WHY, {"reason", change->reason},
                {"document", change->document});
        *arena_push(c->arena, &v->history) =
            (Moment){.when = instant_minute(c->arena, change->at),
                     .title = msg_str(c->arena, c->lang, MSG_TARGETS_CHANGED,
                                      {"whose", change->unit.len ? unit_name(&c->app, change->unit)
                                                                 : msg(c->lang, MSG_LEDGER_CITY)},
                                      {"from", period_name(&c->app, change->from)},
                                      {"before", change->before.len ? change->before : S("—")},
                                      {"after", change->after}),
                     .who = person_post(&c->app, change->by),
                     .text = out_str(&text),
                     .now = d->is_held};
    }
}

static bool has_part(const TargetView *t, int unit)
{
    for (int i = 0; i < t->rows.count; i++)
        if (t->rows.items[i].unit == unit)
            return true;
    return false;
}

/* First those that have a part, then who could be given one: so a target is handed on for the first time, too. */
static void fill_whose(Ctx *c, const TargetView *t, const TargetEntry *typed, TargetPage *v)
{
    const CampaignDef *def = t->index->def;
    for (int there = 1; there >= 0; there--)
        for (int i = 0; i < def->units.count; i++) {
            const Unit *u = &def->units.items[i];
            if (has_part(t, i) != (there == 1) || (!there && u->valid_to != DATE_NONE) ||
                (restricted_unit(&c->app, u->code) && !restricted_may(&c->app, u->code)))
                continue;
            *arena_push(c->arena, &v->whose) =
                (Option){u->code, u->name, str_eq(u->code, typed->unit)};
        }
}

/* Behind the newest month with a value; where there is none the month that is being reported. */
static int next_period(const Ctx *c, const TargetView *t)
{
    const CampaignDef *def = t->index->def;
    int next = t->period + 1;
    for (int p = 0; t->period < 0 && p < def->periods.count; p++)
        if (def->periods.items[p].to < c->app.today)
            next = p;
    return next < def->periods.count ? next : def->periods.count - 1;
}

static void fill_form(Ctx *c, const TargetView *t, const TargetEntry *typed, TargetPage *v)
{
    const CampaignDef *def = t->index->def;
    v->action =
        link_to(c, "/targets/{target}/change", {"target", def->targets.items[t->target].code});
    v->seen = arena_fmt(c->arena, "%d", t->seen);
    v->why_max = LIMIT_TARGET_REASON_CHARACTERS;
    v->value = typed->value;
    v->value_unit = def->targets.items[t->target].unit;
    v->reason = typed->reason;
    v->document = typed->document;
    fill_whose(c, t, typed, v);
    int next = next_period(c, t);
    for (int p = 0; p < def->periods.count; p++) {
        const CampaignPeriod *period = &def->periods.items[p];
        bool chosen = typed->from.len ? str_eq(period->code, typed->from) : p == next;
        *arena_push(c->arena, &v->periods) = (Option){period->code, period->name, chosen};
    }
}

static bool show(Ctx *c, const TargetView *t, const TargetEntry *typed, Str error, Err *err)
{
    const Target *target = &t->index->def->targets.items[t->target];
    int task = map_get(&t->index->tasks, target->task);
    TargetPage v = {
        .title = target_title(t),
        .sub = arena_fmt(c->arena, "%.*s · %.*s %.*s", STR_ARG(target->code), STR_ARG(target->task),
                         STR_ARG(task < 0 ? S("") : t->index->def->tasks.items[task].title)),
        .csv = link_to(c, "/targets/{target}/file", {"target", target->code},
                       {"newest", t->newest ? S("1") : S("")}, {"format", S("csv")}),
        .xlsx = link_to(c, "/targets/{target}/file", {"target", target->code},
                        {"newest", t->newest ? S("1") : S("")}, {"format", S("xlsx")}),
        .statistics = t->is_statistics ? msg(c->lang, MSG_TARGETS_STATISTICS) : S(""),
        .findings = findings_text(c->arena, c->lang, t, true),
        .may_change = t->may_change && t->index->def->periods.count > 0,
        .at = target_at_text(c->arena, c->lang, t),
        .error = error};
    if (targets_may_newest(&c->app)) {
        v.other = msg(c->lang, t->newest ? MSG_TARGETS_SEE_PUBLISHED : MSG_TARGETS_SEE_NEWEST);
        v.other_href = link_to(c, "/targets/{target}", {"target", target->code},
                               {"newest", t->newest ? S("") : S("1")});
    }
    fill_facts(c, t, &v);
    fill_year(c, t, &v);
    fill_units(c, t, &v);
    fill_form(c, t, typed, &v);
    fill_history(c, t, &v);
    target_html(page_begin(c, v.title, NAV_LEDGER), c, &v);
    return page_end(c, err);
}

bool target_page(Ctx *c, Err *err)
{
    TargetView view;
    if (!target_read(&c->app, ctx_text(c, "target"), ctx_given(c, "newest"), &view, err))
        return false;
    if (!c->json)
        return show(c, &view, &(TargetEntry){0}, S(""), err);
    Json json = json_begin(c);
    target_json(&c->app, &view, &json);
    return json_end(c, &json, err);
}

/* What a person can mend stands beside the form, with what they typed. */
static bool is_theirs(ErrCode code)
{
    ErrKind kind = err_kind(code);
    return kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE ||
           code == ERR_UNIT_UNKNOWN;
}

bool target_change_do(Ctx *c, Err *err)
{
    TargetChange change;
    TargetView view;
    TargetEntry entry = {.target = ctx_text(c, "target"),
                         .unit = ctx_text(c, "unit"),
                         .from = ctx_text(c, "from"),
                         .value = ctx_text(c, "value"),
                         .reason = ctx_text(c, "reason"),
                         .document = ctx_text(c, "document"),
                         .seen = ctx_i64(c, "seen", TARGET_SEEN_ANY)};
    if (target_change(&c->app, &entry, &change, err)) {
        if (!c->json)
            return redirect(c, link_to(c, "/targets/{target}", {"target", entry.target}), err);
        Json json = json_begin(c);
        target_change_json(&c->app, &change, &json);
        return json_end(c, &json, err);
    }
    if (c->json || !is_theirs(err->code))
        return false;
    Err first = *err;
    Out sentence = out_new(c->arena, 1024);
    *err = (Err){0};
    if (!target_read(&c->app, entry.target, false, &view, err))
        return false;
    msg_err(&sentence, c->lang, &first);
    c->response->status = http_status_of(err_kind(first.code));
    return show(c, &view, &entry, out_str(&sentence), err);
}
