/* The readings of data/documents/ in full, and of ../shared/documents/ as counts, values, units, spans
 * and digests: no sentence of those documents stands in the repository. GOLDEN_UPDATE=1 rewrites. */
#include "base/limits.h"
#include "cli/read_out.h"
#include "source.h"
#include "sys/files.h"

enum { PLAIN_CHARS_MAX = 4 };

static Str project_path(Arena *arena, Str path)
{
    const char *root = getenv("DUBAN_SOURCE_ROOT");
    return arena_fmt(arena, "%s/%.*s", root ? root : ".", STR_ARG(path));
}

static Str read_as_json(Arena *arena, Str name, Str bytes)
{
    ReadResult *result = arena_new(arena, ReadResult, 1);
    Err err = {0};
    result->file = name;
    CHECK_OK(read_document(arena, name, bytes, &result->reading, &result->trace, &err), &err);
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    read_out_json(&json, result, LANG_EN);
    out_c(&out, '\n');
    CHECK(out_ok(&out));
    return out_str(&out);
}

/* Every JSON string with more than a few characters outside ASCII becomes its digest. */
static Str digested(Arena *arena, Str json)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    for (ptrdiff_t at = 0; at < json.len;) {
        if (json.ptr[at] != '"') {
            out_c(&out, json.ptr[at++]);
            continue;
        }
        ptrdiff_t end = at + 1;
        while (json.ptr[end] != '"')
            end += json.ptr[end] == '\\' ? 2 : 1;
        Str text = str_sub(json, at + 1, end);
        int foreign = 0;
        for (ptrdiff_t i = 0; i < text.len; i++)
            foreign += ((unsigned char)text.ptr[i] & 0xC0) == 0xC0;
        if (foreign > PLAIN_CHARS_MAX)
            out_f(&out, "\"#%016llx\"", (unsigned long long)str_hash(text));
        else
            out_s(&out, str_sub(json, at, end + 1));
        at = end + 1;
    }
    return out_str(&out);
}

static void compare(Arena *arena, Str found, const char *golden)
{
    if (getenv("GOLDEN_UPDATE")) {
        Err err = {0};
        CHECK_OK(file_write(project_path(arena, str_from_z(golden)), found, &err), &err);
        return;
    }
    Str expected = source_file(arena, golden);
    if (!str_eq(found, expected)) {
        ptrdiff_t at = 0, line = 1;
        while (at < found.len && at < expected.len && found.ptr[at] == expected.ptr[at])
            line += found.ptr[at++] == '\n';
        fail_msg("%s differs from line %td on; ./dev golden rewrites it, git diff shows it", golden,
                 line);
    }
}

static void golden__samples_read_as_committed(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    FolderList list = {0};
    Err err = {0};
    CHECK_OK(folder_list(&arena, project_path(&arena, S("data/documents")), &list, &err), &err);
    int checked = 0;
    for (int i = 0; i < list.count; i++) {
        Str name = list.items[i].name;
        if (!str_ends(name, S(".txt")))
            continue;
        const char *path = str_z(&arena, arena_fmt(&arena, "data/documents/%.*s", STR_ARG(name)));
        Str json = read_as_json(&arena, name, source_file(&arena, path));
        Str stem = str_sub(name, 0, name.len - 4);
        compare(&arena, json,
                str_z(&arena, arena_fmt(&arena, "tests/golden/read/%.*s.json", STR_ARG(stem))));
        checked++;
    }
    CHECK(checked >= 8);
}

static void shared(const char *file, const char *golden)
{
    AUTO_ARENA arena = {0};
    const char *path = str_z(&arena, arena_fmt(&arena, "../shared/documents/%s", file));
    Str bytes = source_file_or_skip(&arena, path);
    compare(&arena, digested(&arena, read_as_json(&arena, S("shared"), bytes)), golden);
}

#define SHARED(number, file)                                                                       \
    static void golden__shared_##number(void **state)                                              \
    {                                                                                              \
        (void)state;                                                                               \
        shared(file, "tests/golden/shared/" #number ".json");                                      \
    }
SHARED(000, "000_6043608f51c1992a.txt")
SHARED(001, "001_331a86df89045223.txt")
SHARED(002, "002_3f2a1d00f0eb6e79.txt")
SHARED(003, "003_11807d7a74c58c6f.txt")
SHARED(004, "004_69e4dce93f7814c5.txt")

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden__samples_read_as_committed),
        cmocka_unit_test(golden__shared_000),
        cmocka_unit_test(golden__shared_001),
        cmocka_unit_test(golden__shared_002),
        cmocka_unit_test(golden__shared_003),
        cmocka_unit_test(golden__shared_004),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
