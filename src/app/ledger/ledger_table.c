#include "app/ledger/ledger_table.h"

#include "app/ledger_words.h"
#include "base/json.h"

static const struct {
    Msg title;
    SheetKind kind;
} heads[] = {
    {MSG_LEDGER_COL_NO, SHEET_NUMBER},         {MSG_LEDGER_COL_TASK, SHEET_TEXT},
    {MSG_LEDGER_COL_LEVEL, SHEET_TEXT},        {MSG_LEDGER_COL_THEME, SHEET_TEXT},
    {MSG_LEDGER_COL_AREA, SHEET_TEXT},         {MSG_LEDGER_COL_TITLE, SHEET_TEXT},
    {MSG_LEDGER_COL_TEXT, SHEET_TEXT},         {MSG_LEDGER_COL_SOURCE, SHEET_TEXT},
    {MSG_LEDGER_COL_RESTRICTED, SHEET_TEXT},   {MSG_LEDGER_COL_TARGET, SHEET_TEXT},
    {MSG_LEDGER_COL_WHAT, SHEET_TEXT},         {MSG_LEDGER_COL_RELATION, SHEET_TEXT},
    {MSG_LEDGER_COL_VALUE, SHEET_NUMBER},      {MSG_LEDGER_COL_UNIT, SHEET_TEXT},
    {MSG_LEDGER_COL_MODALITY, SHEET_TEXT},     {MSG_LEDGER_COL_SCOPE, SHEET_TEXT},
    {MSG_LEDGER_COL_DEADLINE, SHEET_TEXT},     {MSG_LEDGER_COL_DATE, SHEET_DATE},
    {MSG_LEDGER_COL_LEADER, SHEET_TEXT},       {MSG_LEDGER_COL_LEAD, SHEET_TEXT},
    {MSG_LEDGER_COL_RESPONSIBLE, SHEET_TEXT},  {MSG_LEDGER_COL_SUPPORTING, SHEET_TEXT},
    {MSG_LEDGER_COL_PERIOD, SHEET_TEXT},       {MSG_LEDGER_COL_COUNTED, SHEET_NUMBER},
    {MSG_LEDGER_COL_GIVEN, SHEET_NUMBER},      {MSG_LEDGER_COL_ACTUAL, SHEET_NUMBER},
    {MSG_LEDGER_COL_PERCENT, SHEET_NUMBER},    {MSG_LEDGER_COL_PLAN, SHEET_NUMBER},
    {MSG_LEDGER_COL_GAP, SHEET_NUMBER},        {MSG_LEDGER_COL_LIGHT, SHEET_TEXT},
    {MSG_LEDGER_COL_MET, SHEET_NUMBER},        {MSG_LEDGER_COL_ALLOTTED, SHEET_NUMBER},
    {MSG_LEDGER_COL_MUNICIPAL, SHEET_NUMBER},  {MSG_LEDGER_COL_RESIDUAL, SHEET_NUMBER},
    {MSG_LEDGER_COL_DIFFERENCE, SHEET_NUMBER}, {MSG_LEDGER_COL_STATE, SHEET_TEXT},
    {MSG_LEDGER_COL_NOTE, SHEET_TEXT},         {MSG_LEDGER_COL_NOTE_BY, SHEET_TEXT},
    {MSG_LEDGER_COL_NOTE_ON, SHEET_DATE},      {MSG_COL_SAMPLE, SHEET_TEXT},
};

Str ledger_basis_text(Arena *arena, Lang lang, const LedgerTarget *t)
{
    if (t->basis.len == 0)
        return S("");
    Str basis = basis_text(lang, t->basis), release = release_text(arena, lang, &t->release);
    return release.len ? arena_fmt(arena, "%.*s · %.*s", STR_ARG(basis), STR_ARG(release)) : basis;
}

static void count_cell(Sheet *sheet, bool known, int count)
{
    if (known)
        sheet_i64(sheet, count);
    else
        sheet_cell(sheet, S(""));
}

static void task_cells(Sheet *sheet, Lang lang, const LedgerRow *r, int no)
{
    sheet_i64(sheet, no);
    sheet_cell(sheet, r->task->no);
    sheet_cell(sheet, ledger_word(lang, r->task->level));
    sheet_cell(sheet, r->theme);
    sheet_cell(sheet, r->area);
    sheet_cell(sheet, r->task->title);
    sheet_cell(sheet, r->restricted ? S("") : r->task->text);
    sheet_cell(sheet, r->task->source);
    sheet_cell(sheet, msg(lang, r->restricted ? MSG_OUT_YES : MSG_OUT_NO));
}

static void target_cells(Sheet *sheet, Lang lang, const LedgerRow *r)
{
    static const Target none = {
        .code = SC(""), .what = SC(""), .relation = SC(""), .value = SC("")};
    const Target *t = r->target ? r->target->target : &none;
    sheet_cell(sheet, t->code);
    sheet_cell(sheet, t->what);
    sheet_cell(sheet, ledger_word(lang, t->relation));
    sheet_cell(sheet, t->value);
    sheet_cell(sheet, t->unit);
    sheet_cell(sheet, ledger_word(lang, t->modality));
    sheet_cell(sheet, ledger_word(lang, t->scope));
}

static void who_cells(Sheet *sheet, const LedgerRow *r)
{
    bool has_date = !r->restricted && r->task->deadline != DATE_NONE;
    sheet_cell(sheet, r->restricted ? S("") : r->task->deadline_text);
    sheet_cell(sheet, has_date ? date_str(sheet->arena, r->task->deadline) : S(""));
    sheet_cell(sheet, r->lead_leader);
    sheet_cell(sheet, r->lead);
    sheet_cell(sheet, r->responsible);
    sheet_cell(sheet, r->supporting);
}

static void progress_cells(Sheet *sheet, Lang lang, const LedgerTarget *target)
{
    static const LedgerTarget none = {0};
    const LedgerTarget *t = target ? target : &none;
    const LedgerProgress *p = &t->progress;
    sheet_cell(sheet, p->known ? p->period : S(""));
    count_cell(sheet, p->known, p->units);
    sheet_cell(sheet, p->target);
    sheet_cell(sheet, p->actual);
    sheet_cell(sheet, p->percent);
    sheet_cell(sheet, p->plan);
    sheet_cell(sheet, p->gap);
    sheet_cell(sheet, target ? light_text(lang, t->light, t->reason) : S(""));
    count_cell(sheet, p->known && p->actual.len == 0, p->met);
    const Dec sums[] = {t->check.total, t->check.municipal, t->check.residual, t->check.difference};
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
        bool has = t->reconciled && (split_adds_up(t->check.split) || i == 0 || i == 3);
        sheet_cell(sheet, has ? dec_str(sheet->arena, sums[i]) : S(""));
    }
}

static void note_cells(Sheet *sheet, Lang lang, const ProgressNote *note)
{
    static const ProgressNote none = {.state = SC(""), .text = SC(""), .by = SC("")};
    const ProgressNote *n = note ? note : &none;
    sheet_cell(sheet, progress_text(lang, n->state));
    sheet_cell(sheet, n->text);
    sheet_cell(sheet, n->by);
    sheet_cell(sheet,
               note ? date_str(sheet->arena, instant_to_date(n->at, OFFSET_MINUTES_CHINA)) : S(""));
}

Sheet ledger_sheet(const App *app, Lang lang, const Ledger *ledger)
{
    enum { COLUMNS = sizeof heads / sizeof heads[0] };
    Sheet sheet = sheet_new(app->arena, msg(lang, MSG_SHEET_LEDGER), COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] = (SheetColumn){msg(lang, heads[i].title), heads[i].kind, 0};
    for (int i = 0; i < ledger->rows.count; i++) {
        const LedgerRow *r = &ledger->rows.items[i];
        task_cells(&sheet, lang, r, i + 1);
        target_cells(&sheet, lang, r);
        who_cells(&sheet, r);
        progress_cells(&sheet, lang, r->target);
        note_cells(&sheet, lang, ledger_note(ledger, r));
        sheet_cell(&sheet, app->def.sample ? msg(lang, MSG_OUT_SAMPLE) : S(""));
    }
    return sheet;
}

static void target_json(Arena *arena, Json *json, const LedgerTarget *t)
{
    const LedgerProgress *p = &t->progress;
    json_object(json);
    json_kstr(json, S("code"), t->target->code);
    json_kstr(json, S("what"), t->target->what);
    json_kstr(json, S("relation"), t->target->relation);
    json_kstr(json, S("value"), t->target->value);
    json_kstr(json, S("unit"), t->target->unit);
    json_kstr(json, S("modality"), t->target->modality);
    json_kstr(json, S("scope"), t->target->scope);
    json_kstr(json, S("indicator"), t->target->indicator);
    json_kstr(json, S("split"), split_word(t->series.split));
    if (t->reconciled) {
        json_kstr(json, S("allotted"), dec_str(arena, t->check.total));
        if (split_adds_up(t->check.split)) {
            json_kstr(json, S("municipal"), dec_str(arena, t->check.municipal));
            json_kstr(json, S("residual"), dec_str(arena, t->check.residual));
        }
        json_kstr(json, S("difference"), dec_str(arena, t->check.difference));
    }
    json_kstr(json, S("light"), light_word(t->light));
    json_kstr(json, S("no_light"), light_reason_word(t->reason));
    if (p->known) {
        json_kstr(json, S("basis"), t->basis);
        json_kstr(json, S("release_body"), t->release.body);
        json_kstr(json, S("release_document"), t->release.document);
        json_kstr(json, S("release_on"), t->release.on);
        json_kstr(json, S("period"), p->period);
        json_ki64(json, S("units"), p->units);
        if (p->actual.len == 0)
            json_ki64(json, S("met"), p->met);
        json_kstr(json, S("given"), p->target);
        json_kstr(json, S("actual"), p->actual);
        json_kstr(json, S("percent"), p->percent);
        json_kstr(json, S("plan"), p->plan);
        json_kstr(json, S("gap"), p->gap);
        json_kbool(json, S("reached"), p->reached);
    }
    json_object_end(json);
}

void progress_note_json(Arena *arena, Json *json, const ProgressNote *note)
{
    json_object(json);
    json_ki64(json, S("seq"), note->seq);
    json_kstr(json, S("state"), note->state);
    json_kstr(json, S("text"), note->text);
    json_kstr(json, S("by"), note->by);
    json_kstr(json, S("at"), instant_str(arena, note->at));
    json_object_end(json);
}

void ledger_row_json(Arena *arena, Json *json, const Ledger *ledger, const LedgerRow *r, int no)
{
    const ProgressNote *note = ledger_note(ledger, r);
    json_object(json);
    json_ki64(json, S("no"), no);
    json_kstr(json, S("task"), r->task->no);
    json_kstr(json, S("level"), r->task->level);
    json_kstr(json, S("theme"), r->theme);
    json_kstr(json, S("area"), r->area);
    json_kstr(json, S("title"), r->task->title);
    json_kbool(json, S("restricted"), r->restricted);
    if (!r->restricted) {
        json_kstr(json, S("text"), r->task->text);
        json_kstr(json, S("source"), r->task->source);
        json_kstr(json, S("deadline_text"), r->task->deadline_text);
        json_kstr(json, S("deadline"),
                  r->task->deadline == DATE_NONE ? S("") : date_str(arena, r->task->deadline));
        json_kstr(json, S("lead_leader"), r->lead_leader);
        json_kstr(json, S("lead"), r->lead);
        json_kstr(json, S("responsible"), r->responsible);
        json_kstr(json, S("supporting"), r->supporting);
        if (r->target) {
            json_key(json, S("target"));
            target_json(arena, json, r->target);
        }
    }
    if (note) {
        json_key(json, S("note"));
        progress_note_json(arena, json, note);
    }
    json_object_end(json);
}

void ledger_json(const App *app, const Ledger *ledger, Out *out)
{
    Json json = json_new(out, true);
    json_object(&json);
    json_kstr(&json, S("campaign"), app->def.code);
    json_kbool(&json, S("sample"), app->def.sample);
    json_key(&json, S("rows"));
    json_array(&json);
    for (int i = 0; i < ledger->rows.count; i++)
        ledger_row_json(app->arena, &json, ledger, &ledger->rows.items[i], i + 1);
    json_array_end(&json);
    json_object_end(&json);
    out_c(out, '\n');
}

static void target_text(Lang lang, const LedgerTarget *t, Out *out)
{
    const Target *x = t->target;
    const LedgerProgress *p = &t->progress;
    AUTO_ARENA arena = {0};
    msg_out(out, lang, MSG_LEDGER_LINE_TARGET, {"what", x->what},
            {"relation", ledger_word(lang, x->relation)}, {"value", x->value}, {"unit", x->unit},
            {"modality", ledger_word(lang, x->modality)});
    if (p->known && p->actual.len && p->percent.len) {
        msg_out(out, lang, MSG_LEDGER_LINE_CITY, {"period", p->period}, {"actual", p->actual},
                {"unit", x->unit}, {"given", p->target}, {"percent", p->percent});
        if (p->gap.len)
            msg_out(out, lang, MSG_LEDGER_LINE_PACE, {"plan", p->plan}, {"gap", p->gap});
        if (t->light != LIGHT_NONE)
            msg_out(out, lang, MSG_LEDGER_LINE_LIGHT,
                    {"light", light_text(lang, t->light, t->reason)});
    } else if (p->known && p->actual.len == 0) {
        msg_out(out, lang, MSG_LEDGER_LINE_UNITS, {"period", p->period},
                {"met", arena_fmt(&arena, "%d", p->met)},
                {"units", arena_fmt(&arena, "%d", p->units)});
        if (t->reason == LIGHT_NO_SUM)
            out_s(out, msg(lang, MSG_LEDGER_LINE_NO_SUM));
    }
    if (str_eq(t->basis, S("statistics")))
        msg_out(out, lang, MSG_LEDGER_LINE_BASIS, {"basis", ledger_basis_text(&arena, lang, t)});
    out_c(out, '\n');
}

static void note_text(Lang lang, const ProgressNote *note, Out *out)
{
    AUTO_ARENA arena = {0};
    Str on = date_str(&arena, instant_to_date(note->at, OFFSET_MINUTES_CHINA));
    msg_out(out, lang, MSG_LEDGER_LINE_NOTE, {"on", on},
            {"state", progress_text(lang, note->state)});
    if (note->text.len)
        msg_out(out, lang, MSG_LEDGER_LINE_NOTE_TEXT, {"text", note->text});
    out_c(out, '\n');
}

static void task_text(Lang lang, const LedgerRow *r, Out *out)
{
    out_f(out, "%.*s %.*s", STR_ARG(r->task->no), STR_ARG(r->task->title));
    if (r->restricted) {
        out_s(out, msg(lang, MSG_LEDGER_LINE_RESTRICTED));
        out_c(out, '\n');
        return;
    }
    msg_out(out, lang, MSG_LEDGER_LINE_WHO, {"deadline", r->task->deadline_text},
            {"leader", r->lead_leader}, {"lead", r->lead});
    out_c(out, '\n');
}

/* A mean is more or less than the target; only what adds up is owed by somebody or by nobody. */
static Msg difference_of(const LedgerTarget *t, int sign)
{
    bool adds = split_adds_up(t->check.split);
    if (sign == 0)
        return MSG_LEDGER_RECONCILE_EQUAL;
    if (sign > 0)
        return adds ? MSG_LEDGER_RECONCILE_OVER : MSG_LEDGER_RECONCILE_MEAN_OVER;
    return adds ? MSG_LEDGER_RECONCILE_UNDER : MSG_LEDGER_RECONCILE_MEAN_UNDER;
}

void ledger_reconcile_text(Lang lang, const LedgerTarget *t, Out *out)
{
    AUTO_ARENA arena = {0};
    int sign = dec_cmp(t->check.difference, dec_from_i64(0));
    Dec gap = t->check.difference;
    if (sign < 0)
        gap.coef = -gap.coef;
    Str total = dec_str(&arena, t->check.total), unit = t->target->unit;
    if (split_adds_up(t->check.split))
        msg_out(out, lang, MSG_LEDGER_RECONCILE, {"what", t->target->what},
                {"value", t->target->value}, {"unit", unit}, {"allotted", total},
                {"municipal", dec_str(&arena, t->check.municipal)});
    else
        msg_out(out, lang, MSG_LEDGER_RECONCILE_MEAN, {"what", t->target->what},
                {"value", t->target->value}, {"unit", unit}, {"mean", total});
    msg_out_args(out, lang, difference_of(t, sign),
                 (const Arg[]){{"difference", dec_str(&arena, gap)}, {"unit", unit}}, 2);
}

void ledger_text(const App *app, Lang lang, const Ledger *ledger, Out *out)
{
    (void)app;
    for (int i = 0; i < ledger->rows.count; i++) {
        const LedgerRow *r = &ledger->rows.items[i];
        bool is_first = i == 0 || r[-1].task != r->task;
        if (is_first)
            task_text(lang, r, out);
        if (is_first && ledger_note(ledger, r))
            note_text(lang, ledger_note(ledger, r), out);
        if (r->target)
            target_text(lang, r->target, out);
    }
    out_c(out, '\n');
    for (int i = 0; i < ledger->targets.count; i++)
        if (ledger->targets.items[i].reconciled) {
            ledger_reconcile_text(lang, &ledger->targets.items[i], out);
            out_c(out, '\n');
        }
}
