#include "check.h"

#include "base/limits.h"
#include "doc/rows.h"
#include "doc/xlsx_out.h"
#include "sys/files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- styles and values ---- */

static void xlsx_value__a_format_tells_dates_from_numbers(void **state)
{
    (void)state;
    static const struct {
        Str code;
        CellStyle style;
    } cases[] = {
        {SC("General"), {STYLE_NUMBER, 0}},
        {SC("GENERAL"), {STYLE_NUMBER, 0}},
        {SC("@"), {STYLE_NUMBER, 0}},
        {SC("0"), {STYLE_NUMBER, 0}},
        {SC("0.00"), {STYLE_NUMBER, 2}},
        {SC("#,##0.000_ ;[Red]\\-#,##0.0"), {STYLE_NUMBER, 3}},
        {SC("0.0#"), {STYLE_NUMBER, 1}},
        {SC("0.00E+00"), {STYLE_NUMBER, 0}},
        {SC("0\"度dmy\""), {STYLE_NUMBER, 0}},
        {SC("0.0%"), {STYLE_PERCENT, 1}},
        {SC("0\\%"), {STYLE_NUMBER, 0}},
        {SC("yyyy/m/d;@"), {STYLE_DATE, 0}},
        {SC("[$-804]yyyy\"年\"m\"月\"d\"日\""), {STYLE_DATE, 0}},
        {SC("yyyy\"年\"m\"月\""), {STYLE_MONTH, 0}},
        {SC("mmm\\-yy"), {STYLE_MONTH, 0}},
        {SC("yyyy\\-mm\\-dd\\ hh:mm"), {STYLE_INSTANT, 0}},
        {SC("h:mm:ss"), {STYLE_TIME, 0}},
        {SC("\"unclosed"), {STYLE_NUMBER, 0}},
        {SC("0\\"), {STYLE_NUMBER, 0}},
        {SC(""), {STYLE_NUMBER, 0}},
        {SC("0.0000000000000000000000000"), {STYLE_NUMBER, 18}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        CellStyle found = cell_style_of_code(cases[i].code);
        if (found.kind != cases[i].style.kind || found.decimals != cases[i].style.decimals)
            fail_msg("%.*s: %d %d", STR_ARG(cases[i].code), (int)found.kind, found.decimals);
    }
}

static void xlsx_value__a_number_is_what_the_clerk_typed(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    static const struct {
        Str stored;
        CellStyle style;
        Str text;
    } cases[] = {
        {SC("1.1"), {STYLE_NUMBER, 0}, SC("1.1")},
        {SC("1.1000000000000001"), {STYLE_NUMBER, 0}, SC("1.1")},
        {SC("8.699999999999999"), {STYLE_NUMBER, 2}, SC("8.70")},
        {SC("-0.05"), {STYLE_NUMBER, 0}, SC("-0.05")},
        {SC("1E-7"), {STYLE_NUMBER, 0}, SC("0.0000001")},
        {SC("1.25e+20"), {STYLE_NUMBER, 0}, SC("125000000000000000000")},
        {SC("-0"), {STYLE_NUMBER, 0}, SC("0")},
        {SC("100"), {STYLE_NUMBER, 0}, SC("100")},
        {SC("100.0"), {STYLE_NUMBER, 0}, SC("100")},
        {SC("123456789012345678"), {STYLE_NUMBER, 0}, SC("123456789012345678")},
        {SC("0.953"), {STYLE_PERCENT, 1}, SC("95.3%")},
        {SC("1"), {STYLE_PERCENT, 0}, SC("100%")},
        {SC("0.0001"), {STYLE_PERCENT, 0}, SC("0.01%")},
        {SC("44287"), {STYLE_MONTH, 0}, SC("2021-04")},
        {SC("44326.999999999"), {STYLE_INSTANT, 0}, SC("2021-05-11 00:00:00")},
        {SC("2958465"), {STYLE_DATE, 0}, SC("9999-12-31")},
        {SC("60"), {STYLE_DATE, 0}, SC("")},
        {SC("2958466"), {STYLE_DATE, 0}, SC("")},
        {SC("-1"), {STYLE_DATE, 0}, SC("")},
        {SC("1e400"), {STYLE_NUMBER, 0}, SC("")},
        {SC("1e41"), {STYLE_NUMBER, 0}, SC("")},
        {SC("0x10"), {STYLE_NUMBER, 0}, SC("")},
        {SC("1 2"), {STYLE_NUMBER, 0}, SC("")},
        {SC("1-2"), {STYLE_NUMBER, 0}, SC("")},
        {SC("e"), {STYLE_NUMBER, 0}, SC("")},
        {SC(""), {STYLE_NUMBER, 0}, SC("")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        Str text = S("");
        bool ok = cell_number(&arena, cases[i].stored, cases[i].style, false, &text);
        if (ok != (cases[i].text.len > 0))
            fail_msg("%.*s: %s", STR_ARG(cases[i].stored), ok ? "taken" : "refused");
        if (ok)
            CHECK_STR(text, cases[i].text);
    }
}

/* ---- out and in again ---- */

typedef struct Book {
    char path[64];
    XlsxOut out;
} Book;

static void book_begin(Book *book, Arena *arena, Str mark)
{
    Err err = {0};
    strncpy(book->path, "/tmp/duban-xlsx-XXXXXX", sizeof book->path - 1);
    int fd = mkstemp(book->path);
    assert_true(fd >= 0);
    close(fd);
    XlsxOptions options = {.path = str_from_z(book->path),
                           .file = S("a.xlsx"),
                           .tmp_folder = S("/tmp"),
                           .created_ms = 1640912400000,
                           .mark = mark};
    CHECK_OK(xlsx_out_open(&book->out, arena, &options, &err), &err);
}

static Str book_bytes(Book *book, Arena *arena)
{
    Str bytes = {0};
    Err err = {0};
    CHECK_OK(file_read(arena, str_from_z(book->path), LIMIT_CSV_BYTES, &bytes, &err), &err);
    unlink(book->path);
    return bytes;
}

static const SheetColumn columns[] = {
    {SC("编码"), SHEET_TEXT, 0}, {SC("数"), SHEET_NUMBER, 12}, {SC("日期"), SHEET_DATE, 0}};

static void xlsx__rows_come_back_as_they_were_written(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    static const Str cells[][3] = {
        {SC("007"), SC("1.10"), SC("2021-04-30")},
        {SC("=1+1"), SC("-0.050"), SC("1899-12-31")},
        {SC("_x0041_ a\x01z\t"), SC("123456789012345.67"), SC("2021年")},
        {SC("两\n行 "), SC("NA"), SC("")},
        {SC(" &<>\"' "), SC("+5"), SC("9999-12-31")},
        {SC("a\xEF\xBF\xBE\xEF\xBF\xBFz"), SC("0.100000000000000000"), SC("1900-03-01")},
        {SC("😀\xEF\xBF\xBD"), SC("999999999999999"), SC("1900-02-28")},
    };
    enum { ROWS = sizeof cells / sizeof cells[0] };
    Book book;
    Err err = {0};
    book_begin(&book, &arena, S("样稿 & 示例"));
    CHECK_OK(xlsx_out_sheet(&book.out, S("表/一"), columns, 3, &err), &err);
    for (size_t i = 0; i < ROWS; i++)
        CHECK_OK(xlsx_out_row(&book.out, cells[i], 3, &err), &err);
    CHECK_OK(xlsx_out_close(&book.out, &err), &err);
    AUTO_TABLE_ROWS rows = {0};
    CsvRow row;
    CHECK_OK(rows_open(&rows, &arena, book_bytes(&book, &arena), S("a"), (CsvConvert){0}, &err),
             &err);
    CHECK_STR(rows.file, S("a#表_一"));
    CHECK(rows_next(&rows, &row, &err));
    CHECK_STR(csv_cell(&row, 2), S("日期"));
    for (size_t i = 0; i < ROWS; i++) {
        CHECK_OK(rows_next(&rows, &row, &err), &err);
        CHECK_I64(row.row, (int64_t)i + 2);
        for (int c = 0; c < 3; c++) {
            bool replaced = i == 5 && c == 0;
            CHECK_STR(csv_cell(&row, c), replaced ? S("a\xEF\xBF\xBD\xEF\xBF\xBDz") : cells[i][c]);
        }
    }
    CHECK(!rows_next(&rows, &row, &err));
    CHECK_ERR(&err, ERR_NONE);
}

static void xlsx_out__says_which_cell_is_too_long(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Book book;
    Err err = {0};
    char *text = arena_alloc(&arena, 32768, 1);
    memset(text, 'a', 32768);
    book_begin(&book, &arena, S(""));
    CHECK_OK(xlsx_out_sheet(&book.out, S(""), columns, 3, &err), &err);
    const Str fits[] = {{text, 32767}, SC(""), SC("")},
              long_one[] = {SC("a"), {text, 32768}, SC("")};
    CHECK_OK(xlsx_out_row(&book.out, fits, 3, &err), &err);
    CHECK(!xlsx_out_row(&book.out, long_one, 3, &err));
    CHECK_ERR(&err, ERR_XLSX_TEXT_LONG);
    CHECK_STR(str_from_z(err.file), S("a.xlsx"));
    CHECK_I64(err.row, 3);
    CHECK_I64(err.col, 2);
    CHECK_STR(err_arg(&err, "found"), S("32768"));
    xlsx_out_drop(&book.out);
    unlink(book.path);
}

static void xlsx_out__two_sheets_of_one_name_are_refused(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Book book;
    Err err = {0};
    book_begin(&book, &arena, S(""));
    CHECK_OK(xlsx_out_sheet(&book.out, S("甲"), columns, 3, &err), &err);
    CHECK(!xlsx_out_sheet(&book.out, S("甲"), columns, 3, &err));
    CHECK_ERR(&err, ERR_XLSX_SHEET_NAME);
    xlsx_out_drop(&book.out);
    unlink(book.path);
}

static void xlsx_out__a_folder_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    XlsxOptions options = {
        .path = S("/nonexistent/a.xlsx"), .file = S("a.xlsx"), .tmp_folder = S("/tmp")};
    AUTO_XLSX_OUT out = {0};
    Err err = {0};
    CHECK_OK(xlsx_out_open(&out, &arena, &options, &err), &err);
    CHECK_OK(xlsx_out_sheet(&out, S("a"), columns, 3, &err), &err);
    CHECK(!xlsx_out_close(&out, &err));
    CHECK_ERR(&err, ERR_FILE_WRITE);
}

/* Memory of a long sheet does not grow with its rows. */
static void xlsx_in__streams(void **state)
{
    (void)state;
    enum { ROWS = 20000 };
    AUTO_ARENA arena = {0};
    Book book;
    Err err = {0};
    const Str cells[] = {SC("甲区的一个单元格"), SC("12.50"), SC("2021-04-30")};
    book_begin(&book, &arena, S(""));
    CHECK_OK(xlsx_out_sheet(&book.out, S("长"), columns, 3, &err), &err);
    for (int i = 0; i < ROWS; i++)
        CHECK_OK(xlsx_out_row(&book.out, cells, 3, &err), &err);
    CHECK_OK(xlsx_out_close(&book.out, &err), &err);
    AUTO_TABLE_ROWS rows = {0};
    CsvRow row;
    CHECK_OK(rows_open(&rows, &arena, book_bytes(&book, &arena), S("a"), (CsvConvert){0}, &err),
             &err);
    size_t before = arena.used_bytes;
    int count = 0;
    for (;;) {
        ArenaMark mark = arena_mark(&arena);
        bool more = rows_next(&rows, &row, &err);
        CHECK(arena.used_bytes - before < 16384);
        arena_rewind(&arena, mark);
        if (!more)
            break;
        count++;
    }
    CHECK_ERR(&err, ERR_NONE);
    CHECK_I64(count, ROWS + 1);
}

static void rows__the_bytes_decide_what_a_file_is(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    AUTO_TABLE_ROWS rows = {0};
    Err err = {0};
    CsvRow row;
    CHECK_OK(rows_open(&rows, &arena, S("a,b\n"), S("a.csv"), (CsvConvert){0}, &err), &err);
    CHECK(rows_next(&rows, &row, &err) && row.count == 2 && rows.row == 1);
    CHECK(
        !rows_open(&rows, &arena, S("PK\x03\x04 and nothing"), S("a.csv"), (CsvConvert){0}, &err));
    CHECK_ERR(&err, ERR_XLSX_NOT_ZIP);
    CHECK(!rows_open(&rows, &arena, S("a,b\n"), S("a.xlsx"), (CsvConvert){0}, &err));
    CHECK_ERR(&err, ERR_XLSX_NOT_ZIP);
    CHECK(!rows_open(&rows, &arena, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), S("a"), (CsvConvert){0},
                     &err));
    CHECK_ERR(&err, ERR_XLSX_OLD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xlsx_value__a_format_tells_dates_from_numbers),
        cmocka_unit_test(xlsx_value__a_number_is_what_the_clerk_typed),
        cmocka_unit_test(xlsx__rows_come_back_as_they_were_written),
        cmocka_unit_test(xlsx_out__says_which_cell_is_too_long),
        cmocka_unit_test(xlsx_out__two_sheets_of_one_name_are_refused),
        cmocka_unit_test(xlsx_out__a_folder_that_is_not_there_is_an_error),
        cmocka_unit_test(xlsx_in__streams),
        cmocka_unit_test(rows__the_bytes_decide_what_a_file_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
