/* core/linear_parts.h - what the files of core/linear share. Inner to core/linear. */
#pragma once
#include "core/linear.h"

#if defined __x86_64__
#define LINEAR_X86 1
#endif

enum {
    COUNTED_MAX =
        256, /* units of a group whose pairs are all compared; larger ones go to buckets */
};

/* Level 2: places of 2..COUNTED_MAX units, last: the most units above one that is not in the bottom. False, ret_places
 * untouched: NaN among the keys, or keys too near for sixteen bits. */
bool place_short(const double *keys, int n, int last, uint16_t *ret_places);
