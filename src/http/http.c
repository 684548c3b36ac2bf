#include "http/http.h"

#include "base/limits.h"

#include <stdlib.h>
#include <strings.h>

static bool same_name(Str a, Str b)
{
    return a.len == b.len && (a.len == 0 || strncasecmp(a.ptr, b.ptr, (size_t)a.len) == 0);
}

static Str pair_value(const HttpPairs *pairs, Str name)
{
    for (int i = 0; i < pairs->count; i++)
        if (same_name(pairs->items[i].name, name))
            return pairs->items[i].value;
    return S("");
}

Str http_header(const HttpRequest *request, Str name)
{
    return pair_value(&request->headers, name);
}

bool http_header_last(const HttpRequest *request, Str name, Str *ret_value)
{
    for (int i = request->headers.count - 1; i >= 0; i--)
        if (same_name(request->headers.items[i].name, name)) {
            *ret_value = request->headers.items[i].value;
            return true;
        }
    return false;
}

void http_response_init(HttpResponse *response, Arena *arena)
{
    *response =
        (HttpResponse){.status = 200, .body = out_new(arena, LIMIT_HTTP_ANSWER_BYTES), .file = -1};
}

static bool has_control(Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7F)
            return true;
    return false;
}

void http_set(HttpResponse *response, Arena *arena, Str name, Str value)
{
    if (name.len == 0 || has_control(name) || has_control(value))
        abort(); /* a second header inside a value would be the requester's, not ours */
    *arena_push(arena, &response->headers) = (HttpPair){name, value};
}

Str http_sent(const HttpResponse *response, Str name)
{
    return pair_value(&response->headers, name);
}

int http_status_of(ErrKind kind)
{
    switch (kind) {
    case KIND_OK:
        return 200;
    case KIND_INVALID:
        return 400;
    case KIND_DENIED:
        return 403;
    case KIND_NOT_FOUND:
        return 404;
    case KIND_CONFLICT:
        return 409;
    case KIND_TOO_LARGE:
        return 413;
    case KIND_BUSY:
        return 503;
    case KIND_IO:
    case KIND_INTERNAL:
        break;
    }
    return 500;
}

Str http_method_word(HttpMethod method)
{
    static const Str words[] = {
        [HTTP_GET] = SC("GET"),
        [HTTP_HEAD] = SC("HEAD"),
        [HTTP_POST] = SC("POST"),
        [HTTP_OTHER] = SC("OTHER"),
    };
    return words[method];
}
