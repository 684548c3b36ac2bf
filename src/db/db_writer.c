#include "db/db_sqlite.h"

#include <pthread.h>
#include <time.h>

/* Writes of one process to a SQLite file. All threads queue here, first come first served. Whoever
 * is to write (the writer thread, or the caller whose request is first) enters the line of processes,
 * begins, runs one request or a batch, commits and answers. A request may give up while it is
 * QUEUED; once RUNNING it is answered with what became of it. */

enum { ERASE_WAIT_MS = 30 * 1000 };

typedef enum RequestState { QUEUED, RUNNING, ANSWERED } RequestState;

typedef struct Request {
    struct Request *next;
    const DbWork *work;
    pthread_cond_t changed;
    RequestState state;
    bool ok;
    Err err;
} Request;

struct DbWriter {
    DbHub *hub;
    pthread_mutex_t mutex; /* the queue and the states; never held while SQL runs */
    pthread_cond_t filled;
    Request *first, **last;
    bool stopping;
    pthread_t thread;
    /* used only by whoever is to write */
    DbLine line;
    Db *tx;
};

static void turn_pause(const DbWriter *writer)
{
    int64_t us = writer->line.pause_us ? writer->line.pause_us : 100;
    struct timespec time = {.tv_nsec = us * 1000};
    (void)nanosleep(&time, NULL);
}

/* --- the turn of this process --- */

static DbTurn turn_try(DbWriter *writer, Err *err)
{
    if (writer->line.fd < 0 && !db_line_open(&writer->line, writer->line.path, err))
        return TURN_ERROR;
    DbTurn turn = db_line_try(&writer->line, err);
    if (turn == TURN_MINE && writer->tx && !db_is_current(writer->tx)) {
        db_close(writer->tx); /* nobody would find what is written there */
        writer->tx = NULL;
    }
    if (turn == TURN_MINE && !writer->tx && !db_sqlite_open_writer(writer->hub, &writer->tx, err))
        turn = TURN_ERROR;
    if (turn == TURN_MINE)
        turn = db_sqlite_begin(writer->tx, err);
    if (turn == TURN_ERROR)
        db_line_leave(&writer->line);
    return turn;
}

/* Fails those of items[from..to) that had succeeded: their savepoints are gone. */
static void batch_fail(Request **items, int from, int to, const Err *err)
{
    for (int i = from; i < to; i++) {
        if (items[i]->ok)
            items[i]->err = *err;
        items[i]->ok = false;
    }
}

/* The log beside the file is emptied only when no reader needs it: one that began before us may take its time. */
static bool log_empty(Db *tx, Err *err)
{
    const DbOps *ops = tx->hub->ops;
    for (int64_t start_ms = db_now_ms();;) {
        DbRows *rows = ops->query(tx, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, 0, err);
        if (!rows)
            return false;
        bool busy = ops->next(rows, err) && ops->i64(rows, 0) != 0;
        (void)ops->rows_done(rows);
        if (!busy)
            return true;
        if (db_now_ms() - start_ms > ERASE_WAIT_MS)
            return db_err_busy(err, db_now_ms() - start_ms, ERASE_WAIT_MS);
    }
}

/* A request that wants no transaction around it: what ran before it is committed first. Returns whether one
 * has begun again for those that follow. */
static bool batch_erase(DbWriter *writer, Request **items, int from, int at, int count, Err *err)
{
    if (!db_sqlite_commit(writer->tx, err))
        batch_fail(items, from, at, err);
    items[at]->ok = writer->tx->hub->ops->script(writer->tx, "VACUUM", &items[at]->err) &&
                    log_empty(writer->tx, &items[at]->err);
    return at + 1 < count && db_sqlite_begin(writer->tx, err) == TURN_MINE;
}

/* Nobody can write for those that are left. */
static void batch_give_up(DbWriter *writer, Request **items, int from, int count, Err *err)
{
    if (err->code == ERR_NONE)
        (void)db_err_busy(err, 0, writer->hub->options.write_wait_ms);
    for (int i = from; i < count; i++) {
        items[i]->ok = false;
        items[i]->err = *err;
    }
}

/* Runs the requests of one transaction that has begun, and ends it. */
static void batch_run(DbWriter *writer, Request **items, int count)
{
    int from = 0; /* the first request of the running transaction */
    Err err = {0};
    for (int i = 0; i < count; i++) {
        bool begun;
        if (items[i]->work->erasing) {
            begun = batch_erase(writer, items, from, i, count, &err);
        } else {
            items[i]->ok = db_sqlite_run(writer->tx, items[i]->work, &items[i]->err);
            if (db_sqlite_in_tx(writer->tx))
                continue;
            batch_fail(items, from, i + 1, &items[i]->err);
            begun = i + 1 < count && db_sqlite_begin(writer->tx, &err) == TURN_MINE;
        }
        from = i + 1;
        if (from < count && !begun) {
            batch_give_up(writer, items, from, count, &err);
            from = count;
            break;
        }
        err = (Err){0};
    }
    if (from == count)
        db_sqlite_rollback(writer->tx); /* nobody is left to write for */
    else if (!db_sqlite_commit(writer->tx, &err))
        batch_fail(items, from, count, &err);
    db_line_leave(&writer->line);
}

/* --- the queue; all of it under the mutex --- */

static void queue_put(DbWriter *writer, Request *request)
{
    *writer->last = request;
    writer->last = &request->next;
}

static void queue_remove(DbWriter *writer, const Request *request)
{
    Request **at = &writer->first;
    while (*at && *at != request)
        at = &(*at)->next;
    if (*at)
        *at = request->next;
    if (writer->last == &request->next)
        writer->last = at;
}

static struct timespec deadline_of(int64_t end_ms)
{
    return (struct timespec){.tv_sec = end_ms / 1000, .tv_nsec = end_ms % 1000 * 1000000};
}

static void cond_init(pthread_cond_t *cond)
{
    pthread_condattr_t attributes;
    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(cond, &attributes);
    (void)pthread_condattr_destroy(&attributes);
}

/* --- with a writer thread --- */

static int batch_take(DbWriter *writer, Request **items)
{
    int count = 0;
    while (writer->first && count < DB_BATCH_MAX) {
        Request *request = writer->first;
        queue_remove(writer, request);
        request->state = RUNNING;
        items[count++] = request;
    }
    return count;
}

static void batch_answer(Request **items, int count)
{
    for (int i = 0; i < count; i++) {
        items[i]->state = ANSWERED;
        (void)pthread_cond_signal(&items[i]->changed);
    }
}

static void *writer_main(void *arg)
{
    DbWriter *writer = arg;
    Request *items[DB_BATCH_MAX];
    (void)pthread_mutex_lock(&writer->mutex);
    while (writer->first || !writer->stopping) {
        if (!writer->first) {
            db_line_leave(&writer->line); /* all who waited gave up */
            (void)pthread_cond_wait(&writer->filled, &writer->mutex);
            continue;
        }
        (void)pthread_mutex_unlock(&writer->mutex);
        Err err = {0};
        DbTurn turn = turn_try(writer, &err);
        if (turn == TURN_WAIT) {
            turn_pause(writer);
            (void)pthread_mutex_lock(&writer->mutex);
            continue;
        }
        (void)pthread_mutex_lock(&writer->mutex);
        int count = batch_take(writer, items);
        (void)pthread_mutex_unlock(&writer->mutex);
        if (turn == TURN_MINE)
            batch_run(writer, items, count);
        for (int i = 0; turn == TURN_ERROR && i < count; i++)
            items[i]->err = err;
        (void)pthread_mutex_lock(&writer->mutex);
        batch_answer(items, count);
    }
    (void)pthread_mutex_unlock(&writer->mutex);
    return NULL;
}

/* Waits for the writer thread; false when it gave up. Called and left with the mutex held. */
static bool answer_await(DbWriter *writer, Request *request, int64_t end_ms)
{
    struct timespec deadline = deadline_of(end_ms);
    while (request->state != ANSWERED) {
        if (request->state == RUNNING)
            (void)pthread_cond_wait(&request->changed, &writer->mutex);
        else if (pthread_cond_timedwait(&request->changed, &writer->mutex, &deadline) != 0 &&
                 request->state == QUEUED) {
            queue_remove(writer, request);
            return false;
        }
    }
    return true;
}

/* --- without: the caller writes when its request is first --- */

static bool turn_await(DbWriter *writer, Request *request, int64_t end_ms)
{
    struct timespec deadline = deadline_of(end_ms);
    bool mine = true;
    while (writer->first != request && mine)
        mine = pthread_cond_timedwait(&request->changed, &writer->mutex, &deadline) == 0 ||
               writer->first == request;
    (void)pthread_mutex_unlock(&writer->mutex);
    DbTurn turn = TURN_WAIT;
    while (mine && turn == TURN_WAIT) {
        turn = turn_try(writer, &request->err);
        mine = turn != TURN_WAIT || db_now_ms() < end_ms;
        if (turn == TURN_WAIT && mine)
            turn_pause(writer);
    }
    if (turn == TURN_MINE)
        batch_run(writer, &request, 1);
    (void)pthread_mutex_lock(&writer->mutex);
    if (writer->first == request && turn == TURN_WAIT)
        db_line_leave(&writer->line);
    queue_remove(writer, request);
    if (writer->first)
        (void)pthread_cond_signal(&writer->first->changed);
    return mine;
}

/* --- the interface --- */

bool db_writer_write(DbWriter *writer, const DbWork *work, Err *err)
{
    Request request = {.work = work};
    int64_t start_ms = db_now_ms();
    int limit_ms = db_work_wait_ms(writer->hub, work);
    cond_init(&request.changed);
    (void)pthread_mutex_lock(&writer->mutex);
    queue_put(writer, &request);
    bool served;
    if (writer->hub->options.writer_thread) {
        (void)pthread_cond_signal(&writer->filled);
        served = answer_await(writer, &request, start_ms + limit_ms);
    } else {
        served = turn_await(writer, &request, start_ms + limit_ms);
    }
    (void)pthread_mutex_unlock(&writer->mutex);
    (void)pthread_cond_destroy(&request.changed);
    if (!served)
        return db_err_busy(err, db_now_ms() - start_ms, limit_ms);
    if (!request.ok && err)
        *err = request.err;
    return request.ok;
}

bool db_writer_start(DbHub *hub, DbWriter **ret_writer, Err *err)
{
    DbWriter *writer = arena_new(&hub->arena, DbWriter, 1);
    *ret_writer = writer;
    writer->hub = hub;
    writer->last = &writer->first;
    Str path = arena_fmt(&hub->arena, "%s-line", hub->address_z);
    writer->line = (DbLine){.fd = -1, .ticket = -1, .path = path.ptr};
    (void)pthread_mutex_init(&writer->mutex, NULL);
    cond_init(&writer->filled);
    if (hub->options.writer_thread && pthread_create(&writer->thread, NULL, writer_main, writer))
        return db_err_open(err, hub, S("no thread for the writer"));
    return true;
}

void db_writer_stop(DbWriter *writer)
{
    if (writer->hub->options.writer_thread) {
        (void)pthread_mutex_lock(&writer->mutex);
        writer->stopping = true;
        (void)pthread_cond_signal(&writer->filled);
        (void)pthread_mutex_unlock(&writer->mutex);
        (void)pthread_join(writer->thread, NULL);
    }
    db_line_close(&writer->line);
    if (writer->tx)
        db_close(writer->tx);
    (void)pthread_cond_destroy(&writer->filled);
    (void)pthread_mutex_destroy(&writer->mutex);
}
