#include "app/paper/circular_data.h"

#include "app/paper_json.h"
#include "base/json.h"
#include "base/limits.h"

bool circular_same_words(App *app, const Circular *c, Err *err)
{
    Out out = out_new(app->arena, LIMIT_OUTPUT_BYTES);
    paper_txt(&c->paper, &out);
    Str printed = c->text, made = out_str(&out), expected = S(""), found = S("");
    if (str_eq(made, printed))
        return true;
    int line = 0;
    for (; str_eq(expected, found) && (printed.len || made.len); line++) {
        expected = str_cut(&printed, '\n');
        found = str_cut(&made, '\n');
    }
    return err_set(err, ERR_CIRCULAR_PAPER, {"period", c->row.period},
                   {"line", arena_fmt(app->arena, "%d", line)}, {"found", str_trim(found)},
                   {"expected", str_trim(expected)});
}

bool circular_data_make(App *app, const Circular *c, CircularData *ret_data, Err *err)
{
    Out figures = out_new(app->arena, LIMIT_CSV_BYTES);
    figures_out(&c->figures, &figures);
    if (!out_ok(&figures))
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_CSV_BYTES")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_CSV_BYTES)}, {"found", S(">")});
    CircularData data = {.body = paper_to_json(app->arena, &c->paper),
                         .figures = out_str(&figures)};
    Circular again = *c;
    if (!circular_data_read(app, &data, &again, err) || !circular_same_words(app, &again, err) ||
        !figures_check(&again.figures, c->text, err))
        return false;
    *ret_data = data;
    return true;
}

bool circular_data_read(App *app, const CircularData *data, Circular *c, Err *err)
{
    return paper_of_json(app->arena, data->body, &c->paper, err) &&
           figures_of_csv(app->arena, data->figures, &c->figures, err);
}

bool circular_kept(App *app, Circular *c, bool *ret_found, Err *err)
{
    CircularData data;
    return circular_data_load(app->db, app->arena, c->row.id, ret_found, &data, err) &&
           (!*ret_found || circular_data_read(app, &data, c, err));
}

typedef struct Keep {
    App *app;
    CircularRow row;
    CircularData data;
    const CircularKeep *keep;
    AppWrite write;
} Keep;

static bool save(Db *tx, void *ctx, Err *err)
{
    Keep *k = ctx;
    CircularList list = {0};
    bool taken;
    Str period;
    if (!k->keep->check(tx, k->keep->ctx, err) ||
        !circular_list(tx, k->app->arena, k->app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        const CircularRow *c = &list.items[i];
        if (str_eq(c->period, k->row.period) && c->version == k->row.version)
            return err_set(err, ERR_CIRCULAR_ISSUED, {"period", c->period}, {"number", c->number});
    }
    if (!circular_number_taken(tx, k->app->arena, k->row.number, &taken, &period, err))
        return false;
    if (taken)
        return err_set(err, ERR_CIRCULAR_NUMBER, {"number", k->row.number}, {"period", period});
    k->row.id = app_id(k->app);
    k->write.object = arena_fmt(k->app->arena, "circular %.*s", STR_ARG(k->row.id));
    CircularIssue issue = k->keep->issue;
    issue.circular = k->row.id;
    return circular_save(tx, k->app->def.code, &k->row, err) &&
           circular_data_save(tx, k->row.id, &k->data, err) && circular_issue_save(tx, &issue, err);
}

static Str detail(App *app, const CircularRow *row, const CircularIssue *issue)
{
    Out out = out_new(app->arena, 4096);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("period"), row->period);
    json_ki64(&json, S("version"), row->version);
    json_kstr(&json, S("number"), row->number);
    json_kstr(&json, S("issuer"), row->issuer);
    json_kstr(&json, S("issued_on"), row->issued_on);
    json_kstr(&json, S("digest"), row->digest);
    json_kstr(&json, S("kind"), issue->kind);
    json_kstr(&json, S("draft"), issue->draft);
    json_kstr(&json, S("approved_by"), issue->approved_by);
    json_object_end(&json);
    return out_str(&out);
}

bool circular_keep(App *app, Circular *c, const CircularKeep *how, Err *err)
{
    Keep keep = {.app = app, .row = c->row, .keep = how};
    keep.row.issued_by = app->actor.name;
    keep.row.text = c->text;
    keep.row.digest = app->digest(app->arena, c->text);
    if (!circular_data_make(app, c, &keep.data, err))
        return false;
    keep.write = (AppWrite){.action = ACT_CIRCULAR_ISSUE,
                            .detail = detail(app, &keep.row, &how->issue),
                            .fn = save,
                            .ctx = &keep};
    if (!app_write(app, &keep.write, err))
        return false;
    c->row = keep.row;
    return true;
}
