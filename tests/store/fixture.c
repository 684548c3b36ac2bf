#include "fixture.h"

#include "base/out.h"
#include "store/sql_gen.h"

#include <dirent.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;
static char folder[200];
static int made;

DbEngine fix_engine(void)
{
    const char *engine = getenv("DUBAN_TEST_ENGINE");
    return engine && strcmp(engine, "postgres") == 0 ? DB_POSTGRES : DB_SQLITE;
}

static void run_command(char *const argv[])
{
    pid_t pid;
    int status = -1;
    CHECK_I64(posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ), 0);
    CHECK_I64(waitpid(pid, &status, 0), pid);
    if (status != 0)
        fail_msg("%s ended with status %d", argv[0], status);
}

Str fix_path(Arena *arena, const char *suffix)
{
    return arena_fmt(arena, "%s/%d%s", folder, ++made, suffix);
}

Str fix_database(Arena *arena, const char *option, const char *option2)
{
    Str name = arena_fmt(arena, "duban_test_%ld_%d", (long)getpid(), ++made);
    run_command((char *const[]){"createdb", "-T", "template0", "-E", "UTF8",
                                (char *)(uintptr_t)option, (char *)(uintptr_t)option2,
                                (char *)(uintptr_t)name.ptr, NULL});
    return arena_fmt(arena, "postgresql:///%.*s", STR_ARG(name));
}

Str fix_url(Arena *arena)
{
    if (fix_engine() == DB_POSTGRES)
        return fix_database(arena, "--locale=C", "--strategy=FILE_COPY");
    return arena_fmt(arena, "sqlite:%.*s", STR_ARG(fix_path(arena, ".db")));
}

Fix fix_open(DbOptions options)
{
    Fix fix = {0};
    Err err = {0};
    fix.url = fix_url(&fix.arena);
    options.create = true;
    CHECK_OK(db_hub_open(fix.url, options, &fix.hub, &err), &err);
    CHECK_OK(db_connect(fix.hub, &fix.db, &err), &err);
    CHECK_OK(db_migrate(fix.db, migrations_all, MIGRATION_COUNT, NULL, &err), &err);
    return fix;
}

void fix_done(Fix *fix)
{
    db_close(fix->db);
    db_hub_close(fix->hub);
    arena_done(&fix->arena);
}

static bool exec_fn(Db *tx, void *ctx, Err *err)
{
    return db_exec(tx, ctx, NULL, 0, NULL, err);
}

void fix_exec(Db *db, const char *sql)
{
    Err err = {0};
    CHECK_OK(db_write(db, S(""), exec_fn, (void *)(uintptr_t)sql, &err), &err);
}

Str fix_rows(Arena *arena, Db *db, const char *sql)
{
    Err err = {0};
    Out out = out_new(arena, 1 << 20);
    AUTO_ROWS *rows = db_query(db, sql, NULL, 0, &err);
    while (db_next(rows, &err)) {
        for (int i = 0; i < db_columns(rows); i++) {
            out_s(&out, i ? S("|") : S(""));
            out_s(&out, db_is_null(rows, i) ? S("~") : db_text(rows, i));
        }
        out_c(&out, '\n');
    }
    if (err.code != ERR_NONE)
        fail_msg("%s: %s (%.*s)", sql, err_code_name(err.code), (int)err.text_used, err.text);
    return out_str(&out);
}

static void folder_remove(void)
{
    DIR *dir = opendir(folder);
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir))
        (void)unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        (void)closedir(dir);
    (void)rmdir(folder);
}

int fix_run(int (*tests)(void))
{
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%s/duban-test-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(folder)) {
        perror(folder);
        return 1;
    }
    int failed = tests();
    folder_remove();
    return failed;
}
