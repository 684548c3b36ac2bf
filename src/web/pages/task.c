#include "app/ledger/ledger_page.h"
#include "app/ledger/ledger_page_json.h"
#include "app/ledger/ledger_table.h"
#include "app/ledger/progress.h"
#include "app/ledger_words.h"
#include "app/person.h"
#include "app/restricted.h"
#include "web/files_panel.h"
#include "web/pages.h"

#include "base/limits.h"

typedef struct TargetView {
    Str code, what, light_word;
    Light light;
    Facts facts;
    Table shares, year;
    Chart chart;
    LedgerYear months; /* of `year` */
} TargetView;

typedef struct TaskView {
    Str no, title, text, theme, area, theme_href, area_href;
    Str leader, lead, responsible, supporting, deadline;
    Facts facts;
    bool restricted; /* and not for this reader */
    bool state_only; /* restricted, and open to this reader: no free text */
    bool may_note;
    LIST_OF(TargetView) targets;
    Moments notes;
    Options states;
    Str action, error, typed, help;
    int64_t seen;
    int text_max;
    FilesPanel files;
    const Ledger *ledger;
} TaskView;
#include "web/templates/task.html.h"

/* ---- the view ---- */

/* What units owe where the ledger stands, changes among it. */
static bool parts_of(Ctx *c, const Ledger *ledger, const LedgerTarget *target,
                     SplitPart **ret_parts, int *ret_count, Err *err)
{
    int at = (int)(target->target - ledger->index->def->targets.items);
    return target_parts(c->arena, ledger->index, at, ledger->last < 0 ? 0 : ledger->last, ret_parts,
                        ret_count, err);
}

static bool fill_shares(Ctx *c, const Ledger *ledger, const LedgerTarget *target, Table *t,
                        Err *err)
{
    SplitPart *parts;
    int count;
    *t = (Table){.tight = true};
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_UNIT), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_UNIT_SHARE), CELL_NUMBER);
    if (!parts_of(c, ledger, target, &parts, &count, err))
        return false;
    for (int i = 0; i < count; i++) {
        if (!parts[i].is_listed)
            continue;
        const Unit *u = &ledger->index->def->units.items[parts[i].unit];
        TableRow *row = table_add_row(c->arena, t);
        *row_add_cell(c->arena, row) =
            (Cell){.text = u->name, .href = link_to_unit(c, u->code, S(""))};
        *row_add_cell(c->arena, row) =
            (Cell){.text = parts[i].has_value ? dec_str(c->arena, parts[i].value) : S(""),
                   .unit = parts[i].has_value ? target->target->unit : S("")};
    }
    return true;
}

/* Nothing for a single month: that stands above already. */
static bool fill_year(Ctx *c, const Ledger *ledger, const LedgerTarget *target, TargetView *v,
                      Err *err)
{
    if (!ledger_year(&c->app, ledger, target, &v->months, err))
        return false;
    if (v->months.count < 2)
        return true;
    v->year = (Table){.id = arena_fmt(c->arena, "year-%.*s", STR_ARG(target->target->code)),
                      .tight = true};
    table_add_column(c->arena, &v->year, msg(c->lang, MSG_COL_PERIOD), CELL_HEAD);
    table_add_column(c->arena, &v->year, msg(c->lang, MSG_LEDGER_DONE), CELL_NUMBER);
    table_add_column(c->arena, &v->year, msg(c->lang, MSG_TASK_DONE_PERCENT), CELL_NUMBER);
    table_add_column(c->arena, &v->year, msg(c->lang, MSG_TASK_PLAN_PERCENT), CELL_NUMBER)
        ->head.plan = true;
    for (int i = 0; i < v->months.count; i++) {
        const LedgerMonth *m = &v->months.items[i];
        TableRow *row = table_add_row(c->arena, &v->year);
        row_add_cell(c->arena, row)->text = m->period->name;
        *row_add_cell(c->arena, row) =
            (Cell){.text = m->progress.actual,
                   .unit = m->progress.actual.len ? target->target->unit : S("")};
        row_add_cell(c->arena, row)->text = m->progress.percent;
        row_add_cell(c->arena, row)->text = m->progress.plan;
    }
    v->chart = (Chart){.kind = CHART_LINES,
                       .table = v->year.id,
                       .words = msg(c->lang, MSG_TASK_YEAR),
                       .unit = S("%"),
                       .down = S("2,3")};
    return true;
}

static bool fill_target(Ctx *c, const Ledger *ledger, const LedgerTarget *target, TargetView *v,
                        Err *err)
{
    const Target *t = target->target;
    const LedgerProgress *p = &target->progress;
    *v = (TargetView){.code = t->code,
                      .what = t->what,
                      .light = target->light,
                      .light_word = light_text(c->lang, target->light, target->reason)};
    Str goal = msg_str(c->arena, c->lang, MSG_LEDGER_GOAL_FIRM,
                       {"modality", ledger_word(c->lang, t->modality)},
                       {"relation", ledger_word(c->lang, t->relation)}, {"value", t->value});
    *arena_push(c->arena, &v->facts) =
        (Fact){.label = msg(c->lang, MSG_LEDGER_COL_VALUE), .value = goal, .unit = t->unit};
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_TARGETS_COL_SPLIT),
             split_text(c->lang, target->series.split));
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_UNIT_BASIS),
             ledger_basis_text(c->arena, c->lang, target));
    if (p->known && p->actual.len == 0)
        fact_add(c->arena, &v->facts, msg(c->lang, MSG_LEDGER_DONE),
                 msg_str(c->arena, c->lang,
                         target->reason == LIGHT_NO_SUM ? MSG_TARGETS_MET_NO_SUM : MSG_TARGETS_MET,
                         {"met", arena_fmt(c->arena, "%d", p->met)},
                         {"units", arena_fmt(c->arena, "%d", p->units)}));
    if (p->known && p->percent.len) {
        Gauge *bar = arena_new(c->arena, Gauge, 1);
        *bar = (Gauge){.done = hundredths(p->percent),
                       .plan = p->plan.len ? hundredths(p->plan) : -1,
                       .words = p->percent};
        *arena_push(c->arena, &v->facts) =
            (Fact){.label = msg(c->lang, MSG_LEDGER_DONE), .value = p->actual, .unit = t->unit};
        *arena_push(c->arena, &v->facts) = (Fact){.label = msg(c->lang, MSG_TASK_DONE_RATE),
                                                  .value = p->percent,
                                                  .unit = S("%"),
                                                  .gauge = bar};
        *arena_push(c->arena, &v->facts) =
            (Fact){.label = msg(c->lang, MSG_LEDGER_PACE), .value = p->plan, .unit = S("%")};
        fact_add(c->arena, &v->facts, msg(c->lang, MSG_LEDGER_GAP), p->gap);
    }
    if (target->reconciled) {
        Out line = out_new(c->arena, 1024);
        ledger_reconcile_text(c->lang, target, &line);
        fact_add(c->arena, &v->facts, msg(c->lang, MSG_TASK_RECONCILE), out_str(&line));
    }
    return fill_shares(c, ledger, target, &v->shares, err) && fill_year(c, ledger, target, v, err);
}

static void fill_notes(Ctx *c, const ProgressNoteList *notes, TaskView *v)
{
    for (int i = notes->count - 1; i >= 0; i--) {
        const ProgressNote *n = &notes->items[i];
        bool ask = ctx_may(c, ACT_PURGE_ASK) && !n->purged && n->text.len;
        Str target = arena_fmt(c->arena, "progress %.*s", STR_ARG(n->id));
        *arena_push(c->arena, &v->notes) =
            (Moment){.href = ask ? link_to(c, "/purges", {"target", target}) : S(""),
                     .link = msg(c->lang, MSG_PURGES_ASK_SHORT),
                     .when = instant_minute(c->arena, n->at),
                     .title = progress_text(c->lang, n->state),
                     .who = person_post(&c->app, n->by),
                     .text = n->purged ? msg(c->lang, MSG_PROGRESS_PURGED) : n->text};
    }
}

/* The row of the task in the ledger; ERR_TASK_UNKNOWN. */
static bool find_task(Ctx *c, const Ledger *ledger, Str no, int *ret_task, Err *err)
{
    (void)c;
    *ret_task = map_get(&ledger->index->tasks, no);
    return *ret_task >= 0 || err_set(err, ERR_TASK_UNKNOWN, {"found", no});
}

static Str task_title(const CampaignIndex *index, int task)
{
    return task >= 0 ? index->def->tasks.items[task].title : S("");
}

static Str branch(Ctx *c, const CampaignIndex *index, int task, bool theme)
{
    if (task < 0)
        return S("");
    Str no = index->def->tasks.items[task].no;
    return link_to(c, "/ledger", {"theme", theme ? no : S("")}, {"area", theme ? S("") : no});
}

static bool fill_task(Ctx *c, const Ledger *ledger, int task, TaskView *v, Err *err)
{
    const CampaignIndex *index = ledger->index;
    const Task *t = &index->def->tasks.items[task];
    const TaskPlace *place = &index->places[task];
    *v = (TaskView){.no = t->no,
                    .title = t->title,
                    .theme = task_title(index, place->theme),
                    .area = task_title(index, place->area),
                    .theme_href = branch(c, index, place->theme, true),
                    .area_href = branch(c, index, place->area, false),
                    .restricted = place->restricted && !restricted_task_may(&c->app, t->no),
                    .action = link_to(c, "/tasks/{task}/progress", {"task", t->no}),
                    .text_max = LIMIT_PROGRESS_CHARACTERS,
                    .help = msg_str(c->arena, c->lang, MSG_TASK_NOTE_HELP,
                                    {"max", arena_fmt(c->arena, "%d", LIMIT_PROGRESS_CHARACTERS)})};
    v->state_only = place->restricted;
    if (v->restricted)
        return true;
    v->text = t->text;
    v->leader = place->lead_leader;
    v->lead = place->lead;
    v->responsible = place->responsible;
    v->supporting = place->supporting;
    v->deadline = t->deadline == DATE_NONE ? t->deadline_text : date_str(c->arena, t->deadline);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_LEDGER_COL_LEADER), v->leader);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_LEDGER_COL_LEAD), v->lead);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_LEDGER_COL_RESPONSIBLE), v->responsible);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_LEDGER_COL_SUPPORTING), v->supporting);
    fact_add(c->arena, &v->facts, msg(c->lang, MSG_LEDGER_COL_DEADLINE), v->deadline);
    v->may_note = progress_may(&c->app, task);
    for (int i = 0; i < group_count(&index->targets_of, task) && place->restricted; i++) {
        const Target *target = &index->def->targets.items[group_items(&index->targets_of, task)[i]];
        TargetView *view = arena_push(c->arena, &v->targets);
        *view = (TargetView){.code = target->code, .what = target->what};
        fact_add(c->arena, &view->facts, msg(c->lang, MSG_LEDGER_COL_VALUE),
                 arena_fmt(c->arena, "%.*s %.*s", STR_ARG(target->value), STR_ARG(target->unit)));
    }
    for (int i = 0; i < ledger->targets.count; i++)
        if (str_eq(ledger->targets.items[i].target->task, t->no) &&
            !fill_target(c, ledger, &ledger->targets.items[i], arena_push(c->arena, &v->targets),
                         err))
            return false;
    return true;
}

static void fill_states(Ctx *c, Str chosen, TaskView *v)
{
    for (int i = 0; i < PROGRESS_STATES; i++) {
        Str word = progress_word((ProgressState)i);
        *arena_push(c->arena, &v->states) =
            (Option){word, progress_text(c->lang, word), str_eq(word, chosen)};
    }
}

static bool load(Ctx *c, TaskView *v, ProgressNoteList *ret_notes, Err *err)
{
    Ledger *ledger = arena_new(c->arena, Ledger, 1);
    int task;
    if (!ledger_read(&c->app, ledger, err) ||
        !find_task(c, ledger, ctx_text(c, "task"), &task, err) ||
        !fill_task(c, ledger, task, v, err))
        return false;
    v->ledger = ledger;
    if (!v->restricted && !progress_read(&c->app, v->no, ret_notes, err))
        return false;
    v->seen = ret_notes->count;
    fill_notes(c, ret_notes, v);
    return v->restricted || v->state_only ||
           files_panel_fill(c, arena_fmt(c->arena, "task %.*s", STR_ARG(v->no)),
                            link_to(c, "/tasks/{task}/files", {"task", v->no}), &v->files, err);
}

/* ---- answers ---- */

static bool shares_json(Ctx *c, const Ledger *ledger, const LedgerTarget *target, Json *json,
                        Err *err)
{
    SplitPart *parts;
    int count;
    if (!parts_of(c, ledger, target, &parts, &count, err))
        return false;
    for (int i = 0; i < count; i++) {
        if (!parts[i].is_listed)
            continue;
        json_object(json);
        json_kstr(json, S("target"), target->target->code);
        json_kstr(json, S("unit"), ledger->index->def->units.items[parts[i].unit].code);
        json_kstr(json, S("value"), parts[i].has_value ? dec_str(c->arena, parts[i].value) : S(""));
        json_object_end(json);
    }
    return true;
}

/* Rows as the whole ledger's, one a target; with them what each unit was allotted of the targets. */
static bool rows_json(Ctx *c, const TaskView *v, Json *json, Err *err)
{
    json_key(json, S("rows"));
    json_array(json);
    for (int i = 0; i < v->ledger->rows.count; i++)
        if (str_eq(v->ledger->rows.items[i].task->no, v->no))
            ledger_row_json(c->arena, json, v->ledger, &v->ledger->rows.items[i], i + 1);
    json_array_end(json);
    json_key(json, S("shares"));
    json_array(json);
    for (int i = 0; i < v->ledger->targets.count && !v->restricted; i++)
        if (str_eq(v->ledger->targets.items[i].target->task, v->no) &&
            !shares_json(c, v->ledger, &v->ledger->targets.items[i], json, err))
            return false;
    json_array_end(json);
    json_key(json, S("years"));
    json_array(json);
    for (int i = 0; i < v->targets.count; i++) {
        const TargetView *target = &v->targets.items[i];
        for (int m = 0; m < target->months.count; m++) {
            const LedgerMonth *month = &target->months.items[m];
            json_object(json);
            json_kstr(json, S("target"), target->code);
            json_kstr(json, S("period"), month->period->code);
            json_kstr(json, S("actual"), month->progress.actual);
            json_kstr(json, S("percent"), month->progress.percent);
            json_kstr(json, S("plan"), month->progress.plan);
            json_object_end(json);
        }
    }
    json_array_end(json);
    return true;
}

static bool answer_json(Ctx *c, const TaskView *v, const ProgressNoteList *notes, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("task"), v->no);
    json_kstr(&json, S("title"), v->title);
    json_kbool(&json, S("restricted"), v->restricted);
    json_kstr(&json, S("text"), v->text);
    json_kstr(&json, S("lead_leader"), v->leader);
    json_kstr(&json, S("lead"), v->lead);
    json_kstr(&json, S("responsible"), v->responsible);
    json_kstr(&json, S("supporting"), v->supporting);
    json_kstr(&json, S("deadline"), v->deadline);
    if (!rows_json(c, v, &json, err))
        return false;
    json_key(&json, S("notes"));
    json_array(&json);
    for (int i = 0; i < notes->count; i++)
        progress_note_json(c->arena, &json, &notes->items[i]);
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool answer(Ctx *c, const TaskView *v, Err *err)
{
    task_html(page_begin(c, v->title, NAV_LEDGER), c, v);
    return page_end(c, err);
}

bool task_page(Ctx *c, Err *err)
{
    TaskView v;
    ProgressNoteList notes = {0};
    if (!load(c, &v, &notes, err))
        return false;
    if (c->json)
        return answer_json(c, &v, &notes, err);
    fill_states(c, S("on_track"), &v);
    return answer(c, &v, err);
}

/* What a person can mend stands beside the form, with what they typed. */
static bool is_theirs(ErrCode code)
{
    ErrKind kind = err_kind(code);
    return kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE;
}

bool task_progress(Ctx *c, Err *err)
{
    ProgressNote note;
    ProgressEntry entry = {.task = ctx_text(c, "task"),
                           .state = ctx_text(c, "state"),
                           .text = ctx_text(c, "text"),
                           .seen = ctx_i64(c, "seen", PROGRESS_SEEN_ANY)};
    if (progress_add(&c->app, &entry, &note, err)) {
        if (!c->json)
            return redirect(c, link_to(c, "/tasks/{task}", {"task", entry.task}), err);
        Json json = json_begin(c);
        progress_note_json(c->arena, &json, &note);
        return json_end(c, &json, err);
    }
    if (c->json || !is_theirs(err->code))
        return false;
    TaskView v;
    ProgressNoteList notes = {0};
    Err first = *err;
    Out sentence = out_new(c->arena, 1024);
    *err = (Err){0};
    if (!load(c, &v, &notes, err))
        return false;
    msg_err(&sentence, c->lang, &first);
    v.error = out_str(&sentence);
    v.typed = entry.text;
    c->response->status = http_status_of(err_kind(first.code));
    fill_states(c, entry.state, &v);
    return answer(c, &v, err);
}

bool task_file_add(Ctx *c, Err *err)
{
    Attachment attachment;
    Str task = ctx_text(c, "task");
    const MultipartPart *part = &c->params.files.items[0];
    const FileEntry entry = {.object = arena_fmt(c->arena, "task %.*s", STR_ARG(task)),
                             .name = part->file_name,
                             .bytes = part->bytes};
    if (file_add(&c->app, &entry, &attachment, err)) {
        if (!c->json)
            return redirect(c, link_to(c, "/tasks/{task}", {"task", task}), err);
        Json json = json_begin(c);
        attachment_json(c->arena, &json, &attachment);
        return json_end(c, &json, err);
    }
    bool again =
        err_kind(err->code) == KIND_BUSY; /* the person may try once more from the same page */
    if (c->json || !(is_theirs(err->code) || again))
        return false;
    TaskView v;
    ProgressNoteList notes = {0};
    Err refused = *err;
    *err = (Err){0};
    if (!load(c, &v, &notes, err))
        return false;
    files_panel_refuse(c, &refused, &v.files);
    c->response->status = http_status_of(err_kind(refused.code));
    fill_states(c, S("on_track"), &v);
    return answer(c, &v, err);
}
