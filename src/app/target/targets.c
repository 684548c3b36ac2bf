#include "app/target/targets.h"

#include "app/red_seen.h"

#include "store/month.h"

#include <string.h>

bool targets_find(App *app, Str code, int *ret_target, Err *err)
{
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->targets, code);
    int task = at < 0 ? -1 : map_get(&x->tasks, x->def->targets.items[at].task);
    if (at < 0 || (task >= 0 && x->places[task].restricted))
        return err_set(err, ERR_TARGET_UNKNOWN, {"found", code});
    *ret_target = at;
    return true;
}

/* The newest month in which anything has come in. */
static bool newest_month(App *app, int *ret_period, Err *err)
{
    const CampaignIndex *x = app_index(app);
    *ret_period = -1;
    for (int p = x->def->periods.count - 1; p >= 0 && *ret_period < 0; p--) {
        SubmissionList list = {0};
        if (!period_submissions(app->db, app->arena, x->def->code, x->def->periods.items[p].code,
                                INT64_MAX, &list, err))
            return false;
        if (list.count)
            *ret_period = p;
    }
    return true;
}

bool targets_may_newest(const App *app)
{
    return permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) == SCOPE_ALL;
}

bool targets_last_period(App *app, bool newest, int *ret_period, Err *err)
{
    if (newest && targets_may_newest(app))
        return newest_month(app, ret_period, err);
    return period_last_published(app, app_index(app), ret_period, err);
}

/* Its own figures; everybody's who may; of an indicator that one's own body confirms all. */
static bool may_see(const App *app, const CampaignIndex *x, int target, int unit)
{
    int indicator = map_get(&x->indicators, x->def->targets.items[target].indicator);
    Str assessor = indicator < 0 ? S("") : x->def->indicators.items[indicator].assessor;
    if (assessor.len && str_eq(assessor, app->actor.body) &&
        permit_scope(app->actor.role, ACT_TARGET_READ) == SCOPE_OWN && app->actor.unit.len == 0)
        return true;
    for (int guard = 0; unit >= 0 && guard <= x->def->units.count; guard++) {
        if (permit(&app->actor, ACT_TARGET_READ, x->def->units.items[unit].code, NULL))
            return true;
        const Unit *u = &x->def->units.items[unit];
        int next = map_get(&x->units, u->successor);
        unit = u->successor.len && next >= 0 && x->seat_before[next] == unit ? next : -1;
    }
    return false;
}

static bool is_easier(const Target *t, const TargetChange *c)
{
    Dec before, after;
    if (!dec_parse(c->before, &before, NULL) || !dec_parse(c->after, &after, NULL))
        return false;
    int order = dec_cmp(after, before);
    return target_is_ceiling(t) ? order > 0 : order < 0;
}

static void add_changes(App *app, TargetView *v)
{
    const CampaignIndex *x = v->index;
    const Target *t = &x->def->targets.items[v->target];
    const int *items = group_items(&x->changes_of, v->target);
    v->seen = group_count(&x->changes_of, v->target);
    for (int i = v->seen - 1; i >= 0; i--) {
        const TargetChange *c = &x->def->changes.items[items[i]];
        int unit = c->unit.len ? map_get(&x->units, c->unit) : -1;
        if (unit >= 0 && !may_see(app, x, v->target, unit))
            continue;
        TargetChanged *changed = arena_push(app->arena, &v->changes);
        *changed = (TargetChanged){.change = c, .is_easier = is_easier(t, c)};
        changed->is_after_bad = changed->is_easier && c->behind_period.len;
        changed->is_held = target_owed(x, v->target, unit, x->def->periods.count - 1).change == c;
    }
}

/* What is wrong with other units' parts says what they were given: not for who may not see them. */
static void hide_findings(const App *app, TargetView *v)
{
    int kept = 0;
    for (int i = 0; i < v->check.findings.count; i++) {
        SplitFinding f = v->check.findings.items[i];
        if (f.unit < 0 || may_see(app, v->index, v->target, f.unit))
            v->check.findings.items[kept++] = f;
    }
    v->check.findings.count = kept;
}

/* The city's red light of another leader's area waits for that leader. */
static void hide_light(App *app, const RedSeen *seen, TargetView *v)
{
    if (v->city.period >= 0)
        red_seen_hide(app, seen, &v->index->def->targets.items[v->target],
                      v->index->def->periods.items[v->city.period].code, &v->city.light,
                      &v->city.reason);
}

static bool begin(App *app, int target, TargetView *v, Err *err)
{
    const CampaignIndex *x = app_index(app);
    int indicator = map_get(&x->indicators, x->def->targets.items[target].indicator);
    *v = (TargetView){.index = x,
                      .target = target,
                      .months_of = -1,
                      .split = target_split_of(x, target),
                      .is_statistics = indicator >= 0 && indicator_is_statistics(
                                                             &x->def->indicators.items[indicator]),
                      .may_change = permit_any(&app->actor, ACT_TARGET_CHANGE)};
    add_changes(app, v);
    if (!target_check(app->arena, x, target, x->def->periods.count - 1, &v->check, err))
        return false;
    hide_findings(app, v);
    return true;
}

/* ---- one target ---- */

static bool add_row(App *app, const TargetSeries *s, const SplitPart *part, int last, TargetView *v,
                    Err *err)
{
    TargetUnitRow *row = arena_push(app->arena, &v->rows);
    *row = (TargetUnitRow){.unit = part->unit,
                           .is_listed = part->is_listed,
                           .is_municipal = part->is_municipal,
                           .is_orphan = part->is_orphan,
                           .weight = part->has_weight ? dec_str(app->arena, part->weight) : S("")};
    for (int i = 0; i < v->check.findings.count; i++)
        if (v->check.findings.items[i].unit == part->unit)
            *arena_push(app->arena, &row->findings) = v->check.findings.items[i];
    return target_figures(app->arena, s, part->unit, last, &row->figures, err) &&
           target_outlook(app->arena, s, part->unit, &row->figures, err);
}

/* A target of each unit has no parts: whoever reports the indicator is in the list. */
static bool collect_parts(App *app, const TargetSeries *s, int last, SplitPart **ret_parts,
                          int *ret_count, Err *err)
{
    const CampaignIndex *x = s->index;
    int n = x->def->units.count, count, period = x->def->periods.count - 1, all = 0;
    int at = series_period(s, last);
    SplitPart *parts, *more = arena_new(app->arena, SplitPart, n);
    if (!target_parts(app->arena, x, s->target, period, &parts, &count, err))
        return false;
    for (int u = 0, i = 0; u < n; u++) {
        bool stated = i < count && parts[i].unit == u;
        bool holds = index_is_member(x, u, period);
        bool has_value = holds && at >= 0 && series_at(s, u, at);
        if (stated)
            more[all++] = parts[i++];
        else if (has_value)
            more[all++] = (SplitPart){
                .unit = u, .is_municipal = str_eq(x->def->units.items[u].kind, S("municipal"))};
    }
    *ret_parts = more;
    *ret_count = all;
    return true;
}

static bool add_months(App *app, const TargetSeries *s, int last, TargetView *v, Err *err)
{
    const CampaignDef *def = v->index->def;
    v->months_of =
        !v->city.owed.value.len && v->only_own && v->rows.count ? v->rows.items[0].unit : -1;
    for (int p = 0; p < def->periods.count; p++) {
        TargetMonth m = {.period = &def->periods.items[p]};
        TargetPace plan = {0};
        TargetFigures f;
        Share share;
        bool has;
        if (!target_scheduled(app->arena, s, v->months_of, p, &plan, &share, &has, err))
            return false;
        m.plan = plan.plan;
        if (p <= last) {
            if (!target_figures_at(app->arena, s, v->months_of, p, p, &f, err))
                return false;
            m.actual = f.actual;
            m.percent = f.percent;
        }
        if (m.plan.len || m.actual.len)
            *arena_push(app->arena, &v->months) = m;
    }
    return true;
}

bool target_read(App *app, Str code, bool newest, TargetView *ret_view, Err *err)
{
    int target, last, count;
    TargetBook book;
    TargetSeries series;
    TargetView v;
    SplitPart *parts;
    RedSeen seen;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_LEDGER_READ, S(""), S("targets"), err) ||
        !targets_find(app, code, &target, err) || !begin(app, target, &v, err) ||
        !targets_last_period(app, newest, &last, err) ||
        !target_book_one(app, app_index(app), target, &book, err) ||
        !target_series(app->arena, &book, target, &series, err) ||
        !target_figures(app->arena, &series, -1, last, &v.city, err) ||
        !target_outlook(app->arena, &series, -1, &v.city, err) ||
        !collect_parts(app, &series, last, &parts, &count, err) || !red_seen_read(app, &seen, err))
        return false;
    hide_light(app, &seen, &v);
    v.period = v.city.period;
    v.last = last;
    v.newest = newest && targets_may_newest(app);
    for (int i = 0; i < count; i++) {
        if (!may_see(app, v.index, target, parts[i].unit)) {
            v.only_own = true;
            continue;
        }
        if (!add_row(app, &series, &parts[i], last, &v, err))
            return false;
    }
    if (!add_months(app, &series, last, &v, err))
        return false;
    *ret_view = v;
    return true;
}

/* ---- all of them ---- */

static bool has_fault(const TargetView *v, SplitFault fault)
{
    bool has = false;
    for (int i = 0; i < v->check.findings.count && !has; i++)
        has = v->check.findings.items[i].fault == fault;
    return has;
}

static bool is_after_bad(const TargetView *v)
{
    bool any = false;
    for (int i = 0; i < v->changes.count && !any; i++)
        any = v->changes.items[i].is_after_bad;
    return any;
}

static bool finding_fits(const TargetView *v, Str wanted)
{
    bool over = has_fault(v, SPLIT_OVER), under = has_fault(v, SPLIT_UNDER);
    if (str_eq(wanted, S("over")))
        return over;
    if (str_eq(wanted, S("under")))
        return under;
    if (str_eq(wanted, S("other")))
        return !over && !under && v->check.findings.count > 0;
    if (str_eq(wanted, S("any")))
        return v->check.findings.count > 0;
    return wanted.len == 0 || v->check.findings.count == 0;
}

static bool wanted(const TargetView *v, const TargetFilter *f)
{
    const CampaignIndex *x = v->index;
    const Target *t = &x->def->targets.items[v->target];
    int task = map_get(&x->tasks, t->task);
    bool has_words = f->words.len == 0 || str_has(t->code, f->words) ||
                     str_has(t->what, f->words) || str_has(t->task, f->words) ||
                     (task >= 0 && str_has(x->def->tasks.items[task].title, f->words));
    return has_words && (f->split.len == 0 || str_eq(f->split, split_word(v->split))) &&
           finding_fits(v, f->finding) && (!f->changed || is_after_bad(v));
}

static int place_of(const TargetView *v)
{
    return has_fault(v, SPLIT_OVER) || has_fault(v, SPLIT_UNDER) ? 0
           : v->check.findings.count                             ? 1
                                                                 : 2;
}

static bool take_one(App *app, const TargetBook *book, int target, const TargetFilter *filter,
                     int last, TargetViews *ret_found, Err *err)
{
    TargetView v;
    TargetSeries series;
    if (!begin(app, target, &v, err))
        return false;
    if (!wanted(&v, filter))
        return true;
    if (!target_series(app->arena, book, target, &series, err) ||
        !target_figures(app->arena, &series, -1, last, &v.city, err) ||
        !target_outlook(app->arena, &series, -1, &v.city, err))
        return false;
    v.period = v.city.period;
    v.last = last;
    v.newest = filter->newest && targets_may_newest(app);
    *arena_push(app->arena, ret_found) = v;
    return true;
}

bool targets_read(App *app, const TargetFilter *filter, TargetViews *ret_views, Err *err)
{
    TargetViews found = {0}, sorted = {0};
    TargetBook book;
    RedSeen seen;
    int last;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_LEDGER_READ, S(""), S("targets"), err) ||
        !targets_last_period(app, filter->newest, &last, err) ||
        !target_book_year(app, app_index(app), &book, err) || !red_seen_read(app, &seen, err))
        return false;
    const CampaignIndex *x = app_index(app);
    for (int i = 0; i < x->def->targets.count; i++) {
        int task = map_get(&x->tasks, x->def->targets.items[i].task);
        if ((task < 0 || !x->places[task].restricted) &&
            !take_one(app, &book, i, filter, last, &found, err))
            return false;
    }
    for (int i = 0; i < found.count; i++)
        hide_light(app, &seen, &found.items[i]);
    for (int place = 0; place < 3; place++)
        for (int i = 0; i < found.count; i++)
            if (place_of(&found.items[i]) == place)
                *arena_push(app->arena, &sorted) = found.items[i];
    *ret_views = sorted;
    return true;
}
