/* http/listen.h - sockets: listening on an address, and what one can tell of the other side.
 *
 * Addresses are numeric: a name would ask another machine before this one can start. Callers: http/server.c. */
#pragma once
#include "base/err.h"

struct sockaddr;
enum { ADDRESS_TEXT_BYTES = 46 };

/* Lets this process have so many files and sockets open, as far as the system allows. */
void descriptors_allow(int count);
/* A socket that listens; *ret_port is the one it has. ERR_HTTP_LISTEN {address, reason}. */
bool listen_open(Str address, int port, int *ret_socket, int *ret_port, Err *err);
/* What stands next in a connection: its end, or bytes that nobody has read. */
bool socket_ended(int socket);
bool socket_has_unread(int socket);
/* "192.0.2.7", "2001:db8::7": without port and zone, IPv4 in IPv6 as IPv4; "" of other families. */
void address_text(const struct sockaddr *address, char text[ADDRESS_TEXT_BYTES]);
