#include "app/score/score_files.h"

#include "app/scheme/scheme_file.h"
#include "app/score/score_parts.h"
#include "base/limits.h"
#include "sys/convert.h"
#include "sys/files.h"

typedef struct Told {
    const ScoreJob *job;
} Told;

static void told_bytes(void *ctx, int64_t done, int64_t of)
{
    const Told *told = ctx;
    if (told->job->progress)
        told->job->progress(told->job->progress_ctx, SCORE_READING, done, of);
}

static bool told_blocks(void *ctx, int64_t done, int64_t of)
{
    const Told *told = ctx;
    if (told->job->progress)
        told->job->progress(told->job->progress_ctx, SCORE_COMPUTING, done, of);
    return true;
}

static bool load_scheme(Arena *arena, Str path, Scheme *ret_scheme, Faults *faults, Err *err)
{
    Str text = {0};
    if (!file_read(arena, path, LIMIT_YAML_BYTES, &text, err))
        return false;
    return scheme_file_load(arena, path, text, ret_scheme, faults);
}

static bool load_values(Arena *arena, const ScoreJob *job, Values *ret_values, Faults *faults,
                        Err *err)
{
    Told told = {job};
    int fd = -1;
    if (!file_open(job->values, &fd, err))
        return false;
    ValuesSource source = {.fd = fd,
                           .file = job->values,
                           .convert = {convert_gb18030, NULL},
                           .wide = job->wide,
                           .par = job->par,
                           .keep_unit = job->explain,
                           .progress = told_bytes,
                           .progress_ctx = &told};
    bool ok = values_read(arena, &source, ret_values, faults, err);
    fd_close(fd);
    return ok;
}

/* Whether each period can be scored without the others. */
static bool is_local(const Scheme *scheme)
{
    for (int n = 0; n < scheme->nnodes; n++) {
        const SchemeNode *node = &scheme->nodes[n];
        if (node->weights.scope == OVER_ALL || node->scope == OVER_ALL ||
            node->rule == RULE_GROWTH || node->lag != 0 || node->missing == MISSING_LAST ||
            node->missing == MISSING_CARRY)
            return false;
    }
    return true;
}

static unsigned keep_of(ScoreNodes nodes)
{
    return nodes == SCORE_NODES_ALL          ? ENGINE_COMPONENTS | ENGINE_LEAVES
           : nodes == SCORE_NODES_COMPONENTS ? ENGINE_COMPONENTS
                                             : 0;
}

static unsigned wanted(const ScoreFiles *files)
{
    unsigned keep = 0;
    if (files->by_period)
        return keep;
    keep |= keep_of(files->job->nodes);
    if (files->scheme.streak.present && files->scheme.streak.and_plan_not_met)
        keep |= ENGINE_LEAVES | ENGINE_TRACE;
    if (files->job->explain.len)
        keep |= ENGINE_COMPONENTS | ENGINE_LEAVES | ENGINE_TRACE;
    return keep;
}

static bool evaluate(Arena *arena, ScoreFiles *files, Err *err)
{
    Told told = {files->job};
    EngineInput input = {.events = files->events,
                         .nevents = files->nevents,
                         .par = files->job->par,
                         .progress = told_blocks,
                         .progress_ctx = &told};
    if (!engine_new(arena, &files->scheme, &files->values.panel, &files->engine, err))
        return err_at_file(err, files->job->scheme);
    input.engine = files->engine;
    files->by_period = files->job->lean && files->job->explain.len == 0 &&
                       !files->scheme.streak.and_plan_not_met && is_local(&files->scheme);
    return engine_run(arena, &input, wanted(files), &files->result, err);
}

/* A panel of its own, which is a view of the whole one. */
static Panel period_panel(Arena *arena, const Panel *panel, int64_t first)
{
    Panel part = *panel;
    int from = 0, to;
    while (panel->blocks[from].first < first)
        from++;
    for (to = from; to < panel->nblocks && panel->blocks[to].period == panel->blocks[from].period;)
        to++;
    PanelBlock *blocks = arena_new(arena, PanelBlock, to - from);
    PanelColumn *columns = arena_new(arena, PanelColumn, panel->ncolumns + 1);
    part.nrows = 0;
    for (int b = from; b < to; b++) {
        blocks[b - from] = panel->blocks[b];
        blocks[b - from].first -= first;
        part.nrows += panel->blocks[b].count;
    }
    for (int c = 0; c < panel->ncolumns; c++) {
        columns[c] = panel->columns[c];
        columns[c].cells += first;
    }
    part.blocks = blocks;
    part.nblocks = to - from;
    part.columns = columns;
    part.unit_of = panel->unit_of + first;
    return part;
}

bool score_period_nodes(Arena *arena, const ScoreFiles *files, int64_t first,
                        double ***ret_fractions, int64_t *ret_end, Err *err)
{
    Panel *part = arena_new(arena, Panel, 1);
    EngineResult result;
    Engine *engine;
    *part = period_panel(arena, &files->values.panel, first);
    EngineEvent *events = arena_new(arena, EngineEvent, files->nevents + 1);
    EngineInput input = {.events = events, .par = files->job->par};
    for (int64_t i = 0; i < files->nevents; i++) {
        EngineEvent event = files->events[i];
        event.row -= first;
        if (event.row >= 0 && event.row < part->nrows)
            events[input.nevents++] = event;
    }
    if (!engine_new(arena, &files->scheme, part, &engine, err))
        return false;
    input.engine = engine;
    if (!engine_run(arena, &input, keep_of(files->job->nodes), &result, err))
        return false;
    *ret_fractions = result.fractions;
    *ret_end = first + part->nrows;
    return true;
}

bool score_files_load(Arena *arena, const ScoreJob *job, ScoreFiles *ret, Faults *faults, Err *err)
{
    ScorePasts pasts = {0};
    EngineEvent *events = NULL;
    *ret = (ScoreFiles){.job = job};
    bool scheme_ok = load_scheme(arena, job->scheme, &ret->scheme, faults, err);
    if (err->code)
        return false;
    bool ok = load_values(arena, job, &ret->values, faults, err) && scheme_ok;
    if (!ok)
        return false;
    if (job->history.len)
        ok = score_history(arena, job->history, &ret->values.panel, &pasts, faults, err);
    if (err->code)
        return false;
    if (job->events.len)
        ok = score_events(arena, job->events, &ret->scheme, &ret->values.panel, &events,
                          &ret->nevents, faults, err) &&
             ok;
    ret->events = events;
    if (!ok || !evaluate(arena, ret, err))
        return false;
    score_changes(arena, ret, &pasts);
    if (ret->scheme.streak.present)
        score_streaks(arena, ret, &pasts);
    return true;
}

void score_files_done(ScoreFiles *files)
{
    values_done(&files->values);
}

static int index_of(const Str *list, int count, Str code)
{
    for (int i = 0; i < count; i++)
        if (str_eq(list[i], code))
            return i;
    return -1;
}

int score_files_unit(const ScoreFiles *files, Str unit)
{
    return index_of(files->values.panel.units, files->values.panel.nunits, unit);
}

int score_files_period(const ScoreFiles *files, Str period)
{
    return index_of(files->values.panel.periods, files->values.panel.nperiods, period);
}
