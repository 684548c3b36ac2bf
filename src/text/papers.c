/* text/papers.c - documents and plans that a text names, and its phases. */
#include "base/utf8.h"
#include "text/facts.h"
#include "text/number.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { PAPERS_MAX = 200, TITLE_BYTES_MAX = 300 };

static bool has_at(Str text, ptrdiff_t at, Str word)
{
    return at >= 0 && str_starts(str_sub(text, at, at + word.len), word);
}

/* The 》 of the 《 at `at`; -1 when none is near. */
static ptrdiff_t title_close(Str norm, ptrdiff_t at)
{
    int depth = 0;
    for (ptrdiff_t p = at; p < norm.len && p - at < TITLE_BYTES_MAX && norm.ptr[p] != '\n';
         p += char_len(norm, p)) {
        depth += has_at(norm, p, S("《"));
        depth -= has_at(norm, p, S("》"));
        if (depth == 0)
            return p;
    }
    return -1;
}

static void add_name(const Source *src, Strs *list, Str name)
{
    for (int i = 0; i < list->count; i++)
        if (str_eq(list->items[i], name))
            return;
    if (list->count < PAPERS_MAX)
        *arena_push(src->arena, list) = name;
}

/* 等9个具体实施方案 after a title: how many there are in all. */
static void counted_plans(const Source *src, ptrdiff_t open, ptrdiff_t after, const Strs *named,
                          Reading *r)
{
    Str norm = src->norm;
    int count;
    ptrdiff_t number = after + S("等").len;
    ptrdiff_t n = number_small(norm, number, &count);
    ptrdiff_t kind = number + n;
    if (n == 0 || !(has_at(norm, kind, S("个")) || has_at(norm, kind, S("项")) ||
                    has_at(norm, kind, S("份")) || has_at(norm, kind, S("部")) ||
                    has_at(norm, kind, S("件"))))
        return;
    kind += 3;
    ptrdiff_t end = kind;
    while (end < norm.len && end - kind < 60 && norm.ptr[end] != ',' && norm.ptr[end] != ';' &&
           norm.ptr[end] != '\n' && !has_at(norm, end, S("。")) && !has_at(norm, end, S("、")))
        end += char_len(norm, end);
    Plans plans = {.named = *named,
                   .count = count,
                   .kind = source_text(src, kind, end),
                   .span = source_span(src, open, end)};
    if (r->facts.plans.count == PAPERS_MAX)
        return;
    *arena_push(src->arena, &r->facts.plans) = plans;
    if (named->count < count)
        *arena_push(src->arena, &r->warnings) = (Warning){.kind = WARN_NAMED_NOT_GIVEN,
                                                          .what = plans.kind,
                                                          .announced = count,
                                                          .found = named->count,
                                                          .span = plans.span};
}

static void papers(const Source *src, Reading *r)
{
    Str norm = src->norm;
    Strs run = {0};
    ptrdiff_t run_open = -1, run_end = -1;
    ptrdiff_t budget = norm.len + 65536;
    for (ptrdiff_t at = str_find(norm, S("《"), 0); at >= 0; at = str_find(norm, S("《"), at + 3)) {
        ptrdiff_t close = budget > 0 ? title_close(norm, at) : -1;
        if (close < 0) {
            budget -= TITLE_BYTES_MAX;
            continue;
        }
        ptrdiff_t after = close + 3;
        Str name = source_text(src, at + 3, close);
        bool goes_on =
            run_end >= 0 && at - run_end <= 6 &&
            (at == run_end || has_at(norm, run_end, S("、")) || has_at(norm, run_end, S("和")));
        if (!goes_on) {
            run = (Strs){0};
            run_open = at;
        }
        if (run.count < PAPERS_MAX)
            *arena_push(src->arena, &run) = name;
        run_end = after;
        add_name(src, &r->facts.documents, name);
        if (has_at(norm, after, S("等")))
            counted_plans(src, run_open, after, &run, r);
        at = close;
    }
}

/* 从1月中下旬…到2月中旬, (2021年3月-4月) */
static void phase_times(const Source *src, const Node *n, Phase *phase)
{
    Str norm = str_sub(src->norm, 0, n->end);
    ptrdiff_t from = n->text, limit = n->title_end + 160 < n->end ? n->title_end + 160 : n->end;
    Str window = str_sub(norm, 0, limit);
    ptrdiff_t open = str_find(str_sub(norm, 0, n->title_end), S("("), from);
    if (open >= 0) {
        ptrdiff_t close = str_find(window, S(")"), open);
        ptrdiff_t dash = str_find(window, S("-"), open);
        if (dash < 0 || dash > close)
            dash = str_find(window, S("至"), open);
        ptrdiff_t width = dash >= 0 && norm.ptr[dash] == '-' ? 1 : 3;
        if (close > open && str_has(str_sub(norm, open, close), S("月"))) {
            bool both = dash > open && dash < close;
            while (both && width == 1 && norm.ptr[dash + width] == '-')
                width++;
            phase->from = source_text(src, open + 1, both ? dash : close);
            phase->to = both ? source_text(src, dash + width, close) : phase->from;
            return;
        }
    }
    ptrdiff_t start = str_find(window, S("从"), n->title_end);
    if (start < 0 || start - n->title_end > 6)
        return;
    ptrdiff_t end = sentence_end(norm, start, limit, true),
              comma = str_find(str_sub(norm, 0, end), S(","), start);
    end = comma > 0 ? comma : end;
    ptrdiff_t to = str_find(str_sub(norm, 0, end), S("到"), start);
    ptrdiff_t begin = str_find(str_sub(norm, 0, end), S("开始"), start);
    phase->from = source_text(src, start + 3, to > 0 ? to : begin > 0 ? begin : end);
    phase->to = to > 0 ? source_text(src, to + 3, end) : S("");
}

static void phases(const Source *src, const Outline *outline, Reading *r)
{
    int no = 0;
    for (int i = 0; i < outline->nodes.count; i++) {
        const Node *n = &outline->nodes.items[i];
        Str marker = str_sub(src->norm, n->no_start, n->no_end);
        Str title = str_sub(src->norm, n->text, n->title_end);
        Str head = title;
        ptrdiff_t open = str_find(head, S("("), 0);
        if (open > 0)
            head = str_sub(head, 0, open);
        while (str_ends(head, S("。")) || str_ends(head, S(":")))
            head = str_sub(head, 0, head.len - (str_ends(head, S(":")) ? 1 : 3));
        bool stage =
            (n->kind == MARK_STAGE && str_ends(marker, S("阶段"))) || str_ends(head, S("阶段"));
        if (!stage || n->kind == MARK_NONE || r->facts.phases.count >= 50)
            continue;
        no = n->no;
        Phase *phase = arena_push(src->arena, &r->facts.phases);
        *phase = (Phase){
            .no = no, .title = r->sections.items[i].title, .span = r->sections.items[i].span};
        phase_times(src, n, phase);
    }
}

void facts_papers(const Source *src, const Outline *outline, Reading *r)
{
    papers(src, r);
    phases(src, outline, r);
}
