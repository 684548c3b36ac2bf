/* cli/import_folder.h - duban import folder: what units have sent, in whatever shape. Callers: cmd_import. */
#pragma once
#include "cli/cli.h"

bool import_folder(Cli *cli, const CliArgs *args, Str folder, Err *err);
