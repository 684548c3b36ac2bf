/* Targets as JSON. */
#include "app/target/target_words.h"

static Str owed_word(OwedFrom from)
{
    static const Str words[] = {[OWED_CHANGED] = SC("change"),
                                [OWED_ALLOTTED] = SC("stated"),
                                [OWED_EACH] = SC("each"),
                                [OWED_NOTHING] = SC("none")};
    return words[from];
}

static Str forecast_state(ForecastState state)
{
    static const Str words[FORECAST_STATES] = {
        [FORECAST_GIVEN] = SC("given"),           [FORECAST_TOO_EARLY] = SC("too_early"),
        [FORECAST_STATISTICS] = SC("statistics"), [FORECAST_NO_PLAN] = SC("no_plan"),
        [FORECAST_NO_AMOUNT] = SC("no_amount"),   [FORECAST_YEAR_OVER] = SC("year_over"),
    };
    return words[state];
}

static void figures_json(App *app, const TargetView *v, const TargetFigures *f, Json *json)
{
    json_kstr(json, S("owed"), f->owed.value);
    json_kstr(json, S("owed_by"), owed_word(f->owed.from));
    json_kstr(json, S("held_against"), f->reached_of.len ? f->reached_of : f->owed.value);
    json_kstr(json, S("period"),
              f->period < 0 ? S("") : v->index->def->periods.items[f->period].code);
    json_kstr(json, S("actual"), f->actual);
    json_kbool(json, S("confirmed"), f->is_confirmed);
    json_ki64(json, S("units_counted"), f->counted);
    json_ki64(json, S("units_met"), f->met);
    json_kbool(json, S("met"), f->is_met);
    json_kstr(json, S("percent"), f->percent);
    json_kstr(json, S("plan"), f->plan);
    json_kstr(json, S("gap"), f->gap);
    json_kstr(json, S("light"), light_word(f->light));
    json_kstr(json, S("no_light"), light_reason_word(f->reason));
    json_kstr(json, S("trajectory"), trajectory_word(f->trajectory));
    json_kstr(json, S("growth"), f->has_growth ? yoy_word(f->growth.kind) : S(""));
    json_kstr(json, S("growth_value"),
              f->has_growth && yoy_has_value(f->growth.kind) ? dec_str(app->arena, f->growth.value)
                                                             : S(""));
    json_kstr(json, S("likelihood"), forecast_state(f->forecast.state));
    if (f->forecast.state == FORECAST_GIVEN) {
        json_ki64(json, S("likelihood_percent"), f->forecast.percent);
        json_ki64(json, S("likelihood_months"), f->forecast.months);
    }
}

static void finding_json(App *app, const TargetView *v, const SplitFinding *f, Json *json)
{
    json_object(json);
    json_kstr(json, S("finding"), split_fault_word(f->fault));
    json_kstr(json, S("unit"), f->unit < 0 ? S("") : v->index->def->units.items[f->unit].code);
    json_kstr(json, S("found"), dec_str(app->arena, f->found));
    json_kstr(json, S("expected"), dec_str(app->arena, f->expected));
    json_kstr(json, S("away"), dec_str(app->arena, f->away));
    json_object_end(json);
}

static void head_json(App *app, const TargetView *v, Json *json)
{
    const Target *t = &v->index->def->targets.items[v->target];
    json_kstr(json, S("target"), t->code);
    json_kstr(json, S("task"), t->task);
    json_kstr(json, S("what"), t->what);
    json_kstr(json, S("indicator"), t->indicator);
    json_kstr(json, S("unit"), t->unit);
    json_kstr(json, S("relation"), t->relation);
    json_kstr(json, S("modality"), t->modality);
    json_kstr(json, S("scope"), t->scope);
    json_kstr(json, S("stated"), t->value);
    json_kstr(json, S("split"), split_word(v->split));
    json_kbool(json, S("statistics"), v->is_statistics);
    json_ki64(json, S("changes"), v->seen);
    json_kstr(json, S("as_of"), v->last < 0 ? S("") : v->index->def->periods.items[v->last].code);
    json_kbool(json, S("unpublished"), v->newest);
    json_kstr(json, S("allotted"),
              v->check.has_total ? dec_str(app->arena, v->check.total) : S(""));
    json_key(json, S("findings"));
    json_array(json);
    for (int i = 0; i < v->check.findings.count; i++)
        finding_json(app, v, &v->check.findings.items[i], json);
    json_array_end(json);
    json_key(json, S("city"));
    json_object(json);
    figures_json(app, v, &v->city, json);
    json_object_end(json);
}

void targets_json(App *app, const TargetViews *views, Json *json)
{
    json_object(json);
    json_kstr(json, S("campaign"), app->def.code);
    json_kbool(json, S("sample"), app->def.sample);
    json_key(json, S("targets"));
    json_array(json);
    for (int i = 0; i < views->count; i++) {
        json_object(json);
        head_json(app, &views->items[i], json);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static void change_members(App *app, const TargetChange *c, Json *json)
{
    json_kstr(json, S("id"), c->id);
    json_kstr(json, S("target"), c->target);
    json_kstr(json, S("unit"), c->unit);
    json_ki64(json, S("seq"), c->seq);
    json_kstr(json, S("from"), c->from);
    json_kstr(json, S("before"), c->before);
    json_kstr(json, S("after"), c->after);
    json_kstr(json, S("behind_period"), c->behind_period);
    json_kstr(json, S("behind_gap"), c->behind_gap);
    json_kstr(json, S("reason"), c->reason);
    json_kstr(json, S("document"), c->document);
    json_kstr(json, S("at"), instant_str(app->arena, c->at));
    json_kstr(json, S("by"), c->by);
    json_kstr(json, S("behalf"), c->behalf);
}

void target_change_json(App *app, const TargetChange *c, Json *json)
{
    json_object(json);
    change_members(app, c, json);
    json_object_end(json);
}

static void rows_json(App *app, const TargetView *v, Json *json)
{
    json_key(json, S("units"));
    json_array(json);
    for (int i = 0; i < v->rows.count; i++) {
        const TargetUnitRow *r = &v->rows.items[i];
        json_object(json);
        json_kstr(json, S("unit"), v->index->def->units.items[r->unit].code);
        json_kstr(json, S("weight"), r->weight);
        figures_json(app, v, &r->figures, json);
        json_object_end(json);
    }
    json_array_end(json);
}

static void months_json(const TargetView *v, Json *json)
{
    json_kstr(json, S("months_of"),
              v->months_of < 0 ? S("") : v->index->def->units.items[v->months_of].code);
    json_key(json, S("months"));
    json_array(json);
    for (int i = 0; i < v->months.count; i++) {
        const TargetMonth *m = &v->months.items[i];
        json_object(json);
        json_kstr(json, S("period"), m->period->code);
        json_kstr(json, S("plan"), m->plan);
        json_kstr(json, S("percent"), m->percent);
        json_kstr(json, S("actual"), m->actual);
        json_object_end(json);
    }
    json_array_end(json);
}

void target_json(App *app, const TargetView *v, Json *json)
{
    json_object(json);
    head_json(app, v, json);
    json_kbool(json, S("only_own"), v->only_own);
    rows_json(app, v, json);
    months_json(v, json);
    json_key(json, S("history"));
    json_array(json);
    for (int i = 0; i < v->changes.count; i++) {
        const TargetChanged *c = &v->changes.items[i];
        json_object(json);
        change_members(app, c->change, json);
        json_kbool(json, S("easier"), c->is_easier);
        json_kbool(json, S("after_bad_month"), c->is_after_bad);
        json_kbool(json, S("holds"), c->is_held);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}
