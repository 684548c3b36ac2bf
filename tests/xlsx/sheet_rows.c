/* sheet_rows FILE [SHEET]: the rows of a workbook or CSV file as JSON, one array a line with its row number
 * first; a fault as {"code", "file", "row", "col", "found"} and status 2. For test_in.py. */
#include "base/json.h"
#include "base/limits.h"
#include "doc/rows.h"
#include "sys/files.h"

#include <stdio.h>
#include <string.h>

static void put_row(Arena *arena, const CsvRow *row)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, false);
    json_array(&json);
    json_i64(&json, row->row);
    for (int i = 0; i < row->count; i++)
        json_str(&json, row->cells[i]);
    json_array_end(&json);
    printf("%.*s\n", STR_ARG(out_str(&out)));
}

static int put_fault(Arena *arena, const Err *err)
{
    Out out = out_new(arena, 65536);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("code"), str_from_z(err_code_name(err->code)));
    json_kstr(&json, S("file"), str_from_z(err->file));
    json_ki64(&json, S("row"), err->row);
    json_ki64(&json, S("col"), err->col);
    json_kstr(&json, S("found"), err_arg(err, "found"));
    json_object_end(&json);
    printf("%.*s\n", STR_ARG(out_str(&out)));
    return 2;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    AUTO_ROWS rows = {0};
    Err err = {0};
    Str bytes, file = argc > 1 ? str_from_z(argv[1]) : S("-");
    const char *slash = argc > 1 ? strrchr(argv[1], '/') : NULL;
    Str name = slash ? str_from_z(slash + 1) : file;
    if (!file_read(&arena, file, LIMIT_CSV_BYTES, &bytes, &err))
        return put_fault(&arena, &err);
    bool ok = argc > 2 ? rows_open_sheet(&rows, &arena, bytes, name, str_from_z(argv[2]), &err)
                       : rows_open(&rows, &arena, bytes, name, (CsvConvert){0}, &err);
    CsvRow row;
    while (ok) {
        ArenaMark mark = arena_mark(&arena);
        ok = rows_next(&rows, &row, &err);
        if (ok)
            put_row(&arena, &row);
        arena_rewind(&arena, mark);
    }
    return err.code ? put_fault(&arena, &err) : 0;
}
