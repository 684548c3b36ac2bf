#include "doc/values_codes.h"

static uint64_t mix(uint64_t h)
{
    h ^= h >> 32;
    h *= UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

uint64_t code_hash(Str text)
{
    uint64_t h = (uint64_t)text.len;
    ptrdiff_t i = 0;
    for (; i + 8 <= text.len; i += 8)
        h = mix(h ^ load_le(text.ptr + i));
    uint64_t rest = 0;
    for (; i < text.len; i++)
        rest = rest << 8 | (unsigned char)text.ptr[i];
    return mix(mix(h ^ rest));
}

int codes_find(const Codes *codes, Str text, uint64_t hash)
{
    if (codes->nslots == 0)
        return -1;
    size_t mask = codes->nslots - 1;
    for (size_t at = (size_t)hash & mask; codes->slots[at]; at = (at + 1) & mask) {
        const Code *code = &codes->items[codes->slots[at] - 1];
        if (code->hash == hash && code->text.len == text.len &&
            memcmp(code->text.ptr, text.ptr, (size_t)text.len) == 0)
            return codes->slots[at] - 1;
    }
    return -1;
}

static void put_slot(Codes *codes, int index)
{
    size_t mask = codes->nslots - 1, at = (size_t)codes->items[index].hash & mask;
    while (codes->slots[at])
        at = (at + 1) & mask;
    codes->slots[at] = index + 1;
}

static void grow_slots(Codes *codes)
{
    codes->nslots = codes->nslots ? codes->nslots * 4 : 64;
    codes->slots = arena_new(codes->arena, int32_t, codes->nslots);
    for (int i = 0; i < codes->count; i++)
        put_slot(codes, i);
}

static uint64_t low_bytes(ptrdiff_t bytes)
{
    if (bytes <= 0)
        return 0;
    return bytes >= 8 ? UINT64_MAX : (UINT64_C(1) << (8 * bytes)) - 1;
}

int codes_add(Codes *codes, Str text, uint64_t hash, int64_t row, int64_t col)
{
    if (((size_t)codes->count + 1) * 2 > codes->nslots)
        grow_slots(codes);
    int index = codes->count;
    Code *code = arena_push(codes->arena, codes);
    char *copy = arena_alloc(codes->arena, (size_t)text.len + 16, 1);
    memcpy(copy, text.ptr, (size_t)text.len);
    *code = (Code){.text = {copy, text.len}, .hash = hash, .row = row, .col = col};
    for (int i = 0; i < 2; i++) {
        code->mask[i] = low_bytes(text.len - 8 * (ptrdiff_t)i);
        code->head[i] = load_le(copy + 8 * i) & code->mask[i];
    }
    code->bare = true;
    for (ptrdiff_t i = 0; i < text.len; i++)
        if (memchr(",\"\r\n", text.ptr[i], 4))
            code->bare = false;
    put_slot(codes, index);
    return index;
}
