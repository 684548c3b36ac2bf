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
    return (FileSource){ctx, read_file, list_folder, convert};
}

static bool to_utf8(void *ctx, Arena *arena, Str bytes, Str *ret_text, ptrdiff_t *ret_bad_at)
{
    ConvertText decoded;
    Err err = {0};
    (void)ctx;
    if (!convert_decode(arena, bytes, &decoded, &err)) {
        *ret_bad_at = err.byte > 0 ? (ptrdiff_t)err.byte - 1 : 0;
        return false;
    }
    *ret_text = decoded.text;
    return true;
}

CsvConvert app_convert(void)
{
    return (CsvConvert){to_utf8, NULL};
}
