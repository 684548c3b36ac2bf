#include "base/near.h"

enum { WORD_MAX = 40 };

/* Edits (insert, delete, replace) between two short words, in bytes; large when either is long. */
static int word_distance(Str a, Str b)
{
    int row[WORD_MAX + 1] = {0};
    if (a.len > WORD_MAX || b.len > WORD_MAX)
        return WORD_MAX;
    for (int j = 0; j <= b.len; j++)
        row[j] = j;
    for (int i = 1; i <= a.len; i++) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= b.len; j++) {
            int replaced = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);
            int shorter = row[j] < row[j - 1] ? row[j] : row[j - 1];
            diagonal = row[j];
            row[j] = replaced < shorter + 1 ? replaced : shorter + 1;
        }
    }
    return row[b.len];
}

Near near_new(Str wanted)
{
    return (Near){.wanted = wanted, .distance = wanted.len < 4 ? 2 : wanted.len < 6 ? 3 : 4};
}

void near_try(Near *near, Str known)
{
    int distance = word_distance(near->wanted, known);
    if (distance < near->distance) {
        near->distance = distance;
        near->best = known;
    }
}
