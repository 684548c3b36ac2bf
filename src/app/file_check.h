/* app/file_check.h - whether a file may be taken as evidence: its name, what it says it is, what it is.
 *
 * The kind is known by the ending of the name and by the content, and the two must agree; nothing is
 * believed of what the sender claims. Callers: app/files. */
#pragma once
#include "app/app.h"

typedef struct FileKind {
    Str ending; /* "pdf" */
    Str type;   /* "application/pdf" */
} FileKind;

/* What may be added, for the form and for messages: "pdf · docx · …", or ".pdf,.docx" for an input. */
Str file_endings(Arena *arena, Str before_each, Str between);
/* The name as it is kept: without folder, control characters and those that turn the order of letters round;
 * white space at both ends is gone. ERR_FILE_NAME, ERR_FILE_NAME_LONG, ERR_TEXT_ENCODING. */
bool file_name_clean(Arena *arena, Str name, Str *ret_name, Err *err);
/* ERR_FILE_EMPTY, ERR_FILE_LARGE, ERR_FILE_EXTENSION, ERR_FILE_CONTENT. */
bool file_check(App *app, Str name, Str bytes, const FileKind **ret_kind, Err *err);
