/* app/report/report_doc.h - the body of a draft: the form of a report as typed, JSON to struct and back.
 *
 * The keys are those of a report's JSON (docs/formats/campaign.md); cells may hold any text, so that
 * an unfinished form can be kept. Line ends become spaces, control and misleading characters are refused,
 * sizes are held against LIMIT_REPORT_*. Callers: app/report. */
#pragma once
#include "core/reported.h"

/* The cells of one line of 表一. */
typedef struct ReportCells {
    Str code, month, cumulative, last_year, tolerance, state, note;
} ReportCells;

typedef struct ReportDoc {
    Str unit, period; /* as the body says; empty: it does not */
    Str filler, phone, reviewer, signer;
    LIST_OF(ReportCells) values;
    LIST_OF(ReportTask) tasks;
    LIST_OF(ReportRequest) requests;
    LIST_OF(ReportAnswer) answers;
    LIST_OF(ReportEvidence) places; /* of files: digest, name, place */
} ReportDoc;

/* A body of no bytes is an empty form. ERR_DRAFT_KEY, ERR_DRAFT_TEXT, ERR_LIMIT, faults of JSON. */
bool report_doc_parse(Arena *arena, Str body, ReportDoc *ret_doc, Err *err);
/* The canonical body: known keys in one order, nothing that is empty. */
Str report_doc_body(Arena *arena, const ReportDoc *doc);

/* One named field of a page: "cell.invest.month" (docs/monthly-report.md has the list). */
typedef struct ReportField {
    Str name, value;
} ReportField;
/* Puts the fields into the document; what they do not name stays. Requests are counted from 1. ERR_DRAFT_KEY. */
bool report_doc_fields(Arena *arena, const ReportField *fields, int count, ReportDoc *doc,
                       Err *err);
/* A row of 表二 or 表三 as submission_task keeps it (JSON array of cells); false when it is none. */
bool report_task_of_cells(Arena *arena, Str cells, ReportTask *ret_task);
bool report_answer_of_cells(Arena *arena, Str cells, ReportAnswer *ret_answer);
bool report_request_of_cells(Arena *arena, Str cells, ReportRequest *ret_request);
/* The one with that code or number; NULL when there is none. */
const ReportCells *report_doc_cells(const ReportDoc *doc, Str code);
const ReportTask *report_doc_task(const ReportDoc *doc, Str no);
