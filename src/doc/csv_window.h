/* doc/csv_window.h - the part of a file that the CSV reader sees, and what encoding a text is in.
 * Callers: csv, values_panel; of no use to others. */
#pragma once
#include "doc/csv.h"

/* What is known of a text that is looked at piece by piece. */
typedef struct CsvLook {
    bool has_nul, is_utf16, has_bom;
    int64_t good, bad;  /* characters of three bytes and more; malformed bytes */
    int64_t separators; /* commas and line ends */
} CsvLook;

void csv_look_at(CsvLook *look, Str s);
bool csv_looks_like_utf8(const CsvLook *look);

/* Moves the window so that it begins where csv->at is and reads on; at the end of the file at_end is
 * set. ERR_FILE_READ. */
bool csv_window_more(Csv *csv, Err *err);
/* There is no room for more of the row that begins at csv->at. */
bool csv_window_is_full(const Csv *csv);
