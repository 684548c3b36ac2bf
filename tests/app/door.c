#include "door.h"

const Str pass_right = SC("blauer Elefant tanzt"), pass_other = SC("gelber Tiger schweigt"),
          pass_third = SC("grauer Wolf 7 heult"), pass_wrong = SC("roter Hund schläft nicht");

static void bytes_of(void *ctx, void *bytes, size_t len)
{
    unsigned char *to = bytes;
    for (size_t i = 0; i < len; i++)
        to[i] = (unsigned char)randomness_u32(&((Door *)ctx)->random);
}

static int64_t now_of(void *ctx)
{
    return ((Door *)ctx)->office->now_ms;
}

static uint32_t number_of(void *ctx)
{
    return randomness_u32(&((Door *)ctx)->random);
}

Door door_open(Office *office, uint64_t seed)
{
    Err err = {0};
    Door door = {.office = office, .random = {.seeded = true, .seed = seed}};
    CHECK_OK(db_connect(office->fix.hub, &door.db, &err), &err);
    return door;
}

void door_done(Door *door)
{
    db_close(door->db);
    arena_done(&door->arena);
}

SignIn door_signin(Door *door)
{
    door->ids.now_ms = now_of;
    door->ids.random_u32 = number_of;
    door->ids.ctx = door;
    return (SignIn){.arena = &door->arena,
                    .hub = door->office->fix.hub,
                    .db = door->db,
                    .now_ms = door->office->now_ms,
                    .ids = &door->ids,
                    .random_bytes = bytes_of,
                    .random_ctx = door};
}

static bool begin(Door *door, const char *account, Str password, const char *address,
                  Str *ret_token, Err *err)
{
    Session session = {0};
    SignIn s = door_signin(door);
    Str token = {0};
    if (!signin_begin(&s, str_from_z(account), password, str_from_z(address), &session, &token,
                      err))
        return false;
    CHECK_STR(session.account, str_from_z(account));
    if (ret_token)
        *ret_token = token;
    return true;
}

ErrCode door_try(Door *door, const char *account, Str password, const char *address, Str *ret_token)
{
    Err err = {0};
    return begin(door, account, password, address, ret_token, &err) ? ERR_NONE : err.code;
}

int door_wait(Door *door, const char *account, const char *address)
{
    Err err = {0};
    int64_t seconds = 0;
    if (begin(door, account, pass_wrong, address, NULL, &err) || err.code != ERR_SIGNIN_SLOW)
        return 0;
    CHECK(str_to_i64(err_arg(&err, "seconds"), &seconds) && seconds > 0);
    return (int)seconds;
}

bool door_holds(Door *door, Str token)
{
    Err err = {0};
    Session found = {0};
    bool is_found = false;
    SignIn s = door_signin(door);
    CHECK_OK(signin_find(&s, token, &is_found, &found, &err), &err);
    return is_found;
}

ErrCode door_set(Office *office, const char *actor, const char *account, Str password)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    AUTO_APP app = office_app(office, &arena, str_from_z(actor));
    return password_set(&app, str_from_z(account), password, S(""), &err) ? ERR_NONE : err.code;
}

ErrCode door_reset(Office *office, const char *actor, const char *account, Arena *arena,
                   Str *ret_password)
{
    Err err = {0};
    AUTO_APP app = office_app(office, arena, str_from_z(actor));
    return password_reset(&app, str_from_z(account), ret_password, &err) ? ERR_NONE : err.code;
}
