#include "doc/docx.h"

#include "base/date.h"
#include "base/limits.h"
#include "doc/docx_embedded.h"
#include "doc/docx_parts.h"
#include "doc/pack.h"
#include "doc/paper_grid.h"
#include "doc/xml.h"

#include <string.h>

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

/* The marks of the paper, on every page; without marks an empty line. */
static Str header_part(Arena *arena, const Paper *p)
{
    Out marks = out_new(arena, LIMIT_OUTPUT_BYTES), out = out_new(arena, LIMIT_OUTPUT_BYTES);
    for (int i = 0; i < p->marks.count; i++) {
        out_s(&marks, i ? S("\xE3\x80\x80") : S("")); /* U+3000 */
        out_s(&marks, p->marks.items[i]);
    }
    out_s(&out, S(XML_HEAD "<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/"
                           "wordprocessingml/2006/main\">"));
    docx_paragraph(&out, "Header", "", out_str(&marks));
    out_s(&out, S("</w:hdr>\n"));
    return out_ok(&out) && out_ok(&marks) ? out_str(&out) : (Str){0};
}

static void property_time(Out *out, const char *name, int64_t utc_ms)
{
    enum { DAY_S = 24 * 60 * 60 };
    Date date = instant_to_date(utc_ms, 0);
    int second = (int)(utc_ms / 1000 - (int64_t)date * DAY_S);
    out_f(out, "<dcterms:%s xsi:type=\"dcterms:W3CDTF\">", name);
    date_out(out, date);
    out_f(out, "T%02d:%02d:%02dZ</dcterms:%s>", second / 3600, second / 60 % 60, second % 60, name);
}

static Str core_part(Arena *arena, const Paper *p, int64_t at_utc_ms)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    out_s(&out, S(XML_HEAD "<cp:coreProperties "
                           "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/"
                           "core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
                           "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>"));
    xml_text(&out, paper_unbroken(arena, p->title)); /* its line ends are dropped */
    out_s(&out, S("</dc:title><dc:creator>"));
    xml_text(&out, p->signature);
    out_s(&out, S("</dc:creator><dc:language>zh-CN</dc:language>"));
    property_time(&out, "created", at_utc_ms);
    property_time(&out, "modified", at_utc_ms);
    out_s(&out, S("</cp:coreProperties>\n"));
    return out_ok(&out) ? out_str(&out) : (Str){0};
}

/* The part with more members before its end tag. */
static Str with_members(Arena *arena, Str part, Str end, Str members)
{
    ptrdiff_t at = str_find(part, end, 0);
    return members.len == 0 || at < 0
               ? part
               : arena_fmt(arena, "%.*s%.*s%.*s", STR_ARG(str_sub(part, 0, at)), STR_ARG(members),
                           STR_ARG(str_sub(part, at, part.len)));
}

static Str relations(const DocxPictures *pictures)
{
    Out out = out_new(pictures->arena, LIMIT_OUTPUT_BYTES);
    for (int i = 1; i <= pictures->files.count; i++)
        out_f(&out,
              "<Relationship Id=\"rIdPicture%d\" Type=\"http://schemas.openxmlformats.org/"
              "officeDocument/2006/relationships/image\" Target=\"media/%d.png\"/>\n",
              i, i);
    return with_members(pictures->arena, docx_document_rels, S("</Relationships>"), out_str(&out));
}

static Str content_types(const DocxPictures *pictures, const Paper *p)
{
    Str types = with_members(pictures->arena, docx_content_types, S("</Types>"),
                             pictures->files.count
                                 ? S("<Default Extension=\"png\" ContentType=\"image/png\"/>\n")
                                 : S(""));
    return with_members(pictures->arena, types, S("</Types>"),
                        p->made_from.len
                            ? S("<Override PartName=\"/docProps/custom.xml\" ContentType=\""
                                "application/vnd.openxmlformats-officedocument.custom-properties"
                                "+xml\"/>\n")
                            : S(""));
}

static Str package_relations(Arena *arena, const Paper *p)
{
    return with_members(
        arena, docx_package_rels, S("</Relationships>"),
        p->made_from.len ? S("<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/"
                             "officeDocument/2006/relationships/custom-properties\" "
                             "Target=\"docProps/custom.xml\"/>\n")
                         : S(""));
}

static Str custom_part(Arena *arena, const Paper *p)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    out_s(&out,
          S(XML_HEAD "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                     "custom-properties\" xmlns:vt=\"http://schemas.openxmlformats.org/"
                     "officeDocument/2006/docPropsVTypes\"><property "
                     "fmtid=\"{D5CDD505-2E9C-101B-9397-08002B2CF9AE}\" pid=\"2\" name=\"" //
            DOCX_PROPERTY "\"><vt:lpwstr>"));
    xml_text(&out, p->made_from);
    out_s(&out, S("</vt:lpwstr></property></Properties>\n"));
    return out_str(&out);
}

bool docx_write(Arena *arena, const Paper *p, int64_t at_utc_ms, int offset_minutes, Str *ret_bytes,
                Err *err)
{
    if (!paper_grid_check(arena, p, err))
        return false;
    Out document = out_new(arena, LIMIT_OUTPUT_BYTES);
    out_s(&document, S(XML_HEAD));
    DocxPictures pictures = {.arena = arena};
    docx_document(&document, p, &pictures);
    Str header = header_part(arena, p), core = core_part(arena, p, at_utc_ms);
    if (!out_ok(&document) || header.len == 0 || core.len == 0)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_OUTPUT_BYTES")},
                       {"limit", arena_fmt(arena, "%d", LIMIT_OUTPUT_BYTES)}, {"found", S(">")});
    const PackEntry parts[] = {
        {S("[Content_Types].xml"), content_types(&pictures, p)},
        {S("_rels/.rels"), package_relations(arena, p)},
        {S("word/document.xml"), out_str(&document)},
        {S("word/_rels/document.xml.rels"), relations(&pictures)},
        {S("word/styles.xml"), docx_styles},
        {S("word/settings.xml"), docx_settings},
        {S("word/fontTable.xml"), docx_font_table},
        {S("word/header1.xml"), header},
        {S("word/header2.xml"), header},
        {S("word/footer1.xml"), docx_footer_odd},
        {S("word/footer2.xml"), docx_footer_even},
        {S("docProps/core.xml"), core},
    };
    enum { PARTS = sizeof parts / sizeof parts[0] };
    PackEntry *entries = arena_new(arena, PackEntry, PARTS + pictures.files.count + 1);
    int count = PARTS;
    memcpy(entries, parts, sizeof parts);
    for (int i = 0; i < pictures.files.count; i++)
        entries[count++] =
            (PackEntry){arena_fmt(arena, "word/media/%d.png", i + 1), pictures.files.items[i]};
    if (p->made_from.len)
        entries[count++] = (PackEntry){S("docProps/custom.xml"), custom_part(arena, p)};
    return pack_zip(arena, entries, count, at_utc_ms, offset_minutes, ret_bytes, err);
}
