/* A paper as a file: what is asked of the process that makes a pdf, with scripts in place of duban. What it makes is
 * measured in tests/docx/check_pdf.py. */
#include "app/file_turn.h"
#include "app/paper_file.h"
#include "check.h"
#include "sys/child.h"
#include "sys/files.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* A program that does as the script says. */
static Str program(Arena *a, const char *script)
{
    Err err = {0};
    Str path = arena_fmt(a, "/tmp/duban-paper-%d.sh", (int)getpid());
    CHECK_OK(file_write(path, arena_fmt(a, "#!/bin/sh\n%s\n", script), &err), &err);
    CHECK(chmod(str_z(a, path), 0700) == 0);
    return path;
}

static bool made_by(Arena *a, const char *script, FileTurns *turns, Str *ret_bytes, Err *err)
{
    App app = {.arena = a, .start = {.renderer = program(a, script), .file_turns = turns}};
    Paper paper = {.title = S("题")};
    bool ok = paper_file(&app, &paper, PAPER_AS_PDF, 1000, ret_bytes, err);
    (void)unlink(str_z(a, app.start.renderer));
    return ok;
}

static void pdf__is_what_the_other_process_says(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Str bytes;
    CHECK_OK(
        made_by(&a, "printf '%%PDF-%s %s %s %s' \"$1\" \"$2\" \"$4\" \"$(read -r x; echo \"$x\")\"",
                NULL, &bytes, &err),
        &err);
    CHECK(str_starts(bytes, S("%PDF-render --paper 1000 {")));
    CHECK(str_has(bytes, S("\"title\":\"题\"")));
}

static void pdf__passes_on_what_was_wrong(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Str bytes;
    CHECK(!made_by(&a,
                   "echo '{\"error\":{\"code\":\"PDF_FONT\",\"args\":{\"font\":\"仿宋\","
                   "\"families\":\"甲\"}}}'; exit 8",
                   NULL, &bytes, &err));
    CHECK_ERR(&err, ERR_PDF_FONT);
    CHECK_STR(err_arg(&err, "font"), S("仿宋"));
}

static void pdf__says_that_it_died(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        Str found;
    } cases[] = {{"exit 3", SC("3")},
                 {"kill -9 $$", SC("137")},
                 {"echo no pdf", SC("0")},
                 {"echo '{\"error\":{\"code\":\"NEVER_HEARD_OF\"}}'; exit 9", SC("9")}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        AUTO_ARENA a = {0};
        Err err = {0};
        Str bytes;
        CHECK(!made_by(&a, cases[i].script, NULL, &bytes, &err));
        CHECK_ERR(&err, ERR_PDF_DIED);
        CHECK_STR(err_arg(&err, "found"), cases[i].found);
    }
}

static void pdf__waits_for_its_turn_and_leaves_it(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Str bytes;
    FileTurns turns;
    file_turns_open(&turns, 1);
    CHECK_OK(made_by(&a, "echo %PDF-1.5", &turns, &bytes, &err), &err);
    CHECK(!made_by(&a, "exit 3", &turns, &bytes, &err));
    CHECK_I64(turns.checks, 0);
    turns.checks = turns.checks_max;
    turns.wait_ms = 1;
    CHECK(!made_by(&a, "echo %PDF-1.5", &turns, &bytes, &err));
    CHECK_ERR(&err, ERR_PDF_BUSY);
    file_turns_close(&turns);
}

static bool ask(Arena *a, const char *script, ChildQuestion question, ChildAnswer *ret)
{
    Err err = {0};
    char *const arguments[] = {(char *)(uintptr_t) "sh", (char *)(uintptr_t) "-c",
                               (char *)(uintptr_t)script, NULL};
    bool ok = child_ask("/bin/sh", arguments, &question, a, ret, &err);
    if (!ok)
        CHECK_ERR(&err, ERR_CHILD);
    return ok;
}

static void child__is_asked_within_limits(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    ChildAnswer answer;
    const ChildQuestion plain = {.wait_ms = 20000, .answer_bytes = 4096};
    ChildQuestion q = plain;
    q.input = S("a line\n");
    CHECK(ask(&a, "read -r x; echo \"<$x>$HOME$PATHS\"; exit 7", q, &answer));
    CHECK_STR(answer.bytes, S("<a line>\n"));
    CHECK_I64(answer.status, 7);
    CHECK(!answer.late);
    q = plain;
    q.wait_ms = 100;
    CHECK(ask(&a, "echo begun; while :; do :; done", q, &answer));
    CHECK(answer.late);
    CHECK(ask(&a, "while :; do echo 123456789; done", plain, &answer)); /* SIGXFSZ */
    CHECK(!answer.late && answer.status != 0 && answer.bytes.len <= 4096);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    q = plain;
    q.memory_bytes = 64 * 1024 * 1024;
    CHECK(ask(&a, "ulimit -d", q, &answer));
    CHECK_STR(answer.bytes, S("65536\n"));
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pdf__is_what_the_other_process_says),
        cmocka_unit_test(pdf__passes_on_what_was_wrong),
        cmocka_unit_test(pdf__says_that_it_died),
        cmocka_unit_test(pdf__waits_for_its_turn_and_leaves_it),
        cmocka_unit_test(child__is_asked_within_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
