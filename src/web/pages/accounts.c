/* The lists of accounts: of the system administrator, who makes them, and of the security administrator, who says
 * what they may do. */
#include "app/people/accounts.h"
#include "app/campaign_index.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"
#include "web/slips.h"

enum { PAGE_ROWS = 100 };

typedef struct AccountsView {
    Str title, sub, here, waiting_names;
    bool makes, grants;
    int waiting;
    Table rows;
    Options states;
    Str q, campaign, clear;
} AccountsView;
#include "web/templates/accounts.html.h"

static const Str state_words[] = {SC("waits"), SC("in_use"), SC("off"), SC("expired")};
static const Msg state_msgs[] = {MSG_ACCOUNTS_STATE_WAITS, MSG_ACCOUNTS_STATE_IN_USE,
                                 MSG_ACCOUNTS_STATE_OFF, MSG_ACCOUNTS_STATE_EXPIRED};
static const StateKind state_kinds[] = {STATE_LATE, STATE_DONE, STATE_STOPPED, STATE_STOPPED};
enum { STATES = sizeof state_words / sizeof state_words[0] };

/* Index of state_words. */
static int state_of(const Ctx *c, const PersonRow *p)
{
    Err why = {0};
    if (account_may_act(&p->account, c->app.today, &why))
        return 1;
    return why.code == ERR_ACCOUNT_WAITS ? 0 : why.code == ERR_ACCOUNT_EXPIRED ? 3 : 2;
}

static bool is_asked(Ctx *c, const PersonRow *p)
{
    Str q = ctx_text(c, "q"), campaign = ctx_text(c, "campaign");
    return (!ctx_given(c, "state") || ctx_i64(c, "state", 0) == state_of(c, p)) &&
           (campaign.len == 0 || str_eq(campaign, p->account.campaign)) &&
           (q.len == 0 || str_has(p->account.name, q) || str_has(p->account.unit, q) ||
            str_has(p->account.post, q) || str_has(unit_name(&c->app, p->account.unit), q));
}

static Str party_of(Ctx *c, const AccountRow *a)
{
    return index_party_name(app_index(&c->app), a->unit.len ? a->unit : a->body);
}

static Str campaign_name(const CampaignNames *names, Str code)
{
    for (int i = 0; i < names->count; i++)
        if (str_eq(names->items[i].code, code))
            return names->items[i].name;
    return code;
}

static void add_row(Ctx *c, const PersonRow *p, AccountsView *v)
{
    const AccountRow *a = &p->account;
    int state = state_of(c, p);
    TableRow *row = table_add_row(c->arena, &v->rows);
    *row_add_cell(c->arena, row) =
        (Cell){.text = a->name, .href = link_to(c, "/accounts/{account}", {"account", a->name})};
    *row_add_cell(c->arena, row) = (Cell){.text = account_role_text(c->lang, a->role)};
    *row_add_cell(c->arena, row) = (Cell){.text = party_of(c, a), .note = a->post};
    *row_add_cell(c->arena, row) =
        (Cell){.text = msg(c->lang, state_msgs[state]),
               .state = state_kinds[state],
               .mark = a->restricted ? msg(c->lang, MSG_ACCOUNTS_RESTRICTED) : S("")};
    Str said = p->password_at == 0 ? msg(c->lang, MSG_ACCOUNTS_NO_PASSWORD)
               : p->must_change    ? msg(c->lang, MSG_ACCOUNTS_FIRST_PASSWORD)
                                   : S("");
    Cell *last = row_add_cell(c->arena, row);
    *last = (Cell){.text = v->makes ? said : S(""), .dim = true};
    if (v->grants && state == 0 && !str_eq(a->name, c->app.actor.name)) {
        Act *act = arena_new(c->arena, Act, 1);
        *act = (Act){.action = S("/security/accounts/authorise"),
                     .label = msg(c->lang, MSG_ACCOUNTS_AUTHORISE),
                     .name = S("accounts"),
                     .value = a->name};
        last->act = act;
    }
}

static void fill_rows(Ctx *c, const PersonList *people, const CampaignNames *names, AccountsView *v)
{
    static const Msg heads[] = {MSG_ACCOUNTS_COL_NAME, MSG_ACCOUNTS_COL_ROLE,
                                MSG_ACCOUNTS_COL_PARTY, MSG_ACCOUNTS_COL_STATE};
    static const CellKind kinds[] = {CELL_HEAD, CELL_TEXT, CELL_TEXT, CELL_SHORT};
    for (int i = 0; i < 4; i++)
        table_add_column(c->arena, &v->rows, msg(c->lang, heads[i]), kinds[i]);
    table_add_column(c->arena, &v->rows, v->makes ? msg(c->lang, MSG_ACCOUNTS_COL_FIRST) : S(""),
                     CELL_SHORT);
    Str after = ctx_text(c, "after"), before = S(""), last = S("");
    bool on = after.len == 0;
    Out waiting = out_new(c->arena, LIMIT_ACCOUNT_SHEET_BYTES);
    for (int i = 0; i < people->count; i++) {
        const PersonRow *p = &people->items[i];
        bool here = on; /* `after` itself may be asked for no more: it was authorised meanwhile */
        on |= str_eq(p->account.name, after);
        if (!is_asked(c, p))
            continue;
        v->rows.foot.total++;
        if (here && v->rows.rows.count < PAGE_ROWS) {
            add_row(c, p, v);
            TableRow *row = &v->rows.rows.items[v->rows.rows.count - 1];
            if (v->rows.rows.count == 1 || !str_eq(before, p->account.campaign))
                row->group = p->account.campaign.len ? campaign_name(names, p->account.campaign)
                                                     : msg(c->lang, MSG_ACCOUNTS_INSTALLATION);
            before = p->account.campaign;
            last = p->account.name;
            if (state_of(c, p) == 0 && !str_eq(p->account.name, c->app.actor.name)) {
                out_s(&waiting, p->account.name);
                out_c(&waiting, '\n');
                v->waiting++;
            }
        } else if (here && v->rows.foot.next.len == 0) {
            v->rows.foot.next = link_to(c, v->makes ? "/system/accounts" : "/security/accounts",
                                        {"state", ctx_text(c, "state")}, {"campaign", v->campaign},
                                        {"q", v->q}, {"after", last});
        }
    }
    v->rows.foot.shown = v->rows.rows.count;
    v->waiting_names = out_str(&waiting);
}

static void accounts_json(Ctx *c, const PersonList *people, Json *json)
{
    json_array(json);
    for (int i = 0; i < people->count; i++) {
        const PersonRow *p = &people->items[i];
        if (!is_asked(c, p))
            continue;
        json_object(json);
        json_kstr(json, S("account"), p->account.name);
        json_kstr(json, S("campaign"), p->account.campaign);
        json_kstr(json, S("role"), p->account.role);
        json_kstr(json, S("unit"), p->account.unit);
        json_kstr(json, S("body"), p->account.body);
        json_kstr(json, S("post"), p->account.post);
        json_kstr(json, S("state"), state_words[state_of(c, p)]);
        json_kbool(json, S("restricted"), p->account.restricted);
        json_kstr(json, S("expires_on"), p->account.expires_on);
        json_object_end(json);
    }
    json_array_end(json);
}

/* Offices first, then units in official order. */
static int order_of(const Ctx *c, const AccountRow *a)
{
    if (!str_eq(a->campaign, c->app.def.code) || a->unit.len == 0)
        return 0;
    for (int i = 0; i < c->app.def.units.count; i++)
        if (str_eq(c->app.def.units.items[i].code, a->unit))
            return i + 1;
    return 0;
}

static void sort_people(Ctx *c, PersonList *people)
{
    int *order = arena_new(c->arena, int, people->count + 1);
    for (int i = 0; i < people->count; i++)
        order[i] = order_of(c, &people->items[i].account);
    for (int i = 1; i < people->count; i++)
        for (int k = i;
             k > 0 && order[k - 1] > order[k] &&
             str_eq(people->items[k - 1].account.campaign, people->items[k].account.campaign);
             k--) {
            PersonRow person = people->items[k];
            int held = order[k];
            people->items[k] = people->items[k - 1];
            order[k] = order[k - 1];
            people->items[k - 1] = person;
            order[k - 1] = held;
        }
}

static bool list_page(Ctx *c, bool system, Err *err)
{
    PersonList people = {0};
    CampaignNames names = {0};
    AccountsView v = {.makes = system,
                      .grants = !system,
                      .here = system ? S("/system/accounts") : S("/security/accounts"),
                      .title = msg(c->lang, MSG_ACCOUNTS_TITLE),
                      .q = ctx_text(c, "q"),
                      .campaign = ctx_text(c, "campaign")};
    if (!accounts_list(&c->app, S(""), &people, err) || !campaigns_list(&c->app, &names, err))
        return false;
    sort_people(c, &people);
    if (c->json) {
        Json json = json_begin(c);
        accounts_json(c, &people, &json);
        return json_end(c, &json, err);
    }
    for (int i = 0; i < STATES; i++)
        *arena_push(c->arena, &v.states) =
            (Option){state_words[i], msg(c->lang, state_msgs[i]),
                     ctx_given(c, "state") && ctx_i64(c, "state", 0) == i};
    v.sub = msg(c->lang, system ? MSG_ACCOUNTS_SUB_SYSTEM : MSG_ACCOUNTS_SUB_SECURITY);
    v.clear = v.q.len || v.campaign.len || ctx_given(c, "state") ? v.here : S("");
    fill_rows(c, &people, &names, &v);
    v.rows.empty = msg(c->lang, MSG_ACCOUNTS_EMPTY);
    accounts_html(page_begin(c, v.title, system ? NAV_SYSTEM : NAV_SECURITY), c, &v);
    return page_end(c, err);
}

bool accounts_of_system(Ctx *c, Err *err)
{
    return list_page(c, true, err);
}

bool accounts_of_security(Ctx *c, Err *err)
{
    return list_page(c, false, err);
}

/* One name a line: those that were on the page. */
bool accounts_authorise_do(Ctx *c, Err *err)
{
    LIST_OF(Str) names = {0};
    Str rest = ctx_text(c, "accounts");
    int count = 0;
    while (rest.len) {
        Str name = str_trim(str_cut(&rest, '\n'));
        if (name.len)
            *arena_push(c->arena, &names) = name;
    }
    return ctx_proved(c, err) &&
           accounts_authorise(&c->app, names.items, names.count, &count, err) &&
           done(c, S("/security/accounts"), err);
}
