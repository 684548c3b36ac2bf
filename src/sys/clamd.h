/* sys/clamd.h - a virus scanner asked over its socket (clamd, command INSTREAM).
 *
 * Nothing waits without bound: connecting, sending and the answer together take LIMIT_FILE_SCAN_MS at
 * most. No answer is no clean bill: every fault is ERR_FILE_SCANNER {reason}.
 * Callers: app/files/file_check. */
#pragma once
#include "base/err.h"

typedef enum ScanResult { SCAN_CLEAN, SCAN_FOUND } ScanResult;

/* "unix:PATH" or "127.0.0.1:3310" (numeric, or localhost). ERR_FILE_SCANNER. */
bool clamd_address_check(Str address, Err *err);
/* *ret_name: what was found, as the scanner calls it. */
bool clamd_scan(Arena *arena, Str address, Str bytes, ScanResult *ret_result, Str *ret_name,
                Err *err);
/* The scanner's line, "stream: OK" or "stream: NAME FOUND". For clamd_scan and its fuzz target. */
bool clamd_answer(Arena *arena, Str line, ScanResult *ret_result, Str *ret_name, Err *err);
