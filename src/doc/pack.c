/* The border to libzip: archives out (pack.h) and in (zip_in.h). */
#include "doc/pack.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/zip_in.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

/* ==== out ==== */

typedef struct DosTime {
    uint16_t time, date;
} DosTime;

/* Civil time in the form of MS-DOS, held to the years it can say. */
static DosTime dos_time(int64_t utc_ms, int offset_minutes)
{
    enum { DAY_S = 24 * 60 * 60 };
    int year, month, day;
    Date date = instant_to_date(utc_ms, offset_minutes);
    int64_t second = utc_ms / 1000 + (int64_t)offset_minutes * 60 - (int64_t)date * DAY_S;
    date_to_ymd(date, &year, &month, &day);
    if (year < 1980)
        return (DosTime){.date = 1 << 5 | 1};
    if (year > 2107)
        return (DosTime){.time = 23 << 11 | 59 << 5 | 29, .date = 127 << 9 | 12 << 5 | 31};
    return (DosTime){
        .time = (uint16_t)(second / 3600 << 11 | second / 60 % 60 << 5 | second % 60 / 2),
        .date = (uint16_t)((year - 1980) << 9 | month << 5 | day),
    };
}

static bool failed(Err *err, Str entry, zip_error_t *fault)
{
    return err_set(err, ERR_PACK, {"entry", entry},
                   {"reason", str_from_z(zip_error_strerror(fault))});
}

static bool add(Arena *arena, zip_t *zip, const PackEntry *e, DosTime at, Err *err)
{
    zip_source_t *source = zip_source_buffer(zip, e->bytes.ptr, (zip_uint64_t)e->bytes.len, 0);
    zip_int64_t index =
        source ? zip_file_add(zip, str_z(arena, e->name), source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return failed(err, e->name, zip_get_error(zip));
    }
    if (zip_file_set_dostime(zip, (zip_uint64_t)index, at.time, at.date, 0) != 0 ||
        zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, 6) != 0)
        return failed(err, e->name, zip_get_error(zip));
    return true;
}

static bool take_bytes(Arena *arena, zip_source_t *packed, Str *ret_bytes, Err *err)
{
    zip_stat_t stat;
    if (zip_source_stat(packed, &stat) != 0 || zip_source_open(packed) != 0)
        return failed(err, S("zip"), zip_source_error(packed));
    char *bytes = arena_alloc(arena, (size_t)stat.size, 1);
    zip_uint64_t len = 0;
    while (len < stat.size) {
        zip_int64_t n = zip_source_read(packed, bytes + len, stat.size - len);
        if (n <= 0)
            break;
        len += (zip_uint64_t)n;
    }
    zip_source_close(packed);
    *ret_bytes = (Str){bytes, (ptrdiff_t)len};
    return len == stat.size || failed(err, S("zip"), zip_source_error(packed));
}

bool pack_zip(Arena *arena, const PackEntry *entries, int count, int64_t at_utc_ms,
              int offset_minutes, Str *ret_bytes, Err *err)
{
    DosTime at = dos_time(at_utc_ms, offset_minutes);
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_t *packed = zip_source_buffer_create(NULL, 0, 0, &fault);
    zip_t *zip = packed ? zip_open_from_source(packed, ZIP_TRUNCATE, &fault) : NULL;
    if (!zip) {
        zip_source_free(packed);
        failed(err, S("zip"), &fault);
        zip_error_fini(&fault);
        return false;
    }
    zip_source_keep(packed); /* zip_close gives up its own hold */
    bool ok = true;
    for (int i = 0; ok && i < count; i++)
        ok = add(arena, zip, &entries[i], at, err);
    if (ok && zip_close(zip) != 0)
        ok = failed(err, S("zip"), zip_get_error(zip));
    else if (ok)
        zip = NULL;
    if (zip)
        zip_discard(zip);
    ok = ok && take_bytes(arena, packed, ret_bytes, err);
    zip_source_free(packed);
    zip_error_fini(&fault);
    return ok;
}

/* ==== in ==== */

/* ---- faults ---- */

static bool fault(const ZipIn *zip, Err *err)
{
    return err_at_file(err, zip->file);
}

static bool fault_limit(const ZipIn *zip, Err *err, Str name, int64_t limit, int64_t found)
{
    AUTO_ARENA scratch = {0};
    err_set(err, ERR_LIMIT, {"name", name},
            {"limit", arena_fmt(&scratch, "%lld", (long long)limit)},
            {"found", arena_fmt(&scratch, "%lld", (long long)found)});
    return fault(zip, err);
}

/* A name for messages: what is no UTF-8 is not shown. */
static Str shown(Str name)
{
    Str head = utf8_prefix(name, 100);
    return utf8_valid(head, NULL) ? head : S("?");
}

static bool fault_damaged(const ZipIn *zip, Err *err, Str part, zip_error_t *error)
{
    err_set(err, ERR_XLSX_DAMAGED, {"part", shown(part)},
            {"reason", str_from_z(zip_error_strerror(error))});
    return fault(zip, err);
}

/* ---- names and sizes ---- */

static Str lower(Arena *arena, Str name)
{
    char *copy = arena_alloc(arena, (size_t)name.len + 1, 1);
    for (ptrdiff_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        copy[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return (Str){copy, name.len};
}

static bool is_safe_name(Str name)
{
    if (name.len == 0 || name.ptr[0] == '/' || !utf8_valid(name, NULL) ||
        memchr(name.ptr, '\\', (size_t)name.len) || memchr(name.ptr, ':', (size_t)name.len))
        return false;
    for (Str rest = name; rest.len;) {
        Str step = str_cut(&rest, '/');
        if (str_eq(step, S("..")) || str_eq(step, S(".")))
            return false;
    }
    return true;
}

static bool check_sizes(const ZipIn *zip, const zip_stat_t *stat, Str name, Err *err)
{
    AUTO_ARENA scratch = {0};
    if (stat->size <= LIMIT_XLSX_RATIO_BYTES)
        return true;
    uint64_t ratio = stat->size / (stat->comp_size + 1);
    if (ratio <= LIMIT_XLSX_RATIO)
        return true;
    err_set(err, ERR_XLSX_BOMB, {"part", shown(name)},
            {"found", arena_fmt(&scratch, "%llu", (unsigned long long)ratio)},
            {"limit", arena_fmt(&scratch, "%d", LIMIT_XLSX_RATIO)});
    return fault(zip, err);
}

static bool check_entry(ZipIn *zip, int index, Err *err)
{
    const zip_uint64_t wanted =
        ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(zip->zip, (zip_uint64_t)index, 0, &stat) != 0)
        return fault_damaged(zip, err, S("?"), zip_get_error(zip->zip));
    Str name = stat.name ? str_from_z(stat.name) : S("");
    if ((stat.valid & wanted) != wanted || !is_safe_name(name)) {
        err_set(err, ERR_XLSX_NAME, {"found", shown(name)});
        return fault(zip, err);
    }
    if (name.len > LIMIT_XLSX_NAME_BYTES)
        return fault_limit(zip, err, S("LIMIT_XLSX_NAME_BYTES"), LIMIT_XLSX_NAME_BYTES, name.len);
    if (stat.encryption_method != ZIP_EM_NONE) {
        err_set(err, ERR_XLSX_ENCRYPTED);
        return fault(zip, err);
    }
    if (stat.size > (uint64_t)LIMIT_XLSX_BYTES ||
        zip->unpacked_bytes + (int64_t)stat.size > LIMIT_XLSX_BYTES)
        return fault_limit(zip, err, S("LIMIT_XLSX_BYTES"), LIMIT_XLSX_BYTES,
                           stat.size > INT64_MAX / 2 ? INT64_MAX
                                                     : zip->unpacked_bytes + (int64_t)stat.size);
    zip->unpacked_bytes += (int64_t)stat.size;
    if (!check_sizes(zip, &stat, name, err))
        return false;
    ZipPart *part = &zip->parts[index];
    *part = (ZipPart){arena_str(zip->arena, name), (int64_t)stat.size};
    Str key = lower(zip->arena, name);
    if (map_get(&zip->by_name, key) >= 0) {
        err_set(err, ERR_XLSX_TWICE, {"found", shown(name)});
        return fault(zip, err);
    }
    map_put(zip->arena, &zip->by_name, key, index);
    return true;
}

/* ---- the archive ---- */

/* "EncryptedPackage" in UTF-16: a stream of that name is in workbooks with a password. */
static const char encrypted_name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

static bool file_has_encrypted_name(int fd)
{
    enum { ROOM_BYTES = 64 * 1024, KEPT_BYTES = sizeof encrypted_name };
    AUTO_ARENA scratch = {0};
    char *room = arena_new(&scratch, char, KEPT_BYTES + ROOM_BYTES);
    for (int64_t offset = 0; offset < LIMIT_XLSX_BYTES;) {
        ssize_t n = pread(fd, room + KEPT_BYTES, ROOM_BYTES, offset);
        if (n <= 0)
            return false;
        if (memmem(room, KEPT_BYTES + (size_t)n, encrypted_name, sizeof encrypted_name))
            return true;
        memmove(room, room + n, KEPT_BYTES);
        offset += n;
    }
    return false;
}

/* The container of .xls and .et, and of workbooks with a password. */
static bool refuse_compound_file(const ZipIn *zip, const ZipFrom *from, Err *err)
{
    bool encrypted = from->is_file ? file_has_encrypted_name(from->fd)
                                   : memmem(from->bytes.ptr, (size_t)from->bytes.len,
                                            encrypted_name, sizeof encrypted_name) != NULL;
    if (encrypted)
        err_set(err, ERR_XLSX_ENCRYPTED);
    else
        err_set(err, ERR_XLSX_OLD);
    return fault(zip, err);
}

/* libzip closes the stream that it reads, so it gets a descriptor of its own. */
static zip_source_t *source_of_file(int fd, zip_error_t *error)
{
    int own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    FILE *stream = own >= 0 ? fdopen(own, "rb") : NULL;
    zip_source_t *source = stream ? zip_source_filep_create(stream, 0, -1, error) : NULL;
    if (!source && stream)
        (void)fclose(stream);
    else if (!source && own >= 0)
        (void)close(own);
    return source;
}

static bool open_archive(ZipIn *zip, const ZipFrom *from, Err *err)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source =
        from->is_file
            ? source_of_file(from->fd, &error)
            : zip_source_buffer_create(from->bytes.ptr, (zip_uint64_t)from->bytes.len, 0, &error);
    zip->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!zip->zip) {
        if (zip_error_code_zip(&error) == ZIP_ER_NOZIP) {
            err_set(err, ERR_XLSX_NOT_ZIP);
            fault(zip, err);
        } else {
            fault_damaged(zip, err, zip->file, &error);
        }
        zip_source_free(source);
    }
    zip_error_fini(&error);
    return zip->zip != NULL;
}

bool zip_in_open(ZipIn *zip, Arena *arena, const ZipFrom *from, Str file, Err *err)
{
    *zip = (ZipIn){.arena = arena, .file = file};
    if (str_starts(from->bytes, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
        return refuse_compound_file(zip, from, err);
    if (!str_starts(from->bytes, S("PK"))) {
        err_set(err, ERR_XLSX_NOT_ZIP);
        return fault(zip, err);
    }
    if (!open_archive(zip, from, err))
        return false;
    int64_t count = zip_get_num_entries(zip->zip, 0);
    if (count > LIMIT_XLSX_ENTRIES) {
        fault_limit(zip, err, S("LIMIT_XLSX_ENTRIES"), LIMIT_XLSX_ENTRIES, count);
        zip_in_close(zip);
        return false;
    }
    zip->nparts = (int)count;
    zip->parts = arena_new(arena, ZipPart, count);
    for (int i = 0; i < zip->nparts; i++)
        if (!check_entry(zip, i, err)) {
            zip_in_close(zip);
            return false;
        }
    return true;
}

int zip_in_find(const ZipIn *zip, Str name)
{
    AUTO_ARENA scratch = {0};
    return map_get(&zip->by_name, lower(&scratch, name));
}

Str zip_in_raw_name(const ZipIn *zip, int part)
{
    const char *name = zip_get_name(zip->zip, (zip_uint64_t)part, ZIP_FL_ENC_RAW);
    return name ? str_from_z(name) : S("");
}

void zip_in_close(ZipIn *zip)
{
    if (zip->zip)
        zip_discard(zip->zip);
    zip->zip = NULL;
}

/* ---- one part ---- */

bool zip_stream_open(ZipStream *stream, ZipIn *zip, int part, Err *err)
{
    *stream = (ZipStream){.zip = zip, .part = part};
    stream->from = zip_fopen_index(zip->zip, (zip_uint64_t)part, 0);
    return stream->from || fault_damaged(zip, err, zip->parts[part].name, zip_get_error(zip->zip));
}

static int fault_size(const ZipStream *stream, Err *err, const char *more)
{
    AUTO_ARENA scratch = {0};
    const ZipPart *part = &stream->zip->parts[stream->part];
    err_set(err, ERR_XLSX_SIZE, {"part", shown(part->name)},
            {"expected", arena_fmt(&scratch, "%lld", (long long)part->size_bytes)},
            {"found", arena_fmt(&scratch, "%s%lld", more, (long long)stream->read_bytes)});
    fault(stream->zip, err);
    return -1;
}

int zip_stream_read(ZipStream *stream, char *buffer, int len, Err *err)
{
    const ZipPart *part = &stream->zip->parts[stream->part];
    int64_t n = zip_fread(stream->from, buffer, (zip_uint64_t)len);
    if (n < 0) {
        fault_damaged(stream->zip, err, part->name, zip_file_get_error(stream->from));
        return -1;
    }
    stream->read_bytes += n;
    if (stream->read_bytes > part->size_bytes)
        return fault_size(stream, err, ">=");
    if (n == 0 && stream->read_bytes < part->size_bytes)
        return fault_size(stream, err, "");
    return (int)n;
}

void zip_stream_close(ZipStream *stream)
{
    if (stream->from)
        (void)zip_fclose(stream->from);
    stream->from = NULL;
}
