/* sys/clock.h - the machine's clock and the person at it: read once at the edge, then handed in.
 *
 * Callers: cli/, later web/. Nothing in core/, text/ or store/ asks for the time. */
#pragma once
#include "base/arena.h"

int64_t clock_now_ms(void);       /* UTC milliseconds since 1970 */
int64_t clock_monotonic_ns(void); /* for durations only */
Str user_name(Arena *arena);      /* login name of the effective user; "" when it has none */
