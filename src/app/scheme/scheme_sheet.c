/* Writing a scheme as sheets, from its canonical tree. */
#include "app/scheme/scheme_sheet.h"

#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_names.h"

#include <string.h>

enum { HEAD_KEY, HEAD_NAME, HEAD_VALUE, HEAD_COLUMNS, NODE_KEYS_MAX = 64 };

typedef struct SheetWrite {
    Arena *arena;
    bool zh;
    bool used[NODE_KEYS_MAX]; /* columns of nodes */
    Sheet *sheet;
    int before; /* columns of the head in the same sheet */
} SheetWrite;

static bool is_skipped(Str key)
{
    return str_eq(key, S("tree")) || str_eq(key, S("children"));
}

/* ---- head ---- */

static void head_row(SheetWrite *w, Str path, const SchemeKey *key, Str value)
{
    sheet_cell(w->sheet, path);
    sheet_cell(w->sheet, key && w->zh ? key->zh : S(""));
    sheet_cell(w->sheet, value);
    for (int i = HEAD_COLUMNS; i < w->sheet->ncolumns; i++)
        sheet_cell(w->sheet, S(""));
}

static void head_rows(SheetWrite *w, const Tree *map, Str prefix)
{
    for (const Tree *child = map->first; child; child = child->next) {
        if (is_skipped(child->key))
            continue;
        Str path = prefix.len
                       ? arena_fmt(w->arena, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(child->key))
                       : child->key;
        const SchemeKey *key = scheme_key_find(scheme_head_keys, scheme_head_keys_count, path);
        bool plans = str_eq(prefix, S("plans"));
        bool items = child->kind == TREE_LIST && child->first && child->first->kind == TREE_MAP;
        if (items)
            for (const Tree *item = child->first; item; item = item->next)
                head_row(w, path, key, tree_flow_str(w->arena, item));
        else if (child->kind == TREE_TEXT)
            head_row(w, path, key, scheme_word_shown(key, child->text, w->zh));
        else if (child->kind == TREE_MAP && child->count && !plans && !str_eq(path, S("weights")))
            head_rows(w, child, path);
        else
            head_row(w, path, key, tree_flow_str(w->arena, child));
    }
}

/* ---- nodes ---- */

static void mark_used(SheetWrite *w, const Tree *list)
{
    for (const Tree *node = list->first; node; node = node->next) {
        for (int i = 0; i < scheme_node_keys_count; i++)
            w->used[i] |= tree_get(node, scheme_node_keys[i].key) != NULL;
        const Tree *children = tree_get(node, S("children"));
        if (children)
            mark_used(w, children);
    }
}

static Str node_cell(const SheetWrite *w, const Tree *node, const SchemeKey *key)
{
    const Tree *value = tree_get(node, key->key);
    if (!value)
        return S("");
    return value->kind == TREE_TEXT ? scheme_word_shown(key, value->text, w->zh)
                                    : tree_flow_str(w->arena, value);
}

static void node_rows(SheetWrite *w, const Tree *list, int level)
{
    for (const Tree *node = list->first; node; node = node->next) {
        for (int i = 0; i < w->before; i++)
            sheet_cell(w->sheet, S(""));
        sheet_i64(w->sheet, level);
        for (int i = 1; i < scheme_node_keys_count; i++)
            if (w->used[i])
                sheet_cell(w->sheet, node_cell(w, node, &scheme_node_keys[i]));
        const Tree *children = tree_get(node, S("children"));
        if (children)
            node_rows(w, children, level + 1);
    }
}

static void name_columns(SheetWrite *w, int from)
{
    for (int i = 0; i < scheme_node_keys_count; i++)
        if (w->used[i])
            w->sheet->columns[from++] = (SheetColumn){
                w->zh ? scheme_node_keys[i].zh : scheme_node_keys[i].key, SHEET_BY_LOOK, 0};
}

static void name_head(SheetWrite *w)
{
    w->sheet->columns[HEAD_KEY] = (SheetColumn){w->zh ? S("键") : S("key"), SHEET_TEXT, 0};
    w->sheet->columns[HEAD_NAME] = (SheetColumn){w->zh ? S("项目") : S("item"), SHEET_TEXT, 0};
    w->sheet->columns[HEAD_VALUE] = (SheetColumn){w->zh ? S("内容") : S("value"), SHEET_BY_LOOK, 0};
}

static int count_used(const SheetWrite *w)
{
    int count = 0;
    for (int i = 0; i < scheme_node_keys_count; i++)
        count += w->used[i];
    return count;
}

static SheetWrite begin(Arena *arena, const Tree *canon, bool zh)
{
    static const int always[] = {0, 1, 2, 3, 4};
    SheetWrite w = {.arena = arena, .zh = zh};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        w.used[always[i]] = true;
    mark_used(&w, tree_get(canon, S("tree")));
    return w;
}

void scheme_sheets(Arena *arena, const Scheme *scheme, bool zh, Sheet *ret_sheets)
{
    const Tree *canon = scheme_canon(arena, scheme);
    SheetWrite w = begin(arena, canon, zh);
    ret_sheets[0] = sheet_new(arena, zh ? S("规则") : S("rules"), HEAD_COLUMNS);
    w.sheet = &ret_sheets[0];
    name_head(&w);
    head_rows(&w, canon, S(""));
    ret_sheets[1] = sheet_new(arena, zh ? S("指标") : S("nodes"), count_used(&w));
    w.sheet = &ret_sheets[1];
    name_columns(&w, 0);
    node_rows(&w, tree_get(canon, S("tree")), 1);
}

Sheet scheme_sheet_whole(Arena *arena, const Scheme *scheme, bool zh)
{
    const Tree *canon = scheme_canon(arena, scheme);
    SheetWrite w = begin(arena, canon, zh);
    Sheet sheet = sheet_new(arena, zh ? S("规则") : S("rules"), HEAD_COLUMNS + count_used(&w));
    w.sheet = &sheet;
    w.before = HEAD_COLUMNS;
    name_head(&w);
    name_columns(&w, HEAD_COLUMNS);
    head_rows(&w, canon, S(""));
    node_rows(&w, tree_get(canon, S("tree")), 1);
    return sheet;
}
