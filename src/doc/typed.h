/* doc/typed.h - values as clerks type them and spreadsheets re-save them, brought to one form.
 *
 * A form arrives with １２，３４５．６０, 1,234.5, 95%, 2021/5/10 or Apr-21 (what Excel makes of
 * 2021-04). Each function gives the canonical value and tells what it changed, so that the import
 * can report it; anything else is an error with what was found, never a guess. Callers: app/. */
#pragma once
#include "base/date.h"
#include "base/dec.h"

typedef enum TypedChange {
    TYPED_SPACES = 1,     /* spaces at the ends (also U+3000, U+00A0) */
    TYPED_FULLWIDTH = 2,  /* full-width digits or signs, a typographic minus */
    TYPED_THOUSANDS = 4,  /* 1,234,567 */
    TYPED_PERCENT = 8,    /* a percent sign taken away: the value is still in per cent */
    TYPED_SEPARATORS = 16 /* a date or period written in another way */
} TypedChange;

typedef struct TypedNumber {
    Dec value;
    Str text;    /* canonical, scale as typed */
    int changes; /* TypedChange flags */
} TypedNumber;

/* ERR_TYPED_NUMBER with what was found (ERR_DEC_RANGE when it is only too long). */
bool typed_number(Arena *arena, Str cell, TypedNumber *ret_number, Err *err);
/* 2021-05-10, 2021/5/10, 2021.5.10, 2021年5月10日, also full-width. ERR_TYPED_DATE. */
bool typed_date(Arena *arena, Str cell, Date *ret_date, int *ret_changes, Err *err);
/* A period's code by its month: 2021-04, 2021/4, 2021年4月, Apr-21. ERR_TYPED_PERIOD. */
bool typed_period(Arena *arena, Str cell, Str *ret_code, int *ret_changes, Err *err);
/* ISO 8601 with an offset, or a date and hh:mm[:ss] alone, which is then taken at offset_minutes.
 * ERR_TYPED_INSTANT. */
bool typed_instant(Arena *arena, Str cell, int offset_minutes, int64_t *ret_utc_ms,
                   int *ret_changes, Err *err);
/* yes/no, 是/否, true/false, 1/0. ERR_TYPED_BOOL. */
bool typed_bool(Str cell, bool *ret_value, Err *err);
/* Without spaces at both ends, U+00A0, U+200B and U+FEFF among them. */
Str typed_trim(Str cell);
/* For messages: one line, control characters as spaces, cut to 60 characters with an ellipsis. */
Str typed_shown(Arena *arena, Str cell);
