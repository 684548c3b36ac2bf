/* Which connection gives way when there are as many as there may be. */
#include "check.h"

#include "base/limits.h"
#include "http/peers.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ENOUGH = LIMIT_HTTP_CONNECTIONS };

/* Peers of which only the first few have a socket: the rest must not be touched. */
typedef struct House {
    Arena arena;
    Peers peers;
    Peer *all[ENOUGH];
    int sockets[4][2];
} House;

static void house_open(House *house)
{
    *house = (House){0};
    house->peers.arena = &house->arena;
    for (int i = 0; i < 4; i++)
        CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, house->sockets[i]) == 0);
    for (int i = 0; i < ENOUGH; i++)
        house->all[i] = peers_add(&house->peers, i < 4 ? house->sockets[i][0] : -1, NULL, 1000 + i);
}

static bool gave_way(const House *house, int i)
{
    return socket_ended(house->sockets[i][1]);
}

static void house_close(House *house)
{
    for (int i = 0; i < 4; i++) {
        (void)close(house->sockets[i][0]);
        (void)close(house->sockets[i][1]);
    }
    arena_done(&house->arena);
}

static void peers__who_has_waited_longest_gives_way(void **state)
{
    (void)state;
    House house;
    house_open(&house);
    int64_t now_ms = 1000 + ENOUGH + LIMIT_HTTP_YIELD_MS;
    peers_set(&house.peers, house.all[0], PEER_IN_WORK, now_ms);
    peers_set(&house.peers, house.all[1], PEER_IN_WORK, now_ms);
    peers_set(&house.peers, house.all[1], PEER_WAITS, now_ms); /* answered just now */
    CHECK(!peers_add(&house.peers, -1, NULL, now_ms)->refused);
    CHECK(gave_way(&house, 2) && !gave_way(&house, 0) && !gave_way(&house, 1));
    CHECK(!peers_add(&house.peers, -1, NULL, now_ms)->refused);
    CHECK(gave_way(&house, 3));
    house_close(&house);
}

static void peers__nobody_gives_way_who_has_just_come(void **state)
{
    (void)state;
    House house;
    house_open(&house);
    CHECK(!house.all[ENOUGH - 1]->refused);
    Peer *refused = peers_add(&house.peers, -1, NULL, 1000 + LIMIT_HTTP_YIELD_MS - 1);
    CHECK(refused->refused && !gave_way(&house, 0));
    peers_remove(&house.peers, refused);
    peers_remove(&house.peers, house.all[ENOUGH - 1]);
    CHECK(!peers_add(&house.peers, -1, NULL, 1001)->refused);
    CHECK_I64(house.peers.count, ENOUGH);
    house_close(&house);
}

static void peers__a_body_that_trickles_gives_way(void **state)
{
    (void)state;
    House house;
    house_open(&house);
    int64_t second = LIMIT_HTTP_TRICKLE_BYTES, ms = LIMIT_HTTP_TRICKLE_MS;
    HttpBody swift = {.bytes = second * (ms / 1000)}, slow = {.bytes = swift.bytes - 1};
    for (int i = 0; i < ENOUGH; i++) {
        house.all[i]->body = i == 2 ? &slow : &swift;
        peers_set(&house.peers, house.all[i], PEER_SENDS_BODY, 5000);
    }
    CHECK(peers_add(&house.peers, -1, NULL, 5000 + ms - 1)->refused);
    CHECK(!peers_add(&house.peers, -1, NULL, 5000 + ms)->refused);
    CHECK(gave_way(&house, 2) && !gave_way(&house, 0) && !gave_way(&house, 3));
    CHECK(peers_add(&house.peers, -1, NULL, 5000 + ms)->refused);
    house_close(&house);
}

static void address__is_numeric_without_zone(void **state)
{
    (void)state;
    char text[ADDRESS_TEXT_BYTES];
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_scope_id = 3};
    six.sin6_addr.s6_addr[0] = 0xFE;
    six.sin6_addr.s6_addr[1] = 0x80;
    six.sin6_addr.s6_addr[15] = 7;
    address_text((const struct sockaddr *)&six, text);
    CHECK_STR(str_from_z(text), S("fe80::7"));
    six.sin6_addr = (struct in6_addr){{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 7}}};
    address_text((const struct sockaddr *)&six, text);
    CHECK_STR(str_from_z(text), S("192.0.2.7"));
    address_text(&(struct sockaddr){.sa_family = AF_UNIX}, text);
    CHECK_STR(str_from_z(text), S(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(peers__who_has_waited_longest_gives_way),
        cmocka_unit_test(peers__nobody_gives_way_who_has_just_come),
        cmocka_unit_test(peers__a_body_that_trickles_gives_way),
        cmocka_unit_test(address__is_numeric_without_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
