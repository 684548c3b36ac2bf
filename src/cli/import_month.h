/* cli/import_month.h - `duban import reports|confirmed|events|corrections`. Callers: cmd_import. */
#pragma once
#include "cli/cli.h"

bool import_month_files(Cli *cli, const CliArgs *args, Str what, Str path, Err *err);

#define IMPORT_KINDS "campaign | reports | folder | confirmed | events | corrections"
