/* doc/office_file.h - an office document of a stranger (docx, xlsx, pptx, ofd): whether it may be kept, what it is, its text.
 *
 * The archive is held to all that zip_in asks; macros, programs and other files inside are refused, but for
 * workbooks and documents of the same kinds that a chart brings along, which are looked through like the
 * outer one. All text of all parts is handed on, for who looks for something in it: the pieces of a
 * paragraph without a break, as they stand apart only in the file. Callers: app/files/file_check. */
#pragma once
#include "base/err.h"

typedef enum OfficeKind { OFFICE_DOCX, OFFICE_XLSX, OFFICE_PPTX, OFFICE_OFD } OfficeKind;

/* A piece of text; line_ends: a paragraph or cell ends after it. False stops. */
typedef bool (*OfficeText)(void *ctx, Str text, bool line_ends);

/* The faults of the archive (ERR_XLSX_…), ERR_FILE_MACRO, ERR_FILE_INSIDE, ERR_FILE_UNPACKED, ERR_FILE_DAMAGED. True
 * when fn stopped it. */
bool office_file_read(Arena *arena, Str bytes, Str file, OfficeText fn, void *ctx,
                      OfficeKind *ret_kind, Err *err);
