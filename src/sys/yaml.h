/* sys/yaml.h - YAML text into a Tree, through libyaml's events.
 *
 * One document. Refused with line and column: a key that stands twice, a key that is not a scalar,
 * anchors and aliases, tags, more than one document, more than LIMIT_YAML_BYTES, _DEPTH or _NODES,
 * text that is not UTF-8. An empty text is TREE_NULL. Callers: app/, fuzz/. */
#pragma once
#include "base/err.h"
#include "sys/tree.h"

bool yaml_parse(Arena *arena, Str text, Tree **ret_tree, Err *err);
