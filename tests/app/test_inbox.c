/* The inbox on the sample campaign as it was imported: what each role has to do at several instants, what was read, one
 * digest a day. */
#include "app/inbox/calls.h"
#include "app/inbox/inbox.h"
#include "app/ledger/progress.h"
#include "app/people/delegation.h"
#include "base/limits.h"
#include "hands.h"

#include <string.h>

/* 1—2月 opens on 25 February and is due on 5 March. */
static void reports__are_asked_for_from_the_opening_day(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_open();
    office_at(&office, "2021-02-24T09:00:00+08:00");
    Inbox before = inbox_of(&office, &arena, "u_c01");
    CHECK(!inbox_find(&before, INBOX_REPORT));
    office_at(&office, "2021-02-25T09:00:00+08:00");
    Inbox unit = inbox_of(&office, &arena, "u_c01");
    const InboxItem *own = inbox_find(&unit, INBOX_REPORT);
    CHECK(own && own->group == INBOX_LATER && own->day.workdays == 6 && !own->late);
    office_at(&office, "2021-03-05T23:59:59+08:00");
    Inbox clerk = inbox_of(&office, &arena, "clerk1");
    const InboxItem *reports = inbox_find(&clerk, INBOX_REPORTS);
    CHECK(reports && reports->group == INBOX_TODAY && !reports->by_others);
    CHECK_I64(reports->n, 42);
    CHECK_I64(reports->total, 42);
    CHECK_STR(reports->names.items[0], S("京津冀协同发展专班")); /* official order */
    Inbox director = inbox_of(&office, &arena, "director1");
    CHECK(inbox_find(&director, INBOX_REPORTS)->by_others);
    office_at(&office, "2021-03-08T00:00:00+08:00"); /* a weekend later: one workday */
    Inbox late = inbox_of(&office, &arena, "u_c01");
    own = inbox_find(&late, INBOX_REPORT);
    CHECK(own && own->late && own->group == INBOX_LATE && own->day.workdays == -1);
    CHECK_I64(late.counts[INBOX_LATE], 1);
    Inbox owner = inbox_of(&office, &arena, "o_fgw");
    CHECK_I64(inbox_find(&owner, INBOX_CONFIRM)->n, 4);
    office_done(&office);
}

/* A restricted unit is missing like the others; who has not that right sees the number, not the name. */
static void restricted_units__are_not_named_without_the_right(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = office_open();
    CallList list;
    office_at(&office, "2021-03-05T10:00:00+08:00");
    App app = office_app(&office, &arena, S("clerk1"));
    CHECK_OK(calls_read(&app, LANG_ZH, S(""), &list, &err), &err);
    CHECK(list.hidden > 0);
    int named = 0;
    for (int g = 0; g < app.def.groups.count && g < list.groups.count; g++)
        for (int i = 0; i < list.groups.items[g].lines.count; i++) {
            CHECK(!str_eq(list.groups.items[g].lines.items[i].code, S("t09")));
            named += !list.groups.items[g].lines.items[i].again;
        }
    CHECK_I64(named + list.hidden, 42);
    app.actor.granted = true;
    CHECK_OK(calls_read(&app, LANG_ZH, S(""), &list, &err), &err);
    CHECK_I64(list.hidden, 0);
    app_close(&app);
    office_done(&office);
}

/* Next year's calendar: from October on; a year that has none asks at once, and days are not counted. */
static void calendars__are_missed_in_time(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_open();
    office_at(&office, "2026-09-30T09:00:00+08:00");
    Inbox inbox = inbox_of(&office, &arena, "sysadmin");
    CHECK(!inbox_find(&inbox, INBOX_CALENDAR));
    office_at(&office, "2026-10-09T09:00:00+08:00");
    inbox = inbox_of(&office, &arena, "sysadmin");
    const InboxItem *next = inbox_find(&inbox, INBOX_CALENDAR);
    CHECK(next && next->group == INBOX_LATER);
    CHECK_STR(next->code, S("2027"));
    office_at(&office, "2027-01-04T09:00:00+08:00");
    inbox = inbox_of(&office, &arena, "sysadmin");
    next = inbox_find(&inbox, INBOX_CALENDAR);
    CHECK(next && next->group == INBOX_TODAY);
    CHECK_STR(next->code, S("2027"));
    CHECK(!inbox_find(&inbox, INBOX_REPORTS)); /* nothing of the campaign */
    CHECK(!inbox.has_campaign && inbox.happened.count == 0);
    office_done(&office);
}

static void note(Office *office, Arena *arena, const char *account, const char *task)
{
    Err err = {0};
    ProgressNote kept;
    App app = office_app(office, arena, str_from_z(account));
    ProgressEntry entry = {.task = str_from_z(task),
                           .state = S("at_risk"),
                           .text = S("示例：用地未批"),
                           .seen = PROGRESS_SEEN_ANY};
    CHECK_OK(progress_add(&app, &entry, &kept, &err), &err);
    app_close(&app);
}

/* Another's note on my task is news, my own is none, a third one's task is none; read is read up to where it was shown. */
static void news__is_what_concerns_the_reader(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = office_open();
    office_at(&office, "2021-03-01T09:00:00+08:00");
    note(&office, &arena, "u_c01", "1.2.1");
    Inbox other = inbox_of(&office, &arena, "u_c02"), own = inbox_of(&office, &arena, "u_c01");
    Inbox third = inbox_of(&office, &arena, "u_d01"), leader = inbox_of(&office, &arena, "leader1");
    CHECK_I64(other.happened.count, 1);
    CHECK_I64(other.happened.items[0].kind, HAPPENED_NOTED);
    CHECK_STR(other.happened.items[0].by, S("甲区"));
    CHECK_I64(own.happened.count, 0);
    CHECK_I64(third.happened.count, 0);
    CHECK_I64(leader.happened.count, 1); /* 常务副市长 leads the area */
    office_at(&office, "2021-03-01T10:00:00+08:00");
    note(&office, &arena, "u_c03", "1.2.1"); /* after the page was shown */
    App app = office_app(&office, &arena, S("u_c02"));
    CHECK_OK(inbox_mark(&app, other.head_seq, &err), &err);
    app_close(&app);
    other = inbox_of(&office, &arena, "u_c02");
    CHECK_I64(other.happened.count, 1);
    CHECK_STR(other.happened.items[0].by, S("丙区"));
    CHECK_I64(other.seen_at, office.now_ms);
    own = inbox_of(&office, &arena, "u_c01"); /* nobody else's reading counts */
    CHECK_I64(own.happened.count, 1);
    office_at(&office, "2021-05-01T10:00:00+08:00");
    own = inbox_of(&office, &arena, "u_c01");
    CHECK_I64(own.happened.count, 0); /* too long ago to be news */
    office_done(&office);
}

static int64_t make_digests(Office *office, Arena *arena, bool *ret_ok)
{
    Err err = {0};
    int64_t made = -1;
    App app = office_app(office, arena, S("director1"));
    *ret_ok = inbox_digest_make(&app, &made, &err);
    app_close(&app);
    return made;
}

static bool has_digest(Office *office, Arena *arena, const char *account, int month, int day,
                       Digest *ret_digest)
{
    Err err = {0};
    App app = office_app(office, arena, str_from_z(account));
    bool found =
        inbox_digest_read_day(&app, LANG_ZH, date_from_ymd(2021, month, day), ret_digest, &err);
    CHECK(found || err.code == ERR_DIGEST_NONE);
    app_close(&app);
    return found;
}

/* Once a workday, for who has something; twice makes none twice, a weekend none, a year without a calendar none. */
static void digests__are_made_once_a_workday(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_open();
    Digest digest;
    bool ok;
    office_at(&office, "2021-02-28T07:00:00+08:00"); /* a Sunday */
    CHECK_I64(make_digests(&office, &arena, &ok), 0);
    office_at(&office, "2021-03-05T07:00:00+08:00");
    int64_t made = make_digests(&office, &arena, &ok);
    CHECK(ok && made > 42);
    CHECK_I64(make_digests(&office, &arena, &ok), 0);
    CHECK(has_digest(&office, &arena, "u_c01", 3, 5, &digest));
    CHECK(str_has(digest.text, S("报送1—2月月报（3月5日，今天截止）")));
    CHECK(!str_has(digest.text, S("乙区")));
    CHECK(!has_digest(&office, &arena, "secadmin", 3, 5, &digest)); /* nothing to be told */
    CHECK(!has_digest(&office, &arena, "u_c01", 3, 4, &digest));
    office_at(&office, "2027-01-04T07:00:00+08:00");
    CHECK_I64(make_digests(&office, &arena, &ok), 0);
    CHECK(ok);
    office_done(&office);
}

/* A delegation is news to who got it. */
static void delegations__are_told(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = office_open();
    office_at(&office, "2021-03-01T09:00:00+08:00");
    Str id;
    App app = office_app(&office, &arena, S("u_c01"));
    DelegationEntry entry = {S("u_c02"), S("2021-03-01"), S("2021-03-12"), S("示例：外出培训")};
    CHECK_OK(delegation_give(&app, &entry, &id, &err), &err);
    app_close(&app);
    Inbox inbox = inbox_of(&office, &arena, "u_c02");
    CHECK_I64(inbox.happened.count, 1);
    CHECK_I64(inbox.happened.items[0].kind, HAPPENED_DELEGATED);
    CHECK_STR(inbox.happened.items[0].by, S("甲区"));
    app = office_app(&office, &arena, S("u_c02"));
    CHECK_STR(happened_text(&app, LANG_ZH, &inbox.happened.items[0]),
              S("甲区授权您代办（2021-03-01—2021-03-12）"));
    app_close(&app);
    office_done(&office);
}

/* A text for a group names nobody; it is a row of the log, and refusals are none. */
static void reminders__name_nobody_and_are_counted(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = office_open();
    Str text;
    Reminding r;
    office_at(&office, "2021-03-04T09:00:00+08:00");
    App app = office_app(&office, &arena, S("clerk1"));
    CHECK_OK(
        remind_make(&app, LANG_ZH, S(""), S(""), S("https://duban.example/inbox"), &text, &err),
        &err);
    CHECK(str_has(text, S("还有42个单位未报")) && str_ends(text, S("https://duban.example/inbox")));
    for (int i = 0; i < app.def.units.count; i++)
        CHECK(!str_has(text, app.def.units.items[i].name));
    CHECK_OK(remind_make(&app, LANG_ZH, S("2021-02"), S("c09"), S(""), &text, &err), &err);
    CHECK(str_has(text, S("壬新区")) && !str_has(text, S("甲区")));
    CHECK_OK(remind_read(&app, S(""), &r, &err), &err);
    CHECK_I64(r.made, 2);
    CHECK(!remind_make(&app, LANG_ZH, S(""), S("c99"), S(""), &text, &err));
    CHECK_I64(err.code, ERR_UNIT_UNKNOWN);
    CHECK(!remind_make(&app, LANG_ZH, S("2021-03"), S(""), S(""), &text, &err));
    CHECK_I64(err.code, ERR_REMIND_CLOSED);
    char longer[LIMIT_REMIND_LINK_BYTES + 2];
    memset(longer, 'a', sizeof longer);
    CHECK(!remind_make(&app, LANG_ZH, S(""), S(""), (Str){longer, LIMIT_REMIND_LINK_BYTES + 1},
                       &text, &err));
    CHECK_I64(err.code, ERR_LIMIT);
    app_close(&app);
    app = office_app(&office, &arena, S("u_c09"));
    CHECK(!remind_make(&app, LANG_ZH, S(""), S(""), S(""), &text, &err));
    CHECK_I64(err.code, ERR_DENIED);
    app_close(&app);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(reports__are_asked_for_from_the_opening_day),
        cmocka_unit_test(restricted_units__are_not_named_without_the_right),
        cmocka_unit_test(calendars__are_missed_in_time),
        cmocka_unit_test(news__is_what_concerns_the_reader),
        cmocka_unit_test(digests__are_made_once_a_workday),
        cmocka_unit_test(delegations__are_told),
        cmocka_unit_test(reminders__name_nobody_and_are_counted),
    };
    return cmocka_run_group_tests_name("inbox", list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
