/* Talks: one talk for one cause; states and their reasons are walked by the sample year. */
#include "app/talk/talks.h"
#include "check.h"

static TalkRow *add(Arena *a, TalkList *list, Str period, Str unit, Str bodies)
{
    TalkRow *t = arena_push(a, list);
    *t = (TalkRow){.period = period, .unit = unit, .step = S("talk"), .bodies = bodies};
    return t;
}

static void talks__one_body_is_talked_to_once_for_one_cause(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    TalkList list = {0};
    int first[5];
    add(&a, &list, S("2021-07"), S("t13"), S("water;ecology"));
    add(&a, &list, S("2021-07"), S("d09"), S("water"));
    add(&a, &list, S("2021-08"), S("d09"), S("water"));
    add(&a, &list, S("2021-07"), S("c05"), S(""));
    add(&a, &list, S("2021-07"), S("c07"), S(""));
    talks_merge(&a, &list, first);
    CHECK_I64(first[0], 0);
    CHECK_I64(first[1], 0); /* the same lead body in the same month */
    CHECK_I64(first[2], 2); /* another month is another cause */
    CHECK_I64(first[3], 3); /* no body stated: the unit itself */
    CHECK_I64(first[4], 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(talks__one_body_is_talked_to_once_for_one_cause),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
