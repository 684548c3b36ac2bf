#include "app/calendar.h"

#include "app/calendar_file.h"
#include "app/embedded.h"
#include "text/term.h"

#include <string.h>

/* ---- loading ---- */

static int year_of(Date date)
{
    int year, month, day;
    date_to_ymd(date, &year, &month, &day);
    return year;
}

static void add_year(Arena *arena, CalendarLoad *load, int year)
{
    int at = 0;
    while (at < load->years.count && load->years.items[at] < year)
        at++;
    if (at < load->years.count && load->years.items[at] == year)
        return;
    (void)arena_push(arena, &load->years);
    memmove(load->years.items + at + 1, load->years.items + at,
            (size_t)(load->years.count - 1 - at) * sizeof *load->years.items);
    load->years.items[at] = year;
}

static bool file_has(const CalendarFileDays *days, Date date)
{
    for (int i = 0; i < days->count; i++)
        if (days->items[i].date == date)
            return true;
    return false;
}

static void check_years(App *app, const CalendarFileDays *days, const Calendar *known,
                        CalendarLoad *load, Faults *faults)
{
    for (int i = 0; i < days->count; i++)
        add_year(app->arena, load, year_of(days->items[i].date));
    for (int y = 0; y < load->years.count; y++) {
        int year = load->years.items[y];
        Err err;
        if (calendar_has_year(known, year) || file_has(days, date_from_ymd(year, 1, 1)))
            continue;
        err_set(&err, ERR_CALENDAR_PART, {"found", arena_fmt(app->arena, "%d", year)});
        faults_add(faults, &err);
    }
}

typedef struct LoadCall {
    App *app;
    AppWrite write;
    const CalendarFileDays *days;
    const CalendarLoad *load;
} LoadCall;

static Str year_object(Arena *arena, int year)
{
    return arena_fmt(arena, "calendar %04d", year);
}

static bool write_days(Db *tx, void *ctx, Err *err)
{
    LoadCall *call = ctx;
    App *app = call->app;
    const CalendarLoad *load = call->load;
    int64_t version;
    if (!calendar_version(tx, &version, err))
        return false;
    for (int i = 0; i < call->days->count; i++) {
        const CalendarFileDay *day = &call->days->items[i];
        CalendarDayRow row = {.date = date_str(app->arena, day->date),
                              .off = day->off,
                              .name = day->name,
                              .source = day->source,
                              .loaded_at = app->now_ms,
                              .loaded_by = app->actor.name};
        if (!calendar_save(tx, &row, version + 1, err))
            return false;
    }
    for (int y = 0; y + 1 < load->years.count; y++)
        if (!app_audit(app, tx, ACT_CALENDAR_LOAD, year_object(app->arena, load->years.items[y]),
                       S("{}"), err))
            return false;
    call->write.object = year_object(app->arena, load->years.items[load->years.count - 1]);
    return true;
}

bool calendar_load(App *app, Str file, Str bytes, CalendarLoad *ret_load, Faults *faults, Err *err)
{
    App office = app_installation(app);
    Calendar known;
    CalendarFileDays days = {0};
    CalendarLoad load = {0};
    LoadCall call = {.app = &office, .days = &days, .load = &load};
    *err = (Err){0};
    call.write = (AppWrite){
        .action = ACT_CALENDAR_LOAD, .object = S("calendar"), .fn = write_days, .ctx = &call};
    if (!app_permit(&office, ACT_CALENDAR_LOAD, S(""), S("calendar"), err) ||
        !app_calendar(app->db, app->arena, &known, err) ||
        !calendar_file_read(app->arena, file, bytes, &days, faults, err))
        return false;
    check_years(app, &days, &known, &load, faults);
    if (faults->total > 0 || !app_write(&office, &call.write, err))
        return false;
    app->ids = office.ids;
    load.days = days.count;
    *ret_load = load;
    return true;
}

bool deadline_of_text(App *app, int64_t from_ms, Str text, Term *ret_term,
                      DeadlineDay *ret_deadline, Err *err)
{
    Calendar calendar;
    return term_parse(text, ret_term, err) && app_workdays(app, &calendar, err) &&
           deadline_reckon(&calendar, from_ms, ret_term, ret_deadline, err);
}

/* ---- one year for people ---- */

/* Names of built-in days: the second column of the embedded table. */
static Str built_in_name(Date date)
{
    AUTO_ARENA arena = {0};
    Str wanted = date_str(&arena, date), rest = embedded_calendar;
    while (rest.len) {
        Str line = str_cut(&rest, '\n');
        if (!str_starts(line, wanted))
            continue;
        (void)str_cut(&line, '\t');
        return str_cut(&line, '\t');
    }
    return S("");
}

static void add_special(App *app, const CalendarDay *day, const CalendarDayRows *rows,
                        CalendarYear *year)
{
    CalendarSpecial special = {.date = day->date, .off = day->off};
    Str text = date_str(app->arena, day->date);
    for (int i = 0; i < rows->count && !special.loaded; i++)
        if (str_eq(rows->items[i].date, text)) {
            special.loaded = true;
            special.name = rows->items[i].name;
        }
    if (!special.loaded)
        special.name = built_in_name(day->date);
    year->loaded += special.loaded;
    *arena_push(app->arena, &year->specials) = special;
}

static bool count_months(const Calendar *calendar, CalendarYear *year, Err *err)
{
    for (int month = 1; month <= 12; month++) {
        Date first = date_from_ymd(year->year, month, 1);
        for (int d = 0; d < date_days_in_month(year->year, month); d++) {
            bool is;
            if (!workday_is(calendar, first + d, &is, err))
                return false;
            year->workdays[month - 1] += is;
        }
        year->total += year->workdays[month - 1];
    }
    return true;
}

static bool note_missing(App *app, const Calendar *calendar, Date date, CalendarYear *year)
{
    if (date == DATE_NONE || calendar_has_year(calendar, year_of(date)))
        return false;
    Str text = arena_fmt(app->arena, "%d", year_of(date));
    for (int i = 0; i < year->missing.count; i++)
        if (str_eq(year->missing.items[i], text))
            return true;
    *arena_push(app->arena, &year->missing) = text;
    return true;
}

static void find_missing(App *app, const Calendar *calendar, CalendarYear *year)
{
    for (int i = 0; i < app->def.periods.count; i++) {
        const CampaignPeriod *p = &app->def.periods.items[i];
        const Date dates[] = {p->from,       p->to,        p->opens_on,     p->due_on,
                              p->confirm_on, p->lock_on,   p->trial_run_on, p->appeal_on,
                              p->ruling_on,  p->freeze_on, p->issue_on};
        bool any = false;
        for (size_t k = 0; k < sizeof dates / sizeof dates[0]; k++)
            any |= note_missing(app, calendar, dates[k], year);
        year->missing_periods += any;
    }
}

bool calendar_year(App *app, int year, CalendarYear *ret_year, Err *err)
{
    Calendar calendar;
    CalendarDayRows rows = {0};
    CalendarYear y = {.year = year};
    if (!app_calendar(app->db, app->arena, &calendar, err) ||
        !calendar_days(app->db, app->arena, &rows, err))
        return false;
    y.known = calendar_has_year(&calendar, year);
    for (int i = 0; i < calendar.count; i++) {
        int of = year_of(calendar.days[i].date);
        if (of == year)
            add_special(app, &calendar.days[i], &rows, &y);
        if ((y.years.count == 0 || y.years.items[y.years.count - 1] != of) &&
            calendar_has_year(&calendar, of))
            *arena_push(app->arena, &y.years) = of;
    }
    find_missing(app, &calendar, &y);
    if (y.known && !count_months(&calendar, &y, err))
        return false;
    *ret_year = y;
    return true;
}
