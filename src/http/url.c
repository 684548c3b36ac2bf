#include "http/fields.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "http/faults.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* The byte that stands at *at, which moves on; -1 where a percent sign lacks its two digits. */
static int next_byte(Str s, bool plus, ptrdiff_t *at)
{
    char c = s.ptr[(*at)++];
    if (c == '+' && plus)
        return ' ';
    if (c != '%')
        return (unsigned char)c;
    int high = *at < s.len ? hex_digit(s.ptr[*at]) : -1;
    int low = *at + 1 < s.len ? hex_digit(s.ptr[*at + 1]) : -1;
    if (high < 0 || low < 0)
        return -1;
    *at += 2;
    return high * 16 + low;
}

/* Only the byte at fault is shown: what stands around it may be a password. */
static bool encoding_error(Arena *arena, Str s, ptrdiff_t at, Err *err)
{
    Str found = str_sub(s, at, at + (s.ptr[at] == '%' ? 3 : 1));
    err_set(err, ERR_HTTP_ENCODING, {"found", http_shown(arena, found)});
    return err_at_byte(err, at + 1);
}

bool url_decode(Arena *arena, Str s, bool plus, Str *ret_text, Err *err)
{
    char *bytes = arena_new(arena, char, s.len + 1);
    Str text = {bytes, 0};
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t start = at;
        int byte = next_byte(s, plus, &at);
        if (byte <= 0)
            return encoding_error(arena, s, start, err);
        bytes[text.len++] = (char)byte;
    }
    ptrdiff_t bad_at;
    if (!utf8_valid(text, &bad_at)) {
        ptrdiff_t at = 0;
        for (ptrdiff_t i = 0; i < bad_at; i++)
            next_byte(s, plus, &at);
        return encoding_error(arena, s, at, err);
    }
    *ret_text = text;
    return true;
}

static bool is_unreserved(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void url_encode(Out *out, Str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (ptrdiff_t i = 0; i < s.len; i++) {
        ptrdiff_t from = i;
        while (i < s.len && is_unreserved(s.ptr[i]))
            i++;
        out_s(out, (Str){s.ptr + from, i - from});
        if (i == s.len)
            return;
        unsigned char c = (unsigned char)s.ptr[i];
        out_s(out, (Str){(const char[]){'%', digits[c >> 4], digits[c & 15]}, 3});
    }
}

/* ---- paths ---- */

static bool path_error(Arena *arena, Str path, Str raw, Err *err)
{
    err_set(err, ERR_HTTP_PATH, {"found", http_shown(arena, raw)});
    return err_at_byte(err, raw.ptr - path.ptr + 1);
}

static bool is_segment(Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7F || s.ptr[i] == '/' ||
            s.ptr[i] == '\\')
            return false;
    return s.len && !str_eq(s, S(".")) && !str_eq(s, S(".."));
}

bool path_split(Arena *arena, Str path, PathSegments *ret_segments, Err *err)
{
    PathSegments segments = {0};
    if (!str_starts(path, S("/")))
        return path_error(arena, path, path, err);
    Str rest = {path.ptr + 1, path.len - 1};
    while (rest.ptr) {
        Str raw = str_cut(&rest, '/'), segment;
        if (raw.len == 0 && !rest.ptr)
            break;
        if (!url_decode(arena, raw, false, &segment, err)) {
            if (err)
                err->byte += raw.ptr - path.ptr;
            return false;
        }
        if (!is_segment(segment))
            return path_error(arena, path, raw, err);
        if (segments.count == LIMIT_HTTP_PATH_SEGMENTS) {
            http_limit(arena, S("LIMIT_HTTP_PATH_SEGMENTS"), LIMIT_HTTP_PATH_SEGMENTS,
                       segments.count + 1, err);
            return err_at_byte(err, raw.ptr - path.ptr + 1);
        }
        *arena_push(arena, &segments) = segment;
    }
    *ret_segments = segments;
    return true;
}

/* ".docx" of a name, with its dot; empty where it has none that is short. */
static Str ending_of(Str name)
{
    enum { ENDING_MAX = 6 };
    for (ptrdiff_t at = name.len - 1; at > 0 && at >= name.len - ENDING_MAX; at--)
        if (name.ptr[at] == '.')
            return str_sub(name, at, name.len);
    return S("");
}

static void clean(Out *out, Str part)
{
    for (ptrdiff_t i = 0; i < part.len; i++) {
        unsigned char byte = (unsigned char)part.ptr[i];
        bool bad = byte < 0x20 || byte == '/' || byte == '\\' || byte == 0x7F;
        out_c(out, bad ? ' ' : (char)byte);
    }
}

Str download_name(Arena *arena, Str name)
{
    Out out = out_new(arena, DOWNLOAD_NAME_BYTES + 1);
    Str ending = ending_of(name);
    Str stem = str_sub(name, 0, name.len - ending.len);
    clean(&out, utf8_prefix(stem, DOWNLOAD_NAME_BYTES - ending.len));
    clean(&out, ending);
    return out_str(&out);
}
