/* cli/session.h - from the frame of the command line to an open App. Callers: cmd_<name>.c. */
#pragma once
#include "app/open.h"
#include "cli/cli.h"

/* Opens the database as the account of --as (else the OS user's name), for the campaign given (may
 * be empty). The App closes itself: `AUTO_APP app = {0};`. */
bool cli_app(Cli *cli, Str campaign, App *ret_app, Err *err);
AppStart cli_start(Cli *cli, Str campaign);
/* Shorthands for tables on a terminal. */
Str cli_i64(Cli *cli, int64_t value);
/* "样稿·示例数据" line where the campaign is a sample; nothing otherwise. */
void sample_mark(const Cli *cli, const App *app, Out *out);
/* On a command line "\\n" ends a line: a list has a line each. */
Str cli_lines(Arena *arena, Str value);
