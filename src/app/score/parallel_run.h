/* app/score/parallel_run.h - 并行核对: the office's own score sheet of a past month beside the engine, cell by cell.
 *
 * The workbook is read as people keep it; its score cells, totals and ranks are compared with what the
 * scheme gives, at the decimals that the workbook prints. A difference comes with what would explain it,
 * found by trying, and never with a judgement: the office may be right. The values are the workbook's
 * own, those of a file, or in a campaign those that were confirmed. docs/parallel-run.md is the contract.
 * Callers: cli/cmd_parallel_run, web/pages/parallel_run. */
#pragma once
#include "app/app.h"
#include "app/score/score_files.h"
#include "base/json.h"
#include "doc/sheet.h"

typedef enum ParallelKind {
    PARALLEL_VALUE,
    PARALLEL_SCORE,
    PARALLEL_TOTAL,
    PARALLEL_RANK
} ParallelKind;

/* What would explain a difference; several may hold together. The bit is the index of its word. */
enum {
    CAUSE_TYPED = 1, /* a number typed over a formula of the column */
    CAUSE_STALE = 2, /* the stored result is not what the formula gives on the stored cells */
    CAUSE_TEXT = 4,  /* a number stored as text, which the formula leaves out */
    CAUSE_ERROR = 8, /* the cell shows an error, or nothing */
    CAUSE_ROUNDED_PARTS =
        16,            /* the parts rounded to their printed decimals before they were summed */
    CAUSE_CUT = 32,    /* cut off where the engine rounds */
    CAUSE_CAP = 64,    /* a cap of the scheme that was not applied */
    CAUSE_PARTS = 128, /* follows from differences of the parts, or of the values */
    CAUSE_TIES = 256,  /* ties counted another way */
    CAUSE_RANK_ROUNDING = 512, /* ranked rounded against unrounded */
    CAUSE_HIDDEN = 1024,       /* a hidden row left out of the ranking, or part of it */
    CAUSE_RANGE = 2048,        /* the formula's range misses rows */
    CAUSE_TOTALS = 4096,       /* follows from totals that differ */
    CAUSE_NO_RESULT = 8192,    /* a formula that was saved without its result */
    CAUSE_FORMULA =
        1 << 14, /* another formula than the column's; theirs gives the engine's number */
    CAUSE_LEFT_OUT = 1 << 15, /* the sum leaves a part out */
    CAUSE_WEIGHT = 1 << 16,   /* the column has another weight */
    CAUSE_STEP = 1 << 17,     /* a rate or the points rounded on the way */
    CAUSE_EVEN = 1 << 18,     /* a half rounded to the even one */
    CAUSE_SPREAD = 1 << 19,   /* what does not apply was not spread over the rest */
    CAUSE_ORDER = 1 << 20,    /* no rank by the sheet's own totals */
    CAUSE_COUNT = 21
};

typedef struct ParallelDiff {
    ParallelKind kind;
    Str sheet, cell; /* 表一, F12 */
    int64_t row;
    int col;
    Str unit, unit_name;
    Str node, node_name; /* empty of totals and ranks */
    Str office;          /* as printed; empty: nothing stands there */
    Str ours;            /* at the same decimals; empty: does not count, not ranked */
    Str difference;      /* office - ours; empty where one of them is no number */
    unsigned causes;     /* 0: not explained */
    Str about;           /* what the cause names: a cell, a part, a weight; empty: none */
} ParallelDiff;

typedef enum ParallelNoteKind {
    NOTE_TAKEN,       /* a leaf whose points were taken from the workbook as they stand */
    NOTE_NO_COLUMN,   /* a leaf that the workbook has no column for */
    NOTE_IGNORED,     /* a column with numbers that is nothing of the scheme */
    NOTE_SHEET,       /* a sheet that is no score sheet */
    NOTE_NO_ROW,      /* a unit that the workbook has no row for */
    NOTE_HIDDEN_ROW,  /* a hidden row that has a unit */
    NOTE_STRANGER,    /* a hidden row with a unit that is not in the group */
    NOTE_OTHER_GROUP, /* a sheet without a unit of the group */
    NOTE_COUNT
} ParallelNoteKind;

typedef struct ParallelNote {
    ParallelNoteKind kind;
    Str sheet, cell, what;
} ParallelNote;

typedef struct ParallelReport {
    Str file, scheme, period;
    int scheme_version;
    int units, sheets;
    int64_t cells; /* compared */
    LIST_OF(ParallelDiff) diffs;
    LIST_OF(ParallelNote) notes;
} ParallelReport;

typedef struct ParallelAsk {
    Str file, bytes;         /* the workbook */
    Str sheet;               /* empty: all that are not hidden */
    Str map_file, map_bytes; /* empty: none */
} ParallelAsk;

/* On plain files. scheme and values as in ScoreJob (values may be empty: the workbook's own); period and group
 * may be empty where there is one. Faults of the files go to `faults`; then false without *err. */
typedef struct ParallelFiles {
    ScoreJob job;
    Str period, group;
} ParallelFiles;
bool parallel_files(Arena *arena, const ParallelFiles *files, const ParallelAsk *ask,
                    ParallelReport *ret_report, Faults *faults, Err *err);
/* In the campaign: the scheme that holds in the period and what was confirmed for it. Recorded. */
bool parallel_campaign(App *app, Str period, Str group, const ParallelAsk *ask,
                       ParallelReport *ret_report, Faults *faults, Err *err);

Str parallel_kind_word(ParallelKind kind); /* "score" */
Str parallel_cause_word(int bit);          /* "rounded_parts" */
/* "；"-joined sentences with what they name; "not explained" where there is none. */
Str parallel_causes_text(Arena *arena, Lang lang, const ParallelDiff *diff);
Str parallel_note_text(Arena *arena, Lang lang, const ParallelNote *note);
void parallel_text(Arena *arena, Lang lang, const ParallelReport *report, Out *out);
void parallel_json(Arena *arena, Lang lang, const ParallelReport *report, Json *json);
/* A row for each difference. */
Sheet parallel_sheet(Arena *arena, Lang lang, const ParallelReport *report);
