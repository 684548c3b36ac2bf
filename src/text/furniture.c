/* text/furniture.c - stage (a), line by line: what belongs to the page and not to the text. Lines
 * are named by furniture.tsv; before the title and after the last sentence short lines that are
 * no part of a head or foot go too. Lines broken inside a sentence are joined. */
#include "base/utf8.h"
#include "text/head.h"
#include "text/marker.h"
#include "text/number.h"
#include "text/source.h"
#include "text/words.h"
#include "text/words_gen.h"

enum {
    SHORT_CHARS = 30,
    FURNITURE_CHARS = 90,
    WRAP_MIN_COLUMNS = 32,
    WRAP_MAX_COLUMNS = 120,
    WRAP_MIN_LETTERS = 20,
    WRAP_LINES_MIN = 4
};

static void remove_line(Source *src, int i, CleanKind kind)
{
    Line *line = &src->lines[i];
    Str text = source_line(src, i);
    line->removed = true;
    if (text.len == 0)
        return;
    src->cleaning[kind]++;
    *arena_push(src->arena, &src->removed) =
        (Removed){kind, text, source_span_clean(src, line->start, line->end)};
}

static bool is_page_number(Str t)
{
    static const Str inner[] = {SC("-"),    SC("—"),  SC("–"),  SC("－"), SC("·"),
                                SC(" "),    SC("第"), SC("页"), SC("共"), SC("/"),
                                SC("Page"), SC("of"), SC(","),  SC("，")};
    int digits = 0, marks = 0;
    if (t.len > 40)
        return false;
    for (ptrdiff_t at = 0; at < t.len;) {
        if (t.ptr[at] >= '0' && t.ptr[at] <= '9') {
            digits++;
            at++;
            continue;
        }
        size_t k = 0;
        while (k < sizeof inner / sizeof *inner && !str_starts(str_sub(t, at, t.len), inner[k]))
            k++;
        if (k == sizeof inner / sizeof *inner)
            return false;
        marks += k != 5;
        at += inner[k].len;
    }
    /* a number and marks on both sides, or 第…页; 1/3 */
    return digits > 0 && digits <= 8 && marks >= 2;
}

static bool is_furniture(Str t)
{
    ptrdiff_t n = utf8_count(t);
    int tag = 0;
    if (n > FURNITURE_CHARS)
        return words_has(&words_gaps, t, 1u << GAPS_PREVIEW) && n < 200;
    if (words_is(&words_furniture, t))
        return true;
    if (words_has(&words_gaps, t, 1u << GAPS_PREVIEW | 1u << GAPS_LOGIN | 1u << GAPS_MORE))
        return true;
    bool sentence = str_has(t, S("。")) && n > SHORT_CHARS;
    ptrdiff_t len = words_at(&words_furniture, t, 0, &tag);
    if (len > 0 && (tag == FURNITURE_START || tag == FURNITURE_ANY) && !sentence)
        return true;
    if (!sentence && words_has(&words_furniture, t, 1u << FURNITURE_ANY))
        return true;
    /* the credit of a picture */
    return n <= 80 && (str_ends(t, S(" 摄")) || str_ends(t, S("供图")) || str_ends(t, S("/摄"))) &&
           !str_has(t, S(";"));
}

static bool is_body_line(Str t)
{
    Marker m;
    if (str_starts(t, S("抄送")) || str_starts(t, S("抄报")))
        return false;
    if (str_has(t, S("。")) || str_ends(t, S("：")) || str_ends(t, S(":")) || str_ends(t, S("；")))
        return true;
    ptrdiff_t label = words_at(&words_roles, t, 0, NULL);
    if (label > 0 && (str_starts(str_sub(t, label, t.len), S("：")) ||
                      str_starts(str_sub(t, label, t.len), S(":"))))
        return true; /* 责任单位：… */
    return utf8_count(t) > 60 || (marker_at(t, 0, t.len, true, &m) && t.len > m.end);
}

/* Letters, digits and Han; a line of other signs alone says nothing. */
static bool says_something(Str t)
{
    for (ptrdiff_t at = 0; at < t.len;) {
        uint32_t cp = utf8_next(t, &at);
        if (cp_is_han(cp) || (cp >= '0' && cp <= '9') || ((cp | 32) >= 'a' && (cp | 32) <= 'z') ||
            (cp >= 0x2460 && cp <= 0x249B))
            return true;
    }
    return false;
}

/* 附件:1.…清单: 1; 0 = no list of attachments begins here. */
static int opens_attachments(Str t)
{
    static const Str labels[] = {SC("附件：1"), SC("附件:1"),   SC("附：1"),
                                 SC("附:1"),    SC("附件：１"), SC("附：１")};
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (str_starts(t, labels[i]))
            return 1;
    return 0;
}

static void find_body(Source *src)
{
    src->body_first = src->nlines;
    src->body_last = -1;
    int attached = 0; /* 附件:1.… and the lines 2.…, 3.… below it are no text */
    for (int i = 0; i < src->nlines; i++) {
        if (src->lines[i].removed)
            continue;
        Marker m;
        Str t = source_line(src, i);
        bool next = attached > 0 && marker_at(t, 0, t.len, true, &m) && m.no == attached + 1;
        attached = next ? attached + 1 : opens_attachments(t);
        if (attached > 0)
            continue;
        if (!src->lines[i].table && !is_body_line(source_line(src, i)))
            continue;
        if (src->body_first > i)
            src->body_first = i;
        src->body_last = i;
    }
}

/* Before the title: the name of the site, menus. Issuer, number and date may stand there. */
static void clean_head(Source *src)
{
    int best = -1, best_score = 0;
    for (int i = 0; i < src->body_first; i++) {
        int score = src->lines[i].removed ? 0 : head_title_score(source_line(src, i));
        if (score > best_score) {
            best_score = score;
            best = i;
        }
    }
    for (int i = 0; i < best; i++) {
        if (src->lines[i].removed)
            continue;
        Str t = source_line(src, i);
        HeadRole role = head_role(t);
        if ((role == HEAD_NONE || role == HEAD_ATTACHMENT) && utf8_count(t) <= SHORT_CHARS)
            remove_line(src, i, CLEAN_FURNITURE);
    }
}

static void clean_foot(Source *src)
{
    for (int i = src->body_last + 1; i < src->nlines && src->body_last >= 0; i++) {
        if (src->lines[i].removed)
            continue;
        Str t = source_line(src, i);
        if (head_role(t) == HEAD_NONE && utf8_count(t) <= SHORT_CHARS)
            remove_line(src, i, CLEAN_FURNITURE);
    }
}

static bool ends_open(Str t)
{
    static const Str closers[] = {SC("。"), SC("：："), SC(":"), SC("："), SC("；"),
                                  SC(";"),  SC("！"),   SC("!"), SC("？"), SC("?"),
                                  SC("”"),  SC("》"),   SC("】")};
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++)
        if (str_ends(t, closers[i]))
            return false;
    return true;
}

/* How wide the lines of a copy are that breaks them: in columns, or in letters; 0 = it does not. */
typedef struct Wrap {
    int columns, letters;
    bool indents; /* some lines begin with an indent: a paragraph does */
} Wrap;

static Str raw_line(const Source *src, int i)
{
    Str t = source_line(src, i);
    return str_sub(src->clean, src->lines[i].start, t.ptr + t.len - src->clean.ptr);
}

static bool is_indented(const Source *src, int i)
{
    return source_line(src, i).ptr > src->clean.ptr + src->lines[i].start;
}

static bool is_running(const Source *src, int i)
{
    return !src->lines[i].removed && !src->lines[i].table;
}

/* The width that most lines with an open sentence have, when no line is longer. */
static int common_width(const int *counts, int max, int longest)
{
    int best = 0, width = 0;
    for (int w = 3; w <= max; w++) {
        int near = counts[w] + counts[w - 1] + counts[w - 2] + counts[w - 3];
        if (counts[w] > 0 && near >= best) {
            best = near;
            width = w;
        }
    }
    return best >= WRAP_LINES_MIN && longest <= width + 2 ? width : 0;
}

static Wrap measure_wrap(const Source *src)
{
    int columns[WRAP_MAX_COLUMNS + 1] = {0}, letters[WRAP_MAX_COLUMNS + 1] = {0};
    int wide = 0, wide_letters = 0, lines = 0, indented = 0;
    for (int i = src->body_first; i <= src->body_last && i < src->nlines; i++) {
        if (!is_running(src, i))
            continue;
        Str raw = raw_line(src, i);
        int n = utf8_columns(raw), chars = (int)utf8_count(raw);
        lines++;
        indented += is_indented(src, i);
        wide = n > wide ? n : wide;
        wide_letters = chars > wide_letters ? chars : wide_letters;
        if (!ends_open(source_line(src, i)))
            continue;
        if (n >= WRAP_MIN_COLUMNS && n <= WRAP_MAX_COLUMNS)
            columns[n]++;
        if (chars >= WRAP_MIN_LETTERS && chars <= WRAP_MAX_COLUMNS)
            letters[chars]++;
    }
    return (Wrap){.columns = common_width(columns, WRAP_MAX_COLUMNS, wide),
                  .letters = common_width(letters, WRAP_MAX_COLUMNS, wide_letters),
                  .indents = indented * 2 < lines};
}

static bool is_full(const Source *src, int i, const Wrap *wrap)
{
    Str raw = raw_line(src, i);
    return (wrap->columns > 0 && utf8_columns(raw) >= wrap->columns - 5) ||
           (wrap->letters > 0 && utf8_count(raw) >= wrap->letters - 2);
}

/* The line that goes on after i, over a page number; -1 = none. */
static int next_running(const Source *src, int i)
{
    int k = i + 1;
    bool page = false;
    while (k <= src->body_last && src->lines[k].removed) {
        page = page || is_page_number(source_line(src, k));
        if (!page && k > i + 2)
            return -1;
        k++;
    }
    return k <= src->body_last && !src->lines[k].table && (k == i + 1 || page) ? k : -1;
}

/* Brackets that line i leaves open, after those before it. */
static int open_brackets(Str t, int depth)
{
    for (ptrdiff_t at = 0; at < t.len; at += char_len(t, at)) {
        Str rest = str_sub(t, at, at + 3);
        depth += str_starts(rest, S("(")) || str_starts(rest, S("（")) ||
                 str_starts(rest, S("〔")) || str_starts(rest, S("["));
        depth -= str_starts(rest, S(")")) || str_starts(rest, S("）")) ||
                 str_starts(rest, S("〕")) || str_starts(rest, S("]"));
    }
    return depth > 0 ? depth : 0;
}

static bool is_digit_at(Str t, ptrdiff_t at)
{
    return at >= 0 && at < t.len && t.ptr[at] >= '0' && t.ptr[at] <= '9';
}

/* A copy of a printed page breaks lines at one width. Lines of that width whose sentence is open
 * are joined with the next. */
static void join_wrapped(Source *src)
{
    Wrap wrap = measure_wrap(src);
    if (wrap.columns == 0 && wrap.letters == 0)
        return;
    int depth = 0;
    for (int i = src->body_first; i < src->body_last; i++) {
        if (!is_running(src, i))
            continue;
        Str t = source_line(src, i);
        depth = open_brackets(t, src->lines[i].joined ? depth : 0);
        int k = next_running(src, i);
        if (k < 0 || !is_full(src, i, &wrap) || (!ends_open(t) && depth == 0))
            continue;
        Str after = source_line(src, k);
        Marker m;
        bool number = is_digit_at(after, 0) && (is_digit_at(t, t.len - 1) ||
                                                (str_ends(t, S(".")) && is_digit_at(t, t.len - 2)));
        bool opens =
            marker_at(after, 0, after.len, true, &m) || words_at(&words_roles, after, 0, NULL) > 0;
        if ((wrap.indents && is_indented(src, k)) || (opens && depth == 0 && !number))
            continue;
        src->lines[k].joined = true;
        src->cleaning[CLEAN_WRAP]++;
    }
}

void source_mark_furniture(Source *src)
{
    for (int i = 0; i < src->nlines; i++) {
        Str t = source_line(src, i);
        if (t.len == 0) {
            src->lines[i].removed = true;
        } else if (is_page_number(t)) {
            src->lines[i].furniture = t.ptr[0] < '0' || t.ptr[0] > '9'; /* 2023/12/31 in a table */
            remove_line(src, i, CLEAN_PAGE_NUMBER);
        } else if (!says_something(t) || is_furniture(t)) {
            src->lines[i].furniture = true;
            remove_line(src, i, CLEAN_FURNITURE);
        }
    }
    table_mark(src);
    find_body(src);
    if (src->body_first <= src->body_last) {
        clean_head(src);
        clean_foot(src);
    }
    join_wrapped(src);
}
