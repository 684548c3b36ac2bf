#include "sys/clock.h"

#include <pwd.h>
#include <time.h>
#include <unistd.h>

int64_t clock_now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

Str user_name(Arena *arena)
{
    enum { ROOM_BYTES = 16 * 1024 };
    struct passwd entry;
    struct passwd *found = NULL;
    char *room = arena_new(arena, char, ROOM_BYTES);
    if (getpwuid_r(geteuid(), &entry, room, ROOM_BYTES, &found) != 0 || !found)
        return S("");
    return str_from_z(found->pw_name);
}
