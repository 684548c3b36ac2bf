/* app/scheme/scheme_names.h - the Chinese names of a scheme's keys and words, for sheets and for `show`.
 *
 * Sheets are written with them and read with either. Callers: app/scheme/scheme_sheet, app/scheme/scheme_text. */
#pragma once
#include "core/scheme_words.h"

typedef struct SchemeKey {
    Str key, zh;
    const Words *words; /* of a closed list; NULL: none */
    const Str *zh_words;
    bool nested; /* a list or map: one cell holds it in flow style */
} SchemeKey;

/* Of the nodes, in the order of columns; the first is "level", how deep the node stands (from 1). */
extern const SchemeKey scheme_node_keys[];
extern const int scheme_node_keys_count;
/* Of the rest, by path ("rank.round"); an item of a list stands in a row of its own (ladder). */
extern const SchemeKey scheme_head_keys[];
extern const int scheme_head_keys_count;

/* By key or Chinese name; NULL when there is none. */
const SchemeKey *scheme_key_find(const SchemeKey *keys, int count, Str name);
/* The word as people read it; the word itself where it has no other name. */
Str scheme_word_shown(const SchemeKey *key, Str word, bool zh);
/* The word of the file for either form. */
Str scheme_word_meant(const SchemeKey *key, Str shown);
