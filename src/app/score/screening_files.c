/* Screening of plain files: the values of `duban score`, no campaign and no account. */
#include "app/scheme/scheme_file.h"
#include "app/score/screening_parts.h"
#include "base/limits.h"
#include "base/map.h"
#include "doc/values_in.h"
#include "sys/convert.h"
#include "sys/files.h"

#include <math.h>

typedef struct Filing {
    Arena *arena;
    const ScreeningFiles *files;
    ScreeningReport *report;
    ScreeningCells cells;
    const Panel *panel;
    Scheme scheme; /* nnodes 0: none */
    int total;     /* unit that is the city's own figure; -1 */
} Filing;

static bool load_values(Filing *f, Values *ret_values, Faults *faults, Err *err)
{
    int fd = -1;
    if (!file_open(f->files->values, &fd, err))
        return false;
    ValuesSource source = {.fd = fd,
                           .file = f->files->values,
                           .convert = {convert_gb18030, NULL},
                           .wide = f->files->wide,
                           .par = f->files->par};
    bool ok = values_read(f->arena, &source, ret_values, faults, err);
    fd_close(fd);
    return ok;
}

static bool load_scheme(Filing *f, Faults *faults, Err *err)
{
    Str text = {0};
    if (f->files->scheme.len == 0)
        return true;
    return file_read(f->arena, f->files->scheme, LIMIT_YAML_BYTES, &text, err) &&
           scheme_file_load(f->arena, f->files->scheme, text, &f->scheme, faults);
}

static void take_names(Filing *f)
{
    const Panel *panel = f->panel;
    ScreeningReport *r = f->report;
    Str *codes = arena_new(f->arena, Str, panel->ncolumns + 1);
    Map known = {0};
    for (int c = 0; c < panel->ncolumns; c++)
        if (map_get(&known, panel->columns[c].indicator) < 0) {
            map_put(f->arena, &known, panel->columns[c].indicator, r->in.nindicators);
            codes[r->in.nindicators++] = panel->columns[c].indicator;
        }
    r->units = r->unit_names = panel->units;
    r->periods = panel->periods;
    r->indicators = r->indicator_names = codes;
    r->in.nunits = panel->nunits;
    r->in.nperiods = panel->nperiods;
}

/* The fewest decimals that give the very double; -1 where nine do not. */
static int decimals_of(double x)
{
    double one = 1;
    for (int d = 0; d <= SCREENING_DECIMALS_MAX; d++, one *= 10) {
        double whole = nearbyint(x * one);
        if (fabs(whole) > (double)SCREENING_VALUE_MAX)
            return -1;
        if (!(whole / one < x) && !(whole / one > x))
            return d;
    }
    return -1;
}

static int64_t units_of(double x, int decimals)
{
    double one = 1;
    for (int d = 0; d < decimals; d++)
        one *= 10;
    double whole = nearbyint(x * one);
    return panel_state(x) != VALUE_GIVEN || decimals_of(x) < 0 ||
                   fabs(whole) > (double)SCREENING_VALUE_MAX
               ? SCREENING_NONE
               : (int64_t)whole;
}

static int column_decimals(const double *cells, int64_t nrows)
{
    int most = 0;
    for (int64_t row = 0; cells && row < nrows; row++) {
        int here = panel_state(cells[row]) == VALUE_GIVEN ? decimals_of(cells[row]) : 0;
        most = here > most ? here : most;
    }
    return most;
}

static const SchemeNode *leaf_of(const Filing *f, Str indicator)
{
    for (int n = 0; n < f->scheme.nnodes; n++)
        if (f->scheme.nodes[n].rule != RULE_SUM && str_eq(f->scheme.nodes[n].indicator, indicator))
            return &f->scheme.nodes[n];
    return NULL;
}

static void take_leaf(ScreeningIndicator *x, const SchemeNode *leaf)
{
    x->known = true;
    x->measure = leaf->measure;
    x->lower = leaf->direction == DIR_LOWER;
    x->additive = leaf->additive;
    x->percent = str_eq(leaf->unit, S("%"));
}

/* What was due by the end of the period: the file's target and share first, else the scheme's. */
static double goal_of(const Filing *f, const SchemeNode *leaf, const double *targets,
                      const double *shares, int64_t row, int period, double *ret_target)
{
    MonthSpan span = {f->panel->months[period], f->panel->months[period]};
    double target = NAN, share = 1;
    if (targets && panel_state(targets[row]) == VALUE_GIVEN)
        target = targets[row];
    else if (leaf && leaf->has_target)
        target = dec_to_f64(leaf->target);
    if (shares && panel_state(shares[row]) == VALUE_GIVEN)
        share = shares[row];
    else if (leaf && (leaf->rule == RULE_PACE || leaf->against == AGAINST_PLAN) &&
             f->panel->step_months == 1)
        (void)scheme_plan_share(&f->scheme, leaf, span, &share);
    *ret_target = target;
    bool two_sided = leaf && leaf->direction != DIR_HIGHER && leaf->direction != DIR_LOWER;
    return two_sided ? NAN : target * share;
}

static void take_indicator(Filing *f, int i)
{
    const Panel *panel = f->panel;
    Str code = f->report->indicators[i];
    const double *values = panel_column(panel, code, COLUMN_VALUE),
                 *confirmed = panel_column(panel, code, COLUMN_CONFIRMED),
                 *targets = panel_column(panel, code, COLUMN_TARGET),
                 *shares = panel_column(panel, code, COLUMN_SHARE);
    const SchemeNode *leaf = leaf_of(f, code);
    ScreeningIndicator *x = &f->cells.indicators[i];
    int a = column_decimals(values, panel->nrows), b = column_decimals(confirmed, panel->nrows);
    x->decimals = a > b ? a : b;
    if (leaf)
        take_leaf(x, leaf);
    double one = 1;
    for (int d = 0; d < x->decimals; d++)
        one *= 10;
    for (int k = 0; k < panel->nblocks; k++) {
        const PanelBlock *block = &panel->blocks[k];
        for (int64_t row = block->first; row < block->first + block->count; row++) {
            int unit = panel->unit_of[row];
            size_t at = screening_at(&f->report->in, block->period, unit, i);
            int64_t value = values ? units_of(values[row], x->decimals) : SCREENING_NONE;
            double target, goal = goal_of(f, leaf, targets, shares, row, block->period, &target);
            if (unit == f->total) {
                f->cells.city[block->period * f->report->in.nindicators + i] = value;
                continue;
            }
            f->cells.reported[at] = value;
            f->cells.confirmed[at] =
                confirmed ? units_of(confirmed[row], x->decimals) : SCREENING_NONE;
            f->cells.goals[at] = goal * one;
            f->cells.targets[unit * f->report->in.nindicators + i] = target * one;
        }
    }
}

static bool find_unit(const Filing *f, Str code, int *ret_unit, Err *err)
{
    *ret_unit = -1;
    for (int u = 0; code.len && u < f->panel->nunits; u++)
        if (str_eq(f->panel->units[u], code))
            *ret_unit = u;
    return code.len == 0 || *ret_unit >= 0 || err_set(err, ERR_UNIT_UNKNOWN, {"found", code});
}

static void keep_unit(ScreeningReport *r, int unit)
{
    int kept = 0;
    for (int k = 0; k < r->findings.count; k++)
        if (r->findings.items[k].unit == unit)
            r->findings.items[kept++] = r->findings.items[k];
    r->findings.count = kept;
}

static bool screen_all(Filing *f, const ScreeningRules *rules, Err *err)
{
    ScreeningReport *r = f->report;
    int first = 0, last = r->in.nperiods - 1, unit;
    for (int t = 0; f->files->period.len && t < r->in.nperiods; t++)
        if (str_eq(r->periods[t], f->files->period))
            first = last = r->period = t;
    if (f->files->period.len && r->period < 0) {
        Out known = out_new(f->arena, 4096);
        for (int t = 0; t < r->in.nperiods && t < 12; t++)
            out_f(&known, "%s%.*s", t ? " " : "", STR_ARG(r->periods[t]));
        return err_set(err, ERR_PERIOD_UNKNOWN, {"found", f->files->period},
                       {"expected", out_str(&known)});
    }
    if (!find_unit(f, f->files->unit, &unit, err))
        return false;
    for (int t = first; t <= last; t++)
        if (!screening_add_period(f->arena, rules, f->panel->months[t], t, r, err))
            return false;
    if (unit >= 0)
        keep_unit(r, unit);
    return true;
}

bool screening_files(Arena *arena, const ScreeningFiles *files, ScreeningReport *ret_report,
                     Faults *faults, Err *err)
{
    ScreeningReport report = {.period = -1, .expires_on = DATE_NONE};
    Filing f = {.arena = arena, .files = files, .report = &report};
    AUTO_VALUES values = {0};
    ScreeningRules rules;
    if (!screening_rules_find(arena, files->rules, S(""), &rules, faults, err) ||
        !load_scheme(&f, faults, err) || !load_values(&f, &values, faults, err))
        return false;
    f.panel = &values.panel;
    take_names(&f);
    if (!find_unit(&f, files->total, &f.total, err) ||
        !screening_cells_make(arena, &report, &f.cells, err))
        return false;
    for (int k = 0; k < f.panel->nblocks; k++)
        for (int64_t row = f.panel->blocks[k].first;
             row < f.panel->blocks[k].first + f.panel->blocks[k].count; row++)
            f.cells.group_of[f.panel->unit_of[row]] = f.panel->blocks[k].group;
    bool *in_city = arena_new(arena, bool, f.panel->nunits + 1);
    for (int u = 0; u < f.panel->nunits; u++)
        in_city[u] = u != f.total;
    for (int i = 0; i < report.in.nindicators; i++)
        take_indicator(&f, i);
    if (f.total >= 0)
        f.cells.group_of[f.total] = -1;
    screening_bind(&f.cells, &report);
    report.in.in_city = in_city;
    report.in.texts = NULL;
    if (!screen_all(&f, &rules, err))
        return false;
    *ret_report = report;
    return true;
}
