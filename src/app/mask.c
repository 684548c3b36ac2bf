#include "app/mask.h"

#include "app/campaign_index.h"

/* 0..n-1, each as likely as another. */
static uint64_t random_below(App *app, uint64_t n)
{
    uint64_t x, rest = UINT64_MAX % n;
    do
        app->start.random_bytes(app->start.random_ctx, &x, sizeof x);
    while (x >= UINT64_MAX - rest);
    return x % n;
}

/* The unit whose seat this one has taken over, alone: the index, or -1. */
static int renamed_from(const CampaignDef *def, const Unit *unit)
{
    int found = -1, count = 0;
    for (int i = 0; i < def->units.count; i++)
        if (str_eq(def->units.items[i].successor, unit->code)) {
            found = i;
            count++;
        }
    return count == 1 ? found : -1;
}

static int digits_of(int n)
{
    int digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits < 2 ? 2 : digits;
}

/* Number of each seat of the group, -1 where there is none. *ret_count seats. */
static void number_seats(const CampaignDef *def, Str group, int *seats, Mask *mask)
{
    for (int i = 0; i < def->units.count; i++) {
        const Unit *u = &def->units.items[i];
        seats[i] = -1;
        if (!str_eq(u->group, group) || !u->ranked)
            continue;
        if (u->restricted)
            mask->withheld++;
        else
            seats[i] = mask->count++;
    }
}

void mask_group(App *app, Arena *arena, Str group, Mask *ret_mask)
{
    const CampaignDef *def = &app->def;
    AUTO_ARENA scratch = {0};
    Mask mask = {.labels = arena_new(arena, Str, def->units.count)};
    int *seats = arena_new(&scratch, int, def->units.count);
    number_seats(def, group, seats, &mask);
    int *label = arena_new(&scratch, int, mask.count);
    for (int i = 0; i < mask.count; i++) {
        int k = (int)random_below(app, (uint64_t)i + 1);
        label[i] = label[k];
        label[k] = i + 1;
    }
    int digits = digits_of(mask.count);
    for (int i = 0; i < def->units.count; i++)
        if (seats[i] >= 0)
            mask.labels[i] = arena_fmt(arena, "A%0*d", digits, label[seats[i]]);
    for (int i = 0; i < def->units.count;
         i++) { /* in order of the file a seat's heirs come later */
        int before = seats[i] >= 0 ? renamed_from(def, &def->units.items[i]) : -1;
        if (before >= 0 && seats[before] >= 0)
            mask.labels[i] = mask.labels[before];
    }
    *ret_mask = mask;
}

Str mask_of(App *app, const Mask *mask, Str unit)
{
    int at = map_get(&app_index(app)->units, unit);
    return at < 0 ? S("") : mask->labels[at];
}
