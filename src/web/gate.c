/* What a session must do before anything else, and the proof of who one is that sensitive acts ask for. */
#include "base/limits.h"
#include "web/frame.h"

typedef struct Gate {
    Str word;
    const char *path;
    ErrCode code;
} Gate;

static const Gate gates[] = {
    [GATE_NONE] = {SC(""), "/", ERR_NONE},
    [GATE_CODE] = {SC("code"), "/sign-in/code", ERR_GATE_CODE},
    [GATE_PASSWORD] = {SC("password"), "/password", ERR_GATE_PASSWORD},
    [GATE_FACTOR] = {SC("factor"), "/me/second-factor", ERR_GATE_FACTOR},
    [GATE_NOTICE] = {SC("notice"), "/notice", ERR_GATE_NOTICE},
};

Str gate_word(SessionGate gate)
{
    return gates[gate].word;
}

/* The page of the gate and what its forms send to. */
static bool is_of_gate(const Route *route, const char *path)
{
    Str pattern = str_from_z(route->pattern), gate = str_from_z(path);
    return str_eq(pattern, gate) ||
           (str_starts(pattern, gate) && pattern.len > gate.len && pattern.ptr[gate.len] == '/');
}

bool gate_pass(const Ctx *c, Err *err)
{
    const Gate *gate = &gates[c->session.gate];
    if (c->session.gate == GATE_NONE || c->route->access == ROUTE_PUBLIC ||
        (c->route->flags & ROUTE_AT_GATE) || is_of_gate(c->route, gate->path))
        return true;
    return err_set(err, gate->code);
}

/* Where to come back to: what was asked for, or the page whose form was sent. */
static Str way_back(const Ctx *c)
{
    Str path = c->request->path;
    if (c->request->method == HTTP_GET || c->request->method == HTTP_HEAD) {
        if (c->request->query.len)
            path = arena_fmt(c->arena, "%.*s?%.*s", STR_ARG(path), STR_ARG(c->request->query));
    } else {
        Str from = http_header(c->request, S("Referer"));
        ptrdiff_t host = str_find(from, S("://"), 0);
        ptrdiff_t slash = host < 0 ? -1 : str_find(from, S("/"), host + 3);
        bool ours =
            slash > 0 && str_eq(str_sub(from, host + 3, slash), http_header(c->request, S("Host")));
        path = ours ? str_sub(from, slash, from.len) : S("");
    }
    return path_is_ours(path) && path.len <= LIMIT_HTTP_NEXT_BYTES && !str_eq(path, S("/")) ? path
                                                                                            : S("");
}

bool gate_redirect(Ctx *c, ErrCode code, bool *ret_is_gate, Err *err)
{
    const char *path = code == ERR_PROVE_NEEDED     ? "/prove"
                       : code == ERR_CAMPAIGN_WHICH ? "/campaigns"
                                                    : NULL;
    for (size_t i = 1; i < sizeof gates / sizeof gates[0]; i++)
        if (gates[i].code == code)
            path = gates[i].path;
    *ret_is_gate = path != NULL;
    if (!path)
        return false;
    *err = (Err){0};
    return redirect(c, link_to(c, path, {"next", way_back(c)}), err);
}

bool ctx_proved(const Ctx *c, Err *err)
{
    int64_t minutes = c->session.policy.value[POLICY_PROVE_MINUTES];
    int64_t since = c->now_ms - c->session.proved_at;
    return (since >= 0 && since < minutes * SESSION_MINUTE_MS) || err_set(err, ERR_PROVE_NEEDED);
}
