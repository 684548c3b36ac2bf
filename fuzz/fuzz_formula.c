/* Formulae from any bytes: what compiles runs to numbers or to nothing, alike in pieces and as a whole, and
 * its words compile to the same. */
#include "fuzz.h"

#include "base/limits.h"
#include "core/formula.h"

#include <assert.h>
#include <string.h>

enum { CELLS = 300 };

static void run(Arena *arena, const Formula *formula, int n, double *ret)
{
    static const double VALUES[] = {0, 1, -2.5, 0.1, 1e300, -1e-300, 84.27};
    int ninputs = formula_ninputs(formula);
    const double **inputs = arena_new(arena, const double *, ninputs);
    for (int k = 0; k < ninputs; k++) {
        double *cells = arena_new(arena, double, n);
        for (int i = 0; i < n; i++)
            cells[i] = i % 11 == 10 ? panel_nan(VALUE_NA) : VALUES[(i * (k + 2) + k) % 7];
        inputs[k] = cells;
    }
    double *room = arena_new(arena, double, formula_room(formula, n));
    formula_run(formula, inputs, n, room, ret);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    Str text = fuzz_str(data, size);
    Err err = {0};
    Formula *formula, *again;
    if (!formula_compile(&arena, text, &formula, &err)) {
        assert(err.code != ERR_NONE && err.col > 0);
        return 0;
    }
    double whole[CELLS], part[7];
    run(&arena, formula, CELLS, whole);
    run(&arena, formula, 7, part);
    assert(memcmp(whole, part, sizeof part) == 0);
    for (int i = 0; i < CELLS; i++)
        assert(whole[i] - whole[i] == 0 || panel_state(whole[i]) == VALUE_MISSING);
    Out out = out_new(&arena, (size_t)LIMIT_FORMULA_BYTES * 8);
    formula_words(&out, formula, NULL);
    assert(out_ok(&out));
    if (str_has(text, S("'")) || out_str(&out).len > LIMIT_FORMULA_BYTES)
        return 0;
    assert(formula_compile(&arena, out_str(&out), &again, &err));
    double other[CELLS];
    run(&arena, again, CELLS, other);
    assert(memcmp(whole, other, sizeof whole) == 0);
    return 0;
}
