/* One report on the review desk: its values beside what else is known, its answers, and the form that returns it. */
#include "app/person.h"
#include "app/report/report_check.h"
#include "app/report/report_doc.h"
#include "app/report/review_desk.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct SheetLine {
    Str name, code, value, measure, month, last, pace, target, confirmed, note;
    bool owed, differs, rose, corrected, absent;
    Str rose_note;
    LIST_OF(Str) findings;
    const Light *light;
    bool checked;
} SheetLine;

typedef struct AnswerView {
    Str check, found, answer;
} AnswerView;

typedef struct TaskView {
    Str no, progress, on_time, problem, next;
    bool checked;
} TaskView;

typedef struct ReviewUnitView {
    Str title, sub, back, next, submission, accept, give_back, pick, unit, error, typed, version,
        step;
    StateKind kind;
    Str state;
    Facts facts;
    LIST_OF(SheetLine) lines;
    LIST_OF(AnswerView) answers;
    LIST_OF(TaskView) tasks;
    Options causes;
    Moments steps;
    Str rose;
    bool may_accept, may_return, sent, screened, head_checked;
    int64_t max;
} ReviewUnitView;
#include "web/templates/review_unit.html.h"

/* ---- the view ---- */

static Str number(Ctx *c, int64_t n)
{
    return arena_fmt(c->arena, "%lld", (long long)n);
}

/* What was chosen in a form that was refused: "cause.sum", "place.invest". */
static bool was_chosen(const Ctx *c, Str prefix, Str word)
{
    for (int i = 0; i < c->params.fields.count; i++) {
        Str name = c->params.fields.items[i].name;
        if (str_starts(name, prefix) && str_eq(str_sub(name, prefix.len, name.len), word))
            return true;
    }
    return false;
}

static bool differs(Str a, Str b)
{
    Dec x, y;
    return a.len && b.len && dec_parse(a, &x, NULL) && dec_parse(b, &y, NULL) && dec_cmp(x, y) != 0;
}

static void fill_line(Ctx *c, const ReviewSheet *s, const ReviewLine *line, SheetLine *v)
{
    const Indicator *i = line->indicator;
    *v = (SheetLine){.name = i->name,
                     .code = i->code,
                     .value = line->na ? msg(c->lang, MSG_REVIEW_NA) : line->value,
                     .measure = i->unit,
                     .month = line->month,
                     .last = line->last,
                     .target = line->target,
                     .confirmed = line->confirmed,
                     .note = line->note,
                     .owed = line->owed,
                     .differs = differs(line->value, line->confirmed),
                     .rose = line->rose,
                     .corrected = line->corrected,
                     .absent =
                         line->owed && !line->na && line->value.len == 0 && line->state.len == 0,
                     .checked = was_chosen(c, S("place."), i->code)};
    if (line->pace.percent.len)
        v->pace =
            line->pace.plan.len
                ? msg_str(c->arena, c->lang, MSG_REVIEW_PACE, {"percent", line->pace.percent},
                          {"plan", line->pace.plan})
                : msg_str(c->arena, c->lang, MSG_REVIEW_PERCENT, {"percent", line->pace.percent});
    if (line->pace.light != LIGHT_NONE)
        v->light = &line->pace.light;
    if (line->rose)
        v->rose_note = msg_str(c->arena, c->lang, MSG_REVIEW_ROSE, {"before", line->returned});
    for (int k = 0; k < line->nfindings; k++)
        *arena_push(c->arena, &v->findings) =
            screening_reason(c->arena, c->lang, &s->screening, line->findings[k]);
}

static void fill_texts(Ctx *c, const ReviewSheet *s, ReviewUnitView *v)
{
    for (int i = 0; i < s->tasks.count; i++) {
        ReportAnswer a;
        ReportTask t;
        const SubmissionTask *row = &s->tasks.items[i];
        if (str_eq(row->kind, S("answer")) && report_answer_of_cells(c->arena, row->cells, &a))
            *arena_push(c->arena, &v->answers) = (AnswerView){a.place, a.found, a.answer};
        else if (str_eq(row->kind, S("task")) && report_task_of_cells(c->arena, row->cells, &t))
            *arena_push(c->arena, &v->tasks) =
                (TaskView){t.task,    t.progress,  t.on_time,
                           t.problem, t.next_step, was_chosen(c, S("place.task."), t.task)};
    }
}

static void fill_steps(Ctx *c, const ReviewSheet *s, ReviewUnitView *v)
{
    for (int i = s->steps.count - 1; i >= 0; i--) {
        const ReportStep *step = &s->steps.items[i];
        bool accepted = str_eq(step->state, S("accepted"));
        Str why = S("");
        if (!accepted)
            why = msg_str(c->arena, c->lang, MSG_REVIEW_WHY,
                          {"causes", review_causes_text(c->arena, c->lang, step->causes)},
                          {"places", review_places_text(&c->app, c->lang, step->places)},
                          {"note", step->note});
        *arena_push(c->arena, &v->steps) = (Moment){
            .when = instant_minute(c->arena, step->at),
            .title = msg_str(c->arena, c->lang,
                             accepted ? MSG_REVIEW_STEP_ACCEPTED : MSG_REVIEW_STEP_RETURNED,
                             {"n", number(c, step->version)}),
            .who = person_post(&c->app, step->by),
            .text = why,
            .done = accepted};
    }
}

static void fill_facts(Ctx *c, const ReviewSheet *s, ReviewUnitView *v)
{
    const ReportStanding *st = &s->row->standing;
    Arena *a = c->arena;
    if (st->version == 0)
        return;
    fact_add(a, &v->facts, msg(c->lang, MSG_REVIEW_COL_ARRIVED),
             instant_minute(a, st->received_at));
    fact_add(a, &v->facts, msg(c->lang, MSG_REVIEW_COL_LATE),
             st->late_days ? number(c, st->late_days) : S(""));
    fact_add(a, &v->facts, msg(c->lang, MSG_REVIEW_COL_VERSION), number(c, st->version));
    fact_add(a, &v->facts, msg(c->lang, MSG_REVIEW_COMPLETE),
             arena_fmt(a, "%d/%d", s->row->filled, s->row->owed));
    fact_add(a, &v->facts, msg(c->lang, MSG_REVIEW_COL_FILES), number(c, s->row->files));
    fact_add(a, &v->facts, msg(c->lang, MSG_REVIEW_FILLED_BY),
             person_post(&c->app, s->head.filled_by));
    fact_add(a, &v->facts, msg(c->lang, MSG_REVIEW_APPROVED_BY),
             str_eq(s->head.approved_by, S(APPROVED_BY_SCAN))
                 ? msg(c->lang, MSG_RECEIPT_SCAN)
                 : person_post(&c->app, s->head.approved_by));
    fact_add(a, &v->facts, msg(c->lang, MSG_REVIEW_ENTERED_BY),
             s->head.sender.len
                 ? arena_fmt(a, "%.*s · %.*s", STR_ARG(person_post(&c->app, s->head.entered_by)),
                             STR_ARG(s->head.sender))
                 : S(""));
}

static void fill(Ctx *c, const ReviewSheet *s, ReviewUnitView *v)
{
    const ReportStanding *st = &s->row->standing;
    Str period = s->desk.period->code, unit = s->row->unit->code;
    bool wanted = st->version > 0 && ctx_may(c, ACT_REPORT_REVIEW);
    *v = (ReviewUnitView){
        .title = msg_str(c->arena, c->lang, MSG_REVIEW_UNIT_TITLE, {"unit", s->row->unit->name},
                         {"period", s->desk.period->name}),
        .sub = group_name(&c->app, s->row->unit->group),
        .back = link_to(c, "/review/{period}", {"period", period}),
        .accept = link_to(c, "/review/{period}/accept", {"period", period}),
        .give_back =
            link_to(c, "/review/{period}/units/{unit}/return", {"period", period}, {"unit", unit}),
        .unit = unit,
        .version = number(c, st->version),
        .step = number(c, s->row->step ? s->row->step->seq : 0),
        .state = review_state_text(c->lang, st->state),
        .kind = s->row->outstanding ? STATE_LATE
                : s->row->waits     ? STATE_DOING
                                    : STATE_DONE,
        .sent = st->version > 0,
        .may_accept = wanted && !s->desk.lock.locked && st->state != REPORT_ACCEPTED,
        .may_return = wanted && !s->desk.lock.locked && st->state != REPORT_RETURNED,
        .screened = s->has_screening,
        .head_checked = was_chosen(c, S("place."), S("head")),
        .max = LIMIT_REVIEW_CHARACTERS};
    v->pick = arena_fmt(c->arena, "%.*s-%.*s", STR_ARG(v->version), STR_ARG(v->step));
    if (s->next.len)
        v->next =
            link_to(c, "/review/{period}/units/{unit}", {"period", period}, {"unit", s->next});
    if (s->head.id.len)
        v->submission = link_to(c, "/submissions/{id}", {"id", s->head.id});
    fill_facts(c, s, v);
    for (int i = 0; i < s->lines.count; i++)
        fill_line(c, s, &s->lines.items[i], arena_push(c->arena, &v->lines));
    fill_texts(c, s, v);
    fill_steps(c, s, v);
    for (int i = 0; i < CAUSE_COUNT; i++) {
        Str word = report_cause_word((ReportCause)i);
        *arena_push(c->arena, &v->causes) =
            (Option){word, review_cause_text(c->lang, word), was_chosen(c, S("cause."), word)};
    }
    if (s->roses.count)
        v->rose =
            msg_str(c->arena, c->lang, MSG_REVIEW_ROSE_WARN, {"n", number(c, s->roses.count)});
}

static bool answer(Ctx *c, Str error, Str typed, Err *err)
{
    ReviewSheet sheet;
    ReviewUnitView v;
    if (!review_sheet(&c->app, ctx_text(c, "period"), ctx_text(c, "unit"), &sheet, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        review_sheet_json(&c->app, c->lang, &sheet, &json);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    fill(c, &sheet, &v);
    v.error = error;
    v.typed = typed;
    review_unit_html(page_begin(c, v.title, NAV_REVIEW), c, &v);
    return page_end(c, err);
}

bool review_unit_page(Ctx *c, Err *err)
{
    return answer(c, S(""), S(""), err);
}

/* ---- returning ---- */

static void order_of(Ctx *c, ReviewReturn *order)
{
    for (int i = 0; i < c->params.fields.count; i++) {
        Str name = c->params.fields.items[i].name;
        if (str_starts(name, S("cause.")))
            *arena_push(c->arena, &order->causes) = str_sub(name, 6, name.len);
        else if (str_starts(name, S("place.task.")))
            *arena_push(c->arena, &order->places) =
                arena_fmt(c->arena, "task %.*s", STR_ARG(str_sub(name, 11, name.len)));
        else if (str_starts(name, S("place.")))
            *arena_push(c->arena, &order->places) = str_sub(name, 6, name.len);
    }
}

bool review_return_do(Ctx *c, Err *err)
{
    ReportStep step;
    ReviewReturn order = {.unit = ctx_text(c, "unit"),
                          .version = (int)ctx_i64(c, "version", REVIEW_SEEN_ANY),
                          .step = ctx_i64(c, "step", REVIEW_SEEN_ANY),
                          .note = ctx_text(c, "note")};
    order_of(c, &order);
    if (review_return(&c->app, ctx_text(c, "period"), &order, &step, err))
        return done(c,
                    link_to(c, "/review/{period}/units/{unit}", {"period", ctx_text(c, "period")},
                            {"unit", order.unit}),
                    err);
    ErrKind kind = err_kind(err->code);
    if (c->json || (kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_TOO_LARGE))
        return false;
    Err first = *err;
    Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
    *err = (Err){0};
    msg_err(&sentence, c->lang, &first);
    c->response->status = http_status_of(kind);
    return answer(c, out_str(&sentence), order.note, err);
}
