/* doc/xml_in.h - one XML part of an archive, pulled event by event (libxml2's xmlReader).
 *
 * UTF-8 only; no DOCTYPE, so no entity but the five of XML; no network, no file, no huge node. Names
 * are without their prefix: workbooks of both dialects (transitional, strict) differ only in it. An
 * element without content gives a begin and an end like any other.
 * Callers: what reads workbooks and text documents. */
#pragma once
#include "doc/zip_in.h"

typedef enum XmlEvent { XML_BEGIN, XML_END, XML_TEXT, XML_DONE } XmlEvent;

typedef struct XmlIn {
    ZipStream stream;
    struct _xmlTextReader *reader;
    Str part;
    XmlEvent event;
    Str name; /* of XML_BEGIN and XML_END; like text valid until the next call */
    Str text;
    bool end_owed; /* of an empty element */
    bool in_prolog;
    bool at_start;
    int matched; /* of "<!DOCTYPE" so far */
    Err fault;   /* met while reading */
    char found[120];
} XmlIn;

/* Not moved after this: libxml2 keeps its address. */
bool xml_in_open(XmlIn *xml, ZipIn *zip, int part, Err *err);
/* The next event is in xml->event. ERR_XLSX_XML, ERR_XLSX_DOCTYPE and the faults of the archive. */
bool xml_in_next(XmlIn *xml, Err *err);
/* The attribute of the element that began, or an empty Str with a NULL pointer; in the arena. */
Str xml_in_attr(XmlIn *xml, Arena *arena, const char *name);
bool xml_is(const XmlIn *xml, XmlEvent event, Str name);
void xml_in_close(XmlIn *xml);
