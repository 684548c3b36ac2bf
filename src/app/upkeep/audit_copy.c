#include "app/upkeep/audit_copy.h"

#include "app/upkeep/audit_log.h"
#include "sys/append.h"
#include "sys/files.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EVERY_MS = 500, BATCH_BYTES = 64 * 1024 * 1024 };

typedef struct Place {
    Str chain;
    int64_t seq;
    char head[APPEND_HEAD_BYTES]; /* the beginning of the last line that was in the file */
    int head_len;                 /* 0: it is the one in the database */
} Place;

struct AuditCopy {
    AuditCopyOptions options;
    Arena arena; /* as long as the copy */
    LIST_OF(Place) places;
    Append file;
    Db *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop; /* under the lock */
    bool failing;
    bool parked; /* the file is of another past than the database: until it is put aside */
};

static Place *place_of(AuditCopy *copy, Str chain)
{
    for (int i = 0; i < copy->places.count; i++)
        if (str_eq(copy->places.items[i].chain, chain))
            return &copy->places.items[i];
    Place *place = arena_push(&copy->arena, &copy->places);
    *place = (Place){.chain = arena_str(&copy->arena, chain)};
    return place;
}

/* {"chain":"X","seq":"12",… as audit_log_lines begins a line; neither has anything to be escaped. */
static void take_line(void *ctx, Str head)
{
    static const Str chain_key = SC("{\"chain\":\""), seq_key = SC("\",\"seq\":\"");
    int64_t seq;
    if (!str_starts(head, chain_key))
        return;
    ptrdiff_t at = str_find(head, seq_key, chain_key.len);
    ptrdiff_t end = at < 0 ? -1 : str_find(head, S("\""), at + seq_key.len);
    if (end < 0 || !str_to_i64(str_sub(head, at + seq_key.len, end), &seq))
        return;
    Place *place = place_of(ctx, str_sub(head, chain_key.len, at));
    if (seq <= place->seq)
        return;
    place->seq = seq;
    place->head_len = (int)head.len;
    memcpy(place->head, head.ptr, (size_t)head.len);
}

/* A restored database has gone back: rows of the file are not in it, or others by the same number. What follows on them
 * would be no copy of one chain. */
static bool say_other(const AuditCopy *copy, const Place *place, Err *err)
{
    AUTO_ARENA arena = {0};
    return err_set(err, ERR_AUDIT_COPY_OTHER, {"file", copy->options.file}, {"chain", place->chain},
                   {"seq", arena_fmt(&arena, "%lld", (long long)place->seq)});
}

/* What a purge leaves as it is: all before the detail. */
static Str lasting(Str line)
{
    ptrdiff_t detail = str_find(line, S(",\"detail\":"), 0);
    return str_sub(line, 0, detail < 0 ? line.len : detail);
}

static bool check_place(AuditCopy *copy, Place *place, Err *err)
{
    AUTO_ARENA arena = {0};
    Out out = out_new(&arena, BATCH_BYTES);
    int64_t seq;
    AuditHead head;
    if (!audit_head(copy->db, &arena, place->chain, &head, err))
        return false;
    if (head.seq < place->seq)
        return say_other(copy, place, err);
    if (place->head_len == 0)
        return true;
    if (!audit_log_lines(copy->db, place->chain, place->seq - 1, &out, &seq, err))
        return false;
    Str there = out_str(&out);
    Str row = lasting(str_cut(&there, '\n')), line = lasting((Str){place->head, place->head_len});
    if (!str_starts(row, line))
        return say_other(copy, place, err);
    place->head_len = 0;
    return true;
}

static bool copy_chain(AuditCopy *copy, Str chain, Err *err)
{
    for (;;) {
        AUTO_ARENA arena = {0};
        Out out = out_new(&arena, BATCH_BYTES);
        Place *place = place_of(copy, chain);
        int64_t seq;
        if (!audit_log_lines(copy->db, chain, place->seq, &out, &seq, err))
            return false;
        if (seq == place->seq)
            return true;
        if (!append_lines(&copy->file, out_str(&out), err))
            return false;
        place->seq = seq;
    }
}

static bool copy_all(AuditCopy *copy, Err *err)
{
    AUTO_ARENA arena = {0};
    AuditChains chains = {0};
    *err = (Err){0};
    if (!db_is_current(copy->db)) {
        Db *fresh;
        if (!db_connect(copy->options.hub, &fresh, err))
            return false;
        db_close(copy->db);
        copy->db = fresh;
        append_close(
            &copy->file); /* another database may stand there: its last lines are looked at anew */
    }
    if (copy->parked && file_exists(copy->options.file))
        return say_other(copy, &copy->places.items[0], err);
    copy->parked = false;
    for (int i = 0; copy->file.fd < 0 && i < copy->places.count; i++)
        copy->places.items[i].seq = copy->places.items[i].head_len = 0;
    if (copy->file.fd < 0 && !append_open(&copy->file, copy->options.file, take_line, copy, err))
        return false;
    if (!audit_chains(copy->db, &arena, &chains, err))
        return false;
    for (int i = 0; i < copy->places.count; i++)
        if (!check_place(copy, &copy->places.items[i], err))
            return false;
    for (int i = 0; i < chains.count; i++)
        if (!copy_chain(copy, chains.items[i], err))
            return false;
    return true;
}

/* After a failure the file is opened anew: half a line may stand at its end. */
static void copy_once(AuditCopy *copy)
{
    Err err;
    bool ok = copy_all(copy, &err);
    copy->parked = !ok && err.code == ERR_AUDIT_COPY_OTHER;
    if (!ok)
        append_close(&copy->file);
    if (ok == copy->failing && copy->options.tell)
        copy->options.tell(copy->options.ctx, &err);
    copy->failing = !ok;
}

static bool wait_for_stop(AuditCopy *copy)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += EVERY_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_nsec -= 1000000000L;
        until.tv_sec++;
    }
    (void)pthread_mutex_lock(&copy->lock);
    while (!copy->stop && pthread_cond_timedwait(&copy->wake, &copy->lock, &until) != ETIMEDOUT)
        ;
    bool stop = copy->stop;
    (void)pthread_mutex_unlock(&copy->lock);
    return stop;
}

static void *copy_main(void *ctx)
{
    AuditCopy *copy = ctx;
    bool stop;
    do {
        stop = wait_for_stop(copy);
        copy_once(copy);
    } while (!stop);
    return NULL;
}

static void release(AuditCopy *copy)
{
    append_close(&copy->file);
    db_close(copy->db);
    (void)pthread_cond_destroy(&copy->wake);
    (void)pthread_mutex_destroy(&copy->lock);
    Arena arena = copy->arena; /* the copy itself lives in it */
    arena_done(&arena);
}

bool audit_copy_start(const AuditCopyOptions *options, AuditCopy **ret_copy, Err *err)
{
    Arena arena = {0};
    AuditCopy *copy = arena_new(&arena, AuditCopy, 1);
    pthread_condattr_t attr;
    copy->options = *options;
    copy->options.file = arena_str(&arena, options->file);
    copy->file.fd = -1;
    copy->arena = arena;
    (void)pthread_mutex_init(&copy->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&copy->wake, &attr);
    (void)pthread_condattr_destroy(&attr);
    int fault = 0;
    bool ok = db_connect(copy->options.hub, &copy->db, err) && copy_all(copy, err);
    if (!ok && err->code == ERR_AUDIT_COPY_OTHER) { /* the server serves, and its log says so */
        copy->failing = ok = true;
        copy->parked = true;
        append_close(&copy->file);
        if (copy->options.tell)
            copy->options.tell(copy->options.ctx, err);
        *err = (Err){0};
    }
    if (ok)
        fault = pthread_create(&copy->thread, NULL, copy_main, copy);
    if (!ok || fault) {
        release(copy);
        return ok ? err_set(err, ERR_HTTP_WORKERS, {"reason", S("audit copy")}) : false;
    }
    *ret_copy = copy;
    return true;
}

void audit_copy_stop(AuditCopy *copy)
{
    if (!copy)
        return;
    (void)pthread_mutex_lock(&copy->lock);
    copy->stop = true;
    (void)pthread_cond_signal(&copy->wake);
    (void)pthread_mutex_unlock(&copy->lock);
    (void)pthread_join(copy->thread, NULL);
    release(copy);
}
