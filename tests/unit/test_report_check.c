/* Checks of a monthly report: each with a case that fires and one beside it that must not. */
#include "check.h"
#include "core/report_check.h"

static Arena arena;

enum { NONE = -1 };

typedef struct LineCase {
    const char *what;
    CheckLine line;
    const char *past[4], *plans[4]; /* oldest first; "" = none */
    int want[4];                    /* checks that must fire, ended by NONE; nothing else may */
} LineCase;

static Str z(const char *text)
{
    return text ? str_from_z(text) : S("");
}

static ReportFindingList run(const CheckForm *form)
{
    ReportFindingList list = {0};
    report_check_run(&arena, form, &list);
    return list;
}

static bool fires(const ReportFindingList *list, ReportCheck check)
{
    for (int i = 0; i < list->count; i++)
        if (list->items[i].check == check)
            return true;
    return false;
}

static void try_line(const LineCase *c)
{
    CheckLine line = c->line;
    Str past[4], plans[4];
    int n = 0, wanted = 0;
    while (n < 4 && c->past[n]) {
        past[n] = z(c->past[n]);
        plans[n] = z(c->plans[n]);
        n++;
    }
    line.indicator = S("x");
    line.past = past;
    line.plans = plans;
    line.npast = n;
    if (!line.value.ptr)
        line.value = line.typed_value;
    if (!line.month.ptr)
        line.month = line.typed_month;
    line.has_file = line.has_file || !line.wants_file; /* unless it is the question */
    ReportFindingList list = run(&(CheckForm){.lines = &line, .nlines = 1});
    for (; wanted < 4 && c->want[wanted] != NONE; wanted++)
        if (!fires(&list, (ReportCheck)c->want[wanted]))
            fail_msg("%s: %.*s does not fire", c->what,
                     STR_ARG(report_check_word((ReportCheck)c->want[wanted])));
    if (list.count != wanted)
        fail_msg("%s: %d findings, the first %.*s", c->what, list.count,
                 STR_ARG(report_check_word(list.items[0].check)));
}

#define TOTAL(month_, value_) .total = true, .typed_month = SC(month_), .typed_value = SC(value_)
#define VALUE(value_) .typed_value = SC(value_)

static const LineCase cases[] = {
    {"owed and empty", {.owed = true}, {0}, {0}, {CHECK_MISSING, NONE}},
    {"welcome and empty", {.owed = false}, {0}, {0}, {NONE}},
    {"owed and settled", {.owed = true, .settled = true}, {0}, {0}, {NONE}},
    {"no number", {VALUE("约12"), .value = SC("")}, {0}, {0}, {CHECK_NUMBER, NONE}},
    {"falls", {TOTAL("", "9.5")}, {"10"}, {""}, {CHECK_FALLS, NONE}},
    {"a rate may fall", {VALUE("9.5")}, {"10"}, {""}, {NONE}},
    {"month and last make the total", {TOTAL("2.6", "12.6")}, {"10"}, {""}, {NONE}},
    {"they do not", {TOTAL("4", "12.6")}, {"10"}, {""}, {CHECK_SUM, NONE}},
    {"half a unit of the last place", {TOTAL("2.55", "12.6")}, {"10"}, {""}, {NONE}},
    {"inside the stated tolerance",
     {TOTAL("4", "12.6"), .tolerance = SC("1.5")},
     {"10"},
     {""},
     {NONE}},
    {"万元 for 亿元",
     {TOTAL("", "126000"), .unit = SC("亿元")},
     {"10"},
     {""},
     {CHECK_MEASURE, NONE}},
    {"亿元 for 万元", {VALUE("0.07"), .unit = SC("万元")}, {"700"}, {""}, {CHECK_MEASURE, NONE}},
    {"against the target in the first month",
     {VALUE("620000"), .unit = SC("亿元"), .target = SC("62")},
     {0},
     {0},
     {CHECK_MEASURE, NONE}},
    {"a hundredfold is no slip of amounts", {VALUE("1000")}, {"10"}, {""}, {NONE}},
    {"a share as a fraction",
     {VALUE("0.85"), .unit = SC("%")},
     {"84"},
     {""},
     {CHECK_MEASURE, NONE}},
    {"a share that is small", {VALUE("0.9"), .unit = SC("%")}, {"1.1"}, {""}, {NONE}},
    {"off the schedule",
     {VALUE("50"), .target = SC("100"), .plan = SC("30")},
     {"20"},
     {"20"},
     {CHECK_JUMP_PLAN, NONE}},
    {"as the schedule",
     {VALUE("32"), .target = SC("100"), .plan = SC("30")},
     {"20"},
     {"20"},
     {NONE}},
    {"14.9 points", {VALUE("44.9"), .target = SC("100"), .plan = SC("30")}, {"20"}, {"20"}, {NONE}},
    {"far above its months",
     {VALUE("25")},
     {"5", "8", "10"},
     {"", "", ""},
     {CHECK_JUMP_PAST, NONE}},
    {"three times its best month", {VALUE("19")}, {"5", "8", "10"}, {"", "", ""}, {NONE}},
    {"too few months to say", {VALUE("90")}, {"8", "10"}, {"", ""}, {NONE}},
    {"the same", {VALUE("10")}, {"10"}, {""}, {CHECK_SAME, NONE}},
    {"the same and reached", {VALUE("10"), .target = SC("10")}, {"10"}, {""}, {NONE}},
    {"the same and nothing", {VALUE("0")}, {"0"}, {""}, {NONE}},
    {"100.0 % three months",
     {VALUE("30"), .target = SC("100"), .plan = SC("30")},
     {"10", "20"},
     {"10", "20"},
     {CHECK_HUNDRED, NONE}},
    {"100.0 % two months",
     {VALUE("30"), .target = SC("100"), .plan = SC("30")},
     {"11", "20"},
     {"10", "20"},
     {NONE}},
    {"a rate that is full",
     {VALUE("100"), .unit = SC("%"), .rate = true, .target = SC("100")},
     {"100", "100"},
     {"", ""},
     {NONE}},
    {"counties make another city",
     {VALUE("30"), .additive = true, .city_sum = SC("28"), .city_whole = true},
     {0},
     {0},
     {CHECK_CITY, NONE}},
    {"not all counties there",
     {VALUE("30"), .additive = true, .city_sum = SC("28")},
     {0},
     {0},
     {NONE}},
    {"counties above the city",
     {VALUE("30"), .additive = true, .city_sum = SC("31")},
     {0},
     {0},
     {CHECK_CITY, NONE}},
    {"a count that is one off", {TOTAL("4", "15")}, {"10"}, {""}, {CHECK_SUM, NONE}},
    {"sub-forms", {VALUE("30"), .parts_sum = SC("29")}, {0}, {0}, {CHECK_PARTS, NONE}},
    {"sub-forms rounded", {VALUE("30"), .parts_sum = SC("29.6")}, {0}, {0}, {NONE}},
    {"asks for a file", {VALUE("30"), .wants_file = true}, {0}, {0}, {CHECK_EVIDENCE, NONE}},
    {"has its file", {VALUE("30"), .wants_file = true, .has_file = true}, {0}, {0}, {NONE}},
};

static void check__lines_fire_where_they_should_and_only_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        try_line(&cases[i]);
}

static void check__a_jump_asks_for_a_file(void **state)
{
    (void)state;
    const Str past[] = {SC("20")}, plans[] = {SC("20")};
    CheckLine line = {.indicator = SC("x"),
                      .typed_value = SC("50"),
                      .value = SC("50"),
                      .target = SC("100"),
                      .plan = SC("30"),
                      .past = past,
                      .plans = plans,
                      .npast = 1};
    ReportFindingList list = run(&(CheckForm){.lines = &line, .nlines = 1});
    CHECK(fires(&list, CHECK_EVIDENCE) && list.count == 2);
    CHECK_STR(list.items[0].figure, S("20.0"));
    line.has_file = true;
    list = run(&(CheckForm){.lines = &line, .nlines = 1});
    CHECK(!fires(&list, CHECK_EVIDENCE) && list.count == 1);
}

#define TEXT "本月新开工重点项目三个，完成投资五亿元，其余项目正在办理前期手续"

static int alike(const char *text, const char *other)
{
    Str passage;
    return report_text_alike(&arena, str_from_z(text), str_from_z(other), &passage);
}

static void check__texts_are_alike_by_what_they_share(void **state)
{
    (void)state;
    Str passage;
    CHECK_I64(alike(TEXT, TEXT), 100);
    CHECK_I64(report_text_alike(&arena, S(TEXT), S("[\"1.2.1\",\"" TEXT "。\"]"), &passage), 100);
    CHECK(str_starts(passage, S("本月新开工重点项目三个")));
    CHECK(alike(TEXT, "本月竣工重点项目两个，完成投资四亿元，其余项目正在办理前期手续") < 80);
    CHECK(alike(TEXT, "全市市场主体增速居全省第三位，创业担保贷款发放额同比增长一成以上") < 10);
    CHECK_I64(alike("按计划推进", "按计划推进"), 0); /* too short to say */
    CHECK_I64(alike("", ""), 0);
    CHECK_I64(alike(TEXT, "\xE6\x9C"), 0); /* half a character */
}

static void check__tasks_and_requests(void **state)
{
    (void)state;
    const CheckText same[] = {{SC(TEXT), SC("5月"), true}, {SC(TEXT), SC("乙区"), false}};
    const CheckText short_one[] = {{SC("正常推进"), SC("5月"), true}};
    const Str levels[] = {SC("分管领导"), SC("主要领导")};
    const CheckTask tasks[] = {
        {.task = SC("1.1"), .progress = SC(TEXT), .others = same, .nothers = 2},
        {.task = SC("1.2"), .progress = SC("正常推进"), .others = short_one, .nothers = 1},
        {.task = SC("1.3"), .on_time = SC("否")},
        {.task = SC("1.4"), .on_time = SC("否"), .cause = SC("雨季")},
        {.task = SC("1.5"), .on_time = SC("是")}};
    const CheckRequest requests[] = {
        {SC("土地指标"), SC("主要领导")}, {SC("资金"), SC("省长")}, {SC(""), SC("")}};
    ReportFindingList list = run(&(CheckForm){.tasks = tasks,
                                              .ntasks = 5,
                                              .requests = requests,
                                              .nrequests = 3,
                                              .levels = levels,
                                              .nlevels = 2});
    CHECK_I64(list.count, 4);
    CHECK(list.items[0].check == CHECK_COPIED_OWN);
    CHECK_STR(list.items[0].where, S("5月"));
    CHECK_STR(list.items[0].figure, S("100"));
    CHECK(list.items[1].check == CHECK_COPIED_OTHER);
    CHECK(list.items[2].check == CHECK_CAUSE);
    CHECK_STR(list.items[2].place, S("1.3"));
    CHECK(list.items[3].check == CHECK_LEVEL);
    CHECK_STR(list.items[3].place, S("request 2"));
}

static void check__words_are_their_own(void **state)
{
    (void)state;
    ReportCheck check;
    for (int i = 0; i < REPORT_CHECKS; i++) {
        CHECK(report_check_parse(report_check_word((ReportCheck)i), &check));
        CHECK_I64(check, i);
    }
    CHECK(!report_check_parse(S("other"), &check));
}

static int done(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check__lines_fire_where_they_should_and_only_there),
        cmocka_unit_test(check__a_jump_asks_for_a_file),
        cmocka_unit_test(check__texts_are_alike_by_what_they_share),
        cmocka_unit_test(check__tasks_and_requests),
        cmocka_unit_test(check__words_are_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, done);
}
