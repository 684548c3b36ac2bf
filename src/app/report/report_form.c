#include "app/report/report_form.h"

#include "app/report/lock.h"
#include "app/report/report_lines.h"
#include "app/report/report_parts.h"
#include "app/restricted.h"
#include "base/json.h"
#include "i18n/msg.h"

const Str report_levels[REPORT_LEVELS] = {SC("分管领导"), SC("常务副组长"), SC("主要领导")};

Str report_object(Arena *arena, Str period, Str unit)
{
    return arena_fmt(arena, "report %.*s %.*s", STR_ARG(period), STR_ARG(unit));
}

/* ---- who, when, what form ---- */

bool report_find(App *app, Action action, Str period, Str unit_code,
                 const CampaignPeriod **ret_period, const Unit **ret_unit, Err *err)
{
    if (!app_need_campaign(app, err))
        return false;
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->units, unit_code);
    Str object = report_object(app->arena, period, unit_code);
    if (!permit_any(&app->actor, action))
        return app_permit(app, action, unit_code, object, err);
    if (at < 0)
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", unit_code});
    const Unit *unit = &x->def->units.items[at];
    if (!app_permit(app, action, unit->code, object, err) ||
        !app_period(app, period, ret_period, err))
        return false;
    if (!report_reports(app, unit) || !unit_is_member(x->def, unit, *ret_period))
        return err_set(err, ERR_REPORT_UNIT, {"unit", unit->code}, {"period", period});
    *ret_unit = unit;
    return restricted_object_read(app, object, unit->code, err);
}

static bool is_of_group(const FormRule *form, const Unit *unit)
{
    return form->group.len == 0 || str_eq(form->group, unit->group);
}

static bool is_over(const App *app, const FormRule *form)
{
    return form->valid_to != DATE_NONE && form->valid_to < app->today;
}

/* The first of the group that is valid, else the last that was. */
ReportHead report_head_of(App *app, const CampaignPeriod *period, const Unit *unit)
{
    const FormRule *best = NULL;
    for (int i = 0; i < app->def.forms.count; i++) {
        const FormRule *form = &app->def.forms.items[i];
        if (!is_of_group(form, unit) ||
            (form->valid_from != DATE_NONE && form->valid_from > period->to))
            continue;
        if (!best || is_over(app, best))
            best = form;
    }
    if (!best)
        return (ReportHead){
            .title = msg_str(app->arena, LANG_ZH, MSG_REPORT_TITLE, {"campaign", app->def.name}),
            .nature = S("work"),
            .valid_from = DATE_NONE,
            .valid_to = DATE_NONE};
    return (ReportHead){.title = best->name,
                        .nature = best->nature,
                        .number = best->number,
                        .issuer = best->issuer,
                        .approval = best->approval,
                        .valid_from = best->valid_from,
                        .valid_to = best->valid_to,
                        .expired = is_over(app, best)};
}

bool report_takes(App *app, Db *db, const CampaignPeriod *period, const Unit *unit, Err *err)
{
    Err why;
    ReportHead head = report_head_of(app, period, unit);
    if (period->opens_on != DATE_NONE && app->today < period->opens_on)
        return err_set(err, ERR_REPORT_NOT_OPEN, {"period", period->code},
                       {"found", date_str(app->arena, period->opens_on)});
    if (!lock_closed(app, db, period->code, &why, err))
        return false;
    if (why.code == ERR_PERIOD_PASSED) {
        *err = why;
        return false;
    }
    if (why.code)
        return err_set(err, ERR_REPORT_LOCKED, {"period", period->code});
    return !head.expired || err_set(err, ERR_REPORT_FORM_EXPIRED, {"form", head.title},
                                    {"found", date_str(app->arena, head.valid_to)});
}

static bool days_of(App *app, const CampaignPeriod *period, ReportDays *ret_days, Err *err)
{
    Calendar calendar;
    Err unknown = {0};
    *ret_days = (ReportDays){
        .opens_on = period->opens_on, .due_on = period->due_on, .lock_on = period->lock_on};
    if (period->due_on == DATE_NONE)
        return true;
    if (!app_workdays(app, &calendar, err))
        return false;
    ret_days->has_left =
        workday_count(&calendar, app->today, period->due_on, &ret_days->left, &unknown);
    return true;
}

/* ---- the form ---- */

/* The campaign before this one in the same database, the same month; what was confirmed holds. */
static bool year_ago(App *app, LineMaker *m, Err *err)
{
    UnitRecordList records = {0};
    int64_t year;
    m->last_year = arena_new(app->arena, Str, m->x->def->indicators.count);
    if (app->def.predecessor.len == 0 || !str_to_i64(str_sub(m->period->code, 0, 4), &year))
        return true;
    Str code = str_sub(m->period->code, 4, m->period->code.len);
    Str period = arena_fmt(app->arena, "%04d%.*s", (int)year - 1, STR_ARG(code));
    if (!unit_records(app->db, app->arena, app->def.predecessor, period, m->unit->code, &records,
                      err))
        return false;
    for (int confirmed = 0; confirmed < 2; confirmed++)
        for (int r = 0; r < records.count; r++) {
            int at = map_get(&m->x->indicators, records.items[r].indicator);
            bool is_confirmed = str_eq(records.items[r].object, S("confirmed"));
            if (at >= 0 && records.items[r].value.len && is_confirmed == (confirmed == 1))
                m->last_year[at] = records.items[r].value;
        }
    return true;
}

/* From the draft; what it does not say, from the posts. */
static void take_head(App *app, const ReportDoc *doc, ReportForm *form)
{
    bool own = str_eq(app->actor.unit, form->unit->code);
    form->filler = doc->filler.len || form->draft.revision || !own ? doc->filler : app->actor.post;
    form->phone = doc->phone;
    form->reviewer = doc->reviewer;
    form->signer = doc->signer;
    for (int i = 0; i < doc->requests.count; i++)
        *arena_push(app->arena, &form->requests) = doc->requests.items[i];
    for (int i = 0; i < doc->answers.count; i++)
        *arena_push(app->arena, &form->answers) = doc->answers.items[i];
    for (int i = 0; i < doc->places.count; i++)
        *arena_push(app->arena, &form->places) = doc->places.items[i];
}

bool report_maker(App *app, const CampaignPeriod *period, const Unit *unit, const ReportDoc *doc,
                  LineMaker *m, Err *err)
{
    Str digest;
    const CampaignIndex *x = app_index(app);
    *m = (LineMaker){.app = app,
                     .x = x,
                     .period = period,
                     .unit = unit,
                     .unit_index = map_get(&x->units, unit->code),
                     .period_index = app_period_index(app, period->code),
                     .doc = doc};
    m->has_scheme = scheme_for_period(app, period, unit->group, &m->scheme, &digest, err);
    if (!m->has_scheme && err->code != ERR_SCHEME_NONE)
        return false;
    *err = (Err){0};
    const CampaignPeriod *before =
        m->period_index > 0 ? &x->def->periods.items[m->period_index - 1] : NULL;
    return seat_month_load(app, unit, period, &m->now, err) &&
           seat_month_load(app, unit, before, &m->before, err);
}

bool report_form_fill(App *app, const ReportDoc *doc, ReportForm *f, Err *err)
{
    LineMaker m;
    take_head(app, doc, f);
    return report_maker(app, f->period, f->unit, doc, &m, err) && year_ago(app, &m, err) &&
           target_book_unit(app, m.x, m.unit_index, &m.book, err) &&
           report_lines_make(&m, f, err) && report_tasks_make(&m, f, err);
}

bool report_is_signed(const ReportForm *f, Str digest)
{
    for (int i = 0; i < f->places.count; i++)
        if (str_eq(f->places.items[i].digest, digest))
            return str_eq(f->places.items[i].place, S(REPORT_PLACE_SIGNED));
    return false;
}

bool report_has_scan(const ReportForm *f)
{
    for (int i = 0; i < f->files.count; i++)
        if (!f->files.items[i].purged_at && report_is_signed(f, f->files.items[i].digest))
            return true;
    return false;
}

/* As report_send asks: the unit's own second signature, by another account where there is one, or on paper. */
static bool may_send(const App *app, const ReportForm *f)
{
    return str_eq(f->draft.state, S("filled")) && str_eq(app->actor.unit, f->unit->code) &&
           permit(&app->actor, ACT_REPORT_SUBMIT, f->unit->code, NULL) &&
           (!str_eq(f->draft.filled_by, app->actor.name) || f->accounts < 2 || report_has_scan(f));
}

bool report_form_open(App *app, Str period, Str unit, ReportForm *ret_form, Err *err)
{
    ReportForm f = {0};
    ReportDoc doc;
    if (!report_find(app, ACT_REPORT_FILL, period, unit, &f.period, &f.unit, err))
        return false;
    Str object = report_object(app->arena, f.period->code, f.unit->code);
    f.head = report_head_of(app, f.period, f.unit);
    if (!report_takes(app, app->db, f.period, f.unit, &f.closed) &&
        err_kind(f.closed.code) != KIND_CONFLICT) {
        *err = f.closed;
        return false;
    }
    f.may_fill =
        f.closed.code == ERR_NONE && permit(&app->actor, ACT_REPORT_FILL, f.unit->code, NULL);
    if (!days_of(app, f.period, &f.days, err) ||
        !report_state(app, f.period, f.unit, &f.standing, err) ||
        !draft_find(app->db, app->arena, app->def.code, f.period->code, f.unit->code, &f.draft,
                    err) ||
        !report_doc_parse(app->arena, f.draft.body, &doc, err) ||
        !report_form_fill(app, &doc, &f, err) || !files_of(app, object, &f.files, err) ||
        !report_offers(app, f.period, f.unit, &f.offers, err) ||
        !report_accounts(app, f.unit->code, &f.accounts, err))
        return false;
    f.may_send = f.closed.code == ERR_NONE && may_send(app, &f);
    *ret_form = f;
    return true;
}

bool report_cells_body(App *app, const ReportField *fields, int count, Str before, Str *ret_body,
                       Err *err)
{
    ReportDoc doc;
    if (!report_doc_parse(app->arena, before, &doc, err) ||
        !report_doc_fields(app->arena, fields, count, &doc, err))
        return false;
    *ret_body = report_doc_body(app->arena, &doc);
    return true;
}
