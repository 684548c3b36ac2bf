/* Templates as C: what a page becomes, and that nothing of a value becomes markup. */
#include "check.h"
#include "web/web.h"

#include <string.h>

typedef struct TestName {
    Str text;
} TestName;

typedef struct TestRow {
    Str kind, name;
    int n;
    LIST_OF(TestName) others;
} TestRow;

typedef struct TestView {
    Str title;
    Html mark;
    LIST_OF(TestRow) rows;
    int64_t big;
    Msg word;
} TestView;

static void test_piece(Out *out, const Ctx *c, int n, Str text)
{
    (void)c;
    out_f(out, "[%d %.*s]", n, STR_ARG(text));
}

static void test_nothing(Out *out, const Ctx *c)
{
    (void)out;
    (void)c;
}

static int test_sum(int a, int b)
{
    return a + b;
}

#include "page.html.h"

static Str rendered(Arena *arena, const TestView *v, Lang lang)
{
    Ctx c = {.arena = arena, .lang = lang};
    Out out = out_new(arena, 100000);
    page_html(&out, &c, v);
    CHECK(out_ok(&out));
    return out_str(&out);
}

static void html__values_are_never_markup(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    TestView v = {.title = S("A<b>\"x\"'&甲区"),
                  .mark = {S("<i>ok</i>")},
                  .big = INT64_MIN,
                  .word = MSG_COL_UNIT};
    CHECK_STR(rendered(&a, &v, LANG_EN),
              S("<h1 "
                "title=\"A&lt;b&gt;&quot;x&quot;&#39;&amp;甲区\">A&lt;b&gt;&quot;x&quot;&#39;&amp;"
                "甲区</h1> <i>ok</i>\n"
                "none\n"
                "<p title=\"A&lt;b&gt;&quot;x&quot;&#39;&amp;甲区 is 3; the limit is "
                "-9223372036854775808\">"
                "&quot;A&lt;b&gt;&quot;x&quot;&#39;&amp;甲区&quot; does not exist</p>\n"
                "<p>\"?\\n\" -9223372036854775808\tUnit </p>\n"));
    v.title = S("甲");
    CHECK(str_has(
        rendered(&a, &v, LANG_ZH),
        S("<p title=\"甲为3，超过上限-9223372036854775808\">没有“甲”这个文件或文件夹</p>")));
}

static void html__blocks_nest_and_parts_are_called(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    TestRow rows[] = {{.kind = S("k\""), .name = S("一"), .n = 2}, {.n = 1}, {.n = 0}};
    TestName names[] = {{S("丁")}, {S("<戊>")}};
    rows[1].others.items = names;
    rows[1].others.count = 2;
    TestView v = {.rows = {.items = rows, .count = 3}};
    Str found = rendered(&a, &v, LANG_ZH);
    CHECK_STR(str_sub(found, str_find(found, S("<table>"), 0), str_find(found, S("<p "), 0)),
              S("<table>\n"
                "<tr>甲\n<td class=\"k&quot;\">一</td>\n[2 a,b]"
                "丁\n、&lt;戊&gt;\n"
                "<tr>乙\n<td class=\"\"></td>\n[1 a,b]"
                "<tr>丙\n<td class=\"\"></td>\n[0 a,b]"
                "</table>\n"));
}

static void html__long_text_is_whole(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    char *text = arena_alloc(&a, 100001, 1);
    memset(text, '&', 100000);
    Out out = out_new(&a, 1000000);
    HTML_OUT(&out, ((Str){text, 100000}));
    CHECK_I64(out.len, 500000);
    out = out_new(&a, 499999);
    html_text(&out, (Str){text, 100000});
    CHECK(!out_ok(&out));
}

/* Text goes out eight bytes at a time: whatever stands before and behind, and wherever it ends. */
static void html__each_mark_is_escaped_wherever_it_stands(void **state)
{
    (void)state;
    static const struct {
        char mark;
        const char *escaped;
    } marks[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    static const char *fillers[] = {"a", "1", " ", "\xE5", "@"};
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
        for (size_t f = 0; f < sizeof fillers / sizeof *fillers; f++)
            for (int len = 1; len <= 26; len++)
                for (int at = 0; at < len; at++) {
                    AUTO_ARENA a = {0};
                    Out out = out_new(&a, 1000), expected = out_new(&a, 1000);
                    char text[32];
                    memset(text, fillers[f][0], sizeof text);
                    text[at] = marks[m].mark;
                    html_text(&out, (Str){text, len});
                    for (int i = 0; i < len; i++)
                        out_s(&expected, str_from_z(i == at ? marks[m].escaped : fillers[f]));
                    CHECK_STR(out_str(&out), out_str(&expected));
                }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html__values_are_never_markup),
        cmocka_unit_test(html__blocks_nest_and_parts_are_called),
        cmocka_unit_test(html__long_text_is_whole),
        cmocka_unit_test(html__each_mark_is_escaped_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
