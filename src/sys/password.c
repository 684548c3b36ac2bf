#include "sys/password.h"

#include "base/hex.h"
#include "sys/sign.h"

#include "base/limits.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { PASSES = 2, MEMORY_BYTES = 19 * 1024 * 1024 };

/* What each hash of ours begins with. One that asks for more, put into the database by somebody,
 * must not decide how much memory we take. */
static const Str parameters = SC("$argon2id$v=19$m=19456,t=2,p=1$");
/* Of a password that was drawn and thrown away. */
static const Str nobody = SC("$argon2id$v=19$m=19456,t=2,p=1$OdsZzBou0j0YP08OPvxrmQ$"
                             "XfUMELtCDmS526Q/VLw2MuKh2dIQjInMAp1o14nI0i4");

/* --- one at a time --- */

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;  /* held while one is computed */
static pthread_mutex_t count = PTHREAD_MUTEX_INITIALIZER; /* held to read and change `inside` */
static int inside;                                        /* waiting or computing */

static bool turn_take(Err *err)
{
    (void)pthread_mutex_lock(&count);
    bool room = inside <= LIMIT_PASSWORD_WAITING;
    inside += room;
    (void)pthread_mutex_unlock(&count);
    if (!room)
        return err_set(err, ERR_PASSWORD_BUSY);
    (void)pthread_mutex_lock(&turn);
    return true;
}

static void turn_leave(void)
{
    (void)pthread_mutex_unlock(&turn);
    (void)pthread_mutex_lock(&count);
    inside--;
    (void)pthread_mutex_unlock(&count);
}

/* --- */

static bool ready(Err *err)
{
    return sodium_init() >= 0 || err_set(err, ERR_CRYPTO, {"what", S("libsodium")});
}

bool password_hash(Arena *arena, Str password, Str *ret_hash, Err *err)
{
    char text[crypto_pwhash_STRBYTES];
    if (!ready(err) || !turn_take(err))
        return false;
    int rc = crypto_pwhash_str_alg(text, password.ptr, (unsigned long long)password.len, PASSES,
                                   MEMORY_BYTES, crypto_pwhash_ALG_ARGON2ID13);
    turn_leave();
    if (rc != 0)
        return err_set(err, ERR_CRYPTO, {"what", S("Argon2id")});
    *ret_hash = arena_str(arena, str_from_z(text));
    return true;
}

bool password_verify(Str hash, Str password, bool *ret_right, Err *err)
{
    char text[crypto_pwhash_STRBYTES] = {0};
    bool ours = str_starts(hash, parameters) && hash.len < (ptrdiff_t)sizeof text;
    Str against = ours ? hash : nobody;
    memcpy(text, against.ptr, (size_t)against.len);
    if (!ready(err) || !turn_take(err))
        return false;
    errno = 0;
    int rc = crypto_pwhash_str_verify(text, password.ptr, (unsigned long long)password.len);
    bool no_memory = rc != 0 && errno == ENOMEM;
    turn_leave();
    if (no_memory) /* not the same as a wrong password */
        return err_set(err, ERR_CRYPTO, {"what", S("Argon2id")});
    *ret_right = rc == 0 && ours;
    return true;
}

bool secret_equal(Str a, Str b)
{
    return a.len == b.len && sodium_memcmp(a.ptr, b.ptr, (size_t)a.len) == 0;
}

/* --- signatures (sys/sign.h) */

static bool key_pair(const unsigned char seed[KEY_BYTES],
                     unsigned char public_key[crypto_sign_PUBLICKEYBYTES],
                     unsigned char secret_key[crypto_sign_SECRETKEYBYTES], Err *err)
{
    return (sodium_init() >= 0 && crypto_sign_seed_keypair(public_key, secret_key, seed) == 0) ||
           err_set(err, ERR_CRYPTO, {"what", S("Ed25519")});
}

bool sign_public_key(Arena *arena, const unsigned char seed[KEY_BYTES], Str *ret_public, Err *err)
{
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    bool ok = key_pair(seed, public_key, secret_key, err);
    sodium_memzero(secret_key, sizeof secret_key);
    if (ok)
        *ret_public = hex_of(arena, public_key, sizeof public_key);
    return ok;
}

bool sign_bytes(Arena *arena, const unsigned char seed[KEY_BYTES], Str bytes, Str *ret_signature,
                Err *err)
{
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];
    bool ok = key_pair(seed, public_key, secret_key, err) &&
              (crypto_sign_detached(signature, NULL, (const unsigned char *)bytes.ptr,
                                    (unsigned long long)bytes.len, secret_key) == 0 ||
               err_set(err, ERR_CRYPTO, {"what", S("Ed25519")}));
    sodium_memzero(secret_key, sizeof secret_key);
    if (ok)
        *ret_signature = hex_of(arena, signature, sizeof signature);
    return ok;
}

bool sign_holds(Str public_key, Str signature, Str bytes)
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES], sign[crypto_sign_BYTES];
    size_t key_len = 0, sign_len = 0;
    return public_key.len == SIGN_PUBLIC_HEX && signature.len == SIGN_SIGNATURE_HEX &&
           sodium_init() >= 0 &&
           sodium_hex2bin(key, sizeof key, public_key.ptr, (size_t)public_key.len, NULL, &key_len,
                          NULL) == 0 &&
           sodium_hex2bin(sign, sizeof sign, signature.ptr, (size_t)signature.len, NULL, &sign_len,
                          NULL) == 0 &&
           key_len == sizeof key && sign_len == sizeof sign &&
           crypto_sign_verify_detached(sign, (const unsigned char *)bytes.ptr,
                                       (unsigned long long)bytes.len, key) == 0;
}
