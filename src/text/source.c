/* text/source.c - from kept lines to norm text, and the way back to the file. */
#include "text/source.h"

#include "base/utf8.h"
#include "text/words.h"

#include <string.h>

static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == 0xA0 || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A);
}

static uint32_t fold_mark(uint32_t cp)
{
    switch (cp) {
    case 0xFF0C:
        return ',';
    case 0xFF1A:
    case 0x2236:
    case 0xFE55:
        return ':';
    case 0xFF1B:
        return ';';
    case 0xFF01:
        return '!';
    case 0xFF1F:
        return '?';
    case 0xFF08:
    case 0x2474 - 1:
        return '(';
    case 0xFF09:
        return ')';
    case 0xFF0E:
        return '.';
    case 0xFF0D:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0xFF5E:
    case 0x301C:
    case 0x2500:
    case '~':
        return '-';
    case 0xFF0F:
        return '/';
    case 0xFF5C:
        return '|';
    case 0xFF3B:
        return '[';
    case 0xFF3D:
        return ']';
    case 0xFF61:
        return 0x3002;
    case 0x300C:
    case 0x300E:
    case 0xFF02:
        return 0x201C;
    case 0x300D:
    case 0x300F:
        return 0x201D;
    case 0xFF0A:
        return '*';
    default:
        return cp;
    }
}

static bool is_alnum(uint32_t cp)
{
    return (cp >= '0' && cp <= '9') || ((cp | 32) >= 'a' && (cp | 32) <= 'z');
}

/* A line set with a blank after each character, as some copies of printed pages come. */
static bool is_spaced_out(Str line)
{
    int singles = 0, run = 0;
    for (ptrdiff_t at = 0; at < line.len;) {
        uint32_t cp = utf8_next(line, &at);
        if (is_blank(cp)) {
            singles = run == 1 ? singles + 1 : 0;
            if (singles >= 4)
                return true;
            run = 0;
        } else {
            run++;
        }
    }
    return false;
}

typedef struct Norm {
    Source *src;
    char *text;
    ptrdiff_t len;
} Norm;

static void emit(Norm *norm, uint32_t cp, ptrdiff_t clean_at)
{
    int n = utf8_put(cp, norm->text + norm->len);
    for (int i = 0; i < n; i++)
        norm->src->back[norm->len + i] = (uint32_t)clean_at;
    norm->len += n;
}

static void emit_line(Norm *norm, const Line *line)
{
    Str text = str_sub(norm->src->clean, 0, line->end);
    bool spaced = is_spaced_out(str_sub(text, line->start, line->end));
    uint32_t before = '\n';
    bool blank = false;
    ptrdiff_t blank_at = 0; /* the last blank: the character a norm blank stands for */
    for (ptrdiff_t at = line->start; at < line->end;) {
        ptrdiff_t start = at;
        uint32_t cp = utf8_next(text, &at);
        if (is_blank(cp)) {
            blank = true;
            blank_at = start;
            continue;
        }
        if (cp >= 0x2460 && cp <= 0x249B)
            blank = false;
        uint32_t folded = fold_mark(cp);
        if (blank && !spaced && before != '\n' &&
            ((cp_is_han(before) && cp_is_han(folded)) || (is_alnum(before) && is_alnum(folded))))
            emit(norm, ' ', blank_at);
        blank = false;
        emit(norm, folded, start);
        before = folded;
    }
}

void source_normalise(Source *src)
{
    /* no character grows, but each line gains an end */
    size_t room = (size_t)src->clean.len + (size_t)src->nlines + 8;
    Norm norm = {src, arena_alloc(src->arena, room, 1), 0};
    src->back = arena_new(src->arena, uint32_t, room + 1);
    src->nparas = 0;
    bool open = false;
    for (int i = 0; i < src->nlines; i++) {
        const Line *line = &src->lines[i];
        if (line->removed)
            continue;
        if (open && line->joined) {
            emit_line(&norm, line);
            src->paras[src->nparas - 1].end = norm.len;
            continue;
        }
        if (open)
            emit(&norm, '\n', line->start ? line->start - 1 : 0);
        if ((size_t)src->nparas >= src->paras_cap)
            src->paras = arena_grow(src->arena, src->paras, (size_t)src->nparas, sizeof *src->paras,
                                    &src->paras_cap);
        src->paras[src->nparas++] = (Para){norm.len, norm.len, i};
        emit_line(&norm, line);
        src->paras[src->nparas - 1].end = norm.len;
        open = true;
    }
    src->back[norm.len] = (uint32_t)src->clean.len;
    src->norm = (Str){norm.text, norm.len};
}

/* The clean offset just after norm byte at - 1. */
static ptrdiff_t clean_end(const Source *src, ptrdiff_t at)
{
    if (at <= 0)
        return 0;
    ptrdiff_t last = src->back[at - 1];
    return last + (last < src->clean.len ? char_len(src->clean, last) : 0);
}

Span source_span_clean(const Source *src, ptrdiff_t start, ptrdiff_t end)
{
    if (end <= start)
        return (Span){src->from[start], src->from[start]};
    return (Span){src->from[start], (int64_t)src->from[end - 1] + src->width[end - 1]};
}

Span source_span(const Source *src, ptrdiff_t start, ptrdiff_t end)
{
    if (end <= start)
        return (Span){src->from[src->back[start]], src->from[src->back[start]]};
    return source_span_clean(src, src->back[start], clean_end(src, end));
}

/* Line breaks and the indent of the next line go; blanks inside a line stay. */
static Str without_breaks(Arena *arena, Str text)
{
    if (text.len == 0 || !memchr(text.ptr, '\n', (size_t)text.len))
        return text;
    char *buf = arena_alloc(arena, (size_t)text.len, 1);
    ptrdiff_t n = 0;
    while (text.len > 0) {
        Str line = str_trim(str_cut(&text, '\n'));
        if (line.len)
            memcpy(buf + n, line.ptr, (size_t)line.len);
        n += line.len;
    }
    return (Str){buf, n};
}

Str source_text(const Source *src, ptrdiff_t start, ptrdiff_t end)
{
    if (end <= start)
        return S("");
    Str clean = str_sub(src->clean, src->back[start], clean_end(src, end));
    return without_breaks(src->arena, str_trim(clean));
}

ptrdiff_t source_norm_at(const Source *src, ptrdiff_t clean_at)
{
    ptrdiff_t low = 0, high = src->norm.len;
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        if (src->back[middle] < (uint32_t)clean_at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

Str source_line(const Source *src, int line)
{
    return str_trim(str_sub(src->clean, src->lines[line].start, src->lines[line].end));
}
