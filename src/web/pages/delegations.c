#include "app/people/delegation.h"
#include "base/limits.h"
#include "web/ask.h"
#include "web/frame.h"
#include "web/pages.h"

typedef struct DelegationView {
    Str sub, back, back_to;
    bool give; /* the person may give one here */
    Table table;
    FieldFaults faults;
    Str error;
    Field delegate, from, to, reason;
    Options options;
} DelegationView;
#include "web/templates/delegations.html.h"

static Str name_of(Str post, Str account)
{
    return post.len ? post : account;
}

static bool is_security(const Ctx *c)
{
    return permit_scope(c->app.actor.role, ACT_DELEGATION_END) == SCOPE_ALL;
}

static Cell state_of(Ctx *c, const DelegationRow *r)
{
    Str today = app_today(&c->app);
    if (r->ended_at)
        return (Cell){.state = STATE_STOPPED, .text = msg(c->lang, MSG_DELEGATION_ENDED)};
    if (delegation_is_on(r, today))
        return (Cell){.state = STATE_DOING, .text = msg(c->lang, MSG_DELEGATION_ON)};
    return str_cmp(r->to_on, today) < 0
               ? (Cell){.state = STATE_DONE, .text = msg(c->lang, MSG_DELEGATION_PAST)}
               : (Cell){.state = STATE_OPEN, .text = msg(c->lang, MSG_DELEGATION_FUTURE)};
}

static void fill_table(Ctx *c, const DelegationRows *rows, DelegationView *v)
{
    static const Msg heads[] = {MSG_DELEGATION_PRINCIPAL, MSG_DELEGATION_DELEGATE,
                                MSG_DELEGATION_FROM,      MSG_DELEGATION_TO,
                                MSG_DELEGATION_REASON,    MSG_DELEGATION_STATE};
    Arena *a = c->arena;
    Str today = app_today(&c->app);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(a, &v->table, msg(c->lang, heads[i]),
                         i == 4 || i < 2 ? CELL_TEXT : CELL_SHORT);
    table_add_column(a, &v->table, S(""), CELL_SHORT);
    v->table.empty = msg(c->lang, MSG_DELEGATION_EMPTY);
    for (int i = 0; i < rows->count; i++) {
        const DelegationRow *r = &rows->items[i];
        TableRow *row = table_add_row(a, &v->table);
        *row_add_cell(a, row) = (Cell){.text = name_of(r->principal_post, r->principal)};
        *row_add_cell(a, row) = (Cell){.text = name_of(r->delegate_post, r->delegate)};
        *row_add_cell(a, row) = (Cell){.text = r->from_on};
        *row_add_cell(a, row) = (Cell){.text = r->to_on};
        *row_add_cell(a, row) = (Cell){.text = r->reason};
        *row_add_cell(a, row) = state_of(c, r);
        Cell *last = row_add_cell(a, row);
        *last = (Cell){.text = S("")};
        if (r->ended_at || str_cmp(r->to_on, today) < 0)
            continue;
        Act *act = arena_new(a, Act, 1);
        *act = (Act){.action = link_to(c, "/me/delegations/{id}/end", {"id", r->id}),
                     .label = msg(c->lang, MSG_DELEGATION_STOP)};
        last->act = act;
    }
}

static bool fill_form(Ctx *c, DelegationView *v, Err *err)
{
    PersonList people = {0};
    bool sent = c->route->method == HTTP_POST;
    Str chosen = sent ? ctx_text(c, "delegate") : S(""), today = app_today(&c->app);
    if (!delegation_parties(&c->app, &people, err))
        return false;
    for (int i = 0; i < people.count; i++) {
        const AccountRow *p = &people.items[i].account;
        Str unit = p->unit.len ? unit_name(&c->app, p->unit) : S("");
        Str name = name_of(p->post.len ? p->post : unit, p->name);
        *arena_push(c->arena, &v->options) =
            (Option){p->name, arena_fmt(c->arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(p->name)),
                     str_eq(p->name, chosen)};
    }
    v->give = true;
    v->delegate = (Field){.name = S("delegate"),
                          .label = msg(c->lang, MSG_DELEGATION_DELEGATE),
                          .kind = FIELD_SELECT,
                          .options = &v->options,
                          .any = msg(c->lang, MSG_DELEGATION_CHOOSE),
                          .required = true};
    v->from = (Field){.name = S("from"),
                      .label = msg(c->lang, MSG_DELEGATION_FROM),
                      .type = S("date"),
                      .value = sent ? ctx_text(c, "from") : today,
                      .required = true};
    v->to = (Field){.name = S("to"),
                    .label = msg(c->lang, MSG_DELEGATION_TO),
                    .type = S("date"),
                    .value = sent ? ctx_text(c, "to") : today,
                    .help = msg_str(c->arena, c->lang, MSG_DELEGATION_TO_HELP,
                                    {"days", arena_fmt(c->arena, "%d", LIMIT_DELEGATION_DAYS)}),
                    .required = true};
    v->reason = (Field){.name = S("reason"),
                        .label = msg(c->lang, MSG_DELEGATION_REASON),
                        .value = sent ? ctx_text(c, "reason") : S(""),
                        .characters_max = LIMIT_DELEGATION_CHARACTERS,
                        .required = true};
    return true;
}

static bool rows_json(Ctx *c, const DelegationRows *rows, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("delegations"));
    json_array(&json);
    for (int i = 0; i < rows->count; i++) {
        const DelegationRow *r = &rows->items[i];
        json_object(&json);
        json_kstr(&json, S("id"), r->id);
        json_kstr(&json, S("principal"), r->principal);
        json_kstr(&json, S("delegate"), r->delegate);
        json_kstr(&json, S("from"), r->from_on);
        json_kstr(&json, S("to"), r->to_on);
        json_kstr(&json, S("reason"), r->reason);
        json_kbool(&json, S("ended"), r->ended_at > 0);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool show(Ctx *c, const Err *fault, Err *err)
{
    DelegationView v = {.sub = msg(c->lang, MSG_DELEGATION_SUB)};
    DelegationRows rows = {0};
    if (!delegations_read(&c->app, &rows, err))
        return false;
    if (c->json)
        return rows_json(c, &rows, err);
    fill_table(c, &rows, &v);
    bool security = is_security(c);
    if (!security && c->app.actor.behalf.len == 0 && !fill_form(c, &v, err))
        return false;
    if (fault) {
        Out sentence = out_new(c->arena, 1024);
        msg_err(&sentence, c->lang, fault);
        c->response->status = http_status_of(err_kind(fault->code));
        v.error = out_str(&sentence);
    }
    v.back = security ? S("/security") : S("/me");
    v.back_to = msg(c->lang, security ? MSG_NAV_SECURITY : MSG_ME_TITLE);
    delegations_html(
        page_begin(c, msg(c->lang, MSG_DELEGATION_TITLE), security ? NAV_SECURITY : NAV_ME), c, &v);
    return page_end(c, err);
}

bool delegations_page(Ctx *c, Err *err)
{
    return show(c, NULL, err);
}

bool delegation_do(Ctx *c, Err *err)
{
    Str id = {0};
    DelegationEntry entry = {.delegate = ctx_text(c, "delegate"),
                             .from_on = ctx_text(c, "from"),
                             .to_on = ctx_text(c, "to"),
                             .reason = ctx_text(c, "reason")};
    if (!ctx_proved(c, err))
        return false;
    if (delegation_give(&c->app, &entry, &id, err))
        return done(c, S("/me/delegations"), err);
    ErrKind kind = err_kind(err->code);
    if (c->json || (kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_TOO_LARGE))
        return false;
    Err fault = *err;
    *err = (Err){0};
    return show(c, &fault, err);
}

bool delegation_end_do(Ctx *c, Err *err)
{
    return delegation_stop(&c->app, ctx_text(c, "id"), err) &&
           done(c, is_security(c) ? S("/security/delegations") : S("/me/delegations"), err);
}
