#include "app/scheme/scheme_file.h"

#include "app/scheme/scheme_load.h"
#include "app/scheme/scheme_sheet.h"
#include "sys/convert.h"

/* A fault of the loader gets the sheet that its line belongs to. */
static void pass_on(Arena *arena, Str file, bool is_book, const Faults *found, Faults *faults)
{
    for (int i = 0; i < found->count; i++) {
        Err err = found->items[i];
        bool nodes = err.row >= SCHEME_SHEET_ROWS;
        err.row -= nodes ? SCHEME_SHEET_ROWS : 0;
        err_at_file(&err,
                    !is_book ? file
                             : arena_fmt(arena, "%.*s#%s", STR_ARG(file), nodes ? "指标" : "规则"));
        faults_add(faults, &err);
    }
    faults->total += found->total - found->count;
}

static bool load_sheets(Arena *arena, Str file, Str bytes, bool is_book, Scheme *ret_scheme,
                        Faults *faults)
{
    Tree *tree;
    Faults found = {.arena = arena};
    CsvConvert convert = {convert_gb18030, NULL};
    if (!scheme_sheet_tree(arena, file, bytes, convert, &tree, faults))
        return false;
    bool ok = scheme_load(arena, S(""), tree, ret_scheme, &found);
    pass_on(arena, file, is_book, &found, faults);
    for (int i = 0; ok && i < ret_scheme->nnodes; i++) /* rows as the clerk sees them */
        if (ret_scheme->nodes[i].line >= SCHEME_SHEET_ROWS)
            ret_scheme->nodes[i].line -= SCHEME_SHEET_ROWS;
    return ok;
}

bool scheme_file_load(Arena *arena, Str file, Str bytes, Scheme *ret_scheme, Faults *faults)
{
    bool is_book = str_starts(bytes, S("PK\x03\x04")) || str_ends(file, S(".xlsx"));
    if (is_book || str_ends(file, S(".csv")))
        return load_sheets(arena, file, bytes, is_book, ret_scheme, faults);
    return scheme_load_text(arena, file, bytes, ret_scheme, faults);
}
