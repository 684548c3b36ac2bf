#include "app/verify.h"

#include "base/map.h"
#include "store/audit.h"

#include <inttypes.h>

Str submission_digest(App *app, const Submission *head, const SubmissionValueList *values,
                      const SubmissionTaskList *tasks)
{
    Out out = out_new(app->arena, SIZE_MAX / 4);
    const Str top[] = {head->kind,       head->period, head->party, head->claimed_at, head->sender,
                       head->entered_by, head->digest, head->head,  head->reason};
    for (size_t i = 0; i < sizeof top / sizeof top[0]; i++) {
        out_s(&out, top[i]);
        out_c(&out, '\0');
    }
    out_f(&out, "%d,%d,%" PRId64 ",%d", head->version, head->late_days, head->received_at,
          (int)head->received_on);
    for (int i = 0; i < values->count; i++) {
        const SubmissionValue *v = &values->items[i];
        const Str cells[] = {v->unit,  v->indicator, v->object, v->value, v->na ? S("NA") : S(""),
                             v->month, v->last_year, v->note};
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++) {
            out_c(&out, '\0');
            out_s(&out, cells[k]);
        }
    }
    for (int i = 0; i < tasks->count; i++) {
        out_c(&out, '\0');
        out_s(&out, tasks->items[i].kind);
        out_c(&out, '\0');
        out_s(&out, tasks->items[i].cells);
    }
    return app->digest(app->arena, out_str(&out));
}

typedef struct Verify {
    App *app;
    VerifyCounts *counts;
    Faults *faults;
    Map audited; /* object → index into details */
    LIST_OF(Str) details;
} Verify;

static void problem(Verify *v, Str what, Str object)
{
    Err err = {0};
    err_set(&err, ERR_VERIFY_PROBLEM, {"what", what}, {"object", object});
    faults_add(v->faults, &err);
}

static bool check_chains(Verify *v, Err *err)
{
    AuditChains chains = {0};
    if (!audit_chains(v->app->db, v->app->arena, &chains, err))
        return false;
    for (int i = 0; i < chains.count; i++) {
        AuditCheck check = {0};
        v->counts->chains++;
        if (audit_verify(v->app->db, v->app->arena, chains.items[i], v->app->digest, &check, err))
            v->counts->audit_rows += check.rows;
        else if (err->code == ERR_AUDIT_BROKEN)
            faults_add(v->faults, err);
        else
            return false;
    }
    *err = (Err){0};
    return true;
}

static void remember(void *ctx, Str object, Str detail)
{
    Verify *v = ctx;
    Str kept = arena_str(v->app->arena, object);
    map_put(v->app->arena, &v->audited, kept, v->details.count);
    *arena_push(v->app->arena, &v->details) = arena_str(v->app->arena, detail);
}

/* The audit row of this object must carry the digest. */
static void check_audited(Verify *v, Str object, Str digest, Str what)
{
    int at = map_get(&v->audited, object);
    if (at < 0 || !str_has(v->details.items[at], digest))
        problem(v, what, object);
}

static bool check_submission(Verify *v, const Submission *s, Err *err)
{
    App *app = v->app;
    SubmissionValueList values = {0};
    SubmissionTaskList tasks = {0};
    if (!submission_values(app->db, app->arena, s->id, &values, err) ||
        !submission_tasks(app->db, app->arena, s->id, &tasks, err))
        return false;
    Str found = submission_digest(app, s, &values, &tasks);
    Str object = arena_fmt(app->arena, "submission %.*s", STR_ARG(s->id));
    Str name = arena_fmt(app->arena, "%.*s %.*s %.*s v%d", STR_ARG(s->kind), STR_ARG(s->period),
                         STR_ARG(s->party), s->version);
    if (!str_eq(found, s->body_digest))
        problem(v, S("submission"), name);
    else
        check_audited(v, object, found, S("submission_audit"));
    return true;
}

static bool check_submissions(Verify *v, Err *err)
{
    SubmissionList list = {0};
    if (!submission_list(v->app->db, v->app->arena, v->app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        v->counts->submissions++;
        if (list.items[i].seq != i + 1)
            problem(v, S("submission_gap"), list.items[i].id);
        if (!check_submission(v, &list.items[i], err))
            return false;
    }
    return true;
}

/* The kept rows against their digest, then the whole computation again against both. */
static bool check_run(Verify *v, const RunRow *run, Err *err)
{
    App *app = v->app;
    const CampaignPeriod *period;
    RunUnitList units = {0};
    Past past;
    Evaluation ev;
    Str name = arena_fmt(app->arena, "%.*s %.*s", STR_ARG(run->period), STR_ARG(run->group));
    if (!app_period(app, run->period, &period, err) ||
        !run_units(app->db, app->arena, run->id, &units, err))
        return false;
    RunNodeList *nodes = arena_new(app->arena, RunNodeList, units.count);
    for (int u = 0; u < units.count; u++)
        if (!run_nodes(app->db, app->arena, run->id, units.items[u].unit, &nodes[u], err))
            return false;
    v->counts->results += units.count;
    if (!str_eq(results_digest(app, &units, nodes), run->result_digest))
        problem(v, S("result_rows"), name);
    if (!past_load(app, run->group, run->made_at, &past, err) ||
        !evaluation_compute(app, period, run->group, run->input_seq, &past, &ev, err))
        return false;
    if (!str_eq(ev.in.scheme_digest, run->scheme_digest))
        problem(v, S("scheme"), name);
    if (!str_eq(ev.in.digest, run->input_digest))
        problem(v, S("inputs"), name);
    if (!str_eq(ev.result_digest, run->result_digest))
        problem(v, S("result"), name);
    Str object = arena_fmt(app->arena, "run %.*s", STR_ARG(run->id));
    check_audited(v, object, run->result_digest, S("result_audit"));
    return true;
}

static bool check_runs(Verify *v, Err *err)
{
    RunList runs = {0};
    if (!run_list(v->app->db, v->app->arena, v->app->def.code, &runs, err))
        return false;
    for (int i = 0; i < runs.count; i++) {
        if (!str_eq(runs.items[i].kind, S("frozen")))
            continue;
        v->counts->runs++;
        if (!check_run(v, &runs.items[i], err))
            return false;
    }
    return true;
}

static bool check_circulars(Verify *v, Err *err)
{
    CircularList list = {0};
    if (!circular_list(v->app->db, v->app->arena, v->app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        const CircularRow *c = &list.items[i];
        v->counts->circulars++;
        if (!str_eq(v->app->digest(v->app->arena, c->text), c->digest))
            problem(v, S("circular"), c->number);
        Str object = arena_fmt(v->app->arena, "circular %.*s", STR_ARG(c->id));
        check_audited(v, object, c->digest, S("circular_audit"));
    }
    return true;
}

static bool check_campaign(Verify *v, Str code, Err *err)
{
    v->audited = (Map){0};
    v->details.count = 0;
    return campaign_load(v->app->db, v->app->arena, code, &v->app->def, err) &&
           audit_each(v->app->db, code, remember, v, err) && check_submissions(v, err) &&
           check_runs(v, err) && check_circulars(v, err);
}

bool verify_all(App *app, VerifyCounts *ret_counts, Faults *faults, Err *err)
{
    VerifyCounts counts = {0};
    Verify v = {.app = app, .counts = &counts, .faults = faults};
    CampaignDef before = app->def;
    CodeList codes = {0};
    bool ok = check_chains(&v, err) && campaign_codes(app->db, app->arena, &codes, err);
    for (int i = 0; ok && i < codes.count; i++)
        ok = check_campaign(&v, codes.items[i], err);
    app->def = before;
    if (!ok)
        return false;
    *ret_counts = counts;
    return faults->total == 0;
}
