/* How the weights of a component's children come about: given, equal, from data, by judgement. */
#include "app/scheme/scheme_parts.h"
#include "core/weigh.h"

enum { AHP_MAX = 15 };
#define RECIPROCAL_OFF 0.05
#define CONSISTENCY_MOST 0.1

bool scheme_weights_given(const Weights *weights)
{
    if (weights->method != WEIGHT_COMBINED)
        return weights->method == WEIGHT_GIVEN;
    for (int i = 0; i < weights->nparts; i++)
        if (weights->parts[i] == WEIGHT_GIVEN)
            return true;
    return false;
}

static bool has_part(const Weights *weights, WeightMethod method)
{
    if (weights->method == method)
        return true;
    for (int i = 0; i < weights->nparts; i++)
        if (weights->parts[i] == method)
            return true;
    return false;
}

static bool from_data(const Weights *weights)
{
    return has_part(weights, WEIGHT_ENTROPY) || has_part(weights, WEIGHT_CRITIC) ||
           has_part(weights, WEIGHT_CV);
}

/* "3", "0.5" or "1/3". */
static bool load_entry(const SchemeLoad *load, const Tree *at, double *ret_value)
{
    Dec above, below = dec_from_i64(1);
    Str rest = at->text, first = str_cut(&rest, '/');
    bool whole = rest.ptr == NULL;
    if (at->kind != TREE_TEXT || !dec_parse(str_trim(first), &above, NULL) || above.coef <= 0 ||
        (!whole && (!dec_parse(str_trim(rest), &below, NULL) || below.coef <= 0)))
        return tree_fault(&load->reader, at, ERR_TREE_VALUE, {"key", S("matrix")},
                          {"found", at->text}, {"expected", S("3 · 1/3")});
    *ret_value = dec_to_f64(above) / dec_to_f64(below);
    return true;
}

/* 1/7 may be typed as 0.14. */
static bool reciprocal(double a, double b)
{
    double off = a * b - 1;
    return off <= RECIPROCAL_OFF && off >= -RECIPROCAL_OFF;
}

/* Every entry beside its mirror image; the lower one is told. */
static bool check_reciprocal(const SchemeLoad *load, const Tree *matrix, const Weights *weights,
                             int n)
{
    int i = 0;
    bool ok = true;
    for (const Tree *row = matrix->first; row; row = row->next, i++) {
        int k = 0;
        for (const Tree *cell = row->first; cell; cell = cell->next, k++)
            if (k <= i && !reciprocal(weights->ahp[i * n + k], weights->ahp[k * n + i]))
                ok = tree_fault(
                    &load->reader, cell, ERR_SCHEME_RECIPROCAL, {"found", cell->text},
                    {"expected", k == i ? S("1")
                                        : arena_fmt(load->arena, "1 / %.*s",
                                                    STR_ARG(weights->ahp_text[k * n + i]))});
    }
    return ok;
}

/* The judgements may contradict each other by a tenth of what random ones would, or with a reason. */
static void check_consistency(const SchemeLoad *load, const Tree *matrix, int n, Weights *weights)
{
    Ahp ahp = {0};
    weights->ahp_weights = arena_new(load->arena, double, n);
    if (!weigh_ahp(load->arena, weights->ahp, n, weights->ahp_weights, &ahp)) {
        tree_fault(&load->reader, matrix, ERR_SCHEME_RECIPROCAL, {"found", S("matrix")},
                   {"expected", S("a[i][k] × a[k][i] = 1")});
        return;
    }
    weights->consistency = ahp.cr;
    if (ahp.cr > CONSISTENCY_MOST && weights->override.len == 0)
        tree_fault(&load->reader, matrix, ERR_SCHEME_CONSISTENCY,
                   {"found", arena_fmt(load->arena, "%.3f", ahp.cr)});
}

static void load_matrix(const SchemeLoad *load, const Tree *at, int n, Weights *weights)
{
    const Tree *matrix = tree_list(&load->reader, at, S("matrix"), REQUIRED);
    if (!matrix)
        return;
    Str square = arena_fmt(load->arena, "%d × %d", n, n);
    if (matrix->count != n || n > AHP_MAX) {
        tree_fault(&load->reader, matrix, ERR_SCHEME_MATRIX,
                   {"found", arena_fmt(load->arena, "%d", matrix->count)},
                   {"expected", n > AHP_MAX ? arena_fmt(load->arena, "≤ %d", AHP_MAX) : square});
        return;
    }
    weights->ahp = arena_new(load->arena, double, n *n);
    weights->ahp_text = arena_new(load->arena, Str, n * n);
    bool whole = true;
    int i = 0;
    for (const Tree *row = matrix->first; row; row = row->next, i++) {
        if (row->kind != TREE_LIST || row->count != n) {
            whole = tree_fault(&load->reader, row, ERR_SCHEME_MATRIX,
                               {"found", arena_fmt(load->arena, "%d", row->count)},
                               {"expected", square});
            continue;
        }
        int k = 0;
        for (const Tree *cell = row->first; cell; cell = cell->next, k++) {
            weights->ahp_text[i * n + k] = cell->text;
            whole &= load_entry(load, cell, &weights->ahp[i * n + k]);
        }
    }
    if (whole && n > 0 && check_reciprocal(load, matrix, weights, n))
        check_consistency(load, matrix, n, weights);
}

static void load_part(const SchemeLoad *load, const Tree *parts, const Tree *part, Weights *weights)
{
    const Words single = {weight_words.items, WEIGHT_COMBINED};
    Tree key = {.kind = TREE_TEXT, .text = part->key, .line = part->key_line, .col = part->key_col};
    int method = WEIGHT_GIVEN;
    if (weights->nparts == WEIGHT_METHODS_MAX) {
        tree_fault(&load->reader, &key, ERR_LIMIT, {"name", S("parts")},
                   {"limit", arena_fmt(load->arena, "%d", WEIGHT_METHODS_MAX)},
                   {"found", arena_fmt(load->arena, "%d", parts->count)});
        return;
    }
    if (!scheme_word_of(load, &key, S("parts"), single, &method) ||
        !scheme_positive(load, parts, part->key, REQUIRED, &weights->shares[weights->nparts]))
        return;
    weights->parts[weights->nparts++] = (WeightMethod)method;
}

static void load_parts(const SchemeLoad *load, const Tree *at, Weights *weights)
{
    const Tree *parts = tree_map(&load->reader, at, S("parts"), REQUIRED);
    int64_t before = load->reader.faults->total;
    Dec sum = {0};
    for (const Tree *part = parts ? parts->first : NULL; part; part = part->next)
        load_part(load, parts, part, weights);
    for (int i = 0; i < weights->nparts; i++)
        dec_add(sum, weights->shares[i], &sum, NULL);
    if (!parts || load->reader.faults->total > before)
        return;
    if (dec_cmp(sum, dec_from_i64(1)) != 0)
        tree_fault(&load->reader, parts, ERR_SCHEME_SHARES, {"found", dec_str(load->arena, sum)});
    else if (weights->nparts < 2)
        scheme_no_effect(load, at, S("parts"));
}

void scheme_load_weights(const SchemeLoad *load, const Tree *at, int children, SchemeNode *node)
{
    Weights *weights = &node->weights;
    const Tree *place = tree_get(at, S("weights"));
    int method = WEIGHT_GIVEN, scope = OVER_GROUP;
    if (!place || place->kind == TREE_NULL)
        return;
    if (place->kind == TREE_TEXT) {
        const Words plain = {weight_words.items, WEIGHT_AHP};
        if (scheme_word_of(load, place, S("weights"), plain, &method))
            weights->method = (WeightMethod)method;
        return;
    }
    if (!tree_is_map(&load->reader, place))
        return;
    KNOWN(load, place, S("method"), S("scope"), S("matrix"), S("override"), S("parts"));
    if (!scheme_word(load, place, S("method"), REQUIRED, weight_words, &method))
        return;
    weights->method = (WeightMethod)method;
    Str rule = arena_fmt(load->arena, "weights: %.*s", STR_ARG(weight_words.items[method]));
    if (method == WEIGHT_COMBINED)
        load_parts(load, place, weights);
    else
        scheme_idle(load, place, S("parts"), rule);
    scheme_word(load, place, S("scope"), OPTIONAL, data_scope_words, &scope);
    weights->scope = (DataScope)scope;
    if (!from_data(weights))
        scheme_idle(load, place, S("scope"), rule);
    if (has_part(weights, WEIGHT_AHP)) {
        tree_str(&load->reader, place, S("override"), OPTIONAL, &weights->override);
        load_matrix(load, place, children, weights);
    } else {
        scheme_idle(load, place, S("matrix"), rule);
        scheme_idle(load, place, S("override"), rule);
    }
}
