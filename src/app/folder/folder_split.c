/* One table of many units: each unit's part of it as a sheet of its own, with every cell where it stands.
 *
 * Units stand down a column (their rows beside or below them, or one row each under headings of indicators), or across
 * a row of headings. A column of who is responsible is none of these. */
#include "app/folder/folder_parts.h"
#include "base/limits.h"

enum { PLACES_MAX = 60 * 1000, HEAD_UP = 3, SHORT_BYTES = 60 };

typedef struct Split {
    FolderRead *r;
    const FolderSheet *sheet;
    int *owner; /* [line] seat of the unit named there; -1 */
    int at;     /* the column, or the row, in which they stand */
    int first, last, units;
} Split;

static const XlsxCell *seen(const XlsxGrid *grid, int64_t row, int col)
{
    int32_t i = grid->merged[(row - 1) * grid->cols + col - 1];
    return i ? &grid->cells[i - 1] : grid_cell(grid, row, col);
}

static Str text_at(const Split *s, int64_t row, int col)
{
    const XlsxCell *cell = seen(&s->sheet->grid, row, col);
    return cell && cell->text.len <= SHORT_BYTES * 4 ? form_squeeze(s->r->arena, cell->text)
                                                     : S("");
}

/* The cell is the name of a unit and nothing else. */
static int unit_at(const Split *s, int64_t row, int col)
{
    const XlsxCell *cell = grid_cell(&s->sheet->grid, row, col);
    return cell && cell->text.len <= SHORT_BYTES ? folder_unit_alone(s->r, cell->text) : -1;
}

static bool says_whose(Str heading)
{
    static const Str words[] = {SC("单位"),     SC("单位名称"),   SC("县区"),      SC("区县"),
                                SC("县(区)"),   SC("区(县)"),     SC("填报单位"),  SC("报送单位"),
                                SC("上报单位"), SC("地区"),       SC("各县区"),    SC("部门"),
                                SC("专班"),     SC("部门名称"),   SC("县区名称"),  SC("专班名称"),
                                SC("各单位"),   SC("县(市、区)"), SC("单位/县区"), SC("县区/单位")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(heading, words[i]))
            return true;
    return false;
}

/* Counts units along the column (down) or the row of index `at`. */
static bool look_along(Split *s, int at, bool down)
{
    const XlsxGrid *grid = &s->sheet->grid;
    int lines = down ? (int)grid->rows : grid->cols, found = -1;
    s->at = at;
    s->first = s->last = s->units = 0;
    s->owner = arena_new(s->r->arena, int, lines + 1);
    for (int i = 0; i <= lines; i++)
        s->owner[i] = -1;
    for (int i = 1; i <= lines; i++) {
        int unit = down ? unit_at(s, i, at) : unit_at(s, at, i);
        if (unit < 0)
            continue;
        s->owner[i] = unit;
        s->units += unit != found;
        found = unit;
        s->first = s->first ? s->first : i;
        s->last = i;
    }
    return s->units > 0;
}

/* A part more is taken. False: there are too many, and the file will be refused. */
static bool has_room(Split *s, size_t bytes)
{
    s->r->grid_bytes += (int64_t)bytes;
    return s->r->grid_bytes <= LIMIT_FOLDER_GRID_BYTES;
}

static size_t part_bytes(const Split *s)
{
    return (size_t)(s->sheet->grid.rows * s->sheet->grid.cols) * 2 * sizeof(int32_t);
}

/* A sheet in which only the cells that `keep` has are there. */
static FolderSheet *only(Split *s, const bool *row_kept, const bool *col_kept)
{
    const XlsxGrid *grid = &s->sheet->grid;
    Arena *arena = s->r->arena;
    FolderSheet *out = arena_new(arena, FolderSheet, 1);
    size_t places = (size_t)(grid->rows * grid->cols);
    int32_t *at = arena_new(arena, int32_t, places + 1),
            *merged = arena_new(arena, int32_t, places + 1);
    for (int64_t row = 0; row < grid->rows; row++)
        for (int col = 0; col < grid->cols; col++) {
            int64_t i = row * grid->cols + col;
            if (row_kept[row] && col_kept[col]) {
                at[i] = grid->at[i];
                merged[i] = grid->merged[i];
            }
        }
    *out = *s->sheet;
    out->grid.at = at;
    out->grid.merged = merged;
    return out;
}

static void clear(FolderSheet *sheet, int64_t row, int col)
{
    int64_t i = (row - 1) * sheet->grid.cols + col - 1;
    ((int32_t *)sheet->grid.at)[i] = ((int32_t *)sheet->grid.merged)[i] = 0;
}

static void add(Split *s, FolderSheet *sheet, int unit, FolderParts *parts)
{
    *arena_push(s->r->arena, parts) = (FolderPart){sheet, unit};
}

/* ---- units down a column, indicators in rows ---- */

static void split_rows(Split *s, bool is_name, FolderParts *parts)
{
    const XlsxGrid *grid = &s->sheet->grid;
    Arena *arena = s->r->arena;
    bool *rows = arena_new(arena, bool, grid->rows + 1), *cols = arena_new(arena, bool, grid->cols);
    for (int c = 0; c < grid->cols; c++)
        cols[c] = true;
    for (int row = s->first; row <= grid->rows; row++) {
        int unit = s->owner[row], open = -1;
        bool again = unit < 0;
        for (int i = s->first; !again && i < row; i++)
            again = s->owner[i] == unit;
        if (again)
            continue;
        if (!has_room(s, part_bytes(s)))
            return;
        for (int i = 1; i <= grid->rows; i++) {
            open = s->owner[i] >= 0 ? s->owner[i] : open;
            rows[i - 1] = i < s->first || open == unit;
        }
        FolderSheet *sheet = only(s, rows, cols);
        for (int i = s->first > HEAD_UP ? s->first - HEAD_UP : 1; i <= grid->rows; i++)
            if (s->owner[i] >= 0 || (!is_name && text_at(s, i, s->at).len <= SHORT_BYTES))
                clear(sheet, i, s->at);
        add(s, sheet, unit, parts);
    }
}

/* ---- units down a column, indicators across ---- */

typedef struct Across {
    XlsxCell *cells;
    int count, cols, rows;
    int64_t *origin;
} Across;
enum { FIGURES_MAX = 12, ACROSS_COLS = FIGURES_MAX + 1 };

static void put(Across *a, int row, int col, Str text, const XlsxCell *from, int64_t cols)
{
    if (text.len == 0)
        return;
    XlsxCell *cell = &a->cells[a->count++];
    *cell = from ? *from : (XlsxCell){.is_text = true};
    cell->row = row;
    cell->col = col;
    cell->text = text;
    a->origin[(row - 1) * ACROSS_COLS + col - 1] = from ? (from->row - 1) * cols + from->col : 0;
}

/* What stands above the table: its title, the month, the stamp. */
static void put_above(Across *a, const XlsxGrid *grid, int top)
{
    for (int i = 1; i < top; i++)
        for (int c = 1; c <= grid->cols; c++) {
            const XlsxCell *cell = grid_cell(grid, i, c);
            if (cell && a->origin[(i - 1) * ACROSS_COLS] == 0)
                put(a, i, 1, cell->text, cell, grid->cols);
        }
}

/* The row of one unit as a form: a line for each indicator above, a column for each figure below it. */
static FolderSheet *form_of_row(Split *s, int row, int top, int sub)
{
    const XlsxGrid *grid = &s->sheet->grid;
    Arena *arena = s->r->arena;
    int lines = top + grid->cols + 1, nfigures = 0, line = top;
    Str figures[FIGURES_MAX], open = S("");
    Across a = {.cells = arena_new(arena, XlsxCell, lines * ACROSS_COLS),
                .origin = arena_new(arena, int64_t, lines * ACROSS_COLS)};
    put_above(&a, grid, top);
    put(&a, top, 1, S("指标"), NULL, grid->cols);
    for (int c = s->at + 1; c <= grid->cols; c++) {
        Str name = text_at(s, top, c), figure = sub ? text_at(s, top + 1, c) : S("完成数");
        const XlsxCell *cell = grid_cell(grid, row, c);
        int k = 0;
        if (name.len == 0 || figure.len == 0)
            continue;
        while (k < nfigures && !str_eq(figures[k], figure))
            k++;
        if (k == FIGURES_MAX)
            continue;
        if (k == nfigures) {
            figures[nfigures++] = figure;
            put(&a, top, 2 + k, figure, seen(grid, sub ? top + 1 : top, c), grid->cols);
        }
        if (!str_eq(name, open)) {
            line++;
            open = name;
            put(&a, line, 1, name, seen(grid, top, c), grid->cols);
        }
        if (cell)
            put(&a, line, 2 + k, cell->text, cell, grid->cols);
    }
    FolderSheet *out = arena_new(arena, FolderSheet, 1);
    *out = *s->sheet;
    out->origin = a.origin;
    out->origin_cols = grid->cols;
    grid_of_cells(arena, a.cells, a.count, line, ACROSS_COLS, NULL, &out->grid);
    return out;
}

/* Headings over the row: of indicators, and of figures below them where the first of them is one. */
static void split_wide(Split *s, FolderParts *parts)
{
    const XlsxGrid *grid = &s->sheet->grid;
    int above = s->first - 1, figures = 0, filled = 0;
    if (above < 1)
        return;
    for (int c = s->at + 1; c <= grid->cols; c++) {
        Heading h;
        const XlsxCell *cell = seen(grid, above, c);
        if (!cell || cell->text.len == 0)
            continue;
        heading_read(s->r->arena, cell->text, s->r->know.month, &h);
        filled++;
        figures += h.column == FORM_MONTH || h.column == FORM_TOTAL || h.column == FORM_LAST ||
                   h.column == FORM_SKIP;
    }
    bool sub = figures > 0 && figures == filled && above > 1;
    if (filled == 0 || (figures && !sub))
        return;
    int top = sub ? above - 1 : above;
    size_t bytes = (size_t)(top + grid->cols + 1) * ACROSS_COLS *
                   (sizeof(XlsxCell) + sizeof(int64_t) + 2 * sizeof(int32_t));
    for (int row = s->first; row <= s->last; row++)
        if (s->owner[row] >= 0 && !grid->row_hidden[row - 1]) {
            if (!has_room(s, bytes))
                return;
            add(s, form_of_row(s, row, top, sub), s->owner[row], parts);
        }
}

/* ---- units across a row ---- */

/* What the figures of a sheet are that has no other headings than units: what the sheet's name says. */
static Str figure_word(const Split *s)
{
    Heading h;
    heading_read(s->r->arena, s->sheet->name, s->r->know.month, &h);
    return h.column == FORM_MONTH || h.column == FORM_TOTAL || h.column == FORM_LAST
               ? s->sheet->name
               : S("完成数");
}

/* The cells of the sheet with room for one more in each part, which share them. */
typedef struct Shared {
    XlsxCell *cells;
    int32_t count;
} Shared;

static Shared share(Split *s)
{
    const XlsxGrid *grid = &s->sheet->grid;
    int64_t places = grid->rows * grid->cols;
    Shared all = {0};
    for (int64_t i = 0; i < places; i++)
        all.count = grid->at[i] > all.count ? grid->at[i] : all.count;
    all.cells = arena_new(s->r->arena, XlsxCell, all.count + grid->cols);
    for (int32_t i = 0; i < all.count; i++)
        all.cells[i] = grid->cells[i];
    return all;
}

/* Another text in a cell, of this part alone. */
static void write_over(Shared *all, FolderSheet *part, int64_t row, int col, Str text)
{
    XlsxGrid *grid = &part->grid;
    all->cells[all->count++] = (XlsxCell){.row = row, .col = col, .text = text, .is_text = true};
    grid->cells = all->cells;
    grid->numbers = NULL;
    clear(part, row, col);
    ((int32_t *)grid->at)[(row - 1) * grid->cols + col - 1] = all->count;
}

/* Which columns are of the unit whose first column it is: those before all units, and its own. A column without a head
 * belongs to the unit before it. */
static void choose_columns(const Split *s, int first, bool *cols)
{
    int open = -1;
    for (int c = 1; c <= s->sheet->grid.cols; c++) {
        const XlsxCell *head = seen(&s->sheet->grid, s->at, c);
        open = s->owner[c] >= 0            ? c
               : head && head->col == open ? open
                                           : (head && head->text.len ? -1 : open);
        cols[c - 1] = c < s->first || open == first;
    }
}

static void split_columns(Split *s, bool has_heads, FolderParts *parts)
{
    const XlsxGrid *grid = &s->sheet->grid;
    Arena *arena = s->r->arena;
    bool *rows = arena_new(arena, bool, grid->rows), *cols = arena_new(arena, bool, grid->cols);
    for (int64_t i = 0; i < grid->rows; i++)
        rows[i] = true;
    Shared all = has_heads ? (Shared){0} : share(s);
    for (int first = s->first; first <= s->last; first++) {
        int unit = s->owner[first];
        if (unit < 0)
            continue;
        if (!has_room(s, part_bytes(s)))
            return;
        choose_columns(s, first, cols);
        FolderSheet *sheet = only(s, rows, cols);
        for (int c = s->first; c <= grid->cols; c++)
            clear(sheet, s->at, c);
        if (!has_heads)
            write_over(&all, sheet, s->at, first, figure_word(s));
        add(s, sheet, unit, parts);
    }
}

/* A unit that stands above the line in a title or a head: then it is that unit's own form. -1: none. */
static int named_above(const Split *s, int64_t line)
{
    int found = -1;
    for (int64_t row = 1; row < line; row++)
        for (int c = 1; c <= s->sheet->grid.cols && found == -1; c++) {
            const XlsxCell *cell = grid_cell(&s->sheet->grid, row, c);
            if (cell && cell->text.len <= SHORT_BYTES * 4)
                found = folder_unit_in(s->r, cell->text, true);
        }
    return found;
}

/* The rows in which units stand hold nothing else: they head what is below them. */
static bool stand_alone(const Split *s)
{
    const XlsxGrid *grid = &s->sheet->grid;
    for (int row = s->first; row <= s->last; row++)
        for (int c = 1; s->owner[row] >= 0 && c <= grid->cols; c++)
            if (c != s->at && grid_cell(grid, row, c) && grid_cell(grid, row, c)->text.len)
                return false;
    return true;
}

/* A figure's heading in a column before the units: they are beside a form, not over it. */
static bool figures_before(const Split *s)
{
    for (int64_t row = 1; row <= s->at + 1 && row <= s->sheet->grid.rows; row++)
        for (int c = 1; c < s->first; c++) {
            Heading h;
            heading_read(s->r->arena, text_at(s, row, c), s->r->know.month, &h);
            if (h.column == FORM_MONTH || h.column == FORM_TOTAL || h.column == FORM_LAST)
                return true;
        }
    return false;
}

/* 指标 stands before the units. */
static bool names_before(const Split *s)
{
    for (int c = 1; c < s->first; c++) {
        Heading h;
        heading_read(s->r->arena, text_at(s, s->at, c), s->r->know.month, &h);
        if (h.column == FORM_NAME)
            return true;
    }
    return false;
}

static bool has_heads(Split *s)
{
    FolderTables tables = {0};
    folder_tables(s->r->arena, s->sheet, s->r->know.month, &tables);
    for (int i = 0; i < tables.count; i++)
        if (tables.items[i].kind == FOLDER_VALUES && tables.items[i].columns[FORM_NAME])
            return true;
    return false;
}

/* A column for each unit. */
static bool split_by_columns(Split *s, bool form, FolderParts *ret_parts)
{
    for (int row = 1; row <= s->sheet->grid.rows && row <= 12; row++)
        if (look_along(s, row, false) && s->units >= 2 && s->first > 1 &&
            named_above(s, row) == -1 && !figures_before(s) &&
            (form || (s->units >= 3 && names_before(s)))) {
            split_columns(s, form, ret_parts);
            return true;
        }
    return false;
}

void folder_split(FolderRead *r, const FolderSheet *sheet, FolderParts *ret_parts)
{
    const XlsxGrid *grid = &sheet->grid;
    Split s = {.r = r, .sheet = sheet};
    if (grid->rows * grid->cols > PLACES_MAX)
        return;
    bool form = has_heads(&s);
    if (split_by_columns(&s, form, ret_parts))
        return;
    for (int col = 1; col <= grid->cols && col <= 4; col++) {
        if (!look_along(&s, col, true) || s.first < 2)
            continue;
        Str heading = S("");
        for (int up = 1; up <= HEAD_UP && up < s.first && heading.len == 0; up++)
            heading = text_at(&s, s.first - up, col);
        Heading h;
        heading_read(r->arena, heading, r->know.month, &h);
        bool whose = says_whose(heading), name = h.column == FORM_NAME;
        int above = named_above(&s, s.first);
        if (form && s.units >= 2 && above == -1 && (whose || stand_alone(&s)))
            split_rows(&s, name, ret_parts);
        else if (!form && whose && (above == -1 || (s.units == 1 && above == s.owner[s.first])))
            split_wide(&s, ret_parts);
        if (ret_parts->count)
            return;
    }
}
