#include "core/scheme_words.h"

#define WORDS(name, ...)                                                                           \
    static const Str name##_list[] = {__VA_ARGS__};                                                \
    const Words name = {name##_list, (int)(sizeof name##_list / sizeof *name##_list)}

/* clang-format off */
WORDS(rule_words,
    [RULE_SUM] = SC("sum"), [RULE_COMPLETION] = SC("completion"), [RULE_PACE] = SC("pace"),
    [RULE_DEDUCT] = SC("deduct"), [RULE_BONUS] = SC("bonus"), [RULE_RANK_POINTS] = SC("rank_points"),
    [RULE_POINTS] = SC("points"), [RULE_BAND] = SC("band"), [RULE_EFFICACY] = SC("efficacy"),
    [RULE_MIN_MAX] = SC("min-max"), [RULE_Z_SCORE] = SC("z-score"),
    [RULE_PERCENTILE] = SC("percentile"), [RULE_BORDA] = SC("borda"), [RULE_BEST] = SC("best"),
    [RULE_DISTANCE] = SC("distance"), [RULE_GOALPOSTS] = SC("goalposts"),
    [RULE_VECTOR] = SC("vector"), [RULE_SHARE] = SC("share"), [RULE_GROWTH] = SC("growth"),
    [RULE_JUDGE] = SC("judge"), [RULE_FORMULA] = SC("formula"));
WORDS(direction_words, SC("higher"), SC("lower"), SC("middle"), SC("interval"));
WORDS(measure_words, SC("cumulative"), SC("month"), SC("stock"), SC("rate"), SC("node"));
WORDS(source_words, SC("confirmed"), SC("report"), SC("office"), SC("events"), SC("timeliness"));
WORDS(basis_words, SC("work"), SC("department"), SC("statistics"));
WORDS(against_words, SC("annual"), SC("plan"));
WORDS(missing_words, SC("zero"), SC("renormalise"), SC("exclude"), SC("last"), SC("group-mean"),
    SC("carry"));
WORDS(na_words, SC("spread"), SC("group-mean"), SC("parent"));
WORDS(data_scope_words, SC("group"), SC("period"), SC("all"));
WORDS(aggregate_words, SC("sum"), SC("geometric"), SC("harmonic"), SC("topsis"), SC("copeland"));
WORDS(weight_words, SC("given"), SC("equal"), SC("entropy"), SC("critic"), SC("cv"), SC("ahp"),
    SC("combined"));
WORDS(growth_words, SC("percent"), SC("difference"));
WORDS(band_of_words, SC("value"), SC("completion"), SC("pace"));
WORDS(distance_words, SC("best"), SC("target"));
WORDS(rank_of_words, SC("value"), SC("completion"));
WORDS(modality_words, SC("must"), SC("strive"));
WORDS(ties_words, SC("competition"), SC("dense"), SC("modified"), SC("fractional"));
WORDS(gap_words, SC("break"), SC("bridge"));
WORDS(window_words, SC("calendar-year"), SC("rolling-12"), SC("campaign"), SC("half-year"),
    SC("quarter"), SC("rolling-6"), SC("rolling-3"));
WORDS(within_words, SC("all"), SC("calendar-year"), SC("campaign"));
WORDS(ladder_words, SC("remind"), SC("self_criticism"), SC("talk"), SC("criticism"),
    SC("admonition"), SC("accountability"), SC("praise"));
WORDS(final_words, SC("bonus"), SC("deduct"), SC("ceiling"), SC("floor"));
/* clang-format on */

int word_index(Words words, Str word)
{
    for (int i = 0; i < words.count; i++)
        if (str_eq(words.items[i], word))
            return i;
    return -1;
}

Str rule_word(Rule rule)
{
    return rule_words.items[rule];
}

Str direction_word(Direction direction)
{
    return direction_words.items[direction];
}

Str measure_word(Measure measure)
{
    return measure_words.items[measure];
}

Str basis_word(Basis basis)
{
    return basis_words.items[basis];
}

Str ties_word(Ties ties)
{
    return ties_words.items[ties];
}

Str ladder_word(LadderStep step)
{
    return ladder_words.items[step];
}
