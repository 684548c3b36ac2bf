/* web/assets.h - the style sheet, script and pictures of the pages, as the program carries them.
 *
 * An address holds the digest of the bytes, so a browser may keep the answer for good; the ETag is the
 * same digest. Made by tools/assets.py from src/web/assets/. Callers: web/. */
#pragma once
#include "base/str.h"

typedef struct Asset {
    Str name; /* "app.css" */
    Str file; /* "app.0123456789abcdef.css" */
    Str url;  /* "/assets/app.0123456789abcdef.css" */
    Str etag; /* the digest in quotes */
    Str type;
    Str bytes;
    Str gzip; /* empty: packing it gains nothing */
} Asset;

extern const Asset assets_all[]; /* ends with an empty name */

const Asset *asset_find(Str file); /* NULL when there is none of this name and digest */
