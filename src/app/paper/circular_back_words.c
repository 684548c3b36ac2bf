/* The words of the paragraphs that changed: those handed out beside those that came back, and the text and the picture of it. */
#include "app/paper/circular_back_parts.h"
#include "base/limits.h"
#include "base/utf8.h"

enum { PLACES_MAX = 16 * 1000 * 1000 };

/* ---- words ---- */

typedef struct Cutting {
    BackDiff *diff;
    BackWords *list;
    int pair;
    Str text;
    const CircularLine *line; /* of the old ones: no word goes over the edge of a figure */
} Cutting;

static bool is_digit_at(Str s, ptrdiff_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Where the next figure begins or ends behind `at`. */
static ptrdiff_t edge_after(const Cutting *c, ptrdiff_t at)
{
    for (int i = 0; c->line && i < c->line->spans.count; i++) {
        const CircularSpan *s = &c->line->spans.items[i];
        if (s->at > at)
            return s->at;
        if (s->at + s->len > at)
            return s->at + s->len;
    }
    return c->text.len;
}

static ptrdiff_t name_len(const Cutting *c, Str rest, int *ret_unit)
{
    const CampaignDef *def = &c->diff->work->app->def;
    ptrdiff_t len = 0;
    *ret_unit = 0;
    for (int i = 0; i < def->units.count; i++) {
        const Str names[] = {def->units.items[i].name, def->units.items[i].short_name};
        for (int k = 0; k < 2; k++)
            if (names[k].len > len && names[k].len > 3 && str_starts(rest, names[k])) {
                len = names[k].len;
                *ret_unit = i + 1;
            }
    }
    for (int i = 0; i < def->groups.count; i++) {
        Str name = def->groups.items[i].name;
        if (name.len > len && name.len > 3 && str_starts(rest, name)) {
            len = name.len;
            *ret_unit = 0;
        }
    }
    return len;
}

static ptrdiff_t numeral_len(Str rest)
{
    static const Str digits[] = {SC("一"), SC("二"), SC("三"), SC("四"), SC("五"),
                                 SC("六"), SC("七"), SC("八"), SC("九"), SC("十"),
                                 SC("百"), SC("两"), SC("零"), SC("〇")};
    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++)
        if (str_starts(rest, digits[i]))
            return digits[i].len;
    return 0;
}

static ptrdiff_t number_len(Str rest)
{
    ptrdiff_t to = 0;
    while (is_digit_at(rest, to) ||
           (to > 0 && to < rest.len && rest.ptr[to] == '.' && is_digit_at(rest, to + 1)))
        to++;
    return to;
}

static ptrdiff_t word_len(const Cutting *c, Str rest, BackWord *word)
{
    ptrdiff_t len = name_len(c, rest, &word->unit), more;
    word->kind = WORD_NAME;
    if (len)
        return len;
    len = number_len(rest);
    word->kind = WORD_NUMBER;
    if (len)
        return len;
    word->kind = WORD_NUMERAL;
    for (; (more = numeral_len(str_sub(rest, len, rest.len))) > 0; len += more)
        ;
    if (len)
        return len;
    word->kind = WORD_LATIN;
    while (len < rest.len && is_letter(rest.ptr[len]))
        len++;
    if (len)
        return len;
    word->kind = rest.ptr[0] == '\n' ? WORD_BREAK : WORD_SIGN;
    (void)utf8_next(rest, &len);
    return len;
}

static void cut_words(Cutting *c)
{
    bool spaced = false;
    for (ptrdiff_t at = 0; at < c->text.len;) {
        Str rest = str_sub(c->text, at, edge_after(c, at));
        BackWord word = {.pair = c->pair, .mate = -1, .spaced = spaced};
        if (rest.ptr[0] == ' ') {
            spaced = true;
            at++;
            continue;
        }
        word.text = str_sub(rest, 0, word_len(c, rest, &word));
        at += word.text.len;
        spaced = false;
        *arena_push(c->diff->work->app->arena, c->list) = word;
    }
}

/* A line as printed whose spaces are cleaned is as long as its figures say only where nothing was cleaned away; else its words
 * are found by what stands in front of each figure. */
static void cut_old(BackDiff *d, int pair, const CircularLine *line)
{
    Cutting c = {d, &d->old, pair, line->printed, line};
    ptrdiff_t at = 0;
    int first = d->old.count;
    cut_words(&c);
    for (int i = 0, w = first; i < line->spans.count; i++) {
        const CircularSpan *s = &line->spans.items[i];
        BackSpan span = {.span = s, .pair = pair};
        span.printed = str_sub(line->printed, s->at, s->at + s->len);
        for (; w < d->old.count; w++) {
            at = d->old.items[w].text.ptr - line->printed.ptr;
            if (at >= s->at)
                break;
        }
        span.from = w;
        while (w < d->old.count && d->old.items[w].text.ptr - line->printed.ptr < s->at + s->len)
            w++;
        span.to = w;
        if (span.to > span.from)
            *arena_push(d->work->app->arena, &d->spans) = span;
    }
}

/* ---- which is which ---- */

static int weight(const BackWord *w)
{
    return w->kind == WORD_NUMBER || w->kind == WORD_NAME ? 4 : w->kind == WORD_NUMERAL ? 2 : 1;
}

static bool same_word(const BackDiff *d, int o, int n)
{
    return str_eq(d->old.items[o].text, d->now.items[n].text);
}

static void mate(BackDiff *d, int o, int n)
{
    d->old.items[o].mate = n;
    d->now.items[n].mate = o;
}

/* The common words of most weight; too many of them have none. */
static void mate_middle(BackDiff *d, int o, int o_end, int n, int n_end)
{
    AUTO_ARENA scratch = {0};
    int64_t wide = n_end - n + 1, high = o_end - o + 1;
    if (wide * high > PLACES_MAX)
        return;
    uint16_t *best = arena_new(&scratch, uint16_t, wide * high);
    for (int i = o_end - 1; i >= o; i--)
        for (int k = n_end - 1; k >= n; k--) {
            uint16_t *at = &best[(i - o) * wide + k - n];
            int value = at[wide] > at[1] ? at[wide] : at[1];
            if (same_word(d, i, k) && at[wide + 1] + weight(&d->old.items[i]) > value)
                value = at[wide + 1] + weight(&d->old.items[i]);
            *at = (uint16_t)value;
        }
    while (o < o_end && n < n_end) {
        const uint16_t *at = &best[(high - 1 - (o_end - o)) * wide + wide - 1 - (n_end - n)];
        if (same_word(d, o, n) && *at == at[wide + 1] + weight(&d->old.items[o])) {
            mate(d, o++, n++);
        } else if (*at == at[wide]) {
            o++;
        } else {
            n++;
        }
    }
}

static void mate_words(BackDiff *d, int o, int o_end, int n, int n_end)
{
    while (o < o_end && n < n_end && same_word(d, o, n))
        mate(d, o++, n++);
    while (o < o_end && n < n_end && same_word(d, o_end - 1, n_end - 1))
        mate(d, --o_end, --n_end);
    mate_middle(d, o, o_end, n, n_end);
}

void back_words(BackWork *k, BackDiff *d)
{
    Arena *a = k->app->arena;
    *d = (BackDiff){.work = k};
    d->at = arena_alloc(a, (size_t)k->pairs.count + 1, sizeof *d->at);
    for (int i = 0; i < k->pairs.count; i++) {
        const BackPair *p = &k->pairs.items[i];
        const CircularLine *line = p->line < 0 ? NULL : &k->lines.items[p->line];
        const BackHave *have = p->have < 0 ? NULL : &k->haves.items[p->have];
        d->at[i].old_from = d->old.count;
        d->at[i].now_from = d->now.count;
        d->at[i].changed = !line || !have || line->kind != have->kind ||
                           !str_eq(back_clean(a, line->printed), have->text);
        if (d->at[i].changed && line)
            cut_old(d, i, line);
        if (d->at[i].changed && have)
            cut_words(&(Cutting){d, &d->now, i, have->text, NULL});
        d->at[i].old_to = d->old.count;
        d->at[i].now_to = d->now.count;
        mate_words(d, d->at[i].old_from, d->at[i].old_to, d->at[i].now_from, d->at[i].now_to);
    }
}

/* ---- the text ---- */

static bool is_ascii_end(const Out *out)
{
    return out->len && (unsigned char)out->ptr[out->len - 1] < 0x80;
}

static void put_word(Out *out, const BackWord *w)
{
    if (w->spaced && is_ascii_end(out) && (unsigned char)w->text.ptr[0] < 0x80)
        out_c(out, ' ');
    out_s(out, w->text);
}

static Str mark_of(CircularLineKind kind)
{
    return kind == LINE_CHAPTER ? S("一、") : kind == LINE_SECTION ? S("（一）") : S("");
}

static void put_line(BackDiff *d, int pair, Out *out)
{
    const BackPair *p = &d->work->pairs.items[pair];
    if (!d->at[pair].changed) {
        out_s(out, d->work->lines.items[p->line].raw);
        return;
    }
    out_s(out, mark_of(d->work->haves.items[p->have].kind));
    for (int i = d->at[pair].now_from; i < d->at[pair].now_to; i++) {
        const BackWord *w = &d->now.items[i];
        if (w->claim == 0)
            put_word(out, w);
        else if (w->first)
            out_s(out, d->spans.items[w->claim - 1].span->reference);
    }
}

static CircularPassage passage_at(const BackWork *k, int pair)
{
    for (int i = pair; i >= 0; i--)
        if (k->pairs.items[i].line >= 0)
            return k->lines.items[k->pairs.items[i].line].passage;
    for (int i = pair; i < k->pairs.count; i++)
        if (k->pairs.items[i].line >= 0)
            return k->lines.items[k->pairs.items[i].line].passage;
    return PASSAGE_OPENING;
}

void back_compose(BackDiff *d, CircularText *text)
{
    BackWork *k = d->work;
    Out out[PASSAGES];
    bool touched[PASSAGES] = {0};
    for (int i = 0; i < PASSAGES; i++)
        out[i] = out_new(k->app->arena, LIMIT_OUTPUT_BYTES);
    for (int i = 0; i < k->pairs.count; i++) {
        CircularPassage p = passage_at(k, i);
        touched[p] |= d->at[i].changed;
        if (k->pairs.items[i].have < 0)
            continue;
        if (out[p].len)
            out_c(&out[p], '\n');
        put_line(d, i, &out[p]);
    }
    for (int i = 0; i < PASSAGES; i++)
        if (touched[i])
            text->passages[i] = out_str(&out[i]);
}

/* ---- the picture of it ---- */

typedef struct Picture {
    BackDiff *diff;
    CircularDifference *to;
    Out out;
    CircularPieceKind kind;
} Picture;

static void end_piece(Picture *p)
{
    Arena *a = p->diff->work->app->arena;
    if (p->out.len)
        *arena_push(a, &p->to->pieces) = (CircularPiece){p->kind, arena_str(a, out_str(&p->out))};
    p->out.len = 0;
}

static void add_piece(Picture *p, CircularPieceKind kind, const BackWord *word)
{
    if (kind != p->kind)
        end_piece(p);
    p->kind = kind;
    if (word->kind == WORD_BREAK)
        out_s(&p->out, S("↵"));
    else
        put_word(&p->out, word);
}

static bool stays(const BackDiff *d, int old)
{
    for (int i = 0; i < d->spans.count; i++)
        if (d->spans.items[i].state == SPAN_CHANGED && old >= d->spans.items[i].from &&
            old < d->spans.items[i].to)
            return true;
    return false;
}

static void add_gone(Picture *p, int from, int to)
{
    for (int i = from; i < to; i++)
        if (!stays(p->diff, i))
            add_piece(p, PIECE_GONE, &p->diff->old.items[i]);
}

static int next_mate(const BackDiff *d, int pair, int now)
{
    for (; now < d->at[pair].now_to; now++)
        if (d->now.items[now].mate >= 0)
            return d->now.items[now].mate;
    return d->at[pair].old_to;
}

static void add_word(Picture *p, const BackWord *w)
{
    const BackDiff *d = p->diff;
    const BackSpan *span = w->claim ? &d->spans.items[w->claim - 1] : NULL;
    if (!span || span->state != SPAN_CHANGED)
        add_piece(p, w->mate >= 0 ? PIECE_SAME : PIECE_NEW, w);
    else if (w->first)
        add_piece(p, PIECE_STAYS, &(BackWord){.text = span->printed});
}

static void add_difference(BackDiff *d, int pair)
{
    BackWork *k = d->work;
    const BackPair *at = &k->pairs.items[pair];
    CircularLineKind was = at->line < 0 ? LINE_PARAGRAPH : k->lines.items[at->line].kind,
                     is = at->have < 0 ? LINE_PARAGRAPH : k->haves.items[at->have].kind;
    CircularDifference *to = arena_push(k->app->arena, &k->back->differences);
    *to = (CircularDifference){.passage = passage_at(k, pair), .is_new = at->line < 0};
    for (int i = pair; i >= 0 && to->line == 0; i--)
        if (k->pairs.items[i].line >= 0 &&
            k->lines.items[k->pairs.items[i].line].passage == to->passage)
            to->line = k->lines.items[k->pairs.items[i].line].number;
    Picture p = {d, to, out_new(k->app->arena, LIMIT_OUTPUT_BYTES), PIECE_SAME};
    if (was != is) {
        add_piece(&p, PIECE_GONE, &(BackWord){.text = mark_of(was)});
        add_piece(&p, PIECE_NEW, &(BackWord){.text = mark_of(is)});
    }
    int old = d->at[pair].old_from;
    for (int i = d->at[pair].now_from; i < d->at[pair].now_to; i++) {
        int next = next_mate(d, pair, i);
        add_gone(&p, old, next);
        old = next > old ? next : old;
        old += d->now.items[i].mate >= 0;
        add_word(&p, &d->now.items[i]);
    }
    add_gone(&p, old, d->at[pair].old_to);
    end_piece(&p);
}

void back_differences(BackDiff *d)
{
    for (int i = 0; i < d->work->pairs.count; i++)
        if (d->at[i].changed)
            add_difference(d, i);
}
