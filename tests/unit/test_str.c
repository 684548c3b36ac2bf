/* Text and memory of base/: Str, UTF-8, Out, Arena, Map, JSON, ids and collected faults. */
#include "base/code.h"
#include "base/id.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"
#include "check.h"

#include <string.h>

static void str__cuts_and_trims(void **state)
{
    (void)state;
    Str rest = S("a,,b");
    CHECK_STR(str_cut(&rest, ','), S("a"));
    CHECK_STR(str_cut(&rest, ','), S(""));
    CHECK(rest.ptr);
    CHECK_STR(str_cut(&rest, ','), S("b"));
    CHECK(!rest.ptr);
    CHECK_STR(str_trim(S(" \t　甲 区　\r\n")), S("甲 区"));
    CHECK_STR(str_trim(S("　 ")), S(""));
    CHECK_STR(str_sub(S("abc"), -5, 99), S("abc"));
    CHECK_I64(str_sub(S("abc"), 2, 1).len, 0);
}

static void str__finds(void **state)
{
    (void)state;
    CHECK_I64(str_find(S("abcabc"), S("ca"), 0), 2);
    CHECK_I64(str_find(S("abcabc"), S("a"), 1), 3);
    CHECK_I64(str_find(S("abc"), S("abcd"), 0), -1);
    CHECK_I64(str_find(S("abc"), S(""), 3), 3);
    CHECK_I64(str_find(S("abc"), S("a"), 99), -1);
    CHECK(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("Z"), S("a")) < 0 &&
          str_cmp(S("乙"), S("z")) > 0);
}

static void str__integers_use_the_whole_input(void **state)
{
    (void)state;
    int64_t v = 7;
    CHECK(str_to_i64(S("-9223372036854775808"), &v) && v == INT64_MIN);
    CHECK(str_to_i64(S("9223372036854775807"), &v) && v == INT64_MAX);
    const char *bad[] = {"", "-", "1x", " 1", "9223372036854775808", "-9223372036854775809", "1.0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!str_to_i64(str_from_z(bad[i]), &v));
    CHECK(v == INT64_MAX);
}

static void code__is_one_visible_word(void **state)
{
    (void)state;
    static const Str good[] = {SC("D"),     SC("QX-01"), SC("示例区（市辖）"),
                               SC("1.2.3"), SC("..."),   SC("a&b<c>%?#")};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CHECK(code_is_valid(good[i]));
    static const Str bad[] = {SC(""),
                              SC("."),
                              SC(".."),
                              SC("a b"),
                              SC("a\tb"),
                              SC("a\x7F"),
                              SC("a/b"),
                              SC("a\\b"),
                              SC("a;b"),
                              SC("a\"b"),
                              SC("a\0b"),
                              SC("a\xFF"),
                              SC("a\xC2\xA0"),
                              SC("甲　乙"),
                              SC("\xEF\xBB\xBF"
                                 "a"),
                              SC("a\xE2\x80\xAE"),
                              SC("a\xE2\x81\xA6"),
                              SC("a\xC2\x85")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!code_is_valid(bad[i]));
    char longest[CODE_BYTES_MAX + 1];
    memset(longest, 'k', sizeof longest);
    CHECK(code_is_valid((Str){longest, CODE_BYTES_MAX}));
    CHECK(!code_is_valid((Str){longest, CODE_BYTES_MAX + 1}));
}

static void utf8__refuses_what_rfc3629_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        ptrdiff_t bad_at;
    } cases[] = {
        {"a\x80", 1},
        {"\xc0\xaf", 0},
        {"\xe0\x80\xaf", 0},
        {"\xed\xa0\x80", 0},
        {"\xf4\x90\x80\x80", 0},
        {"\xf8\x88\x80\x80\x80", 0},
        {"甲\xe4\xb8", 3},
        {"\xff", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ptrdiff_t bad_at = -1;
        CHECK(!utf8_valid(str_from_z(cases[i].bytes), &bad_at));
        CHECK_I64(bad_at, cases[i].bad_at);
    }
    CHECK(utf8_valid(S("甲𠀀\xf4\x8f\xbf\xbf"), NULL));
}

static void utf8__codes_come_back(void **state)
{
    (void)state;
    const uint32_t points[] = {0,      0x7f,   0x80,   0x7ff,   0x800,
                               0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        char buffer[4];
        int n = utf8_put(points[i], buffer);
        ptrdiff_t at = 0;
        CHECK_I64(utf8_next((Str){buffer, n}, &at), points[i]);
        CHECK_I64(at, n);
    }
    char buffer[4];
    CHECK_I64(utf8_put(0xd800, buffer), 0);
    CHECK_I64(utf8_put(0x110000, buffer), 0);
    CHECK_STR(utf8_prefix(S("甲乙"), 5), S("甲"));
    CHECK_I64(utf8_count(S("甲a乙")), 3);
    CHECK_I64(utf8_columns(S("甲a，")), 5);
}

static void out__overflow_is_sticky(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Out out = out_new(&a, 5);
    out_s(&out, S("12345"));
    CHECK(out_ok(&out));
    out_c(&out, '6');
    out_s(&out, S(""));
    CHECK(!out_ok(&out));
    CHECK_STR(out_str(&out), S("12345"));
}

static void out__numbers_and_columns(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Out out = out_new(&a, 1000);
    out_fixed(&out, 8427, 2);
    out_c(&out, ' ');
    out_fixed(&out, -5, 3);
    out_c(&out, ' ');
    out_fixed(&out, INT64_MIN, 0);
    out_c(&out, ' ');
    out_i64(&out, INT64_MIN);
    out_c(&out, ' ');
    out_i64(&out, 0);
    out_i64(&out, -7);
    out_i64(&out, INT64_MAX);
    out_c(&out, '|');
    out_pad(&out, S("甲区"), 6);
    out_c(&out, '|');
    out_pad_left(&out, S("甲"), 1);
    out_pad_left(&out, S("7"), 3);
    CHECK_STR(out_str(&out), S("84.27 -0.005 -9223372036854775808 -9223372036854775808 "
                               "0-79223372036854775807|甲区  |甲  7"));
}

static void arena__returns_to_its_mark(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    char *first = arena_alloc(&a, 10, 1);
    memset(first, 'x', 10);
    ArenaMark mark = arena_mark(&a);
    for (int i = 0; i < 100; i++)
        (void)arena_alloc(&a, 5000, 1);
    CHECK(a.peak_bytes >= 500000);
    arena_rewind(&a, mark);
    const char *again = arena_alloc(&a, 100000, 1);
    for (int i = 0; i < 100000; i++)
        CHECK(again[i] == 0);
    CHECK(first[9] == 'x');
    arena_reset(&a);
    CHECK_I64(a.used_bytes, 0);
}

typedef struct Numbers {
    int *items;
    int count;
    size_t cap;
} Numbers;

static void arena__lists_grow(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Numbers numbers = {0};
    for (int i = 0; i < 1000; i++)
        *arena_push(&a, &numbers) = i;
    CHECK_I64(numbers.count, 1000);
    for (int i = 0; i < 1000; i++)
        CHECK_I64(numbers.items[i], i);
}

static void map__puts_gets_and_replaces(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Map map = {0};
    CHECK_I64(map_get(&map, S("k0")), -1);
    for (int i = 0; i < 1000; i++)
        map_put(&a, &map, arena_fmt(&a, "k%d", i), i);
    map_put(&a, &map, S("k7"), 70);
    CHECK_I64(map.count, 1000);
    CHECK_I64(map_get(&map, S("k7")), 70);
    CHECK_I64(map_get(&map, S("k999")), 999);
    CHECK_I64(map_get(&map, S("k1000")), -1);
}

static void json__nests_and_escapes(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Out out = out_new(&a, 1000);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("甲\"\\"), S("</script>\n\x01"));
    json_key(&json, S("list"));
    json_array(&json);
    json_i64(&json, -3);
    json_null(&json);
    json_object(&json);
    json_object_end(&json);
    json_array_end(&json);
    json_kbool(&json, S("b"), true);
    json_object_end(&json);
    CHECK_STR(out_str(&out),
              S("{\"甲\\\"\\\\\":\"\\u003c/script>\\n\\u0001\",\"list\":[-3,null,{}],\"b\":true}"));
}

static int64_t same_time(void *ctx)
{
    return *(int64_t *)ctx;
}

static uint32_t same_random(void *ctx)
{
    (void)ctx;
    return UINT32_MAX;
}

static void id__never_falls_even_when_the_clock_does(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    int64_t now = 1625101200000;
    IdSource source = {.now_ms = same_time, .random_u32 = same_random, .ctx = &now};
    Str last = id_text(&a, id_next(&source));
    for (int i = 0; i < 100; i++) {
        now -= 1000;
        Str next = id_text(&a, id_next(&source));
        CHECK_I64(next.len, 13);
        CHECK(str_cmp(next, last) > 0);
        last = next;
    }
}

static void faults__keep_the_first_and_count_all(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Faults faults = {.arena = &a};
    for (int i = 0; i < FAULTS_KEPT_MAX + 5; i++) {
        Err err = {0};
        err_set(&err, ERR_LIMIT, {"name", S("rows")});
        err_at_cell(&err, i + 1, 1);
        err_at_cell(&err, 999, 1); /* the first place stays */
        faults_add(&faults, &err);
    }
    CHECK_I64(faults.count, FAULTS_KEPT_MAX);
    CHECK_I64(faults.total, FAULTS_KEPT_MAX + 5);
    CHECK_I64(faults.items[FAULTS_KEPT_MAX - 1].row, FAULTS_KEPT_MAX);
}

static void err__cuts_long_arguments_on_a_character(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Out out = out_new(&a, 10000);
    while (out.len < 3000)
        out_s(&out, S("甲"));
    Err err = {0};
    err_set(&err, ERR_LIMIT, {"name", out_str(&out)}, {"limit", out_str(&out)},
            {"found", out_str(&out)}, {"x", out_str(&out)});
    for (int i = 0; i < err.nargs; i++)
        CHECK(utf8_valid(err_arg(&err, err.args[i].key), NULL));
    CHECK(err.text_used <= ERR_TEXT_BYTES);
    CHECK(err_set(NULL, ERR_LIMIT) == false);
    CHECK_I64(err_exit_status(&err), 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(str__cuts_and_trims),
        cmocka_unit_test(str__finds),
        cmocka_unit_test(str__integers_use_the_whole_input),
        cmocka_unit_test(code__is_one_visible_word),
        cmocka_unit_test(utf8__refuses_what_rfc3629_refuses),
        cmocka_unit_test(utf8__codes_come_back),
        cmocka_unit_test(out__overflow_is_sticky),
        cmocka_unit_test(out__numbers_and_columns),
        cmocka_unit_test(arena__returns_to_its_mark),
        cmocka_unit_test(arena__lists_grow),
        cmocka_unit_test(map__puts_gets_and_replaces),
        cmocka_unit_test(json__nests_and_escapes),
        cmocka_unit_test(id__never_falls_even_when_the_clock_does),
        cmocka_unit_test(faults__keep_the_first_and_count_all),
        cmocka_unit_test(err__cuts_long_arguments_on_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
