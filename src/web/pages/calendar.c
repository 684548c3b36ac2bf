/* 工作日历: a year in twelve months, what is loaded, what is missing, and when a term ends. */
#include "app/calendar.h"
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct DayView {
    Str number, word, words; /* words: all of it, for who hovers or listens */
    bool in, off, work, weekend;
} DayView;

typedef struct WeekView {
    LIST_OF(DayView) days;
} WeekView;

typedef struct MonthView {
    Str title, workdays;
    LIST_OF(WeekView) weeks;
} MonthView;

typedef struct CalendarView {
    CalendarYear year;
    Str title, sub, missing, error, answer, put_off;
    LIST_OF(MonthView) months;
    LIST_OF(Str) heads;
    Tabs years;
    bool may_load;
    Faults faults;
    Field file, from, term;
} CalendarView;
#include "web/templates/calendar.html.h"

static Str number_text(Ctx *c, int64_t number)
{
    return arena_fmt(c->arena, "%lld", (long long)number);
}

static const CalendarSpecial *special_of(const CalendarYear *year, Date date)
{
    for (int i = 0; i < year->specials.count; i++)
        if (year->specials.items[i].date == date)
            return &year->specials.items[i];
    return NULL;
}

static DayView day_view(Ctx *c, const CalendarYear *year, Date date, int day)
{
    const CalendarSpecial *special = special_of(year, date);
    DayView v = {.in = true, .number = number_text(c, day), .weekend = date_weekday(date) >= 5};
    if (!special)
        return v;
    v.off = special->off;
    v.work = !special->off;
    v.word = msg(c->lang, special->off ? MSG_CALENDAR_OFF : MSG_CALENDAR_WORK);
    v.words = arena_fmt(c->arena, "%.*s %.*s", STR_ARG(v.word), STR_ARG(special->name));
    return v;
}

static void fill_month(Ctx *c, const CalendarYear *year, int month, MonthView *m)
{
    Date first = date_from_ymd(year->year, month, 1);
    int days = date_days_in_month(year->year, month), before = date_weekday(first);
    m->title = msg_str(c->arena, c->lang, MSG_CALENDAR_MONTH, {"month", number_text(c, month)});
    m->workdays = year->known ? msg_str(c->arena, c->lang, MSG_CALENDAR_WORKDAYS,
                                        {"count", number_text(c, year->workdays[month - 1])})
                              : S("");
    for (int cell = 0; cell < (before + days + 6) / 7 * 7; cell++) {
        if (cell % 7 == 0)
            *arena_push(c->arena, &m->weeks) = (WeekView){0};
        int day = cell - before + 1;
        *arena_push(c->arena, &m->weeks.items[cell / 7].days) =
            day < 1 || day > days ? (DayView){0} : day_view(c, year, first + day - 1, day);
    }
}

static void fill_years(Ctx *c, CalendarView *v)
{
    for (int i = 0; i < v->year.years.count; i++) {
        Str year = number_text(c, v->year.years.items[i]);
        *arena_push(c->arena, &v->years) = (Tab){.label = year,
                                                 .href = link_to(c, "/calendar", {"year", year}),
                                                 .current = v->year.years.items[i] == v->year.year};
    }
}

static void fill_missing(Ctx *c, CalendarView *v)
{
    Out years = out_new(c->arena, 1000);
    for (int i = 0; i < v->year.missing.count; i++) {
        out_s(&years, i ? S("、") : S(""));
        out_s(&years, v->year.missing.items[i]);
    }
    if (v->year.missing_periods)
        v->missing = msg_str(c->arena, c->lang, MSG_CALENDAR_MISSING, {"years", out_str(&years)},
                             {"periods", number_text(c, v->year.missing_periods)});
}

static void fill_forms(Ctx *c, CalendarView *v)
{
    bool get = c->route->method == HTTP_GET;
    Str from = get ? ctx_text(c, "from") : S(""), term = get ? ctx_text(c, "term") : S("");
    v->may_load = ctx_may(c, ACT_CALENDAR_LOAD);
    v->file = (Field){.name = S("file"),
                      .label = msg(c->lang, MSG_CALENDAR_FILE),
                      .help = msg(c->lang, MSG_CALENDAR_FILE_HELP),
                      .kind = FIELD_FILE,
                      .accept = S(".xlsx,.csv,.tsv"),
                      .required = true};
    v->from = (Field){.name = S("from"),
                      .label = msg(c->lang, MSG_DEADLINE_FROM),
                      .type = S("date"),
                      .value = from.len ? from : app_today(&c->app),
                      .required = true};
    v->term = (Field){.name = S("term"),
                      .label = msg(c->lang, MSG_DEADLINE_TERM),
                      .help = msg(c->lang, MSG_DEADLINE_TERM_HELP),
                      .value = term,
                      .characters_max = 40,
                      .required = true};
}

/* What was asked of the reckoner; a fault of the person stands beside the form. */
static void reckon(Ctx *c, CalendarView *v)
{
    Date from;
    Term term;
    DeadlineDay d;
    Err err = {0};
    if (ctx_text(c, "term").len == 0)
        return;
    if (!date_parse(v->from.value, &from, &err)) {
        Out sentence = out_new(c->arena, 1024);
        msg_err(&sentence, c->lang, &err);
        v->from.error = out_str(&sentence);
        return;
    }
    if (!deadline_of_text(&c->app, instant_of_date(from), v->term.value, &term, &d, &err)) {
        Out sentence = out_new(c->arena, 1024);
        msg_err(&sentence, c->lang, &err);
        v->term.error = out_str(&sentence);
        return;
    }
    v->answer = msg_str(c->arena, c->lang, MSG_DEADLINE_ANSWER,
                        {"date", term.unit == TERM_HOUR ? instant_minute(c->arena, d.at_ms)
                                                        : date_str(c->arena, d.last)});
    if (d.last != d.falls_on)
        v->put_off = msg_str(c->arena, c->lang, MSG_DEADLINE_PUT_OFF,
                             {"date", date_str(c->arena, d.falls_on)});
}

static bool year_json(Ctx *c, const CalendarYear *y, Err *err)
{
    Json json = json_begin(c);
    json_object(&json);
    json_ki64(&json, S("year"), y->year);
    json_kbool(&json, S("known"), y->known);
    json_ki64(&json, S("workdays"), y->total);
    json_ki64(&json, S("missing_periods"), y->missing_periods);
    json_key(&json, S("days"));
    json_array(&json);
    for (int i = 0; i < y->specials.count; i++) {
        json_object(&json);
        json_kstr(&json, S("date"), date_str(c->arena, y->specials.items[i].date));
        json_kbool(&json, S("off"), y->specials.items[i].off);
        json_kbool(&json, S("loaded"), y->specials.items[i].loaded);
        json_kstr(&json, S("name"), y->specials.items[i].name);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static bool show(Ctx *c, CalendarView *v, int year, Err *err)
{
    if (!calendar_year(&c->app, year, &v->year, err))
        return false;
    if (c->json)
        return year_json(c, &v->year, err);
    v->title = msg_str(c->arena, c->lang, MSG_CALENDAR_TITLE, {"year", number_text(c, year)});
    v->sub = v->year.known ? msg_str(c->arena, c->lang, MSG_CALENDAR_SUB,
                                     {"workdays", number_text(c, v->year.total)},
                                     {"loaded", number_text(c, v->year.loaded)})
                           : msg_str(c->arena, c->lang, MSG_OUT_CALENDAR_UNKNOWN,
                                     {"year", number_text(c, year)});
    static const Msg heads[] = {MSG_WEEKDAY_1, MSG_WEEKDAY_2, MSG_WEEKDAY_3, MSG_WEEKDAY_4,
                                MSG_WEEKDAY_5, MSG_WEEKDAY_6, MSG_WEEKDAY_7};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        *arena_push(c->arena, &v->heads) = msg(c->lang, heads[i]);
    for (int month = 1; month <= 12; month++) {
        *arena_push(c->arena, &v->months) = (MonthView){0};
        fill_month(c, &v->year, month, &v->months.items[month - 1]);
    }
    fill_years(c, v);
    fill_missing(c, v);
    fill_forms(c, v);
    if (c->route->method == HTTP_GET)
        reckon(c, v);
    calendar_html(page_begin(c, v->title, NAV_NONE), c, v);
    return page_end(c, err);
}

static int this_year(const Ctx *c)
{
    int year, month, day;
    date_to_ymd(c->app.today, &year, &month, &day);
    return year;
}

bool calendar_page(Ctx *c, Err *err)
{
    CalendarView v = {0};
    return show(c, &v, (int)ctx_i64(c, "year", this_year(c)), err);
}

bool calendar_load_do(Ctx *c, Err *err)
{
    CalendarView v = {.faults = {.arena = c->arena}};
    CalendarLoad done;
    const MultipartPart *part = &c->params.files.items[0];
    if (calendar_load(&c->app, part->file_name, part->bytes, &done, &v.faults, err)) {
        if (!c->json)
            return redirect(
                c, link_to(c, "/calendar", {"year", number_text(c, done.years.items[0])}), err);
        Json json = json_begin(c);
        json_object(&json);
        json_ki64(&json, S("days"), done.days);
        json_object_end(&json);
        return json_end(c, &json, err);
    }
    ErrKind kind = err_kind(err->code);
    if (v.faults.count == 0 && (c->json || (kind != KIND_INVALID && kind != KIND_TOO_LARGE)))
        return false;
    if (c->json) {
        *err = v.faults.items[0];
        return false;
    }
    if (v.faults.count == 0)
        faults_add(&v.faults, err);
    *err = (Err){0};
    c->response->status = 400;
    return show(c, &v, this_year(c), err);
}
