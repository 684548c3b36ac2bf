/* cli/workbook.h - sheets as a workbook in the file of --out. Callers: cmd_<name>.c. */
#pragma once
#include "cli/cli.h"
#include "doc/sheet.h"

/* ERR_CLI_MISSING without --out. */
bool workbook_need_out(const Cli *cli, const CliArgs *args, Err *err);
/* Where rows wait: the data folder (that of an SQLite database), otherwise the folder of --out. */
Str workbook_tmp_folder(const Cli *cli);
/* Written beside --out and renamed when whole. ERR_CLI_MISSING without --out. */
bool workbook_write(Cli *cli, const CliArgs *args, const Sheet *sheets, int nsheets, bool sample,
                    Err *err);
