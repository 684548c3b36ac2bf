/* One file: its forms, each with its unit and its values, or why there is none. */
#include "app/folder/folder_parts.h"
#include "app/restricted.h"
#include "base/limits.h"

/* ---- whose, and of which month ---- */

static const Str source_words[FOLDER_SOURCES] = {SC("head"), SC("title"), SC("sheet"), SC("file")};

static Str unit_at(const FolderRead *r, int unit)
{
    return unit < 0 ? S("") : r->know.def->units.items[unit].name;
}

/* *ret_unit stays -1 where it is not said or waits for an answer. */
static void decide_unit(FolderRead *r, FolderForm *form)
{
    const FolderHead *h = &form->head;
    int first = -1, last = -1;
    bool same = true;
    Out key = out_new(r->arena, 64);
    FolderAsk ask = {.kind = FOLDER_ASK_UNIT};
    for (int i = 0; i < FOLDER_SOURCES; i++) {
        if (h->units[i] < 0)
            continue;
        same = same && (first < 0 || h->units[i] == h->units[first]);
        first = first < 0 ? i : first;
        last = i;
        out_s(&key, source_words[i]);
        ask.choices[ask.nchoices++] = source_words[i];
    }
    Str choice = S("none");
    if (first < 0 && r->only) {
        form->unit = r->only - 1; /* who sends a file of its own need not say so in it */
        return;
    }
    if (first >= 0 && same) {
        form->unit = h->units[first];
        return;
    }
    ask.choices[ask.nchoices++] = S("none");
    ask.key = out_str(&key);
    ask.item = (FolderItem){.key = form->sheet->file,
                            .place = first >= 0 ? h->places_of[first] : form->sheet->file,
                            .found = first >= 0 ? unit_at(r, h->units[first]) : S(""),
                            .other = last >= 0 ? unit_at(r, h->units[last]) : S("")};
    if (first < 0) {
        ask.kind = FOLDER_ASK_WHO;
        ask.item.place = form->sheet->file;
    }
    if (!folder_ask(r, &ask, &choice)) {
        form->asked++;
        return;
    }
    for (int i = 0; i < FOLDER_SOURCES; i++)
        if (str_eq(choice, source_words[i]) && h->units[i] >= 0)
            form->unit = h->units[i];
    for (int i = 0; ask.kind == FOLDER_ASK_WHO && i < r->know.def->units.count; i++)
        if (str_eq(choice, r->know.def->units.items[i].code))
            form->unit = folder_seat(&r->know, i);
}

static int inside_month(const FolderForm *form)
{
    return form->head.months[FOLDER_HEAD] | form->head.months[FOLDER_TITLE] |
           form->head.months[FOLDER_SHEET];
}

static bool ask_period(FolderRead *r, FolderForm *form, Str *ret_choice)
{
    int at = form->head.months[FOLDER_HEAD]    ? FOLDER_HEAD
             : form->head.months[FOLDER_TITLE] ? FOLDER_TITLE
                                               : FOLDER_SHEET;
    FolderAsk ask = {
        .kind = FOLDER_ASK_PERIOD,
        .key = S("period"),
        .what = r->know.period->code,
        .choices = {S("this"), S("other")},
        .nchoices = 2,
        .item = {form->sheet->file,
                 form->head.places_of[at].len ? form->head.places_of[at] : form->sheet->file,
                 form->head.values[FORM_KEY_PERIOD], S("")}};
    if (folder_ask(r, &ask, ret_choice))
        return true;
    form->asked++;
    return false;
}

static int all_months(const FolderForm *form)
{
    return inside_month(form) | form->head.months[FOLDER_FILE_NAME];
}

/* 1: of this period; 2: of another; 0: waits for an answer. */
static int decide_period(FolderRead *r, FolderForm *form, bool other_is_there)
{
    int inside = inside_month(form), all = all_months(form);
    Str choice;
    if (all <= 1)
        return 1;
    if (all == 2 || (inside == 2 && other_is_there))
        return 2;
    return !ask_period(r, form, &choice) ? 0 : str_eq(choice, S("this")) ? 1 : 2;
}

/* Every figure that is scored stands on record for the month before: it may be that month's file once more. */
static bool is_last_months(FolderRead *r, const FolderForm *form)
{
    const MonthContext *context = &r->know.context;
    int same = 0;
    for (int i = 0; i < form->values.count && context->previous; i++) {
        const FolderValue *v = &form->values.items[i];
        const Indicator *ind = &r->know.def->indicators.items[v->indicator];
        const FolderCell *cell =
            &v->cells[indicator_is_cumulative(ind) ? FOLDER_TOTAL : FOLDER_MONTH];
        Dec now, before;
        Str there = context->previous(context->ctx, r->know.def->units.items[form->unit].code,
                                      ind->code, r->know.period->code);
        if (cell->state != FOLDER_CELL_VALUE || !dec_parse(there, &before, NULL))
            continue;
        if (!dec_parse(cell->value, &now, NULL) || dec_cmp(now, before) != 0)
            return false;
        same++;
    }
    return same > 0;
}

/* A form that names no month is told of; one that says what the month before said is asked about. False: not now. */
static bool take_unnamed(FolderRead *r, FolderForm *form)
{
    Str choice;
    if (all_months(form))
        return true;
    folder_change(r, form, FOLDER_NO_PERIOD, form->sheet->file, S(""), S(""));
    return !is_last_months(r, form) || (ask_period(r, form, &choice) && str_eq(choice, S("this")));
}

/* ---- forms of a sheet ---- */

static int first_values(const FolderTables *tables, int from)
{
    for (int i = from; i < tables->count; i++)
        if (tables->items[i].kind == FOLDER_VALUES)
            return i;
    return tables->count;
}

static void add_form(FolderRead *r, int file, FolderSheet *sheet, FolderTables *tables, int from,
                     int to, int64_t row, FolderForms *forms)
{
    FolderForm form = {.file = file,
                       .sheet = sheet,
                       .tables = tables->items + from,
                       .ntables = to - from,
                       .unit = -1};
    int64_t last = to < tables->count ? tables->items[to].head_row - 1 : sheet->grid.rows;
    folder_head(r, sheet, &tables->items[from], row, last, &form.head);
    *arena_push(r->arena, forms) = form;
}

/* A second table with another unit above it is a form of its own. Its head begins below the last row of the first
 * table that holds an indicator; here: where the first cell names a unit. */
static int64_t key_row(FolderRead *r, const FolderSheet *sheet, const FolderTable *a,
                       const FolderTable *b)
{
    for (int64_t row = a->first_row; row < b->head_row; row++)
        for (int col = 1; col <= sheet->grid.cols && col <= FOLDER_COLUMNS_MAX; col++) {
            const XlsxCell *cell = grid_cell(&sheet->grid, row, col);
            Str s = cell ? form_squeeze(r->arena, str_sub(cell->text, 0, 300)) : S("");
            ptrdiff_t colon = str_find(s, S(":"), 0);
            Str key = colon > 0 ? str_sub(s, 0, colon) : s;
            if (s.len && form_key(key) == FORM_KEY_UNIT)
                return row;
            if (s.len && str_has(s, S("报表")) && folder_unit_in(r, s, true) != -1)
                return row;
        }
    return 0;
}

/* With the title above that row: a line or two that name a month and little else. */
static int64_t second_begins(FolderRead *r, const FolderSheet *sheet, const FolderTable *a,
                             const FolderTable *b)
{
    enum { TITLE_ROWS = 3, TITLE_CELLS = 2 };
    int64_t row = key_row(r, sheet, a, b), begins = row;
    for (int64_t up = row - 1; row && up > a->first_row && up >= row - TITLE_ROWS; up--) {
        int filled = 0;
        bool month = false;
        for (int col = 1; col <= sheet->grid.cols && col <= FOLDER_COLUMNS_MAX; col++) {
            const XlsxCell *cell = grid_cell(&sheet->grid, up, col);
            filled += cell && cell->text.len > 0;
            month = month || (cell && cell->text.len < 300 && folder_month_in(r, cell->text));
        }
        if (filled > TITLE_CELLS)
            break;
        begins = month ? up : begins;
    }
    return begins;
}

static bool has_room(const FolderRead *r, Str name, Err *err)
{
    return r->grid_bytes <= LIMIT_FOLDER_GRID_BYTES ||
           err_set(err, ERR_FOLDER_SHAPE, {"found", name});
}

/* The forms of a table of many units, each of the unit that it was split for. */
static bool forms_of_parts(FolderRead *r, int file, const FolderSheet *sheet, FolderForms *forms)
{
    FolderParts parts = {0};
    int before = forms->count;
    folder_split(r, sheet, &parts);
    for (int i = 0; i < parts.count && r->grid_bytes <= LIMIT_FOLDER_GRID_BYTES; i++) {
        FolderTables *tables = arena_new(r->arena, FolderTables, 1);
        int had = forms->count;
        folder_tables(r->arena, parts.items[i].sheet, r->know.month, tables);
        if (first_values(tables, 0) == tables->count)
            continue;
        add_form(r, file, parts.items[i].sheet, tables, 0, tables->count, 1, forms);
        FolderHead *head = &forms->items[had].head;
        for (int k = 0; k < FOLDER_SOURCES; k++)
            head->units[k] = -1;
        head->units[FOLDER_HEAD] = parts.items[i].unit;
    }
    return forms->count > before;
}

static void forms_of_sheet(FolderRead *r, int file, FolderSheet *sheet, FolderForms *forms)
{
    FolderTables *tables = arena_new(r->arena, FolderTables, 1);
    if (forms_of_parts(r, file, sheet, forms))
        return;
    folder_tables(r->arena, sheet, r->know.month, tables);
    if (first_values(tables, 0) == tables->count && sheet->grid.rows < FOLDER_COLUMNS_MAX) {
        FolderSheet *turned = arena_new(r->arena, FolderSheet, 1);
        folder_turn(r->arena, sheet, turned);
        folder_tables(r->arena, turned, r->know.month, tables);
        sheet = turned;
    }
    int from = 0;
    int64_t row = 1;
    if (first_values(tables, 0) == tables->count)
        return;
    for (int i = first_values(tables, 0) + 1; i < tables->count; i++) {
        int64_t begins = tables->items[i].kind == FOLDER_VALUES &&
                                 tables->items[i].head_row != tables->items[i - 1].head_row
                             ? second_begins(r, sheet, &tables->items[i - 1], &tables->items[i])
                             : 0;
        if (!begins)
            continue;
        for (int k = from; k < i; k++)
            if (tables->items[k].last_row >= begins)
                tables->items[k].last_row = begins - 1;
        add_form(r, file, sheet, tables, from, i, row, forms);
        from = i;
        row = begins;
    }
    add_form(r, file, sheet, tables, from, tables->count, row, forms);
}

/* ---- what the form's own columns have become ---- */

typedef struct Standard {
    FormColumn column;
    Str title;
} Standard;
static const Standard standard[] = {{FORM_CODE, SC("指标编码")},    {FORM_NAME, SC("指标")},
                                    {FORM_MEASURE, SC("计量单位")}, {FORM_MONTH, SC("本月完成")},
                                    {FORM_TOTAL, SC("累计完成")},   {FORM_LAST, SC("上年同期")},
                                    {FORM_NOTE, SC("备注")}};
enum { STANDARD = (int)(sizeof standard / sizeof *standard) };

static void compare_columns(FolderRead *r, FolderForm *form)
{
    const FolderTable *t = &form->tables[0];
    int last = 0;
    for (int i = 0; i < form->ntables && t->kind != FOLDER_VALUES; i++)
        t = &form->tables[i];
    for (int i = 0; i < STANDARD; i++) {
        int col = t->columns[standard[i].column];
        if (!col) {
            folder_change(r, form, FOLDER_COLUMN_MISSING,
                          folder_place(r->arena, form->sheet, t->head_row, t->first_col),
                          standard[i].title, S(""));
            continue;
        }
        Str place = folder_place(r->arena, form->sheet, t->head_row, col),
            text = form_fold(r->arena, t->texts[col]);
        if (!str_eq(text, standard[i].title))
            folder_change(r, form, FOLDER_COLUMN_RENAMED, place, standard[i].title, text);
        if (col < last)
            folder_change(r, form, FOLDER_COLUMN_MOVED, place, standard[i].title, text);
        last = col > last ? col : last;
    }
    for (int col = t->first_col; col <= t->last_col; col++)
        if (t->texts[col].len &&
            (t->headings[col].column == FORM_UNKNOWN || t->headings[col].column == FORM_SKIP ||
             t->headings[col].column == FORM_VALUE))
            folder_change(r, form, FOLDER_COLUMN_ADDED,
                          folder_place(r->arena, form->sheet, t->head_row, col), S(""),
                          form_fold(r->arena, str_sub(t->texts[col], 0, 120)));
    if (form->sheet->turned)
        folder_change(r, form, FOLDER_TURNED, folder_place(r->arena, form->sheet, 1, 1), S(""),
                      form->sheet->name);
}

static void compare_rows(FolderRead *r, FolderForm *form)
{
    const FolderKnow *know = &r->know;
    for (int i = 0; i < know->def->indicators.count; i++) {
        const Indicator *ind = &know->def->indicators.items[i];
        bool there = false;
        if (!know->context.owes || form->unit < 0 ||
            know->context.owes(know->context.ctx, know->def->units.items[form->unit].code,
                               ind->code, know->period->code) != OWES_MUST)
            continue;
        for (int k = 0; k < form->values.count; k++)
            there = there || form->values.items[k].indicator == i;
        if (!there)
            folder_change(r, form, FOLDER_ROW_MISSING, form->sheet->file, ind->name, S(""));
    }
}

/* ---- one file ---- */

static bool is_scan(Str ending)
{
    static const Str endings[] = {SC("pdf"), SC("jpg"),  SC("jpeg"), SC("png"),
                                  SC("tif"), SC("tiff"), SC("ofd"),  SC("bmp")};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_eq(ending, endings[i]))
            return true;
    return false;
}

static void take_scan(FolderRead *r, FolderFileLine *line)
{
    int unit = folder_unit_of_name(r, line->name);
    line->state = unit >= 0 ? FOLDER_SIGNED : FOLDER_NO_UNIT;
    if (unit >= 0)
        line->unit = r->know.def->units.items[unit].code;
}

bool folder_is_closed(const FolderRead *r, int unit)
{
    Str code = r->know.def->units.items[unit].code;
    return restricted_unit(r->know.app, code) && !restricted_may(r->know.app, code);
}

static bool any_inside_month(const FolderForms *found)
{
    for (int i = 0; i < found->count; i++)
        if (inside_month(&found->items[i]) == 1)
            return true;
    return false;
}

/* Whose it is, or, where that is not decided (another month's, one that waits), who is named first. */
static int unit_named(const FolderForm *form)
{
    int unit = form->unit;
    for (int i = 0; i < FOLDER_SOURCES && unit < 0; i++)
        unit = form->head.units[i];
    return unit;
}

/* The figures of a form, where they may be read. False: they are nobody's after all; *ret_asks: which is asked. */
static bool read_figures(FolderRead *r, FolderForm *form, bool *ret_asks)
{
    int before = form->asked;
    if (folder_is_closed(r, form->unit))
        return true;
    folder_rows(r, form);
    if (take_unnamed(r, form))
        return true;
    *ret_asks = form->asked > before;
    return false;
}

static void read_forms(FolderRead *r, FolderFileLine *line, const FolderForms *found,
                       FolderForms *forms)
{
    bool this_is_there = any_inside_month(found);
    int kept = 0, asked = 0, other = 0, first = -1;
    bool foreign = false;
    for (int i = 0; i < found->count; i++) {
        FolderForm form = found->items[i];
        int period = decide_period(r, &form, this_is_there);
        other += period == 2;
        if (period == 1)
            decide_unit(r, &form);
        int unit = unit_named(&form);
        first = first < 0 ? unit : first;
        line->of_many = line->of_many || (unit >= 0 && unit != first);
        asked += form.asked > 0;
        if (period == 1 && r->only && form.unit >= 0 && form.unit != r->only - 1) {
            foreign = true;
            form.unit = -1;
        }
        if (period != 1 || form.unit < 0)
            continue;
        line->unit = r->know.def->units.items[form.unit].code;
        bool asks = false;
        if (!read_figures(r, &form, &asks)) {
            asked += asks;
            other += !asks;
            continue;
        }
        compare_columns(r, &form);
        compare_rows(r, &form);
        *arena_push(r->arena, forms) = form;
        kept++;
    }
    line->state = kept      ? FOLDER_TAKEN
                  : asked   ? FOLDER_ASKED
                  : other   ? FOLDER_PERIOD
                  : foreign ? FOLDER_NO_UNIT
                            : FOLDER_LEFT;
}

void folder_file(FolderRead *r, int file, FolderForms *forms)
{
    enum { PLACES_MAX = 200 * 1000 };
    FolderFileLine *line = &r->result->files.items[file];
    const FolderFile *from = &r->files->items[file];
    FolderForms found = {0};
    Str hidden = S("");
    if (is_scan(folder_ending(r->arena, from->name))) {
        take_scan(r, line);
        return;
    }
    ArenaMark mark = arena_mark(r->arena);
    size_t before_bytes = r->arena->used_bytes;
    FolderSheets *sheets = arena_new(r->arena, FolderSheets, 1);
    if (!folder_open(r->arena, from->name, from->bytes, sheets, &line->err)) {
        line->state = FOLDER_REFUSED;
        arena_rewind(r->arena, mark);
        return;
    }
    int64_t held = r->grid_bytes;
    r->grid_bytes += (int64_t)(r->arena->used_bytes - before_bytes);
    for (int i = 0; i < sheets->count && has_room(r, from->name, &line->err); i++) {
        FolderSheet *sheet = &sheets->items[i];
        if (sheet->grid.rows * sheet->grid.cols > PLACES_MAX)
            continue;
        if (!sheet->hidden)
            forms_of_sheet(r, file, sheet, &found);
        else if (sheet->grid.rows > 3)
            hidden = sheet->name;
    }
    bool fits = has_room(r, from->name, &line->err);
    if (found.count == 0 || !fits) {
        line->state = fits ? FOLDER_NO_FORM : FOLDER_REFUSED;
        r->grid_bytes = held;
        arena_rewind(r->arena, mark);
        return;
    }
    int before = forms->count;
    read_forms(r, line, &found, forms);
    for (int i = before; i < forms->count && hidden.len; i++)
        folder_change(r, &forms->items[i], FOLDER_SHEET_HIDDEN, from->name, S(""), hidden);
}
