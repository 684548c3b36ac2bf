#include "app/figures.h"

#include "doc/csv.h"

#include <limits.h>
#include <stdlib.h>

Str figure(Figures *figures, Str text, Figure origin)
{
    origin.place = figures->place;
    origin.text = text;
    *arena_push(figures->arena, &figures->list) = origin;
    return text;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

Str figure_name(Figures *figures, Str name)
{
    for (ptrdiff_t i = 0; i < name.len; i++)
        if (is_digit(name.ptr[i]))
            return figure(figures, name, (Figure){.kind = S("name")});
    return name;
}

typedef LIST_OF(Str) Tokens;

/* Digits with a decimal point inside: 84.27, 2021, 6. */
static void tokens_of(Arena *arena, Str text, Tokens *ret_tokens)
{
    for (ptrdiff_t i = 0; i < text.len;) {
        ptrdiff_t from = i;
        while (i < text.len &&
               (is_digit(text.ptr[i]) ||
                (text.ptr[i] == '.' && i > from && i + 1 < text.len && is_digit(text.ptr[i + 1]))))
            i++;
        if (i > from)
            *arena_push(arena, ret_tokens) = str_sub(text, from, i);
        else
            i++;
    }
}

static int compare(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static void sort(Tokens *tokens)
{
    if (tokens->count > 1)
        qsort(tokens->items, (size_t)tokens->count, sizeof *tokens->items, compare);
}

bool figures_check(const Figures *figures, Str text, Err *err)
{
    AUTO_ARENA arena = {0};
    Tokens printed = {0}, listed = {0};
    tokens_of(&arena, text, &printed);
    for (int i = 0; i < figures->list.count; i++)
        tokens_of(&arena, figures->list.items[i].text, &listed);
    sort(&printed);
    sort(&listed);
    for (int i = 0; i < printed.count || i < listed.count; i++) {
        Str a = i < printed.count ? printed.items[i] : S("");
        Str b = i < listed.count ? listed.items[i] : S("");
        if (str_eq(a, b))
            continue;
        bool extra = b.len == 0 || (a.len > 0 && str_cmp(a, b) < 0);
        return err_set(err, ERR_PAPER_FIGURE, {"found", extra ? a : b});
    }
    return true;
}

/* --- kept */

/* In this order, the number of the run last. */
static const size_t cells[] = {
    offsetof(Figure, place),  offsetof(Figure, text),  offsetof(Figure, kind),
    offsetof(Figure, period), offsetof(Figure, group), offsetof(Figure, unit),
    offsetof(Figure, node),
};
enum { CELLS = sizeof cells / sizeof cells[0] };

void figures_out(const Figures *figures, Out *out)
{
    CsvOut csv = csv_out_new(out, false);
    for (int i = 0; i < figures->list.count; i++) {
        const Figure *f = &figures->list.items[i];
        for (int c = 0; c < CELLS; c++)
            csv_text(&csv, *(const Str *)((const char *)f + cells[c]));
        csv_i64(&csv, f->run);
        csv_end_row(&csv);
    }
}

bool figures_of_csv(Arena *arena, Str text, Figures *ret_figures, Err *err)
{
    Csv csv;
    CsvRow row;
    Figures figures = {.arena = arena};
    *err = (Err){0};
    if (!csv_open(&csv, arena, text, S("circular_paper.figures"), (CsvConvert){0}, err))
        return false;
    while (csv_next(&csv, &row, err)) {
        Figure *f = arena_push(arena, &figures.list);
        int64_t run;
        if (row.count != CELLS + 1 || !str_to_i64(csv_cell(&row, CELLS), &run) || run < 0 ||
            run > INT_MAX)
            return err_set(err, ERR_PAPER_JSON,
                           {"place", arena_fmt(arena, "%lld", (long long)row.row)},
                           {"expected", arena_fmt(arena, "%d", CELLS + 1)},
                           {"found", arena_fmt(arena, "%d", row.count)});
        for (int c = 0; c < CELLS; c++)
            *(Str *)((char *)f + cells[c]) = csv_cell(&row, c);
        f->run = (int)run;
    }
    if (err->code != ERR_NONE)
        return false;
    *ret_figures = figures;
    return true;
}
