#include "doc/xlsx_book.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>

typedef struct Relation {
    Str id, type, target; /* target: a part's name */
    bool external;
} Relation;

typedef struct Relations {
    Relation *items;
    int count;
    size_t cap;
} Relations;

/* ---- faults and small things ---- */

static bool fault(const XlsxBook *book, Err *err)
{
    return err_at_file(err, book->zip.file);
}

static bool fault_part(const XlsxBook *book, Err *err, Str part)
{
    err_set(err, ERR_XLSX_PART, {"part", part});
    return fault(book, err);
}

static bool fault_limit(const XlsxBook *book, Err *err, Str name, int64_t limit, int64_t found)
{
    AUTO_ARENA scratch = {0};
    err_set(err, ERR_LIMIT, {"name", name},
            {"limit", arena_fmt(&scratch, "%lld", (long long)limit)},
            {"found", arena_fmt(&scratch, "%lld", (long long)found)});
    return fault(book, err);
}

int xlsx_number(Str text, int max, int otherwise)
{
    int64_t value;
    return str_to_i64(text, &value) && value >= 0 && value <= max ? (int)value : otherwise;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* _xHHHH_ at `at`; -1 otherwise. */
static int escaped_unit(Str text, ptrdiff_t at)
{
    if (at + 7 > text.len || text.ptr[at + 1] != 'x' || text.ptr[at + 6] != '_')
        return -1;
    int unit = 0;
    for (ptrdiff_t i = at + 2; i < at + 6; i++) {
        int digit = hex_value(text.ptr[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

Str xlsx_unescape(Arena *arena, Str text)
{
    if (!str_has(text, S("_x")))
        return text;
    Out out = out_new(arena, (size_t)text.len + 1);
    for (ptrdiff_t at = 0; at < text.len;) {
        int unit = text.ptr[at] == '_' ? escaped_unit(text, at) : -1;
        char buffer[4];
        int len = unit > 0 ? utf8_put((uint32_t)unit, buffer) : 0;
        out_s(&out, len ? (Str){buffer, len} : str_sub(text, at, at + 1));
        at += len ? 7 : 1;
    }
    return out_str(&out);
}

bool xlsx_rich_text(XmlIn *xml, Str element, Out *out, Err *err)
{
    bool in_text = false, in_phonetic = false, is_struck = false;
    while (xml_in_next(xml, err)) {
        if (xml_is(xml, XML_END, element) || xml->event == XML_DONE)
            return true;
        if (xml->event == XML_TEXT) {
            if (in_text && !in_phonetic && !is_struck)
                out_s(out, xml->text);
        } else if (str_eq(xml->name, S("rPh"))) {
            in_phonetic = xml->event == XML_BEGIN;
        } else if (str_eq(xml->name, S("r"))) {
            is_struck = false;
        } else if (xml_is(xml, XML_BEGIN, S("strike"))) {
            AUTO_ARENA scratch = {0};
            Str value = xml_in_attr(xml, &scratch, "val");
            is_struck = !str_eq(value, S("0")) && !str_eq(value, S("false"));
        } else if (str_eq(xml->name, S("t"))) {
            in_text = xml->event == XML_BEGIN;
        }
    }
    return false;
}

/* ---- a part, event by event ---- */

typedef bool (*EventFn)(XlsxBook *book, XmlIn *xml, void *ctx, Err *err);

static bool each_event(XlsxBook *book, int part, EventFn fn, void *ctx, Err *err)
{
    XmlIn xml;
    bool ok = xml_in_open(&xml, &book->zip, part, err);
    if (!ok)
        return false;
    while (ok) {
        ok = xml_in_next(&xml, err);
        if (!ok || xml.event == XML_DONE)
            break;
        ok = fn(book, &xml, ctx, err);
    }
    xml_in_close(&xml);
    return ok;
}

/* ---- relations ---- */

typedef struct RelationReader {
    Relations *list;
    Str folder; /* of the part whose relations they are */
} RelationReader;

/* "../sharedStrings.xml" from "xl/worksheets": without leaving the archive. */
static Str resolved(Arena *arena, Str folder, Str target)
{
    if (str_starts(target, S("/")))
        return str_sub(target, 1, target.len);
    while (str_starts(target, S("../"))) {
        target = str_sub(target, 3, target.len);
        ptrdiff_t end = folder.len;
        while (end > 0 && folder.ptr[end - 1] != '/')
            end--;
        folder = str_sub(folder, 0, end > 0 ? end - 1 : 0);
    }
    if (str_starts(target, S("./")))
        target = str_sub(target, 2, target.len);
    return folder.len ? arena_fmt(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(target)) : target;
}

static bool take_relation(XlsxBook *book, XmlIn *xml, void *ctx, Err *err)
{
    RelationReader *reader = ctx;
    (void)err;
    if (!xml_is(xml, XML_BEGIN, S("Relationship")) || reader->list->count >= LIMIT_XLSX_SHEETS * 4)
        return true;
    Relation *r = arena_push(book->arena, reader->list);
    r->id = xml_in_attr(xml, book->arena, "Id");
    r->type = xml_in_attr(xml, book->arena, "Type");
    r->external = str_eq(xml_in_attr(xml, book->arena, "TargetMode"), S("External"));
    r->target = resolved(book->arena, reader->folder, xml_in_attr(xml, book->arena, "Target"));
    return true;
}

static Str folder_of(Str part)
{
    ptrdiff_t end = part.len;
    while (end > 0 && part.ptr[end - 1] != '/')
        end--;
    return str_sub(part, 0, end > 0 ? end - 1 : 0);
}

/* The relations of a part ("" = of the archive); none when there are none. */
static bool read_relations(XlsxBook *book, Str part, Relations *ret_list, Err *err)
{
    Str folder = folder_of(part);
    Str base = str_sub(part, folder.len ? folder.len + 1 : 0, part.len);
    Str name = arena_fmt(book->arena, "%.*s%s_rels/%.*s.rels", STR_ARG(folder),
                         folder.len ? "/" : "", STR_ARG(base));
    RelationReader reader = {ret_list, folder};
    int at = zip_in_find(&book->zip, name);
    return at < 0 || each_event(book, at, take_relation, &reader, err);
}

/* The part that a relation of this kind names; -1 when there is none. */
static int part_of_type(const XlsxBook *book, const Relations *list, Str kind)
{
    for (int i = 0; i < list->count; i++)
        if (str_ends(list->items[i].type, kind) && !list->items[i].external)
            return zip_in_find(&book->zip, list->items[i].target);
    return -1;
}

/* ---- macros ---- */

static bool fault_macro(const XlsxBook *book, Err *err, Str part)
{
    err_set(err, ERR_XLSX_MACRO, {"part", part});
    return fault(book, err);
}

static bool check_type(XlsxBook *book, XmlIn *xml, void *ctx, Err *err)
{
    (void)ctx;
    if (xml->event != XML_BEGIN)
        return true;
    AUTO_ARENA scratch = {0};
    Str type = xml_in_attr(xml, &scratch, "ContentType");
    if (str_has(type, S("macroEnabled")) || str_has(type, S("vbaProject")) ||
        str_has(type, S("macrosheet")))
        return fault_macro(book, err, utf8_prefix(type, 100));
    return true;
}

static bool refuse_macros(XlsxBook *book, Err *err)
{
    int types = zip_in_find(&book->zip, S("[Content_Types].xml"));
    for (int i = 0; i < book->zip.nparts; i++) {
        Str name = book->zip.parts[i].name;
        if (str_has(name, S("vbaProject")) || str_has(name, S("macrosheets/")))
            return fault_macro(book, err, name);
    }
    if (types < 0) {
        /* some other archive: a jar, a backup */
        err_set(err, ERR_XLSX_NOT_ZIP);
        return fault(book, err);
    }
    return each_event(book, types, check_type, NULL, err);
}

/* ---- workbook, styles, strings ---- */

static bool add_sheet(XlsxBook *book, XmlIn *xml, const Relations *relations, Err *err)
{
    Str id = xml_in_attr(xml, book->arena, "id"), state = xml_in_attr(xml, book->arena, "state");
    XlsxSheet sheet = {.name = xml_in_attr(xml, book->arena, "name"),
                       .part = -1,
                       .hidden = state.len && !str_eq(state, S("visible"))};
    for (int i = 0; i < relations->count; i++) {
        const Relation *r = &relations->items[i];
        if (!str_eq(r->id, id))
            continue;
        if (!str_ends(r->type, S("/worksheet")))
            return true; /* a chart, a dialog */
        sheet.part = r->external ? -1 : zip_in_find(&book->zip, r->target);
        if (sheet.part < 0)
            return fault_part(book, err, utf8_prefix(r->target, 100));
    }
    if (sheet.part < 0)
        return fault_part(book, err, utf8_prefix(sheet.name, 100));
    for (int i = 0; i < book->sheets.count; i++)
        if (book->sheets.items[i].part == sheet.part) {
            /* a small file would be a thousand large ones */
            err_set(err, ERR_XLSX_TWICE, {"found", book->zip.parts[sheet.part].name});
            return fault(book, err);
        }
    if (book->sheets.count >= LIMIT_XLSX_SHEETS)
        return fault_limit(book, err, S("LIMIT_XLSX_SHEETS"), LIMIT_XLSX_SHEETS,
                           book->sheets.count + 1);
    *arena_push(book->arena, &book->sheets) = sheet;
    return true;
}

/* A name of a cell; what it stands for is only asked by who works formulas out. */
static bool add_name(XlsxBook *book, XmlIn *xml, Err *err)
{
    AUTO_ARENA scratch = {0};
    Out text = out_new(&scratch, 2000);
    Str name = xml_in_attr(xml, book->arena, "name");
    while (xml_in_next(xml, err)) {
        if (xml->event == XML_TEXT)
            out_s(&text, xml->text);
        if (xml_is(xml, XML_END, S("definedName")) || xml->event == XML_DONE) {
            if (out_ok(&text) && book->defined.count < LIMIT_XLSX_STYLES)
                *arena_push(book->arena, &book->defined) =
                    (XlsxDefined){name, arena_str(book->arena, out_str(&text))};
            return true;
        }
    }
    return false;
}

static bool take_workbook(XlsxBook *book, XmlIn *xml, void *ctx, Err *err)
{
    if (xml_is(xml, XML_BEGIN, S("workbookPr"))) {
        Str base = xml_in_attr(xml, book->arena, "date1904");
        book->dates_1904 = str_eq(base, S("1")) || str_eq(base, S("true"));
    }
    if (xml_is(xml, XML_BEGIN, S("definedName")))
        return add_name(book, xml, err);
    return !xml_is(xml, XML_BEGIN, S("sheet")) || add_sheet(book, xml, ctx, err);
}

typedef struct StyleReader {
    struct {
        CellStyle *items;
        int count;
        size_t cap;
    } formats;
    Map by_id; /* bytes of the id → index */
    bool in_cells;
} StyleReader;

static Str key_of(const int *id)
{
    return (Str){(const char *)id, sizeof *id};
}

static CellStyle style_of(const StyleReader *reader, int id)
{
    int i = map_get(&reader->by_id, key_of(&id));
    return i >= 0 ? reader->formats.items[i] : cell_style_of_id(id);
}

/* Of two formats with one id the first holds. */
static void add_format(XlsxBook *book, StyleReader *reader, int id, Str code)
{
    if (map_get(&reader->by_id, key_of(&id)) < 0)
        map_put(book->arena, &reader->by_id, arena_str(book->arena, key_of(&id)),
                reader->formats.count);
    *arena_push(book->arena, &reader->formats) = cell_style_of_code(code);
}

static bool take_style(XlsxBook *book, XmlIn *xml, void *ctx, Err *err)
{
    StyleReader *reader = ctx;
    if (str_eq(xml->name, S("cellXfs")) && xml->event != XML_TEXT)
        reader->in_cells = xml->event == XML_BEGIN;
    if (xml->event != XML_BEGIN)
        return true;
    if (book->styles.count >= LIMIT_XLSX_STYLES || reader->formats.count >= LIMIT_XLSX_STYLES)
        return fault_limit(book, err, S("LIMIT_XLSX_STYLES"), LIMIT_XLSX_STYLES,
                           LIMIT_XLSX_STYLES + 1);
    bool is_format = str_eq(xml->name, S("numFmt"));
    if (!is_format && !(reader->in_cells && str_eq(xml->name, S("xf"))))
        return true;
    AUTO_ARENA scratch = {0};
    int id = xlsx_number(xml_in_attr(xml, &scratch, "numFmtId"), INT32_MAX, 0);
    if (is_format)
        add_format(book, reader, id, xml_in_attr(xml, &scratch, "formatCode"));
    else
        *arena_push(book->arena, &book->styles) = style_of(reader, id);
    return true;
}

static bool take_string(XlsxBook *book, XmlIn *xml, void *ctx, Err *err)
{
    (void)ctx;
    if (!xml_is(xml, XML_BEGIN, S("si")))
        return true;
    AUTO_ARENA scratch = {0};
    Out out = out_new(&scratch, LIMIT_XLSX_STRINGS_BYTES);
    if (!xlsx_rich_text(xml, S("si"), &out, err))
        return false;
    /* its place in a list that grows by doubling, and its bytes in steps of as many */
    book->strings_bytes += (int64_t)out.len + 3 * (int64_t)sizeof(Str);
    if (!out_ok(&out) || book->strings_bytes > LIMIT_XLSX_STRINGS_BYTES)
        return fault_limit(book, err, S("LIMIT_XLSX_STRINGS_BYTES"), LIMIT_XLSX_STRINGS_BYTES,
                           book->strings_bytes);
    *arena_push(book->arena, &book->strings) =
        arena_str(book->arena, xlsx_unescape(&scratch, out_str(&out)));
    return true;
}

static bool read_book(XlsxBook *book, Err *err)
{
    Relations top = {0}, relations = {0};
    StyleReader styles = {0};
    if (!refuse_macros(book, err) || !read_relations(book, S(""), &top, err))
        return false;
    int workbook = part_of_type(book, &top, S("/officeDocument"));
    if (workbook < 0)
        return fault_part(book, err, S("xl/workbook.xml"));
    if (!read_relations(book, book->zip.parts[workbook].name, &relations, err) ||
        !each_event(book, workbook, take_workbook, &relations, err))
        return false;
    int part = part_of_type(book, &relations, S("/styles"));
    if (part >= 0 && !each_event(book, part, take_style, &styles, err))
        return false;
    part = part_of_type(book, &relations, S("/sharedStrings"));
    return part < 0 || each_event(book, part, take_string, NULL, err);
}

bool xlsx_book_open(XlsxBook *book, Arena *arena, const ZipFrom *from, Str file, Err *err)
{
    *book = (XlsxBook){.arena = arena};
    if (!zip_in_open(&book->zip, arena, from, file, err))
        return false;
    int64_t unpacked = from->is_file ? 0 : book->zip.unpacked_bytes;
    if (unpacked > LIMIT_BOOK_UNPACKED_BYTES)
        fault_limit(book, err, S("LIMIT_BOOK_UNPACKED_BYTES"), LIMIT_BOOK_UNPACKED_BYTES, unpacked);
    else if (read_book(book, err))
        return true;
    xlsx_book_close(book);
    return false;
}

void xlsx_book_close(XlsxBook *book)
{
    zip_in_close(&book->zip);
}
