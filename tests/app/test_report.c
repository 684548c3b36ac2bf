/* The monthly report's form and draft: what is asked, drafts by revision, states, checks. Sending it: test_report_send.c. */
#include "app/campaign_index.h"
#include "app/report/report_check.h"
#include "app/result/unit_view.h"
#include "base/limits.h"
#include "hands.h"

/* ---- the form ---- */

static void form__has_what_the_unit_owes_and_nothing_else(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_in_may();
    App app = office_as(&office, &a, "u_c01");
    Err err = {0};
    ReportForm form;
    CHECK_OK(report_form_open(&app, P, S("c01"), &form, &err), &err);
    CHECK(form.closed.code == ERR_NONE && form.may_fill && !form.may_send);
    CHECK_I64(form.days.left, 4); /* the 8th is a make-up workday */
    CHECK_I64(form.draft.revision, 0);
    CHECK(form.lines.count > 10 && form.blocks.count > 5);
    int lines = 0;
    for (int i = 0; i < form.blocks.count; i++)
        lines += form.blocks.items[i].count;
    CHECK_I64(lines, form.lines.count);
    const ReportLine *invest = NULL;
    for (int i = 0; i < form.lines.count; i++) {
        CHECK(!str_eq(form.lines.items[i].indicator->reporter, S("assessor")));
        if (str_eq(form.lines.items[i].indicator->code, S("invest")))
            invest = &form.lines.items[i];
    }
    CHECK(invest && invest->owed);
    CHECK_STR(invest->annual, S("62"));
    CHECK_STR(invest->plan, S("20"));
    CHECK_STR(invest->scheduled, S("12.40"));
    app_close(&app);
    office_done(&office);
}

static void form__of_another_unit_is_denied_and_of_nobody_unknown(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_in_may();
    App app = office_as(&office, &a, "u_c01"), clerk = office_as(&office, &a, "clerk1");
    Err err = {0};
    ReportForm form;
    static const char *const others[] = {"c02", "t09", "sz"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        CHECK(!report_form_open(&app, P, str_from_z(others[i]), &form, &err));
        CHECK_ERR(&err, ERR_DENIED);
    }
    static const char *const nobody[] = {"nobody", "", "../c01", "C01", "confirm/fgw"};
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
        CHECK(!report_form_open(&clerk, P, str_from_z(nobody[i]), &form, &err));
        CHECK_ERR(&err, ERR_UNIT_UNKNOWN);
        CHECK(!report_form_open(&app, P, str_from_z(nobody[i]), &form, &err));
        CHECK_ERR(&err, ERR_UNIT_UNKNOWN);
    }
    CHECK(!report_form_open(&clerk, P, S("sz"), &form, &err)); /* has no peer group */
    CHECK_ERR(&err, ERR_REPORT_UNIT);
    CHECK(!report_form_open(&clerk, S("2031-04"), S("c01"), &form, &err));
    CHECK_ERR(&err, ERR_PERIOD_UNKNOWN);
    app_close(&app);
    app_close(&clerk);
    office_done(&office);
}

/* ---- the draft ---- */

static void draft__of_two_who_save_the_second_is_told(void **state)
{
    (void)state;
    Office office = office_in_may();
    int64_t revision = 0;
    CHECK(unit_saves(&office, "u_c01", "c01", FORM, 0, &revision) == ERR_NONE);
    CHECK_I64(revision, 1);
    CHECK(unit_saves(&office, "u_c01", "c01", FORM, 1, &revision) == ERR_NONE); /* the same */
    CHECK_I64(revision, 1);
    CHECK(unit_saves(&office, "clerk1", "c01", "{\"phone\":\"9\"}", 1, &revision) == ERR_NONE);
    CHECK_I64(revision, 2);
    CHECK(unit_saves(&office, "u_c01", "c01", "{\"phone\":\"8\"}", 1, NULL) == ERR_DRAFT_MOVED);
    CHECK(unit_saves(&office, "u_c01", "c01", "{\"phone\":\"8\"}", 0, NULL) == ERR_DRAFT_MOVED);
    CHECK(unit_saves(&office, "u_c01", "c01", "{\"phone\":\"8\"}", 3, NULL) == ERR_DRAFT_MOVED);
    CHECK(unit_saves(&office, "u_c02", "c01", "{\"phone\":\"8\"}", 2, NULL) == ERR_DENIED);
    CHECK(unit_saves(&office, "o_fgw", "c01", "{\"phone\":\"8\"}", 2, NULL) == ERR_DENIED);
    office_done(&office);
}

static void draft__takes_any_text_and_no_other_shape(void **state)
{
    (void)state;
    Office office = office_in_may();
    static const struct {
        const char *body;
        ErrCode why;
    } cases[] = {
        {"{\"indicators\":[{\"code\":\"invest\",\"cumulative\":\"约12亿？\"}]}", ERR_NONE},
        {"{\"tasks\":[{\"task\":\"1.2.1\",\"progress\":\"一\\n二\"}],\"requests\":[{}]}", ERR_NONE},
        {"{}", ERR_NONE},
        {"", ERR_NONE},
        {"{\"other\":\"x\"}", ERR_DRAFT_KEY},
        {"{\"indicators\":[{\"code\":\"nothing\",\"month\":\"1\"}]}", ERR_DRAFT_KEY},
        {"{\"indicators\":[{\"month\":\"1\"}]}", ERR_DRAFT_KEY},
        {"{\"indicators\":[{\"code\":\"invest\"},{\"code\":\"invest\"}]}", ERR_DRAFT_KEY},
        {"{\"indicators\":[[]]}", ERR_DRAFT_KEY},
        {"{\"indicators\":{\"code\":\"invest\"}}", ERR_DRAFT_KEY},
        {"{\"indicators\":[{\"code\":{\"x\":\"y\"}}]}", ERR_DRAFT_KEY},
        {"{\"tasks\":[{\"task\":\"9.9\",\"progress\":\"x\"}]}", ERR_DRAFT_KEY},
        {"{\"unit\":\"c02\"}", ERR_DRAFT_KEY},
        {"{\"period\":\"2021-05\"}", ERR_DRAFT_KEY},
        {"{\"phone\":\"a\\u202Eb\"}", ERR_DRAFT_TEXT},
        {"{\"phone\":\"a\\u0007b\"}", ERR_DRAFT_TEXT},
        {"[]", ERR_DRAFT_KEY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ErrCode got = unit_saves(&office, "u_c01", "c01", cases[i].body, REPORT_SEEN_ANY, NULL);
        if (got != cases[i].why)
            fail_msg("%s: %s", cases[i].body, err_code_name(got));
    }
    office_done(&office);
}

/* Who typed too many digits can open the form again and take them away. */
static void draft__with_a_figure_that_no_sum_can_hold_opens(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    ReportForm form;
    Office office = office_in_may();
    CHECK(unit_saves(&office, "u_c01", "c01",
                     "{\"indicators\":[{\"code\":\"invest\",\"cumulative\":"
                     "\"9999999999999999999999999999999999\"}]}",
                     REPORT_SEEN_ANY, NULL) == ERR_NONE);
    App app = office_as(&office, &a, "u_c01");
    CHECK_OK(report_form_open(&app, P, S("c01"), &form, &err), &err);
    bool shown = false;
    for (int i = 0; i < form.lines.count; i++)
        if (str_eq(form.lines.items[i].indicator->code, S("invest"))) {
            CHECK_STR(form.lines.items[i].cells.cumulative,
                      S("9999999999999999999999999999999999"));
            CHECK_STR(form.lines.items[i].percent, S(""));
            shown = true;
        }
    CHECK(shown);
    app_close(&app);
    office_done(&office);
}

/* The form lists what may be typed, for the unit and for the office alike. */
static void draft__takes_nothing_that_is_not_the_units(void **state)
{
    (void)state;
    Office office = office_in_may();
    static const struct {
        const char *body;
        ErrCode why;
    } cases[] = {
        {"{\"tasks\":[{\"task\":\"1.1.1\",\"progress\":\"x\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"tasks\":[{\"task\":\"1.1\",\"on_time\":\"是\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"tasks\":[{\"task\":\"1.1.1\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"indicators\":[{\"code\":\"pm25\",\"note\":\"x\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"indicators\":[{\"code\":\"d_nodes\",\"month\":\"1\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"tasks\":[{\"task\":\"1.2.1\",\"progress\":\"x\"}]}", ERR_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ErrCode own = unit_saves(&office, "u_c09", "c09", cases[i].body, REPORT_SEEN_ANY, NULL);
        ErrCode office_s =
            unit_saves(&office, "clerk1", "c09", cases[i].body, REPORT_SEEN_ANY, NULL);
        if (own != cases[i].why || office_s != cases[i].why)
            fail_msg("%s: %s, %s", cases[i].body, err_code_name(own), err_code_name(office_s));
        ErrCode paper =
            cases[i].why ? office_enters(&office, "c09", cases[i].body, "纸") : ERR_NONE;
        if (paper != cases[i].why)
            fail_msg("%s on behalf: %s", cases[i].body, err_code_name(paper));
    }
    CHECK(office_enters(&office, "c09",
                        "{\"indicators\":[{\"code\":\"invest\",\"month\":\"约五\"}]}",
                        "纸") != ERR_NONE);
    CHECK_I64(files_of_report(&office, "c09"), 0); /* what was refused leaves nothing behind */
    CHECK(office_enters(&office, "c09", FORM, "纸") == ERR_NONE);
    CHECK_I64(files_of_report(&office, "c09"), 1);
    office_done(&office);
}

static void draft__has_limits(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_in_may();
    Out out = out_new(&a, 8 << 20);
    out_s(&out, S("{\"phone\":\""));
    for (int i = 0; i <= LIMIT_REPORT_CELL_CHARACTERS; i++)
        out_s(&out, S("一"));
    out_s(&out, S("\"}"));
    CHECK(unit_saves(&office, "u_c01", "c01", str_z(&a, out_str(&out)), 0, NULL) == ERR_LIMIT);
    out.len = 0;
    out_s(&out, S("{\"requests\":[{}"));
    for (int i = 0; i < LIMIT_REPORT_ROWS; i++)
        out_s(&out, S(",{\"matter\":\"x\"}"));
    out_s(&out, S("]}"));
    CHECK(unit_saves(&office, "u_c01", "c01", str_z(&a, out_str(&out)), 0, NULL) == ERR_LIMIT);
    out.len = 0;
    for (int i = 0; i <= LIMIT_REPORT_DRAFT_BYTES; i++)
        out_c(&out, ' ');
    CHECK(unit_saves(&office, "u_c01", "c01", str_z(&a, out_str(&out)), 0, NULL) == ERR_LIMIT);
    office_done(&office);
}

static void draft__named_fields_change_what_they_name(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_in_may();
    App app = office_as(&office, &a, "u_c01");
    Err err = {0};
    Str body;
    static const ReportField fields[] = {
        {SC("cell.invest.month"), SC("6")},      {SC("cell.invest.cumulative"), SC("")},
        {SC("task.1.2.1.on_time"), SC("否")},    {SC("request.2.matter"), SC("土地")},
        {SC("answer.falls.invest"), SC("更正")}, {SC("head.signer"), SC("区长")}};
    static const char *const bad[] = {"cell.invest.code",
                                      "cell.invest",
                                      "x.y",
                                      "head.sent",
                                      "request.0.matter",
                                      "request.51.matter",
                                      "answer.",
                                      "file.",
                                      "cell",
                                      "task.1.1.1",
                                      ""};
    CHECK_OK(report_cells_body(&app, fields, 6, S(FORM), &body, &err), &err);
    CHECK_STR(body,
              S("{\"phone\":\"12345\",\"signer\":\"区长\",\"indicators\":[{\"code\":\"invest\","
                "\"month\":\"6\"}],\"tasks\":[{\"task\":\"1.2.1\",\"on_time\":\"否\"}],"
                "\"requests\":[{\"matter\":\"土地\"}],\"answers\":[{\"check\":\"falls\","
                "\"place\":\"invest\",\"answer\":\"更正\"}],\"evidence\":[]}"));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const ReportField one = {str_from_z(bad[i]), S("x")};
        CHECK(!report_cells_body(&app, &one, 1, S(""), &body, &err));
        CHECK_ERR(&err, ERR_DRAFT_KEY);
    }
    app_close(&app);
    office_done(&office);
}

static void states__of_all_are_those_of_each(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_in_may();
    Err err = {0};
    const CampaignPeriod *period;
    ReportStandingList list = {0};
    CHECK(unit_saves(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_NONE);
    CHECK(unit_saves(&office, "u_c03", "c03", FORM, 0, NULL) == ERR_NONE);
    CHECK(unit_turns(&office, report_fill, "u_c03", "c03") == ERR_NONE);
    CHECK(unit_sends(&office, "u_c03_s", "c03", NULL) == ERR_NONE);
    App app = office_as(&office, &a, "clerk1");
    CHECK_OK(app_period(&app, P, &period, &err), &err);
    CHECK_OK(report_states(&app, period, &list, &err), &err);
    CHECK_I64(list.count, 42);
    for (int i = 0; i < list.count; i++) {
        ReportStanding one;
        CHECK_OK(report_state(&app, period, list.items[i].unit, &one, &err), &err);
        CHECK(one.state == list.items[i].state && one.version == list.items[i].version &&
              one.late == list.items[i].late && one.drafting == list.items[i].drafting);
    }
    app_close(&app);
    office_done(&office);
}

/* ---- checks ---- */

static bool found(const ReportFindingList *list, ReportCheck check, const char *place)
{
    for (int i = 0; i < list->count; i++)
        if (list->items[i].check == check && str_eq(list->items[i].place, str_from_z(place)))
            return true;
    return false;
}

#define TOLD "本月新开工重点项目三个，完成投资五亿元，其余项目正在办理前期手续"

static void check__names_another_unit_to_the_office_alone(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_in_may();
    Err err = {0};
    ReportFindingList own = {0}, all = {0};
    const char *body = "{\"indicators\":[{\"code\":\"invest\",\"cumulative\":\"126000\"}],"
                       "\"tasks\":[{\"task\":\"1.2.1\",\"progress\":\"" TOLD "\"}]}";
    CHECK(unit_saves(&office, "u_c03", "c03", body, 0, NULL) == ERR_NONE);
    CHECK(unit_turns(&office, report_fill, "u_c03", "c03") == ERR_NONE);
    CHECK(unit_sends(&office, "u_c03_s", "c03", NULL) == ERR_NONE);
    App unit = office_as(&office, &a, "u_c02"), clerk = office_as(&office, &a, "clerk1");
    CHECK_OK(report_check(&unit, P, S("c02"), str_from_z(body), &own, &err), &err);
    CHECK_OK(report_check(&clerk, P, S("c02"), str_from_z(body), &all, &err), &err);
    CHECK(found(&own, CHECK_COPIED_OTHER, "1.2.1") && found(&own, CHECK_MEASURE, "invest") &&
          found(&own, CHECK_MISSING, "loan"));
    CHECK_I64(own.count, all.count);
    for (int i = 0; i < own.count; i++)
        if (own.items[i].check == CHECK_COPIED_OTHER) {
            CHECK_STR(own.items[i].where, S(""));
            CHECK_STR(all.items[i].where, S("丙区"));
        }
    CHECK(!report_check(&unit, P, S("c03"), S(""), &own, &err));
    CHECK_ERR(&err, ERR_DENIED);
    app_close(&unit);
    app_close(&clerk);
    office_done(&office);
}

static void check__an_answer_goes_with_the_report(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = office_in_may();
    Err err = {0};
    char id[40] = "";
    SubmissionView view = {0};
    ReportFindingList list = {0};
    CHECK(unit_saves(&office, "u_c02", "c02",
                     "{\"tasks\":[{\"task\":\"1.2.1\",\"on_time\":\"否\"}],\"answers\":[{\"check\":"
                     "\"cause\","
                     "\"place\":\"1.2.1\",\"answer\":\"已另文报告\"}]}",
                     0, NULL) == ERR_NONE);
    CHECK(unit_turns(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    CHECK(unit_sends(&office, "u_c02_s", "c02", id) == ERR_NONE);
    App clerk = office_as(&office, &a, "clerk1");
    CHECK_OK(submission_view(&clerk, str_from_z(id), &view, &err), &err);
    bool kept = false;
    for (int i = 0; i < view.tasks.count; i++)
        kept |= str_eq(view.tasks.items[i].kind, S("answer")) &&
                str_has(view.tasks.items[i].cells, S("已另文报告")) &&
                str_has(view.tasks.items[i].cells, S("没有写原因"));
    CHECK(kept);
    CHECK_OK(report_check_sent(&clerk, str_from_z(id), &list, &err), &err);
    for (int i = 0; i < list.count; i++)
        if (list.items[i].check == CHECK_CAUSE)
            CHECK_STR(list.items[i].answer, S("已另文报告"));
    CHECK(found(&list, CHECK_CAUSE, "1.2.1"));
    app_close(&clerk);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(form__has_what_the_unit_owes_and_nothing_else),
        cmocka_unit_test(form__of_another_unit_is_denied_and_of_nobody_unknown),
        cmocka_unit_test(draft__of_two_who_save_the_second_is_told),
        cmocka_unit_test(draft__takes_any_text_and_no_other_shape),
        cmocka_unit_test(draft__with_a_figure_that_no_sum_can_hold_opens),
        cmocka_unit_test(draft__takes_nothing_that_is_not_the_units),
        cmocka_unit_test(draft__has_limits),
        cmocka_unit_test(draft__named_fields_change_what_they_name),
        cmocka_unit_test(states__of_all_are_those_of_each),
        cmocka_unit_test(check__names_another_unit_to_the_office_alone),
        cmocka_unit_test(check__an_answer_goes_with_the_report),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
