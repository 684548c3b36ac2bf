/* cli/progress.h - how far a long piece of work is: lines at most twice a second.
 *
 * For a person on standard error ("42% rows=240000  writing"), for the program that started us on
 * standard output as JSON ({"done":…,"total":…}). While a workbook is put together, which says nothing
 * of its own, a thread tells how large the file is by now. Callers: cmd_convert, cmd_export,
 * cmd_render, workbook. */
#pragma once
#include "app/export_file.h"
#include "cli/cli.h"

#include <pthread.h>

typedef struct Progress {
    const Cli *cli;
    bool as_json;
    int64_t told_ns;
    ExportStep step;
    bool ticking, stop;
    pthread_t ticker;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
} Progress;

/* Not moved after this. */
void progress_start(Progress *progress, const Cli *cli, bool as_json);
ExportProgress progress_hook(Progress *progress);
/* No line comes after this. */
void progress_stop(Progress *progress);
#define AUTO_PROGRESS __attribute__((cleanup(progress_stop))) Progress
