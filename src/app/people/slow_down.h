/* app/people/slow_down.h - how wrong attempts to sign in slow the next ones down.
 *
 * Counted are attempts at an account, from an address, and at an account from an address. Each is
 * counted before it is tried, so that a crowd at once gains nothing, and forgiven when it was right.
 * From the rule's number of failures on, the next must wait, twice as long each time, up to a limit of
 * minutes; an hour without a failure and all is forgotten. Where an account has signed in before
 * (`known`), only its own failures from there slow it: who fails elsewhere shuts nobody out. Counters
 * are rows: several processes count together, a restart forgets nothing. Callers: app/people/signin.c. */
#pragma once
#include "db/db.h"

enum {
    SLOW_FORGET_MS = 60 * 60 * 1000,
    SLOW_ACCOUNT_FREE = 5, /* failures before the first wait, which is a second */
    SLOW_ACCOUNT_MAX_MS = 2 * 60 * 1000,
    SLOW_ADDRESS_FREE = 20, /* a whole office may stand behind one address */
    SLOW_ADDRESS_MAX_MS = 15 * 60 * 1000,
};

typedef struct Attempt {
    Str account; /* as typed: any bytes */
    Str network; /* network_of the address */
    bool known;
    int64_t now_ms;
} Attempt;

/* What counts as one address: of IPv6 the network of 64 bits, which one person has whole. */
Str network_of(Arena *arena, Str address);
/* How long this attempt must wait; 0 = it may be tried. */
bool slow_wait(Db *db, Arena *arena, const Attempt *attempt, int64_t *ret_wait_ms, Err *err);
bool slow_count(Db *tx, Arena *arena, const Attempt *attempt, Err *err);
/* Takes the count back. `right`: the account's own failures from there are forgotten; the others
 * stay, or who has one account could guess at the rest for ever. */
bool slow_forgive(Db *tx, Arena *arena, const Attempt *attempt, bool right, Err *err);
