/* What a highlight looks like to people and programs; what it resembles and what bonus it may be proposed for. */
#include "app/campaign_index.h"
#include "app/ledger/progress.h"
#include "app/report/highlight.h"
#include "app/score/inputs.h"
#include "base/limits.h"
#include "doc/csv.h"

Str highlight_state_text(Lang lang, HighlightState state)
{
    static const Msg texts[HIGHLIGHT_STATES] = {MSG_HIGHLIGHT_SENT, MSG_HIGHLIGHT_TAKEN,
                                                MSG_HIGHLIGHT_RETURNED, MSG_HIGHLIGHT_ADOPTED,
                                                MSG_HIGHLIGHT_WITHDRAWN};
    return msg(lang, texts[state]);
}

Str highlight_cause_text(Lang lang, Str cause)
{
    static const Msg texts[] = {MSG_HIGHLIGHT_CAUSE_DUPLICATE, MSG_HIGHLIGHT_CAUSE_NO_EFFECT,
                                MSG_HIGHLIGHT_CAUSE_INCOMPLETE, MSG_HIGHLIGHT_CAUSE_NOT_DUE,
                                MSG_HIGHLIGHT_CAUSE_OTHER};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (str_eq(cause, highlight_causes[i]))
            return msg(lang, texts[i]);
    return cause;
}

Str highlight_effect_text(App *app, Lang lang, const HighlightRow *r)
{
    if (r->indicator.len == 0)
        return r->effect;
    const Indicator *indicator = app_indicator(app, r->indicator);
    Str text =
        msg_str(app->arena, lang, MSG_HIGHLIGHT_FIGURE,
                {"name", indicator ? indicator->name : r->indicator},
                {"period", period_name(app, r->period)}, {"figure", r->figure},
                {"unit", indicator ? indicator->unit : S("")},
                {"state", msg(lang, str_eq(r->object, S("confirmed")) ? MSG_HIGHLIGHT_CONFIRMED
                                                                      : MSG_HIGHLIGHT_REPORTED)});
    return r->effect.len
               ? msg_str(app->arena, lang, MSG_HIGHLIGHT_AND, {"a", text}, {"b", r->effect})
               : text;
}

/* ---- what it resembles ---- */

static bool is_same_seat(App *app, Str unit)
{
    return unit.len && str_eq(progress_seat(app, unit), app->actor.unit);
}

/* Closed to a unit: another's report, and another's highlight until it is taken. */
static bool fill_shown(App *app, bool office, SameShown *s, Err *err)
{
    HighlightView other;
    s->closed = !office && !is_same_seat(app, s->text.unit);
    if (!s->text.is_report) {
        bool found;
        if (!highlight_peek(app, s->text.id, &found, &other, err))
            return false;
        s->closed = !found;
        s->title = found ? other.row.title : S("");
    }
    if (s->closed)
        s->text = (SameText){.is_report = s->text.is_report, .percent = s->text.percent};
    return true;
}

bool highlight_same_read(App *app, const HighlightView *view, SameShowns *ret_list, Err *err)
{
    SameTexts list = {0};
    SameShowns shown = {0};
    bool office = permit_scope(app->actor.role, ACT_HIGHLIGHT_DECIDE) == SCOPE_ALL;
    *ret_list = shown;
    if (!office && !view->own)
        return true; /* for who sends and who decides */
    if (!same_texts_parse(app->arena, view->row.same, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        SameShown *s = arena_push(app->arena, &shown);
        *s = (SameShown){.text = list.items[i]};
        if (!fill_shown(app, office, s, err))
            return false;
    }
    *ret_list = shown;
    return true;
}

/* ---- a bonus that may be proposed ---- */

static Str event_line(App *app, const HighlightView *v, const EventRule *rule, Str points)
{
    Out out = out_new(app->arena, 16384);
    CsvOut csv = csv_out_new(&out, false);
    const HighlightStep *adopted = NULL;
    for (int i = 0; i < v->steps.count; i++)
        if (v->steps.items[i].document.len)
            adopted = &v->steps.items[i];
    const Str cells[] = {
        v->row.unit,
        S("bonus"),
        rule->id,
        points,
        arena_fmt(app->arena, "%.*s %.*s", STR_ARG(adopted->adopter), STR_ARG(adopted->document)),
        arena_fmt(app->arena, "highlight %.*s", STR_ARG(v->row.id))};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        csv_text(&csv, cells[i]);
    return out_str(&out);
}

static const CampaignPeriod *period_today(const App *app)
{
    const CampaignPeriod *found = NULL;
    for (int i = 0; i < app->def.periods.count; i++)
        if (app->def.periods.items[i].from <= app->today)
            found = &app->def.periods.items[i];
    return found;
}

bool highlight_bonus(App *app, const HighlightView *view, BonusOffers *ret_list, Err *err)
{
    Scheme scheme;
    Str digest;
    BonusOffers offers = {0};
    const Unit *unit = view->row.unit.len ? app_unit(app, view->row.unit) : NULL;
    const CampaignPeriod *period = period_today(app);
    *ret_list = offers;
    if (!unit || !period || view->adoptions == 0 ||
        permit_scope(app->actor.role, ACT_EVENT_ENTER) != SCOPE_ALL)
        return true;
    if (!scheme_for_period(app, period, unit->group, &scheme, &digest, err)) {
        bool none = err->code == ERR_SCHEME_NONE;
        if (none)
            *err = (Err){0};
        return none;
    }
    for (int i = 0; i < scheme.bonus.count; i++) {
        const EventRule *rule = &scheme.bonus.items[i];
        Str points = rule->has_points ? dec_str(app->arena, rule->points) : S("");
        *arena_push(app->arena, &offers) =
            (BonusOffer){rule->id, rule->name, points, event_line(app, view, rule, points)};
    }
    *ret_list = offers;
    return true;
}

/* ---- as data ---- */

static void steps_json(App *app, Json *json, const HighlightView *v)
{
    json_key(json, S("steps"));
    json_array(json);
    for (int i = 0; i < v->steps.count; i++) {
        const HighlightStep *s = &v->steps.items[i];
        json_object(json);
        json_kstr(json, S("state"), s->state);
        json_kstr(json, S("at"), instant_str(app->arena, s->at));
        json_kstr(json, S("cause"), s->cause);
        json_kstr(json, S("reason"), s->reason);
        json_kstr(json, S("adopter"), s->adopter);
        json_kstr(json, S("document"), s->document);
        json_kstr(json, S("adopted_on"), s->adopted_on);
        json_object_end(json);
    }
    json_array_end(json);
}

static void same_json(Json *json, const SameShowns *same)
{
    json_key(json, S("same"));
    json_array(json);
    for (int i = 0; i < same->count; i++) {
        const SameShown *s = &same->items[i];
        json_object(json);
        json_kstr(json, S("kind"), s->text.is_report ? S("report") : S("highlight"));
        json_ki64(json, S("percent"), s->text.percent);
        json_kbool(json, S("closed"), s->closed);
        json_kstr(json, S("id"), s->text.id);
        json_kstr(json, S("unit"), s->text.unit);
        json_kstr(json, S("period"), s->text.period);
        json_kstr(json, S("task"), s->text.task);
        json_kstr(json, S("title"), s->title);
        json_object_end(json);
    }
    json_array_end(json);
}

static void bonus_json(Json *json, const BonusOffers *bonus)
{
    json_key(json, S("bonus"));
    json_array(json);
    for (int i = 0; i < bonus->count; i++) {
        json_object(json);
        json_kstr(json, S("rule"), bonus->items[i].rule);
        json_kstr(json, S("name"), bonus->items[i].name);
        json_kstr(json, S("points"), bonus->items[i].points);
        json_kstr(json, S("line"), bonus->items[i].line);
        json_object_end(json);
    }
    json_array_end(json);
}

void highlight_json(App *app, Json *json, const HighlightView *v, const SameShowns *same,
                    const BonusOffers *bonus)
{
    const HighlightRow *r = &v->row;
    json_object(json);
    json_kstr(json, S("id"), r->id);
    json_kstr(json, S("state"), highlight_state_word(v->state));
    json_kstr(json, S("unit"), r->unit);
    json_kstr(json, S("task"), r->task);
    json_kstr(json, S("title"), r->title);
    json_kstr(json, S("text"), r->text);
    json_kstr(json, S("effect"), r->effect);
    json_kstr(json, S("evidence"), r->evidence);
    if (r->indicator.len) {
        json_key(json, S("figure"));
        json_object(json);
        json_kstr(json, S("indicator"), r->indicator);
        json_kstr(json, S("period"), r->period);
        json_kstr(json, S("value"), r->figure);
        json_kstr(json, S("object"), r->object);
        json_kstr(json, S("submission"), r->submission);
        json_ki64(json, S("version"), r->version);
        json_object_end(json);
    }
    json_kstr(json, S("sent_at"), instant_str(app->arena, v->sent_at));
    json_ki64(json, S("adoptions"), v->adoptions);
    steps_json(app, json, v);
    if (same)
        same_json(json, same);
    if (bonus)
        bonus_json(json, bonus);
    json_object_end(json);
}

Sheet highlight_sheet(App *app, Lang lang, const HighlightViews *list)
{
    static const Msg heads[] = {MSG_HIGHLIGHT_COL_ID,
                                MSG_HIGHLIGHT_COL_STATE,
                                MSG_COL_UNIT_CODE,
                                MSG_COL_UNIT,
                                MSG_HIGHLIGHT_COL_TASK,
                                MSG_HIGHLIGHT_COL_TITLE,
                                MSG_HIGHLIGHT_COL_TEXT,
                                MSG_HIGHLIGHT_COL_EFFECT,
                                MSG_HIGHLIGHT_COL_SENT,
                                MSG_HIGHLIGHT_COL_ADOPTIONS,
                                MSG_HIGHLIGHT_COL_ADOPTER,
                                MSG_HIGHLIGHT_COL_DOCUMENT,
                                MSG_COL_SAMPLE};
    enum { COLUMNS = sizeof heads / sizeof heads[0], ADOPTIONS = 9 };
    Sheet sheet = sheet_new(app->arena, msg(lang, MSG_HIGHLIGHTS_TITLE), COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] =
            (SheetColumn){msg(lang, heads[i]), i == ADOPTIONS ? SHEET_NUMBER : SHEET_TEXT, 0};
    for (int i = 0; i < list->count; i++) {
        const HighlightView *v = &list->items[i];
        const HighlightStep *last = &v->steps.items[v->steps.count - 1];
        sheet_cell(&sheet, v->row.id);
        sheet_cell(&sheet, highlight_state_text(lang, v->state));
        sheet_cell(&sheet, v->row.unit);
        sheet_cell(&sheet, v->row.unit.len ? unit_name(app, v->row.unit) : S(""));
        sheet_cell(&sheet, v->row.task);
        sheet_cell(&sheet, v->row.title);
        sheet_cell(&sheet, v->row.text);
        sheet_cell(&sheet, highlight_effect_text(app, lang, &v->row));
        sheet_cell(&sheet, instant_minute(app->arena, v->sent_at));
        sheet_i64(&sheet, v->adoptions);
        sheet_cell(&sheet, last->adopter);
        sheet_cell(&sheet, last->document);
        sheet_cell(&sheet, app->def.sample ? msg(lang, MSG_OUT_SAMPLE) : S(""));
    }
    return sheet;
}
