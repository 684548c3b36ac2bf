#include "sys/json_in.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <jansson.h>

/* Where the conversion stands, from the inside out; made into a path only for an error. */
typedef struct Step {
    const struct Step *outer;
    Str key; /* ptr NULL: an item of a list */
    size_t index;
} Step;

static bool limit_error(Arena *arena, Str name, int64_t limit, int64_t found, Err *err)
{
    return err_set(err, ERR_LIMIT, {"name", name},
                   {"limit", arena_fmt(arena, "%lld", (long long)limit)},
                   {"found", arena_fmt(arena, "%lld", (long long)found)});
}

static Str path_of(Arena *arena, const Step *step)
{
    if (!step)
        return S("$");
    Str outer = path_of(arena, step->outer);
    if (step->key.ptr)
        return arena_fmt(arena, "%.*s.%.*s", STR_ARG(outer), STR_ARG(utf8_prefix(step->key, 60)));
    return arena_fmt(arena, "%.*s[%zu]", STR_ARG(outer), step->index);
}

/* Counts nodes and nesting before jansson allocates for them. Exact for well-formed text. */
static bool check_size(Arena *arena, Str text, Err *err)
{
    int64_t nodes = 1, depth = 0;
    bool in_text = false;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (in_text) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_text = false;
            continue;
        }
        in_text = c == '"';
        nodes += c == ',' || c == '[' || c == '{';
        depth += (c == '[' || c == '{') - (c == ']' || c == '}');
        if (depth > LIMIT_JSON_DEPTH)
            return limit_error(arena, S("LIMIT_JSON_DEPTH"), LIMIT_JSON_DEPTH, depth, err);
        if (nodes > LIMIT_JSON_NODES)
            return limit_error(arena, S("LIMIT_JSON_NODES"), LIMIT_JSON_NODES, nodes, err);
    }
    return true;
}

static bool convert(Arena *arena, json_t *json, const Step *at, Tree **ret_tree, Err *err);

static bool convert_list(Arena *arena, json_t *json, const Step *at, Tree *list, Err *err)
{
    for (size_t i = 0; i < json_array_size(json); i++) {
        Step step = {.outer = at, .index = i};
        Tree *item;
        if (!convert(arena, json_array_get(json, i), &step, &item, err))
            return false;
        tree_append(list, item);
    }
    return true;
}

static bool convert_map(Arena *arena, json_t *json, const Step *at, Tree *map, Err *err)
{
    for (void *it = json_object_iter(json); it; it = json_object_iter_next(json, it)) {
        Str key = {json_object_iter_key(it), (ptrdiff_t)json_object_iter_key_len(it)};
        Step step = {.outer = at, .key = key};
        Tree *item;
        if (!convert(arena, json_object_iter_value(it), &step, &item, err))
            return false;
        item->key = arena_str(arena, key);
        tree_append(map, item);
    }
    return true;
}

static bool convert(Arena *arena, json_t *json, const Step *at, Tree **ret_tree, Err *err)
{
    Tree *tree = arena_new(arena, Tree, 1);
    *ret_tree = tree;
    tree->kind = TREE_TEXT;
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        tree->kind = TREE_MAP;
        return convert_map(arena, json, at, tree, err);
    case JSON_ARRAY:
        tree->kind = TREE_LIST;
        return convert_list(arena, json, at, tree, err);
    case JSON_STRING:
        tree->quoted = true;
        tree->text =
            arena_str(arena, (Str){json_string_value(json), (ptrdiff_t)json_string_length(json)});
        return true;
    case JSON_INTEGER:
        tree->text = arena_fmt(arena, "%lld", (long long)json_integer_value(json));
        return true;
    case JSON_REAL:
        return err_set(err, ERR_JSON_NUMBER, {"found", path_of(arena, at)});
    case JSON_TRUE:
        tree->text = S("true");
        return true;
    case JSON_FALSE:
        tree->text = S("false");
        return true;
    default:
        tree->kind = TREE_NULL;
        return true;
    }
}

static bool syntax_error(const json_error_t *error, Err *err)
{
    ErrCode code =
        json_error_code(error) == json_error_duplicate_key ? ERR_JSON_TWICE : ERR_JSON_SYNTAX;
    err_set(err, code, {"found", str_from_z(error->text)});
    return err_at_cell(err, error->line < 1 ? 1 : error->line,
                       error->column < 1 ? 1 : error->column);
}

bool json_parse(Arena *arena, Str text, Tree **ret_tree, Err *err)
{
    if (text.len > LIMIT_JSON_BYTES)
        return limit_error(arena, S("LIMIT_JSON_BYTES"), LIMIT_JSON_BYTES, text.len, err);
    ptrdiff_t bad_at = 0;
    if (!utf8_valid(text, &bad_at)) {
        err_set(err, ERR_TEXT_ENCODING,
                {"found", arena_fmt(arena, "\\x%02x", (unsigned char)text.ptr[bad_at])});
        return err_at_byte(err, bad_at + 1);
    }
    if (!check_size(arena, text, err))
        return false;
    json_error_t error;
    json_t *json = json_loadb(text.ptr ? text.ptr : "", (size_t)text.len,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!json)
        return syntax_error(&error, err);
    bool ok = convert(arena, json, NULL, ret_tree, err);
    json_decref(json);
    return ok;
}
