#include "app/calendar_file.h"

#include "app/folder_source.h"
#include "app/table.h"
#include "base/limits.h"

typedef struct FileDay {
    Date date;
    Str kind, name, source;
} FileDay;

enum { DAY_DATE, DAY_KIND, DAY_NAME, DAY_SOURCE, DAY_COUNT };

static const CellWord kinds[] = {{SC("off"), SC("休")}, {SC("work"), SC("班")}};
static const TableColumn columns[DAY_COUNT] = {
    [DAY_DATE] = COL(FileDay, date, "date", "日期", CELL_DATE, NEED_VALUE),
    [DAY_KIND] = COL(FileDay, kind, "kind", "性质", CELL_WORD, NEED_VALUE, WORDS(kinds)),
    [DAY_NAME] = COL(FileDay, name, "name", "名称", CELL_TEXT, NEED_NONE),
    [DAY_SOURCE] = COL(FileDay, source, "source", "来源", CELL_TEXT, NEED_NONE),
};
static const TableSpec spec = SPEC(FileDay, columns);

/* Tabs as commas, each cell quoted, line by line: the form of data/calendars. */
static Str from_tabs(Arena *arena, Str bytes)
{
    Str rest = bytes, first = str_cut(&rest, '\n');
    if (!str_has(first, S("\t")))
        return bytes;
    Out out = out_new(arena, 4 * (size_t)bytes.len + 16);
    out_c(&out, '"');
    for (ptrdiff_t i = 0; i < bytes.len; i++) {
        char c = bytes.ptr[i];
        if (c == '\t')
            out_s(&out, S("\",\""));
        else if (c == '\n')
            out_s(&out, i + 1 < bytes.len ? S("\"\n\"") : S("\"\n"));
        else if (c == '"')
            out_s(&out, S("\"\""));
        else if (c != '\r')
            out_c(&out, c);
    }
    out_s(&out, bytes.len && bytes.ptr[bytes.len - 1] == '\n' ? S("") : S("\""));
    return out_str(&out);
}

static void take_days(Arena *arena, const Table *table, CalendarFileDays *days, Faults *faults)
{
    const FileDay *rows = table->items;
    for (int i = 0; i < table->count; i++) {
        if (rows[i].date == DATE_NONE)
            continue;
        for (int k = 0; k < i; k++)
            if (rows[k].date == rows[i].date) {
                table_fault_set(table, i, DAY_DATE, faults, ERR_CALENDAR_TWICE,
                                {"found", date_str(arena, rows[i].date)});
                break;
            }
        *arena_push(arena, days) = (CalendarFileDay){rows[i].date, str_eq(rows[i].kind, S("off")),
                                                     rows[i].name, rows[i].source};
    }
}

bool calendar_file_read(Arena *arena, Str file, Str bytes, CalendarFileDays *ret_days,
                        Faults *faults, Err *err)
{
    Rows rows;
    Table table = {0};
    if (!rows_open(&rows, arena, from_tabs(arena, bytes), file, app_convert(), err))
        return false;
    bool ok = table_read(arena, &rows, &spec, NULL, NULL, &table, faults);
    rows_close(&rows);
    if (!ok || faults->total > 0)
        return false;
    if (table.count > LIMIT_CALENDAR_DAYS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_CALENDAR_DAYS")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_CALENDAR_DAYS)},
                       {"found", arena_fmt(arena, "%d", table.count)});
    if (table.count == 0)
        return err_set(err, ERR_TABLE_EMPTY, {"file", file});
    take_days(arena, &table, ret_days, faults);
    return faults->total == 0;
}
