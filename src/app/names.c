#include "app/names.h"

#include "base/utf8.h"

enum { SLOTS_MIN = 64, NEAREST_POINTS_MAX = 40, NEAREST_NAMES_MAX = 5000 };

Names names_new(Arena *arena)
{
    return (Names){.arena = arena};
}

static NameSlot *slot_of(const Names *names, Str name)
{
    size_t at = str_hash(name) & (names->nslots - 1);
    while (names->slots[at].index && !str_eq(names->slots[at].name, name))
        at = (at + 1) & (names->nslots - 1);
    return &names->slots[at];
}

static void grow(Names *names)
{
    Names larger = {.arena = names->arena,
                    .nslots = names->nslots ? names->nslots * 2 : SLOTS_MIN,
                    .count = names->count};
    larger.slots = arena_new(names->arena, NameSlot, larger.nslots);
    for (size_t i = 0; i < names->nslots; i++)
        if (names->slots[i].index)
            *slot_of(&larger, names->slots[i].name) = names->slots[i];
    *names = larger;
}

bool names_add(Names *names, Str name, int index, int *ret_first)
{
    if ((size_t)names->count * 2 >= names->nslots)
        grow(names);
    NameSlot *slot = slot_of(names, name);
    if (slot->index) {
        if (ret_first)
            *ret_first = slot->index - 1;
        return false;
    }
    *slot = (NameSlot){name, index + 1};
    names->count++;
    return true;
}

int names_find(const Names *names, Str name)
{
    return names->nslots ? slot_of(names, name)->index - 1 : -1;
}

static int code_points(Str s, uint32_t points[NEAREST_POINTS_MAX])
{
    int n = 0;
    for (ptrdiff_t at = 0; at < s.len && n < NEAREST_POINTS_MAX;)
        points[n++] = utf8_next(s, &at);
    return n;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Levenshtein distance on code points. */
static int distance(const uint32_t *a, int na, const uint32_t *b, int nb)
{
    int row[NEAREST_POINTS_MAX + 1];
    for (int j = 0; j <= nb; j++)
        row[j] = j;
    for (int i = 1; i <= na; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= nb; j++) {
            int change = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(change, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[nb];
}

Str names_nearest(const Names *names, Str wanted)
{
    uint32_t want[NEAREST_POINTS_MAX], known[NEAREST_POINTS_MAX];
    int nwant = code_points(wanted, want), best = 0;
    Str nearest = {"", 0};
    if (names->count > NEAREST_NAMES_MAX)
        return nearest;
    for (size_t i = 0; i < names->nslots; i++) {
        if (!names->slots[i].index)
            continue;
        Str name = names->slots[i].name;
        int nknown = code_points(name, known);
        int longer = nwant > nknown ? nwant : nknown;
        int d = distance(want, nwant, known, nknown);
        bool close = d * 3 <= longer || (d == 1 && longer >= 2);
        if (close && (nearest.len == 0 || d < best || (d == best && str_cmp(name, nearest) < 0))) {
            nearest = name;
            best = d;
        }
    }
    return nearest;
}
