#include "sys/crypto.h"

#include <openssl/evp.h>

bool digest_hex(Arena *arena, DigestKind kind, Str bytes, Str *ret_hex, Err *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    const EVP_MD *method = kind == DIGEST_SM3 ? EVP_sm3() : EVP_sha256();
    if (!EVP_Digest(bytes.ptr, (size_t)bytes.len, digest, &len, method, NULL))
        return err_set(err, ERR_CRYPTO, {"what", kind == DIGEST_SM3 ? S("SM3") : S("SHA-256")});
    char *hex = arena_new(arena, char, (size_t)len * 2);
    for (unsigned int i = 0; i < len; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    *ret_hex = (Str){hex, (ptrdiff_t)len * 2};
    return true;
}
