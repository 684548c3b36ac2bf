/* Parts of the ledger: every row once under each filter, counts that agree, the tree, what is hidden;
 * on the sample year and on a ledger of 5,000 tasks. */
#include "app/ledger/ledger_page.h"
#include "app/ledger/progress.h"
#include "office.h"

#include <string.h>
#include <time.h>

static Office year(void)
{
    return office_of_year("DUBAN_YEAR_DB", "2022-02-01T09:00:00+08:00");
}

static int row_number(const Ledger *ledger, const LedgerRow *row)
{
    return (int)(row - ledger->rows.items);
}

/* Walks all pages; each row that matches comes once and in order, and the counts are of what came. */
static LedgerCounts walk(App *app, LedgerQuery query, int limit)
{
    Err err = {0};
    LedgerPage page;
    LedgerCounts counts = {0}, found = {0};
    int last = -1;
    query.limit = limit;
    query.after = S("");
    do {
        CHECK_OK(ledger_page(app, &query, &page, &err), &err);
        CHECK(page.rows.count > 0 || (found.rows == 0 && page.next.len == 0));
        for (int i = 0; i < page.rows.count; i++) {
            const LedgerRow *row = page.rows.items[i];
            bool is_first = i == 0 || page.rows.items[i - 1]->task != row->task;
            CHECK(row_number(&page.ledger, row) > last);
            last = row_number(&page.ledger, row);
            CHECK(i < limit || !is_first); /* only the last task may pass the limit */
            ledger_count(&found, row, is_first);
        }
        counts = page.counts;
        CHECK(page.next.len == 0 || !str_eq(page.next, query.after));
        query.after = page.next;
    } while (page.next.len);
    CHECK(memcmp(&counts, &found, sizeof counts) == 0);
    return counts;
}

static void page__shows_every_row_once_under_each_filter(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    App app = office_app(&office, &arena, S("clerk1"));
    static const struct {
        LedgerQuery query;
        int tasks, rows;
    } cases[] = {
        {{.q = SC("")}, 25, 29},
        {{.theme = SC("1")}, 8, 10},
        {{.theme = SC("3"), .level = SC("measure")}, 1, 1},
        {{.area = SC("2.3")}, 4, 5},
        {{.level = SC("area")}, 1, 1},
        {{.light = SC("red")}, 2, 2},
        {{.light = SC("yellow")}, 3, 3},
        {{.light = SC("green")}, 2, 2},
        {{.light = SC("none")}, 9, 11},
        {{.party = SC("t02")}, 4, 6},
        {{.party = SC("t02"), .role = SC("supporting")}, 0, 0},
        {{.party = SC("c09"), .role = SC("responsible")}, 21, 25},
        {{.role = SC("lead"), .theme = SC("1")}, 8, 10},
        {{.q = SC("投资")}, 1, 3},
        {{.q = SC("1.2.1")}, 3, 5},
        {{.q = SC("没有这样的任务")}, 0, 0},
        {{.state = SC("done_claimed")}, 2, 2},
        {{.state = SC("stuck")}, 1, 1},
        {{.own = true}, 0, 0}, /* a clerk has no unit */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int limit = 1; limit <= 40; limit += limit < 4 ? 1 : 9) {
            LedgerCounts counts = walk(&app, cases[i].query, limit);
            if (counts.tasks != cases[i].tasks || counts.rows != cases[i].rows)
                fail_msg("case %d: %d tasks, %d rows", (int)i, counts.tasks, counts.rows);
        }
    app_close(&app);
    office_done(&office);
}

static void page__counts_lights_as_the_rule_says(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    Err err = {0};
    LedgerPage page;
    App app = office_app(&office, &arena, S("leader1"));
    CHECK_OK(ledger_page(&app, &(LedgerQuery){0}, &page, &err), &err);
    CHECK(!page.filtered);
    /* by hand from the December gaps: 1.48, -2.67, 2.13, -2.50, -2.33, -3.07, -3.21 */
    static const struct {
        Str target;
        Light light;
        LightReason reason;
    } expected[] = {
        {SC("T01"), LIGHT_GREEN, LIGHT_HAS_ONE},  {SC("T13"), LIGHT_YELLOW, LIGHT_HAS_ONE},
        {SC("T02"), LIGHT_GREEN, LIGHT_HAS_ONE},  {SC("T14"), LIGHT_YELLOW, LIGHT_HAS_ONE},
        {SC("T15"), LIGHT_YELLOW, LIGHT_HAS_ONE}, {SC("T16"), LIGHT_RED, LIGHT_HAS_ONE},
        {SC("T17"), LIGHT_RED, LIGHT_HAS_ONE},    {SC("T03"), LIGHT_NONE, LIGHT_NO_VALUE},
        {SC("T18"), LIGHT_NONE, LIGHT_EACH_UNIT}, {SC("T10"), LIGHT_NONE, LIGHT_CEILING},
        {SC("T11"), LIGHT_NONE, LIGHT_EACH_UNIT},
    };
    int found = 0;
    for (int i = 0; i < page.rows.count; i++)
        for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
            const LedgerTarget *t = page.rows.items[i]->target;
            if (!t || !str_eq(t->target->code, expected[k].target))
                continue;
            found++;
            if (t->light != expected[k].light || t->reason != expected[k].reason)
                fail_msg("%.*s: light %d reason %d", STR_ARG(t->target->code), t->light, t->reason);
        }
    CHECK_I64(found, sizeof expected / sizeof *expected);
    CHECK_I64(page.counts.lights[LIGHT_RED], 2);
    CHECK_I64(page.counts.targets, 18);
    app_close(&app);
    office_done(&office);
}

static void tree__opens_level_by_level(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    Err err = {0};
    LedgerTree themes, areas, tasks, measures, red;
    App app = office_app(&office, &arena, S("inspector1"));
    CHECK_OK(ledger_tree(&app, &(LedgerQuery){0}, &themes, &err), &err);
    CHECK_I64(themes.nodes.count, 3);
    CHECK_STR(themes.nodes.items[0].task->title, S("三重"));
    CHECK_I64(themes.nodes.items[0].children, 3);
    CHECK_I64(themes.nodes.items[0].counts.rows, 10);
    CHECK_I64(themes.nodes.items[0].nrows, 0);
    int rows = 0;
    for (int i = 0; i < themes.nodes.count; i++)
        rows += themes.nodes.items[i].counts.rows;
    CHECK_I64(rows, themes.counts.rows);
    CHECK_OK(ledger_tree(&app, &(LedgerQuery){.under = S("1")}, &areas, &err), &err);
    CHECK_I64(areas.nodes.count, 3);
    CHECK_STR(areas.nodes.items[1].task->no, S("1.2"));
    CHECK_OK(ledger_tree(&app, &(LedgerQuery){.under = S("1.2")}, &tasks, &err), &err);
    CHECK_I64(tasks.nodes.count, 2);
    CHECK_I64(tasks.nodes.items[0].nrows, 3);
    CHECK_I64(tasks.nodes.items[0].counts.rows, 5);
    CHECK_I64(tasks.nodes.items[0].children, 2);
    CHECK_OK(ledger_tree(&app, &(LedgerQuery){.under = S("1.2.1")}, &measures, &err), &err);
    CHECK_I64(measures.nodes.count, 2);
    CHECK_I64(measures.nodes.items[0].children, 0);
    CHECK_OK(ledger_tree(&app, &(LedgerQuery){.light = S("red")}, &red, &err), &err);
    CHECK_I64(red.nodes.count, 2); /* 2 with the loans, 3 with the policies */
    CHECK_STR(red.nodes.items[1].task->no, S("3"));
    CHECK_I64(red.nodes.items[1].children, 1);
    CHECK_I64(red.nodes.items[1].counts.lights[LIGHT_RED], 1);
    CHECK_I64(red.counts.rows, 2);
    app_close(&app);
    office_done(&office);
}

static void page__of_a_unit_can_show_its_own(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    Err err = {0};
    LedgerPage all, own;
    App app = office_app(&office, &arena, S("u_t02"));
    CHECK_OK(ledger_page(&app, &(LedgerQuery){0}, &all, &err), &err);
    CHECK_I64(all.counts.rows, 29);
    CHECK_OK(ledger_page(&app, &(LedgerQuery){.own = true}, &own, &err), &err);
    CHECK_I64(own.counts.tasks, 4);
    for (int i = 0; i < own.rows.count; i++)
        CHECK_STR(own.rows.items[i]->lead, S("重大项目建设专班"));
    CHECK(progress_may(&app, own.rows.items[0]->task_index));
    CHECK(!progress_may(&app, all.rows.items[0]->task_index));
    app_close(&app);
    app = office_app(&office, &arena, S("auditadmin"));
    CHECK(!ledger_page(&app, &(LedgerQuery){0}, &all, &err));
    CHECK_ERR(&err, ERR_DENIED);
    app_close(&app);
    office_done(&office);
}

/* 平安建设 is restricted: found by number and title, by nothing else. */
static void page__hides_what_is_restricted(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    Err err = {0};
    LedgerPage page;
    App app = office_app(&office, &arena, S("clerk1"));
    CHECK_OK(ledger_page(&app, &(LedgerQuery){.q = S("平安建设")}, &page, &err), &err);
    CHECK_I64(page.rows.count, 1);
    CHECK(page.rows.items[0]->restricted && page.rows.items[0]->lead.len == 0);
    CHECK_OK(ledger_page(&app, &(LedgerQuery){.q = S("隐患")}, &page, &err), &err);
    CHECK_I64(page.rows.count, 0);
    CHECK_OK(ledger_page(&app, &(LedgerQuery){.party = S("t09")}, &page, &err), &err);
    CHECK_I64(page.rows.count, 0);
    LedgerParties parties = {0};
    CHECK_OK(ledger_leads(&app, &parties, &err), &err);
    for (int i = 0; i < parties.count; i++)
        CHECK(!str_eq(parties.items[i].code, S("t09")));
    CHECK_I64(parties.count, 13);
    CHECK_STR(parties.items[1].name, S("重大项目建设专班"));
    CHECK_I64(parties.items[1].tasks, 4);
    app_close(&app);
    office_done(&office);
}

static void page__refuses_filters_that_are_none(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    App app = office_app(&office, &arena, S("clerk1"));
    char long_text[402];
    memset(long_text, 'x', sizeof long_text);
    const struct {
        LedgerQuery query;
        ErrCode code;
    } cases[] = {
        {{.theme = S("9")}, ERR_TASK_UNKNOWN},
        {{.theme = S("1.1")}, ERR_TASK_UNKNOWN},
        {{.area = S("1")}, ERR_TASK_UNKNOWN},
        {{.after = S("9.9")}, ERR_TASK_UNKNOWN},
        {{.light = S("blue")}, ERR_LEDGER_FILTER},
        {{.level = S("topic")}, ERR_LEDGER_FILTER},
        {{.role = S("boss")}, ERR_LEDGER_FILTER},
        {{.state = S("fine")}, ERR_LEDGER_FILTER},
        {{.limit = 1001}, ERR_LIMIT},
        {{.limit = -1}, ERR_LIMIT},
        {{.q = {long_text, 401}}, ERR_LIMIT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        LedgerPage page;
        CHECK(!ledger_page(&app, &cases[i].query, &page, &err));
        CHECK_ERR(&err, cases[i].code);
    }
    LedgerPage page;
    Err err = {0};
    LedgerTree tree;
    CHECK_OK(ledger_page(&app, &(LedgerQuery){.q = {long_text, 400}, .limit = 1000}, &page, &err),
             &err);
    CHECK(!ledger_tree(&app, &(LedgerQuery){.under = S("9")}, &tree, &err));
    CHECK_ERR(&err, ERR_TASK_UNKNOWN);
    app_close(&app);
    office_done(&office);
}

/* --- a large ledger, made in memory */

enum { THEMES = 5, AREAS = 50, TASKS = 5000 };

static void make_large(Arena *arena, CampaignDef *def)
{
    *def = (CampaignDef){.code = S("large")};
    for (int i = 0; i < THEMES + AREAS + TASKS; i++) {
        bool theme = i < THEMES, area = !theme && i < THEMES + AREAS;
        *arena_push(arena, &def->tasks) =
            (Task){.no = arena_fmt(arena, "n%d", i),
                   .level = theme  ? S("theme")
                            : area ? S("area")
                                   : S("task"),
                   .parent = theme  ? S("")
                             : area ? arena_fmt(arena, "n%d", i % THEMES)
                                    : arena_fmt(arena, "n%d", THEMES + i % AREAS),
                   .title = arena_fmt(arena, "Task %d", i),
                   .text = S("a sentence about what has to be done, by whom and until when"),
                   .deadline = DATE_NONE};
        if (theme || area)
            continue;
        *arena_push(arena, &def->responsibilities) =
            (Responsibility){.task = def->tasks.items[i].no,
                             .role = S("lead"),
                             .party = arena_fmt(arena, "p%d", i % 40)};
        *arena_push(arena, &def->targets) = (Target){.code = arena_fmt(arena, "t%d", i),
                                                     .task = def->tasks.items[i].no,
                                                     .value = S("10"),
                                                     .relation = S("ge"),
                                                     .scope = S("city"),
                                                     .what = S("what")};
    }
}

static int64_t microseconds(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void page__of_a_large_ledger_takes_no_time(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = year();
    App app = office_app(&office, &arena, S("clerk1"));
    CampaignDef def;
    CampaignIndex index;
    Ledger ledger;
    Err err = {0};
    make_large(&arena, &def);
    app.def = def;
    campaign_index_make(&arena, &def, &index);
    int64_t began = microseconds();
    CHECK_OK(ledger_compute(&app, &index, &ledger, &err), &err);
    ledger.notes = arena_alloc(&arena, (size_t)def.tasks.count, sizeof *ledger.notes);
    ledger.search = ledger_search_make(&arena, &ledger);
    int64_t computed = microseconds() - began;
    CHECK_I64(ledger.rows.count, TASKS);
    CHECK_I64(ledger.search->counts[0].rows, TASKS / THEMES);
    LedgerFilter filter;
    CHECK_OK(ledger_filter_make(&app, &ledger, ledger.search,
                                &(LedgerQuery){.q = S("TASK 1234"), .party = S("p34")}, &filter,
                                &err),
             &err);
    began = microseconds();
    int found = 0;
    for (int task = 0; task < def.tasks.count; task++)
        found += ledger_task_matches(&filter, task);
    int64_t filtered = microseconds() - began;
    CHECK_I64(found, 1);
    print_message("%d tasks: made in %d us, filtered in %d us\n", TASKS, (int)computed,
                  (int)filtered);
    CHECK(computed < 1000 * 1000 && filtered < 20 * 1000); /* a walk in a walk takes seconds */
    app_close(&app);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(page__shows_every_row_once_under_each_filter),
        cmocka_unit_test(page__counts_lights_as_the_rule_says),
        cmocka_unit_test(tree__opens_level_by_level),
        cmocka_unit_test(page__of_a_unit_can_show_its_own),
        cmocka_unit_test(page__hides_what_is_restricted),
        cmocka_unit_test(page__refuses_filters_that_are_none),
        cmocka_unit_test(page__of_a_large_ledger_takes_no_time),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
