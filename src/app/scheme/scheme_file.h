/* app/scheme/scheme_file.h - a scheme out of a file of any form: YAML, JSON, a workbook or CSV.
 *
 * The bytes decide, and the name where they cannot (CSV). Callers: cli/, app/. */
#pragma once
#include "core/scheme.h"

/* Adds every fault with its place ("s.xlsx#指标", row, column); true only without one. */
bool scheme_file_load(Arena *arena, Str file, Str bytes, Scheme *ret_scheme, Faults *faults);
