/* Highlights, the report to the province, figures offered and the burden, on the sample's year up to September: what is
 * taken from the database, what is refused, who sees what. */
#include "app/paper/province.h"
#include "app/report/burden.h"
#include "app/report/report_offers.h"
#include "office.h"

/* September is frozen, not published. */
static Office half(void)
{
    return office_of_year("DUBAN_HALF_DB", "2021-10-22T10:00:00+08:00");
}

static HighlightEntry entry_of(const char *task, const char *text, const char *indicator)
{
    return (HighlightEntry){.task = str_from_z(task),
                            .title = S("示例：会办机制"),
                            .text = str_from_z(text),
                            .indicator = str_from_z(indicator),
                            .period = S("2021-08")};
}

static const char words[] =
    "示例：建立项目会办机制，每周一次由分管领导召集，要素问题当场交办，办结情况当周公布。";

static void highlight__takes_its_figure_and_is_closed_until_taken(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = half();
    App own = office_app(&office, &arena, S("u_c09")),
        other = office_app(&office, &arena, S("u_c01"));
    App clerk = office_app(&office, &arena, S("clerk1"));
    HighlightView v, again, seen;
    SameShowns same = {0};
    HighlightEntry e = entry_of("1.2", words, "invest");
    CHECK_OK(highlight_send(&own, &e, &v, &err), &err);
    CHECK_STR(v.row.object, S("confirmed"));
    CHECK(v.row.figure.len > 0 && v.row.submission.len > 0);
    CHECK_OK(highlight_send(&other, &e, &again, &err), &err);
    CHECK_OK(highlight_same_read(&other, &again, &same, &err), &err);
    CHECK(same.count > 0 && same.items[0].closed && same.items[0].text.percent == 100);
    CHECK_I64(same.items[0].text.id.len, 0);
    CHECK(!highlight_read(&other, v.row.id, &seen, &err) && err.code == ERR_DENIED);
    CHECK_OK(highlight_move(&clerk, v.row.id, &(HighlightMove){.to = HIGHLIGHT_TAKEN}, &v, &err),
             &err);
    CHECK_OK(highlight_read(&other, v.row.id, &seen, &err), &err);
    CHECK(!highlight_move(&clerk, v.row.id, &(HighlightMove){.to = HIGHLIGHT_TAKEN}, &v, &err));
    CHECK_ERR(&err, ERR_HIGHLIGHT_STATE);
    HighlightMove adopt = {
        .to = HIGHLIGHT_ADOPTED, .adopter = S("示例省办"), .adopted_on = S("2021-10-20")};
    CHECK_OK(highlight_move(&clerk, seen.row.id, &adopt, &v, &err), &err);
    CHECK_I64(v.adoptions, 0); /* no number */
    adopt.document = S("示例3号");
    CHECK_OK(highlight_move(&clerk, seen.row.id, &adopt, &v, &err), &err);
    CHECK_I64(v.adoptions, 1);
    app_close(&own);
    app_close(&other);
    app_close(&clerk);
    office_done(&office);
}

static void refused(App *app, HighlightEntry e, ErrCode expected)
{
    Err err = {0};
    HighlightView v;
    CHECK(!highlight_send(app, &e, &v, &err));
    CHECK_ERR(&err, expected);
}

static void highlight__is_refused_without_ground_and_in_restricted_areas(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = half();
    App own = office_app(&office, &arena, S("u_c09")),
        clerk = office_app(&office, &arena, S("clerk1"));
    refused(&own, entry_of("1.2", words, ""), ERR_HIGHLIGHT_EFFECT);
    refused(&own, entry_of("3.1", words, "invest"), ERR_HIGHLIGHT_RESTRICTED);
    refused(&own, entry_of("9.9", words, "invest"), ERR_TASK_UNKNOWN);
    refused(&own, entry_of("1.2", words, "nothing"), ERR_HIGHLIGHT_INDICATOR);
    refused(&clerk, entry_of("1.2", words, "invest"), ERR_HIGHLIGHT_UNIT);
    HighlightEntry e = entry_of("1.2", words, "invest");
    e.unit = S("c01");
    refused(&clerk, e, ERR_HIGHLIGHT_SENDER);
    app_close(&own);
    app_close(&clerk);
    office_done(&office);
}

static void province__binds_its_figures(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = half();
    App clerk = office_app(&office, &arena, S("clerk1")),
        director = office_app(&office, &arena, S("director1"));
    Province p;
    ProvinceEdits edits = {0};
    CHECK_OK(province_read(&clerk, S("2021-08"), 0, true, &p, &err), &err);
    const ProvinceLine *line = &p.facts.lines.items[0];
    Dec sum = {0}, value;
    for (int i = 0; i < line->parts.count; i++) {
        CHECK(dec_parse(line->parts.items[i].value, &value, &err) &&
              dec_add(sum, value, &sum, &err));
        CHECK(line->parts.items[i].submission.len > 0);
    }
    CHECK_STR(dec_str(&arena, sum), line->actual);
    *arena_push(&arena, &edits) =
        (ProvinceEdit){S("text.overall"), S("投资完成999亿元，特此请示。")};
    CHECK_OK(province_make(&clerk, S("2021-08"), 0, &edits, &p, &err), &err);
    CHECK_I64(p.faults.count, 2);
    const ProvinceSign first = {S("示例〔2021〕1号"), S("示例秘书长"), 1};
    CHECK(!province_approve(&director, S("2021-08"), &first, &p, &err) &&
          err.code == ERR_PROVINCE_FAULTS);
    CHECK(!province_make(&clerk, S("2021-08"), 0, &edits, &p, &err) &&
          err.code == ERR_PROVINCE_MOVED);
    edits.items[0].value = S("完成９９９亿元，又九百九十九亿元，占百分之九十，快三个百分点；第三季"
                             "度、十四五、百亿级、一是、千万要紧。");
    CHECK_OK(province_make(&clerk, S("2021-08"), 1, &edits, &p, &err), &err);
    static const char *const words_found[] = {"９９９亿", "九百九十九亿", "九十", "三"};
    CHECK_I64(p.faults.count, 4);
    for (int i = 0; i < p.faults.count; i++)
        CHECK_STR(p.faults.items[i].found, str_from_z(words_found[i]));
    edits.items[0].value = arena_fmt(&arena, "投资完成%.*s亿元。", STR_ARG(line->actual));
    CHECK_OK(province_make(&clerk, S("2021-08"), 2, &edits, &p, &err), &err);
    CHECK_I64(p.faults.count, 0);
    const ProvinceSign second = {S("示例〔2021〕1号"), S("示例秘书长"), 3};
    CHECK(!province_approve(&clerk, S("2021-08"), &second, &p, &err) && err.code == ERR_DENIED);
    CHECK_OK(province_make(&director, S("2021-08"), 3, &edits, &p, &err), &err);
    const ProvinceSign own = {S("示例〔2021〕1号"), S("示例秘书长"), 4};
    CHECK(!province_approve(&director, S("2021-08"), &own, &p, &err) &&
          err.code == ERR_PROVINCE_SELF);
    CHECK_OK(province_make(&clerk, S("2021-08"), 4, &edits, &p, &err), &err);
    CHECK(!province_approve(&director, S("2021-08"), &second, &p, &err) &&
          err.code == ERR_PROVINCE_MOVED);
    const ProvinceSign third = {S("示例〔2021〕1号"), S("示例秘书长"), 5};
    CHECK_OK(province_approve(&director, S("2021-08"), &third, &p, &err), &err);
    CHECK(p.approved && p.row.version == 1 && str_has(p.text, S("签发人：示例秘书长")));
    CHECK(!province_approve(&director, S("2021-08"), &third, &p, &err) &&
          err.code == ERR_PROVINCE_SAME);
    app_close(&clerk);
    app_close(&director);
    office_done(&office);
}

static void offers__say_what_is_known_and_burden_counts(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = half();
    App own = office_app(&office, &arena, S("u_c09")),
        clerk = office_app(&office, &arena, S("clerk1"));
    ReportOfferList offers = {0};
    const CampaignPeriod *period;
    Burden b;
    bool confirmed = false;
    CHECK_OK(app_period(&own, S("2021-08"), &period, &err), &err);
    CHECK_OK(report_offers(&own, period, app_unit(&own, S("c09")), &offers, &err), &err);
    for (int i = 0; i < offers.count; i++)
        confirmed |= str_eq(offers.items[i].indicator, S("invest")) &&
                     str_has(offers.items[i].source, S("发展和改革"));
    CHECK(confirmed);
    CHECK_OK(burden_read(&own, S("2021-08"), &b, &err), &err);
    CHECK(b.units.count == 1 && b.units.items[0].own && b.twice.count == 0);
    CHECK_OK(burden_read(&clerk, S("2021-08"), &b, &err), &err);
    CHECK_I64(b.units.count, 42);
    for (int i = 0; i < b.units.count; i++)
        CHECK(b.units.items[i].now.fields >= b.units.items[i].now.lines * 4);
    app_close(&own);
    app_close(&clerk);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(highlight__takes_its_figure_and_is_closed_until_taken),
        cmocka_unit_test(highlight__is_refused_without_ground_and_in_restricted_areas),
        cmocka_unit_test(province__binds_its_figures),
        cmocka_unit_test(offers__say_what_is_known_and_burden_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
