/* What the campaign's indicators table states and the scheme leaves open. */
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

bool scheme_bind(Scheme *scheme, const Indicator *indicators, int count, Err *err)
{
    for (int i = 0; i < scheme->nnodes; i++) {
        SchemeNode *leaf = &scheme->nodes[i];
        if (!scheme_is_leaf(leaf))
            continue;
        const Indicator *indicator = NULL;
        for (int k = 0; k < count && !indicator; k++)
            if (str_eq(indicators[k].code, leaf->indicator))
                indicator = &indicators[k];
        bool computed = leaf->source == SOURCE_EVENTS || leaf->source == SOURCE_TIMELINESS;
        if (!indicator && !computed)
            return err_set(err, ERR_SCHEME_NO_INDICATOR, {"indicator", leaf->indicator});
        if (indicator && !bind_leaf(leaf, indicator, err))
            return false;
    }
    return true;
}
