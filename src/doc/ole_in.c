#include "doc/ole_in.h"

#include "base/out.h"

#include <string.h>

enum {
    HEADER = 512,
    ENTRY = 128,
    FIRST_FATS = 109, /* sectors of the table that the header itself names */
    SMALL = 4096,     /* a shorter stream stands in the small sectors */
    ENTRIES_MAX = 4096
};
static const uint32_t last_sector =
    0xFFFFFFFA; /* from here on: no sector, but the end of a chain and the like */

typedef struct Ole {
    Arena *arena;
    Str bytes;
    int shift;     /* of a sector's bytes */
    uint32_t *fat; /* the next sector of each */
    uint32_t sectors;
} Ole;

uint32_t ole_u16(Str bytes, ptrdiff_t at)
{
    return at >= 0 && at + 2 <= bytes.len
               ? (uint32_t)((unsigned char)bytes.ptr[at] |
                            (unsigned)(unsigned char)bytes.ptr[at + 1] << 8)
               : 0;
}

uint32_t ole_u32(Str bytes, ptrdiff_t at)
{
    return ole_u16(bytes, at) | ole_u16(bytes, at + 2) << 16;
}

static Str sector_of(const Ole *ole, uint32_t sector)
{
    int64_t size = INT64_C(1) << ole->shift, at = ((int64_t)sector + 1) * size;
    if (sector >= ole->sectors || at >= ole->bytes.len)
        return S("");
    int64_t end = at + size < ole->bytes.len ? at + size : ole->bytes.len;
    return str_sub(ole->bytes, (ptrdiff_t)at, (ptrdiff_t)end);
}

/* The sectors of a chain, one behind the other. */
static Str chain(const Ole *ole, uint32_t first)
{
    Out out = out_new(ole->arena, (size_t)ole->bytes.len + HEADER);
    uint32_t steps = 0;
    for (uint32_t at = first; at < ole->sectors && steps < ole->sectors; at = ole->fat[at], steps++)
        out_s(&out, sector_of(ole, at));
    return out_str(&out);
}

static void take_fat(Ole *ole, uint32_t *filled, uint32_t sector)
{
    Str s = sector_of(ole, sector);
    for (ptrdiff_t i = 0; i + 4 <= s.len && *filled < ole->sectors; i += 4)
        ole->fat[(*filled)++] = ole_u32(s, i);
}

static void read_fat(Ole *ole)
{
    uint32_t filled = 0, next = ole_u32(ole->bytes, 68);
    ole->fat = arena_new(ole->arena, uint32_t, ole->sectors + 1);
    memset(ole->fat, 0xFF, sizeof *ole->fat * (ole->sectors + 1));
    for (int i = 0; i < FIRST_FATS; i++) {
        uint32_t sector = ole_u32(ole->bytes, 76 + 4 * i);
        if (sector < last_sector)
            take_fat(ole, &filled, sector);
    }
    for (uint32_t steps = 0; next < ole->sectors && steps < ole->sectors; steps++) {
        Str s = sector_of(ole, next);
        for (ptrdiff_t i = 0; i + 8 <= s.len; i += 4)
            if (ole_u32(s, i) < last_sector)
                take_fat(ole, &filled, ole_u32(s, i));
        next = ole_u32(s, s.len - 4);
    }
}

static bool is_named(Str entry, Str name)
{
    if (ole_u16(entry, 64) != (uint32_t)(name.len + 1) * 2)
        return false;
    for (ptrdiff_t i = 0; i < name.len; i++)
        if (ole_u16(entry, 2 * i) != (unsigned char)name.ptr[i])
            return false;
    return true;
}

/* A short stream: of the small sectors, which are a stream themselves. */
static Str small_stream(const Ole *ole, uint32_t first, uint32_t size, uint32_t root)
{
    Str table = chain(ole, ole_u32(ole->bytes, 60)), all = chain(ole, root);
    Out out = out_new(ole->arena, SMALL * 2);
    uint32_t steps = 0;
    for (uint32_t at = first; at < last_sector && steps < SMALL / 64 && out.len < size; steps++) {
        ptrdiff_t from = (ptrdiff_t)at * 64;
        out_s(&out, str_sub(all, from < all.len ? from : all.len,
                            from + 64 < all.len ? from + 64 : all.len));
        at = (ptrdiff_t)at * 4 + 4 <= table.len ? ole_u32(table, (ptrdiff_t)at * 4) : last_sector;
    }
    return out_str(&out);
}

bool ole_stream(Arena *arena, Str bytes, Str name, Str *ret_stream)
{
    static const char magic[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    Ole ole = {.arena = arena, .bytes = bytes, .shift = (int)ole_u16(bytes, 30)};
    if (bytes.len < HEADER || memcmp(bytes.ptr, magic, sizeof magic - 1) != 0 ||
        (ole.shift != 9 && ole.shift != 12))
        return false;
    ole.sectors = (uint32_t)(bytes.len >> ole.shift);
    read_fat(&ole);
    Str folder = chain(&ole, ole_u32(bytes, 48));
    uint32_t root = ole_u32(folder, 116);
    for (ptrdiff_t at = 0; at + ENTRY <= folder.len && at < (ptrdiff_t)ENTRIES_MAX * ENTRY;
         at += ENTRY) {
        Str entry = str_sub(folder, at, at + ENTRY);
        if (!is_named(entry, name) || entry.ptr[66] != 2)
            continue;
        uint32_t first = ole_u32(entry, 116), size = ole_u32(entry, 120);
        Str all = size < SMALL ? small_stream(&ole, first, size, root) : chain(&ole, first);
        *ret_stream = str_sub(all, 0, (ptrdiff_t)size < all.len ? (ptrdiff_t)size : all.len);
        return true;
    }
    return false;
}
