/* sys/convert.h - text from outside: encodings (iconv) and traditional Chinese (OpenCC).
 *
 * Order of decoding: byte order mark → strict UTF-8 → GB 18030 (glibc's table has the 2022 points).
 * Bytes that are none of these are refused with the offset of the first bad one. Besides the text
 * the bytes each character took in the file are returned, so that offsets lead back.
 * Callers: app/ where foreign text comes in. */
#pragma once
#include "base/err.h"

typedef struct ConvertText {
    Str text;              /* valid UTF-8 without a mark */
    const uint8_t *widths; /* bytes of each character in the file; NULL when the file is UTF-8 */
    ptrdiff_t start;       /* bytes of the byte order mark */
    const char *encoding;  /* "UTF-8", "GB 18030", "UTF-16LE", "UTF-16BE" */
} ConvertText;

/* ERR_TEXT_BINARY (a known binary form, or NUL bytes), ERR_TEXT_ENCODING; both with the byte. */
bool convert_decode(Arena *arena, Str bytes, ConvertText *ret_text, Err *err);

/* GB 18030 alone, for parts of a file that is known to be no UTF-8 (a cell of a table may be valid
 * UTF-8 by accident). False where malformed: *ret_bad_at is the first bad byte. ctx is not used, so
 * that it fits doc/csv's CsvConvertFn. */
bool convert_gb18030(void *ctx, Arena *arena, Str bytes, Str *ret_text, ptrdiff_t *ret_bad_at);

/* Traditional → simplified by OpenCC's t2s tables, opened at the first use. */
typedef struct Simplifier {
    void *handle;
} Simplifier;

/* ctx is a Simplifier. ERR_TEXT_SIMPLIFY. */
bool convert_simplify(void *ctx, Arena *arena, Str text, Str *ret_text, Err *err);
void simplifier_done(Simplifier *simplifier);
