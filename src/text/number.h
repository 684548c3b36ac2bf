/* text/number.h - numerals as policy texts write them: 310, 1.2, 1,200, 三十, 一千二百, 百分之九十,
 * and masked ones (x, xx, **) that must never become numbers.
 *
 * Offsets are bytes of the text given (norm text: half-width digits). Callers: text/. */
#pragma once
#include "base/arena.h"

typedef struct Numeral {
    ptrdiff_t start, end;
    Str value; /* canonical decimal; empty when masked */
    bool masked;
    bool chinese; /* written in Chinese numerals */
    bool percent; /* 百分之…: the unit is % already */
} Numeral;

/* The numeral that starts at `at`; false when none. A sign is no part of it. */
bool number_at(Arena *arena, Str text, ptrdiff_t at, Numeral *ret_numeral);
/* A small whole number (0..9999) in either script at `at`; returns its length, 0 when none. */
ptrdiff_t number_small(Str text, ptrdiff_t at, int *ret_value);
/* The same from `at` to the end of the text, nothing else; false otherwise. */
bool number_whole(Str text, int *ret_value);
/* True when a Chinese digit (〇零一二…九十百千两) stands at `at`. */
bool number_is_chinese(Str text, ptrdiff_t at);
/* A masked value (x, X, ×, *, ○, 某) at `at`: its length, 0 when none. */
ptrdiff_t number_mask(Str text, ptrdiff_t at);
