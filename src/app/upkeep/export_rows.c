#include "app/upkeep/export_rows.h"

#include "app/upkeep/schedule.h"
#include "base/json.h"
#include "base/limits.h"
#include "sys/json_in.h"

typedef struct NewRow {
    JobRow row;
    Str folder;
} NewRow;

static bool write_new(Db *tx, void *ctx, Err *err)
{
    const NewRow *new = ctx;
    bool is_new;
    return job_insert(tx, &new->row, JOB_HISTORY_KEPT, &is_new, err) &&
           job_owner(tx, new->row.id, new->folder, err);
}

static Str body_json(Arena *arena, const JobOrder *order)
{
    Out out = out_new(arena, LIMIT_JOB_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("what"), order->what);
    json_kstr(&json, S("format"), order->format);
    json_kstr(&json, S("lang"), order->lang);
    json_object_end(&json);
    return out_str(&out);
}

bool export_row_new(Db *db, Str folder, Str id, const JobOrder *order, int64_t now_ms, Err *err)
{
    AUTO_ARENA arena = {0};
    NewRow new = {.row = {.id = id,
                          .kind = S("export"),
                          .slot = id,
                          .account = order->account,
                          .asked_by = order->account,
                          .campaign = order->campaign,
                          .body = body_json(&arena, order),
                          .asked_at = now_ms,
                          .due_at = now_ms},
                  .folder = folder};
    return db_write(db, S(""), write_new, &new, err);
}

typedef struct DropRow {
    Str id;
    int64_t at;
} DropRow;

static bool write_drop(Db *tx, void *ctx, Err *err)
{
    const DropRow *drop = ctx;
    bool dropped;
    return job_drop(tx, drop->id, drop->at, &dropped, err) &&
           (dropped || job_forget(tx, drop->id, drop->at, err));
}

bool export_row_drop(Db *db, Str id, int64_t now_ms, Err *err)
{
    DropRow drop = {id, now_ms};
    Err ignored = {0};
    return db_write(db, S(""), write_drop, &drop, err ? err : &ignored);
}

typedef struct Changes {
    const ExportChange *items;
    int count;
} Changes;

static bool write_changes(Db *tx, void *ctx, Err *err)
{
    const Changes *changes = ctx;
    for (int i = 0; i < changes->count; i++) {
        const ExportChange *c = &changes->items[i];
        AUTO_ARENA arena = {0};
        Out said = out_new(&arena, LIMIT_LINE_BYTES);
        Json json = json_new(&said, false);
        json_object(&json);
        if (c->said.len)
            json_kstr(&json, S("text"), c->said);
        json_object_end(&json);
        JobRow row = {.id = c->id,
                      .state = c->state,
                      .began_at = c->began_at,
                      .ended_at = c->ended_at,
                      .percent = c->percent,
                      .said = out_str(&said)};
        if (!job_export_state(tx, &row, err))
            return false;
    }
    return true;
}

bool export_rows_change(Db *db, const ExportChange *changes, int count, Err *err)
{
    Changes all = {changes, count};
    return db_write(db, S(""), write_changes, &all, err);
}

bool export_rows_left(Db *db, Arena *arena, Str folder, int64_t since, ExportRows *ret_rows,
                      Err *err)
{
    JobRowList rows = {0};
    if (!job_exports_left(db, arena, folder, since, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++) {
        const JobRow *row = &rows.items[i];
        Tree *body;
        Err broken = {0};
        if (!json_parse(arena, row->body, &body, &broken) || body->kind != TREE_MAP)
            continue;
        const Tree *what = tree_get(body, S("what")), *format = tree_get(body, S("format")),
                   *lang = tree_get(body, S("lang"));
        if (what && format && lang)
            *arena_push(arena, ret_rows) = (ExportRow){row->id,
                                                       {.what = what->text,
                                                        .format = format->text,
                                                        .account = row->account,
                                                        .campaign = row->campaign,
                                                        .lang = lang->text}};
    }
    return true;
}
