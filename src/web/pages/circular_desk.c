/* One circular (通报) on one page: what comes next first, its text, the paper, who has signed, who has received it. */
#include "app/paper/circular_desk.h"
#include "app/paper/circular_signers.h"
#include "app/person.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/paper_view.h"

typedef struct CircularView {
    Str title, next, error, mark, mark_href;
    PaperView sheet;
    Facts facts;
    bool is_draft, may_draft, may_sign, may_return, may_issue, may_receive, may_enter, first;
    Str action, sign_action, issue_action, receive_action, back_action;
    Str later, revision, digest, step, step_label, withdraw_href, notice_href;
    LIST_OF(Field) texts;
    LIST_OF(Field) lines;
    Options issuers, signers;
    Str countersign; /* as people name them */
    Field number, unit;
    Table faults, receipts;
    Moments signs;
    Str docx, pdf, txt, figures, figures_name, example;
} CircularView;
#include "web/templates/circular.html.h"

static Str later_of(const CircularDesk *d)
{
    return d->kind == CIRCULAR_OF_MONTH ? S("") : circular_kind_word(d->kind);
}

static bool is_later(Ctx *c, CircularKind *ret_kind)
{
    *ret_kind = CIRCULAR_OF_MONTH;
    return circular_kind_parse(ctx_text(c, "later"), ret_kind) && *ret_kind != CIRCULAR_OF_MONTH;
}

static Str file_link(Ctx *c, const CircularDesk *d, const char *format)
{
    return link_to(c, "/circulars/{period}/file", {"period", d->period->code},
                   {"later", later_of(d)}, {"format", str_from_z(format)});
}

static Str act_link(Ctx *c, const CircularDesk *d, const char *act)
{
    return arena_fmt(c->arena, "/circulars/%.*s%s", STR_ARG(d->period->code), act);
}

/* ---- a draft ---- */

static void add_line(Ctx *c, CircularView *v, const char *name, Msg label, Str value, Msg help,
                     bool required)
{
    *arena_push(c->arena, &v->lines) =
        (Field){.name = str_from_z(name),
                .label = msg(c->lang, label),
                .value = value,
                .help = help == MSG_TALK_NO_HELP ? S("") : msg(c->lang, help),
                .characters_max = LIMIT_CIRCULAR_LINE_CHARACTERS,
                .required = required};
}

/* What may be chosen: bodies that may issue, and who may countersign by their posts. */
static bool fill_choices(Ctx *c, const CircularDesk *d, CircularView *v, Err *err)
{
    CircularIssuers issuers = {0};
    CircularSigners signers = {0};
    if (!circular_issuers(&c->app, &issuers, err) || !circular_signers(&c->app, &signers, err))
        return false;
    for (int i = 0; i < issuers.count; i++)
        *arena_push(c->arena, &v->issuers) = (Option){.value = issuers.items[i]};
    for (int i = 0; i < signers.count; i++)
        *arena_push(c->arena, &v->signers) =
            (Option){.value = signers.items[i].called, .label = signers.items[i].of};
    v->countersign = circular_signers_called(&c->app, &signers, d->head.countersign);
    return true;
}

static void fill_form(Ctx *c, const CircularDesk *d, CircularView *v)
{
    const CircularDraft *h = &d->head;
    add_line(c, v, "issuer", MSG_CIRCULAR_F_ISSUER, h->issuer, MSG_CIRCULAR_HELP_ISSUER, true);
    v->lines.items[v->lines.count - 1].options = &v->issuers;
    add_line(c, v, "mark", MSG_CIRCULAR_F_MARK, h->mark, MSG_TALK_NO_HELP, true);
    add_line(c, v, "basis", MSG_CIRCULAR_F_BASIS, h->basis, MSG_CIRCULAR_HELP_BASIS, true);
    if (d->kind != CIRCULAR_OF_MONTH)
        add_line(c, v, "reason", MSG_CIRCULAR_F_REASON, h->reason, MSG_TALK_NO_HELP, true);
    add_line(c, v, "countersign", MSG_CIRCULAR_F_COUNTERSIGN, v->countersign,
             MSG_CIRCULAR_HELP_COUNTERSIGN, false);
    add_line(c, v, "countersign_add", MSG_CIRCULAR_F_COUNTERSIGN_ADD, S(""),
             MSG_CIRCULAR_HELP_COUNTERSIGN_ADD, false);
    v->lines.items[v->lines.count - 1].options = &v->signers;
    for (int i = 0; i < PASSAGES; i++) {
        Str text = d->text.passages[i];
        *arena_push(c->arena, &v->texts) = (Field){
            .kind = FIELD_TEXTAREA,
            .name = arena_fmt(c->arena, "text.%.*s", STR_ARG(passage_word((CircularPassage)i))),
            .label = passage_name(c->lang, (CircularPassage)i),
            .value = text,
            .characters_max = LIMIT_CIRCULAR_CHARACTERS,
            .lines = text.len > 600   ? 12
                     : text.len > 200 ? 6
                                      : 3};
    }
}

static void fill_faults(Ctx *c, const CircularDesk *d, CircularView *v)
{
    static const Msg says[] = {MSG_CIRCULAR_FAULT_UNKNOWN, MSG_CIRCULAR_FAULT_TYPED};
    Arena *a = c->arena;
    table_add_column(a, &v->faults, msg(c->lang, MSG_COL_PLACE), CELL_HEAD);
    table_add_column(a, &v->faults, msg(c->lang, MSG_CIRCULAR_LOOK), CELL_TEXT);
    table_add_column(a, &v->faults, msg(c->lang, MSG_CIRCULAR_OFFER), CELL_TEXT);
    v->faults.tight = true;
    for (int i = 0; i < d->faults.count; i++) {
        const CircularFault *f = &d->faults.items[i];
        TableRow *row = table_add_row(a, &v->faults);
        *row_add_cell(a, row) =
            (Cell){.text = msg_str(a, c->lang, MSG_CIRCULAR_LINE,
                                   {"passage", passage_name(c->lang, f->passage)},
                                   {"line", arena_fmt(a, "%d", f->line)})};
        *row_add_cell(a, row) =
            (Cell){.text = msg_str(a, c->lang, says[f->kind], {"found", f->found}),
                   .bad = f->kind == CIRCULAR_UNKNOWN};
        *row_add_cell(a, row) = (Cell){.text = f->offer};
    }
}

static void fill_signs(Ctx *c, const CircularDesk *d, CircularView *v)
{
    Arena *a = c->arena;
    for (int i = 0; i < d->signs.count; i++) {
        const CircularHolds *h = &d->signs.items[i];
        Str title =
            msg_str(a, c->lang, MSG_CIRCULAR_SIGNED, {"step", circular_step_name(c->lang, h->step)},
                    {"revision", arena_fmt(a, "%d", h->sign.revision)});
        Str text = h->sign.opinion;
        if (!h->holds && h->step != CIRCULAR_RETURNED)
            text = arena_fmt(a, "%.*s %.*s", STR_ARG(text),
                             STR_ARG(msg(c->lang, MSG_CIRCULAR_SIGN_VOID)));
        *arena_push(a, &v->signs) =
            (Moment){.when = h->sign.on_date,
                     .title = title,
                     .who = person_words(&c->app, c->lang, h->sign.by, h->sign.behalf),
                     .text = str_trim(text),
                     .done = h->holds};
    }
    if (d->is_draft)
        *arena_push(a, &v->signs) =
            (Moment){.title = circular_step_name(c->lang, d->next), .now = true};
}

static void fill_draft(Ctx *c, const CircularDesk *d, CircularView *v)
{
    Arena *a = c->arena;
    v->may_draft = d->may_draft;
    v->may_sign = d->may_sign && !(d->next == CIRCULAR_DRAFTED && d->may_draft);
    v->may_return = d->may_return;
    v->may_issue = d->may_issue;
    v->revision = arena_fmt(a, "%d", d->revisions.count ? d->head.revision : 0);
    v->digest = d->digest;
    v->step = circular_step_word(d->next);
    v->step_label = circular_step_name(c->lang, d->next);
    v->first = d->next == CIRCULAR_DRAFTED;
    v->example = S("{得分:甲区}");
    v->number = (Field){.name = S("number"),
                        .label = msg(c->lang, MSG_CIRCULAR_F_NUMBER),
                        .value = d->number,
                        .help = msg(c->lang, MSG_CIRCULAR_HELP_NUMBER),
                        .characters_max = LIMIT_CIRCULAR_LINE_CHARACTERS,
                        .required = true};
    fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULARS_STATE),
             msg_str(a, c->lang, MSG_CIRCULAR_REVISION, {"n", v->revision}));
    fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULAR_F_BASIS), d->head.basis);
    if (d->corrected)
        fact_add(
            a, &v->facts, msg(c->lang, MSG_CIRCULAR_CORRECTED),
            msg_str(a, c->lang, MSG_CIRCULAR_CORRECTED_N, {"n", arena_fmt(a, "%d", d->corrected)}));
    if (d->issuer.code != ERR_NONE && v->error.len == 0) {
        Out out = out_new(a, LIMIT_LINE_BYTES);
        msg_err(&out, c->lang, &d->issuer);
        v->error = out_str(&out);
    }
    fill_form(c, d, v);
    fill_faults(c, d, v);
    fill_signs(c, d, v);
}

/* ---- what is issued ---- */

static void fill_receipts(Ctx *c, const CircularDesk *d, CircularView *v)
{
    static const Msg heads[] = {MSG_COL_UNIT, MSG_CIRCULAR_RECEIVED_ON, MSG_CIRCULAR_F_SIGNER,
                                MSG_CIRCULAR_F_SENDER};
    static const CellKind kinds[] = {CELL_HEAD, CELL_SHORT, CELL_TEXT, CELL_TEXT};
    Arena *a = c->arena;
    for (int i = 0; i < 4; i++)
        table_add_column(a, &v->receipts, msg(c->lang, heads[i]), kinds[i]);
    v->receipts.tight = true;
    Options *units = arena_new(a, Options, 1);
    for (int i = 0; i < d->receipts.count; i++) {
        const CircularUnitReceipt *r = &d->receipts.items[i];
        bool late = !r->received && d->receipt_due != DATE_NONE && d->receipt_due < c->app.today;
        TableRow *row = table_add_row(a, &v->receipts);
        *row_add_cell(a, row) = (Cell){.text = r->unit->name};
        *row_add_cell(a, row) =
            (Cell){.text = r->received ? r->receipt.on_date : msg(c->lang, MSG_CIRCULAR_WAITS),
                   .state = r->received ? STATE_DONE
                            : late      ? STATE_LATE
                                        : STATE_OPEN};
        *row_add_cell(a, row) = (Cell){.text = r->receipt.signer};
        *row_add_cell(a, row) = (Cell){.text = r->receipt.sender};
        if (!r->received)
            *arena_push(a, units) = (Option){r->unit->code, r->unit->name, false};
    }
    v->may_enter = units->count > 0;
    v->unit = (Field){.name = S("unit"),
                      .label = msg(c->lang, MSG_COL_UNIT),
                      .kind = FIELD_SELECT,
                      .options = units,
                      .required = true};
}

static void fill_issued(Ctx *c, const CircularDesk *d, CircularView *v)
{
    Arena *a = c->arena;
    bool office = permit_scope(c->app.actor.role, ACT_CIRCULAR_RECEIVE) == SCOPE_ALL;
    fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULARS_STATE),
             msg(c->lang, d->is_withdrawn ? MSG_CIRCULAR_N_WITHDRAWN : MSG_CIRCULARS_ISSUED));
    fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULARS_NUMBER), d->circular.row.number);
    fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULARS_ISSUED_ON), d->circular.row.issued_on);
    fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULAR_F_REASON), d->issue.reason);
    if (office) {
        fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULAR_F_BASIS), d->issue.basis);
        fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULAR_S_APPROVED),
                 person_post(&c->app, d->issue.approved_by));
    }
    fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULAR_RECEIPT_DUE), d->issue.receipt_due);
    if (d->later.id.len) {
        v->mark = msg_str(a, c->lang,
                          d->is_withdrawn ? MSG_CIRCULAR_WITHDRAWN_BY : MSG_CIRCULAR_CORRECTED_BY,
                          {"number", d->later.number});
        v->mark_href =
            link_to(c, "/circulars/{period}", {"period", d->period->code}, {"later", S("notice")});
    }
    if (office) {
        fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULARS_RECEIVED),
                 arena_fmt(a, "%d/%d", d->received, d->receipts.count));
        fill_receipts(c, d, v);
        if (ctx_may(c, ACT_CIRCULAR_DRAFT) && d->kind != CIRCULAR_WITHDRAWS && !d->is_withdrawn)
            v->withdraw_href = act_link(c, d, "");
    }
    v->may_receive = d->own && !d->own_received && !office;
    if (d->own)
        fact_add(a, &v->facts, msg(c->lang, MSG_CIRCULAR_OWN),
                 msg(c->lang, d->own_received ? MSG_CIRCULAR_OWN_DONE : MSG_CIRCULAR_WAITS));
}

/* ---- the page ---- */

static bool show(Ctx *c, const CircularDesk *d, const Err *fault, Err *err)
{
    if (c->json) {
        Json json = json_begin(c);
        circular_desk_json(&c->app, c->lang, d, &json);
        return json_end(c, &json, err);
    }
    CircularView v = {.is_draft = d->is_draft,
                      .sheet = paper_view(c->arena, &d->circular.paper),
                      .next = circular_next_text(&c->app, c->lang, d),
                      .later = later_of(d),
                      .action = act_link(c, d, ""),
                      .sign_action = act_link(c, d, "/sign"),
                      .issue_action = act_link(c, d, "/issue"),
                      .receive_action = act_link(c, d, "/receive"),
                      .back_action = act_link(c, d, "/back"),
                      .docx = file_link(c, d, "docx"),
                      .pdf = file_link(c, d, "pdf"),
                      .txt = file_link(c, d, "txt"),
                      .figures = file_link(c, d, "csv")};
    static const Msg titles[CIRCULAR_KINDS] = {MSG_CIRCULAR_HEADING, MSG_CIRCULAR_HEADING_NOTICE,
                                               MSG_CIRCULAR_HEADING_WITHDRAWAL};
    v.title = msg_str(c->arena, c->lang, titles[d->kind], {"period", d->period->name});
    v.figures_name = msg_str(c->arena, c->lang, MSG_CIRCULAR_FILE_FIGURES,
                             {"count", arena_fmt(c->arena, "%d", d->circular.figures.list.count)});
    if (fault) {
        Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&sentence, c->lang, fault);
        v.error = out_str(&sentence);
        c->response->status = http_status_of(err_kind(fault->code));
    }
    if (d->is_draft && !fill_choices(c, d, &v, err))
        return false;
    if (d->is_draft)
        fill_draft(c, d, &v);
    else
        fill_issued(c, d, &v);
    circular_html(page_begin(c, v.title, NAV_CIRCULAR), c, &v);
    return page_end(c, err);
}

bool circular_page(Ctx *c, Err *err)
{
    CircularDesk d;
    CircularKind kind;
    bool later = is_later(c, &kind);
    return circular_desk_read(&c->app, ctx_text(c, "period"), later, &d, err) &&
           show(c, &d, NULL, err);
}

/* What was refused is told above the circular as it stands. */
static bool answer(Ctx *c, bool done, Err *err)
{
    CircularDesk d;
    CircularKind kind;
    bool later = is_later(c, &kind);
    Str period = ctx_text(c, "period");
    if (done && !c->json)
        return redirect(c,
                        link_to(c, "/circulars/{period}", {"period", period},
                                {"later", later ? circular_kind_word(kind) : S("")}),
                        err);
    Err fault = *err;
    ErrKind what = err_kind(fault.code);
    if (!done && (c->json || fault.code == ERR_PERIOD_UNKNOWN ||
                  (what != KIND_INVALID && what != KIND_CONFLICT && what != KIND_TOO_LARGE)))
        return false;
    *err = (Err){0};
    if (!circular_desk_read(&c->app, period, later, &d, err)) {
        if (!done)
            *err = fault;
        return false;
    }
    return show(c, &d, done ? NULL : &fault, err);
}

bool circular_draft_do(Ctx *c, Err *err)
{
    CircularDesk d;
    CircularEdit edit = {.seen = (int)ctx_i64(c, "seen", 0),
                         .issuer = ctx_text(c, "issuer"),
                         .mark = ctx_text(c, "mark"),
                         .basis = ctx_text(c, "basis"),
                         .reason = ctx_text(c, "reason"),
                         .countersign = ctx_text(c, "countersign"),
                         .source = ctx_i64(c, "source", 0) ? S("docx") : S("page")};
    bool later = is_later(c, &edit.kind);
    if (ctx_text(c, "countersign_add").len)
        edit.countersign = arena_fmt(c->arena, "%.*s;%.*s", STR_ARG(edit.countersign),
                                     STR_ARG(ctx_text(c, "countersign_add")));
    edit.no_countersign = ctx_given(c, "countersign") && edit.countersign.len == 0;
    for (int i = 0; i < PASSAGES; i++)
        edit.text.passages[i] = S("");
    for (int i = 0; i < c->params.fields.count; i++) {
        const HttpPair *pair = &c->params.fields.items[i];
        for (int p = 0; p < PASSAGES; p++)
            if (str_starts(pair->name, S("text.")) &&
                str_eq(str_sub(pair->name, 5, pair->name.len), passage_word((CircularPassage)p))) {
                edit.text.passages[p] = pair->value;
                edit.given = true;
            }
    }
    bool done = circular_save_draft(&c->app, ctx_text(c, "period"), &edit, &d, err);
    if (done && ctx_given(c, "sign"))
        done = circular_do_sign(&c->app, ctx_text(c, "period"), later, CIRCULAR_DRAFTED, S(""),
                                S(""), &d, err);
    return answer(c, done, err);
}

bool circular_sign_do(Ctx *c, Err *err)
{
    CircularDesk d;
    CircularKind kind;
    CircularStep step;
    bool later = is_later(c, &kind);
    (void)circular_step_parse(ctx_text(c, "step"), &step);
    return answer(c,
                  circular_do_sign(&c->app, ctx_text(c, "period"), later, step,
                                   ctx_text(c, "digest"), ctx_text(c, "opinion"), &d, err),
                  err);
}

bool circular_issue_do(Ctx *c, Err *err)
{
    CircularDesk d;
    CircularKind kind;
    bool later = is_later(c, &kind);
    return answer(c,
                  circular_do_issue(&c->app, ctx_text(c, "period"), later, ctx_text(c, "number"),
                                    ctx_text(c, "on"), &d, err),
                  err);
}

bool circular_receive_do(Ctx *c, Err *err)
{
    CircularKind kind;
    bool later = is_later(c, &kind);
    return answer(c,
                  circular_do_receive(&c->app, ctx_text(c, "period"), later, ctx_text(c, "unit"),
                                      ctx_text(c, "signer"), ctx_text(c, "sender"), err),
                  err);
}

bool circular_file(Ctx *c, Err *err)
{
    enum { DOCX, TXT, FIGURES, PDF };
    CircularDesk d;
    CircularKind kind;
    Str period = ctx_text(c, "period"), bytes;
    bool later = is_later(c, &kind);
    if (!circular_desk_read(&c->app, period, later, &d, err))
        return false;
    Str name = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(period),
                         STR_ARG(paper_unbroken(c->arena, d.circular.paper.title)));
    int64_t format = ctx_i64(c, "format", 0);
    if (format == DOCX)
        return circular_docx(&c->app, &d.circular, &bytes, err) &&
               download_docx(c, name, bytes, err);
    if (format == PDF)
        return circular_pdf(&c->app, &d.circular, &bytes, err) && download_pdf(c, name, bytes, err);
    if (format == TXT)
        return download_txt(c, name, d.circular.text, err);
    Sheet trace = circular_trace(&c->app, c->lang, &d.circular.figures);
    return download_csv(c, &trace, name, err);
}
