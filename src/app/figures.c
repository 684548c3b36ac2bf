#include "app/figures.h"

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
