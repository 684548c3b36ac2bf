/* app/report/report_check.h - what to look at twice in a unit's report (core/report_check.h), with what stands on record.
 *
 * Nothing is refused by it. A unit reads the findings of its own report, the office everybody's; another
 * unit is named only to the office. Callers: web/, cli/, review. */
#pragma once
#include "app/report/report_form.h"
#include "core/report_check.h"
#include "i18n/msg.h"

/* Sub-forms of the unit, summed: one line an indicator. */
typedef struct ReportPart {
    Str indicator, sum; /* canonical */
} ReportPart;
typedef LIST_OF(ReportPart) ReportPartList;

/* Of an opened form, as it stands in it; parts may be NULL. Answers of the form stand beside what they answer. */
bool report_check_form(App *app, const ReportForm *form, const ReportPartList *parts,
                       ReportFindingList *ret_findings, Err *err);
/* Of a body that is typed; empty: the draft as it is kept. */
bool report_check(App *app, Str period, Str unit, Str body, ReportFindingList *ret_findings,
                  Err *err);
/* Of the draft with what is typed over it; nothing is kept. ERR_DRAFT_KEY, ERR_DRAFT_TEXT, ERR_LIMIT. */
bool report_check_fields(App *app, Str period, Str unit, const ReportField *fields, int count,
                         ReportFindingList *ret_findings, Err *err);
/* Of a version that was sent, with the answers kept with it. */
bool report_check_sent(App *app, Str submission, ReportFindingList *ret_findings, Err *err);

/* The sentence: what was found and what to do. */
Str report_finding_text(Arena *arena, Lang lang, const ReportFinding *finding);
void report_findings_json(const ReportFindingList *findings, Arena *arena, Lang lang, Json *json);
