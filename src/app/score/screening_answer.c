#include "app/score/screening_answer.h"

#include "app/clean_text.h"
#include "app/person.h"
#include "app/report/lock.h"
#include "app/score/screening_parts.h"
#include "base/limits.h"
#include "base/utf8.h"

static const Str EXPLAINED = SC("explained"), CORRECTING = SC("correcting"), ASKED = SC("asked"),
                 ACCEPTED = SC("accepted");

/* ---- where it stands ---- */

ScreeningState screening_state(const ScreeningAnswers *answers, Str finding)
{
    Str last = {0};
    for (int i = 0; i < answers->count; i++)
        if (str_eq(answers->items[i].finding, finding))
            last = answers->items[i].step; /* in order of seq */
    return last.len == 0            ? SCREENING_OPEN
           : str_eq(last, ASKED)    ? SCREENING_ASKED
           : str_eq(last, ACCEPTED) ? SCREENING_ACCEPTED
                                    : SCREENING_ANSWERED;
}

Str screening_state_word(ScreeningState state)
{
    static const Str words[SCREENING_STATES] = {SC("open"), SC("answered"), SC("asked"),
                                                SC("accepted")};
    return words[state];
}

Str screening_state_text(Lang lang, ScreeningState state)
{
    static const Msg words[SCREENING_STATES] = {
        MSG_SCREENING_ANSWER_OPEN, MSG_SCREENING_ANSWER_ANSWERED, MSG_SCREENING_ANSWER_ASKED,
        MSG_SCREENING_ANSWER_ACCEPTED};
    return msg(lang, words[state]);
}

Str screening_step_text(Lang lang, Str step)
{
    return msg(lang, str_eq(step, EXPLAINED)    ? MSG_SCREENING_STEP_EXPLAINED
                     : str_eq(step, CORRECTING) ? MSG_SCREENING_STEP_CORRECTING
                     : str_eq(step, ASKED)      ? MSG_SCREENING_STEP_ASKED
                                                : MSG_SCREENING_STEP_ACCEPTED);
}

/* ---- one ---- */

static bool has_spoken(const App *app, const ScreeningAnswers *steps)
{
    for (int i = 0; i < steps->count; i++)
        if ((str_eq(steps->items[i].step, EXPLAINED) || str_eq(steps->items[i].step, CORRECTING)) &&
            app_is_self(app, steps->items[i].by, steps->items[i].behalf))
            return true;
    return false;
}

/* Corrections of the unit that touch the period: what has been refused puts nothing right. */
static bool take_corrections(App *app, ScreeningCase *c, Err *err)
{
    CorrectionAsks all = {0};
    Str period = arena_fmt(app->arena, "\"%.*s\"", STR_ARG(c->period->code));
    if (c->unit && !correction_asks(app->db, app->arena, app->def.code, c->party,
                                    LIMIT_CORRECTIONS_SHOWN, &all, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (str_has(all.items[i].periods, period) && !str_eq(all.items[i].state, S("refused")))
            *arena_push(app->arena, &c->corrections) = all.items[i];
    return true;
}

static bool fill(App *app, ScreeningCase *c, Err *err)
{
    LockState lock;
    const ScreeningFinding *f = c->finding;
    c->unit = f->unit < 0 ? NULL : app_unit(app, c->report.units[f->unit]);
    c->party = screening_party(app, c->unit, c->period);
    c->object = arena_fmt(app->arena, "screening %.*s", STR_ARG(f->id));
    for (int i = 0; i < c->report.answers.count; i++)
        if (str_eq(c->report.answers.items[i].finding, f->id))
            *arena_push(app->arena, &c->steps) = c->report.answers.items[i];
    c->state = screening_state(&c->steps, f->id);
    if (!lock_state(app, app->db, c->period->code, &lock, err) || !take_corrections(app, c, err))
        return false;
    c->locked = lock.locked;
    bool open = c->state != SCREENING_ACCEPTED;
    c->may_answer = open && permit(&app->actor, ACT_SCREENING_ANSWER, c->party, NULL);
    bool closes = c->state == SCREENING_ANSWERED && permit_any(&app->actor, ACT_SCREENING_CLOSE);
    c->self = closes && has_spoken(app, &c->steps);
    c->may_close = closes && !c->self;
    return true;
}

bool screening_case(App *app, Str period, Str id, ScreeningCase *ret_case, Faults *faults, Err *err)
{
    ScreeningCase c = {0};
    if (!permit_any(&app->actor, ACT_SCREENING_ANSWER))
        return app_permit(app, ACT_SCREENING_ANSWER, S(""), period, err);
    if (!screening_run(app, period, S(""), S(""), &c.report, faults, err) ||
        !app_period(app, period, &c.period, err))
        return false;
    for (int i = 0; i < c.report.findings.count; i++)
        if (str_eq(c.report.findings.items[i].id, id))
            c.finding = &c.report.findings.items[i];
    if (!c.finding)
        return err_set(err, ERR_SCREENING_FINDING, {"found", utf8_prefix(id, 40)});
    if (!fill(app, &c, err))
        return false;
    *ret_case = c;
    return true;
}

/* ---- a step ---- */

typedef struct Saying {
    App *app;
    const ScreeningCase *c;
    ScreeningAnswer answer;
    AppWrite write;
} Saying;

static bool clean_words(App *app, Str text, bool needed, Str *ret_words, Err *err)
{
    static const CleanRule rule = {SC("LIMIT_SCREENING_CHARACTERS"), LIMIT_SCREENING_CHARACTERS,
                                   true};
    return clean_text(app->arena, &rule, text, ret_words, err) &&
           (!needed || ret_words->len || err_set(err, ERR_SCREENING_WORDS));
}

static bool save_step(Db *tx, void *ctx, Err *err)
{
    Saying *w = ctx;
    App *app = w->app;
    ScreeningAnswers now = {0};
    ScreeningAnswer *a = &w->answer;
    if (!screening_answers(tx, app->arena, app->def.code, a->period, a->finding, &now, err))
        return false;
    if (now.count != w->c->steps.count) /* somebody else spoke meanwhile */
        return err_set(err, ERR_SCREENING_MOVED);
    a->seq = now.count + 1;
    a->id = app_id(app);
    w->write.object = arena_fmt(app->arena, "screening_answer %.*s", STR_ARG(a->id));
    Out out = out_new(app->arena, LIMIT_LINE_BYTES);
    Json json = json_new(&out, false);
    json_object(&json); /* without the words: they may have to be purged */
    json_kstr(&json, S("finding"), a->finding);
    json_kstr(&json, S("period"), a->period);
    json_kstr(&json, S("unit"), a->unit);
    json_kstr(&json, S("kind"), a->kind);
    json_kstr(&json, S("step"), a->step);
    json_kstr(&json, S("correction"), a->correction);
    json_object_end(&json);
    w->write.detail = out_str(&out);
    return screening_answer_save(tx, app->def.code, a, err);
}

static bool say(App *app, const ScreeningCase *c, Action action, Str step, Str words,
                Str correction, Err *err)
{
    const ScreeningFinding *f = c->finding;
    Saying w = {.app = app, .c = c};
    w.answer = (ScreeningAnswer){.finding = f->id,
                                 .period = c->period->code,
                                 .unit = c->unit ? c->unit->code : S(""),
                                 .kind = screening_word(f->kind),
                                 .indicator =
                                     f->indicator < 0 ? S("") : c->report.indicators[f->indicator],
                                 .figures = screening_figures(app->arena, &c->report, f),
                                 .step = step,
                                 .words = words,
                                 .correction = correction,
                                 .at = app->now_ms,
                                 .by = app->actor.name,
                                 .behalf = app->actor.behalf};
    w.write = (AppWrite){
        .action = action, .party = c->party, .object = c->object, .fn = save_step, .ctx = &w};
    return app_write(app, &w.write, err);
}

static bool check_correction(const ScreeningCase *c, Str correction, Err *err)
{
    if (correction.len == 0 && !c->locked) /* a new version of the report puts it right */
        return true;
    for (int i = 0; i < c->corrections.count; i++)
        if (str_eq(c->corrections.items[i].id, correction))
            return true;
    return err_set(err, ERR_SCREENING_CORRECTION, {"found", utf8_prefix(correction, 40)});
}

bool screening_answer(App *app, const ScreeningReply *r, Faults *faults, Err *err)
{
    ScreeningCase c;
    Str words;
    if (!screening_case(app, r->period, r->id, &c, faults, err) ||
        !app_permit(app, ACT_SCREENING_ANSWER, c.party, c.object, err) ||
        !clean_words(app, r->words, !r->correcting, &words, err))
        return false;
    if (c.state == SCREENING_ACCEPTED)
        return err_set(err, ERR_SCREENING_CLOSED);
    if (r->correcting && !check_correction(&c, r->correction, err))
        return false;
    return say(app, &c, ACT_SCREENING_ANSWER, r->correcting ? CORRECTING : EXPLAINED, words,
               r->correcting ? r->correction : S(""), err);
}

bool screening_close(App *app, Str period, Str id, bool accepted, Str text, Faults *faults,
                     Err *err)
{
    ScreeningCase c;
    Str words;
    if (!screening_case(app, period, id, &c, faults, err) ||
        !app_permit(app, ACT_SCREENING_CLOSE, S(""), c.object, err) ||
        !clean_words(app, text, !accepted, &words, err))
        return false;
    if (c.state == SCREENING_ACCEPTED)
        return err_set(err, ERR_SCREENING_CLOSED);
    if (c.state != SCREENING_ANSWERED)
        return err_set(err, ERR_SCREENING_UNANSWERED);
    if (c.self) {
        (void)app_refuse(app, ACT_SCREENING_CLOSE, S(""), c.object, err);
        return err_set(err, ERR_SCREENING_SELF);
    }
    return say(app, &c, ACT_SCREENING_CLOSE, accepted ? ACCEPTED : ASKED, words, S(""), err);
}

/* ---- as JSON ---- */

void screening_case_json(App *app, Lang lang, const ScreeningCase *c, Json *json)
{
    json_kstr(json, S("id"), c->finding->id);
    json_kstr(json, S("period"), c->period->code);
    json_kstr(json, S("unit"), c->unit ? c->unit->code : S(""));
    json_kstr(json, S("kind"), screening_word(c->finding->kind));
    json_kstr(json, S("reason"), screening_reason(app->arena, lang, &c->report, c->finding));
    json_kstr(json, S("figures"), screening_figures(app->arena, &c->report, c->finding));
    json_kstr(json, S("state"), screening_state_word(c->state));
    json_kbool(json, S("may_answer"), c->may_answer);
    json_kbool(json, S("may_close"), c->may_close);
    json_key(json, S("steps"));
    json_array(json);
    for (int i = 0; i < c->steps.count; i++) {
        const ScreeningAnswer *a = &c->steps.items[i];
        json_object(json);
        json_kstr(json, S("step"), a->step);
        json_kstr(json, S("words"), a->words);
        json_kstr(json, S("correction"), a->correction);
        json_kstr(json, S("at"), instant_str(app->arena, a->at));
        json_kstr(json, S("by"), person_words(app, lang, a->by, a->behalf));
        json_object_end(json);
    }
    json_array_end(json);
}
