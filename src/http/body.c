#include "http/body.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGES_BYTES_MIN = 16 * 1024 };

/* Where the file system has no files without a name, the name is taken away at once. */
static int spool_named(const char *folder_z)
{
    AUTO_ARENA arena = {0};
    Str name = arena_fmt(&arena, "%s/spool-XXXXXX", folder_z);
    char *name_z = arena_new(&arena, char, name.len + 1);
    for (ptrdiff_t i = 0; i < name.len; i++)
        name_z[i] = name.ptr[i];
    int file = mkostemp(name_z, O_CLOEXEC);
    if (file >= 0)
        (void)unlink(name_z);
    return file;
}

static int spool_open(Str folder)
{
    AUTO_ARENA arena = {0};
    const char *folder_z = str_z(&arena, folder);
    int file = open(folder_z, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL))
        file = spool_named(folder_z);
    return file;
}

static bool spool_write(int file, Str bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(file, bytes.ptr, (size_t)bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        bytes = str_sub(bytes, n, bytes.len);
    }
    return true;
}

static void pages_free(HttpBody *body)
{
    if (body->map)
        (void)munmap(body->map, body->map_bytes);
    body->map = NULL;
    body->map_bytes = 0;
}

/* What has arrived, if anything, moves to the file. */
static void body_spool(HttpBody *body, int64_t arrived_bytes)
{
    body->file = spool_open(body->room->spool_folder);
    if (body->file < 0 || !spool_write(body->file, (Str){body->map, arrived_bytes}))
        body->state = BODY_NO_ROOM;
    pages_free(body);
    body_leave(body);
}

/* False when it may not have more. */
static bool pages_grow(HttpBody *body, int64_t want_bytes)
{
    if (want_bytes <= (int64_t)body->map_bytes)
        return true;
    size_t size = body->map_bytes ? body->map_bytes : PAGES_BYTES_MIN;
    while ((int64_t)size < want_bytes)
        size *= 2;
    int64_t more = (int64_t)(size - body->map_bytes);
    if (want_bytes > LIMIT_HTTP_BODY_MEMORY_BYTES ||
        body->room->memory_bytes + more > LIMIT_HTTP_BODIES_MEMORY_BYTES)
        return false;
    void *map = body->map
                    ? mremap(body->map, body->map_bytes, size, MREMAP_MAYMOVE)
                    : mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED)
        return false;
    body->map = map;
    body->map_bytes = size;
    body->reserved_bytes += more;
    body->room->memory_bytes += more;
    return true;
}

void body_start(HttpBody *body, BodyRoom *room, int64_t bytes_max, int64_t declared_bytes)
{
    *body = (HttpBody){.room = room, .bytes_max = bytes_max, .file = -1};
    if (declared_bytes > bytes_max)
        body->state = BODY_TOO_LARGE;
    else if (declared_bytes > LIMIT_HTTP_BODY_MEMORY_BYTES)
        body_spool(body, 0);
}

void body_take(HttpBody *body, Str bytes)
{
    int64_t before = body->bytes;
    body->bytes += bytes.len;
    if (body->state == BODY_WHOLE && body->bytes > body->bytes_max) {
        body->state = BODY_TOO_LARGE;
        body_leave(body);
        body_done(body);
    }
    if (body->state == BODY_WHOLE && body->file < 0) {
        if (pages_grow(body, body->bytes)) {
            memcpy(body->map + before, bytes.ptr, (size_t)bytes.len);
            return;
        }
        body_spool(body, before);
    }
    if (body->state == BODY_WHOLE && !spool_write(body->file, bytes))
        body->state = BODY_NO_ROOM;
}

Str body_end(HttpBody *body)
{
    if (body->state != BODY_WHOLE || body->bytes == 0)
        return S("");
    if (body->file >= 0) {
        void *map = mmap(NULL, (size_t)body->bytes, PROT_READ, MAP_PRIVATE, body->file, 0);
        if (map == MAP_FAILED) {
            body->state = BODY_NO_ROOM;
            return S("");
        }
        body->map = map;
        body->map_bytes = (size_t)body->bytes;
    }
    return (Str){body->map, body->bytes};
}

void body_leave(HttpBody *body)
{
    if (body->reserved_bytes > 0)
        body->room->memory_bytes -= body->reserved_bytes;
    body->reserved_bytes = 0;
}

void body_done(HttpBody *body)
{
    pages_free(body);
    if (body->file >= 0)
        (void)close(body->file);
    body->file = -1;
}
