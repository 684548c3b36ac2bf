/* app/scheme/scheme_load.h - a scheme file (docs/formats/scheme.md) into core's Scheme, type-checked.
 *
 * Every fault of the file is added to `faults` with file, line and column; true only without one.
 * Strings are views of the tree's memory, which must live in the same arena. Callers: app/, cli/. */
#pragma once
#include "core/scheme.h"
#include "sys/tree.h"

bool scheme_load(Arena *arena, Str file, const Tree *tree, Scheme *ret_scheme, Faults *faults);
/* The text of the file: yaml_parse and scheme_load in one. */
bool scheme_load_text(Arena *arena, Str file, Str text, Scheme *ret_scheme, Faults *faults);
