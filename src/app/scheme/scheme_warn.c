#include "app/scheme/scheme_warn.h"

#include "app/scheme/scheme_parts.h"
#include "base/map.h"

typedef struct Warn {
    Arena *arena;
    const Scheme *scheme;
    Str file;
    Faults *warnings;
} Warn;

#define warn(w, node, code, ...)                                                                   \
    do {                                                                                           \
        Err err_;                                                                                  \
        err_set(&err_, (code), ##__VA_ARGS__);                                                     \
        tell((w), (node), &err_);                                                                  \
    } while (0)

static void tell(const Warn *w, const SchemeNode *node, Err *err)
{
    err_at_file(err, w->file);
    err_at_cell(err, node->line, node->col);
    faults_add(w->warnings, err);
}

/* One value that counts twice by the same rule is often a row that was copied. */
static void same_twice(const Warn *w)
{
    Map seen = {0};
    for (int i = 1; i < w->scheme->nnodes; i++) {
        const SchemeNode *n = &w->scheme->nodes[i];
        bool reads = scheme_is_leaf(n) && n->rule != RULE_FORMULA && n->nvoters == 0;
        if (!reads)
            continue;
        Str key =
            arena_fmt(w->arena, "%.*s %d %d", STR_ARG(n->indicator), (int)n->rule, (int)n->source);
        int first = map_get(&seen, key);
        if (first < 0)
            map_put(w->arena, &seen, key, i);
        else
            warn(w, n, ERR_SCHEME_SAME_TWICE, {"found", n->code},
                 {"other", w->scheme->nodes[first].code});
    }
}

static void component(const Warn *w, int i)
{
    const SchemeNode *n = &w->scheme->nodes[i];
    bool product = n->aggregate == AGGREGATE_GEOMETRIC || n->aggregate == AGGREGATE_HARMONIC;
    for (int k = i + 1; product && k < n->end; k = w->scheme->nodes[k].end)
        if (scheme_lowest(w->scheme, k) == 0)
            warn(w, &w->scheme->nodes[k], ERR_SCHEME_ZERO, {"found", w->scheme->nodes[k].code},
                 {"rule", aggregate_words.items[n->aggregate]});
    if (n->weights.override.len && n->weights.consistency <= 0.1)
        warn(w, n, ERR_SCHEME_OVERRIDE, {"found", n->code});
}

void scheme_warn(const Scheme *scheme, Str file, Faults *warnings)
{
    Warn w = {warnings->arena, scheme, file, warnings};
    for (int i = 0; i < scheme->nnodes; i++) {
        const SchemeNode *n = &scheme->nodes[i];
        if (!scheme_is_leaf(n))
            component(&w, i);
        else if (n->clamp && (dec_cmp(n->floor, dec_from_i64(-SCHEME_UNBOUND)) != 0 ||
                              dec_cmp(n->cap, dec_from_i64(SCHEME_UNBOUND)) != 0))
            warn(&w, n, ERR_SCHEME_ASKED_TWICE, {"key", S("clamp")}, {"other", S("floor · cap")});
    }
    same_twice(&w);
    if (scheme->streak.present && scheme->nladder == 0)
        warn(&w, &scheme->nodes[0], ERR_SCHEME_NO_LADDER);
}
