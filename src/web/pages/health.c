#include "web/pages.h"

#include "web/frame.h"

static void plain(Ctx *c, Str type)
{
    http_set(c->response, c->arena, S("Content-Type"), type);
    http_set(c->response, c->arena, S("Cache-Control"), S("no-store"));
}

/* 200 while the database answers: for a proxy or a supervisor. */
bool health_answer(Ctx *c, Err *err)
{
    int version;
    if (!db_schema_version(c->worker->db, &version, err))
        return false;
    plain(c, S("text/plain; charset=utf-8"));
    out_s(&c->response->body, S("ok\n"));
    return true;
}

static void figure_line(Out *out, const char *name, const char *kind, const char *help,
                        int64_t value)
{
    out_f(out, "# HELP duban_%s %s\n# TYPE duban_%s %s\nduban_%s %lld\n", name, help, name, kind,
          name, (long long)value);
}

/* Figures in the text form that Prometheus reads. */
bool metrics_answer(Ctx *c, Err *err)
{
    (void)err;
    HttpServerStats stats = {0};
    HttpServer *server = atomic_load(&c->web->server);
    if (server)
        http_server_stats(server, &stats);
    plain(c, S("text/plain; version=0.0.4; charset=utf-8"));
    Out *out = &c->response->body;
    figure_line(out, "requests_total", "counter", "Requests taken.", stats.requests);
    figure_line(out, "refused_total", "counter", "Requests answered 503.", stats.refused_503);
    figure_line(out, "queue_length", "gauge", "Requests that wait.", stats.in_queue);
    figure_line(out, "in_work", "gauge", "Requests being answered.", stats.in_work);
    figure_line(out, "connections", "gauge", "Open connections.", stats.connections);
    figure_line(out, "workers", "gauge", "Worker threads.", stats.workers);
    figure_line(out, "request_memory_peak_bytes", "gauge", "Largest memory of one request.",
                stats.arena_peak_bytes);
    figure_line(out, "uptime_seconds", "gauge", "Time since the start.",
                (c->now_ms - c->web->started_ms) / 1000);
    return true;
}
