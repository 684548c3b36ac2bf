#include "base/limits.h"
#include "check.h"
#include "doc/csv.h"
#include "doc/typed.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const CsvConvert no_convert = {0};

/* The rest of csv as "cell|cell;cell|…", or the code of the fault at row:col:byte. Memory of a row is
 * given back after it. */
static Str rest_of(Arena *a, Csv *csv)
{
    Err err = {0};
    AUTO_ARENA text = {0};
    Out out = out_new(&text, 1 << 20);
    CsvRow row;
    for (;;) {
        ArenaMark mark = arena_mark(a);
        bool more = csv_next(csv, &row, &err);
        for (int i = 0; more && i < row.count; i++) {
            if (i || row.row > 1)
                out_c(&out, i ? '|' : ';');
            out_s(&out, row.cells[i]);
        }
        arena_rewind(a, mark);
        if (!more)
            break;
    }
    if (err.code)
        return arena_fmt(a, "%s %s:%d:%d:%d", err_code_name(err.code), err.file, (int)err.row,
                         (int)err.col, (int)err.byte);
    return arena_str(a, out_str(&out));
}

static int file_of(Str bytes)
{
    int fd = memfd_create("csv", 0);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.ptr, (size_t)bytes.len), bytes.len);
    return fd;
}

/* Through a window that reads step_bytes at once. */
static Str windowed_rows_of(Str bytes, CsvConvert convert, size_t step_bytes, Arena *a)
{
    Err err = {0};
    Csv csv;
    int fd = file_of(bytes);
    bool ok = csv_open_fd(&csv, a, fd, S("t.csv"), convert, &err);
    csv.window.step_bytes = step_bytes;
    Str rows = ok ? rest_of(a, &csv) : arena_fmt(a, "%s", err_code_name(err.code));
    close(fd);
    return rows;
}

/* Read whole; the same through windows of every small size. */
static Str rows_of(Arena *a, Str bytes, CsvConvert convert)
{
    Err err = {0};
    Csv csv;
    if (!csv_open(&csv, a, bytes, S("t.csv"), convert, &err))
        return arena_fmt(a, "%s", err_code_name(err.code));
    Str rows = rest_of(a, &csv);
    for (size_t step = 1; step <= 9 && bytes.len < 1000; step++) {
        AUTO_ARENA scratch = {0};
        CHECK_STR(windowed_rows_of(bytes, convert, step, &scratch), rows);
    }
    return rows;
}

static void csv__splits_rows_and_cells(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const struct {
        Str bytes, expected;
    } cases[] = {
        {S(""), S("")},
        {S("a"), S("a")},
        {S("a,b\n"), S("a|b")},
        {S("a,b\r\nc,d\r\n"), S("a|b;c|d")},
        {S("a,b\rc,d\r"), S("a|b;c|d")},
        {S("a,b\n\r\nc"), S("a|b;;c")},
        {S("a,\n,b\n"), S("a|;|b")},
        {S("a\nb,c,d\ne,f"), S("a;b|c|d;e|f")},
        {S("\xEF\xBB\xBF单位,值\n"), S("单位|值")},
        {S("\"a,b\",\"c\nd\",\"e\"\"f\"\ng"), S("a,b|c\nd|e\"f;g")},
        {S("\"\",\"\"\"\"\n"), S("|\"")},
        {S("5\"管,a\"b\n"), S("5\"管|a\"b")},
        {S(" \"a\",b\n"), S(" \"a\"|b")},
        {S("'=1+2,'-3,'@x,'a,''=b,','\n"), S("=1+2|-3|@x|'a|'=b|'|'")},
        {S("\"'=a,b\"\n"), S("=a,b")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_STR(rows_of(&a, cases[i].bytes, no_convert), cases[i].expected);
}

static void csv__locates_every_fault(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const struct {
        Str bytes, expected;
    } cases[] = {
        {S("a,b\nc,\"d\ne,f\n"), S("CSV_QUOTE t.csv:2:2:7")},
        {S("\""), S("CSV_QUOTE t.csv:1:1:1")},
        {S("\"a\"\"\n"), S("CSV_QUOTE t.csv:1:1:1")},
        {S("a\n\"b\nc\"d\n"), S("CSV_AFTER_QUOTE t.csv:2:1:8")},
        {S("a,b\x00\x63\n"), S("CSV_NUL t.csv:1:2:4")},
        {S("a\n\"x\ny\",b,c\x00\n"), S("CSV_NUL t.csv:2:3:12")},
        {S("\xFF\xFE\x61\x00"), S("CSV_ENCODING")},
        {S("\xEF\xBB\xBF"
           "a,\xD6\xD0\n"),
         S("CSV_ENCODING t.csv:1:2:6")},
        {S("a\nb,c\xFF\n"), S("CSV_ENCODING t.csv:2:2:6")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        CHECK_STR(rows_of(&a, cases[i].bytes, no_convert), cases[i].expected);
}

/* Two characters of GB 18030 are enough to see what is converted and where it fails. */
static bool two_characters(void *ctx, Arena *arena, Str bytes, Str *ret_text, ptrdiff_t *ret_bad_at)
{
    (void)ctx;
    Out out = out_new(arena, 1024);
    for (ptrdiff_t i = 0; i < bytes.len; i++) {
        if ((unsigned char)bytes.ptr[i] < 0x80) {
            out_c(&out, bytes.ptr[i]);
            continue;
        }
        Str pair = str_sub(bytes, i, i + 2);
        if (!str_eq(pair, S("\xD6\xD0")) && !str_eq(pair, S("\xCE\xC4"))) {
            *ret_bad_at = i;
            return false;
        }
        out_s(&out, str_eq(pair, S("\xD6\xD0")) ? S("中") : S("文"));
        i++;
    }
    *ret_text = out_str(&out);
    return true;
}

static void csv__converts_cells_after_splitting(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    CsvConvert gb = {two_characters, NULL};
    CHECK_STR(rows_of(&a, S("\xD6\xD0,\"\xCE\xC4,\"\"x\"\n1\n"), gb), S("中|文,\"x;1"));
    CHECK_STR(rows_of(&a, S("\xD6\xD0\na,b\xCE\xCE\n"), gb), S("CSV_ENCODING t.csv:2:2:7"));
    CHECK_STR(rows_of(&a, S("中文,a\n"), gb), S("中文|a"));
    /* A damaged UTF-8 file is not read as something else. */
    CHECK_STR(rows_of(&a, S("填报单位,所属期\n戊县,a\xD6\xD0\n"), gb),
              S("CSV_ENCODING t.csv:2:2:32"));
}

static void csv__holds_every_limit(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    size_t big = LIMIT_CSV_BYTES + (size_t)1;
    char *bytes = arena_alloc(&a, big, 1);
    memset(bytes, ',', big);
    CHECK_STR(rows_of(&a, (Str){bytes, (ptrdiff_t)big}, no_convert), S("FILE_TOO_LARGE"));
    CHECK_STR(rows_of(&a, (Str){bytes, LIMIT_CSV_COLUMNS}, no_convert), S("LIMIT t.csv:1:513:513"));
    memset(bytes, '\n', LIMIT_CSV_ROWS + 1);
    CHECK_STR(rows_of(&a, (Str){bytes, LIMIT_CSV_ROWS + 1}, no_convert),
              S("LIMIT t.csv:1048577:1:1048577"));
    memset(bytes, 'x', LIMIT_CSV_CELL_BYTES + 1);
    CHECK_STR(rows_of(&a, (Str){bytes, LIMIT_CSV_CELL_BYTES + 1}, no_convert),
              S("LIMIT t.csv:1:1:65538"));
    CHECK_I64(rows_of(&a, (Str){bytes, LIMIT_CSV_CELL_BYTES}, no_convert).len,
              LIMIT_CSV_CELL_BYTES);
}

static void csv__reads_a_long_file_through_a_window(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    enum { ROWS = 60 * 1000, COLUMNS = 500, ROW_BYTES = COLUMNS };
    size_t big = (size_t)ROWS * ROW_BYTES + ROW_BYTES;
    char *bytes = arena_alloc(&a, big, 1);
    memset(bytes, ',', big);
    for (size_t at = ROW_BYTES; at <= big; at += ROW_BYTES)
        bytes[at - 1] = '\n';
    CHECK_STR(windowed_rows_of((Str){bytes, (ptrdiff_t)big}, no_convert, 1 << 18, &a),
              S("LIMIT t.csv:60001:1:30000001"));
    memset(bytes, 'x', big);
    for (size_t at = 60 * 1024; at < big; at += 60 * 1024)
        bytes[at] = ',';
    CHECK_STR(windowed_rows_of((Str){bytes, LIMIT_CSV_ROW_BYTES + 1}, no_convert, 1 << 18, &a),
              S("LIMIT t.csv:1:1:4194305"));
    bytes[7] = '\n';
    bytes[8] = '"';
    CHECK_STR(windowed_rows_of((Str){bytes, LIMIT_CSV_ROW_BYTES + 100}, no_convert, 1 << 18, &a),
              S("CSV_QUOTE t.csv:2:1:9"));
    Err err = {0};
    Csv csv;
    int fd = file_of(S("a,b\nc"));
    CHECK_OK(csv_open_fd(&csv, &a, fd, S("t.csv"), no_convert, &err), &err);
    CHECK_I64(csv.window.size_bytes, 5);
    CHECK_I64(csv.window.cells_about, 3);
    CHECK_I64(csv_done_bytes(&csv), 0);
    CHECK_STR(rest_of(&a, &csv), S("a|b;c"));
    CHECK_I64(csv_done_bytes(&csv), 5);
    assert_int_equal(ftruncate(fd, LIMIT_CSV_FILE_BYTES + 1), 0);
    CHECK(!csv_open_fd(&csv, &a, fd, S("t.csv"), no_convert, &err));
    CHECK_ERR(&err, ERR_FILE_TOO_LARGE);
    close(fd);
    CHECK(!csv_open_fd(&csv, &a, -1, S("t.csv"), no_convert, &err));
    CHECK_ERR(&err, ERR_FILE_READ);
}

static void csv__writes_what_it_reads(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const Str texts[] = {S(""),    S("=1+1"), S("'=1+1"), S("''-2"), S("-3.5"),
                         S("@a"),  S("a,b"),  S("a\"b"),  S("a\nb"), S("\ta"),
                         S(" a "), S("'"),    S("戊县"),  S("\r"),   S("+\"")};
    const int count = (int)(sizeof texts / sizeof *texts);
    Out out = out_new(&a, 4096);
    CsvOut csv = csv_out_new(&out, true);
    for (int i = 0; i < count; i++)
        csv_text(&csv, texts[i]);
    csv_end_row(&csv);
    Csv back;
    CsvRow row;
    Err err = {0};
    CHECK_OK(csv_open(&back, &a, out_str(&out), S("t"), no_convert, &err), &err);
    CHECK_OK(csv_next(&back, &row, &err), &err);
    CHECK_I64(row.count, count);
    for (int i = 0; i < count; i++)
        CHECK_STR(row.cells[i], texts[i]);
    CHECK(!csv_next(&back, &row, &err) && err.code == ERR_NONE);
}

static void csv__defuses_text_but_not_numbers(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Out out = out_new(&a, 4096);
    CsvOut csv = csv_out_new(&out, false);
    csv_text(&csv, S("-3.50"));
    csv_number(&csv, S("-3.50"));
    csv_number(&csv, S("=1"));
    csv_number(&csv, S(""));
    csv_i64(&csv, INT64_MIN);
    csv_end_row(&csv);
    csv_text(&csv, S("a,\"b\""));
    csv_end_row(&csv);
    csv_text(&csv, S("\uFEFFx"));
    CHECK(str_ends(out_str(&out), S("\n\"\uFEFFx\"")));
    out.len -= 6;
    CHECK_STR(out_str(&out), S("'-3.50,-3.50,'=1,,-9223372036854775808\n\"a,\"\"b\"\"\"\n"));
}

static void csv__tells_blank_rows(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Csv csv;
    CsvRow row;
    Err err = {0};
    CHECK_OK(csv_open(&csv, &a, S(", ,\xE3\x80\x80\nx\n"), S("t"), no_convert, &err), &err);
    CHECK_OK(csv_next(&csv, &row, &err), &err);
    CHECK(csv_is_blank(&row));
    CHECK_OK(csv_next(&csv, &row, &err), &err);
    CHECK(!csv_is_blank(&row));
    CHECK_STR(csv_cell(&row, 0), S("x"));
    CHECK_STR(csv_cell(&row, 1), S(""));
}

static void typed__brings_numbers_to_one_form(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const struct {
        Str cell, text;
        int changes;
    } good[] = {
        {S("8.60"), S("8.60"), 0},
        {S("-0.5"), S("-0.5"), 0},
        {S("  8.60　"), S("8.60"), TYPED_SPACES},
        {S("１２．５０"), S("12.50"), TYPED_FULLWIDTH},
        {S("－3"), S("-3"), TYPED_FULLWIDTH},
        {S("\u22123"), S("-3"), TYPED_FULLWIDTH},
        {S("1,234.50"), S("1234.50"), TYPED_THOUSANDS},
        {S("-1,234,567"), S("-1234567"), TYPED_THOUSANDS},
        {S("１，２３４"), S("1234"), TYPED_THOUSANDS | TYPED_FULLWIDTH},
        {S("95%"), S("95"), TYPED_PERCENT},
        {S("95.1 ％"), S("95.1"), TYPED_PERCENT | TYPED_FULLWIDTH},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        TypedNumber n;
        Err err = {0};
        CHECK_OK(typed_number(&a, good[i].cell, &n, &err), &err);
        CHECK_STR(n.text, good[i].text);
        CHECK_I64(n.changes, good[i].changes);
    }
    const Str bad[] = {S(""),         S(" "),        S("%"),       S("1,23"),    S("12,34.5"),
                       S("1,23,456"), S("1234,567"), S(",123"),    S("1.2,345"), S("1e5"),
                       S("约8"),      S("8.6亿元"),  S("#DIV/0!"), S("x"),       S("1 2"),
                       S("95%%"),     S("--1"),      S("1."),      S("八")};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        TypedNumber n;
        Err err = {0};
        CHECK(!typed_number(&a, bad[i], &n, &err));
        CHECK_ERR(&err, ERR_TYPED_NUMBER);
        CHECK_STR(err_arg(&err, "found"), bad[i]);
    }
    TypedNumber n;
    Err err = {0};
    CHECK(!typed_number(&a, S("12345678901234567890123456789012345"), &n, &err));
    CHECK_ERR(&err, ERR_DEC_RANGE);
}

static void typed__reads_dates_as_spreadsheets_save_them(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const Str dates[] = {S("2021-06-05"),     S("2021/6/5"),   S("2021.6.5"),     S("2021年6月5日"),
                         S("２０２１/６/５"), S(" 2021-6-5 "), S("2021/6/5 0:00")};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        Date date;
        int changes = 0;
        Err err = {0};
        CHECK_OK(typed_date(&a, dates[i], &date, &changes, &err), &err);
        CHECK_STR(date_str(&a, date), S("2021-06-05"));
        CHECK(i == 0 ? changes == 0 : changes != 0);
    }
    const Str bad_dates[] = {S(""),          S("2021"),        S("2021-6"),
                             S("2021-6/5"),  S("21/6/5"),      S("2021/2/29"),
                             S("2021年6月"), S("2021-06-05x"), S("6/5/2021")};
    for (size_t i = 0; i < sizeof bad_dates / sizeof *bad_dates; i++) {
        Date date;
        Err err = {0};
        CHECK(!typed_date(&a, bad_dates[i], &date, NULL, &err));
        CHECK_ERR(&err, ERR_TYPED_DATE);
        CHECK_STR(err_arg(&err, "found"), bad_dates[i]);
    }
    const Str periods[] = {S("2021-04"), S("2021/4"), S("2021年4月"), S("Apr-21"),
                           S("２０２１-０４")};
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        Str code;
        int changes = 0;
        Err err = {0};
        CHECK_OK(typed_period(&a, periods[i], &code, &changes, &err), &err);
        CHECK_STR(code, S("2021-04"));
        CHECK(i == 0 ? changes == 0 : changes != 0);
    }
    const Str bad_periods[] = {S(""),    S("2021"),   S("2021-13"),  S("2021-04-01"),
                               S("4月"), S("apr-21"), S("Apr-2021"), S("2021年4")};
    for (size_t i = 0; i < sizeof bad_periods / sizeof *bad_periods; i++) {
        Str code;
        Err err = {0};
        CHECK(!typed_period(&a, bad_periods[i], &code, NULL, &err));
        CHECK_ERR(&err, ERR_TYPED_PERIOD);
    }
}

static void typed__reads_instants_and_words(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const Str same[] = {S("2021-05-10T15:20:00+08:00"), S("2021-05-10T07:20Z"),
                        S("2021-05-10 15:20"), S("2021/5/10 15:20:00")};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        int64_t ms = 0;
        Err err = {0};
        CHECK_OK(typed_instant(&a, same[i], OFFSET_MINUTES_CHINA, &ms, NULL, &err), &err);
        CHECK_I64(ms, INT64_C(1620631200000));
    }
    int64_t ms;
    Err err = {0};
    CHECK(!typed_instant(&a, S("2021-05-10"), OFFSET_MINUTES_CHINA, &ms, NULL, &err));
    CHECK_ERR(&err, ERR_TYPED_INSTANT);
    CHECK(!typed_instant(&a, S("2021-05-10 25:00"), OFFSET_MINUTES_CHINA, &ms, NULL, &err));
    bool value = false;
    CHECK_OK(typed_bool(S(" 是 "), &value, &err), &err);
    CHECK(value);
    CHECK(!typed_bool(S("ja"), &value, &err));
    CHECK_ERR(&err, ERR_TYPED_BOOL);
    CHECK_STR(typed_shown(&a, S("a\nb\x01")), S("a b "));
    CHECK_STR(typed_trim(S("\uFEFF\u00A0 a b\u3000")), S("a b"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv__splits_rows_and_cells),
        cmocka_unit_test(csv__locates_every_fault),
        cmocka_unit_test(csv__converts_cells_after_splitting),
        cmocka_unit_test(csv__holds_every_limit),
        cmocka_unit_test(csv__reads_a_long_file_through_a_window),
        cmocka_unit_test(csv__writes_what_it_reads),
        cmocka_unit_test(csv__defuses_text_but_not_numbers),
        cmocka_unit_test(csv__tells_blank_rows),
        cmocka_unit_test(typed__brings_numbers_to_one_form),
        cmocka_unit_test(typed__reads_dates_as_spreadsheets_save_them),
        cmocka_unit_test(typed__reads_instants_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
