/* The office's workbook beside the engine, for programs: JSON under whatever path. */
#include "app/score/parallel_run.h"
#include "web/pages.h"

bool parallel_run_do(Ctx *c, Err *err)
{
    Faults faults = {.arena = c->arena};
    ParallelReport report = {0};
    const MultipartPart *file = &c->params.files.items[0];
    ParallelAsk ask = {.file = file->file_name,
                       .bytes = file->bytes,
                       .sheet = ctx_text(c, "sheet"),
                       .map_file = S("map"),
                       .map_bytes = ctx_text(c, "map")};
    if (!parallel_campaign(&c->app, ctx_text(c, "period"), ctx_text(c, "group"), &ask, &report,
                           &faults, err)) {
        if (err->code == ERR_NONE && faults.total)
            *err = faults.items[0];
        return false;
    }
    Json json = json_begin(c);
    parallel_json(c->arena, c->lang, &report, &json);
    return json_end(c, &json, err);
}
