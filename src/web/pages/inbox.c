/* What the person has to do today, and what has happened: the first page of who works in the campaign. */
#include "app/inbox/inbox.h"

#include "app/inbox/due_words.h"
#include "base/limits.h"
#include "web/inbox_link.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct EntryView {
    Str on, iso, text, href, detail, left;
    bool late;
    Light light; /* LIGHT_NONE: none */
} EntryView;

typedef struct GroupView {
    Str title, count;
    LIST_OF(EntryView) entries;
} GroupView;

typedef struct NewsView {
    Str on, iso, text, href;
} NewsView;

typedef struct DigestLink {
    Str on, href;
} DigestLink;

typedef struct InboxView {
    const Inbox *of;
    Str title, sub, since, more, setup;
    bool may_remind;
    LIST_OF(GroupView) groups;
    LIST_OF(NewsView) news;
    LIST_OF(DigestLink) digests;
} InboxView;
#include "web/templates/inbox.html.h"

typedef struct DigestView {
    Str title, made, text;
    LIST_OF(DigestLink) calls; /* of the months whose reports it says are missing */
} DigestView;
#include "web/templates/digest.html.h"

/* ---- where an item leads ---- */

static Str to_period(const Ctx *c, const char *pattern, const CampaignPeriod *period)
{
    return link_to(c, pattern, {"period", period ? period->code : S("")});
}

/* A page of somebody else's making is led to once it is there. */
static Str if_page(Str path)
{
    for (const Route *route = web_routes; route->pattern; route++)
        if (route->method == HTTP_GET && str_eq(str_from_z(route->pattern), path))
            return path;
    return S("");
}

/* Where what others asked for is decided. */
static Str decisions_page(InboxKind kind)
{
    return kind == INBOX_RULE     ? S("/corrections")
           : kind == INBOX_SCHEME ? S("/schemes")
                                  : S("/purges");
}

/* The trial run or the frozen results of a period, as the office checks them. */
static Str to_tasks(const Ctx *c, const InboxItem *item)
{
    Role role = c->app.actor.role;
    if (item->task)
        return link_to(c, "/tasks/{task}", {"task", item->task->no});
    return link_to(c, "/ledger",
                   {"own", role == ROLE_UNIT || role == ROLE_DATA_OWNER ? S("1") : S("")},
                   {"light", item->kind == INBOX_RED ? S("red") : S("")},
                   {"state", item->kind == INBOX_STUCK ? S("stuck") : S("")});
}

/* The circular, or the later paper that the item is about (circular_kind_word). */
static Str to_paper(const Ctx *c, const InboxItem *item)
{
    if (!item->period)
        return S("/circulars");
    return link_to(c, "/circulars/{period}", {"period", item->period->code},
                   {"later", str_eq(item->note, S("circular")) ? S("") : item->note});
}

static Str href_of_installation(const Ctx *c, const InboxItem *item)
{
    switch (item->kind) {
    case INBOX_ACCOUNTS:
        return if_page(ctx_may(c, ACT_ACCOUNT_GRANT) ? S("/security/accounts")
                                                     : S("/system/accounts"));
    case INBOX_CALENDAR:
        return if_page(S("/calendar"));
    case INBOX_BACKUP:
    case INBOX_JOBS:
        return if_page(S("/system/jobs"));
    case INBOX_ALERTS:
    case INBOX_CHECKPOINT:
    case INBOX_VERIFY:
        return ctx_may(c, ACT_AUDIT_READ) ? if_page(S("/audit")) : S("");
    default:
        return S("");
    }
}

Str inbox_href(const Ctx *c, const InboxItem *item)
{
    switch (item->kind) {
    case INBOX_APPEAL:
        return to_period(c, "/appeal/new", item->period);
    case INBOX_APPEALS:
        return S("/appeals?state=open");
    case INBOX_TALK_NOTICE:
    case INBOX_TALK_COMMITMENT:
    case INBOX_TALK_REPORT:
    case INBOX_TALK_APPLY:
    case INBOX_TALK_DECIDE:
    case INBOX_TALK_NOTIFY:
    case INBOX_TALK_HOLD:
    case INBOX_TALK_VERIFY:
    case INBOX_TALK_CLOSE:
        return link_to(c, "/talks/{id}", {"id", item->code});
    case INBOX_ISSUE:
        return item->n ? to_period(c, "/circulars/{period}", item->period) : S("");
    case INBOX_RECEIPT:
    case INBOX_DRAFT:
        return to_paper(c, item);
    case INBOX_RECEIPTS:
        return S("/calls");
    case INBOX_CIRCULAR:
    case INBOX_CORRECTION:
        return to_period(c, "/circulars/{period}", item->period);
    case INBOX_SCORE:
        return link_to_unit(c, c->app.actor.unit, item->period->code);
    case INBOX_TRIAL_RUN:
    case INBOX_OPEN:
    case INBOX_CONFIRM_RESULT:
    case INBOX_FREEZE:
    case INBOX_PUBLISH:
        return to_period(c, "/evaluation/{period}", item->period);
    case INBOX_FINDINGS:
    case INBOX_FINDINGS_CLOSE:
        return to_period(c, "/screening/{period}", item->period);
    case INBOX_CONFIRM:
        return to_period(c, "/confirm/{period}", item->period);
    case INBOX_CONFIRMATIONS:
        return S("/confirm");
    case INBOX_REPORT:
    case INBOX_RETURNED:
    case INBOX_SECOND:
        return if_page(S("/report"));
    case INBOX_RULE:
    case INBOX_SCHEME:
    case INBOX_PURGES:
        return if_page(decisions_page(item->kind));
    case INBOX_ESCALATED:
        return ctx_may(c, ACT_REPORT_REVIEW) ? to_period(c, "/review/{period}", item->period)
                                             : S("");
    case INBOX_REVIEW:
        return to_period(c, "/review/{period}", item->period);
    case INBOX_REPORTS:
        return to_period(c, "/calls", item->period);
    case INBOX_TASK:
    case INBOX_TASKS:
    case INBOX_NOTE:
    case INBOX_RED:
    case INBOX_STUCK:
        return to_tasks(c, item);
    default:
        return href_of_installation(c, item);
    }
}

static Str href_of_event(const Ctx *c, const Happened *h)
{
    switch (h->kind) {
    case HAPPENED_ISSUED:
    case HAPPENED_NOTICE:
        return h->period ? to_period(c, "/circulars/{period}", h->period) : S("");
    case HAPPENED_NOTED:
        return link_to(c, "/tasks/{task}", {"task", h->task->no});
    case HAPPENED_PUBLISHED:
        return S("/rankings");
    case HAPPENED_TALK:
        return link_to_unit(c, h->unit->code, h->period ? h->period->code : S(""));
    case HAPPENED_REPORT:
        return h->unit ? link_to_unit(c, h->unit->code, S("")) : S("");
    default:
        return S("");
    }
}

/* ---- the view ---- */

static void fill_groups(Ctx *c, const Inbox *inbox, InboxView *v)
{
    GroupView *group = NULL;
    for (int i = 0; i < inbox->items.count; i++) {
        const InboxItem *item = &inbox->items.items[i];
        bool dated = item->day.on != DATE_NONE;
        if (i == 0 || item->group != item[-1].group) {
            group = arena_push(c->arena, &v->groups);
            group->title = inbox_group_text(c->lang, item->group);
            group->count = arena_fmt(c->arena, "%d", inbox->counts[item->group]);
        }
        *arena_push(c->arena, &group->entries) = (EntryView){
            .on = dated ? due_on_words(c->arena, c->lang, c->app.today, item->day.on) : S(""),
            .iso = dated ? date_str(c->arena, item->day.on) : S(""),
            .text = inbox_text(&c->app, c->lang, item),
            .href = inbox_href(c, item),
            .detail = inbox_detail(&c->app, c->lang, item),
            .left = inbox_left(&c->app, c->lang, item),
            .late = item->late,
            .light =
                item->kind == INBOX_NOTE || item->kind == INBOX_RED ? item->light : LIGHT_NONE};
    }
}

static void fill_news(Ctx *c, const Inbox *inbox, InboxView *v)
{
    for (int i = 0; i < inbox->happened.count; i++) {
        const Happened *h = &inbox->happened.items[i];
        Date on = instant_to_date(h->at, OFFSET_MINUTES_CHINA);
        *arena_push(c->arena, &v->news) =
            (NewsView){due_on_words(c->arena, c->lang, c->app.today, on), date_str(c->arena, on),
                       happened_text(&c->app, c->lang, h), href_of_event(c, h)};
    }
    v->since = inbox->seen_at ? msg_str(c->arena, c->lang, MSG_INBOX_HAPPENED_SINCE,
                                        {"at", instant_minute(c->arena, inbox->seen_at)})
                              : msg_str(c->arena, c->lang, MSG_INBOX_HAPPENED_DAYS,
                                        {"n", arena_fmt(c->arena, "%d", INBOX_HAPPENED_DAYS)});
    if (inbox->more_happened)
        v->more = msg_str(c->arena, c->lang, MSG_INBOX_MORE_HAPPENED,
                          {"n", arena_fmt(c->arena, "%d", inbox->more_happened)});
}

static bool fill_digests(Ctx *c, InboxView *v, Err *err)
{
    DigestDays days = {0};
    if (!inbox_digest_list(&c->app, &days, err))
        return false;
    for (int i = 0; i < days.count; i++)
        *arena_push(c->arena, &v->digests) =
            (DigestLink){due_on_words(c->arena, c->lang, c->app.today, days.items[i]),
                         link_to(c, "/inbox", {"day", date_str(c->arena, days.items[i])})};
    return true;
}

/* Before there is a campaign the next step is to import one; who has no part in it is told so. */
static Str setup_of(const Ctx *c)
{
    if (c->app.def.code.len)
        return ctx_may(c, ACT_LEDGER_READ) ? S("") : msg(c->lang, MSG_INBOX_ADMIN);
    return msg(c->lang, ctx_may(c, ACT_CAMPAIGN_IMPORT) ? MSG_OVERVIEW_NO_CAMPAIGN_OFFICE
                                                        : MSG_OVERVIEW_NO_CAMPAIGN);
}

/* The text is kept as it was told; the pages that it names are a press away. */
static void fill_calls(Ctx *c, DigestView *v)
{
    enum { PERIOD_LEN = 7 };
    for (ptrdiff_t at = 0; (at = str_find(v->text, S(INBOX_CALLS_LINK), at)) >= 0;) {
        Str link = str_sub(v->text, at, at + S(INBOX_CALLS_LINK).len + PERIOD_LEN);
        Str period = str_sub(link, link.len - PERIOD_LEN, link.len);
        if (app_period_index(&c->app, period) >= 0 && ctx_may(c, ACT_REMIND))
            *arena_push(c->arena, &v->calls) =
                (DigestLink){msg_str(c->arena, c->lang, MSG_INBOX_CALLS_OF,
                                     {"period", period_name(&c->app, period)}),
                             link};
        at += link.len;
    }
}

static bool digest_page(Ctx *c, Err *err)
{
    Date day;
    Digest digest;
    if (!date_parse(ctx_text(c, "day"), &day, err) ||
        !inbox_digest_read_day(&c->app, c->lang, day, &digest, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        json_object(&json);
        json_kstr(&json, S("day"), date_str(c->arena, day));
        json_kstr(&json, S("text"), digest.text);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    DigestView v = {.title = msg_str(c->arena, c->lang, MSG_INBOX_DIGEST_TITLE,
                                     {"on", due_on_words(c->arena, c->lang, c->app.today, day)}),
                    .made = msg_str(c->arena, c->lang, MSG_INBOX_DIGEST_MADE,
                                    {"at", instant_minute(c->arena, digest.made_at)}),
                    .text = digest.text};
    fill_calls(c, &v);
    digest_html(page_begin(c, v.title, NAV_INBOX), c, &v);
    return page_end(c, err);
}

bool inbox_page(Ctx *c, Err *err)
{
    Inbox inbox;
    if (ctx_given(c, "day"))
        return digest_page(c, err);
    if (!inbox_read(&c->app, &inbox, err))
        return false;
    if (c->json) {
        Json json = json_begin(c);
        inbox_json(&c->app, c->lang, &inbox, &json);
        return json_end(c, &json, err);
    }
    Str today = due_on_words(c->arena, c->lang, c->app.today, c->app.today);
    InboxView v = {.of = &inbox,
                   .title = msg(c->lang, MSG_NAV_INBOX),
                   .sub = arena_fmt(c->arena, "%.*s · %.*s", STR_ARG(today),
                                    STR_ARG(inbox_counts_text(&c->app, c->lang, &inbox))),
                   .setup = setup_of(c),
                   .may_remind = inbox.has_campaign && ctx_may(c, ACT_REMIND)};
    fill_groups(c, &inbox, &v);
    fill_news(c, &inbox, &v);
    if (!fill_digests(c, &v, err))
        return false;
    inbox_html(page_begin(c, v.title, NAV_INBOX), c, &v);
    return page_end(c, err);
}

bool inbox_seen_do(Ctx *c, Err *err)
{
    if (!inbox_mark(&c->app, ctx_i64(c, "seq", 0), err))
        return false;
    if (!c->json)
        return redirect(c, S("/inbox"), err);
    Json json = json_begin(c);
    json_object(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}
