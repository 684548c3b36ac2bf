#include "app/scheme/rule_text.h"

static Msg completion_of(const SchemeNode *leaf)
{
    return leaf->direction == DIR_LOWER ? MSG_FORMULA_COMPLETION_LOWER : MSG_FORMULA_COMPLETION;
}

static Msg formula_of(const SchemeNode *leaf)
{
    static const Msg messages[RULE_COUNT] = {
        [RULE_PACE] = MSG_FORMULA_PACE,
        [RULE_BONUS] = MSG_FORMULA_BONUS,
        [RULE_POINTS] = MSG_FORMULA_POINTS,
        [RULE_RANK_POINTS] = MSG_FORMULA_RANK_POINTS,
        [RULE_BAND] = MSG_FORMULA_BAND,
        [RULE_EFFICACY] = MSG_FORMULA_EFFICACY,
        [RULE_MIN_MAX] = MSG_FORMULA_MIN_MAX,
        [RULE_Z_SCORE] = MSG_FORMULA_Z_SCORE,
        [RULE_PERCENTILE] = MSG_FORMULA_PERCENTILE,
        [RULE_BORDA] = MSG_FORMULA_BORDA,
        [RULE_BEST] = MSG_FORMULA_BEST,
        [RULE_DISTANCE] = MSG_FORMULA_DISTANCE,
        [RULE_GOALPOSTS] = MSG_FORMULA_GOALPOSTS,
        [RULE_VECTOR] = MSG_FORMULA_VECTOR,
        [RULE_SHARE] = MSG_FORMULA_SHARE,
        [RULE_GROWTH] = MSG_FORMULA_GROWTH,
        [RULE_JUDGE] = MSG_FORMULA_JUDGE,
        [RULE_FORMULA] = MSG_FORMULA_FORMULA,
    };
    if (leaf->rule == RULE_COMPLETION)
        return completion_of(leaf);
    if (leaf->rule == RULE_DEDUCT)
        return leaf->source == SOURCE_TIMELINESS ? MSG_FORMULA_TIMELINESS : MSG_FORMULA_DEDUCT;
    return messages[leaf->rule];
}

static Str scope_of(Lang lang, DataScope scope)
{
    static const Msg messages[] = {MSG_FORMULA_SCOPE_GROUP, MSG_FORMULA_SCOPE_PERIOD,
                                   MSG_FORMULA_SCOPE_ALL};
    return msg(lang, messages[scope]);
}

void rule_text(Arena *arena, Lang lang, const SchemeNode *leaf, const RuleNumbers *n, Out *out)
{
    if (leaf->rule == RULE_SUM)
        return;
    /* bounds that the scheme states stand before those of the data */
    bool stated = leaf->rule == RULE_GOALPOSTS || (leaf->rule == RULE_EFFICACY && leaf->has_good);
    Str low = stated ? dec_str(arena, leaf->bad) : n->low;
    Str high = stated ? dec_str(arena, leaf->good) : n->high;
    Arg args[] = {{"value", n->value.len ? n->value : S("—")},
                  {"goal", n->goal},
                  {"gap", n->gap},
                  {"earlier", n->earlier},
                  {"rank", n->rank},
                  {"raw", n->raw},
                  {"low", low},
                  {"high", high},
                  {"mean", n->mean},
                  {"sd", n->sd},
                  {"sum", n->sum},
                  {"base", dec_str(arena, leaf->base)},
                  {"gain", dec_str(arena, leaf->gain)},
                  {"formula", n->formula.len ? n->formula : leaf->formula},
                  {"scope", scope_of(lang, leaf->scope)}};
    Msg sentence = formula_of(leaf);
    if (leaf->rule == RULE_GROWTH && n->earlier.len)
        sentence = MSG_FORMULA_GROWTH_BASE;
    if (leaf->rule == RULE_JUDGE && n->formula.len)
        sentence = MSG_FORMULA_JUDGE_VOICES;
    msg_out_args(out, lang, sentence, args, (int)(sizeof args / sizeof *args));
}

void rule_result_text(Lang lang, Str full, Str fraction, Str points, Out *out)
{
    msg_out(out, lang, MSG_FORMULA_RESULT, {"full", full}, {"fraction", fraction},
            {"points", points});
}

static const struct {
    Str word;
    Msg text;
} statuses[] = {
    [CELL_SCORED] = {SC("scored"), MSG_STATUS_SCORED},
    [CELL_ZERO] = {SC("zero"), MSG_STATUS_ZERO},
    [CELL_DROPPED] = {SC("dropped"), MSG_STATUS_DROPPED},
    [CELL_EXCLUDED] = {SC("excluded"), MSG_STATUS_EXCLUDED},
    [CELL_SPREAD] = {SC("spread"), MSG_STATUS_SPREAD},
    [CELL_MEAN] = {SC("mean"), MSG_STATUS_MEAN},
    [CELL_NOT_YET] = {SC("not_yet"), MSG_STATUS_NOT_YET},
    [CELL_DATA_ONLY] = {SC("data_only"), MSG_STATUS_DATA_ONLY},
    [CELL_EMPTY] = {SC("empty"), MSG_STATUS_EMPTY},
    [CELL_LAST] = {SC("last"), MSG_STATUS_LAST},
    [CELL_CARRY] = {SC("carry"), MSG_STATUS_CARRY},
    [CELL_GUESSED] = {SC("guessed"), MSG_STATUS_GUESSED},
    [CELL_PARENT] = {SC("parent"), MSG_STATUS_PARENT},
};

Str cell_status_text(Lang lang, CellStatus status)
{
    return msg(lang, statuses[status].text);
}

Str cell_status_word(CellStatus status)
{
    return statuses[status].word;
}

void score_warnings_text(Lang lang, unsigned warnings, Out *out)
{
    static const struct {
        unsigned flag;
        Msg text;
    } sentences[] = {
        {SCORE_WARN_ZERO_GOAL, MSG_WARN_ZERO_GOAL},  {SCORE_WARN_NEGATIVE, MSG_WARN_NEGATIVE},
        {SCORE_WARN_NO_TARGET, MSG_WARN_NO_TARGET},  {SCORE_WARN_NO_PLAN, MSG_WARN_NO_PLAN},
        {SCORE_WARN_NO_MEAN, MSG_WARN_NO_MEAN},      {SCORE_WARN_CONSTANT, MSG_WARN_CONSTANT},
        {SCORE_WARN_SINGLE, MSG_WARN_SINGLE},        {SCORE_WARN_NO_BASE, MSG_WARN_NO_BASE},
        {SCORE_WARN_NO_EARLIER, MSG_WARN_NO_EARLIER}};
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (warnings & sentences[i].flag) {
            out_s(out, S("; "));
            out_s(out, msg(lang, sentences[i].text));
        }
}
