#include "app/score/score_stability.h"

#include "base/limits.h"
#include "doc/csv.h"
#include "sys/files.h"

static bool told(void *ctx, int64_t done, int64_t of)
{
    const ScoreJob *job = *(const ScoreJob **)ctx;
    if (job->progress)
        job->progress(job->progress_ctx, SCORE_COMPUTING, done, of);
    return true;
}

static void sheet_lines(const Sheet *sheet, bool head, Out *out)
{
    CsvOut csv = csv_out_new(out, false);
    for (int c = 0; c < sheet->ncolumns && head; c++)
        csv_text(&csv, sheet->columns[c].title);
    if (head)
        csv_end_row(&csv);
    for (int i = 0; i < sheet_rows(sheet); i++) {
        const Str *row = sheet_row(sheet, i);
        for (int c = 0; c < sheet->ncolumns; c++)
            if (sheet->columns[c].kind == SHEET_NUMBER)
                csv_number(&csv, row[c]);
            else
                csv_text(&csv, row[c]);
        csv_end_row(&csv);
    }
}

/* Units of the period's rows by the panel's codes. */
static StabilityUnit *units_of(Arena *arena, const ScoreFiles *files, int period,
                               const StabilityResult *result)
{
    const Panel *panel = &files->values.panel;
    StabilityUnit *units = arena_new(arena, StabilityUnit, result->nrows);
    for (int b = 0, at = 0; b < panel->nblocks; b++) {
        const PanelBlock *block = &panel->blocks[b];
        for (int u = 0; u < block->count && block->period == period; u++, at++)
            units[at] = (StabilityUnit){.period = panel->periods[period],
                                        .group = panel->groups[block->group],
                                        .code = panel->units[panel->unit_of[block->first + u]],
                                        .row = &result->rows[at]};
    }
    return units;
}

static void put_period(Arena *arena, const StabilityView *view, Str period, ScoreFormat format,
                       bool first, Json *json, Out *out)
{
    if (format == SCORE_JSON) {
        stability_json(arena, view, period, json);
        return;
    }
    Sheet sheet = view->sobol ? stability_sobol_sheet(arena, LANG_EN, true, S(""))
                              : stability_sheet(arena, LANG_EN, true, view->ask, S(""));
    if (view->sobol)
        stability_sobol_add(&sheet, view);
    else
        stability_sheet_add(&sheet, view);
    sheet_lines(&sheet, first, out);
}

static bool one_period(const ScoreFiles *files, StabilityAsk *ask, int period, ScoreFormat format,
                       bool first, Json *json, Out *out, Err *err)
{
    AUTO_ARENA arena = {0};
    StabilityResult result;
    StabilitySobol sobol;
    const ScoreJob *job = files->job;
    ParFor one = par_one();
    const ParFor *par = job->par ? job->par : &one;
    ask->spec.period = period;
    if (!stability_run(&arena, files->engine, &files->result, &ask->spec, par, told, &job, &result,
                       err) ||
        (ask->sobol &&
         !stability_sobol(&arena, files->engine, &files->result, &ask->spec, ask->samples,
                          ask->by_component, par, told, &job, &sobol, err)))
        return false;
    StabilityView view = {.ask = ask,
                          .scheme = &files->scheme,
                          .result = &result,
                          .units = units_of(&arena, files, period, &result),
                          .sobol = ask->sobol ? &sobol : NULL};
    put_period(&arena, &view, files->values.panel.periods[period], format, first, json, out);
    return true;
}

static bool read_sets(Arena *arena, const ScoreFiles *files, StabilityAsk *ask, Str path,
                      Faults *faults, Err *err)
{
    Str bytes;
    if (path.len == 0)
        return true;
    return file_read(arena, path, LIMIT_CSV_BYTES, &bytes, err) &&
           stability_sets(arena, bytes, path, &files->scheme, ask, faults, err);
}

bool score_stability(Arena *arena, const ScoreFiles *files, StabilityAsk *ask, Str sets, Str period,
                     ScoreFormat format, Out *out, Faults *faults, Err *err)
{
    const Panel *panel = &files->values.panel;
    int only = period.len ? score_files_period(files, period) : -1;
    bool first = true;
    if (period.len && only < 0)
        return err_set(err, ERR_PERIOD_UNKNOWN, {"found", period});
    if (!read_sets(arena, files, ask, sets, faults, err))
        return false;
    stability_settle(&files->scheme, ask);
    ask->spec.events = files->events;
    ask->spec.nevents = files->nevents;
    Json json = json_new(out, true);
    if (format == SCORE_JSON)
        json_array(&json);
    for (int p = 0; p < panel->nperiods; p++) {
        if (only >= 0 && p != only)
            continue;
        if (!one_period(files, ask, p, format, first, &json, out, err))
            return false;
        first = false;
    }
    if (format == SCORE_JSON) {
        json_array_end(&json);
        out_c(out, '\n');
    }
    return true;
}
