/* doc/zip_in.h - the archive that a workbook is (libzip), from memory or a file, trusted in nothing.
 *
 * Everything an archive claims is checked before a part is unpacked: names (no absolute one, no "..",
 * none twice, letters of both cases the same), count, sizes and their sum, ratio, encryption. While
 * a part is read its bytes are counted against its claim. Nothing is ever written to disk.
 * Callers: xml_in, xlsx_book, docx_in, docx_text, app/folder/folder_gather. */
#pragma once
#include "base/err.h"
#include "base/map.h"

typedef struct ZipPart {
    Str name;
    int64_t size_bytes; /* as claimed */
} ZipPart;

/* What is read: bytes that outlive the archive, or an open plain file, which stays the caller's. */
typedef struct ZipFrom {
    Str bytes; /* of a file only its beginning */
    bool is_file;
    int fd;
} ZipFrom;

typedef struct ZipIn {
    Arena *arena;
    Str file;
    struct zip *zip;
    ZipPart *parts;
    int nparts;
    int64_t unpacked_bytes; /* all parts, as claimed */
    Map by_name;            /* in lower case */
} ZipIn;

/* ERR_XLSX_NOT_ZIP, _OLD, _ENCRYPTED, _NAME, _TWICE, _BOMB, _DAMAGED, ERR_FILE_READ, ERR_LIMIT; each
 * with the file. */
bool zip_in_open(ZipIn *zip, Arena *arena, const ZipFrom *from, Str file, Err *err);
/* -1 when there is none. */
int zip_in_find(const ZipIn *zip, Str name);
/* As it stands in the archive, in whatever encoding. */
Str zip_in_raw_name(const ZipIn *zip, int part);
void zip_in_close(ZipIn *zip);

typedef struct ZipStream {
    ZipIn *zip;
    struct zip_file *from;
    int part;
    int64_t read_bytes;
} ZipStream;

bool zip_stream_open(ZipStream *stream, ZipIn *zip, int part, Err *err);
/* Bytes read, 0 at the end, -1 on a fault: ERR_XLSX_DAMAGED, ERR_XLSX_SIZE. */
int zip_stream_read(ZipStream *stream, char *buffer, int len, Err *err);
void zip_stream_close(ZipStream *stream);
