/* text/addressee.c - whom a document is addressed to. */
#include "base/utf8.h"
#include "text/head.h"
#include "text/marker.h"
#include "text/words.h"
#include "text/words_gen.h"

enum { ADDRESSEE_CHARS_MAX = 40, ADDRESSEE_LINES = 12, SHORT_CHARS = 4 };

/* Cuts 各县（市、区）人民政府，市直有关部门： into names; false when one of them is no body. */
static bool addressees_in(Arena *arena, Str t, Strs *ret_list)
{
    static const Str separators[] = {SC("、"), SC(","), SC("，"), SC(":"), SC("：")};
    ptrdiff_t start = 0;
    int depth = 0;
    *ret_list = (Strs){0};
    for (ptrdiff_t at = 0; at < t.len;) {
        Str rest = str_sub(t, at, t.len);
        depth += str_starts(rest, S("(")) || str_starts(rest, S("（"));
        depth -= str_starts(rest, S(")")) || str_starts(rest, S("）"));
        size_t k = depth > 0 ? 5 : 0;
        while (k < 5 && !str_starts(rest, separators[k]))
            k++;
        if (k == 5) {
            at += char_len(t, at);
            continue;
        }
        Str name = str_trim(str_sub(t, start, at));
        bool body = words_before(&words_bodies, name, name.len, NULL) > 0 ||
                    (str_starts(name, S("各")) && !str_starts(name, S("各位")) &&
                     !str_has(name, S("、")) && utf8_count(name) >= SHORT_CHARS) ||
                    str_ends(name, S("）")) || str_ends(name, S(")"));
        bool each = k == 0 && str_starts(name, S("各")) && utf8_count(name) < SHORT_CHARS &&
                    !str_starts(str_sub(rest, separators[k].len, rest.len), S("各"));
        if (each || (name.len > 0 && !body && k < 3 && utf8_count(name) < SHORT_CHARS * 2)) {
            at += separators[k].len; /* 各市、州、县人民政府 is one name */
            continue;
        }
        if (name.len > 0 && (!body || utf8_count(name) > ADDRESSEE_CHARS_MAX))
            return false;
        if (name.len > 0)
            *arena_push(arena, ret_list) = name;
        at += separators[k].len;
        start = at;
    }
    return ret_list->count > 0;
}

/* The first line above the running text that ends in ： and names bodies and nothing else. */
void head_addressees(const Source *src, Reading *r)
{
    for (int i = src->body_first, seen = 0; i <= src->body_last && seen < ADDRESSEE_LINES; i++) {
        Str t = source_line(src, i);
        if (src->lines[i].removed)
            continue;
        seen++;
        Marker m;
        if (str_has(t, S("。")) || src->lines[i].table || marker_at(t, 0, t.len, true, &m))
            return;
        if (head_role(t) == HEAD_ADDRESSEE && utf8_count(t) <= 200 &&
            addressees_in(src->arena, t, &r->facts.addressees))
            return;
        r->facts.addressees = (Strs){0};
    }
}
