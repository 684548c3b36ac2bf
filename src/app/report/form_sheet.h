/* app/report/form_sheet.h - a unit's monthly report as finished words, and from them the workbook, the CSV and the paper.
 *
 * The workbook is the form that month_report_read reads (docs/formats/campaign.md): what is to be typed is white and empty
 * or as the draft has it, what is known beside it is grey and read by nobody. The paper is for print, sign and scan: with
 * places for three signatures and the seal, and a line by which the scan is matched to these figures. Both are in Chinese,
 * as the office's forms are. Callers: app/report/form_file, app/report/form_split. */
#pragma once
#include "app/app.h"

typedef struct FormRow { /* 表一 */
    Str group;           /* the task force that asks; empty: the office */
    Str code, name, unit;
    bool is_total;               /* what counts stands in 累计完成, otherwise in 本月完成 */
    Str target, scheduled;       /* grey, as all without "typed" */
    Str before;                  /* the month before: running total, or what the month was */
    Str month, total, last_year; /* typed; NA for 不涉及 */
    Str completion, gap, growth; /* as computed from them */
    Str tolerance, state;        /* typed; state in Chinese */
    Str confirmed;
    Str basis, assessor;
    Str note;    /* typed */
    bool closed; /* not typed by the unit: it stands there grey, with the reason in `note` */
} FormRow;

typedef struct FormTask { /* 表二 */
    Str group, no, title, node;
    Str progress, on_time, problem, cause, next_step, due; /* typed */
} FormTask;

typedef struct FormRequest { /* 表三 */
    Str matter, done, proposal, level;
} FormRequest;

typedef struct FormSheet {
    Str title;
    Str unit, period, period_name;
    Str nature, form_number, maker, approval,
        valid_until; /* of the form; all but nature may be empty */
    Str filler, phone, reviewer, signer, sent;
    Str number, digest; /* by which a scan is matched */
    bool is_sample;
    LIST_OF(FormRow) rows;
    LIST_OF(FormTask) tasks;
    LIST_OF(FormRequest) requests;
    LIST_OF(Str) files; /* names of evidence */
} FormSheet;

/* Without what was typed: for a blank form. */
void form_sheet_blank(FormSheet *form);
/* ERR_DATA_FOLDER for a workbook, ERR_LIMIT. Rows of a workbook wait in tmp_folder. */
bool form_sheet_book(App *app, const FormSheet *form, Str *ret_bytes, Err *err);
bool form_sheet_csv(Arena *arena, const FormSheet *form, Str *ret_bytes, Err *err);
bool form_sheet_docx(App *app, const FormSheet *form, Str *ret_bytes, Err *err);
bool form_sheet_pdf(App *app, const FormSheet *form, Str *ret_bytes, Err *err);

/* Heads of the form as the reader knows them, shared with sub-sheets. */
extern const Str form_levels[3]; /* whom a matter may be put to */
