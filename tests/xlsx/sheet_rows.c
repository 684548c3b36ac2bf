/* sheet_rows FILE [SHEET]: the rows of a workbook or CSV file as JSON, one array a line with its row number
 * first; a fault as {"code", "file", "row", "col", "found"} and status 2. Read whole and then again from
 * the open file: where the two differ the status is 3. For test_in.py. */
#include "base/json.h"
#include "base/limits.h"
#include "doc/rows.h"
#include "sys/files.h"

#include <stdio.h>
#include <string.h>

static void put_row(Out *out, const CsvRow *row)
{
    Json json = json_new(out, false);
    json_array(&json);
    json_i64(&json, row->row);
    for (int i = 0; i < row->count; i++)
        json_str(&json, row->cells[i]);
    json_array_end(&json);
    out_c(out, '\n');
}

static void put_fault(Out *out, const Err *err)
{
    Json json = json_new(out, false);
    json_object(&json);
    json_kstr(&json, S("code"), str_from_z(err_code_name(err->code)));
    json_kstr(&json, S("file"), str_from_z(err->file));
    json_ki64(&json, S("row"), err->row);
    json_ki64(&json, S("col"), err->col);
    json_kstr(&json, S("found"), err_arg(err, "found"));
    json_object_end(&json);
    out_c(out, '\n');
}

typedef struct Asked {
    Str path, name, sheet;
    bool has_sheet;
} Asked;

static bool open_rows(Rows *rows, Arena *arena, const Asked *asked, bool whole, Err *err)
{
    Str bytes;
    int fd;
    if (!whole)
        return file_open(asked->path, &fd, err) &&
               rows_open_fd(rows, arena, fd, asked->name, asked->sheet, (CsvConvert){0}, err);
    if (!file_read(arena, asked->path, LIMIT_CSV_BYTES, &bytes, err))
        return false;
    return asked->has_sheet ? rows_open_sheet(rows, arena, bytes, asked->name, asked->sheet, err)
                            : rows_open(rows, arena, bytes, asked->name, (CsvConvert){0}, err);
}

static bool put_rows(Arena *arena, const Asked *asked, bool whole, Out *out)
{
    AUTO_ARENA scratch = {0};
    AUTO_TABLE_ROWS rows = {0};
    Err err = {0};
    CsvRow row;
    *out = out_new(arena, LIMIT_OUTPUT_BYTES);
    bool ok = open_rows(&rows, &scratch, asked, whole, &err);
    while (ok) {
        ArenaMark mark = arena_mark(&scratch);
        ok = rows_next(&rows, &row, &err);
        if (ok)
            put_row(out, &row);
        arena_rewind(&scratch, mark);
    }
    if (err.code)
        put_fault(out, &err);
    return err.code == ERR_NONE;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    Out whole, streamed;
    Asked asked = {.path = str_from_z(argc > 1 ? argv[1] : "-")};
    const char *slash = argc > 1 ? strrchr(argv[1], '/') : NULL;
    asked.name = slash ? str_from_z(slash + 1) : asked.path;
    asked.has_sheet = argc > 2;
    asked.sheet = argc > 2 ? str_from_z(argv[2]) : S("");
    bool ok = put_rows(&arena, &asked, true, &whole);
    (void)put_rows(&arena, &asked, false, &streamed);
    if (!str_eq(out_str(&whole), out_str(&streamed))) {
        fprintf(stderr, "whole and streamed differ:\n%.*s", STR_ARG(out_str(&streamed)));
        return 3;
    }
    printf("%.*s", STR_ARG(out_str(&whole)));
    return ok ? 0 : 2;
}
