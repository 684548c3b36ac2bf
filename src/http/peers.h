/* http/peers.h - the connections there are, and which of them gives way when there are too many.
 *
 * A peer waits from the start, and from each answer, until the head of a request is there; then it
 * may have a body to send; then its request is in work. When LIMIT_HTTP_CONNECTIONS are open, a new
 * one takes the place of the peer that has waited longest (LIMIT_HTTP_YIELD_MS at least), else of one
 * whose body trickles (less than LIMIT_HTTP_TRICKLE_BYTES a second for LIMIT_HTTP_TRICKLE_MS); else it
 * is told to come back. So neither the idle connections of browsers nor clients that are slow on
 * purpose keep anybody out. Used by one thread. Callers: http/server.c. */
#pragma once
#include "http/body.h"
#include "http/listen.h"

#include <stdatomic.h>

typedef enum PeerState { PEER_WAITS, PEER_SENDS_BODY, PEER_IN_WORK, PEER_STATES } PeerState;

typedef struct Peer Peer;
struct Peer {
    Peer *next, *before;
    PeerState state;
    int64_t since_ms;
    const HttpBody *body; /* of PEER_SENDS_BODY */
    void *request;        /* of the caller, from its first line to its answer's end */
    int socket;
    bool refused;        /* there was no place: its request is answered 503 */
    bool answered_early; /* before its request was whole: more of it may be on the way */
    char address[ADDRESS_TEXT_BYTES];
};

typedef struct Peers {
    Arena *arena;
    struct PeerList {
        Peer *first, *last; /* longest in this state first */
    } lists[PEER_STATES];
    Peer *free;
    atomic_int count; /* may be read by any thread */
} Peers;

Peer *peers_add(Peers *peers, int socket, const struct sockaddr *address, int64_t now_ms);
void peers_set(Peers *peers, Peer *peer, PeerState state, int64_t now_ms);
void peers_remove(Peers *peers, Peer *peer);
