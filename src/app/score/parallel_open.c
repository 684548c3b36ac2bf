/* The sheets of the office's workbook, of the new format and the old one. */
#include "app/score/parallel_parts.h"
#include "base/limits.h"
#include "doc/xls_in.h"

static bool keep_grid(Parallel *p, const XlsxGrid *grid, Err *err)
{
    p->places += grid->rows * grid->cols;
    if (p->places > LIMIT_GRID_PLACES) {
        BookSheet sheet = {.grid = *grid};
        return parallel_too_many(&sheet, S("LIMIT_GRID_PLACES"), LIMIT_GRID_PLACES, p->places, err);
    }
    *arena_push(p->arena, &p->grids) = grid;
    return true;
}

static bool is_asked(const Parallel *p, Str name, bool hidden)
{
    return p->ask->sheet.len ? str_eq(p->ask->sheet, name) : !hidden;
}

/* A workbook of the old format, of Excel or WPS: it has results and no formulas. */
static bool old_sheets(Parallel *p, Err *err)
{
    XlsSheets read = {0};
    bool found = !p->ask->sheet.len;
    if (!xls_read(p->arena, p->ask->bytes, p->ask->file, &read, err))
        return false;
    for (int i = 0; i < read.count && i < LIMIT_GRID_SHEETS; i++) {
        if (!is_asked(p, read.items[i].name, read.items[i].hidden))
            continue;
        found = true;
        if (!keep_grid(p, &read.items[i].grid, err) ||
            !parallel_score_sheet(p, &read.items[i].grid, err))
            return false;
    }
    if (!found) {
        err_set(err, ERR_XLSX_NO_SHEET, {"found", p->ask->sheet});
        return err_at_file(err, p->ask->file);
    }
    return true;
}

static bool too_many_sheets(const Parallel *p, int found, Err *err)
{
    AUTO_ARENA scratch = {0};
    err_set(err, ERR_LIMIT, {"name", S("LIMIT_GRID_SHEETS")},
            {"limit", arena_fmt(&scratch, "%d", LIMIT_GRID_SHEETS)},
            {"found", arena_fmt(&scratch, "%d", found)});
    return err_at_file(err, p->ask->file);
}

/* Sheets that are not asked for are read for the formulas that speak of them; what cannot be read of those is not missed. */
static bool read_others(Parallel *p, XlsxBook *book)
{
    for (int i = 0; i < book->sheets.count && p->grids.count < LIMIT_GRID_SHEETS; i++) {
        Err ignored = {0};
        XlsxGrid *grid = arena_new(p->arena, XlsxGrid, 1);
        const XlsxSheet *sheet = &book->sheets.items[i];
        if (!is_asked(p, sheet->name, sheet->hidden) &&
            xlsx_grid(p->arena, book, i, grid, &ignored))
            (void)keep_grid(p, grid, &ignored);
    }
    for (int i = 0; i < book->defined.count; i++)
        *arena_push(p->arena, &p->defined) =
            (XlsxDefined){arena_str(p->arena, book->defined.items[i].name),
                          arena_str(p->arena, book->defined.items[i].text)};
    return true;
}

static bool read_asked(Parallel *p, XlsxBook *book, Err *err)
{
    int asked = 0;
    for (int i = 0; i < book->sheets.count; i++)
        asked += is_asked(p, book->sheets.items[i].name, book->sheets.items[i].hidden);
    if (asked > LIMIT_GRID_SHEETS)
        return too_many_sheets(p, book->sheets.count, err);
    if (!asked && p->ask->sheet.len) {
        err_set(err, ERR_XLSX_NO_SHEET, {"found", p->ask->sheet});
        return err_at_file(err, p->ask->file);
    }
    for (int i = 0; i < book->sheets.count; i++) {
        XlsxGrid *grid = arena_new(p->arena, XlsxGrid, 1);
        if (is_asked(p, book->sheets.items[i].name, book->sheets.items[i].hidden) &&
            (!xlsx_grid(p->arena, book, i, grid, err) || !keep_grid(p, grid, err) ||
             !parallel_score_sheet(p, grid, err)))
            return false;
    }
    return true;
}

static bool new_sheets(Parallel *p, Err *err)
{
    AUTO_ARENA scratch = {0};
    XlsxBook book;
    const ZipFrom from = {.bytes = p->ask->bytes};
    if (!xlsx_book_open(&book, &scratch, &from, p->ask->file, err))
        return false;
    bool ok = read_asked(p, &book, err) && read_others(p, &book);
    xlsx_book_close(&book);
    return ok;
}

/* Where some sheet has units of the group, those of other groups are left out. */
static void leave_strangers(Parallel *p)
{
    int kept = 0, with_units = 0;
    for (int i = 0; i < p->sheets.count; i++)
        with_units += !p->sheets.items[i].strangers;
    for (int i = 0; i < p->sheets.count && with_units; i++) {
        if (p->sheets.items[i].strangers)
            parallel_note(p, NOTE_OTHER_GROUP, p->sheets.items[i].grid.name, S(""), S(""));
        else
            p->sheets.items[kept++] = p->sheets.items[i];
    }
    p->sheets.count = with_units ? kept : p->sheets.count;
}

bool parallel_open(Parallel *p, Err *err)
{
    bool is_old = str_starts(p->ask->bytes, S("\xD0\xCF\x11\xE0"));
    if (!(is_old ? old_sheets(p, err) : new_sheets(p, err)))
        return false;
    leave_strangers(p);
    if (p->sheets.count)
        return true;
    err_set(err, ERR_PARALLEL_SHEET, {"sheet", S("*")});
    return err_at_file(err, p->ask->file);
}
