/* Reading values for the score command: the reference load of 2,843 units, 100 indicators and 12 months, long and
 * wide, on one worker and on all. The same files are what the comparison with other readers takes. */
#include "bench.h"

#include "base/out.h"
#include "doc/values_in.h"
#include "sys/convert.h"
#include "sys/par.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { UNITS = 2843, INDICATORS = 100, MONTHS = 12, GROUPS = 31 };

typedef struct Load {
    int fd;
    bool wide;
    const ParFor *par;
} Load;

static uint64_t read_load(void *ctx, int64_t count)
{
    const Load *load = ctx;
    uint64_t cells = 0;
    for (int64_t i = 0; i < count; i++) {
        AUTO_ARENA arena = {0};
        AUTO_VALUES values = {0};
        Faults faults = {.arena = &arena};
        Err err = {0};
        ValuesSource source = {.fd = load->fd,
                               .file = S("bench.csv"),
                               .convert = {convert_gb18030, NULL},
                               .wide = load->wide,
                               .par = load->par};
        if (!values_read(&arena, &source, &values, &faults, &err) ||
            values.given != (int64_t)UNITS * INDICATORS * MONTHS)
            abort();
        cells += (uint64_t)values.given;
    }
    return cells;
}

static uint32_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33);
}

static void put(int fd, Out *out, size_t keep)
{
    if (out->len < keep)
        return;
    if (write(fd, out->ptr, out->len) != (ssize_t)out->len)
        abort();
    out->len = 0;
}

static int file_of(Arena *arena, bool wide)
{
    enum { STEP_BYTES = 1 << 20 };
    Out out = out_new(arena, 2 * STEP_BYTES);
    uint64_t state = 1;
    int fd = memfd_create("values", 0);
    if (fd < 0)
        abort();
    out_s(&out, wide ? S("period,unit,group") : S("period,unit,group,indicator,value"));
    for (int i = 0; wide && i < INDICATORS; i++)
        out_f(&out, ",i%03d", i);
    out_c(&out, '\n');
    for (int row = 0; row < MONTHS * UNITS; row++) {
        int month = row / UNITS + 1, unit = row % UNITS, group = unit * GROUPS / UNITS;
        if (wide)
            out_f(&out, "2021-%02d,u%05d,g%02d", month, unit, group);
        for (int i = 0; i < INDICATORS; i++) {
            if (wide)
                out_c(&out, ',');
            else
                out_f(&out, "2021-%02d,u%05d,g%02d,i%03d,", month, unit, group, i);
            out_fixed(&out, next_random(&state) % 100000, 2);
            if (!wide)
                out_c(&out, '\n');
        }
        if (wide)
            out_c(&out, '\n');
        put(fd, &out, STEP_BYTES);
    }
    put(fd, &out, 1);
    return fd;
}

int main(int argc, char **argv)
{
    AUTO_ARENA arena = {0};
    Bench *bench = bench_new(&arena, "read_values", argc, argv);
    ParPool *pool = par_pool(&arena, 0);
    ParFor all = par_on(pool), one = par_one();
    for (int wide = 0; wide < 2; wide++) {
        Load load = {.fd = file_of(&arena, wide), .wide = wide};
        int64_t bytes = lseek(load.fd, 0, SEEK_END);
        load.par = &one;
        bench_case(bench, wide ? "values: wide, one worker" : "values: long, one worker", bytes,
                   read_load, &load);
        load.par = &all;
        bench_case(bench, wide ? "values: wide, all workers" : "values: long, all workers", bytes,
                   read_load, &load);
        (void)close(load.fd);
    }
    par_end(pool);
    return bench_done(bench);
}
