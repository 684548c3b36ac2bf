/* What has happened since the reader last looked: rows of the campaign's audit log that concern them and that they may
 * see, put into words elsewhere. What they did themselves is no news to them. */
#include "app/inbox/inbox_parts.h"
#include "app/ledger/progress.h"
#include "app/person.h"
#include "app/standing.h"
#include "app/talk/talks.h"
#include "store/month.h"
#include "sys/json_in.h"

typedef struct Reading {
    InboxMaker *m;
    const CampaignIndex *x;
    bool office, leader; /* sees all units' */
    bool has_talks;
    TalkList talks;
} Reading;

/* ---- the row ---- */

static Str member(const Tree *detail, Str key)
{
    const Tree *t = tree_get(detail, key);
    return t && t->kind == TREE_TEXT ? t->text : S("");
}

static const Tree *detail_of(Reading *r, const HappenedRow *row)
{
    Err ignored = {0};
    Tree *tree = NULL;
    if (row->detail.len == 0 || !json_parse(r->m->app->arena, row->detail, &tree, &ignored))
        return NULL;
    return tree;
}

static const CampaignPeriod *period_of(const Reading *r, Str code)
{
    int at = map_get(&r->x->periods, code);
    return at >= 0 ? &r->x->def->periods.items[at] : NULL;
}

static const Unit *unit_of(const Reading *r, Str code)
{
    int at = map_get(&r->x->units, code);
    return at >= 0 ? &r->x->def->units.items[at] : NULL;
}

static bool is_own(const Reading *r, const Unit *unit)
{
    return unit && str_eq(unit->code, r->m->app->actor.unit);
}

/* The unit or post of an account, as the office knows it; also of one that was made after the campaign. */
static Str by_of(const Reading *r, Str account)
{
    const CampaignDef *def = r->x->def;
    for (int i = 0; i < def->accounts.count; i++) {
        const Account *a = &def->accounts.items[i];
        if (str_eq(a->name, account) && a->unit.len)
            return index_party_name(r->x, a->unit);
    }
    return person_post(r->m->app, account);
}

static Happened *add(Reading *r, HappenedKind kind, const HappenedRow *row)
{
    Inbox *inbox = r->m->inbox;
    if (inbox->happened.count >= INBOX_HAPPENED_SHOWN) {
        inbox->more_happened++;
        return NULL;
    }
    Happened *h = arena_push(r->m->app->arena, &inbox->happened);
    *h = (Happened){.kind = kind, .seq = row->seq, .at = row->at, .by = by_of(r, row->account)};
    return h;
}

static void add_plain(Reading *r, HappenedKind kind, const HappenedRow *row,
                      const CampaignPeriod *period, const Unit *unit, Str word)
{
    Happened *h = add(r, kind, row);
    if (!h)
        return;
    h->period = period;
    h->unit = unit;
    h->word = word;
    h->own = is_own(r, unit);
}

/* One line a day for what comes from many; rows stand newest first, so the same line is near. */
static void add_counted(Reading *r, HappenedKind kind, const HappenedRow *row,
                        const CampaignPeriod *period)
{
    Inbox *inbox = r->m->inbox;
    for (int i = inbox->happened.count - 1; i >= 0; i--) {
        Happened *h = &inbox->happened.items[i];
        if (h->kind == kind && h->period == period &&
            instant_to_date(h->at, OFFSET_MINUTES_CHINA) ==
                instant_to_date(row->at, OFFSET_MINUTES_CHINA)) {
            h->n++;
            return;
        }
    }
    Happened *h = add(r, kind, row);
    if (!h)
        return;
    h->period = period;
    h->n = 1;
}

/* ---- by action ---- */

/* "2021-10": the row of the whole act; the rows of its parts name a run. */
static void whole_period(Reading *r, HappenedKind kind, const HappenedRow *row, bool visible)
{
    const CampaignPeriod *period = period_of(r, row->object);
    if (period && visible)
        add_plain(r, kind, row, period, NULL, S(""));
}

static void circular(Reading *r, const HappenedRow *row)
{
    const Tree *d = detail_of(r, row);
    bool notice = !str_eq(member(d, S("version")), S("1"));
    if (d && permit_any(&r->m->app->actor, ACT_CIRCULAR_READ))
        add_plain(r, notice ? HAPPENED_NOTICE : HAPPENED_ISSUED, row,
                  period_of(r, member(d, S("period"))), NULL, member(d, S("number")));
}

static bool concerns(const Reading *r, int task)
{
    const TaskPlace *place = &r->x->places[task];
    const App *app = r->m->app;
    bool mine = r->office || app->actor.role == ROLE_INSPECTOR;
    for (int i = 0; i < place->nparties && !mine; i++)
        mine = str_eq(place->parties[i].role, S("lead_leader"))
                   ? str_eq(r->x->party_codes[place->parties[i].party], app->actor.post)
                   : progress_is_own(app, r->x, place->parties[i].party);
    return mine && !place->restricted;
}

static void note(Reading *r, const HappenedRow *row)
{
    const Tree *d = detail_of(r, row);
    int task = d ? map_get(&r->x->tasks, member(d, S("task"))) : -1;
    if (task < 0 || !concerns(r, task))
        return;
    Happened *h = add(r, HAPPENED_NOTED, row);
    if (!h)
        return;
    h->task = &r->x->def->tasks.items[task];
    h->word = member(d, S("state"));
}

/* What came in: of one's own the version and how late, of all others a number a day. */
static bool submission(Reading *r, const HappenedRow *row, HappenedKind counted, Err *err)
{
    Str object = row->object;
    const Tree *d = detail_of(r, row);
    if (!d || !str_eq(str_cut(&object, ' '), S("submission")))
        return true;
    const CampaignPeriod *period = period_of(r, member(d, S("period")));
    const Unit *unit = unit_of(r, member(d, S("party")));
    bool own = is_own(r, unit) || (r->m->app->actor.body.len && counted == HAPPENED_CONFIRMATIONS &&
                                   r->m->app->actor.role == ROLE_DATA_OWNER &&
                                   str_eq(member(d, S("party")), r->m->app->actor.body));
    if (!period)
        return true;
    if (!own) {
        if (r->office)
            add_counted(r, counted, row, period);
        return true;
    }
    Submission head;
    if (!submission_find(r->m->app->db, r->m->app->arena, r->m->app->def.code, object, &head, err))
        return false;
    Happened *h = add(r, HAPPENED_REPORT, row);
    if (!h)
        return true;
    h->period = period;
    h->unit = unit;
    h->own = true;
    h->n = head.late_days;
    h->word = arena_fmt(r->m->app->arena, "%d", head.version);
    return true;
}

static void correction(Reading *r, const HappenedRow *row)
{
    const Tree *d = detail_of(r, row);
    Str object = row->object;
    if (!d || !str_eq(str_cut(&object, ' '), S("submission")))
        return;
    const Unit *unit = unit_of(r, member(d, S("party")));
    if (unit && (is_own(r, unit) || (r->office && inbox_may_name(r->m, unit))))
        add_plain(r, HAPPENED_CORRECTED, row, period_of(r, member(d, S("period"))), unit, S(""));
}

static void appeal(Reading *r, const HappenedRow *row, HappenedKind kind)
{
    const Tree *d = detail_of(r, row);
    const Unit *unit = d ? unit_of(r, member(d, S("unit"))) : NULL;
    if (unit && (is_own(r, unit) || (r->office && inbox_may_name(r->m, unit))))
        add_plain(r, kind, row, period_of(r, member(d, S("period"))), unit, member(d, S("ruling")));
}

/* A proposal that nobody has decided is no news for the unit. */
static bool talk(Reading *r, const HappenedRow *row, bool proposed, Err *err)
{
    Str id = row->object;
    const Tree *d = detail_of(r, row);
    if (!str_eq(str_cut(&id, ' '), S("talk")) ||
        permit_scope(r->m->app->actor.role, ACT_TALK_READ) == SCOPE_NONE)
        return true;
    if (!r->has_talks && !talks_list(r->m->app, &r->talks, err))
        return false;
    r->has_talks = true;
    for (int i = 0; i < r->talks.count; i++) {
        const TalkRow *t = &r->talks.items[i];
        const Unit *unit = unit_of(r, t->unit);
        if (!str_eq(t->id, id) || !unit || !inbox_may_name(r->m, unit) ||
            (proposed && is_own(r, unit)))
            continue;
        add_plain(r, HAPPENED_TALK, row, period_of(r, t->period), unit,
                  proposed ? S("proposed") : member(d, S("state")));
    }
    return true;
}

static bool take_row(Reading *r, const HappenedRow *row, Err *err)
{
    Action action;
    if (!action_parse(row->action, &action))
        return true;
    switch (action) {
    case ACT_PUBLISH:
        whole_period(r, HAPPENED_PUBLISHED, row, permit_any(&r->m->app->actor, ACT_RESULT_READ));
        return true;
    case ACT_FREEZE:
        whole_period(r, HAPPENED_FROZEN, row, r->office);
        return true;
    case ACT_EVALUATE:
        whole_period(r, HAPPENED_TRIAL, row, r->office);
        return true;
    case ACT_CIRCULAR_ISSUE:
        circular(r, row);
        return true;
    case ACT_PROGRESS_NOTE:
        note(r, row);
        return true;
    case ACT_REPORT_SUBMIT:
        return submission(r, row, HAPPENED_REPORTS, err);
    case ACT_CONFIRM_SUBMIT:
        return submission(r, row, HAPPENED_CONFIRMATIONS, err);
    case ACT_EVENT_ENTER:
        return !r->office || submission(r, row, HAPPENED_EVENTS, err);
    case ACT_CORRECT:
        correction(r, row);
        return true;
    case ACT_APPEAL_FILE:
        appeal(r, row, HAPPENED_APPEAL);
        return true;
    case ACT_APPEAL_RULE:
        appeal(r, row, HAPPENED_RULED);
        return true;
    case ACT_TALK_PROPOSE:
    case ACT_TALK_DECIDE:
    case ACT_TALK_NOTIFY:
    case ACT_TALK_RECEIVE:
    case ACT_TALK_HOLD:
    case ACT_TALK_VERIFY:
        return talk(r, row, action == ACT_TALK_PROPOSE, err);
    default:
        return true;
    }
}

static bool delegations(Reading *r, int64_t since, Err *err)
{
    App *app = r->m->app;
    DelegatedRows rows = {0};
    if (!inbox_delegations(app->db, app->arena, r->m->inbox->seat, since, app_today(app),
                           INBOX_HAPPENED_SHOWN, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++) {
        const DelegatedRow *d = &rows.items[i];
        *arena_push(app->arena, &r->m->inbox->happened) = (Happened){
            .kind = HAPPENED_DELEGATED,
            .at = d->made_at,
            .by = by_of(r, d->principal),
            .word = arena_fmt(app->arena, "%.*s—%.*s", STR_ARG(d->from_on), STR_ARG(d->to_on))};
    }
    return true;
}

bool inbox_happened_fill(InboxMaker *m, Err *err)
{
    App *app = m->app;
    Role role = app->actor.role;
    Reading r = {.m = m,
                 .x = m->overview.index,
                 .office = permit_scope(role, ACT_EVALUATE) == SCOPE_ALL,
                 .leader = role == ROLE_LEADER};
    HappenedRows rows = {0};
    int64_t since = app->now_ms - (int64_t)INBOX_HAPPENED_DAYS * 86400000;
    int64_t after = m->inbox->head_seq - INBOX_HAPPENED_ROWS;
    if (m->seen.seq > after)
        after = m->seen.seq;
    if (!delegations(&r, m->seen.at > since ? m->seen.at : since, err) ||
        !inbox_happened(app->db, app->arena, app->def.code, after, since, INBOX_HAPPENED_ROWS,
                        &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++)
        if (!str_eq(rows.items[i].account, m->inbox->seat) && !take_row(&r, &rows.items[i], err))
            return false;
    return true;
}
