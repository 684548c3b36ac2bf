#include "app/people/signin_parts.h"

#include "base/hex.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "store/anchor.h"
#include "store/signin.h"
#include "sys/crypto.h"
#include "sys/password.h"

/* --- tokens --- */

enum { TOKEN_LEN = 2 * SESSION_TOKEN_BYTES };

static Str random_hex(SignIn *s, int count)
{
    unsigned char bytes[SESSION_TOKEN_BYTES];
    s->random_bytes(s->random_ctx, bytes, (size_t)count);
    return hex_of(s->arena, bytes, (size_t)count);
}

/* What is kept of a token, and what is made of it for forms: two digests of a secret of 256 bits, so
 * that neither tells the other or the token. SHA-256, which every OpenSSL has; not the chain's. */
static bool token_digest(Arena *arena, const char *purpose, Str token, Str *ret_digest, Err *err)
{
    Str bytes = arena_fmt(arena, "duban %s %.*s", purpose, STR_ARG(token));
    return digest_hex(arena, DIGEST_SHA256, bytes, ret_digest, err);
}

static bool token_is_one(Str token)
{
    if (token.len != TOKEN_LEN)
        return false;
    for (ptrdiff_t i = 0; i < token.len; i++) {
        char c = token.ptr[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
            return false;
    }
    return true;
}

static Str today_of(SignIn *s)
{
    return date_str(s->arena, instant_to_date(s->now_ms, OFFSET_MINUTES_CHINA));
}

/* --- audit --- */

bool signin_audit(SignIn *s, Db *tx, Str account, Str action, Str object, Str result, Str detail,
                  Err *err)
{
    DigestFn digest;
    Str rows = {0};
    if (!app_digest(tx, s->arena, &digest, err) ||
        (str_eq(result, S("ok")) && !anchor_digest(tx, s->arena, object, digest, &rows, err)))
        return false;
    if (rows.len)
        detail = anchor_add(s->arena, detail, rows);
    AuditEntry entry = {.at = s->now_ms,
                        .account = account,
                        .origin = s->origin,
                        .action = action,
                        .object = object,
                        .result = result,
                        .detail = detail,
                        .salt = random_hex(s, 16)};
    bool due = true;
    int64_t withheld = 0;
    if (str_eq(result, S("denied")) && !audit_refusal_due(tx, &entry, &due, &withheld, err))
        return false;
    if (withheld)
        entry.detail = arena_fmt(s->arena, "%.*s%s\"withheld\":%lld}",
                                 STR_ARG(str_sub(detail, 0, detail.len - 1)),
                                 detail.len > 2 ? "," : "", (long long)withheld);
    return !due || audit_append(tx, &entry, digest, err);
}

Str signin_detail(SignIn *s, Str account, Str address)
{
    Out out = out_new(s->arena, 8 * LIMIT_ACCOUNT_BYTES + 64);
    Json json = json_new(&out, false);
    json_object(&json);
    if (account.len)
        json_kstr(&json, S("typed"), account);
    json_kstr(&json, S("address"), address);
    json_object_end(&json);
    return out_str(&out);
}

Str signin_shown(Str bytes)
{
    return utf8_valid(bytes, NULL) ? utf8_prefix(bytes, LIMIT_ACCOUNT_BYTES) : S("?");
}

bool signin_too_early(int64_t wait_ms, Err *err)
{
    AUTO_ARENA arena = {0};
    Str seconds = arena_fmt(&arena, "%lld", (long long)(wait_ms + 999) / 1000);
    return err_set(err, ERR_SIGNIN_SLOW, {"seconds", seconds});
}

/* --- signing in --- */

typedef struct Begin {
    SignIn *s;
    Attempt attempt;
    Str account;     /* empty where what was typed can be no account */
    Str shown;       /* what was typed, fit for the log */
    Str address;     /* the same of the address */
    int64_t wait_ms; /* it is too early */
    Str hash;        /* to verify against; empty: nobody */
    bool right;
    Session session;
    Str token_digest;
} Begin;

static bool is_name(Str typed)
{
    if (typed.len == 0 || typed.len > LIMIT_ACCOUNT_BYTES || !utf8_valid(typed, NULL))
        return false;
    for (ptrdiff_t i = 0; i < typed.len; i++)
        if ((unsigned char)typed.ptr[i] < 0x20 || typed.ptr[i] == 0x7f)
            return false;
    return true;
}

/* Known or not, and how long to wait. */
static bool look(Db *db, Begin *b, Err *err)
{
    SignIn *s = b->s;
    Attempt *a = &b->attempt;
    return session_known(db, b->account, a->network, s->now_ms - SESSION_KNOWN_MS, &a->known,
                         err) &&
           slow_wait(db, s->arena, a, &b->wait_ms, err);
}

/* Empty where nobody may sign in with it: also a password made for somebody who has not come for too long. */
static bool hash_find(const Begin *b, Db *db, Str *ret_hash, Err *err)
{
    PasswordRow row;
    Policy policy;
    SignIn *s = b->s;
    if (!password_find(db, s->arena, b->account, today_of(s), &row, err) ||
        !policy_read(db, s->arena, &policy, err))
        return false;
    bool stale = row.must_change &&
                 s->now_ms - row.set_at > policy.value[POLICY_FIRST_DAYS] * SESSION_DAY_MS;
    *ret_hash = stale ? S("") : row.hash;
    return true;
}

/* Counts the attempt as failed before it is tried. */
static bool count_attempt(Db *tx, void *ctx, Err *err)
{
    Begin *b = ctx;
    if (!look(tx, b, err) || !hash_find(b, tx, &b->hash, err))
        return false;
    return b->wait_ms > 0 || slow_count(tx, b->s->arena, &b->attempt, err);
}

static bool forgive_busy(Db *tx, void *ctx, Err *err)
{
    Begin *b = ctx;
    return slow_forgive(tx, b->s->arena, &b->attempt, false, err);
}

static bool next_id(SignIn *s, Db *tx, Str *ret_id, Err *err)
{
    Str newest;
    uint64_t id;
    if (!session_newest(tx, s->arena, &newest, err))
        return false;
    if (id_parse(newest, &id) && id > s->ids->last)
        s->ids->last = id;
    *ret_id = id_text(s->arena, id_next(s->ids));
    return true;
}

/* An administrator who comes from where none may (serve --admin-from). */
static bool is_barred(Begin *b, Db *tx, bool *ret_barred, Err *err)
{
    AccountRow row = {0};
    Role role = ROLE_UNIT;
    *ret_barred = false;
    if (!b->right || !b->s->admins_barred)
        return true;
    if (!account_find(tx, b->s->arena, b->account, &row, err))
        return false;
    *ret_barred = !role_parse(row.role, &role) || role_is_admin(role);
    return true;
}

static bool finish(Db *tx, void *ctx, Err *err)
{
    Begin *b = ctx;
    SignIn *s = b->s;
    Str hash;
    if (!hash_find(b, tx, &hash, err))
        return false;
    b->right = b->right && secret_equal(hash, b->hash); /* changed or switched off meanwhile */
    bool barred;
    if (!is_barred(b, tx, &barred, err))
        return false;
    b->right = b->right && !barred;
    if (!b->right)
        return signin_audit(s, tx, S(""), S("signin"), S("signin"), S("denied"),
                            signin_detail(s, b->shown, b->address), err);
    if (!next_id(s, tx, &b->session.id, err))
        return false;
    SessionRow row = {.id = b->session.id,
                      .token_digest = b->token_digest,
                      .account = b->account,
                      .address = b->attempt.network,
                      .agent = s->agent,
                      .created_at = s->now_ms};
    return session_insert(tx, &row, err) && slow_forgive(tx, s->arena, &b->attempt, true, err) &&
           signin_audit(s, tx, b->account, S("signin"),
                        arena_fmt(s->arena, "session %.*s", STR_ARG(row.id)), S("ok"),
                        signin_detail(s, S(""), b->address), err);
}

static bool verify_password(Begin *b, Str password, Err *err)
{
    bool fits = password.len > 0 && password.len <= LIMIT_PASSWORD_BYTES;
    if (password_verify(fits ? b->hash : S(""), fits ? password : S("-"), &b->right, err))
        return true;
    Err ignored = {0}; /* the first fault is the one to tell of */
    (void)db_write(b->s->db, S(""), forgive_busy, b, &ignored);
    return false;
}

/* Stands in line, counts, and tries; b->right says how it ended. */
static bool attempt(Begin *b, Str password, Err *err)
{
    /* Before standing in the line of writers: who is too early costs two reads. */
    if (!look(b->s->db, b, err))
        return false;
    if (b->wait_ms > 0)
        return signin_too_early(b->wait_ms, err);
    if (!db_write(b->s->db, S(""), count_attempt, b, err))
        return false;
    if (b->wait_ms > 0)
        return signin_too_early(b->wait_ms, err);
    return verify_password(b, password, err);
}

bool signin_begin(SignIn *s, Str account, Str password, Str address, Session *ret_session,
                  Str *ret_token, Err *err)
{
    Str typed = str_trim(account);
    Begin b = {.s = s,
               .attempt = {typed, network_of(s->arena, address), false, s->now_ms},
               .account = is_name(typed) ? typed : S(""),
               .shown = signin_shown(typed),
               .address = signin_shown(address)};
    Str token = random_hex(s, SESSION_TOKEN_BYTES);
    bool found = false;
    if (!attempt(&b, password, err) ||
        !token_digest(s->arena, "session", token, &b.token_digest, err) ||
        !db_write(s->db, S(""), finish, &b, err) ||
        (b.right && !signin_find(s, token, &found, ret_session, err)))
        return false;
    if (!found)
        return err_set(err, ERR_SIGNIN_WRONG);
    *ret_token = token;
    return true;
}

static bool finish_proof(Db *tx, void *ctx, Err *err)
{
    Begin *b = ctx;
    SignIn *s = b->s;
    Str object = arena_fmt(s->arena, "session %.*s", STR_ARG(b->session.id));
    if (!b->right)
        return signin_audit(s, tx, b->account, S("prove"), object, S("denied"),
                            signin_detail(s, S(""), b->address), err);
    /* Of who has a second factor the password alone, asked for when it is changed, is no proof. */
    return (b->session.has_factor || session_proved(tx, b->session.id, s->now_ms, false, err)) &&
           slow_forgive(tx, s->arena, &b->attempt, true, err) &&
           signin_audit(s, tx, b->account, S("prove"), object, S("ok"), S("{}"), err);
}

bool signin_prove(SignIn *s, const Session *session, Str password, Str address, Err *err)
{
    Begin b = {.s = s,
               .attempt = {session->account, network_of(s->arena, address), false, s->now_ms},
               .account = session->account,
               .address = signin_shown(address),
               .session = *session};
    if (!attempt(&b, password, err) || !db_write(s->db, S(""), finish_proof, &b, err))
        return false;
    return b.right || err_set(err, ERR_PASSWORD_OLD);
}

/* --- the session of a request --- */

typedef struct Touch {
    SignIn *s;
    Str id;
    Str account; /* of one who signs out; empty: it ends by itself */
    bool end;
} Touch;

static bool write_touch(Db *tx, void *ctx, Err *err)
{
    Touch *t = ctx;
    bool ended = false;
    if (!t->end)
        return session_seen(tx, t->id, t->s->now_ms, err);
    if (!session_end(tx, t->id, t->s->now_ms, &ended, err))
        return false;
    return !ended || t->account.len == 0 ||
           signin_audit(t->s, tx, t->account, S("signout"),
                        arena_fmt(t->s->arena, "session %.*s", STR_ARG(t->id)), S("ok"), S("{}"),
                        err);
}

/* One that was seen in the future does not: the clock was set back, and what has run out must not
 * hold again. A minute is for two machines that do not quite agree. */
static bool holds(const SessionRow *row, const Policy *policy, int64_t now_ms)
{
    int64_t idle_ms = policy->value[POLICY_IDLE_MINUTES] * SESSION_MINUTE_MS,
            most_ms = policy->value[POLICY_SESSION_HOURS] * SESSION_HOUR_MS;
    return row->active && row->seen_at - now_ms <= SESSION_SEEN_MS &&
           now_ms - row->created_at < most_ms && now_ms - row->seen_at < idle_ms;
}

static bool is_administrator_word(Str role)
{
    Role parsed;
    return role_parse(role, &parsed) && role_is_admin(parsed);
}

bool password_is_old(const Policy *policy, int64_t set_at, int64_t now_ms)
{
    return policy->value[POLICY_PASSWORD] == PASSWORD_DJCP3 &&
           now_ms - set_at >= PASSWORD_DAYS * SESSION_DAY_MS;
}

/* What must be done before anything else, in this order. */
static SessionGate gate_of(const SessionRow *row, const Policy *policy, int64_t now_ms)
{
    int factor = policy->value[POLICY_FACTOR];
    if (row->enrolled_at > 0 && row->factor_at == 0)
        return GATE_CODE;
    if (row->must_change || password_is_old(policy, row->password_at, now_ms))
        return GATE_PASSWORD;
    if (row->enrolled_at == 0 && (factor == FACTOR_ALL || (factor == FACTOR_ADMINISTRATORS &&
                                                           is_administrator_word(row->role))))
        return GATE_FACTOR;
    return policy->value[POLICY_NOTICE] && row->noticed_at == 0 ? GATE_NOTICE : GATE_NONE;
}

/* A form that was made while acting for somebody is no form of one's own, nor the other way round. */
static bool form_token(SignIn *s, Str token, Str acting_for, Str *ret_csrf, Err *err)
{
    const char *purpose =
        acting_for.len ? str_z(s->arena, arena_fmt(s->arena, "form for %.*s", STR_ARG(acting_for)))
                       : "form";
    return token_digest(s->arena, purpose, token, ret_csrf, err);
}

bool signin_find(SignIn *s, Str token, bool *ret_found, Session *ret_session, Err *err)
{
    Str digest;
    SessionRow row = {0};
    Policy policy = {0};
    *ret_found = false;
    if (!token_is_one(token))
        return true;
    if (!token_digest(s->arena, "session", token, &digest, err) ||
        !session_find(s->db, s->arena, digest, today_of(s), ret_found, &row, err) ||
        (*ret_found && !policy_parse(s->arena, row.policy, row.three, &policy, err)))
        return false;
    bool is_one = *ret_found && row.ended_at == 0;
    *ret_found = is_one && holds(&row, &policy, s->now_ms);
    Touch touch = {.s = s, .id = row.id, .end = !*ret_found};
    Err ignored = {0}; /* a page is not refused because last-seen could not be stored */
    if (is_one && (touch.end || s->now_ms - row.seen_at >= SESSION_SEEN_MS))
        (void)db_write_soon(s->db, SESSION_TOUCH_WAIT_MS, S(""), write_touch, &touch, &ignored);
    *ret_session = (Session){.id = row.id,
                             .account = row.account,
                             .role = row.role,
                             .created_at = row.created_at,
                             .seen_at = row.seen_at,
                             .proved_at = row.proved_at,
                             .acting_for = row.acting_for,
                             .may_act_for = row.may_act_for,
                             .has_factor = row.enrolled_at > 0,
                             .must_change = row.must_change,
                             .policy = policy};
    if (!*ret_found)
        return true;
    ret_session->gate = gate_of(&row, &policy, s->now_ms);
    return form_token(s, token, row.acting_for, &ret_session->csrf, err);
}

bool signin_end(SignIn *s, const Session *session, Err *err)
{
    Touch touch = {.s = s, .id = session->id, .account = session->account, .end = true};
    return db_write(s->db, S(""), write_touch, &touch, err);
}

static bool write_notice(Db *tx, void *ctx, Err *err)
{
    Touch *t = ctx;
    Str object = arena_fmt(t->s->arena, "notice %.*s", STR_ARG(t->account));
    return notice_save(tx, t->account, t->s->now_ms, err) &&
           signin_audit(t->s, tx, t->account, S("notice"), object, S("ok"), S("{}"), err);
}

bool signin_notice(SignIn *s, const Session *session, Err *err)
{
    Touch touch = {.s = s, .account = session->account};
    return session->gate != GATE_NOTICE || db_write(s->db, S(""), write_notice, &touch, err);
}
