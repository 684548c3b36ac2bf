/* What the campaign's indicators table states and the scheme leaves open; and the words of both. */
#include "core/scheme.h"

static const Str rule_words[] = {
    [RULE_SUM] = SC("sum"),       [RULE_COMPLETION] = SC("completion"),
    [RULE_PACE] = SC("pace"),     [RULE_DEDUCT] = SC("deduct"),
    [RULE_BONUS] = SC("bonus"),   [RULE_RANK_POINTS] = SC("rank_points"),
    [RULE_POINTS] = SC("points"),
};
static const Str direction_words[] = {SC("higher"), SC("lower")};
static const Str measure_words[] = {SC("cumulative"), SC("month"), SC("stock"), SC("rate"),
                                    SC("node")};
static const Str basis_words[] = {SC("work"), SC("department"), SC("statistics")};
static const Str ties_words[] = {SC("competition"), SC("dense"), SC("modified"), SC("fractional")};
static const Str ladder_words[] = {SC("remind"),    SC("self_criticism"), SC("talk"),
                                   SC("criticism"), SC("admonition"),     SC("accountability")};

Str rule_word(Rule rule)
{
    return rule_words[rule];
}

Str direction_word(Direction direction)
{
    return direction_words[direction];
}

Str measure_word(Measure measure)
{
    return measure_words[measure];
}

Str basis_word(Basis basis)
{
    return basis_words[basis];
}

Str ties_word(Ties ties)
{
    return ties_words[ties];
}

Str ladder_word(LadderStep step)
{
    return ladder_words[step];
}

static bool differs(const SchemeNode *leaf, Str key, Str found, Str expected, Err *err)
{
    return err_set(err, ERR_SCHEME_INDICATOR, {"indicator", leaf->indicator}, {"key", key},
                   {"found", found}, {"expected", expected});
}

/* A word that the scheme states must be the table's; one that it leaves open becomes the table's. */
static bool bind_word(const SchemeNode *leaf, unsigned said, Str key, const Str *words, int n,
                      Str table, int *value, Err *err)
{
    if (table.len == 0)
        return true;
    if (leaf->stated & said)
        return str_eq(words[*value], table) ? true : differs(leaf, key, words[*value], table, err);
    for (int i = 0; i < n; i++)
        if (str_eq(words[i], table))
            *value = i;
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
        !bind_word(leaf, SAID_DIRECTION, S("direction"), direction_words, 2, indicator->direction,
                   &direction, err) ||
        !bind_word(leaf, SAID_MEASURE, S("measure"), measure_words, 5, indicator->measure, &measure,
                   err) ||
        !bind_word(leaf, SAID_BASIS, S("basis"), basis_words, 3, indicator->basis, &basis, err))
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
