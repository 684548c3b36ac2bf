/* What a row is called → which indicator it is. */
#include "app/folder/folder_parts.h"
#include "base/utf8.h"

/* ---- names of indicators ---- */

static bool is_known_name(const FolderRead *r, Str s)
{
    for (int i = 0; i < r->know.def->indicators.count; i++)
        if (str_eq(r->know.indicator_names[i], s))
            return true;
    return false;
}

/* How much of 1. 、1.1 (一) 一、 ① stands in front; a number without a mark behind it belongs to the name. */
static ptrdiff_t numbering_at(Str s)
{
    static const Str numerals[] = {SC("一"), SC("二"), SC("三"), SC("四"), SC("五"), SC("六"),
                                   SC("七"), SC("八"), SC("九"), SC("十"), SC("廿")};
    ptrdiff_t at = 0;
    bool bracket = s.len && s.ptr[0] == '(', dots = false;
    if (s.len > 3 && (unsigned char)s.ptr[0] == 0xE2 && (unsigned char)s.ptr[1] == 0x91)
        return 3; /* ① … ⑳ ⑴ … */
    at += bracket;
    ptrdiff_t start = at;
    for (bool more = true; more && at < s.len;) {
        more = s.ptr[at] >= '0' && s.ptr[at] <= '9';
        bool dot = s.ptr[at] == '.' && at > start && at + 1 < s.len && s.ptr[at + 1] >= '0' &&
                   s.ptr[at + 1] <= '9';
        dots = dots || dot;
        at += more || dot;
        more = more || dot;
        for (size_t i = 0; !more && i < sizeof numerals / sizeof *numerals; i++)
            if (str_starts(str_sub(s, at, s.len), numerals[i])) {
                at += numerals[i].len;
                more = true;
            }
    }
    if (at == start || at >= s.len || at - start > 12)
        return 0;
    Str rest = str_sub(s, at, s.len);
    ptrdiff_t mark = rest.ptr[0] == '.' || rest.ptr[0] == ')' ? 1
                     : str_starts(rest, S("、"))              ? S("、").len
                                                              : 0;
    return (mark || dots) && at + mark < s.len ? at + mark : 0;
}

/* 重点项目完成投资/亿元: a known name, and behind it a unit of measure and nothing else. */
static Str measure_off(const FolderRead *r, Str s, FormMeasure *measure, bool *has_measure)
{
    static const Str marks[] = {SC("/"), SC(","), SC("、"), SC(":"), SC("-"), SC("_"), SC("")};
    for (int i = 0; i < r->know.def->indicators.count && !*has_measure; i++) {
        Str name = r->know.indicator_names[i], rest = str_sub(s, name.len, s.len);
        if (!name.len || s.len <= name.len || !str_starts(s, name))
            continue;
        for (size_t k = 0; k < sizeof marks / sizeof *marks && !*has_measure; k++)
            *has_measure = str_starts(rest, marks[k]) &&
                           measure_parse(r->arena, str_sub(rest, marks[k].len, rest.len), measure);
        if (*has_measure)
            return name;
    }
    return s;
}

/* Without what people put in front and behind: 1. 、（一） ★ 其中: and units of measure. */
FolderBare folder_bare(const FolderRead *r, Str name)
{
    static const Str front[] = {SC("★"), SC("▲"), SC("*"), SC("●"), SC("◆"), SC("#")};
    static const Str parts[] = {SC("其中:"), SC("其中"), SC("--"), SC("——"), SC("-"), SC("—")};
    FolderBare b = {.text = form_squeeze(r->arena, name)};
    for (ptrdiff_t at = b.text.len - 1; at > 0 && str_ends(b.text, S(")")); at--)
        if (b.text.ptr[at] == '(') {
            b.has_measure = measure_parse(r->arena, str_sub(b.text, at, b.text.len), &b.measure);
            if (b.has_measure)
                b.text = str_sub(b.text, 0, at);
            break;
        }
    for (bool again = true; again && b.text.len && !is_known_name(r, b.text);) {
        ptrdiff_t skip = 0;
        for (size_t i = 0; i < sizeof front / sizeof *front && !skip; i++)
            skip = str_starts(b.text, front[i]) ? front[i].len : 0;
        for (size_t i = 0; i < sizeof parts / sizeof *parts && !skip; i++)
            if (str_starts(b.text, parts[i])) {
                skip = parts[i].len;
                b.part = true;
            }
        skip = skip ? skip : numbering_at(b.text);
        b.text = str_sub(b.text, skip, b.text.len);
        again = skip > 0;
    }
    if (!b.has_measure)
        b.text = measure_off(r, b.text, &b.measure, &b.has_measure);
    return b;
}

/* Without what does not tell one indicator from another: punctuation and the words of form. */
static Str core_name(Arena *arena, Str s)
{
    static const Str none[] = {
        SC("("),    SC(")"),    SC("、"),   SC("“"),    SC("”"),  SC("\""), SC("《"),   SC("》"),
        SC("·"),    SC("-"),    SC("的"),   SC("和"),   SC("及"), SC("与"), SC("数量"), SC("个数"),
        SC("总数"), SC("总额"), SC("情况"), SC("工作"), SC("数"), SC("额"), SC("完成")};
    Out out = out_new(arena, 2048);
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t skip = 0;
        for (size_t i = 0; i < sizeof none / sizeof *none && !skip; i++)
            if (str_starts(str_sub(s, at, s.len), none[i]))
                skip = none[i].len;
        ptrdiff_t start = at;
        if (skip) {
            at += skip;
        } else {
            (void)utf8_next(s, &at);
            out_s(&out, str_sub(s, start, at));
        }
    }
    return out_str(&out);
}

/* Every character of `part` stands in `whole`, in its order. */
static bool in_order(Str part, Str whole)
{
    ptrdiff_t at = 0;
    for (ptrdiff_t p = 0; p < part.len;) {
        ptrdiff_t start = p;
        (void)utf8_next(part, &p);
        Str c = str_sub(part, start, p);
        at = str_find(whole, c, at);
        if (at < 0)
            return false;
        at += c.len;
    }
    return true;
}

/* One character more, less or another. */
static bool one_apart(Str a, Str b)
{
    ptrdiff_t i = 0, na = utf8_count(a), nb = utf8_count(b);
    if (na - nb > 1 || nb - na > 1 || na < 5)
        return false;
    while (i < a.len && i < b.len && a.ptr[i] == b.ptr[i])
        i++;
    while (i > 0 && i < a.len && ((unsigned char)a.ptr[i] & 0xC0) == 0x80)
        i--;
    ptrdiff_t pa = i, pb = i;
    if (na >= nb && pa < a.len)
        (void)utf8_next(a, &pa);
    if (nb >= na && pb < b.len)
        (void)utf8_next(b, &pb);
    return str_eq(str_sub(a, pa, a.len), str_sub(b, pb, b.len));
}

/* A word that makes another figure of it: 投资增速 is no 投资, 季度目标 no 年度目标, 拟认定 no 认定. Those of the
 * second list are also missed where they are not. */
static bool turned(Str found, Str known)
{
    static const Str more[] = {
        SC("增速"), SC("增长"), SC("增幅"), SC("增量"), SC("增加"), SC("净增"), SC("同比"),
        SC("环比"), SC("计划"), SC("目标"), SC("余额"), SC("占比"), SC("比重"), SC("比例"),
        SC("排名"), SC("位次"), SC("上月"), SC("下月"), SC("本月"), SC("当月"), SC("累计"),
        SC("上年"), SC("去年"), SC("同期"), SC("季度"), SC("月度"), SC("年度"), SC("半年"),
        SC("全年"), SC("注销"), SC("取消"), SC("减少"), SC("拟"),   SC("预"),   SC("人均"),
        SC("平均"), SC("申报"), SC("规上"), SC("规下"), SC("逾期"), SC("超期"), SC("未"),
        SC("非"),   SC("不"),   SC("无"),   SC("面积"), SC("资金"), SC("金额"), SC("存量"),
        SC("退出"), SC("淘汰"), SC("停产"), SC("停工")};
    static const Str both[] = {SC("投资"), SC("率"), SC("贷款"), SC("省"),
                               SC("市"),   SC("县"), SC("乡"),   SC("村")};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        if (str_has(found, more[i]) && !str_has(known, more[i]))
            return true;
    for (size_t i = 0; i < sizeof both / sizeof *both; i++)
        if (str_has(found, both[i]) != str_has(known, both[i]))
            return true;
    return false;
}

static bool alike(Str found, Str known)
{
    ptrdiff_t nf = utf8_count(found), nk = utf8_count(known);
    if (str_eq(found, known))
        return nf > 0;
    if (turned(found, known))
        return false;
    if (nf >= 4 && nf * 10 >= nk * 6 && in_order(found, known))
        return true;
    if (nk >= 4 && nk * 10 >= nf * 6 && in_order(known, found))
        return true;
    return one_apart(found, known);
}

/* Whether the unit reports it: its own form is what a name is looked for in. */
bool folder_is_of_unit(const FolderRead *r, const FolderForm *form, int indicator)
{
    const Indicator *ind = &r->know.def->indicators.items[indicator];
    const FolderKnow *know = &r->know;
    if (!str_eq(ind->reporter, S("unit")))
        return false;
    if (form->unit < 0 || !know->context.owes)
        return true;
    return know->context.owes(know->context.ctx, know->def->units.items[form->unit].code, ind->code,
                              know->period->code) != OWES_NOT;
}

/* 省20项民生工程, in %: the beginning of 省20项民生工程节点按期率, of which only what it is a rate of is left out. */
static bool rate_cut_short(const FolderRead *r, const FolderForm *form, Str name, int indicator)
{
    Str known = r->know.indicator_names[indicator];
    return form->row_percent && r->know.measures_known[indicator] &&
           measure_is_percent(&r->know.measures[indicator]) && utf8_count(name) >= 5 &&
           str_starts(known, name) && str_ends(known, S("率")) &&
           folder_is_of_unit(r, form, indicator);
}

typedef struct Near2 {
    int found[12];
    int count;
} Near2;

/* by_code: what the row's code says; -1. An indicator that another row names exactly is not this row's. */
static Near2 names_like(FolderRead *r, const FolderForm *form, Str name, int by_code)
{
    Near2 near = {0};
    Str core = core_name(r->arena, name);
    int exact = -1, nexact = 0;
    for (int i = 0; i < r->know.def->indicators.count; i++) {
        Str known = r->know.indicator_names[i];
        if (str_eq(known, name)) {
            near.found[0] = i;
            near.count = 1;
            return near;
        }
        if (form->named && form->named[i] && i != by_code)
            continue;
        Str known_core = core_name(r->arena, known);
        if (str_eq(known_core, core) && folder_is_of_unit(r, form, i)) {
            exact = i;
            nexact++;
        }
        if ((alike(core, known_core) || rate_cut_short(r, form, name, i)) && near.count < 11)
            near.found[near.count++] = i;
    }
    if (nexact == 1) {
        near.found[0] = exact;
        near.count = 1;
    }
    return near;
}

static void ask_code(FolderAsk *ask, FolderRead *r, Str place, int by_code, int by_name)
{
    const Indicator *a = &r->know.def->indicators.items[by_code],
                    *b = &r->know.def->indicators.items[by_name];
    *ask = (FolderAsk){
        .kind = FOLDER_ASK_CODE,
        .key = S("code"),
        .choices = {S("code"), S("name"), S("none")},
        .nchoices = 3,
        .item = {place, place, arena_fmt(r->arena, "%.*s %.*s", STR_ARG(a->code), STR_ARG(a->name)),
                 b->name}};
}

static int by_answer(FolderRead *r, const Near2 *near, Str name, Str place, bool *waits)
{
    FolderAsk ask = {
        .kind = FOLDER_ASK_ROW, .key = name, .what = name, .item = {place, place, name, S("")}};
    Str choice;
    for (int i = 0; i < near->count && ask.nchoices < 10; i++)
        ask.choices[ask.nchoices++] = r->know.def->indicators.items[near->found[i]].code;
    ask.choices[ask.nchoices++] = S("none");
    if (!folder_ask(r, &ask, &choice)) {
        *waits = true;
        return -1;
    }
    return map_get(&r->know.by_code, form_squeeze(r->arena, choice));
}

/* A code beside another indicator's name: somebody says which of them is meant. */
static int code_or_name(FolderRead *r, Str place, int by_code, int by_name, bool *waits)
{
    FolderAsk ask;
    Str choice;
    ask_code(&ask, r, place, by_code, by_name);
    if (!folder_ask(r, &ask, &choice)) {
        *waits = true;
        return -1;
    }
    return str_eq(choice, S("code")) ? by_code : str_eq(choice, S("name")) ? by_name : -1;
}

int folder_indicator(FolderRead *r, FolderForm *form, Str code, Str name, Str place,
                     bool *ret_waits, bool *ret_renamed)
{
    FolderBare b = folder_bare(r, name);
    Str bare = b.text;
    int by_code = code.len ? map_get(&r->know.by_code, form_squeeze(r->arena, code)) : -1;
    *ret_renamed = false;
    if (bare.len == 0)
        return by_code;
    if (b.part && by_code < 0 && !is_known_name(r, bare))
        return -1;
    Near2 near = names_like(r, form, bare, by_code);
    bool agrees = false;
    for (int i = 0; i < near.count; i++)
        agrees = agrees || near.found[i] == by_code;
    *ret_renamed =
        near.count > 0 && !str_eq(bare, r->know.indicator_names[agrees ? by_code : near.found[0]]);
    if (by_code >= 0 && agrees)
        return by_code;
    if (by_code >= 0 && near.count == 1)
        return code_or_name(r, place, by_code, near.found[0], ret_waits);
    if (by_code >= 0) { /* a name of their own beside a code: only the code cannot tell */
        near.found[near.count < 11 ? near.count++ : 10] = by_code;
        return by_answer(r, &near, bare, place, ret_waits);
    }
    if (near.count == 1 && (str_eq(bare, r->know.indicator_names[near.found[0]]) ||
                            folder_is_of_unit(r, form, near.found[0])))
        return near.found[0];
    return near.count > 1 ? by_answer(r, &near, bare, place, ret_waits) : -1;
}
