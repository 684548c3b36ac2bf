/* How the installation stands, for the three administrators: nothing of a campaign's content. */
#include "app/inbox/inbox_parts.h"
#include "app/upkeep/audit_log.h"

enum { DAY_MS = 86400 * 1000, WEEK_DAYS = 7, OCTOBER = 10 };

static Date day_of(int64_t instant)
{
    return instant_to_date(instant, OFFSET_MINUTES_CHINA);
}

static bool may(const InboxMaker *m, Action action)
{
    return permit_scope(m->app->actor.role, action) == SCOPE_ALL;
}

static void add_count(InboxMaker *m, InboxKind kind, const CountSince *what, bool others,
                      Role whose)
{
    if (what->count == 0)
        return;
    InboxItem *item = inbox_add(m, kind, m->app->today);
    item->n = (int)what->count;
    item->since = what->at ? day_of(what->at) : DATE_NONE;
    item->by_others = others;
    item->whose = whose;
}

/* What is to be done again after so many days: due when they are over, from the day of the installation on. */
static void add_again(InboxMaker *m, InboxKind kind, int64_t last_at, int days)
{
    int64_t from = last_at ? last_at : m->installation->first_at;
    if (from == 0 || m->app->now_ms - from < (int64_t)days * DAY_MS)
        return;
    InboxItem *item = inbox_add(m, kind, last_at ? day_of(from) + days : m->app->today);
    item->since = last_at ? day_of(last_at) : DATE_NONE;
}

static void add_year(InboxMaker *m, int year, Date due)
{
    if (calendar_has_year(&m->overview.calendar, year))
        return;
    InboxItem *item = inbox_add(m, INBOX_CALENDAR, due);
    item->code = arena_fmt(m->app->arena, "%d", year);
    item->order = year;
}

/* Deadlines of a year without a calendar cannot be counted: the State Council's notice comes in autumn. */
static void calendars(InboxMaker *m)
{
    int year, month, day;
    date_to_ymd(m->app->today, &year, &month, &day);
    add_year(m, year, m->app->today);
    if (month >= OCTOBER)
        add_year(m, year + 1, date_from_ymd(year, 12, 31));
}

static bool alerts(InboxMaker *m, Err *err)
{
    AuditAlerts list = {0};
    if (!audit_alerts(m->app, &list, err))
        return false;
    const CountSince what = {list.count, list.count ? list.items[list.count - 1].first_at : 0};
    add_count(m, INBOX_ALERTS, &what, false, 0);
    return true;
}

bool inbox_admin(InboxMaker *m, Err *err)
{
    bool system = may(m, ACT_BACKUP), security = may(m, ACT_ACCOUNT_GRANT);
    bool audit = may(m, ACT_AUDIT_CHECKPOINT), purges = may(m, ACT_PURGE_DECIDE);
    if (may(m, ACT_CALENDAR_LOAD) && !may(m, ACT_FREEZE))
        calendars(m);
    if (!system && !security && !audit && !purges)
        return true;
    InstallationFacts facts;
    Str campaign = security ? S("") : m->app->def.code;
    if (!inbox_installation(m->app->db, campaign, m->app->now_ms - (int64_t)WEEK_DAYS * DAY_MS,
                            &facts, err))
        return false;
    m->installation = &facts;
    if (purges)
        add_count(m, INBOX_PURGES, &facts.purges_asked, false, 0);
    if (system || security)
        add_count(m, INBOX_ACCOUNTS, &facts.accounts_waiting, !security, ROLE_SECURITY_ADMIN);
    if (system) {
        add_count(m, INBOX_JOBS, &facts.jobs_failed, false, 0);
        add_again(m, INBOX_BACKUP, facts.backup_at, 1);
    }
    if (audit) {
        add_again(m, INBOX_CHECKPOINT, facts.checkpoint_at, 1);
        add_again(m, INBOX_VERIFY, facts.verified_at, WEEK_DAYS);
    }
    m->installation = NULL;
    return (!security && !audit) || alerts(m, err);
}
