#include "app/upkeep/backup_pg.h"

#include "base/out.h"
#include "sys/child.h"
#include "sys/files.h"
#include "sys/folders.h"

#include <poll.h>

enum { STEP_MS = 20, GRACE_MS = 2000, WORDS_BYTES = 600 };

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* %40 as @; what is no escape stays. */
static Str unescape(Arena *arena, Str text)
{
    Out out = out_new(arena, (size_t)text.len + 1);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        bool escape = text.ptr[i] == '%' && i + 2 < text.len && hex_value(text.ptr[i + 1]) >= 0 &&
                      hex_value(text.ptr[i + 2]) >= 0;
        out_c(&out, escape ? (char)(hex_value(text.ptr[i + 1]) * 16 + hex_value(text.ptr[i + 2]))
                           : text.ptr[i]);
        i += escape ? 2 : 0;
    }
    return out_str(&out);
}

/* postgresql://user:password@host/… without its password. */
static Str without_password(Arena *arena, Str url, Str *ret_password)
{
    *ret_password = S("");
    ptrdiff_t start = str_find(url, S("://"), 0) + 3, slash = str_find(url, S("/"), start);
    Str authority = str_sub(url, start, slash < 0 ? url.len : slash);
    ptrdiff_t at = str_find(authority, S("@"), 0), colon = str_find(authority, S(":"), 0);
    if (start < 3 || at < 0 || colon < 0 || colon > at)
        return url;
    *ret_password = unescape(arena, str_sub(authority, colon + 1, at));
    return arena_fmt(arena, "%.*s%.*s%.*s", STR_ARG(str_sub(url, 0, start)),
                     STR_ARG(str_sub(authority, 0, colon)),
                     STR_ARG(str_sub(url, start + at, url.len)));
}

static bool write_passfile(Arena *arena, Str path, Str password, Err *err)
{
    Out out = out_new(arena, 2 * (size_t)password.len + 32);
    out_s(&out, S("*:*:*:*:"));
    for (ptrdiff_t i = 0; i < password.len; i++) {
        if (password.ptr[i] == ':' || password.ptr[i] == '\\')
            out_c(&out, '\\');
        out_c(&out, password.ptr[i]);
    }
    out_c(&out, '\n');
    return file_write_private(path, out_str(&out), err);
}

/* Waits for it; its last words are the reason where it failed. */
static bool wait_for(Child *child, Str tool, JobSay *say, Err *err)
{
    char words[WORDS_BYTES];
    int used = 0, status = 0;
    bool ended = false;
    while (!ended) {
        char more[512];
        if (!job_goes_on(say, err)) {
            child_stop(child, GRACE_MS);
            return false;
        }
        (void)poll(NULL, 0, STEP_MS);
        ended = child_ended(child, &status);
        for (int n; (n = child_read(child, more, sizeof more)) > 0;)
            for (int i = 0; i < n && used < WORDS_BYTES; i++)
                words[used++] = more[i] == '\n' ? ' ' : more[i];
    }
    child_stop(child, 0);
    if (status == 0)
        return true;
    AUTO_ARENA arena = {0};
    return err_set(err, ERR_BACKUP_TOOL, {"found", tool},
                   {"reason", status == 127 ? S("-") : arena_str(&arena, (Str){words, used})});
}

static bool run(Arena *arena, Str tool, Str url, const Str *options, int count, Str passfile,
                JobSay *say, Err *err)
{
    char *arguments[12];
    int n = 0;
    Str password, plain = without_password(arena, url, &password);
    Str program = arena_fmt(arena, "/usr/bin/%.*s", STR_ARG(tool));
    Child child = {.output = -1};
    if (!file_exists(program))
        return err_set(err, ERR_BACKUP_TOOL, {"found", tool}, {"reason", S("-")});
    if (password.len) {
        if (!write_passfile(arena, passfile, password, err))
            return false;
        plain = arena_fmt(arena, "%.*s%cpassfile=%.*s", STR_ARG(plain),
                          str_has(plain, S("?")) ? '&' : '?', STR_ARG(passfile));
    }
    arguments[n++] = (char *)(uintptr_t)str_z(arena, tool);
    for (int i = 0; i < count; i++)
        arguments[n++] = (char *)(uintptr_t)str_z(arena, options[i]);
    arguments[n++] = (char *)(uintptr_t)arena_fmt(arena, "--dbname=%.*s%c", STR_ARG(plain), 0).ptr;
    arguments[n] = NULL;
    bool ok =
        child_start(str_z(arena, program), arguments, password.len == 0, S(""), &child, err) &&
        wait_for(&child, tool, say, err);
    if (password.len)
        file_remove(passfile);
    return ok;
}

bool pg_dump_run(Arena *arena, Str url, Db *db, Str path, JobSay *say, Err *err)
{
    AUTO_ROWS *rows = db_query(db, "SELECT pg_export_snapshot()", NULL, 0, err);
    if (!rows || !db_next(rows, err))
        return false;
    const Str options[] = {S("--format=custom"), S("--no-owner"), S("--no-password"),
                           arena_fmt(arena, "--snapshot=%.*s", STR_ARG(db_text(rows, 0))),
                           arena_fmt(arena, "--file=%.*s", STR_ARG(path))};
    return run(arena, S("pg_dump"), url, options, 5, arena_fmt(arena, "%.*s.pass", STR_ARG(path)),
               say, err);
}

bool pg_restore_run(Arena *arena, Str url, Str path, Err *err)
{
    Str copy = arena_str(arena, path);
    const Str options[] = {S("--no-owner"), S("--no-password"), S("--exit-on-error"),
                           S("--single-transaction"), copy};
    return run(arena, S("pg_restore"), url, options, 5,
               arena_fmt(arena, "%.*s.pass", STR_ARG(path)), NULL, err);
}
