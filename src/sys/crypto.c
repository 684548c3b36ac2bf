#include "sys/crypto.h"

#include "base/hex.h"

#include <limits.h>
#include <openssl/evp.h>
#include <stdlib.h>

bool digest_hex(Arena *arena, DigestKind kind, Str bytes, Str *ret_hex, Err *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    const EVP_MD *method = kind == DIGEST_SM3 ? EVP_sm3() : EVP_sha256();
    if (!EVP_Digest(bytes.ptr, (size_t)bytes.len, digest, &len, method, NULL))
        return err_set(err, ERR_CRYPTO, {"what", kind == DIGEST_SM3 ? S("SM3") : S("SHA-256")});
    *ret_hex = hex_of(arena, digest, len);
    return true;
}

bool digest_begin(DigestRun *digest, DigestKind kind, Err *err)
{
    const EVP_MD *method = kind == DIGEST_SM3 ? EVP_sm3() : EVP_sha256();
    digest->run = EVP_MD_CTX_new();
    if (digest->run && EVP_DigestInit_ex(digest->run, method, NULL))
        return true;
    digest_drop(digest);
    return err_set(err, ERR_CRYPTO, {"what", kind == DIGEST_SM3 ? S("SM3") : S("SHA-256")});
}

void digest_take(DigestRun *digest, Str bytes)
{
    if (!EVP_DigestUpdate(digest->run, bytes.ptr, (size_t)bytes.len))
        abort(); /* a digest that has begun cannot fail */
}

Str digest_end(DigestRun *digest, Arena *arena)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int len = 0;
    if (!EVP_DigestFinal_ex(digest->run, bytes, &len))
        abort();
    digest_drop(digest);
    return hex_of(arena, bytes, len);
}

void digest_drop(DigestRun *digest)
{
    EVP_MD_CTX_free(digest->run);
    digest->run = NULL;
}

bool hmac_sm3(Str key, Str bytes, unsigned char ret_mac[SM3_BYTES], Err *err)
{
    size_t len = 0;
    return (EVP_Q_mac(NULL, "HMAC", NULL, "SM3", NULL, key.ptr, (size_t)key.len,
                      (const unsigned char *)bytes.ptr, (size_t)bytes.len, ret_mac, SM3_BYTES,
                      &len) &&
            len == SM3_BYTES) ||
           err_set(err, ERR_CRYPTO, {"what", S("HMAC-SM3")});
}

bool sm4_ctr(const unsigned char key[SM4_KEY_BYTES], const unsigned char iv[SM4_BLOCK_BYTES],
             Str bytes, unsigned char *ret_out, Err *err)
{
    int len = 0;
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    bool ok = cipher && bytes.len <= INT_MAX &&
              EVP_EncryptInit_ex(cipher, EVP_sm4_ctr(), NULL, key, iv) &&
              EVP_EncryptUpdate(cipher, ret_out, &len, (const unsigned char *)bytes.ptr,
                                (int)bytes.len) &&
              len == bytes.len;
    EVP_CIPHER_CTX_free(cipher);
    return ok || err_set(err, ERR_CRYPTO, {"what", S("SM4")});
}
