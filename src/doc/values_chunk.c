/* A chunk of the file: its rows into places, runs and numbers, with codes of its own. */
#include "base/dec.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/values_numbers.h"
#include "doc/values_parts.h"

static inline bool ends_cell(char c)
{
    return c == ',' || c == '\n' || c == '\r';
}

/* ---- faults ---- */

void values_fault(Parse *x, Err *err, int64_t col)
{
    err_at_file(err, x->reading->source->file);
    err_at_cell(err, x->chunk->rows + 1, col);
    faults_add(&x->chunk->faults, err);
}

static Str found(const Parse *x, Str raw)
{
    return values_found(x->reading->source, &x->chunk->arena, raw);
}

/* ---- codes ---- */

static const Code *code_at(const Parse *x, CodeKind kind, int32_t id)
{
    const Codes *codes = &x->chunk->codes[kind];
    return id >= 0 && id < codes->count ? &codes->items[id] : NULL;
}

static void choose(Parse *x, CodeKind kind, int32_t id)
{
    const Code *code = code_at(x, kind, id);
    x->ids[kind] = id;
    x->now[kind] = code->bare ? code : NULL;
}

static bool is_kept_unit(const Parse *x, Str text)
{
    const ValuesSource *source = x->reading->source;
    Str utf8 = text;
    ptrdiff_t bad;
    if (source->keep_unit.len == 0)
        return false;
    if (str_eq(text, source->keep_unit))
        return true;
    return source->convert.fn &&
           source->convert.fn(source->convert.ctx, &x->chunk->arena, text, &utf8, &bad) &&
           str_eq(utf8, source->keep_unit);
}

static void meet_code(Parse *x, CodeKind kind, Str text, int64_t col)
{
    Codes *codes = &x->chunk->codes[kind];
    uint64_t hash = code_hash(text);
    int id = codes_find(codes, text, hash);
    if (id < 0) {
        id = codes_add(codes, text, hash, x->chunk->rows + 1, col);
        codes->items[id].kept = kind == CODE_UNIT && is_kept_unit(x, text);
    }
    for (int k = 0; k < CODE_KINDS; k++) /* the list may have moved */
        if (x->now[k])
            x->now[k] = code_at(x, (CodeKind)k, x->ids[k]);
    choose(x, kind, id);
}

static bool begins_cell(const Code *code, const char *p)
{
    return code && code_begins(code, p) && ends_cell(p[code->text.len]);
}

/* The code after the one of the row before, the first, or any other that needs no care. */
static bool other_code(Parse *x, CodeKind kind, int64_t col, const char **at)
{
    const char *p = *at, *end = p;
    int32_t guesses[2] = {x->ids[kind] + 1, 0};
    for (int i = 0; i < 2; i++) {
        const Code *code = code_at(x, kind, guesses[i]);
        if (begins_cell(code, p)) {
            choose(x, kind, guesses[i]);
            if (!x->now[kind])
                return false;
            *at = p + code->text.len;
            return true;
        }
    }
    while (!ends_cell(*end) && *end != '"' && *end)
        end++;
    Str text = {p, end - p};
    unsigned char first = (unsigned char)*p, last = text.len ? (unsigned char)end[-1] : 0;
    if (text.len == 0 || text.len > LIMIT_VALUES_CODE_BYTES || *end == '"' || !*end ||
        first <= ' ' || last <= ' ' || first == '\'' || first == 0xE3 || last == 0x80)
        return false; /* spaces, quotes, the apostrophe before = + - @ */
    meet_code(x, kind, text, col);
    *at = end;
    return true;
}

static inline bool code_cell(Parse *x, CodeKind kind, int64_t col, const char **at)
{
    const Code *code = x->now[kind];
    if (begins_cell(code, *at)) {
        *at += code->text.len;
        return true;
    }
    return other_code(x, kind, col, at);
}

/* ---- numbers ---- */

/* Up to 18 digits. */
static bool long_number(const char **at, double *ret_value)
{
    const char *p = *at;
    bool negative = *p == '-';
    int64_t coef = 0;
    int digits = 0, scale = 0, point = 0, whole = 0;
    p += negative;
    for (;; p++) {
        if (*p == '.' && !point) {
            point = 1;
            whole = digits;
        } else if (*p >= '0' && *p <= '9' && digits < 18) {
            coef = coef * 10 + (*p - '0');
            digits++;
            scale += point;
        } else {
            break;
        }
    }
    if (!ends_cell(*p) || digits == 0 || (point && (whole == 0 || scale == 0)))
        return false;
    *ret_value = dec_to_f64((Dec){negative ? -coef : coef, scale});
    *at = p;
    return true;
}

/* Words in place of a number, or beside one, in whatever encoding the file has. */
static Str word_of(Parse *x, Str text)
{
    const CsvConvert *convert = &x->reading->source->convert;
    Str utf8;
    ptrdiff_t bad;
    if (utf8_valid(text, NULL))
        return text;
    return convert->fn && convert->fn(convert->ctx, &x->chunk->arena, text, &utf8, &bad) ? utf8
                                                                                         : text;
}

static bool is_one_of(Str text, const Str *words, int count)
{
    for (int i = 0; i < count; i++)
        if (str_eq(text, words[i]))
            return true;
    return false;
}

/* Not applicable, not yet available, data without rank (docs/formats/values.md). */
static bool is_state(Parse *x, Str raw, double *ret_value)
{
    static const Str na[] = {SC("NA"), SC("不涉及")};
    static const Str not_yet[] = {SC("not_yet"), SC("尚未取得")};
    static const Str no_rank[] = {SC(" no_rank"), SC("（有数不排名）"), SC("(有数不排名)"),
                                  SC(" 有数不排名")};
    Str text = word_of(x, raw);
    if (is_one_of(text, na, 2)) {
        *ret_value = panel_nan(VALUE_NA);
        return true;
    }
    if (is_one_of(text, not_yet, 2)) {
        *ret_value = panel_nan(VALUE_NOT_YET);
        return true;
    }
    for (size_t i = 0; i < sizeof no_rank / sizeof no_rank[0]; i++)
        if (str_ends(text, no_rank[i]) &&
            dec_parse(str_trim(str_sub(text, 0, text.len - no_rank[i].len)), &(Dec){0}, NULL)) {
            *ret_value = panel_nan(VALUE_DATA_ONLY);
            return true;
        }
    return false;
}

static double empty_of(ColumnKind kind)
{
    return kind == COLUMN_VALUE ? panel_nan(VALUE_MISSING) : cell_unset();
}

static bool in_bounds(ColumnKind kind, double x)
{
    return (kind != COLUMN_TOLERANCE || !(x < 0)) &&
           (kind != COLUMN_SHARE || (!(x < 0) && !(x > 1)));
}

static inline bool number_cell(const char **at, ColumnKind kind, double *ret_value)
{
    const char *p = *at;
    if (number_at(at, ret_value) && ends_cell(**at))
        return in_bounds(kind, *ret_value);
    *at = p;
    if (ends_cell(*p)) {
        *ret_value = empty_of(kind);
        return true;
    }
    if (kind <= COLUMN_CONFIRMED && p[0] == 'N' && p[1] == 'A' && ends_cell(p[2])) {
        *ret_value = panel_nan(VALUE_NA);
        *at = p + 2;
        return true;
    }
    return long_number(at, ret_value) && in_bounds(kind, *ret_value);
}

static bool number_text(Parse *x, Str text, ColumnKind kind, int64_t col, double *ret_value)
{
    Dec value;
    Err err = {0};
    *ret_value = empty_of(kind);
    if (text.len == 0)
        return true;
    if (kind <= COLUMN_CONFIRMED && is_state(x, text, ret_value))
        return true;
    if (!dec_parse(text, &value, &err)) {
        if (err.code == ERR_DEC_MALFORMED)
            err_set(&err, ERR_VALUES_NUMBER, {"found", found(x, text)});
        values_fault(x, &err, col);
        return false;
    }
    *ret_value = dec_to_f64(value);
    if (in_bounds(kind, *ret_value))
        return true;
    err_set(&err, ERR_VALUES_BOUNDS, {"found", text},
            {"expected", kind == COLUMN_SHARE ? S("0…1") : S("≥ 0")});
    values_fault(x, &err, col);
    return false;
}

/* ---- rows ---- */

static ColumnKind kind_of(const Head *head, int slot)
{
    return head->nnumbers <= COLUMN_KINDS && !head->is_wide ? head->kinds[slot] : COLUMN_VALUE;
}

static void make_room(Parse *x)
{
    Chunk *chunk = x->chunk;
    if (chunk->values && chunk->nvalues + x->head->nnumbers <= chunk->values_cap)
        return;
    int64_t cap = (x->end - x->p) / (x->head->is_wide ? 5 : 24) + 1024;
    cap = cap * (x->head->is_wide ? 1 : x->head->nnumbers) + chunk->nvalues + x->head->nnumbers;
    Arena before = chunk->values_arena;
    chunk->values_arena = (Arena){0};
    double *grown = arena_raw_new(&chunk->values_arena, double, cap);
    if (chunk->nvalues)
        memcpy(grown, chunk->values, (size_t)chunk->nvalues * sizeof *grown);
    arena_done(&before);
    chunk->values = grown;
    chunk->values_cap = cap;
}

/* The text of the row's numbers, of the unit that is asked for. */
static void keep_row(Parse *x, const Str *cells)
{
    for (int i = 0; i < x->head->ncolumns; i++) {
        const HeadColumn *column = &x->head->columns[i];
        if (!column->is_number || cells[i].len == 0)
            continue;
        Str indicator = x->head->is_wide
                            ? x->reading->codes[CODE_INDICATOR].items[column->slot].text
                            : code_at(x, CODE_INDICATOR, x->ids[CODE_INDICATOR])->text;
        *arena_push(&x->chunk->arena, &x->chunk->kept) =
            (ValuesKept){.period = code_at(x, CODE_PERIOD, x->ids[CODE_PERIOD])->text,
                         .indicator = indicator,
                         .kind = kind_of(x->head, column->slot),
                         .text = arena_str(&x->chunk->arena, cells[i]),
                         .row = x->chunk->rows + 1};
    }
}

static ChunkPlace *place_of_row(Parse *x)
{
    Chunk *chunk = x->chunk;
    ChunkPlace *place = chunk->places.count ? &chunk->places.items[chunk->places.count - 1] : NULL;
    if (place && !x->head->is_wide && place->unit == x->ids[CODE_UNIT] &&
        place->period == x->ids[CODE_PERIOD] && place->group == x->ids[CODE_GROUP])
        return place;
    place = arena_push(&chunk->arena, &chunk->places);
    *place = (ChunkPlace){.period = x->ids[CODE_PERIOD],
                          .unit = x->ids[CODE_UNIT],
                          .group = x->ids[CODE_GROUP],
                          .row = chunk->rows + 1,
                          .kept = code_at(x, CODE_UNIT, x->ids[CODE_UNIT])->kept};
    return place;
}

/* Kinds besides the value that this indicator has. */
static void note_used(Parse *x, const double *cells, int32_t indicator)
{
    Chunk *chunk = x->chunk;
    while ((size_t)indicator >= chunk->used_cap)
        chunk->used = arena_grow(&chunk->arena, chunk->used, chunk->used_cap, 1, &chunk->used_cap);
    for (int slot = 0; slot < x->head->nnumbers; slot++)
        if (!cell_is_unset(cells[slot]))
            chunk->used[indicator] |= (unsigned char)(1U << slot);
}

/* The row's numbers stand behind the last ones. Returns whether its text is to be kept. */
static bool commit(Parse *x)
{
    Chunk *chunk = x->chunk;
    const ChunkPlace *place = place_of_row(x);
    int32_t at = chunk->places.count - 1, indicator = x->ids[CODE_INDICATOR];
    ChunkRun *run = chunk->runs.count ? &chunk->runs.items[chunk->runs.count - 1] : NULL;
    if (x->head->is_wide) {
        *arena_push(&chunk->arena, &chunk->runs) =
            (ChunkRun){at, 0, x->head->nnumbers, chunk->rows + 1};
    } else {
        if (run && run->place == at && run->first + run->count == indicator &&
            run->row + run->count == chunk->rows + 1)
            run->count++;
        else
            *arena_push(&chunk->arena, &chunk->runs) =
                (ChunkRun){at, indicator, 1, chunk->rows + 1};
        if (x->head->nnumbers > 1)
            note_used(x, chunk->values + chunk->nvalues, indicator);
    }
    chunk->nvalues += x->head->nnumbers;
    chunk->data_rows++;
    return place->kept;
}

static bool fast_row(Parse *x)
{
    const Head *head = x->head;
    const char *p = x->p;
    double *cells = x->chunk->values + x->chunk->nvalues;
    for (int i = 0;;) {
        if (head->is_wide && head->columns[i].is_number)
            i += values_numbers(&p, &cells[head->columns[i].slot], head->columns[i].run - 1);
        const HeadColumn *column = &head->columns[i];
        if (!(column->is_number ? number_cell(&p, column->kind, &cells[column->slot])
                                : code_cell(x, column->code, i + 1, &p)))
            return false;
        if (++i == head->ncolumns)
            break;
        if (*p != ',')
            return false;
        p++;
    }
    p += *p == '\r';
    if (*p != '\n')
        return false;
    x->p = p + 1;
    return true;
}

static Str clean(Str cell)
{
    return csv_undo_defusing(str_trim(cell));
}

static bool is_blank(const Str *cells, int from, int count)
{
    for (int i = from; i < count; i++)
        if (cells[i].len)
            return false;
    return true;
}

static bool code_text(Parse *x, CodeKind kind, Str text, int64_t col)
{
    static const Str names[CODE_KINDS] = {SC("period"), SC("unit"), SC("group"), SC("indicator")};
    Err err = {0};
    if (text.len == 0)
        err_set(&err, ERR_VALUES_EMPTY, {"key", names[kind]});
    else if (text.len > LIMIT_VALUES_CODE_BYTES)
        err_set(&err, ERR_LIMIT, {"name", S("LIMIT_VALUES_CODE_BYTES")},
                {"limit", arena_fmt(&x->chunk->arena, "%d", LIMIT_VALUES_CODE_BYTES)},
                {"found", arena_fmt(&x->chunk->arena, "%td", text.len)});
    else if (memchr(text.ptr, 0, (size_t)text.len))
        err_set(&err, ERR_CSV_NUL);
    if (err.code) {
        values_fault(x, &err, col);
        return false;
    }
    meet_code(x, kind, text, col);
    return true;
}

static void bad_count(Parse *x, int count)
{
    Err err = {0};
    Arena *arena = &x->chunk->arena;
    err_set(&err, ERR_VALUES_CELLS, {"found", arena_fmt(arena, "%d", count)},
            {"expected", arena_fmt(arena, "%d", x->head->ncolumns)});
    values_fault(x, &err, count > x->head->ncolumns ? x->head->ncolumns + 1 : count);
}

/* Cells with quotes, spaces, faults: everything that fast_row left. */
static void careful_cells(Parse *x, Str *cells, int count)
{
    const Head *head = x->head;
    double *numbers = x->chunk->values + x->chunk->nvalues;
    bool good = true;
    int seen = count < head->row_cells ? count : head->row_cells;
    for (int i = 0; i < seen; i++)
        cells[i] = clean(cells[i]);
    if (count <= head->row_cells && is_blank(cells, 0, seen))
        return;
    if (count < head->ncolumns || count > head->row_cells ||
        !is_blank(cells, head->ncolumns, seen)) {
        bad_count(x, count);
        return;
    }
    for (int i = 0; i < head->ncolumns; i++) {
        const HeadColumn *column = &head->columns[i];
        bool ok = column->is_number
                      ? number_text(x, cells[i], column->kind, i + 1, &numbers[column->slot])
                      : code_text(x, column->code, cells[i], i + 1);
        good = good && ok;
    }
    if (good && commit(x))
        keep_row(x, cells);
}

static ChunkState careful_row(Parse *x)
{
    Err err = {0};
    int count = 0;
    const char *next = x->p;
    ChunkState state = values_split(&x->chunk->arena, x->p, x->end, x->across, x->window->cells,
                                    x->head->row_cells, &count, &next, &err);
    if (state == CHUNK_QUOTED_END)
        return state;
    x->p = next;
    if (state == CHUNK_FAILED)
        values_fault(x, &err, count);
    else
        careful_cells(x, x->window->cells, count);
    return CHUNK_READ;
}

static inline bool same_bytes(const char *a, const char *b, ptrdiff_t len)
{
    for (ptrdiff_t i = 0; i + 8 < len; i += 8)
        if (load_le(a + i) != load_le(b + i))
            return false;
    return load_le(a + len - 8) == load_le(b + len - 8);
}

/* Long rows with indicator,value at their end that go on as the last one did, which began at `before`:
 * the same place, the next indicator. */
static void fast_run(Parse *x, const char *before)
{
    Chunk *chunk = x->chunk;
    const Codes *codes = &chunk->codes[CODE_INDICATOR];
    ChunkRun *run = &chunk->runs.items[chunk->runs.count - 1];
    const char *p = x->p;
    int64_t n = 0, room = chunk->values_cap - chunk->nvalues;
    ptrdiff_t prefix = 0;
    for (int commas = 0; commas < 3; prefix++)
        commas += before[prefix] == ',';
    for (; prefix >= 8 && n < room && p < x->end; n++) {
        int32_t next = x->ids[CODE_INDICATOR] + 1;
        const char *q = p + prefix;
        if (next >= codes->count || !codes->items[next].bare || !same_bytes(p, before, prefix) ||
            !code_begins(&codes->items[next], q))
            break;
        q += codes->items[next].text.len;
        if (*q++ != ',' || !number_at(&q, &chunk->values[chunk->nvalues + n]))
            break;
        q += *q == '\r';
        if (*q != '\n')
            break;
        x->ids[CODE_INDICATOR] = next;
        p = q + 1;
    }
    choose(x, CODE_INDICATOR, x->ids[CODE_INDICATOR]);
    run->count += (int32_t)n;
    chunk->nvalues += n;
    chunk->rows += n;
    chunk->data_rows += n;
    x->p = p;
}

ChunkState values_rows(Parse *x)
{
    bool plain = x->head->is_plain;
    while (x->p < x->end) {
        const char *start = x->p;
        make_room(x);
        if (!fast_row(x)) {
            ChunkState state = careful_row(x);
            if (state != CHUNK_READ)
                return state;
        } else if (commit(x)) {
            Err err = {0};
            int count = 0;
            const char *next;
            (void)values_split(&x->chunk->arena, start, x->end, x->across, x->window->cells,
                               x->head->ncolumns, &count, &next, &err);
            keep_row(x, x->window->cells);
        } else if (plain) {
            x->chunk->rows++;
            fast_run(x, start);
            continue;
        }
        x->chunk->rows++;
    }
    return CHUNK_READ;
}
