#include "app/paper/circular_writer.h"

#include <stdlib.h>

enum { TOP = 3 }; /* 前三 */

static bool is_missing(const CircularUnit *u)
{
    return str_eq(u->row.status, S("own_missing"));
}

static Str score_of(PaperWriter *w, const CircularGroup *g, const CircularUnit *u)
{
    return figure(&w->figures, u->row.score_shown, writer_origin(S("score"), g, u));
}

static Str rank_of(PaperWriter *w, const CircularGroup *g, const CircularUnit *u)
{
    return writer_number(w, u->row.rank, writer_origin(S("rank"), g, u));
}

static Str unit_of(PaperWriter *w, const CircularUnit *u)
{
    return figure_name(&w->figures, u->unit->name);
}

/* "两" and not "二" before a measure word. */
static Str count_word(PaperWriter *w, int n)
{
    return n == 2 ? msg(LANG_ZH, MSG_PAPER_TWO) : paper_numeral(w->app->arena, n);
}

static Str bottom_word(PaperWriter *w)
{
    int n = 0;
    for (int i = 0; i < w->facts->count; i++)
        if (w->facts->groups[i].scheme.streak.bottom > n)
            n = w->facts->groups[i].scheme.streak.bottom;
    return paper_numeral(w->app->arena, n);
}

static bool has_bottom(const CircularFacts *f)
{
    for (int i = 0; i < f->count; i++)
        for (int u = 0; u < f->groups[i].count; u++)
            if (f->groups[i].units[u].row.in_bottom)
                return true;
    return false;
}

/* --- 一、总体情况 */

static Str counts_of(PaperWriter *w)
{
    const CircularFacts *f = w->facts;
    Out groups = writer_list(w);
    Str total = writer_number(w, f->units, (Figure){.kind = S("count"), .period = f->period->code});
    for (int i = 0; i < f->count; i++) {
        const CircularGroup *g = &f->groups[i];
        writer_item(
            &groups, MSG_PAPER_AND,
            paper_say(w->app, MSG_PAPER_GROUP_COUNT,
                      {"group", figure_name(&w->figures, g->group->name)},
                      {"count", writer_number(w, g->count, writer_origin(S("count"), g, NULL))}));
    }
    return paper_say(w->app, MSG_PAPER_COUNTS, {"units", total}, {"groups", out_str(&groups)});
}

static Str arrivals_of(PaperWriter *w)
{
    const CircularFacts *f = w->facts;
    Figure count = {.kind = S("count"), .period = f->period->code};
    if (f->late + f->missing == 0)
        return msg(LANG_ZH, MSG_PAPER_ALL_IN_TIME);
    return paper_say(w->app, MSG_PAPER_ARRIVED,
                     {"count", writer_number(w, f->units - f->late - f->missing, count)},
                     {"late", writer_number(w, f->late, count)},
                     {"missing", writer_number(w, f->missing, count)});
}

static int better(const CircularUnit *a, const CircularUnit *b)
{
    Dec x, y;
    if (!dec_parse(a->row.score_shown, &x, NULL) || !dec_parse(b->row.score_shown, &y, NULL))
        return 0;
    return dec_cmp(x, y);
}

/* Best and worst score of those that reported. */
static void range_of(PaperWriter *w, const CircularGroup *g, Out *out)
{
    const CircularUnit *best = NULL, *worst = NULL;
    for (int i = 0; i < g->count; i++) {
        const CircularUnit *u = &g->units[i];
        if (is_missing(u) || u->row.rank == 0)
            continue;
        best = !best || better(u, best) > 0 ? u : best;
        worst = !worst || better(u, worst) < 0 ? u : worst;
    }
    if (best)
        writer_item(out, MSG_PAPER_SEMICOLON,
                    paper_say(w->app, MSG_PAPER_RANGE,
                              {"group", figure_name(&w->figures, g->group->name)},
                              {"best", score_of(w, g, best)}, {"worst", score_of(w, g, worst)}));
}

static void overall(PaperWriter *w)
{
    const CircularFacts *f = w->facts;
    Out ranges = writer_list(w);
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_OVERALL));
    Str counts = counts_of(w), arrivals = arrivals_of(w);
    writer_paragraph(w, paper_say(w->app, MSG_PAPER_TWO_SENTENCES, {"a", counts}, {"b", arrivals}));
    for (int i = 0; i < f->count; i++)
        range_of(w, &f->groups[i], &ranges);
    if (f->missing)
        writer_paragraph(w,
                         paper_say(w->app, MSG_PAPER_RANGES_REPORTED, {"list", out_str(&ranges)}));
    else
        writer_paragraph(w, paper_say(w->app, MSG_PAPER_RANGES, {"list", out_str(&ranges)}));
}

/* --- 二、得分靠前和提高较多的单位 */

static int by_rank(const void *a, const void *b)
{
    const CircularUnit *x = *(const CircularUnit *const *)a, *y = *(const CircularUnit *const *)b;
    int dx = x->row.rank > 0 ? x->row.rank : INT32_MAX;
    int dy = y->row.rank > 0 ? y->row.rank : INT32_MAX;
    if (dx != dy)
        return dx < dy ? -1 : 1;
    return x < y ? -1 : x > y; /* one array: official order */
}

static const CircularUnit **ranked_order(PaperWriter *w, const CircularGroup *g)
{
    const CircularUnit **order = arena_new(w->app->arena, const CircularUnit *, g->count + 1);
    for (int i = 0; i < g->count; i++)
        order[i] = &g->units[i];
    if (g->count > 1)
        qsort(order, (size_t)g->count, sizeof *order, by_rank);
    return order;
}

static Str top_of(PaperWriter *w, const CircularGroup *g)
{
    const CircularUnit **order = ranked_order(w, g);
    Out list = writer_list(w);
    for (int i = 0; order[i] && order[i]->row.rank > 0 && order[i]->row.rank <= TOP; i++)
        writer_item(&list, MSG_PAPER_AND,
                    paper_say(w->app, MSG_PAPER_UNIT_SCORE, {"unit", unit_of(w, order[i])},
                              {"score", score_of(w, g, order[i])}));
    return paper_say(w->app, MSG_PAPER_TOP, {"n", paper_numeral(w->app->arena, TOP)},
                     {"list", out_str(&list)});
}

/* Whose score rose most since the last period: gain_rank 1; nobody where the best one fell. */
static const CircularUnit *best_gain(const CircularGroup *g)
{
    const CircularUnit *best = NULL;
    for (int i = 0; i < g->count; i++) {
        const CircularUnit *u = &g->units[i];
        Dec now, then;
        if (u->unit->restricted || !u->before || u->row.gain_rank == 0 || is_missing(u) ||
            str_eq(u->before->status, S("own_missing")) || u->before->rank == 0 ||
            !dec_parse(u->row.score_shown, &now, NULL) ||
            !dec_parse(u->before->score_shown, &then, NULL) || dec_cmp(now, then) <= 0)
            continue;
        if (!best || u->row.gain_rank < best->row.gain_rank)
            best = u;
    }
    return best;
}

static Str gain_of(PaperWriter *w, const CircularGroup *g)
{
    const CircularUnit *u = best_gain(g);
    if (!u)
        return S("");
    Figure before = writer_origin(S("score"), g, u);
    before.period = g->before->code;
    before.unit = u->before->unit;
    before.run = g->before_run;
    Str from = figure(&w->figures, u->before->score_shown, before);
    before.kind = S("rank");
    Str unit = unit_of(w, u), to = score_of(w, g, u), is = rank_of(w, g, u);
    Str last = figure(&w->figures, g->before->name,
                      (Figure){.kind = S("period"), .period = g->before->code});
    if (u->before->rank == u->row.rank)
        return paper_say(w->app, MSG_PAPER_GAIN_SAME, {"before", last}, {"unit", unit},
                         {"from", from}, {"to", to}, {"is", is});
    return paper_say(w->app, MSG_PAPER_GAIN, {"before", last}, {"unit", unit}, {"from", from},
                     {"to", to}, {"was", writer_number(w, u->before->rank, before)}, {"is", is});
}

static void ahead(PaperWriter *w)
{
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_AHEAD));
    for (int i = 0; i < w->facts->count; i++) {
        const CircularGroup *g = &w->facts->groups[i];
        writer_heading(w, 2, figure_name(&w->figures, g->group->name));
        Str top = top_of(w, g);
        writer_paragraph(
            w, paper_say(w->app, MSG_PAPER_TWO_SENTENCES, {"a", top}, {"b", gain_of(w, g)}));
    }
}

/* --- 三、存在的问题 */

/* Shown with two decimals, full marks as the scheme has them. */
static Str points_text(PaperWriter *w, Dec points, bool trim)
{
    Dec shown;
    if (!dec_round(points, 2, &shown, NULL))
        return S("");
    Str text = dec_str(w->app->arena, shown);
    if (trim) {
        while (str_ends(text, S("0")))
            text.len--;
        if (str_ends(text, S(".")))
            text.len--;
    }
    return text;
}

static Str lost_of(PaperWriter *w, const CircularGroup *g, const CircularUnit *u)
{
    Out list = writer_list(w);
    for (int i = 0; i < u->nlost; i++) {
        const LostLeaf *leaf = &u->lost[i];
        const SchemeNode *node = &g->scheme.nodes[leaf->node];
        Figure origin = writer_origin(S("points"), g, u);
        origin.node = node->code;
        Str name = figure_name(&w->figures, node->name);
        Str full = figure(&w->figures, points_text(w, leaf->full, true), origin);
        Str points = figure(&w->figures, points_text(w, leaf->points, false), origin);
        writer_item(&list, MSG_PAPER_AND,
                    paper_say(w->app, MSG_PAPER_LOST_LEAF, {"name", name}, {"full", full},
                              {"points", points}));
    }
    return list.len ? paper_say(w->app, MSG_PAPER_LOST, {"list", out_str(&list)}) : S("");
}

static Str bottom_unit(PaperWriter *w, const CircularGroup *g, const CircularUnit *u)
{
    Str unit = unit_of(w, u), score = score_of(w, g, u), rank = rank_of(w, g, u), more = S("");
    if (!u->unit->restricted)
        more = is_missing(u) ? msg(LANG_ZH, MSG_PAPER_BOTTOM_MISSING) : lost_of(w, g, u);
    Arg args[] = {{"unit", unit}, {"score", score}, {"rank", rank}, {"more", more}};
    Msg id = writer_is_tied(g, u) ? MSG_PAPER_BOTTOM_UNIT_TIED : MSG_PAPER_BOTTOM_UNIT;
    return paper_say_args(w->app, id, args, 4);
}

static void bottoms(PaperWriter *w)
{
    if (!has_bottom(w->facts))
        return;
    writer_heading(w, 2, paper_say(w->app, MSG_PAPER_BOTTOM, {"n", bottom_word(w)}));
    for (int i = 0; i < w->facts->count; i++) {
        const CircularGroup *g = &w->facts->groups[i];
        const CircularUnit **order = ranked_order(w, g);
        Out list = writer_list(w);
        int n = 0;
        for (int u = 0; u < g->count; u++)
            n += order[u]->row.in_bottom;
        if (n == 0)
            continue;
        Str name = figure_name(&w->figures, g->group->name), tie = S("");
        if (n > g->scheme.streak.bottom)
            tie =
                paper_say(w->app, MSG_PAPER_BOTTOM_TIE, {"count", paper_numeral(w->app->arena, n)});
        for (int u = 0; u < g->count; u++)
            if (order[u]->row.in_bottom)
                writer_item(&list, MSG_PAPER_SEMICOLON, bottom_unit(w, g, order[u]));
        writer_paragraph(w, paper_say(w->app, MSG_PAPER_BOTTOM_GROUP, {"group", name}, {"tie", tie},
                                      {"list", out_str(&list)}));
    }
}

static bool is_streak(const CircularUnit *u)
{
    return u->row.streak > 1 && u->row.in_bottom && !u->unit->restricted;
}

/* 甲、乙连续三期位于后三位，丙连续两期位于后三位 */
static Str streaks_of(PaperWriter *w, const CircularGroup *g)
{
    Out list = writer_list(w);
    int longest = 0;
    for (int u = 0; u < g->count; u++)
        if (is_streak(&g->units[u]) && g->units[u].row.streak > longest)
            longest = g->units[u].row.streak;
    for (int run = longest; run > 1; run--) {
        Out names = writer_list(w);
        for (int u = 0; u < g->count; u++)
            if (is_streak(&g->units[u]) && g->units[u].row.streak == run)
                writer_item(&names, MSG_PAPER_AND, unit_of(w, &g->units[u]));
        if (names.len)
            writer_item(&list, MSG_PAPER_COMMA,
                        paper_say(w->app, MSG_PAPER_STREAK, {"list", out_str(&names)},
                                  {"count", count_word(w, run)}, {"n", bottom_word(w)}));
    }
    return out_str(&list);
}

static void streaks(PaperWriter *w)
{
    bool any = false;
    for (int i = 0; i < w->facts->count; i++) {
        const CircularGroup *g = &w->facts->groups[i];
        bool has = false;
        for (int u = 0; u < g->count; u++)
            has |= is_streak(&g->units[u]);
        if (!has)
            continue;
        if (!any)
            writer_heading(w, 2, paper_say(w->app, MSG_PAPER_STREAKS, {"n", bottom_word(w)}));
        any = true;
        Str name = figure_name(&w->figures, g->group->name);
        writer_paragraph(w, paper_say(w->app, MSG_PAPER_BOTTOM_GROUP, {"group", name},
                                      {"tie", S("")}, {"list", streaks_of(w, g)}));
    }
}

static void reporting(PaperWriter *w)
{
    Out missing = writer_list(w), late = writer_list(w);
    if (w->facts->late + w->facts->missing == 0)
        return;
    writer_heading(w, 2, msg(LANG_ZH, MSG_PAPER_REPORTING));
    for (int i = 0; i < w->facts->count; i++) {
        const CircularGroup *g = &w->facts->groups[i];
        for (int u = 0; u < g->count; u++) {
            const CircularUnit *x = &g->units[u];
            if (is_missing(x)) {
                writer_item(&missing, MSG_PAPER_AND, unit_of(w, x));
            } else if (x->late_days > 0) {
                Figure origin = writer_origin(S("days"), g, x);
                Str name = unit_of(w, x);
                writer_item(&late, MSG_PAPER_AND,
                            paper_say(w->app, MSG_PAPER_LATE_UNIT, {"unit", name},
                                      {"days", writer_number(w, x->late_days, origin)}));
            }
        }
    }
    if (missing.len)
        writer_paragraph(w, paper_say(w->app, MSG_PAPER_MISSING, {"list", out_str(&missing)}));
    if (late.len)
        writer_paragraph(w, paper_say(w->app, MSG_PAPER_LATE, {"list", out_str(&late)}));
}

/* --- 四、下步工作要求 */

static void next_steps(PaperWriter *w)
{
    App *app = w->app;
    const CircularFacts *f = w->facts;
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_NEXT));
    if (has_bottom(f))
        writer_paragraph(
            w, f->next ? paper_say(app, MSG_PAPER_REQUIRE_BOTTOM, {"n", bottom_word(w)})
                       : paper_say(app, MSG_PAPER_REQUIRE_BOTTOM_LAST, {"n", bottom_word(w)}));
    if (f->next && f->next->due_on != DATE_NONE) {
        Out date = out_new(app->arena, 64);
        date_out_cn(&date, f->next->due_on);
        Str due = figure(&w->figures, out_str(&date),
                         (Figure){.kind = S("date"), .period = f->next->code});
        Str next = figure(&w->figures, f->next->name,
                          (Figure){.kind = S("period"), .period = f->next->code});
        writer_paragraph(w,
                         paper_say(app, MSG_PAPER_REQUIRE_REPORT, {"next", next}, {"date", due}));
    }
    writer_paragraph(w, msg(LANG_ZH, MSG_PAPER_REQUIRE_CHECK));
}

void circular_body(PaperWriter *w)
{
    overall(w);
    ahead(w);
    if (has_bottom(w->facts) || w->facts->late + w->facts->missing > 0) {
        writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_PROBLEMS));
        bottoms(w);
        streaks(w);
        reporting(w);
    }
    next_steps(w);
}
