#include "app/upkeep/audit_log.h"

#include "base/map.h"
#include "sys/json_in.h"

#include <stdlib.h>

enum { DENIED_ROWS_MAX = 5000 };

/* Refusals of one account, or failed sign-ins from one address, newest first. */
typedef struct Group {
    AuditAlert alert;
    LIST_OF(int64_t) at;
    LIST_OF(int64_t) weight; /* a row tells of itself and of those that were withheld before it */
} Group;

typedef struct Groups {
    Arena *arena;
    Map by_key;
    LIST_OF(Group) items;
} Groups;

static int64_t weight_of(Arena *arena, Str detail)
{
    Tree *tree;
    Err ignored = {0};
    int64_t withheld = 0;
    if (!str_has(detail, S("\"withheld\"")) || !json_parse(arena, detail, &tree, &ignored))
        return 1;
    const Tree *member = tree_get(tree, S("withheld"));
    return member && str_to_i64(member->text, &withheld) && withheld > 0 ? 1 + withheld : 1;
}

static Group *group_for(Groups *g, AuditAlertKind kind, Str who)
{
    Str key = arena_fmt(g->arena, "%d %.*s", (int)kind, STR_ARG(who));
    int at = map_get(&g->by_key, key);
    if (at >= 0)
        return &g->items.items[at];
    map_put(g->arena, &g->by_key, key, g->items.count);
    Group *group = arena_push(g->arena, &g->items);
    *group = (Group){.alert = {.kind = kind, .who = who}};
    return group;
}

static void add(Groups *g, const AuditDenied *denied)
{
    bool signin = str_eq(denied->action, S("signin"));
    Group *group = group_for(g, signin ? AUDIT_ALERT_SIGNIN : AUDIT_ALERT_DENIED,
                             signin ? denied->origin : denied->account);
    int64_t weight = weight_of(g->arena, denied->detail);
    if (group->at.count == 0)
        group->alert.last_at = denied->at;
    group->alert.first_at = denied->at;
    group->alert.count += weight;
    *arena_push(g->arena, &group->at) = denied->at;
    *arena_push(g->arena, &group->weight) = weight;
}

/* So many within some window: a window that slides over the instants. */
static bool is_burst(const Group *group)
{
    int64_t inside = 0;
    for (int end = 0, start = 0; end < group->at.count; end++) {
        inside += group->weight.items[end];
        while (group->at.items[start] - group->at.items[end] > AUDIT_ALERT_WINDOW_MS)
            inside -= group->weight.items[start++];
        if (inside >= AUDIT_ALERT_COUNT)
            return true;
    }
    return false;
}

static int by_last(const void *a, const void *b)
{
    const AuditAlert *x = a, *y = b;
    if (x->last_at != y->last_at)
        return x->last_at > y->last_at ? -1 : 1;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : str_cmp(x->who, y->who);
}

bool audit_alerts(App *app, AuditAlerts *ret_alerts, Err *err)
{
    Groups g = {.arena = app->arena};
    AuditDeniedList denied = {0};
    *ret_alerts = (AuditAlerts){0};
    if (!permit_any(&app->actor, ACT_AUDIT_ALERT))
        return true;
    if (!audit_denied(app->db, app->arena, app->now_ms - AUDIT_ALERT_SINCE_MS, app->now_ms,
                      DENIED_ROWS_MAX, &denied, err))
        return false;
    for (int i = 0; i < denied.count; i++)
        add(&g, &denied.items[i]);
    for (int i = 0; i < g.items.count; i++)
        if (is_burst(&g.items.items[i]))
            *arena_push(app->arena, ret_alerts) = g.items.items[i].alert;
    if (ret_alerts->count)
        qsort(ret_alerts->items, (size_t)ret_alerts->count, sizeof *ret_alerts->items, by_last);
    return true;
}

static Str clock_text(Arena *arena, int64_t at)
{
    Out out = out_new(arena, 64);
    instant_out(&out, at, OFFSET_MINUTES_CHINA);
    Str text = out_str(&out);
    return arena_fmt(arena, "%.*s %.*s", STR_ARG(str_sub(text, 5, 10)),
                     STR_ARG(str_sub(text, 11, 16)));
}

Str audit_alert_text(Arena *arena, Lang lang, const AuditAlert *alert)
{
    Msg id = alert->kind == AUDIT_ALERT_SIGNIN ? MSG_AUDIT_ALERT_SIGNIN : MSG_AUDIT_ALERT_DENIED;
    return msg_str(
        arena, lang, id, {"who", alert->who.len ? alert->who : msg(lang, MSG_AUDIT_NOWHERE)},
        {"count", arena_fmt(arena, "%lld", (long long)alert->count)},
        {"from", clock_text(arena, alert->first_at)}, {"to", clock_text(arena, alert->last_at)});
}
