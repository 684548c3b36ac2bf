#include "base/id.h"

uint64_t id_next(IdSource *source)
{
    uint64_t time_ms = (uint64_t)source->now_ms(source->ctx) & ((UINT64_C(1) << ID_TIME_BITS) - 1);
    uint64_t id = time_ms << ID_RANDOM_BITS |
                  (source->random_u32(source->ctx) & ((1u << ID_RANDOM_BITS) - 1));
    if (id <= source->last)
        id = source->last + 1;
    source->last = id;
    return id;
}

Str id_text(Arena *arena, uint64_t id)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    char *text = arena_new(arena, char, 13);
    for (int i = 12; i >= 0; i--, id >>= 5)
        text[i] = alphabet[id & 31];
    return (Str){text, 13};
}
