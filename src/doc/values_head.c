/* The head of a file of values, and one row into cells. */
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/values_parts.h"

#include <errno.h>
#include <unistd.h>

static const Str bom = SC("\xEF\xBB\xBF");

bool values_pread(const ValuesSource *source, char *to, int64_t bytes, int64_t offset,
                  int64_t *ret_len, Err *err)
{
    int64_t len = 0;
    while (len < bytes) {
        ssize_t n = pread(source->fd, to + len, (size_t)(bytes - len), offset + len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            err_set(err, ERR_FILE_READ, {"file", source->file},
                    {"reason", str_from_z(strerror(errno))});
            return err_at_file(err, source->file);
        }
        if (n == 0)
            break;
        len += n;
    }
    *ret_len = len;
    return true;
}

static Str as_utf8(const ValuesSource *source, Arena *arena, Str raw)
{
    Str text = raw;
    ptrdiff_t bad;
    if (utf8_valid(raw, NULL))
        return raw;
    if (source->convert.fn && source->convert.fn(source->convert.ctx, arena, raw, &text, &bad))
        return text;
    return (Str){0};
}

Str values_found(const ValuesSource *source, Arena *arena, Str raw)
{
    Str text = as_utf8(source, arena, raw);
    if (raw.len > 0 && text.len == 0)
        text = arena_fmt(arena, "%02X …", (unsigned char)raw.ptr[0]);
    return utf8_prefix(text, 60);
}

/* ---- a row into cells ---- */

static bool ends_cell(char c)
{
    return c == ',' || c == '\n' || c == '\r';
}

/* The text between quotes, of which the doubled ones become one. */
static Str between(Arena *arena, const char *from, const char *to)
{
    Str raw = {from, to - from};
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

/* p is behind the opening quote; returns the closing one, NULL where there is none. */
static const char *closing(const char *p, const char *end, bool across)
{
    for (; p < end; p++) {
        if (*p == '"') {
            if (p + 1 >= end || p[1] != '"')
                return p;
            p++;
        } else if (*p == '\n' && !across) {
            return NULL;
        }
    }
    return NULL;
}

static const char *behind_line(const char *p, const char *end)
{
    const char *line = memchr(p, '\n', (size_t)(end - p));
    return line ? line + 1 : end;
}

/* Behind the closing quote stands something else than the end of the cell. */
static void after_quote(Arena *arena, const char *p, Err *fault)
{
    Str found = *p > ' ' && *p < 0x7f ? (Str){p, 1} : arena_fmt(arena, "%02X", (unsigned char)*p);
    err_set(fault, ERR_CSV_AFTER_QUOTE, {"found", found});
}

ChunkState values_split(Arena *arena, const char *p, const char *end, bool across, Str *cells,
                        int max, int *ret_count, const char **ret_next, Err *fault)
{
    for (*ret_count = 1;; (*ret_count)++, p++) {
        Str cell = {p, 0};
        if (*p == '"') {
            const char *from = ++p;
            p = closing(from, end, across);
            if (!p)
                return CHUNK_QUOTED_END;
            cell = between(arena, from, p++);
            if (p < end && !ends_cell(*p)) {
                after_quote(arena, p, fault);
                *ret_next = behind_line(p, end);
                return CHUNK_FAILED;
            }
        } else {
            while (p < end && !ends_cell(*p))
                p++;
            cell.len = p - cell.ptr;
        }
        if (*ret_count <= max)
            cells[*ret_count - 1] = cell;
        if (p >= end || *p != ',')
            break;
    }
    p += p < end && *p == '\r';
    p += p < end && *p == '\n';
    *ret_next = p;
    return CHUNK_READ;
}

/* ---- the head ---- */

enum { NAME_VALUE = CODE_KINDS, NAME_COUNT = CODE_KINDS + COLUMN_KINDS };

/* Codes first, then the kinds of numbers in the order of ColumnKind. */
static const Str names[NAME_COUNT][2] = {
    {SC("period"), SC("考评期")},  {SC("unit"), SC("单位")},     {SC("group"), SC("分组")},
    {SC("indicator"), SC("指标")}, {SC("value"), SC("数值")},    {SC("confirmed"), SC("核定值")},
    {SC("target"), SC("目标值")},  {SC("baseline"), SC("基数")}, {SC("tolerance"), SC("允许误差")},
    {SC("share"), SC("计划进度")},
};

static int name_of(Str text)
{
    for (int i = 0; i < NAME_COUNT; i++)
        if (str_eq(text, names[i][0]) || str_eq(text, names[i][1]))
            return i;
    return -1;
}

static void head_fault(Reading *reading, Err *err, int64_t col)
{
    err_at_file(err, reading->source->file);
    err_at_cell(err, 1, col);
    faults_add(reading->faults, err);
}

static void twice(Reading *reading, Str found, int64_t col)
{
    Err err = {0};
    err_set(&err, ERR_VALUES_COLUMN_TWICE, {"found", found});
    head_fault(reading, &err, col);
}

static void indicator_column(Reading *reading, Str raw, Str text, int col)
{
    Err err = {0};
    Head *head = &reading->head;
    Codes *codes = &reading->codes[CODE_INDICATOR];
    uint64_t hash = code_hash(raw);
    if (raw.len == 0 || text.len == 0 || raw.len > LIMIT_VALUES_CODE_BYTES) {
        err_set(&err, ERR_VALUES_COLUMN, {"found", text}, {"expected", S("period, unit, group")});
        head_fault(reading, &err, col + 1);
    } else if (codes_find(codes, raw, hash) >= 0) {
        twice(reading, text, col + 1);
    } else {
        (void)codes_add(codes, raw, hash, 1, col + 1);
    }
    head->columns[col] =
        (HeadColumn){.is_number = true, .kind = COLUMN_VALUE, .slot = head->nnumbers++};
}

static void head_column(Reading *reading, Str raw, int col, bool *seen)
{
    Err err = {0};
    Head *head = &reading->head;
    Str text = as_utf8(reading->source, reading->arena, raw);
    int name = name_of(text);
    if (name >= 0 && seen[name]) {
        twice(reading, text, col + 1);
    } else if (head->is_wide && (name < 0 || name >= CODE_INDICATOR)) {
        indicator_column(reading, raw, text, col);
    } else if (name < 0) {
        err_set(
            &err, ERR_VALUES_COLUMN, {"found", values_found(reading->source, reading->arena, raw)},
            {"expected", S("period, unit, group, indicator, value, confirmed, target, baseline, "
                           "tolerance, share")});
        head_fault(reading, &err, col + 1);
    } else if (name < NAME_VALUE) {
        head->columns[col] = (HeadColumn){.code = (CodeKind)name};
    } else {
        ColumnKind kind = (ColumnKind)(name - NAME_VALUE);
        head->kinds[head->nnumbers] = kind;
        head->columns[col] =
            (HeadColumn){.is_number = true, .kind = kind, .slot = head->nnumbers++};
    }
    if (name >= 0)
        seen[name] = true;
}

/* One fault for all of a wide file that is read as a long one. */
static bool is_wide(Reading *reading, const bool *seen)
{
    Err err = {0};
    if (reading->head.is_wide || seen[CODE_INDICATOR] || seen[NAME_VALUE] || !seen[CODE_PERIOD] ||
        !seen[CODE_UNIT] || !seen[CODE_GROUP])
        return false;
    reading->faults->count = 0;
    reading->faults->total = 0;
    err_set(&err, ERR_VALUES_WIDE);
    head_fault(reading, &err, 1);
    return true;
}

static void missing_columns(Reading *reading, const bool *seen)
{
    int last = reading->head.is_wide ? CODE_GROUP : NAME_VALUE;
    for (int i = 0; i <= last; i++) {
        Err err = {0};
        if (seen[i])
            continue;
        err_set(&err, ERR_VALUES_COLUMN_MISSING, {"key", names[i][0]});
        head_fault(reading, &err, 1);
    }
}

static bool utf16(const Reading *reading, Str text, Err *err)
{
    if (!str_starts(text, S("\xFF\xFE")) && !str_starts(text, S("\xFE\xFF")))
        return false;
    err_set(err, ERR_CSV_ENCODING, {"found", S("UTF-16")});
    err_at_file(err, reading->source->file);
    err_at_cell(err, 1, 1);
    return true;
}

bool values_head(Reading *reading, Err *err)
{
    AUTO_ARENA reading_arena = {0};
    Head *head = &reading->head;
    const ValuesSource *source = reading->source;
    int64_t room = reading->size < LIMIT_CSV_ROW_BYTES ? reading->size : LIMIT_CSV_ROW_BYTES, len;
    char *text = arena_raw_new(&reading_arena, char, room + 1);
    int max = LIMIT_VALUES_COLUMNS, count = 0;
    Str *cells = arena_new(&reading_arena, Str, max);
    if (!values_pread(source, text, room, 0, &len, err))
        return false;
    if (len == 0) {
        err_set(err, ERR_VALUES_NONE);
        err_at_file(err, source->file);
        return false;
    }
    text[len] = '\n';
    if (utf16(reading, (Str){text, len}, err))
        return false;
    head->has_bom = str_starts((Str){text, len}, bom);
    head->is_wide = source->wide;
    head->row = 1;
    const char *p = text + (head->has_bom ? bom.len : 0), *next = p;
    Err fault = {0};
    ChunkState state =
        values_split(&reading_arena, p, text + len + 1, true, cells, max, &count, &next, &fault);
    if (state == CHUNK_QUOTED_END)
        err_set(&fault, ERR_CSV_QUOTE, {"found", S("")});
    else if (count > max)
        err_set(&fault, ERR_LIMIT, {"name", S("LIMIT_VALUES_COLUMNS")},
                {"limit", arena_fmt(&reading_arena, "%d", max)},
                {"found", arena_fmt(&reading_arena, "%d", count)});
    if (fault.code) {
        head_fault(reading, &fault, count);
        return true;
    }
    head->row_cells = count;
    while (count > 1 && str_trim(cells[count - 1]).len == 0)
        count--; /* columns that a spreadsheet saved empty */
    bool seen[NAME_COUNT] = {0};
    head->ncolumns = count;
    head->row_cells += head->row_cells == count;
    head->columns = arena_new(reading->arena, HeadColumn, count);
    for (int i = 0; i < count; i++)
        head_column(reading, csv_undo_defusing(str_trim(cells[i])), i, seen);
    if (!is_wide(reading, seen))
        missing_columns(reading, seen);
    for (int i = count - 1; i >= 0; i--)
        if (head->columns[i].is_number)
            head->columns[i].run = 1 + (i + 1 < count ? head->columns[i + 1].run : 0);
    head->is_plain = !head->is_wide && count == 5 && !head->columns[3].is_number &&
                     head->columns[3].code == CODE_INDICATOR && head->columns[4].is_number;
    head->start = next - text < len ? next - text : len;
    return true;
}
