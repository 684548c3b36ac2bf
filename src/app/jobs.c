#include "app/jobs.h"

#include "sys/child.h"
#include "sys/files.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { ID_LEN = 32, GRACE_MS = 2000, LINE_BYTES = 512, TEXT_BYTES = 200 };

typedef struct Job {
    bool used;
    JobState state;
    Child child;
    int64_t started_ms;
    char id[ID_LEN];
    char account[TEXT_BYTES], what[TEXT_BYTES], format[8], name[TEXT_BYTES];
    char line[LINE_BYTES]; /* the last whole line that it said, and the one that is coming */
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
    size_t len = (size_t)text.len < room - 1 ? (size_t)text.len : room - 1;
    memcpy(to, text.ptr, len);
    to[len] = 0;
}

static Str file_of(Arena *arena, const Jobs *jobs, const Job *job)
{
    return arena_fmt(arena, "%.*s/%.*s.%s", STR_ARG(jobs->folder), ID_LEN, job->id, job->format);
}

/* ---- what a child says ---- */

/* "12% rows=3400 …" is progress; any other line may be its last word. */
static void hear_line(Job *job)
{
    Str line = {job->coming, job->coming_len};
    ptrdiff_t sign = str_find(line, S("% rows="), 0);
    int64_t percent, rows;
    if (sign > 0 && sign <= 3 && str_to_i64(str_sub(line, 0, sign), &percent)) {
        Str rest = str_sub(line, sign + 7, line.len);
        job->percent = (int)percent;
        if (str_to_i64(str_cut(&rest, ' '), &rows))
            job->rows = rows;
    } else if (str_starts(line, S("packing "))) {
        job->percent = 100;
    } else if (line.len) {
        put(job->line, sizeof job->line, line);
    }
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

enum { ARGUMENTS_MAX = 20 };

static char *word_z(Arena *arena, Str word)
{
    char *z = arena_new(arena, char, word.len + 1);
    memcpy(z, word.ptr, (size_t)word.len);
    return z;
}

static bool start_child(Jobs *jobs, Job *job, const JobOrder *order, Err *err)
{
    AUTO_ARENA a = {0};
    char *arguments[ARGUMENTS_MAX] = {0};
    int n = 0;
    Str words[] = {S("duban"),
                   S("--lang"),
                   order->lang,
                   S("--now"),
                   order->now,
                   S("--out"),
                   file_of(&a, jobs, job),
                   S("export"),
                   order->what,
                   S("--format"),
                   order->format};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        arguments[n++] = word_z(&a, words[i]);
    if (order->campaign.len) {
        arguments[n++] = word_z(&a, S("--campaign"));
        arguments[n++] = word_z(&a, order->campaign);
    }
    char *environment[] = {
        word_z(&a, arena_fmt(&a, "DUBAN_DB=%.*s", STR_ARG(jobs->db_url))),
        word_z(&a, arena_fmt(&a, "DUBAN_AS=%.*s", STR_ARG(order->account))),
        NULL,
    };
    return child_start(jobs->program, arguments, environment, &job->child, err);
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
        put(job->name, sizeof job->name, order->name);
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
