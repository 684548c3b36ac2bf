#include "app/scheme/scheme_diff.h"

#include "app/scheme/scheme_canon.h"
#include "base/map.h"

typedef struct Side {
    const Scheme *scheme;
    const Tree **nodes; /* [nnodes] of the canonical tree */
    Map codes;
} Side;

typedef struct Diff {
    Arena *arena;
    Side a, b;
    SchemeChanges *changes;
} Diff;

static bool by_data(const Weights *w)
{
    bool data = w->method == WEIGHT_ENTROPY || w->method == WEIGHT_CRITIC || w->method == WEIGHT_CV;
    for (int i = 0; i < w->nparts; i++)
        data |= w->parts[i] == WEIGHT_ENTROPY || w->parts[i] == WEIGHT_CRITIC ||
                w->parts[i] == WEIGHT_CV;
    return data;
}

static Str percent_of(Arena *arena, double share)
{
    Out out = out_new(arena, 64);
    out_fixed(&out, (int64_t)(share * 10000 + 0.5), 2);
    return out_str(&out);
}

Str scheme_share(Arena *arena, const Scheme *scheme, int node)
{
    for (int up = scheme->nodes[node].parent; up >= 0; up = scheme->nodes[up].parent)
        if (by_data(&scheme->nodes[up].weights))
            return S("");
    return percent_of(arena, scheme->nodes[node].full / scheme->nodes[0].full);
}

Str scheme_share_in_parent(Arena *arena, const Scheme *scheme, int node)
{
    const SchemeNode *parent = &scheme->nodes[scheme->nodes[node].parent];
    return by_data(&parent->weights) ? S("")
                                     : percent_of(arena, scheme->nodes[node].full / parent->full);
}

/* ---- sides ---- */

static void take_nodes(Arena *arena, Side *side, const Tree *list, int *at)
{
    for (const Tree *node = list->first; node; node = node->next) {
        ++*at;
        map_put(arena, &side->codes, side->scheme->nodes[*at].code, *at);
        side->nodes[*at] = node;
        const Tree *children = tree_get(node, S("children"));
        if (children)
            take_nodes(arena, side, children, at);
    }
}

static Side side_of(Arena *arena, const Scheme *scheme, const Tree *canon)
{
    Side side = {.scheme = scheme, .nodes = arena_new(arena, const Tree *, scheme->nnodes)};
    int at = 0;
    take_nodes(arena, &side, tree_get(canon, S("tree")), &at);
    return side;
}

/* ---- keys ---- */

/* Keys that nothing is computed from. `basis` of a leaf is its 口径, of a step or event its authority. */
static bool is_wording(Str path)
{
    static const Str words[] = {
        SC("name"),      SC("note"),    SC("available_on"), SC("modality"), SC("version"),
        SC("effective"), SC("plan_no"), SC("unit"),         SC("assessor"), SC("streak.source")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(words[i], path))
            return true;
    return false;
}

static SchemeChange *add(Diff *d, SchemeChange change)
{
    d->changes->acts |= change.acts;
    SchemeChange *item = arena_push(d->arena, d->changes);
    *item = change;
    return item;
}

static Str shown(Arena *arena, const Tree *tree)
{
    if (!tree)
        return S("");
    return tree->kind == TREE_TEXT ? tree->text : tree_flow_str(arena, tree);
}

/* A list without the names and authorities of its items, to see whether it still acts the same. */
static Str acting(Arena *arena, const Tree *list)
{
    Tree copy = *list;
    copy.first = copy.last = NULL;
    copy.count = 0;
    for (const Tree *item = list->first; item; item = item->next) {
        Tree *kept = arena_new(arena, Tree, 1);
        *kept = *item;
        kept->next = NULL;
        if (item->kind == TREE_MAP) {
            kept->first = kept->last = NULL;
            kept->count = 0;
            for (const Tree *m = item->first; m; m = m->next) {
                if (str_eq(m->key, S("name")) || str_eq(m->key, S("basis")))
                    continue;
                Tree *member = arena_new(arena, Tree, 1);
                *member = *m;
                member->next = NULL;
                tree_append(kept, member);
            }
        }
        tree_append(&copy, kept);
    }
    return tree_flow_str(arena, &copy);
}

static bool lists_act_alike(Arena *arena, const Tree *a, const Tree *b)
{
    return a && b && a->kind == TREE_LIST && b->kind == TREE_LIST &&
           str_eq(acting(arena, a), acting(arena, b));
}

static Str path_of(Arena *arena, Str prefix, Str key)
{
    return prefix.len ? arena_fmt(arena, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(key)) : key;
}

static void compare(Diff *d, const Tree *a, const Tree *b, Str prefix, SchemeChange place);

static void compare_key(Diff *d, const Tree *a, const Tree *b, Str key, Str prefix,
                        SchemeChange place)
{
    Str path = path_of(d->arena, prefix, key);
    if (str_eq(key, S("children")) || str_eq(path, S("tree")) || str_eq(path, S("code")))
        return;
    bool maps = (!a || a->kind == TREE_MAP) && (!b || b->kind == TREE_MAP);
    if (maps) {
        compare(d, a, b, path, place);
        return;
    }
    place.from = shown(d->arena, a);
    place.to = shown(d->arena, b);
    if (str_eq(place.from, place.to))
        return;
    place.kind = SCHEME_CHANGED;
    place.key = path;
    place.acts = !is_wording(path) && !lists_act_alike(d->arena, a, b);
    add(d, place);
}

static void compare(Diff *d, const Tree *a, const Tree *b, Str prefix, SchemeChange place)
{
    for (const Tree *m = a ? a->first : NULL; m; m = m->next)
        compare_key(d, m, b ? tree_get(b, m->key) : NULL, m->key, prefix, place);
    for (const Tree *m = b ? b->first : NULL; m; m = m->next)
        if (!a || !tree_get(a, m->key))
            compare_key(d, NULL, m, m->key, prefix, place);
}

/* ---- nodes ---- */

static Str parent_code(const Scheme *scheme, int node)
{
    return scheme->nodes[scheme->nodes[node].parent].code;
}

static void compare_node(Diff *d, int at, int other)
{
    const SchemeNode *node = &d->b.scheme->nodes[at];
    int before = d->changes->count;
    SchemeChange place = {.node = node->code,
                          .name = node->name,
                          .share_from = scheme_share(d->arena, d->a.scheme, other),
                          .share_to = scheme_share(d->arena, d->b.scheme, at)};
    Str from = parent_code(d->a.scheme, other), to = parent_code(d->b.scheme, at);
    if (!str_eq(from, to)) {
        SchemeChange moved = place;
        moved.kind = SCHEME_MOVED;
        moved.from = from;
        moved.to = to;
        moved.acts = true;
        add(d, moved);
    }
    compare(d, d->a.nodes[other], d->b.nodes[at], S(""), place);
    if (d->changes->count == before && !str_eq(place.share_from, place.share_to)) {
        place.kind = SCHEME_SHIFTED;
        place.acts = true;
        add(d, place);
    }
}

static void tell_whole(Diff *d, const Side *side, int at, SchemeChangeKind kind)
{
    const SchemeNode *node = &side->scheme->nodes[at];
    Str share = scheme_share(d->arena, side->scheme, at);
    SchemeChange change = {.kind = kind, .node = node->code, .name = node->name, .acts = true};
    *(kind == SCHEME_ADDED ? &change.share_to : &change.share_from) = share;
    add(d, change);
}

void scheme_diff(Arena *arena, const Scheme *from, const Scheme *to, SchemeChanges *ret_changes)
{
    const Tree *a = scheme_canon(arena, from), *b = scheme_canon(arena, to);
    *ret_changes = (SchemeChanges){0};
    Diff d = {.arena = arena,
              .a = side_of(arena, from, a),
              .b = side_of(arena, to, b),
              .changes = ret_changes};
    compare(&d, a, b, S(""), (SchemeChange){0});
    if (!str_eq(from->code, to->code))
        add(&d, (SchemeChange){.key = S("code"), .from = from->code, .to = to->code});
    for (int i = 1; i < from->nnodes; i++)
        if (map_get(&d.b.codes, from->nodes[i].code) < 0)
            tell_whole(&d, &d.a, i, SCHEME_REMOVED);
    for (int i = 1; i < to->nnodes; i++) {
        int other = map_get(&d.a.codes, to->nodes[i].code);
        if (other < 0)
            tell_whole(&d, &d.b, i, SCHEME_ADDED);
        else
            compare_node(&d, i, other);
    }
}
