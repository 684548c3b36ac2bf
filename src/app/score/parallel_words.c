/* The report of a parallel run for people, tables and programs. */
#include "app/score/parallel_parts.h"

Str parallel_kind_word(ParallelKind kind)
{
    static const Str words[] = {SC("value"), SC("score"), SC("total"), SC("rank")};
    return words[kind];
}

static Str kind_text(Lang lang, ParallelKind kind)
{
    static const Msg ids[] = {MSG_PARALLEL_KIND_VALUE, MSG_PARALLEL_KIND_SCORE,
                              MSG_PARALLEL_KIND_TOTAL, MSG_PARALLEL_KIND_RANK};
    return msg(lang, ids[kind]);
}

typedef struct CauseWord {
    Str word;
    Msg text;
} CauseWord;

static const CauseWord causes[CAUSE_COUNT] = {
    {SC("typed_over"), MSG_PARALLEL_CAUSE_TYPED},
    {SC("stale_result"), MSG_PARALLEL_CAUSE_STALE},
    {SC("number_as_text"), MSG_PARALLEL_CAUSE_TEXT},
    {SC("no_number"), MSG_PARALLEL_CAUSE_ERROR},
    {SC("rounded_before_sum"), MSG_PARALLEL_CAUSE_ROUNDED_PARTS},
    {SC("cut_off"), MSG_PARALLEL_CAUSE_CUT},
    {SC("cap_not_applied"), MSG_PARALLEL_CAUSE_CAP},
    {SC("parts_differ"), MSG_PARALLEL_CAUSE_PARTS},
    {SC("ties"), MSG_PARALLEL_CAUSE_TIES},
    {SC("rank_rounding"), MSG_PARALLEL_CAUSE_RANK_ROUNDING},
    {SC("hidden_row"), MSG_PARALLEL_CAUSE_HIDDEN},
    {SC("range_misses_rows"), MSG_PARALLEL_CAUSE_RANGE},
    {SC("totals_differ"), MSG_PARALLEL_CAUSE_TOTALS},
    {SC("no_stored_result"), MSG_PARALLEL_CAUSE_NO_RESULT},
    {SC("formula_differs"), MSG_PARALLEL_CAUSE_FORMULA},
    {SC("part_left_out"), MSG_PARALLEL_CAUSE_LEFT_OUT},
    {SC("other_weight"), MSG_PARALLEL_CAUSE_WEIGHT},
    {SC("rounded_on_the_way"), MSG_PARALLEL_CAUSE_STEP},
    {SC("half_to_even"), MSG_PARALLEL_CAUSE_EVEN},
    {SC("not_spread"), MSG_PARALLEL_CAUSE_SPREAD},
    {SC("not_by_own_totals"), MSG_PARALLEL_CAUSE_ORDER},
};

Str parallel_cause_word(int bit)
{
    return causes[bit].word;
}

Str parallel_causes_text(Arena *arena, Lang lang, const ParallelDiff *diff)
{
    unsigned bits = diff->causes;
    Out out = out_new(arena, 4096);
    for (int i = 0; i < CAUSE_COUNT; i++) {
        if (!(bits & (1U << i)))
            continue;
        out_s(&out, out.len ? (lang == LANG_ZH ? S("；") : S("; ")) : S(""));
        msg_out(&out, lang, causes[i].text, {"about", diff->about});
    }
    return out.len ? out_str(&out) : msg(lang, MSG_PARALLEL_CAUSE_NONE);
}

static Str note_word(ParallelNoteKind kind)
{
    static const Str words[NOTE_COUNT] = {
        SC("taken_as_given"),           SC("no_score_column"),       SC("column_ignored"),
        SC("sheet_left_out"),           SC("unit_without_row"),      SC("hidden_row"),
        SC("hidden_row_outside_group"), SC("sheet_of_another_group")};
    return words[kind];
}

static Msg note_text(ParallelNoteKind kind)
{
    static const Msg ids[NOTE_COUNT] = {MSG_PARALLEL_NOTE_TAKEN,    MSG_PARALLEL_NOTE_NO_COLUMN,
                                        MSG_PARALLEL_NOTE_IGNORED,  MSG_PARALLEL_NOTE_SHEET,
                                        MSG_PARALLEL_NOTE_NO_ROW,   MSG_PARALLEL_NOTE_HIDDEN_ROW,
                                        MSG_PARALLEL_NOTE_STRANGER, MSG_PARALLEL_NOTE_OTHER_GROUP};
    return ids[kind];
}

Str parallel_note_text(Arena *arena, Lang lang, const ParallelNote *note)
{
    return msg_str(arena, lang, note_text(note->kind), {"sheet", note->sheet}, {"cell", note->cell},
                   {"what", note->what});
}

static Str number(Arena *arena, int64_t n)
{
    return arena_fmt(arena, "%lld", (long long)n);
}

static Str or_dash(Str text)
{
    return text.len ? text : S("—");
}

void parallel_text(Arena *arena, Lang lang, const ParallelReport *r, Out *out)
{
    msg_out(out, lang, MSG_PARALLEL_HEAD, {"file", r->file}, {"scheme", r->scheme},
            {"version", number(arena, r->scheme_version)}, {"units", number(arena, r->units)},
            {"cells", number(arena, r->cells)}, {"period", or_dash(r->period)});
    out_c(out, '\n');
    if (r->diffs.count == 0)
        out_s(out, msg(lang, MSG_PARALLEL_SAME));
    else
        msg_out(out, lang, MSG_PARALLEL_DIFFERENCES, {"count", number(arena, r->diffs.count)});
    out_c(out, '\n');
    for (int i = 0; i < r->diffs.count; i++) {
        const ParallelDiff *d = &r->diffs.items[i];
        msg_out(out, lang, MSG_PARALLEL_LINE,
                {"cell", arena_fmt(arena, "%.*s!%.*s", STR_ARG(d->sheet), STR_ARG(d->cell))},
                {"unit", d->unit_name.len ? d->unit_name : d->unit},
                {"what", d->node_name.len ? arena_fmt(arena, "%.*s %.*s", STR_ARG(d->node_name),
                                                      STR_ARG(kind_text(lang, d->kind)))
                                          : kind_text(lang, d->kind)},
                {"office", or_dash(d->office)}, {"ours", or_dash(d->ours)},
                {"difference", or_dash(d->difference)},
                {"cause", parallel_causes_text(arena, lang, d)});
        out_c(out, '\n');
    }
    for (int i = 0; i < r->notes.count; i++) {
        const ParallelNote *n = &r->notes.items[i];
        msg_out(out, lang, note_text(n->kind), {"sheet", n->sheet}, {"cell", n->cell},
                {"what", n->what});
        out_c(out, '\n');
    }
}

static void json_diff(Arena *arena, Lang lang, const ParallelDiff *d, Json *json)
{
    json_object(json);
    json_kstr(json, S("kind"), parallel_kind_word(d->kind));
    json_kstr(json, S("sheet"), d->sheet);
    json_kstr(json, S("cell"), d->cell);
    json_kstr(json, S("unit"), d->unit);
    json_kstr(json, S("unit_name"), d->unit_name);
    json_kstr(json, S("node"), d->node);
    json_kstr(json, S("node_name"), d->node_name);
    json_kstr(json, S("office"), d->office);
    json_kstr(json, S("duban"), d->ours);
    json_kstr(json, S("difference"), d->difference);
    json_key(json, S("causes"));
    json_array(json);
    for (int i = 0; i < CAUSE_COUNT; i++)
        if (d->causes & (1U << i))
            json_str(json, parallel_cause_word(i));
    json_array_end(json);
    json_kstr(json, S("about"), d->about);
    json_kstr(json, S("cause_text"), parallel_causes_text(arena, lang, d));
    json_object_end(json);
}

void parallel_json(Arena *arena, Lang lang, const ParallelReport *r, Json *json)
{
    json_object(json);
    json_kstr(json, S("file"), r->file);
    json_kstr(json, S("scheme"), r->scheme);
    json_ki64(json, S("scheme_version"), r->scheme_version);
    json_kstr(json, S("period"), r->period);
    json_ki64(json, S("units"), r->units);
    json_ki64(json, S("sheets"), r->sheets);
    json_ki64(json, S("cells"), r->cells);
    json_ki64(json, S("count"), r->diffs.count);
    json_key(json, S("differences"));
    json_array(json);
    for (int i = 0; i < r->diffs.count; i++)
        json_diff(arena, lang, &r->diffs.items[i], json);
    json_array_end(json);
    json_key(json, S("notes"));
    json_array(json);
    for (int i = 0; i < r->notes.count; i++) {
        const ParallelNote *n = &r->notes.items[i];
        json_object(json);
        json_kstr(json, S("kind"), note_word(n->kind));
        json_kstr(json, S("sheet"), n->sheet);
        json_kstr(json, S("cell"), n->cell);
        json_kstr(json, S("what"), n->what);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

Sheet parallel_sheet(Arena *arena, Lang lang, const ParallelReport *r)
{
    static const struct {
        Msg title;
        SheetKind kind;
    } columns[] = {
        {MSG_PARALLEL_COL_SHEET, SHEET_TEXT},   {MSG_PARALLEL_COL_CELL, SHEET_TEXT},
        {MSG_PARALLEL_COL_UNIT, SHEET_TEXT},    {MSG_PARALLEL_COL_WHAT, SHEET_TEXT},
        {MSG_PARALLEL_COL_NODE, SHEET_TEXT},    {MSG_PARALLEL_COL_OFFICE, SHEET_BY_LOOK},
        {MSG_PARALLEL_COL_OURS, SHEET_BY_LOOK}, {MSG_PARALLEL_COL_DIFFERENCE, SHEET_BY_LOOK},
        {MSG_PARALLEL_COL_CAUSE, SHEET_TEXT}};
    enum { COLUMNS = sizeof columns / sizeof columns[0] };
    Sheet sheet = sheet_new(arena, msg(lang, MSG_PARALLEL_SHEET), COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] = (SheetColumn){msg(lang, columns[i].title), columns[i].kind, 0};
    for (int i = 0; i < r->diffs.count; i++) {
        const ParallelDiff *d = &r->diffs.items[i];
        sheet_cell(&sheet, d->sheet);
        sheet_cell(&sheet, d->cell);
        sheet_cell(&sheet, d->unit_name.len ? d->unit_name : d->unit);
        sheet_cell(&sheet, kind_text(lang, d->kind));
        sheet_cell(&sheet, d->node_name);
        sheet_cell(&sheet, d->office);
        sheet_cell(&sheet, d->ours);
        sheet_cell(&sheet, d->difference);
        sheet_cell(&sheet, parallel_causes_text(arena, lang, d));
    }
    return sheet;
}
