#include "app/score/score_year.h"

#include "app/score/score_parts.h"
#include "base/json.h"
#include "doc/csv.h"

static const Str part_words[YEAR_PARTS] = {SC("year_end"), SC("leaders"), SC("public")};

/* One group in one calendar year. */
typedef struct YearGroup {
    const ScoreFiles *files;
    int year, group;
    int nunits, nmonths;
    int *units;      /* [unit] of the panel, in order of first appearance */
    int64_t *months; /* [unit * nmonths + month] */
    int64_t *parts[YEAR_PARTS];
    YearRow *rows;
} YearGroup;

static int year_of(const Panel *panel, int period)
{
    return panel->months[period] / 12;
}

static Dec share_of(const YearRule *rule, int part)
{
    const Dec shares[YEAR_PARTS] = {rule->year_end, rule->leaders, rule->public_share};
    return shares[part];
}

static int64_t month_score(const EngineResult *result, int64_t row)
{
    unsigned flags = result->flags[row];
    bool held = (flags & UNIT_HAS_SCORE) && (flags & UNIT_RANKED) && !(flags & UNIT_TOO_LITTLE);
    return held ? result->rounded[row] : YEAR_MISSING;
}

/* Which units and months the group has in the year, and their scores. */
static void take_months(Arena *arena, YearGroup *g)
{
    const Panel *panel = &g->files->values.panel;
    int *at = arena_new(arena, int, panel->nunits);
    int first = panel->nperiods;
    g->units = arena_new(arena, int, panel->nunits);
    for (int p = 0; p < panel->nperiods; p++) {
        first = year_of(panel, p) == g->year && p < first ? p : first;
        g->nmonths += year_of(panel, p) == g->year;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (int b = 0; b < panel->nblocks; b++) {
            const PanelBlock *block = &panel->blocks[b];
            if (block->group != g->group || year_of(panel, block->period) != g->year)
                continue;
            for (int64_t row = block->first; row < block->first + block->count; row++) {
                int unit = panel->unit_of[row];
                if (pass == 0 && at[unit] == 0) {
                    g->units[g->nunits++] = unit;
                    at[unit] = g->nunits;
                } else if (pass == 1) {
                    g->months[(ptrdiff_t)(at[unit] - 1) * g->nmonths + block->period - first] =
                        month_score(&g->files->result, row);
                }
            }
        }
        if (pass == 1)
            break;
        size_t cells = (size_t)g->nunits * (size_t)g->nmonths;
        g->months = arena_new(arena, int64_t, cells);
        for (size_t i = 0; i < cells; i++)
            g->months[i] = YEAR_NOT_OWED;
    }
}

static bool compute(Arena *arena, YearGroup *g, int64_t *const *parts, Err *err)
{
    const Scheme *scheme = &g->files->scheme;
    YearInput input = {.scheme = scheme};
    take_months(arena, g);
    for (int p = 0; p < YEAR_PARTS; p++) {
        g->parts[p] = arena_new(arena, int64_t, g->nunits);
        for (int u = 0; u < g->nunits; u++)
            g->parts[p][u] = parts[p] ? parts[p][g->units[u]] : YEAR_MISSING;
        input.parts[p] = share_of(&scheme->year, p).coef ? g->parts[p] : NULL;
    }
    input.nunits = g->nunits;
    input.nmonths = g->nmonths;
    input.months = g->months;
    g->rows = arena_new(arena, YearRow, g->nunits);
    return year_scores(arena, &input, g->rows, err);
}

/* ---- rows ---- */

static Str number(Arena *arena, int64_t q)
{
    Dec shortest = {.coef = q, .scale = SCORE_DECIMALS};
    if (q == YEAR_MISSING)
        return S("");
    for (; shortest.scale > 0 && shortest.coef % 10 == 0; shortest.scale--)
        shortest.coef /= 10;
    return dec_str(arena, shortest);
}

/* "0.6 × 87.5 + 0.4 × 88": what the score is made of. */
static Str formula(Arena *arena, const YearGroup *g, int u)
{
    const YearRule *rule = &g->files->scheme.year;
    Out out = out_new(arena, 1024);
    if (rule->monthly_mean.coef)
        out_f(&out, "%.*s × %.*s", STR_ARG(dec_str(arena, rule->monthly_mean)),
              STR_ARG(number(arena, g->rows[u].mean)));
    for (int p = 0; p < YEAR_PARTS; p++)
        if (share_of(rule, p).coef)
            out_f(&out, "%s%.*s × %.*s", out.len ? " + " : "",
                  STR_ARG(dec_str(arena, share_of(rule, p))),
                  STR_ARG(number(arena, g->parts[p][u])));
    return out_str(&out);
}

enum { YEAR_CELLS = 15 };
static const Str heads[YEAR_CELLS] = {
    SC("year"),  SC("unit"),     SC("group"),       SC("months"), SC("missing"),
    SC("mean"),  SC("year_end"), SC("leaders"),     SC("public"), SC("score"),
    SC("shown"), SC("rank"),     SC("from_bottom"), SC("grade"),  SC("formula"),
};

static void row_cells(Arena *arena, const YearGroup *g, int u, Str *cells)
{
    const Panel *panel = &g->files->values.panel;
    const Scheme *scheme = &g->files->scheme;
    const YearRow *row = &g->rows[u];
    bool has = row->has_score, halves = scheme->ties == TIES_FRACTIONAL;
    int shown = scheme->rank_rounds ? scheme->rank_round : SCORE_DECIMALS;
    cells[0] = arena_fmt(arena, "%d", g->year);
    cells[1] = panel->units[g->units[u]];
    cells[2] = panel->groups[g->group];
    cells[3] = arena_fmt(arena, "%d", row->months);
    cells[4] = arena_fmt(arena, "%d", row->missing);
    cells[5] = row->months ? score_text(arena, row->mean, SCORE_DECIMALS) : S("");
    for (int p = 0; p < YEAR_PARTS; p++)
        cells[6 + p] = number(arena, g->parts[p][u]);
    cells[9] = has ? score_text(arena, row->score, SCORE_DECIMALS) : S("");
    cells[10] = has ? score_text(arena, row->rounded, shown) : S("");
    cells[11] = !has ? S("")
                : halves && row->rank.rank % 2
                    ? arena_fmt(arena, "%d.5", row->rank.rank / 2)
                    : arena_fmt(arena, "%d", halves ? row->rank.rank / 2 : row->rank.rank);
    cells[12] = has ? arena_fmt(arena, "%d", row->rank.from_bottom) : S("");
    cells[13] = row->grade >= 0 ? scheme->year.grades[row->grade].name : S("");
    cells[14] = has ? formula(arena, g, u) : S("");
}

static void put_rows(Arena *arena, const YearGroup *g, Json *json, CsvOut *csv)
{
    for (int u = 0; u < g->nunits; u++) {
        Str cells[YEAR_CELLS];
        row_cells(arena, g, u, cells);
        if (json)
            json_object(json);
        for (int c = 0; c < YEAR_CELLS; c++) {
            if (json)
                json_kstr(json, heads[c], cells[c]);
            else
                csv_text(csv, cells[c]);
        }
        if (json)
            json_object_end(json);
        else
            csv_end_row(csv);
    }
}

static bool check_rule(const ScoreFiles *files, Str parts, Err *err)
{
    const YearRule *rule = &files->scheme.year;
    if (!rule->present)
        (void)err_set(err, ERR_YEAR_NONE, {"found", files->scheme.code});
    for (int p = 0; p < YEAR_PARTS && !err->code && parts.len == 0; p++)
        if (share_of(rule, p).coef)
            (void)err_set(err, ERR_YEAR_PARTS, {"key", part_words[p]});
    return !err->code || err_at_file(err, files->job->scheme);
}

static bool put_years(Arena *arena, const ScoreFiles *files, int64_t *const *parts, Json *json,
                      CsvOut *csv, Err *err)
{
    const Panel *panel = &files->values.panel;
    for (int p = 0; p < panel->nperiods; p++) {
        if (p > 0 && year_of(panel, p) == year_of(panel, p - 1))
            continue;
        for (int group = 0; group < panel->ngroups; group++) {
            YearGroup g = {.files = files, .year = year_of(panel, p), .group = group};
            if (!compute(arena, &g, parts, err))
                return false;
            put_rows(arena, &g, json, csv);
        }
    }
    return true;
}

bool score_year(Arena *arena, const ScoreFiles *files, Str path, ScoreFormat format, Out *out,
                Faults *faults, Err *err)
{
    const Panel *panel = &files->values.panel;
    int64_t *parts[YEAR_PARTS] = {0};
    bool wanted[YEAR_PARTS];
    if (!check_rule(files, path, err))
        return false;
    for (int p = 0; p < YEAR_PARTS; p++)
        wanted[p] = share_of(&files->scheme.year, p).coef != 0;
    if (path.len &&
        !score_year_parts(arena, path, panel, part_words, wanted, YEAR_PARTS, parts, faults, err))
        return false;
    CsvOut csv = csv_out_new(out, false);
    Json json = json_new(out, false);
    if (format == SCORE_JSON) {
        json_object(&json);
        json_kstr(&json, S("scheme"), files->scheme.code);
        json_kbool(&json, S("trial"), scheme_is_trial(&files->scheme));
        json_key(&json, S("rows"));
        json_array(&json);
    } else {
        for (int c = 0; c < YEAR_CELLS; c++)
            csv_text(&csv, heads[c]);
        csv_end_row(&csv);
    }
    bool json_wanted = format == SCORE_JSON;
    if (!put_years(arena, files, parts, json_wanted ? &json : NULL, &csv, err))
        return false;
    if (json_wanted) {
        json_array_end(&json);
        json_object_end(&json);
        out_c(out, '\n');
    }
    return true;
}
