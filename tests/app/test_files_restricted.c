/* Files that show a figure which not everybody may see: to others they are not there. */
#include "app/files/files.h"
#include "office.h"

#include <unistd.h>

static Str data_folder; /* of the running test */

static App app_at(Office *office, Arena *arena, const char *account)
{
    App app = office_as(office, arena, account);
    app.start.data_folder = data_folder;
    return app;
}

static ErrCode fetched(App *app, Str id)
{
    Attachment attachment;
    Err err = {0};
    int fd;
    if (!file_fetch(app, id, &attachment, &fd, &err))
        return err.code;
    (void)close(fd);
    return ERR_NONE;
}

/* A draft says what its evidence is for. */
static void file__of_a_restricted_indicator_is_not_there_for_others(void **state)
{
    (void)state;
    static const Str report = SC("report 2021-02 c01");
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = office_open();
    data_folder = fix_path(&arena, "-data");
    Attachment shown, other, taken;
    App unit = app_at(&office, &arena, "u_c01");
    const FileEntry entries[] = {{report, S("入库.txt"), S("甲"), false},
                                 {report, S("别的.txt"), S("乙"), false}};
    CHECK_OK(file_add(&unit, &entries[0], &shown, &err), &err);
    CHECK_OK(file_add(&unit, &entries[1], &other, &err), &err);
    app_close(&unit);
    Str sql = arena_fmt(
        &arena,
        "INSERT INTO report_draft (id, campaign, period, unit, revision, state, body, saved_at, "
        "saved_by, filled_at, filled_by, submission) SELECT 'ZZZZZZZZZZZZZ', code, '2021-02', "
        "'c01', "
        "1, 'open', '{\"evidence\": [{\"digest\": \"%.*s\", \"place\": \"invest\"}]}', 1, 'u_c01', "
        "0, "
        "'', '' FROM campaign",
        STR_ARG(shown.digest));
    fix_exec(office.fix.db, str_z(&arena, sql));
    App leader = app_at(&office, &arena, "leader1");
    CHECK_I64(fetched(&leader, shown.id), ERR_NONE);
    app_close(&leader);
    fix_exec(office.fix.db, "UPDATE task SET restricted = TRUE WHERE no = '1.2.1'");
    snapshot_cache_free(office.snapshots); /* as after an import */
    office.snapshots = snapshot_cache_new();
    leader = app_at(&office, &arena, "leader1");
    App clerk = app_at(&office, &arena, "clerk1");
    unit = app_at(&office, &arena, "u_c01");
    AttachmentList leaders = {0}, units = {0};
    CHECK_I64(fetched(&leader, S("0000000000000")), ERR_FILE_UNKNOWN);
    CHECK_I64(fetched(&leader, shown.id), ERR_FILE_UNKNOWN); /* the same answer */
    CHECK_I64(fetched(&leader, other.id), ERR_NONE);
    CHECK_I64(fetched(&unit, shown.id), ERR_NONE);
    CHECK(!file_withdraw(&clerk, shown.id, &taken, &err));
    CHECK_ERR(&err, ERR_FILE_UNKNOWN);
    CHECK_OK(files_of(&leader, report, &leaders, &err), &err);
    CHECK_OK(files_of(&unit, report, &units, &err), &err);
    CHECK_I64(leaders.count, 1);
    CHECK_I64(units.count, 2);
    leader.actor.granted = true;
    CHECK_I64(fetched(&leader, shown.id), ERR_NONE);
    app_close(&leader);
    app_close(&clerk);
    app_close(&unit);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(file__of_a_restricted_indicator_is_not_there_for_others),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
