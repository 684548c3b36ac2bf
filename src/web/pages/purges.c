#include "app/campaign_index.h"
#include "app/upkeep/purge.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "web/files_panel.h"
#include "web/pages.h"

typedef struct WaitingView {
    Str title;
    Facts facts;
    Confirm approve, refuse;
    bool may_decide;
} WaitingView;

typedef struct PurgesView {
    LIST_OF(WaitingView) waiting;
    Table done;
    Options causes;
    Str target, authority, error;
    int64_t max;
} PurgesView;
#include "web/templates/purges.html.h"

enum { TARGET_SHOWN = 21 }; /* "file " and sixteen digits */

static Str cause_text(const Ctx *c, Str cause)
{
    return msg(c->lang, str_eq(cause, S("secret")) ? MSG_PURGES_SECRET : MSG_PURGES_PERSONAL);
}

static Str state_text(const Ctx *c, Str state)
{
    return msg(c->lang, str_eq(state, S("done"))      ? MSG_PURGES_DONE
                        : str_eq(state, S("refused")) ? MSG_PURGES_REFUSED
                                                      : MSG_PURGES_ASKED);
}

static Str who_text(const Ctx *c, Str by, Str behalf)
{
    return behalf.len ? msg_str(c->arena, c->lang, MSG_PURGES_FOR, {"who", by}, {"for", behalf})
                      : by;
}

/* "task 1.2 c01, task 1.3" in the person's words. */
static Str where_text(const Ctx *c, Str where)
{
    Out out = out_new(c->arena, 4096);
    while (where.len) {
        Str word = str_cut(&where, ' ');
        Str code = str_ends(word, S(",")) ? str_sub(word, 0, word.len - 1) : word;
        out_s(&out, out.len ? S(" ") : S(""));
        out_s(&out, str_eq(word, S("task"))
                        ? msg(c->lang, MSG_FILES_OBJECT)
                        : index_party_name(app_index((App *)(uintptr_t)&c->app), code));
        out_s(&out, code.len < word.len ? S(",") : S(""));
    }
    return out_str(&out);
}

static Str size_text(const Ctx *c, const PurgeView *p)
{
    return p->bytes >= 0 ? file_size_text(c->arena, p->bytes) : S("");
}

static void fill_waiting(Ctx *c, const PurgeView *p, WaitingView *v)
{
    Arena *a = c->arena;
    Str action = link_to(c, "/purges/{id}/decide", {"id", p->purge.id});
    *v = (WaitingView){.title = p->purge.target, .may_decide = p->may_decide};
    fact_add(a, &v->facts, msg(c->lang, MSG_PURGES_CAUSE), cause_text(c, p->purge.cause));
    fact_add(a, &v->facts, msg(c->lang, MSG_PURGES_WHERE), where_text(c, p->where));
    fact_add(a, &v->facts, msg(c->lang, MSG_FILES_SIZE), size_text(c, p));
    fact_add(a, &v->facts, msg(c->lang, MSG_PURGES_AUTHORITY), p->purge.authority);
    fact_add(a, &v->facts, msg(c->lang, MSG_PURGES_BY),
             who_text(c, p->purge.asked_by, p->purge.asked_behalf));
    fact_add(a, &v->facts, msg(c->lang, MSG_FILES_AT), instant_minute(a, p->purge.asked_at));
    v->approve = (Confirm){.action = action,
                           .label = msg(c->lang, MSG_PURGES_APPROVE),
                           .what = msg(c->lang, MSG_PURGES_APPROVE_WHAT),
                           .name = S("decision"),
                           .value = S("approve"),
                           .reason = S("reason"),
                           .reason_max = LIMIT_PURGE_CHARACTERS};
    v->refuse = v->approve;
    v->refuse.label = msg(c->lang, MSG_PURGES_REFUSE);
    v->refuse.what = msg(c->lang, MSG_PURGES_REFUSE_WHAT);
    v->refuse.value = S("refuse");
}

static void add_columns(Ctx *c, Table *t)
{
    Arena *a = c->arena;
    table_add_column(a, t, msg(c->lang, MSG_PURGES_TARGET), CELL_HEAD);
    table_add_column(a, t, msg(c->lang, MSG_PURGES_WHERE), CELL_TEXT);
    table_add_column(a, t, msg(c->lang, MSG_PURGES_CAUSE), CELL_SHORT);
    table_add_column(a, t, msg(c->lang, MSG_PURGES_AUTHORITY), CELL_TEXT);
    table_add_column(a, t, msg(c->lang, MSG_PURGES_BY), CELL_SHORT);
    table_add_column(a, t, msg(c->lang, MSG_PURGES_STATE), CELL_SHORT);
    table_add_column(a, t, msg(c->lang, MSG_PURGES_DECIDED_BY), CELL_SHORT);
    table_add_column(a, t, msg(c->lang, MSG_PURGES_BACKUPS), CELL_TEXT);
    t->empty = msg(c->lang, MSG_PURGES_NONE);
}

static void add_row(Ctx *c, const PurgeView *p, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    /* of a digest the beginning: the whole is in the JSON and in the audit log */
    Str target = utf8_prefix(p->purge.target, TARGET_SHOWN);
    if (target.len < p->purge.target.len)
        target = arena_fmt(c->arena, "%.*s…", STR_ARG(target));
    const Cell cells[] = {{.text = target, .note = size_text(c, p)},
                          {.text = where_text(c, p->where)},
                          {.text = cause_text(c, p->purge.cause)},
                          {.text = p->purge.authority, .note = p->purge.decision},
                          {.text = who_text(c, p->purge.asked_by, p->purge.asked_behalf),
                           .note = instant_minute(c->arena, p->purge.asked_at)},
                          {.text = state_text(c, p->purge.state)},
                          {.text = who_text(c, p->purge.decided_by, p->purge.decided_behalf),
                           .note = instant_minute(c->arena, p->purge.decided_at)},
                          {.text = str_eq(p->purge.backups, S("[]")) ? S("") : p->purge.backups}};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        *row_add_cell(c->arena, row) = cells[i];
}

static bool answer(Ctx *c, const PurgeOrder *typed, const Err *refused, Err *err)
{
    PurgeViews list = {0};
    PurgesView v = {
        .target = typed->target, .authority = typed->authority, .max = LIMIT_PURGE_CHARACTERS};
    if (!purge_read(&c->app, &list, err))
        return false;
    add_columns(c, &v.done);
    for (int i = 0; i < list.count; i++) {
        if (str_eq(list.items[i].purge.state, S("asked")))
            fill_waiting(c, &list.items[i], arena_push(c->arena, &v.waiting));
        else
            add_row(c, &list.items[i], &v.done);
    }
    static const Str causes[] = {SC("secret"), SC("personal")};
    for (int i = 0; i < 2; i++)
        *arena_push(c->arena, &v.causes) =
            (Option){causes[i], cause_text(c, causes[i]),
                     str_eq(causes[i], typed->cause) || (i == 0 && typed->cause.len == 0)};
    if (refused) {
        Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&sentence, c->lang, refused);
        v.error = out_str(&sentence);
        c->response->status = http_status_of(err_kind(refused->code));
    }
    bool security = c->app.actor.role == ROLE_SECURITY_ADMIN;
    purges_html(page_begin(c, msg(c->lang, MSG_PURGES_TITLE), security ? NAV_SECURITY : NAV_LEDGER),
                c, &v);
    return page_end(c, err);
}

bool purges_page(Ctx *c, Err *err)
{
    if (!c->json)
        return answer(c, &(PurgeOrder){.target = ctx_text(c, "target")}, NULL, err);
    PurgeViews list = {0};
    if (!purge_read(&c->app, &list, err))
        return false;
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("purges"));
    json_array(&json);
    for (int i = 0; i < list.count; i++)
        purge_json(c->arena, &json, &list.items[i]);
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool answer_one(Ctx *c, const Purge *purge, Err *err)
{
    if (!c->json)
        return redirect(c, S("/purges"), err);
    Json json = json_begin(c);
    purge_json(c->arena, &json, &(PurgeView){.purge = *purge, .bytes = -1});
    return json_end(c, &json, err);
}

bool purge_ask_do(Ctx *c, Err *err)
{
    Purge purge;
    const PurgeOrder order = {.target = ctx_text(c, "target"),
                              .cause = ctx_text(c, "cause"),
                              .authority = ctx_text(c, "authority")};
    if (purge_ask(&c->app, &order, &purge, err))
        return answer_one(c, &purge, err);
    ErrKind kind = err_kind(err->code);
    if (c->json || (kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_NOT_FOUND))
        return false;
    Err refused = *err;
    *err = (Err){0};
    return answer(c, &order, &refused, err);
}

bool purge_decide_do(Ctx *c, Err *err)
{
    Purge purge;
    bool approve = str_eq(ctx_text(c, "decision"), S("approve"));
    if (approve && !ctx_proved(c, err))
        return false;
    return purge_decide(&c->app, ctx_text(c, "id"), approve, ctx_text(c, "reason"), &purge, err) &&
           answer_one(c, &purge, err);
}
