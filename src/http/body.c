#include "http/body.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* What has arrived moves to the file. */
static void body_spool(HttpBody *body)
{
    body->file = spool_open(body->room->spool_folder);
    if (body->file < 0 || !spool_write(body->file, out_str(&body->memory)))
        body->state = BODY_NO_ROOM;
    body_leave(body);
}

void body_start(HttpBody *body, BodyRoom *room, Arena *arena, int64_t bytes_max,
                int64_t declared_bytes)
{
    *body = (HttpBody){.room = room,
                       .bytes_max = bytes_max,
                       .memory = out_new(arena, LIMIT_HTTP_BODY_MEMORY_BYTES),
                       .file = -1};
    if (declared_bytes > bytes_max)
        body->state = BODY_TOO_LARGE;
    else if (declared_bytes > LIMIT_HTTP_BODY_MEMORY_BYTES)
        body_spool(body);
}

void body_take(HttpBody *body, Str bytes)
{
    body->bytes += bytes.len;
    if (body->state == BODY_WHOLE && body->bytes > body->bytes_max) {
        body->state = BODY_TOO_LARGE;
        body_leave(body);
        body_done(body);
    }
    if (body->state != BODY_WHOLE)
        return;
    if (body->file < 0 && (body->bytes > LIMIT_HTTP_BODY_MEMORY_BYTES ||
                           body->room->memory_bytes + bytes.len > LIMIT_HTTP_BODIES_MEMORY_BYTES)) {
        body_spool(body);
        if (body->state != BODY_WHOLE)
            return;
    }
    if (body->file >= 0) {
        if (!spool_write(body->file, bytes))
            body->state = BODY_NO_ROOM;
        return;
    }
    out_s(&body->memory, bytes);
    body->reserved_bytes += bytes.len;
    body->room->memory_bytes += bytes.len;
}

Str body_end(HttpBody *body)
{
    if (body->state != BODY_WHOLE)
        return S("");
    if (body->file < 0)
        return out_str(&body->memory);
    void *map = mmap(NULL, (size_t)body->bytes, PROT_READ, MAP_PRIVATE, body->file, 0);
    if (map == MAP_FAILED) {
        body->state = BODY_NO_ROOM;
        return S("");
    }
    body->map = map;
    return (Str){map, body->bytes};
}

void body_leave(HttpBody *body)
{
    if (body->reserved_bytes > 0)
        body->room->memory_bytes -= body->reserved_bytes;
    body->reserved_bytes = 0;
}

void body_done(HttpBody *body)
{
    if (body->map)
        (void)munmap(body->map, (size_t)body->bytes);
    if (body->file >= 0)
        (void)close(body->file);
    body->map = NULL;
    body->file = -1;
}
