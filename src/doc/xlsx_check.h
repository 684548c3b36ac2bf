/* doc/xlsx_check.h - whether a workbook that was just written is whole.
 *
 * libxlsxwriter copies the parts through temporary files and does not see when one of them is cut
 * short by a full disk: the workbook would lack rows and nobody would know. Callers: xlsx_out. */
#pragma once
#include "base/err.h"

/* Every part is unpacked against its checksum, the small ones are read as XML, and each sheet has at
 * least the bytes of its rows and its end. ERR_FILE_FULL, ERR_FILE_OPEN. */
bool xlsx_check(Arena *arena, Str path, Str file, const int64_t *sheet_bytes, int nsheets,
                Err *err);
