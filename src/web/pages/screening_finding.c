/* One finding of the screening: what it rests on, what the unit says to it, how the office closed it. */
#include "app/person.h"
#include "app/score/screening_answer.h"
#include "base/limits.h"
#include "web/files_panel.h"
#include "web/pages.h"
#include "web/pieces.h"
#include "web/screening_state.h"

typedef struct FindingView {
    Str list, list_title, title, sub, error, note, state, innocent;
    StateKind kind;
    Facts facts;
    Moments steps;
    bool may_answer, may_close, locked;
    Str answer_action, close_action, ask_correction, words, close_words;
    Options how, corrections, closing;
    FilesPanel files;
} FindingView;
#include "web/templates/screening_finding.html.h"

typedef enum Sent { SENT_NOTHING, SENT_ANSWER, SENT_CLOSING, SENT_FILE } Sent;

StateKind screening_state_kind(ScreeningState state)
{
    static const StateKind kinds[SCREENING_STATES] = {STATE_OPEN, STATE_DOING, STATE_LATE,
                                                      STATE_DONE};
    return kinds[state];
}

static bool read(Ctx *c, ScreeningCase *ret, Err *err)
{
    Faults faults = {.arena = c->arena};
    if (screening_case(&c->app, ctx_text(c, "period"), ctx_text(c, "id"), ret, &faults, err))
        return true;
    if (!err->code && faults.count)
        *err = faults.items[0];
    return false;
}

static void fill_facts(Ctx *c, const ScreeningCase *k, FindingView *v)
{
    const ScreeningFinding *f = k->finding;
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_COL_UNIT), k->unit ? k->unit->name : S(""));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_SCREENING_COL_INDICATOR),
             f->indicator < 0 ? S("") : k->report.indicator_names[f->indicator]);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_SCREENING_COL_REASON),
             screening_reason(c->arena, c->lang, &k->report, f));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_SCREENING_COL_FIGURES),
             screening_figures(c->arena, &k->report, f));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_SCREENING_COL_EXPIRES),
             date_str(c->arena, k->report.expires_on));
}

static void fill_steps(Ctx *c, const ScreeningCase *k, FindingView *v)
{
    for (int i = 0; i < k->steps.count; i++) {
        const ScreeningAnswer *a = &k->steps.items[i];
        bool links = a->correction.len && ctx_may(c, ACT_CORRECTION_ASK);
        *arena_push(c->arena, &v->steps) =
            (Moment){.when = instant_minute(c->arena, a->at),
                     .title = screening_step_text(c->lang, a->step),
                     .who = person_words(&c->app, c->lang, a->by, a->behalf),
                     .text = a->words,
                     .href = links ? link_to(c, "/corrections/{id}", {"id", a->correction}) : S(""),
                     .link = links ? msg(c->lang, MSG_SCREENING_TO_CORRECTION) : S(""),
                     .done = true};
    }
}

/* "更正申请（2021-12-07，待审批）": which of the unit's corrections puts it right. */
static void fill_corrections(Ctx *c, const ScreeningCase *k, FindingView *v, bool typed)
{
    for (int i = 0; i < k->corrections.count; i++) {
        const CorrectionAsk *ask = &k->corrections.items[i];
        Str text = msg_str(c->arena, c->lang,
                           ask->state.len ? MSG_SCREENING_CORRECTION_APPROVED
                                          : MSG_SCREENING_CORRECTION_WAITS,
                           {"at", instant_minute(c->arena, ask->asked_at)},
                           {"n", arena_fmt(c->arena, "%d", ask->rows)});
        *arena_push(c->arena, &v->corrections) =
            (Option){ask->id, text, typed && str_eq(ask->id, ctx_text(c, "correction"))};
    }
}

static void fill_forms(Ctx *c, const ScreeningCase *k, Sent sent, FindingView *v)
{
    Str how = sent == SENT_ANSWER ? ctx_text(c, "how") : S(""),
        closing = sent == SENT_CLOSING ? ctx_text(c, "closing") : S("");
    v->may_answer = /* the office has something to look at first */
        k->may_answer && (c->app.actor.role == ROLE_UNIT || k->state != SCREENING_ANSWERED);
    v->may_close = k->may_close;
    v->locked = k->locked;
    v->answer_action = link_to(c, "/screening/{period}/findings/{id}/answer",
                               {"period", k->period->code}, {"id", k->finding->id});
    v->close_action = link_to(c, "/screening/{period}/findings/{id}/close",
                              {"period", k->period->code}, {"id", k->finding->id});
    v->words = sent == SENT_ANSWER ? ctx_text(c, "words") : S("");
    v->close_words = sent == SENT_CLOSING ? ctx_text(c, "words") : S("");
    if (k->unit && k->locked && ctx_may(c, ACT_CORRECTION_ASK))
        v->ask_correction = link_to(c, "/corrections", {"period", k->period->code});
    *arena_push(c->arena, &v->how) = (Option){
        S("explained"), msg(c->lang, MSG_SCREENING_HOW_EXPLAINED), str_eq(how, S("explained"))};
    *arena_push(c->arena, &v->how) = (Option){
        S("correcting"), msg(c->lang, MSG_SCREENING_HOW_CORRECTING), str_eq(how, S("correcting"))};
    *arena_push(c->arena, &v->closing) =
        (Option){S("accepted"), msg(c->lang, MSG_SCREENING_CLOSING_ACCEPTED),
                 str_eq(closing, S("accepted"))};
    *arena_push(c->arena, &v->closing) = (Option){
        S("asked"), msg(c->lang, MSG_SCREENING_CLOSING_ASKED), str_eq(closing, S("asked"))};
    fill_corrections(c, k, v, sent == SENT_ANSWER);
}

static bool fill(Ctx *c, const ScreeningCase *k, Sent sent, FindingView *v, Err *err)
{
    Str period = k->period->code;
    *v = (FindingView){
        .list = link_to(c, "/screening/{period}", {"period", period}),
        .list_title = msg_str(c->arena, c->lang, MSG_SCREENING_TITLE, {"period", k->period->name}),
        .title = screening_name(c->lang, k->finding->kind),
        .sub = k->unit ? arena_fmt(c->arena, "%.*s · %.*s", STR_ARG(k->unit->name),
                                   STR_ARG(k->period->name))
                       : k->period->name,
        .note = k->self ? msg(c->lang, MSG_SCREENING_SELF) : S(""),
        .innocent = screening_innocent(c->lang, k->finding->kind),
        .state = screening_state_text(c->lang, k->state),
        .kind = screening_state_kind(k->state)};
    fill_facts(c, k, v);
    fill_steps(c, k, v);
    fill_forms(c, k, sent, v);
    /* what shows it hangs at an answer */
    return k->steps.count == 0 || !k->unit ||
           files_panel_fill(c, k->object,
                            link_to(c, "/screening/{period}/findings/{id}/files",
                                    {"period", period}, {"id", k->finding->id}),
                            &v->files, err);
}

static bool show(Ctx *c, const Err *refused, Sent sent, Err *err)
{
    ScreeningCase k;
    FindingView v;
    if (!read(c, &k, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        screening_case_json(&c->app, c->lang, &k, &json);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    if (!fill(c, &k, sent, &v, err))
        return false;
    if (refused && sent == SENT_FILE) {
        files_panel_refuse(c, refused, &v.files);
    } else if (refused) {
        Out out = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&out, c->lang, refused);
        v.error = out_str(&out);
    }
    if (refused)
        c->response->status = http_status_of(err_kind(refused->code));
    screening_finding_html(
        page_begin(c, v.title, c->app.actor.role == ROLE_UNIT ? NAV_REPORT : NAV_REVIEW), c, &v);
    return page_end(c, err);
}

bool screening_finding_page(Ctx *c, Err *err)
{
    return show(c, NULL, SENT_NOTHING, err);
}

static bool is_theirs(ErrCode code)
{
    ErrKind kind = err_kind(code);
    return kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE ||
           kind == KIND_BUSY || code == ERR_SCREENING_SELF;
}

static bool answer(Ctx *c, bool ok, Sent sent, Err *err)
{
    if (ok && c->json)
        return show(c, NULL, SENT_NOTHING, err);
    if (ok)
        return redirect(c,
                        link_to(c, "/screening/{period}/findings/{id}",
                                {"period", ctx_text(c, "period")}, {"id", ctx_text(c, "id")}),
                        err);
    if (c->json || !is_theirs(err->code))
        return false;
    Err refused = *err;
    *err = (Err){0};
    return show(c, &refused, sent, err);
}

bool screening_answer_do(Ctx *c, Err *err)
{
    Faults faults = {.arena = c->arena};
    const ScreeningReply reply = {.period = ctx_text(c, "period"),
                                  .id = ctx_text(c, "id"),
                                  .correcting = str_eq(ctx_text(c, "how"), S("correcting")),
                                  .words = ctx_text(c, "words"),
                                  .correction = ctx_text(c, "correction")};
    return answer(c, screening_answer(&c->app, &reply, &faults, err), SENT_ANSWER, err);
}

bool screening_close_do(Ctx *c, Err *err)
{
    Faults faults = {.arena = c->arena};
    bool accepted = str_eq(ctx_text(c, "closing"), S("accepted"));
    return answer(c,
                  screening_close(&c->app, ctx_text(c, "period"), ctx_text(c, "id"), accepted,
                                  ctx_text(c, "words"), &faults, err),
                  SENT_CLOSING, err);
}

bool screening_finding_file(Ctx *c, Err *err)
{
    ScreeningCase k;
    Attachment attachment;
    const MultipartPart *part = &c->params.files.items[0];
    FileEntry entry = {.name = part->file_name, .bytes = part->bytes};
    if (!read(c, &k, err))
        return false;
    entry.object = k.object;
    bool ok = file_add(&c->app, &entry, &attachment, err);
    if (!ok || !c->json)
        return answer(c, ok, SENT_FILE, err);
    Json json = json_begin(c);
    attachment_json(c->arena, &json, &attachment);
    return json_end(c, &json, err);
}
