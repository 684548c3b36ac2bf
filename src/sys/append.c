#include "sys/append.h"

#include "sys/files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { BLOCK_BYTES = 256 * 1024 };

typedef struct Scan {
    char head[APPEND_HEAD_BYTES];
    int len;           /* of head */
    int64_t read, end; /* end: behind the last whole line */
    void (*line)(void *ctx, Str head);
    void *ctx;
} Scan;

static void scan_block(Scan *s, const char *block, ssize_t len)
{
    for (ssize_t i = 0; i < len; i++) {
        s->read++;
        if (block[i] == '\n') {
            s->line(s->ctx, (Str){s->head, s->len});
            s->len = 0;
            s->end = s->read;
        } else if (s->len < APPEND_HEAD_BYTES) {
            s->head[s->len++] = block[i];
        }
    }
}

static bool scan(Append *file, Scan *s, Err *err)
{
    AUTO_ARENA arena = {0};
    char *block = arena_new(&arena, char, BLOCK_BYTES);
    for (;;) {
        ssize_t len = read(file->fd, block, BLOCK_BYTES);
        if (len < 0 && errno == EINTR)
            continue;
        if (len < 0)
            return file_err(err, ERR_FILE_READ, file->path, errno);
        if (len == 0)
            break;
        scan_block(s, block, len);
    }
    return s->end == s->read || ftruncate(file->fd, s->end) == 0 ||
           file_err(err, ERR_FILE_WRITE, file->path, errno);
}

bool append_open(Append *file, Str path, void (*line)(void *ctx, Str head), void *ctx, Err *err)
{
    AUTO_ARENA arena = {0};
    Scan s = {.line = line, .ctx = ctx};
    *file = (Append){.fd = open(str_z(&arena, path), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600),
                     .path = path};
    if (file->fd < 0)
        return file_err(err, ERR_FILE_OPEN, path, errno);
    bool ok =
        flock(file->fd, LOCK_EX | LOCK_NB) == 0 || err_set(err, ERR_FILE_IN_USE, {"file", path});
    ok = ok && scan(file, &s, err);
    if (!ok)
        append_close(file);
    return ok;
}

bool append_lines(Append *file, Str lines, Err *err)
{
    return fd_write(file->fd, lines, file->path, err) &&
           (fdatasync(file->fd) == 0 || file_err(err, ERR_FILE_WRITE, file->path, errno));
}

void append_close(Append *file)
{
    if (file->fd >= 0)
        (void)close(file->fd);
    file->fd = -1;
}
