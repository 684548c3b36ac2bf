/* YAML from any bytes into a tree, the tree into a scheme, and what loads is scored and ranked. */
#include "fuzz.h"

#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_load.h"
#include "base/limits.h"
#include "core/score.h"
#include "core/streak.h"
#include "sys/yaml.h"

#include <assert.h>

enum { UNITS = 4 };

static void check_tree(Arena *arena, const Tree *tree, int depth, int *nodes)
{
    assert(depth <= LIMIT_YAML_DEPTH && ++*nodes <= LIMIT_YAML_NODES);
    assert(tree->kind == TREE_NULL || tree->line > 0);
    assert(tree->kind == TREE_LIST || tree->kind == TREE_MAP || tree->count == 0);
    assert(tree_twice(arena, tree) == NULL);
    int count = 0;
    for (const Tree *child = tree->first; child; child = child->next) {
        check_tree(arena, child, depth + 1, nodes);
        count++;
    }
    assert(count == tree->count);
}

/* Any scheme that loads gives every unit a bounded score, or says where it does not fit. */
static void check_scores(Arena *arena, const Scheme *scheme)
{
    ScoreValue *values = arena_new(arena, ScoreValue, UNITS * scheme->nnodes);
    for (int i = 0; i < UNITS * scheme->nnodes; i++)
        values[i] = (ScoreValue){.state = (ValueState)(i % 7 % 5),
                                 .actual = i % 11 * 12.5,
                                 .has_target = i % 3 != 0,
                                 .target = 100,
                                 .has_share = i % 5 != 0,
                                 .share = 0.5};
    ScoreInput input = {.scheme = scheme, .nunits = UNITS, .values = values};
    ScoreResult result;
    Err err = {0};
    if (!score_group(arena, &input, &result, &err)) {
        assert(err.code == ERR_SCORE_RANGE);
        return;
    }
    for (int u = 0; u < UNITS; u++) {
        assert(result.units[u].ranked == (result.ranks[u].rank > 0));
        assert(result.ranks[u].rank <= 2 * UNITS);
    }
    StreakPeriod history = {
        .months = {scheme->effective, scheme->effective}, .in_bottom = true, .plan_not_met = true};
    StreakRow row;
    streak_run(&scheme->streak, scheme->ladder, scheme->nladder, &history, 1, &row);
    assert(row.run == 1 && row.step < scheme->nladder);
}

/* Whatever loads has a canonical form that loads again with the same digest. */
static void check_canon(Arena *arena, const Scheme *scheme)
{
    Str first, again;
    Err err = {0};
    Faults faults = {.arena = arena};
    Scheme other;
    Out out = out_new(arena, 64 * 1024 * 1024);
    Json json = json_new(&out, false);
    tree_json(&json, scheme_canon(arena, scheme));
    bool ok = scheme_digest(arena, scheme, &first, &err) &&
              scheme_load_text(arena, S("canon"), out_str(&out), &other, &faults) &&
              scheme_digest(arena, &other, &again, &err);
    assert(ok && str_eq(first, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Tree *tree = NULL;
    int nodes = 0;
    if (!yaml_parse(&arena, fuzz_str(data, size), &tree, &err)) {
        assert(err.code != ERR_NONE && (err.row > 0 || err.byte > 0 || err.code == ERR_LIMIT));
        return 0;
    }
    check_tree(&arena, tree, 0, &nodes);
    Scheme scheme;
    Faults faults = {.arena = &arena};
    bool loaded = scheme_load(&arena, S("fuzz.yaml"), tree, &scheme, &faults);
    assert(loaded == (faults.total == 0));
    for (int i = 0; i < faults.count; i++)
        assert(faults.items[i].row > 0 || tree->kind == TREE_NULL);
    if (loaded)
        check_canon(&arena, &scheme);
    if (loaded)
        check_scores(&arena, &scheme);
    return 0;
}
