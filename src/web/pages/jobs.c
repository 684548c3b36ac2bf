/* 后台任务与备份: what the program does by itself, what came of it, and the backups that are kept. */
#include "app/upkeep/backup.h"
#include "web/pages.h"
#include "web/pieces.h"

enum { JOBS_SHOWN = 30, BACKUPS_SHOWN = 66, MIB = 1 << 20 };

typedef struct JobsView {
    bool all; /* the system administrator */
    Str sub;
    Table kinds, jobs, backups;
} JobsView;
#include "web/templates/jobs.html.h"

static Str count_text(Ctx *c, int64_t count)
{
    return arena_fmt(c->arena, "%lld", (long long)count);
}

static Cell state_cell(const Ctx *c, Str state)
{
    static const struct {
        Str word;
        StateKind kind;
        Msg text;
    } states[] = {{SC("waiting"), STATE_OPEN, MSG_JOB_STATE_WAITING},
                  {SC("running"), STATE_DOING, MSG_JOB_STATE_RUNNING},
                  {SC("done"), STATE_DONE, MSG_JOB_STATE_DONE},
                  {SC("failed"), STATE_LATE, MSG_JOB_STATE_FAILED},
                  {SC("dropped"), STATE_STOPPED, MSG_JOB_STATE_DROPPED}};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (str_eq(state, states[i].word))
            return (Cell){.state = states[i].kind, .text = msg(c->lang, states[i].text)};
    return (Cell){.text = state};
}

static void columns(Ctx *c, Table *table, const Msg *heads, size_t count)
{
    for (size_t i = 0; i < count; i++)
        table_add_column(c->arena, table, msg(c->lang, heads[i]),
                         i == 0 || heads[i] == MSG_JOBS_OUTCOME ? CELL_TEXT : CELL_SHORT);
    table_add_column(c->arena, table, S(""), CELL_SHORT);
}

/* A cell that is a button; an empty label leaves it empty. */
static void add_act(Ctx *c, TableRow *row, Str action, Str label, Str value)
{
    Cell *cell = row_add_cell(c->arena, row);
    *cell = (Cell){.text = S("")};
    if (label.len == 0)
        return;
    Act *act = arena_new(c->arena, Act, 1);
    *act = (Act){
        .action = action, .label = label, .name = value.len ? S("id") : S(""), .value = value};
    cell->act = act;
}

static void fill_kinds(Ctx *c, const JobKindViewList *kinds, Table *table)
{
    static const Msg heads[] = {MSG_JOBS_NAME, MSG_JOBS_NEXT, MSG_JOBS_LAST, MSG_JOBS_STATE,
                                MSG_JOBS_OUTCOME};
    Arena *a = c->arena;
    columns(c, table, heads, sizeof heads / sizeof heads[0]);
    for (int i = 0; i < kinds->count; i++) {
        const JobKindView *k = &kinds->items[i];
        TableRow *row = table_add_row(a, table);
        bool open = k->any && k->newest.row.ended_at == 0;
        *row_add_cell(a, row) = (Cell){.text = k->name};
        *row_add_cell(a, row) = (Cell){.text = k->next_ms ? instant_minute(a, k->next_ms) : S("")};
        *row_add_cell(a, row) =
            (Cell){.text = k->any ? instant_minute(a, k->newest.row.asked_at) : S("")};
        *row_add_cell(a, row) = k->any ? state_cell(c, k->newest.row.state) : (Cell){.text = S("")};
        *row_add_cell(a, row) = (Cell){.text = k->newest.outcome};
        add_act(c, row, link_to(c, "/system/jobs/{kind}/run", {"kind", k->kind->word}),
                open ? S("") : msg(c->lang, MSG_JOBS_RUN), S(""));
    }
}

static void fill_jobs(Ctx *c, const JobSeenList *jobs, bool may_stop, Table *table)
{
    static const Msg heads[] = {MSG_JOBS_NAME, MSG_JOBS_ASKED, MSG_JOBS_WHO, MSG_JOBS_STATE,
                                MSG_JOBS_OUTCOME};
    Arena *a = c->arena;
    columns(c, table, heads, sizeof heads / sizeof heads[0]);
    table->empty = msg(c->lang, MSG_OUT_JOB_NONE);
    for (int i = 0; i < jobs->count; i++) {
        const JobSeen *j = &jobs->items[i];
        TableRow *row = table_add_row(a, table);
        bool running = str_eq(j->row.state, S("running")), open = j->row.ended_at == 0;
        Str who = j->row.account.len ? j->row.account : j->row.asked_by;
        *row_add_cell(a, row) = (Cell){.text = j->name};
        *row_add_cell(a, row) = (Cell){.text = instant_minute(a, j->row.asked_at)};
        *row_add_cell(a, row) = (Cell){.text = who.len ? who : msg(c->lang, MSG_JOBS_SCHEDULE)};
        Cell state = state_cell(c, j->row.state);
        state.unit = running ? arena_fmt(a, "%lld%%", (long long)j->row.percent) : S("");
        *row_add_cell(a, row) = state;
        *row_add_cell(a, row) = (Cell){.text = j->outcome};
        add_act(c, row, S("/system/jobs/drop"),
                open && may_stop ? msg(c->lang, MSG_JOBS_DROP) : S(""), j->row.id);
    }
}

static Cell backup_state(const Ctx *c, const BackupRow *b)
{
    if (b->gone_at)
        return (Cell){.state = STATE_STOPPED, .text = msg(c->lang, MSG_BACKUP_GONE)};
    if (b->destroy_for.len)
        return (Cell){.state = STATE_LATE, .text = msg(c->lang, MSG_BACKUP_DESTROY)};
    if (b->check_said.len)
        return (Cell){.state = STATE_LATE, .text = msg(c->lang, MSG_BACKUP_BAD)};
    return b->checked_at ? (Cell){.state = STATE_DONE, .text = msg(c->lang, MSG_BACKUP_DRILLED)}
                         : (Cell){.state = STATE_OPEN, .text = msg(c->lang, MSG_BACKUP_KEPT)};
}

static void fill_backups(Ctx *c, const BackupRowList *rows, Table *table)
{
    static const Msg heads[] = {MSG_BACKUP_ID, MSG_JOBS_ASKED, MSG_JOBS_WHO, MSG_BACKUP_SIZE,
                                MSG_JOBS_STATE};
    Arena *a = c->arena;
    columns(c, table, heads, sizeof heads / sizeof heads[0]);
    table->empty = msg(c->lang, MSG_OUT_BACKUP_NONE);
    for (int i = 0; i < rows->count && table->rows.count < BACKUPS_SHOWN; i++) {
        const BackupRow *b = &rows->items[i];
        if (b->gone_at)
            continue;
        TableRow *row = table_add_row(a, table);
        *row_add_cell(a, row) = (Cell){.text = b->id};
        *row_add_cell(a, row) = (Cell){.text = instant_minute(a, b->at)};
        *row_add_cell(a, row) = (Cell){.text = b->by};
        *row_add_cell(a, row) =
            (Cell){.text = count_text(c, (b->bytes + MIB - 1) / MIB), .unit = S("MiB")};
        *row_add_cell(a, row) = backup_state(c, b);
        add_act(c, row, S("/system/backups/drop"), msg(c->lang, MSG_BACKUP_DROP), b->id);
    }
}

/* ---- answers ---- */

static void job_members(Ctx *c, Json *json, const JobSeen *j)
{
    json_object(json);
    json_kstr(json, S("id"), j->row.id);
    json_kstr(json, S("kind"), j->row.kind);
    json_kstr(json, S("state"), j->row.state);
    json_ki64(json, S("percent"), j->row.percent);
    json_ki64(json, S("attempts"), j->row.attempts);
    json_kstr(json, S("asked_at"), instant_minute(c->arena, j->row.asked_at));
    json_kstr(json, S("outcome"), j->outcome);
    json_object_end(json);
}

static bool answer_json(Ctx *c, const JobKindViewList *kinds, const JobSeenList *jobs,
                        const BackupRowList *backups, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("kinds"));
    json_array(&json);
    for (int i = 0; i < kinds->count; i++) {
        json_object(&json);
        json_kstr(&json, S("kind"), kinds->items[i].kind->word);
        json_kstr(&json, S("next"), instant_minute(c->arena, kinds->items[i].next_ms));
        json_object_end(&json);
    }
    json_array_end(&json);
    json_key(&json, S("jobs"));
    json_array(&json);
    for (int i = 0; i < jobs->count; i++)
        job_members(c, &json, &jobs->items[i]);
    json_array_end(&json);
    json_key(&json, S("backups"));
    json_array(&json);
    for (int i = 0; i < backups->count; i++) {
        const BackupRow *b = &backups->items[i];
        json_object(&json);
        json_kstr(&json, S("id"), b->id);
        json_kstr(&json, S("at"), instant_minute(c->arena, b->at));
        json_ki64(&json, S("bytes"), b->bytes);
        json_kbool(&json, S("kept"), b->gone_at == 0);
        json_kbool(&json, S("drilled"), b->checked_at > 0 && b->check_said.len == 0);
        json_kstr(&json, S("destroy_for"), b->destroy_for);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool jobs_page(Ctx *c, Err *err)
{
    JobsView v = {.all = ctx_may(c, ACT_JOB_RUN)};
    JobKindViewList kinds = {0};
    JobSeenList jobs = {0};
    BackupRowList backups = {0};
    if (!job_list_read(&c->app, c->lang, JOBS_SHOWN, &jobs, err) ||
        (v.all && (!job_kinds_read(&c->app, c->lang, &kinds, err) ||
                   !backup_list_read(&c->app, &backups, err))))
        return false;
    if (c->json)
        return answer_json(c, &kinds, &jobs, &backups, err);
    v.sub = msg(c->lang, v.all ? MSG_JOBS_SUB : MSG_JOBS_SUB_OWN);
    fill_kinds(c, &kinds, &v.kinds);
    fill_jobs(c, &jobs, v.all, &v.jobs);
    fill_backups(c, &backups, &v.backups);
    jobs_html(page_begin(c, msg(c->lang, MSG_JOBS_TITLE), v.all ? NAV_SYSTEM : NAV_ME), c, &v);
    return page_end(c, err);
}

static bool back(Ctx *c, Err *err)
{
    if (!c->json)
        return redirect(c, S("/system/jobs"), err);
    Json json = json_begin(c);
    json_object(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool job_run_do(Ctx *c, Err *err)
{
    Str id;
    return job_ask(&c->app, ctx_text(c, "kind"), &id, err) && back(c, err);
}

bool job_drop_do(Ctx *c, Err *err)
{
    return job_stop(&c->app, ctx_text(c, "id"), err) && back(c, err);
}

bool backup_drop_do(Ctx *c, Err *err)
{
    return backup_drop(&c->app, ctx_text(c, "id"), err) && back(c, err);
}
