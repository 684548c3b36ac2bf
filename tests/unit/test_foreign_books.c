/* Small files that would be large ones: what a workbook or a text document may cost, in memory and time, who reads it whole
 * (app/folder/folder_open.c). Each is read by a process of its own, whose memory the kernel counts. */
#include "app/folder/folder.h"
#include "app/folder/folder_parts.h"
#include "base/limits.h"
#include "check.h"
#include "doc/pack.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

#define RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
enum { MB = 1024 * 1024, PARTS_MAX = 128 };

/* ---- making ---- */

typedef struct Made {
    Arena *arena;
    PackEntry parts[PARTS_MAX];
    int count;
    Out sheets, links; /* of the workbook */
    int nsheets;
} Made;

static void put_part(Made *m, Str name, Str bytes)
{
    CHECK(m->count < PARTS_MAX);
    m->parts[m->count++] = (PackEntry){name, bytes};
}

static Made book_new(Arena *arena)
{
    Made m = {.arena = arena, .sheets = out_new(arena, MB), .links = out_new(arena, MB)};
    return m;
}

static void put_sheet(Made *m, const char *state, Str body)
{
    int n = ++m->nsheets;
    Str name = arena_fmt(m->arena, "xl/worksheets/s%d.xml", n);
    out_f(&m->sheets, "<sheet name=\"s%d\" sheetId=\"%d\" state=\"%s\" r:id=\"r%d\"/>", n, n, state,
          n);
    out_f(&m->links,
          "<Relationship Id=\"r%d\" Type=\"" RELATIONS
          "/worksheet\" Target=\"worksheets/s%d.xml\"/>",
          n, n);
    put_part(m, name, body);
}

static void put_linked(Made *m, const char *kind, Str body)
{
    out_f(&m->links, "<Relationship Id=\"%s\" Type=\"" RELATIONS "/%s\" Target=\"%s.xml\"/>", kind,
          kind, kind);
    put_part(m, arena_fmt(m->arena, "xl/%s.xml", kind), body);
}

static Str zip_of(Made *m)
{
    Err err = {0};
    Str bytes = S("");
    CHECK_OK(pack_zip(m->arena, m->parts, m->count, 0, 0, &bytes, &err), &err);
    return bytes;
}

static Str book_of(Made *m)
{
    put_part(m, S("[Content_Types].xml"), S("<Types/>"));
    put_part(m, S("_rels/.rels"),
             S("<Relationships><Relationship Id=\"r\" Type=\"" RELATIONS
               "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"));
    put_part(m, S("xl/workbook.xml"),
             arena_fmt(m->arena,
                       "<workbook xmlns:r=\"" RELATIONS "\"><sheets>%.*s</sheets></workbook>",
                       STR_ARG(out_str(&m->sheets))));
    put_part(
        m, S("xl/_rels/workbook.xml.rels"),
        arena_fmt(m->arena, "<Relationships>%.*s</Relationships>", STR_ARG(out_str(&m->links))));
    return zip_of(m);
}

/* So many bytes that no archive makes two hundred times smaller. */
static void put_noise(Out *out, int64_t bytes, int salt)
{
    for (int64_t i = 0; i < bytes / 32; i++)
        out_f(out, "%032lld", (long long)(i * 7919 + salt));
}

/* ---- reading ---- */

typedef struct Cost {
    ErrCode code;
    char limit[64]; /* its name */
    int sheets;
    int64_t memory_bytes; /* beyond what the process had */
    int64_t cpu_ms;
} Cost;

static int64_t cpu_ms(void)
{
    struct rusage used;
    (void)getrusage(RUSAGE_SELF, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
           (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000;
}

static int64_t peak_bytes(void)
{
    struct rusage used;
    (void)getrusage(RUSAGE_SELF, &used);
    return (int64_t)used.ru_maxrss * 1024;
}

static void read_alone(Str name, Str bytes, Cost *cost)
{
    AUTO_ARENA arena = {0};
    FolderSheets sheets = {0};
    Err err = {0};
    int64_t had = peak_bytes(), ms = cpu_ms();
    (void)folder_open(&arena, name, bytes, &sheets, &err);
    cost->memory_bytes = peak_bytes() - had;
    cost->cpu_ms = cpu_ms() - ms;
    cost->code = err.code;
    cost->sheets = sheets.count;
    Str limit = err.code == ERR_LIMIT ? err_arg(&err, "name") : S("");
    memcpy(cost->limit, limit.ptr, (size_t)limit.len);
}

/* A process of its own, which may take no more than 4 GB. */
static Cost cost_of(Str name, Str bytes)
{
    Cost cost = {0};
    int ends[2], status = 0;
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit most = {(rlim_t)4 << 30, (rlim_t)4 << 30};
        if (!IS_SANITIZED)
            (void)setrlimit(RLIMIT_AS, &most);
        read_alone(name, bytes, &cost);
        ssize_t n = write(ends[1], &cost, sizeof cost);
        _exit(n == (ssize_t)sizeof cost ? 0 : 1);
    }
    (void)close(ends[1]);
    ssize_t n = read(ends[0], &cost, sizeof cost);
    (void)close(ends[0]);
    CHECK(waitpid(child, &status, 0) == child);
    if (n != (ssize_t)sizeof cost)
        fail_msg("%.*s took more than 4 GB", STR_ARG(name));
    print_message("%.*s: %.*s %s, %d sheets, %lld MB, %lld ms\n", STR_ARG(name), 24,
                  cost.code ? err_code_name(cost.code) : "read", cost.limit, cost.sheets,
                  (long long)(cost.memory_bytes / MB), (long long)cost.cpu_ms);
    return cost;
}

static void check_memory(Cost cost, int64_t most_bytes)
{
    if (!IS_SANITIZED)
        CHECK(cost.memory_bytes <= most_bytes);
}

/* ---- workbooks ---- */

/* One text of 64 KB, shown by `cells` cells of a sheet. */
static Str sheet_of_text(Arena *arena, int cells, const char *end)
{
    Out out = out_new(arena, MB);
    out_s(&out, S("<worksheet><sheetData>"));
    for (int i = 0; i < cells; i++)
        out_f(&out, "<row r=\"%d\"><c r=\"A%d\" t=\"s\"><v>0</v></c></row>", i + 1, i + 1);
    out_f(&out, "%s</sheetData></worksheet>", end);
    return out_str(&out);
}

static void put_text_of_64_kb(Made *m)
{
    Out text = out_new(m->arena, MB);
    out_s(&text, S("<sst><si><t>"));
    put_noise(&text, LIMIT_CSV_CELL_BYTES, 0);
    out_s(&text, S("</t></si></sst>"));
    put_linked(m, "sharedStrings", out_str(&text));
}

/* 60 KB that would be 6 GB: a hundred sheets of a thousand cells that show one text. */
static void book__a_text_in_many_cells_of_many_sheets_is_counted(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Made m = book_new(&a);
    put_text_of_64_kb(&m);
    for (int i = 0; i < FOLDER_SHEETS_MAX; i++)
        put_sheet(&m, "visible", sheet_of_text(&a, 1000, ""));
    Cost cost = cost_of(S("texts.xlsx"), book_of(&m));
    CHECK_STR(str_from_z(cost.limit), S("LIMIT_BOOK_BYTES"));
    check_memory(cost, (int64_t)LIMIT_BOOK_BYTES + (int64_t)128 * MB);
}

/* What nobody sees and nobody can read is not kept either. */
static void book__hidden_sheets_that_cannot_be_read_leave_nothing(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Made m = book_new(&a);
    put_text_of_64_kb(&m);
    put_sheet(&m, "visible", sheet_of_text(&a, 1, ""));
    for (int i = 1; i < 30; i++)
        put_sheet(&m, "hidden", sheet_of_text(&a, 900, "<row r=\"0\"/>"));
    Cost cost = cost_of(S("hidden.xlsx"), book_of(&m));
    CHECK_I64(cost.code, ERR_NONE);
    CHECK_I64(cost.sheets, 1);
    check_memory(cost, (int64_t)128 * MB);
}

/* What stands around the cells is read once, however many sheets there are. */
static void book__is_opened_once_for_all_its_sheets(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Str bytes[2];
    for (int which = 0; which < 2; which++) {
        Made m = book_new(&a);
        Out texts = out_new(&a, (size_t)64 * MB);
        out_s(&texts, S("<sst>"));
        for (int i = 0; i < 60 * 1000; i++)
            out_f(&texts, "<si><t>%09d</t></si>", i * 7919);
        out_s(&texts, S("</sst>"));
        put_linked(&m, "sharedStrings", out_str(&texts));
        for (int i = 0; i < (which ? FOLDER_SHEETS_MAX : 1); i++)
            put_sheet(&m, "visible", sheet_of_text(&a, 1, ""));
        bytes[which] = book_of(&m);
    }
    Cost one = cost_of(S("one.xlsx"), bytes[0]), hundred = cost_of(S("hundred.xlsx"), bytes[1]);
    CHECK_I64(hundred.sheets, FOLDER_SHEETS_MAX);
    CHECK(hundred.cpu_ms <= 5 * one.cpu_ms + 200);
}

/* Each of 60,000 styles is looked for among 60,000 formats. */
static void book__many_styles_and_formats_take_no_longer_than_their_number(void **state)
{
    (void)state;
    enum { COUNT = 60 * 1000 };
    AUTO_ARENA a = {0};
    Made m = book_new(&a);
    Out out = out_new(&a, (size_t)16 * MB);
    out_s(&out, S("<styleSheet><numFmts>"));
    for (int i = 0; i < COUNT; i++)
        out_f(&out, "<numFmt numFmtId=\"%d\" formatCode=\"0.00%d\"/>", 1000 + i, i);
    out_s(&out, S("</numFmts><cellXfs>"));
    for (int i = 0; i < COUNT; i++)
        out_f(&out, "<xf numFmtId=\"%d\"/>", 1000 + COUNT + i);
    out_s(&out, S("</cellXfs></styleSheet>"));
    put_linked(&m, "styles", out_str(&out));
    put_sheet(&m, "visible",
              S("<worksheet><sheetData><row r=\"1\"><c "
                "r=\"A1\"><v>1</v></c></row></sheetData></worksheet>"));
    Cost cost = cost_of(S("styles.xlsx"), book_of(&m));
    CHECK_I64(cost.sheets, 1);
    CHECK(cost.cpu_ms <= 1500 * (1 + 4 * IS_SANITIZED));
}

static Str sheet_of_areas(Arena *arena, int hidden, int merged)
{
    Out out = out_new(arena, (size_t)32 * MB);
    out_s(&out, S("<worksheet><cols>"));
    for (int i = 0; i < hidden; i++)
        out_f(&out, "<col min=\"1\" max=\"%d\" hidden=\"1\"/>", LIMIT_XLSX_COLUMNS);
    out_s(&out, S("</cols><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c "
                  "r=\"XFD1\"><f>A1</f></c></row></sheetData><mergeCells>"));
    for (int i = 0; i < merged; i++)
        out_f(&out, "<mergeCell ref=\"A%d:XFD%d\"/>", i + 1, i + 1);
    out_s(&out, S("</mergeCells></worksheet>"));
    return out_str(&out);
}

static void book__more_merged_areas_than_its_limit_are_told(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Made m = book_new(&a);
    put_sheet(&m, "visible", sheet_of_areas(&a, 0, 300 * 1000));
    Cost cost = cost_of(S("merged.xlsx"), book_of(&m));
    CHECK_STR(str_from_z(cost.limit), S("LIMIT_GRID_MERGED"));
}

/* The archive is small; what it unpacks to is read by nobody. */
static void book__that_unpacks_to_more_than_its_limit_is_not_read(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Made m = book_new(&a);
    const Str zeros = {arena_new(&a, char, 7 * MB), 7 * MB};
    put_sheet(&m, "visible", sheet_of_text(&a, 1, ""));
    for (int i = 0; i <= LIMIT_BOOK_UNPACKED_BYTES / (7 * MB); i++)
        put_part(&m, arena_fmt(&a, "xl/x%d.xml", i), zeros);
    Cost cost = cost_of(S("unpacked.xlsx"), book_of(&m));
    CHECK_STR(str_from_z(cost.limit), S("LIMIT_BOOK_UNPACKED_BYTES"));
}

/* ---- text documents ---- */

static Str nested(Arena *arena, int depth)
{
    Made m = {.arena = arena};
    Out out = out_new(arena, MB);
    out_s(&out, S("<w:document xmlns:w=\"w\"><w:body>"));
    for (int i = 0; i < depth; i++)
        out_s(&out, S("<w:tbl><w:tr><w:tc>"));
    out_s(&out, S("<w:p><w:r><w:t>x</w:t></w:r></w:p>"));
    for (int i = 0; i < depth; i++)
        out_s(&out, S("</w:tc></w:tr></w:tbl>"));
    out_s(&out, S("</w:body></w:document>"));
    put_part(&m, S("word/document.xml"), out_str(&out));
    return zip_of(&m);
}

static void docx__tables_in_tables_are_read_or_refused(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Cost cost = cost_of(S("nested.docx"), nested(&a, 60));
    CHECK_I64(cost.sheets, 1);
    cost = cost_of(S("deep.docx"), nested(&a, 1000));
    CHECK(cost.code == ERR_XLSX_XML);
}

/* ---- zips ---- */

/* A file of a zip that is longer than the zip says is not cut there: the zip stays one file, and is told of. */
static void zip__a_file_longer_than_it_claims_is_not_cut(void **state)
{
    (void)state;
    enum { CLAIMED_AT = 24 };
    AUTO_ARENA a = {0};
    Made m = {.arena = &a};
    FolderFileList files = {0}, found = {0};
    put_part(&m, S("甲区6月.csv"), S("指标,本月\n甲,1\n乙,2\n"));
    Str zip = zip_of(&m);
    char *bytes = arena_new(&a, char, zip.len);
    memcpy(bytes, zip.ptr, (size_t)zip.len);
    ptrdiff_t directory = str_find(zip, S("PK\001\002"), 0);
    CHECK(directory > 0);
    bytes[directory + CLAIMED_AT] -= 6; /* without the last line */
    *arena_push(&a, &files) = (FolderFile){S("z.zip"), (Str){bytes, zip.len}};
    folder_gather(&a, &files, &found);
    CHECK_I64(found.count, 1);
    CHECK_STR(found.items[0].name, S("z.zip"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(book__a_text_in_many_cells_of_many_sheets_is_counted),
        cmocka_unit_test(book__hidden_sheets_that_cannot_be_read_leave_nothing),
        cmocka_unit_test(book__is_opened_once_for_all_its_sheets),
        cmocka_unit_test(book__many_styles_and_formats_take_no_longer_than_their_number),
        cmocka_unit_test(book__more_merged_areas_than_its_limit_are_told),
        cmocka_unit_test(book__that_unpacks_to_more_than_its_limit_is_not_read),
        cmocka_unit_test(docx__tables_in_tables_are_read_or_refused),
        cmocka_unit_test(zip__a_file_longer_than_it_claims_is_not_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
