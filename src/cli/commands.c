/* cli/commands.c - the one table of commands. To add one: cmd_<name>.c, a line in commands.h, its
 * rows in i18n/messages.tsv (cmd.<name>.summary, cmd.<name>.usage, opt.…) and a row here. */
#include "cli/commands.h"

const CliCommand cli_commands[] = {
    {"help", "[COMMAND]", 0, 1, NULL, MSG_CMD_HELP_SUMMARY, MSG_CMD_HELP_USAGE, cmd_help},
    {"version", "", 0, 0, NULL, MSG_CMD_VERSION_SUMMARY, MSG_CMD_VERSION_USAGE, cmd_version},
    {0},
};
