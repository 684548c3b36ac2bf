#include "sys/vault.h"

#include "sys/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 64 * 1024 };

/* Temporaries stand here, beside the folders "00" … "ff": on the same disk, and easily told from files. */
static const Str arriving = SC("arriving");

bool vault_is_digest(Str name)
{
    for (ptrdiff_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
            return false;
    }
    return name.len == VAULT_DIGEST_LEN;
}

static Str place_of(Arena *arena, Str folder, Str digest)
{
    return path_join(
        arena, folder,
        arena_fmt(arena, "%.*s/%.*s", STR_ARG(str_sub(digest, 0, 2)), STR_ARG(digest)));
}

/* ---- in ---- */

bool vault_open(VaultWrite *w, Arena *arena, Str folder, Err *err)
{
    *w = (VaultWrite){.arena = arena, .folder = folder, .spool.fd = -1};
    Str parent = path_join(arena, folder, arriving);
    return digest_begin(&w->run, DIGEST_SHA256, err) &&
           spool_open(&w->spool, arena, path_join(arena, parent, S("file")), err);
}

bool vault_take(VaultWrite *w, Str bytes, Err *err)
{
    if (!fd_write(w->spool.fd, bytes, w->spool.path, err))
        return false;
    digest_take(&w->run, bytes);
    w->bytes += bytes.len;
    return true;
}

Str vault_close(VaultWrite *w)
{
    w->digest = digest_end(&w->run, w->arena);
    return w->digest;
}

static bool folder_sync(const char *folder, Str place, Err *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    int number = errno;
    if (fd >= 0)
        (void)close(fd);
    return ok || file_err(err, ERR_FILE_WRITE, place, number);
}

/* The folders above may be new, by us or by who was faster: their own names have to be on the disk as well. */
bool vault_put(VaultWrite *w, Err *err)
{
    Str place = place_of(w->arena, w->folder, w->digest);
    if (!folder_make(file_folder(place), err))
        return false;
    w->spool.path = place;
    if (!spool_put(&w->spool, err) || !folder_sync(str_z(w->arena, w->folder), place, err) ||
        !folder_sync(str_z(w->arena, file_folder(w->folder)), place, err))
        return false;
    return chmod(str_z(w->arena, place), 0440) == 0 || file_err(err, ERR_FILE_WRITE, place, errno);
}

void vault_drop(VaultWrite *w)
{
    spool_drop(&w->spool);
    digest_drop(&w->run);
}

/* ---- out ---- */

bool vault_read(Str folder, Str digest, int *ret_fd, int64_t *ret_bytes, Err *err)
{
    AUTO_ARENA arena = {0};
    int fd;
    Str place = place_of(&arena, folder, digest);
    if (!vault_is_digest(digest))
        return err_set(err, ERR_FILE_ABSENT, {"file", digest});
    if (!file_open(place, &fd, err))
        return false;
    if (!fd_size(fd, place, ret_bytes, err)) {
        (void)close(fd);
        return false;
    }
    *ret_fd = fd;
    return true;
}

int64_t vault_put_at(Str folder, Str digest)
{
    AUTO_ARENA scratch = {0};
    struct stat info;
    return stat(str_z(&scratch, place_of(&scratch, folder, digest)), &info) == 0
               ? (int64_t)info.st_mtime * 1000
               : 0;
}

bool vault_digest(Arena *arena, Str folder, Str digest, bool *ret_there, Str *ret_digest, Err *err)
{
    AUTO_ARENA scratch = {0};
    int fd;
    int64_t bytes;
    DigestRun run = {0};
    char *piece = arena_new(&scratch, char, PIECE_BYTES);
    *ret_there = false;
    if (!vault_read(folder, digest, &fd, &bytes, err)) {
        bool absent = err->code == ERR_FILE_ABSENT;
        if (absent)
            *err = (Err){0};
        return absent;
    }
    bool ok = digest_begin(&run, DIGEST_SHA256, err);
    ssize_t n = 0;
    while (ok && ((n = read(fd, piece, PIECE_BYTES)) > 0 || (n < 0 && errno == EINTR)))
        if (n > 0)
            digest_take(&run, (Str){piece, n});
    if (ok && n < 0)
        ok = file_err(err, ERR_FILE_READ, digest, errno);
    (void)close(fd);
    if (ok) {
        *ret_there = true;
        *ret_digest = digest_end(&run, arena);
    }
    digest_drop(&run);
    return ok;
}

bool vault_remove(Str folder, Str digest, Err *err)
{
    AUTO_ARENA arena = {0};
    if (!vault_is_digest(digest))
        return err_set(err, ERR_FILE_ABSENT, {"file", digest});
    Str place = place_of(&arena, folder, digest);
    if (unlink(str_z(&arena, place)) != 0)
        return errno == ENOENT || file_err(err, ERR_FILE_WRITE, place, errno);
    return folder_sync(str_z(&arena, file_folder(place)), place, err);
}

/* Between looking and taking away somebody may put the same bytes there anew. So it is moved aside first,
 * looked at there, and put back when it is younger than it seemed. */
bool vault_sweep(Str folder, Str digest, int64_t before_ms, bool *ret_gone, Err *err)
{
    AUTO_ARENA arena = {0};
    struct stat info;
    *ret_gone = false;
    if (!vault_is_digest(digest))
        return true;
    const char *place = str_z(&arena, place_of(&arena, folder, digest));
    Str parent = path_join(&arena, folder, arriving);
    const char *aside =
        str_z(&arena, path_join(&arena, parent, arena_fmt(&arena, "%.*s-swept", STR_ARG(digest))));
    if (stat(place, &info) != 0 || (int64_t)info.st_mtime * 1000 >= before_ms)
        return true;
    if (!folder_make(parent, err))
        return false;
    if (rename(place, aside) != 0)
        return errno == ENOENT || file_err(err, ERR_FILE_WRITE, digest, errno);
    if (stat(aside, &info) == 0 && (int64_t)info.st_mtime * 1000 >= before_ms)
        return rename(aside, place) == 0 || file_err(err, ERR_FILE_WRITE, digest, errno);
    if (unlink(aside) != 0)
        return file_err(err, ERR_FILE_WRITE, digest, errno);
    *ret_gone = true;
    return true;
}

/* ---- what is there ---- */

static bool list_one(Arena *arena, Str folder, Str name, VaultFiles *files, Err *err)
{
    FolderList inside = {0};
    if (!folder_list(arena, path_join(arena, folder, name), &inside, err))
        return false;
    for (int i = 0; i < inside.count; i++) {
        Str file = inside.items[i].name;
        bool fits = !inside.items[i].is_folder && vault_is_digest(file) && str_starts(file, name);
        *arena_push(arena, files) =
            fits ? file : arena_fmt(arena, "%.*s/%.*s", STR_ARG(name), STR_ARG(file));
    }
    return true;
}

bool vault_list(Arena *arena, Str folder, VaultFiles *ret_files, Err *err)
{
    FolderList top = {0};
    *err = (Err){0};
    if (!folder_list(arena, folder, &top, err)) {
        bool absent = err->code == ERR_FILE_ABSENT;
        if (absent)
            *err = (Err){0};
        return absent;
    }
    for (int i = 0; i < top.count; i++) {
        Str name = top.items[i].name;
        if (str_eq(name, arriving))
            continue;
        if (!top.items[i].is_folder)
            *arena_push(arena, ret_files) = name;
        else if (!list_one(arena, folder, name, ret_files, err))
            return false;
    }
    return true;
}
