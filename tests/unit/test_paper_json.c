/* app/paper_json and the kept figures: what is read back is what was written. */
#include "app/figures.h"
#include "app/paper_json.h"
#include "check.h"
#include "doc/docx.h"

#define HOSTILE "洺鄚😀 \"引号\" \\ / <b>&amp;\t末"

static void add_blocks(Arena *a, PaperBlocks *blocks)
{
    static const PaperColumn columns[] = {{SC("单位"), PAPER_LEFT}, {SC("得分"), PAPER_RIGHT}};
    for (int level = 1; level <= 3; level++)
        paper_heading(a, blocks, level, arena_fmt(a, "%d级标题", level));
    paper_paragraph(a, blocks, S(HOSTILE));
    paper_note(a, blocks, S("注：第一行\n第二行"));
    PaperTable *table = paper_table(a, blocks, columns, 2);
    table->row_lines = 3;
    paper_cell(a, table, S("甲区"));
    paper_cell(a, table, S("97.00"));
    paper_table(a, blocks, columns, 1); /* no rows */
    paper_paragraph(a, blocks, S(""));
}

static void add_drawn(Arena *a, PaperBlocks *blocks)
{
    static const PaperColumn columns[] = {{SC("单位"), PAPER_LEFT}, {SC("区间"), PAPER_LEFT}};
    static const PaperSpan spans[] = {{1, 9, 2, 7, 4}, {0}};
    PaperTable *table = paper_table(a, blocks, columns, 2);
    table->drawn = (PaperDrawn){1, 9, 3, spans};
    for (int i = 0; i < 4; i++)
        paper_cell(a, table, i % 2 ? S("") : S("甲区"));
}

static Paper full_paper(Arena *a)
{
    Paper p = {.issuer = S("示例市人民政府办公室"),
               .number = S("示政办通报〔2021〕1号"),
               .title = S("示例市\n关于" PAPER_BREAK "活动" PAPER_BREAK "的通报"),
               .addressees = S("各县区人民政府："),
               .annex_label = S("附件："),
               .signature = S("示例市人民政府办公室"),
               .date = S("2021年5月21日"),
               .copies = S("抄送：领导小组各成员。"),
               .printed_by = S("示例市人民政府办公室"),
               .printed_on = S("2021年5月21日印发")};
    *arena_push(a, &p.marks) = S("样稿·示例数据");
    *arena_push(a, &p.foot) = S("样稿。");
    *arena_push(a, &p.annex_names) = S("1. 名次表");
    *arena_push(a, &p.annex_names) = S("2. " HOSTILE);
    add_blocks(a, &p.body);
    paper_note(a, &p.after, S("审批栏"));
    add_drawn(a, &p.after);
    for (int i = 0; i < 2; i++) {
        PaperAnnex *annex = arena_push(a, &p.annexes);
        *annex = (PaperAnnex){.label = S("附件1"), .title = S("名次" PAPER_BREAK "表")};
        add_blocks(a, &annex->body);
    }
    return p;
}

static Str text_of(Arena *a, const Paper *p)
{
    Out out = out_new(a, 1 << 20);
    paper_txt(p, &out);
    return out_str(&out);
}

static void check_same(Arena *a, const Paper *p)
{
    Err err = {0};
    Paper again;
    Str json = paper_to_json(a, p), one, two;
    CHECK_OK(paper_of_json(a, json, &again, &err), &err);
    CHECK_STR(paper_to_json(a, &again), json);
    CHECK_STR(text_of(a, &again), text_of(a, p));
    CHECK_OK(docx_write(a, p, 0, 480, &one, &err), &err);
    CHECK_OK(docx_write(a, &again, 0, 480, &two, &err), &err);
    CHECK_STR(two, one);
}

static void paper_json__comes_back_as_it_was(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Paper full = full_paper(&a), empty = {0};
    check_same(&a, &full);
    check_same(&a, &empty);
}

/* The text with the first `from` replaced. */
static Str with(Arena *a, Str text, Str from, Str to)
{
    ptrdiff_t at = str_find(text, from, 0);
    CHECK(at >= 0);
    return arena_fmt(a, "%.*s%.*s%.*s", (int)at, text.ptr, STR_ARG(to),
                     STR_ARG(str_sub(text, at + from.len, text.len)));
}

static void paper_json__takes_only_its_own_form(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const struct {
        Str from, to, place;
    } cases[] = {
        {SC("\"format\":1"), SC("\"format\":2"), SC("format")},
        {SC("\"format\":1"), SC("\"format\":\"1\""), SC("format")},
        {SC("\"format\":1"), SC("\"formal\":1"), SC("format")},
        {SC("\"format\":1"), SC("\"more\":[],\"format\":1"), SC("{}")},
        {SC("\"title\":\""), SC("\"title\":[],\"x\":\""), SC("{}")},
        {SC("\"number\":\"示政办通报〔2021〕1号\""), SC("\"number\":12"), SC("number")},
        {SC("\"marks\":[\"样稿·示例数据\"]"), SC("\"marks\":\"样稿\""), SC("marks")},
        {SC("\"样稿。\""), SC("1"), SC("foot")},
        {SC("\"kind\":\"heading\""), SC("\"kind\":\"head\""), SC("kind")},
        {SC("\"kind\":\"heading\""), SC("\"kind\":\"note\""), SC("note")},
        {SC("\"level\":1"), SC("\"level\":4"), SC("level")},
        {SC("\"level\":1"), SC("\"level\":0"), SC("level")},
        {SC("\"row_lines\":3"), SC("\"row_lines\":-1"), SC("row_lines")},
        {SC("\"row_lines\":3"), SC("\"row_lines\":101"), SC("row_lines")},
        {SC("\"align\":\"right\""), SC("\"align\":\"centre\""), SC("align")},
        {SC(",{\"head\":\"得分\",\"align\":\"right\"}"), SC(",[]"), SC("columns")},
        {SC("\"甲区\","), SC(""), SC("cells")},
        {SC("[{\"head\":\"单位\",\"align\":\"left\"}]"), SC("[]"), SC("columns")},
        {SC("\"scale\":9"), SC("\"scale\":0"), SC("scale")},
        {SC("\"scale\":9"), SC("\"scale\":8"), SC("spans")},
        {SC("\"zone\":3"), SC("\"zone\":10"), SC("zone")},
        {SC("\"spans\":[1,"), SC("\"spans\":["), SC("spans")},
        {SC("\"drawn\":{\"column\":1"), SC("\"drawn\":{\"column\":2"), SC("column")},
        {SC("\"annexes\":[{"), SC("\"annexes\":[1,{"), SC("annexes")},
        {SC("\"annexes\":["), SC("\"annexes\":{\"a\":["), SC("")},
    };
    Paper full = full_paper(&a), unread = {.title = S("unread")};
    Str json = paper_to_json(&a, &full);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Err err = {0};
        CHECK(!paper_of_json(&a, with(&a, json, cases[i].from, cases[i].to), &unread, &err));
        CHECK_STR(unread.title, S("unread"));
        if (cases[i].place.len) {
            CHECK_ERR(&err, ERR_PAPER_JSON);
            CHECK_STR(err_arg(&err, "place"), cases[i].place);
        }
    }
    Err err = {0};
    CHECK(!paper_of_json(&a, S(""), &unread, &err));
    CHECK(!paper_of_json(&a, S("[]"), &unread, &err));
    CHECK(!paper_of_json(&a, S("null"), &unread, &err));
}

static void figures__come_back_as_they_were(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Figures figures = {.arena = &a}, again;
    Out out = out_new(&a, 1 << 16), second = out_new(&a, 1 << 16);
    figures.place = S("二、（一）");
    figure(&figures, S("84.27"),
           (Figure){.kind = S("score"),
                    .period = S("2021-06"),
                    .group = S("county"),
                    .unit = S("c01"),
                    .node = S("1.1"),
                    .run = 7});
    figures.place = S(HOSTILE "\n,\"");
    figure(&figures, S("-5"), (Figure){.kind = S("=value")});
    figures_out(&figures, &out);
    CHECK_OK(figures_of_csv(&a, out_str(&out), &again, &err), &err);
    CHECK_I64(again.list.count, 2);
    CHECK_STR(again.list.items[0].node, S("1.1"));
    CHECK_I64(again.list.items[0].run, 7);
    CHECK_STR(again.list.items[1].place, S(HOSTILE "\n,\""));
    CHECK_STR(again.list.items[1].text, S("-5"));
    CHECK_STR(again.list.items[1].kind, S("=value"));
    figures_out(&again, &second);
    CHECK_STR(out_str(&second), out_str(&out));
    static const Str bad[] = {SC("a,b,c\n"), SC("p,1,k,,,,,x\n"), SC("p,1,k,,,,,-1\n"),
                              SC("p,1,k,,,,,99999999999\n"), SC("p,\"1,k,,,,,1\n")};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK(!figures_of_csv(&a, bad[i], &again, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paper_json__comes_back_as_it_was),
        cmocka_unit_test(paper_json__takes_only_its_own_form),
        cmocka_unit_test(figures__come_back_as_they_were),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
