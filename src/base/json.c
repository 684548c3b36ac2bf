#include "base/json.h"

#include <assert.h>

Json json_new(Out *out, bool indent)
{
    return (Json){.out = out, .indent = indent};
}

static void new_line(Json *json)
{
    if (!json->indent)
        return;
    out_c(json->out, '\n');
    for (int i = 0; i < json->depth; i++)
        out_s(json->out, S("  "));
}

static void before_item(Json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->depth == 0)
        return;
    if (json->has_item[json->depth - 1])
        out_c(json->out, ',');
    json->has_item[json->depth - 1] = true;
    new_line(json);
}

static void open(Json *json, char bracket)
{
    before_item(json);
    out_c(json->out, bracket);
    assert(json->depth < JSON_DEPTH_MAX);
    json->has_item[json->depth++] = false;
}

static void close(Json *json, char bracket)
{
    assert(json->depth > 0);
    bool any = json->has_item[--json->depth];
    if (any)
        new_line(json);
    out_c(json->out, bracket);
}

void json_object(Json *json)
{
    open(json, '{');
}

void json_object_end(Json *json)
{
    close(json, '}');
}

void json_array(Json *json)
{
    open(json, '[');
}

void json_array_end(Json *json)
{
    close(json, ']');
}

static void quoted(Out *out, Str s)
{
    out_c(out, '"');
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != '<')
            continue;
        out_s(out, str_sub(s, from, i));
        from = i + 1;
        if (c == '"' || c == '\\')
            out_f(out, "\\%c", c);
        else if (c == '\n')
            out_s(out, S("\\n"));
        else
            out_f(out, "\\u%04x", c); /* '<' too: safe inside a script element */
    }
    out_s(out, str_sub(s, from, s.len));
    out_c(out, '"');
}

void json_key(Json *json, Str key)
{
    before_item(json);
    quoted(json->out, key);
    out_s(json->out, json->indent ? S(": ") : S(":"));
    json->after_key = true;
}

void json_str(Json *json, Str value)
{
    before_item(json);
    quoted(json->out, value);
}

void json_i64(Json *json, int64_t value)
{
    before_item(json);
    out_i64(json->out, value);
}

void json_bool(Json *json, bool value)
{
    before_item(json);
    out_s(json->out, value ? S("true") : S("false"));
}

void json_null(Json *json)
{
    before_item(json);
    out_s(json->out, S("null"));
}

void json_kstr(Json *json, Str key, Str value)
{
    json_key(json, key);
    json_str(json, value);
}

void json_ki64(Json *json, Str key, int64_t value)
{
    json_key(json, key);
    json_i64(json, value);
}

void json_kbool(Json *json, Str key, bool value)
{
    json_key(json, key);
    json_bool(json, value);
}
