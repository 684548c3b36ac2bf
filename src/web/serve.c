#include "web/serve.h"

#include "app/campaign/first_start.h"
#include "app/open.h"
#include "app/upkeep/audit_copy.h"
#include "app/upkeep/restore.h"
#include "base/limits.h"
#include "base/log.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/folders.h"
#include "web/web.h"

#include <signal.h>
#include <unistd.h>

enum { GRACE_MS = 20 * 1000, HEAPS = 2 };

static int64_t shifted_clock(void *ctx)
{
    return clock_now_ms() + *(const int64_t *)ctx;
}

static bool is_loopback(Str address)
{
    return str_starts(address, S("127.")) || str_eq(address, S("::1"));
}

static int worker_count(const ServeOptions *options)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    int workers = options->workers ? options->workers : (int)(processors > 0 ? 2 * processors : 8);
    if (!options->workers && workers < 8)
        workers = 8;
    return workers > LIMIT_HTTP_WORKERS ? LIMIT_HTTP_WORKERS : workers;
}

/* Waits for a signal to end; the signals are blocked in every thread. */
static void wait_for_end(const sigset_t *signals)
{
    int signal_number;
    while (sigwait(signals, &signal_number) != 0)
        ;
}

static void tell_copy(void *ctx, const Err *err)
{
    (void)ctx;
    AUTO_ARENA arena = {0};
    Out line = out_new(&arena, LIMIT_LINE_BYTES);
    if (err->code == ERR_NONE)
        out_s(&line, S("goes on"));
    else
        msg_err(&line, LANG_EN, err);
    log_line(clock_now_ms(), err->code == ERR_NONE ? LOG_INFO : LOG_ERROR, "audit copy",
             out_str(&line));
}

static bool open_web(Web *web, const ServeOptions *options, Err *err)
{
    Db *probe;
    bool is_new = false;
    DbOptions db_options = {.writer_thread = true, .write_wait_ms = LIMIT_WEB_WRITE_WAIT_MS};
    if (!database_hold(options->db_url, false, &web->hold, err) ||
        !first_start_prepare(options->db_url, err) ||
        (web->hold < 0 && !database_hold(options->db_url, false, &web->hold, err)) ||
        !db_hub_open(options->db_url, db_options, &web->hub, err) ||
        !db_connect(web->hub, &probe, err))
        return false;
    bool ready = app_schema_check(probe, err) && first_start_needed(probe, &is_new, err);
    db_close(probe);
    atomic_store(&web->is_new, is_new);
    return ready && folder_make(options->data_folder, err);
}

static bool resume_exports(Web *web, Err *err)
{
    Db *db;
    if (!db_connect(web->hub, &db, err))
        return false;
    bool ok = jobs_resume(web->jobs, db, web->now_ms(web->now_ctx), err);
    db_close(db);
    return ok;
}

static bool run(Arena *arena, Web *web, const ServeOptions *options, const sigset_t *signals,
                Err *err)
{
    if (!open_web(web, options, err))
        return false;
    HttpServerOptions http = {.address = options->address,
                              .port = options->port,
                              .tls_certificate = options->tls_certificate,
                              .tls_key = options->tls_key,
                              .workers = web->nworkers,
                              .spool_folder = options->data_folder,
                              .ctx = web,
                              .worker_start = web_worker_start,
                              .worker_stop = web_worker_stop,
                              .handle = web_handle,
                              .body_bytes_max = web_body_bytes_max};
    if (!jobs_open(S("/proc/self/exe"), options->db_url, options->data_folder, &web->jobs, err))
        return false;
    if (!resume_exports(web, err))
        return false;
    web->snapshots = snapshot_cache_new();
    ScheduleOptions schedule = {.db_url = options->db_url,
                                .data_folder = options->data_folder,
                                .hub = web->hub,
                                .snapshots = web->snapshots,
                                .exports = web->jobs,
                                .now_ms = web->now_ms,
                                .now_ctx = web->now_ctx};
    if (!schedule_start(&schedule, &web->schedule, err))
        return false;
    AuditCopyOptions copy = {.file = options->audit_copy, .hub = web->hub, .tell = tell_copy};
    if (copy.file.len && !audit_copy_start(&copy, &web->audit_copy, err))
        return false;
    if (atomic_load(&web->is_new))
        web->setup_code = password_make(arena, random_fill, NULL);
    web->workers = arena_new(arena, WebWorker, web->nworkers);
    HttpServer *server; /* its workers answer before this thread knows of it */
    if (!http_server_start(&http, &server, err))
        return false;
    atomic_store(&web->server, server);
    if (atomic_load(&web->is_new) && options->first_start)
        options->first_start(options->ctx, web->setup_code);
    if (options->ready)
        options->ready(options->ctx, http_server_port(server));
    wait_for_end(signals);
    log_line(clock_now_ms(), LOG_INFO, "serve", S("stopping"));
    return true;
}

bool web_serve(Arena *arena, const ServeOptions *options, Err *err)
{
    bool tls = options->tls_certificate.len > 0;
    if (!tls && !options->behind_proxy && !is_loopback(options->address))
        return err_set(err, ERR_SERVE_PLAIN, {"address", options->address});
    arena_heaps_max(HEAPS);
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    int64_t shift = options->clock_shift_ms;
    Web web = {.db_url = options->db_url,
               .data_folder = options->data_folder,
               .hold = -1,
               .fonts = options->fonts,
               .scanner = options->scanner,
               .now_ms = shifted_clock,
               .now_ctx = &shift,
               .clock_moved = shift != 0,
               .secure = tls || options->behind_proxy,
               .behind_proxy = options->behind_proxy,
               .admins_from = options->admins_from,
               .started_ms = clock_now_ms() + shift,
               .nworkers = worker_count(options)};
    file_turns_open(&web.file_turns, web.nworkers);
    bool ok = run(arena, &web, options, &signals, err);
    /* The schedule first: a signal may have ended the children that export, too, and what it would write down as failed
     * is what the next start begins anew. */
    schedule_stop(web.schedule);
    http_server_stop(atomic_load(&web.server), GRACE_MS);
    audit_copy_stop(web.audit_copy);
    jobs_close(web.jobs);
    snapshot_cache_free(web.snapshots);
    db_hub_close(web.hub);
    lock_drop(&web.hold);
    file_turns_close(&web.file_turns);
    return ok;
}
