#include "sys/password.h"
#include "app/people/password_weak.h"
#include "app/people/signin.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/factor.h"
#include "store/meta.h"
#include "store/signin.h"
#include "sys/randomness.h"

enum { MADE_CHARACTERS = 16, MADE_GROUP = 4 };

/* In groups, so that it is typed without a fault; a letter and a digit are sure to be in it. */
Str password_make(Arena *arena, void (*fill)(void *, void *, size_t), void *fill_ctx)
{
    static const char alphabet[] = "23456789abcdefghjkmnpqrstuvwxyz"; /* no 0 o 1 i l */
    enum { DIGITS = 8, ALL = sizeof alphabet - 1 };
    unsigned char bytes[2 * MADE_CHARACTERS];
    Out made = out_new(arena, MADE_CHARACTERS * 2);
    fill(fill_ctx, bytes, sizeof bytes);
    for (int i = 0; i < MADE_CHARACTERS; i++) { /* 16 bits for 31 letters: even enough */
        int from = i == 0 ? DIGITS : 0, to = i == MADE_CHARACTERS - 1 ? DIGITS : ALL;
        if (i > 0 && i % MADE_GROUP == 0)
            out_c(&made, '-');
        out_c(&made, alphabet[from + (bytes[2 * i] << 8 | bytes[2 * i + 1]) % (to - from)]);
    }
    return out_str(&made);
}

static bool limit_set(Err *err, ErrCode code, int64_t found, int64_t limit)
{
    AUTO_ARENA arena = {0};
    return err_set(err, code, {"found", arena_fmt(&arena, "%lld", (long long)found)},
                   {"limit", arena_fmt(&arena, "%lld", (long long)limit)});
}

/* Capitals, small letters, digits, all else: a Chinese character is none of the first three. */
static int kinds_of(Str password)
{
    bool found[4] = {false};
    for (ptrdiff_t at = 0; at < password.len;) {
        uint32_t c = utf8_next(password, &at);
        found[c >= 'A' && c <= 'Z'   ? 0
              : c >= 'a' && c <= 'z' ? 1
              : c >= '0' && c <= '9' ? 2
                                     : 3] = true;
    }
    return found[0] + found[1] + found[2] + found[3];
}

/* The one that holds and those before it: `kept` in all. */
static bool check_unused(App *app, Str account, Str password, int kept, Err *err)
{
    WordList hashes = {0};
    PasswordRow now;
    if (!password_find(app->db, app->arena, account, app_today(app), &now, err) ||
        !password_old(app->db, app->arena, account, kept - 1, &hashes, err))
        return false;
    if (now.hash.len)
        *arena_push(app->arena, &hashes) = now.hash;
    for (int i = 0; i < hashes.count; i++) {
        bool same = false;
        if (!password_verify(hashes.items[i], password, &same, err))
            return false;
        if (same)
            return limit_set(err, ERR_PASSWORD_USED, 0, kept);
    }
    return true;
}

/* What the policy asks for beyond that nobody can guess it. */
static bool check_policy(App *app, Str account, Str password, Err *err)
{
    Policy policy;
    AUTO_ARENA arena = {0};
    int kinds = kinds_of(password);
    if (!policy_read(app->db, app->arena, &policy, err))
        return false;
    if (policy.value[POLICY_PASSWORD] != PASSWORD_DJCP3) /* what stands on a slip is not kept */
        return check_unused(app, account, password, 1, err);
    if (kinds < PASSWORD_KINDS)
        return err_set(err, ERR_PASSWORD_KINDS, {"found", arena_fmt(&arena, "%d", kinds)},
                       {"expected", arena_fmt(&arena, "%d", PASSWORD_KINDS)});
    return check_unused(app, account, password, PASSWORD_KEPT, err);
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
    if (password_is_weak(password, names.items, names.count))
        return err_set(err, ERR_PASSWORD_COMMON);
    return check_policy(app, account, password, err);
}

/* Where three keep the installation, who makes passwords would hold the offices of the other two with them. A second
 * factor keeps the door; and an account that waits opens nothing yet. */
static bool check_three(App *app, Str object, const AccountRow *party, Err *err)
{
    FactorRow factor;
    bool three;
    if (!meta_three(app->db, app->arena, &three, err) ||
        !factor_find(app->db, app->arena, party->name, &factor, err))
        return false;
    if (!three || !party->authorised || (factor.sealed.len && factor.proved_at > 0))
        return true;
    app_refused(app, action_word(ACT_ACCOUNT_PASSWORD), object);
    return err_set(err, ERR_PASSWORD_OF_THREE, {"found", party->name});
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
    if ((app->actor.role == ROLE_OFFICE_DIRECTOR && role_is_admin(role)) ||
        (own.campaign.len && !str_eq(own.campaign, party->campaign)))
        return app_refuse(app, ACT_ACCOUNT_PASSWORD, party->name, object, err);
    return !role_is_admin(role) || check_three(app, object, party, err);
}

typedef struct SetCall {
    App *app;
    PasswordRow row;
    Str keep; /* a session that goes on; empty: none */
} SetCall;

static bool write_password(Db *tx, void *ctx, Err *err)
{
    SetCall *call = ctx;
    int64_t ended;
    return password_keep(tx, call->row.account, err) && password_save(tx, &call->row, err) &&
           session_end_others(tx, call->row.account, call->keep, call->row.set_at, &ended, err);
}

static bool save_password(App *app, SetCall *call, Str object, Str password, Err *err)
{
    AppWrite write = {.action = ACT_ACCOUNT_PASSWORD,
                      .party = call->row.account,
                      .object = object,
                      .fn = write_password,
                      .ctx = call};
    return password_hash(app->arena, password, &call->row.hash, err) && app_write(app, &write, err);
}

static Str object_of(App *app, Str account)
{
    return arena_fmt(app->arena, "password %.*s", STR_ARG(account));
}

bool password_set(App *app, Str account, Str password, Str keep, Err *err)
{
    App office = app_installation(app);
    Str object = object_of(app, account);
    SetCall call = {
        &office, {.account = account, .set_by = app->actor.name, .set_at = app->now_ms}, keep};
    if (!app_permit(&office, ACT_ACCOUNT_PASSWORD, account, object, err))
        return false;
    if (!str_eq(account, app->actor.name))
        return err_set(err, ERR_PASSWORD_CHOSEN, {"found", account});
    bool ok = check_password(app, account, password, err) &&
              save_password(&office, &call, object, password, err);
    app->ids = office.ids;
    return ok;
}

bool password_reset(App *app, Str account, Str *ret_password, Err *err)
{
    App office = app_installation(app);
    Str object = object_of(app, account);
    AccountRow party;
    SetCall call = {&office,
                    {.account = account,
                     .set_by = app->actor.name,
                     .set_at = app->now_ms,
                     .must_change = !str_eq(account, app->actor.name)},
                    S("")};
    Str made = password_make(app->arena, random_fill, NULL);
    if (!app_permit(&office, ACT_ACCOUNT_PASSWORD, account, object, err) ||
        !account_find(app->db, app->arena, account, &party, err) ||
        !check_party(&office, object, &party, err))
        return false;
    bool ok = save_password(&office, &call, object, made, err);
    app->ids = office.ids;
    if (ok)
        *ret_password = made;
    return ok;
}
