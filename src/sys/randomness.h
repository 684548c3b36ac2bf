/* sys/randomness.h - randomness: the kernel's, or a stream that anybody can repeat.
 *
 * A RandomSource with a seed gives draw number i as a function of (seed, i) alone, so that a run
 * with --seed makes the same ids every time. Without a seed it is getrandom(2). The seeded stream
 * is for tests and samples, never for a secret. (Not called random.h: that would hide the system's
 * <sys/random.h>.) Callers: cli/, app/, web/. */
#pragma once
#include "base/str.h"

typedef struct RandomSource {
    bool seeded;
    uint64_t seed;
    uint64_t drawn; /* how many values the seeded stream has given */
} RandomSource;

/* Fits IdSource.random_u32: ctx is a RandomSource. */
uint32_t randomness_u32(void *source);
/* From the kernel, for salts and secrets. */
void random_bytes(void *bytes, size_t len);
/* The same, to hand on where a function with a ctx is asked for: secrets never come from a seed, so none is looked at. */
void random_fill(void *ctx, void *bytes, size_t len);
