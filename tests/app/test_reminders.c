/* Reminders on the sample campaign: told once a step and never daily, in the words of the day, and escalated to whom it
 * concerns. April is due on Tuesday 11 May: after the May holiday, with Saturday the 8th a make-up workday. */
#include "app/inbox/inbox.h"
#include "app/report/import_month.h"
#include "app/report/review.h"
#include "hands.h"

static void at(Office *office, int month, int day, int hour)
{
    office->now_ms =
        (int64_t)date_from_ymd(2021, month, day) * 86400000 + (int64_t)(hour - 8) * 3600000;
}

static Str left_of(Office *office, Arena *arena, const char *account, InboxKind kind)
{
    Inbox inbox = inbox_of(office, arena, account);
    App app = office_app(office, arena, str_from_z(account));
    const InboxItem *item = inbox_find(&inbox, kind);
    CHECK(item != NULL);
    Str left = inbox_left(&app, LANG_ZH, item);
    app_close(&app);
    return left;
}

static void make_digests(Office *office, Arena *arena)
{
    Err err = {0};
    int64_t made;
    App app = office_app(office, arena, S("director1"));
    CHECK_OK(inbox_digest_make(&app, &made, &err), &err);
    app_close(&app);
}

/* Whether the account's digest of that day has this. */
static bool told(Office *office, Arena *arena, const char *account, Date on, Str what)
{
    Err err = {0};
    Digest digest = {0};
    App app = office_app(office, arena, str_from_z(account));
    bool found = inbox_digest_read_day(&app, LANG_ZH, on, &digest, &err);
    CHECK(found || err.code == ERR_DIGEST_NONE);
    app_close(&app);
    return found && str_has(digest.text, what);
}

/* Days of May from the first on whose digests say it, as bits; digests of `skipped` are not made. */
static uint32_t days_told(Office *office, Arena *arena, const char *account, Str what, int first,
                          int skipped)
{
    uint32_t days = 0;
    for (int day = first; day <= 20; day++) {
        at(office, 5, day, 7);
        if (day != skipped)
            make_digests(office, arena);
        days |= (uint32_t)told(office, arena, account, date_from_ymd(2021, 5, day), what) << day;
    }
    return days;
}

#define DAY(n) (UINT32_C(1) << (n))

static void steps__are_told_once_each(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_open();
    uint32_t days = days_told(&office, &a, "u_c01", S("报送4月月报"), 6, 0);
    CHECK_I64(days, DAY(7) | DAY(10) | DAY(11) | DAY(12) | DAY(13));
    for (int day = 6; day <= 20; day++) /* leaders and the director on the day of escalation only */
        for (int i = 0; i < 2; i++)
            CHECK(told(&office, &a, i ? "leader1" : "director1", date_from_ymd(2021, 5, day),
                       S("4月月报逾期")) == (day == 13));
    CHECK(!told(&office, &a, "clerk1", date_from_ymd(2021, 5, 13), S("4月月报逾期")));
    office_done(&office);
}

/* Whoever calls is told every workday as long as reports are missing, with their number and where to call from. */
static void clerks__are_told_of_missing_reports_daily(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_open();
    uint32_t days = days_told(&office, &a, "clerk1", S("催报4月月报：已报0个，缺42个"), 12, 0);
    CHECK_I64(days, DAY(12) | DAY(13) | DAY(14) | DAY(17) | DAY(18) | DAY(19) | DAY(20));
    CHECK(told(&office, &a, "clerk1", date_from_ymd(2021, 5, 20),
               S("催报名单：/calls?period=2021-04\n")));
    CHECK(!told(&office, &a, "u_c01", date_from_ymd(2021, 5, 12), S("/calls?period=")));
    office_done(&office);
}

/* A server that stood still on the day tells it on the next, once. */
static void a_day_without_a_digest__is_made_up_for(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_open();
    uint32_t days = days_told(&office, &a, "u_c01", S("报送4月月报"), 6, 7);
    CHECK_I64(days, DAY(8) | DAY(10) | DAY(11) | DAY(12) | DAY(13));
    office_done(&office);
}

/* A clock that goes back tells nothing again. */
static void a_clock_set_back__tells_nothing_twice(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_open();
    at(&office, 5, 11, 7);
    make_digests(&office, &a);
    CHECK(told(&office, &a, "u_c01", date_from_ymd(2021, 5, 11), S("报送4月月报")));
    at(&office, 5, 10, 7);
    make_digests(&office, &a);
    CHECK(!told(&office, &a, "u_c01", date_from_ymd(2021, 5, 10), S("报送4月月报")));
    office_done(&office);
}

static void words__are_those_of_the_day(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_open();
    static const struct {
        int day;
        Str words;
    } rows[] = {
        {7, SC("还有3个工作日")},  {8, SC("还有2个工作日")},
        {10, SC("明天截止")},      {11, SC("今天截止")},
        {12, SC("逾期1个工作日")}, {13, SC("逾期2个工作日，已提请分管领导")},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        at(&office, 5, rows[i].day, 9);
        CHECK_STR(left_of(&office, &a, "u_c01", INBOX_REPORT), rows[i].words);
    }
    office_done(&office);
}

/* By the post of who is in charge, and to the director; nobody else, and no restricted unit without the right. */
static void escalation__is_for_whom_it_concerns(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_open();
    at(&office, 5, 12, 9);
    Inbox before = inbox_of(&office, &a, "director1");
    CHECK(!inbox_find(&before, INBOX_ESCALATED));
    at(&office, 5, 13, 9);
    Inbox director = inbox_of(&office, &a, "director1"), leader = inbox_of(&office, &a, "leader1");
    Inbox other = inbox_of(&office, &a, "leader2");
    const InboxItem *all = inbox_find(&director, INBOX_ESCALATED);
    const InboxItem *own = inbox_find(&leader, INBOX_ESCALATED);
    const InboxItem *others = inbox_find(&other, INBOX_ESCALATED);
    CHECK(all && own && others && all->by_others && all->late);
    CHECK_I64(all->n, 42);
    CHECK_STR(all->names.items[0], S("京津冀协同发展专班")); /* official order */
    CHECK_STR(own->names.items[0], S("京津冀协同发展专班"));
    CHECK_STR(own->names.items[1], S("重大项目建设专班"));
    CHECK(own->n + others->n < all->n);
    App app = office_app(&office, &a, S("leader2"));
    for (int i = 0; i < others->names.count; i++)
        for (int u = 0; u < app.def.units.count; u++)
            if (str_eq(app.def.units.items[u].name, others->names.items[i]))
                CHECK_STR(app.def.units.items[u].leader, S("副市长(生态)"));
    app_close(&app);
    static const char *const nobody[] = {"clerk1", "u_c01", "o_fgw", "inspector1", "sysadmin"};
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
        Inbox inbox = inbox_of(&office, &a, nobody[i]);
        CHECK(!inbox_find(&inbox, INBOX_ESCALATED));
    }
    office_done(&office);
}

/* ---- a report that came and was sent back ---- */

static void report(Office *office, const char *unit)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    App app = office_app(office, &a, S("clerk1"));
    Str body =
        arena_fmt(&a,
                  "填报单位,%s\n所属期,2021-04\n报送时间,2021-05-08T10:00:00+08:00\n\n表一 指标\n"
                  "指标编码,指标,计量单位,本月完成,累计完成,上年同期,备注\ninvest,,亿元,,8,,\n",
                  unit);
    MonthFileList files = {0};
    MonthImport import;
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    const MonthFrom from = {0};
    *arena_push(&a, &files) =
        (MonthFile){.name = S("report.csv"), .bytes = body, .period = S("2021-04")};
    CHECK_OK(import_month(&app, MONTH_REPORTS, &files, S("2021-04"), &from, &import, &faults,
                          &warnings, &err),
             &err);
    app_close(&app);
}

static void give_back(Office *office, const char *unit)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    App app = office_app(office, &a, S("clerk1"));
    ReviewReturn order = {.unit = str_from_z(unit), .version = 1, .note = S("示例：合计与分项")};
    ReportStep saved;
    *arena_push(&a, &order.causes) = S("sum");
    *arena_push(&a, &order.places) = S("invest");
    CHECK_OK(review_return(&app, S("2021-04"), &order, &saved, &err), &err);
    app_close(&app);
}

static void a_returned_report__is_reminded_of_as_such(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_open();
    at(&office, 5, 8, 10);
    report(&office, "c01");
    report(&office, "c02");
    give_back(&office, "c01");
    CHECK_STR(left_of(&office, &a, "u_c01", INBOX_RETURNED), S("还有2个工作日"));
    uint32_t days = days_told(&office, &a, "u_c01", S("4月月报被退回"), 9, 0);
    CHECK_I64(days, DAY(10) | DAY(11) | DAY(12) | DAY(13));
    at(&office, 5, 13, 9);
    Inbox director = inbox_of(&office, &a, "director1");
    App app = office_app(&office, &a, S("director1"));
    const InboxItem *all = inbox_find(&director, INBOX_ESCALATED);
    CHECK(all && all->n == 41); /* c02 came in */
    CHECK(str_has(inbox_detail(&app, LANG_ZH, all), S("京津冀协同发展专班（未报送）")));
    app_close(&app);
    Inbox received = inbox_of(&office, &a, "u_c02");
    CHECK(!inbox_find(&received, INBOX_REPORT) && !inbox_find(&received, INBOX_RETURNED));
    office_done(&office);
}

/* Sent back after the day: days count from there, and nobody is escalated at once. */
static void a_report_returned_late__has_days_to_correct(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_open();
    at(&office, 5, 8, 10);
    report(&office, "t01");
    at(&office, 5, 13, 10);
    give_back(&office, "t01");
    Inbox leader = inbox_of(&office, &a, "leader1");
    int before = inbox_find(&leader, INBOX_ESCALATED)->n;
    at(&office, 5, 17, 10);
    leader = inbox_of(&office, &a, "leader1");
    const InboxItem *own = inbox_find(&leader, INBOX_ESCALATED);
    CHECK_I64(own->n, before + 1);
    App app = office_app(&office, &a, S("leader1"));
    CHECK(str_has(inbox_detail(&app, LANG_ZH, own), S("京津冀协同发展专班（退回后未改报）")));
    app_close(&app);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(steps__are_told_once_each),
        cmocka_unit_test(clerks__are_told_of_missing_reports_daily),
        cmocka_unit_test(a_day_without_a_digest__is_made_up_for),
        cmocka_unit_test(a_clock_set_back__tells_nothing_twice),
        cmocka_unit_test(words__are_those_of_the_day),
        cmocka_unit_test(escalation__is_for_whom_it_concerns),
        cmocka_unit_test(a_returned_report__is_reminded_of_as_such),
        cmocka_unit_test(a_report_returned_late__has_days_to_correct),
    };
    return cmocka_run_group_tests_name("reminders", list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
