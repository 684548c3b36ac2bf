/* app/report/month_read.h - what the readers of a month's files share; of no use to others. */
#pragma once
#include "app/names.h"
#include "app/report/month_files.h"
#include "app/table.h"

typedef struct MonthReader {
    Arena *arena;
    const MonthContext *context;
    const CampaignDef *def;
    const MonthFile *file;
    Str place_file; /* file name shown in faults; JSON adds the list, as in a.json#indicators */
    Faults *faults, *warnings;
    Rows rows; /* closed by the reader of the file */
    Names units, unit_names, indicators, indicator_names, tasks, bodies, body_names, periods;
} MonthReader;

MonthReader month_reader(Arena *arena, const MonthContext *context, const MonthFile *file,
                         Faults *faults, Faults *warnings);
void month_fault_args(const MonthReader *reader, Faults *to, int64_t row, int64_t col, ErrCode code,
                      const Arg *args, int nargs);
#define MONTH_ARGS(...)                                                                            \
    (const Arg[]){{0}, ##__VA_ARGS__} + 1,                                                         \
        (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1
/* month_fault(reader, row, col, ERR_X, {"found", text}) */
#define month_fault(reader, row, col, code, ...)                                                   \
    month_fault_args((reader), (reader)->faults, (row), (col), (code), MONTH_ARGS(__VA_ARGS__))
#define month_warn(reader, row, col, code, ...)                                                    \
    month_fault_args((reader), (reader)->warnings, (row), (col), (code), MONTH_ARGS(__VA_ARGS__))

/* The file's rows; their file, with the sheet of a workbook, becomes the place of faults. */
bool month_open(MonthReader *reader);

/* Lookups; each adds its fault and gives -1 where the name is unknown. An empty name is -1 without a
 * fault: the cell has been refused already. */
int month_unit(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found);
int month_indicator(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found);
int month_task(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found);
int month_body(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found);
/* The code of a period of the campaign, the one that the file must be of; empty after a fault. */
Str month_period(const MonthReader *reader, int64_t row, int64_t col, Str found);
/* The unit must hold its seat in the period. */
void month_check_member(const MonthReader *reader, int64_t row, int64_t col, int unit, Str period);
/* The name beside a code must be that of the code: a shifted row is found here. */
void month_check_name(const MonthReader *reader, int64_t row, int64_t col, Str column, Str found,
                      Str name, Str other_name, Str code);
/* A number, NA or nothing. False after a fault. `unit` is the unit of measure: a percent sign is
 * refused where it is not %. */
bool month_cell(const MonthReader *reader, int64_t row, int64_t col, Str cell, Str unit,
                ReportCell *ret_cell);
/* A value where none is owed and NA where one is due are faults, a missing one is told. */
void month_check_owed(const MonthReader *reader, Str unit, const Indicator *indicator, Str period,
                      const ReportCell *cell);
bool month_is_negative(const ReportCell *cell);
Owes month_owes(const MonthReader *reader, Str unit, const Indicator *indicator, Str period);
/* Head rows "key,value" up to a blank row or one that `stop` knows (kept in *ret_next). */
typedef struct MonthHeadKey {
    Str key, name;
    bool required;
} MonthHeadKey;
typedef struct MonthHeadValue {
    Str value;
    int64_t row;
} MonthHeadValue;
bool month_head(MonthReader *reader, const MonthHeadKey *keys, int nkeys,
                bool (*stop)(const CsvRow *), MonthHeadValue *ret_values, CsvRow *ret_next);
