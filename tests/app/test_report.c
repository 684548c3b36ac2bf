/* The monthly report from the open form to the receipt: drafts by revision, two signatures, checks, files, states. */
#include "app/campaign_index.h"
#include "app/lock.h"
#include "app/report_check.h"
#include "app/report_receipt.h"
#include "app/unit_view.h"
#include "base/limits.h"
#include "office.h"

#include <pthread.h>

#define P S("2021-04")
#define FORM                                                                                       \
    "{\"phone\":\"12345\",\"indicators\":[{\"code\":\"invest\",\"month\":\"5.1\",\"cumulative\":"  \
    "\"12.6\"}]}"

static App as(Office *office, Arena *arena, const char *account)
{
    return office_app(office, arena, str_from_z(account));
}

static void set_now(Office *office, const char *instant)
{
    Err err = {0};
    CHECK_OK(instant_parse(str_from_z(instant), &office->now_ms, &err), &err);
}

static Office may_6(void)
{
    Office office = office_open();
    set_now(&office, "2021-05-06T09:00:00+08:00");
    return office;
}

/* What saving gives; the revision that came of it is *ret_revision (may be NULL). */
static ErrCode save(Office *office, const char *account, const char *unit, const char *body,
                    int64_t seen, int64_t *ret_revision)
{
    AUTO_ARENA a = {0};
    App app = as(office, &a, account);
    Err err = {0};
    DraftRow draft;
    const ReportDraftEntry entry = {P, str_from_z(unit), seen, str_from_z(body)};
    if (report_draft_save(&app, &entry, &draft, &err) && ret_revision)
        *ret_revision = draft.revision;
    app_close(&app);
    return err.code;
}

typedef bool Turn(App *, Str, Str, int64_t, DraftRow *, Err *);
static ErrCode turn(Office *office, Turn *fn, const char *account, const char *unit)
{
    AUTO_ARENA a = {0};
    App app = as(office, &a, account);
    Err err = {0};
    DraftRow draft;
    (void)fn(&app, P, str_from_z(unit), REPORT_SEEN_ANY, &draft, &err);
    app_close(&app);
    return err.code;
}

/* ERR_NONE when it was taken; *ret_id may be NULL. */
static ErrCode send_as(Office *office, const char *account, const char *unit, char *ret_id)
{
    AUTO_ARENA a = {0};
    App app = as(office, &a, account);
    Err err = {0};
    MonthImport import = {0};
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    const ReportSend order = {P, str_from_z(unit), REPORT_SEEN_ANY, S("web")};
    bool ok = report_send(&app, &order, &import, &faults, &warnings, &err);
    if (!ok && err.code == ERR_NONE)
        err = faults.items[0];
    if (ok && ret_id)
        (void)snprintf(ret_id, 40, "%.*s", STR_ARG(import.submission));
    app_close(&app);
    return err.code;
}

/* What entering a paper for the unit gives; its original is `paper`. */
static ErrCode on_behalf(Office *office, const char *unit, const char *body, const char *paper)
{
    AUTO_ARENA a = {0};
    App app;
    AppStart start = office_start(office, NULL, S("clerk1"));
    Err err = {0};
    MonthImport import = {0};
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    start.data_folder = fix_path(&a, "-data");
    CHECK_OK(app_open(&a, &start, &app, &err), &err);
    const ReportBehalf entry = {.period = P,
                                .unit = str_from_z(unit),
                                .sender = S("统计员"),
                                .channel = S("paper"),
                                .body = str_from_z(body),
                                .original_name = S("月报.csv"),
                                .original = str_from_z(paper)};
    bool ok = report_on_behalf(&app, &entry, &import, &faults, &warnings, &err);
    if (!ok && err.code == ERR_NONE)
        err = faults.items[0];
    app_close(&app);
    return err.code;
}

static int files_of_report(Office *office, const char *unit)
{
    AUTO_ARENA a = {0};
    App app = as(office, &a, "clerk1");
    Err err = {0};
    AttachmentList files = {0};
    CHECK_OK(files_of(&app, report_object(&a, P, str_from_z(unit)), &files, &err), &err);
    app_close(&app);
    return files.count;
}

static ReportStanding standing(Office *office, const char *unit)
{
    static Arena kept;
    App app = as(office, &kept, "clerk1");
    Err err = {0};
    ReportStanding s;
    const CampaignPeriod *period;
    CHECK_OK(app_period(&app, P, &period, &err), &err);
    CHECK_OK(report_state(&app, period, app_unit(&app, str_from_z(unit)), &s, &err), &err);
    app_close(&app);
    return s;
}

typedef struct NewAccount {
    AccountRow row;
} NewAccount;

static bool save_account(Db *tx, void *ctx, Err *err)
{
    return account_save(tx, &((NewAccount *)ctx)->row, err);
}

/* Whoever signs second: c01 has two accounts then. */
static void add_signer(Office *office, const char *name, const char *unit)
{
    AUTO_ARENA a = {0};
    App app = as(office, &a, "director1");
    Err err = {0};
    NewAccount account = {{.name = str_from_z(name),
                           .campaign = app.def.code,
                           .role = S("unit"),
                           .unit = str_from_z(unit),
                           .post = S("签发人"),
                           .active = true,
                           .position = -1}};
    CHECK_OK(db_write(app.db, S(""), save_account, &account, &err), &err);
    app_close(&app);
}

/* ---- the form ---- */

static void form__has_what_the_unit_owes_and_nothing_else(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = may_6();
    App app = as(&office, &a, "u_c01");
    Err err = {0};
    ReportForm form;
    CHECK_OK(report_form_open(&app, P, S("c01"), &form, &err), &err);
    CHECK(form.closed.code == ERR_NONE && form.may_fill && !form.may_send);
    CHECK_I64(form.days.left, 4); /* the 8th is a make-up workday */
    CHECK_I64(form.draft.revision, 0);
    CHECK(form.lines.count > 10 && form.blocks.count > 5);
    int lines = 0;
    for (int i = 0; i < form.blocks.count; i++)
        lines += form.blocks.items[i].count;
    CHECK_I64(lines, form.lines.count);
    const ReportLine *invest = NULL;
    for (int i = 0; i < form.lines.count; i++) {
        CHECK(!str_eq(form.lines.items[i].indicator->reporter, S("assessor")));
        if (str_eq(form.lines.items[i].indicator->code, S("invest")))
            invest = &form.lines.items[i];
    }
    CHECK(invest && invest->owed);
    CHECK_STR(invest->annual, S("62"));
    CHECK_STR(invest->plan, S("20"));
    CHECK_STR(invest->scheduled, S("12.40"));
    app_close(&app);
    office_done(&office);
}

static void form__of_another_unit_is_denied_and_of_nobody_unknown(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = may_6();
    App app = as(&office, &a, "u_c01"), clerk = as(&office, &a, "clerk1");
    Err err = {0};
    ReportForm form;
    static const char *const others[] = {"c02", "t09", "sz"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        CHECK(!report_form_open(&app, P, str_from_z(others[i]), &form, &err));
        CHECK_ERR(&err, ERR_DENIED);
    }
    static const char *const nobody[] = {"nobody", "", "../c01", "C01", "confirm/fgw"};
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++) {
        CHECK(!report_form_open(&clerk, P, str_from_z(nobody[i]), &form, &err));
        CHECK_ERR(&err, ERR_UNIT_UNKNOWN);
        CHECK(!report_form_open(&app, P, str_from_z(nobody[i]), &form, &err));
        CHECK_ERR(&err, ERR_UNIT_UNKNOWN);
    }
    CHECK(!report_form_open(&clerk, P, S("sz"), &form, &err)); /* has no peer group */
    CHECK_ERR(&err, ERR_REPORT_UNIT);
    CHECK(!report_form_open(&clerk, S("2031-04"), S("c01"), &form, &err));
    CHECK_ERR(&err, ERR_PERIOD_UNKNOWN);
    app_close(&app);
    app_close(&clerk);
    office_done(&office);
}

/* ---- the draft ---- */

static void draft__of_two_who_save_the_second_is_told(void **state)
{
    (void)state;
    Office office = may_6();
    int64_t revision = 0;
    CHECK(save(&office, "u_c01", "c01", FORM, 0, &revision) == ERR_NONE);
    CHECK_I64(revision, 1);
    CHECK(save(&office, "u_c01", "c01", FORM, 1, &revision) == ERR_NONE); /* the same */
    CHECK_I64(revision, 1);
    CHECK(save(&office, "clerk1", "c01", "{\"phone\":\"9\"}", 1, &revision) == ERR_NONE);
    CHECK_I64(revision, 2);
    CHECK(save(&office, "u_c01", "c01", "{\"phone\":\"8\"}", 1, NULL) == ERR_DRAFT_MOVED);
    CHECK(save(&office, "u_c01", "c01", "{\"phone\":\"8\"}", 0, NULL) == ERR_DRAFT_MOVED);
    CHECK(save(&office, "u_c01", "c01", "{\"phone\":\"8\"}", 3, NULL) == ERR_DRAFT_MOVED);
    CHECK(save(&office, "u_c02", "c01", "{\"phone\":\"8\"}", 2, NULL) == ERR_DENIED);
    CHECK(save(&office, "o_fgw", "c01", "{\"phone\":\"8\"}", 2, NULL) == ERR_DENIED);
    office_done(&office);
}

static void draft__takes_any_text_and_no_other_shape(void **state)
{
    (void)state;
    Office office = may_6();
    static const struct {
        const char *body;
        ErrCode why;
    } cases[] = {
        {"{\"indicators\":[{\"code\":\"invest\",\"cumulative\":\"约12亿？\"}]}", ERR_NONE},
        {"{\"tasks\":[{\"task\":\"1.2.1\",\"progress\":\"一\\n二\"}],\"requests\":[{}]}", ERR_NONE},
        {"{}", ERR_NONE},
        {"", ERR_NONE},
        {"{\"other\":\"x\"}", ERR_DRAFT_KEY},
        {"{\"indicators\":[{\"code\":\"nothing\",\"month\":\"1\"}]}", ERR_DRAFT_KEY},
        {"{\"indicators\":[{\"month\":\"1\"}]}", ERR_DRAFT_KEY},
        {"{\"indicators\":[{\"code\":\"invest\"},{\"code\":\"invest\"}]}", ERR_DRAFT_KEY},
        {"{\"indicators\":[[]]}", ERR_DRAFT_KEY},
        {"{\"indicators\":{\"code\":\"invest\"}}", ERR_DRAFT_KEY},
        {"{\"indicators\":[{\"code\":{\"x\":\"y\"}}]}", ERR_DRAFT_KEY},
        {"{\"tasks\":[{\"task\":\"9.9\",\"progress\":\"x\"}]}", ERR_DRAFT_KEY},
        {"{\"unit\":\"c02\"}", ERR_DRAFT_KEY},
        {"{\"period\":\"2021-05\"}", ERR_DRAFT_KEY},
        {"{\"phone\":\"a\\u202Eb\"}", ERR_DRAFT_TEXT},
        {"{\"phone\":\"a\\u0007b\"}", ERR_DRAFT_TEXT},
        {"[]", ERR_DRAFT_KEY},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ErrCode got = save(&office, "u_c01", "c01", cases[i].body, REPORT_SEEN_ANY, NULL);
        if (got != cases[i].why)
            fail_msg("%s: %s", cases[i].body, err_code_name(got));
    }
    office_done(&office);
}

/* The form lists what may be typed, for the unit and for the office alike. */
static void draft__takes_nothing_that_is_not_the_units(void **state)
{
    (void)state;
    Office office = may_6();
    static const struct {
        const char *body;
        ErrCode why;
    } cases[] = {
        {"{\"tasks\":[{\"task\":\"1.1.1\",\"progress\":\"x\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"tasks\":[{\"task\":\"1.1\",\"on_time\":\"是\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"tasks\":[{\"task\":\"1.1.1\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"indicators\":[{\"code\":\"pm25\",\"note\":\"x\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"indicators\":[{\"code\":\"d_nodes\",\"month\":\"1\"}]}", ERR_REPORT_NOT_OWED},
        {"{\"tasks\":[{\"task\":\"1.2.1\",\"progress\":\"x\"}]}", ERR_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ErrCode own = save(&office, "u_c09", "c09", cases[i].body, REPORT_SEEN_ANY, NULL);
        ErrCode office_s = save(&office, "clerk1", "c09", cases[i].body, REPORT_SEEN_ANY, NULL);
        if (own != cases[i].why || office_s != cases[i].why)
            fail_msg("%s: %s, %s", cases[i].body, err_code_name(own), err_code_name(office_s));
        ErrCode paper = cases[i].why ? on_behalf(&office, "c09", cases[i].body, "纸") : ERR_NONE;
        if (paper != cases[i].why)
            fail_msg("%s on behalf: %s", cases[i].body, err_code_name(paper));
    }
    CHECK(on_behalf(&office, "c09", "{\"indicators\":[{\"code\":\"invest\",\"month\":\"约五\"}]}",
                    "纸") != ERR_NONE);
    CHECK_I64(files_of_report(&office, "c09"), 0); /* what was refused leaves nothing behind */
    CHECK(on_behalf(&office, "c09", FORM, "纸") == ERR_NONE);
    CHECK_I64(files_of_report(&office, "c09"), 1);
    office_done(&office);
}

static void draft__has_limits(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = may_6();
    Out out = out_new(&a, 8 << 20);
    out_s(&out, S("{\"phone\":\""));
    for (int i = 0; i <= LIMIT_REPORT_CELL_CHARACTERS; i++)
        out_s(&out, S("一"));
    out_s(&out, S("\"}"));
    CHECK(save(&office, "u_c01", "c01", str_z(&a, out_str(&out)), 0, NULL) == ERR_LIMIT);
    out.len = 0;
    out_s(&out, S("{\"requests\":[{}"));
    for (int i = 0; i < LIMIT_REPORT_ROWS; i++)
        out_s(&out, S(",{\"matter\":\"x\"}"));
    out_s(&out, S("]}"));
    CHECK(save(&office, "u_c01", "c01", str_z(&a, out_str(&out)), 0, NULL) == ERR_LIMIT);
    out.len = 0;
    for (int i = 0; i <= LIMIT_REPORT_DRAFT_BYTES; i++)
        out_c(&out, ' ');
    CHECK(save(&office, "u_c01", "c01", str_z(&a, out_str(&out)), 0, NULL) == ERR_LIMIT);
    office_done(&office);
}

static void draft__named_fields_change_what_they_name(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = may_6();
    App app = as(&office, &a, "u_c01");
    Err err = {0};
    Str body;
    static const ReportField fields[] = {
        {SC("cell.invest.month"), SC("6")},      {SC("cell.invest.cumulative"), SC("")},
        {SC("task.1.2.1.on_time"), SC("否")},    {SC("request.2.matter"), SC("土地")},
        {SC("answer.falls.invest"), SC("更正")}, {SC("head.signer"), SC("区长")}};
    static const char *const bad[] = {"cell.invest.code",
                                      "cell.invest",
                                      "x.y",
                                      "head.sent",
                                      "request.0.matter",
                                      "request.51.matter",
                                      "answer.",
                                      "file.",
                                      "cell",
                                      "task.1.1.1",
                                      ""};
    CHECK_OK(report_cells_body(&app, fields, 6, S(FORM), &body, &err), &err);
    CHECK_STR(body,
              S("{\"phone\":\"12345\",\"signer\":\"区长\",\"indicators\":[{\"code\":\"invest\","
                "\"month\":\"6\"}],\"tasks\":[{\"task\":\"1.2.1\",\"on_time\":\"否\"}],"
                "\"requests\":[{\"matter\":\"土地\"}],\"answers\":[{\"check\":\"falls\","
                "\"place\":\"invest\",\"answer\":\"更正\"}],\"evidence\":[]}"));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const ReportField one = {str_from_z(bad[i]), S("x")};
        CHECK(!report_cells_body(&app, &one, 1, S(""), &body, &err));
        CHECK_ERR(&err, ERR_DRAFT_KEY);
    }
    app_close(&app);
    office_done(&office);
}

/* ---- two signatures ---- */

static void send__wants_two_people(void **state)
{
    (void)state;
    Office office = may_6();
    char id[40] = "";
    add_signer(&office, "u_c01_s", "c01");
    CHECK(turn(&office, report_fill, "u_c01", "c01") == ERR_DRAFT_NONE);
    CHECK(send_as(&office, "u_c01_s", "c01", NULL) == ERR_DRAFT_NONE);
    CHECK(save(&office, "u_c01", "c01", FORM, 0, NULL) == ERR_NONE);
    CHECK(send_as(&office, "u_c01_s", "c01", NULL) == ERR_DRAFT_NOT_SIGNED);
    CHECK(turn(&office, report_unfill, "u_c01", "c01") == ERR_DRAFT_NOT_SIGNED);
    CHECK(turn(&office, report_fill, "u_c01", "c01") == ERR_NONE);
    CHECK(standing(&office, "c01").state == REPORT_FILLED);
    CHECK(turn(&office, report_fill, "u_c01_s", "c01") == ERR_DRAFT_SIGNED);
    CHECK(save(&office, "u_c01", "c01", "{}", REPORT_SEEN_ANY, NULL) == ERR_DRAFT_SIGNED);
    CHECK(send_as(&office, "u_c01", "c01", NULL) == ERR_DRAFT_SAME_PERSON);
    CHECK(send_as(&office, "u_c02", "c01", NULL) == ERR_DENIED);
    CHECK(send_as(&office, "clerk1", "c01", NULL) == ERR_DRAFT_SENDER);
    CHECK(send_as(&office, "u_c01_s", "c01", id) == ERR_NONE);
    CHECK(send_as(&office, "u_c01_s", "c01", NULL) == ERR_REPORT_SENT); /* it is gone */
    CHECK(turn(&office, report_fill, "u_c01", "c01") == ERR_REPORT_SENT);
    CHECK(save(&office, "u_c01", "c01", FORM, 1, NULL) == ERR_REPORT_SENT); /* an old page */
    ReportStanding s = standing(&office, "c01");
    CHECK(s.state == REPORT_RECEIVED && s.version == 1 && !s.late && !s.on_behalf &&
          !s.by_channel && !s.drafting);
    CHECK_STR(s.submission, str_from_z(id));
    /* the next version is a correction by the unit's own hand */
    CHECK(save(&office, "u_c01", "c01", "{\"phone\":\"1\"}", REPORT_SEEN_ANY, NULL) == ERR_NONE);
    CHECK(standing(&office, "c01").drafting && standing(&office, "c01").state == REPORT_RECEIVED);
    CHECK(turn(&office, report_fill, "u_c01_s", "c01") == ERR_NONE);
    CHECK(send_as(&office, "u_c01", "c01", NULL) == ERR_NONE);
    CHECK(standing(&office, "c01").state == REPORT_CORRECTED);
    CHECK_I64(standing(&office, "c01").version, 2);
    office_done(&office);
}

static void send__with_one_account_or_a_scan(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = may_6();
    char id[40] = "";
    Err err = {0};
    ReportReceipt receipt;
    CHECK(save(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_NONE);
    CHECK(turn(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    CHECK(send_as(&office, "u_c02", "c02", id) == ERR_NONE); /* its only account */
    App app = as(&office, &a, "u_c02"), other = as(&office, &a, "u_c01");
    CHECK_OK(report_receipt(&app, str_from_z(id), &receipt, &err), &err);
    CHECK(receipt.second == SECOND_SAME && receipt.head.late_days == 0);
    CHECK_STR(receipt.head.filled_by, S("u_c02"));
    CHECK_STR(receipt.head.channel, S("web"));
    CHECK(receipt.chain_seq > 0 && receipt.chain_head.len == 64);
    CHECK(!report_receipt(&other, str_from_z(id), &receipt, &err));
    CHECK_ERR(&err, ERR_DENIED);
    CHECK(!report_receipt(&app, S("0000000000000"), &receipt, &err));
    CHECK_ERR(&err, ERR_SUBMISSION_UNKNOWN);
    app_close(&app);
    app_close(&other);
    office_done(&office);
}

/* ---- once ---- */

typedef struct Sender {
    Office *office;
    Db *db;
    ErrCode found;
    pthread_t thread;
} Sender;

static void *send_now(void *ctx)
{
    Sender *s = ctx;
    AUTO_ARENA a = {0};
    Err err = {0};
    App app;
    MonthImport import;
    Faults faults = {.arena = &a}, warnings = {.arena = &a};
    AppStart start = office_start(s->office, s->db, S("u_c02"));
    const ReportSend order = {P, S("c02"), REPORT_SEEN_ANY, S("web")};
    if (!app_open(&a, &start, &app, &err))
        return NULL;
    s->found = report_send(&app, &order, &import, &faults, &warnings, &err) ? ERR_NONE : err.code;
    app_close(&app);
    return NULL;
}

/* A button that was pressed twice, and a retry of the very same form: one version, and the others are told so. */
static void send__the_same_form_twice_is_one_version(void **state)
{
    (void)state;
    enum { SENDERS = 4 };
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = may_6();
    Sender senders[SENDERS];
    int sent = 0, told = 0;
    CHECK(save(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_NONE);
    CHECK(turn(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    for (int i = 0; i < SENDERS; i++) {
        senders[i] = (Sender){.office = &office, .found = ERR_CODE_COUNT};
        CHECK_OK(db_connect(office.fix.hub, &senders[i].db, &err), &err);
    }
    for (int i = 0; i < SENDERS; i++)
        CHECK_I64(pthread_create(&senders[i].thread, NULL, send_now, &senders[i]), 0);
    for (int i = 0; i < SENDERS; i++) {
        CHECK_I64(pthread_join(senders[i].thread, NULL), 0);
        db_close(senders[i].db);
        sent += senders[i].found == ERR_NONE;
        told += senders[i].found == ERR_REPORT_SENT;
    }
    CHECK_I64(sent, 1);
    CHECK_I64(told, SENDERS - 1);
    /* typed again, word for word, within that second */
    CHECK(save(&office, "u_c02", "c02", FORM, REPORT_SEEN_ANY, NULL) == ERR_NONE);
    CHECK(turn(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    CHECK(send_as(&office, "u_c02", "c02", NULL) == ERR_REPORT_SENT);
    CHECK(on_behalf(&office, "c03", FORM, "一") == ERR_NONE);
    CHECK(on_behalf(&office, "c03", FORM, "一") == ERR_REPORT_SENT);
    office.now_ms += 1000; /* entered anew from the same paper */
    CHECK(on_behalf(&office, "c03", "{\"phone\":\"2\"}", "一") == ERR_NONE);
    CHECK_I64(files_of_report(&office, "c03"), 1);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT party, version FROM submission ORDER BY seq"),
              S("c02|1\nc03|1\nc03|2\n"));
    office_done(&office);
}

/* What a form says of its files is true, or told where it is not. */
static void import__names_no_evidence_that_nobody_handed_in(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = may_6();
    static const char *const digests[] = {
        "", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "../../etc/passwd"};
    CHECK(on_behalf(&office, "c03", FORM, "一") == ERR_NONE);
    Str there = str_trim(fix_rows(&a, office.fix.db, "SELECT digest FROM attachment"));
    App app = as(&office, &a, "clerk1");
    for (size_t i = 0; i < 2 * sizeof digests / sizeof *digests; i++) {
        bool own =
            i >= sizeof digests / sizeof *digests; /* beside one that is of another's report */
        MonthFileList files = {0};
        MonthImport import;
        const MonthFrom from = {0};
        Faults faults = {.arena = &a}, warnings = {.arena = &a};
        Str body = arena_fmt(
            &a,
            "{\"unit\":\"%s\",\"period\":\"2021-04\",\"sent\":\"2021-05-06T09:00:00+08:00\","
            "\"indicators\":[],\"evidence\":[{\"digest\":\"%.*s\",\"name\":\"a\"},"
            "{\"digest\":\"%s\",\"name\":\"b\"}]}",
            own ? "c03" : "c04", STR_ARG(there), digests[i % (sizeof digests / sizeof *digests)]);
        *arena_push(&a, &files) = (MonthFile){.name = S("c.json"), .bytes = body, .period = P};
        CHECK(!import_month(&app, MONTH_REPORTS, &files, P, &from, &import, &faults, &warnings,
                            &err));
        CHECK_I64(faults.total, own ? 1 : 2);
        CHECK_ERR(&faults.items[own ? 0 : 1], ERR_REPORT_EVIDENCE);
        CHECK_STR(str_from_z(faults.items[own ? 0 : 1].file), S("c.json#evidence"));
        CHECK_I64(faults.items[own ? 0 : 1].row, 2);
    }
    app_close(&app);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT count(*) FROM submission"), S("1\n"));
    office_done(&office);
}

/* ---- when ---- */

static void send__is_late_by_the_clock_and_closed_before_and_after(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = may_6();
    Err err = {0};
    PeriodLock lock;
    set_now(&office, "2021-04-24T23:59:59+08:00");
    CHECK(save(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_REPORT_NOT_OPEN);
    CHECK(standing(&office, "c02").state == REPORT_NOT_OPENED);
    App early = as(&office, &a, "clerk1");
    CHECK(!lock_period(&early, P, S("先锁上"), &lock, &err));
    CHECK_ERR(&err, ERR_REPORT_NOT_OPEN);
    app_close(&early);
    set_now(&office, "2021-04-25T00:00:00+08:00");
    CHECK(save(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_NONE);
    set_now(&office, "2021-05-11T23:59:59+08:00");
    CHECK(!standing(&office, "c03").late);
    set_now(&office, "2021-05-13T00:00:00+08:00");
    CHECK(standing(&office, "c03").missing && standing(&office, "c03").late_days == 2);
    CHECK(turn(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    CHECK(send_as(&office, "u_c02", "c02", NULL) == ERR_NONE);
    CHECK(standing(&office, "c02").late && standing(&office, "c02").late_days == 2);
    CHECK(save(&office, "u_c03", "c03", FORM, 0, NULL) == ERR_NONE);
    CHECK(turn(&office, report_fill, "u_c03", "c03") == ERR_NONE);
    App clerk = as(&office, &a, "clerk1");
    CHECK_OK(lock_period(&clerk, P, S(""), &lock, &err), &err);
    app_close(&clerk);
    CHECK(save(&office, "u_c04", "c04", FORM, 0, NULL) == ERR_REPORT_LOCKED);
    CHECK(turn(&office, report_unfill, "u_c03", "c03") == ERR_REPORT_LOCKED);
    CHECK(send_as(&office, "u_c03", "c03", NULL) == ERR_REPORT_LOCKED);
    CHECK(standing(&office, "c02").state == REPORT_LOCKED);
    office_done(&office);
}

/* Nobody ranks a month behind a frozen one: whoever still has a figure asks for a correction. */
static void send__behind_a_frozen_month_is_closed(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Err err = {0};
    Office office = may_6();
    ReportForm form;
    CHECK(save(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_NONE);
    CHECK(turn(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    office_freeze(&office, "2021-05");
    CHECK(send_as(&office, "u_c02", "c02", NULL) == ERR_PERIOD_PASSED);
    CHECK(turn(&office, report_unfill, "u_c02", "c02") == ERR_PERIOD_PASSED);
    CHECK(save(&office, "u_c03", "c03", FORM, 0, NULL) == ERR_PERIOD_PASSED);
    CHECK(on_behalf(&office, "c03", FORM, "一") == ERR_PERIOD_PASSED);
    CHECK(standing(&office, "c02").state == REPORT_LOCKED);
    App app = as(&office, &a, "u_c02");
    CHECK_OK(report_form_open(&app, P, S("c02"), &form, &err), &err);
    CHECK_ERR(&form.closed, ERR_PERIOD_PASSED);
    CHECK_STR(err_arg(&form.closed, "later"), S("2021-05"));
    app_close(&app);
    CHECK_STR(fix_rows(&a, office.fix.db, "SELECT count(*) FROM submission"), S("0\n"));
    office_done(&office);
}

static void states__of_all_are_those_of_each(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = may_6();
    Err err = {0};
    const CampaignPeriod *period;
    ReportStandingList list = {0};
    CHECK(save(&office, "u_c02", "c02", FORM, 0, NULL) == ERR_NONE);
    CHECK(save(&office, "u_c03", "c03", FORM, 0, NULL) == ERR_NONE);
    CHECK(turn(&office, report_fill, "u_c03", "c03") == ERR_NONE);
    CHECK(send_as(&office, "u_c03", "c03", NULL) == ERR_NONE);
    App app = as(&office, &a, "clerk1");
    CHECK_OK(app_period(&app, P, &period, &err), &err);
    CHECK_OK(report_states(&app, period, &list, &err), &err);
    CHECK_I64(list.count, 42);
    for (int i = 0; i < list.count; i++) {
        ReportStanding one;
        CHECK_OK(report_state(&app, period, list.items[i].unit, &one, &err), &err);
        CHECK(one.state == list.items[i].state && one.version == list.items[i].version &&
              one.late == list.items[i].late && one.drafting == list.items[i].drafting);
    }
    app_close(&app);
    office_done(&office);
}

/* ---- checks ---- */

static bool found(const ReportFindingList *list, ReportCheck check, const char *place)
{
    for (int i = 0; i < list->count; i++)
        if (list->items[i].check == check && str_eq(list->items[i].place, str_from_z(place)))
            return true;
    return false;
}

#define TOLD "本月新开工重点项目三个，完成投资五亿元，其余项目正在办理前期手续"

static void check__names_another_unit_to_the_office_alone(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = may_6();
    Err err = {0};
    ReportFindingList own = {0}, all = {0};
    const char *body = "{\"indicators\":[{\"code\":\"invest\",\"cumulative\":\"126000\"}],"
                       "\"tasks\":[{\"task\":\"1.2.1\",\"progress\":\"" TOLD "\"}]}";
    CHECK(save(&office, "u_c03", "c03", body, 0, NULL) == ERR_NONE);
    CHECK(turn(&office, report_fill, "u_c03", "c03") == ERR_NONE);
    CHECK(send_as(&office, "u_c03", "c03", NULL) == ERR_NONE);
    App unit = as(&office, &a, "u_c02"), clerk = as(&office, &a, "clerk1");
    CHECK_OK(report_check(&unit, P, S("c02"), str_from_z(body), &own, &err), &err);
    CHECK_OK(report_check(&clerk, P, S("c02"), str_from_z(body), &all, &err), &err);
    CHECK(found(&own, CHECK_COPIED_OTHER, "1.2.1") && found(&own, CHECK_MEASURE, "invest") &&
          found(&own, CHECK_MISSING, "loan"));
    CHECK_I64(own.count, all.count);
    for (int i = 0; i < own.count; i++)
        if (own.items[i].check == CHECK_COPIED_OTHER) {
            CHECK_STR(own.items[i].where, S(""));
            CHECK_STR(all.items[i].where, S("丙区"));
        }
    CHECK(!report_check(&unit, P, S("c03"), S(""), &own, &err));
    CHECK_ERR(&err, ERR_DENIED);
    app_close(&unit);
    app_close(&clerk);
    office_done(&office);
}

static void check__an_answer_goes_with_the_report(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Office office = may_6();
    Err err = {0};
    char id[40] = "";
    SubmissionView view = {0};
    ReportFindingList list = {0};
    CHECK(save(&office, "u_c02", "c02",
               "{\"tasks\":[{\"task\":\"1.2.1\",\"on_time\":\"否\"}],\"answers\":[{\"check\":"
               "\"cause\","
               "\"place\":\"1.2.1\",\"answer\":\"已另文报告\"}]}",
               0, NULL) == ERR_NONE);
    CHECK(turn(&office, report_fill, "u_c02", "c02") == ERR_NONE);
    CHECK(send_as(&office, "u_c02", "c02", id) == ERR_NONE);
    App clerk = as(&office, &a, "clerk1");
    CHECK_OK(submission_view(&clerk, str_from_z(id), &view, &err), &err);
    bool kept = false;
    for (int i = 0; i < view.tasks.count; i++)
        kept |= str_eq(view.tasks.items[i].kind, S("answer")) &&
                str_has(view.tasks.items[i].cells, S("已另文报告")) &&
                str_has(view.tasks.items[i].cells, S("没有写原因"));
    CHECK(kept);
    CHECK_OK(report_check_sent(&clerk, str_from_z(id), &list, &err), &err);
    for (int i = 0; i < list.count; i++)
        if (list.items[i].check == CHECK_CAUSE)
            CHECK_STR(list.items[i].answer, S("已另文报告"));
    CHECK(found(&list, CHECK_CAUSE, "1.2.1"));
    app_close(&clerk);
    office_done(&office);
}

static int tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(form__has_what_the_unit_owes_and_nothing_else),
        cmocka_unit_test(form__of_another_unit_is_denied_and_of_nobody_unknown),
        cmocka_unit_test(draft__of_two_who_save_the_second_is_told),
        cmocka_unit_test(draft__takes_any_text_and_no_other_shape),
        cmocka_unit_test(draft__takes_nothing_that_is_not_the_units),
        cmocka_unit_test(draft__has_limits),
        cmocka_unit_test(draft__named_fields_change_what_they_name),
        cmocka_unit_test(send__wants_two_people),
        cmocka_unit_test(send__with_one_account_or_a_scan),
        cmocka_unit_test(send__the_same_form_twice_is_one_version),
        cmocka_unit_test(import__names_no_evidence_that_nobody_handed_in),
        cmocka_unit_test(send__behind_a_frozen_month_is_closed),
        cmocka_unit_test(send__is_late_by_the_clock_and_closed_before_and_after),
        cmocka_unit_test(states__of_all_are_those_of_each),
        cmocka_unit_test(check__names_another_unit_to_the_office_alone),
        cmocka_unit_test(check__an_answer_goes_with_the_report),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
