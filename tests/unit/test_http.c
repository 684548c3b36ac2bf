/* Names and values out of foreign bytes: requests, URLs, forms, cookies and parameters. */
#include "base/limits.h"
#include "base/utf8.h"
#include "check.h"
#include "http/param.h"
#include "i18n/msg.h"

#include <string.h>

/* "CODE@byte [arguments]" of an error. */
static Str told(Arena *arena, const Err *err)
{
    Out out = out_new(arena, 4096);
    out_s(&out, str_from_z(err_code_name(err->code)));
    if (err->byte)
        out_f(&out, "@%lld", (long long)err->byte);
    for (int i = 0; i < err->nargs; i++) {
        out_s(&out, S(" ["));
        out_s(&out, err_arg(err, err->args[i].key));
        out_s(&out, S("]"));
    }
    return out_str(&out);
}

/* n times c */
static Str many(Arena *arena, char c, ptrdiff_t n)
{
    char *bytes = arena_new(arena, char, n + 1);
    memset(bytes, c, (size_t)n);
    return (Str){bytes, n};
}

static Str joined(Arena *arena, Str a, Str b)
{
    Out out = out_new(arena, 1 << 24);
    out_s(&out, a);
    out_s(&out, b);
    return out_str(&out);
}

/* ---- request and answer ---- */

static void http__headers_are_found_whatever_their_case(void **state)
{
    (void)state;
    HttpPair pairs[] = {
        {SC("Host"), SC("a")}, {SC("COOKIE"), SC("b=1")}, {SC("cookie"), SC("c=2")}};
    HttpRequest request = {.headers = {.items = pairs, .count = 3}};
    CHECK_STR(http_header(&request, S("cookie")), S("b=1"));
    CHECK_STR(http_header(&request, S("hOST")), S("a"));
    CHECK_STR(http_header(&request, S("Hos")), S(""));
    CHECK_STR(http_header(&request, S("")), S(""));
}

static void http__an_answer_begins_empty_and_keeps_what_is_set(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    HttpResponse response;
    memset(&response, 0x5A, sizeof response);
    http_response_init(&response, &arena);
    CHECK_I64(response.status, 200);
    CHECK_I64(response.file, -1);
    CHECK(!response.fixed.ptr && response.body.len == 0 && response.headers.count == 0);
    CHECK_I64(response.body.max_bytes, LIMIT_HTTP_ANSWER_BYTES);
    http_set(&response, &arena, S("Set-Cookie"), S("a=1"));
    http_set(&response, &arena, S("Set-Cookie"), S("b=2"));
    CHECK_I64(response.headers.count, 2);
    CHECK_STR(http_sent(&response, S("set-cookie")), S("a=1"));
    CHECK_STR(http_sent(&response, S("ETag")), S(""));
}

static void http__each_kind_has_its_status(void **state)
{
    (void)state;
    static const int expected[] = {
        [KIND_OK] = 200,       [KIND_INVALID] = 400, [KIND_NOT_FOUND] = 404,
        [KIND_CONFLICT] = 409, [KIND_DENIED] = 403,  [KIND_TOO_LARGE] = 413,
        [KIND_BUSY] = 503,     [KIND_IO] = 500,      [KIND_INTERNAL] = 500};
    for (int kind = KIND_OK; kind <= KIND_INTERNAL; kind++)
        CHECK_I64(http_status_of((ErrKind)kind), expected[kind]);
    CHECK_STR(http_method_word(HTTP_HEAD), S("HEAD"));
}

/* ---- URL ---- */

static void url__decodes_what_it_encodes(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Out out = out_new(&arena, 1024);
    Str text = S("示例区/一 a+b&c=1?~-._%\x01\xF0\x9F\x98\x80"), back;
    url_encode(&out, text);
    CHECK_STR(out_str(&out), S("%E7%A4%BA%E4%BE%8B%E5%8C%BA%2F%E4%B8%80%20a%2Bb%26c%3D1%3F~-._%25"
                               "%01%F0%9F%98%80"));
    CHECK(url_decode(&arena, out_str(&out), false, &back, NULL));
    CHECK_STR(back, text);
    CHECK(url_decode(&arena, S("a+b%2B"), true, &back, NULL));
    CHECK_STR(back, S("a b+"));
    CHECK(url_decode(&arena, S("a+b%2b"), false, &back, NULL));
    CHECK_STR(back, S("a+b+"));
    CHECK(url_decode(&arena, S(""), false, &back, NULL));
    CHECK(back.ptr && back.len == 0);
}

static void url__refuses_what_is_no_text(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    static const struct {
        Str in, expected;
    } cases[] = {
        {SC("ab%"), SC("HTTP_ENCODING@3 [%]")},
        {SC("ab%4"), SC("HTTP_ENCODING@3 [%4]")},
        {SC("%4g"), SC("HTTP_ENCODING@1 [%4g]")},
        {SC("%%41"), SC("HTTP_ENCODING@1 [%%4]")},
        {SC("% 1"), SC("HTTP_ENCODING@1 [% 1]")},
        {SC("a%00b"), SC("HTTP_ENCODING@2 [%00]")},
        {SC("a\0b"), SC("HTTP_ENCODING@2 [%00]")},
        {SC("%41%c0%af"), SC("HTTP_ENCODING@4 [%c0]")},    /* an overlong slash */
        {SC("%e0%80%af"), SC("HTTP_ENCODING@1 [%e0]")},    /* a longer one */
        {SC("x%ED%A0%80"), SC("HTTP_ENCODING@2 [%ED]")},   /* a surrogate */
        {SC("%E7%A4"), SC("HTTP_ENCODING@1 [%E7]")},       /* cut */
        {SC("ab\xE7\xA4"), SC("HTTP_ENCODING@3 [%E7]")},   /* raw and cut */
        {SC("%F4%90%80%80"), SC("HTTP_ENCODING@1 [%F4]")}, /* above U+10FFFF */
        {SC("%u4e00"), SC("HTTP_ENCODING@1 [%u4]")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        Str text = S("untouched");
        CHECK(!url_decode(&arena, cases[i].in, true, &text, &err));
        CHECK_STR(told(&arena, &err), cases[i].expected);
        CHECK_STR(text, S("untouched"));
    }
}

static void path__is_cut_into_segments(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    PathSegments p;
    CHECK(path_split(&arena, S("/"), &p, NULL) && p.count == 0);
    CHECK(path_split(&arena, S("/a/b%20c+d/%E5%8C%BA"), &p, NULL));
    CHECK_I64(p.count, 3);
    CHECK_STR(p.items[1], S("b c+d"));
    CHECK_STR(p.items[2], S("区"));
    CHECK(path_split(&arena, S("/units/"), &p, NULL) && p.count == 1);
    CHECK(path_split(&arena, S("/.../..a/a.."), &p, NULL) && p.count == 3);
    CHECK(path_split(&arena, S("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/"), &p, NULL));
    CHECK_I64(p.count, LIMIT_HTTP_PATH_SEGMENTS);
}

static void path__refuses_what_leads_elsewhere(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    static const struct {
        Str in, expected;
    } cases[] = {
        {SC(""), SC("HTTP_PATH@1 []")},
        {SC("*"), SC("HTTP_PATH@1 [*]")},
        {SC("http://a/b"), SC("HTTP_PATH@1 [http://a/b]")},
        {SC("//a"), SC("HTTP_PATH@2 []")},
        {SC("/a//b"), SC("HTTP_PATH@4 []")},
        {SC("/a//"), SC("HTTP_PATH@4 []")},
        {SC("/a/../b"), SC("HTTP_PATH@4 [..]")},
        {SC("/a/.."), SC("HTTP_PATH@4 [..]")},
        {SC("/."), SC("HTTP_PATH@2 [.]")},
        {SC("/a/%2e%2E/b"), SC("HTTP_PATH@4 [%2e%2E]")},
        {SC("/a/.%2e"), SC("HTTP_PATH@4 [.%2e]")},
        {SC("/a%2Fb"), SC("HTTP_PATH@2 [a%2Fb]")},
        {SC("/a/..%5cb"), SC("HTTP_PATH@4 [..%5cb]")},
        {SC("/a%0Ab"), SC("HTTP_PATH@2 [a%0Ab]")},
        {SC("/ab/c%00"), SC("HTTP_ENCODING@6 [%00]")},
        {SC("/ab/c%zz"), SC("HTTP_ENCODING@6 [%zz]")},
        {SC("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"),
         SC("LIMIT@41 [LIMIT_HTTP_PATH_SEGMENTS] [16] [17]")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        PathSegments p = {.count = -1};
        CHECK(!path_split(&arena, cases[i].in, &p, &err));
        CHECK_STR(told(&arena, &err), cases[i].expected);
        CHECK_I64(p.count, -1);
    }
}

/* ---- forms, cookies ---- */

static void form__keeps_names_and_values_in_order(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    HttpPairs f;
    CHECK(form_parse(&arena, S("&b=1&a=%E5%8C%BA+x&&b=2=3&c&d=&"), &f, NULL));
    CHECK_I64(f.count, 5);
    CHECK_STR(f.items[0].name, S("b"));
    CHECK_STR(f.items[2].name, S("b"));
    CHECK_STR(f.items[2].value, S("2=3"));
    CHECK_STR(fields_get(&f, S("b")), S("1"));
    CHECK_STR(fields_get(&f, S("a")), S("区 x"));
    CHECK(fields_get(&f, S("c")).ptr && fields_get(&f, S("c")).len == 0);
    CHECK(fields_get(&f, S("d")).ptr && fields_get(&f, S("d")).len == 0);
    CHECK(!fields_get(&f, S("e")).ptr);
    CHECK(!fields_get(&f, S("B")).ptr);
    CHECK(form_parse(&arena, S(""), &f, NULL) && f.count == 0);
    CHECK(form_parse(&arena, S("a%3Db=%26"), &f, NULL));
    CHECK_STR(f.items[0].name, S("a=b"));
    CHECK_STR(f.items[0].value, S("&"));
}

static void form__says_which_field_and_byte(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    static const struct {
        Str in, expected;
    } cases[] = {
        {SC("a=1&b=x%zz"), SC("HTTP_FIELD@8 [b] [%zz]")},
        {SC("a=1&%E5%8C%BA=x%00"), SC("HTTP_FIELD@16 [区] [%00]")},
        {SC("a=1&b%ff=x"), SC("HTTP_ENCODING@6 [%ff]")},
        {SC("a=1&b\0=x"), SC("HTTP_ENCODING@6 [%00]")},
        {SC("a=1&=x"), SC("HTTP_FIELD_NAME@5")},
        {SC("="), SC("HTTP_FIELD_NAME@1")},
        {SC("a%0D%0A=%"), SC("HTTP_FIELD@9 [a%0D%0A] [%]")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        HttpPairs f = {.count = -1};
        CHECK(!form_parse(&arena, cases[i].in, &f, &err));
        CHECK_STR(told(&arena, &err), cases[i].expected);
        CHECK_I64(f.count, -1);
    }
}

static void form__has_limits(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    HttpPairs f;
    Out out = out_new(&arena, 1 << 16);
    for (int i = 0; i < LIMIT_HTTP_FIELDS; i++)
        out_s(&out, S("a=1&"));
    CHECK_OK(form_parse(&arena, out_str(&out), &f, &err), &err);
    CHECK_I64(f.count, LIMIT_HTTP_FIELDS);
    out_s(&out, S("&b"));
    CHECK(!form_parse(&arena, out_str(&out), &f, &err));
    CHECK_STR(told(&arena, &err), S("LIMIT@4002 [LIMIT_HTTP_FIELDS] [1000] [1001]"));

    Str longest = many(&arena, 'x', LIMIT_HTTP_FIELD_BYTES),
        longer = joined(&arena, longest, S("y"));
    CHECK_OK(
        form_parse(&arena, joined(&arena, S("a=%41"), str_sub(longest, 1, longest.len)), &f, &err),
        &err);
    CHECK_I64(f.items[0].value.len, LIMIT_HTTP_FIELD_BYTES);
    CHECK(!form_parse(&arena, joined(&arena, S("b=&a="), longer), &f, &err));
    CHECK_STR(told(&arena, &err), S("HTTP_FIELD_BYTES@6 [a] [65537] [65536]"));
    CHECK(!form_parse(&arena, joined(&arena, S("b=&"), longer), &f, &err));
    CHECK_I64(err.byte, 4);
    CHECK_ERR(&err, ERR_HTTP_FIELD_BYTES);
    CHECK_STR(err_arg(&err, "found"), S("65537"));
}

static void cookie__is_found_by_its_exact_name(void **state)
{
    (void)state;
    Str header = S("a=1; __Host-duban=x=y; ab=2;c;d=; a=3;__host-duban=no");
    CHECK_STR(cookie_get(header, S("__Host-duban")), S("x=y"));
    CHECK_STR(cookie_get(header, S("a")), S("1"));
    CHECK_STR(cookie_get(header, S("ab")), S("2"));
    CHECK_STR(cookie_get(header, S("b")), S(""));
    CHECK_STR(cookie_get(header, S("c")), S(""));
    CHECK_STR(cookie_get(header, S("d")), S(""));
    CHECK_STR(cookie_get(S(""), S("a")), S(""));
    CHECK_STR(cookie_get(S(";;=;a"), S("a")), S(""));
    CHECK_STR(cookie_get(S("x=a=1"), S("a")), S(""));
}

static void content_type__essence_is_lower_case(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    CHECK_STR(content_type_essence(&arena, S("Text/HTML ; charset=utf-8")), S("text/html"));
    CHECK_STR(content_type_essence(&arena, S("application/json")), S("application/json"));
    CHECK_STR(content_type_essence(&arena, S("")), S(""));
}

/* ---- parameters ---- */

static const Param table[] = {
    {"unit", PARAM_CODE, IN_PATH, true},
    {"note", PARAM_TEXT, IN_FORM, false, 2, 5},
    {"count", PARAM_INT, IN_QUERY, false, -3, 100},
    {"period", PARAM_PERIOD, IN_QUERY, true},
    {"order", PARAM_CHOICE, IN_QUERY, .choices = "rank|code|name"},
    {"all", PARAM_FLAG, IN_QUERY},
    {"password", PARAM_SECRET, IN_FORM, .max = 8},
    {"short", PARAM_CODE, IN_QUERY, .max = 3},
    {"files", PARAM_FILES, IN_FORM, .max = 2},
    {0},
};

static const Param *row(const char *name)
{
    for (const Param *param = table; param->name; param++)
        if (strcmp(param->name, name) == 0)
            return param;
    fail();
    return NULL;
}

static void param__good_values_are_kept(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    static const struct {
        const char *name;
        Str raw, text;
        int64_t i64;
    } cases[] = {
        {"unit", SC("QX-01"), SC("QX-01"), 0},
        {"unit", SC(" 示例区（市辖）.1:2 "), SC("示例区（市辖）.1:2"), 0},
        {"unit", SC("\xC2\xA0甲\xE2\x80\x8B"), SC("甲"), 0},
        {"short", SC("区"), SC("区"), 0},
        {"note", SC("一\r\n二\t三"), SC("一\n二\t三"), 0},
        {"note", SC("\n ab \r\n"), SC("ab"), 0},
        {"note", SC("\xF0\x9F\x98\x80二三四五"), SC("\xF0\x9F\x98\x80二三四五"), 0},
        {"count", SC("-3"), SC("-3"), -3},
        {"count", SC(" 100　"), SC("100"), 100},
        {"count", SC("007"), SC("007"), 7},
        {"period", SC("2021-06"), SC("2021-06"), 0},
        {"period", SC("2021-12"), SC("2021-12"), 0},
        {"order", SC("rank"), SC("rank"), 0},
        {"order", SC("name"), SC("name"), 2},
        {"all", SC("1"), SC("1"), 1},
        {"password", SC(" a b  "), SC(" a b  "), 0},
        {"password", SC("   "), SC("   "), 0},
        {"password", SC("password"), SC("password"), 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        ParamValue value = {0};
        CHECK_OK(param_check(&arena, row(cases[i].name), cases[i].raw, &value, &err), &err);
        CHECK(value.given);
        CHECK_STR(value.text, cases[i].text);
        CHECK_I64(value.i64, cases[i].i64);
    }
    static const char *names[] = {"unit", "note", "count", "period", "order", "all", "files"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ParamValue value = {.given = true};
        CHECK(param_check(&arena, row(names[i]), S(" \r\n　"), &value, NULL));
        CHECK(!value.given && value.text.len == 0);
    }
}

static void param__bad_values_are_named(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    static const struct {
        const char *name;
        Str raw, expected;
    } cases[] = {
        {"unit", SC("a b"), SC("PARAM_CODE [unit] [a b] [64]")},
        {"unit", SC("a\nb"), SC("PARAM_CODE [unit] [a%0Ab] [64]")},
        {"unit", SC("a/b"), SC("PARAM_CODE [unit] [a/b] [64]")},
        {"unit", SC("a\\b"), SC("PARAM_CODE [unit] [a\\b] [64]")},
        {"unit", SC(".."), SC("PARAM_CODE [unit] [..] [64]")},
        {"unit", SC("a;b"), SC("PARAM_CODE [unit] [a;b] [64]")},
        {"unit", SC("a\"b"), SC("PARAM_CODE [unit] [a\"b] [64]")},
        {"unit", SC("a　b"), SC("PARAM_CODE [unit] [a　b] [64]")},
        {"unit",
         SC("a\xE2\x80\xAE"
            "b"),
         SC("PARAM_CODE [unit] [a\xE2\x80\xAE"
            "b] [64]")},
        {"unit", SC("a\xFF"), SC("PARAM_CODE [unit] [a%FF] [64]")},
        {"short", SC("甲乙"), SC("PARAM_CODE [short] [甲乙] [3]")},
        {"note", SC("一"), SC("PARAM_TEXT [note] [1] [2–5]")},
        {"note", SC("一二三四五六"), SC("PARAM_TEXT [note] [6] [2–5]")},
        {"note", SC("ab\rc"), SC("PARAM_CONTROL@3 [note] [%0D]")},
        {"note", SC("ab\x1B"), SC("PARAM_CONTROL@3 [note] [%1B]")},
        {"note", SC("\xC2\x85x"), SC("PARAM_CONTROL@1 [note] [%C2%85]")},
        {"note", SC("a\0b"), SC("PARAM_CONTROL@2 [note] [%00]")},
        {"count", SC("101"), SC("PARAM_INT [count] [101] [-3–100]")},
        {"count", SC("-4"), SC("PARAM_INT [count] [-4] [-3–100]")},
        {"count", SC("+4"), SC("PARAM_INT [count] [+4] [-3–100]")},
        {"count", SC("1.0"), SC("PARAM_INT [count] [1.0] [-3–100]")},
        {"count", SC("0x1"), SC("PARAM_INT [count] [0x1] [-3–100]")},
        {"count", SC("99999999999999999999"),
         SC("PARAM_INT [count] [99999999999999999999] [-3–100]")},
        {"period", SC("2021-13"), SC("PARAM_PERIOD [period] [2021-13] [2021-06]")},
        {"period", SC("2021-00"), SC("PARAM_PERIOD [period] [2021-00] [2021-06]")},
        {"period", SC("0000-01"), SC("PARAM_PERIOD [period] [0000-01] [2021-06]")},
        {"period", SC("2021-6"), SC("PARAM_PERIOD [period] [2021-6] [2021-06]")},
        {"period", SC("2021/06"), SC("PARAM_PERIOD [period] [2021/06] [2021-06]")},
        {"period", SC("2021-06-01"), SC("PARAM_PERIOD [period] [2021-06-01] [2021-06]")},
        {"order", SC("Rank"), SC("PARAM_CHOICE [order] [Rank] [rank · code · name]")},
        {"order", SC("rank|code"), SC("PARAM_CHOICE [order] [rank|code] [rank · code · name]")},
        {"order", SC("ran"), SC("PARAM_CHOICE [order] [ran] [rank · code · name]")},
        {"all", SC("0"), SC("PARAM_FLAG [all] [0] [1]")},
        {"all", SC("true"), SC("PARAM_FLAG [all] [true] [1]")},
        {"password", SC("opensesam"), SC("PARAM_SECRET [password] [8]")},
        {"files", SC("x"), SC("PARAM_FILE [files]")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Err err = {0};
        ParamValue value = {.i64 = 77};
        CHECK(!param_check(&arena, row(cases[i].name), cases[i].raw, &value, &err));
        CHECK_STR(told(&arena, &err), cases[i].expected);
        CHECK_I64(value.i64, 77);
    }
    ParamValue value;
    Str longest = many(&arena, 'k', 64);
    CHECK(param_check(&arena, row("unit"), longest, &value, NULL));
    CHECK(!param_check(&arena, row("unit"), joined(&arena, longest, S("k")), &value, NULL));
}

static void params__come_from_their_place(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    ParamValues values = {.table = table};
    HttpPairs path, query;
    CHECK(form_parse(&arena, S("unit=D"), &path, NULL));
    CHECK(form_parse(&arena, S("order=code&count=&all="), &query, NULL));
    CHECK_OK(params_take(&arena, &values, IN_PATH, &path, &err), &err);
    CHECK_OK(params_take(&arena, &values, IN_QUERY, &query, &err), &err);
    CHECK_STR(param_of(&values, "unit")->text, S("D"));
    CHECK_I64(param_of(&values, "order")->i64, 1);
    CHECK(!param_of(&values, "count")->given && !param_of(&values, "all")->given);
    CHECK(!params_complete(&values, &err));
    CHECK_STR(told(&arena, &err), S("PARAM_MISSING [period]"));
    CHECK(form_parse(&arena, S("period=2021-06"), &query, NULL));
    CHECK_OK(params_take(&arena, &values, IN_QUERY, &query, &err), &err);
    CHECK_OK(params_complete(&values, &err), &err);
    CHECK_I64(param_of(&values, "order")->i64, 1);
}

static void params__refuse_what_the_table_does_not_have(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    static const struct {
        Str in, expected;
    } cases[] = {
        {SC("perod=2021-06"), SC("PARAM_UNKNOWN [perod] [count, period, order, all, short]")},
        {SC("unit=D"), SC("PARAM_UNKNOWN [unit] [count, period, order, all, short]")},
        {SC("note=ab"), SC("PARAM_UNKNOWN [note] [count, period, order, all, short]")},
        {SC("x%0A=1"), SC("PARAM_UNKNOWN [x%0A] [count, period, order, all, short]")},
        {SC("all=1&all=1"), SC("PARAM_TWICE [all]")},
        {SC("all=&all=1"), SC("PARAM_TWICE [all]")},
        {SC("all=1&count=x"), SC("PARAM_INT [count] [x] [-3–100]")},
    };
    HttpPairs query;
    Err err = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ParamValues values = {.table = table};
        CHECK(form_parse(&arena, cases[i].in, &query, NULL));
        CHECK(!params_take(&arena, &values, IN_QUERY, &query, &err));
        CHECK_STR(told(&arena, &err), cases[i].expected);
    }
    ParamValues none = {0};
    CHECK(!params_take(&arena, &none, IN_QUERY, &query, &err));
    CHECK_STR(told(&arena, &err), S("PARAM_NONE [all]"));
    query.count = 0;
    CHECK(params_take(&arena, &none, IN_QUERY, &query, &err) && params_complete(&none, &err));
}

static MultipartPart file(Str name, Str file_name, Str bytes)
{
    return (MultipartPart){name, file_name, S("text/plain"), bytes};
}

static void params__take_files_of_a_form(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    MultipartPart items[] = {
        {SC("note"), {0}, SC(""), SC("说明")}, /* text is params_take's */
        file(S("files"), S("a.xlsx"), S("PK")), file(S("files"), S(""), S("")),
        file(S("files"), S("空.csv"), S("")),   file(S("files"), S(""), S("nameless")),
    };
    MultipartParts parts = {.items = items, .count = 4};
    ParamValues values = {.table = table};
    CHECK_OK(params_take_files(&arena, &values, &parts, &err), &err);
    CHECK(!param_of(&values, "note")->given);
    CHECK(param_of(&values, "files")->given);
    CHECK_I64(param_of(&values, "files")->i64, 2);
    CHECK_I64(values.files.count, 2);
    CHECK_STR(values.files.items[1].file_name, S("空.csv"));

    parts.count = 5;
    values = (ParamValues){.table = table};
    CHECK(!params_take_files(&arena, &values, &parts, &err));
    CHECK_STR(told(&arena, &err), S("PARAM_FILES [files] [3] [2]"));
    static const Str expected[] = {SC("PARAM_NO_FILE [note]"),
                                   SC("PARAM_UNKNOWN [count] [note, password, files]")};
    static const Str names[] = {SC("note"), SC("count")};
    for (size_t i = 0; i < 2; i++) {
        MultipartPart one[] = {file(names[i], S("a"), S(""))};
        values = (ParamValues){.table = table};
        CHECK(!params_take_files(&arena, &values, &(MultipartParts){one, 1, 0, 0}, &err));
        CHECK_STR(told(&arena, &err), expected[i]);
    }
    MultipartPart unchosen[] = {items[2]};
    values = (ParamValues){.table = table};
    CHECK(params_take_files(&arena, &values, &(MultipartParts){unchosen, 1, 0, 0}, &err));
    CHECK(!param_of(&values, "files")->given);
}

static void params__errors_speak_both_languages(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    ParamValues values = {.table = table};
    HttpPairs query;
    CHECK(form_parse(&arena, S("count=x"), &query, NULL));
    CHECK(!params_take(&arena, &values, IN_QUERY, &query, &err));
    Out zh = out_new(&arena, 1024), en = out_new(&arena, 1024);
    msg_err(&zh, LANG_ZH, &err);
    msg_err(&en, LANG_EN, &err);
    CHECK_STR(out_str(&zh), S("“count”的值“x”不对；应为整数 -3–100"));
    CHECK_STR(out_str(&en), S("\"count\": found \"x\", expected a whole number -3–100"));
}

static void download_name__is_one_that_every_system_takes(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CHECK_STR(download_name(&a, S("台账.csv")), S("台账.csv"));
    CHECK_STR(download_name(&a, S("a/b\\c\nd\x7F.txt")), S("a b c d .txt"));
    CHECK_STR(download_name(&a, S("")), S(""));
    CHECK_STR(download_name(&a, S(".csv")), S(".csv"));
    /* long ones are cut on a character, the ending stays: 66 of 80 characters of three bytes fit */
    for (int ascii = 0; ascii < 3; ascii++) {
        Out name = out_new(&a, 1024);
        for (int i = 0; i < ascii; i++)
            out_c(&name, 'x');
        for (int i = 0; i < 80; i++)
            out_s(&name, S("督"));
        out_s(&name, S(".csv"));
        Str cut = download_name(&a, out_str(&name));
        CHECK(cut.len <= DOWNLOAD_NAME_BYTES && cut.len > DOWNLOAD_NAME_BYTES - 3);
        CHECK(utf8_valid(cut, NULL) && str_ends(cut, S("督.csv")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(http__headers_are_found_whatever_their_case),
        cmocka_unit_test(http__an_answer_begins_empty_and_keeps_what_is_set),
        cmocka_unit_test(http__each_kind_has_its_status),
        cmocka_unit_test(url__decodes_what_it_encodes),
        cmocka_unit_test(url__refuses_what_is_no_text),
        cmocka_unit_test(path__is_cut_into_segments),
        cmocka_unit_test(path__refuses_what_leads_elsewhere),
        cmocka_unit_test(form__keeps_names_and_values_in_order),
        cmocka_unit_test(form__says_which_field_and_byte),
        cmocka_unit_test(form__has_limits),
        cmocka_unit_test(cookie__is_found_by_its_exact_name),
        cmocka_unit_test(content_type__essence_is_lower_case),
        cmocka_unit_test(param__good_values_are_kept),
        cmocka_unit_test(param__bad_values_are_named),
        cmocka_unit_test(params__come_from_their_place),
        cmocka_unit_test(params__refuse_what_the_table_does_not_have),
        cmocka_unit_test(params__take_files_of_a_form),
        cmocka_unit_test(params__errors_speak_both_languages),
        cmocka_unit_test(download_name__is_one_that_every_system_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
