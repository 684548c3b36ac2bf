#include "base/near.h"

#include "base/utf8.h"

#include <string.h>

enum { POINTS_MAX = 48 }; /* of longer words only the beginning counts */

static int code_points(Str s, uint32_t points[POINTS_MAX])
{
    int n = 0;
    for (ptrdiff_t at = 0; at < s.len && n < POINTS_MAX;)
        points[n++] = utf8_next(s, &at);
    return n;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Edits that turn a into b: insert, delete, replace, swap neighbours. */
static int word_distance(const uint32_t *a, int na, const uint32_t *b, int nb)
{
    int before[POINTS_MAX + 1] = {0}, above[POINTS_MAX + 1] = {0}, row[POINTS_MAX + 1] = {0};
    for (int j = 0; j <= nb; j++)
        row[j] = j;
    for (int i = 1; i <= na; i++) {
        memcpy(before, above, sizeof before);
        memcpy(above, row, sizeof above);
        row[0] = i;
        for (int j = 1; j <= nb; j++) {
            int replaced = above[j - 1] + (a[i - 1] != b[j - 1]);
            row[j] = least(replaced, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return row[nb];
}

Near near_new(Str wanted)
{
    return (Near){.wanted = wanted};
}

void near_try(Near *near, Str known)
{
    uint32_t a[POINTS_MAX] = {0}, b[POINTS_MAX] = {0};
    int na = code_points(near->wanted, a), nb = code_points(known, b);
    int distance = word_distance(a, na, b, nb);
    int longer = na > nb ? na : nb;
    bool close = distance * 3 <= longer || (distance == 1 && longer >= 2);
    bool better = near->best.len == 0 || distance < near->distance ||
                  (distance == near->distance && str_cmp(known, near->best) < 0);
    if (close && better) {
        near->distance = distance;
        near->best = known;
    }
}
