/* What the campaign's indicators table states and the scheme leaves open. */
#include "core/formula.h"
#include "core/scheme_words.h"

static bool differs(const SchemeNode *leaf, Str key, Str found, Str expected, Err *err)
{
    return err_set(err, ERR_SCHEME_INDICATOR, {"indicator", leaf->indicator}, {"key", key},
                   {"found", found}, {"expected", expected});
}

/* A word that the scheme states must be the table's; one that it leaves open becomes the table's. */
static bool bind_word(const SchemeNode *leaf, unsigned said, Str key, Words words, Str table,
                      int *value, Err *err)
{
    if (table.len == 0)
        return true;
    if (leaf->stated & said)
        return str_eq(words.items[*value], table)
                   ? true
                   : differs(leaf, key, words.items[*value], table, err);
    int found = word_index(words, table);
    if (found >= 0)
        *value = found;
    return true;
}

static bool bind_text(const SchemeNode *leaf, unsigned said, Str key, Str table, Str *value,
                      Err *err)
{
    if (table.len == 0)
        return true;
    if (leaf->stated & said)
        return str_eq(*value, table) ? true : differs(leaf, key, *value, table, err);
    *value = table;
    return true;
}

static bool bind_leaf(SchemeNode *leaf, const Indicator *indicator, Err *err)
{
    int direction = (int)leaf->direction, measure = (int)leaf->measure, basis = (int)leaf->basis;
    if (!bind_text(leaf, SAID_UNIT, S("unit"), indicator->unit, &leaf->unit, err) ||
        !bind_text(leaf, SAID_ASSESSOR, S("assessor"), indicator->assessor, &leaf->assessor, err) ||
        !bind_word(leaf, SAID_DIRECTION, S("direction"), direction_words, indicator->direction,
                   &direction, err) ||
        !bind_word(leaf, SAID_MEASURE, S("measure"), measure_words, indicator->measure, &measure,
                   err) ||
        !bind_word(leaf, SAID_BASIS, S("basis"), basis_words, indicator->basis, &basis, err))
        return false;
    leaf->direction = (Direction)direction;
    leaf->measure = (Measure)measure;
    leaf->basis = (Basis)basis;
    if ((leaf->stated & SAID_LAG) == 0)
        leaf->lag = indicator->lag;
    return true;
}

static const Indicator *find(const Indicator *indicators, int count, Str code)
{
    for (int k = 0; k < count; k++)
        if (str_eq(indicators[k].code, code))
            return &indicators[k];
    return NULL;
}

/* Every indicator that a formula or a voice names is there. */
static bool names_known(const SchemeNode *leaf, const Indicator *indicators, int count, Err *err)
{
    AUTO_ARENA arena = {0};
    Formula *formula;
    for (int i = 0; i < leaf->nvoters; i++)
        if (!find(indicators, count, leaf->voters[i].indicator))
            return err_set(err, ERR_SCHEME_NO_INDICATOR, {"indicator", leaf->voters[i].indicator});
    if (leaf->rule != RULE_FORMULA)
        return true;
    if (!formula_compile(&arena, leaf->formula, &formula, err))
        return false;
    for (int i = 0; i < formula_ninputs(formula); i++)
        if (!find(indicators, count, formula_input(formula, i)))
            return err_set(err, ERR_SCHEME_NO_INDICATOR, {"indicator", formula_input(formula, i)});
    return true;
}

bool scheme_is_made(const SchemeNode *leaf)
{
    return leaf->rule == RULE_FORMULA || leaf->nvoters > 0;
}

bool scheme_bind(Scheme *scheme, const Indicator *indicators, int count, Err *err)
{
    for (int i = 0; i < scheme->nnodes; i++) {
        SchemeNode *leaf = &scheme->nodes[i];
        if (!scheme_is_leaf(leaf))
            continue;
        const Indicator *indicator = find(indicators, count, leaf->indicator);
        bool computed = leaf->source == SOURCE_EVENTS || leaf->source == SOURCE_TIMELINESS ||
                        scheme_is_made(leaf);
        if (!names_known(leaf, indicators, count, err))
            return false;
        if (!indicator && !computed)
            return err_set(err, ERR_SCHEME_NO_INDICATOR, {"indicator", leaf->indicator});
        if (indicator && !bind_leaf(leaf, indicator, err))
            return false;
    }
    return true;
}
