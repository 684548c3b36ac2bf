#include "base/limits.h"
#include "web/files_panel.h"
#include "web/pages.h"

typedef struct FilesView {
    Str task, unit, words, clear, used;
    Gauge gauge;
    bool has_use;
    Table rows;
} FilesView;
#include "web/templates/files.html.h"

static Str bytes_text(Arena *arena, int64_t bytes)
{
    enum { GB = 1 << 30 };
    Out out = out_new(arena, 40);
    if (bytes < GB)
        return file_size_text(arena, bytes);
    out_fixed(&out, bytes / (GB / 100), 2);
    out_s(&out, S(" GB"));
    return out_str(&out);
}

static void fill_use(Ctx *c, const FilePage *page, FilesView *v)
{
    v->has_use = permit_scope(c->app.actor.role, ACT_FILE_READ) == SCOPE_ALL;
    v->used = msg_str(c->arena, c->lang, MSG_FILES_USED,
                      {"count", arena_fmt(c->arena, "%lld", (long long)page->use.count)},
                      {"used", bytes_text(c->arena, page->use.bytes)},
                      {"quota", bytes_text(c->arena, page->quota_bytes)});
    v->gauge = (Gauge){
        .done = page->use.bytes / (page->quota_bytes / 10000), .plan = -1, .words = v->used};
}

static void add_columns(Ctx *c, Table *t)
{
    Arena *a = c->arena;
    table_add_column(a, t, msg(c->lang, MSG_FILES_NAME), CELL_HEAD);
    table_add_column(a, t, msg(c->lang, MSG_FILES_OBJECT), CELL_SHORT);
    table_add_column(a, t, msg(c->lang, MSG_COL_UNIT), CELL_TEXT);
    table_add_column(a, t, msg(c->lang, MSG_FILES_SIZE), CELL_NUMBER);
    table_add_column(a, t, msg(c->lang, MSG_FILES_AT), CELL_SHORT);
    if (ctx_may(c, ACT_PURGE_ASK))
        table_add_column(a, t, S(""), CELL_SHORT);
}

/* What it hangs at: a task, or a unit's report ("report 2021-04 c01"). */
static Cell object_cell(Ctx *c, Str object)
{
    Str rest = object, word = str_cut(&rest, ' ');
    if (str_eq(word, S("appeal")))
        return (Cell){.text = msg(c->lang, MSG_APPEAL_TITLE),
                      .href = link_to(c, "/appeals/{id}", {"id", rest})};
    if (!str_eq(word, S("report")))
        return (Cell){.text = rest, .href = link_to(c, "/tasks/{task}", {"task", rest})};
    Str unit = rest, period = str_cut(&unit, ' ');
    return (Cell){
        .text =
            arena_fmt(c->arena, "%.*s %.*s", STR_ARG(period), STR_ARG(unit_name(&c->app, unit))),
        .href = link_to(c, "/reports/{period}/{unit}", {"period", period}, {"unit", unit})};
}

static void add_row(Ctx *c, const Attachment *a, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    *row_add_cell(c->arena, row) = file_name_cell(c, a);
    *row_add_cell(c->arena, row) = object_cell(c, a->object);
    *row_add_cell(c->arena, row) = (Cell){.text = file_owner_text(c, a)};
    *row_add_cell(c->arena, row) = (Cell){.text = file_size_text(c->arena, a->bytes)};
    *row_add_cell(c->arena, row) = (Cell){.text = instant_minute(c->arena, a->added_at)};
    Str target = arena_fmt(c->arena, "file %.*s", STR_ARG(a->digest));
    if (ctx_may(c, ACT_PURGE_ASK))
        *row_add_cell(c->arena, row) =
            a->purged_at ? (Cell){.text = S("")}
                         : (Cell){.text = msg(c->lang, MSG_PURGES_ASK_SHORT),
                                  .href = link_to(c, "/purges", {"target", target})};
}

static bool answer_json(Ctx *c, const FilePage *page, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("files"));
    json_array(&json);
    for (int i = 0; i < page->items.count; i++)
        attachment_json(c->arena, &json, &page->items.items[i]);
    json_array_end(&json);
    json_kstr(&json, S("next"), page->next);
    if (permit_scope(c->app.actor.role, ACT_FILE_READ) == SCOPE_ALL) {
        json_ki64(&json, S("count"), page->use.count);
        json_ki64(&json, S("bytes"), page->use.bytes);
        json_ki64(&json, S("quota_bytes"), page->quota_bytes);
    }
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool files_page(Ctx *c, Err *err)
{
    FilePage page = {0};
    FilesView v = {
        .task = ctx_text(c, "task"), .unit = ctx_text(c, "unit"), .words = ctx_text(c, "q")};
    const FileQuery query = {
        .object = v.task.len ? arena_fmt(c->arena, "task %.*s", STR_ARG(v.task)) : S(""),
        .unit = v.unit,
        .words = v.words,
        .after = ctx_text(c, "after")};
    if (!file_list(&c->app, &query, &page, err))
        return false;
    if (c->json)
        return answer_json(c, &page, err);
    fill_use(c, &page, &v);
    add_columns(c, &v.rows);
    v.rows.empty = msg(c->lang, MSG_FILES_NONE);
    for (int i = 0; i < page.items.count; i++)
        add_row(c, &page.items.items[i], &v.rows);
    if (page.next.len)
        v.rows.foot = (TableFoot){.shown = page.items.count,
                                  .total = page.items.count + 1,
                                  .next = link_to(c, "/files", {"task", v.task}, {"unit", v.unit},
                                                  {"q", v.words}, {"after", page.next})};
    if (v.task.len + v.unit.len + v.words.len)
        v.clear = S("/files");
    files_html(page_begin(c, msg(c->lang, MSG_FILES_TITLE), NAV_LEDGER), c, &v);
    return page_end(c, err);
}

bool file_get(Ctx *c, Err *err)
{
    Attachment a;
    int fd;
    return file_fetch(&c->app, ctx_text(c, "id"), &a, &fd, err) &&
           download_file(c, a.type, a.name, fd, a.bytes, err);
}

bool file_withdraw_do(Ctx *c, Err *err)
{
    Attachment a;
    if (!file_withdraw(&c->app, ctx_text(c, "id"), &a, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        attachment_json(c->arena, &json, &a);
        return json_end(c, &json, err);
    }
    return redirect(c, object_cell(c, a.object).href, err);
}
