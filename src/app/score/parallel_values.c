/* Scores of the group: from the workbook's own values, or from files of values. */
#include "app/report/value_state.h"
#include "app/restricted.h"
#include "app/scheme/scheme_load.h"
#include "app/score/inputs.h"
#include "app/score/parallel_parts.h"
#include "base/limits.h"
#include "sys/files.h"

#include <math.h>

/* ---- what the engine gives, in one form ---- */

static Ours ours_new(Arena *arena, int nunits, int nnodes)
{
    size_t cells = (size_t)nunits * (size_t)nnodes;
    Ours o = {.points = arena_new(arena, int64_t, cells),
              .counts = arena_new(arena, bool, cells),
              .shares = arena_new(arena, int64_t, cells),
              .inputs = arena_new(arena, double, cells),
              .score = arena_new(arena, int64_t, nunits),
              .rounded = arena_new(arena, int64_t, nunits),
              .has = arena_new(arena, bool, nunits),
              .ranked = arena_new(arena, bool, nunits),
              .rank = arena_new(arena, int, nunits)};
    for (size_t i = 0; i < cells; i++)
        o.inputs[i] = (double)NAN;
    return o;
}

static bool group_scores(Arena *arena, const ScoreInput *input, Ours *ret, Err *err)
{
    ScoreResult result;
    int nnodes = input->scheme->nnodes;
    if (!score_group(arena, input, &result, err))
        return false;
    *ret = ours_new(arena, input->nunits, nnodes);
    for (int i = 0; i < input->nunits * nnodes; i++) {
        CellStatus s = result.cells[i].status;
        ret->points[i] = result.cells[i].points_q;
        if (!score_quantise(result.cells[i].effective, &ret->shares[i]))
            ret->shares[i] = 0;
        ret->counts[i] = s != CELL_DROPPED && s != CELL_SPREAD && s != CELL_NOT_YET &&
                         s != CELL_DATA_ONLY && s != CELL_EMPTY && s != CELL_PARENT;
        if (input->values[i].state == VALUE_GIVEN)
            ret->inputs[i] = input->values[i].actual;
    }
    for (int u = 0; u < input->nunits; u++) {
        ret->score[u] = result.units[u].score;
        ret->rounded[u] = result.units[u].rounded;
        ret->has[u] = result.units[u].has_score;
        ret->ranked[u] = result.units[u].ranked;
        ret->rank[u] = result.ranks[u].rank;
    }
    return true;
}

static bool compute_input(void *ctx, Arena *arena, const Scheme *scheme, Ours *ret, Err *err)
{
    ScoreInput input = *(const ScoreInput *)ctx;
    input.scheme = scheme;
    return group_scores(arena, &input, ret, err);
}

/* ---- the workbook's own values ---- */

typedef struct OwnValues {
    ScoreInput input;
    LIST_OF(ScoreEvent) events;
} OwnValues;

static bool needs_plan(const SchemeNode *leaf)
{
    return leaf->rule == RULE_PACE ||
           (leaf->rule == RULE_COMPLETION && leaf->against == AGAINST_PLAN);
}

static bool fill_share(Parallel *p, const SchemeNode *leaf, ScoreValue *v, Err *err)
{
    if (!needs_plan(leaf))
        return true;
    if (!p->months.to)
        return err_set(err, ERR_PARALLEL_PERIOD, {"node", parallel_node_name(leaf)});
    v->has_share = scheme_plan_share(p->scheme, leaf, p->months, &v->share);
    return true;
}

/* 不涉及 and its signs; an empty cell is missing. */
static bool is_na(Str text)
{
    static const Str signs[] = {SC("NA"), SC("N/A"), SC("不涉及"), SC("-"), SC("—"),
                                SC("——"), SC("/"),   SC("不考核"), SC("--")};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (str_eq(signs[i], text))
            return true;
    return false;
}

static void read_value(Parallel *p, const BookSheet *sheet, const BookRow *row, const BookColumn *c,
                       ScoreValue *v)
{
    const XlsxCell *cell = grid_cell(&sheet->grid, row->row, c->col);
    Dec number;
    if (parallel_number(cell, p->scheme->nodes[c->node].unit, &number)) {
        v->state = VALUE_GIVEN;
        v->actual = dec_to_f64(number);
        return;
    }
    Str text = cell ? str_trim(cell->text) : S("");
    Str state = value_state_take(&text);
    v->state = is_na(text) || str_eq(state, S("na")) ? VALUE_NA : VALUE_MISSING;
    if (str_eq(state, S("not_yet")) || str_eq(state, S("no_rank")))
        v->state = str_eq(state, S("not_yet")) ? VALUE_NOT_YET : VALUE_DATA_ONLY;
    if (v->state == VALUE_DATA_ONLY && dec_parse(text, &number, NULL)) {
        v->actual = dec_to_f64(number);
        return;
    }
    if (!text.len || v->state != VALUE_MISSING)
        return;
    Err fault = {0};
    err_set(&fault, ERR_PARALLEL_VALUE, {"found", text});
    err_at_file(&fault, sheet->grid.file);
    err_at_cell(&fault, row->row, c->col);
    faults_add(p->faults, &fault);
}

static void read_target(const Parallel *p, const BookSheet *sheet, const BookRow *row, int node,
                        ScoreValue *v)
{
    const BookColumn *c = parallel_column(sheet, IS_TARGET, node);
    Dec number;
    if (!c || !parallel_number(grid_cell(&sheet->grid, row->row, c->col),
                               p->scheme->nodes[node].unit, &number))
        return;
    v->has_target = true;
    v->target = dec_to_f64(number);
}

static const BookColumn *value_column(const Parallel *p, int node, const BookSheet **ret_sheet)
{
    for (int i = 0; i < p->sheets.count; i++) {
        *ret_sheet = &p->sheets.items[i];
        const BookColumn *c = parallel_column(*ret_sheet, IS_VALUE, node);
        if (c)
            return c;
    }
    return NULL;
}

static void take_event(Parallel *p, OwnValues *own, const BookSheet *sheet, const BookRow *row,
                       const BookColumn *c, ScoreEvent event)
{
    Dec number;
    if (row->unit < 0 ||
        !parallel_number(grid_cell(&sheet->grid, row->row, c->col), S(""), &number) ||
        number.coef == 0)
        return;
    double x = dec_to_f64(number);
    event.unit = row->unit;
    event.points = x < 0 ? -x : x;
    *arena_push(p->arena, &own->events) = event;
}

/* The points of one row stand in for the leaf's value, or for its events. */
static void take_points(Parallel *p, OwnValues *own, const BookSheet *sheet, const BookRow *row,
                        const BookColumn *score, int node, ScoreValue *v)
{
    const SchemeNode *leaf = &p->scheme->nodes[node];
    Dec number;
    if (!parallel_number(grid_cell(&sheet->grid, row->row, score->col), S(""), &number))
        return;
    double x = dec_to_f64(number);
    if (leaf->rule == RULE_POINTS) {
        v->state = VALUE_GIVEN;
        v->actual = x;
        return;
    }
    if (leaf->rule == RULE_DEDUCT)
        x = leaf->full > x ? leaf->full - x : 0;
    *arena_push(p->arena, &own->events) =
        (ScoreEvent){.kind = EVENT_LEAF, .unit = row->unit, .node = node, .points = x};
}

/* A leaf without a value in the workbook: points that it states stand in for it where they can. */
static bool stand_in(Parallel *p, OwnValues *own, int node, ScoreValue *values, Err *err)
{
    const SchemeNode *leaf = &p->scheme->nodes[node];
    bool is_deduct = leaf->rule == RULE_DEDUCT, is_bonus = leaf->rule == RULE_BONUS;
    bool by_points = is_deduct || is_bonus || leaf->rule == RULE_POINTS;
    bool found = false;
    for (int u = 0; u < p->nunits && (is_deduct || is_bonus);
         u++) /* none has happened but what is stated */
        values[u * p->scheme->nnodes + node].state = VALUE_GIVEN;
    for (int i = 0; i < p->sheets.count && !found; i++) {
        const BookSheet *sheet = &p->sheets.items[i];
        const BookColumn *lost = parallel_column(sheet, IS_DEDUCT, node);
        const BookColumn *score = parallel_column(sheet, IS_SCORE, node);
        if (!(is_deduct && lost) && !(score && by_points))
            continue;
        found = true;
        if (!lost)
            parallel_note(p, NOTE_TAKEN, sheet->grid.name,
                          grid_address(p->arena, sheet->last_header, score->col),
                          parallel_node_name(leaf));
        for (int r = 0; r < sheet->rows.count; r++) {
            const BookRow *row = &sheet->rows.items[r];
            if (row->unit < 0)
                continue;
            if (is_deduct && lost)
                take_event(p, own, sheet, row, lost,
                           (ScoreEvent){.kind = EVENT_LEAF, .node = node});
            else
                take_points(p, own, sheet, row, score, node,
                            &values[row->unit * p->scheme->nnodes + node]);
        }
    }
    if (found || is_deduct || is_bonus)
        return true; /* no event is full marks, or none */
    err_set(err, ERR_PARALLEL_NO_VALUES, {"node", parallel_node_name(leaf)}, {"code", leaf->code});
    err_at_file(err, p->ask->file);
    faults_add(p->faults, err);
    *err = (Err){0};
    return false;
}

static bool fill_leaf(Parallel *p, OwnValues *own, int node, ScoreValue *values, Err *err)
{
    const SchemeNode *leaf = &p->scheme->nodes[node];
    const BookSheet *sheet = NULL;
    const BookColumn *c = value_column(p, node, &sheet);
    for (int u = 0; u < p->nunits; u++)
        if (!fill_share(p, leaf, &values[u * p->scheme->nnodes + node], err))
            return false;
    for (int i = 0; i < p->sheets.count; i++)
        for (int r = 0; r < p->sheets.items[i].rows.count; r++) {
            const BookRow *row = &p->sheets.items[i].rows.items[r];
            if (row->unit >= 0)
                read_target(p, &p->sheets.items[i], row, node,
                            &values[row->unit * p->scheme->nnodes + node]);
        }
    if (!c)
        return stand_in(p, own, node, values, err);
    for (int r = 0; r < sheet->rows.count; r++) {
        const BookRow *row = &sheet->rows.items[r];
        if (row->unit >= 0)
            read_value(p, sheet, row, c, &values[row->unit * p->scheme->nnodes + node]);
    }
    return true;
}

static void fill_events(Parallel *p, OwnValues *own)
{
    for (int i = 0; i < p->sheets.count; i++) {
        const BookSheet *sheet = &p->sheets.items[i];
        const BookColumn *bonus = parallel_column(sheet, IS_BONUS, -1);
        const BookColumn *deduct = parallel_column(sheet, IS_DEDUCT, -1);
        for (int r = 0; r < sheet->rows.count; r++) {
            const BookRow *row = &sheet->rows.items[r];
            if (bonus)
                take_event(p, own, sheet, row, bonus, (ScoreEvent){.kind = EVENT_BONUS});
            if (deduct)
                take_event(p, own, sheet, row, deduct, (ScoreEvent){.kind = EVENT_DEDUCT});
        }
        if (bonus || deduct)
            return; /* the same again on another sheet */
    }
}

bool parallel_own_values(Parallel *p, Err *err)
{
    int64_t before = p->faults->total;
    int nnodes = p->scheme->nnodes;
    OwnValues *own = arena_new(p->arena, OwnValues, 1);
    ScoreValue *values = arena_new(p->arena, ScoreValue, (size_t)p->nunits * (size_t)nnodes);
    for (int n = 0; n < nnodes; n++)
        if (scheme_is_leaf(&p->scheme->nodes[n]) && !fill_leaf(p, own, n, values, err) && err->code)
            return false;
    fill_events(p, own);
    own->input = (ScoreInput){.scheme = p->scheme,
                              .nunits = p->nunits,
                              .values = values,
                              .events = own->events.items,
                              .nevents = own->events.count};
    p->compute = compute_input;
    p->ctx = &own->input;
    return p->faults->total == before;
}

/* ---- a file of values ---- */

typedef struct FileScores {
    const ScoreFiles *files;
    const PanelBlock *block;
} FileScores;

static bool compute_files(void *ctx, Arena *arena, const Scheme *scheme, Ours *ret, Err *err)
{
    const FileScores *from = ctx;
    const ScoreFiles *f = from->files;
    EngineInput input = {.events = f->events, .nevents = f->nevents};
    EngineResult r;
    Engine *engine;
    int n = from->block->count;
    if (!engine_new(arena, scheme, &f->values.panel, &engine, err))
        return false;
    input.engine = engine;
    if (!engine_run(arena, &input, ENGINE_COMPONENTS | ENGINE_LEAVES, &r, err))
        return false;
    *ret = ours_new(arena, n, scheme->nnodes);
    double *shares = arena_new(arena, double, scheme->nnodes);
    for (int u = 0; u < n; u++) {
        int64_t row = from->block->first + u;
        engine_effective(engine, &r, row, shares);
        for (int node = 0; node < scheme->nnodes; node++) {
            int at = u * scheme->nnodes + node;
            const SchemeNode *is = &scheme->nodes[node];
            double fraction = r.fractions[node][row];
            double effective = shares[node] * scheme->nodes[0].full;
            (void)score_quantise(effective, &ret->shares[at]);
            ret->counts[at] =
                fraction == fraction && score_quantise(fraction * effective, &ret->points[at]);
            if (!scheme_is_leaf(is))
                continue;
            const double *values = panel_column(&f->values.panel, is->indicator, COLUMN_VALUE);
            const double *known = panel_column(&f->values.panel, is->indicator, COLUMN_CONFIRMED);
            if (values)
                ret->inputs[at] = values[row];
            if (known && known[row] == known[row])
                ret->inputs[at] = known[row];
        }
        ret->score[u] = r.score[row];
        ret->rounded[u] = r.rounded[row];
        ret->has[u] = r.flags[row] & UNIT_HAS_SCORE;
        ret->ranked[u] = r.flags[row] & UNIT_RANKED;
        ret->rank[u] = r.rank[row];
    }
    return true;
}

static Str list_of(Arena *arena, const Str *items, int count)
{
    Out out = out_new(arena, 400);
    for (int i = 0; i < count && i < 20; i++) {
        out_s(&out, i ? S(" ") : S(""));
        out_s(&out, items[i]);
    }
    return out_str(&out);
}

static bool find_block(Arena *arena, const ParallelFiles *files, const ScoreFiles *f,
                       const PanelBlock **ret_block, Err *err)
{
    const Panel *panel = &f->values.panel;
    int period = files->period.len      ? score_files_period(f, files->period)
                 : panel->nperiods == 1 ? 0
                                        : -1;
    if (period < 0)
        return err_set(err, ERR_PERIOD_UNKNOWN, {"found", files->period},
                       {"expected", list_of(arena, panel->periods, panel->nperiods)});
    Str group = files->group.len ? files->group : f->scheme.group;
    const PanelBlock *only = NULL;
    int count = 0;
    for (int b = 0; b < panel->nblocks; b++) {
        if (panel->blocks[b].period != period)
            continue;
        only = &panel->blocks[b];
        count++;
        if (str_eq(panel->groups[panel->blocks[b].group], group)) {
            *ret_block = only;
            return true;
        }
    }
    if (count != 1 || files->group.len)
        return err_set(err, ERR_GROUP_UNKNOWN, {"found", group},
                       {"expected", list_of(arena, panel->groups, panel->ngroups)});
    *ret_block = only;
    return true;
}

/* ---- the whole ---- */

static bool run(Parallel *p, Err *err)
{
    if (!parallel_map_load(p, err) || !parallel_book(p, err))
        return false;
    if (p->own_values && !parallel_own_values(p, err))
        return false;
    p->report->units = p->nunits;
    return parallel_compare(p, err);
}

static void begin(Parallel *p, const Scheme *scheme, Str period)
{
    *p->report = (ParallelReport){.file = p->ask->file,
                                  .scheme = scheme->name.len ? scheme->name : scheme->code,
                                  .scheme_version = scheme->version,
                                  .period = period};
    p->scheme = scheme;
}

static bool with_values(Parallel *p, const ParallelFiles *files, Err *err)
{
    AUTO_SCORE_FILES f = {0};
    FileScores from = {.files = &f};
    if (!score_files_load(p->arena, &files->job, &f, p->faults, err) ||
        !find_block(p->arena, files, &f, &from.block, err))
        return false;
    begin(p, &f.scheme, f.values.panel.periods[from.block->period]);
    p->nunits = from.block->count;
    p->units = arena_new(p->arena, ParallelUnit, p->nunits);
    for (int u = 0; u < p->nunits; u++) {
        Str code = f.values.panel.units[f.values.panel.unit_of[from.block->first + u]];
        p->units[u] = (ParallelUnit){.code = code, .name = code};
    }
    p->compute = compute_files;
    p->ctx = &from;
    return run(p, err);
}

static bool period_months(Str period, MonthSpan *ret, Err *err)
{
    int32_t last;
    int step;
    if (!period.len)
        return true;
    if (!values_period(period, &last, &step))
        return err_set(err, ERR_PERIOD_MALFORMED, {"found", period});
    *ret = (MonthSpan){last - step + 1, last};
    return true;
}

bool parallel_files(Arena *arena, const ParallelFiles *files, const ParallelAsk *ask,
                    ParallelReport *ret_report, Faults *faults, Err *err)
{
    Parallel p = {.arena = arena, .ask = ask, .report = ret_report, .faults = faults};
    Scheme scheme;
    Str text = {0};
    if (files->job.values.len)
        return with_values(&p, files, err);
    if (!file_read(arena, files->job.scheme, LIMIT_YAML_BYTES, &text, err) ||
        !scheme_load_text(arena, files->job.scheme, text, &scheme, faults) ||
        !period_months(files->period, &p.months, err))
        return false;
    begin(&p, &scheme, files->period);
    p.own_values = true;
    return run(&p, err);
}

/* ---- a campaign ---- */

/* Of restricted units and indicators total and rank alone, unless the right is there; then it is on record. */
static bool campaign_units(App *app, Parallel *p, const GroupInputs *in, Err *err)
{
    bool *closed = arena_new(app->arena, bool, in->scheme.nnodes);
    p->nunits = in->nunits;
    p->units = arena_new(app->arena, ParallelUnit, in->nunits);
    for (int u = 0; u < in->nunits; u++) {
        const Unit *unit = in->units[u];
        bool may = restricted_may(app, unit->code);
        p->units[u] =
            (ParallelUnit){unit->code, unit->name, unit->short_name, unit->restricted && !may};
        if (unit->restricted && may &&
            !restricted_read(app, unit->code,
                             arena_fmt(app->arena, "score %.*s %.*s", STR_ARG(unit->code),
                                       STR_ARG(p->report->period)),
                             err))
            return false;
    }
    for (int n = 0; n < in->scheme.nnodes; n++)
        closed[n] =
            restricted_indicator(app, in->scheme.nodes[n].indicator) && !restricted_may(app, S(""));
    p->closed = closed;
    return true;
}

bool parallel_campaign(App *app, Str period_code, Str group, const ParallelAsk *ask,
                       ParallelReport *ret_report, Faults *faults, Err *err)
{
    const CampaignPeriod *period;
    GroupInputs in;
    Parallel p = {.arena = app->arena, .ask = ask, .report = ret_report, .faults = faults};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_PARALLEL_RUN, S(""), period_code, err) ||
        !app_period(app, period_code, &period, err))
        return false;
    if (!app_group(app, group))
        return err_set(err, ERR_GROUP_UNKNOWN, {"found", group}, {"expected", S("")});
    if (!inputs_load(app, period, group, -1, NULL, &in, err))
        return false;
    ScoreInput input = {.scheme = &in.scheme,
                        .nunits = in.nunits,
                        .values = in.values,
                        .events = in.events,
                        .nevents = in.nevents};
    begin(&p, &in.scheme, period->code);
    p.months = month_span_of_dates(period->from, period->to);
    p.compute = compute_input;
    p.ctx = &input;
    if (!campaign_units(app, &p, &in, err) || !run(&p, err))
        return false;
    Str object = arena_fmt(app->arena, "%.*s %.*s", STR_ARG(period->code), STR_ARG(group));
    Str detail = arena_fmt(app->arena, "{\"cells\":%lld,\"differences\":%d}",
                           (long long)ret_report->cells, ret_report->diffs.count);
    return app_record(app, ACT_PARALLEL_RUN, S(""), object, detail, err);
}
