/* Accounts on both engines: who makes them, who says that they may act, what a sheet makes and refuses,
 * what a first start is, and that verify vouches for all of it. */
#include "app/campaign/first_start.h"
#include "app/campaign/import_campaign.h"
#include "app/folder_source.h"
#include "app/people/accounts.h"
#include "app/upkeep/verify.h"
#include "door.h"
#include "source.h"

/* An installation kept by three, with the sample campaign imported by its authorised director. */
typedef struct Town {
    Office office;
    Arena arena;
    Str passwords[ADMINISTRATORS];
} Town;

static ErrCode open_as(Town *town, const char *account)
{
    App app;
    Err err = {0};
    AppStart start = office_start(&town->office, NULL, str_from_z(account));
    start.no_campaign = true;
    if (!app_open(&town->arena, &start, &app, &err))
        return err.code;
    app_close(&app);
    return ERR_NONE;
}

static App app_as(Town *town, const char *account)
{
    App app;
    Err err = {0};
    AppStart start = office_start(&town->office, NULL, str_from_z(account));
    start.no_campaign = true;
    CHECK_OK(app_open(&town->arena, &start, &app, &err), &err);
    return app;
}

static ErrCode authorise(Town *town, const char *actor, const char *name)
{
    Err err = {0};
    int count = 0;
    Str names[] = {str_from_z(name)};
    AUTO_APP app = app_as(town, actor);
    return accounts_authorise(&app, names, 1, &count, &err) ? ERR_NONE : err.code;
}

static ErrCode make(Town *town, const char *actor, AccountEntry entry, Str campaign,
                    AccountSlips *slips)
{
    Err err = {0};
    AccountSlips own = {0};
    AccountEntries entries = {&entry, 1, 1};
    AUTO_APP app = app_as(town, actor);
    return accounts_make(&app, campaign, &entries, slips ? slips : &own, &err) ? ERR_NONE
                                                                               : err.code;
}

static ErrCode switch_to(Town *town, const char *actor, const char *name, bool on,
                         const char *reason)
{
    Err err = {0};
    AUTO_APP app = app_as(town, actor);
    return account_switch(&app, str_from_z(name), on, str_from_z(reason), &err) ? ERR_NONE
                                                                                : err.code;
}

static int64_t problems(Town *town)
{
    App app;
    Err err = {0};
    VerifyCounts counts;
    Faults faults = {.arena = &town->arena};
    AppStart start = office_start(&town->office, NULL, S(""));
    CHECK_OK(app_open_unnamed(&town->arena, &start, &app, &err), &err);
    (void)verify_all(&app, &counts, &faults, &err);
    CHECK_ERR(&err, ERR_NONE);
    app_close(&app);
    return faults.total;
}

static ErrCode import_as(Town *town, const char *actor, const char *folder)
{
    Err err = {0};
    Faults faults = {.arena = &town->arena}, warnings = {.arena = &town->arena};
    CampaignDef def = {0};
    bool is_new;
    AUTO_APP app = app_as(town, actor);
    FileSource source =
        folder_source(&town->arena, source_path(&town->arena, folder), app_convert());
    return import_campaign(&app, &source, &def, &is_new, &faults, &warnings, &err) ? ERR_NONE
                                                                                   : err.code;
}

static Town town_open(void)
{
    Err err = {0};
    Town town = {.office = {.fix = fix_open((DbOptions){.writer_thread = true}),
                            .random = {.seeded = true, .seed = 1}}};
    CHECK_OK(instant_parse(S("2021-01-11T09:30:00+08:00"), &town.office.now_ms, &err), &err);
    const Str names[] = {S("sys"), S("sec"), S("aud")};
    AppStart start = office_start(&town.office, NULL, S(""));
    CHECK_OK(first_start_three(&town.arena, &start, names, town.passwords, &err), &err);
    town.office.snapshots = snapshot_cache_new();
    CHECK_I64(make(&town, "sys", (AccountEntry){.name = S("boss"), .role = S("office_director")},
                   S(""), NULL),
              ERR_NONE);
    CHECK_I64(open_as(&town, "boss"), ERR_ACCOUNT_WAITS);
    CHECK_I64(authorise(&town, "sec", "boss"), ERR_NONE);
    CHECK_I64(import_as(&town, "boss", "data/samples/shifanshi-2021"), ERR_NONE);
    return town;
}

static void town_done(Town *town)
{
    office_done(&town->office);
    arena_done(&town->arena);
}

static Str rows(Town *town, const char *sql)
{
    return fix_rows(&town->arena, town->office.fix.db, sql);
}

static void three__keep_an_installation(void **state)
{
    (void)state;
    Err err = {0};
    Town town = town_open();
    Str again[ADMINISTRATORS];
    const Str names[] = {S("a"), S("b"), S("c")}, same[] = {S("a"), S("b"), S("a")},
              odd[] = {S("a"), S("b b"), S("c")};
    AppStart start = office_start(&town.office, NULL, S(""));
    CHECK(!first_start_three(&town.arena, &start, names, again, &err));
    CHECK_ERR(&err, ERR_FIRST_START_DONE);
    CHECK(!first_start_three(&town.arena, &start, same, again, &err));
    CHECK_ERR(&err, ERR_FIRST_START_SAME);
    CHECK(!first_start_three(&town.arena, &start, odd, again, &err));
    CHECK_ERR(&err, ERR_ACCOUNT_NAME);
    /* What came with the campaign waits; its administrators were not made; those of the start are of none. */
    CHECK_I64(open_as(&town, "director1"), ERR_ACCOUNT_WAITS);
    CHECK_I64(open_as(&town, "sysadmin"), ERR_ACCOUNT_UNKNOWN);
    CHECK_STR(rows(&town, "SELECT name, campaign FROM account WHERE role LIKE '%admin' ORDER BY 1"),
              S("aud|\nsec|\nsys|\n"));
    /* Nobody but the security administrator authorises, and they not themselves. */
    CHECK_I64(authorise(&town, "sys", "director1"), ERR_DENIED);
    CHECK_I64(authorise(&town, "aud", "director1"), ERR_DENIED);
    CHECK_I64(authorise(&town, "boss", "director1"), ERR_DENIED);
    CHECK_I64(authorise(&town, "sec", "sec"), ERR_ACCOUNT_SELF);
    CHECK_I64(authorise(&town, "sec", "nobody"), ERR_ACCOUNT_UNKNOWN);
    CHECK_I64(authorise(&town, "sec", "director1"), ERR_NONE);
    CHECK_I64(open_as(&town, "director1"), ERR_NONE);
    /* Nobody but the system administrator makes. */
    CHECK_I64(make(&town, "sec", (AccountEntry){.name = S("x"), .role = S("leader")}, S(""), NULL),
              ERR_DENIED);
    CHECK_I64(make(&town, "boss", (AccountEntry){.name = S("x"), .role = S("leader")}, S(""), NULL),
              ERR_DENIED);
    CHECK_I64(problems(&town), 0);
    /* Nor does who makes passwords open another's office with one, unless a second factor keeps it or it waits. */
    Str made;
    const char *const admins[] = {"sec", "aud"};
    for (int i = 0; i < 2; i++)
        CHECK_I64(door_reset(&town.office, "sys", admins[i], &town.arena, &made),
                  ERR_PASSWORD_OF_THREE);
    CHECK_STR(rows(&town, "SELECT count(*) FROM audit WHERE action = 'account.password' AND "
                          "object = 'password sec' AND result = 'denied'"),
              S("1\n"));
    CHECK_I64(door_reset(&town.office, "sec", "sec", &town.arena, &made), ERR_NONE);
    CHECK_I64(door_reset(&town.office, "sys", "director1", &town.arena, &made), ERR_NONE);
    CHECK_I64(make(&town, "sys", (AccountEntry){.name = S("aud2"), .role = S("audit_admin")}, S(""),
                   NULL),
              ERR_NONE);
    CHECK_I64(door_reset(&town.office, "sys", "aud2", &town.arena, &made), ERR_NONE);
    CHECK_I64(problems(&town), 0);
    fix_exec(town.office.fix.db, "INSERT INTO account_totp VALUES ('aud', 'sealed', 1, 1, 0)");
    CHECK_I64(door_reset(&town.office, "sys", "aud", &town.arena, &made), ERR_NONE);
    /* To tell the installation that it is a sample opens what waits, and is found. */
    fix_exec(town.office.fix.db, "UPDATE duban_meta SET value = 'sample' WHERE key = 'separation'");
    CHECK_I64(open_as(&town, "leader1"), ERR_NONE);
    CHECK(problems(&town) > 0);
    town_done(&town);
}

static void log_says_what_was_changed(Town *town)
{
    Str log = rows(town, "SELECT detail FROM audit WHERE object IN ('grant u', 'grant boss') AND "
                         "result = 'ok' ORDER BY seq");
    const Str said[] = {S("\"authorised\":true"), S("\"off\":true,\"reason\":\"离岗\""),
                        S("\"off\":false"), S("\"until\":\"2021-01-1"), S("\"restricted\":true")};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        CHECK(str_has(log, said[i]));
}

static void account__ends_at_once(void **state)
{
    (void)state;
    Err err = {0};
    Str token;
    AccountSlips slips = {0};
    Town town = town_open();
    Door door = door_open(&town.office, 5);
    CHECK_I64(make(&town, "sys",
                   (AccountEntry){.name = S("u"), .role = S("unit"), .unit = S("甲区")},
                   S("shifanshi-2021"), &slips),
              ERR_NONE);
    Str first = slips.items[0].password;
    CHECK_STR(slips.items[0].unit, S("甲区"));
    CHECK_I64(door_try(&door, "u", first, "10.0.0.1", NULL), ERR_SIGNIN_WRONG); /* waits */
    CHECK_I64(authorise(&town, "sec", "u"), ERR_NONE);
    town.office.now_ms += HOUR;
    CHECK_I64(door_try(&door, "u", first, "10.0.0.1", &token), ERR_NONE);
    CHECK(door_holds(&door, token));
    CHECK_STR(rows(&town, "SELECT unit, position, campaign FROM account WHERE name = 'u'"),
              S("c01|-1|shifanshi-2021\n"));
    /* Off: the session, the password and the command line end with it. */
    CHECK_I64(switch_to(&town, "sec", "u", false, " "), ERR_ACCOUNT_REASON);
    CHECK_I64(switch_to(&town, "boss", "u", false, "x"), ERR_DENIED);
    CHECK_I64(switch_to(&town, "sys", "sys", false, "x"), ERR_ACCOUNT_SELF);
    CHECK_I64(switch_to(&town, "sec", "u", false, "离岗"), ERR_NONE);
    CHECK(!door_holds(&door, token));
    CHECK_I64(door_try(&door, "u", first, "10.0.0.1", NULL), ERR_SIGNIN_WRONG);
    CHECK_I64(open_as(&town, "u"), ERR_ACCOUNT_INACTIVE);
    CHECK_I64(switch_to(&town, "sys", "u", true, ""), ERR_ACCOUNT_OFF_BY);
    CHECK_I64(switch_to(&town, "sec", "u", true, ""), ERR_NONE);
    CHECK(!door_holds(&door, token)); /* ended is ended */
    town.office.now_ms += HOUR;
    CHECK_I64(door_try(&door, "u", first, "10.0.0.1", &token), ERR_NONE);
    CHECK_I64(switch_to(&town, "sys", "u", false, "x"), ERR_NONE);
    CHECK_I64(switch_to(&town, "sys", "u", true, ""), ERR_NONE);
    /* Its last day, and the one after it. */
    town.office.now_ms += HOUR;
    CHECK_I64(door_try(&door, "u", first, "10.0.0.1", &token), ERR_NONE);
    {
        AUTO_APP app = app_as(&town, "sec");
        CHECK(!account_expire(&app, S("u"), app.today - 1, &err));
        CHECK_ERR(&err, ERR_ACCOUNT_DATE);
        CHECK_OK(account_expire(&app, S("u"), app.today, &err), &err);
        CHECK_OK(account_restrict(&app, S("boss"), true, &err), &err);
        CHECK(!account_restrict(&app, S("aud"), true, &err));
        CHECK_ERR(&err, ERR_ACCOUNT_NO_GRANT);
    }
    CHECK(door_holds(&door, token));
    {
        AUTO_APP app = app_as(&town, "boss");
        CHECK(app.actor.granted);
    }
    log_says_what_was_changed(&town);
    town.office.now_ms += 14 * HOUR + 10 * MINUTE; /* past midnight */
    CHECK(!door_holds(&door, token));
    CHECK_I64(open_as(&town, "u"), ERR_ACCOUNT_EXPIRED);
    CHECK_I64(problems(&town), 0);
    /* Behind the program's back. */
    fix_exec(town.office.fix.db, "UPDATE account_grant SET expires_on = '' WHERE account = 'u'");
    CHECK_I64(problems(&town), 1);
    fix_exec(town.office.fix.db, "UPDATE account SET unit = 'c02' WHERE name = 'u'");
    CHECK_I64(problems(&town), 2);
    fix_exec(town.office.fix.db, "UPDATE account SET position = 90 WHERE name = 'u'");
    CHECK_I64(problems(&town), 2); /* now the campaign's record is another */
    door_done(&door);
    town_done(&town);
}

static void make__refuses_what_does_not_fit(void **state)
{
    (void)state;
    Town town = town_open();
    const Str campaign = S("shifanshi-2021");
    const struct {
        AccountEntry entry;
        Str campaign;
        ErrCode code;
    } tries[] = {
        {{.name = S("boss"), .role = S("office_director")}, campaign, ERR_ACCOUNT_EXISTS},
        {{.name = S("a b"), .role = S("leader")}, campaign, ERR_ACCOUNT_NAME},
        {{.name = S(""), .role = S("leader")}, campaign, ERR_ACCOUNT_NAME},
        {{.name = S("<b>x"), .role = S("leader")}, campaign, ERR_ACCOUNT_NAME},
        {{.name = S("--x"), .role = S("leader")}, campaign, ERR_ACCOUNT_NAME},
        {{.name = S("n"), .role = S("unit")}, campaign, ERR_ACCOUNT_NEEDS_UNIT},
        {{.name = S("n"), .role = S("data_owner")}, campaign, ERR_ACCOUNT_NEEDS_BODY},
        {{.name = S("n"), .role = S("unit"), .unit = S("甲区区")},
         campaign,
         ERR_ACCOUNT_PARTY_NEAR},
        {{.name = S("n"), .role = S("unit"), .unit = S("c01")}, S(""), ERR_ACCOUNT_CAMPAIGN},
        {{.name = S("n"), .role = S("audit_admin"), .unit = S("c01")},
         campaign,
         ERR_ACCOUNT_ADMINISTRATOR},
        {{.name = S("n"), .role = S("leader"), .phone = S("none")}, campaign, ERR_ACCOUNT_PHONE},
        {{.name = S("n"), .role = S("leader"), .post = S("a\nb")}, campaign, ERR_ACCOUNT_POST},
        {{.name = S("n"), .role = S("leader")}, S("nowhere"), ERR_CAMPAIGN_UNKNOWN},
    };
    Str before = rows(&town, "SELECT count(*) FROM account");
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++)
        CHECK_I64(make(&town, "sys", tries[i].entry, tries[i].campaign, NULL), tries[i].code);
    CHECK_STR(rows(&town, "SELECT count(*) FROM account"), before);
    /* An administrator made later belongs to no campaign either, and waits like everybody. */
    CHECK_I64(make(&town, "sys", (AccountEntry){.name = S("sec2"), .role = S("security_admin")},
                   campaign, NULL),
              ERR_NONE);
    CHECK_I64(open_as(&town, "sec2"), ERR_ACCOUNT_WAITS);
    CHECK_STR(rows(&town, "SELECT campaign FROM account WHERE name = 'sec2'"), S("\n"));
    /* Who belongs to one campaign imports no other. */
    CHECK_I64(authorise(&town, "sec", "director1"), ERR_NONE);
    CHECK_I64(import_as(&town, "director1", "data/samples/qinhuangdao-2021"), ERR_DENIED);
    CHECK_I64(import_as(&town, "director1", "data/samples/shifanshi-2021"), ERR_NONE);
    CHECK_I64(problems(&town), 0);
    town_done(&town);
}

/* A sheet with these lines, read by the system administrator; faults are told as "row:column CODE". */
static Str sheet_faults(Town *town, Str csv, AccountEntries *entries)
{
    Err err = {0};
    Faults faults = {.arena = &town->arena};
    Out out = out_new(&town->arena, 4096);
    AUTO_APP app = app_as(town, "sys");
    bool ok =
        accounts_sheet_read(&app, S("shifanshi-2021"), csv, S("a.csv"), entries, &faults, &err);
    CHECK_ERR(&err, ERR_NONE);
    CHECK(ok == (faults.total == 0));
    for (int i = 0; i < faults.count; i++) {
        out_f(&out, "%lld:%lld ", (long long)faults.items[i].row, (long long)faults.items[i].col);
        out_s(&out, str_from_z(err_code_name(faults.items[i].code)));
        out_c(&out, '\n');
    }
    return out_str(&out);
}

static void sheet__tells_every_fault_and_makes_all_or_none(void **state)
{
    (void)state;
    Err err = {0};
    AccountEntries entries = {0};
    AccountSlips slips = {0};
    Town town = town_open();
    CHECK_STR(
        sheet_faults(&town,
                     S("账号,角色,单位,机构,职务,电话\n"
                       "boss,活动办主任,,,,\n" /* is there */
                       "n1,填报单位,,,,\n"     /* without a unit */
                       "n2,填报单位,戊乡,,,\n" /* no such unit */
                       "n3,科长,,,,\n"         /* no such role */
                       ",领导,,,,\n"           /* no name */
                       "n1,领导,,,,abc\n"      /* twice, and no telephone */
                       "n4,数据责任部门,,fgw,处长,0335-1234567\n"),
                     &entries),
        S("2:1 ACCOUNT_EXISTS\n3:3 ACCOUNT_NEEDS_UNIT\n4:3 ACCOUNT_PARTY_NEAR\n5:2 CELL_WORD\n"
          "6:1 CELL_EMPTY\n7:1 ACCOUNT_TWICE\n7:6 ACCOUNT_PHONE\n"));
    CHECK_STR(sheet_faults(&town, S("账号,角色\n"), &entries), S("0:0 TABLE_EMPTY\n"));
    /* As the template gives it: the units that have no account yet, in official order; none here. */
    {
        AccountTemplate t;
        AUTO_APP app = app_as(&town, "sys");
        CHECK_OK(accounts_template(&app, S("shifanshi-2021"), LANG_ZH, &t, &err), &err);
        CHECK_I64(t.units, 0);
    }
    entries = (AccountEntries){0};
    CHECK_STR(sheet_faults(&town, S("account,role,unit,post\nn1,unit,乙区,=1+1\nn2,unit,c03,\n"),
                           &entries),
              S(""));
    CHECK_I64(entries.count, 2);
    CHECK_STR(entries.items[0].unit, S("c02"));
    Str text;
    CHECK_OK(accounts_sheet_text(&town.arena, &entries, &text, &err), &err);
    AccountEntries back = {0};
    CHECK_STR(sheet_faults(&town, text, &back), S(""));
    CHECK_STR(back.items[0].post, S("=1+1"));
    AUTO_APP app = app_as(&town, "sys");
    CHECK_OK(accounts_make(&app, S("shifanshi-2021"), &back, &slips, &err), &err);
    CHECK_I64(slips.count, 2);
    CHECK(!str_eq(slips.items[0].password, slips.items[1].password));
    Str kept = rows(&town, "SELECT hash, set_by, must_change FROM account_password ORDER BY 1");
    CHECK(!str_has(kept, slips.items[0].password));
    CHECK_STR(rows(&town, "SELECT account, made_by, authorised_at FROM account_grant WHERE "
                          "account LIKE 'n%' ORDER BY 1"),
              S("n1|sys|0\nn2|sys|0\n"));
    CHECK(!accounts_make(&app, S("shifanshi-2021"), &back, &slips, &err)); /* a second time */
    CHECK_ERR(&err, ERR_ACCOUNT_EXISTS);
    CHECK_I64(problems(&town), 0);
    town_done(&town);
}

static int tests(void)
{
    const struct CMUnitTest list[] = {
        cmocka_unit_test(three__keep_an_installation),
        cmocka_unit_test(account__ends_at_once),
        cmocka_unit_test(make__refuses_what_does_not_fit),
        cmocka_unit_test(sheet__tells_every_fault_and_makes_all_or_none),
    };
    return cmocka_run_group_tests(list, NULL, NULL);
}

int main(void)
{
    return fix_run(tests);
}
