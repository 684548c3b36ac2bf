#include "app/campaign/campaign_files.h"
#include "app/folder_source.h"
#include "app/names.h"
#include "core/reconcile.h"
#include "fixture_source.h"

#include <stdlib.h>
#include <string.h>

static const Fixture sample = {
    .files =
        {
            {"campaign.yaml",
             SC("format: duban-campaign/1\n"
                "code: test-2021\n"
                "name: 示例活动\n"
                "city: 示例市\n"
                "year: 2021\n"
                "predecessor: null\n"
                "sample: yes\n"
                "issuer: {name: 示例市人民政府办公室, number: 示政办通报, source: illustrative}\n"
                "phases: [{name: 动员, from: 2021-01-01, to: 2021-03-31, source: derived}]\n"
                "groups:\n"
                "  - {code: county, name: 县区, size: 3}\n"
                "  - {code: dept, name: 部门, size: 1}\n"
                "stocktakes: [{chair: 分管市领导, every: month, source: \"001\"}]\n"
                "month: {opens_day: 25, due: 5, confirm: 7, lock: 8, trial_run: 9, appeal: 10, "
                "ruling: 11, freeze: 12, issue: 13, remind: [3, 1], escalate: 2}\n"
                "periods:\n"
                "  - {code: 2021-02, name: 1—2月, from: 2021-01-01, to: 2021-02-28, ranked: no}\n"
                "  - {code: 2021-03, name: 3月, from: 2021-03-01, to: 2021-03-31, ranked: yes}\n"
                "lights:\n"
                "  - {effective: 2021-02, yellow_from: 10, red_above: 30, source: 示例}\n"
                "  - {effective: 2021-03, yellow_from: 1, red_above: 2.5, source: 示例}\n")},
            {"bodies.csv", SC("code,name,kind,parent,source\n"
                              "ldxz,领导小组,leading_group,,001\n"
                              "office,活动办,office,ldxz,001\n"
                              "fgw,市发展和改革委员会,department,,illustrative\n"
                              "sgj,示管局,department,,\n")},
            {"posts.csv", SC("body,title,holder,concurrent,source\n"
                             "ldxz,组长,市委书记,no,001\n")},
            {"units.csv",
             SC("code,name,short,group,kind,bodies,leader,from,to,successor,ranked,restricted\n"
                "c01,甲区,甲区,county,district,fgw,区长,2021-01-01,,,yes,no\n"
                "c02,乙县,乙县,county,county,,,,,,,\n"
                "c03,丙县,丙县,county,county,fgw；sgj,,,2021-02-14,c04,,\n"
                "c04,丙市,丙市,county,county,,,2021-02-15,,,,\n"
                "d01,市发改委,发改,dept,department,fgw,,,,,yes,yes\n"
                "sz,市直,市直,,municipal,,,,,,no,no\n")},
            {"tasks.csv", SC("编号,层级,上级,标题,内容,完成时限,时限原文,限制范围,来源\n"
                             "1,theme,,三重,,,,no,001\n"
                             "1.1,area,1,项目,,,,,\n"
                             "1.1.1,任务,1.1,投资,\"完成,投资\",2021/12/31,年内,否,derived\n")},
            {"responsibilities.csv", SC("task,role,party,source\n"
                                        "1.1,lead_leader,常务副市长,001\n"
                                        "1.1,lead,fgw,\n"
                                        "1.1,responsible,c01,\n")},
            {"indicators.csv",
             SC("code,name,unit,measure,basis,direction,assessor,reporter,lag,decimals,source\n"
                "invest,完成投资,亿元,cumulative,work,higher,fgw,unit,0,2,\n"
                "fix,督查整改,项,month,work,higher,office,assessor,,,\n")},
            {"targets.csv",
             SC("code,task,indicator,what,value,unit,relation,modality,scope,period,source\n"
                "T1,1.1,invest,完成投资,\"1,310\",亿元,ge,must,city,2021,001\n"
                "T2,1.1,,文明城市,,,all_of,strive,units,2021-03,001\n")},
            {"allotments.csv", SC("target,unit,value,source\n"
                                  "T1,c01,1000.50,\n"
                                  "T1,c02,300,\n"
                                  "T1,sz,9.5,\n")},
            {"plans.csv", SC("indicator,period,percent\n"
                             "invest,2021-02,6\n"
                             "invest,Mar-21,12%\n")},
            {"accounts.csv", SC("name,role,unit,body,post\n"
                                "clerk,office_clerk,,office,科员\n"
                                "u1,unit,c01,,填报人\n"
                                "o1,data_owner,,fgw,核定人\n")},
            {"schemes/county.yaml", SC("format: duban-scheme/1\n"
                                       "code: county\n"
                                       "group: county\n"
                                       "version: 1\n"
                                       "effective: 2021-02\n"
                                       "tree:\n"
                                       "  - {code: invest, name: 完成投资, weight: 1, "
                                       "rule: completion, unit: 亿元, except: [c04]}\n")},
            {"schemes/dept.yaml", SC("format: duban-scheme/1\n"
                                     "code: dept\n"
                                     "group: dept\n"
                                     "version: 1\n"
                                     "effective: 2021-02\n"
                                     "tree:\n"
                                     "  - {code: fix, name: 督查整改, weight: 1, rule: points}\n")},
        },
    .count = 13,
};

static bool read_fixture(Arena *a, Fixture fixture, CampaignDef *def, Faults *faults,
                         Faults *warnings)
{
    Err err = {0};
    FileSource source = fixture_source(&fixture);
    faults->arena = warnings->arena = a;
    bool ok = campaign_files_read(a, &source, def, faults, warnings, &err);
    CHECK_I64(err.code, ERR_NONE);
    CHECK(ok == (faults->total == 0));
    return ok;
}

static void campaign__reads_every_file(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CampaignDef def;
    Faults faults = {0}, warnings = {0};
    bool ok = read_fixture(&a, sample, &def, &faults, &warnings);
    CHECK_STR(faults_text(&a, &faults), S(""));
    CHECK_STR(faults_text(&a, &warnings), S(""));
    CHECK(ok);
    CHECK_STR(def.code, S("test-2021"));
    CHECK_STR(def.issuer_number, S("示政办通报"));
    CHECK_STR(def.predecessor, S(""));
    CHECK(def.sample && def.has_month && def.month.issue == 13);
    CHECK(def.month.nremind == 2 && def.month.remind[0] == 3 && def.month.remind[1] == 1);
    CHECK_I64(def.month.escalate, 2);
    CHECK_I64(def.groups.count, 2);
    CHECK_I64(def.periods.count, 2);
    CHECK(!def.periods.items[0].ranked && def.periods.items[0].due_on == DATE_NONE);
    CHECK_STR(def.stocktakes.items[0].every, S("month"));
    CHECK_I64(def.lights.count, 2);
    CHECK_STR(def.lights.items[1].effective, S("2021-03"));
    CHECK_STR(def.lights.items[1].yellow_from, S("1"));
    CHECK_STR(def.lights.items[1].red_above, S("2.5"));
    CHECK_I64(def.units.count, 6);
    CHECK_STR(def.units.items[2].bodies, S("fgw;sgj"));
    CHECK_STR(date_str(&a, def.units.items[2].valid_to), S("2021-02-14"));
    CHECK(def.units.items[1].ranked && !def.units.items[5].ranked);
    CHECK(def.units.items[1].valid_from == DATE_NONE && def.units.items[4].restricted);
    CHECK_STR(def.tasks.items[2].level, S("task"));
    CHECK_STR(def.tasks.items[2].text, S("完成,投资"));
    CHECK_STR(date_str(&a, def.tasks.items[2].deadline), S("2021-12-31"));
    CHECK_I64(def.indicators.items[0].decimals, 2);
    CHECK_STR(def.targets.items[0].value, S("1310"));
    CHECK_STR(def.targets.items[1].value, S(""));
    CHECK_STR(def.allotments.items[0].value, S("1000.50"));
    CHECK_STR(def.plans.items[1].period, S("2021-03"));
    CHECK_STR(def.plans.items[1].percent, S("12"));
    CHECK_I64(def.accounts.count, 3);
    CHECK_I64(def.schemes.count, 2);
    CHECK_STR(def.schemes.items[0].group, S("county"));
    CHECK_STR(def.schemes.items[0].effective, S("2021-02"));
}

typedef struct Change {
    const char *file, *from, *to;
    Str expected;
} Change;

/* Each change of the good campaign gives exactly these faults (or, as `warn`, these warnings). */
static void check_changes(const Change *changes, int n, bool warn)
{
    for (int i = 0; i < n; i++) {
        AUTO_ARENA a = {0};
        CampaignDef def;
        Faults faults = {0}, warnings = {0};
        Fixture fixture =
            fixture_with(&a, &sample, changes[i].file, changes[i].from, changes[i].to);
        read_fixture(&a, fixture, &def, &faults, &warnings);
        CHECK_STR(faults_text(&a, warn ? &warnings : &faults), changes[i].expected);
        if (warn)
            CHECK_STR(faults_text(&a, &faults), S(""));
    }
}
#define CHECK_CHANGES(changes, warn)                                                               \
    check_changes((changes), (int)(sizeof(changes) / sizeof *(changes)), (warn))

static void campaign__locates_faults_of_columns_and_cells(void **state)
{
    (void)state;
    const Change changes[] = {
        {"units.csv", "code,name,short", "code,nam,short",
         S("COLUMN_UNKNOWN_NEAR units.csv:1:2 [nam]; COLUMN_MISSING units.csv:1:0 []")},
        {"units.csv", ",leader,", ",xyz12345,", S("COLUMN_UNKNOWN units.csv:1:7 [xyz12345]")},
        {"units.csv", "code,name,short", "code,name,name", S("COLUMN_TWICE units.csv:1:3 [name]")},
        {"units.csv", "c02,乙县", ",乙县",
         S("CELL_EMPTY units.csv:3:1 []; CAMPAIGN_REFERENCE_NEAR allotments.csv:3:2 [c02]")},
        {"units.csv", "c02,乙县,乙县,county,county,,,,,,,", "c02,乙县,乙县,county,county,,,,,,,,x",
         S("CELL_SURPLUS units.csv:3:13 [x]")},
        {"units.csv", "county,district", "county,distrikt",
         S("CELL_WORD units.csv:2:5 [distrikt]")},
        {"units.csv", "2021-01-01", "2021-13-01", S("TYPED_DATE units.csv:2:8 [2021-13-01]")},
        {"units.csv", "dept,department,fgw,,,,,yes,yes", "dept,department,fgw,,,,,yes,maybe",
         S("TYPED_BOOL units.csv:6:12 [maybe]")},
        {"units.csv", "c01,甲区,", "\"c01,甲区,",
         S("CSV_QUOTE units.csv:2:1 [c01,甲区,甲区,county,district,fgw,]")},
        {"tasks.csv", "编号,层级", "编号,层",
         S("COLUMN_UNKNOWN_NEAR tasks.csv:1:2 [层]; COLUMN_MISSING tasks.csv:1:0 []")},
        {"targets.csv", "\"1,310\"", "\"1,31\"", S("TYPED_NUMBER targets.csv:2:5 [1,31]")},
        {"targets.csv", "\"1,310\"", "约310", S("TYPED_NUMBER targets.csv:2:5 [约310]")},
        {"targets.csv", "亿元,ge", "亿元,gt", S("CELL_WORD targets.csv:2:7 [gt]")},
        {"targets.csv", "ge,must", "ge,may", S("CELL_WORD targets.csv:2:8 [may]")},
        {"indicators.csv", "unit,0,2,", "unit,0,20,", S("CELL_RANGE indicators.csv:2:10 [20]")},
        {"accounts.csv", "clerk,office_clerk", "clerk,root",
         S("CELL_WORD accounts.csv:2:2 [root]")},
        {"accounts.csv", "clerk,", "the clerk,", S("CELL_CODE accounts.csv:2:1 [the clerk]")},
        {"plans.csv", "Mar-21", "三月", S("TYPED_PERIOD plans.csv:3:2 [三月]")},
        {"bodies.csv", "code,name", "\xEF\xBB\xBF\xEF\xBB\xBF\"code\"x,name",
         S("COLUMN_UNKNOWN bodies.csv:1:1 [\"code\"x]; COLUMN_MISSING bodies.csv:1:0 []")},
        {"posts.csv", "body,title,holder,concurrent,source\nldxz,组长,市委书记,no,001\n", "\n",
         S("TABLE_EMPTY posts.csv:1:0 []")},
    };
    CHECK_CHANGES(changes, false);
}

static void campaign__locates_unknown_references(void **state)
{
    (void)state;
    const Change changes[] = {
        {"units.csv", "区,county,district", "区,conty,district",
         S("CAMPAIGN_REFERENCE_NEAR units.csv:2:4 [conty]")},
        {"units.csv", "fgw；sgj", "fgw；nobody;fgw",
         S("CAMPAIGN_REFERENCE units.csv:4:6 [nobody]; UNIT_BODY_TWICE units.csv:4:6 [fgw]")},
        {"units.csv", "2021-02-14,c04", "2021-02-14,zz99",
         S("CAMPAIGN_REFERENCE units.csv:4:10 [zz99]")},
        {"units.csv", "c02,乙县", "c01,乙县",
         S("CAMPAIGN_TWICE units.csv:3:1 [c01]; CAMPAIGN_REFERENCE_NEAR allotments.csv:3:2 [c02]")},
        {"units.csv", "c02,乙县", "c02,甲区", S("CAMPAIGN_TWICE units.csv:3:2 [甲区]")},
        {"posts.csv", "ldxz,", "ldxx,", S("CAMPAIGN_REFERENCE_NEAR posts.csv:2:1 [ldxx]")},
        {"responsibilities.csv", "1.1,lead,fgw", "1.9,lead,fgw",
         S("CAMPAIGN_REFERENCE_NEAR responsibilities.csv:3:1 [1.9]")},
        {"responsibilities.csv", "responsible,c01", "responsible,甲区",
         S("CAMPAIGN_REFERENCE_NEAR responsibilities.csv:4:3 [甲区]")},
        {"responsibilities.csv", "responsible,c01", "lead,fgw",
         S("CAMPAIGN_TWICE responsibilities.csv:4:3 [1.1 lead fgw]")},
        {"indicators.csv", "higher,fgw,unit", "higher,jtj,unit",
         S("CAMPAIGN_REFERENCE indicators.csv:2:7 [jtj]")},
        {"indicators.csv", "office,assessor", ",assessor", S("CELL_EMPTY indicators.csv:3:7 []")},
        {"targets.csv", "1.1,invest", "1.1,invset",
         S("CAMPAIGN_REFERENCE_NEAR targets.csv:2:3 [invset]")},
        {"targets.csv", "亿元,ge", "万元,ge", S("MEASURE_UNIT targets.csv:2:6 [万元]")},
        {"targets.csv", "\"1,310\",亿元", "1310,", S("CELL_EMPTY targets.csv:2:6 []")},
        {"targets.csv", "city,2021,", "city,2022,", S("TARGET_PERIOD targets.csv:2:10 [2022]")},
        {"targets.csv", "2021-03", "2021-04", S("TARGET_PERIOD targets.csv:3:10 [2021-04]")},
        {"allotments.csv", "T1,c02", "T9,c02",
         S("CAMPAIGN_REFERENCE_NEAR allotments.csv:3:1 [T9]")},
        {"allotments.csv", "T1,c02", "T1,c01", S("CAMPAIGN_TWICE allotments.csv:3:2 [T1 c01]")},
        {"plans.csv", "invest,Mar-21", "invest,2021-04",
         S("CAMPAIGN_REFERENCE_NEAR plans.csv:3:2 [2021-04]")},
        {"plans.csv", "invest,Mar-21", "invest,2021-02",
         S("CAMPAIGN_TWICE plans.csv:3:2 [invest 2021-02]")},
        {"plans.csv", "12%", "5.9%", S("PLAN_FALLS plans.csv:3:3 [5.9]")},
        {"plans.csv", ",6\n", ",-6\n", S("CELL_RANGE plans.csv:2:3 [-6]")},
        {"accounts.csv", "unit,c01", "unit,", S("ACCOUNT_SCOPE accounts.csv:3:3 []")},
        {"accounts.csv", "data_owner,,fgw", "data_owner,,", S("ACCOUNT_SCOPE accounts.csv:4:4 []")},
        {"accounts.csv", "u1,", "clerk,", S("CAMPAIGN_TWICE accounts.csv:3:1 [clerk]")},
    };
    CHECK_CHANGES(changes, false);
}

static void campaign__checks_trees_and_chains(void **state)
{
    (void)state;
    const Change changes[] = {
        {"bodies.csv", "leading_group,,", "leading_group,office,",
         S("CAMPAIGN_CYCLE bodies.csv:3:4 [office]")},
        {"bodies.csv", "sgj,示管局,department,", "sgj,示管局,department,sgj",
         S("CAMPAIGN_CYCLE bodies.csv:5:4 [sgj]")},
        {"tasks.csv", "1.1,area,1,", "1.1,area,,", S("TASK_NO_PARENT tasks.csv:3:3 [1.1]")},
        {"tasks.csv", "1,theme,,", "1,theme,1.1,", S("TASK_THEME_PARENT tasks.csv:2:3 [1.1]")},
        {"tasks.csv", "1.1,area,1,", "1.1,area,1.1.1,", S("TASK_LEVEL tasks.csv:3:3 [task]")},
        {"tasks.csv", "任务,1.1,", "任务,1.1.1,", S("TASK_LEVEL tasks.csv:4:3 [task]")},
        {"units.csv", "2021-02-14,c04", ",c04", S("UNIT_NO_END units.csv:4:9 [c03]")},
        {"units.csv", "2021-02-14,c04", "2021-02-10,c04",
         S("UNIT_SUCCESSOR_DATE units.csv:4:10 [2021-02-15]")},
        {"units.csv", "2021-02-14,c04", "2021-02-14,d01",
         S("UNIT_SUCCESSOR_GROUP units.csv:4:10 [dept]")},
        {"units.csv", "2021-02-14,c04", "2021-02-14,c03",
         S("UNIT_SUCCESSOR_DATE units.csv:4:10 []; CAMPAIGN_CYCLE units.csv:4:10 [c03]")},
        {"units.csv", "2021-01-01,,", "2021-01-01,2020-12-31,",
         S("DATES_REVERSED units.csv:2:9 [2020-12-31]")},
        {"units.csv", "乙县,county,county", "乙县,,county", S("CELL_EMPTY units.csv:3:4 []")},
        {"units.csv", ",no,no\n", ",yes,no\n", S("UNIT_MUNICIPAL_RANKED units.csv:7:11 [sz]")},
    };
    CHECK_CHANGES(changes, false);
}

static void campaign__checks_its_lights(void **state)
{
    (void)state;
    const Change changes[] = {
        {"campaign.yaml", "effective: 2021-03, y", "effective: 2021-02, y",
         S("LIGHT_DATES campaign.yaml:20:17 [2021-02]")},
        {"campaign.yaml", "effective: 2021-03, y", "effective: 2021-05, y",
         S("CAMPAIGN_REFERENCE campaign.yaml:20:17 [2021-05]")},
        {"campaign.yaml", "effective: 2021-03, y", "effective: spring, y",
         S("TREE_VALUE campaign.yaml:20:17 [spring]")},
        {"campaign.yaml", "effective: 2021-03, y", "y", S("TREE_MISSING campaign.yaml:20:5 []")},
        {"campaign.yaml", "yellow_from: 10", "yellow_from: 0",
         S("TREE_VALUE campaign.yaml:19:39 [0]")},
        {"campaign.yaml", "yellow_from: 10", "yellow_from: 0.005",
         S("TREE_VALUE campaign.yaml:19:39 [0.005]")},
        {"campaign.yaml", "yellow_from: 10", "yellow_from: -1",
         S("TREE_VALUE campaign.yaml:19:39 [-1]")},
        {"campaign.yaml", "yellow_from: 10", "yellow: 10",
         S("TREE_KEY campaign.yaml:19:26 [yellow]; TREE_MISSING campaign.yaml:19:5 []")},
        {"campaign.yaml", "red_above: 30", "red_above: 101",
         S("TREE_VALUE campaign.yaml:19:54 [101]")},
        {"campaign.yaml", "red_above: 30", "red_above: 9.99",
         S("LIGHT_ORDER campaign.yaml:19:54 [9.99]")},
        {"campaign.yaml", "30, source: 示例", "30", S("TREE_MISSING campaign.yaml:19:5 []")},
    };
    CHECK_CHANGES(changes, false);
}

static void campaign__checks_its_yaml(void **state)
{
    (void)state;
    const Change changes[] = {
        {"campaign.yaml", "duban-campaign/1", "duban-campaign/9",
         S("TREE_WORD campaign.yaml:1:9 [duban-campaign/9]")},
        {"campaign.yaml", "code: test-2021", "code: 示例",
         S("TREE_VALUE campaign.yaml:2:7 [示例]")},
        {"campaign.yaml", "city: 示例市\n", "", S("TREE_MISSING campaign.yaml:1:1 []")},
        {"campaign.yaml", "year: 2021", "year: 21", S("TREE_VALUE campaign.yaml:5:7 [21]")},
        {"campaign.yaml", "phases:", "phase:", S("TREE_KEY_NEAR campaign.yaml:9:1 [phase]")},
        {"campaign.yaml", "to: 2021-03-31, source", "to: 2020-03-31, source",
         S("DATES_REVERSED campaign.yaml:9:43 [2020-03-31]")},
        {"campaign.yaml", "code: dept", "code: county",
         S("CAMPAIGN_TWICE campaign.yaml:12:12 [county]; "
           "CAMPAIGN_REFERENCE units.csv:6:4 [dept]; "
           "CAMPAIGN_REFERENCE schemes/dept.yaml:1:1 [dept]")},
        {"campaign.yaml", "every: month", "every: week", S("TREE_WORD campaign.yaml:13:36 [week]")},
        {"campaign.yaml", "confirm: 7", "confirm: 4", S("MONTH_ORDER campaign.yaml:14:41 [4]")},
        {"campaign.yaml", "remind: [3, 1]", "remind: [3, 3]",
         S("REMIND_ORDER campaign.yaml:14:126 [3]")},
        {"campaign.yaml", "remind: [3, 1]", "remind: [21, 1]",
         S("TREE_VALUE campaign.yaml:14:123 [21]")},
        {"campaign.yaml", "remind: [3, 1]", "remind: [3, 0.5]",
         S("TREE_VALUE campaign.yaml:14:126 [0.5]")},
        {"campaign.yaml", "remind: [3, 1]", "remind: 3;三",
         S("TREE_VALUE campaign.yaml:14:122 [三]")},
        {"campaign.yaml", "escalate: 2", "escalate: 0", S("TREE_VALUE campaign.yaml:14:140 [0]")},
        {"campaign.yaml", "code: 2021-03", "code: 2021-04",
         S("PERIOD_CODE campaign.yaml:17:12 [2021-04]; "
           "CAMPAIGN_REFERENCE campaign.yaml:20:17 [2021-03]; "
           "TARGET_PERIOD targets.csv:3:10 [2021-03]; "
           "CAMPAIGN_REFERENCE_NEAR plans.csv:3:2 [2021-03]")},
        {"campaign.yaml", "from: 2021-03-01", "from: 2021-02-01",
         S("PERIOD_ORDER campaign.yaml:17:37 [2021-02-01]")},
        {"campaign.yaml", "to: 2021-02-28", "to: 2021-02-27",
         S("PERIOD_WHOLE_MONTHS campaign.yaml:16:55 []")},
        {"campaign.yaml", "from: 2021-01-01, to: 2021-02-28", "from: 2020-12-01, to: 2021-02-28",
         S("PERIOD_YEAR campaign.yaml:16:39 [2021-02]")},
        {"campaign.yaml", "month: {", "#month: {", S("PERIOD_NO_RULE campaign.yaml:16:3 []")},
        {"campaign.yaml", "code: test-2021", "code: [", S("YAML_SYNTAX")},
        {"schemes/county.yaml", "version: 1", "version: 0",
         S("TREE_VALUE schemes/county.yaml:4:10 [0]")},
        {"schemes/county.yaml", "effective: 2021-02", "effective: 2021-01",
         S("CAMPAIGN_REFERENCE_NEAR schemes/county.yaml:1:1 [2021-01]")},
        {"schemes/county.yaml", "[c04]", "[c044]",
         S("CAMPAIGN_REFERENCE_NEAR schemes/county.yaml:7:1 [c044]")},
        {"schemes/county.yaml", "unit: 亿元", "unit: 万元",
         S("SCHEME_INDICATOR schemes/county.yaml:1:1 [万元]")},
        {"schemes/county.yaml", "code: invest", "code: invset",
         S("SCHEME_NO_INDICATOR schemes/county.yaml:1:1 []")},
        {"schemes/dept.yaml", "weight: 1", "weight: 0",
         S("SCHEME_NO_EFFECT schemes/dept.yaml:7:37 [0]")},
        {"schemes/dept.yaml", "group: dept", "group: county",
         S("SCHEME_FILE_TWICE schemes/dept.yaml:1:1 [county 2021-02]; "
           "SCHEME_FILE_TWICE schemes/dept.yaml:1:1 [county v1]")},
    };
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        AUTO_ARENA a = {0};
        CampaignDef def;
        Faults faults = {0}, warnings = {0};
        read_fixture(&a, fixture_with(&a, &sample, changes[i].file, changes[i].from, changes[i].to),
                     &def, &faults, &warnings);
        Str text = faults_text(&a, &faults);
        if (!str_starts(changes[i].expected, S("YAML_SYNTAX")))
            CHECK_STR(text, changes[i].expected);
        else
            CHECK(str_starts(text, changes[i].expected));
    }
}

static void campaign__warns_of_what_deserves_a_look(void **state)
{
    (void)state;
    const Change changes[] = {
        {"allotments.csv", "1000.50", "1040.50", S("ALLOTMENT_OVER targets.csv:2:5 [1350.00]")},
        {"allotments.csv", "T1,sz,9.5,\n", "", S("ALLOTMENT_UNDER targets.csv:2:5 [1300.50]")},
        {"campaign.yaml", "size: 3", "size: 9", S("GROUP_SIZE campaign.yaml:11:5 [3]")},
        {"campaign.yaml", "code: dept, name: 部门, size: 1}\n",
         "code: dept, name: 部门, size: 1}\n  - {code: taskforce, name: 专班}\n",
         S("GROUP_EMPTY campaign.yaml:13:5 []; GROUP_NO_SCHEME campaign.yaml:13:5 [taskforce]")},
        {"campaign.yaml", "name: 3月, from: 2021-03-01, to: 2021-03-31",
         "name: 3月, from: 2021-03-01, to: 2021-03-31, ranked: yes}\n"
         "  - {code: 2021-05, name: 5月, from: 2021-05-01, to: 2021-05-31",
         S("PERIOD_GAP campaign.yaml:18:37 [2021-05-01]")},
        {"tasks.csv", "来源\n", "来源\n2,theme,,四创,,,,,\n",
         S("TASK_THEME_EMPTY tasks.csv:2:1 [四创]")},
    };
    CHECK_CHANGES(changes, true);
}

static void campaign__names_missing_and_idle_files(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CampaignDef def;
    Fixture fixture = sample;
    Faults faults = {0}, warnings = {0};
    fixture.files[3].name = "unit.csv";
    read_fixture(&a, fixture, &def, &faults, &warnings);
    CHECK_STR(faults_text(&a, &faults), S("CAMPAIGN_FILE_MISSING units.csv:0:0 [units.csv]"));
    CHECK_STR(faults_text(&a, &warnings), S("CAMPAIGN_FILE_IDLE unit.csv:0:0 [unit.csv]"));
    Faults none = {0}, no_warnings = {0};
    fixture.count = 0;
    CHECK(!read_fixture(&a, fixture, &def, &none, &no_warnings));
    CHECK_STR(faults_text(&a, &none), S("CAMPAIGN_FILE_MISSING campaign.yaml:0:0 [campaign.yaml]"));
}

static void campaign__passes_a_failing_disk_on(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CampaignDef def;
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    Err err = {0};
    FileSource source = folder_source(&a, S("no/such/folder"), (CsvConvert){0});
    CHECK(!campaign_files_read(&a, &source, &def, &faults, &warnings, &err));
    CHECK(err_kind(err.code) == KIND_NOT_FOUND || err_kind(err.code) == KIND_IO);
    CHECK_I64(faults.total, 0);
}

/* The campaigns of the repository, read from disk. */
static void campaign__reads_the_samples(void **state)
{
    (void)state;
    const char *root = getenv("DUBAN_SOURCE_ROOT");
    if (!root)
        skip();
    const Str names[] = {S("data/samples/qinhuangdao-2021"), S("data/samples/shifanshi-2021"),
                         S("tests/fixtures/merge/campaign")};
    const Str warned[] = {S("GROUP_EMPTY campaign.yaml:13:5 []"),
                          S("ALLOTMENT_OVER targets.csv:3:5 [840]"), S("")};
    for (int i = 0; i < 3; i++) {
        AUTO_ARENA a = {0};
        CampaignDef def;
        Faults faults = {.arena = &a}, warnings = {.arena = &a};
        Err err = {0};
        Str folder = arena_fmt(&a, "%s/%.*s", root, STR_ARG(names[i]));
        FileSource source = folder_source(&a, folder, (CsvConvert){0});
        bool ok = campaign_files_read(&a, &source, &def, &faults, &warnings, &err);
        CHECK_STR(faults_text(&a, &faults), S(""));
        CHECK_OK(ok, &err);
        CHECK_STR(faults_text(&a, &warnings), warned[i]);
    }
}

static void names__offer_the_nearest(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Names names = names_new(&a);
    CHECK_I64(names_find(&names, S("x")), -1);
    for (int i = 0; i < 1000; i++)
        CHECK(names_add(&names, arena_fmt(&a, "unit%04d", i), i, NULL));
    int first = -1;
    CHECK(!names_add(&names, S("unit0007"), 5, &first));
    CHECK_I64(first, 7);
    CHECK_I64(names_find(&names, S("unit0999")), 999);
    CHECK_STR(names_nearest(&names, S("unti0500")), S("unit0500"));
    CHECK_STR(names_nearest(&names, S("unit050")), S("unit0050"));
    CHECK_STR(names_nearest(&names, S("甲乙丙丁")), S(""));
}

static void reconcile__sums_exactly(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const int invest[] = {62, 22, 8, 38, 45, 30, 25, 52, 20, 8};
    const int reserve[] = {130, 70, 45, 95, 120, 100, 90, 130, 60};
    Part parts[10] = {0};
    Reconciliation r;
    Err err = {0};
    for (int i = 0; i < 10; i++)
        parts[i] = (Part){dec_from_i64(invest[i]), i == 9};
    CHECK_OK(reconcile(dec_from_i64(310), parts, 10, &r, &err), &err);
    CHECK_STR(dec_str(&a, r.difference), S("0"));
    CHECK_STR(dec_str(&a, r.units), S("302"));
    CHECK_STR(dec_str(&a, r.residual), S("8"));
    for (int i = 0; i < 9; i++)
        parts[i] = (Part){dec_from_i64(reserve[i]), false};
    CHECK_OK(reconcile(dec_from_i64(800), parts, 9, &r, &err), &err);
    CHECK_STR(dec_str(&a, r.allotted), S("840"));
    CHECK_STR(dec_str(&a, r.difference), S("40"));
    CHECK_STR(dec_str(&a, r.residual), S("-40"));
    parts[0].value = (Dec){1, 1};
    parts[1].value = (Dec){2, 1};
    CHECK_OK(reconcile((Dec){3, 1}, parts, 2, &r, &err), &err);
    CHECK_I64((int64_t)r.difference.coef, 0);
    parts[0].value.coef = (I128)1000000000000000000 * 1000000000000000;
    parts[0].value.scale = 0;
    parts[1].value = (Dec){1, 18};
    CHECK(!reconcile((Dec){3, 1}, parts, 2, &r, &err));
    CHECK_ERR(&err, ERR_DEC_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(campaign__reads_every_file),
        cmocka_unit_test(campaign__locates_faults_of_columns_and_cells),
        cmocka_unit_test(campaign__locates_unknown_references),
        cmocka_unit_test(campaign__checks_trees_and_chains),
        cmocka_unit_test(campaign__checks_its_lights),
        cmocka_unit_test(campaign__checks_its_yaml),
        cmocka_unit_test(campaign__warns_of_what_deserves_a_look),
        cmocka_unit_test(campaign__names_missing_and_idle_files),
        cmocka_unit_test(campaign__passes_a_failing_disk_on),
        cmocka_unit_test(campaign__reads_the_samples),
        cmocka_unit_test(names__offer_the_nearest),
        cmocka_unit_test(reconcile__sums_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
