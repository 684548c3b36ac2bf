/* base/hex.h - bytes as lower-case hex digits and back. Callers: sys/, app/. */
#pragma once
#include "base/arena.h"

Str hex_of(Arena *arena, const unsigned char *bytes, size_t count);
/* Exactly 2 * count lower-case digits; false otherwise, and bytes are then of no use. */
bool hex_parse(Str hex, unsigned char *bytes, size_t count);
