/* Reading the desk of a circular: what stands there, who has signed this very text, what comes next. */
#include "app/paper/circular_desk.h"

#include "app/ledger/progress.h"
#include "app/paper/circular_data.h"
#include "app/person.h"

static const Str kinds[CIRCULAR_KINDS] = {SC("circular"), SC("notice"), SC("withdrawal")};

Str circular_kind_word(CircularKind kind)
{
    return kinds[kind];
}

bool circular_kind_parse(Str word, CircularKind *ret_kind)
{
    for (int i = 0; i < CIRCULAR_KINDS; i++)
        if (str_eq(word, kinds[i])) {
            *ret_kind = (CircularKind)i;
            return true;
        }
    return false;
}

static const struct {
    Str word;
    Msg name;
    Action action;
} steps[CIRCULAR_STEPS] = {
    [CIRCULAR_DRAFTED] = {SC("drafted"), MSG_CIRCULAR_S_DRAFTED, ACT_CIRCULAR_DRAFT},
    [CIRCULAR_CHECKED] = {SC("checked"), MSG_CIRCULAR_S_CHECKED, ACT_CIRCULAR_CHECK},
    [CIRCULAR_COUNTERSIGNED] = {SC("countersigned"), MSG_CIRCULAR_S_COUNTERSIGNED,
                                ACT_CIRCULAR_COUNTERSIGN},
    [CIRCULAR_APPROVED] = {SC("approved"), MSG_CIRCULAR_S_APPROVED, ACT_CIRCULAR_APPROVE},
    [CIRCULAR_RETURNED] = {SC("returned"), MSG_CIRCULAR_S_RETURNED, ACT_CIRCULAR_CHECK},
};

Str circular_step_word(CircularStep step)
{
    return step == CIRCULAR_STEPS ? S("issue") : steps[step].word;
}

bool circular_step_parse(Str word, CircularStep *ret_step)
{
    for (int i = 0; i < CIRCULAR_STEPS; i++)
        if (str_eq(word, steps[i].word)) {
            *ret_step = (CircularStep)i;
            return true;
        }
    return false;
}

Str circular_step_name(Lang lang, CircularStep step)
{
    return msg(lang, step == CIRCULAR_STEPS ? MSG_CIRCULAR_S_ISSUE : steps[step].name);
}

Action circular_step_action(CircularStep step)
{
    return step == CIRCULAR_STEPS ? ACT_CIRCULAR_ISSUE : steps[step].action;
}

static bool is_named(Str list, Str account)
{
    while (list.len)
        if (str_eq(str_cut(&list, ';'), account))
            return true;
    return false;
}

bool circular_may_draft_read(const App *app, const CircularDraft *draft)
{
    const Actor *a = &app->actor;
    return permit_any(a, ACT_CIRCULAR_DRAFT) || permit_any(a, ACT_CIRCULAR_APPROVE) ||
           (draft && permit_any(a, ACT_CIRCULAR_COUNTERSIGN) &&
            is_named(draft->countersign, actor_seat(a)));
}

/* ---- signatures ---- */

static bool has(const CircularDesk *d, CircularStep step)
{
    for (int i = 0; i < d->signs.count; i++)
        if (d->signs.items[i].holds && d->signs.items[i].step == step)
            return true;
    return false;
}

/* In his own seat or by who acts for him; who signs for another has not signed himself. */
static bool has_countersigned(const CircularDesk *d, Str account)
{
    for (int i = 0; i < d->signs.count; i++) {
        const CircularHolds *h = &d->signs.items[i];
        Str seat = h->sign.behalf.len ? h->sign.behalf : h->sign.by;
        if (h->holds && h->step == CIRCULAR_COUNTERSIGNED && str_eq(seat, account))
            return true;
    }
    return false;
}

static CircularStep next_of(const CircularDesk *d)
{
    if (!has(d, CIRCULAR_DRAFTED))
        return CIRCULAR_DRAFTED;
    if (!has(d, CIRCULAR_CHECKED))
        return CIRCULAR_CHECKED;
    if (d->wait.count)
        return CIRCULAR_COUNTERSIGNED;
    return has(d, CIRCULAR_APPROVED) ? CIRCULAR_STEPS : CIRCULAR_APPROVED;
}

bool circular_chain(App *app, Db *db, Str digest, Str countersign, CircularDesk *d, Err *err)
{
    CircularSigns list = {0};
    if (!circular_sign_list(db, app->arena, app->def.code, d->period->code, d->version, &list, err))
        return false;
    d->signs.count = d->wait.count = 0;
    d->approved_by = d->approved_on = S("");
    for (int i = 0; i < list.count; i++) {
        CircularHolds h = {.sign = list.items[i], .holds = str_eq(list.items[i].digest, digest)};
        if (!circular_step_parse(h.sign.step, &h.step))
            continue;
        if (h.step == CIRCULAR_RETURNED) {
            for (int k = 0; k < d->signs.count && h.holds; k++)
                d->signs.items[k].holds = false;
            h.holds = false;
        }
        *arena_push(app->arena, &d->signs) = h;
    }
    for (int i = 0; i < d->signs.count; i++)
        if (d->signs.items[i].holds && d->signs.items[i].step == CIRCULAR_APPROVED) {
            d->approved_by = d->signs.items[i].sign.by;
            d->approved_on = d->signs.items[i].sign.on_date;
        }
    while (countersign.len) {
        Str name = str_cut(&countersign, ';');
        if (name.len && !has_countersigned(d, name))
            *arena_push(app->arena, &d->wait) = name;
    }
    d->next = next_of(d);
    return true;
}

/* ---- what is issued ---- */

bool circular_is_addressed(const App *app, const CampaignPeriod *period, const Unit *unit)
{
    return app_group(app, unit->group) && unit_is_member(&app->def, unit, period);
}

static bool receipts_fill(App *app, CircularDesk *d, Err *err)
{
    CircularReceipts list = {0};
    if (!circular_receipt_list(app->db, app->arena, app->def.code, d->circular.row.id, &list, err))
        return false;
    for (int i = 0; i < app->def.units.count; i++) {
        const Unit *unit = &app->def.units.items[i];
        if (!circular_is_addressed(app, d->period, unit))
            continue;
        CircularUnitReceipt *r = arena_push(app->arena, &d->receipts);
        *r = (CircularUnitReceipt){.unit = unit, .seat = progress_seat(app, unit->code)};
        for (int k = 0; k < list.count; k++)
            if (str_eq(list.items[k].unit, unit->code)) {
                r->received = true;
                r->receipt = list.items[k];
            }
        d->received += r->received;
        if (app->actor.unit.len && str_eq(r->seat, app->actor.unit)) {
            d->own = true;
            d->own_received = r->received;
        }
    }
    return true;
}

/* A withdrawal is the last paper of its period: nothing comes after it. */
static bool fill_later(App *app, CircularDesk *d, Err *err)
{
    CircularList all = {0};
    CircularIssues issues = {0};
    if (!circular_list(app->db, app->arena, app->def.code, &all, err) ||
        !circular_issue_list(app->db, app->arena, app->def.code, &issues, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (str_eq(all.items[i].period, d->period->code) &&
            all.items[i].version > d->circular.row.version)
            d->later = all.items[i];
    for (int i = 0; i < issues.count; i++) {
        const CircularIssue *x = &issues.items[i];
        if (str_eq(x->circular, d->circular.row.id)) {
            d->issue = *x;
            d->has_issue = true;
            (void)circular_kind_parse(x->kind, &d->kind);
            if (!date_parse(x->receipt_due, &d->receipt_due, NULL))
                d->receipt_due = DATE_NONE;
        }
        if (d->later.id.len && str_eq(x->circular, d->later.id))
            d->is_withdrawn = str_eq(x->kind, kinds[CIRCULAR_WITHDRAWS]);
    }
    return true;
}

static bool read_issued(App *app, CircularDesk *d, const CircularRow *row, Err *err)
{
    d->version = row->version;
    d->kind = row->version > 1 ? CIRCULAR_CORRECTS : CIRCULAR_OF_MONTH;
    d->receipt_due = DATE_NONE;
    d->circular.row = *row;
    return circular_read_issued(app, d->period, &d->circular, err) && fill_later(app, d, err) &&
           receipts_fill(app, d, err);
}

/* ---- a draft ---- */

static Str offered_number(App *app, const CircularList *all, Str mark)
{
    Str year = circular_year(app);
    Str form = paper_say(app, MSG_PAPER_NUMBER, {"mark", mark}, {"year", year}, {"serial", S("")});
    ptrdiff_t end = str_find(form, S("〕"), 0);
    Str prefix = end < 0 ? form : str_sub(form, 0, end + S("〕").len);
    int64_t last = 0, n;
    for (int i = 0; i < all->count; i++) {
        Str number = all->items[i].number;
        if (str_starts(number, prefix) && str_ends(number, S("号")) &&
            str_to_i64(str_sub(number, prefix.len, number.len - S("号").len), &n) && n > last)
            last = n;
    }
    return paper_say(app, MSG_PAPER_NUMBER, {"mark", mark}, {"year", year},
                     {"serial", arena_fmt(app->arena, "%lld", (long long)last + 1)});
}

/* What is offered before anybody has saved anything; the basis as it was last time. */
static bool offer_head(App *app, CircularDesk *d, Err *err)
{
    CircularIssues issues = {0};
    if (!circular_issue_list(app->db, app->arena, app->def.code, &issues, err))
        return false;
    d->head = (CircularDraft){.period = d->period->code,
                              .version = d->version,
                              .kind = kinds[d->kind],
                              .issuer = app->def.issuer,
                              .mark = app->def.issuer_number,
                              .basis = S(""),
                              .reason = S(""),
                              .countersign = S("")};
    for (int i = 0; i < issues.count; i++)
        if (str_eq(issues.items[i].kind, kinds[d->kind]))
            d->head.basis = issues.items[i].basis;
    if (d->kind == CIRCULAR_CORRECTS)
        d->head.reason = msg(LANG_ZH, MSG_PAPER_NOTICE_REASON);
    return true;
}

bool circular_plan_of(App *app, const CircularDesk *d, CircularPlan *plan, Err *err)
{
    *plan = (CircularPlan){.kind = d->kind, .period = d->period, .earlier = d->earlier};
    plan->facts = (CircularFacts){.period = d->period, .earlier = d->earlier.number};
    return d->kind != CIRCULAR_OF_MONTH || circular_facts(app, d->period, &plan->facts, err);
}

static bool count_corrected(App *app, CircularDesk *d, Err *err)
{
    ConsequenceList changes = {0};
    Str last = S("");
    if (!consequence_list(app->db, app->arena, app->def.code, &changes, err))
        return false;
    for (int i = 0; i < changes.count; i++) {
        const Consequence *c = &changes.items[i];
        if (str_eq(c->period, d->period->code) && c->unit.len && !str_eq(c->unit, last)) {
            d->corrected++;
            last = c->unit;
        }
    }
    return true;
}

static bool has_signed(const App *app, const CircularDesk *d)
{
    for (int i = 0; i < d->signs.count; i++)
        if (d->signs.items[i].holds &&
            app_is_self(app, d->signs.items[i].sign.by, d->signs.items[i].sign.behalf))
            return true;
    return false;
}

void circular_rights(const App *app, CircularDesk *d)
{
    const Actor *a = &app->actor;
    bool may = d->next != CIRCULAR_STEPS && permit_any(a, circular_step_action(d->next));
    if (d->next == CIRCULAR_COUNTERSIGNED) {
        bool named = false;
        for (int i = 0; i < d->wait.count; i++)
            named |= str_eq(d->wait.items[i], actor_seat(a));
        may = may && named;
    }
    d->may_draft = permit_any(a, ACT_CIRCULAR_DRAFT);
    d->may_sign = may && !has_signed(app, d);
    d->may_return = d->next > CIRCULAR_DRAFTED && d->next != CIRCULAR_STEPS && d->may_sign;
    d->may_issue = d->next == CIRCULAR_STEPS && permit_any(a, ACT_CIRCULAR_ISSUE);
}

static Str digest_of(App *app, const CircularDesk *d)
{
    const CircularDraft *h = &d->head;
    return app->digest(app->arena,
                       arena_fmt(app->arena, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s",
                                 STR_ARG(d->circular.text), STR_ARG(h->mark), STR_ARG(h->basis),
                                 STR_ARG(h->reason), STR_ARG(h->countersign)));
}

bool circular_desk_make(App *app, CircularDesk *d, const CircularText *given, Err *err)
{
    CircularPlan plan;
    if (!circular_plan_of(app, d, &plan, err))
        return false;
    if (given)
        d->text = *given;
    else if (d->revisions.count) {
        if (!circular_text_parse(app->arena, d->head.passages, &d->text, err))
            return false;
    } else if (d->kind == CIRCULAR_OF_MONTH)
        circular_prefill(app, &plan.facts, &d->text);
    else
        circular_prefill_later(app, &plan, d->head.reason, &d->text);
    CircularHead head = {.issuer = d->head.issuer, .issued_on = DATE_NONE};
    head.number = paper_say(app, MSG_PAPER_NUMBER_DRAFT, {"mark", d->head.mark},
                            {"year", circular_year(app)});
    d->faults.count = 0;
    if (!circular_compose(app, &plan, &head, &d->text, &d->faults, &d->circular, err))
        return false;
    d->issuer = (Err){0};
    if (!circular_check_issuer(&app->def, d->head.issuer, d->head.mark, &d->issuer))
        d->circular.paper.issuer = S("");
    d->digest = digest_of(app, d);
    d->circular.paper.made_from = arena_fmt(
        app->arena, "%.*s/%.*s/%d/%d/%.*s", STR_ARG(app->def.code), STR_ARG(d->period->code),
        d->version, d->revisions.count ? d->head.revision : 0, STR_ARG(d->digest));
    d->moved = d->revisions.count > 0 && !str_eq(d->head.digest, d->digest);
    return true;
}

/* The head as it was saved last, else as it is offered. */
static bool draft_head(App *app, CircularDesk *d, Err *err)
{
    if (!circular_draft_list(app->db, app->arena, app->def.code, d->period->code, d->version,
                             &d->revisions, err) ||
        !offer_head(app, d, err))
        return false;
    if (d->revisions.count) {
        d->head = d->revisions.items[d->revisions.count - 1];
        (void)circular_kind_parse(d->head.kind, &d->kind);
    }
    return true;
}

static bool desk_draft(App *app, const CircularList *all, CircularDesk *d, Err *err)
{
    d->is_draft = true;
    if (!draft_head(app, d, err) || !circular_desk_make(app, d, NULL, err) ||
        !count_corrected(app, d, err) ||
        !circular_chain(app, app->db, d->digest, d->head.countersign, d, err))
        return false;
    d->number = offered_number(app, all, d->head.mark);
    circular_rights(app, d);
    return true;
}

/* ---- which one ---- */

static const CircularRow *newest(const CircularList *all, Str period, bool later)
{
    const CircularRow *row = NULL;
    for (int i = 0; i < all->count; i++) {
        const CircularRow *c = &all->items[i];
        if (str_eq(c->period, period) && (later ? c->version > 1 : c->version == 1))
            row = c;
    }
    return row;
}

/* The later paper in hand: its draft for who may read one, else the newest that is issued. */
static bool read_later(App *app, const CircularList *all, CircularDesk *d, Err *err)
{
    const CircularRow *first = newest(all, d->period->code, false),
                      *last = newest(all, d->period->code, true);
    if (!first)
        return err_set(err, ERR_CIRCULAR_NOT_ISSUED, {"period", d->period->code});
    CircularDesk draft = *d;
    draft.earlier = *first;
    draft.version = last ? last->version + 1 : 2;
    draft.kind = CIRCULAR_CORRECTS;
    if (last) { /* an earlier withdrawal ends it */
        CircularDesk issued = *d;
        if (!read_issued(app, &issued, last, err))
            return false;
        issued.earlier = *first;
        *d = issued;
        if (issued.kind == CIRCULAR_WITHDRAWS)
            return true;
    }
    CircularDrafts kept = {0};
    if (!circular_draft_list(app->db, app->arena, app->def.code, d->period->code, draft.version,
                             &kept, err))
        return false;
    if (!circular_may_draft_read(app, kept.count ? &kept.items[kept.count - 1] : NULL))
        return last || app_refuse(app, ACT_CIRCULAR_DRAFT, S(""), d->period->code, err);
    Err why = {0};
    if (desk_draft(app, all, &draft, &why)) {
        draft.same = last && kept.count == 0 &&
                     circular_same_table(&draft.circular.paper, &d->circular.paper);
        if (!draft.same)
            *d = draft;
        return true;
    }
    if (why.code == ERR_CIRCULAR_UNCHANGED && last)
        return true;
    *err = why;
    return false;
}

bool circular_desk_read(App *app, Str period_code, bool later, CircularDesk *ret_desk, Err *err)
{
    CircularList all = {0};
    CircularDesk d = {.receipt_due = DATE_NONE};
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &d.period, err) ||
        !app_permit(app, ACT_CIRCULAR_READ, S(""), d.period->code, err) ||
        !circular_list(app->db, app->arena, app->def.code, &all, err))
        return false;
    if (later) {
        if (!read_later(app, &all, &d, err))
            return false;
        *ret_desk = d;
        return true;
    }
    const CircularRow *row = newest(&all, d.period->code, false);
    if (row) {
        if (!read_issued(app, &d, row, err))
            return false;
    } else {
        CircularDrafts kept = {0};
        d.version = 1;
        if (!circular_draft_list(app->db, app->arena, app->def.code, d.period->code, 1, &kept, err))
            return false;
        if (!circular_may_draft_read(app, kept.count ? &kept.items[kept.count - 1] : NULL))
            return app_refuse(app, ACT_CIRCULAR_DRAFT, S(""), d.period->code, err);
        if (!desk_draft(app, &all, &d, err))
            return false;
    }
    *ret_desk = d;
    return true;
}

bool circular_desk_withdraw(App *app, Str period_code, CircularDesk *d, Err *err)
{
    CircularList all = {0};
    *d = (CircularDesk){.receipt_due = DATE_NONE, .is_draft = true, .kind = CIRCULAR_WITHDRAWS};
    if (!app_period(app, period_code, &d->period, err) ||
        !circular_list(app->db, app->arena, app->def.code, &all, err))
        return false;
    const CircularRow *first = newest(&all, d->period->code, false),
                      *last = newest(&all, d->period->code, true);
    if (!first)
        return err_set(err, ERR_CIRCULAR_NOT_ISSUED, {"period", d->period->code});
    CircularDesk issued = *d;
    if (!read_issued(app, &issued, first, err))
        return false;
    if (issued.is_withdrawn)
        return err_set(err, ERR_CIRCULAR_WITHDRAWN, {"period", d->period->code});
    d->earlier = *first;
    d->version = last ? last->version + 1 : 2;
    return draft_head(app, d, err);
}

Str circular_next_text(App *app, Lang lang, const CircularDesk *d)
{
    static const Msg texts[] = {MSG_CIRCULAR_N_DRAFTED,       MSG_CIRCULAR_N_CHECKED,
                                MSG_CIRCULAR_N_COUNTERSIGNED, MSG_CIRCULAR_N_APPROVED,
                                MSG_CIRCULAR_N_RETURNED,      MSG_CIRCULAR_N_ISSUE};
    if (!d->is_draft)
        return msg(lang, d->is_withdrawn ? MSG_CIRCULAR_N_WITHDRAWN : MSG_CIRCULAR_N_ISSUED);
    if (d->next != CIRCULAR_COUNTERSIGNED)
        return msg(lang, texts[d->next]);
    Out names = out_new(app->arena, 4096);
    for (int i = 0; i < d->wait.count; i++) {
        out_s(&names, i ? msg(lang, MSG_CIRCULAR_LIST_AND) : S(""));
        out_s(&names, person_post(app, d->wait.items[i]));
    }
    return msg_str(app->arena, lang, texts[d->next], {"list", out_str(&names)});
}
