/* Why a cell may differ: what its formula gives, and what the engine would give done another way. */
#include "app/score/parallel_parts.h"
#include "base/limits.h"

#include <math.h>

/* Ways in which a ranking may have been made: what was ranked, who took part, how ties count. */
typedef enum RankedBy { BASIS_OURS, BASIS_OTHER, BASIS_PRINTED, BASIS_STORED, BASES } RankedBy;
typedef enum Members { ALL_UNITS, VISIBLE_ONLY, WITH_STRANGERS, ROWS_ONLY, MEMBERSHIPS } Members;

typedef struct Ways {
    const BookSheet *sheet;
    int64_t *keys[BASES]; /* [entries] */
    bool *has[BASES];
    int32_t *ranks[BASES][MEMBERSHIPS][TIES_FRACTIONAL + 1]; /* [nunits], of the unit's first row */
    int agrees[BASES][MEMBERSHIPS][TIES_FRACTIONAL + 1]; /* with how many of the office's ranks */
    int entries;     /* units, then rows of no unit of the group */
    int64_t *row_of; /* [entries] 0: none */
} Ways;

struct Causes {
    Parallel *p;
    const Ours *ours;
    bool has_lifted;
    Ours leaves, events,
        all;    /* with caps lifted: of leaves, of bonus, deduction and ceiling, of both */
    Ways *ways; /* [sheets] */
};

Causes *causes_new(Parallel *p, const Ours *ours)
{
    Causes *c = arena_new(p->arena, Causes, 1);
    *c = (Causes){.p = p, .ours = ours};
    c->ways = arena_new(p->arena, Ways, p->sheets.count + 1);
    return c;
}

/* ---- the cell itself ---- */

/* So many of the other cells of the column are formulas that a constant among them stands out. */
static bool is_typed_over(const BookSheet *sheet, const BookColumn *column, const XlsxCell *cell)
{
    int formulas = 0, constants = 0;
    if (!cell || cell->formula.ptr)
        return false;
    for (int r = 0; r < sheet->rows.count; r++) {
        const XlsxCell *other = grid_cell(&sheet->grid, sheet->rows.items[r].row, column->col);
        formulas += other && other->formula.ptr;
        constants += other && !other->formula.ptr;
    }
    return formulas >= 2 && formulas > constants;
}

static unsigned of_formula(const Parallel *p, const BookSheet *sheet, const XlsxCell *cell,
                           ParallelDiff *diff, Arena *arena)
{
    FormulaAsk ask = parallel_formula(p, sheet, cell);
    double now, counted;
    unsigned causes = 0;
    if (!cell || !cell->formula.len || !diff->office.len || !formula_value(&ask, &now))
        return 0;
    double shown = cell->style.kind == STYLE_PERCENT && !cell->is_text ? 100 : 1;
    if (!parallel_prints(arena, now * shown, diff->office)) {
        int64_t q;
        causes |= CAUSE_STALE;
        if (score_quantise(now * shown, &q))
            diff->about = score_text(p->arena, q, parallel_decimals(diff->office));
    }
    ask.text_counts = true;
    if (diff->kind != PARALLEL_RANK && formula_value(&ask, &counted) && counted != now &&
        !parallel_prints(arena, counted * shown, diff->office))
        causes |= CAUSE_TEXT;
    return causes;
}

/* ---- parts ---- */

static Dec dec_of(Str text, bool *ret_ok)
{
    Dec value = {0, 0};
    Err ignored = {0};
    *ret_ok = text.len > 0 && dec_parse(text, &value, &ignored);
    return value;
}

/* The office's printed number at a node, on that row. */
static bool office_points(const BookSheet *sheet, const BookRow *row, int node, Dec *ret_stored,
                          Dec *ret_printed, int *ret_decimals)
{
    const BookColumn *c = parallel_column(sheet, IS_SCORE, node);
    const XlsxCell *cell = c ? grid_cell(&sheet->grid, row->row, c->col) : NULL;
    Dec value;
    Err ignored = {0};
    if (!parallel_number(cell, S(""), &value))
        return false;
    int d = grid_decimals(cell, value);
    *ret_decimals = d > SCORE_DECIMALS ? SCORE_DECIMALS : d;
    *ret_stored = value;
    return dec_round(value, *ret_decimals, ret_printed, &ignored);
}

static bool q_of_dec(Dec value, int64_t *ret)
{
    Dec ten;
    Err ignored = {0};
    if (!dec_round(value, SCORE_DECIMALS, &ten, &ignored) || ten.coef > INT64_MAX / 2 ||
        ten.coef < INT64_MIN / 2)
        return false;
    *ret = (int64_t)ten.coef;
    return true;
}

/* Sums over the parts of a node (its leaves, or its children) of the engine's points as they are, rounded as
 * printed, and of the office's printed points. */
typedef struct PartSums {
    int64_t exact, rounded, office, stored;
    bool differs; /* some part of the office is another than the engine's */
} PartSums;

static void add_part(Causes *c, const BookSheet *sheet, const BookRow *row, int node,
                     int decimals_else, PartSums *sums)
{
    int at = row->unit * c->p->scheme->nnodes + node;
    int64_t q = c->ours->counts[at] ? c->ours->points[at] : 0, rounded = q, office = 0, stored = 0;
    Dec printed, value;
    int decimals = decimals_else;
    bool has = office_points(sheet, row, node, &value, &printed, &decimals) &&
               q_of_dec(printed, &office) && q_of_dec(value, &stored);
    (void)score_round(q, decimals, &rounded);
    sums->exact += q;
    sums->rounded += rounded;
    sums->office += has ? office : q;
    sums->stored += has ? stored : q;
    sums->differs |= has && office != rounded;
}

static PartSums part_sums(Causes *c, const BookSheet *sheet, const BookRow *row, int node,
                          bool leaves, int decimals)
{
    const Scheme *s = c->p->scheme;
    PartSums sums = {0};
    for (int n = node + 1; n < s->nodes[node].end; n++)
        if (leaves ? scheme_is_leaf(&s->nodes[n]) : s->nodes[n].parent == node)
            add_part(c, sheet, row, n, decimals, &sums);
    return sums;
}

static bool says(Causes *c, int64_t q, const ParallelDiff *diff)
{
    return str_eq(score_text(c->p->arena, q, parallel_decimals(diff->office)), diff->office);
}

typedef struct RoundedParts {
    Causes *causes;
    bool leaves;
} RoundedParts;

static const BookRow *row_of_unit(const BookSheet *sheet, int unit)
{
    for (int i = 0; i < sheet->rows.count; i++)
        if (sheet->rows.items[i].unit == unit)
            return &sheet->rows.items[i];
    return NULL;
}

static int64_t after_tree(const Causes *c, const PointsAt *at, int unit)
{
    int i = unit * c->p->scheme->nnodes + at->node;
    return at->column->is == IS_TOTAL ? c->ours->score[unit] - c->ours->points[i] : 0;
}

static bool rounded_parts(void *ctx, const PointsAt *at, int unit, int decimals, int64_t *ret)
{
    const RoundedParts *by = ctx;
    const BookRow *row = row_of_unit(at->sheet, unit);
    if (!row)
        return false;
    PartSums sums = part_sums(by->causes, at->sheet, row, at->node, by->leaves, decimals);
    *ret = sums.rounded + after_tree(by->causes, at, unit);
    return !sums.differs;
}

/* A sum of parts: the total of a unit, or the points of a component. */
static unsigned of_parts(Causes *c, const PointsAt *at, const BookRow *row, bool alone,
                         ParallelDiff *diff)
{
    int64_t exact = c->ours->points[row->unit * c->p->scheme->nnodes + at->node];
    int64_t after = after_tree(c, at, row->unit); /* bonus, deductions, bounds */
    for (int leaves = 1; leaves >= 0; leaves--) {
        RoundedParts by = {c, leaves};
        PartSums sums =
            part_sums(c, at->sheet, row, at->node, leaves, parallel_decimals(diff->office));
        int64_t gap = sums.exact - exact;
        if (gap > 1000 || gap < -1000)
            continue; /* no plain sum */
        if (!sums.differs && parallel_way_holds(at, row, diff, alone, rounded_parts, &by))
            return CAUSE_ROUNDED_PARTS;
        if (sums.differs && says(c, sums.office + after, diff))
            return CAUSE_PARTS;
        if (sums.stored != sums.exact && says(c, sums.stored + after, diff))
            return CAUSE_PARTS; /* though as printed no part may differ */
    }
    return 0;
}

/* ---- caps ---- */

static bool lifted(Causes *c, bool leaves, bool events, Ours *ret, Err *err)
{
    const Scheme *from = c->p->scheme;
    Scheme s = *from;
    s.nodes = arena_new(c->p->arena, SchemeNode, from->nnodes);
    for (int n = 0; n < from->nnodes; n++) {
        s.nodes[n] = from->nodes[n];
        if (leaves && scheme_is_leaf(&s.nodes[n]))
            s.nodes[n].cap = dec_from_i64(SCHEME_UNBOUND);
    }
    if (events) {
        s.bonus.has_limit = s.deduct.has_limit = false;
        s.norder = 0;
        for (int i = 0; i < from->norder; i++)
            if (from->order[i] != FINAL_CEILING)
                s.order[s.norder++] = from->order[i];
    }
    return c->p->compute(c->p->ctx, c->p->arena, &s, ret, err);
}

static bool need_lifted(Causes *c, Err *err)
{
    if (c->has_lifted)
        return true;
    c->has_lifted = true;
    return lifted(c, true, false, &c->leaves, err) && lifted(c, false, true, &c->events, err) &&
           lifted(c, true, true, &c->all, err);
}

static bool capless(void *ctx, const PointsAt *at, int unit, int decimals, int64_t *ret)
{
    const Ours *o = ctx;
    (void)decimals;
    *ret = at->column->is == IS_TOTAL ? o->rounded[unit]
                                      : o->points[unit * at->p->scheme->nnodes + at->node];
    return true;
}

static unsigned of_caps(Causes *c, const PointsAt *at, const BookRow *row, bool alone,
                        const ParallelDiff *diff)
{
    Ours *ways[] = {&c->leaves, &c->events, &c->all};
    for (int i = 0; i < (at->column->is == IS_TOTAL ? 3 : 1); i++)
        if (parallel_way_holds(at, row, diff, alone, capless, ways[i]))
            return CAUSE_CAP;
    return 0;
}

/* `alone`: the cell's formula is not its column's, whose other rows say nothing about it. */
static bool of_points(Causes *c, const BookSheet *sheet, const BookRow *row,
                      const BookColumn *column, bool alone, ParallelDiff *diff, Err *err)
{
    bool is_total = column->is == IS_TOTAL;
    int node = is_total ? 0 : column->node;
    int i = row->unit * c->p->scheme->nnodes + node;
    PointsAt at = {c->p, c->ours, sheet, column, node};
    bool ok, is_leaf = scheme_is_leaf(&c->p->scheme->nodes[node]);
    unsigned causes = 0;
    (void)dec_of(diff->office, &ok);
    if (!ok || !diff->ours.len || !need_lifted(c, err))
        return err->code == ERR_NONE;
    if (!is_leaf)
        causes = of_parts(c, &at, row, alone, diff);
    if (!causes && !is_leaf)
        causes = parallel_left_out(&at, row, diff);
    if (!causes)
        causes = of_caps(c, &at, row, alone, diff);
    if (!causes)
        causes = parallel_steps(&at, row, diff, alone);
    /* a value that differs explains the points that come of it */
    const BookColumn *value = parallel_column(sheet, IS_VALUE, node);
    Dec theirs;
    if (!causes && !is_total && !c->p->own_values && value &&
        parallel_number(grid_cell(&sheet->grid, row->row, value->col),
                        c->p->scheme->nodes[node].unit, &theirs) &&
        dec_to_f64(theirs) != c->ours->inputs[i])
        causes = CAUSE_PARTS;
    diff->causes |= causes;
    return true;
}

/* ---- ranks ---- */

static bool total_of_row(const BookSheet *sheet, int64_t row, int64_t *ret_stored,
                         int64_t *ret_printed)
{
    const BookColumn *c = parallel_column(sheet, IS_TOTAL, -1);
    const XlsxCell *cell = c ? grid_cell(&sheet->grid, row, c->col) : NULL;
    Dec value, printed;
    Err ignored = {0};
    return parallel_number(cell, S(""), &value) &&
           dec_round(value, grid_decimals(cell, value), &printed, &ignored) &&
           q_of_dec(value, ret_stored) && q_of_dec(printed, ret_printed);
}

static int total_decimals(const BookSheet *sheet)
{
    const BookColumn *c = parallel_column(sheet, IS_TOTAL, -1);
    int most = 0;
    for (int r = 0; c && r < sheet->rows.count; r++) {
        const XlsxCell *cell = grid_cell(&sheet->grid, sheet->rows.items[r].row, c->col);
        Dec value;
        int d = parallel_number(cell, S(""), &value) ? grid_decimals(cell, value) : 0;
        most = d > most ? d : most;
    }
    return c && most < SCORE_DECIMALS ? most : 2;
}

static void fill_keys(Causes *c, Ways *w)
{
    const Ours *o = c->ours;
    int decimals = total_decimals(w->sheet);
    for (int u = 0; u < c->p->nunits; u++) {
        int64_t other = o->score[u];
        if (!c->p->scheme->rank_rounds)
            (void)score_round(o->score[u], decimals, &other);
        w->keys[BASIS_OURS][u] = o->rounded[u];
        w->keys[BASIS_OTHER][u] = other;
        w->has[BASIS_OURS][u] = w->has[BASIS_OTHER][u] = o->ranked[u];
    }
    for (int e = 0; e < w->entries; e++) {
        int64_t stored, printed;
        if (!w->row_of[e] || !total_of_row(w->sheet, w->row_of[e], &stored, &printed))
            continue;
        w->keys[BASIS_STORED][e] = stored;
        w->keys[BASIS_PRINTED][e] = printed;
        w->has[BASIS_STORED][e] = w->has[BASIS_PRINTED][e] = true;
        if (e < c->p->nunits)
            continue;
        w->keys[BASIS_OURS][e] = w->keys[BASIS_OTHER][e] = printed;
        w->has[BASIS_OURS][e] = w->has[BASIS_OTHER][e] = true;
    }
}

static bool takes_part(const Causes *c, const Ways *w, Members members, int e)
{
    bool is_unit = e < c->p->nunits;
    switch (members) {
    case ALL_UNITS:
        return is_unit;
    case VISIBLE_ONLY:
        return is_unit && !(w->row_of[e] && w->sheet->grid.row_hidden[w->row_of[e] - 1]);
    case WITH_STRANGERS:
        return true;
    default:
        return is_unit && w->row_of[e];
    }
}

static Ways *ways_of(Causes *c, const BookSheet *sheet)
{
    Arena *arena = c->p->arena;
    Ways *w = &c->ways[sheet - c->p->sheets.items];
    if (w->sheet)
        return w;
    int strangers = 0;
    for (int r = 0; r < sheet->rows.count; r++)
        strangers += sheet->rows.items[r].unit < 0;
    *w = (Ways){.sheet = sheet, .entries = c->p->nunits + strangers};
    w->row_of = arena_new(arena, int64_t, w->entries + 1);
    for (int r = 0, next = c->p->nunits; r < sheet->rows.count; r++) {
        const BookRow *row = &sheet->rows.items[r];
        w->row_of[row->unit >= 0 ? row->unit : next++] = row->row;
    }
    for (int b = 0; b < BASES; b++) {
        w->keys[b] = arena_new(arena, int64_t, w->entries + 1);
        w->has[b] = arena_new(arena, bool, w->entries + 1);
    }
    fill_keys(c, w);
    return w;
}

/* Twice the office's rank; 0: none. */
static int32_t office_rank(const BookSheet *sheet, int64_t row, int col)
{
    Dec value;
    Err ignored = {0};
    if (!parallel_number(grid_cell(&sheet->grid, row, col), S(""), &value) ||
        !dec_round(value, 1, &value, &ignored) || value.coef <= 0 || value.coef > 1000000)
        return 0;
    return (int32_t)value.coef / 5;
}

static int agreeing(const BookSheet *sheet, const int32_t *ranks)
{
    const BookColumn *column = parallel_column(sheet, IS_RANK, -1);
    int count = 0;
    for (int r = 0; column && r < sheet->rows.count; r++) {
        const BookRow *row = &sheet->rows.items[r];
        count += row->unit >= 0 && office_rank(sheet, row->row, column->col) == ranks[row->unit];
    }
    return count;
}

/* Ranks of all entries done that way, worked out when first asked for. */
static const int32_t *ranks_by(Causes *c, Ways *w, RankedBy basis, Members members, Ties ties)
{
    Arena *arena = c->p->arena;
    int32_t **ranks = &w->ranks[basis][members][ties];
    if (*ranks)
        return *ranks;
    bool *ranked = arena_new(arena, bool, w->entries + 1);
    RankRow *rows = arena_new(arena, RankRow, w->entries + 1);
    *ranks = arena_new(arena, int32_t, w->entries + 1);
    for (int e = 0; e < w->entries; e++)
        ranked[e] = w->has[basis][e] && takes_part(c, w, members, e);
    (void)rank_units(arena, w->keys[basis], ranked, w->entries, (RankRule){.ties = ties}, rows);
    for (int e = 0; e < w->entries; e++)
        (*ranks)[e] = ties == TIES_FRACTIONAL ? rows[e].rank : 2 * rows[e].rank;
    w->agrees[basis][members][ties] = agreeing(w->sheet, *ranks);
    return *ranks;
}

static unsigned bits_of(const Causes *c, RankedBy basis, Members members, Ties ties)
{
    bool rounds = c->p->scheme->rank_rounds;
    unsigned bits = 0;
    if (basis == BASIS_OTHER)
        bits |= CAUSE_RANK_ROUNDING;
    if (basis == BASIS_PRINTED)
        bits |= CAUSE_TOTALS | (rounds ? 0 : CAUSE_RANK_ROUNDING);
    if (basis == BASIS_STORED)
        bits |= CAUSE_TOTALS | (rounds ? CAUSE_RANK_ROUNDING : 0);
    if (members == VISIBLE_ONLY || members == WITH_STRANGERS)
        bits |= CAUSE_HIDDEN;
    if (members == ROWS_ONLY)
        bits |= CAUSE_RANGE;
    if (ties != c->p->scheme->ties)
        bits |= CAUSE_TIES;
    return bits;
}

/* The fewest departures that give the office's rank; among those what agrees with most of its ranks. */
static unsigned by_ways(Causes *c, Ways *w, const BookRow *row, int32_t wanted)
{
    unsigned best = 0;
    int best_count = 0, best_agreeing = -1;
    const Ties own = c->p->scheme->ties;
    (void)ranks_by(c, w, BASIS_OURS, ALL_UNITS, own);
    int plain = w->agrees[BASIS_OURS][ALL_UNITS][own]; /* rows that need no departure */
    for (int i = 0; i < BASES * MEMBERSHIPS * (TIES_FRACTIONAL + 1); i++) {
        RankedBy basis = (RankedBy)(i % BASES);
        Members members = (Members)(i / BASES % MEMBERSHIPS);
        Ties ties = (Ties)(i / BASES / MEMBERSHIPS);
        unsigned bits = bits_of(c, basis, members, ties);
        int count = __builtin_popcount(bits);
        const int32_t *ranks = ranks_by(c, w, basis, members, ties);
        if (!bits || ranks[row->unit] != wanted || (best && count > best_count))
            continue;
        int agrees = w->agrees[basis][members][ties];
        if (agrees <= plain || (best && count == best_count && agrees <= best_agreeing))
            continue; /* it would speak against more rows than it explains */
        best = bits;
        best_count = count;
        best_agreeing = agrees;
    }
    return best;
}

/* The rank within the rows that the cell's own formula names, competition or fractional. */
static unsigned by_range(Causes *c, Ways *w, const BookRow *row, const XlsxCell *cell,
                         int32_t wanted)
{
    XlsxArea areas[4];
    const BookColumn *total = parallel_column(w->sheet, IS_TOTAL, -1);
    FormulaAsk ask = parallel_formula(c->p, w->sheet, cell);
    int n = cell && total ? formula_areas(&ask, areas, 4) : 0;
    for (int i = 0; i < n; i++) {
        const XlsxArea *a = &areas[i];
        bool misses = false;
        if (total->col < a->col || total->col > a->last_col)
            continue;
        for (int u = 0; u < c->p->nunits; u++)
            misses |= c->ours->ranked[u] &&
                      (!w->row_of[u] || w->row_of[u] < a->row || w->row_of[u] > a->last_row);
        for (int b = 0; b < BASES && misses; b++) {
            int better = 0;
            for (int e = 0; e < c->p->nunits; e++)
                better += w->has[b][e] && w->row_of[e] >= a->row && w->row_of[e] <= a->last_row &&
                          w->keys[b][e] > w->keys[b][row->unit];
            if (w->has[b][row->unit] && 2 * (better + 1) == wanted)
                return CAUSE_RANGE | bits_of(c, (RankedBy)b, ALL_UNITS, c->p->scheme->ties);
        }
    }
    return 0;
}

/* Whether the rank follows from the sheet's own totals, however ties count and whoever takes part. */
static bool by_own_totals(Causes *c, Ways *w, const BookRow *row, int32_t wanted)
{
    if (!w->has[BASIS_STORED][row->unit])
        return true; /* nothing is known of them */
    for (int i = 0; i < 2 * MEMBERSHIPS * (TIES_FRACTIONAL + 1); i++)
        if (ranks_by(c, w, i % 2 ? BASIS_PRINTED : BASIS_STORED, (Members)(i / 2 % MEMBERSHIPS),
                     (Ties)(i / 2 / MEMBERSHIPS))[row->unit] == wanted)
            return true;
    return false;
}

static void of_rank(Causes *c, const BookSheet *sheet, const BookRow *row, const BookColumn *column,
                    ParallelDiff *diff)
{
    Ways *w = ways_of(c, sheet);
    int32_t wanted = office_rank(sheet, row->row, column->col);
    if (!wanted)
        return;
    unsigned range = by_range(c, w, row, grid_cell(&sheet->grid, row->row, column->col), wanted);
    unsigned ways = by_ways(c, w, row, wanted);
    bool range_is_nearer =
        range && (!ways || __builtin_popcount(range) <= __builtin_popcount(ways));
    diff->causes |= range_is_nearer ? range : ways;
    if (!range && !ways && !by_own_totals(c, w, row, wanted))
        diff->causes |= CAUSE_ORDER;
}

/* ---- the whole ---- */

bool causes_of(Causes *c, const BookSheet *sheet, const BookRow *row, const BookColumn *column,
               ParallelDiff *diff, Err *err)
{
    const XlsxCell *cell = grid_cell(&sheet->grid, row->row, column->col);
    bool is_number;
    (void)dec_of(diff->office, &is_number);
    if (parallel_no_result(cell)) {
        diff->causes = CAUSE_NO_RESULT;
        return true;
    }
    unsigned facts = of_formula(c->p, sheet, cell, diff, c->p->arena);
    if (is_typed_over(sheet, column, cell))
        facts |= CAUSE_TYPED;
    if (!cell || cell->is_error || !is_number)
        facts |= CAUSE_ERROR;
    if (column->is == IS_VALUE || facts) {
        diff->causes = facts;
        return true;
    }
    const XlsxCell *theirs = parallel_other_formula(c->p, sheet, column, cell, diff->ours);
    if (column->is == IS_RANK)
        of_rank(c, sheet, row, column, diff);
    else if (!of_points(c, sheet, row, column, theirs != NULL, diff, err))
        return false;
    if (theirs) {
        diff->causes |= CAUSE_FORMULA;
        diff->about =
            diff->about.len ? diff->about : grid_address(c->p->arena, theirs->row, theirs->col);
    }
    return true;
}
