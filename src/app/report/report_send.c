/* Sending a report: the second signature, or the office for a unit that sent paper. Both end in import_month. */
#include "app/person.h"
#include "app/report/report_check.h"
#include "app/report/report_parts.h"
#include "base/json.h"
#include "base/limits.h"
#include "i18n/msg.h"
#include "sys/crypto.h"

#define ORIGINAL_PLACE "original" /* what was handed in, and is no signed form */

/* ---- the JSON of the form ---- */

static void values_json(const ReportForm *f, Json *json)
{
    json_key(json, S("indicators"));
    json_array(json);
    for (int i = 0; i < f->lines.count; i++) {
        const ReportLine *l = &f->lines.items[i];
        if (!l->typed)
            continue;
        json_object(json);
        json_kstr(json, S("code"), l->indicator->code);
        json_kstr(json, S("name"), l->indicator->name);
        json_kstr(json, S("unit"), l->indicator->unit);
        json_kstr(json, S("month"), l->cells.month);
        json_kstr(json, S("cumulative"), l->prefilled ? S("") : l->cells.cumulative);
        json_kstr(json, S("last_year"), l->cells.last_year);
        json_kstr(json, S("tolerance"), l->cells.tolerance);
        json_kstr(json, S("state"), l->cells.state);
        json_kstr(json, S("note"), l->cells.note);
        json_object_end(json);
    }
    json_array_end(json);
}

static bool has_text(const ReportTask *t)
{
    return t->progress.len + t->on_time.len + t->problem.len + t->cause.len + t->next_step.len +
               t->due.len >
           0;
}

static void tasks_json(const ReportForm *f, Json *json)
{
    json_key(json, S("tasks"));
    json_array(json);
    for (int i = 0; i < f->tasks.count; i++) {
        const ReportTask *t = &f->tasks.items[i].cells;
        if (!has_text(t))
            continue;
        json_object(json);
        json_kstr(json, S("task"), t->task);
        report_task_json(t, json);
        json_object_end(json);
    }
    json_array_end(json);
}

/* Rows that say nothing stay at home. */
static void requests_json(Arena *arena, const ReportForm *f, Json *json)
{
    LIST_OF(ReportRequest) said = {0};
    for (int i = 0; i < f->requests.count; i++) {
        const ReportRequest *r = &f->requests.items[i];
        if (r->matter.len + r->done.len + r->proposal.len + r->level.len)
            *arena_push(arena, &said) = *r;
    }
    report_requests_json(said.items, said.count, json);
}

static Str place_of(const ReportForm *f, Str digest)
{
    for (int i = 0; i < f->places.count; i++)
        if (str_eq(f->places.items[i].digest, digest))
            return f->places.items[i].place;
    return S("");
}

static void files_json(const ReportForm *f, Json *json)
{
    report_answers_json(f->answers.items, f->answers.count, json);
    json_key(json, S("evidence"));
    json_array(json);
    for (int i = 0; i < f->files.count; i++) {
        const Attachment *a = &f->files.items[i];
        if (a->purged_at)
            continue;
        json_object(json);
        json_kstr(json, S("digest"), a->digest);
        json_kstr(json, S("name"), a->name);
        json_kstr(json, S("place"), place_of(f, a->digest));
        json_object_end(json);
    }
    json_array_end(json);
}

static Str nature_word(Str nature)
{
    if (str_eq(nature, S("department")))
        return msg(LANG_ZH, MSG_REPORT_NATURE_DEPARTMENT);
    return msg(LANG_ZH,
               str_eq(nature, S("cited")) ? MSG_REPORT_NATURE_CITED : MSG_REPORT_NATURE_WORK);
}

static Str report_json(App *app, const ReportForm *f)
{
    Out out = out_new(app->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("unit"), f->unit->code);
    json_kstr(&json, S("period"), f->period->code);
    json_kstr(&json, S("title"), f->head.title);
    json_kstr(&json, S("nature"), nature_word(f->head.nature));
    json_kstr(&json, S("filler"), f->filler);
    json_kstr(&json, S("phone"), f->phone);
    json_kstr(&json, S("reviewer"), f->reviewer);
    json_kstr(&json, S("signer"), f->signer);
    json_kstr(&json, S("sent"), instant_str(app->arena, app->now_ms));
    values_json(f, &json);
    tasks_json(f, &json);
    requests_json(app->arena, f, &json);
    files_json(f, &json);
    json_object_end(&json);
    return out_str(&out);
}

/* ---- the import ---- */

typedef struct Sending {
    App *app;
    ReportForm form;
    ReportDoc doc;
    int64_t seen;
    bool keeps_draft; /* there is one, and it went into this */
} Sending;

/* In the import's transaction: the draft is the one that was signed, and is gone with it. */
static bool draft_goes(Db *tx, void *ctx, const Submission *saved, Err *err)
{
    Sending *s = ctx;
    App *app = s->app;
    DraftRow now;
    Str object, detail;
    if (!report_takes(app, tx, s->form.period, s->form.unit, err) ||
        !draft_find(tx, app->arena, app->def.code, s->form.period->code, s->form.unit->code, &now,
                    err) ||
        !report_draft_seen(app, tx, &now, s->seen, err))
        return false;
    if (!s->keeps_draft)
        return true;
    now.state = S("gone");
    now.revision++;
    now.submission = saved->id;
    report_draft_detail(app->arena, &now, &object, &detail);
    return draft_save(tx, app->def.code, &now, err) &&
           app_audit(app, tx, ACT_REPORT_SUBMIT, object, detail, err);
}

static MonthFileList file_of(App *app, const ReportForm *f)
{
    MonthFileList files = {0};
    *arena_push(app->arena, &files) =
        (MonthFile){.name = arena_fmt(app->arena, "%.*s-%.*s.json", STR_ARG(f->unit->code),
                                      STR_ARG(f->period->code)),
                    .bytes = report_json(app, f),
                    .period = f->period->code};
    return files;
}

/* The same form within the same second is on record, and is no second version. */
static bool report_known(const Sending *s, Err *err)
{
    App *app = s->app;
    Submission latest;
    bool found;
    if (!submission_latest(app->db, app->arena, app->def.code, S("report"), s->form.period->code,
                           s->form.unit->code, &found, &latest, err))
        return false;
    return report_sent_already(app, app->db, found ? latest.id : S(""), err);
}

static bool hand_in(Sending *s, MonthFrom *from, MonthImport *ret_import, Faults *faults,
                    Faults *warnings, Err *err)
{
    const MonthFileList files = file_of(s->app, &s->form);
    from->also = draft_goes;
    from->ctx = s;
    if (!import_month(s->app, MONTH_REPORTS, &files, s->form.period->code, from, ret_import, faults,
                      warnings, err))
        return false;
    return ret_import->taken || report_known(s, err);
}

static bool begin(App *app, Str period, Str unit, Sending *s, Err *err)
{
    *s = (Sending){.app = app};
    ReportForm *f = &s->form;
    if (!report_find(app, ACT_REPORT_SUBMIT, period, unit, &f->period, &f->unit, err) ||
        !report_takes(app, app->db, f->period, f->unit, err))
        return false;
    f->head = report_head_of(app, f->period, f->unit);
    return draft_find(app->db, app->arena, app->def.code, f->period->code, f->unit->code, &f->draft,
                      err) &&
           report_accounts(app, f->unit->code, &f->accounts, err);
}

/* Beside each answer what it answers, as found at this moment. */
static bool note_answers(App *app, ReportForm *f, Err *err)
{
    ReportFindingList findings = {0};
    if (f->answers.count == 0)
        return true;
    if (!report_check_form(app, f, NULL, &findings, err))
        return false;
    for (int a = 0; a < f->answers.count; a++)
        for (int i = 0; i < findings.count; i++)
            if (str_eq(report_check_word(findings.items[i].check), f->answers.items[a].check) &&
                str_eq(findings.items[i].place, f->answers.items[a].place))
                f->answers.items[a].found =
                    report_finding_text(app->arena, LANG_ZH, &findings.items[i]);
    return true;
}

static bool fill(Sending *s, Str body, Err *err)
{
    ReportForm *f = &s->form;
    App *app = s->app;
    Str object = report_object(app->arena, f->period->code, f->unit->code);
    return report_doc_parse(app->arena, body, &s->doc, err) &&
           report_own(app, f->period, f->unit, S(""), &s->doc, err) &&
           report_form_fill(app, &s->doc, f, err) && files_of(app, object, &f->files, err) &&
           note_answers(app, f, err);
}

/* Another account; the same one where the unit has no other; or the signed form in place of it. */
static bool second_signature(const Sending *s, Str *ret_approved, Err *err)
{
    const ReportForm *f = &s->form;
    Str who = s->app->actor.name;
    *ret_approved = who;
    if (!str_eq(f->draft.filled_by, who))
        return true;
    if (report_has_scan(f)) {
        *ret_approved = S(APPROVED_BY_SCAN);
        return true;
    }
    return f->accounts == 1 ||
           err_set(err, ERR_DRAFT_SAME_PERSON, {"who", person_post(s->app, who)});
}

bool report_send(App *app, const ReportSend *send, MonthImport *ret_import, Faults *faults,
                 Faults *warnings, Err *err)
{
    Sending s;
    MonthFrom from = {.channel = send->channel};
    if (!begin(app, send->period, send->unit, &s, err))
        return false;
    const DraftRow *draft = &s.form.draft;
    if (!str_eq(app->actor.unit, s.form.unit->code))
        return err_set(err, ERR_DRAFT_SENDER); /* the office signs for nobody */
    if (!report_draft_there(app, app->db, draft, s.form.period, s.form.unit, err) ||
        !report_draft_seen(app, app->db, draft, send->seen, err))
        return false;
    if (!str_eq(draft->state, S("filled")))
        return err_set(err, ERR_DRAFT_NOT_SIGNED);
    s.seen = draft->revision;
    s.keeps_draft = true;
    from.filled_by = draft->filled_by;
    return fill(&s, draft->body, err) && second_signature(&s, &from.approved_by, err) &&
           hand_in(&s, &from, ret_import, faults, warnings, err);
}

/* ---- on behalf ---- */

/* Nobody signs a workbook: only a picture of paper, or what paper was made into, stands for a signature. */
static bool is_picture(Str name)
{
    static const Str endings[] = {SC(".pdf"), SC(".jpg"),  SC(".jpeg"), SC(".png"),
                                  SC(".tif"), SC(".tiff"), SC(".ofd"),  SC(".bmp")};
    char small[8];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        ptrdiff_t n = endings[i].len;
        for (ptrdiff_t k = 0; k < n && k < name.len; k++) {
            char c = name.ptr[name.len - (n < name.len ? n : name.len) + k];
            small[k] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        }
        if (name.len > n && str_eq((Str){small, n}, endings[i]))
            return true;
    }
    return false;
}

static bool keep_paper(App *app, Str name, Str bytes, bool for_office, Sending *s, Err *err)
{
    Attachment attachment;
    const FileEntry file = {.object =
                                report_object(app->arena, s->form.period->code, s->form.unit->code),
                            .name = name,
                            .bytes = bytes,
                            .for_office = for_office};
    if (bytes.len == 0)
        return true;
    if (!file_add(app, &file, &attachment, err)) {
        if (err->code != ERR_FILE_TWICE ||
            !digest_hex(app->arena, DIGEST_SHA256, bytes, &attachment.digest, err))
            return false; /* one that stands there already will do */
        *err = (Err){0};
    }
    *arena_push(app->arena, &s->doc.places) =
        (ReportEvidence){.digest = attachment.digest,
                         .place = is_picture(name) ? S(REPORT_PLACE_SIGNED) : S(ORIGINAL_PLACE)};
    return true;
}

/* One that may not be kept is no signature, and stops nobody. */
static bool keep_signed(App *app, const ReportBehalf *entry, Sending *s, Err *err)
{
    if (keep_paper(app, entry->signed_name, entry->signed_copy, false, s, err))
        return true;
    ErrKind kind = err_kind(err->code);
    if (kind != KIND_INVALID && kind != KIND_CONFLICT && kind != KIND_TOO_LARGE)
        return false;
    *err = (Err){0};
    return true;
}

/* Before anything of it is kept: a report that would be refused leaves no file behind. */
static bool would_do(const Sending *s, Faults *faults, Err *err)
{
    App *app = s->app;
    ReportForm form = s->form;
    if (!report_form_fill(app, &s->doc, &form, err))
        return false;
    const MonthFileList files = file_of(app, &form);
    return import_month_try(app, MONTH_REPORTS, &files, form.period->code, faults, err);
}

bool report_on_behalf(App *app, const ReportBehalf *entry, MonthImport *ret_import, Faults *faults,
                      Faults *warnings, Err *err)
{
    Sending s;
    MonthFrom from = {.sender = str_trim(entry->sender),
                      .channel = entry->channel.len ? entry->channel : S("paper"),
                      .filled_by = app->actor.name};
    if (!begin(app, entry->period, entry->unit, &s, err))
        return false;
    if (permit_scope(app->actor.role, ACT_REPORT_SUBMIT) != SCOPE_ALL)
        return app_refuse(app, ACT_REPORT_SUBMIT, S(""), S("on behalf"), err);
    if (from.sender.len == 0)
        return err_set(err, ERR_DRAFT_SENDER);
    s.seen = REPORT_SEEN_ANY;
    if (!report_doc_parse(app->arena, entry->body, &s.doc, err))
        return false;
    report_leave_hidden(app, s.form.unit, &s.doc);
    if (!report_own(app, s.form.period, s.form.unit, S(""), &s.doc, err) ||
        !would_do(&s, faults, err) ||
        !keep_paper(app, entry->original_name, entry->original, entry->original_of_many, &s, err) ||
        !keep_signed(app, entry, &s, err) || !fill(&s, report_doc_body(app->arena, &s.doc), err))
        return false;
    from.approved_by = report_has_scan(&s.form) ? S(APPROVED_BY_SCAN) : S("");
    return from.approved_by.len || entry->original.len
               ? hand_in(&s, &from, ret_import, faults, warnings, err)
               : err_set(err, ERR_DRAFT_ORIGINAL);
}
