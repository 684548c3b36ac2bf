/* What the columns of a score sheet are: by the words of their headings. */
#include "app/score/parallel_parts.h"
#include "base/utf8.h"

/* Letters, digits and signs of writing alone: no spaces, no punctuation, ASCII in lower case. */
static bool is_dropped(uint32_t c)
{
    return c <= 0x20 || (c > 0x20 && c < 0x30 && c != '%') || (c >= 0x3A && c <= 0x40) ||
           (c >= 0x5B && c <= 0x60) || (c >= 0x7B && c <= 0x7F) || c == 0xA0 || c == 0xB7 ||
           (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) ||
           (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) ||
           (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65) || c == 0xFEFF;
}

static bool is_open(uint32_t c)
{
    return c == '(' || c == '[' || c == 0xFF08 || c == 0x3010 || c == 0x3014;
}

static bool is_close(uint32_t c)
{
    return c == ')' || c == ']' || c == 0xFF09 || c == 0x3011 || c == 0x3015;
}

Str parallel_norm(Arena *arena, Str text, bool cut_brackets)
{
    Out out = out_new(arena, (size_t)text.len * 2 + 8);
    int inside = 0;
    for (ptrdiff_t at = 0; at < text.len;) {
        char bytes[4];
        uint32_t c = utf8_next(text, &at);
        if (cut_brackets && is_open(c))
            inside++;
        else if (cut_brackets && is_close(c))
            inside -= inside > 0;
        if (is_dropped(c) || inside > 0)
            continue;
        if (c >= 0xFF10 && c <= 0xFF5A)
            c -= 0xFEE0;
        if (c >= 'A' && c <= 'Z')
            c += 'a' - 'A';
        out_s(&out, (Str){bytes, utf8_put(c, bytes)});
    }
    Str norm = out_str(&out);
    return norm.len || !cut_brackets ? norm : parallel_norm(arena, text, false);
}

/* ---- words ---- */

typedef struct Word {
    Str word;
    ColumnIs of_node, alone; /* under a node's heading; by itself */
} Word;

static const Word words[] = {
    {SC("数值"), IS_VALUE, IS_IGNORED},       {SC("完成"), IS_VALUE, IS_IGNORED},
    {SC("完成值"), IS_VALUE, IS_IGNORED},     {SC("完成数"), IS_VALUE, IS_IGNORED},
    {SC("完成量"), IS_VALUE, IS_IGNORED},     {SC("完成情况"), IS_VALUE, IS_IGNORED},
    {SC("实际"), IS_VALUE, IS_IGNORED},       {SC("实际值"), IS_VALUE, IS_IGNORED},
    {SC("实际完成"), IS_VALUE, IS_IGNORED},   {SC("实绩"), IS_VALUE, IS_IGNORED},
    {SC("累计"), IS_VALUE, IS_IGNORED},       {SC("累计完成"), IS_VALUE, IS_IGNORED},
    {SC("累计完成值"), IS_VALUE, IS_IGNORED}, {SC("上报值"), IS_VALUE, IS_IGNORED},
    {SC("核定值"), IS_VALUE, IS_IGNORED},     {SC("指标值"), IS_VALUE, IS_IGNORED},
    {SC("次数"), IS_VALUE, IS_IGNORED},       {SC("value"), IS_VALUE, IS_IGNORED},
    {SC("actual"), IS_VALUE, IS_IGNORED},     {SC("目标"), IS_TARGET, IS_IGNORED},
    {SC("目标值"), IS_TARGET, IS_IGNORED},    {SC("目标任务"), IS_TARGET, IS_IGNORED},
    {SC("年度目标"), IS_TARGET, IS_IGNORED},  {SC("全年目标"), IS_TARGET, IS_IGNORED},
    {SC("任务"), IS_TARGET, IS_IGNORED},      {SC("任务数"), IS_TARGET, IS_IGNORED},
    {SC("计划"), IS_TARGET, IS_IGNORED},      {SC("target"), IS_TARGET, IS_IGNORED},
    {SC("得分"), IS_SCORE, IS_TOTAL},         {SC("评分"), IS_SCORE, IS_TOTAL},
    {SC("分数"), IS_SCORE, IS_TOTAL},         {SC("实得分"), IS_SCORE, IS_TOTAL},
    {SC("考核得分"), IS_SCORE, IS_TOTAL},     {SC("小计"), IS_SCORE, IS_TOTAL},
    {SC("合计"), IS_SCORE, IS_TOTAL},         {SC("合计得分"), IS_SCORE, IS_TOTAL},
    {SC("score"), IS_SCORE, IS_TOTAL},        {SC("points"), IS_SCORE, IS_TOTAL},
    {SC("总分"), IS_SCORE, IS_TOTAL},         {SC("总得分"), IS_SCORE, IS_TOTAL},
    {SC("综合得分"), IS_SCORE, IS_TOTAL},     {SC("最终得分"), IS_SCORE, IS_TOTAL},
    {SC("最后得分"), IS_SCORE, IS_TOTAL},     {SC("考核总分"), IS_SCORE, IS_TOTAL},
    {SC("总成绩"), IS_SCORE, IS_TOTAL},       {SC("综合评分"), IS_SCORE, IS_TOTAL},
    {SC("总计"), IS_SCORE, IS_TOTAL},         {SC("total"), IS_SCORE, IS_TOTAL},
    {SC("排名"), IS_IGNORED, IS_RANK},        {SC("名次"), IS_IGNORED, IS_RANK},
    {SC("位次"), IS_IGNORED, IS_RANK},        {SC("排序"), IS_IGNORED, IS_RANK},
    {SC("综合排名"), IS_IGNORED, IS_RANK},    {SC("rank"), IS_IGNORED, IS_RANK},
    {SC("加分"), IS_VALUE, IS_BONUS},         {SC("加分项"), IS_VALUE, IS_BONUS},
    {SC("奖励加分"), IS_VALUE, IS_BONUS},     {SC("bonus"), IS_VALUE, IS_BONUS},
    {SC("扣分"), IS_DEDUCT, IS_DEDUCT},       {SC("扣分项"), IS_DEDUCT, IS_DEDUCT},
    {SC("减分"), IS_DEDUCT, IS_DEDUCT},       {SC("deduct"), IS_DEDUCT, IS_DEDUCT},
    {SC("权重"), IS_IGNORED, IS_IGNORED},     {SC("满分"), IS_IGNORED, IS_IGNORED},
    {SC("分值"), IS_IGNORED, IS_IGNORED},     {SC("标准分"), IS_IGNORED, IS_IGNORED},
    {SC("完成率"), IS_IGNORED, IS_IGNORED},   {SC("进度"), IS_IGNORED, IS_IGNORED},
    {SC("序时进度"), IS_IGNORED, IS_IGNORED}, {SC("计量单位"), IS_IGNORED, IS_IGNORED},
    {SC("备注"), IS_IGNORED, IS_IGNORED},     {SC("说明"), IS_IGNORED, IS_IGNORED},
    {SC("同比"), IS_IGNORED, IS_IGNORED},     {SC("增幅"), IS_IGNORED, IS_IGNORED},
    {SC("序号"), IS_IGNORED, IS_IGNORED},     {SC("编码"), IS_IGNORED, IS_CODE},
    {SC("代码"), IS_IGNORED, IS_CODE},        {SC("单位代码"), IS_CODE, IS_CODE},
    {SC("单位编码"), IS_CODE, IS_CODE},       {SC("code"), IS_IGNORED, IS_CODE},
};

/* A column that is headed like this holds what the units are ranked by, before one that is 得分 or 合计. */
static const Str final_words[] = {SC("总分"),     SC("总得分"),   SC("综合得分"), SC("最终得分"),
                                  SC("最后得分"), SC("考核总分"), SC("总成绩"),   SC("total")};

static const Str unit_words[] = {
    SC("单位"), SC("单位名称"),   SC("县区"),     SC("县市区"),     SC("区县"),     SC("地区"),
    SC("市县"), SC("部门"),       SC("责任单位"), SC("被考核单位"), SC("考核单位"), SC("考核对象"),
    SC("名称"), SC("牵头单位"),   SC("市直单位"), SC("乡镇"),       SC("乡镇街道"), SC("unit"),
    SC("name"), SC("县市区名称"), SC("部门名称"), SC("被考评单位"), SC("县区名称"), SC("受考单位"),
};

static const Str summary_words[] = {
    SC("合计"),   SC("小计"),   SC("总计"),     SC("平均"),   SC("平均值"), SC("平均分"),
    SC("均值"),   SC("最高"),   SC("最低"),     SC("最高分"), SC("最低分"), SC("最大值"),
    SC("最小值"), SC("中位数"), SC("权重"),     SC("满分"),   SC("分值"),   SC("标准分"),
    SC("全市"),   SC("总分"),   SC("全市平均"), SC("单位"),   SC("标准差"), SC("全省"),
};

static bool is_one_of(Str norm, const Str *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i], norm))
            return true;
    return false;
}

bool parallel_is_heading(Str norm)
{
    return is_one_of(norm, unit_words, sizeof unit_words / sizeof unit_words[0]);
}

bool parallel_is_summary(Str norm)
{
    return is_one_of(norm, summary_words, sizeof summary_words / sizeof summary_words[0]);
}

static const Word *word_of(Str norm)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(words[i].word, norm))
            return &words[i];
    return NULL;
}

bool parallel_is_word(Str norm)
{
    return word_of(norm) != NULL || parallel_is_heading(norm);
}

Str parallel_node_name(const SchemeNode *node)
{
    return node->name.len ? node->name : node->code;
}

static void put_new(Parallel *p, Str key, int node)
{
    if (key.len && map_get(&p->node_by, key) < 0)
        map_put(p->arena, &p->node_by, key, node);
}

void parallel_index_nodes(Parallel *p)
{
    for (int n = 0; n < p->scheme->nnodes; n++)
        put_new(p, parallel_norm(p->arena, p->scheme->nodes[n].code, false), n);
    for (int n = 0; n < p->scheme->nnodes; n++) {
        put_new(p, parallel_norm(p->arena, p->scheme->nodes[n].name, true), n);
        put_new(p, parallel_norm(p->arena, p->scheme->nodes[n].name, false), n);
    }
}

static int node_of(const Parallel *p, Str norm)
{
    return norm.len ? map_get(&p->node_by, norm) : -1;
}

/* "投资得分", "投资（得分）": a node's name and what it is of. */
static bool both_of(const Parallel *p, Str norm, int *ret_node, const Word **ret_word)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!str_ends(norm, words[i].word) || norm.len == words[i].word.len)
            continue;
        int node = node_of(p, str_sub(norm, 0, norm.len - words[i].word.len));
        if (node < 0)
            continue;
        *ret_node = node;
        *ret_word = &words[i];
        return true;
    }
    return false;
}

/* What one text of a heading says; false: nothing. */
static bool one_text(const Parallel *p, Str text, int *ret_node, const Word **ret_word)
{
    AUTO_ARENA scratch = {0};
    Str cut = parallel_norm(&scratch, text, true), whole = parallel_norm(&scratch, text, false);
    int node = node_of(p, cut);
    if (node < 0)
        node = node_of(p, whole);
    if (node >= 0) {
        *ret_node = node;
        if (whole.len > cut.len)
            (void)both_of(p, whole, ret_node, ret_word);
        return true;
    }
    const Word *word = word_of(whole) ? word_of(whole) : word_of(cut);
    if (word) {
        *ret_word = word;
        return true;
    }
    return both_of(p, whole, ret_node, ret_word) || both_of(p, cut, ret_node, ret_word);
}

ColumnIs parallel_heading(const Parallel *p, Str text, int *ret_node)
{
    const Word *word = NULL;
    *ret_node = -1;
    if (!one_text(p, text, ret_node, &word))
        return IS_IGNORED;
    if (*ret_node >= 0)
        return word ? word->of_node : IS_UNSURE;
    return word->alone;
}

/* ---- a column ---- */

/* Or what should be one: an error, a formula without its result. */
static bool has_number(const BookSheet *sheet, int col, Str unit)
{
    Dec ignored;
    for (int64_t row = sheet->last_header + 1; row <= sheet->last_row; row++)
        if (parallel_number(grid_cell(&sheet->grid, row, col), unit, &ignored) ||
            parallel_no_number(grid_cell(&sheet->grid, row, col)))
            return true;
    return false;
}

/* The text above a column in a row: its own or its merged one's; where neither is, and a lower row has
 * one, that of the column to the left, as sheets without merged cells are written. */
static Str text_above(const Parallel *p, const BookSheet *sheet, int64_t row, int col)
{
    Str text = grid_text(&sheet->grid, row, col);
    int node;
    if (text.len || row == sheet->last_header)
        return text;
    Str below = S("");
    for (int64_t r = row + 1; r <= sheet->last_header && !below.len; r++)
        below = grid_text(&sheet->grid, r, col);
    AUTO_ARENA scratch = {0};
    ColumnIs is = parallel_heading(p, below, &node);
    bool alone = is == IS_RANK || is == IS_UNIT || is == IS_CODE ||
                 is_one_of(parallel_norm(&scratch, below, true), final_words,
                           sizeof final_words / sizeof final_words[0]);
    for (int c = col - 1; c >= 1 && below.len && !alone; c--) {
        Str left = grid_text(&sheet->grid, row, c);
        if (left.len)
            return left;
        if (!grid_text(&sheet->grid, row + 1, c).len)
            break;
    }
    return S("");
}

static BookColumn classify(Parallel *p, const BookSheet *sheet, int col)
{
    BookColumn c = {.col = col, .node = -1};
    const Word *word = NULL;
    Out title = out_new(p->arena, 4096);
    Str last = S("");
    for (int64_t row = sheet->first_header; row <= sheet->last_header; row++) {
        Str text = text_above(p, sheet, row, col);
        int node = -1;
        const Word *said = NULL;
        if (!text.len || str_eq(text, last))
            continue;
        last = text;
        out_s(&title, title.len ? S(" / ") : S(""));
        out_s(&title, utf8_prefix(text, 120));
        if (!one_text(p, text, &node, &said))
            continue;
        c.node = node >= 0 ? node : c.node;
        word = said ? said : word;
    }
    c.title = out_str(&title);
    if (c.node >= 0)
        c.is = word ? word->of_node : IS_UNSURE;
    else if (word)
        c.is = word->alone;
    if (c.node == 0 && (c.is == IS_SCORE || c.is == IS_UNSURE)) {
        c.is = IS_TOTAL;
        c.node = -1;
    }
    return c;
}

static const MapColumn *mapped(const Parallel *p, const BookSheet *sheet, int col)
{
    for (int i = p->map.columns.count - 1; i >= 0; i--) {
        const MapColumn *m = &p->map.columns.items[i];
        if (m->col == col && (!m->sheet.len || str_eq(m->sheet, sheet->grid.name)))
            return m;
    }
    return NULL;
}

/* 得分, 合计 beside 总分: the tree before bonus and deductions. */
static void choose_total(BookSheet *sheet)
{
    AUTO_ARENA scratch = {0};
    int final = -1;
    for (int i = 0; i < sheet->columns.count; i++) {
        const BookColumn *c = &sheet->columns.items[i];
        bool is_final =
            c->is == IS_TOTAL && is_one_of(parallel_norm(&scratch, c->title, true), final_words,
                                           sizeof final_words / sizeof final_words[0]);
        if (is_final || (c->is == IS_TOTAL && c->mapped))
            final = i;
    }
    for (int i = 0; i < sheet->columns.count && final >= 0; i++) {
        BookColumn *c = &sheet->columns.items[i];
        if (c->is != IS_TOTAL || i == final || c->mapped)
            continue;
        c->is = IS_SCORE;
        c->node = 0;
    }
}

const BookColumn *parallel_column(const BookSheet *sheet, ColumnIs is, int node)
{
    for (int i = 0; i < sheet->columns.count; i++)
        if (sheet->columns.items[i].is == is && sheet->columns.items[i].node == node)
            return &sheet->columns.items[i];
    return NULL;
}

void parallel_columns(Parallel *p, BookSheet *sheet)
{
    for (int col = 1; col <= sheet->grid.cols; col++) {
        BookColumn c = classify(p, sheet, col);
        const MapColumn *m = mapped(p, sheet, col);
        if (m) {
            c.is = m->is;
            c.node = m->node.len ? scheme_find(p->scheme, m->node) : -1;
            c.mapped = true;
        }
        if (col == sheet->unit_col && !m)
            c.is = IS_UNIT;
        if (c.is == IS_CODE && !sheet->code_col)
            sheet->code_col = col;
        if (c.is == IS_UNIT || c.is == IS_CODE ||
            (!m && !has_number(sheet, col, c.node >= 0 ? p->scheme->nodes[c.node].unit : S(""))))
            continue;
        if (c.is != IS_IGNORED || c.title.len)
            *arena_push(p->arena, &sheet->columns) = c;
    }
    choose_total(sheet);
}
