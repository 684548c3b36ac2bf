/* The monthly report to the province (报省材料): its list, one month as draft or approved version, its files. */
#include "app/paper/province.h"

#include "app/paper/circular.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/paper_view.h"

typedef struct ProvincesView {
    Table rows;
} ProvincesView;
#include "web/templates/provinces.html.h"

typedef struct ProvinceChoice {
    Str name, label, who;
    bool chosen;
} ProvinceChoice;

typedef struct ProvinceView {
    Str title, state, error, action, approve_action, draft_href, revision, waits;
    bool approved, may_edit, may_approve, has_faults, has_changes, changed_since;
    PaperView paper;
    Facts facts;
    Str docx, pdf, txt, figures, trace;
    Table faults, changes;
    LIST_OF(Field) texts;
    LIST_OF(ProvinceChoice) highlights, problems, requests;
} ProvinceView;
#include "web/templates/province.html.h"

/* ---- the list ---- */

static bool list_json(Ctx *c, const ProvinceEntries *entries, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("reports"));
    json_array(&json);
    for (int i = 0; i < entries->count; i++) {
        const ProvinceEntry *e = &entries->items[i];
        json_object(&json);
        json_kstr(&json, S("period"), e->period->code);
        json_ki64(&json, S("version"), e->row.version);
        json_kstr(&json, S("number"), e->row.number);
        json_kstr(&json, S("issued_on"), e->row.issued_on);
        json_kstr(&json, S("digest"), e->row.digest);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool provinces_page(Ctx *c, Err *err)
{
    static const Msg heads[] = {MSG_COL_PERIOD, MSG_CIRCULARS_STATE, MSG_CIRCULARS_NUMBER,
                                MSG_CIRCULARS_ISSUED_ON};
    Arena *a = c->arena;
    ProvinceEntries entries = {0};
    ProvincesView v = {0};
    if (!province_list(&c->app, &entries, err))
        return false;
    if (c->json)
        return list_json(c, &entries, err);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(a, &v.rows, msg(c->lang, heads[i]), i ? CELL_SHORT : CELL_HEAD);
    v.rows.empty = msg(c->lang, MSG_PROVINCE_NONE);
    for (int i = 0; i < entries.count; i++) {
        const ProvinceEntry *e = &entries.items[i];
        TableRow *row = table_add_row(a, &v.rows);
        bool done = e->row.version > 0;
        *row_add_cell(a, row) =
            (Cell){.text = e->period->name,
                   .href = link_to(c, "/province/{period}", {"period", e->period->code})};
        *row_add_cell(a, row) =
            (Cell){.state = done ? STATE_DONE : STATE_OPEN,
                   .text = done ? msg_str(a, c->lang, MSG_PROVINCE_VERSION,
                                          {"n", arena_fmt(a, "%d", e->row.version)})
                                : msg(c->lang, MSG_PROVINCE_NOT_APPROVED)};
        *row_add_cell(a, row) = (Cell){.text = e->row.number};
        *row_add_cell(a, row) = (Cell){.text = e->row.issued_on};
    }
    provinces_html(page_begin(c, msg(c->lang, MSG_NAV_PROVINCE), NAV_PROVINCE), c, &v);
    return page_end(c, err);
}

/* ---- one month ---- */

static Str place_text(Ctx *c, const Province *p, Str place)
{
    if (str_eq(place, S("text.overall")))
        return msg(c->lang, MSG_PROVINCE_OVERALL);
    if (str_eq(place, S("text.problems")))
        return msg(c->lang, MSG_PROVINCE_PROBLEMS);
    if (str_eq(place, S("text.suggestions")))
        return msg(c->lang, MSG_PROVINCE_SUGGESTIONS);
    for (int i = 0; i < p->facts.themes.count; i++)
        if (str_ends(place,
                     arena_fmt(c->arena, "theme.%.*s", STR_ARG(p->facts.themes.items[i].task->no))))
            return p->facts.themes.items[i].task->title;
    return place;
}

static void fill_faults(Ctx *c, const Province *p, ProvinceView *v)
{
    static const Msg kinds[] = {MSG_PROVINCE_FAULT_NUMBER, MSG_PROVINCE_FAULT_REQUEST,
                                MSG_PROVINCE_FAULT_GONE};
    Arena *a = c->arena;
    v->has_faults = p->faults.count > 0;
    table_add_column(a, &v->faults, msg(c->lang, MSG_COL_PLACE), CELL_HEAD);
    table_add_column(a, &v->faults, msg(c->lang, MSG_PROVINCE_FAULT), CELL_TEXT);
    v->faults.tight = true;
    for (int i = 0; i < p->faults.count; i++) {
        const ProvinceFault *f = &p->faults.items[i];
        TableRow *row = table_add_row(a, &v->faults);
        *row_add_cell(a, row) = (Cell){.text = place_text(c, p, f->place)};
        *row_add_cell(a, row) =
            (Cell){.text = msg_str(a, c->lang, kinds[f->what], {"found", f->found}), .bad = true};
    }
}

static Str change_place(Ctx *c, Str place)
{
    Str rest = place, code = str_cut(&rest, ' ');
    for (int i = 0; i < c->app.def.targets.count; i++)
        if (str_eq(c->app.def.targets.items[i].code, code))
            return arena_fmt(c->arena, "%.*s %.*s", STR_ARG(c->app.def.targets.items[i].what),
                             STR_ARG(rest));
    return place;
}

static void fill_changes(Ctx *c, const Sheet *changes, ProvinceView *v)
{
    static const Msg heads[] = {MSG_COL_PLACE, MSG_PROVINCE_BEFORE, MSG_PROVINCE_AFTER};
    Arena *a = c->arena;
    v->has_changes = sheet_rows(changes) > 0;
    v->changes.tight = true;
    for (int i = 0; i < 3; i++)
        table_add_column(a, &v->changes, msg(c->lang, heads[i]), i ? CELL_NUMBER : CELL_HEAD);
    for (int r = 0; r < sheet_rows(changes); r++) {
        TableRow *row = table_add_row(a, &v->changes);
        *row_add_cell(a, row) = (Cell){.text = change_place(c, sheet_row(changes, r)[0])};
        *row_add_cell(a, row) = (Cell){.text = sheet_row(changes, r)[1]};
        *row_add_cell(a, row) = (Cell){.text = sheet_row(changes, r)[2]};
    }
}

static void add_text(Ctx *c, const Province *p, ProvinceView *v, Str name, Str label)
{
    *arena_push(c->arena, &v->texts) = (Field){.kind = FIELD_TEXTAREA,
                                               .name = name,
                                               .label = label,
                                               .value = province_edit(&p->edits, name),
                                               .characters_max = LIMIT_PROVINCE_CHARACTERS,
                                               .lines = 3};
}

static void fill_form(Ctx *c, const Province *p, ProvinceView *v)
{
    Arena *a = c->arena;
    add_text(c, p, v, S("text.overall"), msg(c->lang, MSG_PROVINCE_OVERALL));
    for (int i = 0; i < p->facts.themes.count; i++) {
        const Task *t = p->facts.themes.items[i].task;
        add_text(c, p, v, arena_fmt(a, "text.theme.%.*s", STR_ARG(t->no)), t->title);
    }
    add_text(c, p, v, S("text.problems"), msg(c->lang, MSG_PROVINCE_PROBLEMS));
    add_text(c, p, v, S("text.suggestions"), msg(c->lang, MSG_PROVINCE_SUGGESTIONS));
    for (int i = 0; i < p->facts.highlights.count; i++) {
        const HighlightRow *r = &p->facts.highlights.items[i].row;
        Str name = arena_fmt(a, "highlight.%.*s", STR_ARG(r->id));
        *arena_push(a, &v->highlights) =
            (ProvinceChoice){name, r->title, r->unit.len ? unit_name(&c->app, r->unit) : S(""),
                             province_edit(&p->edits, name).len > 0};
    }
    for (int i = 0; i < p->facts.sayings.count; i++) {
        const ProvinceSaying *s = &p->facts.sayings.items[i];
        Str name = arena_fmt(a, "pick.%.*s", STR_ARG(s->key)), who = unit_name(&c->app, s->unit);
        if (s->alike)
            who = msg_str(a, c->lang, MSG_PROVINCE_WHO_MORE, {"unit", who},
                          {"n", arena_fmt(a, "%d", s->alike)});
        ProvinceChoice choice = {name, s->text, who, province_edit(&p->edits, name).len > 0};
        if (s->is_request)
            *arena_push(a, &v->requests) = choice;
        else
            *arena_push(a, &v->problems) = choice;
    }
}

static Str file_link(Ctx *c, const Province *p, const char *format)
{
    Str version = p->approved ? arena_fmt(c->arena, "%d", p->row.version) : S("");
    return link_to(c, "/province/{period}/file", {"period", p->period->code}, {"version", version},
                   {"format", str_from_z(format)});
}

static bool show(Ctx *c, const Province *p, const Err *fault, Err *err)
{
    Arena *a = c->arena;
    ProvinceView v = {.approved = p->approved, .may_edit = !p->approved};
    Err why = {0};
    if (!p->approved && ctx_may(c, ACT_PROVINCE_APPROVE)) {
        v.may_approve = province_may_sign(&c->app, p, &why);
        Out sentence = out_new(a, LIMIT_LINE_BYTES);
        if (!v.may_approve)
            msg_err(&sentence, c->lang, &why);
        v.waits = out_str(&sentence);
    }
    if (c->json) {
        Json json = json_begin(c);
        province_json(p, &json);
        return json_end(c, &json, err);
    }
    v.paper = paper_view(a, &p->paper);
    v.title = msg_str(a, c->lang, MSG_PROVINCE_HEADING, {"period", p->period->name});
    v.revision = arena_fmt(a, "%d", p->draft.revision);
    v.action = link_to(c, "/province/{period}", {"period", p->period->code});
    v.approve_action = link_to(c, "/province/{period}/approve", {"period", p->period->code});
    v.draft_href = link_to(c, "/province/{period}", {"period", p->period->code}, {"draft", S("1")});
    v.docx = file_link(c, p, "docx");
    v.pdf = file_link(c, p, "pdf");
    v.txt = file_link(c, p, "txt");
    v.figures = file_link(c, p, "csv");
    v.trace = file_link(c, p, "trace");
    if (p->approved) {
        fact_add(
            a, &v.facts, msg(c->lang, MSG_CIRCULARS_STATE),
            msg_str(a, c->lang, MSG_PROVINCE_VERSION, {"n", arena_fmt(a, "%d", p->row.version)}));
        fact_add(a, &v.facts, msg(c->lang, MSG_CIRCULARS_NUMBER), p->row.number);
        fact_add(a, &v.facts, msg(c->lang, MSG_PROVINCE_SIGNED_BY), p->row.signer);
        fact_add(a, &v.facts, msg(c->lang, MSG_CIRCULARS_ISSUED_ON), p->row.issued_on);
        fact_add(a, &v.facts, msg(c->lang, MSG_PROVINCE_DIGEST), p->row.digest);
    } else {
        fact_add(a, &v.facts, msg(c->lang, MSG_CIRCULARS_STATE),
                 msg_str(a, c->lang, MSG_PROVINCE_REVISION, {"n", v.revision}));
        fill_form(c, p, &v);
    }
    fill_faults(c, p, &v);
    fill_changes(c, &p->changes, &v);
    if (fault) {
        Out sentence = out_new(a, LIMIT_LINE_BYTES);
        msg_err(&sentence, c->lang, fault);
        v.error = out_str(&sentence);
        c->response->status = http_status_of(err_kind(fault->code));
    }
    province_html(page_begin(c, v.title, NAV_PROVINCE), c, &v);
    return page_end(c, err);
}

bool province_page(Ctx *c, Err *err)
{
    Province p;
    return province_read(&c->app, ctx_text(c, "period"), (int)ctx_i64(c, "version", 0),
                         ctx_given(c, "draft"), &p, err) &&
           show(c, &p, NULL, err);
}

/* What was refused is told above the draft as it stands. */
static bool again(Ctx *c, Err *err)
{
    Province p;
    ErrKind kind = err_kind(err->code);
    if (c->json || (kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_TOO_LARGE) ||
        err->code == ERR_PROVINCE_EMPTY || err->code == ERR_PERIOD_UNKNOWN)
        return false;
    Err fault = *err;
    *err = (Err){0};
    return province_read(&c->app, ctx_text(c, "period"), 0, true, &p, err) &&
           show(c, &p, &fault, err);
}

bool province_make_do(Ctx *c, Err *err)
{
    Province p;
    ProvinceEdits edits = {0};
    Str period = ctx_text(c, "period");
    for (int i = 0; i < c->params.fields.count; i++) {
        const HttpPair *pair = &c->params.fields.items[i];
        *arena_push(c->arena, &edits) = (ProvinceEdit){pair->name, pair->value};
    }
    if (!province_make(&c->app, period, (int)ctx_i64(c, "seen", 0), &edits, &p, err))
        return again(c, err);
    return c->json
               ? show(c, &p, NULL, err)
               : redirect(c,
                          link_to(c, "/province/{period}", {"period", period}, {"draft", S("1")}),
                          err);
}

bool province_approve_do(Ctx *c, Err *err)
{
    Province p;
    Str period = ctx_text(c, "period");
    const ProvinceSign sign = {.number = ctx_text(c, "number"),
                               .signer = ctx_text(c, "signer"),
                               .seen = (int)ctx_i64(c, "seen", 0)};
    if (!province_approve(&c->app, period, &sign, &p, err))
        return again(c, err);
    return c->json ? show(c, &p, NULL, err)
                   : redirect(c, link_to(c, "/province/{period}", {"period", period}), err);
}

bool province_file(Ctx *c, Err *err)
{
    enum { DOCX, TXT, FIGURES, TRACE, PDF };
    Province p;
    Str bytes, period = ctx_text(c, "period");
    int64_t version = ctx_i64(c, "version", 0), format = ctx_i64(c, "format", 0);
    if (!province_read(&c->app, period, (int)version, version == 0, &p, err))
        return false;
    Str name = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(period),
                         STR_ARG(paper_unbroken(c->arena, p.paper.title)));
    if (format == DOCX)
        return province_docx(&c->app, &p, &bytes, err) && download_docx(c, name, bytes, err);
    if (format == PDF)
        return province_pdf(&c->app, &p, &bytes, err) && download_pdf(c, name, bytes, err);
    if (format == TXT)
        return download_txt(c, name, p.text, err);
    Sheet sheet = format == FIGURES ? circular_trace(&c->app, c->lang, &p.figures) : p.trace;
    return download_csv(c, &sheet, name, err);
}
