#include "case_file.h"

#include "base/out.h"

#include <stdio.h>

typedef struct Reader {
    Arena *arena;
    const char *file;
    int line;
    HttpCases *cases;
} Reader;

static bool refuse(const Reader *r, const char *why)
{
    fprintf(stderr, "%s:%d: %s\n", r->file, r->line, why);
    return false;
}

/* "name rest" → rest without the blank; ptr NULL where the line has another name. */
static Str after(Str line, Str name)
{
    if (!str_starts(line, name))
        return (Str){0};
    Str rest = str_sub(line, name.len, line.len);
    if (rest.len && rest.ptr[0] != ' ')
        return (Str){0};
    return str_sub(rest, 1, rest.len);
}

static bool bytes_parse(Str text, int64_t *ret_bytes)
{
    int64_t unit = str_ends(text, S("K")) ? 1024 : str_ends(text, S("M")) ? 1024 * 1024 : 0;
    if (!unit || !str_to_i64(str_sub(text, 0, text.len - 1), ret_bytes))
        return false;
    *ret_bytes *= unit;
    return true;
}

static void want(Reader *r, HttpCase *c, WantedKind kind, Str text)
{
    *arena_push(r->arena, &c->wanted) = (CaseLine){r->line, kind, text};
}

static bool setting_parse(Reader *r, HttpCase *c, Str line)
{
    Str rest;
    if ((rest = after(line, S("as"))).ptr)
        c->account = rest;
    else if ((rest = after(line, S("peer"))).ptr)
        c->peer = rest;
    else if ((rest = after(line, S("sql"))).ptr)
        c->sql = rest;
    else if ((rest = after(line, S("later"))).ptr)
        return str_to_i64(rest, &c->later_minutes) || refuse(r, "expected a number of minutes");
    else if (str_eq(line, S("secure")))
        c->secure = true;
    else if (str_eq(line, S("behind-proxy")))
        c->behind_proxy = true;
    else if ((rest = after(line, S("arena-peak <="))).ptr)
        return bytes_parse(rest, &c->arena_max) || refuse(r, "expected a size such as 256K");
    else
        return refuse(r, "not understood; tests/http/case_file.h says what may stand here");
    return true;
}

static bool line_parse(Reader *r, HttpCase *c, Str line)
{
    Str rest;
    if ((rest = after(line, S(">"))).ptr) {
        if (c->status)
            return refuse(r, "sends after what is expected: begin another case");
        *arena_push(r->arena, &c->sent) = (CaseLine){.line = r->line, .text = rest};
    } else if ((rest = after(line, S("<!"))).ptr) {
        want(r, c, WANTED_NO_HEADER, rest);
    } else if ((rest = after(line, S("<"))).ptr && !c->status) {
        int64_t status;
        if (!str_to_i64(rest, &status) || status < 100 || status > 599)
            return refuse(r, "expected the status first");
        c->status = (int)status;
    } else if (rest.ptr) {
        want(r, c, WANTED_HEADER, rest);
    } else if ((rest = after(line, S("+"))).ptr) {
        want(r, c, WANTED_TEXT, rest);
    } else if ((rest = after(line, S("-"))).ptr) {
        want(r, c, WANTED_NO_TEXT, rest);
    } else if ((rest = after(line, S("="))).ptr) {
        want(r, c, WANTED_BODY, rest);
    } else {
        return setting_parse(r, c, line);
    }
    return true;
}

static bool case_ends(const Reader *r)
{
    const HttpCases *cases = r->cases;
    const HttpCase *c = cases->count ? &cases->items[cases->count - 1] : NULL;
    if (c && c->file == r->file && (c->sent.count == 0 || c->status == 0))
        return refuse(r, "the case above lacks its request or its status");
    return true;
}

bool case_file_parse(Arena *arena, const char *file, Str text, HttpCases *cases)
{
    Reader r = {arena, file, 0, cases};
    HttpCase *c = NULL;
    while (text.len) {
        Str line = str_cut(&text, '\n'), name;
        r.line++;
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if ((name = after(line, S("case"))).ptr) {
            if (!case_ends(&r))
                return false;
            c = arena_push(arena, cases);
            *c = (HttpCase){.file = file,
                            .line = r.line,
                            .name = name,
                            .peer = S("127.0.0.1"),
                            .arena_max = CASE_ARENA_MAX};
        } else if (!c) {
            return refuse(&r, "expected: case and its name");
        } else if (!line_parse(&r, c, line)) {
            return false;
        }
    }
    return case_ends(&r);
}
