/* base/json.h - a streaming JSON writer on Out; commas, nesting and escaping are its business.
 *
 * Numbers that matter (ids, reported values, scores) are written as strings (json_str); json_i64 is
 * for counts and offsets. With `indent` each member stands on its own line, so that two files can
 * be compared line by line. Input is checked UTF-8. Callers: cli/, app/, later web/. */
#pragma once
#include "base/out.h"

enum { JSON_DEPTH_MAX = 32 };

typedef struct Json {
    Out *out;
    bool indent;
    int depth;
    bool has_item[JSON_DEPTH_MAX];
    bool after_key;
} Json;

Json json_new(Out *out, bool indent);
void json_object(Json *json);
void json_object_end(Json *json);
void json_array(Json *json);
void json_array_end(Json *json);
void json_key(Json *json, Str key);
void json_str(Json *json, Str value);
void json_i64(Json *json, int64_t value);
void json_bool(Json *json, bool value);
void json_null(Json *json);
/* key and value at once */
void json_kstr(Json *json, Str key, Str value);
void json_ki64(Json *json, Str key, int64_t value);
void json_kbool(Json *json, Str key, bool value);
