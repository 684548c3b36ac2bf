/* doc/docx_text: what whoever reads a document sees, of what WPS, Word and LibreOffice put into one; and what is none. */
#include "base/limits.h"
#include "base/out.h"
#include "check.h"
#include "doc/docx_text.h"
#include "doc/pack.h"

#define DOCUMENT(body)                                                                             \
    SC("<w:document xmlns:w='urn:w' xmlns:mc='urn:mc'><w:body>" body "</w:body></w:document>")
#define P(runs) "<w:p>" runs "</w:p>"
#define T(text) "<w:r><w:t>" text "</w:t></w:r>"

typedef struct Parts {
    Str document, comments, styles, numbers, custom;
} Parts;

static Str pack_of(Arena *a, const Parts *p)
{
    Str none = S("<x/>"), bytes = S("");
    Str rels = S("<Relationships>"
                 "<Relationship Type='http://x/styles' Target='styles.xml'/>"
                 "<Relationship Type='http://x/numbering' Target='numbering.xml'/>"
                 "<Relationship Type='http://x/comments' Target='/word/comments.xml'/>"
                 "</Relationships>");
    const PackEntry parts[] = {
        {S("_rels/.rels"), S("<Relationships><Relationship Target='word/document.xml' "
                             "Type='http://purl.oclc.org/ooxml/officeDocument/relationships/"
                             "officeDocument'/></Relationships>")},
        {S("word/document.xml"), p->document},
        {S("word/_rels/document.xml.rels"), rels},
        {S("word/comments.xml"), p->comments.len ? p->comments : none},
        {S("word/styles.xml"), p->styles.len ? p->styles : none},
        {S("word/numbering.xml"), p->numbers.len ? p->numbers : none},
        {S("docProps/custom.xml"), p->custom.len ? p->custom : none},
    };
    Err err = {0};
    CHECK_OK(pack_zip(a, parts, sizeof parts / sizeof parts[0], 0, 0, &bytes, &err), &err);
    return bytes;
}

static DocxText read_parts(Arena *a, const Parts *p)
{
    DocxText text = {0};
    Err err = {0};
    CHECK_OK(docx_text(a, pack_of(a, p), S("a.docx"), &text, &err), &err);
    return text;
}

static DocxText read_of(Arena *a, Str document)
{
    return read_parts(a, &(Parts){.document = document});
}

/* Blocks a line each: "#1 " before a heading, "[label]", cells as "row.col=text". */
static Str shown(Arena *a, const DocxText *t)
{
    Out out = out_new(a, 1 << 16);
    for (int i = 0; i < t->blocks.count; i++) {
        const DocxBlock *b = &t->blocks.items[i];
        out_s(&out, i ? S("|") : S(""));
        if (b->heading)
            out_f(&out, "#%d ", b->heading);
        if (b->label.len)
            out_f(&out, "[%.*s]", STR_ARG(b->label));
        out_s(&out, b->text);
        for (int k = 0; k < b->cells.count; k++)
            out_f(&out, "%s%d.%d=%.*s", k ? ";" : "", b->cells.items[k].row, b->cells.items[k].col,
                  STR_ARG(b->cells.items[k].text));
    }
    return out_str(&out);
}

static void runs__are_read_as_they_are_seen(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const struct {
        Str document, expected;
    } cases[] = {
        {DOCUMENT(""), SC("")},
        {DOCUMENT(P("")), SC("")},
        /* in the middle of a word and of a figure */
        {DOCUMENT(P(T("得84") "<w:proofErr w:type='spellStart'/><w:bookmarkStart w:id='1'/>" T(".2")
                        T("7分"))),
         SC("得84.27分")},
        {DOCUMENT(P("<w:smartTag>" T("甲") "</w:smartTag><w:hyperlink>" T("区") "</w:hyperlink>")),
         SC("甲区")},
        {DOCUMENT("<w:sdt><w:sdtPr><w:alias><w:t>x</w:t></w:alias></w:sdtPr><w:sdtContent>" P(
             T("甲")) "</w:sdtContent></w:sdt>"),
         SC("甲")},
        /* soft hyphens, tabs, breaks; a page break is none of the text */
        {DOCUMENT(P(T("甲\xC2\xAD乙") "<w:r><w:tab/><w:softHyphen/><w:t>丙</w:t><w:br/><w:t>丁</"
                                      "w:t><w:br w:type='page'/><w:noBreakHyphen/></w:r>")),
         SC("甲乙\t丙\n丁-")},
        /* fields: the result alone, also of one in another's instruction */
        {DOCUMENT(P(
             "<w:r><w:fldChar "
             "w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></"
             "w:r>" T("x") "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" T(
                 "七月") "<w:r><w:fldChar w:fldCharType='end'/></w:r>" T("底") "<w:"
                                                                               "fldSimp"
                                                                               "le "
                                                                               "w:"
                                                                               "instr='"
                                                                               "PAGE'"
                                                                               ">" T("1") "</"
                                                                                          "w:"
                                                                                          "fldSimpl"
                                                                                          "e>")),
         SC("七月底1")},
        /* two forms of one thing: the first; and what stands in a box is not of the text */
        {DOCUMENT(P(T("甲") "<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>" P(
             T("框")) "</w:txbxContent></w:drawing>"
                      "</mc:Choice><mc:Fallback><w:pict>" P(
                          T("框")) "</w:pict></mc:Fallback></mc:AlternateContent></"
                                   "w:r>" T("乙"))),
         SC("甲乙")},
        /* what is struck through or hidden */
        {DOCUMENT(P(T("甲") "<w:r><w:rPr><w:strike/></w:rPr><w:t>乙</w:t></"
                            "w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>丙</w:t></w:r>"
                            "<w:r><w:rPr><w:strike w:val='0'/></w:rPr><w:t>丁</w:t></w:r>")),
         SC("甲丁")},
        {DOCUMENT(P("<w:r><w:ruby><w:rt>" T("míng") "</w:rt><w:rubyBase>" T(
             "洺") "</w:rubyBase></w:ruby></w:r>")),
         SC("洺")},
        /* the second form of a thing that both have as words */
        {DOCUMENT(P("<mc:AlternateContent><mc:Choice>" T("甲") "</mc:Choice><mc:Fallback>" T(
             "乙") "</mc:Fallback></mc:AlternateContent>")),
         SC("甲")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        DocxText t = read_of(&a, cases[i].document);
        CHECK_STR(shown(&a, &t), cases[i].expected);
    }
    DocxText boxes = read_of(&a, cases[7].document), struck = read_of(&a, cases[8].document);
    CHECK_I64(boxes.boxes, 1);
    CHECK_I64(struck.struck, 2);
}

static void changes__are_read_as_accepted(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    DocxText t = read_of(
        &a,
        (Str)DOCUMENT(
            P(T("各县区") "<w:del "
                          "w:author='张'><w:r><w:delText>应当</w:delText><w:t>x</w:t></w:r></w:del>"
                          "<w:ins w:author='李'>" T("必须") "</w:ins>" T(
                              "整改") "<w:moveTo w:author='李'>" T("。") "</w:moveTo>")
                P("<w:moveFrom w:author='李'>" T("。") "</w:moveFrom>")
            /* a mark struck out: two paragraphs are one, as the second */
            "<w:p><w:pPr><w:outlineLvl w:val='0'/><w:rPr><w:del w:author='张'/></w:rPr></w:pPr>" T(
                "前半") "</w:p>" P(T("后半"))
            /* properties before the change are not those that hold */
            "<w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl "
            "w:val='1'/></w:pPr></w:pPrChange></w:pPr>" T("末") "</w:p>"));
    CHECK_STR(shown(&a, &t), S("各县区必须整改。||前半后半|末"));
    CHECK_I64(t.authors.count, 2);
    CHECK_STR(t.authors.items[0].name, S("张"));
    CHECK_I64(t.authors.items[0].deleted, 2);
    CHECK_I64(t.authors.items[1].inserted, 1);
    CHECK_I64(t.authors.items[1].moved, 1);
}

static void comments__stand_at_their_paragraph(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Parts p = {.document = DOCUMENT(P(T("甲")) P("<w:commentRangeStart w:id='7'/>" T(
                   "乙") "<w:r><w:commentReference w:id='7'/></w:r>")),
               .comments = S("<w:comments xmlns:w='urn:w'><w:comment w:id='7' "
                             "w:author='王'><w:p><w:r><w:t>请</w:t></w:r><w:r><w:t>核</w:t></w:r>"
                             "</w:p><w:p><w:r><w:t>实</w:t></w:r></w:p></w:comment><w:comment "
                             "w:id='8'/></w:comments>"),
               .custom = S("<Properties><property name='other'><vt>1</vt></property><property "
                           "name='duban'><vt>2021-06/1</vt></property></Properties>")};
    DocxText t = read_parts(&a, &p);
    CHECK_I64(t.comments.count, 2);
    CHECK_I64(t.comments.items[0].block, 1);
    CHECK_STR(t.comments.items[0].author, S("王"));
    CHECK_STR(t.comments.items[0].text, S("请核 实"));
    CHECK_I64(t.comments.items[1].block, -1);
    CHECK_STR(docx_property(&t, S("duban")), S("2021-06/1"));
    CHECK_STR(docx_property(&t, S("none")), S(""));
}

static void numbers__of_the_writers_program_are_given(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
#define NUM(level, text)                                                                           \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='" level                                                   \
    "'/><w:numId w:val='3'/></w:numPr></w:pPr>" T(text) "</w:p>"
    Parts p = {.document = DOCUMENT(
                   "<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr>" T("总体") "</w:p>" NUM("1", "县区")
                       NUM("1", "部门") "<w:p><w:pPr><w:pStyle w:val='a'/></w:pPr>" T(
                           "问题") "</w:p>" NUM("1", "迟报")
                           NUM("2", "点") "<w:p><w:pPr><w:pStyle w:val='a'/><w:numPr><w:numId "
                                          "w:val='0'/></w:numPr></w:pPr>" T(
                                              "无号") "</w:p>"
                                                      "<w:p><w:pPr><w:pStyle w:val='b'/></w:pPr>" T(
                                                          "环") "</w:p>"),
               .styles = S("<w:styles xmlns:w='urn:w'><w:style w:styleId='base'><w:name "
                           "w:val='Heading 1'/><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr>"
                           "</w:pPr></w:style><w:style w:styleId='a'><w:name "
                           "w:val='章'/><w:basedOn w:val='base'/></w:style>"
                           "<w:style w:styleId='b'><w:basedOn w:val='b'/></w:style></w:styles>"),
               .numbers = S("<w:numbering xmlns:w='urn:w'><w:abstractNum w:abstractNumId='9'>"
                            "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt "
                            "w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
                            "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt "
                            "w:val='chineseCounting'/><w:lvlText w:val='（%2）'/></w:lvl>"
                            "<w:lvl w:ilvl='2'><w:start w:val='4'/><w:numFmt "
                            "w:val='decimal'/><w:lvlText w:val='%2-%3.'/></w:lvl>"
                            "</w:abstractNum><w:num w:numId='3'><w:abstractNumId "
                            "w:val='9'/></w:num></w:numbering>")};
    DocxText t = read_parts(&a, &p);
    CHECK_STR(shown(&a, &t), S("#1 [一、]总体|[（一）]县区|[（二）]部门|#1 "
                               "[二、]问题|[（一）]迟报|[一-4.]点|#1 无号|环"));
}

static void tables__have_rows_and_columns(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
#define TC(text) "<w:tc>" P(T(text)) "</w:tc>"
    DocxText t = read_of(
        &a,
        (Str)DOCUMENT(P(T("前")) "<w:tbl><w:tr>" TC(
            "单位") "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" P(T("得"))
                          P(T("分")) "</w:tc>" TC(
                              "备注") "</w:tr>"
                                      "<w:tr><w:trPr><w:del w:author='张'/></w:trPr>" TC(
                                          "乙区") "</w:tr>"
                                                  "<w:tr><w:tc><w:tcPr><w:vMerge/></"
                                                  "w:tcPr>" P("") "</w:tc>" TC(
                                                      "84.27") "<w:tc><w:tbl><"
                                                               "w:tr>" TC("内") "</w:tr></w:tbl>" P(
                                                                   "") "</"
                                                                       "w:"
                                                                       "tc><"
                                                                       "/w:"
                                                                       "tr><"
                                                                       "/w:"
                                                                       "tbl"
                                                                       ">" P(T("后"))));
    CHECK_STR(shown(&a, &t), S("前|1.1=单位;1.2=得\n分;1.4=备注;2.2=84.27;2.3=内|后"));
    CHECK(t.blocks.items[1].is_table);
    CHECK_I64(t.blocks.items[1].rows, 2);
    CHECK_I64(t.blocks.items[1].cols, 4);
}

/* ---- what is none, and what is too much ---- */

static ErrCode fault_of(Arena *a, Str bytes)
{
    DocxText text = {0};
    Err err = {0};
    CHECK(!docx_text(a, bytes, S("a.docx"), &text, &err));
    CHECK_I64(text.blocks.count, 0);
    return err.code;
}

static Str repeated(Arena *a, const char *before, const char *unit, int count, const char *after)
{
    Out out = out_new(a, 64 << 20);
    out_s(&out, str_from_z(before));
    for (int i = 0; i < count; i++)
        out_s(&out, str_from_z(unit));
    out_s(&out, str_from_z(after));
    return out_str(&out);
}

static Str packed(Arena *a, Str document)
{
    return pack_of(a, &(Parts){.document = document});
}

static void bad_documents__are_refused(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const PackEntry other = {S("word/none.xml"), S("<x/>")};
    Err err = {0};
    Str zip;
    CHECK_OK(pack_zip(&a, &other, 1, 0, 0, &zip, &err), &err);
    CHECK_I64(fault_of(&a, S("")), ERR_XLSX_NOT_ZIP);
    CHECK_I64(fault_of(&a, S("%PDF-1.4")), ERR_XLSX_NOT_ZIP);
    CHECK_I64(fault_of(&a, zip), ERR_XLSX_PART);
    CHECK_I64(fault_of(&a, packed(&a, S("<w:document xmlns:w='urn:w'><w:p>"))), ERR_XLSX_XML);
    CHECK_I64(fault_of(&a, packed(&a, S("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"))),
              ERR_XLSX_DOCTYPE);
    /* 100,000 paragraphs; one that unpacks to too much; elements a thousand deep */
    CHECK_I64(fault_of(&a, packed(&a, repeated(&a, "<x>", "<p/>", 100000, "</x>"))), ERR_LIMIT);
    Str one = repeated(&a, "<x><p><t>", "整改", LIMIT_DOCX_TEXT_BYTES / 6 + 1, "</t></p></x>");
    CHECK_I64(fault_of(&a, packed(&a, one)), ERR_LIMIT);
    Str bomb =
        repeated(&a, "<x>", "                                                  ", 400000, "</x>");
    CHECK_I64(fault_of(&a, packed(&a, bomb)), ERR_XLSX_BOMB);
    Str deep = repeated(&a, "", "<tbl><tr><tc>", 1000, "");
    CHECK_I64(fault_of(&a, packed(&a, deep)), ERR_XLSX_XML);
    Parts many = {.document = S("<x/>"),
                  .comments = repeated(&a, "<x>", "<comment/>", LIMIT_DOCX_COMMENTS + 1, "</x>")};
    CHECK_I64(fault_of(&a, pack_of(&a, &many)), ERR_LIMIT);
    Parts styles = {.document = S("<x/>"),
                    .styles = repeated(&a, "<x>", "<style/>", LIMIT_DOCX_STYLES + 1, "</x>")};
    CHECK_I64(fault_of(&a, pack_of(&a, &styles)), ERR_LIMIT);
    Parts numbers = {.document = S("<x/>"),
                     .numbers = repeated(&a, "<x>", "<num/>", LIMIT_DOCX_STYLES + 1, "</x>")};
    CHECK_I64(fault_of(&a, pack_of(&a, &numbers)), ERR_LIMIT);
    CHECK_I64(fault_of(&a, packed(&a, repeated(&a, "<x><tbl>", "<tr><tc><p/></tc></tr>",
                                               LIMIT_DOCX_PARAGRAPHS / 2 + 1, "</tbl></x>"))),
              ERR_LIMIT);
}

/* In places where nobody puts them. */
static void odd_documents__are_read(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    static const struct {
        Str document, expected;
    } cases[] = {
        {SC("<x/>"), SC("")},
        {SC("<t>甲</t>"), SC("甲")},
        {SC("<x><tc><p><t>甲</t></p></tc><tr/><p><t>乙</t></p></x>"), SC("甲|乙")},
        {SC("<x><tbl><tc><p><t>甲</t></p></tc><tr><gridBefore val='999999'/><tc><tcPr><gridSpan "
            "val='-1'/></tcPr><p><t>乙</t></p></tc></tr></tbl></x>"),
         SC("1.1=乙")},
        {SC("<x><fldChar fldCharType='end'/><p><fldChar "
            "fldCharType='separate'/><r><t>甲</t></r></p></x>"),
         SC("甲")},
        {SC("<x><p><pPr><rPr><del/></rPr></pPr><r><t>甲</t></r></p><tbl/><p><pPr><rPr><del/></"
            "rPr></pPr><r><t>乙</t></r></p></x>"),
         SC("甲||乙")},
        {SC("<x><p><pPr><numPr><numId val='5'/><ilvl val='77'/></numPr></pPr><t>甲</t></p></x>"),
         SC("甲")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        DocxText t = read_of(&a, cases[i].document);
        CHECK_STR(shown(&a, &t), cases[i].expected);
    }
    /* more fields in one another than are looked at hide what stands in them, and nothing after them */
    DocxText t =
        read_of(&a, arena_fmt(&a, "%.*s",
                              STR_ARG(repeated(&a, "<x><p>", "<fldChar fldCharType='begin'/>", 100,
                                               "<t>甲</t></p></x>"))));
    CHECK_STR(shown(&a, &t), S(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs__are_read_as_they_are_seen),
        cmocka_unit_test(changes__are_read_as_accepted),
        cmocka_unit_test(comments__stand_at_their_paragraph),
        cmocka_unit_test(numbers__of_the_writers_program_are_given),
        cmocka_unit_test(tables__have_rows_and_columns),
        cmocka_unit_test(bad_documents__are_refused),
        cmocka_unit_test(odd_documents__are_read),
    };
    return cmocka_run_group_tests_name("docx_text", tests, NULL, NULL);
}
