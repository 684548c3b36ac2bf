/* http/listen.h - addresses: listening on one, and that of the other side as text.
 *
 * Numeric only: a name would ask another machine before this one can start. Callers: http/server.c. */
#pragma once
#include "base/err.h"

struct sockaddr;
enum { ADDRESS_TEXT_BYTES = 46 };

/* A socket that listens; *ret_port is the one it has. ERR_HTTP_LISTEN {address, reason}. */
bool listen_open(Str address, int port, int *ret_socket, int *ret_port, Err *err);
/* "192.0.2.7", "2001:db8::7": without port and zone, IPv4 in IPv6 as IPv4; "" of other families. */
void address_text(const struct sockaddr *address, char text[ADDRESS_TEXT_BYTES]);
