/* app/scheme/scheme_canon.h - a scheme as the shortest tree that loads as the same scheme, and its digest.
 *
 * Keys stand in one order, defaults are left out, numbers lose their idle zeros, what was said at the
 * top for all leaves stands at each. So comments, order of keys and the kind of file change nothing.
 * Callers: app/scheme/scheme_text, app/scheme/scheme_sheet, app/scheme/scheme_diff, cli/. */
#pragma once
#include "base/json.h"
#include "core/scheme.h"
#include "sys/tree.h"

Tree *scheme_canon(Arena *arena, const Scheme *scheme);
/* "sha256:…" of the tree as JSON without spaces. */
bool scheme_digest(Arena *arena, const Scheme *scheme, Str *ret_digest, Err *err);
/* A tree as JSON; its scalars are strings, so that numbers stay as typed. Valid YAML too. */
void tree_json(Json *json, const Tree *tree);
/* A tree as YAML in flow style on one line: {at: 2, step: talk}. What needs quotes has them. */
void tree_flow(Out *out, const Tree *tree);
/* A tree as YAML, a key a line; lists of maps have an item a line, `children` below their node. */
void tree_yaml(Out *out, const Tree *map);
Str tree_flow_str(Arena *arena, const Tree *tree);
/* 2.50 as "2.5", 100.0 as "100". */
Str dec_plain(Arena *arena, Dec value);
