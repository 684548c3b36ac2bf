/* core/scheme_words.h - the words of a scheme file, in the order of core/scheme.h's enums.
 *
 * One list for what reads, writes and explains schemes. Callers: app/, core/. */
#pragma once
#include "core/scheme.h"

typedef struct Words {
    const Str *items;
    int count;
} Words;

extern const Words rule_words; /* [0] is "sum": components */
extern const Words direction_words, measure_words, source_words, basis_words, against_words,
    missing_words, na_words, data_scope_words, aggregate_words, weight_words, growth_words,
    band_of_words, distance_words, rank_of_words, modality_words, ties_words, gap_words,
    window_words, within_words, ladder_words, final_words;

/* Index of the word, or -1. */
int word_index(Words words, Str word);
