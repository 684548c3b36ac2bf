#include "app/upkeep/checkpoint.h"

#include "base/json.h"
#include "base/limits.h"
#include "store/audit_search.h"
#include "sys/json_in.h"
#include "sys/sign.h"

enum { BODY_BYTES_MAX = 8 * 1024 * 1024 };

/* --- what is signed */

static Str body_of(Arena *arena, const Checkpoint *c)
{
    Out out = out_new(arena, BODY_BYTES_MAX);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("checkpoint"), c->row.id);
    json_kstr(&json, S("at"), instant_str(arena, c->row.at));
    json_kstr(&json, S("by"), c->row.by);
    json_key(&json, S("heads"));
    json_array(&json);
    for (int i = 0; i < c->heads.count; i++) {
        const ChainHead *head = &c->heads.items[i];
        json_object(&json);
        json_kstr(&json, S("chain"), head->chain);
        json_kstr(&json, S("seq"), arena_fmt(arena, "%lld", (long long)head->seq));
        json_kstr(&json, S("hash"), head->hash);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return out_str(&out);
}

static Str text_of(const Tree *map, Str key)
{
    const Tree *member = tree_get(map, key);
    return member && member->kind == TREE_TEXT ? member->text : S("");
}

/* What a body says; who made it was the program, but it may have been changed since. */
static bool read_body(Arena *arena, Str body, Checkpoint *c, Err *err)
{
    Tree *tree;
    if (!json_parse(arena, body, &tree, err))
        return err_set(err, ERR_CHECKPOINT_FILE, {"what", S("body")});
    const Tree *heads = tree_get(tree, S("heads"));
    c->row.id = text_of(tree, S("checkpoint"));
    c->row.by = text_of(tree, S("by"));
    if (c->row.id.len == 0 || !heads || heads->kind != TREE_LIST ||
        !instant_parse(text_of(tree, S("at")), &c->row.at, NULL))
        return err_set(err, ERR_CHECKPOINT_FILE, {"what", S("body")});
    for (const Tree *head = heads->first; head; head = head->next) {
        ChainHead at = {.chain = text_of(head, S("chain")), .hash = text_of(head, S("hash"))};
        if (!str_to_i64(text_of(head, S("seq")), &at.seq) || at.seq < 1 || at.hash.len == 0)
            return err_set(err, ERR_CHECKPOINT_FILE, {"what", S("heads")});
        *arena_push(arena, &c->heads) = at;
    }
    return true;
}

void checkpoint_file(const Checkpoint *c, Out *out)
{
    Json json = json_new(out, true);
    json_object(&json);
    json_kstr(&json, S("body"), c->row.body);
    json_kstr(&json, S("public_key"), c->row.public_key);
    json_kstr(&json, S("signature"), c->row.signature);
    json_object_end(&json);
    out_c(out, '\n');
}

bool checkpoint_parse(Arena *arena, Str file, Checkpoint *ret_checkpoint, Err *err)
{
    Tree *tree;
    if (!json_parse(arena, file, &tree, err))
        return err_set(err, ERR_CHECKPOINT_FILE, {"what", S("JSON")});
    Checkpoint c = {.row = {.body = text_of(tree, S("body")),
                            .public_key = text_of(tree, S("public_key")),
                            .signature = text_of(tree, S("signature"))}};
    if (!read_body(arena, c.row.body, &c, err))
        return false;
    *ret_checkpoint = c;
    return true;
}

/* --- making one */

typedef struct Making {
    App *app;
    AppWrite write;
    Checkpoint made;
    unsigned char seed[KEY_BYTES];
} Making;

/* Whether the newest one is of another day, and something was written after its own row. */
static bool is_due(App *app, bool *ret_due, Err *err)
{
    CheckpointRows newest = {0};
    ChainHeads now_heads = {0}, *heads = &now_heads;
    Checkpoint last = {0};
    if (!checkpoint_heads(app->db, app->arena, heads, err) ||
        !checkpoint_list(app->db, app->arena, S(""), 1, &newest, err))
        return false;
    *ret_due = newest.count == 0;
    if (*ret_due)
        return true;
    const CheckpointRow *row = &newest.items[0];
    if (instant_to_date(row->at, OFFSET_MINUTES_CHINA) == app->today)
        return true;
    *ret_due = true;
    if (!read_body(app->arena, row->body, &last, err)) {
        *err = (Err){0}; /* a damaged one is for verify to tell */
        return true;
    }
    bool same = last.heads.count == heads->count;
    for (int i = 0; same && i < heads->count; i++) {
        const ChainHead *now = &heads->items[i], *then = &last.heads.items[i];
        int64_t own = now->chain.len == 0; /* the row of that checkpoint itself */
        same = str_eq(now->chain, then->chain) && now->seq == then->seq + own;
    }
    *ret_due = !same;
    return true;
}

static bool write_checkpoint(Db *tx, void *ctx, Err *err)
{
    Making *m = ctx;
    App *app = m->app;
    CheckpointRow *row = &m->made.row;
    m->made.heads = (ChainHeads){0};
    if (!checkpoint_heads(tx, app->arena, &m->made.heads, err))
        return false;
    row->id = app_id(app);
    row->at = app->now_ms;
    row->by = app->actor.name;
    row->body = body_of(app->arena, &m->made);
    m->write.object = arena_fmt(app->arena, "checkpoint %.*s", STR_ARG(row->id));
    return sign_public_key(app->arena, m->seed, &row->public_key, err) &&
           sign_bytes(app->arena, m->seed, row->body, &row->signature, err) &&
           checkpoint_save(tx, row, err);
}

static bool make(App *app, bool scheduled, Making *m, Err *err)
{
    App office = app_installation(app);
    *m = (Making){.app = &office};
    m->write = (AppWrite){.action = ACT_AUDIT_CHECKPOINT,
                          .object = S("checkpoint"),
                          .fn = write_checkpoint,
                          .ctx = m};
    if ((!scheduled && !app_permit(&office, ACT_AUDIT_CHECKPOINT, S(""), S("checkpoint"), err)) ||
        !keys_take(app->start.data_folder, KEY_CHECKPOINT, m->seed, err))
        return false;
    *err = (Err){0};
    bool ok = scheduled ? app_write_scheduled(&office, &m->write, err)
                        : app_write(&office, &m->write, err);
    app->ids = office.ids;
    return ok;
}

bool checkpoint_make(App *app, Checkpoint *ret_checkpoint, Err *err)
{
    Making m;
    bool ok = make(app, false, &m, err);
    if (ok)
        *ret_checkpoint = m.made;
    return ok;
}

bool checkpoint_daily(App *app, bool *ret_made, Checkpoint *ret_checkpoint, Err *err)
{
    Making m;
    *ret_made = false;
    if (!is_due(app, ret_made, err))
        return false;
    if (*ret_made && !make(app, true, &m, err))
        return false;
    if (*ret_made)
        *ret_checkpoint = m.made;
    return true;
}

/* --- reading */

static bool may_look(App *app, Err *err)
{
    App office = app_installation(app);
    return app_record(&office, ACT_AUDIT_CHECKPOINT, S(""), S("checkpoints"), S(""), err);
}

static Checkpoint checkpoint_of(Arena *arena, const CheckpointRow *row)
{
    Checkpoint c = {0};
    Err ignored = {0};
    (void)read_body(arena, row->body, &c, &ignored); /* a damaged body has no heads */
    c.row = *row;
    return c;
}

bool checkpoint_page(App *app, Str before, Checkpoints *ret_list, Str *ret_next, Err *err)
{
    CheckpointRows rows = {0};
    if (!may_look(app, err) ||
        !checkpoint_list(app->db, app->arena, before, CHECKPOINT_PAGE_ROWS + 1, &rows, err))
        return false;
    for (int i = 0; i < rows.count && i < CHECKPOINT_PAGE_ROWS; i++)
        *arena_push(app->arena, ret_list) = checkpoint_of(app->arena, &rows.items[i]);
    *ret_next = rows.count > CHECKPOINT_PAGE_ROWS ? rows.items[CHECKPOINT_PAGE_ROWS - 1].id : S("");
    return true;
}

bool checkpoint_find(App *app, Str id, Checkpoint *ret_checkpoint, Err *err)
{
    CheckpointRow row;
    if (!may_look(app, err) || !checkpoint_get(app->db, app->arena, id, &row, err))
        return false;
    *ret_checkpoint = checkpoint_of(app->arena, &row);
    return true;
}

bool checkpoint_public_key(App *app, Str *ret_public, Err *err)
{
    unsigned char seed[KEY_BYTES];
    *ret_public = S("");
    return app->start.data_folder.len == 0 ||
           (keys_take(app->start.data_folder, KEY_CHECKPOINT, seed, err) &&
            sign_public_key(app->arena, seed, ret_public, err));
}

/* --- checking */

typedef struct Check {
    App *app;
    const Checkpoint *of;
    Faults *faults;
} Check;

static void found(Check *c, ErrCode code, const ChainHead *head)
{
    Err err = {0};
    err_set(&err, code, {"id", c->of->row.id}, {"chain", head ? head->chain : S("")},
            {"seq", arena_fmt(c->app->arena, "%lld", (long long)(head ? head->seq : 0))});
    faults_add(c->faults, &err);
}

/* The chain itself is proved by verify; here only that it still has what was signed. */
static bool check_head(Check *c, const ChainHead *head, Err *err)
{
    AuditFull row;
    if (audit_one(c->app->db, c->app->arena, head->chain, head->seq, &row, err)) {
        if (!str_eq(row.hash, head->hash))
            found(c, ERR_CHECKPOINT_OTHER, head);
        return true;
    }
    if (err->code != ERR_AUDIT_ROW_UNKNOWN)
        return false;
    *err = (Err){0};
    found(c, ERR_CHECKPOINT_GONE, head);
    return true;
}

bool checkpoint_check(App *app, const Checkpoint *checkpoint, Str own_key, Faults *faults, Err *err)
{
    Check c = {app, checkpoint, faults};
    int64_t before = faults->total;
    Checkpoint said = {0};
    *err = (Err){0};
    const CheckpointRow *row = &checkpoint->row;
    if (!sign_holds(row->public_key, row->signature, row->body) ||
        !read_body(app->arena, row->body, &said, err) || !str_eq(said.row.id, row->id)) {
        *err = (Err){0};
        found(&c, ERR_CHECKPOINT_SIGNATURE, NULL);
    }
    if (own_key.len && !str_eq(own_key, row->public_key)) {
        Err key = {0};
        err_set(&key, ERR_CHECKPOINT_KEY, {"id", row->id}, {"found", row->public_key},
                {"expected", own_key});
        faults_add(faults, &key);
    }
    for (int i = 0; i < checkpoint->heads.count; i++)
        if (!check_head(&c, &checkpoint->heads.items[i], err))
            return false;
    return faults->total == before;
}

bool checkpoint_check_all(App *app, Faults *faults, int64_t *ret_count, Err *err)
{
    Str before = S("");
    *ret_count = 0;
    for (;;) {
        CheckpointRows rows = {0};
        if (!checkpoint_list(app->db, app->arena, before, CHECKPOINT_PAGE_ROWS, &rows, err))
            return false;
        for (int i = 0; i < rows.count; i++) {
            Checkpoint c = checkpoint_of(app->arena, &rows.items[i]);
            (*ret_count)++;
            if (!checkpoint_check(app, &c, S(""), faults, err) && err->code != ERR_NONE)
                return false;
        }
        if (rows.count < CHECKPOINT_PAGE_ROWS)
            return true;
        before = rows.items[rows.count - 1].id;
    }
}
