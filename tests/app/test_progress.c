/* Notes on progress: who may write where, what is refused, two people at one task. */
#include "app/ledger/ledger.h"
#include "app/ledger/progress.h"
#include "base/limits.h"
#include "office.h"

#include <pthread.h>

static bool add(Office *office, const char *account, const char *task, const char *note_state,
                const char *text, int64_t seen, ProgressNote *ret_note, Err *err)
{
    AUTO_ARENA arena = {0};
    App app = office_app(office, &arena, str_from_z(account));
    const ProgressEntry entry = {str_from_z(task), str_from_z(note_state), str_from_z(text), seen};
    ProgressNote note = {0};
    bool ok = progress_add(&app, &entry, &note, err);
    if (ok && ret_note)
        *ret_note = (ProgressNote){.seq = note.seq, .at = note.at};
    app_close(&app);
    return ok;
}

static void check_refused(Office *office, const char *account, const char *task,
                          const char *note_state, const char *text, ErrCode expected)
{
    Err err = {0};
    if (add(office, account, task, note_state, text, PROGRESS_SEEN_ANY, NULL, &err))
        fail_msg("%s wrote to %s", account, task);
    CHECK_ERR(&err, expected);
}

static void check_written(Office *office, const char *account, const char *task)
{
    Err err = {0};
    if (!add(office, account, task, "on_track", "", PROGRESS_SEEN_ANY, NULL, &err))
        fail_msg("%s at %s: %s", account, task, err_code_name(err.code));
}

static void progress__is_written_by_who_has_a_part_in_it(void **state)
{
    (void)state;
    Office office = office_open();
    check_written(&office, "clerk1", "3.4.2");
    check_written(&office, "director1", "1.3.1");
    check_written(&office, "u_t01", "1.1.1");   /* leads the area */
    check_written(&office, "u_c01", "1.1.1");   /* responsible */
    check_written(&office, "u_d05", "1.1.2");   /* supporting */
    check_written(&office, "u_c01", "1.2.1.1"); /* responsible for the task above */
    check_refused(&office, "u_c09", "1.1.1", "on_track", "", ERR_DENIED);
    check_refused(&office, "u_t02", "1.1.1", "on_track", "", ERR_DENIED);
    check_refused(&office, "o_fgw", "1.1.1", "on_track", "", ERR_DENIED);
    check_refused(&office, "leader1", "1.1.1", "on_track", "", ERR_DENIED);
    check_refused(&office, "auditadmin", "1.1.1", "on_track", "", ERR_DENIED);
    AUTO_ARENA arena = {0};
    CHECK_STR(fix_rows(&arena, office.fix.db,
                       "SELECT action, result, count(*) FROM audit WHERE action = 'progress.note' "
                       "GROUP BY action, result ORDER BY result"),
              S("progress.note|denied|5\nprogress.note|ok|6\n"));
    office_done(&office);
}

/* A seat that passes to another unit takes its tasks along, from the day of the handover. */
static void progress__follows_the_seat(void **state)
{
    (void)state;
    Office office = office_open();
    fix_exec(office.fix.db,
             "UPDATE responsibility SET party = 'd11' WHERE task = '1.1.1' AND party = 'd08'");
    check_written(&office, "u_d11", "1.1.1");
    check_refused(&office, "u_d11n", "1.1.1", "on_track", "", ERR_DENIED);
    Err err = {0};
    CHECK_OK(instant_parse(S("2021-06-16T09:00:00+08:00"), &office.now_ms, &err), &err);
    check_written(&office, "u_d11n", "1.1.1");
    check_refused(&office, "u_d11", "1.1.1", "on_track", "", ERR_DENIED);
    office_done(&office);
}

static void progress__refuses_what_is_no_note(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_open();
    Out longest = out_new(&arena, 4096);
    for (int i = 0; i < LIMIT_PROGRESS_CHARACTERS; i++)
        out_s(&longest, S("字"));
    Err err = {0};
    ProgressNote note;
    CHECK_OK(add(&office, "clerk1", "1.1.1", "stuck", str_z(&arena, out_str(&longest)),
                 PROGRESS_SEEN_ANY, &note, &err),
             &err);
    out_c(&longest, '.');
    check_refused(&office, "clerk1", "1.1.1", "stuck", str_z(&arena, out_str(&longest)), ERR_LIMIT);
    check_refused(&office, "clerk1", "1.1.1", "stuck", "", ERR_PROGRESS_TEXT);
    check_refused(&office, "clerk1", "1.1.1", "at_risk", " \n", ERR_PROGRESS_TEXT);
    check_refused(&office, "clerk1", "1.1.1", "fine", "x", ERR_PROGRESS_STATE);
    check_refused(&office, "clerk1", "1.1.1", "", "x", ERR_PROGRESS_STATE);
    check_refused(&office, "clerk1", "1.1.1", "stuck", "a\x01z", ERR_TEXT_CONTROL);
    check_refused(&office, "clerk1", "1.1.1", "stuck", "a\xFFz", ERR_TEXT_ENCODING);
    check_refused(&office, "clerk1", "9.9", "on_track", "", ERR_TASK_UNKNOWN);
    check_refused(&office, "clerk1", "", "on_track", "", ERR_TASK_UNKNOWN);
    check_refused(&office, "clerk1", "1", "on_track", "", ERR_PROGRESS_ROW);
    check_refused(&office, "clerk1", "1.1", "on_track", "", ERR_PROGRESS_ROW);
    check_refused(&office, "clerk1", "1.1.1", "stuck", "a\xE2\x80\xAEz", ERR_TEXT_CONTROL);
    CHECK_STR(fix_rows(&arena, office.fix.db, "SELECT count(*) FROM progress_note"), S("1\n"));
    office_done(&office);
}

static void progress__keeps_all_and_the_ledger_shows_the_newest(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_open();
    Err err = {0};
    ProgressNote note;
    CHECK_OK(add(&office, "u_c01", "1.1.1", "on_track", "", 0, &note, &err), &err);
    CHECK_I64(note.seq, 1);
    CHECK_OK(add(&office, "u_d08", "1.1.1", "at_risk", "  line one\r\nline two ", 1, &note, &err),
             &err);
    CHECK_I64(note.seq, 2);
    CHECK_I64(note.at, office.now_ms);
    App app = office_app(&office, &arena, S("leader1"));
    ProgressNoteList notes = {0};
    Ledger ledger;
    CHECK_OK(progress_read(&app, S("1.1.1"), &notes, &err), &err);
    CHECK_I64(notes.count, 2);
    CHECK_STR(notes.items[0].by, S("u_c01"));
    CHECK_STR(notes.items[1].text, S("line one line two"));
    CHECK(!progress_read(&app, S("2.4.1"), &notes, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK_OK(ledger_read(&app, &ledger, &err), &err);
    for (int i = 0; i < ledger.rows.count; i++) {
        const LedgerRow *row = &ledger.rows.items[i];
        const ProgressNote *newest = ledger_note(&ledger, row);
        CHECK(!newest == !str_eq(row->task->no, S("1.1.1")));
        if (newest)
            CHECK_STR(newest->state, S("at_risk"));
    }
    app_close(&app);
    office_done(&office);
}

static void progress__tells_who_writes_second(void **state)
{
    (void)state;
    Office office = office_open();
    Err err = {0};
    CHECK_OK(add(&office, "u_c01", "1.1.1", "on_track", "", 0, NULL, &err), &err);
    CHECK(!add(&office, "u_d08", "1.1.1", "stuck", "mine", 0, NULL, &err));
    CHECK_ERR(&err, ERR_PROGRESS_CHANGED);
    CHECK_STR(err_arg(&err, "task"), S("1.1.1"));
    CHECK_STR(err_arg(&err, "found"), S("1"));
    CHECK_STR(err_arg(&err, "expected"), S("0"));
    CHECK(!add(&office, "u_d08", "1.1.1", "stuck", "mine", 7, NULL, &err));
    CHECK_ERR(&err, ERR_PROGRESS_CHANGED);
    CHECK_OK(add(&office, "u_d08", "1.1.1", "stuck", "mine", 1, NULL, &err), &err);
    CHECK_OK(add(&office, "u_t01", "1.1.2", "stuck", "another task", 0, NULL, &err), &err);
    office_done(&office);
}

/* --- many at once: each starts from what it has seen, one of them is in time */

enum { WRITERS = 8 };

typedef struct Writer {
    pthread_t thread;
    Office *office;
    bool ok;
    Err err;
} Writer;

static void *write_once(void *arg)
{
    Writer *w = arg;
    AUTO_ARENA arena = {0};
    Db *db;
    App app;
    ProgressNote note;
    if (!db_connect(w->office->fix.hub, &db, &w->err))
        return NULL;
    RandomSource random = {.seeded = true, .seed = (uint64_t)(uintptr_t)w};
    AppStart start = office_start(w->office, db, S("clerk1"));
    Office own = *w->office; /* a worker has its own randomness */
    own.random = random;
    start.ids.ctx = &own;
    start.random_ctx = &own.random;
    if (app_open(&arena, &start, &app, &w->err)) {
        const ProgressEntry entry = {S("1.2.2"), S("on_track"), S(""), 0};
        w->ok = progress_add(&app, &entry, &note, &w->err);
        app_close(&app);
    }
    db_close(db);
    return NULL;
}

static void progress__of_many_at_once_is_written_once(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_open();
    Writer writers[WRITERS] = {0};
    int written = 0;
    for (int i = 0; i < WRITERS; i++) {
        writers[i].office = &office;
        CHECK_I64(pthread_create(&writers[i].thread, NULL, write_once, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        CHECK_I64(pthread_join(writers[i].thread, NULL), 0);
        written += writers[i].ok;
        if (!writers[i].ok)
            CHECK_ERR(&writers[i].err, ERR_PROGRESS_CHANGED);
    }
    CHECK_I64(written, 1);
    CHECK_STR(fix_rows(&arena, office.fix.db, "SELECT task, seq FROM progress_note"),
              S("1.2.2|1\n"));
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(progress__is_written_by_who_has_a_part_in_it),
        cmocka_unit_test(progress__follows_the_seat),
        cmocka_unit_test(progress__refuses_what_is_no_note),
        cmocka_unit_test(progress__keeps_all_and_the_ledger_shows_the_newest),
        cmocka_unit_test(progress__tells_who_writes_second),
        cmocka_unit_test(progress__of_many_at_once_is_written_once),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
