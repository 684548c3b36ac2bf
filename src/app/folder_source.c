#include "app/folder_source.h"

#include "sys/convert.h"
#include "sys/files.h"

static Str path_of(Arena *arena, Str folder, Str name)
{
    return name.len ? path_join(arena, folder, name) : folder;
}

static bool read_file(void *ctx, Arena *arena, Str name, int64_t limit_bytes, Str *ret_bytes,
                      Err *err)
{
    return file_read(arena, path_of(arena, *(Str *)ctx, name), limit_bytes, ret_bytes, err);
}

static bool list_folder(void *ctx, Arena *arena, Str folder, FileNames *ret_names, Err *err)
{
    Str path = path_of(arena, *(Str *)ctx, folder);
    FolderList list = {0};
    if (folder.len && !file_exists(path))
        return true;
    if (!folder_list(arena, path, &list, err))
        return false;
    for (int i = 0; i < list.count; i++)
        if (!list.items[i].is_folder && list.items[i].name.ptr[0] != '.')
            *arena_push(arena, ret_names) = list.items[i].name;
    return true;
}

FileSource folder_source(Arena *arena, Str folder, CsvConvert convert)
{
    Str *ctx = arena_new(arena, Str, 1);
    *ctx = folder;
    return (FileSource){.ctx = ctx, .read = read_file, .list = list_folder, .convert = convert};
}

static bool read_path(void *ctx, Arena *arena, Str name, int64_t limit_bytes, Str *ret_bytes,
                      Err *err)
{
    (void)ctx;
    return file_read(arena, name, limit_bytes, ret_bytes, err);
}

static bool list_nothing(void *ctx, Arena *arena, Str folder, FileNames *ret_names, Err *err)
{
    (void)ctx;
    (void)arena;
    (void)folder;
    (void)ret_names;
    (void)err;
    return true;
}

FileSource book_source(Arena *arena, Str path, CsvConvert convert)
{
    return (FileSource){.read = read_path,
                        .list = list_nothing,
                        .convert = convert,
                        .book = arena_str(arena, path)};
}

static bool give_bytes(void *ctx, Arena *arena, Str name, int64_t limit_bytes, Str *ret_bytes,
                       Err *err)
{
    const Str *bytes = ctx;
    if (bytes->len > limit_bytes)
        return err_set(err, ERR_FILE_TOO_LARGE, {"file", name},
                       {"limit", arena_fmt(arena, "%lld", (long long)limit_bytes)},
                       {"found", arena_fmt(arena, "%lld", (long long)bytes->len)});
    *ret_bytes = *bytes;
    return true;
}

FileSource bytes_source(Arena *arena, Str name, Str bytes, CsvConvert convert)
{
    Str *ctx = arena_new(arena, Str, 1);
    *ctx = bytes;
    return (FileSource){
        .ctx = ctx, .read = give_bytes, .list = list_nothing, .convert = convert, .book = name};
}

CsvConvert app_convert(void)
{
    return (CsvConvert){.fn = convert_gb18030};
}
