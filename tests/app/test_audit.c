/* The audit log: how refusals are bounded, who looks, pages by key, alarms, checkpoints that find a rewritten end. */
#include "app/campaign_index.h"
#include "app/restricted.h"
#include "app/upkeep/audit_log.h"
#include "app/upkeep/checkpoint.h"
#include "app/upkeep/verify.h"
#include "office.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static Office office;
static char folder[] = "/tmp/duban-audit-XXXXXX";

static App app_of(Arena *arena, const char *account)
{
    App app;
    Err err = {0};
    AppStart start = office_start(&office, NULL, str_from_z(account));
    start.data_folder = str_from_z(folder);
    start.snapshots = NULL; /* rows are changed behind the program's back */
    CHECK_OK(app_open(arena, &start, &app, &err), &err);
    return app;
}

static Str rows(Arena *arena, const char *sql)
{
    return fix_rows(arena, office.fix.db, sql);
}

static void refuse(App *app, const char *object)
{
    Err err = {0};
    CHECK(!app_permit(app, ACT_FREEZE, S(""), str_from_z(object), &err));
    CHECK_ERR(&err, ERR_DENIED);
}

static void audit__refusals_are_bounded(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    App app = app_of(&arena, "u_c01");
    static const char denied[] =
        "SELECT count(*) FROM audit WHERE account = 'u_c01' AND result = 'denied'";
    for (int i = 0; i < 5; i++)
        refuse(&app, "2021-04");
    CHECK_STR(rows(&arena, denied), S("1\n"));
    for (int i = 0; i < 100; i++)
        refuse(&app, str_z(&arena, arena_fmt(&arena, "period %d", i)));
    CHECK_STR(rows(&arena, denied), S("20\n")); /* AUDIT_REFUSALS_A_MINUTE */
    CHECK_STR(rows(&arena, "SELECT held FROM audit_withheld WHERE account = 'u_c01'"), S("81\n"));
    app.now_ms += AUDIT_SAME_MS + 1;
    refuse(&app, "2021-04");
    CHECK_STR(rows(&arena, denied), S("21\n"));
    CHECK_STR(rows(&arena, "SELECT detail FROM audit WHERE account = 'u_c01' AND result = 'denied' "
                           "ORDER BY seq DESC LIMIT 1"),
              S("{\"withheld\":81}\n"));
    CHECK_STR(rows(&arena, "SELECT held FROM audit_withheld WHERE account = 'u_c01'"), S("0\n"));
    /* what is no text, or as long as a request */
    char longest[1000];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    refuse(&app, longest);
    refuse(&app, "\xFF\xFE");
    CHECK_STR(
        rows(&arena,
             "SELECT length(object) FROM audit WHERE account = 'u_c01' ORDER BY seq DESC LIMIT 2"),
        S("1\n200\n"));
    app_close(&app);
}

static bool write_unnamed(Db *tx, void *ctx, Err *err)
{
    AuditEntry *entry = ctx;
    bool due;
    int64_t withheld;
    return audit_refusal_due(tx, entry, &due, &withheld, err) &&
           (!due ||
            db_exec(
                tx,
                "INSERT INTO audit (chain, seq, at, account, action, object, result, detail, salt, "
                "detail_digest, previous_hash, hash) SELECT 'flood', coalesce(max(seq), 0) + 1, "
                "$1, '', "
                "'signin', 'signin', 'denied', '{}', '', '', '', '' FROM audit WHERE chain = "
                "'flood'",
                DB_ARGS(V(entry->at)), NULL, err));
}

static void audit__a_flood_of_strangers_is_counted(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    AuditEntry entry = {
        .at = office.now_ms, .action = S("signin"), .object = S("signin"), .result = S("denied")};
    for (int i = 0; i < 200; i++)
        CHECK_OK(db_write(office.fix.db, S(""), write_unnamed, &entry, &err), &err);
    CHECK_STR(rows(&arena, "SELECT count(*) FROM audit WHERE chain = 'flood'"), S("60\n"));
    CHECK_STR(rows(&arena, "SELECT held FROM audit_withheld WHERE account = ''"), S("140\n"));
    fix_exec(office.fix.db, "DELETE FROM audit WHERE chain = 'flood'");
}

static void audit__looking_is_recorded_once_a_minute(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    App app = app_of(&arena, "auditadmin");
    Err err = {0};
    AuditLog log;
    AuditAsk ask = {.account = S("root1")};
    static const char looks[] = "SELECT count(*) FROM audit WHERE chain = '' AND account = "
                                "'auditadmin' AND action = 'audit.read'";
    for (int i = 0; i < 3; i++)
        CHECK_OK(audit_log_page(&app, &ask, &log, &err), &err);
    CHECK_STR(rows(&arena, looks), S("1\n"));
    CHECK_STR(
        rows(&arena,
             "SELECT detail FROM audit WHERE account = 'auditadmin' AND action = 'audit.read'"),
        S("{\"account\":\"root1\"}\n"));
    ask.object = S("campaign");
    CHECK_OK(audit_log_page(&app, &ask, &log, &err), &err);
    CHECK_STR(rows(&arena, looks), S("2\n"));
    app.now_ms += AUDIT_SAME_MS + 1;
    CHECK_OK(audit_log_page(&app, &ask, &log, &err), &err);
    CHECK_STR(rows(&arena, looks), S("3\n"));
    app_close(&app);
    static const char *const others[] = {"clerk1", "director1", "u_c01", "sysadmin", "secadmin"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        App other = app_of(&arena, others[i]);
        CHECK(!audit_log_page(&other, &ask, &log, &err));
        CHECK_ERR(&err, ERR_DENIED);
        app_close(&other);
    }
}

static void audit__pages_go_on_by_key(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    App app = app_of(&arena, "auditadmin");
    Err err = {0};
    AuditAsk ask = {.limit = 7, .result = S("denied")};
    AuditLog log;
    int64_t seen = 0, first = 0, last_at = INT64_MAX;
    do {
        CHECK_OK(audit_log_page(&app, &ask, &log, &err), &err);
        first = first ? first : log.count;
        for (int i = 0; i < log.rows.count; i++) {
            CHECK(log.rows.items[i].entry.at <= last_at);
            CHECK_STR(log.rows.items[i].entry.result, S("denied"));
            last_at = log.rows.items[i].entry.at;
        }
        seen += log.rows.count;
        ask.after = log.next;
    } while (log.next.len);
    CHECK(seen > 20);
    CHECK_I64(seen, first);
    ask = (AuditAsk){.chain = AUDIT_INSTALLATION, .from = S("2021-01-11"), .to = S("2021-01-11")};
    CHECK_OK(audit_log_page(&app, &ask, &log, &err), &err);
    CHECK(log.count > 0);
    for (int i = 0; i < log.rows.count; i++)
        CHECK_I64(log.rows.items[i].entry.chain.len, 0);
    ask.to = S("2021-01-10");
    ask.from = S("");
    CHECK_OK(audit_log_page(&app, &ask, &log, &err), &err);
    CHECK(!audit_log_page(&app, &(AuditAsk){.after = S("x.1.")}, &log, &err));
    CHECK_ERR(&err, ERR_AUDIT_KEY);
    CHECK(!audit_log_page(&app, &(AuditAsk){.from = S("01/11/2021")}, &log, &err));
    CHECK_ERR(&err, ERR_DATE_MALFORMED);
    app_close(&app);
}

static void audit__a_row_tells_whether_it_holds(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    App app = app_of(&arena, "auditadmin");
    Err err = {0};
    AuditOne one;
    CHECK_OK(audit_log_row(&app, S("shifanshi-2021"), 2, &one, &err), &err);
    CHECK(one.holds && one.has_next);
    fix_exec(office.fix.db,
             "UPDATE audit SET account = 'other' WHERE chain = 'shifanshi-2021' AND seq = 2");
    CHECK_OK(audit_log_row(&app, S("shifanshi-2021"), 2, &one, &err), &err);
    CHECK(!one.holds);
    fix_exec(office.fix.db,
             "UPDATE audit SET account = 'u_c01' WHERE chain = 'shifanshi-2021' AND seq = 2");
    CHECK_OK(audit_log_row(&app, S("shifanshi-2021"), 2, &one, &err), &err);
    CHECK(one.holds);
    CHECK(!audit_log_row(&app, S("shifanshi-2021"), 1 << 30, &one, &err));
    CHECK_ERR(&err, ERR_AUDIT_ROW_UNKNOWN);
    AuditDays days = {0};
    CHECK_OK(audit_log_days(&app, 10, &days, &err), &err);
    CHECK_I64(days.count, 10);
    CHECK(days.items[9].denied > 20 && days.items[9].done > 0 && days.items[0].done == 0);
    /* what was not accepted is not done */
    AuditDays after = {0};
    AuditLog log;
    app_audit_refused(&app, ACT_FILE_ADD, S("task 1.2"), S("{\"reason\":\"mark\"}"));
    CHECK_OK(audit_log_page(&app, &(AuditAsk){.result = S("refused")}, &log, &err), &err);
    CHECK_I64(log.count, 1);
    CHECK_STR(audit_result_name(LANG_ZH, log.rows.items[0].entry.result), S("拒收"));
    CHECK_OK(audit_log_days(&app, 10, &after, &err), &err);
    CHECK_I64(after.items[9].denied, days.items[9].denied + 1);
    app_close(&app);
}

static void audit__a_burst_is_an_alarm(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    AuditAlerts alerts;
    App app = app_of(&arena, "secadmin");
    app.now_ms += 3 * AUDIT_SAME_MS;
    CHECK_OK(audit_alerts(&app, &alerts, &err), &err);
    CHECK_I64(alerts.count, 1);
    CHECK_STR(alerts.items[0].who, S("u_c01"));
    CHECK(alerts.items[0].kind == AUDIT_ALERT_DENIED &&
          alerts.items[0].count > 100); /* withheld ones too */
    app.now_ms += AUDIT_ALERT_SINCE_MS + 10 * AUDIT_SAME_MS;
    CHECK_OK(audit_alerts(&app, &alerts, &err), &err);
    CHECK_I64(alerts.count, 0);
    app_close(&app);
    App clerk = app_of(&arena, "clerk1");
    CHECK_OK(audit_alerts(&clerk, &alerts, &err), &err);
    CHECK_I64(alerts.count, 0);
    app_close(&clerk);
}

static ErrCode checked(App *app, const Checkpoint *c, Str key)
{
    Faults faults = {.arena = app->arena};
    Err err = {0};
    if (checkpoint_check(app, c, key, &faults, &err))
        return ERR_NONE;
    return err.code ? err.code : faults.items[0].code;
}

static void checkpoint__finds_a_rewritten_end(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    App app = app_of(&arena, "auditadmin");
    Err err = {0};
    Checkpoint made, read;
    Str key;
    CHECK_OK(checkpoint_make(&app, &made, &err), &err);
    CHECK_I64(made.heads.count, 2);
    Out file = out_new(&arena, 1 << 20);
    checkpoint_file(&made, &file);
    CHECK_OK(checkpoint_parse(&arena, out_str(&file), &read, &err), &err);
    CHECK_OK(checkpoint_public_key(&app, &key, &err), &err);
    CHECK_I64(checked(&app, &read, key), ERR_NONE);
    CHECK_I64(checked(&app, &read, S("00")), ERR_CHECKPOINT_KEY);
    Checkpoint forged = read;
    forged.row.signature = made.row.public_key;
    CHECK_I64(checked(&app, &forged, S("")), ERR_CHECKPOINT_SIGNATURE);
    /* whoever can write the database writes the end of a chain anew, digests and head with it */
    fix_exec(office.fix.db,
             "UPDATE audit SET hash = 'anew' WHERE chain = 'shifanshi-2021' AND seq = "
             "(SELECT seq FROM audit_head WHERE chain = 'shifanshi-2021')");
    CHECK_I64(checked(&app, &read, key), ERR_CHECKPOINT_OTHER);
    fix_exec(office.fix.db, "DELETE FROM audit WHERE chain = 'shifanshi-2021' AND hash = 'anew'");
    CHECK_I64(checked(&app, &read, key), ERR_CHECKPOINT_GONE);
    CHECK(!checkpoint_parse(&arena, S("{\"body\": \"{}\"}"), &read, &err));
    CHECK_ERR(&err, ERR_CHECKPOINT_FILE);
    Str docx;
    CHECK_OK(checkpoint_docx(&app, &made, &docx, &err), &err);
    CHECK(str_starts(docx, S("PK")));
    app_close(&app);
    App other = app_of(&arena, "sysadmin");
    CHECK(!checkpoint_make(&other, &made, &err));
    CHECK_ERR(&err, ERR_DENIED);
    app_close(&other);
}

static void checkpoint__is_made_once_a_day(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    App app;
    Err err = {0};
    AppStart start = office_start(&office, NULL, S(""));
    start.data_folder = str_from_z(folder);
    start.now_ms += INT64_C(24) * 60 * 60 * 1000;
    CHECK_OK(app_open_unnamed(&arena, &start, &app, &err), &err);
    Checkpoint made;
    bool is_made;
    CHECK_OK(checkpoint_daily(&app, &is_made, &made, &err), &err);
    CHECK(is_made && made.row.by.len == 0);
    CHECK_OK(checkpoint_daily(&app, &is_made, &made, &err), &err);
    CHECK(!is_made);
    app_close(&app);
    start.now_ms += INT64_C(24) * 60 * 60 * 1000; /* and not where nothing was written since */
    CHECK_OK(app_open_unnamed(&arena, &start, &app, &err), &err);
    CHECK_OK(checkpoint_daily(&app, &is_made, &made, &err), &err);
    CHECK(!is_made);
    app_close(&app);
}

static void restricted__is_inherited(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    fix_exec(office.fix.db, "UPDATE target SET task = '3.1' WHERE code = 'T01'");
    App app = app_of(&arena, "clerk1");
    const CampaignIndex *x = app_index(&app);
    Str indicator = app.def.targets.items[map_get(&x->targets, S("T01"))].indicator;
    CHECK(restricted_unit(&app, S("t09")) && !restricted_unit(&app, S("t01")));
    CHECK(restricted_task(&app, S("2.4.1")) && !restricted_task(&app, S("2.4")));
    CHECK(restricted_indicator(&app, indicator));
    CHECK(!restricted_may(&app, S("t09")) && !restricted_task_may(&app, S("2.4.1")));
    app_close(&app);
    App own = app_of(&arena, "u_c02"); /* responsible for 2.4.1 */
    Err err = {0};
    CHECK(restricted_task_may(&own, S("2.4.1")) && !restricted_task_may(&own, S("3.1")));
    CHECK_OK(restricted_task_read(&own, S("2.4.1"), &err), &err);
    CHECK(!restricted_read(&own, S("t09"), S("score t09 2021-04"), &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK_STR(rows(&arena, "SELECT account, object, result FROM audit WHERE action = "
                           "'restricted.read' ORDER BY chain, seq"),
              S("u_c02|task 2.4.1|ok\nu_c02|score t09 2021-04|denied\n"));
    app_close(&own);
}

static int open_all(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    office = office_open();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    office_done(&office);
    AUTO_ARENA arena = {0};
    (void)unlink(str_z(&arena, arena_fmt(&arena, "%s/keys/checkpoint.key", folder)));
    (void)rmdir(str_z(&arena, arena_fmt(&arena, "%s/keys", folder)));
    return rmdir(folder);
}

/* One office for all of them: each goes on where the one before it ended. */
static int run(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(audit__refusals_are_bounded),
        cmocka_unit_test(audit__a_flood_of_strangers_is_counted),
        cmocka_unit_test(audit__looking_is_recorded_once_a_minute),
        cmocka_unit_test(audit__pages_go_on_by_key),
        cmocka_unit_test(audit__a_row_tells_whether_it_holds),
        cmocka_unit_test(audit__a_burst_is_an_alarm),
        cmocka_unit_test(checkpoint__is_made_once_a_day),
        cmocka_unit_test(checkpoint__finds_a_rewritten_end),
        cmocka_unit_test(restricted__is_inherited),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}

int main(void)
{
    return fix_run(run);
}
