/* Reports that came in: accepted, returned with a cause of the list, locked; corrections of what is locked by two people. */
#include "app/inbox/inbox.h"
#include "app/report/correction.h"
#include "app/report/review.h"
#include "app/report/review_desk.h"
#include "base/limits.h"
#include "office.h"
#include "store/month.h"

/* A unit's report of April with one figure; the text makes one version another than the one before. */
static bool report(Office *office, const char *unit, const char *invest, const char *note, Err *err)
{
    AUTO_ARENA a = {0};
    App app = office_as(office, &a, "clerk1");
    Str body =
        arena_fmt(&a,
                  "填报单位,%s\n所属期,2021-04\n报送时间,2021-05-08T10:00:00+08:00\n\n表一 指标\n"
                  "指标编码,指标,计量单位,本月完成,累计完成,上年同期,备注\ninvest,,亿元,,%s,,%s\n",
                  unit, invest, note);
    MonthFileList files = {0};
    MonthImport import;
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    const MonthFrom from = {0};
    *arena_push(&a, &files) =
        (MonthFile){.name = S("report.csv"), .bytes = body, .period = S("2021-04")};
    bool ok = import_month(&app, MONTH_REPORTS, &files, S("2021-04"), &from, &import, &faults,
                           &warnings, err);
    if (!ok && err->code == ERR_NONE)
        *err = faults.items[0];
    app_close(&app);
    return ok;
}

static void reported(Office *office, const char *unit, const char *invest, const char *note)
{
    Err err = {0};
    CHECK_OK(report(office, unit, invest, note, &err), &err);
}

static Office open_may(void)
{
    Office office = office_open();
    office_at(&office, "2021-05-08T10:00:00+08:00");
    reported(&office, "c01", "12.5", "一");
    reported(&office, "c02", "8", "一");
    return office;
}

/* causes and places with commas */
static bool give_back(Office *office, const char *account, const char *unit, int version,
                      int64_t step, const char *causes, const char *places, const char *note,
                      Err *err)
{
    AUTO_ARENA a = {0};
    App app = office_as(office, &a, account);
    ReviewReturn order = {
        .unit = str_from_z(unit), .version = version, .step = step, .note = str_from_z(note)};
    ReportStep saved;
    Str rest = str_from_z(causes);
    while (rest.len)
        *arena_push(&a, &order.causes) = str_cut(&rest, ',');
    rest = str_from_z(places);
    while (rest.len)
        *arena_push(&a, &order.places) = str_cut(&rest, ',');
    bool ok = review_return(&app, S("2021-04"), &order, &saved, err);
    app_close(&app);
    return ok;
}

static void check_not_returned(Office *office, const char *causes, const char *places,
                               const char *note, ErrCode expected)
{
    Err err = {0};
    if (give_back(office, "clerk1", "c01", REVIEW_SEEN_ANY, REVIEW_SEEN_ANY, causes, places, note,
                  &err))
        fail_msg("returned: %s %s %s", causes, places, note);
    CHECK_ERR(&err, expected);
}

static bool accept_one(Office *office, const char *account, const char *unit, int version,
                       int64_t step, ReviewAnswer *ret_answer, Err *err)
{
    AUTO_ARENA a = {0};
    App app = office_as(office, &a, account);
    const ReviewPick pick = {str_from_z(unit), version, step};
    ReviewAnswers answers = {0};
    bool ok = review_accept(&app, S("2021-04"), &pick, 1, false, &answers, err);
    if (ok)
        *ret_answer = answers.items[0];
    app_close(&app);
    return ok;
}

static void review__a_return_names_what_does_not_agree_and_never_a_figure(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_may();
    check_not_returned(&office, "", "invest", "", ERR_REVIEW_CAUSE);
    check_not_returned(&office, "too_low", "invest", "", ERR_REVIEW_CAUSE);
    check_not_returned(&office, "sum", "", "", ERR_REVIEW_PLACE);
    check_not_returned(&office, "sum", "nothing", "", ERR_REVIEW_PLACE);
    check_not_returned(&office, "sum", "task 9.9.9", "", ERR_REVIEW_PLACE);
    check_not_returned(&office, "sum", "invest", "请改为13.5亿元", ERR_REVIEW_FIGURE);
    check_not_returned(&office, "sum", "invest", "应为１３．５", ERR_REVIEW_FIGURE);
    check_not_returned(&office, "sum", "invest", "a\xE2\x80\xAEz", ERR_TEXT_CONTROL);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT count(*) FROM report_step"), S("0\n"));
    CHECK_OK(give_back(&office, "clerk1", "c01", 1, 0, "sum,narrative", "invest,task 1.1.1",
                       "表一累计12.50与4月12日的说明不一致，见任务1.1.1", &err),
             &err);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT seq, state, causes, places FROM report_step"),
              S("1|returned|[\"sum\",\"narrative\"]|[\"invest\",\"task 1.1.1\"]\n"));
    office_done(&office);
}

/* What no sum can hold is shown, so that it can be sent back. */
static void review__opens_a_report_with_a_slip_of_33_digits(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0}, large = {0};
    Office office = open_may();
    ReviewSheet sheet;
    CHECK(!report(&office, "c01", "1000000000000000", "二", &large));
    CHECK_ERR(&large, ERR_FIGURE_LARGE);
    reported(&office, "c01", "999999999999999.999999999999999999", "二");
    App app = office_as(&office, &a, "clerk1");
    CHECK_OK(review_sheet(&app, S("2021-04"), S("c01"), &sheet, &err), &err);
    int at = 0;
    while (at < sheet.lines.count && !str_eq(sheet.lines.items[at].indicator->code, S("invest")))
        at++;
    CHECK(at < sheet.lines.count);
    CHECK_STR(sheet.lines.items[at].value, S("999999999999999.999999999999999999"));
    CHECK_STR(sheet.lines.items[at].pace.percent, S(""));
    app_close(&app);
    CHECK_OK(give_back(&office, "clerk1", "c01", 2, 0, "measure_unit", "invest", "", &err), &err);
    office_done(&office);
}

/* Nobody has a statistic altered; that a unit typed one at all may be said. */
static void review__statistics_are_never_returned(void **state)
{
    (void)state;
    Err err = {0};
    Office office = open_may();
    fix_exec(office.fix.db, "UPDATE indicator SET basis = 'statistics' WHERE code = 'market'");
    snapshot_cache_free(office.snapshots);
    office.snapshots = snapshot_cache_new();
    check_not_returned(&office, "jump", "market", "", ERR_REVIEW_STATISTICS);
    check_not_returned(&office, "statistics,jump", "market", "", ERR_REVIEW_STATISTICS);
    CHECK_OK(give_back(&office, "clerk1", "c01", 1, 0, "statistics", "market", "", &err), &err);
    office_done(&office);
}

static void review__is_the_offices(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = open_may();
    static const char *const others[] = {"u_c01",      "u_c02",    "o_fgw",    "leader1",
                                         "inspector1", "sysadmin", "secadmin", "auditadmin"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        Err err = {0};
        ReviewAnswer answer;
        CHECK(!accept_one(&office, others[i], "c01", REVIEW_SEEN_ANY, REVIEW_SEEN_ANY, &answer,
                          &err));
        CHECK_ERR(&err, ERR_DENIED);
        CHECK(!give_back(&office, others[i], "c01", REVIEW_SEEN_ANY, REVIEW_SEEN_ANY, "sum",
                         "invest", "", &err));
        CHECK_ERR(&err, ERR_DENIED);
    }
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT count(*) FROM report_step"), S("0\n"));
    office_done(&office);
}

/* Two clerks on one row: the second is told who was faster, and nothing is done twice. */
static void review__tells_who_comes_second(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    ReviewAnswer answer;
    Office office = open_may();
    CHECK_OK(give_back(&office, "clerk1", "c01", 1, 0, "sum", "invest", "", &err), &err);
    CHECK_OK(accept_one(&office, "clerk2", "c01", 1, 0, &answer, &err), &err);
    CHECK(!answer.accepted);
    CHECK_ERR(&answer.why, ERR_REVIEW_MOVED);
    CHECK_STR(err_arg(&answer.why, "by"), S("clerk1"));
    CHECK_STR(err_arg(&answer.why, "state"), S("returned"));
    CHECK(!give_back(&office, "clerk2", "c01", 1, 0, "sum", "invest", "", &err));
    CHECK_ERR(&err, ERR_REVIEW_MOVED);
    reported(&office, "c01", "12.6", "二");
    CHECK_OK(accept_one(&office, "clerk2", "c01", 1, 1, &answer, &err), &err);
    CHECK_ERR(&answer.why, ERR_REVIEW_VERSION);
    CHECK_STR(err_arg(&answer.why, "expected"), S("2"));
    CHECK_OK(accept_one(&office, "clerk2", "c01", 2, 0, &answer, &err), &err);
    CHECK(answer.accepted);
    CHECK_OK(accept_one(&office, "clerk1", "c01", 2, 0, &answer, &err), &err);
    CHECK(!answer.accepted && answer.before); /* of the same mind: nothing to tell */
    CHECK_OK(accept_one(&office, "clerk1", "c03", 1, 0, &answer, &err), &err);
    CHECK_ERR(&answer.why, ERR_REVIEW_NONE);
    CHECK_STR(
        fix_rows(
            &a, office.fix.db,
            "SELECT s.version, t.seq, t.state, t.by_account FROM report_step t JOIN submission "
            "s ON s.id = t.submission ORDER BY t.id"),
        S("1|1|returned|clerk1\n2|1|accepted|clerk2\n"));
    office_done(&office);
}

static void review__accepts_many_each_for_itself_or_together(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_may();
    App app = office_as(&office, &a, "clerk1");
    const ReviewPick picks[] = {
        {S("c01"), 1, 0}, {S("c03"), 1, 0}, {S("c02"), 1, 0}, {S("c02"), 1, 0}};
    ReviewAnswers answers = {0};
    CHECK(!review_accept(&app, S("2021-04"), picks, 4, true, &answers, &err));
    CHECK_ERR(&err, ERR_REVIEW_NONE);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT count(*) FROM report_step"), S("0\n"));
    CHECK_OK(review_accept(&app, S("2021-04"), picks, 4, false, &answers, &err), &err);
    CHECK_I64(answers.count, 4);
    CHECK(answers.items[0].accepted && answers.items[2].accepted && answers.items[3].before);
    CHECK_ERR(&answers.items[1].why, ERR_REVIEW_NONE);
    CHECK(!review_accept(&app, S("2021-04"), picks, 0, false, &answers, &err));
    CHECK_ERR(&err, ERR_REVIEW_NOTHING);
    ReviewPick *many = arena_new(&a, ReviewPick, LIMIT_REVIEW_PICKS + 1);
    for (int i = 0; i <= LIMIT_REVIEW_PICKS; i++)
        many[i] = picks[0];
    CHECK(!review_accept(&app, S("2021-04"), many, LIMIT_REVIEW_PICKS + 1, false, &answers, &err));
    CHECK_ERR(&err, ERR_LIMIT);
    CHECK(!review_accept(&app, S("2021-99"), picks, 1, false, &answers, &err));
    CHECK_ERR(&err, ERR_PERIOD_UNKNOWN);
    app_close(&app);
    CHECK_STR(
        fix_rows(&a, office.fix.db,
                 "SELECT action, object, result FROM audit WHERE action = 'report.review' AND "
                 "object LIKE 'accept%'"),
        S("report.review|accept 2021-04|ok\n"));
    office_done(&office);
}

/* A restricted unit's report is looked at by who has that right. */
static void review__of_a_restricted_unit_asks_for_the_right(void **state)
{
    (void)state;
    Err err = {0};
    ReviewAnswer answer;
    Office office = open_may();
    fix_exec(office.fix.db, "UPDATE unit SET restricted = TRUE WHERE code = 'c01'");
    snapshot_cache_free(office.snapshots);
    office.snapshots = snapshot_cache_new();
    CHECK(!accept_one(&office, "clerk1", "c01", 1, 0, &answer, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK_OK(accept_one(&office, "clerk1", "c02", 1, 0, &answer, &err), &err);
    office_done(&office);
}

/* ---- the lock ---- */

static bool lock(Office *office, const char *account, bool opening, const char *reason, Err *err)
{
    AUTO_ARENA a = {0};
    App app = office_as(office, &a, account);
    PeriodLock saved;
    Str why = str_from_z(reason);
    bool ok = opening ? lock_open(&app, S("2021-04"), why, &saved, err)
                      : lock_period(&app, S("2021-04"), why, &saved, err);
    app_close(&app);
    return ok;
}

static void lock__takes_reports_no_more_until_the_director_opens_it(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_may();
    CHECK(!lock(&office, "u_c01", false, "", &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK_OK(lock(&office, "clerk1", false, "", &err), &err);
    CHECK(!lock(&office, "clerk2", false, "", &err));
    CHECK_ERR(&err, ERR_LOCK_ALREADY);
    CHECK_STR(err_arg(&err, "by"), S("clerk1"));
    CHECK(!report(&office, "c03", "3", "一", &err)); /* a first one too */
    CHECK_ERR(&err, ERR_PERIOD_LOCKED);
    check_not_returned(&office, "sum", "invest", "", ERR_PERIOD_LOCKED);
    ReviewAnswer answer;
    CHECK(!accept_one(&office, "clerk1", "c01", 1, 0, &answer, &err));
    CHECK_ERR(&err, ERR_PERIOD_LOCKED);
    CHECK(!lock(&office, "clerk1", true, "漏收", &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK(!lock(&office, "director1", true, " ", &err));
    CHECK_ERR(&err, ERR_LOCK_REASON);
    CHECK_OK(lock(&office, "director1", true, "丙区漏收", &err), &err);
    CHECK(!lock(&office, "director1", true, "丙区漏收", &err));
    CHECK_ERR(&err, ERR_LOCK_NOT);
    office_at(&office, "2021-05-12T10:00:00+08:00");
    reported(&office, "c03", "3", "一"); /* late it stays: due was the 11th */
    CHECK_STR(
        fix_rows(&a, office.fix.db, "SELECT party, late_days FROM submission WHERE party = 'c03'"),
        S("c03|1\n"));
    CHECK_STR(fix_rows(&a, office.fix.db,
                       "SELECT seq, state, reason, by_account FROM period_lock ORDER BY seq"),
              S("1|locked||clerk1\n2|opened|丙区漏收|director1\n"));
    office_done(&office);
}

/* ---- corrections of what is locked ---- */

static bool wish(Office *office, const char *account, const char *unit, const char *object,
                 const char *was, const char *is, char *ret_id, Err *err)
{
    AUTO_ARENA a = {0};
    App app = office_as(office, &a, account);
    Faults faults = {.arena = &a};
    CorrectionAsk ask = {0};
    const CorrectionWish w = {S("2021-04"),        str_from_z(unit),  S("invest"),
                              str_from_z(object),  str_from_z(was),   str_from_z(is),
                              S("示例：漏计一项"), S("示例说明第1号")};
    bool ok = correction_wish(&app, &w, &ask, &faults, err);
    if (!ok && err->code == ERR_NONE)
        *err = faults.items[0];
    for (ptrdiff_t i = 0; ok && ret_id && i < ask.id.len; i++)
        ret_id[i] = ask.id.ptr[i];
    app_close(&app);
    return ok;
}

/* The sample has one director; ruling on a director's own takes another. */
static void second_director(Office *office)
{
    fix_exec(office->fix.db,
             "INSERT INTO account (campaign, name, position, role, unit, body, post, "
             "active) VALUES ('shifanshi-2021', 'director2', 90, 'office_director', "
             "'', 'office', '', TRUE)");
}

static bool rule(Office *office, const char *account, const char *acting_for, const char *id,
                 bool approve, const char *reason, Err *err)
{
    AUTO_ARENA a = {0};
    App app;
    AppStart start = office_start(office, NULL, str_from_z(account));
    start.acting_for = str_from_z(acting_for);
    if (!app_open(&a, &start, &app, err))
        return false;
    Faults faults = {.arena = &a};
    MonthImport import;
    CorrectionAsk ask;
    bool ok = approve ? correction_approve(&app, str_from_z(id), str_from_z(reason), &import,
                                           &faults, err)
                      : correction_refuse(&app, str_from_z(id), str_from_z(reason), &ask, err);
    if (!ok && err->code == ERR_NONE)
        *err = faults.items[0];
    app_close(&app);
    return ok;
}

/* Behind a frozen month it is closed without a lock, and corrected by two people. */
static void lock__of_a_month_behind_a_frozen_one_is_nobodys(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    MonthImport import;
    MonthFileList files = {0};
    CorrectionAsks asked = {0};
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    const MonthFrom from = {0};
    Office office = open_may();
    office_freeze(&office, "2021-05");
    CHECK(!report(&office, "c03", "3", "一", &err));
    CHECK_ERR(&err, ERR_PERIOD_PASSED);
    CHECK_STR(err_arg(&err, "later"), S("2021-05"));
    check_not_returned(&office, "sum", "invest", "", ERR_PERIOD_PASSED);
    CHECK(!lock(&office, "clerk1", false, "", &err));
    CHECK_ERR(&err, ERR_PERIOD_PASSED);
    CHECK(!lock(&office, "director1", true, "漏收", &err));
    CHECK_ERR(&err, ERR_PERIOD_PASSED);
    App app = office_as(&office, &a, "clerk1");
    *arena_push(&a, &files) =
        (MonthFile){.name = S("c.csv"),
                    .bytes = S("所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n"
                               "2021-04,c03,invest,reported,,12,示例,示例\n")};
    CHECK(!import_month(&app, MONTH_CORRECTIONS, &files, S(""), &from, &import, &faults, &warnings,
                        &err));
    CHECK_ERR(&err, ERR_CORRECTION_FOUR_EYES);
    CHECK_OK(correction_import(&app, &files, &import, &asked, &faults, &warnings, &err), &err);
    CHECK_I64(asked.count, 1); /* who never reported, too */
    app_close(&app);
    CHECK_OK(rule(&office, "director1", "", str_z(&a, asked.items[0].id), true, "属实", &err),
             &err);
    office_done(&office);
}

static void correction__is_asked_by_one_and_approved_by_another(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    char id[40] = {0}, other[40] = {0};
    Office office = open_may();
    second_director(&office);
    CHECK(!wish(&office, "u_c01", "c01", "reported", "12.5", "11", id, &err));
    CHECK_ERR(&err, ERR_CORRECTION_OPEN); /* not locked: it reports again */
    CHECK_OK(lock(&office, "clerk1", false, "", &err), &err);
    CHECK(!wish(&office, "u_c01", "c02", "reported", "8", "9", id, &err));
    CHECK_ERR(&err, ERR_DENIED); /* another's */
    CHECK(!wish(&office, "u_c01", "c01", "confirmed", "", "9", id, &err));
    CHECK_ERR(&err, ERR_DENIED); /* what others say of it */
    CHECK(!wish(&office, "o_fgw", "c01", "reported", "12.5", "11", id, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK(!wish(&office, "u_c01", "c01", "reported", "12", "11", id, &err));
    CHECK_ERR(&err, ERR_CORRECTION_OLD);
    CHECK_OK(wish(&office, "u_c01", "c01", "reported", "12.5", "11", id, &err), &err);
    CHECK(!wish(&office, "clerk1", "c01", "reported", "12.5", "10", other, &err));
    CHECK_ERR(&err, ERR_CORRECTION_WAITS);
    CHECK(!rule(&office, "u_c01", "", id, true, "", &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK(!rule(&office, "clerk1", "", id, true, "", &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK_STR(
        fix_rows(&a, office.fix.db, "SELECT count(*) FROM submission WHERE kind = 'correction'"),
        S("0\n"));
    CHECK_OK(rule(&office, "director1", "", id, true, "属实", &err), &err);
    CHECK_OK(rule(&office, "director1", "", id, true, "属实", &err),
             &err); /* again: nothing more */
    CHECK(!rule(&office, "director2", "", id, false, "不属实", &err));
    CHECK_ERR(&err, ERR_CORRECTION_RULED);
    CHECK_STR(fix_rows(&a, office.fix.db,
                       "SELECT s.party, v.value, s.filled_by, s.approved_by FROM submission s JOIN "
                       "submission_value v ON v.submission = s.id WHERE s.kind = 'correction'"),
              S("c01|11|u_c01|director1\n"));
    CHECK_STR(
        fix_rows(&a, office.fix.db, "SELECT state, reason, by_account FROM correction_ruling"),
        S("approved|属实|director1\n"));
    office_done(&office);
}

/* Not by who asked, nor acting for them, nor by who asked acting for another. */
static void correction__is_never_ones_own(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    char id[40] = {0};
    Office office = open_may();
    CHECK_OK(lock(&office, "clerk1", false, "", &err), &err);
    second_director(&office);
    fix_exec(office.fix.db,
             "INSERT INTO delegation (id, principal, delegate, from_on, to_on, reason, made_at, "
             "made_by, "
             "ended_at, ended_by) VALUES ('0000000000001', 'director2', 'director1', '2021-05-01', "
             "'2021-05-31', 'x', 1, 'director2', 0, '')");
    CHECK_OK(wish(&office, "director1", "c01", "reported", "12.5", "11", id, &err), &err);
    CHECK(!rule(&office, "director1", "", id, true, "", &err));
    CHECK_ERR(&err, ERR_CORRECTION_SELF);
    CHECK(!rule(&office, "director1", "director2", id, true, "", &err));
    CHECK_ERR(&err, ERR_CORRECTION_SELF);
    CHECK(!rule(&office, "director1", "", id, false, "撤回", &err));
    CHECK_ERR(&err, ERR_CORRECTION_SELF);
    CHECK(!rule(&office, "director2", "", id, false, "", &err));
    CHECK_ERR(&err, ERR_CORRECTION_REASON);
    CHECK_OK(rule(&office, "director2", "", id, false, "依据不足", &err), &err);
    CHECK(!rule(&office, "director2", "", id, true, "", &err));
    CHECK_ERR(&err, ERR_CORRECTION_RULED);
    CHECK_STR(
        fix_rows(&a, office.fix.db, "SELECT count(*) FROM submission WHERE kind = 'correction'"),
        S("0\n"));
    office_done(&office);
}

/* `duban import corrections` is no way round it: of a locked period it asks. */
static void correction__a_file_asks_where_the_period_is_locked(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_may();
    App app = office_as(&office, &a, "clerk1");
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    MonthFileList files = {0};
    MonthImport import;
    CorrectionAsks asked = {0};
    MonthFrom from = {0};
    *arena_push(&a, &files) =
        (MonthFile){.name = S("c.csv"),
                    .bytes = S("所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n"
                               "2021-04,c01,invest,reported,12.5,12,示例,示例\n")};
    CHECK_OK(correction_import(&app, &files, &import, &asked, &faults, &warnings, &err), &err);
    CHECK_I64(import.taken, 1);
    CHECK_I64(asked.count, 0);
    app_close(&app);
    CHECK_OK(lock(&office, "clerk1", false, "", &err), &err);
    files.items[0].bytes = S("所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n"
                             "2021-04,c01,invest,reported,12,11,示例,示例\n");
    app = office_as(&office, &a, "clerk1");
    CHECK_OK(correction_import(&app, &files, &import, &asked, &faults, &warnings, &err), &err);
    CHECK_I64(import.taken, 0);
    CHECK_I64(asked.count, 1);
    CHECK(!import_month(&app, MONTH_CORRECTIONS, &files, S(""), &from, &import, &faults, &warnings,
                        &err));
    CHECK_ERR(&err, ERR_CORRECTION_FOUR_EYES);
    app_close(&app);
    office_done(&office);
}

static void correction__a_unit_reads_its_own_only(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    char id[40] = {0};
    CorrectionView view;
    CorrectionViews views = {0};
    Office office = open_may();
    CHECK_OK(lock(&office, "clerk1", false, "", &err), &err);
    CHECK_OK(wish(&office, "u_c01", "c01", "reported", "12.5", "11", id, &err), &err);
    App app = office_as(&office, &a, "u_c02");
    CHECK(!correction_read(&app, str_from_z(id), &view, &err));
    CHECK_ERR(&err, ERR_CORRECTION_UNKNOWN);
    CHECK_OK(correction_list(&app, &views, &err), &err);
    CHECK_I64(views.count, 0);
    app_close(&app);
    app = office_as(&office, &a, "u_c01");
    CHECK_OK(correction_read(&app, str_from_z(id), &view, &err), &err);
    CHECK_I64(view.sheet.corrections.count, 1);
    CHECK(!view.may_rule);
    app_close(&app);
    office_done(&office);
}

/* ---- what is told ---- */

static const InboxItem *told(Office *office, Arena *arena, const char *account, InboxKind kind)
{
    Err err = {0};
    App app = office_as(office, arena, account);
    Inbox inbox;
    CHECK_OK(inbox_read(&app, &inbox, &err), &err);
    app_close(&app);
    for (int i = 0; i < inbox.items.count; i++)
        if (inbox.items.items[i].kind == kind)
            return &inbox.items.items[i];
    return NULL;
}

static void inbox__tells_what_waits_for_whom(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_may();
    const InboxItem *review = told(&office, &a, "clerk1", INBOX_REVIEW);
    CHECK(review && review->n == 2);
    CHECK(!told(&office, &a, "u_c01", INBOX_RETURNED));
    CHECK_OK(give_back(&office, "clerk1", "c01", 1, 0, "sum", "invest", "合计与分项", &err), &err);
    const InboxItem *returned = told(&office, &a, "u_c01", INBOX_RETURNED);
    CHECK(returned != NULL);
    CHECK_STR(returned->code, S("[\"sum\"]"));
    CHECK_STR(returned->note, S("合计与分项"));
    CHECK_I64(told(&office, &a, "clerk1", INBOX_REVIEW)->n, 1);
    CHECK(!told(&office, &a, "director1", INBOX_RULE));
    CHECK_OK(lock(&office, "clerk1", false, "", &err), &err);
    CHECK_OK(wish(&office, "u_c02", "c02", "reported", "8", "9", NULL, &err), &err);
    CHECK_I64(told(&office, &a, "director1", INBOX_RULE)->n, 1);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(review__a_return_names_what_does_not_agree_and_never_a_figure),
        cmocka_unit_test(review__opens_a_report_with_a_slip_of_33_digits),
        cmocka_unit_test(review__statistics_are_never_returned),
        cmocka_unit_test(review__is_the_offices),
        cmocka_unit_test(review__tells_who_comes_second),
        cmocka_unit_test(review__accepts_many_each_for_itself_or_together),
        cmocka_unit_test(review__of_a_restricted_unit_asks_for_the_right),
        cmocka_unit_test(lock__of_a_month_behind_a_frozen_one_is_nobodys),
        cmocka_unit_test(lock__takes_reports_no_more_until_the_director_opens_it),
        cmocka_unit_test(correction__is_asked_by_one_and_approved_by_another),
        cmocka_unit_test(correction__is_never_ones_own),
        cmocka_unit_test(correction__a_file_asks_where_the_period_is_locked),
        cmocka_unit_test(correction__a_unit_reads_its_own_only),
        cmocka_unit_test(inbox__tells_what_waits_for_whom),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
