/* Screening of the sample year: what is found in it, who may see what of it, that it expires and is audited. */
#include "app/campaign_index.h"
#include "app/score/screening.h"
#include "office.h"

static Office october(void)
{
    return office_of_year("DUBAN_HALF_DB", "2021-10-22T10:00:00+08:00");
}

static ScreeningReport report_of(App *app, const char *period, const char *unit)
{
    Err err = {0};
    Faults faults = {.arena = app->arena};
    ScreeningReport report;
    CHECK_OK(
        screening_run(app, str_from_z(period), str_from_z(unit), S(""), &report, &faults, &err),
        &err);
    return report;
}

static void refused(App *app, const char *period, const char *unit, ErrCode code)
{
    Err err = {0};
    Faults faults = {.arena = app->arena};
    ScreeningReport report;
    CHECK(!screening_run(app, str_from_z(period), str_from_z(unit), S(""), &report, &faults, &err));
    CHECK_ERR(&err, code);
}

/* docs/sample.md: nine indicators of 辛开发区 at 100.0-100.4 % of their targets in September, nothing else. */
static void screening__finds_what_the_sample_hides(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = october();
    App app = office_app(&office, &arena, S("clerk1"));
    ScreeningReport r = report_of(&app, "2021-09", "");
    CHECK_I64(r.findings.count, 1);
    const ScreeningFinding *f = &r.findings.items[0];
    CHECK_I64(f->kind, SCREEN_GOAL);
    CHECK_STR(r.units[f->unit], S("c08"));
    CHECK_I64(f->count, 9);
    CHECK_I64(f->ncells, 9);
    CHECK_STR(r.indicators[f->cells[0].indicator], S("invest"));
    CHECK_I64(f->cells[0].value, 3705);
    CHECK_I64(f->cells[0].against, 3692);
    CHECK(f->p < 0.001);
    CHECK(!r.expired);
    CHECK_STR(date_str(&arena, r.expires_on),
              S("2021-11-24")); /* due on the 13th of October, 30 workdays */
    app_close(&app);
    office_done(&office);
}

static void screening__is_for_reviewers_and_whose_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *account, *unit;
        ErrCode code;
        int findings;
    } cases[] = {
        {"director1", "", ERR_NONE, 1},
        {"director1", "c08", ERR_NONE, 1},
        {"director1", "c01", ERR_NONE, 0},
        {"u_c08", "", ERR_NONE, 1},
        {"u_c08", "c08", ERR_NONE, 1},
        {"u_c08", "c01", ERR_DENIED, 0},
        {"u_c01", "", ERR_NONE, 0},
        {"u_c01", "c08", ERR_DENIED, 0},
        {"leader1", "", ERR_DENIED, 0},
        {"leader1", "c08", ERR_DENIED, 0},
        {"director1", "c99", ERR_UNIT_UNKNOWN, 0},
    };
    AUTO_ARENA arena = {0};
    Office office = october();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        App app = office_app(&office, &arena, str_from_z(cases[i].account));
        if (cases[i].code)
            refused(&app, "2021-09", cases[i].unit, cases[i].code);
        else
            CHECK_I64(report_of(&app, "2021-09", cases[i].unit).findings.count, cases[i].findings);
        app_close(&app);
    }
    App app = office_app(&office, &arena, S("director1"));
    refused(&app, "1999-01", "", ERR_PERIOD_UNKNOWN);
    app_close(&app);
    office_done(&office);
}

/* A data owner sees the figures that it confirms and no others. */
static void screening__of_a_data_owner_is_what_it_confirms(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = october();
    App app = office_app(&office, &arena, S("o_fgw"));
    ScreeningReport r = report_of(&app, "2021-09", "");
    CHECK_I64(r.findings.count, 1);
    CHECK_I64(r.findings.items[0].ncells, 4); /* invest, starts, reserve, launched */
    for (int i = 0; i < 4; i++)
        CHECK_STR(
            app_indicator(&app, r.indicators[r.findings.items[0].cells[i].indicator])->assessor,
            S("fgw"));
    app_close(&app);
    app = office_app(&office, &arena, S("o_wjw")); /* none of the nine */
    CHECK_I64(report_of(&app, "2021-09", "").findings.count, 0);
    app_close(&app);
    office_done(&office);
}

/* Of a pair the unit itself is not told who the other is. */
static void screening__does_not_name_another_unit_to_a_unit(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_of_year("DUBAN_HALF_DB", "2021-06-30T10:00:00+08:00");
    App app = office_app(&office, &arena, S("clerk1"));
    ScreeningReport r = report_of(&app, "2021-05", "c02");
    CHECK_I64(r.findings.count, 1);
    CHECK_I64(r.findings.items[0].kind, SCREEN_SHARED);
    CHECK_STR(r.units[r.findings.items[0].other], S("c09"));
    CHECK(str_has(screening_reason(&arena, LANG_ZH, &r, &r.findings.items[0]), S("壬新区")));
    app_close(&app);
    app = office_app(&office, &arena, S("u_c02"));
    r = report_of(&app, "2021-05", "");
    CHECK_I64(r.findings.count, 1);
    CHECK_I64(r.findings.items[0].other, SCREENING_SOMEBODY);
    Out out = out_new(&arena, 1 << 20), csv = out_new(&arena, 1 << 20),
        all = out_new(&arena, 1 << 20);
    Json json = json_new(&out, false);
    screening_json(&arena, LANG_ZH, &r, &json);
    screening_csv(&arena, LANG_ZH, &r, &csv);
    screening_text(&arena, LANG_ZH, &r, &all);
    Str shown[] = {out_str(&out), out_str(&csv), out_str(&all)};
    for (int i = 0; i < 3; i++) {
        CHECK(str_has(shown[i], S("另一单位")));
        CHECK(!str_has(shown[i], S("壬新区")));
        CHECK(!str_has(shown[i], S("c09")));
    }
    app_close(&app);
    office_done(&office);
}

static void screening__expires(void **state)
{
    (void)state;
    static const struct {
        const char *at;
        int findings;
    } cases[] = {{"2021-11-24T23:59:00+08:00", 1}, {"2021-11-25T00:00:00+08:00", 0}};
    for (int i = 0; i < 2; i++) {
        AUTO_ARENA arena = {0};
        Office office = office_of_year("DUBAN_HALF_DB", cases[i].at);
        App app = office_app(&office, &arena, S("clerk1"));
        ScreeningReport r = report_of(&app, "2021-09", "");
        CHECK_I64(r.findings.count, cases[i].findings);
        CHECK_I64(r.expired, !cases[i].findings);
        app_close(&app);
        office_done(&office);
    }
}

typedef struct Counted {
    Str action, result;
    int rows;
} Counted;

static void count_row(void *ctx, const AuditRow *row)
{
    Counted *c = ctx;
    c->rows += str_eq(row->action, c->action) && str_eq(row->result, c->result);
}

/* Rows after `seq`. */
static int rows_since(App *app, int64_t seq, const char *action, const char *result)
{
    Err err = {0};
    Counted c = {str_from_z(action), str_from_z(result), 0};
    CHECK_OK(audit_since(app->db, app->def.code, seq + 1, 100, count_row, &c, &err), &err);
    return c.rows;
}

static int64_t newest(App *app)
{
    Err err = {0};
    AuditHead head;
    CHECK_OK(audit_head(app->db, app->arena, app->def.code, &head, &err), &err);
    return head.seq;
}

static void screening__reading_is_on_record(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_of_year("DUBAN_HALF_DB", "2021-10-25T10:00:00+08:00");
    App app = office_app(&office, &arena, S("clerk2"));
    int64_t seq = newest(&app);
    report_of(&app, "2021-09", "");
    report_of(&app, "2021-09", ""); /* within a minute: once */
    report_of(&app, "2021-09", "c08");
    CHECK_I64(rows_since(&app, seq, "screening.read", "ok"), 2);
    app_close(&app);
    app = office_app(&office, &arena, S("u_c02"));
    refused(&app, "2021-09", "c08", ERR_DENIED);
    CHECK_I64(rows_since(&app, seq, "screening.read", "denied"), 1);
    app_close(&app);
    office_done(&office);
}

/* 辛开发区 is made restricted, in memory. */
static void close_unit(App *app, bool closed)
{
    for (int i = 0; i < app->def.units.count; i++)
        if (str_eq(app->def.units.items[i].code, S("c08")))
            app->def.units.items[i].restricted = closed;
}

static void screening__leaves_out_what_is_restricted(void **state)
{
    (void)state;
    static const struct {
        const char *account;
        bool granted;
        int findings;
    } cases[] = {
        {"clerk1", false, 0}, {"clerk1", true, 1}, {"u_c08", false, 1}, {"o_fgw", false, 0}};
    AUTO_ARENA arena = {0};
    Office office = office_of_year("DUBAN_HALF_DB", "2021-10-26T10:00:00+08:00");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        App app = office_app(&office, &arena, str_from_z(cases[i].account));
        close_unit(&app, true);
        app.actor.granted = cases[i].granted;
        int64_t seq = newest(&app);
        ScreeningReport r = report_of(&app, "2021-09", "");
        CHECK_I64(r.findings.count, cases[i].findings);
        CHECK_I64(r.left_out, !cases[i].findings);
        CHECK_I64(rows_since(&app, seq, "restricted.read", "ok"), cases[i].findings);
        app_close(&app);
    }
    App app = office_app(&office, &arena, S("clerk1"));
    close_unit(&app, false);
    int invest = map_get(&app_index(&app)->indicators, S("invest"));
    app_index(&app)->restricted_indicators[invest] = true;
    ScreeningReport r = report_of(&app, "2021-09", "");
    CHECK_I64(r.findings.count, 1);
    CHECK_I64(r.findings.items[0].ncells, 8);
    CHECK(r.left_out);
    app_close(&app);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(screening__finds_what_the_sample_hides),
        cmocka_unit_test(screening__is_for_reviewers_and_whose_it_is),
        cmocka_unit_test(screening__of_a_data_owner_is_what_it_confirms),
        cmocka_unit_test(screening__does_not_name_another_unit_to_a_unit),
        cmocka_unit_test(screening__expires),
        cmocka_unit_test(screening__reading_is_on_record),
        cmocka_unit_test(screening__leaves_out_what_is_restricted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
