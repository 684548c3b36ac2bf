/* app/report/confirm.h - what a data owner confirms in a month (指标核定): its indicators for all units on one sheet.
 *
 * Each column is an indicator in the month that its values belong to: the sheet's own, or with a lag (indicators.csv)
 * that many earlier, since that is the value which the sheet's month is scored with. What is typed is kept as a draft
 * (report_draft, unit "confirm/BODY") until it is sent; sending makes a JSON sheet and hands it to app/report/import_month, so a
 * check, a limit and a digest exist once. A unit that has not reported can be confirmed. Who is asked: ACT_CONFIRM_SUBMIT,
 * of the own body, or of the office on behalf of one that names who handed it in.
 * Callers: web/pages/confirm, cli/cmd_export, app/report/confirm_book. */
#pragma once
#include "app/report/confirmed.h"
#include "app/report/import_month.h"
#include "store/draft.h"

typedef struct ConfirmColumn {
    const Indicator *indicator;
    const CampaignPeriod *period; /* that its values belong to */
    int owed, filled;             /* cells, and those of them that hold something */
    int reported;                 /* cells with a reported value */
} ConfirmColumn;

typedef struct ConfirmCell {
    bool applies; /* the indicator concerns the unit in that month */
    HeldValue reported, confirmed;
    HeldValue last;        /* confirmed in the period before */
    Str note;              /* of `confirmed` */
    Str typed, typed_note; /* of the draft, else as on record */
    bool changed;          /* typed or its note is not what is on record */
    bool differs;          /* typed is a number and not the reported one: a note is asked for */
    Str difference;        /* typed − reported; empty: one of them is no number */
    Str target, percent;   /* of the year; what is typed, else reported, of it in per cent */
} ConfirmCell;

typedef struct ConfirmVersion {
    int version;
    Str id, entered_by, sender;
    int64_t received_at;
    HeldRelease release;
    bool revises; /* by a later release than the version before */
} ConfirmVersion;

typedef struct ConfirmSheet {
    const CampaignPeriod *period;
    Str body, body_name;
    bool on_behalf;  /* of another body: who handed it in is named */
    bool frozen;     /* the month takes corrections only: */
    Err closed;      /* why (app/report/lock.h) */
    bool statistics; /* a column is a statistic: its release is asked for */
    bool left_out;   /* columns of restricted areas are not shown */
    LIST_OF(ConfirmColumn) columns;
    const Unit **units;
    int nunits;
    ConfirmCell *cells;           /* [unit * columns + column] */
    int changed, empty;           /* cells */
    LIST_OF(const Unit *) silent; /* have not reported yet */
    DraftRow draft;               /* revision 0: nothing was saved */
    Str before;                   /* what the draft would be before the edit, in a write */
    Str officer;
    HeldRelease release;              /* as typed, else of the newest version */
    LIST_OF(ConfirmVersion) versions; /* newest first */
} ConfirmSheet;

/* body empty: the account's own. ERR_PERIOD_UNKNOWN, ERR_DENIED, ERR_CONFIRM_NONE. */
bool confirm_read(App *app, Str period, Str body, ConfirmSheet *ret_sheet, Err *err);
const ConfirmCell *confirm_cell(const ConfirmSheet *sheet, Str unit, Str indicator);

/* Periods and bodies for whom there is a sheet: what waits. */
typedef struct ConfirmDue {
    const CampaignPeriod *period;
    Str body, body_name;
    int version; /* of the newest; 0: none has come */
    Date received_on;
    bool frozen, drafted;
} ConfirmDue;
typedef LIST_OF(ConfirmDue) ConfirmDues;
/* Of the periods that have opened, newest first, the bodies in official order; a data owner's are its own. */
bool confirm_dues(App *app, ConfirmDues *ret_dues, Err *err);

/* ---- writing ---- */

/* "c01/invest" and what was typed there. */
typedef struct ConfirmField {
    Str key, text;
    bool is_note;
} ConfirmField;

typedef struct ConfirmEdit {
    Str period, body;
    int64_t revision; /* of the draft that the person saw; CONFIRM_ANY: whatever it is */
    LIST_OF(ConfirmField) fields;
    /* Takes what was reported: "all" and "INDICATOR" where nothing is typed, "UNIT/INDICATOR" in any case; empty: nothing. */
    Str take;
    bool has_head; /* the two below were sent */
    Str officer;
    HeldRelease release;
    Str sender;  /* post that handed it in, where the office enters it */
    Str channel; /* web · workbook · api; empty: a command */
} ConfirmEdit;
#define CONFIRM_ANY (-1)

/* Keeps what was typed; what says nothing that is not on record makes no draft. ERR_CONFIRM_MOVED {who, when},
 * ERR_CONFIRM_CELL {found}, ERR_PERIOD_FROZEN, ERR_PERIOD_LOCKED, ERR_PERIOD_PASSED. */
bool confirm_save(App *app, const ConfirmEdit *edit, Err *err);
/* Keeps it and sends the sheet; on faults false with err->code == ERR_NONE, and the draft stays. Faults name as file
 * "confirm", as row the number of the value: confirm_fault_cell. ERR_CONFIRM_SENDER, ERR_CONFIRM_SAME, and the above. */
bool confirm_submit(App *app, const ConfirmEdit *edit, MonthImport *ret_import, Faults *faults,
                    Faults *warnings, Err *err);
/* The cell that a fault is about; false: the head, or the sheet as a whole. */
bool confirm_fault_cell(const ConfirmSheet *sheet, const Err *fault, int *ret_unit,
                        int *ret_column);
