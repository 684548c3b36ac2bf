#include "app/score/score_explain.h"
#include "app/score/score_stability.h"
#include "app/score/score_year.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/stability_args.h"
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
    {"--stability", CLI_VALUE, "N", MSG_OPT_STABILITY},
    STABILITY_OPTIONS,
    {"--weight-sets", CLI_VALUE, "FILE", MSG_OPT_WEIGHT_SETS},
    {"--year", CLI_FLAG, NULL, MSG_OPT_SCORE_YEAR},
    {"--year-parts", CLI_VALUE, "FILE", MSG_OPT_SCORE_YEAR_PARTS},
    {"--format", CLI_VALUE, "csv|json", MSG_OPT_FORMAT},
    {"--explain", CLI_VALUE, "UNIT", MSG_OPT_SCORE_EXPLAIN},
    {"--explain-format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
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
    job->explain = cli_value(args, "--explain");
    job->nodes = (ScoreNodes)nodes;
    out->format = (ScoreFormat)format;
    out->period = cli_value(args, "--period");
    return true;
}

typedef struct Stability {
    bool wanted;
    StabilityAsk ask;
    Str sets;
} Stability;

/* Each answers another question, or acts with another only; it would be dropped in silence. */
static bool check_together(const CliArgs *args, Err *err)
{
    static const struct {
        const char *option;
        int answer; /* alike: one question */
    } asked[] = {{"--year", 0},        {"--year-parts", 0}, {"--stability", 1},
                 {"--weight-sets", 1}, {"--sobol", 1},      {"--explain", 2}};
    int n = (int)(sizeof asked / sizeof *asked);
    for (int i = 0; i < n; i++)
        for (int k = i + 1; k < n; k++)
            if (asked[i].answer != asked[k].answer && cli_has(args, asked[i].option) &&
                cli_has(args, asked[k].option))
                return err_set(err, ERR_CLI_TOGETHER, {"option", str_from_z(asked[i].option)},
                               {"other", str_from_z(asked[k].option)});
    static const char *const idle[][2] = {{"--year-parts", "--year"},
                                          {"--explain-format", "--explain"}};
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        if (cli_has(args, idle[i][0]) && !cli_has(args, idle[i][1]))
            return err_set(err, ERR_CLI_MISSING, {"what", str_from_z(idle[i][1])},
                           {"command", S("score")});
    return true;
}

/* --stability, --weight-sets and --sobol each ask for it; sets vary nothing else unless --vary says so. */
static bool read_stability(const Cli *cli, const CliArgs *args, ScoreJob *job, Stability *stability,
                           Err *err)
{
    int64_t draws = STABILITY_DRAWS;
    stability->sets = cli_value(args, "--weight-sets");
    if (!cli_number(args, "--stability", 1, LIMIT_STABILITY_DRAWS, &draws, err) ||
        !stability_args(cli, args, &stability->ask, err))
        return false;
    stability->wanted = cli_has(args, "--stability") || stability->sets.len || stability->ask.sobol;
    static const struct {
        const char *option;
        bool of_sobol;
    } idle[] = {
        {"--vary", false}, {"--bands", false}, {"--samples", true}, {"--by-component", true}};
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        if (cli_has(args, idle[i].option) &&
            !(idle[i].of_sobol ? stability->ask.sobol : stability->wanted))
            return err_set(err, ERR_CLI_MISSING,
                           {"what", idle[i].of_sobol ? S("--sobol") : S("--stability")},
                           {"command", S("score")});
    stability->ask.spec.draws = draws;
    if (stability->sets.len && !cli_has(args, "--vary"))
        stability->ask.spec.weights = 0;
    if (stability->wanted)
        job->nodes = SCORE_NODES_ALL; /* draws begin at the leaves */
    return true;
}

static bool write_stability(Cli *cli, const ScoreFiles *files, const ScoreOut *to,
                            Stability *stability, Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    return score_stability(cli->arena, files, &stability->ask, stability->sets, to->period,
                           to->format, &out, &cli->faults, err) &&
           cli_write(cli, &out, err);
}

/* The explanation instead of the rows, with JSON rows beside them. */
static bool write_explanation(Cli *cli, const CliArgs *args, const ScoreFiles *files, ScoreOut *to,
                              Err *err)
{
    ScoreExplanation ex;
    int format = 0;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (!cli_choice(args, "--explain-format", "text|json", &format, err) ||
        !score_explain(cli->arena, cli->lang, files, to->period, &ex, err))
        return false;
    bool with_rows = to->format == SCORE_JSON && !cli_has(args, "--explain-format");
    if (format == 0 && !with_rows) {
        score_explain_text(cli->arena, cli->lang, files, &ex, &out);
        return cli_write(cli, &out, err);
    }
    Json json = json_new(&out, true);
    score_explain_json(files, &ex, &json);
    to->explanation = out_str(&out);
    if (with_rows)
        return score_files_write(files, to, err);
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static bool write_year(Cli *cli, const CliArgs *args, const ScoreFiles *files, const ScoreOut *to,
                       Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    return score_year(cli->arena, files, cli_value(args, "--year-parts"), to->format, &out,
                      &cli->faults, err) &&
           cli_write(cli, &out, err);
}

bool cmd_score(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_SCORE_FILES files = {0};
    Telling telling = {cli, clock_monotonic_ns()};
    ScoreJob job = {.progress = told, .progress_ctx = &telling};
    ScoreOut out = {.fd = STDOUT_FILENO, .path = cli->out_file};
    Stability stability = {0};
    int64_t threads = 0;
    if (!check_together(args, err) || !read_options(args, &job, &out, &threads, err) ||
        !read_stability(cli, args, &job, &stability, err))
        return false;
    spool_guard();
    job.lean = !stability.wanted;
    ParPool *pool = par_pool(cli->arena, (int)threads);
    ParFor par = par_on(pool);
    job.par = &par;
    bool ok = score_files_load(cli->arena, &job, &files, &cli->faults, err) &&
              (cli_has(args, "--year") ? write_year(cli, args, &files, &out, err)
               : stability.wanted      ? write_stability(cli, &files, &out, &stability, err)
               : job.explain.len       ? write_explanation(cli, args, &files, &out, err)
                                       : score_files_write(&files, &out, err));
    par_end(pool);
    return ok;
}
