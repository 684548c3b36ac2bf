/* base/code.h - what may be a code: of a unit, task, indicator, target, account.
 *
 * Codes stand in files, in addresses of pages and in papers, so they are one visible word: letters,
 * digits and signs of any script, without white space, invisible or control characters, without
 * ; and " (lists in tables), / and \ (segments of an address), and neither "." nor "..".
 * Callers: app/ (tables of a campaign and a month), http/ (parameters). */
#pragma once
#include "base/str.h"

enum { CODE_BYTES_MAX = 64 };

bool code_is_valid(Str s); /* any bytes; false when empty */
