/* cli/stability_args.h - the options that say what a stability run varies. Callers: cmd_stability.c, cmd_score.c. */
#pragma once
#include "app/score/stability_ask.h"
#include "cli/cli.h"

#define STABILITY_OPTIONS                                                                          \
    {"--vary", CLI_VALUE, "weights:25,values,rounding,leave-one-out", MSG_OPT_VARY},               \
        {"--bands", CLI_VALUE, "3,10", MSG_OPT_BANDS}, {"--sobol", CLI_FLAG, NULL, MSG_OPT_SOBOL}, \
        {"--samples", CLI_VALUE, "N", MSG_OPT_SAMPLES},                                            \
    {                                                                                              \
        "--by-component", CLI_FLAG, NULL, MSG_OPT_BY_COMPONENT                                     \
    }

/* The seed is the frame's --seed, else 1. Draws and weight sets are the command's business. */
bool stability_args(const Cli *cli, const CliArgs *args, StabilityAsk *ret_ask, Err *err);
