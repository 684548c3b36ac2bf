/* app/report/correction_parts.h - what asking for a correction and ruling on it share. Callers: app/report/correction*. */
#pragma once
#include "app/report/correction.h"

/* The rows of a sheet. Faults go to `faults`, false with err->code == ERR_NONE then. */
bool correction_sheet_of(App *app, const MonthFile *file, CorrectionSheet *ret_sheet,
                         Faults *faults, Err *err);
/* The file of an ask as it is kept. */
MonthFile correction_file_of(const CorrectionAsk *ask);
