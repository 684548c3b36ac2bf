#include "app/people/factor.h"

#include "app/people/signin_parts.h"
#include "base/limits.h"
#include "store/signin.h"
#include "sys/keys.h"
#include "sys/randomness.h"
#include "sys/seal.h"
#include "sys/totp.h"

/* --- secrets --- */

static Str purpose_of(Arena *arena, Str account)
{
    return arena_fmt(arena, "totp %.*s", STR_ARG(account));
}

static bool secret_open(Arena *arena, Str data_folder, const FactorRow *row, Str *ret_secret,
                        Err *err)
{
    unsigned char key[KEY_BYTES];
    return keys_take(data_folder, KEY_SEAL, key, err) &&
           seal_open(arena, key, purpose_of(arena, row->account), row->sealed, ret_secret, err);
}

static Str object_of(Arena *arena, Str account)
{
    return arena_fmt(arena, "factor %.*s", STR_ARG(account));
}

/* One that was made and whose first code is awaited. */
static bool is_begun(const FactorRow *row, int64_t now_ms)
{
    int64_t since = now_ms - row->begun_at;
    return row->sealed.len > 0 && row->proved_at == 0 && since >= 0 && since < FACTOR_BEGUN_MS;
}

/* --- setting it up --- */

/* "ABCD EFGH …": typed without a fault. */
static Str in_groups(Arena *arena, Str text)
{
    Out out = out_new(arena, (size_t)text.len * 2);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        if (i > 0 && i % 4 == 0)
            out_c(&out, ' ');
        out_c(&out, text.ptr[i]);
    }
    return out_str(&out);
}

/* What an app for codes reads from the picture; of the account only what needs no quoting. */
static Str address_of(Arena *arena, Str account, Str secret)
{
    Out out = out_new(arena, 2048);
    out_s(&out, S("otpauth://totp/duban:"));
    for (ptrdiff_t i = 0; i < account.len; i++) {
        unsigned char c = (unsigned char)account.ptr[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     c == '_' || c == '-' || c == '.';
        if (plain)
            out_c(&out, (char)c);
        else
            out_f(&out, "%%%02X", c);
    }
    out_f(&out, "?secret=%.*s&issuer=duban&digits=%d&period=%d", STR_ARG(secret), TOTP_DIGITS,
          TOTP_STEP_MS / 1000);
    return out_str(&out);
}

bool factor_read(App *app, FactorState *ret_state, Err *err)
{
    FactorRow row;
    Str secret, text;
    if (!app_permit(app, ACT_SECOND_FACTOR_SET, app->actor.name, S("factor"), err) ||
        !factor_find(app->db, app->arena, app->actor.name, &row, err))
        return false;
    *ret_state = (FactorState){.proved_at = row.proved_at};
    if (!is_begun(&row, app->now_ms))
        return true;
    if (!secret_open(app->arena, app->start.data_folder, &row, &secret, err) ||
        !totp_secret_text(app->arena, secret, &text, err) ||
        !qr_make(app->arena, address_of(app->arena, row.account, text), &ret_state->qr, err))
        return false;
    ret_state->secret = in_groups(app->arena, text);
    return true;
}

typedef struct FactorCall {
    App *app;
    FactorRow row;
    Str session;
    Str code;
} FactorCall;

static bool begin_factor(Db *tx, void *ctx, Err *err)
{
    FactorCall *call = ctx;
    FactorRow before;
    if (!factor_find(tx, call->app->arena, call->row.account, &before, err))
        return false;
    if (before.sealed.len && before.proved_at > 0)
        return err_set(err, ERR_FACTOR_THERE);
    call->row.last_step = before.last_step;
    return factor_save(tx, &call->row, err);
}

/* In the chain of the installation, whatever the campaign at hand. */
static bool write_factor(App *app, Action action, Str account, Str detail, DbFn fn,
                         FactorCall *call, Err *err)
{
    App office = app_installation(app);
    call->app = &office;
    AppWrite write = {.action = action,
                      .party = account,
                      .object = object_of(app->arena, account),
                      .detail = detail,
                      .fn = fn,
                      .ctx = call};
    bool ok = app_write(&office, &write, err);
    app->ids = office.ids;
    return ok;
}

bool factor_begin(App *app, Err *err)
{
    unsigned char key[KEY_BYTES];
    char secret[TOTP_SECRET_BYTES];
    Str account = app->actor.name;
    FactorCall call = {.row = {.account = account, .begun_at = app->now_ms}};
    random_bytes(secret, sizeof secret);
    return keys_take(app->start.data_folder, KEY_SEAL, key, err) &&
           seal_close(app->arena, key, purpose_of(app->arena, account),
                      (Str){secret, sizeof secret}, &call.row.sealed, err) &&
           write_factor(app, ACT_SECOND_FACTOR_SET, account, S("{\"step\":\"begun\"}"),
                        begin_factor, &call, err);
}

static bool enrol_factor(Db *tx, void *ctx, Err *err)
{
    FactorCall *call = ctx;
    App *app = call->app;
    FactorRow row;
    Str secret;
    int64_t step;
    if (!factor_find(tx, app->arena, call->row.account, &row, err))
        return false;
    if (!is_begun(&row, app->now_ms))
        return err_set(err, ERR_FACTOR_NONE);
    if (!secret_open(app->arena, app->start.data_folder, &row, &secret, err) ||
        !totp_check(secret, call->code, app->now_ms, row.last_step, &step, err))
        return false;
    if (step == 0)
        return err_set(err, ERR_FACTOR_CODE);
    row.proved_at = app->now_ms;
    row.last_step = step;
    return factor_save(tx, &row, err) && session_proved(tx, call->session, app->now_ms, true, err);
}

bool factor_enrol(App *app, const Session *session, Str code, Err *err)
{
    FactorCall call = {.row = {.account = app->actor.name}, .session = session->id, .code = code};
    return write_factor(app, ACT_SECOND_FACTOR_SET, app->actor.name, S("{\"step\":\"proved\"}"),
                        enrol_factor, &call, err);
}

/* --- taking it away --- */

static bool reset_factor(Db *tx, void *ctx, Err *err)
{
    FactorCall *call = ctx;
    FactorRow row;
    if (!factor_find(tx, call->app->arena, call->row.account, &row, err))
        return false;
    if (row.sealed.len == 0)
        return err_set(err, ERR_FACTOR_NONE);
    row.sealed = S("");
    row.begun_at = row.proved_at = 0;
    return factor_save(tx, &row, err) && session_end_all(tx, row.account, call->app->now_ms, err);
}

bool factor_reset(App *app, Str account, Err *err)
{
    AccountRow party;
    FactorCall call = {.row = {.account = account}};
    return app_permit(app, ACT_SECOND_FACTOR_RESET, account, object_of(app->arena, account), err) &&
           account_find(app->db, app->arena, account, &party, err) &&
           write_factor(app, ACT_SECOND_FACTOR_RESET, account, S("{}"), reset_factor, &call, err);
}

/* --- a code --- */

typedef struct Proof {
    SignIn *s;
    const Session *session;
    Attempt attempt;
    Str code, address;
    int64_t wait_ms;
    ErrCode fault;
} Proof;

static bool code_right(Proof *p, Db *tx, FactorRow *row, bool *ret_right, Err *err)
{
    Str secret;
    SignIn *s = p->s;
    if (!secret_open(s->arena, s->data_folder, row, &secret, err))
        return false;
    int64_t step;
    if (!totp_check(secret, p->code, s->now_ms, row->last_step, &step, err))
        return false;
    *ret_right = step > 0;
    row->last_step = step > 0 ? step : row->last_step;
    return !*ret_right ||
           (factor_save(tx, row, err) && session_proved(tx, p->session->id, s->now_ms, true, err) &&
            slow_forgive(tx, s->arena, &p->attempt, true, err));
}

/* Counted and tried in one transaction: a crowd at once is one after the other. */
static bool try_code(Db *tx, void *ctx, Err *err)
{
    Proof *p = ctx;
    SignIn *s = p->s;
    FactorRow row;
    bool right = false;
    Str account = p->session->account, object = object_of(s->arena, account);
    if (!session_known(tx, account, p->attempt.network, s->now_ms - SESSION_KNOWN_MS,
                       &p->attempt.known, err) ||
        !slow_wait(tx, s->arena, &p->attempt, &p->wait_ms, err) ||
        !factor_find(tx, s->arena, account, &row, err))
        return false;
    p->fault = row.sealed.len == 0 || row.proved_at == 0 ? ERR_FACTOR_NONE : ERR_NONE;
    if (p->wait_ms > 0 || p->fault)
        return true;
    if (!slow_count(tx, s->arena, &p->attempt, err) || !code_right(p, tx, &row, &right, err))
        return false;
    p->fault = right ? ERR_NONE : ERR_FACTOR_CODE;
    return signin_audit(s, tx, account, S("signin.code"), object, right ? S("ok") : S("denied"),
                        right ? S("{}") : signin_detail(s, S(""), p->address), err);
}

bool factor_prove(SignIn *s, const Session *session, Str code, Str address, Err *err)
{
    Proof p = {.s = s,
               .session = session,
               /* its own counter: a right password forgives no wrong codes */
               .attempt = {arena_fmt(s->arena, "code %.*s", STR_ARG(session->account)),
                           network_of(s->arena, address), false, s->now_ms},
               .code = str_trim(code),
               .address = signin_shown(address)};
    if (!db_write(s->db, S(""), try_code, &p, err))
        return false;
    if (p.wait_ms > 0)
        return signin_too_early(p.wait_ms, err);
    return p.fault == ERR_NONE || err_set(err, p.fault);
}
