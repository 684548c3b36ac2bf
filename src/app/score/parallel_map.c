/* The map: what the columns of a workbook are where their headings do not tell. docs/parallel-run.md. */
#include "app/score/parallel_parts.h"
#include "app/tree_read.h"
#include "base/limits.h"
#include "sys/yaml.h"

static const TreeWord is_words[] = {
    {SC("ignore"), IS_IGNORED}, {SC("unit"), IS_UNIT},     {SC("code"), IS_CODE},
    {SC("value"), IS_VALUE},    {SC("target"), IS_TARGET}, {SC("score"), IS_SCORE},
    {SC("total"), IS_TOTAL},    {SC("rank"), IS_RANK},     {SC("bonus"), IS_BONUS},
    {SC("deduct"), IS_DEDUCT},
};

static int column_number(Str letters)
{
    int col = 0;
    for (ptrdiff_t i = 0; i < letters.len && letters.len <= 3; i++) {
        char c = letters.ptr[i];
        c = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        if (c < 'A' || c > 'Z')
            return 0;
        col = col * 26 + c - 'A' + 1;
    }
    return col;
}

static void read_column(Parallel *p, const TreeReader *in, const Tree *at)
{
    static const Str known[] = {SC("sheet"), SC("column"), SC("is"), SC("node")};
    MapColumn m = {.line = at->line, .at = at->col};
    Str letters;
    int is = IS_IGNORED;
    if (!tree_is_map(in, at))
        return;
    tree_known(in, at, known, 4);
    (void)tree_str(in, at, S("sheet"), OPTIONAL, &m.sheet);
    (void)tree_str(in, at, S("node"), OPTIONAL, &m.node);
    bool ok =
        tree_str(in, at, S("column"), REQUIRED, &letters) &&
        tree_word(in, at, S("is"), REQUIRED, is_words, sizeof is_words / sizeof is_words[0], &is);
    m.is = (ColumnIs)is;
    m.col = ok ? column_number(letters) : 0;
    if (ok && m.col == 0)
        (void)tree_fault(in, at, ERR_PARALLEL_MAP_COLUMN, {"found", letters});
    if (m.node.len && scheme_find(p->scheme, m.node) < 0)
        (void)tree_fault(in, at, ERR_NODE_UNKNOWN, {"found", m.node});
    else if (m.col)
        *arena_push(p->arena, &p->map.columns) = m;
}

static void read_rows(Parallel *p, const TreeReader *in, const Tree *at)
{
    static const Str known[] = {SC("sheet"), SC("header"), SC("first"), SC("last")};
    MapRows m = {0};
    if (!tree_is_map(in, at))
        return;
    tree_known(in, at, known, 4);
    (void)tree_str(in, at, S("sheet"), OPTIONAL, &m.sheet);
    (void)tree_int(in, at, S("header"), OPTIONAL, 1, LIMIT_XLSX_ROWS, &m.header);
    (void)tree_int(in, at, S("first"), OPTIONAL, 1, LIMIT_XLSX_ROWS, &m.first);
    (void)tree_int(in, at, S("last"), OPTIONAL, 1, LIMIT_XLSX_ROWS, &m.last);
    *arena_push(p->arena, &p->map.rows) = m;
}

bool parallel_map_load(Parallel *p, Err *err)
{
    static const Str known[] = {SC("format"), SC("columns"), SC("units"), SC("rows")};
    static const TreeWord formats[] = {{SC("duban-map/1"), 1}};
    Tree *tree = NULL;
    TreeReader in = {p->faults, p->ask->map_file};
    int64_t before = p->faults->total;
    int format;
    if (p->ask->map_bytes.len == 0)
        return true;
    if (!yaml_parse(p->arena, p->ask->map_bytes, &tree, err))
        return err_at_file(err, p->ask->map_file);
    if (!tree_is_map(&in, tree))
        return false;
    tree_known(&in, tree, known, 4);
    (void)tree_word(&in, tree, S("format"), REQUIRED, formats, 1, &format);
    const Tree *columns = tree_list(&in, tree, S("columns"), OPTIONAL);
    for (const Tree *at = columns ? columns->first : NULL; at; at = at->next)
        read_column(p, &in, at);
    const Tree *rows = tree_list(&in, tree, S("rows"), OPTIONAL);
    for (const Tree *at = rows ? rows->first : NULL; at; at = at->next)
        read_rows(p, &in, at);
    const Tree *units = tree_map(&in, tree, S("units"), OPTIONAL);
    for (const Tree *at = units ? units->first : NULL; at; at = at->next)
        *arena_push(p->arena, &p->map.units) = (MapUnit){at->key, at->text};
    return p->faults->total == before;
}
