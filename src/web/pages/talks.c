/* Formal talks (约谈): the list, one of them on one page with what comes next first, its papers, and each act. */
#include "app/inbox/due_words.h"
#include "app/person.h"
#include "app/scheme/scheme_desk.h"
#include "app/score/explain_text.h"
#include "app/score/inputs.h"
#include "app/talk/talk_docs.h"
#include "app/talk/talk_paper.h"
#include "base/limits.h"
#include "sys/json_in.h"
#include "web/files_panel.h"
#include "web/pages.h"
#include "web/pieces.h"
#include "web/talk_lines.h"

typedef struct TalksView {
    Str title, sub;
    Options states;
    Str clear;
    Table rows;
} TalksView;
#include "web/templates/talks.html.h"

typedef struct TalkPartView {
    Field field;
    TalkLinesView lines; /* instead, where it is a table */
} TalkPartView;

typedef struct TalkFormView {
    Str action, label, what;
    bool open, main;
    LIST_OF(TalkPartView) parts;
} TalkFormView;

typedef struct TalkFile {
    Str docx, pdf, txt, name;
} TalkFile;

typedef struct TalkRecordView {
    Str title, when, who;
    Facts facts;
    bool closed;
} TalkRecordView;

typedef struct TalkPageView {
    Str title, sub, next, due, error, minutes_href, merged, evidence, chance;
    bool late, minutes_read;
    Facts facts;
    LIST_OF(TalkFormView) forms;
    LIST_OF(TalkRecordView) records;
    Table commitments, nodes;
    FilesPanel shown;              /* what shows that the commitments are kept */
    LIST_OF(TalkFormView) reports; /* of a commitment each */
    LIST_OF(TalkFile) files;
    Moments steps;
} TalkPageView;
#include "web/templates/talk.html.h"

static StateKind state_kind(const Ctx *c, const TalkCase *k)
{
    if (k->state >= TALK_WAIVED)
        return STATE_STOPPED;
    if (k->state == TALK_CLOSED)
        return STATE_DONE;
    if (k->due != DATE_NONE && k->due < c->app.today)
        return STATE_LATE;
    return k->state == TALK_PROPOSED ? STATE_OPEN : STATE_DOING;
}

static Str state_name(const Ctx *c, TalkState state)
{
    return talk_state_name(c->lang, talk_state_word(state));
}

static Str due_text(Ctx *c, const TalkCase *k)
{
    return k->due == DATE_NONE ? S("") : date_str(c->arena, k->due);
}

static bool is_late(const Ctx *c, const TalkCase *k)
{
    return state_kind(c, k) == STATE_LATE;
}

/* ---- the list ---- */

static void add_row(Ctx *c, const TalkCase *k, Table *t)
{
    TableRow *row = table_add_row(c->arena, t);
    row->own = k->own;
    *row_add_cell(c->arena, row) =
        (Cell){.text = k->unit->name, .href = link_to(c, "/talks/{id}", {"id", k->row.id})};
    *row_add_cell(c->arena, row) = (Cell){.text = k->period->name};
    *row_add_cell(c->arena, row) =
        (Cell){.text = state_name(c, k->state), .state = state_kind(c, k)};
    *row_add_cell(c->arena, row) = (Cell){.text = talk_next_text(&c->app, c->lang, k)};
    *row_add_cell(c->arena, row) =
        (Cell){.text = due_text(c, k),
               .mark = is_late(c, k) ? msg(c->lang, MSG_TALK_LATE) : S(""),
               .bad = is_late(c, k)};
}

bool talks_page(Ctx *c, Err *err)
{
    static const Msg heads[] = {MSG_COL_UNIT, MSG_COL_PERIOD, MSG_TALK_COL_STATE, MSG_TALK_COL_NEXT,
                                MSG_TALK_COL_DUE};
    static const CellKind kinds[] = {CELL_HEAD, CELL_SHORT, CELL_SHORT, CELL_TEXT, CELL_SHORT};
    TalkCases cases = {0};
    TalksView v = {0};
    Str wanted = ctx_text(c, "state");
    bool office = permit_scope(c->app.actor.role, ACT_TALK_READ) == SCOPE_ALL;
    if (!talk_cases(&c->app, &cases, err))
        return false;
    Json json = c->json ? json_begin(c) : (Json){0};
    if (c->json) {
        json_object(&json);
        json_key(&json, S("talks"));
        json_array(&json);
    }
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(c->arena, &v.rows, msg(c->lang, heads[i]), kinds[i]);
    for (int i = 0; i < cases.count; i++) {
        const TalkCase *k = &cases.items[i];
        if (wanted.len && !str_eq(talk_state_word(k->state), wanted))
            continue;
        if (c->json)
            talk_case_json(&c->app, c->lang, k, false, &json);
        else
            add_row(c, k, &v.rows);
    }
    if (c->json) {
        json_array_end(&json);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    v.title = msg(c->lang, office ? MSG_TALKS_TITLE : MSG_TALKS_TITLE_OWN);
    v.sub = msg(c->lang, office ? MSG_TALKS_SUB : MSG_TALKS_SUB_OWN);
    v.rows.empty = msg(c->lang, MSG_TALKS_NONE);
    for (int i = 0; i < TALK_STATES; i++)
        *arena_push(c->arena, &v.states) =
            (Option){talk_state_word((TalkState)i), state_name(c, (TalkState)i),
                     str_eq(talk_state_word((TalkState)i), wanted)};
    v.clear = wanted.len ? S("/talks") : S("");
    talks_html(page_begin(c, v.title, NAV_TALK), c, &v);
    return page_end(c, err);
}

/* ---- the forms ---- */

/* What is known already stands in the form. */
static Str known(Ctx *c, const TalkCase *k, TalkAct act, TalkFieldId field)
{
    const char *name = talk_fields[field].name;
    const TalkEntry *apply = talk_entry(k, TALK_APPLY), *notice = talk_entry(k, TALK_NOTIFY);
    bool workdays;
    int days = talk_report_days(&c->app, &workdays);
    if (field == TALK_F_ISSUER)
        return c->app.def.issuer;
    if (act == TALK_HOLD && field == TALK_F_DAYS && days)
        return arena_fmt(c->arena, "%d", days);
    if (act == TALK_HOLD && field == TALK_F_DAYS_KIND)
        return workdays ? S("workdays") : S("days");
    if (act == TALK_APPLY && field == TALK_F_TALKED)
        return k->unit->leader;
    if (act == TALK_NOTIFY && (field == TALK_F_ON || field == TALK_F_AT || field == TALK_F_PLACE ||
                               field == TALK_F_TALKED))
        return talk_value(apply, name);
    if (act == TALK_NOTIFY && field == TALK_F_MATTERS)
        return talk_value(apply, "demands");
    if (act == TALK_HOLD && (field == TALK_F_ON || field == TALK_F_AT || field == TALK_F_PLACE))
        return talk_value(notice, name);
    return S("");
}

static Options choices_of(Ctx *c, TalkFieldId field, Str chosen)
{
    static const struct {
        TalkFieldId field;
        Str word;
        Msg label;
    } words[] = {
        {TALK_F_TOLERANCE, SC("no"), MSG_TALK_TOLERANCE_NO},
        {TALK_F_TOLERANCE, SC("yes"), MSG_TALK_TOLERANCE_YES},
        {TALK_F_OPEN, SC("no"), MSG_TALK_OPEN_NO},
        {TALK_F_OPEN, SC("yes"), MSG_TALK_OPEN_YES},
        {TALK_F_DAYS_KIND, SC("days"), MSG_TALK_KIND_DAYS},
        {TALK_F_DAYS_KIND, SC("workdays"), MSG_TALK_KIND_WORKDAYS},
        {TALK_F_RESULT, SC("pass"), MSG_TALK_RESULT_PASS},
        {TALK_F_RESULT, SC("fail"), MSG_TALK_RESULT_FAIL},
    };
    Options options = {0};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].field == field)
            *arena_push(c->arena, &options) = (Option){words[i].word, msg(c->lang, words[i].label),
                                                       str_eq(words[i].word, chosen)};
    return options;
}

static Field field_of(Ctx *c, const TalkCase *k, TalkAct act, const TalkAsk *ask, bool typed)
{
    const TalkFieldSpec *spec = &talk_fields[ask->field];
    Str value = typed ? ctx_text(c, spec->name) : known(c, k, act, ask->field);
    Field f = {.name = str_from_z(spec->name),
               .label = msg(c->lang, spec->label),
               .value = value,
               .help = ask->help == MSG_TALK_NO_HELP ? S("") : msg(c->lang, ask->help),
               .part = arena_fmt(c->arena, "-%.*s", STR_ARG(talk_rule(act)->word)),
               .characters_max = talk_field_characters(ask->field),
               .required = ask->required};
    if (spec->kind == TALK_LINES)
        f.kind = FIELD_TEXTAREA;
    if (spec->kind == TALK_DATE)
        f.type = S("date");
    if (spec->kind == TALK_CHOICE) {
        Options *options = arena_new(c->arena, Options, 1);
        *options = choices_of(c, ask->field, value);
        f.kind = FIELD_SELECT;
        f.options = options;
        f.any = msg(c->lang, MSG_TALK_CHOOSE);
    }
    return f;
}

/* What was required is reported one by one first. */
static bool has_open_commitment(const TalkCase *k)
{
    for (int i = 0; i < k->commitments.count; i++)
        if (k->commitments.items[i].done_on.len == 0)
            return true;
    return false;
}

static void add_form(Ctx *c, const TalkCase *k, TalkAct act, bool typed, TalkPageView *v)
{
    const TalkRule *rule = talk_rule(act);
    TalkFormView *form = arena_push(c->arena, &v->forms);
    *form = (TalkFormView){
        .action = arena_fmt(c->arena, "/talks/%.*s/%.*s", STR_ARG(k->row.id), STR_ARG(rule->word)),
        .label = msg(c->lang, rule->label),
        .what = msg(c->lang, rule->what),
        .open = typed || (v->forms.count == 1 && !(act == TALK_REPORT && has_open_commitment(k))),
        .main = v->forms.count == 1};
    for (const TalkAsk *ask = rule->asks; ask->field != TALK_FIELDS; ask++) {
        TalkPartView *part = arena_push(c->arena, &form->parts);
        *part = (TalkPartView){0};
        if (talk_is_lines(ask->field))
            talk_lines_fill(c, ask->field, typed, &part->lines);
        else
            part->field = field_of(c, k, act, ask, typed);
    }
}

/* ---- what stands there ---- */

static void record_facts(Ctx *c, const TalkEntry *e, Facts *facts)
{
    for (const TalkAsk *ask = talk_rule(e->act)->asks; ask->field != TALK_FIELDS; ask++) {
        const TalkFieldSpec *spec = &talk_fields[ask->field];
        Str value = talk_value(e, spec->name);
        if (spec->kind == TALK_CHOICE) {
            Options options = choices_of(c, ask->field, value);
            for (int i = 0; i < options.count; i++)
                if (options.items[i].chosen)
                    value = options.items[i].label;
        }
        fact_add(c->arena, facts, msg(c->lang, spec->label), value);
    }
    const Tree *problems = e->body ? tree_get(e->body, S("problems")) : NULL;
    for (const Tree *p = problems ? problems->first : NULL; p; p = p->next) {
        const Tree *text = tree_get(p, S("text")), *task = tree_get(p, S("task"));
        fact_add(c->arena, facts, msg(c->lang, MSG_TALK_F_PROBLEMS), text ? text->text : S(""));
        if (task && task->text.len)
            facts->items[facts->count - 1].href = link_to(c, "/tasks/{task}", {"task", task->text});
    }
    fact_add(c->arena, facts, msg(c->lang, MSG_TALK_REPORT_DUE), talk_value(e, "report_due"));
}

static void fill_records(Ctx *c, const TalkCase *k, TalkPageView *v)
{
    for (int i = 0; i < k->entries.count; i++) {
        const TalkEntry *e = &k->entries.items[i];
        bool last = i == k->entries.count - 1;
        *arena_push(c->arena, &v->steps) = (Moment){
            .when = e->step.on_date,
            .title = e->recorded ? msg(c->lang, talk_rule(e->act)->label) : state_name(c, e->state),
            .who = k->inner ? person_post(&c->app, e->step.by) : S(""),
            .text = e->step.reason,
            .done = !last || k->state >= TALK_CLOSED,
            .now = last && k->state < TALK_CLOSED};
        if (!e->recorded || (e->closed && !k->inner && talk_is_inner(e->act)))
            continue;
        TalkRecordView *r = arena_push(c->arena, &v->records);
        *r = (TalkRecordView){.title = msg(c->lang, talk_rule(e->act)->label),
                              .when = e->step.on_date,
                              .closed = e->closed};
        if (!e->closed)
            record_facts(c, e, &r->facts);
    }
}

static void fill_commitments(Ctx *c, const TalkCase *k, TalkPageView *v)
{
    static const Msg heads[] = {MSG_TALK_COL_NO,   MSG_TALK_F_REQUIREMENTS, MSG_TALK_COL_OWNER,
                                MSG_TALK_COL_TASK, MSG_TALK_COL_DUE,        MSG_TALK_COL_DONE};
    static const CellKind kinds[] = {CELL_CODE,  CELL_HEAD,  CELL_TEXT,
                                     CELL_SHORT, CELL_SHORT, CELL_TEXT};
    Arena *a = c->arena;
    bool may = k->state == TALK_HELD && permit(&c->app.actor, ACT_TALK_REPORT, k->seat, NULL);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(a, &v->commitments, msg(c->lang, heads[i]), kinds[i]);
    for (int i = 0; i < k->commitments.count; i++) {
        const TalkCommitment *m = &k->commitments.items[i];
        Date due;
        bool late = m->done_on.len == 0 && date_parse(m->due_on, &due, NULL) &&
                    due < c->app.today && k->state < TALK_CLOSED;
        Str n = arena_fmt(a, "%d", m->position);
        TableRow *row = table_add_row(a, &v->commitments);
        *row_add_cell(a, row) = (Cell){.text = n};
        *row_add_cell(a, row) = (Cell){.text = m->what};
        *row_add_cell(a, row) = (Cell){.text = m->owner};
        *row_add_cell(a, row) =
            (Cell){.text = m->task,
                   .href = m->task.len ? link_to(c, "/tasks/{task}", {"task", m->task}) : S("")};
        *row_add_cell(a, row) = (Cell){
            .text = m->due_on, .bad = late, .mark = late ? msg(c->lang, MSG_TALK_LATE) : S("")};
        *row_add_cell(a, row) =
            (Cell){.text = m->done_on.len ? m->done_on : msg(c->lang, MSG_TALK_NOT_DONE),
                   .state = m->done_on.len ? STATE_DONE
                            : late         ? STATE_LATE
                                           : STATE_DOING,
                   .note = m->done_on.len
                               ? arena_fmt(a, "%.*s %.*s", STR_ARG(m->result), STR_ARG(m->evidence))
                               : m->result};
        if (!may || m->done_on.len)
            continue;
        TalkFormView *form = arena_push(a, &v->reports);
        *form = (TalkFormView){
            .action = link_to(c, "/talks/{id}/commit", {"id", k->row.id}),
            .label = msg_str(a, c->lang, MSG_TALK_COMMIT, {"n", n}, {"what", m->what}),
            .what = n,
            .open = v->reports.count == 1};
    }
}

/* What the scheme calls the node; its code where there is no name, or no scheme (an empty one). */
static Str node_name(const Scheme *scheme, Str code)
{
    for (int i = 0; i < scheme->nnodes; i++)
        if (str_eq(scheme->nodes[i].code, code))
            return scheme->nodes[i].name.len ? scheme->nodes[i].name : code;
    return code;
}

/* The tree as it was when the proposal was made, with the names of its scheme. */
static void fill_nodes(Ctx *c, const TalkCase *k, TalkPageView *v)
{
    static const Msg heads[] = {MSG_TALK_COL_NODE, MSG_TALK_COL_POINTS, MSG_TALK_COL_FULL,
                                MSG_TALK_COL_VALUE, MSG_TALK_COL_TARGET};
    Tree *evidence;
    Err ignored = {0};
    Scheme scheme = {0};
    Str digest;
    if (!json_parse(c->arena, k->row.evidence, &evidence, &ignored))
        return;
    const Tree *nodes = tree_get(evidence, S("explain"));
    bool named =
        nodes && scheme_for_period(&c->app, k->period, k->row.group, &scheme, &digest, &ignored);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_add_column(c->arena, &v->nodes, msg(c->lang, heads[i]), i ? CELL_NUMBER : CELL_HEAD);
    v->nodes.tight = true;
    if (named)
        v->chance = scheme_group_chance(&c->app, c->lang, k->row.group, S(""), &scheme);
    for (const Tree *n = nodes ? nodes->first : NULL; n; n = n->next) {
        static const char *const members[] = {"points", "full_marks", "value", "target"};
        const Tree *code = tree_get(n, S("node"));
        TableRow *row = table_add_row(c->arena, &v->nodes);
        *row_add_cell(c->arena, row) =
            (Cell){.text = node_name(&scheme, code ? code->text : S(""))};
        for (int i = 0; i < 4; i++) {
            const Tree *m = tree_get(n, str_from_z(members[i]));
            *row_add_cell(c->arena, row) =
                (Cell){.text = m ? i < 2 ? four_decimals(c->arena, m->text) : m->text : S("")};
        }
    }
}

static void add_file(Ctx *c, const TalkCase *k, const char *paper, Msg name, TalkPageView *v)
{
    Str which = str_from_z(paper);
    *arena_push(c->arena, &v->files) =
        (TalkFile){.docx = link_to(c, "/talks/{id}/file", {"id", k->row.id}, {"paper", which},
                                   {"format", S("docx")}),
                   .pdf = link_to(c, "/talks/{id}/file", {"id", k->row.id}, {"paper", which},
                                  {"format", S("pdf")}),
                   .txt = link_to(c, "/talks/{id}/file", {"id", k->row.id}, {"paper", which},
                                  {"format", S("txt")}),
                   .name = msg(c->lang, name)};
}

static void fill_files(Ctx *c, const TalkCase *k, TalkPageView *v)
{
    if (k->inner && !k->restricted)
        add_file(c, k, "application", MSG_TALK_PAPER_APPLICATION, v);
    if (talk_entry(k, TALK_NOTIFY))
        add_file(c, k, "notice", MSG_TALK_PAPER_NOTICE, v);
    if (k->has_minutes && k->may_read_minutes)
        add_file(c, k, "minutes", MSG_TALK_PAPER_MINUTES, v);
    if (k->commitments.count)
        add_file(c, k, "list", MSG_TALK_PAPER_LIST, v);
}

static void fill_facts(Ctx *c, const TalkCase *k, TalkPageView *v)
{
    Arena *a = c->arena;
    fact_add(a, &v->facts, msg(c->lang, MSG_COL_UNIT), k->unit->name);
    v->facts.items[0].href = link_to_unit(c, k->row.unit, k->row.period);
    fact_add(a, &v->facts, msg(c->lang, MSG_COL_PERIOD), k->period->name);
    Str months = k->row.months;
    NameList named = name_list_begin(a, c->lang, 24);
    while (months.len)
        name_list_add(&named, period_name(&c->app, str_cut(&months, ';')));
    fact_add(a, &v->facts, msg(c->lang, MSG_TALK_MONTHS), name_list_end(&named));
    fact_add(a, &v->facts, msg(c->lang, MSG_TALK_COL_STATE), state_name(c, k->state));
    if (k->one_talk_with.len) {
        v->merged =
            msg_str(a, c->lang, MSG_TALK_ONE_WITH, {"unit", unit_name(&c->app, k->one_talk_unit)});
    }
    Out evidence = out_new(a, 64 * 1024);
    talk_evidence_text(&c->app, c->lang, &k->row, &evidence);
    v->evidence = str_trim(out_str(&evidence));
}

static bool show(Ctx *c, TalkAct tried, const Err *fault, Err *err)
{
    TalkCase k;
    bool minutes =
        ctx_given(c, "id") && c->request && c->route->method == HTTP_GET && ctx_given(c, "minutes");
    if (!talk_read(&c->app, ctx_text(c, "id"), minutes, &k, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        talk_case_json(&c->app, c->lang, &k, true, &json);
        return json_end(c, &json, err);
    }
    TalkPageView v = {.next = talk_next_text(&c->app, c->lang, &k),
                      .due = due_text(c, &k),
                      .late = is_late(c, &k),
                      .minutes_read = k.minutes_read};
    v.title = msg_str(c->arena, c->lang, MSG_TALK_TITLE, {"unit", k.unit->name},
                      {"period", k.period->name});
    v.sub = state_name(c, k.state);
    if (k.has_minutes && k.may_read_minutes && !k.minutes_read)
        v.minutes_href = link_to(c, "/talks/{id}", {"id", k.row.id}, {"minutes", S("1")});
    fill_facts(c, &k, &v);
    fill_records(c, &k, &v);
    fill_commitments(c, &k, &v);
    fill_nodes(c, &k, &v);
    if (k.commitments.count && !k.restricted &&
        !files_panel_fill(c, arena_fmt(c->arena, "talk %.*s", STR_ARG(k.row.id)), S(""), &v.shown,
                          err))
        return false;
    v.shown.may_add = false; /* a file comes with what it shows */
    fill_files(c, &k, &v);
    for (int i = 0; i < TALK_ACTS; i++)
        if (k.acts & (1u << i))
            add_form(c, &k, (TalkAct)i, fault && tried == (TalkAct)i, &v);
    if (fault) {
        Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
        msg_err(&sentence, c->lang, fault);
        v.error = out_str(&sentence);
        c->response->status = http_status_of(err_kind(fault->code));
    }
    talk_html(page_begin(c, v.title, NAV_TALK), c, &v);
    return page_end(c, err);
}

bool talk_page(Ctx *c, Err *err)
{
    return show(c, TALK_ACTS, NULL, err);
}

/* ---- acts ---- */

static bool is_theirs(const Err *err)
{
    ErrKind kind = err_kind(err->code);
    return kind == KIND_INVALID || kind == KIND_CONFLICT || kind == KIND_TOO_LARGE ||
           err->code == ERR_TASK_UNKNOWN || err->code == ERR_TALK_COMMITMENT;
}

/* What was refused is told on the page, with what was typed. */
static bool answer(Ctx *c, TalkAct act, bool done, Err *err)
{
    if (done && !c->json)
        return redirect(c, link_to(c, "/talks/{id}", {"id", ctx_text(c, "id")}), err);
    if (done)
        return show(c, act, NULL, err);
    if (c->json || !is_theirs(err))
        return false;
    Err fault = *err;
    const TalkFieldSpec *spec = NULL;
    for (int f = 0; f < TALK_FIELDS; f++)
        if (str_eq(err_arg(err, "field"), str_from_z(talk_fields[f].name)))
            spec = &talk_fields[f];
    if (spec)
        err_set(&fault, err->code, {"field", msg(c->lang, spec->label)},
                {"found", err_arg(err, "found")}, {"expected", err_arg(err, "expected")});
    *err = (Err){0};
    return show(c, act, &fault, err);
}

static bool act(Ctx *c, TalkAct which, Err *err)
{
    TalkForm form;
    for (int f = 0; f < TALK_FIELDS; f++)
        form.values[f] = S("");
    for (const TalkAsk *ask = talk_rule(which)->asks; ask->field != TALK_FIELDS; ask++)
        form.values[ask->field] = talk_is_lines(ask->field)
                                      ? talk_lines_typed(c, ask->field)
                                      : ctx_text(c, talk_fields[ask->field].name);
    return answer(c, which, talk_act(&c->app, ctx_text(c, "id"), which, &form, err), err);
}

bool talk_apply_do(Ctx *c, Err *err)
{
    return act(c, TALK_APPLY, err);
}
bool talk_approve_do(Ctx *c, Err *err)
{
    return act(c, TALK_APPROVE, err);
}
bool talk_waive_do(Ctx *c, Err *err)
{
    return act(c, TALK_WAIVE, err);
}
bool talk_exempt_do(Ctx *c, Err *err)
{
    return act(c, TALK_EXEMPT, err);
}
bool talk_notify_do(Ctx *c, Err *err)
{
    return act(c, TALK_NOTIFY, err);
}
bool talk_receive_do(Ctx *c, Err *err)
{
    return act(c, TALK_RECEIVE, err);
}
bool talk_hold_do(Ctx *c, Err *err)
{
    return act(c, TALK_HOLD, err);
}
bool talk_report_do(Ctx *c, Err *err)
{
    return act(c, TALK_REPORT, err);
}
bool talk_verify_do(Ctx *c, Err *err)
{
    return act(c, TALK_VERIFY, err);
}
bool talk_close_do(Ctx *c, Err *err)
{
    return act(c, TALK_CLOSE, err);
}
bool talk_withdraw_do(Ctx *c, Err *err)
{
    return act(c, TALK_WITHDRAW, err);
}

/* What shows it, as a file; named where it is said what does. */
static bool keep_shown(Ctx *c, const MultipartPart *part, Str *evidence, Err *err)
{
    TalkCase k;
    Attachment kept;
    FileEntry entry = {.name = part->file_name, .bytes = part->bytes};
    if (!talk_read(&c->app, ctx_text(c, "id"), false, &k, err))
        return false;
    entry.object = arena_fmt(c->arena, "talk %.*s", STR_ARG(k.row.id));
    if (!file_add(&c->app, &entry, &kept, err))
        return false;
    *evidence = arena_fmt(c->arena, "%.*s%s%.*s", STR_ARG(*evidence), evidence->len ? "\n" : "",
                          STR_ARG(kept.name));
    return true;
}

bool talk_commit_do(Ctx *c, Err *err)
{
    TalkDone done = {.position = (int)ctx_i64(c, "position", 0),
                     .done_on = ctx_text(c, "on"),
                     .result = ctx_text(c, "text"),
                     .evidence = ctx_text(c, "evidence")};
    if (c->params.files.count && c->params.files.items[0].bytes.len &&
        !keep_shown(c, &c->params.files.items[0], &done.evidence, err))
        return answer(c, TALK_ACTS, false, err);
    return answer(c, TALK_ACTS, talk_commitment_report(&c->app, ctx_text(c, "id"), &done, err),
                  err);
}
