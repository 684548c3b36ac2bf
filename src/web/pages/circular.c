#include "app/paper/circular.h"
#include "web/pages.h"
#include "web/paper_view.h"

/* ---- the list ---- */

typedef struct CircularItem {
    Str period, href, number, issued_on, issued_by;
    bool issued;
} CircularItem;

typedef struct CircularsView {
    LIST_OF(CircularItem) items;
} CircularsView;
#include "web/templates/circulars.html.h"

static bool list_json(Ctx *c, const CircularEntries *entries, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_key(&json, S("circulars"));
    json_array(&json);
    for (int i = 0; i < entries->count; i++) {
        const CircularEntry *e = &entries->items[i];
        json_object(&json);
        json_kstr(&json, S("period"), e->period->code);
        json_kstr(&json, S("state"), e->issued ? S("issued") : S("draft"));
        json_kstr(&json, S("number"), e->row.number);
        json_kstr(&json, S("issuer"), e->row.issuer);
        json_kstr(&json, S("issued_on"), e->row.issued_on);
        json_kstr(&json, S("digest"), e->row.digest);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool circulars_page(Ctx *c, Err *err)
{
    CircularEntries entries = {0};
    CircularsView v = {0};
    if (!circular_entries(&c->app, &entries, err))
        return false;
    if (c->json)
        return list_json(c, &entries, err);
    for (int i = 0; i < entries.count; i++) {
        const CircularEntry *e = &entries.items[i];
        *arena_push(c->arena, &v.items) =
            (CircularItem){.period = e->period->name,
                           .href = link_to(c, "/circulars/{period}", {"period", e->period->code}),
                           .number = e->row.number,
                           .issued_on = e->row.issued_on,
                           .issued_by = e->row.issued_by,
                           .issued = e->issued};
    }
    circulars_html(page_begin(c, msg(c->lang, MSG_CIRCULARS_TITLE), NAV_CIRCULAR), c, &v);
    return page_end(c, err);
}

/* ---- one circular, as it looks on paper ---- */

typedef struct CircularView {
    const Circular *circular;
    PaperView sheet;
    Str period, docx, pdf, txt, figures, figures_name;
} CircularView;
#include "web/templates/circular.html.h"

static Str file_link(Ctx *c, Str period, const char *format)
{
    return link_to(c, "/circulars/{period}/file", {"period", period},
                   {"format", str_from_z(format)});
}

static bool circular_json(Ctx *c, const Circular *circular, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("period"), ctx_text(c, "period"));
    json_kstr(&json, S("state"), circular->issued ? S("issued") : S("draft"));
    json_kstr(&json, S("number"), circular->paper.number);
    json_kstr(&json, S("issued_on"), circular->row.issued_on);
    json_kstr(&json, S("digest"), circular->row.digest);
    json_kstr(&json, S("text"), circular->text);
    json_key(&json, S("figures"));
    json_array(&json);
    for (int i = 0; i < circular->figures.list.count; i++) {
        const Figure *f = &circular->figures.list.items[i];
        json_object(&json);
        json_kstr(&json, S("place"), f->place);
        json_kstr(&json, S("text"), f->text);
        json_kstr(&json, S("kind"), f->kind);
        json_kstr(&json, S("period"), f->period);
        json_kstr(&json, S("group"), f->group);
        json_kstr(&json, S("unit"), f->unit);
        json_kstr(&json, S("node"), f->node);
        json_ki64(&json, S("run"), f->run);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static Str figures_name(Ctx *c, int count)
{
    Out out = out_new(c->arena, 256);
    msg_out(&out, c->lang, MSG_CIRCULAR_FILE_FIGURES, {"count", arena_fmt(c->arena, "%d", count)});
    return out_str(&out);
}

bool circular_page(Ctx *c, Err *err)
{
    Circular circular = {0};
    Str period = ctx_text(c, "period");
    if (!circular_read(&c->app, period, &circular, err))
        return false;
    if (c->json)
        return circular_json(c, &circular, err);
    CircularView v = {.circular = &circular,
                      .sheet = paper_view(c->arena, &circular.paper),
                      .period = period_name(&c->app, period),
                      .docx = file_link(c, period, "docx"),
                      .pdf = file_link(c, period, "pdf"),
                      .txt = file_link(c, period, "txt"),
                      .figures = file_link(c, period, "csv"),
                      .figures_name = figures_name(c, circular.figures.list.count)};
    circular_html(page_begin(c, v.sheet.title, NAV_CIRCULAR), c, &v);
    return page_end(c, err);
}

bool circular_file(Ctx *c, Err *err)
{
    Circular circular = {0};
    Str period = ctx_text(c, "period");
    if (!circular_read(&c->app, period, &circular, err))
        return false;
    Str name = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(period),
                         STR_ARG(paper_unbroken(c->arena, circular.paper.title)));
    switch (ctx_i64(c, "format", 0)) {
    case 0: {
        Str bytes;
        return circular_docx(&c->app, &circular, &bytes, err) &&
               download(
                   c, S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                   arena_fmt(c->arena, "%.*s.docx", STR_ARG(name)), bytes, err);
    }
    case 3: {
        Str bytes;
        return circular_pdf(&c->app, &circular, &bytes, err) &&
               download(c, S("application/pdf"), arena_fmt(c->arena, "%.*s.pdf", STR_ARG(name)),
                        bytes, err);
    }
    case 1:
        return download(c, S("text/plain; charset=utf-8"),
                        arena_fmt(c->arena, "%.*s.txt", STR_ARG(name)), circular.text, err);
    default: {
        Sheet trace = circular_trace(&c->app, c->lang, &circular.figures);
        return download_csv(c, &trace, name, err);
    }
    }
}
