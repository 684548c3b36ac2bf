#include "app/ledger_words.h"

typedef struct Word {
    Str word;
    Msg text;
} Word;

static Str text_of(Lang lang, const Word *words, size_t count, Str word)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(words[i].word, word))
            return msg(lang, words[i].text);
    return word;
}

Str ledger_word(Lang lang, Str word)
{
    static const Word words[] = {
        {SC("ge"), MSG_LEDGER_GE},
        {SC("le"), MSG_LEDGER_LE},
        {SC("eq"), MSG_LEDGER_EQ},
        {SC("growth"), MSG_LEDGER_GROWTH},
        {SC("complete"), MSG_LEDGER_COMPLETE},
        {SC("all_of"), MSG_LEDGER_ALL_OF},
        {SC("set_by_province"), MSG_LEDGER_SET_BY_PROVINCE},
        {SC("must"), MSG_LEDGER_MUST},
        {SC("strive"), MSG_LEDGER_STRIVE},
        {SC("theme"), MSG_LEDGER_THEME},
        {SC("area"), MSG_LEDGER_AREA},
        {SC("task"), MSG_LEDGER_TASK},
        {SC("measure"), MSG_LEDGER_MEASURE},
        {SC("city"), MSG_LEDGER_CITY},
        {SC("units"), MSG_LEDGER_UNITS},
    };
    return text_of(lang, words, sizeof words / sizeof *words, word);
}

Str light_text(Lang lang, Light light, LightReason reason)
{
    static const Msg lights[LIGHT_COUNT] = {
        [LIGHT_NONE] = MSG_LEDGER_LIGHT_NONE,
        [LIGHT_GREEN] = MSG_LEDGER_LIGHT_GREEN,
        [LIGHT_YELLOW] = MSG_LEDGER_LIGHT_YELLOW,
        [LIGHT_RED] = MSG_LEDGER_LIGHT_RED,
    };
    static const Msg reasons[LIGHT_REASON_COUNT] = {
        [LIGHT_HAS_ONE] = MSG_LEDGER_LIGHT_NONE,
        [LIGHT_NO_RULE] = MSG_LEDGER_LIGHT_NO_RULE,
        [LIGHT_NO_VALUE] = MSG_LEDGER_LIGHT_NO_VALUE,
        [LIGHT_NO_SCHEDULE] = MSG_LEDGER_LIGHT_NO_SCHEDULE,
        [LIGHT_EACH_UNIT] = MSG_LEDGER_LIGHT_EACH_UNIT,
        [LIGHT_NO_SUM] = MSG_LEDGER_LIGHT_NO_SUM,
        [LIGHT_CEILING] = MSG_LEDGER_LIGHT_CEILING,
        [LIGHT_UNSEEN] = MSG_LEDGER_LIGHT_UNSEEN,
    };
    return msg(lang, light == LIGHT_NONE ? reasons[reason] : lights[light]);
}

Str progress_text(Lang lang, Str state)
{
    static const Word words[] = {
        {SC("on_track"), MSG_PROGRESS_ON_TRACK},
        {SC("at_risk"), MSG_PROGRESS_AT_RISK},
        {SC("stuck"), MSG_PROGRESS_STUCK},
        {SC("done_claimed"), MSG_PROGRESS_DONE_CLAIMED},
    };
    return text_of(lang, words, sizeof words / sizeof *words, state);
}

Str split_text(Lang lang, Split split)
{
    static const Msg words[SPLIT_COUNT] = {
        [SPLIT_ADDITIVE] = MSG_SPLIT_ADDITIVE, [SPLIT_WEIGHTED] = MSG_SPLIT_WEIGHTED,
        [SPLIT_RATIO] = MSG_SPLIT_RATIO,       [SPLIT_MILESTONE] = MSG_SPLIT_MILESTONE,
        [SPLIT_EACH] = MSG_SPLIT_EACH,         [SPLIT_PROVINCE] = MSG_SPLIT_PROVINCE,
    };
    return msg(lang, words[split]);
}
