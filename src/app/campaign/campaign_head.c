/* The columns of the sheets that stand for campaign.yaml, as docs/formats/campaign.md lists them. */
#include "app/campaign/campaign_head.h"

#include "base/limits.h"

static const CellWord keys[] = {
    {SC("format"), SC("格式")},
    {SC("code"), SC("编码")},
    {SC("name"), SC("名称")},
    {SC("city"), SC("城市")},
    {SC("year"), SC("年份")},
    {SC("predecessor"), SC("上一活动")},
    {SC("sample"), SC("样例")},
    {SC("source_document"), SC("来源文件")},
    {SC("issuer.name"), SC("发文机关")},
    {SC("issuer.number"), SC("发文代字")},
    {SC("issuer.source"), SC("发文机关来源")},
    {SC("month.opens_day"), SC("当月几日开放填报")},
    {SC("month.due"), SC("次月第几个工作日报送")},
    {SC("month.confirm"), SC("次月第几个工作日核定")},
    {SC("month.lock"), SC("次月第几个工作日锁定")},
    {SC("month.trial_run"), SC("次月第几个工作日试算")},
    {SC("month.appeal"), SC("次月第几个工作日申诉")},
    {SC("month.ruling"), SC("次月第几个工作日裁定")},
    {SC("month.freeze"), SC("次月第几个工作日定稿")},
    {SC("month.issue"), SC("次月第几个工作日印发")},
    {SC("month.remind"), SC("报送前几个工作日提醒")},
    {SC("month.escalate"), SC("逾期几个工作日提请")},
    {SC("month.talk_days"), SC("约谈后几日内报告整改")},
    {SC("month.talk_workdays"), SC("约谈后几个工作日内报告整改")},
    {SC("month.receipt"), SC("通报印发后几个工作日内签收")},
    {SC("month.leader_seen"), SC("发布后几个工作日内红灯待分管领导阅知")},
};
static const CellWord every[] = {{SC("month"), SC("每月")},
                                 {SC("quarter"), SC("每季度")},
                                 {SC("half_year"), SC("每半年")},
                                 {SC("ad_hoc"), SC("不定期")}};

static const TableColumn top_columns[] = {
    COL(HeadEntry, key, "key", "项目", CELL_WORD, NEED_VALUE, WORDS(keys)),
    COL(HeadEntry, value, "value", "内容", CELL_TEXT, NEED_COLUMN),
};
static const TableColumn phase_columns[] = {
    COL(CampaignPhase, name, "name", "名称", CELL_TEXT, NEED_VALUE),
    COL(CampaignPhase, from, "from", "起", CELL_DATE, NEED_VALUE),
    COL(CampaignPhase, to, "to", "止", CELL_DATE, NEED_VALUE),
    COL(CampaignPhase, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableColumn group_columns[] = {
    COL(PeerGroup, code, "code", "编码", CELL_CODE, NEED_VALUE),
    COL(PeerGroup, name, "name", "名称", CELL_TEXT, NEED_VALUE),
    COL(PeerGroup, size, "size", "单位数", CELL_INT, NEED_NONE, .min = 1, .max = LIMIT_GROUP_UNITS),
    COL(PeerGroup, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableColumn stocktake_columns[] = {
    COL(StocktakeRule, chair, "chair", "主持", CELL_TEXT, NEED_VALUE),
    COL(StocktakeRule, every, "every", "频次", CELL_WORD, NEED_VALUE, WORDS(every)),
    COL(StocktakeRule, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableColumn period_columns[] = {
    COL(CampaignPeriod, code, "code", "编码", CELL_PERIOD, NEED_VALUE),
    COL(CampaignPeriod, name, "name", "名称", CELL_TEXT, NEED_VALUE),
    COL(CampaignPeriod, from, "from", "起", CELL_DATE, NEED_VALUE),
    COL(CampaignPeriod, to, "to", "止", CELL_DATE, NEED_VALUE),
    COL(CampaignPeriod, ranked, "ranked", "参加排名", CELL_YES_NO, NEED_VALUE),
};
static const TableColumn light_columns[] = {
    COL(LightRule, effective, "effective", "自哪期起", CELL_PERIOD, NEED_VALUE),
    COL(LightRule, yellow_from, "yellow_from", "黄灯（落后百分点，含）", CELL_NUMBER, NEED_VALUE),
    COL(LightRule, red_above, "red_above", "红灯（落后百分点，超过）", CELL_NUMBER, NEED_VALUE),
    COL(LightRule, source, "source", "来源", CELL_TEXT, NEED_VALUE),
};
static const TableColumn scheme_columns[] = {
    COL(SchemeLine, file, "file", "文件", CELL_TEXT, NEED_VALUE),
    COL(SchemeLine, line, "line", "行", CELL_INT, NEED_VALUE, .min = 1, .max = LIMIT_TABLE_ROWS),
    COL(SchemeLine, text, "text", "内容", CELL_RAW, NEED_COLUMN),
};

#define HEAD_OF(name_, zh_, Type, columns_, list)                                                  \
    {                                                                                              \
        SC(name_), SC(zh_), SPEC(Type, columns_), offsetof(CampaignDef, list)                      \
    }

const HeadSheet campaign_head_sheets[HEAD_PARTS] = {
    [HEAD_TOP] = {SC("campaign"), SC("活动"), SPEC(HeadEntry, top_columns), 0},
    [HEAD_PHASES] = HEAD_OF("phases", "阶段", CampaignPhase, phase_columns, phases),
    [HEAD_GROUPS] = HEAD_OF("groups", "组别", PeerGroup, group_columns, groups),
    [HEAD_STOCKTAKES] = HEAD_OF("stocktakes", "调度", StocktakeRule, stocktake_columns, stocktakes),
    [HEAD_PERIODS] = HEAD_OF("periods", "所属期", CampaignPeriod, period_columns, periods),
    [HEAD_LIGHTS] = HEAD_OF("lights", "亮灯", LightRule, light_columns, lights),
};
const HeadSheet campaign_scheme_sheet = {SC("schemes"), SC("考评办法"),
                                         SPEC(SchemeLine, scheme_columns), 0};
