/* base/networks.h - a list of networks, "10.1.0.0/16,2001:db8::/48,192.0.2.7", and whether an address is of one.
 *
 * An address without a length is itself alone. IPv4 written as IPv6 (::ffff:192.0.2.7) is IPv4.
 * Callers: web/ (from where administrators come in), cli/cmd_serve. */
#pragma once
#include "base/str.h"

#include <stdint.h>

enum { NETWORKS_MAX = 32 };

typedef struct Networks {
    struct {
        uint8_t bytes[16]; /* IPv4 as ::ffff:… */
        int bits;
    } items[NETWORKS_MAX];
    int count; /* 0: none is stated, which is for the caller to understand */
} Networks;

/* False where a part is no network, has bits beyond its length, or there are more than NETWORKS_MAX. */
bool networks_parse(Str list, Networks *ret_networks);
/* False too where `address` is none. */
bool networks_have(const Networks *networks, Str address);
