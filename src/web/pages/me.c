#include "app/campaign_index.h"
#include "app/people/delegation.h"
#include "app/people/sessions.h"
#include "app/permissions.h"
#include "base/limits.h"
#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

typedef struct RightLine {
    Str name, scope;
} RightLine;

typedef struct MeView {
    Str account, post, role, unit, acting, factor;
    bool has_factor, may_delegate, others;
    Table sessions;
    LIST_OF(RightLine) rights;
    Act end_others;
} MeView;
#include "web/templates/me.html.h"

/* ---- sessions ---- */

static void fill_sessions(Ctx *c, const SessionRows *rows, MeView *v)
{
    Arena *a = c->arena;
    Table *t = &v->sessions;
    table_add_column(a, t, msg(c->lang, MSG_ME_BEGAN), CELL_SHORT);
    table_add_column(a, t, msg(c->lang, MSG_ME_SEEN), CELL_SHORT);
    table_add_column(a, t, msg(c->lang, MSG_ME_ADDRESS), CELL_TEXT);
    table_add_column(a, t, msg(c->lang, MSG_ME_AGENT), CELL_TEXT);
    table_add_column(a, t, S(""), CELL_SHORT);
    for (int i = 0; i < rows->count; i++) {
        const SessionRow *s = &rows->items[i];
        bool here = str_eq(s->id, c->session.id);
        TableRow *row = table_add_row(a, t);
        row->own = here;
        *row_add_cell(a, row) = (Cell){.text = instant_minute(a, s->created_at)};
        *row_add_cell(a, row) = (Cell){.text = instant_minute(a, s->seen_at)};
        *row_add_cell(a, row) = (Cell){.text = s->address};
        *row_add_cell(a, row) = (Cell){.text = s->agent};
        if (here) {
            *row_add_cell(a, row) = (Cell){.text = msg(c->lang, MSG_ME_THIS)};
            continue;
        }
        v->others = true;
        Act *act = arena_new(a, Act, 1);
        *act = (Act){.action = S("/me/sessions/end"),
                     .label = msg(c->lang, MSG_ME_END),
                     .name = S("id"),
                     .value = s->id};
        *row_add_cell(a, row) = (Cell){.act = act};
    }
    v->end_others =
        (Act){.action = S("/me/sessions/end"), .label = msg(c->lang, MSG_ME_END_OTHERS)};
}

bool me_sessions_end(Ctx *c, Err *err)
{
    Str id = ctx_text(c, "id");
    bool ok = id.len ? session_end_of(&c->app, c->session.account, id, err)
                     : session_end_mine_but(&c->app, c->session.id, err);
    return ok && done(c, S("/me"), err);
}

/* By an administrator, from the page of an account. */
bool sessions_end(Ctx *c, Err *err)
{
    return session_end_of(&c->app, ctx_text(c, "account"), ctx_text(c, "id"), err) &&
           done(c, link_to(c, "/accounts/{account}", {"account", ctx_text(c, "account")}), err);
}

/* ---- the page ---- */

static bool load(Ctx *c, MeView *v, SessionRows *sessions, Err *err)
{
    const Actor *actor = &c->app.actor;
    PermissionRows rights;
    *v = (MeView){
        .account = actor->name,
        .post = actor->post,
        .role = role_name(c->lang, actor->role),
        .acting = actor->behalf,
        .has_factor = c->session.has_factor,
        .may_delegate = ctx_may(c, ACT_DELEGATE),
        .unit = index_party_name(app_index(&c->app), actor->unit.len ? actor->unit : actor->body)};
    if (!permissions_read(&c->app, c->lang, (int)actor->role, &rights, err) ||
        !sessions_read(&c->app, actor->name, sessions, err))
        return false;
    for (int i = 0; i < rights.count; i++)
        if (permit_any(actor, rights.items[i].action))
            *arena_push(c->arena, &v->rights) =
                (RightLine){rights.items[i].name, rights.items[i].scopes[actor->role]};
    fill_sessions(c, sessions, v);
    return true;
}

static bool answer_json(Ctx *c, const MeView *v, const SessionRows *sessions, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("account"), v->account);
    json_kstr(&json, S("post"), v->post);
    json_kstr(&json, S("role"), role_word(c->app.actor.role));
    json_kstr(&json, S("acting_for"), v->acting);
    json_kbool(&json, S("second_factor"), v->has_factor);
    json_key(&json, S("sessions"));
    json_array(&json);
    for (int i = 0; i < sessions->count; i++) {
        const SessionRow *s = &sessions->items[i];
        json_object(&json);
        json_kstr(&json, S("id"), s->id);
        json_ki64(&json, S("began_at"), s->created_at);
        json_ki64(&json, S("seen_at"), s->seen_at);
        json_kstr(&json, S("address"), s->address);
        json_kstr(&json, S("agent"), s->agent);
        json_kbool(&json, S("this"), str_eq(s->id, c->session.id));
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool me_page(Ctx *c, Err *err)
{
    MeView v;
    SessionRows sessions = {0};
    if (!load(c, &v, &sessions, err))
        return false;
    if (c->json)
        return answer_json(c, &v, &sessions, err);
    me_html(page_begin(c, msg(c->lang, MSG_ME_TITLE), NAV_ME), c, &v);
    return page_end(c, err);
}

bool me_act_for(Ctx *c, Err *err)
{
    SignIn s = signin_of(c);
    return signin_act_for(&s, &c->session, ctx_text(c, "principal"), err) && done(c, S("/"), err);
}
