#include "app/inbox/calls.h"

#include "app/inbox/due_words.h"
#include "app/paper/circular_owed.h"
#include "app/report/review_desk.h"
#include "app/restricted.h"
#include "base/limits.h"
#include "store/inbox.h"

/* Each account of the unit or body; a line without a post where it has none. */
static void add_lines(App *app, const ContactRows *contacts, Str code, Str name, bool body,
                      CallGroup *group)
{
    int before = group->lines.count;
    for (int i = 0; i < contacts->count; i++) {
        const ContactRow *row = &contacts->items[i];
        bool theirs = body ? str_eq(row->role, S("data_owner")) && str_eq(row->body, code)
                           : str_eq(row->role, S("unit")) && str_eq(row->unit, code);
        bool again = group->lines.count > before;
        if (theirs)
            *arena_push(app->arena, &group->lines) =
                (CallLine){code, name, again, row->post, row->phone};
    }
    if (group->lines.count == before)
        *arena_push(app->arena, &group->lines) = (CallLine){.code = code, .name = name};
    group->missing++;
}

/* One that is hidden is counted once, whatever it is missing. */
static bool hides(const App *app, bool *hidden, const Unit *unit, CallList *list)
{
    if (!unit->restricted || restricted_may(app, unit->code))
        return false;
    bool *told = &hidden[unit - app->def.units.items];
    list->hidden += !*told;
    *told = true;
    return true;
}

static Str state_of(Lang lang, const ReportStandingList *standings, const Unit *unit)
{
    for (int i = 0; i < standings->count; i++)
        if (standings->items[i].unit == unit)
            return review_state_text(lang, standings->items[i].state);
    return S("");
}

static void add_group(App *app, Lang lang, const ContactRows *contacts,
                      const ReportStandingList *standings, const PeerGroup *of, bool *hidden,
                      CallList *list)
{
    CallGroup group = {.name = of->name};
    for (int i = 0; i < list->month.missing.count; i++) {
        const Unit *unit = list->month.missing.items[i];
        if (!str_eq(unit->group, of->code))
            continue;
        if (hides(app, hidden, unit, list))
            continue;
        int from = group.lines.count;
        add_lines(app, contacts, unit->code, unit->name, false, &group);
        for (int k = from; k < group.lines.count; k++)
            group.lines.items[k].state = state_of(lang, standings, unit);
    }
    if (group.missing)
        *arena_push(app->arena, &list->groups) = group;
}

/* Data owners are called when the reports are due: before, there is nothing to confirm. */
static void add_bodies(App *app, Lang lang, const ContactRows *contacts, CallList *list)
{
    CallGroup group = {.name = msg(lang, MSG_CALLS_OWNERS)};
    Date due = list->month.days[DAY_DUE].day.on;
    if (due != DATE_NONE && due > app->today)
        return;
    for (int i = 0; i < list->month.unconfirmed.count; i++) {
        const Body *body = list->month.unconfirmed.items[i];
        add_lines(app, contacts, body->code, body->name, true, &group);
    }
    if (group.missing == 0)
        return;
    *arena_push(app->arena, &list->groups) = group;
    list->confirmations = true;
}

enum { NUMBERS_SHOWN = 3 };

/* One call for all circulars that a unit has not signed for. */
static bool add_receipts(App *app, Lang lang, const ContactRows *contacts, bool *hidden,
                         CallList *list, Err *err)
{
    CircularLate late;
    CallGroup group = {.name = msg(lang, MSG_CALLS_RECEIPTS)};
    if (!circular_late(app, &late, err))
        return false;
    for (int i = 0; i < late.units.count; i++) {
        const CircularMissing *of = &late.units.items[i];
        if (hides(app, hidden, of->unit, list))
            continue;
        NameList numbers = name_list_begin(app->arena, lang, NUMBERS_SHOWN);
        for (int k = 0; k < of->numbers.count; k++)
            name_list_add(&numbers, of->numbers.items[k]);
        int from = group.lines.count;
        add_lines(app, contacts, of->unit->code, of->unit->name, false, &group);
        Str state = name_list_end(&numbers);
        for (int k = from; k < group.lines.count; k++)
            group.lines.items[k].state = state;
    }
    list->unsigned_for = late.units.count;
    if (group.missing)
        *arena_push(app->arena, &list->groups) = group;
    return true;
}

static bool note_reading(App *app, const CallList *list, Err *err)
{
    int lines = 0;
    for (int i = 0; i < list->groups.count; i++)
        lines += list->groups.items[i].lines.count;
    AppWrite write = {.action = ACT_CONTACT_READ,
                      .object = list->month.period ? arena_fmt(app->arena, "calls %.*s",
                                                               STR_ARG(list->month.period->code))
                                                   : S("calls"),
                      .detail = arena_fmt(app->arena, "{\"lines\":%d}", lines)};
    return app_write(app, &write, err);
}

/* Units and data owners of the month that takes reports. Where none does, *ret_closed says so. */
static bool add_month(App *app, Lang lang, Str period, const ContactRows *contacts, bool *hidden,
                      CallList *list, Err *ret_closed, Err *err)
{
    ReportStandingList standings = {0};
    *ret_closed = (Err){0};
    if (!remind_month(app, period, &list->month, err)) {
        *ret_closed = *err;
        return period.len == 0 && err->code == ERR_REMIND_CLOSED;
    }
    if (!report_states(app, list->month.period, &standings, err))
        return false;
    for (int i = 0; i < app->def.groups.count; i++)
        add_group(app, lang, contacts, &standings, &app->def.groups.items[i], hidden, list);
    add_bodies(app, lang, contacts, list);
    return true;
}

bool calls_read(App *app, Lang lang, Str period, CallList *ret_list, Err *err)
{
    CallList list = {0};
    ContactRows contacts = {0};
    Err closed;
    if (!app_permit(app, ACT_REMIND, S(""), S("calls"), err) ||
        !app_permit(app, ACT_CONTACT_READ, S(""), S("calls"), err) ||
        !inbox_contacts(app->db, app->arena, app->def.code, &contacts, err))
        return false;
    bool *hidden = arena_new(app->arena, bool, app->def.units.count + 1);
    if (!add_month(app, lang, period, &contacts, hidden, &list, &closed, err) ||
        !add_receipts(app, lang, &contacts, hidden, &list, err))
        return false;
    if (!list.month.period && list.unsigned_for == 0) {
        *err = closed;
        return false;
    }
    if (!note_reading(app, &list, err))
        return false;
    *ret_list = list;
    return true;
}

Str calls_period(const CallList *list)
{
    return list->month.period ? list->month.period->name : S("");
}

Sheet calls_sheet(App *app, Lang lang, const CallList *list)
{
    static const Msg titles[] = {MSG_CALLS_GROUP, MSG_COL_UNIT,   MSG_CALLS_POST, MSG_CALLS_PHONE,
                                 MSG_CALLS_STATE, MSG_COL_PERIOD, MSG_COL_SAMPLE};
    enum { COLUMNS = sizeof titles / sizeof titles[0] };
    Sheet sheet = sheet_new(app->arena, msg(lang, MSG_CALLS_TITLE), COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] = (SheetColumn){msg(lang, titles[i]), SHEET_TEXT, 0};
    for (int g = 0; g < list->groups.count; g++) {
        const CallGroup *group = &list->groups.items[g];
        for (int i = 0; i < group->lines.count; i++) {
            sheet_cell(&sheet, group->name);
            sheet_cell(&sheet, group->lines.items[i].name);
            sheet_cell(&sheet, group->lines.items[i].post);
            sheet_cell(&sheet, group->lines.items[i].phone);
            sheet_cell(&sheet, group->lines.items[i].state);
            sheet_cell(&sheet, calls_period(list));
            sheet_cell(&sheet, app->def.sample ? msg(lang, MSG_OUT_SAMPLE) : S(""));
        }
    }
    return sheet;
}

void calls_json(const App *app, const CallList *list, Json *json)
{
    json_object(json);
    json_kstr(json, S("campaign"), app->def.code);
    json_kbool(json, S("sample"), app->def.sample);
    json_kstr(json, S("period"), list->month.period ? list->month.period->code : S(""));
    json_ki64(json, S("owed"), list->month.owed);
    json_ki64(json, S("received"), list->month.received);
    json_ki64(json, S("unsigned"), list->unsigned_for);
    json_ki64(json, S("hidden"), list->hidden);
    json_key(json, S("groups"));
    json_array(json);
    for (int g = 0; g < list->groups.count; g++) {
        const CallGroup *group = &list->groups.items[g];
        json_object(json);
        json_kstr(json, S("group"), group->name);
        json_ki64(json, S("missing"), group->missing);
        json_key(json, S("lines"));
        json_array(json);
        for (int i = 0; i < group->lines.count; i++) {
            json_object(json);
            json_kstr(json, S("unit"), group->lines.items[i].code);
            json_kstr(json, S("name"), group->lines.items[i].name);
            json_kstr(json, S("post"), group->lines.items[i].post);
            json_kstr(json, S("phone"), group->lines.items[i].phone);
            json_kstr(json, S("state"), group->lines.items[i].state);
            json_object_end(json);
        }
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}
