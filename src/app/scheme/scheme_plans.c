/* The named monthly plans of a scheme file. */
#include "app/scheme/scheme_parts.h"
#include "base/limits.h"

enum { PLAN_PERCENT_MAX = 100 };

static void load_plan(SchemeLoad *load, const Tree *at, Plan *plan)
{
    plan->name = at->key;
    if (!tree_is_map(&load->reader, at))
        return;
    for (const Tree *member = at->first; member; member = member->next) {
        int64_t month;
        Tree key = {.line = member->key_line, .col = member->key_col};
        if (!str_to_i64(member->key, &month) || month < 1 || month > 12) {
            tree_fault(&load->reader, &key, ERR_TREE_KEY, {"found", member->key},
                       {"expected", S("1…12")});
            continue;
        }
        plan->has[month - 1] = scheme_number(load, at, member->key, REQUIRED, 0, PLAN_PERCENT_MAX,
                                             &plan->percent[month - 1]);
    }
    Dec highest = dec_from_i64(0);
    for (int m = 0; m < 12; m++) {
        if (!plan->has[m])
            continue;
        if (dec_cmp(plan->percent[m], highest) < 0)
            tree_fault(&load->reader, at, ERR_SCHEME_PLAN_FALLS,
                       {"found", arena_fmt(load->arena, "%d", m + 1)});
        highest = plan->percent[m];
    }
    if (!plan->has[11])
        tree_fault(&load->reader, at, ERR_SCHEME_PLAN_END, {"found", plan->name});
}

void scheme_load_plans(SchemeLoad *load, const Tree *top)
{
    const Tree *plans = tree_map(&load->reader, top, S("plans"), OPTIONAL);
    if (!plans || !scheme_within(load, plans, S("LIMIT_SCHEME_EVENTS"), LIMIT_SCHEME_EVENTS))
        return;
    load->scheme->plans = arena_new(load->arena, Plan, plans->count);
    for (const Tree *member = plans->first; member; member = member->next)
        load_plan(load, member, &load->scheme->plans[load->scheme->nplans++]);
}
