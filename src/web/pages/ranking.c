/* A group's ranking of a period: level, improvement and the months so far side by side, the year as crossing lines, and as files. */
#include "app/result/ranking.h"
#include "app/restricted.h"
#include "app/score/rank_table.h"
#include "app/score/stability.h"
#include "web/pages.h"
#include "web/ranks.h"

typedef struct RankLink {
    Str name, href;
    bool current;
} RankLink;
typedef LIST_OF(RankLink) RankLinks;

typedef struct PlaceRow {
    const StandingUnit *of;
    Str rank, bottom, gain, gained, mean, mean_rank, span, href;
    Msg status;
    bool plain; /* ranked: its status goes without saying */
    Spark line;
} PlaceRow;

typedef struct RankingView {
    const Standing *of;
    Str title, sub, before, csv, file, leaves, stability, whatif, note, here;
    bool spans; /* the reader may know how far ranks can be trusted */
    Options chosen;
    RankLinks groups, periods;
    LIST_OF(SortHead) heads;
    LIST_OF(PlaceRow) rows;
    GroupPart part;
    TableFoot foot;
    Table year; /* ranks of all periods */
    Bump bump;
    Str year_csv;
} RankingView;
#include "web/templates/ranking.html.h"

static const char *const pattern = "/rankings/{period}/{group}";

static Str sorted_link(const Ctx *c, const Standing *s, Str order, bool turned)
{
    return link_to(c, pattern, {"period", s->period->code}, {"group", s->group->code},
                   {"order", order}, {"turned", turned ? S("1") : S("")},
                   {"unit", ctx_text(c, "unit")});
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
        {STANDING_BY_GAIN, SC("gain"), MSG_COL_GAIN_RANK, true, false},
        {STANDING_BY_MEAN, SC("mean"), MSG_COL_MEAN_RANK, true, false},
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

/* In the order that holds. */
static void fill_part(Ctx *c, const Standing *s, RankingView *v)
{
    Str first = link_to(c, pattern, {"period", s->period->code}, {"group", s->group->code},
                        {"order", ctx_text(c, "order")}, {"turned", ctx_text(c, "turned")});
    v->part = group_part(c->arena, ctx_i64(c, "from", 0), s->units.count);
    v->foot = group_foot(&v->part, first,
                         link_to(c, pattern, {"period", s->period->code}, {"group", s->group->code},
                                 {"order", ctx_text(c, "order")}, {"turned", ctx_text(c, "turned")},
                                 {"from", v->part.next_from}));
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
    for (int i = v->part.from; i < v->part.to; i++) {
        const StandingUnit *u = &s->units.items[i];
        *arena_push(c->arena, &v->rows) = (PlaceRow){
            .of = u,
            .rank = or_dash(c, u->row.rank),
            .bottom = or_dash(c, u->row.rank_bottom),
            .gain = or_dash(c, u->row.gain_rank),
            .gained = u->has_change && u->row.gain_rank ? gain_text(c->arena, u->gained) : S(""),
            .mean = u->mean,
            .mean_rank = or_dash(c, u->mean_rank),
            .href = unit_link(c, s, u),
            .status = status_word(u->row.status),
            .plain = str_eq(u->row.status, S("ranked")),
            .line = ranks_line(c, s, u, worst)};
    }
}

/* Within which ranks 90 of 100 draws with other weights lie; a group too small for it goes without. */
static void fill_spans(Ctx *c, const Standing *s, RankingView *v)
{
    GroupStability *of = arena_new(c->arena, GroupStability, 1);
    StabilityAsk ask = stability_ask();
    ParFor one = par_one();
    Err none;
    if (!s->period->ranked || !ctx_may(c, ACT_STABILITY_READ) ||
        !stability_read(&c->app, s->period->code, s->group->code, &ask, &one, of, &none))
        return;
    v->spans = true;
    for (int i = 0; i < of->result.nrows; i++)
        for (int u = 0; u < v->rows.count; u++) {
            const Unit *unit = v->rows.items[u].of->unit;
            const StabilityRow *row = of->units[i].row;
            bool closed = unit->restricted && !restricted_may(&c->app, unit->code);
            if (row->rank && !closed && str_eq(of->units[i].code, unit->code))
                v->rows.items[u].span = row->p5 == row->p95
                                            ? arena_fmt(c->arena, "%d", row->p5)
                                            : arena_fmt(c->arena, "%d–%d", row->p5, row->p95);
        }
}

/* In the order of the ranking shown; one period alone is no history. */
static void fill_year(Ctx *c, const Standing *s, RankingView *v)
{
    Str chosen = ctx_text(c, "unit");
    if (s->nperiods < 2)
        return;
    Table *t = &v->year;
    *t = (Table){.id = S("ranks"), .tight = true};
    table_add_column(c->arena, t, msg(c->lang, MSG_COL_UNIT), CELL_HEAD);
    for (int i = 0; i < s->nperiods; i++) {
        table_add_column(c->arena, t, s->periods[i]->name, CELL_NUMBER);
        *arena_push(c->arena, &v->bump.points) = s->periods[i]->name;
    }
    v->bump.words = msg(c->lang, MSG_RANKING_BUMP_WORDS);
    for (int u = v->part.from; u < v->part.to; u++) {
        const StandingUnit *unit = &s->units.items[u];
        bool is_chosen = str_eq(unit->unit->code, chosen);
        TableRow *row = table_add_row(c->arena, t);
        row->own = unit->own || is_chosen;
        row_add_cell(c->arena, row)->text = unit->unit->name;
        for (int i = 0; i < s->nperiods; i++)
            row_add_cell(c->arena, row)->text =
                unit->line[i] ? arena_fmt(c->arena, "%d", unit->line[i]) : S("");
        *arena_push(c->arena, &v->bump.lines) = (BumpLine){unit->unit->name, unit->line, row->own};
        *arena_push(c->arena, &v->chosen) = (Option){unit->unit->code, unit->unit->name, is_chosen};
    }
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

static Str file_link(const Ctx *c, const Standing *s, const char *format, const char *what)
{
    return link_to(c, "/rankings/{period}/{group}/file", {"period", s->period->code},
                   {"group", s->group->code}, {"format", str_from_z(format)},
                   {"what", str_from_z(what)});
}

bool ranking_page(Ctx *c, Err *err)
{
    Standing s;
    if (!standing_read(&c->app, ctx_text(c, "period"), ctx_text(c, "group"), &s, err) ||
        !standing_year(&c->app, &s, err))
        return false;
    standing_sort(&s, (StandingOrder)ctx_i64(c, "order", STANDING_BY_RANK), ctx_given(c, "turned"));
    if (c->json) {
        Json json = json_begin(c);
        standing_json(&s, &json);
        return json_end(c, &json, err);
    }
    RankingView v = {.of = &s,
                     .before = s.before ? s.before->name : S(""),
                     .here =
                         link_to(c, pattern, {"period", s.period->code}, {"group", s.group->code}),
                     .csv = file_link(c, &s, "csv", ""),
                     .file = file_link(c, &s, "xlsx", ""),
                     .year_csv = file_link(c, &s, "csv", "year")};
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
    if (ctx_may(c, ACT_SANDBOX_RUN))
        v.whatif = link_to(c, "/whatif", {"period", s.period->code}, {"group", s.group->code});
    fill_part(c, &s, &v);
    fill_heads(c, &s, &v);
    fill_rows(c, &s, &v);
    fill_spans(c, &s, &v);
    fill_year(c, &s, &v);
    ranking_html(page_begin(c, msg(c->lang, MSG_NAV_RANKING), NAV_RANKING), c, &v);
    return page_end(c, err);
}

enum { FORMAT_XLSX = 1, WHAT_YEAR = 1 };

/* The month's ranking, the year's, or both as sheets of one workbook. */
bool ranking_file(Ctx *c, Err *err)
{
    RunRow run;
    RunUnitList units = {0};
    Standing s;
    Str period = ctx_text(c, "period"), group = ctx_text(c, "group");
    Gain *gains;
    if (!ranking_read(&c->app, period, group, false, &run, &units, err) ||
        !gains_read(&c->app, run.period, group, &units, &gains, err) ||
        !standing_read(&c->app, period, group, &s, err) || !standing_year(&c->app, &s, err))
        return false;
    Sheet sheets[] = {rank_table_sheet(c->lang, &c->app, &run, &units, gains),
                      standing_year_sheet(&c->app, c->lang, &s)};
    Str name =
        arena_fmt(c->arena, "%.*s %.*s", STR_ARG(period), STR_ARG(group_name(&c->app, group)));
    if (ctx_i64(c, "format", 0) == FORMAT_XLSX)
        return download_book(c, sheets, 2, name, err);
    return download_csv(c, &sheets[ctx_i64(c, "what", 0) == WHAT_YEAR], name, err);
}
