/* Points made with one departure from the scheme: tried on a cell, and held against the other rows of its column,
 * since by chance many a number comes out in one cell. */
#include "app/score/parallel_parts.h"
#include "base/limits.h"

static bool q_of_cell(const XlsxCell *cell, int64_t *ret_stored, int *ret_decimals)
{
    Dec value, ten;
    Err ignored = {0};
    if (!parallel_number(cell, S(""), &value))
        return false;
    int d = grid_decimals(cell, value);
    *ret_decimals = d > SCORE_DECIMALS ? SCORE_DECIMALS : d;
    if (!dec_round(value, SCORE_DECIMALS, &ten, &ignored) || ten.coef > INT64_MAX / 2 ||
        ten.coef < INT64_MIN / 2)
        return false;
    *ret_stored = (int64_t)ten.coef;
    return true;
}

static int64_t engine_number(const PointsAt *at, int unit)
{
    return at->column->is == IS_TOTAL ? at->ours->rounded[unit]
                                      : at->ours->points[unit * at->p->scheme->nnodes + at->node];
}

bool parallel_way_holds(const PointsAt *at, const BookRow *row, const ParallelDiff *diff,
                        bool alone, PointsWay way, void *ctx)
{
    AUTO_ARENA scratch = {0};
    int decimals = parallel_decimals(diff->office);
    int64_t q, office;
    if (!way(ctx, at, row->unit, decimals, &q) ||
        !str_eq(score_text(&scratch, q, decimals), diff->office))
        return false;
    for (int i = 0; i < at->sheet->rows.count && !alone; i++) {
        const BookRow *other = &at->sheet->rows.items[i];
        const XlsxCell *cell = grid_cell(&at->sheet->grid, other->row, at->column->col);
        int d;
        if (other->unit < 0 || other == row || !q_of_cell(cell, &office, &d))
            continue;
        Str printed = score_text(&scratch, office, d);
        if (str_eq(score_text(&scratch, engine_number(at, other->unit), d), printed) &&
            way(ctx, at, other->unit, d, &q) && !str_eq(score_text(&scratch, q, d), printed))
            return false;
    }
    return true;
}

/* ---- the ways ---- */

static int64_t unit_at(int decimals)
{
    int64_t unit = 1;
    for (int i = decimals; i < SCORE_DECIMALS; i++)
        unit *= 10;
    return unit;
}

static int64_t exact(const PointsAt *at, int unit)
{
    return at->column->is == IS_TOTAL ? at->ours->score[unit] : engine_number(at, unit);
}

static bool cut_way(void *ctx, const PointsAt *at, int unit, int decimals, int64_t *ret)
{
    (void)ctx;
    *ret = exact(at, unit) / unit_at(decimals) * unit_at(decimals);
    return true;
}

static bool even_way(void *ctx, const PointsAt *at, int unit, int decimals, int64_t *ret)
{
    (void)ctx;
    int64_t q = exact(at, unit), one = unit_at(decimals), whole = q / one;
    if (decimals >= SCORE_DECIMALS || q < 0 || q % one != one / 2)
        return score_round(q, decimals, ret);
    *ret = (whole + whole % 2) * one;
    return true;
}

/* The fraction of the full points rounded: 0.8333 to so many decimals. */
static bool rate_way(void *ctx, const PointsAt *at, int unit, int decimals, int64_t *ret)
{
    int i = unit * at->p->scheme->nnodes + at->node;
    int64_t share = at->ours->shares[i], f;
    (void)decimals;
    if (!share || !score_quantise((double)at->ours->points[i] / (double)share, &f) ||
        !score_round(f, *(const int *)ctx, &f))
        return false;
    return score_quantise((double)f / (double)unit_at(0) * ((double)share / (double)unit_at(0)),
                          ret);
}

static bool round_way(void *ctx, const PointsAt *at, int unit, int decimals, int64_t *ret)
{
    (void)decimals;
    return score_round(exact(at, unit), *(const int *)ctx, ret);
}

static double own_full(const PointsAt *at)
{
    return at->p->scheme->nodes[at->node].full;
}

/* Of its own full points, though others do not apply. */
static bool unspread_way(void *ctx, const PointsAt *at, int unit, int decimals, int64_t *ret)
{
    (void)ctx;
    (void)decimals;
    int nnodes = at->p->scheme->nnodes;
    double sum = 0;
    for (int n = at->node; n < at->p->scheme->nodes[at->node].end; n++) {
        int i = unit * nnodes + n;
        if (!scheme_is_leaf(&at->p->scheme->nodes[n]) || !at->ours->counts[i] ||
            !at->ours->shares[i])
            continue;
        sum += at->p->scheme->nodes[n].full * (double)at->ours->points[i] /
               (double)at->ours->shares[i];
    }
    if (at->column->is == IS_TOTAL)
        sum +=
            (double)(at->ours->score[unit] - at->ours->points[unit * nnodes]) / (double)unit_at(0);
    return score_quantise(sum, ret);
}

/* ---- another weight ---- */

static bool weight_way(void *ctx, const PointsAt *at, int unit, int decimals, int64_t *ret)
{
    (void)decimals;
    return score_quantise((double)engine_number(at, unit) / (double)unit_at(0) *
                              (*(const double *)ctx / own_full(at)),
                          ret);
}

/* In how many rows of the column the way gives what is printed, and in how many it does not. */
static void agreeing(const PointsAt *at, PointsWay way, void *ctx, int *ret_yes, int *ret_no)
{
    AUTO_ARENA scratch = {0};
    *ret_yes = *ret_no = 0;
    for (int i = 0; i < at->sheet->rows.count; i++) {
        const BookRow *row = &at->sheet->rows.items[i];
        int64_t office, q;
        int d;
        if (row->unit < 0 || !engine_number(at, row->unit) ||
            !q_of_cell(grid_cell(&at->sheet->grid, row->row, at->column->col), &office, &d) ||
            !way(ctx, at, row->unit, d, &q))
            continue;
        bool same = str_eq(score_text(&scratch, office, d), score_text(&scratch, q, d));
        *ret_yes += same;
        *ret_no += !same;
    }
}

static bool other_weight(const PointsAt *at, const BookRow *row, ParallelDiff *diff)
{
    int64_t office, own = engine_number(at, row->unit);
    int d, yes, no;
    if (!own || !q_of_cell(grid_cell(&at->sheet->grid, row->row, at->column->col), &office, &d))
        return false;
    for (int decimals = 0; decimals <= 2; decimals++) {
        int64_t q;
        if (!score_quantise(own_full(at) * (double)office / (double)own, &q) ||
            !score_round(q, decimals, &q) || q <= 0)
            continue;
        double weight = (double)q / (double)unit_at(0);
        agreeing(at, weight_way, &weight, &yes, &no);
        if (weight == own_full(at) || yes < 3 || yes < 2 * no ||
            !parallel_way_holds(at, row, diff, true, weight_way, &weight))
            continue;
        diff->about = score_text(at->p->arena, q, decimals);
        return true;
    }
    return false;
}

unsigned parallel_steps(const PointsAt *at, const BookRow *row, ParallelDiff *diff, bool alone)
{
    bool is_leaf = at->column->is != IS_TOTAL && scheme_is_leaf(&at->p->scheme->nodes[at->node]);
    if (parallel_way_holds(at, row, diff, alone, unspread_way, NULL))
        return CAUSE_SPREAD;
    if (parallel_way_holds(at, row, diff, alone, cut_way, NULL))
        return CAUSE_CUT;
    if (parallel_way_holds(at, row, diff, alone, even_way, NULL))
        return CAUSE_EVEN;
    for (int decimals = 4; decimals >= 0; decimals--) {
        bool holds = decimals < parallel_decimals(diff->office) &&
                     parallel_way_holds(at, row, diff, alone, round_way, &decimals);
        if (!holds && decimals >= 2 && is_leaf)
            holds = parallel_way_holds(at, row, diff, alone, rate_way, &decimals);
        if (holds)
            return CAUSE_STEP;
    }
    /* last: a weight a hair's breadth away would explain what is rounded or cut off */
    return is_leaf && other_weight(at, row, diff) ? CAUSE_WEIGHT : 0;
}

/* ---- a sum that leaves a part out ---- */

/* The office's own number of a part as stored, else the engine's. */
static int64_t part_points(const PointsAt *at, const BookRow *row, ColumnIs is, int node)
{
    const BookColumn *c = parallel_column(at->sheet, is, node);
    int64_t q;
    int d;
    if (c && q_of_cell(grid_cell(&at->sheet->grid, row->row, c->col), &q, &d))
        return q;
    int i = row->unit * at->p->scheme->nnodes + (node < 0 ? 0 : node);
    return is == IS_SCORE && at->ours->counts[i] ? at->ours->points[i] : 0;
}

typedef struct LeftOut {
    int64_t sum;
    int decimals, found;
    Str name;
} LeftOut;

static void try_without(LeftOut *l, const ParallelDiff *diff, int64_t part, Str name)
{
    AUTO_ARENA scratch = {0};
    int64_t shown;
    if (!score_round(part, l->decimals, &shown) || shown == 0 ||
        !str_eq(score_text(&scratch, l->sum - part, l->decimals), diff->office))
        return;
    l->found++;
    l->name = name;
}

static bool is_part(const PointsAt *at, int n, bool leaves)
{
    const SchemeNode *node = &at->p->scheme->nodes[n];
    return leaves ? scheme_is_leaf(node) : node->parent == at->node;
}

static void try_parts(LeftOut *l, const PointsAt *at, const BookRow *row, const ParallelDiff *diff,
                      bool leaves)
{
    const Scheme *s = at->p->scheme;
    for (int n = at->node + 1; n < s->nodes[at->node].end; n++)
        if (is_part(at, n, leaves))
            l->sum += part_points(at, row, IS_SCORE, n);
    for (int n = at->node + 1; n < s->nodes[at->node].end; n++)
        if (is_part(at, n, leaves))
            try_without(l, diff, part_points(at, row, IS_SCORE, n),
                        parallel_node_name(&s->nodes[n]));
}

unsigned parallel_left_out(const PointsAt *at, const BookRow *row, ParallelDiff *diff)
{
    bool is_total = at->column->is == IS_TOTAL;
    const BookColumn *bonus = is_total ? parallel_column(at->sheet, IS_BONUS, -1) : NULL;
    const BookColumn *deduct = is_total ? parallel_column(at->sheet, IS_DEDUCT, -1) : NULL;
    for (int leaves = 0; leaves <= 1; leaves++) {
        LeftOut l = {.decimals = parallel_decimals(diff->office)};
        if (is_total)
            l.sum =
                at->ours->score[row->unit] - at->ours->points[row->unit * at->p->scheme->nnodes];
        try_parts(&l, at, row, diff, leaves);
        if (bonus)
            try_without(&l, diff, part_points(at, row, IS_BONUS, -1), bonus->title);
        if (deduct)
            try_without(&l, diff, -part_points(at, row, IS_DEDUCT, -1), deduct->title);
        if (l.found != 1)
            continue;
        diff->about = l.name;
        return CAUSE_LEFT_OUT;
    }
    return 0;
}
