/* Other schemes tried on the sample's year: who would move, under masked names; who may try and who may look; what
 * is refused; every trial on record. */
#include "app/result/evaluate.h"
#include "app/scheme/scheme_load.h"
#include "app/score/sandbox.h"
#include "office.h"

/* September is frozen, not published. */
static Office half(void)
{
    return office_of_year("DUBAN_HALF_DB", "2021-10-22T10:00:00+08:00");
}

static NodeWeights weights_of(Arena *arena, const char *text)
{
    NodeWeights weights;
    Err err = {0};
    CHECK_OK(node_weights_parse(arena, str_from_z(text), &weights, &err), &err);
    return weights;
}

static SandboxRow tried(App *app, const char *group, const char *weights)
{
    Err err = {0};
    SandboxRow row;
    SandboxAsk ask = {.group = str_from_z(group), .weights = weights_of(app->arena, weights)};
    CHECK_OK(sandbox_try(app, &ask, NULL, &row, &err), &err);
    return row;
}

static ErrCode refused(App *app, const SandboxAsk *ask)
{
    Err err = {0};
    SandboxRow row;
    CHECK(!sandbox_try(app, ask, NULL, &row, &err));
    return err.code;
}

/* The same periods evaluated one by one under the text that was kept. */
static int ranks_that_differ(App *app, const SandboxRow *row)
{
    Scheme scheme;
    Past past;
    Err err = {0};
    Faults faults = {.arena = app->arena};
    int differ = 0;
    CHECK(scheme_load_text(app->arena, S("x"), row->text, &scheme, &faults));
    CHECK_OK(scheme_bind(&scheme, app->def.indicators.items, app->def.indicators.count, &err),
             &err);
    CHECK_OK(past_load(app, row->group, app->now_ms, &past, &err), &err);
    for (int p = 0; p < app->def.periods.count; p++) {
        Evaluation ev;
        SchemeInstead instead = {&scheme, row->digest};
        if (!past.periods[p].held)
            continue;
        CHECK_OK(evaluation_under(app, &app->def.periods.items[p], row->group,
                                  past.periods[p].run.input_seq, &past, &instead, &ev, &err),
                 &err);
        for (int u = 0; u < ev.units.count; u++)
            differ += ev.units.items[u].rank != past.periods[p].units.items[u].rank;
    }
    return differ;
}

static void trial__lists_what_would_be_other(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    SandboxRow row = tried(&app, "county", "rectify=2 agreed=13");
    CHECK_STR(row.from, S("2021-04"));
    CHECK_STR(row.to, S("2021-08"));
    CHECK_I64(row.periods, 5);
    CHECK_STR(row.holds_from, S("2021-11"));
    CHECK(row.moved > 5);
    CHECK_I64(row.moved, ranks_that_differ(&app, &row));
    CHECK(str_has(row.text, S("weight: 13,")));
    CHECK(str_has(row.changes, S("{\"node\":\"agreed\",\"name\":\"调度议定事项\",\"before\":\"5\","
                                 "\"after\":\"13\"}")));
    CHECK(str_has(row.changes, S("\"other\":false")));
    CHECK(str_has(row.result, S("\"kind\":\"talk_vanishes\"")));
    app_close(&app);
    office_done(&office);
}

/* What is relative stays when all of a component is doubled. */
static void trial__moves_nobody_where_nothing_acts(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("director1"));
    SandboxRow row;
    SandboxAsk july = {.group = S("county"),
                       .from = S("2021-07"),
                       .weights = weights_of(&arena, "rectify=20 agreed=10 feedback=10")};
    Err err = {0};
    CHECK_OK(sandbox_try(&app, &july, NULL, &row, &err), &err);
    CHECK_I64(row.periods, 2);
    CHECK_I64(row.moved + row.bottom + row.talks, 0);
    CHECK(str_has(row.result, S("\"moves\":[]")));
    app_close(&app);
    office_done(&office);
}

/* Of no unit a code or a name, in no official order, and other labels the next time. */
static void trial__masks_names(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    Str seen = S("");
    int others = 0;
    for (int i = 0; i < 4; i++) {
        SandboxRow row = tried(&app, "county", "rectify=2 agreed=13");
        Out out = out_new(&arena, 1 << 20);
        Json json = json_new(&out, false);
        row.text = S(""); /* a scheme may name a unit itself */
        sandbox_json(&app, &row, &json);
        sandbox_text(LANG_ZH, &app, &row, &out);
        for (int u = 0; u < app.def.units.count; u++) {
            const Unit *unit = &app.def.units.items[u];
            if (!str_eq(unit->group, S("county")))
                continue;
            CHECK(!str_has(out_str(&out), unit->name));
            CHECK(!str_has(out_str(&out), unit->short_name));
            CHECK(!str_has(row.result, arena_fmt(&arena, "\"%.*s\"", STR_ARG(unit->code))));
        }
        CHECK(str_has(row.result, S("\"unit\":\"A0")));
        CHECK(str_has(row.result, S("\"units\":9")));
        others += seen.len && !str_eq(seen, row.result);
        seen = row.result;
    }
    CHECK(others >= 2);
    app_close(&app);
    office_done(&office);
}

/* A restricted unit takes its place and stands nowhere. */
static void trial__does_not_show_a_restricted_unit(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    SandboxRow row = {0};
    int restricted = 0, all = 0;
    for (int u = 0; u < app.def.units.count; u++) {
        const Unit *unit = &app.def.units.items[u];
        restricted += str_eq(unit->group, S("taskforce")) && unit->ranked && unit->restricted;
        all += str_eq(unit->group, S("taskforce")) && unit->ranked;
    }
    CHECK(restricted > 0);
    row = tried(&app, "taskforce", "t_goal=30");
    CHECK(str_has(row.result, arena_fmt(&arena, "{\"units\":%d,\"withheld\":%d,", all - restricted,
                                        restricted)));
    CHECK(!str_has(row.result, arena_fmt(&arena, "\"A%02d\"", all)));
    app_close(&app);
    office_done(&office);
}

static void trial__is_for_the_office_and_seen_by_who_decides(void **state)
{
    (void)state;
    static const struct {
        const char *account;
        bool runs, reads;
    } rows[] = {
        {"clerk1", true, true},      {"director1", true, true},  {"leader1", false, true},
        {"inspector1", false, true}, {"u_c01", false, false},    {"o_fgw", false, false},
        {"sysadmin", false, false},  {"secadmin", false, false}, {"auditadmin", false, false}};
    AUTO_ARENA arena = {0};
    Office office = half();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        App app = office_app(&office, &arena, str_from_z(rows[i].account));
        Err err = {0};
        SandboxRow row, kept;
        SandboxRows list = {0};
        SandboxAsk ask = {.group = S("county"), .weights = weights_of(&arena, "rectify=3")};
        CHECK_I64(sandbox_try(&app, &ask, NULL, &row, &err), rows[i].runs);
        if (!rows[i].runs)
            CHECK_ERR(&err, ERR_DENIED);
        CHECK_I64(sandbox_runs(&app, S(""), &list, &err), rows[i].reads);
        if (!rows[i].reads)
            CHECK_ERR(&err, ERR_DENIED);
        if (rows[i].runs) {
            CHECK_STR(list.items[0].id, row.id);
            CHECK_STR(list.items[0].by, str_from_z(rows[i].account));
            CHECK_OK(sandbox_read(&app, row.id, &kept, &err), &err);
            CHECK_STR(kept.text, row.text);
            CHECK_STR(kept.result, row.result);
            CHECK_STR(kept.result_digest, app.digest(&arena, kept.result));
        }
        app_close(&app);
    }
    office_done(&office);
}

static void trial__refuses_what_is_none(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    Err err = {0};
    NodeWeights w;
    App app = office_app(&office, &arena, S("clerk1"));
    SandboxAsk ask = {.group = S("county")};
    CHECK_I64(refused(&app, &ask), ERR_SANDBOX_NOTHING);
    ask.weights = weights_of(&arena, "rectify=3");
    ask.scheme = S("code: x");
    CHECK_I64(refused(&app, &ask), ERR_SANDBOX_NOTHING);
    ask.scheme = S("");
    ask.from = S("2021-10");
    CHECK_I64(refused(&app, &ask), ERR_SANDBOX_PERIODS);
    ask.from = S("2021-13");
    CHECK_I64(refused(&app, &ask), ERR_PERIOD_UNKNOWN);
    ask.from = S("");
    ask.group = S("nowhere");
    CHECK_I64(refused(&app, &ask), ERR_GROUP_UNKNOWN);
    ask.group = S("county");
    ask.weights = weights_of(&arena, "nix=3");
    CHECK_I64(refused(&app, &ask), ERR_WEIGHT_NODE);
    ask.weights = weights_of(&arena, "rectify=10"); /* as it is */
    CHECK_I64(refused(&app, &ask), ERR_SANDBOX_SAME);
    ask.weights = (NodeWeights){0};
    for (int i = 0; i < app.def.schemes.count; i++)
        if (str_eq(app.def.schemes.items[i].group, S("department")))
            ask.scheme = app.def.schemes.items[i].text;
    CHECK_I64(refused(&app, &ask), ERR_SANDBOX_GROUP);
    SandboxRow row;
    CHECK(!sandbox_read(&app, S("0000000000000"), &row, &err));
    CHECK_ERR(&err, ERR_SANDBOX_UNKNOWN);
    static const char *const bad[] = {"rectify",
                                      "=3",
                                      "rectify=",
                                      "rectify=-1",
                                      "rectify=x",
                                      "rectify=0",
                                      "rectify=1.1234567",
                                      "rectify=1000001",
                                      "rectify=1 rectify=2"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(!node_weights_parse(&arena, str_from_z(bad[i]), &w, &err));
    app_close(&app);
    office_done(&office);
}

/* A whole file: what else differs is said, and an event whose rule is gone names no unit. */
static void trial__takes_a_whole_scheme(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    Str text = S(""), rounded, ruled;
    for (int i = 0; i < app.def.schemes.count; i++)
        if (str_eq(app.def.schemes.items[i].group, S("county")))
            text = app.def.schemes.items[i].text;
    ptrdiff_t at = str_find(text, S("round: 2"), 0), rule = str_find(text, S("id: D"), 0);
    CHECK(at > 0 && rule > 0);
    rounded = arena_fmt(&arena, "%.*sround: 0%.*s", STR_ARG(str_sub(text, 0, at)),
                        STR_ARG(str_sub(text, at + 8, text.len)));
    SandboxAsk ask = {.scheme = rounded};
    SandboxRow row;
    Err err = {0};
    CHECK_OK(sandbox_try(&app, &ask, NULL, &row, &err), &err);
    CHECK_STR(row.group, S("county"));
    CHECK_STR(row.changes, S("{\"weights\":[],\"other\":true}"));
    CHECK(row.moved > 0); /* ties */
    const Str goal = S("rule: completion, measure: rate, unit: '%', target: 100");
    at = str_find(text, goal, 0);
    CHECK(at > 0);
    ask.scheme =
        arena_fmt(&arena, "%.*srule: min-max, scope: all, measure: rate, unit: '%%'%.*s",
                  STR_ARG(str_sub(text, 0, at)), STR_ARG(str_sub(text, at + goal.len, text.len)));
    CHECK_I64(refused(&app, &ask), ERR_SCHEME_NOT_FED); /* as its import would be */
    ask.scheme = S("format: duban-scheme/1\ncode: x\n");
    Faults faults = {.arena = &arena};
    CHECK(!sandbox_try(&app, &ask, &faults, &row, &err));
    CHECK(faults.total > 3);
    for (const char *id = "123"; *id; id++) { /* one of the three was used */
        Str from = arena_fmt(&arena, "id: D%c", *id);
        rule = str_find(text, from, 0);
        ruled = arena_fmt(&arena, "%.*sid: X%c%.*s", STR_ARG(str_sub(text, 0, rule)), *id,
                          STR_ARG(str_sub(text, rule + from.len, text.len)));
        ask.scheme = ruled;
        if (!sandbox_try(&app, &ask, NULL, &row, &err)) {
            CHECK_ERR(&err, ERR_SANDBOX_EVENT);
            CHECK(err_arg(&err, "unit").len == 0);
        }
    }
    app_close(&app);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trial__lists_what_would_be_other),
        cmocka_unit_test(trial__moves_nobody_where_nothing_acts),
        cmocka_unit_test(trial__masks_names),
        cmocka_unit_test(trial__does_not_show_a_restricted_unit),
        cmocka_unit_test(trial__is_for_the_office_and_seen_by_who_decides),
        cmocka_unit_test(trial__refuses_what_is_none),
        cmocka_unit_test(trial__takes_a_whole_scheme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
