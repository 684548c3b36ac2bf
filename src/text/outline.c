#include "text/outline.h"

#include "base/utf8.h"
#include "text/number.h"
#include "text/tokens.h"
#include "text/words.h"
#include "text/words_gen.h"

#include <string.h>

enum { DEPTH_MAX = 24, TITLE_CHARS_MAX = 45, TITLE_CUT_CHARS = 30, SPEAKER_CHARS_MAX = 70 };

typedef struct Open {
    MarkerKind kind;
    bool at_line, question;
    int last;  /* number of its newest item */
    int found; /* items */
    int node;  /* the newest item */
    int announced;
    ptrdiff_t announced_at, announced_end;
} Open;

typedef struct Builder {
    const Source *src;
    Outline *outline;
    Reading *reading;
    Open stack[DEPTH_MAX];
    int depth;
    int closed_line[MARK_KIND_COUNT]; /* last number of the newest closed list of a kind */
    int closed_run[MARK_KIND_COUNT];
    ptrdiff_t limit; /* end of the paragraph at hand */
} Builder;

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

ptrdiff_t sentence_end(Str text, ptrdiff_t at, ptrdiff_t end, bool semicolon)
{
    text = str_sub(text, 0, end);
    while (at < text.len) {
        char c = text.ptr[at];
        if (c == '\n')
            return at;
        if (c == '!' || c == '?' || (semicolon && c == ';') || has_at(text, at, S("。"))) {
            at += c == '!' || c == '?' || c == ';' ? 1 : 3;
            while (has_at(text, at, S("”")) || has_at(text, at, S("』")) ||
                   (at < text.len && text.ptr[at] == ')'))
                at += text.ptr[at] == ')' ? 1 : 3;
            return at;
        }
        at += char_len(text, at);
    }
    return text.len;
}

bool outline_is_speaker(Str t)
{
    if (utf8_count(t) > SPEAKER_CHARS_MAX || str_has(t, S("。")))
        return false;
    if (str_starts(t, S("【")) && str_has(t, S("】")))
        return true;
    static const Str voices[] = {SC("记者"), SC("主持人"), SC("发布人"),
                                 SC("问"),   SC("答"),     SC("主持")};
    static const Str crowds[] = {SC("同志们"), SC("朋友"), SC("大家"), SC("各位"),
                                 SC("各县"),   SC("各区"), SC("各市"), SC("各乡")};
    if (!str_ends(t, S(":")))
        return false;
    for (size_t i = 0; i < sizeof crowds / sizeof *crowds; i++)
        if (str_has(t, crowds[i]))
            return false;
    for (size_t i = 0; i < sizeof voices / sizeof *voices; i++)
        if (str_starts(t, voices[i]) || str_ends(t, voices[i]))
            return true;
    ptrdiff_t comma = str_find(t, S(","), 0);
    return comma < 0 && words_has(&words_posts, t, ~0u) && !words_has(&words_roles, t, ~0u);
}

/* ---- the stack of open lists ---- */

static Nodes *nodes_of(Builder *b)
{
    return &b->outline->nodes;
}

static void cut_segment(Builder *b, ptrdiff_t at, int node, bool foot)
{
    Segments *s = &b->outline->segments;
    if (s->count > 0)
        s->items[s->count - 1].end = at;
    *arena_push(b->src->arena, s) = (Segment){node, at, b->src->norm.len, foot};
}

static void close_top(Builder *b, ptrdiff_t at)
{
    Open *top = &b->stack[--b->depth];
    int *closed = top->at_line ? b->closed_line : b->closed_run;
    closed[top->kind] = top->last;
    nodes_of(b)->items[top->node].end = at;
    if (top->announced > 0 && top->announced != top->found && top->kind != MARK_NONE)
        *arena_push(b->src->arena, &b->reading->warnings) =
            (Warning){.kind = WARN_ANNOUNCED_FOUND,
                      .what = source_text(b->src, top->announced_at, top->announced_end),
                      .announced = top->announced,
                      .found = top->found,
                      .span = source_span(b->src, top->announced_at, top->announced_end)};
}

static void pop_to(Builder *b, int depth, ptrdiff_t at)
{
    while (b->depth > depth)
        close_top(b, at);
}

/* 五点意见 in the last sentence before a list. */
static void find_announced(const Builder *b, ptrdiff_t at, Open *open)
{
    Str text = str_sub(b->src->norm, 0, at);
    ptrdiff_t start = at > 400 ? at - 400 : 0;
    while (start < at && ((unsigned char)text.ptr[start] & 0xC0) == 0x80)
        start++;
    ptrdiff_t sentence = start, previous = start;
    for (ptrdiff_t i = start; i < at;) {
        ptrdiff_t end = sentence_end(text, i, at, false);
        while (end < at && (text.ptr[end] == '\n' || text.ptr[end] == ' '))
            end++;
        previous = sentence;
        sentence = i;
        i = end > i ? end : i + 1;
    }
    (void)previous;
    for (ptrdiff_t i = sentence; i < at; i += char_len(text, i)) {
        int no;
        if (i > 0 && has_at(text, i - 3, S("第")))
            continue;
        ptrdiff_t n = number_small(text, i, &no);
        ptrdiff_t w = n > 0 ? words_at(&words_announced, text, i + n, NULL) : 0;
        if (w > 0 && no >= 2 && no <= 60) {
            open->announced = no;
            open->announced_at = i;
            open->announced_end = i + n + w;
            i += n + w - char_len(text, i);
        } else if (n > 0) {
            i += n - char_len(text, i);
        }
        if (i >= at)
            break;
    }
}

/* The end of the title: the first sentence; a long one is cut at a comma. */
static void set_title(const Builder *b, Node *node, ptrdiff_t limit)
{
    Str text = str_sub(b->src->norm, 0, limit);
    ptrdiff_t end = sentence_end(text, node->text, limit, true);
    ptrdiff_t colon = str_find(str_sub(text, 0, end), S(":"), node->text);
    if (colon > 0 && !node->question && colon + 1 < end &&
        utf8_count(str_sub(text, node->text, colon)) >= 4)
        end = colon + 1;
    for (ptrdiff_t at = node->text; at < end; at += char_len(text, at))
        if (text.ptr[at] == '(' && words_at(&words_roles, text, at + 1, NULL) > 0) {
            end = at;
            break;
        }
    if (utf8_count(str_sub(text, node->text, end)) > TITLE_CHARS_MAX && !node->question) {
        ptrdiff_t cut = node->text, chars = 0;
        for (ptrdiff_t at = node->text; at < end; at += char_len(text, at)) {
            bool mark = text.ptr[at] == ',' || text.ptr[at] == ';' || has_at(text, at, S("、"));
            if (mark && (cut == node->text || chars <= TITLE_CUT_CHARS))
                cut = at;
            chars++;
        }
        node->whole = true;
        if (cut > node->text)
            end = cut;
    }
    node->title_end = end;
}

static int add_node(Builder *b, Node node)
{
    Nodes *nodes = nodes_of(b);
    int index = nodes->count;
    node.end = b->src->norm.len;
    if (node.parent >= 0)
        nodes->items[node.parent].children++;
    *arena_push(b->src->arena, nodes) = node;
    cut_segment(b, node.start, index, false);
    return index;
}

static int top_node(const Builder *b)
{
    return b->depth > 0 ? b->stack[b->depth - 1].node : -1;
}

static void open_list(Builder *b, Open open)
{
    if (b->depth == DEPTH_MAX)
        pop_to(b, DEPTH_MAX - 1, b->src->paras[0].start);
    b->stack[b->depth++] = open;
}

static bool same_family(MarkerKind a, MarkerKind b)
{
    return a == b || (a >= MARK_SHI && b >= MARK_SHI);
}

/* Index in the stack of the list that this token goes on with; -1 = none. */
static int find_list(const Builder *b, const Token *t, bool exact)
{
    for (int i = b->depth - 1; i >= 0; i--) {
        const Open *open = &b->stack[i];
        bool kind = exact ? open->kind == t->m.kind : same_family(open->kind, t->m.kind);
        if (kind && open->kind != MARK_NONE && open->at_line == t->at_line &&
            (t->m.no == open->last + 1 || (t->m.no == MARK_LAST && open->last > 0)))
            return i;
    }
    return -1;
}

static int find_kind(const Builder *b, const Token *t)
{
    for (int i = b->depth - 1; i >= 0; i--)
        if (b->stack[i].kind == t->m.kind && b->stack[i].at_line == t->at_line)
            return i;
    return -1;
}

static void warn_marker(Builder *b, WarnKind kind, const Token *t, int missing)
{
    *arena_push(b->src->arena, &b->reading->warnings) =
        (Warning){.kind = kind,
                  .what = source_text(b->src, t->m.no_start,
                                      marker_is_running(t->m.kind) ? t->m.end : t->m.no_end),
                  .announced = t->m.no,
                  .found = missing,
                  .span = source_span(b->src, t->m.start, t->m.end)};
}

static bool is_question(const Builder *b, const Token *t)
{
    Str rest = str_sub(b->src->norm, t->m.end, t->m.end + 60);
    static const Str asks[] = {SC("记者"), SC("问:"), SC("提问"), SC("问 ")};
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
        if (str_starts(rest, asks[i]))
            return true;
    ptrdiff_t colon = str_find(rest, S(":"), 0);
    return colon > 0 && str_has(str_sub(rest, 0, colon), S("记者"));
}

static void add_item(Builder *b, const Token *t, ptrdiff_t limit)
{
    Open *open = &b->stack[b->depth - 1];
    open->last = t->m.no == MARK_LAST ? open->last + 1 : t->m.no;
    open->found++;
    Node node = {.kind = t->m.kind,
                 .no = t->m.no,
                 .parent = b->depth > 1 ? b->stack[b->depth - 2].node : -1,
                 .level = b->depth,
                 .at_line = t->at_line,
                 .question = open->question,
                 .start = t->m.start,
                 .text = t->m.end,
                 .no_start = t->m.no_start,
                 .no_end = t->m.no_end};
    set_title(b, &node, limit);
    if (open->found > 1)
        nodes_of(b)->items[open->node].end = t->m.start;
    open->node = add_node(b, node);
}

/* Where a list that begins here belongs: closes what cannot enclose it. */
static void make_room(Builder *b, const Token *t, bool question)
{
    ptrdiff_t at = t->m.start;
    int same = find_kind(b, t);
    if (same >= 0 && !(b->stack[same].question && !question)) {
        pop_to(b, same, at);
        return;
    }
    if (!t->at_line || marker_is_running(t->m.kind))
        return;
    int keep = b->depth;
    for (int i = b->depth - 1; i >= 0; i--) {
        const Open *open = &b->stack[i];
        if (marker_is_running(open->kind) || open->kind == MARK_NONE || open->question)
            break;
        if (open->kind > t->m.kind)
            keep = i;
    }
    pop_to(b, keep, at);
}

/* 二是 stands, 一是 does not: the text before it in its section is the first point. */
static void supply_first(Builder *b, const Token *t)
{
    int parent = top_node(b);
    if (parent < 0 || t->at_line || t->m.no != 2)
        return;
    const Node *p = &nodes_of(b)->items[parent];
    ptrdiff_t start = p->title_end;
    while (start < t->m.start &&
           (b->src->norm.ptr[start] == '\n' || b->src->norm.ptr[start] == ' '))
        start++;
    if (p->children > 0 || t->m.start - start < 9)
        return;
    Node node = {.kind = t->m.kind,
                 .no = 1,
                 .parent = parent,
                 .level = b->depth + 1,
                 .implied = true,
                 .start = start,
                 .text = start,
                 .no_start = start,
                 .no_end = start};
    set_title(b, &node, t->m.start);
    open_list(b, (Open){.kind = t->m.kind, .last = 1, .found = 1});
    b->stack[b->depth - 1].node = add_node(b, node);
}

/* A paragraph that leads a list without a marker of its own becomes a section. */
static void lead_section(Builder *b, const Token *t)
{
    ptrdiff_t para = b->src->paras[t->para].start;
    int top = top_node(b);
    bool heading_free =
        top >= 0 && b->stack[b->depth - 1].at_line && nodes_of(b)->items[top].children == 0;
    if (t->at_line || heading_free || (top >= 0 && nodes_of(b)->items[top].start >= para) ||
        t->m.start <= para)
        return;
    Str text = str_sub(b->src->norm, 0, t->m.start);
    ptrdiff_t sentence = para, next = para;
    while (next < t->m.start) {
        sentence = next;
        next = sentence_end(text, next, t->m.start, false);
        if (next <= sentence)
            break;
    }
    Node node = {.kind = MARK_NONE,
                 .parent = top,
                 .level = b->depth + 1,
                 .start = para,
                 .text = sentence,
                 .no_start = para,
                 .no_end = para};
    set_title(b, &node, t->m.start);
    open_list(b, (Open){.kind = MARK_NONE});
    b->stack[b->depth - 1].node = add_node(b, node);
}

static void place(Builder *b, const Token *t, ptrdiff_t limit)
{
    int list = find_list(b, t, true);
    if (list < 0)
        list = find_list(b, t, false);
    for (int i = b->depth - 1; i >= 0 && list < 0; i--) { /* ① opens a line, ② follows in it */
        const Open *open = &b->stack[i];
        if (open->kind == t->m.kind && !t->at_line && t->m.no == open->last + 1 &&
            nodes_of(b)->items[open->node].start >= b->src->paras[t->para].start)
            list = i;
    }
    bool question = t->at_line && is_question(b, t);
    if (list >= 0 && t->m.no != 1 &&
        !(b->stack[list].question && !question && t->m.no != MARK_LAST)) {
        pop_to(b, list + 1, t->m.start);
        add_item(b, t, limit);
        return;
    }
    if (t->m.no == MARK_LAST)
        return;
    int before = b->depth;
    if (t->m.no > 1) {
        int same = find_kind(b, t);
        bool later = t->at_line && (b->closed_line[t->m.kind] + 1 == t->m.no ||
                                    b->closed_run[t->m.kind] + 1 == t->m.no);
        if (same >= 0 && b->stack[same].last < t->m.no && !b->stack[same].question) {
            warn_marker(b, WARN_SKIPPED, t, b->stack[same].last + 1);
            pop_to(b, same + 1, t->m.start);
            add_item(b, t, limit);
            return;
        }
        if (!t->at_line && !marker_is_running(t->m.kind))
            return;
        if (t->m.kind == MARK_FIRST || (t->m.kind == MARK_QI))
            return;
        if (!later) {
            warn_marker(b, WARN_NO_FIRST, t, 1);
            supply_first(b, t);
        }
        before = b->depth;
        if (find_list(b, t, true) >= 0) {
            add_item(b, t, limit);
            return;
        }
    }
    make_room(b, t, question);
    lead_section(b, t);
    (void)before;
    Open open = {.kind = t->m.kind, .at_line = t->at_line, .question = question, .node = -1};
    find_announced(b, t->m.start, &open);
    open_list(b, open);
    b->stack[b->depth - 1].node = top_node(b);
    add_item(b, t, limit);
}

/* ---- moods ---- */

static Mood mood_of_title(Str title)
{
    int tag = 0;
    if (words_find(&words_moods, title, 0, title.len, 1u << MOODS_PAST, NULL, &tag) >= 0)
        return MOOD_PAST;
    if (words_find(&words_moods, title, 0, title.len, 1u << MOODS_GOAL, NULL, &tag) >= 0)
        return MOOD_GOAL;
    if (words_find(&words_moods, title, 0, title.len, 1u << MOODS_FRAME, NULL, &tag) >= 0)
        return MOOD_FRAME;
    if (words_find(&words_moods, title, 0, title.len, 1u << MOODS_TASK, NULL, &tag) >= 0)
        return MOOD_TASK;
    return MOOD_NONE;
}

static bool tells_past(Str text)
{
    for (ptrdiff_t at = str_find(text, S("了"), 0); at >= 0; at = str_find(text, S("了"), at + 3)) {
        Str around = str_sub(text, at - 3, at + 6);
        if (!str_has(around, S("为了")) && !str_has(around, S("了解")) &&
            !str_has(around, S("除了")))
            return true;
    }
    return false;
}

static void set_moods(const Source *src, Outline *outline)
{
    for (int i = 0; i < outline->nodes.count; i++) {
        Node *n = &outline->nodes.items[i];
        Str title = str_sub(src->norm, n->text, n->title_end);
        n->mood = n->question ? MOOD_TALK : mood_of_title(title);
        Mood above = n->parent >= 0 ? outline->nodes.items[n->parent].mood : MOOD_NONE;
        Str lead =
            str_sub(src->norm, n->text, i + 1 < outline->nodes.count ? n[1].start : n->title_end);
        if (n->kind == MARK_NONE && n->mood == MOOD_NONE && tells_past(lead))
            n->mood = MOOD_PAST;
        if (n->mood == MOOD_NONE || above == MOOD_TALK)
            n->mood = above;
    }
}

/* ---- result ---- */

static Str section_no(const Source *src, const Node *n)
{
    if (n->kind == MARK_NONE)
        return S("");
    if (n->implied)
        return arena_fmt(src->arena, "[%s]",
                         n->kind == MARK_YAO  ? "一要"
                         : n->kind == MARK_DI ? "第一"
                                              : "一是");
    ptrdiff_t end = n->kind == MARK_SHI || n->kind == MARK_YAO ? n->text : n->no_end;
    return source_text(src, n->no_start, end);
}

static Str strip_end(Str title)
{
    static const Str ends[] = {SC("。"), SC(":"), SC("："), SC(";"),
                               SC("；"), SC(","), SC("，"), SC("、")};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (str_ends(title, ends[i])) {
                title = str_trim(str_sub(title, 0, title.len - ends[i].len));
                again = true;
            }
    }
    return title;
}

static void publish(const Source *src, const Outline *outline, Reading *reading)
{
    for (int i = 0; i < outline->nodes.count; i++) {
        const Node *n = &outline->nodes.items[i];
        Section *s = arena_push(src->arena, &reading->sections);
        s->no = section_no(src, n);
        s->level = n->level;
        s->parent = n->parent;
        s->children = n->children;
        s->title = strip_end(source_text(src, n->text, n->title_end));
        ptrdiff_t end = n->end;
        while (end > n->start && (src->norm.ptr[end - 1] == '\n' || src->norm.ptr[end - 1] == ' '))
            end--;
        s->span = source_span(src, n->start, end);
        Str own = s->no.len ? s->no : S("·");
        Str above = n->parent >= 0 ? reading->sections.items[n->parent].path : S("");
        s->path =
            n->parent >= 0 ? arena_fmt(src->arena, "%.*s/%.*s", STR_ARG(above), STR_ARG(own)) : own;
    }
}

static void end_para(Builder *b, ptrdiff_t at)
{
    int before = b->depth;
    while (b->depth > 0 && !b->stack[b->depth - 1].at_line)
        close_top(b, at);
    if (b->depth < before)
        cut_segment(b, at, top_node(b), false);
}

void outline_read(const Source *src, Outline *outline, Reading *reading)
{
    *outline = (Outline){0};
    Builder *b = arena_new(src->arena, Builder, 1);
    *b = (Builder){.src = src, .outline = outline, .reading = reading};
    Tokens tokens = {0};
    tokens_read(src, &tokens);
    cut_segment(b, 0, -1, false);
    int next = 0;
    bool foot = false;
    for (int i = 0; i < src->nparas; i++) {
        Para p = src->paras[i];
        if (!foot && p.line > src->body_last && src->body_last >= 0) {
            pop_to(b, 0, p.start);
            cut_segment(b, p.start, -1, true);
            foot = true;
        } else if (outline_is_speaker(str_sub(src->norm, p.start, p.end)) &&
                   (next >= tokens.count || tokens.items[next].para != i ||
                    !tokens.items[next].at_line)) {
            int keep = 0;
            for (int k = 0; k < b->depth; k++)
                if (b->stack[k].question)
                    keep = k + 1;
            pop_to(b, keep, p.start);
            cut_segment(b, p.start, top_node(b), false);
        }
        for (; next < tokens.count && tokens.items[next].para == i; next++) {
            const Token *t = &tokens.items[next];
            if (t->dropped || foot)
                continue;
            place(b, t, t->limit);
        }
        end_para(b, p.end);
    }
    pop_to(b, 0, src->norm.len);
    set_moods(src, outline);
    publish(src, outline, reading);
}
