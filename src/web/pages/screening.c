/* Figures of a period that ask for a check, with their numbers: all for the office, a unit's own for the unit. */
#include "app/score/screening.h"
#include "web/pages.h"
#include "web/pieces.h"
#include "web/screening_state.h"

typedef struct ScreeningPage {
    Str here, title, sub, about, ask, correct, clear, note, file, csv;
    bool all; /* units can be chosen */
    Options units, kinds;
    Table rows;
} ScreeningPage;
#include "web/templates/screening.html.h"

static bool read(Ctx *c, ScreeningReport *ret, Err *err)
{
    Faults faults = {.arena = c->arena};
    if (screening_run(&c->app, ctx_text(c, "period"), ctx_text(c, "unit"), S(""), ret, &faults,
                      err))
        return true;
    if (!err->code && faults.count)
        *err = faults.items[0];
    return false;
}

/* Only findings of the kind that was asked for. */
static void keep_kind(const Ctx *c, ScreeningReport *r)
{
    Str kind = ctx_text(c, "kind");
    int kept = 0;
    for (int i = 0; i < r->findings.count; i++)
        if (kind.len == 0 || str_eq(screening_word(r->findings.items[i].kind), kind))
            r->findings.items[kept++] = r->findings.items[i];
    r->findings.count = kept;
}

static void fill_filter(Ctx *c, const ScreeningReport *r, ScreeningPage *v)
{
    Str unit = ctx_text(c, "unit"), kind = ctx_text(c, "kind");
    *arena_push(c->arena, &v->units) =
        (Option){S(""), msg(c->lang, MSG_SCREENING_UNIT_ALL), unit.len == 0};
    *arena_push(c->arena, &v->kinds) =
        (Option){S(""), msg(c->lang, MSG_SCREENING_KIND_ALL), kind.len == 0};
    for (int u = 0; u < r->in.nunits && v->all; u++)
        *arena_push(c->arena, &v->units) =
            (Option){r->units[u], r->unit_names[u], str_eq(r->units[u], unit)};
    for (int k = 0; k < SCREENING_KINDS; k++) {
        Str word = screening_word((ScreeningKind)k);
        *arena_push(c->arena, &v->kinds) =
            (Option){word, screening_name(c->lang, (ScreeningKind)k), str_eq(word, kind)};
    }
    if (unit.len || kind.len)
        v->clear = v->here;
}

/* Whether those who confirm have looked: a sample check that does itself. */
static Cell state_of(Ctx *c, const ScreeningReport *r, const ScreeningFinding *f)
{
    int confirmed, same;
    screening_checked(r, f, &confirmed, &same);
    Str n = arena_fmt(c->arena, "%d", confirmed);
    if (confirmed == 0)
        return (Cell){.state = STATE_OPEN, .text = msg(c->lang, MSG_SCREENING_STATE_NONE)};
    if (confirmed == same)
        return (Cell){.state = STATE_DONE,
                      .text = msg_str(c->arena, c->lang, MSG_SCREENING_STATE_SAME, {"n", n})};
    return (Cell){.state = STATE_DOING,
                  .text = msg_str(c->arena, c->lang, MSG_SCREENING_STATE_DIFFERS, {"n", n},
                                  {"other", arena_fmt(c->arena, "%d", confirmed - same)})};
}

/* Where its answer stands; it leads there, and what is the reader's to do is marked. */
static Cell answer_of(Ctx *c, const ScreeningReport *r, const ScreeningFinding *f)
{
    ScreeningState state = screening_state(&r->answers, f->id);
    bool unit = c->app.actor.role == ROLE_UNIT,
         units = state == SCREENING_OPEN || state == SCREENING_ASKED;
    return (Cell){.state = screening_state_kind(state),
                  .text = screening_state_text(c->lang, state),
                  .href = link_to(c, "/screening/{period}/findings/{id}",
                                  {"period", r->periods[f->period]}, {"id", f->id}),
                  .mark = (unit && units) || (!unit && state == SCREENING_ANSWERED)
                              ? msg(c->lang, MSG_SCREENING_YOURS)
                              : S("")};
}

static void fill_rows(Ctx *c, const ScreeningReport *r, ScreeningPage *v)
{
    static const struct {
        Msg label;
        CellKind kind;
    } columns[] = {{MSG_COL_UNIT, CELL_HEAD},
                   {MSG_SCREENING_COL_KIND, CELL_SHORT},
                   {MSG_SCREENING_COL_REASON, CELL_TEXT},
                   {MSG_SCREENING_COL_FIGURES, CELL_TEXT},
                   {MSG_SCREENING_COL_STATE, CELL_TEXT}};
    bool office = permit_scope(c->app.actor.role, ACT_SCREENING_READ) == SCOPE_ALL;
    int n = (int)(sizeof columns / sizeof *columns) - !office;
    Table *t = &v->rows;
    *t = (Table){.empty = msg(c->lang, MSG_SCREENING_PAGE_NONE)};
    for (int i = 0; i < n; i++)
        table_add_column(c->arena, t, msg(c->lang, columns[i].label), columns[i].kind);
    if (r->answerable)
        table_add_column(c->arena, t, msg(c->lang, MSG_SCREENING_COL_ANSWER), CELL_TEXT);
    for (int i = 0; i < r->findings.count; i++) {
        const ScreeningFinding *f = &r->findings.items[i];
        TableRow *row = table_add_row(c->arena, t);
        Str unit = f->unit >= 0        ? r->unit_names[f->unit]
                   : f->indicator >= 0 ? r->indicator_names[f->indicator]
                                       : msg(c->lang, MSG_SCREENING_CITY);
        *row_add_cell(c->arena, row) = (Cell){
            .text = unit,
            .href = office && f->unit >= 0 && ctx_may(c, ACT_REPORT_REVIEW)
                        ? link_to(c, "/review/{period}/units/{unit}",
                                  {"period", r->periods[f->period]}, {"unit", r->units[f->unit]})
                        : S("")};
        row_add_cell(c->arena, row)->text = screening_name(c->lang, f->kind);
        *row_add_cell(c->arena, row) = (Cell){.text = screening_reason(c->arena, c->lang, r, f),
                                              .note = screening_innocent(c->lang, f->kind)};
        row_add_cell(c->arena, row)->text = screening_figures(c->arena, r, f);
        if (office)
            *row_add_cell(c->arena, row) = state_of(c, r, f);
        if (r->answerable)
            *row_add_cell(c->arena, row) = answer_of(c, r, f);
    }
}

bool screening_page(Ctx *c, Err *err)
{
    ScreeningReport r;
    if (!read(c, &r, err))
        return false;
    keep_kind(c, &r);
    if (c->json) {
        Json json = json_begin(c);
        screening_json(c->arena, c->lang, &r, &json);
        return json_end(c, &json, err);
    }
    bool is_unit = c->app.actor.role == ROLE_UNIT;
    Str period = ctx_text(c, "period"), until = date_str(c->arena, r.expires_on);
    ScreeningPage v = {
        .here = link_to(c, "/screening/{period}", {"period", period}),
        .title = msg_str(c->arena, c->lang, MSG_SCREENING_TITLE,
                         {"period", period_name(&c->app, period)}),
        .sub = msg(c->lang, MSG_SCREENING_SUB),
        .about = msg_str(c->arena, c->lang, r.expired ? MSG_SCREENING_EXPIRED : MSG_SCREENING_ABOUT,
                         {"date", until}),
        .ask = msg(c->lang, is_unit ? MSG_SCREENING_ASK_UNIT : MSG_SCREENING_ASK_OFFICE),
        .note = r.left_out ? msg(c->lang, MSG_SCREENING_LEFT_OUT) : S(""),
        .all = permit_scope(c->app.actor.role, ACT_SCREENING_READ) == SCOPE_ALL,
        .file = link_to(c, "/screening/{period}/file", {"period", period},
                        {"unit", ctx_text(c, "unit")}, {"kind", ctx_text(c, "kind")}),
        .csv = link_to(c, "/screening/{period}/file", {"period", period},
                       {"unit", ctx_text(c, "unit")}, {"kind", ctx_text(c, "kind")},
                       {"format", S("csv")})};
    if (is_unit && ctx_may(c, ACT_CORRECTION_ASK))
        v.correct = link_to(c, "/corrections", {"period", period});
    fill_filter(c, &r, &v);
    fill_rows(c, &r, &v);
    screening_html(page_begin(c, v.title, is_unit ? NAV_REPORT : NAV_REVIEW), c, &v);
    return page_end(c, err);
}

enum { FORMAT_CSV = 1 };

bool screening_file(Ctx *c, Err *err)
{
    ScreeningReport r;
    if (!read(c, &r, err))
        return false;
    keep_kind(c, &r);
    Sheet sheet = screening_sheet(c->arena, c->lang, false, &r);
    Str name = msg_str(c->arena, c->lang, MSG_SCREENING_FILE_NAME,
                       {"period", period_name(&c->app, ctx_text(c, "period"))});
    return ctx_i64(c, "format", 0) == FORMAT_CSV ? download_csv(c, &sheet, name, err)
                                                 : download_book(c, &sheet, 1, name, err);
}
