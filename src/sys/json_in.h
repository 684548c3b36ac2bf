/* sys/json_in.h - JSON text into a Tree, through jansson.
 *
 * Refused: a key that stands twice, a number with a fraction or exponent (numbers that matter are
 * strings), NUL in a text, more than LIMIT_JSON_BYTES, _DEPTH or _NODES. Faults of syntax carry line
 * and column, the tree itself has no places. Callers: app/, fuzz/. */
#pragma once
#include "base/err.h"
#include "sys/tree.h"

bool json_parse(Arena *arena, Str text, Tree **ret_tree, Err *err);
