#include "app/jobs.h"

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
    JobState state;
    Child child;
    int64_t started_ms;
    char id[ID_LEN];
    char account[TEXT_BYTES], what[TEXT_BYTES], format[8], name[TEXT_BYTES];
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
    Job jobs[JOBS_KEPT];
};

static void put(char *to, size_t room, Str text)
{
    Str kept = utf8_prefix(text, (ptrdiff_t)room - 1);
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
}

/* ---- the list ---- */

static void drop(Jobs *jobs, Job *job)
{
    AUTO_ARENA arena = {0};
    child_stop(&job->child, GRACE_MS);
    file_remove(file_of(&arena, jobs, job));
    *job = (Job){.child.output = -1};
}

static void sweep(Jobs *jobs, int64_t now_ms)
{
    for (int i = 0; i < JOBS_KEPT; i++) {
        Job *job = &jobs->jobs[i];
        pump(job);
        if (job->used && now_ms < job->started_ms)
            job->started_ms = now_ms; /* the clock was set back: its time begins anew */
        if (job->used && now_ms - job->started_ms > JOB_KEPT_MS)
            drop(jobs, job);
    }
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
    int running = 0, own = 0;
    for (int i = 0; i < JOBS_KEPT; i++) {
        Job *job = &jobs->jobs[i];
        bool runs = job->used && job->state == JOB_RUNNING;
        running += runs;
        own += runs && str_eq(account, str_from_z(job->account));
        if (!job->used)
            place = job;
    }
    if (running >= JOBS_RUNNING || own >= JOBS_OF_ONE || !place) {
        err_set(err, ERR_JOBS_BUSY, {"limit", own >= JOBS_OF_ONE ? S("2") : S("4")});
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

static Str order_json(Arena *arena, const Jobs *jobs, const Job *job, const JobOrder *order)
{
    Out out = out_new(arena, LIMIT_JOB_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("kind"), arena_fmt(arena, "export-%.*s", STR_ARG(order->what)));
    json_kstr(&json, S("format"), order->format);
    json_kstr(&json, S("account"), order->account);
    if (order->campaign.len)
        json_kstr(&json, S("campaign"), order->campaign);
    json_kstr(&json, S("lang"), order->lang);
    json_ki64(&json, S("now_ms"), job->started_ms);
    json_kstr(&json, S("db"), jobs->db_url);
    json_kstr(&json, S("out"), file_of(arena, jobs, job));
    json_object_end(&json);
    return out_str(&out);
}

static bool start_child(Jobs *jobs, Job *job, const JobOrder *order, Err *err)
{
    AUTO_ARENA arena = {0};
    char program[] = "duban", command[] = "render";
    char *arguments[] = {program, command, NULL};
    return child_start(jobs->program, arguments, order_json(&arena, jobs, job, order), &job->child,
                       err);
}

bool jobs_start(Jobs *jobs, Str id, const JobOrder *order, int64_t now_ms, Err *err)
{
    pthread_mutex_lock(&jobs->mutex);
    sweep(jobs, now_ms);
    Job *job = free_place(jobs, order->account, err);
    bool ok = job && id.len == ID_LEN;
    if (ok) {
        *job = (Job){.used = true, .started_ms = now_ms, .child.output = -1};
        memcpy(job->id, id.ptr, ID_LEN);
        put(job->account, sizeof job->account, order->account);
        put(job->what, sizeof job->what, order->what);
        put(job->format, sizeof job->format, order->format);
        ok = start_child(jobs, job, order, err);
        job->used = ok;
    }
    pthread_mutex_unlock(&jobs->mutex);
    return ok;
}

static JobView view_of(const Jobs *jobs, Arena *arena, const Job *job)
{
    JobView v = {.state = job->state,
                 .what = arena_str(arena, str_from_z(job->what)),
                 .format = arena_str(arena, str_from_z(job->format)),
                 .name = arena_str(arena, str_from_z(job->name)),
                 .percent = job->percent,
                 .rows = job->rows};
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
