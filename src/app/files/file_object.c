#include "app/files/file_object.h"

#include "app/campaign_index.h"
#include "base/utf8.h"
#include "store/appeal.h"
#include "store/screening.h"

/* "2021-06 c01", or "2021-06 c01 INDICATOR" of what shows a figure that not everybody may see. */
static bool find_report(App *app, Str rest, FileObject *o)
{
    Str period = str_cut(&rest, ' '), unit = str_cut(&rest, ' ');
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->units, unit);
    if (at < 0 || map_get(&x->periods, period) < 0 ||
        (rest.len && map_get(&x->indicators, rest) < 0))
        return false;
    o->unit = &x->def->units.items[at];
    o->indicator = rest;
    return true;
}

/* What was ruled on rests on the files that were there. */
static bool find_appeal(App *app, Str id, FileObject *o)
{
    Err ignored = {0};
    AppealRow row;
    bool found = false;
    if (!appeal_find(app->db, app->arena, app->def.code, id, &found, &row, &ignored) || !found)
        return false;
    o->unit = app_unit(app, row.unit);
    o->indicator = row.indicator;
    if (row.ruling.len)
        (void)err_set(&o->ended, ERR_APPEAL_RULED, {"unit", row.unit}, {"period", row.period});
    return o->unit != NULL;
}

/* A finding that somebody has answered: it is the unit's and the office's alone. */
static bool find_finding(App *app, Str id, FileObject *o)
{
    Err ignored = {0};
    ScreeningAnswers steps = {0};
    if (id.len == 0 ||
        !screening_answers(app->db, app->arena, app->def.code, S(""), id, &steps, &ignored) ||
        steps.count == 0)
        return false;
    const ScreeningAnswer *last = &steps.items[steps.count - 1];
    o->unit = app_unit(app, last->unit);
    o->indicator = last->indicator;
    o->also = ACT_SCREENING_ANSWER;
    if (str_eq(last->step, S("accepted")))
        (void)err_set(&o->ended, ERR_SCREENING_CLOSED);
    return o->unit != NULL;
}

bool file_object_find(App *app, Str object, FileObject *ret_object, Err *err)
{
    FileObject o = {.task = -1, .indicator = S(""), .also = ACT_COUNT};
    Str rest = object, kind = str_cut(&rest, ' ');
    bool found = false;
    if (str_eq(kind, S("task")))
        found = (o.task = map_get(&app_index(app)->tasks, rest)) >= 0;
    else if (str_eq(kind, S("report")))
        found = find_report(app, rest, &o);
    else if (str_eq(kind, S("appeal")))
        found = find_appeal(app, rest, &o);
    else if (str_eq(kind, S("screening")))
        found = find_finding(app, rest, &o);
    if (!found)
        return err_set(err, ERR_FILE_OBJECT, {"found", utf8_prefix(object, 80)});
    *ret_object = o;
    return true;
}
