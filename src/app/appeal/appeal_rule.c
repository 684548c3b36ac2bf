/* Ruling on an appeal: by whom, what it would move, and what it puts right in the same transaction. */
#include "app/appeal/appeal_parts.h"
#include "app/ledger/progress.h"
#include "app/restricted.h"
#include "app/result/month.h"
#include "base/utf8.h"

#include <string.h>

/* ---- who had a hand in it ---- */

static void add_hand(App *app, AppealHands *hands, Str name)
{
    if (name.len)
        *arena_push(app->arena, hands) = name;
}

static bool hands_of_submission(App *app, Str id, AppealHands *hands, Err *err)
{
    Submission s;
    if (!submission_load(app->db, app->arena, id, &s, err))
        return false;
    add_hand(app, hands, s.entered_by);
    add_hand(app, hands, s.filled_by);
    add_hand(app, hands, s.approved_by);
    return appeal_hands(app->db, app->arena, app->def.code,
                        arena_fmt(app->arena, "submission %.*s", STR_ARG(id)), hands, err);
}

/* Who accepted a report of the unit approved what it says. */
static bool hands_of_review(App *app, Str period, Str unit, AppealHands *hands, Err *err)
{
    ReportSteps steps = {0};
    if (!report_steps(app->db, app->arena, app->def.code, period, unit, &steps, err))
        return false;
    for (int i = 0; i < steps.count; i++) {
        if (!str_eq(steps.items[i].state, S("accepted")))
            continue;
        add_hand(app, hands, steps.items[i].by);
        add_hand(app, hands, steps.items[i].behalf);
    }
    return true;
}

/* Everything that was ever said of the value: reports, what was confirmed, corrections. */
static bool hands_of_value(App *app, const AppealRow *a, AppealHands *hands, Err *err)
{
    UnitRecordList records = {0};
    if (!unit_records(app->db, app->arena, app->def.code, a->value_period, a->value_unit, &records,
                      err) ||
        !hands_of_review(app, a->value_period, a->value_unit, hands, err))
        return false;
    for (int i = 0; i < records.count; i++)
        if (str_eq(records.items[i].indicator, a->indicator) &&
            !hands_of_submission(app, records.items[i].submission, hands, err))
            return false;
    return true;
}

static bool hands_of_reports(App *app, const AppealRow *a, AppealHands *hands, Err *err)
{
    SubmissionList versions = {0};
    if (!submission_versions(app->db, app->arena, app->def.code, S("report"), a->period, a->unit,
                             &versions, err))
        return false;
    for (int i = 0; i < versions.count; i++)
        if (!hands_of_submission(app, versions.items[i].id, hands, err))
            return false;
    return true;
}

static bool hands_of_event(App *app, const AppealRow *a, AppealHands *hands, Err *err)
{
    EventList events = {0};
    if (!event_list(app->db, app->arena, app->def.code, a->period, &events, err))
        return false;
    for (int i = 0; i < events.count; i++)
        if (str_eq(events.items[i].id, a->event))
            add_hand(app, hands, events.items[i].entered_by);
    return appeal_hands(app->db, app->arena, app->def.code,
                        arena_fmt(app->arena, "event %.*s", STR_ARG(a->event)), hands, err);
}

bool appeal_had_hand(App *app, const AppealRow *a, bool *ret_had, Err *err)
{
    AppealHands hands = {0};
    *ret_had = false;
    add_hand(app, &hands, a->filed_by);
    add_hand(app, &hands, a->filed_behalf);
    if (a->event.len       ? !hands_of_event(app, a, &hands, err)
        : a->indicator.len ? !hands_of_value(app, a, &hands, err)
                           : !hands_of_reports(app, a, &hands, err))
        return false;
    for (int i = 0; i < hands.count; i++)
        *ret_had |= app_is_self(app, hands.items[i], S(""));
    return true;
}

/* ---- what it would move ---- */

static const RunUnit *of_unit(const Evaluation *ev, Str unit)
{
    for (int i = 0; i < ev->units.count; i++)
        if (str_eq(ev->units.items[i].unit, unit))
            return &ev->units.items[i];
    return NULL;
}

static void compare(const Evaluation *was, const Evaluation *is, Str unit, AppealMoved *m)
{
    for (int i = 0; i < was->units.count; i++) {
        const RunUnit *a = &was->units.items[i], *b = of_unit(is, a->unit);
        if (str_eq(a->unit, unit)) {
            m->score_before = a->score_shown;
            m->rank_before = a->rank;
            m->score_after = b ? b->score_shown : S("");
            m->rank_after = b ? b->rank : 0;
            continue;
        }
        m->peers++;
        m->scores_moved += !b || !str_eq(a->score_shown, b->score_shown);
        m->ranks_moved += !b || a->rank != b->rank;
    }
}

static void suppose(App *app, const AppealRow *a, Str stands, Supposed *s)
{
    if (a->event.len) {
        s->struck = a->event;
    } else if (a->indicator.len) {
        bool na = str_eq(stands, S("NA"));
        *arena_push(app->arena, &s->values) =
            (SupposedValue){.period = a->value_period,
                            .value = {.submission = a->id,
                                      .kind = S("correction"),
                                      .unit = a->value_unit,
                                      .indicator = a->indicator,
                                      .object = a->object,
                                      .value = na ? S("") : stands,
                                      .na = na}};
    } else {
        s->late = (LateRuled){a->unit, stands};
        s->late_in = a->period;
    }
}

/* Without `stands`, and of no event: nothing is supposed, as of a rejected one. */
static bool would(App *app, const AppealRow *a, bool moves, Str stands, AppealMoved *ret_moved,
                  Err *err)
{
    const CampaignPeriod *period;
    const Unit *unit = app_unit(app, a->unit);
    Past past;
    Evaluation was, is;
    Supposed supposed = {0};
    AppealMoved moved = {0};
    if (!app_period(app, a->period, &period, err) ||
        !past_load(app, unit->group, app->now_ms, &past, err) ||
        !evaluation_compute(app, period, unit->group, -1, &past, &was, err))
        return false;
    is = was;
    if (moves) {
        suppose(app, a, stands, &supposed);
        app->supposed = &supposed;
        bool ok = evaluation_compute(app, period, unit->group, -1, &past, &is, err);
        app->supposed = NULL;
        if (!ok)
            return false;
    }
    compare(&was, &is, a->unit, &moved);
    *ret_moved = moved;
    return true;
}

bool appeal_would(App *app, const AppealRow *row, Str stands, AppealMoved *ret_moved, Err *err)
{
    return app_permit(app, ACT_APPEAL_RULE, S(""), appeal_object(app, row->id), err) &&
           would(app, row, true, stands, ret_moved, err);
}

/* ---- ruling ---- */

typedef struct Ruling {
    App *app;
    const CampaignPeriod *period;
    AppealRow row;
    bool moves; /* it changes what is scored */
    MonthStamp stamp;
    AppWrite write;
} Ruling;

static bool ruled_already(const AppealRow *a, Err *err)
{
    return err_set(err, ERR_APPEAL_RULED, {"unit", a->unit}, {"period", a->period});
}

static bool not_frozen(App *app, Db *db, const CampaignPeriod *period, Err *err)
{
    ResultState s;
    return result_state(app, db, period, &s, err) &&
           (!s.is_frozen || err_set(err, ERR_PERIOD_FROZEN, {"period", period->code}));
}

/* Nothing came in since it was computed what the ruling moves, but the correction that it has become itself. */
static bool check_stamp(const Ruling *w, Db *tx, int corrections, Err *err)
{
    MonthStamp now;
    if (!month_stamp(tx, w->app->def.code, w->period->code, &now, err))
        return false;
    now.submissions -= corrections;
    return memcmp(&now, &w->stamp, sizeof now) == 0 ||
           err_set(err, ERR_PERIOD_MOVED, {"period", w->period->code});
}

static bool save_row(Ruling *w, Db *tx, int corrections, Err *err)
{
    AppealRow now;
    bool found;
    if (!appeal_find(tx, w->app->arena, w->app->def.code, w->row.id, &found, &now, err))
        return false;
    if (!found || now.ruling.len) /* of two who rule at once the second is told */
        return ruled_already(&w->row, err);
    if (!not_frozen(w->app, tx, w->period, err) || !check_stamp(w, tx, corrections, err))
        return false;
    w->row.ruled_at = w->app->now_ms;
    w->row.ruled_by = w->app->actor.name;
    w->row.ruled_behalf = w->app->actor.behalf;
    w->row.ruled_on = app_today(w->app);
    return appeal_ruling_save(tx, &w->row, err);
}

static bool save_ruling(Db *tx, void *ctx, Err *err)
{
    Ruling *w = ctx;
    w->write.detail = appeal_detail(w->app, &w->row);
    return save_row(w, tx, 0, err);
}

/* In the transaction of the correction that the ruling becomes. */
static bool with_correction(Db *tx, void *ctx, const Submission *saved, Err *err)
{
    Ruling *w = ctx;
    w->row.submission = saved->id;
    return save_row(w, tx, 1, err) &&
           app_audit(w->app, tx, ACT_APPEAL_RULE, appeal_object(w->app, w->row.id),
                     appeal_detail(w->app, &w->row), err);
}

static bool write_correction(Ruling *w, const AppealPlace *place, Err *err)
{
    App *app = w->app;
    MonthImport import;
    CorrectionRuled ruled = {.wish = appeal_wish(place, w->row.stands),
                             .unit = w->row.unit,
                             .asked_by = w->row.filed_by,
                             .asked_behalf = w->row.filed_behalf,
                             .asked_at = w->row.filed_at,
                             .reason = w->row.ruling_reason,
                             .also = with_correction,
                             .ctx = w};
    ruled.wish.basis = msg_str(app->arena, LANG_ZH, MSG_APPEAL_CORRECTION_BASIS, {"id", w->row.id});
    return correction_by_ruling(app, &ruled, &import, err);
}

static bool ruling_word(AppealState ruling, Str *ret_word)
{
    *ret_word = appeal_state_word(ruling);
    return ruling == APPEAL_UPHELD || ruling == APPEAL_PART || ruling == APPEAL_REJECTED;
}

static bool same_number(Str a, Str b)
{
    Dec x, y;
    return dec_parse(a, &x, NULL) && dec_parse(b, &y, NULL) && dec_cmp(x, y) == 0;
}

/* What stands by the ruling. Of a deduction and of what does not apply there is no half. */
static bool take_stands(Ruling *w, const AppealDecision *d, const AppealPlace *place, Err *err)
{
    App *app = w->app;
    AppealRow *a = &w->row;
    AppealWhat what = appeal_what_of(a);
    w->moves = d->ruling != APPEAL_REJECTED;
    a->stands = S("");
    if (!w->moves || (a->event.len && d->ruling == APPEAL_UPHELD))
        return true;
    if (d->ruling == APPEAL_UPHELD) {
        a->stands = a->wished;
        return true;
    }
    if (what == APPEAL_EVENT || what == APPEAL_NA)
        return err_set(err, ERR_APPEAL_PART, {"what", appeal_what_word(what)});
    if (what == APPEAL_LATE ? !appeal_days(app, d->value, a->found, &a->stands, err)
                            : !appeal_value(app, place, d->value, &a->stands, err))
        return false;
    return (!same_number(a->stands, a->wished) && !str_eq(a->stands, S("NA"))) ||
           err_set(err, ERR_APPEAL_PART, {"what", appeal_what_word(what)});
}

/* Of whom it may be asked at all; who had a hand in it is refused and recorded. */
static bool begin(App *app, Str id, Ruling *w, Err *err)
{
    Str object = appeal_object(app, id);
    AppealCase c;
    bool had;
    if (!app_permit(app, ACT_APPEAL_RULE, S(""), object, err) || !appeal_read(app, id, &c, err))
        return false;
    if (c.closed)
        return app_refuse(app, ACT_RESTRICTED_READ, c.seat, object, err);
    w->row = c.row;
    w->period = c.period;
    if (c.state != APPEAL_OPEN)
        return ruled_already(&c.row, err);
    if (!not_frozen(app, app->db, c.period, err) || !appeal_had_hand(app, &c.row, &had, err))
        return false;
    if (!had)
        return true;
    (void)app_refuse(app, ACT_APPEAL_RULE, S(""), object, err);
    return err_set(err, ERR_APPEAL_SELF);
}

bool appeal_rule(App *app, Str id, const AppealDecision *d, AppealRow *ret_appeal, Err *err)
{
    Ruling w = {.app = app};
    AppealPlace place = {0};
    if (!begin(app, id, &w, err))
        return false;
    if (!ruling_word(d->ruling, &w.row.ruling))
        return err_set(err, ERR_APPEAL_PART, {"what", S("")});
    const Unit *unit = app_unit(app, w.row.unit);
    int at = -1;
    AppealGround ground;
    if (!appeal_words(app, d->reason, true, &w.row.ruling_reason, err) ||
        !month_stamp(app->db, app->def.code, w.period->code, &w.stamp, err))
        return false;
    if (w.row.indicator.len) {
        if (!appeal_ground(app, w.period, unit, &ground, err))
            return false;
        at = scheme_find(&ground.scheme, w.row.node);
        if (at < 0 || !appeal_place(app, w.period, unit, &ground.scheme.nodes[at], &place, err))
            return at >= 0 ? false : err_set(err, ERR_APPEAL_LEAF, {"found", w.row.node});
    }
    if (!take_stands(&w, d, &place, err) ||
        !would(app, &w.row, w.moves, w.row.stands, &w.row.moved, err))
        return false;
    w.write = (AppWrite){.action = ACT_APPEAL_RULE,
                         .object = appeal_object(app, w.row.id),
                         .fn = save_ruling,
                         .ctx = &w};
    if (w.moves && w.row.indicator.len ? !write_correction(&w, &place, err)
                                       : !app_write(app, &w.write, err))
        return false;
    *ret_appeal = w.row;
    return true;
}

/* ---- taken back ---- */

typedef struct Withdrawal {
    App *app;
    const CampaignPeriod *period;
    AppealRow row;
    AppWrite write;
} Withdrawal;

static bool save_withdrawal(Db *tx, void *ctx, Err *err)
{
    Withdrawal *w = ctx;
    w->write.detail = appeal_detail(w->app, &w->row);
    if (!not_frozen(w->app, tx, w->period, err))
        return false;
    if (appeal_ruling_save(tx, &w->row, err))
        return true;
    return err->code == ERR_DB_CONFLICT ? ruled_already(&w->row, err) : false;
}

bool appeal_withdraw(App *app, Str id, Str reason, Err *err)
{
    AppealCase c;
    Withdrawal w = {.app = app};
    Str object = appeal_object(app, id);
    if (!appeal_read(app, id, &c, err) || !app_permit(app, ACT_APPEAL_FILE, c.seat, object, err) ||
        !appeal_words(app, reason, false, &w.row.ruling_reason, err))
        return false;
    if (c.state != APPEAL_OPEN)
        return ruled_already(&c.row, err);
    Str words = w.row.ruling_reason;
    w.row = c.row;
    w.period = c.period;
    w.row.ruling = appeal_state_word(APPEAL_WITHDRAWN);
    w.row.ruling_reason = words;
    w.row.ruled_by = app->actor.name;
    w.row.ruled_behalf = app->actor.behalf;
    w.row.ruled_on = app_today(app);
    w.row.ruled_at = app->now_ms;
    w.row.moved.score_before = w.row.moved.score_after = S("");
    w.write = (AppWrite){.action = ACT_APPEAL_FILE,
                         .party = c.seat,
                         .object = appeal_object(app, c.row.id),
                         .fn = save_withdrawal,
                         .ctx = &w};
    return app_write(app, &w.write, err);
}
