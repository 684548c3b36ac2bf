#include "app/upkeep/jobs.h"

#include "app/upkeep/export_rows.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "sys/child.h"
#include "sys/files.h"
#include "sys/json_in.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { ID_LEN = 32, GRACE_MS = 2000, LINE_BYTES = 1024, TEXT_BYTES = 300 };

typedef struct Job {
    bool used;
    bool changed, kept; /* kept: it has a row; changed: which is behind */
    int64_t seq;        /* in the order of asking */
    JobState state;
    Child child;
    int64_t started_ms;
    char id[ID_LEN];
    char account[TEXT_BYTES], what[TEXT_BYTES], format[8], name[TEXT_BYTES];
    char campaign[TEXT_BYTES], lang[8];
    char line[LINE_BYTES]; /* its last whole line that was no JSON, and the one that is coming */
    char coming[LINE_BYTES];
    int coming_len;
    int percent;
    int64_t rows;
} Job;

struct Jobs {
    pthread_mutex_t mutex;
    Arena arena;
    const char *program;
    Str db_url, folder;
    int64_t asked; /* the last seq */
    Job jobs[JOBS_KEPT];
};

static void put(char *to, size_t room, Str text)
{
    Str kept = utf8_prefix(text, (ptrdiff_t)room - 1);
    if (kept.len)
        memcpy(to, kept.ptr, (size_t)kept.len);
    to[kept.len] = 0;
}

static Str file_of(Arena *arena, const Jobs *jobs, const Job *job)
{
    return arena_fmt(arena, "%.*s/%.*s.%s", STR_ARG(jobs->folder), ID_LEN, job->id, job->format);
}

/* ---- what a child says ---- */

static int64_t number(const Tree *map, Str key)
{
    int64_t value = 0;
    const Tree *member = tree_get(map, key);
    return member && str_to_i64(member->text, &value) ? value : 0;
}

/* One of the JSON lines of `duban render`: progress, or the outcome. */
static void hear_json(Job *job, const Tree *said)
{
    const Tree *name = tree_get(said, S("name"));
    int64_t done = number(said, S("done")), total = number(said, S("total"));
    if (total > 0 && done <= total)
        job->percent = (int)(done * 100 / total);
    if (tree_get(said, S("packed")) || name)
        job->percent = 100;
    if (tree_get(said, S("rows")))
        job->rows = number(said, S("rows"));
    if (name)
        put(job->name, sizeof job->name, name->text);
}

/* What is no JSON is for a person: its last word, when it fails. */
static void hear_line(Job *job)
{
    AUTO_ARENA arena = {0};
    Str line = {job->coming, job->coming_len};
    ptrdiff_t bad;
    if (!utf8_valid(line, &bad)) /* cut in the middle of a character, or no text at all */
        line.len = bad;
    Tree *said;
    Err ignored = {0};
    if (str_starts(line, S("{")) && json_parse(&arena, line, &said, &ignored))
        hear_json(job, said);
    else if (line.len)
        put(job->line, sizeof job->line, line);
    job->coming_len = 0;
}

static void hear(Job *job)
{
    char bytes[1024];
    for (int n; (n = child_read(&job->child, bytes, sizeof bytes)) > 0;)
        for (int i = 0; i < n; i++) {
            if (bytes[i] == '\n')
                hear_line(job);
            else if (job->coming_len < LINE_BYTES - 1)
                job->coming[job->coming_len++] = bytes[i];
        }
}

static void pump(Job *job)
{
    int status;
    if (!job->used || job->state != JOB_RUNNING)
        return;
    hear(job);
    if (!child_ended(&job->child, &status))
        return;
    hear(job); /* what it said between */
    hear_line(job);
    child_stop(&job->child, 0);
    job->state = status == 0 ? JOB_DONE : JOB_FAILED;
    job->changed = true;
}

/* ---- the list ---- */

static void drop(Jobs *jobs, Job *job)
{
    AUTO_ARENA arena = {0};
    child_stop(&job->child, GRACE_MS);
    file_remove(file_of(&arena, jobs, job));
    *job = (Job){.child.output = -1};
}

static Str order_json(Arena *arena, const Jobs *jobs, const Job *job)
{
    Out out = out_new(arena, LIMIT_JOB_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("kind"), arena_fmt(arena, "export-%s", job->what));
    json_kstr(&json, S("format"), str_from_z(job->format));
    json_kstr(&json, S("account"), str_from_z(job->account));
    if (job->campaign[0])
        json_kstr(&json, S("campaign"), str_from_z(job->campaign));
    json_kstr(&json, S("lang"), str_from_z(job->lang));
    json_ki64(&json, S("now_ms"), job->started_ms);
    json_kstr(&json, S("db"), jobs->db_url);
    json_kstr(&json, S("out"), file_of(arena, jobs, job));
    json_object_end(&json);
    return out_str(&out);
}

static bool start_child(Jobs *jobs, Job *job, int64_t now_ms, Err *err)
{
    AUTO_ARENA arena = {0};
    char program[] = "duban", command[] = "render";
    char *arguments[] = {program, command, NULL};
    job->started_ms = now_ms;
    job->state = JOB_RUNNING;
    job->changed = true;
    return child_start(jobs->program, arguments, true, order_json(&arena, jobs, job), &job->child,
                       err);
}

/* The one that waits longest and whose account has a place; NULL when none has. */
static Job *next_waiting(Jobs *jobs)
{
    Job *next = NULL;
    int running = 0;
    for (int i = 0; i < JOBS_KEPT; i++)
        running += jobs->jobs[i].used && jobs->jobs[i].state == JOB_RUNNING;
    for (int i = 0; i < JOBS_KEPT && running < JOBS_RUNNING; i++) {
        Job *job = &jobs->jobs[i];
        int own = 0;
        if (!job->used || job->state != JOB_WAITING || (next && next->seq < job->seq))
            continue;
        for (int k = 0; k < JOBS_KEPT; k++)
            own += jobs->jobs[k].used && jobs->jobs[k].state == JOB_RUNNING &&
                   strcmp(jobs->jobs[k].account, job->account) == 0;
        if (own < JOBS_OF_ONE)
            next = job;
    }
    return next;
}

static void start_waiting(Jobs *jobs, int64_t now_ms)
{
    for (Job *job; (job = next_waiting(jobs));) {
        Err err = {0};
        if (start_child(jobs, job, now_ms, &err))
            continue;
        job->state = JOB_FAILED;
        put(job->line, sizeof job->line, err_arg(&err, "reason"));
    }
}

static void sweep(Jobs *jobs, int64_t now_ms)
{
    for (int i = 0; i < JOBS_KEPT; i++) {
        Job *job = &jobs->jobs[i];
        pump(job);
        if (job->used && now_ms < job->started_ms)
            job->started_ms = now_ms; /* the clock was set back: its time begins anew */
        bool ended = job->state == JOB_DONE || job->state == JOB_FAILED;
        if (job->used && ended && now_ms - job->started_ms > JOB_KEPT_MS)
            drop(jobs, job);
    }
    start_waiting(jobs, now_ms);
}

static Job *find(Jobs *jobs, Str id, Str account)
{
    for (int i = 0; i < JOBS_KEPT; i++) {
        Job *job = &jobs->jobs[i];
        if (job->used && str_eq(id, (Str){job->id, ID_LEN}) &&
            str_eq(account, str_from_z(job->account)))
            return job;
    }
    return NULL;
}

static Job *free_place(Jobs *jobs, Str account, Err *err)
{
    Job *place = NULL;
    int own = 0;
    for (int i = 0; i < JOBS_KEPT; i++) {
        Job *job = &jobs->jobs[i];
        bool open = job->used && (job->state == JOB_RUNNING || job->state == JOB_WAITING);
        own += open && str_eq(account, str_from_z(job->account));
        if (!job->used)
            place = job;
    }
    if (own >= JOBS_ASKED || !place) {
        err_set(err, ERR_JOBS_BUSY, {"limit", own >= JOBS_ASKED ? S("8") : S("64")});
        return NULL;
    }
    return place;
}

bool jobs_open(Str program, Str db_url, Str folder, Jobs **ret_jobs, Err *err)
{
    FolderList left = {0};
    AUTO_ARENA scratch = {0};
    Str exports = path_join(&scratch, folder, S("exports"));
    if (!folder_make(exports, err) || !folder_list(&scratch, exports, &left, err))
        return false;
    for (int i = 0; i < left.count; i++)
        if (!left.items[i].is_folder)
            file_remove(path_join(&scratch, exports, left.items[i].name));
    Arena arena = {0};
    Jobs *jobs = arena_new(&arena, Jobs, 1);
    jobs->arena = arena; /* holds the list itself, too */
    pthread_mutex_init(&jobs->mutex, NULL);
    jobs->program = str_z(&jobs->arena, program);
    jobs->db_url = arena_str(&jobs->arena, db_url);
    jobs->folder = arena_str(&jobs->arena, exports);
    for (int i = 0; i < JOBS_KEPT; i++)
        jobs->jobs[i].child.output = -1;
    *ret_jobs = jobs;
    return true;
}

void jobs_close(Jobs *jobs)
{
    if (!jobs)
        return;
    for (int i = 0; i < JOBS_KEPT; i++)
        if (jobs->jobs[i].used)
            drop(jobs, &jobs->jobs[i]);
    pthread_mutex_destroy(&jobs->mutex);
    Arena arena = jobs->arena;
    arena_done(&arena);
}

/* ---- orders ---- */

static void fill_job(Jobs *jobs, Job *job, Str id, const JobOrder *order, int64_t now_ms)
{
    *job = (Job){.used = true,
                 .state = JOB_WAITING,
                 .seq = ++jobs->asked,
                 .started_ms = now_ms,
                 .child.output = -1};
    memcpy(job->id, id.ptr, ID_LEN);
    put(job->account, sizeof job->account, order->account);
    put(job->what, sizeof job->what, order->what);
    put(job->format, sizeof job->format, order->format);
    put(job->campaign, sizeof job->campaign, order->campaign);
    put(job->lang, sizeof job->lang, order->lang);
}

bool jobs_start(Jobs *jobs, Str id, const JobOrder *order, int64_t now_ms, Err *err)
{
    if (id.len != ID_LEN)
        return err_set(err, ERR_INTERNAL, {"what", S("id of a job")});
    /* The row first: what was promised is on the disk. */
    if (order->db && !export_row_new(order->db, jobs->folder, id, order, now_ms, err))
        return false;
    pthread_mutex_lock(&jobs->mutex);
    sweep(jobs, now_ms);
    Job *job = free_place(jobs, order->account, err);
    if (job) {
        fill_job(jobs, job, id, order, now_ms);
        job->kept = order->db != NULL;
        start_waiting(jobs, now_ms);
    }
    pthread_mutex_unlock(&jobs->mutex);
    if (!job && order->db)
        (void)export_row_drop(order->db, id, now_ms, NULL);
    return job;
}

bool jobs_resume(Jobs *jobs, Db *db, int64_t now_ms, Err *err)
{
    AUTO_ARENA arena = {0};
    ExportRows rows = {0};
    if (!export_rows_left(db, &arena, jobs->folder, now_ms - JOB_KEPT_MS, &rows, err))
        return false;
    pthread_mutex_lock(&jobs->mutex);
    for (int i = 0; i < rows.count; i++) {
        Err full = {0};
        Job *job = rows.items[i].id.len == ID_LEN
                       ? free_place(jobs, rows.items[i].order.account, &full)
                       : NULL;
        if (!job)
            continue;
        fill_job(jobs, job, rows.items[i].id, &rows.items[i].order, now_ms);
        job->kept = job->changed = true;
    }
    pthread_mutex_unlock(&jobs->mutex);
    return true;
}

/* Copies what has changed, so that nobody waits for the disk. */
static int take_changes(Jobs *jobs, Arena *arena, int64_t now_ms, ExportChange *changes)
{
    static const Str states[] = {SC("running"), SC("done"), SC("failed"), SC("waiting")};
    int count = 0;
    pthread_mutex_lock(&jobs->mutex);
    sweep(jobs, now_ms);
    for (int i = 0; i < JOBS_KEPT; i++) {
        Job *job = &jobs->jobs[i];
        if (!job->used || !job->kept || !job->changed)
            continue;
        job->changed = false;
        bool ended = job->state == JOB_DONE || job->state == JOB_FAILED;
        changes[count++] = (ExportChange){
            .id = arena_str(arena, (Str){job->id, ID_LEN}),
            .state = states[job->state],
            .began_at = job->state == JOB_WAITING ? 0 : job->started_ms,
            .ended_at = ended ? now_ms : 0,
            .percent = job->percent,
            .said = job->state == JOB_FAILED ? arena_str(arena, str_from_z(job->line)) : S("")};
    }
    pthread_mutex_unlock(&jobs->mutex);
    return count;
}

void jobs_tick(Jobs *jobs, Db *db, int64_t now_ms)
{
    AUTO_ARENA arena = {0};
    ExportChange *changes = arena_new(&arena, ExportChange, JOBS_KEPT);
    int count = take_changes(jobs, &arena, now_ms, changes);
    Err ignored = {0};
    if (count)
        (void)export_rows_change(db, changes, count, &ignored);
}

static int place_of(const Jobs *jobs, const Job *job)
{
    int place = 1;
    for (int i = 0; i < JOBS_KEPT; i++)
        place += jobs->jobs[i].used && jobs->jobs[i].state == JOB_WAITING &&
                 jobs->jobs[i].seq < job->seq;
    return place;
}

static JobView view_of(const Jobs *jobs, Arena *arena, const Job *job)
{
    JobView v = {.state = job->state,
                 .what = arena_str(arena, str_from_z(job->what)),
                 .format = arena_str(arena, str_from_z(job->format)),
                 .name = arena_str(arena, str_from_z(job->name)),
                 .percent = job->percent,
                 .rows = job->rows};
    if (job->state == JOB_WAITING)
        v.place = place_of(jobs, job);
    if (job->state == JOB_FAILED)
        v.said = arena_str(arena, str_from_z(job->line));
    if (job->state == JOB_DONE)
        v.bytes = file_size(file_of(arena, jobs, job));
    return v;
}

bool jobs_look(Jobs *jobs, Arena *arena, Str id, Str account, int64_t now_ms, JobView *ret_view,
               Err *err)
{
    pthread_mutex_lock(&jobs->mutex);
    sweep(jobs, now_ms);
    const Job *job = find(jobs, id, account);
    if (job)
        *ret_view = view_of(jobs, arena, job);
    pthread_mutex_unlock(&jobs->mutex);
    return job || err_set(err, ERR_JOB_UNKNOWN);
}

bool jobs_take(Jobs *jobs, Arena *arena, Str id, Str account, int64_t now_ms, int *ret_file,
               JobView *ret_view, Err *err)
{
    if (!jobs_look(jobs, arena, id, account, now_ms, ret_view, err))
        return false;
    if (ret_view->state != JOB_DONE)
        return err_set(err, ERR_JOB_RUNNING);
    pthread_mutex_lock(&jobs->mutex);
    const Job *job = find(jobs, id, account);
    bool ok =
        job ? file_open(file_of(arena, jobs, job), ret_file, err) : err_set(err, ERR_JOB_UNKNOWN);
    pthread_mutex_unlock(&jobs->mutex);
    return ok;
}

bool jobs_drop(Jobs *jobs, Str id, Str account, Err *err)
{
    pthread_mutex_lock(&jobs->mutex);
    Job *job = find(jobs, id, account);
    if (job)
        drop(jobs, job);
    pthread_mutex_unlock(&jobs->mutex);
    return job || err_set(err, ERR_JOB_UNKNOWN);
}
