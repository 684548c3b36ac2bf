/* fault_writer - the victim of tests/fault/: plain writes through db_write, one link of a chain each.
 *
 *   fault_writer init URL                      migrations and the table `links`
 *   fault_writer load URL MS THREADS MODE      THREADS append for MS milliseconds; MODE thread|turn
 *   fault_writer ack  URL COUNT THREADS MODE   "start N" and "ack N" on standard output, unbuffered
 *   fault_writer fill URL                      until the disk is full; 0 when that is what it said
 *   fault_writer check URL                     0 when the chain is whole; prints its length
 * A write reads the head of the chain, inserts PARTS rows of the next link and moves the head: a torn
 * or lost write shows as a link with another number of parts, or a head that is not the last link. */
#include "base/out.h"
#include "db/db.h"
#include "i18n/msg.h"
#include "store/sql_gen.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PARTS = 12, THREADS_MAX = 256, WAITS_MAX = 1000 * 1000 };

typedef struct Load {
    DbHub *hub;
    int64_t end_ms; /* 0 = by count */
    int count;
    bool speak;
    bool fill;
} Load;

typedef struct Worker {
    pthread_t thread;
    const Load *load;
    int number;
    int writes;
    int64_t worst_us;
    int64_t *waits_us; /* of the first waits_max writes */
    int waits_max;
    Err err;
} Worker;

static int64_t now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int report(const Err *err)
{
    AUTO_ARENA arena = {0};
    Out out = out_new(&arena, 4096);
    msg_err(&out, LANG_EN, err);
    (void)fprintf(stderr, "%s: %.*s\n", err_code_name(err->code), STR_ARG(out_str(&out)));
    return err_exit_status(err);
}

static bool make_table(Db *tx, void *ctx, Err *err)
{
    (void)ctx;
    return db_exec(tx,
                   "CREATE TABLE links (seq BIGINT NOT NULL, part BIGINT NOT NULL, "
                   "words TEXT NOT NULL, PRIMARY KEY (seq, part))",
                   NULL, 0, NULL, err);
}

static bool append(Db *tx, void *ctx, Err *err)
{
    const Load *load = ctx;
    char words[4096];
    memset(words, 'x', sizeof words);
    Str text = {words, load->fill ? (ptrdiff_t)sizeof words : 40};
    int64_t seq = 0;
    {
        AUTO_ROWS *rows = db_query(tx, SQL_audit_head_get, DB_ARGS(V(S("fault"))), err);
        if (!db_next(rows, err))
            return false;
        seq = db_i64(rows, 0) + 1;
    }
    for (int part = 0; part < PARTS; part++)
        if (!db_exec(tx, "INSERT INTO links (seq, part, words) VALUES ($1, $2, $3)",
                     DB_ARGS(V(seq), V(part), V(text)), NULL, err))
            return false;
    return db_exec(tx, SQL_audit_head_set, DB_ARGS(V(S("fault")), V(seq), V(S("-"))), NULL, err);
}

static void say(const char *word, int number)
{
    char line[40];
    int n = snprintf(line, sizeof line, "%s %d\n", word, number);
    if (write(STDOUT_FILENO, line, (size_t)n) != n)
        _exit(1);
}

static void *work(void *arg)
{
    Worker *self = arg;
    const Load *load = self->load;
    Db *db;
    if (!db_connect(load->hub, &db, &self->err))
        return NULL;
    while (load->end_ms ? now_us() < load->end_ms * 1000 : self->writes < load->count) {
        int number = self->number * 1000000 + self->writes;
        int64_t start = now_us();
        if (load->speak)
            say("start", number);
        if (!db_write(db, S("fault"), append, (void *)(uintptr_t)load, &self->err))
            break;
        if (load->speak)
            say("ack", number);
        int64_t waited = now_us() - start;
        if (waited > self->worst_us)
            self->worst_us = waited;
        if (self->writes < self->waits_max)
            self->waits_us[self->writes] = waited;
        self->writes++;
    }
    db_close(db);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* One line: acknowledged writes, refused ones, waits in milliseconds. */
static void summary(Worker *workers, int threads)
{
    AUTO_ARENA arena = {0};
    int total = 0, refused = 0, kept = 0;
    int64_t worst_us = 0;
    for (int i = 0; i < threads; i++) {
        if (workers[i].worst_us > worst_us)
            worst_us = workers[i].worst_us;
        total += workers[i].writes;
        refused += workers[i].err.code != ERR_NONE;
    }
    int64_t *waits = arena_new(&arena, int64_t, total + 1);
    for (int i = 0; i < threads; i++)
        for (int j = 0; j < workers[i].writes && j < workers[i].waits_max; j++)
            waits[kept++] = workers[i].waits_us[j];
    qsort(waits, (size_t)kept, sizeof *waits, by_size);
    (void)printf("writes %d refused %d p50_ms %.2f p99_ms %.2f worst_ms %.2f\n", total, refused,
                 (double)waits[kept / 2] / 1000, (double)waits[(int64_t)kept * 99 / 100] / 1000,
                 (double)worst_us / 1000);
}

static int run(Load *load, int threads)
{
    AUTO_ARENA arena = {0};
    Worker *workers = arena_new(&arena, Worker, threads);
    int status = 0;
    for (int i = 0; i < threads; i++) {
        workers[i] = (Worker){.load = load, .number = i, .waits_max = WAITS_MAX / threads};
        workers[i].waits_us = arena_new(&arena, int64_t, workers[i].waits_max);
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
            return 9;
    }
    for (int i = 0; i < threads; i++) {
        (void)pthread_join(workers[i].thread, NULL);
        if (workers[i].err.code != ERR_NONE)
            status = report(&workers[i].err);
        if (load->fill && workers[i].err.code == ERR_DB_FULL)
            status = 0;
    }
    if (!load->speak)
        summary(workers, threads);
    return status;
}

static int check(Db *db)
{
    static const char torn[] = "SELECT seq FROM links GROUP BY seq HAVING count(*) <> 12 LIMIT 1";
    static const char ends[] =
        "SELECT coalesce(min(seq), 1), coalesce(max(seq), 0), count(DISTINCT seq), "
        "coalesce((SELECT seq FROM audit_head WHERE chain = 'fault'), 0) FROM links";
    Err err = {0};
    {
        AUTO_ROWS *rows = db_query(db, torn, NULL, 0, &err);
        if (db_next(rows, &err)) {
            (void)printf("torn write at link %lld\n", (long long)db_i64(rows, 0));
            return 1;
        }
    }
    AUTO_ROWS *rows = err.code ? NULL : db_query(db, ends, NULL, 0, &err);
    if (!db_next(rows, &err))
        return report(&err);
    int64_t first = db_i64(rows, 0), last = db_i64(rows, 1);
    int64_t count = db_i64(rows, 2), head = db_i64(rows, 3);
    (void)printf("links %lld\n", (long long)count);
    if (first == 1 && last == count && head == last)
        return 0;
    (void)printf("broken chain: first %lld last %lld count %lld head %lld\n", (long long)first,
                 (long long)last, (long long)count, (long long)head);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    bool is_init = strcmp(argv[1], "init") == 0;
    int64_t amount = argc > 3 ? strtoll(argv[3], NULL, 10) : 0;
    int threads = argc > 4 ? (int)strtol(argv[4], NULL, 10) : 1;
    bool writer_thread = argc > 5 && strcmp(argv[5], "thread") == 0;
    Err err = {0};
    Load load = {0};
    Db *db;
    if (threads < 1 || threads > THREADS_MAX ||
        !db_hub_open(str_from_z(argv[2]),
                     (DbOptions){.create = is_init, .writer_thread = writer_thread}, &load.hub,
                     &err) ||
        !db_connect(load.hub, &db, &err))
        return report(&err);
    int status = 2;
    if (is_init)
        status = db_migrate(db, migrations_all, MIGRATION_COUNT, NULL, &err) &&
                         db_write(db, S("fault"), make_table, NULL, &err)
                     ? 0
                     : report(&err);
    else if (strcmp(argv[1], "check") == 0)
        status = check(db);
    else if (strcmp(argv[1], "load") == 0)
        load.end_ms = now_us() / 1000 + amount;
    else if (strcmp(argv[1], "ack") == 0)
        load.count = (int)amount, load.speak = true;
    else if (strcmp(argv[1], "fill") == 0)
        load.count = 100000, load.fill = true;
    if (load.count || load.end_ms)
        status = run(&load, threads);
    db_close(db);
    db_hub_close(load.hub);
    return status;
}
