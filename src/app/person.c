#include "app/person.h"

/* Who was asked for in this request, the newest first. */
struct PersonKnown {
    Str account, post;
    struct PersonKnown *next;
};

static Str body_name(const App *app, Str code)
{
    for (int i = 0; i < app->def.bodies.count; i++)
        if (str_eq(app->def.bodies.items[i].code, code))
            return app->def.bodies.items[i].name;
    return code;
}

/* One that is not there any more, or cannot be read now, is called by its account. */
static Str find_post(App *app, Str account)
{
    AccountRow row;
    Err ignored = {0};
    if (!account_find(app->db, app->arena, account, &row, &ignored))
        return account;
    if (row.post.len)
        return row.post;
    return row.unit.len ? unit_name(app, row.unit)
                        : (row.body.len ? body_name(app, row.body) : account);
}

Str person_post(App *app, Str account)
{
    if (account.len == 0)
        return S("");
    for (const struct PersonKnown *p = app->people; p; p = p->next)
        if (str_eq(p->account, account))
            return p->post;
    struct PersonKnown *p = arena_new(app->arena, struct PersonKnown, 1);
    *p = (struct PersonKnown){account, find_post(app, account), app->people};
    app->people = p;
    return p->post;
}

Str person_words(App *app, Lang lang, Str account, Str behalf)
{
    Str who = person_post(app, account);
    return behalf.len ? msg_str(app->arena, lang, MSG_PURGES_FOR, {"who", who},
                                {"for", person_post(app, behalf)})
                      : who;
}
