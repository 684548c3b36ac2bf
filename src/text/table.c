#include "text/table.h"

#include "base/utf8.h"
#include "text/marker.h"
#include "text/number.h"
#include "text/role.h"
#include "text/target.h"
#include "text/when.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { CELLS_MAX = 64, COLUMNS_MIN = 3 };

typedef struct Cell {
    ptrdiff_t start, end; /* clean */
} Cell;

static Column column_of(Str cell)
{
    cell = str_trim(cell);
    for (bool again = true; again;) { /* 责任单位(部门): the word decides */
        again = false;
        if (str_ends(cell, S(":")) || str_ends(cell, S(")")) || str_ends(cell, S("）"))) {
            ptrdiff_t open = str_find(cell, S("("), 0);
            if (open < 0)
                open = str_find(cell, S("（"), 0);
            if (open > 0 || str_ends(cell, S(":"))) {
                cell = str_sub(cell, 0, open > 0 ? open : cell.len - 1);
                again = true;
            }
        }
    }
    switch (words_is(&words_roles, cell)) {
    case ROLES_LEAD:
        return COL_LEAD;
    case ROLES_RESPONSIBLE:
        return COL_RESPONSIBLE;
    case ROLES_SUPPORTING:
        return COL_SUPPORTING;
    case ROLES_LEADER:
        return COL_LEADER;
    case ROLES_DEADLINE:
        return COL_DEADLINE;
    case ROLES_NOTE:
        return COL_NOTE;
    default:
        break;
    }
    switch (words_is(&words_columns, cell)) {
    case COLUMNS_NO:
        return COL_NO;
    case COLUMNS_AREA:
        return COL_AREA;
    case COLUMNS_TASK:
        return COL_TASK;
    case COLUMNS_TARGET:
        return COL_TARGET;
    case COLUMNS_MEASURE:
        return COL_MEASURE;
    default:
        return COL_NONE;
    }
}

/* Cuts a line at tabs, bars and blanks (one blank is enough where single is set). */
static int cut_cells(Str clean, const Line *line, bool single, Cell *cells)
{
    int count = 0;
    ptrdiff_t start = line->start;
    bool any_tab = str_find(str_sub(clean, 0, line->end), S("\t"), line->start) >= 0 ||
                   str_find(str_sub(clean, 0, line->end), S("|"), line->start) >= 0;
    for (ptrdiff_t at = line->start; at <= line->end;) {
        ptrdiff_t sep = 0;
        if (at < line->end) {
            Str rest = str_sub(clean, at, line->end);
            bool mark = str_starts(rest, S("\t")) || str_starts(rest, S("|"));
            bool gap = str_starts(rest, S("  ")) || (single && str_starts(rest, S(" ")));
            if (mark || (!any_tab && gap))
                sep = 1;
            else if (!any_tab && str_starts(rest, S("\u3000")))
                sep = 3;
        }
        if (sep == 0 && at < line->end) {
            at += char_len(clean, at);
            continue;
        }
        Str text = str_trim(str_sub(clean, start, at));
        if ((text.len > 0 || (any_tab && at < line->end && at > line->start)) && count < CELLS_MAX)
            cells[count++] = text.len
                                 ? (Cell){text.ptr - clean.ptr, text.ptr - clean.ptr + text.len}
                                 : (Cell){at, at};
        at += sep ? sep : 1;
        start = at;
    }
    return count;
}

/* Two columns of tasks: the one named 目标 (else the second) says how much. */
static Column second_task(Table *table, int k, Str cell, bool first_is_goal, int first)
{
    if (table->cols[k] != COL_TASK || first < 0 || str_has(cell, S("措施")))
        return table->cols[k];
    if (!first_is_goal || str_has(cell, S("目标")))
        return COL_TARGET;
    table->cols[first] = COL_TARGET;
    return COL_TASK;
}

/* A header in one line: at least three cells are column words, the task among them. */
static bool header_line(const Source *src, int i, Table *table)
{
    Cell cells[CELLS_MAX];
    if (src->lines[i].end - src->lines[i].start > 400)
        return false;
    int n = cut_cells(src->clean, &src->lines[i], true, cells), known = 0;
    bool task = false;
    if (n < COLUMNS_MIN || n > TABLE_COLUMNS_MAX)
        return false;
    *table = (Table){.header_first = i, .header_last = i, .ncols = n};
    int first = -1;
    bool goal = false;
    for (int k = 0; k < n; k++) {
        Str cell = str_sub(src->clean, cells[k].start, cells[k].end);
        table->cols[k] = column_of(cell);
        table->cols[k] = second_task(table, k, cell, goal, first);
        if (table->cols[k] == COL_TASK && first < 0) {
            first = k;
            goal = str_has(cell, S("目标"));
        }
        known += table->cols[k] != COL_NONE;
        task = task || table->cols[k] == COL_TASK || table->cols[k] == COL_MEASURE ||
               table->cols[k] == COL_TARGET;
    }
    return known >= COLUMNS_MIN && task;
}

static int next_line(const Source *src, int i)
{
    while (i < src->nlines && source_line(src, i).len == 0)
        i++;
    return i;
}

/* A header with a cell a line: three or more lines in a row are column words. */
static bool header_column(const Source *src, int i, Table *table)
{
    *table = (Table){.header_first = i, .vertical = true};
    bool task = false, goal = false;
    int first = -1;
    for (int k = i; k < src->nlines && table->ncols < TABLE_COLUMNS_MAX;
         k = next_line(src, k + 1)) {
        Column col = column_of(source_line(src, k));
        if (col == COL_NONE)
            break;
        table->cols[table->ncols] = col;
        col = second_task(table, table->ncols, source_line(src, k), goal, first);
        if (col == COL_TASK && first < 0) {
            first = table->ncols;
            goal = str_has(source_line(src, k), S("目标"));
        }
        for (int c = 0; c < table->ncols; c++)
            if (table->cols[c] == col && col != COL_TASK)
                return false; /* the same word twice: a list, no header */
        table->cols[table->ncols++] = col;
        table->header_last = k;
        task = task || col == COL_TASK || col == COL_MEASURE;
    }
    return table->ncols >= COLUMNS_MIN && task;
}

/* The number of a row: 1, 1., 一, (1). */
static int row_number(Str cell)
{
    int no = 0;
    cell = str_trim(cell);
    while (str_ends(cell, S(".")) || str_ends(cell, S(")")))
        cell.len--;
    if (str_ends(cell, S("、")))
        cell.len -= 3;
    while (str_starts(cell, S("(")))
        cell = str_sub(cell, 1, cell.len);
    return number_whole(cell, &no) ? no : 0;
}

/* The line begins with the number of a row. */
static bool starts_row(Str line)
{
    ptrdiff_t end = 0;
    while (end < line.len && line.ptr[end] != ' ' && line.ptr[end] != '\t')
        end++;
    Str first = str_sub(line, 0, end);
    int no;
    return first.len <= 4 && number_whole(first, &no) && first.ptr[0] >= '0' && first.ptr[0] <= '9';
}

static bool ends_table(const Source *src, int i, const Table *table)
{
    Str t = source_line(src, i);
    Marker m;
    if (str_starts(t, S("附件")) || str_starts(t, S("注:")) || str_starts(t, S("注：")) ||
        str_starts(t, S("备注:")) || str_starts(t, S("说明:")) || str_starts(t, S("说明：")))
        return true;
    int below = next_line(src, i + 1);
    if (utf8_count(t) <= 20 && below < src->nlines && starts_row(source_line(src, below)))
        return false; /* the name of an area over its rows */
    if (marker_at(t, 0, t.len, true, &m) && (m.kind == MARK_CN || m.kind == MARK_CHAPTER) &&
        t.len > m.end && !str_has(t, S("\t")))
        return true;
    (void)table;
    return utf8_count(t) > 200 && str_has(t, S("。"));
}

void table_mark(Source *src)
{
    for (int i = 0; i < src->nlines; i++) {
        Table table;
        if (source_line(src, i).len == 0 ||
            (!header_line(src, i, &table) && !header_column(src, i, &table)))
            continue;
        Cell cells[CELLS_MAX];
        int last = table.header_last, gap = 0;
        for (int k = table.header_last + 1; k < src->nlines && !ends_table(src, k, &table); k++) {
            Str t = source_line(src, k);
            if (t.len == 0 || src->lines[k].furniture) {
                if (!table.vertical && t.len == 0 && ++gap > 2)
                    break;
                continue;
            }
            gap = 0;
            if (!table.vertical && cut_cells(src->clean, &src->lines[k], true, cells) < 2 &&
                (str_has(t, S("。")) || row_number(t) == 0))
                break;
            last = k;
        }
        table.last = last;
        if (last == table.header_last)
            continue;
        for (int k = i; k <= last; k++) {
            src->lines[k].table = true;
            if (source_line(src, k).len > 0 && !src->lines[k].furniture)
                src->lines[k].removed = false;
        }
        *arena_push(src->arena, &src->tables) = table;
        i = last;
    }
}

/* ---- rows ---- */

typedef struct Row {
    Cell by_col[TABLE_COLUMNS_MAX];
    bool sure;
    ptrdiff_t start, end;
} Row;

static Str cell_text(const Source *src, Cell c)
{
    return source_text(src, source_norm_at(src, c.start), source_norm_at(src, c.end));
}

static bool fits(const Source *src, Column col, Cell cell)
{
    Str norm = str_sub(src->norm, source_norm_at(src, cell.start), source_norm_at(src, cell.end));
    Deadline d;
    Strs list = {0};
    switch (col) {
    case COL_NO:
        return row_number(norm) > 0;
    case COL_DEADLINE:
        return when_deadline(norm, 0, norm.len, 2000, true, &d);
    case COL_LEAD:
    case COL_RESPONSIBLE:
    case COL_SUPPORTING:
        role_split(src, source_norm_at(src, cell.start), source_norm_at(src, cell.end), &list);
        return list.count > 0 && role_is_body(list.items[0]);
    case COL_TASK:
    case COL_MEASURE:
        return utf8_count(norm) >= 4;
    case COL_LEADER:
        return words_before(&words_posts, norm, norm.len, NULL) > 0;
    default:
        return utf8_count(norm) <= 30;
    }
}

/* Too many cells: one column took several lines. The place where the rest fits best is chosen; of
 * equals the column of the task. */
static void merge_cells(const Source *src, const Table *table, const Cell *cells, int n, Row *row)
{
    int extra = n - table->ncols, best = -1, best_score = -1;
    for (int k = 0; k < table->ncols; k++) {
        int score = 0;
        for (int c = 0; c < table->ncols; c++)
            score += 2 * fits(src, table->cols[c], cells[c <= k ? c : c + extra]);
        score += fits(src, table->cols[k], cells[k + extra]) + (table->cols[k] == COL_TASK);
        if (score > best_score) {
            best_score = score;
            best = k;
        }
    }
    for (int k = 0; k < table->ncols; k++)
        row->by_col[k] = cells[k <= best ? k : k + extra];
    row->by_col[best].end = cells[best + extra].end;
}

static void assign(const Source *src, const Table *table, const Cell *cells, int n, Row *row)
{
    *row = (Row){.sure = n == table->ncols, .start = cells[0].start, .end = cells[n - 1].end};
    if (n == table->ncols) {
        for (int k = 0; k < n; k++)
            row->by_col[k] = cells[k];
        return;
    }
    if (n > table->ncols) {
        merge_cells(src, table, cells, n, row);
        return;
    }
    for (int k = 0, i = 0; k < table->ncols && i < n; k++)
        if (n - i >= table->ncols - k || fits(src, table->cols[k], cells[i]))
            row->by_col[k] = cells[i++];
}

static Cell *cell_of(Row *row, const Table *table, Column col)
{
    for (int k = 0; k < table->ncols; k++)
        if (table->cols[k] == col && row->by_col[k].end > row->by_col[k].start)
            return &row->by_col[k];
    return NULL;
}

static void split_cell(const Source *src, const Cell *cell, Strs *list)
{
    if (cell)
        role_split(src, source_norm_at(src, cell->start), source_norm_at(src, cell->end), list);
}

/* In a column for targets every quantity is one. */
static void cell_targets(const Source *src, const Cell *task, const Cell *cell, Str what,
                         Targets *targets)
{
    int before = targets->count;
    ptrdiff_t start = source_norm_at(src, task->start), from = source_norm_at(src, cell->start),
              to = source_norm_at(src, cell->end);
    bool beside = start < from && source_norm_at(src, task->end) == from;
    target_find(src, beside ? start : from, to, targets); /* 新增泊位 | 5000个 is one clause */
    if (targets->count == before)
        target_bare(src, from, to, targets);
    for (int i = before; i < targets->count; i++)
        if (targets->items[i].what.len == 0)
            targets->items[i].what = what;
}

static void add_task(const Source *src, const Table *table, Row *row, Str area, int year,
                     Reading *r)
{
    const Cell *task = cell_of(row, table, COL_TASK), *measure = cell_of(row, table, COL_MEASURE);
    const Cell *target = cell_of(row, table, COL_TARGET),
               *limit = cell_of(row, table, COL_DEADLINE);
    if (!task)
        task = measure ? measure : target;
    if (!task)
        return;
    DraftTask *t = arena_push(src->arena, &r->tasks);
    *t = (DraftTask){.section = -1,
                     .path = area,
                     .text = cell_text(src, *task),
                     .span = source_span_clean(src, row->start, row->end)};
    ptrdiff_t from = source_norm_at(src, task->start), to = source_norm_at(src, task->end);
    bool two = target && target != task;
    if (two)
        t->text =
            arena_fmt(src->arena, "%.*s %.*s", STR_ARG(t->text), STR_ARG(cell_text(src, *target)));
    if (!two || source_norm_at(src, target->start) != to)
        target_find(src, from, to, &t->targets);
    if (measure && measure != task)
        target_find(src, source_norm_at(src, measure->start), source_norm_at(src, measure->end),
                    &t->targets);
    if (two)
        cell_targets(src, task, target, cell_text(src, *task), &t->targets);
    for (int k = 0; k < table->ncols; k++) /* a column of no known word: its cell is not lost */
        if (table->cols[k] == COL_NONE && row->by_col[k].end > row->by_col[k].start)
            t->text = arena_fmt(src->arena, "%.*s %.*s", STR_ARG(t->text),
                                STR_ARG(cell_text(src, row->by_col[k])));
    Roles roles = {0};
    split_cell(src, cell_of(row, table, COL_LEAD), &roles.lead);
    split_cell(src, cell_of(row, table, COL_RESPONSIBLE), &roles.responsible);
    split_cell(src, cell_of(row, table, COL_SUPPORTING), &roles.supporting);
    split_cell(src, cell_of(row, table, COL_LEADER), &roles.leaders);
    role_first_leads(src->arena, &roles);
    t->leaders = roles.leaders;
    t->lead = roles.lead;
    t->responsible = roles.responsible;
    t->supporting = roles.supporting;
    Deadline d;
    if (limit) {
        ptrdiff_t start = source_norm_at(src, limit->start), end = source_norm_at(src, limit->end);
        t->deadline_text = cell_text(src, *limit);
        if (when_deadline(src->norm, start, end, year, true, &d) && d.has_date)
            t->deadline = date_str(src->arena, d.date);
    } else if (when_deadline(src->norm, from, to, year, false, &d)) {
        t->deadline_text = source_text(src, d.start, d.end);
        t->deadline = d.has_date ? date_str(src->arena, d.date) : S("");
    }
    if (!row->sure)
        *arena_push(src->arena, &r->warnings) =
            (Warning){.kind = WARN_TABLE_ROW, .what = t->text, .span = t->span};
}

static Str area_of(const Source *src, const Table *table, Row *row, Str above)
{
    const Cell *area = cell_of(row, table, COL_AREA);
    return area ? cell_text(src, *area) : above;
}

/* 二 | 城市更新 | | | and a line of one cell: the cell with the name; NULL = a row of its own. */
static const Cell *area_row(const Source *src, const Cell *cells, int n)
{
    const Cell *filled[2] = {0};
    int count = 0;
    for (int k = 0; k < n; k++) {
        if (cells[k].end <= cells[k].start)
            continue;
        if (count == 2)
            return NULL;
        filled[count++] = &cells[k];
    }
    if (count < 2)
        return count ? filled[0] : NULL;
    Str no = str_sub(src->clean, filled[0]->start, filled[0]->end);
    return n > 2 && number_is_chinese(no, 0) && row_number(no) > 0 ? filled[1] : NULL;
}

static void rows_by_line(const Source *src, const Table *table, int year, Reading *r)
{
    Str area = S("");
    Cell cells[CELLS_MAX];
    for (int i = table->header_last + 1; i <= table->last; i++) {
        if (src->lines[i].removed)
            continue;
        int n = cut_cells(src->clean, &src->lines[i], false, cells);
        if (n != table->ncols)
            n = cut_cells(src->clean, &src->lines[i], true, cells);
        if (n == 0)
            continue;
        const Cell *name = area_row(src, cells, n);
        if (name) { /* a line over several rows: the name of an area */
            area =
                source_text(src, source_norm_at(src, name->start), source_norm_at(src, name->end));
            continue;
        }
        Row row;
        assign(src, table, cells, n, &row);
        area = area_of(src, table, &row, area);
        add_task(src, table, &row, area, year, r);
    }
}

/* 一、经济发展 over its rows. */
static bool is_area(Str line)
{
    Marker m;
    return marker_at(line, 0, line.len, true, &m) &&
           (m.kind == MARK_CN || m.kind == MARK_CN_PAREN) && line.len > m.end;
}

static void rows_by_cell(const Source *src, const Table *table, int year, Reading *r)
{
    Cell cells[CELLS_MAX];
    int n = 0, expected = 1;
    Str area = S("");
    bool numbered = table->cols[0] == COL_NO;
    for (int i = table->header_last + 1; i <= table->last + 1; i++) {
        bool end = i > table->last;
        if (!end && src->lines[i].removed)
            continue;
        bool starts =
            !end && (numbered ? row_number(source_line(src, i)) == expected : n == table->ncols);
        if ((end || starts) && n > 0 && (!numbered || n > 1)) {
            Row row;
            assign(src, table, cells, n, &row);
            area = area_of(src, table, &row, area);
            add_task(src, table, &row, area, year, r);
            n = 0;
        }
        if (end)
            break;
        int below = next_line(src, i + 1);
        if (!starts && numbered && below <= table->last &&
            row_number(source_line(src, below)) == expected && is_area(source_line(src, i))) {
            if (n > 1) {
                Row row;
                assign(src, table, cells, n, &row);
                area = area_of(src, table, &row, area);
                add_task(src, table, &row, area, year, r);
            }
            n = 0;
            area = source_line(src, i);
            continue;
        }
        if (starts && numbered) {
            expected++;
            n = 0;
        }
        if (n < CELLS_MAX && (!numbered || n > 0 || starts))
            cells[n++] = (Cell){src->lines[i].start, src->lines[i].end};
        else if (numbered && n == 0)
            area = source_line(src, i);
    }
}

void table_tasks(const Source *src, int year, Reading *reading)
{
    for (int i = 0; i < src->tables.count; i++) {
        const Table *table = &src->tables.items[i];
        if (table->vertical)
            rows_by_cell(src, table, year, reading);
        else
            rows_by_line(src, table, year, reading);
    }
}
