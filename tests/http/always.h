/* tests/http/always.h - what holds of every answer of duban, whatever was asked.
 *
 * Callers: tests/http/test_http_files.c. */
#pragma once
#include "http/fields.h"

/* Prints every fault after `place` and returns how many. `body` is what would be sent. */
int always_check(const char *place, const HttpRequest *request, bool secure,
                 const HttpResponse *response, Str body);
