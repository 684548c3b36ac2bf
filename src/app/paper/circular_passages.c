#include "app/paper/circular_passages.h"

#include "app/clean_text.h"
#include "app/paper/circular_refs.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "sys/json_in.h"

enum { HEADING_CHARACTERS_MAX = 40 };

static const struct {
    Str word;
    Msg name;
} passages[PASSAGES] = {
    [PASSAGE_OPENING] = {SC("opening"), MSG_CIRCULAR_P_OPENING},
    [PASSAGE_OVERALL] = {SC("overall"), MSG_CIRCULAR_P_OVERALL},
    [PASSAGE_AHEAD] = {SC("ahead"), MSG_CIRCULAR_P_AHEAD},
    [PASSAGE_PROBLEMS] = {SC("problems"), MSG_CIRCULAR_P_PROBLEMS},
    [PASSAGE_REQUIREMENTS] = {SC("requirements"), MSG_CIRCULAR_P_REQUIREMENTS},
    [PASSAGE_CLOSING] = {SC("closing"), MSG_CIRCULAR_P_CLOSING},
};

Str passage_word(CircularPassage passage)
{
    return passages[passage].word;
}

Str passage_name(Lang lang, CircularPassage passage)
{
    return msg(lang, passages[passage].name);
}

/* ---- as it is kept ---- */

Str circular_text_json(Arena *arena, const CircularText *text)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    for (int i = 0; i < PASSAGES; i++)
        json_kstr(&json, passages[i].word, text->passages[i]);
    json_object_end(&json);
    return out_str(&out);
}

bool circular_text_parse(Arena *arena, Str json, CircularText *ret_text, Err *err)
{
    Tree *tree;
    CircularText text = {0};
    if (!json_parse(arena, json, &tree, err))
        return false;
    for (int i = 0; i < PASSAGES; i++) {
        const Tree *member = tree_get(tree, passages[i].word);
        text.passages[i] = member && member->kind == TREE_TEXT ? member->text : S("");
    }
    *ret_text = text;
    return true;
}

bool circular_text_clean(Arena *arena, const CircularText *text, CircularText *ret_text, Err *err)
{
    static const CleanRule rule = {SC("LIMIT_CIRCULAR_CHARACTERS"), LIMIT_CIRCULAR_CHARACTERS,
                                   true};
    for (int i = 0; i < PASSAGES; i++)
        if (!clean_text(arena, &rule, text->passages[i], &ret_text->passages[i], err))
            return false;
    return true;
}

bool circular_text_same(const CircularText *a, const CircularText *b)
{
    for (int i = 0; i < PASSAGES; i++)
        if (!str_eq(a->passages[i], b->passages[i]))
            return false;
    return true;
}

/* ---- lines ---- */

static ptrdiff_t numeral_len(Str s)
{
    static const Str digits[] = {SC("一"), SC("二"), SC("三"), SC("四"), SC("五"),
                                 SC("六"), SC("七"), SC("八"), SC("九"), SC("十")};
    ptrdiff_t len = 0;
    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++)
        if (str_starts(str_sub(s, len, s.len), digits[i])) {
            len += digits[i].len;
            i = (size_t)-1; /* from the first again */
        }
    return len;
}

CircularLineKind circular_line_kind(Str line, Str *ret_words)
{
    Str open = S("（"), rest = line;
    bool section = str_starts(line, open);
    if (section)
        rest = str_sub(line, open.len, line.len);
    ptrdiff_t len = numeral_len(rest);
    Str words = str_sub(rest, len, rest.len), mark = section ? S("）") : S("、");
    *ret_words = line;
    if (len == 0 || !str_starts(words, mark))
        return LINE_PARAGRAPH;
    words = utf8_trim(str_sub(words, mark.len, words.len));
    if (words.len == 0 || str_has(words, S("。")) || str_has(words, S("；")) ||
        utf8_count(words) > HEADING_CHARACTERS_MAX)
        return LINE_PARAGRAPH;
    *ret_words = words;
    return section ? LINE_SECTION : LINE_CHAPTER;
}

/* ---- filling ---- */

typedef struct Fill {
    PaperWriter *w;
    CircularFaults *faults; /* NULL: nobody asks */
    CircularLines *lines;   /* the same */
    CircularLine at;
    CircularPassage passage;
    int number;
    Str line;
    LIST_OF(Str) names; /* that hold digits */
} Fill;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void add_name(Fill *f, Str name)
{
    for (ptrdiff_t i = 0; i < name.len; i++)
        if (is_digit(name.ptr[i])) {
            *arena_push(f->w->app->arena, &f->names) = name;
            return;
        }
}

static void add_names(Fill *f)
{
    const CampaignDef *def = &f->w->app->def;
    add_name(f, def->name);
    add_name(f, campaign_name(f->w->app));
    for (int i = 0; i < def->groups.count; i++)
        add_name(f, def->groups.items[i].name);
    for (int i = 0; i < def->units.count; i++)
        add_name(f, def->units.items[i].name);
    for (int i = 0; i < def->indicators.count; i++)
        add_name(f, def->indicators.items[i].name);
    for (int i = 0; i < f->w->facts->count; i++)
        for (int k = 0; k < f->w->facts->groups[i].scheme.nnodes; k++)
            add_name(f, f->w->facts->groups[i].scheme.nodes[k].name);
}

/* The longest of them that begins here. */
static Str name_at(const Fill *f, ptrdiff_t at)
{
    Str rest = str_sub(f->line, at, f->line.len), found = S("");
    for (int i = 0; i < f->names.count; i++)
        if (f->names.items[i].len > found.len && str_starts(rest, f->names.items[i]))
            found = f->names.items[i];
    return found;
}

static void fault(Fill *f, CircularFaultKind kind, Str found, Str offer)
{
    if (f->faults)
        *arena_push(f->w->app->arena, f->faults) =
            (CircularFault){kind, f->passage, f->number, found, offer};
}

static Str typed(Fill *f, Str text)
{
    return figure(&f->w->figures, text, (Figure){.kind = S("typed")});
}

static ptrdiff_t put_reference(Fill *f, ptrdiff_t at, Out *out)
{
    ptrdiff_t end = str_find(f->line, S("}"), at);
    Str whole = str_sub(f->line, at, end < 0 ? f->line.len : end + 1), text;
    Figure origin;
    if (end >= 0 && ref_read(f->w, str_sub(f->line, at + 1, end), &text, &origin)) {
        *arena_push(f->w->app->arena, &f->at.spans) =
            (CircularSpan){(ptrdiff_t)out->len, text.len, whole, origin};
        out_s(out, figure(&f->w->figures, text, origin));
    } else {
        fault(f, CIRCULAR_UNKNOWN, utf8_prefix(whole, 80), S(""));
        out_s(out, typed(f, whole));
    }
    return at + whole.len;
}

static bool starts_any(Str s, const Str *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(s, words[i]))
            return true;
    return false;
}

/* 84.27分, 第3名: what a figure of the month looks like, right or wrong. */
static bool looks_like_figure(const Fill *f, ptrdiff_t from, ptrdiff_t to, Str *ret_found)
{
    static const Str places[] = {SC("名"), SC("位")},
                     not_points[] = {SC("分钟"), SC("分之"), SC("分管")};
    Str before = str_sub(f->line, 0, from), after = str_sub(f->line, to, f->line.len);
    Str rest = str_trim(after);
    bool ordinal = str_ends(str_trim(before), S("第"));
    bool points = str_starts(rest, S("分")) && !starts_any(rest, not_points, 3);
    bool place = ordinal && starts_any(rest, places, 2);
    ptrdiff_t end = points || place ? to + (rest.ptr - after.ptr) + S("分").len : to;
    *ret_found = str_sub(f->line, place ? from - S("第").len : from, end);
    return points || place;
}

static ptrdiff_t put_number(Fill *f, ptrdiff_t at, Out *out)
{
    ptrdiff_t to = at;
    Str found;
    while (to < f->line.len &&
           (is_digit(f->line.ptr[to]) || (f->line.ptr[to] == '.' && to + 1 < f->line.len &&
                                          to > at && is_digit(f->line.ptr[to + 1]))))
        to++;
    Str number = str_sub(f->line, at, to);
    bool looks = looks_like_figure(f, at, to, &found);
    Str offer = looks || str_has(number, S(".")) ? ref_offer(f->w, f->line, number) : S("");
    if (looks || offer.len)
        fault(f, CIRCULAR_TYPED, found, offer);
    out_s(out, typed(f, number));
    return to;
}

/* 第三名 */
static ptrdiff_t put_ordinal(Fill *f, ptrdiff_t at, Out *out)
{
    Str word = S("第");
    ptrdiff_t from = at + word.len;
    ptrdiff_t len = numeral_len(str_sub(f->line, from, f->line.len));
    Str after = str_sub(f->line, from + len, f->line.len);
    if (len && (str_starts(after, S("名")) || str_starts(after, S("位"))))
        fault(f, CIRCULAR_TYPED, str_sub(f->line, at, from + len + S("名").len), S(""));
    out_s(out, word);
    return from;
}

static Str fill_line(Fill *f, Str line)
{
    Out out = writer_list(f->w);
    f->line = line;
    for (ptrdiff_t at = 0; at < line.len;) {
        Str rest = str_sub(line, at, line.len), name = name_at(f, at);
        if (name.len) {
            out_s(&out, figure_name(&f->w->figures, name));
            at += name.len;
        } else if (line.ptr[at] == '{') {
            at = put_reference(f, at, &out);
        } else if (is_digit(line.ptr[at])) {
            at = put_number(f, at, &out);
        } else if (str_starts(rest, S("第"))) {
            at = put_ordinal(f, at, &out);
        } else {
            out_c(&out, line.ptr[at++]);
        }
    }
    return out_str(&out);
}

static void fill_all(Fill *f, const CircularText *text, CircularPassage from, CircularPassage to)
{
    PaperWriter *w = f->w;
    add_names(f);
    for (int p = (int)from; p <= (int)to; p++) {
        Str rest = text->passages[p];
        f->passage = (CircularPassage)p;
        f->number = 0;
        while (rest.len) {
            Str line = utf8_trim(str_cut(&rest, '\n')), words;
            f->number++;
            if (line.len == 0)
                continue;
            CircularLineKind kind = circular_line_kind(line, &words);
            f->at = (CircularLine){f->passage, f->number, kind, .raw = line};
            f->at.printed = fill_line(f, words);
            if (f->lines)
                *arena_push(w->app->arena, f->lines) = f->at;
            if (kind == LINE_PARAGRAPH)
                writer_paragraph(w, f->at.printed);
            else
                writer_heading(w, kind == LINE_CHAPTER ? 1 : 2, f->at.printed);
        }
    }
}

void circular_fill(PaperWriter *w, const CircularText *text, CircularPassage from,
                   CircularPassage to, CircularFaults *faults)
{
    Fill f = {.w = w, .faults = faults};
    fill_all(&f, text, from, to);
}

void circular_lines(App *app, const CircularFacts *facts, const CircularText *text,
                    CircularLines *ret_lines, CircularFaults *faults)
{
    PaperWriter w = {.app = app, .facts = facts, .figures.arena = app->arena};
    Fill f = {.w = &w, .faults = faults, .lines = ret_lines};
    fill_all(&f, text, PASSAGE_OPENING, PASSAGE_CLOSING);
}
