#include "http/body.h"
#include "http/crew.h"
#include "http/head.h"
#include "http/linger.h"
#include "http/peers.h"

#include "base/limits.h"

#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

/* What MHD calls happens in its one thread, and so do all changes of Peers and of the free
 * lists. Only what a worker is given (crew_put) and gives back (MHD_resume_connection) changes hands;
 * both go through a mutex. An Exchange is in one hand at a time, so a client that is gone while its
 * request is in work is noticed when the answer is sent, not before.
 *
 * MHD may be sent an answer in two places only: before the body (then it closes the connection) and
 * after it. In between a body that grows too large can be counted, or cut off. */

enum {
    SPARE_CONNECTIONS = 64, /* beyond the limit, to be told 503 */
    SPARE_SILENCE_S = 2,    /* of one of those */
    POOL_BYTES = 32 * 1024, /* of a connection: head of the request, then of the answer */
    IDLE_EXCHANGES = 64,    /* kept with one chunk of memory each */
    LAST_SEND_MS = 500,     /* for answers of the last moment, when the server stops */
    RETRY_AFTER_S = 1,
    /* a spool or a file to send for each connection, and room for the rest of the program */
    DESCRIPTORS = 2 * (LIMIT_HTTP_CONNECTIONS + SPARE_CONNECTIONS) + 512,
};

typedef enum ExchangeState {
    HEAD_ARRIVES,
    BODY_ARRIVES,
    IN_WORK,  /* suspended: in the queue or with a worker */
    ANSWERED, /* resumed, not yet queued */
    SENDING,
} ExchangeState;

typedef struct Exchange Exchange;
struct Exchange { /* one request and its answer */
    CrewTask task;
    Exchange *next_free;
    HttpServer *server;
    Arena arena;
    Str target; /* path and query as sent */
    struct MHD_Connection *connection;
    Peer *peer;
    ExchangeState state;
    bool was_put; /* into the queue */
    int64_t declared_bytes;
    HttpBody body;
    struct MHD_Response *answer;
    unsigned status;
};

struct HttpServer {
    HttpServerOptions options;
    Arena arena; /* of the thread that starts, then of MHD's thread */
    struct MHD_Daemon *daemon;
    Crew *crew;
    Linger *linger;
    int listener, port;
    char start_note[256]; /* what MHD had to say while it started */
    atomic_bool started, stopping;
    atomic_llong requests, refused_503, arena_peak_bytes;
    BodyRoom room;
    Peers peers;
    Exchange *free_exchanges;
    int nfree_exchanges;
};

static int64_t now_ms(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* --- answers --- */

/* Without a page: what the protocol calls the status. For what no handler is asked. */
static struct MHD_Response *plain_answer(unsigned status)
{
    const char *phrase = MHD_get_reason_phrase_for(status);
    struct MHD_Response *answer =
        MHD_create_response_from_buffer(strlen(phrase), (void *)phrase, MHD_RESPMEM_PERSISTENT);
    if (!answer)
        return NULL;
    (void)MHD_add_response_header(answer, "Content-Type", "text/plain");
    if (status == 503) {
        char seconds[16];
        (void)snprintf(seconds, sizeof seconds, "%d", RETRY_AFTER_S);
        (void)MHD_add_response_header(answer, "Retry-After", seconds);
    }
    return answer;
}

/* At once, from MHD's thread; MHD closes the connection after it where a body was to come. */
static enum MHD_Result answer_plainly(struct MHD_Connection *connection, Exchange *exchange,
                                      unsigned status)
{
    exchange->peer->answered_early = exchange->state == HEAD_ARRIVES;
    exchange->state = SENDING;
    if (status == 503)
        atomic_fetch_add(&exchange->server->refused_503, 1);
    struct MHD_Response *answer = plain_answer(status);
    if (!answer)
        return MHD_NO;
    enum MHD_Result result = MHD_queue_response(connection, status, answer);
    MHD_destroy_response(answer);
    return result;
}

static bool headers_add(Arena *arena, struct MHD_Response *answer, const HttpPairs *headers)
{
    for (int i = 0; i < headers->count; i++)
        if (MHD_add_response_header(answer, str_z(arena, headers->items[i].name),
                                    str_z(arena, headers->items[i].value)) != MHD_YES)
            return false;
    return true;
}

/* The handler's answer as MHD wants it, its bytes in place; NULL where it cannot be sent. Takes the
 * file over. */
static struct MHD_Response *answer_of(Exchange *exchange)
{
    HttpResponse *response = &exchange->task.response;
    struct MHD_Response *answer;
    if (response->file >= 0) {
        answer = MHD_create_response_from_fd64((uint64_t)response->file_bytes, response->file);
        if (!answer)
            (void)close(response->file);
    } else {
        Str bytes = response->fixed.ptr ? response->fixed : out_str(&response->body);
        answer = MHD_create_response_from_buffer((size_t)bytes.len, (void *)bytes.ptr,
                                                 MHD_RESPMEM_PERSISTENT);
    }
    if (!answer)
        return NULL;
    if (!headers_add(&exchange->arena, answer, &response->headers) || response->status < 200 ||
        response->status > 599 || !out_ok(&response->body)) {
        MHD_destroy_response(answer);
        return NULL;
    }
    return answer;
}

/* In the worker's thread. The body goes first: unmapping a large one takes its time. */
static void task_done(CrewTask *task, bool handled)
{
    Exchange *exchange = (Exchange *)task;
    HttpServer *server = exchange->server;
    body_done(&exchange->body);
    exchange->status = handled ? (unsigned)task->response.status : 503;
    exchange->answer = handled ? answer_of(exchange) : plain_answer(503);
    if (!handled)
        atomic_fetch_add(&server->refused_503, 1);
    if (!exchange->answer) {
        exchange->status = 500;
        exchange->answer = plain_answer(500);
    }
    if (exchange->answer && atomic_load(&server->stopping))
        (void)MHD_add_response_header(exchange->answer, "Connection", "close");
    exchange->state = ANSWERED;
    MHD_resume_connection(exchange->connection); /* from here on it is not ours */
}

/* --- a request arrives --- */

static Exchange *exchange_new(HttpServer *server)
{
    Exchange *exchange = server->free_exchanges;
    if (exchange) {
        server->free_exchanges = exchange->next_free;
        server->nfree_exchanges -= exchange->arena.chunk != NULL;
    } else {
        exchange = arena_new(&server->arena, Exchange, 1);
    }
    Arena arena = exchange->arena;
    *exchange = (Exchange){.server = server, .arena = arena, .body = {.file = -1}};
    return exchange;
}

static void exchange_done(Exchange *exchange)
{
    HttpServer *server = exchange->server;
    if (exchange->answer)
        MHD_destroy_response(exchange->answer);
    body_leave(&exchange->body);
    body_done(&exchange->body);
    long long peak = (long long)exchange->arena.peak_bytes;
    if (peak > atomic_load(&server->arena_peak_bytes))
        atomic_store(&server->arena_peak_bytes, peak);
    if (server->nfree_exchanges < IDLE_EXCHANGES) {
        arena_reset(&exchange->arena);
        server->nfree_exchanges += exchange->arena.chunk != NULL;
    } else {
        arena_done(&exchange->arena);
    }
    exchange->next_free = server->free_exchanges;
    server->free_exchanges = exchange;
}

static Peer *peer_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* Called with the first line, before MHD decodes it in place. Then it would cut the query into pairs,
 * in the memory that is there for the headers, and when that is used up lose its way between two
 * errors; so it gets none to see. */
static void *on_target(void *ctx, const char *target, struct MHD_Connection *connection)
{
    Exchange *exchange = exchange_new(ctx);
    exchange->connection = connection;
    exchange->peer = peer_of(connection);
    exchange->peer->request = exchange;
    exchange->target = arena_str(&exchange->arena, str_from_z(target ? target : ""));
    char *query = target ? strchr((char *)target, '?') : NULL;
    if (query && query[1])
        query[1] = '\0';
    return exchange;
}

static size_t not_decoded(void *ctx, struct MHD_Connection *connection, char *text)
{
    (void)ctx, (void)connection;
    return strlen(text);
}

static enum MHD_Result on_header(void *ctx, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    (void)kind;
    Exchange *exchange = ctx;
    HttpRequest *request = &exchange->task.request;
    if (request->headers.count > LIMIT_HTTP_HEADERS)
        return MHD_NO; /* one too many tells it */
    *arena_push(&exchange->arena, &request->headers) =
        (HttpPair){arena_str(&exchange->arena, str_from_z(name)),
                   arena_str(&exchange->arena, str_trim(str_from_z(value ? value : "")))};
    return MHD_YES;
}

/* The connection waits, suspended, until a worker resumes it. */
static enum MHD_Result submit(Exchange *exchange)
{
    HttpServer *server = exchange->server;
    HttpRequest *request = &exchange->task.request;
    if (exchange->body.state == BODY_NO_ROOM)
        return answer_plainly(exchange->connection, exchange, MHD_HTTP_INSUFFICIENT_STORAGE);
    request->body = body_end(&exchange->body);
    request->body_too_large = exchange->body.state == BODY_TOO_LARGE;
    http_response_init(&exchange->task.response, &exchange->arena);
    exchange->peer->answered_early = request->body_too_large && exchange->body.bytes == 0;
    exchange->state = IN_WORK;
    peers_set(&server->peers, exchange->peer, PEER_IN_WORK, now_ms());
    exchange->was_put = true;
    atomic_fetch_add(&server->requests, 1);
    MHD_suspend_connection(exchange->connection); /* before a worker can resume it */
    if (!crew_put(server->crew, &exchange->task)) {
        exchange->was_put = false;
        exchange->status = 503;
        exchange->answer = plain_answer(503);
        exchange->state = ANSWERED;
        atomic_fetch_add(&server->refused_503, 1);
        MHD_resume_connection(exchange->connection);
    }
    return MHD_YES;
}

static enum MHD_Result on_head(Exchange *exchange, const char *method, const char *version)
{
    HttpServer *server = exchange->server;
    struct MHD_Connection *connection = exchange->connection;
    HttpRequest *request = &exchange->task.request;
    Peer *peer = exchange->peer;
    if (peer->refused)
        return answer_plainly(connection, exchange, MHD_HTTP_SERVICE_UNAVAILABLE);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    if (info && info->header_size > LIMIT_HTTP_HEADER_BYTES)
        return answer_plainly(connection, exchange, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE);
    *request = (HttpRequest){.arena = &exchange->arena,
                             .method = head_method(str_from_z(method)),
                             .peer = arena_str(&exchange->arena, str_from_z(peer->address)),
                             .secure = server->options.tls_certificate.len > 0};
    head_target(exchange->target, request);
    (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, on_header, exchange);
    unsigned fault = head_fault(request, strcmp(version, MHD_HTTP_VERSION_1_1) == 0);
    if (fault)
        return answer_plainly(connection, exchange, fault);
    int64_t bytes_max = LIMIT_HTTP_BODY_BYTES;
    if (server->options.body_bytes_max) {
        int64_t own =
            server->options.body_bytes_max(server->options.ctx, request->method, request->path);
        bytes_max = own < bytes_max ? own : bytes_max;
    }
    exchange->declared_bytes = head_declared_bytes(request);
    body_start(&exchange->body, &server->room, bytes_max, exchange->declared_bytes);
    exchange->state = BODY_ARRIVES;
    peer->body = &exchange->body;
    peers_set(&server->peers, peer, PEER_SENDS_BODY, now_ms());
    /* What is refused already need not arrive: the handler says it, MHD closes the connection. */
    return exchange->body.state == BODY_WHOLE ? MHD_YES : submit(exchange);
}

/* Of a body without a length some more than it may have is read, so that the answer can be given.
 * And MHD overlooks the end of a client that comes together with the last bytes it sends. */
static bool is_hopeless(const Exchange *exchange)
{
    const HttpBody *body = &exchange->body;
    return body->bytes > body->bytes_max + LIMIT_HTTP_OVERRUN_BYTES ||
           (body->bytes < exchange->declared_bytes && socket_ended(exchange->peer->socket));
}

/* Called once for the head, for each piece of the body, once at its end and once after a resume. */
static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *bytes,
                                  size_t *nbytes, void **context)
{
    (void)ctx, (void)url;
    Exchange *exchange = *context;
    if (!exchange)
        return MHD_NO;
    switch (exchange->state) {
    case HEAD_ARRIVES:
        return on_head(exchange, method, version);
    case BODY_ARRIVES:
        if (*nbytes == 0)
            return submit(exchange);
        body_take(&exchange->body, (Str){bytes, (ptrdiff_t)*nbytes});
        *nbytes = 0;
        return is_hopeless(exchange) ? MHD_NO : MHD_YES;
    case ANSWERED:
        exchange->state = SENDING;
        return exchange->answer ? MHD_queue_response(connection, exchange->status, exchange->answer)
                                : MHD_NO;
    case IN_WORK:
    case SENDING:
        break;
    }
    return MHD_NO;
}

static void request_end(HttpServer *server, Peer *peer)
{
    Exchange *exchange = peer->request;
    if (!exchange)
        return;
    peer->request = NULL;
    bool was_put = exchange->was_put;
    exchange_done(exchange);
    peers_set(&server->peers, peer, PEER_WAITS, now_ms());
    if (was_put)
        crew_finished(server->crew);
}

static void on_completed(void *ctx, struct MHD_Connection *connection, void **context,
                         enum MHD_RequestTerminationCode why)
{
    (void)why;
    *context = NULL;
    request_end(ctx, peer_of(connection));
}

/* --- connections --- */

static void on_connection(void *ctx, struct MHD_Connection *connection, void **context,
                          enum MHD_ConnectionNotificationCode what)
{
    HttpServer *server = ctx;
    Peer *peer = *context;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        request_end(server, peer); /* MHD forgets to say so when one error follows another */
        if (peer->answered_early || socket_has_unread(peer->socket))
            linger_add(server->linger, peer->socket);
        peers_remove(&server->peers, peer);
        return;
    }
    const struct sockaddr *address =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
    int socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    peer = peers_add(&server->peers, socket, address, now_ms());
    if (peer->refused)
        (void)MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT,
                                        (unsigned)SPARE_SILENCE_S);
    *context = peer;
}

/* --- start and stop --- */

__attribute__((format(printf, 2, 0))) static void on_note(void *ctx, const char *format,
                                                          va_list args)
{
    HttpServer *server = ctx;
    if (!atomic_load(&server->started)) /* later ones tell of clients that went away */
        (void)vsnprintf(server->start_note, sizeof server->start_note, format, args);
}

/* Signals are for the thread that started the server, faults for the one that has them. */
static void signals_block(sigset_t *ret_before)
{
    sigset_t all;
    (void)sigfillset(&all);
    for (int i = 0; i < 5; i++)
        (void)sigdelset(&all, (int[]){SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}[i]);
    (void)pthread_sigmask(SIG_BLOCK, &all, ret_before);
}

static bool daemon_start(HttpServer *server, Err *err)
{
    bool tls = server->options.tls_certificate.len > 0;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
                     (tls ? MHD_USE_TLS : 0);
    struct MHD_OptionItem tls_options[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0,
         (void *)str_z(&server->arena, server->options.tls_certificate)},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)str_z(&server->arena, server->options.tls_key)},
        {MHD_OPTION_HTTPS_PRIORITIES, 0,
         "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:%SERVER_PRECEDENCE"},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, on_request, server, MHD_OPTION_EXTERNAL_LOGGER, on_note, server,
        MHD_OPTION_LISTEN_SOCKET, server->listener, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)(LIMIT_HTTP_CONNECTIONS + SPARE_CONNECTIONS), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)POOL_BYTES, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)(LIMIT_HTTP_SILENCE_MS / 1000),
        MHD_OPTION_URI_LOG_CALLBACK, on_target, server, MHD_OPTION_UNESCAPE_CALLBACK, not_decoded,
        server, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, server, MHD_OPTION_ARRAY, tls ? tls_options : none, MHD_OPTION_END);
    atomic_store(&server->started, true);
    if (server->daemon)
        return true;
    Str reason = str_trim(str_from_z(server->start_note));
    if (tls)
        return err_set(err, ERR_HTTP_TLS, {"reason", reason});
    return err_set(err, ERR_HTTP_LISTEN, {"address", server->options.address}, {"reason", reason});
}

static HttpServer *server_new(const HttpServerOptions *options)
{
    Arena arena = {0};
    HttpServer *server = arena_new(&arena, HttpServer, 1);
    server->options = *options;
    server->options.address = arena_str(&arena, options->address);
    server->options.tls_certificate = arena_str(&arena, options->tls_certificate);
    server->options.tls_key = arena_str(&arena, options->tls_key);
    server->options.spool_folder = arena_str(&arena, options->spool_folder);
    server->room.spool_folder = server->options.spool_folder;
    server->arena = arena;
    server->peers.arena = &server->arena;
    return server;
}

static void server_free(HttpServer *server)
{
    for (Exchange *exchange = server->free_exchanges; exchange; exchange = exchange->next_free)
        arena_done(&exchange->arena);
    Arena arena = server->arena; /* the server is in it */
    arena_done(&arena);
}

static bool threads_start(HttpServer *server, Err *err)
{
    if (!linger_start(&server->arena, &server->linger, err))
        return false;
    if (crew_start(&server->arena, &server->options, task_done, &server->crew, err)) {
        if (daemon_start(server, err))
            return true;
        crew_stop(server->crew);
    }
    linger_stop(server->linger);
    return false;
}

bool http_server_start(const HttpServerOptions *options, HttpServer **ret_server, Err *err)
{
    HttpServer *server = server_new(options);
    descriptors_allow(DESCRIPTORS);
    if (!listen_open(options->address, options->port, &server->listener, &server->port, err)) {
        server_free(server);
        return false;
    }
    sigset_t before;
    signals_block(&before);
    bool ok = threads_start(server, err);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!ok) {
        (void)close(server->listener);
        server_free(server);
        return false;
    }
    *ret_server = server;
    return true;
}

int http_server_port(const HttpServer *server)
{
    return server->port;
}

void http_server_stats(HttpServer *server, HttpServerStats *ret_stats)
{
    *ret_stats = (HttpServerStats){.requests = atomic_load(&server->requests),
                                   .refused_503 = atomic_load(&server->refused_503),
                                   .connections = atomic_load(&server->peers.count),
                                   .arena_peak_bytes = atomic_load(&server->arena_peak_bytes)};
    crew_stats(server->crew, ret_stats);
}

void http_server_stop(HttpServer *server, int grace_ms)
{
    if (!server)
        return;
    atomic_store(&server->stopping, true);
    int listener = MHD_quiesce_daemon(server->daemon);
    if (listener >= 0)
        (void)shutdown(listener, SHUT_RDWR); /* the system would go on taking connections for it */
    (void)crew_drain(server->crew, grace_ms);
    crew_stop(server->crew);
    (void)crew_drain(server->crew, LAST_SEND_MS);
    MHD_stop_daemon(server->daemon); /* nothing is suspended any more */
    linger_stop(server->linger);
    if (listener >= 0)
        (void)close(listener);
    server_free(server);
}
