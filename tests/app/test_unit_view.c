/* One unit's page: its own figures and lights against hand-computed ones, months that may not be seen
 * yet, the rights of each role; and all of it as JSON. */
#include "app/ledger/ledger_page_json.h"
#include "app/result/unit_view_json.h"
#include "app/standing.h"
#include "base/limits.h"
#include "office.h"
#include "sys/json_in.h"

static Office year(void)
{
    return office_of_year("DUBAN_YEAR_DB", "2022-02-01T09:00:00+08:00");
}

/* September is frozen, not published. */
static Office half(void)
{
    return office_of_year("DUBAN_HALF_DB", "2021-10-22T10:00:00+08:00");
}

static UnitView view_of(App *app, const char *unit, const char *period)
{
    Err err = {0};
    UnitView v;
    CHECK_OK(unit_view_read(app, str_from_z(unit), str_from_z(period), &v, &err), &err);
    return v;
}

static const UnitTask *task_of(const UnitView *v, const char *target)
{
    for (int i = 0; i < v->tasks.count; i++)
        if (v->tasks.items[i].target &&
            str_eq(v->tasks.items[i].target->target->code, str_from_z(target)))
            return &v->tasks.items[i];
    fail_msg("no target %s", target);
    return NULL;
}

/* 戊县 in December, worked out by hand: actual / allotted - 100 % of the schedule. */
static void unit__has_its_own_figures_and_lights(void **state)
{
    (void)state;
    static const struct {
        const char *target, *allotted, *actual, *percent, *gap;
        Light light;
        bool reached;
    } expected[] = {
        {"T01", "45", "44.15", "98.11", "-1.89", LIGHT_YELLOW, false},
        {"T02", "120", "115", "95.83", "-4.17", LIGHT_RED, false},
        {"T13", "20", "20", "100.00", "0.00", LIGHT_GREEN, true},
        {"T15", "4800", "4651", "96.90", "-3.10", LIGHT_RED, false},
        {"T16", "4200", "4171", "99.31", "-0.69", LIGHT_GREEN, false},
        {"T17", "32", "31", "96.88", "-3.13", LIGHT_RED, false},
        {"T18", "100", "97.2", "97.20", "-2.80", LIGHT_YELLOW, false},
        {"T10", "40", "42.2", "", "", LIGHT_NONE, false},
    };
    AUTO_ARENA arena = {0};
    Office office = year();
    App app = office_app(&office, &arena, S("u_c05"));
    UnitView v = view_of(&app, "c05", "");
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const UnitTask *t = task_of(&v, expected[i].target);
        CHECK(!t->whole);
        CHECK_STR(t->role, S("responsible"));
        CHECK_STR(t->period, S("2021-12"));
        CHECK_STR(t->allotted, str_from_z(expected[i].allotted));
        CHECK_STR(t->actual, str_from_z(expected[i].actual));
        CHECK_STR(t->pace.percent, str_from_z(expected[i].percent));
        CHECK_STR(t->pace.gap, str_from_z(expected[i].gap));
        CHECK_I64(t->pace.light, expected[i].light);
        CHECK_I64(t->reached, expected[i].reached);
    }
    CHECK_I64(task_of(&v, "T10")->pace.reason, LIGHT_CEILING);
    app_close(&app);
    office_done(&office);
}

/* Who leads a task without a share of its own sees the whole city's figures; a task without a target
 * stands there once; what is restricted not at all. */
static void unit__that_leads_sees_the_whole(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    App app = office_app(&office, &arena, S("leader1"));
    UnitView v = view_of(&app, "t02", "");
    const UnitTask *t = task_of(&v, "T01");
    CHECK(t->whole);
    CHECK_STR(t->role, S("lead"));
    CHECK_STR(t->actual, S("314.60"));
    CHECK_STR(t->pace.gap, S("1.48"));
    CHECK_I64(t->pace.light, LIGHT_GREEN);
    CHECK_I64(v.tasks.count, 6); /* T01 T13 T18, two measures, T02 */
    UnitView noted = view_of(&app, "t01", "");
    CHECK_I64(noted.tasks.count, 2);
    CHECK(noted.tasks.items[0].target == NULL);
    CHECK_STR(noted.tasks.items[0].note->state, S("on_track"));
    CHECK(noted.tasks.items[1].note == NULL);
    UnitView restricted = view_of(&app, "t09", "");
    CHECK_I64(restricted.tasks.count, 0);
    app_close(&app);
    office_done(&office);
}

static void unit__has_its_year_and_its_seat(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    App app = office_app(&office, &arena, S("clerk1"));
    UnitView v = view_of(&app, "d11n", "");
    int published = 0;
    for (int i = 0; i < v.months.count; i++)
        published += v.months.items[i].published;
    CHECK_I64(v.months.count, 11);
    CHECK_I64(published, 9); /* April to December, May as 市扶贫开发办公室 */
    CHECK_STR(v.months.items[3].seat->code, S("d11"));
    CHECK_STR(v.months.items[4].seat->code, S("d11n"));
    CHECK_I64(v.months.items[10].units, 18);
    CHECK_I64(v.opened, 10);
    CHECK(v.explanation.nodes.count > 1 && v.reports.count == 11);
    Standings standings = {0};
    Err err = {0};
    CHECK_OK(standings_latest(&app, &standings, &err), &err);
    CHECK_I64(standings.count, 3);
    CHECK_I64(standings.items[0].units.count + standings.items[1].units.count +
                  standings.items[2].units.count,
              42);
    UnitView talked = view_of(&app, "c09", "2021-07");
    CHECK_I64(talked.talks.count, 2);
    CHECK_I64(talked.opened, 5);
    app_close(&app);
    office_done(&office);
}

static const LedgerTarget *ledger_target_of(const Ledger *ledger, Str code)
{
    for (int i = 0; i < ledger->targets.count; i++)
        if (str_eq(ledger->targets.items[i].target->code, code))
            return &ledger->targets.items[i];
    fail_msg("no target");
    return NULL;
}

/* The city's line ends where the ledger stands; nothing after what is published; the schedule goes on. */
static void year__of_a_target_ends_where_the_ledger_stands(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    Ledger ledger;
    LedgerYear line;
    Err err = {0};
    CHECK_OK(ledger_read(&app, &ledger, &err), &err);
    const LedgerTarget *t = ledger_target_of(&ledger, S("T01"));
    CHECK_STR(t->progress.period, S("2021-08"));
    CHECK_OK(ledger_year(&app, &ledger, t, &line, &err), &err);
    CHECK_I64(line.count, 11); /* a schedule for each */
    CHECK_STR(line.items[0].progress.actual, S("17.40"));
    CHECK_STR(line.items[0].progress.percent, S("5.61"));
    CHECK_STR(line.items[0].progress.plan, S("6"));
    CHECK_STR(line.items[6].period->code, S("2021-08"));
    CHECK_STR(line.items[6].progress.actual, t->progress.actual);
    CHECK_STR(line.items[6].progress.percent, t->progress.percent);
    CHECK_STR(line.items[6].progress.gap, t->progress.gap);
    CHECK(!line.items[7].progress.known && line.items[7].progress.actual.len == 0);
    CHECK_STR(line.items[10].progress.plan, S("100"));
    CHECK_OK(ledger_year(&app, &ledger, ledger_target_of(&ledger, S("T10")), &line, &err), &err);
    CHECK_I64(line.count, 0); /* of each unit, not of the city */
    app_close(&app);
    office_done(&office);
}

static void unit__before_publication_shows_what_may_be_seen(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App leader = office_app(&office, &arena, S("leader1"));
    UnitView v = view_of(&leader, "c05", "");
    CHECK_STR(v.explanation.period->code, S("2021-08"));
    CHECK_I64(v.hidden.code, ERR_NONE);
    v = view_of(&leader, "c05", "2021-09");
    CHECK_I64(v.opened, -1);
    CHECK_ERR(&v.hidden, ERR_PERIOD_HIDDEN);
    CHECK(v.tasks.count > 0 && v.reports.count > 0);
    CHECK(!v.months.items[7].published);
    v = view_of(&leader, "c05", "2021-10");
    CHECK_ERR(&v.hidden, ERR_PERIOD_NO_RUN);
    app_close(&leader);
    App unit = office_app(&office, &arena, S("u_c05"));
    v = view_of(&unit, "c05", "2021-09");
    CHECK_I64(v.opened, 7);
    CHECK(v.explanation.result.score.len > 0);
    CHECK_I64(v.explanation.result.rank, 0);
    app_close(&unit);
    App clerk = office_app(&office, &arena, S("clerk1"));
    v = view_of(&clerk, "c05", "");
    CHECK_STR(v.explanation.period->code, S("2021-09"));
    CHECK(v.explanation.result.rank > 0);
    app_close(&clerk);
    office_done(&office);
}

static void unit__is_read_by_whom_it_concerns(void **state)
{
    (void)state;
    static const struct {
        const char *account;
        bool may;
    } cases[] = {{"clerk1", true},     {"director1", true}, {"u_c05", true},
                 {"u_c01", false},     {"o_fgw", false},    {"leader1", true},
                 {"inspector1", true}, {"sysadmin", false}, {"auditadmin", false}};
    AUTO_ARENA arena = {0};
    Office office = year();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        UnitView v;
        App app = office_app(&office, &arena, str_from_z(cases[i].account));
        bool may = unit_view_read(&app, S("c05"), S(""), &v, &err);
        if (may != cases[i].may)
            fail_msg("%s: %s", cases[i].account, err_code_name(err.code));
        if (!may)
            CHECK_ERR(&err, ERR_DENIED);
        app_close(&app);
    }
    Err err = {0};
    UnitView v;
    App app = office_app(&office, &arena, S("clerk1"));
    CHECK(!unit_view_read(&app, S("nobody"), S(""), &v, &err));
    CHECK_ERR(&err, ERR_UNIT_UNKNOWN);
    CHECK(!unit_view_read(&app, S("c05"), S("2029-01"), &v, &err));
    CHECK_ERR(&err, ERR_PERIOD_UNKNOWN);
    app_close(&app);
    office_done(&office);
}

/* --- JSON */

static Tree *parsed(Arena *arena, const Out *out)
{
    Tree *tree;
    Err err = {0};
    CHECK(out_ok(out));
    CHECK_OK(json_parse(arena, out_str(out), &tree, &err), &err);
    return tree;
}

static Str member(const Tree *map, const char *key)
{
    const Tree *t = tree_get(map, str_from_z(key));
    return t ? t->text : S("~");
}

static void json__has_numbers_that_matter_as_strings(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    Err err = {0};
    App app = office_app(&office, &arena, S("clerk1"));
    UnitView v = view_of(&app, "c05", "");
    Out out = out_new(&arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    unit_view_json(&app, &v, &json);
    const Tree *unit = parsed(&arena, &out), *task = tree_get(unit, S("tasks"))->first;
    while (!str_eq(member(task, "target"), S("T01")))
        task = task->next;
    CHECK_STR(member(unit, "name"), S("戊县"));
    CHECK_STR(member(task, "actual"), S("44.15"));
    CHECK_STR(member(task, "light"), S("yellow"));
    CHECK(str_has(out_str(&out), S("\"actual\": \"44.15\"")));

    LedgerPage page;
    CHECK_OK(ledger_page(&app, &(LedgerQuery){.limit = 3}, &page, &err), &err);
    Out pages = out_new(&arena, LIMIT_OUTPUT_BYTES);
    json = json_new(&pages, false);
    ledger_page_json(&app, &page, &json);
    const Tree *rows = parsed(&arena, &pages);
    CHECK_STR(member(rows, "next"), S("1.2.1"));
    CHECK_STR(member(tree_get(rows, S("total")), "rows"), S("29"));
    CHECK_STR(member(tree_get(tree_get(rows, S("total")), S("lights")), "red"), S("2"));
    CHECK_I64(tree_get(rows, S("rows"))->count, page.rows.count);
    CHECK_STR(member(tree_get(tree_get(rows, S("rows"))->first, S("note")), "seq"), S("3"));

    LedgerTree tree;
    CHECK_OK(ledger_tree(&app, &(LedgerQuery){.under = S("3")}, &tree, &err), &err);
    Out trees = out_new(&arena, LIMIT_OUTPUT_BYTES);
    json = json_new(&trees, false);
    ledger_tree_json(&app, &tree, &json);
    const Tree *nodes = tree_get(parsed(&arena, &trees), S("nodes"));
    CHECK_I64(nodes->count, 5);
    CHECK_STR(member(nodes->first, "no"), S("3.1"));
    CHECK_STR(member(nodes->first, "lead"), S("")); /* restricted */
    app_close(&app);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(unit__has_its_own_figures_and_lights),
        cmocka_unit_test(unit__that_leads_sees_the_whole),
        cmocka_unit_test(unit__has_its_year_and_its_seat),
        cmocka_unit_test(year__of_a_target_ends_where_the_ledger_stands),
        cmocka_unit_test(unit__before_publication_shows_what_may_be_seen),
        cmocka_unit_test(unit__is_read_by_whom_it_concerns),
        cmocka_unit_test(json__has_numbers_that_matter_as_strings),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
