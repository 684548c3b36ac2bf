/* The head and the schemes of a campaign out of one workbook: its sheets become the tree that
 * campaign.yaml would have been, so that the same checks hold for both. */
#include "app/campaign/campaign_head.h"
#include "app/table_write.h"
#include "app/tree_read.h"
#include "base/limits.h"

/* ---- sheets ---- */

/* By either name; *ret_found false when there is none. False on a fault of the workbook. */
static bool open_sheet(CampaignReader *reader, XlsxBook *book, const HeadSheet *head, Rows *rows,
                       bool *ret_found)
{
    const Str names[] = {head->sheet, head->zh};
    for (int i = 0; i < 2; i++) {
        Err fault = {0};
        *ret_found = rows_open_of(rows, reader->arena, book, names[i], &fault);
        if (*ret_found)
            return true;
        if (fault.code != ERR_XLSX_NO_SHEET) {
            faults_add(reader->faults, &fault);
            return false;
        }
    }
    return true;
}

static bool read_sheet(CampaignReader *reader, XlsxBook *book, const HeadSheet *head,
                       Table *ret_table, bool *ret_found)
{
    AUTO_TABLE_ROWS rows = {0};
    int64_t before = reader->faults->total;
    if (!open_sheet(reader, book, head, &rows, ret_found))
        return false;
    return !*ret_found ||
           (table_read(reader->arena, &rows, &head->spec, NULL, NULL, ret_table, reader->faults) &&
            reader->faults->total == before);
}

/* ---- tables as a tree ---- */

static Tree *new_node(Arena *arena, TreeKind kind, Str key, int64_t row, int col)
{
    Tree *node = arena_new(arena, Tree, 1);
    *node = (Tree){.kind = kind,
                   .key = key,
                   .line = (int)row,
                   .col = col,
                   .key_line = (int)row,
                   .key_col = col};
    return node;
}

static void add_text(Arena *arena, Tree *map, Str key, Str text, int64_t row, int col)
{
    Tree *node = new_node(arena, TREE_TEXT, key, row, col);
    node->text = text;
    tree_append(map, node);
}

static Tree *tree_of_list(Arena *arena, const Table *table, Str key)
{
    Tree *root = new_node(arena, TREE_MAP, S(""), 1, 1);
    Tree *list = new_node(arena, TREE_LIST, key, 1, 1);
    tree_append(root, list);
    for (int i = 0; i < table->count; i++) {
        const char *item = (const char *)table->items + (size_t)i * table->spec->item_bytes;
        Tree *map = new_node(arena, TREE_MAP, S(""), table->rows.items[i], 1);
        for (int c = 0; c < table->spec->ncolumns; c++) {
            Str text = table_cell(arena, &table->spec->columns[c], item, false);
            if (text.len)
                add_text(arena, map, table->spec->columns[c].name, text, table->rows.items[i],
                         table->cols[c]);
        }
        tree_append(list, map);
    }
    return root;
}

enum { TOP_KEY, TOP_VALUE };

/* "issuer.name" stands in the map "issuer". */
static Tree *map_of_key(Arena *arena, Tree *root, Str *key, int64_t row)
{
    Str rest = *key;
    Str first = str_cut(&rest, '.');
    if (!rest.ptr)
        return root;
    Tree *map = (Tree *)(uintptr_t)tree_get(root, first);
    if (!map) {
        map = new_node(arena, TREE_MAP, first, row, 1);
        tree_append(root, map);
    }
    *key = rest;
    return map;
}

static Str plain_value(Str key, Str value)
{
    bool yes;
    if (str_eq(key, S("sample")) && typed_bool(value, &yes, NULL))
        return yes ? S("yes") : S("no");
    return value;
}

static Tree *tree_of_top(CampaignReader *reader, const Table *table)
{
    Tree *root = new_node(reader->arena, TREE_MAP, S(""), 1, 1);
    const HeadEntry *entries = table->items;
    for (int i = 0; i < table->count; i++) {
        Str key = entries[i].key;
        int64_t row = table->rows.items[i];
        Tree *map = map_of_key(reader->arena, root, &key, row);
        const Tree *first = tree_get(map, key);
        if (first)
            table_fault_set(table, i, TOP_KEY, reader->faults, ERR_CAMPAIGN_TWICE,
                            {"column", table_column_name(table, TOP_KEY)},
                            {"found", table_cell(reader->arena, &table->spec->columns[TOP_KEY],
                                                 &entries[i], table->cols_zh)},
                            {"first", arena_fmt(reader->arena, "%d", first->line)});
        else if (entries[i].value.len)
            add_text(reader->arena, map, key, plain_value(key, entries[i].value), row,
                     table->cols[TOP_VALUE]);
    }
    return root;
}

/* ---- schemes ---- */

static bool is_scheme_name(Str file)
{
    static const Str folder = SC("schemes/");
    Str name = str_sub(file, folder.len, file.len);
    return str_starts(file, folder) && str_ends(name, S(".yaml")) && !str_has(name, S("/"));
}

enum { LINE_FILE, LINE_NUMBER };

/* The lines of one file, which stand together and are numbered from 1. */
static bool take_scheme(CampaignReader *reader, const Table *table, int from, int *ret_next)
{
    const SchemeLine *lines = table->items;
    Out text = out_new(reader->arena, LIMIT_YAML_BYTES);
    int i = from;
    for (; i < table->count && str_eq(lines[i].file, lines[from].file); i++) {
        int expected = i - from + 1;
        if (lines[i].line != expected) {
            table_fault_set(table, i, LINE_NUMBER, reader->faults, ERR_CELL_RANGE,
                            {"found", arena_fmt(reader->arena, "%d", lines[i].line)},
                            {"expected", arena_fmt(reader->arena, "%d", expected)});
            return false;
        }
        out_s(&text, i > from ? S("\n") : S(""));
        out_s(&text, lines[i].text);
    }
    *ret_next = i;
    if (!is_scheme_name(lines[from].file)) {
        table_fault_set(table, from, LINE_FILE, reader->faults, ERR_TREE_VALUE,
                        {"key", table_column_name(table, LINE_FILE)}, {"found", lines[from].file},
                        {"expected", S("schemes/NAME.yaml")});
        return false;
    }
    if (!out_ok(&text)) {
        table_fault_set(table, from, LINE_FILE, reader->faults, ERR_LIMIT,
                        {"name", S("LIMIT_YAML_BYTES")},
                        {"limit", arena_fmt(reader->arena, "%d", LIMIT_YAML_BYTES)},
                        {"found", arena_fmt(reader->arena, ">%d", LIMIT_YAML_BYTES)});
        return false;
    }
    campaign_scheme_read(reader, lines[from].file, out_str(&text));
    return true;
}

static bool read_schemes(CampaignReader *reader, XlsxBook *book)
{
    Table table = {0};
    bool found;
    if (!read_sheet(reader, book, &campaign_scheme_sheet, &table, &found))
        return false;
    for (int i = 0; i < table.count;)
        if (!take_scheme(reader, &table, i, &i))
            return false;
    return true;
}

/* ---- all of it ---- */

static void missing(CampaignReader *reader, Str file, const HeadSheet *head)
{
    Err err;
    Str name = arena_fmt(reader->arena, "%.*s#%.*s", STR_ARG(file), STR_ARG(head->sheet));
    err_set(&err, ERR_CAMPAIGN_FILE_MISSING, {"found", name});
    err_at_file(&err, file);
    faults_add(reader->faults, &err);
}

static bool read_part(CampaignReader *reader, XlsxBook *book, HeadPart part)
{
    const HeadSheet *head = &campaign_head_sheets[part];
    Table table = {0};
    bool found;
    if (!read_sheet(reader, book, head, &table, &found))
        return false;
    if (!found && part == HEAD_GROUPS)
        missing(reader, book->zip.file, head);
    if (!found)
        return true;
    TreeReader tree = {reader->faults, table.file};
    campaign_head_part(reader, &tree,
                       part == HEAD_TOP ? tree_of_top(reader, &table)
                                        : tree_of_list(reader->arena, &table, head->sheet),
                       part);
    return true;
}

bool campaign_book_read(CampaignReader *reader, XlsxBook *book)
{
    bool ok = true;
    for (int part = 0; part < HEAD_PARTS; part++)
        ok = read_part(reader, book, (HeadPart)part) && ok;
    return read_schemes(reader, book) && ok;
}
