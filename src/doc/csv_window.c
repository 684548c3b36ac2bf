/* How CSV is opened: its encoding, and the window that moves along a long file. */
#include "doc/csv_window.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP_BYTES = 256 * 1024 };

static const Str bom = SC("\xEF\xBB\xBF");

/* ---- encoding ---- */

static void look_at_bytes(CsvLook *look, Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        look->good += c >= 0xE0;
        look->separators += c == ',' || c == '\n' || c == '\r';
        look->has_nul = look->has_nul || c == 0;
    }
}

void csv_look_at(CsvLook *look, Str s)
{
    int64_t good = look->good;
    look_at_bytes(look, s);
    if (utf8_valid(s, NULL))
        return; /* each byte from E0 on began a character of three or four bytes */
    look->good = good;
    for (ptrdiff_t at = 0; at < s.len;) {
        uint32_t cp = utf8_next(s, &at);
        look->bad += cp == UTF8_BAD;
        look->good += cp != UTF8_BAD && cp >= 0x800;
    }
}

static void look_at_start(CsvLook *look, Str s)
{
    look->is_utf16 = str_starts(s, S("\xFF\xFE")) || str_starts(s, S("\xFE\xFF"));
    look->has_bom = str_starts(s, bom);
}

/* Damaged UTF-8 has long stretches of well-formed three-byte characters between few bad bytes; GB
 * 18030 text is full of bad bytes and forms such a character only by accident. */
bool csv_looks_like_utf8(const CsvLook *look)
{
    return look->bad == 0 || look->good > 4 * look->bad;
}

static bool decide(Csv *csv, const CsvLook *look, Err *err)
{
    if (look->is_utf16) {
        err_set(err, ERR_CSV_ENCODING, {"found", S("UTF-16")});
        err_at_file(err, csv->file);
        err_at_cell(err, 1, 1);
        return err_at_byte(err, 1);
    }
    if (look->has_bom)
        csv->at = bom.len;
    else if (csv->convert.fn && !csv_looks_like_utf8(look))
        csv->encoding = CSV_CONVERTED;
    return true;
}

static bool too_large(const Csv *csv, Err *err, int64_t limit_bytes, int64_t found_bytes)
{
    AUTO_ARENA arena = {0};
    err_set(err, ERR_FILE_TOO_LARGE, {"file", csv->file},
            {"limit", arena_fmt(&arena, "%lld", (long long)limit_bytes)},
            {"found", arena_fmt(&arena, "%lld", (long long)found_bytes)});
    return err_at_file(err, csv->file);
}

bool csv_open(Csv *csv, Arena *arena, Str bytes, Str file, CsvConvert convert, Err *err)
{
    CsvLook look = {0};
    *csv = (Csv){.arena = arena, .file = file, .bytes = bytes, .convert = convert};
    if (bytes.len > LIMIT_CSV_BYTES)
        return too_large(csv, err, LIMIT_CSV_BYTES, bytes.len);
    look_at_start(&look, bytes);
    csv_look_at(&look, bytes);
    csv->checked = look.bad == 0 && !look.has_nul;
    return decide(csv, &look, err);
}

/* ---- the window ---- */

static bool read_at(const Csv *csv, char *to, size_t room_bytes, int64_t offset, size_t *ret_len,
                    Err *err)
{
    size_t len = 0;
    while (len < room_bytes) {
        ssize_t n = pread(csv->window.fd, to + len, room_bytes - len, offset + (int64_t)len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            err_set(err, ERR_FILE_READ, {"file", csv->file},
                    {"reason", str_from_z(strerror(errno))});
            return err_at_file(err, csv->file);
        }
        if (n == 0)
            break;
        len += (size_t)n;
    }
    *ret_len = len;
    return true;
}

bool csv_window_more(Csv *csv, Err *err)
{
    size_t kept = (size_t)(csv->bytes.len - csv->at), len;
    size_t room = LIMIT_CSV_ROW_BYTES - kept;
    if (room > csv->window.step_bytes)
        room = csv->window.step_bytes;
    memmove(csv->window.room, csv->window.room + csv->at, kept);
    csv->window.base += csv->at;
    csv->at = 0;
    csv->bytes = (Str){csv->window.room, (ptrdiff_t)kept};
    if (!read_at(csv, csv->window.room + kept, room, csv->window.base + (int64_t)kept, &len, err))
        return false;
    csv->bytes.len += (ptrdiff_t)len;
    csv->window.at_end = len < room;
    return true;
}

bool csv_window_is_full(const Csv *csv)
{
    return csv->bytes.len - csv->at >= LIMIT_CSV_ROW_BYTES;
}

/* Bytes at the end that may be the beginning of a character. */
static ptrdiff_t cut_character(Str s)
{
    for (ptrdiff_t n = 1; n <= 3 && n <= s.len; n++) {
        unsigned char c = (unsigned char)s.ptr[s.len - n];
        if (c >= 0xC0)
            return n;
        if (c < 0x80)
            return 0;
    }
    return 0;
}

static bool look_through(Csv *csv, CsvLook *look, Err *err)
{
    ptrdiff_t kept = 0;
    for (int64_t offset = 0;;) {
        size_t len;
        if (!read_at(csv, csv->window.room + kept, STEP_BYTES, offset, &len, err))
            return false;
        Str piece = {csv->window.room, kept + (ptrdiff_t)len};
        if (offset == 0)
            look_at_start(look, piece);
        offset += (int64_t)len;
        if (offset > LIMIT_CSV_FILE_BYTES)
            return too_large(csv, err, LIMIT_CSV_FILE_BYTES, offset);
        kept = len < STEP_BYTES ? 0 : cut_character(piece);
        csv_look_at(look, str_sub(piece, 0, piece.len - kept));
        memmove(csv->window.room, csv->window.room + piece.len - kept, (size_t)kept);
        csv->window.size_bytes = offset;
        if (len < STEP_BYTES)
            return true;
    }
}

bool csv_open_fd(Csv *csv, Arena *arena, int fd, Str file, CsvConvert convert, Err *err)
{
    CsvLook look = {0};
    struct stat info;
    *csv = (Csv){.arena = arena, .file = file, .convert = convert};
    csv->window.moves = true;
    csv->window.fd = fd;
    csv->window.step_bytes = STEP_BYTES;
    if (fstat(fd, &info) == 0 && info.st_size > LIMIT_CSV_FILE_BYTES)
        return too_large(csv, err, LIMIT_CSV_FILE_BYTES, info.st_size);
    csv->window.room = arena_new(arena, char, LIMIT_CSV_ROW_BYTES);
    csv->bytes = (Str){csv->window.room, 0};
    if (!look_through(csv, &look, err))
        return false;
    csv->window.cells_about = look.separators + 1;
    if (!decide(csv, &look, err))
        return false;
    csv->window.base = csv->at; /* after the mark */
    csv->at = 0;
    return true;
}

int64_t csv_done_bytes(const Csv *csv)
{
    return csv->window.base + csv->at;
}
