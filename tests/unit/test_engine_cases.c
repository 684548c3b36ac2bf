/* The engine on a published data set of 51 countries (COINr's ASEM, in the folder beside the project): fractions,
 * components, ranks and ranks in groups as that package gives them. */
#include "core/engine.h"
#include "source.h"

#include <stdlib.h>

enum { NODES_MAX = 80, UNITS_MAX = 60, FIELDS_MAX = 80, GROUPS_MAX = 8 };

typedef struct Table { /* a small CSV: cells in rows, the first row being the head */
    Str cells[UNITS_MAX + 40][FIELDS_MAX];
    int nrows, ncolumns;
} Table;

typedef struct Asem {
    Arena arena;
    Scheme scheme;
    SchemeNode nodes[NODES_MAX];
    Panel panel;
    PanelColumn columns[NODES_MAX];
    PanelBlock blocks[GROUPS_MAX];
    Str units[UNITS_MAX];
    int row_of[UNITS_MAX]; /* of the data: row in the panel */
    int32_t unit_of[UNITS_MAX], month;
    Table data, meta;
    Engine *engine;
    EngineResult result;
} Asem;

static Str field(Str *line)
{
    Str text = *line;
    bool quoted = text.len > 0 && text.ptr[0] == '"';
    ptrdiff_t end = quoted ? str_find(text, S("\""), 1) : str_find(text, S(","), 0);
    end = end < 0 ? text.len : end;
    Str found = str_sub(text, quoted ? 1 : 0, end);
    ptrdiff_t next = quoted ? end + 2 : end + 1;
    *line = next <= text.len ? str_sub(text, next, text.len) : (Str){0};
    return str_trim(found);
}

static void read_table(Arena *arena, const char *path, Table *ret)
{
    Str rest = source_file_or_skip(arena, path);
    *ret = (Table){0};
    while (rest.len > 0) {
        Str line = str_trim(str_cut(&rest, '\n'));
        int n = 0;
        if (line.len == 0)
            continue;
        while (line.ptr && n < FIELDS_MAX)
            ret->cells[ret->nrows][n++] = field(&line);
        ret->ncolumns = ret->nrows == 0 ? n : ret->ncolumns;
        ret->nrows++;
    }
}

static int column_named(const Table *table, Str name)
{
    for (int i = 0; i < table->ncolumns; i++)
        if (str_eq(table->cells[0][i], name))
            return i;
    return -1;
}

static int row_named(const Table *table, int column, Str name)
{
    for (int i = 1; i < table->nrows; i++)
        if (str_eq(table->cells[i][column], name))
            return i;
    return -1;
}

static double number(Str text)
{
    char copy[64] = {0};
    if (text.len == 0 || str_eq(text, S("NA")))
        return panel_nan(VALUE_MISSING);
    memcpy(copy, text.ptr, (size_t)(text.len < 63 ? text.len : 63));
    return strtod(copy, NULL);
}

/* The tree from the table of metadata, top down: children in its order. */
static void add_node(Asem *a, int meta, int parent, Aggregate aggregate)
{
    const Table *t = &a->meta;
    int code = column_named(t, S("iCode")), above = column_named(t, S("Parent"));
    int self = a->scheme.nnodes++;
    SchemeNode *node = &a->nodes[self];
    *node = (SchemeNode){.code = t->cells[meta][code],
                         .indicator = t->cells[meta][code],
                         .parent = parent,
                         .weight = dec_from_i64(1),
                         .aggregate = aggregate,
                         .missing = MISSING_RENORMALISE,
                         .plan = PLAN_STRAIGHT,
                         .base = dec_from_i64(aggregate == AGGREGATE_GEOMETRIC ? 1 : 0),
                         .gain = dec_from_i64(aggregate == AGGREGATE_GEOMETRIC ? 99 : 100),
                         .cap = dec_from_i64(1)};
    bool lower = t->cells[meta][column_named(t, S("Direction"))].ptr[0] == '-';
    node->direction = lower ? DIR_LOWER : DIR_HIGHER;
    if (str_eq(t->cells[meta][column_named(t, S("Type"))], S("Indicator"))) {
        node->rule = RULE_MIN_MAX;
        return;
    }
    for (int i = 1; i < t->nrows; i++)
        if (str_eq(t->cells[i][above], t->cells[meta][code]))
            add_node(a, i, self, aggregate);
}

static void open_asem(Asem *a, Aggregate aggregate)
{
    read_table(&a->arena, "../shared/cases/asem/asem_iData.csv", &a->data);
    read_table(&a->arena, "../shared/cases/asem/asem_iMeta.csv", &a->meta);
    a->scheme = (Scheme){.full = dec_from_i64(100), .nodes = a->nodes};
    add_node(a, row_named(&a->meta, column_named(&a->meta, S("iCode")), S("Index")), -1, aggregate);
    scheme_prepare(&a->scheme);
}

/* Units of one group after another; group_by empty: one group. */
static void fill_panel(Asem *a, Str group_by)
{
    const Table *t = &a->data;
    int code = column_named(t, S("uCode")), group = column_named(t, group_by), n = 0;
    static const Str sizes[] = {SC("S"), SC("M"), SC("L"), SC("XL")};
    int ngroups = group < 0 ? 1 : 4;
    for (int g = 0; g < ngroups; g++) {
        a->blocks[g] = (PanelBlock){.group = g, .first = n};
        for (int row = 1; row < t->nrows; row++)
            if (group < 0 || str_eq(t->cells[row][group], sizes[g])) {
                a->units[n] = t->cells[row][code];
                a->unit_of[n] = n;
                a->row_of[row] = n++;
                a->blocks[g].count++;
            }
    }
    a->panel = (Panel){.nrows = n,
                       .nunits = n,
                       .nperiods = 1,
                       .ngroups = ngroups,
                       .nblocks = ngroups,
                       .units = a->units,
                       .months = &a->month,
                       .step_months = 12,
                       .unit_of = a->unit_of,
                       .blocks = a->blocks,
                       .columns = a->columns};
    for (int i = 0; i < a->scheme.nnodes; i++) {
        if (!scheme_is_leaf(&a->nodes[i]))
            continue;
        double *cells = arena_new(&a->arena, double, n);
        int column = column_named(t, a->nodes[i].code);
        for (int row = 1; row < t->nrows; row++)
            cells[a->row_of[row]] = number(t->cells[row][column]);
        a->columns[a->panel.ncolumns++] =
            (PanelColumn){.indicator = a->nodes[i].code, .cells = cells};
    }
}

static void run_asem(Asem *a, const double *weights)
{
    Err err = {0};
    CHECK_I64(a->panel.nrows, 51);
    CHECK_OK(engine_new(&a->arena, &a->scheme, &a->panel, &a->engine, &err), &err);
    EngineInput input = {.engine = a->engine, .weights = weights};
    CHECK_OK(engine_run(&a->arena, &input, ENGINE_COMPONENTS | ENGINE_LEAVES, &a->result, &err),
             &err);
}

static int unit_row(const Asem *a, Str code)
{
    for (int i = 0; i < a->panel.nunits; i++)
        if (str_eq(a->units[i], code))
            return i;
    fail_msg("no unit %.*s", STR_ARG(code));
    return -1;
}

/* Every node that is a column of the file, in every unit, to 1e-9 relative. */
static void check_scores(const Asem *a, const char *path)
{
    AUTO_ARENA arena = {0};
    static Table t;
    read_table(&arena, path, &t);
    int found = 0;
    for (int i = 0; i < a->scheme.nnodes; i++) {
        int column = column_named(&t, a->nodes[i].code);
        for (int row = 1; column >= 0 && row < t.nrows; row++, found++) {
            double ours = 100 * a->result.fractions[i][unit_row(a, t.cells[row][0])];
            double theirs = number(t.cells[row][column]);
            double gap = ours > theirs ? ours - theirs : theirs - ours;
            bool both_absent = ours != ours && theirs != theirs;
            if (!both_absent && !(gap <= 1e-9 * (theirs > 0 ? theirs : 1)))
                fail_msg("%s %.*s of %.*s: %.17g, expected %.17g", path, STR_ARG(a->nodes[i].code),
                         STR_ARG(t.cells[row][0]), ours, theirs);
        }
    }
    CHECK(found >= 11 * 51);
}

/* Places of components in the blocks of the panel: 1 + units strictly better. */
static void check_ranks(const Asem *a, const char *path)
{
    AUTO_ARENA arena = {0};
    static Table t;
    read_table(&arena, path, &t);
    for (int i = 0; i < a->scheme.nnodes; i++) {
        int column = column_named(&t, a->nodes[i].code);
        for (int b = 0; column >= 0 && b < a->panel.nblocks; b++) {
            const PanelBlock *block = &a->blocks[b];
            int64_t scores[UNITS_MAX];
            RankRow ranks[UNITS_MAX];
            for (int u = 0; u < block->count; u++)
                CHECK(score_quantise(100 * a->result.fractions[i][block->first + u], &scores[u]));
            rank_units(&arena, scores, NULL, block->count, (RankRule){0}, ranks);
            for (int u = 0; u < block->count; u++) {
                Str unit = a->units[block->first + u];
                CHECK_I64(ranks[u].rank, (int)number(t.cells[row_named(&t, 0, unit)][column]));
                if (i == 0)
                    CHECK_I64(a->result.rank[block->first + u], ranks[u].rank);
            }
        }
    }
}

static void engine__matches_the_published_index(void **state)
{
    (void)state;
    static Asem a;
    a = (Asem){0};
    open_asem(&a, AGGREGATE_SUM);
    fill_panel(&a, S(""));
    run_asem(&a, NULL);
    check_scores(&a, "../shared/cases/asem/c1_normalised_minmax_0_100.csv");
    check_scores(&a, "../shared/cases/asem/c1_aggregated_amean_all_levels.csv");
    check_ranks(&a, "../shared/cases/asem/c1_ranks_amean.csv");
    arena_done(&a.arena);
}

static void engine__matches_ranks_inside_groups(void **state)
{
    (void)state;
    static Asem a;
    a = (Asem){0};
    open_asem(&a, AGGREGATE_SUM);
    for (int i = 0; i < a.scheme.nnodes; i++)
        a.nodes[i].scope = OVER_PERIOD; /* all countries are the measure, the group only ranks */
    fill_panel(&a, S("GDP_group"));
    run_asem(&a, NULL);
    check_scores(&a, "../shared/cases/asem/c1_aggregated_amean_all_levels.csv");
    check_ranks(&a, "../shared/cases/asem/c1_ranks_within_GDP_group.csv");
    arena_done(&a.arena);
}

/* Given weights, some of them 0; the file's rows are in no order. */
static void engine__matches_unequal_and_zero_weights(void **state)
{
    (void)state;
    static Asem a;
    static Table t;
    for (int geometric = 0; geometric < 2; geometric++) {
        double weights[NODES_MAX] = {1};
        int zeros = 0;
        a = (Asem){0};
        open_asem(&a, geometric ? AGGREGATE_GEOMETRIC : AGGREGATE_SUM);
        fill_panel(&a, S(""));
        read_table(&a.arena, "../shared/cases/asem/c14_weights_unequal_shuffled.csv", &t);
        for (int i = 0; i < a.scheme.nnodes; i++) {
            int row = row_named(&t, 0, a.nodes[i].code);
            CHECK(row > 0 || i == 0);
            weights[i] = row > 0 ? number(t.cells[row][2]) : 1;
            zeros += weights[i] == 0;
        }
        CHECK(zeros > 0);
        run_asem(&a, weights);
        check_scores(&a, geometric ? "../shared/cases/asem/c14_a_gmean_minmax1_100.csv"
                                   : "../shared/cases/asem/c14_a_amean_minmax0_100.csv");
        if (!geometric)
            check_ranks(&a, "../shared/cases/asem/c14_ranks_a_amean_minmax0_100.csv");
        arena_done(&a.arena);
    }
}

static void engine__shows_effective_weights(void **state)
{
    (void)state;
    static Asem a;
    static Table t;
    double shares[NODES_MAX];
    a = (Asem){0};
    open_asem(&a, AGGREGATE_SUM);
    fill_panel(&a, S(""));
    run_asem(&a, NULL);
    read_table(&a.arena, "../shared/cases/asem/c1_effective_weights.csv", &t);
    engine_effective(a.engine, &a.result, unit_row(&a, S("AUT")), shares);
    for (int i = 1; i < a.scheme.nnodes; i++) {
        double theirs = number(t.cells[row_named(&t, 0, a.nodes[i].code)][3]);
        CHECK(shares[i] - theirs < 1e-9 && theirs - shares[i] < 1e-9);
    }
    arena_done(&a.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine__matches_the_published_index),
        cmocka_unit_test(engine__matches_ranks_inside_groups),
        cmocka_unit_test(engine__matches_unequal_and_zero_weights),
        cmocka_unit_test(engine__shows_effective_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
