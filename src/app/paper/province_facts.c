#include "app/paper/province_facts.h"

#include "app/ledger/ledger.h"
#include "app/restricted.h"
#include "app/target/target_value.h"
#include "base/limits.h"
#include "core/screening.h"
#include "store/month.h"
#include "sys/json_in.h"

enum { ALIKE_PERCENT = 80, PIECE = 2, CHARACTERS_MIN = 6 };

typedef struct Facts {
    App *app;
    const CampaignIndex *index;
    int period;
    ProvinceFacts *to;
    TargetBook book;
    SourcedValues *values; /* [period] read when wanted */
    bool *loaded;
} Facts;

/* ---- values ---- */

typedef struct Holds { /* of one unit, newest of each */
    const SourcedValue *reported, *confirmed;
} Holds;

static bool values_of(Facts *f, int period, const SourcedValues **ret_values, Err *err)
{
    if (!f->loaded[period] && !sourced_values(f->app->db, f->app->arena, f->app->def.code,
                                              f->app->def.periods.items[period].code, S(""), S(""),
                                              &f->values[period], err))
        return false;
    f->loaded[period] = true;
    *ret_values = &f->values[period];
    return true;
}

static bool holds_of(Facts *f, int period, Str indicator, Holds *holds, bool *ret_any, Err *err)
{
    const SourcedValues *values;
    *ret_any = false;
    if (!values_of(f, period, &values, err))
        return false;
    for (int i = 0; i < values->count; i++) {
        const SourcedValue *v = &values->items[i];
        int unit = map_get(&f->index->units, v->unit);
        if (unit < 0 || !str_eq(v->indicator, indicator))
            continue;
        bool is_confirmed = str_eq(v->object, S("confirmed"));
        *(is_confirmed ? &holds[unit].confirmed : &holds[unit].reported) = v;
        *ret_any = true;
    }
    return true;
}

static bool has_value(const SourcedValue *v)
{
    return v && !v->na && v->value.len > 0;
}

/* ---- one line ---- */

static void add_unit(Facts *f, ProvinceLine *line, int unit, const Holds *h)
{
    const SourcedValue *v =
        has_value(h->confirmed) || (h->confirmed && h->confirmed->na) ? h->confirmed : h->reported;
    if (!has_value(v))
        return;
    line->units++;
    line->confirmed += v == h->confirmed;
    bool hidden = f->app->def.units.items[unit].restricted;
    *arena_push(f->app->arena, &line->parts) =
        (ProvincePart){.unit = v->unit,
                       .value = hidden ? S("") : v->value,
                       .object = v->object,
                       .submission = hidden ? S("") : v->submission,
                       .party = v->party,
                       .version = v->version,
                       .hidden = hidden};
}

static Str shown(Arena *arena, Dec value, int decimals)
{
    Dec rounded;
    return dec_round(value, decimals, &rounded, NULL) ? dec_str(arena, rounded)
                                                      : dec_str(arena, value);
}

static bool take_figures(Facts *f, const TargetSeries *s, int period, ProvinceLine *line, Err *err)
{
    Arena *a = f->app->arena;
    TargetFigures t;
    TargetPace pace = {0};
    Share share;
    Dec goal, due, actual;
    bool has;
    if (!target_figures_at(a, s, -1, period, period, &t, err) ||
        !target_scheduled(a, s, -1, period, &pace, &share, &has, err))
        return false;
    const SeriesValue *v = series_at(s, -1, period);
    if (!v || !dec_parse(t.actual, &actual, NULL))
        return true;
    line->actual = shown(a, actual, line->indicator->decimals);
    line->part_goal = t.reached_of.len > 0;
    line->goal = line->part_goal ? t.reached_of : t.owed.value;
    line->percent = t.percent;
    line->plan = t.plan;
    line->gap = t.gap;
    line->light = t.light;
    if (t.has_growth && yoy_has_value(t.growth.kind)) {
        line->last_year = shown(a, v->before, line->indicator->decimals);
        line->growth = dec_str(a, t.growth.value);
    }
    if (line->gap.len == 0 || !has)
        return true;
    if (!dec_parse(line->goal, &goal, err) ||
        !pace_due(goal, share, line->indicator->decimals, &due, err))
        return false;
    line->due = dec_str(a, due);
    return true;
}

/* The newest period with values, as far back as the indicator may lag. */
static bool fill_line(Facts *f, ProvinceLine *line, Err *err)
{
    const CampaignDef *def = &f->app->def;
    TargetSeries s;
    if (!target_series(f->app->arena, &f->book, (int)(line->target - def->targets.items), &s, err))
        return false;
    int period = series_period(&s, f->period);
    if (period < 0)
        return true;
    Holds *holds = arena_new(f->app->arena, Holds, def->units.count + 1);
    bool any;
    if (!holds_of(f, period, line->indicator->code, holds, &any, err))
        return false;
    line->period = def->periods.items[period].code;
    for (int u = 0; u < def->units.count; u++)
        add_unit(f, line, u, &holds[u]);
    return line->units == 0 || take_figures(f, &s, period, line, err);
}

static bool add_lines(Facts *f, Err *err)
{
    const CampaignDef *def = &f->app->def;
    for (int i = 0; i < def->targets.count; i++) {
        const Target *t = &def->targets.items[i];
        const Indicator *indicator = app_indicator(f->app, t->indicator);
        int task = map_get(&f->index->tasks, t->task);
        if (task < 0 || f->index->places[task].restricted || !indicator ||
            target_split_of(f->index, i) == SPLIT_EACH ||
            restricted_indicator(f->app, indicator->code))
            continue;
        ProvinceLine *line = arena_push(f->app->arena, &f->to->lines);
        *line = (ProvinceLine){.target = t, .indicator = indicator, .theme = -1};
        for (int k = 0; k < f->to->themes.count; k++)
            if (f->to->themes.items[k].task == &def->tasks.items[f->index->places[task].theme])
                line->theme = k;
        if (!fill_line(f, line, err))
            return false;
        if (line->theme >= 0 && line->gap.len) {
            ProvinceTheme *theme = &f->to->themes.items[line->theme];
            theme->lines++;
            *(line->gap.ptr[0] == '-' ? &theme->behind : &theme->on_time) += 1;
        }
    }
    return true;
}

/* ---- themes ---- */

static void add_themes(Facts *f)
{
    const CampaignDef *def = &f->app->def;
    for (int i = 0; i < def->tasks.count; i++)
        if (str_eq(def->tasks.items[i].level, S("theme")) && !f->index->places[i].restricted)
            *arena_push(f->app->arena, &f->to->themes) =
                (ProvinceTheme){.task = &def->tasks.items[i]};
    for (int i = 0; i < def->tasks.count; i++) {
        const TaskPlace *place = &f->index->places[i];
        bool area = str_eq(def->tasks.items[i].level, S("area"));
        bool task = str_eq(def->tasks.items[i].level, S("task"));
        for (int k = 0; k < f->to->themes.count && place->theme >= 0 && !place->restricted; k++)
            if (f->to->themes.items[k].task == &def->tasks.items[place->theme]) {
                f->to->themes.items[k].areas += area;
                f->to->themes.items[k].tasks += task;
            }
    }
}

/* ---- what units wrote ---- */

static Str cell_of(const Tree *row, int at)
{
    const Tree *t = row->first;
    for (int i = 0; t && i < at; i++)
        t = t->next;
    return t && t->kind == TREE_TEXT ? str_trim(t->text) : S("");
}

static bool is_alike(Arena *scratch, Str a, Str b)
{
    uint64_t *x, *y;
    int n = screening_pieces(scratch, a, CHARACTERS_MIN, PIECE, &x);
    int m = screening_pieces(scratch, b, CHARACTERS_MIN, PIECE, &y), same = 0;
    if (n == 0 || m == 0)
        return str_eq(a, b);
    for (int i = 0, k = 0; i < n && k < m;) {
        uint64_t p = x[i], q = y[k];
        same += p == q;
        i += p <= q;
        k += q <= p;
    }
    return same * 100 >= (n > m ? n : m) * ALIKE_PERCENT;
}

static void add_saying(Facts *f, const ProvinceSaying *saying)
{
    AUTO_ARENA scratch = {0};
    if (saying->text.len == 0)
        return;
    for (int i = 0; i < f->to->sayings.count; i++) {
        ProvinceSaying *s = &f->to->sayings.items[i];
        arena_reset(&scratch);
        if (s->is_request == saying->is_request && is_alike(&scratch, s->text, saying->text)) {
            s->alike += !str_eq(s->unit, saying->unit);
            return;
        }
    }
    if (f->to->sayings.count < LIMIT_PROVINCE_SAYINGS)
        *arena_push(f->app->arena, &f->to->sayings) = *saying;
}

static bool add_row(Facts *f, const Submission *s, const SubmissionTask *row, int number, Err *err)
{
    enum { TASK = 0, PROBLEM = 3, MATTER = 0, PROPOSAL = 2 };
    Tree *tree;
    bool is_request = str_eq(row->kind, S("request")), is_task = str_eq(row->kind, S("task"));
    if (!is_request && !is_task)
        return true;
    if (!json_parse(f->app->arena, row->cells, &tree, err))
        return false;
    ProvinceSaying saying = {.is_request = is_request,
                             .unit = s->party,
                             .submission = s->id,
                             .text = cell_of(tree, is_request ? MATTER : PROBLEM),
                             .key = arena_fmt(f->app->arena, "%.*s-%d", STR_ARG(s->id), number)};
    if (is_request)
        saying.proposal = cell_of(tree, PROPOSAL);
    else
        saying.task = cell_of(tree, TASK);
    if (is_request || !restricted_task(f->app, saying.task))
        add_saying(f, &saying);
    return true;
}

/* The newest report of each unit. */
static bool add_sayings(Facts *f, const SubmissionList *list, Err *err)
{
    for (int i = 0; i < list->count; i++) {
        const Submission *s = &list->items[i];
        SubmissionTaskList rows = {0};
        bool newer = false;
        for (int k = i + 1; k < list->count && !newer; k++)
            newer = str_eq(list->items[k].kind, s->kind) && str_eq(list->items[k].party, s->party);
        if (newer || !str_eq(s->kind, S("report")) || restricted_unit(f->app, s->party))
            continue;
        if (!submission_tasks(f->app->db, f->app->arena, s->id, &rows, err))
            return false;
        for (int r = 0; r < rows.count; r++)
            if (!add_row(f, s, &rows.items[r], r, err))
                return false;
    }
    return true;
}

static void count_reports(Facts *f, const SubmissionList *list)
{
    const CampaignDef *def = &f->app->def;
    for (int u = 0; u < def->units.count; u++) {
        const Unit *unit = &def->units.items[u];
        const Submission *first = NULL;
        if (unit->group.len == 0 || !unit_is_member(def, unit, f->to->period))
            continue;
        for (int i = 0; i < list->count && !first; i++)
            if (str_eq(list->items[i].kind, S("report")) &&
                str_eq(list->items[i].party, unit->code))
                first = &list->items[i];
        f->to->owed++;
        f->to->received += first != NULL;
        f->to->late += first && first->late_days > 0;
        f->to->missing += !first;
    }
}

static bool add_highlights(Facts *f, Err *err)
{
    HighlightPage page;
    HighlightQuery q = {0};
    do {
        if (!highlight_list(f->app, &q, &page, err))
            return false;
        for (int i = 0; i < page.items.count; i++) {
            HighlightState state = page.items.items[i].state;
            if (state == HIGHLIGHT_TAKEN || state == HIGHLIGHT_ADOPTED)
                *arena_push(f->app->arena, &f->to->highlights) = page.items.items[i];
        }
        q.before = page.next;
    } while (page.next.len);
    return true;
}

bool province_facts(App *app, const CampaignPeriod *period, ProvinceFacts *ret_facts, Err *err)
{
    ProvinceFacts facts = {.period = period};
    SubmissionList list = {0};
    Facts f = {.app = app,
               .index = app_index(app),
               .period = app_period_index(app, period->code),
               .to = &facts,
               .values = arena_new(app->arena, SourcedValues, app->def.periods.count),
               .loaded = arena_new(app->arena, bool, app->def.periods.count)};
    if (!period_submissions(app->db, app->arena, app->def.code, period->code, INT64_MAX, &list,
                            err))
        return false;
    count_reports(&f, &list);
    if (facts.received == 0)
        return err_set(err, ERR_PROVINCE_EMPTY, {"period", period->code});
    add_themes(&f);
    if (!target_book(app, f.index, ledger_first_period(&app->def, f.period), f.period, &f.book,
                     err))
        return false;
    if (!add_lines(&f, err) || !add_sayings(&f, &list, err) || !add_highlights(&f, err))
        return false;
    *ret_facts = facts;
    return true;
}

/* ---- as sheets ---- */

Sheet province_trace(App *app, Lang lang, const ProvinceFacts *facts)
{
    static const Msg heads[] = {MSG_COL_PERIOD,
                                MSG_PROVINCE_COL_INDICATOR,
                                MSG_PROVINCE_COL_SUM,
                                MSG_COL_UNIT_CODE,
                                MSG_COL_UNIT,
                                MSG_PROVINCE_COL_VALUE,
                                MSG_PROVINCE_COL_OBJECT,
                                MSG_PROVINCE_COL_SUBMISSION,
                                MSG_PROVINCE_COL_VERSION,
                                MSG_PROVINCE_COL_BY};
    enum { COLUMNS = sizeof heads / sizeof heads[0] };
    Sheet sheet = sheet_new(app->arena, msg(lang, MSG_PROVINCE_TRACE), COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        sheet.columns[i] = (SheetColumn){msg(lang, heads[i]),
                                         i == 2 || i == 5 || i == 8 ? SHEET_NUMBER : SHEET_TEXT, 0};
    for (int i = 0; i < facts->lines.count; i++) {
        const ProvinceLine *line = &facts->lines.items[i];
        for (int k = 0; k < line->parts.count; k++) {
            const ProvincePart *p = &line->parts.items[k];
            sheet_cell(&sheet, line->period);
            sheet_cell(&sheet, line->indicator->code);
            sheet_cell(&sheet, line->actual);
            sheet_cell(&sheet, p->unit);
            sheet_cell(&sheet, unit_name(app, p->unit));
            sheet_cell(&sheet, p->hidden ? msg(lang, MSG_PROVINCE_HIDDEN) : p->value);
            sheet_cell(&sheet, p->object);
            sheet_cell(&sheet, p->submission);
            sheet_cell(&sheet, p->hidden ? S("") : arena_fmt(app->arena, "%d", p->version));
            sheet_cell(&sheet, str_eq(p->object, S("confirmed")) ? p->party : S(""));
        }
    }
    return sheet;
}

static void fact(Sheet *sheet, Str place, Str value)
{
    sheet_cell(sheet, place);
    sheet_cell(sheet, value);
}

Sheet province_fact_sheet(App *app, const ProvinceFacts *facts)
{
    Sheet sheet = sheet_new(app->arena, S("facts"), 2);
    const struct {
        Str place;
        int count;
    } counts[] = {{SC("reports owed"), facts->owed},
                  {SC("reports received"), facts->received},
                  {SC("reports late"), facts->late},
                  {SC("reports missing"), facts->missing}};
    sheet.columns[0].title = S("place");
    sheet.columns[1].title = S("value");
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        fact(&sheet, counts[i].place, arena_fmt(app->arena, "%d", counts[i].count));
    for (int i = 0; i < facts->lines.count; i++) {
        const ProvinceLine *l = &facts->lines.items[i];
        const struct {
            const char *what;
            Str value;
        } cells[] = {{"goal", l->goal},
                     {"plan", l->plan},
                     {"actual", l->actual},
                     {"percent", l->percent},
                     {"gap", l->gap},
                     {"growth", l->growth},
                     {"units", arena_fmt(app->arena, "%d", l->units)},
                     {"confirmed", arena_fmt(app->arena, "%d", l->confirmed)}};
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++)
            fact(&sheet, arena_fmt(app->arena, "%.*s %s", STR_ARG(l->target->code), cells[k].what),
                 cells[k].value);
    }
    return sheet;
}
