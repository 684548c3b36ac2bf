/* Which paragraph of the document that came back was which of the paper that was handed out. */
#include "app/paper/circular_back_parts.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/paper_grid.h"

#include <stdlib.h>

enum { LIKE_LETTERS = 2000, LIKE_MIN = 300, LIKE_SAME = 1500, LIKE_ALL = 1000 };

CircularPoint *back_point(BackWork *k, CircularPointKind kind, Str place, Str before, Str after)
{
    CircularPoint *p = arena_push(k->app->arena, &k->back->points);
    *p = (CircularPoint){kind, place, before, after, S("")};
    return p;
}

Str back_line_place(const BackWork *k, CircularPassage passage, int line)
{
    return msg_str(k->app->arena, k->lang, MSG_CIRCULAR_LINE,
                   {"passage", passage_name(k->lang, passage)},
                   {"line", arena_fmt(k->app->arena, "%d", line)});
}

/* ---- letters ---- */

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == 0xA0 || c == 0x3000 || c == 0x2002 ||
           c == 0x2003 || c == 0x2009;
}

static bool is_nothing(uint32_t c)
{
    return c == 0x200B || c == 0x200C || c == 0x200D || c == 0x2060 || c == 0xFEFF || c == 0xAD ||
           (c < ' ' && c != '\n' && c != '\t' && c != '\r');
}

static uint32_t plain(uint32_t c)
{
    return c >= 0xFF10 && c <= 0xFF19 ? c - 0xFF10 + '0' : c;
}

static void put(Out *out, uint32_t c)
{
    char buffer[4];
    out_s(out, (Str){buffer, utf8_put(c, buffer)});
}

Str back_clean(Arena *arena, Str text)
{
    Out out = out_new(arena, (size_t)text.len + 1);
    uint32_t last = 0;
    bool blank = false;
    for (ptrdiff_t at = 0; at < text.len;) {
        uint32_t c = plain(utf8_next(text, &at));
        if (is_nothing(c) || c == UTF8_BAD)
            continue;
        if (is_blank(c)) {
            blank = true;
            continue;
        }
        if (blank && last > ' ' && last < 0x80 && c > ' ' && c < 0x80)
            out_c(&out, ' ');
        blank = false;
        put(&out, c);
        last = c;
    }
    return utf8_trim(out_str(&out));
}

Str back_bare(Arena *arena, Str text)
{
    Out out = out_new(arena, (size_t)text.len + 1);
    for (ptrdiff_t at = 0; at < text.len;) {
        uint32_t c = plain(utf8_next(text, &at));
        if (!is_nothing(c) && !is_blank(c) && c != '\n' && c != UTF8_BAD)
            put(&out, c);
    }
    return out_str(&out);
}

/* ---- how alike two are: shared pairs of letters ---- */

typedef struct Grams {
    uint64_t *items;
    int count;
} Grams;

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static Grams grams_of(Arena *arena, Str bare)
{
    Grams g = {arena_new(arena, uint64_t, LIKE_LETTERS + 1), 0};
    uint32_t last = 0;
    for (ptrdiff_t at = 0; at < bare.len && g.count < LIKE_LETTERS;) {
        uint32_t c = utf8_next(bare, &at);
        g.items[g.count++] = (uint64_t)last << 32 | c;
        last = c;
    }
    if (g.count > 1)
        qsort(g.items, (size_t)g.count, sizeof *g.items, by_value);
    return g;
}

static int alike(const Grams *a, const Grams *b)
{
    int shared = 0, total = a->count + b->count;
    int least = a->count < b->count ? a->count : b->count;
    if (total == 0 || 2 * least * LIKE_ALL < LIKE_MIN * total)
        return 0;
    for (int i = 0, k = 0; i < a->count && k < b->count;) {
        uint64_t x = a->items[i], y = b->items[k];
        shared += x == y;
        i += x <= y;
        k += y <= x;
    }
    return 2 * shared * LIKE_ALL / total;
}

/* ---- what there was ---- */

static void want(BackWork *k, BackWantKind kind, Str place, Str text, const PaperTable *table)
{
    Arena *a = k->app->arena;
    if (text.len)
        *arena_push(a, &k->wants) =
            (BackWant){kind, place, text, back_bare(a, text), -1, table, -1};
}

static void want_fixed(BackWork *k, Msg place, Str text)
{
    want(k, WANT_FIXED, msg(k->lang, place), text, NULL);
}

static Str table_text(Arena *arena, const PaperTable *t)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    for (int i = 0; i < t->ncolumns; i++)
        out_s(&out, t->columns[i].head);
    for (int i = 0; i < t->cells.count; i++)
        out_s(&out, t->cells.items[i]);
    return out_str(&out);
}

static void want_body(BackWork *k)
{
    int line = 0;
    for (int i = 0; i < k->paper->body.count; i++) {
        const PaperBlock *b = &k->paper->body.items[i];
        if (b->kind == PAPER_TABLE) {
            want(k, WANT_TABLE, msg(k->lang, MSG_CIRCULAR_BACK_TABLE),
                 table_text(k->app->arena, &b->table), &b->table);
        } else if (line < k->lines.count) {
            int count = k->wants.count;
            want(k, WANT_LINE, S(""), k->lines.items[line].printed, NULL);
            if (k->wants.count > count)
                k->wants.items[count].line = line;
            line++;
        }
    }
}

static void want_annexes(BackWork *k)
{
    for (int i = 0; i < k->paper->annexes.count; i++) {
        const PaperAnnex *x = &k->paper->annexes.items[i];
        want(k, WANT_FIXED, x->label, x->label, NULL);
        want(k, WANT_FIXED, x->label, paper_unbroken(k->app->arena, x->title), NULL);
        for (int b = 0; b < x->body.count; b++) {
            const PaperBlock *block = &x->body.items[b];
            if (block->kind == PAPER_TABLE)
                want(k, WANT_TABLE, x->label, table_text(k->app->arena, &block->table),
                     &block->table);
            else
                want(k, WANT_FIXED, x->label, block->text, NULL);
        }
    }
}

/* In the order of doc/docx_body.c; the imprint, a table that floats, is not laid beside anything. */
static void want_all(BackWork *k)
{
    const Paper *p = k->paper;
    Arena *a = k->app->arena;
    want_fixed(k, MSG_CIRCULAR_F_ISSUER, p->issuer);
    want_fixed(k, MSG_CIRCULAR_F_NUMBER, p->number);
    want_fixed(k, MSG_CIRCULAR_BACK_TITLE_LINE, paper_unbroken(a, p->title));
    want_fixed(k, MSG_CIRCULAR_BACK_ADDRESSEES, p->addressees);
    want_body(k);
    for (int i = 0; i < p->annex_names.count; i++)
        want_fixed(k, MSG_CIRCULAR_BACK_ANNEX_LIST,
                   i ? p->annex_names.items[i]
                     : arena_fmt(a, "%.*s%.*s", STR_ARG(p->annex_label),
                                 STR_ARG(p->annex_names.items[i])));
    want_fixed(k, MSG_CIRCULAR_BACK_SIGNATURE, p->signature);
    want_fixed(k, MSG_CIRCULAR_BACK_DATE, p->date);
    want_annexes(k);
    for (int i = 0; i < p->foot.count; i++)
        want_fixed(k, MSG_CIRCULAR_BACK_FOOT, p->foot.items[i]);
}

/* ---- what there is ---- */

static bool is_imprint(const BackWork *k, Str bare)
{
    const Paper *p = k->paper;
    Arena *a = k->app->arena;
    return (p->copies.len && str_has(bare, back_bare(a, p->copies))) ||
           (p->printed_by.len && str_has(bare, back_bare(a, p->printed_by)));
}

static void have_table(BackWork *k, const DocxBlock *b, int at)
{
    Out out = out_new(k->app->arena, LIMIT_DOCX_TEXT_BYTES + 1);
    for (int i = 0; i < b->cells.count; i++)
        out_s(&out, b->cells.items[i].text);
    Str bare = back_bare(k->app->arena, out_str(&out));
    if (bare.len && !is_imprint(k, bare))
        *arena_push(k->app->arena, &k->haves) = (BackHave){b, at, LINE_PARAGRAPH, S(""), bare, -1};
}

/* The kind by the number before it, typed or given by the program, else by the style. */
static void have_paragraph(BackWork *k, const DocxBlock *b, int at)
{
    Arena *a = k->app->arena;
    BackHave h = {.block = b, .at = at, .mate = -1};
    Str text = back_clean(a, b->text), words;
    if (text.len == 0)
        return;
    Str whole = arena_fmt(a, "%.*s%.*s", STR_ARG(b->label), STR_ARG(text));
    Str as_chapter = arena_fmt(a, "一、%.*s", STR_ARG(text));
    h.kind = circular_line_kind(whole, &h.text);
    if (h.kind == LINE_PARAGRAPH && (b->heading == 1 || b->heading == 2) && b->label.len == 0 &&
        circular_line_kind(as_chapter, &words) == LINE_CHAPTER) {
        h.kind = b->heading == 1 ? LINE_CHAPTER : LINE_SECTION;
        h.text = words;
    }
    h.bare = back_bare(a, h.text);
    if (h.bare.len)
        *arena_push(a, &k->haves) = h;
}

bool back_bound(const BackWork *k, Str name, int limit, int64_t found, Err *err)
{
    Arena *a = k->app->arena;
    return found <= limit ||
           err_set(err, ERR_LIMIT, {"name", name}, {"limit", arena_fmt(a, "%d", limit)},
                   {"found", arena_fmt(a, "%lld", (long long)found)});
}

static bool have_all(BackWork *k, Err *err)
{
    int64_t letters = 0;
    for (int i = 0; i < k->docx->blocks.count; i++) {
        const DocxBlock *b = &k->docx->blocks.items[i];
        letters += utf8_count(b->text);
        if (!back_bound(k, S("LIMIT_CIRCULAR_BACK_CHARACTERS"), LIMIT_CIRCULAR_BACK_CHARACTERS,
                        letters, err))
            return false;
        if (b->is_table)
            have_table(k, b, i);
        else
            have_paragraph(k, b, i);
        int most = k->haves.count > k->wants.count ? k->haves.count : k->wants.count;
        if (!back_bound(k, S("LIMIT_CIRCULAR_BACK_LINES"), LIMIT_CIRCULAR_BACK_LINES, most, err))
            return false;
    }
    return true;
}

/* ---- one beside the other ---- */

static void pair_up(BackWork *k, int w, int h)
{
    k->wants.items[w].mate = h;
    k->haves.items[h].mate = w;
}

static int likeness(const BackWant *w, const Grams *wg, const BackHave *h, const Grams *hg)
{
    if ((w->kind == WANT_TABLE) != h->block->is_table)
        return 0;
    int like = str_eq(w->bare, h->bare) ? LIKE_SAME : alike(wg, hg);
    return like < LIKE_MIN ? 0 : like;
}

/* The pairs, in order, that are most alike together. */
static void pair_alike(BackWork *k)
{
    AUTO_ARENA scratch = {0};
    int nw = k->wants.count, nh = k->haves.count, wide = nh + 1;
    Grams *wg = arena_new(&scratch, Grams, nw + 1), *hg = arena_new(&scratch, Grams, nh + 1);
    int *like = arena_new(&scratch, int, nw *nh + 1),
        *best = arena_new(&scratch, int, (nw + 1) * wide);
    for (int i = 0; i < nw; i++)
        wg[i] = grams_of(&scratch, k->wants.items[i].bare);
    for (int i = 0; i < nh; i++)
        hg[i] = grams_of(&scratch, k->haves.items[i].bare);
    for (int w = nw - 1; w >= 0; w--)
        for (int h = nh - 1; h >= 0; h--) {
            int one = likeness(&k->wants.items[w], &wg[w], &k->haves.items[h], &hg[h]);
            int both = one ? one + best[(w + 1) * wide + h + 1] : 0;
            int other = best[(w + 1) * wide + h];
            like[w * nh + h] = one;
            other = best[w * wide + h + 1] > other ? best[w * wide + h + 1] : other;
            best[w * wide + h] = both > other ? both : other;
        }
    for (int w = 0, h = 0; w < nw && h < nh;) {
        int one = like[w * nh + h], now = best[w * wide + h];
        if (one && now == one + best[(w + 1) * wide + h + 1])
            pair_up(k, w++, h++);
        else if (now == best[(w + 1) * wide + h])
            w++;
        else
            h++;
    }
}

/* Between two pairs as many left over on both sides, of one kind: they are the same ones, written anew. */
static void pair_gap(BackWork *k, int w, int w_end, int h, int h_end)
{
    if (w_end - w != h_end - h)
        return;
    for (int i = 0; i < w_end - w; i++) {
        const BackWant *x = &k->wants.items[w + i];
        if (x->kind != k->wants.items[w].kind ||
            (x->kind == WANT_TABLE) != k->haves.items[h + i].block->is_table)
            return;
    }
    for (int i = 0; i < w_end - w; i++)
        pair_up(k, w + i, h + i);
}

static void pair_gaps(BackWork *k)
{
    int w = 0, h = 0;
    for (int i = 0; i <= k->wants.count; i++) {
        if (i < k->wants.count && k->wants.items[i].mate < 0)
            continue;
        int end = i < k->wants.count ? k->wants.items[i].mate : k->haves.count;
        pair_gap(k, w, i, h, end);
        w = i + 1;
        h = end + 1;
    }
}

/* ---- what follows from it ---- */

static void tell_fixed(BackWork *k)
{
    for (int i = 0; i < k->wants.count; i++) {
        const BackWant *w = &k->wants.items[i];
        const BackHave *h = w->mate < 0 ? NULL : &k->haves.items[w->mate];
        if (w->kind == WANT_FIXED && (!h || !str_eq(h->bare, w->bare)))
            back_point(k, POINT_FIXED, w->place, w->text,
                       h ? back_clean(k->app->arena, h->block->text) : S(""));
    }
}

/* Whether what stands behind the pair at `have` belongs to the passages: beside one of their lines, before the foot. */
static bool is_inside(const BackWork *k, int have)
{
    int before = -1, after = k->wants.count;
    for (int i = have - 1; i >= 0 && before < 0; i--)
        before = k->haves.items[i].mate;
    for (int i = have + 1; i < k->haves.count && after == k->wants.count; i++)
        if (k->haves.items[i].mate >= 0)
            after = k->haves.items[i].mate;
    for (int w = before < 0 ? 0 : before; w <= after && w < k->wants.count; w++)
        if (k->wants.items[w].kind == WANT_LINE)
            return before >= 0;
    return false;
}

static void pair_have(BackWork *k, int have, int *ret_next)
{
    Arena *a = k->app->arena;
    const BackHave *h = &k->haves.items[have];
    const BackWant *w = h->mate < 0 ? NULL : &k->wants.items[h->mate];
    if (w && w->kind == WANT_LINE) {
        for (; *ret_next < w->line; (*ret_next)++)
            *arena_push(a, &k->pairs) = (BackPair){*ret_next, -1};
        *arena_push(a, &k->pairs) = (BackPair){w->line, have};
        *ret_next = w->line + 1;
    } else if (!w && h->block->is_table) {
        back_point(k, POINT_OUTSIDE, msg(k->lang, MSG_CIRCULAR_BACK_TABLE), S(""),
                   utf8_prefix(h->bare, 120));
    } else if (!w && is_inside(k, have)) {
        *arena_push(a, &k->pairs) = (BackPair){-1, have};
    } else if (!w) {
        back_point(k, POINT_OUTSIDE, msg(k->lang, MSG_CIRCULAR_BACK_OUTSIDE), S(""),
                   back_clean(a, h->block->text));
    }
}

bool back_align(BackWork *k, Err *err)
{
    int next = 0, met = 0;
    want_all(k);
    if (!have_all(k, err))
        return false;
    pair_alike(k);
    for (int i = 0; i < k->wants.count; i++)
        met += k->wants.items[i].kind == WANT_LINE && k->wants.items[i].mate >= 0;
    if (met == 0)
        return err_set(err, ERR_CIRCULAR_BACK_STRANGE);
    pair_gaps(k);
    tell_fixed(k);
    for (int i = 0; i < k->haves.count; i++)
        pair_have(k, i, &next);
    for (; next < k->lines.count; next++)
        *arena_push(k->app->arena, &k->pairs) = (BackPair){next, -1};
    return true;
}
