/* What a file of evidence is looked through by: marks in text however it is cut, heads of pictures, old and new
 * office documents, the scanner's answer. What is found does not depend on how the text came. */
#include "fuzz.h"

#include "base/utf8.h"
#include "doc/image_head.h"
#include "doc/old_office.h"
#include "sys/clamd.h"
#include "text/marks.h"

#include <assert.h>

static const Str table = SC("mark\tpattern\twhere\tfrom\tto\tsource\n"
                            "绝密★\t绝密★\tboth\t\t\t\n"
                            "机密\t^机密$\ttext\t1989-05-01\t\t\n"
                            "秘密（期限）\t^秘密##年\ttext\t\t2099-12-31\t\n"
                            "内部\t内部资料注意保存\tboth\t\t\t\n");

static const Mark *found_in(const MarkList *marks, Str text, ptrdiff_t piece)
{
    static MarkScan scan;
    marks_begin(&scan, marks, false);
    for (ptrdiff_t at = 0; at < text.len; at += piece)
        (void)marks_take(&scan, str_sub(text, at, at + piece));
    return marks_end(&scan);
}

static bool take(void *ctx, Str text, bool line_ends)
{
    MarkScan *scan = ctx;
    assert(utf8_valid(text, NULL));
    return marks_take(scan, text) && (!line_ends || marks_line(scan));
}

static void check_answer(Arena *arena, Str bytes)
{
    ScanResult result;
    Str name;
    Err err = {0};
    if (clamd_answer(arena, bytes, &result, &name, &err)) {
        assert(utf8_valid(name, NULL) && (result == SCAN_FOUND) == (name.len > 0));
        assert(result == SCAN_FOUND || str_starts(str_trim(bytes), S("stream: OK")));
    } else {
        assert(err.code == ERR_FILE_SCANNER);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Str bytes = fuzz_str(data, size);
    Err err = {0};
    MarkList marks = {0};
    static MarkScan scan;
    OfficeKind kind;
    bool parsed = marks_parse(&arena, table, date_from_ymd(2026, 1, 5), &marks, &err);
    assert(parsed && marks.count == 4);
    MarkList any = {0};
    if (!marks_parse(&arena, bytes, date_from_ymd(2026, 1, 5), &any, &err))
        assert(err.code == ERR_MARK_ROW);
    err = (Err){0};
    const Mark *whole = found_in(&marks, bytes, bytes.len + 1);
    assert(found_in(&marks, bytes, 1) == whole && found_in(&marks, bytes, 7) == whole);
    ImageHead head = image_head(bytes);
    assert((head.kind == IMAGE_NONE) == (head.width == 0 || head.height == 0));
    OldOfficeLook look = old_office_look(bytes);
    assert(look.kind != OLD_NONE || !(look.macros || look.encrypted || look.inside));
    marks_begin(&scan, &marks, false);
    old_office_text(bytes, take, &scan);
    marks_begin(&scan, &marks, false);
    if (!office_file_read(&arena, bytes, S("in.docx"), take, &scan, &kind, &err))
        assert(err.code != ERR_NONE);
    check_answer(&arena, bytes);
    return 0;
}
