#include "app/result/unit_view_json.h"

#include "app/ledger/ledger_table.h"
#include "app/score/explain_json.h"
#include "app/talk/talks.h"

static void months_json(const UnitView *v, Json *json)
{
    json_key(json, S("months"));
    json_array(json);
    for (int i = 0; i < v->months.count; i++) {
        const UnitMonth *m = &v->months.items[i];
        if (!m->published)
            continue;
        json_object(json);
        json_kstr(json, S("period"), m->period->code);
        json_kstr(json, S("score"), m->result.score_shown);
        json_ki64(json, S("rank"), m->result.rank);
        json_ki64(json, S("units"), m->units);
        json_kbool(json, S("in_bottom"), m->result.in_bottom);
        json_ki64(json, S("streak"), m->result.streak);
        json_ki64(json, S("scheme_version"), m->scheme_version);
        json_object_end(json);
    }
    json_array_end(json);
}

static void task_json(Arena *arena, const UnitTask *t, Json *json)
{
    json_object(json);
    json_kstr(json, S("task"), t->task->no);
    json_kstr(json, S("title"), t->task->title);
    json_kstr(json, S("role"), t->role);
    json_kstr(json, S("target"), t->target ? t->target->target->code : S(""));
    if (t->target) {
        json_kstr(json, S("what"), t->target->target->what);
        json_kstr(json, S("unit"), t->target->target->unit);
        json_kbool(json, S("whole"), t->whole);
        json_kstr(json, S("allotted"), t->allotted);
        json_kstr(json, S("period"), t->period);
        json_kstr(json, S("actual"), t->actual);
        json_kstr(json, S("reported"), t->reported);
        json_kstr(json, S("percent"), t->pace.percent);
        json_kstr(json, S("plan"), t->pace.plan);
        json_kstr(json, S("gap"), t->pace.gap);
        json_kstr(json, S("light"), light_word(t->pace.light));
        json_kstr(json, S("no_light"), light_reason_word(t->pace.reason));
        json_kbool(json, S("reached"), t->reached);
    }
    if (t->note) {
        json_key(json, S("note"));
        progress_note_json(arena, json, t->note);
    }
    json_object_end(json);
}

static void talk_json(const TalkRow *t, Json *json)
{
    json_object(json);
    json_kstr(json, S("period"), t->period);
    json_kstr(json, S("step"), t->step);
    json_kstr(json, S("months"), t->months);
    json_kstr(json, S("state"), talk_state(t));
    json_object_end(json);
}

void unit_view_json(const App *app, const UnitView *v, Json *json)
{
    json_object(json);
    json_kstr(json, S("campaign"), app->def.code);
    json_kbool(json, S("sample"), app->def.sample);
    json_kstr(json, S("unit"), v->unit->code);
    json_kstr(json, S("name"), v->unit->name);
    json_kstr(json, S("group"), v->unit->group);
    months_json(v, json);
    json_key(json, S("explanation"));
    if (v->opened >= 0)
        explain_json(app, &v->explanation, S(""), json);
    else
        json_null(json);
    json_kstr(json, S("hidden"),
              v->hidden.code ? str_from_z(err_code_name(v->hidden.code)) : S(""));
    json_key(json, S("reports"));
    json_array(json);
    for (int i = 0; i < v->reports.count; i++)
        submission_json(json, &v->reports.items[i]);
    json_array_end(json);
    json_key(json, S("tasks"));
    json_array(json);
    for (int i = 0; i < v->tasks.count; i++)
        task_json(app->arena, &v->tasks.items[i], json);
    json_array_end(json);
    json_key(json, S("talks"));
    json_array(json);
    for (int i = 0; i < v->talks.count; i++)
        talk_json(&v->talks.items[i], json);
    json_array_end(json);
    json_object_end(json);
}
