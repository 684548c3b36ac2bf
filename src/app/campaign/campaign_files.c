#include "app/campaign/campaign_files.h"

#include "app/campaign/campaign_head.h"
#include "base/limits.h"

#include <string.h>

const Str campaign_yaml_name = SC("campaign.yaml");
static const Str campaign_book_name = SC("campaign.xlsx");

/* The layout of every LIST_OF: its three fields are copied over a typed list. */
typedef LIST_OF(char) AnyList;
_Static_assert(sizeof(AnyList) == sizeof(((CampaignDef *)0)->units), "LIST_OF has one layout");

/* A workbook of the campaign, whole in memory. */
typedef struct Book {
    Str name;
    bool is_open;  /* else there is none, or it cannot be read */
    bool has_head; /* it says what campaign.yaml would */
    XlsxBook book;
} Book;

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
    AUTO_TABLE_ROWS rows = {0};
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

/* ---- the workbook ---- */

static bool has_sheet(const Book *book, Str name)
{
    return xlsx_find(&book->book, name) >= 0;
}

/* The table as a sheet of the workbook; false when there is no such sheet or it is faulty. */
static bool read_sheet(CampaignReader *reader, CampaignTable which, Book *book, bool has_file)
{
    const CampaignTableFile *table = &campaign_tables[which];
    Err fault = {0};
    AUTO_TABLE_ROWS rows = {0};
    if (!book->is_open)
        return false;
    if (!rows_open_of(&rows, reader->arena, &book->book, table->sheet, &fault)) {
        bool is_open = fault.code == ERR_XLSX_NO_SHEET &&
                       rows_open_of(&rows, reader->arena, &book->book, table->zh, &fault);
        if (!is_open && fault.code != ERR_XLSX_NO_SHEET)
            not_opened(reader, &fault);
        if (!is_open)
            return fault.code != ERR_XLSX_NO_SHEET;
    }
    if (has_file || (str_ends(rows.file, table->sheet) && has_sheet(book, table->zh))) {
        err_set(&fault, ERR_CAMPAIGN_TABLE_TWICE, {"found", has_file ? table->file : table->zh});
        err_at_file(&fault, rows.file);
        not_opened(reader, &fault);
    } else {
        take_table(reader, which, &rows);
    }
    return true;
}

static bool is_ours(Str sheet, bool has_head)
{
    bool ours = false;
    for (int i = 0; i < CAMPAIGN_TABLES; i++)
        ours =
            ours || str_eq(sheet, campaign_tables[i].sheet) || str_eq(sheet, campaign_tables[i].zh);
    for (int i = 0; has_head && i < HEAD_PARTS; i++)
        ours = ours || str_eq(sheet, campaign_head_sheets[i].sheet) ||
               str_eq(sheet, campaign_head_sheets[i].zh);
    return ours || (has_head && (str_eq(sheet, campaign_scheme_sheet.sheet) ||
                                 str_eq(sheet, campaign_scheme_sheet.zh)));
}

/* What it holds; nothing when it cannot be read at all. A sheet that is no table is read by nobody. */
static void look_into_book(CampaignReader *reader, Book *book, Str bytes)
{
    const HeadSheet *top = &campaign_head_sheets[HEAD_TOP];
    const ZipFrom from = {.bytes = bytes};
    Err fault = {0};
    book->is_open = xlsx_book_open(&book->book, reader->arena, &from, book->name, &fault);
    if (!book->is_open) {
        not_opened(reader, &fault);
        return;
    }
    book->has_head = has_sheet(book, top->sheet) || has_sheet(book, top->zh);
    for (int i = 0; i < book->book.sheets.count; i++) {
        Str name = book->book.sheets.items[i].name;
        if (!is_ours(name, book->has_head))
            file_fault(reader->warnings,
                       arena_fmt(reader->arena, "%.*s#%.*s", STR_ARG(book->name), STR_ARG(name)),
                       ERR_CAMPAIGN_FILE_IDLE);
    }
}

static void close_book(Book *book)
{
    xlsx_book_close(&book->book);
}

/* The workbook that is the campaign, or campaign.xlsx of the folder, if there is one. */
static bool open_book(CampaignReader *reader, const FileNames *names, Book *ret_book, Err *err)
{
    bool was_read = false;
    Str bytes = {0};
    ret_book->name = reader->source->book;
    if (ret_book->name.len == 0 && has_name(names, campaign_book_name))
        ret_book->name = campaign_book_name;
    if (ret_book->name.len &&
        !read_file(reader, ret_book->name, LIMIT_CSV_BYTES, &bytes, &was_read, err))
        return false;
    if (was_read)
        look_into_book(reader, ret_book, bytes);
    return true;
}

static bool read_tables(CampaignReader *reader, const FileNames *names, Book *book, Err *err)
{
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
        bool is_sheet = str_ends(name, S(".xlsx")) || str_ends(name, S(".csv"));
        if (!is_sheet && !str_ends(name, S(".yaml"))) {
            file_fault(reader->warnings, path, ERR_CAMPAIGN_FILE_IDLE);
            continue;
        }
        if (!read_file(reader, path, LIMIT_YAML_BYTES, &text, &was_read, err))
            return false;
        if (was_read)
            (is_sheet ? campaign_scheme_sheet_read : campaign_scheme_read)(reader, path, text);
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

/* campaign.yaml, or the sheets that stand for it; not both. */
static bool read_head(CampaignReader *reader, const FileNames *names, Book *book, Err *err)
{
    Str text = {0};
    bool was_read = false, has_yaml = has_name(names, campaign_yaml_name);
    if (book->has_head && !campaign_book_read(reader, &book->book))
        reader->complete = false;
    if (book->has_head && has_yaml) {
        Err fault;
        err_set(&fault, ERR_CAMPAIGN_TABLE_TWICE, {"found", campaign_yaml_name});
        err_at_file(&fault, book->name);
        not_opened(reader, &fault);
        return true;
    }
    if (book->has_head)
        return true;
    if (!has_yaml) {
        file_fault(reader->faults,
                   reader->source->book.len
                       ? arena_fmt(reader->arena, "%.*s#%.*s", STR_ARG(book->name),
                                   STR_ARG(campaign_head_sheets[HEAD_TOP].sheet))
                       : campaign_yaml_name,
                   ERR_CAMPAIGN_FILE_MISSING);
        reader->complete = false;
        return true;
    }
    if (!read_file(reader, campaign_yaml_name, LIMIT_YAML_BYTES, &text, &was_read, err))
        return false;
    if (was_read && !campaign_yaml_read(reader, text))
        reader->complete = false;
    return true;
}

bool campaign_files_read(Arena *arena, const FileSource *source, CampaignDef *ret_def,
                         Faults *faults, Faults *warnings, Err *err)
{
    CampaignReader *reader = arena_new(arena, CampaignReader, 1);
    FileNames names = {0};
    __attribute__((cleanup(close_book))) Book book = {0};
    int64_t before = faults->total;
    *ret_def = (CampaignDef){0};
    *reader = (CampaignReader){.arena = arena,
                               .source = source,
                               .def = ret_def,
                               .faults = faults,
                               .warnings = warnings,
                               .complete = true,
                               .groups_file = campaign_yaml_name,
                               .periods_file = campaign_yaml_name,
                               .groups = names_new(arena),
                               .periods = names_new(arena)};
    if (err)
        *err = (Err){0};
    if (!source->list(source->ctx, arena, S(""), &names, err) ||
        !open_book(reader, &names, &book, err) || !read_head(reader, &names, &book, err))
        return false;
    if (faults->total > before && !has_name(&names, campaign_yaml_name) && !book.has_head)
        return false; /* no campaign at all: what its tables say does not matter */
    if (!read_tables(reader, &names, &book, err) || !read_schemes(reader, err))
        return false;
    tell_idle_files(reader, &names);
    /* With half a file read, a reference that seems unknown may stand in the other half. */
    if (reader->complete)
        campaign_check(reader);
    return faults->total == before;
}
