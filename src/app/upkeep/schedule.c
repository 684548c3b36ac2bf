#include "app/open.h"
#include "app/upkeep/jobs.h"
#include "app/upkeep/schedule_parts.h"

#include "base/utf8.h"
#include "sys/clock.h"
#include "sys/randomness.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

enum { KINDS_MAX = 32, SEEN_MAX = 128, ID_BYTES = 40, TICK_MS = 500, NAME_BYTES = 40 };

static const int64_t hour_ms = INT64_C(60) * 60 * 1000, day_ms = INT64_C(24) * 60 * 60 * 1000;

/* A row of another process, and since when its beat stands where it does. */
typedef struct Seen {
    char id[ID_BYTES];
    int64_t beat, since_ms;
} Seen;

typedef struct KindSeen {
    int64_t newest, since_ms; /* the newest instant of the schedule, and since when it is that */
} KindSeen;

struct Schedule {
    Arena arena;
    ScheduleOptions o;
    char name[NAME_BYTES]; /* who took it, in the rows */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool stopping;
    pthread_t ticker, worker;
    Db *db, *work_db; /* each of its thread */
    int64_t started_ms, beaten_ms;
    Seen seen[SEEN_MAX];
    KindSeen kinds[KINDS_MAX];
    /* what the worker does; under the mutex. While busy the row stands still. */
    bool busy;
    Arena work_arena;
    JobRow row;
    JobSay say;
};

static int64_t passed_ms(void)
{
    return clock_monotonic_ns() / 1000000;
}

static int64_t wall_ms(const Schedule *s)
{
    return s->o.now_ms(s->o.now_ctx);
}

/* ---- the schedule itself ---- */

static int64_t period_of(const JobKind *kind)
{
    return kind->every == JOB_HOURLY ? hour_ms : day_ms;
}

int64_t job_next(const JobKind *kind, int64_t after_ms)
{
    int64_t period = period_of(kind);
    int64_t phase = (int64_t)kind->minute * 60 * 1000;
    if (kind->every == JOB_DAILY)
        phase -= (int64_t)OFFSET_MINUTES_CHINA * 60 * 1000;
    int64_t past = after_ms - phase;
    int64_t whole = past / period - (past % period < 0);
    return (whole + 1) * period + phase;
}

int64_t job_back_off(int64_t attempts)
{
    int64_t wait = JOB_BACK_OFF_MS;
    for (int64_t i = 1; i < attempts && wait < JOB_BACK_OFF_MAX_MS; i++)
        wait *= 2;
    return wait < JOB_BACK_OFF_MAX_MS ? wait : JOB_BACK_OFF_MAX_MS;
}

static const JobKind *kind_in(const JobKind *kinds, Str word)
{
    for (const JobKind *kind = kinds; kind->word.len; kind++)
        if (str_eq(kind->word, word))
            return kind;
    return NULL;
}

const JobKind *job_kind(Str word)
{
    return kind_in(job_kinds, word);
}

/* The instant whose turn it is, 0 when it is none's. Instants that were missed are made up for by one run. */
static int64_t slot_due(Schedule *s, const JobKind *kind, KindSeen *seen, int64_t newest, bool any,
                        int64_t now)
{
    int64_t last_whole = job_next(kind, now) - period_of(kind);
    if (newest != seen->newest || seen->since_ms == 0)
        *seen = (KindSeen){newest, passed_ms()};
    if (!any)
        return passed_ms() - s->started_ms >= s->o.first_ms ? last_whole : 0;
    if (job_next(kind, newest) <= now)
        return last_whole;
    /* The clock was set back behind what was done: it goes on by the time that passes. */
    bool behind = newest > now;
    return behind && passed_ms() - seen->since_ms >= period_of(kind) ? newest + 1 : 0;
}

typedef struct Insert {
    JobRow row;
    bool is_new;
} Insert;

static bool insert_row(Db *tx, void *ctx, Err *err)
{
    Insert *call = ctx;
    return job_insert(tx, &call->row, JOB_HISTORY_KEPT, &call->is_new, err);
}

static void put_due_slots(Schedule *s, Arena *arena, int64_t now)
{
    Err ignored = {0}; /* it is tried again at the next tick */
    for (int i = 0; i < KINDS_MAX && s->o.kinds[i].word.len; i++) {
        const JobKind *kind = &s->o.kinds[i];
        int64_t newest, slot;
        bool any;
        if (kind->every == JOB_ONLY_ASKED ||
            !job_newest(s->db, kind->word, &newest, &any, &ignored))
            continue;
        slot = slot_due(s, kind, &s->kinds[i], newest, any, now);
        if (slot == 0)
            continue;
        Insert call = {.row = {.id = job_new_id(arena),
                               .kind = kind->word,
                               .slot = arena_fmt(arena, "%.*s %" PRId64, STR_ARG(kind->word), slot),
                               .body = S("{}"),
                               .asked_at = now,
                               .due_at = slot}};
        (void)db_write(s->db, S(""), insert_row, &call, &ignored);
    }
}

/* ---- taking, beating, ending ---- */

typedef struct Change {
    JobRow *row;
    Str id, taken_by;
    int64_t at;
    bool mine;
} Change;

static bool take_row(Db *tx, void *ctx, Err *err)
{
    Change *c = ctx;
    return job_take(tx, c->id, c->taken_by, c->at, &c->mine, err);
}

static bool beat_row(Db *tx, void *ctx, Err *err)
{
    Change *c = ctx;
    return job_beat(tx, c->row, &c->mine, err);
}

static bool end_row(Db *tx, void *ctx, Err *err)
{
    return job_end(tx, ((Change *)ctx)->row, err);
}

static bool wait_row(Db *tx, void *ctx, Err *err)
{
    return job_wait(tx, ((Change *)ctx)->row, err);
}

static int64_t ids_now(void *ctx)
{
    return wall_ms(ctx);
}

static uint32_t ids_random(void *ctx)
{
    (void)ctx;
    uint32_t number;
    random_bytes(&number, sizeof number);
    return number;
}

static bool run_kind(Schedule *s, const JobKind *kind, Err *err)
{
    AUTO_ARENA arena = {0};
    AppStart start = {.db_url = s->o.db_url,
                      .data_folder = s->o.data_folder,
                      .origin = arena_fmt(&arena, "job %.*s", STR_ARG(kind->word)),
                      .no_campaign = true,
                      .now_ms = wall_ms(s),
                      .ids = {.now_ms = ids_now, .random_u32 = ids_random, .ctx = s},
                      .random_bytes = random_fill,
                      .hub = s->o.hub,
                      .db = s->work_db,
                      .snapshots = s->o.snapshots,
                      .say = &s->say};
    AUTO_APP app = {0};
    return app_open_program(&arena, &start, &app, err) && kind->fn(&app, s->row.body, &s->say, err);
}

static bool connection_renew(Schedule *s, Db **db)
{
    Err ignored = {0};
    Db *fresh;
    if (*db && db_is_current(*db))
        return true;
    if (!db_connect(s->o.hub, &fresh, &ignored))
        return false;
    db_close(*db);
    *db = fresh;
    return true;
}

/* What became of it, into its row. One that a stop has cut short waits, and has not had that attempt. */
static void write_end(Schedule *s, bool ok, const Err *fault)
{
    Err ignored = {0};
    JobRow row = s->row; /* the other thread reads that one */
    Change change = {.row = &row};
    DbFn how = end_row;
    (void)pthread_mutex_lock(&s->mutex);
    bool stopping = s->stopping;
    (void)pthread_mutex_unlock(&s->mutex);
    (void)pthread_mutex_lock(&s->say.mutex);
    row.percent = ok ? 100 : s->say.percent;
    (void)pthread_mutex_unlock(&s->say.mutex);
    row.ended_at = wall_ms(s);
    row.state = ok ? S("done") : S("failed");
    row.said =
        ok ? job_said_outcome(&s->work_arena, &s->say) : job_said_error(&s->work_arena, fault);
    row.attempts++; /* as it stands in the row since it was taken */
    if (!ok && stopping && fault->code == ERR_JOB_STOPPED) {
        row.attempts--;
        row.due_at = row.ended_at;
        how = wait_row;
    } else if (!ok && row.attempts < JOB_ATTEMPTS_MAX && err_kind(fault->code) != KIND_DENIED) {
        int64_t pause = s->o.back_off_ms ? s->o.back_off_ms : job_back_off(row.attempts);
        row.due_at = row.ended_at + pause;
        how = wait_row;
    }
    /* without a connection nobody writes it: the row is as one of a dead process, which the ticker tries again */
    for (int i = 0; i < 3 && (!connection_renew(s, &s->work_db) ||
                              !db_write(s->work_db, S(""), how, &change, &ignored));
         i++)
        ;
}

static void *worker_main(void *arg)
{
    Schedule *s = arg;
    (void)pthread_mutex_lock(&s->mutex);
    for (;;) {
        while (!s->busy && !s->stopping)
            (void)pthread_cond_wait(&s->changed, &s->mutex);
        if (!s->busy)
            break;
        (void)pthread_mutex_unlock(&s->mutex);
        Err err = {0};
        const JobKind *kind = kind_in(s->o.kinds, s->row.kind);
        bool ok = connection_renew(s, &s->work_db) && run_kind(s, kind, &err);
        if (!ok && err.code == ERR_NONE)
            err_set(&err, ERR_JOB_LOST);
        write_end(s, ok, &err);
        db_close(s->work_db); /* its pages, too: the next job is long in coming */
        s->work_db = NULL;
        arena_heaps_trim();
        (void)pthread_mutex_lock(&s->mutex);
        s->busy = false;
        (void)pthread_cond_broadcast(&s->changed);
    }
    (void)pthread_mutex_unlock(&s->mutex);
    return NULL;
}

static JobRow row_copy(Arena *arena, const JobRow *row)
{
    JobRow copy = *row;
    Str *texts[] = {&copy.id,       &copy.kind, &copy.slot,  &copy.account,  &copy.asked_by,
                    &copy.campaign, &copy.body, &copy.state, &copy.taken_by, &copy.said};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = arena_str(arena, *texts[i]);
    return copy;
}

/* Hands the row to the worker when it has nothing to do and nobody else has taken it. */
static void try_take(Schedule *s, const JobRow *row, int64_t now)
{
    Err ignored = {0};
    Change change = {.id = row->id, .taken_by = str_from_z(s->name), .at = now};
    (void)pthread_mutex_lock(&s->mutex);
    bool idle = !s->busy && !s->stopping;
    (void)pthread_mutex_unlock(&s->mutex);
    if (!idle || !db_write(s->db, S(""), take_row, &change, &ignored) || !change.mine)
        return;
    (void)pthread_mutex_lock(&s->mutex);
    arena_reset(&s->work_arena);
    s->row = row_copy(&s->work_arena, row);
    s->row.taken_by = str_from_z(s->name);
    (void)pthread_mutex_lock(&s->say.mutex);
    s->say.percent = s->say.count = 0;
    s->say.stop = s->stopping; /* since it was taken */
    (void)pthread_mutex_unlock(&s->say.mutex);
    s->busy = true;
    s->beaten_ms = passed_ms();
    (void)pthread_cond_broadcast(&s->changed);
    (void)pthread_mutex_unlock(&s->mutex);
}

/* Says that this process lives, and how far it is; hears of it when the row was dropped. */
static void beat(Schedule *s, Arena *arena)
{
    Err ignored = {0};
    (void)pthread_mutex_lock(&s->mutex);
    bool now = s->busy && passed_ms() - s->beaten_ms >= s->o.beat_ms;
    JobRow row = now ? row_copy(arena, &s->row) : (JobRow){0};
    (void)pthread_mutex_unlock(&s->mutex);
    if (!now)
        return;
    s->beaten_ms = passed_ms();
    row.said = job_said_outcome(arena, &s->say);
    (void)pthread_mutex_lock(&s->say.mutex);
    row.percent = s->say.percent;
    (void)pthread_mutex_unlock(&s->say.mutex);
    Change change = {.row = &row};
    if (!db_write(s->db, S(""), beat_row, &change, &ignored) || change.mine)
        return;
    (void)pthread_mutex_lock(&s->say.mutex);
    s->say.stop = true;
    (void)pthread_mutex_unlock(&s->say.mutex);
}

/* ---- what dead processes have left ---- */

static Seen *seen_of(Schedule *s, const JobRow *row)
{
    Seen *place = &s->seen[0];
    for (int i = 0; i < SEEN_MAX; i++) {
        if (str_eq(str_from_z(s->seen[i].id), row->id))
            return &s->seen[i];
        if (s->seen[i].since_ms < place->since_ms)
            place = &s->seen[i];
    }
    Str id = utf8_prefix(row->id, ID_BYTES - 1);
    *place = (Seen){.beat = row->beat, .since_ms = passed_ms()};
    memcpy(place->id, id.ptr, (size_t)id.len);
    return place;
}

/* One of ours whose end could not be written does not: it is as one of a dead process. */
static bool runs_here(Schedule *s, const JobRow *row)
{
    (void)pthread_mutex_lock(&s->mutex);
    bool yes = s->busy && str_eq(s->row.id, row->id);
    (void)pthread_mutex_unlock(&s->mutex);
    return yes;
}

static void revive(Schedule *s, Arena *arena, JobRow *row, int64_t now)
{
    Err fault = {0}, ignored = {0};
    Seen *seen = seen_of(s, row);
    if (seen->beat != row->beat) {
        seen->beat = row->beat;
        seen->since_ms = passed_ms();
    }
    if (passed_ms() - seen->since_ms < s->o.silent_ms)
        return;
    *seen = (Seen){0};
    err_set(&fault, ERR_JOB_LOST);
    row->said = job_said_error(arena, &fault);
    row->state = S("failed");
    row->ended_at = row->due_at = now;
    Change change = {.row = row};
    (void)db_write(s->db, S(""), row->attempts < JOB_ATTEMPTS_MAX ? wait_row : end_row, &change,
                   &ignored);
}

/* ---- one look at the table ---- */

static void tick(Schedule *s)
{
    AUTO_ARENA arena = {0};
    Err ignored = {0};
    JobRowList rows = {0};
    int64_t now = wall_ms(s);
    if (!connection_renew(s, &s->db))
        return;
    beat(s, &arena);
    if (s->o.exports)
        jobs_tick(s->o.exports, s->db, now);
    if (s->o.only.len == 0)
        put_due_slots(s, &arena, now);
    if (!job_open(s->db, &arena, &rows, &ignored))
        return;
    for (int i = 0; i < rows.count; i++) {
        JobRow *row = &rows.items[i];
        if ((s->o.only.len && !str_eq(row->id, s->o.only)) || row->account.len)
            continue; /* what stands in a person's name is an export */
        if (str_eq(row->state, S("running"))) {
            if (!runs_here(s, row))
                revive(s, &arena, row, now);
            continue;
        }
        bool due = row->due_at <= now || row->due_at - now > JOB_BACK_OFF_MAX_MS;
        if (due && kind_in(s->o.kinds, row->kind))
            try_take(s, row, now);
    }
}

static void *ticker_main(void *arg)
{
    Schedule *s = arg;
    (void)pthread_mutex_lock(&s->mutex);
    while (!s->stopping) {
        (void)pthread_mutex_unlock(&s->mutex);
        tick(s);
        int64_t until = clock_monotonic_ns() + (int64_t)s->o.tick_ms * 1000000;
        struct timespec time = {.tv_sec = until / 1000000000, .tv_nsec = until % 1000000000};
        (void)pthread_mutex_lock(&s->mutex);
        if (!s->stopping)
            (void)pthread_cond_timedwait(&s->changed, &s->mutex, &time);
    }
    (void)pthread_mutex_unlock(&s->mutex);
    return NULL;
}

/* ---- start and end ---- */

static void defaults(ScheduleOptions *o)
{
    o->kinds = o->kinds ? o->kinds : job_kinds;
    o->silent_ms = o->silent_ms ? o->silent_ms : JOB_SILENT_MS;
    o->beat_ms = o->beat_ms ? o->beat_ms : JOB_BEAT_MS;
    o->first_ms = o->first_ms ? o->first_ms : JOB_FIRST_MS;
    o->tick_ms = o->tick_ms ? o->tick_ms : TICK_MS;
}

static void schedule_free(Schedule *s)
{
    db_close(s->db);
    db_close(s->work_db);
    arena_done(&s->work_arena);
    (void)pthread_mutex_destroy(&s->mutex);
    (void)pthread_mutex_destroy(&s->say.mutex);
    (void)pthread_cond_destroy(&s->changed);
    Arena arena = s->arena;
    arena_done(&arena);
}

bool schedule_start(const ScheduleOptions *options, Schedule **ret_schedule, Err *err)
{
    Arena arena = {0};
    Schedule *s = arena_new(&arena, Schedule, 1);
    pthread_condattr_t monotonic;
    s->arena = arena;
    s->o = *options;
    defaults(&s->o);
    s->o.db_url = arena_str(&s->arena, options->db_url);
    s->o.data_folder = arena_str(&s->arena, options->data_folder);
    s->o.only = arena_str(&s->arena, options->only);
    s->started_ms = passed_ms();
    Str name = job_new_id(&s->arena);
    memcpy(s->name, name.ptr, (size_t)name.len);
    (void)pthread_mutex_init(&s->mutex, NULL);
    (void)pthread_mutex_init(&s->say.mutex, NULL);
    (void)pthread_condattr_init(&monotonic);
    (void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&s->changed, &monotonic);
    (void)pthread_condattr_destroy(&monotonic);
    bool ok = db_connect(s->o.hub, &s->db, err) && db_connect(s->o.hub, &s->work_db, err);
    if (ok && pthread_create(&s->worker, NULL, worker_main, s) != 0)
        ok = err_set(err, ERR_INTERNAL, {"what", S("no thread for jobs")});
    if (!ok) {
        schedule_free(s);
        return false;
    }
    if (pthread_create(&s->ticker, NULL, ticker_main, s) != 0) {
        s->ticker = s->worker;
        schedule_stop(s);
        return err_set(err, ERR_INTERNAL, {"what", S("no thread for jobs")});
    }
    *ret_schedule = s;
    return true;
}

void schedule_stop(Schedule *s)
{
    if (!s)
        return;
    (void)pthread_mutex_lock(&s->mutex);
    s->stopping = true;
    (void)pthread_cond_broadcast(&s->changed);
    (void)pthread_mutex_unlock(&s->mutex);
    (void)pthread_mutex_lock(&s->say.mutex);
    s->say.stop = true;
    (void)pthread_mutex_unlock(&s->say.mutex);
    if (!pthread_equal(s->ticker, s->worker))
        (void)pthread_join(s->ticker, NULL);
    (void)pthread_join(s->worker, NULL);
    schedule_free(s);
}
