/* cli/cmd_scheme_desk.h - inner to cli/cmd_scheme: the verbs of `duban scheme` that work on a campaign. */
#pragma once
#include "cli/cli.h"

/* versions · propose · approve · withdraw; false and *ret_other for any other verb. */
bool scheme_desk(Cli *cli, const CliArgs *args, bool as_json, bool *ret_other, Err *err);
