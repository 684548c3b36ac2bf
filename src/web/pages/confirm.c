/* 指标核定: a data owner's sheet of a month, in the browser. Who waits and who has sent: confirm_list. */
#include "app/report/confirm.h"
#include "app/inbox/due_words.h"
#include "app/person.h"
#include "app/report/value_state.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

enum {
    COLUMNS_BESIDE = 3, /* more stand one by one, each on a page of its own */
    NAMES_SHOWN = 12,
};

typedef struct CellView {
    Str name, id, value, note, reported, last, difference, percent, target, said, note_said;
    Str take, take_said, fault;
    bool applies, changed, differs, open;
} CellView;

typedef struct RowView {
    Str unit, group;
    bool silent;
    LIST_OF(CellView) cells;
} RowView;

typedef struct ColumnView {
    Str code, name, about, count, take_said;
    bool may_take;
} ColumnView;

typedef struct FaultView {
    Str href, sentence;
} FaultView;

typedef struct ConfirmView {
    Str title, sub, action, told, error, drafted, silent, lag, sender, officer;
    Str release_body, release_document, release_on, file, changed;
    NoticeKind told_kind;
    const ConfirmSheet *of;
    int64_t revision;
    bool open, one, on_behalf, statistics, may_take;
    Tabs tabs;
    LIST_OF(ColumnView) columns;
    LIST_OF(RowView) rows;
    LIST_OF(FaultView) faults;
    TableFoot foot;
    Moments versions;
} ConfirmView;
#include "web/templates/confirm_send.html.h"
#include "web/templates/confirm_sheet.html.h"

typedef struct ConfirmListView {
    Table table;
} ConfirmListView;
#include "web/templates/confirm_list.html.h"

static Str number(const Ctx *c, int64_t n)
{
    return arena_fmt(c->arena, "%lld", (long long)n);
}

static Str held_text(const Ctx *c, const HeldValue *v)
{
    return value_text(c->arena, c->lang, v->value, v->na, v->state);
}

/* ---- what part of the sheet is shown ---- */

typedef struct Shown {
    int column;        /* -1: all */
    int from, total;   /* of the rows that have something to show */
    int *units, count; /* indices */
} Shown;

static bool has_row(const ConfirmSheet *s, int unit, int column)
{
    for (int i = 0; i < s->columns.count; i++)
        if ((column < 0 || column == i) && s->cells[unit * s->columns.count + i].applies)
            return true;
    return false;
}

static Shown shown_of(const Ctx *c, const ConfirmSheet *s)
{
    Str wanted = ctx_text(c, "indicator");
    Shown shown = {.column = s->columns.count > COLUMNS_BESIDE ? 0 : -1};
    for (int i = 0; i < s->columns.count; i++)
        if (wanted.len && str_eq(s->columns.items[i].indicator->code, wanted))
            shown.column = i;
    int columns = shown.column < 0 ? s->columns.count : 1;
    int page = LIMIT_CONFIRM_PAGE_CELLS / (columns ? columns : 1);
    int64_t from = ctx_i64(c, "from", 0);
    shown.units = arena_new(c->arena, int, s->nunits);
    for (int u = 0; u < s->nunits; u++) {
        if (!has_row(s, u, shown.column))
            continue;
        if (shown.total >= from && shown.count < page)
            shown.units[shown.count++] = u;
        shown.total++;
    }
    shown.from = (int)from;
    return shown;
}

static Str here(const Ctx *c, const ConfirmSheet *s, Str indicator, int from)
{
    return link_to(c, "/confirm/{period}", {"period", s->period->code},
                   {"body", s->on_behalf ? s->body : S("")}, {"indicator", indicator},
                   {"from", from ? number(c, from) : S("")});
}

static ColumnView column_view(Ctx *c, const ConfirmSheet *s, const ConfirmColumn *column)
{
    const Indicator *i = column->indicator;
    Str month = column->period == s->period ? S("") : column->period->name;
    return (ColumnView){
        .code = i->code,
        .name = i->name,
        .may_take = !s->frozen && column->reported,
        .about = msg_str(c->arena, c->lang, month.len ? MSG_CONFIRM_ABOUT_LAG : MSG_CONFIRM_ABOUT,
                         {"unit", i->unit}, {"basis", basis_text(c->lang, i->basis)},
                         {"month", column->period->name}),
        .count = arena_fmt(c->arena, "%d/%d", column->filled, column->owed),
        .take_said =
            msg_str(c->arena, c->lang, MSG_CONFIRM_TAKE_COLUMN_SAID, {"indicator", i->name})};
}

static CellView cell_view(Ctx *c, const ConfirmSheet *s, int unit, int column)
{
    const ConfirmCell *cell = &s->cells[unit * s->columns.count + column];
    const Indicator *i = s->columns.items[column].indicator;
    Str key = arena_fmt(c->arena, "%.*s/%.*s", STR_ARG(s->units[unit]->code), STR_ARG(i->code));
    const Arg about[] = {{"unit", s->units[unit]->name}, {"indicator", i->name}};
    return (CellView){.applies = cell->applies,
                      .open = !s->frozen,
                      .name = key,
                      .id = arena_fmt(c->arena, "c%d-%d", unit, column),
                      .value = cell->typed,
                      .note = cell->typed_note,
                      .reported = held_text(c, &cell->reported),
                      .last = held_text(c, &cell->last),
                      .difference = cell->differs ? cell->difference : S(""),
                      .percent = cell->percent,
                      .target = cell->target,
                      .changed = cell->changed,
                      .differs = cell->differs && cell->typed_note.len == 0,
                      .take = cell->reported.value.len || cell->reported.na ? key : S(""),
                      .said = msg_str_args(c->arena, c->lang, MSG_CONFIRM_CELL_SAID, about, 2),
                      .note_said = msg_str_args(c->arena, c->lang, MSG_CONFIRM_NOTE_SAID, about, 2),
                      .take_said =
                          msg_str_args(c->arena, c->lang, MSG_CONFIRM_TAKE_SAID, about, 2)};
}

/* One unit: whether it is silent, and its cells. */
static void fill_row(Ctx *c, const ConfirmSheet *s, const Shown *shown, int unit, RowView *row)
{
    for (int i = 0; i < s->silent.count; i++)
        row->silent = row->silent || s->silent.items[i] == s->units[unit];
    for (int i = 0; i < s->columns.count; i++)
        if (shown->column < 0 || shown->column == i)
            *arena_push(c->arena, &row->cells) = cell_view(c, s, unit, i);
}

static void fill_grid(Ctx *c, const ConfirmSheet *s, const Shown *shown, ConfirmView *v)
{
    Str group = S("");
    for (int i = 0; i < s->columns.count; i++)
        if (shown->column < 0 || shown->column == i)
            *arena_push(c->arena, &v->columns) = column_view(c, s, &s->columns.items[i]);
    for (int r = 0; r < shown->count; r++) {
        int u = shown->units[r];
        RowView *row = arena_push(c->arena, &v->rows);
        *row = (RowView){.unit = s->units[u]->name};
        if (!str_eq(group, s->units[u]->group)) {
            group = s->units[u]->group;
            row->group = group.len ? group_name(&c->app, group) : S("");
        }
        fill_row(c, s, shown, u, row);
    }
    for (int i = 0; i < s->columns.count; i++)
        v->may_take = v->may_take || (!s->frozen && s->columns.items[i].reported);
    Str indicator = shown->column < 0 ? S("") : s->columns.items[shown->column].indicator->code;
    int next = shown->from + shown->count;
    if (shown->count < shown->total)
        v->foot = (TableFoot){.shown = shown->count,
                              .total = shown->total,
                              .first = shown->from ? here(c, s, indicator, 0) : S(""),
                              .next = next < shown->total ? here(c, s, indicator, next) : S("")};
}

static void fill_tabs(Ctx *c, const ConfirmSheet *s, const Shown *shown, ConfirmView *v)
{
    for (int i = 0; i < s->columns.count && s->columns.count > COLUMNS_BESIDE; i++)
        *arena_push(c->arena, &v->tabs) =
            (Tab){.label = s->columns.items[i].indicator->name,
                  .href = here(c, s, s->columns.items[i].indicator->code, 0),
                  .count = arena_fmt(c->arena, "%d/%d", s->columns.items[i].filled,
                                     s->columns.items[i].owed),
                  .current = i == shown->column};
}

/* ---- what stands around it ---- */

static void fill_versions(Ctx *c, const ConfirmSheet *s, ConfirmView *v)
{
    for (int i = 0; i < s->versions.count; i++) {
        const ConfirmVersion *x = &s->versions.items[i];
        Str by = x->sender.len
                     ? msg_str(c->arena, c->lang, MSG_CONFIRM_BY_SENDER,
                               {"by", person_post(&c->app, x->entered_by)}, {"sender", x->sender})
                     : person_post(&c->app, x->entered_by);
        *arena_push(c->arena, &v->versions) = (Moment){
            .when = instant_minute(c->arena, x->received_at),
            .title = msg_str(c->arena, c->lang,
                             x->revises ? MSG_CONFIRM_VERSION_REVISED : MSG_CONFIRM_VERSION,
                             {"n", number(c, x->version)}),
            .who = by,
            .text = release_text(c->arena, c->lang, &x->release),
            .href = link_to(c, "/submissions/{id}", {"id", x->id}),
            .link = msg(c->lang, MSG_CONFIRM_LOOK),
            .done = true};
    }
}

static Str silent_text(Ctx *c, const ConfirmSheet *s)
{
    NameList names = name_list_begin(c->arena, c->lang, NAMES_SHOWN);
    if (s->silent.count == 0)
        return S("");
    for (int i = 0; i < s->silent.count; i++)
        name_list_add(&names, s->silent.items[i]->name);
    return msg_str(c->arena, c->lang, MSG_CONFIRM_SILENT, {"n", number(c, s->silent.count)},
                   {"names", name_list_end(&names)});
}

static Str lag_text(Ctx *c, const ConfirmSheet *s)
{
    NameList names = name_list_begin(c->arena, c->lang, NAMES_SHOWN);
    Str month = S("");
    for (int i = 0; i < s->columns.count; i++)
        if (s->columns.items[i].period != s->period) {
            name_list_add(&names, s->columns.items[i].indicator->name);
            month = s->columns.items[i].period->name;
        }
    if (month.len == 0)
        return S("");
    return msg_str(c->arena, c->lang, MSG_CONFIRM_LAG, {"names", name_list_end(&names)},
                   {"month", month}, {"period", s->period->name});
}

static void fill_view(Ctx *c, const ConfirmSheet *s, ConfirmView *v)
{
    Shown shown = shown_of(c, s);
    Str indicator = shown.column < 0 ? S("") : s->columns.items[shown.column].indicator->code;
    bool drafted = s->draft.revision && !str_eq(s->draft.state, S("gone"));
    v->of = s;
    v->title = msg_str(c->arena, c->lang, MSG_CONFIRM_TITLE, {"period", s->period->name});
    v->sub =
        s->period->confirm_on == DATE_NONE || s->frozen
            ? s->body_name
            : msg_str(c->arena, c->lang, MSG_CONFIRM_UNTIL, {"body", s->body_name},
                      {"on", due_on_words(c->arena, c->lang, c->app.today, s->period->confirm_on)});
    v->action = here(c, s, indicator, shown.from);
    v->file = link_to(c, "/confirm/{period}/file", {"period", s->period->code},
                      {"body", s->on_behalf ? s->body : S("")});
    v->revision = s->draft.revision;
    v->open = !s->frozen;
    v->one = shown.column >= 0;
    v->on_behalf = s->on_behalf;
    v->statistics = s->statistics;
    v->officer = s->officer.len || s->on_behalf ? s->officer : c->app.actor.post;
    v->release_body = s->release.body;
    v->release_document = s->release.document;
    v->release_on = s->release.on;
    if (drafted)
        v->drafted = msg_str(c->arena, c->lang, MSG_CONFIRM_DRAFTED, {"n", number(c, s->changed)},
                             {"by", person_post(&c->app, s->draft.saved_by)},
                             {"at", instant_minute(c->arena, s->draft.saved_at)});
    v->silent = silent_text(c, s);
    v->lag = lag_text(c, s);
    fill_tabs(c, s, &shown, v);
    fill_grid(c, s, &shown, v);
    fill_versions(c, s, v);
}

/* ---- JSON ---- */

static void held_json(Json *json, Str key, const HeldValue *v)
{
    json_key(json, key);
    json_object(json);
    json_kstr(json, S("value"), v->value);
    json_kstr(json, S("state"), v->na ? S("na") : v->state);
    json_object_end(json);
}

static bool answer_json(Ctx *c, const ConfirmSheet *s, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("period"), s->period->code);
    json_kstr(&json, S("body"), s->body);
    json_ki64(&json, S("revision"), s->draft.revision);
    json_kbool(&json, S("frozen"), s->frozen);
    json_kbool(&json, S("left_out"), s->left_out);
    json_ki64(&json, S("version"), s->versions.count ? s->versions.items[0].version : 0);
    json_key(&json, S("release"));
    json_object(&json);
    json_kstr(&json, S("body"), s->release.body);
    json_kstr(&json, S("document"), s->release.document);
    json_kstr(&json, S("on"), s->release.on);
    json_object_end(&json);
    json_key(&json, S("cells"));
    json_array(&json);
    for (int i = 0; i < s->nunits * s->columns.count; i++) {
        const ConfirmCell *cell = &s->cells[i];
        const ConfirmColumn *column = &s->columns.items[i % s->columns.count];
        if (!cell->applies)
            continue;
        json_object(&json);
        json_kstr(&json, S("unit"), s->units[i / s->columns.count]->code);
        json_kstr(&json, S("indicator"), column->indicator->code);
        json_kstr(&json, S("period"), column->period->code);
        json_kstr(&json, S("basis"), column->indicator->basis);
        held_json(&json, S("reported"), &cell->reported);
        held_json(&json, S("confirmed"), &cell->confirmed);
        held_json(&json, S("last"), &cell->last);
        json_kstr(&json, S("typed"), cell->typed);
        json_kstr(&json, S("note"), cell->typed_note);
        json_kstr(&json, S("difference"), cell->difference);
        json_kstr(&json, S("target"), cell->target);
        json_kstr(&json, S("percent"), cell->percent);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

/* ---- answers ---- */

static bool show(Ctx *c, const ConfirmSheet *s, ConfirmView *v, Err *err)
{
    fill_view(c, s, v);
    confirm_sheet_html(page_begin(c, v->title, NAV_CONFIRM), c, v);
    return page_end(c, err);
}

bool confirm_page(Ctx *c, Err *err)
{
    ConfirmSheet s;
    ConfirmView v = {0};
    if (!confirm_read(&c->app, ctx_text(c, "period"), ctx_text(c, "body"), &s, err))
        return false;
    if (c->json)
        return answer_json(c, &s, err);
    if (ctx_given(c, "sent")) {
        v.told = msg(c->lang, MSG_CONFIRM_SENT);
        v.told_kind = NOTICE_DONE;
    }
    return show(c, &s, &v, err);
}

static ConfirmEdit edit_of(Ctx *c)
{
    ConfirmEdit edit = {.period = ctx_text(c, "period"),
                        .body = ctx_text(c, "body"),
                        .revision = ctx_i64(c, "revision", 0),
                        .take = ctx_text(c, "take"),
                        .sender = ctx_text(c, "sender"),
                        .channel = c->json ? S("api") : S("web"),
                        .has_head = ctx_given(c, "officer") || ctx_given(c, "release_body") ||
                                    ctx_given(c, "release_document") || ctx_given(c, "release_on"),
                        .officer = ctx_text(c, "officer"),
                        .release = {ctx_text(c, "release_body"), ctx_text(c, "release_document"),
                                    ctx_text(c, "release_on")}};
    for (int i = 0; i < c->params.fields.count; i++) {
        const HttpPair *f = &c->params.fields.items[i];
        *arena_push(c->arena, &edit.fields) =
            (ConfirmField){.key = str_sub(f->name, 2, f->name.len), /* after "v." or "n." */
                           .text = f->value.len ? f->value : S(""),
                           .is_note = f->name.ptr[0] == 'n'};
    }
    return edit;
}

static void fill_faults(Ctx *c, const ConfirmSheet *s, const Faults *faults, ConfirmView *v)
{
    for (int i = 0; i < faults->count; i++) {
        Err said = faults->items[i];
        Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
        int unit, column;
        bool found = confirm_fault_cell(s, &said, &unit, &column);
        FaultView *view = arena_push(c->arena, &v->faults);
        said.row = said.col = 0;
        said.file[0] = '\0';
        if (found && faults->items[i].code != ERR_CONFIRM_NOTE)
            out_f(&sentence, "%.*s · ", STR_ARG(s->units[unit]->name));
        msg_err(&sentence, c->lang, &said);
        *view = (FaultView){
            .href =
                !found ? S("#release")
                       : arena_fmt(c->arena, "%.*s#c%d-%d",
                                   STR_ARG(here(c, s, s->columns.items[column].indicator->code, 0)),
                                   unit, column),
            .sentence = out_str(&sentence)};
    }
}

static bool is_theirs(ErrCode code)
{
    ErrKind kind = err_kind(code);
    return kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE;
}

/* The sheet again with what is wrong; what was typed is in the draft, or as it came where that has moved. */
static bool again(Ctx *c, const Faults *faults, const Err *first, Err *err)
{
    ConfirmSheet s;
    ConfirmView v = {0};
    Err why = *first;
    if (!confirm_read(&c->app, ctx_text(c, "period"), ctx_text(c, "body"), &s, err))
        return false;
    if (why.code) {
        Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&sentence, c->lang, &why);
        v.error = out_str(&sentence);
    }
    fill_faults(c, &s, faults, &v);
    c->response->status = http_status_of(why.code ? err_kind(why.code) : KIND_INVALID);
    return show(c, &s, &v, err);
}

static bool answer_import(Ctx *c, const MonthImport *import, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("submission"), import->submission);
    json_ki64(&json, S("values"), import->values);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool confirm_do(Ctx *c, Err *err)
{
    Faults faults = {.arena = c->arena}, warnings = {.arena = c->arena};
    MonthImport import = {0};
    ConfirmEdit edit = edit_of(c);
    bool submit = str_eq(ctx_text(c, "act"), S("submit")) && edit.take.len == 0;
    bool ok = submit ? confirm_submit(&c->app, &edit, &import, &faults, &warnings, err)
                     : confirm_save(&c->app, &edit, err);
    if (ok && c->json && submit)
        return answer_import(c, &import, err);
    if (ok)
        return done(c,
                    link_to(c, "/confirm/{period}", {"period", edit.period}, {"body", edit.body},
                            {"indicator", ctx_text(c, "indicator")},
                            {"sent", submit ? S("1") : S("")}),
                    err);
    if (faults.total && c->json) {
        *err = faults.items[0];
        return false;
    }
    if (c->json || (err->code && !is_theirs(err->code)))
        return false;
    Err first = *err;
    *err = (Err){0};
    return again(c, &faults, &first, err);
}

/* ---- which sheets there are ---- */

static void dues_json(Json *json, const ConfirmDues *dues)
{
    json_key(json, S("sheets"));
    json_array(json);
    for (int i = 0; i < dues->count; i++) {
        const ConfirmDue *d = &dues->items[i];
        json_object(json);
        json_kstr(json, S("period"), d->period->code);
        json_kstr(json, S("body"), d->body);
        json_ki64(json, S("version"), d->version);
        json_kbool(json, S("frozen"), d->frozen);
        json_kbool(json, S("drafted"), d->drafted);
        json_object_end(json);
    }
    json_array_end(json);
}

static void due_state(Ctx *c, const ConfirmDue *d, Cell *cell)
{
    cell->state = d->version ? STATE_DONE : d->frozen ? STATE_STOPPED : STATE_OPEN;
    if (d->version)
        cell->text = msg_str(c->arena, c->lang, MSG_CONFIRM_CAME, {"n", number(c, d->version)},
                             {"on", date_str(c->arena, d->received_on)});
    else
        cell->text = msg(c->lang, d->frozen ? MSG_CONFIRM_NEVER_CAME : MSG_CONFIRM_WAITS);
    if (d->drafted && !d->frozen) {
        cell->mark = msg(c->lang, MSG_CONFIRM_DRAFT);
        cell->state = STATE_DOING;
    }
}

static void fill_list(Ctx *c, const ConfirmDues *dues, ConfirmListView *v)
{
    bool own = c->app.actor.role == ROLE_DATA_OWNER;
    v->table = (Table){.empty = msg(c->lang, MSG_CONFIRM_NO_SHEETS)};
    table_add_column(c->arena, &v->table, msg(c->lang, own ? MSG_COL_PERIOD : MSG_CONFIRM_BODY),
                     CELL_HEAD);
    table_add_column(c->arena, &v->table, msg(c->lang, MSG_CONFIRM_STATE), CELL_SHORT);
    for (int i = 0; i < dues->count; i++) {
        const ConfirmDue *d = &dues->items[i];
        TableRow *row = table_add_row(c->arena, &v->table);
        if (!own && (i == 0 || d->period != d[-1].period))
            row->group = d->period->name;
        *row_add_cell(c->arena, row) =
            (Cell){.text = own ? d->period->name : d->body_name,
                   .href = link_to(c, "/confirm/{period}", {"period", d->period->code},
                                   {"body", own ? S("") : d->body})};
        due_state(c, d, row_add_cell(c->arena, row));
    }
}

bool confirm_list(Ctx *c, Err *err)
{
    ConfirmDues dues;
    ConfirmListView v = {0};
    if (!confirm_dues(&c->app, &dues, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        dues_json(&json, &dues);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    fill_list(c, &dues, &v);
    confirm_list_html(page_begin(c, msg(c->lang, MSG_NAV_CONFIRM), NAV_CONFIRM), c, &v);
    return page_end(c, err);
}
