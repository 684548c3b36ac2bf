#include "doc/docx_text.h"

#include "base/limits.h"
#include "base/out.h"
#include "base/utf8.h"
#include "doc/docx_styles.h"
#include "doc/xml_in.h"

enum { FIELDS_MAX = 64, COLS_SAID_MAX = 1000, PROPERTIES_MAX = 100, PROPERTY_BYTES = 1000 };

typedef struct Reading {
    Arena *arena;
    DocxText *text;
    DocxStyles styles;
    XmlIn xml;
    Out out;                 /* of the paragraph or cell */
    DocxMarks marks;         /* of the paragraph */
    bool in_ppr;             /* its properties */
    bool in_rpr;             /* of the run, or of the mark at the paragraph's end */
    bool in_row;             /* properties of the row */
    bool joins;              /* its mark is struck out: the next one goes on in it */
    bool in_text;            /* w:t */
    bool is_gone;            /* the run is struck through or hidden */
    int skip;                /* elements open inside one that is not read */
    bool skip_counts;        /* what is not read is counted: a text box, but not its second form */
    int box;                 /* elements open inside a text box, 0: none */
    int fields;              /* w:fldChar open */
    bool result[FIELDS_MAX]; /* of each: its result has begun */
    int tables;              /* open, one in another */
    int row, col, span;
    bool goes_on, cell_gone, row_gone;
    int row_first; /* cells before the row */
    int paragraphs;
    int64_t bytes;
} Reading;

static bool is_any(Str name, const Str *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(name, list[i]))
            return true;
    return false;
}

/* Of no concern to who reads the text, or there a second time. */
static bool is_skipped(Str name)
{
    static const Str names[] = {
        SC("drawing"),      SC("pict"),         SC("object"),     SC("txbxContent"),
        SC("rt"),           SC("sdtPr"),        SC("Fallback"),   SC("instrText"),
        SC("fldData"),      SC("sectPr"),       SC("tblGrid"),    SC("pPrChange"),
        SC("rPrChange"),    SC("tblPrChange"),  SC("trPrChange"), SC("tcPrChange"),
        SC("delText"),      SC("delInstrText"), SC("moveFrom"),   SC("del"),
        SC("sectPrChange"), SC("tblPrExChange")};
    return is_any(name, names, sizeof names / sizeof names[0]);
}

static Str value_of(Reading *r)
{
    return xml_in_attr(&r->xml, r->arena, "val");
}

static bool is_on(Reading *r)
{
    AUTO_ARENA scratch = {0};
    Str value = xml_in_attr(&r->xml, &scratch, "val");
    return !str_eq(value, S("0")) && !str_eq(value, S("false")) && !str_eq(value, S("off"));
}

static int number_of(Reading *r, int max, int otherwise)
{
    AUTO_ARENA scratch = {0};
    int64_t n;
    return str_to_i64(xml_in_attr(&r->xml, &scratch, "val"), &n) && n >= 0 && n <= max ? (int)n
                                                                                       : otherwise;
}

/* ---- who changed something ---- */

static DocxAuthor *author_of(Reading *r, Err *err)
{
    Str name = utf8_prefix(xml_in_attr(&r->xml, r->arena, "author"), 200);
    for (int i = 0; i < r->text->authors.count; i++)
        if (str_eq(r->text->authors.items[i].name, name))
            return &r->text->authors.items[i];
    if (r->text->authors.count >= LIMIT_DOCX_COMMENTS) {
        (void)docx_too_many(r->arena, S("LIMIT_DOCX_COMMENTS"), LIMIT_DOCX_COMMENTS,
                            r->text->authors.count + 1, err);
        return NULL;
    }
    DocxAuthor *author = arena_push(r->arena, &r->text->authors);
    *author = (DocxAuthor){.name = name};
    return author;
}

static bool count_change(Reading *r, Str name, Err *err)
{
    bool ins = str_eq(name, S("ins")) || str_eq(name, S("cellIns")),
         del = str_eq(name, S("del")) || str_eq(name, S("cellDel")),
         moved = str_eq(name, S("moveTo"));
    if (!ins && !del && !moved)
        return true;
    DocxAuthor *author = author_of(r, err);
    if (author) {
        author->inserted += ins;
        author->deleted += del;
        author->moved += moved;
    }
    return author != NULL;
}

static void place_comment(Reading *r)
{
    Str id = xml_in_attr(&r->xml, r->arena, "id");
    for (int i = 0; i < r->text->comments.count; i++) {
        DocxComment *c = &r->text->comments.items[i];
        if (c->block < 0 && str_eq(c->id, id))
            c->block = r->tables ? r->text->blocks.count - 1 : r->text->blocks.count;
    }
}

/* ---- paragraphs and cells ---- */

static bool count_text(Reading *r, Str text, Err *err)
{
    r->bytes += text.len;
    if (++r->paragraphs > LIMIT_DOCX_PARAGRAPHS)
        return docx_too_many(r->arena, S("LIMIT_DOCX_PARAGRAPHS"), LIMIT_DOCX_PARAGRAPHS,
                             r->paragraphs, err);
    return r->bytes <= LIMIT_DOCX_TEXT_BYTES || docx_too_many(r->arena, S("LIMIT_DOCX_TEXT_BYTES"),
                                                              LIMIT_DOCX_TEXT_BYTES, r->bytes, err);
}

static Str take_text(Reading *r)
{
    Str text = arena_str(r->arena, out_str(&r->out));
    r->out.len = 0;
    return text;
}

static bool put_block(Reading *r, Err *err)
{
    DocxBlock block = {.heading = docx_heading(&r->styles, &r->marks), .text = take_text(r)};
    block.label = docx_label(&r->styles, &r->marks);
    *arena_push(r->arena, &r->text->blocks) = block;
    return count_text(r, block.text, err);
}

static bool end_paragraph(Reading *r, Err *err)
{
    bool joins = r->joins;
    r->joins = false;
    if (r->tables) { /* goes on in the cell */
        if (r->out.len && !joins)
            out_c(&r->out, '\n');
        return count_text(r, S(""), err);
    }
    return joins || put_block(r, err);
}

static bool end_cell(Reading *r, Err *err)
{
    Str text = str_trim(take_text(r));
    DocxBlock *table = &r->text->blocks.items[r->text->blocks.count - 1];
    int col = r->col, row = r->row;
    if (r->cell_gone || row == 0)
        return true;
    r->col = col + r->span > COLS_SAID_MAX ? COLS_SAID_MAX : col + r->span;
    table->cols = r->col - 1 > table->cols ? r->col - 1 : table->cols;
    if (r->goes_on)
        return true;
    *arena_push(r->arena, &table->cells) = (DocxCell){row, col, text};
    return count_text(r, text, err);
}

static void end_row(Reading *r)
{
    DocxBlock *table = &r->text->blocks.items[r->text->blocks.count - 1];
    if (r->row_gone) {
        table->cells.count = r->row_first;
        r->row--;
    }
    table->rows = r->row;
}

/* ---- events ---- */

static void begin_skip(Reading *r, Str name)
{
    r->skip = 1;
    r->skip_counts =
        !str_eq(name, S("Fallback")) && !str_eq(name, S("del")) && !str_eq(name, S("moveFrom"));
    r->box = str_eq(name, S("txbxContent"));
}

static bool begin_table(Reading *r, Err *err)
{
    if (r->tables++)
        return true;
    if (r->out.len && !put_block(r, err)) /* a struck mark before the table joins nothing */
        return false;
    r->joins = false;
    *arena_push(r->arena, &r->text->blocks) = (DocxBlock){.is_table = true};
    r->row = 0;
    return count_text(r, S(""), err);
}

/* Rows and cells of the outermost table. True: it was one of these. */
static bool begin_in_table(Reading *r, Str name)
{
    if (str_eq(name, S("tr"))) {
        r->row++;
        r->col = 1;
        r->row_gone = false;
        r->row_first = r->text->blocks.items[r->text->blocks.count - 1].cells.count;
    } else if (str_eq(name, S("tc"))) {
        r->span = 1;
        r->goes_on = r->cell_gone = false;
        r->out.len = 0;
    } else if (str_eq(name, S("gridSpan"))) {
        r->span = number_of(r, COLS_SAID_MAX, 1);
    } else if (str_eq(name, S("gridBefore"))) {
        r->col = 1 + number_of(r, COLS_SAID_MAX - 1, 0);
    } else if (str_eq(name, S("vMerge"))) {
        r->goes_on = !str_eq(value_of(r), S("restart"));
    } else if (str_eq(name, S("cellDel"))) {
        r->cell_gone = true;
    } else if (str_eq(name, S("trPr"))) {
        r->in_row = true;
    } else {
        return false;
    }
    return true;
}

static void begin_field(Reading *r)
{
    AUTO_ARENA scratch = {0};
    Str type = xml_in_attr(&r->xml, &scratch, "fldCharType");
    if (str_eq(type, S("begin"))) {
        if (r->fields < FIELDS_MAX)
            r->result[r->fields] = false;
        r->fields++;
    } else if (str_eq(type, S("separate"))) {
        if (r->fields && r->fields <= FIELDS_MAX)
            r->result[r->fields - 1] = true;
    } else if (r->fields) {
        r->fields--;
    }
}

static void begin_property(Reading *r, Str name)
{
    if (str_eq(name, S("pStyle")))
        r->marks.style = value_of(r);
    else if (str_eq(name, S("numId")))
        r->marks.number = value_of(r);
    else if (str_eq(name, S("ilvl")))
        r->marks.level = number_of(r, DOCX_LEVELS - 1, 0);
    else if (str_eq(name, S("outlineLvl")))
        r->marks.outline = number_of(r, DOCX_LEVELS, -1);
}

static void begin_run_property(Reading *r, Str name)
{
    bool struck = str_eq(name, S("strike")) || str_eq(name, S("dstrike"));
    if ((struck || str_eq(name, S("vanish"))) && is_on(r)) {
        r->text->struck += !r->is_gone;
        r->is_gone = true;
    }
}

static void begin_sign(Reading *r, Str name)
{
    AUTO_ARENA scratch = {0};
    if (str_eq(name, S("tab")) || str_eq(name, S("ptab")))
        out_c(&r->out, '\t');
    else if (str_eq(name, S("cr")))
        out_c(&r->out, '\n');
    else if (str_eq(name, S("br"))) {
        Str type = xml_in_attr(&r->xml, &scratch, "type");
        if (type.len == 0 || str_eq(type, S("textWrapping")))
            out_c(&r->out, '\n');
    } else if (str_eq(name, S("noBreakHyphen")))
        out_c(&r->out, '-');
    else if (str_eq(name, S("footnoteReference")) || str_eq(name, S("endnoteReference")))
        r->text->notes++;
}

/* A mark of a change on a paragraph's end or on a row, which holds nothing. */
static bool is_mark(const Reading *r)
{
    return (r->in_ppr && r->in_rpr) || r->in_row;
}

static bool is_struck_mark(Str name)
{
    return str_eq(name, S("del")) || str_eq(name, S("moveFrom"));
}

static void begin_paragraph(Reading *r)
{
    r->marks = (DocxMarks){.style = S(""), .number = S(""), .level = -1, .outline = -1};
    r->is_gone = false;
}

static bool begin(Reading *r, Err *err)
{
    Str name = r->xml.name; /* the reader's own, which asking for an attribute leaves alone */
    if (str_eq(name, S("commentReference")) || str_eq(name, S("commentRangeStart")))
        place_comment(r);
    if (r->skip) {
        r->skip++;
        if (r->box || str_eq(name, S("txbxContent")))
            r->box++;
        r->in_text = str_eq(name, S("t"));
        return true;
    }
    if (!count_change(r, name, err))
        return false;
    if (is_mark(r) && is_struck_mark(name)) {
        r->joins |= !r->in_row;
        r->row_gone |= r->in_row;
    } else if (is_skipped(name)) {
        begin_skip(r, name);
    } else if (str_eq(name, S("tbl"))) {
        return begin_table(r, err);
    } else if (r->tables == 1 && begin_in_table(r, name)) {
        return true;
    } else if (str_eq(name, S("p"))) {
        begin_paragraph(r);
    } else if (str_eq(name, S("pPr"))) {
        r->in_ppr = true;
    } else if (str_eq(name, S("rPr"))) {
        r->in_rpr = true;
    } else if (r->in_rpr) {
        if (!r->in_ppr)
            begin_run_property(r, name);
    } else if (r->in_ppr) {
        begin_property(r, name);
    } else if (str_eq(name, S("r"))) {
        r->is_gone = false;
    } else if (str_eq(name, S("fldChar"))) {
        begin_field(r);
    } else if (str_eq(name, S("t"))) {
        r->in_text = true;
    } else if (!r->is_gone) {
        begin_sign(r, name);
    }
    return true;
}

static bool end(Reading *r, Err *err)
{
    Str name = r->xml.name;
    if (r->skip) {
        r->skip--;
        r->box -= r->box > 0;
        r->in_text = false;
        return true;
    }
    if (str_eq(name, S("t")))
        r->in_text = false;
    else if (str_eq(name, S("pPr")))
        r->in_ppr = r->in_rpr = false;
    else if (str_eq(name, S("rPr")))
        r->in_rpr = false;
    else if (str_eq(name, S("trPr")))
        r->in_row = false;
    else if (str_eq(name, S("p")))
        return end_paragraph(r, err);
    else if (str_eq(name, S("tbl")))
        r->tables -= r->tables > 0;
    else if (str_eq(name, S("tc")) && r->tables == 1)
        return end_cell(r, err);
    else if (str_eq(name, S("tr")) && r->tables == 1)
        end_row(r);
    return true;
}

static bool is_shown(const Reading *r)
{
    for (int i = 0; i < r->fields && i < FIELDS_MAX; i++)
        if (!r->result[i])
            return false;
    return r->in_text && !r->is_gone && r->fields <= FIELDS_MAX;
}

static void take(Reading *r)
{
    static const Str soft = SC("\xC2\xAD"); /* U+00AD, a hyphen that is not there */
    Str text = r->xml.text;
    if (r->skip) {
        if (r->in_text && r->box > 1 && r->skip_counts && utf8_trim(text).len) {
            r->text->boxes++;
            r->skip_counts = false;
        }
        return;
    }
    while (is_shown(r) && text.len) {
        ptrdiff_t at = str_find(text, soft, 0);
        out_s(&r->out, str_sub(text, 0, at < 0 ? text.len : at));
        text = at < 0 ? S("") : str_sub(text, at + soft.len, text.len);
    }
}

static bool read_body(Reading *r, Err *err)
{
    while (xml_in_next(&r->xml, err)) {
        if (r->xml.event == XML_DONE)
            return r->out.len == 0 || put_block(r, err);
        if (r->xml.event == XML_BEGIN ? !begin(r, err) : r->xml.event == XML_END && !end(r, err))
            return false;
        if (r->xml.event == XML_TEXT)
            take(r);
        if (!out_ok(&r->out))
            return docx_too_many(r->arena, S("LIMIT_DOCX_TEXT_BYTES"), LIMIT_DOCX_TEXT_BYTES,
                                 LIMIT_DOCX_TEXT_BYTES + 1, err);
    }
    return false;
}

/* ---- other parts ---- */

static bool read_comments(Reading *r, ZipIn *zip, int part, Err *err)
{
    Out text = out_new(r->arena, LIMIT_CSV_CELL_BYTES);
    DocxComment *at = NULL;
    bool in_text = false;
    if (!xml_in_open(&r->xml, zip, part, err))
        return false;
    bool ok = xml_in_next(&r->xml, err);
    for (; ok && r->xml.event != XML_DONE; ok = ok && xml_in_next(&r->xml, err)) {
        if (xml_is(&r->xml, XML_BEGIN, S("comment"))) {
            if (r->text->comments.count >= LIMIT_DOCX_COMMENTS) {
                ok = docx_too_many(r->arena, S("LIMIT_DOCX_COMMENTS"), LIMIT_DOCX_COMMENTS,
                                   r->text->comments.count + 1, err);
                break;
            }
            at = arena_push(r->arena, &r->text->comments);
            *at = (DocxComment){.id = xml_in_attr(&r->xml, r->arena, "id"), .block = -1};
            at->author = utf8_prefix(xml_in_attr(&r->xml, r->arena, "author"), 200);
            text.len = 0;
        } else if (xml_is(&r->xml, XML_END, S("comment")) && at) {
            at->text = arena_str(r->arena, utf8_trim(out_str(&text)));
        } else if (r->xml.event == XML_TEXT && in_text) {
            out_s(&text, utf8_prefix(r->xml.text, LIMIT_CSV_CELL_BYTES - (ptrdiff_t)text.len));
        } else if (xml_is(&r->xml, XML_END, S("p"))) {
            out_s(&text, S(" "));
        }
        if (r->xml.event != XML_TEXT)
            in_text = xml_is(&r->xml, XML_BEGIN, S("t"));
    }
    xml_in_close(&r->xml);
    return ok;
}

static bool read_properties(Reading *r, ZipIn *zip, int part, Err *err)
{
    DocxProperty *at = NULL;
    if (!xml_in_open(&r->xml, zip, part, err))
        return false;
    bool ok = xml_in_next(&r->xml, err);
    for (; ok && r->xml.event != XML_DONE; ok = xml_in_next(&r->xml, err)) {
        if (xml_is(&r->xml, XML_BEGIN, S("property"))) {
            if (r->text->properties.count >= PROPERTIES_MAX)
                break;
            at = arena_push(r->arena, &r->text->properties);
            *at = (DocxProperty){.value = S("")};
            at->name = utf8_prefix(xml_in_attr(&r->xml, r->arena, "name"), PROPERTY_BYTES);
        } else if (r->xml.event == XML_TEXT && at && at->value.len == 0) {
            at->value = utf8_prefix(arena_str(r->arena, utf8_trim(r->xml.text)), PROPERTY_BYTES);
        }
    }
    xml_in_close(&r->xml);
    return ok;
}

/* What the relations of a part name: the first part of that kind, -1. Targets are told from the part's own folder. */
typedef struct Related {
    int main, styles, numbers, comments;
} Related;

static Str target_of(Reading *r, Str folder)
{
    Str target = xml_in_attr(&r->xml, r->arena, "Target");
    return str_starts(target, S("/"))
               ? str_sub(target, 1, target.len)
               : arena_fmt(r->arena, "%.*s%.*s", STR_ARG(folder), STR_ARG(target));
}

static bool read_related(Reading *r, ZipIn *zip, Str relations, Str folder, Related *ret, Err *err)
{
    const struct {
        Str type;
        int *at;
    } kinds[] = {{S("/officeDocument"), &ret->main},
                 {S("/styles"), &ret->styles},
                 {S("/numbering"), &ret->numbers},
                 {S("/comments"), &ret->comments}};
    int part = zip_in_find(zip, relations);
    *ret = (Related){-1, -1, -1, -1};
    if (part < 0)
        return true;
    if (!xml_in_open(&r->xml, zip, part, err))
        return false;
    bool ok = xml_in_next(&r->xml, err);
    for (; ok && r->xml.event != XML_DONE; ok = xml_in_next(&r->xml, err)) {
        if (!xml_is(&r->xml, XML_BEGIN, S("Relationship")))
            continue;
        AUTO_ARENA scratch = {0};
        Str type = xml_in_attr(&r->xml, &scratch, "Type");
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
            if (*kinds[i].at < 0 && str_ends(type, kinds[i].type))
                *kinds[i].at = zip_in_find(zip, target_of(r, folder));
    }
    xml_in_close(&r->xml);
    return ok;
}

static bool read_parts(Reading *r, ZipIn *zip, Err *err)
{
    Related top, near;
    int part = zip_in_find(zip, S("docProps/custom.xml"));
    if (!read_related(r, zip, S("_rels/.rels"), S(""), &top, err))
        return false;
    int main = top.main >= 0 ? top.main : zip_in_find(zip, S("word/document.xml"));
    if (main < 0)
        return err_set(err, ERR_XLSX_PART, {"part", S("word/document.xml")});
    Str name = zip->parts[main].name;
    ptrdiff_t end = name.len;
    while (end > 0 && name.ptr[end - 1] != '/')
        end--;
    Str folder = str_sub(name, 0, end);
    Str relations = arena_fmt(r->arena, "%.*s_rels/%.*s.rels", STR_ARG(folder),
                              STR_ARG(str_sub(name, end, name.len)));
    if (!read_related(r, zip, relations, folder, &near, err) ||
        (part >= 0 && !read_properties(r, zip, part, err)) ||
        (near.styles >= 0 && !docx_styles_read(&r->styles, zip, near.styles, err)) ||
        (near.numbers >= 0 && !docx_numbers_read(&r->styles, zip, near.numbers, err)) ||
        (near.comments >= 0 && !read_comments(r, zip, near.comments, err)) ||
        !xml_in_open(&r->xml, zip, main, err))
        return false;
    begin_paragraph(r);
    bool ok = read_body(r, err);
    xml_in_close(&r->xml);
    return ok;
}

bool docx_text(Arena *arena, Str bytes, Str file, DocxText *ret_text, Err *err)
{
    AUTO_ARENA scratch = {0};
    ZipIn zip;
    ZipFrom from = {.bytes = bytes};
    DocxText text = {0};
    Reading *r = arena_new(arena, Reading, 1);
    r->arena = r->styles.arena = arena;
    r->text = &text;
    r->out = out_new(arena, LIMIT_DOCX_TEXT_BYTES);
    if (!zip_in_open(&zip, &scratch, &from, file, err))
        return false;
    bool ok = read_parts(r, &zip, err);
    zip_in_close(&zip);
    if (!ok)
        return err_at_file(err, file);
    *ret_text = text;
    return true;
}

Str docx_property(const DocxText *text, Str name)
{
    for (int i = 0; i < text->properties.count; i++)
        if (str_eq(text->properties.items[i].name, name))
            return text->properties.items[i].value;
    return S("");
}
