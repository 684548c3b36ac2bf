/* core/draw.h - random numbers by counting: number i of draw d under a seed, whoever asks and when.
 *
 * Philox 4x32 with ten rounds (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2,
 * 3, 2011): key = seed, counter = (d, i), integers only, so the same on every machine and in any
 * order; tests/unit/test_draw.c has the authors' known answers. No state, nothing to share.
 * Callers: core/stability, core/sobol. */
#pragma once
#include <stdint.h>

/* Sixteen bytes for that counter and key. */
void draw_words(const uint32_t counter[4], const uint32_t key[2], uint32_t ret_words[4]);
/* Uniform in [0, 1), a multiple of 2^-53. */
double draw_uniform(uint64_t seed, uint64_t d, uint64_t i);
/* ret_uniforms[k] = draw_uniform(seed, d, first + k); first even: half the work. */
void draw_uniforms(uint64_t seed, uint64_t d, uint64_t first, int count, double *ret_uniforms);
/* Whole number in 0..below - 1, below > 0: the high half of a product, its bias below 2^-32 of below. */
uint32_t draw_below(uint64_t seed, uint64_t d, uint64_t i, uint32_t below);
