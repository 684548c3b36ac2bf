#include "app/report/review_desk.h"

#include "app/campaign_index.h"
#include "app/report/report_form.h"
#include "app/restricted.h"
#include "app/score/inputs.h"

#include <stdlib.h>

/* ---- what is owed ---- */

/* Which values each group's scheme asks its units for: [group] its leaves that a unit fills. */
typedef struct Owing {
    App *app;
    const CampaignIndex *index;
    Scheme *schemes; /* [group] nnodes 0 = none */
    int *group_of;   /* [unit]; -1 = none */
} Owing;

static bool owing_load(App *app, const CampaignPeriod *period, Owing *ret_owing, Err *err)
{
    const CampaignDef *def = &app->def;
    Owing o = {.app = app, .index = app_index(app)};
    Map groups = {0};
    o.schemes = arena_new(app->arena, Scheme, def->groups.count);
    o.group_of = arena_new(app->arena, int, def->units.count);
    for (int g = 0; g < def->groups.count; g++) {
        Str digest;
        map_put(app->arena, &groups, def->groups.items[g].code, g);
        if (scheme_for_period(app, period, def->groups.items[g].code, &o.schemes[g], &digest, err))
            continue;
        if (err->code != ERR_SCHEME_NONE)
            return false;
        o.schemes[g].nnodes = 0;
        *err = (Err){0};
    }
    for (int u = 0; u < def->units.count; u++)
        o.group_of[u] = map_get(&groups, def->units.items[u].group);
    *ret_owing = o;
    return true;
}

static bool leaf_is_owed(const Owing *o, const SchemeNode *leaf, Str unit, int *ret_indicator)
{
    int at = leaf->rule == RULE_SUM ? -1 : map_get(&o->index->indicators, leaf->indicator);
    *ret_indicator = at;
    return at >= 0 && !str_eq(o->index->def->indicators.items[at].reporter, S("assessor")) &&
           scheme_applies(leaf, unit);
}

/* [indicator] 1 where the unit owes it; returns how many. */
static int owed_of(const Owing *o, int unit, bool *owed)
{
    const CampaignDef *def = o->index->def;
    int n = 0, group = o->group_of[unit];
    for (int i = 0; i < def->indicators.count; i++)
        owed[i] = false;
    const Scheme *scheme = group < 0 ? NULL : &o->schemes[group];
    for (int k = 0; scheme && k < scheme->nnodes; k++) {
        int at;
        if (leaf_is_owed(o, &scheme->nodes[k], def->units.items[unit].code, &at) && !owed[at]) {
            owed[at] = true;
            n++;
        }
    }
    return n;
}

/* ---- the rows ---- */

typedef struct Desk {
    App *app;
    const CampaignIndex *index;
    ReviewDesk *desk;
    int *row_of; /* [unit] -1 = none */
    bool *owed;  /* [row * indicators + indicator] */
} Desk;

static ReviewRow *row_of(const Desk *d, Str unit)
{
    int at = map_get(&d->index->units, unit);
    return at < 0 || d->row_of[at] < 0 ? NULL : &d->desk->rows.items[d->row_of[at]];
}

static void count_value(void *ctx, const ReviewValue *v)
{
    const Desk *d = ctx;
    ReviewRow *row = row_of(d, v->unit);
    int at = map_get(&d->index->indicators, v->indicator);
    if (!row || at < 0 || (v->value.len == 0 && !v->na && v->state.len == 0))
        return;
    ptrdiff_t i = row - d->desk->rows.items;
    row->filled += d->owed[i * d->index->def->indicators.count + at];
}

static bool add_rows(Desk *d, const Owing *owing, Err *err)
{
    App *app = d->app;
    ReportStandingList list = {0};
    int wide = d->index->def->indicators.count;
    if (!report_states(app, d->desk->period, &list, err))
        return false;
    d->row_of = arena_new(app->arena, int, d->index->def->units.count);
    for (int u = 0; u < d->index->def->units.count; u++)
        d->row_of[u] = -1;
    d->owed = arena_new(app->arena, bool, (size_t)list.count *(size_t)wide);
    for (int i = 0; i < list.count; i++) {
        const ReportStanding *s = &list.items[i];
        int unit = map_get(&d->index->units, s->unit->code);
        ReviewRow *row = arena_push(app->arena, &d->desk->rows);
        *row = (ReviewRow){.unit = s->unit, .standing = *s};
        row->standing.state = s->beneath;
        row->hidden = s->unit->restricted && !restricted_may(app, s->unit->code);
        row->owed = owed_of(owing, unit, d->owed + (ptrdiff_t)i * wide);
        d->row_of[unit] = i;
    }
    return true;
}

static bool count_parts(Desk *d, Err *err)
{
    App *app = d->app;
    ReviewCounts counts = {0}, corrected = {0};
    Str period = d->desk->period->code;
    if (!review_values_each(app->db, app->def.code, period, count_value, d, err) ||
        !review_task_counts(app->db, app->arena, app->def.code, period, &counts, err) ||
        !review_corrected(app->db, app->arena, app->def.code, period, &corrected, err))
        return false;
    for (int i = 0; i < counts.count; i++) {
        ReviewRow *row = row_of(d, counts.items[i].unit);
        if (row && str_eq(counts.items[i].kind, S("evidence")))
            row->files = counts.items[i].count;
        if (row && str_eq(counts.items[i].kind, S("answer")))
            row->answers = counts.items[i].count;
    }
    for (int i = 0; i < corrected.count; i++) {
        ReviewRow *row = row_of(d, corrected.items[i].unit);
        if (row)
            row->corrected = true;
    }
    return true;
}

static bool add_steps(Desk *d, Err *err)
{
    App *app = d->app;
    ReviewDesk *desk = d->desk;
    if (!report_steps(app->db, app->arena, app->def.code, desk->period->code, S(""), &desk->steps,
                      err))
        return false;
    for (int i = 0; i < desk->steps.count; i++) {
        const ReportStep *step = &desk->steps.items[i];
        ReviewRow *row = row_of(d, step->party);
        if (!row)
            continue;
        row->returns += str_eq(step->state, S("returned"));
        if (str_eq(step->submission, row->standing.submission))
            row->step = step;
    }
    return true;
}

static void settle(ReviewDesk *desk)
{
    for (int i = 0; i < desk->rows.count; i++) {
        ReviewRow *row = &desk->rows.items[i];
        const ReportStanding *s = &row->standing;
        bool sent = s->version > 0, returned = s->state == REPORT_RETURNED;
        row->outstanding = !sent || returned;
        row->waits = s->state == REPORT_RECEIVED || s->state == REPORT_CORRECTED;
        desk->missing += !sent;
        desk->drafts += !sent && s->drafting && !s->filled;
        desk->filled += !sent && s->filled;
        desk->returned += returned;
        desk->waiting += row->waits;
        desk->accepted += s->state == REPORT_ACCEPTED;
        desk->late += s->late;
    }
}

bool review_desk_make(App *app, const CampaignPeriod *period, ReviewDesk *ret_desk, Err *err)
{
    ReviewDesk desk = {.period = period};
    Desk d = {.app = app, .index = app_index(app), .desk = &desk};
    Owing owing;
    if (!owing_load(app, period, &owing, err) ||
        !lock_state(app, app->db, period->code, &desk.lock, err) || !add_rows(&d, &owing, err) ||
        !count_parts(&d, err) || !add_steps(&d, err))
        return false;
    settle(&desk);
    review_desk_sort(&desk, REVIEW_BY_URGENCY, false);
    *ret_desk = desk;
    return true;
}

/* A return that was followed by a better value is marked where it is looked at: few units have one. */
static bool mark_roses(App *app, ReviewDesk *desk, Err *err)
{
    for (int i = 0; i < desk->rows.count; i++) {
        ReviewRow *row = &desk->rows.items[i];
        ReviewRoses roses = {0};
        if (row->returns == 0 || row->hidden)
            continue;
        if (!review_rose(app, desk->period->code, row->unit->code, &roses, err))
            return false;
        row->rose = roses.count > 0;
    }
    return true;
}

bool review_desk(App *app, Str code, ReviewDesk *ret_desk, Err *err)
{
    const CampaignPeriod *period;
    return app_need_campaign(app, err) && app_permit(app, ACT_REPORT_REVIEW, S(""), code, err) &&
           app_period(app, code, &period, err) && review_desk_make(app, period, ret_desk, err) &&
           mark_roses(app, ret_desk, err);
}

/* ---- order ---- */

typedef struct Key {
    int64_t a, b;
    int order;
    ReviewRow row;
} Key;

static int by_key(const void *x, const void *y)
{
    const Key *p = x, *q = y;
    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    if (p->b != q->b)
        return p->b < q->b ? -1 : 1;
    return p->order < q->order ? -1 : p->order > q->order;
}

/* Missing, returned, those that wait for the office, accepted. */
static int64_t urgency(const ReviewRow *row)
{
    if (row->standing.version == 0)
        return 0;
    return row->outstanding ? 1 : row->waits ? 2 : 3;
}

static Key key_of(const ReviewRow *row, ReviewOrder order, bool turned)
{
    const ReportStanding *s = &row->standing;
    int64_t sign = turned ? -1 : 1;
    Key key = {.row = *row};
    switch (order) {
    case REVIEW_BY_URGENCY:
        key.a = sign * urgency(row);
        key.b = urgency(row) == 0 ? -s->late_days : 0;
        break;
    case REVIEW_BY_ARRIVAL:
        key.a = s->version == 0 ? INT64_MAX : sign * s->received_at;
        break;
    case REVIEW_BY_LATE:
        key.a = -sign * s->late_days;
        break;
    case REVIEW_BY_FILLED:
        key.a = row->owed == 0 ? INT64_MAX : sign * (row->filled * 10000LL / row->owed);
        break;
    case REVIEW_BY_UNIT:
        break;
    }
    return key;
}

void review_desk_sort(ReviewDesk *desk, ReviewOrder order, bool turned)
{
    AUTO_ARENA arena = {0};
    int n = desk->rows.count;
    Key *keys = arena_new(&arena, Key, n);
    for (int i = 0; i < n; i++) {
        keys[i] = key_of(&desk->rows.items[i], order, turned);
        /* official order is that of the campaign's list, in which all of them lie */
        ptrdiff_t at = desk->rows.items[i].unit - desk->rows.items[0].unit;
        keys[i].order = (int)(order == REVIEW_BY_UNIT && turned ? -at : at);
    }
    if (n)
        qsort(keys, (size_t)n, sizeof *keys, by_key);
    for (int i = 0; i < n; i++)
        desk->rows.items[i] = keys[i].row;
}
