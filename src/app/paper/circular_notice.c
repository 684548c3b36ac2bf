/* The correction notice (更正通知): what corrections would change of an issued circular. */
#include "app/paper/circular_data.h"
#include "app/paper/circular_writer.h"

typedef struct Notice {
    PaperWriter w;
    const CampaignPeriod *period;
    CircularRow circular; /* the one it is about */
    bool was_issued;      /* a notice, newest first */
    Circular newest;
} Notice;

static Figure origin(const Notice *n, Str kind, const Consequence *c)
{
    return (Figure){.kind = kind, .period = n->period->code, .unit = c->unit};
}

static void add_row(Notice *n, PaperTable *table, const Consequence *c)
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
static bool add_table(Notice *n, Err *err)
{
    static const Msg heads[] = {MSG_COL_UNIT, MSG_PAPER_COL_ITEM, MSG_PAPER_COL_PRINTED,
                                MSG_PAPER_COL_CORRECTED};
    App *app = n->w.app;
    ConsequenceList changes = {0};
    PaperColumn *columns = arena_new(app->arena, PaperColumn, 4);
    for (int i = 0; i < 4; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i]), i < 2 ? PAPER_LEFT : PAPER_RIGHT};
    if (!consequence_list(app->db, app->arena, app->def.code, &changes, err))
        return false;
    PaperTable *table = paper_table(app->arena, &n->w.paper.body, columns, 4);
    for (int i = 0; i < changes.count; i++) {
        const Consequence *c = &changes.items[i];
        if (str_eq(c->period, n->period->code) &&
            (str_eq(c->kind, S("score")) || str_eq(c->kind, S("rank"))))
            add_row(n, table, c);
    }
    if (table->cells.count == 0)
        return err_set(err, ERR_CIRCULAR_UNCHANGED, {"period", n->period->code});
    return true;
}

static bool write_notice(Notice *n, const CircularHead *head, Circular *ret_circular, Err *err)
{
    PaperWriter *w = &n->w;
    App *app = w->app;
    *w = (PaperWriter){.app = app, .figures.arena = app->arena};
    writer_head(w, head);
    Figure number = {.kind = S("number")};
    w->paper.title = paper_say(
        app, MSG_PAPER_NOTICE_TITLE, {"issuer", figure_name(&w->figures, head->issuer)},
        {"number", figure(&w->figures, n->circular.number, number)}, {"br", S(PAPER_BREAK)});
    writer_paragraph(w, paper_say(app, MSG_PAPER_NOTICE_OPENING,
                                  {"number", figure(&w->figures, n->circular.number, number)}));
    if (!add_table(n, err))
        return false;
    writer_paragraph(w, msg(LANG_ZH, MSG_PAPER_NOTICE_STANDS));
    writer_foot(w, head);
    return writer_done(w, &ret_circular->figures, &ret_circular->paper, &ret_circular->text, err);
}

static const PaperTable *table_of(const Paper *paper)
{
    for (int i = 0; i < paper->body.count; i++)
        if (paper->body.items[i].kind == PAPER_TABLE)
            return &paper->body.items[i].table;
    return NULL;
}

/* Whether two notices tell the same corrections. */
static bool same_table(const Paper *a, const Paper *b)
{
    const PaperTable *x = table_of(a), *y = table_of(b);
    bool same = x && y && x->cells.count == y->cells.count;
    for (int i = 0; same && i < x->cells.count; i++)
        same = str_eq(x->cells.items[i], y->cells.items[i]);
    return same;
}

/* The circular and its newest notice, if there is one. */
static bool open_notice(App *app, Str period_code, Notice *n, Err *err)
{
    bool found;
    *n = (Notice){.w.app = app};
    if (!app_period(app, period_code, &n->period, err) ||
        !circular_find(app, n->period->code, 1, &found, &n->circular, err))
        return false;
    if (!found)
        return err_set(err, ERR_CIRCULAR_NOT_ISSUED, {"period", n->period->code});
    if (!circular_find(app, n->period->code, 2, &n->was_issued, &n->newest.row, err) ||
        (n->was_issued && !circular_kept(app, &n->newest, &n->newest.kept, err)))
        return false;
    n->newest.issued = n->was_issued;
    n->newest.text = n->newest.row.text;
    return true;
}

static Str number_of(App *app, Msg form, int64_t serial)
{
    return paper_say_args(
        app, form,
        (const Arg[]){{"mark", app->def.issuer_number},
                      {"year", circular_year(app)},
                      {"serial", arena_fmt(app->arena, "%lld", (long long)serial)}},
        form == MSG_PAPER_NUMBER ? 3 : 2);
}

bool circular_notice(App *app, Str period_code, Circular *ret_circular, Err *err)
{
    Notice n;
    Circular draft = {0};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_CIRCULAR_READ, S(""), period_code, err) ||
        !open_notice(app, period_code, &n, err))
        return false;
    bool may_draft = permit_scope(app->actor.role, ACT_RESULT_TRIAL_READ) == SCOPE_ALL;
    if (n.was_issued && !may_draft) {
        *ret_circular = n.newest;
        return true;
    }
    CircularHead head = {.issuer = n.circular.issuer, .issued_on = DATE_NONE};
    head.number = number_of(app, MSG_PAPER_NUMBER_DRAFT, 0);
    if (!app_permit(app, ACT_RESULT_TRIAL_READ, S(""), n.period->code, err) ||
        !write_notice(&n, &head, &draft, err))
        return false;
    if (!circular_check_issuer(&app->def, NULL))
        draft.paper.issuer = S("");
    *ret_circular = n.was_issued && same_table(&draft.paper, &n.newest.paper) ? n.newest : draft;
    return true;
}

bool circular_notice_issue(App *app, Str period_code, int64_t serial, Circular *ret_circular,
                           Err *err)
{
    Notice n;
    Circular c = {.issued = true, .kept = true};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_CIRCULAR_ISSUE, S(""), period_code, err) ||
        !circular_check_issuer(&app->def, err) || !open_notice(app, period_code, &n, err))
        return false;
    CircularHead head = {.number = number_of(app, MSG_PAPER_NUMBER, serial),
                         .issuer = app->def.issuer,
                         .issued_on = app->today};
    if (!write_notice(&n, &head, &c, err))
        return false;
    if (n.was_issued && same_table(&c.paper, &n.newest.paper))
        return err_set(err, ERR_NOTICE_ISSUED, {"period", n.period->code},
                       {"number", n.newest.row.number});
    c.row = (CircularRow){.period = n.period->code,
                          .version = n.was_issued ? n.newest.row.version + 1 : 2,
                          .number = head.number,
                          .issuer = head.issuer,
                          .issued_on = date_str(app->arena, app->today)};
    if (!circular_keep(app, &c, err))
        return false;
    *ret_circular = c;
    return true;
}
