#include "app/score/screening.h"

#include "app/campaign_index.h"
#include "app/restricted.h"
#include "app/score/inputs.h"
#include "app/score/screening_parts.h"
#include "base/limits.h"
#include "sys/files.h"
#include "sys/json_in.h"

#include <math.h>

/* ---- shared with the files ---- */

bool screening_cells_make(Arena *arena, ScreeningReport *report, ScreeningCells *ret, Err *err)
{
    const ScreeningInput *in = &report->in;
    size_t units = (size_t)in->nunits, indicators = (size_t)in->nindicators;
    size_t rows = units * (size_t)in->nperiods, wide = indicators + 1;
    if (rows > LIMIT_SCREENING_CELLS / wide)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_SCREENING_CELLS")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_SCREENING_CELLS)},
                       {"found", arena_fmt(arena, "%zu", rows * indicators)});
    ScreeningCells c = {.reported = arena_new(arena, int64_t, rows * wide),
                        .confirmed = arena_new(arena, int64_t, rows * wide),
                        .city = arena_new(arena, int64_t, (size_t)in->nperiods * wide),
                        .goals = arena_new(arena, double, rows *wide),
                        .targets = arena_new(arena, double, units *wide),
                        .texts = arena_new(arena, Str, rows + 1),
                        .group_of = arena_new(arena, int, units + 1),
                        .indicators = arena_new(arena, ScreeningIndicator, wide)};
    for (size_t i = 0; i < rows * indicators; i++) {
        c.reported[i] = c.confirmed[i] = SCREENING_NONE;
        c.goals[i] = NAN;
    }
    for (size_t i = 0; i < units * indicators; i++)
        c.targets[i] = NAN;
    for (size_t i = 0; i < (size_t)in->nperiods * indicators; i++)
        c.city[i] = SCREENING_NONE;
    *ret = c;
    return true;
}

void screening_bind(const ScreeningCells *c, ScreeningReport *report)
{
    ScreeningInput *in = &report->in;
    in->group_of = c->group_of;
    in->indicators = c->indicators;
    in->reported = c->reported;
    in->confirmed = c->confirmed;
    in->goals = c->goals;
    in->targets = c->targets;
    in->city = c->city;
    in->texts = c->texts;
}

bool screening_rules_find(Arena *arena, Str file, Str data_folder, ScreeningRules *ret_rules,
                          Faults *faults, Err *err)
{
    Str text = {0},
        own = data_folder.len ? path_join(arena, data_folder, S("screening.yaml")) : S("");
    if (file.len == 0 && own.len && file_exists(own))
        file = own;
    if (file.len == 0)
        return screening_rules_default(arena, ret_rules, faults);
    return file_read(arena, file, LIMIT_YAML_BYTES, &text, err) &&
           screening_rules_read(arena, file, text, ret_rules, faults);
}

int64_t screening_units(Dec value, int decimals)
{
    Dec whole;
    Err ignored = {0};
    if (!dec_round(value, decimals, &whole, &ignored) || whole.coef > SCREENING_VALUE_MAX ||
        whole.coef < -SCREENING_VALUE_MAX)
        return SCREENING_NONE;
    return (int64_t)whole.coef;
}

static int indicator_index(const ScreeningReport *r, Str code)
{
    for (int i = 0; i < r->in.nindicators; i++)
        if (str_eq(r->indicators[i], code))
            return i;
    return -1;
}

bool screening_add_period(Arena *arena, const ScreeningRules *rules, Month month, int period,
                          ScreeningReport *r, Err *err)
{
    const ScreeningDated *dated = screening_rule_of(rules, month);
    if (!dated)
        return err_set(err, ERR_SCREENING_NO_RULE, {"period", r->periods[period]},
                       {"file", rules->file});
    ScreeningRule rule = dated->rule;
    ScreeningResult result;
    for (int i = 0; i < dated->npairs; i++) {
        ScreeningPair pair = {indicator_index(r, dated->money[i]),
                              indicator_index(r, dated->physical[i])};
        if (pair.money >= 0 && pair.physical >= 0)
            rule.pairs[rule.npairs++] = pair;
    }
    r->rule = dated;
    screening_period(arena, &r->in, &rule, period, &result);
    for (int i = 0; i < result.count; i++)
        *arena_push(arena, &r->findings) = result.items[i];
    for (int k = 0; k < SCREENING_KINDS; k++)
        r->tested[k] += result.tested[k];
    return true;
}

/* ---- the campaign's values ---- */

typedef struct Typed {
    Dec reported, confirmed;
    bool has_reported, has_confirmed;
} Typed;

typedef struct Reading {
    App *app;
    ScreeningReport *report;
    ScreeningCells cells;
    const CampaignPeriod *period;
    const Unit **units; /* [unit] who holds the seat in the screened period */
    Typed *typed;       /* [screening_at] */
    Map groups;
} Reading;

static void take_units(Reading *r)
{
    App *app = r->app;
    Str *codes = arena_new(app->arena, Str, app->def.units.count + 1);
    Str *names = arena_new(app->arena, Str, app->def.units.count + 1);
    r->units = arena_new(app->arena, const Unit *, app->def.units.count + 1);
    int n = 0;
    for (int i = 0; i < app->def.units.count; i++) {
        const Unit *unit = &app->def.units.items[i];
        if (!unit->ranked || !unit_is_member(&app->def, unit, r->period))
            continue;
        codes[n] = unit->code;
        names[n] = unit->name;
        r->units[n++] = unit;
    }
    r->report->units = codes;
    r->report->unit_names = names;
    r->report->in.nunits = n;
}

static void take_names(Reading *r)
{
    App *app = r->app;
    int n = app->def.indicators.count;
    Str *codes = arena_new(app->arena, Str, n + 1), *names = arena_new(app->arena, Str, n + 1);
    Str *periods = arena_new(app->arena, Str, app->def.periods.count);
    for (int i = 0; i < n; i++) {
        codes[i] = app->def.indicators.items[i].code;
        names[i] = app->def.indicators.items[i].name;
    }
    for (int t = 0; t < app->def.periods.count; t++)
        periods[t] = app->def.periods.items[t].code;
    r->report->indicators = codes;
    r->report->indicator_names = names;
    r->report->periods = periods;
    r->report->in.nindicators = n;
    r->report->in.nperiods = app_period_index(app, r->period->code) + 1;
}

/* Who of the group's members then holds the seat that is asked for; -1. */
static int member_of(const GroupInputs *in, const Unit *seat)
{
    for (int u = 0; seat && u < in->nunits; u++)
        if (in->units[u] == seat)
            return u;
    return -1;
}

static void take_leaf(Reading *r, const GroupInputs *in, int member, int unit, int n, int period)
{
    const SchemeNode *leaf = &in->scheme.nodes[n];
    int i = map_get(&app_index(r->app)->indicators, leaf->indicator);
    if (leaf->rule == RULE_SUM || i < 0)
        return;
    size_t at = screening_at(&r->report->in, period, unit, i);
    const LeafInput *leaf_in = &in->leaves[member * in->scheme.nnodes + n];
    const ScoreValue *value = &in->values[member * in->scheme.nnodes + n];
    Typed *typed = &r->typed[at];
    Err ignored = {0};
    bool confirmed =
        str_eq(leaf_in->source, S("confirmed")) || str_eq(leaf_in->source, S("corrected"));
    typed->has_reported =
        leaf_in->reported.len && dec_parse(leaf_in->reported, &typed->reported, &ignored);
    typed->has_confirmed = confirmed && dec_parse(leaf_in->value, &typed->confirmed, &ignored);
    ScreeningIndicator *x = &r->cells.indicators[i];
    x->known = true;
    x->measure = leaf->measure;
    x->lower = leaf->direction == DIR_LOWER;
    x->additive = leaf->additive;
    x->percent = str_eq(leaf->unit, S("%"));
    bool one_way = leaf->direction == DIR_HIGHER || leaf->direction == DIR_LOWER;
    if (!one_way || !(value->has_target || leaf->has_target))
        return;
    double target = value->has_target ? value->target : dec_to_f64(leaf->target);
    bool by_plan = value->has_share && (leaf->rule == RULE_PACE || leaf->against == AGAINST_PLAN);
    r->cells.goals[at] = by_plan ? target * value->share : target;
    if (str_eq(r->report->periods[period], r->period->code))
        r->cells.targets[unit * r->report->in.nindicators + i] = target;
}

/* One group in one period; without a scheme there is nothing that the units owed. */
static bool take_group(Reading *r, int period, Str group, Err *err)
{
    App *app = r->app;
    GroupInputs in;
    const CampaignPeriod *then = &app->def.periods.items[period];
    if (!inputs_load(app, then, group, -1, NULL, &in, err)) {
        if (err->code != ERR_SCHEME_NONE)
            return false;
        *err = (Err){0};
        return true;
    }
    for (int u = 0; u < r->report->in.nunits; u++) {
        int member = member_of(&in, seat_in_period(app, r->units[u], then));
        for (int n = 0; member >= 0 && n < in.scheme.nnodes; n++)
            take_leaf(r, &in, member, u, n, period);
    }
    return true;
}

/* Each indicator in units of the last decimal that anybody gave. */
static void take_decimals(Reading *r)
{
    const ScreeningInput *in = &r->report->in;
    size_t rows = (size_t)in->nperiods * (size_t)in->nunits;
    for (int i = 0; i < in->nindicators; i++) {
        int decimals = 0;
        for (size_t row = 0; row < rows; row++) {
            const Typed *t = &r->typed[row * (size_t)in->nindicators + (size_t)i];
            if (t->has_reported && t->reported.scale > decimals)
                decimals = t->reported.scale;
            if (t->has_confirmed && t->confirmed.scale > decimals)
                decimals = t->confirmed.scale;
        }
        decimals = decimals < SCREENING_DECIMALS_MAX ? decimals : SCREENING_DECIMALS_MAX;
        r->cells.indicators[i].decimals = decimals;
        double one = 1;
        for (int d = 0; d < decimals; d++)
            one *= 10;
        for (size_t row = 0; row < rows; row++) {
            size_t at = row * (size_t)in->nindicators + (size_t)i;
            const Typed *t = &r->typed[at];
            if (t->has_reported)
                r->cells.reported[at] = screening_units(t->reported, decimals);
            if (t->has_confirmed)
                r->cells.confirmed[at] = screening_units(t->confirmed, decimals);
            r->cells.goals[at] *= one;
        }
        for (int u = 0; u < in->nunits; u++)
            r->cells.targets[u * in->nindicators + i] *= one;
    }
}

/* ---- its texts ---- */

static void add_words(App *app, const SubmissionTask *task, Out *out)
{
    static const bool request_cells[] = {true, true, true};
    static const bool task_cells[] = {false, true, false, true, true, true};
    bool is_task = str_eq(task->kind, S("task"));
    const bool *wanted = is_task ? task_cells : request_cells;
    int count = is_task ? 6 : 3, i = 0;
    Tree *cells;
    Err ignored = {0};
    if (!json_parse(app->arena, task->cells, &cells, &ignored) ||
        (is_task && cells->first && restricted_task(app, cells->first->text)))
        return;
    for (const Tree *cell = cells->first; cell && i < count; cell = cell->next, i++)
        if (wanted[i]) {
            out_s(out, cell->text);
            out_c(out, '\n');
        }
}

/* What the newest report of each unit says in that period. */
static bool take_texts(Reading *r, int period, Err *err)
{
    App *app = r->app;
    const CampaignPeriod *then = &app->def.periods.items[period];
    SubmissionList heads = {0};
    if (!period_submissions(app->db, app->arena, app->def.code, then->code, INT64_MAX, &heads, err))
        return false;
    for (int u = 0; u < r->report->in.nunits; u++) {
        const Unit *seat = seat_in_period(app, r->units[u], then);
        const Submission *newest = NULL;
        for (int i = 0; seat && !seat->restricted && i < heads.count; i++)
            if (str_eq(heads.items[i].kind, S("report")) &&
                str_eq(heads.items[i].party, seat->code))
                newest = &heads.items[i];
        SubmissionTaskList tasks = {0};
        if (!newest)
            continue;
        if (!submission_tasks(app->db, app->arena, newest->id, &tasks, err))
            return false;
        Out out = out_new(app->arena, 1 << 20);
        for (int i = 0; i < tasks.count; i++)
            add_words(app, &tasks.items[i], &out);
        r->cells.texts[period * r->report->in.nunits + u] = out_str(&out);
    }
    return true;
}

static bool read_campaign(Reading *r, Err *err)
{
    App *app = r->app;
    ScreeningInput *in = &r->report->in;
    take_units(r);
    take_names(r);
    if (!screening_cells_make(app->arena, r->report, &r->cells, err))
        return false;
    for (int g = 0; g < app->def.groups.count; g++)
        map_put(app->arena, &r->groups, app->def.groups.items[g].code, g);
    for (int u = 0; u < in->nunits; u++)
        r->cells.group_of[u] = map_get(&r->groups, r->units[u]->group);
    r->typed = arena_new(app->arena, Typed,
                         (size_t)in->nperiods * (size_t)in->nunits * (size_t)in->nindicators + 1);
    for (int t = 0; t < in->nperiods; t++)
        for (int g = 0; g < app->def.groups.count; g++)
            if (!take_group(r, t, app->def.groups.items[g].code, err))
                return false;
    take_decimals(r);
    for (int t = in->nperiods < 2 ? 0 : in->nperiods - 2; t < in->nperiods; t++)
        if (!take_texts(r, t, err))
            return false;
    screening_bind(&r->cells, r->report);
    return true;
}

/* ---- who sees what ---- */

Str screening_party(const App *app, const Unit *unit, const CampaignPeriod *period)
{
    const Unit *own = app->actor.unit.len ? app_unit(app, app->actor.unit) : NULL;
    bool is_own = permit_scope(app->actor.role, ACT_SCREENING_READ) == SCOPE_OWN;
    if (is_own && !own)
        return app->actor.body;
    if (!unit)
        return is_own ? own->code : S("");
    return own && seat_in_period(app, own, period) == unit ? own->code : unit->code;
}

/* The cells that the person may see; false where none is left of some. */
static bool keep_cells(App *app, const ScreeningReport *r, Str party, bool by_body,
                       ScreeningFinding *f, bool *ret_left_out)
{
    int before = f->ncells;
    f->ncells = 0;
    for (int i = 0; i < before; i++) {
        Str code = r->indicators[f->cells[i].indicator];
        const Indicator *indicator = app_indicator(app, code);
        bool closed = restricted_indicator(app, code) && !restricted_may(app, party);
        *ret_left_out |= closed;
        if (!closed && (!by_body || str_eq(indicator->assessor, app->actor.body)))
            f->cells[f->ncells++] = f->cells[i];
    }
    return f->ncells > 0 || (before == 0 && !by_body);
}

/* Whether what the finding is about is closed to the person. */
static bool is_closed(App *app, const ScreeningReport *r, const ScreeningFinding *f,
                      const Unit *unit, Str party)
{
    if (unit && unit->restricted && !restricted_may(app, party))
        return true;
    return f->indicator >= 0 && restricted_indicator(app, r->indicators[f->indicator]) &&
           !restricted_may(app, party);
}

static bool is_of_body(App *app, const ScreeningReport *r, const ScreeningFinding *f)
{
    return f->indicator < 0 ||
           str_eq(app_indicator(app, r->indicators[f->indicator])->assessor, app->actor.body);
}

void screening_keep_seen(App *app, ScreeningReport *r, const Unit **units, const Unit *only)
{
    bool is_own = permit_scope(app->actor.role, ACT_SCREENING_READ) == SCOPE_OWN;
    bool by_body = is_own && app->actor.unit.len == 0;
    int kept = 0;
    for (int k = 0; k < r->findings.count; k++) {
        ScreeningFinding f = r->findings.items[k];
        const Unit *unit = f.unit >= 0 ? units[f.unit] : NULL;
        if ((only && unit != only) || (is_own && !by_body && !unit))
            continue;
        Str party = is_own && !by_body ? app->actor.unit : unit ? unit->code : S("");
        bool closed = is_closed(app, r, &f, unit, party);
        r->left_out |= closed;
        if (closed || (by_body && !is_of_body(app, r, &f)))
            continue;
        if (!keep_cells(app, r, party, by_body && f.indicator < 0, &f, &r->left_out))
            continue;
        if (f.other >= 0 && (is_own || units[f.other]->restricted))
            f.other = SCREENING_SOMEBODY;
        r->findings.items[kept++] = f;
    }
    r->findings.count = kept;
}

/* Of restricted units what is shown is on record. */
static bool record_restricted(App *app, const ScreeningReport *r, const Unit **units, Err *err)
{
    for (int k = 0, last = -1; k < r->findings.count; k++) {
        int unit = r->findings.items[k].unit;
        if (unit < 0 || unit == last || !units[unit]->restricted)
            continue;
        last = unit;
        Str own = app->actor.unit.len ? app->actor.unit : units[unit]->code;
        if (!restricted_read(app, own,
                             arena_fmt(app->arena, "screening %.*s %.*s",
                                       STR_ARG(units[unit]->code), STR_ARG(r->periods[r->period])),
                             err))
            return false;
    }
    return true;
}

bool screening_expiry(App *app, const CampaignPeriod *period, const ScreeningRules *rules,
                      Date *ret_on, Err *err)
{
    Calendar calendar;
    Date from = period->due_on == DATE_NONE ? period->to : period->due_on;
    const ScreeningDated *dated = screening_rule_of(rules, month_of_date(period->to));
    if (!dated)
        return err_set(err, ERR_SCREENING_NO_RULE, {"period", period->code}, {"file", rules->file});
    return app_workdays(app, &calendar, err) &&
           workday_add(&calendar, from, dated->rule.expires_workdays, ret_on, err);
}

/* ---- which finding it is ---- */

static void add_value(Out *out, const ScreeningReport *r, int indicator, int64_t value)
{
    int decimals = r->in.indicators[indicator].decimals;
    while (value != SCREENING_NONE && decimals > 0 && value % 10 == 0) {
        value /= 10;
        decimals--;
    }
    if (value != SCREENING_NONE)
        out_fixed(out, value, decimals);
}

Str screening_about(Arena *arena, const ScreeningReport *r, const ScreeningFinding *f,
                    DigestFn digest)
{
    Out out = out_new(arena, LIMIT_LINE_BYTES);
    Str unit = f->unit < 0 ? S("") : r->units[f->unit],
        indicator = f->indicator < 0 ? S("") : r->indicators[f->indicator];
    out_f(&out, "%.*s %.*s %.*s %.*s", STR_ARG(screening_word(f->kind)), STR_ARG(unit),
          STR_ARG(indicator), STR_ARG(r->periods[f->period]));
    for (int i = 0; i < f->ncells; i++) {
        const ScreeningCell *c = &f->cells[i];
        out_f(&out, "; %.*s %.*s ", STR_ARG(r->periods[c->period]),
              STR_ARG(r->indicators[c->indicator]));
        add_value(&out, r, c->indicator, c->value);
        out_s(&out, S(" / "));
        add_value(&out, r, c->indicator, c->against);
    }
    if (f->kind == SCREEN_TEXT && f->unit >= 0) /* its figures are its words */
        out_f(&out, "; %s %.*s", f->other < 0 ? "before" : "other",
              STR_ARG(digest(arena, r->in.texts[f->period * r->in.nunits + f->unit])));
    else if (f->ncells == 0)
        out_f(&out, "; %d / %d", f->count, f->of);
    return out_str(&out);
}

bool screening_compute(App *app, const CampaignPeriod *period, Str rules_file,
                       ScreeningReport *ret_report, const Unit ***ret_units, Faults *faults,
                       Err *err)
{
    ScreeningReport report = {.expires_on = DATE_NONE};
    Reading r = {.app = app, .report = &report, .period = period};
    ScreeningRules rules;
    if (!screening_rules_find(app->arena, rules_file, app->start.data_folder, &rules, faults,
                              err) ||
        !read_campaign(&r, err))
        return false;
    report.period = report.in.nperiods - 1;
    report.sample = app->def.sample;
    if (!screening_add_period(app->arena, &rules, month_of_date(period->to), report.period, &report,
                              err) ||
        !screening_expiry(app, period, &rules, &report.expires_on, err))
        return false;
    report.expired = app->today > report.expires_on;
    if (report.expired)
        report.findings.count = 0;
    for (int i = 0; i < report.findings.count; i++) {
        ScreeningFinding *f = &report.findings.items[i];
        f->id = app->digest(app->arena, screening_about(app->arena, &report, f, app->digest));
        f->id = str_sub(f->id, 0, SCREENING_ID_LEN);
    }
    *ret_report = report;
    *ret_units = r.units;
    return true;
}

bool screening_run(App *app, Str period_code, Str unit_code, Str rules_file,
                   ScreeningReport *ret_report, Faults *faults, Err *err)
{
    ScreeningReport report;
    const CampaignPeriod *period;
    const Unit *unit = NULL, **units;
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &period, err))
        return false;
    if (unit_code.len && !(unit = app_unit(app, unit_code)))
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
    Str object = arena_fmt(app->arena, "%.*s%s%.*s", STR_ARG(period->code), unit ? " " : "",
                           STR_ARG(unit ? unit->code : S("")));
    if (!app_record(app, ACT_SCREENING_READ, screening_party(app, unit, period), object, S(""),
                    err))
        return false;
    if (!unit && app->actor.role == ROLE_UNIT)
        unit = seat_in_period(app, app_unit(app, app->actor.unit), period);
    if (!screening_compute(app, period, rules_file, &report, &units, faults, err))
        return false;
    screening_keep_seen(app, &report, units, unit);
    report.answerable = permit_any(&app->actor, ACT_SCREENING_ANSWER);
    if (!record_restricted(app, &report, units, err) ||
        (report.answerable && !screening_answers(app->db, app->arena, app->def.code, period->code,
                                                 S(""), &report.answers, err)))
        return false;
    *ret_report = report;
    return true;
}
