/* The papers of a circular: of the month, the correction notice (更正通知), the withdrawal (撤回通知). */
#include "app/paper/circular_desk.h"
#include "app/paper/circular_refs.h"

typedef struct Composer {
    PaperWriter w;
    const CircularPlan *plan;
} Composer;

static Figure origin(const Composer *n, Str kind, const Consequence *c)
{
    return (Figure){.kind = kind, .period = n->plan->period->code, .unit = c->unit};
}

static void add_row(Composer *n, PaperTable *table, const Consequence *c)
{
    PaperWriter *w = &n->w;
    const Unit *unit = app_unit(w->app, c->unit);
    bool score = str_eq(c->kind, S("score"));
    const Str cells[] = {
        figure_name(&w->figures, unit ? unit->name : c->unit),
        msg(LANG_ZH, score ? MSG_COL_SCORE : MSG_COL_RANK),
        figure(&w->figures, c->before, origin(n, c->kind, c)),
        figure(&w->figures, c->after, origin(n, c->kind, c)),
    };
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        paper_cell(w->app->arena, table, cells[i]);
}

/* ERR_CIRCULAR_UNCHANGED when there is nothing to tell. */
static bool add_table(Composer *n, Err *err)
{
    static const Msg heads[] = {MSG_COL_UNIT, MSG_PAPER_COL_ITEM, MSG_PAPER_COL_PRINTED,
                                MSG_PAPER_COL_CORRECTED};
    App *app = n->w.app;
    ConsequenceList changes = {0};
    Str period = n->plan->period->code;
    PaperColumn *columns = arena_new(app->arena, PaperColumn, 4);
    for (int i = 0; i < 4; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i]), i < 2 ? PAPER_LEFT : PAPER_RIGHT};
    if (!consequence_list(app->db, app->arena, app->def.code, &changes, err))
        return false;
    PaperTable *table = paper_table(app->arena, &n->w.paper.body, columns, 4);
    for (int i = 0; i < changes.count; i++) {
        const Consequence *c = &changes.items[i];
        if (str_eq(c->period, period) &&
            (str_eq(c->kind, S("score")) || str_eq(c->kind, S("rank"))))
            add_row(n, table, c);
    }
    if (table->cells.count == 0)
        return err_set(err, ERR_CIRCULAR_UNCHANGED, {"period", period});
    return true;
}

static Str title_of(Composer *n, const CircularHead *h)
{
    static const Msg titles[CIRCULAR_KINDS] = {MSG_PAPER_TITLE, MSG_PAPER_NOTICE_TITLE,
                                               MSG_PAPER_WITHDRAWAL_TITLE};
    PaperWriter *w = &n->w;
    Str issuer = figure_name(&w->figures, h->issuer);
    if (n->plan->kind == CIRCULAR_OF_MONTH)
        return paper_say(w->app, titles[0], {"issuer", issuer},
                         {"campaign", paper_campaign(w->app, &w->figures)},
                         {"period", writer_period(w, n->plan->period)}, {"br", S(PAPER_BREAK)});
    Figure number = {.kind = S("number")};
    return paper_say(w->app, titles[n->plan->kind], {"issuer", issuer},
                     {"number", figure(&w->figures, n->plan->earlier.number, number)},
                     {"br", S(PAPER_BREAK)});
}

bool circular_compose(App *app, const CircularPlan *plan, const CircularHead *head,
                      const CircularText *text, CircularFaults *faults, Circular *ret_circular,
                      Err *err)
{
    Composer n = {.w = {.app = app, .facts = &plan->facts, .figures.arena = app->arena},
                  .plan = plan};
    writer_head(&n.w, head);
    n.w.paper.title = title_of(&n, head);
    n.w.figures.place = msg(LANG_ZH, MSG_CIRCULAR_P_OPENING);
    if (plan->kind == CIRCULAR_CORRECTS) {
        circular_fill(&n.w, text, PASSAGE_OPENING, PASSAGE_REQUIREMENTS, faults);
        if (!add_table(&n, err))
            return false;
        circular_fill(&n.w, text, PASSAGE_CLOSING, PASSAGE_CLOSING, faults);
    } else {
        circular_fill(&n.w, text, PASSAGE_OPENING, PASSAGE_CLOSING, faults);
    }
    if (plan->kind == CIRCULAR_OF_MONTH)
        circular_annexes(&n.w);
    writer_foot(&n.w, head);
    return writer_done(&n.w, &ret_circular->figures, &ret_circular->paper, &ret_circular->text,
                       err);
}

void circular_prefill_later(App *app, const CircularPlan *plan, Str reason, CircularText *ret_text)
{
    Str number = ref_plain(app, REF_NUMBER);
    *ret_text = (CircularText){0};
    if (plan->kind == CIRCULAR_CORRECTS) {
        ret_text->passages[PASSAGE_OPENING] =
            paper_say(app, MSG_PAPER_NOTICE_OPENING, {"number", number});
        ret_text->passages[PASSAGE_CLOSING] = msg(LANG_ZH, MSG_PAPER_NOTICE_STANDS);
        return;
    }
    ret_text->passages[PASSAGE_OPENING] =
        paper_say(app, MSG_PAPER_WITHDRAWAL_OPENING, {"number", number},
                  {"reason", reason.len ? reason : msg(LANG_ZH, MSG_PAPER_WITHDRAWAL_REASON)});
    ret_text->passages[PASSAGE_CLOSING] = msg(LANG_ZH, MSG_PAPER_WITHDRAWAL_STANDS);
}

static const PaperTable *table_of(const Paper *paper)
{
    for (int i = 0; i < paper->body.count; i++)
        if (paper->body.items[i].kind == PAPER_TABLE)
            return &paper->body.items[i].table;
    return NULL;
}

bool circular_same_table(const Paper *a, const Paper *b)
{
    const PaperTable *x = table_of(a), *y = table_of(b);
    bool same = x && y && x->cells.count == y->cells.count;
    for (int i = 0; same && i < x->cells.count; i++)
        same = str_eq(x->cells.items[i], y->cells.items[i]);
    return same;
}
