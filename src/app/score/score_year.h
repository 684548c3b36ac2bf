/* app/score/score_year.h - the year's score of plain files: months that duban score has scored, and the parts of a file.
 *
 * One row for each calendar year, group and unit that had a month there. A month without a rank for want of data
 * (none, excluded, too_little) is owed and missing; a month without a row is not owed. Callers: cli/cmd_score. */
#pragma once
#include "app/score/score_files.h"
#include "core/year.h"

/* `parts`: a CSV file of unit, year_end, leaders, public; may be empty where the scheme gives none of them a share.
 * ERR_YEAR_NONE {found}, ERR_YEAR_PARTS {key} with the scheme's file; faults of the parts go to `faults`. */
bool score_year(Arena *arena, const ScoreFiles *files, Str parts, ScoreFormat format, Out *out,
                Faults *faults, Err *err);
