/* Rules that ask other indicators and earlier periods, on the sample's year: each unit has the score that duban score gives
 * the same values on files. */
#include "app/result/evaluate.h"
#include "app/scheme/rule_text.h"
#include "app/scheme/scheme_load.h"
#include "app/score/score_files.h"
#include "base/limits.h"
#include "office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEAD                                                                                       \
    "format: duban-scheme/1\ncode: other\ngroup: county\nversion: 1\neffective: 2021-01\n"         \
    "bonus: {cap: 3, rules: [{id: B1, name: a, points: 0.5}, {id: B2, name: b, points: 1}]}\n"     \
    "deduct: {cap: 9, rules: [{id: D1, name: c, points: 2}, {id: D2, name: d, points: 1}, {id: "   \
    "D3, name: e, points: 0.5}]}\n"
static const char asking[] = HEAD
    "tree:\n"
    "  - {code: grown, name: 环比, weight: 20, rule: growth, indicator: market, ago: 1, base: 60, "
    "per_point: 1, missing: carry}\n"
    "  - {code: made, name: 公式, weight: 20, rule: formula, formula: 'market / 100 + loan / 50', "
    "missing: carry}\n"
    "  - {code: voiced, name: 评议, weight: 20, rule: judge, trim: 1, voters: [{indicator: civil}, "
    "{indicator: hygiene, weight: 2}, {indicator: safety}, {indicator: law}], missing: carry}\n"
    "  - {code: kept, name: 沿用, weight: 20, rule: efficacy, bad: 0, good: 100, indicator: "
    "hygiene, missing: last}\n"
    "  - {code: held, name: 结转, weight: 20, rule: min-max, indicator: civil, missing: carry}\n";
static const char plain[] = HEAD "tree:\n"
                                 "  - {code: market, name: a, weight: 1, rule: points}\n"
                                 "  - {code: loan, name: b, weight: 1, rule: points}\n"
                                 "  - {code: civil, name: c, weight: 1, rule: points}\n"
                                 "  - {code: hygiene, name: d, weight: 1, rule: points}\n"
                                 "  - {code: safety, name: e, weight: 1, rule: points}\n"
                                 "  - {code: law, name: f, weight: 1, rule: points}\n";

static Scheme scheme_of(App *app, const char *text)
{
    Scheme scheme;
    Err err = {0};
    Faults faults = {.arena = app->arena};
    if (!scheme_load_text(app->arena, S("x"), str_from_z(text), &scheme, &faults))
        fail_msg("%d at %lld", (int)faults.items[0].code, (long long)faults.items[0].row);
    CHECK_OK(scheme_bind(&scheme, app->def.indicators.items, app->def.indicators.count, &err),
             &err);
    return scheme;
}

/* Every raw value of the group's year, as a long file. */
static void export_values(App *app, FILE *to)
{
    Scheme scheme = scheme_of(app, plain);
    SchemeInstead instead = {&scheme, S("plain")};
    (void)fprintf(to, "period,unit,group,indicator,value\n");
    for (int p = 0; p < app->def.periods.count; p++) {
        const CampaignPeriod *period = &app->def.periods.items[p];
        GroupInputs in;
        Err err = {0};
        CHECK_OK(inputs_load(app, period, S("county"), -1, &instead, &in, &err), &err);
        for (int u = 0; u < in.nunits; u++)
            for (int n = 1; n < scheme.nnodes; n++) {
                int at = u * scheme.nnodes + n;
                Str value = in.values[at].state == VALUE_NA ? S("NA") : in.leaves[at].value;
                (void)fprintf(to, "%.*s,%.*s,county,%.*s,%.*s\n", STR_ARG(period->code),
                              STR_ARG(in.units[u]->code), STR_ARG(scheme.nodes[n].code),
                              STR_ARG(value));
            }
    }
}

static Str write_file(Arena *arena, const char *folder, const char *name, const char *text,
                      App *app)
{
    Str path = arena_fmt(arena, "%s/%s", folder, name);
    FILE *to = fopen(str_z(arena, path), "w");
    CHECK(to != NULL);
    if (text)
        (void)fputs(text, to);
    else
        export_values(app, to);
    CHECK(fclose(to) == 0);
    return path;
}

typedef struct Seen {
    int scored, last, carried, bases, inputs;
} Seen;

static void compare(App *app, const ScoreFiles *files, int p, const Past *past, Seen *seen)
{
    Scheme scheme = scheme_of(app, asking);
    SchemeInstead instead = {&scheme, S("asking")};
    Evaluation ev;
    Err err = {0};
    const CampaignPeriod *period = &app->def.periods.items[p];
    CHECK_OK(evaluation_under(app, period, S("county"), -1, past, &instead, &ev, &err), &err);
    int at = score_files_period(files, period->code);
    CHECK(at >= 0);
    const PanelBlock *block = &files->values.panel.blocks[at];
    CHECK_I64(block->count, ev.in.nunits);
    for (int u = 0; u < ev.in.nunits; u++) {
        int64_t row = block->first + u;
        CHECK_STR(files->values.panel.units[files->values.panel.unit_of[row]],
                  ev.in.units[u]->code);
        CHECK(ev.result.units[u].tree ==
              files->result.tree[row]); /* bit for bit; events come after */
        for (int n = 1; n < scheme.nnodes; n++) {
            const ScoreCell *cell = &ev.result.cells[u * scheme.nnodes + n];
            const LeafInput *leaf = &ev.in.leaves[u * scheme.nnodes + n];
            CHECK_STR(ev.nodes[u].items[n].status, cell_status_word(cell->status));
            seen->scored += cell->status == CELL_SCORED;
            seen->last += cell->status == CELL_LAST;
            seen->carried += cell->status == CELL_CARRY;
            CHECK(cell->status != CELL_CARRY ||
                  str_has(ev.nodes[u].items[n].detail, S("\"carried\":")));
            seen->bases += leaf->base.len > 0;
            seen->inputs += leaf->others.len > 0;
        }
    }
}

static void rules__of_others_are_those_of_duban_score(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    AUTO_SCORE_FILES files = {0};
    Office office = office_of_year("DUBAN_YEAR_DB", "2022-02-20T10:00:00+08:00");
    App app = office_app(&office, &arena, S("director1"));
    char folder[] = "/tmp/duban-test-XXXXXX";
    Err err = {0};
    Seen seen = {0};
    Past past;
    Faults faults = {.arena = &arena};
    CHECK(mkdtemp(folder) != NULL);
    ScoreJob job = {.scheme = write_file(&arena, folder, "scheme.yaml", asking, NULL),
                    .values = write_file(&arena, folder, "values.csv", NULL, &app)};
    CHECK_OK(score_files_load(&arena, &job, &files, &faults, &err), &err);
    CHECK_OK(past_load(&app, S("county"), app.now_ms, &past, &err), &err);
    for (int p = 0; p < app.def.periods.count; p++)
        compare(&app, &files, p, &past, &seen);
    CHECK(seen.scored > 0 && seen.last > 0 && seen.carried > 0 && seen.bases > 0 &&
          seen.inputs > 0);
    (void)unlink(str_z(&arena, job.scheme));
    (void)unlink(str_z(&arena, job.values));
    (void)rmdir(folder);
    app_close(&app);
    office_done(&office);
}

/* Another base, input or earlier value is another digest of the inputs. */
static void digest__covers_what_others_say(void **state)
{
    (void)state;
    AUTO_ARENA arena = {0};
    Office office = office_of_year("DUBAN_YEAR_DB", "2022-02-20T10:00:00+08:00");
    App app = office_app(&office, &arena, S("director1"));
    Scheme scheme = scheme_of(&app, asking);
    SchemeInstead instead = {&scheme, S("asking")};
    GroupInputs one, two;
    Err err = {0};
    const CampaignPeriod *period = &app.def.periods.items[5];
    CHECK_OK(inputs_load(&app, period, S("county"), -1, &instead, &one, &err), &err);
    for (int i = 0; i < scheme.nnodes; i++)
        if (scheme.nodes[i].rule == RULE_GROWTH)
            scheme.nodes[i].ago = 2; /* the same scheme by its digest, another base */
    CHECK_OK(inputs_load(&app, period, S("county"), -1, &instead, &two, &err), &err);
    CHECK(!str_eq(one.digest, two.digest));
    app_close(&app);
    office_done(&office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules__of_others_are_those_of_duban_score),
        cmocka_unit_test(digest__covers_what_others_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
