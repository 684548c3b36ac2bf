#include "app/score_files.h"

#include "app/scheme_file.h"
#include "app/score_parts.h"
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

static unsigned wanted(const ScoreFiles *files)
{
    unsigned keep = 0;
    if (files->job->nodes != SCORE_NODES_NONE)
        keep |= ENGINE_COMPONENTS;
    if (files->job->nodes == SCORE_NODES_ALL)
        keep |= ENGINE_LEAVES;
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
    return engine_run(arena, &input, wanted(files), &files->result, err);
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
