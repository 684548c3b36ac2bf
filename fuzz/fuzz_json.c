/* JSON from any bytes into the same tree that YAML gives; written by our own writer it is read as the same
 * tree again, as whoever calls the API reads it. */
#include "fuzz.h"

#include "app/scheme/scheme_load.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "sys/json_in.h"

#include <assert.h>

static void check_tree(Arena *arena, const Tree *tree, int depth, int *nodes)
{
    assert(depth <= LIMIT_JSON_DEPTH && ++*nodes <= LIMIT_JSON_NODES);
    assert(utf8_valid(tree->text, NULL) && utf8_valid(tree->key, NULL));
    assert(tree_twice(arena, tree) == NULL);
    int count = 0;
    for (const Tree *child = tree->first; child; child = child->next) {
        check_tree(arena, child, depth + 1, nodes);
        count++;
    }
    assert(count == tree->count);
}

static int depth_of(const Tree *tree)
{
    int depth = 0;
    for (const Tree *child = tree->first; child; child = child->next) {
        int below = depth_of(child);
        depth = below > depth ? below : depth;
    }
    return depth + 1;
}

static void write_scalar(Json *json, const Tree *tree)
{
    int64_t number;
    if (tree->kind == TREE_NULL)
        json_null(json);
    else if (tree->quoted)
        json_str(json, tree->text);
    else if (str_to_i64(tree->text, &number))
        json_i64(json, number);
    else
        json_bool(json, str_eq(tree->text, S("true")));
}

static void write_tree(Json *json, const Tree *tree)
{
    if (tree->kind == TREE_NULL || tree->kind == TREE_TEXT) {
        write_scalar(json, tree);
        return;
    }
    bool map = tree->kind == TREE_MAP;
    map ? json_object(json) : json_array(json);
    for (const Tree *child = tree->first; child; child = child->next) {
        if (map)
            json_key(json, child->key);
        write_tree(json, child);
    }
    map ? json_object_end(json) : json_array_end(json);
}

static void check_same(const Tree *a, const Tree *b)
{
    assert(a->kind == b->kind && a->quoted == b->quoted && a->count == b->count);
    assert(str_eq(a->key, b->key) && str_eq(a->text, b->text));
    const Tree *y = b->first;
    for (const Tree *x = a->first; x; x = x->next, y = y->next)
        check_same(x, y);
}

static void check_written(Arena *arena, const Tree *tree)
{
    if (depth_of(tree) > JSON_DEPTH_MAX)
        return;
    Out out = out_new(arena, 1 << 28);
    Json json = json_new(&out, false);
    write_tree(&json, tree);
    for (size_t i = 0; i < out.len; i++)
        assert((unsigned char)out.ptr[i] >= 0x20);
    Err err = {0};
    Tree *again;
    assert(json_parse(arena, out_str(&out), &again, &err));
    check_same(tree, again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Tree *tree = NULL;
    int nodes = 0;
    if (!json_parse(&arena, fuzz_str(data, size), &tree, &err)) {
        assert(err.code != ERR_NONE);
        return 0;
    }
    check_tree(&arena, tree, 0, &nodes);
    check_written(&arena, tree);
    Scheme scheme;
    Faults faults = {.arena = &arena};
    assert(scheme_load(&arena, S("fuzz.json"), tree, &scheme, &faults) == (faults.total == 0));
    return 0;
}
