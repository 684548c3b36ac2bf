/* base/utf8.h - strict UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF.
 *
 * Text is checked once where it enters (utf8_valid); after that utf8_next may be used freely.
 * Callers: every border that takes bytes in, and text/. */
#pragma once
#include "base/str.h"

#define UTF8_BAD UINT32_C(0xFFFFFFFF)

/* True when all of s is valid; otherwise *ret_bad_at (may be NULL) is the offset of the first bad byte. */
bool utf8_valid(Str s, ptrdiff_t *ret_bad_at);
/* Decodes the code point at *at and advances; UTF8_BAD (and one byte on) where malformed.
 * Precondition: 0 <= *at < s.len. */
uint32_t utf8_next(Str s, ptrdiff_t *at);
/* Encodes cp to buf (>= 4 bytes); returns the length, 0 when cp is not a scalar value. */
int utf8_put(uint32_t cp, char *buf);
/* Number of code points. */
ptrdiff_t utf8_count(Str s);
/* Terminal columns: CJK, full-width forms and emoji count 2. */
int utf8_columns(Str s);
/* The longest prefix of at most max_bytes that does not cut a code point. */
Str utf8_prefix(Str s, ptrdiff_t max_bytes);
/* Without white space and invisible characters (U+00A0, U+200B, U+3000, U+FEFF …) at both ends. */
Str utf8_trim(Str s);
/* The first character that makes text look like something else: marks and overrides of direction, line and paragraph
 * separators, annotation and tag characters. -1 when there is none. s is valid. */
ptrdiff_t utf8_misleading(Str s);
bool utf8_misleads(uint32_t cp);
