/* Filing an appeal: while the days to appeal run, against what was opened, and against what can be put right. */
#include "app/appeal/appeal.h"

#include "app/appeal/appeal_parts.h"
#include "app/campaign_index.h"
#include "app/clean_text.h"
#include "app/ledger/progress.h"
#include "app/scheme/rule_text.h"
#include "base/limits.h"
#include "base/utf8.h"

/* ---- words ---- */

static const Str what_words[APPEAL_WHATS] = {SC("event"), SC("value"), SC("late"), SC("missing"),
                                             SC("na")};

Str appeal_what_word(AppealWhat what)
{
    return what_words[what];
}

bool appeal_what_parse(Str word, AppealWhat *ret_what)
{
    for (int i = 0; i < APPEAL_WHATS; i++)
        if (str_eq(what_words[i], word)) {
            *ret_what = (AppealWhat)i;
            return true;
        }
    return false;
}

AppealWhat appeal_what_of(const AppealRow *row)
{
    AppealWhat what = APPEAL_EVENT;
    (void)appeal_what_parse(str_eq(row->kind, S("rule")) ? row->rule : row->kind, &what);
    return what;
}

Str appeal_object(const App *app, Str id)
{
    return arena_fmt(app->arena, "appeal %.*s", STR_ARG(utf8_prefix(id, 40)));
}

bool appeal_words(App *app, Str text, bool needed, Str *ret_text, Err *err)
{
    static const CleanRule rule = {SC("LIMIT_APPEAL_CHARACTERS"), LIMIT_APPEAL_CHARACTERS, true};
    return clean_text(app->arena, &rule, text, ret_text, err) &&
           (!needed || ret_text->len || err_set(err, ERR_APPEAL_REASON));
}

/* For the audit log and for who is told of it: what was contested and how it ended, never the reasons. */
Str appeal_detail(App *app, const AppealRow *row)
{
    Out out = out_new(app->arena, 1 << 14);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("unit"), row->unit);
    json_kstr(&json, S("period"), row->period);
    json_kstr(&json, S("what"), appeal_what_word(appeal_what_of(row)));
    json_kstr(&json, S("event"), row->event);
    json_kstr(&json, S("node"), row->node);
    json_kstr(&json, S("ruling"), row->ruling);
    json_object_end(&json);
    return out_str(&out);
}

/* ---- the ground ---- */

bool appeal_ground(App *app, const CampaignPeriod *period, const Unit *unit,
                   AppealGround *ret_ground, Err *err)
{
    AppealGround g = {0};
    Str digest;
    bool found;
    if (!result_for_units(app, period->code, unit->group, &found, &g.run, err))
        return false;
    if (!found)
        return err_set(err, ERR_APPEAL_EARLY, {"period", period->code});
    if (!scheme_for_period(app, period, unit->group, &g.scheme, &digest, err) ||
        !run_nodes(app->db, app->arena, g.run.id, unit->code, &g.nodes, err))
        return false;
    *ret_ground = g;
    return true;
}

bool appeal_window(App *app, Db *db, const CampaignPeriod *period, Date *ret_until, bool *ret_late,
                   Err *err)
{
    ResultState s;
    *ret_until = DATE_NONE;
    *ret_late = false;
    if (!result_state(app, db, period, &s, err))
        return false;
    if (s.opening)
        (void)date_parse(s.opening->until, ret_until, NULL);
    if (s.is_published)
        return err_set(err, ERR_APPEAL_PUBLISHED, {"period", period->name});
    if (s.is_frozen)
        return err_set(err, ERR_PERIOD_FROZEN, {"period", period->code});
    if (!s.opening)
        return err_set(err, ERR_APPEAL_EARLY, {"period", period->code});
    *ret_late = app->today > *ret_until;
    return !*ret_late || permit_scope(app->actor.role, ACT_APPEAL_FILE) == SCOPE_ALL ||
           err_set(err, ERR_APPEAL_LATE, {"period", period->code},
                   {"expected", date_str(app->arena, *ret_until)});
}

/* ---- where a value stands ---- */

/* The newest that was said of both objects, in the order of arrival. */
static bool read_records(App *app, AppealPlace *p, const SchemeNode *leaf, bool *ret_report,
                         Err *err)
{
    UnitRecordList records = {0};
    Str said[2] = {0};
    bool confirmed = false;
    Submission head;
    if (!unit_records(app->db, app->arena, app->def.code, p->period, p->unit, &records, err) ||
        !submission_latest(app->db, app->arena, app->def.code, S("report"), p->period, p->unit,
                           ret_report, &head, err))
        return false;
    for (int i = 0; i < records.count; i++) {
        const UnitRecord *r = &records.items[i];
        if (!str_eq(r->indicator, p->indicator->code))
            continue;
        bool is_confirmed = str_eq(r->object, S("confirmed"));
        said[is_confirmed] = r->na ? S("NA") : r->value;
        if (is_confirmed)
            confirmed = r->na || r->value.len || r->state.len;
    }
    bool use = leaf->source == SOURCE_OFFICE || (confirmed && leaf->source != SOURCE_REPORT);
    p->object = use ? S("confirmed") : S("reported");
    p->on_record = said[use];
    return true;
}

bool appeal_place(App *app, const CampaignPeriod *period, const Unit *unit, const SchemeNode *leaf,
                  AppealPlace *ret_place, Err *err)
{
    AppealPlace p = {.indicator = app_indicator(app, leaf->indicator)};
    int index = app_period_index(app, period->code) - leaf->lag;
    const CampaignPeriod *from = index >= 0 ? &app->def.periods.items[index] : NULL;
    const Unit *seat = from ? seat_in_period(app, unit, from) : NULL;
    bool has_report;
    if (!p.indicator || !seat || scheme_is_made(leaf))
        return err_set(err, ERR_APPEAL_MADE, {"found", leaf->name});
    p.period = from->code;
    p.unit = seat->code;
    if (!read_records(app, &p, leaf, &has_report, err))
        return false;
    if (!has_report && !str_eq(p.indicator->reporter, S("assessor")))
        return err_set(err, ERR_APPEAL_NO_REPORT, {"unit", seat->name}, {"period", from->name});
    if (str_eq(p.indicator->basis, S("statistics")))
        return err_set(err, ERR_REVIEW_STATISTICS, {"indicator", p.indicator->name});
    *ret_place = p;
    return true;
}

CorrectionWish appeal_wish(const AppealPlace *p, Str value)
{
    return (CorrectionWish){.period = p->period,
                            .unit = p->unit,
                            .indicator = p->indicator->code,
                            .object = p->object,
                            .old_value = p->on_record,
                            .new_value = value,
                            .reason = msg(LANG_ZH, MSG_APPEAL_CORRECTION_REASON),
                            .basis = msg(LANG_ZH, MSG_APPEAL_TITLE)};
}

bool appeal_value(App *app, const AppealPlace *place, Str typed, Str *ret_value, Err *err)
{
    CorrectionEntry entry;
    typed = utf8_trim(typed);
    if (typed.len == 0)
        return err_set(err, ERR_APPEAL_WISHED);
    CorrectionWish wish = appeal_wish(place, typed);
    if (!correction_wish_read(app, &wish, &entry, err))
        return false;
    *ret_value = entry.new_value.na ? S("NA") : entry.new_value.value;
    return true;
}

bool appeal_days(App *app, Str typed, Str found, Str *ret_days, Err *err)
{
    int64_t days, now;
    typed = utf8_trim(typed);
    if (typed.len == 0)
        typed = S("0");
    if (!str_to_i64(typed, &days) || days < 0 || !str_to_i64(found, &now) || days >= now)
        return err_set(err, ERR_APPEAL_DAYS, {"found", utf8_prefix(typed, 40)}, {"days", found});
    *ret_days = arena_fmt(app->arena, "%lld", (long long)days);
    return true;
}

/* ---- the matter ---- */

typedef struct Filing {
    App *app;
    const CampaignPeriod *period;
    const Unit *unit;
    AppealRow row;
    AppWrite write;
} Filing;

static bool same_matter(const AppealRow *a, const AppealRow *b)
{
    return str_eq(a->unit, b->unit) && str_eq(a->event, b->event) && str_eq(a->node, b->node) &&
           !str_eq(a->ruling, S("withdrawn"));
}

static bool is_contested(const AppealList *all, const AppealRow *row)
{
    for (int i = 0; i < all->count; i++)
        if (same_matter(&all->items[i], row))
            return true;
    return false;
}

static bool exists(const Filing *w, Err *err)
{
    return err_set(err, ERR_APPEAL_EXISTS, {"unit", w->row.unit}, {"period", w->row.period});
}

/* By its id, or the first of that rule that nobody has contested. */
static bool take_event(Filing *w, Str named, Err *err)
{
    App *app = w->app;
    EventList events = {0};
    AppealList all = {0};
    bool there = false;
    if (!event_list(app->db, app->arena, app->def.code, w->period->code, &events, err) ||
        !appeal_list(app->db, app->arena, app->def.code, w->period->code, &all, err))
        return false;
    for (int i = 0; i < events.count; i++) {
        const EventRow *e = &events.items[i];
        if (!str_eq(e->unit, w->unit->code) || str_eq(e->kind, S("bonus")) || e->struck ||
            (!str_eq(e->id, named) && !str_eq(e->rule, named)))
            continue;
        w->row.event = e->id;
        w->row.found = e->points;
        there = true;
        if (!is_contested(&all, &w->row))
            return true;
    }
    return there ? exists(w, err)
                 : err_set(err, ERR_EVENT_UNKNOWN, {"unit", w->unit->name},
                           {"period", w->period->code}, {"found", named});
}

/* What the state of a leaf lets a unit say against it; false: nothing. */
static bool suggested(const SchemeNode *leaf, const RunNode *row, AppealWhat *ret_what)
{
    static const CellStatus missing[] = {CELL_ZERO,  CELL_DROPPED, CELL_EXCLUDED, CELL_LAST,
                                         CELL_CARRY, CELL_GUESSED, CELL_NOT_YET,  CELL_DATA_ONLY};
    if (leaf->rule == RULE_SUM || leaf->source == SOURCE_EVENTS)
        return false;
    if (leaf->source == SOURCE_TIMELINESS) {
        *ret_what = APPEAL_LATE;
        return row->value.len && !str_eq(row->value, S("0"));
    }
    *ret_what = APPEAL_VALUE;
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++)
        if (str_eq(row->status, cell_status_word(missing[i])))
            *ret_what = APPEAL_MISSING;
    return !scheme_is_made(leaf);
}

static bool not_so(const SchemeNode *leaf, AppealWhat what, Err *err)
{
    return err_set(err, ERR_APPEAL_NOT_SO, {"found", leaf->name}, {"what", appeal_what_word(what)});
}

static bool take_value(Filing *w, const SchemeNode *leaf, AppealWhat what, Str wished, Err *err)
{
    AppealPlace place;
    if (!appeal_place(w->app, w->period, w->unit, leaf, &place, err))
        return false;
    w->row.indicator = place.indicator->code;
    w->row.value_period = place.period;
    w->row.value_unit = place.unit;
    w->row.object = place.object;
    if (what == APPEAL_VALUE && w->row.found.len == 0)
        w->row.found = S("NA");
    if (what == APPEAL_NA && str_eq(place.on_record, S("NA")))
        return not_so(leaf, what, err);
    return appeal_value(w->app, &place, what == APPEAL_NA ? S("NA") : wished, &w->row.wished,
                        err) &&
           (what == APPEAL_NA || !str_eq(w->row.wished, S("NA")) ||
            err_set(err, ERR_APPEAL_WISHED));
}

static const RunNode *node_of(const AppealGround *g, Str code)
{
    for (int i = 0; i < g->nodes.count; i++)
        if (str_eq(g->nodes.items[i].node, code))
            return &g->nodes.items[i];
    return NULL;
}

static bool parse_what(Str word, AppealWhat suggested_what, AppealWhat *ret_what, Err *err)
{
    *ret_what = suggested_what;
    if (str_eq(word, S("exempt")) || str_eq(word, S("conversion")))
        return err_set(err, ERR_APPEAL_SCHEME, {"found", word});
    if (word.len == 0)
        return true;
    return (appeal_what_parse(word, ret_what) && *ret_what != APPEAL_EVENT) ||
           err_set(err, ERR_APPEAL_WHAT, {"found", utf8_prefix(word, 40)},
                   {"expected", S("value | late | missing | na")});
}

static bool take_leaf(Filing *w, const AppealGround *g, const AppealFiling *f, Err *err)
{
    AppealWhat suggests = APPEAL_VALUE, what;
    int at = scheme_find(&g->scheme, f->node);
    const RunNode *row = node_of(g, f->node);
    if (at < 0 || !row || g->scheme.nodes[at].rule == RULE_SUM)
        return err_set(err, ERR_APPEAL_LEAF, {"found", utf8_prefix(f->node, 40)});
    const SchemeNode *leaf = &g->scheme.nodes[at];
    bool any = suggested(leaf, row, &suggests);
    if (!parse_what(f->what, suggests, &what, err))
        return false;
    if (!any && scheme_is_made(leaf))
        return err_set(err, ERR_APPEAL_MADE, {"found", leaf->name});
    if (!any || (suggests == APPEAL_LATE) != (what == APPEAL_LATE) ||
        (suggests == APPEAL_MISSING) != (what == APPEAL_MISSING))
        return not_so(leaf, what, err);
    w->row.node = leaf->code;
    w->row.kind = what == APPEAL_VALUE ? S("value") : S("rule");
    w->row.rule = what == APPEAL_VALUE ? S("") : appeal_what_word(what);
    w->row.found = row->value;
    return what == APPEAL_LATE ? appeal_days(w->app, f->wished, row->value, &w->row.wished, err)
                               : take_value(w, leaf, what, f->wished, err);
}

static bool take_matter(Filing *w, const AppealFiling *f, Err *err)
{
    AppealGround ground;
    if (!appeal_ground(w->app, w->period, w->unit, &ground, err))
        return false;
    w->row.run = ground.run.id;
    w->row.kind = S("event");
    return f->event.len ? take_event(w, f->event, err) : take_leaf(w, &ground, f, err);
}

/* ---- saving ---- */

static bool save_appeal(Db *tx, void *ctx, Err *err)
{
    Filing *w = ctx;
    App *app = w->app;
    AppealList all = {0};
    Date until;
    bool late;
    if (!appeal_window(app, tx, w->period, &until, &late, err) ||
        !appeal_list(tx, app->arena, app->def.code, w->period->code, &all, err))
        return false;
    if (is_contested(&all, &w->row))
        return exists(w, err);
    w->row.id = app_id(app);
    w->write.object = appeal_object(app, w->row.id);
    w->write.detail = appeal_detail(app, &w->row);
    return appeal_save(tx, app->def.code, &w->row, err);
}

static bool check_days(Filing *w, const AppealFiling *f, Err *err)
{
    App *app = w->app;
    Date until;
    bool late;
    if (!appeal_window(app, app->db, w->period, &until, &late, err) ||
        !appeal_words(app, f->late_reason, false, &w->row.late_reason, err))
        return false;
    if (!late)
        w->row.late_reason = S("");
    return !late || w->row.late_reason.len ||
           err_set(err, ERR_APPEAL_LATE, {"period", w->period->code},
                   {"expected", date_str(app->arena, until)});
}

bool appeal_file(App *app, const AppealFiling *f, AppealRow *ret_appeal, Err *err)
{
    Filing w = {.app = app, .unit = app_unit(app, f->unit)};
    if (!app_need_campaign(app, err))
        return false;
    if (!w.unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", f->unit});
    Str seat = progress_seat(app, w.unit->code);
    w.row = (AppealRow){.unit = w.unit->code,
                        .filed_by = app->actor.name,
                        .filed_behalf = app->actor.behalf,
                        .filed_on = app_today(app),
                        .filed_at = app->now_ms};
    if (!app_permit(app, ACT_APPEAL_FILE, seat, f->period, err) ||
        !appeal_words(app, f->reason, true, &w.row.reason, err) ||
        !app_period(app, f->period, &w.period, err))
        return false;
    w.row.period = w.period->code;
    if (!check_days(&w, f, err) || !take_matter(&w, f, err))
        return false;
    w.write = (AppWrite){.action = ACT_APPEAL_FILE, .party = seat, .fn = save_appeal, .ctx = &w};
    if (!app_write(app, &w.write, err))
        return false;
    *ret_appeal = w.row;
    return true;
}

/* ---- what may be contested ---- */

static bool offer_events(App *app, const CampaignPeriod *period, const Unit *unit,
                         const AppealList *all, AppealOffers *o, Err *err)
{
    EventList events = {0};
    if (!event_list(app->db, app->arena, app->def.code, period->code, &events, err))
        return false;
    for (int i = 0; i < events.count; i++) {
        const EventRow *e = &events.items[i];
        const AppealRow as = {.unit = unit->code, .event = e->id};
        if (str_eq(e->unit, unit->code) && !str_eq(e->kind, S("bonus")) && !e->struck &&
            !is_contested(all, &as))
            *arena_push(app->arena, &o->items) =
                (AppealOffer){.event = *e, .what = APPEAL_EVENT, .found = e->points};
    }
    return true;
}

static void offer_leaves(App *app, const Unit *unit, const AppealGround *g, const AppealList *all,
                         AppealOffers *o)
{
    for (int i = 0; i < g->nodes.count; i++) {
        const RunNode *row = &g->nodes.items[i];
        int at = scheme_find(&g->scheme, row->node);
        const AppealRow as = {.unit = unit->code, .node = row->node};
        AppealWhat what;
        if (at < 0 || !suggested(&g->scheme.nodes[at], row, &what) || is_contested(all, &as))
            continue;
        const Indicator *indicator = app_indicator(app, g->scheme.nodes[at].indicator);
        if (indicator && str_eq(indicator->basis, S("statistics")))
            continue;
        *arena_push(app->arena, &o->items) =
            (AppealOffer){.leaf = &g->scheme.nodes[at], .what = what, .found = row->value};
    }
}

bool appeal_offers(App *app, const CampaignPeriod *period, const Unit *unit,
                   AppealOffers *ret_offers, Err *err)
{
    AppealOffers o = {.until = DATE_NONE};
    AppealGround *g = arena_new(app->arena, AppealGround, 1);
    AppealList all = {0};
    Calendar calendar;
    bool allowed = permit(&app->actor, ACT_APPEAL_FILE, progress_seat(app, unit->code), &o.why);
    *err = (Err){0};
    if (allowed)
        (void)appeal_window(app, app->db, period, &o.until, &o.late, &o.why);
    if (!allowed || o.why.code || !appeal_ground(app, period, unit, g, &o.why)) {
        *ret_offers = o;
        return true;
    }
    o.may = true;
    o.scheme = g->scheme;
    if (!appeal_list(app->db, app->arena, app->def.code, period->code, &all, err) ||
        !offer_events(app, period, unit, &all, &o, err) || !app_workdays(app, &calendar, err))
        return false;
    if (!o.late && !workday_count(&calendar, app->today, o.until, &o.left, &o.why))
        o.left = 0; /* a year without a calendar: the day is told, the number is not */
    offer_leaves(app, unit, g, &all, &o);
    *ret_offers = o;
    return true;
}
