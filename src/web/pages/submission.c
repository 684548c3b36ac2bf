#include "app/person.h"
#include "app/report/confirmed.h"
#include "app/report/value_state.h"
#include "app/result/unit_view.h"
#include "app/score/explain_json.h"
#include "app/score/explain_text.h"
#include "sys/json_in.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct ValueView {
    Str unit, unit_href, indicator, measure, basis, value, month, last_year, note;
    bool na;
} ValueView;

typedef struct TaskRowView {
    LIST_OF(Str) cells;
} TaskRowView;

typedef struct SubmissionPageView {
    const Submission *head;
    Str title, period, party, received, release, entered_by;
    bool only_own, several; /* several: the sheet has values of more than one unit */
    bool has_month, has_last_year;
    LIST_OF(ValueView) values;
    LIST_OF(TaskRowView) tasks;
} SubmissionPageView;
#include "web/templates/submission.html.h"

static void fill_values(Ctx *c, const SubmissionView *s, SubmissionPageView *v)
{
    for (int i = 0; i < s->values.count; i++) {
        const SubmissionValue *x = &s->values.items[i];
        const Indicator *indicator = app_indicator(&c->app, x->indicator);
        *arena_push(c->arena, &v->values) = (ValueView){
            .unit = unit_name(&c->app, x->unit),
            .unit_href = link_to_unit(c, x->unit, s->head.period),
            .indicator = indicator ? indicator->name : x->indicator,
            .measure = indicator ? indicator->unit : S(""),
            .value =
                x->state.len ? value_text(c->arena, c->lang, x->value, false, x->state) : x->value,
            .basis = indicator ? basis_text(c->lang, indicator->basis) : S(""),
            .month = x->month,
            .last_year = x->last_year,
            .note = x->note,
            .na = x->na};
        v->has_month = v->has_month || x->month.len;
        v->has_last_year = v->has_last_year || x->last_year.len;
        v->several = v->several || !str_eq(x->unit, s->values.items[0].unit);
    }
}

static void fill_tasks(Ctx *c, const SubmissionView *s, SubmissionPageView *v)
{
    for (int i = 0; i < s->tasks.count; i++) {
        Tree *cells;
        Err ignored = {0};
        if (!json_parse(c->arena, s->tasks.items[i].cells, &cells, &ignored))
            continue;
        TaskRowView *row = arena_push(c->arena, &v->tasks);
        for (const Tree *cell = cells->first; cell; cell = cell->next)
            *arena_push(c->arena, &row->cells) = cell->text;
    }
}

static bool answer_json(Ctx *c, const SubmissionView *s, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("submission"));
    submission_json(&json, &s->head);
    json_key(&json, S("values"));
    json_array(&json);
    for (int i = 0; i < s->values.count; i++) {
        const SubmissionValue *x = &s->values.items[i];
        json_object(&json);
        json_kstr(&json, S("unit"), x->unit);
        json_kstr(&json, S("indicator"), x->indicator);
        json_kstr(&json, S("object"), x->object);
        json_kstr(&json, S("value"), x->value);
        json_kbool(&json, S("na"), x->na);
        json_kstr(&json, S("state"), x->state);
        json_kstr(&json, S("month"), x->month);
        json_kstr(&json, S("last_year"), x->last_year);
        json_kstr(&json, S("note"), x->note);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_kbool(&json, S("only_own"), s->only_own);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static Str party_name(const App *app, Str code)
{
    for (int i = 0; i < app->def.bodies.count; i++)
        if (str_eq(app->def.bodies.items[i].code, code))
            return app->def.bodies.items[i].name;
    return unit_name(app, code);
}

bool submission_page(Ctx *c, Err *err)
{
    SubmissionView s;
    if (!submission_view(&c->app, ctx_text(c, "id"), &s, err))
        return false;
    if (c->json)
        return answer_json(c, &s, err);
    SubmissionPageView v = {.head = &s.head,
                            .title = submission_kind_text(c->lang, s.head.kind),
                            .period = period_name(&c->app, s.head.period),
                            .party = party_name(&c->app, s.head.party),
                            .received = instant_minute(c->arena, s.head.received_at),
                            .entered_by = person_post(&c->app, s.head.entered_by),
                            .only_own = s.only_own};
    HeldRelease release = held_release(c->arena, s.head.head);
    v.release = release_text(c->arena, c->lang, &release);
    fill_values(c, &s, &v);
    fill_tasks(c, &s, &v);
    submission_html(page_begin(c, v.title, c->app.actor.unit.len ? NAV_UNIT : NAV_RANKING), c, &v);
    return page_end(c, err);
}
