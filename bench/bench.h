/* bench/bench.h - a stopwatch for hot paths: runs a body in rounds, prints the median of ns per
 * operation with the spread, and writes all of it as JSON for comparing two commits.
 *
 * Each bench_<area>.c has a main that calls bench_case for each path and bench_done at the end. */
#pragma once
#include "base/arena.h"

typedef struct Bench Bench;
/* Does the work `count` times; returns something computed from it, so that it cannot be left out. */
typedef uint64_t (*BenchFn)(void *ctx, int64_t count);

Bench *bench_new(Arena *arena, const char *area, int argc, char **argv);
/* bytes: what one operation reads, for MB/s; 0 when that says nothing. */
void bench_case(Bench *bench, const char *name, int64_t bytes, BenchFn fn, void *ctx);
/* Writes the JSON file named on the command line, if any; returns the exit status. */
int bench_done(Bench *bench);
