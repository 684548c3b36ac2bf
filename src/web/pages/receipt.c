/* 回执: that a report came, when, in what bytes; one page to print. What it says is app/report/report_receipt's. */
#include "app/paper_file.h"
#include "app/report/report_receipt.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct ReceiptView {
    Str sample, submission, form, docx, pdf, unit, period, says, proves, office, day;
    Facts facts;
} ReceiptView;
#include "web/templates/report_receipt.html.h"

static Str file_link(Ctx *c, const char *format)
{
    return link_to(c, "/submissions/{id}/receipt", {"id", ctx_text(c, "id")},
                   {"format", str_from_z(format)});
}

static void fill(Ctx *c, const ReportReceipt *r, const Paper *paper, ReceiptView *v)
{
    ReceiptLines lines = {0};
    *v = (ReceiptView){.sample = c->app.def.sample ? msg(c->lang, MSG_OUT_SAMPLE) : S(""),
                       .docx = file_link(c, "docx"),
                       .pdf = file_link(c, "pdf"),
                       .submission = link_to(c, "/submissions/{id}", {"id", r->head.id}),
                       .unit = r->unit_name,
                       .period = r->period_name,
                       .says = msg_str(c->arena, c->lang, MSG_RECEIPT_SAYS,
                                       {"period", r->period_name}, {"form", r->form}),
                       .proves = msg_str(c->arena, c->lang, MSG_RECEIPT_VERIFY, {"id", r->head.id}),
                       .office = paper->signature,
                       .day = paper->date};
    if (str_eq(c->app.actor.unit, r->head.party))
        v->form = link_to(c, "/reports/{period}/{unit}", {"period", r->head.period},
                          {"unit", r->head.party});
    report_receipt_lines(r, c->arena, c->lang, &lines);
    for (int i = 0; i < lines.count; i++)
        fact_add(c->arena, &v->facts, lines.items[i].label, lines.items[i].value);
}

static bool receipt_file(Ctx *c, const ReportReceipt *r, const Paper *paper, Err *err)
{
    bool pdf = ctx_i64(c, "format", 0) == 1;
    Str bytes;
    return paper_file(&c->app, paper, pdf ? PAPER_AS_PDF : PAPER_AS_DOCX, r->head.received_at,
                      &bytes, err) &&
           download(
               c,
               pdf ? S("application/pdf")
                   : S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
               msg_str(c->arena, LANG_ZH, MSG_RECEIPT_FILE, {"period", r->period_name},
                       {"unit", r->unit_name}, {"ending", pdf ? S("pdf") : S("docx")}),
               bytes, err);
}

bool receipt_page(Ctx *c, Err *err)
{
    ReportReceipt receipt;
    Paper paper;
    ReceiptView v;
    if (!report_receipt(&c->app, ctx_text(c, "id"), &receipt, err) ||
        !report_receipt_paper(&c->app, &receipt, &paper, err))
        return false;
    if (ctx_given(c, "format"))
        return receipt_file(c, &receipt, &paper, err);
    if (c->json) {
        Json json = json_begin(c);
        report_receipt_json(&receipt, c->arena, &json);
        return json_end(c, &json, err);
    }
    fill(c, &receipt, &paper, &v);
    report_receipt_html(page_begin(c, msg(c->lang, MSG_RECEIPT_TITLE), NAV_REPORT), c, &v);
    return page_end(c, err);
}
