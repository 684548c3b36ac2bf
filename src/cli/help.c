/* cli/help.c - `duban help`, `duban help COMMAND`, `duban version`: made from the tables alone. */
#include "base/limits.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/global.h"

enum { NAME_COLUMNS = 17, OPTION_COLUMNS = 36 };

static void option_line(const Cli *cli, const CliOption *option, Out *out)
{
    Str name = str_from_z(option->name);
    if (option->kind == CLI_VALUE)
        name = arena_fmt(cli->arena, "%s %s", option->name, option->value);
    out_s(out, S("  "));
    out_pad(out, name, OPTION_COLUMNS);
    out_c(out, ' ');
    out_s(out, msg(cli->lang, option->help));
    out_c(out, '\n');
}

static void heading(const Cli *cli, Msg id, Out *out)
{
    out_c(out, '\n');
    out_s(out, msg(cli->lang, id));
    out_c(out, '\n');
}

static void all_commands(const Cli *cli, Out *out)
{
    out_s(out, msg(cli->lang, MSG_CLI_ABOUT));
    out_s(out, S("\n\n  duban [OPTION…] COMMAND [OPTION…] [ARGUMENT…]\n"));
    heading(cli, MSG_CLI_HEAD_COMMANDS, out);
    for (const CliCommand *command = cli_commands; command->name; command++) {
        out_s(out, S("  "));
        out_pad(out, str_from_z(command->name), NAME_COLUMNS);
        out_s(out, msg(cli->lang, command->summary));
        out_c(out, '\n');
    }
}

static void one_command(const Cli *cli, const CliCommand *command, Out *out)
{
    out_f(out, "duban %s%s%s%s\n\n", command->name, command->options ? " [OPTION…]" : "",
          command->arguments[0] ? " " : "", command->arguments);
    out_s(out, msg(cli->lang, command->usage));
    out_c(out, '\n');
    if (command->options)
        heading(cli, MSG_CLI_HEAD_OPTIONS, out);
    for (const CliOption *option = command->options; option && option->name; option++)
        option_line(cli, option, out);
}

void cli_help(const Cli *cli, const CliCommand *command, Out *out)
{
    if (command)
        one_command(cli, command, out);
    else
        all_commands(cli, out);
    heading(cli, MSG_CLI_HEAD_GLOBAL, out);
    for (int i = 0; i < GLOBAL_COUNT; i++)
        option_line(cli, &cli_globals[i], out);
}

bool cmd_help(Cli *cli, const CliArgs *args, Err *err)
{
    const CliCommand *command = NULL;
    if (args->nrest > 0 && !cli_find(args->rest[0], &command, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    cli_help(cli, command, &out);
    return cli_write(cli, &out, err);
}

bool cmd_version(Cli *cli, const CliArgs *args, Err *err)
{
    (void)args;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    out_s(&out, S("duban " DUBAN_VERSION "\n"));
    return cli_write(cli, &out, err);
}
