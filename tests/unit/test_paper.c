/* doc/paper and app/figures: layout of a paper in plain text, and the origin of its numbers. */
#include "app/figures.h"
#include "base/utf8.h"
#include "check.h"
#include "doc/paper.h"

static Str text_of(Arena *arena, const Paper *paper)
{
    Out out = out_new(arena, 1 << 20);
    paper_txt(paper, &out);
    CHECK(out_ok(&out));
    return out_str(&out);
}

static Str line_with(Str text, Str part)
{
    while (text.len) {
        Str line = str_cut(&text, '\n');
        if (str_has(line, part))
            return line;
    }
    return S("");
}

static void paper__numerals(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const struct {
        int n;
        Str text;
    } cases[] = {{1, SC("一")},      {10, SC("十")},     {11, SC("十一")}, {20, SC("二十")},
                 {42, SC("四十二")}, {99, SC("九十九")}, {100, SC("100")}, {0, SC("0")}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        CHECK_STR(paper_numeral(&a, cases[i].n), cases[i].text);
}

/* Every break position of a long sentence: no line too wide, none begins with a closing mark or ends
 * with an opening one, no number cut, nothing lost. */
static void paper__wraps_as_an_office_does(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Str sentence =
        S("甲区（93.51分）、乙区（8.2分），“序时”为100.00%；《考评办法》第12版（示〔2021〕3号）。");
    for (int lead = 0; lead < 40; lead++) {
        Paper p = {.title = S("题")};
        Out all = out_new(&a, 4096);
        for (int i = 0; i < lead; i++)
            out_s(&all, S("字"));
        out_s(&all, sentence);
        out_s(&all, sentence);
        paper_paragraph(&a, &p.body, out_str(&all));
        Str text = text_of(&a, &p), rest = text;
        (void)str_cut(&rest, '\n');
        (void)str_cut(&rest, '\n');
        (void)str_cut(&rest, '\n');
        Out joined = out_new(&a, 4096);
        while (rest.len) {
            Str line = str_trim(str_cut(&rest, '\n'));
            CHECK(utf8_columns(line) <= PAPER_COLUMNS);
            CHECK(!str_starts(line, S("）")) && !str_starts(line, S("、")) &&
                  !str_starts(line, S("，")) && !str_starts(line, S("。")) &&
                  !str_starts(line, S("；")) && !str_starts(line, S("》")) &&
                  !str_starts(line, S("〕")) && !str_starts(line, S("%")));
            CHECK(!str_ends(line, S("（")) && !str_ends(line, S("《")) && !str_ends(line, S("〔")));
            if (joined.len && line.len) {
                char last = joined.ptr[joined.len - 1], first = line.ptr[0];
                CHECK(!(last >= '.' && last <= '9' && first >= '.' && first <= '9'));
            }
            out_s(&joined, line);
        }
        CHECK_STR(out_str(&joined), out_str(&all));
    }
}

static void paper__signature_without_seal(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Paper p = {
        .title = S("题"), .signature = S("示例市人民政府办公室"), .date = S("2021年7月19日")};
    Str text = text_of(&a, &p);
    Str name = line_with(text, p.signature), date = line_with(text, p.date);
    CHECK_I64(utf8_columns(name), PAPER_COLUMNS - 4); /* two characters from the right */
    CHECK_I64(name.len - p.signature.len + 4, date.len - p.date.len);
    p.signature = S("市办"); /* the date is longer: it stands at the right, the name moves */
    text = text_of(&a, &p);
    name = line_with(text, p.signature), date = line_with(text, p.date);
    CHECK_I64(utf8_columns(date), PAPER_COLUMNS - 4);
    CHECK_I64(name.len - p.signature.len + 4, date.len - p.date.len);
}

static void paper__table_columns_align(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const PaperColumn columns[] = {
        {SC("单位"), PAPER_LEFT}, {SC("得分"), PAPER_RIGHT}, {SC("备注"), PAPER_LEFT}};
    Paper p = {.title = S("题")};
    PaperTable *t = paper_table(&a, &p.body, columns, 3);
    static const Str cells[] = {SC("甲区"),     SC("9.96"),  SC("缺报"),
                                SC("庚自治县"), SC("87.92"), SC("")};
    for (size_t i = 0; i < 6; i++)
        paper_cell(&a, t, cells[i]);
    Str text = text_of(&a, &p);
    Str first = line_with(text, S("甲区")), second = line_with(text, S("庚自治县"));
    CHECK_I64(utf8_columns(str_sub(first, 0, str_find(first, S("9.96"), 0))) + 4,
              utf8_columns(str_sub(second, 0, str_find(second, S("87.92"), 0))) + 5);
    CHECK(str_ends(second, S("87.92"))); /* no spaces at the end */
    CHECK(str_ends(first, S("缺报")));
}

static void paper__draws_a_column_in_signs(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const PaperColumn columns[] = {{SC("单位"), PAPER_LEFT}, {SC("名次"), PAPER_LEFT}};
    static const PaperSpan spans[] = {{2, 9, 3, 7, 5}, {0}, {.at = 1}};
    static const PaperSpan wide[] = {{1, 240, 100, 240, 240}};
    Paper p = {.title = S("题")};
    PaperTable *t = paper_table(&a, &p.body, columns, 2);
    t->drawn = (PaperDrawn){1, 9, 3, spans};
    static const Str units[] = {SC("甲区"), SC("乙区"), SC("丙区")};
    for (int i = 0; i < 3; i++) {
        paper_cell(&a, t, units[i]);
        paper_cell(&a, t, S(""));
    }
    t = paper_table(&a, &p.body, columns, 2);
    t->drawn = (PaperDrawn){1, 240, 3, wide};
    paper_cell(&a, t, S("丁区"));
    paper_cell(&a, t, S(""));
    Str text = text_of(&a, &p);
    CHECK(str_ends(line_with(text, S("甲区")), S("  .-==O==--")));
    CHECK(str_ends(line_with(text, S("乙区")), S("  .........")));
    CHECK(str_ends(line_with(text, S("丙区")), S("  O........")));
    CHECK(str_ends(line_with(text, S("丁区")), S("  ---------==============O")));
}

static void figures__every_number_needs_its_origin(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Figures f = {.arena = &a};
    figure(&f, S("84.27"), (Figure){.kind = S("score")});
    figure(&f, S("2021年7月19日"), (Figure){.kind = S("date")});
    figure_name(&f, S("PM2.5"));
    figure_name(&f, S("甲区"));
    CHECK_I64(f.list.count, 3);
    CHECK_OK(figures_check(&f, S("甲区84.27分，PM2.5，2021年7月19日。"), &err), &err);
    CHECK(!figures_check(&f, S("甲区84.27分，第3名，PM2.5，2021年7月19日。"), &err));
    CHECK_ERR(&err, ERR_PAPER_FIGURE);
    CHECK_STR(err_arg(&err, "found"), S("3"));
    CHECK(!figures_check(&f, S("甲区84.27分，84.27分，PM2.5，2021年7月19日。"), &err)); /* twice */
    CHECK(!figures_check(&f, S("甲区84.2分，PM2.5，2021年7月19日。"), &err));
    CHECK(!figures_check(&f, S("PM2.5，2021年7月19日"), &err)); /* listed and not printed */
    CHECK_STR(err_arg(&err, "found"), S("84.27"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paper__numerals),
        cmocka_unit_test(paper__wraps_as_an_office_does),
        cmocka_unit_test(paper__signature_without_seal),
        cmocka_unit_test(paper__table_columns_align),
        cmocka_unit_test(paper__draws_a_column_in_signs),
        cmocka_unit_test(figures__every_number_needs_its_origin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
