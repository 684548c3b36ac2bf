#include "app/paper/circular_signers.h"

#include "app/paper/circular_data.h"
#include "base/limits.h"
#include "base/utf8.h"

enum { OFFERED = 6 }; /* names in an error */

static Str body_name(const App *app, Str code)
{
    for (int i = 0; i < app->def.bodies.count; i++)
        if (str_eq(app->def.bodies.items[i].code, code))
            return app->def.bodies.items[i].name;
    return S("");
}

static int holders(const CircularSigners *signers, Str called)
{
    int n = 0;
    for (int i = 0; i < signers->count; i++)
        n += str_eq(signers->items[i].called, called);
    return n;
}

static Str with_account(App *app, const CircularSigner *s)
{
    return arena_fmt(app->arena, "%.*s（%.*s）", STR_ARG(s->called), STR_ARG(s->account));
}

bool circular_signers(App *app, CircularSigners *ret_signers, Err *err)
{
    CircularAccounts accounts = {0};
    CircularSigners plain = {0};
    if (!circular_accounts(app->db, app->arena, app->def.code, app_today(app), &accounts, err))
        return false;
    for (int i = 0; i < accounts.count; i++) {
        const CircularAccount *a = &accounts.items[i];
        Role role;
        if (role_parse(a->role, &role) &&
            permit_scope(role, ACT_CIRCULAR_COUNTERSIGN) != SCOPE_NONE)
            *arena_push(app->arena, &plain) =
                (CircularSigner){a->name, a->post.len ? a->post : a->name,
                                 a->body.len ? body_name(app, a->body) : unit_name(app, a->unit)};
    }
    for (int i = 0; i < plain.count; i++) {
        CircularSigner *s = arena_push(app->arena, ret_signers);
        *s = plain.items[i];
        if (holders(&plain, s->called) > 1)
            s->called = with_account(app, &plain.items[i]);
    }
    return true;
}

/* ---- who is meant ---- */

/* The account, the words that are offered, or the post alone. */
static bool is_called(const CircularSigner *s, Str word)
{
    return str_eq(s->account, word) || str_eq(s->called, word) ||
           (str_starts(s->called, word) &&
            str_starts(str_sub(s->called, word.len, s->called.len), S("（")));
}

/* Those whose post has the word in it, else the first ones. */
static Str offered(App *app, const CircularSigners *signers, Str word, bool only)
{
    Out out = out_new(app->arena, 4096);
    int n = 0, like = 0;
    for (int i = 0; i < signers->count; i++)
        like += str_has(signers->items[i].called, word) || str_has(signers->items[i].of, word);
    for (int i = 0; i < signers->count && n < OFFERED; i++) {
        const CircularSigner *s = &signers->items[i];
        if (only ? !is_called(s, word) : like && !str_has(s->called, word) && !str_has(s->of, word))
            continue;
        out_s(&out, n++ ? S("；") : S(""));
        out_s(&out, s->called);
    }
    return out.len ? out_str(&out) : S("—");
}

static bool find_one(App *app, const CircularSigners *signers, Str word,
                     const CircularSigner **ret_signer, Err *err)
{
    const CircularSigner *found = NULL;
    int n = 0;
    for (int i = 0; i < signers->count; i++) {
        const CircularSigner *s = &signers->items[i];
        if (str_eq(s->account, word) || str_eq(s->called, word)) {
            *ret_signer = s;
            return true;
        }
        if (is_called(s, word)) {
            found = s;
            n++;
        }
    }
    *ret_signer = found;
    if (n == 1)
        return true;
    return err_set(err, n ? ERR_CIRCULAR_SIGNER_MANY : ERR_CIRCULAR_SIGNER_NONE,
                   {"found", utf8_prefix(word, 64)},
                   {"expected", offered(app, signers, word, n > 0)});
}

static bool is_in(Str list, Str account)
{
    while (list.len)
        if (str_eq(str_cut(&list, ';'), account))
            return true;
    return false;
}

/* Up to the next ; or ；. */
static Str next_word(Str *list)
{
    ptrdiff_t wide = str_find(*list, S("；"), 0), narrow = str_find(*list, S(";"), 0);
    Str word;
    if (wide >= 0 && (narrow < 0 || wide < narrow)) {
        word = str_sub(*list, 0, wide);
        *list = str_sub(*list, wide + S("；").len, list->len);
        return utf8_trim(word);
    }
    word = str_cut(list, ';');
    return utf8_trim(word);
}

bool circular_signers_find(App *app, Str list, Str *ret_accounts, Err *err)
{
    CircularSigners signers = {0};
    Out out = out_new(app->arena, 4096);
    int count = 0;
    if (!circular_signers(app, &signers, err))
        return false;
    while (list.len) {
        const CircularSigner *s;
        Str word = next_word(&list);
        if (word.len == 0)
            continue;
        if (!find_one(app, &signers, word, &s, err))
            return false;
        if (is_in(out_str(&out), s->account))
            continue;
        if (++count > LIMIT_CIRCULAR_SIGNERS)
            return err_set(err, ERR_LIMIT, {"name", S("LIMIT_CIRCULAR_SIGNERS")},
                           {"limit", arena_fmt(app->arena, "%d", LIMIT_CIRCULAR_SIGNERS)},
                           {"found", arena_fmt(app->arena, "%d", count)});
        out_s(&out, out.len ? S(";") : S(""));
        out_s(&out, s->account);
    }
    *ret_accounts = out_str(&out);
    return true;
}

Str circular_signers_called(App *app, const CircularSigners *signers, Str accounts)
{
    Out out = out_new(app->arena, 4096);
    while (accounts.len) {
        Str account = str_cut(&accounts, ';'), called = account;
        for (int i = 0; i < signers->count; i++)
            if (str_eq(signers->items[i].account, account))
                called = signers->items[i].called;
        out_s(&out, out.len ? S("；") : S(""));
        out_s(&out, called);
    }
    return out_str(&out);
}

/* ---- by whom ---- */

static void add_issuer(App *app, CircularIssuers *list, Str name, Str mark)
{
    Err ignored = {0};
    if (!circular_check_issuer(&app->def, name, mark, &ignored))
        return;
    for (int i = 0; i < list->count; i++)
        if (str_eq(list->items[i], name))
            return;
    *arena_push(app->arena, list) = name;
}

bool circular_issuers(App *app, CircularIssuers *ret_issuers, Err *err)
{
    CircularList issued = {0};
    if (!circular_list(app->db, app->arena, app->def.code, &issued, err))
        return false;
    add_issuer(app, ret_issuers, app->def.issuer, app->def.issuer_number);
    for (int i = 0; i < issued.count; i++)
        add_issuer(app, ret_issuers, issued.items[i].issuer, issued.items[i].number);
    return true;
}
