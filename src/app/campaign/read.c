#include "app/campaign/read.h"

#include "base/limits.h"
#include "sys/convert.h"
#include "sys/files.h"

bool read_document(Arena *arena, Str name, Str bytes, Reading *reading, ReadTrace *trace, Err *err)
{
    if (bytes.len > LIMIT_DOCUMENT_BYTES)
        return err_set(err, ERR_FILE_TOO_LARGE, {"file", name},
                       {"limit", arena_fmt(arena, "%d", (int)LIMIT_DOCUMENT_BYTES)},
                       {"found", arena_fmt(arena, "%td", bytes.len)});
    if (str_trim(bytes).len == 0) {
        err_set(err, ERR_READ_EMPTY);
        return err_at_file(err, name);
    }
    ConvertText decoded;
    if (!convert_decode(arena, bytes, &decoded, err))
        return err_at_file(err, name);
    Simplifier simplifier = {0};
    Simplify simplify = {convert_simplify, &simplifier};
    Decoded text = {bytes, decoded.text, decoded.widths, decoded.start};
    bool ok = text_read(arena, text, &simplify, reading, trace, err);
    simplifier_done(&simplifier);
    return ok || err_at_file(err, name);
}

bool reading_of_file(Arena *arena, Str path, Reading *reading, ReadTrace *trace, Err *err)
{
    Str bytes;
    return file_read(arena, path, LIMIT_DOCUMENT_BYTES, &bytes, err) &&
           read_document(arena, path, bytes, reading, trace, err);
}
