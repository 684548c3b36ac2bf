#include "app/leader/leader.h"

#include "app/appeal/appeal.h"
#include "app/person.h"
#include "app/red_seen.h"
#include "store/people.h"

#include <stdlib.h>

typedef struct Maker {
    App *app;
    const CampaignIndex *x;
    Ledger ledger;
    LeaderPage *page;
} Maker;

void leader_posts(App *app, LeaderPosts *ret_posts)
{
    const CampaignIndex *x = app_index(app);
    Map known = {0};
    for (int i = 0; i < x->def->responsibilities.count; i++) {
        const Responsibility *r = &x->def->responsibilities.items[i];
        if (!str_eq(r->role, S("lead_leader")) || map_get(&known, r->party) >= 0)
            continue;
        map_put(app->arena, &known, r->party, 1);
        *arena_push(app->arena, ret_posts) = r->party;
    }
}

/* ---- areas ---- */

static bool is_mine(const Maker *m, int task)
{
    return m->page->whole || red_seen_leads(m->x, task, m->page->post);
}

static void fill_areas(Maker *m)
{
    const CampaignDef *def = m->x->def;
    LeaderPage *page = m->page;
    int *line = arena_new(m->app->arena, int, def->tasks.count + 1);
    for (int t = 0; t < def->tasks.count; t++) {
        const TaskPlace *place = &m->x->places[t];
        if (!str_eq(def->tasks.items[t].level, S("area")) || !is_mine(m, t))
            continue;
        *arena_push(m->app->arena, &page->areas) =
            (LeaderArea){&def->tasks.items[t], place->lead, place->restricted, {0}};
        line[t] = page->areas.count;
    }
    for (int i = 0; i < m->ledger.rows.count; i++) {
        const LedgerRow *row = &m->ledger.rows.items[i];
        int area = m->x->places[row->task_index].area;
        if (row->target && is_mine(m, row->task_index)) {
            page->lights[row->target->light]++;
            if (area >= 0 && line[area] > 0)
                page->areas.items[line[area] - 1].lights[row->target->light]++;
        }
    }
}

/* ---- targets ---- */

/* The light of a period of the past, by the rule of that period; none where nothing was held against a schedule. */
static Light light_then(const Maker *m, const LedgerMonth *month)
{
    const CampaignDef *def = m->x->def;
    Light light = LIGHT_NONE;
    Dec gap;
    const LightRule *rule = light_rule(def->lights.items, def->lights.count, month->period->code);
    if (!rule || !month->progress.known || !dec_parse(month->progress.gap, &gap, NULL) ||
        !light_of_gap(rule, gap, &light, NULL))
        return LIGHT_NONE;
    return light;
}

static bool look_back(Maker *m, LeaderTarget *t, Err *err)
{
    LedgerYear year = {0};
    if (!ledger_year(m->app, &m->ledger, t->row->target, &year, err))
        return false;
    int at = year.count - 1;
    while (at >= 0 && !str_eq(year.items[at].period->code, t->row->target->progress.period))
        at--;
    for (int i = at; i >= 0 && light_then(m, &year.items[i]) == LIGHT_RED; i--) {
        t->since = year.items[i].period;
        t->months++;
    }
    t->before = at > 0 ? light_then(m, &year.items[at - 1]) : LIGHT_NONE;
    return true;
}

static bool name_units(Maker *m, LeaderTarget *t, Err *err)
{
    for (int u = 0; u < m->x->def->units.count; u++) {
        TargetFigures f = {0};
        const Unit *unit = &m->x->def->units.items[u];
        if (unit->restricted)
            continue;
        if (!ledger_unit_figures(m->app->arena, &m->ledger, t->row->target, u, &f, err))
            return false;
        if (f.light == LIGHT_RED && t->nunits++ < LEADER_UNITS_NAMED)
            *arena_push(m->app->arena, &t->units) =
                unit->short_name.len ? unit->short_name : unit->name;
    }
    return true;
}

static bool add_target(Maker *m, const LedgerRow *row, Err *err)
{
    LeaderTarget t = {.row = row, .note = ledger_note(&m->ledger, row)};
    Light now = row->target->light;
    if (now == LIGHT_NONE || !look_back(m, &t, err))
        return now == LIGHT_NONE;
    if (now == LIGHT_RED) {
        if (!name_units(m, &t, err))
            return false;
        *arena_push(m->app->arena, &m->page->reds) = t;
    } else if (t.before > now) { /* red before yellow before green */
        *arena_push(m->app->arena, &m->page->better) = t;
    }
    return true;
}

static int by_age(const void *a, const void *b)
{
    const LeaderTarget *x = a, *y = b;
    if (x->months != y->months)
        return x->months > y->months ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static bool fill_targets(Maker *m, Err *err)
{
    LeaderPage *page = m->page;
    for (int i = 0; i < m->ledger.rows.count; i++) {
        const LedgerRow *row = &m->ledger.rows.items[i];
        if (row->target && is_mine(m, row->task_index) && !add_target(m, row, err))
            return false;
    }
    Out key = out_new(m->app->arena, 64 * 1024);
    for (int i = 0; i < page->reds.count; i++) {
        const LedgerTarget *t = page->reds.items[i].row->target;
        out_s(&key, i ? S(" ") : S(""));
        out_s(&key, red_seen_key(m->app->arena, t->target, t->progress.period));
    }
    page->reds_key = out_str(&key);
    if (page->reds.count)
        qsort(page->reds.items, (size_t)page->reds.count, sizeof *page->reds.items, by_age);
    return true;
}

/* ---- units and talks ---- */

static bool fill_units(Maker *m, Err *err)
{
    Standings standings = {0};
    if (!standings_latest(m->app, &standings, err))
        return false;
    for (int g = 0; g < standings.count; g++) {
        const Standing *s = &standings.items[g];
        int ranked = 0;
        for (int u = 0; u < s->units.count; u++)
            ranked += s->units.items[u].row.rank > 0;
        for (int u = 0; u < s->units.count; u++) {
            const StandingUnit *unit = &s->units.items[u];
            if (unit->row.rank > 0 && str_eq(unit->unit->leader, m->page->post))
                *arena_push(m->app->arena, &m->page->units) =
                    (LeaderUnit){unit->unit,   s->period,        unit->row.rank,     ranked,
                                 unit->change, unit->has_change, unit->row.in_bottom};
        }
    }
    return true;
}

/* Of a unit in charge. Who has no area, and where no city leader is in charge (a county has its own head), sees it too. */
static bool concerns(const Maker *m, const LeaderPosts *posts, const TalkCase *c)
{
    bool led = false;
    for (int i = 0; i < posts->count; i++)
        led |= str_eq(posts->items[i], c->unit->leader);
    return m->page->whole || !led || str_eq(c->unit->leader, m->page->post);
}

/* Who decides is whose page it is, also where the office prints it: the account of the post, else nobody in particular. */
static bool as_whose_page(Maker *m, App *ret_app, Err *err)
{
    PersonList people = {0};
    *ret_app = *m->app;
    if (m->app->actor.role == ROLE_LEADER)
        return true;
    Actor actor = {.role = ROLE_LEADER, .post = m->page->post};
    if (!people_list(m->app->db, m->app->arena, m->app->def.code, &people, err))
        return false;
    for (int i = 0; i < people.count; i++) {
        const PersonRow *p = &people.items[i];
        Err no = {0};
        if (actor.name.len == 0 && str_eq(p->account.role, role_word(ROLE_LEADER)) &&
            str_eq(p->account.post, m->page->post) &&
            account_may_act(&p->account, m->app->today, &no)) {
            actor.name = p->account.name;
            actor.body = p->account.body;
        }
    }
    ret_app->actor = actor;
    return true;
}

static bool may_decide(const TalkCase *c)
{
    const unsigned decisions =
        1U << TALK_APPROVE | 1U << TALK_WAIVE | 1U << TALK_EXEMPT | 1U << TALK_CLOSE;
    return (c->state == TALK_APPLIED || c->state == TALK_VERIFIED) && (c->acts & decisions);
}

static bool fill_talks(Maker *m, App *whose, Err *err)
{
    LeaderPage *page = m->page;
    LeaderPosts posts = {0};
    leader_posts(m->app, &posts);
    if (!talk_cases(whose, &page->cases, err))
        return false;
    for (int i = 0; i < page->cases.count; i++) {
        const TalkCase *c = &page->cases.items[i];
        if (may_decide(c) && !c->restricted && concerns(m, &posts, c))
            *arena_push(m->app->arena, &page->talks) = c;
    }
    return true;
}

/* Of a period those that the account may rule on. */
static bool add_appeals(App *app, InboxItems *items, Err *err)
{
    AppealCases cases = {0};
    const AppealQuery open = {.state = appeal_state_word(APPEAL_OPEN)};
    InboxItem *item = NULL;
    if (permit_scope(app->actor.role, ACT_APPEAL_RULE) != SCOPE_ALL)
        return true;
    if (!appeal_cases(app, &open, &cases, err))
        return false;
    for (int i = 0; i < cases.count; i++) {
        const AppealCase *c = &cases.items[i];
        if (!c->may_rule)
            continue;
        if (!item || item->period != c->period) {
            item = arena_push(app->arena, items);
            *item = (InboxItem){.kind = INBOX_APPEALS, .period = c->period, .since = DATE_NONE};
            item->day.on = c->due;
        }
        item->n++;
    }
    return true;
}

bool leader_decisions(App *app, InboxItems *ret_items, Err *err)
{
    return inbox_decisions(app, ret_items, err) && add_appeals(app, ret_items, err);
}

static bool fill_decisions(Maker *m, Err *err)
{
    App whose;
    return as_whose_page(m, &whose, err) && fill_talks(m, &whose, err) &&
           leader_decisions(&whose, &m->page->decide, err);
}

/* ---- seen ---- */

static bool fill_seen(Maker *m, Err *err)
{
    LeaderPage *page = m->page;
    LeaderSeenList list = {0};
    Map seen = {0};
    int left = 0;
    if (!leader_seen_list(m->app->db, m->app->arena, m->app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (str_eq(list.items[i].post, page->post)) {
            page->seen = list.items[i];
            for (Str reds = page->seen.reds; reds.len;)
                map_put(m->app->arena, &seen, str_cut(&reds, ' '), 1);
        }
    for (Str reds = page->reds_key; reds.len;)
        left += map_get(&seen, str_cut(&reds, ' ')) < 1;
    page->is_new = left > 0;
    if (page->is_new)
        page->seen = (LeaderSeen){0};
    return true;
}

typedef struct Mark {
    App *app;
    AppWrite write;
    LeaderSeen row;
} Mark;

static bool save_mark(Db *tx, void *ctx, Err *err)
{
    Mark *m = ctx;
    m->row.id = app_id(m->app);
    m->write.object = arena_fmt(m->app->arena, "leader_seen %.*s", STR_ARG(m->row.id));
    return leader_seen_save(tx, m->app->def.code, &m->row, err);
}

bool leader_mark(App *app, LeaderPage *page, bool paper, Err *err)
{
    bool own = app->actor.role == ROLE_LEADER && app->actor.behalf.len == 0 &&
               str_eq(red_seen_post(app), page->post);
    if (!paper && (!own || !page->is_new))
        return true;
    Mark m = {.app = app,
              .row = {.post = page->post,
                      .period = page->period ? page->period->code : S(""),
                      .reds = page->reds_key,
                      .how = paper ? S("paper") : S("page"),
                      .at = app->now_ms,
                      .by = app->actor.name,
                      .behalf = app->actor.behalf}};
    m.write = (AppWrite){.action = ACT_LEADER_SEEN,
                         .party = own ? actor_seat(&app->actor) : S(""),
                         .fn = save_mark,
                         .ctx = &m};
    if (!app_write(app, &m.write, err))
        return false;
    page->seen = m.row;
    page->is_new = false;
    return true;
}

/* ---- the page ---- */

static bool choose_post(App *app, Str asked, const LeaderPosts *posts, LeaderPage *page, Err *err)
{
    bool leader = app->actor.role == ROLE_LEADER;
    Str own = leader ? red_seen_post(app) : S("");
    Out names = out_new(app->arena, 4096);
    page->post = asked.len ? asked : leader || posts->count == 0 ? own : posts->items[0];
    page->whole = leader && str_eq(page->post, own);
    for (int i = 0; i < posts->count; i++) {
        page->whole &= !str_eq(posts->items[i], page->post);
        out_s(&names, i ? S("、") : S(""));
        out_s(&names, posts->items[i]);
        if (str_eq(posts->items[i], page->post))
            return true;
    }
    return page->whole ||
           err_set(err, ERR_LEADER_UNKNOWN, {"post", page->post}, {"posts", out_str(&names)});
}

bool leader_read(App *app, Str post, LeaderPage *ret_page, Err *err)
{
    LeaderPage page = {0};
    LeaderPosts posts = {0};
    Maker m = {.app = app, .page = &page};
    if (!app_need_campaign(app, err))
        return false;
    bool own =
        app->actor.role == ROLE_LEADER && (post.len == 0 || str_eq(post, red_seen_post(app)));
    if (!app_permit(app, ACT_LEADER_READ, own ? actor_seat(&app->actor) : S(""), post, err))
        return false;
    leader_posts(app, &posts);
    m.x = app_index(app);
    if (!choose_post(app, post, &posts, &page, err) || !ledger_read(app, &m.ledger, err))
        return false;
    page.period = m.ledger.last >= 0 ? &m.x->def->periods.items[m.ledger.last] : NULL;
    fill_areas(&m);
    if (!fill_targets(&m, err) || !fill_units(&m, err) || !fill_decisions(&m, err) ||
        !fill_seen(&m, err))
        return false;
    *ret_page = page;
    return true;
}
