/* A scheme over all blocks of a panel: leaves, tree, final steps, integers, ranks. */
#include "core/engine_inner.h"

#include <stdatomic.h>

enum { QUANTISE_LIMIT = 920000000 }; /* times 1e10 below INT64_MAX */

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
    if (n <= 0)
        return;
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

/* Who is not ranked all the same, and who was vetoed. */
static void mark_rows(const Run *run, const Worker *worker, int64_t first, int n)
{
    const Engine *engine = run->engine;
    const EngineResult *r = run->result;
    for (int u = 0; u < n; u++) {
        uint8_t *flags = &r->flags[first + u];
        if (worker->excluded[u])
            *flags &= (uint8_t)~UNIT_RANKED;
        if (r->veto && (*flags & UNIT_HAS_SCORE) && r->veto[first + u] < __builtin_inf())
            *flags |= UNIT_VETOED;
    }
    for (int i = 0; engine->nthresholds && i < engine->scheme->nnodes; i++) {
        int t = engine->threshold_of[i];
        for (int u = 0; t >= 0 && u < n; u++) {
            double owed = worker->owed[(ptrdiff_t)t * engine->batch_max + u];
            double given = worker->given[(ptrdiff_t)t * engine->batch_max + u];
            int64_t share, least;
            if (owed > 0 && score_quantise(given / owed, &share) &&
                score_quantise(dec_to_f64(engine->scheme->nodes[i].available), &least) &&
                share < least) {
                r->flags[first + u] &= (uint8_t)~UNIT_RANKED;
                r->flags[first + u] |= UNIT_TOO_LITTLE;
            }
        }
    }
}

/* --- ranks ------------------------------------------------------------------------------------- */

static void rank_block(const Run *run, Worker *worker, int64_t block, int64_t first, int n)
{
    const EngineResult *r = run->result;
    const RankRoom *room = &worker->ranks;
    int count = 0;
    for (int u = 0; u < n; u++) {
        room->keys[count] = r->rounded[first + u];
        room->unit[count] = u;
        count += (r->flags[first + u] & UNIT_RANKED) != 0;
    }
    unsigned warnings = rank_keys(room->keys, count, run->rank.ties, room->sort, room->rank,
                                  room->from_bottom, room->tied);
    bool bottom = rank_has_bottom(run->rank, count, &warnings);
    if (count < n) {
        memset(r->rank + first, 0, (size_t)n * sizeof *r->rank);
        memset(r->from_bottom + first, 0, (size_t)n * sizeof *r->from_bottom);
    }
    for (int i = 0; i < count; i++) {
        int64_t row = first + room->unit[i];
        bool in = bottom && room->from_bottom[i] <= run->rank.bottom;
        r->rank[row] = room->rank[i];
        r->from_bottom[row] = room->from_bottom[i];
        r->flags[row] |= (uint8_t)((room->tied[i] ? UNIT_TIED : 0) | (in ? UNIT_IN_BOTTOM : 0));
    }
    r->block_warnings[block] = (uint8_t)warnings;
}

/* --- blocks ------------------------------------------------------------------------------------ */

void engine_score_leaf(const Run *run, Worker *worker, const Leaf *leaf, int64_t first, int n,
                       int period, double *ret_f, uint8_t *ret_status, LeafRun *ret_run)
{
    *ret_run = (LeafRun){.engine = run->engine,
                         .leaf = leaf,
                         .first = first,
                         .n = n,
                         .period = period,
                         .f = ret_f,
                         .status = ret_status};
    if (run->result->traces) {
        const EngineTrace *trace = &run->result->traces[leaf->node];
        ret_run->raw = trace->raw + first;
        ret_run->status = trace->status + first;
        ret_run->warnings = trace->warnings + first;
        ret_run->rank = trace->rank ? trace->rank + first : NULL;
        memset(ret_run->status, CELL_SCORED, (size_t)n);
    }
    if (leaf->rule->by_events)
        ret_run->events = engine_events_of_leaf(run, leaf->node, first, n, worker->leaf.events);
    leaf_score(ret_run, &worker->leaf);
    if (ret_run->plain && ret_status)
        memset(ret_status, CELL_SCORED, (size_t)n);
}

/* The share of the weight below its parent that a node has. */
static double share_of_parent(const Run *run, int node)
{
    const SchemeNode *nodes = run->engine->scheme->nodes;
    int parent = nodes[node].parent, nkids = 0;
    double sum = 0;
    for (int k = parent + 1; k < nodes[parent].end; k = nodes[k].end, nkids++)
        sum += run->weights[k];
    if (engine_gather_by_data(&nodes[parent].weights)) /* not known yet: an equal share */
        return 1.0 / nkids;
    return sum > 0 ? run->weights[node] / sum : 0;
}

/* The leaf's weight goes to what is owed, and where the value is there to what is given, of every node with a
 * threshold above it. */
static void count_given(const Run *run, Worker *worker, const Leaf *leaf, const uint8_t *status,
                        int at, int n)
{
    const Engine *engine = run->engine;
    const SchemeNode *nodes = engine->scheme->nodes;
    double weight = 1;
    for (int node = leaf->node; node >= 0; node = nodes[node].parent) {
        int t = engine->threshold_of[node];
        double *given = worker->given + (ptrdiff_t)t * engine->batch_max + at;
        double *owed = worker->owed + (ptrdiff_t)t * engine->batch_max + at;
        for (int u = 0; t >= 0 && u < n; u++) {
            CellStatus is = status ? (CellStatus)status[u] : CELL_SCORED;
            bool out = is == CELL_SPREAD || is == CELL_MEAN || is == CELL_PARENT ||
                       is == CELL_NOT_YET || is == CELL_DATA_ONLY;
            owed[u] += out ? 0 : weight;
            given[u] += is == CELL_SCORED ? weight : 0;
        }
        if (node > 0)
            weight *= share_of_parent(run, node);
    }
}

/* What the tree needs to know of a leaf beside its fractions, of n rows from `at` in the batch. */
static void mark_leaf(const Run *run, Worker *worker, const Leaf *leaf, const uint8_t *status,
                      int at, int n)
{
    for (int u = 0; status && leaf->is->missing == MISSING_EXCLUDE && u < n; u++)
        worker->excluded[at + u] |= status[u] == CELL_EXCLUDED;
    if (run->engine->nthresholds)
        count_given(run, worker, leaf, status, at, n);
}

/* The same block of the next leaf: runs of a column are too short for the processor to guess it. */
static void fetch_next(const Engine *engine, const Leaf *leaf, const PanelBlock *block)
{
    if (leaf + 1 == engine->leaves + engine->nleaves || !leaf[1].by_value)
        return;
    const double *cells = leaf[1].own.value + block->first;
    for (int u = 0; u < block->count; u += (int)(64 / sizeof(double)))
        __builtin_prefetch(cells + u);
}

/* One block of a batch; true: every unit's fraction counts. */
static bool score_part(const Run *run, Worker *worker, const Leaf *leaf, const PanelBlock *block,
                       int at, double *f)
{
    LeafRun scored;
    engine_score_leaf(run, worker, leaf, block->first, block->count, block->period, f, NULL,
                      &scored);
    if (!scored.plain)
        leaf_fill(&scored, 0, block->count);
    worker->warned[leaf->node] |= (uint16_t)scored.warned;
    mark_leaf(run, worker, leaf, scored.plain ? NULL : scored.status, at, block->count);
    return scored.plain || engine_even(f, block->count);
}

static void score_leaf(const Run *run, Worker *worker, const Leaf *leaf, const Batch *batch)
{
    const EngineResult *r = run->result;
    double *kept = r->fractions ? r->fractions[leaf->node] : NULL;
    double *f = kept ? kept + batch->first : worker->leaf.f;
    bool even = true;
    if (leaf->fused) {
        if (engine_fused_leaf(run, worker, leaf, batch))
            return;
    }
    if (leaf->prepared) {
        const Prepared *from = &run->prepared[run->engine->leaf_of[leaf->node]];
        f = from->f + batch->first;
        even = engine_even(f, batch->count);
        mark_leaf(run, worker, leaf, from->status + batch->first, 0, batch->count);
    } else {
        for (int b = batch->from; b < batch->end; b++) {
            const PanelBlock *block = &run->engine->panel->blocks[b];
            int at = (int)(block->first - batch->first);
            fetch_next(run->engine, leaf, block);
            even &= score_part(run, worker, leaf, block, at, f + at);
        }
    }
    fold_leaf(&worker->tree, leaf->node, f, even);
}

static double *data_of(const EngineResult *result, const Engine *engine, int64_t first)
{
    if (!result->data_weights)
        return NULL;
    return result->data_weights +
           (ptrdiff_t)engine_block_at(engine, first) * engine->scheme->nnodes;
}

void engine_score_nodes(const Run *run, Worker *worker, const Batch *batch, int node)
{
    const Engine *engine = run->engine;
    const Scheme *scheme = engine->scheme;
    size_t nthresholds = (size_t)engine->nthresholds * (size_t)engine->batch_max;
    Tree *tree = &worker->tree;
    fold_open(tree, engine, batch->count, worker->room);
    tree->weights = run->weights;
    tree->data = data_of(run->result, engine, batch->first);
    tree->keeps_data = true;
    tree->first = batch->first;
    tree->keep = tree->harvest < 0 ? run->result->fractions : NULL;
    tree->warned = worker->warned;
    memset(worker->excluded, 0, (size_t)batch->count);
    memset(worker->given, 0, nthresholds * sizeof(double));
    memset(worker->owed, 0, nthresholds * sizeof(double));
    for (int i = node; i < scheme->nodes[node].end; i++)
        if (engine->leaf_of[i] < 0)
            fold_component(tree, i);
        else
            score_leaf(run, worker, &engine->leaves[engine->leaf_of[i]], batch);
}

static void score_batch(const Run *run, Worker *worker, const Batch *batch)
{
    const Engine *engine = run->engine;
    EngineResult *r = run->result;
    if (batch->count > 0) {
        engine_score_nodes(run, worker, batch, 0);
        fold_close(&worker->tree, r->tree + batch->first);
        memcpy(r->exact + batch->first, r->tree + batch->first,
               (size_t)batch->count * sizeof(double));
        finish_rows(engine, r, batch->first, batch->count, r->exact + batch->first);
        integers(run, worker, batch->first, batch->count);
        mark_rows(run, worker, batch->first, batch->count);
    }
    for (int b = batch->from; b < batch->end; b++)
        rank_block(run, worker, b, engine->panel->blocks[b].first, engine->panel->blocks[b].count);
}

static void do_batch(void *ctx, int64_t item, int worker)
{
    Run *run = ctx;
    const Batch *batch = &run->engine->batches[item];
    if (run->stopped)
        return;
    score_batch(run, &run->workers[worker], batch);
    int64_t blocks = batch->end - batch->from;
    int64_t done = atomic_fetch_add(&run->done, blocks) + blocks;
    const EngineInput *input = run->input;
    if (worker == 0 && input->progress &&
        !input->progress(input->progress_ctx, done, run->engine->panel->nblocks))
        run->stopped = true;
}

static Worker *make_workers(Arena *arena, const Engine *engine, int count)
{
    Worker *workers = arena_new(arena, Worker, count);
    size_t n = (size_t)engine->batch_max, thresholds = (size_t)engine->nthresholds * n;
    for (int i = 0; i < count; i++)
        workers[i] = (Worker){.leaf = leaf_room(arena, engine),
                              .tree = {.harvest = -1},
                              .room = arena_new(arena, double, fold_room(engine, (int)n)),
                              .ranks = engine_rank_room(arena, engine->block_max),
                              .excluded = arena_new(arena, uint8_t, n),
                              .given = arena_new(arena, double, thresholds),
                              .owed = arena_new(arena, double, thresholds),
                              .warned = arena_new(arena, uint16_t, engine->scheme->nnodes),
                              .bad_row = INT64_MAX};
    return workers;
}

static void make_trace(Arena *arena, const Leaf *leaf, int64_t nrows, EngineTrace *ret)
{
    ret->status = arena_new(arena, uint8_t, nrows);
    ret->warnings = arena_new(arena, uint16_t, nrows);
    ret->raw = arena_new(arena, double, nrows);
    if (leaf->is->rule == RULE_RANK_POINTS || leaf->is->rule == RULE_PERCENTILE ||
        leaf->is->rule == RULE_BORDA)
        ret->rank = arena_new(arena, int32_t, nrows);
}

static void make_result(Arena *arena, const Engine *engine, const double *weights, unsigned keep,
                        EngineResult *r)
{
    int64_t n = engine->panel->nrows;
    int nnodes = engine->scheme->nnodes;
    *r = (EngineResult){.nrows = n};
    r->tree = arena_new(arena, double, n);
    r->exact = arena_new(arena, double, n);
    r->score = arena_new(arena, int64_t, n);
    r->rounded = arena_new(arena, int64_t, n);
    r->rank = arena_new(arena, int32_t, n);
    r->from_bottom = arena_new(arena, int32_t, n);
    r->flags = arena_new(arena, uint8_t, n);
    r->block_warnings = arena_new(arena, uint8_t, engine->panel->nblocks);
    r->node_warnings = arena_new(arena, uint16_t, nnodes);
    r->weights = arena_new(arena, double, nnodes);
    memcpy(r->weights, weights, (size_t)nnodes * sizeof(double));
    if (engine->by_data)
        r->data_weights = arena_new(arena, double, (size_t)engine->panel->nblocks *(size_t)nnodes);
    if (keep & (ENGINE_COMPONENTS | ENGINE_LEAVES))
        r->fractions = arena_new(arena, double *, nnodes);
    for (int i = 0; i < nnodes; i++)
        if (keep & (engine->leaf_of[i] < 0 ? ENGINE_COMPONENTS : ENGINE_LEAVES))
            r->fractions[i] = arena_new(arena, double, n);
    if (keep & ENGINE_TRACE)
        r->traces = arena_new(arena, EngineTrace, nnodes);
    for (int i = 0; r->traces && i < engine->nleaves; i++)
        make_trace(arena, &engine->leaves[i], n, &r->traces[engine->leaves[i].node]);
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
    Run run = {.input = input,
               .engine = engine,
               .result = ret_result,
               .rank = rank_rule_of(engine->scheme),
               .weights = input->weights ? input->weights : engine->weights,
               .par = input->par ? input->par : &one};
    make_result(arena, engine, run.weights, keep, ret_result);
    if (!engine_events_take(arena, &run, err))
        return false;
    AUTO_ARENA room = {0};
    run.workers = make_workers(&room, engine, run.par->workers);
    engine_wide_leaves(&room, &run);
    engine_wide_weights(arena, &run);
    par_for(run.par, engine->nbatches, do_batch, &run);
    int64_t bad_row = INT64_MAX;
    for (int i = 0; i < run.par->workers; i++) {
        bad_row = run.workers[i].bad_row < bad_row ? run.workers[i].bad_row : bad_row;
        for (int k = 0; k < engine->scheme->nnodes; k++)
            ret_result->node_warnings[k] |= run.workers[i].warned[k];
    }
    if (run.stopped)
        return err_set(err, ERR_ENGINE_STOPPED);
    return bad_row == INT64_MAX ? true : range_error(arena, engine, bad_row, err);
}

/* --- once more with other weights ---------------------------------------------------------------- */

int64_t engine_fold_room(const Engine *engine, int count)
{
    return fold_room(engine, count);
}

void engine_fold(const Engine *engine, const EngineResult *leaves, const PanelBlock *block,
                 const double *weights, double *room, double *ret_tree)
{
    Tree tree = {.weights = weights, .first = block->first, .harvest = -1};
    int nnodes = engine->scheme->nnodes;
    tree.data = data_of(leaves, engine, block->first);
    fold_open(&tree, engine, block->count, room);
    for (int i = 0; i < nnodes; i++) {
        if (engine->leaf_of[i] < 0) {
            fold_component(&tree, i);
            continue;
        }
        const double *f = leaves->fractions[i] + block->first;
        fold_leaf(&tree, i, f, engine_even(f, block->count));
    }
    fold_close(&tree, ret_tree);
}

/* Weights of the children as this row's block had them. */
static double weight_of(const Engine *engine, const EngineResult *result, const double *data,
                        int node)
{
    const SchemeNode *nodes = engine->scheme->nodes;
    bool by_data = node > 0 && engine_gather_by_data(&nodes[nodes[node].parent].weights);
    return by_data ? data[node] : result->weights[node];
}

/* c and m of every node of one row, from the leaves up. */
static void count_nodes(const Engine *engine, const EngineResult *result, int64_t row,
                        const double *weights, double *c, double *m)
{
    const SchemeNode *nodes = engine->scheme->nodes;
    for (int i = engine->scheme->nnodes - 1; i >= 0; i--) {
        if (engine->leaf_of[i] >= 0) {
            double f = result->fractions[i][row];
            c[i] = is_given(f) ? 1 : 0;
            m[i] = is_given(f) || (nan_bits(f) & NAN_KEEPS_WEIGHT) ? 1 : 0;
            continue;
        }
        double sum = 0, counting = 0, kept = 0;
        for (int k = i + 1; k < nodes[i].end; k = nodes[k].end) {
            sum += weights[k];
            counting += weights[k] * c[k];
            kept += weights[k] * m[k];
        }
        m[i] = sum > 0 ? kept / sum : 1;
        c[i] = counting > 0 ? m[i] : 0;
    }
}

void engine_share_out(const Engine *engine, const EngineResult *result, int64_t row, double whole,
                      double *ret_shares)
{
    const SchemeNode *nodes = engine->scheme->nodes;
    int nnodes = engine->scheme->nnodes;
    const double *data = data_of(result, engine, row);
    AUTO_ARENA arena = {0};
    double *c = arena_new(&arena, double, nnodes), *m = arena_new(&arena, double, nnodes);
    double *weights = arena_new(&arena, double, nnodes);
    for (int i = 0; i < nnodes; i++)
        weights[i] = weight_of(engine, result, data, i);
    count_nodes(engine, result, row, weights, c, m);
    memset(ret_shares, 0, (size_t)nnodes * sizeof *ret_shares);
    ret_shares[0] = c[0] > 0 ? whole : 0;
    for (int i = 0; i < nnodes; i++) {
        double counting = 0;
        for (int k = i + 1; k < nodes[i].end; k = nodes[k].end)
            counting += weights[k] * c[k];
        for (int k = i + 1; k < nodes[i].end && counting > 0; k = nodes[k].end)
            ret_shares[k] = ret_shares[i] * (weights[k] * c[k]) / counting;
    }
}

void engine_effective(const Engine *engine, const EngineResult *result, int64_t row,
                      double *ret_weights)
{
    engine_share_out(engine, result, row, 1, ret_weights);
}
