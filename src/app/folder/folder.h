/* app/folder/folder.h - a folder of what units have sent, in whatever shape, read as one month's reports (收文件夹).
 *
 * Each file is recognised as a unit's report of the period, or is a signed copy, or is told why not. What is not
 * certain is a question with closed choices or an empty cell that is listed: never a guess. Similar questions are
 * one, with an item for each place; an id depends on what is asked alone, so answers hold in a second run.
 * folder_read keeps nothing; folder_keep makes the JSON form of a report of each unit (decision 0010) and hands
 * it to import_month. Rights: report.submit of all units. Callers: cli/import_folder, web/pages/folder. */
#pragma once
#include "app/report/import_month.h"
#include "base/json.h"
#include "core/report_check.h"
#include "doc/sheet.h"
#include "i18n/msg.h"

typedef struct FolderFile {
    Str name; /* as it lies in the folder: "甲区/6月.xlsx", and in a zip "甲区.zip/6月.xlsx" */
    Str bytes;
} FolderFile;
typedef LIST_OF(FolderFile) FolderFileList;

/* Lock files, thumbnails and the like, which nobody has sent. */
bool folder_is_litter(Str name);
/* The files that were sent: zips opened, one level deep, LIMIT_FOLDER_BYTES in all; litter left out. Before folder_read and
 * folder_keep, for both the same. */
void folder_gather(Arena *arena, const FolderFileList *files, FolderFileList *ret_files);
/* Without its folders. */
Str folder_file_base(Str name);

typedef enum FolderFileState {
    FOLDER_TAKEN,
    FOLDER_SIGNED,  /* a scan or pdf: kept as the signed copy of its unit */
    FOLDER_OLDER,   /* another file of the unit is newer */
    FOLDER_SAME,    /* says the same as another */
    FOLDER_ASKED,   /* waits for an answer */
    FOLDER_LEFT,    /* left out by an answer */
    FOLDER_PERIOD,  /* of another period */
    FOLDER_NO_FORM, /* no table of a report was found */
    FOLDER_NO_UNIT, /* whose it is is not said */
    FOLDER_REFUSED, /* cannot be read: err */
    FOLDER_FILE_STATES
} FolderFileState;

typedef struct FolderFileLine {
    Str name, unit; /* unit: code, where known */
    int64_t bytes;
    Str digest;
    FolderFileState state;
    bool of_many; /* it holds the forms of several units: none of them may read it */
    Err err;      /* FOLDER_REFUSED */
} FolderFileLine;

typedef enum FolderCellState {
    FOLDER_CELL_EMPTY, /* nothing stands there */
    FOLDER_CELL_VALUE,
    FOLDER_CELL_NA,
    FOLDER_CELL_PENDING, /* 待定 */
    FOLDER_CELL_UNCLEAR, /* something stands there that is not certain: left empty */
} FolderCellState;

typedef enum FolderWhy {
    FOLDER_WHY_NONE,
    FOLDER_WHY_TEXT,    /* no figure */
    FOLDER_WHY_ERROR,   /* #REF!, a formula without a result */
    FOLDER_WHY_HIDDEN,  /* the row or column is hidden */
    FOLDER_WHY_MERGED,  /* one cell for several */
    FOLDER_WHY_TWICE,   /* two rows say different things */
    FOLDER_WHY_MEASURE, /* the unit of measure is not certain */
    FOLDER_WHY_COLUMN,  /* which figure it is is not certain */
    FOLDER_WHY_ROW,     /* which indicator it is is not certain */
    FOLDER_WHY_DASH,    /* / or — where a figure is due */
    FOLDER_WHY_RECORD,  /* it does not fit what is on record of the month before */
    FOLDER_WHY_COPIED,  /* last year's column is this year's, or last month's, once more */
    FOLDER_WHYS
} FolderWhy;

typedef struct FolderCell {
    FolderCellState state;
    FolderWhy why;
    Str value;    /* canonical, in the indicator's unit of measure */
    Str found;    /* as it stands */
    Str place;    /* "a.xlsx#表一!F12" */
    bool changed; /* the value is not what stands there */
    bool about;   /* 约: the report's note says so */
} FolderCell;

enum { FOLDER_MONTH, FOLDER_TOTAL, FOLDER_LAST, FOLDER_FIGURES };

typedef struct FolderValue {
    int indicator; /* of the campaign */
    FolderCell cells[FOLDER_FIGURES];
    Str note;
} FolderValue;

typedef enum FolderChangeKind {
    FOLDER_COLUMN_RENAMED,
    FOLDER_COLUMN_MOVED,
    FOLDER_COLUMN_ADDED,
    FOLDER_COLUMN_MISSING,
    FOLDER_ROW_RENAMED,
    FOLDER_ROW_ADDED,
    FOLDER_ROW_MISSING,
    FOLDER_ROW_SKIPPED, /* a sum, a heading */
    FOLDER_SHEET_HIDDEN,
    FOLDER_TURNED,    /* rows are columns */
    FOLDER_NO_PERIOD, /* nothing says of which month it is */
    FOLDER_CHANGES
} FolderChangeKind;

typedef struct FolderChange {
    FolderChangeKind kind;
    Str place, from, to; /* from: as the form has it; to: as it stands */
} FolderChange;

typedef enum FolderUnitState {
    FOLDER_UNIT_MISSING,
    FOLDER_UNIT_SCAN_ONLY,
    FOLDER_UNIT_ASKED,
    FOLDER_UNIT_READY,
    FOLDER_UNIT_FAULTY, /* the import would refuse it: faults */
    FOLDER_UNIT_SAME,   /* on record already */
    FOLDER_UNIT_KEPT,
    FOLDER_UNIT_STATES
} FolderUnitState;

typedef struct FolderUnit {
    int unit; /* of the campaign */
    FolderUnitState state;
    int file; /* of FolderResult.files; -1: none */
    LIST_OF(FolderValue) values;
    LIST_OF(FolderChange) changes;
    LIST_OF(int) signed_copies; /* files */
    LIST_OF(int) beside;        /* files that have other rows of the same report */
    Str json;                   /* the report; FOLDER_UNIT_READY, _FAULTY */
    Faults faults, warnings;
    ReportFindingList findings; /* of the usual checks */
} FolderUnit;

typedef enum FolderAskKind {
    FOLDER_ASK_UNIT,    /* the file's name and what is inside name two units */
    FOLDER_ASK_WHO,     /* whose file it is */
    FOLDER_ASK_PERIOD,  /* it names two periods */
    FOLDER_ASK_SHEET,   /* several sheets hold a form */
    FOLDER_ASK_COLUMN,  /* which figure a column holds */
    FOLDER_ASK_ROW,     /* which indicator a row is */
    FOLDER_ASK_CODE,    /* code and name of a row are of two indicators */
    FOLDER_ASK_MEASURE, /* two units of measure are stated */
    FOLDER_ASK_SCALE,   /* a figure is ten thousand times what it was */
    FOLDER_ASK_VERSION, /* which of two files of a unit is the newer */
    FOLDER_ASK_FIGURES, /* month and year so far stand in each other's columns */
    FOLDER_ASKS
} FolderAskKind;

typedef struct FolderItem {
    Str key;   /* for an answer of its own: the file, or the unit */
    Str place; /* file, sheet, cell */
    Str found, other;
} FolderItem;

typedef struct FolderQuestion {
    Str id;
    FolderAskKind kind;
    Str what, a, b; /* what is asked about; what stands against what */
    struct {
        Str items[12];
        int count;
    } choices; /* words: of the kind, codes, units of measure */
    LIST_OF(FolderItem) items;
} FolderQuestion;

/* An answer to a question, or to one item of it. */
typedef struct FolderAnswer {
    Str id, item, choice; /* item empty: all of them */
} FolderAnswer;
typedef LIST_OF(FolderAnswer) FolderAnswers;

typedef struct FolderResult {
    const CampaignPeriod *period;
    LIST_OF(FolderFileLine) files;
    LIST_OF(FolderUnit) units;         /* of the campaign, in official order, that owe a report */
    LIST_OF(FolderQuestion) questions; /* that have no answer yet */
    int answered;
    int values, unclear, changed; /* cells */
} FolderResult;

/* Lines "id,choice" or "id:item,choice", as `duban import folder` prints them; # begins a remark. ERR_FOLDER_ANSWER. */
bool folder_answers_read(Arena *arena, Str bytes, Str file, CsvConvert convert,
                         FolderAnswers *ret_answers, Err *err);

/* Called after each file. */
typedef struct FolderTell {
    void (*tell)(void *ctx, int done, int total);
    void *ctx;
} FolderTell;

/* ERR_DENIED, ERR_LIMIT (files, bytes), ERR_PERIOD_UNKNOWN. A bad file is a line, no error. */
bool folder_read(App *app, const FolderFileList *files, Str period, const FolderAnswers *answers,
                 FolderTell tell, FolderResult *ret_result, Err *err);

/* One file that a unit sends of itself, in whatever shape: ret_result->units has that unit alone. What names another
 * unit is FOLDER_NO_UNIT. For who may report for the unit. Nothing is kept: the unit's json is a form to look at. */
bool folder_read_one(App *app, const FolderFile *file, Str period, Str unit,
                     const FolderAnswers *answers, FolderResult *ret_result, Err *err);

typedef struct FolderKept {
    int reports, signed_copies;
} FolderKept;
/* The reports that are ready, each in a transaction of its own: channel folder, sender the unit (or who is named),
 * the workbook and the signed copies kept as evidence, a workbook of several units
 * for the office alone. What the import refuses after all is FOLDER_UNIT_FAULTY. */
bool folder_keep(App *app, const FolderFileList *files, Str sender, FolderResult *result,
                 FolderKept *ret_kept, Err *err);
