/* Where the tables of a sheet stand and what their columns hold: headings of one to three rows, merged or not,
 * anywhere on the sheet, also two tables side by side. */
#include "app/folder/folder_parts.h"

/* ---- headings ---- */

/* The cell that a person sees there: of a merged area its first. */
static const XlsxCell *seen(const XlsxGrid *grid, int64_t row, int col)
{
    int32_t i = grid->merged[(row - 1) * grid->cols + col - 1];
    return i ? &grid->cells[i - 1] : grid_cell(grid, row, col);
}

/* The lines of a heading, from above, a merged one once. */
static int lines_of(const XlsxGrid *grid, int64_t row, int rows, int col,
                    Str lines[FOLDER_HEAD_ROWS])
{
    const XlsxCell *last = NULL;
    int n = 0;
    for (int i = 0; i < rows; i++) {
        const XlsxCell *cell = row + i <= grid->rows ? seen(grid, row + i, col) : NULL;
        if (cell && cell != last && cell->text.len)
            lines[n++] = cell->text;
        last = cell;
    }
    return n;
}

static Str joined(Arena *arena, const Str *lines, int n)
{
    Out out = out_new(arena, 4096);
    for (int i = 0; i < n; i++) {
        out_s(&out, i ? S(" ") : S(""));
        out_s(&out, str_sub(lines[i], 0, 600));
    }
    return out_str(&out);
}

/* All lines together; where an upper one only says what kind of table it is, the ones below it. */
static void heading_of(Arena *arena, const Str *lines, int n, FormMonth month, Heading *ret)
{
    Heading upper;
    heading_read(arena, joined(arena, lines, n), month, ret);
    if (ret->column != FORM_UNKNOWN || n < 2)
        return;
    heading_read(arena, lines[0], month, &upper);
    if (upper.column == FORM_SKIP && !upper.other_period)
        ret->column = FORM_SKIP;
    if (upper.column == FORM_NAME || upper.column == FORM_NOTE)
        heading_of(arena, lines + 1, n - 1, month, ret);
}

static bool is_figure(FormColumn column)
{
    return column == FORM_MONTH || column == FORM_TOTAL || column == FORM_LAST;
}

static int columns_of(const XlsxGrid *grid)
{
    return grid->cols < FOLDER_COLUMNS_MAX ? grid->cols : FOLDER_COLUMNS_MAX;
}

typedef struct Candidate {
    int rows; /* 0: none */
    int score;
    Heading headings[FOLDER_COLUMNS_MAX + 1];
    Str texts[FOLDER_COLUMNS_MAX + 1];
} Candidate;

static int score_of(const Heading *headings, int cols)
{
    bool has[FORM_COLUMNS] = {0};
    int score = 0;
    for (int c = 1; c <= cols; c++)
        has[headings[c].column] = true;
    for (int i = FORM_MONTH; i < FORM_COLUMNS; i++)
        score += 4 * has[i];
    for (int c = 1; c <= cols; c++)
        score -= headings[c].column == FORM_UNKNOWN && headings[c].has_measure;
    bool values = (has[FORM_NAME] || has[FORM_CODE]) &&
                  (has[FORM_MONTH] || has[FORM_TOTAL] || has[FORM_LAST] || has[FORM_VALUE]);
    bool tasks = has[FORM_TASK] && has[FORM_PROGRESS];
    bool requests = has[FORM_MATTER] && (has[FORM_DONE] || has[FORM_PROPOSAL]);
    return values || tasks || requests ? score + has[FORM_VALUE] : 0;
}

/* 10月累计 may be the year up to October or what came in October. Where October's own column stands beside it, and no
 * other total, it is the first. */
static void total_beside_month(Heading *headings, int cols)
{
    int both = 0, nboth = 0;
    bool month = false, total = false;
    for (int c = 1; c <= cols; c++) {
        month = month || headings[c].column == FORM_MONTH;
        total = total || headings[c].column == FORM_TOTAL;
        if (headings[c].both) {
            both = c;
            nboth++;
        }
    }
    if (month && !total && nboth == 1)
        headings[both].column = FORM_TOTAL;
}

static void try_head(Arena *arena, const FolderSheet *sheet, int64_t row, int rows, FormMonth month,
                     Candidate *best)
{
    const XlsxGrid *grid = &sheet->grid;
    Candidate *c = arena_new(arena, Candidate, 1);
    int cols = columns_of(grid);
    c->rows = rows;
    for (int col = 1; col <= cols; col++) {
        Str lines[FOLDER_HEAD_ROWS];
        int n = lines_of(grid, row, rows, col, lines);
        if (n == 0)
            continue;
        c->texts[col] = joined(arena, lines, n);
        heading_of(arena, lines, n, month, &c->headings[col]);
    }
    total_beside_month(c->headings, cols);
    c->score = score_of(c->headings, cols);
    if (c->score > best->score)
        *best = *c;
}

/* A row may begin a head when one cell of it is one of the words that every head has. */
static bool may_begin(Arena *arena, const XlsxGrid *grid, int64_t row, FormMonth month)
{
    for (int col = 1; col <= columns_of(grid); col++) {
        const XlsxCell *cell = seen(grid, row, col);
        Heading h;
        if (!cell || cell->text.len == 0 || cell->text.len > 90)
            continue;
        heading_read(arena, cell->text, month, &h);
        if (h.column == FORM_NAME || h.column == FORM_CODE || h.column == FORM_TASK ||
            h.column == FORM_MATTER)
            return true;
    }
    return false;
}

/* ---- tables ---- */

static FolderTableKind kind_of(const FolderTable *table)
{
    if (table->columns[FORM_TASK] && table->columns[FORM_PROGRESS])
        return FOLDER_TASKS;
    if (table->columns[FORM_MATTER] && !table->columns[FORM_NAME] && !table->columns[FORM_CODE])
        return FOLDER_REQUESTS;
    return FOLDER_VALUES;
}

static bool is_whole(const FolderTable *table)
{
    const int *c = table->columns;
    if (table->kind != FOLDER_VALUES)
        return true;
    return (c[FORM_NAME] || c[FORM_CODE]) &&
           (c[FORM_MONTH] || c[FORM_TOTAL] || c[FORM_LAST] || c[FORM_VALUE]);
}

/* The columns from..to of a head as one table. */
static void add_table(Arena *arena, const FolderSheet *sheet, const Candidate *head, int64_t row,
                      int from, int to, FolderTables *tables)
{
    const XlsxGrid *grid = &sheet->grid;
    FolderTable t = {
        .head_row = row, .first_row = row + head->rows, .first_col = from, .last_col = to};
    for (int col = from; col <= to; col++) {
        FormColumn column = head->headings[col].column;
        t.headings[col] = head->headings[col];
        t.texts[col] = head->texts[col];
        if (column == FORM_UNKNOWN || column == FORM_SKIP)
            continue;
        bool same =
            col > from && head->texts[col].len && seen(grid, row + head->rows - 1, col) &&
            seen(grid, row + head->rows - 1, col) == seen(grid, row + head->rows - 1, col - 1);
        int *at = &t.columns[column];
        if (same) /* one heading over two columns: the first is meant */
            t.headings[col].column = FORM_SKIP;
        else if (!*at || (grid->col_hidden[*at - 1] && !grid->col_hidden[col - 1]))
            *at = col;
        else if (!grid->col_hidden[col - 1])
            t.twice[column] = col;
    }
    t.kind = kind_of(&t);
    if (is_whole(&t) && tables->count < FOLDER_TABLES_MAX)
        *arena_push(arena, tables) = t;
}

/* Two tables side by side: the second begins where 指标 or its code comes again behind a figure. */
static void add_tables(Arena *arena, const FolderSheet *sheet, const Candidate *head, int64_t row,
                       FolderTables *tables)
{
    int cols = columns_of(&sheet->grid), from = 1;
    bool figure = false;
    for (int col = 1; col <= cols; col++) {
        FormColumn column = head->headings[col].column;
        bool anchor = column == FORM_NAME || column == FORM_CODE || column == FORM_TASK;
        if (anchor && figure) {
            add_table(arena, sheet, head, row, from, col - 1, tables);
            from = col;
            figure = false;
        }
        figure = figure || is_figure(column) || column == FORM_VALUE || column == FORM_PROGRESS;
    }
    add_table(arena, sheet, head, row, from, cols, tables);
}

/* A head of another kind of table, of plans alone say: what stands below it belongs to none of ours. */
static bool is_other_head(Arena *arena, const XlsxGrid *grid, int64_t row, FormMonth month)
{
    enum { HEADINGS = 4 };
    int known = 0, filled = 0;
    for (int col = 1; col <= columns_of(grid); col++) {
        const XlsxCell *cell = seen(grid, row, col);
        Heading h;
        if (!cell || cell->text.len == 0)
            continue;
        heading_read(arena, cell->text, month, &h);
        filled++;
        known += h.column != FORM_UNKNOWN && h.column != FORM_VALUE;
    }
    return known >= HEADINGS && known == filled;
}

/* Tables from `from` to `to` that nothing has ended yet end above that row. */
static void end_tables(FolderTables *tables, int from, int to, int64_t row)
{
    for (int i = from; i < to; i++)
        if (tables->items[i].last_row == 0)
            tables->items[i].last_row = row - 1;
}

void folder_tables(Arena *arena, const FolderSheet *sheet, FormMonth month,
                   FolderTables *ret_tables)
{
    const XlsxGrid *grid = &sheet->grid;
    int64_t rows = grid->rows < FOLDER_ROWS_MAX ? grid->rows : FOLDER_ROWS_MAX;
    int open = 0; /* tables from here on run to the next head */
    for (int64_t row = 1; row <= rows; row++) {
        ArenaMark mark = arena_mark(arena);
        if (!may_begin(arena, grid, row, month)) {
            arena_rewind(arena, mark);
            continue;
        }
        Candidate *best = arena_new(arena, Candidate, 1);
        for (int n = 1; n <= FOLDER_HEAD_ROWS && row + n - 1 <= grid->rows; n++)
            try_head(arena, sheet, row, n, month, best);
        if (!best->score) {
            if (open < ret_tables->count && is_other_head(arena, grid, row, month))
                end_tables(ret_tables, open, ret_tables->count, row);
            arena_rewind(arena, mark);
            continue;
        }
        int before = ret_tables->count;
        add_tables(arena, sheet, best, row, ret_tables);
        if (ret_tables->count == before) {
            arena_rewind(arena, mark);
            continue;
        }
        end_tables(ret_tables, open, before, row);
        open = before;
        row += best->rows - 1;
    }
    end_tables(ret_tables, open, ret_tables->count, rows + 1);
}
