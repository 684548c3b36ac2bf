/* app/inbox/due_words.h - how far a day is, and a few names, as people say it. Callers: app/inbox, web/. */
#pragma once
#include "app/ledger/overview.h"
#include "i18n/msg.h"

/* "12月7日"; of another year the whole date. */
Str due_on_words(Arena *arena, Lang lang, Date today, Date on);
/* "今天", "还有3个工作日", "逾期5个工作日"; days of the calendar where a weekend is all that is left, nothing
 * where the workday calendar ends before. */
Str due_left_words(Arena *arena, Lang lang, Date today, const DueDay *day);
Str month_day_text(Lang lang, MonthDay day);

/* Names with a comma between them; beyond so many only that there are others. */
typedef struct NameList {
    Arena *arena;
    Lang lang;
    Out out;
    int count, shown;
} NameList;
NameList name_list_begin(Arena *arena, Lang lang, int shown);
void name_list_add(NameList *names, Str name);
Str name_list_end(NameList *names);
