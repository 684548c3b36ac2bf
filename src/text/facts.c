/* text/facts.c - the campaign: its name, the parts the name counts, the areas under each part. */
#include "text/facts.h"

#include "base/utf8.h"
#include "text/number.h"
#include "text/target.h"
#include "text/what.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { NAMES_MAX = 64, NAME_CHARS_MAX = 14, PARTS_MAX = 8, DEFINITION_CHARS_MAX = 200 };

typedef struct Name {
    Str text; /* 三重四创五优化 */
    int seen;
    bool activity; /* …活动 follows */
    bool launched; /* 启动“…”活动, not last year's */
    Str parts[PARTS_MAX];
    int numbers[PARTS_MAX];
    int nparts;
    ptrdiff_t at; /* of its first quote */
} Name;

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

/* 三重四创五优化 → 三重 | 四创 | 五优化. Each part is a number from 2 to 20 and one to four characters. */
static bool parse_name(Str text, Name *name)
{
    *name = (Name){.text = text};
    ptrdiff_t at = 0;
    if (text.len == 0 || utf8_count(text) > NAME_CHARS_MAX || name_at(text, 0) == text.len)
        return false;
    while (at < text.len) {
        int number;
        ptrdiff_t n = number_is_chinese(text, at) ? number_small(text, at, &number) : 0;
        if (n == 0 || number < 2 || number > 20 || name->nparts == PARTS_MAX)
            return false;
        ptrdiff_t end = at + n, chars = 0;
        while (end < text.len && !number_is_chinese(text, end)) {
            if ((unsigned char)text.ptr[end] < 0xE3 || has_at(text, end, S("、")))
                return false;
            end += char_len(text, end);
            chars++;
        }
        if (chars < 1 || chars > 4)
            return false;
        name->parts[name->nparts] = str_sub(text, at, end);
        name->numbers[name->nparts++] = number;
        at = end;
    }
    return name->nparts > 0;
}

/* 启动, 开展 or 部署 right before the quote at `at`, and not 去年. */
static bool launches(Str norm, ptrdiff_t at)
{
    static const Str verbs[] = {SC("启动"), SC("开展"), SC("部署"), SC("启动实施")};
    static const Str before[] = {SC("去年"), SC("上年"), SC("前年"), SC("过去")};
    ptrdiff_t from = at;
    while (from > 0 && at - from < 60 && !is_clause_mark(norm, from - 1))
        from--;
    Str clause = str_sub(norm, from, at);
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (str_has(clause, before[i]))
            return false;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (has_at(norm, at - verbs[i].len, verbs[i]))
            return true;
    return false;
}

/* The name that is launched goes before one that is said at most twice as often. */
static bool is_better(const Name *a, const Name *b)
{
    if (a->launched != b->launched)
        return a->launched ? a->seen * 2 >= b->seen : a->seen > b->seen * 2;
    return a->seen >= b->seen;
}

/* Quoted names with numbers, each once with how often it is said. */
static int collect_names(const Source *src, Name *names)
{
    int count = 0;
    Str norm = src->norm;
    for (ptrdiff_t at = str_find(norm, S("“"), 0); at >= 0; at = str_find(norm, S("“"), at + 3)) {
        Str window = str_sub(norm, 0, at + 3 + 3 * (NAME_CHARS_MAX + 1));
        ptrdiff_t close = str_find(window, S("”"), at);
        Name name;
        if (close < 0 || !parse_name(str_sub(norm, at + 3, close), &name))
            continue;
        int k = 0;
        while (k < count && !str_eq(names[k].text, name.text))
            k++;
        if (k == count) {
            if (count == NAMES_MAX)
                continue;
            name.at = at;
            names[count++] = name;
        }
        names[k].seen++;
        if (has_at(norm, close + 3, S("活动")) || has_at(norm, close + 3, S("工作")))
            names[k].activity = true;
        if (has_at(norm, close + 3, S("活动")) && launches(norm, at))
            names[k].launched = true;
    }
    return count;
}

static void split_parts(const Source *src, ptrdiff_t from, ptrdiff_t to, Str mark, Strs *parts)
{
    Str norm = str_sub(src->norm, 0, to);
    ptrdiff_t item = from;
    for (ptrdiff_t at = from; at <= to;) {
        if (at < to && !has_at(norm, at, mark)) {
            at += char_len(norm, at);
            continue;
        }
        if (at > item)
            *arena_push(src->arena, parts) = source_text(src, item, at);
        at += at < to ? mark.len : 1;
        item = at;
    }
}

/* A quoted list cut so that it gives the number announced: at commas first, else at 、. */
static void quoted_parts(const Source *src, ptrdiff_t from, ptrdiff_t to, int announced,
                         Strs *parts)
{
    static const Str marks[] = {SC(","), SC(";"), SC("、")};
    for (size_t i = 0; i < 3; i++) {
        *parts = (Strs){0};
        split_parts(src, from, to, marks[i], parts);
        if (parts->count == announced)
            return;
    }
}

/* “三创”分别是指“…”; “A、B、C”“三个年”. */
static bool definition(const Source *src, Str part, int announced, Strs *parts, Span *ret_span)
{
    static const Str verbs[] = {SC("分别是指"), SC("分别是"), SC("分别指"), SC("是指"), SC("即"),
                                SC("指"),       SC("包括"),   SC("分别为"), SC("就是")};
    Str norm = src->norm, quoted = arena_fmt(src->arena, "“%.*s”", STR_ARG(part));
    for (ptrdiff_t at = str_find(norm, quoted, 0); at >= 0; at = str_find(norm, quoted, at + 3)) {
        ptrdiff_t after = at + quoted.len;
        if (has_at(norm, at - 3, S("”"))) {
            ptrdiff_t open = at - 3;
            while (open > 0 && at - open < 3 * DEFINITION_CHARS_MAX && !has_at(norm, open, S("“")))
                open--;
            if (has_at(norm, open, S("“"))) {
                quoted_parts(src, open + 3, at - 3, announced, parts);
                if (parts->count > 1) {
                    *ret_span = source_span(src, open, after);
                    return true;
                }
            }
        }
        for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
            if (!has_at(norm, after, verbs[i]))
                continue;
            ptrdiff_t from = after + verbs[i].len, to = from;
            while (has_at(norm, from, S(":")))
                from++;
            bool quote = has_at(norm, from, S("“"));
            Str window = str_sub(norm, 0, from + 3 * DEFINITION_CHARS_MAX);
            to = quote ? str_find(window, S("”"), from)
                       : sentence_end(window, from, window.len, true);
            if (to <= from)
                break;
            quoted_parts(src, from + (quote ? 3 : 0), to, announced, parts);
            if (parts->count > 1) {
                *ret_span = source_span(src, at, to);
                return true;
            }
        }
    }
    return false;
}

/* Areas under the heading that names the part; an area that opens into titles counts by those. */
static void headed_areas(const Source *src, const Outline *outline, const Reading *r, Component *c)
{
    for (int i = 0; i < outline->nodes.count; i++) {
        const Node *n = &outline->nodes.items[i];
        Str title = str_sub(src->norm, n->text, n->title_end);
        bool quoted = str_has(title, arena_fmt(src->arena, "“%.*s”", STR_ARG(c->name)));
        bool named = quoted || (str_has(title, c->name) && !str_has(title, r->facts.campaign));
        if (n->mood == MOOD_TALK || n->kind == MARK_NONE || !named || n->children < 2)
            continue;
        c->headed = n->children;
        for (int k = i + 1; k < outline->nodes.count && outline->nodes.items[k].level > n->level;
             k++) {
            const Node *child = &outline->nodes.items[k];
            bool leaf = child->parent == i ? child->children < 2
                                           : outline->nodes.items[child->parent].parent == i &&
                                                 outline->nodes.items[child->parent].children >= 2;
            if (!leaf)
                continue;
            c->areas++;
            *arena_push(src->arena, &c->titles) = r->sections.items[k].title;
        }
        c->span = r->sections.items[i].span;
        return;
    }
}

static void add_component(const Source *src, const Outline *outline, Reading *r, Str name,
                          int number)
{
    for (int i = 0; i < r->facts.components.count; i++)
        if (str_eq(r->facts.components.items[i].name, name))
            return;
    Component c = {.name = name, .announced = number};
    headed_areas(src, outline, r, &c);
    bool defined = definition(src, name, number, &c.parts, &c.span);
    bool told = c.areas > 0 || defined;
    int found = c.areas == 0 ? c.parts.count : c.headed == number ? c.headed : c.areas;
    *arena_push(src->arena, &r->facts.components) = c;
    r->facts.areas += c.areas;
    if (told && found != number)
        *arena_push(src->arena, &r->warnings) = (Warning){.kind = WARN_ANNOUNCED_FOUND,
                                                          .what = name,
                                                          .announced = number,
                                                          .found = found,
                                                          .span = c.span};
}

void facts_campaign(const Source *src, const Outline *outline, Reading *r)
{
    Name *names = arena_new(src->arena, Name, NAMES_MAX);
    int count = collect_names(src, names), best = -1;
    for (int i = 0; i < count; i++) {
        bool fits = names[i].activity || names[i].seen >= 3;
        if (fits && (best < 0 || is_better(&names[i], &names[best])))
            best = i;
    }
    if (best >= 0) {
        r->facts.campaign = names[best].text;
        for (int k = 0; k < names[best].nparts; k++)
            add_component(src, outline, r, names[best].parts[k], names[best].numbers[k]);
    }
    for (int i = 0; i < count && best >= 0; i++) /* 启动“四个年”活动, said as often */
        if (i != best && names[i].activity && names[i].seen == names[best].seen &&
            names[i].nparts == 1)
            add_component(src, outline, r, names[i].parts[0], names[i].numbers[0]);
    for (int i = 0; i < count; i++) { /* other names whose parts the text lists */
        Strs parts = {0};
        Span span;
        if (i != best && names[i].nparts == 1 &&
            definition(src, names[i].text, names[i].numbers[0], &parts, &span))
            add_component(src, outline, r, names[i].text, names[i].numbers[0]);
    }
}

void facts_read(const Source *src, const Outline *outline, Reading *reading)
{
    facts_campaign(src, outline, reading);
    facts_machine(src, reading);
    facts_cadence(src, reading);
    facts_papers(src, outline, reading);
}
