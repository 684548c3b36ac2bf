/* base/date.h - civil dates and instants without TZ.
 *
 * A Date counts days from 1970-01-01 (proleptic Gregorian, 0001-01-01..9999-12-31). An instant is
 * UTC milliseconds; its civil date uses a fixed offset given by the campaign (+08:00), never the
 * machine's zone. Text is ISO 8601 (GB/T 7408.1-2023): 2026-01-05. Official documents print
 * 2026年1月5日 without leading zeros. Callers: core/, app/, doc/, cli/. */
#pragma once
#include "base/err.h"
#include "base/out.h"

typedef int32_t Date;
enum { OFFSET_MINUTES_CHINA = 8 * 60 };

Date date_from_ymd(int year, int month, int day);
void date_to_ymd(Date date, int *ret_year, int *ret_month, int *ret_day);
bool date_is_valid_ymd(int year, int month, int day);
/* "2026-01-05". ERR_DATE_MALFORMED. */
bool date_parse(Str s, Date *ret_date, Err *err);
void date_out(Out *out, Date date);
void date_out_cn(Out *out, Date date); /* 2026年1月5日 */
Str date_str(Arena *arena, Date date);
int date_weekday(Date date); /* 0 = Monday … 6 = Sunday */
int date_days_in_month(int year, int month);
Date instant_to_date(int64_t utc_ms, int offset_minutes);
/* "2026-01-05T09:30:00+08:00" (seconds optional, offset Z or ±hh:mm required), 0001-01-02 to
 * 9999-12-30 in UTC. ERR_DATE_MALFORMED. */
bool instant_parse(Str s, int64_t *ret_utc_ms, Err *err);
void instant_out(Out *out, int64_t utc_ms, int offset_minutes); /* the same form, with seconds */
/* In China: "2026-01-05T09:30:00+08:00", and as people read it "2026-01-05 09:30". */
Str instant_str(Arena *arena, int64_t utc_ms);
Str instant_minute(Arena *arena, int64_t utc_ms);
