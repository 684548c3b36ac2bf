/* cli/commands.h - the commands themselves, one cmd_<name>.c each; listed in commands.c. */
#pragma once
#include "cli/cli.h"

bool cmd_help(Cli *cli, const CliArgs *args, Err *err);
bool cmd_version(Cli *cli, const CliArgs *args, Err *err);
