/* Values of the score command from CSV: what is read, wherever the cuts fall and however many read. */
#include "base/limits.h"
#include "check.h"
#include "doc/values_in.h"
#include "doc/values_number.h"
#include "doc/values_numbers.h"
#include "sys/convert.h"
#include "sys/par.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef struct How {
    bool wide;
    int64_t chunk_bytes;
    int wave;
    const ParFor *par;
    Str keep;
} How;

static int file_of(Str bytes)
{
    int fd = memfd_create("values", 0);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.ptr, (size_t)bytes.len), bytes.len);
    return fd;
}

static void cell_out(Out *out, double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    switch (panel_state(x)) {
    case VALUE_GIVEN:
        out_f(out, " %.17g", x);
        break;
    case VALUE_NA:
        out_s(out, S(" NA"));
        break;
    case VALUE_NOT_YET:
        out_s(out, S(" ?"));
        break;
    case VALUE_DATA_ONLY:
        out_s(out, S(" #"));
        break;
    default:
        out_s(out, S(" -"));
        break;
    }
}

/* "2021-01 g u: 1 - NA\n…" after a line of columns, or a line for each fault. */
static Str read_as(Arena *arena, Str bytes, How how)
{
    static const char *const kinds[COLUMN_KINDS] = {"", "!", "@", "^", "~", "%"};
    AUTO_ARENA reading = {0};
    AUTO_VALUES values = {0};
    Faults faults = {.arena = &reading};
    Err err = {0};
    Out out = out_new(arena, 1 << 22);
    int fd = file_of(bytes);
    ValuesSource source = {.fd = fd,
                           .file = S("v.csv"),
                           .convert = {convert_gb18030, NULL},
                           .wide = how.wide,
                           .par = how.par,
                           .keep_unit = how.keep,
                           .chunk_bytes = how.chunk_bytes,
                           .wave_chunks = how.wave};
    bool ok = values_read(&reading, &source, &values, &faults, &err);
    (void)close(fd);
    if (err.code)
        out_f(&out, "%s\n", err_code_name(err.code));
    for (int i = 0; i < faults.count; i++) {
        const Err *e = &faults.items[i];
        out_f(&out, "%s %s:%d:%d", err_code_name(e->code), e->file, (int)e->row, (int)e->col);
        for (int a = 0; a < e->nargs; a++)
            out_f(&out, " %s=%.*s", e->args[a].key, (int)e->args[a].len, e->text + e->args[a].at);
        out_c(&out, '\n');
    }
    assert_int_equal(ok, faults.total == 0 && !err.code);
    if (!ok)
        return out_str(&out);
    const Panel *p = &values.panel;
    for (int c = 0; c < p->ncolumns; c++)
        out_f(&out, "%s%s%.*s", c ? " " : "", kinds[p->columns[c].kind],
              STR_ARG(p->columns[c].indicator));
    out_c(&out, '\n');
    int64_t rows = 0;
    for (int b = 0; b < p->nblocks; b++) {
        assert_int_equal(p->blocks[b].first, rows);
        for (int i = 0; i < p->blocks[b].count; i++, rows++) {
            out_f(&out, "%.*s %.*s %.*s:", STR_ARG(p->periods[p->blocks[b].period]),
                  STR_ARG(p->groups[p->blocks[b].group]), STR_ARG(p->units[p->unit_of[rows]]));
            for (int c = 0; c < p->ncolumns; c++)
                cell_out(&out, p->columns[c].cells[rows]);
            out_c(&out, '\n');
        }
    }
    assert_int_equal(rows, p->nrows);
    for (int i = 0; i < values.kept.count; i++) {
        const ValuesKept *k = &values.kept.items[i];
        out_f(&out, "kept %.*s %s%.*s %.*s row %d\n", STR_ARG(k->period), kinds[k->kind],
              STR_ARG(k->indicator), STR_ARG(k->text), (int)k->row);
    }
    return out_str(&out);
}

/* The same with chunks of every small size, waves of one to three, one, two and eight workers. */
static void check(Str bytes, How how, Str expected)
{
    AUTO_ARENA arena = {0};
    static const int workers[] = {1, 2, 8};
    CHECK_STR(read_as(&arena, bytes, how), expected);
    for (int w = 0; w < 3; w++) {
        ParPool *pool = par_pool(&arena, workers[w]);
        ParFor par = par_on(pool);
        how.par = &par;
        for (int64_t size = 1; size <= bytes.len + 2; size += w ? 7 : 1) {
            AUTO_ARENA scratch = {0};
            how.chunk_bytes = size;
            how.wave = 1 + (int)(size % 3) * (w + 1);
            Str found = read_as(&scratch, bytes, how);
            if (!str_eq(found, expected))
                print_error("chunks of %d, waves of %d, %d workers\n", (int)size, how.wave,
                            workers[w]);
            CHECK_STR(found, expected);
        }
        par_end(pool);
    }
}

static void long_rows(void **state)
{
    (void)state;
    check(S("period,unit,group,indicator,value\n"
            "2021-02,u2,g1,a,1.5\n2021-02,u2,g1,b,-0.25\n2021-02,u1,g1,a,\n2021-02,u1,g1,b,NA\n"
            "2021-01,u1,g1,b,12345678.125\n2021-01,u3,g2,a,-7\n2021-01,u2,g1,a,0\n"),
          (How){0},
          S("a b\n"
            "2021-01 g1 u2: 0 -\n2021-01 g1 u1: - 12345678.125\n2021-01 g2 u3: -7 -\n"
            "2021-02 g1 u2: 1.5 -0.25\n2021-02 g1 u1: - NA\n"));
}

static void head_in_any_order(void **state)
{
    (void)state;
    check(
        S("\xEF\xBB\xBF数值,目标值,unit,\"group\",indicator,period,share\r\n"
          "1,10,u1,g,a,2021,0.5\r\n2,,u1,g,b,2021,\r\n\r\n,,,,,,\r\n3, 30 ,\"u2\",g,a,2021,1\r\n"),
        (How){0}, S("a @a %a b\n2021 g u1: 1 10 0.5 2\n2021 g u2: 3 30 1 -\n"));
    check(S("unit,period,value,group,indicator,confirmed,tolerance,baseline\n"
            "u,2021Q3,1,g,a,2,0.1,5\nu,2021Q4,1,g,a,,,6"),
          (How){0}, S("a !a ~a ^a\n2021Q3 g u: 1 2 0.10000000000000001 5\n2021Q4 g u: 1 - - 6\n"));
}

static void quotes(void **state)
{
    (void)state;
    check(S("period,unit,group,indicator,value\n"
            "2021-01,\"a,b\",\"g\"\"1\"\"\",i,\"1\"\n2021-01,a,\"g\"\"1\"\"\",i,2\n"
            "2021-01,\"line\n,,,,\nend\",\"g\"\"1\"\"\",\"i\",3\n2021-01,'=x,\"g\"\"1\"\"\",i,4\n"),
          (How){.keep = S("line\n,,,,\nend")},
          S("i\n2021-01 g\"1\" a,b: 1\n2021-01 g\"1\" a: 2\n2021-01 g\"1\" line\n,,,,\nend: 3\n"
            "2021-01 g\"1\" =x: 4\nkept 2021-01 i 3 row 4\n"));
    check(S("period,unit,group,indicator,value\n2021-01,u,g,i,1\n2021-01,\"u2,g,i,1\n2021-01,u3,g,"
            "i,2\n"),
          (How){0}, S("CSV_QUOTE v.csv:3:1 found=u2,g,i,1\n2021-01,u3,g,i,2\n\n"));
    check(S("period,unit,group,indicator,value\n2021-01,\"u\"x,g,i,1\n2021-01,u3,g,i,z\n"),
          (How){0}, S("CSV_AFTER_QUOTE v.csv:2:2 found=x\nVALUES_NUMBER v.csv:3:5 found=z\n"));
}

static void gb18030(void **state)
{
    (void)state;
    /* 组甲, 单位, 指标乙 */
    check(S("period,unit,group,indicator,value\n"
            "2021-01,\xb5\xa5\xce\xbb,\xd7\xe9\xbc\xd7,\xd6\xb8\xb1\xea\xd2\xd2,1\n"
            "2021-01,\xc1\xed\xd2\xbb,\xd7\xe9\xbc\xd7,\xd6\xb8\xb1\xea\xd2\xd2,2\n"),
          (How){.keep = S("另一")},
          S("指标乙\n2021-01 组甲 单位: 1\n2021-01 组甲 另一: 2\nkept 2021-01 指标乙 2 row 3\n"));
    check(S("period,unit,group,\xd6\xb8\xb1\xea\xd2\xd2\n2021-01,\xb5\xa5\xce\xbb,\xd7\xe9\xbc\xd7,"
            "1\n"),
          (How){.wide = true, .keep = S("单位")},
          S("指标乙\n2021-01 组甲 单位: 1\nkept 2021-01 指标乙 1 row 2\n"));
    check(S("period,unit,group,indicator,value\n2021-01,示例单位之一,组,指标,1\n2021-01,单\xff,组,"
            "指标,2\n"),
          (How){0}, S("CSV_ENCODING v.csv:3:2 found=FF\n"));
}

/* Not applicable, not yet available, data without rank: of what was reported and of what was confirmed; in both encodings. */
static void states(void **state)
{
    (void)state;
    check(
        S("period,unit,group,indicator,value,confirmed\n2021-01,u,g,a,NA,\n2021-01,u,g,b,尚未取得,"
          "\n"
          "2021-01,u,g,c,9.5 "
          "no_rank,\n2021-01,u,g,d,9.5（有数不排名）,\n2021-01,u,g,e,9.5(有数不排名),\n"
          "2021-01,u,g,f,不涉及,\n2021-01,u,g,h,9.5,not_yet\n2021-01,u,g,i,9.5,9 no_rank\n"
          "2021-01,u,g,j,9.5,不涉及\n2021-01,u,g,k,not_yet,8\n"),
        (How){0},
        S("a b c d e f h !h i !i j !j k !k\n2021-01 g u: NA ? # # # NA 9.5 ? 9.5 # 9.5 NA ? 8\n"));
    check(S("period,unit,group,indicator,value\n2021-01,u,g,a,\xc9\xd0\xce\xb4\xc8\xa1\xb5\xc3\n"
            "2021-01,u,g,b,9.5\xa3\xa8\xd3\xd0\xca\xfd\xb2\xbb\xc5\xc5\xc3\xfb\xa3\xa9\n"),
          (How){0}, S("a b\n2021-01 g u: ? #\n"));
    check(
        S("period,unit,group,indicator,value,confirmed\n2021-01,u,g,a,暂缓,\n2021-01,u,g,b,1,待定\n"
          "2021-01,u,g,c,no_rank,\n"),
        (How){0},
        S("VALUES_NUMBER v.csv:2:5 found=暂缓\nVALUES_NUMBER v.csv:3:6 found=待定\n"
          "VALUES_NUMBER v.csv:4:5 found=no_rank\n"));
}

static void wide_rows(void **state)
{
    (void)state;
    check(
        S("group,b,unit,a,period\ng,1,u2,2.50,2021-02\ng,NA,u1,,2021-02\ng,-3,u2,0.001,2021-01\n"),
        (How){.wide = true, .keep = S("u2")},
        S("b a\n2021-01 g u2: -3 0.001\n2021-02 g u2: 1 2.5\n2021-02 g u1: NA -\n"
          "kept 2021-02 b 1 row 2\nkept 2021-02 a 2.50 row 2\n"
          "kept 2021-01 b -3 row 4\nkept 2021-01 a 0.001 row 4\n"));
    check(S("period,unit,group,a\n2021,u,g,1\n2021,v,g,1\n2021,u,g,2\n"), (How){.wide = true},
          S("VALUES_ROW_TWICE v.csv:4:1 unit=u period=2021 other=2\n"));
}

static void every_fault(void **state)
{
    (void)state;
    check(S("period,unit,group,indicator,value,share,tolerance\n"
            "2021-13,u,g,a,1,,\n2021-01,u,g,a,1e5,2,-1\n2021-01,,g,a,1.,,\n2021-01,u,g\n"
            "2021Q1,u,g,b,1,,\n2021-01,u,h,c,.5,NA,\n2021-01,v,g,c,1,,,9\n"),
          (How){0},
          S("VALUES_PERIOD v.csv:2:1 found=2021-13\n"
            "VALUES_NUMBER v.csv:3:5 found=1e5\n"
            "VALUES_BOUNDS v.csv:3:6 found=2 expected=0…1\n"
            "VALUES_BOUNDS v.csv:3:7 found=-1 expected=≥ 0\n"
            "VALUES_EMPTY v.csv:4:2 key=unit\n"
            "VALUES_NUMBER v.csv:4:5 found=1.\n"
            "VALUES_CELLS v.csv:5:3 found=3 expected=7\n"
            "VALUES_PERIOD_MIXED v.csv:6:1 found=2021Q1 expected=2021-01\n"
            "VALUES_NUMBER v.csv:7:5 found=.5\n"
            "VALUES_NUMBER v.csv:7:6 found=NA\n"
            "VALUES_CELLS v.csv:8:8 found=8 expected=7\n"));
    check(S("period,unit,group,indicator,value\n2021-01,u,g,a,1\n2021,u,g,a,1\n"), (How){0},
          S("VALUES_PERIOD_MIXED v.csv:3:1 found=2021 expected=2021-01\n"));
    check(
        S("period,unit,group,indicator,value\n2021-01,u,g,a,1\n2021-01,v,g,a,1\n2021-01,u,h,b,1\n"),
        (How){0}, S("VALUES_GROUP v.csv:4:1 unit=u period=2021-01 found=h expected=g other=2\n"));
    check(
        S("period,unit,group,indicator,value\n2021-01,u,g,a,\n2021-01,u,g,b,1\n\n2021-01,u,g,a,1\n"
          "2021-02,u,g,a,1\n2021-01,u,g,a,2\n"),
        (How){0},
        S("VALUES_TWICE v.csv:5:1 unit=u period=2021-01 indicator=a other=2\n"
          "VALUES_TWICE v.csv:7:1 unit=u period=2021-01 indicator=a other=2\n"));
}

/* Empty columns behind the last one, as a spreadsheet saves what was once typed there. */
static void columns_saved_empty(void **state)
{
    (void)state;
    check(S("period,unit,group,a,,\n2021,u,g,1,,\n2021,v,g,2,,\n,,,,,\n"), (How){.wide = true},
          S("a\n2021 g u: 1\n2021 g v: 2\n"));
    check(S("period,unit,group,a,,\n2021,u,g,1,,3\n2021,v,g,2,,,\n"), (How){.wide = true},
          S("VALUES_CELLS v.csv:2:5 found=6 expected=4\n"
            "VALUES_CELLS v.csv:3:5 found=7 expected=4\n"));
}

static void heads(void **state)
{
    (void)state;
    check(S("period,unit,group\n2021,u,g\n"), (How){.wide = true}, S("\n2021 g u:\n"));
    check(S("period,unit,group,indicator,value,colour,unit\n"), (How){0},
          S("VALUES_COLUMN v.csv:1:6 found=colour expected=period, unit, group, indicator, value, "
            "confirmed, target, baseline, tolerance, share\n"
            "VALUES_COLUMN_TWICE v.csv:1:7 found=unit\n"));
    check(S("period,unit,value\n2021,u,1\n"), (How){0},
          S("VALUES_COLUMN_MISSING v.csv:1:1 key=group\n"
            "VALUES_COLUMN_MISSING v.csv:1:1 key=indicator\n"));
    check(S("period,unit,group,a,b\n"), (How){0}, S("VALUES_WIDE v.csv:1:1\n"));
    check(S("period,unit,group,a,,a\n"), (How){.wide = true},
          S("VALUES_COLUMN v.csv:1:5 found= expected=period, unit, group\n"
            "VALUES_COLUMN_TWICE v.csv:1:6 found=a\n"));
    check(S("period,unit,group,indicator,value\n\n"), (How){0}, S("VALUES_NONE v.csv:0:0\n"));
    check(S("\xFF\xFEp\0"), (How){0}, S("CSV_ENCODING\n"));
    check(S(""), (How){0}, S("VALUES_NONE\n"));
}

/* Nearest doubles, held against the C library's reading of the same text. */
static void numbers(void **state)
{
    (void)state;
    static const char *const texts[] = {"0",
                                        "-0",
                                        "0.1",
                                        "-0.001",
                                        "1234567",
                                        "12345678",
                                        "123456789.25",
                                        "1234567.1234567",
                                        "99999999.99999999",
                                        "390.79999114746801",
                                        "0.013333333333333334",
                                        "47.306451612903224",
                                        "9007199254740993",
                                        "123456789012345678",
                                        "1234567890123456789",
                                        "0.000000000000000001",
                                        "123456789012345678901234567890.1234",
                                        "9007199254740992.5",
                                        "3.141592653589793238"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        AUTO_ARENA arena = {0};
        double expected = strtod(texts[i], NULL) + 0.0;
        Str file =
            arena_fmt(&arena, "period,unit,group,indicator,value\n2021,u,g,a,%s\n", texts[i]);
        CHECK_STR(read_as(&arena, file, (How){0}),
                  arena_fmt(&arena, "a\n2021 g u: %.17g\n", expected == 0 ? 0.0 : expected));
    }
}

static uint32_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33);
}

/* -12, 12 or 12.5 with a comma behind: what a plain number is. */
static bool plain_number(const char *p, const char **ret_next)
{
    static const char digits[] = "0123456789";
    size_t n;
    p += *p == '-';
    p += n = strspn(p, digits);
    if (n > 0 && *p == '.')
        p += 1 + (n = strspn(p + 1, digits));
    *ret_next = p + 1;
    return n > 0 && *p == ',';
}

/* All that go one by one, none that is no number, each as strtod reads it. */
static void check_numbers(const char *text, int count)
{
    double cells[64], cell;
    const char *at = text, *p = text, *q = text;
    int found = values_numbers(&at, cells, count), least = 0;
    for (int i = 0; i < found; i++) {
        const char *next = NULL;
        double expected = strtod(p, NULL);
        assert_true(plain_number(p, &next));
        expected = expected == 0 ? 0.0 : expected;
        assert_memory_equal(&cells[i], &expected, sizeof expected);
        p = next;
    }
    assert_ptr_equal(at, p);
    while (least < count && number_at(&q, &cell) && *q++ == ',')
        least++;
    assert_in_range(found, least, count);
}

/* Four at a time to the bit, whatever stands between the commas. */
static void numbers_at_once(void **state)
{
    (void)state;
    enum { MOST = 40, PAD = 600 };
    static const char often[] = "0123456789", seldom[] = "..,,--\n\r0N\"\x80 /+:;";
    uint64_t random = 1;
    char text[MOST * 16 + PAD];
    for (int round = 0; round < 60000; round++) {
        size_t len = 0;
        memset(text, 0, sizeof text);
        for (int i = 0; i < MOST; i++) {
            unsigned style = next_random(&random) % 400;
            unsigned whole = style % 5 + 1 + (style > 390 ? 4 : 0), decimals = style / 5 % 4;
            if (next_random(&random) % 8 == 0)
                text[len++] = '-';
            for (unsigned d = 0; d < whole + decimals; d++) {
                if (d == whole)
                    text[len++] = '.';
                text[len++] = often[next_random(&random) % 10];
            }
            text[len++] = ',';
        }
        for (unsigned i = 0; i < (unsigned)round % 3; i++)
            text[next_random(&random) % len] = seldom[next_random(&random) % (sizeof seldom - 1)];
        check_numbers(text, round % MOST + 1);
    }
}

/* Long codes, long rows, many units: what does not fit where it is guessed to fit. */
static void sizes(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    char code[LIMIT_VALUES_CODE_BYTES + 2];
    memset(code, 'c', sizeof code);
    Str fits = {code, LIMIT_VALUES_CODE_BYTES}, long_one = {code, LIMIT_VALUES_CODE_BYTES + 1};
    Str file =
        arena_fmt(&arena, "period,unit,group,indicator,value\n2021,%.*s,g,a,1\n2021,%.*s,g,b,2\n",
                  STR_ARG(fits), STR_ARG(fits));
    CHECK_STR(read_as(&arena, file, (How){.chunk_bytes = 8}),
              arena_fmt(&arena, "a b\n2021 g %.*s: 1 2\n", STR_ARG(fits)));
    file = arena_fmt(&arena, "period,unit,group,indicator,value\n2021,%.*s,g,a,1\n",
                     STR_ARG(long_one));
    CHECK_STR(read_as(&arena, file, (How){0}),
              arena_fmt(&arena, "LIMIT v.csv:2:2 name=LIMIT_VALUES_CODE_BYTES limit=%d found=%d\n",
                        LIMIT_VALUES_CODE_BYTES, LIMIT_VALUES_CODE_BYTES + 1));
    Out out = out_new(&arena, 1 << 22);
    out_s(&out, S("period,unit,group,indicator,value\n"));
    for (int i = 0; i < 3; i++)
        for (int u = 0; u < 9000; u++)
            out_f(&out, "2021,unit%d,g,i%d,%d.5\n", u, i, u);
    Str one = read_as(&arena, out_str(&out), (How){.chunk_bytes = 4000, .wave = 3});
    CHECK_STR(read_as(&arena, out_str(&out), (How){0}), one);
    CHECK(str_ends(one, S("2021 g unit8999: 8999.5 8999.5 8999.5\n")));
}

static void a_row_without_end(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Out out = out_new(&arena, 1 << 25);
    out_s(&out, S("period,unit,group,indicator,value\n2021,"));
    for (int i = 0; i < 5 * LIMIT_CSV_ROW_BYTES / 8; i++)
        out_s(&out, S("aaaaaaaa"));
    CHECK_STR(read_as(&arena, out_str(&out), (How){0}), S("LIMIT\n"));
}

static void hundred_faults(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    AUTO_VALUES values = {0};
    Err err = {0};
    Out out = out_new(&arena, 1 << 22);
    out_s(&out, S("period,unit,group,indicator,value\n"));
    for (int i = 0; i < 1000; i++)
        out_f(&out, "2021,u%d,g,a,x\n", i);
    Faults faults = {.arena = &arena};
    ValuesSource source = {.fd = file_of(out_str(&out)), .file = S("v.csv"), .chunk_bytes = 300};
    CHECK(!values_read(&arena, &source, &values, &faults, &err));
    CHECK_I64(faults.count, FAULTS_KEPT_MAX);
    CHECK_I64(faults.total, 1000);
    CHECK_I64(faults.items[FAULTS_KEPT_MAX - 1].row, FAULTS_KEPT_MAX + 1);
    (void)close(source.fd);
}

static void periods(void **state)
{
    (void)state;
    int32_t month;
    int step;
    CHECK(values_period(S("2021"), &month, &step) && month == 2021 * 12 + 11 && step == 12);
    CHECK(values_period(S("2021Q2"), &month, &step) && month == 2021 * 12 + 5 && step == 3);
    CHECK(values_period(S("2021-02"), &month, &step) && month == 2021 * 12 + 1 && step == 1);
    CHECK(!values_period(S("2021Q5"), &month, &step));
    CHECK(!values_period(S("2021-00"), &month, &step));
    CHECK(!values_period(S("21-01"), &month, &step));
    CHECK(!values_period(S("2021-1"), &month, &step));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_rows),
        cmocka_unit_test(head_in_any_order),
        cmocka_unit_test(quotes),
        cmocka_unit_test(gb18030),
        cmocka_unit_test(states),
        cmocka_unit_test(wide_rows),
        cmocka_unit_test(every_fault),
        cmocka_unit_test(columns_saved_empty),
        cmocka_unit_test(heads),
        cmocka_unit_test(numbers),
        cmocka_unit_test(numbers_at_once),
        cmocka_unit_test(sizes),
        cmocka_unit_test(a_row_without_end),
        cmocka_unit_test(hundred_faults),
        cmocka_unit_test(periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
