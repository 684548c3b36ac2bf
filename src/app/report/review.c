#include "app/report/review.h"

#include "app/campaign_index.h"
#include "app/person.h"
#include "app/restricted.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/month.h"
#include "sys/json_in.h"

#include <string.h>

/* ---- words ---- */

static Str words_json(Arena *arena, const ReviewWords *words)
{
    Out out = out_new(arena, 1 << 16);
    Json json = json_new(&out, false);
    json_array(&json);
    for (int i = 0; i < words->count; i++)
        json_str(&json, words->items[i]);
    json_array_end(&json);
    return out_str(&out);
}

bool review_words_of(Arena *arena, Str json, ReviewWords *ret_words, Err *err)
{
    Tree *tree;
    ReviewWords words = {0};
    if (!json_parse(arena, json, &tree, err))
        return false;
    for (const Tree *item = tree->first; item; item = item->next)
        *arena_push(arena, &words) = item->text;
    *ret_words = words;
    return true;
}

/* ---- which version ---- */

typedef struct Version {
    const Unit *unit;
    Submission head;
    ReportSteps steps; /* of that version */
} Version;

static const ReportStep *last_step(const Version *t)
{
    return t->steps.count ? &t->steps.items[t->steps.count - 1] : NULL;
}

/* The newest version and what happened to it, as they stand on this connection. */
static bool find_version(App *app, Db *db, Str period, Version *t, Err *err)
{
    bool found;
    ReportSteps all = {0};
    t->steps = (ReportSteps){0};
    if (!submission_latest(db, app->arena, app->def.code, S("report"), period, t->unit->code,
                           &found, &t->head, err))
        return false;
    if (!found)
        return err_set(err, ERR_REVIEW_NONE, {"unit", t->unit->name}, {"period", period});
    if (!report_steps(db, app->arena, app->def.code, period, t->unit->code, &all, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (str_eq(all.items[i].submission, t->head.id))
            *arena_push(app->arena, &t->steps) = all.items[i];
    return true;
}

/* What the person saw is what stands there. */
static bool check_seen(App *app, const Version *t, int version, int64_t step, Err *err)
{
    const ReportStep *last = last_step(t);
    if (version != REVIEW_SEEN_ANY && version != t->head.version)
        return err_set(err, ERR_REVIEW_VERSION, {"unit", t->unit->name},
                       {"found", arena_fmt(app->arena, "%d", version)},
                       {"expected", arena_fmt(app->arena, "%d", t->head.version)});
    if (step == REVIEW_SEEN_ANY || step == (last ? last->seq : 0))
        return true;
    return err_set(err, ERR_REVIEW_MOVED, {"unit", t->unit->name},
                   {"by", last ? person_post(app, last->by) : S("")},
                   {"at", last ? instant_minute(app->arena, last->at) : S("")},
                   {"state", last ? last->state : S("")});
}

/* The office's look into a restricted area is for who has that right. */
static bool may_look(App *app, const Unit *unit, Err *err)
{
    return !unit->restricted || restricted_may(app, unit->code) ||
           app_refuse(app, ACT_RESTRICTED_READ, unit->code, unit->code, err);
}

static bool find_unit(App *app, Str code, const Unit **ret_unit, Err *err)
{
    int at = map_get(&app_index(app)->units, code);
    if (at < 0)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", utf8_prefix(code, 80)});
    *ret_unit = &app->def.units.items[at];
    return true;
}

static bool save_step(App *app, Db *tx, const Version *t, ReportStep *step, Err *err)
{
    int64_t last;
    if (!report_step_last_seq(tx, t->head.id, &last, err))
        return false;
    step->id = app_id(app);
    step->submission = t->head.id;
    step->seq = last + 1;
    step->at = app->now_ms;
    step->by = app->actor.name;
    step->behalf = app->actor.behalf;
    step->party = t->unit->code;
    step->version = t->head.version;
    return report_step_save(tx, step, err);
}

static Str step_object(App *app, const ReportStep *step)
{
    return arena_fmt(app->arena, "report_step %.*s", STR_ARG(step->id));
}

static Str step_detail(App *app, Str period, const ReportStep *step)
{
    return arena_fmt(app->arena,
                     "{\"period\":\"%.*s\",\"party\":\"%.*s\",\"version\":%d,\"state\":\"%.*s\","
                     "\"causes\":%.*s}",
                     STR_ARG(period), STR_ARG(step->party), step->version, STR_ARG(step->state),
                     STR_ARG(step->causes));
}

/* ---- returning ---- */

static bool check_causes(const ReviewReturn *order, bool *ret_needs_place, Err *err)
{
    *ret_needs_place = false;
    for (int i = 0; i < order->causes.count; i++) {
        ReportCause cause;
        if (!report_cause_parse(order->causes.items[i], &cause))
            return err_set(err, ERR_REVIEW_CAUSE,
                           {"found", utf8_prefix(order->causes.items[i], 40)});
        *ret_needs_place |= report_cause_needs_place(cause);
    }
    return order->causes.count > 0 || err_set(err, ERR_REVIEW_CAUSE, {"found", S("")});
}

static bool only_for_statistics(const ReviewWords *causes)
{
    for (int i = 0; i < causes->count; i++) {
        ReportCause cause;
        if (!report_cause_parse(causes->items[i], &cause) || !report_cause_fits_statistics(cause))
            return false;
    }
    return true;
}

/* An indicator of the campaign, a task or the head; statistics are nobody's to send back but for having been typed. */
static bool check_places(App *app, const ReviewReturn *order, bool needed, Err *err)
{
    const CampaignIndex *x = app_index(app);
    for (int i = 0; i < order->places.count; i++) {
        Str place = order->places.items[i];
        int at = map_get(&x->indicators, place);
        if (at >= 0) {
            const Indicator *indicator = &app->def.indicators.items[at];
            if (str_eq(indicator->basis, S("statistics")) && !only_for_statistics(&order->causes))
                return err_set(err, ERR_REVIEW_STATISTICS, {"indicator", indicator->name});
            continue;
        }
        bool task =
            str_starts(place, S("task ")) && map_get(&x->tasks, str_sub(place, 5, place.len)) >= 0;
        if (!task && !str_eq(place, S("head")))
            return err_set(err, ERR_REVIEW_PLACE, {"found", utf8_prefix(place, 40)});
    }
    return order->places.count > 0 || !needed || err_set(err, ERR_REVIEW_PLACE, {"found", S("")});
}

static bool same_number(Str a, Str b)
{
    Dec x, y;
    return dec_parse(a, &x, NULL) && dec_parse(b, &y, NULL) && dec_cmp(x, y) == 0;
}

static bool is_of_values(const SubmissionValueList *values, Str number)
{
    for (int i = 0; i < values->count; i++) {
        const SubmissionValue *v = &values->items[i];
        if (same_number(v->value, number) || same_number(v->month, number) ||
            same_number(v->last_year, number))
            return true;
    }
    return false;
}

/* The reports of the period before, of whoever held the seat: a jump may be quoted with both its ends. */
static bool add_values_before(App *app, Db *db, Str period, Str unit, SubmissionValueList *values,
                              Err *err)
{
    int index = app_period_index(app, period);
    Submission head;
    SubmissionValueList more = {0};
    bool found;
    if (index <= 0)
        return true;
    if (!submission_latest(db, app->arena, app->def.code, S("report"),
                           app->def.periods.items[index - 1].code, unit, &found, &head, err))
        return false;
    if (found && !submission_values(db, app->arena, head.id, &more, err))
        return false;
    for (int i = 0; i < more.count; i++)
        *arena_push(app->arena, values) = more.items[i];
    return true;
}

/* A sentence quotes what was reported, or no figure at all. */
static bool check_figures(App *app, Db *db, Str period, const Version *t, Str note, Err *err)
{
    char numbers[CAUSE_NUMBERS_MAX][32];
    int count = report_cause_numbers(note, numbers, CAUSE_NUMBERS_MAX);
    SubmissionValueList values = {0};
    if (count == 0)
        return true;
    if (!submission_values(db, app->arena, t->head.id, &values, err) ||
        !add_values_before(app, db, period, t->unit->code, &values, err))
        return false;
    for (int i = 0; i < count; i++) {
        Str number = str_from_z(numbers[i]);
        if (!is_of_values(&values, number))
            return err_set(err, ERR_REVIEW_FIGURE, {"found", number});
    }
    return true;
}

typedef struct Returning {
    App *app;
    AppWrite write;
    Str period;
    const ReviewReturn *order;
    Str note;
    Version target;
    ReportStep step;
} Returning;

static bool check_open(App *app, Db *db, Str period, Err *err)
{
    LockState now;
    if (!lock_state(app, db, period, &now, err))
        return false;
    *err = lock_why(&now, period);
    return err->code == ERR_NONE;
}

static bool write_return(Db *tx, void *ctx, Err *err)
{
    Returning *w = ctx;
    App *app = w->app;
    if (!check_open(app, tx, w->period, err) ||
        !find_version(app, tx, w->period, &w->target, err) ||
        !check_seen(app, &w->target, w->order->version, w->order->step, err) ||
        !check_figures(app, tx, w->period, &w->target, w->note, err))
        return false;
    w->step = (ReportStep){.state = S("returned"),
                           .causes = words_json(app->arena, &w->order->causes),
                           .places = words_json(app->arena, &w->order->places),
                           .note = w->note};
    if (!save_step(app, tx, &w->target, &w->step, err))
        return false;
    w->write.object = step_object(app, &w->step);
    w->write.detail = step_detail(app, w->period, &w->step);
    return true;
}

bool review_return(App *app, Str code, const ReviewReturn *order, ReportStep *ret_step, Err *err)
{
    const CampaignPeriod *period;
    bool needs_place;
    Returning w = {.app = app, .order = order};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_REPORT_REVIEW, order->unit, code, err) ||
        !app_period(app, code, &period, err) || !find_unit(app, order->unit, &w.target.unit, err) ||
        !may_look(app, w.target.unit, err) || !check_causes(order, &needs_place, err) ||
        !check_places(app, order, needs_place, err) ||
        !lock_words(app->arena, order->note, &w.note, err))
        return false;
    w.period = period->code;
    w.write = (AppWrite){.action = ACT_REPORT_REVIEW,
                         .party = order->unit,
                         .object = period->code,
                         .fn = write_return,
                         .ctx = &w};
    if (!app_write(app, &w.write, err))
        return false;
    *ret_step = w.step;
    return true;
}

/* ---- accepting ---- */

typedef struct Accepting {
    App *app;
    Str period;
    const ReviewPick *picks;
    int npicks;
    bool together;
    const Unit **units; /* [pick]; NULL: not known */
    ReviewAnswers answers;
} Accepting;

static bool accept_one(Accepting *w, Db *tx, int i, ReviewAnswer *answer, Err *err)
{
    App *app = w->app;
    const ReviewPick *pick = &w->picks[i];
    Version t = {.unit = w->units[i]};
    ReportStep step = {.state = S("accepted"), .causes = S("[]"), .places = S("[]"), .note = S("")};
    if (!find_version(app, tx, w->period, &t, err))
        return false;
    answer->version = t.head.version;
    const ReportStep *last = last_step(&t);
    bool same = pick->version == REVIEW_SEEN_ANY || pick->version == t.head.version;
    if (same && last && str_eq(last->state, S("accepted"))) {
        answer->before = true; /* sent twice, or somebody was faster and of the same mind */
        return true;
    }
    if (!check_seen(app, &t, pick->version, pick->step, err) ||
        !save_step(app, tx, &t, &step, err) ||
        !app_audit(app, tx, ACT_REPORT_REVIEW, step_object(app, &step),
                   step_detail(app, w->period, &step), err))
        return false;
    answer->accepted = true;
    return true;
}

/* What concerns one row alone is its answer; what the database says ends the whole. */
static bool is_of_the_row(const Err *err)
{
    return err->code == ERR_REVIEW_NONE || err->code == ERR_REVIEW_VERSION ||
           err->code == ERR_REVIEW_MOVED;
}

static bool write_accepts(Db *tx, void *ctx, Err *err)
{
    Accepting *w = ctx;
    w->answers = (ReviewAnswers){0};
    if (!check_open(w->app, tx, w->period, err))
        return false;
    for (int i = 0; i < w->npicks; i++) {
        ReviewAnswer *answer = arena_push(w->app->arena, &w->answers);
        answer->unit = w->picks[i].unit;
        if (accept_one(w, tx, i, answer, err))
            continue;
        if (w->together || !is_of_the_row(err))
            return false;
        answer->why = *err;
        *err = (Err){0};
    }
    return true;
}

bool review_accept(App *app, Str code, const ReviewPick *picks, int npicks, bool together,
                   ReviewAnswers *ret_answers, Err *err)
{
    const CampaignPeriod *period;
    Accepting w = {.app = app, .picks = picks, .npicks = npicks, .together = together};
    if (!app_need_campaign(app, err) || !app_permit(app, ACT_REPORT_REVIEW, S(""), code, err) ||
        !app_period(app, code, &period, err))
        return false;
    if (npicks == 0)
        return err_set(err, ERR_REVIEW_NOTHING);
    if (npicks > LIMIT_REVIEW_PICKS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_REVIEW_PICKS")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_REVIEW_PICKS)},
                       {"found", arena_fmt(app->arena, "%d", npicks)});
    w.units = arena_alloc(app->arena, (size_t)npicks, sizeof *w.units);
    for (int i = 0; i < npicks; i++)
        if (!find_unit(app, picks[i].unit, &w.units[i], err) || !may_look(app, w.units[i], err))
            return false;
    w.period = period->code;
    AppWrite write = {.action = ACT_REPORT_REVIEW,
                      .object = arena_fmt(app->arena, "accept %.*s", STR_ARG(period->code)),
                      .detail = arena_fmt(app->arena, "{\"reports\":%d}", npicks),
                      .fn = write_accepts,
                      .ctx = &w};
    if (!app_write(app, &write, err))
        return false;
    *ret_answers = w.answers;
    return true;
}
