/* sys/totp.h - one-time codes by time (动态口令): RFC 6238 with SHA-1, 30 seconds, 6 digits, by liboath.
 *
 * A code holds for its own step and the one before and after, for clocks that do not quite agree, and only
 * for a step later than the last one used: each once. Callers: app/people/factor.c. */
#pragma once
#include "base/err.h"

enum { TOTP_SECRET_BYTES = 20, TOTP_STEP_MS = 30 * 1000, TOTP_DIGITS = 6, TOTP_WINDOW = 1 };

/* *ret_step: of the code, 0 where none fits. code may be any bytes. ERR_CRYPTO. */
bool totp_check(Str secret, Str code, int64_t now_ms, int64_t last_step, int64_t *ret_step,
                Err *err);
/* The six digits of a step. */
bool totp_code(Str secret, int64_t step, char ret_code[TOTP_DIGITS + 1], Err *err);
/* RFC 4648, without "=": what is typed into an app by hand. */
bool totp_secret_text(Arena *arena, Str secret, Str *ret_text, Err *err);
