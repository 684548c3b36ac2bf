/* The month's work: read a long CSV, load a scheme, score and rank a group. */
#include "bench.h"

#include "app/scheme/scheme_load.h"
#include "base/limits.h"
#include "core/score.h"
#include "doc/csv.h"
#include "sys/files.h"

#include <stdio.h>
#include <stdlib.h>

enum { CSV_ROWS = 20 * 1000, UNITS = 92 };

static uint64_t read_csv(void *ctx, int64_t count)
{
    uint64_t cells = 0;
    for (int64_t i = 0; i < count; i++) {
        AUTO_ARENA arena = {0};
        Csv csv;
        CsvRow row;
        Err err = {0};
        if (!csv_open(&csv, &arena, *(Str *)ctx, S("long.csv"), (CsvConvert){0}, &err))
            abort();
        ArenaMark mark = arena_mark(&arena);
        while (csv_next(&csv, &row, &err)) {
            cells += (uint64_t)row.count;
            arena_rewind(&arena, mark);
        }
    }
    return cells;
}

static Str long_csv(Arena *arena)
{
    Out out = out_new(arena, LIMIT_CSV_BYTES);
    out_s(&out, S("period,unit,group,indicator,value\n"));
    for (int i = 0; i < CSV_ROWS; i++)
        out_f(&out, "2021-%02d,u%04d,g%02d,i%03d,%d.%02d\n", i % 12 + 1, i % 2843, i % 31, i % 100,
              i % 997, i % 100);
    return out_str(&out);
}

typedef struct SchemeCase {
    Str text;
    Scheme scheme;
    ScoreValue *values;
} SchemeCase;

static uint64_t load_scheme(void *ctx, int64_t count)
{
    uint64_t nodes = 0;
    for (int64_t i = 0; i < count; i++) {
        AUTO_ARENA arena = {0};
        Faults faults = {.arena = &arena};
        Scheme scheme;
        if (!scheme_load_text(&arena, S("s.yaml"), ((SchemeCase *)ctx)->text, &scheme, &faults))
            abort();
        nodes += (uint64_t)scheme.nnodes;
    }
    return nodes;
}

static uint64_t score(void *ctx, int64_t count)
{
    const SchemeCase *c = ctx;
    ScoreInput input = {.scheme = &c->scheme, .nunits = UNITS, .values = c->values};
    uint64_t sum = 0;
    for (int64_t i = 0; i < count; i++) {
        AUTO_ARENA arena = {0};
        ScoreResult result;
        Err err = {0};
        if (!score_group(&arena, &input, &result, &err))
            abort();
        sum += (uint64_t)result.units[i % UNITS].score;
    }
    return sum;
}

static Str must_read(Arena *arena, const char *path)
{
    Str bytes = {0};
    Err err = {0};
    if (!file_read(arena, str_from_z(path), LIMIT_DOCUMENT_BYTES, &bytes, &err)) {
        (void)fprintf(stderr, "run it from the project's folder: no %s\n", path);
        exit(1);
    }
    return bytes;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    Bench *bench = bench_new(&arena, "month", argc, argv);
    Str csv = long_csv(&arena);
    bench_case(bench, "csv: 20,000 rows of a long file", csv.len, read_csv, &csv);
    SchemeCase c = {.text =
                        must_read(&arena, "data/samples/shifanshi-2021/schemes/county-v1.yaml")};
    bench_case(bench, "scheme: load the sample's", c.text.len, load_scheme, &c);
    Faults faults = {.arena = &arena};
    if (!scheme_load_text(&arena, S("s.yaml"), c.text, &c.scheme, &faults))
        return 1;
    c.values = arena_new(&arena, ScoreValue, UNITS * c.scheme.nnodes);
    for (int i = 0; i < UNITS * c.scheme.nnodes; i++)
        c.values[i] = (ScoreValue){.state = i % 23 == 0 ? VALUE_MISSING : VALUE_GIVEN,
                                   .actual = i % 101,
                                   .has_target = true,
                                   .target = 100,
                                   .has_share = true,
                                   .share = 0.5};
    bench_case(bench, "score: 92 units, the sample's scheme", 0, score, &c);
    return bench_done(bench);
}
