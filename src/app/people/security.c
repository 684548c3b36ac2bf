#include "app/people/security.h"

#include "app/people/signin.h"
#include "store/people.h"
#include "sys/json_in.h"

/* {"typed":…,"address":…} of the audit row. */
static void detail_read(Arena *arena, FailureRow *row)
{
    Tree *tree;
    Err ignored = {0};
    if (!json_parse(arena, row->detail, &tree, &ignored))
        return;
    const Tree *typed = tree_get(tree, S("typed")), *address = tree_get(tree, S("address"));
    if (typed)
        row->account = typed->text;
    if (address)
        row->address = address->text;
}

bool security_read(App *app, SecurityView *ret_view, Err *err)
{
    SecurityView *v = ret_view;
    int64_t since = app->now_ms - SECURITY_DAYS * SESSION_DAY_MS;
    *v = (SecurityView){0};
    if (!app_permit(app, ACT_POLICY_SET, S(""), S("security"), err) ||
        !people_waiting(app->db, &v->waiting, err) || !factor_count(app->db, &v->factors, err) ||
        !policy_read(app->db, app->arena, &v->policy, err) ||
        !signin_failures(app->db, app->arena, since, SECURITY_FAILURES, &v->failed, &v->failures,
                         err))
        return false;
    for (int i = 0; i < v->failures.count; i++)
        detail_read(app->arena, &v->failures.items[i]);
    return true;
}
