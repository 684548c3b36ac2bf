#include "app/report/import_month.h"

#include "app/report/lock.h"
#include "app/report/month_context.h"
#include "app/report/month_rows.h"
#include "app/report/report_form.h"
#include "app/workdays.h"
#include "base/json.h"
#include "base/utf8.h"
#include "sys/vault.h"

typedef struct Batch {
    App *app;
    MonthKind kind;
    const CampaignPeriod *period; /* NULL for corrections */
    const MonthFrom *from;
    PendingList pending;
    MonthImport *import;
    bool nothing_new; /* found in the write: others were faster */
} Batch;

static Str kind_word(MonthKind kind)
{
    static const Str words[] = {SC("report"), SC("confirmation"), SC("events"), SC("correction")};
    return words[kind];
}

static Action action_of(MonthKind kind)
{
    static const Action actions[] = {ACT_REPORT_SUBMIT, ACT_CONFIRM_SUBMIT, ACT_EVENT_ENTER,
                                     ACT_CORRECT};
    return actions[kind];
}

/* A file of evidence that nobody handed in would be named by a report for ever. */
static bool check_evidence(Batch *b, const MonthFile *file, const MonthReport *report,
                           Faults *faults, Err *err)
{
    App *app = b->app;
    AttachmentList there = {0};
    Str object = report_object(app->arena, report->period, report->unit);
    if (report->evidence.count == 0)
        return true;
    if (!attachments_of_object(app->db, app->arena, app->def.code, object, &there, err))
        return false;
    for (int i = 0; i < report->evidence.count; i++) {
        const ReportEvidence *e = &report->evidence.items[i];
        bool stands = false;
        for (int k = 0; k < there.count && !stands; k++)
            stands = str_eq(there.items[k].digest, e->digest) && !there.items[k].withdrawn_at &&
                     !there.items[k].purged_at;
        if (stands)
            continue;
        Err *fault = &(Err){0};
        err_set(fault, ERR_REPORT_EVIDENCE, {"found", utf8_prefix(e->digest, VAULT_DIGEST_LEN)},
                {"unit", unit_name(app, report->unit)}, {"period", report->period});
        err_at_file(fault, arena_fmt(app->arena, "%.*s#evidence", STR_ARG(file->name)));
        err_at_cell(fault, e->row, 0);
        faults_add(faults, fault);
    }
    return true;
}

static bool read_file(Batch *b, const MonthContext *context, const MonthFile *file, Faults *faults,
                      Faults *warnings, Err *err)
{
    Arena *a = b->app->arena;
    if (b->kind == MONTH_REPORTS) {
        MonthReport report = {0};
        if (!month_report_read(a, context, file, &report, faults, warnings) ||
            !check_evidence(b, file, &report, faults, err))
            return false;
        pending_of_report(a, &b->app->def, &report, arena_push(a, &b->pending));
    } else if (b->kind == MONTH_CONFIRMED) {
        ConfirmedSheet sheet = {0};
        if (!month_confirmed_read(a, context, file, &sheet, faults, warnings))
            return false;
        pending_of_sheet(a, &sheet, &b->pending);
    } else if (b->kind == MONTH_EVENTS) {
        EventSheet sheet = {0};
        if (!month_events_read(a, context, file, &sheet, faults))
            return false;
        pending_of_events(a, &sheet, arena_push(a, &b->pending));
    } else {
        CorrectionSheet sheet = {0};
        if (!month_corrections_read(a, context, file, &sheet, faults))
            return false;
        for (int i = 0; i < sheet.corrections.count; i++)
            pending_of_correction(a, &sheet.corrections.items[i], file->name,
                                  arena_push(a, &b->pending));
    }
    return true;
}

/* The name without its folder: what is kept and shown. */
static Str base_name(Str path)
{
    for (ptrdiff_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/')
            return str_sub(path, i, path.len);
    return path;
}

/* Reads every file, so that all faults of the batch are told at once. */
static bool read_all(Batch *b, const MonthFileList *files, Faults *faults, Faults *warnings,
                     Err *err)
{
    MonthContext context;
    if (!month_context(b->app, b->period, &context, err))
        return false;
    for (int i = 0; i < files->count; i++) {
        int from = b->pending.count;
        if (!read_file(b, &context, &files->items[i], faults, warnings, err)) {
            if (err->code)
                return false;
            continue;
        }
        Str digest = b->app->digest(b->app->arena, files->items[i].bytes);
        for (int p = from; p < b->pending.count; p++) {
            b->pending.items[p].path = files->items[i].name;
            b->pending.items[p].head.file = base_name(files->items[i].name);
            b->pending.items[p].head.digest = digest;
        }
    }
    *err = (Err){0};
    return faults->total == 0;
}

/* What is locked is changed by two people alone; bonuses and deductions are the office's own until the freeze. */
static bool check_lock(const Batch *b, Db *db, const Pending *p, Err *err)
{
    LockState state;
    Str period = b->kind == MONTH_CORRECTIONS ? p->head.period : pending_scored_in(b->app, p);
    if (app_period_index(b->app, period) < 0)
        return true;
    if (!lock_state(b->app, db, period, &state, err))
        return false;
    if (b->kind == MONTH_CORRECTIONS)
        return !state.locked || b->from->two_people ||
               err_set(err, ERR_CORRECTION_FOUR_EYES, {"period", period});
    if (b->kind == MONTH_EVENTS && !state.frozen)
        return true;
    *err = lock_why(&state, period);
    return err->code == ERR_NONE;
}

/* Whether the state of the period takes it: not on record yet, nothing for a frozen period, old
 * values as on record. Asked before the write, so that all faults are told at once, and in it. */
static bool check_state(Batch *b, Db *db, Pending *p, Faults *faults, Err *err)
{
    App *app = b->app;
    if (!submission_is_known(db, app->def.code, kind_word(b->kind), p->head.period, p->head.digest,
                             &p->is_known, err))
        return false;
    if (p->is_known)
        return true;
    return check_lock(b, db, p, err) &&
           (b->kind != MONTH_CORRECTIONS || check_correction(app, db, p, faults, err));
}

/* The same bytes twice in one batch are one submission. */
static void check_twins(Batch *b)
{
    if (b->kind == MONTH_CORRECTIONS)
        return; /* every row of a file is a submission of its own */
    for (int i = 0; i < b->pending.count; i++)
        for (int k = 0; k < i; k++)
            if (str_eq(b->pending.items[i].head.digest, b->pending.items[k].head.digest) &&
                str_eq(b->pending.items[i].head.period, b->pending.items[k].head.period))
                b->pending.items[i].is_known = true;
}

/* Permission for every party, then the state. */
static bool check_all(Batch *b, Faults *faults, Err *err)
{
    for (int i = 0; i < b->pending.count; i++) {
        Pending *p = &b->pending.items[i];
        bool one_party = b->kind == MONTH_REPORTS || b->kind == MONTH_CONFIRMED;
        if (!app_permit(b->app, action_of(b->kind), one_party ? p->head.party : S(""), p->head.file,
                        err) ||
            !check_state(b, b->app->db, p, faults, err))
            return false;
    }
    check_twins(b);
    return faults->total == 0;
}

static bool lateness(Batch *b, Err *err)
{
    Calendar calendar;
    if (b->kind != MONTH_REPORTS || b->period->due_on == DATE_NONE ||
        b->app->today <= b->period->due_on)
        return true;
    int days;
    if (!app_calendar(b->app->db, b->app->arena, &calendar, err) ||
        !workday_count(&calendar, b->period->due_on, b->app->today, &days, err))
        return false;
    for (int i = 0; i < b->pending.count; i++)
        b->pending.items[i].head.late_days = days;
    return true;
}

static bool save_pending(Batch *b, Db *tx, Pending *p, int64_t seq, Err *err)
{
    App *app = b->app;
    Submission *h = &p->head, latest;
    bool found;
    h->kind = kind_word(b->kind);
    if (!submission_latest(tx, app->arena, app->def.code, h->kind, h->period, h->party, &found,
                           &latest, err))
        return false;
    h->id = app_id(app);
    h->seq = seq;
    h->version = found ? latest.version + 1 : 1;
    h->received_at = app->now_ms;
    h->received_on = app->today;
    h->entered_by = app->actor.name;
    h->sender = b->from->sender;
    h->channel = b->from->channel;
    h->filled_by = b->from->filled_by;
    h->approved_by = b->from->approved_by;
    b->import->submission = h->id;
    h->body_digest = submission_digest(app, h, &p->values, &p->tasks);
    Str object = arena_fmt(app->arena, "submission %.*s", STR_ARG(h->id));
    Str detail = arena_fmt(app->arena,
                           "{\"kind\":\"%.*s\",\"period\":\"%.*s\",\"party\":\"%.*s\","
                           "\"version\":%d,\"digest\":\"%.*s\"}",
                           STR_ARG(h->kind), STR_ARG(h->period), STR_ARG(h->party), h->version,
                           STR_ARG(h->body_digest));
    return submission_save(tx, app->def.code, h, &p->values, &p->tasks, err) &&
           save_events(app, tx, p, err) &&
           app_audit(app, tx, action_of(b->kind), object, detail, err) &&
           (!b->from->also || b->from->also(tx, b->from->ctx, h, err));
}

/* What stands on record now, with nobody else writing: counts anew what is the same. */
static bool check_again(Batch *b, Db *tx, Err *err)
{
    Faults faults = {.arena = b->app->arena};
    for (int i = 0; i < b->pending.count; i++)
        if (!check_state(b, tx, &b->pending.items[i], &faults, err))
            return false;
    check_twins(b);
    b->import->same = 0;
    for (int i = 0; i < b->pending.count; i++)
        b->import->same += b->pending.items[i].is_known;
    b->nothing_new = b->import->same == b->pending.count;
    if (faults.total)
        *err = faults.items[0];
    return faults.total == 0 && !b->nothing_new;
}

static bool save_batch(Db *tx, void *ctx, Err *err)
{
    Batch *b = ctx;
    int64_t seq;
    if (!check_again(b, tx, err) || !submission_last_seq(tx, b->app->def.code, &seq, err))
        return false;
    for (int i = 0; i < b->pending.count; i++) {
        Pending *p = &b->pending.items[i];
        if (p->is_known)
            continue;
        if (!save_pending(b, tx, p, ++seq, err))
            return false;
        b->import->values += p->values.count + p->events.count;
        b->import->late += p->head.late_days > 0;
        b->import->taken++;
    }
    return true;
}

static bool find_period(App *app, MonthKind kind, Str code, const CampaignPeriod **ret_period,
                        Err *err)
{
    *ret_period = NULL;
    if (kind == MONTH_CORRECTIONS && code.len == 0)
        return true;
    return app_period(app, code, ret_period, err);
}

static bool save_all(Batch *b, Str period, Err *err)
{
    App *app = b->app;
    Str party = b->pending.count == 1 ? b->pending.items[0].head.party : app->actor.unit;
    AppWrite write = {
        .action = action_of(b->kind),
        .party = party.len ? party : app->actor.body,
        .object = arena_fmt(app->arena, "%.*s %.*s", STR_ARG(kind_word(b->kind)), STR_ARG(period)),
        .fn = save_batch,
        .ctx = b};
    if (app_write(app, &write, err))
        return true;
    if (b->nothing_new)
        *err = (Err){0};
    return b->nothing_new;
}

bool import_month_try(App *app, MonthKind kind, const MonthFileList *files, Str period,
                      Faults *faults, Err *err)
{
    MonthImport import = {0};
    const MonthFrom from = {0};
    Faults warnings = {.arena = app->arena};
    Batch b = {.app = app, .kind = kind, .from = &from, .import = &import};
    *err = (Err){0};
    return app_need_campaign(app, err) && find_period(app, kind, period, &b.period, err) &&
           read_all(&b, files, faults, &warnings, err) && check_all(&b, faults, err);
}

bool import_month(App *app, MonthKind kind, const MonthFileList *files, Str period,
                  const MonthFrom *from, MonthImport *ret_import, Faults *faults, Faults *warnings,
                  Err *err)
{
    *ret_import = (MonthImport){0};
    Batch b = {.app = app, .kind = kind, .from = from, .import = ret_import};
    *err = (Err){0};
    if (!app_need_campaign(app, err) || !find_period(app, kind, period, &b.period, err) ||
        !read_all(&b, files, faults, warnings, err) || !check_all(&b, faults, err) ||
        !lateness(&b, err))
        return false;
    for (int i = 0; i < b.pending.count; i++)
        ret_import->same += b.pending.items[i].is_known;
    if (ret_import->same < b.pending.count && !save_all(&b, period, err))
        return false;
    /* Also after corrections that are on record: the first import may have died before this. */
    return kind != MONTH_CORRECTIONS || replay_refresh(app, &ret_import->replay, err);
}
