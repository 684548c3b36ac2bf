/* Every request of the files given as arguments, in process, against the sample campaign: its answer, and
 * what holds of every answer. With HTTP_FILES_DB the database at that address is used instead of a new one.
 * HTTP_FILES_VERBOSE=1 prints the answers and the memory each took. */
#include "always.h"
#include "case_file.h"
#include "door.h"
#include "source.h"
#include "sys/files.h"
#include "web/assets.h"
#include "web/web.h"

#include <string.h>
#include <unistd.h>

typedef struct SignedIn {
    Str account, token, csrf;
} SignedIn;

enum { ACCOUNTS_MAX = 16, TEXT_BYTES_MAX = 16 * 1024 * 1024 };

static struct House {
    Arena arena;
    Office office;
    Door door;
    Web web;
    void *worker;
    SignedIn people[ACCOUNTS_MAX];
    int npeople;
    HttpCases cases;
    bool verbose;
} house;

/* ---- the house ---- */

static int64_t now_of(void *ctx)
{
    (void)ctx;
    return house.office.now_ms;
}

/* The year of the sample, or the part of it until HTTP_FILES_NOW, as a database that is there already. */
static Office office_of(Str url)
{
    Err err = {0};
    const char *now = getenv("HTTP_FILES_NOW");
    Office office = {.fix.url = url, .random = {.seeded = true, .seed = 1}};
    Str instant = now ? str_from_z(now) : S("2022-01-31T09:30:00+08:00");
    CHECK_OK(instant_parse(instant, &office.now_ms, &err), &err);
    CHECK_OK(db_hub_open(url, (DbOptions){.writer_thread = true}, &office.fix.hub, &err), &err);
    CHECK_OK(db_connect(office.fix.hub, &office.fix.db, &err), &err);
    office.snapshots = snapshot_cache_new();
    return office;
}

/* The session of an account, which gets its password at its first use. */
static const SignedIn *signed_in(Str account)
{
    for (int i = 0; i < house.npeople; i++)
        if (str_eq(house.people[i].account, account))
            return &house.people[i];
    const char *name = str_z(&house.arena, account);
    Err err = {0};
    Session session;
    SignedIn *person = &house.people[house.npeople++];
    assert_true(house.npeople <= ACCOUNTS_MAX);
    CHECK_I64(door_set(&house.office, name, name, pass_right), ERR_NONE);
    SignIn s = door_signin(&house.door);
    CHECK_OK(signin_begin(&s, account, pass_right, S("192.0.2.1"), &session, &person->token, &err),
             &err);
    person->account = account;
    person->csrf = session.csrf;
    return person;
}

static int set_up(void **state)
{
    (void)state;
    const char *url = getenv("HTTP_FILES_DB");
    Err err = {0};
    house.office = url ? office_of(str_from_z(url)) : office_open();
    house.door = door_open(&house.office, 5);
    house.web = (Web){.db_url = house.office.fix.url,
                      .hub = house.office.fix.hub,
                      .snapshots = house.office.snapshots,
                      .now_ms = now_of,
                      .started_ms = house.office.now_ms,
                      .workers = arena_new(&house.arena, WebWorker, 1),
                      .nworkers = 1};
    file_turns_open(&house.web.file_turns, house.web.nworkers);
    CHECK_OK(web_worker_start(&house.web, 0, &house.worker, &err), &err);
    signed_in(S("director1")); /* before cases fail to sign in as they do */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    web_worker_stop(&house.web, house.worker);
    door_done(&house.door);
    office_done(&house.office);
    return 0;
}

/* ---- holes ---- */

static int hex(char c)
{
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* What stands after a backslash; how many characters of s it took. */
static ptrdiff_t escape_out(Out *out, Str s)
{
    static const char names[] = "nrt\\", bytes[] = "\n\r\t\\";
    if (s.len >= 3 && s.ptr[0] == 'x' && hex(s.ptr[1]) >= 0 && hex(s.ptr[2]) >= 0) {
        out_c(out, (char)(hex(s.ptr[1]) * 16 + hex(s.ptr[2])));
        return 3;
    }
    const char *name = s.len && s.ptr[0] ? strchr(names, s.ptr[0]) : NULL;
    assert_non_null(name);
    out_c(out, bytes[name - names]);
    return 1;
}

static const Asset *asset_named(Str name)
{
    for (const Asset *asset = assets_all; asset->name.len; asset++)
        if (str_eq(asset->name, name))
            return asset;
    print_error("no asset %.*s\n", STR_ARG(name));
    fail();
    return assets_all;
}

/* False where the braces are no hole. */
static bool hole_out(Out *out, const HttpCase *c, Str hole)
{
    Str text = hole, count = str_cut(&text, '*');
    int64_t times;
    if (str_eq(hole, S("csrf"))) {
        out_s(out, signed_in(c->account)->csrf);
    } else if (str_eq(hole, S("password"))) {
        url_encode(out, pass_right);
    } else if (str_starts(hole, S("asset "))) {
        out_s(out, asset_named(str_sub(hole, 6, hole.len))->url);
    } else if (str_starts(hole, S("etag "))) {
        out_s(out, asset_named(str_sub(hole, 5, hole.len))->etag);
    } else if (text.ptr && str_to_i64(count, &times)) {
        for (int64_t i = 0; i < times; i++)
            out_s(out, text);
    } else {
        return false;
    }
    return true;
}

static Str filled(Arena *arena, const HttpCase *c, Str text)
{
    Out out = out_new(arena, TEXT_BYTES_MAX);
    for (ptrdiff_t at = 0; at < text.len; at++) {
        char mark = text.ptr[at];
        ptrdiff_t close = mark == '{' ? str_find(text, S("}"), at) : -1;
        if (mark == '\\')
            at += escape_out(&out, str_sub(text, at + 1, text.len));
        else if (close > 0 && hole_out(&out, c, str_sub(text, at + 1, close)))
            at = close;
        else
            out_c(&out, mark);
    }
    assert_true(out_ok(&out));
    return out_str(&out);
}

/* ---- asking ---- */

static HttpMethod method_of(Str word)
{
    return str_eq(word, S("GET"))    ? HTTP_GET
           : str_eq(word, S("HEAD")) ? HTTP_HEAD
           : str_eq(word, S("POST")) ? HTTP_POST
                                     : HTTP_OTHER;
}

static void header_add(Arena *arena, HttpRequest *request, Str name, Str value)
{
    *arena_push(arena, &request->headers) = (HttpPair){name, value};
}

static void request_headers(Arena *arena, const HttpCase *c, HttpRequest *request)
{
    if (http_header(request, S("Host")).len == 0)
        header_add(arena, request, S("Host"), S("duban.example"));
    if (request->body.len && http_header(request, S("Content-Type")).len == 0)
        header_add(arena, request, S("Content-Type"), S("application/x-www-form-urlencoded"));
    if (c->account.len == 0)
        return;
    Str cookie = arena_fmt(arena, "%s=%.*s", c->secure ? "__Host-duban" : "duban",
                           STR_ARG(signed_in(c->account)->token));
    for (int i = 0; i < request->headers.count; i++) {
        HttpPair *header = &request->headers.items[i];
        if (str_eq(header->name, S("Cookie"))) {
            header->value = arena_fmt(arena, "%.*s; %.*s", STR_ARG(header->value), STR_ARG(cookie));
            return;
        }
    }
    header_add(arena, request, S("Cookie"), cookie);
}

static HttpRequest request_of(Arena *arena, const HttpCase *c)
{
    HttpRequest request = {.peer = c->peer, .secure = c->secure};
    Str rest = filled(arena, c, c->sent.items[0].text);
    request.method = method_of(str_cut(&rest, ' '));
    request.path = str_cut(&rest, '?');
    request.query = rest.ptr ? rest : S("");
    int i = 1;
    for (; i < c->sent.count && c->sent.items[i].text.len; i++) {
        Str value = filled(arena, c, c->sent.items[i].text);
        Str name = str_cut(&value, ':');
        header_add(arena, &request, name, str_trim(value));
    }
    Out body = out_new(arena, TEXT_BYTES_MAX);
    for (int first = ++i; i < c->sent.count; i++) {
        out_s(&body, i > first ? S("\r\n") : S(""));
        out_s(&body, filled(arena, c, c->sent.items[i].text));
    }
    request.body = out_str(&body);
    request_headers(arena, c, &request);
    int64_t max = web_body_bytes_max(&house.web, request.method, request.path);
    request.body_too_large = request.body.len > max;
    if (request.body_too_large)
        request.body.len = (ptrdiff_t)max; /* as the adapter does */
    return request;
}

/* What would be sent after the headers. */
static Str body_of(Arena *arena, HttpResponse *response)
{
    if (response->file < 0)
        return response->fixed.ptr ? response->fixed : out_str(&response->body);
    char *bytes = arena_new(arena, char, response->file_bytes + 1);
    ssize_t n = pread(response->file, bytes, (size_t)response->file_bytes, 0);
    close(response->file);
    CHECK_I64(n, response->file_bytes);
    return (Str){bytes, n};
}

/* ---- comparing ---- */

/* * in the pattern is any text, also none. */
static bool matches(Str text, Str pattern)
{
    Str piece = str_cut(&pattern, '*');
    if (!str_starts(text, piece))
        return false;
    text = str_sub(text, piece.len, text.len);
    if (!pattern.ptr)
        return text.len == 0;
    while (pattern.ptr) {
        piece = str_cut(&pattern, '*');
        if (!pattern.ptr)
            return str_ends(text, piece);
        ptrdiff_t at = str_find(text, piece, 0);
        if (at < 0)
            return false;
        text = str_sub(text, at + piece.len, text.len);
    }
    return true;
}

static bool has_header(const HttpResponse *response, Str wanted)
{
    Str value = wanted, name = str_cut(&value, ':');
    for (int i = 0; i < response->headers.count; i++)
        if (str_eq(response->headers.items[i].name, name) &&
            matches(response->headers.items[i].value, str_trim(value)))
            return true;
    return false;
}

static bool holds(const HttpResponse *response, Str body, WantedKind kind, Str text)
{
    switch (kind) {
    case WANTED_HEADER:
        return has_header(response, text);
    case WANTED_NO_HEADER:
        return !has_header(response, text);
    case WANTED_TEXT:
        return str_has(body, text);
    case WANTED_NO_TEXT:
        return !str_has(body, text);
    case WANTED_BODY:
        return str_eq(body, text);
    }
    return false;
}

static void show(const HttpResponse *response, Str body, size_t peak)
{
    print_message("    %d, arena-peak %zuK\n", response->status, (peak + 1023) / 1024);
    for (int i = 0; i < response->headers.count; i++)
        print_message("    %.*s: %.*s\n", STR_ARG(response->headers.items[i].name),
                      STR_ARG(response->headers.items[i].value));
    print_message("    %.*s\n", (int)(body.len < 3000 ? body.len : 3000), body.ptr);
}

static int compare(const HttpCase *c, const HttpResponse *response, Str body, size_t peak)
{
    AUTO_ARENA arena = {0};
    int faults = 0;
    if (response->status != c->status) {
        print_error("%s:%d: found status %d, expected %d\n", c->file, c->line, response->status,
                    c->status);
        faults++;
    }
    for (int i = 0; i < c->wanted.count; i++) {
        const CaseLine *wanted = &c->wanted.items[i];
        if (!holds(response, body, wanted->kind, filled(&arena, c, wanted->text))) {
            print_error("%s:%d: does not hold: %.*s\n", c->file, wanted->line,
                        STR_ARG(wanted->text));
            faults++;
        }
    }
    if ((int64_t)peak > c->arena_max) {
        print_error("%s:%d: found arena-peak %zu, expected at most %lld\n", c->file, c->line, peak,
                    (long long)c->arena_max);
        faults++;
    }
    return faults;
}

/* HEAD is the same without the body. */
static int compare_head(const char *place, HttpRequest *request, const HttpResponse *wanted)
{
    AUTO_ARENA arena = {0};
    HttpResponse found;
    http_response_init(&found, &arena);
    request->arena = &arena;
    request->method = HTTP_HEAD;
    web_handle(&house.web, house.worker, request, &found);
    bool same = found.status == wanted->status && found.headers.count == wanted->headers.count;
    for (int i = 0; same && i < found.headers.count; i++)
        same = str_eq(found.headers.items[i].name, wanted->headers.items[i].name) &&
               str_eq(found.headers.items[i].value, wanted->headers.items[i].value);
    body_of(&arena, &found);
    if (!same)
        print_error("%s: HEAD answers %d with other headers\n", place, found.status);
    return !same;
}

static void http_case(void **state)
{
    const HttpCase *c = *state;
    AUTO_ARENA before = {0};
    AUTO_ARENA arena = {0};
    HttpResponse response;
    http_response_init(&response, &arena);
    house.office.now_ms += c->later_minutes * MINUTE;
    if (c->sql.len)
        fix_exec(house.office.fix.db, str_z(&before, c->sql));
    HttpRequest request = request_of(&before, c);
    request.arena = &arena;
    house.web.secure = c->secure;
    house.web.behind_proxy = c->behind_proxy;
    web_handle(&house.web, house.worker, &request, &response);
    size_t peak = arena.peak_bytes;
    Str body = body_of(&before, &response);
    const char *place = str_z(&before, arena_fmt(&before, "%s:%d", c->file, c->line));
    int faults = compare(c, &response, body, peak);
    faults += always_check(place, &request, c->secure, &response, body);
    if (faults || house.verbose)
        show(&response, body, peak);
    if (request.method == HTTP_GET)
        faults += compare_head(place, &request, &response);
    if (faults)
        fail();
}

static int run_files(void)
{
    struct CMUnitTest *tests = arena_new(&house.arena, struct CMUnitTest, house.cases.count);
    for (int i = 0; i < house.cases.count; i++) {
        HttpCase *c = &house.cases.items[i];
        Str name = arena_fmt(&house.arena, "http %.*s", STR_ARG(c->name));
        tests[i] = (struct CMUnitTest){
            .name = str_z(&house.arena, name), .test_func = http_case, .initial_state = c};
    }
    return _cmocka_run_group_tests("http files", tests, (size_t)house.cases.count, set_up,
                                   tear_down);
}

int main(int argc, char **argv)
{
    house.verbose = getenv("HTTP_FILES_VERBOSE") != NULL;
    for (int i = 1; i < argc; i++) {
        Str text = source_file(&house.arena, argv[i]);
        if (!text.ptr || !case_file_parse(&house.arena, argv[i], text, &house.cases)) {
            print_error("%s cannot be read\n", argv[i]);
            return 1;
        }
    }
    int failed = fix_run(run_files);
    arena_done(&house.arena); /* the names of tests are in it */
    return failed;
}
