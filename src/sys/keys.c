#include "sys/keys.h"

#include "base/hex.h"
#include "sys/files.h"
#include "sys/randomness.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const Str names[KEY_KINDS] = {
    [KEY_SEAL] = SC("seal.key"), [KEY_CHECKPOINT] = SC("checkpoint.key")};

enum { LINE_BYTES = 2 * KEY_BYTES + 1, OTHERS = 0077 };

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}
#define AUTO_FD __attribute__((cleanup(close_fd))) int

/* Ours alone: neither group nor others may so much as look. */
static bool is_private(int fd, Str path, Err *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return file_err(err, ERR_FILE_READ, path, errno);
    return (info.st_mode & OTHERS) == 0 || err_set(err, ERR_KEY_OPEN_TO_OTHERS, {"file", path});
}

static bool folder_take(Str folder, Err *err)
{
    AUTO_ARENA arena = {0};
    const char *path = str_z(&arena, folder);
    if (!folder_make(file_folder(folder), err))
        return false;
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        return file_err(err, ERR_FILE_WRITE, folder, errno);
    AUTO_FD fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 ? file_err(err, ERR_FILE_OPEN, folder, errno) : is_private(fd, folder, err);
}

static bool key_read(int fd, Str path, unsigned char ret_key[KEY_BYTES], Err *err)
{
    char line[LINE_BYTES + 1];
    ssize_t n = read(fd, line, sizeof line);
    if (n < 0)
        return file_err(err, ERR_FILE_READ, path, errno);
    unsigned char key[KEY_BYTES];
    if (n != LINE_BYTES || line[LINE_BYTES - 1] != '\n' ||
        !hex_parse((Str){line, LINE_BYTES - 1}, key, KEY_BYTES))
        return err_set(err, ERR_KEY_DAMAGED, {"file", path});
    memcpy(ret_key, key, KEY_BYTES);
    return is_private(fd, path, err);
}

static bool line_write(int fd, Str path, Err *err)
{
    AUTO_ARENA arena = {0};
    unsigned char key[KEY_BYTES];
    random_bytes(key, sizeof key);
    Str hex = hex_of(&arena, key, sizeof key);
    return fd_write(fd, arena_fmt(&arena, "%.*s\n", STR_ARG(hex)), path, err) &&
           (fsync(fd) == 0 || file_err(err, ERR_FILE_WRITE, path, errno));
}

/* link(2) does not replace: of two that make the key at once one wins, and both read that one. */
static bool key_make(Str folder, Str path, Err *err)
{
    AUTO_ARENA arena = {0};
    char *temporary =
        (char *)(uintptr_t)str_z(&arena, arena_fmt(&arena, "%.*s.XXXXXX", STR_ARG(path)));
    AUTO_FD fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600 */
    if (fd < 0)
        return file_err(err, ERR_FILE_WRITE, path, errno);
    bool ok = line_write(fd, path, err);
    if (ok && link(temporary, str_z(&arena, path)) != 0 && errno != EEXIST)
        ok = file_err(err, ERR_FILE_WRITE, path, errno);
    (void)unlink(temporary);
    AUTO_FD dir = open(str_z(&arena, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return ok && ((dir >= 0 && fsync(dir) == 0) || file_err(err, ERR_FILE_WRITE, folder, errno));
}

bool keys_take(Str data_folder, KeyKind kind, unsigned char ret_key[KEY_BYTES], Err *err)
{
    AUTO_ARENA arena = {0};
    if (data_folder.len == 0)
        return err_set(err, ERR_DATA_FOLDER);
    Str folder = path_join(&arena, data_folder, S("keys"));
    Str path = path_join(&arena, folder, names[kind]);
    if (!folder_take(folder, err))
        return false;
    for (int tries = 0; tries < 2; tries++) {
        AUTO_FD fd = open(str_z(&arena, path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (fd >= 0)
            return key_read(fd, path, ret_key, err);
        if (errno != ENOENT || tries > 0)
            return file_err(err, ERR_FILE_OPEN, path, errno);
        if (!key_make(folder, path, err))
            return false;
    }
    return false;
}
