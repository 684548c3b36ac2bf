/* app/folder/folder_parts.h - what the files of the folder's reader share; of no use to others.
 *
 * folder_open.c: bytes → sheets. folder_table.c: a sheet → tables. folder_head.c: what stands around them (unit,
 * period, signatures). folder_names.c: names → indicators. folder_rows.c: rows → values. folder_cells.c: cells →
 * figures in the indicator's unit of measure. folder_record.c: columns against what is on record. folder_ask.c:
 * questions and answers. folder_form.c: one file whole. folder.c: the folder whole. */
#pragma once
#include "app/folder/folder.h"
#include "app/report/month_context.h"
#include "base/map.h"
#include "doc/xlsx_grid.h"
#include "text/heading.h"

enum {
    FOLDER_COLUMNS_MAX = 160, /* of a sheet that is looked at */
    FOLDER_ROWS_MAX = 1500,
    FOLDER_TABLES_MAX = 40,  /* of a sheet */
    FOLDER_SHEETS_MAX = 100, /* of a workbook */
    FOLDER_HEAD_ROWS = 3,
};

/* ---- what is known before a file is opened ---- */

typedef struct FolderName {
    Str text; /* squeezed */
    int unit;
    bool is_full; /* the whole name, also without 市; else short name or code */
} FolderName;

typedef struct FolderKnow {
    App *app;
    const CampaignDef *def;
    const CampaignPeriod *period;
    MonthContext context;
    FormMonth month;
    LIST_OF(FolderName) names;
    Str *indicator_names;  /* squeezed, without brackets; [indicator] */
    FormMeasure *measures; /* [indicator] */
    bool *measures_known;  /* [indicator] */
    Map by_code;
} FolderKnow;

typedef struct FolderRead {
    Arena *arena;
    FolderKnow know;
    const FolderFileList *files;
    const FolderAnswers *answers;
    FolderResult *result;
    int only;           /* index of the one unit whose file it is + 1; 0: anybody's */
    int64_t grid_bytes; /* of sheets kept; a file that takes it past its limit is refused */
} FolderRead;

bool folder_know(App *app, const CampaignPeriod *period, FolderKnow *ret_know, Err *err);
/* The seat that the unit of that index holds in the period, or -1. */
int folder_seat(const FolderKnow *know, int unit);

/* ---- sheets and tables ---- */

typedef struct FolderSheet {
    Str file, name;
    bool hidden, turned;
    XlsxGrid grid;
    /* NULL: cells stand where they say; else [row * grid.cols + col] where one came from, as row * origin_cols + col + 1 */
    const int64_t *origin;
    int origin_cols;
} FolderSheet;
typedef LIST_OF(FolderSheet) FolderSheets;

/* A workbook or CSV. ERR_FOLDER_KIND (old formats, Word …), and what xlsx_in and csv name. */
bool folder_open(Arena *arena, Str name, Str bytes, FolderSheets *ret_sheets, Err *err);
/* Rows as columns. */
void folder_turn(Arena *arena, const FolderSheet *sheet, FolderSheet *ret_sheet);
Str folder_place(Arena *arena, const FolderSheet *sheet, int64_t row, int col);
/* "pdf", "xlsx" in small letters; empty: none. */
Str folder_ending(Arena *arena, Str name);

/* One table of many units → what each of them has of it (folder_split.c); none where it is not such a table. */
typedef struct FolderPart {
    FolderSheet *sheet;
    int unit; /* seat */
} FolderPart;
typedef LIST_OF(FolderPart) FolderParts;
struct FolderRead;
void folder_split(struct FolderRead *r, const FolderSheet *sheet, FolderParts *ret_parts);

typedef enum FolderTableKind { FOLDER_VALUES, FOLDER_TASKS, FOLDER_REQUESTS } FolderTableKind;

typedef struct FolderTable {
    FolderTableKind kind;
    int64_t head_row, first_row, last_row;
    int first_col, last_col;
    int columns[FORM_COLUMNS]; /* column of the sheet; 0: none */
    int twice[FORM_COLUMNS];   /* a second one of that kind */
    Heading headings[FOLDER_COLUMNS_MAX + 1];
    Str texts[FOLDER_COLUMNS_MAX + 1]; /* of the headings */
} FolderTable;
typedef LIST_OF(FolderTable) FolderTables;

void folder_tables(Arena *arena, const FolderSheet *sheet, FormMonth month,
                   FolderTables *ret_tables);

/* ---- around the tables ---- */

typedef enum FolderSource {
    FOLDER_HEAD,
    FOLDER_TITLE,
    FOLDER_SHEET,
    FOLDER_FILE_NAME,
    FOLDER_SOURCES
} FolderSource;

typedef struct FolderHead {
    Str values[FORM_KEYS]; /* by FormKey */
    Str places[FORM_KEYS];
    int units[FOLDER_SOURCES];  /* seat; -1: none; -2: more than one */
    int months[FOLDER_SOURCES]; /* 1: this period; 2: another; 3: both; 0: none */
    Str places_of[FOLDER_SOURCES];
    bool has_measure;
    FormMeasure measure; /* of the whole form: 单位:万元 */
    Date sent_on;        /* DATE_NONE */
    int64_t sent_at;
} FolderHead;

/* Rows from … to of the sheet; tables from `table` on begin at table->head_row. */
void folder_head(FolderRead *r, const FolderSheet *sheet, const FolderTable *first,
                 int64_t from_row, int64_t to_row, FolderHead *ret_head);
/* The seat that a text names; -1: none, -2: more than one. whole: the text is a name and nothing else. */
int folder_unit_in(const FolderRead *r, Str text, bool whole);
/* The seat whose name or office (甲区人民政府办公室（盖章）) the text is, and nothing else; -1. */
int folder_unit_alone(const FolderRead *r, Str text);
int folder_unit_of_name(FolderRead *r, Str file);
/* Of a restricted unit, for who has no right to it: its figures are not read and not compared. */
bool folder_is_closed(const FolderRead *r, int unit);
/* 0 none · 1 this period · 2 another · 3 both */
int folder_month_in(const FolderRead *r, Str text);

/* ---- one form ---- */

typedef struct FolderForm {
    int file; /* of the folder */
    FolderSheet *sheet;
    FolderHead head;
    FolderTable *tables;
    int ntables;
    int unit; /* seat; -1 */
    LIST_OF(FolderValue) values;
    LIST_OF(FolderChange) changes;
    LIST_OF(int) beside; /* files that have other rows of the same form */
    int asked;           /* questions that it waits for */
    bool *named;         /* [indicator] a row names it exactly */
    bool row_percent;    /* the row that is read states % */
} FolderForm;
typedef LIST_OF(FolderForm) FolderForms;

/* The values of its tables. */
void folder_rows(FolderRead *r, FolderForm *form);
/* A name without what people put in front and behind: 1. 、（一） ★ 其中: and units of measure. */
typedef struct FolderBare {
    Str text;
    bool part; /* 其中: a part of what stands above it */
    bool has_measure;
    FormMeasure measure;
} FolderBare;
FolderBare folder_bare(const FolderRead *r, Str name);
/* Whether the unit reports it: its own form is what a name is looked for in. */
bool folder_is_of_unit(const FolderRead *r, const FolderForm *form, int indicator);
/* The indicator of a row, by code and name: its index, or -1: none. *ret_waits: a question is open. */
int folder_indicator(FolderRead *r, FolderForm *form, Str code, Str name, Str place,
                     bool *ret_waits, bool *ret_renamed);
typedef struct FolderStated {
    FormMeasure measures[3]; /* in the row, the column's heading, the name */
    bool has[3];
    bool has_form;
    FormMeasure form;
} FolderStated;
/* A cell as a figure of the indicator. */
void folder_cell(FolderRead *r, FolderForm *form, const FolderTable *table, int indicator,
                 int64_t row, int col, const FolderStated *stated, FolderCell *ret_cell);
/* Figures that are so much larger or smaller than those they belong to that a unit of measure was mistaken. */
void folder_scale(FolderRead *r, FolderForm *form, FolderValue *value);
/* Columns that were filled with each other's figures, left as they were or copied (folder_record.c). */
void folder_record(FolderRead *r, FolderForm *form);
void folder_change(FolderRead *r, FolderForm *form, FolderChangeKind kind, Str place, Str from,
                   Str to);

/* ---- questions ---- */

typedef struct FolderAsk {
    FolderAskKind kind;
    Str key; /* what makes it one question */
    Str what, a, b;
    Str choices[12];
    int nchoices;
    FolderItem item;
} FolderAsk;
/* True and the choice when it has been answered; else it is put to the list. */
bool folder_ask(FolderRead *r, const FolderAsk *ask, Str *ret_choice);

/* The forms of one file, or why it has none. */
void folder_file(FolderRead *r, int file, FolderForms *forms);
/* Everything that a form says as the JSON form of a report. */
Str folder_json(FolderRead *r, const FolderForm *form, const FolderUnit *unit);
