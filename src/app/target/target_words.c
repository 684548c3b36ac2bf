#include "app/target/target_words.h"

#include "app/ledger_words.h"

Str trajectory_text(Lang lang, TrajectoryKind kind)
{
    static const Msg words[TRAJECTORY_KINDS] = {
        [TRAJECTORY_OWN_PLAN] = MSG_TRAJECTORY_OWN_PLAN,
        [TRAJECTORY_PLAN] = MSG_TRAJECTORY_PLAN,
        [TRAJECTORY_KEPT_YEAR] = MSG_TRAJECTORY_KEPT_YEAR,
        [TRAJECTORY_TOLD_YEAR] = MSG_TRAJECTORY_TOLD_YEAR,
        [TRAJECTORY_STRAIGHT] = MSG_TRAJECTORY_STRAIGHT,
        [TRAJECTORY_NONE] = MSG_TRAJECTORY_NONE,
    };
    return msg(lang, words[kind]);
}

Str forecast_text(Arena *arena, Lang lang, const Forecast *f)
{
    static const Msg words[FORECAST_WORDS] = {
        [FORECAST_VERY_LIKELY] = MSG_FORECAST_VERY_LIKELY,
        [FORECAST_LIKELY] = MSG_FORECAST_LIKELY,
        [FORECAST_EVEN] = MSG_FORECAST_EVEN,
        [FORECAST_UNLIKELY] = MSG_FORECAST_UNLIKELY,
        [FORECAST_VERY_UNLIKELY] = MSG_FORECAST_VERY_UNLIKELY,
    };
    static const Msg states[FORECAST_STATES] = {
        [FORECAST_GIVEN] = MSG_FORECAST_GIVEN,
        [FORECAST_TOO_EARLY] = MSG_FORECAST_TOO_EARLY,
        [FORECAST_STATISTICS] = MSG_FORECAST_STATISTICS,
        [FORECAST_NO_PLAN] = MSG_FORECAST_NO_PLAN,
        [FORECAST_NO_AMOUNT] = MSG_FORECAST_NO_AMOUNT,
        [FORECAST_YEAR_OVER] = MSG_FORECAST_YEAR_OVER,
    };
    if (f->state != FORECAST_GIVEN)
        return msg(lang, states[f->state]);
    return msg_str(arena, lang, MSG_FORECAST_GIVEN, {"word", msg(lang, words[f->word])},
                   {"percent", arena_fmt(arena, "%d", f->percent)});
}

Str growth_text(Arena *arena, Lang lang, const TargetFigures *t)
{
    static const Msg words[YOY_KINDS] = {
        [YOY_PERCENT] = MSG_GROWTH_PERCENT,     [YOY_POINTS] = MSG_GROWTH_POINTS,
        [YOY_FROM_ZERO] = MSG_GROWTH_FROM_ZERO, [YOY_WIDER] = MSG_GROWTH_WIDER,
        [YOY_NARROWER] = MSG_GROWTH_NARROWER,   [YOY_SAME] = MSG_GROWTH_SAME,
        [YOY_TURNED_UP] = MSG_GROWTH_TURNED_UP, [YOY_TURNED_DOWN] = MSG_GROWTH_TURNED_DOWN,
    };
    if (!t->has_growth)
        return S("");
    Str value = yoy_has_value(t->growth.kind) ? dec_str(arena, t->growth.value) : S("");
    Str sign = value.len && t->growth.value.coef > 0 ? S("+") : S("");
    return msg_str(arena, lang, words[t->growth.kind],
                   {"value", arena_fmt(arena, "%.*s%.*s", STR_ARG(sign), STR_ARG(value))});
}

Str target_at_text(Arena *arena, Lang lang, const TargetView *v)
{
    if (v->last < 0)
        return msg(lang, MSG_TARGETS_AT_NONE);
    return msg_str(arena, lang, v->newest ? MSG_TARGETS_AT_NEWEST : MSG_TARGETS_AT,
                   {"period", v->index->def->periods.items[v->last].name});
}

Str target_title(const TargetView *v)
{
    const Target *t = &v->index->def->targets.items[v->target];
    return t->what.len ? t->what : t->code;
}

Str finding_text(Arena *arena, Lang lang, const TargetView *v, const SplitFinding *f)
{
    static const Msg words[SPLIT_FAULTS] = {
        [SPLIT_OVER] = MSG_TARGETS_FOUND_OVER,
        [SPLIT_UNDER] = MSG_TARGETS_FOUND_UNDER,
        [SPLIT_NO_WEIGHT] = MSG_TARGETS_FOUND_NO_WEIGHT,
        [SPLIT_NO_PART] = MSG_TARGETS_FOUND_NO_PART,
        [SPLIT_NO_VALUE] = MSG_TARGETS_FOUND_NO_VALUE,
        [SPLIT_ORPHAN] = MSG_TARGETS_FOUND_ORPHAN,
    };
    const CampaignDef *def = v->index->def;
    const Target *t = &def->targets.items[v->target];
    Str whose = f->unit >= 0 ? def->units.items[f->unit].name
                : v->split == SPLIT_WEIGHTED || v->split == SPLIT_RATIO
                    ? msg(lang, MSG_TARGETS_MEAN)
                    : msg(lang, MSG_TARGETS_SUM);
    return msg_str(arena, lang, words[f->fault], {"whose", whose},
                   {"found", dec_str(arena, f->found)}, {"away", dec_str(arena, f->away)},
                   {"unit", t->unit});
}

Str findings_text(Arena *arena, Lang lang, const TargetView *v, bool whole_only)
{
    Out out = out_new(arena, 1 << 18);
    for (int i = 0; i < v->check.findings.count; i++) {
        const SplitFinding *f = &v->check.findings.items[i];
        if (whole_only && f->unit >= 0)
            continue;
        out_s(&out, out.len ? S("；") : S(""));
        out_s(&out, finding_text(arena, lang, v, f));
    }
    return out_str(&out);
}

/* ---- sheets ---- */

typedef struct Head {
    Msg title;
    SheetKind kind;
} Head;

static Sheet sheet_of(App *app, Str name, Lang lang, const Head *heads, int n)
{
    Sheet sheet = sheet_new(app->arena, name, n);
    for (int i = 0; i < n; i++) {
        sheet.columns[i].title = msg(lang, heads[i].title);
        sheet.columns[i].kind = heads[i].kind;
    }
    return sheet;
}

static Str period_shown(const TargetView *v, int period)
{
    return period < 0 ? S("") : v->index->def->periods.items[period].name;
}

static void figure_cells(App *app, Lang lang, const TargetView *v, const TargetFigures *f,
                         Sheet *sheet)
{
    sheet_cell(sheet, f->owed.value);
    sheet_cell(sheet, v->index->def->targets.items[v->target].unit);
    sheet_cell(sheet, period_shown(v, f->period));
    sheet_cell(sheet, f->actual);
    sheet_cell(sheet, f->percent);
    sheet_cell(sheet, f->plan);
    sheet_cell(sheet, f->gap);
    sheet_cell(sheet, growth_text(app->arena, lang, f));
    sheet_cell(sheet, forecast_text(app->arena, lang, &f->forecast));
    sheet_cell(sheet, trajectory_text(lang, f->trajectory));
}

#define FIGURE_HEADS                                                                               \
    {MSG_TARGETS_COL_OWED, SHEET_NUMBER}, {MSG_LEDGER_COL_UNIT, SHEET_TEXT},                       \
        {MSG_COL_PERIOD, SHEET_TEXT}, {MSG_TARGETS_COL_ACTUAL, SHEET_NUMBER},                      \
        {MSG_TARGETS_COL_PERCENT, SHEET_NUMBER}, {MSG_TARGETS_COL_PLAN, SHEET_NUMBER},             \
        {MSG_TARGETS_COL_GAP, SHEET_NUMBER}, {MSG_TARGETS_COL_GROWTH, SHEET_TEXT},                 \
        {MSG_TARGETS_COL_LIKELY, SHEET_TEXT},                                                      \
    {                                                                                              \
        MSG_TARGETS_COL_TRAJECTORY, SHEET_TEXT                                                     \
    }

Sheet targets_sheet(App *app, Lang lang, const TargetViews *views)
{
    static const Head heads[] = {{MSG_LEDGER_COL_TARGET, SHEET_TEXT},
                                 {MSG_LEDGER_COL_TASK, SHEET_TEXT},
                                 {MSG_LEDGER_COL_WHAT, SHEET_TEXT},
                                 {MSG_TARGETS_COL_SPLIT, SHEET_TEXT},
                                 {MSG_LEDGER_COL_MODALITY, SHEET_TEXT},
                                 {MSG_LEDGER_COL_RELATION, SHEET_TEXT},
                                 FIGURE_HEADS,
                                 {MSG_TARGETS_COL_TOTAL, SHEET_NUMBER},
                                 {MSG_TARGETS_COL_DIFFERENCE, SHEET_NUMBER},
                                 {MSG_TARGETS_COL_FINDINGS, SHEET_TEXT},
                                 {MSG_TARGETS_COL_CHANGES, SHEET_NUMBER},
                                 {MSG_COL_SAMPLE, SHEET_TEXT}};
    Sheet sheet = sheet_of(app, msg(lang, MSG_TARGETS_TITLE), lang, heads,
                           (int)(sizeof heads / sizeof *heads));
    for (int i = 0; i < views->count; i++) {
        const TargetView *v = &views->items[i];
        const Target *t = &v->index->def->targets.items[v->target];
        sheet_cell(&sheet, t->code);
        sheet_cell(&sheet, t->task);
        sheet_cell(&sheet, target_title(v));
        sheet_cell(&sheet, split_text(lang, v->split));
        sheet_cell(&sheet, ledger_word(lang, t->modality));
        sheet_cell(&sheet, ledger_word(lang, t->relation));
        figure_cells(app, lang, v, &v->city, &sheet);
        sheet_cell(&sheet, v->check.has_total ? dec_str(app->arena, v->check.total) : S(""));
        sheet_cell(&sheet, v->check.has_total ? dec_str(app->arena, v->check.difference) : S(""));
        sheet_cell(&sheet, findings_text(app->arena, lang, v, false));
        sheet_i64(&sheet, v->seen);
        sheet_cell(&sheet, app->def.sample ? msg(lang, MSG_OUT_YES) : S(""));
    }
    return sheet;
}

Sheet target_sheet(App *app, Lang lang, const TargetView *v)
{
    static const Head heads[] = {{MSG_COL_UNIT, SHEET_TEXT},
                                 FIGURE_HEADS,
                                 {MSG_TARGETS_COL_WEIGHT, SHEET_NUMBER},
                                 {MSG_TARGETS_COL_FINDINGS, SHEET_TEXT},
                                 {MSG_COL_SAMPLE, SHEET_TEXT}};
    Sheet sheet = sheet_of(app, target_title(v), lang, heads, (int)(sizeof heads / sizeof *heads));
    for (int i = 0; i < v->rows.count; i++) {
        const TargetUnitRow *r = &v->rows.items[i];
        Out found = out_new(app->arena, 1 << 16);
        for (int k = 0; k < r->findings.count; k++) {
            out_s(&found, k ? S("；") : S(""));
            out_s(&found, finding_text(app->arena, lang, v, &r->findings.items[k]));
        }
        sheet_cell(&sheet, v->index->def->units.items[r->unit].name);
        figure_cells(app, lang, v, &r->figures, &sheet);
        sheet_cell(&sheet, r->weight);
        sheet_cell(&sheet, out_str(&found));
        sheet_cell(&sheet, app->def.sample ? msg(lang, MSG_OUT_YES) : S(""));
    }
    return sheet;
}
