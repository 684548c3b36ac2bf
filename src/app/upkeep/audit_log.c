#include "app/upkeep/audit_log.h"

#include "base/json.h"
#include "base/limits.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
#define CHINA_MS (INT64_C(60) * 1000 * OFFSET_MINUTES_CHINA)

/* --- what is asked for */

static int64_t midnight(Date date)
{
    return (int64_t)date * DAY_MS - CHINA_MS;
}

/* "1610328600000.17.chain": the chain stands last, since a code may hold dots. */
static Str key_text(Arena *arena, const AuditFull *row)
{
    return arena_fmt(arena, "%lld.%lld.%.*s", (long long)row->entry.at, (long long)row->seq,
                     STR_ARG(row->entry.chain));
}

static bool read_key(Str text, AuditKey *ret_key, Err *err)
{
    AuditKey key = {.at = INT64_MAX, .seq = INT64_MAX};
    Str rest = text;
    if (text.len && (!str_to_i64(str_cut(&rest, '.'), &key.at) || !rest.ptr ||
                     !str_to_i64(str_cut(&rest, '.'), &key.seq) || !rest.ptr))
        return err_set(err, ERR_AUDIT_KEY, {"found", text}, {"expected", S("at.seq.chain")});
    key.chain = text.len ? rest : S("");
    *ret_key = key;
    return true;
}

static bool read_ask(const AuditAsk *ask, AuditQuery *ret_query, AuditKey *ret_key, Err *err)
{
    Date from = 0, to = 0;
    if ((ask->from.len && !date_parse(ask->from, &from, err)) ||
        (ask->to.len && !date_parse(ask->to, &to, err)) || !read_key(ask->after, ret_key, err))
        return false;
    Str chain = ask->chain.len == 0 ? S("*") : ask->chain;
    *ret_query = (AuditQuery){.from = ask->from.len ? midnight(from) : INT64_MIN,
                              .to = ask->to.len ? midnight(to + 1) : INT64_MAX,
                              .account = ask->account,
                              .behalf = ask->behalf,
                              .action = ask->action,
                              .object = ask->object,
                              .result = ask->result,
                              .origin = ask->origin,
                              .chain = str_eq(chain, AUDIT_INSTALLATION) ? S("") : chain};
    return true;
}

static Str told(Arena *arena, const AuditAsk *ask, Str format)
{
    const struct {
        Str key, value;
    } words[] = {{S("from"), ask->from},       {S("to"), ask->to},
                 {S("account"), ask->account}, {S("behalf"), ask->behalf},
                 {S("action"), ask->action},   {S("object"), ask->object},
                 {S("result"), ask->result},   {S("chain"), ask->chain},
                 {S("origin"), ask->origin},   {S("format"), format}};
    Out out = out_new(arena, 64 * 1024);
    Json json = json_new(&out, false);
    json_object(&json);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].value.len)
            json_kstr(&json, words[i].key, words[i].value);
    json_object_end(&json);
    return out_str(&out);
}

/* Who looks is in the log too: one row a minute for the same words. */
static bool look(App *app, Str object, Str detail, Err *err)
{
    App office = app_installation(app);
    return app_record(&office, ACT_AUDIT_READ, S(""), object, detail, err);
}

/* --- pages */

bool audit_log_page(App *app, const AuditAsk *ask, AuditLog *ret_log, Err *err)
{
    AuditQuery query;
    AuditKey after;
    AuditLog log = {0};
    int limit = ask->limit > 0 ? ask->limit : AUDIT_PAGE_ROWS;
    if (!app_permit(app, ACT_AUDIT_READ, S(""), S("audit"), err) ||
        !read_ask(ask, &query, &after, err) ||
        !look(app, S("audit"), told(app->arena, ask, S("")), err) ||
        !audit_page(app->db, app->arena, &query, &after, limit + 1, &log.rows, err) ||
        !audit_count(app->db, &query, AUDIT_COUNT_MAX + 1, &log.count, err))
        return false;
    if (log.rows.count > limit) {
        log.rows.count = limit;
        log.next = key_text(app->arena, &log.rows.items[limit - 1]);
    }
    log.more = log.count > AUDIT_COUNT_MAX;
    if (log.more)
        log.count = AUDIT_COUNT_MAX;
    *ret_log = log;
    return true;
}

bool audit_log_all(App *app, const AuditAsk *ask, Str format, AuditRows *ret_rows, Err *err)
{
    AuditQuery query;
    AuditKey after;
    AuditAsk all = *ask;
    all.after = S("");
    *ret_rows = (AuditRows){0};
    if (!app_permit(app, ACT_AUDIT_READ, S(""), S("audit"), err) ||
        !read_ask(&all, &query, &after, err) ||
        !look(app, S("audit export"), told(app->arena, &all, format), err) ||
        !audit_page(app->db, app->arena, &query, &after, LIMIT_AUDIT_EXPORT_ROWS + 1, ret_rows,
                    err))
        return false;
    if (ret_rows->count <= LIMIT_AUDIT_EXPORT_ROWS)
        return true;
    return err_set(err, ERR_LIMIT, {"name", S("LIMIT_AUDIT_EXPORT_ROWS")},
                   {"limit", arena_fmt(app->arena, "%d", LIMIT_AUDIT_EXPORT_ROWS)},
                   {"found", arena_fmt(app->arena, ">%d", LIMIT_AUDIT_EXPORT_ROWS)});
}

Sheet audit_log_sheet(App *app, Lang lang, const AuditRows *rows)
{
    static const Msg titles[] = {MSG_AUDIT_COL_AT,      MSG_AUDIT_COL_CHAIN,  MSG_AUDIT_COL_SEQ,
                                 MSG_AUDIT_COL_ACCOUNT, MSG_AUDIT_COL_BEHALF, MSG_AUDIT_COL_ACTION,
                                 MSG_AUDIT_COL_OBJECT,  MSG_AUDIT_COL_RESULT, MSG_AUDIT_COL_ORIGIN,
                                 MSG_AUDIT_COL_DETAIL};
    enum { COLUMNS = sizeof titles / sizeof *titles };
    Arena *a = app->arena;
    Sheet sheet = sheet_new(a, msg(lang, MSG_AUDIT_TITLE), COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] = (SheetColumn){.title = msg(lang, titles[i]), .kind = SHEET_TEXT};
    sheet.columns[2].kind = SHEET_NUMBER;
    for (int i = 0; i < rows->count; i++) {
        const AuditEntry *e = &rows->items[i].entry;
        sheet_cell(&sheet, instant_str(a, e->at));
        sheet_cell(&sheet, audit_chain_name(lang, e->chain));
        sheet_i64(&sheet, rows->items[i].seq);
        sheet_cell(&sheet, e->account);
        sheet_cell(&sheet, e->behalf);
        sheet_cell(&sheet, audit_action_name(lang, e->action));
        sheet_cell(&sheet, e->object);
        sheet_cell(&sheet, audit_result_name(lang, e->result));
        sheet_cell(&sheet, e->origin);
        sheet_cell(&sheet, e->detail);
    }
    return sheet;
}

/* --- one row */

bool audit_log_row(App *app, Str chain, int64_t seq, AuditOne *ret_one, Err *err)
{
    AuditOne one = {0};
    AuditRows near = {0};
    Arena *a = app->arena;
    Str name = arena_fmt(a, "audit %.*s:%lld", STR_ARG(chain), (long long)seq);
    if (!look(app, name, S(""), err) || !audit_one(app->db, a, chain, seq, &one.row, err) ||
        !audit_rows_after(app->db, a, chain, seq - 2, 3, &near, err))
        return false;
    Str before = S("");
    one.holds = true;
    bool has_before = seq == 1;
    for (int i = 0; i < near.count; i++) {
        const AuditFull *at = &near.items[i];
        if (at->seq == seq - 1) {
            before = at->hash;
            has_before = true;
        } else if (at->seq == seq + 1) {
            one.has_next = true;
            one.holds = str_eq(at->previous_hash, one.row.hash);
        }
    }
    one.holds = one.holds && has_before && audit_row_holds(&one.row, before, app->digest);
    *ret_one = one;
    return true;
}

bool audit_log_days(App *app, int days, AuditDays *ret_days, Err *err)
{
    AuditDays found = {0};
    int64_t last = app->today, first = last - days + 1;
    *ret_days = (AuditDays){0};
    if (!app_permit(app, ACT_AUDIT_READ, S(""), S("audit"), err) ||
        !audit_days(app->db, app->arena, midnight((Date)first), midnight((Date)last + 1), &found,
                    err))
        return false;
    int at = 0;
    for (int64_t day = first; day <= last; day++) {
        bool is_there = at < found.count && found.items[at].day == day;
        *arena_push(app->arena, ret_days) = is_there ? found.items[at++] : (AuditDay){.day = day};
    }
    return true;
}

/* --- a copy elsewhere */

static void line_of(const AuditFull *row, Out *out)
{
    AUTO_ARENA arena = {0};
    const AuditEntry *e = &row->entry;
    Json json = json_new(out, false);
    json_object(&json);
    json_kstr(&json, S("chain"), e->chain);
    json_kstr(&json, S("seq"), arena_fmt(&arena, "%lld", (long long)row->seq));
    json_kstr(&json, S("at"), arena_fmt(&arena, "%lld", (long long)e->at));
    json_kstr(&json, S("time"), instant_str(&arena, e->at));
    json_kstr(&json, S("account"), e->account);
    json_kstr(&json, S("behalf"), e->behalf);
    json_kstr(&json, S("action"), e->action);
    json_kstr(&json, S("object"), e->object);
    json_kstr(&json, S("result"), e->result);
    json_kstr(&json, S("origin"), e->origin);
    json_key(&json, S("detail"));
    if (row->purged)
        json_null(&json);
    else
        json_str(&json, e->detail);
    json_kstr(&json, S("salt"), e->salt);
    json_kstr(&json, S("detail_digest"), row->detail_digest);
    json_kstr(&json, S("previous_hash"), row->previous_hash);
    json_kstr(&json, S("hash"), row->hash);
    json_object_end(&json);
    out_c(out, '\n');
}

bool audit_log_copied(App *app, Str since, Err *err)
{
    Out out = out_new(app->arena, 64 * 1024);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("format"), S("jsonl"));
    if (since.len)
        json_kstr(&json, S("since"), since);
    json_object_end(&json);
    return look(app, S("audit export"), out_str(&out), err);
}

bool audit_log_lines(Db *db, Str chain, int64_t seq, Out *out, int64_t *ret_seq, Err *err)
{
    AUTO_ARENA arena = {0};
    AuditRows rows = {0};
    if (!audit_rows_after(db, &arena, chain, seq, AUDIT_LINES_ROWS, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++)
        line_of(&rows.items[i], out);
    *ret_seq = rows.count ? rows.items[rows.count - 1].seq : seq;
    return true;
}
