/* sys/sign.h - signatures that anybody can check: Ed25519 by libsodium (in password.c, the one file that
 * knows it).
 *
 * The key is a seed of 32 bytes (sys/keys.h, KEY_CHECKPOINT); public key and signature are hex.
 * Callers: app/upkeep/checkpoint. */
#pragma once
#include "base/err.h"
#include "sys/keys.h"

enum { SIGN_PUBLIC_HEX = 64, SIGN_SIGNATURE_HEX = 128 };

/* ERR_CRYPTO. */
bool sign_public_key(Arena *arena, const unsigned char seed[KEY_BYTES], Str *ret_public, Err *err);
bool sign_bytes(Arena *arena, const unsigned char seed[KEY_BYTES], Str bytes, Str *ret_signature,
                Err *err);
/* False as well where key or signature are no hex of the right length. */
bool sign_holds(Str public_key, Str signature, Str bytes);
