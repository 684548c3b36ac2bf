/* A scheme over all blocks of a panel: leaves, tree, final steps, integers, ranks. */
#include "core/engine_inner.h"

#include <stdatomic.h>

enum { QUANTISE_LIMIT = 920000000 }; /* times 1e10 below INT64_MAX */

typedef struct Worker {
    LeafRoom leaf;
    Tree tree;
    double *room;
    Frame *frames;
    void *rank_room;
    int64_t *keys;
    int32_t *rank, *from_bottom, *unit;
    uint8_t *tied;
    uint16_t *warned; /* [nnodes] */
    int64_t bad_row;  /* first row that is out of range, or INT64_MAX */
} Worker;

typedef struct Run {
    const EngineInput *input;
    const Engine *engine;
    EngineResult *result;
    unsigned keep;
    RankRule rank;
    const double *weights;
    Worker *workers;
    atomic_llong done;
    atomic_bool stopped;
} Run;

/* --- from the tree to the integer ---------------------------------------------------------------- */

static void at_least(double *x, double floor, int n)
{
    for (int u = 0; u < n; u++)
        x[u] = x[u] < floor ? floor : x[u];
}

static void at_most(double *x, double ceiling, int n)
{
    for (int u = 0; u < n; u++)
        x[u] = x[u] > ceiling ? ceiling : x[u];
}

/* The scheme's steps in its order, then the veto; NaN stays. */
static void finish_rows(const Engine *engine, const EngineResult *result, int64_t first, int n,
                        double *exact)
{
    const Scheme *scheme = engine->scheme;
    for (int i = 0; i < scheme->norder; i++)
        switch (scheme->order[i]) {
        case FINAL_BONUS:
            for (int u = 0; result->bonus && u < n; u++)
                exact[u] += result->bonus[first + u];
            break;
        case FINAL_DEDUCT:
            for (int u = 0; result->deduct && u < n; u++)
                exact[u] -= result->deduct[first + u];
            break;
        case FINAL_CEILING:
            at_most(exact, dec_to_f64(scheme->ceiling), n);
            break;
        default:
            at_least(exact, dec_to_f64(scheme->floor), n);
            break;
        }
    for (int u = 0; result->veto && u < n; u++)
        if (exact[u] > result->veto[first + u])
            exact[u] = result->veto[first + u];
}

static bool to_integer(const Scheme *scheme, double exact, int64_t *ret_score, int64_t *ret_rounded)
{
    bool ok = score_quantise(exact, ret_score);
    *ret_rounded = *ret_score;
    if (ok && scheme->rank_rounds)
        ok = score_round(*ret_score, scheme->rank_round, ret_rounded);
    return ok;
}

bool engine_finish(const Engine *engine, const EngineResult *result, int64_t row, double tree,
                   int64_t *ret_score, int64_t *ret_rounded)
{
    *ret_score = *ret_rounded = 0;
    finish_rows(engine, result, row, 1, &tree);
    return to_integer(engine->scheme, tree, ret_score, ret_rounded);
}

CLONES
static bool all_in_range(const double *exact, int n)
{
    int odd = 0;
    for (int u = 0; u < n; u++)
        odd |= !(exact[u] > -QUANTISE_LIMIT && exact[u] < QUANTISE_LIMIT);
    return !odd;
}

/* As score_quantise, for a block in which all fit. */
CLONES
static void quantise(const double *exact, int n, int64_t *restrict ret)
{
    for (int u = 0; u < n; u++) {
        double scaled = exact[u] * (double)SCORE_ONE;
        int64_t whole = (int64_t)scaled;
        double rest = scaled - (double)whole;
        ret[u] = whole + (rest >= 0.5) - (rest <= -0.5);
    }
}

static void integers(const Run *run, Worker *worker, int64_t first, int n)
{
    const EngineResult *r = run->result;
    const Scheme *scheme = run->engine->scheme;
    if (all_in_range(r->exact + first, n)) {
        memset(r->flags + first, UNIT_HAS_SCORE | UNIT_RANKED, (size_t)n);
        quantise(r->exact + first, n, r->score + first);
        for (int u = 0; scheme->rank_rounds && u < n; u++)
            (void)score_round(r->score[first + u], scheme->rank_round, &r->rounded[first + u]);
        if (!scheme->rank_rounds)
            memcpy(r->rounded + first, r->score + first, (size_t)n * sizeof(int64_t));
        return;
    }
    for (int64_t row = first; row < first + n; row++) {
        bool has = r->tree[row] == r->tree[row];
        r->flags[row] = has ? UNIT_HAS_SCORE | UNIT_RANKED : 0;
        r->score[row] = r->rounded[row] = 0;
        bool fits = !has || to_integer(scheme, r->exact[row], &r->score[row], &r->rounded[row]);
        if (!fits && row < worker->bad_row)
            worker->bad_row = row;
    }
}

/* --- ranks ------------------------------------------------------------------------------------- */

static void rank_block(const Run *run, Worker *worker, int64_t block, int64_t first, int n)
{
    const EngineResult *r = run->result;
    int count = 0;
    for (int u = 0; u < n; u++) {
        worker->keys[count] = r->rounded[first + u];
        worker->unit[count] = u;
        count += (r->flags[first + u] & UNIT_RANKED) != 0;
    }
    unsigned warnings = rank_keys(worker->keys, count, run->rank.ties, worker->rank_room,
                                  worker->rank, worker->from_bottom, worker->tied);
    bool bottom = rank_has_bottom(run->rank, count, &warnings);
    if (count < n) {
        memset(r->rank + first, 0, (size_t)n * sizeof *r->rank);
        memset(r->from_bottom + first, 0, (size_t)n * sizeof *r->from_bottom);
    }
    for (int i = 0; i < count; i++) {
        int64_t row = first + worker->unit[i];
        bool in = bottom && worker->from_bottom[i] <= run->rank.bottom;
        r->rank[row] = worker->rank[i];
        r->from_bottom[row] = worker->from_bottom[i];
        r->flags[row] |= (uint8_t)((worker->tied[i] ? UNIT_TIED : 0) | (in ? UNIT_IN_BOTTOM : 0));
    }
    r->block_warnings[block] = (uint8_t)warnings;
}

/* --- blocks ------------------------------------------------------------------------------------ */

static void score_leaf(const Run *run, Worker *worker, const Leaf *leaf, const PanelBlock *block)
{
    const EngineResult *r = run->result;
    double *f = r->fractions && r->fractions[leaf->node] ? r->fractions[leaf->node] + block->first
                                                         : worker->leaf.f;
    LeafRun scored;
    leaf_score(run->engine, leaf, block->first, block->count, block->period, &worker->leaf, NULL, f,
               &scored);
    worker->warned[leaf->node] |= (uint16_t)scored.warned;
    tree_leaf(&worker->tree, leaf->node, f, scored.plain);
}

static void score_block(const Run *run, Worker *worker, int64_t at)
{
    const Engine *engine = run->engine;
    const PanelBlock *block = &engine->panel->blocks[at];
    EngineResult *r = run->result;
    Tree *tree = &worker->tree;
    if (block->count == 0) {
        r->block_warnings[at] = RANK_WARN_EMPTY;
        return;
    }
    tree_open(tree, engine, block->count, worker->room, worker->frames);
    tree->weights = run->weights;
    tree->first = block->first;
    tree->keep = run->keep & ENGINE_COMPONENTS ? r->fractions : NULL;
    for (int i = 0; i < engine->scheme->nnodes; i++)
        if (engine->leaf_of[i] < 0)
            tree_component(tree, i);
        else
            score_leaf(run, worker, &engine->leaves[engine->leaf_of[i]], block);
    tree_close(tree, r->tree + block->first);
    memcpy(r->exact + block->first, r->tree + block->first, (size_t)block->count * sizeof(double));
    finish_rows(engine, r, block->first, block->count, r->exact + block->first);
    integers(run, worker, block->first, block->count);
    rank_block(run, worker, at, block->first, block->count);
}

static void do_block(void *ctx, int64_t item, int worker)
{
    Run *run = ctx;
    if (atomic_load(&run->stopped))
        return;
    score_block(run, &run->workers[worker], item);
    int64_t done = atomic_fetch_add(&run->done, 1) + 1;
    const EngineInput *input = run->input;
    if (worker == 0 && input->progress &&
        !input->progress(input->progress_ctx, done, run->engine->panel->nblocks))
        atomic_store(&run->stopped, true);
}

static Worker *make_workers(Arena *arena, const Engine *engine, int count)
{
    Worker *workers = arena_new(arena, Worker, count);
    int n = engine->rows_max;
    for (int i = 0; i < count; i++)
        workers[i] = (Worker){.leaf = leaf_room(arena, engine),
                              .room = arena_new(arena, double, tree_room(engine, n)),
                              .frames = arena_new(arena, Frame, engine->depth_max + 1),
                              .rank_room = arena_alloc(arena, rank_room_bytes(n), 1),
                              .keys = arena_new(arena, int64_t, n + 1),
                              .rank = arena_new(arena, int32_t, n),
                              .from_bottom = arena_new(arena, int32_t, n),
                              .unit = arena_new(arena, int32_t, n + 1),
                              .tied = arena_new(arena, uint8_t, n),
                              .warned = arena_new(arena, uint16_t, engine->scheme->nnodes),
                              .bad_row = INT64_MAX};
    return workers;
}

static void make_result(Arena *arena, const Engine *engine, unsigned keep, EngineResult *r)
{
    int64_t n = engine->panel->nrows;
    *r = (EngineResult){.nrows = n};
    r->tree = arena_new(arena, double, n);
    r->exact = arena_new(arena, double, n);
    r->score = arena_new(arena, int64_t, n);
    r->rounded = arena_new(arena, int64_t, n);
    r->rank = arena_new(arena, int32_t, n);
    r->from_bottom = arena_new(arena, int32_t, n);
    r->flags = arena_new(arena, uint8_t, n);
    r->block_warnings = arena_new(arena, uint8_t, engine->panel->nblocks);
    r->node_warnings = arena_new(arena, uint16_t, engine->scheme->nnodes);
    if (keep & (ENGINE_COMPONENTS | ENGINE_LEAVES))
        r->fractions = arena_new(arena, double *, engine->scheme->nnodes);
    for (int i = 0; i < engine->scheme->nnodes; i++) {
        unsigned wanted = engine->leaf_of[i] < 0 ? ENGINE_COMPONENTS : ENGINE_LEAVES;
        if (keep & wanted)
            r->fractions[i] = arena_new(arena, double, n);
    }
}

static bool range_error(Arena *arena, const Engine *engine, int64_t row, Err *err)
{
    return err_set(err, ERR_SCORE_RANGE,
                   {"unit", arena_fmt(arena, "%d", engine->panel->unit_of[row] + 1)},
                   {"node", S("1")});
}

bool engine_run(Arena *arena, const EngineInput *input, unsigned keep, EngineResult *ret_result,
                Err *err)
{
    const Engine *engine = input->engine;
    ParFor one = par_one();
    const ParFor *par = input->par ? input->par : &one;
    make_result(arena, engine, keep, ret_result);
    ArenaMark mark = arena_mark(arena);
    Run run = {.input = input,
               .engine = engine,
               .result = ret_result,
               .keep = keep,
               .rank = rank_rule_of(engine->scheme),
               .weights = input->weights ? input->weights : engine->weights,
               .workers = make_workers(arena, engine, par->workers)};
    par_for(par, engine->panel->nblocks, do_block, &run);
    int64_t bad_row = INT64_MAX;
    for (int i = 0; i < par->workers; i++) {
        bad_row = run.workers[i].bad_row < bad_row ? run.workers[i].bad_row : bad_row;
        for (int k = 0; k < engine->scheme->nnodes; k++)
            ret_result->node_warnings[k] |= run.workers[i].warned[k];
    }
    arena_rewind(arena, mark);
    if (atomic_load(&run.stopped))
        return err_set(err, ERR_ENGINE_STOPPED);
    return bad_row == INT64_MAX ? true : range_error(arena, engine, bad_row, err);
}

/* --- once more with other weights ---------------------------------------------------------------- */

int64_t engine_fold_room(const Engine *engine, int count)
{
    size_t frames = (size_t)(engine->depth_max + 1) * sizeof(Frame);
    return tree_room(engine, count) + (int64_t)((frames + sizeof(double) - 1) / sizeof(double));
}

void engine_fold(const Engine *engine, const EngineResult *leaves, const PanelBlock *block,
                 const double *weights, double *room, double *ret_tree)
{
    Tree tree = {.weights = weights, .first = block->first};
    bool negative;
    Frame *frames = (Frame *)(void *)(room + tree_room(engine, block->count));
    tree_open(&tree, engine, block->count, room, frames);
    for (int i = 0; i < engine->scheme->nnodes; i++) {
        if (engine->leaf_of[i] < 0) {
            tree_component(&tree, i);
            continue;
        }
        const double *f = leaves->fractions[i] + block->first;
        tree_leaf(&tree, i, f, engine_plain(f, block->count, &negative));
    }
    tree_close(&tree, ret_tree);
}

/* c and m of every node of one row, from the leaves up. */
static void count_nodes(const Engine *engine, const EngineResult *result, int64_t row, double *c,
                        double *m)
{
    const SchemeNode *nodes = engine->scheme->nodes;
    for (int i = engine->scheme->nnodes - 1; i >= 0; i--) {
        if (engine->leaf_of[i] >= 0) {
            double f = result->fractions[i][row];
            c[i] = f == f ? 1 : 0;
            m[i] = f == f || (nan_bits(f) & NAN_KEEPS_WEIGHT) ? 1 : 0;
            continue;
        }
        double sum = 0, counting = 0, kept = 0;
        for (int k = i + 1; k < nodes[i].end; k = nodes[k].end) {
            sum += engine->weights[k];
            counting += engine->weights[k] * c[k];
            kept += engine->weights[k] * m[k];
        }
        m[i] = sum > 0 ? kept / sum : 1;
        c[i] = counting > 0 ? m[i] : 0;
    }
}

void engine_effective(const Engine *engine, const EngineResult *result, int64_t row,
                      double *ret_weights)
{
    const SchemeNode *nodes = engine->scheme->nodes;
    int nnodes = engine->scheme->nnodes;
    AUTO_ARENA arena = {0};
    double *c = arena_new(&arena, double, nnodes), *m = arena_new(&arena, double, nnodes);
    count_nodes(engine, result, row, c, m);
    memset(ret_weights, 0, (size_t)nnodes * sizeof *ret_weights);
    ret_weights[0] = c[0] > 0 ? 1 : 0;
    for (int i = 0; i < nnodes; i++) {
        if (engine->leaf_of[i] >= 0)
            continue;
        double counting = 0;
        for (int k = i + 1; k < nodes[i].end; k = nodes[k].end)
            counting += engine->weights[k] * c[k];
        for (int k = i + 1; k < nodes[i].end; k = nodes[k].end)
            ret_weights[k] =
                counting > 0 ? ret_weights[i] * engine->weights[k] * c[k] / counting : 0;
    }
}
