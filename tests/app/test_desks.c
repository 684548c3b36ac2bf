/* The desks of appeals and of schemes refuse by person, by day, by state and by what is written; all on one office whose April is
 * opened on the Friday before a holiday, so that the last day to appeal is the Tuesday after it. Each test works on a unit or a
 * group of its own. */
#include "app/appeal/appeal.h"
#include "app/report/import_month.h"
#include "app/result/month.h"
#include "app/scheme/scheme_desk.h"
#include "base/limits.h"
#include "office.h"
#include "source.h"

#include <string.h>

static Office office;
static const char *const OPENED = "2021-06-11T10:00:00+08:00",
                         *const LAST = "2021-06-15T23:59:00+08:00",
                         *const AFTER = "2021-06-16T00:01:00+08:00";

/* ---- people ---- */

/* `account`, for another where behalf says so: with that one's rights. */
static App acts(Arena *a, const char *account, const char *behalf)
{
    App app = office_as(&office, a, behalf ? behalf : account);
    if (behalf) {
        app.actor.name = str_from_z(account);
        app.actor.behalf = str_from_z(behalf);
    }
    return app;
}

/* ---- making ---- */

static void import_files(const char *account, const char *behalf, MonthKind kind, Str bytes)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    App app = acts(&a, account, behalf);
    MonthFileList files = {0};
    MonthImport import;
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    const MonthFrom from = {0};
    *arena_push(&a, &files) =
        (MonthFile){.name = S("x.csv"), .bytes = bytes, .period = S("2021-04")};
    CHECK_OK(
        import_month(&app, kind, &files, S("2021-04"), &from, &import, &faults, &warnings, &err),
        &err);
    app_close(&app);
}

static void deduction(const char *account, const char *behalf, const char *unit, const char *name)
{
    AUTO_ARENA a = {0};
    import_files(
        account, behalf, MONTH_EVENTS,
        arena_fmt(&a,
                  "单位编码,单位,类别,规则,分值,依据,证据\n%s,%s,deduct,D2,1,示例：逾期,示例%s\n",
                  unit, name, unit));
}

static int make(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    EvaluationList list = {0};
    bool kept;
    office = office_open();
    office_at(&office, "2021-05-08T10:00:00+08:00");
    import_files(
        "clerk1", NULL, MONTH_REPORTS,
        S("填报单位,c01\n所属期,2021-04\n报送时间,2021-05-08T10:00:00+08:00\n\n表一 指标\n"
          "指标编码,指标,计量单位,本月完成,累计完成,上年同期,备注\ninvest,,亿元,,12.5,,\n"));
    deduction("clerk2", NULL, "c02", "乙区");
    deduction("clerk2", "director1", "c03", "丙区");
    deduction("clerk3", NULL, "c04", "丁区");
    deduction("clerk3", NULL, "c05", "戊县");
    office_at(&office, OPENED);
    App app = acts(&a, "clerk1", NULL);
    CHECK_OK(month_evaluate(&app, S("2021-04"), &list, &kept, &err), &err);
    app_close(&app);
    return 0;
}

static int gone(void **state)
{
    (void)state;
    office_done(&office);
    return 0;
}

/* ---- appeals ---- */

static AppealFiling filing(const char *unit)
{
    return (AppealFiling){.period = S("2021-04"),
                          .unit = str_from_z(unit),
                          .event = S("D2"),
                          .reason = S("示例：已按期反馈")};
}

/* ERR_NONE: filed, *ret_err says what else. */
static ErrCode files_appeal(const char *account, const AppealFiling *f, char *ret_id, Err *ret_err)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    AppealRow row;
    App app = acts(&a, account, NULL);
    bool ok = appeal_file(&app, f, &row, &err);
    app_close(&app);
    assert_true(ok == (err.code == ERR_NONE));
    if (ok && ret_id) {
        memcpy(ret_id, row.id.ptr, (size_t)row.id.len);
        ret_id[row.id.len] = '\0';
    }
    if (ret_err)
        *ret_err = err;
    return err.code;
}

static ErrCode rules(const char *account, const char *behalf, const char *id, AppealState ruling,
                     const char *reason)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    AppealRow row;
    const AppealDecision d = {.ruling = ruling, .reason = str_from_z(reason)};
    App app = acts(&a, account, behalf);
    (void)appeal_rule(&app, str_from_z(id), &d, &row, &err);
    app_close(&app);
    return err.code;
}

static void open_month(void)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    ResultRow opening;
    App app = acts(&a, "clerk1", NULL);
    CHECK_OK(result_open(&app, S("2021-04"), &opening, &err), &err);
    CHECK_STR(opening.until, S("2021-06-15")); /* one workday: the 14th is a holiday */
    app_close(&app);
}

static void appeal__begins_with_the_opening_and_ends_with_the_last_workday(void **state)
{
    (void)state;
    Err err;
    AppealFiling f = filing("c05");
    CHECK_I64(files_appeal("u_c05", &f, NULL, NULL), ERR_APPEAL_EARLY);
    open_month();
    office_at(&office, AFTER);
    CHECK_I64(files_appeal("u_c05", &f, NULL, &err), ERR_APPEAL_LATE);
    CHECK_STR(err_arg(&err, "expected"), S("2021-06-15"));
    f.late_reason = S("示例：邮路耽搁"); /* a unit has no late reason */
    CHECK_I64(files_appeal("u_c05", &f, NULL, NULL), ERR_APPEAL_LATE);
    f.late_reason = S("");
    CHECK_I64(files_appeal("clerk1", &f, NULL, NULL), ERR_APPEAL_LATE);
    f.late_reason = S("示例：邮路耽搁");
    CHECK_I64(files_appeal("clerk1", &f, NULL, NULL), ERR_NONE);
    office_at(&office, LAST);
    f = filing("c04");
    CHECK_I64(files_appeal("u_c04", &f, NULL, NULL), ERR_NONE);
    CHECK_I64(files_appeal("u_c04", &f, NULL, NULL), ERR_APPEAL_EXISTS);
}

static void appeal__says_what_of_it_is_wrong(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err;
    Out longer = out_new(&a, (size_t)4 * LIMIT_APPEAL_CHARACTERS);
    for (int i = 0; i <= LIMIT_APPEAL_CHARACTERS; i++)
        out_s(&longer, S("示"));
    const struct {
        AppealFiling f;
        ErrCode code;
        const char *arg, *says;
    } wrong[] = {
        {{.event = S("D2"), .reason = S(" ")}, ERR_APPEAL_REASON, NULL, NULL},
        {{.event = S("D2"), .reason = out_str(&longer)},
         ERR_LIMIT,
         "name",
         "LIMIT_APPEAL_CHARACTERS"},
        {{.event = S("D9"), .reason = S("x")}, ERR_EVENT_UNKNOWN, "found", "D9"},
        {{.node = S("nothing"), .reason = S("x")}, ERR_APPEAL_LEAF, "found", "nothing"},
        {{.node = S("invest"), .what = S("luck"), .reason = S("x")},
         ERR_APPEAL_WHAT,
         "found",
         "luck"},
        {{.node = S("invest"), .what = S("late"), .reason = S("x")},
         ERR_APPEAL_NOT_SO,
         "what",
         "late"},
        {{.node = S("invest"), .reason = S("x")}, ERR_APPEAL_WISHED, NULL, NULL},
        {{.node = S("invest"), .wished = S("1e999"), .reason = S("x")},
         ERR_TYPED_NUMBER,
         NULL,
         NULL},
    };
    office_at(&office, LAST);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        AppealFiling f = wrong[i].f;
        f.period = S("2021-04");
        f.unit = S("c01");
        (void)files_appeal("u_c01", &f, NULL, &err);
        check_str(str_from_z(err_code_name(err.code)), str_from_z(err_code_name(wrong[i].code)),
                  __FILE__, (int)i);
        if (wrong[i].arg)
            CHECK_STR(err_arg(&err, wrong[i].arg), str_from_z(wrong[i].says));
    }
    AppealFiling f = filing("c01");
    CHECK_I64(files_appeal("u_c02", &f, NULL, NULL), ERR_DENIED);
    CHECK_I64(files_appeal("leader1", &f, NULL, NULL), ERR_DENIED);
    f.unit = S("c99");
    CHECK_I64(files_appeal("clerk1", &f, NULL, NULL), ERR_UNIT_UNKNOWN);
}

/* A hand in it is a hand, whoever lent it to whom. */
static void appeal__is_ruled_on_by_nobody_who_had_a_hand_in_it(void **state)
{
    (void)state;
    char two[40], three[40];
    const AppealFiling of_two = filing("c02"), of_three = filing("c03");
    office_at(&office, LAST);
    CHECK_I64(files_appeal("u_c02", &of_two, two, NULL), ERR_NONE);
    CHECK_I64(files_appeal("u_c03", &of_three, three, NULL), ERR_NONE);
    CHECK_I64(rules("clerk2", "director1", two, APPEAL_REJECTED, "示例"),
              ERR_APPEAL_SELF); /* entered it himself */
    CHECK_I64(rules("director1", NULL, three, APPEAL_REJECTED, "示例"),
              ERR_APPEAL_SELF); /* it was entered for him */
    CHECK_I64(rules("clerk3", "director1", three, APPEAL_REJECTED, "示例"), ERR_APPEAL_SELF);
    CHECK_I64(rules("clerk1", NULL, two, APPEAL_REJECTED, "示例"), ERR_DENIED);
    CHECK_I64(rules("u_c02", NULL, two, APPEAL_REJECTED, "示例"), ERR_DENIED);
    CHECK_I64(rules("director1", NULL, two, APPEAL_REJECTED, " "), ERR_APPEAL_REASON);
    CHECK_I64(rules("director1", NULL, two, APPEAL_PART, "示例"),
              ERR_APPEAL_PART); /* a deduction has no half */
    CHECK_I64(rules("director1", NULL, two, APPEAL_UPHELD, "示例"), ERR_NONE);
    CHECK_I64(rules("director1", NULL, two, APPEAL_REJECTED, "示例"), ERR_APPEAL_RULED);
    CHECK_I64(rules("director1", NULL, "nothing", APPEAL_REJECTED, "示例"), ERR_APPEAL_ID);
}

static void appeal__of_another_unit_is_not_there(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0}, none = {0};
    AppealCase c;
    AppealCases cases = {0};
    char id[40] = "";
    App unit = acts(&a, "u_c04", NULL);
    CHECK_OK(appeal_cases(&unit, &(AppealQuery){0}, &cases, &err), &err);
    CHECK_I64(cases.count, 1);
    memcpy(id, cases.items[0].row.id.ptr, (size_t)cases.items[0].row.id.len);
    app_close(&unit);
    App other = acts(&a, "u_c01", NULL);
    CHECK(!appeal_read(&other, str_from_z(id), &c, &err));
    CHECK(!appeal_read(&other, S("5NOTHING00000"), &c, &none));
    CHECK(err.code == ERR_APPEAL_ID && none.code == ERR_APPEAL_ID);
    cases = (AppealCases){0};
    CHECK_OK(appeal_cases(&other, &(AppealQuery){0}, &cases, &err), &err);
    CHECK_I64(cases.count, 0);
    CHECK(!appeal_withdraw(&other, str_from_z(id), S(""), &err));
    CHECK_ERR(&err, ERR_APPEAL_ID);
    app_close(&other);
}

static void appeal__that_is_withdrawn_is_closed_and_may_be_filed_again(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    char id[40];
    AppealFiling f = {.period = S("2021-04"),
                      .unit = S("c01"),
                      .node = S("invest"),
                      .wished = S("12.9"),
                      .reason = S("示例")};
    office_at(&office, LAST);
    CHECK_I64(files_appeal("u_c01", &f, id, NULL), ERR_NONE);
    App app = acts(&a, "u_c01", NULL);
    CHECK_OK(appeal_withdraw(&app, str_from_z(id), S(""), &err), &err);
    CHECK(!appeal_withdraw(&app, str_from_z(id), S(""), &err));
    CHECK_ERR(&err, ERR_APPEAL_RULED);
    app_close(&app);
    CHECK_I64(rules("director1", NULL, id, APPEAL_UPHELD, "示例"), ERR_APPEAL_RULED);
    CHECK_I64(files_appeal("u_c01", &f, id, NULL), ERR_NONE);
    CHECK_I64(rules("director1", NULL, id, APPEAL_UPHELD, "示例"),
              ERR_NONE); /* and is a correction now */
}

/* ---- schemes ---- */

static SchemeProposal proposal(Arena *a, const char *groups, const char *effective)
{
    Str text = source_file(a, "data/samples/shifanshi-2021/schemes/county-v1.yaml");
    return (SchemeProposal){.file = S("x.yaml"),
                            .bytes = text,
                            .groups = str_from_z(groups),
                            .effective = str_from_z(effective),
                            .reason = S("示例")};
}

static ErrCode proposes(App *app, const SchemeProposal *p, Err *ret_err, int *ret_version)
{
    AUTO_ARENA a = {0};
    SchemeVersions made = {0};
    Faults faults = {.arena = &a};
    *ret_err = (Err){0};
    if (scheme_propose(app, p, &made, &faults, ret_err))
        *ret_version = made.items[0].version;
    else if (faults.count)
        *ret_err = faults.items[0];
    return ret_err->code;
}

static ErrCode approves(const char *account, const char *behalf, const char *group, int version,
                        Err *ret_err)
{
    AUTO_ARENA a = {0};
    *ret_err = (Err){0};
    App app = acts(&a, account, behalf);
    const SchemeApproval approval = {.group = str_from_z(group),
                                     .version = version,
                                     .authority = S("示例市委"),
                                     .document = S("示例〔2021〕9号"),
                                     .dated = S("2021-06-10")};
    (void)scheme_approve(&app, &approval, ret_err);
    app_close(&app);
    return ret_err->code;
}

static void scheme__says_what_of_a_proposal_is_wrong(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err;
    int version;
    Out longer = out_new(&a, (size_t)4 * LIMIT_SCHEME_LINE_CHARACTERS);
    for (int i = 0; i <= LIMIT_SCHEME_LINE_CHARACTERS; i++)
        out_s(&longer, S("示"));
    office_at(&office, LAST);
    App unit = acts(&a, "u_c01", NULL), leader = acts(&a, "leader1", NULL),
        clerk = acts(&a, "clerk1", NULL);
    SchemeProposal p = proposal(&a, "county", "2021-12");
    CHECK_I64(proposes(&unit, &p, &err, &version), ERR_DENIED);
    CHECK_I64(proposes(&leader, &p, &err, &version), ERR_DENIED);
    p.reason = S(" ");
    CHECK_I64(proposes(&clerk, &p, &err, &version), ERR_SCHEME_REASON);
    p.reason = out_str(&longer);
    CHECK_I64(proposes(&clerk, &p, &err, &version), ERR_LIMIT);
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_SCHEME_LINE_CHARACTERS"));
    p = proposal(&a, "nothing", "2021-12");
    CHECK_I64(proposes(&clerk, &p, &err, &version), ERR_GROUP_UNKNOWN);
    p = proposal(&a, "county", "2021-06");
    CHECK_I64(proposes(&clerk, &p, &err, &version), ERR_SCHEME_BEGUN);
    CHECK_STR(err_arg(&err, "expected"), S("7月"));
    p = proposal(&a, "county", "2022-13");
    CHECK_I64(proposes(&clerk, &p, &err, &version), ERR_PERIOD_UNKNOWN);
    p = proposal(&a, "county", "2021-12");
    p.bytes = S("format: duban-scheme/1\ncode: county\n");
    CHECK(proposes(&clerk, &p, &err, &version) != ERR_NONE &&
          str_eq(str_from_z(err.file), S("x.yaml")));
    app_close(&unit);
    app_close(&leader);
    app_close(&clerk);
}

static void scheme__is_approved_by_another_person_with_its_paper(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err;
    int own = 0, lent = 0;
    office_at(&office, LAST);
    App clerk = acts(&a, "clerk1", NULL), for_director = acts(&a, "clerk2", "director1");
    SchemeProposal p = proposal(&a, "county", "2021-11");
    CHECK_I64(proposes(&clerk, &p, &err, &own), ERR_NONE);
    CHECK_I64(approves("clerk1", "director1", "county", own, &err), ERR_SCHEME_FOUR_EYES);
    CHECK_I64(approves("clerk2", NULL, "county", own, &err), ERR_DENIED);
    CHECK_I64(approves("u_c01", NULL, "county", own, &err), ERR_DENIED);
    CHECK_I64(approves("director1", NULL, "county", own + 1, &err), ERR_SCHEME_VERSION);
    p = proposal(&a, "department", "2021-11");
    CHECK_I64(proposes(&for_director, &p, &err, &lent), ERR_NONE);
    CHECK_I64(approves("director1", NULL, "department", lent, &err), ERR_SCHEME_FOUR_EYES);
    App director = acts(&a, "director1", NULL);
    const struct {
        SchemeApproval approval;
        ErrCode code;
    } wrong[] = {
        {{.document = S("x"), .dated = S("2021-06-10")}, ERR_SCHEME_PAPER},
        {{.authority = S("x"), .dated = S("2021-06-10")}, ERR_SCHEME_PAPER},
        {{.authority = S("x"), .document = S("x")}, ERR_SCHEME_PAPER},
        {{.authority = S("x"), .document = S("x"), .dated = S("10 June")}, ERR_SCHEME_DATE},
        {{.authority = S("x"), .document = S("x"), .dated = S("2021-06-16")}, ERR_SCHEME_DATE},
        {{.authority = S("x"), .document = S("x"), .dated = S("2021-06-10"), .seen = S("other")},
         ERR_SCHEME_MOVED},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        SchemeApproval approval = wrong[i].approval;
        approval.group = S("county");
        approval.version = own;
        CHECK(!scheme_approve(&director, &approval, &err));
        CHECK_I64(err.code, wrong[i].code);
    }
    CHECK_I64(approves("director1", NULL, "county", own, &err), ERR_NONE);
    CHECK_I64(approves("leader1", NULL, "county", own, &err), ERR_SCHEME_STATE);
    CHECK(!scheme_withdraw(&director, S("county"), own, S(" "), &err));
    CHECK_ERR(&err, ERR_SCHEME_REASON);
    CHECK_OK(scheme_withdraw(&director, S("county"), own, S("示例"), &err),
             &err); /* November has not begun */
    CHECK_I64(approves("leader1", NULL, "county", own, &err), ERR_SCHEME_STATE);
    app_close(&clerk);
    app_close(&for_director);
    app_close(&director);
}

/* Both have read the same list; the second hears that it is no longer that one. */
static void scheme__of_two_who_propose_at_once_the_second_is_told(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err;
    int first = 0, second = 0;
    office_at(&office, LAST);
    App one = acts(&a, "clerk1", NULL), two = acts(&a, "clerk2", NULL);
    SchemeProposal p = proposal(&a, "taskforce", "2021-12");
    CHECK_I64(proposes(&one, &p, &err, &first), ERR_NONE);
    p.reason = S("示例：另一稿");
    CHECK_I64(proposes(&two, &p, &err, &second), ERR_SCHEME_MOVED);
    app_close(&two);
    two = acts(&a, "clerk2", NULL);
    p = proposal(&a, "taskforce", "2021-11"); /* and may not stand before it */
    CHECK_I64(proposes(&two, &p, &err, &second), ERR_SCHEME_EARLIER);
    app_close(&one);
    app_close(&two);
}

static int run(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appeal__begins_with_the_opening_and_ends_with_the_last_workday),
        cmocka_unit_test(appeal__says_what_of_it_is_wrong),
        cmocka_unit_test(appeal__is_ruled_on_by_nobody_who_had_a_hand_in_it),
        cmocka_unit_test(appeal__of_another_unit_is_not_there),
        cmocka_unit_test(appeal__that_is_withdrawn_is_closed_and_may_be_filed_again),
        cmocka_unit_test(scheme__says_what_of_a_proposal_is_wrong),
        cmocka_unit_test(scheme__is_approved_by_another_person_with_its_paper),
        cmocka_unit_test(scheme__of_two_who_propose_at_once_the_second_is_told),
    };
    return cmocka_run_group_tests(tests, make, gone);
}

int main(void)
{
    return fix_run(run);
}
