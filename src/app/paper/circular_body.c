/* The text that a circular begins with: sentences with references in place of figures (circular_refs.h). */
#include "app/paper/circular_passages.h"
#include "app/paper/circular_refs.h"
#include "app/paper/circular_writer.h"

#include <stdlib.h>

enum { TOP = 3 }; /* 前三 */

static bool is_missing(const CircularUnit *u)
{
    return str_eq(u->row.status, S("own_missing"));
}

static Str score_of(PaperWriter *w, const CircularUnit *u)
{
    return ref_of_unit(w->app, REF_SCORE, u);
}

static Str rank_of(PaperWriter *w, const CircularUnit *u)
{
    return ref_of_unit(w->app, REF_RANK, u);
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
    for (int i = 0; i < f->count; i++) {
        const CircularGroup *g = &f->groups[i];
        writer_item(&groups, MSG_PAPER_AND,
                    paper_say(w->app, MSG_PAPER_GROUP_COUNT, {"group", g->group->name},
                              {"count", ref_of_group(w->app, REF_UNITS, g)}));
    }
    return paper_say(w->app, MSG_PAPER_COUNTS, {"units", ref_plain(w->app, REF_UNITS)},
                     {"groups", out_str(&groups)});
}

static Str arrivals_of(PaperWriter *w)
{
    const CircularFacts *f = w->facts;
    if (f->late + f->missing == 0)
        return msg(LANG_ZH, MSG_PAPER_ALL_IN_TIME);
    return paper_say(w->app, MSG_PAPER_ARRIVED, {"count", ref_plain(w->app, REF_IN_TIME)},
                     {"late", ref_plain(w->app, REF_LATE)},
                     {"missing", ref_plain(w->app, REF_MISSING)});
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
                    paper_say(w->app, MSG_PAPER_RANGE, {"group", g->group->name},
                              {"best", score_of(w, best)}, {"worst", score_of(w, worst)}));
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
                    paper_say(w->app, MSG_PAPER_UNIT_SCORE, {"unit", order[i]->unit->name},
                              {"score", score_of(w, order[i])}));
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
    Str from = ref_of_unit(w->app, REF_SCORE_BEFORE, u), to = score_of(w, u), is = rank_of(w, u);
    Str last = ref_before(w, g);
    if (u->before->rank == u->row.rank)
        return paper_say(w->app, MSG_PAPER_GAIN_SAME, {"before", last}, {"unit", u->unit->name},
                         {"from", from}, {"to", to}, {"is", is});
    return paper_say(w->app, MSG_PAPER_GAIN, {"before", last}, {"unit", u->unit->name},
                     {"from", from}, {"to", to}, {"was", ref_of_unit(w->app, REF_RANK_BEFORE, u)},
                     {"is", is});
}

static void ahead(PaperWriter *w)
{
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_AHEAD));
    for (int i = 0; i < w->facts->count; i++) {
        const CircularGroup *g = &w->facts->groups[i];
        writer_heading(w, 2, g->group->name);
        Str top = top_of(w, g);
        writer_paragraph(
            w, paper_say(w->app, MSG_PAPER_TWO_SENTENCES, {"a", top}, {"b", gain_of(w, g)}));
    }
}

/* --- 三、存在的问题 */

static Str lost_of(PaperWriter *w, const CircularGroup *g, const CircularUnit *u)
{
    Out list = writer_list(w);
    for (int i = 0; i < u->nlost; i++) {
        const LostLeaf *leaf = &u->lost[i];
        const SchemeNode *node = &g->scheme.nodes[leaf->node];
        Str full = ref_of_leaf(w->app, REF_FULL, g, u, leaf->node);
        Str points = ref_of_leaf(w->app, REF_POINTS, g, u, leaf->node);
        writer_item(&list, MSG_PAPER_AND,
                    paper_say(w->app, MSG_PAPER_LOST_LEAF, {"name", node->name}, {"full", full},
                              {"points", points}));
    }
    return list.len ? paper_say(w->app, MSG_PAPER_LOST, {"list", out_str(&list)}) : S("");
}

static Str bottom_unit(PaperWriter *w, const CircularGroup *g, const CircularUnit *u)
{
    Str unit = u->unit->name, score = score_of(w, u), rank = rank_of(w, u), more = S("");
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
        Str name = g->group->name, tie = S("");
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
        const CircularUnit *first = NULL;
        for (int u = 0; u < g->count; u++)
            if (is_streak(&g->units[u]) && g->units[u].row.streak == run) {
                first = first ? first : &g->units[u];
                writer_item(&names, MSG_PAPER_AND, g->units[u].unit->name);
            }
        if (names.len)
            writer_item(&list, MSG_PAPER_COMMA,
                        paper_say(w->app, MSG_PAPER_STREAK, {"list", out_str(&names)},
                                  {"count", ref_of_unit(w->app, REF_STREAK, first)},
                                  {"n", bottom_word(w)}));
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
        Str name = g->group->name;
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
                writer_item(&missing, MSG_PAPER_AND, x->unit->name);
            } else if (x->late_days > 0) {
                writer_item(&late, MSG_PAPER_AND,
                            paper_say(w->app, MSG_PAPER_LATE_UNIT, {"unit", x->unit->name},
                                      {"days", ref_of_unit(w->app, REF_DAYS, x)}));
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
        writer_paragraph(w, paper_say(app, MSG_PAPER_REQUIRE_REPORT,
                                      {"next", ref_plain(app, REF_NEXT)},
                                      {"date", ref_plain(app, REF_DUE)}));
    }
    writer_paragraph(w, msg(LANG_ZH, MSG_PAPER_REQUIRE_CHECK));
}

static void opening(PaperWriter *w)
{
    writer_paragraph(w, paper_say(w->app, MSG_PAPER_OPENING, {"campaign", campaign_name(w->app)},
                                  {"period", ref_plain(w->app, REF_PERIOD)}));
}

static void problems(PaperWriter *w)
{
    if (!has_bottom(w->facts) && w->facts->late + w->facts->missing == 0)
        return;
    writer_heading(w, 1, msg(LANG_ZH, MSG_PAPER_PROBLEMS));
    bottoms(w);
    streaks(w);
    reporting(w);
}

/* What a writer has put into its paper so far, a line each; the next passage begins. */
static Str take_lines(PaperWriter *w)
{
    Out out = writer_list(w);
    for (int i = 0; i < w->paper.body.count; i++) {
        if (i)
            out_c(&out, '\n');
        out_s(&out, w->paper.body.items[i].text);
    }
    w->paper.body.count = 0;
    return out_str(&out);
}

void circular_prefill(App *app, const CircularFacts *facts, CircularText *ret_text)
{
    static void (*const parts[PASSAGES])(PaperWriter *) = {
        [PASSAGE_OPENING] = opening,   [PASSAGE_OVERALL] = overall,         [PASSAGE_AHEAD] = ahead,
        [PASSAGE_PROBLEMS] = problems, [PASSAGE_REQUIREMENTS] = next_steps,
    };
    PaperWriter w = {.app = app, .facts = facts, .figures.arena = app->arena};
    for (int i = 0; i < PASSAGES; i++) {
        if (parts[i])
            parts[i](&w);
        ret_text->passages[i] = take_lines(&w);
    }
}
