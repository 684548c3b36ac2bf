/* A cell as a figure in its indicator's unit of measure, or why it is none. */
#include "app/folder/folder_parts.h"
#include "app/target/target_value.h"

static void unclear(FolderCell *cell, FolderWhy why)
{
    cell->state = FOLDER_CELL_UNCLEAR;
    cell->why = why;
    cell->value = S("");
}

static bool is_scored(const FolderRead *r, int indicator, int figure)
{
    bool total = indicator_is_cumulative(&r->know.def->indicators.items[indicator]);
    return figure == (total ? FOLDER_TOTAL : FOLDER_MONTH);
}

/* ---- units of measure ---- */

static bool ask_measure(FolderRead *r, FolderForm *form, const FormMeasure *a, const FormMeasure *b,
                        FolderCell *cell, const FormMeasure **ret_measure)
{
    Str choice;
    FolderAsk ask = {.kind = FOLDER_ASK_MEASURE,
                     .key = arena_fmt(r->arena, "%.*s|%.*s", STR_ARG(a->word), STR_ARG(b->word)),
                     .a = a->word,
                     .b = b->word,
                     .choices = {a->word, b->word, S("none")},
                     .nchoices = 3,
                     .item = {form->sheet->file, cell->place, cell->found, S("")}};
    if (!folder_ask(r, &ask, &choice)) {
        form->asked++;
        return false;
    }
    *ret_measure = str_eq(choice, a->word) ? a : str_eq(choice, b->word) ? b : NULL;
    return *ret_measure != NULL;
}

/* The one that is stated: in the row, its name or its column, else for the whole form. NULL: none. False: not
 * certain. */
static bool stated(FolderRead *r, FolderForm *form, int indicator, const FolderStated *s,
                   FolderCell *cell, const FormMeasure **ret_measure)
{
    const FormMeasure *own = &r->know.measures[indicator], *found = NULL;
    int power, other;
    *ret_measure = NULL;
    for (int i = 0; i < 3; i++) {
        if (!s->has[i])
            continue;
        if (!measure_convert(&s->measures[i], own, &power)) {
            if (i == 1)
                continue; /* 万元 over a column that also holds percentages */
            return false;
        }
        if (found && measure_convert(found, own, &other) && other != power)
            return ask_measure(r, form, found, &s->measures[i], cell, ret_measure);
        found = &s->measures[i];
    }
    *ret_measure = found;
    if (!s->has_form || !measure_convert(&s->form, own, &power))
        return true;
    if (found && measure_convert(found, own, &other) && other != power)
        return ask_measure(r, form, &s->form, found, cell, ret_measure);
    *ret_measure = &s->form;
    return true;
}

/* What is written in the cell itself goes before all else. */
static bool power_of(FolderRead *r, FolderForm *form, int indicator, const FolderStated *s,
                     const Figure *f, FolderCell *cell, int *ret_power)
{
    const FormMeasure *own = &r->know.measures[indicator], *measure;
    *ret_power = 0;
    if (!r->know.measures_known[indicator])
        return !f->has_measure && !s->has[0] && !s->has[1];
    if (f->has_measure && f->power_only) {
        *ret_power = f->measure.power - own->power;
        return own->power >= 0;
    }
    if (f->has_measure)
        return measure_convert(&f->measure, own, ret_power);
    if (!stated(r, form, indicator, s, cell, &measure))
        return false;
    return !measure || measure_convert(measure, own, ret_power);
}

/* ---- cells ---- */

/* Over several rows or several figures: whose it is cannot be told. */
static bool is_shared(const FolderSheet *sheet, const FolderTable *t, int64_t row, int col)
{
    static const FormColumn figures[] = {FORM_MONTH, FORM_TOTAL, FORM_LAST, FORM_VALUE};
    const XlsxGrid *grid = &sheet->grid;
    int32_t own = grid->merged[(row - 1) * grid->cols + col - 1];
    if (!own)
        return false;
    if (row > 1 && grid->merged[(row - 2) * grid->cols + col - 1] == own)
        return true;
    if (row < grid->rows && grid->merged[row * grid->cols + col - 1] == own)
        return true;
    for (int i = 0; i < 4; i++) {
        int other = t->columns[figures[i]];
        if (other && other != col && grid->merged[(row - 1) * grid->cols + other - 1] == own)
            return true;
    }
    return false;
}

static const XlsxCell *cell_at(const FolderSheet *sheet, int64_t row, int col)
{
    const XlsxGrid *grid = &sheet->grid;
    int32_t i = grid->merged[(row - 1) * grid->cols + col - 1];
    return i ? &grid->cells[i - 1] : grid_cell(grid, row, col);
}

static void number(FolderRead *r, FolderForm *form, int indicator, const FolderStated *s,
                   const Figure *f, FolderCell *cell)
{
    const Indicator *ind = &r->know.def->indicators.items[indicator];
    int power;
    Dec value;
    if (!power_of(r, form, indicator, s, f, cell, &power)) {
        unclear(cell, FOLDER_WHY_MEASURE);
        return;
    }
    if (!dec_shift(f->value, power, power ? ind->decimals : f->value.scale, &value)) {
        unclear(cell, FOLDER_WHY_TEXT);
        return;
    }
    cell->state = FOLDER_CELL_VALUE;
    cell->value = dec_str(r->arena, value);
    cell->about = f->about;
    cell->changed = power != 0 || f->rewritten || f->about || !str_eq(cell->value, cell->found);
}

/* A dash or 不涉及 is that only where the unit may be without the indicator. */
static void nothing(FolderRead *r, const FolderForm *form, int indicator, int figure,
                    FolderCell *cell)
{
    const FolderKnow *know = &r->know;
    Owes owes =
        form->unit >= 0 && know->context.owes
            ? know->context.owes(know->context.ctx, know->def->units.items[form->unit].code,
                                 know->def->indicators.items[indicator].code, know->period->code)
            : OWES_MAY;
    if (figure == FOLDER_LAST || (!is_scored(r, indicator, figure)))
        cell->state = FOLDER_CELL_EMPTY;
    else if (owes == OWES_MUST)
        unclear(cell, FOLDER_WHY_DASH);
    else
        cell->state = FOLDER_CELL_NA;
    cell->changed = cell->state == FOLDER_CELL_NA && !str_eq(cell->found, S("NA")) &&
                    !str_eq(cell->found, S("不涉及"));
}

/* Which figure of the indicator stands in a column: what its heading says, else what the indicator is reported as. */
static int figure_of(const FolderRead *r, const FolderTable *table, int indicator, int col)
{
    if (table->columns[FORM_MONTH] == col || table->twice[FORM_MONTH] == col)
        return FOLDER_MONTH;
    if (table->columns[FORM_LAST] == col || table->twice[FORM_LAST] == col)
        return FOLDER_LAST;
    if (table->columns[FORM_TOTAL] == col || table->twice[FORM_TOTAL] == col)
        return FOLDER_TOTAL;
    return indicator_is_cumulative(&r->know.def->indicators.items[indicator]) ? FOLDER_TOTAL
                                                                              : FOLDER_MONTH;
}

void folder_cell(FolderRead *r, FolderForm *form, const FolderTable *table, int indicator,
                 int64_t row, int col, const FolderStated *s, FolderCell *ret_cell)
{
    const FolderSheet *sheet = form->sheet;
    const XlsxCell *at = cell_at(sheet, row, col);
    Figure f = {0};
    FolderCell cell = {
        .value = S(""), .found = S(""), .place = folder_place(r->arena, sheet, row, col)};
    if (at)
        cell.found = form_fold(r->arena, str_sub(at->text, 0, 200));
    if (at && (at->is_error || (at->formula.ptr && at->text.len == 0)))
        unclear(&cell, FOLDER_WHY_ERROR);
    else if (at)
        figure_read(r->arena, at->text, &f);
    if (at && at->text.len > 200)
        f.kind = FIGURE_UNCLEAR;
    if (f.kind == FIGURE_NUMBER && is_shared(sheet, table, row, col))
        unclear(&cell, FOLDER_WHY_MERGED);
    else if (f.kind == FIGURE_NUMBER)
        number(r, form, indicator, s, &f, &cell);
    else if (f.kind == FIGURE_NA || f.kind == FIGURE_DASH)
        nothing(r, form, indicator, figure_of(r, table, indicator, col), &cell);
    else if (f.kind == FIGURE_PENDING)
        cell.state = FOLDER_CELL_PENDING;
    else if (f.kind == FIGURE_UNCLEAR)
        unclear(&cell, FOLDER_WHY_TEXT);
    if (sheet->grid.col_hidden[col - 1] && cell.state == FOLDER_CELL_VALUE)
        unclear(&cell, FOLDER_WHY_HIDDEN);
    *ret_cell = cell;
}

/* ---- a unit of measure that was mistaken ---- */

/* |a| compared with |b| × times / per. */
static int cmp_times(Dec a, Dec b, int64_t times, int64_t per)
{
    Dec x, y;
    Err ignored = {0};
    a.coef = a.coef < 0 ? -a.coef : a.coef;
    b.coef = b.coef < 0 ? -b.coef : b.coef;
    if (!dec_mul(a, dec_from_i64(per), &x, &ignored) ||
        !dec_mul(b, dec_from_i64(times), &y, &ignored))
        return 0;
    return dec_cmp(x, y);
}

/* The power of ten by which `value` is beside `reference`; 0: none. */
static int mistaken(Dec value, Dec reference, bool is_percent)
{
    static const int powers[] = {4, -4, 3, -3, 8, -8, 2, -2};
    if (value.coef == 0 || reference.coef == 0 ||
        (cmp_times(value, reference, 50, 1) < 0 && cmp_times(value, reference, 1, 50) > 0))
        return 0;
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++) {
        Dec moved;
        if ((powers[i] == 2 || powers[i] == -2) && !is_percent)
            continue;
        if (dec_shift(value, -powers[i], 0, &moved) && cmp_times(moved, reference, 6, 1) <= 0 &&
            cmp_times(moved, reference, 1, 5) >= 0)
            return powers[i];
    }
    return 0;
}

static bool value_of(const FolderCell *cell, Dec *ret_value)
{
    return cell->state == FOLDER_CELL_VALUE && dec_parse(cell->value, ret_value, NULL);
}

static void shift_cell(FolderRead *r, int indicator, int power, FolderCell *cell)
{
    Dec value;
    if (!value_of(cell, &value))
        return;
    if (dec_shift(value, -power, r->know.def->indicators.items[indicator].decimals, &value)) {
        cell->value = dec_str(r->arena, value);
        cell->changed = true;
    } else {
        unclear(cell, FOLDER_WHY_MEASURE);
    }
}

/* The unit of measure that the figures would be in: 亿元 by 10^4 is 万元. Empty: it has no name. */
static Str other_unit(FolderRead *r, Str unit, int power)
{
    static const struct {
        Str word;
        int power;
    } steps[] = {{SC("亿"), 8}, {SC("万"), 4}, {SC("千"), 3}, {SC(""), 0}};
    Str rest = unit;
    int own = 0;
    for (int i = 0; i < 3; i++)
        if (str_starts(unit, steps[i].word)) {
            own = steps[i].power;
            rest = str_sub(unit, steps[i].word.len, unit.len);
            break;
        }
    for (int i = 0; i < 4; i++)
        if (steps[i].power == own - power)
            return arena_fmt(r->arena, "%.*s%.*s", STR_ARG(steps[i].word), STR_ARG(rest));
    return S("");
}

static bool ask_scale(FolderRead *r, FolderForm *form, int indicator, int power,
                      const FolderCell *cell, Str reference, Str *ret_choice)
{
    const Indicator *ind = &r->know.def->indicators.items[indicator];
    FolderAsk ask = {.kind = FOLDER_ASK_SCALE,
                     .key = arena_fmt(r->arena, "%.*s|%d", STR_ARG(ind->unit), power),
                     .what = ind->unit,
                     .a = arena_fmt(r->arena, "10^%d", power),
                     .b = other_unit(r, ind->unit, power),
                     .choices = {S("as_is"), S("convert"), S("none")},
                     .nchoices = 3,
                     .item = {form->sheet->file, cell->place, cell->found, reference}};
    return folder_ask(r, &ask, ret_choice);
}

/* What the unit owes by this month of its target, roughly: where nothing of the month before is on record. */
static bool owed_by_now(FolderRead *r, const FolderForm *form, const Indicator *ind, bool percent,
                        Dec *ret_value, Str *ret_text)
{
    const FolderKnow *know = &r->know;
    const CampaignIndex *index = app_index(know->app);
    Err ignored = {0};
    for (int i = 0; index && i < know->def->targets.count; i++) {
        const Target *t = &know->def->targets.items[i];
        if (!str_eq(t->indicator, ind->code) || !str_eq(t->unit, ind->unit))
            continue;
        *ret_text = target_value_at(index, t->code, know->def->units.items[form->unit].code,
                                    know->period->code);
        if (ret_text->len == 0 || !dec_parse(*ret_text, ret_value, NULL))
            continue;
        if (percent || !indicator_is_cumulative(ind))
            return true;
        return dec_mul(*ret_value, dec_from_i64(know->month.to), ret_value, &ignored) &&
               dec_div(*ret_value, dec_from_i64(12), 6, ret_value, &ignored);
    }
    *ret_text = S("");
    return false;
}

/* Figures of one row are of one size. One that is not is left out; without anything else to hold them against, all. */
static void beside_each_other(FolderValue *value, int scored, bool percent, bool known)
{
    Dec now, other;
    if (!value_of(&value->cells[scored], &now))
        return;
    for (int i = 0; i < FOLDER_FIGURES; i++) {
        if (i == scored || !value_of(&value->cells[i], &other) ||
            (i == FOLDER_MONTH && cmp_times(other, now, 50, 1) < 0) ||
            !mistaken(now, other, percent))
            continue;
        for (int k = 0; k < FOLDER_FIGURES; k++)
            if (k == i || (!known && value->cells[k].state == FOLDER_CELL_VALUE))
                unclear(&value->cells[k], FOLDER_WHY_MEASURE);
        if (!known)
            return;
    }
}

void folder_scale(FolderRead *r, FolderForm *form, FolderValue *value)
{
    const FolderKnow *know = &r->know;
    const Indicator *ind = &know->def->indicators.items[value->indicator];
    int scored = indicator_is_cumulative(ind) ? FOLDER_TOTAL : FOLDER_MONTH, power = 0;
    bool percent = know->measures_known[value->indicator] &&
                   measure_is_percent(&know->measures[value->indicator]);
    Dec now, other;
    Str reference = S("");
    const FolderCell *asked = &value->cells[scored];
    if (form->unit >= 0 && know->context.previous)
        reference =
            know->context.previous(know->context.ctx, know->def->units.items[form->unit].code,
                                   ind->code, know->period->code);
    if (!value_of(&value->cells[scored], &now))
        return;
    bool known = reference.len && dec_parse(reference, &other, NULL) && other.coef != 0;
    if (!known && form->unit >= 0)
        known = owed_by_now(r, form, ind, percent, &other, &reference);
    if (known)
        power = mistaken(now, other, percent);
    if (!power)
        beside_each_other(value, scored, percent, known);
    Str choice = S("none");
    if (!power)
        return;
    if (!ask_scale(r, form, value->indicator, power, asked, reference, &choice))
        form->asked++;
    for (int i = 0; i < FOLDER_FIGURES; i++)
        if (str_eq(choice, S("convert")))
            shift_cell(r, value->indicator, power, &value->cells[i]);
        else if (!str_eq(choice, S("as_is")) && value->cells[i].state == FOLDER_CELL_VALUE)
            unclear(&value->cells[i], FOLDER_WHY_MEASURE);
}
