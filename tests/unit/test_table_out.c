/* Long tables out: what a cell is, what is refused, what a full disk leaves; and back from an open file. */
#include "base/limits.h"
#include "check.h"
#include "doc/rows.h"
#include "doc/table_out.h"
#include "doc/xlsx_check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const SheetColumn columns[] = {{SC("编码"), SHEET_BY_LOOK, 0}, {SC("值"), SHEET_NUMBER, 0}};

static void sheet__a_cell_is_what_its_text_says(void **state)
{
    (void)state;
    static const struct {
        SheetKind column;
        Str text;
        SheetKind kind;
    } cases[] = {
        {SHEET_BY_LOOK, SC("1.10"), SHEET_NUMBER},
        {SHEET_BY_LOOK, SC("-5"), SHEET_NUMBER},
        {SHEET_BY_LOOK, SC("0"), SHEET_NUMBER},
        {SHEET_BY_LOOK, SC("0.00"), SHEET_NUMBER},
        {SHEET_BY_LOOK, SC("-0.01"), SHEET_NUMBER},
        {SHEET_BY_LOOK, SC("123456789012345"), SHEET_NUMBER},
        {SHEET_BY_LOOK, SC("1234567890123456"), SHEET_TEXT},
        {SHEET_BY_LOOK, SC("007"), SHEET_TEXT},
        {SHEET_BY_LOOK, SC("00.5"), SHEET_TEXT},
        {SHEET_BY_LOOK, SC("-0"), SHEET_TEXT},
        {SHEET_BY_LOOK, SC("-0.00"), SHEET_TEXT},
        {SHEET_BY_LOOK, SC("+5"), SHEET_TEXT},
        {SHEET_BY_LOOK, SC("5%"), SHEET_TEXT},
        {SHEET_BY_LOOK, SC("-"), SHEET_TEXT},
        {SHEET_BY_LOOK, SC(""), SHEET_TEXT},
        {SHEET_BY_LOOK, SC("2021-05-10"), SHEET_DATE},
        {SHEET_BY_LOOK, SC("1900-02-28"), SHEET_TEXT},
        {SHEET_BY_LOOK, SC("2021-5-10"), SHEET_TEXT},
        {SHEET_NUMBER, SC("007"), SHEET_NUMBER},
        {SHEET_NUMBER, SC("2021-05-10"), SHEET_TEXT},
        {SHEET_DATE, SC("5"), SHEET_TEXT},
        {SHEET_TEXT, SC("5"), SHEET_TEXT},
        {SHEET_TEXT, SC("2021-05-10"), SHEET_TEXT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (sheet_kind_of(cases[i].column, cases[i].text) != cases[i].kind)
            fail_msg("%.*s", STR_ARG(cases[i].text));
}

typedef struct Target {
    char path[64];
    int fd;
    TableOut table;
} Target;

static void target_open(Target *target, Arena *arena, TableFormat format)
{
    Err err = {0};
    strncpy(target->path, "/tmp/duban-table-XXXXXX", sizeof target->path - 1);
    target->fd = mkstemp(target->path);
    assert_true(target->fd >= 0);
    XlsxOptions options = {
        .path = str_from_z(target->path), .file = S("a.xlsx"), .tmp_folder = S("/tmp")};
    CHECK_OK(table_out_open(&target->table, arena, format, target->fd, &options, &err), &err);
    CHECK_OK(table_out_sheet(&target->table, S("表"), columns, 2, &err), &err);
}

static void target_done(Target *target)
{
    table_out_drop(&target->table);
    close(target->fd);
    unlink(target->path);
}

static void table__the_same_rows_come_back_from_either_form(void **state)
{
    (void)state;
    enum { ROWS = 30000 };
    for (int form = TABLE_CSV; form <= TABLE_XLSX; form++) {
        AUTO_ARENA arena = {0};
        Target target = {0};
        Err err = {0};
        CsvRow row;
        target_open(&target, &arena, (TableFormat)form);
        for (int i = 0; i < ROWS; i++) {
            AUTO_ARENA scratch = {0};
            const Str cells[] = {arena_fmt(&scratch, "%05d", i), S("-1.50"), S("=多")};
            CHECK_OK(table_out_row(&target.table, cells, 2 + i % 2, &err), &err);
        }
        CHECK_OK(table_out_close(&target.table, &err), &err);
        AUTO_TABLE_ROWS rows = {0};
        AUTO_ARENA reading = {0};
        int fd = open(target.path, O_RDONLY | O_CLOEXEC);
        CHECK_OK(rows_open_fd(&rows, &reading, fd, S("a"), S(""), (CsvConvert){0}, &err), &err);
        CHECK(rows_next(&rows, &row, &err) && row.count == 2);
        ArenaMark mark = arena_mark(&reading);
        int64_t done = 0, before = 0, size = 0;
        for (int i = 0; i < ROWS; i++) {
            char code[16];
            CHECK_OK(rows_next(&rows, &row, &err), &err);
            (void)snprintf(code, sizeof code, "%05d", i);
            CHECK_STR(row.cells[0], str_from_z(code));
            CHECK_STR(row.cells[1], S("-1.50"));
            CHECK_STR(csv_cell(&row, 2), i % 2 ? S("=多") : S(""));
            rows_progress(&rows, &done, &size);
            CHECK(done >= before && done <= size);
            before = done;
            arena_rewind(&reading, mark);
        }
        CHECK(!rows_next(&rows, &row, &err) && err.code == ERR_NONE);
        target_done(&target);
    }
}

static void table__nothing_is_written_that_the_reader_refuses(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Target target = {0};
    Err err = {0};
    const Str cells[] = {SC("a"), SC("1")};
    target_open(&target, &arena, TABLE_XLSX);
    target.table.book.cells = LIMIT_XLSX_CELLS - 3;
    CHECK_OK(table_out_row(&target.table, cells, 2, &err), &err);
    CHECK(!table_out_row(&target.table, cells, 2, &err));
    CHECK_ERR(&err, ERR_LIMIT);
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_XLSX_CELLS"));
    CHECK_I64(err.row, 3);
    target.table.book.cells = 0;
    target.table.book.done_bytes = LIMIT_XLSX_BYTES;
    CHECK(!table_out_row(&target.table, cells, 2, &err));
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_XLSX_BYTES"));
    target.table.book.done_bytes = 0;
    target.table.book.row = LIMIT_XLSX_ROWS;
    CHECK(!table_out_row(&target.table, cells, 2, &err));
    CHECK_ERR(&err, ERR_XLSX_ROWS);
    target_done(&target);
}

static void table__a_full_disk_is_told(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Target target = {0};
    Err err = {0};
    const Str cells[] = {SC("a"), SC("1")};
    int full = open("/dev/full", O_WRONLY);
    if (full < 0)
        skip();
    target_open(&target, &arena, TABLE_CSV);
    target.table.fd = full;
    bool ok = true;
    for (int i = 0; ok && i < 100000; i++)
        ok = table_out_row(&target.table, cells, 2, &err);
    CHECK(!ok);
    CHECK_ERR(&err, ERR_FILE_FULL);
    CHECK_STR(err_arg(&err, "file"), S("a.xlsx"));
    CHECK(!table_out_close(&target.table, &err));
    close(full);
    target_done(&target);
}

/* Of a finished workbook: shorter, other bytes in the middle, or less than its rows. */
static void check__a_workbook_that_is_not_whole_is_found(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Target target = {0};
    Err err = {0};
    const Str cells[] = {SC("甲"), SC("1")};
    target_open(&target, &arena, TABLE_XLSX);
    for (int i = 0; i < 1000; i++)
        CHECK_OK(table_out_row(&target.table, cells, 2, &err), &err);
    CHECK_OK(table_out_close(&target.table, &err), &err);
    Str path = str_from_z(target.path);
    int64_t bytes = 1000;
    CHECK_OK(xlsx_check(&arena, path, S("a"), &bytes, 1, &err), &err);
    bytes = 1000000;
    CHECK(!xlsx_check(&arena, path, S("a"), &bytes, 1, &err));
    CHECK_ERR(&err, ERR_FILE_FULL);
    bytes = 1000;
    CHECK(!xlsx_check(&arena, path, S("a"), (const int64_t[]){1000, 1}, 2, &err));
    assert_int_equal(pwrite(target.fd, "XXXX", 4, 3000), 4);
    CHECK(!xlsx_check(&arena, path, S("a"), &bytes, 1, &err));
    CHECK_ERR(&err, ERR_FILE_FULL);
    assert_int_equal(ftruncate(target.fd, 2500), 0);
    CHECK(!xlsx_check(&arena, path, S("a"), &bytes, 1, &err));
    CHECK(!xlsx_check(&arena, S("/nonexistent"), S("a"), &bytes, 1, &err));
    CHECK_ERR(&err, ERR_FILE_OPEN);
    target_done(&target);
}

static int file_of(const char *bytes, size_t len)
{
    int fd = memfd_create("rows", 0);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, len), len);
    return fd;
}

static void rows__old_and_locked_files_are_told_apart(void **state)
{
    (void)state;
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    enum { BYTES = 200 * 1000, AT = 64 * 1024 - 7 /* across two readings */ };
    AUTO_ARENA arena = {0};
    char *bytes = arena_new(&arena, char, BYTES);
    memcpy(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    for (int locked = 0; locked < 2; locked++) {
        AUTO_TABLE_ROWS rows = {0};
        Err err = {0};
        if (locked)
            memcpy(bytes + AT, name, sizeof name);
        int fd = file_of(bytes, BYTES);
        CHECK(!rows_open_fd(&rows, &arena, fd, S("a.xls"), S(""), (CsvConvert){0}, &err));
        CHECK_ERR(&err, locked ? ERR_XLSX_ENCRYPTED : ERR_XLSX_OLD);
        CHECK_STR(str_from_z(err.file), S("a.xls"));
    }
    AUTO_TABLE_ROWS rows = {0};
    Err err = {0};
    CHECK(!rows_open_fd(&rows, &arena, file_of("a,b\n", 4), S("a.csv"), S("表"), (CsvConvert){0},
                        &err));
    CHECK_ERR(&err, ERR_ROWS_SHEET);
    rows_close(&rows);
    CHECK(!rows_open_fd(&rows, &arena, -1, S("a.csv"), S(""), (CsvConvert){0}, &err));
    CHECK_ERR(&err, ERR_FILE_READ);
    rows.owns_fd = false;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheet__a_cell_is_what_its_text_says),
        cmocka_unit_test(table__the_same_rows_come_back_from_either_form),
        cmocka_unit_test(table__nothing_is_written_that_the_reader_refuses),
        cmocka_unit_test(table__a_full_disk_is_told),
        cmocka_unit_test(check__a_workbook_that_is_not_whole_is_found),
        cmocka_unit_test(rows__old_and_locked_files_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
