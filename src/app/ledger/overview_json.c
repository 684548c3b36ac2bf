#include "app/ledger/overview.h"

static void counts_json(const OverviewCounts *n, Json *json)
{
    json_ki64(json, S("tasks"), n->tasks);
    json_ki64(json, S("targets"), n->targets);
    json_key(json, S("lights"));
    json_object(json);
    for (int i = 0; i < LIGHT_COUNT; i++)
        json_ki64(json, light_word((Light)i), n->lights[i]);
    json_object_end(json);
    json_ki64(json, S("due_soon"), n->near);
    json_ki64(json, S("overdue"), n->overdue);
}

static void lines_json(const Overview *v, Json *json)
{
    json_key(json, S("lines"));
    json_array(json);
    for (int i = 0; i < v->lines.count; i++) {
        const OverviewLine *line = &v->lines.items[i];
        json_object(json);
        json_kstr(json, S("no"), line->task->no);
        json_kstr(json, S("level"), line->task->level);
        json_kstr(json, S("title"), line->task->title);
        json_kbool(json, S("restricted"), line->restricted);
        if (!line->restricted)
            counts_json(&line->counts, json);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("all"));
    json_object(json);
    counts_json(&v->all, json);
    json_object_end(json);
    json_kbool(json, S("has_lights"), v->has_lights);
    json_kstr(json, S("progress_period"), v->progress_period);
}

/* ---- what is due ---- */

static void day_json(Arena *arena, const DueDay *day, Json *json)
{
    json_kstr(json, S("on"), day->on == DATE_NONE ? S("") : date_str(arena, day->on));
    json_key(json, S("workdays_left"));
    if (day->counted)
        json_i64(json, day->workdays);
    else
        json_null(json);
}

static void own_json(Arena *arena, const OverviewMonth *month, Json *json)
{
    json_key(json, month->own_is_report ? S("own_report") : S("own_confirmation"));
    json_object(json);
    json_kbool(json, S("received"), month->own_received);
    if (month->own_received) {
        json_kstr(json, S("received_on"), date_str(arena, month->own_received_on));
        json_ki64(json, S("version"), month->own_version);
        json_ki64(json, S("late_workdays"), month->own_late_days);
    }
    json_object_end(json);
}

static void missing_json(const OverviewMonth *month, Json *json)
{
    json_key(json, S("missing"));
    json_array(json);
    for (int i = 0; i < month->missing.count; i++)
        json_str(json, month->missing.items[i]->code);
    json_array_end(json);
    json_key(json, S("unconfirmed"));
    json_array(json);
    for (int i = 0; i < month->unconfirmed.count; i++)
        json_str(json, month->unconfirmed.items[i]->code);
    json_array_end(json);
}

static void month_json(Arena *arena, const OverviewMonth *month, Json *json)
{
    static const Str states[] = {[DAY_AHEAD] = SC("ahead"),
                                 [DAY_TODAY] = SC("today"),
                                 [DAY_PAST] = SC("past"),
                                 [DAY_DONE] = SC("done"),
                                 [DAY_LATE] = SC("late")};
    json_object(json);
    json_kstr(json, S("period"), month->period->code);
    json_kbool(json, S("ranked"), month->period->ranked);
    json_kbool(json, S("open"), month->is_open);
    json_kstr(json, S("next"),
              month->next < DAY_COUNT ? month_day_word((MonthDay)month->next) : S(""));
    json_key(json, S("days"));
    json_array(json);
    for (int i = 0; i < DAY_COUNT; i++) {
        if (month->days[i].day.on == DATE_NONE)
            continue;
        json_object(json);
        json_kstr(json, S("day"), month_day_word((MonthDay)i));
        day_json(arena, &month->days[i].day, json);
        json_kstr(json, S("state"), states[month->days[i].state]);
        json_object_end(json);
    }
    json_array_end(json);
    if (month->may_reports && month->is_open) {
        json_ki64(json, S("reports_owed"), month->owed);
        json_ki64(json, S("reports_received"), month->received);
        json_ki64(json, S("reports_late"), month->late);
    }
    if (month->may_confirmations && month->is_open) {
        json_ki64(json, S("confirmations_owed"), month->confirm_owed);
        json_ki64(json, S("confirmations_received"), month->confirm_received);
    }
    if (month->may_names && month->is_open)
        missing_json(month, json);
    if (month->own_owed)
        own_json(arena, month, json);
    json_object_end(json);
}

static void row_json(const LedgerRow *row, Json *json)
{
    json_kstr(json, S("no"), row->task->no);
    json_kstr(json, S("title"), row->task->title);
    json_kstr(json, S("lead"), row->lead);
}

static void tasks_json(Arena *arena, const Overview *v, Json *json)
{
    json_kbool(json, S("own_tasks"), v->own_tasks);
    json_ki64(json, S("overdue_count"), v->overdue_count);
    json_key(json, S("overdue"));
    json_array(json);
    for (int i = 0; i < v->overdue.count; i++) {
        json_object(json);
        day_json(arena, &v->overdue.items[i].day, json);
        row_json(v->overdue.items[i].row, json);
        json_object_end(json);
    }
    json_array_end(json);
    json_ki64(json, S("due_soon_count"), v->near_count);
    json_key(json, S("due_soon"));
    json_array(json);
    for (int i = 0; i < v->deadlines.count; i++) {
        const OverviewDeadline *day = &v->deadlines.items[i];
        json_object(json);
        day_json(arena, &day->day, json);
        json_ki64(json, S("count"), day->count);
        json_key(json, S("tasks"));
        json_array(json);
        for (int k = 0; k < day->tasks.count; k++) {
            json_object(json);
            row_json(day->tasks.items[k], json);
            json_object_end(json);
        }
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
}

static void stuck_json(const Overview *v, Json *json)
{
    json_ki64(json, S("stuck_count"), v->stuck_count);
    json_key(json, S("stuck"));
    json_array(json);
    for (int i = 0; i < v->stuck.count; i++) {
        json_object(json);
        row_json(v->stuck.items[i].row, json);
        json_kstr(json, S("text"), v->stuck.items[i].note->text);
        json_object_end(json);
    }
    json_array_end(json);
}

static void talks_json(const Overview *v, Json *json)
{
    json_key(json, S("talks_to_decide"));
    json_array(json);
    for (int i = 0; i < v->talks.count; i++) {
        const OverviewTalk *talk = &v->talks.items[i];
        json_object(json);
        json_kstr(json, S("unit"), talk->unit->code);
        json_kstr(json, S("period"), talk->period->code);
        json_kstr(json, S("step"), talk->step);
        json_kstr(json, S("months"), talk->months);
        json_object_end(json);
    }
    json_array_end(json);
}

static void due_json(Arena *arena, const Overview *v, Json *json)
{
    json_key(json, S("month"));
    if (v->month.period)
        month_json(arena, &v->month, json);
    else
        json_null(json);
    json_key(json, S("unfinished_periods"));
    json_array(json);
    for (int i = 0; i < v->unfinished.count; i++)
        json_str(json, v->unfinished.items[i]->code);
    json_array_end(json);
    tasks_json(arena, v, json);
    stuck_json(v, json);
    talks_json(v, json);
}

void overview_json(const App *app, const Overview *v, Json *json)
{
    json_object(json);
    json_kstr(json, S("campaign"), app->def.code);
    json_kstr(json, S("name"), app->def.name);
    json_kbool(json, S("sample"), app->def.sample);
    json_kbool(json, S("may_ledger"), v->may_ledger);
    json_kbool(json, S("may_results"), v->may_results);
    if (v->may_ledger) {
        lines_json(v, json);
        due_json(app->arena, v, json);
    }
    if (v->may_results) {
        json_key(json, S("rankings"));
        json_array(json);
        for (int i = 0; i < v->standings.count; i++)
            standing_json(&v->standings.items[i], json);
        json_array_end(json);
    }
    json_object_end(json);
}
