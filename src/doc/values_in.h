/* doc/values_in.h - reported values from CSV into a Panel: fast, exact, in memory near the data's size.
 *
 * Long: period,unit,group,indicator,value and, where wanted, target, baseline, confirmed, tolerance,
 * share; wide: period,unit,group and a column for each indicator. The first row names the columns, in
 * any order. Empty is missing, NA is not applicable; numbers are decimals as base/dec reads them, and a
 * cell is the nearest double to what was typed. docs/formats/values.md is the contract.
 *
 * The file is read with pread in chunks that end at line ends, a wave of chunks at a time: workers
 * parse a chunk each, codes are made one list in the order of the file, workers put the cells into
 * place. So what comes out does not depend on the number of workers. A line end inside quotes, which
 * a cut might meet, is noticed and the file is read by one. Every fault is located; rows are numbered
 * as doc/csv numbers them. Callers: app/score/score_files. */
#pragma once
#include "base/panel.h"
#include "base/par.h"
#include "doc/csv.h"

typedef struct ValuesSource {
    int fd; /* plain file, the caller's */
    Str file;
    CsvConvert convert;
    bool wide;
    const ParFor *par; /* NULL: the caller alone */
    Str keep_unit; /* the text as typed of that unit's cells is kept, with its row; empty: of none */
    void (*progress)(void *ctx, int64_t done_bytes, int64_t of_bytes); /* may be NULL */
    void *progress_ctx;
    int64_t chunk_bytes; /* 0: as is good; tests take small ones */
    int wave_chunks;     /* likewise */
} ValuesSource;

/* A cell as it stands in the file. */
typedef struct ValuesKept {
    Str period, indicator;
    ColumnKind kind;
    Str text;
    int64_t row;
} ValuesKept;

typedef struct Values {
    Panel panel;
    int64_t rows, bytes; /* of the file */
    int64_t given;       /* cells that hold a number */
    struct {
        ValuesKept *items;
        int count;
        size_t cap;
    } kept;
    Arena *arenas; /* the memory of the columns */
    int narenas;
} Values;

/* Faults of the file go to `faults` (then false without *err, which is for what ends the reading: ERR_FILE_READ,
 * ERR_FILE_TOO_LARGE, ERR_LIMIT). The panel lives in the arena, its cells in columns: values_done. */
bool values_read(Arena *arena, const ValuesSource *source, Values *ret_values, Faults *faults,
                 Err *err);
void values_done(Values *values);
#define AUTO_VALUES __attribute__((cleanup(values_done))) Values
/* Last month of "2021", "2021Q2", "2021-06" and the months it spans (12, 3, 1). */
bool values_period(Str text, int32_t *ret_month, int *ret_step);
