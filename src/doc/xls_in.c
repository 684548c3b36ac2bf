#include "doc/xls_in.h"

#include "base/limits.h"
#include "base/out.h"
#include "base/utf8.h"
#include "doc/ole_in.h"

#include <string.h>

enum {
    REC_FORMULA = 0x06,
    REC_EOF = 0x0A,
    REC_DATE1904 = 0x22,
    REC_FILEPASS = 0x2F,
    REC_CONTINUE = 0x3C,
    REC_COLINFO = 0x7D,
    REC_BOUNDSHEET = 0x85,
    REC_MULRK = 0xBD,
    REC_RSTRING = 0xD6,
    REC_XF = 0xE0,
    REC_MERGED = 0xE5,
    REC_SST = 0xFC,
    REC_LABELSST = 0xFD,
    REC_NUMBER = 0x203,
    REC_LABEL = 0x204,
    REC_BOOLERR = 0x205,
    REC_STRING = 0x207,
    REC_ROW = 0x208,
    REC_RK = 0x27E,
    REC_FORMAT = 0x41E,
    REC_BOF = 0x809,
    VERSION_8 = 0x600,
    COLS_MAX = 256,
    SHEETS_MAX = 1000,
    IDS_MAX = 65536 /* of two bytes */
};

#define LIST(Type)                                                                                 \
    struct {                                                                                       \
        Type *items;                                                                               \
        int count;                                                                                 \
        size_t cap;                                                                                \
    }

typedef struct Record {
    uint32_t kind;
    Str body;
} Record;

/* A format of the workbook's own. */
typedef struct FormatCode {
    bool is_known;
    CellStyle style;
} FormatCode;

typedef struct Biff {
    Arena *arena;
    Str stream;
    bool dates_1904;
    LIST(Str) strings;
    FormatCode *formats; /* [IDS_MAX] */
    LIST(CellStyle) styles;
    XlsSheets sheets;
    LIST(uint32_t) offsets;
    int64_t unread; /* bytes: sheets share none, or a small file would be a thousand large ones */
    int64_t places; /* of all grids so far, at least the cells */
} Biff;

/* One sheet as it is read. */
typedef struct Reading {
    Biff *biff;
    LIST(XlsxCell) cells;
    LIST(XlsxArea) merged;
    bool *row_hidden; /* [LIMIT of the format] */
    bool col_hidden[COLS_MAX];
    int64_t rows;
    int cols;
    int string_of; /* index of the cell whose text comes in the next record + 1 */
} Reading;
enum { ROWS_MAX = 65536 };

static bool next_record(Str stream, ptrdiff_t *at, Record *ret_record)
{
    if (*at < 0 || *at + 4 > stream.len)
        return false;
    uint32_t len = ole_u16(stream, *at + 2);
    if (*at + 4 + (ptrdiff_t)len > stream.len)
        return false;
    *ret_record = (Record){ole_u16(stream, *at), str_sub(stream, *at + 4, *at + 4 + len)};
    *at += 4 + (ptrdiff_t)len;
    return true;
}

/* ---- texts ---- */

/* A text may run over several records, each of which begins by saying how wide its letters are. */
typedef struct Pieces {
    const Str *items;
    int count, piece;
    ptrdiff_t at;
} Pieces;

static uint32_t next_byte(Pieces *p)
{
    while (p->piece < p->count && p->at >= p->items[p->piece].len) {
        p->piece++;
        p->at = 0;
    }
    return p->piece < p->count ? (unsigned char)p->items[p->piece].ptr[p->at++] : 0;
}

static uint32_t next_u16(Pieces *p)
{
    uint32_t low = next_byte(p);
    return low | next_byte(p) << 8;
}

static bool is_done(const Pieces *p)
{
    return p->piece >= p->count || (p->piece == p->count - 1 && p->at >= p->items[p->piece].len);
}

static void skip_bytes(Pieces *p, int64_t count)
{
    while (count > 0 && !is_done(p)) {
        int64_t left = p->items[p->piece].len - p->at, step = left < count ? left : count;
        p->at += (ptrdiff_t)step;
        count -= step;
        if (step == 0) {
            p->piece++;
            p->at = 0;
        }
    }
}

static void put_unit(Out *out, uint32_t unit, uint32_t *high)
{
    char buffer[4];
    uint32_t cp = unit;
    if (unit >= 0xD800 && unit <= 0xDBFF) {
        *high = unit;
        return;
    }
    if (unit >= 0xDC00 && unit <= 0xDFFF)
        cp = *high ? 0x10000 + ((*high - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD;
    *high = 0;
    int len = cp == 0 ? 0 : utf8_put(cp, buffer);
    out_s(out, (Str){buffer, len});
}

/* `chars` letters; wide: of two bytes. */
static Str letters(Arena *arena, Pieces *p, uint32_t chars, bool wide)
{
    Out out = out_new(arena, (size_t)chars * 3 + 4);
    uint32_t high = 0;
    for (uint32_t i = 0; i < chars && !is_done(p); i++) {
        if (p->at >= p->items[p->piece].len) {
            p->piece++;
            p->at = 0;
            wide = next_byte(p) & 1;
        }
        put_unit(&out, wide ? next_u16(p) : next_byte(p), &high);
    }
    return out_str(&out);
}

/* A text with its length (of two bytes, or of one) and its flags before it. */
static Str text_of(Arena *arena, Pieces *p, bool short_length)
{
    uint32_t chars = short_length ? next_byte(p) : next_u16(p), flags = next_byte(p);
    uint32_t runs = flags & 8 ? next_u16(p) : 0;
    int64_t extra = 0;
    if (flags & 4) {
        extra = next_u16(p);
        extra += (int64_t)next_u16(p) << 16;
    }
    Str text = letters(arena, p, chars, flags & 1);
    skip_bytes(p, (int64_t)runs * 4 + extra);
    return text;
}

static Str text_at(Arena *arena, Str body, ptrdiff_t from, bool short_length)
{
    Str piece = str_sub(body, from < body.len ? from : body.len, body.len);
    Pieces p = {.items = &piece, .count = 1};
    return text_of(arena, &p, short_length);
}

static void read_strings(Biff *b, const Record *first, ptrdiff_t at)
{
    LIST(Str) pieces = {0};
    Record r;
    *arena_push(b->arena, &pieces) = str_sub(first->body, 8, first->body.len);
    while (next_record(b->stream, &at, &r) && r.kind == REC_CONTINUE)
        *arena_push(b->arena, &pieces) = r.body;
    Pieces p = {.items = pieces.items, .count = pieces.count};
    uint32_t count = ole_u32(first->body, 4);
    for (uint32_t i = 0; i < count && !is_done(&p); i++)
        *arena_push(b->arena, &b->strings) = text_of(b->arena, &p, false);
}

/* ---- the workbook ---- */

static CellStyle style_of(const Biff *b, uint32_t format)
{
    return b->formats[format].is_known ? b->formats[format].style : cell_style_of_id((int)format);
}

static void take_sheet(Biff *b, Str body)
{
    bool is_sheet = body.len > 8 && body.ptr[5] == 0;
    if (!is_sheet || b->sheets.count >= SHEETS_MAX)
        return;
    *arena_push(b->arena, &b->sheets) =
        (XlsSheet){.name = text_at(b->arena, body, 6, true), .hidden = (body.ptr[4] & 3) != 0};
    *arena_push(b->arena, &b->offsets) = ole_u32(body, 0);
}

static bool read_globals(Biff *b, Str file, Err *err)
{
    ptrdiff_t at = 0;
    Record r;
    if (!next_record(b->stream, &at, &r) || r.kind != REC_BOF || ole_u16(r.body, 0) != VERSION_8)
        return err_set(err, ERR_XLSX_OLD, {"file", file});
    while (next_record(b->stream, &at, &r) && r.kind != REC_EOF) {
        if (r.kind == REC_FILEPASS)
            return err_set(err, ERR_XLSX_ENCRYPTED, {"file", file});
        if (r.kind == REC_DATE1904)
            b->dates_1904 = ole_u16(r.body, 0) == 1;
        if (r.kind == REC_FORMAT && r.body.len > 5)
            b->formats[ole_u16(r.body, 0)] =
                (FormatCode){true, cell_style_of_code(text_at(b->arena, r.body, 2, false))};
        if (r.kind == REC_XF && b->styles.count < IDS_MAX)
            *arena_push(b->arena, &b->styles) = style_of(b, ole_u16(r.body, 2));
        if (r.kind == REC_BOUNDSHEET)
            take_sheet(b, r.body);
        if (r.kind == REC_SST && r.body.len >= 8)
            read_strings(b, &r, at);
    }
    return true;
}

/* ---- cells ---- */

static XlsxCell *add_cell(Reading *s, uint32_t row, uint32_t col, uint32_t xf)
{
    if (row >= ROWS_MAX || col >= COLS_MAX || s->cells.count >= LIMIT_GRID_PLACES)
        return NULL;
    XlsxCell *cell = arena_push(s->biff->arena, &s->cells);
    *cell = (XlsxCell){.row = (int64_t)row + 1, .col = (int)col + 1, .text = S("")};
    if (xf < (uint32_t)s->biff->styles.count)
        cell->style = s->biff->styles.items[xf];
    s->rows = cell->row > s->rows ? cell->row : s->rows;
    s->cols = cell->col > s->cols ? cell->col : s->cols;
    return cell;
}

static void put_text(XlsxCell *cell, Str text)
{
    if (!cell)
        return;
    cell->text = text;
    cell->is_text = true;
}

static void put_number(Reading *s, XlsxCell *cell, double number)
{
    if (!cell)
        return;
    Str stored = arena_fmt(s->biff->arena, "%.15g", number), text;
    if (cell_number(s->biff->arena, stored, cell->style, s->biff->dates_1904, &text))
        cell->text = text;
    else
        cell->text = stored;
}

static double double_at(Str body, ptrdiff_t at)
{
    uint64_t bits = ole_u32(body, at) | (uint64_t)ole_u32(body, at + 4) << 32;
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* A number in four bytes: an integer, or the upper half of a double; perhaps times 100. */
static double rk_number(uint32_t rk)
{
    double number;
    if (rk & 2) {
        number = (double)((int32_t)rk >> 2);
    } else {
        uint64_t bits = (uint64_t)(rk & ~3U) << 32;
        memcpy(&number, &bits, sizeof number);
    }
    return rk & 1 ? number / 100 : number;
}

static void put_error(XlsxCell *cell, uint32_t code)
{
    static const struct {
        uint32_t code;
        Str text;
    } errors[] = {{0x00, SC("#NULL!")}, {0x07, SC("#DIV/0!")}, {0x0F, SC("#VALUE!")},
                  {0x17, SC("#REF!")},  {0x1D, SC("#NAME?")},  {0x24, SC("#NUM!")}};
    if (!cell)
        return;
    cell->is_error = true;
    cell->text = S("#N/A");
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == code)
            cell->text = errors[i].text;
}

static void take_formula(Reading *s, Str body)
{
    XlsxCell *cell = add_cell(s, ole_u16(body, 0), ole_u16(body, 2), ole_u16(body, 4));
    if (!cell || body.len < 14)
        return;
    cell->formula = S("?"); /* there is one; nobody here asks which */
    if (ole_u16(body, 12) != 0xFFFF) {
        put_number(s, cell, double_at(body, 6));
        return;
    }
    uint32_t kind = ole_u16(body, 6) & 0xFF, value = ole_u16(body, 8) & 0xFF;
    if (kind == 0)
        s->string_of = s->cells.count;
    else if (kind == 1)
        put_text(cell, value ? S("true") : S("false"));
    else if (kind == 2)
        put_error(cell, value);
    else
        cell->formula = (Str){0}; /* its result is an empty text: nothing stands there */
}

static void take_many(Reading *s, Str body)
{
    uint32_t row = ole_u16(body, 0), col = ole_u16(body, 2);
    for (ptrdiff_t at = 4; at + 8 <= body.len; at += 6, col++)
        put_number(s, add_cell(s, row, col, ole_u16(body, at)), rk_number(ole_u32(body, at + 2)));
}

static void take_cell(Reading *s, const Record *r)
{
    Str b = r->body;
    Arena *arena = s->biff->arena;
    if (b.len < 7)
        return;
    uint32_t row = ole_u16(b, 0), col = ole_u16(b, 2), xf = ole_u16(b, 4);
    if (r->kind == REC_LABELSST) {
        uint32_t i = ole_u32(b, 6);
        if (i < (uint32_t)s->biff->strings.count)
            put_text(add_cell(s, row, col, xf), s->biff->strings.items[i]);
    } else if (r->kind == REC_LABEL || r->kind == REC_RSTRING) {
        put_text(add_cell(s, row, col, xf), text_at(arena, b, 6, false));
    } else if (r->kind == REC_NUMBER && b.len >= 14) {
        put_number(s, add_cell(s, row, col, xf), double_at(b, 6));
    } else if (r->kind == REC_RK && b.len >= 10) {
        put_number(s, add_cell(s, row, col, xf), rk_number(ole_u32(b, 6)));
    } else if (r->kind == REC_MULRK) {
        take_many(s, b);
    } else if (r->kind == REC_BOOLERR && b.len >= 8 && b.ptr[7]) {
        put_error(add_cell(s, row, col, xf), (unsigned char)b.ptr[6]);
    } else if (r->kind == REC_BOOLERR && b.len >= 8) {
        put_text(add_cell(s, row, col, xf), b.ptr[6] ? S("true") : S("false"));
    } else if (r->kind == REC_FORMULA) {
        take_formula(s, b);
    }
}

static void take_shape(Reading *s, const Record *r)
{
    Str b = r->body;
    if (r->kind == REC_ROW && b.len >= 14 && ole_u16(b, 12) & 0x20) {
        s->row_hidden[ole_u16(b, 0)] = true;
    } else if (r->kind == REC_COLINFO && b.len >= 10 && ole_u16(b, 8) & 1) {
        for (uint32_t c = ole_u16(b, 0); c <= ole_u16(b, 2) && c < COLS_MAX; c++)
            s->col_hidden[c] = true;
    } else if (r->kind == REC_MERGED) {
        uint32_t count = ole_u16(b, 0);
        for (ptrdiff_t at = 2; count-- && at + 8 <= b.len; at += 8)
            *arena_push(s->biff->arena, &s->merged) =
                (XlsxArea){.row = (int64_t)ole_u16(b, at) + 1,
                           .last_row = (int64_t)ole_u16(b, at + 2) + 1,
                           .col = (int)ole_u16(b, at + 4) + 1,
                           .last_col = (int)ole_u16(b, at + 6) + 1};
    }
}

/* False: the file breaks off before the sheet's end; what is missing would look like cells left empty. */
static bool read_sheet(Reading *s, ptrdiff_t at)
{
    Record r;
    int depth = 0; /* a chart inside has its own begin and end */
    while (next_record(s->biff->stream, &at, &r)) {
        s->biff->unread -= 4 + r.body.len;
        if (s->biff->unread < 0)
            return false;
        depth += r.kind == REC_BOF;
        if (r.kind == REC_EOF && --depth <= 0)
            return true;
        if (depth != 1)
            continue;
        if (r.kind == REC_STRING && s->string_of) {
            put_text(&s->cells.items[s->string_of - 1], text_at(s->biff->arena, r.body, 0, false));
            s->string_of = 0;
        }
        take_cell(s, &r);
        take_shape(s, &r);
    }
    return false;
}

static bool too_large(Arena *arena, Str name, int limit, int64_t found, Err *err)
{
    return err_set(err, ERR_LIMIT, {"name", name}, {"limit", arena_fmt(arena, "%d", limit)},
                   {"found", arena_fmt(arena, "%lld", (long long)found)});
}

static bool finish(Reading *s, Str file, XlsSheet *sheet, Err *err)
{
    Arena *arena = s->biff->arena;
    int64_t rows = s->rows > 0 ? s->rows : 1;
    int cols = s->cols > 0 ? s->cols : 1;
    if (rows * cols > LIMIT_GRID_PLACES)
        return too_large(arena, S("LIMIT_GRID_PLACES"), LIMIT_GRID_PLACES, rows * cols, err);
    s->biff->places += rows * cols > s->cells.count ? rows * cols : s->cells.count;
    if (s->biff->places > LIMIT_BOOK_PLACES)
        return too_large(arena, S("LIMIT_BOOK_PLACES"), LIMIT_BOOK_PLACES, s->biff->places, err);
    XlsxFacts facts = {0};
    facts.merged.items = s->merged.items;
    facts.merged.count = s->merged.count;
    grid_of_cells(arena, s->cells.items, s->cells.count, rows, cols, &facts, &sheet->grid);
    bool *row_hidden = arena_new(arena, bool, rows), *col_hidden = arena_new(arena, bool, cols);
    memcpy(row_hidden, s->row_hidden, (size_t)rows);
    memcpy(col_hidden, s->col_hidden, (size_t)cols);
    sheet->grid.row_hidden = row_hidden;
    sheet->grid.col_hidden = col_hidden;
    sheet->grid.name = sheet->name;
    sheet->grid.file = arena_fmt(arena, "%.*s#%.*s", STR_ARG(file), STR_ARG(sheet->name));
    return true;
}

bool xls_read(Arena *arena, Str bytes, Str file, XlsSheets *ret_sheets, Err *err)
{
    Biff b = {.arena = arena};
    if (!ole_stream(arena, bytes, S("Workbook"), &b.stream))
        return err_set(err, ERR_XLSX_OLD, {"file", file});
    b.formats = arena_new(arena, FormatCode, IDS_MAX);
    if (!read_globals(&b, file, err))
        return false;
    b.unread = b.stream.len;
    for (int i = 0; i < b.sheets.count; i++) {
        Reading *s = arena_new(arena, Reading, 1);
        s->biff = &b;
        s->row_hidden = arena_new(arena, bool, ROWS_MAX);
        if (!read_sheet(s, (ptrdiff_t)b.offsets.items[i]))
            return err_set(err, ERR_XLS_CUT, {"sheet", b.sheets.items[i].name});
        if (!finish(s, file, &b.sheets.items[i], err))
            return false;
        *arena_push(arena, ret_sheets) = b.sheets.items[i];
    }
    return true;
}
