#include "app/report/highlight_same.h"

#include "base/json.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "core/screening.h"
#include "sys/json_in.h"

enum { PIECE = 3, CHARACTERS_MIN = 15, CELL_TASK = 0, CELL_PROGRESS = 1 };

typedef struct Finder {
    App *app;
    uint64_t *pieces; /* of the new text */
    int count;
    SameTexts *list;
    Arena scratch;
} Finder;

static int pieces_of(Arena *arena, Str text, uint64_t **ret_pieces)
{
    text = utf8_prefix(text, LIMIT_HIGHLIGHT_COMPARED_BYTES);
    return screening_pieces(arena, text, CHARACTERS_MIN, PIECE, ret_pieces);
}

static int alike(const Finder *f, const uint64_t *other, int n)
{
    int same = 0, least = n < f->count ? n : f->count;
    for (int i = 0, k = 0; i < f->count && k < n;) {
        uint64_t x = f->pieces[i], y = other[k];
        same += x == y;
        i += x <= y;
        k += y <= x;
    }
    return least ? same * 100 / least : 0;
}

/* Keeps the most alike; of equal ones the earlier found. */
static void keep(Finder *f, SameText found)
{
    SameTexts *l = f->list;
    for (int i = 0; i < l->count; i++) { /* another row or version of the same report */
        SameText *t = &l->items[i];
        if (!found.is_report || !t->is_report || !str_eq(t->unit, found.unit) ||
            !str_eq(t->period, found.period))
            continue;
        if (t->percent >= found.percent)
            return;
        for (int k = i; k + 1 < l->count; k++)
            l->items[k] = l->items[k + 1];
        l->count--;
        break;
    }
    if (l->count == HIGHLIGHT_SAME_SHOWN) {
        if (l->items[l->count - 1].percent >= found.percent)
            return;
        l->count--;
    }
    Arena *a = f->app->arena;
    found.id = arena_str(a, found.id);
    found.unit = arena_str(a, found.unit);
    found.period = arena_str(a, found.period);
    found.task = arena_str(a, found.task);
    *arena_push(a, l) = found;
    for (int i = l->count - 1; i > 0 && l->items[i - 1].percent < found.percent; i--) {
        l->items[i] = l->items[i - 1];
        l->items[i - 1] = found;
    }
}

static void compare(Finder *f, Str text, SameText found)
{
    uint64_t *other;
    int n = pieces_of(&f->scratch, text, &other);
    found.percent = alike(f, other, n);
    if (found.percent >= HIGHLIGHT_SAME_PERCENT)
        keep(f, found);
}

static bool take_narrative(void *ctx, Str submission, Str party, Str period, Str cells, Err *err)
{
    Finder *f = ctx;
    Tree *tree;
    arena_reset(&f->scratch);
    if (!json_parse(&f->scratch, cells, &tree, err))
        return false;
    const Tree *task = tree->first, *progress = task ? task->next : NULL;
    if (progress && progress->kind == TREE_TEXT)
        compare(f, progress->text,
                (SameText){.is_report = true,
                           .id = submission,
                           .unit = party,
                           .period = period,
                           .task = task->text});
    return true;
}

bool highlight_same_find(App *app, Str text, const HighlightRows *earlier, const bool *skip,
                         SameTexts *ret_list, Err *err)
{
    Finder f = {.app = app, .list = ret_list};
    *ret_list = (SameTexts){0};
    f.count = pieces_of(app->arena, text, &f.pieces);
    if (f.count == 0)
        return true;
    for (int i = 0; i < earlier->count; i++) {
        const HighlightRow *r = &earlier->items[i];
        arena_reset(&f.scratch);
        if (!skip[i])
            compare(&f, r->text, (SameText){.id = r->id, .unit = r->unit, .task = r->task});
    }
    bool ok =
        narratives_each(app->db, app->def.code, LIMIT_HIGHLIGHT_COMPARED, take_narrative, &f, err);
    arena_done(&f.scratch);
    return ok;
}

Str same_texts_json(Arena *arena, const SameTexts *list)
{
    Out out = out_new(arena, 16384);
    Json json = json_new(&out, false);
    json_array(&json);
    for (int i = 0; i < list->count; i++) {
        const SameText *t = &list->items[i];
        json_object(&json);
        json_kstr(&json, S("kind"), t->is_report ? S("report") : S("highlight"));
        json_kstr(&json, S("id"), t->id);
        json_kstr(&json, S("unit"), t->unit);
        json_kstr(&json, S("period"), t->period);
        json_kstr(&json, S("task"), t->task);
        json_ki64(&json, S("percent"), t->percent);
        json_object_end(&json);
    }
    json_array_end(&json);
    return out_str(&out);
}

static Str text_of(const Tree *map, Str key)
{
    const Tree *member = tree_get(map, key);
    return member && member->kind == TREE_TEXT ? member->text : S("");
}

bool same_texts_parse(Arena *arena, Str text, SameTexts *ret_list, Err *err)
{
    Tree *tree;
    SameTexts list = {0};
    if (!json_parse(arena, text, &tree, err))
        return false;
    for (const Tree *t = tree->first; t; t = t->next) {
        int64_t percent = 0;
        (void)str_to_i64(text_of(t, S("percent")), &percent);
        *arena_push(arena, &list) =
            (SameText){.is_report = str_eq(text_of(t, S("kind")), S("report")),
                       .id = text_of(t, S("id")),
                       .unit = text_of(t, S("unit")),
                       .period = text_of(t, S("period")),
                       .task = text_of(t, S("task")),
                       .percent = (int)percent};
    }
    *ret_list = list;
    return true;
}
