#include "sys/seal.h"

#include "base/hex.h"
#include "base/out.h"
#include "sys/crypto.h"
#include "sys/password.h"
#include "sys/randomness.h"

#include <string.h>

static const Str version = SC("1:");
enum { IV_BYTES = SM4_BLOCK_BYTES, MAC_BYTES = SM3_BYTES };

typedef struct SealKeys {
    unsigned char text[SM3_BYTES]; /* SM4 takes the first 16 */
    unsigned char mac[SM3_BYTES];
} SealKeys;

static bool keys_of(const unsigned char key[KEY_BYTES], SealKeys *ret_keys, Err *err)
{
    Str root = {(const char *)key, KEY_BYTES};
    return hmac_sm3(root, S("duban seal text"), ret_keys->text, err) &&
           hmac_sm3(root, S("duban seal mac"), ret_keys->mac, err);
}

/* body: IV and text. The purpose's length stands before it, so that no two ways of cutting agree. */
static bool mac_of(Arena *arena, const SealKeys *keys, Str purpose, Str body,
                   unsigned char ret_mac[MAC_BYTES], Err *err)
{
    Out out = out_new(arena, (size_t)(purpose.len + body.len + 64));
    out_s(&out, version);
    out_i64(&out, purpose.len);
    out_c(&out, ':');
    out_s(&out, purpose);
    out_s(&out, body);
    return hmac_sm3((Str){(const char *)keys->mac, MAC_BYTES}, out_str(&out), ret_mac, err);
}

bool seal_close(Arena *arena, const unsigned char key[KEY_BYTES], Str purpose, Str plain,
                Str *ret_sealed, Err *err)
{
    SealKeys keys;
    size_t len = IV_BYTES + (size_t)plain.len;
    unsigned char *bytes = arena_alloc(arena, len + MAC_BYTES, 1);
    random_bytes(bytes, IV_BYTES);
    if (!keys_of(key, &keys, err) || !sm4_ctr(keys.text, bytes, plain, bytes + IV_BYTES, err) ||
        !mac_of(arena, &keys, purpose, (Str){(char *)bytes, (ptrdiff_t)len}, bytes + len, err))
        return false;
    Str hex = hex_of(arena, bytes, len + MAC_BYTES);
    *ret_sealed = arena_fmt(arena, "%.*s%.*s", STR_ARG(version), STR_ARG(hex));
    return true;
}

bool seal_open(Arena *arena, const unsigned char key[KEY_BYTES], Str purpose, Str sealed,
               Str *ret_plain, Err *err)
{
    SealKeys keys;
    unsigned char mac[MAC_BYTES];
    Str hex = str_sub(sealed, version.len, sealed.len);
    size_t len = (size_t)hex.len / 2;
    unsigned char *bytes = arena_alloc(arena, len + 1, 1);
    if (!str_starts(sealed, version) || len < IV_BYTES + MAC_BYTES || !hex_parse(hex, bytes, len))
        return err_set(err, ERR_SEAL);
    size_t body = len - MAC_BYTES;
    if (!keys_of(key, &keys, err) ||
        !mac_of(arena, &keys, purpose, (Str){(char *)bytes, (ptrdiff_t)body}, mac, err))
        return false;
    if (!secret_equal((Str){(char *)mac, MAC_BYTES}, (Str){(char *)bytes + body, MAC_BYTES}))
        return err_set(err, ERR_SEAL);
    size_t plain = body - IV_BYTES;
    char *text = arena_alloc(arena, plain + 1, 1);
    if (!sm4_ctr(keys.text, bytes, (Str){(char *)bytes + IV_BYTES, (ptrdiff_t)plain},
                 (unsigned char *)text, err))
        return false;
    *ret_plain = (Str){text, (ptrdiff_t)plain};
    return true;
}
