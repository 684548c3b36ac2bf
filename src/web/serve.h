/* web/serve.h - the server as a whole: database, snapshots, jobs, workers, signals. Callers: main.c. */
#pragma once
#include "app/serve_options.h"

bool web_serve(Arena *arena, const ServeOptions *options, Err *err);
