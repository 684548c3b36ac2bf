/* http/http.h - one request and its answer, as plain data.
 *
 * The adapter (http/server.h) fills an HttpRequest whole, body included, before anybody sees it, and
 * sends what stands in the HttpResponse afterwards; tests do the same without a socket. All bytes of
 * a request are foreign: nothing here is decoded or checked yet (http/fields.h does that). Memory is
 * the request's arena, gone when the answer is sent. Callers: web/. */
#pragma once
#include "base/err.h"
#include "base/out.h"

typedef enum HttpMethod { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER } HttpMethod;

typedef struct HttpPair {
    Str name, value;
} HttpPair;

typedef struct HttpPairs {
    HttpPair *items;
    int count;
    size_t cap;
} HttpPairs;

typedef struct HttpRequest {
    Arena *arena;
    HttpMethod method;
    Str path;  /* as sent, still encoded, without the query */
    Str query; /* as sent, without '?' */
    HttpPairs headers;
    Str body;            /* whole; a large one is a view of a mapped, unlinked file */
    Str peer;            /* numeric address of the other side */
    bool secure;         /* came over our own TLS */
    bool body_too_large; /* more than was allowed: the rest was not kept */
} HttpRequest;

/* The first header of that name, ASCII case ignored; empty when absent. */
Str http_header(const HttpRequest *request, Str name);
/* The last one, which is the word of whoever stands nearest; false when there is none. */
bool http_header_last(const HttpRequest *request, Str name, Str *ret_value);

typedef struct HttpResponse {
    int status;
    HttpPairs headers;
    Out body;
    Str fixed; /* instead of body: bytes that live as long as the program (assets) */
    int file;  /* instead of body when >= 0: sent to its end and closed by the adapter */
    int64_t file_bytes;
} HttpResponse;

/* Status 200, no headers, an empty body of at most LIMIT_HTTP_ANSWER_BYTES. */
void http_response_init(HttpResponse *response, Arena *arena);
/* Adds a header; both texts live as long as the arena. Control characters in value are a defect. */
void http_set(HttpResponse *response, Arena *arena, Str name, Str value);
Str http_sent(const HttpResponse *response, Str name); /* empty when absent */
/* 400 for KIND_INVALID and so on: the one table from kinds to statuses. */
int http_status_of(ErrKind kind);
Str http_method_word(HttpMethod method);
