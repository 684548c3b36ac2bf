/* Sending a monthly report: two signatures, once, in time, from the form to the receipt. */
#include "app/report/lock.h"
#include "app/report/report_receipt.h"
#include "hands.h"

#include <pthread.h>

/* ---- two signatures ---- */

static void send__wants_two_people(void **state)
{
    (void)state;
    Office office = office_in_may();
    char id[40] = "";
    CHECK(unit_turns(&office, report_fill, "u_c01", "c01") == ERR_DRAFT_NONE);
    CHECK(unit_sends(&office, "u_c01_s", "c01", NULL) == ERR_DRAFT_NONE);
    CHECK(unit_saves(&office, "u_c01", "c01", FORM, 0, NULL) == ERR_NONE);
    CHECK(unit_sends(&office, "u_c01_s", "c01", NULL) == ERR_DRAFT_NOT_SIGNED);
    CHECK(unit_turns(&office, report_unfill, "u_c01", "c01") == ERR_DRAFT_NOT_SIGNED);
    CHECK(unit_turns(&office, report_fill, "u_c01", "c01") == ERR_NONE);
    CHECK(standing_of(&office, "c01").state == REPORT_FILLED);
    CHECK(unit_turns(&office, report_fill, "u_c01_s", "c01") == ERR_DRAFT_SIGNED);
    CHECK(unit_saves(&office, "u_c01", "c01", "{}", REPORT_SEEN_ANY, NULL) == ERR_DRAFT_SIGNED);
    CHECK(unit_sends(&office, "u_c01", "c01", NULL) == ERR_DRAFT_SAME_PERSON);
    CHECK(unit_sends(&office, "u_c02", "c01", NULL) == ERR_DENIED);
    CHECK(unit_sends(&office, "clerk1", "c01", NULL) == ERR_DRAFT_SENDER);
    CHECK(unit_sends(&office, "u_c01_s", "c01", id) == ERR_NONE);
    CHECK(unit_sends(&office, "u_c01_s", "c01", NULL) == ERR_REPORT_SENT); /* it is gone */
    CHECK(unit_turns(&office, report_fill, "u_c01", "c01") == ERR_REPORT_SENT);
    CHECK(unit_saves(&office, "u_c01", "c01", FORM, 1, NULL) == ERR_REPORT_SENT); /* an old page */
    ReportStanding s = standing_of(&office, "c01");
    CHECK(s.state == REPORT_RECEIVED && s.version == 1 && !s.late && !s.on_behalf &&
          !s.by_channel && !s.drafting);
    CHECK_STR(s.submission, str_from_z(id));
    /* the next version is a correction by the unit's own hand */
    CHECK(unit_saves(&office, "u_c01", "c01", "{\"phone\":\"1\"}", REPORT_SEEN_ANY, NULL) ==
          ERR_NONE);
    CHECK(standing_of(&office, "c01").drafting &&
          standing_of(&office, "c01").state == REPORT_RECEIVED);
    CHECK(unit_turns(&office, report_fill, "u_c01_s", "c01") == ERR_NONE);
    CHECK(unit_sends(&office, "u_c01", "c01", NULL) == ERR_NONE);
    CHECK(standing_of(&office, "c01").state == REPORT_CORRECTED);
    CHECK_I64(standing_of(&office, "c01").version, 2);
    office_done(&office);
}

static void send__with_one_account_or_a_scan(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_in_may();
    char id[40] = "";
    Err err = {0};
    ReportReceipt receipt;
    CHECK(unit_saves(&office, "u_d09", "d09", "{\"phone\":\"12345\"}", 0, NULL) == ERR_NONE);
    CHECK(unit_turns(&office, report_fill, "u_d09", "d09") == ERR_NONE);
    CHECK(unit_sends(&office, "u_d09", "d09", id) == ERR_NONE); /* its only account */
    App app = office_as(&office, &a, "u_d09"), other = office_as(&office, &a, "u_c01");
    CHECK_OK(report_receipt(&app, str_from_z(id), &receipt, &err), &err);
    CHECK_STR(receipt.filled_post, S("市水务局填报人")); /* who did it is a post */
    CHECK(receipt.second == SECOND_SAME && receipt.head.late_days == 0);
    CHECK_STR(receipt.head.filled_by, S("u_d09"));
    CHECK_STR(receipt.head.channel, S("web"));
    CHECK(receipt.chain_seq > 0 && receipt.chain_head.len == 64);
    CHECK(!report_receipt(&other, str_from_z(id), &receipt, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK(!report_receipt(&app, S("0000000000000"), &receipt, &err));
    CHECK_ERR(&err, ERR_SUBMISSION_UNKNOWN);
    app_close(&app);
    app_close(&other);
    office_done(&office);
}

/* ---- once ---- */

typedef struct Sender {
    Office *office;
    Db *db;
    ErrCode found;
    pthread_t thread;
} Sender;

static void *send_now(void *ctx)
{
    Sender *s = ctx;
    AUTO_ARENA a = {0};
    Err err = {0};
    App app;
    MonthImport import;
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    AppStart start = office_start(s->office, s->db, S("u_c02_s"));
    const ReportSend order = {P, S("c02"), REPORT_SEEN_ANY, S("web")};
    if (!app_open(&a, &start, &app, &err))
        return NULL;
    s->found = report_send(&app, &order, &import, &faults, &warnings, &err) ? ERR_NONE : err.code;
    app_close(&app);
    return NULL;
}

/* A button that was pressed twice, and a retry of the very same form: one version, and the others are told so. */
static void send__the_same_form_twice_is_one_version(void **state)
{
    (void)state;
    enum { SENDERS = 4 };
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = office_in_may();
    Sender senders[SENDERS];
    int sent = 0, told = 0;
    CHECK(unit_saves(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_NONE);
    CHECK(unit_turns(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    for (int i = 0; i < SENDERS; i++) {
        senders[i] = (Sender){.office = &office, .found = ERR_CODE_COUNT};
        CHECK_OK(db_connect(office.fix.hub, &senders[i].db, &err), &err);
    }
    for (int i = 0; i < SENDERS; i++)
        CHECK_I64(pthread_create(&senders[i].thread, NULL, send_now, &senders[i]), 0);
    for (int i = 0; i < SENDERS; i++) {
        CHECK_I64(pthread_join(senders[i].thread, NULL), 0);
        db_close(senders[i].db);
        sent += senders[i].found == ERR_NONE;
        told += senders[i].found == ERR_REPORT_SENT;
    }
    CHECK_I64(sent, 1);
    CHECK_I64(told, SENDERS - 1);
    /* typed again, word for word, within that second */
    CHECK(unit_saves(&office, "u_c02", "c02", FORM, REPORT_SEEN_ANY, NULL) == ERR_NONE);
    CHECK(unit_turns(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    CHECK(unit_sends(&office, "u_c02_s", "c02", NULL) == ERR_REPORT_SENT);
    CHECK(office_enters(&office, "c03", FORM, "一") == ERR_NONE);
    CHECK(office_enters(&office, "c03", FORM, "一") == ERR_REPORT_SENT);
    office.now_ms += 1000; /* entered anew from the same paper */
    CHECK(office_enters(&office, "c03", "{\"phone\":\"2\"}", "一") == ERR_NONE);
    CHECK_I64(files_of_report(&office, "c03"), 1);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT party, version FROM submission ORDER BY seq"),
              S("c02|1\nc03|1\nc03|2\n"));
    office_done(&office);
}

/* What a form says of its files is true, or told where it is not. */
static void import__names_no_evidence_that_nobody_handed_in(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = office_in_may();
    static const char *const digests[] = {
        "", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "../../etc/passwd"};
    CHECK(office_enters(&office, "c03", FORM, "一") == ERR_NONE);
    Str there = str_trim(fix_rows(&a, office.fix.db, "SELECT digest FROM attachment"));
    App app = office_as(&office, &a, "clerk1");
    for (size_t i = 0; i < 2 * sizeof digests / sizeof *digests; i++) {
        bool own =
            i >= sizeof digests / sizeof *digests; /* beside one that is of another's report */
        MonthFileList files = {0};
        MonthImport import;
        const MonthFrom from = {0};
        Faults faults = {.arena = &a}, warnings = {.arena = &a};
        Str body = arena_fmt(
            &a,
            "{\"unit\":\"%s\",\"period\":\"2021-04\",\"sent\":\"2021-05-06T09:00:00+08:00\","
            "\"indicators\":[],\"evidence\":[{\"digest\":\"%.*s\",\"name\":\"a\"},"
            "{\"digest\":\"%s\",\"name\":\"b\"}]}",
            own ? "c03" : "c04", STR_ARG(there), digests[i % (sizeof digests / sizeof *digests)]);
        *arena_push(&a, &files) = (MonthFile){.name = S("c.json"), .bytes = body, .period = P};
        CHECK(!import_month(&app, MONTH_REPORTS, &files, P, &from, &import, &faults, &warnings,
                            &err));
        CHECK_I64(faults.total, own ? 1 : 2);
        CHECK_ERR(&faults.items[own ? 0 : 1], ERR_REPORT_EVIDENCE);
        CHECK_STR(str_from_z(faults.items[own ? 0 : 1].file), S("c.json#evidence"));
        CHECK_I64(faults.items[own ? 0 : 1].row, 2);
    }
    app_close(&app);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT count(*) FROM submission"), S("1\n"));
    office_done(&office);
}

/* ---- when ---- */

static void send__is_late_by_the_clock_and_closed_before_and_after(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_in_may();
    Err err = {0};
    PeriodLock lock;
    office_at(&office, "2021-04-24T23:59:59+08:00");
    CHECK(unit_saves(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_REPORT_NOT_OPEN);
    CHECK(standing_of(&office, "c02").state == REPORT_NOT_OPENED);
    App early = office_as(&office, &a, "clerk1");
    CHECK(!lock_period(&early, P, S("先锁上"), &lock, &err));
    CHECK_ERR(&err, ERR_REPORT_NOT_OPEN);
    app_close(&early);
    office_at(&office, "2021-04-25T00:00:00+08:00");
    CHECK(unit_saves(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_NONE);
    office_at(&office, "2021-05-11T23:59:59+08:00");
    CHECK(!standing_of(&office, "c03").late);
    office_at(&office, "2021-05-13T00:00:00+08:00");
    CHECK(standing_of(&office, "c03").missing && standing_of(&office, "c03").late_days == 2);
    CHECK(unit_turns(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    CHECK(unit_sends(&office, "u_c02_s", "c02", NULL) == ERR_NONE);
    CHECK(standing_of(&office, "c02").late && standing_of(&office, "c02").late_days == 2);
    CHECK(unit_saves(&office, "u_c03", "c03", FORM, 0, NULL) == ERR_NONE);
    CHECK(unit_turns(&office, report_fill, "u_c03", "c03") == ERR_NONE);
    App clerk = office_as(&office, &a, "clerk1");
    CHECK_OK(lock_period(&clerk, P, S(""), &lock, &err), &err);
    app_close(&clerk);
    CHECK(unit_saves(&office, "u_c04", "c04", FORM, 0, NULL) == ERR_REPORT_LOCKED);
    CHECK(unit_turns(&office, report_unfill, "u_c03", "c03") == ERR_REPORT_LOCKED);
    CHECK(unit_sends(&office, "u_c03_s", "c03", NULL) == ERR_REPORT_LOCKED);
    CHECK(standing_of(&office, "c02").state == REPORT_LOCKED);
    office_done(&office);
}

/* Nobody ranks a month behind a frozen one: whoever still has a figure asks for a correction. */
static void send__behind_a_frozen_month_is_closed(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = office_in_may();
    ReportForm form;
    CHECK(unit_saves(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_NONE);
    CHECK(unit_turns(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    office_freeze(&office, "2021-05");
    CHECK(unit_sends(&office, "u_c02_s", "c02", NULL) == ERR_PERIOD_PASSED);
    CHECK(unit_turns(&office, report_unfill, "u_c02", "c02") == ERR_PERIOD_PASSED);
    CHECK(unit_saves(&office, "u_c03", "c03", FORM, 0, NULL) == ERR_PERIOD_PASSED);
    CHECK(office_enters(&office, "c03", FORM, "一") == ERR_PERIOD_PASSED);
    CHECK(standing_of(&office, "c02").state == REPORT_LOCKED);
    App app = office_as(&office, &a, "u_c02");
    CHECK_OK(report_form_open(&app, P, S("c02"), &form, &err), &err);
    CHECK_ERR(&form.closed, ERR_PERIOD_PASSED);
    CHECK_STR(err_arg(&form.closed, "later"), S("2021-05"));
    app_close(&app);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT count(*) FROM submission"), S("0\n"));
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(send__wants_two_people),
        cmocka_unit_test(send__with_one_account_or_a_scan),
        cmocka_unit_test(send__the_same_form_twice_is_one_version),
        cmocka_unit_test(import__names_no_evidence_that_nobody_handed_in),
        cmocka_unit_test(send__behind_a_frozen_month_is_closed),
        cmocka_unit_test(send__is_late_by_the_clock_and_closed_before_and_after),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
