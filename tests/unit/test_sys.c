#include "base/date.h"
#include "check.h"
#include "sys/clock.h"
#include "sys/crypto.h"
#include "sys/files.h"
#include "sys/randomness.h"
#include "sys/spool.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder of its own for each test, removed afterwards. */
static int folder_setup(void **state)
{
    char template[] = "/tmp/duban-test-XXXXXX";
    *state = strdup(mkdtemp(template));
    return *state ? 0 : 1;
}

static void remove_tree(Str path)
{
    AUTO_ARENA a = {0};
    FolderList list = {0};
    Err err = {0};
    if (folder_list(&a, path, &list, &err))
        for (int i = 0; i < list.count; i++)
            remove_tree(path_join(&a, path, list.items[i].name));
    (void)remove(str_z(&a, path));
}

static int folder_teardown(void **state)
{
    remove_tree(str_from_z(*state));
    free(*state);
    return 0;
}

static Str in_folder(Arena *a, void **state, const char *name)
{
    return path_join(a, str_from_z(*state), str_from_z(name));
}

static void digest__agrees_with_published_vectors(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Str hex = {0};
    CHECK_OK(digest_hex(&a, DIGEST_SM3, S("abc"), &hex, &err), &err);
    CHECK_STR(hex, S("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"));
    Out out = out_new(&a, 100);
    for (int i = 0; i < 16; i++)
        out_s(&out, S("abcd"));
    CHECK_OK(digest_hex(&a, DIGEST_SM3, out_str(&out), &hex, &err), &err);
    CHECK_STR(hex, S("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"));
    CHECK_OK(digest_hex(&a, DIGEST_SHA256, S(""), &hex, &err), &err);
    CHECK_STR(hex, S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}

static void file__comes_back_as_written(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    Str path = in_folder(&a, state, "deep/er/结果.csv");
    Str bytes = {0};
    CHECK_OK(file_write(path, S("first, and longer"), &err), &err);
    CHECK_OK(file_write(path, S("second"), &err), &err);
    CHECK_OK(file_read(&a, path, 100, &bytes, &err), &err);
    CHECK_STR(bytes, S("second"));
    CHECK_OK(file_write(path, S(""), &err), &err);
    CHECK_OK(file_read(&a, path, 100, &bytes, &err), &err);
    CHECK_I64(bytes.len, 0);
}

static void file__write_leaves_only_the_file(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    FolderList list = {0};
    CHECK_OK(file_write(in_folder(&a, state, "one"), S("1"), &err), &err);
    CHECK_OK(folder_make(in_folder(&a, state, "two"), &err), &err);
    CHECK(!file_write(in_folder(&a, state, "two"), S("2"), &err));
    CHECK_ERR(&err, ERR_FILE_FOLDER);
    CHECK_OK(folder_list(&a, str_from_z(*state), &list, &err), &err);
    CHECK_I64(list.count, 2);
    CHECK_STR(list.items[0].name, S("one"));
    CHECK(!list.items[0].is_folder && list.items[1].is_folder);
}

static void file__limit_is_inclusive(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    Str bytes = {0};
    Str path = in_folder(&a, state, "five");
    CHECK_OK(file_write(path, S("12345"), &err), &err);
    CHECK_OK(file_read(&a, path, 5, &bytes, &err), &err);
    CHECK(!file_read(&a, path, 4, &bytes, &err));
    CHECK_ERR(&err, ERR_FILE_TOO_LARGE);
    CHECK_STR(err_arg(&err, "found"), S("5"));
    CHECK(!file_read(&a, S("/dev/zero"), 100000, &bytes, &err));
    CHECK_ERR(&err, ERR_FILE_TOO_LARGE);
}

static void file__says_why_it_cannot_be_read(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    Str bytes = {0};
    CHECK(!file_read(&a, in_folder(&a, state, "absent"), 5, &bytes, &err));
    CHECK_ERR(&err, ERR_FILE_ABSENT);
    CHECK(!file_read(&a, str_from_z(*state), 5, &bytes, &err));
    CHECK_ERR(&err, ERR_FILE_FOLDER);
    CHECK(!file_write(S("/dev/full"), S("x"), &err));
    CHECK_ERR(&err, ERR_FILE_FULL);
}

static void folder__is_listed_in_byte_order(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    FolderList list = {0};
    const char *names[] = {"b", "乙", "B", "甲", "a10", "a9"};
    const char *expected[] = {"B", "a10", "a9", "b", "乙", "甲"};
    for (int i = 0; i < 6; i++)
        CHECK_OK(file_write(in_folder(&a, state, names[i]), S("x"), &err), &err);
    CHECK_OK(folder_list(&a, str_from_z(*state), &list, &err), &err);
    CHECK_I64(list.count, 6);
    for (int i = 0; i < 6; i++)
        CHECK_STR(list.items[i].name, str_from_z(expected[i]));
}

static void randomness__repeats_by_seed_alone(void **state)
{
    (void)state;
    RandomSource a = {.seeded = true, .seed = 7}, b = a, c = {.seeded = true, .seed = 8};
    bool differs = false;
    for (int i = 0; i < 100; i++) {
        uint32_t value = randomness_u32(&a);
        CHECK_I64(value, randomness_u32(&b));
        differs = differs || value != randomness_u32(&c);
    }
    CHECK(differs);
    RandomSource later = {
        .seeded = true, .seed = 7, .drawn = 100}; /* any draw without the others */
    CHECK_I64(randomness_u32(&a), randomness_u32(&later));
}

static void randomness__fills_from_the_kernel(void **state)
{
    (void)state;
    unsigned char bytes[64] = {0}, zeros[64] = {0};
    random_bytes(bytes, sizeof bytes);
    CHECK(memcmp(bytes, zeros, sizeof bytes) != 0);
}

static void clock__is_after_this_test_was_written(void **state)
{
    (void)state;
    CHECK(instant_to_date(clock_now_ms(), 0) > date_from_ymd(2025, 1, 1));
    int64_t before = clock_monotonic_ns();
    CHECK(clock_monotonic_ns() >= before);
}

static int entries_of(Arena *a, void **state)
{
    FolderList list = {0};
    Err err = {0};
    CHECK_OK(folder_list(a, str_from_z(*state), &list, &err), &err);
    return list.count;
}

static void spool__is_there_whole_or_not_at_all(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    Str bytes, path = in_folder(&a, state, "deep/a.xlsx");
    AUTO_SPOOL spool = {0};
    spool_drop(&spool); /* nothing is open yet */
    CHECK_OK(spool_open(&spool, &a, path, &err), &err);
    CHECK_OK(fd_write(spool.fd, S("half"), path, &err), &err);
    CHECK(!file_exists(path) && file_exists(spool.temporary));
    spool_drop(&spool);
    CHECK(!file_exists(path) && spool.temporary.ptr == NULL);
    CHECK_OK(spool_open(&spool, &a, path, &err), &err);
    CHECK_OK(fd_write(spool.fd, S("whole"), path, &err), &err);
    CHECK_OK(spool_put(&spool, &err), &err);
    CHECK_OK(file_read(&a, path, 100, &bytes, &err), &err);
    CHECK_STR(bytes, S("whole"));
    FolderList list = {0};
    CHECK_OK(folder_list(&a, in_folder(&a, state, "deep"), &list, &err), &err);
    CHECK_I64(list.count, 1);
    CHECK(!spool_open(&spool, &a, S("/dev/null"), &err));
    CHECK_ERR(&err, ERR_FILE_SPECIAL);
    CHECK(!spool_open(&spool, &a, in_folder(&a, state, "deep"), &err));
    CHECK_ERR(&err, ERR_FILE_FOLDER);
}

static void spool__takes_away_what_the_dead_left(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    Str path = in_folder(&a, state, "a.xlsx");
    Str left = in_folder(&a, state, "a.xlsx.duban-abc123");
    Str stranger = in_folder(&a, state, "a.xlsx.backup");
    Str other = in_folder(&a, state, "b.xlsx.duban-abc123");
    CHECK_OK(file_write(left, S("x"), &err), &err);
    CHECK_OK(file_write(stranger, S("x"), &err), &err);
    CHECK_OK(file_write(other, S("x"), &err), &err);
    Spool living, spool;
    CHECK_OK(spool_open(&living, &a, path, &err), &err);
    CHECK(!file_exists(left) && file_exists(stranger) && file_exists(other));
    CHECK_OK(spool_open(&spool, &a, path, &err), &err);
    CHECK(file_exists(living.temporary));
    spool_drop(&living);
    spool_drop(&spool);
    CHECK_I64(entries_of(&a, state), 2);
}

static void spool__folders_go_with_what_is_in_them(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    Str left = in_folder(&a, state, ".duban-rows-abc123");
    CHECK_OK(file_write(path_join(&a, left, S("tmp.1")), S("x"), &err), &err);
    SpoolFolder folder;
    CHECK_OK(spool_folder_open(&folder, &a, str_from_z(*state), &err), &err);
    CHECK(!file_exists(left));
    for (int i = 0; i < 200; i++) /* more than one reading of the folder gives */
        CHECK_OK(file_write(path_join(&a, folder.path, arena_fmt(&a, "a file with a name %03d", i)),
                            S("x"), &err),
                 &err);
    spool_folder_drop(&folder);
    spool_folder_drop(&folder);
    CHECK_I64(entries_of(&a, state), 0);
    CHECK(!spool_folder_open(&folder, &a, in_folder(&a, state, "none"), &err));
    CHECK_ERR(&err, ERR_FILE_ABSENT);
}

static void space__is_asked_before_anything_is_written(void **state)
{
    AUTO_ARENA a = {0};
    Err err = {0};
    Str folder = in_folder(&a, state, "not/yet/there");
    SpaceNeed needs[] = {{folder, 1000}, {str_from_z(*state), 1000}};
    CHECK_OK(space_check(needs, 2, &err), &err);
    needs[1].bytes = INT64_C(1) << 60;
    CHECK(!space_check(needs, 2, &err));
    CHECK_ERR(&err, ERR_SPACE);
    CHECK_STR(err_arg(&err, "folder"), folder); /* on the same disk: both together */
    int64_t needed;
    CHECK(str_to_i64(err_arg(&err, "needed"), &needed) && needed > INT64_C(1) << 60);
    CHECK_OK(space_check(needs, 1, &err), &err);
    CHECK_I64(entries_of(&a, state), 0);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digest__agrees_with_published_vectors),
        IN_FOLDER(file__comes_back_as_written),
        IN_FOLDER(file__write_leaves_only_the_file),
        IN_FOLDER(file__limit_is_inclusive),
        IN_FOLDER(file__says_why_it_cannot_be_read),
        IN_FOLDER(folder__is_listed_in_byte_order),
        IN_FOLDER(spool__is_there_whole_or_not_at_all),
        IN_FOLDER(spool__takes_away_what_the_dead_left),
        IN_FOLDER(spool__folders_go_with_what_is_in_them),
        IN_FOLDER(space__is_asked_before_anything_is_written),
        cmocka_unit_test(randomness__repeats_by_seed_alone),
        cmocka_unit_test(randomness__fills_from_the_kernel),
        cmocka_unit_test(clock__is_after_this_test_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
