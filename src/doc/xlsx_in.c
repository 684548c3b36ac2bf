#include "doc/xlsx_in.h"

#include "base/limits.h"
#include "base/utf8.h"

typedef enum StoredAs {
    STORED_NUMBER,
    STORED_SHARED,
    STORED_TEXT, /* of a formula, of an ISO date, inline */
    STORED_BOOL,
    STORED_ERROR,
    STORED_UNKNOWN
} StoredAs;

typedef struct Cell {
    int col; /* from 1 */
    StoredAs as;
    int style;
    bool formula;
    Str text; /* as stored */
    Str formula_text;
    int64_t from_row;
    int from_col, shared;
} Cell;

typedef struct RowCells {
    Str *items;
    int count;
    size_t cap;
} RowCells;

/* ---- faults ---- */

static bool fault_at(const XlsxIn *in, Err *err, int64_t row, int col)
{
    err->file[0] = '\0'; /* the sheet's name says more than the archive's */
    err_at_file(err, in->file);
    return err_at_cell(err, row, col);
}

static bool fault_limit(const XlsxIn *in, Err *err, int64_t row, int col, Str name, int64_t limit,
                        int64_t found)
{
    AUTO_ARENA scratch = {0};
    err_set(err, ERR_LIMIT, {"name", name},
            {"limit", arena_fmt(&scratch, "%lld", (long long)limit)},
            {"found", arena_fmt(&scratch, "%lld", (long long)found)});
    return fault_at(in, err, row, col);
}

static bool fault_cell(const XlsxIn *in, Err *err, int64_t row, int col, Str found)
{
    err_set(err, ERR_XLSX_CELL, {"found", utf8_prefix(found, 120)});
    return fault_at(in, err, row, col);
}

static bool next_event(XlsxIn *in, int64_t row, int col, Err *err)
{
    return xml_in_next(&in->xml, err) || fault_at(in, err, row, col);
}

/* ---- opening ---- */

int xlsx_find(const XlsxBook *book, Str name)
{
    for (int i = 0; i < book->sheets.count; i++) {
        const XlsxSheet *sheet = &book->sheets.items[i];
        if (name.len ? str_eq(sheet->name, name) : !sheet->hidden)
            return i;
    }
    return -1;
}

static bool begin_sheet(XlsxIn *in, XlsxBook *book, int index, Err *err)
{
    const XlsxSheet *sheet = &book->sheets.items[index];
    in->book = book;
    in->file = arena_fmt(in->arena, "%.*s#%.*s", STR_ARG(book->zip.file), STR_ARG(sheet->name));
    in->is_open = xml_in_open(&in->xml, &book->zip, sheet->part, err);
    return in->is_open;
}

bool xlsx_open_sheet(XlsxIn *in, Arena *arena, XlsxBook *book, int sheet, Err *err)
{
    *in = (XlsxIn){.arena = arena};
    return begin_sheet(in, book, sheet, err);
}

bool xlsx_open(XlsxIn *in, Arena *arena, const ZipFrom *from, Str file, Str name, Err *err)
{
    *in = (XlsxIn){.arena = arena, .file = file};
    if (!xlsx_book_open(&in->own, arena, from, file, err))
        return false;
    int sheet = xlsx_find(&in->own, name);
    if (sheet >= 0 && begin_sheet(in, &in->own, sheet, err))
        return true;
    if (sheet < 0) {
        err_set(err, ERR_XLSX_NO_SHEET, {"found", name});
        err_at_file(err, file);
    }
    in->book = &in->own; /* who looked for a sheet may ask which there are */
    xlsx_book_close(&in->own);
    return false;
}

void xlsx_close(XlsxIn *in)
{
    if (!in->is_open)
        return;
    in->is_open = false;
    xml_in_close(&in->xml);
    if (in->book == &in->own)
        xlsx_book_close(&in->own);
}

int64_t xlsx_done_bytes(const XlsxIn *in)
{
    return in->xml.stream.read_bytes;
}

int64_t xlsx_size_bytes(const XlsxIn *in)
{
    return in->book->zip.parts[in->xml.stream.part].size_bytes;
}

/* ---- one cell ---- */

/* "AB12": the column; 0 when it is none or the row is another. */
static int column_of(Str reference, int64_t row)
{
    int col = 0;
    ptrdiff_t at = 0;
    int64_t said;
    for (; at < reference.len && reference.ptr[at] >= 'A' && reference.ptr[at] <= 'Z'; at++) {
        col = col * 26 + reference.ptr[at] - 'A' + 1;
        if (col > LIMIT_XLSX_COLUMNS)
            return 0;
    }
    if (!str_to_i64(str_sub(reference, at, reference.len), &said) || said != row)
        return 0;
    return col;
}

static StoredAs stored_as(Str type)
{
    static const struct {
        Str type;
        StoredAs as;
    } types[] = {
        {SC(""), STORED_NUMBER},  {SC("n"), STORED_NUMBER}, {SC("s"), STORED_SHARED},
        {SC("str"), STORED_TEXT}, {SC("d"), STORED_TEXT},   {SC("inlineStr"), STORED_TEXT},
        {SC("b"), STORED_BOOL},   {SC("e"), STORED_ERROR},
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_eq(types[i].type, type))
            return types[i].as;
    return STORED_UNKNOWN;
}

static bool begin_cell(XlsxIn *in, int64_t row, int last_col, Cell *ret_cell, Err *err)
{
    Str reference = xml_in_attr(&in->xml, in->arena, "r");
    Str type = xml_in_attr(&in->xml, in->arena, "t");
    Str style = xml_in_attr(&in->xml, in->arena, "s");
    *ret_cell = (Cell){.col = last_col + 1, .as = stored_as(type), .text = S("")};
    if (reference.ptr)
        ret_cell->col = column_of(reference, row);
    if (ret_cell->col <= last_col || ret_cell->col > LIMIT_XLSX_COLUMNS)
        return fault_cell(in, err, row, last_col + 1, reference);
    if (ret_cell->as == STORED_UNKNOWN)
        return fault_cell(in, err, row, ret_cell->col, type);
    ret_cell->style = xlsx_number(style, INT32_MAX, -1);
    if (++in->cells > LIMIT_XLSX_CELLS)
        return fault_limit(in, err, row, ret_cell->col, S("LIMIT_XLSX_CELLS"), LIMIT_XLSX_CELLS,
                           in->cells);
    return true;
}

/* ---- facts ---- */

/* A formula that has ended: its own text, or that of the first of those that share it. */
static void take_formula(XlsxIn *in, int64_t row, int id, Str text, Cell *cell)
{
    XlsxFacts *facts = in->facts;
    cell->formula_text = text;
    for (int i = facts->shared.count - 1; id >= 0 && i >= 0 && text.len == 0; i--) {
        const struct XlsxShared *s = &facts->shared.items[i];
        if (s->id != id)
            continue;
        cell->formula_text = s->formula;
        cell->from_row = s->row;
        cell->from_col = s->col;
        cell->shared = i + 1;
        return;
    }
    if (id < 0 || text.len == 0 || facts->shared.count >= LIMIT_XLSX_SHEETS)
        return;
    *arena_push(facts->arena, &facts->shared) =
        (struct XlsxShared){id, cell->col, row, arena_str(facts->arena, text)};
    cell->shared = facts->shared.count;
}

/* To the end of a formula, which has begun. */
static bool read_formula(XlsxIn *in, int64_t row, Cell *cell, Err *err)
{
    AUTO_ARENA scratch = {0};
    Out out = out_new(in->arena, LIMIT_FORMULA_BYTES);
    bool is_shared = str_eq(xml_in_attr(&in->xml, &scratch, "t"), S("shared"));
    int shared = is_shared ? xlsx_number(xml_in_attr(&in->xml, &scratch, "si"), INT32_MAX, -1) : -1;
    for (;;) {
        if (!next_event(in, row, cell->col, err))
            return false;
        if (xml_is(&in->xml, XML_END, S("f")) || in->xml.event == XML_DONE)
            break;
        if (in->xml.event == XML_TEXT)
            out_s(&out, in->xml.text);
    }
    /* a longer one is a formula of which nothing is known */
    take_formula(in, row, shared, out_ok(&out) ? out_str(&out) : S(""), cell);
    return true;
}

/* "B2:D4", "B2". */
static bool area_of(Str text, XlsxArea *ret)
{
    Str ends[2], rest = text;
    int64_t rows[2];
    int cols[2];
    ends[0] = str_cut(&rest, ':');
    ends[1] = rest.len ? rest : ends[0];
    for (int i = 0; i < 2; i++) {
        ptrdiff_t at = 0;
        while (at < ends[i].len && ends[i].ptr[at] >= 'A' && ends[i].ptr[at] <= 'Z')
            at++;
        if (!str_to_i64(str_sub(ends[i], at, ends[i].len), &rows[i]))
            return false;
        cols[i] = column_of(ends[i], rows[i]);
    }
    *ret = (XlsxArea){rows[0], rows[1], cols[0], cols[1]};
    return cols[0] > 0 && cols[1] >= cols[0] && rows[0] > 0 && rows[1] >= rows[0];
}

/* What stands around the rows: hidden columns before them, merged cells after them. */
static bool take_around(XlsxIn *in, Err *err)
{
    AUTO_ARENA scratch = {0};
    XlsxArea area = {0};
    XlsxFacts *facts = in->facts;
    if (in->xml.event != XML_BEGIN)
        return true;
    if (str_eq(in->xml.name, S("mergeCell"))) {
        if (!area_of(xml_in_attr(&in->xml, &scratch, "ref"), &area))
            return true;
        *arena_push(facts->arena, &facts->merged) = area;
        return facts->merged.count <= LIMIT_GRID_MERGED ||
               fault_limit(in, err, in->row, 1, S("LIMIT_GRID_MERGED"), LIMIT_GRID_MERGED,
                           facts->merged.count);
    } else if (str_eq(in->xml.name, S("col"))) {
        Str hidden = xml_in_attr(&in->xml, &scratch, "hidden");
        area.col = xlsx_number(xml_in_attr(&in->xml, &scratch, "min"), LIMIT_XLSX_COLUMNS, 0);
        area.last_col = xlsx_number(xml_in_attr(&in->xml, &scratch, "max"), LIMIT_XLSX_COLUMNS, 0);
        if ((str_eq(hidden, S("1")) || str_eq(hidden, S("true"))) &&
            facts->hidden_columns.count < LIMIT_XLSX_COLUMNS)
            *arena_push(facts->arena, &facts->hidden_columns) = area;
    }
    return true;
}

static void take_facts(XlsxIn *in, int64_t row, const Cell *cell, CellStyle style, Str text)
{
    bool is_error = cell->as == STORED_ERROR;
    if (text.len == 0 && !cell->formula)
        return;
    *arena_push(in->arena, &in->facts->cells) =
        (XlsxCell){.row = row,
                   .col = cell->col,
                   .text = text,
                   .formula = cell->formula ? cell->formula_text : (Str){0},
                   .from_row = cell->from_row,
                   .from_col = cell->from_col,
                   .shared = cell->shared,
                   .is_text = cell->as == STORED_SHARED || cell->as == STORED_TEXT,
                   .is_error = is_error,
                   .style = style};
}

/* To the end of the cell: the stored value (v) or the inline text (is). */
static bool read_stored(XlsxIn *in, int64_t row, Cell *cell, Err *err)
{
    Out out = out_new(in->arena, LIMIT_CSV_CELL_BYTES);
    bool in_value = false;
    for (;;) {
        if (!next_event(in, row, cell->col, err))
            return false;
        const XmlIn *xml = &in->xml;
        if (xml_is(xml, XML_END, S("c")) || xml->event == XML_DONE)
            break;
        if (xml->event == XML_TEXT) {
            if (in_value)
                out_s(&out, xml->text);
        } else if (str_eq(xml->name, S("v"))) {
            in_value = xml->event == XML_BEGIN;
        } else if (xml_is(xml, XML_BEGIN, S("f"))) {
            cell->formula = true;
            if (in->facts && !read_formula(in, row, cell, err))
                return false;
        } else if (xml_is(xml, XML_BEGIN, S("is")) &&
                   !xlsx_rich_text(&in->xml, S("is"), &out, err)) {
            return fault_at(in, err, row, cell->col);
        }
    }
    if (!out_ok(&out))
        return fault_limit(in, err, row, cell->col, S("LIMIT_CSV_CELL_BYTES"), LIMIT_CSV_CELL_BYTES,
                           LIMIT_CSV_CELL_BYTES + 1);
    cell->text = out_str(&out);
    return true;
}

static bool shared_text(const XlsxIn *in, const Cell *cell, Str *ret_text)
{
    int index = xlsx_number(cell->text, in->book->strings.count - 1, -1);
    if (index < 0)
        return false;
    *ret_text = in->book->strings.items[index];
    return ret_text->len <= LIMIT_CSV_CELL_BYTES;
}

/* "2021-05-10T00:00:00", as a date stored in ISO form is written. */
static Str iso_text(Str text)
{
    static const Str midnight = SC("T00:00:00");
    bool is_date = text.len == 10 + midnight.len && str_ends(text, midnight);
    return is_date ? str_sub(text, 0, 10) : text;
}

static const CellStyle *style_of_cell(const XlsxIn *in, const Cell *cell)
{
    static const CellStyle plain = {.kind = STYLE_NUMBER};
    return cell->style >= 0 && cell->style < in->book->styles.count
               ? &in->book->styles.items[cell->style]
               : &plain;
}

static bool cell_text(XlsxIn *in, int64_t row, const Cell *cell, Str *ret_text, Err *err)
{
    const CellStyle *style = style_of_cell(in, cell);
    bool ok = true;
    *ret_text = cell->text;
    if (in->facts && (cell->as == STORED_ERROR || (cell->formula && cell->text.len == 0)))
        return true;
    if (cell->formula && cell->text.len == 0 && cell->as != STORED_TEXT) {
        err_set(err, ERR_XLSX_FORMULA);
        return fault_at(in, err, row, cell->col);
    }
    if (cell->as == STORED_TEXT)
        *ret_text = iso_text(xlsx_unescape(in->arena, cell->text));
    else if (cell->text.len == 0)
        return true;
    else if (cell->as == STORED_NUMBER)
        ok = cell_number(in->arena, cell->text, *style, in->book->dates_1904, ret_text);
    else if (cell->as == STORED_SHARED)
        ok = shared_text(in, cell, ret_text);
    else if (cell->as == STORED_BOOL)
        *ret_text = str_eq(cell->text, S("0")) ? S("false") : S("true");
    if (cell->as == STORED_ERROR) {
        err_set(err, ERR_XLSX_CELL_ERROR, {"found", utf8_prefix(cell->text, 40)});
        return fault_at(in, err, row, cell->col);
    }
    return ok || fault_cell(in, err, row, cell->col, cell->text);
}

/* ---- rows ---- */

/* Empty cells at the end of a row, which only carry a style, are left out. */
static bool put_cell(XlsxIn *in, int64_t row, RowCells *cells, int col, Str text, Err *err)
{
    if (text.len == 0)
        return true;
    if (col > LIMIT_CSV_COLUMNS)
        return fault_limit(in, err, row, col, S("LIMIT_CSV_COLUMNS"), LIMIT_CSV_COLUMNS, col);
    while (cells->count < col - 1)
        *arena_push(in->arena, cells) = S("");
    *arena_push(in->arena, cells) = text;
    return true;
}

/* The row that has begun, to its end. */
static bool read_row(XlsxIn *in, int64_t row, CsvRow *ret_row, Err *err)
{
    RowCells cells = {0};
    int last_col = 0;
    for (;;) {
        if (!next_event(in, row, last_col + 1, err))
            return false;
        if (xml_is(&in->xml, XML_END, S("row")) || in->xml.event == XML_DONE)
            break;
        if (!xml_is(&in->xml, XML_BEGIN, S("c")))
            continue;
        Cell cell;
        Str text;
        if (!begin_cell(in, row, last_col, &cell, err) || !read_stored(in, row, &cell, err) ||
            !cell_text(in, row, &cell, &text, err))
            return false;
        if (in->facts)
            take_facts(in, row, &cell, *style_of_cell(in, &cell), text);
        if (!put_cell(in, row, &cells, cell.col, text, err))
            return false;
        last_col = cell.col;
    }
    if (cells.count == 0)
        *arena_push(in->arena, &cells) = S("");
    in->row = row;
    *ret_row = (CsvRow){row, cells.count, cells.items};
    return true;
}

static bool begin_row(XlsxIn *in, int64_t *ret_row, Err *err)
{
    Str said = xml_in_attr(&in->xml, in->arena, "r");
    if (in->facts) {
        Str hidden = xml_in_attr(&in->xml, in->arena, "hidden");
        in->facts->row_hidden = str_eq(hidden, S("1")) || str_eq(hidden, S("true"));
    }
    *ret_row = in->row + 1;
    if (said.ptr && (!str_to_i64(said, ret_row) || *ret_row <= in->row))
        return fault_cell(in, err, in->row + 1, 1, said);
    if (*ret_row > LIMIT_XLSX_ROWS)
        return fault_limit(in, err, in->row + 1, 1, S("LIMIT_XLSX_ROWS"), LIMIT_XLSX_ROWS,
                           *ret_row);
    return true;
}

static CsvRow blank_row(XlsxIn *in)
{
    Str *cell = arena_new(in->arena, Str, 1);
    *cell = S("");
    return (CsvRow){++in->row, 1, cell};
}

bool xlsx_next(XlsxIn *in, CsvRow *ret_row, Err *err)
{
    int64_t row = in->waiting;
    in->waiting = 0;
    if (row)
        return read_row(in, row, ret_row, err);
    for (;;) {
        if (!next_event(in, in->row + 1, 1, err))
            return false;
        if (in->xml.event == XML_DONE)
            return false;
        if (in->facts && !in->in_data && !take_around(in, err))
            return false;
        if (in->xml.event != XML_TEXT && str_eq(in->xml.name, S("sheetData")))
            in->in_data = in->xml.event == XML_BEGIN;
        if (in->in_data && xml_is(&in->xml, XML_BEGIN, S("row")))
            break;
    }
    if (!begin_row(in, &row, err))
        return false;
    if (row == in->row + 1)
        return read_row(in, row, ret_row, err);
    in->waiting = row;
    *ret_row = blank_row(in);
    return true;
}
