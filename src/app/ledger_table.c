#include "app/ledger_table.h"

#include "base/json.h"
#include "doc/csv.h"

static Str word_text(Lang lang, Str word)
{
    static const struct {
        Str word;
        Msg text;
    } words[] = {
        {SC("ge"), MSG_LEDGER_GE},
        {SC("le"), MSG_LEDGER_LE},
        {SC("eq"), MSG_LEDGER_EQ},
        {SC("growth"), MSG_LEDGER_GROWTH},
        {SC("complete"), MSG_LEDGER_COMPLETE},
        {SC("all_of"), MSG_LEDGER_ALL_OF},
        {SC("set_by_province"), MSG_LEDGER_SET_BY_PROVINCE},
        {SC("must"), MSG_LEDGER_MUST},
        {SC("strive"), MSG_LEDGER_STRIVE},
        {SC("theme"), MSG_LEDGER_THEME},
        {SC("area"), MSG_LEDGER_AREA},
        {SC("task"), MSG_LEDGER_TASK},
        {SC("measure"), MSG_LEDGER_MEASURE},
        {SC("city"), MSG_LEDGER_CITY},
        {SC("units"), MSG_LEDGER_UNITS},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(words[i].word, word))
            return msg(lang, words[i].text);
    return word;
}

static const Msg heads[] = {
    MSG_LEDGER_COL_NO,         MSG_LEDGER_COL_TASK,      MSG_LEDGER_COL_LEVEL,
    MSG_LEDGER_COL_THEME,      MSG_LEDGER_COL_AREA,      MSG_LEDGER_COL_TITLE,
    MSG_LEDGER_COL_TEXT,       MSG_LEDGER_COL_SOURCE,    MSG_LEDGER_COL_RESTRICTED,
    MSG_LEDGER_COL_TARGET,     MSG_LEDGER_COL_WHAT,      MSG_LEDGER_COL_RELATION,
    MSG_LEDGER_COL_VALUE,      MSG_LEDGER_COL_UNIT,      MSG_LEDGER_COL_MODALITY,
    MSG_LEDGER_COL_SCOPE,      MSG_LEDGER_COL_DEADLINE,  MSG_LEDGER_COL_DATE,
    MSG_LEDGER_COL_LEADER,     MSG_LEDGER_COL_LEAD,      MSG_LEDGER_COL_RESPONSIBLE,
    MSG_LEDGER_COL_SUPPORTING, MSG_LEDGER_COL_PERIOD,    MSG_LEDGER_COL_COUNTED,
    MSG_LEDGER_COL_GIVEN,      MSG_LEDGER_COL_ACTUAL,    MSG_LEDGER_COL_PERCENT,
    MSG_LEDGER_COL_PLAN,       MSG_LEDGER_COL_GAP,       MSG_LEDGER_COL_MET,
    MSG_LEDGER_COL_ALLOTTED,   MSG_LEDGER_COL_MUNICIPAL, MSG_LEDGER_COL_RESIDUAL,
    MSG_LEDGER_COL_DIFFERENCE, MSG_COL_SAMPLE,
};

static void number_cell(CsvOut *csv, Str text)
{
    if (text.len)
        csv_number(csv, text);
    else
        csv_text(csv, text);
}

static void count_cell(CsvOut *csv, bool known, int count)
{
    if (known)
        csv_i64(csv, count);
    else
        csv_text(csv, S(""));
}

static void task_cells(CsvOut *csv, Lang lang, const LedgerRow *r, int no)
{
    csv_i64(csv, no);
    csv_text(csv, r->task->no);
    csv_text(csv, word_text(lang, r->task->level));
    csv_text(csv, r->theme);
    csv_text(csv, r->area);
    csv_text(csv, r->task->title);
    csv_text(csv, r->restricted ? S("") : r->task->text);
    csv_text(csv, r->task->source);
    csv_text(csv, msg(lang, r->restricted ? MSG_OUT_YES : MSG_OUT_NO));
}

static void target_cells(CsvOut *csv, Lang lang, const LedgerRow *r)
{
    static const Target none = {
        .code = SC(""), .what = SC(""), .relation = SC(""), .value = SC("")};
    const Target *t = r->target ? r->target->target : &none;
    csv_text(csv, t->code);
    csv_text(csv, t->what);
    csv_text(csv, word_text(lang, t->relation));
    number_cell(csv, t->value);
    csv_text(csv, t->unit);
    csv_text(csv, word_text(lang, t->modality));
    csv_text(csv, word_text(lang, t->scope));
}

static void who_cells(Arena *arena, CsvOut *csv, const LedgerRow *r)
{
    bool shown = !r->restricted;
    csv_text(csv, shown ? r->task->deadline_text : S(""));
    csv_text(csv,
             shown && r->task->deadline != DATE_NONE ? date_str(arena, r->task->deadline) : S(""));
    csv_text(csv, r->lead_leader);
    csv_text(csv, r->lead);
    csv_text(csv, r->responsible);
    csv_text(csv, r->supporting);
}

static void progress_cells(Arena *arena, CsvOut *csv, const LedgerTarget *t)
{
    static const LedgerTarget none = {0};
    t = t ? t : &none;
    const LedgerProgress *p = &t->progress;
    csv_text(csv, p->known ? p->period : S(""));
    count_cell(csv, p->known, p->units);
    number_cell(csv, p->target);
    number_cell(csv, p->actual);
    number_cell(csv, p->percent);
    number_cell(csv, p->plan);
    number_cell(csv, p->gap);
    count_cell(csv, p->known && p->actual.len == 0, p->met);
    const Dec sums[] = {t->parts.allotted, t->parts.municipal, t->parts.residual,
                        t->parts.difference};
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++)
        number_cell(csv, t->reconciled ? dec_str(arena, sums[i]) : S(""));
}

void ledger_csv(const App *app, Lang lang, const Ledger *ledger, Out *out)
{
    CsvOut csv = csv_out_new(out, true);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        csv_text(&csv, msg(lang, heads[i]));
    csv_end_row(&csv);
    for (int i = 0; i < ledger->rows.count; i++) {
        const LedgerRow *r = &ledger->rows.items[i];
        task_cells(&csv, lang, r, i + 1);
        target_cells(&csv, lang, r);
        who_cells(app->arena, &csv, r);
        progress_cells(app->arena, &csv, r->target);
        csv_text(&csv, app->def.sample ? msg(lang, MSG_OUT_SAMPLE) : S(""));
        csv_end_row(&csv);
    }
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
    if (t->reconciled) {
        json_kstr(json, S("allotted"), dec_str(arena, t->parts.allotted));
        json_kstr(json, S("municipal"), dec_str(arena, t->parts.municipal));
        json_kstr(json, S("residual"), dec_str(arena, t->parts.residual));
        json_kstr(json, S("difference"), dec_str(arena, t->parts.difference));
    }
    if (p->known) {
        json_kstr(json, S("period"), p->period);
        json_ki64(json, S("units"), p->units);
        if (p->actual.len == 0)
            json_ki64(json, S("met"), p->met);
        json_kstr(json, S("given"), p->target);
        json_kstr(json, S("actual"), p->actual);
        json_kstr(json, S("percent"), p->percent);
        json_kstr(json, S("plan"), p->plan);
        json_kstr(json, S("gap"), p->gap);
    }
    json_object_end(json);
}

static void row_json(Arena *arena, Json *json, const LedgerRow *r, int no)
{
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
        row_json(app->arena, &json, &ledger->rows.items[i], i + 1);
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
            {"relation", word_text(lang, x->relation)}, {"value", x->value}, {"unit", x->unit},
            {"modality", word_text(lang, x->modality)});
    if (p->known && p->actual.len && p->percent.len) {
        msg_out(out, lang, MSG_LEDGER_LINE_CITY, {"period", p->period}, {"actual", p->actual},
                {"unit", x->unit}, {"given", p->target}, {"percent", p->percent});
        if (p->gap.len)
            msg_out(out, lang, MSG_LEDGER_LINE_PACE, {"plan", p->plan}, {"gap", p->gap});
    } else if (p->known && p->actual.len == 0) {
        msg_out(out, lang, MSG_LEDGER_LINE_UNITS, {"period", p->period},
                {"met", arena_fmt(&arena, "%d", p->met)},
                {"units", arena_fmt(&arena, "%d", p->units)});
    }
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

static void reconcile_text(Lang lang, const LedgerTarget *t, Out *out)
{
    AUTO_ARENA arena = {0};
    int sign = dec_cmp(t->parts.difference, dec_from_i64(0));
    Dec gap = t->parts.difference;
    if (sign < 0)
        gap.coef = -gap.coef;
    Msg id = sign > 0   ? MSG_LEDGER_RECONCILE_OVER
             : sign < 0 ? MSG_LEDGER_RECONCILE_UNDER
                        : MSG_LEDGER_RECONCILE_EQUAL;
    msg_out(out, lang, MSG_LEDGER_RECONCILE, {"what", t->target->what}, {"value", t->target->value},
            {"unit", t->target->unit}, {"allotted", dec_str(&arena, t->parts.allotted)},
            {"municipal", dec_str(&arena, t->parts.municipal)});
    msg_out_args(out, lang, id,
                 (const Arg[]){{"difference", dec_str(&arena, gap)}, {"unit", t->target->unit}}, 2);
    out_c(out, '\n');
}

void ledger_text(const App *app, Lang lang, const Ledger *ledger, Out *out)
{
    (void)app;
    for (int i = 0; i < ledger->rows.count; i++) {
        const LedgerRow *r = &ledger->rows.items[i];
        if (i == 0 || r[-1].task != r->task)
            task_text(lang, r, out);
        if (r->target)
            target_text(lang, r->target, out);
    }
    out_c(out, '\n');
    for (int i = 0; i < ledger->targets.count; i++)
        if (ledger->targets.items[i].reconciled)
            reconcile_text(lang, &ledger->targets.items[i], out);
}
