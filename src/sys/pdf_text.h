/* sys/pdf_text.h - the text of a PDF, taken out by pdftotext in a child process with bounds on time and memory.
 *
 * A PDF is read by a program of its own so that a hostile one can hurt nobody but that child.
 * Callers: app/files/file_check. */
#pragma once
#include "base/err.h"

/* fn gets the text piece by piece, in UTF-8; false stops. */
typedef bool (*PdfText)(void *ctx, Str text);

/* fd: the whole file, open for reading. *ret_searched is false where pdftotext is not installed.
 * ERR_FILE_SEARCH {reason} after LIMIT_FILE_TEXT_MS or LIMIT_FILE_TEXT_BYTES, ERR_FILE_DAMAGED, ERR_CHILD. */
bool pdf_text(int fd, PdfText fn, void *ctx, bool *ret_searched, Err *err);
