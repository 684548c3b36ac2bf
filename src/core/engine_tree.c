/* Fractions up the tree. A component is open while its children come by, in scheme order; each adds
 * w c v, w c and w m. While all of them count in all rows the last two are one number. */
#include "core/engine_inner.h"

CLONES
static void set_scaled(double *restrict num, const double *restrict v, double w, int n)
{
    for (int u = 0; u < n; u++)
        num[u] = w * v[u];
}

CLONES
static void add_scaled(double *restrict num, const double *restrict v, double w, int n)
{
    for (int u = 0; u < n; u++)
        num[u] += w * v[u];
}

CLONES
static void divide(double *restrict num, double den, int n)
{
    for (int u = 0; u < n; u++)
        num[u] /= den;
}

CLONES
static void scale(double *restrict ret, const double *restrict v, double by, int n)
{
    for (int u = 0; u < n; u++)
        ret[u] = by * v[u];
}

CLONES
bool engine_plain(const double *x, int n, bool *ret_negative)
{
    int odd = 0, negative = 0;
    for (int u = 0; u < n; u++) {
        odd |= !(x[u] == x[u]);
        negative |= x[u] < 0;
    }
    *ret_negative = negative;
    return !odd;
}

int64_t tree_room(const Engine *engine, int n)
{
    return ((int64_t)(engine->depth_max + 1) * 3 + 3) * n;
}

void tree_open(Tree *tree, const Engine *engine, int n, double *room, Frame *frames)
{
    tree->engine = engine;
    tree->n = n;
    tree->frames = frames;
    for (int d = 0; d <= engine->depth_max; d++) {
        Frame *frame = &tree->frames[d];
        frame->num = room;
        frame->den = room + n;
        frame->wm = room + 2 * (ptrdiff_t)n;
        room += 3 * (ptrdiff_t)n;
    }
    tree->v = room;
    tree->c = room + n;
    tree->m = room + 2 * (ptrdiff_t)n;
}

void tree_component(Tree *tree, int node)
{
    Frame *frame = &tree->frames[tree->engine->scheme->nodes[node].depth];
    frame->node = node;
    frame->plain = frame->empty = true;
    frame->sum = 0;
}

/* From here on some rows have a child that does not count, or counts in part. */
static void make_uneven(Frame *frame, int n)
{
    for (int u = 0; u < n; u++)
        frame->den[u] = frame->wm[u] = frame->sum;
    if (frame->empty)
        memset(frame->num, 0, (size_t)n * sizeof(double));
    frame->empty = frame->plain = false;
}

static void add_even(const Tree *tree, Frame *frame, double w, const double *v)
{
    if (frame->empty)
        set_scaled(frame->num, v, w, tree->n);
    else
        add_scaled(frame->num, v, w, tree->n);
    frame->empty = false;
    if (!frame->plain)
        for (int u = 0; u < tree->n; u++) {
            frame->den[u] += w;
            frame->wm[u] += w;
        }
}

static void add_uneven(const Tree *tree, Frame *frame, double w, const double *v, const double *c,
                       const double *m)
{
    if (frame->plain)
        make_uneven(frame, tree->n);
    for (int u = 0; u < tree->n; u++) {
        double wc = w * c[u];
        if (c[u] > 0) {
            frame->num[u] += wc * v[u];
            frame->den[u] += wc;
        }
        frame->wm[u] += w * m[u];
    }
}

static void add_child(Tree *tree, int node, const double *v, const double *c, const double *m)
{
    const SchemeNode *is = &tree->engine->scheme->nodes[node];
    Frame *frame = &tree->frames[is->depth - 1];
    double w = tree->weights[node];
    if (c)
        add_uneven(tree, frame, w, v, c, m);
    else
        add_even(tree, frame, w, v);
    frame->sum += w;
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

/* v, c and m of a component from what its children added: in num, den and wm. */
static void finish(Tree *tree, Frame *frame)
{
    if (frame->plain && frame->sum > 0) {
        divide(frame->num, frame->sum, tree->n);
        return;
    }
    if (frame->plain)
        make_uneven(frame, tree->n);
    for (int u = 0; u < tree->n; u++) {
        double m = frame->sum > 0 ? frame->wm[u] / frame->sum : 1;
        bool counts = frame->den[u] > 0;
        frame->num[u] = counts ? frame->num[u] / frame->den[u] : 0;
        frame->den[u] = counts ? m : 0;
        frame->wm[u] = m;
    }
}

static void close_ended(Tree *tree, int end)
{
    const SchemeNode *nodes = tree->engine->scheme->nodes;
    for (int node = end - 1; node > 0 && nodes[nodes[node].parent].end == end;) {
        node = nodes[node].parent;
        Frame *frame = &tree->frames[nodes[node].depth];
        finish(tree, frame);
        keep(tree, node, frame->num, frame->plain ? NULL : frame->den);
        if (node > 0)
            add_child(tree, node, frame->num, frame->plain ? NULL : frame->den, frame->wm);
    }
}

void tree_leaf(Tree *tree, int node, const double *f, bool plain)
{
    if (plain) {
        add_child(tree, node, f, NULL, NULL);
    } else {
        for (int u = 0; u < tree->n; u++) {
            bool counts = f[u] == f[u];
            tree->v[u] = counts ? f[u] : 0;
            tree->c[u] = counts ? 1 : 0;
            tree->m[u] = counts || (nan_bits(f[u]) & NAN_KEEPS_WEIGHT) ? 1 : 0;
        }
        add_child(tree, node, tree->v, tree->c, tree->m);
    }
    close_ended(tree, node + 1);
}

void tree_close(Tree *tree, double *ret_tree)
{
    const Frame *root = &tree->frames[0];
    scale(ret_tree, root->num, tree->engine->full, tree->n);
    if (!root->plain)
        for (int u = 0; u < tree->n; u++)
            if (!(root->den[u] > 0))
                ret_tree[u] = panel_nan(VALUE_MISSING);
}
