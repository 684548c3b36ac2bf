#include "app/scheme/scheme_names.h"

#include "app/scheme/scheme_parts.h"

/* clang-format off */
static const Str yes_list[] = {SC("no"), SC("yes")};
static const Words yes_words = {yes_list, 2};
static const Str zh_yes[] = {SC("否"), SC("是")};
static const Str zh_rule[] = {SC("求和"), SC("完成率"), SC("序时进度"), SC("扣分"), SC("加分"), SC("排名赋分"),
    SC("直接计分"), SC("分档"), SC("功效系数"), SC("极差标准化"), SC("标准分"), SC("百分位"), SC("Borda计分"),
    SC("与最优之比"), SC("距离"), SC("上下限值"), SC("向量归一"), SC("占比"), SC("同比环比"), SC("评议"), SC("公式")};
static const Str zh_aggregate[] = {SC("加权求和"), SC("几何平均"), SC("调和平均"), SC("TOPSIS"), SC("Copeland")};
static const Str zh_direction[] = {SC("越高越好"), SC("越低越好"), SC("适度"), SC("区间")};
static const Str zh_measure[] = {SC("累计"), SC("当月"), SC("时点"), SC("比率"), SC("节点")};
static const Str zh_source[] = {SC("核定值"), SC("上报值"), SC("督查办"), SC("事项"), SC("及时性")};
static const Str zh_basis[] = {SC("工作口径"), SC("部门口径"), SC("统计口径")};
static const Str zh_against[] = {SC("年度目标"), SC("进度计划")};
static const Str zh_of[] = {SC("数值"), SC("完成率"), SC("序时进度")};
static const Str of_list[] = {SC("value"), SC("completion"), SC("pace")};
static const Words of_words = {of_list, 3};
static const Str zh_scope[] = {SC("本组"), SC("本期"), SC("全部各期")};
static const Str zh_to[] = {SC("最优"), SC("目标")};
static const Str zh_as[] = {SC("增长率"), SC("增减量")};
static const Str zh_missing[] = {SC("计零分"), SC("剔除并重分权重"), SC("不参加排名"), SC("用上次数值"), SC("用组平均"), SC("沿用上期得分")};
static const Str zh_modality[] = {SC("必须"), SC("力争")};
static const Str zh_na[] = {SC("分摊到其他指标"), SC("用组平均"), SC("分摊到同级指标")};
static const Str zh_ties[] = {SC("并列后跳号"), SC("并列不跳号"), SC("并列取低位"), SC("并列取平均")};
static const Str zh_window[] = {SC("自然年"), SC("近12个月"), SC("任务期内"), SC("半年"),
                                SC("季度"),   SC("近6个月"),  SC("近3个月")};
static const Str zh_within[] = {SC("不限"), SC("自然年"), SC("任务期内")};
static const Str zh_gap[] = {SC("中断"), SC("跨过")};
static const Str zh_bottom[] = {SC("计入后几名")};
static const Str bottom_list[] = {SC("bottom")};
static const Words bottom_words = {bottom_list, 1};
static const Str month_list[] = {SC("skip"), SC("zero")};
static const Words month_words = {month_list, 2};
static const Str zh_month[] = {SC("不计该月"), SC("按零分")};

const SchemeKey scheme_node_keys[] = {
    {SC("level"), SC("层级")}, {SC("code"), SC("编码")}, {SC("name"), SC("名称")}, {SC("weight"), SC("权重")},
    {SC("rule"), SC("计分规则"), &rule_words, zh_rule}, {SC("aggregate"), SC("合成方式"), &aggregate_words, zh_aggregate},
    {SC("weights"), SC("权重方法"), .nested = true}, {SC("available"), SC("最低数据占比")},
    {SC("indicator"), SC("指标编码")}, {SC("unit"), SC("计量单位")},
    {SC("direction"), SC("方向"), &direction_words, zh_direction}, {SC("middle"), SC("适度值")},
    {SC("low"), SC("下限")}, {SC("high"), SC("上限")}, {SC("measure"), SC("计量方式"), &measure_words, zh_measure},
    {SC("source"), SC("取值来源"), &source_words, zh_source}, {SC("assessor"), SC("核定部门")},
    {SC("basis"), SC("口径"), &basis_words, zh_basis}, {SC("against"), SC("对照"), &against_words, zh_against},
    {SC("plan"), SC("进度计划")}, {SC("target"), SC("目标值")}, {SC("of"), SC("依据"), &of_words, zh_of},
    {SC("step"), SC("步长")}, {SC("linear"), SC("按比例"), &yes_words, zh_yes}, {SC("bands"), SC("分档表"), .nested = true},
    {SC("bad"), SC("不允许值")}, {SC("good"), SC("满意值")}, {SC("base"), SC("基础分（%）")}, {SC("gain"), SC("增值分（%）")},
    {SC("mean"), SC("标准分均值")}, {SC("sd"), SC("标准分标准差")}, {SC("range"), SC("分值范围"), .nested = true},
    {SC("clamp"), SC("限于上下界"), &yes_words, zh_yes}, {SC("scope"), SC("比较范围"), &data_scope_words, zh_scope},
    {SC("to"), SC("距离对象"), &distance_words, zh_to}, {SC("ago"), SC("与几期前比")}, {SC("as"), SC("增长形式"), &growth_words, zh_as},
    {SC("voters"), SC("评议主体"), .nested = true}, {SC("trim"), SC("各去掉最高最低")}, {SC("out_of"), SC("评议满分")},
    {SC("formula"), SC("公式")}, {SC("per_point"), SC("每百分点分值")}, {SC("over_per_point"), SC("超进度每百分点分值")},
    {SC("per_event"), SC("每次分值")}, {SC("floor"), SC("最低倍数")}, {SC("cap"), SC("最高倍数")},
    {SC("missing"), SC("缺报处理"), &missing_words, zh_missing}, {SC("applies_to"), SC("适用单位"), .nested = true},
    {SC("except"), SC("除外单位"), .nested = true}, {SC("modality"), SC("要求"), &modality_words, zh_modality},
    {SC("lag"), SC("滞后期数")}, {SC("available_on"), SC("可得时间")}, {SC("additive"), SC("可相加"), &yes_words, zh_yes},
    {SC("note"), SC("备注")},
};
const int scheme_node_keys_count = COUNT(scheme_node_keys);

const SchemeKey scheme_head_keys[] = {
    {SC("format"), SC("格式")}, {SC("code"), SC("办法编码")}, {SC("name"), SC("办法名称")}, {SC("group"), SC("考核组别")},
    {SC("version"), SC("版本")}, {SC("effective"), SC("施行期")}, {SC("plan_no"), SC("批准文号")}, {SC("full"), SC("总分")},
    {SC("rank.round"), SC("排名前保留小数")}, {SC("rank.ties"), SC("并列规则"), &ties_words, zh_ties},
    {SC("streak.bottom"), SC("后几名")}, {SC("streak.consecutive"), SC("连续期数")}, {SC("streak.source"), SC("连续期数依据")},
    {SC("streak.cumulative"), SC("累计次数")}, {SC("streak.window"), SC("累计窗口"), &window_words, zh_window},
    {SC("streak.run_within"), SC("连续范围"), &within_words, zh_within},
    {SC("streak.and"), SC("并且"), .nested = true}, {SC("streak.gap.not_held"), SC("未考核期"), &gap_words, zh_gap},
    {SC("streak.gap.exempt"), SC("获批豁免期"), &gap_words, zh_gap},
    {SC("streak.gap.own_missing"), SC("本单位缺报"), &bottom_words, zh_bottom},
    {SC("streak.reset_after_talk"), SC("约谈后重新起算"), &yes_words, zh_yes}, {SC("streak.min_group"), SC("最小组规模")},
    {SC("streak.exempt"), SC("豁免"), .nested = true}, {SC("ladder"), SC("问责阶梯"), .nested = true},
    {SC("missing"), SC("缺报处理"), &missing_words, zh_missing}, {SC("not_applicable"), SC("不涉及"), &na_words, zh_na},
    {SC("bonus.cap"), SC("加分上限")}, {SC("bonus.rules"), SC("加分事项"), .nested = true}, {SC("bonus"), SC("加分"), .nested = true},
    {SC("deduct.cap"), SC("扣分上限")}, {SC("deduct.rules"), SC("扣分事项"), .nested = true}, {SC("deduct"), SC("扣分"), .nested = true},
    {SC("veto"), SC("一票否决"), .nested = true}, {SC("floor"), SC("最低得分")}, {SC("ceiling"), SC("最高得分")},
    {SC("order"), SC("计算顺序"), .nested = true}, {SC("year.monthly_mean"), SC("年度：月均占比")},
    {SC("year.year_end"), SC("年度：年终考核占比")}, {SC("year.leaders"), SC("年度：领导评价占比")},
    {SC("year.public"), SC("年度：社会评价占比")}, {SC("year.missing_month"), SC("年度：缺月"), &month_words, zh_month},
    {SC("year.grades"), SC("年度等次"), .nested = true}, {SC("plans"), SC("进度计划表"), .nested = true},
    {SC("aggregate"), SC("总体合成方式"), &aggregate_words, zh_aggregate}, {SC("weights"), SC("总体权重方法"), .nested = true},
    {SC("available"), SC("总体最低数据占比")}, {SC("note"), SC("备注")},
};
const int scheme_head_keys_count = COUNT(scheme_head_keys);
/* clang-format on */

const SchemeKey *scheme_key_find(const SchemeKey *keys, int count, Str name)
{
    for (int i = 0; i < count; i++)
        if (str_eq(keys[i].key, name) || str_eq(keys[i].zh, name))
            return &keys[i];
    return NULL;
}

Str scheme_word_shown(const SchemeKey *key, Str word, bool zh)
{
    int i = key && key->words && zh ? word_index(*key->words, word) : -1;
    return i >= 0 ? key->zh_words[i] : word;
}

Str scheme_word_meant(const SchemeKey *key, Str shown)
{
    for (int i = 0; key && key->words && i < key->words->count; i++)
        if (str_eq(key->zh_words[i], shown))
            return key->words->items[i];
    return shown;
}
