#include "app/score/rank_table.h"

#include "base/json.h"

static void number_or_dash(Out *out, int value, int columns)
{
    AUTO_ARENA arena = {0};
    out_pad_left(out, value > 0 ? arena_fmt(&arena, "%d", value) : S("—"), columns);
}

enum { COLUMN_NAME = 32, COLUMN_NUMBER = 13 };

static void gain_cells(const Gain *gain, Out *out)
{
    AUTO_ARENA arena = {0};
    Str score = gain->known ? gain_text(&arena, gain->score) : S("—");
    Str places = gain->known ? gain_text(&arena, arena_fmt(&arena, "%d", gain->places)) : S("—");
    out_pad_left(out, score, COLUMN_NUMBER);
    out_pad_left(out, places, COLUMN_NUMBER);
}

void rank_table_text(Lang lang, const App *app, const RunUnitList *units, const Gain *gains,
                     Out *out)
{
    static const Msg heads[] = {MSG_COL_SCORE,    MSG_COL_RANK,         MSG_COL_RANK_BOTTOM,
                                MSG_COL_STREAK,   MSG_COL_SCORE_CHANGE, MSG_COL_RANK_CHANGE,
                                MSG_COL_GAIN_RANK};
    out_pad(out, msg(lang, MSG_COL_UNIT), COLUMN_NAME);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        out_pad_left(out, msg(lang, heads[i]), COLUMN_NUMBER);
    out_s(out, S("  "));
    out_s(out, msg(lang, MSG_COL_NOTE));
    out_c(out, '\n');
    for (int i = 0; i < units->count; i++) {
        const RunUnit *u = &units->items[i];
        out_pad(out, unit_name(app, u->unit), COLUMN_NAME);
        out_pad_left(out, u->score_shown, COLUMN_NUMBER);
        number_or_dash(out, u->rank, COLUMN_NUMBER);
        number_or_dash(out, u->rank_bottom, COLUMN_NUMBER);
        number_or_dash(out, u->streak, COLUMN_NUMBER);
        gain_cells(&gains[i], out);
        number_or_dash(out, u->gain_rank, COLUMN_NUMBER);
        out_s(out, S("  "));
        if (u->in_bottom)
            out_s(out, msg(lang, MSG_OUT_IN_BOTTOM));
        if (str_eq(u->status, S("own_missing")))
            out_s(out, msg(lang, MSG_OUT_MISSING_MARK));
        out_c(out, '\n');
    }
}

/* 0 is "none": an empty cell, so that nobody sorts it before the first. */
static void rank_cell(Sheet *sheet, int value)
{
    if (value > 0)
        sheet_i64(sheet, value);
    else
        sheet_cell(sheet, S(""));
}

static const struct {
    Msg title;
    SheetKind kind;
} heads[] = {
    {MSG_COL_PERIOD, SHEET_TEXT},         {MSG_COL_GROUP, SHEET_TEXT},
    {MSG_COL_UNIT_CODE, SHEET_TEXT},      {MSG_COL_UNIT, SHEET_TEXT},
    {MSG_COL_SCORE, SHEET_NUMBER},        {MSG_COL_SCORE_EXACT, SHEET_NUMBER},
    {MSG_COL_RANK, SHEET_NUMBER},         {MSG_COL_RANK_BOTTOM, SHEET_NUMBER},
    {MSG_COL_IN_BOTTOM, SHEET_TEXT},      {MSG_COL_STREAK, SHEET_NUMBER},
    {MSG_COL_GAIN_RANK, SHEET_NUMBER},    {MSG_COL_STATUS, SHEET_TEXT},
    {MSG_COL_KIND, SHEET_TEXT},           {MSG_COL_SAMPLE, SHEET_TEXT},
    {MSG_COL_SCORE_CHANGE, SHEET_NUMBER}, {MSG_COL_RANK_CHANGE, SHEET_NUMBER},
};

Sheet rank_table_sheet(Lang lang, const App *app, const RunRow *run, const RunUnitList *units,
                       const Gain *gains)
{
    enum { COLUMNS = sizeof heads / sizeof heads[0] };
    Sheet sheet = sheet_new(app->arena, group_name(app, run->group), COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] = (SheetColumn){msg(lang, heads[i].title), heads[i].kind, 0};
    for (int i = 0; i < units->count; i++) {
        const RunUnit *u = &units->items[i];
        sheet_cell(&sheet, run->period);
        sheet_cell(&sheet, group_name(app, run->group));
        sheet_cell(&sheet, u->unit);
        sheet_cell(&sheet, unit_name(app, u->unit));
        sheet_cell(&sheet, u->score_shown);
        sheet_cell(&sheet, u->score);
        rank_cell(&sheet, u->rank);
        rank_cell(&sheet, u->rank_bottom);
        sheet_cell(&sheet, msg(lang, u->in_bottom ? MSG_OUT_YES : MSG_OUT_NO));
        sheet_i64(&sheet, u->streak);
        rank_cell(&sheet, u->gain_rank);
        sheet_cell(&sheet, u->status);
        sheet_cell(&sheet, run->kind);
        sheet_cell(&sheet, app->def.sample ? msg(lang, MSG_OUT_SAMPLE) : S(""));
        sheet_cell(&sheet, gains[i].score);
        sheet_cell(&sheet, gains[i].known ? arena_fmt(app->arena, "%d", gains[i].places) : S(""));
    }
    return sheet;
}

void rank_table_json(const App *app, const RunRow *run, const RunUnitList *units, const Gain *gains,
                     Out *out)
{
    Json json = json_new(out, true);
    json_object(&json);
    json_kstr(&json, S("campaign"), app->def.code);
    json_kbool(&json, S("sample"), app->def.sample);
    json_kstr(&json, S("period"), run->period);
    json_kstr(&json, S("group"), run->group);
    json_kstr(&json, S("kind"), run->kind);
    json_ki64(&json, S("scheme_version"), run->scheme_version);
    json_kstr(&json, S("result_digest"), run->result_digest);
    json_key(&json, S("units"));
    json_array(&json);
    for (int i = 0; i < units->count; i++) {
        const RunUnit *u = &units->items[i];
        json_object(&json);
        json_kstr(&json, S("code"), u->unit);
        json_kstr(&json, S("name"), unit_name(app, u->unit));
        json_kstr(&json, S("score"), u->score_shown);
        json_kstr(&json, S("score_exact"), u->score);
        json_ki64(&json, S("rank"), u->rank);
        json_ki64(&json, S("rank_from_bottom"), u->rank_bottom);
        json_kbool(&json, S("in_bottom"), u->in_bottom);
        json_ki64(&json, S("streak"), u->streak);
        if (gains[i].known) {
            json_kstr(&json, S("score_change"), gains[i].score);
            json_ki64(&json, S("rank_change"), gains[i].places);
        }
        json_ki64(&json, S("gain_rank"), u->gain_rank);
        json_kstr(&json, S("status"), u->status);
        json_object_end(&json);
    }
    json_array_end(&json);
    json_object_end(&json);
    out_c(out, '\n');
}
