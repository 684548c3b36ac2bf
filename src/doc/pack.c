#include "doc/pack.h"

#include "base/date.h"

#include <zip.h>

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
