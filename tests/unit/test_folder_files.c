/* Files of a folder as bytes, before anybody knows whose they are: zips (app/folder/folder_gather.c), workbooks of the old format
 * (doc/xls_in), text documents (doc/docx_in). tests/folder/ has them read as reports. */
#include "app/folder/folder.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "check.h"
#include "doc/docx_in.h"
#include "doc/pack.h"
#include "doc/xls_in.h"

#include <string.h>

static Str zip_of(Arena *arena, Str name, Str bytes)
{
    const PackEntry entry = {name, bytes};
    Err err = {0};
    Str zip = S("");
    CHECK_OK(pack_zip(arena, &entry, 1, 0, 0, &zip, &err), &err);
    return zip;
}

/* Its one entry claims to have so many bytes. */
static Str lying(Arena *arena, Str zip, uint32_t size)
{
    enum { SIZE_AT = 24 };
    char *bytes = arena_new(arena, char, zip.len);
    memcpy(bytes, zip.ptr, (size_t)zip.len);
    ptrdiff_t directory = str_find(zip, S("PK\001\002"), 0);
    CHECK(directory > 0);
    for (int i = 0; i < 4; i++)
        bytes[directory + SIZE_AT + i] = (char)(size >> 8 * i);
    return (Str){bytes, zip.len};
}

static void gather__unpacks_so_many_bytes_of_all_zips_and_no_more(void **state)
{
    (void)state;
    enum { EACH = LIMIT_XLSX_RATIO_BYTES, LIARS = LIMIT_FOLDER_BYTES / EACH };
    AUTO_ARENA a = {0};
    FolderFileList honest = {0}, files = {0}, found = {0};
    Str zip = zip_of(&a, S("甲区6月.csv"), S("指标,本月\n"));
    *arena_push(&a, &honest) = (FolderFile){S("z.zip"), zip};
    folder_gather(&a, &honest, &found);
    CHECK_I64(found.count, 1);
    CHECK_STR(found.items[0].name, S("z.zip/甲区6月.csv"));

    for (int i = 0; i < LIARS; i++)
        *arena_push(&a, &files) = (FolderFile){S("l.zip"), lying(&a, zip, EACH - 1024)};
    Str large = zip_of(&a, S("乙区6月.csv"), (Str){arena_new(&a, char, EACH), EACH});
    *arena_push(&a, &files) = (FolderFile){S("z.zip"), large};
    found = (FolderFileList){0};
    folder_gather(&a, &files, &found);
    CHECK_I64(found.count, LIARS + 1);
    CHECK_STR(found.items[LIARS].name, S("z.zip"));
}

/* ---- the old format ---- */

enum { SECTOR = 512, STREAM_AT = 3 * SECTOR, STREAM_BYTES = 8 * SECTOR };

static void put16(char *at, unsigned value)
{
    at[0] = (char)value;
    at[1] = (char)(value >> 8);
}

static void put32(char *at, uint32_t value)
{
    put16(at, value & 0xFFFF);
    put16(at + 2, value >> 16);
}

static void put_entry(char *at, const char *name, int kind, uint32_t first, uint32_t size)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < n; i++)
        at[2 * i] = name[i];
    put16(at + 64, (unsigned)(n + 1) * 2);
    at[66] = (char)kind;
    put32(at + 116, first);
    put32(at + 120, size);
}

/* One stream of STREAM_BYTES in sectors: the table, the folder, the stream. */
static Str container(Arena *arena, Str stream)
{
    char *bytes = arena_new(arena, char, STREAM_AT + STREAM_BYTES), *table = bytes + SECTOR;
    memcpy(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    put16(bytes + 30, 9);
    put32(bytes + 48, 1);
    put32(bytes + 68, 0xFFFFFFFE);
    memset(bytes + 76, 0xFF, SECTOR - 76);
    put32(bytes + 76, 0);
    put32(table, 0xFFFFFFFD);
    put32(table + 4, 0xFFFFFFFE);
    for (uint32_t i = 2; i < 10; i++)
        put32(table + (size_t)4 * i, i < 9 ? i + 1 : 0xFFFFFFFE);
    put_entry(bytes + 2 * SECTOR, "Root Entry", 5, 0xFFFFFFFE, 0);
    put_entry(bytes + 2 * SECTOR + 128, "Workbook", 2, 2, STREAM_BYTES);
    memcpy(bytes + STREAM_AT, stream.ptr, (size_t)stream.len);
    return (Str){bytes, STREAM_AT + STREAM_BYTES};
}

static void put_record(Out *out, unsigned kind, Str body)
{
    char head[4];
    put16(head, kind);
    put16(head + 2, (unsigned)body.len);
    out_s(out, (Str){head, sizeof head});
    out_s(out, body);
}

/* `sheets` names for one sheet that has one cell, 7 at that row in the last column; ends: its end is there. */
static Str book(Arena *arena, int sheets, unsigned row, bool ends)
{
    enum { BOUND = 4 + 9, CELL_COL = 255, SEVEN = 7 << 2 | 2 };
    char bof[16] = {0}, bound[9] = {0}, cell[10] = {0};
    Out out = out_new(arena, STREAM_BYTES);
    put16(bof, 0x600);
    put_record(&out, 0x809, (Str){bof, sizeof bof});
    put32(bound, 20 + (uint32_t)sheets * BOUND + 4);
    bound[6] = 1;
    bound[8] = 'a';
    for (int i = 0; i < sheets; i++)
        put_record(&out, 0x85, (Str){bound, sizeof bound});
    put_record(&out, 0x0A, S(""));
    put_record(&out, 0x809, (Str){bof, sizeof bof});
    put16(cell, row);
    put16(cell + 2, CELL_COL);
    put32(cell + 6, SEVEN);
    put_record(&out, 0x27E, (Str){cell, sizeof cell});
    if (ends)
        put_record(&out, 0x0A, S(""));
    return container(arena, out_str(&out));
}

static void xls__is_read_to_the_end_of_its_sheets_or_not_at_all(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    XlsSheets sheets = {0}, none = {0};
    Err err = {0};
    CHECK_OK(xls_read(&a, book(&a, 1, 2, true), S("a.xls"), &sheets, &err), &err);
    CHECK_I64(sheets.count, 1);
    CHECK_STR(grid_text(&sheets.items[0].grid, 3, 256), S("7"));
    CHECK(!xls_read(&a, book(&a, 1, 2, false), S("a.xls"), &none, &err));
    CHECK(err.code == ERR_XLS_CUT);
}

/* 5 KB that would be 300 MB: each name leads to the same sheet. */
static void xls__takes_no_more_places_than_its_limit(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    XlsSheets sheets = {0};
    Err err = {0};
    CHECK(!xls_read(&a, book(&a, 40, 3899, true), S("a.xls"), &sheets, &err));
    CHECK(err.code == ERR_LIMIT);
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_BOOK_PLACES"));
}

/* ---- text documents ---- */

static Str document(Arena *arena, Str body)
{
    Out out = out_new(arena, LIMIT_CSV_ROW_BYTES);
    out_f(&out, "<w:document xmlns:w=\"w\"><w:body>%.*s</w:body></w:document>", STR_ARG(body));
    return zip_of(arena, S("word/document.xml"), out_str(&out));
}

static void docx__a_cell_in_no_row_has_no_place(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    XlsxGrid grid;
    Err err = {0};
    Str bytes = document(&a, S("<w:tbl><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tbl>"
                               "<w:p><w:r><w:t>y</w:t></w:r></w:p>"
                               "<w:tbl><w:tc><w:p><w:r><w:t>z</w:t></w:r></w:p></w:tc></w:tbl>"));
    CHECK_OK(docx_grid(&a, bytes, S("a.docx"), &grid, &err), &err);
    CHECK_I64(grid.rows, 1);
    CHECK_STR(grid_text(&grid, 1, 1), S("y"));
    CHECK_STR(grid.cells[0].text, S("y"));
}

/* A text that is too long for a cell ends between two letters, and what stands after it is read. */
static void docx__a_long_text_is_cut_between_letters(void **state)
{
    (void)state;
    enum { LETTERS = 22000 };
    AUTO_ARENA a = {0};
    XlsxGrid grid;
    Err err = {0};
    Out body = out_new(&a, LIMIT_CSV_ROW_BYTES);
    out_s(&body, S("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>ab"));
    for (int i = 0; i < LETTERS; i++)
        out_s(&body, S("示"));
    out_s(&body, S("</w:t></w:r></w:p><w:p/></w:tc><w:tc><w:p><w:r><w:t>次</w:t></w:r></w:p></w:tc>"
                   "</w:tr></w:tbl>"));
    CHECK_OK(docx_grid(&a, document(&a, out_str(&body)), S("a.docx"), &grid, &err), &err);
    CHECK(utf8_valid(grid_text(&grid, 1, 1), NULL));
    CHECK(grid_text(&grid, 1, 1).len > LIMIT_CSV_CELL_BYTES - 3);
    CHECK_STR(grid_text(&grid, 1, 2), S("次"));
}

/* Each cell is as long as one may be, and there are more of them than one sheet of text may hold. */
static void docx__takes_no_more_text_than_its_limit(void **state)
{
    (void)state;
    enum { CELLS = LIMIT_GRID_TEXT_BYTES / LIMIT_CSV_CELL_BYTES + 1, PIECE = 64 };
    AUTO_ARENA a = {0};
    XlsxGrid grid;
    Err err = {0};
    Out body = out_new(&a, (size_t)LIMIT_GRID_TEXT_BYTES * 2);
    out_s(&body, S("<w:document xmlns:w=\"w\"><w:body><w:tbl>"));
    for (int i = 0; i < CELLS; i++) {
        out_s(&body, S("<w:tr><w:tc><w:p><w:r><w:t>"));
        for (int k = 0; k < LIMIT_CSV_CELL_BYTES / PIECE; k++)
            out_f(&body, "%064d", i * PIECE + k);
        out_s(&body, S("</w:t></w:r></w:p></w:tc></w:tr>"));
    }
    out_s(&body, S("</w:tbl></w:body></w:document>"));
    Str bytes = zip_of(&a, S("word/document.xml"), out_str(&body));
    CHECK(!docx_grid(&a, bytes, S("a.docx"), &grid, &err));
    CHECK_STR(err_arg(&err, "name"), S("LIMIT_GRID_TEXT_BYTES"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gather__unpacks_so_many_bytes_of_all_zips_and_no_more),
        cmocka_unit_test(xls__is_read_to_the_end_of_its_sheets_or_not_at_all),
        cmocka_unit_test(xls__takes_no_more_places_than_its_limit),
        cmocka_unit_test(docx__a_cell_in_no_row_has_no_place),
        cmocka_unit_test(docx__a_long_text_is_cut_between_letters),
        cmocka_unit_test(docx__takes_no_more_text_than_its_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
