/* base/log.h - one line per event on standard error; only edges (main, cli/, later web/) log.
 *
 * Form: 2026-01-05T09:30:00+08:00 LEVEL area: text. Library code returns an Err instead. */
#pragma once
#include "base/str.h"

typedef enum LogLevel { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG } LogLevel;

/* utc_ms is given by the caller: base/ has no clock. Control characters become spaces. */
void log_line(int64_t utc_ms, LogLevel level, const char *area, Str text);
