/* text/when.h - dates and deadlines as policy texts write them.
 *
 * A year that the text does not give comes from the document (its date or title) and is 0 when
 * that is unknown too; nothing is guessed. Offsets are norm bytes. Callers: text/. */
#pragma once
#include "text/source.h"

typedef struct Deadline {
    ptrdiff_t start, end;
    Date date;
    bool has_date; /* the text fixes a day */
    bool weak;     /* a date alone, without 前, 底, 内: a deadline only in a deadline field */
} Deadline;

/* 2021年3月18日, 二〇二一年三月十八日, 2020-04-08, 2020/4/8, 2020.4.8, 3月18日. Returns the length. */
ptrdiff_t when_date_at(Str text, ptrdiff_t at, PartDate *ret_date);
/* The first deadline in text[from, to); year = year of the document, 0 = unknown. weak_too: in a
 * field for deadlines a date alone is one. */
bool when_deadline(Str text, ptrdiff_t from, ptrdiff_t to, int year, bool weak_too,
                   Deadline *ret_deadline);
Str when_iso(Arena *arena, PartDate date); /* empty unless all three are known and valid */
