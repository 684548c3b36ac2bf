#include "sys/randomness.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

void random_bytes(void *bytes, size_t len)
{
    char *at = bytes;
    while (len > 0) {
        ssize_t n = getrandom(at, len, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            abort(); /* Linux since 3.17 cannot refuse; going on without randomness would be worse */
        at += n;
        len -= (size_t)n;
    }
}

void random_fill(void *ctx, void *bytes, size_t len)
{
    (void)ctx;
    random_bytes(bytes, len);
}

uint32_t randomness_u32(void *ctx)
{
    RandomSource *source = ctx;
    if (!source->seeded) {
        uint32_t value;
        random_bytes(&value, sizeof value);
        return value;
    }
    /* SplitMix64's finaliser over a Weyl sequence: any i can be had without the ones before it. */
    uint64_t z = source->seed + ++source->drawn * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) >> 32);
}
