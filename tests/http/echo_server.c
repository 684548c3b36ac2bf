/* tests/http/echo_server.c - the server with a handler that tells what it was given.
 *
 * usage: echo_server [name=value ...] with port, address, workers, spool, body_max, cert, key, grace_ms,
 * open_at_stop (what /open does, a little after SIGTERM).
 * Prints "port N" when it listens; SIGTERM stops it gracefully, then it prints "stopped".
 *   /echo         the request as lines; the body's length and digest
 *   /length       the body's length; nobody reads it
 *   /body         the body itself          /status/NNN   that status
 *   /sleep/MS     answers after MS         /bytes/N      N bytes made in the arena
 *   /fixed        bytes of the program     /file/N       a file of N bytes
 *   /gate         waits until /open/N was asked (by a worker that is free) and lets N pass
 *   /stats        the server's figures     /bad-header   an answer that cannot be sent */
#include "base/limits.h"
#include "http/server.h"
#include "sys/files.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct Echo {
    HttpServer *_Atomic server;
    int64_t body_max;
    pthread_mutex_t mutex;
    pthread_cond_t opened;
    int passes; /* that /open gave and no /gate has taken */
    int at_gate;
    int open_at_stop;
} Echo;

static void pause_ms(int64_t ms)
{
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    (void)nanosleep(&time, NULL);
}

static uint64_t digest(Str bytes)
{
    uint64_t sum = 14695981039346656037U;
    for (ptrdiff_t i = 0; i < bytes.len; i++)
        sum = (sum ^ (unsigned char)bytes.ptr[i]) * 1099511628211U;
    return sum;
}

static void echo(const HttpRequest *request, HttpResponse *response)
{
    Out *out = &response->body;
    out_s(out, S("method "));
    out_s(out, http_method_word(request->method));
    out_s(out, S("\npath "));
    out_s(out, request->path);
    out_s(out, S("\nquery "));
    out_s(out, request->query);
    out_s(out, S("\npeer "));
    out_s(out, request->peer);
    out_f(out, "\nsecure %d\ntoo_large %d\nbytes %lld\ndigest %016llx\n", request->secure,
          request->body_too_large, (long long)request->body.len,
          (unsigned long long)digest(request->body));
    for (int i = 0; i < request->headers.count; i++) {
        out_s(out, S("header "));
        out_s(out, request->headers.items[i].name);
        out_s(out, S("="));
        out_s(out, request->headers.items[i].value);
        out_c(out, '\n');
    }
}

static void gate_pass(Echo *all)
{
    (void)pthread_mutex_lock(&all->mutex);
    all->at_gate++;
    while (all->passes == 0)
        (void)pthread_cond_wait(&all->opened, &all->mutex);
    all->passes--;
    all->at_gate--;
    (void)pthread_mutex_unlock(&all->mutex);
}

static void gate_open(Echo *all, int passes)
{
    (void)pthread_mutex_lock(&all->mutex);
    all->passes += passes;
    (void)pthread_cond_broadcast(&all->opened);
    (void)pthread_mutex_unlock(&all->mutex);
}

static void *open_later(void *arg)
{
    Echo *all = arg;
    pause_ms(200); /* meanwhile the server knows that it stops */
    gate_open(all, all->open_at_stop);
    return NULL;
}

static void stats(Echo *all, HttpResponse *response)
{
    HttpServerStats now;
    http_server_stats(all->server, &now);
    (void)pthread_mutex_lock(&all->mutex);
    int at_gate = all->at_gate;
    (void)pthread_mutex_unlock(&all->mutex);
    out_f(&response->body,
          "requests %lld\nrefused_503 %lld\nin_queue %lld\nin_work %lld\nconnections %lld\n"
          "arena_peak_bytes %lld\nworkers %d\nat_gate %d\n",
          (long long)now.requests, (long long)now.refused_503, (long long)now.in_queue,
          (long long)now.in_work, (long long)now.connections, (long long)now.arena_peak_bytes,
          now.workers, at_gate);
}

static void file_answer(HttpResponse *response, int64_t bytes)
{
    FILE *file = tmpfile();
    for (int64_t i = 0; file && i < bytes; i++)
        (void)fputc('a' + (int)(i % 26), file);
    if (!file || fflush(file) != 0)
        abort();
    response->file = dup(fileno(file));
    response->file_bytes = bytes;
    (void)lseek(response->file, 0, SEEK_SET);
    (void)fclose(file);
}

static void handle(void *ctx, void *worker, const HttpRequest *request, HttpResponse *response)
{
    Echo *all = ctx;
    (void)worker;
    Str rest = str_sub(request->path, 1, request->path.len);
    Str what = str_cut(&rest, '/');
    int64_t number = 0;
    const Str letters = S("abcdefghijklmnopqrstuvwxyz");
    bool numbered = rest.ptr && str_to_i64(rest, &number);
    http_set(response, request->arena, S("Content-Type"), S("text/plain"));
    if (request->body_too_large)
        response->status = 413;
    if (str_eq(what, S("length"))) {
        out_f(&response->body, "bytes %lld\n", (long long)request->body.len);
    } else if (str_eq(what, S("body"))) {
        out_s(&response->body, request->body);
    } else if (str_eq(what, S("status")) && numbered) {
        response->status = (int)number;
    } else if (str_eq(what, S("sleep")) && numbered) {
        pause_ms(number);
        out_s(&response->body, S("slept"));
    } else if (str_eq(what, S("bytes")) && numbered) {
        for (; number > 0; number -= letters.len)
            out_s(&response->body, str_sub(letters, 0, number));
    } else if (str_eq(what, S("fixed"))) {
        response->fixed = S("these bytes are of the program");
    } else if (str_eq(what, S("file")) && numbered) {
        file_answer(response, number);
    } else if (str_eq(what, S("gate"))) {
        gate_pass(all);
        out_s(&response->body, S("passed"));
    } else if (str_eq(what, S("open")) && numbered) {
        gate_open(all, (int)number);
    } else if (str_eq(what, S("stats"))) {
        stats(all, response);
    } else if (str_eq(what, S("bad-header"))) {
        *arena_push(request->arena, &response->headers) = (HttpPair){S("X"), S("a\r\nY: b")};
    } else {
        echo(request, response);
    }
}

static int64_t body_bytes_max(void *ctx, HttpMethod method, Str path)
{
    const Echo *all = ctx;
    if (method != HTTP_POST)
        return 0;
    return str_starts(path, S("/small")) ? 100 : all->body_max;
}

static bool worker_start(void *ctx, int number, void **ret_worker, Err *err)
{
    (void)ctx;
    *ret_worker = NULL;
    if (number == 2 && getenv("ECHO_WORKER_FAILS"))
        return err_set(err, ERR_INTERNAL, {"what", S("the third worker")});
    return true;
}

static Str option(Arena *arena, int argc, char **argv, const char *name, const char *otherwise)
{
    size_t length = strlen(name);
    for (int i = 1; i < argc; i++)
        if (strncmp(argv[i], name, length) == 0 && argv[i][length] == '=')
            return arena_str(arena, str_from_z(argv[i] + length + 1));
    return str_from_z(otherwise);
}

static int number_option(Arena *arena, int argc, char **argv, const char *name, int otherwise)
{
    int64_t number = otherwise;
    (void)str_to_i64(option(arena, argc, argv, name, ""), &number);
    return (int)number;
}

static Str pem(Arena *arena, Str path)
{
    Str bytes = {0};
    Err err = {0};
    if (path.len && !file_read(arena, path, 64 * 1024, &bytes, &err))
        exit(1);
    return bytes;
}

int main(int argc, char **argv)
{
    arena_heaps_max(2); /* as the program sets it up: what it holds is measured here */
    AUTO_ARENA arena = {0};
    Echo all = {.mutex = PTHREAD_MUTEX_INITIALIZER, .opened = PTHREAD_COND_INITIALIZER};
    all.body_max = number_option(&arena, argc, argv, "body_max", LIMIT_HTTP_BODY_BYTES);
    HttpServerOptions options = {
        .address = option(&arena, argc, argv, "address", "127.0.0.1"),
        .port = number_option(&arena, argc, argv, "port", 0),
        .tls_certificate = pem(&arena, option(&arena, argc, argv, "cert", "")),
        .tls_key = pem(&arena, option(&arena, argc, argv, "key", "")),
        .workers = number_option(&arena, argc, argv, "workers", 0),
        .spool_folder = option(&arena, argc, argv, "spool", "."),
        .ctx = &all,
        .worker_start = worker_start,
        .handle = handle,
        .body_bytes_max = body_bytes_max,
    };
    sigset_t wanted;
    (void)sigemptyset(&wanted);
    (void)sigaddset(&wanted, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &wanted, NULL);
    Err err = {0};
    HttpServer *server;
    if (!http_server_start(&options, &server, &err)) {
        printf("%s %.*s\n", err_code_name(err.code), (int)err.text_used, err.text);
        return 1;
    }
    all.server = server;
    printf("port %d\n", http_server_port(server));
    (void)fflush(stdout);
    int signal;
    (void)sigwait(&wanted, &signal);
    pthread_t opener;
    all.open_at_stop = number_option(&arena, argc, argv, "open_at_stop", 0);
    if (pthread_create(&opener, NULL, open_later, &all) != 0)
        return 1;
    http_server_stop(server, number_option(&arena, argc, argv, "grace_ms", 5000));
    (void)pthread_join(opener, NULL);
    printf("stopped\n");
    return 0;
}
