/* What people do with jobs: read, ask for one, stop one. What the scheduler does is in schedule.c. */
#include "app/upkeep/schedule_parts.h"

#include <poll.h>

enum { LOOK_MS = 50 };

static JobSeen seen(App *app, Lang lang, const JobRow *row)
{
    const JobKind *kind = job_kind(row->kind);
    return (JobSeen){.row = *row,
                     .name = kind               ? msg(lang, kind->name)
                             : row->account.len ? msg(lang, MSG_EXPORT_TITLE)
                                                : row->kind,
                     .outcome = job_said_text(app->arena, lang, kind, row->said)};
}

/* Whether the person reads everybody's; false with *err set where they read none. */
static bool reads_all(App *app, bool *ret_all, Err *err)
{
    *ret_all = permit_scope(app->actor.role, ACT_JOB_READ) == SCOPE_ALL;
    return app_permit(app, ACT_JOB_READ, *ret_all ? S("") : app->actor.name, S("jobs"), err);
}

bool job_list_read(App *app, Lang lang, int limit, JobSeenList *ret_jobs, Err *err)
{
    bool all;
    JobRowList rows = {0};
    if (!reads_all(app, &all, err) ||
        !job_list(app->db, app->arena, app->actor.name, all, limit, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++)
        *arena_push(app->arena, ret_jobs) = seen(app, lang, &rows.items[i]);
    return true;
}

static bool newest_of(App *app, Lang lang, const JobRowList *rows, JobKindView *view)
{
    for (int i = 0; i < rows->count; i++)
        if (str_eq(rows->items[i].kind, view->kind->word)) {
            view->newest = seen(app, lang, &rows->items[i]);
            return true;
        }
    return false;
}

bool job_kinds_read(App *app, Lang lang, JobKindViewList *ret_kinds, Err *err)
{
    JobRowList rows = {0};
    if (!app_permit(app, ACT_JOB_RUN, S(""), S("jobs"), err) ||
        !job_list(app->db, app->arena, S(""), false, JOB_HISTORY_KEPT * 8, &rows, err))
        return false;
    for (const JobKind *kind = job_kinds; kind->word.len; kind++) {
        JobKindView view = {.kind = kind, .name = msg(lang, kind->name)};
        int64_t newest;
        bool any;
        if (!job_newest(app->db, kind->word, &newest, &any, err))
            return false;
        if (kind->every != JOB_ONLY_ASKED)
            view.next_ms = job_next(kind, newest > app->now_ms ? newest : app->now_ms);
        view.any = newest_of(app, lang, &rows, &view);
        *arena_push(app->arena, ret_kinds) = view;
    }
    return true;
}

/* ---- asking and stopping ---- */

typedef struct Ask {
    App *app;
    AppWrite write;
    JobRow row;
} Ask;

static bool write_ask(Db *tx, void *ctx, Err *err)
{
    Ask *ask = ctx;
    JobRowList open = {0};
    bool is_new;
    if (!job_open(tx, ask->app->arena, &open, err))
        return false;
    for (int i = 0; i < open.count; i++)
        if (str_eq(open.items[i].kind, ask->row.kind))
            return err_set(err, ERR_JOB_ASKED, {"found", ask->row.kind});
    return job_insert(tx, &ask->row, JOB_HISTORY_KEPT, &is_new, err);
}

static bool check_kind(Str word, Err *err)
{
    if (job_kind(word))
        return true;
    AUTO_ARENA arena = {0};
    Out known = out_new(&arena, 400);
    for (const JobKind *kind = job_kinds; kind->word.len; kind++) {
        out_s(&known, kind == job_kinds ? S("") : S(" · "));
        out_s(&known, kind->word);
    }
    return err_set(err, ERR_JOB_KIND, {"found", word}, {"expected", out_str(&known)});
}

bool job_ask(App *app, Str kind, Str *ret_id, Err *err)
{
    App office = app_installation(app);
    Str id = job_new_id(app->arena);
    Ask ask = {.app = &office,
               .row = {.id = id,
                       .kind = kind,
                       .slot = id,
                       .asked_by = app->actor.name,
                       .body = S("{}"),
                       .asked_at = app->now_ms,
                       .due_at = app->now_ms}};
    ask.write = (AppWrite){.action = ACT_JOB_RUN,
                           .object = arena_fmt(app->arena, "job %.*s", STR_ARG(kind)),
                           .fn = write_ask,
                           .ctx = &ask};
    if (!check_kind(kind, err) || !app_write(&office, &ask.write, err))
        return false;
    app->ids = office.ids;
    *ret_id = id;
    return true;
}

static int64_t same_instant(void *ctx)
{
    return *(const int64_t *)ctx;
}

bool job_run_here(App *app, Str kind, Lang lang, JobSeen *ret_job, Err *err)
{
    Str id;
    Schedule *schedule;
    if (!job_ask(app, kind, &id, err))
        return false;
    ScheduleOptions options = {.db_url = app->start.db_url,
                               .data_folder = app->start.data_folder,
                               .hub = app->hub,
                               .now_ms = same_instant,
                               .now_ctx = &app->now_ms,
                               .only = id,
                               .tick_ms = LOOK_MS};
    if (!schedule_start(&options, &schedule, err))
        return false;
    bool found = true, ok = true;
    JobRow row = {0};
    /* Until it has ended, or waits after a failure: then a server's scheduler goes on with it. */
    while (ok && found && !row.ended_at && !(str_eq(row.state, S("waiting")) && row.attempts > 0)) {
        (void)poll(NULL, 0, LOOK_MS);
        ok = job_find(app->db, app->arena, id, &found, &row, err);
    }
    schedule_stop(schedule);
    if (!ok || !found)
        return ok ? err_set(err, ERR_JOB_UNKNOWN) : false;
    *ret_job = seen(app, lang, &row);
    return true;
}

typedef struct Stop {
    Str id;
    int64_t at;
} Stop;

static bool write_stop(Db *tx, void *ctx, Err *err)
{
    const Stop *stop = ctx;
    bool dropped;
    return job_drop(tx, stop->id, stop->at, &dropped, err) &&
           (dropped || err_set(err, ERR_JOB_UNKNOWN));
}

bool job_stop(App *app, Str id, Err *err)
{
    App office = app_installation(app);
    Stop stop = {id, app->now_ms};
    AppWrite write = {.action = ACT_JOB_RUN,
                      .object = arena_fmt(app->arena, "job %.*s", STR_ARG(id)),
                      .fn = write_stop,
                      .ctx = &stop};
    bool ok = app_write(&office, &write, err);
    app->ids = office.ids;
    return ok;
}
