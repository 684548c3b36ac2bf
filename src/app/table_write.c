#include "app/table_write.h"

static Str word_text(const TableColumn *column, Str word, bool zh)
{
    for (int i = 0; zh && i < column->nwords; i++)
        if (str_eq(column->words[i].word, word))
            return column->words[i].zh;
    return word;
}

static Str yes_no(bool value, bool zh)
{
    if (zh)
        return value ? S("是") : S("否");
    return value ? S("yes") : S("no");
}

Str table_cell(Arena *arena, const TableColumn *column, const void *item, bool zh)
{
    const void *field = (const char *)item + column->offset;
    switch (column->type) {
    case CELL_WORD:
        return word_text(column, *(const Str *)field, zh);
    case CELL_INT: /* where 0 cannot be stated it stands for nothing */
        if (*(const int *)field == 0 && column->min > 0)
            return S("");
        return arena_fmt(arena, "%d", *(const int *)field);
    case CELL_DATE:
        return *(const Date *)field == DATE_NONE ? S("") : date_str(arena, *(const Date *)field);
    case CELL_YES_NO:
        return yes_no(*(const bool *)field, zh);
    case CELL_IGNORED:
        return S("");
    case CELL_TEXT:
    case CELL_CODE:
    case CELL_NUMBER:
    case CELL_PERIOD:
    case CELL_RAW:
        return *(const Str *)field;
    }
    return S("");
}

static SheetKind kind_of(CellType type)
{
    if (type == CELL_NUMBER || type == CELL_INT)
        return SHEET_NUMBER;
    return type == CELL_DATE ? SHEET_DATE : SHEET_TEXT;
}

static bool is_written(Arena *arena, const TableSpec *spec, int column, const void *items,
                       int count)
{
    bool stated = !spec->columns[column].later;
    for (int i = 0; i < count && !stated; i++)
        stated = table_cell(arena, &spec->columns[column],
                            (const char *)items + (size_t)i * spec->item_bytes, false)
                     .len > 0;
    return stated;
}

Sheet table_sheet(Arena *arena, Str name, const TableSpec *spec, const void *items, int count,
                  bool zh)
{
    int written[TABLE_COLUMNS_MAX], n = 0;
    for (int c = 0; c < spec->ncolumns; c++)
        if (is_written(arena, spec, c, items, count))
            written[n++] = c;
    Sheet sheet = sheet_new(arena, name, n);
    for (int c = 0; c < n; c++) {
        const TableColumn *column = &spec->columns[written[c]];
        sheet.columns[c].title = zh ? column->zh : column->name;
        sheet.columns[c].kind = kind_of(column->type);
    }
    for (int i = 0; i < count; i++)
        for (int c = 0; c < n; c++)
            sheet_cell(&sheet, table_cell(arena, &spec->columns[written[c]],
                                          (const char *)items + (size_t)i * spec->item_bytes, zh));
    return sheet;
}
