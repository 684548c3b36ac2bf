/* Keys of the installation and what is sealed with them. */
#include "base/hex.h"
#include "check.h"
#include "sys/crypto.h"
#include "sys/files.h"
#include "sys/keys.h"
#include "sys/qr.h"
#include "sys/seal.h"
#include "sys/totp.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int folder_setup(void **state)
{
    char template[] = "/tmp/duban-test-XXXXXX";
    *state = strdup(mkdtemp(template));
    return *state ? 0 : -1;
}

static int folder_teardown(void **state)
{
    static const char *const files[] = {"keys/seal.key", "keys/checkpoint.key", "keys", "."};
    AUTO_ARENA a = {0};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        (void)remove(str_z(&a, path_join(&a, str_from_z(*state), str_from_z(files[i]))));
    (void)rmdir(*state);
    free(*state);
    return 0;
}

static Str key_path(Arena *a, void **state, const char *name)
{
    return path_join(a, path_join(a, str_from_z(*state), S("keys")), str_from_z(name));
}

static void sm4__agrees_with_the_published_vector(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    unsigned char key[SM4_KEY_BYTES], zeros[SM4_BLOCK_BYTES] = {0}, out[SM4_BLOCK_BYTES];
    CHECK(hex_parse(S("0123456789abcdeffedcba9876543210"), key, sizeof key));
    /* GB/T 32907 A.1 encrypts the key with itself; counter mode of zeros is the block cipher of its IV */
    CHECK_OK(sm4_ctr(key, key, (Str){(char *)zeros, sizeof zeros}, out, &err), &err);
    CHECK_STR(hex_of(&a, out, sizeof out), S("681edf34d206965e86b3e94f536e4246"));
}

static void hmac__is_the_one_of_rfc_2104_over_sm3(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    unsigned char key[64] = {0}, mac[SM3_BYTES];
    for (int i = 0; i < 32; i++)
        key[i] = (unsigned char)(i + 1);
    Str text = S("abc"), inner, outer;
    CHECK_OK(hmac_sm3((Str){(char *)key, 32}, text, mac, &err), &err);
    char block[64 + 32];
    for (int i = 0; i < 64; i++)
        block[i] = (char)(key[i] ^ 0x36);
    memcpy(block + 64, text.ptr, (size_t)text.len);
    CHECK_OK(digest_hex(&a, DIGEST_SM3, (Str){block, 64 + text.len}, &inner, &err), &err);
    for (int i = 0; i < 64; i++)
        block[i] = (char)(key[i] ^ 0x5c);
    CHECK(hex_parse(inner, (unsigned char *)block + 64, 32));
    CHECK_OK(digest_hex(&a, DIGEST_SM3, (Str){block, 96}, &outer, &err), &err);
    CHECK_STR(hex_of(&a, mac, sizeof mac), outer);
}

static void hex__takes_only_what_it_writes(void **state)
{
    (void)state;
    unsigned char bytes[2];
    CHECK(hex_parse(S("00ff"), bytes, 2) && bytes[0] == 0 && bytes[1] == 255);
    CHECK(!hex_parse(S("00FF"), bytes, 2) && !hex_parse(S("00f"), bytes, 2));
    CHECK(!hex_parse(S("00ff0"), bytes, 2) && !hex_parse(S("00f "), bytes, 2));
}

static void key__is_made_once_and_private(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    struct stat info;
    unsigned char first[KEY_BYTES], again[KEY_BYTES], other[KEY_BYTES];
    Str folder = str_from_z(*state);
    CHECK_OK(keys_take(folder, KEY_SEAL, first, &err), &err);
    CHECK_OK(keys_take(folder, KEY_SEAL, again, &err), &err);
    CHECK_OK(keys_take(folder, KEY_CHECKPOINT, other, &err), &err);
    CHECK(memcmp(first, again, KEY_BYTES) == 0 && memcmp(first, other, KEY_BYTES) != 0);
    CHECK(stat(str_z(&a, key_path(&a, state, "seal.key")), &info) == 0);
    CHECK_I64(info.st_mode & 0777, 0600);
    CHECK(stat(str_z(&a, path_join(&a, folder, S("keys"))), &info) == 0);
    CHECK_I64(info.st_mode & 0777, 0700);
}

static void key__of_a_crowd_is_one(void **state)
{
    Err err = {0};
    enum { CROWD = 8 };
    int pipes[2];
    CHECK(pipe(pipes) == 0);
    for (int i = 0; i < CROWD; i++)
        if (fork() == 0) {
            unsigned char key[KEY_BYTES] = {0};
            bool ok = keys_take(str_from_z(*state), KEY_SEAL, key, &err);
            _exit(ok && write(pipes[1], key, KEY_BYTES) == KEY_BYTES ? 0 : 1);
        }
    unsigned char one[KEY_BYTES], key[KEY_BYTES];
    CHECK_OK(keys_take(str_from_z(*state), KEY_SEAL, one, &err), &err);
    for (int i = 0; i < CROWD; i++) {
        int status;
        CHECK(wait(&status) > 0 && status == 0);
        CHECK(read(pipes[0], key, KEY_BYTES) == KEY_BYTES && memcmp(key, one, KEY_BYTES) == 0);
    }
    (void)close(pipes[0]);
    (void)close(pipes[1]);
}

static void key__that_others_can_read_or_that_is_none_is_refused(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    unsigned char key[KEY_BYTES];
    const char *path = str_z(&a, key_path(&a, state, "seal.key"));
    CHECK(!keys_take(S(""), KEY_SEAL, key, &err));
    CHECK_ERR(&err, ERR_DATA_FOLDER);
    CHECK_OK(keys_take(str_from_z(*state), KEY_SEAL, key, &err), &err);
    CHECK(chmod(path, 0640) == 0);
    CHECK(!keys_take(str_from_z(*state), KEY_SEAL, key, &err));
    CHECK_ERR(&err, ERR_KEY_OPEN_TO_OTHERS);
    CHECK(chmod(path, 0600) == 0 && truncate(path, 40) == 0);
    CHECK(!keys_take(str_from_z(*state), KEY_SEAL, key, &err));
    CHECK_ERR(&err, ERR_KEY_DAMAGED);
    CHECK(chmod(str_z(&a, path_join(&a, str_from_z(*state), S("keys"))), 0755) == 0);
    CHECK(!keys_take(str_from_z(*state), KEY_SEAL, key, &err));
    CHECK_ERR(&err, ERR_KEY_OPEN_TO_OTHERS);
}

static void seal__opens_with_its_key_and_purpose_only(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    unsigned char key[KEY_BYTES] = {1}, other[KEY_BYTES] = {2};
    Str sealed, twice, plain = {0};
    CHECK_OK(seal_close(&a, key, S("totp u_c01"), S("secret"), &sealed, &err), &err);
    CHECK_OK(seal_close(&a, key, S("totp u_c01"), S("secret"), &twice, &err), &err);
    CHECK(!str_eq(sealed, twice) && !str_has(sealed, S("secret")));
    CHECK_OK(seal_open(&a, key, S("totp u_c01"), sealed, &plain, &err), &err);
    CHECK_STR(plain, S("secret"));
    CHECK(!seal_open(&a, other, S("totp u_c01"), sealed, &plain, &err));
    CHECK_ERR(&err, ERR_SEAL);
    CHECK(!seal_open(&a, key, S("totp u_c02"), sealed, &plain, &err));
    CHECK(!seal_open(&a, key, S("totp u_c01"), S(""), &plain, &err));
    CHECK_OK(seal_close(&a, key, S("x"), S(""), &sealed, &err), &err);
    CHECK_OK(seal_open(&a, key, S("x"), sealed, &plain, &err), &err);
    CHECK_I64(plain.len, 0);
}

static void seal__with_any_bit_changed_does_not_open(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    unsigned char key[KEY_BYTES] = {7};
    Str sealed, plain;
    CHECK_OK(seal_close(&a, key, S("p"), S("0123456789"), &sealed, &err), &err);
    for (ptrdiff_t i = 0; i < sealed.len; i++) {
        char *changed = (char *)(uintptr_t)str_z(&a, sealed);
        changed[i] = changed[i] == '0' ? '1' : '0';
        CHECK(!seal_open(&a, key, S("p"), (Str){changed, sealed.len}, &plain, &err));
        CHECK_ERR(&err, ERR_SEAL);
    }
    CHECK(!seal_open(&a, key, S("p"), str_sub(sealed, 0, sealed.len - 2), &plain, &err));
}

/* RFC 6238, appendix B (SHA-1): the last six of its eight digits. */
static void totp__agrees_with_the_published_vectors(void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        Str code;
    } cases[] = {{59, SC("287082")},         {1111111109, SC("081804")},
                 {1111111111, SC("050471")}, {1234567890, SC("005924")},
                 {2000000000, SC("279037")}, {20000000000, SC("353130")}};
    Err err = {0};
    Str secret = S("12345678901234567890");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t ms = cases[i].seconds * 1000, now = ms / TOTP_STEP_MS, step = 0;
        CHECK_OK(totp_check(secret, cases[i].code, ms, 0, &step, &err), &err);
        CHECK_I64(step, now);
        CHECK_OK(totp_check(secret, cases[i].code, ms, now, &step, &err), &err);
        CHECK_I64(step, 0); /* once */
        CHECK_OK(totp_check(secret, cases[i].code, ms + TOTP_STEP_MS, 0, &step, &err), &err);
        CHECK_I64(step, now);
        CHECK_OK(totp_check(secret, cases[i].code, ms + 2 * TOTP_STEP_MS, 0, &step, &err), &err);
        CHECK_I64(step, 0);
    }
    const Str odd[] = {S(""), S("28708"), S("2870820"), S("28708a"), {"28708\0", 6}};
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        int64_t step = 1;
        CHECK_OK(totp_check(secret, odd[i], 59000, 0, &step, &err), &err);
        CHECK_I64(step, 0);
    }
}

static void qr__has_its_three_corners(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    QrCode qr;
    CHECK_OK(qr_make(&a, S("otpauth://totp/duban:u_c01?secret=JBSWY3DPEHPK3PXP"), &qr, &err), &err);
    int far = qr.width - 7;
    const int corners[][2] = {{0, 0}, {far, 0}, {0, far}};
    for (int i = 0; i < 3; i++)
        for (int d = 0; d < 7; d++) /* a dark frame, then a light one */
            CHECK(qr.dark[corners[i][1] * qr.width + corners[i][0] + d] &&
                  (d == 0 || d == 6 ||
                   qr.dark[(corners[i][1] + 1) * qr.width + corners[i][0] + d] == 0));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sm4__agrees_with_the_published_vector),
        cmocka_unit_test(hmac__is_the_one_of_rfc_2104_over_sm3),
        cmocka_unit_test(totp__agrees_with_the_published_vectors),
        cmocka_unit_test(qr__has_its_three_corners),
        cmocka_unit_test(hex__takes_only_what_it_writes),
        IN_FOLDER(key__is_made_once_and_private),
        IN_FOLDER(key__of_a_crowd_is_one),
        IN_FOLDER(key__that_others_can_read_or_that_is_none_is_refused),
        cmocka_unit_test(seal__opens_with_its_key_and_purpose_only),
        cmocka_unit_test(seal__with_any_bit_changed_does_not_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
