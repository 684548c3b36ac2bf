/* The leader's page: what stands on it, that it is one page of A4 whatever there is, and that nobody's area is red to colleagues before
 * its leader has seen it. */
#include "app/leader/leader.h"
#include "app/ledger/overview.h"
#include "app/target/targets.h"
#include "doc/pdf.h"
#include "office.h"
#include "store/leader.h"

#include <stdlib.h>

static const char *const AFTER = "2022-01-21T10:00:00+08:00"; /* published the day before */

static Light light_for(Office *office, const char *account, const char *target,
                       LightReason *ret_reason)
{
    AUTO_ARENA arena = {0};
    App app = office_app(office, &arena, str_from_z(account));
    Ledger ledger;
    TargetView view;
    Overview overview;
    Light found = LIGHT_NONE;
    int red = 0;
    Err err = {0};
    CHECK_OK(ledger_read(&app, &ledger, &err), &err);
    CHECK_OK(target_read(&app, str_from_z(target), false, &view, &err), &err);
    CHECK_OK(overview_read(&app, &overview, &err), &err);
    for (int i = 0; i < ledger.rows.count; i++) {
        const LedgerRow *row = &ledger.rows.items[i];
        red += row->target && row->target->light == LIGHT_RED;
        if (!row->target || !str_eq(row->target->target->code, str_from_z(target)))
            continue;
        found = row->target->light;
        *ret_reason = row->target->reason;
    }
    CHECK(view.city.light == found); /* one truth on all pages */
    CHECK_I64(overview.all.lights[LIGHT_RED], red);
    app_close(&app);
    return found;
}

static void leader_guard__an_area_is_red_to_colleagues_when_its_leader_has_seen_it(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_of_year("DUBAN_YEAR_DB", AFTER);
    LightReason reason;
    Err err = {0};
    LeaderPage page;
    CHECK(light_for(&office, "clerk1", "T17", &reason) ==
          LIGHT_RED); /* the office and who is in charge see it */
    CHECK(light_for(&office, "leader1", "T17", &reason) == LIGHT_RED);
    CHECK(light_for(&office, "leader2", "T17", &reason) == LIGHT_NONE);
    CHECK(reason == LIGHT_UNSEEN);
    App deputy = office_app(&office, &arena, S("leader1"));
    deputy.actor.behalf = S(
        "leader1"); /* who acts for the leader reads the page, and it is not the leader who saw it */
    CHECK_OK(leader_read(&deputy, S(""), &page, &err), &err);
    CHECK_OK(leader_mark(&deputy, &page, false, &err), &err);
    CHECK(page.is_new && page.reds.count == 1);
    app_close(&deputy);
    CHECK(light_for(&office, "leader2", "T17", &reason) == LIGHT_NONE);
    App leader = office_app(&office, &arena, S("leader1"));
    CHECK_OK(leader_read(&leader, S(""), &page, &err), &err);
    CHECK_STR(page.reds.items[0].since->code, S("2021-11"));
    CHECK_I64(page.reds.items[0].months, 2);
    CHECK(page.areas.count == 3 && page.units.count == 6 && page.better.count == 1);
    CHECK_OK(leader_mark(&leader, &page, false, &err), &err);
    CHECK_OK(leader_mark(&leader, &page, false, &err), &err); /* nothing new: nothing is written */
    LeaderSeenList rows = {0};
    CHECK_OK(leader_seen_list(leader.db, &arena, leader.def.code, &rows, &err), &err);
    CHECK_I64(rows.count, 1);
    CHECK(!leader_read(&leader, S("秘书长"), &page, &err)); /* another leader's page is not hers */
    CHECK_ERR(&err, ERR_DENIED);
    app_close(&leader);
    CHECK(light_for(&office, "leader2", "T17", &reason) == LIGHT_RED);
    office_done(&office);
}

/* Three workdays of the campaign's month rule, from the day of publication: 01-21, 01-24, 01-25. */
static void leader_guard__waits_no_longer_than_the_campaign_says(void **state)
{
    (void)state;
    LightReason reason;
    Office last = office_of_year("DUBAN_YEAR_DB", "2022-01-25T23:00:00+08:00");
    CHECK(light_for(&last, "leader2", "T17", &reason) == LIGHT_NONE);
    office_done(&last);
    Office after = office_of_year("DUBAN_YEAR_DB", "2022-01-26T00:30:00+08:00");
    CHECK(light_for(&after, "leader2", "T17", &reason) == LIGHT_RED);
    office_done(&after);
}

/* With more of everything than there is room for, in the longest words. */
static void leader_paper__is_one_page_of_a4_whatever_there_is(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_of_year("DUBAN_YEAR_DB", AFTER);
    App app = office_app(&office, &arena, S("clerk1"));
    LeaderPage page;
    Err err = {0};
    CHECK_OK(leader_read(&app, S("常务副市长"), &page, &err), &err);
    const LeaderTarget red = page.reds.items[0], better = page.better.items[0];
    const LeaderUnit unit = page.units.items[0];
    LeaderArea area = page.areas.items[0];
    area.lights[LIGHT_RED] = 12;
    CHECK(page.cases.count > 0);
    Str fonts = arena_fmt(&arena, "%s/var/fonts", getenv("DUBAN_SOURCE_ROOT"));
    for (int more = 0; more < 40; more++) {
        Paper paper = leader_paper(&app, &page);
        Str bytes;
        bool made =
            pdf_write(&arena, &paper, app.now_ms, OFFSET_MINUTES_CHINA, fonts, &bytes, &err);
        if (err.code == ERR_PDF_FONT)
            skip(); /* fonts are fetched by ./dev run */
        CHECK_OK(made, &err);
        CHECK(str_find(bytes, S("/Count 1\n"), 0) >= 0);
        *arena_push(&arena, &page.reds) = red;
        *arena_push(&arena, &page.better) = better;
        *arena_push(&arena, &page.units) = unit;
        *arena_push(&arena, &page.areas) = area;
        *arena_push(&arena, &page.talks) = &page.cases.items[0];
        *arena_push(&arena, &page.decide) =
            (InboxItem){.kind = INBOX_SCHEME, .n = more + 1, .day.on = DATE_NONE};
    }
    app_close(&app);
    office_done(&office);
}

/* What the table of permissions gives, less what one's own hand bars. */
static void leader_page__has_what_may_be_decided(void **state)
{
    (void)state;
    static const struct {
        const char *account;
        int rulings;
    } cases[] = {{"director1", 1}, {"leader1", 0}};
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = office_of_year("DUBAN_YEAR_DB", AFTER);
    for (int i = 0; i < 2; i++) {
        Str sql = arena_fmt(&arena,
                            "INSERT INTO correction_ask (id, campaign, unit, file, digest, "
                            "body_text, sheet_rows, periods, "
                            "asked_at, asked_by, asked_behalf) SELECT 'ZZZZZZZZZZZ%d', code, "
                            "'c09', '示例.csv', '%d', '', 1, "
                            "'[]', 1, '%s', '' FROM campaign",
                            i, i, i ? "director1" : "u_c09");
        fix_exec(office.fix.db, str_z(&arena, sql));
    }
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        App app = office_as(&office, &arena, cases[i].account);
        InboxItems items = {0};
        int rulings = 0;
        CHECK_OK(leader_decisions(&app, &items, &err), &err);
        for (int k = 0; k < items.count; k++)
            rulings += items.items[k].kind == INBOX_RULE ? items.items[k].n : 0;
        CHECK_I64(rulings, cases[i].rulings);
        app_close(&app);
    }
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leader_guard__waits_no_longer_than_the_campaign_says),
        cmocka_unit_test(leader_guard__an_area_is_red_to_colleagues_when_its_leader_has_seen_it),
        cmocka_unit_test(leader_page__has_what_may_be_decided),
        cmocka_unit_test(leader_paper__is_one_page_of_a4_whatever_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
