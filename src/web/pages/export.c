#include "app/ledger/export.h"
#include "app/upkeep/export_rows.h"
#include "base/hex.h"
#include "sys/randomness.h"
#include "web/pages.h"
#include "web/pieces.h"

typedef struct ExportView {
    JobView job;
    Str what, here, drop, file;
    bool running, waiting, done, failed;
} ExportView;
#include "web/templates/export.html.h"

static Str what_text(Lang lang, Str what)
{
    return msg(lang, str_eq(what, S("ledger"))    ? MSG_EXPORT_LEDGER
                     : str_eq(what, S("reports")) ? MSG_EXPORT_REPORTS
                                                  : MSG_EXPORT_CAMPAIGN);
}

static Str random_id(Arena *arena)
{
    unsigned char bytes[16];
    random_bytes(bytes, sizeof bytes);
    return hex_of(arena, bytes, sizeof bytes);
}

static bool job_json(Ctx *c, Str id, const JobView *job, Err *err)
{
    static const Str states[] = {SC("running"), SC("done"), SC("failed"), SC("waiting")};
    Json json = json_begin(c);
    json_object(&json);
    json_kstr(&json, S("id"), id);
    json_kstr(&json, S("what"), job->what);
    json_kstr(&json, S("format"), job->format);
    json_kstr(&json, S("state"), states[job->state]);
    json_ki64(&json, S("percent"), job->percent);
    json_ki64(&json, S("place"), job->place);
    json_ki64(&json, S("rows"), job->rows);
    json_ki64(&json, S("bytes"), job->bytes);
    json_kstr(&json, S("said"), job->said);
    json_object_end(&json);
    return json_end(c, &json, err);
}

bool export_start(Ctx *c, Err *err)
{
    Str id = random_id(c->arena), what = ctx_text(c, "what"), format = ctx_text(c, "format");
    JobOrder order = {.what = what,
                      .format = format.len ? format : S("xlsx"),
                      .account = c->session.account,
                      .campaign = c->app.def.code,
                      .lang = c->lang == LANG_EN ? S("en") : S("zh"),
                      .db = c->app.db};
    JobView job;
    ExportKind kind;
    Str party;
    if (!app_need_campaign(&c->app, err) || !export_kind_parse(what, &kind) ||
        !export_may(&c->app, kind, &party, err) ||
        !jobs_start(c->web->jobs, id, &order, c->now_ms, err))
        return false;
    if (!c->json)
        return redirect(c, link_to(c, "/exports/{id}", {"id", id}), err);
    return jobs_look(c->web->jobs, c->arena, id, c->session.account, c->now_ms, &job, err) &&
           job_json(c, id, &job, err);
}

bool export_page(Ctx *c, Err *err)
{
    Str id = ctx_text(c, "id");
    ExportView v = {0};
    if (!jobs_look(c->web->jobs, c->arena, id, c->session.account, c->now_ms, &v.job, err))
        return false;
    if (c->json)
        return job_json(c, id, &v.job, err);
    v.what = what_text(c->lang, v.job.what);
    v.here = link_to(c, "/exports/{id}", {"id", id});
    v.drop = link_to(c, "/exports/{id}/drop", {"id", id});
    v.file = link_to(c, "/exports/{id}/file", {"id", id});
    v.running = v.job.state == JOB_RUNNING;
    v.waiting = v.job.state == JOB_WAITING;
    v.done = v.job.state == JOB_DONE;
    v.failed = v.job.state == JOB_FAILED;
    export_html(page_begin(c, msg(c->lang, MSG_EXPORT_TITLE), NAV_LEDGER), c, &v);
    return page_end(c, err);
}

bool export_file(Ctx *c, Err *err)
{
    JobView job;
    int file;
    if (!jobs_take(c->web->jobs, c->arena, ctx_text(c, "id"), c->session.account, c->now_ms, &file,
                   &job, err))
        return false;
    bool csv = str_eq(job.format, S("csv"));
    return download_file(
        c,
        csv ? S("text/csv; charset=utf-8")
            : S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        job.name, file, job.bytes, err);
}

bool export_drop(Ctx *c, Err *err)
{
    Str id = ctx_text(c, "id");
    if (!jobs_drop(c->web->jobs, id, c->session.account, err) ||
        !export_row_drop(c->app.db, id, c->now_ms, err))
        return false;
    if (!c->json)
        return redirect(c, S("/ledger"), err);
    Json json = json_begin(c);
    json_object(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}
