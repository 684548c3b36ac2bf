#include "app/ledger/export.h"

#include "app/campaign/campaign_book.h"
#include "app/ledger/export_parts.h"
#include "app/ledger/ledger_table.h"
#include "app/paper/circular.h"
#include "base/json.h"
#include "base/utf8.h"
#include "sys/files.h"

#include <string.h>

static const Str kinds[] = {SC("ledger"), SC("reports"), SC("campaign"), SC("circular")};
static const Str formats[] = {SC("csv"), SC("xlsx"), SC("docx")};
static const Msg names[] = {MSG_EXPORT_NAME_LEDGER, MSG_EXPORT_NAME_REPORTS,
                            MSG_EXPORT_NAME_CAMPAIGN, MSG_EXPORT_NAME_CIRCULAR};
enum { FORMATS = sizeof formats / sizeof formats[0] };

static int find(const Str *words, int count, Str word)
{
    for (int i = 0; i < count; i++)
        if (str_eq(words[i], word))
            return i;
    return -1;
}

bool export_kind_parse(Str word, ExportKind *ret_kind)
{
    int i = find(kinds, EXPORT_KINDS, word);
    if (i >= 0)
        *ret_kind = (ExportKind)i;
    return i >= 0;
}

bool export_format_parse(Str word, ExportFormat *ret_format)
{
    int i = find(formats, FORMATS, word);
    if (i >= 0)
        *ret_format = (ExportFormat)i;
    return i >= 0;
}

/* ---- shared ---- */

ExportTarget export_target(const App *app, const ExportJob *job)
{
    return (ExportTarget){.path = job->path,
                          .format = job->format == EXPORT_XLSX ? TABLE_XLSX : TABLE_CSV,
                          .tmp_folder = job->tmp_folder,
                          .now_ms = app->now_ms,
                          .mark = app->def.sample ? msg(job->lang, MSG_OUT_SAMPLE) : S(""),
                          .progress = job->progress};
}

static bool audit(App *app, const ExportJob *job, Str party, int64_t rows, Err *err)
{
    Out detail = out_new(app->arena, 1024);
    Json json = json_new(&detail, false);
    json_object(&json);
    json_kstr(&json, S("format"), formats[job->format]);
    json_kstr(&json, S("unit"), party);
    json_ki64(&json, S("rows"), rows);
    json_object_end(&json);
    AppWrite write = {.action = ACT_EXPORT,
                      .party = party,
                      .object = kinds[job->kind],
                      .detail = out_str(&detail)};
    return app_write(app, &write, err);
}

bool export_put(App *app, const ExportJob *job, Str party, ExportFile *file, ExportDone *ret_done,
                Err *err)
{
    ExportDone done = {.rows = file->step.rows};
    if (!export_file_finish(file, &done.bytes, err) || !audit(app, job, party, done.rows, err) ||
        !export_file_put(file, err))
        return false;
    *ret_done = done;
    return true;
}

bool export_may(App *app, ExportKind kind, Str *ret_party, Err *err)
{
    bool own = permit_scope(app->actor.role, ACT_EXPORT) == SCOPE_OWN;
    Str party = own && kind == EXPORT_REPORTS ? app->actor.unit : S("");
    Action action = kind == EXPORT_LEDGER     ? ACT_LEDGER_READ
                    : kind == EXPORT_CIRCULAR ? ACT_CIRCULAR_READ
                                              : ACT_EXPORT;
    if (!app_permit(app, action, party, kinds[kind], err))
        return false;
    *ret_party = party;
    return true;
}

/* ---- the kinds ---- */

static bool export_ledger(App *app, const ExportJob *job, ExportDone *ret_done, Err *err)
{
    AUTO_EXPORT_FILE file = {0};
    Ledger ledger;
    if (!ledger_read(app, &ledger, err))
        return false;
    Sheet sheet = ledger_sheet(app, job->lang, &ledger);
    ExportTarget target = export_target(app, job);
    export_need(&target, &sheet);
    ExportDone done = {.rows = sheet_rows(&sheet)};
    if (!export_file_open(&file, app->arena, &target, err))
        return false;
    file.step.total = done.rows;
    if (!export_file_whole(&file, &sheet, err) || !export_file_finish(&file, &done.bytes, err) ||
        !export_file_put(&file, err))
        return false;
    *ret_done = done;
    return true;
}

static bool export_campaign(App *app, const ExportJob *job, ExportDone *ret_done, Err *err)
{
    AUTO_EXPORT_FILE file = {0};
    Str party;
    if (!export_may(app, job->kind, &party, err))
        return false;
    CampaignSheets sheets = campaign_sheets(app->arena, &app->def, job->lang == LANG_ZH);
    ExportTarget target = export_target(app, job);
    int64_t total = 0;
    for (int i = 0; i < sheets.count; i++) {
        export_need(&target, &sheets.items[i]);
        total += sheet_rows(&sheets.items[i]);
    }
    if (!export_file_open(&file, app->arena, &target, err))
        return false;
    file.step.total = total;
    for (int i = 0; i < sheets.count; i++)
        if (!export_file_whole(&file, &sheets.items[i], err))
            return false;
    return export_put(app, job, S(""), &file, ret_done, err);
}

static bool export_circular(App *app, const ExportJob *job, ExportDone *ret_done, Err *err)
{
    Circular circular = {0};
    Str bytes;
    AUTO_SPOOL spool = {0};
    if (!circular_read(app, job->period, &circular, err) ||
        !circular_docx(app, &circular, &bytes, err))
        return false;
    SpaceNeed need = {file_folder(job->path), bytes.len};
    if (!space_check(&need, 1, err) || !spool_open(&spool, app->arena, job->path, err) ||
        !fd_write(spool.fd, bytes, job->path, err) || !spool_put(&spool, err))
        return false;
    *ret_done = (ExportDone){.rows = 1, .bytes = bytes.len};
    return true;
}

/* A name for a folder of downloads: of the campaign, without what file systems refuse. */
static Str download_name(App *app, const ExportJob *job)
{
    Out out = out_new(app->arena, 1024);
    Out name = out_new(app->arena, 1024);
    msg_out(&out, job->lang, names[job->kind], {"campaign", utf8_prefix(app->def.name, 150)},
            {"period", job->period}, {"date", app_today(app)});
    Str text = out_str(&out);
    for (ptrdiff_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool bad = (c >= 0 && c < 0x20) || memchr("/\\:*?\"<>|", c, 9);
        out_c(&name, bad ? '_' : c);
    }
    out_c(&name, '.');
    out_s(&name, formats[job->format]);
    return out_str(&name);
}

bool export_run(App *app, const ExportJob *job, ExportDone *ret_done, Err *err)
{
    static const struct {
        bool (*run)(App *, const ExportJob *, ExportDone *, Err *);
        bool allowed[FORMATS];
        Str expected;
    } uses[EXPORT_KINDS] = {
        [EXPORT_LEDGER] = {export_ledger, {true, true, false}, SC("csv · xlsx")},
        [EXPORT_REPORTS] = {export_reports, {true, true, false}, SC("csv · xlsx")},
        [EXPORT_CAMPAIGN] = {export_campaign, {false, true, false}, SC("xlsx")},
        [EXPORT_CIRCULAR] = {export_circular, {false, false, true}, SC("docx")},
    };
    if (!uses[job->kind].allowed[job->format])
        return err_set(err, ERR_EXPORT_FORMAT, {"found", formats[job->format]},
                       {"what", kinds[job->kind]}, {"expected", uses[job->kind].expected});
    if (!app_need_campaign(app, err) || !uses[job->kind].run(app, job, ret_done, err))
        return false;
    ret_done->name = download_name(app, job);
    return true;
}
