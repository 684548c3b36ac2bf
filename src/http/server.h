/* http/server.h - the server: one thread that waits for sockets, N workers that answer.
 *
 * The one adapter to libmicrohttpd. The waiting thread (epoll) reads a request whole, suspends its
 * connection and puts it in a queue; a worker takes it, calls `handle`, and resumes the connection
 * for the waiting thread to send. So handlers are ordinary blocking C, and threads, database
 * connections and memory are bounded by `workers`. Bodies over LIMIT_HTTP_BODY_MEMORY_BYTES go to an
 * unlinked file while they arrive. The queue holds as many as there may be connections
 * (LIMIT_HTTP_CONNECTIONS); when they are all open an idle one gives way, and when none is idle the
 * new one is told 503 with Retry-After.
 * Without asking `handle`, and in the protocol's own words, are answered: 400, 501 and 505 (what is no
 * HTTP), 414 and 431 (LIMIT_HTTP_HEADER_BYTES, LIMIT_HTTP_HEADERS), 503, 507 (no room in the spool
 * folder), 500 (an answer that cannot be sent). Callers: web/serve, tests, bench. */
#pragma once
#include "http/http.h"

typedef struct HttpServer HttpServer;

typedef struct HttpServerOptions {
    Str address;                  /* numeric: "127.0.0.1", "::1" */
    int port;                     /* 0: any free one */
    Str tls_certificate, tls_key; /* PEM text; empty: plain HTTP */
    int workers;                  /* 0: twice the processors, at least 8 */
    Str spool_folder;             /* for large bodies */
    void *ctx;
    /* Called in each worker's thread, before its first request and after its last. */
    bool (*worker_start)(void *ctx, int number, void **ret_worker, Err *err);
    void (*worker_stop)(void *ctx, void *worker);
    /* Always fills the response; must not keep anything of the request. */
    void (*handle)(void *ctx, void *worker, const HttpRequest *request, HttpResponse *response);
    /* How many bytes a body for this may have; called by the waiting thread, must not block. */
    int64_t (*body_bytes_max)(void *ctx, HttpMethod method, Str path);
} HttpServerOptions;

typedef struct HttpServerStats {
    int64_t requests, refused_503, in_queue, in_work, connections;
    int64_t arena_peak_bytes; /* the largest of any request so far */
    int workers;
} HttpServerStats;

/* Returns when it listens and every worker has started. ERR_HTTP_LISTEN {address, reason},
 * ERR_HTTP_TLS, ERR_HTTP_WORKERS {reason}, or what worker_start said. Its threads take no signals. */
bool http_server_start(const HttpServerOptions *options, HttpServer **ret_server, Err *err);
int http_server_port(const HttpServer *server);
void http_server_stats(HttpServer *server, HttpServerStats *ret_stats);
/* No new connections; what is in work or waits gets its answer, at most grace_ms long; then what still
 * waits is told 503, a handler that runs is waited for, and all ends. NULL is fine. */
void http_server_stop(HttpServer *server, int grace_ms);
