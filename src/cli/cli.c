#include "cli/cli.h"

#include "base/limits.h"
#include "cli/global.h"
#include "sys/clock.h"
#include "sys/files.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

const CliOption cli_globals[GLOBAL_COUNT] = {
    [GLOBAL_DB] = {"--db", CLI_VALUE, "URL", MSG_CLI_OPTION_DB},
    [GLOBAL_DATA] = {"--data", CLI_VALUE, "FOLDER", MSG_CLI_OPTION_DATA},
    [GLOBAL_AS] = {"--as", CLI_VALUE, "ACCOUNT", MSG_CLI_OPTION_AS},
    [GLOBAL_FOR] = {"--for", CLI_VALUE, "ACCOUNT", MSG_CLI_OPTION_FOR},
    [GLOBAL_NOW] = {"--now", CLI_VALUE, "2021-07-01T09:00:00+08:00", MSG_CLI_OPTION_NOW},
    [GLOBAL_SEED] = {"--seed", CLI_VALUE, "N", MSG_CLI_OPTION_SEED},
    [GLOBAL_LANG] = {"--lang", CLI_VALUE, "zh|en", MSG_CLI_OPTION_LANG},
    [GLOBAL_OUT] = {"--out", CLI_VALUE, "FILE", MSG_CLI_OPTION_OUT},
    [GLOBAL_HELP] = {"--help", CLI_FLAG, NULL, MSG_CLI_OPTION_HELP},
};

bool cli_write(const Cli *cli, const Out *out, Err *err)
{
    if (!out_ok(out))
        return err_set(err, ERR_LIMIT, {"name", msg(cli->lang, MSG_LIMIT_OUTPUT)},
                       {"limit", arena_fmt(cli->arena, "%zu", out->max_bytes)},
                       {"found", arena_fmt(cli->arena, ">%zu", out->max_bytes)});
    if (cli->out_file.len)
        return file_write(cli->out_file, out_str(out), err);
    return fd_write(STDOUT_FILENO, out_str(out), S("stdout"), err);
}

static void print_error_line(Out *line)
{
    Err ignored = {0};
    out_c(line, '\n');
    /* When standard error is gone nobody is left to tell. */
    (void)fd_write(STDERR_FILENO, out_str(line), S("stderr"), &ignored);
}

void cli_note_args(const Cli *cli, Msg id, const Arg *args, int nargs)
{
    AUTO_ARENA arena = {0};
    Out line = out_new(&arena, LIMIT_LINE_BYTES);
    msg_out_args(&line, cli->lang, id, args, nargs);
    print_error_line(&line);
}

static void print_err(const Cli *cli, const Err *err)
{
    AUTO_ARENA arena = {0};
    Out line = out_new(&arena, LIMIT_LINE_BYTES);
    msg_err(&line, cli->lang, err);
    print_error_line(&line);
}

void cli_print_faults(const Cli *cli, const Faults *faults)
{
    for (int i = 0; i < faults->count; i++)
        print_err(cli, &faults->items[i]);
    if (faults->total > faults->count) {
        AUTO_ARENA arena = {0};
        int64_t more = faults->total - faults->count;
        cli_note(cli, MSG_CLI_MORE_FAULTS, {"count", arena_fmt(&arena, "%lld", (long long)more)});
    }
}

static int64_t now_of_command(void *cli)
{
    return ((const Cli *)cli)->now_ms;
}

static uint32_t random_of_command(void *cli)
{
    return randomness_u32(&((Cli *)cli)->random);
}

IdSource cli_ids(Cli *cli)
{
    return (IdSource){.now_ms = now_of_command, .random_u32 = random_of_command, .ctx = cli};
}

static const char *environment(const char *name)
{
    return getenv(name);
}

static bool run(Cli *cli, int argc, char **argv, Err *err)
{
    CliAsked asked = CLI_RUN;
    CliArgs args;
    if (!cli_parse(cli, environment, argc, argv, &asked, &args, err))
        return false;
    if (asked == CLI_RUN && args.command)
        return args.command->run(cli, &args, err);
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    cli_help(cli, args.command, &out);
    return cli_write(cli, &out, err) && (asked == CLI_HELP || err_set(err, ERR_CLI_NO_COMMAND));
}

int cli_main(int argc, char **argv, ServeFn serve)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is an error to tell, not a death */
    Cli cli = {.arena = &arena, .faults.arena = &arena, .now_ms = clock_now_ms(), .serve = serve};
    cli.os_user = user_name(&arena);
    if (run(&cli, argc, argv, &err))
        return 0;
    if (cli.faults.total == 0) {
        print_err(&cli, &err);
        return err_exit_status(&err);
    }
    cli_print_faults(&cli, &cli.faults);
    return err_exit_status(&cli.faults.items[0]);
}
