/* bench/serve/raw_sqlite.c - what the database alone could do: SQLite called directly, no page around it.
 *
 * usage: raw_sqlite FILE page THREADS COUNT SEED   100 ledger rows by key, and their number
 *        raw_sqlite FILE write COUNT               one row a transaction, synchronous=FULL
 *        raw_sqlite FILE sync COUNT                4 KiB written over and fdatasync called, in a file beside it
 *        raw_sqlite FILE rush UNITS VALUES         what the month's end writes: for each unit three times a draft, a file of
 *                                                  20 KB beside the database, a signature, a report with its values; each a transaction
 * The caller has given FILE the indexes that page wants. Prints one line of JSON. */
#include "base/arena.h"
#include "sys/clock.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE_ROWS = 100, THREADS_MAX = 64 };

typedef struct Reader {
    const char *path;
    int64_t count, seed;
    int64_t *took_ns;
    uint64_t sum; /* so that no read can be left out */
} Reader;

static void must(int code, sqlite3 *db)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
        (void)fprintf(stderr, "raw_sqlite: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
}

static sqlite3 *open_db(const char *path)
{
    sqlite3 *db;
    must(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL), db);
    must(sqlite3_exec(db,
                      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000",
                      NULL, NULL, NULL),
         db);
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    must(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), db);
    return statement;
}

/* All columns of each row, as somebody would who shows them. */
static uint64_t rows_read(sqlite3 *db, sqlite3_stmt *statement)
{
    uint64_t sum = 0;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const unsigned char *text = sqlite3_column_text(statement, i);
            sum += (uint64_t)sqlite3_column_bytes(statement, i) + (text ? text[0] : 0);
        }
    must(code, db);
    must(sqlite3_reset(statement), db);
    return sum;
}

/* Rows of the ledger: task, who leads, the target. */
static const char page_sql[] =
    "SELECT t.no, t.level, t.title, t.body_text, t.deadline_text, g.what, g.value, g.unit,"
    " (SELECT group_concat(coalesce(u.name, r.party), '、') FROM responsibility r"
    "  LEFT JOIN unit u ON u.campaign = r.campaign AND u.code = r.party"
    "  WHERE r.campaign = t.campaign AND r.task = t.no)"
    " FROM task t LEFT JOIN target g ON g.campaign = t.campaign AND g.task = t.no"
    " WHERE t.campaign = ?1 AND t.position > ?2 ORDER BY t.position LIMIT 100";

static void *reader_main(void *arg)
{
    Reader *reader = arg;
    sqlite3 *db = open_db(reader->path);
    sqlite3_stmt *code = prepare(db, "SELECT code FROM campaign");
    must(sqlite3_step(code), db);
    sqlite3_stmt *count = prepare(db, "SELECT count(*) FROM task WHERE campaign = ?1");
    sqlite3_stmt *page = prepare(db, page_sql);
    sqlite3_bind_value(count, 1, sqlite3_column_value(code, 0));
    sqlite3_bind_value(page, 1, sqlite3_column_value(code, 0));
    must(sqlite3_step(count), db);
    int64_t pages = (sqlite3_column_int64(count, 0) + PAGE_ROWS - 1) / PAGE_ROWS;
    must(sqlite3_reset(count), db);
    uint64_t random = (uint64_t)reader->seed * 0x9E3779B97F4A7C15U;
    for (int64_t i = 0; i < reader->count; i++) {
        int64_t began_ns = clock_monotonic_ns();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        sqlite3_bind_int64(page, 2, (int64_t)(random % (uint64_t)pages) * PAGE_ROWS);
        reader->sum += rows_read(db, count) + rows_read(db, page);
        reader->took_ns[i] = clock_monotonic_ns() - began_ns;
    }
    (void)sqlite3_finalize(code);
    (void)sqlite3_finalize(count);
    (void)sqlite3_finalize(page);
    (void)sqlite3_close(db);
    return NULL;
}

static int compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void tell(int64_t *took_ns, int64_t count, int64_t began_ns)
{
    double seconds = (double)(clock_monotonic_ns() - began_ns) / 1e9;
    qsort(took_ns, (size_t)count, sizeof *took_ns, compare_times);
    printf("{\"requests\": %lld, \"seconds\": %.4f, \"per_second\": %.1f, \"p50_us\": %.1f, "
           "\"p99_us\": %.1f, \"max_us\": %.1f}\n",
           (long long)count, seconds, (double)count / seconds, (double)took_ns[count / 2] / 1e3,
           (double)took_ns[count * 99 / 100] / 1e3, (double)took_ns[count - 1] / 1e3);
}

static void read_pages(Arena *arena, const char *path, int threads, int64_t count, int64_t seed)
{
    Reader readers[THREADS_MAX];
    pthread_t ids[THREADS_MAX];
    int64_t *took_ns = arena_new(arena, int64_t, count);
    int64_t began_ns = clock_monotonic_ns(), given = 0;
    for (int i = 0; i < threads; i++) {
        int64_t share = count * (i + 1) / threads - given;
        readers[i] = (Reader){path, share, seed + i + 1, took_ns + given, 0};
        given += share;
        if (pthread_create(&ids[i], NULL, reader_main, &readers[i]) != 0)
            exit(1);
    }
    uint64_t sum = 0;
    for (int i = 0; i < threads; i++) {
        (void)pthread_join(ids[i], NULL);
        sum += readers[i].sum;
    }
    if (sum == 0)
        exit(1);
    tell(took_ns, count, began_ns);
}

static void write_rows(Arena *arena, const char *path, int64_t count)
{
    sqlite3 *db = open_db(path);
    must(sqlite3_exec(
             db, "CREATE TABLE IF NOT EXISTS bench (id INTEGER PRIMARY KEY, value TEXT NOT NULL)",
             NULL, NULL, NULL),
         db);
    /* as after hours of work: the log has its length and is written over from its start */
    must(sqlite3_exec(db,
                      "CREATE TABLE IF NOT EXISTS bench_log (bytes BLOB);"
                      "INSERT INTO bench_log VALUES (zeroblob(8000000)); DELETE FROM bench_log",
                      NULL, NULL, NULL),
         db);
    must(sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL), db);
    sqlite3_stmt *begin = prepare(db, "BEGIN IMMEDIATE"), *commit = prepare(db, "COMMIT");
    sqlite3_stmt *insert = prepare(db, "INSERT INTO bench (value) VALUES ('12.5')");
    int64_t *took_ns = arena_new(arena, int64_t, count);
    int64_t began_ns = clock_monotonic_ns();
    for (int64_t i = 0; i < count; i++) {
        int64_t since_ns = clock_monotonic_ns();
        (void)rows_read(db, begin);
        (void)rows_read(db, insert);
        (void)rows_read(db, commit);
        took_ns[i] = clock_monotonic_ns() - since_ns;
    }
    tell(took_ns, count, began_ns);
    (void)sqlite3_finalize(begin);
    (void)sqlite3_finalize(insert);
    (void)sqlite3_finalize(commit);
    (void)sqlite3_close(db);
}

static void sync_file(Arena *arena, const char *path, int64_t count)
{
    static const char block[4096];
    int file =
        open(str_z(arena, arena_fmt(arena, "%s-sync", path)), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int64_t *took_ns = arena_new(arena, int64_t, count);
    for (int64_t i = 0; i < count; i++) /* then it is written over, as a log is */
        if (write(file, block, sizeof block) != (ssize_t)sizeof block)
            exit(1);
    if (fsync(file) != 0 || lseek(file, 0, SEEK_SET) != 0)
        exit(1);
    int64_t began_ns = clock_monotonic_ns();
    for (int64_t i = 0; i < count; i++) {
        int64_t since_ns = clock_monotonic_ns();
        if (write(file, block, sizeof block) != (ssize_t)sizeof block || fdatasync(file) != 0)
            exit(1);
        took_ns[i] = clock_monotonic_ns() - since_ns;
    }
    tell(took_ns, count, began_ns);
    (void)close(file);
}

enum { DRAFT_BYTES = 4096, EVIDENCE_BYTES = 20 * 1024, RUSH_WRITES = 6 };

typedef struct Rush {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *draft, *audit, *file, *report, *value;
    int64_t values;
    const char *folder;
} Rush;

static void run_with(sqlite3 *db, sqlite3_stmt *statement, int64_t key)
{
    must(sqlite3_bind_int64(statement, 1, key), db);
    (void)rows_read(db, statement);
}

static void evidence_write(Arena *arena, const Rush *rush, int64_t unit)
{
    static const char bytes[EVIDENCE_BYTES] = {0};
    ArenaMark mark = arena_mark(arena);
    const char *path = str_z(arena, arena_fmt(arena, "%s-%lld", rush->folder, (long long)unit));
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, bytes, sizeof bytes) != (ssize_t)sizeof bytes || fsync(file) != 0)
        exit(1);
    (void)close(file);
    (void)unlink(path);
    arena_rewind(arena, mark);
}

/* The n-th of the writes of a unit, with its row of the audit log. */
static void rush_write(Arena *arena, const Rush *rush, int64_t unit, int n)
{
    if (n == 3)
        evidence_write(arena, rush, unit);
    (void)rows_read(rush->db, rush->begin);
    if (n == 3)
        run_with(rush->db, rush->file, unit);
    else
        run_with(rush->db, rush->draft, unit);
    if (n == RUSH_WRITES - 1) {
        run_with(rush->db, rush->report, unit);
        for (int64_t i = 0; i < rush->values; i++)
            run_with(rush->db, rush->value, unit);
    }
    run_with(rush->db, rush->audit, unit);
    (void)rows_read(rush->db, rush->commit);
}

static void write_rush(Arena *arena, const char *path, int64_t units, int64_t values)
{
    sqlite3 *db = open_db(path);
    must(
        sqlite3_exec(db,
                     "DROP TABLE IF EXISTS draft; DROP TABLE IF EXISTS log; DROP TABLE IF EXISTS "
                     "file; DROP TABLE IF EXISTS report;"
                     "DROP TABLE IF EXISTS value; CREATE TABLE draft (unit INTEGER PRIMARY KEY, "
                     "revision INT, body TEXT);"
                     "CREATE TABLE log (id INTEGER PRIMARY KEY, unit INT, body TEXT); CREATE TABLE "
                     "file (id INTEGER PRIMARY KEY, unit INT, name TEXT);"
                     "CREATE TABLE report (id INTEGER PRIMARY KEY, unit INT, head TEXT);"
                     "CREATE TABLE value (id INTEGER PRIMARY KEY, unit INT, value TEXT, note TEXT)",
                     NULL, NULL, NULL),
        db);
    char body[DRAFT_BYTES + 1];
    memset(body, 'x', DRAFT_BYTES);
    body[DRAFT_BYTES] = 0;
    Rush rush = {
        .db = db,
        .begin = prepare(db, "BEGIN IMMEDIATE"),
        .commit = prepare(db, "COMMIT"),
        .draft = prepare(db, "INSERT INTO draft VALUES (?1, 1, ?2) ON CONFLICT (unit) DO UPDATE "
                             "SET revision = revision + 1, body = excluded.body"),
        .audit = prepare(db, "INSERT INTO log (unit, body) VALUES (?1, hex(zeroblob(120)))"),
        .file = prepare(db, "INSERT INTO file (unit, name) VALUES (?1, hex(zeroblob(60)))"),
        .report = prepare(db, "INSERT INTO report (unit, head) VALUES (?1, hex(zeroblob(200)))"),
        .value = prepare(db, "INSERT INTO value (unit, value, note) VALUES (?1, '12.50', 'note')"),
        .values = values,
        .folder = path};
    must(sqlite3_bind_text(rush.draft, 2, body, DRAFT_BYTES, SQLITE_STATIC), db);
    int64_t *took_ns = arena_new(arena, int64_t, units * RUSH_WRITES);
    int64_t began_ns = clock_monotonic_ns();
    for (int64_t i = 0; i < units * RUSH_WRITES; i++) {
        int64_t since_ns = clock_monotonic_ns();
        rush_write(arena, &rush, i / RUSH_WRITES, (int)(i % RUSH_WRITES));
        took_ns[i] = clock_monotonic_ns() - since_ns;
    }
    tell(took_ns, units * RUSH_WRITES, began_ns);
    sqlite3_stmt *all[] = {rush.begin, rush.commit, rush.draft, rush.audit,
                           rush.file,  rush.report, rush.value};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        (void)sqlite3_finalize(all[i]);
    (void)sqlite3_close(db);
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    int64_t numbers[3] = {0};
    for (int i = 3; i < argc && i < 6; i++)
        if (!str_to_i64(str_from_z(argv[i]), &numbers[i - 3]) || numbers[i - 3] < 1)
            return 2;
    if (argc == 6 && strcmp(argv[2], "page") == 0 && numbers[0] <= THREADS_MAX)
        read_pages(&arena, argv[1], (int)numbers[0], numbers[1], numbers[2]);
    else if (argc == 4 && strcmp(argv[2], "write") == 0)
        write_rows(&arena, argv[1], numbers[0]);
    else if (argc == 4 && strcmp(argv[2], "sync") == 0)
        sync_file(&arena, argv[1], numbers[0]);
    else if (argc == 5 && strcmp(argv[2], "rush") == 0)
        write_rush(&arena, argv[1], numbers[0], numbers[1]);
    else
        return 2;
    return 0;
}
