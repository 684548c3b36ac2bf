/* text/clean.c - stage (a), character by character: what a copy added to the text goes away, each
 * change counted, and every character keeps its place in the file. */
#include "base/utf8.h"
#include "text/source.h"
#include "text/words.h"
#include "text/words_gen.h"

#include <string.h>

typedef struct Chars {
    uint32_t *cp;
    uint32_t *from;
    uint8_t *width;
    ptrdiff_t count;
} Chars;

bool cp_is_han(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) || cp == 0x3007 ||
           (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x3FFFD);
}

static bool is_invisible(uint32_t cp)
{
    return (cp < 0x20 && cp != '\n' && cp != '\t' && cp != '\r') || cp == 0x7F || cp == 0xAD ||
           (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) ||
           (cp >= 0x2060 && cp <= 0x2064) || cp == 0xFEFF || cp == 0xFFFD ||
           (cp >= 0x80 && cp < 0xA0);
}

static uint32_t fold_width(uint32_t cp)
{
    if ((cp >= 0xFF10 && cp <= 0xFF19) || (cp >= 0xFF21 && cp <= 0xFF3A) ||
        (cp >= 0xFF41 && cp <= 0xFF5A) || cp == 0xFF05 || cp == 0xFF0B)
        return cp - 0xFEE0;
    return cp;
}

static bool is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

/* Length in characters of a piece of markup at i: &nbsp; or <br/>; 0 when none. */
static ptrdiff_t markup_at(const Chars *c, ptrdiff_t i)
{
    static const char *const entities[] = {"&nbsp;", "&ldquo;", "&rdquo;", "&emsp;", "&ensp;"};
    if (c->cp[i] == '&') {
        for (size_t e = 0; e < sizeof entities / sizeof *entities; e++) {
            ptrdiff_t n = (ptrdiff_t)strlen(entities[e]), k = 0;
            while (k < n && i + k < c->count && c->cp[i + k] == (uint32_t)entities[e][k])
                k++;
            if (k == n)
                return n;
        }
        return 0;
    }
    if (c->cp[i] != '<')
        return 0;
    ptrdiff_t k = i + 1;
    if (k < c->count && c->cp[k] == '/')
        k++;
    if (k >= c->count || !((c->cp[k] | 32) >= 'a' && (c->cp[k] | 32) <= 'z'))
        return 0;
    for (; k < c->count && k - i < 200 && c->cp[k] != '\n' && c->cp[k] < 0x3000; k++)
        if (c->cp[k] == '>')
            return k - i + 1;
    return 0;
}

static void put(Chars *c, ptrdiff_t *out, uint32_t cp, ptrdiff_t i)
{
    c->cp[*out] = cp;
    c->from[*out] = c->from[i];
    c->width[*out] = c->width[i];
    (*out)++;
}

static Chars decode(Arena *arena, Decoded d)
{
    ptrdiff_t count = utf8_count(d.text);
    Chars c = {arena_new(arena, uint32_t, count + 1), arena_new(arena, uint32_t, count + 1),
               arena_new(arena, uint8_t, count + 1), 0};
    uint32_t file_at = (uint32_t)d.start;
    for (ptrdiff_t at = 0; at < d.text.len;) {
        ptrdiff_t start = at;
        c.cp[c.count] = utf8_next(d.text, &at);
        c.from[c.count] = file_at;
        c.width[c.count] = d.widths ? d.widths[c.count] : (uint8_t)(at - start);
        file_at += c.width[c.count];
        c.count++;
    }
    return c;
}

/* Controls and markup away, digits and letters half width, line ends '\n'. */
static void pass_forms(Chars *c, int *cleaning)
{
    ptrdiff_t out = 0;
    for (ptrdiff_t i = 0; i < c->count; i++) {
        uint32_t cp = c->cp[i];
        ptrdiff_t markup = cp == '&' || cp == '<' ? markup_at(c, i) : 0;
        if (markup > 0) {
            cleaning[CLEAN_MARKUP]++;
            if (cp == '<' && i + 1 < c->count && (c->cp[i + 1] == 'b' || c->cp[i + 1] == '/'))
                put(c, &out, c->cp[i + 1] == 'b' || c->cp[i + 2] == 'p' ? '\n' : ' ', i);
            else if (cp == '&')
                put(c, &out, c->cp[i + 1] == 'l' ? 0x201C : c->cp[i + 1] == 'r' ? 0x201D : ' ', i);
            i += markup - 1;
            continue;
        }
        if (cp == '\r' || cp == 0x2028 || cp == 0x2029) {
            if (cp == '\r' && i + 1 < c->count && c->cp[i + 1] == '\n')
                continue;
            put(c, &out, '\n', i);
            continue;
        }
        if (is_invisible(cp)) {
            cleaning[CLEAN_INVISIBLE]++;
            if (cp == '\f' || cp == '\v')
                put(c, &out, '\n', i);
            continue;
        }
        uint32_t folded = fold_width(cp);
        if (cp == 0xFF0E && out > 0 && is_digit(c->cp[out - 1]) && i + 1 < c->count &&
            is_digit(fold_width(c->cp[i + 1])))
            folded = '.';
        if (folded != cp)
            cleaning[CLEAN_WIDTH]++;
        put(c, &out, folded, i);
    }
    c->count = out;
}

static bool is_tone_mark(uint32_t cp)
{
    return cp == 0xE0 || cp == 0xE1 || cp == 0xE8 || cp == 0xE9 || cp == 0xEC || cp == 0xED ||
           cp == 0xF2 || cp == 0xF3 || cp == 0xF9 || cp == 0xFA || cp == 0xFC ||
           (cp >= 0x100 && cp <= 0x1DC) || cp == 0x1F9 || cp == 0x1E3F ||
           (cp >= 0x300 && cp <= 0x30C);
}

/* A bracket with one pinyin syllable (or several, with blanks) after a Han character: returns its
 * length in characters. *ret_toned tells whether a tone mark shows it for certain. */
static ptrdiff_t pinyin_at(const Chars *c, ptrdiff_t i, bool *ret_toned)
{
    if (i == 0 || (c->cp[i] != '(' && c->cp[i] != 0xFF08) || !cp_is_han(c->cp[i - 1]))
        return 0;
    bool toned = false;
    char plain[8];
    ptrdiff_t k = i + 1, letters = 0;
    for (; k < c->count && k - i < 24; k++) {
        uint32_t cp = c->cp[k];
        if (cp == ')' || cp == 0xFF09)
            break;
        if (is_tone_mark(cp))
            toned = true;
        else if (!(cp >= 'a' && cp <= 'z') && !(cp == ' ' && letters > 0) && cp != 0x261)
            return 0;
        if (letters < 7)
            plain[letters] = (char)(cp < 0x80 ? cp : '?');
        letters++;
    }
    if (k >= c->count || k - i >= 24 || letters == 0 || letters > 20)
        return 0;
    if (!toned && (letters > 6 || !words_is(&words_neutral, (Str){plain, letters})))
        return 0;
    *ret_toned = toned;
    return k - i + 1;
}

static void pass_pinyin(Chars *c, int *cleaning)
{
    int toned_count = 0;
    for (ptrdiff_t i = 0; i < c->count; i++) {
        bool toned = false;
        if (pinyin_at(c, i, &toned) > 0 && toned)
            toned_count++;
    }
    if (toned_count == 0)
        return;
    ptrdiff_t out = 0;
    for (ptrdiff_t i = 0; i < c->count; i++) {
        bool toned = false;
        /* the character before the bracket is the last one kept */
        ptrdiff_t n = pinyin_at(c, i, &toned);
        if (n > 0 && (toned || toned_count >= 3)) {
            cleaning[CLEAN_PINYIN]++;
            /* keep c->cp[i - 1] readable for a bracket that follows a bracket */
            i += n - 1;
            continue;
        }
        put(c, &out, c->cp[i], i);
    }
    c->count = out;
}

/* How much a mark binds: of several in a row the strongest stays. 0 = no such mark. */
static int mark_strength(uint32_t cp)
{
    switch (cp) {
    case ',':
        return 1;
    case 0xFF0C:
        return 2; /* ， */
    case 0x3001:
        return 3; /* 、 */
    case ':':
    case 0xFF1A:
        return 4;
    case ';':
    case 0xFF1B:
        return 5;
    case 0x3002:
    case 0xFF61:
        return 6;
    case 0xFF01:
    case 0xFF1F:
    case '!':
    case '?':
        return 7;
    default:
        return 0;
    }
}

static void pass_punctuation(Chars *c, int *cleaning)
{
    ptrdiff_t out = 0;
    for (ptrdiff_t i = 0; i < c->count; i++) {
        int strength = mark_strength(c->cp[i]);
        int before = out > 0 ? mark_strength(c->cp[out - 1]) : 0;
        if (strength == 0 || before == 0) {
            put(c, &out, c->cp[i], i);
            continue;
        }
        if (strength == 7 && before == 7 && c->cp[i] != c->cp[out - 1]) {
            put(c, &out, c->cp[i], i); /* ?! is meant */
            continue;
        }
        cleaning[CLEAN_PUNCTUATION]++;
        if (strength > before) {
            out--;
            put(c, &out, c->cp[i], i);
        }
    }
    c->count = out;
}

static void encode(Source *src, const Chars *c)
{
    ptrdiff_t bytes = 0;
    char buf[4];
    for (ptrdiff_t i = 0; i < c->count; i++)
        bytes += utf8_put(c->cp[i], buf);
    char *text = arena_alloc(src->arena, (size_t)bytes + 1, 1);
    src->from = arena_new(src->arena, uint32_t, bytes + 1);
    src->width = arena_new(src->arena, uint8_t, bytes + 1);
    ptrdiff_t at = 0;
    for (ptrdiff_t i = 0; i < c->count; i++) {
        int n = utf8_put(c->cp[i], text + at);
        for (int k = 0; k < n; k++) {
            src->from[at + k] = c->from[i];
            src->width[at + k] = c->width[i];
        }
        at += n;
    }
    src->from[bytes] = (uint32_t)src->file.len;
    src->clean = (Str){text, bytes};
}

static bool judged_traditional(const Source *src)
{
    ptrdiff_t han = 0, traditional = 0;
    for (ptrdiff_t at = 0; at < src->clean.len; at += char_len(src->clean, at)) {
        if ((unsigned char)src->clean.ptr[at] < 0xE3)
            continue;
        han++;
        int tag;
        if (words_at(&words_traditional, src->clean, at, &tag) > 0)
            traditional++;
    }
    return traditional >= 3 && traditional * 50 >= han;
}

/* Characters of `text` onto those of c from i on; counts what changed. */
static void overlay(Chars *c, ptrdiff_t i, Str text, int *cleaning)
{
    for (ptrdiff_t at = 0; at < text.len; i++) {
        uint32_t cp = utf8_next(text, &at);
        if (c->cp[i] != cp)
            cleaning[CLEAN_TRADITIONAL]++;
        c->cp[i] = cp;
    }
}

/* 著眼 → 着眼; both characters take three bytes. */
static Str mend_aspect(Arena *arena, Str text)
{
    char *buf = arena_alloc(arena, (size_t)text.len + 1, 1);
    Str mended = {buf, text.len};
    if (text.len)
        memcpy(buf, text.ptr, (size_t)text.len);
    for (ptrdiff_t at = 0; at < text.len;) {
        ptrdiff_t n = words_at(&words_aspect, text, at, NULL);
        ptrdiff_t hit = n > 0 ? str_find(str_sub(text, 0, at + n), S("著"), at) : -1;
        if (hit >= 0)
            memcpy(buf + hit, "着", 3);
        at += n > 0 ? n : char_len(text, at);
    }
    return mended;
}

/* Conversion keeps the number of characters nearly always; a line where it does not is converted
 * character by character, and a character that would become several stays. */
static bool simplify_all(Source *src, Chars *c, const Simplify *simplify, Err *err)
{
    Str all;
    if (!simplify->run(simplify->ctx, src->arena, src->clean, &all, err))
        return false;
    if (utf8_valid(all, NULL) && utf8_count(all) == c->count) {
        all = mend_aspect(src->arena, all);
        overlay(c, 0, all, src->cleaning);
    } else {
        Str rest = src->clean;
        for (ptrdiff_t i = 0; rest.len > 0;) {
            bool last = !memchr(rest.ptr, '\n', (size_t)rest.len);
            Str line = str_cut(&rest, '\n'), converted;
            ptrdiff_t count = utf8_count(line);
            if (!simplify->run(simplify->ctx, src->arena, line, &converted, err))
                return false;
            if (utf8_valid(converted, NULL) && utf8_count(converted) == count)
                overlay(c, i, converted, src->cleaning);
            i += count + (last ? 0 : 1);
        }
    }
    encode(src, c);
    return true;
}

static void cut_lines(Source *src)
{
    ptrdiff_t start = 0;
    for (ptrdiff_t at = 0; at <= src->clean.len; at++) {
        if (at < src->clean.len && src->clean.ptr[at] != '\n')
            continue;
        if (at == src->clean.len && start == at)
            break;
        size_t cap = src->lines_cap;
        if ((size_t)src->nlines >= cap)
            src->lines = arena_grow(src->arena, src->lines, (size_t)src->nlines, sizeof *src->lines,
                                    &src->lines_cap);
        src->lines[src->nlines++] = (Line){.start = start, .end = at};
        start = at + 1;
    }
}

bool source_clean(Arena *arena, Decoded decoded, const Simplify *simplify, Source *src, Err *err)
{
    *src = (Source){.arena = arena, .file = decoded.file};
    Chars c = decode(arena, decoded);
    pass_forms(&c, src->cleaning);
    pass_pinyin(&c, src->cleaning);
    pass_punctuation(&c, src->cleaning);
    encode(src, &c);
    src->traditional = judged_traditional(src);
    if (src->traditional && simplify && !simplify_all(src, &c, simplify, err))
        return false;
    cut_lines(src);
    source_mark_furniture(src);
    source_normalise(src);
    return true;
}
