/* cli/global.h - the options that every command takes; the table is in cli.c. */
#pragma once
#include "cli/cli.h"

typedef enum GlobalOption {
    GLOBAL_DB,
    GLOBAL_DATA,
    GLOBAL_AS,
    GLOBAL_FOR,
    GLOBAL_NOW,
    GLOBAL_SEED,
    GLOBAL_LANG,
    GLOBAL_OUT,
    GLOBAL_HELP,
    GLOBAL_COUNT
} GlobalOption;

extern const CliOption cli_globals[GLOBAL_COUNT];
