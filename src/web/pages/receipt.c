/* 回执: that a report came, when, in what bytes; one page to print. */
#include "app/paper_writer.h"
#include "app/unit_view.h"
#include "doc/docx.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct ReceiptView {
    Str sample, submission, unit, period, says, office, day;
    Facts facts;
} ReceiptView;
#include "web/templates/report_receipt.html.h"

static Str channel_text(Lang lang, Str channel)
{
    static const struct {
        Str word;
        Msg text;
    } words[] = {{SC("web"), MSG_RECEIPT_BY_WEB},
                 {SC("workbook"), MSG_RECEIPT_BY_WORKBOOK},
                 {SC("folder"), MSG_RECEIPT_BY_FOLDER},
                 {SC("paper"), MSG_RECEIPT_BY_PAPER},
                 {SC("api"), MSG_RECEIPT_BY_API}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(words[i].word, channel))
            return msg(lang, words[i].text);
    return msg(lang, MSG_RECEIPT_BY_OFFICE);
}

static Str signed_by(Ctx *c, Lang lang, Str who)
{
    if (str_eq(who, S(APPROVED_BY_SCAN)))
        return msg(lang, MSG_RECEIPT_SCAN);
    (void)c;
    return who;
}

static void fill(Ctx *c, const Submission *s, Lang lang, ReceiptView *v)
{
    Arena *a = c->arena;
    *v = (ReceiptView){.sample = c->app.def.sample ? msg(lang, MSG_OUT_SAMPLE) : S(""),
                       .submission = link_to(c, "/submissions/{id}", {"id", s->id}),
                       .unit = unit_name(&c->app, s->party),
                       .period = period_name(&c->app, s->period),
                       .office = c->app.def.name,
                       .day = date_str(a, s->received_on)};
    v->office = msg_str(a, lang, MSG_RECEIPT_OFFICE, {"campaign", c->app.def.name});
    v->says = msg_str(a, lang, MSG_RECEIPT_SAYS, {"unit", v->unit}, {"period", v->period},
                      {"version", arena_fmt(a, "%d", s->version)},
                      {"at", instant_str(a, s->received_at)});
    fact_add(a, &v->facts, msg(lang, MSG_RECEIPT_NUMBER), s->id);
    fact_add(a, &v->facts, msg(lang, MSG_UNIT_RECEIVED), instant_str(a, s->received_at));
    fact_add(a, &v->facts, msg(lang, MSG_RECEIPT_TIMELY),
             s->late_days
                 ? msg_str(a, lang, MSG_UNIT_LATE_DAYS, {"days", arena_fmt(a, "%d", s->late_days)})
                 : msg(lang, MSG_RECEIPT_IN_TIME));
    fact_add(a, &v->facts, msg(lang, MSG_RECEIPT_CHANNEL), channel_text(lang, s->channel));
    if (s->sender.len)
        fact_add(a, &v->facts, msg(lang, MSG_RECEIPT_SENDER), s->sender);
    if (s->filled_by.len)
        fact_add(a, &v->facts, msg(lang, MSG_MONTHLY_SIGN_FILL), signed_by(c, lang, s->filled_by));
    if (s->approved_by.len)
        fact_add(a, &v->facts, msg(lang, MSG_MONTHLY_SIGN_SEND),
                 signed_by(c, lang, s->approved_by));
    fact_add(a, &v->facts, msg(lang, MSG_SUBMISSION_DIGEST), s->body_digest);
}

static bool receipt_of(Ctx *c, Submission *ret, Err *err)
{
    SubmissionView s;
    if (!submission_view(&c->app, ctx_text(c, "id"), &s, err))
        return false;
    if (!str_eq(s.head.kind, S("report")))
        return err_set(err, ERR_SUBMISSION_UNKNOWN, {"found", ctx_text(c, "id")});
    *ret = s.head;
    return true;
}

static bool receipt_docx(Ctx *c, const ReceiptView *v, Err *err)
{
    Paper paper = {
        .title = msg(LANG_ZH, MSG_RECEIPT_HEADING), .signature = v->office, .date = v->day};
    Str bytes;
    if (v->sample.len)
        *arena_push(c->arena, &paper.marks) = v->sample;
    paper.addressees = msg_str(c->arena, LANG_ZH, MSG_RECEIPT_TO, {"unit", v->unit});
    paper_paragraph(c->arena, &paper.body, v->says);
    PaperColumn *columns = arena_new(c->arena, PaperColumn, 2);
    columns[0].head = msg(LANG_ZH, MSG_RECEIPT_ITEM);
    columns[1].head = msg(LANG_ZH, MSG_RECEIPT_CONTENT);
    PaperTable *t = paper_table(c->arena, &paper.body, columns, 2);
    for (int i = 0; i < v->facts.count; i++) {
        paper_cell(c->arena, t, v->facts.items[i].label);
        paper_cell(c->arena, t, v->facts.items[i].value);
    }
    paper_note(c->arena, &paper.body, msg(LANG_ZH, MSG_RECEIPT_PROVES));
    return docx_write(c->arena, &paper, c->now_ms, OFFSET_MINUTES_CHINA, &bytes, err) &&
           download(c, S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                    msg_str(c->arena, LANG_ZH, MSG_RECEIPT_FILE, {"period", v->period},
                            {"unit", v->unit}),
                    bytes, err);
}

bool receipt_page(Ctx *c, Err *err)
{
    Submission s;
    ReceiptView v;
    if (!receipt_of(c, &s, err))
        return false;
    if (str_eq(ctx_text(c, "format"), S("docx"))) {
        fill(c, &s, LANG_ZH, &v);
        return receipt_docx(c, &v, err);
    }
    fill(c, &s, c->lang, &v);
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        json_kstr(&json, S("submission"), s.id);
        json_kstr(&json, S("unit"), s.party);
        json_kstr(&json, S("period"), s.period);
        json_ki64(&json, S("version"), s.version);
        json_kstr(&json, S("received_at"), instant_str(c->arena, s.received_at));
        json_ki64(&json, S("late_days"), s.late_days);
        json_kstr(&json, S("channel"), s.channel);
        json_kstr(&json, S("filled_by"), s.filled_by);
        json_kstr(&json, S("approved_by"), s.approved_by);
        json_kstr(&json, S("digest"), s.body_digest);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    report_receipt_html(page_begin(c, msg(c->lang, MSG_RECEIPT_TITLE), NAV_REPORT), c, &v);
    return page_end(c, err);
}
