/* text/words.h - the dictionaries of data/dictionaries/, compiled in as sorted tables.
 *
 * A Words is one dictionary; a word carries the tag of its second column (an enum of
 * words_gen.h, from 1). A look-up costs one hash and the few words of that first character.
 * Callers: text/ only. */
#pragma once
#include "base/str.h"

typedef struct Word {
    Str text;
    int tag;
} Word;

/* The words that begin with one character: items[start, end). */
typedef struct WordHead {
    uint32_t first; /* its bytes as a number; 0 = free slot */
    uint16_t start, end;
} WordHead;

typedef struct Words {
    const Word *items; /* sorted by bytes */
    int count;
    int longest_bytes;
    const WordHead *heads; /* open hash of first characters, 1 << head_bits slots */
    int head_bits;
} Words;

/* The longest word that stands at `at`; returns its length, 0 when none. */
ptrdiff_t words_at(const Words *words, Str text, ptrdiff_t at, int *ret_tag);
/* The longest word that ends at `end`. */
ptrdiff_t words_before(const Words *words, Str text, ptrdiff_t end, int *ret_tag);
/* The first place in text[from, to) where a word of one of the tags stands (bit 1 << tag of
 * `tags`; all bits for any); -1 when none. A word must end within the range, and a longer word of
 * another tag hides the words in it (主要 hides 要). */
ptrdiff_t words_find(const Words *words, Str text, ptrdiff_t from, ptrdiff_t to, unsigned tags,
                     ptrdiff_t *ret_len, int *ret_tag);
bool words_has(const Words *words, Str text, unsigned tags);
/* The tag of exactly this word, 0 when it is none. */
int words_is(const Words *words, Str text);
/* Length of the UTF-8 character at `at`, within the text. */
ptrdiff_t char_len(Str text, ptrdiff_t at);
/* Where the clause that holds `at` begins: after the last , ; : 。 or line end, at most reach_bytes
 * back, on a whole character. */
ptrdiff_t clause_start(Str text, ptrdiff_t at, ptrdiff_t reach_bytes);
