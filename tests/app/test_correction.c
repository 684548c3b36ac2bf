/* What a correction rests on: the number of a document, a file among those of the report, or both; and who did it is a post. */
#include "app/person.h"
#include "app/report/correction.h"
#include "app/report/report_form.h"
#include "office.h"

static void report_and_lock(Office *office)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    App app = office_as(office, &a, "clerk1");
    MonthFileList files = {0};
    MonthImport import;
    PeriodLock lock;
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    const MonthFrom from = {0};
    *arena_push(&a, &files) = (MonthFile){
        .name = S("report.csv"),
        .bytes =
            S("填报单位,c01\n所属期,2021-04\n报送时间,2021-05-08T10:00:00+08:00\n\n表一 指标\n"
              "指标编码,指标,计量单位,本月完成,累计完成,上年同期,备注\ninvest,,亿元,,12.5,,\n"),
        .period = S("2021-04")};
    CHECK_OK(import_month(&app, MONTH_REPORTS, &files, S("2021-04"), &from, &import, &faults,
                          &warnings, &err),
             &err);
    CHECK_OK(lock_period(&app, S("2021-04"), S(""), &lock, &err), &err);
    app_close(&app);
}

static Office locked(void)
{
    Office office = office_open();
    office_at(&office, "2021-05-08T10:00:00+08:00");
    report_and_lock(&office);
    return office;
}

static App with_files(Office *office, Arena *a, const char *account)
{
    App app;
    Err err = {0};
    AppStart start = office_start(office, NULL, str_from_z(account));
    start.data_folder = fix_path(a, "-data");
    CHECK_OK(app_open(a, &start, &app, &err), &err);
    return app;
}

static int kept_files(App *app)
{
    Err err = {0};
    AttachmentList files = {0};
    CHECK_OK(files_of(app, report_object(app->arena, S("2021-04"), S("c01")), &files, &err), &err);
    return files.count;
}

static void basis__is_a_number_or_a_file(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = locked();
    App app = with_files(&office, &a, "u_c01");
    Faults faults = {.arena = &a};
    CorrectionAsk ask;
    CorrectionView view;
    AttachmentList files = {0};
    CorrectionWish wish = {.period = S("2021-04"),
                           .unit = S("c01"),
                           .indicator = S("invest"),
                           .old_value = S("12"),
                           .new_value = S("11"),
                           .reason = S("示例：漏计一项")};
    CHECK(!correction_wish(&app, &wish, &ask, &faults, &err));
    CHECK_ERR(&err, ERR_CORRECTION_BASIS);
    wish.file_name = S("情况说明.txt");
    wish.file_bytes = S("示例：票据核对情况");
    CHECK(!correction_wish(&app, &wish, &ask, &faults, &err)); /* not what is on record */
    CHECK(faults.count == 1 && faults.items[0].code == ERR_CORRECTION_OLD);
    CHECK_I64(kept_files(&app), 0); /* one that is refused leaves no file */
    wish.old_value = S("12.5");
    CHECK_OK(correction_wish(&app, &wish, &ask, &(Faults){.arena = &a}, &err), &err);
    CHECK_OK(correction_read(&app, ask.id, &view, &err), &err);
    const CorrectionEntry *entry = &view.sheet.corrections.items[0];
    CHECK(str_starts(entry->basis, S("佐证文件 ")) && !str_has(entry->basis, S("情况说明")));
    CHECK_OK(correction_files(&app, entry, &files, &err), &err);
    CHECK(files.count == 1 && str_eq(files.items[0].name, S("情况说明.txt")));
    app_close(&app);
    office_done(&office);
}

static void who__is_a_post(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = locked();
    App app = office_as(&office, &a, "clerk1");
    CHECK_STR(person_post(&app, S("u_c01_s")), S("甲区单位负责人"));
    CHECK_STR(person_post(&app, S("u_c01_s")), S("甲区单位负责人")); /* as it was found */
    CHECK_STR(person_post(&app, S("nobody")), S("nobody"));
    CHECK_STR(person_post(&app, S("")), S(""));
    CHECK_STR(person_words(&app, LANG_ZH, S("u_c02"), S("u_c01")), S("乙区填报人（代甲区填报人）"));
    fix_exec(office.fix.db, "UPDATE account SET post = '' WHERE name IN ('u_c03', 'o_fgw')");
    CHECK_STR(person_post(&app, S("u_c03")), S("丙区")); /* without one its unit, or body */
    CHECK_STR(person_post(&app, S("o_fgw")), S("市发展和改革委员会"));
    app_close(&app);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(basis__is_a_number_or_a_file),
        cmocka_unit_test(who__is_a_post),
    };
    return cmocka_run_group_tests_name("correction", list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
