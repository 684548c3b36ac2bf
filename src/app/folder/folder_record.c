/* What a form says held against what stands on record of the month before: columns that were filled with each other's
 * figures, left as they were, or copied. Whole columns are judged where one row may be as it is by chance. */
#include "app/folder/folder_parts.h"

typedef enum Mistake {
    FITS,
    SWAPPED,     /* the month stands where the year so far should, and the other way round */
    MONTH_ONLY,  /* the month's figure stands for the year so far */
    TOTAL_ONLY,  /* the year so far stands for the month */
    MAYBE_TOTAL, /* it may: with nothing beside it, only the whole column tells */
    NOT_MOVED,   /* the year so far is last month's, and the month is not nothing */
} Mistake;

static bool value_of(const FolderCell *cell, Dec *ret_value)
{
    return cell->state == FOLDER_CELL_VALUE && dec_parse(cell->value, ret_value, NULL);
}

/* The scored figure of the month before. */
static bool before(const FolderRead *r, const FolderForm *form, int indicator, Dec *ret_value)
{
    const FolderKnow *know = &r->know;
    Str text = know->context.previous
                   ? know->context.previous(
                         know->context.ctx, know->def->units.items[form->unit].code,
                         know->def->indicators.items[indicator].code, know->period->code)
                   : S("");
    /* a unit that began in this period has what its predecessor reported, and not in this way */
    return know->def->units.items[form->unit].valid_from < know->period->from && text.len &&
           dec_parse(text, ret_value, NULL) && ret_value->coef > 0;
}

static bool sums_to(Dec a, Dec b, Dec sum)
{
    Dec both;
    Err ignored = {0};
    return dec_add(a, b, &both, &ignored) && dec_cmp(both, sum) == 0;
}

static Mistake mistake_of(const FolderRead *r, const FolderForm *form, const FolderValue *v)
{
    Dec last, month, total;
    if (!indicator_is_cumulative(&r->know.def->indicators.items[v->indicator]) ||
        !before(r, form, v->indicator, &last))
        return FITS;
    bool has_month = value_of(&v->cells[FOLDER_MONTH], &month),
         has_total = value_of(&v->cells[FOLDER_TOTAL], &total);
    if (has_month && has_total && dec_cmp(month, total) != 0)
        return sums_to(last, total, month)                   ? SWAPPED
               : dec_cmp(total, last) == 0 && month.coef > 0 ? NOT_MOVED
               : dec_cmp(total, last) < 0 && month.coef >= 0 ? MONTH_ONLY
                                                             : FITS;
    if (has_total && dec_cmp(total, last) < 0)
        return MONTH_ONLY;
    if (has_month && dec_cmp(month, last) >= 0)
        return has_total ? TOTAL_ONLY : MAYBE_TOTAL;
    return FITS;
}

static void leave(FolderCell *cell, FolderWhy why)
{
    if (cell->state != FOLDER_CELL_VALUE)
        return;
    cell->state = FOLDER_CELL_UNCLEAR;
    cell->why = why;
    cell->value = S("");
}

/* What the figures are then: the other way round, or one of them alone. */
static void put_right(FolderValue *v, Mistake mistake)
{
    FolderCell *month = &v->cells[FOLDER_MONTH], *total = &v->cells[FOLDER_TOTAL];
    FolderCell held = *month;
    if (mistake == SWAPPED) {
        *month = *total;
        *total = held;
    } else if (mistake == MONTH_ONLY) {
        if (month->state != FOLDER_CELL_VALUE)
            *month = *total;
        *total = (FolderCell){.place = total->place, .value = S(""), .found = S("")};
    } else {
        if (total->state != FOLDER_CELL_VALUE)
            *total = *month;
        *month = (FolderCell){.place = held.place, .value = S(""), .found = S("")};
    }
    month->changed = total->changed = true;
}

/* "8.28 / 27.73": month and year so far. */
static Str pair(Arena *arena, const FolderValue *v)
{
    Str words[2];
    for (int i = 0; i < 2; i++) {
        const FolderCell *cell = &v->cells[i == 0 ? FOLDER_MONTH : FOLDER_TOTAL];
        words[i] = cell->state == FOLDER_CELL_VALUE ? cell->value : S("—");
    }
    return arena_fmt(arena, "%.*s / %.*s", STR_ARG(words[0]), STR_ARG(words[1]));
}

/* One question for all files of the folder; what it says of each place is what the record says. */
static void ask(FolderRead *r, FolderForm *form, FolderValue *v, Mistake mistake)
{
    FolderCell *month = &v->cells[FOLDER_MONTH], *total = &v->cells[FOLDER_TOTAL];
    const FolderCell *at = total->state == FOLDER_CELL_VALUE ? total : month;
    FolderValue right = *v;
    Dec last = {0};
    Str choice = S("none");
    put_right(&right, mistake);
    (void)before(r, form, v->indicator, &last);
    FolderAsk question = {
        .kind = FOLDER_ASK_FIGURES,
        .key = S("figures"),
        .choices = {S("put_right"), S("as_is"), S("none")},
        .nchoices = 3,
        .item = {form->sheet->file, at->place, pair(r->arena, v),
                 arena_fmt(r->arena, "%.*s (%.*s)", STR_ARG(pair(r->arena, &right)),
                           STR_ARG(dec_str(r->arena, last)))}};
    if (!folder_ask(r, &question, &choice))
        form->asked++;
    if (str_eq(choice, S("put_right"))) {
        *v = right;
    } else if (!str_eq(choice, S("as_is"))) {
        leave(month, FOLDER_WHY_RECORD);
        leave(total, FOLDER_WHY_RECORD);
    }
}

/* ---- last year's column ---- */

/* Digits of a figure, as a measure of how little likely it is that two are the same by chance. */
static int weight_of(Dec value)
{
    int digits = 0;
    I128 n = value.coef < 0 ? -value.coef : value.coef;
    while (n && n % 10 == 0)
        n /= 10;
    for (; n; n /= 10)
        digits++;
    return digits;
}

typedef enum Source { THIS_YEAR, LAST_MONTH, SOURCES } Source;

/* All of last year's figures are this year's, or the month's before: the column was copied and not filled. */
static void last_years(FolderRead *r, FolderForm *form)
{
    enum { ENOUGH_DIGITS = 4 };
    bool all[SOURCES] = {true, true};
    int digits[SOURCES] = {0};
    for (int i = 0; i < form->values.count; i++) {
        FolderValue *v = &form->values.items[i];
        bool total = v->cells[FOLDER_TOTAL].state == FOLDER_CELL_VALUE;
        Dec last, other[SOURCES];
        if (!value_of(&v->cells[FOLDER_LAST], &last) || last.coef == 0)
            continue;
        bool has[SOURCES] = {
            value_of(&v->cells[total ? FOLDER_TOTAL : FOLDER_MONTH], &other[THIS_YEAR]),
            before(r, form, v->indicator, &other[LAST_MONTH])};
        for (int k = 0; k < SOURCES; k++)
            if (has[k] && dec_cmp(last, other[k]) == 0)
                digits[k] += weight_of(last);
            else if (has[k])
                all[k] = false;
    }
    if (!(all[THIS_YEAR] && digits[THIS_YEAR] >= ENOUGH_DIGITS) &&
        !(all[LAST_MONTH] && digits[LAST_MONTH] >= ENOUGH_DIGITS))
        return;
    for (int i = 0; i < form->values.count; i++)
        leave(&form->values.items[i].cells[FOLDER_LAST], FOLDER_WHY_COPIED);
}

void folder_record(FolderRead *r, FolderForm *form)
{
    int maybe = 0, fits = 0;
    if (form->unit < 0)
        return;
    for (int i = 0; i < form->values.count; i++) {
        Mistake m = mistake_of(r, form, &form->values.items[i]);
        Dec ignored;
        maybe += m == MAYBE_TOTAL || m == TOTAL_ONLY;
        fits += m == FITS && value_of(&form->values.items[i].cells[FOLDER_MONTH], &ignored) &&
                before(r, form, form->values.items[i].indicator, &ignored) &&
                indicator_is_cumulative(
                    &r->know.def->indicators.items[form->values.items[i].indicator]);
    }
    last_years(r, form);
    for (int i = 0; i < form->values.count; i++) {
        FolderValue *v = &form->values.items[i];
        Mistake m = mistake_of(r, form, v);
        if (m == NOT_MOVED)
            leave(&v->cells[FOLDER_TOTAL], FOLDER_WHY_RECORD);
        else if (m != FITS && (m != MAYBE_TOTAL || maybe > fits))
            ask(r, form, v, m);
    }
}
