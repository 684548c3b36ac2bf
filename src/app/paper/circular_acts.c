/* What people do with a circular: save a draft, sign, issue, receive; each in one transaction with its row of the audit log. */
#include "app/campaign_index.h"
#include "app/clean_text.h"
#include "app/ledger/progress.h"
#include "app/paper/circular_data.h"
#include "app/paper/circular_desk.h"
#include "app/paper/circular_signers.h"
#include "base/limits.h"
#include "base/utf8.h"

static const CleanRule line_rule = {SC("LIMIT_CIRCULAR_LINE_CHARACTERS"),
                                    LIMIT_CIRCULAR_LINE_CHARACTERS, false};

bool circular_open_draft(App *app, Str period, bool later, CircularDesk *d, Err *err)
{
    if (!circular_desk_read(app, period, later, d, err))
        return false;
    if (d->is_draft)
        return true;
    if (d->is_withdrawn || d->kind == CIRCULAR_WITHDRAWS)
        return err_set(err, ERR_CIRCULAR_WITHDRAWN, {"period", d->period->code});
    if (d->kind == CIRCULAR_CORRECTS)
        return err_set(err, ERR_NOTICE_ISSUED, {"period", d->period->code},
                       {"number", d->circular.row.number});
    return err_set(err, ERR_CIRCULAR_ISSUED, {"period", d->period->code},
                   {"number", d->circular.row.number});
}

/* ---- saving ---- */

typedef struct Saving {
    App *app;
    const CircularDesk *desk;
    CircularDraft row;
    AppWrite write;
} Saving;

static Str draft_detail(App *app, const CircularDraft *d)
{
    Out out = out_new(app->arena, 4096);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("period"), d->period);
    json_ki64(&json, S("version"), d->version);
    json_ki64(&json, S("revision"), d->revision);
    json_kstr(&json, S("kind"), d->kind);
    json_kstr(&json, S("source"), d->source);
    json_kstr(&json, S("digest"), d->digest);
    json_object_end(&json);
    return out_str(&out);
}

static bool moved(Arena *arena, int found, int expected, Err *err)
{
    return err_set(err, ERR_CIRCULAR_MOVED, {"found", arena_fmt(arena, "%d", expected)},
                   {"expected", arena_fmt(arena, "%d", found)});
}

static bool save_draft(Db *tx, void *ctx, Err *err)
{
    Saving *s = ctx;
    App *app = s->app;
    CircularDrafts all = {0};
    if (!circular_draft_list(tx, app->arena, app->def.code, s->row.period, s->row.version, &all,
                             err))
        return false;
    int newest = all.count ? all.items[all.count - 1].revision : 0;
    if (newest != s->row.revision - 1)
        return moved(app->arena, s->row.revision - 1, newest, err);
    s->row.id = app_id(app);
    s->row.at = app->now_ms;
    s->write.object = arena_fmt(app->arena, "circular_draft %.*s", STR_ARG(s->row.id));
    s->write.detail = draft_detail(app, &s->row);
    return circular_draft_save(tx, app->def.code, &s->row, err);
}

static bool take_line(App *app, Str given, Str *value, Err *err)
{
    return given.len == 0 || clean_text(app->arena, &line_rule, given, value, err);
}

/* What is given over what stands there. */
static bool take_edit(App *app, const CircularEdit *edit, CircularDesk *d, CircularText *text,
                      Err *err)
{
    CircularDraft *h = &d->head;
    if (edit->given && !circular_text_clean(app->arena, &edit->text, text, err))
        return false;
    if (d->version > 1 && edit->kind != CIRCULAR_OF_MONTH && d->kind != edit->kind) {
        d->kind = edit->kind; /* what it is about has changed, and so has its text */
        h->kind = circular_kind_word(d->kind);
        if (edit->kind == CIRCULAR_WITHDRAWS)
            h->reason = S("");
        d->revisions.count = 0;
    }
    if (!take_line(app, edit->issuer, &h->issuer, err) ||
        !take_line(app, edit->mark, &h->mark, err) ||
        !take_line(app, edit->basis, &h->basis, err) ||
        !take_line(app, edit->reason, &h->reason, err))
        return false;
    if (edit->no_countersign)
        h->countersign = S("");
    else if (edit->countersign.len &&
             !circular_signers_find(app, edit->countersign, &h->countersign, err))
        return false;
    return true;
}

bool circular_save_draft(App *app, Str period, const CircularEdit *edit, CircularDesk *ret_desk,
                         Err *err)
{
    CircularDesk d;
    CircularText text;
    bool later = edit->kind != CIRCULAR_OF_MONTH;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_CIRCULAR_DRAFT, S(""), utf8_prefix(period, 40), err))
        return false;
    /* a withdrawal is drafted also where there is nothing to correct */
    if (!(edit->kind == CIRCULAR_WITHDRAWS ? circular_desk_withdraw(app, period, &d, err)
                                           : circular_open_draft(app, period, later, &d, err)))
        return false;
    int newest = d.revisions.count ? d.revisions.items[d.revisions.count - 1].revision : 0;
    Str before = newest ? d.head.digest : S("");
    if (edit->seen >= 0 && edit->seen != newest)
        return moved(app->arena, edit->seen, newest, err);
    if (newest >= LIMIT_CIRCULAR_REVISIONS)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_CIRCULAR_REVISIONS")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_CIRCULAR_REVISIONS)},
                       {"found", arena_fmt(app->arena, "%d", newest + 1)});
    if (!take_edit(app, edit, &d, &text, err) ||
        !circular_desk_make(app, &d, edit->given ? &text : NULL, err))
        return false;
    Str passages = circular_text_json(app->arena, &d.text);
    if (newest == 0 || !str_eq(before, d.digest) || !str_eq(d.head.passages, passages)) {
        Saving s = {.app = app, .desk = &d, .row = d.head};
        s.row.passages = passages;
        s.row.revision = newest + 1;
        s.row.source = edit->source;
        s.row.digest = d.digest;
        s.row.by = app->actor.name;
        s.row.behalf = app->actor.behalf;
        s.write = (AppWrite){.action = ACT_CIRCULAR_DRAFT, .fn = save_draft, .ctx = &s};
        if (!app_write(app, &s.write, err))
            return false;
    }
    return circular_desk_read(app, period, later, ret_desk, err);
}

/* ---- signing ---- */

typedef struct Signing {
    App *app;
    CircularDesk *desk;
    CircularStep step;
    CircularSign sign;
    AppWrite write;
} Signing;

static bool wrong_step(const CircularDesk *d, CircularStep step, Err *err)
{
    return err_set(err, ERR_CIRCULAR_STEP, {"found", circular_step_word(step)},
                   {"expected", circular_step_word(d->next)});
}

static bool check_step(App *app, const CircularDesk *d, CircularStep step, Err *err)
{
    bool named = step != CIRCULAR_COUNTERSIGNED;
    if (step == CIRCULAR_RETURNED ? d->next == CIRCULAR_DRAFTED : d->next != step)
        return wrong_step(d, step, err);
    for (int i = 0; i < d->wait.count; i++) {
        Str asked = d->wait.items[i], seat = actor_seat(&app->actor);
        named |= str_eq(asked, seat);
        if (step == CIRCULAR_COUNTERSIGNED && str_eq(asked, app->actor.name) &&
            !str_eq(asked, seat))
            return err_set(err, ERR_CIRCULAR_TWO_SEATS, {"for", seat}); /* he is asked himself */
    }
    for (int i = 0; i < d->signs.count; i++) {
        const CircularHolds *h = &d->signs.items[i];
        if (h->holds && app_is_self(app, h->sign.by, h->sign.behalf))
            return err_set(err, ERR_CIRCULAR_SELF, {"step", circular_step_word(h->step)});
    }
    return named || err_set(err, ERR_CIRCULAR_SIGNER, {"found", app->actor.name});
}

/* In the transaction: the newest revision is still this one, and nobody has signed in between. */
static bool check_again(App *app, Db *tx, CircularDesk *d, Err *err)
{
    CircularDrafts all = {0};
    if (!circular_draft_list(tx, app->arena, app->def.code, d->period->code, d->version, &all, err))
        return false;
    if (all.count == 0 || !str_eq(all.items[all.count - 1].digest, d->digest))
        return err_set(err, ERR_CIRCULAR_TEXT_MOVED);
    return circular_chain(app, tx, d->digest, d->head.countersign, d, err);
}

static bool save_sign(Db *tx, void *ctx, Err *err)
{
    Signing *s = ctx;
    App *app = s->app;
    if (!check_again(app, tx, s->desk, err) || !check_step(app, s->desk, s->step, err))
        return false;
    s->sign.number = 1;
    for (int i = 0; i < s->desk->signs.count; i++)
        s->sign.number += str_eq(s->desk->signs.items[i].sign.draft, s->sign.draft);
    s->sign.at = app->now_ms;
    for (int i = 0; i < s->desk->signs.count;
         i++) /* the order of work, also where a clock went back */
        if (s->desk->signs.items[i].sign.at >= s->sign.at)
            s->sign.at = s->desk->signs.items[i].sign.at + 1;
    return circular_sign_save(tx, &s->sign, err);
}

static bool check_ready(const CircularDesk *d, Str seen, Err *err)
{
    if (d->revisions.count == 0 || d->moved || (seen.len && !str_eq(seen, d->digest)))
        return err_set(err, ERR_CIRCULAR_TEXT_MOVED);
    if (d->issuer.code != ERR_NONE) {
        *err = d->issuer;
        return false;
    }
    if (d->head.basis.len == 0)
        return err_set(err, ERR_CIRCULAR_BASIS);
    if (d->kind != CIRCULAR_OF_MONTH && d->head.reason.len == 0)
        return err_set(err, ERR_CIRCULAR_REASON);
    for (int i = 0; i < d->faults.count; i++)
        if (d->faults.items[i].kind == CIRCULAR_UNKNOWN)
            return err_set(err, ERR_CIRCULAR_REFERENCE, {"found", d->faults.items[i].found});
    return true;
}

bool circular_do_sign(App *app, Str period, bool later, CircularStep step, Str seen, Str opinion,
                      CircularDesk *ret_desk, Err *err)
{
    CircularDesk d;
    if (!app_need_campaign(app, err))
        return false;
    if (step == CIRCULAR_RETURNED) { /* by whoever would sign next */
        if (!circular_open_draft(app, period, later, &d, err))
            return false;
        Action action =
            d.next == CIRCULAR_DRAFTED ? ACT_CIRCULAR_CHECK : circular_step_action(d.next);
        if (!app_permit(app, action, S(""), d.period->code, err))
            return false;
    } else if (!app_permit(app, circular_step_action(step), S(""), utf8_prefix(period, 40), err) ||
               !circular_open_draft(app, period, later, &d, err)) {
        return false;
    }
    Signing s = {.app = app, .desk = &d, .step = step};
    if ((step != CIRCULAR_RETURNED && !check_ready(&d, seen, err)) ||
        !check_step(app, &d, step, err) ||
        !clean_text(app->arena, &line_rule, opinion, &s.sign.opinion, err))
        return false;
    if (step == CIRCULAR_RETURNED && s.sign.opinion.len == 0)
        return err_set(err, ERR_CIRCULAR_REASON);
    s.sign.draft = d.head.id;
    s.sign.step = circular_step_word(step);
    s.sign.digest = d.digest;
    s.sign.on_date = app_today(app);
    s.sign.by = app->actor.name;
    s.sign.behalf = app->actor.behalf;
    s.write = (AppWrite){.action = step == CIRCULAR_RETURNED ? circular_step_action(d.next)
                                                             : circular_step_action(step),
                         .object = arena_fmt(app->arena, "circular_draft %.*s", STR_ARG(d.head.id)),
                         .detail = arena_fmt(app->arena, "{\"step\":\"%.*s\",\"digest\":\"%.*s\"}",
                                             STR_ARG(s.sign.step), STR_ARG(d.digest)),
                         .fn = save_sign,
                         .ctx = &s};
    return app_write(app, &s.write, err) && circular_desk_read(app, period, later, ret_desk, err);
}

/* ---- issuing ---- */

/* 示政办通报〔2021〕5号: the mark, the year of the day of issue in these brackets, a number without leading nought. */
static bool check_number(App *app, const CircularDesk *d, Str number, Date on, Err *err)
{
    int year, month, day;
    date_to_ymd(on, &year, &month, &day);
    Str prefix = arena_fmt(app->arena, "%.*s〔%d〕", STR_ARG(d->head.mark), year);
    Str serial = str_sub(number, prefix.len, number.len - S("号").len);
    int64_t n;
    if (str_starts(number, prefix) && str_ends(number, S("号")) && str_to_i64(serial, &n) &&
        n >= 1 && n <= 99999 && serial.ptr[0] != '0' && serial.ptr[0] != '+')
        return true;
    return err_set(err, ERR_CIRCULAR_NUMBER_FORM, {"found", utf8_prefix(number, 80)},
                   {"expected", arena_fmt(app->arena, "%.*s5号", STR_ARG(prefix))});
}

typedef struct Issuing {
    App *app;
    CircularDesk *desk;
} Issuing;

static bool check_approved(Db *tx, void *ctx, Err *err)
{
    Issuing *s = ctx;
    if (!check_again(s->app, tx, s->desk, err))
        return false;
    return s->desk->next == CIRCULAR_STEPS ||
           err_set(err, ERR_CIRCULAR_NOT_APPROVED, {"expected", circular_step_word(s->desk->next)});
}

static bool take_date(App *app, const CircularDesk *d, Str on, Date *ret_on, Err *err)
{
    Date approved = DATE_NONE;
    *ret_on = app->today;
    (void)date_parse(d->approved_on, &approved, NULL);
    if (on.len && (!date_parse(on, ret_on, NULL) || *ret_on > app->today || *ret_on < approved))
        return err_set(err, ERR_CIRCULAR_DATE, {"found", utf8_prefix(on, 40)},
                       {"expected", d->approved_on});
    return true;
}

static bool receipt_due(App *app, Date on, Str *ret_due, Err *err)
{
    Calendar calendar;
    Date due;
    *ret_due = S("");
    if (app->def.month.receipt == 0)
        return true;
    if (!app_workdays(app, &calendar, err) ||
        !workday_add(&calendar, on, app->def.month.receipt, &due, err))
        return false;
    *ret_due = date_str(app->arena, due);
    return true;
}

bool circular_do_issue(App *app, Str period, bool later, Str number, Str on_text,
                       CircularDesk *ret_desk, Err *err)
{
    CircularDesk d;
    CircularPlan plan;
    Circular c = {.issued = true, .kept = true};
    Date on;
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_CIRCULAR_ISSUE, S(""), utf8_prefix(period, 40), err) ||
        !circular_open_draft(app, period, later, &d, err))
        return false;
    Issuing s = {app, &d};
    if (d.issuer.code != ERR_NONE) {
        *err = d.issuer;
        return false;
    }
    if (d.moved)
        return err_set(err, ERR_CIRCULAR_TEXT_MOVED);
    if (d.next != CIRCULAR_STEPS)
        return err_set(err, ERR_CIRCULAR_NOT_APPROVED, {"expected", circular_step_word(d.next)});
    if (!take_date(app, &d, on_text, &on, err))
        return false;
    number = number.len ? utf8_trim(number) : d.number;
    if (!check_number(app, &d, number, on, err) || !circular_plan_of(app, &d, &plan, err))
        return false;
    CircularHead head = {.number = number, .issuer = d.head.issuer, .issued_on = on};
    if (!circular_compose(app, &plan, &head, &d.text, NULL, &c, err))
        return false;
    c.row = (CircularRow){.period = d.period->code,
                          .version = d.version,
                          .number = number,
                          .issuer = head.issuer,
                          .issued_on = date_str(app->arena, on)};
    CircularKeep keep = {.check = check_approved, .ctx = &s};
    keep.issue = (CircularIssue){.draft = d.head.id,
                                 .kind = circular_kind_word(d.kind),
                                 .basis = d.head.basis,
                                 .reason = d.head.reason,
                                 .approved_by = d.approved_by,
                                 .approved_on = d.approved_on};
    return receipt_due(app, on, &keep.issue.receipt_due, err) &&
           circular_keep(app, &c, &keep, err) &&
           circular_desk_read(app, period, later, ret_desk, err);
}

/* ---- receipts ---- */

typedef struct Receiving {
    App *app;
    CircularReceipt row;
    Str unit_name;
    AppWrite write;
} Receiving;

static bool save_receipt(Db *tx, void *ctx, Err *err)
{
    Receiving *r = ctx;
    CircularReceipts all = {0};
    if (!circular_receipt_list(tx, r->app->arena, r->app->def.code, r->row.circular, &all, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (str_eq(all.items[i].unit, r->row.unit))
            return err_set(err, ERR_CIRCULAR_RECEIVED, {"unit", r->unit_name},
                           {"date", all.items[i].on_date});
    r->row.id = app_id(r->app);
    r->write.object = arena_fmt(r->app->arena, "circular_receipt %.*s", STR_ARG(r->row.id));
    return circular_receipt_save(tx, r->app->def.code, &r->row, err);
}

/* The unit's own; where it has become another's seat, or that is done, what else that seat signs for. */
static const CircularUnitReceipt *receipt_of(const CircularDesk *d, Str unit, Str seat)
{
    const CircularUnitReceipt *at = NULL;
    for (int i = 0; i < d->receipts.count; i++) {
        const CircularUnitReceipt *r = &d->receipts.items[i];
        bool exact = str_eq(r->unit->code, unit);
        if (exact && !r->received)
            return r;
        if ((exact || str_eq(r->seat, seat)) && (!at || (at->received && !r->received)))
            at = r;
    }
    return at;
}

Str circular_receipt_detail(App *app, const CircularDesk *d, const Unit *unit)
{
    return arena_fmt(app->arena, "{\"number\":\"%.*s\",\"unit\":\"%.*s\"}",
                     STR_ARG(d->circular.row.number), STR_ARG(unit->code));
}

bool circular_do_receive(App *app, Str period, bool later, Str unit_code, Str signer, Str sender,
                         Err *err)
{
    CircularDesk d;
    const Unit *unit = app_unit(app, unit_code.len ? unit_code : app->actor.unit);
    if (!app_need_campaign(app, err))
        return false;
    if (!unit)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", utf8_prefix(unit_code, 80)});
    Str seat = progress_seat(app, unit->code);
    if (!app_permit(app, ACT_CIRCULAR_RECEIVE, seat, utf8_prefix(period, 40), err) ||
        !circular_desk_read(app, period, later, &d, err))
        return false;
    if (d.is_draft)
        return err_set(err, ERR_CIRCULAR_NOT_ISSUED, {"period", d.period->code});
    const CircularUnitReceipt *at = receipt_of(&d, unit->code, seat);
    if (!at)
        return err_set(err, ERR_CIRCULAR_NOT_ADDRESSED, {"unit", unit->name});
    Receiving r = {.app = app, .unit_name = at->unit->name};
    bool by_office = permit_scope(app->actor.role, ACT_CIRCULAR_RECEIVE) == SCOPE_ALL;
    if (!clean_text(app->arena, &line_rule, signer, &r.row.signer, err) ||
        !clean_text(app->arena, &line_rule, sender, &r.row.sender, err))
        return false;
    if (r.row.signer.len == 0)
        r.row.signer = app->actor.post;
    if (r.row.signer.len == 0 || (by_office && (r.row.sender.len == 0 || signer.len == 0)))
        return err_set(err, ERR_CIRCULAR_RECEIPT_FIELD);
    if (!by_office)
        r.row.sender = S("");
    r.row.circular = d.circular.row.id;
    r.row.unit = at->unit->code;
    r.row.at = app->now_ms;
    r.row.on_date = app_today(app);
    r.row.by = app->actor.name;
    r.row.behalf = app->actor.behalf;
    r.write = (AppWrite){.action = ACT_CIRCULAR_RECEIVE,
                         .party = seat,
                         .detail = circular_receipt_detail(app, &d, at->unit),
                         .fn = save_receipt,
                         .ctx = &r};
    return app_write(app, &r.write, err);
}
