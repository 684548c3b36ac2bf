#include "sys/spool.h"

#include "base/utf8.h"
#include "sys/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- what a signal takes away ---- */

/* A handler gets no argument of ours, so the open temporaries of a guarded program stand here. */
static struct {
    bool is_on;
    char paths[SPOOL_GUARDED_MAX][PATH_MAX]; /* empty: free */
} guarded;

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
enum { ENDING_SIGNALS = sizeof ending_signals / sizeof ending_signals[0] };

/* What a folder holds, by system calls alone: also for a signal handler. */
static void empty_folder(const char *path)
{
    struct Entry { /* as the kernel gives it */
        uint64_t inode;
        int64_t offset;
        unsigned short bytes;
        unsigned char kind;
        char name[];
    };
    _Alignas(struct Entry) char room[4096];
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    long n;
    while (fd >= 0 && (n = syscall(SYS_getdents64, fd, room, sizeof room)) > 0)
        for (long at = 0; at < n;) {
            const struct Entry *entry = (const struct Entry *)(const void *)(room + at);
            (void)unlinkat(fd, entry->name, 0); /* "." and ".." it refuses */
            at += entry->bytes;
        }
    if (fd >= 0)
        (void)close(fd);
}

static void take_away(const char *path)
{
    if (unlink(path) != 0) {
        empty_folder(path);
        (void)rmdir(path);
    }
}

static void end(int number)
{
    for (int i = 0; i < SPOOL_GUARDED_MAX; i++)
        if (guarded.paths[i][0])
            take_away(guarded.paths[i]);
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

void spool_guard(void)
{
    guarded.is_on = true;
    for (int i = 0; i < ENDING_SIGNALS; i++) {
        struct sigaction old, own = {.sa_handler = end};
        (void)sigfillset(&own.sa_mask);
        if (sigaction(ending_signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
            (void)sigaction(ending_signals[i], &own, NULL);
    }
}

/* No signal may fall between a file and its name in the list. */
static void hold_signals(sigset_t *ret_before)
{
    sigset_t ending;
    (void)sigemptyset(&ending);
    for (int i = 0; guarded.is_on && i < ENDING_SIGNALS; i++)
        (void)sigaddset(&ending, ending_signals[i]);
    (void)pthread_sigmask(SIG_BLOCK, &ending, ret_before);
}

static void release_signals(const sigset_t *before)
{
    (void)pthread_sigmask(SIG_SETMASK, before, NULL);
}

/* "" is the place of a new one. */
static char *guarded_place(const char *path)
{
    for (int i = 0; i < SPOOL_GUARDED_MAX; i++)
        if (strcmp(guarded.paths[i], path) == 0)
            return guarded.paths[i];
    return NULL;
}

static void guard_path(const char *path)
{
    char *place = guarded.is_on ? guarded_place("") : NULL;
    size_t len = strlen(path);
    if (place && len < PATH_MAX)
        memcpy(place, path, len + 1);
}

static void forget_path(const char *path)
{
    char *place = guarded.is_on ? guarded_place(path) : NULL;
    if (place)
        place[0] = '\0';
}

/* ---- temporaries ---- */

static const Str mark = SC(".duban-");
enum { RANDOM_LETTERS = 6, NAME_KEPT_BYTES = 200 };

/* "ledger.xlsx.duban-" of a/ledger.xlsx. */
static Str prefix_of(Arena *arena, Str path)
{
    ptrdiff_t slash = path.len;
    while (slash > 0 && path.ptr[slash - 1] != '/')
        slash--;
    Str name = utf8_prefix(str_sub(path, slash, path.len), NAME_KEPT_BYTES);
    return arena_fmt(arena, "%.*s%.*s", STR_ARG(name), STR_ARG(mark));
}

/* Whether the file that the descriptor locks is the one that has the name. */
static bool has_name(int fd, const char *path)
{
    struct stat own, named;
    return fstat(fd, &own) == 0 && stat(path, &named) == 0 && own.st_ino == named.st_ino &&
           own.st_dev == named.st_dev;
}

static void take_away_if_left(const char *path)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return;
    bool is_ours = fstat(fd, &info) == 0 && (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode));
    if (is_ours && flock(fd, LOCK_EX | LOCK_NB) == 0 && has_name(fd, path))
        take_away(path);
    (void)close(fd);
}

static void sweep(Str folder, Str prefix)
{
    AUTO_ARENA scratch = {0};
    DIR *list = opendir(str_z(&scratch, folder));
    const struct dirent *entry;
    while (list && (entry = readdir(list))) {
        Str name = str_from_z(entry->d_name);
        if (name.len == prefix.len + RANDOM_LETTERS && str_starts(name, prefix))
            take_away_if_left(str_z(&scratch, path_join(&scratch, folder, name)));
    }
    if (list)
        (void)closedir(list);
}

enum { GONE = -2 };

/* A descriptor, -1 with errno, or GONE when another's sweep was faster. */
static int make_one(char *path, bool is_folder)
{
    if (!is_folder)
        return mkostemp(path, O_CLOEXEC);
    if (!mkdtemp(path))
        return -1;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 && errno == ENOENT ? GONE : fd;
}

/* A new file or folder that is locked. Another's sweep may take it between the two: then another one
 * is made. */
static int make_locked(Arena *arena, Str folder, Str prefix, bool is_folder, Str *ret_path)
{
    for (;;) {
        Str name = arena_fmt(arena, "%.*sXXXXXX", STR_ARG(prefix));
        char *path = (char *)(uintptr_t)str_z(arena, path_join(arena, folder, name));
        int fd = make_one(path, is_folder);
        if (fd == -1)
            return -1;
        guard_path(path);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && has_name(fd, path)) {
            *ret_path = str_from_z(path);
            return fd;
        }
        forget_path(path);
        if (fd >= 0)
            (void)close(fd);
    }
}

static int make_temporary(Arena *arena, Str folder, Str prefix, bool is_folder, Str *ret_path)
{
    sigset_t before;
    sweep(folder, prefix);
    hold_signals(&before);
    int fd = make_locked(arena, folder, prefix, is_folder, ret_path);
    int number = errno;
    release_signals(&before);
    errno = number;
    return fd;
}

static bool is_special(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

bool spool_open(Spool *spool, Arena *arena, Str path, Err *err)
{
    struct stat info;
    Str temporary = {0}, folder = file_folder(path);
    *spool = (Spool){.path = path, .fd = -1};
    if (is_special(str_z(arena, path)))
        return err_set(err, ERR_FILE_SPECIAL, {"file", path});
    if (stat(str_z(arena, path), &info) == 0 && S_ISDIR(info.st_mode))
        return err_set(err, ERR_FILE_FOLDER, {"file", path});
    if (!folder_make(folder, err))
        return false;
    spool->fd = make_temporary(arena, folder, prefix_of(arena, path), false, &temporary);
    if (spool->fd < 0)
        return file_err(err, ERR_FILE_WRITE, path, errno);
    spool->temporary = temporary;
    return true;
}

static void close_temporary(int *fd, Str *path)
{
    (void)close(*fd);
    forget_path(path->ptr);
    *fd = -1;
    *path = (Str){0};
}

static void drop_temporary(int *fd, Str *path)
{
    sigset_t before;
    if (!path->ptr)
        return;
    hold_signals(&before);
    take_away(path->ptr);
    close_temporary(fd, path);
    release_signals(&before);
}

bool spool_put(Spool *spool, Err *err)
{
    sigset_t before;
    hold_signals(&before);
    bool ok = fd_put_in_place(spool->fd, spool->temporary, spool->path, err);
    if (ok)
        close_temporary(&spool->fd, &spool->temporary);
    release_signals(&before);
    return ok;
}

void spool_drop(Spool *spool)
{
    drop_temporary(&spool->fd, &spool->temporary);
}

bool spool_folder_open(SpoolFolder *folder, Arena *arena, Str parent, Err *err)
{
    Str path = {0};
    *folder = (SpoolFolder){.fd = -1};
    folder->fd = make_temporary(arena, parent, S(".duban-rows-"), true, &path);
    if (folder->fd < 0)
        return file_err(err, ERR_FILE_WRITE, parent, errno);
    folder->path = path;
    return true;
}

void spool_folder_drop(SpoolFolder *folder)
{
    drop_temporary(&folder->fd, &folder->path);
}

/* ---- space ---- */

/* The folder itself or the nearest one above it that exists. */
static bool look_at_disk(Str folder, struct statvfs *ret_disk, dev_t *ret_device)
{
    AUTO_ARENA scratch = {0};
    for (;;) {
        struct stat info;
        const char *path = str_z(&scratch, folder.len ? folder : S("."));
        if (stat(path, &info) == 0 && statvfs(path, ret_disk) == 0) {
            *ret_device = info.st_dev;
            return true;
        }
        Str above = file_folder(folder);
        if (str_eq(above, folder) || str_eq(folder, S(".")))
            return false;
        folder = above;
    }
}

static int64_t with_margin(int64_t bytes)
{
    return bytes + bytes / 10 + 1024 * 1024;
}

static bool check_disk(const SpaceNeed *needs, int count, int which, Err *err)
{
    AUTO_ARENA scratch = {0};
    struct statvfs disk, other;
    dev_t device, device_of_other;
    int64_t needed = 0;
    if (!look_at_disk(needs[which].folder, &disk, &device))
        return true; /* the fault comes when the file is opened, with its name */
    for (int i = 0; i < count; i++)
        if (look_at_disk(needs[i].folder, &other, &device_of_other) && device_of_other == device)
            needed += needs[i].bytes;
    int64_t free_bytes = (int64_t)(disk.f_bavail * disk.f_frsize);
    if (with_margin(needed) <= free_bytes)
        return true;
    return err_set(err, ERR_SPACE, {"folder", needs[which].folder},
                   {"needed", arena_fmt(&scratch, "%lld", (long long)with_margin(needed))},
                   {"free", arena_fmt(&scratch, "%lld", (long long)free_bytes)});
}

bool space_check(const SpaceNeed *needs, int count, Err *err)
{
    for (int i = 0; i < count; i++)
        if (!check_disk(needs, count, i, err))
            return false;
    return true;
}
