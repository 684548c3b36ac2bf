/* Findings in words, as a table and as JSON. */
#include "app/score/screening.h"

#include "doc/sheet.h"

#include <math.h>

/* ---- numbers ---- */

static Str fixed(Arena *arena, double value, int decimals)
{
    return isnan(value) ? S("") : arena_fmt(arena, "%.*f", decimals, value);
}

static Str percent(Arena *arena, double share)
{
    return isnan(share) ? S("") : arena_fmt(arena, "%.1f%%", 100 * share);
}

static Str chance(Arena *arena, double p)
{
    if (isnan(p))
        return S("");
    return p < 0.000001 ? S("<0.000001") : arena_fmt(arena, "%.6f", p);
}

static Str value_of(Arena *arena, const ScreeningReport *r, int indicator, int64_t value)
{
    if (value == SCREENING_NONE)
        return S("");
    Out out = out_new(arena, 64);
    out_fixed(&out, value, r->in.indicators[indicator].decimals);
    return out_str(&out);
}

static Str whole(Arena *arena, int n)
{
    return arena_fmt(arena, "%d", n);
}

static Str unit_or_city(const ScreeningReport *r, Lang lang, int unit)
{
    return unit == SCREENING_SOMEBODY ? msg(lang, MSG_SCREENING_SOMEBODY)
           : unit < 0                 ? msg(lang, MSG_SCREENING_CITY)
                                      : r->unit_names[unit];
}

/* ---- words ---- */

Str screening_name(Lang lang, ScreeningKind kind)
{
    static const Msg names[SCREENING_KINDS] = {
        [SCREEN_GOAL] = MSG_SCREENING_NAME_GOAL,
        [SCREEN_GOAL_INDICATOR] = MSG_SCREENING_NAME_GOAL_INDICATOR,
        [SCREEN_JUMP] = MSG_SCREENING_NAME_JUMP,
        [SCREEN_REPEATED] = MSG_SCREENING_NAME_REPEATED,
        [SCREEN_SHARED] = MSG_SCREENING_NAME_SHARED,
        [SCREEN_TEXT] = MSG_SCREENING_NAME_TEXT,
        [SCREEN_DIGITS] = MSG_SCREENING_NAME_DIGITS,
        [SCREEN_FALLING] = MSG_SCREENING_NAME_FALLING,
        [SCREEN_CITY_SUM] = MSG_SCREENING_NAME_CITY_SUM,
        [SCREEN_MONEY] = MSG_SCREENING_NAME_MONEY,
        [SCREEN_CHECKS] = MSG_SCREENING_NAME_CHECKS,
    };
    return msg(lang, names[kind]);
}

Str screening_innocent(Lang lang, ScreeningKind kind)
{
    static const Msg words[SCREENING_KINDS] = {
        [SCREEN_GOAL] = MSG_SCREENING_INNOCENT_GOAL,
        [SCREEN_GOAL_INDICATOR] = MSG_SCREENING_INNOCENT_GOAL_INDICATOR,
        [SCREEN_JUMP] = MSG_SCREENING_INNOCENT_JUMP,
        [SCREEN_REPEATED] = MSG_SCREENING_INNOCENT_REPEATED,
        [SCREEN_SHARED] = MSG_SCREENING_INNOCENT_SHARED,
        [SCREEN_TEXT] = MSG_SCREENING_INNOCENT_TEXT,
        [SCREEN_DIGITS] = MSG_SCREENING_INNOCENT_DIGITS,
        [SCREEN_FALLING] = MSG_SCREENING_INNOCENT_FALLING,
        [SCREEN_CITY_SUM] = MSG_SCREENING_INNOCENT_CITY_SUM,
        [SCREEN_MONEY] = MSG_SCREENING_INNOCENT_MONEY,
        [SCREEN_CHECKS] = MSG_SCREENING_INNOCENT_CHECKS,
    };
    return msg(lang, words[kind]);
}

static Msg reason_of(const ScreeningFinding *f)
{
    static const Msg words[SCREENING_KINDS] = {
        [SCREEN_GOAL] = MSG_SCREENING_REASON_GOAL,
        [SCREEN_GOAL_INDICATOR] = MSG_SCREENING_REASON_GOAL_INDICATOR,
        [SCREEN_JUMP] = MSG_SCREENING_REASON_JUMP,
        [SCREEN_REPEATED] = MSG_SCREENING_REASON_REPEATED,
        [SCREEN_SHARED] = MSG_SCREENING_REASON_SHARED,
        [SCREEN_TEXT] = MSG_SCREENING_REASON_TEXT_OTHER,
        [SCREEN_DIGITS] = MSG_SCREENING_REASON_DIGITS,
        [SCREEN_FALLING] = MSG_SCREENING_REASON_FALLING,
        [SCREEN_CITY_SUM] = MSG_SCREENING_REASON_CITY_SUM,
        [SCREEN_MONEY] = MSG_SCREENING_REASON_MONEY,
        [SCREEN_CHECKS] = MSG_SCREENING_REASON_CHECKS,
    };
    if (f->kind == SCREEN_TEXT && f->other == -1)
        return MSG_SCREENING_REASON_TEXT_BEFORE;
    if (f->kind == SCREEN_GOAL && f->measured > 0)
        return MSG_SCREENING_REASON_GOAL_YEAR;
    if (f->kind == SCREEN_MONEY && f->measured < 0)
        return MSG_SCREENING_REASON_WORKS;
    return words[f->kind];
}

/* What "measured" is of that kind, as a person reads it. */
static Str measured_text(Arena *arena, const ScreeningReport *r, const ScreeningFinding *f)
{
    switch (f->kind) {
    case SCREEN_TEXT:
    case SCREEN_CHECKS:
        return percent(arena, f->measured);
    case SCREEN_MONEY:
        return fixed(arena, 100 * fabs(f->measured), 1);
    case SCREEN_JUMP:
        return fixed(arena, f->measured, 1);
    case SCREEN_CITY_SUM:
        return fixed(arena, f->measured, r->in.indicators[f->indicator].decimals);
    default:
        return S("");
    }
}

static Str expected_text(Arena *arena, const ScreeningReport *r, const ScreeningFinding *f)
{
    switch (f->kind) {
    case SCREEN_TEXT:
        return percent(arena, f->expected);
    case SCREEN_MONEY:
        return fixed(arena, 100 * f->expected, 1);
    case SCREEN_CITY_SUM:
        return fixed(arena, f->expected, r->in.indicators[f->indicator].decimals + 1);
    case SCREEN_FALLING:
        return S("");
    default:
        return fixed(arena, f->expected, 1);
    }
}

Str screening_reason(Arena *arena, Lang lang, const ScreeningReport *r, const ScreeningFinding *f)
{
    const ScreeningCell *c = f->ncells ? &f->cells[0] : NULL;
    Str window = whole(arena, r->rule->rule.window);
    return msg_str(arena, lang, reason_of(f), {"count", whole(arena, f->count)},
                   {"of", whole(arena, f->of)}, {"expected", expected_text(arena, r, f)},
                   {"measured", measured_text(arena, r, f)},
                   {"within", percent(arena, r->rule->rule.goal.within)}, {"window", window},
                   {"p", chance(arena, f->p)}, {"other", unit_or_city(r, lang, f->other)},
                   {"indicator", f->indicator >= 0 ? r->indicator_names[f->indicator] : S("")},
                   {"value", c ? value_of(arena, r, c->indicator, c->value) : S("")},
                   {"against", c ? value_of(arena, r, c->indicator, c->against) : S("")});
}

void screening_checked(const ScreeningReport *r, const ScreeningFinding *f, int *ret_confirmed,
                       int *ret_same)
{
    *ret_confirmed = *ret_same = 0;
    for (int i = 0; i < f->ncells && f->unit >= 0; i++) {
        const ScreeningCell *c = &f->cells[i];
        size_t at = screening_at(&r->in, c->period, f->unit, c->indicator);
        if (c->period != f->period || r->in.confirmed[at] == SCREENING_NONE)
            continue;
        ++*ret_confirmed;
        *ret_same += r->in.confirmed[at] == r->in.reported[at];
    }
}

/* ---- as text ---- */

static void cells_text(Arena *arena, const ScreeningReport *r, const ScreeningFinding *f, Out *out)
{
    for (int i = 0; i < f->ncells; i++) {
        const ScreeningCell *c = &f->cells[i];
        Str against = value_of(arena, r, c->indicator, c->against);
        out_s(out, i ? S("；") : S(""));
        out_s(out, r->indicator_names[c->indicator]);
        out_c(out, ' ');
        if (c->period != f->period) {
            out_s(out, r->periods[c->period]);
            out_c(out, ' ');
        }
        out_s(out, value_of(arena, r, c->indicator, c->value));
        if (against.len) {
            out_s(out, S(" / "));
            out_s(out, against);
        }
    }
}

Str screening_figures(Arena *arena, const ScreeningReport *r, const ScreeningFinding *f)
{
    Out cells = out_new(arena, 16 * 1024);
    cells_text(arena, r, f, &cells);
    return out_str(&cells);
}

void screening_finding_text(Arena *arena, Lang lang, const ScreeningReport *r,
                            const ScreeningFinding *f, Out *out)
{
    msg_out(
        out, lang, MSG_SCREENING_LINE, {"period", r->periods[f->period]},
        {"unit", f->unit < 0 && f->kind == SCREEN_GOAL_INDICATOR ? r->indicator_names[f->indicator]
                                                                 : unit_or_city(r, lang, f->unit)},
        {"kind", screening_name(lang, f->kind)}, {"reason", screening_reason(arena, lang, r, f)});
    out_c(out, '\n');
    if (f->ncells) {
        out_s(out, S("    "));
        cells_text(arena, r, f, out);
        out_c(out, '\n');
    }
    out_s(out, S("    "));
    out_s(out, screening_innocent(lang, f->kind));
    out_c(out, '\n');
    if (r->answerable) {
        msg_out(out, lang, MSG_SCREENING_ANSWER_LINE, {"id", f->id},
                {"state", screening_state_text(lang, screening_state(&r->answers, f->id))});
        out_c(out, '\n');
    }
}

void screening_text(Arena *arena, Lang lang, const ScreeningReport *r, Out *out)
{
    if (r->expires_on != DATE_NONE) {
        msg_out(out, lang, r->expired ? MSG_SCREENING_EXPIRED : MSG_SCREENING_UNTIL,
                {"date", date_str(arena, r->expires_on)});
        out_c(out, '\n');
    }
    if (!r->expired) {
        msg_out(out, lang, r->findings.count ? MSG_SCREENING_HEAD : MSG_SCREENING_NONE,
                {"count", whole(arena, r->findings.count)}, {"source", r->rule->source},
                {"month", month_str(arena, r->rule->rule.effective)});
        out_c(out, '\n');
    }
    for (int i = 0; i < r->findings.count; i++)
        screening_finding_text(arena, lang, r, &r->findings.items[i], out);
    if (!r->left_out || r->expired)
        return;
    out_s(out, msg(lang, MSG_SCREENING_LEFT_OUT));
    out_c(out, '\n');
}

/* ---- as a table ---- */

static const struct {
    Str key;
    Msg title;
} heads[] = {
    {SC("period"), MSG_COL_PERIOD},
    {SC("kind"), MSG_SCREENING_COL_KIND},
    {SC("unit"), MSG_COL_UNIT_CODE},
    {SC("unit_name"), MSG_COL_UNIT},
    {SC("indicator"), MSG_SCREENING_COL_INDICATOR},
    {SC("other"), MSG_SCREENING_COL_OTHER},
    {SC("count"), MSG_SCREENING_COL_COUNT},
    {SC("of"), MSG_SCREENING_COL_OF},
    {SC("expected"), MSG_SCREENING_COL_EXPECTED},
    {SC("measured"), MSG_SCREENING_COL_MEASURED},
    {SC("p"), MSG_SCREENING_COL_P},
    {SC("figures"), MSG_SCREENING_COL_FIGURES},
    {SC("reason"), MSG_SCREENING_COL_REASON},
    {SC("innocent"), MSG_SCREENING_COL_INNOCENT},
    {SC("expires_on"), MSG_SCREENING_COL_EXPIRES},
    {SC("answer"), MSG_SCREENING_COL_ANSWER}, /* for who may know */
};

Sheet screening_sheet(Arena *arena, Lang lang, bool keys, const ScreeningReport *r)
{
    int n = (int)(sizeof heads / sizeof *heads) - !r->answerable;
    Sheet sheet = sheet_new(arena, S("screening"), n);
    for (int i = 0; i < n; i++)
        sheet.columns[i].title = keys ? heads[i].key : msg(lang, heads[i].title);
    for (int i = 0; i < r->findings.count; i++) {
        const ScreeningFinding *f = &r->findings.items[i];
        sheet_cell(&sheet, r->periods[f->period]);
        sheet_cell(&sheet, keys ? screening_word(f->kind) : screening_name(lang, f->kind));
        sheet_cell(&sheet, f->unit < 0 ? S("") : r->units[f->unit]);
        sheet_cell(&sheet, f->unit < 0 ? S("") : r->unit_names[f->unit]);
        sheet_cell(&sheet, f->indicator < 0 ? S("")
                           : keys           ? r->indicators[f->indicator]
                                            : r->indicator_names[f->indicator]);
        sheet_cell(&sheet, f->other < 0 ? S("") : r->units[f->other]);
        sheet_i64(&sheet, f->count);
        sheet_i64(&sheet, f->of);
        sheet_cell(&sheet, expected_text(arena, r, f));
        sheet_cell(&sheet, measured_text(arena, r, f));
        sheet_cell(&sheet, chance(arena, f->p));
        sheet_cell(&sheet, screening_figures(arena, r, f));
        sheet_cell(&sheet, screening_reason(arena, lang, r, f));
        sheet_cell(&sheet, screening_innocent(lang, f->kind));
        sheet_cell(&sheet, r->expires_on == DATE_NONE ? S("") : date_str(arena, r->expires_on));
        if (r->answerable) {
            ScreeningState state = screening_state(&r->answers, f->id);
            sheet_cell(&sheet,
                       keys ? screening_state_word(state) : screening_state_text(lang, state));
        }
    }
    return sheet;
}

void screening_csv(Arena *arena, Lang lang, const ScreeningReport *r, Out *out)
{
    Sheet sheet = screening_sheet(arena, lang, true, r);
    sheet_csv(&sheet, out);
}

/* ---- as JSON ---- */

static void cells_json(Arena *arena, const ScreeningReport *r, const ScreeningFinding *f,
                       Json *json)
{
    json_key(json, S("figures"));
    json_array(json);
    for (int i = 0; i < f->ncells; i++) {
        const ScreeningCell *c = &f->cells[i];
        json_object(json);
        json_kstr(json, S("period"), r->periods[c->period]);
        json_kstr(json, S("indicator"), r->indicators[c->indicator]);
        json_kstr(json, S("value"), value_of(arena, r, c->indicator, c->value));
        json_kstr(json, S("against"), value_of(arena, r, c->indicator, c->against));
        json_object_end(json);
    }
    json_array_end(json);
}

static void finding_json(Arena *arena, Lang lang, const ScreeningReport *r,
                         const ScreeningFinding *f, Json *json)
{
    json_object(json);
    json_kstr(json, S("period"), r->periods[f->period]);
    json_kstr(json, S("kind"), screening_word(f->kind));
    json_kstr(json, S("name"), screening_name(lang, f->kind));
    json_kstr(json, S("unit"), f->unit < 0 ? S("") : r->units[f->unit]);
    json_kstr(json, S("unit_name"), f->unit < 0 ? S("") : r->unit_names[f->unit]);
    json_kstr(json, S("indicator"), f->indicator < 0 ? S("") : r->indicators[f->indicator]);
    json_kstr(json, S("other"), f->other < 0 ? S("") : r->units[f->other]);
    json_ki64(json, S("count"), f->count);
    json_ki64(json, S("of"), f->of);
    json_kstr(json, S("expected"), expected_text(arena, r, f));
    json_kstr(json, S("measured"), measured_text(arena, r, f));
    json_kstr(json, S("p"), chance(arena, f->p));
    cells_json(arena, r, f, json);
    json_kstr(json, S("reason"), screening_reason(arena, lang, r, f));
    json_kstr(json, S("innocent"), screening_innocent(lang, f->kind));
    if (r->answerable) {
        json_kstr(json, S("id"), f->id);
        json_kstr(json, S("answer"), screening_state_word(screening_state(&r->answers, f->id)));
    }
    json_object_end(json);
}

void screening_json(Arena *arena, Lang lang, const ScreeningReport *r, Json *json)
{
    json_object(json);
    json_kstr(json, S("period"), r->period < 0 ? S("") : r->periods[r->period]);
    json_kstr(json, S("expires_on"),
              r->expires_on == DATE_NONE ? S("") : date_str(arena, r->expires_on));
    json_kbool(json, S("expired"), r->expired);
    json_kbool(json, S("left_out"), r->left_out);
    json_kstr(json, S("rule"), month_str(arena, r->rule->rule.effective));
    json_kstr(json, S("source"), r->rule->source);
    json_key(json, S("tested"));
    json_object(json);
    for (int k = 0; k < SCREENING_KINDS; k++)
        json_ki64(json, screening_word((ScreeningKind)k), r->expired ? 0 : r->tested[k]);
    json_object_end(json);
    json_key(json, S("findings"));
    json_array(json);
    for (int i = 0; i < r->findings.count; i++)
        finding_json(arena, lang, r, &r->findings.items[i], json);
    json_array_end(json);
    json_object_end(json);
}
