/* app/table.h - a table (CSV, or a sheet of a workbook) whose columns have names and types, read into an array of structs.
 *
 * A TableSpec says for each column its names (English and Chinese), what a cell must be and where
 * it goes in the struct. Reading does not stop at a fault: each is added with file, row and column,
 * the field keeps its default, and the rest is read. Rows and columns are kept, so that checks that
 * need several tables can point at a cell too. Callers: app/campaign/campaign_files, app/report/month_files. */
#pragma once
#include "base/date.h"
#include "core/campaign.h"
#include "doc/rows.h"
#include "doc/typed.h"

typedef enum CellType {
    CELL_TEXT,    /* Str */
    CELL_CODE,    /* Str: base/code.h */
    CELL_WORD,    /* Str: the canonical word of a closed list */
    CELL_NUMBER,  /* Str: canonical decimal */
    CELL_INT,     /* int within min..max */
    CELL_DATE,    /* Date, DATE_NONE when empty */
    CELL_PERIOD,  /* Str: 2021-04 */
    CELL_YES_NO,  /* bool */
    CELL_RAW,     /* Str: as it stands, with the spaces at its ends */
    CELL_IGNORED, /* known, for people: read by nobody */
} CellType;

typedef struct CellWord {
    Str word, zh;
} CellWord;

typedef enum CellNeed {
    NEED_NONE,
    NEED_COLUMN,
    NEED_VALUE
} CellNeed; /* in the head; in each row */

typedef struct TableColumn {
    Str name, zh;
    CellType type;
    CellNeed need;
    size_t offset;
    const CellWord *words; /* CELL_WORD */
    int nwords;
    int min, max; /* CELL_INT */
    bool default_yes;
    bool
        later; /* came after the first version: not written where no row states it, so that older tables stay equal */
} TableColumn;

enum { TABLE_COLUMNS_MAX = 24 };

typedef struct TableSpec {
    const TableColumn *columns;
    int ncolumns;
    size_t item_bytes;
} TableSpec;

/* How a column, its words and a table of structs are written down. */
#define WORDS(array) .words = (array), .nwords = (int)(sizeof(array) / sizeof *(array))
#define COL(Type, field, name_, zh_, type_, need_, ...)                                            \
    {                                                                                              \
        .name = SC(name_), .zh = SC(zh_), .type = (type_), .need = (need_),                        \
        .offset = offsetof(Type, field), __VA_ARGS__                                               \
    }
#define SPEC(Type, columns_)                                                                       \
    {                                                                                              \
        (columns_), (int)(sizeof(columns_) / sizeof *(columns_)), sizeof(Type)                     \
    }

typedef struct Table {
    void *items; /* of item_bytes each */
    int count;
    size_t cap;
    Str file;
    struct {
        int64_t *items;
        int count;
        size_t cap;
    } rows;                      /* row of each item */
    int cols[TABLE_COLUMNS_MAX]; /* 1-based column in the file; 0 = absent */
    bool cols_zh;                /* the head is in Chinese */
    const TableSpec *spec;
} Table;

/* Tells whether a row belongs to the table no more (the head of the next section). */
typedef bool (*TableStop)(const CsvRow *row);

/* Head and rows from where `rows` stands, to its end or to the row that `stop` recognises (kept in *ret_next;
 * both may be NULL). False when the head or the file itself is faulty: then items are incomplete. */
bool table_read(Arena *arena, Rows *rows, const TableSpec *spec, TableStop stop, CsvRow *ret_next,
                Table *ret_table, Faults *faults);
/* A fault at the cell of item `index` in the spec's column `column` (-1: the row). err carries code
 * and arguments, the place is added here. */
void table_fault(const Table *table, int index, int column, Faults *faults, Err *err);
#define table_fault_set(table, index, column, faults, code, ...)                                   \
    do {                                                                                           \
        Err table_err_;                                                                            \
        err_set(&table_err_, (code), ##__VA_ARGS__);                                               \
        table_fault((table), (index), (column), (faults), &table_err_);                            \
    } while (0)
/* The column's name as the file has it (for {column} in messages). */
Str table_column_name(const Table *table, int column);
/* "code · name · kind": the words that would have been right. */
Str cell_words(Arena *arena, const CellWord *words, int nwords);
