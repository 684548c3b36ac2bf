#include "app/score/stability_annex.h"

#include "app/score/stability.h"

enum { UNIT, RANK, PICTURE, RANGE, BOTTOM, COLUMNS };

typedef struct Annex {
    PaperWriter *w;
    const GroupStability *s;
    const TalkRow *talk;
} Annex;

static Figure origin(const Annex *a, Str kind)
{
    return (Figure){.kind = kind,
                    .period = a->s->run.period,
                    .group = a->s->run.group,
                    .unit = a->talk->unit,
                    .run = a->s->run.number};
}

static Str number(const Annex *a, int64_t n, Str kind)
{
    return writer_number(a->w, (int)n, origin(a, kind));
}

static const PaperColumn *columns(const Annex *a, int ncolumns)
{
    App *app = a->w->app;
    PaperColumn *columns = arena_new(app->arena, PaperColumn, COLUMNS);
    columns[UNIT] = (PaperColumn){msg(LANG_ZH, MSG_COL_UNIT), PAPER_LEFT};
    columns[RANK] = (PaperColumn){msg(LANG_ZH, MSG_COL_RANK), PAPER_RIGHT};
    columns[PICTURE] = (PaperColumn){paper_say(app, MSG_PAPER_STABILITY_COL_PICTURE,
                                               {"first", writer_layout(a->w, 1)},
                                               {"last", number(a, a->s->result.nrows, S("count"))}),
                                     PAPER_LEFT};
    columns[RANGE] = (PaperColumn){
        paper_say(app, MSG_PAPER_STABILITY_COL_RANGE, {"percent", writer_layout(a->w, 90)}),
        PAPER_RIGHT};
    if (ncolumns > BOTTOM)
        columns[BOTTOM] =
            (PaperColumn){paper_say(app, MSG_PAPER_STABILITY_COL_BOTTOM,
                                    {"bottom", number(a, a->s->result.bottom, S("rule"))}),
                          PAPER_RIGHT};
    return columns;
}

static Str range(const Annex *a, const StabilityRow *r)
{
    Str low = number(a, r->p5, S("stability"));
    return r->p5 == r->p95 ? low
                           : paper_say(a->w->app, MSG_PAPER_STABILITY_RANGE, {"low", low},
                                       {"high", number(a, r->p95, S("stability"))});
}

static void row(const Annex *a, const StabilityUnit *unit, int ncolumns, PaperTable *table,
                PaperSpan *span)
{
    Arena *arena = a->w->app->arena;
    const StabilityRow *r = unit->row;
    Str none = msg(LANG_ZH, MSG_PAPER_STABILITY_NONE);
    bool ranked = r->rank > 0 && r->ranked > 0;
    paper_cell(arena, table, figure_name(&a->w->figures, unit->name));
    paper_cell(arena, table, r->rank > 0 ? number(a, r->rank, S("rank")) : none);
    paper_cell(arena, table, S(""));
    paper_cell(arena, table, ranked ? range(a, r) : none);
    if (ncolumns > BOTTOM) {
        Str share = stability_percent(arena, r->in_bottom, a->s->result.draws);
        paper_cell(arena, table,
                   ranked
                       ? paper_say(a->w->app, MSG_PAPER_STABILITY_PERCENT,
                                   {"n", figure(&a->w->figures, share, origin(a, S("stability")))})
                       : none);
    }
    *span = ranked ? (PaperSpan){r->min, r->max, r->p5, r->p95, r->rank} : (PaperSpan){0};
}

static void body(const Annex *a, bool only_own, PaperBlocks *blocks)
{
    App *app = a->w->app;
    const GroupStability *s = a->s;
    int ncolumns = s->result.bottom > 0 ? COLUMNS : BOTTOM, count = 0;
    PaperSpan *spans = arena_new(app->arena, PaperSpan, s->result.nrows + 1);
    paper_paragraph(
        app->arena, blocks,
        paper_say(app, MSG_PAPER_STABILITY_HOW,
                  {"percent", figure(&a->w->figures, s->ask.percent, origin(a, S("stability")))},
                  {"draws", number(a, s->result.draws, S("stability"))},
                  {"interval", writer_layout(a->w, 90)}));
    const PaperColumn *heads = columns(a, ncolumns);
    PaperTable *table = paper_table(app->arena, blocks, heads, ncolumns);
    table->drawn = (PaperDrawn){PICTURE, s->result.nrows, s->result.bottom, spans};
    for (int i = 0; i < s->result.nrows; i++)
        if (!only_own || str_eq(s->units[i].code, a->talk->unit))
            row(a, &s->units[i], ncolumns, table, &spans[count++]);
    paper_note(app->arena, blocks, msg(LANG_ZH, MSG_PAPER_STABILITY_SAYS));
    paper_note(app->arena, blocks, msg(LANG_ZH, MSG_PAPER_STABILITY_SAYS_NOT));
}

static Str title(const Annex *a)
{
    return paper_say(a->w->app, MSG_PAPER_STABILITY_TITLE,
                     {"period", writer_period(a->w, a->s->period)},
                     {"group", figure_name(&a->w->figures, group_name(a->w->app, a->talk->group))});
}

/* Its line under the text and its head; an only annex has no number. */
static void add_annex(const Annex *a, int n)
{
    PaperWriter *w = a->w;
    App *app = w->app;
    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_ANNEX);
    w->paper.annex_label = msg(LANG_ZH, MSG_PAPER_ANNEX_LABEL);
    Str name = title(a);
    if (n > 1)
        name = paper_say(app, MSG_PAPER_ANNEX_ITEM, {"no", writer_layout(w, n)}, {"title", name});
    *arena_push(app->arena, &w->paper.annex_names) = name;
    Str label = paper_say(app, MSG_PAPER_ANNEX, {"no", n > 1 ? writer_layout(w, n) : S("")});
    w->figures.place = label;
    *arena_push(app->arena, &w->paper.annexes) = (PaperAnnex){.label = label, .title = title(a)};
}

bool stability_annex(PaperWriter *w, const TalkRow *talk, bool only_own, Err *err)
{
    App *app = w->app;
    GroupStability *s = arena_new(app->arena, GroupStability, 1);
    bool found;
    if (!stability_for_talk(app, talk, &found, s, err))
        return false;
    if (!found)
        return true;
    const Annex a = {w, s, talk};
    add_annex(&a, w->paper.annexes.count + 1);
    body(&a, only_own, &w->paper.annexes.items[w->paper.annexes.count - 1].body);
    return true;
}
