/* One ranking as a table that can be sorted, and as a file. */
#include "app/result/ranking.h"
#include "app/score/rank_table.h"
#include "web/pages.h"
#include "web/ranks.h"

typedef struct RankLink {
    Str name, href;
    bool current;
} RankLink;
typedef LIST_OF(RankLink) RankLinks;

typedef struct PlaceRow {
    const StandingUnit *of;
    Str rank, bottom, gain, href;
    Msg status;
    bool plain; /* ranked: its status goes without saying */
    Spark line;
} PlaceRow;

typedef struct RankingView {
    const Standing *of;
    Str title, sub, before, file, leaves, stability, note;
    RankLinks groups, periods;
    LIST_OF(SortHead) heads;
    LIST_OF(PlaceRow) rows;
    Table year; /* ranks of all periods */
    Chart chart;
} RankingView;
#include "web/templates/ranking.html.h"

static const char *const pattern = "/rankings/{period}/{group}";

static Str sorted_link(const Ctx *c, const Standing *s, Str order, bool turned)
{
    return link_to(c, pattern, {"period", s->period->code}, {"group", s->group->code},
                   {"order", order}, {"turned", turned ? S("1") : S("")});
}

/* Columns in the order of StandingOrder's words; a click on the one that holds turns it round. */
static void fill_heads(Ctx *c, const Standing *s, RankingView *v)
{
    static const struct {
        StandingOrder order;
        Str word;
        Msg label;
        bool number, descends; /* best first means downwards */
    } heads[] = {
        {STANDING_BY_RANK, SC("rank"), MSG_COL_RANK, true, false},
        {STANDING_OFFICIAL, SC("official"), MSG_COL_UNIT, false, false},
        {STANDING_BY_SCORE, SC("score"), MSG_COL_SCORE, true, true},
        {STANDING_BY_CHANGE, SC("change"), MSG_COL_CHANGE, false, true},
        {STANDING_BY_STREAK, SC("streak"), MSG_RANKING_STREAK, true, true},
    };
    StandingOrder now = (StandingOrder)ctx_i64(c, "order", STANDING_BY_RANK);
    bool turned = ctx_given(c, "turned");
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        bool holds = heads[i].order == now;
        *arena_push(c->arena, &v->heads) =
            (SortHead){.label = msg(c->lang, heads[i].label),
                       .href = sorted_link(c, s, heads[i].word, holds && !turned),
                       .direction = !holds                        ? 0
                                    : heads[i].descends != turned ? -1
                                                                  : 1,
                       .number = heads[i].number};
    }
}

static Msg status_word(Str status)
{
    static const struct {
        Str word;
        Msg sentence;
    } words[] = {
        {SC("ranked"), MSG_RANK_STATUS_RANKED},
        {SC("trial"), MSG_RANK_STATUS_TRIAL},
        {SC("exempt"), MSG_RANK_STATUS_EXEMPT},
        {SC("own_missing"), MSG_RANK_STATUS_OWN_MISSING},
        {SC("no_score"), MSG_RANK_STATUS_NO_SCORE},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(status, words[i].word))
            return words[i].sentence;
    return MSG_RANK_STATUS_NO_SCORE;
}

static Str or_dash(const Ctx *c, int value)
{
    return value > 0 ? arena_fmt(c->arena, "%d", value) : S("—");
}

static void fill_rows(Ctx *c, const Standing *s, RankingView *v)
{
    int worst = ranks_worst(s);
    for (int i = 0; i < s->units.count; i++) {
        const StandingUnit *u = &s->units.items[i];
        *arena_push(c->arena, &v->rows) = (PlaceRow){.of = u,
                                                     .rank = or_dash(c, u->row.rank),
                                                     .bottom = or_dash(c, u->row.rank_bottom),
                                                     .gain = or_dash(c, u->row.gain_rank),
                                                     .href = unit_link(c, s, u),
                                                     .status = status_word(u->row.status),
                                                     .plain = str_eq(u->row.status, S("ranked")),
                                                     .line = ranks_line(c, s, u, worst)};
    }
}

/* In the order of the ranking shown; one period alone is no history. */
static void fill_year(Ctx *c, const Standing *s, RankingView *v)
{
    if (s->nperiods < 2)
        return;
    Table *t = &v->year;
    *t = (Table){.id = S("ranks"), .tight = true};
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_UNIT), CELL_HEAD);
    for (int i = 0; i < s->nperiods; i++)
        table_add_column(c->arena, t, s->periods[i]->name, CELL_NUMBER);
    for (int u = 0; u < s->units.count; u++) {
        const StandingUnit *unit = &s->units.items[u];
        TableRow *row = table_add_row(c->arena, t);
        row->own = unit->own;
        row_add_cell(c->arena, row)->text = unit->unit->name;
        for (int i = 0; i < s->nperiods; i++)
            row_add_cell(c->arena, row)->text =
                unit->line[i] ? arena_fmt(c->arena, "%d", unit->line[i]) : S("");
    }
    v->chart =
        (Chart){.kind = CHART_RANKS, .table = t->id, .words = msg(c->lang, MSG_RANKING_YEAR)};
}

static bool fill_links(Ctx *c, const Standing *s, RankingView *v, Err *err)
{
    const CampaignDef *def = &c->app.def;
    Results results;
    if (!results_read(&c->app, &results, err))
        return false;
    for (int g = 0; g < results.ngroups; g++) {
        const PeerGroup *group = results.groups[g].group;
        if (standing_may(&c->app, group->code))
            *arena_push(c->arena, &v->groups) =
                (RankLink){group->name,
                           link_to(c, pattern, {"period", s->period->code}, {"group", group->code}),
                           group == s->group};
    }
    const GroupResults *own = results_of(&results, s->group->code);
    for (int i = 0; i < own->periods.count; i++) {
        const CampaignPeriod *p = &def->periods.items[own->periods.items[i].period];
        *arena_push(c->arena, &v->periods) =
            (RankLink){p->name, link_to(c, pattern, {"period", p->code}, {"group", s->group->code}),
                       p == s->period};
    }
    if (!s->published)
        *arena_push(c->arena, &v->periods) =
            (RankLink){s->period->name, sorted_link(c, s, S(""), false), true};
    return true;
}

static bool fill_note(Ctx *c, const Standing *s, RankingView *v, Err *err)
{
    RunUnitList units = {0};
    bool corrected;
    for (int i = 0; i < s->units.count; i++)
        *arena_push(c->arena, &units) = s->units.items[i].row;
    if (!ranking_is_corrected(&c->app, &s->run, &units, &corrected, err))
        return false;
    v->note = corrected ? msg(c->lang, MSG_RANKING_CORRECTED) : S("");
    return true;
}

bool ranking_page(Ctx *c, Err *err)
{
    Standing s;
    if (!standing_read(&c->app, ctx_text(c, "period"), ctx_text(c, "group"), &s, err))
        return false;
    standing_sort(&s, (StandingOrder)ctx_i64(c, "order", STANDING_BY_RANK), ctx_given(c, "turned"));
    if (c->json) {
        Json json = json_begin(c);
        standing_json(&s, &json);
        return json_end(c, &json, err);
    }
    RankingView v = {.of = &s,
                     .before = s.before ? s.before->name : S(""),
                     .file = link_to(c, "/rankings/{period}/{group}/file",
                                     {"period", s.period->code}, {"group", s.group->code})};
    Str units = arena_fmt(c->arena, "%d", s.units.count);
    v.title = msg_str(c->arena, c->lang, MSG_RANKING_HEADING, {"group", s.group->name},
                      {"period", s.period->name});
    v.sub = s.published ? msg_str(c->arena, c->lang, MSG_RANKING_PUBLISHED,
                                  {"on", s.run.published_on}, {"units", units})
                        : msg_str(c->arena, c->lang, MSG_RANKING_UNPUBLISHED, {"units", units});
    if (!fill_links(c, &s, &v, err) || !fill_note(c, &s, &v, err))
        return false;
    v.leaves = link_to(c, "/rankings/{period}/{group}/leaves", {"period", s.period->code},
                       {"group", s.group->code});
    if (ctx_may(c, ACT_STABILITY_READ))
        v.stability = link_to(c, "/rankings/{period}/{group}/stability", {"period", s.period->code},
                              {"group", s.group->code});
    fill_heads(c, &s, &v);
    fill_rows(c, &s, &v);
    fill_year(c, &s, &v);
    ranking_html(page_begin(c, msg(c->lang, MSG_NAV_RANKING), NAV_RANKING), c, &v);
    return page_end(c, err);
}

bool ranking_file(Ctx *c, Err *err)
{
    RunRow run;
    RunUnitList units = {0};
    Str period = ctx_text(c, "period"), group = ctx_text(c, "group");
    Gain *gains;
    if (!ranking_read(&c->app, period, group, false, &run, &units, err) ||
        !gains_read(&c->app, run.period, group, &units, &gains, err))
        return false;
    Sheet sheet = rank_table_sheet(c->lang, &c->app, &run, &units, gains);
    Str name =
        arena_fmt(c->arena, "%.*s %.*s", STR_ARG(period), STR_ARG(group_name(&c->app, group)));
    return download_csv(c, &sheet, name, err);
}
