#include "http/head_value.h"

#include <string.h>

static Str lower(Arena *arena, Str s)
{
    char *bytes = arena_new(arena, char, s.len + 1);
    for (ptrdiff_t i = 0; i < s.len; i++)
        bytes[i] = (char)(s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? s.ptr[i] | 0x20 : s.ptr[i]);
    return (Str){bytes, s.len};
}

bool head_is_token(Str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool ok = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
        if (!ok)
            return false;
    }
    return s.len > 0;
}

/* A backslash at `at` that escapes what follows it. */
static bool is_escape(Str s, ptrdiff_t at)
{
    return s.ptr[at] == '\\' && at + 1 < s.len && (s.ptr[at + 1] == '"' || s.ptr[at + 1] == '\\');
}

/* *rest begins after the opening quote and ends after the closing one. */
static bool quoted_parse(Arena *arena, Str *rest, Str *ret_text)
{
    ptrdiff_t end = 0;
    while (end < rest->len && rest->ptr[end] != '"')
        end += is_escape(*rest, end) ? 2 : 1;
    if (end >= rest->len)
        return false;
    char *bytes = arena_new(arena, char, end + 1);
    Str text = {bytes, 0};
    for (ptrdiff_t at = 0; at < end; at++) {
        at += is_escape(*rest, at);
        bytes[text.len++] = rest->ptr[at];
    }
    *rest = str_sub(*rest, end + 1, rest->len);
    *ret_text = text;
    return true;
}

/* One "name=value" at the start of *rest, up to its semicolon. */
static bool param_parse(Arena *arena, Str *rest, HttpPair *ret_param)
{
    ptrdiff_t equals = str_find(*rest, S("="), 0);
    Str name = str_sub(*rest, 0, equals);
    if (equals < 0 || !head_is_token(name))
        return false;
    Str value;
    *rest = str_sub(*rest, equals + 1, rest->len);
    if (str_starts(*rest, S("\""))) {
        *rest = str_sub(*rest, 1, rest->len);
        if (!quoted_parse(arena, rest, &value))
            return false;
    } else {
        ptrdiff_t end = 0;
        while (end < rest->len && !strchr("; \t\"", rest->ptr[end]))
            end++;
        value = str_sub(*rest, 0, end);
        *rest = str_sub(*rest, end, rest->len);
        if (value.len == 0)
            return false;
    }
    *ret_param = (HttpPair){lower(arena, name), value};
    return true;
}

bool head_value_parse(Arena *arena, Str value, HeadValue *ret_value)
{
    Str rest = value;
    HeadValue head = {.essence = lower(arena, str_trim(str_cut(&rest, ';')))};
    for (rest = str_trim(rest); rest.len; rest = str_trim(rest)) {
        HttpPair param;
        if (head.params.count == HEAD_PARAMS_MAX || !param_parse(arena, &rest, &param) ||
            fields_get(&head.params, param.name).ptr)
            return false;
        *arena_push(arena, &head.params) = param;
        rest = str_trim(rest);
        if (rest.len && rest.ptr[0] != ';')
            return false;
        rest = str_sub(rest, 1, rest.len);
    }
    *ret_value = head;
    return true;
}

Str head_value_param(const HeadValue *value, Str name)
{
    return fields_get(&value->params, name);
}

Str content_type_essence(Arena *arena, Str value)
{
    return lower(arena, str_trim(str_cut(&value, ';')));
}
