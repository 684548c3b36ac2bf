#include "doc/xlsx_check.h"

#include "doc/xml_in.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { ROOM_BYTES = 64 * 1024, KEPT_BYTES = 32 };

static bool is_xml(ZipIn *zip, int part, Err *err)
{
    XmlIn xml;
    bool ok = xml_in_open(&xml, zip, part, err);
    if (!ok)
        return false;
    do
        ok = xml_in_next(&xml, err);
    while (ok && xml.event != XML_DONE);
    xml_in_close(&xml);
    return ok;
}

/* Reads the part to its end, which libzip holds against its checksum; room has ROOM_BYTES after the
 * KEPT_BYTES that stood last. */
static bool ends_with(ZipIn *zip, int part, Str end, char *room, Err *err)
{
    ZipStream stream;
    int n = 0;
    if (!zip_stream_open(&stream, zip, part, err))
        return false;
    memset(room, 0, KEPT_BYTES);
    while ((n = zip_stream_read(&stream, room + KEPT_BYTES, ROOM_BYTES, err)) > 0)
        memmove(room, room + n, KEPT_BYTES);
    zip_stream_close(&stream);
    return n == 0 && str_ends((Str){room, KEPT_BYTES}, end);
}

static bool is_whole_sheet(Arena *arena, ZipIn *zip, int index, int64_t bytes, char *room, Err *err)
{
    Str name = arena_fmt(arena, "xl/worksheets/sheet%d.xml", index + 1);
    int part = zip_in_find(zip, name);
    return part >= 0 && zip->parts[part].size_bytes > bytes &&
           ends_with(zip, part, S("</worksheet>"), room, err);
}

static bool is_whole(Arena *arena, ZipIn *zip, const int64_t *sheet_bytes, int nsheets, Err *err)
{
    char *room = arena_new(arena, char, KEPT_BYTES + ROOM_BYTES);
    for (int i = 0; i < nsheets; i++)
        if (!is_whole_sheet(arena, zip, i, sheet_bytes[i], room, err))
            return false;
    for (int i = 0; i < zip->nparts; i++)
        if (!str_starts(zip->parts[i].name, S("xl/worksheets/sheet")) && !is_xml(zip, i, err))
            return false;
    return true;
}

bool xlsx_check(Arena *arena, Str path, Str file, const int64_t *sheet_bytes, int nsheets, Err *err)
{
    AUTO_ARENA scratch = {0};
    ZipIn zip = {0};
    Err fault = {0};
    int fd = open(str_z(&scratch, path), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(err, ERR_FILE_OPEN, {"file", file}, {"reason", str_from_z(strerror(errno))});
    ZipFrom from = {.bytes = S("PK"), .is_file = true, .fd = fd};
    bool ok = zip_in_open(&zip, arena, &from, file, &fault) &&
              is_whole(&scratch, &zip, sheet_bytes, nsheets, &fault);
    zip_in_close(&zip);
    (void)close(fd);
    if (ok)
        return true;
    bool cut_short = fault.code == ERR_NONE || fault.code == ERR_XLSX_DAMAGED ||
                     fault.code == ERR_XLSX_SIZE || fault.code == ERR_XLSX_XML;
    if (cut_short)
        return err_set(err, ERR_FILE_FULL, {"file", file});
    *err = fault;
    return false;
}
