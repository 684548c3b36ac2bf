#include "http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

typedef union Address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
} Address;

static socklen_t address_parse(Arena *arena, Str text, int port, Address *ret_address)
{
    const char *text_z = str_z(arena, text);
    *ret_address = (Address){0};
    if (inet_pton(AF_INET, text_z, &ret_address->four.sin_addr) == 1) {
        ret_address->four.sin_family = AF_INET;
        ret_address->four.sin_port = htons((uint16_t)port);
        return sizeof ret_address->four;
    }
    *ret_address = (Address){0};
    if (inet_pton(AF_INET6, text_z, &ret_address->six.sin6_addr) == 1) {
        ret_address->six.sin6_family = AF_INET6;
        ret_address->six.sin6_port = htons((uint16_t)port);
        return sizeof ret_address->six;
    }
    errno = EINVAL;
    return 0;
}

void descriptors_allow(int count)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= (rlim_t)count)
        return;
    limit.rlim_cur = limit.rlim_max < (rlim_t)count ? limit.rlim_max : (rlim_t)count;
    (void)setrlimit(RLIMIT_NOFILE, &limit); /* otherwise fewer connections are accepted at a time */
}

static int port_of(int socket)
{
    Address address = {0};
    socklen_t length = sizeof address;
    if (getsockname(socket, &address.any, &length) != 0)
        return 0;
    return ntohs(address.any.sa_family == AF_INET6 ? address.six.sin6_port : address.four.sin_port);
}

bool listen_open(Str address, int port, int *ret_socket, int *ret_port, Err *err)
{
    AUTO_ARENA arena = {0};
    Address place;
    int fd = -1, yes = 1;
    bool ok = port >= 0 && port <= UINT16_MAX;
    if (!ok)
        errno = EINVAL;
    socklen_t length = ok ? address_parse(&arena, address, port, &place) : 0;
    ok = length > 0;
    if (ok)
        fd = socket(place.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    ok = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
         bind(fd, &place.any, length) == 0 && listen(fd, SOMAXCONN) == 0;
    if (!ok) {
        Str reason = str_from_z(strerror(errno));
        if (fd >= 0)
            (void)close(fd);
        return err_set(err, ERR_HTTP_LISTEN,
                       {"address", arena_fmt(&arena, "%.*s %d", STR_ARG(address), port)},
                       {"reason", reason});
    }
    *ret_socket = fd;
    *ret_port = port_of(fd);
    return true;
}

static ssize_t peek(int socket)
{
    char byte;
    return recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
}

bool socket_ended(int socket)
{
    return peek(socket) == 0;
}

bool socket_has_unread(int socket)
{
    return peek(socket) > 0;
}

void address_text(const struct sockaddr *address, char text[ADDRESS_TEXT_BYTES])
{
    _Static_assert(ADDRESS_TEXT_BYTES >= INET6_ADDRSTRLEN, "room for every address");
    Address copy = {0};
    text[0] = '\0';
    if (address && address->sa_family == AF_INET) {
        memcpy(&copy.four, address, sizeof copy.four);
        (void)inet_ntop(AF_INET, &copy.four.sin_addr, text, ADDRESS_TEXT_BYTES);
    } else if (address && address->sa_family == AF_INET6) {
        memcpy(&copy.six, address, sizeof copy.six);
        if (IN6_IS_ADDR_V4MAPPED(&copy.six.sin6_addr))
            (void)inet_ntop(AF_INET, &copy.six.sin6_addr.s6_addr[12], text, ADDRESS_TEXT_BYTES);
        else
            (void)inet_ntop(AF_INET6, &copy.six.sin6_addr, text, ADDRESS_TEXT_BYTES);
    }
}
