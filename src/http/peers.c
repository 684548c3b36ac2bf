#include "http/peers.h"

#include "base/limits.h"

#include <sys/socket.h>

static void unlink_peer(Peers *peers, Peer *peer)
{
    struct PeerList *list = &peers->lists[peer->state];
    *(peer->before ? &peer->before->next : &list->first) = peer->next;
    *(peer->next ? &peer->next->before : &list->last) = peer->before;
}

static void link_last(Peers *peers, Peer *peer)
{
    struct PeerList *list = &peers->lists[peer->state];
    peer->before = list->last;
    peer->next = NULL;
    *(list->last ? &list->last->next : &list->first) = peer;
    list->last = peer;
}

static bool trickles(const Peer *peer, int64_t now_ms)
{
    int64_t ms = now_ms - peer->since_ms;
    return ms >= LIMIT_HTTP_TRICKLE_MS &&
           peer->body->bytes / (ms / 1000) < LIMIT_HTTP_TRICKLE_BYTES;
}

/* Ends the connection of one that gives way: it is closed as if the other side had. */
static bool make_room(Peers *peers, int64_t now_ms)
{
    Peer *peer = peers->lists[PEER_WAITS].first;
    if (!peer || now_ms - peer->since_ms < LIMIT_HTTP_YIELD_MS) {
        peer = peers->lists[PEER_SENDS_BODY].first;
        while (peer && !trickles(peer, now_ms))
            peer = peer->next;
    }
    if (!peer)
        return false;
    (void)shutdown(peer->socket, SHUT_RDWR);
    peers_set(peers, peer, PEER_IN_WORK, now_ms); /* nobody asks it twice */
    return true;
}

Peer *peers_add(Peers *peers, int socket, const struct sockaddr *address, int64_t now_ms)
{
    bool refused =
        atomic_fetch_add(&peers->count, 1) >= LIMIT_HTTP_CONNECTIONS && !make_room(peers, now_ms);
    Peer *peer = peers->free;
    if (peer)
        peers->free = peer->next;
    else
        peer = arena_new(peers->arena, Peer, 1);
    *peer = (Peer){.socket = socket, .refused = refused, .since_ms = now_ms};
    address_text(address, peer->address);
    link_last(peers, peer);
    return peer;
}

void peers_set(Peers *peers, Peer *peer, PeerState state, int64_t now_ms)
{
    unlink_peer(peers, peer);
    peer->state = state;
    peer->since_ms = now_ms;
    link_last(peers, peer);
}

void peers_remove(Peers *peers, Peer *peer)
{
    unlink_peer(peers, peer);
    peer->next = peers->free;
    peers->free = peer;
    atomic_fetch_sub(&peers->count, 1);
}
