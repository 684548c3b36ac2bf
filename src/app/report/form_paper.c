/* The form on paper: to be printed, signed by three, sealed and scanned. */
#include "app/paper_file.h"
#include "app/paper_writer.h"
#include "app/report/form_sheet.h"

static Str join(Arena *arena, Str a, Str between, Str b)
{
    if (a.len == 0 || b.len == 0)
        return a.len ? a : b;
    return arena_fmt(arena, "%.*s%.*s%.*s", STR_ARG(a), STR_ARG(between), STR_ARG(b));
}

static PaperTable *begin(App *app, PaperBlocks *blocks, const Msg *heads, const PaperAlign *aligns,
                         int count)
{
    PaperColumn *columns = arena_new(app->arena, PaperColumn, count);
    for (int i = 0; i < count; i++)
        columns[i] = (PaperColumn){paper_say(app, heads[i]), aligns ? aligns[i] : PAPER_LEFT};
    return paper_table(app->arena, blocks, columns, count);
}

static void head_table(App *app, const FormSheet *f, PaperBlocks *blocks)
{
    static const Msg heads[] = {MSG_PAPER_FORM_UNIT, MSG_PAPER_FORM_PERIOD, MSG_PAPER_FORM_NATURE,
                                MSG_PAPER_FORM_PHONE};
    PaperTable *t = begin(app, blocks, heads, NULL, 4);
    paper_cell(app->arena, t, f->unit);
    paper_cell(app->arena, t, f->period_name);
    paper_cell(app->arena, t, f->nature);
    paper_cell(app->arena, t, f->phone);
    if (f->form_number.len)
        paper_note(app->arena, blocks,
                   paper_say(app, MSG_PAPER_FORM_LEGAL, {"number", f->form_number},
                             {"maker", f->maker}, {"approval", f->approval},
                             {"until", f->valid_until}));
}

static void values(App *app, const FormSheet *f, PaperBlocks *blocks)
{
    enum { COLS = 8 };
    static const Msg heads[COLS] = {MSG_PAPER_FORM_NO,        MSG_PAPER_FORM_INDICATOR,
                                    MSG_PAPER_FORM_TARGET,    MSG_PAPER_FORM_MONTH,
                                    MSG_PAPER_FORM_TOTAL,     MSG_PAPER_FORM_COMPLETION,
                                    MSG_PAPER_FORM_LAST_YEAR, MSG_PAPER_FORM_NOTE};
    static const PaperAlign aligns[COLS] = {PAPER_LEFT,  PAPER_LEFT,  PAPER_RIGHT, PAPER_RIGHT,
                                            PAPER_RIGHT, PAPER_RIGHT, PAPER_RIGHT, PAPER_LEFT};
    Arena *a = app->arena;
    paper_heading(a, blocks, 1, paper_say(app, MSG_PAPER_FORM_VALUES));
    PaperTable *t = begin(app, blocks, heads, aligns, COLS);
    for (int i = 0; i < f->rows.count; i++) {
        const FormRow *r = &f->rows.items[i];
        Str tolerance = r->tolerance.len ? arena_fmt(a, "±%.*s", STR_ARG(r->tolerance)) : S("");
        const Str cells[COLS] = {
            arena_fmt(a, "%d", i + 1),
            arena_fmt(a, "%.*s（%.*s）", STR_ARG(r->name), STR_ARG(r->unit)),
            r->target,
            r->month,
            join(a, r->total, S(""), r->is_total ? tolerance : S("")),
            r->completion,
            r->last_year,
            join(a, r->state, S("；"), r->note),
        };
        for (int c = 0; c < COLS; c++)
            paper_cell(a, t, cells[c]);
    }
}

static void tasks(App *app, const FormSheet *f, PaperBlocks *blocks)
{
    enum { COLS = 5 };
    static const Msg heads[COLS] = {MSG_PAPER_FORM_TASK, MSG_PAPER_FORM_PROGRESS,
                                    MSG_PAPER_FORM_ON_TIME, MSG_PAPER_FORM_PROBLEM,
                                    MSG_PAPER_FORM_NEXT};
    Arena *a = app->arena;
    paper_heading(a, blocks, 1, paper_say(app, MSG_PAPER_FORM_TASKS));
    PaperTable *t = begin(app, blocks, heads, NULL, COLS);
    for (int i = 0; i < f->tasks.count; i++) {
        const FormTask *task = &f->tasks.items[i];
        const Str cells[COLS] = {
            join(a, task->no, S(" "), task->title),
            task->progress,
            task->on_time,
            join(a, task->problem, S("；"), task->cause),
            join(a, task->next_step, S("；"), task->due),
        };
        for (int c = 0; c < COLS; c++)
            paper_cell(a, t, cells[c]);
    }
}

static void requests(App *app, const FormSheet *f, PaperBlocks *blocks)
{
    enum { COLS = 4, BLANK_ROWS = 2 };
    static const Msg heads[COLS] = {MSG_PAPER_FORM_MATTER, MSG_PAPER_FORM_DONE,
                                    MSG_PAPER_FORM_PROPOSAL, MSG_PAPER_FORM_LEVEL};
    Arena *a = app->arena;
    paper_heading(a, blocks, 1, paper_say(app, MSG_PAPER_FORM_REQUESTS));
    PaperTable *t = begin(app, blocks, heads, NULL, COLS);
    for (int i = 0; i < f->requests.count || (f->requests.count == 0 && i < BLANK_ROWS); i++) {
        const FormRequest none = {0};
        const FormRequest *r = i < f->requests.count ? &f->requests.items[i] : &none;
        const Str cells[COLS] = {r->matter, r->done, r->proposal, r->level};
        for (int c = 0; c < COLS; c++)
            paper_cell(a, t, cells[c]);
    }
    if (f->files.count) {
        Out names = out_new(a, 64 * 1024);
        for (int i = 0; i < f->files.count; i++)
            out_f(&names, "%s%.*s", i ? "、" : "", STR_ARG(f->files.items[i]));
        paper_note(a, blocks, paper_say(app, MSG_PAPER_FORM_FILES, {"files", out_str(&names)}));
    }
}

static void signatures(App *app, const FormSheet *f, PaperBlocks *blocks)
{
    static const Msg heads[] = {MSG_PAPER_FORM_FILLER, MSG_PAPER_FORM_REVIEWER,
                                MSG_PAPER_FORM_SIGNER, MSG_PAPER_FORM_SEAL};
    PaperTable *t = begin(app, blocks, heads, NULL, 4);
    t->row_lines = 4;
    paper_cell(app->arena, t, f->filler);
    paper_cell(app->arena, t, f->reviewer);
    paper_cell(app->arena, t, f->signer);
    paper_cell(app->arena, t, S(""));
    paper_note(app->arena, blocks,
               paper_say(app, MSG_PAPER_FORM_MATCH, {"number", f->number}, {"digest", f->digest}));
    paper_note(app->arena, blocks, paper_say(app, MSG_PAPER_FORM_SCAN));
}

static bool form_as(App *app, const FormSheet *f, PaperFormat format, Str *ret_bytes, Err *err)
{
    Paper paper = {.title = f->title};
    if (f->is_sample)
        *arena_push(app->arena, &paper.marks) = msg(LANG_ZH, MSG_OUT_SAMPLE);
    head_table(app, f, &paper.body);
    values(app, f, &paper.body);
    tasks(app, f, &paper.body);
    requests(app, f, &paper.body);
    signatures(app, f, &paper.after);
    return paper_file(app, &paper, format, app->now_ms, ret_bytes, err);
}

bool form_sheet_docx(App *app, const FormSheet *f, Str *ret_bytes, Err *err)
{
    return form_as(app, f, PAPER_AS_DOCX, ret_bytes, err);
}

bool form_sheet_pdf(App *app, const FormSheet *f, Str *ret_bytes, Err *err)
{
    return form_as(app, f, PAPER_AS_PDF, ret_bytes, err);
}
