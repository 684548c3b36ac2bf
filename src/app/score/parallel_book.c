/* The sheets of the office's workbook: where the headings are, which row is which unit. */
#include "app/score/parallel_parts.h"
#include "base/limits.h"
#include "base/utf8.h"

enum { HEADER_ROWS = 40, HEADER_DEPTH = 6, CANDIDATES = 12 };

static bool add_fault(Parallel *p, Err *fault, const BookSheet *sheet, int64_t row, int col)
{
    fault->file[0] = '\0';
    err_at_file(fault, sheet->grid.file);
    err_at_cell(fault, row, col);
    faults_add(p->faults, fault);
    return false;
}

bool parallel_too_many(const BookSheet *sheet, Str name, int64_t limit, int64_t found, Err *err)
{
    AUTO_ARENA scratch = {0};
    err_set(err, ERR_LIMIT, {"name", name},
            {"limit", arena_fmt(&scratch, "%lld", (long long)limit)},
            {"found", arena_fmt(&scratch, "%lld", (long long)found)});
    return err_at_file(err, sheet->grid.file);
}

/* ---- headings ---- */

/* A row that names the units' column, or two things of the scheme, beside something else. */
static bool is_header(const Parallel *p, const BookSheet *sheet, int64_t row, int *ret_unit_col)
{
    AUTO_ARENA scratch = {0};
    int found = 0, texts = 0, unit_col = 0;
    Str last = S("");
    for (int col = 1; col <= sheet->grid.cols; col++) {
        int node;
        Str text = grid_text(&sheet->grid, row, col);
        if (!text.len || str_eq(text, last))
            continue;
        last = text;
        texts++;
        Str norm = parallel_norm(&scratch, text, true);
        if (!unit_col && parallel_is_heading(norm))
            unit_col = col;
        else if (parallel_heading(p, text, &node) != IS_IGNORED)
            found++;
    }
    *ret_unit_col = unit_col;
    return texts >= 2 && (unit_col ? found > 0 || texts > 2 : found >= 2);
}

static void put_new(Parallel *p, Str key, int unit)
{
    if (key.len && map_get(&p->unit_by, key) < 0)
        map_put(p->arena, &p->unit_by, key, unit);
}

static void index_unit(Parallel *p, int u)
{
    const ParallelUnit *unit = &p->units[u];
    put_new(p, unit->code, u);
    put_new(p, unit->name, u);
    put_new(p, unit->short_name, u);
    put_new(p, parallel_norm(p->arena, unit->code, false), u);
    put_new(p, parallel_norm(p->arena, unit->name, false), u);
    put_new(p, parallel_norm(p->arena, unit->short_name, false), u);
}

static int known_unit(const Parallel *p, Str text)
{
    AUTO_ARENA scratch = {0};
    for (int i = 0; i < p->map.units.count; i++)
        if (str_eq(p->map.units.items[i].in_book, text))
            text = p->map.units.items[i].code;
    int u = map_get(&p->unit_by, text);
    return u >= 0 ? u : map_get(&p->unit_by, parallel_norm(&scratch, text, false));
}

static bool row_has_number(const BookSheet *sheet, int64_t row, int besides)
{
    Dec ignored;
    for (int col = 1; col <= sheet->grid.cols; col++)
        if (col != besides && parallel_number(grid_cell(&sheet->grid, row, col), S(""), &ignored))
            return true;
    return false;
}

/* A row of a unit, not one more of headings. */
static bool is_data(const Parallel *p, const BookSheet *sheet, int64_t row, int unit_col)
{
    AUTO_ARENA scratch = {0};
    int node;
    Str text = grid_text(&sheet->grid, row, unit_col);
    if (!text.len || str_eq(text, grid_text(&sheet->grid, sheet->first_header, unit_col)))
        return false;
    Str norm = parallel_norm(&scratch, text, true);
    if (known_unit(p, text) >= 0)
        return true;
    return !parallel_is_heading(norm) && parallel_heading(p, text, &node) == IS_IGNORED &&
           row_has_number(sheet, row, unit_col);
}

/* Without a heading for it: the first column whose cells below are texts that differ. */
static int guess_unit_col(const BookSheet *sheet)
{
    for (int col = 1; col <= sheet->grid.cols; col++) {
        int texts = 0, numbers = 0;
        Dec ignored;
        for (int64_t row = sheet->first_header + 1; row <= sheet->grid.rows; row++) {
            const XlsxCell *cell = grid_cell(&sheet->grid, row, col);
            if (parallel_number(cell, S(""), &ignored))
                numbers++;
            else if (cell && cell->text.len)
                texts++;
        }
        if (texts > numbers && texts > 1)
            return col;
    }
    return 0;
}

static const MapRows *rows_of_map(const Parallel *p, const BookSheet *sheet)
{
    for (int i = p->map.rows.count - 1; i >= 0; i--) {
        const MapRows *m = &p->map.rows.items[i];
        if (!m->sheet.len || str_eq(m->sheet, sheet->grid.name))
            return m;
    }
    return NULL;
}

static void columns_of_map(const Parallel *p, BookSheet *sheet)
{
    for (int i = 0; i < p->map.columns.count; i++) {
        const MapColumn *m = &p->map.columns.items[i];
        if (m->sheet.len && !str_eq(m->sheet, sheet->grid.name))
            continue;
        sheet->mapped = true;
        if (m->is == IS_UNIT)
            sheet->unit_col = m->col;
        if (m->is == IS_CODE)
            sheet->code_col = m->col;
    }
}

/* False: no score sheet. */
static bool find_header(const Parallel *p, BookSheet *sheet)
{
    const MapRows *m = rows_of_map(p, sheet);
    int unit_col = 0;
    sheet->last_row = m && m->last && m->last < sheet->grid.rows ? m->last : sheet->grid.rows;
    columns_of_map(p, sheet);
    if (m && m->header)
        sheet->first_header = m->header;
    for (int64_t row = 1; !sheet->first_header && row <= sheet->grid.rows && row <= HEADER_ROWS;
         row++)
        if (is_header(p, sheet, row, &unit_col))
            sheet->first_header = row;
    if (!sheet->first_header && sheet->mapped && m && m->first > 1)
        sheet->first_header = m->first - 1;
    if (!sheet->first_header)
        return false;
    if (!unit_col && m && m->header)
        (void)is_header(p, sheet, m->header, &unit_col);
    if (!sheet->unit_col)
        sheet->unit_col = unit_col ? unit_col : guess_unit_col(sheet);
    if (!sheet->unit_col)
        return false;
    sheet->last_header = sheet->first_header;
    if (m && m->first > sheet->first_header) {
        sheet->last_header = m->first - 1;
        return true;
    }
    for (int64_t row = sheet->first_header + 1;
         row <= sheet->last_row && row <= sheet->first_header + HEADER_DEPTH; row++) {
        AUTO_ARENA scratch = {0};
        Str norm = parallel_norm(&scratch, grid_text(&sheet->grid, row, sheet->unit_col), true);
        bool is_merged_unit = str_eq(grid_text(&sheet->grid, row, sheet->unit_col),
                                     grid_text(&sheet->grid, sheet->first_header, sheet->unit_col));
        if (is_data(p, sheet, row, sheet->unit_col) ||
            (parallel_is_summary(norm) && !is_merged_unit))
            break;
        sheet->last_header = row;
    }
    return true;
}

/* ---- rows ---- */

static void name_candidates(const Parallel *p, Str text, Out *out)
{
    Near near = near_new(text);
    for (int u = 0; u < p->nunits; u++) {
        near_try(&near, p->units[u].name);
        near_try(&near, p->units[u].short_name.len ? p->units[u].short_name : p->units[u].name);
        near_try(&near, p->units[u].code);
    }
    if (near.best.len) {
        out_s(out, near.best);
        return;
    }
    for (int u = 0; u < p->nunits && u < CANDIDATES; u++) {
        out_s(out, u ? S("、") : S(""));
        out_s(out, p->units[u].name.len ? p->units[u].name : p->units[u].code);
    }
}

static int new_unit(Parallel *p, Str code, Str name)
{
    if ((size_t)p->nunits >= p->units_cap)
        p->units =
            arena_grow(p->arena, p->units, (size_t)p->nunits, sizeof *p->units, &p->units_cap);
    p->units[p->nunits] = (ParallelUnit){.code = code, .name = name};
    index_unit(p, p->nunits);
    return p->nunits++;
}

static bool starts_note(Str text)
{
    static const Str starts[] = {SC("注"),   SC("备注"), SC("说明"), SC("填表"),
                                 SC("制表"), SC("审核"), SC("note"), SC("Note")};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (str_starts(text, starts[i]))
            return true;
    return false;
}

static Str unit_of(const Parallel *p, const BookColumn *c)
{
    return c->node >= 0 ? p->scheme->nodes[c->node].unit : S("");
}

/* A number, or a formula that was saved without one. */
static bool has_mapped_number(const Parallel *p, const BookSheet *sheet, int64_t row)
{
    for (int i = 0; i < sheet->columns.count; i++) {
        Dec ignored;
        const BookColumn *c = &sheet->columns.items[i];
        if (c->is != IS_IGNORED && parallel_no_number(grid_cell(&sheet->grid, row, c->col)))
            return true;
        if (c->is != IS_IGNORED &&
            parallel_number(grid_cell(&sheet->grid, row, c->col), unit_of(p, c), &ignored))
            return true;
    }
    return false;
}

/* -1: none of the group. */
static int unit_of_row(Parallel *p, const BookSheet *sheet, int64_t row, Str name)
{
    Str code = sheet->code_col ? grid_text(&sheet->grid, row, sheet->code_col) : S("");
    int u = code.len ? known_unit(p, code) : -1;
    if (u < 0)
        u = known_unit(p, name);
    if (u < 0 && p->own_values) {
        for (int i = 0; i < p->map.units.count; i++)
            if (str_eq(p->map.units.items[i].in_book, name))
                code = p->map.units.items[i].code;
        u = new_unit(p, code.len ? code : name, name);
    }
    return u;
}

static bool add_row(Parallel *p, BookSheet *sheet, int64_t row, int32_t *row_of, Str name)
{
    Err fault = {0};
    BookRow r = {.row = row, .hidden = sheet->grid.row_hidden[row - 1]};
    r.unit = unit_of_row(p, sheet, row, name);
    Str cell = grid_address(p->arena, row, sheet->unit_col);
    if (r.unit < 0 && !r.hidden) {
        Out near = out_new(p->arena, 4096);
        name_candidates(p, name, &near);
        err_set(&fault, ERR_PARALLEL_UNIT, {"found", name}, {"near", out_str(&near)});
        return add_fault(p, &fault, sheet, row, sheet->unit_col);
    }
    if (r.unit >= 0 && r.unit < LIMIT_GROUP_UNITS && row_of[r.unit]) {
        err_set(&fault, ERR_PARALLEL_TWICE, {"found", name},
                {"other", grid_address(p->arena, row_of[r.unit], sheet->unit_col)});
        return add_fault(p, &fault, sheet, row, sheet->unit_col);
    }
    if (r.hidden)
        parallel_note(p, r.unit < 0 ? NOTE_STRANGER : NOTE_HIDDEN_ROW, sheet->grid.name, cell,
                      name);
    if (r.unit >= 0)
        row_of[r.unit] = (int32_t)row;
    *arena_push(p->arena, &sheet->rows) = r;
    return true;
}

static bool read_rows(Parallel *p, BookSheet *sheet, Err *err)
{
    int32_t *row_of = arena_new(p->arena, int32_t, LIMIT_GROUP_UNITS + 1);
    int64_t from = sheet->last_header + 1;
    bool ok = true;
    for (int64_t row = from; row <= sheet->last_row; row++) {
        AUTO_ARENA scratch = {0};
        Str name = grid_text(&sheet->grid, row, sheet->unit_col);
        Dec ignored;
        if (!name.len || starts_note(name) || !has_mapped_number(p, sheet, row) ||
            parallel_number(grid_cell(&sheet->grid, row, sheet->unit_col), S(""), &ignored))
            continue;
        if (known_unit(p, name) < 0 &&
            (parallel_is_summary(parallel_norm(&scratch, name, true)) ||
             str_ends(name, S("小计")) || str_ends(name, S("合计")) || str_ends(name, S("平均"))))
            continue;
        ok = add_row(p, sheet, row, row_of, name) && ok;
        if (p->nunits > LIMIT_GROUP_UNITS || sheet->rows.count > LIMIT_GROUP_UNITS)
            return parallel_too_many(sheet, S("LIMIT_GROUP_UNITS"), LIMIT_GROUP_UNITS,
                                     sheet->rows.count, err);
    }
    return ok;
}

/* ---- all sheets together ---- */

static bool anywhere(const Parallel *p, ColumnIs is, int node)
{
    for (int i = 0; i < p->sheets.count; i++)
        if (parallel_column(&p->sheets.items[i], is, node))
            return true;
    return false;
}

/* Words of the sheet's name and of the rows above the headings. */
static bool sheet_says(const BookSheet *sheet, Str word)
{
    if (str_has(sheet->grid.name, word))
        return true;
    for (int64_t row = 1; row < sheet->first_header; row++)
        for (int col = 1; col <= sheet->grid.cols && col <= 8; col++)
            if (str_has(grid_text(&sheet->grid, row, col), word))
                return true;
    return false;
}

/* A node's column whose heading does not say of what: its value or its points. */
static void settle(const Parallel *p, const BookSheet *sheet, BookColumn *c)
{
    bool is_leaf = scheme_is_leaf(&p->scheme->nodes[c->node]);
    bool has_total = parallel_column(sheet, IS_TOTAL, -1) || parallel_column(sheet, IS_RANK, -1);
    bool says_score = sheet_says(sheet, S("得分")) || sheet_says(sheet, S("评分"));
    bool says_value = sheet_says(sheet, S("完成情况")) || sheet_says(sheet, S("数据"));
    bool is_value = is_leaf && !anywhere(p, IS_VALUE, c->node) &&
                    (anywhere(p, IS_SCORE, c->node) || (!says_score && (!has_total || says_value)));
    c->is = is_value ? IS_VALUE : IS_SCORE;
}

static void drop_twice(Parallel *p, BookSheet *sheet, bool *ok)
{
    for (int i = 0; i < sheet->columns.count; i++) {
        BookColumn *a = &sheet->columns.items[i];
        for (int k = 0; k < i && a->is != IS_IGNORED; k++) {
            BookColumn *b = &sheet->columns.items[k];
            if (b->is != a->is || b->node != a->node)
                continue;
            bool a_hidden = sheet->grid.col_hidden[a->col - 1];
            bool b_hidden = sheet->grid.col_hidden[b->col - 1];
            if (a_hidden != b_hidden) {
                (a_hidden ? a : b)->is = IS_IGNORED;
                continue;
            }
            if (a->mapped != b->mapped) {
                (a->mapped ? b : a)->is = IS_IGNORED;
                continue;
            }
            Err fault = {0};
            err_set(&fault, ERR_PARALLEL_TWICE, {"found", a->title},
                    {"other", grid_address(p->arena, sheet->last_header, b->col)});
            *ok = add_fault(p, &fault, sheet, sheet->last_header, a->col);
        }
    }
}

static bool has_column(const Parallel *p, int node)
{
    return anywhere(p, IS_SCORE, node) || anywhere(p, IS_VALUE, node) ||
           anywhere(p, IS_DEDUCT, node);
}

typedef struct Missing {
    bool *leaves; /* [nnodes] without a column */
    int count;
    Str list;
} Missing;

static Missing missing_leaves(Parallel *p)
{
    Out list = out_new(p->arena, 16384);
    Missing m = {.leaves = arena_new(p->arena, bool, p->scheme->nnodes)};
    for (int n = 0; n < p->scheme->nnodes; n++) {
        m.leaves[n] = scheme_is_leaf(&p->scheme->nodes[n]) && !has_column(p, n);
        if (!m.leaves[n] || m.count++ >= CANDIDATES)
            continue;
        out_s(&list, list.len ? S("、") : S(""));
        out_s(&list, parallel_node_name(&p->scheme->nodes[n]));
    }
    m.list = out_str(&list);
    return m;
}

static Str nearest_leaf(const Parallel *p, Arena *arena, const Missing *missing, Str title)
{
    Near near = near_new(parallel_norm(arena, title, true));
    for (int n = 0; n < p->scheme->nnodes; n++)
        if (missing->leaves[n])
            near_try(&near, parallel_norm(arena, p->scheme->nodes[n].name, true));
    return near.best;
}

/* Headings that mean nothing of the scheme while leaves are without a column: what could not be told. */
static bool untold(Parallel *p, BookSheet *sheet, const Missing *missing)
{
    bool ok = true;
    for (int i = 0; i < sheet->columns.count; i++) {
        const BookColumn *c = &sheet->columns.items[i];
        AUTO_ARENA scratch = {0};
        if (c->is != IS_IGNORED || c->node >= 0 || c->mapped || !c->title.len ||
            parallel_is_word(parallel_norm(&scratch, c->title, true)))
            continue;
        Str near = missing->count ? nearest_leaf(p, &scratch, missing, c->title) : S("");
        if (missing->count == 0 || (!near.len && !p->own_values)) {
            parallel_note(p, NOTE_IGNORED, sheet->grid.name,
                          grid_address(p->arena, sheet->last_header, c->col), c->title);
            continue;
        }
        Err fault = {0};
        err_set(&fault, ERR_PARALLEL_COLUMN, {"found", c->title},
                {"near", near.len ? near : missing->list});
        ok = add_fault(p, &fault, sheet, sheet->last_header, c->col);
    }
    return ok;
}

static bool is_score_sheet(const BookSheet *sheet)
{
    for (int i = 0; i < sheet->columns.count; i++)
        if (sheet->columns.items[i].is != IS_IGNORED)
            return true;
    return false;
}

/* Whether some row names a unit of the group; the sheets of other groups stand in the same workbook. */
static bool names_a_unit(const Parallel *p, const BookSheet *sheet)
{
    for (int64_t row = sheet->last_header + 1; row <= sheet->last_row; row++)
        for (int i = 0; i < 2; i++) {
            int col = i ? sheet->code_col : sheet->unit_col;
            Str text = col ? grid_text(&sheet->grid, row, col) : S("");
            if (text.len && known_unit(p, text) >= 0)
                return true;
        }
    return false;
}

bool parallel_score_sheet(Parallel *p, const XlsxGrid *grid, Err *err)
{
    BookSheet sheet = {.grid = *grid};
    bool found = find_header(p, &sheet);
    if (found) {
        parallel_columns(p, &sheet);
        found = is_score_sheet(&sheet);
    }
    if (found) {
        sheet.strangers = !p->own_values && !names_a_unit(p, &sheet);
        *arena_push(p->arena, &p->sheets) = sheet;
        return true;
    }
    if (p->ask->sheet.len) {
        err_set(err, ERR_PARALLEL_SHEET, {"sheet", grid->name});
        err_at_file(err, sheet.grid.file);
        return err_at_cell(err, 1, 1);
    }
    parallel_note(p, NOTE_SHEET, sheet.grid.name, S(""), S(""));
    return true;
}

bool parallel_book(Parallel *p, Err *err)
{
    bool ok = true;
    parallel_index_nodes(p);
    for (int u = 0; u < p->nunits; u++)
        index_unit(p, u);
    if (!parallel_open(p, err))
        return false;
    for (int i = 0; i < p->sheets.count; i++) {
        BookSheet *sheet = &p->sheets.items[i];
        for (int c = 0; c < sheet->columns.count; c++)
            if (sheet->columns.items[c].is == IS_UNSURE)
                settle(p, sheet, &sheet->columns.items[c]);
    }
    for (int i = 0; i < p->sheets.count; i++)
        drop_twice(p, &p->sheets.items[i], &ok);
    Missing missing = missing_leaves(p);
    for (int i = 0; i < p->sheets.count; i++)
        ok = untold(p, &p->sheets.items[i], &missing) && ok;
    for (int i = 0; i < p->sheets.count; i++) {
        ok = read_rows(p, &p->sheets.items[i], err) && ok;
        if (err->code)
            return false;
    }
    p->report->sheets = p->sheets.count;
    return ok && parallel_results_there(p);
}
