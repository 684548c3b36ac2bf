/* Rows of a form's tables: which indicator each one is, and its cells. */
#include "app/folder_parts.h"
#include "base/utf8.h"

void folder_change(FolderRead *r, FolderForm *form, FolderChangeKind kind, Str place, Str from,
                   Str to)
{
    enum { CHANGES_MAX = 60 };
    if (form->changes.count < CHANGES_MAX)
        *arena_push(r->arena, &form->changes) = (FolderChange){kind, place, from, to};
}

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

typedef struct BareName {
    Str text;
    bool part; /* 其中: a part of what stands above it */
    bool has_measure;
    FormMeasure measure;
} BareName;

/* Without what people put in front and behind: 1. 、（一） ★ 其中: and units of measure. */
static BareName bare_name(const FolderRead *r, Str name)
{
    static const Str front[] = {SC("★"), SC("▲"), SC("*"), SC("●"), SC("◆"), SC("#")};
    static const Str parts[] = {SC("其中:"), SC("其中"), SC("--"), SC("——"), SC("-"), SC("—")};
    BareName b = {.text = form_squeeze(r->arena, name)};
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
static bool is_of_unit(const FolderRead *r, const FolderForm *form, int indicator)
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
        if (str_eq(known_core, core) && is_of_unit(r, form, i)) {
            exact = i;
            nexact++;
        }
        if (alike(core, known_core) && near.count < 11)
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
    BareName b = bare_name(r, name);
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
                            is_of_unit(r, form, near.found[0])))
        return near.found[0];
    return near.count > 1 ? by_answer(r, &near, bare, place, ret_waits) : -1;
}

/* ---- rows ---- */

/* The text of a row's own cell, or of one merged over it from the left; not of the row above. */
static Str own_text(const FolderSheet *sheet, int64_t row, int col)
{
    const XlsxGrid *grid = &sheet->grid;
    if (!col)
        return S("");
    int32_t i = grid->merged[(row - 1) * grid->cols + col - 1];
    const XlsxCell *cell = i ? &grid->cells[i - 1] : grid_cell(grid, row, col);
    int64_t at = cell ? cell->row : 0;
    if (!cell || at != row)
        return S("");
    return str_trim(cell->text);
}

static FolderValue *value_of(FolderForm *form, int indicator)
{
    for (int i = 0; i < form->values.count; i++)
        if (form->values.items[i].indicator == indicator)
            return &form->values.items[i];
    return NULL;
}

static bool same_cell(const FolderCell *a, const FolderCell *b)
{
    Dec x, y;
    if (a->state != b->state)
        return false;
    return a->state != FOLDER_CELL_VALUE ||
           (dec_parse(a->value, &x, NULL) && dec_parse(b->value, &y, NULL) && dec_cmp(x, y) == 0);
}

/* The same indicator once more: what differs is not certain. */
static void join_value(FolderValue *have, const FolderValue *more)
{
    for (int i = 0; i < FOLDER_FIGURES; i++) {
        FolderCell *a = &have->cells[i];
        const FolderCell *b = &more->cells[i];
        if (a->state == FOLDER_CELL_EMPTY && b->state != FOLDER_CELL_EMPTY)
            *a = *b;
        else if (b->state != FOLDER_CELL_EMPTY && !same_cell(a, b))
            *a = (FolderCell){.state = FOLDER_CELL_UNCLEAR,
                              .why = FOLDER_WHY_TWICE,
                              .found = b->found,
                              .place = b->place};
    }
}

static bool is_sum(Str squeezed)
{
    return form_mark(squeezed) == FORM_MARK_SUM;
}

/* Which figure an ambiguous column holds: asked once for a heading. */
static int figure_of(FolderRead *r, FolderForm *form, const FolderTable *t, FolderWhy *why)
{
    int col = t->columns[FORM_VALUE];
    Str choice;
    FolderAsk ask = {.kind = FOLDER_ASK_COLUMN,
                     .key = form_squeeze(r->arena, t->texts[col]),
                     .what = form_fold(r->arena, t->texts[col]),
                     .choices = {S("month"), S("cumulative"), S("last_year"), S("none")},
                     .nchoices = 4};
    ask.item.place = folder_place(r->arena, form->sheet, t->head_row, col);
    ask.item.key = form->sheet->file;
    ask.item.found = ask.what;
    *why = FOLDER_WHY_COLUMN;
    if (!folder_ask(r, &ask, &choice)) {
        form->asked++;
        return -1;
    }
    return str_eq(choice, S("month"))        ? FOLDER_MONTH
           : str_eq(choice, S("cumulative")) ? FOLDER_TOTAL
           : str_eq(choice, S("last_year"))  ? FOLDER_LAST
                                             : -1;
}

static void stated_units(FolderRead *r, const FolderForm *form, const FolderTable *t, int64_t row,
                         int col, Str name, FolderStated *s)
{
    *s = (FolderStated){.has_form = form->head.has_measure, .form = form->head.measure};
    s->has[0] = measure_parse(r->arena, own_text(form->sheet, row, t->columns[FORM_MEASURE]),
                              &s->measures[0]);
    s->has[1] = t->headings[col].has_measure;
    s->measures[1] = t->headings[col].measure;
    BareName b = bare_name(r, name);
    s->has[2] = b.has_measure;
    s->measures[2] = b.measure;
}

static void read_cells(FolderRead *r, FolderForm *form, const FolderTable *t, int64_t row, Str name,
                       FolderValue *v)
{
    static const FormColumn columns[] = {FORM_MONTH, FORM_TOTAL, FORM_LAST};
    FolderStated stated;
    for (int i = 0; i < FOLDER_FIGURES; i++) {
        int col = t->columns[columns[i]];
        if (!col)
            continue;
        stated_units(r, form, t, row, col, name, &stated);
        folder_cell(r, form, t, v->indicator, row, col, &stated, &v->cells[i]);
        int other = t->twice[columns[i]];
        if (!other)
            continue;
        FolderCell second;
        stated_units(r, form, t, row, other, name, &stated);
        folder_cell(r, form, t, v->indicator, row, other, &stated, &second);
        if (!same_cell(&v->cells[i], &second) || second.state == FOLDER_CELL_UNCLEAR)
            v->cells[i] = (FolderCell){.state = FOLDER_CELL_UNCLEAR,
                                       .why = FOLDER_WHY_COLUMN,
                                       .found = second.found,
                                       .place = second.place};
    }
    if (!t->columns[FORM_VALUE] || t->columns[FORM_TOTAL])
        return;
    FolderWhy why;
    FolderCell cell;
    stated_units(r, form, t, row, t->columns[FORM_VALUE], name, &stated);
    folder_cell(r, form, t, v->indicator, row, t->columns[FORM_VALUE], &stated, &cell);
    if (cell.state == FOLDER_CELL_EMPTY)
        return;
    /* 时点, 比率 and 节点 have one figure only */
    bool total = indicator_is_cumulative(&r->know.def->indicators.items[v->indicator]);
    int figure = figure_of(r, form, t, &why);
    if (figure >= 0) {
        v->cells[figure] = cell;
        return;
    }
    v->cells[total ? FOLDER_TOTAL : FOLDER_MONTH] = (FolderCell){
        .state = FOLDER_CELL_UNCLEAR, .why = why, .found = cell.found, .place = cell.place};
}

/* A row that is no indicator but holds figures is told of. */
static void other_row(FolderRead *r, FolderForm *form, const FolderTable *t, int64_t row, Str name)
{
    bool figures = false;
    static const FormColumn columns[] = {FORM_MONTH, FORM_TOTAL, FORM_LAST, FORM_VALUE};
    for (int i = 0; i < 4; i++) {
        Figure f = {0};
        if (t->columns[columns[i]])
            figure_read(r->arena, own_text(form->sheet, row, t->columns[columns[i]]), &f);
        figures = figures || f.kind == FIGURE_NUMBER;
    }
    if (!figures || !name.len)
        return;
    int col = t->columns[FORM_NAME] ? t->columns[FORM_NAME] : t->columns[FORM_CODE];
    folder_change(r, form,
                  is_sum(form_squeeze(r->arena, name)) ? FOLDER_ROW_SKIPPED : FOLDER_ROW_ADDED,
                  folder_place(r->arena, form->sheet, row, col), S(""),
                  form_fold(r->arena, str_sub(name, 0, 120)));
}

static void hide(FolderValue *v)
{
    for (int i = 0; i < FOLDER_FIGURES; i++)
        if (v->cells[i].state != FOLDER_CELL_EMPTY) {
            v->cells[i].state = FOLDER_CELL_UNCLEAR;
            v->cells[i].why = FOLDER_WHY_HIDDEN;
        }
}

static void read_row(FolderRead *r, FolderForm *form, const FolderTable *t, int64_t row,
                     bool hidden)
{
    const FolderSheet *sheet = form->sheet;
    bool waits = false, renamed = false;
    if (sheet->grid.row_hidden[row - 1] != hidden)
        return;
    Str code = own_text(sheet, row, t->columns[FORM_CODE]),
        name = own_text(sheet, row, t->columns[FORM_NAME]);
    if (code.len == 0 && name.len == 0)
        return;
    Str place = folder_place(r->arena, sheet, row,
                             t->columns[FORM_NAME] ? t->columns[FORM_NAME] : t->columns[FORM_CODE]);
    int indicator = is_sum(form_squeeze(r->arena, name.len ? name : code))
                        ? -1
                        : folder_indicator(r, form, code, name, place, &waits, &renamed);
    form->asked += waits;
    if (indicator >= 0 &&
        !is_of_unit(r, form, indicator)) { /* confirmed by somebody else: never from here */
        if (!hidden)
            folder_change(r, form, FOLDER_ROW_SKIPPED, place, S(""),
                          r->know.def->indicators.items[indicator].name);
        return;
    }
    if (indicator < 0) {
        if (!waits && !hidden)
            other_row(r, form, t, row, name.len ? name : code);
        return;
    }
    FolderValue v = {.indicator = indicator, .note = own_text(sheet, row, t->columns[FORM_NOTE])};
    read_cells(r, form, t, row, name, &v);
    if (hidden)
        hide(&v);
    if (renamed)
        folder_change(r, form, FOLDER_ROW_RENAMED, place,
                      r->know.def->indicators.items[indicator].name, form_fold(r->arena, name));
    FolderValue *have = value_of(form, indicator);
    if (have && hidden)
        return;
    if (have)
        join_value(have, &v);
    else
        *arena_push(r->arena, &form->values) = v;
}

/* Which indicators a visible row names exactly, or by code: no other row is taken for one of them. */
static void names_there(FolderRead *r, FolderForm *form)
{
    const XlsxGrid *grid = &form->sheet->grid;
    form->named = arena_new(r->arena, bool, r->know.def->indicators.count + 1);
    for (int i = 0; i < form->ntables; i++) {
        const FolderTable *t = &form->tables[i];
        for (int64_t row = t->first_row;
             t->kind == FOLDER_VALUES && row <= t->last_row && row <= grid->rows; row++) {
            if (grid->row_hidden[row - 1])
                continue;
            Str code = own_text(form->sheet, row, t->columns[FORM_CODE]);
            BareName b = bare_name(r, own_text(form->sheet, row, t->columns[FORM_NAME]));
            for (int k = 0; k < r->know.def->indicators.count; k++)
                if (b.text.len && !b.part && str_eq(r->know.indicator_names[k], b.text))
                    form->named[k] = true;
            int by_code = code.len ? map_get(&r->know.by_code, form_squeeze(r->arena, code)) : -1;
            if (by_code >= 0)
                form->named[by_code] = true;
        }
    }
}

/* More in the month than in the year so far: the two were taken for each other, or one is wrong. Neither is kept. */
static void month_beside_total(FolderValue *v)
{
    FolderCell *month = &v->cells[FOLDER_MONTH], *total = &v->cells[FOLDER_TOTAL];
    Dec m, t;
    if (month->state != FOLDER_CELL_VALUE || total->state != FOLDER_CELL_VALUE ||
        !dec_parse(month->value, &m, NULL) || !dec_parse(total->value, &t, NULL) ||
        dec_cmp(m, t) <= 0 || t.coef < 0)
        return;
    month->state = total->state = FOLDER_CELL_UNCLEAR;
    month->why = total->why = FOLDER_WHY_COLUMN;
    month->value = total->value = S("");
}

void folder_rows(FolderRead *r, FolderForm *form)
{
    names_there(r, form);
    for (int hidden = 0; hidden < 2;
         hidden++) /* what nobody sees comes last, and only where nothing else stands */
        for (int i = 0; i < form->ntables; i++) {
            const FolderTable *t = &form->tables[i];
            for (int64_t row = t->first_row;
                 t->kind == FOLDER_VALUES && row <= t->last_row && row <= form->sheet->grid.rows;
                 row++)
                read_row(r, form, t, row, hidden);
        }
    for (int i = 0; i < form->values.count; i++) {
        folder_scale(r, form, &form->values.items[i]);
        month_beside_total(&form->values.items[i]);
    }
}
