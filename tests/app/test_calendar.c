/* The calendar that the office loads: it goes over the built-in one, holds at once, and is vouched for. */
#include "app/calendar.h"
#include "app/upkeep/verify.h"
#include "base/limits.h"
#include "office.h"

static const char full_2027[] =
    "日期,名称,性质\n2027-01-01,元旦,休\n2027-01-02,元旦,班\n2027-10-01,国庆节,休\n";

static bool load(Office *office, const char *account, const char *text, Faults *faults, Err *err)
{
    CalendarLoad done;
    App app = office_app(office, faults->arena, str_from_z(account));
    bool ok = calendar_load(&app, S("c.csv"), str_from_z(text), &done, faults, err);
    app_close(&app);
    return ok;
}

static Str workdays_of(Office *office, Arena *arena, int year)
{
    AUTO_APP app = office_app(office, arena, S("clerk1"));
    CalendarYear y;
    Calendar calendar;
    Err err = {0};
    bool is;
    CHECK_OK(calendar_year(&app, year, &y, &err), &err);
    CHECK_OK(app_workdays(&app, &calendar, &err), &err); /* the one that all share */
    CHECK(workday_is(&calendar, date_from_ymd(year, 1, 4), &is, &err) == y.known);
    return arena_fmt(arena, "%s %d %d %d", y.known ? "known" : "unknown", y.total, y.specials.count,
                     y.loaded);
}

static void loaded__goes_over_built_in_at_once(void **state)
{
    (void)state;
    Office office = office_open();
    AUTO_ARENA a = {0};
    Faults faults = {.arena = &a};
    Err err = {0};
    CHECK_STR(workdays_of(&office, &a, 2026), S("known 248 39 0"));
    CHECK_STR(workdays_of(&office, &a, 2027), S("unknown 0 0 0"));
    CHECK(!load(&office, "u_c01", full_2027, &faults, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK_OK(load(&office, "clerk1", full_2027, &faults, &err), &err);
    /* 261 weekdays, the 1st and 1 October off, the 2nd (a Saturday) worked */
    CHECK_STR(workdays_of(&office, &a, 2027), S("known 260 3 3"));
    /* a day of a built-in year alone, by tabs, loaded by another in the same millisecond */
    CHECK_OK(load(&office, "sysadmin",
                  "date\tname\tkind\tsource\n2026-12-31\t调整\t休\t通知，\"二\"\n", &faults, &err),
             &err);
    CHECK_STR(workdays_of(&office, &a, 2026), S("known 247 40 1"));
    CHECK_STR(fix_rows(&a, office.fix.db,
                       "SELECT source, version FROM calendar_day WHERE on_date = '2026-12-31'"),
              S("通知，\"二\"|2\n"));
    CHECK_OK(load(&office, "sysadmin", "date,kind\n2026-12-31,班\n", &faults, &err), &err);
    CHECK_STR(workdays_of(&office, &a, 2026), S("known 248 40 1"));
    AUTO_APP app = office_app(&office, &a, S("sysadmin"));
    VerifyCounts counts;
    CHECK_OK(verify_all(&app, &counts, &faults, &err), &err);
    fix_exec(office.fix.db, "UPDATE calendar_day SET off = FALSE WHERE on_date = '2027-10-01'");
    CHECK(!verify_all(&app, &counts, &faults, &err));
    CHECK_I64(faults.total, 1);
    office_done(&office);
}

static void files__that_are_no_calendar_are_refused(void **state)
{
    (void)state;
    Office office = office_open();
    static const struct {
        const char *text;
        ErrCode code;
        int64_t row, col;
    } bad[] = {
        {"日期,性质\n2027-05-01,休\n", ERR_CALENDAR_PART, 0, 0},
        {"日期,性质\n2026-05-01,休\n2026/5/1,班\n", ERR_CALENDAR_TWICE, 3, 1},
        {"日期,性质\n2026-05-41,休\n", ERR_TYPED_DATE, 2, 1},
        {"日期,性质\n2026-05-01,放假\n", ERR_CELL_WORD, 2, 2},
        {"日期\n2026-05-01\n", ERR_NONE, 0, 0},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        AUTO_ARENA a = {0};
        Faults faults = {.arena = &a};
        Err err = {0};
        if (load(&office, "clerk1", bad[i].text, &faults, &err))
            fail_msg("%s", bad[i].text);
        CHECK(faults.count > 0);
        if (bad[i].code == ERR_NONE)
            continue;
        CHECK_ERR(&faults.items[0], bad[i].code);
        CHECK_I64(faults.items[0].row, bad[i].row);
        CHECK_I64(faults.items[0].col, bad[i].col);
    }
    AUTO_ARENA a = {0};
    Faults faults = {.arena = &a};
    Err err = {0};
    CHECK(!load(&office, "clerk1", "日期,性质\n", &faults, &err));
    Out many = out_new(&a, 1 << 20);
    out_s(&many, S("日期,性质\n"));
    for (int i = 0; i <= LIMIT_CALENDAR_DAYS; i++)
        out_f(&many, "%.*s,休\n", STR_ARG(date_str(&a, date_from_ymd(2020, 1, 1) + i)));
    CHECK(!load(&office, "clerk1", str_z(&a, out_str(&many)), &faults, &err));
    CHECK_ERR(&err, ERR_LIMIT);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(loaded__goes_over_built_in_at_once),
        cmocka_unit_test(files__that_are_no_calendar_are_refused),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
