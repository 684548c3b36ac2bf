#include "doc/csv.h"

#include "base/dec.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/csv_window.h"

#include <string.h>

static const Str bom = SC("\xEF\xBB\xBF");

static Str number_text(char *buffer, int64_t value)
{
    char digits[24];
    int n = 0, len = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        buffer[len++] = '-';
    while (n > 0)
        buffer[len++] = digits[--n];
    return (Str){buffer, len};
}

/* "FF FE": the bytes at the fault, for people who look with a hex viewer. */
static Str hex_bytes(char buffer[16], Str s, ptrdiff_t at)
{
    static const char digits[] = "0123456789ABCDEF";
    int len = 0;
    for (ptrdiff_t i = at; s.ptr && i < s.len && i < at + 4; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (len)
            buffer[len++] = ' ';
        buffer[len++] = digits[c >> 4];
        buffer[len++] = digits[c & 15];
    }
    return (Str){buffer, len};
}

/* ---- one cell ---- */

static bool fault(const Csv *csv, Err *err, int col, ptrdiff_t at)
{
    err_at_file(err, csv->file);
    err_at_cell(err, csv->row, col);
    return err_at_byte(err, csv->window.base + at + 1);
}

static bool fault_limit(const Csv *csv, Err *err, int col, Str name, int64_t limit, int64_t found)
{
    char limit_text[24], found_text[24];
    err_set(err, ERR_LIMIT, {"name", name}, {"limit", number_text(limit_text, limit)},
            {"found", number_text(found_text, found)});
    return fault(csv, err, col, csv->at);
}

static bool ends_cell(char c)
{
    return c == ',' || c == '\n' || c == '\r';
}

/* The apostrophe that our writer puts in front of a text that a spreadsheet would calculate. */
static bool needs_defusing(Str text)
{
    ptrdiff_t i = 0;
    while (i < text.len && text.ptr[i] == '\'')
        i++;
    return i < text.len && memchr("=+-@\t\r", text.ptr[i], 6);
}

Str csv_undo_defusing(Str text)
{
    bool defused = text.len > 1 && text.ptr[0] == '\'' && needs_defusing(text);
    return defused ? str_sub(text, 1, text.len) : text;
}

/* Quotes doubled inside a quoted cell become one. raw is what stands between the outer quotes. */
static Str undouble(Arena *arena, Str raw)
{
    if (raw.len == 0 || !memchr(raw.ptr, '"', (size_t)raw.len))
        return raw;
    char *text = arena_alloc(arena, (size_t)raw.len, 1);
    ptrdiff_t len = 0;
    for (ptrdiff_t i = 0; i < raw.len; i++) {
        text[len++] = raw.ptr[i];
        i += raw.ptr[i] == '"';
    }
    return (Str){text, len};
}

/* Reads "…" at csv->at; *ret_raw is what stands between the quotes, still doubled. */
static bool quoted(Csv *csv, int col, Str *ret_raw, Err *err)
{
    ptrdiff_t start = csv->at + 1, end = start;
    for (;;) {
        const char *hit = end < csv->bytes.len
                              ? memchr(csv->bytes.ptr + end, '"', (size_t)(csv->bytes.len - end))
                              : NULL;
        if (!hit) {
            Str head = utf8_prefix(str_sub(csv->bytes, start, csv->bytes.len), 40);
            err_set(err, ERR_CSV_QUOTE, {"found", utf8_valid(head, NULL) ? head : S("")});
            return fault(csv, err, col, start - 1);
        }
        end = hit - csv->bytes.ptr;
        if (end + 1 >= csv->bytes.len || csv->bytes.ptr[end + 1] != '"')
            break;
        end += 2;
    }
    *ret_raw = str_sub(csv->bytes, start, end);
    csv->at = end + 1;
    if (csv->at < csv->bytes.len && !ends_cell(csv->bytes.ptr[csv->at])) {
        char buffer[16];
        Str head = str_sub(csv->bytes, csv->at, csv->at + 1);
        if ((unsigned char)head.ptr[0] >= 0x80 || (unsigned char)head.ptr[0] < 0x20)
            head = hex_bytes(buffer, csv->bytes, csv->at);
        err_set(err, ERR_CSV_AFTER_QUOTE, {"found", head});
        return fault(csv, err, col, csv->at);
    }
    return true;
}

static Str bare(Csv *csv)
{
    ptrdiff_t start = csv->at;
    while (csv->at < csv->bytes.len && !ends_cell(csv->bytes.ptr[csv->at]))
        csv->at++;
    return str_sub(csv->bytes, start, csv->at);
}

static bool cell_text(Csv *csv, int col, Str raw, Str *ret_text, Err *err)
{
    if (raw.len > LIMIT_CSV_CELL_BYTES)
        return fault_limit(csv, err, col, S("LIMIT_CSV_CELL_BYTES"), LIMIT_CSV_CELL_BYTES, raw.len);
    *ret_text = raw;
    if (csv->checked || raw.len == 0)
        return true;
    ptrdiff_t start = raw.ptr - csv->bytes.ptr;
    const char *nul = memchr(raw.ptr, 0, (size_t)raw.len);
    if (nul) {
        err_set(err, ERR_CSV_NUL);
        return fault(csv, err, col, nul - csv->bytes.ptr);
    }
    ptrdiff_t bad_at = 0;
    bool ok = csv->encoding == CSV_UTF8
                  ? utf8_valid(raw, &bad_at)
                  : csv->convert.fn(csv->convert.ctx, csv->arena, raw, ret_text, &bad_at);
    if (!ok) {
        char buffer[16];
        err_set(err, ERR_CSV_ENCODING, {"found", hex_bytes(buffer, raw, bad_at)});
        return fault(csv, err, col, start + bad_at);
    }
    return true;
}

static bool next_cell(Csv *csv, int col, Str *ret_cell, Err *err)
{
    bool is_quoted = csv->at < csv->bytes.len && csv->bytes.ptr[csv->at] == '"';
    Str raw = {0}, text = {0};
    if (is_quoted) {
        if (!quoted(csv, col, &raw, err))
            return false;
    } else {
        raw = bare(csv);
    }
    if (!cell_text(csv, col, raw, &text, err))
        return false;
    *ret_cell = csv_undo_defusing(is_quoted ? undouble(csv->arena, text) : text);
    return true;
}

/* ---- rows ---- */

static bool read_row(Csv *csv, CsvRow *ret_row, Err *err)
{
    csv->row++;
    if (csv->row > LIMIT_CSV_ROWS)
        return fault_limit(csv, err, 1, S("LIMIT_CSV_ROWS"), LIMIT_CSV_ROWS, csv->row);
    struct {
        Str *items;
        int count;
        size_t cap;
    } cells = {.cap = csv->columns_hint ? (size_t)csv->columns_hint : 8};
    cells.items = arena_new(csv->arena, Str, cells.cap);
    for (;;) {
        int col = cells.count + 1;
        if (col > LIMIT_CSV_COLUMNS)
            return fault_limit(csv, err, col, S("LIMIT_CSV_COLUMNS"), LIMIT_CSV_COLUMNS, col);
        if (++csv->cells > LIMIT_CSV_CELLS)
            return fault_limit(csv, err, col, S("LIMIT_CSV_CELLS"), LIMIT_CSV_CELLS, csv->cells);
        if (!next_cell(csv, col, arena_push(csv->arena, &cells), err))
            return false;
        if (csv->at >= csv->bytes.len || csv->bytes.ptr[csv->at] != ',')
            break;
        csv->at++;
    }
    if (csv->at < csv->bytes.len && csv->bytes.ptr[csv->at] == '\r')
        csv->at++;
    if (csv->at < csv->bytes.len && csv->bytes.ptr[csv->at] == '\n')
        csv->at++;
    csv->columns_hint = cells.count;
    *ret_row = (CsvRow){csv->row, cells.count, cells.items};
    return true;
}

/* Whether more of the file could change what was read: the last cell of a row may go on behind the
 * window, and a fault may be only its end. */
static bool is_sure(const Csv *csv, bool is_row)
{
    return !csv->window.moves || csv->window.at_end || (is_row && csv->at < csv->bytes.len);
}

bool csv_next(Csv *csv, CsvRow *ret_row, Err *err)
{
    Csv before = *csv;
    ArenaMark mark = arena_mark(csv->arena);
    for (;;) {
        Err fault = {0};
        bool is_row = csv->at < csv->bytes.len && read_row(csv, ret_row, &fault);
        if (!is_sure(csv, is_row)) {
            if (!csv_window_is_full(&before)) {
                arena_rewind(csv->arena, mark);
                *csv = before;
                if (!csv_window_more(csv, err))
                    return false;
                before = *csv;
                continue;
            }
            if (is_row)
                is_row = fault_limit(csv, &fault, 1, S("LIMIT_CSV_ROW_BYTES"), LIMIT_CSV_ROW_BYTES,
                                     csv->bytes.len + 1);
        }
        if (fault.code)
            *err = fault;
        return is_row;
    }
}

bool csv_is_blank(const CsvRow *row)
{
    for (int i = 0; i < row->count; i++)
        if (str_trim(row->cells[i]).len)
            return false;
    return true;
}

Str csv_cell(const CsvRow *row, int col)
{
    return col >= 0 && col < row->count ? row->cells[col] : S("");
}

/* ---- writing ---- */

CsvOut csv_out_new(Out *out, bool with_bom)
{
    if (with_bom)
        out_s(out, bom);
    return (CsvOut){.out = out};
}

static void comma(CsvOut *csv)
{
    if (csv->in_row)
        out_c(csv->out, ',');
    csv->in_row = true;
}

void csv_text(CsvOut *csv, Str text)
{
    comma(csv);
    bool quote = false;
    for (ptrdiff_t i = 0; i < text.len && !quote; i++)
        quote = memchr("\",\r\n", text.ptr[i], 4);
    /* Spaces at an end survive only in quotes when another program trims; so does a U+FEFF, which
     * at the start of the file would be taken for the mark. */
    quote = quote || str_starts(text, bom) ||
            (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' '));
    if (quote)
        out_c(csv->out, '"');
    if (needs_defusing(text))
        out_c(csv->out, '\'');
    for (ptrdiff_t from = 0; quote && from < text.len;) {
        ptrdiff_t at = str_find(text, S("\""), from);
        ptrdiff_t to = at < 0 ? text.len : at + 1;
        out_s(csv->out, str_sub(text, from, to));
        if (at >= 0)
            out_c(csv->out, '"');
        from = to;
    }
    if (!quote)
        out_s(csv->out, text);
    if (quote)
        out_c(csv->out, '"');
}

void csv_number(CsvOut *csv, Str number)
{
    Dec value;
    if (!dec_parse(number, &value, NULL) || number.ptr[0] == '+') {
        csv_text(csv, number);
        return;
    }
    comma(csv);
    out_s(csv->out, number);
}

void csv_i64(CsvOut *csv, int64_t value)
{
    char buffer[24];
    comma(csv);
    out_s(csv->out, number_text(buffer, value));
}

void csv_end_row(CsvOut *csv)
{
    out_c(csv->out, '\n');
    csv->in_row = false;
}
