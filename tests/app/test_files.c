/* Files of evidence: who may add and read them, what is refused, what stands on the disk. */
#include "app/files/files.h"
#include "app/inbox/inbox.h"
#include "app/ledger/progress.h"
#include "app/upkeep/backup.h"
#include "app/upkeep/purge.h"
#include "app/upkeep/verify.h"
#include "app/upkeep/verify_files.h"
#include "base/limits.h"
#include "office.h"
#include "sys/files.h"
#include "sys/vault.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

static Str data_folder; /* of the running test */

static Office open_with_folder(Arena *arena)
{
    Office office = office_open();
    data_folder = fix_path(arena, "-data");
    return office;
}

static App app_of(Office *office, Arena *arena, const char *account)
{
    App app;
    Err err = {0};
    AppStart start = office_start(office, NULL, str_from_z(account));
    start.data_folder = data_folder;
    CHECK_OK(app_open(arena, &start, &app, &err), &err);
    return app;
}

static ErrCode add(Office *office, const char *account, const char *object, const char *name,
                   Str bytes, char ret_id[32])
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    AUTO_APP app = app_of(office, &arena, account);
    const FileEntry entry = {str_from_z(object), str_from_z(name), bytes};
    Attachment attachment = {0};
    if (!file_add(&app, &entry, &attachment, &err))
        return err.code;
    if (ret_id)
        (void)snprintf(ret_id, 32, "%.*s", STR_ARG(attachment.id));
    return ERR_NONE;
}

static ErrCode fetch(Office *office, const char *account, const char *id, char *ret_text, int len)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    AUTO_APP app = app_of(office, &arena, account);
    Attachment attachment;
    int fd;
    if (!file_fetch(&app, str_from_z(id), &attachment, &fd, &err))
        return err.code;
    ssize_t n = read(fd, ret_text, (size_t)len - 1);
    (void)close(fd);
    CHECK(n >= 0);
    ret_text[n] = '\0';
    return ERR_NONE;
}

static void check_fetched(Office *office, const char *account, const char *id, const char *text)
{
    char found[200];
    CHECK_STR(str_from_z(err_code_name(fetch(office, account, id, found, sizeof found))),
              str_from_z(err_code_name(ERR_NONE)));
    CHECK_STR(str_from_z(found), str_from_z(text));
}

static void check_not_fetched(Office *office, const char *account, const char *id, ErrCode code)
{
    char found[200];
    CHECK_STR(str_from_z(err_code_name(fetch(office, account, id, found, sizeof found))),
              str_from_z(err_code_name(code)));
}

#define CHECK_ADD(expected, ...)                                                                   \
    CHECK_STR(str_from_z(err_code_name(add(__VA_ARGS__))), str_from_z(err_code_name(expected)))

static int listed(Office *office, const char *account, const char *object)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    AUTO_APP app = app_of(office, &arena, account);
    FilePage page = {0};
    AttachmentList of = {0};
    const FileQuery query = {0};
    CHECK_OK(file_list(&app, &query, &page, &err), &err);
    CHECK_OK(files_of(&app, str_from_z(object), &of, &err), &err);
    CHECK(of.count <= page.items.count);
    return of.count;
}

static void file__of_a_report_is_its_units(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = open_with_folder(&a);
    char of_clerk[32];
    const char *const report = "report 2021-04 c01";
    CHECK_ADD(ERR_NONE, &office, "u_c01", report, "表.txt", S("甲"), NULL);
    CHECK_ADD(ERR_NONE, &office, "clerk1", report, "扫描件.txt", S("丙"), of_clerk);
    CHECK_ADD(ERR_DENIED, &office, "u_c02", report, "乙.txt", S("乙"), NULL);
    check_fetched(&office, "u_c01", of_clerk, "丙");
    check_not_fetched(&office, "u_c02", of_clerk, ERR_DENIED);
    CHECK_I64(listed(&office, "u_c01", report), 2);
    static const char *const none[] = {"report 2021-04 c99", "report 2031-04 c01",
                                       "report c01",         "report",
                                       "report 2021-04",     "Report 2021-04 c01"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        CHECK_ADD(ERR_FILE_OBJECT, &office, "clerk1", none[i], "x.txt", S("x"), NULL);
    office_done(&office);
}

/* 1.1.1: t01 leads the area, c01 is responsible; both have a part, and neither reads the other's. */
static void file__is_its_units_and_the_offices(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = open_with_folder(&a);
    char of_c01[32], of_t01[32], of_office[32];
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "台账.txt", S("甲"), of_c01);
    CHECK_ADD(ERR_NONE, &office, "u_t01", "task 1.1.1", "说明.txt", S("乙"), of_t01);
    CHECK_ADD(ERR_NONE, &office, "clerk1", "task 1.1.1", "模板.txt", S("丙"), of_office);
    check_fetched(&office, "u_c01", of_c01, "甲");
    check_fetched(&office, "clerk1", of_c01, "甲");
    check_fetched(&office, "leader1", of_c01, "甲");
    check_fetched(&office, "u_c01", of_office, "丙");
    check_fetched(&office, "u_t01", of_office, "丙");
    check_not_fetched(&office, "u_t01", of_c01, ERR_DENIED);
    check_not_fetched(&office, "u_c01", of_t01, ERR_DENIED);
    check_not_fetched(&office, "u_c09", of_c01, ERR_DENIED);
    check_not_fetched(&office, "u_c09", of_office, ERR_DENIED); /* has no part in it */
    check_not_fetched(&office, "secadmin", of_c01, ERR_DENIED);
    check_not_fetched(&office, "sysadmin", of_c01, ERR_DENIED);
    check_not_fetched(&office, "clerk1", "0000000000000", ERR_FILE_UNKNOWN);
    CHECK_ADD(ERR_DENIED, &office, "u_c09", "task 1.1.1", "x.txt", S("丁"), NULL);
    CHECK_ADD(ERR_DENIED, &office, "leader1", "task 1.1.1", "x.txt", S("丁"), NULL);
    CHECK_ADD(ERR_FILE_OBJECT, &office, "clerk1", "task 99", "x.txt", S("丁"), NULL);
    CHECK_ADD(ERR_FILE_OBJECT, &office, "clerk1", "../1.1.1", "x.txt", S("丁"), NULL);
    CHECK_I64(listed(&office, "clerk1", "task 1.1.1"), 3);
    CHECK_I64(listed(&office, "u_c01", "task 1.1.1"), 2);
    CHECK_I64(listed(&office, "u_c09", "task 1.1.1"), 0);
    office_done(&office);
}

/* A clerk of a body that is named at the task adds for the office all the same. */
static void file__of_the_office_is_no_bodys(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_with_folder(&a);
    AUTO_APP clerk = app_of(&office, &a, "clerk1");
    clerk.actor.body = S("c01");
    Attachment added = {0};
    CHECK_OK(file_add(&clerk, &(FileEntry){S("task 1.1.1"), S("模板.txt"), S("丙")}, &added, &err),
             &err);
    CHECK_STR(added.unit, S(""));
    app_close(&clerk);
    office_done(&office);
}

static ErrCode withdraw(Office *office, const char *account, const char *id)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    AUTO_APP app = app_of(office, &arena, account);
    Attachment attachment;
    return file_withdraw(&app, str_from_z(id), &attachment, &err) ? ERR_NONE : err.code;
}

static void file__is_withdrawn_by_its_unit_and_stays(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = open_with_folder(&a);
    char id[32], again[32], of_office[32];
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "台账.txt", S("甲"), id);
    CHECK_ADD(ERR_FILE_TWICE, &office, "u_c01", "task 1.1.1", "又一份.txt", S("甲"), NULL);
    CHECK_ADD(ERR_NONE, &office, "clerk1", "task 1.1.1", "模板.txt", S("甲"), of_office);
    CHECK_I64(withdraw(&office, "u_t01", id), ERR_DENIED);
    CHECK_I64(withdraw(&office, "u_c01", of_office), ERR_DENIED);
    CHECK_I64(withdraw(&office, "u_c01", id), ERR_NONE);
    CHECK_I64(withdraw(&office, "u_c01", id), ERR_FILE_WITHDRAWN);
    CHECK_I64(listed(&office, "u_c01", "task 1.1.1"), 1);
    check_fetched(&office, "clerk1", id, "甲");
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "台账.txt", S("甲"), again);
    office_done(&office);
}

static void file__has_limits(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = open_with_folder(&a);
    char *large = malloc(LIMIT_FILE_BYTES + 1);
    CHECK_ADD(ERR_FILE_LARGE, &office, "clerk1", "task 1.1.1", "大.txt",
              ((Str){large, LIMIT_FILE_BYTES + 1}), NULL);
    free(large);
    CHECK_ADD(ERR_FILE_EMPTY, &office, "clerk1", "task 1.1.1", "空.txt", S(""), NULL);
    CHECK_ADD(ERR_FILE_EXTENSION, &office, "clerk1", "task 1.1.1", "a.exe", S("MZ"), NULL);
    CHECK_ADD(ERR_FILE_EXTENSION, &office, "clerk1", "task 1.1.1", "readme", S("x"), NULL);
    CHECK_ADD(ERR_FILE_NAME, &office, "clerk1", "task 1.1.1", "\xE2\x80\xAE\x01 ", S("x"), NULL);
    Str letters = arena_fmt(&a, "%0*d.txt", LIMIT_FILE_NAME_CHARACTERS - 3, 0);
    CHECK_ADD(ERR_FILE_NAME_LONG, &office, "clerk1", "task 1.1.1", str_z(&a, letters), S("x"),
              NULL);
    /* as many as there may be, and one more */
    for (int i = 0; i < LIMIT_FILE_OF_TASK; i++)
        CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "a.txt", arena_fmt(&a, "%d", i), NULL);
    CHECK_ADD(ERR_FILE_COUNT, &office, "u_c01", "task 1.1.1", "a.txt", S("more"), NULL);
    CHECK_ADD(ERR_NONE, &office, "u_t01", "task 1.1.1", "a.txt", S("more"), NULL);
    /* of a day, then of the campaign: the sizes are set by hand */
    fix_exec(office.fix.db, "UPDATE stored_file SET bytes = 524288000 WHERE digest = (SELECT "
                            "min(digest) FROM attachment WHERE added_by = 'u_c01')");
    CHECK_ADD(ERR_FILE_DAY, &office, "u_c01", "task 1.2.1.1", "a.txt", S("another"), NULL);
    CHECK_ADD(ERR_NONE, &office, "u_t01", "task 1.1.1", "a.txt", S("another"), NULL);
    office.now_ms += 24 * 3600 * 1000;
    fix_exec(office.fix.db, "UPDATE stored_file SET bytes = 21474836480 WHERE bytes = 524288000");
    CHECK_ADD(ERR_FILE_QUOTA, &office, "u_t01", "task 1.1.1", "a.txt", S("third"), NULL);
    office_done(&office);
}

static void file__of_a_restricted_area_there_is_none(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = open_with_folder(&a);
    char id[32];
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "台账.txt", S("甲"), id);
    fix_exec(office.fix.db, "UPDATE task SET restricted = TRUE WHERE no = '1.1.1'");
    snapshot_cache_free(office.snapshots); /* as after an import */
    office.snapshots = snapshot_cache_new();
    CHECK_ADD(ERR_FILE_RESTRICTED, &office, "clerk1", "task 1.1.1", "x.txt", S("乙"), NULL);
    check_not_fetched(&office, "clerk1", id, ERR_DENIED);
    AUTO_APP app = app_of(&office, &a, "director1");
    Err err = {0};
    FilePage page = {0};
    CHECK_OK(file_list(&app, &(FileQuery){0}, &page, &err), &err);
    CHECK_I64(page.items.count, 0);
    app_close(&app);
    office_done(&office);
}

static void reload(Office *office) /* as after an import */
{
    snapshot_cache_free(office->snapshots);
    office->snapshots = snapshot_cache_new();
}

/* c01 is restricted, and c02 has its seat: the files are c02's to read and to withdraw. Others need the right. */
static void file__of_a_restricted_unit_goes_with_its_seat(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = open_with_folder(&a);
    char id[32];
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "台账.txt", S("甲"), id);
    fix_exec(office.fix.db, "UPDATE unit SET restricted = TRUE WHERE code = 'c01'");
    reload(&office);
    check_fetched(&office, "u_c01", id, "甲");
    check_not_fetched(&office, "clerk1", id, ERR_DENIED);
    CHECK_I64(withdraw(&office, "clerk1", id), ERR_DENIED);
    fix_exec(office.fix.db,
             "UPDATE unit SET valid_to = '2021-01-01', successor = 'c02' WHERE code = 'c01'");
    reload(&office);
    check_fetched(&office, "u_c02", id, "甲");
    check_not_fetched(&office, "u_c01", id, ERR_DENIED);
    CHECK_I64(listed(&office, "u_c02", "task 1.1.1"), 1);
    CHECK_I64(withdraw(&office, "u_c03", id), ERR_DENIED);
    CHECK_I64(withdraw(&office, "u_c02", id), ERR_NONE);
    office_done(&office);
}

static void sweep__takes_what_nobody_names(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_with_folder(&a);
    Str folder = path_join(&a, data_folder, S("files")), digest[2];
    char id[32];
    int64_t gone = 0;
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "台账.txt", S("甲"), id);
    for (int i = 0; i < 2; i++) {
        AUTO_VAULT w = {0};
        CHECK_OK(vault_open(&w, &a, folder, &err), &err);
        CHECK_OK(vault_take(&w, i ? S("old") : S("new"), &err), &err);
        digest[i] = vault_close(&w);
        CHECK_OK(vault_put(&w, &err), &err);
    }
    /* by the clock of the office the new one is an hour old, the other two days */
    const int64_t ages_s[] = {3600, 2 * 24 * 3600};
    for (int i = 0; i < 2; i++) {
        Str path =
            arena_fmt(&a, "%.*s/%.*s/%.*s", STR_ARG(folder), 2, digest[i].ptr, STR_ARG(digest[i]));
        const struct timeval then = {.tv_sec = office.now_ms / 1000 - ages_s[i]};
        CHECK_I64(utimes(path.ptr, (struct timeval[]){then, then}), 0);
    }
    AUTO_APP app = app_of(&office, &a, "clerk1");
    VerifyCounts
        counts; /* of an hour ago it is an orphan, of five minutes ago it may get its row yet */
    Faults two = {.arena = &a}, one = {.arena = &a};
    CHECK(!verify_all(&app, &counts, &two, &err) && err.code == ERR_NONE);
    CHECK_I64(two.total, 2);
    app.now_ms -= 55 * 60 * 1000;
    CHECK(!verify_all(&app, &counts, &one, &err) && err.code == ERR_NONE);
    CHECK_I64(one.total, 1);
    app.now_ms += 55 * 60 * 1000;
    CHECK_OK(files_sweep(&app, &gone, &err), &err);
    CHECK_I64(gone, 1);
    VaultFiles left = {0};
    CHECK_OK(vault_list(&a, folder, &left, &err), &err);
    CHECK_I64(left.count, 2);
    app_close(&app);
    check_fetched(&office, "u_c01", id, "甲");
    office_done(&office);
}

/* On both engines: rows are emptied, the tables written anew, the log still whole. */
static void purge__leaves_a_tombstone_and_a_whole_log(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_with_folder(&a);
    char id[32], of_office[32];
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "误传.txt", S("甲"), id);
    CHECK_ADD(ERR_NONE, &office, "clerk1", "task 1.1.1", "误传二.txt", S("甲"), of_office);
    Str digest = str_trim(fix_rows(&a, office.fix.db, "SELECT digest FROM stored_file"));
    Purge purge = {0};
    PurgeOrder order = {.target = arena_fmt(&a, "file %.*s", STR_ARG(digest)),
                        .cause = S("personal"),
                        .authority = S("示例通知")};
    AUTO_APP clerk = app_of(&office, &a, "clerk1");
    CHECK_OK(purge_ask(&clerk, &order, &purge, &err), &err);
    CHECK(!purge_decide(&clerk, purge.id, true, S("属实"), &purge, &err));
    CHECK_ERR(&err, ERR_DENIED);
    AUTO_APP director = app_of(&office, &a, "director1");
    CHECK(!purge_decide(&director, purge.id, true, S(" "), &purge, &err));
    CHECK_ERR(&err, ERR_PURGE_REASON);
    CHECK_OK(purge_decide(&director, purge.id, true, S("属实"), &purge, &err), &err);
    check_not_fetched(&office, "u_c01", id, ERR_FILE_PURGED);
    CHECK_ADD(ERR_FILE_PURGED, &office, "u_c01", "task 1.1.1", "又传.txt", S("甲"), NULL);
    CHECK_STR(fix_rows(&a, office.fix.db,
                       "SELECT count(*) FROM audit WHERE detail IS NULL AND salt = ''"),
              S("2\n"));
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT DISTINCT name FROM attachment"), S("\n"));
    VerifyCounts counts;
    Faults faults = {.arena = &a};
    CHECK_OK(verify_all(&director, &counts, &faults, &err), &err);
    /* who acts for the asker counts as the asker */
    CHECK_ADD(ERR_NONE, &office, "clerk1", "task 1.1.1", "再传.txt", S("乙"), id);
    order.target = arena_fmt(&a, "file %.*s",
                             STR_ARG(str_trim(fix_rows(&a, office.fix.db,
                                                       "SELECT digest FROM stored_file WHERE "
                                                       "purged_at = 0"))));
    CHECK_OK(purge_ask(&clerk, &order, &purge, &err), &err);
    director.actor.behalf = S("clerk1");
    CHECK(!purge_decide(&director, purge.id, true, S("属实"), &purge, &err));
    CHECK_ERR(&err, ERR_PURGE_SELF);
    app_close(&clerk);
    app_close(&director);
    office_done(&office);
}

/* What the office wrote about a task stands in digests, too. */
static void purge__of_a_note_empties_the_digests_made_since(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_with_folder(&a);
    ProgressNote kept;
    int64_t made;
    CHECK_OK(instant_parse(S("2021-03-04T09:00:00+08:00"), &office.now_ms, &err), &err);
    AUTO_APP before = app_of(&office, &a, "director1");
    CHECK_OK(inbox_digest_make(&before, &made, &err), &err);
    AUTO_APP unit = app_of(&office, &a, "u_c01");
    ProgressEntry entry = {.task = S("1.2.1"),
                           .state = S("stuck"),
                           .text = S("绝不能留下的一句话"),
                           .seen = PROGRESS_SEEN_ANY};
    office.now_ms += 24 * 3600 * 1000;
    unit.now_ms = office.now_ms;
    CHECK_OK(progress_add(&unit, &entry, &kept, &err), &err);
    AUTO_APP director = app_of(&office, &a, "director1");
    CHECK_OK(inbox_digest_make(&director, &made, &err), &err);
    Str holding = S("SELECT count(*) > 0 FROM inbox_digest WHERE body LIKE '%绝不能%'");
    CHECK(str_has(S("1 t true"), str_trim(fix_rows(&a, office.fix.db, holding.ptr))));
    Purge purge = {0};
    PurgeOrder order = {.target = arena_fmt(&a, "progress %.*s", STR_ARG(kept.id)),
                        .cause = S("secret"),
                        .authority = S("示例通知")};
    AUTO_APP clerk = app_of(&office, &a, "clerk1");
    CHECK_OK(purge_ask(&clerk, &order, &purge, &err), &err);
    CHECK_OK(purge_decide(&director, purge.id, true, S("属实"), &purge, &err), &err);
    CHECK(str_has(S("0 f false"), str_trim(fix_rows(&a, office.fix.db, holding.ptr))));
    Digest digest;
    CHECK_OK(inbox_digest_read_day(&director, LANG_ZH, date_from_ymd(2021, 3, 5), &digest, &err),
             &err);
    CHECK_STR(digest.text, msg(LANG_ZH, MSG_INBOX_DIGEST_PURGED));
    CHECK_OK(inbox_digest_read_day(&unit, LANG_ZH, date_from_ymd(2021, 3, 4), &digest, &err), &err);
    CHECK(str_has(digest.text, S("报")));
    app_close(&before);
    app_close(&unit);
    app_close(&director);
    app_close(&clerk);
    office_done(&office);
}

/* The copy was made, its row was not: it has what was purged, and no purge has seen it. */
static void purge__orders_the_backup_under_way_destroyed(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_with_folder(&a);
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "误传.txt", S("甲"), NULL);
    if (db_engine(office.fix.db) != DB_SQLITE) { /* the copy is pg_dump's */
        office_done(&office);
        return;
    }
    BackupMade made = {0}, clean = {0};
    const BackupMake make = {.to = path_join(&a, data_folder, S("backups")), .kind = S("hand")};
    AUTO_APP admin = app_of(&office, &a, "sysadmin");
    CHECK_OK(backup_write(&admin, &make, &made, &err), &err);
    AUTO_APP clerk = app_of(&office, &a, "clerk1"), director = app_of(&office, &a, "director1");
    Purge purge = {0};
    Str digest = str_trim(fix_rows(&a, office.fix.db, "SELECT digest FROM stored_file"));
    PurgeOrder order = {.target = arena_fmt(&a, "file %.*s", STR_ARG(digest)),
                        .cause = S("personal"),
                        .authority = S("示例通知")};
    CHECK_OK(purge_ask(&clerk, &order, &purge, &err), &err);
    CHECK_OK(purge_decide(&director, purge.id, true, S("属实"), &purge, &err), &err);
    CHECK_OK(backup_record(&admin, &make, &made, &err), &err);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT destroy_for FROM backup"),
              arena_fmt(&a, "%.*s\n", STR_ARG(purge.id)));
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT backups FROM purge"),
              arena_fmt(&a, "[\"%.*s\"]\n", STR_ARG(made.id)));
    CHECK_OK(backup_make(&admin, &make, &clean, &err), &err);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT count(*) FROM backup WHERE destroy_for = ''"),
              S("1\n"));
    VerifyCounts counts;
    Faults faults = {.arena = &a};
    CHECK_OK(verify_all(&director, &counts, &faults, &err), &err);
    app_close(&admin);
    app_close(&clerk);
    app_close(&director);
    office_done(&office);
}

/* Approved by a program that was not told the data folder: what stands there goes at night. */
static void purge__without_the_data_folder_is_not_finished(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_with_folder(&a);
    Str export = path_join(&a, data_folder, S("exports/tasks.csv"));
    AUTO_APP clerk = app_of(&office, &a, "clerk1"), director = app_of(&office, &a, "director1");
    AUTO_APP unit = app_of(&office, &a, "u_c01");
    ProgressEntry entry = {.task = S("1.2.1"),
                           .state = S("stuck"),
                           .text = S("绝不能留下的一句话"),
                           .seen = PROGRESS_SEEN_ANY};
    ProgressNote kept;
    CHECK_OK(progress_add(&unit, &entry, &kept, &err), &err);
    Purge purge = {0};
    PurgeOrder order = {.target = arena_fmt(&a, "progress %.*s", STR_ARG(kept.id)),
                        .cause = S("secret"),
                        .authority = S("示例通知")};
    CHECK_OK(folder_make(file_folder(export), &err), &err);
    CHECK_OK(file_write(export, S("绝不能留下的一句话"), &err), &err);
    CHECK_OK(purge_ask(&clerk, &order, &purge, &err), &err);
    director.start.data_folder = S("");
    CHECK_OK(purge_decide(&director, purge.id, true, S("属实"), &purge, &err), &err);
    CHECK(file_exists(export));
    AUTO_APP night = {0};
    AppStart start = office_start(&office, NULL, S(""));
    start.data_folder = data_folder;
    start.no_campaign = true;
    CHECK_OK(app_open_program(&a, &start, &night, &err), &err);
    CHECK_OK(purge_sweep(&night, &err), &err);
    CHECK(!file_exists(export));
    app_close(&night);
    app_close(&clerk);
    app_close(&director);
    app_close(&unit);
    office_done(&office);
}

/* A power cut after the approval: the bytes stand there still, and so does an export. */
static void purge__that_was_not_finished_is_finished_at_night(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_with_folder(&a);
    Str folder = path_join(&a, data_folder, S("files"));
    Str export = path_join(&a, data_folder, S("exports/tasks.csv"));
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "误传.txt", S("甲"), NULL);
    Purge purge = {0};
    Str digest = str_trim(fix_rows(&a, office.fix.db, "SELECT digest FROM stored_file"));
    PurgeOrder order = {.target = arena_fmt(&a, "file %.*s", STR_ARG(digest)),
                        .cause = S("personal"),
                        .authority = S("示例通知")};
    AUTO_APP clerk = app_of(&office, &a, "clerk1"), director = app_of(&office, &a, "director1");
    CHECK_OK(purge_ask(&clerk, &order, &purge, &err), &err);
    CHECK_OK(purge_decide(&director, purge.id, true, S("属实"), &purge, &err), &err);
    CHECK_OK(folder_make(file_folder(export), &err), &err);
    CHECK_OK(file_write(export, S("甲"), &err), &err);
    AUTO_APP night = {0};
    AppStart start = office_start(&office, NULL, S(""));
    start.data_folder = data_folder;
    start.no_campaign = true;
    CHECK_OK(app_open_program(&a, &start, &night, &err), &err);
    CHECK_OK(purge_sweep(&night, &err), &err);
    CHECK(file_exists(export)); /* nothing was left to do */
    fix_exec(office.fix.db, "UPDATE duban_meta SET value = '0' WHERE key = 'purges_finished'");
    AUTO_VAULT again = {0};
    CHECK_OK(vault_open(&again, &a, folder, &err), &err);
    CHECK_OK(vault_take(&again, S("甲"), &err), &err);
    CHECK_STR(vault_close(&again), digest);
    CHECK_OK(vault_put(&again, &err), &err);
    CHECK_OK(purge_sweep(&night, &err), &err);
    CHECK(!file_exists(export));
    VaultFiles left = {0};
    CHECK_OK(vault_list(&a, folder, &left, &err), &err);
    CHECK_I64(left.count, 0);
    VerifyCounts counts;
    Faults faults = {.arena = &a};
    CHECK_OK(verify_all(&director, &counts, &faults, &err), &err);
    app_close(&night);
    app_close(&clerk);
    app_close(&director);
    office_done(&office);
}

static void count_problem(void *ctx, Str what, Str object)
{
    (void)what, (void)object;
    ++*(int *)ctx;
}

/* What was purged after the rows were read is not missing. */
static void verify__does_not_miss_what_is_purged_meanwhile(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = open_with_folder(&a);
    CHECK_ADD(ERR_NONE, &office, "u_c01", "task 1.1.1", "误传.txt", S("甲"), NULL);
    Str digest = str_trim(fix_rows(&a, office.fix.db, "SELECT digest FROM stored_file"));
    AUTO_APP app = app_of(&office, &a, "clerk1");
    FilesOfStore files = {0};
    CHECK_OK(files_of_store(app.db, &a, &files, &err), &err);
    CHECK_OK(vault_remove(path_join(&a, data_folder, S("files")), digest, &err), &err);
    int missing = 0;
    CHECK_OK(verify_files(&app, &files, count_problem, &missing, &err), &err);
    CHECK_I64(missing, 1);
    fix_exec(office.fix.db, "UPDATE stored_file SET purged_at = 1");
    CHECK_OK(verify_files(&app, &files, count_problem, &missing, &err), &err);
    CHECK_I64(missing, 1);
    app_close(&app);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(file__is_its_units_and_the_offices),
        cmocka_unit_test(file__of_a_report_is_its_units),
        cmocka_unit_test(file__is_withdrawn_by_its_unit_and_stays),
        cmocka_unit_test(file__has_limits),
        cmocka_unit_test(file__of_a_restricted_area_there_is_none),
        cmocka_unit_test(file__of_a_restricted_unit_goes_with_its_seat),
        cmocka_unit_test(file__of_the_office_is_no_bodys),
        cmocka_unit_test(sweep__takes_what_nobody_names),
        cmocka_unit_test(purge__leaves_a_tombstone_and_a_whole_log),
        cmocka_unit_test(purge__orders_the_backup_under_way_destroyed),
        cmocka_unit_test(purge__without_the_data_folder_is_not_finished),
        cmocka_unit_test(purge__that_was_not_finished_is_finished_at_night),
        cmocka_unit_test(verify__does_not_miss_what_is_purged_meanwhile),
        cmocka_unit_test(purge__of_a_note_empties_the_digests_made_since),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
