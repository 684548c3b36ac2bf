/* cli/change_list.h - consequences of corrections as lines for people and as CSV. Callers: cmd_*. */
#pragma once
#include "app/replay.h"
#include "cli/cli.h"

void change_list_text(const Cli *cli, const App *app, const ConsequenceList *changes, Out *out);
void change_list_csv(const Cli *cli, const App *app, const ConsequenceList *changes, Out *out);
