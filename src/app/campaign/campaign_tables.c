/* The columns of a campaign's CSV files, as docs/formats/campaign.md lists them. */
#include "app/campaign/campaign_tables.h"

static const CellWord body_kinds[] = {{SC("leading_group"), SC("领导小组")},
                                      {SC("office"), SC("办公室")},
                                      {SC("team"), SC("小组")},
                                      {SC("department"), SC("部门")},
                                      {SC("county"), SC("县区")},
                                      {SC("municipal"), SC("市级")},
                                      {SC("province"), SC("省级")},
                                      {SC("other"), SC("其他")}};
static const CellWord unit_kinds[] = {
    {SC("taskforce"), SC("专班")}, {SC("county"), SC("县")},
    {SC("district"), SC("区")},    {SC("autonomous_county"), SC("自治县")},
    {SC("zone"), SC("管委会")},    {SC("department"), SC("部门")},
    {SC("municipal"), SC("市直")}};
static const CellWord task_levels[] = {{SC("theme"), SC("主题")},
                                       {SC("area"), SC("领域")},
                                       {SC("task"), SC("任务")},
                                       {SC("measure"), SC("举措")}};
static const CellWord resp_roles[] = {{SC("lead_leader"), SC("牵头领导")},
                                      {SC("lead"), SC("牵头单位")},
                                      {SC("responsible"), SC("责任单位")},
                                      {SC("supporting"), SC("配合单位")}};
static const CellWord measures[] = {{SC("month"), SC("本月")},
                                    {SC("cumulative"), SC("累计")},
                                    {SC("stock"), SC("时点")},
                                    {SC("rate"), SC("比率")},
                                    {SC("node"), SC("节点")}};
static const CellWord bases[] = {
    {SC("work"), SC("工作")}, {SC("department"), SC("部门")}, {SC("statistics"), SC("统计")}};
static const CellWord directions[] = {{SC("higher"), SC("越高越好")},
                                      {SC("lower"), SC("越低越好")}};
static const CellWord reporters[] = {{SC("unit"), SC("单位")}, {SC("assessor"), SC("核定部门")}};
static const CellWord relations[] = {
    {SC("ge"), SC("不低于")},           {SC("le"), SC("不超过")},     {SC("eq"), SC("等于")},
    {SC("growth"), SC("增长")},         {SC("complete"), SC("完成")}, {SC("all_of"), SC("全部")},
    {SC("set_by_province"), SC("省定")}};
static const CellWord modalities[] = {{SC("must"), SC("必须")}, {SC("strive"), SC("力争")}};
static const CellWord scopes[] = {{SC("city"), SC("全市")}, {SC("units"), SC("各单位")}};
static const CellWord splits[] = {
    {SC("additive"), SC("累加")}, {SC("weighted"), SC("加权平均")},
    {SC("ratio"), SC("比率")},    {SC("milestone"), SC("节点")},
    {SC("each"), SC("逐一达到")}, {SC("set_by_province"), SC("省定")}};
static const CellWord form_natures[] = {{SC("work"), SC("工作进展")},
                                        {SC("department"), SC("部门统计")},
                                        {SC("cited"), SC("引用统计机构")}};
const CellWord account_role_words[ROLE_COUNT] = {{SC("office_clerk"), SC("活动办经办")},
                                                 {SC("office_director"), SC("活动办主任")},
                                                 {SC("unit"), SC("填报单位")},
                                                 {SC("data_owner"), SC("数据责任部门")},
                                                 {SC("leader"), SC("领导")},
                                                 {SC("inspector"), SC("督查")},
                                                 {SC("system_admin"), SC("系统管理员")},
                                                 {SC("security_admin"), SC("安全管理员")},
                                                 {SC("audit_admin"), SC("审计管理员")}};

static const TableColumn body_columns[] = {
    COL(Body, code, "code", "编码", CELL_CODE, NEED_VALUE),
    COL(Body, name, "name", "名称", CELL_TEXT, NEED_VALUE),
    COL(Body, kind, "kind", "类别", CELL_WORD, NEED_VALUE, WORDS(body_kinds)),
    COL(Body, parent, "parent", "上级", CELL_CODE, NEED_NONE),
    COL(Body, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableColumn post_columns[] = {
    COL(Post, body, "body", "机构", CELL_CODE, NEED_VALUE),
    COL(Post, title, "title", "职务", CELL_TEXT, NEED_VALUE),
    COL(Post, holder, "holder", "担任", CELL_TEXT, NEED_NONE),
    COL(Post, concurrent, "concurrent", "兼任", CELL_YES_NO, NEED_NONE),
    COL(Post, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableColumn unit_columns[] = {
    COL(Unit, code, "code", "编码", CELL_CODE, NEED_VALUE),
    COL(Unit, name, "name", "名称", CELL_TEXT, NEED_VALUE),
    COL(Unit, short_name, "short", "简称", CELL_TEXT, NEED_NONE),
    COL(Unit, group, "group", "组别", CELL_CODE, NEED_COLUMN),
    COL(Unit, kind, "kind", "类别", CELL_WORD, NEED_VALUE, WORDS(unit_kinds)),
    COL(Unit, bodies, "bodies", "机构", CELL_TEXT, NEED_NONE),
    COL(Unit, leader, "leader", "分管领导", CELL_TEXT, NEED_NONE),
    COL(Unit, valid_from, "from", "起", CELL_DATE, NEED_NONE),
    COL(Unit, valid_to, "to", "止", CELL_DATE, NEED_NONE),
    COL(Unit, successor, "successor", "承接单位", CELL_CODE, NEED_NONE),
    COL(Unit, ranked, "ranked", "参加排名", CELL_YES_NO, NEED_NONE, .default_yes = true),
    COL(Unit, restricted, "restricted", "限制范围", CELL_YES_NO, NEED_NONE),
    COL(Unit, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableColumn task_columns[] = {
    COL(Task, no, "no", "编号", CELL_CODE, NEED_VALUE),
    COL(Task, level, "level", "层级", CELL_WORD, NEED_VALUE, WORDS(task_levels)),
    COL(Task, parent, "parent", "上级", CELL_CODE, NEED_COLUMN),
    COL(Task, title, "title", "标题", CELL_TEXT, NEED_VALUE),
    COL(Task, text, "text", "内容", CELL_TEXT, NEED_NONE),
    COL(Task, deadline, "deadline", "完成时限", CELL_DATE, NEED_NONE),
    COL(Task, deadline_text, "deadline_text", "时限原文", CELL_TEXT, NEED_NONE),
    COL(Task, restricted, "restricted", "限制范围", CELL_YES_NO, NEED_NONE),
    COL(Task, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableColumn resp_columns[] = {
    COL(Responsibility, task, "task", "任务", CELL_CODE, NEED_VALUE),
    COL(Responsibility, role, "role", "角色", CELL_WORD, NEED_VALUE, WORDS(resp_roles)),
    COL(Responsibility, party, "party", "责任方", CELL_TEXT, NEED_VALUE),
    COL(Responsibility, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableColumn indicator_columns[] = {
    COL(Indicator, code, "code", "指标编码", CELL_CODE, NEED_VALUE),
    COL(Indicator, name, "name", "指标", CELL_TEXT, NEED_VALUE),
    COL(Indicator, unit, "unit", "计量单位", CELL_TEXT, NEED_VALUE),
    COL(Indicator, measure, "measure", "计值方式", CELL_WORD, NEED_VALUE, WORDS(measures)),
    COL(Indicator, basis, "basis", "口径", CELL_WORD, NEED_NONE, WORDS(bases)),
    COL(Indicator, direction, "direction", "方向", CELL_WORD, NEED_VALUE, WORDS(directions)),
    COL(Indicator, assessor, "assessor", "核定部门", CELL_CODE, NEED_NONE),
    COL(Indicator, reporter, "reporter", "填报方", CELL_WORD, NEED_VALUE, WORDS(reporters)),
    COL(Indicator, lag, "lag", "滞后期", CELL_INT, NEED_NONE, .min = 0, .max = 12),
    COL(Indicator, decimals, "decimals", "小数位", CELL_INT, NEED_NONE, .min = 0, .max = 18),
    COL(Indicator, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableColumn target_columns[] = {
    COL(Target, code, "code", "编码", CELL_CODE, NEED_VALUE),
    COL(Target, task, "task", "任务", CELL_CODE, NEED_VALUE),
    COL(Target, indicator, "indicator", "指标编码", CELL_CODE, NEED_NONE),
    COL(Target, what, "what", "内容", CELL_TEXT, NEED_NONE),
    COL(Target, value, "value", "目标值", CELL_NUMBER, NEED_COLUMN),
    COL(Target, unit, "unit", "计量单位", CELL_TEXT, NEED_NONE),
    COL(Target, relation, "relation", "关系", CELL_WORD, NEED_VALUE, WORDS(relations)),
    COL(Target, modality, "modality", "要求", CELL_WORD, NEED_VALUE, WORDS(modalities)),
    COL(Target, scope, "scope", "范围", CELL_WORD, NEED_VALUE, WORDS(scopes)),
    COL(Target, period, "period", "所属期", CELL_TEXT, NEED_VALUE),
    COL(Target, source, "source", "来源", CELL_TEXT, NEED_NONE),
    COL(Target, split, "split", "分解方式", CELL_WORD, NEED_NONE, WORDS(splits), .later = true),
    COL(Target, numerator, "numerator", "分子指标", CELL_CODE, NEED_NONE, .later = true),
    COL(Target, denominator, "denominator", "分母指标", CELL_CODE, NEED_NONE, .later = true),
};
static const TableColumn allotment_columns[] = {
    COL(Allotment, target, "target", "目标", CELL_CODE, NEED_VALUE),
    COL(Allotment, unit, "unit", "单位", CELL_CODE, NEED_VALUE),
    COL(Allotment, value, "value", "分解值", CELL_NUMBER, NEED_VALUE),
    COL(Allotment, source, "source", "来源", CELL_TEXT, NEED_NONE),
    COL(Allotment, weight, "weight", "权数", CELL_NUMBER, NEED_NONE, .later = true),
};
static const TableColumn plan_columns[] = {
    COL(PlanPoint, indicator, "indicator", "指标编码", CELL_CODE, NEED_VALUE),
    COL(PlanPoint, period, "period", "所属期", CELL_PERIOD, NEED_VALUE),
    COL(PlanPoint, percent, "percent", "序时比例", CELL_NUMBER, NEED_VALUE),
    COL(PlanPoint, unit, "unit", "单位", CELL_CODE, NEED_NONE, .later = true),
};
static const TableColumn account_columns[] = {
    COL(Account, name, "name", "账号", CELL_CODE, NEED_VALUE),
    COL(Account, role, "role", "角色", CELL_WORD, NEED_VALUE, WORDS(account_role_words)),
    COL(Account, unit, "unit", "单位", CELL_CODE, NEED_NONE),
    COL(Account, body, "body", "机构", CELL_CODE, NEED_NONE),
    COL(Account, post, "post", "职务", CELL_TEXT, NEED_NONE),
};

static const TableColumn form_columns[] = {
    COL(FormRule, code, "code", "编码", CELL_CODE, NEED_VALUE),
    COL(FormRule, name, "name", "表名", CELL_TEXT, NEED_VALUE),
    COL(FormRule, nature, "nature", "性质", CELL_WORD, NEED_VALUE, WORDS(form_natures)),
    COL(FormRule, number, "number", "表号", CELL_TEXT, NEED_NONE),
    COL(FormRule, issuer, "issuer", "制定机关", CELL_TEXT, NEED_NONE),
    COL(FormRule, approval, "approval", "批准文号", CELL_TEXT, NEED_NONE),
    COL(FormRule, valid_from, "from", "起", CELL_DATE, NEED_NONE),
    COL(FormRule, valid_to, "to", "有效期至", CELL_DATE, NEED_NONE),
    COL(FormRule, group, "group", "组别", CELL_CODE, NEED_NONE),
    COL(FormRule, source, "source", "来源", CELL_TEXT, NEED_NONE),
};

#define FILE_OF(name_, zh_, Type, columns_, list)                                                  \
    {                                                                                              \
        SC(name_ ".csv"), SC(name_), SC(zh_), SPEC(Type, columns_), offsetof(CampaignDef, list)    \
    }

const CampaignTableFile campaign_tables[CAMPAIGN_TABLES] = {
    [TABLE_BODIES] = FILE_OF("bodies", "机构", Body, body_columns, bodies),
    [TABLE_POSTS] = FILE_OF("posts", "职务", Post, post_columns, posts),
    [TABLE_UNITS] = FILE_OF("units", "单位", Unit, unit_columns, units),
    [TABLE_TASKS] = FILE_OF("tasks", "任务", Task, task_columns, tasks),
    [TABLE_RESPONSIBILITIES] =
        FILE_OF("responsibilities", "责任", Responsibility, resp_columns, responsibilities),
    [TABLE_INDICATORS] = FILE_OF("indicators", "指标", Indicator, indicator_columns, indicators),
    [TABLE_TARGETS] = FILE_OF("targets", "目标", Target, target_columns, targets),
    [TABLE_ALLOTMENTS] = FILE_OF("allotments", "分解", Allotment, allotment_columns, allotments),
    [TABLE_PLANS] = FILE_OF("plans", "序时", PlanPoint, plan_columns, plans),
    [TABLE_ACCOUNTS] = FILE_OF("accounts", "账号", Account, account_columns, accounts),
    [TABLE_FORMS] = FILE_OF("forms", "表头", FormRule, form_columns, forms),
};
