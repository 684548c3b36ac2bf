#include "app/red_seen.h"

#include "app/person.h"
#include "app/result/results.h"
#include "core/workday.h"
#include "store/leader.h"

Str red_seen_key(Arena *arena, const Target *target, Str period)
{
    return arena_fmt(arena, "%.*s:%.*s", STR_ARG(target->code), STR_ARG(period));
}

bool red_seen_leads(const CampaignIndex *x, int task, Str post)
{
    const TaskPlace *place = &x->places[task];
    for (int i = 0; post.len && i < place->nparties; i++)
        if (str_eq(place->parties[i].role, S("lead_leader")) &&
            str_eq(x->party_codes[place->parties[i].party], post))
            return true;
    return false;
}

static bool has_leader(const CampaignIndex *x, int task)
{
    for (int i = 0; i < x->places[task].nparties; i++)
        if (str_eq(x->places[task].parties[i].role, S("lead_leader")))
            return true;
    return false;
}

Str red_seen_post(App *app)
{
    return app->actor.behalf.len || app->actor.post.len == 0
               ? person_post(app, actor_seat(&app->actor))
               : app->actor.post;
}

/* The day on which what was published last was published: groups are published together. */
static bool published_on(App *app, Date *ret_on, Err *err)
{
    Results results;
    *ret_on = DATE_NONE;
    if (!results_read(app, &results, err))
        return false;
    for (int g = 0; g < results.ngroups; g++) {
        const GroupResults *of = &results.groups[g];
        Date on;
        if (of->periods.count &&
            date_parse(of->periods.items[of->periods.count - 1].run.published_on, &on, NULL) &&
            on > *ret_on)
            *ret_on = on;
    }
    return true;
}

/* A year without a calendar is not guessed: the light goes on waiting. */
static bool days_over(App *app, bool *ret_over, Err *err)
{
    Calendar calendar;
    Date on, last;
    Err unknown = {0};
    *ret_over = false;
    if (app->def.month.leader_seen == 0)
        return true;
    if (!published_on(app, &on, err) || !app_workdays(app, &calendar, err))
        return false;
    *ret_over = on != DATE_NONE &&
                workday_add(&calendar, on, app->def.month.leader_seen, &last, &unknown) &&
                app->today > last;
    return true;
}

bool red_seen_read(App *app, RedSeen *ret_seen, Err *err)
{
    RedSeen s = {.guards = app->actor.role == ROLE_LEADER};
    LeaderSeenList list = {0};
    *ret_seen = s;
    if (!s.guards)
        return true;
    if (!days_over(app, &s.over, err) ||
        !leader_seen_list(app->db, app->arena, app->def.code, &list, err))
        return false;
    s.post = red_seen_post(app);
    for (int i = 0; i < list.count; i++)
        for (Str reds = list.items[i].reds; reds.len;)
            map_put(app->arena, &s.seen, str_cut(&reds, ' '), 1);
    *ret_seen = s;
    return true;
}

bool red_seen_hide(App *app, const RedSeen *s, const Target *target, Str period, Light *light,
                   LightReason *reason)
{
    const CampaignIndex *x = app_index(app);
    int task = map_get(&x->tasks, target->task);
    if (!s->guards || s->over || *light != LIGHT_RED || task < 0 || !has_leader(x, task) ||
        red_seen_leads(x, task, s->post))
        return false;
    if (map_get(&s->seen, red_seen_key(app->arena, target, period)) > 0)
        return false;
    *light = LIGHT_NONE;
    *reason = LIGHT_UNSEEN;
    return true;
}
