#include "app/inbox/due_words.h"

#include "base/limits.h"

static Str number(Arena *arena, int n)
{
    return arena_fmt(arena, "%d", n);
}

Str due_on_words(Arena *arena, Lang lang, Date today, Date on)
{
    int year, month, day, this_year, ignored;
    date_to_ymd(on, &year, &month, &day);
    date_to_ymd(today, &this_year, &ignored, &ignored);
    if (year != this_year)
        return date_str(arena, on);
    int digits = lang == LANG_EN ? 2 : 1;
    return msg_str(arena, lang, MSG_DATE_MONTH_DAY,
                   {"month", arena_fmt(arena, "%0*d", digits, month)},
                   {"day", arena_fmt(arena, "%0*d", digits, day)});
}

Str due_left_words(Arena *arena, Lang lang, Date today, const DueDay *day)
{
    int days = day->on - today;
    if (days == 0)
        return msg(lang, MSG_DUE_TODAY);
    if (!day->counted)
        return S("");
    if (days < 0)
        return day->workdays == 0
                   ? msg(lang, MSG_DUE_JUST_PAST)
                   : msg_str(arena, lang, MSG_DUE_PAST, {"n", number(arena, -day->workdays)});
    return day->workdays == 0
               ? msg_str(arena, lang, MSG_DUE_DAYS, {"n", number(arena, days)})
               : msg_str(arena, lang, MSG_DUE_LEFT, {"n", number(arena, day->workdays)});
}

Str month_day_text(Lang lang, MonthDay day)
{
    static const Msg words[DAY_COUNT] = {
        [DAY_OPENS] = MSG_MONTH_DAY_OPENS,     [DAY_DUE] = MSG_MONTH_DAY_DUE,
        [DAY_CONFIRM] = MSG_MONTH_DAY_CONFIRM, [DAY_LOCK] = MSG_MONTH_DAY_LOCK,
        [DAY_TRIAL_RUN] = MSG_MONTH_DAY_TRIAL, [DAY_APPEAL] = MSG_MONTH_DAY_APPEAL,
        [DAY_RULING] = MSG_MONTH_DAY_RULING,   [DAY_FREEZE] = MSG_MONTH_DAY_FREEZE,
        [DAY_ISSUE] = MSG_MONTH_DAY_ISSUE,
    };
    return msg(lang, words[day]);
}

NameList name_list_begin(Arena *arena, Lang lang, int shown)
{
    return (NameList){
        .arena = arena, .lang = lang, .out = out_new(arena, LIMIT_LINE_BYTES), .shown = shown};
}

void name_list_add(NameList *names, Str name)
{
    if (names->count++ >= names->shown)
        return;
    out_s(&names->out, names->count > 1 ? msg(names->lang, MSG_LIST_COMMA) : S(""));
    out_s(&names->out, name);
}

Str name_list_end(NameList *names)
{
    Str shown = out_str(&names->out);
    return names->count <= names->shown
               ? shown
               : msg_str(names->arena, names->lang, MSG_LIST_AND_OTHERS, {"names", shown});
}
