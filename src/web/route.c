#include "web/web.h"

#include <stdlib.h>
#include <string.h>

/* The next segment of a pattern "/units/{unit}", without its slash; false at the end. */
static bool next_segment(Str *pattern, Str *ret_segment)
{
    if (pattern->len <= 1)
        return false;
    *pattern = str_sub(*pattern, 1, pattern->len);
    ptrdiff_t slash = str_find(*pattern, S("/"), 0);
    ptrdiff_t end = slash < 0 ? pattern->len : slash;
    *ret_segment = str_sub(*pattern, 0, end);
    *pattern = str_sub(*pattern, end, pattern->len);
    return true;
}

static bool is_hole(Str segment)
{
    return segment.len > 2 && segment.ptr[0] == '{' && segment.ptr[segment.len - 1] == '}';
}

static bool fits(Str pattern, const PathSegments *path)
{
    Str segment;
    int i = 0;
    while (next_segment(&pattern, &segment)) {
        if (i >= path->count || (!is_hole(segment) && !str_eq(segment, path->items[i])))
            return false;
        i++;
    }
    return i == path->count;
}

static void take_holes(Str pattern, const PathSegments *path, HttpPairs *ret_fields, Arena *arena)
{
    Str segment;
    for (int i = 0; next_segment(&pattern, &segment); i++)
        if (is_hole(segment))
            *arena_push(arena, ret_fields) =
                (HttpPair){str_sub(segment, 1, segment.len - 1), path->items[i]};
}

const Route *route_find(HttpMethod method, const PathSegments *path, HttpPairs *ret_path_fields,
                        Arena *arena, bool *ret_other_method)
{
    *ret_other_method = false;
    HttpMethod wanted = method == HTTP_HEAD ? HTTP_GET : method;
    for (const Route *route = web_routes; route->pattern; route++) {
        Str pattern = str_from_z(route->pattern);
        if (!fits(pattern, path))
            continue;
        if (route->method == wanted) {
            take_holes(pattern, path, ret_path_fields, arena);
            return route;
        }
        *ret_other_method = true;
    }
    return NULL;
}

static int arg_index(Str name, const Arg *args, int nargs)
{
    for (int i = 0; i < nargs; i++)
        if (str_eq(name, str_from_z(args[i].key)))
            return i;
    return -1;
}

enum { LINK_ARGS_MAX = 16, LINK_BYTES_MAX = 8 * 1024 };

Str link_args(Arena *arena, const char *pattern, const Arg *args, int nargs)
{
    bool used[LINK_ARGS_MAX] = {false};
    if (nargs > LINK_ARGS_MAX)
        abort();
    Out out = out_new(arena, LINK_BYTES_MAX);
    Str rest = str_from_z(pattern), segment;
    while (next_segment(&rest, &segment)) {
        out_c(&out, '/');
        int i =
            is_hole(segment) ? arg_index(str_sub(segment, 1, segment.len - 1), args, nargs) : -1;
        if (i >= 0) {
            used[i] = true;
            url_encode(&out, args[i].value);
        } else {
            out_s(&out, segment);
        }
    }
    if (out.len == 0)
        out_c(&out, '/');
    char before = '?';
    for (int i = 0; i < nargs; i++) {
        if (used[i] || args[i].value.len == 0)
            continue;
        out_c(&out, before);
        out_s(&out, str_from_z(args[i].key));
        out_c(&out, '=');
        url_encode(&out, args[i].value);
        before = '&';
    }
    return out_str(&out);
}
