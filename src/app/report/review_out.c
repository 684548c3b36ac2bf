/* The review desk in words, as a table and as JSON. */
#include "app/report/report_doc.h"
#include "app/report/review_desk.h"

#include "app/campaign_index.h"

Str review_state_text(Lang lang, ReportState state)
{
    static const Msg words[REPORT_STATES] = {
        [REPORT_NOT_OPENED] = MSG_REPORT_STATE_NOT_OPENED,
        [REPORT_OPEN] = MSG_REVIEW_STATE_MISSING,
        [REPORT_DRAFT] = MSG_REPORT_STATE_DRAFT,
        [REPORT_FILLED] = MSG_REPORT_STATE_FILLED,
        [REPORT_RECEIVED] = MSG_REVIEW_STATE_RECEIVED,
        [REPORT_RETURNED] = MSG_REPORT_STATE_RETURNED,
        [REPORT_CORRECTED] = MSG_REVIEW_STATE_CORRECTED,
        [REPORT_ACCEPTED] = MSG_REPORT_STATE_ACCEPTED,
        [REPORT_LOCKED] = MSG_REPORT_STATE_LOCKED,
    };
    return msg(lang, words[state]);
}

Str review_cause_text(Lang lang, Str word)
{
    static const Msg words[CAUSE_COUNT] = {
        [CAUSE_RUNNING_TOTAL] = MSG_CAUSE_RUNNING_TOTAL,
        [CAUSE_MEASURE_UNIT] = MSG_CAUSE_MEASURE_UNIT,
        [CAUSE_SUM] = MSG_CAUSE_SUM,
        [CAUSE_NARRATIVE] = MSG_CAUSE_NARRATIVE,
        [CAUSE_JUMP] = MSG_CAUSE_JUMP,
        [CAUSE_COPIED] = MSG_CAUSE_COPIED,
        [CAUSE_EVIDENCE_MISSING] = MSG_CAUSE_EVIDENCE_MISSING,
        [CAUSE_EVIDENCE_OTHER] = MSG_CAUSE_EVIDENCE_OTHER,
        [CAUSE_PERIOD] = MSG_CAUSE_PERIOD,
        [CAUSE_TWICE] = MSG_CAUSE_TWICE,
        [CAUSE_NOT_OWED] = MSG_CAUSE_NOT_OWED,
        [CAUSE_STATISTICS] = MSG_CAUSE_STATISTICS,
        [CAUSE_UNSIGNED] = MSG_CAUSE_UNSIGNED,
        [CAUSE_EMPTY] = MSG_CAUSE_EMPTY,
    };
    ReportCause cause;
    return report_cause_parse(word, &cause) ? msg(lang, words[cause]) : word;
}

static Str place_text(App *app, Lang lang, Str place)
{
    const CampaignIndex *x = app_index(app);
    int at = map_get(&x->indicators, place);
    if (at >= 0)
        return x->def->indicators.items[at].name;
    if (str_eq(place, S("head")))
        return msg(lang, MSG_REVIEW_PLACE_HEAD);
    if (str_starts(place, S("task ")))
        return msg_str(app->arena, lang, MSG_REVIEW_PLACE_TASK,
                       {"no", str_sub(place, 5, place.len)});
    return place;
}

Str review_places_text(App *app, Lang lang, Str places)
{
    ReviewWords words = {0};
    Err ignored = {0};
    Out out = out_new(app->arena, 1 << 16);
    if (!review_words_of(app->arena, places, &words, &ignored))
        return S("");
    for (int i = 0; i < words.count; i++) {
        out_s(&out, i ? msg(lang, MSG_REVIEW_AND) : S(""));
        out_s(&out, place_text(app, lang, words.items[i]));
    }
    return out_str(&out);
}

Str review_causes_text(Arena *arena, Lang lang, Str causes)
{
    ReviewWords words = {0};
    Err ignored = {0};
    Out out = out_new(arena, 1 << 16);
    if (!review_words_of(arena, causes, &words, &ignored))
        return S("");
    for (int i = 0; i < words.count; i++) {
        out_s(&out, i ? msg(lang, MSG_REVIEW_AND) : S(""));
        out_s(&out, review_cause_text(lang, words.items[i]));
    }
    return out_str(&out);
}

/* ---- the table ---- */

enum {
    COL_CODE,
    COL_NAME,
    COL_GROUP,
    COL_STATE,
    COL_VERSION,
    COL_ARRIVED,
    COL_LATE,
    COL_OWED,
    COL_FILLED,
    COL_FILES,
    COL_ANSWERS,
    COL_CHANNEL,
    COL_RETURNS,
    COL_ROSE,
    COL_CORRECTED,
    COL_CAUSES,
    COL_NOTE,
    COL_COUNT
};

static Str yes(Lang lang, bool is)
{
    return is ? msg(lang, MSG_REVIEW_YES) : S("");
}

static void table_row(App *app, Lang lang, const ReviewRow *row, Sheet *sheet)
{
    const ReportStanding *s = &row->standing;
    bool sent = s->version > 0, shown = !row->hidden;
    sheet_cell(sheet, row->unit->code);
    sheet_cell(sheet, row->unit->name);
    sheet_cell(sheet, group_name(app, row->unit->group));
    sheet_cell(sheet, shown ? review_state_text(lang, s->state) : msg(lang, MSG_REVIEW_HIDDEN));
    if (!shown) {
        for (int i = COL_VERSION; i < COL_COUNT; i++)
            sheet_cell(sheet, S(""));
        return;
    }
    sheet_cell(sheet, sent ? arena_fmt(app->arena, "%d", s->version) : S(""));
    sheet_cell(sheet, sent ? instant_minute(app->arena, s->received_at) : S(""));
    sheet_i64(sheet, s->late_days);
    sheet_i64(sheet, row->owed);
    sheet_i64(sheet, row->filled);
    sheet_i64(sheet, row->files);
    sheet_i64(sheet, row->answers);
    sheet_cell(sheet, s->channel);
    sheet_i64(sheet, row->returns);
    sheet_cell(sheet, yes(lang, row->rose));
    sheet_cell(sheet, yes(lang, row->corrected));
    sheet_cell(sheet, row->step ? review_causes_text(app->arena, lang, row->step->causes) : S(""));
    sheet_cell(sheet, row->step ? row->step->note : S(""));
}

Sheet review_table(App *app, Lang lang, const ReviewDesk *desk)
{
    static const struct {
        Msg title;
        SheetKind kind;
    } columns[COL_COUNT] = {
        [COL_CODE] = {MSG_REVIEW_COL_CODE, SHEET_TEXT},
        [COL_NAME] = {MSG_COL_UNIT, SHEET_TEXT},
        [COL_GROUP] = {MSG_CALLS_GROUP, SHEET_TEXT},
        [COL_STATE] = {MSG_REVIEW_COL_STATE, SHEET_TEXT},
        [COL_VERSION] = {MSG_REVIEW_COL_VERSION, SHEET_NUMBER},
        [COL_ARRIVED] = {MSG_REVIEW_COL_ARRIVED, SHEET_TEXT},
        [COL_LATE] = {MSG_REVIEW_COL_LATE, SHEET_NUMBER},
        [COL_OWED] = {MSG_REVIEW_COL_OWED, SHEET_NUMBER},
        [COL_FILLED] = {MSG_REVIEW_COL_FILLED, SHEET_NUMBER},
        [COL_FILES] = {MSG_REVIEW_COL_FILES, SHEET_NUMBER},
        [COL_ANSWERS] = {MSG_REVIEW_COL_ANSWERS, SHEET_NUMBER},
        [COL_CHANNEL] = {MSG_REVIEW_COL_CHANNEL, SHEET_TEXT},
        [COL_RETURNS] = {MSG_REVIEW_COL_RETURNS, SHEET_NUMBER},
        [COL_ROSE] = {MSG_REVIEW_COL_ROSE, SHEET_TEXT},
        [COL_CORRECTED] = {MSG_REVIEW_COL_CORRECTED, SHEET_TEXT},
        [COL_CAUSES] = {MSG_REVIEW_COL_CAUSES, SHEET_TEXT},
        [COL_NOTE] = {MSG_REVIEW_COL_NOTE, SHEET_TEXT},
    };
    Sheet sheet = sheet_new(app->arena, msg(lang, MSG_REVIEW_TITLE), COL_COUNT);
    for (int i = 0; i < COL_COUNT; i++)
        sheet.columns[i] = (SheetColumn){msg(lang, columns[i].title), columns[i].kind, 0};
    for (int i = 0; i < desk->rows.count; i++)
        table_row(app, lang, &desk->rows.items[i], &sheet);
    return sheet;
}

/* ---- JSON ---- */

static void raw_list(Arena *arena, Json *json, Str key, Str list)
{
    ReviewWords words = {0};
    Err ignored = {0};
    (void)review_words_of(arena, list, &words, &ignored);
    json_key(json, key);
    json_array(json);
    for (int i = 0; i < words.count; i++)
        json_str(json, words.items[i]);
    json_array_end(json);
}

static void step_json(Arena *arena, const ReportStep *step, Json *json)
{
    json_object(json);
    json_ki64(json, S("version"), step->version);
    json_ki64(json, S("step"), step->seq);
    json_kstr(json, S("state"), step->state);
    raw_list(arena, json, S("causes"), step->causes);
    raw_list(arena, json, S("places"), step->places);
    json_kstr(json, S("note"), step->note);
    json_kstr(json, S("at"), instant_str(arena, step->at));
    json_kstr(json, S("by"), step->by);
    json_kstr(json, S("behalf"), step->behalf);
    json_object_end(json);
}

static void row_json(App *app, const ReviewRow *row, Json *json)
{
    const ReportStanding *s = &row->standing;
    json_object(json);
    json_kstr(json, S("unit"), row->unit->code);
    json_kstr(json, S("name"), row->unit->name);
    json_kbool(json, S("restricted"), row->hidden);
    if (!row->hidden) {
        json_kstr(json, S("state"), report_state_word(s->state));
        json_kbool(json, S("outstanding"), row->outstanding);
        json_kbool(json, S("drafting"), s->drafting);
        json_ki64(json, S("version"), s->version);
        json_ki64(json, S("step"), row->step ? row->step->seq : 0);
        json_kstr(json, S("received_at"),
                  s->version ? instant_str(app->arena, s->received_at) : S(""));
        json_ki64(json, S("late_workdays"), s->late_days);
        json_ki64(json, S("owed"), row->owed);
        json_ki64(json, S("filled"), row->filled);
        json_ki64(json, S("files"), row->files);
        json_ki64(json, S("answers"), row->answers);
        json_kstr(json, S("channel"), s->channel);
        json_kbool(json, S("on_behalf"), s->on_behalf);
        json_kbool(json, S("corrected"), row->corrected);
        json_kbool(json, S("rose_after_return"), row->rose);
        json_ki64(json, S("returns"), row->returns);
    }
    json_object_end(json);
}

void review_desk_json(App *app, const ReviewDesk *desk, Json *json)
{
    json_kstr(json, S("period"), desk->period->code);
    json_kbool(json, S("locked"), desk->lock.locked);
    json_kbool(json, S("frozen"), desk->lock.frozen);
    json_ki64(json, S("units"), desk->rows.count);
    json_ki64(json, S("missing"), desk->missing);
    json_ki64(json, S("drafts"), desk->drafts);
    json_ki64(json, S("filled"), desk->filled);
    json_ki64(json, S("returned"), desk->returned);
    json_ki64(json, S("waiting"), desk->waiting);
    json_ki64(json, S("accepted"), desk->accepted);
    json_ki64(json, S("late"), desk->late);
    json_key(json, S("rows"));
    json_array(json);
    for (int i = 0; i < desk->rows.count; i++)
        row_json(app, &desk->rows.items[i], json);
    json_array_end(json);
}

static void line_json(App *app, Lang lang, const ReviewSheet *s, const ReviewLine *line, Json *json)
{
    json_object(json);
    json_kstr(json, S("indicator"), line->indicator->code);
    json_kstr(json, S("name"), line->indicator->name);
    json_kstr(json, S("unit"), line->indicator->unit);
    json_kbool(json, S("owed"), line->owed);
    json_kstr(json, S("value"), line->na ? S("NA") : line->value);
    json_kstr(json, S("state"), line->state);
    json_kstr(json, S("month"), line->month);
    json_kstr(json, S("note"), line->note);
    json_kstr(json, S("last_month"), line->last);
    json_kstr(json, S("confirmed"), line->confirmed);
    json_kstr(json, S("target"), line->target);
    json_kstr(json, S("percent"), line->pace.percent);
    json_kstr(json, S("plan"), line->pace.plan);
    json_kstr(json, S("gap"), line->pace.gap);
    json_kstr(json, S("light"), light_word(line->pace.light));
    json_kbool(json, S("corrected"), line->corrected);
    json_kbool(json, S("rose_after_return"), line->rose);
    json_kstr(json, S("returned_value"), line->returned);
    json_key(json, S("screening"));
    json_array(json);
    for (int i = 0; i < line->nfindings; i++)
        json_str(json, screening_reason(app->arena, lang, &s->screening, line->findings[i]));
    json_array_end(json);
    json_object_end(json);
}

static void answers_json(App *app, const ReviewSheet *s, Json *json)
{
    json_key(json, S("answers"));
    json_array(json);
    for (int i = 0; i < s->tasks.count; i++) {
        ReportAnswer a;
        if (!str_eq(s->tasks.items[i].kind, S("answer")) ||
            !report_answer_of_cells(app->arena, s->tasks.items[i].cells, &a))
            continue;
        json_object(json);
        json_kstr(json, S("check"), a.check);
        json_kstr(json, S("place"), a.place);
        json_kstr(json, S("found"), a.found);
        json_kstr(json, S("answer"), a.answer);
        json_object_end(json);
    }
    json_array_end(json);
}

void review_sheet_json(App *app, Lang lang, const ReviewSheet *s, Json *json)
{
    json_kstr(json, S("period"), s->desk.period->code);
    json_kbool(json, S("locked"), s->desk.lock.locked);
    json_kstr(json, S("submission"), s->head.id);
    json_key(json, S("report"));
    row_json(app, s->row, json);
    json_key(json, S("lines"));
    json_array(json);
    for (int i = 0; i < s->lines.count; i++)
        line_json(app, lang, s, &s->lines.items[i], json);
    json_array_end(json);
    answers_json(app, s, json);
    json_key(json, S("steps"));
    json_array(json);
    for (int i = 0; i < s->steps.count; i++)
        step_json(app->arena, &s->steps.items[i], json);
    json_array_end(json);
}
