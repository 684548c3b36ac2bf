#include "doc/office_file.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/xml_in.h"

typedef struct Reader {
    Arena *arena;
    Str file;
    OfficeText fn;
    void *ctx;
    bool stopped;
    int depth; /* of documents in documents */
    int64_t unpacked_bytes;
} Reader;

static bool read_archive(Reader *r, Str bytes, OfficeKind *ret_kind, Err *err);

static Str lower(Arena *arena, Str s)
{
    char *to = arena_new(arena, char, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++)
        to[i] = s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] | 0x20) : s.ptr[i];
    return (Str){to, s.len};
}

static bool ends_in(Str name, const char *const *endings)
{
    for (int i = 0; endings[i]; i++)
        if (str_ends(name, str_from_z(endings[i])))
            return true;
    return false;
}

/* ---- which parts there may be ---- */

static const char *const text_endings[] = {".xml", ".rels", ".vml", NULL};
static const char *const office_endings[] = {".xlsx", ".docx", ".pptx", NULL};
/* Pictures, fonts, sound: nothing that opens by itself. */
static const char *const plain_endings[] = {".png",   ".jpg", ".jpeg", ".gif",     ".bmp", ".tif",
                                            ".tiff",  ".emf", ".wmf",  ".wdp",     ".jp2", ".ico",
                                            ".odttf", ".ttf", ".otf",  ".fntdata", ".jb2", ".gbig2",
                                            ".mp3",   ".mp4", ".wav",  ".m4a",     "/",    NULL};

/* What has no ending of its own kind is known by its place, too: settings of a printer, seals of OFD, what a program
 * of the office threw away. */
static bool is_placed(Str name)
{
    static const struct {
        const char *place, *ending;
    } known[] = {
        {"printersettings", ".bin"}, {"sign", ".dat"}, {"sign", ".esl"}, {"[trash]/", ".dat"}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_has(name, str_from_z(known[i].place)) &&
            str_ends(name, str_from_z(known[i].ending)))
            return true;
    return false;
}

static bool is_macro(Str name)
{
    return str_has(name, S("vbaproject")) || str_has(name, S("vbadata")) ||
           str_has(name, S("macrosheets/")) || str_has(name, S("activex"));
}

static bool check_name(Reader *r, Str part, Err *err)
{
    Str name = lower(r->arena, part);
    if (is_macro(name))
        return err_set(err, ERR_FILE_MACRO, {"found", utf8_prefix(part, 100)});
    if (ends_in(name, text_endings) || ends_in(name, plain_endings) || is_placed(name))
        return true;
    if (ends_in(name, office_endings) && r->depth == 0)
        return true;
    return err_set(err, ERR_FILE_INSIDE, {"found", utf8_prefix(part, 100)});
}

static bool check_parts(Reader *r, const ZipIn *zip, Err *err)
{
    for (int i = 0; i < zip->nparts; i++) {
        r->unpacked_bytes += zip->parts[i].size_bytes;
        if (r->unpacked_bytes > LIMIT_FILE_UNPACKED_BYTES)
            return err_set(err, ERR_FILE_UNPACKED,
                           {"limit", arena_fmt(r->arena, "%d", LIMIT_FILE_UNPACKED_BYTES >> 20)});
        if (!check_name(r, zip->parts[i].name, err))
            return false;
    }
    return true;
}

/* ---- text ---- */

static void hand_on(Reader *r, Str text, bool line_ends)
{
    if (!r->stopped && !r->fn(r->ctx, text, line_ends))
        r->stopped = true;
}

/* What ends a paragraph, a cell, a row, a picture's words; the pieces in between belong together. */
static bool ends_line(Str element)
{
    static const char *const elements[] = {"p",          "si",          "c",        "v",
                                           "row",        "br",          "cr",       "tab",
                                           "tc",         "tr",          "title",    "f",
                                           "TextObject", "subject",     "keywords", "description",
                                           "category",   "creator",     "t_",       "contentStatus",
                                           "comment",    "definedName", "sheet",    NULL};
    for (int i = 0; elements[i]; i++)
        if (str_eq(element, str_from_z(elements[i])))
            return true;
    return false;
}

/* Words that stand in attributes: a picture made of letters (水印), a sheet's name, header and footer of a sheet are text. */
static void attributes(Reader *r, XmlIn *xml)
{
    static const char *const names[] = {"string", "descr", "title", NULL};
    bool has = str_eq(xml->name, S("textpath")) || str_eq(xml->name, S("docPr")) ||
               str_eq(xml->name, S("cNvPr")) || str_eq(xml->name, S("sheet"));
    if (!has)
        return;
    AUTO_ARENA scratch = {0};
    for (int i = 0; names[i]; i++)
        hand_on(r, xml_in_attr(xml, &scratch, names[i]), true);
    if (str_eq(xml->name, S("sheet")))
        hand_on(r, xml_in_attr(xml, &scratch, "name"), true);
}

static bool read_text(Reader *r, ZipIn *zip, int part, Err *err)
{
    XmlIn xml;
    if (!xml_in_open(&xml, zip, part, err))
        return false;
    bool ok = true;
    while (ok && !r->stopped) {
        ok = xml_in_next(&xml, err);
        if (!ok || xml.event == XML_DONE)
            break;
        if (xml.event == XML_TEXT)
            hand_on(r, xml.text, false);
        else if (xml.event == XML_END && ends_line(xml.name))
            hand_on(r, S(""), true);
        else if (xml.event == XML_BEGIN)
            attributes(r, &xml);
    }
    hand_on(r, S(""), true);
    xml_in_close(&xml);
    return ok;
}

static bool read_inner(Reader *r, ZipIn *zip, int part, Err *err)
{
    ZipStream stream;
    OfficeKind ignored;
    int64_t size = zip->parts[part].size_bytes;
    char *bytes = arena_new(r->arena, char, size + 1);
    int64_t at = 0;
    if (!zip_stream_open(&stream, zip, part, err))
        return false;
    int n = 0;
    while ((n = zip_stream_read(&stream, bytes + at, (int)(size - at) + 1, err)) > 0)
        at += n;
    zip_stream_close(&stream);
    if (n < 0)
        return false;
    r->depth++;
    bool ok = read_archive(r, (Str){bytes, at}, &ignored, err);
    r->depth--;
    return ok;
}

static bool read_part(Reader *r, ZipIn *zip, int part, Err *err)
{
    Str name = lower(r->arena, zip->parts[part].name);
    if (ends_in(name, text_endings))
        return read_text(r, zip, part, err);
    return !ends_in(name, office_endings) || read_inner(r, zip, part, err);
}

/* ---- what it is ---- */

static bool kind_of_types(Reader *r, ZipIn *zip, int part, OfficeKind *ret_kind, Err *err)
{
    static const struct {
        const char *word;
        OfficeKind kind;
    } words[] = {{"wordprocessingml.document.main+xml", OFFICE_DOCX},
                 {"spreadsheetml.sheet.main+xml", OFFICE_XLSX},
                 {"presentationml.presentation.main+xml", OFFICE_PPTX}};
    XmlIn xml;
    bool known = false, ok = xml_in_open(&xml, zip, part, err);
    if (!ok)
        return false;
    while (ok && (ok = xml_in_next(&xml, err)) && xml.event != XML_DONE) {
        if (xml.event != XML_BEGIN)
            continue;
        Str type = xml_in_attr(&xml, r->arena, "ContentType");
        if (str_has(type, S("macroEnabled")) || str_has(type, S("vbaProject")) ||
            str_has(type, S("macrosheet")))
            ok = err_set(err, ERR_FILE_MACRO, {"found", utf8_prefix(type, 100)});
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (str_has(type, str_from_z(words[i].word))) {
                *ret_kind = words[i].kind;
                known = true;
            }
    }
    xml_in_close(&xml);
    return ok && (known || err_set(err, ERR_FILE_DAMAGED, {"reason", S("[Content_Types].xml")}));
}

static bool find_kind(Reader *r, ZipIn *zip, OfficeKind *ret_kind, Err *err)
{
    int types = zip_in_find(zip, S("[Content_Types].xml"));
    if (types >= 0)
        return kind_of_types(r, zip, types, ret_kind, err);
    if (zip_in_find(zip, S("OFD.xml")) < 0)
        return err_set(err, ERR_XLSX_NOT_ZIP);
    *ret_kind = OFFICE_OFD;
    return true;
}

static bool read_archive(Reader *r, Str bytes, OfficeKind *ret_kind, Err *err)
{
    ZipIn zip = {0};
    const ZipFrom from = {.bytes = bytes};
    if (!zip_in_open(&zip, r->arena, &from, r->file, err))
        return false;
    bool ok = check_parts(r, &zip, err) && find_kind(r, &zip, ret_kind, err);
    for (int i = 0; ok && i < zip.nparts && !r->stopped; i++)
        ok = read_part(r, &zip, i, err);
    zip_in_close(&zip);
    return ok;
}

bool office_file_read(Arena *arena, Str bytes, Str file, OfficeText fn, void *ctx,
                      OfficeKind *ret_kind, Err *err)
{
    Reader r = {.arena = arena, .file = file, .fn = fn, .ctx = ctx};
    return read_archive(&r, bytes, ret_kind, err);
}
