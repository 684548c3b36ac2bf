#include "app/upkeep/verify.h"

#include "app/paper/circular_data.h"
#include "app/report/month_rows.h"
#include "app/result/result.h"
#include "app/upkeep/checkpoint.h"
#include "app/upkeep/schedule.h"
#include "app/upkeep/verify_files.h"
#include "base/map.h"
#include "store/anchor.h"

typedef struct Vouched {
    Str object, digest;
} Vouched;

typedef struct Verify {
    App *app;
    VerifyCounts *counts;
    Faults *faults;
    Map audited;              /* object → index into vouched */
    LIST_OF(Vouched) vouched; /* by the newest audit row of each */
    FilesOfStore files;
} Verify;

/* A piece of the work on memory of its own, which is given back when the piece is done. */
typedef struct Piece {
    Arena arena;
    App app;
    Verify v;
} Piece;

static void piece_done(Piece *piece)
{
    arena_done(&piece->arena);
}
#define AUTO_PIECE __attribute__((cleanup(piece_done))) Piece

static Verify *piece_of(Piece *piece, const Verify *whole)
{
    piece->app = *whole->app;
    piece->app.arena = &piece->arena;
    piece->v = *whole;
    piece->v.app = &piece->app;
    return &piece->v;
}

static bool goes_on(const Verify *v, Err *err)
{
    return job_goes_on(v->app->start.say, err);
}

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
    bool installation = false; /* its chain begins with init */
    for (int i = 0; i < chains.count; i++) {
        AuditCheck check = {0};
        if (!goes_on(v, err))
            return false;
        v->counts->chains++;
        installation |= chains.items[i].len == 0;
        if (audit_verify(v->app->db, v->app->arena, chains.items[i], v->app->digest, &check, err)) {
            v->counts->audit_rows += check.rows;
            *arena_push(v->app->arena, &v->counts->heads) =
                (VerifyHead){chains.items[i], check.head, check.rows};
        } else if (err->code == ERR_AUDIT_BROKEN)
            faults_add(v->faults, err);
        else
            return false;
    }
    if (!installation)
        problem(v, S("chain"), S("init"));
    *err = (Err){0};
    return true;
}

static void remember(void *ctx, Str object, Str detail)
{
    Verify *v = ctx;
    Arena *a = v->app->arena;
    Str digest = anchor_of(detail);
    if (digest.len == 0)
        return;
    Str kept = arena_str(a, object);
    int at = map_get(&v->audited, kept);
    if (at >= 0) {
        v->vouched.items[at].digest = arena_str(a, digest);
        return;
    }
    map_put(a, &v->audited, kept, v->vouched.count);
    *arena_push(a, &v->vouched) = (Vouched){kept, arena_str(a, digest)};
}

/* An account of the installation may have joined a campaign with its files since: that campaign vouches
 * for it. One that was made later for a campaign stays in the chain of the installation. */
static bool has_moved(Verify *v, Str object)
{
    AccountRow row;
    Err err = {0};
    Str name = object;
    return str_eq(str_cut(&name, ' '), S("account")) &&
           account_find(v->app->db, v->app->arena, name, &row, &err) && row.campaign.len > 0 &&
           row.position >= 0;
}

/* Every record is as its newest audit row says, and every record has one. */
static bool check_anchors(const Verify *whole, Str chain, Err *err)
{
    AUTO_PIECE piece = {0};
    Verify *v = piece_of(&piece, whole);
    App *app = v->app;
    AnchorObjects objects = {0};
    if (!audit_each(app->db, chain, remember, v, err) ||
        !anchor_objects(app->db, app->arena, chain, &objects, err))
        return false;
    for (int i = 0; i < v->vouched.count; i++) {
        const Vouched *at = &v->vouched.items[i];
        Str digest;
        if (!goes_on(v, err) ||
            !anchor_digest(app->db, app->arena, at->object, app->digest, &digest, err))
            return false;
        if (!str_eq(digest, at->digest) && !has_moved(v, at->object))
            problem(v, S("record"), at->object);
    }
    for (int i = 0; i < objects.count; i++)
        if (map_get(&v->audited, objects.items[i]) < 0)
            problem(v, S("record_without_audit"), objects.items[i]);
    *err = (Err){0};
    return true;
}

static bool check_orphans(Verify *v, Err *err)
{
    AnchorObjects orphans = {0};
    if (!anchor_orphans(v->app->db, v->app->arena, &orphans, err))
        return false;
    for (int i = 0; i < orphans.count; i++)
        problem(v, S("orphan"), orphans.items[i]);
    return true;
}

static bool check_submission(const Verify *whole, const Submission *s, Err *err)
{
    AUTO_PIECE piece = {0};
    Verify *v = piece_of(&piece, whole);
    App *app = v->app;
    SubmissionValueList values = {0};
    SubmissionTaskList tasks = {0};
    if (!goes_on(v, err) || !submission_values(app->db, app->arena, s->id, &values, err) ||
        !submission_tasks(app->db, app->arena, s->id, &tasks, err))
        return false;
    Str found = submission_digest(app, s, &values, &tasks);
    Str name = arena_fmt(app->arena, "%.*s %.*s %.*s v%d", STR_ARG(s->kind), STR_ARG(s->period),
                         STR_ARG(s->party), s->version);
    if (!str_eq(found, s->body_digest))
        problem(v, S("submission"), name);
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
static bool check_run(const Verify *whole, const RunRow *run, Err *err)
{
    AUTO_PIECE piece = {0};
    Verify *v = piece_of(&piece, whole);
    App *app = v->app;
    const CampaignPeriod *period;
    RunUnitList units = {0};
    Past past;
    Evaluation ev;
    Str name = arena_fmt(app->arena, "%.*s %.*s", STR_ARG(run->period), STR_ARG(run->group));
    if (!goes_on(v, err) || !app_period(app, run->period, &period, err) ||
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

static bool check_confirmations(Verify *v, Err *err)
{
    for (int i = 0; i < v->app->def.periods.count; i++) {
        AUTO_PIECE piece = {0};
        Verify *p = piece_of(&piece, v);
        bool right;
        if (!result_frozen_rightly(p->app, &p->app->def.periods.items[i], &right, err))
            return false;
        if (!right)
            problem(p, S("confirmation"), p->app->def.periods.items[i].code);
    }
    return true;
}

static bool check_circular(const Verify *whole, const CircularRow *c, Err *err)
{
    AUTO_PIECE piece = {0};
    Verify *v = piece_of(&piece, whole);
    bool kept;
    Circular circular = {.row = *c};
    v->counts->circulars++;
    if (!str_eq(v->app->digest(v->app->arena, c->text), c->digest))
        problem(v, S("circular"), c->number);
    if (circular_kept(v->app, &circular, &kept, err))
        return true;
    if (err_kind(err->code) == KIND_IO || err_kind(err->code) == KIND_BUSY)
        return false;
    faults_add(v->faults, err);
    return true;
}

static bool check_circulars(Verify *v, Err *err)
{
    CircularList list = {0};
    if (!circular_list(v->app->db, v->app->arena, v->app->def.code, &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (!goes_on(v, err) || !check_circular(v, &list.items[i], err))
            return false;
    return true;
}

static bool check_campaign(const Verify *whole, Str code, Err *err)
{
    AUTO_PIECE piece = {0};
    Verify *v = piece_of(&piece, whole);
    v->app->index = NULL; /* of the campaign before */
    bool ok = check_anchors(v, code, err) &&
              campaign_load(v->app->db, v->app->arena, code, &v->app->def, err) &&
              check_submissions(v, err) && check_runs(v, err) && check_confirmations(v, err) &&
              check_circulars(v, err);
    /* What was changed may be past reading: that too is a finding, not the end of the work. */
    if (ok || err_kind(err->code) == KIND_IO || err_kind(err->code) == KIND_BUSY)
        return ok;
    faults_add(v->faults, err);
    *err = (Err){0};
    return true;
}

/* Everything as of one moment, however much is written meanwhile. */
static bool verify_moment(Db *db, void *ctx, Err *err)
{
    Verify *whole = ctx;
    Verify v = *whole;
    App *app = v.app;
    Db *own = app->db;
    CodeList codes = {0};
    app->db = db;
    bool ok = check_chains(&v, err) && check_orphans(&v, err) && check_anchors(&v, S(""), err) &&
              checkpoint_check_all(app, v.faults, &v.counts->checkpoints, err) &&
              campaign_codes(app->db, app->arena, &codes, err);
    for (int i = 0; ok && i < codes.count; i++)
        ok = check_campaign(&v, codes.items[i], err);
    ok = ok && files_of_store(db, app->arena, &whole->files, err);
    app->db = own;
    return ok;
}

static void file_problem(void *ctx, Str what, Str object)
{
    problem(ctx, what, object);
}

bool verify_all(App *app, VerifyCounts *ret_counts, Faults *faults, Err *err)
{
    Verify v = {.app = app, .counts = ret_counts, .faults = faults};
    *ret_counts = (VerifyCounts){0};
    *err = (Err){0};
    if (!db_read(app->db, verify_moment, &v, err) ||
        !verify_files(app, &v.files, file_problem, &v, err))
        return false;
    ret_counts->files = v.files.count;
    return faults->total == 0;
}

bool verify_record(App *app, const VerifyCounts *counts, const Faults *faults, Err *err)
{
    bool holds = false;
    for (int i = 0; i < counts->heads.count; i++)
        holds |= counts->heads.items[i].chain.len == 0;
    if (!holds)
        return err_set(err, ERR_AUDIT_BROKEN, {"chain", S("")}, {"seq", S("0")});
    App office = app_installation(app);
    AccountRow account;
    Err unknown = {0};
    if (office.actor.name.len == 0 && office.start.account.len &&
        account_find(app->db, app->arena, office.start.account, &account, &unknown))
        office.actor.name = account.name;
    AppWrite write = {.action = ACT_VERIFY,
                      .object = S("verify"),
                      .detail =
                          arena_fmt(app->arena, "{\"problems\":%lld}", (long long)faults->total)};
    return app_write_scheduled(&office, &write, err);
}
