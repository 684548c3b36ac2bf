/* A data owner's sheet as a workbook, and what a workbook that comes back would change. */
#include "app/report/confirm_book.h"
#include "app/report/value_state.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct HiddenView {
    Str name, value;
} HiddenView;

typedef struct ConfirmDiffView {
    Str title, sub, back, action, told;
    int64_t revision;
    bool any;
    Table table;
    LIST_OF(HiddenView) hidden;
    Faults faults;
} ConfirmDiffView;
#include "web/templates/confirm_diff.html.h"

static Str sheet_path(const Ctx *c, const ConfirmSheet *s)
{
    return link_to(c, "/confirm/{period}", {"period", s->period->code},
                   {"body", s->on_behalf ? s->body : S("")});
}

bool confirm_file(Ctx *c, Err *err)
{
    ConfirmSheet s;
    Str bytes;
    if (!confirm_read(&c->app, ctx_text(c, "period"), ctx_text(c, "body"), &s, err) ||
        !confirm_book(&c->app, c->lang, &s, c->app.start.data_folder, &bytes, err))
        return false;
    return download(c, S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    confirm_book_name(c->arena, &s), bytes, err);
}

static void hide(Ctx *c, ConfirmDiffView *v, Str name, Str value)
{
    *arena_push(c->arena, &v->hidden) = (HiddenView){name, value};
}

static void fill_changes(Ctx *c, const ConfirmSheet *s, const ConfirmChanges *changes,
                         ConfirmDiffView *v)
{
    static const struct {
        Msg title;
        CellKind kind;
    } heads[] = {{MSG_COL_UNIT, CELL_HEAD},           {MSG_SUBMISSION_INDICATOR, CELL_TEXT},
                 {MSG_CONFIRM_REPORTED, CELL_NUMBER}, {MSG_CONFIRM_BEFORE, CELL_NUMBER},
                 {MSG_CONFIRM_IN_FILE, CELL_NUMBER},  {MSG_CONFIRM_NOTE, CELL_TEXT}};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(c->arena, &v->table, msg(c->lang, heads[i].title), heads[i].kind);
    for (int i = 0; i < changes->list.count; i++) {
        const ConfirmChange *x = &changes->list.items[i];
        const ConfirmCell *cell = &s->cells[x->unit * s->columns.count + x->column];
        const Indicator *indicator = s->columns.items[x->column].indicator;
        TableRow *row = table_add_row(c->arena, &v->table);
        const Str texts[] = {s->units[x->unit]->name,
                             indicator->name,
                             value_text(c->arena, c->lang, cell->reported.value, cell->reported.na,
                                        cell->reported.state),
                             cell->typed.len ? cell->typed : S("—"),
                             x->value.len ? x->value : S("—"),
                             x->note};
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
            row_add_cell(c->arena, row)->text = texts[k];
        Str key = arena_fmt(c->arena, "%.*s/%.*s", STR_ARG(s->units[x->unit]->code),
                            STR_ARG(indicator->code));
        hide(c, v, arena_fmt(c->arena, "v.%.*s", STR_ARG(key)), x->value);
        if (!str_eq(x->note, cell->typed_note))
            hide(c, v, arena_fmt(c->arena, "n.%.*s", STR_ARG(key)), x->note);
    }
}

static bool changes_json(Ctx *c, const ConfirmSheet *s, const ConfirmChanges *changes, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_ki64(&json, S("revision"), s->draft.revision);
    json_ki64(&json, S("same"), changes->same);
    json_key(&json, S("changes"));
    json_array(&json);
    for (int i = 0; i < changes->list.count; i++) {
        const ConfirmChange *x = &changes->list.items[i];
        json_object(&json);
        json_kstr(&json, S("unit"), s->units[x->unit]->code);
        json_kstr(&json, S("indicator"), s->columns.items[x->column].indicator->code);
        json_kstr(&json, S("before"), s->cells[x->unit * s->columns.count + x->column].typed);
        json_kstr(&json, S("value"), x->value);
        json_kstr(&json, S("note"), x->note);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool show(Ctx *c, const ConfirmSheet *s, const ConfirmChanges *changes, Str file,
                 ConfirmDiffView *v, Err *err)
{
    v->title = msg_str(c->arena, c->lang, MSG_CONFIRM_TITLE, {"period", s->period->name});
    v->sub = file;
    v->back = v->action = sheet_path(c, s);
    v->revision = s->draft.revision;
    v->any = changes->list.count > 0;
    v->told = msg_str(c->arena, c->lang, v->any ? MSG_CONFIRM_CHANGES : MSG_CONFIRM_NO_CHANGES,
                      {"n", arena_fmt(c->arena, "%d", changes->list.count)},
                      {"same", arena_fmt(c->arena, "%d", changes->same)});
    fill_changes(c, s, changes, v);
    if (v->any && s->statistics && changes->release.body.len) {
        hide(c, v, S("release_body"), changes->release.body);
        hide(c, v, S("release_document"), changes->release.document);
        hide(c, v, S("release_on"), changes->release.on);
    }
    if (v->any && changes->officer.len)
        hide(c, v, S("officer"), changes->officer);
    confirm_diff_html(page_begin(c, v->title, NAV_CONFIRM), c, v);
    return page_end(c, err);
}

bool confirm_file_look(Ctx *c, Err *err)
{
    ConfirmSheet s;
    ConfirmChanges changes;
    Faults faults = {.arena = c->arena};
    const MultipartPart *file = &c->params.files.items[0];
    ConfirmDiffView v = {0};
    if (!confirm_read(&c->app, ctx_text(c, "period"), ctx_text(c, "body"), &s, err))
        return false;
    if (s.frozen) {
        *err = s.closed;
        return false;
    }
    bool ok = confirm_changes(&c->app, &s, file->file_name, file->bytes, &changes, &faults, err);
    if (!ok && (err->code || c->json)) {
        if (err->code == ERR_NONE)
            *err = faults.items[0];
        return false;
    }
    if (changes.list.count > LIMIT_CONFIRM_PAGE_CELLS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_CONFIRM_PAGE_CELLS")},
                       {"limit", arena_fmt(c->arena, "%d", LIMIT_CONFIRM_PAGE_CELLS)},
                       {"found", arena_fmt(c->arena, "%d", changes.list.count)});
    if (c->json)
        return changes_json(c, &s, &changes, err);
    if (!ok) {
        c->response->status = http_status_of(KIND_INVALID);
        changes = (ConfirmChanges){0};
    }
    v.faults = faults;
    return show(c, &s, &changes, file->file_name, &v, err);
}
