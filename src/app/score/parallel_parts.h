/* app/score/parallel_parts.h - what the files of the parallel run share. Callers: parallel_*.c only. */
#pragma once
#include "app/score/parallel_run.h"
#include "base/map.h"
#include "base/near.h"
#include "doc/xlsx_formula.h"

typedef enum ColumnIs {
    IS_IGNORED,
    IS_UNSURE, /* a node's, and nothing says of what */
    IS_UNIT,
    IS_CODE,
    IS_VALUE,
    IS_TARGET,
    IS_SCORE,
    IS_TOTAL,
    IS_RANK,
    IS_BONUS,
    IS_DEDUCT
} ColumnIs;

typedef struct BookColumn {
    int col;
    ColumnIs is;
    int node; /* -1: none */
    bool mapped;
    Str title; /* as a person reads it */
} BookColumn;

typedef struct BookRow {
    int64_t row;
    int unit; /* index; -1: hidden, and of no unit of the group */
    bool hidden;
} BookRow;

typedef struct BookSheet {
    XlsxGrid grid;
    int64_t first_header, last_header, last_row;
    bool mapped;            /* the map has a word on it */
    int unit_col, code_col; /* 0: none */
    LIST_OF(BookColumn) columns;
    LIST_OF(BookRow) rows;
    bool strangers; /* no row has a unit of the group */
} BookSheet;

typedef struct ParallelUnit {
    Str code, name, short_name;
    bool closed; /* restricted, and not for this reader: total and rank alone are compared */
} ParallelUnit;

typedef struct MapColumn {
    Str sheet; /* empty: all */
    int col;
    ColumnIs is;
    Str node;
    int line, at;
} MapColumn;

typedef struct MapUnit {
    Str in_book, code;
} MapUnit;

typedef struct MapRows {
    Str sheet;
    int64_t header, first, last; /* 0: not stated */
} MapRows;

typedef struct ParallelMap {
    LIST_OF(MapColumn) columns;
    LIST_OF(MapUnit) units;
    LIST_OF(MapRows) rows;
} ParallelMap;

/* Scores of the group as the engine gives them. */
typedef struct Ours {
    int64_t *points;          /* [unit * nnodes + node], 1e-10 */
    bool *counts;             /* likewise */
    int64_t *shares;          /* likewise: effective full points, 1e-10 */
    double *inputs;           /* likewise; NAN: none */
    int64_t *score, *rounded; /* [unit] */
    bool *has, *ranked;
    int *rank; /* twice, with fractional ties */
} Ours;

typedef struct Parallel {
    Arena *arena;
    const ParallelAsk *ask;
    const Scheme *scheme;
    ParallelMap map;
    bool own_values; /* the workbook's are scored */
    MonthSpan months;
    ParallelUnit *units; /* of the group; own_values: as they are met */
    int nunits;
    size_t units_cap;
    Map unit_by, node_by; /* codes and names, as they stand and normalised */
    int64_t places;       /* of all sheets so far */
    LIST_OF(BookSheet) sheets;
    LIST_OF(const XlsxGrid *) grids; /* of all sheets that formulas may speak of */
    LIST_OF(XlsxDefined) defined;    /* names of the workbook */
    const bool *closed; /* [nnodes] what was measured is not for this reader; NULL: all is open */
    /* scores under a scheme that differs from `scheme` in numbers only */
    bool (*compute)(void *ctx, Arena *arena, const Scheme *scheme, Ours *ret, Err *err);
    void *ctx;
    ParallelReport *report;
    Faults *faults;
} Parallel;

/* Codes and names of the scheme's nodes, for headings. */
void parallel_index_nodes(Parallel *p);
Str parallel_norm(Arena *arena, Str text, bool cut_brackets);
bool parallel_map_load(Parallel *p, Err *err);
/* Headers, columns and rows of all sheets that were asked for. */
bool parallel_book(Parallel *p, Err *err);
/* The sheets that are asked for, and the grids of all. */
bool parallel_open(Parallel *p, Err *err);
/* One more of p->sheets, or a note that it is none. */
bool parallel_score_sheet(Parallel *p, const XlsxGrid *grid, Err *err);
bool parallel_too_many(const BookSheet *sheet, Str name, int64_t limit, int64_t found, Err *err);
/* What a column is; fills p->…columns of one sheet, whose header rows are known. */
void parallel_columns(Parallel *p, BookSheet *sheet);
bool parallel_is_heading(Str norm); /* of units */
bool parallel_is_word(Str norm); /* 序号, 备注, 完成率: known headings, whatever they are of */
bool parallel_is_summary(Str norm); /* 合计, 平均, 满分: a row that is no unit */
/* Which node, total or rank a heading means; IS_IGNORED and -1: none. For finding header rows. */
ColumnIs parallel_heading(const Parallel *p, Str text, int *ret_node);
const BookColumn *parallel_column(const BookSheet *sheet, ColumnIs is, int node);
/* The workbook's own values as p->compute. */
bool parallel_own_values(Parallel *p, Err *err);
bool parallel_compare(Parallel *p, Err *err);
/* ---- cells ---- */
/* The number of a cell, also as people write it: full-width digits, 12.5分, 第3名; `unit`: of the value, or empty. */
bool parallel_number(const XlsxCell *cell, Str unit, Dec *ret_value);
/* A formula that was saved without its result. */
bool parallel_no_result(const XlsxCell *cell);
/* Such a one, or an error. */
bool parallel_no_number(const XlsxCell *cell);
/* Faults where values, or all that would be compared, were saved without results. */
bool parallel_results_there(Parallel *p);
FormulaAsk parallel_formula(const Parallel *p, const BookSheet *sheet, const XlsxCell *cell);
/* A cell of the column whose formula most of its rows share and this one does not, though that formula gives
 * `ours` here; NULL: none. */
const XlsxCell *parallel_other_formula(Parallel *p, const BookSheet *sheet,
                                       const BookColumn *column, const XlsxCell *cell, Str ours);
/* At the decimals of `printed`. */
bool parallel_prints(Arena *arena, double x, Str printed);
int parallel_decimals(Str text);
void parallel_note(Parallel *p, ParallelNoteKind kind, Str sheet, Str cell, Str what);
Str parallel_node_name(const SchemeNode *node);

/* ---- causes ---- */
typedef struct Causes Causes;
Causes *causes_new(Parallel *p, const Ours *ours);
bool causes_of(Causes *causes, const BookSheet *sheet, const BookRow *row, const BookColumn *column,
               ParallelDiff *diff, Err *err);

/* Ways in which one cell's points may have been made, each tried on the whole column. */
typedef struct PointsAt {
    Parallel *p;
    const Ours *ours;
    const BookSheet *sheet;
    const BookColumn *column;
    int node; /* 0: the total */
} PointsAt;
/* The engine's number done with one departure, 1e-10; false: cannot be told. */
typedef bool (*PointsWay)(void *ctx, const PointsAt *at, int unit, int decimals, int64_t *ret);
/* True where the way gives the cell and speaks against no row that agrees with the engine. */
bool parallel_way_holds(const PointsAt *at, const BookRow *row, const ParallelDiff *diff,
                        bool alone, PointsWay way, void *ctx);
/* Cut off, rounded on the way, halves to the even one, not spread, another weight. */
unsigned parallel_steps(const PointsAt *at, const BookRow *row, ParallelDiff *diff, bool alone);
/* A part that the sum leaves out. */
unsigned parallel_left_out(const PointsAt *at, const BookRow *row, ParallelDiff *diff);
