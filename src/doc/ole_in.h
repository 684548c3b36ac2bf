/* doc/ole_in.h - one stream out of the container of the office files before the xml ones, whole in memory.
 *
 * Chains of sectors are followed for as many steps as the file has sectors and no further; a chain that leaves the
 * file ends the stream there. Callers: xls_in; of no use to others. */
#pragma once
#include "base/arena.h"

/* Little-endian, 0 past the end. */
uint32_t ole_u16(Str bytes, ptrdiff_t at);
uint32_t ole_u32(Str bytes, ptrdiff_t at);
/* False: no such container, or no such stream in it. */
bool ole_stream(Arena *arena, Str bytes, Str name, Str *ret_stream);
