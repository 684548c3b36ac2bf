/* The pure part of the inbox: groups by day, the order of items. */
#include "app/inbox/inbox_parts.h"
#include "check.h"

static Date day(int month, int d)
{
    return date_from_ymd(2021, month, d);
}

/* 2021-12-07 is a Tuesday. */
static void groups__end_with_the_sunday(void **state)
{
    (void)state;
    static const struct {
        int month, day;
        InboxGroup group;
    } expected[] = {{12, 6, INBOX_LATE},  {11, 1, INBOX_LATE},  {12, 7, INBOX_TODAY},
                    {12, 8, INBOX_WEEK},  {12, 12, INBOX_WEEK}, {12, 13, INBOX_LATER},
                    {12, 31, INBOX_LATER}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        CHECK_I64(inbox_group_of(day(12, 7), day(expected[i].month, expected[i].day)),
                  expected[i].group);
    CHECK_I64(inbox_group_of(day(12, 7), DATE_NONE), INBOX_WEEK);
    CHECK_I64(inbox_group_of(day(12, 12), day(12, 13)), INBOX_LATER); /* on a Sunday */
    CHECK_I64(inbox_group_of(day(12, 13), day(12, 19)), INBOX_WEEK);
}

static InboxItem item(InboxGroup group, InboxKind kind, Date on, int order)
{
    return (InboxItem){.group = group, .kind = kind, .day = {.on = on}, .order = order};
}

static void order__is_urgency_then_the_official_one(void **state)
{
    (void)state;
    InboxItem items[] = {
        item(INBOX_WEEK, INBOX_NOTE, DATE_NONE, 4),      /* 0 yellow */
        item(INBOX_WEEK, INBOX_NOTE, DATE_NONE, 9),      /* 1 red */
        item(INBOX_TODAY, INBOX_REPORTS, day(12, 7), 0), /* 2 of others */
        item(INBOX_TODAY, INBOX_FREEZE, day(12, 7), 3),  /* 3 */
        item(INBOX_LATE, INBOX_TASK, day(12, 3), 1),     /* 4 */
        item(INBOX_LATE, INBOX_TASK, day(12, 1), 8),     /* 5 */
        item(INBOX_WEEK, INBOX_CIRCULAR, DATE_NONE, 2),  /* 6 */
        item(INBOX_WEEK, INBOX_CONFIRM, day(12, 9), 7),  /* 7 */
        item(INBOX_LATE, INBOX_TASK, day(12, 3), 0),     /* 8 */
        item(INBOX_WEEK, INBOX_CIRCULAR, DATE_NONE, 2),  /* 9 equal to 6, added later */
    };
    static const int expected[] = {5, 8, 4, 3, 2, 7, 6, 9, 1, 0};
    enum { COUNT = sizeof items / sizeof *items };
    items[0].light = LIGHT_YELLOW;
    items[1].light = LIGHT_RED;
    items[2].by_others = true;
    for (int i = 0; i < COUNT; i++)
        items[i].n = i;
    InboxItems list = {.items = items, .count = COUNT, .cap = COUNT};
    inbox_sort(&list);
    for (int i = 0; i < COUNT; i++)
        CHECK_I64(list.items[i].n, expected[i]);
    InboxItems none = {0};
    inbox_sort(&none);
}

static void words__name_every_kind_once(void **state)
{
    (void)state;
    for (int i = 0; i < INBOX_KINDS; i++) {
        CHECK(inbox_kind_word((InboxKind)i).len > 0);
        for (int k = 0; k < i; k++)
            CHECK(!str_eq(inbox_kind_word((InboxKind)i), inbox_kind_word((InboxKind)k)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups__end_with_the_sunday),
        cmocka_unit_test(order__is_urgency_then_the_official_one),
        cmocka_unit_test(words__name_every_kind_once),
    };
    return cmocka_run_group_tests_name("inbox", tests, NULL, NULL);
}
