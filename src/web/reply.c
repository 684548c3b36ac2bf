#include "web/frame.h"

#include "app/paper_file.h"
#include "app/sheet_book.h"
#include "base/limits.h"
#include "web/pieces.h"

typedef struct ErrorView {
    int status;
    Str sentence, help, back;
} ErrorView;
#include "web/templates/error.html.h"

static const Str policy =
    SC("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
       "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");

void security_headers(Ctx *c)
{
    HttpResponse *r = c->response;
    http_set(r, c->arena, S("Content-Security-Policy"), policy);
    http_set(r, c->arena, S("X-Content-Type-Options"), S("nosniff"));
    http_set(r, c->arena, S("X-Frame-Options"), S("DENY"));
    http_set(r, c->arena, S("Referrer-Policy"), S("same-origin"));
    http_set(r, c->arena, S("Cross-Origin-Opener-Policy"), S("same-origin"));
    http_set(r, c->arena, S("Cross-Origin-Resource-Policy"), S("same-origin"));
    if (c->web->secure)
        http_set(r, c->arena, S("Strict-Transport-Security"), S("max-age=31536000"));
}

static void content(Ctx *c, Str type)
{
    http_set(c->response, c->arena, S("Content-Type"), type);
    http_set(c->response, c->arena, S("Cache-Control"), S("no-store"));
}

Out *page_begin(Ctx *c, Str title, Nav nav)
{
    content(c, S("text/html; charset=utf-8"));
    if (!c->fragment)
        frame_top(&c->response->body, c, title, nav);
    return &c->response->body;
}

static bool answer_fits(Ctx *c, Err *err)
{
    if (out_ok(&c->response->body))
        return true;
    return err_set(err, ERR_LIMIT, {"name", S("LIMIT_HTTP_ANSWER_BYTES")},
                   {"limit", arena_fmt(c->arena, "%d", LIMIT_HTTP_ANSWER_BYTES)},
                   {"found", arena_fmt(c->arena, ">%d", LIMIT_HTTP_ANSWER_BYTES)});
}

bool page_end(Ctx *c, Err *err)
{
    if (!c->fragment)
        frame_bottom(&c->response->body, c);
    return answer_fits(c, err);
}

Json json_begin(Ctx *c)
{
    content(c, S("application/json; charset=utf-8"));
    return json_new(&c->response->body, false);
}

bool json_end(Ctx *c, Json *json, Err *err)
{
    (void)json;
    return answer_fits(c, err);
}

bool path_is_ours(Str path)
{
    if (path.len == 0 || path.ptr[0] != '/' || (path.len > 1 && path.ptr[1] == '/'))
        return false;
    for (ptrdiff_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.ptr[i];
        if (byte <= 0x20 || byte >= 0x7F || byte == '\\')
            return false;
    }
    return true;
}

bool redirect(Ctx *c, Str path, Err *err)
{
    if (!path_is_ours(path))
        return err_set(err, ERR_INTERNAL, {"what", S("redirect to a foreign place")});
    c->response->status = 303;
    content(c, S("text/plain; charset=utf-8"));
    http_set(c->response, c->arena, S("Location"), path);
    return true;
}

bool done(Ctx *c, Str path, Err *err)
{
    if (!c->json)
        return redirect(c, path, err);
    Json json = json_begin(c);
    json_object(&json);
    json_object_end(&json);
    return json_end(c, &json, err);
}

static void attachment(Ctx *c, Str type, Str name)
{
    content(c, type);
    Out value = out_new(c->arena, 2048);
    out_s(&value, S("attachment; filename*=UTF-8''"));
    url_encode(&value, download_name(c->arena, name));
    http_set(c->response, c->arena, S("Content-Disposition"), out_str(&value));
}

bool download(Ctx *c, Str type, Str name, Str bytes, Err *err)
{
    attachment(c, type, name);
    out_s(&c->response->body, bytes);
    return answer_fits(c, err);
}

bool download_file(Ctx *c, Str type, Str name, int file, int64_t bytes, Err *err)
{
    (void)err;
    attachment(c, type, name);
    c->response->file = file;
    c->response->file_bytes = bytes;
    return true;
}

bool download_csv(Ctx *c, const Sheet *sheet, Str name, Err *err)
{
    attachment(c, S("text/csv; charset=utf-8"), arena_fmt(c->arena, "%.*s.csv", STR_ARG(name)));
    sheet_csv(sheet, &c->response->body);
    return answer_fits(c, err);
}

bool download_book(Ctx *c, const Sheet *sheets, int count, Str name, Err *err)
{
    Str bytes;
    return sheets_book(&c->app, sheets, count, &bytes, err) && download_xlsx(c, name, bytes, err);
}

bool download_xlsx(Ctx *c, Str name, Str bytes, Err *err)
{
    return download(c, S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
                    arena_fmt(c->arena, "%.*s.xlsx", STR_ARG(name)), bytes, err);
}

bool download_docx(Ctx *c, Str name, Str bytes, Err *err)
{
    return download(c, S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
                    arena_fmt(c->arena, "%.*s.docx", STR_ARG(name)), bytes, err);
}

bool download_pdf(Ctx *c, Str name, Str bytes, Err *err)
{
    return download(c, S("application/pdf"), arena_fmt(c->arena, "%.*s.pdf", STR_ARG(name)), bytes,
                    err);
}

bool download_txt(Ctx *c, Str name, Str text, Err *err)
{
    return download(c, S("text/plain; charset=utf-8"),
                    arena_fmt(c->arena, "%.*s.txt", STR_ARG(name)), text, err);
}

bool download_paper(Ctx *c, const Paper *paper, Str text, Err *err)
{
    enum { DOCX, TXT, PDF };
    Str bytes, name = paper_unbroken(c->arena, paper->title);
    int64_t format = ctx_i64(c, "format", DOCX);
    if (format == TXT)
        return download_txt(c, name, text, err);
    PaperFormat as = format == PDF ? PAPER_AS_PDF : PAPER_AS_DOCX;
    if (!paper_file(&c->app, paper, as, c->now_ms, &bytes, err))
        return false;
    return format == PDF ? download_pdf(c, name, bytes, err) : download_docx(c, name, bytes, err);
}

/* ---- errors ---- */

bool fault_is_ours(const Err *err)
{
    ErrKind kind = err_kind(err->code);
    switch (err->code) {
    case ERR_DB_URL: /* of a database that changed behind the server's back: these name its place */
    case ERR_DB_SETUP:
    case ERR_DB_NEWER:
    case ERR_DB_MIGRATION_CHANGED:
    case ERR_DB_NOT_DUBAN:
    case ERR_DB_NOT_INIT:
    case ERR_DB_CONFLICT:
    case ERR_DB_READ_ONLY:
        return true;
    default:
        return kind == KIND_IO || kind == KIND_INTERNAL;
    }
}

static int status_of(const Err *err)
{
    if (fault_is_ours(err))
        return 500;
    switch (err->code) {
    case ERR_HTTP_METHOD:
        return 405;
    case ERR_SIGNIN_NEEDED:
    case ERR_SIGNIN_WRONG:
        return 401;
    case ERR_SIGNIN_SLOW:
        return 429;
    default:
        return http_status_of(err_kind(err->code));
    }
}

static void error_json(Ctx *c, const Err *err, Str sentence)
{
    content(c, S("application/json; charset=utf-8"));
    Json json = json_new(&c->response->body, false);
    json_object(&json);
    json_key(&json, S("error"));
    json_object(&json);
    json_kstr(&json, S("code"), str_from_z(err_code_name(err->code)));
    json_kstr(&json, S("message"), sentence);
    if (!fault_is_ours(err))
        for (int i = 0; i < err->nargs; i++)
            json_kstr(&json, str_from_z(err->args[i].key), err_arg(err, err->args[i].key));
    if (err->row)
        json_ki64(&json, S("row"), err->row);
    if (err->col)
        json_ki64(&json, S("column"), err->col);
    if (err->byte)
        json_ki64(&json, S("byte"), err->byte);
    json_object_end(&json);
    json_object_end(&json);
}

static Msg help_of(ErrKind kind)
{
    switch (kind) {
    case KIND_NOT_FOUND:
        return MSG_ERROR_HELP_NOT_FOUND;
    case KIND_CONFLICT:
        return MSG_ERROR_HELP_CONFLICT;
    case KIND_DENIED:
        return MSG_ERROR_HELP_DENIED;
    case KIND_BUSY:
        return MSG_ERROR_HELP_BUSY;
    default:
        return MSG_ERROR_HELP_INVALID;
    }
}

void answer_error(Ctx *c, const Err *err)
{
    /* What was written so far is given up; cookies and other headers too. */
    http_response_init(c->response, c->arena);
    security_headers(c);
    c->response->status = status_of(err);
    bool ours = fault_is_ours(err);
    Out sentence = out_new(c->arena, LIMIT_LINE_BYTES);
    if (ours)
        out_s(&sentence, msg(c->lang, MSG_ERROR_OURS)); /* the details are for the log */
    else if (err->code == ERR_DENIED && !c->json)
        out_s(&sentence, msg(c->lang, MSG_ERROR_DENIED)); /* no codes of actions and units */
    else
        msg_err(&sentence, c->lang, err);
    if (c->json) {
        error_json(c, err, out_str(&sentence));
        return;
    }
    Msg help = ours ? MSG_ERROR_HELP_OURS : help_of(err_kind(err->code));
    ErrorView view = {c->response->status, out_str(&sentence), msg(c->lang, help), S("/")};
    error_html(page_begin(c, msg(c->lang, MSG_ERROR_TITLE), NAV_NONE), c, &view);
    Err ignored = {0};
    (void)page_end(c, &ignored);
}
