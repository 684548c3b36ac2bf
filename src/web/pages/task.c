#include "app/ledger_page.h"
#include "app/ledger_page_json.h"
#include "app/ledger_table.h"
#include "app/ledger_words.h"
#include "app/progress.h"
#include "web/pages.h"
#include "web/pieces.h"

#include "base/limits.h"

typedef struct NoteView {
    Str state, text, at, by;
} NoteView;

typedef struct ShareView {
    Str unit, href, value;
} ShareView;

typedef struct TargetView {
    Str what, target, unit, actual, percent, plan, gap, reconcile, light_word;
    Light light;
    Gauge gauge;
    bool has_progress;
    LIST_OF(ShareView) shares;
} TargetView;

typedef struct StateView {
    Str word, text;
    bool chosen;
} StateView;

typedef struct TaskView {
    Str no, title, text, theme, area, theme_href, area_href;
    Str leader, lead, responsible, supporting, deadline, source;
    bool restricted, may_note;
    LIST_OF(TargetView) targets;
    LIST_OF(NoteView) notes;
    LIST_OF(StateView) states;
    Str action, error, typed;
    int64_t seen;
    int text_max;
    const Ledger *ledger;
} TaskView;
#include "web/templates/task.html.h"

/* ---- the view ---- */

static void fill_shares(Ctx *c, const CampaignIndex *index, const Target *target, TargetView *v)
{
    int t = map_get(&index->targets, target->code);
    for (int i = 0; t >= 0 && i < group_count(&index->allotments_of, t); i++) {
        const Allotment *a =
            &index->def->allotments.items[group_items(&index->allotments_of, t)[i]];
        *arena_push(c->arena, &v->shares) =
            (ShareView){unit_name(&c->app, a->unit), link_to_unit(c, a->unit, S("")), a->value};
    }
}

static void fill_target(Ctx *c, const CampaignIndex *index, const LedgerTarget *target,
                        TargetView *v)
{
    const Target *t = target->target;
    const LedgerProgress *p = &target->progress;
    *v = (TargetView){.what = t->what,
                      .target = msg_str(c->arena, c->lang, MSG_LEDGER_GOAL_FIRM,
                                        {"modality", ledger_word(c->lang, t->modality)},
                                        {"relation", ledger_word(c->lang, t->relation)},
                                        {"value", t->value}),
                      .unit = t->unit,
                      .light = target->light,
                      .light_word = light_text(c->lang, target->light, target->reason),
                      .has_progress = p->known && p->percent.len > 0,
                      .actual = p->actual,
                      .percent = p->percent,
                      .plan = p->plan,
                      .gap = p->gap};
    v->gauge = (Gauge){.done = hundredths(p->percent),
                       .plan = p->plan.len ? hundredths(p->plan) : -1,
                       .words = p->percent};
    if (target->reconciled) {
        Out line = out_new(c->arena, 1024);
        ledger_reconcile_text(c->lang, target, &line);
        v->reconcile = out_str(&line);
    }
    fill_shares(c, index, t, v);
}

static void fill_notes(Ctx *c, const ProgressNoteList *notes, TaskView *v)
{
    for (int i = notes->count - 1; i >= 0; i--) {
        const ProgressNote *n = &notes->items[i];
        Out at = out_new(c->arena, 64);
        instant_out(&at, n->at, OFFSET_MINUTES_CHINA);
        Str minute = str_sub(out_str(&at), 0, 16);
        *arena_push(c->arena, &v->notes) =
            (NoteView){progress_text(c->lang, n->state), n->text,
                       arena_fmt(c->arena, "%.*s %.*s", STR_ARG(str_sub(minute, 0, 10)),
                                 STR_ARG(str_sub(minute, 11, 16))),
                       n->by};
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

static void fill_task(Ctx *c, const Ledger *ledger, int task, TaskView *v)
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
                    .restricted = place->restricted,
                    .action = link_to(c, "/tasks/{task}/progress", {"task", t->no}),
                    .text_max = LIMIT_PROGRESS_CHARACTERS};
    if (place->restricted)
        return;
    v->text = t->text;
    v->leader = place->lead_leader;
    v->lead = place->lead;
    v->responsible = place->responsible;
    v->supporting = place->supporting;
    v->deadline = t->deadline == DATE_NONE ? t->deadline_text : date_str(c->arena, t->deadline);
    v->may_note = progress_may(&c->app, task);
    for (int i = 0; i < ledger->targets.count; i++)
        if (str_eq(ledger->targets.items[i].target->task, t->no))
            fill_target(c, index, &ledger->targets.items[i], arena_push(c->arena, &v->targets));
}

static void fill_states(Ctx *c, Str chosen, TaskView *v)
{
    for (int i = 0; i < PROGRESS_STATES; i++) {
        Str word = progress_word((ProgressState)i);
        *arena_push(c->arena, &v->states) =
            (StateView){word, progress_text(c->lang, word), str_eq(word, chosen)};
    }
}

static bool load(Ctx *c, TaskView *v, ProgressNoteList *ret_notes, Err *err)
{
    Ledger *ledger = arena_new(c->arena, Ledger, 1);
    int task;
    if (!ledger_read(&c->app, ledger, err) ||
        !find_task(c, ledger, ctx_text(c, "task"), &task, err))
        return false;
    fill_task(c, ledger, task, v);
    v->ledger = ledger;
    if (!v->restricted && !progress_read(&c->app, v->no, ret_notes, err))
        return false;
    v->seen = ret_notes->count;
    fill_notes(c, ret_notes, v);
    return true;
}

/* ---- answers ---- */

/* Rows as the whole ledger's, one a target; with them what each unit was allotted of the targets. */
static void rows_json(Ctx *c, const TaskView *v, Json *json)
{
    json_key(json, S("rows"));
    json_array(json);
    for (int i = 0; i < v->ledger->rows.count; i++)
        if (str_eq(v->ledger->rows.items[i].task->no, v->no))
            ledger_row_json(c->arena, json, v->ledger, &v->ledger->rows.items[i], i + 1);
    json_array_end(json);
    json_key(json, S("shares"));
    json_array(json);
    const CampaignDef *def = &c->app.def;
    for (int i = 0; i < v->ledger->targets.count && !v->restricted; i++) {
        const Target *t = v->ledger->targets.items[i].target;
        for (int a = 0; str_eq(t->task, v->no) && a < def->allotments.count; a++) {
            if (!str_eq(def->allotments.items[a].target, t->code))
                continue;
            json_object(json);
            json_kstr(json, S("target"), t->code);
            json_kstr(json, S("unit"), def->allotments.items[a].unit);
            json_kstr(json, S("value"), def->allotments.items[a].value);
            json_object_end(json);
        }
    }
    json_array_end(json);
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
    rows_json(c, v, &json);
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
