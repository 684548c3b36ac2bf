/* One report opened: each value beside what else is known of it, and what got better after a return. */
#include "app/report/review_desk.h"

#include "app/campaign_index.h"
#include "app/report/month_files.h"
#include "app/report/report_doc.h"
#include "app/restricted.h"
#include "app/score/inputs.h"
#include "app/target/target_value.h"
#include "base/utf8.h"
#include "store/draft.h"

/* ---- better after a return ---- */

static bool is_better(const Indicator *indicator, Str before, Str after)
{
    Dec x, y;
    if (!dec_parse(before, &x, NULL) || !dec_parse(after, &y, NULL))
        return false;
    int order = dec_cmp(y, x);
    return str_eq(indicator->direction, S("lower")) ? order < 0 : order > 0;
}

typedef struct Versions {
    const ReportStep *step; /* the last return that was followed by something */
    SubmissionValueList returned, now;
    ReportSteps steps;
} Versions;

/* The value that is scored, of a form as it is typed. */
static Str scored_cell(const Indicator *indicator, const ReportCells *cells)
{
    return indicator_is_cumulative(indicator) ? cells->cumulative : cells->month;
}

static bool draft_values(App *app, Str period, Str unit, SubmissionValueList *values, Err *err)
{
    DraftRow draft;
    ReportDoc doc;
    if (!draft_find(app->db, app->arena, app->def.code, period, unit, &draft, err))
        return false;
    if (draft.revision == 0 || str_eq(draft.state, S("gone")))
        return true;
    if (!report_doc_parse(app->arena, draft.body, &doc, err))
        return false;
    for (int i = 0; i < doc.values.count; i++) {
        const Indicator *indicator = app_indicator(app, doc.values.items[i].code);
        if (indicator)
            *arena_push(app->arena, values) =
                (SubmissionValue){.unit = unit,
                                  .indicator = indicator->code,
                                  .value = str_trim(scored_cell(indicator, &doc.values.items[i]))};
    }
    return true;
}

/* The newest version, or the open draft where the newest version is the one that was returned. */
static bool versions_load(App *app, Str period, Str unit, Versions *v, Err *err)
{
    Submission head;
    bool found;
    if (!report_steps(app->db, app->arena, app->def.code, period, unit, &v->steps, err) ||
        !submission_latest(app->db, app->arena, app->def.code, S("report"), period, unit, &found,
                           &head, err))
        return false;
    for (int i = 0; i < v->steps.count; i++)
        if (str_eq(v->steps.items[i].state, S("returned")))
            v->step = &v->steps.items[i];
    if (!found || !v->step)
        return true;
    bool newest = str_eq(v->step->submission, head.id);
    return submission_values(app->db, app->arena, v->step->submission, &v->returned, err) &&
           (newest ? draft_values(app, period, unit, &v->now, err)
                   : submission_values(app->db, app->arena, head.id, &v->now, err));
}

static void compare(App *app, const Versions *v, ReviewRoses *roses)
{
    for (int i = 0; v->step && i < v->now.count; i++)
        for (int k = 0; k < v->returned.count; k++) {
            const SubmissionValue *now = &v->now.items[i], *was = &v->returned.items[k];
            const Indicator *indicator = app_indicator(app, now->indicator);
            if (str_eq(now->indicator, was->indicator) && indicator &&
                is_better(indicator, was->value, now->value))
                *arena_push(app->arena, roses) =
                    (ReviewRose){indicator, was->value, now->value, v->step->version, v->step};
        }
}

bool review_rose(App *app, Str code, Str unit, ReviewRoses *ret_roses, Err *err)
{
    const CampaignPeriod *period;
    Versions v = {0};
    bool office = permit(&app->actor, ACT_REPORT_REVIEW, unit, NULL);
    if (!app_need_campaign(app, err) || !app_period(app, code, &period, err))
        return false;
    if (!office && !app_permit(app, ACT_REPORT_SUBMIT, unit, period->code, err))
        return false;
    if (!app_unit(app, unit))
        return err_set(err, ERR_UNIT_UNKNOWN, {"found", utf8_prefix(unit, 80)});
    if (!versions_load(app, period->code, unit, &v, err))
        return false;
    compare(app, &v, ret_roses);
    return true;
}

/* ---- the lines ---- */

typedef struct Opening {
    App *app;
    const CampaignIndex *index;
    ReviewSheet *sheet;
    int unit, period;
    TargetBook book;   /* of the unit */
    ReviewLine *lines; /* [indicator]; indicator NULL: no line */
} Opening;

static ReviewLine *line_of(Opening *o, Str indicator)
{
    int at = map_get(&o->index->indicators, indicator);
    if (at < 0)
        return NULL;
    const Indicator *x = &o->index->def->indicators.items[at];
    if (o->index->restricted_indicators[at] && !restricted_may(o->app, o->sheet->row->unit->code))
        return NULL;
    o->lines[at].indicator = x;
    return &o->lines[at];
}

/* Later ones hold; a new version of the report takes the place of the older one as a whole. */
static void take_value(Opening *o, const SaidValue *v, Str newest)
{
    bool report = str_eq(v->kind, S("report"));
    if (report && !str_eq(v->submission, newest))
        return;
    ReviewLine *line = line_of(o, v->indicator);
    if (!line)
        return;
    if (str_eq(v->object, S("confirmed"))) {
        line->confirmed = v->value;
        line->confirmed_state = v->state;
        return;
    }
    line->value = v->value;
    line->na = v->na;
    line->corrected = !report;
    if (!report)
        return;
    line->month = v->month;
    line->note = v->note;
    line->state = v->state;
}

static bool this_month(Opening *o, Err *err)
{
    SaidValues values = {0};
    const ReviewSheet *s = o->sheet;
    if (!review_unit_values(o->app->db, o->app->arena, o->app->def.code, s->desk.period->code,
                            s->row->unit->code, &values, err))
        return false;
    for (int i = 0; i < values.count; i++)
        take_value(o, &values.items[i], s->head.id);
    return true;
}

static bool last_month(Opening *o, Err *err)
{
    SaidValues values = {0};
    const CampaignDef *def = o->index->def;
    if (o->period == 0)
        return true;
    const CampaignPeriod *before = &def->periods.items[o->period - 1];
    const Unit *seat = seat_in_period(o->app, o->sheet->row->unit, before);
    if (!seat)
        return true;
    if (!review_unit_values(o->app->db, o->app->arena, def->code, before->code, seat->code, &values,
                            err))
        return false;
    for (int i = 0; i < values.count; i++) {
        const SaidValue *v = &values.items[i];
        int at = map_get(&o->index->indicators, v->indicator);
        if (at >= 0 && o->lines[at].indicator && str_eq(v->object, S("reported")) && v->value.len)
            o->lines[at].last = v->value;
    }
    return true;
}

/* The year's share and the schedule, of a target that has one for this unit. */
static bool pace_of(Opening *o, ReviewLine *line, Err *err)
{
    const CampaignDef *def = o->index->def;
    Dec actual, given;
    for (int t = 0; t < def->targets.count; t++) {
        const Target *target = &def->targets.items[t];
        if (!str_eq(target->indicator, line->indicator->code))
            continue;
        Str owed = target_owed(o->index, t, o->unit, o->period).value;
        if (owed.len == 0)
            continue;
        TargetSeries series;
        line->target = owed;
        if (!dec_parse(line->value, &actual, NULL) || !dec_parse(owed, &given, NULL))
            return true;
        if (!target_series(o->app->arena, &o->book, t, &series, err))
            return false;
        const SeriesValue *year = indicator_by_month(line->indicator)
                                      ? series_at(&series, o->unit, o->period)
                                      : NULL; /* counted by the month: held against the year */
        return target_pace(o->app->arena, &series, o->unit, o->period, year ? year->value : actual,
                           &given, &line->pace, err);
    }
    return true;
}

/* A slip of many digits has no share of anything; the office must see it to return it. */
static bool has_no_pace(ReviewLine *line, Err *err)
{
    if (err->code != ERR_DEC_RANGE)
        return false;
    *err = (Err){0};
    line->pace = (TargetPace){0};
    return true;
}

static bool screen(Opening *o, Err *err)
{
    ReviewSheet *s = o->sheet;
    Faults faults = {.arena = o->app->arena};
    Err none = {0};
    if (!permit_any(&o->app->actor, ACT_SCREENING_READ) || s->row->standing.version == 0)
        return true;
    s->has_screening = screening_run(o->app, s->desk.period->code, s->row->unit->code, S(""),
                                     &s->screening, &faults, &none);
    if (!s->has_screening) /* no rule holds, or they have expired: the desk goes on without */
        return err_kind(none.code) != KIND_IO || (*err = none, false);
    for (int i = 0; i < s->screening.findings.count; i++) {
        const ScreeningFinding *f = &s->screening.findings.items[i];
        ReviewLine *line =
            f->indicator < 0 ? NULL : line_of(o, s->screening.indicators[f->indicator]);
        if (line && line->nfindings < (int)(sizeof line->findings / sizeof line->findings[0]))
            line->findings[line->nfindings++] = f;
    }
    return true;
}

static void mark_owed(Opening *o, const Scheme *scheme)
{
    for (int k = 0; k < scheme->nnodes; k++) {
        const SchemeNode *leaf = &scheme->nodes[k];
        int at = leaf->rule == RULE_SUM ? -1 : map_get(&o->index->indicators, leaf->indicator);
        if (at < 0 || str_eq(o->index->def->indicators.items[at].reporter, S("assessor")) ||
            !scheme_applies(leaf, o->sheet->row->unit->code))
            continue;
        ReviewLine *line = line_of(o, leaf->indicator);
        if (line)
            line->owed = true;
    }
}

static bool owed_lines(Opening *o, Err *err)
{
    Scheme scheme;
    Str digest;
    const ReviewSheet *s = o->sheet;
    if (scheme_for_period(o->app, s->desk.period, s->row->unit->group, &scheme, &digest, err)) {
        mark_owed(o, &scheme);
        return true;
    }
    bool none = err->code == ERR_SCHEME_NONE;
    if (none)
        *err = (Err){0};
    return none;
}

static void mark_roses(Opening *o)
{
    for (int i = 0; i < o->sheet->roses.count; i++) {
        const ReviewRose *rose = &o->sheet->roses.items[i];
        ReviewLine *line = line_of(o, rose->indicator->code);
        if (line) {
            line->rose = true;
            line->returned = rose->before;
        }
    }
}

static bool fill_lines(Opening *o, Err *err)
{
    const CampaignDef *def = o->index->def;
    o->lines = arena_new(o->app->arena, ReviewLine, def->indicators.count);
    if (!owed_lines(o, err) || !this_month(o, err) || !last_month(o, err) ||
        !target_book_unit(o->app, o->index, o->unit, &o->book, err))
        return false;
    mark_roses(o);
    if (!screen(o, err))
        return false;
    for (int i = 0; i < def->indicators.count; i++) {
        if (!o->lines[i].indicator)
            continue;
        ReviewLine *line = arena_push(o->app->arena, &o->sheet->lines);
        *line = o->lines[i];
        if (!pace_of(o, line, err) && !has_no_pace(line, err))
            return false;
    }
    return true;
}

/* Whom to go on to: the next that waits for the office, round the end of the list. */
static void neighbours(ReviewSheet *s)
{
    ptrdiff_t at = s->row - s->desk.rows.items;
    int n = s->desk.rows.count;
    for (int i = 1; i < n && s->next.len == 0; i++) {
        const ReviewRow *row = &s->desk.rows.items[(at + i) % n];
        if (row->waits && !row->hidden)
            s->next = row->unit->code;
    }
    for (int i = 1; i < n && s->before.len == 0; i++) {
        const ReviewRow *row = &s->desk.rows.items[(at - i + n) % n];
        if (row->waits && !row->hidden)
            s->before = row->unit->code;
    }
}

static bool find_row(ReviewSheet *s, Str unit, Err *err)
{
    for (int i = 0; i < s->desk.rows.count; i++)
        if (str_eq(s->desk.rows.items[i].unit->code, unit))
            s->row = &s->desk.rows.items[i];
    return s->row || err_set(err, ERR_UNIT_UNKNOWN, {"found", utf8_prefix(unit, 80)});
}

static bool read_head(App *app, ReviewSheet *s, Err *err)
{
    bool found;
    if (s->row->standing.version == 0)
        return true;
    return submission_latest(app->db, app->arena, app->def.code, S("report"), s->desk.period->code,
                             s->row->unit->code, &found, &s->head, err) &&
           submission_tasks(app->db, app->arena, s->head.id, &s->tasks, err);
}

bool review_sheet(App *app, Str period, Str unit, ReviewSheet *ret_sheet, Err *err)
{
    ReviewSheet *s = ret_sheet;
    *s = (ReviewSheet){0};
    if (!review_desk(app, period, &s->desk, err) || !find_row(s, unit, err))
        return false;
    if (s->row->unit->restricted &&
        !restricted_read(app, unit, arena_fmt(app->arena, "report %.*s", STR_ARG(unit)), err))
        return false;
    Opening o = {.app = app,
                 .index = app_index(app),
                 .sheet = s,
                 .unit = map_get(&app_index(app)->units, unit),
                 .period = app_period_index(app, s->desk.period->code)};
    neighbours(s);
    return read_head(app, s, err) && review_rose(app, period, unit, &s->roses, err) &&
           report_steps(app->db, app->arena, app->def.code, s->desk.period->code, unit, &s->steps,
                        err) &&
           fill_lines(&o, err);
}
