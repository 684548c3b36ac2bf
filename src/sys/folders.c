#include "sys/folders.h"

#include "sys/crypto.h"
#include "sys/files.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 256 * 1024, FOLDERS_OPEN = 16 };

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}
#define AUTO_FD __attribute__((cleanup(close_fd))) int

static bool copy_bytes(int from, int to, Str from_path, Str to_path, Err *err)
{
    AUTO_ARENA arena = {0};
    char *piece = arena_alloc(&arena, PIECE_BYTES, 1);
    for (;;) {
        ssize_t n = read(from, piece, PIECE_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return file_err(err, ERR_FILE_READ, from_path, errno);
        if (n == 0)
            break;
        if (!fd_write(to, (Str){piece, n}, to_path, err))
            return false;
    }
    return fsync(to) == 0 || file_err(err, ERR_FILE_WRITE, to_path, errno);
}

bool file_copy(Str from, Str to, Err *err)
{
    AUTO_ARENA arena = {0};
    int fd;
    if (!file_open(from, &fd, err))
        return false;
    AUTO_FD in = fd;
    struct stat info;
    if (fstat(in, &info) != 0)
        return file_err(err, ERR_FILE_READ, from, errno);
    AUTO_FD out =
        open(str_z(&arena, to), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, info.st_mode & 0777);
    if (out < 0)
        return file_err(err, ERR_FILE_WRITE, to, errno);
    if (copy_bytes(in, out, from, to, err))
        return true;
    (void)unlink(str_z(&arena, to));
    return false;
}

bool file_link(Str from, Str to, Err *err)
{
    AUTO_ARENA arena = {0};
    if (link(str_z(&arena, from), str_z(&arena, to)) == 0 || errno == EEXIST)
        return true;
    if (errno == EXDEV || errno == EPERM || errno == EMLINK || errno == ENOTSUP)
        return file_copy(from, to, err);
    return file_err(err, ERR_FILE_WRITE, errno == ENOENT ? from : to, errno);
}

bool file_sha256(Arena *arena, Str path, Str *ret_hex, int64_t *ret_bytes, Err *err)
{
    AUTO_ARENA scratch = {0};
    DigestRun run = {0};
    int fd;
    int64_t bytes = 0;
    if (!file_open(path, &fd, err))
        return false;
    AUTO_FD in = fd;
    if (!digest_begin(&run, DIGEST_SHA256, err))
        return false;
    char *piece = arena_alloc(&scratch, PIECE_BYTES, 1);
    for (;;) {
        ssize_t n = read(in, piece, PIECE_BYTES);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            digest_drop(&run);
            return file_err(err, ERR_FILE_READ, path, errno);
        }
        if (n == 0)
            break;
        digest_take(&run, (Str){piece, n});
        bytes += n;
    }
    *ret_hex = digest_end(&run, arena);
    *ret_bytes = bytes;
    return true;
}

bool file_write_private(Str path, Str bytes, Err *err)
{
    AUTO_ARENA arena = {0};
    AUTO_FD fd = open(str_z(&arena, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return fd < 0 ? file_err(err, ERR_FILE_WRITE, path, errno) : fd_write(fd, bytes, path, err);
}

bool folder_make_private(Str path, Err *err)
{
    AUTO_ARENA arena = {0};
    return folder_make(file_folder(path), err) &&
           (mkdir(str_z(&arena, path), 0700) == 0 || errno == EEXIST ||
            file_err(err, ERR_FILE_WRITE, path, errno));
}

bool file_sync(Str path, Err *err)
{
    AUTO_ARENA arena = {0};
    AUTO_FD fd = open(str_z(&arena, path), O_RDONLY | O_CLOEXEC);
    return (fd >= 0 && fsync(fd) == 0) || file_err(err, ERR_FILE_WRITE, path, errno);
}

bool folder_sync(Str path, Err *err)
{
    return file_sync(path, err);
}

bool folder_put(Str from, Str to, Err *err)
{
    AUTO_ARENA arena = {0};
    if (rename(str_z(&arena, from), str_z(&arena, to)) != 0)
        return file_err(err, ERR_FILE_WRITE, to, errno);
    return folder_sync(file_folder(to), err);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info, (void)kind, (void)where;
    return remove(path) == 0 || errno == ENOENT ? 0 : -1;
}

bool folder_remove(Str path, Err *err)
{
    AUTO_ARENA arena = {0};
    if (!file_exists(path))
        return true;
    if (nftw(str_z(&arena, path), remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS) != 0)
        return file_err(err, ERR_FILE_WRITE, path, errno);
    return folder_sync(file_folder(path), err);
}

bool lock_hold(Str path, bool alone, int *ret_fd, Err *err)
{
    AUTO_ARENA arena = {0};
    int fd = open(str_z(&arena, path), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
    if (fd < 0)
        return file_err(err, ERR_FILE_OPEN, path, errno);
    *ret_fd = fd;
    if (flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
        return true;
    int number = errno;
    (void)close(fd);
    *ret_fd = -1;
    return number == EWOULDBLOCK || file_err(err, ERR_FILE_OPEN, path, number);
}

void lock_drop(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}
