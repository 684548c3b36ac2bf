/* multipart/form-data as browsers send it, as others might, and as an attacker would. */
#include "base/limits.h"
#include "check.h"
#include "http/fields.h"

#include <string.h>

#define TYPE S("multipart/form-data; boundary=B")
#define HEAD(params) "Content-Disposition: form-data; " params "\r\n"

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

static MultipartParts parsed(Arena *arena, Str type, Str body)
{
    Err err = {0};
    MultipartParts parts = {0};
    CHECK_OK(multipart_parse(arena, type, body, &parts, &err), &err);
    return parts;
}

static void refused(Str type, Str body, Str expected)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    MultipartParts parts = {.count = -1};
    CHECK(!multipart_parse(&arena, type, body, &parts, &err));
    CHECK_STR(told(&arena, &err), expected);
    CHECK_I64(parts.count, -1);
}

/* The one part of a body that holds this header. */
static MultipartPart only(Arena *arena, Str header)
{
    Str body = arena_fmt(arena, "--B\r\n%.*s\r\n\r\nx\r\n--B--\r\n", STR_ARG(header));
    MultipartParts parts = parsed(arena, TYPE, body);
    CHECK_I64(parts.count, 1);
    return parts.items[0];
}

static void multipart__fields_and_files_keep_their_order(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Str body = S("--B\r\n" HEAD(
        "name=\"note\"") "\r\n一\r\n二\r\n"
                         "--B\r\n" HEAD(
                             "name=\"f\"; filename=\"三月.xlsx\"") "Content-Type: "
                                                                   "application/"
                                                                   "zip\r\n\r\nPK\0\r\n--"
                                                                   "\xFF\r\n"
                                                                   "--B\r\n" HEAD(
                                                                       "name=\"f\"; "
                                                                       "filename=\"\"") "Conten"
                                                                                        "t-"
                                                                                        "Type: "
                                                                                        "applic"
                                                                                        "ation/"
                                                                                        "octet-"
                                                                                        "stream"
                                                                                        "\r\n\r"
                                                                                        "\n\r\n"
                                                                                        "--"
                                                                                        "B\r"
                                                                                        "\n" HEAD(
                                                                                            "na"
                                                                                            "me"
                                                                                            "="
                                                                                            "\""
                                                                                            "no"
                                                                                            "te"
                                                                                            "\"") "\r\n\r\n"
                                                                                                  "--B--\r\n");
    MultipartParts parts = parsed(&arena, TYPE, body);
    CHECK_I64(parts.count, 4);
    CHECK_STR(parts.items[0].name, S("note"));
    CHECK_STR(parts.items[0].bytes, S("一\r\n二"));
    CHECK_STR(parts.items[0].type, S(""));
    CHECK(!parts.items[0].file_name.ptr);
    CHECK_STR(parts.items[1].name, S("f"));
    CHECK_STR(parts.items[1].file_name, S("三月.xlsx"));
    CHECK_STR(parts.items[1].type, S("application/zip"));
    CHECK_STR(parts.items[1].bytes, S("PK\0\r\n--\xFF"));
    CHECK(parts.items[1].bytes.ptr > body.ptr && parts.items[1].bytes.ptr < body.ptr + body.len);
    CHECK(parts.items[2].file_name.ptr && parts.items[2].file_name.len == 0);
    CHECK_I64(parts.items[2].bytes.len, 0);
    CHECK_STR(parts.items[3].bytes, S(""));
    CHECK_I64(parsed(&arena, TYPE, S("--B--")).count, 0);
}

static void multipart__boundary_comes_from_the_content_type(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    const char *longest = "0123456789012345678901234567890123456789012345678901234567890123456789";
    static const struct {
        Str type;
        const char *boundary;
    } good[] = {
        {SC("multipart/form-data; boundary=----WebKitFormBoundaryAb1"),
         "----WebKitFormBoundaryAb1"},
        {SC("Multipart/Form-Data;BOUNDARY=\"a b:c?\""), "a b:c?"},
        {SC("multipart/form-data; charset=utf-8; boundary=x ; y=1;"), "x"},
        {SC("multipart/form-data; boundary=a'()+_,-./:=?z"), "a'()+_,-./:=?z"},
        {SC("multipart/form-data; "
            "boundary=0123456789012345678901234567890123456789012345678901234567890123456789"),
         NULL},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const char *b = good[i].boundary ? good[i].boundary : longest;
        Str body = arena_fmt(&arena, "--%s\r\n" HEAD("name=\"a\"") "\r\n1\r\n--%s--", b, b);
        CHECK_I64(parsed(&arena, good[i].type, body).count, 1);
    }
    static const struct {
        Str type, what;
    } bad[] = {
        {SC(""), SC("HTTP_MULTIPART [Content-Type]")},
        {SC("application/x-www-form-urlencoded"), SC("HTTP_MULTIPART [Content-Type]")},
        {SC("multipart/mixed; boundary=x"), SC("HTTP_MULTIPART [Content-Type]")},
        {SC("multipart/form-data; boundary=x; boundary=y"), SC("HTTP_MULTIPART [Content-Type]")},
        {SC("multipart/form-data; boundary=\"x"), SC("HTTP_MULTIPART [Content-Type]")},
        {SC("multipart/form-data; boundary=x y"), SC("HTTP_MULTIPART [Content-Type]")},
        {SC("multipart/form-data; boundary="), SC("HTTP_MULTIPART [Content-Type]")},
        {SC("multipart/form-data; boundary"), SC("HTTP_MULTIPART [Content-Type]")},
        {SC("multipart/form-data"), SC("HTTP_MULTIPART [boundary]")},
        {SC("multipart/form-data; boundary=\"\""), SC("HTTP_MULTIPART [boundary]")},
        {SC("multipart/form-data; boundary=\"x \""), SC("HTTP_MULTIPART [boundary]")},
        {SC("multipart/form-data; boundary=\"x\r\n\""), SC("HTTP_MULTIPART [boundary]")},
        {SC("multipart/form-data; boundary=区"), SC("HTTP_MULTIPART [boundary]")},
        {SC("multipart/form-data; "
            "boundary=01234567890123456789012345678901234567890123456789012345678901234567890"),
         SC("HTTP_MULTIPART [boundary]")},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refused(bad[i].type, S("--x\r\n\r\n--x--"), bad[i].what);
}

static void multipart__delimiters_are_whole_lines(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    /* what only looks like a delimiter belongs to the part */
    static const char *inside[] = {"x--B",          "x--B--",      "\n--B--\n",  "\r--B--\r",
                                   "\r\n--Bx\r\n",  "\r\n-B--",    "\r\n--b--",  "\r\n--B \n",
                                   "\r\n--B- \r\n", "\r\n--B--x",  "\r\n --B--", "\r\n\r\n",
                                   "\r\r\n--Bx",    "\r\n--B-\r\n"};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++) {
        Str body = arena_fmt(
            &arena, "--B\r\n" HEAD("name=\"a\"; filename=\"f\"") "\r\n%s\r\n--B--\r\n", inside[i]);
        MultipartParts parts = parsed(&arena, TYPE, body);
        CHECK_I64(parts.count, 1);
        CHECK_STR(parts.items[0].bytes, str_from_z(inside[i]));
    }
    /* preamble, spaces after the boundary, a part that shares its empty line, epilogue */
    Str body = S("preamble\r\n--Bx\r\n--B \t\r\n" HEAD("name=\"a\"") "\r\n--B\r\n" HEAD(
        "name=\"b\"") "\r\n2\r\n--B-- \t\r\nepilogue\r\n--B\r\nmore");
    MultipartParts parts = parsed(&arena, TYPE, body);
    CHECK_I64(parts.count, 2);
    CHECK_STR(parts.items[0].bytes, S(""));
    CHECK_STR(parts.items[1].bytes, S("2"));
}

static void multipart__names_are_decoded(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    static const struct {
        Str header, name, file_name;
    } cases[] = {
        {SC("content-disposition:form-data;name=a;filename=b.txt"), SC("a"), SC("b.txt")},
        {SC("Content-Disposition: Form-Data; NAME=\"说 明\"; FileName=\"甲;乙=.csv\""), SC("说 明"),
         SC("甲;乙=.csv")},
        {SC("Content-Disposition: form-data; name=\"a%22b\"; filename=\"c%22%41%0D.txt\""),
         SC("a\"b"), SC("c\"%41%0D.txt")},
        {SC("Content-Disposition: form-data; name=\"a\\\"b\"; filename=\"c\\\"d\\\\e\\f\""),
         SC("a\"b"), SC("f")},
        {SC("Content-Disposition: form-data; name=\"a\"; filename=\"C:\\目录\\三.xlsx\""), SC("a"),
         SC("三.xlsx")},
        {SC("Content-Disposition: form-data; name=\"a\"; filename=\"../../etc/passwd\""), SC("a"),
         SC("passwd")},
        {SC("Content-Disposition: form-data; name=\"a\"; filename=\"x/..\""), SC("a"), SC("")},
        {SC("Content-Disposition: form-data; name=\"a\"; filename=\"x\\\\\""), SC("a"), SC("")},
        {SC("Content-Disposition: form-data; name=\"a\"; filename=\"no\"; "
            "filename*=UTF-8''%E4%B8%89%20%22.xlsx"),
         SC("a"), SC("三 \".xlsx")},
        {SC("Content-Disposition: form-data; name=\"a\"; filename*=utf-8'zh-CN'a%2Fb+c"), SC("a"),
         SC("b+c")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        MultipartPart part = only(&arena, cases[i].header);
        CHECK_STR(part.name, cases[i].name);
        CHECK(part.file_name.ptr);
        CHECK_STR(part.file_name, cases[i].file_name);
    }
    MultipartPart part = only(&arena, S("X-Other: 1\r\nContent-Transfer-Encoding: Binary\r\n"
                                        "Content-Disposition: form-data; name=\"a\"; size=3"));
    CHECK(!part.file_name.ptr);
}

static void multipart__faults_say_what_and_where(void **state)
{
    (void)state;
    static const struct {
        Str body, expected;
    } cases[] = {
        {SC(""), SC("HTTP_MULTIPART@1 [end]")},
        {SC("--A--\r\n"), SC("HTTP_MULTIPART@8 [end]")},
        {SC("--B\n" HEAD("name=\"a\"") "\n1\n--B--\n"), SC("HTTP_MULTIPART@56 [end]")},
        {SC("--B\r\n"), SC("HTTP_MULTIPART@6 [end]")},
        {SC("--B\r\nContent-Dispo"), SC("HTTP_MULTIPART@19 [end]")},
        {SC("--B\r\n" HEAD("name=\"a\"") "\r\n"), SC("HTTP_MULTIPART@50 [end]")},
        {SC("--B\r\n" HEAD("name=\"a\"") "\r\n1\r\n--B\r\n"), SC("HTTP_MULTIPART@58 [end]")},
        {SC("--B\r\n" HEAD("name=\"a\"") "\r\n1\r\n--B"), SC("HTTP_MULTIPART@56 [end]")},
        {SC("--B\r\n\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [Content-Disposition]")},
        {SC("--B\r\nContent-Type: a/b\r\n\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@6 [Content-Disposition]")},
        {SC("--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@6 [Content-Disposition]")},
        {SC("--B\r\nX: 1\r\n" HEAD("name=\"a\"; name=\"b\"") "\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@12 [Content-Disposition]")},
        {SC("--B\r\n" HEAD("name=\"a\"; filename=\"b\"; FILENAME=\"c\"") "\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@6 [Content-Disposition]")},
        {SC("--B\r\n" HEAD("name=\"a") "\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@6 [Content-Disposition]")},
        {SC("--B\r\n" HEAD("name=\"a\" x") "\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@6 [Content-Disposition]")},
        {SC("--B\r\n" HEAD("name=\"a\"") HEAD("name=\"b\"") "\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@48 [Content-Disposition]")},
        {SC("--B\r\n" HEAD("filename=\"a\"") "\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [name]")},
        {SC("--B\r\n" HEAD("name=\"\"") "\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [name]")},
        {SC("--B\r\n" HEAD("name=\"a\"; filename*=GBK''%CE") "\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@6 [filename*]")},
        {SC("--B\r\n" HEAD("name=\"a\"; filename*=UTF-8''%FF") "\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@6 [filename*]")},
        {SC("--B\r\n" HEAD("name=\"a\"; filename*=UTF-8''a%0A") "\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@6 [filename*]")},
        {SC("--B\r\n" HEAD("name=\"a\"; filename*=UTF-8") "\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@6 [filename*]")},
        {SC("--B\r\n" HEAD("name=\"\xFF\"") "\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [header]")},
        {SC("--B\r\n" HEAD("name=\"a\0\"") "\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [header]")},
        {SC("--B\r\n" HEAD("name=\"a\"") " ; x=1\r\n\r\n1\r\n--B--"),
         SC("HTTP_MULTIPART@48 [header]")},
        {SC("--B\r\n" HEAD("name=\"a\nb\"") "\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [header]")},
        {SC("--B\r\n" HEAD("name=\"a\x7F\"") "\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [header]")},
        {SC("--B\r\nno colon\r\n\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [header]")},
        {SC("--B\r\nX : 1\r\n\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [header]")},
        {SC("--B\r\n: 1\r\n\r\n1\r\n--B--"), SC("HTTP_MULTIPART@6 [header]")},
        {SC("--B\r\nContent-Transfer-Encoding: base64\r\n" HEAD("name=\"a\"") "\r\nMQ==\r\n--B--"),
         SC("HTTP_MULTIPART@6 [Content-Transfer-Encoding]")},
        {SC("--B\r\n" HEAD("name=\"a\"") "\r\nok\xFF\r\n--B--"), SC("HTTP_FIELD@52 [a] [%FF]")},
        {SC("--B\r\n" HEAD("name=\"a\"") "\r\n\xE4\xB8\r\n--B--"), SC("HTTP_FIELD@50 [a] [%E4]")},
        {SC("--B\r\n" HEAD("name=\"a\"") "\r\nok\0\xFF\r\n--B--"), SC("HTTP_FIELD@52 [a] [%00]")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(TYPE, cases[i].body, cases[i].expected);
}

static void out_many(Out *out, char c, int n)
{
    for (int i = 0; i < n; i++)
        out_c(out, c);
}

static void multipart__has_limits(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Err err = {0};
    MultipartParts parts;
    Out out = out_new(&arena, 1 << 20);
    for (int i = 0; i < LIMIT_HTTP_PARTS; i++)
        out_s(&out, S("--B\r\n" HEAD("name=\"a\"") "\r\n1\r\n"));
    Out more = out;
    out_s(&out, S("--B--"));
    CHECK_I64(parsed(&arena, TYPE, out_str(&out)).count, LIMIT_HTTP_PARTS);
    out_s(&more, S("--B\r\n" HEAD("name=\"a\"") "\r\n1\r\n--B--"));
    refused(TYPE, out_str(&more), S("LIMIT@10822 [LIMIT_HTTP_PARTS] [208] [209]"));

    for (int over = 0; over < 2; over++) { /* the head of a part, its line ends included */
        Out body = out_new(&arena, 1 << 20);
        out_s(&body, S("--B\r\n" HEAD("name=\"a\"") "X:"));
        out_many(&body, 'x', LIMIT_HTTP_PART_HEADER_BYTES - 42 - 4 + over);
        out_s(&body, S("\r\n\r\n1\r\n--B--"));
        if (!over)
            CHECK_I64(parsed(&arena, TYPE, out_str(&body)).count, 1);
        else
            refused(TYPE, out_str(&body),
                    S("LIMIT@6 [LIMIT_HTTP_PART_HEADER_BYTES] [8192] [8193]"));
    }
    for (int over = 0; over < 2; over++) { /* a value; a file may be longer */
        Out body = out_new(&arena, 1 << 20);
        out_s(&body, S("--B\r\n" HEAD("name=\"a\"") "\r\n"));
        out_many(&body, 'x', LIMIT_HTTP_FIELD_BYTES + over);
        out_s(&body, S("\r\n--B\r\n" HEAD("name=\"f\"; filename=\"f\"") "\r\n"));
        out_many(&body, 'x', LIMIT_HTTP_FIELD_BYTES + 1);
        out_s(&body, S("\r\n--B--"));
        CHECK(multipart_parse(&arena, TYPE, out_str(&body), &parts, &err) == !over);
    }
    CHECK_STR(told(&arena, &err), S("HTTP_FIELD_BYTES@50 [a] [65537] [65536]"));
}

#define B10 "BBBBBBBBBB"
#define B69 B10 B10 B10 B10 B10 B10 "BBBBBBBBB"

/* Bodies made so that a naive search compares again and again; steps are bytes looked at. */
static void multipart__work_grows_with_the_body_only(void **state)
{
    (void)state;
    static const Str hostile[] = {
        SC("\r\n--" B69),
        SC("\r\n--" B69 "B-"),
        SC("\r\n--" B69 "B \t \t ."),
        SC("\r\n--" B69 "B--\r"),
        SC("x--" B69 "B--\r\n\r"),
        SC("\r"),
        SC("\r\n"),
        SC("\r\n-"),
    };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        for (size_t bytes = 1 << 16; bytes <= 1 << 22; bytes <<= 6) {
            AUTO_ARENA arena = {0};
            Out body = out_new(&arena, 1 << 24);
            out_s(&body, S("--" B69 "B\r\n" HEAD("name=\"f\"; filename=\"f\"") "\r\n"));
            while (body.len < bytes)
                out_s(&body, hostile[i]);
            out_s(&body, S("\r\n--" B69 "B--"));
            size_t before = arena.used_bytes;
            MultipartParts parts =
                parsed(&arena, S("multipart/form-data; boundary=" B69 "B"), out_str(&body));
            CHECK_I64(parts.count, 1);
            CHECK(parts.steps >= (int64_t)body.len && parts.steps <= 4 * (int64_t)body.len);
            CHECK(arena.used_bytes - before < 64 * 1024);
        }
    }
}

/* The longest heads, as many as there may be, in forms that cost most. */
static void multipart__memory_grows_with_the_body_only(void **state)
{
    (void)state;
    static const Str hostile[] = {SC("a=\"\";"), SC("\\\""), SC("%22"),
                                  SC("%41"),     SC("/"),    SC("a=b;")};
    static const Str begins[] = {SC("form-data;"),
                                 SC("form-data; name=\""),
                                 SC("form-data; name=\""),
                                 SC("form-data; name=a; filename*=utf-8''"),
                                 SC("form-data; name=a; filename=\""),
                                 SC("form-data;")};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        AUTO_ARENA arena = {0};
        Out body = out_new(&arena, 1 << 22);
        for (int part = 0; part < LIMIT_HTTP_PARTS; part++) {
            size_t start = body.len;
            out_s(&body, S("--B\r\nContent-Disposition: "));
            out_s(&body, begins[i]);
            while (body.len - start < LIMIT_HTTP_PART_HEADER_BYTES - 16)
                out_s(&body, hostile[i]);
            out_s(&body, S("\"\r\n\r\n\r\n"));
        }
        out_s(&body, S("--B--"));
        size_t before = arena.used_bytes;
        MultipartParts parts;
        multipart_parse(&arena, TYPE, out_str(&body), &parts, NULL);
        CHECK(arena.used_bytes - before < 8 * body.len);
    }
    AUTO_ARENA arena = {0};
    refused(TYPE,
            S("--B\r\n" HEAD("a=1;b=1;c=1;d=1;e=1;f=1;g=1;h=1;i=1;j=1;k=1;l=1;m=1;n=1;o=1;p=1;"
                             "name=a") "\r\n1\r\n--B--"),
            S("HTTP_MULTIPART@6 [Content-Disposition]"));
    MultipartPart part =
        only(&arena, S("Content-Disposition: form-data; a=1;b=1;c=1;d=1;e=1;f=1;g=1;h=1;"
                       "i=1;j=1;k=1;l=1;m=1;n=1;o=1;name=a"));
    CHECK_STR(part.name, S("a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multipart__fields_and_files_keep_their_order),
        cmocka_unit_test(multipart__boundary_comes_from_the_content_type),
        cmocka_unit_test(multipart__delimiters_are_whole_lines),
        cmocka_unit_test(multipart__names_are_decoded),
        cmocka_unit_test(multipart__faults_say_what_and_where),
        cmocka_unit_test(multipart__has_limits),
        cmocka_unit_test(multipart__work_grows_with_the_body_only),
        cmocka_unit_test(multipart__memory_grows_with_the_body_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
