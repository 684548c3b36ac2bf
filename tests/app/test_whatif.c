/* Other weights for one group in one period: the same numbers as an evaluation under a scheme with those weights, under
 * masked names, from columns that are kept until something of the month changes. */
#include "app/scheme/scheme_load.h"
#include "app/score/whatif.h"
#include "office.h"

/* September is frozen, not published. */
static Office half(void)
{
    return office_of_year("DUBAN_HALF_DB", "2021-10-22T10:00:00+08:00");
}

static WhatIfAsk ask_of(Arena *arena, const char *period, const char *group, const char *weights)
{
    WhatIfAsk ask = {.period = str_from_z(period), .group = str_from_z(group), .seed = 1};
    Err err = {0};
    CHECK_OK(node_weights_parse(arena, str_from_z(weights), &ask.weights, &err), &err);
    return ask;
}

/* The text of the scheme in force with other weights, loaded and evaluated as any scheme is. */
static Evaluation evaluated(App *app, const WhatIfAsk *ask)
{
    const CampaignPeriod *period;
    const SchemeFile *in_force = NULL;
    Scheme base, scheme;
    Str digest, text;
    Past past;
    Evaluation ev;
    RunRow run;
    bool found;
    Err err = {0};
    Faults faults = {.arena = app->arena};
    CHECK_OK(app_period(app, ask->period, &period, &err), &err);
    CHECK_OK(scheme_for_period(app, period, ask->group, &base, &digest, &err), &err);
    for (int i = 0; i < app->def.schemes.count; i++)
        if (str_eq(app->def.schemes.items[i].group, ask->group) &&
            app->def.schemes.items[i].version == base.version)
            in_force = &app->def.schemes.items[i];
    CHECK_OK(scheme_reweigh(app->arena, in_force->text, &ask->weights, &text, &err), &err);
    CHECK(scheme_load_text(app->arena, S("x"), text, &scheme, &faults));
    CHECK_OK(scheme_bind(&scheme, app->def.indicators.items, app->def.indicators.count, &err),
             &err);
    CHECK_OK(run_latest(app->db, app->arena, app->def.code, period->code, ask->group, &found, &run,
                        &err),
             &err);
    CHECK_OK(past_load(app, ask->group, app->now_ms, &past, &err), &err);
    const SchemeInstead instead = {&scheme, S("x")};
    CHECK_OK(evaluation_under(app, period, ask->group,
                              str_eq(run.kind, S("frozen")) ? run.input_seq : -1, &past, &instead,
                              &ev, &err),
             &err);
    return ev;
}

static void whatif__is_what_an_evaluation_would_say(void **state)
{
    (void)state;
    static const struct {
        const char *period, *group, *weights;
        bool moves;
    } rows[] = {
        {"2021-07", "county", "rectify=2 agreed=13", true},
        {"2021-04", "county", "n1=48 n9=10 feedback=12.5", true}, /* points of a deduction too */
        {"2021-08", "department", "rectify=30", true},
        {"2021-05", "taskforce", "t_goal=10,t_nodes=70", true},
        {"2021-09", "county", "rectify=20 agreed=10 feedback=10", false},
        {"2021-09", "county", "", false},
    };
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        AUTO_WHAT what = {0};
        WhatIfAsk ask = ask_of(&arena, rows[i].period, rows[i].group, rows[i].weights);
        Err err = {0};
        CHECK_OK(whatif_try(&app, &ask, &what, &err), &err);
        Evaluation ev = evaluated(&app, &ask);
        WhatIfAsk as_is = ask;
        as_is.weights.count = 0;
        Evaluation was = evaluated(&app, &as_is);
        int differ = 0;
        CHECK_I64(what.base->nrows, ev.in.nunits);
        for (int u = 0; u < ev.in.nunits; u++) {
            CHECK_I64(what.now.score[u], ev.result.units[u].score);
            CHECK_I64(what.now.rank[u], ev.result.ranks[u].rank);
            CHECK_I64(what.base->result.rank[u], was.result.ranks[u].rank);
            CHECK_I64(what.base->result.score[u], was.result.units[u].score);
            CHECK_I64(!(what.now.flags[u] & UNIT_IN_BOTTOM), !ev.result.ranks[u].in_bottom);
            differ += what.base->labels[u].len && what.now.rank[u] != what.base->result.rank[u];
        }
        CHECK_I64(what.moved, differ);
        CHECK_I64(rows[i].moves, what.moved > 0);
    }
    app_close(&app);
    office_done(&office);
}

static void whatif__masks_names_and_values(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("clerk1"));
    for (int g = 0; g < 2; g++) {
        AUTO_WHAT what = {0};
        WhatIfAsk ask =
            ask_of(&arena, "2021-07", g ? "taskforce" : "county", g ? "t_goal=10" : "rectify=2");
        Err err = {0};
        int restricted = 0;
        ask.unit = S("A01");
        ask.draws = 20;
        CHECK_OK(whatif_try(&app, &ask, &what, &err), &err);
        Out out = out_new(&arena, 1 << 20);
        Json json = json_new(&out, false);
        whatif_json(&what, &json);
        whatif_text(&arena, LANG_ZH, &what, &out);
        for (int u = 0; u < app.def.units.count; u++) {
            const Unit *unit = &app.def.units.items[u];
            if (!str_eq(unit->group, ask.group))
                continue;
            restricted += unit->restricted;
            CHECK(!str_has(out_str(&out), unit->name));
            CHECK(!str_has(out_str(&out), arena_fmt(&arena, "\"%.*s\"", STR_ARG(unit->code))));
        }
        CHECK_I64(restricted > 0, g);
        CHECK_I64(what.base->nrows - what.base->nlisted, restricted);
        CHECK(str_has(out_str(&out), arena_fmt(&arena, "\"withheld\":%d", restricted)));
        CHECK(str_has(out_str(&out), S("\"points_after\"")));
        CHECK(!str_has(out_str(&out), S("\"value\"")));
        for (int i = 1; i < what.base->nlisted; i++)
            CHECK(str_cmp(what.base->labels[what.base->listed[i - 1]],
                          what.base->labels[what.base->listed[i]]) < 0);
        ask.unit = arena_fmt(&arena, "A%02d", what.base->nrows + 1);
        AUTO_WHAT other = {0};
        CHECK(!whatif_try(&app, &ask, &other, &err));
        CHECK_ERR(&err, ERR_WHATIF_UNIT);
    }
    app_close(&app);
    office_done(&office);
}

/* Of two that are alike neither is next to the other; before the lock nothing is said. */
static void whatif__tells_distances_of_what_is_frozen(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App app = office_app(&office, &arena, S("director1"));
    AUTO_WHAT what = {0}, trial = {0};
    Err err = {0};
    WhatIfAsk ask = ask_of(&arena, "2021-07", "county", "rectify=2");
    CHECK_OK(whatif_try(&app, &ask, &what, &err), &err);
    CHECK(what.base->frozen && what.above);
    for (int u = 0; u < what.base->nrows; u++) {
        int64_t up = INT64_MAX, down = INT64_MAX, own = what.now.rounded[u];
        for (int v = 0; v < what.base->nrows; v++) {
            int64_t other = what.now.rounded[v];
            up = other > own && other - own < up ? other - own : up;
            down = other < own && own - other < down ? own - other : down;
        }
        CHECK_I64(what.above[u], up == INT64_MAX ? -1 : up);
        CHECK_I64(what.below[u], down == INT64_MAX ? -1 : down);
    }
    ask = ask_of(&arena, "2021-03", "county", "rectify=2"); /* never frozen */
    CHECK_OK(whatif_try(&app, &ask, &trial, &err), &err);
    CHECK(!trial.base->frozen && !trial.above);
    app_close(&app);
    office_done(&office);
}

static const WhatIfBase *base_now(Office *office, WhatIf *what)
{
    AUTO_ARENA arena = {0};
    App app = office_app(office, &arena, S("clerk1"));
    WhatIfAsk ask = ask_of(&arena, "2021-07", "county", "rectify=2");
    WhatIf w;
    Err err = {0};
    CHECK_OK(whatif_try(&app, &ask, &w, &err), &err);
    *what = (WhatIf){.hold = w.hold};
    app_close(&app);
    return what->hold.base;
}

static void write_nothing(Office *office, Action action)
{
    AUTO_ARENA arena = {0};
    App app = office_app(office, &arena, S("director1"));
    AppWrite write = {.action = action, .object = S("test")};
    Err err = {0};
    CHECK_OK(app_write(&app, &write, &err), &err);
    app_close(&app);
}

/* What is asked again is answered from the same columns, until a row of the audit log says that they may be others. */
static void whatif__keeps_columns_until_the_month_changes(void **state)
{
    (void)state;
    static const Action others[] = {ACT_REPORT_SUBMIT, ACT_CONFIRM_SUBMIT, ACT_CORRECT,
                                    ACT_EVENT_ENTER,   ACT_APPEAL_RULE,    ACT_EVALUATE,
                                    ACT_FREEZE,        ACT_PUBLISH};
    Office office = half();
    AUTO_WHAT first = {0};
    const WhatIfBase *base = base_now(&office, &first);
    {
        AUTO_WHAT again = {0};
        CHECK(base_now(&office, &again) == base);
    }
    write_nothing(&office, ACT_SANDBOX_RUN);
    write_nothing(&office, ACT_PROGRESS_NOTE);
    {
        AUTO_WHAT again = {0};
        CHECK(base_now(&office, &again) == base);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        AUTO_WHAT before = {0}, after = {0};
        base = base_now(&office, &before);
        write_nothing(&office, others[i]);
        CHECK(base_now(&office, &after) != base);
    }
    office_done(&office);
}

/* More groups and periods than are kept. */
static void whatif__keeps_so_many(void **state)
{
    (void)state;
    static const char *const periods[] = {"2021-04", "2021-05", "2021-06", "2021-07", "2021-08"};
    static const char *const groups[] = {"county", "department", "taskforce"};
    Office office = half();
    for (int round = 0; round < 2; round++)
        for (size_t p = 0; p < sizeof periods / sizeof periods[0]; p++)
            for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++) {
                AUTO_ARENA arena = {0};
                AUTO_WHAT what = {0};
                App app = office_app(&office, &arena, S("clerk1"));
                WhatIfAsk ask = ask_of(&arena, periods[p], groups[g], "");
                Err err = {0};
                CHECK_OK(whatif_try(&app, &ask, &what, &err), &err);
                CHECK_STR(what.base->period, ask.period);
                CHECK_STR(what.base->group, ask.group);
                CHECK_I64(what.moved, 0);
                app_close(&app);
            }
    office_done(&office);
}

static void whatif__is_for_the_office_and_on_record(void **state)
{
    (void)state;
    static const char *const refused[] = {"leader1",  "inspector1", "u_c01",     "o_fgw",
                                          "sysadmin", "secadmin",   "auditadmin"};
    AUTO_ARENA arena = {0};
    Office office = half();
    WhatIfAsk ask = ask_of(&arena, "2021-06", "county", "rectify=2");
    Err err = {0};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        AUTO_WHAT what = {0};
        App app = office_app(&office, &arena, str_from_z(refused[i]));
        CHECK(!whatif_try(&app, &ask, &what, &err));
        CHECK_ERR(&err, ERR_DENIED);
        app_close(&app);
    }
    for (int i = 0; i < 3; i++) {
        AUTO_WHAT what = {0};
        App app = office_app(&office, &arena, S("clerk2"));
        CHECK_OK(whatif_try(&app, &ask, &what, &err), &err);
        app_close(&app);
    }
    CHECK_STR(
        fix_rows(&arena, office.fix.db,
                 "SELECT count(*) FROM audit WHERE action = 'sandbox.run' AND result = 'ok' AND "
                 "account = 'clerk2' AND object = 'whatif 2021-06 county'"),
        S("1\n"));
    AUTO_WHAT what = {0};
    App app = office_app(&office, &arena, S("clerk1"));
    ask = ask_of(&arena, "2021-06", "county", "nix=2");
    CHECK(!whatif_try(&app, &ask, &what, &err));
    CHECK_ERR(&err, ERR_WEIGHT_NODE);
    ask = ask_of(&arena, "2021-06", "county", "total=2");
    CHECK(!whatif_try(&app, &ask, &what, &err));
    CHECK_ERR(&err, ERR_WEIGHT_NODE);
    ask = ask_of(&arena, "2021-12", "county", "rectify=2");
    CHECK(!whatif_try(&app, &ask, &what, &err));
    CHECK_ERR(&err, ERR_PERIOD_NO_RUN);
    ask = ask_of(&arena, "2021-06", "nowhere", "rectify=2");
    CHECK(!whatif_try(&app, &ask, &what, &err));
    CHECK_ERR(&err, ERR_GROUP_UNKNOWN);
    app_close(&app);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatif__is_what_an_evaluation_would_say),
        cmocka_unit_test(whatif__masks_names_and_values),
        cmocka_unit_test(whatif__tells_distances_of_what_is_frozen),
        cmocka_unit_test(whatif__keeps_columns_until_the_month_changes),
        cmocka_unit_test(whatif__keeps_so_many),
        cmocka_unit_test(whatif__is_for_the_office_and_on_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
