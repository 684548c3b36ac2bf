/* app/report/form_file.h - the form of a unit's report as a file: workbook, paper, CSV; for one unit or all of them.
 *
 * Made of what report_form_open shows, so a file holds what its reader may see. Callers: cli/, web/. */
#pragma once
#include "app/report/form_split.h"
#include "app/report/report_form.h"
#include "i18n/msg.h"

typedef enum FormFormat { FORM_XLSX, FORM_DOCX, FORM_CSV, FORM_PDF, FORM_FORMATS } FormFormat;

typedef struct FormFile {
    Str name; /* to keep it under: "2021-04 戊县 月报.xlsx" */
    Str bytes;
} FormFile;

Str form_nature_text(Lang lang, Str nature);
/* The words of the form, as typed so far. */
void form_sheet_of(App *app, const ReportForm *form, FormSheet *ret_sheet);
/* blank: without what was typed. What report_form_open refuses. */
bool form_file(App *app, Str period, Str unit, FormFormat format, bool blank, FormFile *ret_file,
               Err *err);
/* Of every unit that reports in the period, in official order. For who may read all of them: ERR_DENIED. */
typedef LIST_OF(FormFile) FormFileList;
bool form_files_all(App *app, Str period, FormFormat format, bool blank, FormFileList *ret_files,
                    Err *err);
/* The same in one zip. */
bool form_files_zip(App *app, const FormFileList *files, Str *ret_bytes, Err *err);

/* What comes back goes into the unit's draft, over what stands there; cells that the file leaves empty stay as they are.
 * False with err->code ERR_NONE when there are faults. What report_draft_save refuses. */
bool form_take_book(App *app, Str period, Str unit, int64_t seen, const MonthFile *file,
                    DraftRow *ret_draft, Faults *faults, Err *err);
/* The figures that came out, and the parts as a file of evidence. */
bool form_take_merge(App *app, Str period, Str unit, int64_t seen, const FormSheet *sheet,
                     const FormMerge *merge, DraftRow *ret_draft, Err *err);
/* A report's file as JSON of the form (docs/formats/campaign.md): what `duban form read` prints. */
bool form_read_json(App *app, const MonthFile *file, Json *json, Faults *faults, Err *err);
