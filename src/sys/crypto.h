/* sys/crypto.h - digests behind one function: SHA-256 and SM3 (GB/T 32905).
 *
 * An installation chooses one for its audit chain; both are always there to verify an old one.
 * Callers: app/ (audit chain, file hashes), store/ by what it is handed. */
#pragma once
#include "base/err.h"

typedef enum DigestKind { DIGEST_SHA256, DIGEST_SM3 } DigestKind;

/* 64 lower-case hex digits. ERR_CRYPTO when this OpenSSL lacks the digest. */
bool digest_hex(Arena *arena, DigestKind kind, Str bytes, Str *ret_hex, Err *err);
