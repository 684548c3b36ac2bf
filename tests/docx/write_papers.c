/* write_papers FOLDER [FONTS]: the papers that check_docx.py and check_pdf.py look at, each as .docx and
 * .txt, and as .pdf where a folder of fonts is named ("" for the system's). */
#include "doc/docx.h"
#include "doc/pdf.h"
#include "sys/files.h"

enum { MANY_ROWS = 1200 };

static const PaperColumn columns[] = {
    {SC("序号"), PAPER_RIGHT}, {SC("单位"), PAPER_LEFT}, {SC("得分"), PAPER_RIGHT}};

static void table(Arena *a, PaperBlocks *blocks, int rows)
{
    static const Str units[] = {SC("洺州区"), SC("鄚州镇"), SC("优化营商环境专班")};
    PaperTable *t = paper_table(a, blocks, columns, 3);
    for (int i = 0; i < rows; i++) {
        paper_cell(a, t, arena_fmt(a, "%d", i + 1));
        paper_cell(a, t, units[i % 3]);
        paper_cell(a, t, arena_fmt(a, "%d.%02d", 80 + i % 20, i % 100));
    }
}

/* Every part that the model has. */
static Paper full(Arena *a)
{
    Paper p = {.issuer = S("示例市人民政府办公室"),
               .number = S("示政办通报〔2021〕4号"),
               .title = S("示例市人民政府办公室\n关于“三重四创五优化”活动" PAPER_BREAK
                          "2021年7月" PAPER_BREAK "考评情况的通报"),
               .addressees = S("各县区人民政府，市直有关部门："),
               .annex_label = S("附件："),
               .signature = S("示例市人民政府办公室"),
               .date = S("2021年8月18日"),
               .copies = S("抄送：领导小组各成员。"),
               .printed_by = S("示例市人民政府办公室"),
               .printed_on = S("2021年8月18日印发")};
    *arena_push(a, &p.marks) = S("样稿·示例数据");
    paper_paragraph(a, &p.body, S("现将7月考评情况通报如下。"));
    paper_heading(a, &p.body, 1, S("一、总体情况"));
    paper_heading(a, &p.body, 2, S("（一）县区"));
    paper_heading(a, &p.body, 3, S("1. 得分"));
    paper_paragraph(a, &p.body, S("得分居前的是洺州区（93.51分）、鄚州镇（92.54分）——略。"));
    table(a, &p.body, 3);
    table(a, &p.body, 2);
    paper_note(a, &p.body, S("注：单位按固定顺序排列。"));
    *arena_push(a, &p.annex_names) = S("1. 2021年7月县区考评名次表");
    *arena_push(a, &p.annex_names) = S("2. 2021年7月市直责任部门考评名次表");
    for (int i = 1; i <= 2; i++) {
        PaperAnnex *annex = arena_push(a, &p.annexes);
        *annex = (PaperAnnex){.label = arena_fmt(a, "附件%d", i), .title = S("考评名次表")};
        table(a, &annex->body, 9);
    }
    *arena_push(a, &p.foot) = S("样稿·示例数据：不加盖印章。");
    return p;
}

/* Text that would break out of XML, letters that fonts lack, bytes that are no text. */
static Paper hostile(Arena *a)
{
    static const Str nasty =
        SC("]]></w:t>&amp;<w:p w:x=\"1\"/><!-- & < > \" ' -->😀洺鄚镕喆\x01\x08\x0B\x1F\x7F\xC2\x85"
           "\xEF\xBF\xBE\xFF\xC0\x80\xED\xA0\x80\ttab");
    Paper p = {.issuer = nasty, .number = nasty, .title = nasty, .addressees = nasty};
    p.annex_label = p.signature = p.date = p.copies = p.printed_by = p.printed_on = nasty;
    *arena_push(a, &p.marks) = nasty;
    *arena_push(a, &p.foot) = nasty;
    *arena_push(a, &p.annex_names) = nasty;
    for (int level = -1; level < 6; level++)
        paper_heading(a, &p.body, level, nasty);
    paper_paragraph(a, &p.body, nasty);
    PaperColumn *head = arena_new(a, PaperColumn, 16);
    for (int c = 0; c < 16; c++)
        head[c] = (PaperColumn){nasty, c % 2 ? PAPER_LEFT : PAPER_RIGHT};
    PaperTable *t = paper_table(a, &p.body, head, 16);
    for (int c = 0; c < 40; c++) /* two rows and a half */
        paper_cell(a, t, nasty);
    return p;
}

static Paper many_rows(Arena *a)
{
    Paper p = {.title = S("长表")};
    table(a, &p.body, MANY_ROWS);
    return p;
}

/* A block for approval that no longer fits on the page of the text. */
static Paper approval(Arena *a)
{
    static const PaperColumn heads[] = {{SC("环节"), PAPER_LEFT},
                                        {SC("岗位"), PAPER_LEFT},
                                        {SC("意见"), PAPER_LEFT},
                                        {SC("签名、日期"), PAPER_LEFT}};
    static const Str cells[] = {SC("审核"), SC("示例领导小组办公室（市活动办）主任"),
                                SC(""),     SC("　　年　月　日"),
                                SC("审批"), SC("组长"),
                                SC(""),     SC("　　年　月　日")};
    Paper p = {
        .title = S("关于约谈的建议"), .signature = S("市活动办"), .date = S("2021年8月18日")};
    *arena_push(a, &p.marks) = S("样稿·示例数据");
    for (int i = 0; i < 15; i++)
        paper_paragraph(a, &p.body, S("一行。"));
    paper_paragraph(a, &p.body, S("末段。"));
    PaperTable *t = paper_table(a, &p.after, heads, 4);
    t->row_lines = 2;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        paper_cell(a, t, cells[i]);
    *arena_push(a, &p.foot) = S("样稿·示例数据：不加盖印章。");
    return p;
}

/* A column that is drawn: from the first place to the last, the dot at the third of nine. */
static Paper drawn(Arena *a)
{
    static const PaperColumn heads[] = {
        {SC("单位"), PAPER_LEFT}, {SC("名次"), PAPER_LEFT}, {SC("区间"), PAPER_RIGHT}};
    static const PaperSpan spans[] = {{1, 9, 2, 7, 3}, {0}};
    Paper p = {.title = S("名次稳定性")};
    PaperTable *t = paper_table(a, &p.body, heads, 3);
    t->drawn = (PaperDrawn){1, 9, 3, spans};
    static const Str cells[] = {SC("洺州区"), SC(""), SC("2–7"), SC("鄚州镇"), SC(""), SC("—")};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        paper_cell(a, t, cells[i]);
    return p;
}

static bool write_all(Arena *a, Str folder, Str name, Paper paper, const char *fonts)
{
    static const int64_t at_ms = INT64_C(1629216000000); /* 2021-08-18 at +08:00 */
    Err err = {0};
    Str docx, pdf;
    Out text = out_new(a, 64 << 20);
    paper_txt(&paper, &text);
    Str path = path_join(a, folder, name);
    return docx_write(a, &paper, at_ms, 480, &docx, &err) &&
           file_write(arena_fmt(a, "%.*s.docx", STR_ARG(path)), docx, &err) &&
           file_write(arena_fmt(a, "%.*s.txt", STR_ARG(path)), out_str(&text), &err) &&
           (!fonts || str_eq(name, S("hostile")) || /* it has signs that no font has */
            (pdf_write(a, &paper, at_ms, 480, str_from_z(fonts), &pdf, &err) &&
             file_write(arena_fmt(a, "%.*s.pdf", STR_ARG(path)), pdf, &err)));
}

int main(int argc, char **argv)
{
    AUTO_ARENA a = {0};
    Str folder = str_from_z(argc > 1 ? argv[1] : ".");
    const char *fonts = argc > 2 ? argv[2] : NULL;
    return !(write_all(&a, folder, S("full"), full(&a), fonts) &&
             write_all(&a, folder, S("hostile"), hostile(&a), fonts) &&
             write_all(&a, folder, S("many_rows"), many_rows(&a), fonts) &&
             write_all(&a, folder, S("approval"), approval(&a), fonts) &&
             write_all(&a, folder, S("drawn"), drawn(&a), fonts) &&
             write_all(&a, folder, S("empty"), (Paper){0}, fonts));
}
