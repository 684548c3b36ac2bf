/* Reading a scheme from sheets: rows become the tree that the YAML file would have been. */
#include "app/scheme/scheme_canon_parts.h"
#include "app/scheme/scheme_names.h"
#include "app/scheme/scheme_sheet.h"
#include "app/table.h"
#include "base/limits.h"
#include "base/near.h"
#include "sys/yaml.h"

enum { COLUMNS_MAX = 128, COL_KEY = -1, COL_VALUE = -2, COL_NONE = -3 };

typedef struct SheetRead {
    Arena *arena;
    Faults *faults;
    Str file; /* of the sheet, for messages */
    int line_base;
    Tree *top;
    Tree *open[LIMIT_SCHEME_DEPTH + 2]; /* list that nodes of level i + 1 go to */
    Tree *last;                         /* node of the row before */
    int level;                          /* of that node */
    int columns[COLUMNS_MAX];           /* index into scheme_node_keys, or COL_ */
    int ncolumns;
    bool has_head;
    int rows; /* of all sheets */
} SheetRead;

static bool fault(const SheetRead *r, Err *err, int64_t row, int64_t col)
{
    err->row = err->col = 0;
    err_at_file(err, r->file);
    err_at_cell(err, row, col);
    faults_add(r->faults, err);
    return false;
}

/* ---- places ---- */

static void place(Tree *tree, int line, int col)
{
    tree->line = tree->key_line = line;
    tree->col = tree->key_col = col;
    for (Tree *child = tree->first; child; child = child->next)
        place(child, line, col);
}

static Tree *add(const SheetRead *r, Tree *parent, TreeKind kind, Str key, int64_t row, int col)
{
    Tree *node = canon_node(r->arena, parent, kind, key);
    place(node, (int)row + r->line_base, col);
    return node;
}

/* "u1、u2" stands for [u1, u2]. */
static bool is_unit_list(const SchemeKey *key, Str text)
{
    bool units = str_eq(key->key, S("applies_to")) || str_eq(key->key, S("except"));
    return units && text.ptr[0] != '[';
}

static void add_units(const SheetRead *r, Tree *map, Str key, Str text, int64_t row, int col)
{
    Tree *list = add(r, map, TREE_LIST, key, row, col);
    static const Str mark = SC("、");
    while (text.len) {
        ptrdiff_t end = str_find(text, mark, 0);
        Str item = str_trim(str_sub(text, 0, end < 0 ? text.len : end));
        text = end < 0 ? S("") : str_sub(text, end + mark.len, text.len);
        if (item.len)
            add(r, list, TREE_TEXT, S(""), row, col)->text = item;
    }
}

/* A list or map in flow style, or a bare word where one may stand (weights: equal). */
static void add_nested(const SheetRead *r, Tree *parent, Str key, Str text, int64_t row, int col)
{
    Tree *tree;
    Err err = {0};
    if (!yaml_parse(r->arena, text, &tree, &err)) {
        fault(r, &err, row, col);
        return;
    }
    tree->key = key;
    place(tree, (int)row + r->line_base, col);
    tree_append(parent, tree);
}

static void add_cell(const SheetRead *r, Tree *map, const SchemeKey *key, Str text, int64_t row,
                     int col)
{
    if (key->nested && is_unit_list(key, text))
        add_units(r, map, key->key, text, row, col);
    else if (key->nested)
        add_nested(r, map, key->key, text, row, col);
    else
        add(r, map, TREE_TEXT, key->key, row, col)->text = scheme_word_meant(key, text);
}

/* ---- rows ---- */

static bool twice(const SheetRead *r, Str key, int64_t row, int col)
{
    Err err;
    err_set(&err, ERR_TREE_TWICE, {"key", key});
    return fault(r, &err, row, col);
}

/* "streak.gap.exempt" under the maps that its name tells; items of a list have a row each. */
static void head_row(const SheetRead *r, Str path, Str text, int64_t row, int key_col, int col)
{
    const SchemeKey *known = scheme_key_find(scheme_head_keys, scheme_head_keys_count, path);
    SchemeKey own = {.key = path, .nested = str_starts(path, S("plans."))};
    const SchemeKey *key = known ? known : &own;
    Str rest = key->key;
    Tree *map = r->top;
    for (;;) {
        Str part = str_cut(&rest, '.');
        Tree *there = (Tree *)(uintptr_t)tree_get(map, part);
        if (!rest.ptr) {
            SchemeKey leaf = *key;
            bool item =
                key->nested && text.ptr[0] == '{' &&
                (str_eq(part, S("ladder")) || str_eq(part, S("veto")) || str_eq(part, S("rules")) ||
                 str_eq(part, S("grades")) || str_eq(key->key, S("streak.exempt")));
            leaf.key = part;
            if (item) {
                Tree *list = there ? there : add(r, map, TREE_LIST, part, row, col);
                add_nested(r, list, S(""), text, row, col);
            } else if (there) {
                twice(r, path, row, key_col);
            } else {
                add_cell(r, map, &leaf, text, row, col);
            }
            return;
        }
        if (there && there->kind != TREE_MAP) {
            twice(r, path, row, key_col);
            return;
        }
        map = there ? there : add(r, map, TREE_MAP, part, row, key_col);
    }
}

static bool level_of(SheetRead *r, Str text, int64_t row, int col, int *ret_level)
{
    int64_t level;
    int most = r->level + 1 < LIMIT_SCHEME_DEPTH + 1 ? r->level + 1 : LIMIT_SCHEME_DEPTH + 1;
    if (str_to_i64(text, &level) && level >= 1 && level <= most) {
        *ret_level = (int)level;
        return true;
    }
    Err err;
    err_set(&err, ERR_TREE_VALUE, {"key", S("level")}, {"found", text},
            {"expected", arena_fmt(r->arena, "1…%d", most)});
    return fault(r, &err, row, col);
}

static void node_row(SheetRead *r, const CsvRow *row, int level_col)
{
    int level;
    if (!level_of(r, typed_trim(csv_cell(row, level_col)), row->row, level_col + 1, &level))
        return;
    if (level > r->level && level > 1)
        r->open[level - 1] = add(r, r->last, TREE_LIST, S("children"), row->row, level_col + 1);
    Tree *node = add(r, r->open[level - 1], TREE_MAP, S(""), row->row, level_col + 1);
    for (int c = 0; c < r->ncolumns; c++) {
        Str text = typed_trim(csv_cell(row, c));
        if (r->columns[c] > 0 && text.len)
            add_cell(r, node, &scheme_node_keys[r->columns[c]], text, row->row, c + 1);
    }
    r->last = node;
    r->level = level;
}

static int column_of(Str name)
{
    if (name.len == 0 || str_eq(name, S("项目")) || str_eq(name, S("item")))
        return COL_NONE;
    if (str_eq(name, S("键")) || str_eq(name, S("key")))
        return COL_KEY;
    if (str_eq(name, S("内容")) || str_eq(name, S("value")))
        return COL_VALUE;
    const SchemeKey *key = scheme_key_find(scheme_node_keys, scheme_node_keys_count, name);
    return key ? (int)(key - scheme_node_keys) : COLUMNS_MAX;
}

static void read_head(SheetRead *r, const CsvRow *row)
{
    r->has_head = true;
    r->ncolumns = row->count < COLUMNS_MAX ? row->count : COLUMNS_MAX;
    for (int c = 0; c < r->ncolumns; c++) {
        Str name = typed_trim(csv_cell(row, c));
        int column = column_of(name);
        Near near = near_new(name);
        r->columns[c] = column < COLUMNS_MAX ? column : COL_NONE;
        for (int i = 0; i < c && column >= 0 && column < COLUMNS_MAX; i++)
            if (r->columns[i] == r->columns[c])
                twice(r, name, row->row, c + 1);
        if (column < COLUMNS_MAX)
            continue;
        Err err;
        for (int i = 0; i < scheme_node_keys_count; i++) {
            near_try(&near, scheme_node_keys[i].key);
            near_try(&near, scheme_node_keys[i].zh);
        }
        err_set(&err, ERR_TREE_KEY, {"found", name},
                {"expected", near.best.len ? near.best : S("键 · 内容 · 层级 · 编码 · 名称 · …")});
        fault(r, &err, row->row, c + 1);
    }
}

static int find_column(const SheetRead *r, int wanted)
{
    for (int c = 0; c < r->ncolumns; c++)
        if (r->columns[c] == wanted)
            return c;
    return -1;
}

static void read_row(SheetRead *r, const CsvRow *row)
{
    int key = find_column(r, COL_KEY), value = find_column(r, COL_VALUE), level = find_column(r, 0);
    Str path = key >= 0 ? typed_trim(csv_cell(row, key)) : S("");
    if (path.len) {
        Str text = value >= 0 ? typed_trim(csv_cell(row, value)) : S("");
        if (text.len)
            head_row(r, path, text, row->row, key + 1, value + 1);
        return;
    }
    if (level >= 0)
        node_row(r, row, level);
}

static bool read_rows(SheetRead *r, Rows *rows)
{
    CsvRow row;
    Err err = {0};
    r->file = rows->file;
    r->has_head = false;
    while (rows_next(rows, &row, &err)) {
        if (csv_is_blank(&row))
            continue;
        if (++r->rows > LIMIT_SCHEME_ROWS) {
            err_set(&err, ERR_LIMIT, {"name", S("LIMIT_SCHEME_ROWS")},
                    {"limit", arena_fmt(r->arena, "%d", LIMIT_SCHEME_ROWS)},
                    {"found", arena_fmt(r->arena, "%d", r->rows)});
            return fault(r, &err, row.row, 1);
        }
        if (!r->has_head)
            read_head(r, &row);
        else
            read_row(r, &row);
    }
    if (err.code == ERR_NONE)
        return true;
    faults_add(r->faults, &err);
    return false;
}

/* ---- sheets ---- */

static bool read_sheet(SheetRead *r, XlsxBook *book, Str zh, Str name)
{
    const Str names[] = {zh, name};
    Err fault = {0};
    for (int i = 0; i < 2; i++) {
        AUTO_TABLE_ROWS rows = {0};
        fault = (Err){0};
        if (rows_open_of(&rows, r->arena, book, names[i], &fault))
            return read_rows(r, &rows);
        if (fault.code != ERR_XLSX_NO_SHEET)
            break;
    }
    faults_add(r->faults, &fault);
    return false;
}

bool scheme_sheet_tree(Arena *arena, Str file, Str bytes, CsvConvert convert, Tree **ret_tree,
                       Faults *faults)
{
    SheetRead r = {.arena = arena, .faults = faults};
    Err err = {0};
    int64_t before = faults->total;
    r.top = add(&r, NULL, TREE_MAP, S(""), 1, 1);
    r.open[0] = canon_node(arena, NULL, TREE_LIST, S("tree"));
    AUTO_TABLE_ROWS rows = {0};
    bool ok = rows_open(&rows, arena, bytes, file, convert, &err);
    if (!ok) {
        faults_add(faults, &err);
        return false;
    }
    if (rows.is_book) {
        ok = read_sheet(&r, rows.book.book, S("规则"), S("rules"));
        r.line_base = SCHEME_SHEET_ROWS;
        ok = read_sheet(&r, rows.book.book, S("指标"), S("nodes")) && ok;
    } else {
        ok = read_rows(&r, &rows);
    }
    r.open[0]->line = r.open[0]->key_line = r.line_base + 1;
    r.open[0]->col = r.open[0]->key_col = 1;
    *ret_tree = r.top;
    if (r.open[0]->count)
        tree_append(r.top, r.open[0]);
    return ok && faults->total == before;
}
