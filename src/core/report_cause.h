/* core/report_cause.h - why a report may be returned (退回原因): a closed list of inconsistencies, never a wanted value.
 *
 * Each cause says what does not fit with what. None says what a figure ought to be: whoever returns a report may ask for
 * two things to agree, not for either of them to be higher (统计法: nobody may have figures altered). Values that are
 * statistics (口径=统计) are never returned, but for having been typed by a unit at all. Callers: app/report/review*, web/, cli/. */
#pragma once
#include "base/str.h"

typedef enum ReportCause {
    CAUSE_RUNNING_TOTAL,    /* cumulative ≠ last month's + this month's */
    CAUSE_MEASURE_UNIT,     /* 万元 where 亿元 is asked */
    CAUSE_SUM,              /* the whole is not the sum of its parts */
    CAUSE_NARRATIVE,        /* the text says another thing than the value */
    CAUSE_JUMP,             /* far from last month's, and nothing explains it */
    CAUSE_COPIED,           /* the text is last month's */
    CAUSE_EVIDENCE_MISSING, /* no file that shows it */
    CAUSE_EVIDENCE_OTHER,   /* the file shows something else */
    CAUSE_PERIOD,           /* figures of another period */
    CAUSE_TWICE,            /* one piece of work reported in two places */
    CAUSE_NOT_OWED,         /* 不涉及 where it is owed, or a value where it is not */
    CAUSE_STATISTICS, /* statistics typed by the unit: they come from the statistics office's release */
    CAUSE_UNSIGNED, /* not signed, or by the same person twice */
    CAUSE_EMPTY,    /* an owed field is empty */
    CAUSE_COUNT
} ReportCause;

enum { CAUSE_NUMBERS_MAX = 64 };

Str report_cause_word(ReportCause cause); /* running_total … */
bool report_cause_parse(Str word, ReportCause *ret_cause);
/* What a return must name: a figure or task; the others may be about the form as a whole. */
bool report_cause_needs_place(ReportCause cause);
/* Whether it may be said of a value that is statistics. */
bool report_cause_fits_statistics(ReportCause cause);
/* The numbers that stand in a sentence, as typed (full-width digits and thousands marks as ASCII), at most
 * CAUSE_NUMBERS_MAX; returns how many there are. A sentence of a return may quote figures of the report, nothing else:
 * app/report/review holds each against what is on record. Chinese numerals are not looked for. */
int report_cause_numbers(Str sentence, char texts[][32], int max);
