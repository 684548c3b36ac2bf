#include "app/score/stability_ask.h"

#include "app/folder_source.h"
#include "base/limits.h"
#include "doc/csv.h"

#define VARY_WORDS "weights:25 values rounding leave-one-out"

StabilityAsk stability_ask(void)
{
    StabilityAsk ask = {.samples = STABILITY_SAMPLES, .percent = S("25")};
    ask.spec = (StabilitySpec){.draws = STABILITY_DRAWS, .seed = 1, .weights = 0.25, .nbands = 2};
    ask.bands[0] = 3;
    ask.bands[1] = 10;
    return ask;
}

/* "25" or "12.5" per cent, below 100. */
static bool percent_of(Str text, double *ret_share)
{
    Dec percent;
    if (!dec_parse(text, &percent, NULL))
        return false;
    *ret_share = dec_to_f64(percent) / 100;
    return *ret_share > 0 && *ret_share < 1;
}

bool stability_vary(Str words, StabilityAsk *ask, Err *err)
{
    Str rest = words;
    StabilitySpec *spec = &ask->spec;
    spec->weights = 0;
    spec->values = spec->rounding = spec->leave_one_out = false;
    while (rest.len > 0) {
        Str word = str_trim(str_cut(&rest, ','));
        Str what = word, number = S("");
        if (str_has(word, S(":"))) {
            number = word;
            what = str_cut(&number, ':');
        }
        bool ok = number.len == 0;
        if (str_eq(what, S("weights")))
            ok = percent_of(ask->percent = number, &spec->weights);
        else if (str_eq(what, S("values")))
            spec->values = true;
        else if (str_eq(what, S("rounding")))
            spec->rounding = true;
        else if (str_eq(what, S("leave-one-out")))
            spec->leave_one_out = true;
        else
            ok = false;
        if (!ok)
            return err_set(err, ERR_STABILITY_VARY, {"found", word}, {"expected", S(VARY_WORDS)});
    }
    return true;
}

bool stability_bands(Str words, StabilityAsk *ask, Err *err)
{
    Str rest = words;
    int64_t before = 0;
    ask->spec.nbands = 0;
    while (rest.len > 0) {
        Str word = str_trim(str_cut(&rest, ','));
        int64_t upper = 0;
        if (ask->spec.nbands == STABILITY_BANDS_MAX || !str_to_i64(word, &upper) ||
            upper <= before || upper > LIMIT_GROUP_UNITS)
            return err_set(err, ERR_STABILITY_BANDS, {"found", words});
        ask->bands[ask->spec.nbands++] = (int)upper;
        before = upper;
    }
    return true;
}

/* Node of each column; -1: the column of names; -2: not a node. */
static int *columns_of(Arena *arena, const CsvRow *head, const Scheme *scheme, Str file,
                       Faults *faults)
{
    int *nodes = arena_new(arena, int, head->count);
    for (int c = 0; c < head->count; c++) {
        Str name = str_trim(head->cells[c]);
        nodes[c] = str_eq(name, S("set")) ? -1 : scheme_find(scheme, name);
        if (nodes[c] >= 0 || str_eq(name, S("set")))
            continue;
        Err fault = {0};
        err_set(&fault, ERR_NODE_UNKNOWN, {"found", name});
        err_at_file(&fault, file);
        err_at_cell(&fault, head->row, c + 1);
        faults_add(faults, &fault);
        nodes[c] = -2;
    }
    return nodes;
}

static void read_set(const CsvRow *row, const int *nodes, int columns, Str file, double *set,
                     Str *ret_name, Faults *faults)
{
    for (int c = 0; c < columns; c++) {
        Str text = str_trim(csv_cell(row, c));
        Err fault = {0};
        Dec weight;
        if (nodes[c] == -1)
            *ret_name = text;
        if (nodes[c] < 0)
            continue;
        if (dec_parse(text, &weight, &fault) && dec_to_f64(weight) >= 0) {
            set[nodes[c]] = dec_to_f64(weight);
            continue;
        }
        if (fault.code == ERR_NONE)
            err_set(&fault, ERR_STABILITY_SET_WEIGHT, {"found", text});
        err_at_file(&fault, file);
        err_at_cell(&fault, row->row, c + 1);
        faults_add(faults, &fault);
    }
}

bool stability_sets(Arena *arena, Str bytes, Str file, const Scheme *scheme, StabilityAsk *ask,
                    Faults *faults, Err *err)
{
    struct {
        Str *items;
        int count;
        size_t cap;
    } names = {0};
    Csv csv;
    CsvRow row;
    Out sets = out_new(arena, (size_t)LIMIT_STABILITY_PLACES * sizeof(double));
    double *given = arena_new(arena, double, scheme->nnodes);
    double *set = arena_new(arena, double, scheme->nnodes);
    if (!csv_open(&csv, arena, bytes, file, app_convert(), err))
        return false;
    if (!csv_next(&csv, &row, err))
        return err->code == ERR_NONE ? err_set(err, ERR_STABILITY_SETS, {"file", file}) : false;
    int columns = row.count;
    int *nodes = columns_of(arena, &row, scheme, file, faults);
    for (int i = 0; i < scheme->nnodes; i++)
        given[i] = dec_to_f64(scheme->nodes[i].weight);
    while (csv_next(&csv, &row, err)) {
        if (csv_is_blank(&row))
            continue;
        memcpy(set, given, (size_t)scheme->nnodes * sizeof *set);
        Str *name = arena_push(arena, &names);
        *name = arena_fmt(arena, "%d", names.count);
        read_set(&row, nodes, columns, file, set, name, faults);
        out_s(&sets, (Str){(const char *)set, (ptrdiff_t)((size_t)scheme->nnodes * sizeof *set)});
    }
    if (err->code != ERR_NONE || faults->count > 0)
        return false;
    if (names.count == 0 || !out_ok(&sets))
        return err_set(err, ERR_STABILITY_SETS, {"file", file});
    double *all = arena_new(arena, double, (int64_t)names.count * scheme->nnodes);
    memcpy(all, sets.ptr, sets.len);
    ask->spec.sets = all;
    ask->spec.nsets = names.count;
    ask->set_names = names.items;
    return true;
}

void stability_settle(const Scheme *scheme, StabilityAsk *ask)
{
    int leaves = 0;
    for (int i = 0; i < scheme->nnodes; i++)
        leaves += scheme_is_leaf(&scheme->nodes[i]);
    if (ask->spec.leave_one_out)
        ask->spec.draws = leaves;
    else if (ask->spec.nsets > 0)
        ask->spec.draws = ask->spec.nsets;
    ask->spec.bands = ask->bands;
}

Str stability_vary_text(Arena *arena, const StabilityAsk *ask)
{
    const StabilitySpec *spec = &ask->spec;
    Out out = out_new(arena, 200);
    if (spec->weights > 0)
        out_f(&out, "weights:%.*s", STR_ARG(ask->percent));
    out_s(&out, spec->nsets > 0 ? S(",weight-sets") : S(""));
    out_s(&out, spec->values ? S(",values") : S(""));
    out_s(&out, spec->rounding ? S(",rounding") : S(""));
    out_s(&out, spec->leave_one_out ? S(",leave-one-out") : S(""));
    Str text = out_str(&out);
    return str_starts(text, S(",")) ? str_sub(text, 1, text.len) : text;
}
