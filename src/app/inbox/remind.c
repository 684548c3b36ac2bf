#include "app/inbox/remind.h"

#include "app/inbox/due_words.h"
#include "app/ledger/overview_parts.h"
#include "app/report/report_state.h"
#include "app/restricted.h"
#include "base/json.h"
#include "base/limits.h"
#include "store/inbox.h"

static bool is_in(const UnitRefs *units, const Unit *unit)
{
    for (int i = 0; i < units->count; i++)
        if (units->items[i] == unit)
            return true;
    return false;
}

/* A report that was returned and not sent again is outstanding as one that never came. */
static bool add_returned(App *app, OverviewMonth *month, Err *err)
{
    ReportStandingList list = {0};
    UnitRefs outstanding = {0};
    if (!month->is_open || !month->may_names)
        return true;
    if (!report_states(app, month->period, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        bool returned = list.items[i].state == REPORT_RETURNED && list.items[i].unit->ranked;
        if (!returned && !is_in(&month->missing, list.items[i].unit))
            continue;
        month->received -= returned;
        *arena_push(app->arena, &outstanding) = list.items[i].unit;
    }
    month->missing = outstanding;
    return true;
}

bool remind_month(App *app, Str period, OverviewMonth *ret_month, Err *err)
{
    Overview view = {0};
    OverviewFacts facts;
    OverviewMaker m = {.app = app, .view = &view};
    const CampaignPeriod *asked = NULL;
    if (!app_need_campaign(app, err) || (period.len && !app_period(app, period, &asked, err)))
        return false;
    m.index = app_index(app);
    if (!app_workdays(app, &m.calendar, err) || !overview_facts(&m, &facts, err))
        return false;
    int at = asked ? (int)(asked - app->def.periods.items) : -1;
    if (asked ? !overview_one_month(&m, &facts, at, &view.month, err)
              : !overview_month(&m, &facts, err))
        return false;
    const CampaignPeriod *p = view.month.period;
    if (!p || !view.month.is_open || facts.periods[p - m.index->def->periods.items].frozen)
        return err_set(err, ERR_REMIND_CLOSED, {"found", p ? p->name : S("")});
    *ret_month = view.month;
    return add_returned(app, ret_month, err);
}

/* Where texts of a period begin to be made: they are looked for by time. */
static int64_t opened_at(const CampaignPeriod *period)
{
    Date on = period->opens_on == DATE_NONE ? period->from : period->opens_on;
    return (int64_t)on * 86400000 - (int64_t)OFFSET_MINUTES_CHINA * 60000;
}

/* Whether a restricted unit's report is in is for who has the right, whichever it is. */
static bool may_know(const App *app, const Unit *unit)
{
    return !unit->restricted || restricted_may(app, unit->code);
}

bool remind_read(App *app, Str period, Reminding *ret_reminding, Err *err)
{
    Reminding r = {0};
    if (!app_permit(app, ACT_REMIND, S(""), S("reminders"), err) ||
        !remind_month(app, period, &r.month, err))
        return false;
    for (int i = 0; i < r.month.missing.count; i++) {
        const Unit *unit = r.month.missing.items[i];
        if (may_know(app, unit))
            *arena_push(app->arena, &r.units) = unit;
    }
    if (!inbox_reminders(app->db, app->def.code, r.month.period->code, opened_at(r.month.period),
                         &r.made, err))
        return false;
    *ret_reminding = r;
    return true;
}

static Str text_of(App *app, Lang lang, const OverviewMonth *month, const Unit *unit, Str link)
{
    const DueDay *due = &month->days[DAY_DUE].day;
    Out out = out_new(app->arena, LIMIT_LINE_BYTES);
    Str where = link.len ? msg_str(app->arena, lang, MSG_REMIND_LINK, {"link", link})
                         : msg(lang, MSG_REMIND_NO_LINK);
    Str by = S("");
    if (due->on != DATE_NONE)
        by = msg_str(app->arena, lang, due->on < app->today ? MSG_REMIND_WAS_DUE : MSG_REMIND_DUE,
                     {"on", due_on_words(app->arena, lang, app->today, due->on)});
    if (app->def.sample)
        out_s(&out, msg(lang, MSG_REMIND_SAMPLE));
    msg_out(&out, lang, unit ? MSG_REMIND_UNIT : MSG_REMIND_GROUP, {"campaign", app->def.name},
            {"unit", unit ? unit->name : S("")}, {"period", month->period->name}, {"due", by},
            {"received", arena_fmt(app->arena, "%d", month->received)},
            {"missing", arena_fmt(app->arena, "%d", month->owed - month->received)},
            {"where", where});
    return out_str(&out);
}

bool remind_make(App *app, Lang lang, Str period, Str unit_code, Str link, Str *ret_text, Err *err)
{
    Reminding r;
    const Unit *unit = NULL;
    if (link.len > LIMIT_REMIND_LINK_BYTES)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_REMIND_LINK_BYTES")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_REMIND_LINK_BYTES)},
                       {"found", arena_fmt(app->arena, "%lld", (long long)link.len)});
    if (!remind_read(app, period, &r, err))
        return false;
    if (unit_code.len) {
        unit = app_unit(app, unit_code);
        if (!unit || !may_know(app, unit))
            return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
        if (!is_in(&r.units, unit))
            return err_set(err, ERR_REMIND_RECEIVED, {"unit", unit->name},
                           {"period", r.month.period->name});
    }
    if (r.month.owed == r.month.received)
        return err_set(err, ERR_REMIND_NOTHING, {"period", r.month.period->name});
    Out detail = out_new(app->arena, 1024);
    Json json = json_new(&detail, false);
    json_object(&json);
    json_kstr(&json, S("for"), unit ? S("unit") : S("group"));
    if (unit)
        json_kstr(&json, S("unit"), unit->code);
    json_ki64(&json, S("missing"), r.month.owed - r.month.received);
    json_object_end(&json);
    AppWrite write = {
        .action = ACT_REMIND, .object = r.month.period->code, .detail = out_str(&detail)};
    Str text = text_of(app, lang, &r.month, unit, link);
    if (!app_write(app, &write, err))
        return false;
    *ret_text = text;
    return true;
}
