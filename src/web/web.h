/* web/web.h - the frame of the pages: what every page gets, the one route table, what a page does.
 *
 * A page is one row of web/routes.def, one file in web/pages/, one template in web/templates/ and rows
 * of messages.tsv. The frame finds the row, checks every parameter against it, finds the session,
 * opens the App of the person, asks the permission of the row, checks the CSRF token of a write, and
 * calls the handler. A handler loads its view through app/ and answers with page_* or json_*: the same
 * row serves /units/D and, as JSON, /api/v1/units/D. On false the frame makes the error page (or JSON)
 * in the person's language with the status of the error's kind. Callers: web/pages/, web/serve. */
#pragma once
#include "app/app.h"
#include "app/file_turn.h"
#include "app/people/signin.h"
#include "app/snapshot.h"
#include "app/upkeep/jobs.h"
#include "app/upkeep/schedule.h"
#include "base/json.h"
#include "base/networks.h"
#include "doc/paper.h"
#include "doc/sheet.h"
#include "http/param.h"
#include "http/server.h"
#include "i18n/msg.h"
#include "sys/randomness.h"
#include "web/html.h"

#include <stdatomic.h>

typedef struct Ctx Ctx;

typedef bool (*WebHandler)(Ctx *c, Err *err);

typedef enum RouteAccess {
    ROUTE_PUBLIC,    /* nobody need be signed in */
    ROUTE_SIGNED_IN, /* anybody who is */
    ROUTE_PERMIT,    /* who has any scope for `action`; the use-case asks for the party */
} RouteAccess;

enum {
    ROUTE_API = 1, /* also under /api/v1, as JSON */
    ROUTE_NO_CSRF =
        2, /* a write that stands before the session (sign-in): Origin is checked instead */
    ROUTE_NO_DB = 8,    /* answers whatever has become of the database, whoever asks */
    ROUTE_NO_APP = 16,  /* the session is enough: an account without a campaign has it too */
    ROUTE_AT_GATE = 32, /* a session that waits at a gate may do this too (web/gate.c) */
    ROUTE_NO_CAMPAIGN =
        64,          /* whoever is to choose among several, or to import the first, has it too */
    ROUTE_LOCAL = 4, /* only for the machine itself (figures for monitoring) */
};

typedef struct Route {
    HttpMethod method;
    const char *pattern; /* "/units/{unit}" */
    WebHandler handler;
    RouteAccess access;
    Action action; /* of ROUTE_PERMIT */
    int flags;
    int64_t body_bytes_max; /* of a POST */
    const Param *params;    /* path, query and form; NULL = none */
    Msg summary;            /* in the OpenAPI description */
} Route;

extern const Route web_routes[]; /* routes.def; ends with a NULL pattern */

/* One per process; after the start only parts with a lock of their own change. */
typedef struct Web {
    Str db_url;
    Str data_folder;
    Str fonts;   /* of papers; empty: those of data_folder and system */
    Str scanner; /* of viruses; empty: none is set */
    FileTurns file_turns;
    DbHub *hub;
    int hold; /* that this database is being served; -1: not */
    SnapshotCache *snapshots;
    Jobs *jobs;
    struct AuditCopy *audit_copy; /* NULL: none */
    Schedule *schedule;           /* NULL in tests */
    _Atomic(HttpServer *) server; /* for its figures; NULL until it has started, and in tests */
    int64_t (*now_ms)(void *ctx);
    void *now_ctx;
    bool clock_moved;  /* a demonstration: the clock was set, pages say so */
    bool secure;       /* reached by https (own TLS or a proxy's): __Host- cookie, HSTS */
    bool behind_proxy; /* X-Forwarded-For is the proxy's, and true */
    Networks
        admins_from; /* from where the three administrators come in; none stated: from anywhere */
    int64_t started_ms;
    Str setup_code;     /* what a first start in the browser asks for; empty: none is waited for */
    atomic_bool is_new; /* no account yet: every page leads to /setup */
    struct WebWorker *workers; /* one per worker thread */
    int nworkers;
} Web;

typedef struct WebWorker {
    Web *web;
    Db *db;
    RandomSource random;
    IdSource ids;
} WebWorker;

struct Ctx {
    Arena *arena;
    Web *web;
    WebWorker *worker;
    const HttpRequest *request;
    HttpResponse *response;
    const Route *route;
    Str allow; /* without a route: the methods there are */
    ParamValues params;
    int64_t now_ms;
    Lang lang;
    bool json;     /* asked under /api/v1 */
    bool fragment; /* htmx asks for a part: no frame around it */
    bool signed_in;
    Session session;
    App app;         /* open when signed in */
    Str acting_over; /* whom the person acted for until this request: the authorisation has ended */
};

/* ---- what a handler reads ---- */
Str ctx_text(const Ctx *c, const char *name); /* a parameter as checked; empty when absent */
int64_t ctx_i64(const Ctx *c, const char *name, int64_t otherwise);
bool ctx_given(const Ctx *c, const char *name);
bool ctx_may(const Ctx *c,
             Action action); /* any scope: for showing a link; never instead of app_permit */
/* The person has shown who they are within the policy's minutes: what is sensitive asks for it, on the page that leads
 * there and again when it is done. ERR_PROVE_NEEDED, which makes a page ask and come back. */
bool ctx_proved(const Ctx *c, Err *err);
/* The page of a unit, in a period unless that is empty; empty where the person may not open it, so that nobody is led to a
 * refusal, which would stand in the audit log. */
Str link_to_unit(const Ctx *c, Str unit, Str period);

/* ---- what it answers ---- */
typedef enum Nav {
    NAV_NONE,
    NAV_INBOX,      /* 今日待办 */
    NAV_LEADER,     /* 领导一页 */
    NAV_OVERVIEW,   /* 活动总览 */
    NAV_LEDGER,     /* 任务台账; of a unit 我的任务 */
    NAV_REPORT,     /* 填报月报 */
    NAV_REVIEW,     /* 收报审核 */
    NAV_EVALUATION, /* 月度考评 */
    NAV_RANKING,    /* 考评排名 */
    NAV_UNIT,       /* 我的得分 */
    NAV_CONFIRM,    /* 指标核定 */
    NAV_FOLDER,     /* 收文件夹 */
    NAV_CIRCULAR,   /* 通报 */
    NAV_TALK,       /* 约谈; of a unit 约谈整改 */
    NAV_HIGHLIGHT,  /* 亮点简报 */
    NAV_PROVINCE,   /* 报省材料 */
    NAV_BURDEN,     /* 减负台账 */
    NAV_SCHEME,     /* 考评方案 */
    NAV_SYSTEM,     /* 系统管理 */
    NAV_SECURITY,   /* 安全管理 */
    NAV_AUDIT,      /* 审计管理 */
    NAV_ME,         /* one's own account; no section of the bar */
} Nav;
/* The frame of a page up to its main part; of a fragment nothing. The Out is the response's body. */
Out *page_begin(Ctx *c, Str title, Nav nav);
bool page_end(Ctx *c, Err *err); /* ERR_LIMIT when the page outgrew its limit */
Json json_begin(Ctx *c);
bool json_end(Ctx *c, Json *json, Err *err);
/* 303 to a path of our own. */
bool redirect(Ctx *c, Str path, Err *err);
/* A write is done: {} as JSON, else 303 to a path of our own. */
bool done(Ctx *c, Str path, Err *err);
/* A file to keep: Content-Disposition with an RFC 6266 name, never rendered inline. */
bool download(Ctx *c, Str type, Str name, Str bytes, Err *err);
bool download_file(Ctx *c, Str type, Str name, int file, int64_t bytes, Err *err);
/* NAME.csv, and sheets as one workbook NAME.xlsx: whole, or ERR_LIMIT and none of it. */
bool download_csv(Ctx *c, const Sheet *sheet, Str name, Err *err);
bool download_book(Ctx *c, const Sheet *sheets, int count, Str name, Err *err);
bool download_xlsx(Ctx *c, Str name, Str bytes, Err *err); /* a workbook that is there already */
/* NAME with its ending, too. */
bool download_docx(Ctx *c, Str name, Str bytes, Err *err);
bool download_pdf(Ctx *c, Str name, Str bytes, Err *err);
bool download_txt(Ctx *c, Str name, Str text, Err *err);
/* A paper under its title, as the parameter "format" says: docx|txt|pdf, docx where it is left out. */
bool download_paper(Ctx *c, const Paper *paper, Str text, Err *err);
/* "/units/%E4…?period=2021-06": link(c, "/units/{unit}", (const Arg[]){{"unit", u}, {"period", p}}, 2);
 * what the pattern does not name becomes the query; empty values are left out. */
Str link_args(Arena *arena, const char *pattern, const Arg *args, int nargs);
#define link_to(c, pattern, ...)                                                                   \
    link_args((c)->arena, (pattern), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                        \
              (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)

/* ---- the frame itself ---- */
/* The whole of one request; never fails. `ctx` of HttpServerOptions is the Web. */
void web_handle(void *web, void *worker, const HttpRequest *request, HttpResponse *response);
int64_t web_body_bytes_max(void *web, HttpMethod method, Str path);
/* Each worker has its own connection. */
bool web_worker_start(void *web, int number, void **ret_worker, Err *err);
void web_worker_stop(void *web, void *worker);
/* The row for a decoded path; *ret_other_method when only the method differs. NULL when there is none. */
const Route *route_find(HttpMethod method, const PathSegments *path, HttpPairs *ret_path_fields,
                        Arena *arena, bool *ret_other_method);
