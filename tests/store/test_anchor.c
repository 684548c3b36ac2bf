/* store/anchor: what ties a record to the audit log stays what it was when a table is added. */
#include "fixture.h"
#include "store/anchor.h"

/* The digest of a text is the text: the test reads what would be digested. */
static Str as_it_is(Arena *arena, Str bytes)
{
    Out out = out_new(arena, 1 << 16);
    for (ptrdiff_t i = 0; i < bytes.len; i++) {
        char c = bytes.ptr[i];
        out_s(&out, c == '\0' ? S("|") : c == '\n' ? S("\n") : c == '\f' ? S("--\n") : S(""));
        if (c != '\0' && c != '\n' && c != '\f')
            out_c(&out, c);
    }
    return out_str(&out);
}

static void anchor__of_a_circular_with_and_without_its_data(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Fix fix = fix_open((DbOptions){0});
    Str digest;
    fix_exec(fix.db,
             "INSERT INTO campaign (code, name, city, year, predecessor, source_document, sample, "
             "issuer, issuer_number, month_rule, digest) "
             "VALUES ('c', '', '', 2021, '', '', TRUE, '', '', '', '')");
    fix_exec(fix.db, "INSERT INTO circular VALUES ('K1', 'c', '2021-06', 1, '1号', '示例市', "
                     "'2021-07-19', 'director1', '正文', 'd')");
    CHECK_OK(anchor_digest(fix.db, &a, S("circular K1"), as_it_is, &digest, &err), &err);
    Str before = S("K1|c|2021-06|1|1号|示例市|2021-07-19|director1|正文|d|\n--\n");
    CHECK_STR(digest, before); /* as it was before circular_paper was there */
    fix_exec(fix.db, "INSERT INTO circular_paper VALUES ('K1', '{}', '')");
    CHECK_OK(anchor_digest(fix.db, &a, S("circular K1"), as_it_is, &digest, &err), &err);
    CHECK_STR(digest, arena_fmt(&a, "%.*sK1|{}||\n--\n", STR_ARG(before)));
    fix_done(&fix);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(anchor__of_a_circular_with_and_without_its_data),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
