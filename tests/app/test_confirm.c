/* A data owner's sheet: the draft, months of a lag, states, releases of statistics, whose it is. */
#include "app/report/confirm.h"
#include "app/report/import_month.h"
#include "app/report/lock.h"
#include "office.h"

typedef struct Sent {
    bool ok;
    Err err;
    Faults faults;
    MonthImport import;
} Sent;

/* Opens the sample at a moment after April; statistics: 重点项目完成投资 is one. */
static Office in_may(bool statistics)
{
    Office office = office_open();
    Err err = {0};
    if (statistics)
        fix_exec(office.fix.db, "UPDATE indicator SET basis = 'statistics' WHERE code = 'invest'");
    CHECK_OK(instant_parse(S("2021-05-12T09:00:00+08:00"), &office.now_ms, &err), &err);
    return office;
}

static ConfirmEdit edit_of(Arena *arena, const char *body, const char *key, const char *value)
{
    ConfirmEdit edit = {.period = S("2021-04"),
                        .body = str_from_z(body),
                        .revision = CONFIRM_ANY,
                        .channel = S("web"),
                        .sender = S(""),
                        .take = S("")};
    if (key)
        *arena_push(arena, &edit.fields) =
            (ConfirmField){str_from_z(key), str_from_z(value), false};
    return edit;
}

static bool save(Office *office, Arena *arena, const char *account, const ConfirmEdit *edit,
                 Err *err)
{
    App app = office_app(office, arena, str_from_z(account));
    bool ok = confirm_save(&app, edit, err);
    app_close(&app);
    return ok;
}

static Sent submit(Office *office, Arena *arena, const char *account, const ConfirmEdit *edit)
{
    App app = office_app(office, arena, str_from_z(account));
    Sent sent = {.faults = {.arena = arena}};
    Faults warnings = {.arena = arena};
    sent.ok = confirm_submit(&app, edit, &sent.import, &sent.faults, &warnings, &sent.err);
    app_close(&app);
    return sent;
}

static ConfirmSheet sheet_of(Office *office, Arena *arena, const char *account)
{
    App *app = arena_new(arena, App, 1);
    ConfirmSheet sheet;
    Err err = {0};
    *app = office_app(office, arena, str_from_z(account));
    CHECK_OK(confirm_read(app, S("2021-04"), S(""), &sheet, &err), &err);
    app_close(app);
    return sheet;
}

static Str stored(Office *office, Arena *arena)
{
    return fix_rows(
        arena, office->fix.db,
        "SELECT s.period, s.version, v.unit, v.indicator, v.value, v.na, v.state, v.note "
        "FROM submission s JOIN submission_value v ON v.submission = s.id "
        "WHERE s.kind = 'confirmation' ORDER BY s.seq, v.position");
}

/* A unit's own report of one figure. */
static void report(Office *office, Arena *arena, const char *value)
{
    App app = office_app(office, arena, S("u_c01"));
    Err err = {0};
    Faults faults = {.arena = arena}, warnings = {.arena = arena};
    MonthImport import;
    MonthFileList files = {0};
    MonthFrom from = {.sender = S(""), .channel = S(""), .filled_by = S(""), .approved_by = S("")};
    *arena_push(arena, &files) = (MonthFile){
        .name = S("c01.json"),
        .period = S("2021-04"),
        .bytes = arena_fmt(arena,
                           "{\"unit\":\"c01\",\"period\":\"2021-04\",\"sent\":\"2021-05-10T10:00\","
                           "\"indicators\":[{\"code\":\"invest\",\"cumulative\":\"%s\"}]}",
                           value)};
    CHECK_OK(import_month(&app, MONTH_REPORTS, &files, S("2021-04"), &from, &import, &faults,
                          &warnings, &err),
             &err);
    app_close(&app);
}

static void confirm__is_kept_and_sent(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = in_may(false);
    Err err = {0};
    ConfirmEdit edit = edit_of(&arena, "", "c01/invest", "１２.60");
    edit.revision = 0;
    CHECK_OK(save(&office, &arena, "o_fgw", &edit, &err), &err);
    CHECK_OK(save(&office, &arena, "o_fgw", &edit, &err) || err.code == ERR_CONFIRM_MOVED, &err);
    CHECK_ERR(&err, ERR_CONFIRM_MOVED); /* somebody saw what stood there before */
    ConfirmSheet sheet = sheet_of(&office, &arena, "o_fgw");
    CHECK_I64(sheet.draft.revision, 1);
    CHECK_I64(sheet.changed, 1);
    CHECK_STR(confirm_cell(&sheet, S("c01"), S("invest"))->typed, S("１２.60"));
    CHECK_STR(stored(&office, &arena), S("")); /* a draft is no record */

    ConfirmEdit more = edit_of(&arena, "", "c02/invest", "4.10（有数不排名）");
    Sent sent = submit(&office, &arena, "o_fgw", &more);
    CHECK(sent.ok && sent.import.taken == 1);
    CHECK_STR(stored(&office, &arena),
              S("2021-04|1|c01|invest|12.60|0||\n2021-04|1|c02|invest|4.10|0|no_rank|\n"));
    sheet = sheet_of(&office, &arena, "o_fgw");
    CHECK_STR(sheet.draft.state, S("gone"));
    CHECK_I64(sheet.changed, 0);
    CHECK_I64(sheet.versions.count, 1);
    CHECK_STR(confirm_cell(&sheet, S("c02"), S("invest"))->typed, S("4.10（有数不排名）"));
    ConfirmEdit none = edit_of(&arena, "", NULL, NULL);
    Sent same = submit(&office, &arena, "o_fgw", &none);
    CHECK_ERR(&same.err, ERR_CONFIRM_SAME);
    ConfirmEdit gone = edit_of(&arena, "", "c02/invest", "");
    CHECK(submit(&office, &arena, "o_fgw", &gone).ok); /* taken back: a version of its own */
    CHECK_I64(sheet_of(&office, &arena, "o_fgw").versions.count, 2);
    office_done(&office);
}

static void confirm__is_the_bodys_own(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = in_may(false);
    Err err = {0};
    ConfirmEdit edit = edit_of(&arena, "fgw", "c01/invest", "1");
    CHECK(!save(&office, &arena, "o_kjj", &edit, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK(!save(&office, &arena, "u_c01", &edit, &err));
    CHECK_ERR(&err, ERR_DENIED);
    ConfirmEdit other = edit_of(&arena, "", "c01/hitech", "1"); /* another body's */
    CHECK(!save(&office, &arena, "o_fgw", &other, &err));
    CHECK_ERR(&err, ERR_CONFIRM_CELL);
    ConfirmEdit nobody = edit_of(&arena, "", "c99/invest", "1");
    CHECK(!save(&office, &arena, "o_fgw", &nobody, &err));
    CHECK_ERR(&err, ERR_CONFIRM_CELL);
    Sent unnamed = submit(&office, &arena, "clerk1", &edit);
    CHECK_ERR(&unnamed.err, ERR_CONFIRM_SENDER);
    edit.sender = S("市发改委综合科");
    CHECK(submit(&office, &arena, "clerk1", &edit).ok);
    CHECK_STR(fix_rows(&arena, office.fix.db,
                       "SELECT party, entered_by, sender, channel FROM submission"),
              S("fgw|clerk1|市发改委综合科|web\n"));
    office_done(&office);
}

static void confirm__of_a_lag_enters_the_month_before(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = in_may(false);
    ConfirmSheet sheet = sheet_of(&office, &arena, "o_sthjj");
    CHECK_STR(sheet.columns.items[0].period->code, S("2021-03"));
    ConfirmEdit edit = edit_of(&arena, "", "c01/pm25", "39.0");
    *arena_push(&arena, &edit.fields) = (ConfirmField){S("c02/pm25"), S("尚未取得"), false};
    Sent sent = submit(&office, &arena, "o_sthjj", &edit);
    CHECK(sent.ok && sent.import.taken == 2);
    CHECK_STR(stored(&office, &arena),
              S("2021-03|1|c01|pm25|39.0|0||\n2021-03|1|c02|pm25||0|not_yet|\n"));
    CHECK_STR(fix_rows(&arena, office.fix.db, "SELECT period FROM submission ORDER BY seq"),
              S("2021-04\n2021-03\n")); /* the sheet of April has come too */
    office_done(&office);
}

static void confirm__faults_name_the_cell(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = in_may(false);
    const struct {
        const char *value;
        ErrCode code;
    } cases[] = {{"=1+1", ERR_TYPED_NUMBER},
                 {"12 亿", ERR_TYPED_NUMBER},
                 {"5%", ERR_MEASURE_PERCENT},
                 {"有数不排名", ERR_VALUE_NO_RANK},
                 {"-1", ERR_REPORT_NEGATIVE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ConfirmEdit edit = edit_of(&arena, "", "c03/invest", cases[i].value);
        Sent sent = submit(&office, &arena, "o_fgw", &edit);
        int unit, column;
        CHECK(!sent.ok && sent.err.code == ERR_NONE && sent.faults.total == 1);
        CHECK_I64(sent.faults.items[0].code, cases[i].code);
        ConfirmSheet sheet = sheet_of(&office, &arena, "o_fgw");
        CHECK(confirm_fault_cell(&sheet, &sent.faults.items[0], &unit, &column));
        CHECK_STR(sheet.units[unit]->code, S("c03"));
        CHECK_STR(sheet.columns.items[column].indicator->code, S("invest"));
        CHECK_STR(confirm_cell(&sheet, S("c03"), S("invest"))->typed, str_from_z(cases[i].value));
    }
    CHECK_STR(stored(&office, &arena), S(""));
    office_done(&office);
}

static void confirm__another_number_wants_its_reason(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = in_may(false);
    Err err = {0};
    report(&office, &arena, "18.4");
    ConfirmEdit take = edit_of(&arena, "", NULL, NULL);
    take.take = S("all");
    CHECK_OK(save(&office, &arena, "o_fgw", &take, &err), &err);
    ConfirmSheet sheet = sheet_of(&office, &arena, "o_fgw");
    CHECK_STR(confirm_cell(&sheet, S("c01"), S("invest"))->typed, S("18.4"));
    CHECK_STR(confirm_cell(&sheet, S("c01"), S("invest"))->percent, S("29.7")); /* of 62 */
    CHECK_I64(sheet.changed, 1);
    CHECK_I64(sheet.silent.count, 8);
    ConfirmEdit edit = edit_of(&arena, "", "c01/invest", "16.40");
    Sent sent = submit(&office, &arena, "o_fgw", &edit);
    CHECK(!sent.ok && sent.faults.total == 1 && sent.faults.items[0].code == ERR_CONFIRM_NOTE);
    sheet = sheet_of(&office, &arena, "o_fgw");
    CHECK_STR(confirm_cell(&sheet, S("c01"), S("invest"))->difference, S("-2.00"));
    ConfirmEdit note = edit_of(&arena, "", NULL, NULL);
    *arena_push(&arena, &note.fields) = (ConfirmField){S("c01/invest"), S("录入错误"), true};
    CHECK(submit(&office, &arena, "o_fgw", &note).ok);
    CHECK_STR(stored(&office, &arena), S("2021-04|1|c01|invest|16.40|0||录入错误\n"));
    office_done(&office);
}

static void confirm__a_statistic_has_its_release(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = in_may(true);
    const struct {
        const char *body, *document, *on;
        ErrCode code;
    } cases[] = {{"", "", "", ERR_RELEASE_NEEDED},
                 {"市统计局", "", "2021-05-11", ERR_RELEASE_NEEDED},
                 {"市统计局", "4月月报", "2021-05-20", ERR_RELEASE_AHEAD},
                 {"市统计局", "4月月报", "2021-04-15", ERR_RELEASE_EARLY},
                 {"市统计局", "4月月报", "2021-5-11", ERR_NONE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ConfirmEdit edit = edit_of(&arena, "", "c01/invest", "12");
        edit.has_head = true;
        edit.officer = S("");
        edit.release = (HeldRelease){str_from_z(cases[i].body), str_from_z(cases[i].document),
                                     str_from_z(cases[i].on)};
        Sent sent = submit(&office, &arena, "o_fgw", &edit);
        CHECK(sent.ok == (cases[i].code == ERR_NONE));
        if (!sent.ok)
            CHECK_ERR(sent.faults.total ? &sent.faults.items[0] : &sent.err, cases[i].code);
    }
    ConfirmSheet sheet = sheet_of(&office, &arena, "o_fgw");
    CHECK(sheet.statistics && sheet.versions.count == 1);
    CHECK_STR(sheet.versions.items[0].release.on, S("2021-05-11"));
    ConfirmEdit later = edit_of(&arena, "", "c01/invest", "12.1");
    later.has_head = true;
    later.officer = S("");
    later.release = (HeldRelease){S("市统计局"), S("4月月报（修订）"), S("2021-05-12")};
    CHECK(submit(&office, &arena, "o_fgw", &later).ok);
    sheet = sheet_of(&office, &arena, "o_fgw");
    CHECK(sheet.versions.items[0].revises && !sheet.versions.items[1].revises);
    office_done(&office);
}

static Str drafts(Office *office, Arena *arena)
{
    return fix_rows(arena, office->fix.db, "SELECT count(*) FROM report_draft");
}

static void confirm__what_says_nothing_makes_no_draft(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = in_may(false);
    Err err = {0};
    ConfirmEdit none = edit_of(&arena, "", NULL, NULL);
    CHECK_OK(save(&office, &arena, "o_fgw", &none, &err), &err);
    CHECK_STR(drafts(&office, &arena), S("0\n"));
    ConfirmEdit one = edit_of(&arena, "", "c01/invest", "12");
    CHECK(submit(&office, &arena, "o_fgw", &one).ok);
    int64_t revision = sheet_of(&office, &arena, "o_fgw").draft.revision;
    CHECK_OK(save(&office, &arena, "o_fgw", &none, &err), &err); /* nor after it was sent */
    CHECK_OK(save(&office, &arena, "o_fgw", &one, &err), &err);  /* the same again */
    ConfirmSheet sheet = sheet_of(&office, &arena, "o_fgw");
    CHECK_I64(sheet.draft.revision, revision);
    CHECK_STR(sheet.draft.state, S("gone"));
    office_done(&office);
}

static void lock(Office *office, Arena *arena, const char *period)
{
    App app = office_app(office, arena, S("director1"));
    PeriodLock lock;
    Err err = {0};
    CHECK_OK(lock_period(&app, str_from_z(period), S(""), &lock, &err), &err);
    app_close(&app);
}

/* The month that a value is scored in decides: one of a lag belongs to the month before, which may be locked. */
static void confirm__a_locked_month_takes_nothing(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = in_may(false);
    Err err = {0};
    fix_exec(office.fix.db, "UPDATE indicator SET lag = 1 WHERE code = 'invest'");
    lock(&office, &arena, "2021-03");
    ConfirmEdit lagging = edit_of(&arena, "", "c01/invest", "12");
    CHECK(submit(&office, &arena, "o_fgw", &lagging).ok); /* of March, scored in April */
    lock(&office, &arena, "2021-04");
    ConfirmEdit other = edit_of(&arena, "", "c01/invest", "13");
    CHECK(!save(&office, &arena, "o_fgw", &other, &err));
    CHECK_ERR(&err, ERR_PERIOD_LOCKED);
    Sent sent = submit(&office, &arena, "o_fgw", &other);
    CHECK_ERR(&sent.err, ERR_PERIOD_LOCKED);
    CHECK(sheet_of(&office, &arena, "o_fgw").frozen);
    office_done(&office);
}

/* Behind a frozen month nothing is ranked any more; a file is refused like the sheet. */
static void confirm__a_month_that_has_passed_takes_nothing(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = in_may(false);
    Err err = {0};
    MonthFileList files = {0};
    MonthFrom from = {.sender = S(""), .channel = S(""), .filled_by = S(""), .approved_by = S("")};
    Faults faults = {.arena = &arena}, warnings = {.arena = &arena};
    MonthImport import;
    ConfirmEdit edit = edit_of(&arena, "", "c01/invest", "12");
    office_freeze(&office, "2021-05");
    CHECK(!save(&office, &arena, "o_fgw", &edit, &err));
    CHECK_ERR(&err, ERR_PERIOD_PASSED);
    CHECK_STR(drafts(&office, &arena), S("0\n"));
    App app = office_app(&office, &arena, S("o_fgw"));
    *arena_push(&arena, &files) = (MonthFile){
        .name = S("fgw.json"),
        .period = S("2021-04"),
        .bytes = S("{\"body\":\"fgw\",\"period\":\"2021-04\",\"confirmed\":\"2021-05-10T10:00\","
                   "\"values\":[{\"unit\":\"c01\",\"indicator\":\"invest\",\"period\":\"2021-04\","
                   "\"value\":\"12\"}]}")};
    CHECK(!import_month(&app, MONTH_CONFIRMED, &files, S("2021-04"), &from, &import, &faults,
                        &warnings, &err));
    CHECK_ERR(&err, ERR_PERIOD_PASSED);
    app_close(&app);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(confirm__is_kept_and_sent),
        cmocka_unit_test(confirm__is_the_bodys_own),
        cmocka_unit_test(confirm__of_a_lag_enters_the_month_before),
        cmocka_unit_test(confirm__faults_name_the_cell),
        cmocka_unit_test(confirm__another_number_wants_its_reason),
        cmocka_unit_test(confirm__a_statistic_has_its_release),
        cmocka_unit_test(confirm__what_says_nothing_makes_no_draft),
        cmocka_unit_test(confirm__a_locked_month_takes_nothing),
        cmocka_unit_test(confirm__a_month_that_has_passed_takes_nothing),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
