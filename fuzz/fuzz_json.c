/* JSON from any bytes into the same tree that YAML gives. */
#include "fuzz.h"

#include "app/scheme_load.h"
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
    Scheme scheme;
    Faults faults = {.arena = &arena};
    assert(scheme_load(&arena, S("fuzz.json"), tree, &scheme, &faults) == (faults.total == 0));
    return 0;
}
