#include "app/upkeep/audit_log.h"
#include "app/upkeep/checkpoint.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct CheckpointsView {
    Table rows;
    Act sign;
    Str key;
} CheckpointsView;
#include "web/templates/checkpoints.html.h"

static void checkpoint_json(Ctx *c, Json *json, const Checkpoint *of)
{
    json_object(json);
    json_kstr(json, S("id"), of->row.id);
    json_kstr(json, S("at"), instant_minute(c->arena, of->row.at));
    json_kstr(json, S("by"), of->row.by);
    json_ki64(json, S("chains"), of->heads.count);
    json_kstr(json, S("public_key"), of->row.public_key);
    json_kstr(json, S("signature"), of->row.signature);
    json_object_end(json);
}

static int64_t rows_of(const Checkpoint *of)
{
    int64_t sum = 0;
    for (int i = 0; i < of->heads.count; i++)
        sum += of->heads.items[i].seq;
    return sum;
}

static Str file_link(Ctx *c, Str id, Str format)
{
    return link_to(c, "/audit/checkpoints/{id}/file", {"id", id}, {"format", format});
}

static void fill_rows(Ctx *c, const Checkpoints *list, Table *t)
{
    Arena *a = c->arena;
    table_add_column(a, t, msg(c->lang, MSG_CHECKPOINT_AT), CELL_HEAD);
    table_add_column(a, t, msg(c->lang, MSG_CHECKPOINT_ID), CELL_CODE);
    table_add_column(a, t, msg(c->lang, MSG_CHECKPOINT_BY), CELL_TEXT);
    table_add_column(a, t, msg(c->lang, MSG_CHECKPOINT_CHAINS), CELL_NUMBER);
    table_add_column(a, t, msg(c->lang, MSG_CHECKPOINT_ROWS), CELL_NUMBER);
    table_add_column(a, t, msg(c->lang, MSG_CHECKPOINT_FILES), CELL_SHORT);
    table_add_column(a, t, S(""), CELL_SHORT);
    table_add_column(a, t, S(""), CELL_SHORT);
    for (int i = 0; i < list->count; i++) {
        const Checkpoint *of = &list->items[i];
        TableRow *row = table_add_row(a, t);
        *row_add_cell(a, row) = (Cell){.text = instant_minute(a, of->row.at)};
        *row_add_cell(a, row) = (Cell){.text = of->row.id};
        *row_add_cell(a, row) =
            (Cell){.text = of->row.by.len ? of->row.by : msg(c->lang, MSG_AUDIT_BY_SCHEDULE)};
        *row_add_cell(a, row) = (Cell){.text = arena_fmt(a, "%d", of->heads.count)};
        *row_add_cell(a, row) = (Cell){.text = arena_fmt(a, "%lld", (long long)rows_of(of))};
        *row_add_cell(a, row) = (Cell){.text = msg(c->lang, MSG_CHECKPOINT_FILE_JSON),
                                       .href = file_link(c, of->row.id, S("json"))};
        *row_add_cell(a, row) = (Cell){.text = msg(c->lang, MSG_CHECKPOINT_FILE_DOCX),
                                       .href = file_link(c, of->row.id, S("docx"))};
        *row_add_cell(a, row) = (Cell){.text = msg(c->lang, MSG_CHECKPOINT_FILE_PDF),
                                       .href = file_link(c, of->row.id, S("pdf"))};
    }
    t->empty = msg(c->lang, MSG_CHECKPOINT_NONE);
}

bool checkpoints_page(Ctx *c, Err *err)
{
    Checkpoints list = {0};
    CheckpointsView v = {0};
    Str next;
    if (!checkpoint_page(&c->app, ctx_text(c, "before"), &list, &next, err) ||
        !checkpoint_public_key(&c->app, &v.key, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        json_kstr(&json, S("public_key"), v.key);
        json_kstr(&json, S("next"), next);
        json_key(&json, S("checkpoints"));
        json_array(&json);
        for (int i = 0; i < list.count; i++)
            checkpoint_json(c, &json, &list.items[i]);
        json_array_end(&json);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    fill_rows(c, &list, &v.rows);
    if (next.len)
        v.rows.foot = (TableFoot){.shown = list.count,
                                  .total = list.count + 1,
                                  .next = link_to(c, "/audit/checkpoints", {"before", next})};
    v.sign = (Act){.action = S("/audit/checkpoints"),
                   .label = msg(c->lang, MSG_CHECKPOINT_SIGN),
                   .kind = BUTTON_MAIN};
    checkpoints_html(page_begin(c, msg(c->lang, MSG_CHECKPOINT_TITLE), NAV_AUDIT), c, &v);
    return page_end(c, err);
}

bool checkpoint_sign(Ctx *c, Err *err)
{
    Checkpoint made;
    if (!checkpoint_make(&c->app, &made, err))
        return false;
    if (!c->json)
        return redirect(c, S("/audit/checkpoints"), err);
    Json json = json_begin(c);
    checkpoint_json(c, &json, &made);
    return json_end(c, &json, err);
}

bool checkpoint_get_file(Ctx *c, Err *err)
{
    Checkpoint of;
    Str id = ctx_text(c, "id"), bytes;
    if (!checkpoint_find(&c->app, id, &of, err))
        return false;
    if (str_eq(ctx_text(c, "format"), S("pdf")))
        return checkpoint_pdf(&c->app, &of, &bytes, err) &&
               download(c, S("application/pdf"),
                        arena_fmt(c->arena, "checkpoint-%.*s.pdf", STR_ARG(id)), bytes, err);
    if (str_eq(ctx_text(c, "format"), S("docx")))
        return checkpoint_docx(&c->app, &of, &bytes, err) &&
               download(
                   c, S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                   arena_fmt(c->arena, "checkpoint-%.*s.docx", STR_ARG(id)), bytes, err);
    Out out = out_new(c->arena, LIMIT_HTTP_ANSWER_BYTES);
    checkpoint_file(&of, &out);
    return download(c, S("application/json; charset=utf-8"),
                    arena_fmt(c->arena, "checkpoint-%.*s.json", STR_ARG(id)), out_str(&out), err);
}
