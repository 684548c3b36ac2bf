#include "text/marks.h"

#include "base/utf8.h"

#include <string.h>

/* ---- folding: one form of what looks alike; 0 for what is left out ---- */

static bool is_small(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == 0x3000 || c == 0xA0 || c == 0xB7 ||
           c == 0x2022 || c == 0x30FB || c == ',' || c == ':' || c == '-' || c == '_' ||
           c == 0x3001 || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2010 && c <= 0x2015) ||
           c == 0xFEFF || c == 0x2060 || c == '.' || c == '*' || c == '"' || c == 0x201C ||
           c == 0x201D;
}

static uint32_t fold(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0; /* full width */
    if (c == 0x2605 || c == 0x2606 || c == 0x2B50 || c == 0x272D || c == 0x2730)
        return 0x2605; /* ★ */
    if (c == 0x3010 || c == 0x3014 || c == 0x3016 || c == 0x300A || c == 0x3008 || c == '[' ||
        c == '{' || c == '<')
        return '(';
    if (c == 0x3011 || c == 0x3015 || c == 0x3017 || c == 0x300B || c == 0x3009 || c == ']' ||
        c == '}' || c == '>')
        return ')';
    return is_small(c) ? 0 : c;
}

/* A digit, a Chinese numeral or 长 (长期). */
static bool is_term(uint32_t c)
{
    static const uint32_t words[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03,
                                     0x516B, 0x4E5D, 0x5341, 0x4E24, 0x957F, 0x534A};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (c == words[i])
            return true;
    return c >= '0' && c <= '9';
}

/* ---- the table ---- */

static bool pattern_parse(Str pattern, Mark *mark)
{
    mark->at_start = str_starts(pattern, S("^"));
    mark->at_end = str_ends(pattern, S("$"));
    pattern = str_sub(pattern, mark->at_start ? 1 : 0, pattern.len - (mark->at_end ? 1 : 0));
    for (ptrdiff_t at = 0; at < pattern.len;) {
        uint32_t c = fold(utf8_next(pattern, &at));
        if (c == 0 || mark->count == MARK_CHARACTERS_MAX)
            return false;
        mark->cp[mark->count++] = c;
    }
    return mark->count >= 2 && mark->cp[0] != '#';
}

static bool day_parse(Str text, Date otherwise, Date *ret_day)
{
    *ret_day = otherwise;
    return text.len == 0 || date_parse(text, ret_day, NULL);
}

static bool row_parse(Str row, Date day, MarkList *marks, Arena *arena)
{
    Mark mark = {.word = str_cut(&row, '\t')};
    Str pattern = str_cut(&row, '\t'), where = str_cut(&row, '\t');
    Date from, to;
    bool both = str_eq(where, S("both"));
    mark.in_text = both || str_eq(where, S("text"));
    mark.in_name = both || str_eq(where, S("name"));
    if (mark.word.len == 0 || !pattern_parse(pattern, &mark) || (!mark.in_text && !mark.in_name) ||
        !day_parse(str_cut(&row, '\t'), DATE_NONE, &from) ||
        !day_parse(str_cut(&row, '\t'), DATE_NONE, &to))
        return false;
    if ((from == DATE_NONE || from <= day) && (to == DATE_NONE || day <= to))
        *arena_push(arena, marks) = mark;
    return true;
}

bool marks_parse(Arena *arena, Str table, Date day, MarkList *ret_marks, Err *err)
{
    MarkList marks = {0};
    bool is_head = true;
    for (int64_t number = 1; table.len; number++) {
        Str row = str_cut(&table, '\n');
        if (row.len == 0 || row.ptr[0] == '#')
            continue;
        if (!is_head && !row_parse(row, day, &marks, arena)) {
            AUTO_ARENA scratch = {0};
            return err_set(err, ERR_MARK_ROW, {"found", utf8_prefix(row, 100)},
                           {"row", arena_fmt(&scratch, "%lld", (long long)number)});
        }
        is_head = false;
    }
    *ret_marks = marks;
    return true;
}

/* ---- the text ---- */

void marks_begin(MarkScan *scan, const MarkList *marks, bool is_name)
{
    *scan = (MarkScan){.marks = marks, .is_name = is_name, .line_begins = true};
}

static bool stands_at(const MarkScan *scan, const Mark *mark, int at, bool line_ends)
{
    if (at + mark->count > scan->count || (mark->at_start && (at > 0 || !scan->line_begins)) ||
        (mark->at_end && !(line_ends && at + mark->count == scan->count)))
        return false;
    for (int i = 0; i < mark->count; i++) {
        uint32_t c = scan->line[at + i];
        if (mark->cp[i] == '#' ? !is_term(c) : c != mark->cp[i])
            return false;
    }
    return true;
}

static void look(MarkScan *scan, bool line_ends)
{
    for (int at = 0; at < scan->count && !scan->found; at++)
        for (int m = 0; m < scan->marks->count; m++) {
            const Mark *mark = &scan->marks->items[m];
            if (mark->cp[0] == scan->line[at] && (scan->is_name ? mark->in_name : mark->in_text) &&
                stands_at(scan, mark, at, line_ends)) {
                scan->found = mark;
                break;
            }
        }
}

bool marks_line(MarkScan *scan)
{
    look(scan, true);
    scan->count = 0;
    scan->line_begins = true;
    return !scan->found;
}

static void take_character(MarkScan *scan, uint32_t c)
{
    if (c == '\n' || c == '\f' || c == 0x0B || c == 0x2028 || c == 0x2029) {
        (void)marks_line(scan);
        return;
    }
    c = fold(c);
    if (c == 0)
        return;
    if (scan->count == MARK_LINE_MAX) {
        enum { KEPT = MARK_CHARACTERS_MAX };
        look(scan, false);
        memmove(scan->line, scan->line + MARK_LINE_MAX - KEPT, KEPT * sizeof scan->line[0]);
        scan->count = KEPT;
        scan->line_begins = false;
    }
    scan->line[scan->count++] = c;
}

/* Bytes that the character beginning with `first` has. */
static int length_of(unsigned char first)
{
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

static Str take_rest(MarkScan *scan, Str text)
{
    int want = scan->nrest ? length_of(scan->rest[0]) : 0;
    while (scan->nrest < want && text.len) {
        scan->rest[scan->nrest++] = (unsigned char)text.ptr[0];
        text = str_sub(text, 1, text.len);
    }
    if (want && scan->nrest == want) {
        const Str whole = {(const char *)scan->rest, want};
        for (ptrdiff_t at = 0; at < want;)
            take_character(scan, utf8_next(whole, &at));
        scan->nrest = 0;
    }
    return text;
}

bool marks_take(MarkScan *scan, Str text)
{
    text = take_rest(scan, text);
    for (ptrdiff_t at = 0; at < text.len && !scan->found;) {
        int want = length_of((unsigned char)text.ptr[at]);
        if (at + want > text.len) { /* the rest comes with the next piece */
            while (at < text.len)
                scan->rest[scan->nrest++] = (unsigned char)text.ptr[at++];
            break;
        }
        take_character(scan, utf8_next(text, &at));
    }
    return !scan->found;
}

const Mark *marks_end(MarkScan *scan)
{
    for (int i = 0; i < scan->nrest; i++)
        take_character(scan, UTF8_BAD);
    scan->nrest = 0;
    if (!scan->found)
        (void)marks_line(scan);
    return scan->found;
}
