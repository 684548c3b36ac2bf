/* app/files/file_check.h - whether a file may be taken as evidence: its name, what it says it is, what it is.
 *
 * The kind is known by the ending of the name and by the content, and the two must agree; nothing is
 * believed of what the sender claims. Callers: app/files/files. */
#pragma once
#include "app/app.h"

typedef enum FileFamily {
    FAMILY_PDF,
    FAMILY_OFFICE, /* archives of xml */
    FAMILY_OLD_OFFICE,
    FAMILY_IMAGE,
    FAMILY_TEXT,
} FileFamily;

typedef struct FileKind {
    Str ending; /* "pdf" */
    Str type;   /* "application/pdf" */
    FileFamily family;
    int kind; /* OfficeKind, OldOffice or ImageKind */
} FileKind;

/* What may be added, for the form and for messages: "pdf · docx · …", or ".pdf,.docx" for an input. */
Str file_endings(Arena *arena, Str before_each, Str between);
/* The name as it is kept: without folder, control characters and those that turn the order of letters round;
 * white space at both ends is gone. ERR_FILE_NAME, ERR_FILE_NAME_LONG, ERR_TEXT_ENCODING. */
bool file_name_clean(Arena *arena, Str name, Str *ret_name, Err *err);
/* Before a byte of it is written. ERR_FILE_EMPTY, ERR_FILE_LARGE, ERR_FILE_EXTENSION, ERR_FILE_CONTENT, ERR_FILE_MARK
 * and what is wrong with documents and pictures: ERR_FILE_MACRO, ERR_FILE_ENCRYPTED, ERR_FILE_INSIDE,
 * ERR_FILE_ACTIVE, ERR_FILE_PIXELS, ERR_FILE_UNPACKED, ERR_FILE_DAMAGED, ERR_XLSX_…. */
bool file_check(App *app, Str name, Str bytes, const FileKind **ret_kind, Err *err);
/* Whether looking at it costs next to nothing: a picture, of which only the head is read, or a short text; and no scanner is set. */
bool file_check_is_light(App *app, Str name, Str bytes);
/* What needs programs of others: the text of a PDF, the virus scanner. fd: the bytes in a file that has no
 * name yet. *ret_scan: clean · off. ERR_FILE_MARK, ERR_FILE_MALWARE, ERR_FILE_SCANNER, ERR_FILE_SEARCH. */
bool file_check_outside(App *app, const FileKind *kind, Str bytes, int fd, Str *ret_scan, Err *err);
