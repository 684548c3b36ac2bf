/* Every submitted value as a row, streamed from the database into the file. */
#include "app/campaign_index.h"
#include "app/ledger/export_parts.h"
#include "app/report/confirmed.h"
#include "app/report/value_state.h"
#include "app/restricted.h"
#include "base/limits.h"
#include "store/month.h"

typedef enum ReportCol {
    COL_PERIOD,
    COL_GROUP,
    COL_UNIT_CODE,
    COL_UNIT,
    COL_INDICATOR_CODE,
    COL_INDICATOR,
    COL_MEASURE_UNIT,
    COL_BASIS,
    COL_REPORTED,
    COL_CONFIRMED,
    COL_MONTH,
    COL_LAST_YEAR,
    COL_NOTE,
    COL_KIND,
    COL_VERSION,
    COL_PARTY,
    COL_ENTERED_BY,
    COL_SENDER,
    COL_RECEIVED,
    COL_CLAIMED,
    COL_LATE,
    COL_FILE,
    COL_DIGEST,
    COL_REASON,
    COL_RELEASE,
    REPORT_COLS
} ReportCol;

enum { ROW_BYTES_ABOUT = 600 };

static const struct {
    Msg title;
    SheetKind kind;
} report_columns[REPORT_COLS] = {
    [COL_PERIOD] = {MSG_COL_PERIOD, SHEET_TEXT},
    [COL_GROUP] = {MSG_COL_GROUP, SHEET_TEXT},
    [COL_UNIT_CODE] = {MSG_COL_UNIT_CODE, SHEET_TEXT},
    [COL_UNIT] = {MSG_COL_UNIT, SHEET_TEXT},
    [COL_INDICATOR_CODE] = {MSG_EXPORT_COL_INDICATOR_CODE, SHEET_TEXT},
    [COL_INDICATOR] = {MSG_EXPORT_COL_INDICATOR, SHEET_TEXT},
    [COL_MEASURE_UNIT] = {MSG_EXPORT_COL_MEASURE_UNIT, SHEET_TEXT},
    [COL_BASIS] = {MSG_EXPORT_COL_BASIS, SHEET_TEXT},
    [COL_REPORTED] = {MSG_EXPORT_COL_REPORTED, SHEET_NUMBER},
    [COL_CONFIRMED] = {MSG_EXPORT_COL_CONFIRMED, SHEET_NUMBER},
    [COL_MONTH] = {MSG_EXPORT_COL_MONTH, SHEET_NUMBER},
    [COL_LAST_YEAR] = {MSG_EXPORT_COL_LAST_YEAR, SHEET_NUMBER},
    [COL_NOTE] = {MSG_COL_NOTE, SHEET_TEXT},
    [COL_KIND] = {MSG_EXPORT_COL_KIND, SHEET_TEXT},
    [COL_VERSION] = {MSG_EXPORT_COL_VERSION, SHEET_NUMBER},
    [COL_PARTY] = {MSG_EXPORT_COL_PARTY, SHEET_TEXT},
    [COL_ENTERED_BY] = {MSG_EXPORT_COL_ENTERED_BY, SHEET_TEXT},
    [COL_SENDER] = {MSG_EXPORT_COL_SENDER, SHEET_TEXT},
    [COL_RECEIVED] = {MSG_EXPORT_COL_RECEIVED, SHEET_TEXT},
    [COL_CLAIMED] = {MSG_EXPORT_COL_CLAIMED, SHEET_TEXT},
    [COL_LATE] = {MSG_EXPORT_COL_LATE, SHEET_NUMBER},
    [COL_FILE] = {MSG_EXPORT_COL_FILE, SHEET_TEXT},
    [COL_DIGEST] = {MSG_EXPORT_COL_DIGEST, SHEET_TEXT},
    [COL_REASON] = {MSG_EXPORT_COL_REASON, SHEET_TEXT},
    [COL_RELEASE] = {MSG_EXPORT_COL_RELEASE, SHEET_TEXT},
};

typedef struct Reports {
    App *app;
    const ExportJob *job;
    const CampaignIndex *index;
    Str unit; /* empty: all */
    ExportFile *file;
    Arena row; /* of one row */
} Reports;

static const Unit *unit_of(const Reports *r, Str code)
{
    int at = map_get(&r->index->units, code);
    return at < 0 ? NULL : &r->app->def.units.items[at];
}

static Str group_of(const Reports *r, const Unit *unit)
{
    return unit ? group_name(r->app, unit->group) : S("");
}

static Str kind_word(Lang lang, Str kind)
{
    if (str_eq(kind, S("report")))
        return msg(lang, MSG_EXPORT_KIND_REPORT);
    return msg(lang, str_eq(kind, S("confirmation")) ? MSG_EXPORT_KIND_CONFIRMATION
                                                     : MSG_EXPORT_KIND_CORRECTION);
}

/* Where a statistic was published. */
static Str release_of(Reports *r, const Indicator *indicator, const ReportRow *row)
{
    if (!indicator || !str_eq(indicator->basis, S("statistics")) ||
        !str_has(row->head, S("release")))
        return S("");
    HeldRelease release = held_release(&r->row, row->head);
    return release_text(&r->row, r->job->lang, &release);
}

static bool put_row(void *ctx, const ReportRow *row, Err *err)
{
    Reports *r = ctx;
    /* In no export, whoever takes it out; a unit has its own. */
    if (r->unit.len == 0 &&
        (restricted_unit(r->app, row->unit) || restricted_indicator(r->app, row->indicator)))
        return true;
    int at = map_get(&r->index->indicators, row->indicator);
    const Indicator *indicator = at < 0 ? NULL : &r->app->def.indicators.items[at];
    const Unit *unit = unit_of(r, row->unit);
    bool reported = str_eq(row->object, S("reported"));
    Str value = row->na ? S("NA") /* as the form has it */
                        : value_text(&r->row, r->job->lang, row->value, false, row->state);
    const Str cells[REPORT_COLS] = {
        [COL_PERIOD] = row->period,
        [COL_GROUP] = group_of(r, unit),
        [COL_UNIT_CODE] = row->unit,
        [COL_UNIT] = unit ? unit->name : row->unit,
        [COL_INDICATOR_CODE] = row->indicator,
        [COL_INDICATOR] = indicator ? indicator->name : row->indicator,
        [COL_MEASURE_UNIT] = indicator ? indicator->unit : S(""),
        [COL_BASIS] = indicator ? basis_text(r->job->lang, indicator->basis) : S(""),
        [COL_REPORTED] = reported ? value : S(""),
        [COL_CONFIRMED] = reported ? S("") : value,
        [COL_MONTH] = row->month,
        [COL_LAST_YEAR] = row->last_year,
        [COL_NOTE] = row->note,
        [COL_KIND] = kind_word(r->job->lang, row->kind),
        [COL_VERSION] = arena_fmt(&r->row, "%d", row->version),
        [COL_PARTY] = index_party_name(r->index, row->party),
        [COL_ENTERED_BY] = row->entered_by,
        [COL_SENDER] = row->sender,
        [COL_RECEIVED] = instant_str(&r->row, row->received_at),
        [COL_CLAIMED] = row->claimed_at,
        [COL_LATE] = arena_fmt(&r->row, "%d", row->late_days),
        [COL_FILE] = row->file,
        [COL_DIGEST] = row->digest,
        [COL_REASON] = row->reason,
        [COL_RELEASE] = release_of(r, indicator, row),
    };
    bool ok = export_file_row(r->file, cells, REPORT_COLS, err);
    r->file->step.done = r->file->step.rows;
    arena_reset(&r->row);
    return ok;
}

static bool check_rows(const ExportJob *job, int64_t rows, Err *err)
{
    AUTO_ARENA scratch = {0};
    if (job->format != EXPORT_XLSX || rows < LIMIT_XLSX_ROWS)
        return true;
    return err_set(err, ERR_EXPORT_ROWS, {"found", arena_fmt(&scratch, "%lld", (long long)rows)},
                   {"limit", arena_fmt(&scratch, "%d", LIMIT_XLSX_ROWS - 1)});
}

/* Count and rows are of one moment. */
static bool write_rows(Db *db, void *ctx, Err *err)
{
    Reports *r = ctx;
    App *app = r->app;
    ExportTarget target = export_target(app, r->job);
    SheetColumn *titles = arena_new(app->arena, SheetColumn, REPORT_COLS);
    int64_t rows;
    for (int c = 0; c < REPORT_COLS; c++)
        titles[c] = (SheetColumn){.title = msg(r->job->lang, report_columns[c].title),
                                  .kind = report_columns[c].kind};
    if (!report_row_count(db, app->def.code, r->unit, &rows, err) || !check_rows(r->job, rows, err))
        return false;
    target.cells = rows * REPORT_COLS;
    target.text_bytes = rows * ROW_BYTES_ABOUT;
    if (!export_file_open(r->file, app->arena, &target, err))
        return false;
    r->file->step.total = rows;
    return export_file_sheet(r->file, msg(r->job->lang, MSG_EXPORT_SHEET_REPORTS), titles,
                             REPORT_COLS, err) &&
           report_rows(db, app->def.code, r->unit, put_row, r, err);
}

bool export_reports(App *app, const ExportJob *job, ExportDone *ret_done, Err *err)
{
    AUTO_EXPORT_FILE file = {0};
    Reports reports = {.app = app, .job = job, .index = app_index(app), .file = &file};
    if (!export_may(app, EXPORT_REPORTS, &reports.unit, err))
        return false;
    bool ok = db_read(app->db, write_rows, &reports, err);
    arena_done(&reports.row);
    return ok && export_put(app, job, reports.unit, &file, ret_done, err);
}
