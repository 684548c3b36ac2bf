#include "bench.h"

#include "base/json.h"
#include "sys/clock.h"
#include "sys/files.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 11, ROUND_NS = 20 * 1000 * 1000 };

struct Bench {
    Arena *arena;
    Out out;
    Json json;
    const char *file;
    uint64_t sink;
};

Bench *bench_new(Arena *arena, const char *area, int argc, char **argv)
{
    Bench *bench = arena_new(arena, Bench, 1);
    bench->arena = arena;
    bench->file = argc > 1 ? argv[1] : NULL;
    bench->out = out_new(arena, 1 << 20);
    bench->json = json_new(&bench->out, true);
    json_object(&bench->json);
    json_kstr(&bench->json, S("area"), str_from_z(area));
    json_key(&bench->json, S("cases"));
    json_array(&bench->json);
    printf("%s: median of %d rounds\n", area, ROUNDS);
    return bench;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* As many operations as fill one round, found by doubling. */
static int64_t calibrate(Bench *bench, BenchFn fn, void *ctx)
{
    for (int64_t count = 1;; count *= 2) {
        int64_t began = clock_monotonic_ns();
        bench->sink += fn(ctx, count);
        if (clock_monotonic_ns() - began > ROUND_NS / 2)
            return count;
    }
}

void bench_case(Bench *bench, const char *name, int64_t bytes, BenchFn fn, void *ctx)
{
    int64_t count = calibrate(bench, fn, ctx);
    double ns[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        int64_t began = clock_monotonic_ns();
        bench->sink += fn(ctx, count);
        ns[i] = (double)(clock_monotonic_ns() - began) / (double)count;
    }
    qsort(ns, ROUNDS, sizeof *ns, compare_doubles);
    double median = ns[ROUNDS / 2];
    printf("  %-40s %14.1f ns/op  (%.1f … %.1f)", name, median, ns[0], ns[ROUNDS - 1]);
    if (bytes > 0)
        printf("  %.0f MB/s", (double)bytes * 1000.0 / median);
    printf("\n");
    json_object(&bench->json);
    json_kstr(&bench->json, S("name"), str_from_z(name));
    json_kstr(&bench->json, S("ns_per_op"), arena_fmt(bench->arena, "%.1f", median));
    json_kstr(&bench->json, S("fastest"), arena_fmt(bench->arena, "%.1f", ns[0]));
    json_kstr(&bench->json, S("slowest"), arena_fmt(bench->arena, "%.1f", ns[ROUNDS - 1]));
    json_ki64(&bench->json, S("bytes"), bytes);
    json_object_end(&bench->json);
}

int bench_done(Bench *bench)
{
    json_array_end(&bench->json);
    json_object_end(&bench->json);
    out_c(&bench->out, '\n');
    Err err = {0};
    if (bench->file && !file_write(str_from_z(bench->file), out_str(&bench->out), &err)) {
        printf("cannot write %s: %s\n", bench->file, err_code_name(err.code));
        return 1;
    }
    printf("  (checksum %016llx)\n", (unsigned long long)bench->sink);
    return 0;
}
