/* core/reported.h - what arrives in a month, as plain data: a unit's report (月报), a data owner's sheet
 * (核定), deductions and bonuses, corrections.
 *
 * Values are canonical decimals with the scale as typed; every value keeps the row and column where
 * it stands (column 0 in JSON), so that a later check or an explanation can point at it. Filled by
 * app/report/month_files; read by app/. */
#pragma once
#include "core/campaign.h"

/* One cell for a number: a value, 不涉及 (na), or empty = missing. */
typedef struct ReportCell {
    Str value; /* canonical; empty when missing or na */
    bool na;
    Str state; /* not_yet 尚未取得 (no value) · no_rank 有数不排名 (beside its value); else empty */
    int changes; /* TypedChange flags: what was normalised */
    int64_t row, col;
} ReportCell;

typedef struct ReportValue {
    Str indicator; /* code */
    ReportCell month, cumulative, last_year;
    Str note;
    Str tolerance; /* the value's own ±, canonical; empty = none */
} ReportValue;

typedef struct ReportTask { /* 表二 */
    Str task, progress, on_time, problem, cause, next_step, due;
    int64_t row;
} ReportTask;

typedef struct ReportRequest { /* 表三 */
    Str matter, done, proposal, level;
    int64_t row;
} ReportRequest;

/* What a check found and what the unit answered (core/report_check.h). */
typedef struct ReportAnswer {
    Str check, place; /* code of the check; indicator, task or "" */
    Str found;        /* the figures that it found */
    Str answer;
    int64_t row;
} ReportAnswer;

/* 佐证: a file that stands among the report's files (app/files/files.h). */
typedef struct ReportEvidence {
    Str digest, name;
    Str place; /* indicator or task it belongs to; "signed": the signed form; empty: the report */
    int64_t row;
} ReportEvidence;

typedef struct MonthReport {
    Str unit;   /* code */
    Str period; /* code */
    Str nature, filler, phone, reviewer, signer;
    int64_t sent_at; /* as the file says, UTC ms */
    LIST_OF(ReportValue) values;
    LIST_OF(ReportTask) tasks;
    LIST_OF(ReportRequest) requests;
    LIST_OF(ReportAnswer) answers;
    LIST_OF(ReportEvidence) evidence;
} MonthReport;

typedef struct ConfirmedValue {
    Str unit, indicator;
    Str period; /* that the value belongs to: the sheet's, or of an indicator with a lag so much earlier */
    ReportCell value;
    Str note;
} ConfirmedValue;

/* What a statistics office has published: its values stand on a sheet only with this. */
typedef struct ConfirmedRelease {
    Str body, document;
    Date on; /* DATE_NONE: not stated */
} ConfirmedRelease;

typedef struct ConfirmedSheet {
    Str body; /* code of the assessor; `office` = campaign office */
    Str period;
    int64_t confirmed_at; /* as the file says; 0: it does not */
    Str officer;
    ConfirmedRelease release;
    LIST_OF(ConfirmedValue) values;
} ConfirmedSheet;

typedef struct EventEntry { /* 加分/扣分 */
    Str unit, kind, rule;   /* kind: bonus · deduct */
    Str points;             /* canonical, > 0 */
    Str basis, evidence;
    int64_t row;
} EventEntry;

typedef struct EventSheet {
    Str period;
    LIST_OF(EventEntry) events;
} EventSheet;

typedef struct CorrectionEntry {         /* 更正 */
    Str period, unit, indicator, object; /* object: reported · confirmed */
    ReportCell old_value, new_value;
    Str reason, basis;
    int64_t row;
} CorrectionEntry;

typedef struct CorrectionSheet {
    LIST_OF(CorrectionEntry) corrections;
} CorrectionSheet;
