/* The same words: as the unit's own report before, as another unit's of this period. */
#include "core/screening_parts.h"

#include "base/utf8.h"

#include <stdlib.h>

/* Letters and ideographs count; spaces, marks and digits do not, so that a changed number is no new text. */
static bool is_word(uint32_t c)
{
    bool latin = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x2000);
    return latin || (c >= 0x2E80 && c < 0x3000) || (c >= 0x3005 && c <= 0x3007) ||
           (c >= 0x3040 && c < 0xE000) || (c >= 0xF900 && c < 0xFE00) || c >= 0x20000;
}

static uint32_t folded(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static int by_piece(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int each_once(uint64_t *pieces, int n)
{
    int kept = 0;
    qsort(pieces, (size_t)n, sizeof *pieces, by_piece);
    for (int i = 0; i < n; i++)
        if (i == 0 || pieces[i] != pieces[i - 1])
            pieces[kept++] = pieces[i];
    return kept;
}

int screening_pieces(Arena *arena, Str text, int characters, int shingle, uint64_t **ret_pieces)
{
    uint32_t *words = arena_new(arena, uint32_t, text.len + 1);
    int n = 0;
    for (ptrdiff_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (c != UTF8_BAD && is_word(c))
            words[n++] = folded(c);
    }
    *ret_pieces = NULL;
    if (n < characters || n < shingle)
        return 0;
    uint64_t *pieces = arena_new(arena, uint64_t, n);
    for (int i = 0; i + shingle <= n; i++)
        pieces[i] = str_hash((Str){(const char *)&words[i], shingle * (ptrdiff_t)sizeof *words});
    *ret_pieces = pieces;
    return each_once(pieces, n - shingle + 1);
}

typedef struct Pieces {
    uint64_t *items;
    int count;
} Pieces;

static Pieces pieces_of(Screen *s, int period, int unit)
{
    Pieces p;
    Str text = s->in->texts[(size_t)period * (size_t)s->in->nunits + (size_t)unit];
    p.count = screening_pieces(s->scratch, text, s->rule->text.characters, s->rule->text.shingle,
                               &p.items);
    return p;
}

/* Pieces that a share of all units use, in any of the two periods: what everybody writes. Sorted. */
static Pieces common_of(Screen *s, const Pieces *now, const Pieces *before)
{
    int total = 0, n = 0, units = 0;
    for (int u = 0; u < s->in->nunits; u++) {
        total += now[u].count + before[u].count;
        units += now[u].count + before[u].count > 0;
    }
    uint64_t *all = arena_new(s->scratch, uint64_t, total + 1);
    for (int u = 0; u < s->in->nunits; u++) { /* each unit once, whatever both its texts hold */
        int first = n;
        for (int i = 0; i < now[u].count; i++)
            all[n++] = now[u].items[i];
        for (int i = 0; i < before[u].count; i++)
            all[n++] = before[u].items[i];
        n = first + (n > first ? each_once(all + first, n - first) : 0);
    }
    if (n)
        qsort(all, (size_t)n, sizeof *all, by_piece);
    Pieces common = {.items = all};
    for (int i = 0, run; i < n; i += run) {
        for (run = 1; i + run < n && all[i + run] == all[i];)
            run++;
        if (run > 2 && run > s->rule->text.common * units)
            all[common.count++] = all[i];
    }
    return common;
}

static void take_away(Pieces *p, const Pieces *common)
{
    int kept = 0;
    for (int i = 0, k = 0; i < p->count; i++) {
        while (k < common->count && common->items[k] < p->items[i])
            k++;
        if (k == common->count || common->items[k] != p->items[i])
            p->items[kept++] = p->items[i];
    }
    p->count = kept;
}

/* Share of a's pieces that stand in b. */
static double held_by(const Pieces *a, const Pieces *b)
{
    int same = 0;
    for (int i = 0, k = 0; i < a->count && k < b->count;) {
        same += a->items[i] == b->items[k];
        uint64_t x = a->items[i], y = b->items[k];
        i += x <= y;
        k += y <= x;
    }
    return (double)same / (a->count ? a->count : 1);
}

static void text_of_unit(Screen *s, const Pieces *now, const Pieces *before, int unit)
{
    ScreeningFinding f = screen_finding(s, SCREEN_TEXT, unit);
    const Pieces *own = &now[unit];
    int least = s->rule->text.characters / 2; /* of its own words, once the common ones are gone */
    if (own->count < least)
        return;
    s->result->tested[SCREEN_TEXT]++;
    f.of = own->count;
    f.expected = s->rule->text.similarity;
    f.measured = before[unit].count ? held_by(own, &before[unit]) : 0;
    for (int v = 0; v < s->in->nunits; v++) {
        double here = v != unit && now[v].count >= least ? held_by(own, &now[v]) : 0;
        if (here <= f.measured)
            continue;
        f.measured = here;
        f.other = v;
    }
    f.count = (int)(f.measured * f.of + 0.5);
    if (f.measured >= s->rule->text.similarity)
        screen_keep(s, &f);
}

void screen_texts(Screen *s)
{
    if (!s->in->texts)
        return;
    Pieces *now = arena_new(s->scratch, Pieces, s->in->nunits);
    Pieces *before = arena_new(s->scratch, Pieces, s->in->nunits);
    for (int u = 0; u < s->in->nunits; u++) {
        now[u] = pieces_of(s, s->period, u);
        if (s->period > 0)
            before[u] = pieces_of(s, s->period - 1, u);
    }
    Pieces common = common_of(s, now, before);
    for (int u = 0; u < s->in->nunits; u++) {
        take_away(&now[u], &common);
        take_away(&before[u], &common);
    }
    for (int u = 0; u < s->in->nunits; u++)
        text_of_unit(s, now, before, u);
}
