/* A campaign that all workers share: read once, never changed, replaced when something was written. */
#include "app/ledger/ledger.h"
#include "app/ledger/progress.h"
#include "office.h"

#include <pthread.h>
#include <stdatomic.h>

static const char campaign_z[] = "shifanshi-2021";

static Snapshot *take(Office *office)
{
    Err err = {0};
    Snapshot *snapshot;
    CHECK_OK(
        snapshot_take(office->snapshots, office->fix.db, str_from_z(campaign_z), &snapshot, &err),
        &err);
    return snapshot;
}

/* A refusal is an audit row, so it moves the head of the chain. */
static void write_something(Office *office, Db *db)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    App app;
    AppStart start = office_start(office, db, S("u_c01"));
    static int64_t minutes; /* the same refusal within a minute has one row */
    start.now_ms += __atomic_add_fetch(&minutes, 1, __ATOMIC_RELAXED) * (AUDIT_SAME_MS + 1);
    CHECK_OK(app_open(&arena, &start, &app, &err), &err);
    CHECK(!app_permit(&app, ACT_FREEZE, S(""), S("2021-04"), &err));
    CHECK_ERR(&err, ERR_DENIED);
    app_close(&app);
}

static void snapshot__is_kept_until_something_is_written(void **state)
{
    (void)state;
    Office office = office_open();
    Snapshot *first = take(&office), *again = take(&office);
    CHECK(first == again);
    CHECK_STR(snapshot_def(first)->name, S("示例市“三重四创五优化”活动"));
    int64_t seq = snapshot_seq(first);
    write_something(&office, NULL);
    Snapshot *later = take(&office);
    CHECK(later != first);
    CHECK_I64(snapshot_seq(later), seq + 1);
    snapshot_release(again);
    CHECK_I64(snapshot_def(first)->units.count, snapshot_def(later)->units.count);
    snapshot_release(first); /* the last who held the old one */
    snapshot_release(later);
    office_done(&office);
}

static void snapshot__of_a_database_put_back_is_not_kept(void **state)
{
    (void)state;
    Office office = office_open();
    write_something(&office, NULL);
    Snapshot *newer = take(&office);
    fix_exec(office.fix.db, "UPDATE audit_head SET seq = seq - 1 WHERE chain = 'shifanshi-2021'");
    Snapshot *back = take(&office);
    CHECK(back != newer);
    CHECK_I64(snapshot_seq(back), snapshot_seq(newer) - 1);
    fix_exec(office.fix.db, "UPDATE audit_head SET hash = 'x' WHERE chain = 'shifanshi-2021'");
    Snapshot *other = take(&office);
    CHECK(other != back);
    snapshot_release(newer);
    snapshot_release(back);
    snapshot_release(other);
    office_done(&office);
}

/* Put back and written on: the head is further on, but not from where the snapshot stood. */
static void snapshot__of_another_past_is_not_built_upon(void **state)
{
    (void)state;
    Office office = office_open();
    write_something(&office, NULL);
    Snapshot *before = take(&office);
    fix_exec(office.fix.db, "UPDATE audit SET hash = 'other' WHERE chain = 'shifanshi-2021' AND "
                            "seq = (SELECT seq FROM audit_head WHERE chain = 'shifanshi-2021')");
    write_something(&office, NULL);
    Snapshot *later = take(&office);
    CHECK(snapshot_seq(later) == snapshot_seq(before) + 1);
    CHECK(snapshot_index(later) != snapshot_index(before));
    snapshot_release(before);
    snapshot_release(later);
    office_done(&office);
}

static void snapshot__of_an_unknown_campaign_is_an_error(void **state)
{
    (void)state;
    Office office = office_open();
    Err err = {0};
    Snapshot *snapshot;
    CHECK(!snapshot_take(office.snapshots, office.fix.db, S("nowhere-2021"), &snapshot, &err));
    CHECK_ERR(&err, ERR_CAMPAIGN_UNKNOWN);
    snapshot_release(take(&office));
    office_done(&office);
}

static void snapshot__of_many_campaigns_makes_room(void **state)
{
    (void)state;
    Office office = office_open();
    Err err = {0};
    Snapshot *held = take(&office), *one;
    enum { OTHERS = 40 };
    for (int i = 0; i < OTHERS; i++) {
        AUTO_ARENA arena = {0};
        Str sql = arena_fmt(&arena,
                            "INSERT INTO campaign SELECT 'c%d', name, city, year, predecessor, "
                            "source_document, sample, issuer, issuer_number, month_rule, digest "
                            "FROM campaign WHERE code = 'shifanshi-2021'",
                            i);
        fix_exec(office.fix.db, str_z(&arena, sql));
        Str code = arena_fmt(&arena, "c%d", i);
        CHECK_OK(snapshot_take(office.snapshots, office.fix.db, code, &one, &err), &err);
        CHECK_STR(snapshot_def(one)->code, code);
        snapshot_release(one);
    }
    Snapshot *anew = take(&office);
    CHECK(anew != held); /* it had to make room, and is read again */
    CHECK_I64(snapshot_def(held)->tasks.count, snapshot_def(anew)->tasks.count);
    snapshot_release(held);
    snapshot_release(anew);
    office_done(&office);
}

/* --- what an audit row leaves untouched is not read again */

/* Of this snapshot, be it the newest or not. */
static Ledger ledger_of(Office *office, Snapshot *snapshot)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Ledger ledger;
    App app = office_app(office, &arena, S("clerk1"));
    Snapshot *newest = app.snapshot;
    app.snapshot = snapshot;
    CHECK_OK(ledger_read(&app, &ledger, &err), &err);
    app.snapshot = newest;
    app_close(&app);
    return ledger;
}

static void write_note(Office *office, const char *task, const char *text)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    ProgressNote note;
    App app = office_app(office, &arena, S("clerk1"));
    const ProgressEntry entry = {str_from_z(task), S("on_track"), str_from_z(text),
                                 PROGRESS_SEEN_ANY};
    CHECK_OK(progress_add(&app, &entry, &note, &err), &err);
    app_close(&app);
}

static void check_note(const Ledger *ledger, const char *task, const char *text)
{
    int at = map_get(&ledger->index->tasks, str_from_z(task));
    CHECK(at >= 0 && ledger->notes[at]);
    CHECK_STR(ledger->notes[at]->text, str_from_z(text));
}

static void snapshot__after_a_note_shares_the_rest(void **state)
{
    (void)state;
    Office office = office_open();
    enum { NOTES = 80 }; /* more than may lie upon one another */
    Snapshot *before = take(&office);
    const Ledger old = ledger_of(&office, before);
    write_note(&office, "1.1.2", "first");
    for (int i = 0; i < NOTES; i++) {
        AUTO_ARENA arena = {0};
        Str text = arena_fmt(&arena, "note %d", i);
        write_note(&office, "1.1.1", str_z(&arena, text));
        Snapshot *later = take(&office);
        const Ledger ledger = ledger_of(&office, later);
        CHECK(snapshot_index(later) == snapshot_index(before));
        CHECK(ledger.rows.items == old.rows.items);
        check_note(&ledger, "1.1.1", str_z(&arena, text));
        check_note(&ledger, "1.1.2", "first");
        snapshot_release(later);
    }
    CHECK(old.notes[map_get(&old.index->tasks, S("1.1.1"))] == NULL);
    snapshot_release(before);
    office_done(&office);
}

/* What another version of the program writes may change anything. */
static void snapshot__after_an_unknown_action_is_read_anew(void **state)
{
    (void)state;
    Office office = office_open();
    Snapshot *before = take(&office);
    write_something(&office, NULL);
    Snapshot *denied = take(&office);
    CHECK(snapshot_index(denied) == snapshot_index(before));
    write_something(&office, NULL);
    fix_exec(office.fix.db, "UPDATE audit SET result = 'ok', action = 'later.word' "
                            "WHERE chain = 'shifanshi-2021' AND action = 'freeze' AND "
                            "seq = (SELECT seq FROM audit_head WHERE chain = 'shifanshi-2021')");
    Snapshot *unknown = take(&office);
    CHECK(snapshot_index(unknown) != snapshot_index(before));
    write_something(&office, NULL);
    fix_exec(office.fix.db, "UPDATE audit SET result = 'ok', action = 'publish' "
                            "WHERE chain = 'shifanshi-2021' AND action = 'freeze' AND "
                            "seq = (SELECT seq FROM audit_head WHERE chain = 'shifanshi-2021')");
    const Ledger ledger = ledger_of(&office, unknown);
    Snapshot *published = take(&office);
    CHECK(snapshot_index(published) == snapshot_index(unknown));
    CHECK(ledger_of(&office, published).rows.items != ledger.rows.items);
    Snapshot *const all[] = {before, denied, unknown, published};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        snapshot_release(all[i]);
    office_done(&office);
}

/* --- an App on what a server has */

static void app__leaves_a_servers_database_open(void **state)
{
    (void)state;
    Office office = office_open();
    for (int i = 0; i < 3; i++) {
        AUTO_ARENA arena = {0};
        Ledger ledger;
        Err err = {0};
        App app = office_app(&office, &arena, S("clerk1"));
        CHECK(app.snapshot != NULL);
        CHECK_STR(app.def.code, str_from_z(campaign_z));
        CHECK_OK(ledger_read(&app, &ledger, &err), &err);
        CHECK(ledger.rows.count > 0);
        app_close(&app);
        CHECK(app.db == NULL);
    }
    AUTO_ARENA arena = {0};
    CHECK_STR(fix_rows(&arena, office.fix.db, "SELECT count(*) FROM campaign"), S("1\n"));
    office_done(&office);
}

static void app__reads_the_same_with_and_without_a_snapshot(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_open();
    Err err = {0};
    Ledger shared, own;
    App a = office_app(&office, &arena, S("clerk1")), b;
    AppStart start = office_start(&office, NULL, S("clerk1"));
    start.snapshots = NULL;
    CHECK_OK(app_open(&arena, &start, &b, &err), &err);
    CHECK(b.snapshot == NULL);
    CHECK_OK(ledger_read(&a, &shared, &err), &err);
    CHECK_OK(ledger_read(&b, &own, &err), &err);
    CHECK_I64(shared.rows.count, own.rows.count);
    for (int i = 0; i < own.rows.count; i++) {
        CHECK_STR(shared.rows.items[i].task->no, own.rows.items[i].task->no);
        CHECK_STR(shared.rows.items[i].lead, own.rows.items[i].lead);
    }
    app_close(&a);
    app_close(&b);
    office_done(&office);
}

static void app__of_several_campaigns_wants_one_named(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_open();
    Err err = {0};
    App app;
    fix_exec(office.fix.db, "INSERT INTO campaign SELECT 'another', name, city, year, predecessor, "
                            "source_document, sample, issuer, issuer_number, month_rule, digest "
                            "FROM campaign");
    fix_exec(office.fix.db, "UPDATE account SET campaign = '' WHERE name = 'director1'");
    AppStart start = office_start(&office, NULL, S("director1"));
    CHECK(!app_open(&arena, &start, &app, &err));
    CHECK_ERR(&err, ERR_CAMPAIGN_WHICH);
    start.campaign = S("another");
    CHECK_OK(app_open(&arena, &start, &app, &err), &err);
    CHECK_STR(app.def.code, S("another"));
    app_close(&app);
    office_done(&office);
}

/* --- many at once */

enum { READERS = 8, TAKES = 60, WRITES = 25 };

typedef struct Reader {
    pthread_t thread;
    Office *office;
    atomic_bool *stop;
    int takes;
    bool backwards, wrong;
    Err err;
} Reader;

static bool read_once(Reader *r, Db *db, int64_t *seq)
{
    AUTO_ARENA arena = {0};
    App app;
    Ledger ledger;
    AppStart start = office_start(r->office, db, S("clerk1"));
    start.ids.ctx = NULL; /* a reader makes none */
    if (!app_open(&arena, &start, &app, &r->err))
        return false;
    r->backwards |= snapshot_seq(app.snapshot) < *seq;
    *seq = snapshot_seq(app.snapshot);
    bool ok = ledger_read(&app, &ledger, &r->err);
    r->wrong |= ok && (ledger.rows.count == 0 || app.def.units.count == 0);
    app_close(&app);
    r->takes++;
    return ok;
}

static void *read_on(void *arg)
{
    Reader *r = arg;
    Db *db;
    int64_t seq = 0;
    if (!db_connect(r->office->fix.hub, &db, &r->err))
        return NULL;
    while ((!atomic_load(r->stop) || r->takes < TAKES) && read_once(r, db, &seq))
        ;
    db_close(db);
    return NULL;
}

static void snapshot__is_taken_by_many_while_one_writes(void **state)
{
    (void)state;
    Office office = office_open();
    Reader readers[READERS] = {0};
    atomic_bool stop = false;
    for (int i = 0; i < READERS; i++) {
        readers[i] = (Reader){.office = &office, .stop = &stop};
        CHECK_I64(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
    }
    for (int i = 0; i < WRITES; i++)
        write_something(&office, NULL);
    atomic_store(&stop, true);
    for (int i = 0; i < READERS; i++) {
        CHECK_I64(pthread_join(readers[i].thread, NULL), 0);
        if (readers[i].err.code)
            fail_msg("%s %.*s", err_code_name(readers[i].err.code), (int)readers[i].err.text_used,
                     readers[i].err.text);
        CHECK(readers[i].takes >= TAKES);
        CHECK(!readers[i].backwards);
        CHECK(!readers[i].wrong);
    }
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(snapshot__is_kept_until_something_is_written),
        cmocka_unit_test(snapshot__of_a_database_put_back_is_not_kept),
        cmocka_unit_test(snapshot__of_another_past_is_not_built_upon),
        cmocka_unit_test(snapshot__of_an_unknown_campaign_is_an_error),
        cmocka_unit_test(snapshot__of_many_campaigns_makes_room),
        cmocka_unit_test(snapshot__after_a_note_shares_the_rest),
        cmocka_unit_test(snapshot__after_an_unknown_action_is_read_anew),
        cmocka_unit_test(app__leaves_a_servers_database_open),
        cmocka_unit_test(app__reads_the_same_with_and_without_a_snapshot),
        cmocka_unit_test(app__of_several_campaigns_wants_one_named),
        cmocka_unit_test(snapshot__is_taken_by_many_while_one_writes),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
