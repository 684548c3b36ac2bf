/* app/campaign/read.h - the use-case of `duban read`: the bytes of a document in, its draft reading out.
 *
 * Decodes, hands OpenCC to text/, holds the limit LIMIT_DOCUMENT_BYTES. Needs no database and no
 * account: nothing is stored. Callers: cli/, later web/. */
#pragma once
#include "text/read.h"

/* name is what errors call the file. ret_trace may be NULL. ERR_FILE_TOO_LARGE, ERR_READ_EMPTY,
 * ERR_TEXT_BINARY, ERR_TEXT_ENCODING, ERR_READ_NO_TEXT, ERR_TEXT_SIMPLIFY. */
bool read_document(Arena *arena, Str name, Str bytes, Reading *ret_reading, ReadTrace *ret_trace,
                   Err *err);
/* The same from a file; "-" is standard input. */
bool reading_of_file(Arena *arena, Str path, Reading *ret_reading, ReadTrace *ret_trace, Err *err);
