/* Every piece in use, with invented data in all states: for who builds pages, and for the tests of browsers. */
#include "base/limits.h"
#include "web/pages.h"
#include "web/pieces.h"

enum { MONTHS = 9, UNITS = 9, KINDS = 5 };

typedef struct StyleguideView {
    Str kind;
    Tabs tabs, inner;
    Table tasks, none, ranks, months, shares;
    Options lights, choices, checks;
    FieldFaults wrong;
    Faults faults;
    Signatures signatures;
    Act act;
    Str text; /* to be copied */
    int64_t now_ms;
} StyleguideView;
#include "web/templates/styleguide.html.h"
#include "web/templates/styleguide_chart.html.h"
#include "web/templates/styleguide_form.html.h"
#include "web/templates/styleguide_layout.html.h"
#include "web/templates/styleguide_status.html.h"
#include "web/templates/styleguide_table.html.h"

#define WORD(c, id) msg((c)->lang, (id))

/* The n-th of "甲区,乙区,丙县". */
static Str nth(Str list, int n)
{
    Str word = str_cut(&list, ',');
    while (n-- > 0)
        word = str_cut(&list, ',');
    return word;
}

static Str unit_of(const Ctx *c, int n)
{
    return nth(WORD(c, MSG_GUIDE_UNITS), n);
}

static Str month_of(const Ctx *c, int n)
{
    return nth(WORD(c, MSG_GUIDE_MONTHS), n);
}

/* ---- tables ---- */

typedef struct SampleTask {
    Str no, target, unit, actual, percent;
    int64_t done;
    Light light;
} SampleTask;

static const SampleTask sample_tasks[] = {
    {SC("1.2.1"), SC("310.00"), SC("亿元"), SC("172.40"), SC("55.61"), 5561, LIGHT_GREEN},
    {SC("1.2.2"), SC("800"), SC("个"), SC("344"), SC("43.00"), 4300, LIGHT_YELLOW},
    {SC("1.3.1"), SC("20"), SC("项"), SC("4"), SC("20.00"), 2000, LIGHT_RED},
    {SC("2.3.1"), SC(""), SC(""), SC(""), SC(""), 0, LIGHT_NONE},
};
enum { SAMPLE_TASKS = sizeof sample_tasks / sizeof *sample_tasks };

static void add_task(Ctx *c, Table *t, int i)
{
    const SampleTask *of = &sample_tasks[i];
    TableRow *row = table_add_row(c->arena, t);
    if (i % 3 == 0)
        row->group = nth(WORD(c, MSG_GUIDE_THEMES), i / 3);
    row->own = i == 1;
    row_add_cell(c->arena, row)->text = of->no;
    *row_add_cell(c->arena, row) = (Cell){.text = nth(WORD(c, MSG_GUIDE_TASKS), i),
                                          .href = S("/styleguide?kind=table"),
                                          .note = i == 0 ? WORD(c, MSG_GUIDE_TASK_NOTE) : S(""),
                                          .mark = i == 3 ? WORD(c, MSG_GUIDE_STRIVE) : S("")};
    *row_add_cell(c->arena, row) = (Cell){.text = of->target, .unit = of->unit};
    Gauge *bar = arena_new(c->arena, Gauge, 1);
    *bar = (Gauge){.done = of->done,
                   .plan = 5000,
                   .words = arena_fmt(c->arena, "%.*s%%", STR_ARG(of->percent))};
    *row_add_cell(c->arena, row) = (Cell){.text = of->percent,
                                          .unit = of->percent.len ? S("%") : S(""),
                                          .gauge = of->percent.len ? bar : NULL};
    row_add_cell(c->arena, row)->light = &of->light;
}

static void fill_tables(Ctx *c, StyleguideView *v)
{
    Table *t = &v->tasks;
    *t = (Table){.caption = WORD(c, MSG_GUIDE_TABLE_CAPTION)};
    table_add_column(c->arena, t, WORD(c, MSG_LEDGER_COL_TASK), CELL_CODE);
    table_add_column(c->arena, t, WORD(c, MSG_LEDGER_TASK_TARGET), CELL_HEAD);
    TableColumn *target = table_add_column(c->arena, t, WORD(c, MSG_LEDGER_COL_VALUE), CELL_NUMBER);
    target->head.href = S("/styleguide?kind=table");
    TableColumn *done = table_add_column(c->arena, t, WORD(c, MSG_LEDGER_DONE), CELL_NUMBER);
    done->head.href = S("/styleguide?kind=table");
    done->head.direction = -1;
    table_add_column(c->arena, t, WORD(c, MSG_LEDGER_COL_LIGHT), CELL_SHORT);
    for (int i = 0; i < SAMPLE_TASKS; i++)
        add_task(c, t, i);
    TableRow *row = table_add_row(c->arena, t);
    row_add_cell(c->arena, row)->text = S("2.5.1");
    row_add_cell(c->arena, row)->text = nth(WORD(c, MSG_GUIDE_TASKS), SAMPLE_TASKS);
    *row_add_cell(c->arena, row) =
        (Cell){.text = WORD(c, MSG_PIECE_RESTRICTED), .dim = true, .across = 3};
    t->foot = (TableFoot){100, 5000, S("/styleguide?kind=table"), S("/styleguide?kind=table")};
    v->none.empty = WORD(c, MSG_GUIDE_NOTHING);
    v->none.empty_href = S("/styleguide?kind=form");
    v->none.empty_label = WORD(c, MSG_GUIDE_NEXT_STEP);
    static const Light lights[] = {LIGHT_RED, LIGHT_YELLOW, LIGHT_GREEN};
    static const Msg words[] = {MSG_LIGHT_RED, MSG_LIGHT_YELLOW, MSG_LIGHT_GREEN};
    for (int i = 0; i < 3; i++)
        *arena_push(c->arena, &v->lights) =
            (Option){light_word(lights[i]), WORD(c, words[i]), i == 1};
}

/* ---- charts ---- */

static void number_cell(Ctx *c, TableRow *row, int64_t value, int decimals)
{
    Out out = out_new(c->arena, 64);
    if (value)
        out_fixed(&out, value, decimals);
    row_add_cell(c->arena, row)->text = out_str(&out);
}

static void fill_ranks(Ctx *c, StyleguideView *v)
{
    static const int8_t ranks[UNITS][MONTHS] = {
        {3, 2, 2, 1, 2, 1, 1, 2, 1}, {1, 1, 1, 2, 1, 2, 3, 1, 2}, {5, 4, 6, 5, 4, 3, 2, 3, 3},
        {2, 3, 3, 4, 5, 4, 4, 5, 4}, {6, 6, 5, 3, 3, 5, 5, 4, 5}, {4, 5, 4, 6, 6, 6, 7, 6, 6},
        {7, 7, 0, 0, 7, 7, 6, 7, 7}, {9, 8, 8, 8, 9, 8, 8, 9, 9}, {8, 9, 9, 9, 8, 9, 9, 8, 8}};
    v->ranks = (Table){.id = S("sample-ranks"), .tight = true};
    table_add_column(c->arena, &v->ranks, WORD(c, MSG_COL_UNIT), CELL_HEAD);
    for (int m = 0; m < MONTHS; m++)
        table_add_column(c->arena, &v->ranks, month_of(c, m), CELL_NUMBER);
    for (int u = 0; u < UNITS; u++) {
        TableRow *row = table_add_row(c->arena, &v->ranks);
        row->own = u == 2;
        row_add_cell(c->arena, row)->text = unit_of(c, u);
        for (int m = 0; m < MONTHS; m++)
            number_cell(c, row, ranks[u][m], 0);
    }
}

static void fill_charts(Ctx *c, StyleguideView *v)
{
    static const int plan[MONTHS] = {1670, 2500, 3330, 4170, 5000, 5830, 7000, 8500, 10000};
    static const int done[MONTHS] = {1450, 2310, 3480, 4020, 5561, 6240, 0, 0, 0};
    fill_ranks(c, v);
    v->months = (Table){.id = S("sample-months"), .tight = true};
    table_add_column(c->arena, &v->months, WORD(c, MSG_COL_PERIOD), CELL_HEAD);
    table_add_column(c->arena, &v->months, WORD(c, MSG_LEDGER_DONE), CELL_NUMBER);
    table_add_column(c->arena, &v->months, WORD(c, MSG_LEDGER_PACE), CELL_NUMBER)->head.plan = true;
    v->shares = (Table){.id = S("sample-shares"), .tight = true};
    table_add_column(c->arena, &v->shares, WORD(c, MSG_COL_UNIT), CELL_HEAD);
    table_add_column(c->arena, &v->shares, WORD(c, MSG_LEDGER_DONE), CELL_NUMBER);
    for (int i = 0; i < MONTHS; i++) {
        TableRow *row = table_add_row(c->arena, &v->months);
        row_add_cell(c->arena, row)->text = month_of(c, i);
        number_cell(c, row, done[i], 2);
        number_cell(c, row, plan[i], 2);
        row = table_add_row(c->arena, &v->shares);
        row_add_cell(c->arena, row)->text = unit_of(c, i);
        number_cell(c, row, plan[MONTHS - 1 - i] / 4, 2);
    }
}

/* ---- forms ---- */

static void fill_forms(Ctx *c, StyleguideView *v)
{
    for (int i = 0; i < 3; i++)
        *arena_push(c->arena, &v->choices) = (Option){
            arena_fmt(c->arena, "%d", i), nth(WORD(c, MSG_GUIDE_CHOICES), i), .chosen = i == 0};
    for (int i = 0; i < 4; i++)
        *arena_push(c->arena, &v->checks) =
            (Option){arena_fmt(c->arena, "%d", i), unit_of(c, i), .chosen = i % 2 == 0};
    *arena_push(c->arena, &v->wrong) = (FieldFault){S("basis"), WORD(c, MSG_GUIDE_FIELD_BASIS),
                                                    WORD(c, MSG_GUIDE_FIELD_BASIS_WRONG)};
    *arena_push(c->arena, &v->wrong) = (FieldFault){S("amount"), WORD(c, MSG_GUIDE_FIELD_AMOUNT),
                                                    WORD(c, MSG_GUIDE_FIELD_AMOUNT_WRONG)};
}

/* ---- states ---- */

static void fill_states(Ctx *c, StyleguideView *v)
{
    v->faults = (Faults){.arena = c->arena};
    for (int i = 0; i < 2; i++) {
        Err fault = {0};
        err_set(&fault, ERR_DEC_MALFORMED, {"found", S("12，5")});
        err_at_file(&fault, WORD(c, MSG_GUIDE_FILE_BOOK));
        err_at_cell(&fault, 12 + i, 4);
        faults_add(&v->faults, &fault);
    }
    const Str posts = WORD(c, MSG_GUIDE_POSTS), acts = WORD(c, MSG_GUIDE_ACTS);
    Str at = instant_minute(c->arena, c->now_ms);
    *arena_push(c->arena, &v->signatures) = (Signature){nth(acts, 0), nth(posts, 0), .at = at};
    *arena_push(c->arena, &v->signatures) =
        (Signature){nth(acts, 1), nth(posts, 1), .at = at, .behalf = nth(posts, 2)};
    *arena_push(c->arena, &v->signatures) =
        (Signature){nth(acts, 2), nth(posts, 3), .at = at, .how = WORD(c, MSG_GUIDE_ON_PAPER)};
    *arena_push(c->arena, &v->signatures) =
        (Signature){nth(acts, 3), nth(posts, 4), .pending = true};
    v->text = WORD(c, MSG_GUIDE_REMINDER);
}

bool styleguide_page(Ctx *c, Err *err)
{
    static const Str kinds[KINDS] = {SC("layout"), SC("table"), SC("form"), SC("chart"),
                                     SC("status")};
    static const Msg words[KINDS] = {MSG_GUIDE_LAYOUT, MSG_GUIDE_TABLE, MSG_GUIDE_FORM,
                                     MSG_GUIDE_CHART, MSG_GUIDE_STATUS};
    StyleguideView v = {.kind = ctx_given(c, "kind") ? ctx_text(c, "kind") : kinds[0],
                        .now_ms = c->now_ms};
    for (int i = 0; i < KINDS; i++)
        *arena_push(c->arena, &v.tabs) =
            (Tab){.label = WORD(c, words[i]),
                  .href = link_to(c, "/styleguide", {"kind", kinds[i]}),
                  .current = str_eq(v.kind, kinds[i])};
    *arena_push(c->arena, &v.inner) = (Tab){WORD(c, MSG_LIGHT_RED), S("/styleguide"), S("3"), true};
    *arena_push(c->arena, &v.inner) =
        (Tab){WORD(c, MSG_LIGHT_YELLOW), S("/styleguide"), S("12"), false};
    v.act = (Act){.action = S("/language"),
                  .label = WORD(c, MSG_FRAME_OTHER_LANGUAGE),
                  .name = S("lang"),
                  .value = c->lang == LANG_EN ? S("zh") : S("en")};
    fill_tables(c, &v);
    fill_charts(c, &v);
    fill_forms(c, &v);
    fill_states(c, &v);
    Out *out = page_begin(c, WORD(c, MSG_GUIDE_TITLE), NAV_NONE);
    styleguide_html(out, c, &v);
    static void (*const parts[KINDS])(Out *, const Ctx *, const StyleguideView *) = {
        styleguide_layout_html, styleguide_table_html, styleguide_form_html, styleguide_chart_html,
        styleguide_status_html};
    for (int i = 0; i < KINDS; i++)
        if (str_eq(v.kind, kinds[i]))
            parts[i](out, c, &v);
    return page_end(c, err);
}
