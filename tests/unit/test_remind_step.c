/* Steps of reminding over the National Day holiday: September 2021 is due on 13 October, its third workday before that is
 * Saturday the 9th, a make-up workday. */
#include "core/remind_step.h"
#include "source.h"

#include <stdio.h>

static const MonthRule rule = {.remind = {5, 3, 1}, .nremind = 3, .escalate = 2};

static Calendar china(Arena *a)
{
    Calendar calendar;
    Err err = {0};
    CHECK_OK(calendar_parse(a, source_file(a, "data/calendars/cn-2020-2026.tsv"), &calendar, &err),
             &err);
    return calendar;
}

static Date day(const char *text)
{
    Date date;
    Err err = {0};
    if (!text)
        return DATE_NONE;
    CHECK_OK(date_parse(str_from_z(text), &date, &err), &err);
    return date;
}

static void steps__begin_on_workdays_only(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    static const struct {
        const char *returned, *today;
        RemindKind kind;
        const char *on;
        int days;
    } rows[] = {
        {NULL, "2021-09-29", REMIND_NONE, NULL, 0},
        {NULL, "2021-09-30", REMIND_AHEAD, "2021-09-30", 5},
        {NULL, "2021-10-05", REMIND_AHEAD, "2021-09-30", 5}, /* in the holiday none begins */
        {NULL, "2021-10-08", REMIND_AHEAD, "2021-09-30", 5},
        {NULL, "2021-10-09", REMIND_AHEAD, "2021-10-09", 3}, /* Saturday, a workday */
        {NULL, "2021-10-10", REMIND_AHEAD, "2021-10-09", 3},
        {NULL, "2021-10-12", REMIND_AHEAD, "2021-10-12", 1},
        {NULL, "2021-10-13", REMIND_DUE, "2021-10-13", 0},
        {NULL, "2021-10-14", REMIND_OVERDUE, "2021-10-14", 0},
        {NULL, "2021-10-15", REMIND_ESCALATED, "2021-10-15", 0},
        {NULL, "2021-12-31", REMIND_ESCALATED, "2021-10-15", 0},
        /* sent back before the due day: told on the next workday, the rest as it was */
        {"2021-10-09", "2021-10-10", REMIND_AHEAD, "2021-10-09", 3},
        {"2021-10-09", "2021-10-11", REMIND_RETURNED, "2021-10-11", 0},
        {"2021-10-09", "2021-10-12", REMIND_AHEAD, "2021-10-12", 1},
        {"2021-10-11", "2021-10-12", REMIND_RETURNED, "2021-10-12", 0},
        {"2021-10-09", "2021-10-14", REMIND_OVERDUE, "2021-10-14", 0},
        /* sent back on the due day or later: days count from there */
        {"2021-10-13", "2021-10-13", REMIND_DUE, "2021-10-13", 0},
        {"2021-10-15", "2021-10-16", REMIND_DUE, "2021-10-13", 0},
        {"2021-10-15", "2021-10-18", REMIND_OVERDUE, "2021-10-18", 0},
        {"2021-10-15", "2021-10-19", REMIND_ESCALATED, "2021-10-19", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        RemindStep step = {0};
        Err err = {0};
        CHECK_OK(remind_step_at(&cn, &rule, day("2021-10-13"), day(rows[i].returned),
                                day(rows[i].today), &step, &err),
                 &err);
        CHECK_I64(step.kind, rows[i].kind);
        CHECK_I64(step.on, day(rows[i].on));
        CHECK_I64(step.days, rows[i].days);
    }
}

static void steps__that_are_not_stated_are_none(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    static const MonthRule none = {0}, same_day = {.escalate = 1};
    RemindStep step;
    Err err = {0};
    CHECK(remind_step_at(&cn, &none, day("2021-10-13"), DATE_NONE, day("2021-10-12"), &step, &err));
    CHECK_I64(step.kind, REMIND_NONE);
    CHECK(remind_step_at(&cn, &none, day("2021-10-13"), DATE_NONE, day("2021-12-12"), &step, &err));
    CHECK_I64(step.kind, REMIND_OVERDUE);
    CHECK(remind_step_at(&cn, &same_day, day("2021-10-13"), DATE_NONE, day("2021-10-14"), &step,
                         &err));
    CHECK_I64(step.kind, REMIND_ESCALATED);
}

static void a_year_without_a_calendar__is_told(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Calendar cn = china(&a);
    RemindStep step;
    Err err = {0};
    CHECK(
        !remind_step_at(&cn, &rule, day("2027-01-08"), DATE_NONE, day("2027-01-08"), &step, &err));
    CHECK_ERR(&err, ERR_CALENDAR_YEAR);
    err = (Err){0}; /* days that have not come need none */
    CHECK(remind_step_at(&cn, &rule, day("2026-12-31"), DATE_NONE, day("2026-12-31"), &step, &err));
    CHECK_I64(step.kind, REMIND_DUE);
    CHECK(
        !remind_step_at(&cn, &rule, day("2026-12-31"), DATE_NONE, day("2027-01-01"), &step, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps__begin_on_workdays_only),
        cmocka_unit_test(steps__that_are_not_stated_are_none),
        cmocka_unit_test(a_year_without_a_calendar__is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
