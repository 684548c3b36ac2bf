/* sys/password.h - passwords as Argon2id (19 MiB, 2 passes, 1 lane) by libsodium.
 *
 * One is computed at a time in a process, whatever the number of threads, and no more than
 * LIMIT_PASSWORD_WAITING wait for their turn: a crowd of attempts takes neither the memory nor all
 * workers of a server. That line is the one thing here that is shared. Callers: app/. */
#pragma once
#include "base/err.h"

/* With a salt of its own, as text that names its parameters. ERR_PASSWORD_BUSY, ERR_CRYPTO. */
bool password_hash(Arena *arena, Str password, Str *ret_hash, Err *err);
/* Whether the hash is of this password. An empty hash (nobody, or nobody who may) takes as long as a
 * wrong password, and so does one with other parameters. ERR_PASSWORD_BUSY. */
bool password_verify(Str hash, Str password, bool *ret_right, Err *err);
/* In a time that does not depend on where they differ. */
bool secret_equal(Str a, Str b);
