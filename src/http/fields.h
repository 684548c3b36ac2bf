/* http/fields.h - names and values out of foreign bytes: URL, form, multipart, cookies.
 *
 * Everything is decoded into the arena, is UTF-8 without NUL, and is counted against a limit by
 * name; a fault says which field and byte. One field may come several times: they stay in order.
 * Callers: web/, tests and fuzz targets. */
#pragma once
#include "http/http.h"

/* %XX decoded; with plus also '+' → space. ERR_HTTP_ENCODING {found} at the byte. */
bool url_decode(Arena *arena, Str s, bool plus, Str *ret_text, Err *err);
/* Everything but letters, digits and -._~ as %XX. */
void url_encode(Out *out, Str s);
/* The name of a file to keep, as every system takes it: no folder, no control character, at most
 * DOWNLOAD_NAME_BYTES of UTF-8 with the ending whole. */
enum { DOWNLOAD_NAME_BYTES = 200 };
Str download_name(Arena *arena, Str name);
/* Segments of a path, each decoded: "/a/b%20c" → "a", "b c". A segment "." or "..", an empty one in
 * the middle, a slash inside one: ERR_HTTP_PATH. One slash at the end is ignored. */
typedef struct PathSegments {
    Str *items;
    int count;
    size_t cap;
} PathSegments;
bool path_split(Arena *arena, Str path, PathSegments *ret_segments, Err *err);
/* application/x-www-form-urlencoded and the query of a URL. LIMIT_HTTP_FIELDS,
 * LIMIT_HTTP_FIELD_BYTES. */
bool form_parse(Arena *arena, Str text, HttpPairs *ret_fields, Err *err);
/* Value of the first pair of that name; NULL pointer when absent. */
Str fields_get(const HttpPairs *fields, Str name);
/* A cookie of the header's value by its exact name; empty when absent. Never fails. */
Str cookie_get(Str header, Str name);

/* multipart/form-data, whole in memory (or mapped). A part's bytes are views of the body. */
typedef struct MultipartPart {
    Str name;
    Str file_name; /* decoded, without any folder; NULL pointer when the part is no file */
    Str type;      /* as claimed; nobody may believe it */
    Str bytes;
} MultipartPart;
typedef struct MultipartParts {
    MultipartPart *items;
    int count;
    size_t cap;
    int64_t steps; /* bytes looked at, for the test that this grows with the body only */
} MultipartParts;
/* boundary from the content type. ERR_HTTP_MULTIPART {what} at the byte, LIMIT_HTTP_PARTS. */
bool multipart_parse(Arena *arena, Str content_type, Str body, MultipartParts *ret_parts, Err *err);
/* "text/html; charset=utf-8" → "text/html", lower case. */
Str content_type_essence(Arena *arena, Str value);
