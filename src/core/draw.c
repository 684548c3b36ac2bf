#include "core/draw.h"

void draw_words(const uint32_t counter[4], const uint32_t key[2], uint32_t ret_words[4])
{
    uint32_t x0 = counter[0], x1 = counter[1], x2 = counter[2], x3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int round = 0; round < 10; round++) {
        uint64_t a = (uint64_t)0xD2511F53u * x0, b = (uint64_t)0xCD9E8D57u * x2;
        x0 = (uint32_t)(b >> 32) ^ x1 ^ k0;
        x1 = (uint32_t)b;
        x2 = (uint32_t)(a >> 32) ^ x3 ^ k1;
        x3 = (uint32_t)a;
        k0 += 0x9E3779B9u; /* golden ratio and sqrt 3 - 1, as the authors chose */
        k1 += 0xBB67AE85u;
    }
    ret_words[0] = x0;
    ret_words[1] = x1;
    ret_words[2] = x2;
    ret_words[3] = x3;
}

/* Numbers 2 * pair and 2 * pair + 1 of draw d. */
static void pair_of(uint64_t seed, uint64_t d, uint64_t pair, uint64_t ret_bits[2])
{
    const uint32_t counter[4] = {(uint32_t)pair, (uint32_t)(pair >> 32), (uint32_t)d,
                                 (uint32_t)(d >> 32)};
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint32_t words[4];
    draw_words(counter, key, words);
    ret_bits[0] = (uint64_t)words[1] << 32 | words[0];
    ret_bits[1] = (uint64_t)words[3] << 32 | words[2];
}

static double unit_interval(uint64_t bits)
{
    return (double)(bits >> 11) * 0x1p-53;
}

double draw_uniform(uint64_t seed, uint64_t d, uint64_t i)
{
    uint64_t bits[2];
    pair_of(seed, d, i / 2, bits);
    return unit_interval(bits[i % 2]);
}

void draw_uniforms(uint64_t seed, uint64_t d, uint64_t first, int count, double *ret_uniforms)
{
    int k = 0;
    for (; k < count && (first + (uint64_t)k) % 2 == 1; k++)
        ret_uniforms[k] = draw_uniform(seed, d, first + (uint64_t)k);
    for (; k + 1 < count; k += 2) {
        uint64_t bits[2];
        pair_of(seed, d, (first + (uint64_t)k) / 2, bits);
        ret_uniforms[k] = unit_interval(bits[0]);
        ret_uniforms[k + 1] = unit_interval(bits[1]);
    }
    if (k < count)
        ret_uniforms[k] = draw_uniform(seed, d, first + (uint64_t)k);
}

uint32_t draw_below(uint64_t seed, uint64_t d, uint64_t i, uint32_t below)
{
    uint64_t bits[2];
    pair_of(seed, d, i / 2, bits);
    return (uint32_t)((bits[i % 2] >> 32) * below >> 32);
}
