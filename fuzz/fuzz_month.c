/* A month's files and a campaign's table from any bytes: a file without a fault has a unit and a
 * period of the campaign, and every fault names the file. */
#include "fuzz.h"

#include "app/campaign/campaign_files.h"
#include "app/report/month_files.h"

#include <assert.h>

static Unit units[] = {
    {.code = SC("c01"), .name = SC("甲区"), .valid_from = DATE_NONE, .valid_to = DATE_NONE},
    {.code = SC("c05"), .name = SC("戊县"), .valid_from = DATE_NONE, .valid_to = 18762}};
static Indicator indicators[] = {{.code = SC("invest"),
                                  .name = SC("完成投资"),
                                  .unit = SC("亿元"),
                                  .measure = SC("cumulative"),
                                  .assessor = SC("fgw"),
                                  .reporter = SC("unit")},
                                 {.code = SC("rate"),
                                  .name = SC("按期率"),
                                  .unit = SC("%"),
                                  .measure = SC("rate"),
                                  .assessor = SC("office"),
                                  .reporter = SC("unit")}};
static Body bodies[] = {{.code = SC("fgw"), .name = SC("市发改委")}};
static Task tasks[] = {{.no = SC("1.2.1")}};
static CampaignPeriod periods[] = {{.code = SC("2021-04"), .from = 18718, .to = 18747}};

static Str previous(void *ctx, Str unit, Str indicator, Str period)
{
    (void)ctx, (void)unit, (void)indicator, (void)period;
    return S("5.40");
}

static void check_faults(const Faults *faults, bool ok)
{
    assert(ok == (faults->total == 0));
    for (int i = 0; i < faults->count; i++)
        assert(faults->items[i].code != ERR_NONE && faults->items[i].file[0]);
}

static const CampaignDef *campaign(void)
{
    static CampaignDef def;
    def.year = 2021;
    def.units.items = units, def.units.count = 2;
    def.indicators.items = indicators, def.indicators.count = 2;
    def.bodies.items = bodies, def.bodies.count = 1;
    def.tasks.items = tasks, def.tasks.count = 1;
    def.periods.items = periods, def.periods.count = 1;
    return &def;
}

static void check_month(Arena *a, const CampaignDef *def, Str bytes, Str name)
{
    const MonthContext context = {.def = def, .previous = previous};
    MonthFile file = {.name = name, .bytes = bytes};
    Faults f1 = {.arena = a}, f2 = {.arena = a}, f3 = {.arena = a}, f4 = {.arena = a},
           warnings = {.arena = a};
    MonthReport report;
    ConfirmedSheet sheet;
    EventSheet events;
    CorrectionSheet corrections;
    bool ok = month_report_read(a, &context, &file, &report, &f1, &warnings);
    check_faults(&f1, ok);
    assert(!ok || (report.unit.len && report.period.len));
    check_faults(&f2, month_confirmed_read(a, &context, &file, &sheet, &f2, &warnings));
    check_faults(&f4, month_corrections_read(a, &context, &file, &corrections, &f4));
    file.period = S("2021-04");
    check_faults(&f3, month_events_read(a, &context, &file, &events, &f3));
    check_faults(&warnings, warnings.total == 0);
}

/* The bytes as units.csv of a small campaign. */
static bool read_file(void *ctx, Arena *arena, Str name, int64_t limit_bytes, Str *ret_bytes,
                      Err *err)
{
    (void)arena, (void)limit_bytes, (void)err;
    *ret_bytes = str_eq(name, S("units.csv"))
                     ? *(const Str *)ctx
                     : S("format: duban-campaign/1\ncode: a\nname: b\ncity: c\nyear: 2021\n"
                         "sample: yes\ngroups: [{code: county, name: d, size: 2}]\n");
    return true;
}

static bool list_files(void *ctx, Arena *arena, Str folder, FileNames *ret_names, Err *err)
{
    (void)ctx, (void)err;
    if (folder.len)
        return true;
    *arena_push(arena, ret_names) = S("campaign.yaml");
    *arena_push(arena, ret_names) = S("units.csv");
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Str bytes = fuzz_str(data, size);
    bool is_json = size > 0 && data[0] == '{';
    check_month(&arena, campaign(), bytes, is_json ? S("in.json") : S("in.csv"));
    FileSource source = {.ctx = &bytes, .read = read_file, .list = list_files};
    Faults faults = {.arena = &arena}, warnings = {.arena = &arena};
    CampaignDef def;
    Err err = {0};
    bool ok = campaign_files_read(&arena, &source, &def, &faults, &warnings, &err);
    check_faults(&faults, ok);
    assert(err.code == ERR_NONE);
    return 0;
}
