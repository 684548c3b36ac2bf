#include "app/folder_source.h"
#include "app/report/month_files.h"
#include "fixture_source.h"

#include <iconv.h>
#include <string.h>

/* ---- a small campaign ---- */

static Unit units[] = {
    {.code = SC("c01"),
     .name = SC("甲区"),
     .short_name = SC("甲"),
     .valid_from = DATE_NONE,
     .valid_to = DATE_NONE},
    {.code = SC("c05"), .name = SC("戊县"), .valid_from = DATE_NONE, .valid_to = DATE_NONE},
    {.code = SC("d11"), .name = SC("市扶贫办"), .valid_from = DATE_NONE, .successor = SC("d11n")},
    {.code = SC("d11n"), .name = SC("市乡村振兴局"), .valid_to = DATE_NONE},
    {.code = SC("d99"), .name = SC("撤销局"), .valid_from = DATE_NONE},
};
static Indicator indicators[] = {
    {.code = SC("invest"),
     .name = SC("完成投资"),
     .unit = SC("亿元"),
     .measure = SC("cumulative"),
     .assessor = SC("fgw"),
     .reporter = SC("unit")},
    {.code = SC("market"),
     .name = SC("新登记市场主体"),
     .unit = SC("户"),
     .measure = SC("cumulative"),
     .assessor = SC("scjgj"),
     .reporter = SC("unit")},
    {.code = SC("rate"),
     .name = SC("按期率"),
     .unit = SC("%"),
     .measure = SC("rate"),
     .assessor = SC("fgw"),
     .reporter = SC("unit")},
    {.code = SC("reserve"),
     .name = SC("谋划储备"),
     .unit = SC("项"),
     .measure = SC("stock"),
     .assessor = SC("fgw"),
     .reporter = SC("unit")},
    {.code = SC("fix"),
     .name = SC("督查整改"),
     .unit = SC("项"),
     .measure = SC("month"),
     .assessor = SC("office"),
     .reporter = SC("assessor")},
};
static Task tasks[] = {{.no = SC("1.1")}, {.no = SC("1.2.1")}};
static Body bodies[] = {{.code = SC("fgw"), .name = SC("市发改委")},
                        {.code = SC("scjgj"), .name = SC("市监局")}};
static CampaignPeriod periods[] = {{.code = SC("2021-04")}, {.code = SC("2021-06")}};

static CampaignDef campaign(void)
{
    CampaignDef def = {.year = 2021};
    units[2].valid_to = date_from_ymd(2021, 6, 14);
    units[3].valid_from = date_from_ymd(2021, 6, 15);
    units[4].valid_to = date_from_ymd(2021, 5, 31);
    periods[0].from = date_from_ymd(2021, 4, 1);
    periods[0].to = date_from_ymd(2021, 4, 30);
    periods[1].from = date_from_ymd(2021, 6, 1);
    periods[1].to = date_from_ymd(2021, 6, 30);
#define LIST(list, array)                                                                          \
    def.list.items = (array);                                                                      \
    def.list.count = (int)(sizeof(array) / sizeof *(array))
    LIST(units, units);
    LIST(indicators, indicators);
    LIST(tasks, tasks);
    LIST(bodies, bodies);
    LIST(periods, periods);
    return def;
}

/* 戊县 must report investment, may report the rest, and is not asked for the reserve. */
static Owes owes(void *ctx, Str unit, Str indicator, Str period)
{
    (void)ctx, (void)unit, (void)period;
    if (str_eq(indicator, S("reserve")) || str_eq(indicator, S("fix")))
        return OWES_NOT;
    return str_eq(indicator, S("invest")) || str_eq(indicator, S("rate")) ? OWES_MUST : OWES_MAY;
}

static Str previous(void *ctx, Str unit, Str indicator, Str period)
{
    (void)ctx, (void)unit, (void)period;
    return str_eq(indicator, S("invest")) ? S("5.40") : S("");
}

static bool has_rule(void *ctx, Str unit, Str period, Str kind, Str rule)
{
    (void)ctx, (void)unit, (void)period;
    return str_eq(kind, S("bonus")) ? str_eq(rule, S("B1")) : str_eq(rule, S("D1"));
}

static const char report_text[] = "填报单位,戊县\n"
                                  "所属期,2021-04\n"
                                  "性质,工作进展\n"
                                  "填报人,综合科\n"
                                  "审核人,分管副县长\n"
                                  "签发人,县长\n"
                                  "报送时间,2021-05-10T15:20:00+08:00\n"
                                  "\n"
                                  "表一 指标\n"
                                  "指标编码,指标,计量单位,本月完成,累计完成,上年同期,备注\n"
                                  "invest,完成投资,亿元,3.20,8.60,7.90,\n"
                                  "market,新登记市场主体,户,NA,NA,,不涉及\n"
                                  "rate,按期率,%,95.5%,,,\n"
                                  "\n"
                                  "表二 任务\n"
                                  "任务编号,进展,是否按期,问题,原因,下步措施,完成时限\n"
                                  "1.2.1,\"推进,中\",是,,,,\n"
                                  "\n"
                                  "表三 需协调事项\n"
                                  "事项,已做工作,建议,提请层级\n"
                                  "用地,已报件,协调,分管领导\n";

static MonthContext context_of(const CampaignDef *def)
{
    return (MonthContext){.def = def, .owes = owes, .previous = previous, .has_rule = has_rule};
}

static Str replaced(Arena *a, const char *text, const char *from, const char *to)
{
    Str all = str_from_z(text), old = str_from_z(from);
    ptrdiff_t at = str_find(all, old, 0);
    if (at < 0)
        fail_msg("no [%s]", from);
    Out out = out_new(a, 1 << 16);
    out_s(&out, str_sub(all, 0, at));
    out_s(&out, str_from_z(to));
    out_s(&out, str_sub(all, at + old.len, all.len));
    return out_str(&out);
}

typedef struct Change {
    const char *from, *to;
    Str faults, warnings;
} Change;

static void check_report(const char *name, const char *text, const Change *change)
{
    AUTO_ARENA a = {0};
    CampaignDef def = campaign();
    MonthContext context = context_of(&def);
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    MonthReport report;
    MonthFile file = {.name = str_from_z(name),
                      .bytes = replaced(&a, text, change->from, change->to),
                      .period = S("2021-04")};
    bool ok = month_report_read(&a, &context, &file, &report, &faults, &warnings);
    CHECK_STR(faults_text(&a, &faults), change->faults);
    CHECK_STR(faults_text(&a, &warnings), change->warnings);
    CHECK(ok == (change->faults.len == 0));
}

static void check_good(Arena *a, const MonthReport *report, int64_t first_row)
{
    CHECK_STR(report->unit, S("c05"));
    CHECK_STR(report->period, S("2021-04"));
    CHECK_I64(report->sent_at, INT64_C(1620631200000));
    CHECK_I64(report->values.count, 3);
    const ReportValue *invest = &report->values.items[0], *market = &report->values.items[1];
    CHECK_STR(invest->indicator, S("invest"));
    CHECK_STR(invest->month.value, S("3.20"));
    CHECK_STR(invest->cumulative.value, S("8.60"));
    CHECK_STR(invest->last_year.value, S("7.90"));
    CHECK_I64(invest->cumulative.row, first_row);
    CHECK(market->month.na && market->cumulative.na && market->last_year.value.len == 0);
    CHECK_STR(market->note, S("不涉及"));
    CHECK_STR(report->values.items[2].month.value, S("95.5"));
    CHECK_I64(report->tasks.count, 1);
    CHECK_STR(report->tasks.items[0].progress, S("推进,中"));
    CHECK_I64(report->requests.count, 1);
    CHECK_STR(report->requests.items[0].level, S("分管领导"));
    (void)a;
}

static void report__reads_the_form(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CampaignDef def = campaign();
    MonthContext context = context_of(&def);
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    MonthReport report;
    MonthFile file = {
        .name = S("05.csv"), .bytes = str_from_z(report_text), .period = S("2021-04")};
    bool ok = month_report_read(&a, &context, &file, &report, &faults, &warnings);
    CHECK_STR(faults_text(&a, &faults), S(""));
    CHECK_STR(faults_text(&a, &warnings), S(""));
    CHECK(ok);
    check_good(&a, &report, 11);
    CHECK_I64(report.values.items[0].cumulative.col, 5);
    CHECK_I64(report.tasks.items[0].row, 17);
    CHECK_STR(report.signer, S("县长"));
}

static Str to_gb(Arena *arena, Str text)
{
    size_t room = (size_t)text.len * 2 + 4, left = (size_t)text.len, free_bytes = room;
    char *bytes = arena_alloc(arena, room, 1), *to = bytes, *from = (char *)(uintptr_t)text.ptr;
    iconv_t cd = iconv_open("GB18030", "UTF-8");
    CHECK(iconv(cd, &from, &left, &to, &free_bytes) != (size_t)-1);
    iconv_close(cd);
    return (Str){bytes, to - bytes};
}

static void report__reads_gb18030(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CampaignDef def = campaign();
    MonthContext context = context_of(&def);
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    MonthReport report;
    Str bytes = to_gb(&a, str_from_z(report_text));
    MonthFile file = {S("05.csv"), bytes, S("2021-04"), app_convert()};
    CHECK(month_report_read(&a, &context, &file, &report, &faults, &warnings));
    check_good(&a, &report, 11);
    /* A cell of a GB file that by itself would be valid UTF-8: C4 A3 is 模, not ģ. */
    MonthFile accident = {S("05.csv"),
                          to_gb(&a, replaced(&a, report_text, "填报人,综合科", "填报人,模")),
                          S("2021-04"), app_convert()};
    CHECK(month_report_read(&a, &context, &accident, &report, &faults, &warnings));
    CHECK_STR(report.filler, S("模"));
    /* One byte lost inside a character of row 12. */
    ptrdiff_t at = str_find(bytes, S("market,"), 0) + 7;
    char *damaged = arena_alloc(&a, (size_t)bytes.len, 1);
    memcpy(damaged, bytes.ptr, (size_t)bytes.len);
    damaged[at] = (char)0xFF;
    file.bytes.ptr = damaged;
    CHECK(!month_report_read(&a, &context, &file, &report, &faults, &warnings));
    CHECK_ERR(&faults.items[0], ERR_CSV_ENCODING);
    CHECK_I64(faults.items[0].row, 12);
    CHECK_I64(faults.items[0].col, 2);
    CHECK_I64(faults.items[0].byte, at + 1);
}

static void report__locates_faults_of_the_head(void **state)
{
    (void)state;
    const Change changes[] = {
        {"填报单位,戊县", "填报单位,戊先", S("CAMPAIGN_REFERENCE_NEAR a.csv:1:2 [戊先]"), S("")},
        {"填报单位,戊县", "填报单位,c05", S(""), S("")},
        {"填报单位,戊县", "填报单位,市扶贫办", S(""), S("")},
        {"填报单位,戊县", "填报单位,市乡村振兴局", S("UNIT_NOT_YET a.csv:1:2 [市乡村振兴局]"),
         S("")},
        {"填报单位,戊县", "填报单位,", S("HEAD_MISSING a.csv:1:2 []"), S("")},
        {"填报单位,戊县\n", "", S("HEAD_MISSING a.csv:0:0 []"), S("")},
        {"填报单位", "填表单位",
         S("HEAD_UNKNOWN_NEAR a.csv:1:1 [填表单位]; HEAD_MISSING a.csv:0:0 []"), S("")},
        {"性质,", "随便写,", S("HEAD_UNKNOWN a.csv:3:1 [随便写]"), S("")},
        {"性质,工作进展", "所属期,2021-04", S("CAMPAIGN_TWICE a.csv:3:1 [2021-04]"), S("")},
        {"2021-04\n", "2021-13\n", S("TYPED_PERIOD a.csv:2:2 [2021-13]"), S("")},
        {"2021-04\n", "2021-05\n", S("PERIOD_UNKNOWN a.csv:2:2 [2021-05]"), S("")},
        {"2021-04\n", "2021年6月\n", S("PERIOD_MISMATCH a.csv:2:2 [2021-06]"), S("")},
        {"2021-04\n", "Apr-21\n", S(""), S("")},
        {"2021-05-10T15:20:00+08:00", "5月10日", S("TYPED_INSTANT a.csv:7:2 [5月10日]"), S("")},
        {"表一 指标", "表四 指标", S("REPORT_NO_TABLE a.csv:9:1 [表四 指标]"), S("")},
        {"表二 任务", "表一 指标", S("CAMPAIGN_TWICE a.csv:15:1 [表一 指标]"), S("")},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        check_report("a.csv", report_text, &changes[i]);
}

static void report__locates_faults_of_values(void **state)
{
    (void)state;
    const Change changes[] = {
        {"累计完成,上年", "累积完成,上年",
         S("COLUMN_UNKNOWN_NEAR a.csv:10:5 [累积完成]; COLUMN_MISSING a.csv:10:0 []"), S("")},
        {"invest,完成", "invset,完成", S("CAMPAIGN_REFERENCE_NEAR a.csv:11:1 [invset]"),
         S("REPORT_MISSING a.csv:0:0 [invest]")},
        {"invest,完成投资,亿元,3.20,8.60,7.90,\n", "", S(""),
         S("REPORT_MISSING a.csv:0:0 [invest]")},
        {"完成投资,亿元", "新登记,亿元", S("NAME_MISMATCH a.csv:11:2 [新登记]"), S("")},
        {"完成投资,亿元", ",亿元", S(""), S("")},
        {"投资,亿元", "投资,万元", S("MEASURE_UNIT a.csv:11:3 [万元]"), S("")},
        {"投资,亿元", "投资,", S("CELL_EMPTY a.csv:11:3 []"), S("")},
        {"3.20,", "3.2O,", S("TYPED_NUMBER a.csv:11:4 [3.2O]"), S("")},
        {"8.60,", "８．６０,", S(""), S("")},
        {"8.60,", "8.60亿,", S("TYPED_NUMBER a.csv:11:5 [8.60亿]"), S("")},
        {"8.60,", "8.60%,", S("MEASURE_PERCENT a.csv:11:5 [8.60%]"), S("")},
        {"8.60,", "-8.60,",
         S("REPORT_NEGATIVE a.csv:11:5 [-8.60]; REPORT_FALLS a.csv:11:5 [-8.60]"), S("")},
        {"8.60,7.90,", "-8.60,7.90,更正上月", S("REPORT_NEGATIVE a.csv:11:5 [-8.60]"), S("")},
        {"3.20,", "-3.20,", S("REPORT_NEGATIVE_MONTH a.csv:11:4 [-3.20]"), S("")},
        {"3.20,8.60,7.90,", "-3.20,8.60,7.90,核减", S(""), S("")},
        {"8.60,", "5.39,", S("REPORT_FALLS a.csv:11:5 [5.39]"), S("")},
        {"8.60,", "5.4,", S(""), S("")},
        {"8.60,7.90,", "5.39,7.90,核减重复", S(""), S("")},
        {"8.60,", ",", S(""), S("REPORT_MISSING a.csv:11:5 [invest]")},
        {"3.20,8.60", "NA,NA", S("REPORT_NA a.csv:11:5 [NA]"), S("")},
        {"NA,NA", "3,NA", S("REPORT_NA_HALF a.csv:12:5 [NA]"), S("")},
        {"95.5%", "", S(""), S("REPORT_MISSING a.csv:13:4 [rate]")},
        {"rate,按期率,%,95.5%,,,\n", "rate,按期率,%,95.5%,,,\ninvest,,亿元,1,9,,\n",
         S("CAMPAIGN_TWICE a.csv:14:1 [invest]"), S("")},
        {"rate,按期率,%,95.5%,,,\n", "rate,按期率,％,95.5,,,\nreserve,谋划储备,项,1,2,,\n",
         S("REPORT_NOT_OWED a.csv:14:5 [谋划储备]"), S("")},
        {"rate,按期率,%,95.5%,,,\n", "rate,按期率,%,95.5,,,\nreserve,谋划储备,项,NA,NA,,\n", S(""),
         S("")},
        {"1.2.1,", "1.2.2,", S("CAMPAIGN_REFERENCE_NEAR a.csv:17:1 [1.2.2]"), S("")},
        {"用地,", ",", S("CELL_EMPTY a.csv:21:1 []"), S("")},
        {",\"推进", ",\"\"推进", S("CSV_AFTER_QUOTE a.csv:17:2 [E6 8E A8 E8]"), S("")},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        check_report("a.csv", report_text, &changes[i]);
}

static void report__is_complete_in_its_faults(void **state)
{
    (void)state;
    const Change many = {
        "invest,完成投资,亿元,3.20,8.60,7.90,\nmarket,新登记市场主体,户,NA,NA,,不涉及",
        "invest,完成投资,万元,x,y,z,\nmarkte,新登记市场主体,户,1,2,,",
        S("MEASURE_UNIT a.csv:11:3 [万元]; TYPED_NUMBER a.csv:11:4 [x]; TYPED_NUMBER a.csv:11:5 "
          "[y]; "
          "TYPED_NUMBER a.csv:11:6 [z]; CAMPAIGN_REFERENCE_NEAR a.csv:12:1 [markte]"),
        S("")};
    check_report("a.csv", report_text, &many);
}

static const char json_text[] =
    "{\"unit\":\"戊县\",\"period\":\"2021-04\",\"nature\":\"工作进展\",\"sent\":\"2021-05-10T15:20:"
    "00+08:00\","
    "\"indicators\":[{\"code\":\"invest\",\"month\":\"3.20\",\"cumulative\":\"8.60\","
    "\"last_year\":\"7.90\"},{\"code\":\"market\",\"month\":\"NA\",\"cumulative\":\"NA\","
    "\"note\":\"不涉及\"},{\"code\":\"rate\",\"month\":\"95.5\"}],"
    "\"tasks\":[{\"task\":\"1.2.1\",\"progress\":\"推进,中\"}],"
    "\"requests\":[{\"matter\":\"用地\",\"level\":\"分管领导\"}]}";

static void report__reads_the_same_as_json(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CampaignDef def = campaign();
    MonthContext context = context_of(&def);
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    MonthReport report;
    MonthFile file = {.name = S("05.json"), .bytes = str_from_z(json_text), .period = S("2021-04")};
    bool ok = month_report_read(&a, &context, &file, &report, &faults, &warnings);
    CHECK_STR(faults_text(&a, &faults), S(""));
    CHECK(ok);
    check_good(&a, &report, 1);
    const Change changes[] = {
        {"8.60", "8.6x", S("TYPED_NUMBER a.json#indicators:1:0 [8.6x]"), S("")},
        {"\"code\":\"market\"", "\"code\":\"markt\"",
         S("CAMPAIGN_REFERENCE_NEAR a.json#indicators:2:0 [markt]"), S("")},
        {"\"code\":\"market\"", "\"cod\":\"market\"",
         S("COLUMN_UNKNOWN a.json#indicators:2:0 [cod]; CELL_EMPTY a.json#indicators:2:0 []"),
         S("")},
        {"\"unit\":\"戊县\",", "", S("HEAD_MISSING a.json:0:0 []"), S("")},
        {"\"戊县\"", "[]", S("TREE_KIND a.json:0:0 []; HEAD_MISSING a.json:0:0 []"), S("")},
        {"[{\"task\"", "[3,{\"task\"", S("TREE_KIND a.json#tasks:1:0 []"), S("")},
        {"\"requests\":[", "\"requests\":{},\"x\":[",
         S("COLUMN_UNKNOWN a.json:0:0 [x]; TREE_KIND a.json:0:0 []"), S("")},
        {"\"indicators\"", "\"indicatoren\"",
         S("COLUMN_UNKNOWN a.json:0:0 [indicatoren]; REPORT_NO_TABLE a.json:0:0 []"),
         S("REPORT_MISSING a.json:0:0 [invest]; REPORT_MISSING a.json:0:0 [rate]")},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        check_report("a.json", json_text, &changes[i]);
}

/* ---- the other files ---- */

static const char confirmed_text[] = "核定部门,fgw\n"
                                     "所属期,2021-04\n"
                                     "核定时间,2021-05-12T10:00:00+08:00\n"
                                     ",,,,\n"
                                     "单位编码,单位,指标编码,核定值,备注\n"
                                     "c01,甲区,invest,12.60,\n"
                                     "c05,戊县,rate,NA,停工\n";

static void confirmed__reads_and_locates(void **state)
{
    (void)state;
    const Change changes[] = {
        {"核定部门,fgw", "核定部门,市发改委", S(""), S("")},
        {"核定部门,fgw", "核定部门,jtj", S("CAMPAIGN_REFERENCE a.csv:1:2 [jtj]"), S("")},
        {"核定部门,fgw", "核定部门,scjgj",
         S("CONFIRM_ASSESSOR a.csv:6:3 [scjgj]; CONFIRM_ASSESSOR a.csv:7:3 [scjgj]"), S("")},
        {"核定部门,fgw", "核定部门,office",
         S("CONFIRM_ASSESSOR a.csv:6:3 [office]; CONFIRM_ASSESSOR a.csv:7:3 [office]"), S("")},
        {"2021-04", "2021-06", S("PERIOD_MISMATCH a.csv:2:2 [2021-06]"), S("")},
        {"T10:00:00+08:00", "", S("TYPED_INSTANT a.csv:3:2 [2021-05-12]"), S("")},
        {"c01,甲区", "c09,甲区", S("CAMPAIGN_REFERENCE_NEAR a.csv:6:1 [c09]"), S("")},
        {"c01,甲区", "c01,戊县", S("NAME_MISMATCH a.csv:6:2 [戊县]"), S("")},
        {"c01,甲区", "c01,甲", S(""), S("")},
        {"c01,甲区", "d11n,", S("UNIT_NOT_YET a.csv:6:1 [市乡村振兴局]"), S("")},
        {"invest,12.60", "invest,12..6", S("TYPED_NUMBER a.csv:6:4 [12..6]"), S("")},
        {"invest,12.60", "invest,-1", S("REPORT_NEGATIVE a.csv:6:4 [-1]"), S("")},
        {"rate,NA,停工", "rate,-1,", S("REPORT_NEGATIVE_MONTH a.csv:7:4 [-1]"), S("")},
        {"invest,12.60", "invest,", S(""), S("REPORT_MISSING a.csv:6:4 [invest]")},
        {"c05,戊县,rate", "c01,甲区,invest", S("CAMPAIGN_TWICE a.csv:7:3 [c01 invest]"), S("")},
        {"核定值", "值", S("COLUMN_UNKNOWN a.csv:5:4 [值]; COLUMN_MISSING a.csv:5:0 []"), S("")},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        AUTO_ARENA a = {0};
        CampaignDef def = campaign();
        MonthContext context = context_of(&def);
        Faults faults = {.arena = &a}, warnings = {.arena = &a};
        ConfirmedSheet sheet;
        MonthFile file = {.name = S("a.csv"),
                          .bytes = replaced(&a, confirmed_text, changes[i].from, changes[i].to),
                          .period = S("2021-04")};
        month_confirmed_read(&a, &context, &file, &sheet, &faults, &warnings);
        CHECK_STR(faults_text(&a, &faults), changes[i].faults);
        CHECK_STR(faults_text(&a, &warnings), changes[i].warnings);
        if (i > 0)
            continue;
        CHECK_STR(sheet.body, S("fgw"));
        CHECK_I64(sheet.values.count, 2);
        CHECK_STR(sheet.values.items[0].value.value, S("12.60"));
        CHECK_I64(sheet.values.items[0].value.row, 6);
        CHECK(sheet.values.items[1].value.na);
    }
}

static const char events_text[] = "单位编码,单位,类别,规则,分值,依据,证据\n"
                                  "c05,戊县,扣分,D1,1.0,通报〔2021〕3号,附件1\n"
                                  "c01,甲区,bonus,B1,0.5,省简报,附件2\n";

static void events__read_and_locate(void **state)
{
    (void)state;
    const Change changes[] = {
        {"1.0", "1.0", S(""), S("")},
        {"c05,", "c50,", S("CAMPAIGN_REFERENCE_NEAR a.csv:2:1 [c50]"), S("")},
        {"扣分", "扣", S("CELL_WORD a.csv:2:3 [扣]"), S("")},
        {"D1", "D7", S("EVENT_RULE a.csv:2:4 [D7]"), S("")},
        {"1.0", "-1.0", S("CELL_RANGE a.csv:2:5 [-1.0]"), S("")},
        {"1.0", "0", S("CELL_RANGE a.csv:2:5 [0]"), S("")},
        {"1.0", "一分", S("TYPED_NUMBER a.csv:2:5 [一分]"), S("")},
        {"附件1", "", S("CELL_EMPTY a.csv:2:7 []"), S("")},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        AUTO_ARENA a = {0};
        CampaignDef def = campaign();
        MonthContext context = context_of(&def);
        Faults faults = {.arena = &a};
        EventSheet sheet;
        MonthFile file = {.name = S("a.csv"),
                          .bytes = replaced(&a, events_text, changes[i].from, changes[i].to),
                          .period = S("2021-04")};
        bool ok = month_events_read(&a, &context, &file, &sheet, &faults);
        CHECK_STR(faults_text(&a, &faults), changes[i].faults);
        CHECK(ok == (i == 0));
        if (i > 0)
            continue;
        CHECK_I64(sheet.events.count, 2);
        CHECK_STR(sheet.events.items[0].kind, S("deduct"));
        CHECK_STR(sheet.events.items[0].points, S("1.0"));
        CHECK_STR(sheet.events.items[1].evidence, S("附件2"));
        CHECK_STR(sheet.period, S("2021-04"));
    }
}

static const char corrections_text[] = "所属期,单位编码,指标编码,对象,原值,更正值,原因,依据\n"
                                       "2021-04,c05,invest,confirmed,18.40,16.40,录入错误,更正函\n"
                                       "2021-06,d11n,rate,填报,,95,漏填,说明\n";

static void corrections__read_and_locate(void **state)
{
    (void)state;
    const Change changes[] = {
        {"18.40", "18.40", S(""), S("")},
        {"2021-04", "2021-05", S("PERIOD_UNKNOWN a.csv:2:1 [2021-05]"), S("")},
        {"c05", "", S("CELL_EMPTY a.csv:2:2 []"), S("")},
        {"invest", "invert", S("CAMPAIGN_REFERENCE_NEAR a.csv:2:3 [invert]"), S("")},
        {"confirmed", "both", S("CELL_WORD a.csv:2:4 [both]"), S("")},
        {"18.40", "18,40", S("CELL_SURPLUS a.csv:2:9 [更正函]; CORRECTION_SAME"), S("")},
        {"18.40,", "\"18,40\",", S("TYPED_NUMBER a.csv:2:5 [18,40]"), S("")},
        {"16.40", "", S("CELL_EMPTY a.csv:2:6 []"), S("")},
        {"16.40", "18.4", S("CORRECTION_SAME a.csv:2:6 [18.4]"), S("")},
        {"16.40", "-16.40", S("REPORT_NEGATIVE a.csv:2:6 [-16.40]"), S("")},
        {"录入错误", "", S("CELL_EMPTY a.csv:2:7 []"), S("")},
        {"d11n,", "d11,", S("UNIT_CONTINUED a.csv:3:2 [市扶贫办]"), S("")},
        {"d11n,", "d99,", S("UNIT_ENDED a.csv:3:2 [撤销局]"), S("")},
        {"2021-06,d11n,rate,填报,,95", "2021-04,c05,invest,核定,18.40,17.00",
         S("CAMPAIGN_TWICE a.csv:3:3 [2021-04 c05 invest confirmed]"), S("")},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        AUTO_ARENA a = {0};
        CampaignDef def = campaign();
        MonthContext context = context_of(&def);
        Faults faults = {.arena = &a};
        CorrectionSheet sheet;
        MonthFile file = {.name = S("a.csv"),
                          .bytes = replaced(&a, corrections_text, changes[i].from, changes[i].to)};
        bool ok = month_corrections_read(&a, &context, &file, &sheet, &faults);
        Str text = faults_text(&a, &faults);
        if (str_ends(changes[i].faults, S("CORRECTION_SAME")))
            CHECK(!ok && faults.items[0].row == 2);
        else
            CHECK_STR(text, changes[i].faults);
        CHECK(ok == (i == 0));
        if (i > 0)
            continue;
        CHECK_I64(sheet.corrections.count, 2);
        CHECK_STR(sheet.corrections.items[0].old_value.value, S("18.40"));
        CHECK_STR(sheet.corrections.items[1].object, S("reported"));
        CHECK_STR(sheet.corrections.items[1].old_value.value, S(""));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(report__reads_the_form),
        cmocka_unit_test(report__reads_gb18030),
        cmocka_unit_test(report__locates_faults_of_the_head),
        cmocka_unit_test(report__locates_faults_of_values),
        cmocka_unit_test(report__is_complete_in_its_faults),
        cmocka_unit_test(report__reads_the_same_as_json),
        cmocka_unit_test(confirmed__reads_and_locates),
        cmocka_unit_test(events__read_and_locate),
        cmocka_unit_test(corrections__read_and_locate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
