#include "base/id.h"

#include <string.h>

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

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

Str id_text(Arena *arena, uint64_t id)
{
    char *text = arena_new(arena, char, 13);
    for (int i = 12; i >= 0; i--, id >>= 5)
        text[i] = alphabet[id & 31];
    return (Str){text, 13};
}

bool id_parse(Str text, uint64_t *ret_id)
{
    uint64_t id = 0;
    if (text.len != 13 || text.ptr[0] > 'F') /* 13 characters hold 65 bits */
        return false;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        const char *at = text.ptr[i] ? strchr(alphabet, text.ptr[i]) : NULL;
        if (!at)
            return false;
        id = id << 5 | (uint64_t)(at - alphabet);
    }
    *ret_id = id;
    return true;
}
