/* bench/peers/duban.c - duban's side of bench/score.py, read.py and stability.py: works when it is told to.
 *
 * usage: peer_duban make FOLDER UNITS INDICATORS MONTHS GROUPS [columns] [long] [wide]
 *        peer_duban serve FOLDER UNITS INDICATORS MONTHS GROUPS
 * `make` writes the load: columns.f64 (a column after the other), long.csv, wide.csv, scheme.yaml. `serve` reads a
 * command a line and answers with a line of milliseconds, or ok; docs/bench.md has the commands. */
#include "base/out.h"
#include "core/engine.h"
#include "core/stability.h"
#include "doc/values_in.h"
#include "sys/clock.h"
#include "sys/convert.h"
#include "sys/files.h"
#include "sys/par.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { LINE_BYTES = 4096, WORDS_MAX = 4, HUNDREDTHS = 1000 * 1000 };
enum { ROOM_BYTES = 16 * 1024 * 1024 };

typedef struct Load {
    Arena arena;
    const char *folder;
    int units, indicators, months, groups;
    int64_t nrows;
    double *cells, *copy; /* [indicators * nrows] */
    Scheme scheme;
    Panel panel, month; /* all, and the first month by itself */
    Engine *engine, *month_engine;
    EngineResult month_base;
    ParPool *pool;
    ParFor par;
    Arena last; /* of the last run, for `keep` */
    EngineResult result;
    Values values;
    StabilityResult stability;
} Load;

static void die(const char *what, const Err *err)
{
    (void)fprintf(stderr, "peer_duban: %s: %s\n", what, err ? err_code_name(err->code) : "");
    exit(1);
}

static int number(const char *word)
{
    return word ? (int)strtol(word, NULL, 10) : 0;
}

static double now_ms(void)
{
    return (double)clock_monotonic_ns() / 1e6;
}

static double used_ms(const struct rusage *use)
{
    double seconds = (double)(use->ru_utime.tv_sec + use->ru_stime.tv_sec);
    return seconds * 1e3 + (double)(use->ru_utime.tv_usec + use->ru_stime.tv_usec) / 1e3;
}

static FILE *in_folder(const Load *load, const char *name, const char *mode)
{
    AUTO_ARENA arena = {0};
    FILE *file = fopen(arena_fmt(&arena, "%s/%s", load->folder, name).ptr, mode);
    if (!file)
        die(name, NULL);
    return file;
}

static void put_bytes(FILE *file, const void *bytes, size_t size)
{
    if (fwrite(bytes, 1, size, file) != size)
        die("cannot write", NULL);
}

static void close_file(FILE *file)
{
    if (fclose(file) != 0)
        die("cannot write", NULL);
}

/* ---- the load ---- */

static int weight_of(int indicator)
{
    return indicator % 7 + 1;
}

static int units_of(const Load *load, int group)
{
    return load->units / load->groups + (group < load->units % load->groups);
}

/* Hundredths of the cell: any order gives the same. */
static uint32_t value_of(int64_t row, int indicator)
{
    uint64_t x = ((uint64_t)row << 16 | (uint64_t)indicator) * UINT64_C(0x9e3779b97f4a7c15);
    x ^= x >> 29;
    x *= UINT64_C(0xbf58476d1ce4e5b9);
    return (uint32_t)((x >> 33) % HUNDREDTHS);
}

static void make_columns(const Load *load)
{
    FILE *file = in_folder(load, "columns.f64", "w");
    for (int i = 0; i < load->indicators; i++)
        for (int64_t row = 0; row < load->nrows; row++)
            put_bytes(file, &(double){value_of(row, i) / 100.0}, sizeof(double));
    close_file(file);
}

static char *put_value(char *at, uint32_t value)
{
    char digits[16];
    int n = 0;
    for (uint32_t whole = value / 100; n == 0 || whole; whole /= 10)
        digits[n++] = (char)('0' + whole % 10);
    while (n)
        *at++ = digits[--n];
    *at++ = '.';
    *at++ = (char)('0' + value / 10 % 10);
    *at++ = (char)('0' + value % 10);
    return at;
}

/* Rows as an office's database gives them out: by period, then unit, then indicator. */
static void make_csv(const Load *load, bool wide)
{
    AUTO_ARENA arena = {0};
    FILE *file = in_folder(load, wide ? "wide.csv" : "long.csv", "w");
    Str *codes = arena_new(&arena, Str, load->indicators);
    char *line = arena_new(&arena, char, LINE_BYTES + 16 * load->indicators);
    (void)fputs(wide ? "period,unit,group" : "period,unit,group,indicator,value", file);
    for (int i = 0; i < load->indicators; i++) {
        codes[i] = arena_fmt(&arena, "i%03d,", i);
        if (wide)
            (void)fprintf(file, ",i%03d", i);
    }
    (void)fputc('\n', file);
    int64_t row = 0;
    for (int m = 0; m < load->months; m++)
        for (int g = 0, unit = 0; g < load->groups; g++)
            for (int u = 0; u < units_of(load, g); u++, unit++, row++) {
                int head = snprintf(line, LINE_BYTES, "2021-%02d,u%05d,g%02d", m + 1, unit, g);
                char *at = line + head;
                for (int i = 0; i < load->indicators; i++) {
                    *at++ = ',';
                    if (!wide) {
                        memcpy(at, codes[i].ptr, (size_t)codes[i].len);
                        at += codes[i].len;
                    }
                    at = put_value(at, value_of(row, i));
                    if (!wide) {
                        *at++ = '\n';
                        put_bytes(file, line, (size_t)(at - line));
                        at = line + head;
                    }
                }
                if (wide) {
                    *at++ = '\n';
                    put_bytes(file, line, (size_t)(at - line));
                }
            }
    close_file(file);
}

static void make_scheme_file(const Load *load)
{
    FILE *file = in_folder(load, "scheme.yaml", "w");
    (void)fputs("format: duban-scheme/1\ncode: bench\ngroup: bench\nversion: 1\neffective: "
                "2021-01\nfull: 100\n"
                "rank: {ties: competition}\ntree:\n",
                file);
    for (int i = 0; i < load->indicators; i++)
        (void)fprintf(file, "  - {code: i%03d, name: i%03d, weight: %d, rule: min-max}\n", i, i,
                      weight_of(i));
    close_file(file);
}

static int make(const Load *load, int count, char **parts)
{
    make_scheme_file(load);
    for (int i = 0; i < count; i++) {
        if (strcmp(parts[i], "columns") == 0)
            make_columns(load);
        else
            make_csv(load, strcmp(parts[i], "wide") == 0);
    }
    return 0;
}

/* ---- into memory ---- */

static Panel make_panel(Load *load, int months)
{
    Arena *a = &load->arena;
    int64_t nrows = (int64_t)load->units * months, row = 0;
    int nblocks = load->groups * months;
    Str *units = arena_new(a, Str, load->units);
    int32_t *unit_of = arena_new(a, int32_t, nrows), *ordinals = arena_new(a, int32_t, months);
    PanelBlock *blocks = arena_new(a, PanelBlock, nblocks);
    PanelColumn *columns = arena_new(a, PanelColumn, load->indicators);
    for (int m = 0; m < months; m++) {
        ordinals[m] = month_from_ym(2021, m + 1);
        for (int g = 0, unit = 0; g < load->groups; g++) {
            int count = units_of(load, g);
            blocks[m * load->groups + g] = (PanelBlock){m, g, count, row};
            while (count--)
                unit_of[row++] = unit++;
        }
    }
    for (int u = 0; u < load->units; u++)
        units[u] = arena_fmt(a, "u%05d", u);
    for (int i = 0; i < load->indicators; i++)
        columns[i] =
            (PanelColumn){arena_fmt(a, "i%03d", i), COLUMN_VALUE, load->cells + i * load->nrows};
    return (Panel){.nrows = nrows,
                   .nunits = load->units,
                   .nperiods = months,
                   .ngroups = load->groups,
                   .ncolumns = load->indicators,
                   .nblocks = nblocks,
                   .units = units,
                   .months = ordinals,
                   .step_months = 1,
                   .unit_of = unit_of,
                   .blocks = blocks,
                   .columns = columns};
}

static void make_scheme(Load *load)
{
    SchemeNode *nodes = arena_new(&load->arena, SchemeNode, load->indicators + 1);
    nodes[0] = (SchemeNode){.code = S("root"), .parent = -1, .weight = dec_from_i64(1)};
    for (int i = 0; i < load->indicators; i++)
        nodes[i + 1] = (SchemeNode){.code = load->panel.columns[i].indicator,
                                    .indicator = load->panel.columns[i].indicator,
                                    .weight = dec_from_i64(weight_of(i)),
                                    .rule = RULE_MIN_MAX,
                                    .plan = PLAN_STRAIGHT,
                                    .cap = dec_from_i64(1),
                                    .gain = dec_from_i64(100)};
    load->scheme =
        (Scheme){.full = dec_from_i64(100), .nodes = nodes, .nnodes = load->indicators + 1};
    load->scheme.streak = (StreakRule){.present = true, .bottom = 3, .min_group = 7};
    scheme_prepare(&load->scheme);
}

static void load_columns(Load *load)
{
    Err err = {0};
    size_t n = (size_t)load->indicators * (size_t)load->nrows;
    load->cells = arena_new(&load->arena, double, n);
    FILE *file = in_folder(load, "columns.f64", "r");
    if (fread(load->cells, sizeof(double), n, file) != n)
        die("columns.f64", NULL);
    (void)fclose(file);
    load->panel = make_panel(load, load->months);
    load->month = make_panel(load, 1);
    make_scheme(load);
    if (!engine_new(&load->arena, &load->scheme, &load->panel, &load->engine, &err) ||
        !engine_new(&load->arena, &load->scheme, &load->month, &load->month_engine, &err) ||
        !engine_run(&load->arena, &(EngineInput){.engine = load->month_engine}, ENGINE_LEAVES,
                    &load->month_base, &err))
        die("load", &err);
}

/* ---- the work: each returns its milliseconds and leaves its result for `keep` ---- */

/* The arena of results, empty; its pages stay, as an allocator's do that is asked for the same again. */
static Arena *emptied(Load *load)
{
    Arena *arena = &load->last;
    if (!arena->chunk)
        (void)arena_raw(arena, 1, ROOM_BYTES);
    arena_rewind(arena, (ArenaMark){arena->chunk, 0, 0});
    return arena;
}

static double score(Load *load)
{
    Err err = {0};
    Arena *last = emptied(load);
    double from = now_ms();
    EngineInput input = {.engine = load->engine, .par = &load->par};
    if (!engine_run(last, &input, 0, &load->result, &err))
        die("score", &err);
    return now_ms() - from;
}

/* What the memory gives: one thread copies the columns. */
static double copy(Load *load)
{
    size_t n = (size_t)load->nrows;
    if (!load->copy) {
        load->copy = arena_new(&load->arena, double, n *(size_t)load->indicators);
        memset(load->copy, 1, n * (size_t)load->indicators * sizeof(double));
    }
    double from = now_ms();
    for (int i = 0; i < load->indicators; i++)
        memcpy(load->copy + (size_t)i * n, load->panel.columns[i].cells, n * sizeof(double));
    return now_ms() - from;
}

static double read_file(Load *load, bool wide)
{
    Err err = {0};
    int fd;
    values_done(&load->values);
    arena_done(&load->last);
    AUTO_ARENA arena = {0};
    Faults faults = {.arena = &arena};
    double from = now_ms();
    Str path = arena_fmt(&arena, "%s/%s.csv", load->folder, wide ? "wide" : "long");
    if (!file_open(path, &fd, &err))
        die("read", &err);
    ValuesSource source = {.fd = fd,
                           .file = path,
                           .convert = {convert_gb18030, NULL},
                           .wide = wide,
                           .par = &load->par};
    if (!values_read(&load->last, &source, &load->values, &faults, &err))
        die("read", &err);
    double took = now_ms() - from;
    fd_close(fd);
    return took;
}

/* Draws with weights of ± 25 %, or with those of a file: [draws * indicators] doubles. */
static double draw(Load *load, int64_t draws, const char *sets_file)
{
    Err err = {0};
    Arena *last = emptied(load);
    AUTO_ARENA arena = {0};
    StabilitySpec spec = {.draws = draws, .seed = 1, .weights = 0.25};
    if (sets_file) {
        int n = load->indicators;
        double *sets = arena_new(&arena, double, draws *(n + 1));
        FILE *file = fopen(sets_file, "r");
        for (int64_t d = 0; file && d < draws; d++) {
            sets[d * (n + 1)] = 1;
            if (fread(sets + d * (n + 1) + 1, sizeof(double), (size_t)n, file) != (size_t)n)
                die(sets_file, NULL);
        }
        if (!file)
            die(sets_file, NULL);
        (void)fclose(file);
        spec.sets = sets, spec.nsets = (int)draws, spec.weights = 0;
    }
    double from = now_ms();
    if (!stability_run(last, load->month_engine, &load->month_base, &spec, &load->par, NULL, NULL,
                       &load->stability, &err))
        die("draw", &err);
    return now_ms() - from;
}

/* ---- what came out, as bytes to compare ---- */

static void keep_scores(const Load *load, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        die(path, NULL);
    put_bytes(file, load->result.exact, sizeof(double) * (size_t)load->nrows);
    put_bytes(file, load->result.rank, sizeof(int32_t) * (size_t)load->nrows);
    close_file(file);
}

/* Cells in the order of columns.f64; the panel's rows and columns stand as the file has them. */
static void keep_values(const Load *load, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        die(path, NULL);
    const Panel *panel = &load->values.panel;
    for (int i = 0; i < panel->ncolumns; i++)
        put_bytes(file, panel->columns[i].cells, sizeof(double) * (size_t)panel->nrows);
    close_file(file);
}

/* min, p5, median, p95, max and draws in the bottom three of each unit. */
static void keep_ranks(const Load *load, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file)
        die(path, NULL);
    for (int i = 0; i < load->stability.nrows; i++) {
        const StabilityRow *row = &load->stability.rows[i];
        int32_t numbers[6] = {row->min, row->p5,  row->median,
                              row->p95, row->max, (int32_t)row->in_bottom};
        put_bytes(file, numbers, sizeof numbers);
    }
    close_file(file);
}

/* ---- a command a line ---- */

static bool is(const char *word, const char *name)
{
    return word && strcmp(word, name) == 0;
}

static double work(Load *load, char **words)
{
    if (is(words[0], "score"))
        return score(load);
    if (is(words[0], "copy"))
        return copy(load);
    if (is(words[0], "long") || is(words[0], "wide"))
        return read_file(load, is(words[0], "wide"));
    if (is(words[0], "draw"))
        return draw(load, number(words[2]), words[3]);
    die(words[0], NULL);
    return 0;
}

/* By the clock, and of all processors together. */
static void work_once(Load *load, char **words)
{
    struct rusage before, after;
    (void)getrusage(RUSAGE_SELF, &before);
    double took = work(load, words);
    (void)getrusage(RUSAGE_SELF, &after);
    printf("%.6f/%.6f ", took, used_ms(&after) - used_ms(&before));
}

static void answer(Load *load, char **words)
{
    if (is(words[0], "version")) {
        printf("duban %s\n", DUBAN_VERSION);
        return;
    }
    if (is(words[0], "load"))
        load_columns(load);
    else if (is(words[0], "threads")) {
        par_end(load->pool);
        load->pool = par_pool(&load->arena, number(words[1]));
        load->par = par_on(load->pool);
    } else if (is(words[0], "keep-scores"))
        keep_scores(load, words[1]);
    else if (is(words[0], "keep-values"))
        keep_values(load, words[1]);
    else if (is(words[0], "keep-ranks"))
        keep_ranks(load, words[1]);
    else { /* work TIMES … */
        for (int times = number(words[1]); times > 0; times--)
            work_once(load, words);
        printf("\n");
        return;
    }
    printf("ok\n");
}

static int serve(Load *load)
{
    char line[LINE_BYTES];
    load->pool = par_pool(&load->arena, 0);
    load->par = par_on(load->pool);
    while (fgets(line, sizeof line, stdin)) {
        char *words[WORDS_MAX + 1] = {0}, *at = NULL;
        int count = 0;
        for (char *word = strtok_r(line, " \n", &at); word && count < WORDS_MAX;
             word = strtok_r(NULL, " \n", &at))
            words[count++] = word;
        if (count == 0)
            continue;
        answer(load, words);
        (void)fflush(stdout);
    }
    par_end(load->pool);
    values_done(&load->values);
    arena_done(&load->last);
    arena_done(&load->arena);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 7) {
        (void)fprintf(
            stderr, "usage: peer_duban make|serve FOLDER UNITS INDICATORS MONTHS GROUPS [what]\n");
        return 2;
    }
    Load load = {.folder = argv[2],
                 .units = number(argv[3]),
                 .indicators = number(argv[4]),
                 .months = number(argv[5]),
                 .groups = number(argv[6])};
    load.nrows = (int64_t)load.units * load.months;
    return is(argv[1], "make") ? make(&load, argc - 7, argv + 7) : serve(&load);
}
