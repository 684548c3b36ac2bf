/* doc/csv_window.h - the part of a file that the CSV reader sees. Callers: csv; of no use to others. */
#pragma once
#include "doc/csv.h"

/* Moves the window so that it begins where csv->at is and reads on; at the end of the file at_end is
 * set. ERR_FILE_READ. */
bool csv_window_more(Csv *csv, Err *err);
/* There is no room for more of the row that begins at csv->at. */
bool csv_window_is_full(const Csv *csv);
