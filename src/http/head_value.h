/* http/head_value.h - header values with parameters: form-data; name="file"; filename="a.xlsx".
 *
 * Callers: http/multipart.c, tests through it. */
#pragma once
#include "http/fields.h"

enum { HEAD_PARAMS_MAX = 16 }; /* a value with more is malformed */

typedef struct HeadValue {
    Str essence;      /* lower case */
    HttpPairs params; /* names in lower case, values without their quotes, not decoded further */
} HeadValue;

/* False where it is malformed or a parameter stands twice. A backslash is an escape before a quote or a
 * backslash only: old browsers send C:\folder\file. */
bool head_value_parse(Arena *arena, Str value, HeadValue *ret_value);
/* NULL pointer when absent; `name` in lower case. */
Str head_value_param(const HeadValue *value, Str name);
/* A token of RFC 7230 that is not empty. */
bool head_is_token(Str s);
