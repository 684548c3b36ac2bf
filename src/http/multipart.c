/* RFC 7578 over a body that is whole in memory. A delimiter line is CRLF "--" boundary, spaces, CRLF; no
 * boundary holds a CR, so after a near miss the search goes on where the miss was seen: every byte is
 * looked at a bounded number of times. */
#include "base/limits.h"
#include "base/utf8.h"
#include "http/faults.h"
#include "http/head_value.h"

#include <string.h>

enum { BOUNDARY_BYTES_MAX = 70 };

typedef struct Parser {
    Arena *arena;
    Str body;
    Str dashes; /* "--" boundary */
    int64_t steps;
    Err *err;
} Parser;

typedef struct Delimiter {
    ptrdiff_t start; /* of the CRLF before it */
    ptrdiff_t next;  /* after its line */
    bool last;
} Delimiter;

static bool fault(Parser *p, ptrdiff_t at, Str what)
{
    err_set(p->err, ERR_HTTP_MULTIPART, {"what", what});
    return err_at_byte(p->err, at + 1);
}

/* ---- boundary ---- */

static bool is_boundary(Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (c != '\0' && strchr("'()+_,-./:=? ", c));
        if (!ok)
            return false;
    }
    return s.len > 0 && s.len <= BOUNDARY_BYTES_MAX && s.ptr[s.len - 1] != ' ';
}

static bool boundary_of(Parser *p, Str content_type)
{
    HeadValue type;
    if (!head_value_parse(p->arena, content_type, &type) ||
        !str_eq(type.essence, S("multipart/form-data")))
        return err_set(p->err, ERR_HTTP_MULTIPART, {"what", S("Content-Type")});
    Str boundary = head_value_param(&type, S("boundary"));
    if (!is_boundary(boundary))
        return err_set(p->err, ERR_HTTP_MULTIPART, {"what", S("boundary")});
    p->dashes = arena_fmt(p->arena, "--%.*s", STR_ARG(boundary));
    return true;
}

/* A delimiter line whose dashes are at `at`; when there is none, *ret_stop is where that was seen. */
static bool delimiter_at(Parser *p, ptrdiff_t at, Delimiter *ret, ptrdiff_t *ret_stop)
{
    Str body = p->body;
    ptrdiff_t i = at, n = 0;
    while (n < p->dashes.len && i < body.len && body.ptr[i] == p->dashes.ptr[n])
        i++, n++;
    bool ok = n == p->dashes.len;
    bool last = ok && str_starts(str_sub(body, i, i + 2), S("--"));
    if (last)
        i += 2;
    while (ok && i < body.len && (body.ptr[i] == ' ' || body.ptr[i] == '\t'))
        i++;
    bool line_ends = str_eq(str_sub(body, i, i + 2), S("\r\n"));
    p->steps += i - at + 4;
    *ret_stop = i;
    if (!ok || (!line_ends && !(last && i == body.len)))
        return false;
    *ret = (Delimiter){at, line_ends ? i + 2 : i, last};
    return true;
}

static bool delimiter_find(Parser *p, ptrdiff_t from, Delimiter *ret)
{
    ptrdiff_t at = from;
    while (at < p->body.len) {
        const char *cr = memchr(p->body.ptr + at, '\r', (size_t)(p->body.len - at));
        ptrdiff_t found = cr ? cr - p->body.ptr : p->body.len;
        p->steps += found - at + 1;
        at = found + 1;
        if (at < p->body.len && p->body.ptr[at] == '\n') {
            if (delimiter_at(p, at + 1, ret, &at)) {
                ret->start = found;
                return true;
            }
        }
    }
    return fault(p, p->body.len, S("end"));
}

/* ---- the head of a part ---- */

typedef struct PartHead {
    Str name, file_name, type;
    bool has_disposition;
} PartHead;

static bool is_line(Str line)
{
    for (ptrdiff_t i = 0; i < line.len; i++)
        if (((unsigned char)line.ptr[i] < 0x20 && line.ptr[i] != '\t') || line.ptr[i] == 0x7F)
            return false;
    return utf8_valid(line, NULL);
}

/* Browsers write a quote inside a name as %22 and nothing else so. */
static Str unquote(Arena *arena, Str s)
{
    Out out = out_new(arena, LIMIT_HTTP_PART_HEADER_BYTES);
    for (ptrdiff_t at = 0; at < s.len;) {
        ptrdiff_t hit = str_find(s, S("%22"), at);
        out_s(&out, str_sub(s, at, hit < 0 ? s.len : hit));
        if (hit < 0)
            break;
        out_c(&out, '"');
        at = hit + 3;
    }
    return out_str(&out);
}

/* UTF-8'zh'%E4%B8%80.xlsx (RFC 5987) */
static bool extended_decode(Arena *arena, Str s, Str *ret_text)
{
    Str rest = s;
    Str charset = content_type_essence(arena, str_cut(&rest, '\''));
    str_cut(&rest, '\''); /* the language */
    return rest.ptr && str_eq(charset, S("utf-8")) &&
           url_decode(arena, rest, false, ret_text, NULL);
}

static Str without_folder(Str path)
{
    Str name = path;
    for (ptrdiff_t i = 0; i < path.len; i++)
        if (path.ptr[i] == '/' || path.ptr[i] == '\\')
            name = str_sub(path, i + 1, path.len);
    return str_eq(name, S(".")) || str_eq(name, S("..")) ? S("") : name;
}

static bool disposition_parse(Parser *p, ptrdiff_t at, Str value, PartHead *head)
{
    HeadValue disposition;
    if (head->has_disposition || !head_value_parse(p->arena, value, &disposition) ||
        !str_eq(disposition.essence, S("form-data")))
        return fault(p, at, S("Content-Disposition"));
    head->has_disposition = true;
    head->name = unquote(p->arena, head_value_param(&disposition, S("name")));
    if (head->name.len == 0)
        return fault(p, at, S("name"));
    Str plain = head_value_param(&disposition, S("filename"));
    Str extended = head_value_param(&disposition, S("filename*"));
    Str path = unquote(p->arena, plain);
    if (extended.ptr && !(extended_decode(p->arena, extended, &path) && is_line(path)))
        return fault(p, at, S("filename*"));
    if (plain.ptr || extended.ptr)
        head->file_name = without_folder(path);
    return true;
}

static bool header_parse(Parser *p, ptrdiff_t at, Str line, PartHead *head)
{
    Str value = line;
    Str name = str_cut(&value, ':');
    if (!is_line(line) || !value.ptr || !head_is_token(name))
        return fault(p, at, S("header"));
    value = str_trim(value);
    name = content_type_essence(p->arena, name);
    if (str_eq(name, S("content-disposition")))
        return disposition_parse(p, at, value, head);
    if (str_eq(name, S("content-type"))) {
        head->type = value;
    } else if (str_eq(name, S("content-transfer-encoding"))) {
        Str encoding = content_type_essence(p->arena, value);
        if (!str_eq(encoding, S("binary")) && !str_eq(encoding, S("8bit")) &&
            !str_eq(encoding, S("7bit")))
            return fault(p, at, S("Content-Transfer-Encoding"));
    }
    return true;
}

/* *at moves from the first header to the CRLF of the empty line. */
static bool head_parse(Parser *p, ptrdiff_t *at, PartHead *ret_head)
{
    PartHead head = {.type = S("")};
    ptrdiff_t start = *at, limit = start + LIMIT_HTTP_PART_HEADER_BYTES;
    for (;;) {
        Str window = str_sub(p->body, 0, limit + 2);
        ptrdiff_t end = str_find(window, S("\r\n"), *at);
        p->steps += (end < 0 ? window.len : end) - *at;
        if (end < 0 && window.len > limit) {
            http_limit(p->arena, S("LIMIT_HTTP_PART_HEADER_BYTES"), LIMIT_HTTP_PART_HEADER_BYTES,
                       LIMIT_HTTP_PART_HEADER_BYTES + 1, p->err);
            return err_at_byte(p->err, start + 1);
        }
        if (end < 0)
            return fault(p, p->body.len, S("end"));
        if (end == *at)
            break;
        if (!header_parse(p, *at, str_sub(p->body, *at, end), &head))
            return false;
        *at = end + 2;
    }
    if (!head.has_disposition)
        return fault(p, start, S("Content-Disposition"));
    *ret_head = head;
    return true;
}

/* ---- parts ---- */

/* What is no file is text, as the fields of any other form. */
static bool check_text(Parser *p, const MultipartPart *part)
{
    ptrdiff_t at = part->bytes.ptr - p->body.ptr, bad_at = part->bytes.len;
    if (part->bytes.len > LIMIT_HTTP_FIELD_BYTES) {
        err_set(p->err, ERR_HTTP_FIELD_BYTES, {"field", http_shown(p->arena, part->name)},
                {"found", arena_fmt(p->arena, "%td", part->bytes.len)},
                {"limit", arena_fmt(p->arena, "%d", LIMIT_HTTP_FIELD_BYTES)});
        return err_at_byte(p->err, at + 1);
    }
    utf8_valid(part->bytes, &bad_at);
    ptrdiff_t nul_at = str_find(part->bytes, (Str){"", 1}, 0);
    if (nul_at >= 0 && nul_at < bad_at)
        bad_at = nul_at;
    p->steps += 2 * part->bytes.len;
    if (bad_at == part->bytes.len)
        return true;
    err_set(p->err, ERR_HTTP_FIELD, {"field", http_shown(p->arena, part->name)},
            {"found", http_shown(p->arena, str_sub(part->bytes, bad_at, bad_at + 1))});
    return err_at_byte(p->err, at + bad_at + 1);
}

static bool part_parse(Parser *p, Delimiter *at, MultipartPart *ret_part)
{
    PartHead head = {0};
    ptrdiff_t empty_line = at->next;
    if (!head_parse(p, &empty_line, &head))
        return false;
    ptrdiff_t start = empty_line + 2;
    if (!delimiter_find(p, empty_line, at)) /* a part without content may share the empty line */
        return false;
    MultipartPart part = {head.name,
                          head.file_name,
                          head.type,
                          {p->body.ptr + start, at->start < start ? 0 : at->start - start}};
    if (!part.file_name.ptr && !check_text(p, &part))
        return false;
    *ret_part = part;
    return true;
}

bool multipart_parse(Arena *arena, Str content_type, Str body, MultipartParts *ret_parts, Err *err)
{
    Parser p = {.arena = arena, .body = body, .err = err};
    MultipartParts parts = {0};
    Delimiter at;
    ptrdiff_t stop;
    if (!boundary_of(&p, content_type))
        return false;
    if (!delimiter_at(&p, 0, &at, &stop) && !delimiter_find(&p, 0, &at))
        return false;
    while (!at.last) {
        if (parts.count == LIMIT_HTTP_PARTS) {
            http_limit(arena, S("LIMIT_HTTP_PARTS"), LIMIT_HTTP_PARTS, parts.count + 1, err);
            return err_at_byte(err, at.next + 1);
        }
        MultipartPart part;
        if (!part_parse(&p, &at, &part))
            return false;
        *arena_push(arena, &parts) = part;
    }
    parts.steps = p.steps;
    *ret_parts = parts;
    return true;
}
