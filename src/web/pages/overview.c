/* The first page after sign-in: how the campaign stands, what is due, who stands where. */
#include "app/ledger/overview.h"
#include "app/inbox/due_words.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/ranks.h"

/* Of the names and titles that one line gives before it only counts. */
enum { NAMES_SHOWN = 8, TITLES_SHOWN = 3, OVERDUE_SHOWN = 5, STUCK_SHOWN = 3 };

/* ---- themes and areas ---- */

typedef struct LightCell {
    Light light;
    int count;
    Str href; /* the ledger, filtered */
} LightCell;

typedef struct LineView {
    Str no, title, href;
    bool theme, restricted;
    int tasks, targets, near, overdue;
    LIST_OF(LightCell) lights;
} LineView;

/* ---- what is due ---- */

typedef struct DayView { /* of the strip */
    Str word, on, iso, left, href;
    bool now, done, late;
} DayView;

typedef struct DueView {
    Date day;          /* where it stands in the list */
    Str on, iso, left; /* without a day (iso empty) `on` is a word for its state */
    bool late;
    Str text, href, detail;
} DueView;
typedef LIST_OF(DueView) DueViews;

/* ---- rankings ---- */

typedef struct RankView {
    const StandingUnit *of;
    Str rank, name, href, mark;
    Spark line;
} RankView;

typedef struct RanksView {
    const Standing *of;
    Str href;
    LIST_OF(RankView) units;
} RanksView;

typedef struct OverviewView {
    const Overview *of;
    Str headline, sub, notice, ranking_notice, by_rank, by_official;
    bool is_by_rank;
    LIST_OF(Light) lights;
    LIST_OF(LineView) lines;
    LIST_OF(DayView) days;
    DueViews due;
    LIST_OF(RanksView) rankings;
} OverviewView;
#include "web/templates/overview_group.html.h"
#include "web/templates/overview_lines.html.h"
#include "web/templates/overview_strip.html.h"

#include "web/templates/overview.html.h"

/* ---- words ---- */

#define SAY(c, id, ...) msg_str((c)->arena, (c)->lang, (id), ##__VA_ARGS__)

static Str number(const Ctx *c, int n)
{
    return arena_fmt(c->arena, "%d", n);
}

static Str day_words(const Ctx *c, Date date)
{
    return due_on_words(c->arena, c->lang, c->app.today, date);
}

static Str left_words(const Ctx *c, const DueDay *day)
{
    return due_left_words(c->arena, c->lang, c->app.today, day);
}

/* ---- the head ---- */

/* "11月：报送截止，今天（12月7日）" */
static Str headline_of(const Ctx *c, const OverviewMonth *month)
{
    if (!month->period)
        return msg(c->lang,
                   c->app.def.periods.count ? MSG_OVERVIEW_ALL_DONE : MSG_OVERVIEW_NO_PERIODS);
    Str name = month->period->name;
    if (month->next == DAY_COUNT)
        return SAY(c, MSG_OVERVIEW_NO_NEXT, {"period", name});
    const DueDay *day = &month->days[month->next].day;
    return SAY(c, MSG_OVERVIEW_NEXT, {"period", name},
               {"step", month_day_text(c->lang, (MonthDay)month->next)},
               {"left", left_words(c, day)}, {"on", day_words(c, day->on)});
}

static Str sub_of(const Ctx *c, const Overview *o)
{
    const CampaignDef *def = &c->app.def;
    Out out = out_new(c->arena, LIMIT_LINE_BYTES);
    for (int i = 0; i < def->phases.count; i++) {
        const CampaignPhase *phase = &def->phases.items[i];
        if (phase->from <= c->app.today && c->app.today <= phase->to)
            msg_out(&out, c->lang, MSG_OVERVIEW_PHASE, {"phase", phase->name},
                    {"to", day_words(c, phase->to)});
    }
    if (o->progress_period.len) {
        out_s(&out, out.len ? S(" · ") : S(""));
        msg_out(&out, c->lang, MSG_OVERVIEW_PROGRESS,
                {"period", period_name(&c->app, o->progress_period)});
    }
    return out_str(&out);
}

static void fill_days(Ctx *c, const Overview *o, OverviewView *v)
{
    const OverviewMonth *month = &o->month;
    for (int i = 0; month->period && i < DAY_COUNT; i++) {
        const OverviewDay *d = &month->days[i];
        if (d->day.on == DATE_NONE)
            continue;
        DayView *day = arena_push(c->arena, &v->days);
        *day = (DayView){.word = month_day_text(c->lang, (MonthDay)i),
                         .on = day_words(c, d->day.on),
                         .iso = date_str(c->arena, d->day.on),
                         .now = i == month->next,
                         .done = d->state == DAY_DONE || d->state == DAY_PAST,
                         .late = d->state == DAY_LATE};
        if (day->now || day->late)
            day->left = left_words(c, &d->day);
        else if (day->done)
            day->left = msg(c->lang, d->state == DAY_DONE ? MSG_DUE_DONE
                                     : i == DAY_OPENS     ? MSG_DUE_OPENED
                                                          : MSG_DUE_OVER);
        if (i == DAY_TRIAL_RUN && d->state == DAY_DONE && ctx_may(c, ACT_RESULT_TRIAL_READ))
            day->href = link_to(c, "/rankings/{period}/{group}", {"period", month->period->code},
                                {"group", c->app.def.groups.items[0].code});
    }
}

/* ---- themes and areas ---- */

static Str ledger_link(const Ctx *c, const OverviewLine *line, Str light)
{
    Str no = line->task->no;
    return link_to(c, "/ledger", {"theme", line->is_theme ? no : S("")},
                   {"area", line->is_theme ? S("") : no}, {"light", light});
}

static void fill_lines(Ctx *c, const Overview *o, OverviewView *v)
{
    static const Light lights[] = {LIGHT_RED, LIGHT_YELLOW, LIGHT_GREEN, LIGHT_NONE};
    for (size_t i = 0; o->has_lights && i < sizeof lights / sizeof lights[0]; i++)
        *arena_push(c->arena, &v->lights) = lights[i];
    for (int i = 0; i < o->lines.count; i++) {
        const OverviewLine *line = &o->lines.items[i];
        LineView *row = arena_push(c->arena, &v->lines);
        *row = (LineView){.no = line->task->no,
                          .title = line->task->title,
                          .href = ledger_link(c, line, S("")),
                          .theme = line->is_theme,
                          .restricted = line->restricted,
                          .tasks = line->counts.tasks,
                          .targets = line->counts.targets,
                          .near = line->counts.near,
                          .overdue = line->counts.overdue};
        for (int k = 0; k < v->lights.count; k++)
            *arena_push(c->arena, &row->lights) =
                (LightCell){v->lights.items[k], line->counts.lights[v->lights.items[k]],
                            ledger_link(c, line, light_word(v->lights.items[k]))};
    }
    if (!o->has_lights)
        v->notice = msg(c->lang, ctx_may(c, ACT_CAMPAIGN_IMPORT) ? MSG_OVERVIEW_NO_RULE_OFFICE
                                                                 : MSG_OVERVIEW_NO_RULE);
    else if (o->progress_period.len == 0)
        v->notice = msg(c->lang, MSG_OVERVIEW_NO_PROGRESS);
}

/* ---- what is due ---- */

/* Without a day it stands with what is due today. */
static DueView *add_due(Ctx *c, OverviewView *v, const DueDay *day)
{
    DueView *due = arena_push(c->arena, &v->due);
    *due = (DueView){.day = c->app.today};
    if (day && day->on != DATE_NONE) {
        due->day = day->on;
        due->on = day_words(c, day->on);
        due->iso = date_str(c->arena, day->on);
        due->left = left_words(c, day);
        due->late = day->on < c->app.today;
    }
    return due;
}

/* Names help where a few are missing, or where it is time to call them. */
static bool to_be_named(const Ctx *c, const DueDay *day, int missing, int owed)
{
    return missing <= NAMES_SHOWN || missing <= owed / 2 || day->on <= c->app.today;
}

static void own_due(Ctx *c, const OverviewMonth *month, OverviewView *v)
{
    DueView *due = add_due(c, v, &month->days[month->own_is_report ? DAY_DUE : DAY_CONFIRM].day);
    Str period = month->period->name;
    due->href = month->own_is_report
                    ? S("/report")
                    : link_to(c, "/confirm/{period}", {"period", month->period->code});
    if (!month->own_received) {
        due->text = SAY(c, month->own_is_report ? MSG_DUE_OWN_REPORT : MSG_DUE_OWN_CONFIRMATION,
                        {"period", period});
        return;
    }
    due->late = false;
    due->left = msg(c->lang, MSG_DUE_RECEIVED);
    due->text = SAY(c, month->own_is_report ? MSG_DUE_OWN_RECEIVED : MSG_DUE_OWN_CONFIRMED,
                    {"period", period}, {"on", day_words(c, month->own_received_on)},
                    {"version", number(c, month->own_version)});
    if (month->own_late_days > 0)
        due->detail = SAY(c, MSG_DUE_OWN_LATE, {"n", number(c, month->own_late_days)});
}

/* Reports and confirmations of all. */
static void month_due(Ctx *c, const OverviewMonth *month, OverviewView *v)
{
    int missing = month->owed - month->received;
    int unconfirmed = month->confirm_owed - month->confirm_received;
    if (month->may_reports && missing > 0) {
        DueView *due = add_due(c, v, &month->days[DAY_DUE].day);
        if (ctx_may(c, ACT_REPORT_REVIEW))
            due->href = link_to(c, "/review/{period}", {"period", month->period->code});
        due->text = SAY(c, MSG_DUE_REPORTS, {"period", month->period->name},
                        {"received", number(c, month->received)}, {"missing", number(c, missing)});
        NameList names = name_list_begin(c->arena, c->lang, NAMES_SHOWN);
        for (int i = 0; i < month->missing.count; i++)
            name_list_add(&names, month->missing.items[i]->name);
        if (to_be_named(c, &month->days[DAY_DUE].day, missing, month->owed))
            due->detail = name_list_end(&names);
    }
    if (month->may_confirmations && unconfirmed > 0) {
        DueView *due = add_due(c, v, &month->days[DAY_CONFIRM].day);
        if (ctx_may(c, ACT_CONFIRM_SUBMIT))
            due->href = S("/confirm");
        due->text = SAY(c, MSG_DUE_CONFIRMATIONS, {"period", month->period->name},
                        {"received", number(c, month->confirm_received)},
                        {"missing", number(c, unconfirmed)});
        NameList names = name_list_begin(c->arena, c->lang, NAMES_SHOWN);
        for (int i = 0; i < month->unconfirmed.count; i++)
            name_list_add(&names, month->unconfirmed.items[i]->name);
        if (to_be_named(c, &month->days[DAY_CONFIRM].day, unconfirmed, month->confirm_owed))
            due->detail = name_list_end(&names);
    }
    static const MonthDay work[] = {DAY_TRIAL_RUN, DAY_FREEZE, DAY_ISSUE};
    for (size_t i = 0; i < sizeof work / sizeof work[0]; i++)
        if (month->days[work[i]].state == DAY_LATE)
            add_due(c, v, &month->days[work[i]].day)->text =
                SAY(c, MSG_DUE_STEP_LATE, {"period", month->period->name},
                    {"step", month_day_text(c->lang, work[i])});
}

static void late_due(Ctx *c, const Overview *o, OverviewView *v)
{
    for (int i = 0; i < o->talks.count; i++) {
        const OverviewTalk *talk = &o->talks.items[i];
        DueView *due = add_due(c, v, NULL);
        due->text =
            SAY(c, MSG_DUE_TALK, {"unit", talk->unit->name}, {"period", talk->period->name});
        due->href =
            link_to(c, "/units/{unit}", {"unit", talk->unit->code}, {"period", talk->period->code});
        due->on = msg(c->lang, MSG_TALK_PROPOSED);
    }
    for (int i = 0; i < o->unfinished.count; i++) {
        DueView *due = add_due(c, v, NULL);
        due->day = DATE_NONE; /* first of all */
        due->on = msg(c->lang, MSG_DUE_LATE);
        due->text = SAY(c, MSG_DUE_UNFINISHED, {"period", o->unfinished.items[i]->name});
        due->late = true;
    }
    for (int i = 0; i < o->overdue.count && i < OVERDUE_SHOWN; i++) {
        const OverviewOverdue *task = &o->overdue.items[i];
        DueView *due = add_due(c, v, &task->day);
        due->text = task->row->task->title;
        due->href = link_to(c, "/tasks/{task}", {"task", task->row->task->no});
        due->detail = task->row->lead;
    }
    if (o->overdue_count > OVERDUE_SHOWN) {
        DueView *due = add_due(c, v, NULL);
        due->day = o->overdue.items[OVERDUE_SHOWN - 1].day.on; /* after those that are named */
        due->text =
            SAY(c, MSG_DUE_MORE_OVERDUE, {"n", number(c, o->overdue_count - OVERDUE_SHOWN)});
        due->late = true;
    }
}

static void stuck_due(Ctx *c, const Overview *o, OverviewView *v)
{
    for (int i = 0; i < o->stuck.count && i < STUCK_SHOWN; i++) {
        const OverviewStuck *stuck = &o->stuck.items[i];
        DueView *due = add_due(c, v, NULL);
        due->text = stuck->row->task->title;
        due->href = link_to(c, "/tasks/{task}", {"task", stuck->row->task->no});
        due->on = msg(c->lang, MSG_DUE_STUCK);
        due->detail = stuck->note->text;
    }
    if (o->stuck_count > STUCK_SHOWN) {
        DueView *due = add_due(c, v, NULL);
        due->text = SAY(c, MSG_DUE_MORE_STUCK, {"n", number(c, o->stuck_count - STUCK_SHOWN)});
        due->href =
            link_to(c, "/ledger", {"state", S("stuck")}, {"own", o->own_tasks ? S("1") : S("")});
    }
}

static void near_due(Ctx *c, const Overview *o, OverviewView *v)
{
    for (int i = 0; i < o->deadlines.count; i++) {
        const OverviewDeadline *day = &o->deadlines.items[i];
        NameList names = name_list_begin(c->arena, c->lang, TITLES_SHOWN);
        for (int k = 0; k < day->tasks.count; k++)
            name_list_add(&names, day->tasks.items[k]->task->title);
        DueView *due = add_due(c, v, &day->day);
        due->text =
            SAY(c, o->own_tasks ? MSG_DUE_OWN_TASKS : MSG_DUE_TASKS, {"n", number(c, day->count)});
        due->detail = name_list_end(&names);
    }
}

/* By day; what stands on one day in the order in which it was added. */
static void sort_due(DueViews *list)
{
    for (int i = 1; i < list->count; i++)
        for (int k = i; k > 0 && list->items[k].day < list->items[k - 1].day; k--) {
            DueView kept = list->items[k];
            list->items[k] = list->items[k - 1];
            list->items[k - 1] = kept;
        }
}

static void fill_due(Ctx *c, const Overview *o, OverviewView *v)
{
    late_due(c, o, v);
    if (o->month.own_owed)
        own_due(c, &o->month, v);
    if (o->month.is_open)
        month_due(c, &o->month, v);
    stuck_due(c, o, v);
    near_due(c, o, v);
    sort_due(&v->due);
}

/* ---- rankings ---- */

static Str mark_of(const Ctx *c, const StandingUnit *u)
{
    if (str_eq(u->row.status, S("own_missing")))
        return msg(c->lang, MSG_RANK_MARK_MISSING);
    if (u->row.in_bottom && u->row.streak > 1)
        return SAY(c, MSG_RANK_MARK_STREAK, {"n", number(c, u->row.streak)});
    return u->row.in_bottom ? msg(c->lang, MSG_UNIT_IN_BOTTOM) : S("");
}

static void fill_ranking(Ctx *c, const Standing *s, RanksView *v)
{
    int worst = ranks_worst(s);
    v->of = s;
    v->href = link_to(c, "/rankings/{period}/{group}", {"period", s->period->code},
                      {"group", s->group->code});
    for (int i = 0; i < s->units.count; i++) {
        const StandingUnit *u = &s->units.items[i];
        *arena_push(c->arena, &v->units) =
            (RankView){.of = u,
                       .rank = u->row.rank ? number(c, u->row.rank) : S("—"),
                       .name = u->unit->short_name.len ? u->unit->short_name : u->unit->name,
                       .href = unit_link(c, s, u),
                       .mark = mark_of(c, u),
                       .line = ranks_line(c, s, u, worst)};
    }
}

static void fill_rankings(Ctx *c, Overview *o, OverviewView *v)
{
    v->is_by_rank = ctx_i64(c, "order", 0) == 0;
    v->by_rank = S("/");
    v->by_official = S("/?order=official");
    for (int i = 0; i < o->standings.count; i++) {
        standing_sort(&o->standings.items[i], v->is_by_rank ? STANDING_BY_RANK : STANDING_OFFICIAL,
                      false);
        fill_ranking(c, &o->standings.items[i], arena_push(c->arena, &v->rankings));
    }
    if (o->may_results && o->standings.count == 0)
        v->ranking_notice =
            msg(c->lang, o->any_published ? MSG_OVERVIEW_NO_GROUP : MSG_OVERVIEW_NOT_PUBLISHED);
}

/* ---- the page ---- */

/* Who sees no content of a campaign, or before there is one, has what there is to do. */
bool overview_page(Ctx *c, Err *err)
{
    Overview o;
    if (c->app.def.code.len == 0)
        return redirect(c, S("/inbox"), err);
    if (!overview_read(&c->app, &o, err))
        return false;
    if (!o.may_ledger && !o.may_results)
        return redirect(c, S("/inbox"), err);
    OverviewView v = {.of = &o, .headline = headline_of(c, &o.month), .sub = sub_of(c, &o)};
    fill_days(c, &o, &v);
    fill_lines(c, &o, &v);
    fill_due(c, &o, &v);
    fill_rankings(c, &o, &v);
    overview_html(page_begin(c, msg(c->lang, MSG_NAV_OVERVIEW), NAV_OVERVIEW), c, &v);
    return page_end(c, err);
}

/* The same as JSON; its page is the first one. */
bool overview_answer(Ctx *c, Err *err)
{
    Overview o;
    if (!c->json)
        return redirect(c, S("/"), err);
    if (!overview_read(&c->app, &o, err))
        return false;
    Json json = json_begin(c);
    overview_json(&c->app, &o, &json);
    return json_end(c, &json, err);
}
