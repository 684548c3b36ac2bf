#include "app/report/value_state.h"

#include "doc/typed.h"

typedef struct StateWord {
    Str word, state;
} StateWord;

static const StateWord alone[] = {
    {SC("NA"), SC("na")},
    {SC("N/A"), SC("na")},
    {SC("na"), SC("na")},
    {SC("不涉及"), SC("na")},
    {SC("not_yet"), SC("not_yet")},
    {SC("尚未取得"), SC("not_yet")},
    {SC("未取得"), SC("not_yet")},
    {SC("暂无"), SC("not_yet")},
    {SC("not yet"), SC("not_yet")},
    {SC("not yet available"), SC("not_yet")},
    {SC("not applicable"), SC("na")},
};
/* Beside a number, in brackets or without; with nothing else in the cell the number is missing. */
static const Str beside[] = {SC("有数不排名"), SC("no_rank"), SC("no rank"), SC("not ranked")};

static const Str opening[] = {SC("("), SC("（")}, closing[] = {SC(")"), SC("）")};

static Str without_end(Str text, const Str *ends)
{
    for (int i = 0; i < 2; i++)
        if (str_ends(text, ends[i]))
            return typed_trim(str_sub(text, 0, text.len - ends[i].len));
    return text;
}

Str value_state_take(Str *cell)
{
    Str text = typed_trim(*cell);
    for (size_t i = 0; i < sizeof alone / sizeof alone[0]; i++)
        if (str_eq(text, alone[i].word)) {
            *cell = S("");
            return alone[i].state;
        }
    Str inside = without_end(text, closing);
    for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++)
        if (str_ends(inside, beside[i])) {
            Str number = typed_trim(str_sub(inside, 0, inside.len - beside[i].len));
            *cell = without_end(number, opening);
            return S("no_rank");
        }
    return S("");
}

Str value_state_text(Lang lang, Str state)
{
    if (str_eq(state, S("na")))
        return msg(lang, MSG_VALUE_NA);
    if (str_eq(state, S("not_yet")))
        return msg(lang, MSG_VALUE_NOT_YET);
    return str_eq(state, S("no_rank")) ? msg(lang, MSG_VALUE_NO_RANK) : S("");
}

Str value_text(Arena *arena, Lang lang, Str value, bool na, Str state)
{
    if (na)
        return msg(lang, MSG_VALUE_NA);
    if (state.len == 0)
        return value;
    if (value.len == 0)
        return value_state_text(lang, state);
    return msg_str(arena, lang, MSG_VALUE_WITH_STATE, {"value", value},
                   {"state", value_state_text(lang, state)});
}
