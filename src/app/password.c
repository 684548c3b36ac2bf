#include "sys/password.h"
#include "app/password_weak.h"
#include "app/signin.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/signin.h"

enum { MADE_CHARACTERS = 16 };

Str password_make(Arena *arena, void (*random_bytes)(void *, void *, size_t), void *random_ctx)
{
    static const char alphabet[] = "23456789abcdefghjkmnpqrstuvwxyz"; /* no 0 o 1 i l */
    unsigned char bytes[2 * MADE_CHARACTERS];
    char *made = arena_new(arena, char, MADE_CHARACTERS);
    random_bytes(random_ctx, bytes, sizeof bytes);
    for (int i = 0; i < MADE_CHARACTERS; i++) /* 16 bits for 31 letters: even enough */
        made[i] = alphabet[(bytes[2 * i] << 8 | bytes[2 * i + 1]) % (int)(sizeof alphabet - 1)];
    return (Str){made, MADE_CHARACTERS};
}

static bool limit_set(Err *err, ErrCode code, int64_t found, int64_t limit)
{
    AUTO_ARENA arena = {0};
    return err_set(err, code, {"found", arena_fmt(&arena, "%lld", (long long)found)},
                   {"limit", arena_fmt(&arena, "%lld", (long long)limit)});
}

static bool check_password(App *app, Str account, Str password, Err *err)
{
    WordList names = {0};
    int64_t characters = 0;
    if (password.len > LIMIT_PASSWORD_BYTES)
        return limit_set(err, ERR_PASSWORD_LONG, password.len, LIMIT_PASSWORD_BYTES);
    if (!utf8_valid(password, NULL))
        return err_set(err, ERR_PASSWORD_TEXT);
    for (ptrdiff_t at = 0; at < password.len; characters++) {
        uint32_t c = utf8_next(password, &at);
        if (c < 0x20 || (c >= 0x7f && c < 0xa0))
            return err_set(err, ERR_PASSWORD_TEXT);
    }
    if (characters < LIMIT_PASSWORD_CHARACTERS_MIN)
        return limit_set(err, ERR_PASSWORD_SHORT, characters, LIMIT_PASSWORD_CHARACTERS_MIN);
    if (!password_words(app->db, app->arena, &names, err))
        return false;
    *arena_push(app->arena, &names) = account;
    return !password_is_weak(password, names.items, names.count) ||
           err_set(err, ERR_PASSWORD_COMMON);
}

static bool is_administrator(Role role)
{
    return role == ROLE_SYSTEM_ADMIN || role == ROLE_SECURITY_ADMIN || role == ROLE_AUDIT_ADMIN;
}

/* What the matrix does not say of the password of another: it is one of the same campaign, where the
 * actor belongs to one, and no administrator's where the actor is a director. */
static bool check_party(App *app, Str object, const AccountRow *party, Err *err)
{
    AccountRow own;
    Role role;
    if (str_eq(party->name, app->actor.name))
        return true;
    if (!account_find(app->db, app->arena, app->actor.name, &own, err))
        return false;
    if (!role_parse(party->role, &role))
        return err_set(err, ERR_INTERNAL, {"what", S("role of an account")});
    if ((app->actor.role == ROLE_OFFICE_DIRECTOR && is_administrator(role)) ||
        (own.campaign.len && !str_eq(own.campaign, party->campaign)))
        return app_refuse(app, ACT_ACCOUNT_PASSWORD, party->name, object, err);
    return true;
}

typedef struct SetCall {
    App *app;
    PasswordRow row;
} SetCall;

static bool write_password(Db *tx, void *ctx, Err *err)
{
    SetCall *call = ctx;
    return password_save(tx, &call->row, err) &&
           session_end_all(tx, call->row.account, call->row.set_at, err);
}

bool password_set(App *app, Str account, Str password, Err *err)
{
    App office = *app; /* acts in the chain of the installation, whatever the campaign at hand */
    office.def = (CampaignDef){0};
    Str object = arena_fmt(app->arena, "password %.*s", STR_ARG(account));
    AccountRow party;
    SetCall call = {&office,
                    {.account = account,
                     .set_by = app->actor.name,
                     .set_at = app->now_ms,
                     .must_change = !str_eq(account, app->actor.name)}};
    if (!app_permit(&office, ACT_ACCOUNT_PASSWORD, account, object, err) ||
        !account_find(app->db, app->arena, account, &party, err) ||
        !check_party(&office, object, &party, err) ||
        !check_password(app, account, password, err) ||
        !password_hash(app->arena, password, &call.row.hash, err))
        return false;
    AppWrite write = {.action = ACT_ACCOUNT_PASSWORD,
                      .party = account,
                      .object = object,
                      .fn = write_password,
                      .ctx = &call};
    bool ok = app_write(&office, &write, err);
    app->ids = office.ids;
    return ok;
}
