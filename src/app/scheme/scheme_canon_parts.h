/* app/scheme/scheme_canon_parts.h - inner to app/scheme/scheme_canon: members of the canonical tree. */
#pragma once
#include "core/scheme_words.h"
#include "sys/tree.h"

Tree *canon_node(Arena *arena, Tree *parent, TreeKind kind, Str key);
void canon_text(Arena *arena, Tree *map, Str key, Str text);
void canon_said(Arena *arena, Tree *map, Str key, Str text); /* only where not empty */
void canon_dec(Arena *arena, Tree *map, Str key, Dec value);
void canon_int(Arena *arena, Tree *map, Str key, int64_t value);
void canon_yes(Arena *arena, Tree *map, Str key, bool value);
/* Only where it is not the usual one. */
void canon_word(Arena *arena, Tree *map, Str key, Words words, int value, int usual);

/* aggregate, weights, available of a component (the root's stand at the top). */
void canon_component(Arena *arena, Tree *map, const Scheme *scheme, int node);
void canon_children(Arena *arena, Tree *list, const Scheme *scheme, int node);
/* What only the leaf's rule reads. */
void canon_rule(Arena *arena, Tree *map, const Scheme *scheme, const SchemeNode *leaf);
