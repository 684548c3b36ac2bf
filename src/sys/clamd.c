#include "sys/clamd.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "sys/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { CHUNK_BYTES = 256 * 1024, ANSWER_BYTES = 1024, NAME_BYTES = 100 };

static bool fails(Err *err, Str reason)
{
    return err_set(err, ERR_FILE_SCANNER, {"reason", reason});
}

static bool fails_errno(Err *err)
{
    return fails(err, str_from_z(strerror(errno)));
}

/* ---- the address ---- */

typedef struct Place {
    union {
        struct sockaddr any;
        struct sockaddr_un local;
        struct sockaddr_storage net;
    } address;
    socklen_t len;
} Place;

static bool place_local(Str path, Place *place, Err *err)
{
    if (path.len == 0 || path.len >= (ptrdiff_t)sizeof place->address.local.sun_path)
        return fails(err, S("unix:PATH"));
    place->address.local.sun_family = AF_UNIX;
    memcpy(place->address.local.sun_path, path.ptr, (size_t)path.len);
    place->len = sizeof place->address.local;
    return true;
}

static bool place_net(Str address, Place *place, Err *err)
{
    AUTO_ARENA arena = {0};
    ptrdiff_t colon = address.len - 1;
    while (colon >= 0 && address.ptr[colon] != ':')
        colon--;
    int64_t port;
    Str host = str_sub(address, 0, colon);
    if (str_starts(host, S("[")) && str_ends(host, S("]")))
        host = str_sub(host, 1, host.len - 1);
    if (str_eq(host, S("localhost")))
        host = S("127.0.0.1");
    if (colon <= 0 || !str_to_i64(str_sub(address, colon + 1, address.len), &port) || port < 1 ||
        port > 65535)
        return fails(err, S("HOST:PORT"));
    /* numeric only: a name server that does not answer would hold a worker */
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    const char *service = str_z(&arena, str_sub(address, colon + 1, address.len));
    if (getaddrinfo(str_z(&arena, host), service, &hints, &found) != 0 || !found)
        return fails(err, S("HOST:PORT"));
    memcpy(&place->address, found->ai_addr, found->ai_addrlen);
    place->len = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

static bool place_of(Str address, Place *place, Err *err)
{
    static const Str local = SC("unix:");
    memset(place, 0, sizeof *place);
    return str_starts(address, local)
               ? place_local(str_sub(address, local.len, address.len), place, err)
               : place_net(address, place, err);
}

bool clamd_address_check(Str address, Err *err)
{
    Place place;
    return place_of(address, &place, err);
}

/* ---- the talk ---- */

typedef struct Talk {
    int socket;
    int64_t end_ms;
} Talk;

static bool talk_wait(const Talk *t, short events, Err *err)
{
    for (;;) {
        int64_t left_ms = t->end_ms - clock_monotonic_ns() / 1000000;
        struct pollfd wait = {.fd = t->socket, .events = events};
        int ready = left_ms > 0 ? poll(&wait, 1, (int)left_ms) : 0;
        if (ready > 0)
            return true;
        if (ready == 0)
            return fails(err, S("timeout"));
        if (errno != EINTR)
            return fails_errno(err);
    }
}

static bool talk_connect(Talk *t, const Place *place, Err *err)
{
    int fault = 0;
    socklen_t len = sizeof fault;
    t->socket = socket(place->address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (t->socket < 0)
        return fails_errno(err);
    if (connect(t->socket, &place->address.any, place->len) == 0)
        return true;
    if (errno != EINPROGRESS)
        return fails_errno(err);
    if (!talk_wait(t, POLLOUT, err))
        return false;
    if (getsockopt(t->socket, SOL_SOCKET, SO_ERROR, &fault, &len) == 0 && fault == 0)
        return true;
    return fails(err, str_from_z(strerror(fault ? fault : errno)));
}

static bool talk_send(const Talk *t, Str bytes, Err *err)
{
    while (bytes.len > 0) {
        ssize_t n = send(t->socket, bytes.ptr, (size_t)bytes.len, MSG_NOSIGNAL);
        if (n > 0)
            bytes = str_sub(bytes, n, bytes.len);
        else if (n < 0 && errno != EAGAIN && errno != EINTR)
            return fails_errno(err);
        else if (!talk_wait(t, POLLOUT, err))
            return false;
    }
    return true;
}

static bool send_chunk(const Talk *t, Str bytes, Err *err)
{
    uint32_t len = (uint32_t)bytes.len;
    const char head[4] = {(char)(len >> 24), (char)(len >> 16), (char)(len >> 8), (char)len};
    return talk_send(t, (Str){head, sizeof head}, err) && talk_send(t, bytes, err);
}

static bool send_bytes(const Talk *t, Str bytes, Err *err)
{
    if (!talk_send(t, (Str){"zINSTREAM", sizeof "zINSTREAM"}, err))
        return false;
    for (ptrdiff_t at = 0; at < bytes.len; at += CHUNK_BYTES)
        if (!send_chunk(t, str_sub(bytes, at, at + CHUNK_BYTES), err))
            return false;
    return send_chunk(t, S(""), err);
}

static bool read_answer(const Talk *t, Arena *arena, Str *ret_line, Err *err)
{
    char *line = arena_new(arena, char, ANSWER_BYTES);
    ptrdiff_t len = 0;
    for (;;) {
        ssize_t n = recv(t->socket, line + len, (size_t)(ANSWER_BYTES - len), 0);
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return fails_errno(err);
        if (n < 0) {
            if (!talk_wait(t, POLLIN, err))
                return false;
            continue;
        }
        len += n;
        bool whole = memchr(line, '\0', (size_t)len) != NULL;
        if (n == 0 || whole || len == ANSWER_BYTES)
            break;
    }
    *ret_line = (Str){line, len};
    return true;
}

bool clamd_answer(Arena *arena, Str line, ScanResult *ret_result, Str *ret_name, Err *err)
{
    const char *end = line.len ? memchr(line.ptr, '\0', (size_t)line.len) : NULL;
    line = str_trim(str_sub(line, 0, end ? end - line.ptr : line.len));
    static const Str before = SC("stream: "), after = SC(" FOUND");
    if (str_eq(line, S("stream: OK"))) {
        *ret_result = SCAN_CLEAN;
        *ret_name = S("");
        return true;
    }
    if (str_starts(line, before) && str_ends(line, after) && line.len > before.len + after.len &&
        utf8_valid(line, NULL)) {
        *ret_result = SCAN_FOUND;
        *ret_name = arena_str(
            arena, utf8_prefix(str_sub(line, before.len, line.len - after.len), NAME_BYTES));
        return true;
    }
    return fails(err, utf8_valid(line, NULL) && line.len ? utf8_prefix(line, NAME_BYTES) : S("?"));
}

bool clamd_scan(Arena *arena, Str address, Str bytes, ScanResult *ret_result, Str *ret_name,
                Err *err)
{
    Place place;
    Str line = S("");
    Talk talk = {.socket = -1, .end_ms = clock_monotonic_ns() / 1000000 + LIMIT_FILE_SCAN_MS};
    if (!place_of(address, &place, err))
        return false;
    bool ok = talk_connect(&talk, &place, err);
    if (ok) {
        /* It says that a file is too large for it while we still send: that answer is the fault. */
        Err sending = {0};
        bool sent = send_bytes(&talk, bytes, &sending);
        ok = read_answer(&talk, arena, &line, err);
        if (!sent && (!ok || line.len == 0)) {
            *err = sending;
            ok = false;
        }
    }
    if (talk.socket >= 0)
        (void)close(talk.socket);
    return ok && clamd_answer(arena, line, ret_result, ret_name, err);
}
