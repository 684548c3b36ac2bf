#include "doc/xml_in.h"

#include "base/utf8.h"

#include <libxml/xmlreader.h>
#include <string.h>

static bool fault(const XmlIn *xml, Err *err)
{
    return err_at_file(err, xml->stream.zip->file);
}

static bool fault_doctype(const XmlIn *xml, Err *err)
{
    err_set(err, ERR_XLSX_DOCTYPE, {"part", xml->part});
    return fault(xml, err);
}

static bool fault_xml(const XmlIn *xml, Err *err, Str found)
{
    err_set(err, ERR_XLSX_XML, {"part", xml->part}, {"found", found});
    return fault(xml, err);
}

/* ---- bytes on their way in ---- */

/* A declaration of entities is refused before libxml2 sees it. Only '<' begins the word, so one
 * counter is enough. */
static bool meets_doctype(XmlIn *xml, const char *bytes, int len)
{
    static const char word[] = "<!DOCTYPE";
    for (int i = 0; i < len; i++) {
        if (bytes[i] == word[xml->matched])
            xml->matched++;
        else
            xml->matched = bytes[i] == word[0];
        if (xml->matched == (int)sizeof word - 1)
            return true;
    }
    return false;
}

/* UTF-16 and the like would hide the word. */
static bool starts_as_utf8(const char *bytes, int len)
{
    static const char mark[] = "\xEF\xBB\xBF";
    int at = len >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
    return at < len &&
           (bytes[at] == '<' || bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' ||
            bytes[at] == '\t') &&
           !memchr(bytes, 0, (size_t)(len < 8 ? len : 8));
}

static int read_bytes(void *ctx, char *buffer, int len)
{
    XmlIn *xml = ctx;
    if (xml->fault.code)
        return -1;
    int n = zip_stream_read(&xml->stream, buffer, len, &xml->fault);
    if (n > 0 && xml->at_start) {
        xml->at_start = false;
        if (!starts_as_utf8(buffer, n)) {
            fault_xml(xml, &xml->fault, S("not UTF-8"));
            return -1;
        }
    }
    if (n > 0 && xml->in_prolog && meets_doctype(xml, buffer, n)) {
        fault_doctype(xml, &xml->fault);
        return -1;
    }
    return n;
}

static int close_bytes(void *ctx)
{
    (void)ctx;
    return 0;
}

#if LIBXML_VERSION >= 21200
typedef const xmlError *ErrorOfXml;
#else
typedef xmlErrorPtr ErrorOfXml;
#endif

/* Keeps the first complaint: the later ones follow from it. */
static void keep_complaint(void *ctx, ErrorOfXml error)
{
    XmlIn *xml = ctx;
    if (xml->found[0] || !error || !error->message)
        return;
    Str text = utf8_prefix(str_trim(str_from_z(error->message)), (ptrdiff_t)sizeof xml->found - 1);
    if (utf8_valid(text, NULL))
        memcpy(xml->found, text.ptr, (size_t)text.len);
}

/* ---- events ---- */

bool xml_in_open(XmlIn *xml, ZipIn *zip, int part, Err *err)
{
    *xml = (XmlIn){.part = zip->parts[part].name, .in_prolog = true, .at_start = true};
    if (!zip_stream_open(&xml->stream, zip, part, err))
        return false;
    xml->reader = xmlReaderForIO(read_bytes, close_bytes, xml, NULL, "UTF-8",
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!xml->reader) {
        zip_stream_close(&xml->stream);
        return xml->fault.code ? (*err = xml->fault, false) : fault_xml(xml, err, S("?"));
    }
    xmlTextReaderSetStructuredErrorHandler(xml->reader, keep_complaint, xml);
    return true;
}

static Str name_of(xmlTextReaderPtr reader)
{
    const xmlChar *name = xmlTextReaderConstLocalName(reader);
    return name ? str_from_z((const char *)name) : S("");
}

static bool fault_read(const XmlIn *xml, Err *err)
{
    if (xml->fault.code) {
        *err = xml->fault;
        return false;
    }
    return fault_xml(xml, err, str_from_z(xml->found));
}

static bool take(XmlIn *xml, bool *ret_taken, Err *err)
{
    *ret_taken = true;
    switch (xmlTextReaderNodeType(xml->reader)) {
    case XML_READER_TYPE_ELEMENT:
        xml->in_prolog = false;
        xml->event = XML_BEGIN;
        xml->name = name_of(xml->reader);
        xml->end_owed = xmlTextReaderIsEmptyElement(xml->reader) == 1;
        return true;
    case XML_READER_TYPE_END_ELEMENT:
        xml->event = XML_END;
        xml->name = name_of(xml->reader);
        return true;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_WHITESPACE:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: {
        const xmlChar *value = xmlTextReaderConstValue(xml->reader);
        xml->event = XML_TEXT;
        xml->text = value ? str_from_z((const char *)value) : S("");
        return true;
    }
    case XML_READER_TYPE_DOCUMENT_TYPE:
    case XML_READER_TYPE_ENTITY:
    case XML_READER_TYPE_ENTITY_REFERENCE:
        return fault_doctype(xml, err);
    default:
        *ret_taken = false; /* comments, instructions */
        return true;
    }
}

bool xml_in_next(XmlIn *xml, Err *err)
{
    bool taken = false;
    if (xml->event == XML_BEGIN && xml->end_owed) {
        xml->end_owed = false;
        xml->event = XML_END;
        return true;
    }
    while (!taken) {
        int more = xmlTextReaderRead(xml->reader);
        if (more < 0 || xml->fault.code)
            return fault_read(xml, err);
        if (more == 0) {
            xml->event = XML_DONE;
            return true;
        }
        if (!take(xml, &taken, err))
            return false;
    }
    return true;
}

Str xml_in_attr(XmlIn *xml, Arena *arena, const char *name)
{
    Str value = {0};
    bool found = false;
    while (!found && xmlTextReaderMoveToNextAttribute(xml->reader) == 1)
        found = xmlTextReaderIsNamespaceDecl(xml->reader) != 1 &&
                str_eq(name_of(xml->reader), str_from_z(name));
    if (found) {
        const xmlChar *text = xmlTextReaderConstValue(xml->reader);
        value = arena_str(arena, text ? str_from_z((const char *)text) : S(""));
    }
    (void)xmlTextReaderMoveToElement(xml->reader);
    return value;
}

bool xml_is(const XmlIn *xml, XmlEvent event, Str name)
{
    return xml->event == event && str_eq(xml->name, name);
}

void xml_in_close(XmlIn *xml)
{
    if (xml->reader)
        xmlFreeTextReader(xml->reader);
    xml->reader = NULL;
    zip_stream_close(&xml->stream);
}
