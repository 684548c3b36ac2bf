#include "app/paper/circular_writer.h"

static Str change_of(PaperWriter *w, const CircularGroup *g, const CircularUnit *u)
{
    if (u->unit->restricted || !u->before || u->before->rank == 0 || u->row.rank == 0)
        return msg(LANG_ZH, MSG_PAPER_NONE);
    int places = u->before->rank - u->row.rank;
    if (places == 0)
        return msg(LANG_ZH, MSG_PAPER_SAME);
    Str n = writer_number(w, places > 0 ? places : -places, writer_origin(S("change"), g, u));
    return places > 0 ? paper_say(w->app, MSG_PAPER_UP, {"n", n})
                      : paper_say(w->app, MSG_PAPER_DOWN, {"n", n});
}

static Str remark_of(PaperWriter *w, const CircularGroup *g, const CircularUnit *u)
{
    Out out = writer_list(w);
    if (u->unit->restricted)
        return S("");
    if (str_eq(u->row.status, S("own_missing")))
        writer_item(&out, MSG_PAPER_AND, msg(LANG_ZH, MSG_OUT_MISSING_MARK));
    else if (u->late_days > 0)
        writer_item(&out, MSG_PAPER_AND, msg(LANG_ZH, MSG_PAPER_MARK_LATE));
    if (writer_is_tied(g, u))
        writer_item(&out, MSG_PAPER_AND, msg(LANG_ZH, MSG_PAPER_MARK_TIE));
    if (u->corrected)
        writer_item(&out, MSG_PAPER_AND, msg(LANG_ZH, MSG_PAPER_MARK_CORRECTED));
    return out_str(&out);
}

static void rows(PaperWriter *w, const CircularGroup *g, PaperTable *t, Str annex)
{
    Arena *a = w->app->arena;
    for (int i = 0; i < g->count; i++) {
        const CircularUnit *u = &g->units[i];
        Str row = arena_fmt(a, "%d", i + 1);
        w->figures.place = paper_say(w->app, MSG_PAPER_PLACE_ROW, {"annex", annex}, {"row", row});
        paper_cell(a, t, writer_layout(w, i + 1));
        paper_cell(a, t, figure_name(&w->figures, u->unit->name));
        paper_cell(a, t, figure(&w->figures, u->row.score_shown, writer_origin(S("score"), g, u)));
        paper_cell(a, t,
                   u->row.rank > 0 ? writer_number(w, u->row.rank, writer_origin(S("rank"), g, u))
                                   : msg(LANG_ZH, MSG_PAPER_NONE));
        paper_cell(a, t, change_of(w, g, u));
        paper_cell(a, t, remark_of(w, g, u));
    }
}

/* How the ranks came about: rule of the table, and the approved scheme behind it. */
static void notes(PaperWriter *w, const CircularGroup *g, PaperBlocks *body)
{
    App *app = w->app;
    Figure origin = writer_origin(S("scheme"), g, NULL);
    const Scheme *s = &g->scheme;
    Str decimals = s->rank_rounds ? paper_numeral(app->arena, s->rank_round) : S("");
    Str rule =
        s->rank_rounds && s->rank_round > 0
            ? paper_say(app, MSG_PAPER_NOTE_RANK,
                        {"decimals", s->rank_round == 2 ? msg(LANG_ZH, MSG_PAPER_TWO) : decimals})
            : msg(LANG_ZH, MSG_PAPER_NOTE_RANK_EXACT);
    Str change = msg(LANG_ZH, MSG_PAPER_NOTE_FIRST);
    if (g->before)
        change =
            paper_say(app, MSG_PAPER_NOTE_CHANGE,
                      {"before", figure(&w->figures, g->before->name,
                                        (Figure){.kind = S("period"), .period = g->before->code})});
    paper_note(app->arena, body,
               paper_say(app, MSG_PAPER_TWO_SENTENCES, {"a", rule}, {"b", change}));
    Str name = figure_name(&w->figures, s->name);
    Str version = writer_number(w, s->version, origin);
    Str plan = figure(&w->figures, s->plan_no, origin);
    paper_note(app->arena, body,
               paper_say(app, MSG_PAPER_NOTE_SCHEME, {"name", name}, {"version", version},
                         {"plan", plan}));
}

static void annex_of(PaperWriter *w, const CircularGroup *g, int number)
{
    App *app = w->app;
    PaperColumn *columns = arena_new(app->arena, PaperColumn, 6);
    static const struct {
        Msg head;
        PaperAlign align;
    } heads[] = {
        {MSG_PAPER_COL_NO, PAPER_RIGHT},    {MSG_COL_UNIT, PAPER_LEFT},
        {MSG_COL_SCORE, PAPER_RIGHT},       {MSG_COL_RANK, PAPER_RIGHT},
        {MSG_PAPER_COL_CHANGE, PAPER_LEFT}, {MSG_COL_NOTE, PAPER_LEFT},
    };
    for (int i = 0; i < 6; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i].head), heads[i].align};

    w->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_ANNEX);
    Str title =
        paper_say(app, MSG_PAPER_ANNEX_TITLE, {"period", writer_period(w, w->facts->period)},
                  {"group", figure_name(&w->figures, g->group->name)});
    *arena_push(app->arena, &w->paper.annex_names) =
        paper_say(app, MSG_PAPER_ANNEX_ITEM, {"no", writer_layout(w, number)}, {"title", title});
    Str label = paper_say(app, MSG_PAPER_ANNEX, {"no", writer_layout(w, number)});
    w->figures.place = label;
    PaperAnnex *annex = arena_push(app->arena, &w->paper.annexes);
    *annex = (PaperAnnex){.label = label,
                          .title = paper_say(app, MSG_PAPER_ANNEX_TITLE,
                                             {"period", writer_period(w, w->facts->period)},
                                             {"group", figure_name(&w->figures, g->group->name)})};
    PaperTable *table = paper_table(app->arena, &annex->body, columns, 6);
    rows(w, g, table, label);
    w->figures.place = label;
    notes(w, g, &annex->body);
}

void circular_annexes(PaperWriter *w)
{
    w->paper.annex_label = msg(LANG_ZH, MSG_PAPER_ANNEX_LABEL);
    for (int i = 0; i < w->facts->count; i++)
        annex_of(w, &w->facts->groups[i], i + 1);
}
