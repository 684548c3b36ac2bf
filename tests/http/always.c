#include "always.h"

#include "base/utf8.h"
#include "sys/json_in.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef struct Check {
    const char *place;
    const HttpRequest *request;
    const HttpResponse *response;
    Str body;
    bool secure;
    int faults;
} Check;

static void fault(Check *check, const char *what, Str found)
{
    fprintf(stderr, "%s: %s: [%.*s]\n", check->place, what, STR_ARG(utf8_prefix(found, 300)));
    check->faults++;
}

static int times(const Check *check, const char *name)
{
    int count = 0;
    for (int i = 0; i < check->response->headers.count; i++) {
        Str found = check->response->headers.items[i].name;
        count += found.len == (ptrdiff_t)strlen(name) &&
                 strncasecmp(found.ptr, name, (size_t)found.len) == 0;
    }
    return count;
}

static void headers(Check *check)
{
    static const struct {
        const char *name;
        Str value;
    } always[] = {
        {"X-Content-Type-Options", SC("nosniff")},
        {"X-Frame-Options", SC("DENY")},
        {"Referrer-Policy", SC("same-origin")},
        {"Cross-Origin-Opener-Policy", SC("same-origin")},
        {"Cross-Origin-Resource-Policy", SC("same-origin")},
    };
    for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
        Str sent = http_sent(check->response, str_from_z(always[i].name));
        if (!str_eq(sent, always[i].value) || times(check, always[i].name) != 1)
            fault(check, always[i].name, sent);
    }
    static const char *once[] = {"Content-Security-Policy", "Content-Language", "Cache-Control",
                                 "Content-Type"};
    bool unchanged = check->response->status == 304;
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        if (times(check, once[i]) != 1 && !(unchanged && i == 3))
            fault(check, once[i], S("expected exactly once"));
    static const char *by_adapter[] = {"Content-Length", "Transfer-Encoding", "Connection",
                                       "Server"};
    for (size_t i = 0; i < sizeof by_adapter / sizeof *by_adapter; i++)
        if (times(check, by_adapter[i]))
            fault(check, "only the adapter says", str_from_z(by_adapter[i]));
    if (times(check, "Strict-Transport-Security") != (check->secure ? 1 : 0))
        fault(check, "Strict-Transport-Security",
              S("expected where reached by https, and only there"));
}

/* Each directive names 'none' or our own origin, and what is not named falls back to 'none'. */
static void policy(Check *check)
{
    Str rest = http_sent(check->response, S("Content-Security-Policy"));
    bool none = false, frames = false, base = false, forms = false;
    while (rest.len) {
        Str directive = str_trim(str_cut(&rest, ';')), sources = directive;
        Str name = str_cut(&sources, ' ');
        if (!str_eq(sources, S("'none'")) && !str_eq(sources, S("'self'")))
            fault(check, "policy allows more than ourselves", directive);
        none |= str_eq(directive, S("default-src 'none'"));
        frames |= str_eq(directive, S("frame-ancestors 'none'"));
        base |= str_eq(name, S("base-uri"));
        forms |= str_eq(name, S("form-action"));
    }
    if (!none || !frames || !base || !forms)
        fault(check, "policy lacks a directive",
              http_sent(check->response, S("Content-Security-Policy")));
}

static void cookies(Check *check)
{
    for (int i = 0; i < check->response->headers.count; i++) {
        const HttpPair *header = &check->response->headers.items[i];
        if (!str_eq(header->name, S("Set-Cookie")))
            continue;
        Str value = header->value;
        if (!str_has(value, S("; HttpOnly")) || !str_has(value, S("; SameSite=Lax")) ||
            !str_has(value, S("; Path=/;")) || str_has(value, S("Domain")) ||
            str_has(value, S("; Secure")) != check->secure)
            fault(check, "attributes of a cookie", value);
        if (str_starts(value, S("duban=")) && check->secure)
            fault(check, "the session's cookie lacks __Host-", value);
    }
    Str to = http_sent(check->response, S("Location"));
    if (to.len && (to.ptr[0] != '/' || str_starts(to, S("//")) || str_starts(to, S("/\\"))))
        fault(check, "sends the person elsewhere", to);
}

/* No style attribute, no handler in an attribute, no script but our own file, no element left open by a value. */
static void html(Check *check)
{
    Str body = check->body;
    static const Str never[] = {SC(" style="),  SC("javascript:"), SC("<style"),
                                SC("<script>"), SC("http://"),     SC("data:")};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        ptrdiff_t at = str_find(body, never[i], 0);
        if (at >= 0 && !str_starts(str_sub(body, at, body.len), S("http://www.w3.org/")))
            fault(check, "has no place in a page", str_sub(body, at - 20, at + 40));
    }
    for (ptrdiff_t at = 0; (at = str_find(body, S(" on"), at)) >= 0; at++) {
        ptrdiff_t end = at + 3;
        while (end < body.len && islower((unsigned char)body.ptr[end]))
            end++;
        if (end > at + 3 && str_starts(str_sub(body, end, body.len), S("=\"")))
            fault(check, "a handler inside the page", str_sub(body, at, at + 40));
    }
    bool whole = str_starts(body, S("<!doctype html>"));
    Str lang = http_sent(check->response, S("Content-Language"));
    if (whole && !str_has(str_sub(body, 0, 200), lang))
        fault(check, "the page's language is not the header's", str_sub(body, 0, 200));
    if (whole && !str_ends(body, S("</html>\n")))
        fault(check, "the page has no end", str_sub(body, body.len - 60, body.len));
}

static void json(Check *check)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Tree *tree;
    if (!json_parse(&arena, check->body, &tree, &err))
        fault(check, err_code_name(err.code), check->body);
    else if (check->response->status >= 400) {
        const Tree *error = tree_get(tree, S("error"));
        if (!error || !tree_get(error, S("code")) || !tree_get(error, S("message")))
            fault(check, "an error without code or message", check->body);
    }
}

static void body(Check *check)
{
    Str type = http_sent(check->response, S("Content-Type"));
    if (check->response->status == 304 && check->body.len)
        fault(check, "304 with a body", check->body);
    if (str_starts(type, S("text/")) || str_starts(type, S("application/json"))) {
        bool packed = http_sent(check->response, S("Content-Encoding")).len > 0;
        if (!packed && !utf8_valid(check->body, NULL))
            fault(check, "the body is no UTF-8", type);
        if (!str_ends(type, S("charset=utf-8")))
            fault(check, "a text without its charset", type);
    }
    if (str_starts(type, S("text/html")))
        html(check);
    if (str_starts(type, S("application/json")))
        json(check);
}

/* A password that was sent comes back nowhere. */
static void secrets(Check *check)
{
    Str rest = check->request->body;
    while (rest.len) {
        Str value = str_cut(&rest, '&');
        if (!str_eq(str_cut(&value, '='), S("password")) || value.len < 8)
            continue;
        Str plain;
        AUTO_ARENA arena = {0};
        if (!url_decode(&arena, value, true, &plain, NULL))
            plain = value;
        if (str_has(check->body, value) || str_has(check->body, plain))
            fault(check, "the answer holds the password", value);
    }
}

int always_check(const char *place, const HttpRequest *request, bool secure,
                 const HttpResponse *response, Str text)
{
    Check check = {place, request, response, text, secure, 0};
    headers(&check);
    policy(&check);
    cookies(&check);
    body(&check);
    secrets(&check);
    return check.faults;
}
