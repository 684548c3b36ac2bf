#include "app/score/stability_table.h"

#include "core/score.h"

static Str share_text(Arena *arena, int64_t count, int64_t of, int64_t whole, int decimals)
{
    Out out = out_new(arena, 32);
    out_fixed(&out, of > 0 ? (count * whole * 2 + of) / (of * 2) : 0, decimals);
    return out_str(&out);
}

Str stability_percent(Arena *arena, int64_t count, int64_t of)
{
    return share_text(arena, count, of, 1000, 1);
}

/* A number of the result with so many decimals; empty where it is none. */
static Str number_text(Arena *arena, double x, int decimals)
{
    int64_t q;
    return score_quantise(x, &q) ? score_text(arena, q, decimals) : S("");
}

static Str probability(Arena *arena, int64_t count, int64_t of)
{
    return share_text(arena, count, of, 10000, 4);
}

static const struct {
    Str key;
    Msg title;
    SheetKind kind;
} heads[] = {
    {SC("period"), MSG_COL_PERIOD, SHEET_TEXT},
    {SC("group"), MSG_COL_GROUP, SHEET_TEXT},
    {SC("unit"), MSG_COL_UNIT_CODE, SHEET_TEXT},
    {SC("name"), MSG_COL_UNIT, SHEET_TEXT},
    {SC("rank"), MSG_COL_RANK, SHEET_NUMBER},
    {SC("in_bottom"), MSG_COL_IN_BOTTOM, SHEET_TEXT},
    {SC("mean"), MSG_COL_RANK_MEAN, SHEET_NUMBER},
    {SC("median"), MSG_COL_RANK_MEDIAN, SHEET_NUMBER},
    {SC("p5"), MSG_COL_RANK_P5, SHEET_NUMBER},
    {SC("p95"), MSG_COL_RANK_P95, SHEET_NUMBER},
    {SC("min"), MSG_COL_RANK_MIN, SHEET_NUMBER},
    {SC("max"), MSG_COL_RANK_MAX, SHEET_NUMBER},
    {SC("p_same"), MSG_COL_P_SAME, SHEET_NUMBER},
    {SC("p_bottom"), MSG_COL_P_BOTTOM, SHEET_NUMBER},
    {SC("p_ranked"), MSG_COL_P_RANKED, SHEET_NUMBER},
};
enum { HEADS = sizeof heads / sizeof heads[0] };

/* "1-3", "4-10", "11-". */
static Str band_name(Arena *arena, const StabilityAsk *ask, int band)
{
    int from = band == 0 ? 1 : ask->bands[band - 1] + 1;
    if (band == ask->spec.nbands)
        return arena_fmt(arena, "%d-", from);
    return ask->bands[band] == from ? arena_fmt(arena, "%d", from)
                                    : arena_fmt(arena, "%d-%d", from, ask->bands[band]);
}

Sheet stability_sheet(Arena *arena, Lang lang, bool keys, const StabilityAsk *ask, Str name)
{
    int bands = ask->spec.nbands + 1;
    Sheet sheet = sheet_new(arena, name, HEADS + bands);
    for (int i = 0; i < HEADS; i++)
        sheet.columns[i] =
            (SheetColumn){keys ? heads[i].key : msg(lang, heads[i].title), heads[i].kind, 0};
    for (int i = 0; i < bands; i++) {
        Str band = band_name(arena, ask, i);
        Str title = keys ? arena_fmt(arena, "p_%.*s", STR_ARG(band))
                         : msg_str(arena, lang, MSG_COL_P_BAND, {"band", band});
        sheet.columns[HEADS + i] = (SheetColumn){title, SHEET_NUMBER, 0};
    }
    return sheet;
}

static void rank_cell(Sheet *sheet, int rank)
{
    if (rank > 0)
        sheet_i64(sheet, rank);
    else
        sheet_cell(sheet, S(""));
}

void stability_sheet_add(Sheet *sheet, const StabilityView *view)
{
    Arena *a = sheet->arena;
    int64_t draws = view->result->draws;
    for (int i = 0; i < view->result->nrows; i++) {
        const StabilityUnit *unit = &view->units[i];
        const StabilityRow *r = unit->row;
        sheet_cell(sheet, unit->period);
        sheet_cell(sheet, unit->group);
        sheet_cell(sheet, unit->code);
        sheet_cell(sheet, unit->name);
        rank_cell(sheet, r->rank);
        sheet_cell(sheet, r->bottom ? S("1") : S("0"));
        sheet_cell(sheet, r->ranked > 0 ? number_text(a, r->mean, 4) : S(""));
        rank_cell(sheet, r->median);
        rank_cell(sheet, r->p5);
        rank_cell(sheet, r->p95);
        rank_cell(sheet, r->min);
        rank_cell(sheet, r->max);
        sheet_cell(sheet, probability(a, r->same, draws));
        sheet_cell(sheet, probability(a, r->in_bottom, draws));
        sheet_cell(sheet, probability(a, r->ranked, draws));
        for (int b = 0; b <= view->result->nbands; b++)
            sheet_cell(sheet, probability(a, r->bands[b], draws));
    }
}

/* --- Sobol' indices */

static Str factor_kind(const StabilityFactor *factor)
{
    static const Str words[] = {SC("weight"), SC("component"), SC("values"), SC("rounding")};
    return words[factor->kind];
}

static const SchemeNode *node_of(const StabilityView *view, const StabilityFactor *factor)
{
    bool has = factor->kind == FACTOR_WEIGHT || factor->kind == FACTOR_COMPONENT;
    return has ? &view->scheme->nodes[factor->node] : NULL;
}

Sheet stability_sobol_sheet(Arena *arena, Lang lang, bool keys, Str name)
{
    static const struct {
        Str key;
        Msg title;
    } columns[] = {
        {SC("period"), MSG_COL_PERIOD},
        {SC("factor"), MSG_COL_FACTOR},
        {SC("node"), MSG_COL_NODE},
        {SC("name"), MSG_COL_NODE_NAME},
        {SC("first"), MSG_COL_SOBOL_FIRST},
        {SC("first_low"), MSG_COL_SOBOL_FIRST_LOW},
        {SC("first_high"), MSG_COL_SOBOL_FIRST_HIGH},
        {SC("total"), MSG_COL_SOBOL_TOTAL},
        {SC("total_low"), MSG_COL_SOBOL_TOTAL_LOW},
        {SC("total_high"), MSG_COL_SOBOL_TOTAL_HIGH},
    };
    enum { COLUMNS = sizeof columns / sizeof columns[0], TEXTS = 4 };
    Sheet sheet = sheet_new(arena, name, COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] = (SheetColumn){keys ? columns[i].key : msg(lang, columns[i].title),
                                         i < TEXTS ? SHEET_TEXT : SHEET_NUMBER, 0};
    return sheet;
}

static void interval_cells(Sheet *sheet, const SobolInterval *interval)
{
    sheet_cell(sheet, number_text(sheet->arena, interval->is, 4));
    sheet_cell(sheet, number_text(sheet->arena, interval->low, 4));
    sheet_cell(sheet, number_text(sheet->arena, interval->high, 4));
}

void stability_sobol_add(Sheet *sheet, const StabilityView *view)
{
    for (int i = 0; view->sobol && i < view->sobol->count; i++) {
        const StabilityFactor *factor = &view->sobol->factors[i];
        const SchemeNode *node = node_of(view, factor);
        sheet_cell(sheet, view->units[0].period);
        sheet_cell(sheet, factor_kind(factor));
        sheet_cell(sheet, node ? node->code : S(""));
        sheet_cell(sheet, node ? node->name : S(""));
        interval_cells(sheet, &factor->first);
        interval_cells(sheet, &factor->total);
    }
}

/* --- JSON */

static void unit_json(Arena *arena, const StabilityView *view, const StabilityUnit *unit,
                      Json *json)
{
    const StabilityRow *r = unit->row;
    int64_t draws = view->result->draws;
    json_object(json);
    json_kstr(json, S("group"), unit->group);
    json_kstr(json, S("unit"), unit->code);
    if (unit->name.len)
        json_kstr(json, S("name"), unit->name);
    json_ki64(json, S("rank"), r->rank);
    json_kbool(json, S("in_bottom"), r->bottom);
    json_kstr(json, S("mean"), r->ranked > 0 ? number_text(arena, r->mean, 4) : S(""));
    json_ki64(json, S("median"), r->median);
    json_ki64(json, S("p5"), r->p5);
    json_ki64(json, S("p95"), r->p95);
    json_ki64(json, S("min"), r->min);
    json_ki64(json, S("max"), r->max);
    json_kstr(json, S("p_same"), probability(arena, r->same, draws));
    json_kstr(json, S("p_bottom"), probability(arena, r->in_bottom, draws));
    json_kstr(json, S("p_ranked"), probability(arena, r->ranked, draws));
    json_key(json, S("p_bands"));
    json_object(json);
    for (int b = 0; b <= view->result->nbands; b++)
        json_kstr(json, band_name(arena, view->ask, b), probability(arena, r->bands[b], draws));
    json_object_end(json);
    json_object_end(json);
}

static void interval_json(Arena *arena, Json *json, Str key, const SobolInterval *interval)
{
    json_key(json, key);
    json_object(json);
    json_kstr(json, S("is"), number_text(arena, interval->is, 4));
    json_kstr(json, S("low"), number_text(arena, interval->low, 4));
    json_kstr(json, S("high"), number_text(arena, interval->high, 4));
    json_object_end(json);
}

static void sobol_json(Arena *arena, const StabilityView *view, Json *json)
{
    const StabilitySobol *sobol = view->sobol;
    json_key(json, S("sobol"));
    json_object(json);
    json_ki64(json, S("samples"), view->ask->samples);
    json_ki64(json, S("points"), sobol->whole.points);
    json_kstr(json, S("mean"), number_text(arena, sobol->whole.mean, 6));
    json_kstr(json, S("variance"), number_text(arena, sobol->whole.variance, 6));
    json_key(json, S("factors"));
    json_array(json);
    for (int i = 0; i < sobol->count; i++) {
        const StabilityFactor *factor = &sobol->factors[i];
        const SchemeNode *node = node_of(view, factor);
        json_object(json);
        json_kstr(json, S("factor"), factor_kind(factor));
        if (node)
            json_kstr(json, S("node"), node->code);
        interval_json(arena, json, S("first"), &factor->first);
        interval_json(arena, json, S("total"), &factor->total);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

void stability_json(Arena *arena, const StabilityView *view, Str period, Json *json)
{
    json_object(json);
    json_kstr(json, S("period"), period);
    json_ki64(json, S("draws"), view->result->draws);
    json_kstr(json, S("seed"), arena_fmt(arena, "%llu", (unsigned long long)view->ask->spec.seed));
    json_kstr(json, S("vary"), stability_vary_text(arena, view->ask));
    json_ki64(json, S("bottom"), view->result->bottom);
    json_kstr(json, S("mean_shift"), number_text(arena, view->result->mean_shift, 6));
    json_key(json, S("units"));
    json_array(json);
    for (int i = 0; i < view->result->nrows; i++)
        unit_json(arena, view, &view->units[i], json);
    json_array_end(json);
    if (view->sobol)
        sobol_json(arena, view, json);
    json_object_end(json);
}
