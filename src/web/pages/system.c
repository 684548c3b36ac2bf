/* What the system administrator has to do: accounts, the calendar of next year, the program's own work, the disk. */
#include "app/calendar.h"
#include "app/people/accounts.h"
#include "app/upkeep/schedule.h"
#include "sys/files.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct Duty {
    StateKind state;
    Str word, text, href, label, key;
} Duty;
typedef struct SystemView {
    LIST_OF(Duty) duties;
    Table jobs;
    Facts facts;
} SystemView;
#include "web/templates/system.html.h"

enum { CALENDAR_MONTH = 11, DISK_LOW_PERCENT = 10 }; /* next year's holidays are told in November */

static Str number(Ctx *c, int64_t value)
{
    return arena_fmt(c->arena, "%lld", (long long)value);
}

static void add(Ctx *c, SystemView *v, Duty duty)
{
    duty.word = msg(c->lang, duty.state == STATE_LATE   ? MSG_SYSTEM_TO_DO
                             : duty.state == STATE_DONE ? MSG_SYSTEM_FINE
                                                        : MSG_SYSTEM_WAITING);
    *arena_push(c->arena, &v->duties) = duty;
}

static bool fill_accounts(Ctx *c, SystemView *v, Err *err)
{
    PersonList people = {0};
    int64_t waiting = 0, bare = 0;
    if (!accounts_list(&c->app, S(""), &people, err))
        return false;
    for (int i = 0; i < people.count; i++) {
        const AccountRow *a = &people.items[i].account;
        waiting += a->active && !a->authorised;
        bare += a->active && people.items[i].password_at == 0;
    }
    add(c, v,
        (Duty){.key = S("waiting"),
               .state = waiting ? STATE_DOING : STATE_DONE,
               .text = msg_str(c->arena, c->lang, MSG_SYSTEM_ACCOUNTS_WAIT,
                               {"count", number(c, waiting)}),
               .href = waiting ? S("/system/accounts?state=waits") : S("/system/accounts"),
               .label = msg(c->lang, MSG_ACCOUNTS_TITLE)});
    if (bare)
        add(c, v,
            (Duty){.key = S("no_password"),
                   .state = STATE_LATE,
                   .text = msg_str(c->arena, c->lang, MSG_SYSTEM_ACCOUNTS_BARE,
                                   {"count", number(c, bare)}),
                   .href = S("/system/accounts"),
                   .label = msg(c->lang, MSG_ACCOUNTS_TITLE)});
    return true;
}

static bool fill_calendar(Ctx *c, SystemView *v, Err *err)
{
    Calendar calendar;
    int64_t version;
    int year, month, day;
    if (!calendar_merged(c->app.db, c->arena, &calendar, &version, err))
        return false;
    date_to_ymd(c->app.today, &year, &month, &day);
    bool this_year = calendar_has_year(&calendar, year),
         next = calendar_has_year(&calendar, year + 1);
    Str which = number(c, this_year ? year + 1 : year);
    add(c, v,
        (Duty){.key = S("calendar"),
               .state = this_year && next                       ? STATE_DONE
                        : !this_year || month >= CALENDAR_MONTH ? STATE_LATE
                                                                : STATE_DOING,
               .text = msg_str(c->arena, c->lang,
                               this_year && next ? MSG_SYSTEM_CALENDAR : MSG_SYSTEM_NO_CALENDAR,
                               {"year", which}),
               .href = S("/calendar"),
               .label = msg(c->lang, MSG_SYSTEM_CALENDAR_LINK)});
    return true;
}

static bool fill_disk(Ctx *c, SystemView *v, Err *err)
{
    int64_t room, size;
    if (c->web->data_folder.len == 0)
        return true;
    if (!folder_room(c->web->data_folder, &room, &size, err))
        return false;
    int64_t percent = size > 0 ? room * 100 / size : 0;
    add(c, v,
        (Duty){.key = S("disk"),
               .state = percent < DISK_LOW_PERCENT ? STATE_LATE : STATE_DONE,
               .text = msg_str(c->arena, c->lang, MSG_SYSTEM_DISK, {"free", number(c, room >> 30)},
                               {"size", number(c, size >> 30)}, {"percent", number(c, percent)})});
    return true;
}

static bool fill_jobs(Ctx *c, SystemView *v, Err *err)
{
    JobKindViewList kinds = {0};
    static const Msg heads[] = {MSG_SYSTEM_JOB, MSG_SYSTEM_JOB_LAST, MSG_SYSTEM_JOB_SAID,
                                MSG_SYSTEM_JOB_NEXT};
    static const CellKind types[] = {CELL_HEAD, CELL_SHORT, CELL_TEXT, CELL_SHORT};
    if (!job_kinds_read(&c->app, c->lang, &kinds, err))
        return false;
    for (int i = 0; i < 4; i++)
        table_add_column(c->arena, &v->jobs, msg(c->lang, heads[i]), types[i]);
    for (int i = 0; i < kinds.count; i++) {
        const JobKindView *k = &kinds.items[i];
        const JobRow *row = &k->newest.row;
        bool failed = k->any && str_eq(row->state, S("failed"));
        TableRow *to = table_add_row(c->arena, &v->jobs);
        row_add_cell(c->arena, to)->text = k->name;
        row_add_cell(c->arena, to)->text =
            k->any && row->ended_at ? instant_minute(c->arena, row->ended_at) : S("");
        *row_add_cell(c->arena, to) = (Cell){.text = k->newest.outcome, .bad = failed};
        row_add_cell(c->arena, to)->text =
            k->next_ms ? instant_minute(c->arena, k->next_ms) : S("");
        if (failed)
            add(c, v,
                (Duty){.key = S("job"),
                       .state = STATE_LATE,
                       .text =
                           msg_str(c->arena, c->lang, MSG_SYSTEM_JOB_FAILED, {"name", k->name})});
    }
    v->jobs.empty = msg(c->lang, MSG_SYSTEM_NO_JOBS);
    return true;
}

static bool system_json(Ctx *c, const SystemView *v, Err *err)
{
    static const Str words[] = {SC(""), SC(""), SC("waiting"), SC("fine"), SC("to_do"), SC("")};
    Json json = json_begin(c);
    json_array(&json);
    for (int i = 0; i < v->duties.count; i++) {
        json_object(&json);
        json_kstr(&json, S("what"), v->duties.items[i].key);
        json_kstr(&json, S("state"), words[v->duties.items[i].state]);
        json_kstr(&json, S("text"), v->duties.items[i].text);
        json_object_end(&json);
    }
    json_array_end(&json);
    return json_end(c, &json, err);
}

bool system_page(Ctx *c, Err *err)
{
    SystemView v = {0};
    if (!fill_accounts(c, &v, err) || !fill_calendar(c, &v, err) || !fill_jobs(c, &v, err) ||
        !fill_disk(c, &v, err))
        return false;
    if (c->json)
        return system_json(c, &v, err);
    system_html(page_begin(c, msg(c->lang, MSG_NAV_SYSTEM), NAV_SYSTEM), c, &v);
    return page_end(c, err);
}
