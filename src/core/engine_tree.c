/* Fractions up the tree. A component is open while its children come by, in scheme order; each adds
 * w c v, w c and w m. While all of them count in all rows the last two are one number. */
#include "core/engine_inner.h"
#include "core/num.h"

CLONES
static void set_scaled(double *restrict num, const double *restrict v, double w, int n)
{
    for (int u = 0; u < n; u++)
        num[u] = 0 + w * v[u]; /* as added to nothing: never -0 */
}

CLONES
static void add_scaled(double *restrict num, const double *restrict v, double w, int n)
{
    for (int u = 0; u < n; u++)
        num[u] += w * v[u];
}

CLONES
static void divide_all(double *restrict num, double den, int n)
{
    for (int u = 0; u < n; u++)
        num[u] /= den;
}

CLONES
static void scale_all(double *restrict ret, const double *restrict v, double by, int n)
{
    for (int u = 0; u < n; u++)
        ret[u] = by * v[u];
}

CLONES
static bool all_given(const double *x, int n)
{
    int64_t odd = 0;
    for (int u = 0; u < n; u++)
        odd |= !(x[u] == x[u]);
    return !odd;
}

bool engine_even(const double *x, int n)
{
    return all_given(x, n);
}

/* --- room ---------------------------------------------------------------------------------------- */

static int64_t in_doubles(int count, size_t size)
{
    return (int64_t)(((size_t)count * size + sizeof(double) - 1) / sizeof(double));
}

enum { TREE_COLUMNS = 4 }; /* v, c, m, t */

int64_t fold_room(const Engine *engine, int n)
{
    int64_t columns = (int64_t)(engine->depth_max + 1) * 3 + (int64_t)engine->ngathered * 3;
    return (columns + TREE_COLUMNS) * n + in_doubles(engine->depth_max + 1, sizeof(Frame)) +
           in_doubles(engine->ngathered, sizeof(Kid));
}

static double *take(double **room, int64_t n)
{
    double *at = *room;
    *room += n;
    return at;
}

void fold_open(Tree *tree, const Engine *engine, int n, double *room)
{
    int depths = engine->depth_max + 1;
    tree->engine = engine;
    tree->n = n;
    tree->frames = (Frame *)(void *)take(&room, in_doubles(depths, sizeof(Frame)));
    tree->kids = (Kid *)(void *)take(&room, in_doubles(engine->ngathered, sizeof(Kid)));
    for (int d = 0; d < depths; d++)
        tree->frames[d] =
            (Frame){.num = take(&room, n), .den = take(&room, n), .wm = take(&room, n)};
    for (int k = 0; k < engine->ngathered; k++)
        tree->kids[k] = (Kid){.v = take(&room, n), .c = take(&room, n), .m = take(&room, n)};
    tree->v = take(&room, n);
    tree->c = take(&room, n);
    tree->m = take(&room, n);
    tree->t = take(&room, n);
}

/* --- adding up ------------------------------------------------------------------------------------ */

void fold_component(Tree *tree, int node)
{
    const Engine *engine = tree->engine;
    Frame *frame = &tree->frames[engine->scheme->nodes[node].depth];
    int gathered = engine->gathered_at[node];
    frame->node = node;
    frame->even = frame->empty = true;
    frame->sum = 0;
    frame->kids = gathered < 0 ? NULL : &tree->kids[gathered];
    frame->nkids = 0;
}

/* From here on some rows have a child that does not count, or counts in part. */
static void make_uneven(Frame *frame, int n)
{
    for (int u = 0; u < n; u++)
        frame->den[u] = frame->wm[u] = frame->sum;
    if (frame->empty)
        memset(frame->num, 0, (size_t)n * sizeof(double));
    frame->empty = frame->even = false;
}

static void add_even(const Tree *tree, Frame *frame, double w, const double *v)
{
    if (frame->empty)
        set_scaled(frame->num, v, w, tree->n);
    else
        add_scaled(frame->num, v, w, tree->n);
    frame->empty = false;
    if (!frame->even)
        for (int u = 0; u < tree->n; u++) {
            frame->den[u] += w;
            frame->wm[u] += w;
        }
}

/* What does not count adds nothing, whatever stands there. */
CLONES
static void add_parts(const Frame *frame, double w, const double *restrict v,
                      const double *restrict c, const double *restrict m, int n)
{
    double *restrict num = frame->num, *restrict den = frame->den, *restrict wm = frame->wm;
    for (int u = 0; u < n; u++) {
        double wc = w * c[u];
        num[u] += wc > 0 ? wc * v[u] : 0;
        den[u] += wc;
        wm[u] += w * m[u];
    }
}

static void add_uneven(const Tree *tree, Frame *frame, double w, const double *v, const double *c,
                       const double *m)
{
    if (frame->even)
        make_uneven(frame, tree->n);
    add_parts(frame, w, v, c, m, tree->n);
}

/* A fraction of zero or below leaves a geometric or harmonic mean nothing: it becomes the end of the scale. */
static const double *turned(const Tree *tree, Aggregate aggregate, int node, double w,
                            const double *v, const double *c)
{
    double end = aggregate == AGGREGATE_GEOMETRIC ? -__builtin_inf() : __builtin_inf();
    for (int u = 0; u < tree->n; u++) {
        bool here = w > 0 && (!c || c[u] > 0);
        if (!here)
            tree->t[u] = 0;
        else if (v[u] > 0)
            tree->t[u] = aggregate == AGGREGATE_GEOMETRIC ? num_log(v[u]) : 1 / v[u];
        else
            tree->t[u] = end;
        if (here && !(v[u] > 0) && tree->warned)
            tree->warned[node] |= NODE_WARN_NOT_POSITIVE;
    }
    return tree->t;
}

void fold_add(const Tree *tree, Frame *frame, double w, const double *v, const double *c,
              const double *m)
{
    Aggregate aggregate = tree->engine->scheme->nodes[frame->node].aggregate;
    if (aggregate == AGGREGATE_GEOMETRIC || aggregate == AGGREGATE_HARMONIC)
        v = turned(tree, aggregate, frame->node, w, v, c);
    if (c)
        add_uneven(tree, frame, w, v, c, m);
    else
        add_even(tree, frame, w, v);
    frame->sum += w;
}

static double mean_of(Aggregate aggregate, double num, double den)
{
    switch (aggregate) {
    case AGGREGATE_GEOMETRIC:
        return num_exp(num / den);
    case AGGREGATE_HARMONIC:
        return den / num;
    default:
        return num / den;
    }
}

/* v, c and m of a component from what its children added: in num, den and wm. */
void fold_finish(const Tree *tree, Frame *frame)
{
    Aggregate aggregate = tree->engine->scheme->nodes[frame->node].aggregate;
    bool turned = aggregate == AGGREGATE_GEOMETRIC || aggregate == AGGREGATE_HARMONIC;
    if (!(frame->sum > 0) && tree->warned)
        tree->warned[frame->node] |= NODE_WARN_NO_WEIGHT;
    if (frame->even && frame->sum > 0) {
        if (!turned)
            divide_all(frame->num, frame->sum, tree->n);
        for (int u = 0; turned && u < tree->n; u++)
            frame->num[u] = mean_of(aggregate, frame->num[u], frame->sum);
        return;
    }
    if (frame->even)
        make_uneven(frame, tree->n);
    for (int u = 0; u < tree->n; u++) {
        double m = frame->sum > 0 ? frame->wm[u] / frame->sum : 1;
        bool counts = frame->den[u] > 0;
        frame->num[u] = counts ? mean_of(aggregate, frame->num[u], frame->den[u]) : 0;
        frame->den[u] = counts ? m : 0;
        frame->wm[u] = m;
    }
}

/* --- the walk -------------------------------------------------------------------------------------- */

static void put_kid(const Tree *tree, Frame *frame, int node, const double *v, const double *c,
                    const double *m)
{
    Kid *kid = &frame->kids[frame->nkids++];
    size_t bytes = (size_t)tree->n * sizeof(double);
    kid->node = node;
    kid->even = !c;
    memcpy(kid->v, v, bytes);
    if (c) {
        memcpy(kid->c, c, bytes);
        memcpy(kid->m, m, bytes);
    }
}

static void add_child(Tree *tree, int node, const double *v, const double *c, const double *m)
{
    Frame *frame = &tree->frames[tree->engine->scheme->nodes[node].depth - 1];
    if (frame->kids)
        put_kid(tree, frame, node, v, c, m);
    else
        fold_add(tree, frame, tree->weights[node], v, c, m);
}

static void keep(const Tree *tree, int node, const double *v, const double *c)
{
    double *to = tree->keep ? tree->keep[node] : NULL;
    if (!to)
        return;
    to += tree->first;
    for (int u = 0; u < tree->n; u++)
        to[u] = !c || c[u] > 0 ? v[u] : panel_nan(VALUE_MISSING);
}

/* Closes every component whose last node has come by. */
static void close_ended(Tree *tree, int end)
{
    const SchemeNode *nodes = tree->engine->scheme->nodes;
    for (int node = end - 1; node > 0 && nodes[nodes[node].parent].end == end;) {
        node = nodes[node].parent;
        Frame *frame = &tree->frames[nodes[node].depth];
        if (frame->kids)
            engine_gather_finish(tree, frame);
        else
            fold_finish(tree, frame);
        if (tree->harvest == node)
            return;
        keep(tree, node, frame->num, frame->even ? NULL : frame->den);
        if (node > 0)
            add_child(tree, node, frame->num, frame->even ? NULL : frame->den, frame->wm);
    }
}

CLONES
static void take_apart(const double *restrict f, double *restrict v, double *restrict c,
                       double *restrict m, int n)
{
    for (int u = 0; u < n; u++) {
        double keeps = nan_bits(f[u]) & NAN_KEEPS_WEIGHT ? 1 : 0;
        bool counts = f[u] == f[u];
        v[u] = counts ? f[u] : 0;
        c[u] = counts ? 1 : 0;
        m[u] = counts ? 1 : keeps;
    }
}

void fold_leaf(Tree *tree, int node, const double *f, bool even)
{
    if (even) {
        add_child(tree, node, f, NULL, NULL);
    } else {
        take_apart(f, tree->v, tree->c, tree->m, tree->n);
        add_child(tree, node, tree->v, tree->c, tree->m);
    }
    close_ended(tree, node + 1);
}

double *fold_sum(Tree *tree, int node)
{
    const SchemeNode *nodes = tree->engine->scheme->nodes;
    Frame *frame = &tree->frames[nodes[node].depth - 1];
    Aggregate aggregate = nodes[frame->node].aggregate;
    if (frame->kids || !frame->even || aggregate == AGGREGATE_GEOMETRIC ||
        aggregate == AGGREGATE_HARMONIC)
        return NULL;
    if (frame->empty)
        memset(frame->num, 0, (size_t)tree->n * sizeof(double));
    return frame->num;
}

void fold_summed(Tree *tree, int node)
{
    Frame *frame = &tree->frames[tree->engine->scheme->nodes[node].depth - 1];
    frame->empty = false;
    frame->sum += tree->weights[node];
    close_ended(tree, node + 1);
}

void fold_close(Tree *tree, double *ret_tree)
{
    const Frame *root = &tree->frames[0];
    scale_all(ret_tree, root->num, tree->engine->full, tree->n);
    if (!root->even)
        for (int u = 0; u < tree->n; u++)
            if (!(root->den[u] > 0))
                ret_tree[u] = panel_nan(VALUE_MISSING);
}
