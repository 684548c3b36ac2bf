/* base/str.h - strings inside duban: a pointer and a length, never owned.
 *
 * A Str is a view. Whoever made the bytes (an Arena, a literal, a file buffer) owns them. NUL
 * terminators exist only at library borders (str_z). Bytes are UTF-8 once a border has checked
 * them (base/utf8.h). Callers: everything. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Str {
    const char *ptr;
    ptrdiff_t len;
} Str;

#define S(literal) ((Str){"" literal, (ptrdiff_t)sizeof(literal) - 1})
/* The same as a constant initialiser of static tables. */
/* clang-format off */
#define SC(literal) {"" literal, (ptrdiff_t)sizeof(literal) - 1}
/* clang-format on */
/* For printf("%.*s", STR_ARG(s)). */
#define STR_ARG(s) (int)(s).len, (s).ptr

Str str_from_z(const char *z);
bool str_eq(Str a, Str b);
/* Byte order: <0, 0, >0. A total order on bytes, the same on every machine. */
int str_cmp(Str a, Str b);
bool str_starts(Str s, Str prefix);
bool str_ends(Str s, Str suffix);
/* Offset of the first occurrence of needle at or after from, or -1. An empty needle is at from. */
ptrdiff_t str_find(Str s, Str needle, ptrdiff_t from);
bool str_has(Str s, Str needle);
/* Bytes from..to-1, clamped to the string. */
Str str_sub(Str s, ptrdiff_t from, ptrdiff_t to);
/* Without ASCII white space (space, tab, CR, LF) and U+3000 at both ends. */
Str str_trim(Str s);
/* Cuts *rest at the first separator byte: returns what stands before it, leaves what is after.
 * Without a separator returns all and leaves *rest empty with a NULL pointer. */
Str str_cut(Str *rest, char separator);
/* Whole input as decimal integer, optional sign; false when empty, malformed or out of range. */
bool str_to_i64(Str s, int64_t *ret_value);
uint64_t str_hash(Str s);
