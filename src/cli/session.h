/* cli/session.h - from the frame of the command line to an open App. Callers: cmd_<name>.c. */
#pragma once
#include "app/app.h"
#include "cli/cli.h"
#include "doc/csv.h"

/* Opens the database as the account of --as (else the OS user's name), for the campaign given (may
 * be empty). The App closes itself: `AUTO_APP app = {0};`. */
bool cli_app(Cli *cli, Str campaign, App *ret_app, Err *err);
AppStart cli_start(Cli *cli, Str campaign);
/* Shorthands for tables on a terminal. */
Str cli_i64(Cli *cli, int64_t value);
/* Names instead of codes, for people. */
Str unit_name(const App *app, Str code);
Str group_name(const App *app, Str code);
Str period_name(const App *app, Str code);
/* "样稿·示例数据" line where the campaign is a sample; nothing otherwise. */
void sample_mark(const Cli *cli, const App *app, Out *out);
/* Reads CSV files in GB 18030 too. */
CsvConvert cli_convert(void);
