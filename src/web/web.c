#include "web/frame.h"

#include "base/limits.h"
#include "base/log.h"
#include "sys/json_in.h"

#include <assert.h>

static const Str api_prefix = SC("/api/v1");

/* ---- the request's parts ---- */

static bool is_write(const Ctx *c)
{
    return c->route->method != HTTP_GET;
}

static bool has_secret(const Route *route)
{
    for (const Param *p = route->params; p && p->name; p++)
        if (p->kind == PARAM_SECRET)
            return true;
    return false;
}

static bool is_of_kind(const Route *route, ParamKind kind, Str name)
{
    for (const Param *p = route->params; p && p->name; p++)
        if (p->kind == kind && str_eq(str_from_z(p->name), name))
            return true;
    return false;
}

/* {"v": {"c01.invest": "12"}} as a form has it: "v.c01.invest". */
static bool object_fields(Ctx *c, const Tree *map, HttpPairs *ret_fields)
{
    for (const Tree *field = map->first; field; field = field->next) {
        if (field->kind != TREE_TEXT)
            return false;
        Str name = arena_fmt(c->arena, "%.*s.%.*s", STR_ARG(map->key), STR_ARG(field->key));
        *arena_push(c->arena, ret_fields) = (HttpPair){name, field->text};
    }
    return true;
}

/* {"invest": "12"} as a form has it: "invest=12". */
static bool pairs_text(Ctx *c, const Tree *map, Str *ret_text)
{
    Out out = out_new(c->arena, LIMIT_JSON_BYTES);
    for (const Tree *pair = map->first; pair; pair = pair->next) {
        if (pair->kind != TREE_TEXT)
            return false;
        out_s(&out, pair->key);
        out_c(&out, '=');
        out_s(&out, pair->text);
        out_c(&out, '\n');
    }
    *ret_text = out_str(&out);
    return out_ok(&out);
}

/* A JSON body is one flat object: its members are the fields of a form. */
static bool json_fields(Ctx *c, HttpPairs *ret_fields, Err *err)
{
    Tree *tree;
    if (!json_parse(c->arena, c->request->body, &tree, err)) {
        if (has_secret(c->route)) /* what was found may be a part of a password: the place alone */
            *err = (Err){.code = err->code, .row = err->row, .col = err->col};
        return false;
    }
    if (tree->kind != TREE_MAP)
        return err_set(err, ERR_HTTP_JSON, {"found", S("[]")});
    for (const Tree *member = tree->first; member; member = member->next) {
        Str text = member->text;
        bool flat = member->kind != TREE_LIST && member->kind != TREE_MAP;
        if (member->kind == TREE_MAP && is_of_kind(c->route, PARAM_FIELDS, member->key) &&
            object_fields(c, member, ret_fields))
            continue;
        if (!flat &&
            (member->kind == TREE_LIST || !is_of_kind(c->route, PARAM_PAIRS, member->key) ||
             !pairs_text(c, member, &text)))
            return err_set(err, ERR_HTTP_JSON, {"found", member->key});
        *arena_push(c->arena, ret_fields) = (HttpPair){member->key, text};
    }
    return true;
}

/* What the body of a write holds; files come in parts only. */
typedef struct Form {
    HttpPairs fields;
    MultipartParts parts;
} Form;

static bool multipart_fields(Ctx *c, Str type, Form *form, Err *err)
{
    if (!multipart_parse(c->arena, type, c->request->body, &form->parts, err))
        return false;
    for (int i = 0; i < form->parts.count; i++) {
        const MultipartPart *part = &form->parts.items[i];
        if (!part->file_name.ptr)
            *arena_push(c->arena, &form->fields) = (HttpPair){part->name, part->bytes};
    }
    return true;
}

static bool body_fields(Ctx *c, Form *form, Err *err)
{
    Str type = http_header(c->request, S("Content-Type"));
    Str essence = content_type_essence(c->arena, type);
    if (c->request->body.len == 0)
        return true;
    if (c->json && str_eq(essence, S("application/json")))
        return json_fields(c, &form->fields, err);
    if (str_eq(essence, S("application/x-www-form-urlencoded")))
        return form_parse(c->arena, c->request->body, &form->fields, err);
    if (str_eq(essence, S("multipart/form-data")))
        return multipart_fields(c, type, form, err);
    return err_set(err, ERR_HTTP_TYPE, {"found", essence});
}

static HttpPairs without_csrf(Ctx *c, const HttpPairs *fields)
{
    HttpPairs rest = {0};
    for (int i = 0; i < fields->count; i++)
        if (!str_eq(fields->items[i].name, S("csrf")))
            *arena_push(c->arena, &rest) = fields->items[i];
    return rest;
}

static bool take_params(Ctx *c, const HttpPairs *path_fields, const Form *form, Err *err)
{
    static const Param none[] = {{0}};
    HttpPairs query = {0};
    HttpPairs rest = without_csrf(c, &form->fields);
    c->params.table = c->route->params ? c->route->params : none;
    return form_parse(c->arena, c->request->query, &query, err) &&
           params_take(c->arena, &c->params, IN_PATH, path_fields, err) &&
           params_take(c->arena, &c->params, IN_QUERY, &query, err) &&
           params_take(c->arena, &c->params, IN_FORM, &rest, err) &&
           params_take_files(c->arena, &c->params, &form->parts, err) &&
           params_complete(&c->params, err);
}

/* ---- who may ---- */

static bool is_local(const Ctx *c)
{
    Str peer = c->request->peer, forwarded;
    return (str_eq(peer, S("127.0.0.1")) || str_eq(peer, S("::1")) || peer.len == 0) &&
           !http_header_last(c->request, S("X-Forwarded-For"), &forwarded);
}

static bool let_in(Ctx *c, Err *err)
{
    if ((c->route->flags & ROUTE_LOCAL) && !is_local(c))
        return err_set(err, ERR_HTTP_NOT_FOUND, {"found", c->request->path});
    if (!c->signed_in)
        return c->route->access == ROUTE_PUBLIC || err_set(err, ERR_SIGNIN_NEEDED);
    if (c->app.db && role_is_admin(c->app.actor.role) && admins_barred(c)) {
        Action action = c->route->access == ROUTE_PERMIT ? c->route->action : ACT_INBOX_READ;
        (void)app_refuse(&c->app, action, S(""), c->request->path, err);
        return err_set(err, ERR_ADMIN_FROM, {"address", client_address(c)});
    }
    if (!gate_pass(c, err))
        return false;
    if (c->route->access != ROUTE_PERMIT)
        return true;
    if (permit_any(&c->app.actor, c->route->action))
        return true;
    return app_permit(&c->app, c->route->action, S(""), c->request->path, err);
}

/* Pages send a person who is not signed in to the sign-in page, and back afterwards. */
static bool send_to_sign_in(Ctx *c, Err *err)
{
    Str path = c->request->path;
    if (c->request->query.len)
        path = arena_fmt(c->arena, "%.*s?%.*s", STR_ARG(path), STR_ARG(c->request->query));
    bool plain = is_write(c) || !path_is_ours(path) || str_eq(path, S("/")) ||
                 path.len > LIMIT_HTTP_NEXT_BYTES;
    return redirect(c, link_to(c, "/sign-in", {"next", plain ? S("") : path}), err);
}

/* ---- one request ---- */

/* The row for a method, where it answers in the form that is asked for. */
static const Route *route_for(Ctx *c, HttpMethod method, const PathSegments *path,
                              HttpPairs *ret_path_fields)
{
    bool other_method;
    const Route *route = route_find(method, path, ret_path_fields, c->arena, &other_method);
    return route && c->json && !(route->flags & ROUTE_API) ? NULL : route;
}

static bool find_route(Ctx *c, const PathSegments *path, HttpPairs *ret_path_fields, Err *err)
{
    HttpPairs ignored = {0};
    c->route = route_for(c, c->request->method, path, ret_path_fields);
    if (c->route)
        return true;
    bool get = route_for(c, HTTP_GET, path, &ignored),
         post = route_for(c, HTTP_POST, path, &ignored);
    if (!get && !post)
        return err_set(err, ERR_HTTP_NOT_FOUND, {"found", c->request->path});
    c->allow = get && post ? S("GET, HEAD, POST") : get ? S("GET, HEAD") : S("POST");
    return err_set(err, ERR_HTTP_METHOD, {"found", http_method_word(c->request->method)});
}

/* A file that was put back from a copy is another one: the worker's connection goes on with that. */
static bool connection_renew(WebWorker *worker, Err *err)
{
    Db *fresh;
    if (db_is_current(worker->db))
        return true;
    if (!db_connect(worker->web->hub, &fresh, err))
        return false;
    db_close(worker->db);
    worker->db = fresh;
    return true;
}

/* Session and App, as far as the route needs them. Without an App a person may leave, and nothing else. */
static bool find_person(Ctx *c, Err *err)
{
    int flags = c->route ? c->route->flags : 0;
    bool app_needed = !(c->route && c->route->access == ROUTE_PUBLIC) && !(flags & ROUTE_NO_APP);
    if (flags & ROUTE_NO_DB)
        return true;
    return connection_renew(c->worker, err) && session_open(c, err) &&
           (!c->signed_in || !app_needed || app_for(c, err));
}

/* A page that stands behind a question asks it first. */
static bool ask_first(Ctx *c, Err *err)
{
    bool is_gate = false;
    return !c->json && gate_redirect(c, err->code, &is_gate, err);
}

static bool serve(Ctx *c, Err *err)
{
    PathSegments path = {0};
    HttpPairs path_fields = {0};
    Form form = {0};
    Str plain = c->json ? str_sub(c->request->path, api_prefix.len, c->request->path.len)
                        : c->request->path;
    if (!path_split(c->arena, plain, &path, err) || !find_route(c, &path, &path_fields, err)) {
        Err ignored = {0};
        (void)find_person(c, &ignored); /* the page that says so has their sections */
        return false;
    }
    if (c->request->body_too_large)
        return err_set(
            err, ERR_LIMIT, {"name", S("LIMIT_HTTP_BODY_BYTES")},
            {"limit", arena_fmt(c->arena, "%lld", (long long)c->route->body_bytes_max)},
            {"found", arena_fmt(c->arena, ">%lld", (long long)c->route->body_bytes_max)});
    bool answered = false;
    if (atomic_load(&c->web->is_new) && (!setup_first(c, &answered, err) || answered))
        return answered;
    if (!find_person(c, err))
        return ask_first(c, err);
    if (!let_in(c, err))
        return err->code == ERR_SIGNIN_NEEDED ? !c->json && send_to_sign_in(c, err)
                                              : ask_first(c, err);
    if (is_write(c) && !body_fields(c, &form, err))
        return false;
    if (is_write(c) && !csrf_check(c, &form.fields, err)) {
        if (c->app.db) /* somebody may have led them here: that is for the log */
            app_refused(&c->app, S("csrf"), c->request->path);
        return false;
    }
    return take_params(c, &path_fields, &form, err) &&
           (c->route->handler(c, err) || ask_first(c, err));
}

static void log_error(const Ctx *c, const Err *err)
{
    if (!fault_is_ours(err))
        return;
    Out line = out_new(c->arena, LIMIT_LINE_BYTES);
    out_f(&line, "%.*s %.*s: ", STR_ARG(http_method_word(c->request->method)),
          STR_ARG(c->request->path));
    msg_err(&line, LANG_EN, err);
    log_line(c->now_ms, LOG_ERROR, "web", out_str(&line));
}

void web_handle(void *web, void *worker, const HttpRequest *request, HttpResponse *response)
{
    Err err = {0};
    Ctx ctx = {.arena = request->arena,
               .web = web,
               .worker = worker,
               .request = request,
               .response = response,
               .now_ms = ((Web *)web)->now_ms(((Web *)web)->now_ctx),
               .lang = choose_lang(request)};
    Ctx *c = &ctx;
    c->json = str_starts(request->path, api_prefix) && request->path.len > api_prefix.len &&
              request->path.ptr[api_prefix.len] == '/';
    c->fragment = http_header(request, S("HX-Request")).len > 0 &&
                  http_header(request, S("HX-Boosted")).len == 0 &&
                  http_header(request, S("HX-History-Restore-Request")).len == 0;
    security_headers(c);
    if (!serve(c, &err)) {
        log_error(c, &err);
        answer_error(c, &err);
        if (c->allow.len)
            http_set(response, c->arena, S("Allow"), c->allow);
    }
    http_set(response, c->arena, S("Content-Language"), c->lang == LANG_EN ? S("en") : S("zh-CN"));
    app_close(&c->app);
}

int64_t web_body_bytes_max(void *web, HttpMethod method, Str path)
{
    (void)web;
    AUTO_ARENA arena = {0};
    PathSegments segments = {0};
    HttpPairs fields = {0};
    Err ignored = {0};
    bool other_method;
    if (str_starts(path, api_prefix))
        path = str_sub(path, api_prefix.len, path.len);
    if (!path_split(&arena, path, &segments, &ignored))
        return 0;
    const Route *route = route_find(method, &segments, &fields, &arena, &other_method);
    return route ? route->body_bytes_max : 0;
}

/* ---- workers ---- */

static int64_t worker_now(void *ctx)
{
    Web *web = ((WebWorker *)ctx)->web;
    return web->now_ms(web->now_ctx);
}

static uint32_t worker_random(void *ctx)
{
    return randomness_u32(&((WebWorker *)ctx)->random);
}

bool web_worker_start(void *ctx, int number, void **ret_worker, Err *err)
{
    Web *web = ctx;
    assert(number >= 0 && number < web->nworkers);
    WebWorker *worker = &web->workers[number];
    *worker = (WebWorker){.web = web};
    worker->ids = (IdSource){.now_ms = worker_now, .random_u32 = worker_random, .ctx = worker};
    *ret_worker = worker;
    return db_connect(web->hub, &worker->db, err);
}

void web_worker_stop(void *web, void *worker)
{
    (void)web;
    db_close(((WebWorker *)worker)->db);
    ((WebWorker *)worker)->db = NULL;
}

/* ---- what a handler reads ---- */

Str ctx_text(const Ctx *c, const char *name)
{
    return param_of(&c->params, name)->text;
}

int64_t ctx_i64(const Ctx *c, const char *name, int64_t otherwise)
{
    const ParamValue *value = param_of(&c->params, name);
    return value->given ? value->i64 : otherwise;
}

bool ctx_given(const Ctx *c, const char *name)
{
    return param_of(&c->params, name)->given;
}

bool ctx_may(const Ctx *c, Action action)
{
    return c->signed_in && c->app.db && permit_any(&c->app.actor, action);
}

Str link_to_unit(const Ctx *c, Str unit, Str period)
{
    Err refused = {0};
    return permit(&c->app.actor, ACT_EXPLAIN, unit, &refused)
               ? link_to(c, "/units/{unit}", {"unit", unit}, {"period", period})
               : S("");
}
