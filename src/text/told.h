/* text/told.h - which sentences tell what was and which ask for something.
 *
 * A figure that is told is no target. What is told: courtesy and comment, words of the past, a
 * period that was over when the document was issued, a share of a plan that is done; the rest of
 * such a paragraph too, until a word of demand. Callers: text/. */
#pragma once
#include "text/reading.h"

typedef struct Told {
    int year, month; /* of issue; 0 = unknown */
    bool report;     /* a circular about how things stand */
    bool carried;    /* the sentence before in this paragraph was told */
} Told;

void told_open(const Reading *reading, Told *ret_told);
/* Sentences come in order; opens = the first of its paragraph, asks_here = under a heading of tasks. */
bool told_sentence(Told *told, Str sentence, bool opens, bool asks_here);
/* A sentence that reports or thanks asks for nothing. */
bool sentence_is_past(Str sentence);
