/* Asking for corrections: what may be asked for, by whom, and that it does not wait already. */
#include "app/report/correction_parts.h"
#include "app/report/month_context.h"
#include "app/report/month_rows.h"
#include "app/report/report_form.h"
#include "app/restricted.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/csv.h"
#include "i18n/msg.h"

/* ---- the sheet ---- */

MonthFile correction_file_of(const CorrectionAsk *ask)
{
    return (MonthFile){.name = ask->file, .bytes = ask->body};
}

bool correction_sheet_of(App *app, const MonthFile *file, CorrectionSheet *ret_sheet,
                         Faults *faults, Err *err)
{
    MonthContext context;
    CorrectionSheet sheet = {0};
    *err = (Err){0};
    if (!month_context(app, NULL, &context, err) ||
        !month_corrections_read(app->arena, &context, file, &sheet, faults))
        return false;
    *ret_sheet = sheet;
    return true;
}

static Str cell_text(const ReportCell *cell)
{
    return cell->na ? S("NA") : cell->value;
}

static void sheet_head(CsvOut *csv)
{
    static const Str titles[] = {SC("所属期"), SC("单位编码"), SC("指标编码"), SC("对象"),
                                 SC("原值"),   SC("更正值"),   SC("原因"),     SC("依据")};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        csv_text(csv, titles[i]);
    csv_end_row(csv);
}

/* The same rows as text: a workbook, or a file in another encoding, is kept as what it says. */
static Str sheet_text(Arena *arena, const CorrectionSheet *sheet)
{
    Out out = out_new(arena, LIMIT_CORRECTION_BYTES * 2);
    CsvOut csv = csv_out_new(&out, false);
    sheet_head(&csv);
    for (int i = 0; i < sheet->corrections.count; i++) {
        const CorrectionEntry *e = &sheet->corrections.items[i];
        const Str cells[] = {e->period, e->unit, e->indicator, e->object};
        for (size_t c = 0; c < sizeof cells / sizeof cells[0]; c++)
            csv_text(&csv, cells[c]);
        csv_number(&csv, cell_text(&e->old_value));
        csv_number(&csv, cell_text(&e->new_value));
        csv_text(&csv, e->reason);
        csv_text(&csv, e->basis);
        csv_end_row(&csv);
    }
    return out_str(&out);
}

static Str base_name(Str path)
{
    for (ptrdiff_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/' || path.ptr[i - 1] == '\\')
            return str_sub(path, i, path.len);
    return path;
}

/* ---- what may be asked for ---- */

/* A unit corrects its own report, never what others confirmed of it and never statistics (统计法). */
static bool may_ask(App *app, const CorrectionEntry *e, Err *err)
{
    const Indicator *indicator = app_indicator(app, e->indicator);
    Str object = arena_fmt(app->arena, "correction %.*s", STR_ARG(e->period));
    bool own = permit_scope(app->actor.role, ACT_CORRECTION_ASK) == SCOPE_OWN;
    if (!app_permit(app, ACT_CORRECTION_ASK, e->unit, object, err))
        return false;
    if (own && !str_eq(e->object, S("reported")))
        return app_refuse(app, ACT_CORRECTION_ASK, e->unit, object, err);
    if (own && indicator && str_eq(indicator->basis, S("statistics")))
        return err_set(err, ERR_REVIEW_STATISTICS, {"indicator", indicator->name});
    bool closed = restricted_unit(app, e->unit) || restricted_indicator(app, e->indicator);
    return !closed || restricted_may(app, e->unit) ||
           app_refuse(app, ACT_RESTRICTED_READ, e->unit, object, err);
}

/* Permission for every row, old values as on record; *ret_locked: some of it is of a locked period. */
static bool check_rows(App *app, const CorrectionSheet *sheet, Str file, bool *ret_locked,
                       Faults *faults, Err *err)
{
    *ret_locked = false;
    for (int i = 0; i < sheet->corrections.count; i++) {
        const CorrectionEntry *e = &sheet->corrections.items[i];
        LockState state;
        Pending pending;
        pending_of_correction(app->arena, e, file, &pending);
        pending.path = file;
        if (!may_ask(app, e, err) || !lock_state(app, app->db, e->period, &state, err) ||
            !check_correction(app, app->db, &pending, faults, err))
            return false;
        *ret_locked |= state.locked;
    }
    return faults->total == 0;
}

typedef struct Asking {
    App *app;
    AppWrite write;
    const CorrectionSheet *sheet;
    CorrectionAsk ask;
} Asking;

static bool overlaps(const CorrectionSheet *a, const CorrectionSheet *b,
                     const CorrectionEntry **ret_entry)
{
    for (int i = 0; i < a->corrections.count; i++)
        for (int k = 0; k < b->corrections.count; k++) {
            const CorrectionEntry *x = &a->corrections.items[i], *y = &b->corrections.items[k];
            if (str_eq(x->period, y->period) && str_eq(x->unit, y->unit) &&
                str_eq(x->indicator, y->indicator) && str_eq(x->object, y->object)) {
                *ret_entry = x;
                return true;
            }
        }
    return false;
}

/* One value is corrected by one ask at a time: the second would no longer find its old value. */
static bool check_waiting(Asking *w, Db *tx, Err *err)
{
    App *app = w->app;
    CorrectionAsks waiting = {0};
    if (!correction_asks_waiting(tx, app->arena, app->def.code, &waiting, err))
        return false;
    for (int i = 0; i < waiting.count; i++) {
        CorrectionSheet other = {0};
        Faults faults = {.arena = app->arena};
        const CorrectionEntry *entry;
        MonthFile file = correction_file_of(&waiting.items[i]);
        if (!correction_sheet_of(app, &file, &other, &faults, err))
            return false;
        if (overlaps(w->sheet, &other, &entry))
            return err_set(err, ERR_CORRECTION_WAITS, {"unit", unit_name(app, entry->unit)},
                           {"indicator", entry->indicator}, {"found", waiting.items[i].id});
    }
    return true;
}

static bool save_ask(Db *tx, void *ctx, Err *err)
{
    Asking *w = ctx;
    App *app = w->app;
    if (!check_waiting(w, tx, err))
        return false;
    w->ask.id = app_id(app);
    w->write.object = arena_fmt(app->arena, "correction_ask %.*s", STR_ARG(w->ask.id));
    w->write.detail = arena_fmt(app->arena, "{\"periods\":%.*s,\"rows\":%d,\"digest\":\"%.*s\"}",
                                STR_ARG(w->ask.periods), w->ask.rows, STR_ARG(w->ask.digest));
    return correction_ask_save(tx, app->def.code, &w->ask, err);
}

static Str periods_json(App *app, const CorrectionSheet *sheet)
{
    Out out = out_new(app->arena, 1 << 16);
    Json json = json_new(&out, false);
    json_array(&json);
    for (int p = 0; p < app->def.periods.count; p++) {
        bool has = false;
        for (int i = 0; i < sheet->corrections.count; i++)
            has |= str_eq(sheet->corrections.items[i].period, app->def.periods.items[p].code);
        if (has)
            json_str(&json, app->def.periods.items[p].code);
    }
    json_array_end(&json);
    return out_str(&out);
}

static bool save(App *app, const MonthFile *file, const CorrectionSheet *sheet,
                 CorrectionAsk *ret_ask, Err *err)
{
    bool as_text = str_ends(file->name, S(".csv")) && utf8_valid(file->bytes, NULL);
    bool own = permit_scope(app->actor.role, ACT_CORRECTION_ASK) == SCOPE_OWN;
    Str name = base_name(file->name);
    Asking w = {.app = app,
                .sheet = sheet,
                .ask = {.unit = own ? app->actor.unit : S(""),
                        .file = as_text ? name : arena_fmt(app->arena, "%.*s.csv", STR_ARG(name)),
                        .body = as_text ? file->bytes : sheet_text(app->arena, sheet),
                        .rows = sheet->corrections.count,
                        .periods = periods_json(app, sheet),
                        .asked_at = app->now_ms,
                        .asked_by = app->actor.name,
                        .asked_behalf = app->actor.behalf}};
    w.ask.digest = app->digest(app->arena, w.ask.body);
    if (w.ask.body.len > LIMIT_CORRECTION_BYTES)
        return err_set(err, ERR_LIMIT, {"name", S("LIMIT_CORRECTION_BYTES")},
                       {"limit", arena_fmt(app->arena, "%d", LIMIT_CORRECTION_BYTES)},
                       {"found", arena_fmt(app->arena, "%td", w.ask.body.len)});
    w.write = (AppWrite){.action = ACT_CORRECTION_ASK,
                         .party = w.ask.unit,
                         .object = S("correction"),
                         .fn = save_ask,
                         .ctx = &w};
    if (!app_write(app, &w.write, err))
        return false;
    *ret_ask = w.ask;
    return true;
}

/* All that may be asked of a sheet before anything of it is kept. */
static bool check_ask(App *app, const MonthFile *file, CorrectionSheet *ret_sheet, Faults *faults,
                      Err *err)
{
    bool locked;
    Asking w = {.app = app, .sheet = ret_sheet};
    if (!app_need_campaign(app, err))
        return false;
    if (!permit_any(&app->actor, ACT_CORRECTION_ASK))
        return app_refuse(app, ACT_CORRECTION_ASK, S(""), S("correction"), err);
    if (!correction_sheet_of(app, file, ret_sheet, faults, err) ||
        !check_rows(app, ret_sheet, file->name, &locked, faults, err))
        return false;
    if (!locked) /* a sheet without a row too */
        return err_set(err, ERR_CORRECTION_OPEN,
                       {"period", ret_sheet->corrections.count
                                      ? ret_sheet->corrections.items[0].period
                                      : S("")});
    return check_waiting(&w, app->db, err);
}

bool correction_ask(App *app, const MonthFile *file, CorrectionAsk *ret_ask, Faults *faults,
                    Err *err)
{
    CorrectionSheet sheet;
    return check_ask(app, file, &sheet, faults, err) && save(app, file, &sheet, ret_ask, err);
}

/* ---- one value of a form ---- */

#define NO_FILE_YET "0000000000000000"

/* A file is named by its digest: what it is called may have to be purged. */
static Str basis_text(Arena *arena, Str words, Str digest)
{
    Str file = msg_str(arena, LANG_ZH, MSG_CORRECTION_BASIS_FILE,
                       {"digest", str_sub(digest, 0, FILE_MARK_LEN)});
    if (digest.len == 0)
        return words;
    return words.len ? arena_fmt(arena, "%.*s；%.*s", STR_ARG(words), STR_ARG(file)) : file;
}

static MonthFile wish_file(App *app, const CorrectionWish *wish, Str reason, Str basis)
{
    const Str cells[] = {wish->period, wish->unit, wish->indicator,
                         wish->object.len ? wish->object : S("reported")};
    Out out = out_new(app->arena, LIMIT_CORRECTION_BYTES);
    CsvOut csv = csv_out_new(&out, false);
    sheet_head(&csv);
    for (size_t c = 0; c < sizeof cells / sizeof cells[0]; c++)
        csv_text(&csv, cells[c]);
    csv_number(&csv, wish->old_value);
    csv_number(&csv, wish->new_value);
    csv_text(&csv, reason);
    csv_text(&csv, basis);
    csv_end_row(&csv);
    return (MonthFile){.name = arena_fmt(app->arena, "%.*s-%.*s-%.*s.csv", STR_ARG(wish->period),
                                         STR_ARG(wish->unit), STR_ARG(wish->indicator)),
                       .bytes = out_str(&out)};
}

/* Among the files of that report; one that is there already is that one. */
static bool keep_file(App *app, const CorrectionWish *wish, Str *ret_digest, Err *err)
{
    Attachment kept;
    AttachmentList there = {0};
    const FileEntry entry = {.object = report_object(app->arena, wish->period, wish->unit),
                             .name = wish->file_name,
                             .bytes = wish->file_bytes};
    if (file_add(app, &entry, &kept, err)) {
        *ret_digest = kept.digest;
        return true;
    }
    if (err->code != ERR_FILE_TWICE)
        return false;
    Err twice = *err;
    *err = (Err){0};
    if (!files_of(app, entry.object, &there, err))
        return false;
    for (int i = 0; i < there.count; i++)
        if (str_eq(there.items[i].name, err_arg(&twice, "found"))) {
            *ret_digest = there.items[i].digest;
            return true;
        }
    *err = twice;
    return false;
}

bool correction_wish(App *app, const CorrectionWish *wish, CorrectionAsk *ret_ask, Faults *faults,
                     Err *err)
{
    CorrectionSheet sheet;
    Str reason, words, digest = S("");
    bool has_file = wish->file_name.len > 0;
    if (!lock_words(app->arena, wish->reason, &reason, err) ||
        !lock_words(app->arena, wish->basis, &words, err))
        return false;
    if (!has_file && words.len == 0)
        return err_set(err, ERR_CORRECTION_BASIS);
    Str tried = basis_text(app->arena, words, has_file ? S(NO_FILE_YET) : S(""));
    MonthFile file = wish_file(app, wish, reason, tried);
    if (!check_ask(app, &file, &sheet, faults, err))
        return false;
    if (!has_file)
        return save(app, &file, &sheet, ret_ask, err);
    if (!keep_file(app, wish, &digest, err))
        return false;
    file = wish_file(app, wish, reason, basis_text(app->arena, words, digest));
    sheet = (CorrectionSheet){0};
    return correction_sheet_of(app, &file, &sheet, faults, err) &&
           save(app, &file, &sheet, ret_ask, err);
}

/* ---- by a ruling ---- */

/* Read as one entry; the file it stands in goes to *ret_file. */
static bool read_wish(App *app, const CorrectionWish *wish, MonthFile *ret_file,
                      CorrectionEntry *ret_entry, Err *err)
{
    CorrectionSheet sheet = {0};
    Faults faults = {.arena = app->arena};
    *ret_file = wish_file(app, wish, wish->reason, wish->basis);
    bool ok = correction_sheet_of(app, ret_file, &sheet, &faults, err);
    if (faults.count) {
        *err = faults.items[0];
        err->file[0] = '\0'; /* a row and column of a sheet that nobody has seen */
        err->row = err->col = 0;
    }
    if (!ok || faults.count)
        return false;
    *ret_entry = sheet.corrections.items[0];
    return true;
}

bool correction_wish_read(App *app, const CorrectionWish *wish, CorrectionEntry *ret_entry,
                          Err *err)
{
    MonthFile file;
    return read_wish(app, wish, &file, ret_entry, err);
}

typedef struct Ruled {
    App *app;
    const CorrectionRuled *ruled;
    CorrectionAsk ask;
} Ruled;

static bool save_ruled(Db *tx, void *ctx, const Submission *saved, Err *err)
{
    Ruled *w = ctx;
    App *app = w->app;
    w->ask.id = app_id(app);
    Str object = arena_fmt(app->arena, "correction_ask %.*s", STR_ARG(w->ask.id));
    Str detail =
        arena_fmt(app->arena, "{\"state\":\"approved\",\"periods\":%.*s}", STR_ARG(w->ask.periods));
    return correction_ask_save(tx, app->def.code, &w->ask, err) &&
           correction_ruling_save(tx, &w->ask, err) &&
           app_audit(app, tx, ACT_CORRECTION_APPROVE, object, detail, err) &&
           w->ruled->also(tx, w->ruled->ctx, saved, err);
}

bool correction_by_ruling(App *app, const CorrectionRuled *r, MonthImport *ret_import, Err *err)
{
    CorrectionEntry entry;
    MonthFile file;
    MonthFileList files = {0};
    Faults faults = {.arena = app->arena}, none = {.arena = app->arena};
    if (!read_wish(app, &r->wish, &file, &entry, err))
        return false;
    Ruled w = {.app = app,
               .ruled = r,
               .ask = {.unit = r->unit,
                       .file = file.name,
                       .body = file.bytes,
                       .digest = app->digest(app->arena, file.bytes),
                       .rows = 1,
                       .periods = arena_fmt(app->arena, "[\"%.*s\"]", STR_ARG(r->wish.period)),
                       .asked_at = r->asked_at,
                       .asked_by = r->asked_by,
                       .asked_behalf = r->asked_behalf,
                       .state = S("approved"),
                       .reason = r->reason,
                       .ruled_at = app->now_ms,
                       .ruled_by = app->actor.name,
                       .ruled_behalf = app->actor.behalf}};
    const MonthFrom from = {.filled_by = r->asked_by,
                            .approved_by = app->actor.name,
                            .two_people = true,
                            .also = save_ruled,
                            .ctx = &w};
    *arena_push(app->arena, &files) = file;
    if (import_month(app, MONTH_CORRECTIONS, &files, S(""), &from, ret_import, &faults, &none, err))
        return true;
    if (err->code == ERR_NONE && faults.count)
        *err = faults.items[0];
    return false;
}

bool correction_files(App *app, const CorrectionEntry *entry, AttachmentList *ret_files, Err *err)
{
    AttachmentList all = {0};
    if (restricted_unit(app, entry->unit)) /* has none */
        return true;
    if (!files_of(app, report_object(app->arena, entry->period, entry->unit), &all, err))
        return false;
    for (int i = 0; i < all.count; i++)
        if (str_has(entry->basis, str_sub(all.items[i].digest, 0, FILE_MARK_LEN)))
            *arena_push(app->arena, ret_files) = all.items[i];
    return true;
}

/* ---- a file of corrections ---- */

/* These bytes are corrections already: nothing is asked for again. */
static bool is_known(App *app, const MonthFile *file, const CorrectionSheet *sheet, bool *ret_known,
                     Err *err)
{
    *ret_known = sheet->corrections.count > 0;
    Str digest = app->digest(app->arena, file->bytes),
        text = app->digest(app->arena, sheet_text(app->arena, sheet));
    for (int i = 0; i < sheet->corrections.count && *ret_known; i++) {
        Str period = sheet->corrections.items[i].period;
        bool as_text;
        if (!submission_is_known(app->db, app->def.code, S("correction"), period, digest, ret_known,
                                 err) ||
            !submission_is_known(app->db, app->def.code, S("correction"), period, text, &as_text,
                                 err))
            return false;
        *ret_known |= as_text;
    }
    return true;
}

static bool has_locked(App *app, const CorrectionSheet *sheet, bool *ret_locked, Err *err)
{
    *ret_locked = false;
    for (int i = 0; i < sheet->corrections.count && !*ret_locked; i++) {
        LockState state;
        if (!lock_state(app, app->db, sheet->corrections.items[i].period, &state, err))
            return false;
        *ret_locked = state.locked;
    }
    return true;
}

bool correction_import(App *app, const MonthFileList *files, MonthImport *ret_import,
                       CorrectionAsks *ret_asked, Faults *faults, Faults *warnings, Err *err)
{
    MonthFileList open = {0};
    int same = 0;
    *ret_import = (MonthImport){0};
    if (!app_need_campaign(app, err))
        return false;
    for (int i = 0; i < files->count; i++) {
        CorrectionSheet sheet;
        const MonthFile *file = &files->items[i];
        bool locked, known;
        if (!correction_sheet_of(app, file, &sheet, faults, err) ||
            !has_locked(app, &sheet, &locked, err) || !is_known(app, file, &sheet, &known, err))
            return false;
        same += known && locked ? sheet.corrections.count : 0;
        if (!locked)
            *arena_push(app->arena, &open) = *file;
        else if (!known &&
                 !correction_ask(app, file, arena_push(app->arena, ret_asked), faults, err))
            return false;
    }
    const MonthFrom from = {0};
    if (open.count && !import_month(app, MONTH_CORRECTIONS, &open, S(""), &from, ret_import, faults,
                                    warnings, err))
        return false;
    ret_import->same += same;
    return open.count > 0 || !same || replay_refresh(app, &ret_import->replay, err);
}
