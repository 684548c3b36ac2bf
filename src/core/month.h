/* core/month.h - months as ordinals, so that periods compare and subtract as integers.
 *
 * A reporting period covers a span of months (one, or 1—2月 as one) and is named by its last month:
 * "2021-06". Callers: core/, app/, store/. */
#pragma once
#include "base/date.h"

typedef int32_t Month; /* year * 12 + (month - 1) */
enum { MONTH_NONE = 0 };

typedef struct MonthSpan {
    Month from, to;
} MonthSpan;

Month month_from_ym(int year, int month);
int month_year(Month m);
int month_of_year(Month m); /* 1..12 */
/* "2021-06". ERR_PERIOD_MALFORMED. */
bool month_parse(Str s, Month *ret_month, Err *err);
void month_out(Out *out, Month m);
Str month_str(Arena *arena, Month m);
Month month_of_date(Date date);
/* The months that the dates from..to touch. */
MonthSpan month_span_of_dates(Date from, Date to);
