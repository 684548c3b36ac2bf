#include "app/report/month_json.h"

bool month_json_is_map(const MonthReader *reader, const Tree *at, Str key, int64_t row)
{
    if (at->kind == TREE_MAP)
        return true;
    month_fault(reader, row, 0, ERR_TREE_KIND, {"key", key}, {"expected", S("{…}")});
    return false;
}

const Tree *month_json_root(MonthReader *reader)
{
    Tree *root = NULL;
    Err err = {0};
    if (!json_parse(reader->arena, reader->file->bytes, &root, &err)) {
        err_at_file(&err, reader->file->name);
        faults_add(reader->faults, &err);
        return NULL;
    }
    return month_json_is_map(reader, root, S(""), 0) ? root : NULL;
}

Str month_json_text(const MonthReader *reader, const Tree *map, Str key, int64_t row)
{
    const Tree *at = tree_get(map, key);
    if (!at || at->kind == TREE_NULL)
        return S("");
    if (at->kind == TREE_TEXT)
        return typed_trim(at->text);
    month_fault(reader, row, 0, ERR_TREE_KIND, {"key", key}, {"expected", S("text")});
    return S("");
}

void month_json_known(const MonthReader *reader, const Tree *map, const Str *known, int nknown,
                      int64_t row)
{
    for (const Tree *member = map->first; member; member = member->next) {
        bool is_known = false;
        for (int i = 0; i < nknown; i++)
            is_known = is_known || str_eq(member->key, known[i]);
        if (!is_known)
            month_fault(reader, row, 0, ERR_COLUMN_UNKNOWN,
                        {"found", typed_shown(reader->arena, member->key)}, {"expected", known[0]});
    }
}

const Tree *month_json_list(MonthReader *reader, const Tree *root, Str key)
{
    reader->place_file = reader->file->name;
    const Tree *list = tree_get(root, key);
    if (list && list->kind != TREE_LIST) {
        month_fault(reader, 0, 0, ERR_TREE_KIND, {"key", key}, {"expected", S("list")});
        return NULL;
    }
    reader->place_file =
        arena_fmt(reader->arena, "%.*s#%.*s", STR_ARG(reader->file->name), STR_ARG(key));
    return list ? list->first : NULL;
}
