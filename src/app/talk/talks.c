#include "app/talk/talks.h"

#include "app/restricted.h"
#include "app/score/stability.h"

#include "base/json.h"
#include "core/scheme_words.h"

enum { EVIDENCE_BYTES_MAX = 1 << 18 };

Str talk_state(const TalkRow *talk)
{
    return talk->steps.count ? talk->steps.items[talk->steps.count - 1].state : S("");
}

Str talk_state_name(Lang lang, Str state)
{
    static const struct {
        Str word;
        Msg text;
    } words[] = {
        {SC("proposed"), MSG_TALK_PROPOSED}, {SC("applied"), MSG_TALK_APPLIED},
        {SC("approved"), MSG_TALK_APPROVED}, {SC("notified"), MSG_TALK_NOTIFIED},
        {SC("received"), MSG_TALK_RECEIVED}, {SC("held"), MSG_TALK_HELD},
        {SC("reported"), MSG_TALK_REPORTED}, {SC("verified"), MSG_TALK_VERIFIED},
        {SC("closed"), MSG_TALK_CLOSED},     {SC("waived"), MSG_TALK_WAIVED},
        {SC("exempted"), MSG_TALK_EXEMPTED}, {SC("withdrawn"), MSG_TALK_WITHDRAWN},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(words[i].word, state))
            return msg(lang, words[i].text);
    return state;
}

/* Of a period of the campaign before this one, which the evidence names. */
static int earlier_index(const Past *past, Str code)
{
    int i = 0;
    while (i + 1 < past->earlier.def.periods.count &&
           !str_eq(past->earlier.def.periods.items[i].code, code))
        i++;
    return i;
}

static void month_json(App *app, Json *json, const Evaluation *ev, int unit, const Past *past,
                       Str code)
{
    int index = app_period_index(app, code), units = ev->units.count;
    bool now = str_eq(code, ev->period->code);
    const Unit *seat = NULL;
    const RunUnit *row = &ev->units.items[unit];
    if (index >= 0 && !now) {
        row = past_of(app, past, ev->in.units[unit], index);
        units = past->periods[index].units.count;
    } else if (index < 0) {
        index = earlier_index(past, code);
        row = past_earlier(past, ev->group, ev->in.units[unit]->code, index, &seat);
        units = past->earlier.periods[index].units.count;
    }
    if (!row)
        return;
    json_object(json);
    json_kstr(json, S("period"), code);
    json_kstr(json, S("score"), row->score_shown);
    json_ki64(json, S("rank"), row->rank);
    json_ki64(json, S("rank_from_bottom"), row->rank_bottom);
    json_ki64(json, S("units"), units);
    json_kstr(json, S("status"), row->status);
    json_object_end(json);
}

/* Which places the step counts. */
static int places_of(const Evaluation *ev, const Ladder *step)
{
    return step->top ? step->top : step->bottom ? step->bottom : ev->in.scheme.streak.bottom;
}

/* Talks expected a month by chance alone, to stand beside the proposal: three decimals. */
static Str expected_text(App *app, const Evaluation *ev, const Ladder *step, const StreakGrounds *g)
{
    int64_t q;
    int n = ev->in.nunits, places = places_of(ev, step);
    double expected = g->by_run ? streak_expected(n, places, step->at)
                                : streak_expected_count(n, places, step->cumulative, g->held);
    return score_quantise(expected, &q) ? score_text(app->arena, q, 3) : S("");
}

/* What every node of the score gave: the explain tree as it was, leaf by leaf. */
static void explain_json(Json *json, const Evaluation *ev, int unit)
{
    const RunNodeList *nodes = &ev->nodes[unit];
    json_key(json, S("explain"));
    json_array(json);
    for (int i = 0; i < nodes->count; i++) {
        const RunNode *n = &nodes->items[i];
        json_object(json);
        json_kstr(json, S("node"), n->node);
        json_kstr(json, S("points"), n->points);
        json_kstr(json, S("full_marks"), n->full_marks);
        json_kstr(json, S("status"), n->status);
        json_kstr(json, S("value"), n->value);
        json_kstr(json, S("target"), n->target);
        json_object_end(json);
    }
    json_array_end(json);
}

/* The last member, so that talk_evidence_open can leave it out. */
static const Str stability_key = SC(",\"stability\":");

static bool add_stability(App *app, TalkRow *talk, Err *err)
{
    int64_t in_bottom, draws;
    StabilityAsk ask = stability_ask();
    if (!stability_of_talk(app, talk, &in_bottom, &draws, err))
        return false;
    if (draws == 0)
        return true;
    Out out = out_new(app->arena, EVIDENCE_BYTES_MAX);
    out_s(&out, str_sub(talk->evidence, 0, talk->evidence.len - 1));
    out_s(&out, stability_key);
    out_f(&out,
          "{\"in_bottom\":%lld,\"draws\":%lld,\"weights_percent\":\"%.*s\",\"share\":\"%.*s\"}}",
          (long long)in_bottom, (long long)draws, STR_ARG(ask.percent),
          STR_ARG(stability_percent(app->arena, in_bottom, draws)));
    talk->evidence = out_str(&out);
    return true;
}

Str talk_evidence_open(Arena *arena, Str evidence)
{
    ptrdiff_t at = str_find(evidence, stability_key, 0);
    return at < 0 ? evidence : arena_fmt(arena, "%.*s}", STR_ARG(str_sub(evidence, 0, at)));
}

/* The rule as it led to this step: docs/talks.md. */
static void rule_json(Json *json, const Evaluation *ev, const Ladder *step, const StreakGrounds *g)
{
    const StreakRule *rule = &ev->in.scheme.streak;
    json_key(json, S("rule"));
    json_object(json);
    json_ki64(json, step->top ? S("top") : S("bottom"), places_of(ev, step));
    if (g->by_run) {
        json_ki64(json, S("consecutive"), step->at);
    } else {
        json_ki64(json, S("cumulative"), step->cumulative);
        json_kstr(json, S("window"), window_words.items[rule->window]);
    }
    json_kstr(json, S("step_name"), step->name);
    json_kstr(json, S("step_basis"), step->basis);
    json_kstr(json, S("source"), rule->source);
    json_ki64(json, S("scheme_version"), ev->in.scheme.version);
    json_kstr(json, S("scheme_digest"), ev->in.scheme_digest);
    json_object_end(json);
}

static Str evidence_of(App *app, const Evaluation *ev, int unit, const Past *past, Str months,
                       const StreakGrounds *grounds)
{
    const Ladder *step = evaluation_due(ev, unit);
    Out out = out_new(app->arena, EVIDENCE_BYTES_MAX);
    Json json = json_new(&out, false);
    json_object(&json);
    rule_json(&json, ev, step, grounds);
    json_ki64(&json, S("run"), grounds->run);
    json_ki64(&json, S("count"), grounds->count);
    json_kstr(&json, S("expected_by_chance_a_month"), expected_text(app, ev, step, grounds));
    json_key(&json, S("months"));
    json_array(&json);
    while (months.len)
        month_json(app, &json, ev, unit, past, str_cut(&months, ';'));
    json_array_end(&json);
    explain_json(&json, ev, unit);
    json_object_end(&json);
    return out_str(&out);
}

bool talks_propose(App *app, const CampaignPeriod *period, const RunRow *run, TalkList *ret_talks,
                   Err *err)
{
    Past past;
    Evaluation ev;
    if (!past_load(app, run->group, run->made_at, &past, err) ||
        !evaluation_compute(app, period, run->group, run->input_seq, &past, &ev, err))
        return false;
    for (int u = 0; u < ev.in.nunits; u++) {
        const Ladder *step = evaluation_due(&ev, u);
        if (!step)
            continue;
        Str months;
        StreakGrounds grounds = evaluation_grounds(app, &ev, u, &past, &months);
        TalkRow *talk = arena_push(app->arena, ret_talks);
        *talk = (TalkRow){
            .period = period->code,
            .unit = ev.in.units[u]->code,
            .group = run->group,
            .step = ladder_word(step->step),
            .run = run->id,
            .months = months,
            .evidence = evidence_of(app, &ev, u, &past, months, &grounds),
            .bodies = ev.in.units[u]->bodies,
        };
        if (!step->top && !add_stability(app, talk, err))
            return false;
    }
    return true;
}

bool talks_save_proposals(App *app, Db *tx, TalkList *talks, Err *err)
{
    TalkStep step = {.number = 1,
                     .state = S("proposed"),
                     .on_date = app_today(app),
                     .by = app->actor.name,
                     .reason = S("")};
    if (!app_instant(app, tx, &step.at, err))
        return false;
    for (int i = 0; i < talks->count; i++) {
        TalkRow *t = &talks->items[i];
        t->id = app_id(app);
        Str object = arena_fmt(app->arena, "talk %.*s", STR_ARG(t->id));
        if (!talk_save(tx, app->def.code, t, err) || !talk_step_save(tx, t->id, &step, err) ||
            !app_audit(app, tx, ACT_TALK_PROPOSE, object, t->evidence, err))
            return false;
    }
    return true;
}

/* That there is a talk and how far it is; not why. */
static void close_talk(TalkRow *talk)
{
    talk->evidence = S("{}");
    for (int i = 0; i < talk->steps.count; i++)
        talk->steps.items[i].reason = S("");
}

bool talks_list(App *app, TalkList *ret_talks, Err *err)
{
    TalkList all = {0};
    Scope scope = permit_scope(app->actor.role, ACT_TALK_READ);
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_TALK_READ, app->actor.unit, S("talks"), err) ||
        !talk_list(app->db, app->arena, app->def.code, &all, err))
        return false;
    for (int i = 0; i < all.count; i++) {
        TalkRow *talk = &all.items[i];
        if (scope != SCOPE_ALL && !str_eq(talk->unit, app->actor.unit))
            continue;
        if (scope != SCOPE_ALL)
            talk->evidence = talk_evidence_open(app->arena, talk->evidence);
        for (int k = 0; scope != SCOPE_ALL && k < talk->steps.count; k++)
            talk->steps.items[k].by =
                S(""); /* a unit is told what was decided, not by which account */
        if (restricted_unit(app, talk->unit) && !restricted_may(app, talk->unit))
            close_talk(talk);
        *arena_push(app->arena, ret_talks) = *talk;
    }
    return true;
}

void talks_merge(Arena *arena, const TalkList *talks, int *ret_first)
{
    TalkSeat *seats = arena_new(arena, TalkSeat, talks->count);
    int *talk = arena_new(arena, int, talks->count);
    for (int i = 0; i < talks->count; i++) {
        const TalkRow *t = &talks->items[i];
        Str bodies = t->bodies;
        seats[i].body = str_cut(&bodies, ';');
        if (seats[i].body.len == 0)
            seats[i].body = t->unit;
        seats[i].cause = arena_fmt(arena, "%.*s %.*s", STR_ARG(t->period), STR_ARG(t->step));
    }
    (void)streak_merge_talks(seats, talks->count, talk);
    for (int i = 0; i < talks->count; i++) {
        ret_first[i] = i;
        for (int k = i - 1; k >= 0; k--)
            if (talk[k] == talk[i])
                ret_first[i] = k;
    }
}
