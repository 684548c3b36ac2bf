#include "base/networks.h"

#include <arpa/inet.h>
#include <string.h>

enum { BITS = 128, BITS_BEFORE_IPV4 = 96 };

/* *ret_before: how many bits of the 128 stand before those that the text gives. */
static bool address_bytes(Str text, uint8_t bytes[16], int *ret_before)
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    char z[INET6_ADDRSTRLEN];
    if (text.len <= 0 || text.len >= (ptrdiff_t)sizeof z || memchr(text.ptr, 0, (size_t)text.len))
        return false;
    memcpy(z, text.ptr, (size_t)text.len);
    z[text.len] = 0;
    *ret_before = 0;
    if (inet_pton(AF_INET6, z, bytes) == 1)
        return true;
    *ret_before = BITS_BEFORE_IPV4;
    memcpy(bytes, mapped, sizeof mapped);
    return inet_pton(AF_INET, z, bytes + sizeof mapped) == 1;
}

static bool same_bits(const uint8_t *a, const uint8_t *b, int bits)
{
    int whole = bits / 8, rest = bits % 8;
    if (memcmp(a, b, (size_t)whole) != 0)
        return false;
    return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

static bool network_parse(Str text, uint8_t bytes[16], int *ret_bits)
{
    static const uint8_t zero[16] = {0};
    Str length = text, address = str_cut(&length, '/');
    int before;
    int64_t bits = BITS;
    if (!address_bytes(address, bytes, &before))
        return false;
    if (length.ptr && (!str_to_i64(length, &bits) || bits < 0 || bits > BITS - before))
        return false;
    *ret_bits = length.ptr ? before + (int)bits : BITS;
    for (int bit = *ret_bits; bit < BITS; bit++)
        if (bytes[bit / 8] >> (7 - bit % 8) & 1)
            return false; /* 10.1.2.3/16: the writer meant something else */
    return *ret_bits > 0 || same_bits(bytes, zero, BITS);
}

bool networks_parse(Str list, Networks *ret_networks)
{
    Networks networks = {0};
    while (list.ptr) {
        Str part = str_trim(str_cut(&list, ','));
        if (networks.count == NETWORKS_MAX)
            return false;
        int at = networks.count++;
        if (!network_parse(part, networks.items[at].bytes, &networks.items[at].bits))
            return false;
    }
    *ret_networks = networks;
    return true;
}

bool networks_have(const Networks *networks, Str address)
{
    uint8_t bytes[16];
    int before;
    if (!address_bytes(address, bytes, &before))
        return false;
    for (int i = 0; i < networks->count; i++)
        if (same_bits(bytes, networks->items[i].bytes, networks->items[i].bits))
            return true;
    return false;
}
