/* http/head.h - what may stand in the head of a request, before anybody acts on it.
 *
 * Strict where two servers in a row could read the same bytes differently (lengths, encodings, names
 * of headers, hosts). Callers: http/server.c. */
#pragma once
#include "http/http.h"

HttpMethod head_method(Str word);
/* Path and query of "/path?query" and of "http://host/path?query". */
void head_target(Str target, HttpRequest *request);
/* 0, or the status to refuse the request with. LIMIT_HTTP_HEADERS. */
unsigned head_fault(const HttpRequest *request, bool host_needed);
/* What Content-Length says; 0 without one. */
int64_t head_declared_bytes(const HttpRequest *request);
