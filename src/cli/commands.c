/* cli/commands.c - the one table of commands. To add one: cmd_<name>.c, a line in commands.h, its
 * rows in i18n/messages.tsv (cmd.<name>.summary, cmd.<name>.usage, opt.…) and a row here. */
#include "cli/commands.h"

const CliCommand cli_commands[] = {
    {"help", "[COMMAND]", 0, 1, NULL, MSG_CMD_HELP_SUMMARY, MSG_CMD_HELP_USAGE, cmd_help},
    {"read", "FILE…", 1, CLI_ANY, cmd_read_options, MSG_CMD_READ_SUMMARY, MSG_CMD_READ_USAGE,
     cmd_read},
    {"init", "", 0, 0, NULL, MSG_CMD_INIT_SUMMARY, MSG_CMD_INIT_USAGE, cmd_init},
    {"import", "[campaign|reports|confirmed|events|corrections] PATH", 1, 2, cli_import_options,
     MSG_CMD_IMPORT_SUMMARY, MSG_CMD_IMPORT_USAGE, cmd_import},
    {"evaluate", "", 0, 0, cli_period_options, MSG_CMD_EVALUATE_SUMMARY, MSG_CMD_EVALUATE_USAGE,
     cmd_evaluate},
    {"appeal", "file|uphold|reject", 1, 1, cli_appeal_options, MSG_CMD_APPEAL_SUMMARY,
     MSG_CMD_APPEAL_USAGE, cmd_appeal},
    {"freeze", "", 0, 0, cli_period_options, MSG_CMD_FREEZE_SUMMARY, MSG_CMD_FREEZE_USAGE,
     cmd_freeze},
    {"publish", "", 0, 0, cli_period_options, MSG_CMD_PUBLISH_SUMMARY, MSG_CMD_PUBLISH_USAGE,
     cmd_publish},
    {"rank", "", 0, 0, cli_rank_options, MSG_CMD_RANK_SUMMARY, MSG_CMD_RANK_USAGE, cmd_rank},
    {"explain", "", 0, 0, cli_explain_options, MSG_CMD_EXPLAIN_SUMMARY, MSG_CMD_EXPLAIN_USAGE,
     cmd_explain},
    {"talks", "[approve|waive|hold|close|withdraw]", 0, 1, cli_talks_options, MSG_CMD_TALKS_SUMMARY,
     MSG_CMD_TALKS_USAGE, cmd_talks},
    {"ledger", "", 0, 0, cli_ledger_options, MSG_CMD_LEDGER_SUMMARY, MSG_CMD_LEDGER_USAGE,
     cmd_ledger},
    {"circular", "", 0, 0, cli_circular_options, MSG_CMD_CIRCULAR_SUMMARY, MSG_CMD_CIRCULAR_USAGE,
     cmd_circular},
    {"replay", "", 0, 0, cli_replay_options, MSG_CMD_REPLAY_SUMMARY, MSG_CMD_REPLAY_USAGE,
     cmd_replay},
    {"verify", "", 0, 0, NULL, MSG_CMD_VERIFY_SUMMARY, MSG_CMD_VERIFY_USAGE, cmd_verify},
    {"version", "", 0, 0, NULL, MSG_CMD_VERSION_SUMMARY, MSG_CMD_VERSION_USAGE, cmd_version},
    {0},
};
