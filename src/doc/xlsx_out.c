#include "doc/xlsx_out.h"

#include "base/date.h"
#include "base/dec.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/xlsx_check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

enum {
    NAME_UNITS_MAX = 31,
    WIDTH_MIN = 6,
    WIDTH_MAX = 60,
    WIDTH_MARGIN = 2,
    TEXT_UNITS_MAX = 32767,
    PAPER_A4 = 9,
    FORMAT_HEAD = 0,
    FORMAT_TEXT,
    FORMAT_DATE,
    FORMAT_NUMBER,     /* and one for each number of decimals after it */
    ROWS_A_LOOK = 256, /* rows between two looks at what waits on disk */
};
_Static_assert(FORMAT_NUMBER + DEC_SCALE_MAX < XLSX_FORMATS, "a format for every scale");

/* Some rows more than were looked at, the other parts, and the room that ZIP without its later
 * extension has. */
#define OUT_BYTES_MAX (LIMIT_XLSX_BYTES - (INT64_C(256) << 20))

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
    bool plain = text.len == 0 ||
                 (!memchr(text.ptr, '_', (size_t)text.len) && !str_has(text, S("\xEF\xBF")));
    if (plain)
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
    if (code == LXW_ERROR_ZIP_FILE_OPERATION && (errno == ENOSPC || errno == EFBIG))
        return err_set(err, ERR_FILE_FULL, {"file", out->file});
    return err_set(err, ERR_FILE_WRITE, {"file", out->file},
                   {"reason", str_from_z(lxw_strerror(code))});
}

bool xlsx_out_open(XlsxOut *out, Arena *arena, const XlsxOptions *options, Err *err)
{
    *out = (XlsxOut){
        .arena = arena, .path = options->path, .file = options->file, .mark = options->mark};
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

/* The rows wait in a file whose faults libxlsxwriter does not ask for: a full disk is seen here. */
static bool look_at_waiting_rows(XlsxOut *out, Err *err)
{
    FILE *waiting = out->sheet->optimize_tmpfile;
    if (fflush(waiting) != 0 || ferror(waiting))
        return err_set(err, ERR_FILE_FULL, {"file", out->file});
    out->sheet_bytes = ftello(waiting);
    return true;
}

/* Widths are known when the last row is. */
static bool finish_sheet(XlsxOut *out, Err *err)
{
    if (!out->sheet)
        return true;
    if (!look_at_waiting_rows(out, err))
        return false;
    *arena_push(out->arena, &out->sheets) = out->sheet_bytes;
    out->done_bytes += out->sheet_bytes;
    out->sheet_bytes = 0;
    for (int c = 0; c < out->ncolumns && !out->is_form; c++) {
        int width = out->columns[c].width ? out->columns[c].width : out->widths[c] + WIDTH_MARGIN;
        width = width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
        worksheet_set_column(out->sheet, (lxw_col_t)c, (lxw_col_t)c, width, NULL);
    }
    if (out->ncolumns > 0 && !out->is_form)
        worksheet_autofilter(out->sheet, 0, 0, (lxw_row_t)(out->row - 1),
                             (lxw_col_t)(out->ncolumns - 1));
    out->sheet = NULL;
    return true;
}

static void set_up_pages(XlsxOut *out)
{
    if (!out->is_form)
        worksheet_freeze_panes(out->sheet, 1, 0);
    worksheet_set_landscape(out->sheet);
    worksheet_set_paper(out->sheet, PAPER_A4);
    worksheet_set_margins(out->sheet, 0.5, 0.5, 0.75, 0.75);
    worksheet_fit_to_pages(out->sheet, 1, 0);
    if (!out->is_form)
        worksheet_repeat_rows(out->sheet, 0, 0);
    worksheet_set_footer(out->sheet, "&C&P / &N");
    if (out->mark.len)
        worksheet_set_header(out->sheet, str_z(out->arena, page_header(out->arena, out->mark)));
}

/* The widest line of a cell; a text is never wider than it has bytes. */
static void widen(XlsxOut *out, int column, Str text)
{
    if (column >= out->ncolumns)
        return;
    for (Str rest = text; rest.len > out->widths[column];) {
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
    char found[24];
    int units = text.len > TEXT_UNITS_MAX ? utf16_units(text) : 0;
    if (units > TEXT_UNITS_MAX) {
        Str count = {found, snprintf(found, sizeof found, "%d", units)};
        err_set(err, ERR_XLSX_TEXT_LONG, {"found", count});
        return cell_fault(out, err, column);
    }
    lxw_format *format = format_of(out, which);
    const char *z = str_z(&out->scratch, stored_text(&out->scratch, text));
    lxw_error code =
        text.len
            ? worksheet_write_string(out->sheet, (lxw_row_t)out->row, (lxw_col_t)column, z, format)
            : worksheet_write_blank(out->sheet, (lxw_row_t)out->row, (lxw_col_t)column, format);
    arena_reset(&out->scratch);
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
    if (!finish_sheet(out, err))
        return false;
    out->sheet = workbook_add_worksheet(out->book, str_z(out->arena, sheet_name(out->arena, name)));
    if (!out->sheet)
        return err_set(err, ERR_XLSX_SHEET_NAME, {"found", name});
    out->is_form = false;
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

static bool write_cell(XlsxOut *out, int column, Str text, Err *err)
{
    Dec value;
    Date date;
    SheetKind kind = column < out->ncolumns ? out->columns[column].kind : SHEET_BY_LOOK;
    widen(out, column, text);
    kind = sheet_kind_of(kind, text);
    if (kind == SHEET_DATE && date_parse(text, &date, err))
        return write_number(out, column, date - date_from_ymd(1899, 12, 30), FORMAT_DATE, err);
    if (kind == SHEET_NUMBER && dec_parse(text, &value, err))
        return write_number(out, column, dec_to_f64(value), FORMAT_NUMBER + value.scale, err);
    return write_text(out, column, text, FORMAT_TEXT, err);
}

static bool fault_limit(const XlsxOut *out, Err *err, Str name, int64_t limit, int64_t found)
{
    AUTO_ARENA scratch = {0};
    err_set(err, ERR_LIMIT, {"name", name},
            {"limit", arena_fmt(&scratch, "%lld", (long long)limit)},
            {"found", arena_fmt(&scratch, "%lld", (long long)found)});
    return cell_fault(out, err, 0);
}

/* What our own reader would refuse is not written. */
static bool check_limits(XlsxOut *out, int count, Err *err)
{
    out->cells += count;
    if (out->row >= LXW_ROW_MAX) {
        err_set(err, ERR_XLSX_ROWS);
        return cell_fault(out, err, 0);
    }
    if (out->cells > LIMIT_XLSX_CELLS)
        return fault_limit(out, err, S("LIMIT_XLSX_CELLS"), LIMIT_XLSX_CELLS, out->cells);
    if (out->row % ROWS_A_LOOK == 0 && !look_at_waiting_rows(out, err))
        return false;
    int64_t bytes = out->done_bytes + out->sheet_bytes;
    return bytes < OUT_BYTES_MAX ||
           fault_limit(out, err, S("LIMIT_XLSX_BYTES"), LIMIT_XLSX_BYTES, bytes);
}

bool xlsx_out_row(XlsxOut *out, const Str *cells, int count, Err *err)
{
    if (!check_limits(out, count, err))
        return false;
    for (int c = 0; c < count; c++)
        if (!write_cell(out, c, cells[c], err))
            return false;
    out->row++;
    return true;
}

/* ---- forms ---- */

enum {
    FORM_ROW_POINTS = 18,
    TITLE_SIZE = 16,
    FORM_SIZE = 10,
    VALIDATION_BYTES_MAX = 255,
    CHOICES_MAX = 15
};

static lxw_format *look_format(XlsxOut *out, XlsxLook look, bool number)
{
    lxw_format **place = &out->looks[2 * (int)look + number];
    if (*place)
        return *place;
    lxw_format *format = *place = workbook_add_format(out->book);
    format_set_font_size(format, look == XLSX_TITLE ? TITLE_SIZE : FORM_SIZE);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(format);
    if (look == XLSX_TITLE || look == XLSX_PART)
        format_set_bold(format);
    if (look == XLSX_TITLE || look == XLSX_LABEL)
        format_set_align(format, LXW_ALIGN_CENTER);
    if (look >= XLSX_LABEL) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, 0x7F7F7F);
    }
    if (look == XLSX_LABEL)
        format_set_bg_color(format, 0xDCE6F1);
    if (look == XLSX_GIVEN)
        format_set_bg_color(format, 0xEDEDED);
    if (number)
        format_set_align(format, LXW_ALIGN_RIGHT);
    else
        format_set_num_format(format, "@");
    return format;
}

/* The same with the decimals that the number was typed with. */
static lxw_format *number_format(XlsxOut *out, XlsxLook look, int decimals)
{
    enum { DECIMALS_KEPT = 4 };
    if (decimals > DECIMALS_KEPT || (look != XLSX_INPUT && look != XLSX_GIVEN))
        return look_format(out, look, true);
    lxw_format **place =
        &out->looks[2 * XLSX_LOOKS + (look == XLSX_GIVEN ? DECIMALS_KEPT + 1 : 0) + decimals];
    if (*place)
        return *place;
    *place = workbook_add_format(out->book);
    lxw_format *format = *place;
    char code[] = "0.0000";
    code[decimals ? 2 + decimals : 1] = '\0';
    format_set_font_size(format, FORM_SIZE);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, 0x7F7F7F);
    format_set_align(format, LXW_ALIGN_RIGHT);
    format_set_num_format(format, code);
    if (look == XLSX_GIVEN)
        format_set_bg_color(format, 0xEDEDED);
    return format;
}
_Static_assert(2 * XLSX_LOOKS + 10 <= XLSX_FORMATS, "a format for every look and scale");

bool xlsx_out_form(XlsxOut *out, const XlsxForm *form, Err *err)
{
    if (!finish_sheet(out, err))
        return false;
    out->sheet =
        workbook_add_worksheet(out->book, str_z(out->arena, sheet_name(out->arena, form->name)));
    if (!out->sheet)
        return err_set(err, ERR_XLSX_SHEET_NAME, {"found", form->name});
    out->is_form = true;
    out->columns = NULL;
    out->ncolumns = form->ncolumns;
    out->widths = arena_new(out->arena, int, form->ncolumns);
    out->row = 0;
    set_up_pages(out);
    for (int c = 0; c < form->ncolumns; c++)
        worksheet_set_column(out->sheet, (lxw_col_t)c, (lxw_col_t)c, form->widths[c], NULL);
    return true;
}

int xlsx_out_row_number(const XlsxOut *out)
{
    return out->row + 1;
}

/* What may be typed is told, never enforced: the import says better what is wrong. */
static void add_help(XlsxOut *out, int column, const XlsxFormCell *cell)
{
    lxw_data_validation help = {.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING};
    char *items[CHOICES_MAX + 1] = {0};
    int bytes = 0;
    if (cell->nchoices) {
        int count = cell->nchoices < CHOICES_MAX ? cell->nchoices : CHOICES_MAX;
        for (int i = 0; i < count; i++) {
            items[i] = (char *)(uintptr_t)str_z(out->arena, cell->choices[i]);
            bytes += (int)cell->choices[i].len + 1;
        }
        help.validate = LXW_VALIDATION_TYPE_LIST;
        help.value_list = items;
    } else if (cell->characters_max) {
        help.validate = LXW_VALIDATION_TYPE_LENGTH;
        help.criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
        help.value_number = cell->characters_max;
    } else {
        return;
    }
    if (bytes <= VALIDATION_BYTES_MAX)
        worksheet_data_validation_cell(out->sheet, (lxw_row_t)out->row, (lxw_col_t)column, &help);
}

static bool write_form_cell(XlsxOut *out, int column, const XlsxFormCell *cell, Err *err)
{
    Dec value = {0};
    lxw_row_t row = (lxw_row_t)out->row;
    lxw_col_t col = (lxw_col_t)column;
    bool is_number = cell->number && sheet_kind_of(SHEET_NUMBER, cell->text) == SHEET_NUMBER &&
                     dec_parse(cell->text, &value, err);
    lxw_format *format = is_number ? number_format(out, cell->look, value.scale)
                                   : look_format(out, cell->look, cell->number);
    const char *text = str_z(&out->scratch, stored_text(&out->scratch, cell->text));
    lxw_error code = LXW_NO_ERROR;
    if (utf16_units(cell->text) > TEXT_UNITS_MAX) {
        err_set(err, ERR_XLSX_TEXT_LONG, {"found", S(">")});
        return cell_fault(out, err, column);
    }
    if (cell->across > 1)
        code = worksheet_merge_range(out->sheet, row, col, row,
                                     (lxw_col_t)(column + cell->across - 1), "", format);
    if (code == LXW_NO_ERROR && cell->formula.len)
        code = is_number
                   ? worksheet_write_formula_num(out->sheet, row, col,
                                                 str_z(&out->scratch, cell->formula), format,
                                                 dec_to_f64(value))
                   : worksheet_write_formula_str(out->sheet, row, col,
                                                 str_z(&out->scratch, cell->formula), format, text);
    else if (code == LXW_NO_ERROR && is_number)
        code = worksheet_write_number(out->sheet, row, col, dec_to_f64(value), format);
    else if (code == LXW_NO_ERROR && cell->text.len)
        code = worksheet_write_string(out->sheet, row, col, text, format);
    else if (code == LXW_NO_ERROR)
        code = worksheet_write_blank(out->sheet, row, col, format);
    arena_reset(&out->scratch);
    add_help(out, column, cell);
    return code == LXW_NO_ERROR || write_fault(out, err, code);
}

bool xlsx_out_cells(XlsxOut *out, const XlsxFormCell *cells, int count, int height_points, Err *err)
{
    int column = 0;
    if (!check_limits(out, out->ncolumns, err))
        return false;
    worksheet_set_row(out->sheet, (lxw_row_t)out->row,
                      height_points ? height_points : FORM_ROW_POINTS, NULL);
    for (int i = 0; i < count; i++) {
        if (!write_form_cell(out, column, &cells[i], err))
            return false;
        column += cells[i].across > 1 ? cells[i].across : 1;
    }
    out->row++;
    return true;
}

bool xlsx_out_close(XlsxOut *out, Err *err)
{
    arena_done(&out->scratch);
    if (!finish_sheet(out, err))
        return false;
    errno = 0;
    lxw_error code = workbook_close(out->book); /* frees it, whatever happens */
    out->book = NULL;
    if (code != LXW_NO_ERROR)
        return write_fault(out, err, code);
    return xlsx_check(out->arena, out->path, out->file, out->sheets.items, out->sheets.count, err);
}

void xlsx_out_drop(XlsxOut *out)
{
    if (out->book)
        lxw_workbook_free(out->book);
    out->book = NULL;
    arena_done(&out->scratch);
}
