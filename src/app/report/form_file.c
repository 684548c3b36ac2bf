#include "app/report/form_file.h"

#include "app/campaign_index.h"
#include "app/restricted.h"
#include "doc/pack.h"
#include "i18n/msg.h"

enum { CHECK_CODE_DIGITS = 16 };
static const Str endings[FORM_FORMATS] = {SC("xlsx"), SC("docx"), SC("csv"), SC("pdf")};

static Str day(Arena *arena, Date date)
{
    return date == DATE_NONE ? S("") : date_str(arena, date);
}

static Str basis_text(Str basis)
{
    if (str_eq(basis, S("statistics")))
        return msg(LANG_ZH, MSG_FORM_BASIS_STATISTICS);
    return msg(LANG_ZH,
               str_eq(basis, S("department")) ? MSG_FORM_BASIS_DEPARTMENT : MSG_FORM_BASIS_WORK);
}

static Str state_text(Str state)
{
    if (str_eq(state, S("not_yet")))
        return S("尚未取得");
    return str_eq(state, S("no_rank")) ? S("有数不排名") : state;
}

Str form_nature_text(Lang lang, Str nature)
{
    if (str_eq(nature, S("department")))
        return msg(lang, MSG_REPORT_NATURE_DEPARTMENT);
    return str_eq(nature, S("cited")) ? msg(lang, MSG_REPORT_NATURE_CITED)
                                      : msg(lang, MSG_REPORT_NATURE_WORK);
}

static void add_row(App *app, const ReportBlock *block, const ReportLine *l, FormSheet *sheet)
{
    const ReportCells *c = &l->cells;
    bool typed = l->typed && !l->prefilled; /* nobody has said yet that last month's total holds */
    *arena_push(app->arena, &sheet->rows) =
        (FormRow){.group = block->name,
                  .code = l->indicator->code,
                  .name = l->indicator->name,
                  .unit = l->indicator->unit,
                  .is_total = l->cumulative,
                  .target = l->annual,
                  .scheduled = l->scheduled,
                  .before = l->last_month,
                  .month = l->typed ? c->month : S(""),
                  .total = typed ? c->cumulative : S(""),
                  .last_year = l->typed ? (c->last_year.len ? c->last_year : l->last_year) : S(""),
                  .completion = l->prefilled ? S("") : l->percent,
                  .gap = l->prefilled ? S("") : l->gap,
                  .growth = l->prefilled ? S("") : l->growth,
                  .tolerance = l->typed ? c->tolerance : S(""),
                  .state = l->typed ? state_text(c->state) : S(""),
                  .confirmed = l->confirmed,
                  .basis = basis_text(l->indicator->basis),
                  .assessor = l->assessor,
                  .note = l->typed ? c->note : msg(LANG_ZH, MSG_FORM_NOT_TYPED),
                  .closed = !l->typed};
}

static void add_task(App *app, const ReportTaskLine *t, FormSheet *sheet)
{
    const CampaignIndex *index = app_index(app);
    int at = map_get(&index->tasks, t->task->no);
    *arena_push(app->arena, &sheet->tasks) =
        (FormTask){.group = at >= 0 ? index->places[at].lead : S(""),
                   .no = t->task->no,
                   .title = t->task->title,
                   .node = t->node,
                   .progress = t->cells.progress,
                   .on_time = t->cells.on_time,
                   .problem = t->cells.problem,
                   .cause = t->cells.cause,
                   .next_step = t->cells.next_step,
                   .due = t->cells.due};
}

void form_sheet_of(App *app, const ReportForm *f, FormSheet *ret_sheet)
{
    Arena *a = app->arena;
    FormSheet s = {.title = msg_str(a, LANG_ZH, MSG_FORM_TITLE, {"campaign", app->def.name}),
                   .unit = f->unit->name,
                   .period = f->period->code,
                   .period_name = f->period->name,
                   .nature = form_nature_text(LANG_ZH, f->head.nature),
                   .form_number = f->head.number,
                   .maker = f->head.issuer,
                   .approval = f->head.approval,
                   .valid_until = f->head.number.len ? day(a, f->head.valid_to) : S(""),
                   .filler = f->filler,
                   .phone = f->phone,
                   .reviewer = f->reviewer,
                   .signer = f->signer,
                   .is_sample = app->def.sample};
    if (f->head.title.len)
        s.title = f->head.title;
    s.number = arena_fmt(a, "%.*s-%.*s-%lld", STR_ARG(f->period->code), STR_ARG(f->unit->code),
                         (long long)f->draft.revision);
    for (int b = 0; b < f->blocks.count; b++)
        for (int i = 0; i < f->blocks.items[b].count; i++)
            add_row(app, &f->blocks.items[b], &f->lines.items[f->blocks.items[b].first + i], &s);
    for (int i = 0; i < f->tasks.count; i++)
        add_task(app, &f->tasks.items[i], &s);
    for (int i = 0; i < f->requests.count; i++) {
        const ReportRequest *r = &f->requests.items[i];
        *arena_push(a, &s.requests) = (FormRequest){r->matter, r->done, r->proposal, r->level};
    }
    for (int i = 0; i < f->files.count; i++)
        if (!f->files.items[i].purged_at && !f->files.items[i].withdrawn_at)
            *arena_push(a, &s.files) = f->files.items[i].name;
    s.digest = str_sub(app->digest(a, f->draft.body), 0, CHECK_CODE_DIGITS);
    *ret_sheet = s;
}

static bool make(App *app, const ReportForm *form, FormFormat format, bool blank, FormFile *ret,
                 Err *err)
{
    FormSheet sheet;
    form_sheet_of(app, form, &sheet);
    if (blank)
        form_sheet_blank(&sheet);
    ret->name = msg_str(app->arena, LANG_ZH, MSG_FORM_FILE_NAME, {"period", sheet.period},
                        {"unit", sheet.unit}, {"ending", endings[format]});
    if (format == FORM_XLSX)
        return form_sheet_book(app, &sheet, &ret->bytes, err);
    if (format == FORM_DOCX)
        return form_sheet_docx(app, &sheet, &ret->bytes, err);
    if (format == FORM_PDF)
        return form_sheet_pdf(app, &sheet, &ret->bytes, err);
    return form_sheet_csv(app->arena, &sheet, &ret->bytes, err);
}

bool form_file(App *app, Str period, Str unit, FormFormat format, bool blank, FormFile *ret_file,
               Err *err)
{
    ReportForm form;
    return report_form_open(app, period, unit, &form, err) &&
           make(app, &form, format, blank, ret_file, err);
}

bool form_files_all(App *app, Str period, FormFormat format, bool blank, FormFileList *ret_files,
                    Err *err)
{
    const CampaignPeriod *known;
    ReportStandingList units;
    *ret_files = (FormFileList){0};
    if (!app_permit(app, ACT_REPORT_FILL, S(""), period, err) ||
        !app_period(app, period, &known, err) || !report_states(app, known, &units, err))
        return false;
    for (int i = 0; i < units.count; i++) {
        ReportForm form;
        Str unit = units.items[i].unit->code;
        if (restricted_unit(app, unit) && !restricted_may(app, unit))
            continue; /* its form is made by who has the right */
        if (!report_form_open(app, period, unit, &form, err) ||
            !make(app, &form, format, blank, arena_push(app->arena, ret_files), err))
            return false;
    }
    return true;
}

bool form_files_zip(App *app, const FormFileList *files, Str *ret_bytes, Err *err)
{
    PackEntry *entries = arena_new(app->arena, PackEntry, files->count);
    for (int i = 0; i < files->count; i++)
        entries[i] = (PackEntry){files->items[i].name, files->items[i].bytes};
    return pack_zip(app->arena, entries, files->count, app->now_ms, OFFSET_MINUTES_CHINA, ret_bytes,
                    err);
}
