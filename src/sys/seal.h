/* sys/seal.h - small secrets that are kept in the database, sealed with a key that is not (sys/keys.h).
 *
 * SM4-CTR with a random IV, then HMAC-SM3 over version, purpose, IV and text; two keys are derived from
 * the one given. `purpose` says what it is and whose ("totp u_c01"): a sealed text moved to another row
 * does not open. The result is hex after a version, "1:…". Callers: app/. */
#pragma once
#include "base/err.h"
#include "sys/keys.h"

bool seal_close(Arena *arena, const unsigned char key[KEY_BYTES], Str purpose, Str plain,
                Str *ret_sealed, Err *err);
/* ERR_SEAL: another key, another purpose, or changed. */
bool seal_open(Arena *arena, const unsigned char key[KEY_BYTES], Str purpose, Str sealed,
               Str *ret_plain, Err *err);
