/* Argon2id one at a time, and which passwords people think of first. */
#include "app/people/password_weak.h"
#include "app/people/signin.h"
#include "base/limits.h"
#include "check.h"
#include "sys/password.h"
#include "sys/randomness.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void password__is_kept_as_argon2id(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Str hash, again;
    bool right = false;
    CHECK_OK(password_hash(&arena, S("correct"), &hash, &err), &err);
    CHECK_OK(password_hash(&arena, S("correct"), &again, &err), &err);
    CHECK(str_starts(hash, S("$argon2id$v=19$m=19456,t=2,p=1$")) && !str_eq(hash, again));
    CHECK_OK(password_verify(hash, S("correct"), &right, &err), &err);
    CHECK(right);
    const Str wrong[] = {S("Correct"), S("correct "), S("correc"), S(""), {"correct\0", 8}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CHECK_OK(password_verify(hash, wrong[i], &right, &err), &err);
        CHECK(!right);
    }
}

/* A hash that somebody put there does not decide how much memory is taken, or that all is right. */
static void verify__takes_only_hashes_of_ours(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Str hash;
    bool right = true;
    CHECK_OK(password_hash(&arena, S("correct"), &hash, &err), &err);
    Str salt_on = str_sub(hash, 31, hash.len);
    const Str hashes[] = {
        S(""), S("correct"), S("$argon2id$v=19$m=19456,t=2,p=1$"),
        arena_fmt(&arena, "$argon2id$v=19$m=4194304,t=2,p=1$%.*s", STR_ARG(salt_on)),
        arena_fmt(&arena, "$argon2id$v=19$m=8,t=1,p=1$%.*s", STR_ARG(salt_on)),
        arena_fmt(&arena, "$argon2id$v=19$m=19456,t=2,p=1$%0300d", 1),
        str_sub(hash, 0, hash.len - 1),
        /* right, but made with 8 KiB and one pass */
        S("$argon2id$v=19$m=8,t=1,p=1$XcjbiBgxXwAfY+9BCATFPA$"
          "oUCrZgJDG4YYKdf5SGdfB9lOmOK0lny0eB15R5ZyIOE")};
    for (size_t i = 0; i < sizeof hashes / sizeof hashes[0]; i++) {
        right = true;
        CHECK_OK(password_verify(hashes[i], S("correct"), &right, &err), &err);
        CHECK(!right);
    }
}

/* --- one at a time --- */

enum { CROWD = 3 * LIMIT_PASSWORD_WAITING };

typedef struct Caller {
    pthread_t thread;
    pthread_barrier_t *start;
    Str hash;
    bool ok, right;
    Err err;
} Caller;

static void *call_verify(void *ctx)
{
    Caller *c = ctx;
    (void)pthread_barrier_wait(c->start);
    c->ok = password_verify(c->hash, S("correct"), &c->right, &c->err);
    return NULL;
}

static int64_t peak_kib(void)
{
    char line[200];
    int64_t kib = 0;
    FILE *file = fopen("/proc/self/status", "r");
    CHECK(file);
    while (fgets(line, sizeof line, file))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtoll(line + 6, NULL, 10);
    (void)fclose(file);
    return kib;
}

static void verify__takes_memory_for_one_and_refuses_a_crowd(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    Caller callers[CROWD];
    pthread_barrier_t start;
    Str hash;
    int verified = 0;
    CHECK_OK(password_hash(&arena, S("correct"), &hash, &err), &err);
    int64_t before = peak_kib(); /* with one computed */
    CHECK_I64(pthread_barrier_init(&start, NULL, CROWD), 0);
    for (int i = 0; i < CROWD; i++) {
        callers[i] = (Caller){.start = &start, .hash = hash};
        CHECK_I64(pthread_create(&callers[i].thread, NULL, call_verify, &callers[i]), 0);
    }
    for (int i = 0; i < CROWD; i++) {
        CHECK_I64(pthread_join(callers[i].thread, NULL), 0);
        verified += callers[i].ok;
        if (callers[i].ok)
            CHECK(callers[i].right);
        else
            CHECK_ERR(&callers[i].err, ERR_PASSWORD_BUSY);
    }
    (void)pthread_barrier_destroy(&start);
    CHECK(verified > LIMIT_PASSWORD_WAITING && verified < CROWD);
    if (peak_kib() - before >=
        2 * 19 * 1024) /* two more at once; sanitizers take some for threads */
        fail_msg("%lld KiB more at the peak", (long long)(peak_kib() - before));
    CHECK_OK(password_verify(hash, S("correct"), &callers[0].right, &err), &err);
}

static void secret__is_equal_or_not(void **state)
{
    (void)state;
    CHECK(secret_equal(S("abc"), S("abc")) && secret_equal(S(""), S("")));
    CHECK(secret_equal((Str){0}, S("")));
    CHECK(!secret_equal(S("abc"), S("abd")) && !secret_equal(S("abc"), S("ab")));
    CHECK(!secret_equal((Str){"a\0b", 3}, (Str){"a\0c", 3}));
}

/* --- which are weak --- */

static const Str names[] = {SC("u_t01"), SC("shifanshi-2021"), SC("一三五五计划"), SC("示例市")};

static bool is_weak(Str password)
{
    return password_is_weak(password, names, 4);
}

static void weak__are_the_shapes_of_the_office(void **state)
{
    (void)state;
    static const char *const weak[] = {
        "Admin@123456",
        "P@ssw0rd2021",
        "password1234",
        "Aa123456789!",
        "1qaz2wsx3edc",
        "!QAZ2wsx#EDC",
        "qwertyuiop[]",
        "poiuytrewq12",
        "asdfghjkl123",
        "123456789012",
        "13812345678901",
        "198510012345678901",
        "aaaaaaaaaaaaaaa",
        "abababababab",
        "abc7abc7abc7abc7",
        "Bangongshi@2021",
        "duban2021zhuren",
        "woaizhongguo1949",
        "zhengfu123456",
        "5201314woaini",
        "abcdefghijkl",
        "zyxwvutsrqpo",
        "Monday-2021-12",
        "!@#$%^&*()_+",
        "督办督办2021年",
        "办公室管理员123",
        "shifanshi2021!!",
        "shifanshi_kaohe",
        "示例市督办考核2022",
        "一三五五计划2021",
        "u_t01_password",
        "U_T01-2021-0101",
        "admin\x21"
        "admin\x21"
        "12",
        "ch4ngeM3ch4ngeM3",
        "111222333444555",
        "20210101-20211231",
        "mima mima mima mima",
        "xxxx    yyyy    zzzz",
        "13975284619035",
        "axbaxbbaxxab",
        "k7#Wmk7#Wmk7#Wm",
    };
    for (size_t i = 0; i < sizeof weak / sizeof weak[0]; i++)
        if (!is_weak(str_from_z(weak[i])))
            fail_msg("%s is taken for strong", weak[i]);
}

static void weak__are_not_those_with_something_left(void **state)
{
    (void)state;
    static const char *const strong[] = {
        "correct horse battery staple", "blauer Elefant tanzt", "春眠不觉晓处处闻啼鸟",
        "zhangwei@haibian78",           "x7!mQz0pLw9#",         "password kettle orange",
        "督办的猫睡在石板桥上三天",     "7G-halbmond-Kiesel",   "tulip_vase.on_the_roof",
    };
    for (size_t i = 0; i < sizeof strong / sizeof strong[0]; i++)
        if (is_weak(str_from_z(strong[i])))
            fail_msg("%s is taken for weak", strong[i]);
    CHECK(is_weak(S(""))); /* and nothing is nothing */
}

static void bytes_of(void *ctx, void *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        ((unsigned char *)bytes)[i] = (unsigned char)randomness_u32(ctx);
}

static void fixed_bytes(void *ctx, void *bytes, size_t len)
{
    memset(bytes, *(int *)ctx, len);
}

static void made__are_never_weak(void **state)
{
    (void)state;
    RandomSource source = {.seeded = true, .seed = 11};
    bool seen[128] = {0};
    int different = 0, all_ones = 0xff;
    for (int i = 0; i < 2000; i++) {
        AUTO_ARENA arena = {0};
        Str made = password_make(&arena, bytes_of, &source);
        CHECK_I64(made.len, 19);
        CHECK(!is_weak(made));
        for (ptrdiff_t k = 0; k < made.len; k++) {
            CHECK(!strchr("0o1il", made.ptr[k]));
            different += !seen[(int)made.ptr[k]];
            seen[(int)made.ptr[k]] = true;
        }
    }
    CHECK_I64(different, 32);
    AUTO_ARENA arena = {0};
    CHECK_I64(password_make(&arena, fixed_bytes, &all_ones).len, 19); /* comes to an end */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(password__is_kept_as_argon2id),
        cmocka_unit_test(verify__takes_only_hashes_of_ours),
        cmocka_unit_test(verify__takes_memory_for_one_and_refuses_a_crowd),
        cmocka_unit_test(secret__is_equal_or_not),
        cmocka_unit_test(weak__are_the_shapes_of_the_office),
        cmocka_unit_test(weak__are_not_those_with_something_left),
        cmocka_unit_test(made__are_never_weak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
