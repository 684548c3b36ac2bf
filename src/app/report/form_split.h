/* app/report/form_split.h - a unit's form in parts for its bureaus and townships, and the parts added up again.
 *
 * Each part is a sheet with the indicators that can be asked of it; statistics are left out, with the reason. The parts go
 * out as one workbook with a sheet for each, or as a file for each. Coming back they are read strictly, every fault at its
 * cell; who is missing is known from the names that every sheet carries. What comes out can be put into the unit's draft;
 * the figures of the parts are kept with it as a file of evidence. Callers: app/report/form_file, cli/, web/. */
#pragma once
#include "app/report/form_sheet.h"
#include "app/report/month_files.h"
#include "base/json.h"
#include "core/sub_sum.h"

typedef LIST_OF(Str) SubNames;
/* One a line, or with ; ； 、 between. ERR_FORM_SUBS_NONE, ERR_FORM_SUB_NAME {found}, ERR_FORM_SUB_TWICE {found},
 * ERR_LIMIT (LIMIT_FORM_SUBS). */
bool sub_names_parse(Arena *arena, Str text, SubNames *ret_names, Err *err);

/* One workbook, or a zip of one each. */
bool form_split(App *app, const FormSheet *form, const SubNames *names, bool separate,
                Str *ret_bytes, Err *err);

typedef struct MergedPart {
    Str name;
    bool given; /* a sheet came */
    bool bare;  /* its figures bear no percent sign */
    SubFigure month, total;
    Str note;
} MergedPart;

typedef struct MergedRow {
    const FormRow *row; /* of the form */
    SubSumWay way;
    MergedPart *parts; /* in the order of FormMerge.names */
    SubSum month, total;
    Str change; /* of what counts, against the month before; empty where one is not known */
} MergedRow;

typedef struct FormMerge {
    SubNames names;      /* that were to send something */
    LIST_OF(Str) absent; /* that did not */
    LIST_OF(MergedRow) rows;
    int figures; /* that came out */
} FormMerge;

/* False with err->code ERR_NONE when there are faults. */
bool form_merge(App *app, const FormSheet *form, const MonthFile *files, int nfiles,
                FormMerge *ret_merge, Faults *faults, Err *err);
void form_merge_json(const FormMerge *merge, Json *json);
/* The figures of the parts beside what came out, for the file that is kept. */
bool form_merge_book(App *app, const FormSheet *form, const FormMerge *merge, Str *ret_bytes,
                     Err *err);
