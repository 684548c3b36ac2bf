#include "text/task.h"

#include "base/utf8.h"
#include "text/role.h"
#include "text/table.h"
#include "text/target.h"
#include "text/told.h"
#include "text/when.h"
#include "text/words.h"
#include "text/words_gen.h"

#include <stdlib.h>

enum { TASK_CHARS_MIN = 6, HEADING_CHARS_MAX = 45, POINTS_MIN = 3 };

typedef struct Ctx {
    const Source *src;
    const Outline *outline;
    Reading *reading;
    int year;
    Told told;
    ptrdiff_t para_end; /* of the sentence at hand */
    Roles *defaults;    /* by node: a note at its heading counts for all below */
    Targets loose;      /* said outside tasks */
} Ctx;

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

static void trim(Str norm, ptrdiff_t *from, ptrdiff_t *to)
{
    while (*from < *to && (norm.ptr[*from] == '\n' || norm.ptr[*from] == ' ' ||
                           norm.ptr[*from] == ',' || norm.ptr[*from] == ';'))
        (*from)++;
    while (*to > *from && (norm.ptr[*to - 1] == '\n' || norm.ptr[*to - 1] == ' '))
        (*to)--;
}

static const Node *node_at(const Ctx *c, int index)
{
    return index >= 0 ? &c->outline->nodes.items[index] : NULL;
}

static void append(Arena *arena, Strs *list, const Strs *more)
{
    for (int i = 0; i < more->count; i++) {
        bool known = false;
        for (int k = 0; k < list->count; k++)
            known = known || str_eq(list->items[k], more->items[i]);
        if (!known)
            *arena_push(arena, list) = more->items[i];
    }
}

/* The nearest heading above with a note of its own. */
static const Roles *inherited(const Ctx *c, int node)
{
    for (; node >= 0; node = c->outline->nodes.items[node].parent)
        if (!roles_empty(&c->defaults[node]))
            return &c->defaults[node];
    return NULL;
}

/* The first deadline that is no 截至4月底. */
static bool next_deadline(const Ctx *c, ptrdiff_t from, ptrdiff_t to, Deadline *d)
{
    for (; from < to; from = d->end)
        if (!when_deadline(c->src->norm, from, to, c->year, false, d))
            return false;
        else if (!has_at(c->src->norm, d->start - 6, S("截至")))
            return true;
    return false;
}

static void set_deadline(const Ctx *c, DraftTask *t, ptrdiff_t from, ptrdiff_t to,
                         const Roles *roles)
{
    Deadline d;
    Str norm = c->src->norm;
    if (roles && roles->deadline_end > roles->deadline_start) {
        t->deadline_text = source_text(c->src, roles->deadline_start, roles->deadline_end);
        if (when_deadline(norm, roles->deadline_start, roles->deadline_end, c->year, true, &d) &&
            d.has_date)
            t->deadline = date_str(c->src->arena, d.date);
    } else if (next_deadline(c, from, to, &d)) {
        if (has_at(norm, d.start - 3, S("到")) || has_at(norm, d.start - 3, S("于")))
            d.start -= 3;
        t->deadline_text = source_text(c->src, d.start, d.end);
        t->deadline = d.has_date ? date_str(c->src->arena, d.date) : S("");
    }
}

static DraftTask *add_task(Ctx *c, int node, ptrdiff_t from, ptrdiff_t to, const Roles *roles)
{
    DraftTask *t = arena_push(c->src->arena, &c->reading->tasks);
    *t = (DraftTask){.section = node,
                     .path = node >= 0 ? c->reading->sections.items[node].path : S(""),
                     .text = source_text(c->src, from, to),
                     .span = source_span(c->src, from, to)};
    Roles own = {0};
    if (!roles) {
        role_sentence(c->src, from, to, &own);
        const Roles *above = inherited(c, node);
        roles = roles_empty(&own) && above ? above : &own;
        if (above && own.lead.count == 0)
            roles = above;
    }
    append(c->src->arena, &t->leaders, &roles->leaders);
    append(c->src->arena, &t->lead, &roles->lead);
    append(c->src->arena, &t->responsible, &roles->responsible);
    append(c->src->arena, &t->supporting, &roles->supporting);
    set_deadline(c, t, from, to, roles);
    for (ptrdiff_t at = from; at < to;) {
        ptrdiff_t end = sentence_end(c->src->norm, at, to, false);
        target_find(c->src, at, end, &t->targets);
        at = end > at ? end : at + 1;
    }
    return t;
}

/* ---- does a sentence ask? ---- */

static bool opens_with_verb(Str s)
{
    int tag;
    for (ptrdiff_t at = 0, clause = 0; at <= s.len && clause < 4;
         at += at < s.len ? char_len(s, at) : 1) {
        bool start = at == 0 || s.ptr[at - 1] == ',';
        if (start && at < s.len) {
            clause++;
            if (words_at(&words_verbs, s, at, &tag) > 0 && !has_at(s, at, S("对于")))
                return true;
            if (has_at(s, at, S("要")))
                return true;
        }
    }
    return false;
}

static bool asks(const Ctx *c, Str s, const Node *node, bool figures)
{
    Mood mood = node ? node->mood : MOOD_NONE;
    if (utf8_count(s) < TASK_CHARS_MIN)
        return false;
    if (mood == MOOD_FRAME || mood == MOOD_TALK || mood == MOOD_GOAL)
        return figures;
    if (mood == MOOD_PAST && !words_has(&words_duty, s, 1u << DUTY_PLAN | 1u << DUTY_BAR))
        return false;
    (void)c;
    Deadline limit;
    bool must = words_has(&words_duty, s, 1u << DUTY_MUST | 1u << DUTY_BAR) ||
                (mood != MOOD_PAST && when_deadline(s, 0, s.len, 0, false, &limit) &&
                 str_ends(str_sub(s, 0, limit.end), S("前")));
    if (!node || node->kind == MARK_NONE || node->kind == MARK_STAGE)
        return must || figures;
    return must || figures || words_has(&words_duty, s, 1u << DUTY_WISH) || opens_with_verb(s);
}

/* A question, a greeting, a colon that only leads on. */
static bool leads_on(Str s)
{
    return str_ends(s, S("?")) || str_ends(s, S(":")) || str_starts(s, S("同志们")) ||
           (str_has(s, S("下面")) && str_has(s, S("我")) && utf8_count(s) < 60) ||
           (str_has(s, S("我")) && words_has(&words_announced, s, ~0u) && utf8_count(s) < 60);
}

/* 要持续…、持续…、持续…: points in a row that begin alike. Returns how many. */
static int points_in_row(Str s, ptrdiff_t *starts, int max)
{
    Str start = S("要");
    ptrdiff_t first = 0, mark = str_find(s, S("、"), 0);
    for (ptrdiff_t at = 0; at < mark; at++) /* 会议指出,要持续… */
        if (s.ptr[at] == ',')
            first = at + 1;
    if (str_starts(str_sub(s, first, s.len), start))
        first += start.len;
    if (s.len < first + 12)
        return 0;
    Str head = str_sub(s, first, first + 6);
    int count = 1;
    starts[0] = 0;
    for (ptrdiff_t at = str_find(s, S("、"), first); at >= 0; at = str_find(s, S("、"), at + 3)) {
        if (!str_starts(str_sub(s, at + 3, s.len), head))
            continue;
        if (count < max)
            starts[count++] = at + 3;
    }
    return count >= POINTS_MIN ? count : 0;
}

/* 9月底前,…;2024年6月底前,…: a clause with a day of its own is a task of its own. */
static int dated_parts(const Ctx *c, Str s, ptrdiff_t *starts, int max)
{
    int count = 1;
    Deadline d;
    starts[0] = 0;
    ptrdiff_t part = str_find(s, S(";"), 0);
    if (part < 0 || !when_deadline(s, 0, part, c->year, false, &d))
        return 0;
    for (; part >= 0 && count < max; part = str_find(s, S(";"), part + 1)) {
        ptrdiff_t from = part + 1, to = from + 60 < s.len ? from + 60 : s.len;
        bool own = when_deadline(s, from, to, c->year, false, &d) && d.start <= from + 3;
        if (own && (d.start == from || has_at(s, from, S("到")) || has_at(s, from, S("至"))))
            starts[count++] = from;
    }
    return count > 1 ? count : 0;
}

/* 由…牵头,…配合。 as a sentence of its own belongs to the task before it. */
static bool adopt_roles(Ctx *c, int index, ptrdiff_t from, ptrdiff_t to)
{
    Tasks *tasks = &c->reading->tasks;
    DraftTask *last = tasks->count > 0 ? &tasks->items[tasks->count - 1] : NULL;
    Roles roles = {0};
    role_sentence(c->src, from, to, &roles);
    if (!last || last->section != index || last->lead.count > 0 || roles.lead.count == 0)
        return false;
    append(c->src->arena, &last->lead, &roles.lead);
    append(c->src->arena, &last->supporting, &roles.supporting);
    return true;
}

static void find_loose(Ctx *c, ptrdiff_t from, ptrdiff_t to)
{
    target_find(c->src, from, to, &c->loose);
}

static bool is_told(Ctx *c, Str s, const Node *node, ptrdiff_t from)
{
    bool opens = from >= c->para_end;
    if (opens) {
        c->para_end = str_find(c->src->norm, S("\n"), from);
        if (c->para_end < 0)
            c->para_end = c->src->norm.len;
    }
    return told_sentence(&c->told, s, opens, node && node->mood == MOOD_TASK);
}

static void sentence(Ctx *c, int index, ptrdiff_t from, ptrdiff_t to)
{
    trim(c->src->norm, &from, &to);
    Str s = str_sub(c->src->norm, from, to);
    if (s.len == 0 || leads_on(s))
        return;
    const Node *node = node_at(c, index);
    if (str_starts(s, S("由")) && adopt_roles(c, index, from, to))
        return;
    Targets figures = {0};
    if (is_told(c, s, node, from))
        return;
    target_find(c->src, from, to, &figures);
    bool talk = node && node->mood == MOOD_TALK;
    if (talk || !asks(c, s, node, figures.count > 0)) {
        if (figures.count > 0 && talk)
            find_loose(c, from, to);
        return;
    }
    ptrdiff_t starts[32];
    int dated = dated_parts(c, s, starts, 32);
    int points = dated ? dated : points_in_row(s, starts, 32);
    for (int i = 0; i < points; i++) {
        ptrdiff_t end = i + 1 < points ? starts[i + 1] - (dated ? 1 : 3) : s.len;
        add_task(c, index, from + starts[i], from + end, NULL);
    }
    if (points == 0)
        add_task(c, index, from, to, NULL);
}

static void sentences(Ctx *c, int index, ptrdiff_t from, ptrdiff_t to)
{
    for (ptrdiff_t at = from; at < to;) {
        ptrdiff_t end = sentence_end(c->src->norm, at, to, false);
        sentence(c, index, at, end);
        at = end > at ? end : at + 1;
    }
}

/* The heading of a section is no task when its text follows, here or in sections below. */
static bool is_heading(const Ctx *c, const Node *n, ptrdiff_t end)
{
    Str norm = c->src->norm;
    if (n->whole)
        return false;
    if (n->question || n->kind == MARK_NONE)
        return true;
    Str title = str_sub(norm, n->text, n->title_end);
    if (n->kind == MARK_ARTICLE && n->children == 0 && str_has(title, S(",")))
        return false; /* the first sentence of an article */
    ptrdiff_t from = n->title_end;
    trim(norm, &from, &end);
    return utf8_count(title) <= HEADING_CHARS_MAX && (end > from || n->children > 0);
}

/* Text with notes: what stands before a note, up to the note before, is one task. */
static void noted(Ctx *c, int index, ptrdiff_t from, ptrdiff_t to, const Notes *notes)
{
    const Node *node = node_at(c, index);
    ptrdiff_t at = from;
    for (int i = 0; i < notes->count; i++) {
        const Note *note = &notes->items[i];
        ptrdiff_t start = at, end = note->start;
        trim(c->src->norm, &start, &end);
        bool covers = utf8_count(str_sub(c->src->norm, start, end)) >= 4;
        bool heading_only = node && end <= node->title_end && start >= node->text;
        if (covers && !(heading_only && node->children > 0))
            add_task(c, index, start, end, &note->roles);
        else if (index >= 0)
            c->defaults[index] = note->roles;
        at = note->end;
    }
    if (at < to)
        sentences(c, index, at, to);
}

/* Notes that stand right after a heading count for what follows. */
static bool heading_note(const Ctx *c, const Node *n, const Notes *notes, ptrdiff_t to)
{
    if (!n || notes->count != 1 || n->no == 0)
        return false;
    ptrdiff_t from = notes->items[0].end, end = to;
    ptrdiff_t gap_from = n->title_end, gap_to = notes->items[0].start;
    trim(c->src->norm, &from, &end);
    trim(c->src->norm, &gap_from, &gap_to);
    return gap_to <= gap_from &&
           (n->children > 0 || str_has(str_sub(c->src->norm, from, end), S("。")));
}

static void stretch(Ctx *c, int index, ptrdiff_t from, ptrdiff_t to, bool first)
{
    const Node *n = node_at(c, index);
    Notes notes = {0};
    role_notes(c->src, from, to, &notes);
    if (first && n) {
        if (heading_note(c, n, &notes, to)) {
            c->defaults[index] = notes.items[0].roles;
            sentences(c, index, notes.items[0].end, to);
            return;
        }
        from = n->text;
        if (notes.count > 0) {
            bool head = is_heading(c, n, notes.items[0].start);
            bool alone = n->title_end < to && c->src->norm.ptr[n->title_end] == '\n';
            noted(c, index, head && (n->children > 0 || alone) ? n->title_end : from, to, &notes);
            return;
        }
        if (is_heading(c, n, to)) {
            Targets figures = {0};
            if (n->mood != MOOD_TALK && n->kind != MARK_NONE)
                target_find(c->src, from, n->title_end, &figures);
            from = figures.count > 0 ? from : n->title_end; /* a heading with a figure is a task */
        }
    }
    if (notes.count > 0)
        noted(c, index, from, to, &notes);
    else
        sentences(c, index, from, to);
}

/* A segment without the paragraphs of tables. */
static void segment(Ctx *c, const Segment *s, int *para)
{
    const Source *src = c->src;
    const Node *node = node_at(c, s->node);
    bool first = node && node->start == s->start; /* not the rest after a list inside */
    ptrdiff_t from = s->start;
    while (*para < src->nparas && src->paras[*para].end <= s->start)
        (*para)++;
    for (int i = *para; i < src->nparas && src->paras[i].start < s->end; i++) {
        if (!src->lines[src->paras[i].line].table)
            continue;
        if (src->paras[i].start > from)
            stretch(c, s->node, from, src->paras[i].start, first);
        first = false;
        from = src->paras[i].end;
    }
    if (from < s->end)
        stretch(c, s->node, from, s->end, first);
}

static int by_place(const void *a, const void *b)
{
    const DraftTask *x = a, *y = b;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    return x->span.end < y->span.end ? -1 : x->span.end > y->span.end;
}

/* One target said twice is one target with two spans. */
typedef struct Seen {
    DraftTarget *target;
    int next;
} Seen;

static uint64_t key_of(const DraftTarget *t)
{
    return str_hash(t->value) * 31 + str_hash(t->unit) * 7 + (uint64_t)t->relation;
}

static bool merge_one(Ctx *c, DraftTarget *t, int *heads, int nheads, Seen *seen, int *nseen)
{
    int *head = &heads[key_of(t) % (uint64_t)nheads];
    int steps = 0;
    for (int i = *head; i >= 0 && steps < 64; i = seen[i].next, steps++) {
        DraftTarget *known = seen[i].target;
        if (!target_same(known, t) || t->value.len + t->what.len == 0)
            continue;
        for (int k = 0; k < t->spans.count; k++)
            *arena_push(c->src->arena, &known->spans) = t->spans.items[k];
        return true;
    }
    seen[*nseen] = (Seen){t, *head};
    *head = (*nseen)++;
    return false;
}

static void merge_targets(Ctx *c)
{
    Tasks *tasks = &c->reading->tasks;
    int total = c->loose.count, nseen = 0;
    for (int i = 0; i < tasks->count; i++)
        total += tasks->items[i].targets.count;
    int nheads = total * 2 + 1;
    int *heads = arena_new(c->src->arena, int, nheads);
    for (int i = 0; i < nheads; i++)
        heads[i] = -1;
    Seen *seen = arena_new(c->src->arena, Seen, total + 1);
    for (int i = 0; i < tasks->count; i++) {
        Targets *list = &tasks->items[i].targets;
        int kept = 0;
        for (int k = 0; k < list->count; k++) {
            list->items[kept] = list->items[k];
            kept += !merge_one(c, &list->items[kept], heads, nheads, seen, &nseen);
        }
        list->count = kept;
    }
    for (int i = 0; i < c->loose.count; i++)
        if (!merge_one(c, &c->loose.items[i], heads, nheads, seen, &nseen))
            *arena_push(c->src->arena, &c->reading->facts.other) = c->loose.items[i];
}

void task_read(const Source *src, const Outline *outline, int year, Reading *reading)
{
    Ctx c = {.src = src,
             .outline = outline,
             .reading = reading,
             .year = year,
             .defaults = arena_new(src->arena, Roles, outline->nodes.count)};
    told_open(reading, &c.told);
    int para = 0;
    for (int i = 0; i < outline->segments.count; i++)
        if (!outline->segments.items[i].foot)
            segment(&c, &outline->segments.items[i], &para);
    table_tasks(src, year, reading);
    if (reading->tasks.count > 1)
        qsort(reading->tasks.items, (size_t)reading->tasks.count, sizeof *reading->tasks.items,
              by_place);
    for (int i = 0; i < reading->tasks.count; i++)
        reading->tasks.items[i].no = i + 1;
    merge_targets(&c);
}
