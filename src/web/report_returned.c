/* A report that was returned: why, where, and what has risen since. */
#include "app/person.h"
#include "app/report/review.h"
#include "base/limits.h"
#include "core/report_cause.h"
#include "web/report_view.h"

static Str cause_text(Lang lang, Str word)
{
    static const Msg texts[CAUSE_COUNT] = {
        [CAUSE_RUNNING_TOTAL] = MSG_MONTHLY_CAUSE_RUNNING_TOTAL,
        [CAUSE_MEASURE_UNIT] = MSG_MONTHLY_CAUSE_MEASURE_UNIT,
        [CAUSE_SUM] = MSG_MONTHLY_CAUSE_SUM,
        [CAUSE_NARRATIVE] = MSG_MONTHLY_CAUSE_NARRATIVE,
        [CAUSE_JUMP] = MSG_MONTHLY_CAUSE_JUMP,
        [CAUSE_COPIED] = MSG_MONTHLY_CAUSE_COPIED,
        [CAUSE_EVIDENCE_MISSING] = MSG_MONTHLY_CAUSE_EVIDENCE_MISSING,
        [CAUSE_EVIDENCE_OTHER] = MSG_MONTHLY_CAUSE_EVIDENCE_OTHER,
        [CAUSE_PERIOD] = MSG_MONTHLY_CAUSE_PERIOD,
        [CAUSE_TWICE] = MSG_MONTHLY_CAUSE_TWICE,
        [CAUSE_NOT_OWED] = MSG_MONTHLY_CAUSE_NOT_OWED,
        [CAUSE_STATISTICS] = MSG_MONTHLY_CAUSE_STATISTICS,
        [CAUSE_UNSIGNED] = MSG_MONTHLY_CAUSE_UNSIGNED,
        [CAUSE_EMPTY] = MSG_MONTHLY_CAUSE_EMPTY,
    };
    ReportCause cause;
    return report_cause_parse(word, &cause) ? msg(lang, texts[cause]) : word;
}

static PageRow *row_of(ReportView *v, Str code)
{
    for (int b = 0; b < v->blocks.count; b++)
        for (int i = 0; i < v->blocks.items[b].rows.count; i++)
            if (str_eq(v->blocks.items[b].rows.items[i].code, code))
                return &v->blocks.items[b].rows.items[i];
    return NULL;
}

static bool mark_places(Ctx *c, const ReportStep *step, ReportView *v, Err *err)
{
    ReviewWords places;
    if (!review_words_of(c->arena, step->places, &places, err))
        return false;
    for (int i = 0; i < places.count; i++) {
        PageRow *row = row_of(v, places.items[i]);
        if (row)
            row->questioned = true;
    }
    return true;
}

/* Only numbers that were handed in and stand higher in the draft. */
static bool mark_risen(Ctx *c, const ReportStep *step, ReportView *v, Err *err)
{
    SubmissionValueList sent = {0};
    if (!submission_values(c->app.db, c->arena, step->submission, &sent, err))
        return false;
    for (int i = 0; i < sent.count; i++) {
        PageRow *row = row_of(v, sent.items[i].indicator);
        Dec before, now;
        if (!row)
            continue;
        Str typed = row->total.value.len ? row->total.value : row->month.value;
        if (dec_parse(sent.items[i].value, &before, NULL) && dec_parse(typed, &now, NULL) &&
            dec_cmp(now, before) > 0)
            row->risen = msg_str(c->arena, c->lang, MSG_MONTHLY_RISEN,
                                 {"before", sent.items[i].value}, {"now", typed});
    }
    return true;
}

bool report_view_returned(Ctx *c, const ReportForm *form, ReportView *v, Err *err)
{
    ReportSteps steps = {0};
    const ReportStep *last = NULL;
    if (form->standing.version == 0)
        return true;
    if (!report_steps(c->app.db, c->arena, c->app.def.code, form->period->code, form->unit->code,
                      &steps, err))
        return false;
    for (int i = 0; i < steps.count; i++)
        if (str_eq(steps.items[i].submission, form->standing.submission))
            last = &steps.items[i];
    if (!last || !str_eq(last->state, S("returned")))
        return true;
    ReviewWords causes;
    Out words = out_new(c->arena, LIMIT_LINE_BYTES);
    if (!review_words_of(c->arena, last->causes, &causes, err))
        return false;
    for (int i = 0; i < causes.count; i++) {
        out_s(&words, i ? S("；") : S(""));
        out_s(&words, cause_text(c->lang, causes.items[i]));
    }
    v->returned = out_str(&words);
    v->returned_note = last->note;
    v->returned_by =
        msg_str(c->arena, c->lang, MSG_MONTHLY_RETURNED_BY, {"who", person_post(&c->app, last->by)},
                {"at", instant_minute(c->arena, last->at)});
    return mark_places(c, last, v, err) && mark_risen(c, last, v, err);
}
