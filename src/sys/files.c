#include "sys/files.h"

#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

bool file_err(Err *err, ErrCode otherwise, Str path, int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return err_set(err, ERR_FILE_ABSENT, {"file", path});
    case EACCES:
    case EPERM:
    case EROFS:
        return err_set(err, ERR_FILE_DENIED, {"file", path});
    case EISDIR:
        return err_set(err, ERR_FILE_FOLDER, {"file", path});
    case ENOSPC:
    case EDQUOT:
        return err_set(err, ERR_FILE_FULL, {"file", path});
    default:
        return err_set(err, otherwise, {"file", path}, {"reason", str_from_z(strerror(number))});
    }
}

static bool too_large(Err *err, Str path, int64_t limit_bytes, int64_t found_bytes)
{
    AUTO_ARENA arena = {0};
    return err_set(err, ERR_FILE_TOO_LARGE, {"file", path},
                   {"limit", arena_fmt(&arena, "%lld", (long long)limit_bytes)},
                   {"found", arena_fmt(&arena, "%lld", (long long)found_bytes)});
}

static void close_fd(const int *fd)
{
    if (*fd > STDERR_FILENO)
        (void)close(*fd);
}
#define AUTO_FD __attribute__((cleanup(close_fd))) int

/* Reads to the end, growing by doubling; one byte beyond the limit is enough to know. */
static bool read_all(Arena *arena, int fd, Str path, int64_t limit_bytes, size_t expected_bytes,
                     Str *ret_bytes, Err *err)
{
    size_t cap = expected_bytes + 1;
    size_t len = 0;
    char *bytes = arena_alloc(arena, cap, 1);
    for (;;) {
        if (len == cap) {
            char *grown = arena_alloc(arena, cap * 2, 1);
            memcpy(grown, bytes, len);
            bytes = grown;
            cap *= 2;
        }
        ssize_t n = read(fd, bytes + len, cap - len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return file_err(err, ERR_FILE_READ, path, errno);
        if (n == 0)
            break;
        len += (size_t)n;
        if (len > (uint64_t)limit_bytes)
            return too_large(err, path, limit_bytes, (int64_t)len);
    }
    *ret_bytes = (Str){bytes, (ptrdiff_t)len};
    return true;
}

bool file_read(Arena *arena, Str path, int64_t limit_bytes, Str *ret_bytes, Err *err)
{
    AUTO_ARENA scratch = {0};
    if (str_eq(path, S("-")))
        return read_all(arena, STDIN_FILENO, path, limit_bytes, 64 * 1024, ret_bytes, err);
    AUTO_FD fd = open(str_z(&scratch, path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return file_err(err, ERR_FILE_OPEN, path, errno);
    struct stat info;
    if (fstat(fd, &info) != 0)
        return file_err(err, ERR_FILE_OPEN, path, errno);
    if (S_ISDIR(info.st_mode))
        return file_err(err, ERR_FILE_OPEN, path, EISDIR);
    if (info.st_size > limit_bytes)
        return too_large(err, path, limit_bytes, info.st_size);
    size_t expected = S_ISREG(info.st_mode) ? (size_t)info.st_size : 64 * 1024;
    return read_all(arena, fd, path, limit_bytes, expected, ret_bytes, err);
}

bool file_open(Str path, int *ret_fd, Err *err)
{
    AUTO_ARENA scratch = {0};
    struct stat info;
    /* not waiting: a pipe without a writer would never open */
    AUTO_FD fd = open(str_z(&scratch, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &info) != 0)
        return file_err(err, ERR_FILE_OPEN, path, errno);
    if (S_ISDIR(info.st_mode))
        return file_err(err, ERR_FILE_OPEN, path, EISDIR);
    if (!S_ISREG(info.st_mode))
        return err_set(err, ERR_FILE_SPECIAL, {"file", path});
    *ret_fd = fd;
    fd = -1;
    return true;
}

bool fd_write(int fd, Str bytes, Str name, Err *err)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, (size_t)bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return file_err(err, ERR_FILE_WRITE, name, errno);
        bytes = str_sub(bytes, n, bytes.len);
    }
    return true;
}

bool fd_size(int fd, Str name, int64_t *ret_bytes, Err *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return file_err(err, ERR_FILE_READ, name, errno);
    *ret_bytes = info.st_size;
    return true;
}

Str file_folder(Str path)
{
    ptrdiff_t end = path.len;
    while (end > 0 && path.ptr[end - 1] != '/')
        end--;
    if (end == 0)
        return S(".");
    return end == 1 ? S("/") : str_sub(path, 0, end - 1);
}

static bool fsync_folder(Arena *scratch, Str folder, Err *err)
{
    AUTO_FD fd = open(str_z(scratch, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        return file_err(err, ERR_FILE_WRITE, folder, errno);
    return true;
}

/* Device files such as /dev/stdout cannot be replaced by a rename: they are written in place. */
static bool is_special(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static bool put_in_place(const char *temporary, int fd, Str path, Err *err)
{
    AUTO_ARENA scratch = {0};
    mode_t mask = umask(0);
    (void)umask(mask);
    if (fchmod(fd, 0666 & ~mask) != 0 || fsync(fd) != 0 ||
        rename(temporary, str_z(&scratch, path)) != 0)
        return file_err(err, ERR_FILE_WRITE, path, errno);
    return true;
}

static int open_beside(Arena *arena, Str path, char **ret_temporary)
{
    *ret_temporary =
        (char *)(uintptr_t)str_z(arena, arena_fmt(arena, "%.*s.XXXXXX", STR_ARG(path)));
    return mkostemp(*ret_temporary, O_CLOEXEC);
}

bool file_write(Str path, Str bytes, Err *err)
{
    AUTO_ARENA scratch = {0};
    const char *target = str_z(&scratch, path);
    if (is_special(target)) {
        AUTO_FD fd = open(target, O_WRONLY | O_CLOEXEC);
        return fd < 0 ? file_err(err, ERR_FILE_WRITE, path, errno) : fd_write(fd, bytes, path, err);
    }
    Str folder = file_folder(path);
    if (!folder_make(folder, err))
        return false;
    char *temporary;
    AUTO_FD fd = open_beside(&scratch, path, &temporary);
    if (fd < 0)
        return file_err(err, ERR_FILE_WRITE, path, errno);
    if (!fd_write(fd, bytes, path, err) || !put_in_place(temporary, fd, path, err)) {
        (void)unlink(temporary);
        return false;
    }
    return fsync_folder(&scratch, folder, err);
}

bool fd_put_in_place(int fd, Str temporary, Str path, Err *err)
{
    AUTO_ARENA scratch = {0};
    return put_in_place(str_z(&scratch, temporary), fd, path, err) &&
           fsync_folder(&scratch, file_folder(path), err);
}

bool file_exists(Str path)
{
    AUTO_ARENA scratch = {0};
    return access(str_z(&scratch, path), F_OK) == 0;
}

void file_remove(Str path)
{
    AUTO_ARENA arena = {0};
    (void)unlink(str_z(&arena, path));
}

int64_t file_size(Str path)
{
    AUTO_ARENA scratch = {0};
    struct stat info;
    return stat(str_z(&scratch, path), &info) == 0 ? info.st_size : 0;
}

static int compare_entries(const void *a, const void *b)
{
    return str_cmp(((const FolderEntry *)a)->name, ((const FolderEntry *)b)->name);
}

static bool entry_is_folder(int folder_fd, const struct dirent *entry)
{
    struct stat info;
    if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
        return entry->d_type == DT_DIR;
    return fstatat(folder_fd, entry->d_name, &info, 0) == 0 && S_ISDIR(info.st_mode);
}

static void close_folder(DIR **folder)
{
    if (*folder)
        (void)closedir(*folder);
}

bool folder_list(Arena *arena, Str path, FolderList *ret_list, Err *err)
{
    AUTO_ARENA scratch = {0};
    __attribute__((cleanup(close_folder))) DIR *folder = opendir(str_z(&scratch, path));
    if (!folder)
        return file_err(err, ERR_FILE_OPEN, path, errno);
    FolderList list = {0};
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry && errno != 0)
            return file_err(err, ERR_FILE_READ, path, errno);
        if (!entry)
            break;
        Str name = str_from_z(entry->d_name);
        if (str_eq(name, S(".")) || str_eq(name, S("..")))
            continue;
        if (list.count == LIMIT_FOLDER_ENTRIES)
            return err_set(err, ERR_LIMIT, {"name", path},
                           {"limit", arena_fmt(&scratch, "%d", LIMIT_FOLDER_ENTRIES)},
                           {"found", arena_fmt(&scratch, "%d+", LIMIT_FOLDER_ENTRIES)});
        *arena_push(arena, &list) =
            (FolderEntry){arena_str(arena, name), entry_is_folder(dirfd(folder), entry)};
    }
    if (list.count > 1)
        qsort(list.items, (size_t)list.count, sizeof *list.items, compare_entries);
    *ret_list = list;
    return true;
}

bool folder_make(Str path, Err *err)
{
    AUTO_ARENA scratch = {0};
    for (ptrdiff_t at = 1; at <= path.len; at++) {
        if (at < path.len && path.ptr[at] != '/')
            continue;
        Str part = str_sub(path, 0, at);
        if (mkdir(str_z(&scratch, part), 0777) != 0 && errno != EEXIST)
            return file_err(err, ERR_FILE_WRITE, part, errno);
    }
    return true;
}

Str path_join(Arena *arena, Str folder, Str name)
{
    if (folder.len == 0)
        return arena_str(arena, name);
    const char *slash = str_ends(folder, S("/")) ? "" : "/";
    return arena_fmt(arena, "%.*s%s%.*s", STR_ARG(folder), slash, STR_ARG(name));
}

bool path_real(Arena *arena, Str path, Str *ret_real, Err *err)
{
    AUTO_ARENA scratch = {0};
    char real[PATH_MAX];
    if (!realpath(str_z(&scratch, path), real))
        return file_err(err, ERR_FILE_OPEN, path, errno);
    *ret_real = arena_str(arena, str_from_z(real));
    return true;
}

bool file_in_memory(Arena *arena, int *ret_fd, Str *ret_path, Err *err)
{
    int fd = memfd_create("duban", MFD_CLOEXEC);
    if (fd < 0)
        return file_err(err, ERR_FILE_OPEN, S("memfd"), errno);
    *ret_fd = fd;
    *ret_path = arena_fmt(arena, "/proc/self/fd/%d", fd);
    return true;
}

void fd_close(int fd)
{
    (void)close(fd);
}

bool folder_room(Str path, int64_t *ret_free, int64_t *ret_size, Err *err)
{
    AUTO_ARENA arena = {0};
    struct statvfs room;
    if (statvfs(str_z(&arena, path), &room) != 0)
        return file_err(err, ERR_FILE_OPEN, path, errno);
    *ret_free = (int64_t)room.f_bavail * (int64_t)room.f_frsize;
    *ret_size = (int64_t)room.f_blocks * (int64_t)room.f_frsize;
    return true;
}
