#include "app/paper/province.h"

#include "app/clean_text.h"
#include "app/paper_file.h"
#include "app/paper_json.h"
#include "app/paper_writer.h"
#include "app/person.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/csv.h"

/* ---- sheets kept as text ---- */

static Str csv_of(Arena *arena, const Sheet *sheet)
{
    Out out = out_new(arena, LIMIT_CSV_BYTES);
    CsvOut csv = csv_out_new(&out, false);
    for (int r = 0; r < sheet_rows(sheet); r++) {
        for (int c = 0; c < sheet->ncolumns; c++)
            csv_text(&csv, sheet_row(sheet, r)[c]);
        csv_end_row(&csv);
    }
    return out_str(&out);
}

/* Rows of csv_of behind the columns that the sheet has. */
static bool sheet_of(Arena *arena, Str text, Sheet *sheet, Err *err)
{
    Csv csv;
    CsvRow row;
    *err = (Err){0};
    if (!csv_open(&csv, arena, text, S("province_report"), (CsvConvert){0}, err))
        return false;
    while (csv_next(&csv, &row, err))
        for (int c = 0; c < sheet->ncolumns; c++)
            sheet_cell(sheet, c < row.count ? csv_cell(&row, c) : S(""));
    return err->code == ERR_NONE;
}

static Sheet change_sheet(App *app)
{
    Sheet sheet = sheet_new(app->arena, S("changes"), 3);
    sheet.columns[0].title = S("place");
    sheet.columns[1].title = S("before");
    sheet.columns[2].title = S("after");
    return sheet;
}

/* What facts say now and said then: both are place and value, line by line. */
static void compare_facts(const Sheet *before, const Sheet *after, Sheet *changes)
{
    for (int r = 0; r < sheet_rows(after); r++) {
        const Str *now = sheet_row(after, r);
        Str was = S("");
        for (int k = 0; k < sheet_rows(before); k++)
            if (str_eq(sheet_row(before, k)[0], now[0]))
                was = sheet_row(before, k)[1];
        if (str_eq(was, now[1]))
            continue;
        sheet_cell(changes, now[0]);
        sheet_cell(changes, was);
        sheet_cell(changes, now[1]);
    }
}

/* ---- reading ---- */

static Str addressee_of(const App *app)
{
    for (int i = 0; i < app->def.bodies.count; i++)
        if (str_eq(app->def.bodies.items[i].kind, S("province")))
            return app->def.bodies.items[i].name;
    return S("");
}

static bool load_draft(App *app, Province *p, Err *err)
{
    if (!province_draft_load(app->db, app->arena, app->def.code, p->period->code, &p->draft, err))
        return false;
    return p->draft.revision == 0 ||
           province_edits_parse(app->arena, p->draft.edits, &p->edits, err);
}

static bool write_paper(App *app, Province *p, const ProvinceHead *head, Err *err)
{
    return province_paper(app, &p->facts, &p->edits, head, &p->faults, &p->figures, &p->paper,
                          &p->text, err);
}

static bool fill_draft(App *app, Province *p, Err *err)
{
    Str addressee = addressee_of(app);
    Sheet before = sheet_new(app->arena, S("facts"), 2);
    const ProvinceHead head = {
        .number = msg(LANG_ZH, MSG_PROVINCE_NUMBER_BLANK),
        .signer = S(""),
        .addressee = addressee.len ? addressee : msg(LANG_ZH, MSG_PROVINCE_ADDRESSEE_BLANK),
        .issued_on = DATE_NONE};
    if (!write_paper(app, p, &head, err))
        return false;
    p->trace = province_trace(app, LANG_ZH, &p->facts);
    p->changes = change_sheet(app);
    if (p->row.version == 0)
        return true;
    if (!sheet_of(app->arena, p->row.facts, &before, err))
        return false;
    Sheet after = province_fact_sheet(app, &p->facts);
    compare_facts(&before, &after, &p->changes);
    return true;
}

static bool fill_approved(App *app, Province *p, Err *err)
{
    ProvinceFacts none = {0};
    p->approved = true;
    p->text = p->row.text;
    p->trace = province_trace(app, LANG_ZH, &none);
    p->changes = change_sheet(app);
    return paper_of_json(app->arena, p->row.body, &p->paper, err) &&
           figures_of_csv(app->arena, p->row.figures, &p->figures, err) &&
           sheet_of(app->arena, p->row.trace, &p->trace, err) &&
           sheet_of(app->arena, p->row.changes, &p->changes, err);
}

bool province_read(App *app, Str period, int version, bool draft, Province *ret_province, Err *err)
{
    Province p = {0};
    if (!app_need_campaign(app, err) || !app_period(app, period, &p.period, err) ||
        !app_permit(app, ACT_PROVINCE_MAKE, S(""), p.period->code, err) ||
        !province_load(app->db, app->arena, app->def.code, p.period->code, version, &p.row, err))
        return false;
    if (version && p.row.version == 0)
        return err_set(err, ERR_PROVINCE_VERSION, {"found", arena_fmt(app->arena, "%d", version)});
    p.versions = p.row.version;
    bool show_draft = p.row.version == 0 || (draft && version == 0);
    if (!province_facts(app, p.period, &p.facts, err) || !load_draft(app, &p, err) ||
        !(show_draft ? fill_draft(app, &p, err) : fill_approved(app, &p, err)))
        return false;
    *ret_province = p;
    return true;
}

/* ---- drafts ---- */

typedef struct Saving {
    App *app;
    AppWrite write;
    ProvinceDraft draft;
    ProvinceRow row;
    int seen;
} Saving;

static bool check_seen(App *app, Db *tx, Str period, int seen, Err *err)
{
    ProvinceDraft newest;
    if (!province_draft_load(tx, app->arena, app->def.code, period, &newest, err))
        return false;
    return newest.revision == seen ||
           err_set(err, ERR_PROVINCE_MOVED, {"found", arena_fmt(app->arena, "%d", newest.revision)},
                   {"expected", arena_fmt(app->arena, "%d", seen)},
                   {"by", person_post(app, newest.by)});
}

static bool save_draft(Db *tx, void *ctx, Err *err)
{
    Saving *w = ctx;
    App *app = w->app;
    if (!check_seen(app, tx, w->draft.period, w->seen, err))
        return false;
    w->draft.revision = w->seen + 1;
    w->draft.id = app_id(app);
    w->write.object = arena_fmt(app->arena, "province_draft %.*s", STR_ARG(w->draft.id));
    w->write.detail = arena_fmt(app->arena, "{\"period\":\"%.*s\",\"revision\":%d}",
                                STR_ARG(w->draft.period), w->draft.revision);
    return province_draft_save(tx, app->def.code, &w->draft, err);
}

bool province_make(App *app, Str period_code, int seen, const ProvinceEdits *given,
                   Province *ret_province, Err *err)
{
    const CampaignPeriod *period;
    ProvinceFacts facts;
    ProvinceEdits edits;
    Saving w = {.app = app, .seen = seen};
    if (!app_need_campaign(app, err) || !app_period(app, period_code, &period, err) ||
        !app_permit(app, ACT_PROVINCE_MAKE, S(""), period->code, err) ||
        !province_facts(app, period, &facts, err) || !province_edits_check(app, given, &edits, err))
        return false;
    w.draft = (ProvinceDraft){.period = period->code,
                              .edits = province_edits_json(app->arena, &edits),
                              .at = app->now_ms,
                              .by = app->actor.name,
                              .behalf = app->actor.behalf};
    w.write = (AppWrite){.action = ACT_PROVINCE_MAKE, .fn = save_draft, .ctx = &w};
    return app_write(app, &w.write, err) &&
           province_read(app, period_code, 0, true, ret_province, err);
}

/* ---- approving ---- */

static bool save_report(Db *tx, void *ctx, Err *err)
{
    Saving *w = ctx;
    App *app = w->app;
    ProvinceRow newest;
    ProvinceRows heads = {0};
    if (!check_seen(app, tx, w->row.period, w->seen, err) ||
        !province_load(tx, app->arena, app->def.code, w->row.period, 0, &newest, err) ||
        !province_heads(tx, app->arena, app->def.code, &heads, err))
        return false;
    if (newest.version + 1 != w->row.version)
        return err_set(err, ERR_PROVINCE_SAME, {"period", w->row.period});
    for (int i = 0; i < heads.count; i++)
        if (str_eq(heads.items[i].number, w->row.number))
            return err_set(err, ERR_PROVINCE_NUMBER, {"number", w->row.number},
                           {"period", heads.items[i].period});
    w->row.id = app_id(app);
    w->write.object = arena_fmt(app->arena, "province %.*s", STR_ARG(w->row.id));
    return province_save(tx, app->def.code, &w->row, err);
}

static Str approve_detail(App *app, const ProvinceRow *r)
{
    Out out = out_new(app->arena, 4096);
    Json json = json_new(&out, false);
    json_object(&json);
    json_kstr(&json, S("period"), r->period);
    json_ki64(&json, S("version"), r->version);
    json_kstr(&json, S("number"), r->number);
    json_kstr(&json, S("digest"), r->digest);
    json_object_end(&json);
    return out_str(&out);
}

static bool check_sign(App *app, const ProvinceSign *sign, ProvinceHead *head, Err *err)
{
    const CleanRule rule = {S("LIMIT_HIGHLIGHT_NAME_CHARACTERS"), LIMIT_HIGHLIGHT_NAME_CHARACTERS,
                            false};
    if (!clean_text(app->arena, &rule, sign->number, &head->number, err) ||
        !clean_text(app->arena, &rule, sign->signer, &head->signer, err))
        return false;
    if (head->number.len == 0 || head->signer.len == 0)
        return err_set(err, ERR_PROVINCE_SIGN);
    head->addressee = addressee_of(app);
    head->issued_on = app->today;
    if (head->addressee.len == 0 || app->def.issuer.len == 0)
        return err_set(err, ERR_PROVINCE_ADDRESSEE);
    return true;
}

/* A new version has another figure or another sentence than the one before. */
static bool check_new(const Province *p, Err *err)
{
    return p->row.version == 0 || sheet_rows(&p->changes) > 0 ||
           p->draft.revision != p->row.revision ||
           err_set(err, ERR_PROVINCE_SAME, {"period", p->period->code});
}

bool province_may_sign(const App *app, const Province *p, Err *err)
{
    if (p->draft.revision == 0)
        return err_set(err, ERR_PROVINCE_UNDRAFTED, {"period", p->period->code});
    return !app_is_self(app, p->draft.by, p->draft.behalf) ||
           err_set(err, ERR_PROVINCE_SELF, {"period", p->period->code});
}

bool province_approve(App *app, Str period, const ProvinceSign *sign, Province *ret_province,
                      Err *err)
{
    Province p;
    ProvinceHead head = {0};
    Saving w = {.app = app, .seen = sign->seen};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_PROVINCE_APPROVE, S(""), period, err) ||
        !check_sign(app, sign, &head, err) || !province_read(app, period, 0, true, &p, err) ||
        !province_may_sign(app, &p, err) || !check_new(&p, err))
        return false;
    if (p.faults.count)
        return err_set(err, ERR_PROVINCE_FAULTS, {"found", p.faults.items[0].found},
                       {"place", p.faults.items[0].place});
    if (!write_paper(app, &p, &head, err))
        return false;
    Out figures = out_new(app->arena, LIMIT_CSV_BYTES);
    figures_out(&p.figures, &figures);
    Sheet facts = province_fact_sheet(app, &p.facts);
    w.row = (ProvinceRow){.period = p.period->code,
                          .version = p.row.version + 1,
                          .number = head.number,
                          .signer = head.signer,
                          .issued_on = app_today(app),
                          .at = app->now_ms,
                          .by = app->actor.name,
                          .behalf = app->actor.behalf,
                          .revision = p.draft.revision,
                          .text = p.text,
                          .digest = app->digest(app->arena, p.text),
                          .body = paper_to_json(app->arena, &p.paper),
                          .figures = out_str(&figures),
                          .trace = csv_of(app->arena, &p.trace),
                          .facts = csv_of(app->arena, &facts),
                          .changes = csv_of(app->arena, &p.changes)};
    w.write = (AppWrite){.action = ACT_PROVINCE_APPROVE,
                         .detail = approve_detail(app, &w.row),
                         .fn = save_report,
                         .ctx = &w};
    return app_write(app, &w.write, err) && province_read(app, period, 0, false, ret_province, err);
}

/* ---- the list, the document ---- */

bool province_list(App *app, ProvinceEntries *ret_entries, Err *err)
{
    ProvinceRows rows = {0};
    ProvinceEntries entries = {0};
    if (!app_need_campaign(app, err) ||
        !app_permit(app, ACT_PROVINCE_MAKE, S(""), S("province"), err) ||
        !province_heads(app->db, app->arena, app->def.code, &rows, err))
        return false;
    for (int i = app->def.periods.count - 1; i >= 0; i--) {
        const CampaignPeriod *period = &app->def.periods.items[i];
        if (period->from > app->today)
            continue;
        ProvinceEntry *e = arena_push(app->arena, &entries);
        *e = (ProvinceEntry){.period = period};
        for (int k = 0; k < rows.count; k++) /* in order of versions: the newest stays */
            if (str_eq(rows.items[k].period, period->code))
                e->row = rows.items[k];
    }
    *ret_entries = entries;
    return true;
}

static int64_t dated(const App *app, const Province *p)
{
    return p->approved ? p->row.at : app->now_ms;
}

bool province_docx(App *app, const Province *p, Str *ret_bytes, Err *err)
{
    return paper_file(app, &p->paper, PAPER_AS_DOCX, dated(app, p), ret_bytes, err);
}

bool province_pdf(App *app, const Province *p, Str *ret_bytes, Err *err)
{
    return paper_file(app, &p->paper, PAPER_AS_PDF, dated(app, p), ret_bytes, err);
}

/* ---- as data ---- */

static void rows_json(Json *json, Str key, const Sheet *sheet)
{
    json_key(json, key);
    json_array(json);
    for (int r = 0; r < sheet_rows(sheet); r++) {
        json_array(json);
        for (int c = 0; c < sheet->ncolumns; c++)
            json_str(json, sheet_row(sheet, r)[c]);
        json_array_end(json);
    }
    json_array_end(json);
}

static void sayings_json(Json *json, const ProvinceFacts *facts)
{
    json_key(json, S("sayings"));
    json_array(json);
    for (int i = 0; i < facts->sayings.count; i++) {
        const ProvinceSaying *s = &facts->sayings.items[i];
        json_object(json);
        json_kstr(json, S("key"), s->key);
        json_kstr(json, S("kind"), s->is_request ? S("request") : S("problem"));
        json_kstr(json, S("unit"), s->unit);
        json_kstr(json, S("text"), s->text);
        json_kstr(json, S("proposal"), s->proposal);
        json_ki64(json, S("alike"), s->alike);
        json_object_end(json);
    }
    json_array_end(json);
}

void province_json(const Province *p, Json *json)
{
    static const Str kinds[] = {SC("number"), SC("request"), SC("gone")};
    json_object(json);
    json_kstr(json, S("period"), p->period->code);
    json_kstr(json, S("state"), p->approved ? S("approved") : S("draft"));
    json_ki64(json, S("versions"), p->versions);
    json_ki64(json, S("revision"), p->draft.revision);
    if (p->approved) {
        json_ki64(json, S("version"), p->row.version);
        json_kstr(json, S("number"), p->row.number);
        json_kstr(json, S("signer"), p->row.signer);
        json_kstr(json, S("issued_on"), p->row.issued_on);
        json_kstr(json, S("digest"), p->row.digest);
    }
    json_kstr(json, S("text"), p->text);
    json_key(json, S("edits"));
    json_object(json);
    for (int i = 0; i < p->edits.count; i++)
        json_kstr(json, p->edits.items[i].name, p->edits.items[i].value);
    json_object_end(json);
    json_key(json, S("faults"));
    json_array(json);
    for (int i = 0; i < p->faults.count; i++) {
        json_object(json);
        json_kstr(json, S("place"), p->faults.items[i].place);
        json_kstr(json, S("kind"), kinds[p->faults.items[i].what]);
        json_kstr(json, S("found"), p->faults.items[i].found);
        json_object_end(json);
    }
    json_array_end(json);
    sayings_json(json, &p->facts);
    rows_json(json, S("trace"), &p->trace);
    rows_json(json, S("changes"), &p->changes);
    json_object_end(json);
}
