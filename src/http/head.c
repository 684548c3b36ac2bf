#include "http/head.h"

#include "base/limits.h"

#include <string.h>
#include <strings.h>

static bool same_word(Str a, Str word)
{
    return a.len == word.len && strncasecmp(a.ptr, word.ptr, (size_t)a.len) == 0;
}

HttpMethod head_method(Str word)
{
    if (str_eq(word, S("GET")))
        return HTTP_GET;
    if (str_eq(word, S("HEAD")))
        return HTTP_HEAD;
    if (str_eq(word, S("POST")))
        return HTTP_POST;
    return HTTP_OTHER;
}

void head_target(Str target, HttpRequest *request)
{
    if (str_starts(target, S("http://")) || str_starts(target, S("https://"))) {
        ptrdiff_t slash = str_find(target, S("/"), str_find(target, S("//"), 0) + 2);
        target = slash < 0 ? S("/") : str_sub(target, slash, target.len);
    }
    request->path = str_cut(&target, '?');
    request->query = target.ptr ? target : S("");
}

static bool is_token(Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && (c == '\0' || !strchr("!#$%&'*+-.^_`|~", c)))
            return false;
    }
    return s.len > 0;
}

static bool has_control(Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if (((unsigned char)s.ptr[i] < 0x20 && s.ptr[i] != '\t') || s.ptr[i] == 0x7F)
            return true;
    return false;
}

unsigned head_fault(const HttpRequest *request, bool host_needed)
{
    int lengths = 0, encodings = 0, hosts = 0;
    bool chunked = true;
    if (request->headers.count > LIMIT_HTTP_HEADERS)
        return 431;
    for (int i = 0; i < request->headers.count; i++) {
        Str name = request->headers.items[i].name, value = request->headers.items[i].value;
        if (!is_token(name) || has_control(value))
            return 400;
        lengths += same_word(name, S("Content-Length"));
        hosts += same_word(name, S("Host"));
        if (same_word(name, S("Transfer-Encoding"))) {
            encodings++;
            chunked = same_word(value, S("chunked"));
        }
    }
    if (!chunked)
        return 501;
    if (lengths + encodings > 1 || hosts > 1 || (host_needed && hosts == 0))
        return 400;
    if (has_control(request->path) || has_control(request->query))
        return 400;
    if (!str_starts(request->path, S("/")) && request->method != HTTP_OTHER)
        return 400;
    return 0;
}

int64_t head_declared_bytes(const HttpRequest *request)
{
    int64_t bytes = 0;
    Str text = http_header(request, S("Content-Length"));
    return text.len == 0 || str_to_i64(text, &bytes) ? bytes : INT64_MAX;
}
