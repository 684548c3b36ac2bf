#include "app/upkeep/audit_log.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

enum { DAYS = 30 };

typedef struct AuditView {
    AuditAsk ask;
    LIST_OF(Str) alerts, withheld;
    Options actions, results, chains;
    Table rows, days;
    Spark done, denied;
    int64_t done_total, denied_total, max;
    Str sub, days_words, csv, xlsx, clear;
    bool chart, more;
} AuditView;
#include "web/templates/audit.html.h"

typedef struct AuditRowView {
    AuditOne one;
    Str title, sub, at, action, result, before, after;
    Table detail;
} AuditRowView;
#include "web/templates/audit_row.html.h"

static AuditAsk ask_of(const Ctx *c)
{
    return (AuditAsk){.from = ctx_text(c, "from"),
                      .to = ctx_text(c, "to"),
                      .account = ctx_text(c, "account"),
                      .behalf = ctx_text(c, "behalf"),
                      .action = ctx_text(c, "action"),
                      .object = ctx_text(c, "object"),
                      .result = ctx_text(c, "result"),
                      .chain = ctx_text(c, "chain"),
                      .origin = ctx_text(c, "origin")};
}

static Str address(Ctx *c, const char *path, const AuditAsk *a, Str name, Str value)
{
    Str after = str_eq(name, S("after")) ? value : S("");
    Str format = str_eq(name, S("format")) ? value : S("");
    return link_to(c, path, {"from", a->from}, {"to", a->to}, {"account", a->account},
                   {"behalf", a->behalf}, {"action", a->action}, {"object", a->object},
                   {"result", a->result}, {"chain", a->chain}, {"origin", a->origin},
                   {"after", after}, {"format", format});
}

static bool is_narrowed(const AuditAsk *a)
{
    return a->from.len + a->to.len + a->account.len + a->behalf.len + a->action.len +
               a->object.len + a->result.len + a->chain.len + a->origin.len >
           0;
}

static Str row_link(Ctx *c, Str chain, int64_t seq)
{
    return link_to(c, "/audit/rows/{chain}/{seq}", {"chain", audit_chain_word(chain)},
                   {"seq", arena_fmt(c->arena, "%lld", (long long)seq)});
}

/* "2021-07-09 09:00:12" in China. */
static Str second_text(Arena *arena, int64_t at)
{
    Out out = out_new(arena, 64);
    instant_out(&out, at, OFFSET_MINUTES_CHINA);
    return arena_fmt(arena, "%.*s %.*s", STR_ARG(str_sub(out_str(&out), 0, 10)),
                     STR_ARG(str_sub(out_str(&out), 11, 19)));
}

/* ---- the list ---- */

static void option(Ctx *c, Options *options, Str value, Str label, Str chosen)
{
    *arena_push(c->arena, options) = (Option){value, label, str_eq(value, chosen)};
}

static bool fill_filter(Ctx *c, AuditView *v, Err *err)
{
    AuditChains chains = {0};
    AuditActions actions = {0};
    if (!audit_chains(c->app.db, c->arena, &chains, err))
        return false;
    audit_action_list(c->arena, c->lang, &actions);
    option(c, &v->actions, S(""), msg(c->lang, MSG_AUDIT_ANY), v->ask.action);
    for (int i = 0; i < actions.count; i++)
        option(c, &v->actions, actions.items[i].word, actions.items[i].name, v->ask.action);
    option(c, &v->results, S(""), msg(c->lang, MSG_AUDIT_ANY), v->ask.result);
    static const Str results[] = {SC("ok"), SC("denied"), SC("refused")};
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++)
        option(c, &v->results, results[i], audit_result_name(c->lang, results[i]), v->ask.result);
    option(c, &v->chains, S(""), msg(c->lang, MSG_AUDIT_ANY), v->ask.chain);
    for (int i = 0; i < chains.count; i++)
        option(c, &v->chains, audit_chain_word(chains.items[i]),
               audit_chain_name(c->lang, chains.items[i]), v->ask.chain);
    v->clear = is_narrowed(&v->ask) ? S("/audit") : S("");
    return true;
}

static bool fill_alerts(Ctx *c, AuditView *v, Err *err)
{
    AuditAlerts alerts = {0};
    AuditWithheldList withheld = {0};
    if (!audit_alerts(&c->app, &alerts, err) ||
        !audit_withheld(c->app.db, c->arena, &withheld, err))
        return false;
    for (int i = 0; i < alerts.count; i++)
        *arena_push(c->arena, &v->alerts) = audit_alert_text(c->arena, c->lang, &alerts.items[i]);
    for (int i = 0; i < withheld.count; i++) {
        const AuditWithheld *w = &withheld.items[i];
        *arena_push(c->arena, &v->withheld) =
            msg_str(c->arena, c->lang, MSG_AUDIT_WITHHELD,
                    {"who", w->account.len ? w->account : msg(c->lang, MSG_AUDIT_NOBODY)},
                    {"count", arena_fmt(c->arena, "%lld", (long long)w->held)},
                    {"at", instant_minute(c->arena, w->last_at)});
    }
    return true;
}

static bool fill_days(Ctx *c, AuditView *v, Err *err)
{
    AuditDays days = {0};
    if (!audit_log_days(&c->app, DAYS, &days, err))
        return false;
    int64_t *done = arena_new(c->arena, int64_t, DAYS),
            *denied = arena_new(c->arena, int64_t, DAYS);
    Table *t = &v->days;
    t->tight = true;
    table_add_column(c->arena, t, msg(c->lang, MSG_AUDIT_DAY), CELL_HEAD);
    table_add_column(c->arena, t, msg(c->lang, MSG_AUDIT_DAY_DONE), CELL_NUMBER);
    table_add_column(c->arena, t, msg(c->lang, MSG_AUDIT_DAY_DENIED), CELL_NUMBER);
    for (int i = 0; i < days.count && i < DAYS; i++) {
        const AuditDay *day = &days.items[i];
        v->done_total += done[i] = day->done;
        v->denied_total += denied[i] = day->denied;
        if (day->done + day->denied == 0)
            continue;
        Str date = date_str(c->arena, (Date)day->day);
        TableRow *row = table_add_row(c->arena, t);
        *row_add_cell(c->arena, row) =
            (Cell){.text = date, .href = link_to(c, "/audit", {"from", date}, {"to", date})};
        *row_add_cell(c->arena, row) =
            (Cell){.text = arena_fmt(c->arena, "%lld", (long long)day->done)};
        *row_add_cell(c->arena, row) =
            (Cell){.text = arena_fmt(c->arena, "%lld", (long long)day->denied)};
    }
    v->done =
        (Spark){.values = done, .count = days.count, .words = msg(c->lang, MSG_AUDIT_DAY_DONE)};
    v->denied =
        (Spark){.values = denied, .count = days.count, .words = msg(c->lang, MSG_AUDIT_DAY_DENIED)};
    v->days_words =
        msg_str(c->arena, c->lang, MSG_AUDIT_DAYS_WORDS, {"days", arena_fmt(c->arena, "%d", DAYS)});
    v->chart = true;
    return true;
}

static void fill_rows(Ctx *c, const AuditLog *log, AuditView *v)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_AUDIT_COL_AT, CELL_SHORT},     {MSG_AUDIT_COL_ACCOUNT, CELL_TEXT},
                   {MSG_AUDIT_COL_ACTION, CELL_TEXT},  {MSG_AUDIT_COL_OBJECT, CELL_TEXT},
                   {MSG_AUDIT_COL_RESULT, CELL_SHORT}, {MSG_AUDIT_COL_ORIGIN, CELL_TEXT},
                   {MSG_AUDIT_COL_CHAIN, CELL_TEXT}};
    Arena *a = c->arena;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        table_add_column(a, &v->rows, msg(c->lang, columns[i].label), columns[i].kind);
    for (int i = 0; i < log->rows.count; i++) {
        const AuditFull *of = &log->rows.items[i];
        const AuditEntry *e = &of->entry;
        bool done = str_eq(e->result, S("ok"));
        TableRow *row = table_add_row(a, &v->rows);
        *row_add_cell(a, row) =
            (Cell){.text = second_text(a, e->at), .href = row_link(c, e->chain, of->seq)};
        *row_add_cell(a, row) = (Cell){
            .text = e->account.len ? e->account : msg(c->lang, MSG_AUDIT_NOBODY),
            .dim = e->account.len == 0,
            .note = e->behalf.len ? msg_str(a, c->lang, MSG_AUDIT_FOR, {"who", e->behalf}) : S("")};
        *row_add_cell(a, row) = (Cell){.text = audit_action_name(c->lang, e->action)};
        *row_add_cell(a, row) = (Cell){.text = e->object};
        *row_add_cell(a, row) = (Cell){.text = audit_result_name(c->lang, e->result),
                                       .state = done ? STATE_DONE : STATE_STOPPED,
                                       .bad = !done};
        *row_add_cell(a, row) = (Cell){.text = e->origin, .dim = true};
        Str chain = audit_chain_name(c->lang, e->chain);
        *row_add_cell(a, row) = (Cell){
            .text = arena_fmt(a, "%.*s #%lld", STR_ARG(chain), (long long)of->seq), .dim = true};
    }
    v->rows.empty = msg(c->lang, MSG_AUDIT_NOTHING);
    v->rows.foot = (TableFoot){.shown = log->rows.count, .total = log->count};
}

static void row_json(Json *json, Arena *arena, const AuditFull *row)
{
    const AuditEntry *e = &row->entry;
    json_kstr(json, S("chain"), e->chain);
    json_kstr(json, S("seq"), arena_fmt(arena, "%lld", (long long)row->seq));
    json_kstr(json, S("at"), second_text(arena, e->at));
    json_kstr(json, S("account"), e->account);
    json_kstr(json, S("behalf"), e->behalf);
    json_kstr(json, S("action"), e->action);
    json_kstr(json, S("object"), e->object);
    json_kstr(json, S("result"), e->result);
    json_kstr(json, S("origin"), e->origin);
    json_kstr(json, S("detail"), e->detail);
}

static bool list_json(Ctx *c, const AuditLog *log, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_ki64(&json, S("count"), log->count);
    json_kbool(&json, S("more"), log->more);
    json_kstr(&json, S("next"), log->next);
    json_key(&json, S("rows"));
    json_array(&json);
    for (int i = 0; i < log->rows.count; i++) {
        json_object(&json);
        row_json(&json, c->arena, &log->rows.items[i]);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool audit_page_list(Ctx *c, Err *err)
{
    AuditLog log;
    AuditView v = {.ask = ask_of(c), .max = AUDIT_COUNT_MAX};
    v.ask.after = ctx_text(c, "after");
    if (!audit_log_page(&c->app, &v.ask, &log, err))
        return false;
    if (c->json)
        return list_json(c, &log, err);
    if (!fill_filter(c, &v, err) || !fill_alerts(c, &v, err) ||
        (!is_narrowed(&v.ask) && v.ask.after.len == 0 && !fill_days(c, &v, err)))
        return false;
    fill_rows(c, &log, &v);
    v.more = log.more;
    v.sub = msg(c->lang, MSG_AUDIT_SUB);
    v.csv = address(c, "/audit/file", &v.ask, S("format"), S("csv"));
    v.xlsx = address(c, "/audit/file", &v.ask, S("format"), S("xlsx"));
    if (v.ask.after.len)
        v.rows.foot.first = address(c, "/audit", &v.ask, S(""), S(""));
    if (log.next.len)
        v.rows.foot.next = address(c, "/audit", &v.ask, S("after"), log.next);
    audit_html(page_begin(c, msg(c->lang, MSG_AUDIT_TITLE), NAV_AUDIT), c, &v);
    return page_end(c, err);
}

bool audit_file(Ctx *c, Err *err)
{
    AuditAsk ask = ask_of(c);
    AuditRows rows;
    bool book = str_eq(ctx_text(c, "format"), S("xlsx"));
    if (!audit_log_all(&c->app, &ask, book ? S("xlsx") : S("csv"), &rows, err))
        return false;
    Sheet sheet = audit_log_sheet(&c->app, c->lang, &rows);
    Str title = msg(c->lang, MSG_AUDIT_TITLE), day = app_today(&c->app);
    Str name = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(title), STR_ARG(day));
    return book ? download_book(c, &sheet, 1, name, err) : download_csv(c, &sheet, name, err);
}

/* ---- one row ---- */

static bool one_json(Ctx *c, const AuditOne *one, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    row_json(&json, c->arena, &one->row);
    json_kstr(&json, S("previous_hash"), one->row.previous_hash);
    json_kstr(&json, S("hash"), one->row.hash);
    json_kbool(&json, S("holds"), one->holds);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static void fill_detail(Ctx *c, AuditRowView *v)
{
    AuditWords words;
    audit_detail_words(c->arena, c->lang, v->one.row.entry.detail, &words);
    table_add_column(c->arena, &v->detail, msg(c->lang, MSG_AUDIT_DETAIL_NAME), CELL_HEAD);
    table_add_column(c->arena, &v->detail, msg(c->lang, MSG_AUDIT_DETAIL_VALUE), CELL_TEXT);
    for (int i = 0; i < words.count; i++) {
        TableRow *row = table_add_row(c->arena, &v->detail);
        *row_add_cell(c->arena, row) = (Cell){.text = words.items[i].name};
        *row_add_cell(c->arena, row) = (Cell){.text = words.items[i].value};
    }
    v->detail.tight = true;
    v->detail.empty = v->one.row.purged ? S("") : msg(c->lang, MSG_AUDIT_DETAIL_NONE);
}

bool audit_row_page(Ctx *c, Err *err)
{
    AuditRowView v = {0};
    Str word = ctx_text(c, "chain"), chain = str_eq(word, AUDIT_INSTALLATION) ? S("") : word;
    int64_t seq = ctx_i64(c, "seq", 0);
    if (!audit_log_row(&c->app, chain, seq, &v.one, err))
        return false;
    if (c->json)
        return one_json(c, &v.one, err);
    const AuditEntry *e = &v.one.row.entry;
    v.title = msg_str(c->arena, c->lang, MSG_AUDIT_ROW,
                      {"seq", arena_fmt(c->arena, "%lld", (long long)seq)});
    v.sub = audit_chain_name(c->lang, chain);
    v.at = second_text(c->arena, e->at);
    v.action = audit_action_name(c->lang, e->action);
    v.result = audit_result_name(c->lang, e->result);
    v.before = seq > 1 ? row_link(c, chain, seq - 1) : S("");
    v.after = v.one.has_next ? row_link(c, chain, seq + 1) : S("");
    fill_detail(c, &v);
    audit_row_html(page_begin(c, v.title, NAV_AUDIT), c, &v);
    return page_end(c, err);
}
