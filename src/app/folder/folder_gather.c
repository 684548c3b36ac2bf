/* What lies in a folder → the files that somebody has sent: zips opened, what programs leave behind taken out. */
#include "app/folder/folder.h"
#include "app/folder/folder_parts.h"
#include "base/limits.h"
#include "doc/zip_in.h"
#include "sys/convert.h"

static Str last_step(Str name)
{
    ptrdiff_t at = name.len;
    while (at > 0 && name.ptr[at - 1] != '/')
        at--;
    return str_sub(name, at, name.len);
}

bool folder_is_litter(Str name)
{
    static const Str front[] = {SC("."), SC("~$"), SC("~WRL")};
    static const Str names[] = {SC("Thumbs.db"), SC("desktop.ini"), SC("ehthumbs.db")};
    Str last = last_step(name);
    for (size_t i = 0; i < sizeof front / sizeof *front; i++)
        if (str_starts(last, front[i]))
            return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(last, names[i]))
            return true;
    return str_has(name, S("__MACOSX/")) || str_ends(last, S(".tmp"));
}

/* The name as it was given: UTF-8, or GB 18030 of programs that say nothing of it. */
static Str part_name(Arena *arena, const ZipIn *zip, int part)
{
    ConvertText text;
    Err ignored = {0};
    Str raw = zip_in_raw_name(zip, part);
    if (raw.len && convert_decode(arena, raw, &text, &ignored))
        return text.text;
    return zip->parts[part].name;
}

static bool read_part(Arena *arena, ZipIn *zip, int part, Str *ret_bytes)
{
    ZipStream stream;
    Err ignored = {0};
    int64_t size = zip->parts[part].size_bytes, at = 0;
    if (size > LIMIT_FILE_BYTES || !zip_stream_open(&stream, zip, part, &ignored))
        return false;
    char *bytes = arena_raw_new(arena, char, size + 1);
    int n = 1;
    while (n >
           0) { /* to its end, which a file that is longer than it claims has behind its claim */
        int64_t want = size - at < 1 << 20 ? size - at + 1 : 1 << 20;
        n = zip_stream_read(&stream, bytes + at, (int)want, &ignored);
        at += n > 0 ? n : 0;
    }
    zip_stream_close(&stream);
    *ret_bytes = (Str){bytes, (ptrdiff_t)at};
    return n >= 0 && at == size;
}

/* The files of a zip. False: it cannot be opened, or not all of it be read; then it stays one file, and is told of.
 * *room: bytes that may still be unpacked, of this zip and of those after it, whatever becomes of them. */
static bool unpack(Arena *arena, const FolderFile *from, int64_t *room, FolderFileList *ret_files)
{
    AUTO_ARENA scratch = {0};
    ZipIn zip;
    ZipFrom bytes = {.bytes = from->bytes};
    Err ignored = {0};
    int before = ret_files->count;
    if (!zip_in_open(&zip, &scratch, &bytes, from->name, &ignored))
        return false;
    bool ok = zip.nparts > 0 && zip_in_find(&zip, S("[content_types].xml")) < 0;
    for (int i = 0; ok && i < zip.nparts; i++) {
        Str name = part_name(arena, &zip, i), read;
        if (str_ends(name, S("/")) || folder_is_litter(name))
            continue;
        ok = ret_files->count < LIMIT_FOLDER_FILES && zip.parts[i].size_bytes <= *room;
        *room -= ok ? zip.parts[i].size_bytes : 0;
        ok = ok && read_part(arena, &zip, i, &read);
        if (ok)
            *arena_push(arena, ret_files) = (FolderFile){
                arena_fmt(arena, "%.*s/%.*s", STR_ARG(from->name), STR_ARG(name)), read};
    }
    zip_in_close(&zip);
    if (!ok)
        ret_files->count = before;
    return ok && ret_files->count > before;
}

void folder_gather(Arena *arena, const FolderFileList *files, FolderFileList *ret_files)
{
    int64_t room = LIMIT_FOLDER_BYTES;
    for (int i = 0; i < files->count; i++)
        room -= files->items[i].bytes.len;
    for (int i = 0; i < files->count; i++) {
        const FolderFile *f = &files->items[i];
        if (folder_is_litter(f->name))
            continue;
        if (!str_eq(folder_ending(arena, f->name), S("zip")) || !unpack(arena, f, &room, ret_files))
            *arena_push(arena, ret_files) = *f;
    }
}

Str folder_file_base(Str name)
{
    return last_step(name);
}
