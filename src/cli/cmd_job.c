#include "app/upkeep/schedule.h"
#include "cli/commands.h"
#include "cli/session.h"

enum { LISTED = 40 };

static Str minute(Arena *arena, int64_t at)
{
    return at ? instant_minute(arena, at) : S("-");
}

static Str state_text(Lang lang, Str state)
{
    return msg(lang, str_eq(state, S("waiting"))   ? MSG_JOB_STATE_WAITING
                     : str_eq(state, S("running")) ? MSG_JOB_STATE_RUNNING
                     : str_eq(state, S("done"))    ? MSG_JOB_STATE_DONE
                     : str_eq(state, S("failed"))  ? MSG_JOB_STATE_FAILED
                                                   : MSG_JOB_STATE_DROPPED);
}

static void line(Cli *cli, const JobSeen *job, Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_JOB_LINE, {"at", minute(cli->arena, job->row.asked_at)},
            {"name", job->name}, {"state", state_text(cli->lang, job->row.state)},
            {"percent", cli_i64(cli, job->row.percent)}, {"outcome", job->outcome});
    out_c(out, '\n');
}

static bool list(Cli *cli, App *app, Err *err)
{
    JobSeenList jobs = {0};
    JobKindViewList kinds = {0};
    Out out = out_new(cli->arena, 1 << 20);
    if (!job_list_read(app, cli->lang, LISTED, &jobs, err))
        return false;
    if (permit_any(&app->actor, ACT_JOB_RUN) && !job_kinds_read(app, cli->lang, &kinds, err))
        return false;
    for (int i = 0; i < kinds.count; i++) {
        msg_out(&out, cli->lang, MSG_OUT_JOB_KIND, {"kind", kinds.items[i].kind->word},
                {"name", kinds.items[i].name},
                {"next", minute(cli->arena, kinds.items[i].next_ms)});
        out_c(&out, '\n');
    }
    for (int i = 0; i < jobs.count; i++)
        line(cli, &jobs.items[i], &out);
    if (jobs.count == 0) {
        msg_out(&out, cli->lang, MSG_OUT_JOB_NONE);
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

static bool run(Cli *cli, App *app, Str kind, Err *err)
{
    JobSeen job;
    Out out = out_new(cli->arena, 1 << 16);
    if (!job_run_here(app, kind, cli->lang, &job, err))
        return false;
    line(cli, &job, &out);
    if (!cli_write(cli, &out, err))
        return false;
    return str_eq(job.row.state, S("done")) || err_set(err, ERR_JOB_FAILED, {"found", job.name});
}

bool cmd_job(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    AppStart start = cli_start(cli, S(""));
    start.no_campaign = true;
    bool runs = str_eq(args->rest[0], S("run"));
    if (!runs && !str_eq(args->rest[0], S("list")))
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("job")}, {"found", args->rest[0]},
                       {"expected", S("list · run")});
    if (runs != (args->nrest == 2))
        return err_set(err, ERR_CLI_MISSING, {"what", S("KIND")}, {"command", S("job run")});
    return app_open(cli->arena, &start, &app, err) &&
           (runs ? run(cli, &app, args->rest[1], err) : list(cli, &app, err));
}
