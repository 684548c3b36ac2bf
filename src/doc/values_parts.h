/* doc/values_parts.h - what the files of values_in share: the head of the file, a chunk, the cells so far.
 *
 * Callers: values_*. */
#pragma once
#include "doc/values_codes.h"
#include "doc/values_in.h"

typedef enum CodeKind { CODE_PERIOD, CODE_UNIT, CODE_GROUP, CODE_INDICATOR, CODE_KINDS } CodeKind;

/* What a column of the file holds: a code, or a number of `slot` (its place among the numbers of a row). */
typedef struct HeadColumn {
    bool is_number;
    CodeKind code;
    ColumnKind kind;
    int slot;
    int run; /* numbers from here on without a code between */
} HeadColumn;

typedef struct Head {
    HeadColumn *columns;
    int ncolumns, nnumbers;
    int row_cells; /* at most: with columns that a spreadsheet saved empty behind the last, one at least */
    bool is_wide;
    ColumnKind kinds[COLUMN_KINDS]; /* long: the kind of each number of a row */
    int64_t start;                  /* of the data in the file */
    int64_t row;                    /* of the head */
    bool has_bom;
    bool is_plain; /* three codes, the indicator, the value */
} Head;

/* One unit in one period as a chunk met it; codes are the chunk's. */
typedef struct ChunkPlace {
    int32_t period, unit, group;
    int64_t row;          /* in the chunk */
    int32_t row_of_panel; /* set when the chunk is taken in; -1: at fault */
    bool kept;
} ChunkPlace;

/* Rows of the file that follow each other, of one place, their indicators first, first + 1, … */
typedef struct ChunkRun {
    int32_t place, first, count;
    int64_t row; /* of the first, in the chunk */
} ChunkRun;

typedef enum ChunkState {
    CHUNK_READ,
    CHUNK_QUOTED_END, /* a quoted cell goes on behind the line or the window */
    CHUNK_FAILED      /* err */
} ChunkState;

typedef struct Chunk {
    Arena arena, values_arena;
    ChunkState state;
    Err err;
    Faults faults;
    int64_t rows, data_rows;
    int64_t start; /* of its lines in the file */
    int64_t done;  /* bytes of the file taken, when it is read by one */
    Codes codes[CODE_KINDS];
    struct {
        ChunkPlace *items;
        int count;
        size_t cap;
    } places;
    struct {
        ChunkRun *items;
        int count;
        size_t cap;
    } runs;
    double *values; /* nnumbers for each data row */
    int64_t nvalues, values_cap;
    int64_t given;       /* wide: cells that hold a number, once they are put into place */
    unsigned char *used; /* [codes of indicators] bits: kinds that are given */
    size_t used_cap;
    struct {
        ValuesKept *items; /* periods and indicators as met */
        int count;
        size_t cap;
    } kept;
    int32_t *map[CODE_KINDS]; /* the chunk's codes in the file's */
} Chunk;

/* What a worker keeps between chunks. */
typedef struct Window {
    Arena arena, cells_arena;
    char *room;
    int64_t cap;
    Str *cells;
} Window;

typedef struct CellsColumn {
    Arena arena;
    double *cells;
    int64_t cap, filled;
    bool wanted;
} CellsColumn;

typedef struct Place {
    int32_t period, unit, group;
    int64_t row; /* of the file, where it was first met */
} Place;

/* The file as far as it is read. */
typedef struct Reading {
    const ValuesSource *source;
    const ParFor *par;
    Arena *arena;
    Head head;
    int64_t size, chunk_bytes;
    int64_t done; /* bytes, once their chunks are taken */
    int wave;
    bool by_one;
    Codes codes[CODE_KINDS];
    Place *places; /* rows of the panel in order of first appearance */
    int32_t nplaces;
    size_t places_cap;
    Arena places_arena;
    int32_t ***places_of; /* [period] -> [unit / PLACE_PAGE] -> [unit % PLACE_PAGE], row + 1 */
    size_t periods_cap;
    int32_t *months;      /* of periods; 0: malformed */
    int step;             /* of all periods; 0: none yet */
    int step_of;          /* the period that said so */
    CellsColumn *columns; /* [indicator * kinds + slot] */
    int kinds, ncolumns, columns_cap;
    struct {
        Arena *items; /* of columns that were made together */
        int count;
        size_t cap;
    } slabs;
    int64_t rows, data_rows; /* rows with the head */
    int64_t given;           /* cells that hold a number, as far as they are counted */
    Faults *faults;
    Values *values;
} Reading;

enum {
    PLACE_PAGE = 4096,
    WINDOW_PAD =
        512 /* bytes behind the text that may be looked at: more than LIMIT_VALUES_CODE_BYTES */
};

/* A cell that no row of the file has given; finally like VALUE_MISSING. */
static inline double cell_unset(void)
{
    uint64_t bits = UINT64_C(0x7ff8000000000000) | 0x100;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}
static inline bool cell_is_unset(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits == (UINT64_C(0x7ff8000000000000) | 0x100);
}

/* Rows of a chunk on their way. */
typedef struct Parse {
    const Reading *reading;
    const Head *head;
    Chunk *chunk;
    Window *window;
    const char *p, *end; /* whole lines */
    bool across;         /* a quoted cell may hold line ends */
    int32_t ids[CODE_KINDS];
    const Code *now[CODE_KINDS]; /* of ids; NULL where it cannot stand bare */
} Parse;

/* Reads the head; faults to reading->faults. */
bool values_head(Reading *reading, Err *err);
/* The cells of the row at p, unquoted, into cells (at most max; *ret_count may be more), *ret_next behind its end.
 * CHUNK_QUOTED_END where quotes do not end in the line (with across: before `end`). CHUNK_FAILED: a fault in column
 * *ret_count, and *ret_next is behind the line. */
ChunkState values_split(Arena *arena, const char *p, const char *end, bool across, Str *cells,
                        int max, int *ret_count, const char **ret_next, Err *fault);
/* All rows from x->p to x->end, until one whose quotes do not end. */
ChunkState values_rows(Parse *x);
/* A fault of the row at hand. */
void values_fault(Parse *x, Err *err, int64_t col);
/* Chunk `index` of the file: the lines that begin in it. */
void values_chunk(const Reading *reading, int64_t index, Window *window, Chunk *chunk);
/* Rows from byte `at` on; chunk->done of them are taken. */
void values_chunk_from(const Reading *reading, int64_t at, Window *window, Chunk *chunk);
/* Takes chunks in, in order: codes, places, columns, then the cells. */
bool values_take(Reading *reading, Chunk *chunks, int count, Err *err);
/* The row of the panel, or 0 for none yet, + 1. */
int32_t *values_place_slot(Reading *reading, int32_t period, int32_t unit);
/* Rows in the panel's order, columns filled, codes in UTF-8. */
bool values_finish(Reading *reading, Err *err);
/* Reads on, chunk by chunk, and hands each to `take` in order. */
typedef bool (*ChunksFn)(Reading *reading, Chunk *chunks, int count, Err *err);
bool values_chunks(Reading *reading, ChunksFn take, Err *err);
/* Cells that were given twice, each with both rows, to the faults. */
bool values_twice(Reading *reading, const Str *units, const Str *indicators, Err *err);
bool values_pread(const ValuesSource *source, char *to, int64_t bytes, int64_t offset,
                  int64_t *ret_len, Err *err);
/* Bytes of the file as text for a message. */
Str values_found(const ValuesSource *source, Arena *arena, Str raw);
