#include "web/report_view.h"

#include "app/person.h"
#include "app/report/form_file.h"
#include "base/limits.h"
#include "base/utf8.h"

enum {
    REQUESTS_SPARE = 3, /* empty rows; all but the first are folded */
    WORDS_MAX = 400,
    SHORT_MAX = 20,
    ROW_CHARACTERS = 55, /* of a line of text, for the height of its box */
    ROWS_MAX = 5
};

typedef struct Fill {
    Ctx *c;
    const ReportForm *form;
    const HttpPairs *typed;
    const ReportFindingList *findings;
    ReportView *v;
    bool open;
} Fill;

/* ---- fields ---- */

static Str typed_or(const Fill *f, Str name, Str kept)
{
    Str typed = f->typed ? fields_get(f->typed, name) : (Str){0};
    return typed.ptr ? typed : kept;
}

static Str named(const Fill *f, const char *kind, Str of, const char *what)
{
    return arena_fmt(f->c->arena, "%s.%.*s.%s", kind, STR_ARG(of), what);
}

static PageCell cell(const Fill *f, const ReportLine *line, const char *what, Msg column, Str kept,
                     bool open)
{
    PageCell x = {.name = named(f, "cell", line->indicator->code, what), .open = open && f->open};
    x.value = typed_or(f, x.name, kept);
    x.label = arena_fmt(f->c->arena, "%.*s %.*s", STR_ARG(line->indicator->name),
                        STR_ARG(msg(f->c->lang, column)));
    return x;
}

static void option(const Fill *f, Options *options, Str value, Str label, Str chosen)
{
    *arena_push(f->c->arena, options) = (Option){value, label, str_eq(value, chosen)};
}

static Str form_basis_text(Lang lang, Str basis)
{
    if (str_eq(basis, S("statistics")))
        return msg(lang, MSG_FORM_BASIS_STATISTICS);
    return msg(lang,
               str_eq(basis, S("department")) ? MSG_FORM_BASIS_DEPARTMENT : MSG_FORM_BASIS_WORK);
}

static void add_findings(const Fill *f, Str place, PageFindings *list)
{
    for (int i = 0; f->findings && i < f->findings->count; i++) {
        const ReportFinding *x = &f->findings->items[i];
        if (!str_eq(x->place, place))
            continue;
        PageFinding *p = arena_push(f->c->arena, list);
        *p = (PageFinding){.name = arena_fmt(f->c->arena, "answer.%.*s.%.*s",
                                             STR_ARG(report_check_word(x->check)), STR_ARG(place)),
                           .text = report_finding_text(f->c->arena, f->c->lang, x),
                           .open = f->open && x->wants_answer};
        p->answer = typed_or(f, p->name, x->answer);
    }
}

/* ---- 表一 ---- */

static void fill_typed(const Fill *f, const ReportLine *line, PageRow *r)
{
    const ReportCells *k = &line->cells;
    Lang lang = f->c->lang;
    r->month = cell(f, line, "month", MSG_MONTHLY_MONTH, k->month, true);
    r->total = cell(f, line, "cumulative", MSG_MONTHLY_TOTAL, k->cumulative, line->cumulative);
    r->last_year = cell(f, line, "last_year", MSG_MONTHLY_LAST_YEAR, k->last_year, true);
    r->tolerance = cell(f, line, "tolerance", MSG_MONTHLY_TOLERANCE, k->tolerance, true);
    r->note = cell(f, line, "note", MSG_MONTHLY_NOTE, k->note, true);
    r->state_name = named(f, "cell", line->indicator->code, "state");
    r->state_label = arena_fmt(f->c->arena, "%.*s %.*s", STR_ARG(line->indicator->name),
                               STR_ARG(msg(lang, MSG_MONTHLY_STATE)));
    Str state = typed_or(f, r->state_name, k->state);
    option(f, &r->states, S(""), msg(lang, MSG_MONTHLY_STATE_NONE), state);
    option(f, &r->states, S("not_yet"), msg(lang, MSG_MONTHLY_STATE_NOT_YET), state);
    option(f, &r->states, S("no_rank"), msg(lang, MSG_MONTHLY_STATE_NO_RANK), state);
    for (int i = 0; i < r->states.count && !r->open; i++)
        if (r->states.items[i].chosen && r->states.items[i].value.len)
            r->why = r->states.items[i].label;
}

static void fill_row(const Fill *f, const ReportLine *line, PageRow *r)
{
    const Indicator *indicator = line->indicator;
    Ctx *c = f->c;
    *r = (PageRow){.code = indicator->code,
                   .name = indicator->name,
                   .unit = indicator->unit,
                   .basis = form_basis_text(c->lang, indicator->basis),
                   .assessor = line->assessor,
                   .target = line->annual,
                   .scheduled = line->scheduled,
                   .before = line->last_month,
                   .percent = line->percent,
                   .gap = line->gap,
                   .growth = line->growth,
                   .confirmed = line->confirmed,
                   .open = f->open && line->typed};
    if (line->typed)
        fill_typed(f, line, r);
    else
        r->why = msg(c->lang, str_eq(indicator->basis, S("statistics")) ? MSG_MONTHLY_WHY_STATISTICS
                                                                        : MSG_MONTHLY_WHY_ASSESSOR);
    for (int i = 0; i < f->form->offers.count; i++) {
        const ReportOffer *o = &f->form->offers.items[i];
        if (!str_eq(o->indicator, indicator->code))
            continue;
        r->offer = msg_str(
            c->arena, c->lang, o->confirmed ? MSG_MONTHLY_OFFER_CONFIRMED : MSG_MONTHLY_OFFER,
            {"figure", o->figure}, {"party", o->party}, {"period", f->form->period->name},
            {"version", arena_fmt(c->arena, "%d", o->version)});
        const PageCell *cell = line->cumulative ? &r->total : &r->month;
        if (r->open && !str_eq(cell->value, o->figure)) {
            r->offer_cell = cell->name;
            r->offer_value = o->figure;
        }
    }
    add_findings(f, indicator->code, &r->findings);
}

static void fill_blocks(const Fill *f)
{
    for (int b = 0; b < f->form->blocks.count; b++) {
        const ReportBlock *block = &f->form->blocks.items[b];
        PageBlock *page = arena_push(f->c->arena, &f->v->blocks);
        *page = (PageBlock){.name = block->name, .lead = block->lead};
        for (int i = 0; i < block->count; i++)
            fill_row(f, &f->form->lines.items[block->first + i],
                     arena_push(f->c->arena, &page->rows));
    }
}

Str report_offer_cell(Arena *arena, const ReportForm *form, Str indicator)
{
    const char *what = "cumulative";
    for (int i = 0; i < form->lines.count; i++)
        if (str_eq(form->lines.items[i].indicator->code, indicator) &&
            !form->lines.items[i].cumulative)
            what = "month";
    return arena_fmt(arena, "cell.%.*s.%s", STR_ARG(indicator), what);
}

/* ---- 表二, 表三 ---- */

static int characters(Str text)
{
    int count = 0;
    for (ptrdiff_t at = 0; at < text.len; count++)
        utf8_next(text, &at);
    return count;
}

static PageText text(const Fill *f, const char *kind, Str of, const char *what, Msg label, Str kept)
{
    PageText t = {.name = named(f, kind, of, what),
                  .label = msg(f->c->lang, label),
                  .max = WORDS_MAX,
                  .rows = 1,
                  .open = f->open};
    t.value = typed_or(f, t.name, kept);
    return t;
}

static bool is_written(const PageText *t)
{
    return t->value.len > 0;
}

static void fill_task(const Fill *f, const ReportTaskLine *line, PageTask *t)
{
    Ctx *c = f->c;
    Str no = line->task->no;
    *t = (PageTask){.no = no,
                    .title = line->task->title,
                    .node = line->node,
                    .last = line->last.progress,
                    .open = f->open,
                    .state_only = line->state_only,
                    .on_time_name = named(f, "task", no, "on_time")};
    t->progress = text(f, "task", no, "progress", MSG_MONTHLY_PROGRESS, line->cells.progress);
    t->progress.max = REPORT_NARRATIVE_CHARACTERS;
    t->progress.counter = true;
    int written = characters(t->progress.value);
    t->progress.count = arena_fmt(c->arena, "%d/%d", written, REPORT_NARRATIVE_CHARACTERS);
    int rows = 1 + written / ROW_CHARACTERS;
    t->progress.rows = rows < ROWS_MAX ? rows : ROWS_MAX;
    t->problem = text(f, "task", no, "problem", MSG_MONTHLY_PROBLEM, line->cells.problem);
    t->cause = text(f, "task", no, "cause", MSG_MONTHLY_CAUSE, line->cells.cause);
    t->next = text(f, "task", no, "next", MSG_MONTHLY_NEXT, line->cells.next_step);
    t->due = text(f, "task", no, "due", MSG_MONTHLY_DUE, line->cells.due);
    t->due.max = SHORT_MAX;
    Str chosen = typed_or(f, t->on_time_name, line->cells.on_time);
    option(f, &t->on_time, S(""), S(""), chosen);
    option(f, &t->on_time, S("是"), msg(c->lang, MSG_MONTHLY_YES), chosen);
    option(f, &t->on_time, S("否"), msg(c->lang, MSG_MONTHLY_NO), chosen);
    t->on_time_word = chosen;
    t->more_open = str_eq(chosen, S("否")) || is_written(&t->problem) || is_written(&t->cause) ||
                   is_written(&t->next) || is_written(&t->due);
    t->has_more = !line->state_only && (f->open || t->more_open);
    add_findings(f, no, &t->findings);
}

static void fill_request(const Fill *f, int at, const ReportRequest *kept, PageRequest *r)
{
    Ctx *c = f->c;
    Str of = arena_fmt(c->arena, "%d", at + 1);
    *r = (PageRequest){.open = f->open, .level_name = named(f, "request", of, "level"), .of = of};
    r->matter = text(f, "request", of, "matter", MSG_MONTHLY_MATTER, kept->matter);
    r->done = text(f, "request", of, "done", MSG_MONTHLY_DONE, kept->done);
    r->proposal = text(f, "request", of, "proposal", MSG_MONTHLY_PROPOSAL, kept->proposal);
    r->level = typed_or(f, r->level_name, kept->level);
    add_findings(f, arena_fmt(c->arena, "request %d", at + 1), &r->findings);
    option(f, &r->levels, S(""), S(""), r->level);
    for (int k = 0; k < REPORT_LEVELS; k++)
        option(f, &r->levels, report_levels[k], report_levels[k], r->level);
    if (is_written(&r->matter) || is_written(&r->done) || is_written(&r->proposal))
        r->matter.rows = r->done.rows = r->proposal.rows = 2;
}

/* One empty row to write into; the others are folded, as most units ask for nothing. */
static void fill_requests(const Fill *f)
{
    const ReportRequest none = {0};
    ReportView *v = f->v;
    int count = f->form->requests.count, spare = f->open ? REQUESTS_SPARE : 0;
    for (int i = 0; i < count + spare && i < LIMIT_REPORT_REQUESTS; i++) {
        PageRequest *r = arena_push(f->c->arena, i <= count ? &v->requests : &v->more_requests);
        fill_request(f, i, i < count ? &f->form->requests.items[i] : &none, r);
        v->more_open |= i > count && r->matter.rows > 1;
    }
}

/* ---- head, signatures, what to do ---- */

static void add_person(const Fill *f, const char *what, Msg label, Str kept, int max)
{
    Str name = arena_fmt(f->c->arena, "head.%s", what);
    if (!f->open) {
        fact_add(f->c->arena, &f->v->head, msg(f->c->lang, label), kept);
        return;
    }
    *arena_push(f->c->arena, &f->v->people) = (Field){.name = name,
                                                      .label = msg(f->c->lang, label),
                                                      .value = typed_or(f, name, kept),
                                                      .characters_max = max};
}

static void fill_head(const Fill *f)
{
    Arena *a = f->c->arena;
    const ReportHead *h = &f->form->head;
    Facts *facts = &f->v->head;
    Lang lang = f->c->lang;
    fact_add(a, facts, msg(lang, MSG_MONTHLY_NATURE), form_nature_text(lang, h->nature));
    fact_add(a, facts, msg(lang, MSG_MONTHLY_FORM_NUMBER), h->number);
    fact_add(a, facts, msg(lang, MSG_MONTHLY_ISSUER), h->issuer);
    fact_add(a, facts, msg(lang, MSG_MONTHLY_APPROVAL), h->approval);
    if (h->number.len && h->valid_to != DATE_NONE)
        fact_add(a, facts, msg(lang, MSG_MONTHLY_VALID), date_str(a, h->valid_to));
    add_person(f, "filler", MSG_MONTHLY_FILLER, f->form->filler, 40);
    add_person(f, "phone", MSG_MONTHLY_PHONE, f->form->phone, 32);
    add_person(f, "reviewer", MSG_MONTHLY_REVIEWER, f->form->reviewer, 40);
    add_person(f, "signer", MSG_MONTHLY_SIGNER, f->form->signer, 40);
}

static void fill_signatures(const Fill *f)
{
    Ctx *c = f->c;
    const DraftRow *d = &f->form->draft;
    bool filled = d->filled_at > 0, sent = str_eq(d->state, S("gone"));
    *arena_push(c->arena, &f->v->signatures) = (Signature){
        .act = msg(c->lang, MSG_MONTHLY_SIGN_FILL),
        .who = filled ? person_post(&c->app, d->filled_by) : msg(c->lang, MSG_MONTHLY_AWAITS_FILL),
        .at = filled ? instant_minute(c->arena, d->filled_at) : S(""),
        .pending = !filled};
    *arena_push(c->arena, &f->v->signatures) =
        (Signature){.act = msg(c->lang, MSG_MONTHLY_SIGN_SEND),
                    .who = msg(c->lang, sent                    ? MSG_MONTHLY_SENT
                                        : f->form->accounts < 2 ? MSG_MONTHLY_AWAITS_SEND_ALONE
                                                                : MSG_MONTHLY_AWAITS_SEND),
                    .at = sent && f->form->standing.version
                              ? instant_minute(c->arena, f->form->standing.received_at)
                              : S(""),
                    .pending = !sent};
}

/* Its files, and what one that is added is for. */
static bool fill_files(const Fill *f, Err *err)
{
    Ctx *c = f->c;
    FilesPanel *panel = &f->v->files;
    Str period = f->form->period->code, unit = f->form->unit->code;
    if (!files_panel_fill(
            c, report_object(c->arena, period, unit),
            link_to(c, "/reports/{period}/{unit}/files", {"period", period}, {"unit", unit}), panel,
            err))
        return false;
    for (int i = 0; i < f->form->files.count && i < panel->files.rows.count; i++)
        if (report_is_signed(f->form, f->form->files.items[i].digest))
            panel->files.rows.items[i].cells.items[0].mark = msg(c->lang, MSG_MONTHLY_PLACE_SIGNED);
    if (!f->form->closed.code) {
        option(f, &panel->places, S("evidence"), msg(c->lang, MSG_MONTHLY_PLACE_EVIDENCE),
               S("evidence"));
        option(f, &panel->places, S(REPORT_PLACE_SIGNED), msg(c->lang, MSG_MONTHLY_PLACE_SIGNED),
               S("evidence"));
    }
    return true;
}

Str report_left_text(Ctx *c, const ReportDays *days)
{
    if (days->due_on == DATE_NONE)
        return S("");
    Str due = date_str(c->arena, days->due_on);
    if (!days->has_left)
        return msg_str(c->arena, c->lang, MSG_MONTHLY_DUE_ON, {"due", due});
    int left = days->left < 0 ? -days->left : days->left;
    return msg_str(c->arena, c->lang,
                   days->left < 0    ? MSG_MONTHLY_LATE_BY
                   : days->left == 0 ? MSG_MONTHLY_DUE_TODAY
                                     : MSG_MONTHLY_DAYS_LEFT,
                   {"days", arena_fmt(c->arena, "%d", left)}, {"due", due});
}

StateKind report_state_kind(const ReportStanding *s)
{
    static const StateKind kinds[REPORT_STATES] = {
        [REPORT_NOT_OPENED] = STATE_NONE, [REPORT_OPEN] = STATE_OPEN,
        [REPORT_DRAFT] = STATE_DOING,     [REPORT_FILLED] = STATE_DOING,
        [REPORT_RECEIVED] = STATE_DONE,   [REPORT_RETURNED] = STATE_LATE,
        [REPORT_CORRECTED] = STATE_DONE,  [REPORT_ACCEPTED] = STATE_DONE,
        [REPORT_LOCKED] = STATE_DONE};
    return s->missing ? STATE_LATE : kinds[s->state];
}

Str report_state_text(Lang lang, const ReportStanding *s)
{
    static const Msg words[REPORT_STATES] = {[REPORT_NOT_OPENED] = MSG_REPORT_STATE_NOT_OPENED,
                                             [REPORT_OPEN] = MSG_REPORT_STATE_OPEN,
                                             [REPORT_DRAFT] = MSG_REPORT_STATE_DRAFT,
                                             [REPORT_FILLED] = MSG_REPORT_STATE_FILLED,
                                             [REPORT_RECEIVED] = MSG_REPORT_STATE_RECEIVED,
                                             [REPORT_RETURNED] = MSG_REPORT_STATE_RETURNED,
                                             [REPORT_CORRECTED] = MSG_REPORT_STATE_CORRECTED,
                                             [REPORT_ACCEPTED] = MSG_REPORT_STATE_ACCEPTED,
                                             [REPORT_LOCKED] = MSG_REPORT_STATE_LOCKED};
    return msg(lang, words[s->state]);
}

Str report_next_text(Ctx *c, const ReportForm *f)
{
    Msg next = MSG_MONTHLY_NEXT_NOTHING;
    bool drafting = f->draft.revision > 0 && !str_eq(f->draft.state, S("gone"));
    if (f->closed.code)
        next = f->standing.version ? MSG_MONTHLY_NEXT_KEPT : MSG_MONTHLY_NEXT_CLOSED;
    else if (drafting && f->draft.filled_at)
        next = f->may_send                                     ? MSG_MONTHLY_NEXT_SEND
               : str_eq(f->draft.filled_by, c->app.actor.name) ? MSG_MONTHLY_NEXT_OTHER
                                                               : MSG_MONTHLY_NEXT_WAIT;
    else if (f->standing.state == REPORT_RETURNED)
        next = MSG_MONTHLY_NEXT_CORRECT;
    else if (f->standing.version && !drafting)
        next = MSG_MONTHLY_NEXT_SENT;
    else
        next = f->accounts < 2 ? MSG_MONTHLY_NEXT_FILL_ALONE : MSG_MONTHLY_NEXT_FILL;
    return msg(c->lang, next);
}

/* What stands in the way of signing it with a good conscience; nobody has to look for it. */
static Str asked_text(Ctx *c, const ReportFindingList *findings, bool may_save)
{
    int open = 0;
    for (int i = 0; findings && i < findings->count; i++)
        open += findings->items[i].answer.len == 0;
    return open
               ? msg_str(c->arena, c->lang, may_save ? MSG_MONTHLY_ASKED : MSG_MONTHLY_ASKED_SIGNED,
                         {"n", arena_fmt(c->arena, "%d", open)})
               : S("");
}

bool report_view_fill(Ctx *c, const ReportForm *form, const ReportFindingList *findings,
                      const HttpPairs *typed, ReportView *ret_view, Err *err)
{
    ReportView *v = ret_view;
    Str period = form->period->code, unit = form->unit->code;
    bool filled = form->draft.filled_at > 0 && str_eq(form->draft.state, S("filled"));
    *v = (ReportView){
        .form = form,
        .findings = findings,
        .account = c->session.account,
        .period = form->period->name,
        .period_code = period,
        .unit_code = unit,
        .seen = form->draft.revision,
        .may_save = form->may_fill && !form->closed.code && !filled,
        .may_fill = form->may_fill && !form->closed.code && !filled,
        .may_send = form->may_send,
        .may_unfill = form->may_fill && !form->closed.code && filled,
        .action = link_to(c, "/reports/{period}/{unit}", {"period", period}, {"unit", unit}),
        .parts = link_to(c, "/reports/{period}/{unit}/parts", {"period", period}, {"unit", unit})};
    v->xlsx = link_to(c, "/reports/{period}/{unit}/file", {"period", period}, {"unit", unit},
                      {"format", S("xlsx")});
    v->docx = link_to(c, "/reports/{period}/{unit}/file", {"period", period}, {"unit", unit},
                      {"format", S("docx")});
    v->pdf = link_to(c, "/reports/{period}/{unit}/file", {"period", period}, {"unit", unit},
                     {"format", S("pdf")});
    v->title = msg_str(c->arena, c->lang, MSG_MONTHLY_HEADING, {"unit", form->unit->name},
                       {"period", form->period->name});
    v->sub =
        arena_fmt(c->arena, "%.*s · %.*s", STR_ARG(report_state_text(c->lang, &form->standing)),
                  STR_ARG(report_left_text(c, &form->days)));
    v->next = report_next_text(c, form);
    if (form->draft.revision && !str_eq(form->draft.state, S("gone"))) /* not of what was sent */
        v->asked = asked_text(c, findings, v->may_save);
    if (form->closed.code) {
        Out why = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&why, c->lang, &form->closed);
        v->closed = out_str(&why);
    }
    if (form->standing.version) {
        v->receipt = link_to(c, "/submissions/{id}/receipt", {"id", form->standing.submission});
        v->receipt_words = msg_str(c->arena, c->lang, MSG_MONTHLY_RECEIPT,
                                   {"version", arena_fmt(c->arena, "%d", form->standing.version)},
                                   {"at", instant_minute(c->arena, form->standing.received_at)});
    }
    if (form->draft.revision)
        v->saved = msg_str(c->arena, c->lang, MSG_MONTHLY_SAVED_BY,
                           {"who", person_post(&c->app, form->draft.saved_by)},
                           {"at", instant_minute(c->arena, form->draft.saved_at)});
    Fill f = {c, form, typed, findings, v, v->may_save};
    fill_blocks(&f);
    for (int i = 0; i < form->tasks.count; i++)
        fill_task(&f, &form->tasks.items[i], arena_push(c->arena, &v->tasks));
    fill_requests(&f);
    fill_head(&f);
    fill_signatures(&f);
    return report_view_returned(c, form, v, err) && fill_files(&f, err);
}

/* ---- two at one draft ---- */

static void differ(const Fill *f, const PageCell *x)
{
    Str mine = fields_get(f->typed, x->name);
    if (mine.ptr && !str_eq(mine, x->value))
        *arena_push(f->c->arena, &f->v->conflicts) =
            (PageConflict){x->name, x->label, mine, x->value};
}

static void differ_text(const Fill *f, Str of, const PageText *t)
{
    differ(f, &(PageCell){.name = t->name,
                          .value = t->value,
                          .label =
                              arena_fmt(f->c->arena, "%.*s %.*s", STR_ARG(of), STR_ARG(t->label))});
}

static void differ_request(const Fill *f, const PageRequest *r)
{
    differ_text(f, r->of, &r->matter);
    differ_text(f, r->of, &r->done);
    differ_text(f, r->of, &r->proposal);
    differ(f, &(PageCell){.name = r->level_name,
                          .value = r->level,
                          .label = msg(f->c->lang, MSG_MONTHLY_LEVEL)});
}

void report_view_conflicts(Ctx *c, const ReportForm *form, const HttpPairs *typed, ReportView *view)
{
    ReportView theirs;
    Err err = {0};
    if (!report_view_fill(c, form, NULL, NULL, &theirs, &err))
        return;
    Fill f = {c, form, typed, NULL, view, true};
    for (int b = 0; b < theirs.blocks.count; b++)
        for (int i = 0; i < theirs.blocks.items[b].rows.count; i++) {
            const PageRow *r = &theirs.blocks.items[b].rows.items[i];
            Str state = S("");
            for (int o = 0; o < r->states.count; o++)
                if (r->states.items[o].chosen)
                    state = r->states.items[o].value;
            differ(&f, &r->month);
            differ(&f, &r->total);
            differ(&f, &r->last_year);
            differ(&f, &r->tolerance);
            differ(&f, &r->note);
            differ(&f, &(PageCell){.name = r->state_name, .value = state, .label = r->state_label});
        }
    for (int i = 0; i < theirs.tasks.count; i++) {
        const PageTask *t = &theirs.tasks.items[i];
        differ_text(&f, t->no, &t->progress);
        differ(&f,
               &(PageCell){.name = t->on_time_name, .value = t->on_time_word, .label = t->title});
        differ_text(&f, t->no, &t->problem);
        differ_text(&f, t->no, &t->cause);
        differ_text(&f, t->no, &t->next);
        differ_text(&f, t->no, &t->due);
    }
    for (int i = 0; i < theirs.requests.count; i++)
        differ_request(&f, &theirs.requests.items[i]);
    for (int i = 0; i < theirs.more_requests.count; i++)
        differ_request(&f, &theirs.more_requests.items[i]);
}
