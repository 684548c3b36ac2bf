/* What became of the figures, names and numbers in the paragraphs that changed. */
#include "app/paper/circular_back_parts.h"
#include "base/utf8.h"

static Str place_of(const BackDiff *d, int pair)
{
    const BackWork *k = d->work;
    for (int i = pair; i >= 0; i--)
        if (k->pairs.items[i].line >= 0) {
            const CircularLine *line = &k->lines.items[k->pairs.items[i].line];
            return back_line_place(k, line->passage, line->number);
        }
    return passage_name(k->lang, PASSAGE_OPENING);
}

static Str words_of(const BackDiff *d, int from, int to)
{
    Out out = out_new(d->work->app->arena, 4096);
    for (int i = from; i < to; i++)
        out_s(&out, d->now.items[i].text);
    return utf8_prefix(out_str(&out), 240);
}

/* The unit that is named last before the word, in its paragraph; 0: none. */
static int owner_of(const BackWords *words, int at)
{
    for (int i = at - 1; i >= 0 && words->items[i].pair == words->items[at].pair; i--)
        if (words->items[i].kind == WORD_NAME && words->items[i].unit)
            return words->items[i].unit;
    return 0;
}

static Str name_of_unit(const BackDiff *d, int unit)
{
    return unit ? d->work->app->def.units.items[unit - 1].name : S("");
}

static bool other_owner(const BackDiff *d, const BackSpan *s, int now)
{
    int was = owner_of(&d->old, s->from), is = owner_of(&d->now, now);
    return s->span->origin.unit.len && was && is && was != is;
}

static void claim(BackDiff *d, int span, int from, int to, BackSpanState state)
{
    d->spans.items[span].state = state;
    for (int i = from; i < to; i++)
        d->now.items[i].claim = span + 1;
    d->now.items[from].first = true;
}

/* ---- unchanged, or with its words in another place ---- */

static bool is_whole(const BackDiff *d, const BackSpan *s)
{
    int first = d->old.items[s->from].mate;
    for (int i = s->from; i < s->to; i++)
        if (first < 0 || d->old.items[i].mate != first + i - s->from)
            return false;
    return true;
}

/* Left as it was typed: the reference would say whose it is, and the name before it says another. */
static void tell_owner(BackDiff *d, BackSpan *s, int now, int to)
{
    Arena *a = d->work->app->arena;
    Str was = name_of_unit(d, owner_of(&d->old, s->from)),
        is = name_of_unit(d, owner_of(&d->now, now));
    CircularPoint *p =
        back_point(d->work, POINT_OWNER, place_of(d, s->pair),
                   arena_fmt(a, "%.*s %.*s", STR_ARG(was), STR_ARG(s->printed)),
                   arena_fmt(a, "%.*s %.*s", STR_ARG(is), STR_ARG(words_of(d, now, to))));
    p->reference = s->span->reference;
    s->state = SPAN_TOLD;
    for (int i = now; i < to; i++)
        d->now.items[i].told = true;
}

static void keep(BackDiff *d, int span)
{
    BackSpan *s = &d->spans.items[span];
    if (!is_whole(d, s))
        return;
    int now = d->old.items[s->from].mate, to = now + s->to - s->from;
    if (!other_owner(d, s, now)) {
        claim(d, span, now, to, SPAN_KEPT);
        return;
    }
    tell_owner(d, s, now, to);
}

/* The same words where the file has new ones, before or behind the same word, and of the same unit. */
static bool stands_at(const BackDiff *d, const BackSpan *s, int now)
{
    int len = s->to - s->from;
    if (now + len > d->now.count)
        return false;
    for (int i = 0; i < len; i++) {
        const BackWord *w = &d->now.items[now + i];
        if (w->mate >= 0 || w->claim || w->told || w->pair != d->now.items[now].pair ||
            !str_eq(w->text, d->old.items[s->from + i].text))
            return false;
    }
    bool after = s->to < d->old.count && now + len < d->now.count &&
                 str_eq(d->old.items[s->to].text, d->now.items[now + len].text);
    bool before = s->from > 0 && now > 0 &&
                  str_eq(d->old.items[s->from - 1].text, d->now.items[now - 1].text);
    int was = owner_of(&d->old, s->from), is = owner_of(&d->now, now);
    return (after || before) && (s->span->origin.unit.len == 0 || was == is || is == 0);
}

static void find_moved(BackDiff *d, int span)
{
    const BackSpan *s = &d->spans.items[span];
    for (int i = 0; i < d->now.count && s->state == SPAN_OPEN; i++)
        if (stands_at(d, s, i))
            claim(d, span, i, i + s->to - s->from, SPAN_KEPT);
}

/* ---- changed ---- */

typedef struct Region {
    int from, to; /* of the new words, between those that stand on both sides of the figure */
} Region;

static Region region_of(const BackDiff *d, const BackSpan *s)
{
    Region r = {d->at[s->pair].now_from, d->at[s->pair].now_to};
    for (int i = s->from - 1; i >= d->at[s->pair].old_from; i--)
        if (d->old.items[i].mate >= 0) {
            r.from = d->old.items[i].mate + 1;
            break;
        }
    for (int i = s->to; i < d->at[s->pair].old_to; i++)
        if (d->old.items[i].mate >= 0) {
            r.to = d->old.items[i].mate;
            break;
        }
    return r;
}

static bool is_free(const BackWord *w)
{
    return w->claim == 0 && !w->told;
}

static bool is_number(const BackWord *w)
{
    return w->kind == WORD_NUMBER || w->kind == WORD_NUMERAL;
}

/* Of the same shape first: 84.27 has a point, 两 is no digit. */
static int number_in(const BackDiff *d, const BackSpan *s, Region r)
{
    const BackWord *was = &d->old.items[s->from];
    int found = -1;
    for (int pass = 0; pass < 3 && found < 0; pass++)
        for (int i = r.from; i < r.to && found < 0; i++) {
            const BackWord *w = &d->now.items[i];
            bool like =
                w->kind == was->kind && str_has(w->text, S(".")) == str_has(was->text, S("."));
            bool alone = r.to - r.from <= 2 || w->kind == WORD_NUMBER;
            if (is_free(w) && w->mate < 0 && is_number(w) &&
                (pass == 0   ? like
                 : pass == 1 ? w->kind == was->kind
                             : alone))
                found = i;
        }
    return found;
}

/* Of several words, as 2021年7月: from the first to the last that is a number or was of it. */
static Region part_of(const BackDiff *d, const BackSpan *s, Region r)
{
    Region part = {-1, -1};
    bool any = false;
    for (int i = r.from; i < r.to; i++) {
        const BackWord *w = &d->now.items[i];
        bool own = w->mate >= s->from && w->mate < s->to;
        if (!is_free(w) || (!own && !(is_number(w) && w->mate < 0)))
            continue;
        any |= is_number(w);
        part.from = part.from < 0 ? i : part.from;
        part.to = i + 1;
    }
    for (int i = part.from; any && i < part.to; i++)
        any = is_free(&d->now.items[i]);
    return any ? part : (Region){-1, -1};
}

static void change(BackDiff *d, int span)
{
    BackSpan *s = &d->spans.items[span];
    Region r = region_of(d, s), part;
    if (s->to - s->from > 1) {
        part = part_of(d, s, r);
    } else {
        part.from = number_in(d, s, r);
        part.to = part.from + 1;
    }
    if (part.from >= 0 && other_owner(d, s, part.from)) {
        tell_owner(d, s, part.from, part.to);
        return;
    }
    Str after = part.from < 0 ? S("") : words_of(d, part.from, part.to);
    if (part.from >= 0)
        claim(d, span, part.from, part.to, SPAN_CHANGED);
    else
        s->state = SPAN_TOLD;
    CircularPoint *p = back_point(d->work, part.from < 0 ? POINT_GONE : POINT_FIGURE,
                                  place_of(d, s->pair), s->printed, after);
    p->reference = s->span->reference;
}

/* ---- names ---- */

/* A name that stands elsewhere in what is new was moved, not changed. */
static void forget_moved(BackDiff *d)
{
    for (int i = 0; i < d->old.count; i++) {
        BackWord *o = &d->old.items[i];
        for (int k = 0; o->kind == WORD_NAME && o->mate < 0 && k < d->now.count && !o->told; k++) {
            BackWord *n = &d->now.items[k];
            if (n->kind == WORD_NAME && n->mate < 0 && !n->told && str_eq(n->text, o->text))
                n->told = o->told = true;
        }
    }
}

static BackWord *new_name(BackDiff *d, int pair)
{
    for (int i = d->at[pair].now_from; i < d->at[pair].now_to; i++) {
        BackWord *w = &d->now.items[i];
        if (w->kind == WORD_NAME && w->mate < 0 && !w->told)
            return w;
    }
    return NULL;
}

static void tell_names(BackDiff *d)
{
    forget_moved(d);
    for (int pair = 0; pair < d->work->pairs.count; pair++) {
        BackWord *other;
        for (int i = d->at[pair].old_from; i < d->at[pair].old_to; i++) {
            BackWord *w = &d->old.items[i];
            if (w->kind != WORD_NAME || w->mate >= 0 || w->told)
                continue;
            other = new_name(d, pair);
            back_point(d->work, POINT_NAME, place_of(d, pair), w->text,
                       other ? other->text : S(""));
            w->told = true;
            if (other)
                other->told = true;
        }
        while ((other = new_name(d, pair))) {
            back_point(d->work, POINT_NAME, place_of(d, pair), S(""), other->text);
            other->told = true;
        }
    }
}

/* ---- numbers ---- */

/* "1." before the words of a paragraph counts paragraphs. */
static bool is_count(const BackDiff *d, int now)
{
    int first = d->at[d->now.items[now].pair].now_from;
    bool begins = now == first || d->now.items[now - 1].kind == WORD_BREAK;
    Str after = now + 1 < d->now.count ? d->now.items[now + 1].text : S("");
    return begins && (str_eq(after, S(".")) || str_eq(after, S("．")) || str_eq(after, S("、")));
}

static void tell_numbers(BackDiff *d)
{
    for (int i = 0; i < d->now.count; i++) {
        BackWord *w = &d->now.items[i];
        if (w->kind != WORD_NUMBER || w->mate >= 0 || !is_free(w) || is_count(d, i))
            continue;
        int to = i + 1 < d->now.count && d->now.items[i + 1].pair == w->pair &&
                         d->now.items[i + 1].kind == WORD_SIGN
                     ? i + 2
                     : i + 1;
        back_point(d->work, POINT_TYPED, place_of(d, w->pair), S(""), words_of(d, i, to));
    }
}

void back_figures(BackDiff *d)
{
    for (int i = 0; i < d->spans.count; i++)
        keep(d, i);
    for (int i = 0; i < d->spans.count; i++)
        if (d->spans.items[i].state == SPAN_OPEN)
            find_moved(d, i);
    for (int i = 0; i < d->spans.count; i++)
        if (d->spans.items[i].state == SPAN_OPEN)
            change(d, i);
    tell_names(d);
    tell_numbers(d);
}
