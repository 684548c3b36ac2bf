#include "app/campaign/read.h"
#include "base/limits.h"
#include "source.h"
#include "sys/convert.h"
#include "text/marker.h"
#include "text/number.h"
#include "text/when.h"

#include <string.h>
#include <time.h>

static Reading read_text(Arena *arena, const char *text)
{
    Reading r;
    Err err = {0};
    CHECK_OK(read_document(arena, S("t.txt"), str_from_z(text), &r, NULL, &err), &err);
    return r;
}

static const DraftTarget *only_target(const Reading *r)
{
    const DraftTarget *found = NULL;
    int count = 0;
    for (int i = 0; i < r->tasks.count; i++)
        for (int k = 0; k < r->tasks.items[i].targets.count; k++) {
            found = &r->tasks.items[i].targets.items[k];
            count++;
        }
    CHECK_I64(count, 1);
    return found;
}

static void number__reads_what_offices_write(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const struct {
        const char *text, *value;
    } rows[] = {{"310亿元", "310"},     {"1.20万", "1.20"},        {"1,200人", "1200"},
                {"三十个", "30"},       {"一千二百", "1200"},      {"二〇二一", "2021"},
                {"百分之九十五", "95"}, {"十二条", "12"},          {"三点五", "3.5"},
                {"007", "7"},           {"百分之九十点五", "90.5"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Numeral n;
        CHECK(number_at(&a, str_from_z(rows[i].text), 0, &n));
        CHECK_STR(n.value, str_from_z(rows[i].value));
    }
    Numeral masked;
    CHECK(number_at(&a, S("xx个"), 0, &masked) && masked.masked && masked.value.len == 0);
}

static void when__finds_the_day(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const struct {
        const char *text, *day;
    } rows[] = {{"2021年6月底前完成", "2021-06-30"}, {"年底前建成", "2026-12-31"},
                {"6月30日前报送", "2026-06-30"},     {"三季度末完成", "2026-09-30"},
                {"2021年至2025年", "2025-12-31"},    {"到2027年达到", "2027-12-31"},
                {"2024年2月底前", "2024-02-29"},     {"上半年内完成", "2026-06-30"},
                {"2026年10月15日之前", "2026-10-15"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Deadline d;
        Str text = str_from_z(rows[i].text);
        CHECK(when_deadline(text, 0, text.len, 2026, false, &d) && d.has_date);
        CHECK_STR(date_str(&a, d.date), str_from_z(rows[i].day));
    }
    static const char *const open[] = {"每月5日前报送", "年内完成", "30个工作日内办结"};
    for (size_t i = 0; i < 3; i++) {
        Deadline d;
        Str text = str_from_z(open[i]);
        CHECK(when_deadline(text, 0, text.len, 0, false, &d));
        CHECK(!d.has_date); /* never guessed */
    }
    PartDate date;
    CHECK(when_date_at(S("二〇二一年三月十八日"), 0, &date) > 0);
    CHECK_STR(when_iso(&a, date), S("2021-03-18"));
}

static void marker__shapes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        MarkerKind kind;
        int no;
    } rows[] = {
        {"一、总", MARK_CN, 1},      {"(十二)甲", MARK_CN_PAREN, 12}, {"3.建", MARK_AR, 3},
        {"(4)建", MARK_AR_PAREN, 4}, {"②建", MARK_CIRCLED, 2},        {"第三,建", MARK_DI, 3},
        {"二是建", MARK_SHI, 2},     {"三要建", MARK_YAO, 3},         {"第二章总", MARK_CHAPTER, 2},
        {"其一,建", MARK_QI, 1},     {"其次,建", MARK_FIRST, 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Marker m;
        Str text = str_from_z(rows[i].text);
        CHECK(marker_at(text, 0, text.len, true, &m));
        CHECK_I64(m.kind, rows[i].kind);
        CHECK_I64(m.no, rows[i].no);
    }
    Marker m;
    CHECK(!marker_at(S("1.5亿元"), 0, 9, true, &m));
    CHECK(!marker_at(S("2021年"), 0, 7, true, &m));
    CHECK(!marker_at(S("一、二、三产"), 0, 18, true, &m));
}

static void target__binds(void **state)
{
    (void)state;
    static const struct {
        const char *text, *value, *unit, *modality, *what;
        Relation relation, bound;
    } rows[] = {
        {"一、任务\n确保合格率不低于90%。\n", "90", "%", "确保", "合格率", REL_GE, REL_EQ},
        {"一、任务\n能耗强度下降3.5%以上。\n", "3.5", "%", "", "能耗强度", REL_DECLINE, REL_GE},
        {"一、任务\n工业增加值增长8%左右。\n", "8", "%", "", "工业增加值", REL_GROWTH, REL_ABOUT},
        {"一、任务\n新增市场主体５０００户。\n", "5000", "户", "", "新增市场主体", REL_EQ, REL_EQ},
        {"一、任务\n力争培育示范企业三十个以上。\n", "30", "个", "力争", "示范企业", REL_GE,
         REL_EQ},
        {"一、任务\n造林1.2万公顷。\n", "1.2", "万公顷", "", "造林", REL_EQ, REL_EQ},
        {"一、任务\n每年开展演练不少于2次。\n", "2", "次", "", "演练", REL_GE, REL_EQ},
        {"一、任务\n失业率控制在5.5%以内。\n", "5.5", "%", "", "失业率", REL_LE, REL_EQ},
        {"一、任务\n把普及率从40%提高到60%。\n", "60", "%", "", "普及率", REL_EQ, REL_EQ},
        {"一、任务\n建成充电桩2000余个。\n", "2000", "个", "", "充电桩", REL_GT, REL_EQ},
        {"一、任务\n油料总产量稳定在3亿斤以上。\n", "3", "亿斤", "", "油料总产量", REL_GE, REL_EQ},
        {"一、任务\n收入20万元以上的村占比达到70%。\n", "70", "%", "", "收入20万元以上的村占比",
         REL_EQ, REL_EQ},
        {"一、任务\n补贴标准提高到每人每月300元。\n", "300", "元", "", "补贴标准", REL_EQ, REL_EQ},
        {"一、任务\n“零跑”事项占比保持100%。\n", "100", "%", "", "“零跑”事项占比", REL_EQ, REL_EQ},
        {"一、任务\n年内到位率90%。\n", "90", "%", "", "到位率", REL_EQ, REL_EQ},
        {"一、任务\n年底完成60亿元年度技改任务。\n", "60", "亿元", "", "技改任务", REL_EQ, REL_EQ},
        {"一、任务\n短信5分钟内发送到位。\n", "5", "分钟", "", "短信", REL_LE, REL_EQ},
        {"一、任务\n新开工亿元以上项目30个。\n", "30", "个", "", "新开工亿元以上项目", REL_EQ,
         REL_EQ},
        {"一、任务\n县域黑臭水体全部消除。\n", "", "", "", "县域黑臭水体", REL_COMPLETE, REL_EQ}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO_ARENA a = {0};
        Reading r = read_text(&a, rows[i].text);
        const DraftTarget *t = only_target(&r);
        CHECK_STR(t->value, str_from_z(rows[i].value));
        CHECK_STR(t->unit, str_from_z(rows[i].unit));
        CHECK_STR(t->modality, str_from_z(rows[i].modality));
        CHECK_STR(t->what, str_from_z(rows[i].what));
        CHECK_I64(t->relation, rows[i].relation);
        CHECK_I64(t->bound, rows[i].bound);
    }
}

static void target__names_and_the_past_give_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "一、任务\n深入贯彻党的十九大精神，增强“四个意识”，落实五位一体布局。\n",
        "一、任务\n启动“532”行动，实施“百项计划”，开展三年行动。\n",
        "一、任务\n配合省第四组督查，落实十四五规划。\n",
        "一、任务\n组建15个工作专班，分成3个组别。\n",
        "一、回顾\n去年完成投资200亿元，新增企业30家。\n",
        "一、回顾\n2600多名干部下沉一线，3家企业作了发言。\n",
        "一、总结\n全市实现产值x亿元，增长x%。\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        AUTO_ARENA a = {0};
        Reading r = read_text(&a, texts[i]);
        int count = r.facts.other.count;
        for (int k = 0; k < r.tasks.count; k++)
            count += r.tasks.items[k].targets.count;
        if (count)
            print_error("%s", texts[i]);
        CHECK_I64(count, 0);
    }
}

/* All targets of a reading, also those outside tasks. */
static int target_count(const Reading *r)
{
    int count = r->facts.other.count;
    for (int k = 0; k < r->tasks.count; k++)
        count += r->tasks.items[k].targets.count;
    return count;
}

static void target__what_is_told_asks_for_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int count;
    } rows[] = {
        {"关于重点工作进展情况的通报\n二、各地情况\n甲区完成投资20亿元，占年度计划的60%。\n", 0},
        {"在会上的讲话\n（2022年8月3日）\n一、任务\n上半年，完成投资30亿元，新建公园5个。"
         "其中，民生类完成投资8亿元。下半年要新建公园6个。\n",
         1},
        {"2022年工作方案\n（2022年1月3日）\n一、任务\n上半年，完成投资30亿元。\n", 1},
        {"一、任务\n一季度开工率不低于40%。\n", 1},
        {"一、任务\n项目计划投资6亿元，实际完成2亿元，仅占33%。\n", 0},
        {"一、任务\n截至4月底完成31公里，请县交通局6月底前累计完成不低于60%。\n", 1},
        {"一、任务\n8处积水点仅完成3处，请县住建局于5月31日前完成剩余5处整治。\n", 1},
        {"一、财政政策（3项）\n做好甲事。\n", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO_ARENA a = {0};
        Reading r = read_text(&a, rows[i].text);
        if (target_count(&r) != rows[i].count)
            print_error("%s", rows[i].text);
        CHECK_I64(target_count(&r), rows[i].count);
    }
}

static void target__values_in_a_row(void **state)
{
    (void)state;
    static const struct {
        const char *text, *what[2], *value[2];
    } rows[] = {
        {"一、任务\n满意率2023年不低于90%、2024年不低于92%。\n",
         {"满意率", "满意率"},
         {"90", "92"}},
        {"一、任务\n签约率、落地率分别达到80%和60%以上。\n", {"签约率", "落地率"}, {"80", "60"}},
        {"一、任务\n新增就业300人，残疾人再就业20人。\n",
         {"新增就业", "残疾人再就业"},
         {"300", "20"}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        AUTO_ARENA a = {0};
        Reading r = read_text(&a, rows[i].text);
        CHECK_I64(r.tasks.items[0].targets.count, 2);
        for (int k = 0; k < 2; k++) {
            CHECK_STR(r.tasks.items[0].targets.items[k].what, str_from_z(rows[i].what[k]));
            CHECK_STR(r.tasks.items[0].targets.items[k].value, str_from_z(rows[i].value[k]));
        }
    }
}

static void target__classes_and_tariffs_are_none(void **state)
{
    (void)state;
    static const char *const texts[] = {"一、办法\n每低于1个百分点扣0.5分，最多扣2分。\n",
                                        "一、办法\n对评为优秀的，奖励工作经费10万元、5万元。\n",
                                        "一、办法\n每吸纳1人补贴500元。\n",
                                        "一、办法\n对单户300万元及以下贷款给予支持。\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        AUTO_ARENA a = {0};
        Reading r = read_text(&a, texts[i]);
        if (target_count(&r))
            print_error("%s", texts[i]);
        CHECK_I64(target_count(&r), 0);
    }
}

static void task__a_clause_with_its_own_day(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Reading r = read_text(&a, "一、任务\n2023年6月底前，建成甲库；到2024年底，建成乙库3座。\n");
    CHECK_I64(r.tasks.count, 2);
    CHECK_STR(r.tasks.items[0].deadline, S("2023-06-30"));
    CHECK_STR(r.tasks.items[1].deadline, S("2024-12-31"));
    CHECK_I64(r.tasks.items[1].targets.count, 1);
}

static void head__line_of_body_and_date(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Reading r =
        read_text(&a, "工作简报\n第3期\n示例市督查室　　　2023年6月5日\n关于项目推进的通报\n"
                      "各县（市、区）人民政府，市直有关部门：\n一、任务\n要于7月底前完成甲事。\n");
    CHECK_STR(r.issuer, S("示例市督查室"));
    CHECK_STR(r.issued, S("2023-06-05"));
    CHECK_STR(r.tasks.items[0].deadline, S("2023-07-31"));
    CHECK_I64(r.facts.addressees.count, 2);
    CHECK_STR(r.facts.addressees.items[0], S("各县（市、区）人民政府"));
    Reading news = read_text(&a, "示例网3月3日讯：\n同志们：\n要完成甲事，要做好乙事。\n");
    CHECK_I64(news.facts.addressees.count, 0);
}

static void facts__the_launched_campaign(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Reading r = read_text(
        &a, "总结去年工作,启动“四个季”活动，抓好落实。\n去年实施“三个季”活动，成效明显。\n");
    CHECK_STR(r.facts.campaign, S("四个季"));
}

static void clean__joins_lines_of_one_width(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const char text[] = "一、任务\n"
                               "　　全县规模以上工业增加值年均增长7.5%以上，\n"
                               "数字化改造覆盖率达到60%，新建改造农村公路12\n"
                               "0公里，建成5G基站600个。\n"
                               "　　实施重点项目86个，年度完成投资45亿元以上\n"
                               "（牵头单位：县发展改革局；责任单位：县统计局、县\n"
                               "住房城乡建设局、各乡镇人民政府）\n"
                               "　　粮食总产量稳定在6亿斤以上，高标准农田面积达\n"
                               "到30万亩，秸秆综合利用率不低于95%，完成造林\n"
                               "3万亩，新增绿地20公顷。\n";
    Reading r = read_text(&a, text);
    CHECK_I64(r.tasks.count, 2);
    CHECK_I64(target_count(&r), 4 + 2 + 5);
    CHECK_STR(r.tasks.items[0].targets.items[0].value, S("7.5"));
    CHECK_STR(r.tasks.items[0].responsible.items[1], S("县住房城乡建设局"));
    Reading table =
        read_text(&a, "序号\t任务\t牵头单位\t完成时限\n1\t建甲库\t市水利局\t6月底\n— 2 —\n"
                      "2\t建乙库\t市水利局\t7月底\n");
    CHECK_I64(table.tasks.count, 2);
    CHECK_STR(table.tasks.items[1].text, S("建乙库"));
}

static void facts__groups_posts_and_who_chairs(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Reading r = read_text(&a, "一、组织\n县督查领导小组组长由县长担任，由县委副书记任常务副组长。\n"
                              "第三条　县考评办每月通报排名，每季度召开一次讲评会，由县长主持。\n"
                              "二、对象\n考评对象分为两个组别：\n（一）乡镇组：12个乡镇；\n（二）部"
                              "门组：30个县直部门。\n");
    CHECK_I64(r.facts.groups.count, 2);
    CHECK_STR(r.facts.groups.items[1].name, S("部门组"));
    CHECK_I64(r.facts.groups.items[1].size, 30);
    CHECK_I64(target_count(&r), 0);
    CHECK_I64(r.facts.posts.count, 2);
    CHECK_STR(r.facts.posts.items[0].held_by, S("县委副书记"));
    CHECK_STR(r.facts.posts.items[1].held_by, S("县长"));
    CHECK_STR(r.facts.cadence.items[0].by.items[0], S("县考评办"));
    CHECK_STR(r.facts.cadence.items[1].by.items[0], S("县长"));
    Reading row = read_text(&a, "一、对象\n将5个乡镇、8个部门和3个园区分为三个组。\n");
    CHECK_I64(row.facts.groups.count, 3);
    CHECK_STR(row.facts.groups.items[1].name, S("部门"));
}

static void roles__notes_of_every_shape(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Reading r = read_text(
        &a, "示例市2023年要点\n一、任务\n1.建甲库3座。[责任单位:市水利局、市财政局]\n"
            "2.建乙库4座。（市水利局牵头，市财政局负责，11月底前完成）\n"
            "3.由市水利局会同市财政局在8月15日前拨付到位。\n"
            "附件：1.甲表\n　　　2.乙表\n示例市人民政府\n2023年3月1日\n抄送：市委各部门。\n");
    CHECK_I64(r.tasks.count, 3);
    CHECK_I64(r.sections.count, 4);
    CHECK_STR(r.tasks.items[0].responsible.items[0], S("市财政局"));
    CHECK_STR(r.tasks.items[1].deadline, S("2023-11-30"));
    CHECK_STR(r.tasks.items[2].lead.items[0], S("市水利局"));
    CHECK_STR(r.tasks.items[2].supporting.items[0], S("市财政局"));
    CHECK_STR(r.issuer, S("示例市人民政府"));
}

static void table__second_task_column_says_how_much(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Reading r = read_text(&a, "序号\t重点任务\t目标任务\t牵头单位\t完成时限\t频次\n"
                              "一\t产业\t\t\t\t\n"
                              "1\t技改投资增长\t12%\t市工信局\t12月底\t按旬\n"
                              "2\t新增泊位\t300个\t市城管局\t9月底\t按月\n");
    CHECK_I64(r.tasks.count, 2);
    CHECK_STR(r.tasks.items[0].path, S("产业"));
    CHECK_STR(r.tasks.items[0].text, S("技改投资增长 12% 按旬"));
    CHECK_I64(r.tasks.items[0].targets.count, 1);
    CHECK_I64(r.tasks.items[0].targets.items[0].relation, REL_GROWTH);
    CHECK_STR(r.tasks.items[1].targets.items[0].value, S("300"));
    CHECK_STR(r.tasks.items[1].targets.items[0].what, S("新增泊位"));
    CHECK_I64(r.warnings.count, 1); /* no title */
}

static void outline__wide_blanks_keep_characters_whole(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Reading r =
        read_text(&a, "第一章\u3000总则\n第一条\u3000为了甲。\n第二章　 分则\n第二条　乙。\n");
    CHECK_STR(r.sections.items[0].title, S("总则"));
    CHECK_STR(r.sections.items[2].title, S("分则"));
}

static void target__masked_is_unknown(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Reading r = read_text(&a, "一、任务\n年内完成投资xx亿元。\n");
    const DraftTarget *t = only_target(&r);
    CHECK(t->unknown && t->value.len == 0);
    CHECK_STR(t->unit, S("亿元"));
}

static void roles__lead_first_and_supporting(void **state)
{
    (void)state;
    static const char *const texts[] = {
        ("一、任务\n"
         "1.建好公园。（牵头单位：市住建局；责任单位：市财政局、市审计局；配合单位：甲区政府）\n"),
        "一、任务\n1.建好公园。(市住建局牵头,市财政局、市审计局按职责分工负责,甲区政府配合)\n",
        "一、任务\n1.建好公园。\n责任单位：市住建局、市财政局，市审计局\n配合单位：甲区政府\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        AUTO_ARENA a = {0};
        Reading r = read_text(&a, texts[i]);
        CHECK_I64(r.tasks.count, 1);
        const DraftTask *t = &r.tasks.items[0];
        CHECK_I64(t->lead.count, 1);
        CHECK_STR(t->lead.items[0], S("市住建局"));
        CHECK_I64(t->responsible.count, 2);
        CHECK_STR(t->responsible.items[1], S("市审计局"));
        CHECK_I64(t->supporting.count, 1);
    }
}

static void outline__level_comes_from_context(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Reading r = read_text(
        &a, "二、内容\n一是抓好甲\n(一)甲一。做甲。\n(二)甲二。一是甲事。做好。二是乙事。做好。\n"
            "二是抓好乙\n(一)乙一。做乙。二是丙事。做丙。\n三是抓好丙\n(一)丙一。做丙。\n");
    static const int levels[] = {1, 2, 3, 3, 4, 4, 2, 3, 4, 4, 2, 3};
    CHECK_I64(r.sections.count, 12);
    for (int i = 0; i < 12; i++)
        CHECK_I64(r.sections.items[i].level, levels[i]);
    CHECK_STR(r.sections.items[8].no, S("[一是]"));
    int warned = 0;
    for (int i = 0; i < r.warnings.count; i++)
        warned += r.warnings.items[i].kind == WARN_NO_FIRST;
    CHECK_I64(warned, 1 + 1); /* 二、 without 一、; 二是 without 一是 */
}

static void clean__counts_and_keeps_offsets(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const char *text =
        "一、任務\n要建設(shè)創(chuàng)新(xīn)城區(qū),，開(kāi)展(zhǎn)活動(dòng),。\n";
    Reading r = read_text(&a, text);
    CHECK_I64(r.cleaning[CLEAN_PINYIN], 7);
    CHECK_I64(r.cleaning[CLEAN_PUNCTUATION], 2);
    CHECK_I64(r.tasks.count, 1);
    CHECK_STR(r.tasks.items[0].text, S("要建设创新城区，开展活动。"));
    Str raw = str_sub(str_from_z(text), r.tasks.items[0].span.start, r.tasks.items[0].span.end);
    CHECK(str_starts(raw, S("要建設(shè)")) && str_ends(raw, S("。")));
}

static void read__spans_hold_in_gb18030(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Str utf8 = source_file(&a, "data/documents/division.txt"),
        gb = source_file(&a, "data/documents/division_gb18030.txt");
    Reading one, two;
    Err err = {0};
    CHECK_OK(read_document(&a, S("a"), utf8, &one, NULL, &err), &err);
    CHECK_OK(read_document(&a, S("b"), gb, &two, NULL, &err), &err);
    CHECK(one.tasks.count > 0);
    CHECK_I64(one.tasks.count, two.tasks.count);
    for (int i = 0; i < two.tasks.count; i++) {
        ConvertText slice;
        Span span = two.tasks.items[i].span;
        CHECK_OK(convert_decode(&a, str_sub(gb, span.start, span.end), &slice, &err), &err);
        CHECK_STR(slice.text,
                  str_sub(utf8, one.tasks.items[i].span.start, one.tasks.items[i].span.end));
        CHECK_STR(two.tasks.items[i].text, one.tasks.items[i].text);
    }
}

static void refused(Str bytes, ErrCode code, int64_t byte)
{
    AUTO_ARENA a = {0};
    Reading r;
    Err err = {0};
    CHECK(!read_document(&a, S("bad.txt"), bytes, &r, NULL, &err));
    CHECK_ERR(&err, code);
    CHECK_I64(err.byte, byte);
}

static void read__bad_input_has_its_answer(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    refused(S(""), ERR_READ_EMPTY, 0);
    refused(S(" \n \n"), ERR_READ_EMPTY, 0);
    refused(S("一、任务\0完成"), ERR_TEXT_BINARY, 13);
    refused(S("%PDF-1.4 x"), ERR_TEXT_BINARY, 1);
    refused(S("一、任务\n完\xFF\xFE成"), ERR_TEXT_ENCODING, 17);
    refused(S("版权所有 示例网\n关于我们\n"), ERR_READ_NO_TEXT, 0);
    Str big = {arena_alloc(&a, LIMIT_DOCUMENT_BYTES + 1, 1), LIMIT_DOCUMENT_BYTES + 1};
    refused(big, ERR_FILE_TOO_LARGE, 0);
}

/* Processor time to read `pattern` over and over up to so many bytes. */
static double cpu_seconds(const char *pattern, ptrdiff_t bytes)
{
    AUTO_ARENA a = {0};
    Str unit = str_from_z(pattern);
    char *text = arena_alloc(&a, (size_t)bytes, 1);
    ptrdiff_t len = 0;
    for (; len + unit.len <= bytes; len += unit.len)
        memcpy(text + len, unit.ptr, (size_t)unit.len);
    Reading r;
    Err err = {0};
    clock_t start = clock();
    if (!read_document(&a, S("t.txt"), (Str){text, len}, &r, NULL, &err))
        CHECK_ERR(&err, ERR_READ_NO_TEXT);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Eight times the text may take some sixteen times as long, never sixty-four times. */
static void read__stays_linear(void **state)
{
    (void)state;
    static const char *const patterns[] = {"首先，一是",
                                           "1个",
                                           "责任单位：市和",
                                           "一、责任\n",
                                           "“三创”“",
                                           "任务\n\n\n\n",
                                           "《",
                                           "(",
                                           "完成投资310亿元，",
                                           "每月领导小组任组长",
                                           "一是，二是。2021年",
                                           "所有",
                                           "百分之",
                                           "区(qū)",
                                           "牵头单位：（",
                                           "由市牵头，",
                                           "连续排名后3位、",
                                           "上半年完成投资3亿元，",
                                           "由市长担任会同市财政局",
                                           "分为三组：甲组3个",
                                           "每增加1个加1分，",
                                           "9月底前；",
                                           "A率、B率分别达到9%和",
                                           "示例市督查室 2023年9月6日\n",
                                           "（建成5G基站完成改造升级提升服务质量水平\n— 1 —\n"};
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        double small = cpu_seconds(patterns[i], 32 * 1024),
               large = cpu_seconds(patterns[i], 256 * 1024);
        if (large > 0.2 && large > 24 * small)
            fail_msg("%s: %.3f s for 32 KiB, %.3f s for 256 KiB", patterns[i], small, large);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number__reads_what_offices_write),
        cmocka_unit_test(when__finds_the_day),
        cmocka_unit_test(marker__shapes),
        cmocka_unit_test(target__binds),
        cmocka_unit_test(target__names_and_the_past_give_none),
        cmocka_unit_test(target__what_is_told_asks_for_nothing),
        cmocka_unit_test(table__second_task_column_says_how_much),
        cmocka_unit_test(outline__wide_blanks_keep_characters_whole),
        cmocka_unit_test(target__values_in_a_row),
        cmocka_unit_test(target__classes_and_tariffs_are_none),
        cmocka_unit_test(task__a_clause_with_its_own_day),
        cmocka_unit_test(head__line_of_body_and_date),
        cmocka_unit_test(facts__the_launched_campaign),
        cmocka_unit_test(clean__joins_lines_of_one_width),
        cmocka_unit_test(facts__groups_posts_and_who_chairs),
        cmocka_unit_test(roles__notes_of_every_shape),
        cmocka_unit_test(target__masked_is_unknown),
        cmocka_unit_test(roles__lead_first_and_supporting),
        cmocka_unit_test(outline__level_comes_from_context),
        cmocka_unit_test(clean__counts_and_keeps_offsets),
        cmocka_unit_test(read__spans_hold_in_gb18030),
        cmocka_unit_test(read__bad_input_has_its_answer),
        cmocka_unit_test(read__stays_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
