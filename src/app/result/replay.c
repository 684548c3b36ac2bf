#include "app/result/replay.h"

typedef struct GroupReplay {
    App *app;
    Replay *replay;
    const ReplayTrial *trial; /* NULL: what corrections change */
    Str group;
    Past published; /* as it is */
    Past replayed;  /* earlier periods as they would be */
    const CircularList *circulars;
    bool started; /* a corrected period was met: all later ones are computed again */
} GroupReplay;

static void change(GroupReplay *g, Str period, Str unit, Str kind, Str before, Str after)
{
    *arena_push(g->app->arena, &g->replay->changes) = (Consequence){
        .period = period, .unit = unit, .kind = kind, .before = before, .after = after};
}

static Str number_text(Arena *arena, int n)
{
    return arena_fmt(arena, "%d", n);
}

static bool compare_unit(GroupReplay *g, Str period, const RunUnit *was, const RunUnit *is)
{
    Arena *a = g->app->arena;
    bool differs = false;
    if (!str_eq(was->score_shown, is->score_shown)) {
        change(g, period, is->unit, S("score"), was->score_shown, is->score_shown);
        differs = true;
    }
    if (was->rank != is->rank) {
        change(g, period, is->unit, S("rank"), number_text(a, was->rank), number_text(a, is->rank));
        differs = true;
    }
    if (was->in_bottom != is->in_bottom) {
        change(g, period, is->unit, S("bottom"), was->in_bottom ? S("yes") : S("no"),
               is->in_bottom ? S("yes") : S("no"));
        differs = true;
    }
    return differs;
}

/* The talk that was proposed did not follow from the replayed ranks: later runs start without it. */
static void forget_talk(GroupReplay *g, Str period, Str unit, Str step)
{
    TalkList kept = {0};
    for (int i = 0; i < g->replayed.talks.count; i++) {
        const TalkRow *t = &g->replayed.talks.items[i];
        if (!str_eq(t->period, period) || !str_eq(t->unit, unit) || !str_eq(t->step, step))
            *arena_push(g->app->arena, &kept) = *t;
    }
    g->replayed.talks = kept;
}

static void compare_streaks(GroupReplay *g, Str period, const Evaluation *was, const Evaluation *is)
{
    Arena *a = g->app->arena;
    for (int u = 0; u < is->in.nunits; u++)
        if (was->streaks[u].run != is->streaks[u].run)
            change(g, period, is->in.units[u]->code, S("streak"),
                   number_text(a, was->streaks[u].run), number_text(a, is->streaks[u].run));
}

static void compare_talks(GroupReplay *g, Str period, const Evaluation *was, const Evaluation *is)
{
    for (int u = 0; u < is->in.nunits; u++) {
        Str unit = is->in.units[u]->code;
        const Ladder *before = evaluation_due(was, u), *after = evaluation_due(is, u);
        if (before && after && before->step == after->step)
            continue;
        if (before) {
            change(g, period, unit, S("talk_vanishes"),
                   evaluation_months(g->app, was, u, &g->published), S(""));
            forget_talk(g, period, unit, ladder_word(before->step));
        }
        if (after)
            change(g, period, unit, S("talk_appears"), S(""),
                   evaluation_months(g->app, is, u, &g->replayed));
    }
}

static void keep_ranks(GroupReplay *g, int period, const Evaluation *was, const Evaluation *is)
{
    const PastPeriod *past = &g->published.periods[period];
    for (int u = 0; u < is->units.count && u < past->units.count; u++)
        *arena_push(g->app->arena, &g->replay->ranks) =
            (ReplayRank){.period = period,
                         .unit = is->units.items[u].unit,
                         .before = past->units.items[u].rank,
                         .after = is->units.items[u].rank,
                         .due_before = evaluation_due(was, u) != NULL,
                         .due_after = evaluation_due(is, u) != NULL};
}

static void note_circular(GroupReplay *g, Str period)
{
    for (int i = 0; i < g->circulars->count; i++) {
        const CircularRow *c = &g->circulars->items[i];
        if (c->version == 1 && str_eq(c->period, period))
            change(g, period, S(""), S("circular"), c->number, S(""));
    }
}

/* Corrections of this period that arrived after its run was frozen, or an earlier one replayed; of a
 * trial its periods. */
static bool is_wanted(GroupReplay *g, int index, const RunRow *run, bool *ret_yes, Err *err)
{
    const CampaignPeriod *period = &g->app->def.periods.items[index];
    if (g->trial) {
        *ret_yes = index >= g->trial->from && index <= g->trial->to;
        return true;
    }
    SubmissionList heads = {0};
    if (!period_submissions(g->app->db, g->app->arena, g->app->def.code, period->code, INT64_MAX,
                            &heads, err))
        return false;
    for (int i = 0; i < heads.count; i++)
        g->started |= heads.items[i].seq > run->input_seq;
    const Supposed *supposed = g->app->supposed;
    for (int i = 0; supposed && i < supposed->values.count; i++)
        g->started |= str_eq(supposed->values.items[i].period, period->code);
    *ret_yes = g->started;
    return true;
}

static bool replay_period(GroupReplay *g, int index, Err *err)
{
    App *app = g->app;
    const CampaignPeriod *period = &app->def.periods.items[index];
    const PastPeriod *past = &g->published.periods[index];
    bool wanted;
    if (!past->held)
        return true;
    if (!is_wanted(g, index, &past->run, &wanted, err))
        return false;
    if (!wanted)
        return true;
    Evaluation was, is;
    g->published.at = g->replayed.at = past->run.made_at;
    if (!evaluation_compute(app, period, g->group, past->run.input_seq, &g->published, &was, err) ||
        !evaluation_under(app, period, g->group, g->trial ? past->run.input_seq : -1, &g->replayed,
                          g->trial ? &g->trial->instead : NULL, &is, err))
        return false;
    bool differs = false;
    for (int u = 0; u < is.units.count && u < past->units.count; u++)
        differs |= compare_unit(g, period->code, &past->units.items[u], &is.units.items[u]);
    if (g->trial) {
        compare_streaks(g, period->code, &was, &is);
        keep_ranks(g, index, &was, &is);
    }
    compare_talks(g, period->code, &was, &is);
    if (differs) {
        if (!g->trial)
            note_circular(g, period->code);
        *arena_push(app->arena, &g->replay->evaluations) = is;
    }
    g->replayed.periods[index].units = is.units;
    return true;
}

static bool replay_group(App *app, Str group, const ReplayTrial *trial,
                         const CircularList *circulars, Replay *replay, Err *err)
{
    GroupReplay g = {
        .app = app, .replay = replay, .trial = trial, .group = group, .circulars = circulars};
    if (!past_load(app, group, app->now_ms, &g.published, err))
        return false;
    g.replayed = g.published;
    g.replayed.periods = arena_new(app->arena, PastPeriod, app->def.periods.count);
    for (int i = 0; i < app->def.periods.count; i++)
        g.replayed.periods[i] = g.published.periods[i];
    for (int i = 0; i < app->def.periods.count; i++)
        if (!replay_period(&g, i, err))
            return false;
    return true;
}

bool replay_compute(App *app, Replay *ret_replay, Err *err)
{
    CircularList circulars = {0};
    Replay replay = {0};
    if (!circular_list(app->db, app->arena, app->def.code, &circulars, err))
        return false;
    for (int i = 0; i < app->def.groups.count; i++)
        if (!replay_group(app, app->def.groups.items[i].code, NULL, &circulars, &replay, err))
            return false;
    *ret_replay = replay;
    return true;
}

bool replay_under(App *app, const ReplayTrial *trial, Replay *ret_replay, Err *err)
{
    Replay replay = {0};
    if (!replay_group(app, trial->group, trial, NULL, &replay, err))
        return false;
    *ret_replay = replay;
    return true;
}

static bool is_recorded(const ConsequenceList *known, const Consequence *c)
{
    for (int i = 0; i < known->count; i++) {
        const Consequence *k = &known->items[i];
        if (str_eq(k->period, c->period) && str_eq(k->unit, c->unit) && str_eq(k->kind, c->kind) &&
            str_eq(k->before, c->before) && str_eq(k->after, c->after))
            return true;
    }
    return false;
}

static bool save_rerun(App *app, Db *tx, const Evaluation *ev, Err *err)
{
    RunRow run;
    bool found;
    if (!replay_run(app, tx, ev->period->code, ev->group, &found, &run, err))
        return false;
    if (found && str_eq(run.result_digest, ev->result_digest))
        return true;
    Evaluation made = *ev;
    made.made_at = app->now_ms;
    return evaluation_save(app, tx, &made, S("rerun"), ACT_CORRECT, &run, err);
}

/* Whether anything of it is not on record yet. */
static bool is_news(App *app, const Replay *replay, bool *ret_news, Err *err)
{
    ConsequenceList known = {0};
    if (!consequence_list(app->db, app->arena, app->def.code, &known, err))
        return false;
    *ret_news = false;
    for (int i = 0; i < replay->changes.count; i++)
        *ret_news |= !is_recorded(&known, &replay->changes.items[i]);
    for (int i = 0; i < replay->evaluations.count && !*ret_news; i++) {
        const Evaluation *ev = &replay->evaluations.items[i];
        RunRow run;
        bool found;
        if (!replay_run(app, app->db, ev->period->code, ev->group, &found, &run, err))
            return false;
        *ret_news = !found || !str_eq(run.result_digest, ev->result_digest);
    }
    return true;
}

bool replay_save(App *app, Db *tx, const Replay *replay, Str submission, Err *err)
{
    ConsequenceList known = {0};
    if (!consequence_list(tx, app->arena, app->def.code, &known, err))
        return false;
    int position = known.count; /* grows over the whole campaign, so never taken */
    for (int i = 0; i < replay->changes.count; i++) {
        Consequence c = replay->changes.items[i];
        if (is_recorded(&known, &c))
            continue;
        c.id = app_id(app);
        c.submission = submission;
        Str object = arena_fmt(app->arena, "consequence %.*s", STR_ARG(c.id));
        if (!consequence_save(tx, app->def.code, position++, &c, err) ||
            !app_audit(app, tx, ACT_CORRECT, object, S(""), err))
            return false;
    }
    for (int i = 0; i < replay->evaluations.count; i++)
        if (!save_rerun(app, tx, &replay->evaluations.items[i], err))
            return false;
    return true;
}

bool replay_run(App *app, Db *db, Str period, Str group, bool *ret_found, RunRow *ret_run, Err *err)
{
    RunList runs = {0};
    *ret_found = false;
    if (!run_list(db, app->arena, app->def.code, &runs, err))
        return false;
    for (int i = 0; i < runs.count; i++) {
        const RunRow *r = &runs.items[i];
        if (str_eq(r->period, period) && str_eq(r->group, group) && str_eq(r->kind, S("rerun"))) {
            *ret_run = *r;
            *ret_found = true;
        }
    }
    return true;
}

typedef struct Refresh {
    App *app;
    const Replay *replay;
    Str correction;
} Refresh;

static bool save_refresh(Db *tx, void *ctx, Err *err)
{
    Refresh *r = ctx;
    return replay_save(r->app, tx, r->replay, r->correction, err);
}

bool replay_refresh(App *app, Replay *ret_replay, Err *err)
{
    SubmissionList list = {0};
    Refresh refresh = {.app = app, .replay = ret_replay};
    if (!submission_list(app->db, app->arena, app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (str_eq(list.items[i].kind, S("correction")))
            refresh.correction = list.items[i].id;
    if (refresh.correction.len == 0)
        return true;
    bool news;
    if (!replay_compute(app, ret_replay, err) || !is_news(app, ret_replay, &news, err))
        return false;
    AppWrite write = {.action = ACT_CORRECT,
                      .object = S("replay"),
                      .detail =
                          arena_fmt(app->arena, "{\"changes\":%d}", ret_replay->changes.count),
                      .fn = save_refresh,
                      .ctx = &refresh};
    return !news || app_write(app, &write, err);
}
