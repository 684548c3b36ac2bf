#include "app/paper/province_edit.h"

#include "app/clean_text.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "sys/json_in.h"

static bool is_text_name(App *app, Str name)
{
    static const Str plain[] = {SC("text.overall"), SC("text.problems"), SC("text.suggestions")};
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (str_eq(name, plain[i]))
            return true;
    Str prefix = S("text.theme.");
    if (!str_starts(name, prefix))
        return false;
    int task = map_get(&app_index(app)->tasks, str_sub(name, prefix.len, name.len));
    return task >= 0 && str_eq(app->def.tasks.items[task].level, S("theme")) &&
           !app_index(app)->places[task].restricted;
}

static bool is_pick_name(Str name)
{
    return (str_starts(name, S("pick.")) || str_starts(name, S("highlight."))) &&
           name.len <= LIMIT_PROVINCE_NAME_BYTES;
}

bool province_edits_check(App *app, const ProvinceEdits *given, ProvinceEdits *ret_edits, Err *err)
{
    const CleanRule rule = {S("LIMIT_PROVINCE_CHARACTERS"), LIMIT_PROVINCE_CHARACTERS, true};
    ProvinceEdits edits = {0};
    int highlights = 0;
    for (int i = 0; i < given->count; i++) {
        ProvinceEdit e = given->items[i];
        bool text = is_text_name(app, e.name);
        if (!text && !is_pick_name(e.name))
            return err_set(err, ERR_PROVINCE_EDIT, {"found", utf8_prefix(e.name, 80)});
        if (!clean_text(app->arena, &rule, e.value, &e.value, err))
            return false;
        if (e.value.len == 0)
            continue;
        if (!text)
            e.value = S("1");
        highlights += str_starts(e.name, S("highlight."));
        *arena_push(app->arena, &edits) = e;
    }
    if (highlights > PROVINCE_HIGHLIGHTS)
        return err_set(err, ERR_PROVINCE_HIGHLIGHTS,
                       {"limit", arena_fmt(app->arena, "%d", PROVINCE_HIGHLIGHTS)});
    *ret_edits = edits;
    return true;
}

Str province_edit(const ProvinceEdits *edits, Str name)
{
    for (int i = 0; i < edits->count; i++)
        if (str_eq(edits->items[i].name, name))
            return edits->items[i].value;
    return S("");
}

bool province_picked(App *app, const ProvinceEdits *edits, const char *kind, Str id)
{
    return province_edit(edits, arena_fmt(app->arena, "%s.%.*s", kind, STR_ARG(id))).len > 0;
}

Str province_edits_json(Arena *arena, const ProvinceEdits *edits)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    for (int i = 0; i < edits->count; i++)
        json_kstr(&json, edits->items[i].name, edits->items[i].value);
    json_object_end(&json);
    return out_str(&out);
}

bool province_edits_parse(Arena *arena, Str text, ProvinceEdits *ret_edits, Err *err)
{
    Tree *tree;
    ProvinceEdits edits = {0};
    if (!json_parse(arena, text, &tree, err))
        return false;
    for (const Tree *t = tree->first; t; t = t->next)
        *arena_push(arena, &edits) = (ProvinceEdit){t->key, t->text};
    *ret_edits = edits;
    return true;
}
