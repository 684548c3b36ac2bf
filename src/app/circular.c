#include "app/circular.h"

#include "base/json.h"

static bool find_issued(App *app, Db *db, Str period, bool *ret_found, CircularRow *ret_row,
                        Err *err)
{
    CircularList list = {0};
    *ret_found = false;
    if (!circular_list(db, app->arena, app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (str_eq(list.items[i].period, period)) {
            *ret_row = list.items[i];
            *ret_found = true;
        }
    return true;
}

static Str year_of(App *app)
{
    int year, month, day;
    date_to_ymd(app->today, &year, &month, &day);
    return arena_fmt(app->arena, "%d", year);
}

/* A coordinating body (leading group, its office, its teams) issues no orders to lower governments;
 * a name that holds such a body's name is refused too. */
static bool check_issuer(const CampaignDef *def, Err *err)
{
    if (def->issuer.len == 0 || def->issuer_number.len == 0)
        return err_set(err, ERR_CIRCULAR_NO_ISSUER);
    for (int i = 0; i < def->bodies.count; i++) {
        const Body *b = &def->bodies.items[i];
        bool coordinating = str_eq(b->kind, S("leading_group")) || str_eq(b->kind, S("office")) ||
                            str_eq(b->kind, S("team"));
        if (coordinating && (str_has(def->issuer, b->name) || str_has(b->name, def->issuer)))
            return err_set(err, ERR_CIRCULAR_ISSUER, {"found", def->issuer}, {"body", b->name});
    }
    return true;
}

/* A draft goes without the red mark where its issuer could not issue it. */
static bool draft(App *app, const CampaignPeriod *period, Circular *ret_circular, Err *err)
{
    CircularFacts facts;
    CircularHead head = {.issuer = app->def.issuer, .issued_on = DATE_NONE};
    head.number = paper_say(app, MSG_PAPER_NUMBER_DRAFT, {"mark", app->def.issuer_number},
                            {"year", year_of(app)});
    if (!circular_facts(app, period, true, &facts, err) ||
        !circular_paper(app, &facts, &head, &ret_circular->figures, &ret_circular->paper,
                        &ret_circular->text, err))
        return false;
    if (!check_issuer(&app->def, NULL))
        ret_circular->paper.issuer = S("");
    return true;
}

/* The figures of an issued circular: the paper made again from the same frozen results. */
static bool trace_issued(App *app, const CampaignPeriod *period, Circular *circular, Err *err)
{
    CircularFacts facts;
    CircularHead head = {.number = circular->row.number, .issuer = circular->row.issuer};
    Str again;
    return date_parse(circular->row.issued_on, &head.issued_on, err) &&
           circular_facts(app, period, false, &facts, err) &&
           circular_paper(app, &facts, &head, &circular->figures, &circular->paper, &again, err) &&
           figures_check(&circular->figures, circular->text, err);
}

bool circular_read(App *app, Str period_code, Circular *ret_circular, Err *err)
{
    const CampaignPeriod *period;
    Circular c = {0};
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &period, err) ||
        !app_permit(app, ACT_CIRCULAR_READ, S(""), period->code, err) ||
        !find_issued(app, app->db, period->code, &c.issued, &c.row, err))
        return false;
    if (c.issued) {
        c.text = c.row.text;
        if (!trace_issued(app, period, &c, err))
            return false;
    } else if (!app_permit(app, ACT_RESULT_TRIAL_READ, S(""), period->code, err) ||
               !draft(app, period, &c, err)) {
        return false;
    }
    *ret_circular = c;
    return true;
}

typedef struct Issue {
    App *app;
    CircularRow row;
    AppWrite write;
} Issue;

static bool save_issue(Db *tx, void *ctx, Err *err)
{
    Issue *i = ctx;
    CircularList list = {0};
    if (!circular_list(tx, i->app->arena, i->app->def.code, &list, err))
        return false;
    for (int k = 0; k < list.count; k++) {
        const CircularRow *c = &list.items[k];
        if (str_eq(c->period, i->row.period))
            return err_set(err, ERR_CIRCULAR_ISSUED, {"period", c->period}, {"number", c->number});
        if (str_eq(c->number, i->row.number))
            return err_set(err, ERR_CIRCULAR_NUMBER, {"number", c->number}, {"period", c->period});
    }
    i->row.id = app_id(i->app);
    i->write.object = arena_fmt(i->app->arena, "circular %.*s", STR_ARG(i->row.id));
    return circular_save(tx, i->app->def.code, &i->row, err);
}

static Str issue_detail(App *app, const CircularRow *row)
{
    Out out = out_new(app->arena, 4096);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("period"), row->period);
    json_kstr(&json, S("number"), row->number);
    json_kstr(&json, S("issuer"), row->issuer);
    json_kstr(&json, S("issued_on"), row->issued_on);
    json_kstr(&json, S("digest"), row->digest);
    json_object_end(&json);
    return out_str(&out);
}

bool circular_issue(App *app, Str period_code, int64_t serial, Circular *ret_circular, Err *err)
{
    const CampaignPeriod *period;
    CircularFacts facts;
    Circular c = {.issued = true};
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &period, err) ||
        !app_permit(app, ACT_CIRCULAR_ISSUE, S(""), period->code, err) ||
        !check_issuer(&app->def, err))
        return false;
    bool found;
    if (!find_issued(app, app->db, period->code, &found, &c.row, err))
        return false;
    if (found)
        return err_set(err, ERR_CIRCULAR_ISSUED, {"period", period->code},
                       {"number", c.row.number});
    CircularHead head = {.issuer = app->def.issuer, .issued_on = app->today};
    head.number =
        paper_say(app, MSG_PAPER_NUMBER, {"mark", app->def.issuer_number}, {"year", year_of(app)},
                  {"serial", arena_fmt(app->arena, "%lld", (long long)serial)});
    if (!circular_facts(app, period, false, &facts, err) ||
        !circular_paper(app, &facts, &head, &c.figures, &c.paper, &c.text, err))
        return false;
    c.row = (CircularRow){.period = period->code,
                          .version = 1,
                          .number = head.number,
                          .issuer = head.issuer,
                          .issued_on = date_str(app->arena, app->today),
                          .issued_by = app->actor.name,
                          .text = c.text,
                          .digest = app->digest(app->arena, c.text)};
    Issue issue = {.app = app, .row = c.row};
    issue.write = (AppWrite){.action = ACT_CIRCULAR_ISSUE,
                             .detail = issue_detail(app, &c.row),
                             .fn = save_issue,
                             .ctx = &issue};
    if (!app_write(app, &issue.write, err))
        return false;
    c.row = issue.row;
    *ret_circular = c;
    return true;
}

/* --- correction notice */

typedef struct Notice {
    App *app;
    Paper paper;
    Figures figures;
    const CampaignPeriod *period;
    PaperTable *table;
} Notice;

static Figure notice_origin(const Notice *n, Str kind, const Consequence *c)
{
    return (Figure){.kind = kind, .period = n->period->code, .unit = c->unit};
}

static void notice_row(Notice *n, const Consequence *c)
{
    Arena *a = n->app->arena;
    const Unit *unit = app_unit(n->app, c->unit);
    bool score = str_eq(c->kind, S("score"));
    paper_cell(a, n->table, figure_name(&n->figures, unit ? unit->name : c->unit));
    paper_cell(a, n->table, msg(LANG_ZH, score ? MSG_COL_SCORE : MSG_COL_RANK));
    paper_cell(a, n->table, figure(&n->figures, c->before, notice_origin(n, c->kind, c)));
    paper_cell(a, n->table, figure(&n->figures, c->after, notice_origin(n, c->kind, c)));
}

static void notice_text(Notice *n, const CircularRow *row)
{
    App *app = n->app;
    Paper *p = &n->paper;
    n->figures.place = msg(LANG_ZH, MSG_PAPER_PLACE_HEAD);
    if (app->def.sample)
        *arena_push(app->arena, &p->marks) = msg(LANG_ZH, MSG_OUT_SAMPLE);
    *arena_push(app->arena, &p->marks) = msg(LANG_ZH, MSG_PAPER_DRAFT);
    p->title =
        paper_say(app, MSG_PAPER_NOTICE_TITLE, {"issuer", figure_name(&n->figures, row->issuer)},
                  {"number", figure(&n->figures, row->number, (Figure){.kind = S("number")})},
                  {"br", S(PAPER_BREAK)});
    paper_paragraph(
        app->arena, &p->body,
        paper_say(app, MSG_PAPER_NOTICE_OPENING,
                  {"number", figure(&n->figures, row->number, (Figure){.kind = S("number")})}));
    p->signature = figure_name(&n->figures, row->issuer);
    p->date = msg(LANG_ZH, MSG_PAPER_DATE_BLANK);
    if (app->def.sample)
        *arena_push(app->arena, &p->foot) = msg(LANG_ZH, MSG_PAPER_SAMPLE_FOOT);
}

static bool notice_table(Notice *n, Err *err)
{
    static const Msg heads[] = {MSG_COL_UNIT, MSG_PAPER_COL_ITEM, MSG_PAPER_COL_PRINTED,
                                MSG_PAPER_COL_CORRECTED};
    App *app = n->app;
    ConsequenceList changes = {0};
    PaperColumn *columns = arena_new(app->arena, PaperColumn, 4);
    for (int i = 0; i < 4; i++)
        columns[i] = (PaperColumn){msg(LANG_ZH, heads[i]), i < 2 ? PAPER_LEFT : PAPER_RIGHT};
    if (!consequence_list(app->db, app->arena, app->def.code, &changes, err))
        return false;
    n->table = paper_table(app->arena, &n->paper.body, columns, 4);
    for (int i = 0; i < changes.count; i++) {
        const Consequence *c = &changes.items[i];
        if (str_eq(c->period, n->period->code) &&
            (str_eq(c->kind, S("score")) || str_eq(c->kind, S("rank"))))
            notice_row(n, c);
    }
    if (n->table->cells.count == 0)
        return err_set(err, ERR_CIRCULAR_UNCHANGED, {"period", n->period->code});
    paper_paragraph(app->arena, &n->paper.body, msg(LANG_ZH, MSG_PAPER_NOTICE_STANDS));
    return true;
}

bool circular_notice(App *app, Str period_code, Circular *ret_circular, Err *err)
{
    Circular c = {0};
    Notice n = {.app = app, .figures.arena = app->arena};
    bool found;
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &n.period, err) ||
        !app_permit(app, ACT_RESULT_TRIAL_READ, S(""), n.period->code, err) ||
        !find_issued(app, app->db, n.period->code, &found, &c.row, err))
        return false;
    if (!found)
        return err_set(err, ERR_CIRCULAR_NOT_ISSUED, {"period", n.period->code});
    notice_text(&n, &c.row);
    if (!notice_table(&n, err))
        return false;
    Out out = out_new(app->arena, 1 << 20);
    paper_txt(&n.paper, &out);
    c.text = out_str(&out);
    c.figures = n.figures;
    c.paper = n.paper;
    *ret_circular = c;
    return figures_check(&n.figures, c.text, err);
}
