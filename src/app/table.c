#include "app/table.h"

#include "base/utf8.h"

#include "app/names.h"
#include "base/code.h"
#include "base/limits.h"

#include <string.h>

typedef struct RowReader {
    Arena *arena;
    Table *table;
    Faults *faults;
    int64_t row;
} RowReader;

/* ---- faults ---- */

static void fault_at(Faults *faults, Str file, int64_t row, int64_t col, Err *err)
{
    err_at_file(err, file);
    err_at_cell(err, row, col);
    faults_add(faults, err);
}

void table_fault(const Table *table, int index, int column, Faults *faults, Err *err)
{
    int64_t row = index >= 0 && index < table->rows.count ? table->rows.items[index] : 0;
    fault_at(faults, table->file, row, column >= 0 ? table->cols[column] : 0, err);
}

Str table_column_name(const Table *table, int column)
{
    return table->cols_zh ? table->spec->columns[column].zh : table->spec->columns[column].name;
}

Str cell_words(Arena *arena, const CellWord *words, int nwords)
{
    Out out = out_new(arena, 1024);
    for (int i = 0; i < nwords; i++) {
        if (i)
            out_s(&out, S(" · "));
        out_s(&out, words[i].word);
    }
    return out_str(&out);
}

/* ---- the head ---- */

static int column_of(const TableSpec *spec, Str name, bool *is_zh)
{
    for (int i = 0; i < spec->ncolumns; i++) {
        if (str_eq(name, spec->columns[i].name))
            return i;
        if (str_eq(name, spec->columns[i].zh)) {
            *is_zh = true;
            return i;
        }
    }
    return -1;
}

static Str known_columns(Arena *arena, const TableSpec *spec, bool zh)
{
    Out out = out_new(arena, 1024);
    for (int i = 0; i < spec->ncolumns; i++) {
        if (i)
            out_s(&out, S(", "));
        out_s(&out, zh ? spec->columns[i].zh : spec->columns[i].name);
    }
    return out_str(&out);
}

static Str nearest_column(Arena *arena, const TableSpec *spec, Str name)
{
    Names names = names_new(arena);
    for (int i = 0; i < spec->ncolumns; i++) {
        names_add(&names, spec->columns[i].name, i, NULL);
        names_add(&names, spec->columns[i].zh, i, NULL);
    }
    return names_nearest(&names, name);
}

static bool read_head(Arena *arena, const CsvRow *head, Table *table, Faults *faults)
{
    const TableSpec *spec = table->spec;
    int64_t before = faults->total;
    for (int i = 0; i < head->count; i++) {
        Str name = typed_trim(head->cells[i]);
        if (name.len == 0)
            continue; /* cells below it are refused when they hold something */
        int column = column_of(spec, name, &table->cols_zh);
        Err err = {0};
        if (column < 0) {
            Str nearest = nearest_column(arena, spec, name);
            Str shown = typed_shown(arena, name);
            if (nearest.len)
                err_set(&err, ERR_COLUMN_UNKNOWN_NEAR, {"found", shown}, {"nearest", nearest});
            else
                err_set(&err, ERR_COLUMN_UNKNOWN, {"found", shown},
                        {"expected", known_columns(arena, spec, table->cols_zh)});
            fault_at(faults, table->file, head->row, i + 1, &err);
        } else if (table->cols[column]) {
            err_set(&err, ERR_COLUMN_TWICE, {"found", name});
            fault_at(faults, table->file, head->row, i + 1, &err);
        } else {
            table->cols[column] = i + 1;
        }
    }
    for (int i = 0; i < spec->ncolumns; i++)
        if (spec->columns[i].need != NEED_NONE && !table->cols[i]) {
            Err err = {0};
            err_set(&err, ERR_COLUMN_MISSING, {"column", table_column_name(table, i)});
            fault_at(faults, table->file, head->row, 0, &err);
        }
    return faults->total == before;
}

/* ---- cells ---- */

static bool read_word(RowReader *r, const TableColumn *column, Str cell, Str *ret_word, Err *err)
{
    for (int i = 0; i < column->nwords; i++)
        if (str_eq(cell, column->words[i].word) || str_eq(cell, column->words[i].zh)) {
            *ret_word = column->words[i].word;
            return true;
        }
    return err_set(err, ERR_CELL_WORD, {"found", typed_shown(r->arena, cell)},
                   {"expected", cell_words(r->arena, column->words, column->nwords)});
}

static bool read_code(RowReader *r, Str cell, Str *ret_code, Err *err)
{
    if (!code_is_valid(cell))
        return err_set(err, ERR_CELL_CODE, {"found", typed_shown(r->arena, cell)});
    *ret_code = cell;
    return true;
}

static bool read_int(RowReader *r, const TableColumn *column, Str cell, int *ret_value, Err *err)
{
    TypedNumber number;
    int64_t value;
    if (!typed_number(r->arena, cell, &number, err))
        return false;
    if (!str_to_i64(number.text, &value) || value < column->min || value > column->max)
        return err_set(err, ERR_CELL_RANGE, {"found", typed_shown(r->arena, cell)},
                       {"expected", arena_fmt(r->arena, "%d–%d", column->min, column->max)});
    *ret_value = (int)value;
    return true;
}

static bool read_number(RowReader *r, Str cell, Str *ret_text, Err *err)
{
    TypedNumber number;
    if (!typed_number(r->arena, cell, &number, err))
        return false;
    *ret_text = number.text;
    return true;
}

/* Nothing that makes a reader see something else than what is there. */
static bool is_plain(RowReader *r, Str cell, Err *err)
{
    ptrdiff_t at = utf8_misleading(cell);
    return at < 0 || err_set(err, ERR_TEXT_HIDDEN,
                             {"found", arena_fmt(r->arena, "U+%04X", utf8_next(cell, &at))});
}

static bool read_cell(RowReader *r, const TableColumn *column, Str cell, char *item, Err *err)
{
    void *field = item + column->offset;
    switch (column->type) {
    case CELL_TEXT:
    case CELL_RAW:
        *(Str *)field = cell;
        return is_plain(r, cell, err);
    case CELL_CODE:
        return read_code(r, cell, field, err);
    case CELL_WORD:
        return read_word(r, column, cell, field, err);
    case CELL_NUMBER:
        return read_number(r, cell, field, err);
    case CELL_INT:
        return read_int(r, column, cell, field, err);
    case CELL_DATE:
        return typed_date(r->arena, cell, field, NULL, err);
    case CELL_PERIOD:
        return typed_period(r->arena, cell, field, NULL, err);
    case CELL_YES_NO:
        return typed_bool(cell, field, err);
    case CELL_IGNORED:
        return true;
    }
    return true;
}

static void set_default(const TableColumn *column, char *item)
{
    void *field = item + column->offset;
    switch (column->type) {
    case CELL_DATE:
        *(Date *)field = DATE_NONE;
        break;
    case CELL_YES_NO:
        *(bool *)field = column->default_yes;
        break;
    case CELL_INT:
        *(int *)field = 0;
        break;
    case CELL_IGNORED:
        break;
    default:
        *(Str *)field = (Str){"", 0};
    }
}

static void read_row(RowReader *r, const CsvRow *row, char *item)
{
    const TableSpec *spec = r->table->spec;
    for (int i = 0; i < spec->ncolumns; i++) {
        const TableColumn *column = &spec->columns[i];
        set_default(column, item);
        Str cell = csv_cell(row, r->table->cols[i] - 1);
        if (column->type != CELL_RAW)
            cell = typed_trim(cell);
        Err err = {0};
        if (cell.len == 0) {
            if (column->need == NEED_VALUE) {
                err_set(&err, ERR_CELL_EMPTY, {"column", table_column_name(r->table, i)});
                fault_at(r->faults, r->table->file, row->row, r->table->cols[i], &err);
            }
        } else if (!read_cell(r, column, cell, item, &err)) {
            fault_at(r->faults, r->table->file, row->row, r->table->cols[i], &err);
        }
    }
}

/* Text beyond the last named column: a comma too many, or a comma inside a cell without quotes. */
static void refuse_surplus(RowReader *r, const CsvRow *row, const CsvRow *head)
{
    for (int i = 0; i < row->count; i++) {
        Str cell = typed_trim(row->cells[i]);
        if (cell.len == 0 || typed_trim(csv_cell(head, i)).len)
            continue;
        Err err = {0};
        err_set(&err, ERR_CELL_SURPLUS, {"found", typed_shown(r->arena, cell)});
        fault_at(r->faults, r->table->file, row->row, i + 1, &err);
        return;
    }
}

static bool rows_failed(Err *err, Faults *faults)
{
    if (err->code)
        faults_add(faults, err);
    return err->code != ERR_NONE;
}

bool table_read(Arena *arena, Rows *rows, const TableSpec *spec, TableStop stop, CsvRow *ret_next,
                Table *ret_table, Faults *faults)
{
    Table *table = ret_table;
    *table = (Table){.file = rows->file, .spec = spec};
    Err err = {0};
    CsvRow head = {0}, row;
    do {
        if (!rows_next(rows, &head, &err)) {
            if (!rows_failed(&err, faults)) {
                err_set(&err, ERR_TABLE_EMPTY);
                fault_at(faults, rows->file, rows->row, 0, &err);
            }
            return false;
        }
    } while (csv_is_blank(&head));
    if (!read_head(arena, &head, table, faults))
        return false;
    RowReader r = {arena, table, faults, 0};
    while (rows_next(rows, &row, &err)) {
        if (stop && stop(&row)) {
            *ret_next = row;
            return true;
        }
        if (csv_is_blank(&row))
            continue;
        if (table->count >= LIMIT_TABLE_ROWS) {
            err_set(&err, ERR_LIMIT, {"name", S("LIMIT_TABLE_ROWS")},
                    {"limit", arena_fmt(arena, "%d", LIMIT_TABLE_ROWS)},
                    {"found", arena_fmt(arena, "%d", table->count + 1)});
            fault_at(faults, rows->file, row.row, 0, &err);
            return false;
        }
        if ((size_t)table->count >= table->cap)
            table->items = arena_grow(arena, table->items, (size_t)table->count, spec->item_bytes,
                                      &table->cap);
        char *item = (char *)table->items + (size_t)table->count++ * spec->item_bytes;
        *arena_push(arena, &table->rows) = row.row;
        read_row(&r, &row, item);
        refuse_surplus(&r, &row, &head);
    }
    return !rows_failed(&err, faults);
}
