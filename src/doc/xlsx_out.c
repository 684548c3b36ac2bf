#include "doc/xlsx_out.h"

#include "base/date.h"
#include "base/dec.h"
#include "base/utf8.h"

#include <stdio.h>
#include <xlsxwriter.h>

enum {
    DIGITS_EXACT = 15, /* that a spreadsheet keeps of a number */
    NAME_UNITS_MAX = 31,
    WIDTH_MIN = 6,
    WIDTH_MAX = 60,
    WIDTH_MARGIN = 2,
    TEXT_UNITS_MAX = 32767,
    PAPER_A4 = 9,
    FORMAT_HEAD = 0,
    FORMAT_TEXT,
    FORMAT_DATE,
    FORMAT_NUMBER, /* and one for each number of decimals after it */
};
_Static_assert(FORMAT_NUMBER + DEC_SCALE_MAX < XLSX_FORMATS, "a format for every scale");

/* ---- formats ---- */

static void format_head(lxw_format *format)
{
    format_set_bold(format);
    format_set_align(format, LXW_ALIGN_CENTER);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bg_color(format, 0xDCE6F1);
    format_set_text_wrap(format);
}

static lxw_format *format_of(XlsxOut *out, int which)
{
    lxw_format *format = out->formats[which];
    if (format)
        return format;
    format = out->formats[which] = workbook_add_format(out->book);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, 0xBFBFBF);
    if (which == FORMAT_HEAD) {
        format_head(format);
        return format;
    }
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    if (which == FORMAT_TEXT) {
        format_set_num_format(format, "@");
        format_set_text_wrap(format);
    } else if (which == FORMAT_DATE) {
        format_set_num_format(format, "yyyy-mm-dd");
    } else {
        char code[] = "0.000000000000000000";
        int decimals = which - FORMAT_NUMBER;
        code[decimals ? 2 + decimals : 1] = '\0';
        format_set_num_format(format, code);
    }
    return format;
}

/* ---- texts ---- */

static int utf16_units(Str text)
{
    int units = 0;
    for (ptrdiff_t at = 0; at < text.len;)
        units += utf8_next(text, &at) >= 0x10000 ? 2 : 1;
    return units;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* "_x0041_" in a text would be read as the letter A: its first sign is escaped in the same way. */
static bool looks_escaped(Str text, ptrdiff_t at)
{
    return at + 7 <= text.len && text.ptr[at] == '_' && text.ptr[at + 1] == 'x' &&
           is_hex(text.ptr[at + 2]) && is_hex(text.ptr[at + 3]) && is_hex(text.ptr[at + 4]) &&
           is_hex(text.ptr[at + 5]) && text.ptr[at + 6] == '_';
}

/* U+FFFE and U+FFFF are no characters of XML: a workbook that holds one cannot be opened. */
static bool is_noncharacter(Str text, ptrdiff_t at)
{
    return at + 3 <= text.len && text.ptr[at] == '\xEF' && text.ptr[at + 1] == '\xBF' &&
           (text.ptr[at + 2] == '\xBE' || text.ptr[at + 2] == '\xBF');
}

static Str stored_text(Arena *arena, Str text)
{
    if (!str_has(text, S("_x")) && !str_has(text, S("\xEF\xBF")))
        return text;
    Out out = out_new(arena, (size_t)text.len * 2 + 1);
    for (ptrdiff_t at = 0; at < text.len; at++) {
        if (is_noncharacter(text, at)) {
            out_s(&out, S("\xEF\xBF\xBD"));
            at += 2;
        } else if (looks_escaped(text, at)) {
            out_s(&out, S("_x005F_"));
        } else {
            out_c(&out, text.ptr[at]);
        }
    }
    return out_str(&out);
}

/* What a spreadsheet takes as a name: at most 31 units, none of []:*?/\, no apostrophe at an end. */
static Str sheet_name(Arena *arena, Str name)
{
    Out out = out_new(arena, 256);
    int units = 0;
    for (ptrdiff_t at = 0; at < name.len;) {
        ptrdiff_t from = at;
        uint32_t cp = utf8_next(name, &at);
        units += cp >= 0x10000 ? 2 : 1;
        if (units > NAME_UNITS_MAX)
            break;
        bool bad = cp < 0x20 || cp == '[' || cp == ']' || cp == ':' || cp == '*' || cp == '?' ||
                   cp == '/' || cp == '\\' || cp == '\'';
        out_s(&out, bad ? S("_") : str_sub(name, from, at));
    }
    return out.len ? out_str(&out) : S("Sheet");
}

/* & begins a code in a page header. */
static Str page_header(Arena *arena, Str mark)
{
    Out out = out_new(arena, 1024);
    out_s(&out, S("&C"));
    for (ptrdiff_t i = 0; i < mark.len; i++)
        out_s(&out, mark.ptr[i] == '&' ? S("&&") : str_sub(mark, i, i + 1));
    return utf8_prefix(out_str(&out), 200);
}

/* ---- the book ---- */

static bool write_fault(const XlsxOut *out, Err *err, lxw_error code)
{
    return err_set(err, ERR_FILE_WRITE, {"file", out->file},
                   {"reason", str_from_z(lxw_strerror(code))});
}

bool xlsx_out_open(XlsxOut *out, Arena *arena, const XlsxOptions *options, Err *err)
{
    *out = (XlsxOut){.arena = arena, .file = options->file, .mark = options->mark};
    lxw_workbook_options with = {
        .constant_memory = LXW_TRUE,
        .tmpdir = (char *)(uintptr_t)str_z(arena, options->tmp_folder),
        .use_zip64 = LXW_FALSE,
    };
    out->book = workbook_new_opt(str_z(arena, options->path), &with);
    if (!out->book)
        return write_fault(out, err, LXW_ERROR_MEMORY_MALLOC_FAILED);
    lxw_doc_properties properties = {.created = (time_t)(options->created_ms / 1000)};
    workbook_set_properties(out->book, &properties);
    return true;
}

/* Widths are known when the last row is. */
static void finish_sheet(XlsxOut *out)
{
    if (!out->sheet)
        return;
    for (int c = 0; c < out->ncolumns; c++) {
        int width = out->columns[c].width ? out->columns[c].width : out->widths[c] + WIDTH_MARGIN;
        width = width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
        worksheet_set_column(out->sheet, (lxw_col_t)c, (lxw_col_t)c, width, NULL);
    }
    if (out->ncolumns > 0)
        worksheet_autofilter(out->sheet, 0, 0, (lxw_row_t)(out->row - 1),
                             (lxw_col_t)(out->ncolumns - 1));
    out->sheet = NULL;
}

static void set_up_pages(XlsxOut *out)
{
    worksheet_freeze_panes(out->sheet, 1, 0);
    worksheet_set_landscape(out->sheet);
    worksheet_set_paper(out->sheet, PAPER_A4);
    worksheet_set_margins(out->sheet, 0.5, 0.5, 0.75, 0.75);
    worksheet_fit_to_pages(out->sheet, 1, 0);
    worksheet_repeat_rows(out->sheet, 0, 0);
    worksheet_set_footer(out->sheet, "&C&P / &N");
    if (out->mark.len)
        worksheet_set_header(out->sheet, str_z(out->arena, page_header(out->arena, out->mark)));
}

/* The widest line of a cell. */
static void widen(XlsxOut *out, int column, Str text)
{
    for (Str rest = text; rest.len;) {
        int width = utf8_columns(str_cut(&rest, '\n'));
        if (width > out->widths[column])
            out->widths[column] = width;
    }
}

static bool cell_fault(const XlsxOut *out, Err *err, int column)
{
    err_at_file(err, out->file);
    return err_at_cell(err, out->row + 1, column + 1);
}

static bool write_text(XlsxOut *out, int column, Str text, int which, Err *err)
{
    AUTO_ARENA scratch = {0};
    char found[24];
    int units = utf16_units(text);
    if (units > TEXT_UNITS_MAX) {
        Str count = {found, snprintf(found, sizeof found, "%d", units)};
        err_set(err, ERR_XLSX_TEXT_LONG, {"found", count});
        return cell_fault(out, err, column);
    }
    lxw_format *format = format_of(out, which);
    const char *z = str_z(&scratch, stored_text(&scratch, text));
    lxw_error code =
        text.len
            ? worksheet_write_string(out->sheet, (lxw_row_t)out->row, (lxw_col_t)column, z, format)
            : worksheet_write_blank(out->sheet, (lxw_row_t)out->row, (lxw_col_t)column, format);
    return code == LXW_NO_ERROR || write_fault(out, err, code);
}

static bool write_number(XlsxOut *out, int column, double value, int which, Err *err)
{
    lxw_error code = worksheet_write_number(out->sheet, (lxw_row_t)out->row, (lxw_col_t)column,
                                            value, format_of(out, which));
    return code == LXW_NO_ERROR || write_fault(out, err, code);
}

bool xlsx_out_sheet(XlsxOut *out, Str name, const SheetColumn *columns, int ncolumns, Err *err)
{
    finish_sheet(out);
    out->sheet = workbook_add_worksheet(out->book, str_z(out->arena, sheet_name(out->arena, name)));
    if (!out->sheet)
        return err_set(err, ERR_XLSX_SHEET_NAME, {"found", name});
    out->columns = columns;
    out->ncolumns = ncolumns;
    out->widths = arena_new(out->arena, int, ncolumns);
    out->row = 0;
    set_up_pages(out);
    for (int c = 0; c < ncolumns; c++) {
        widen(out, c, columns[c].title);
        if (!write_text(out, c, columns[c].title, FORMAT_HEAD, err))
            return false;
    }
    out->row = 1;
    return true;
}

static int digits_of(Str number)
{
    int digits = 0;
    for (ptrdiff_t i = 0; i < number.len; i++)
        digits += number.ptr[i] >= '0' && number.ptr[i] <= '9';
    return digits;
}

static bool write_cell(XlsxOut *out, int column, Str text, Err *err)
{
    Dec value;
    Date date;
    SheetKind kind = out->columns[column].kind;
    widen(out, column, text);
    /* Days count from 1899-12-30; before 1900-03-01 spreadsheets do not agree on the day. */
    if (kind == SHEET_DATE && date_parse(text, &date, NULL) && date >= date_from_ymd(1900, 3, 1))
        return write_number(out, column, date - date_from_ymd(1899, 12, 30), FORMAT_DATE, err);
    if (kind == SHEET_NUMBER && text.len && text.ptr[0] != '+' && dec_parse(text, &value, NULL) &&
        digits_of(text) <= DIGITS_EXACT)
        return write_number(out, column, dec_to_f64(value), FORMAT_NUMBER + value.scale, err);
    return write_text(out, column, text, FORMAT_TEXT, err);
}

bool xlsx_out_row(XlsxOut *out, const Str *cells, Err *err)
{
    if (out->row >= LXW_ROW_MAX) {
        err_set(err, ERR_XLSX_ROWS);
        return cell_fault(out, err, 0);
    }
    for (int c = 0; c < out->ncolumns; c++)
        if (!write_cell(out, c, cells[c], err))
            return false;
    out->row++;
    return true;
}

bool xlsx_out_close(XlsxOut *out, Err *err)
{
    finish_sheet(out);
    lxw_error code = workbook_close(out->book); /* frees it, whatever happens */
    out->book = NULL;
    return code == LXW_NO_ERROR || write_fault(out, err, code);
}

void xlsx_out_drop(XlsxOut *out)
{
    if (out->book)
        lxw_workbook_free(out->book);
    out->book = NULL;
}

bool xlsx_out_table(XlsxOut *out, const Sheet *sheet, Err *err)
{
    if (!xlsx_out_sheet(out, sheet->name, sheet->columns, sheet->ncolumns, err))
        return false;
    for (int r = 0; r < sheet_rows(sheet); r++)
        if (!xlsx_out_row(out, sheet_row(sheet, r), err))
            return false;
    return true;
}
