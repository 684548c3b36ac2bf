#include "app/score_files.h"
#include "cli/commands.h"
#include "sys/clock.h"
#include "sys/par.h"
#include "sys/spool.h"

#include <unistd.h>

const CliOption cli_score_options[] = {
    {"--scheme", CLI_VALUE, "FILE", MSG_OPT_SCORE_SCHEME},
    {"--values", CLI_VALUE, "FILE", MSG_OPT_SCORE_VALUES},
    {"--wide", CLI_FLAG, NULL, MSG_OPT_SCORE_WIDE},
    {"--history", CLI_VALUE, "FILE", MSG_OPT_SCORE_HISTORY},
    {"--events", CLI_VALUE, "FILE", MSG_OPT_SCORE_EVENTS},
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_SCORE_PERIOD},
    {"--nodes", CLI_VALUE, "all|components|none", MSG_OPT_SCORE_NODES},
    {"--format", CLI_VALUE, "csv|json", MSG_OPT_FORMAT},
    {"--threads", CLI_VALUE, "N", MSG_OPT_THREADS},
    {0},
};

enum { PAUSE_MS = 500, THREADS_MAX = 64 };

typedef struct Telling {
    const Cli *cli;
    int64_t told_ns;
} Telling;

/* Work of half a second and more says how far it is. */
static void told(void *ctx, ScoreWork work, int64_t done, int64_t of)
{
    static const Msg words[] = {MSG_OUT_SCORE_READING, MSG_OUT_SCORE_COMPUTING,
                                MSG_OUT_SCORE_WRITING};
    Telling *telling = ctx;
    int64_t now_ns = clock_monotonic_ns();
    if (now_ns - telling->told_ns < (int64_t)PAUSE_MS * 1000 * 1000)
        return;
    telling->told_ns = now_ns;
    AUTO_ARENA arena = {0};
    long long percent = of > 0 ? (long long)(done * 100 / of) : 0;
    cli_note(telling->cli, words[work], {"percent", arena_fmt(&arena, "%lld", percent)});
}

static bool read_options(const CliArgs *args, ScoreJob *job, ScoreOut *out, int64_t *threads,
                         Err *err)
{
    int nodes = SCORE_NODES_ALL, format = SCORE_CSV;
    if (!cli_need(args, "--scheme", &job->scheme, err) ||
        !cli_need(args, "--values", &job->values, err) ||
        !cli_choice(args, "--nodes", "all|components|none", &nodes, err) ||
        !cli_choice(args, "--format", "csv|json", &format, err) ||
        !cli_number(args, "--threads", 1, THREADS_MAX, threads, err))
        return false;
    job->wide = cli_has(args, "--wide");
    job->history = cli_value(args, "--history");
    job->events = cli_value(args, "--events");
    job->nodes = (ScoreNodes)nodes;
    out->format = (ScoreFormat)format;
    out->period = cli_value(args, "--period");
    return true;
}

bool cmd_score(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_SCORE_FILES files = {0};
    Telling telling = {cli, clock_monotonic_ns()};
    ScoreJob job = {.progress = told, .progress_ctx = &telling};
    ScoreOut out = {.fd = STDOUT_FILENO, .path = cli->out_file};
    int64_t threads = 0;
    if (!read_options(args, &job, &out, &threads, err))
        return false;
    spool_guard();
    ParPool *pool = par_pool(cli->arena, (int)threads);
    ParFor par = par_on(pool);
    job.par = &par;
    bool ok = score_files_load(cli->arena, &job, &files, &cli->faults, err) &&
              score_files_write(&files, &out, err);
    par_end(pool);
    return ok;
}
