/* sys/crypto.h - digests behind one function: SHA-256 and SM3 (GB/T 32905); HMAC-SM3 and SM4 (GB/T 32907).
 *
 * An installation chooses one for its audit chain; both are always there to verify an old one.
 * Callers: app/ (audit chain, file hashes), store/ by what it is handed. */
#pragma once
#include "base/err.h"

typedef enum DigestKind { DIGEST_SHA256, DIGEST_SM3 } DigestKind;

/* 64 lower-case hex digits. ERR_CRYPTO when this OpenSSL lacks the digest. */
bool digest_hex(Arena *arena, DigestKind kind, Str bytes, Str *ret_hex, Err *err);

/* The same over bytes that come piece by piece. digest_end and digest_drop give it back; dropping one
 * that was ended or never begun is fine. */
typedef struct DigestRun {
    struct evp_md_ctx_st *run;
} DigestRun;
bool digest_begin(DigestRun *digest, DigestKind kind, Err *err);
void digest_take(DigestRun *digest, Str bytes);
Str digest_end(DigestRun *digest, Arena *arena); /* 64 lower-case hex digits */
void digest_drop(DigestRun *digest);

enum { SM3_BYTES = 32, SM4_KEY_BYTES = 16, SM4_BLOCK_BYTES = 16 };
/* ERR_CRYPTO when this OpenSSL lacks them. */
bool hmac_sm3(Str key, Str bytes, unsigned char ret_mac[SM3_BYTES], Err *err);
/* Counter mode: what seals also opens. ret_out has bytes.len bytes. Callers: sys/seal.c. */
bool sm4_ctr(const unsigned char key[SM4_KEY_BYTES], const unsigned char iv[SM4_BLOCK_BYTES],
             Str bytes, unsigned char *ret_out, Err *err);
