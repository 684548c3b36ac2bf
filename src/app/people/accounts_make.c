/* Making accounts: what a form or a sheet says, checked against the campaign and what there is. */
#include "app/names.h"
#include "app/people/accounts.h"
#include "app/people/policy.h"
#include "app/people/signin.h"
#include "base/code.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/signin.h"
#include "sys/password.h"
#include "sys/randomness.h"

/* ---- checks ---- */

typedef struct Check {
    App *app;
    CampaignDef def; /* code empty: the installation */
    Names units, bodies, taken, seen;
    AccountFaultFn at;
    void *ctx;
    int index;
} Check;

static void fault_set(Check *k, AccountColumn column, ErrCode code, const Arg *args, int nargs)
{
    Err fault = {0};
    err_fill(&fault, code, args, nargs);
    k->at(k->ctx, k->index, column, &fault);
}
#define FAULT(column, code, ...)                                                                   \
    fault_set(k, (column), (code), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                          \
              (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)

static void names_of_campaign(Check *k)
{
    int first;
    k->units = names_new(k->app->arena);
    k->bodies = names_new(k->app->arena);
    for (int i = 0; i < k->def.units.count; i++) {
        const Unit *u = &k->def.units.items[i];
        const Str names[] = {u->code, u->name, u->short_name};
        for (int n = 0; n < 3; n++)
            if (names[n].len)
                (void)names_add(&k->units, names[n], i, &first);
    }
    for (int i = 0; i < k->def.bodies.count; i++) {
        (void)names_add(&k->bodies, k->def.bodies.items[i].code, i, &first);
        (void)names_add(&k->bodies, k->def.bodies.items[i].name, i, &first);
    }
}

static bool check_open(App *app, Str campaign, Check *k, Err *err)
{
    PersonList people = {0};
    int first;
    if (str_eq(app->def.code, campaign))
        k->def = app->def;
    else if (campaign.len && !campaign_load(app->db, app->arena, campaign, &k->def, err))
        return false;
    names_of_campaign(k);
    k->taken = names_new(app->arena);
    k->seen = names_new(app->arena);
    if (!people_list(app->db, app->arena, S(""), &people, err))
        return false;
    for (int i = 0; i < people.count; i++)
        (void)names_add(&k->taken, people.items[i].account.name, i, &first);
    return true;
}

/* The code of what was said by code or name. */
static Str reference(Check *k, AccountColumn column, const Names *names, Str said)
{
    if (said.len == 0)
        return said;
    int at = names_find(names, said);
    bool unit = column == ENTRY_UNIT;
    if (at >= 0)
        return unit ? k->def.units.items[at].code : k->def.bodies.items[at].code;
    if (!unit && str_eq(said, S("office")))
        return said;
    Str nearest = names_nearest(names, said);
    if (k->def.code.len == 0)
        FAULT(column, ERR_ACCOUNT_CAMPAIGN);
    else if (nearest.len)
        FAULT(column, ERR_ACCOUNT_PARTY_NEAR, {"found", said}, {"nearest", nearest});
    else
        FAULT(column, ERR_ACCOUNT_PARTY, {"found", said});
    return said;
}

static bool is_line(Str text)
{
    for (ptrdiff_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f)
            return false;
    return true;
}

static bool is_phone(Str text)
{
    int digits = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        digits += c >= '0' && c <= '9';
        if (!(c >= '0' && c <= '9') && !str_has(S("+-() /"), (Str){&text.ptr[i], 1}))
            return false;
    }
    return text.len <= LIMIT_ACCOUNT_PHONE_BYTES && digits >= 3;
}

bool account_name_is_valid(Str name)
{
    for (ptrdiff_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (c < 0x80 && !plain && !(i > 0 && str_has(S("._-@"), (Str){&name.ptr[i], 1})))
            return false;
    }
    return code_is_valid(name);
}

static void check_name(Check *k, const AccountEntry *e)
{
    int first = 0;
    if (!account_name_is_valid(e->name))
        FAULT(ENTRY_NAME, ERR_ACCOUNT_NAME, {"found", e->name});
    else if (str_eq(e->name, PROGRAM_ACCOUNT))
        FAULT(ENTRY_NAME, ERR_ACCOUNT_RESERVED, {"found", e->name});
    else if (!names_add(&k->seen, e->name, k->index, &first))
        FAULT(ENTRY_NAME, ERR_ACCOUNT_TWICE, {"found", e->name},
              {"first", arena_fmt(k->app->arena, "%d", first + 1)});
    else if (names_find(&k->taken, e->name) >= 0)
        FAULT(ENTRY_NAME, ERR_ACCOUNT_EXISTS, {"found", e->name});
}

static void check_entry(Check *k, AccountEntry *e)
{
    Role role;
    check_name(k, e);
    e->unit = reference(k, ENTRY_UNIT, &k->units, e->unit);
    e->body = reference(k, ENTRY_BODY, &k->bodies, e->body);
    if (role_parse(e->role, &role)) {
        if (role == ROLE_UNIT && e->unit.len == 0)
            FAULT(ENTRY_UNIT, ERR_ACCOUNT_NEEDS_UNIT);
        if (role == ROLE_DATA_OWNER && e->body.len == 0)
            FAULT(ENTRY_BODY, ERR_ACCOUNT_NEEDS_BODY);
        if (role_is_admin(role) && (e->unit.len || e->body.len))
            FAULT(e->unit.len ? ENTRY_UNIT : ENTRY_BODY, ERR_ACCOUNT_ADMINISTRATOR);
    }
    if (!is_line(e->post) || utf8_count(e->post) > LIMIT_ACCOUNT_POST_CHARACTERS)
        FAULT(ENTRY_POST, ERR_ACCOUNT_POST,
              {"limit", arena_fmt(k->app->arena, "%d", LIMIT_ACCOUNT_POST_CHARACTERS)});
    if (e->phone.len && !is_phone(e->phone))
        FAULT(ENTRY_PHONE, ERR_ACCOUNT_PHONE, {"found", e->phone});
}

bool accounts_check(App *app, Str campaign, AccountEntries *entries, AccountFaultFn at, void *ctx,
                    Err *err)
{
    Check k = {.app = app, .at = at, .ctx = ctx};
    if (!app_permit(app, ACT_ACCOUNT_MAKE, S(""), S("accounts"), err) ||
        !check_open(app, campaign, &k, err))
        return false;
    for (k.index = 0; k.index < entries->count; k.index++)
        check_entry(&k, &entries->items[k.index]);
    return true;
}

/* ---- writing ---- */

bool account_slip_until(App *app, Date *ret_last, Err *err)
{
    Policy policy;
    if (!policy_read(app->db, app->arena, &policy, err))
        return false;
    *ret_last = app->today + policy.value[POLICY_FIRST_DAYS];
    return true;
}

typedef struct Make {
    App *app;
    Str campaign;
    const AccountEntries *entries;
    Str *hashes;
    bool three;
} Make;

static bool write_account(Make *m, Db *tx, const AccountEntry *e, Str hash, Err *err)
{
    App *app = m->app;
    Arena *a = app->arena;
    Role role;
    AccountRow known;
    if (account_find(tx, a, e->name, &known, err))
        return err_set(err, ERR_ACCOUNT_EXISTS, {"found", e->name});
    if (err->code != ERR_ACCOUNT_UNKNOWN)
        return false;
    *err = (Err){0};
    bool administrator = role_parse(e->role, &role) && role_is_admin(role);
    AccountRow row = {.name = e->name,
                      .campaign = administrator ? S("") : m->campaign,
                      .role = e->role,
                      .unit = e->unit,
                      .body = e->body,
                      .post = e->post,
                      .active = true,
                      .position = -1};
    GrantRow grant = {.account = e->name,
                      .made_at = app->now_ms,
                      .made_by = app->actor.name,
                      .authorised_at = m->three ? 0 : app->now_ms,
                      .phone = e->phone};
    PasswordRow password = {.account = e->name,
                            .hash = hash,
                            .set_by = app->actor.name,
                            .set_at = app->now_ms,
                            .must_change = true};
    return account_save(tx, &row, err) && grant_save(tx, &grant, err) &&
           password_save(tx, &password, err) &&
           app_audit(app, tx, ACT_ACCOUNT_MAKE, arena_fmt(a, "account %.*s", STR_ARG(e->name)),
                     S(""), err) &&
           app_audit(app, tx, ACT_ACCOUNT_MAKE, arena_fmt(a, "grant %.*s", STR_ARG(e->name)), S(""),
                     err) &&
           app_audit(app, tx, ACT_ACCOUNT_PASSWORD, arena_fmt(a, "password %.*s", STR_ARG(e->name)),
                     S(""), err);
}

static bool write_accounts(Db *tx, void *ctx, Err *err)
{
    Make *m = ctx;
    for (int i = 0; i < m->entries->count; i++)
        if (!write_account(m, tx, &m->entries->items[i], m->hashes[i], err))
            return false;
    return true;
}

static Str name_of_party(const CampaignDef *def, Str unit, Str body)
{
    for (int i = 0; unit.len && i < def->units.count; i++)
        if (str_eq(def->units.items[i].code, unit))
            return def->units.items[i].name;
    for (int i = 0; body.len && i < def->bodies.count; i++)
        if (str_eq(def->bodies.items[i].code, body))
            return def->bodies.items[i].name;
    return unit.len ? unit : S("");
}

static void first_fault(void *ctx, int index, AccountColumn column, Err *fault)
{
    Err *first = ctx;
    (void)column;
    if (first->code == ERR_NONE) {
        *first = *fault;
        (void)err_at_cell(first, index + 1, 0);
    }
}

static Str detail_of(App *app, Str campaign, int count)
{
    Out out = out_new(app->arena, 1024);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("campaign"), campaign);
    json_ki64(&json, S("accounts"), count);
    json_object_end(&json);
    return out_str(&out);
}

/* First passwords and what they are kept as; outside the transaction, since they take their time. */
static bool passwords(App *app, const CampaignDef *def, const AccountEntries *entries, Make *m,
                      AccountSlips *slips, Err *err)
{
    m->hashes = arena_new(app->arena, Str, entries->count);
    for (int i = 0; i < entries->count; i++) {
        const AccountEntry *e = &entries->items[i];
        Str made = password_make(app->arena, random_fill, NULL);
        *arena_push(app->arena, slips) =
            (AccountSlip){e->name, e->role, name_of_party(def, e->unit, e->body), e->post, made};
        if (!password_hash(app->arena, made, &m->hashes[i], err))
            return false;
    }
    return true;
}

bool accounts_make(App *app, Str campaign, AccountEntries *entries, AccountSlips *ret_slips,
                   Err *err)
{
    App office = app_installation(app);
    Make m = {.app = &office, .campaign = campaign, .entries = entries};
    AccountSlips slips = {0};
    Err first = {0};
    if (entries->count == 0)
        return err_set(err, ERR_TABLE_EMPTY);
    if (!accounts_check(app, campaign, entries, first_fault, &first, err))
        return false;
    if (first.code != ERR_NONE) {
        *err = first;
        return false;
    }
    Check k = {.app = app};
    if (!check_open(app, campaign, &k, err) || !accounts_are_three(app, &m.three, err) ||
        !passwords(app, &k.def, entries, &m, &slips, err))
        return false;
    AppWrite write = {.action = ACT_ACCOUNT_MAKE,
                      .object = arena_fmt(app->arena, "accounts %d", entries->count),
                      .detail = detail_of(app, campaign, entries->count),
                      .fn = write_accounts,
                      .ctx = &m};
    bool ok = app_write(&office, &write, err);
    app->ids = office.ids;
    if (ok)
        *ret_slips = slips;
    return ok;
}

bool account_slip(App *app, Str name, AccountSlip *ret_slip, Err *err)
{
    AccountRow row;
    Check k = {.app = app};
    Str made;
    if (!password_reset(app, name, &made, err) ||
        !account_find(app->db, app->arena, name, &row, err) ||
        !check_open(app, row.campaign, &k, err))
        return false;
    *ret_slip = (AccountSlip){row.name, row.role, name_of_party(&k.def, row.unit, row.body),
                              row.post, made};
    return true;
}
