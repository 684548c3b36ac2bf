/* What is typed on a data owner's sheet: kept as a draft, and sent. */
#include "app/person.h"
#include "app/report/confirm_parts.h"
#include "app/report/value_state.h"
#include "base/json.h"
#include "base/limits.h"
#include "sys/json_in.h"

Str confirm_draft_unit(Arena *arena, Str body)
{
    return arena_fmt(arena, "confirm/%.*s", STR_ARG(body));
}

Str confirm_key(Arena *arena, const ConfirmSheet *s, int unit, int column)
{
    return arena_fmt(arena, "%.*s/%.*s", STR_ARG(s->units[unit]->code),
                     STR_ARG(s->columns.items[column].indicator->code));
}

/* ---- the draft ---- */

static Str member(const Tree *map, Str key)
{
    const Tree *t = tree_get(map, key);
    return t && t->kind == TREE_TEXT ? t->text : S("");
}

/* A draft is somebody's own text: what no longer has a place on the sheet is left out. */
void confirm_draft_take(Arena *arena, ConfirmSheet *s)
{
    Tree *root = NULL;
    Err ignored = {0};
    if (s->draft.revision == 0 || str_eq(s->draft.state, S("gone")) ||
        !json_parse(arena, s->draft.body, &root, &ignored))
        return;
    const Tree *values = tree_get(root, S("v")), *notes = tree_get(root, S("n"));
    const Tree *release = tree_get(root, S("release"));
    Map values_of = {0}, notes_of = {0};
    LIST_OF(Str) texts = {0};
    for (const Tree *t = values ? values->first : NULL; t; t = t->next) {
        map_put(arena, &values_of, t->key, texts.count);
        *arena_push(arena, &texts) = t->text;
    }
    for (const Tree *t = notes ? notes->first : NULL; t; t = t->next) {
        map_put(arena, &notes_of, t->key, texts.count);
        *arena_push(arena, &texts) = t->text;
    }
    for (int i = 0; i < s->nunits * s->columns.count; i++) {
        Str key = confirm_key(arena, s, i / s->columns.count, i % s->columns.count);
        int value = map_get(&values_of, key), note = map_get(&notes_of, key);
        if (s->cells[i].applies && value >= 0)
            s->cells[i].typed = texts.items[value];
        if (s->cells[i].applies && note >= 0)
            s->cells[i].typed_note = texts.items[note];
    }
    s->officer = member(root, S("officer"));
    if (release)
        s->release = (HeldRelease){member(release, S("body")), member(release, S("document")),
                                   member(release, S("on"))};
}

static void draft_member(Json *json, Arena *arena, const ConfirmSheet *s, Str name, bool notes)
{
    json_key(json, name);
    json_object(json);
    for (int i = 0; i < s->nunits * s->columns.count; i++) {
        const ConfirmCell *cell = &s->cells[i];
        Str record = notes ? cell->note
                           : value_cell(arena, cell->confirmed.value, cell->confirmed.na,
                                        cell->confirmed.state);
        Str typed = notes ? cell->typed_note : cell->typed;
        if (cell->applies && !str_eq(typed, record))
            json_kstr(json, confirm_key(arena, s, i / s->columns.count, i % s->columns.count),
                      typed);
    }
    json_object_end(json);
}

static void release_member(Json *json, const HeldRelease *release)
{
    if (release->body.len + release->document.len + release->on.len == 0)
        return;
    json_key(json, S("release"));
    json_object(json);
    json_kstr(json, S("body"), release->body);
    json_kstr(json, S("document"), release->document);
    json_kstr(json, S("on"), release->on);
    json_object_end(json);
}

Str confirm_draft_body(Arena *arena, const ConfirmSheet *s)
{
    Out out = out_new(arena, LIMIT_JSON_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    draft_member(&json, arena, s, S("v"), false);
    draft_member(&json, arena, s, S("n"), true);
    if (s->officer.len)
        json_kstr(&json, S("officer"), s->officer);
    release_member(&json, &s->release);
    json_object_end(&json);
    return out_str(&out);
}

/* ---- what the person typed, over the sheet ---- */

static int find_cell(const ConfirmSheet *s, const Map *cells, Str key)
{
    int at = map_get(cells, key);
    return at >= 0 && s->cells[at].applies ? at : -1;
}

static bool apply_fields(App *app, ConfirmSheet *s, const ConfirmEdit *edit, Err *err)
{
    Map cells = {0};
    for (int i = 0; i < s->nunits * s->columns.count; i++)
        map_put(app->arena, &cells,
                confirm_key(app->arena, s, i / s->columns.count, i % s->columns.count), i);
    for (int i = 0; i < edit->fields.count; i++) {
        const ConfirmField *f = &edit->fields.items[i];
        int at = find_cell(s, &cells, f->key);
        if (at < 0)
            return err_set(err, ERR_CONFIRM_CELL, {"found", f->key}, {"body", s->body_name});
        *(f->is_note ? &s->cells[at].typed_note : &s->cells[at].typed) = f->text;
    }
    return true;
}

static void take_one(App *app, ConfirmCell *cell, bool over)
{
    bool has = cell->reported.value.len || cell->reported.na;
    if (!cell->applies || !has || (!over && cell->typed.len))
        return;
    cell->typed = value_cell(app->arena, cell->reported.value, cell->reported.na, S(""));
}

/* "all", a column, or one cell. */
static bool apply_take(App *app, ConfirmSheet *s, Str take, Err *err)
{
    bool any = take.len == 0;
    int n = s->columns.count;
    for (int i = 0; i < s->nunits * n && take.len; i++) {
        bool one = str_eq(take, confirm_key(app->arena, s, i / n, i % n));
        bool column = str_eq(take, s->columns.items[i % n].indicator->code);
        if (!one && !column && !str_eq(take, S("all")))
            continue;
        any = true;
        take_one(app, &s->cells[i], one);
    }
    return any || err_set(err, ERR_CONFIRM_CELL, {"found", take}, {"body", s->body_name});
}

static bool apply_edit(App *app, ConfirmSheet *s, const ConfirmEdit *edit, Err *err)
{
    if (s->frozen) {
        *err = s->closed;
        return false;
    }
    s->before = confirm_draft_body(app->arena, s);
    if (!apply_fields(app, s, edit, err) || !apply_take(app, s, edit->take, err))
        return false;
    if (edit->has_head) {
        s->officer = edit->officer;
        s->release = edit->release;
    }
    confirm_compute(app, s);
    return true;
}

/* ---- keeping it ---- */

typedef struct Keeping {
    App *app;
    ConfirmSheet *sheet;
    int64_t seen; /* revision that the person saw */
    Str body, state;
    Str submission; /* that it went into */
    DraftRow kept;
    bool same;
    AppWrite write;
} Keeping;

static bool moved(App *app, const DraftRow *draft, Err *err)
{
    return err_set(err, ERR_CONFIRM_MOVED, {"who", person_post(app, draft->saved_by)},
                   {"when", instant_minute(app->arena, draft->saved_at)});
}

/* Inside a write: the draft as it is now, with what is to be kept. */
static bool keep(Db *tx, Keeping *k, Err *err)
{
    App *app = k->app;
    DraftRow d;
    Str unit = confirm_draft_unit(app->arena, k->sheet->body);
    if (!draft_find(tx, app->arena, app->def.code, k->sheet->period->code, unit, &d, err))
        return false;
    if (k->seen != CONFIRM_ANY && d.revision != k->seen)
        return moved(app, &d, err);
    bool open = d.revision && !str_eq(d.state, S("gone"));
    k->same = str_eq(k->state, S("open")) && str_eq(open ? d.body : k->sheet->before, k->body);
    k->kept = d;
    if (k->same)
        return true;
    if (d.revision == 0)
        d.id = app_id(app);
    d.revision++;
    d.state = k->state;
    d.body = k->body;
    d.saved_at = app->now_ms;
    d.saved_by = app->actor.name;
    d.submission = k->submission.len ? k->submission : d.submission.len ? d.submission : S("");
    d.filled_by = d.filled_by.len ? d.filled_by : S("");
    k->kept = d;
    k->write.object = arena_fmt(app->arena, "draft %.*s", STR_ARG(d.id));
    return draft_save(tx, app->def.code, &d, err);
}

static bool keep_draft(Db *tx, void *ctx, Err *err)
{
    Keeping *k = ctx;
    if (!keep(tx, k, err))
        return false;
    return !k->same; /* nothing to write: nothing to audit */
}

static bool save_sheet(App *app, ConfirmSheet *s, const ConfirmEdit *edit, Err *err)
{
    Keeping k = {.app = app,
                 .sheet = s,
                 .seen = edit->revision,
                 .body = confirm_draft_body(app->arena, s),
                 .state = S("open"),
                 .submission = S("")};
    k.write = (AppWrite){.action = ACT_CONFIRM_SUBMIT,
                         .party = s->body,
                         .object = arena_fmt(app->arena, "confirm %.*s %.*s",
                                             STR_ARG(s->period->code), STR_ARG(s->body)),
                         .fn = keep_draft,
                         .ctx = &k};
    bool ok = app_write(app, &k.write, err);
    if (!ok && k.same)
        *err = (Err){0};
    if (!ok && !k.same)
        return false;
    s->draft = k.kept;
    return true;
}

bool confirm_save(App *app, const ConfirmEdit *edit, Err *err)
{
    ConfirmSheet s;
    return confirm_read(app, edit->period, edit->body, &s, err) && apply_edit(app, &s, edit, err) &&
           save_sheet(app, &s, edit, err);
}

/* ---- sending it ---- */

/* Cells that the sheet says something of: what is typed, and what was on record and is now empty. */
static bool is_said(const ConfirmCell *cell)
{
    return cell->applies && (cell->typed.len || cell->confirmed.given);
}

static Str sheet_json(App *app, const ConfirmSheet *s)
{
    Arena *a = app->arena;
    Out out = out_new(a, LIMIT_JSON_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("body"), s->body);
    json_kstr(&json, S("period"), s->period->code);
    json_kstr(&json, S("confirmed"), instant_str(a, app->now_ms));
    if (s->officer.len)
        json_kstr(&json, S("officer"), s->officer);
    if (s->statistics)
        release_member(&json, &s->release);
    json_key(&json, S("values"));
    json_array(&json);
    for (int i = 0; i < s->nunits * s->columns.count; i++) {
        const ConfirmCell *cell = &s->cells[i];
        const ConfirmColumn *column = &s->columns.items[i % s->columns.count];
        if (!is_said(cell))
            continue;
        json_object(&json);
        json_kstr(&json, S("unit"), s->units[i / s->columns.count]->code);
        json_kstr(&json, S("indicator"), column->indicator->code);
        json_kstr(&json, S("period"), column->period->code);
        json_kstr(&json, S("value"), cell->typed);
        json_kstr(&json, S("note"), cell->typed_note);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return out_str(&out);
}

bool confirm_fault_cell(const ConfirmSheet *s, const Err *fault, int *ret_unit, int *ret_column)
{
    int64_t row = 0;
    if (fault->row <= 0 || !str_ends(str_from_z(fault->file), S("#values")))
        return false;
    for (int i = 0; i < s->nunits * s->columns.count; i++)
        if (is_said(&s->cells[i]) && ++row == fault->row) {
            *ret_unit = i / s->columns.count;
            *ret_column = i % s->columns.count;
            return true;
        }
    return false;
}

#define SHEET_FILE S("confirm.json")

static int64_t row_of(const ConfirmSheet *s, int cell)
{
    int64_t row = 0;
    for (int i = 0; i <= cell; i++)
        row += is_said(&s->cells[i]);
    return row;
}

/* Another number than the unit's own wants its reason. */
static void check_notes(const ConfirmSheet *s, Faults *faults)
{
    for (int i = 0; i < s->nunits * s->columns.count; i++) {
        const ConfirmCell *cell = &s->cells[i];
        Err fault = {0};
        if (!cell->applies || !cell->differs || cell->typed_note.len)
            continue;
        err_set(&fault, ERR_CONFIRM_NOTE, {"found", cell->typed},
                {"expected", cell->reported.value},
                {"indicator", s->columns.items[i % s->columns.count].indicator->name},
                {"unit", s->units[i / s->columns.count]->name});
        err_at_file(&fault, S("confirm.json#values"));
        err_at_cell(&fault, row_of(s, i), 0);
        faults_add(faults, &fault);
    }
}

/* In the transaction of the sheet itself: the draft has gone into it. */
static bool draft_gone(Db *tx, void *ctx, const Submission *saved, Err *err)
{
    Keeping *k = ctx;
    if (!str_eq(saved->period, k->sheet->period->code))
        return true; /* the month of the sheet itself says it once */
    k->submission = saved->id;
    return keep(tx, k, err) &&
           app_audit(k->app, tx, ACT_CONFIRM_SUBMIT, k->write.object, S(""), err);
}

static bool send_sheet(App *app, ConfirmSheet *s, const ConfirmEdit *edit, MonthImport *ret_import,
                       Faults *faults, Faults *warnings, Err *err)
{
    MonthFileList files = {0};
    Keeping k = {.app = app,
                 .sheet = s,
                 .seen = s->draft.revision,
                 .body = S("{}"),
                 .state = S("gone"),
                 .submission = S("")};
    MonthFrom from = {.sender = edit->sender,
                      .channel = edit->channel,
                      .filled_by = S(""),
                      .approved_by = S(""),
                      .also = draft_gone,
                      .ctx = &k};
    *arena_push(app->arena, &files) =
        (MonthFile){.name = SHEET_FILE, .bytes = sheet_json(app, s), .period = s->period->code};
    return import_month(app, MONTH_CONFIRMED, &files, s->period->code, &from, ret_import, faults,
                        warnings, err);
}

bool confirm_submit(App *app, const ConfirmEdit *edit, MonthImport *ret_import, Faults *faults,
                    Faults *warnings, Err *err)
{
    ConfirmSheet s;
    *ret_import = (MonthImport){0};
    if (!confirm_read(app, edit->period, edit->body, &s, err) || !apply_edit(app, &s, edit, err))
        return false;
    if (s.on_behalf && edit->sender.len == 0)
        return err_set(err, ERR_CONFIRM_SENDER, {"body", s.body_name});
    if (s.changed == 0 && s.versions.count)
        return err_set(err, ERR_CONFIRM_SAME, {"body", s.body_name}, {"period", s.period->name});
    if (!save_sheet(app, &s, edit, err))
        return false;
    check_notes(&s, faults);
    *err = (Err){0};
    return faults->total == 0 && send_sheet(app, &s, edit, ret_import, faults, warnings, err);
}
