/* Rows of a form's tables: which indicator each one is, and its cells. */
#include "app/folder/folder_parts.h"

void folder_change(FolderRead *r, FolderForm *form, FolderChangeKind kind, Str place, Str from,
                   Str to)
{
    enum { CHANGES_MAX = 60 };
    if (form->changes.count < CHANGES_MAX)
        *arena_push(r->arena, &form->changes) = (FolderChange){kind, place, from, to};
}

/* ---- rows ---- */

/* The text of a row's own cell, or of one merged over it from the left; not of the row above. */
static Str own_text(const FolderSheet *sheet, int64_t row, int col)
{
    const XlsxGrid *grid = &sheet->grid;
    if (!col)
        return S("");
    int32_t i = grid->merged[(row - 1) * grid->cols + col - 1];
    const XlsxCell *cell = i ? &grid->cells[i - 1] : grid_cell(grid, row, col);
    int64_t at = cell ? cell->row : 0;
    if (!cell || at != row)
        return S("");
    return str_trim(cell->text);
}

static FolderValue *value_of(FolderForm *form, int indicator)
{
    for (int i = 0; i < form->values.count; i++)
        if (form->values.items[i].indicator == indicator)
            return &form->values.items[i];
    return NULL;
}

static bool same_cell(const FolderCell *a, const FolderCell *b)
{
    Dec x, y;
    if (a->state != b->state)
        return false;
    return a->state != FOLDER_CELL_VALUE ||
           (dec_parse(a->value, &x, NULL) && dec_parse(b->value, &y, NULL) && dec_cmp(x, y) == 0);
}

/* The same indicator once more: where the two differ in anything, nothing of them is certain. */
static void join_value(FolderValue *have, const FolderValue *more)
{
    bool differ = false;
    for (int i = 0; i < FOLDER_FIGURES; i++) {
        const FolderCell *a = &have->cells[i], *b = &more->cells[i];
        differ = differ || (a->state != FOLDER_CELL_EMPTY && b->state != FOLDER_CELL_EMPTY &&
                            !same_cell(a, b));
    }
    for (int i = 0; i < FOLDER_FIGURES; i++) {
        FolderCell *a = &have->cells[i];
        const FolderCell *b = more->cells[i].state != FOLDER_CELL_EMPTY ? &more->cells[i] : a;
        if (b->state == FOLDER_CELL_EMPTY)
            continue;
        if (!differ)
            *a = a->state == FOLDER_CELL_EMPTY ? *b : *a;
        else
            *a = (FolderCell){.state = FOLDER_CELL_UNCLEAR,
                              .why = FOLDER_WHY_TWICE,
                              .found = b->found,
                              .place = b->place};
    }
}

static bool is_sum(Str squeezed)
{
    return form_mark(squeezed) == FORM_MARK_SUM;
}

/* Which figure an ambiguous column holds: asked once for a heading. */
static int figure_of(FolderRead *r, FolderForm *form, const FolderTable *t, FolderWhy *why)
{
    int col = t->columns[FORM_VALUE];
    Str choice;
    FolderAsk ask = {.kind = FOLDER_ASK_COLUMN,
                     .key = form_squeeze(r->arena, t->texts[col]),
                     .what = form_fold(r->arena, t->texts[col]),
                     .choices = {S("month"), S("cumulative"), S("last_year"), S("none")},
                     .nchoices = 4};
    ask.item.place = folder_place(r->arena, form->sheet, t->head_row, col);
    ask.item.key = form->sheet->file;
    ask.item.found = ask.what;
    *why = FOLDER_WHY_COLUMN;
    if (!folder_ask(r, &ask, &choice)) {
        form->asked++;
        return -1;
    }
    return str_eq(choice, S("month"))        ? FOLDER_MONTH
           : str_eq(choice, S("cumulative")) ? FOLDER_TOTAL
           : str_eq(choice, S("last_year"))  ? FOLDER_LAST
                                             : -1;
}

/* The row's unit of measure; 同上 is that of the row above. */
static Str measure_text(FolderRead *r, const FolderSheet *sheet, const FolderTable *t, int64_t row)
{
    static const Str above[] = {SC("同上"), SC("〃"), SC("″"),    SC("\""),
                                SC("”"),    SC("″″"), SC("ditto")};
    for (; row >= t->first_row; row--) {
        Str text = form_squeeze(r->arena, own_text(sheet, row, t->columns[FORM_MEASURE]));
        bool same = false;
        for (size_t i = 0; i < sizeof above / sizeof *above; i++)
            same = same || str_eq(text, above[i]);
        if (!same)
            return text;
    }
    return S("");
}

static void stated_units(FolderRead *r, const FolderForm *form, const FolderTable *t, int64_t row,
                         int col, Str name, FolderStated *s)
{
    *s = (FolderStated){.has_form = form->head.has_measure, .form = form->head.measure};
    s->has[0] = measure_parse(r->arena, measure_text(r, form->sheet, t, row), &s->measures[0]);
    s->has[1] = t->headings[col].has_measure;
    s->measures[1] = t->headings[col].measure;
    FolderBare b = folder_bare(r, name);
    s->has[2] = b.has_measure;
    s->measures[2] = b.measure;
}

static void read_cells(FolderRead *r, FolderForm *form, const FolderTable *t, int64_t row, Str name,
                       FolderValue *v)
{
    static const FormColumn columns[] = {FORM_MONTH, FORM_TOTAL, FORM_LAST};
    FolderStated stated;
    for (int i = 0; i < FOLDER_FIGURES; i++) {
        int col = t->columns[columns[i]];
        if (!col)
            continue;
        stated_units(r, form, t, row, col, name, &stated);
        folder_cell(r, form, t, v->indicator, row, col, &stated, &v->cells[i]);
        int other = t->twice[columns[i]];
        if (!other)
            continue;
        FolderCell second;
        stated_units(r, form, t, row, other, name, &stated);
        folder_cell(r, form, t, v->indicator, row, other, &stated, &second);
        if (!same_cell(&v->cells[i], &second) || second.state == FOLDER_CELL_UNCLEAR)
            v->cells[i] = (FolderCell){.state = FOLDER_CELL_UNCLEAR,
                                       .why = FOLDER_WHY_COLUMN,
                                       .found = second.found,
                                       .place = second.place};
    }
    if (!t->columns[FORM_VALUE] || t->columns[FORM_TOTAL])
        return;
    FolderWhy why;
    FolderCell cell;
    stated_units(r, form, t, row, t->columns[FORM_VALUE], name, &stated);
    folder_cell(r, form, t, v->indicator, row, t->columns[FORM_VALUE], &stated, &cell);
    if (cell.state == FOLDER_CELL_EMPTY)
        return;
    /* 时点, 比率 and 节点 have one figure only */
    bool total = indicator_is_cumulative(&r->know.def->indicators.items[v->indicator]);
    int figure = figure_of(r, form, t, &why);
    if (figure >= 0) {
        v->cells[figure] = cell;
        return;
    }
    v->cells[total ? FOLDER_TOTAL : FOLDER_MONTH] = (FolderCell){
        .state = FOLDER_CELL_UNCLEAR, .why = why, .found = cell.found, .place = cell.place};
}

/* A row that is no indicator but holds figures is told of. */
static void other_row(FolderRead *r, FolderForm *form, const FolderTable *t, int64_t row, Str name)
{
    bool figures = false;
    static const FormColumn columns[] = {FORM_MONTH, FORM_TOTAL, FORM_LAST, FORM_VALUE};
    for (int i = 0; i < 4; i++) {
        Figure f = {0};
        if (t->columns[columns[i]])
            figure_read(r->arena, own_text(form->sheet, row, t->columns[columns[i]]), &f);
        figures = figures || f.kind == FIGURE_NUMBER;
    }
    if (!figures || !name.len)
        return;
    int col = t->columns[FORM_NAME] ? t->columns[FORM_NAME] : t->columns[FORM_CODE];
    folder_change(r, form,
                  is_sum(form_squeeze(r->arena, name)) ? FOLDER_ROW_SKIPPED : FOLDER_ROW_ADDED,
                  folder_place(r->arena, form->sheet, row, col), S(""),
                  form_fold(r->arena, str_sub(name, 0, 120)));
}

static void hide(FolderValue *v)
{
    for (int i = 0; i < FOLDER_FIGURES; i++)
        if (v->cells[i].state != FOLDER_CELL_EMPTY) {
            v->cells[i].state = FOLDER_CELL_UNCLEAR;
            v->cells[i].why = FOLDER_WHY_HIDDEN;
        }
}

static void read_row(FolderRead *r, FolderForm *form, const FolderTable *t, int64_t row,
                     bool hidden)
{
    const FolderSheet *sheet = form->sheet;
    bool waits = false, renamed = false;
    if (sheet->grid.row_hidden[row - 1] != hidden)
        return;
    Str code = own_text(sheet, row, t->columns[FORM_CODE]),
        name = own_text(sheet, row, t->columns[FORM_NAME]);
    if (code.len == 0 && name.len == 0)
        return;
    Str place = folder_place(r->arena, sheet, row,
                             t->columns[FORM_NAME] ? t->columns[FORM_NAME] : t->columns[FORM_CODE]);
    FormMeasure measure;
    form->row_percent = measure_parse(r->arena, measure_text(r, sheet, t, row), &measure) &&
                        measure_is_percent(&measure);
    int indicator = is_sum(form_squeeze(r->arena, name.len ? name : code))
                        ? -1
                        : folder_indicator(r, form, code, name, place, &waits, &renamed);
    form->asked += waits;
    if (indicator >= 0 &&
        !folder_is_of_unit(r, form, indicator)) { /* confirmed by somebody else: never from here */
        if (!hidden)
            folder_change(r, form, FOLDER_ROW_SKIPPED, place, S(""),
                          r->know.def->indicators.items[indicator].name);
        return;
    }
    if (indicator < 0) {
        if (!waits && !hidden)
            other_row(r, form, t, row, name.len ? name : code);
        return;
    }
    FolderValue v = {.indicator = indicator, .note = own_text(sheet, row, t->columns[FORM_NOTE])};
    read_cells(r, form, t, row, name, &v);
    if (hidden)
        hide(&v);
    if (renamed)
        folder_change(r, form, FOLDER_ROW_RENAMED, place,
                      r->know.def->indicators.items[indicator].name, form_fold(r->arena, name));
    FolderValue *have = value_of(form, indicator);
    if (have && hidden)
        return;
    if (have)
        join_value(have, &v);
    else
        *arena_push(r->arena, &form->values) = v;
}

/* Which indicators a visible row names exactly, or by code: no other row is taken for one of them. */
static void names_there(FolderRead *r, FolderForm *form)
{
    const XlsxGrid *grid = &form->sheet->grid;
    form->named = arena_new(r->arena, bool, r->know.def->indicators.count + 1);
    for (int i = 0; i < form->ntables; i++) {
        const FolderTable *t = &form->tables[i];
        for (int64_t row = t->first_row;
             t->kind == FOLDER_VALUES && row <= t->last_row && row <= grid->rows; row++) {
            if (grid->row_hidden[row - 1])
                continue;
            Str code = own_text(form->sheet, row, t->columns[FORM_CODE]);
            FolderBare b = folder_bare(r, own_text(form->sheet, row, t->columns[FORM_NAME]));
            for (int k = 0; k < r->know.def->indicators.count; k++)
                if (b.text.len && !b.part && str_eq(r->know.indicator_names[k], b.text))
                    form->named[k] = true;
            int by_code = code.len ? map_get(&r->know.by_code, form_squeeze(r->arena, code)) : -1;
            if (by_code >= 0)
                form->named[by_code] = true;
        }
    }
}

/* More in the month than in the year so far: the two were taken for each other, or one is wrong. Neither is kept. */
static void month_beside_total(FolderValue *v)
{
    FolderCell *month = &v->cells[FOLDER_MONTH], *total = &v->cells[FOLDER_TOTAL];
    Dec m, t;
    if (month->state != FOLDER_CELL_VALUE || total->state != FOLDER_CELL_VALUE ||
        !dec_parse(month->value, &m, NULL) || !dec_parse(total->value, &t, NULL) ||
        dec_cmp(m, t) <= 0 || t.coef < 0)
        return;
    month->state = total->state = FOLDER_CELL_UNCLEAR;
    month->why = total->why = FOLDER_WHY_COLUMN;
    month->value = total->value = S("");
}

void folder_rows(FolderRead *r, FolderForm *form)
{
    names_there(r, form);
    for (int hidden = 0; hidden < 2;
         hidden++) /* what nobody sees comes last, and only where nothing else stands */
        for (int i = 0; i < form->ntables; i++) {
            const FolderTable *t = &form->tables[i];
            for (int64_t row = t->first_row;
                 t->kind == FOLDER_VALUES && row <= t->last_row && row <= form->sheet->grid.rows;
                 row++)
                read_row(r, form, t, row, hidden);
        }
    for (int i = 0; i < form->values.count; i++)
        folder_scale(r, form, &form->values.items[i]);
    folder_record(r, form);
    for (int i = 0; i < form->values.count; i++)
        month_beside_total(&form->values.items[i]);
}
