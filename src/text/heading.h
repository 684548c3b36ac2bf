/* text/heading.h - what a column of a unit's form holds, by what stands above it.
 *
 * A heading is understood when it is made of the words of data/dictionaries/form_heads.tsv, of years, months and
 * units of measure, and of nothing else; otherwise it is FORM_UNKNOWN, and its column is not read. "6月" is this month
 * only in a form of June. Pure. Callers: app/folder. */
#pragma once
#include "text/measure.h"

typedef enum FormColumn {
    FORM_UNKNOWN,
    FORM_SKIP,  /* a plan, a computed figure, another month's */
    FORM_VALUE, /* a figure, but of the month or of the year so far? */
    FORM_MONTH,
    FORM_TOTAL,
    FORM_LAST,
    FORM_CODE,
    FORM_NAME,
    FORM_MEASURE,
    FORM_NOTE,
    FORM_TASK,
    FORM_PROGRESS,
    FORM_ON_TIME,
    FORM_PROBLEM,
    FORM_CAUSE,
    FORM_NEXT,
    FORM_DUE,
    FORM_MATTER,
    FORM_DONE,
    FORM_PROPOSAL,
    FORM_LEVEL,
    FORM_COLUMNS
} FormColumn;

typedef struct FormMonth {
    int year, from, to; /* months of the period that is read */
} FormMonth;

typedef struct Heading {
    FormColumn column;
    bool other_period; /* it names a month that is not the form's */
    bool both;         /* FORM_VALUE that says 累计 beside the month: 10月累计 */
    bool has_measure;
    FormMeasure measure;
} Heading;

/* The lines of a heading joined, from above. */
void heading_read(Arena *arena, Str text, FormMonth month, Heading *ret_heading);

/* Months that a text names ("2021年6月", "2021-06", "202106", "1-6月"); days of a month (7月5日, 20210705) are none. */
typedef struct NamedMonth {
    int year; /* 0: not said */
    int from, to;
} NamedMonth;
enum { NAMED_MONTHS_MAX = 8 };
int months_named(Arena *arena, Str text, NamedMonth months[NAMED_MONTHS_MAX]);
