#include "app/campaign_files.h"

#include "app/campaign_tables.h"
#include "base/limits.h"

#include <string.h>

const Str campaign_yaml_name = SC("campaign.yaml");
static const Str campaign_book_name = SC("campaign.xlsx");

/* The layout of every LIST_OF: its three fields are copied over a typed list. */
typedef LIST_OF(char) AnyList;
_Static_assert(sizeof(AnyList) == sizeof(((CampaignDef *)0)->units), "LIST_OF has one layout");

void yaml_fault(Faults *faults, Str file, YamlPlace place, Err *err)
{
    err_at_file(err, file);
    err_at_cell(err, place.line, place.col);
    faults_add(faults, err);
}

static void file_fault(Faults *faults, Str file, ErrCode code)
{
    Err err;
    err_set(&err, code, {"found", file});
    err_at_file(&err, file);
    faults_add(faults, &err);
}

static bool has_name(const FileNames *names, Str name)
{
    for (int i = 0; i < names->count; i++)
        if (str_eq(names->items[i], name))
            return true;
    return false;
}

/* False only when the source fails; a file that is too large is a fault of the file. */
static bool read_file(CampaignReader *reader, Str name, int64_t limit_bytes, Str *ret_bytes,
                      bool *ret_read, Err *err)
{
    const FileSource *source = reader->source;
    Err inner = {0};
    *ret_read = source->read(source->ctx, reader->arena, name, limit_bytes, ret_bytes, &inner);
    if (*ret_read)
        return true;
    reader->complete = false;
    err_at_file(&inner, name);
    if (err_kind(inner.code) != KIND_TOO_LARGE) {
        if (err)
            *err = inner;
        return false;
    }
    faults_add(reader->faults, &inner);
    return true;
}

/* rows: open on the table. */
static void take_table(CampaignReader *reader, CampaignTable which, Rows *rows)
{
    const CampaignTableFile *file = &campaign_tables[which];
    Table *table = &reader->tables[which];
    if (!table_read(reader->arena, rows, &file->spec, NULL, NULL, table, reader->faults))
        reader->complete = false;
    AnyList list = {.items = table->items, .count = table->count, .cap = table->cap};
    memcpy((char *)reader->def + file->list_offset, &list, sizeof list);
}

static void not_opened(CampaignReader *reader, const Err *fault)
{
    faults_add(reader->faults, fault);
    reader->complete = false;
}

static bool read_table(CampaignReader *reader, CampaignTable which, Err *err)
{
    Str name = campaign_tables[which].file, bytes = {0};
    bool was_read;
    Err fault = {0};
    AUTO_ROWS rows = {0};
    if (!read_file(reader, name, LIMIT_CSV_BYTES, &bytes, &was_read, err))
        return false;
    if (!was_read)
        return true;
    if (rows_open(&rows, reader->arena, bytes, name, reader->source->convert, &fault))
        take_table(reader, which, &rows);
    else
        not_opened(reader, &fault);
    return true;
}

/* "units" of units.csv: what the sheet is called. */
static Str sheet_of(CampaignTable which)
{
    Str file = campaign_tables[which].file;
    return str_sub(file, 0, file.len - S(".csv").len);
}

/* The table as a sheet of campaign.xlsx; false when there is no such sheet or it is faulty. */
static bool read_sheet(CampaignReader *reader, CampaignTable which, Str book, bool has_file)
{
    Err fault = {0};
    AUTO_ROWS rows = {0};
    if (book.len == 0)
        return false;
    if (!rows_open_sheet(&rows, reader->arena, book, campaign_book_name, sheet_of(which), &fault)) {
        if (fault.code != ERR_XLSX_NO_SHEET)
            not_opened(reader, &fault);
        return fault.code != ERR_XLSX_NO_SHEET;
    }
    if (has_file) {
        err_set(&fault, ERR_CAMPAIGN_TABLE_TWICE, {"found", campaign_tables[which].file});
        err_at_file(&fault, rows.file);
        not_opened(reader, &fault);
    } else {
        take_table(reader, which, &rows);
    }
    return true;
}

/* Whether it can be read at all. A sheet that is no table is read by nobody. */
static bool check_book(CampaignReader *reader, Str book)
{
    AUTO_ROWS rows = {0};
    Err fault = {0};
    if (!rows_open(&rows, reader->arena, book, campaign_book_name, (CsvConvert){0}, &fault)) {
        not_opened(reader, &fault);
        return false;
    }
    for (int i = 0; i < rows.book.book.sheets.count; i++) {
        Str name = rows.book.book.sheets.items[i].name;
        bool known = false;
        for (int k = 0; k < CAMPAIGN_TABLES; k++)
            known = known || str_eq(name, sheet_of((CampaignTable)k));
        if (!known)
            file_fault(
                reader->warnings,
                arena_fmt(reader->arena, "%.*s#%.*s", STR_ARG(campaign_book_name), STR_ARG(name)),
                ERR_CAMPAIGN_FILE_IDLE);
    }
    return true;
}

static bool read_tables(CampaignReader *reader, const FileNames *names, Err *err)
{
    Str book = {0};
    bool was_read = false;
    if (has_name(names, campaign_book_name) &&
        !read_file(reader, campaign_book_name, LIMIT_CSV_BYTES, &book, &was_read, err))
        return false;
    if (was_read && !check_book(reader, book))
        book = (Str){0};
    for (int i = 0; i < CAMPAIGN_TABLES; i++) {
        CampaignTable which = (CampaignTable)i;
        reader->tables[i] =
            (Table){.file = campaign_tables[i].file, .spec = &campaign_tables[i].spec};
        bool has_file = has_name(names, campaign_tables[i].file);
        if (read_sheet(reader, which, book, has_file))
            continue;
        if (has_file) {
            if (!read_table(reader, which, err))
                return false;
        } else if (i == TABLE_UNITS) {
            file_fault(reader->faults, campaign_tables[i].file, ERR_CAMPAIGN_FILE_MISSING);
            reader->complete = false;
        }
    }
    return true;
}

static bool read_schemes(CampaignReader *reader, Err *err)
{
    const FileSource *source = reader->source;
    FileNames names = {0};
    if (!source->list(source->ctx, reader->arena, S("schemes"), &names, err))
        return false;
    for (int i = 0; i < names.count; i++) {
        Str name = names.items[i], text = {0};
        Str path = arena_fmt(reader->arena, "schemes/%.*s", STR_ARG(name));
        bool was_read;
        if (!str_ends(name, S(".yaml"))) {
            file_fault(reader->warnings, path, ERR_CAMPAIGN_FILE_IDLE);
            continue;
        }
        if (!read_file(reader, path, LIMIT_YAML_BYTES, &text, &was_read, err))
            return false;
        if (was_read)
            campaign_scheme_read(reader, path, text);
    }
    return true;
}

/* unit.csv beside units.csv is read by nobody: better said than missed. */
static void tell_idle_files(CampaignReader *reader, const FileNames *names)
{
    for (int i = 0; i < names->count; i++) {
        Str name = names->items[i];
        bool known = str_eq(name, campaign_yaml_name) || str_eq(name, campaign_book_name);
        for (int k = 0; k < CAMPAIGN_TABLES; k++)
            known = known || str_eq(name, campaign_tables[k].file);
        bool ours = str_ends(name, S(".csv")) || str_ends(name, S(".yaml")) ||
                    str_ends(name, S(".yml")) || str_ends(name, S(".xlsx"));
        if (!known && ours)
            file_fault(reader->warnings, name, ERR_CAMPAIGN_FILE_IDLE);
    }
}

bool campaign_files_read(Arena *arena, const FileSource *source, CampaignDef *ret_def,
                         Faults *faults, Faults *warnings, Err *err)
{
    CampaignReader *reader = arena_new(arena, CampaignReader, 1);
    FileNames names = {0};
    Str text = {0};
    bool was_read = false;
    int64_t before = faults->total;
    *ret_def = (CampaignDef){0};
    *reader = (CampaignReader){.arena = arena,
                               .source = source,
                               .def = ret_def,
                               .faults = faults,
                               .warnings = warnings,
                               .complete = true};
    if (err)
        *err = (Err){0};
    if (!source->list(source->ctx, arena, S(""), &names, err))
        return false;
    if (!has_name(&names, campaign_yaml_name)) {
        file_fault(faults, campaign_yaml_name, ERR_CAMPAIGN_FILE_MISSING);
        return false;
    }
    if (!read_file(reader, campaign_yaml_name, LIMIT_YAML_BYTES, &text, &was_read, err))
        return false;
    if (was_read && !campaign_yaml_read(reader, text))
        reader->complete = false;
    if (!read_tables(reader, &names, err) || !read_schemes(reader, err))
        return false;
    tell_idle_files(reader, &names);
    /* With half a file read, a reference that seems unknown may stand in the other half. */
    if (reader->complete)
        campaign_check(reader);
    return faults->total == before;
}
