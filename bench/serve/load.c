/* bench/serve/load.c - clients that ask an HTTP server as fast as it answers.
 *
 * usage: load PORT CLIENTS REQUESTS FILE SEED
 * FILE holds the requests as they go over the wire, each after a line with its number of bytes. Each
 * client keeps one connection and asks one at a time, the next at random, or in order where SEED is 0;
 * one thread serves all. An answer that is no 2xx counts as refused. Prints one line of JSON. */
#include "base/arena.h"
#include "sys/clock.h"
#include "sys/files.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HEAD_BYTES = 16 * 1024, FILE_BYTES_MAX = 256 * 1024 * 1024, CLIENTS_MAX = 1024 };

typedef struct Client {
    int socket;
    Str to_send;
    int64_t began_ns;
    int64_t body_left; /* -1: the head is not whole yet */
    int head_used;
    char head[HEAD_BYTES];
} Client;

typedef struct Load {
    Arena arena;
    int port;
    struct {
        Str *items;
        int count;
        size_t cap;
    } requests;
    uint64_t random;
    int64_t wanted, asked, answered, refused, bytes;
    int64_t *took_ns;
} Load;

static void die(const char *what)
{
    (void)fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void requests_read(Load *load, const char *path)
{
    Str rest = {0};
    Err err = {0};
    if (!file_read(&load->arena, str_from_z(path), FILE_BYTES_MAX, &rest, &err))
        die(path);
    while (rest.len > 0) {
        int64_t bytes;
        if (!str_to_i64(str_cut(&rest, '\n'), &bytes) || bytes <= 0 || bytes > rest.len)
            die("a line with the number of bytes was expected");
        *arena_push(&load->arena, &load->requests) = str_sub(rest, 0, bytes);
        rest = str_sub(rest, bytes, rest.len);
    }
    if (load->requests.count == 0)
        die("no requests");
}

static Str request_next(Load *load)
{
    if (load->random == 0)
        return load->requests.items[(load->asked - 1) % load->requests.count];
    load->random ^= load->random << 13;
    load->random ^= load->random >> 7;
    load->random ^= load->random << 17;
    return load->requests.items[load->random % (uint64_t)load->requests.count];
}

static void connect_to(Client *client, int port)
{
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int yes = 1;
    client->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->socket < 0 || connect(client->socket, (struct sockaddr *)&place, sizeof place) != 0)
        die("connect");
    (void)setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

/* Requests are small beside a socket's buffer: one send takes them whole. */
static void ask(Load *load, Client *client)
{
    if (load->asked == load->wanted)
        return;
    load->asked++;
    Str request = request_next(load);
    client->head_used = 0;
    client->body_left = -1;
    client->began_ns = clock_monotonic_ns();
    if (send(client->socket, request.ptr, (size_t)request.len, MSG_NOSIGNAL) != request.len)
        die("send");
}

static int64_t length_of(const char *head)
{
    const char *line = strcasestr(head, "\r\nContent-Length: ");
    int64_t bytes = 0;
    if (line) {
        Str rest = str_from_z(line + 18);
        (void)str_to_i64(str_trim(str_cut(&rest, '\r')), &bytes);
    }
    return bytes;
}

/* Takes what came; true when the answer is whole. */
static bool answer_take(Load *load, Client *client, Str came)
{
    load->bytes += came.len;
    if (client->body_left < 0) {
        int before = client->head_used;
        if (came.len > HEAD_BYTES - 1 - before)
            came.len = HEAD_BYTES - 1 - before;
        memcpy(client->head + before, came.ptr, (size_t)came.len);
        client->head_used += (int)came.len;
        client->head[client->head_used] = '\0';
        char *end = strstr(client->head, "\r\n\r\n");
        if (!end) {
            if (client->head_used == HEAD_BYTES - 1)
                die("a head that has no end");
            return false;
        }
        *end = '\0';
        load->refused += client->head_used < 12 || client->head[9] != '2';
        client->body_left = length_of(client->head);
        came.len = client->head_used - (end + 4 - client->head);
    }
    client->body_left -= came.len;
    return client->body_left <= 0;
}

static void client_read(Load *load, Client *client)
{
    static char room[256 * 1024];
    ssize_t n = recv(client->socket, room, client->body_left < 0 ? HEAD_BYTES / 2 : sizeof room, 0);
    if (n <= 0)
        die(n == 0 ? "the server closed a connection" : "recv");
    if (!answer_take(load, client, (Str){room, n}))
        return;
    load->took_ns[load->answered++] = clock_monotonic_ns() - client->began_ns;
    ask(load, client);
}

static int compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void run(Load *load, int nclients)
{
    struct epoll_event events[64];
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    Client *clients = arena_new(&load->arena, Client, nclients);
    for (int i = 0; i < nclients; i++) {
        connect_to(&clients[i], load->port);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[i]};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].socket, &event) != 0)
            die("epoll_ctl");
    }
    int64_t began_ns = clock_monotonic_ns();
    for (int i = 0; i < nclients; i++)
        ask(load, &clients[i]);
    while (load->answered < load->wanted) {
        int n = epoll_wait(epoll, events, 64, 60 * 1000);
        if (n <= 0)
            die("no answer in a minute");
        for (int i = 0; i < n; i++)
            client_read(load, events[i].data.ptr);
    }
    double seconds = (double)(clock_monotonic_ns() - began_ns) / 1e9;
    qsort(load->took_ns, (size_t)load->answered, sizeof *load->took_ns, compare_times);
    int64_t *took = load->took_ns, last = load->answered - 1;
    printf("{\"requests\": %lld, \"refused\": %lld, \"seconds\": %.4f, \"per_second\": %.1f, "
           "\"p50_us\": %.1f, \"p99_us\": %.1f, \"max_us\": %.1f, \"bytes\": %lld}\n",
           (long long)load->answered, (long long)load->refused, seconds,
           (double)load->answered / seconds, (double)took[last / 2] / 1e3,
           (double)took[last * 99 / 100] / 1e3, (double)took[last] / 1e3, (long long)load->bytes);
}

int main(int argc, char **argv)
{
    Load load = {0};
    int64_t port = 0, clients = 0, seed = 0;
    if (argc != 6 || !str_to_i64(str_from_z(argv[1]), &port) ||
        !str_to_i64(str_from_z(argv[2]), &clients) ||
        !str_to_i64(str_from_z(argv[3]), &load.wanted) || clients < 1 || clients > CLIENTS_MAX ||
        load.wanted < clients || !str_to_i64(str_from_z(argv[5]), &seed)) {
        (void)fprintf(stderr, "usage: load PORT CLIENTS REQUESTS FILE SEED\n");
        return 2;
    }
    load.port = (int)port;
    load.random = (uint64_t)seed * 0x9E3779B97F4A7C15U;
    load.took_ns = arena_new(&load.arena, int64_t, load.wanted);
    requests_read(&load, argv[4]);
    run(&load, (int)clients);
    arena_done(&load.arena);
    return 0;
}
