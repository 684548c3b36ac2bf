/* Reading appeals: a unit its own, the office and who looks after it all of them. */
#include "app/appeal/appeal_parts.h"
#include "app/ledger/progress.h"
#include "app/person.h"
#include "app/restricted.h"
#include "base/utf8.h"

static const Str state_words[APPEAL_STATES] = {SC("open"), SC("upheld"), SC("part"), SC("rejected"),
                                               SC("withdrawn")};

Str appeal_state_word(AppealState state)
{
    return state_words[state];
}

Str appeal_state_text(Lang lang, AppealState state)
{
    static const Msg words[APPEAL_STATES] = {MSG_APPEAL_STATE_OPEN, MSG_APPEAL_STATE_UPHELD,
                                             MSG_APPEAL_STATE_PART, MSG_APPEAL_STATE_REJECTED,
                                             MSG_APPEAL_STATE_WITHDRAWN};
    return msg(lang, words[state]);
}

bool appeal_state_parse(Str word, AppealState *ret_state)
{
    for (int i = 0; i < APPEAL_STATES; i++)
        if (str_eq(state_words[i], word)) {
            *ret_state = (AppealState)i;
            return true;
        }
    return false;
}

Str appeal_what_text(Lang lang, AppealWhat what)
{
    static const Msg words[APPEAL_WHATS] = {MSG_APPEAL_WHAT_EVENT, MSG_APPEAL_WHAT_VALUE,
                                            MSG_APPEAL_WHAT_LATE, MSG_APPEAL_WHAT_MISSING,
                                            MSG_APPEAL_WHAT_NA};
    return msg(lang, words[what]);
}

/* ---- one case ---- */

/* The group's scheme of a period, read once for a list. */
typedef struct Schemes {
    LIST_OF(struct SchemeOf {
        const CampaignPeriod *period;
        Str group;
        Scheme scheme;
    })
    items;
} Schemes;

static const Scheme *scheme_of(App *app, Schemes *known, const CampaignPeriod *period, Str group)
{
    Err ignored = {0};
    Str digest;
    for (int i = 0; i < known->items.count; i++)
        if (known->items.items[i].period == period && str_eq(known->items.items[i].group, group))
            return &known->items.items[i].scheme;
    struct SchemeOf *s = arena_push(app->arena, &known->items);
    *s = (struct SchemeOf){.period = period, .group = group};
    (void)scheme_for_period(app, period, group, &s->scheme, &digest, &ignored);
    return &s->scheme;
}

static bool fill_event(App *app, AppealCase *c, const Scheme *scheme, Err *err)
{
    EventList events = {0};
    if (!event_list(app->db, app->arena, app->def.code, c->row.period, &events, err))
        return false;
    for (int i = 0; i < events.count; i++)
        if (str_eq(events.items[i].id, c->row.event))
            c->event = events.items[i];
    c->name = c->event.rule;
    const EventRule *rule = scheme_event_rule(&scheme->deduct, c->event.rule);
    if (rule && rule->name.len)
        c->name = rule->name;
    if (c->row.found.len == 0)
        c->row.found = c->event.points;
    return true;
}

/* Workdays until the day of rulings; none where the year has no calendar. */
static void fill_due(App *app, AppealCase *c)
{
    Calendar calendar;
    Err ignored = {0};
    c->due = c->period->ruling_on;
    if (c->state != APPEAL_OPEN || c->due == DATE_NONE || !app_workdays(app, &calendar, &ignored))
        return;
    c->has_left = workday_count(&calendar, app->today, c->due, &c->left, &ignored);
}

/* What is not for the reader is not in the case at all. */
static void close_case(AppealCase *c)
{
    AppealRow *a = &c->row;
    Str *const texts[] = {&a->found,       &a->wished,        &a->reason,
                          &a->late_reason, &a->ruling_reason, &a->stands};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = S("");
    c->event = (EventRow){0};
}

static bool is_closed(App *app, const AppealCase *c)
{
    bool closed = restricted_unit(app, c->row.unit) ||
                  (c->row.indicator.len && restricted_indicator(app, c->row.indicator));
    return closed && !restricted_may(app, c->seat);
}

static bool fill(App *app, const AppealRow *row, Schemes *known, AppealCase *ret_case, Err *err)
{
    AppealCase c = {.row = *row, .unit = app_unit(app, row->unit), .what = appeal_what_of(row)};
    ResultState s;
    if (!c.unit || !app_period(app, row->period, &c.period, err) ||
        !result_state(app, app->db, c.period, &s, err))
        return false;
    if (row->ruling.len)
        (void)appeal_state_parse(row->ruling, &c.state);
    const Scheme *scheme = scheme_of(app, known, c.period, c.unit->group);
    c.seat = progress_seat(app, row->unit);
    c.own = app->actor.unit.len && str_eq(c.seat, app->actor.unit);
    c.ranks = s.is_published || permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) == SCOPE_ALL;
    if (row->event.len) {
        if (!fill_event(app, &c, scheme, err))
            return false;
    } else {
        int at = scheme_find(scheme, row->node);
        c.name = at < 0 ? row->node : scheme->nodes[at].name;
        c.measure = at < 0 || row->indicator.len == 0 ? S("") : scheme->nodes[at].unit;
    }
    c.closed = is_closed(app, &c);
    bool running = c.state == APPEAL_OPEN && !s.is_frozen && !c.closed;
    if (running && permit_any(&app->actor, ACT_APPEAL_RULE)) {
        if (!appeal_had_hand(app, row, &c.self, err))
            return false;
        c.may_rule = !c.self;
    }
    c.may_withdraw = c.may_add = running && permit(&app->actor, ACT_APPEAL_FILE, c.seat, NULL);
    fill_due(app, &c);
    if (c.closed)
        close_case(&c);
    *ret_case = c;
    return true;
}

static bool unknown(Str id, Err *err)
{
    return err_set(err, ERR_APPEAL_ID, {"found", utf8_prefix(id, 40)});
}

bool appeal_read(App *app, Str id, AppealCase *ret_case, Err *err)
{
    AppealRow row;
    Schemes known = {0};
    bool found;
    Str object = appeal_object(app, id);
    if (!app_need_campaign(app, err))
        return false;
    if (!permit_any(&app->actor, ACT_APPEAL_READ))
        return app_refuse(app, ACT_APPEAL_READ, S(""), object, err);
    if (!appeal_find(app->db, app->arena, app->def.code, id, &found, &row, err))
        return false;
    if (!found)
        return unknown(id, err);
    if (!permit(&app->actor, ACT_APPEAL_READ, progress_seat(app, row.unit), NULL)) {
        (void)app_refuse(app, ACT_APPEAL_READ, row.unit, object, err);
        return unknown(id, err); /* not even that there is one */
    }
    if (!fill(app, &row, &known, ret_case, err))
        return false;
    bool restricted = restricted_unit(app, row.unit) ||
                      (row.indicator.len && restricted_indicator(app, row.indicator));
    return !restricted || ret_case->closed || restricted_read(app, ret_case->seat, object, err);
}

static bool is_wanted(const AppealQuery *q, const AppealCase *c)
{
    return (q->unit.len == 0 || str_eq(q->unit, c->row.unit) || str_eq(q->unit, c->seat)) &&
           (q->period.len == 0 || str_eq(q->period, c->row.period)) &&
           (q->state.len == 0 || str_eq(q->state, appeal_state_word(c->state))) &&
           (q->what.len == 0 || str_eq(q->what, appeal_what_word(c->what)));
}

static int by_number(int a, int b)
{
    return a < b ? -1 : a > b;
}

/* A day that has not come stands behind those that have. */
static int by_day(Str a, Str b)
{
    return a.len == 0 || b.len == 0 ? by_number(a.len == 0, b.len == 0) : str_cmp(a, b);
}

/* Equals stand as they wait: what has no ruling first; then the newest period, and in it as they were filed. */
static int by_waiting(const App *app, const AppealCase *a, const AppealCase *b)
{
    int order = by_number(a->state != APPEAL_OPEN, b->state != APPEAL_OPEN);
    if (!order)
        order =
            by_number(app_period_index(app, b->row.period), app_period_index(app, a->row.period));
    return order ? order : str_cmp(a->row.id, b->row.id);
}

static bool comes_before(const App *app, const AppealQuery *q, const AppealCase *a,
                         const AppealCase *b)
{
    int order = 0;
    switch (q->order) {
    case APPEAL_BY_UNIT: /* the campaign's own */
        order = a->unit < b->unit ? -1 : a->unit > b->unit;
        break;
    case APPEAL_BY_PERIOD:
        order =
            by_number(app_period_index(app, a->row.period), app_period_index(app, b->row.period));
        break;
    case APPEAL_BY_STATE:
        order = by_number((int)a->state, (int)b->state);
        break;
    case APPEAL_BY_FILED:
        order = by_day(a->row.filed_on, b->row.filed_on);
        break;
    case APPEAL_BY_RULED:
        order = by_day(a->row.ruled_on, b->row.ruled_on);
        break;
    default:
        order = by_waiting(app, a, b);
        break;
    }
    order = q->turned ? -order : order;
    return (order ? order : by_waiting(app, a, b)) < 0;
}

bool appeal_cases(App *app, const AppealQuery *query, AppealCases *ret_cases, Err *err)
{
    AppealList all = {0};
    AppealCases cases = {0};
    Schemes known = {0};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_APPEAL_READ, app->actor.unit, S("appeals"), err) ||
        !appeal_list(app->db, app->arena, app->def.code, query->period, &all, err))
        return false;
    for (int i = 0; i < all.count; i++) {
        AppealCase c;
        if (!permit(&app->actor, ACT_APPEAL_READ, progress_seat(app, all.items[i].unit), NULL))
            continue;
        if (!fill(app, &all.items[i], &known, &c, err))
            return false;
        if (!is_wanted(query, &c))
            continue;
        *arena_push(app->arena, &cases) = c;
        for (int k = cases.count - 1;
             k > 0 && comes_before(app, query, &cases.items[k], &cases.items[k - 1]); k--) {
            AppealCase other = cases.items[k];
            cases.items[k] = cases.items[k - 1];
            cases.items[k - 1] = other;
        }
    }
    *ret_cases = cases;
    return true;
}

bool appeal_find_open(App *app, Action action, Str period, Str unit_code, Str *ret_id, Err *err)
{
    const Unit *unit = app_unit(app, unit_code);
    AppealList all = {0};
    if (!app_need_campaign(app, err))
        return false;
    if (!unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
    if (!app_permit(app, action, progress_seat(app, unit->code), S("appeals"), err) ||
        !appeal_list(app->db, app->arena, app->def.code, period, &all, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (str_eq(all.items[i].unit, unit->code) && all.items[i].ruling.len == 0) {
            *ret_id = all.items[i].id;
            return true;
        }
    return err_set(err, ERR_APPEAL_UNKNOWN, {"unit", unit->name}, {"period", period});
}

/* ---- words and data ---- */

static Str measured(Arena *arena, Str value, Str unit)
{
    if (value.len == 0)
        return S("—");
    return unit.len && !str_eq(value, S("NA"))
               ? arena_fmt(arena, "%.*s %.*s", STR_ARG(value), STR_ARG(unit))
               : value;
}

Str appeal_line(App *app, Lang lang, const AppealCase *c)
{
    Arena *a = app->arena;
    if (c->closed)
        return msg(lang, MSG_REVIEW_HIDDEN);
    if (c->what == APPEAL_EVENT)
        return msg_str(a, lang, MSG_APPEAL_LINE_EVENT, {"name", c->name}, {"rule", c->event.rule},
                       {"points", c->row.found});
    if (c->what == APPEAL_LATE)
        return msg_str(a, lang, MSG_APPEAL_LINE_LATE, {"name", c->name}, {"found", c->row.found},
                       {"wished", c->row.wished});
    if (c->what == APPEAL_NA)
        return msg_str(a, lang, MSG_APPEAL_LINE_NA, {"name", c->name});
    return msg_str(a, lang, MSG_APPEAL_LINE_VALUE, {"name", c->name},
                   {"found", c->row.found.len ? c->row.found : S("—")},
                   {"wished", measured(a, c->row.wished, c->measure)});
}

static void moved_json(const AppealCase *c, Json *json)
{
    const AppealMoved *m = &c->row.moved;
    json_key(json, S("moved"));
    json_object(json);
    json_kstr(json, S("score_before"), m->score_before);
    json_kstr(json, S("score_after"), m->score_after);
    if (c->ranks) {
        json_ki64(json, S("rank_before"), m->rank_before);
        json_ki64(json, S("rank_after"), m->rank_after);
        json_ki64(json, S("units"), m->peers + 1);
        json_ki64(json, S("others_scores"), m->scores_moved);
        json_ki64(json, S("others_ranks"), m->ranks_moved);
    }
    json_object_end(json);
}

static void ruling_json(App *app, const AppealCase *c, Json *json)
{
    const AppealRow *r = &c->row;
    json_key(json, S("ruling"));
    json_object(json);
    json_kstr(json, S("by"), person_post(app, r->ruled_by));
    json_kstr(json, S("on"), r->ruled_on);
    json_kstr(json, S("reason"), r->ruling_reason);
    json_kstr(json, S("stands"), r->stands);
    json_kstr(json, S("correction"), r->submission);
    if (r->moved.score_before.len)
        moved_json(c, json);
    json_object_end(json);
}

void appeal_json(App *app, Lang lang, const AppealCase *c, Json *json)
{
    const AppealRow *r = &c->row;
    json_object(json);
    json_kstr(json, S("id"), r->id);
    json_kstr(json, S("period"), r->period);
    json_kstr(json, S("unit"), r->unit);
    json_kstr(json, S("name"), c->unit->name);
    json_kstr(json, S("state"), appeal_state_word(c->state));
    json_kstr(json, S("what"), appeal_what_word(c->what));
    json_kstr(json, S("text"), appeal_line(app, lang, c));
    json_kstr(json, S("node"), r->node);
    json_kstr(json, S("event"), r->event);
    json_kstr(json, S("rule"), c->event.rule);
    json_kstr(json, S("indicator"), r->indicator);
    json_kstr(json, S("value_period"), r->value_period);
    json_kstr(json, S("object"), r->object);
    json_kstr(json, S("found"), r->found);
    json_kstr(json, S("wished"), r->wished);
    json_kstr(json, S("reason"), r->reason);
    json_kstr(json, S("late_reason"), r->late_reason);
    json_kstr(json, S("filed_by"), person_post(app, r->filed_by));
    json_kstr(json, S("filed_on"), r->filed_on);
    if (c->state == APPEAL_OPEN && c->due != DATE_NONE)
        json_kstr(json, S("due"), date_str(app->arena, c->due));
    if (c->has_left)
        json_ki64(json, S("workdays_left"), c->left);
    json_kbool(json, S("restricted"), c->closed);
    json_kbool(json, S("may_rule"), c->may_rule);
    json_kbool(json, S("may_withdraw"), c->may_withdraw);
    if (c->state != APPEAL_OPEN)
        ruling_json(app, c, json);
    json_object_end(json);
}
