/* Files that show that the commitments of a formal talk are kept: of its unit, for who reads talks. */
#include "app/files/files.h"
#include "office.h"

#include <stdlib.h>

static char data_folder[] = "/tmp/duban-talks-XXXXXX";

static ErrCode add(App *app, Str object, Str words)
{
    Err err = {0};
    Attachment attachment;
    const FileEntry entry = {.object = object, .name = S("整改.txt"), .bytes = words};
    app->start.data_folder = str_from_z(data_folder);
    return file_add(app, &entry, &attachment, &err) ? ERR_NONE : err.code;
}

static int seen(App *app, Str object)
{
    Err err = {0};
    AttachmentList list = {0};
    CHECK_OK(files_of(app, object, &list, &err), &err);
    return list.count;
}

static void talk_files__are_its_units_while_it_is_worked_on(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_of_year("DUBAN_YEAR_DB", "2022-01-31T10:00:00+08:00");
    CHECK(mkdtemp(data_folder) != NULL);
    const char *newest =
                   "SELECT 'talk ' || max(t.id) FROM talk t JOIN talk_step s ON s.talk = t.id "
                   "WHERE t.unit = 'c09' AND t.period = '2021-12' AND s.state = 'held'",
               *ended = "SELECT 'talk ' || max(t.id) FROM talk t JOIN talk_step s ON s.talk = t.id "
                        "WHERE t.unit = 'c09' AND s.state = 'closed'";
    Str held = str_trim(fix_rows(&arena, office.fix.db, newest)),
        closed = str_trim(fix_rows(&arena, office.fix.db, ended));
    App unit = office_as(&office, &arena, "u_c09"), other = office_as(&office, &arena, "u_c01"),
        leader = office_as(&office, &arena, "leader1");
    CHECK_I64(add(&unit, held, S("示例：已整改")), ERR_NONE);
    CHECK_I64(add(&other, held, S("示例：别人的")), ERR_DENIED);
    CHECK_I64(add(&unit, closed, S("示例：太晚")), ERR_TALK_STATE);
    CHECK_I64(add(&unit, S("talk 0000000000000"), S("示例")), ERR_FILE_OBJECT);
    CHECK_I64(seen(&unit, held), 1);
    CHECK_I64(seen(&leader, held), 1);
    CHECK_I64(seen(&other, held), 0);
    app_close(&unit);
    app_close(&other);
    app_close(&leader);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(talk_files__are_its_units_while_it_is_worked_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
