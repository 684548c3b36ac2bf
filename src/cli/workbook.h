/* cli/workbook.h - sheets as a workbook in the file of --out. Callers: cmd_<name>.c. */
#pragma once
#include "cli/cli.h"
#include "doc/sheet.h"

/* Written beside --out and renamed when whole. The rows wait in unlinked files of the data folder
 * (that of an SQLite database; otherwise the folder of --out). ERR_CLI_MISSING without --out. */
bool workbook_write(Cli *cli, const CliArgs *args, const Sheet *sheets, int nsheets, bool sample,
                    Err *err);
