/* Answers to findings of the screening: by whose figures they are, closed by somebody else, kept for those figures alone. */
#include "app/files/files.h"
#include "app/score/screening_answer.h"
#include "app/score/screening_parts.h"
#include "office.h"

#include <stdlib.h>

static char data_folder[] = "/tmp/duban-finding-XXXXXX";

static Office october(void)
{
    return office_of_year("DUBAN_HALF_DB", "2021-10-22T10:00:00+08:00");
}

/* The one finding of September, 辛开发区's, as this account sees it. */
static Str finding_of(App *app)
{
    Err err = {0};
    Faults faults = {.arena = app->arena};
    ScreeningReport report;
    CHECK_OK(screening_run(app, S("2021-09"), S(""), S(""), &report, &faults, &err), &err);
    CHECK_I64(report.findings.count, 1);
    return report.findings.items[0].id;
}

static ScreeningCase case_of(App *app, Str id)
{
    Err err = {0};
    Faults faults = {.arena = app->arena};
    ScreeningCase c;
    CHECK_OK(screening_case(app, S("2021-09"), id, &c, &faults, &err), &err);
    return c;
}

static Err reply(App *app, Str id, bool correcting, Str words, Str correction)
{
    Err err = {0};
    Faults faults = {.arena = app->arena};
    const ScreeningReply r = {S("2021-09"), id, correcting, words, correction};
    CHECK(screening_answer(app, &r, &faults, &err) == (err.code == ERR_NONE));
    return err;
}

static Err close_it(App *app, Str id, bool accepted, Str words)
{
    Err err = {0};
    Faults faults = {.arena = app->arena};
    CHECK(screening_close(app, S("2021-09"), id, accepted, words, &faults, &err) ==
          (err.code == ERR_NONE));
    return err;
}

static void screening_answer__is_the_units_and_somebody_else_closes_it(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = october();
    App unit = office_as(&office, &arena, "u_c08"), clerk = office_as(&office, &arena, "clerk1"),
        other = office_as(&office, &arena, "clerk2");
    Str id = finding_of(&unit);
    CHECK_I64(id.len, SCREENING_ID_LEN);
    CHECK_STR(finding_of(&clerk), id);
    Err err = reply(&unit, id, false, S("任务按目标安排，完成即止"), S(""));
    CHECK_OK(!err.code, &err);
    ScreeningCase c = case_of(&unit, id);
    CHECK_I64(c.state, SCREENING_ANSWERED);
    CHECK_I64(c.steps.count, 2); /* another answer, on top of the one before */
    CHECK_STR(c.steps.items[1].words, S("任务按目标安排，完成即止"));
    CHECK(c.may_answer && !c.may_close);
    err = close_it(&unit, id, true, S(""));
    CHECK_ERR(&err, ERR_DENIED);
    err = close_it(&clerk, id, false, S(""));
    CHECK_ERR(&err, ERR_SCREENING_WORDS);
    err = close_it(&clerk, id, false, S("请附入库时间"));
    CHECK_OK(!err.code, &err);
    CHECK_I64(case_of(&unit, id).state, SCREENING_ASKED);
    err = reply(&clerk, id, false, S("单位来函说明"), S("")); /* on paper: the office enters it */
    CHECK_OK(!err.code, &err);
    c = case_of(&clerk, id);
    CHECK(c.self && !c.may_close);
    err = close_it(&clerk, id, true, S(""));
    CHECK_ERR(&err, ERR_SCREENING_SELF);
    err = close_it(&other, id, true, S("属实"));
    CHECK_OK(!err.code, &err);
    c = case_of(&unit, id);
    CHECK_I64(c.state, SCREENING_ACCEPTED);
    CHECK_I64(c.steps.count, 5);
    CHECK(!c.may_answer);
    err = reply(&unit, id, false, S("再说一句"), S(""));
    CHECK_ERR(&err, ERR_SCREENING_CLOSED);
    Attachment added;
    const FileEntry entry = {.object = c.object, .name = S("晚到.txt"), .bytes = S("示例：晚到")};
    CHECK(!file_may_add(&unit, c.object));
    CHECK(!file_add(&unit, &entry, &added, &err));
    CHECK_ERR(&err, ERR_SCREENING_CLOSED);
    app_close(&unit);
    app_close(&clerk);
    app_close(&other);
    office_done(&office);
}

static void screening_answer__of_a_locked_period_names_its_correction(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = october();
    App unit = office_as(&office, &arena, "u_c08");
    Str id = finding_of(&unit);
    CHECK(case_of(&unit, id).locked);
    Err err = reply(&unit, id, true, S(""), S(""));
    CHECK_ERR(&err, ERR_SCREENING_CORRECTION);
    err = reply(&unit, id, true, S(""), S("5X1EYV2G365H9"));
    CHECK_ERR(&err, ERR_SCREENING_CORRECTION);
    err = reply(&unit, id, false, S("  "), S(""));
    CHECK_ERR(&err, ERR_SCREENING_WORDS);
    App clerk = office_as(&office, &arena, "clerk1");
    err = close_it(&clerk, id, true, S(""));
    CHECK_ERR(&err, ERR_SCREENING_UNANSWERED);
    app_close(&clerk);
    app_close(&unit);
    office_done(&office);
}

static void screening_answer__is_told_to_nobody_else(void **state)
{
    (void)state;
    static const char *const others[] = {"u_c01", "leader1", "o_fgw", "inspector1"};
    AUTO_ARENA arena = {0};
    Office office = october();
    App unit = office_as(&office, &arena, "u_c08");
    Str id = finding_of(&unit);
    Err err = {0};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        App app = office_as(&office, &arena, others[i]);
        Faults faults = {.arena = &arena};
        ScreeningCase c;
        ScreeningCounts counts;
        CHECK(!screening_case(&app, S("2021-09"), id, &c, &faults, &err));
        CHECK(err.code == ERR_DENIED || err.code == ERR_SCREENING_FINDING);
        CHECK_OK(screening_counts(&app,
                                  &app.def.periods.items[app_period_index(&app, S("2021-09"))],
                                  &counts, &err),
                 &err);
        CHECK_I64(counts.of[SCREENING_ANSWERED], 0);
        err = reply(&app, id, false, S("示例"), S(""));
        CHECK(err.code == ERR_DENIED || err.code == ERR_SCREENING_FINDING);
        app_close(&app);
    }
    app_close(&unit);
    office_done(&office);
}

/* What stands at an answer is listed for the unit and the office, and for others it is not there. */
static void screening_answer__has_files_of_its_own(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = october();
    App unit = office_as(&office, &arena, "u_c08");
    CHECK(mkdtemp(data_folder) != NULL);
    Str id = finding_of(&unit), object = arena_fmt(&arena, "screening %.*s", STR_ARG(id));
    Err err = {0};
    App leader = office_as(&office, &arena, "leader1"),
        clerk = office_as(&office, &arena, "clerk1");
    unit.start.data_folder = leader.start.data_folder = clerk.start.data_folder =
        str_from_z(data_folder);
    Attachment added;
    const FileEntry entry = {.object = object, .name = S("入库.txt"), .bytes = S("示例：入库时间")};
    CHECK_OK(file_add(&unit, &entry, &added, &err), &err);
    CHECK_STR(added.unit, S("c08"));
    AttachmentList own = {0}, office_list = {0}, none = {0};
    CHECK_OK(files_of(&unit, object, &own, &err), &err);
    CHECK_OK(files_of(&clerk, object, &office_list, &err), &err);
    CHECK_OK(files_of(&leader, object, &none, &err), &err);
    CHECK_I64(own.count, 1);
    CHECK_I64(office_list.count, 1);
    CHECK_I64(none.count, 0);
    Attachment got;
    int fd;
    CHECK(!file_fetch(&leader, added.id, &got, &fd, &err));
    CHECK_ERR(&err, ERR_FILE_UNKNOWN);
    app_close(&unit);
    app_close(&leader);
    app_close(&clerk);
    office_done(&office);
}

/* Another figure is another finding; the same one with a zero behind its point is not. */
static void screening_answer__holds_for_the_figures_it_saw(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = october();
    App app = office_as(&office, &arena, "clerk1");
    Err err = {0};
    Faults faults = {.arena = &arena};
    ScreeningReport r;
    CHECK_OK(screening_run(&app, S("2021-09"), S(""), S(""), &r, &faults, &err), &err);
    ScreeningFinding *f = &r.findings.items[0];
    ScreeningIndicator finer[64];
    for (int i = 0; i < r.in.nindicators && i < 64; i++)
        finer[i] = r.in.indicators[i];
    Str about = screening_about(&arena, &r, f, app.digest);
    CHECK(str_starts(about, S("goal c08  2021-09; 2021-09 invest 37.05 / 36.92; ")));
    finer[f->cells[0].indicator].decimals++;
    f->cells[0].value *= 10;
    f->cells[0].against *= 10;
    r.in.indicators = finer;
    CHECK_STR(screening_about(&arena, &r, f, app.digest), about);
    f->cells[0].value++;
    CHECK(!str_eq(screening_about(&arena, &r, f, app.digest), about));
    app_close(&app);
    office_done(&office);
}

static void screening_answer__is_counted_for_whom_it_waits(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = october();
    App unit = office_as(&office, &arena, "u_c08"), clerk = office_as(&office, &arena, "clerk1"),
        other = office_as(&office, &arena, "u_c02");
    const CampaignPeriod *period = &clerk.def.periods.items[app_period_index(&clerk, S("2021-09"))];
    ScreeningCounts counts;
    Err err = {0};
    Str id = finding_of(&unit);
    CHECK_OK(screening_counts(&unit, period, &counts, &err), &err);
    CHECK_I64(counts.of[SCREENING_OPEN], 1);
    CHECK_OK(screening_counts(&other, period, &counts, &err), &err);
    CHECK_I64(counts.of[SCREENING_OPEN], 0);
    err = reply(&unit, id, false, S("示例"), S(""));
    CHECK_OK(!err.code, &err);
    CHECK_OK(screening_counts(&clerk, period, &counts, &err), &err);
    CHECK_I64(counts.of[SCREENING_OPEN], 0);
    CHECK_I64(counts.of[SCREENING_ANSWERED], 1);
    app_close(&unit);
    app_close(&clerk);
    app_close(&other);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        /* one after the other: what one has said the next finds */
        cmocka_unit_test(screening_answer__holds_for_the_figures_it_saw),
        cmocka_unit_test(screening_answer__of_a_locked_period_names_its_correction),
        cmocka_unit_test(screening_answer__is_counted_for_whom_it_waits),
        cmocka_unit_test(screening_answer__is_told_to_nobody_else),
        cmocka_unit_test(screening_answer__has_files_of_its_own),
        cmocka_unit_test(screening_answer__is_the_units_and_somebody_else_closes_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
