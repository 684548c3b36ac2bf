/* app/files/file_search.h - a file's name and text searched for marks of classified papers (text/marks.h).
 *
 * Callers: app/files/file_check. */
#pragma once
#include "app/app.h"
#include "doc/office_file.h"
#include "text/marks.h"

typedef struct FileSearch {
    MarkList marks; /* of the day */
    MarkScan scan;
} FileSearch;

bool file_search_begin(App *app, FileSearch *search, Err *err);
/* ERR_FILE_MARK {found}. */
bool file_search_name(FileSearch *search, Str name, Err *err);
/* Then the text: */
void file_search_text_begin(FileSearch *search);
/* An OfficeText and a PdfText; ctx is the FileSearch. */
bool file_search_piece(void *search, Str text, bool line_ends);
bool file_search_pdf(void *search, Str text);
/* ERR_FILE_MARK {found}. */
bool file_search_end(FileSearch *search, Err *err);
