#include "office.h"

#include "app/campaign/import_campaign.h"
#include "app/folder_source.h"
#include "source.h"

static void fill_random(void *ctx, void *bytes, size_t len)
{
    unsigned char *to = bytes;
    for (size_t i = 0; i < len; i++)
        to[i] = (unsigned char)randomness_u32(ctx);
}

static int64_t now_of(void *ctx)
{
    return ((Office *)ctx)->now_ms;
}

static uint32_t random_of(void *ctx)
{
    return randomness_u32(&((Office *)ctx)->random);
}

AppStart office_start(Office *office, Db *db, Str account)
{
    return (AppStart){.account = account,
                      .now_ms = office->now_ms,
                      .ids = {.now_ms = now_of, .random_u32 = random_of, .ctx = office},
                      .random_bytes = fill_random,
                      .random_ctx = &office->random,
                      .hub = office->fix.hub,
                      .db = db ? db : office->fix.db,
                      .snapshots = office->snapshots};
}

App office_app(Office *office, Arena *arena, Str account)
{
    App app;
    Err err = {0};
    AppStart start = office_start(office, NULL, account);
    CHECK_OK(app_open(arena, &start, &app, &err), &err);
    return app;
}

App office_as(Office *office, Arena *arena, const char *account)
{
    return office_app(office, arena, str_from_z(account));
}

void office_at(Office *office, const char *instant)
{
    Err err = {0};
    CHECK_OK(instant_parse(str_from_z(instant), &office->now_ms, &err), &err);
}

static void import_sample(Office *office)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Faults faults = {.arena = &arena}, warnings = {.arena = &arena};
    CampaignDef def;
    bool is_new;
    AUTO_APP app = office_app(office, &arena, S("director1"));
    Str folder = source_path(&arena, "data/samples/shifanshi-2021");
    FileSource source = folder_source(&arena, folder, app_convert());
    CHECK_OK(import_campaign(&app, &source, &def, &is_new, &faults, &warnings, &err), &err);
    CHECK(is_new);
}

Office office_open(void)
{
    AUTO_ARENA arena = {0};
    Err err = {0};
    Office office = {.fix = fix_open((DbOptions){.writer_thread = true}),
                     .random = {.seeded = true, .seed = 1}};
    CHECK_OK(instant_parse(S("2021-01-11T09:30:00+08:00"), &office.now_ms, &err), &err);
    AppStart start = office_start(&office, NULL, S("director1"));
    start.db_url = office.fix.url;
    start.hub = NULL;
    int migrations;
    bool is_new;
    CHECK_OK(app_init(&arena, &start, &migrations, &is_new, &err), &err);
    office.snapshots = snapshot_cache_new();
    import_sample(&office);
    return office;
}

Office office_of_year(const char *variable, const char *instant)
{
    Err err = {0};
    const char *url = getenv(variable);
    Office office = {.random = {.seeded = true, .seed = 1}};
    if (!url)
        fail_msg("%s is not set: run this test by tests/app/year.sh", variable);
    office.fix.url = str_from_z(url);
    CHECK_OK(instant_parse(str_from_z(instant), &office.now_ms, &err), &err);
    CHECK_OK(db_hub_open(office.fix.url, (DbOptions){0}, &office.fix.hub, &err), &err);
    CHECK_OK(db_connect(office.fix.hub, &office.fix.db, &err), &err);
    office.snapshots = snapshot_cache_new();
    return office;
}

void office_freeze(Office *office, const char *period)
{
    AUTO_ARENA arena = {0};
    Str sql = arena_fmt(
        &arena,
        "INSERT INTO run (id, campaign, period, peer_group, kind, number, scheme_version, "
        "scheme_digest, input_seq, input_digest, result_digest, made_at, made_by, frozen_by, "
        "published_on, published_by) VALUES ('5RUN000000001', 'shifanshi-2021', '%s', 'county', "
        "'frozen', 1, 1, '', 0, '', '', 1, 'clerk1', 'director1', '', '')",
        period);
    fix_exec(office->fix.db, str_z(&arena, sql));
}

void office_done(Office *office)
{
    snapshot_cache_free(office->snapshots);
    fix_done(&office->fix);
}
