/* http/linger.h - connections that were answered before their request had arrived.
 *
 * Closing one while more of the request is on its way makes the kernel reset it, and the answer (your
 * file is too large) may be lost with it. Here such a connection is read, and what comes thrown away,
 * until the other side has closed it, LIMIT_HTTP_LINGER_MS are over or LIMIT_HTTP_BODY_BYTES have
 * come. One thread of its own, asleep but for this. Callers: http/server.c. */
#pragma once
#include "base/err.h"

typedef struct Linger Linger;

/* ERR_HTTP_WORKERS. */
bool linger_start(Arena *arena, Linger **ret_linger, Err *err);
/* The caller may close its socket at once; does nothing when too many linger. */
void linger_add(Linger *linger, int socket);
void linger_stop(Linger *linger);
