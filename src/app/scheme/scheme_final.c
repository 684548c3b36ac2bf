/* From the tree to the score: bonus, deduct, veto, bounds, order. */
#include "app/scheme/scheme_parts.h"
#include "base/limits.h"

enum { POINTS_MAX = 1000 * 1000 };

/* An id may be taken by another rule, a veto or a leaf: an event could not tell them apart. */
static void check_id(const SchemeLoad *load, const Tree *at, Str id)
{
    const Scheme *s = load->scheme;
    if (scheme_event_rule(&s->bonus, id) || scheme_event_rule(&s->deduct, id) ||
        scheme_veto(s, id) || scheme_find(s, id) >= 0)
        tree_fault(&load->reader, at, ERR_SCHEME_CODE_TWICE, {"found", id});
}

static void load_event_rule(SchemeLoad *load, const Tree *at, EventRules *rules)
{
    EventRule rule = {0};
    if (!tree_is_map(&load->reader, at))
        return;
    KNOWN(load, at, S("id"), S("name"), S("points"), S("basis"));
    if (tree_str(&load->reader, at, S("id"), REQUIRED, &rule.id))
        check_id(load, tree_get(at, S("id")), rule.id);
    tree_str(&load->reader, at, S("name"), REQUIRED, &rule.name);
    tree_str(&load->reader, at, S("basis"), OPTIONAL, &rule.basis);
    rule.has_points = scheme_positive(load, at, S("points"), OPTIONAL, &rule.points);
    *arena_push(load->arena, rules) = rule;
}

static void load_events(SchemeLoad *load, const Tree *top, Str key, EventRules *rules)
{
    const Tree *at = tree_map(&load->reader, top, key, OPTIONAL);
    if (!at)
        return;
    KNOWN(load, at, S("cap"), S("rules"));
    rules->has_limit = scheme_positive(load, at, S("cap"), OPTIONAL, &rules->limit);
    const Tree *list = tree_list(&load->reader, at, S("rules"), OPTIONAL);
    if (list && !scheme_within(load, list, S("LIMIT_SCHEME_EVENTS"), LIMIT_SCHEME_EVENTS))
        return;
    for (const Tree *item = list ? list->first : NULL; item; item = item->next)
        load_event_rule(load, item, rules);
}

/* Without a document, an issuer and a validity nobody may be put to zero. */
static bool load_authority(const SchemeLoad *load, const Tree *at, Veto *veto)
{
    const Tree *authority = tree_get(at, S("authority"));
    if (!authority || authority->kind != TREE_MAP)
        return false;
    KNOWN(load, authority, S("document"), S("issuer"), S("valid_from"), S("valid_to"));
    bool named = tree_str(&load->reader, authority, S("document"), OPTIONAL, &veto->document) &&
                 tree_str(&load->reader, authority, S("issuer"), OPTIONAL, &veto->issuer);
    return named &&
           tree_date(&load->reader, authority, S("valid_from"), OPTIONAL, &veto->valid_from) &&
           tree_date(&load->reader, authority, S("valid_to"), OPTIONAL, &veto->valid_to) &&
           veto->valid_from <= veto->valid_to;
}

static void load_veto(SchemeLoad *load, const Tree *at, Veto *veto)
{
    Str effect = S("");
    if (!tree_is_map(&load->reader, at))
        return;
    KNOWN(load, at, S("id"), S("name"), S("effect"), S("authority"));
    if (tree_str(&load->reader, at, S("id"), REQUIRED, &veto->id))
        check_id(load, tree_get(at, S("id")), veto->id);
    tree_str(&load->reader, at, S("name"), REQUIRED, &veto->name);
    if (tree_str(&load->reader, at, S("effect"), REQUIRED, &effect) && !str_eq(effect, S("zero")))
        scheme_positive(load, at, S("effect"), REQUIRED, &veto->ceiling);
    if (!load_authority(load, at, veto))
        tree_fault(&load->reader, at, ERR_SCHEME_AUTHORITY, {"found", veto->id});
}

static void load_vetoes(SchemeLoad *load, const Tree *top)
{
    const Tree *list = tree_list(&load->reader, top, S("veto"), OPTIONAL);
    if (!list || !scheme_within(load, list, S("LIMIT_SCHEME_EVENTS"), LIMIT_SCHEME_EVENTS))
        return;
    load->scheme->vetoes = arena_new(load->arena, Veto, list->count);
    for (const Tree *item = list->first; item; item = item->next) {
        Veto veto = {0};
        load_veto(load, item, &veto);
        load->scheme->vetoes[load->scheme->nvetoes++] = veto;
    }
}

/* Every step once, and a step for everything that the file has. */
static void load_order(SchemeLoad *load, const Tree *top)
{
    Scheme *s = load->scheme;
    static const FinalStep usual[] = {FINAL_BONUS, FINAL_DEDUCT, FINAL_FLOOR};
    const Tree *list = tree_list(&load->reader, top, S("order"), OPTIONAL);
    bool seen[FINAL_STEPS] = {false};
    for (const Tree *item = list ? list->first : NULL; item; item = item->next) {
        int step;
        if (!scheme_word_of(load, item, S("order"), final_words, &step))
            return;
        if (seen[step]) {
            tree_fault(&load->reader, item, ERR_SCHEME_ORDER, {"found", item->text});
            return;
        }
        seen[step] = true;
        s->order[s->norder++] = (FinalStep)step;
    }
    if (list) {
        for (int i = 0; i < final_words.count; i++) {
            bool has = tree_get(top, final_words.items[i]) != NULL;
            if (has != seen[i] && !(i == FINAL_FLOOR && !has))
                tree_fault(&load->reader, list, ERR_SCHEME_ORDER, {"found", final_words.items[i]});
        }
        return;
    }
    for (int i = 0; i < COUNT(usual); i++)
        s->order[s->norder++] = usual[i];
    if (tree_get(top, S("ceiling")))
        tree_fault(&load->reader, tree_get(top, S("ceiling")), ERR_SCHEME_ORDER,
                   {"found", S("ceiling")});
}

void scheme_load_final(SchemeLoad *load, const Tree *top)
{
    Scheme *s = load->scheme;
    load_events(load, top, S("bonus"), &s->bonus);
    load_events(load, top, S("deduct"), &s->deduct);
    load_vetoes(load, top);
    scheme_number(load, top, S("floor"), OPTIONAL, -POINTS_MAX, POINTS_MAX, &s->floor);
    if (scheme_positive(load, top, S("ceiling"), OPTIONAL, &s->ceiling) &&
        dec_cmp(s->ceiling, s->floor) <= 0)
        tree_fault(&load->reader, tree_get(top, S("ceiling")), ERR_SCHEME_BOUNDS,
                   {"found", dec_str(load->arena, s->ceiling)}, {"expected", S("> floor")});
    load_order(load, top);
}
