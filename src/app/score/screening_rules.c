#include "app/score/screening_rules.h"

#include "app/embedded.h"
#include "app/tree_read.h"
#include "sys/yaml.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof *(a)))

enum { WORKDAYS_MAX = 250, WINDOW_MAX = 120, LEAST_MAX = 1000, CHARACTERS_MAX = 10000 };

typedef struct Reader {
    TreeReader tree;
    Arena *arena;
} Reader;

bool screening_kind_parse(Str word, ScreeningKind *ret_kind)
{
    for (int k = 0; k < SCREENING_KINDS; k++)
        if (str_eq(word, screening_word((ScreeningKind)k))) {
            *ret_kind = (ScreeningKind)k;
            return true;
        }
    return false;
}

static void whole(const Reader *r, const Tree *map, Str key, int min, int max, int *ret)
{
    int64_t value;
    if (map && tree_int(&r->tree, map, key, REQUIRED, min, max, &value))
        *ret = (int)value;
}

/* Bounds are hundredths. */
static void share(const Reader *r, const Tree *map, Str key, int from, int to, double *ret)
{
    Dec value;
    if (!map || !tree_dec(&r->tree, map, key, REQUIRED, &value))
        return;
    if (value.scale > SCREENING_DECIMALS_MAX || dec_cmp(value, (Dec){from, 2}) < 0 ||
        dec_cmp(value, (Dec){to, 2}) > 0)
        tree_fault(&r->tree, tree_get(map, key), ERR_TREE_VALUE, {"key", key},
                   {"found", tree_get(map, key)->text},
                   {"expected", arena_fmt(r->arena, "%d.%02d…%d.%02d", from / 100, from % 100,
                                          to / 100, to % 100)});
    else
        *ret = dec_to_f64(value);
}

static const Tree *part(const Reader *r, const Tree *at, Str key, const Str *known, int n)
{
    const Tree *map = tree_map(&r->tree, at, key, REQUIRED);
    tree_known(&r->tree, map, known, n);
    return map;
}
#define PART(r, at, key, ...)                                                                      \
    part((r), (at), (key), (const Str[]){__VA_ARGS__}, COUNT(((const Str[]){__VA_ARGS__})))

static void read_goal_and_jump(const Reader *r, const Tree *at, ScreeningRule *rule)
{
    const Tree *goal =
        PART(r, at, S("goal"), S("within"), S("around"), S("fair"), S("slack"), S("least"));
    const Tree *jump =
        PART(r, at, S("jump"), S("history"), S("z"), S("alone"), S("chance"), S("least"));
    share(r, goal, S("within"), 0, 20, &rule->goal.within);
    share(r, goal, S("around"), 1, 50, &rule->goal.around);
    share(r, goal, S("fair"), 50, 95, &rule->goal.fair);
    share(r, goal, S("slack"), 100, 1000, &rule->goal.slack);
    whole(r, goal, S("least"), 1, LEAST_MAX, &rule->goal.least);
    whole(r, jump, S("history"), 3, WINDOW_MAX, &rule->jump.history);
    share(r, jump, S("z"), 100, 100 * 100, &rule->jump.z);
    share(r, jump, S("alone"), 100, 10000 * 100, &rule->jump.alone);
    share(r, jump, S("chance"), 0, 50, &rule->jump.chance);
    whole(r, jump, S("least"), 1, LEAST_MAX, &rule->jump.least);
}

static void read_same(const Reader *r, const Tree *at, ScreeningRule *rule)
{
    const Tree *repeated = PART(r, at, S("repeated"), S("digits"), S("least"), S("slack"));
    const Tree *shared = PART(r, at, S("shared"), S("digits"), S("least"), S("slack"));
    const Tree *text =
        PART(r, at, S("text"), S("characters"), S("shingle"), S("similarity"), S("common"));
    const Tree *digits = PART(r, at, S("digits"), S("digits"), S("values"), S("slack"));
    whole(r, repeated, S("digits"), 1, 15, &rule->repeated.digits);
    whole(r, repeated, S("least"), 1, LEAST_MAX, &rule->repeated.least);
    share(r, repeated, S("slack"), 100, 1000, &rule->repeated.slack);
    whole(r, shared, S("digits"), 1, 15, &rule->shared.digits);
    whole(r, shared, S("least"), 1, LEAST_MAX, &rule->shared.least);
    share(r, shared, S("slack"), 100, 1000, &rule->shared.slack);
    whole(r, text, S("characters"), 10, CHARACTERS_MAX, &rule->text.characters);
    whole(r, text, S("shingle"), 2, 20, &rule->text.shingle);
    share(r, text, S("similarity"), 10, 100, &rule->text.similarity);
    share(r, text, S("common"), 0, 100, &rule->text.common);
    whole(r, digits, S("digits"), 2, 15, &rule->digits.digits);
    whole(r, digits, S("values"), 5, LEAST_MAX, &rule->digits.values);
    share(r, digits, S("slack"), 100, 500, &rule->digits.slack);
}

static void read_off(const Reader *r, const Tree *at, ScreeningRule *rule)
{
    TreeWord words[SCREENING_KINDS];
    const Tree *list = tree_list(&r->tree, at, S("off"), OPTIONAL);
    int kind;
    for (int k = 0; k < SCREENING_KINDS; k++)
        words[k] = (TreeWord){screening_word((ScreeningKind)k), k};
    for (const Tree *item = list ? list->first : NULL; item; item = item->next)
        if (tree_word_of(&r->tree, item, S("off"), words, SCREENING_KINDS, &kind))
            rule->off[kind] = true;
}

static void read_pairs(const Reader *r, const Tree *at, ScreeningDated *dated)
{
    static const Str known[] = {SC("money"), SC("physical")};
    const Tree *list = tree_list(&r->tree, at, S("pairs"), OPTIONAL);
    for (const Tree *item = list ? list->first : NULL; item; item = item->next) {
        if (dated->npairs == SCREENING_PAIRS) {
            tree_fault(&r->tree, item, ERR_LIMIT, {"name", S("pairs")},
                       {"limit", arena_fmt(r->arena, "%d", SCREENING_PAIRS)},
                       {"found", arena_fmt(r->arena, "%d", list->count)});
            return;
        }
        if (!tree_is_map(&r->tree, item))
            continue;
        tree_known(&r->tree, item, known, COUNT(known));
        int n = dated->npairs++;
        tree_str(&r->tree, item, S("money"), REQUIRED, &dated->money[n]);
        tree_str(&r->tree, item, S("physical"), REQUIRED, &dated->physical[n]);
    }
}

static void read_rule(const Reader *r, const Tree *at, ScreeningDated *dated)
{
    static const Str known[] = {SC("effective"), SC("source"), SC("expires"), SC("window"),
                                SC("alpha"),     SC("off"),    SC("goal"),    SC("jump"),
                                SC("repeated"),  SC("shared"), SC("text"),    SC("digits"),
                                SC("money"),     SC("checks"), SC("pairs")};
    ScreeningRule *rule = &dated->rule;
    tree_known(&r->tree, at, known, COUNT(known));
    tree_month(&r->tree, at, S("effective"), REQUIRED, &rule->effective);
    tree_str(&r->tree, at, S("source"), REQUIRED, &dated->source);
    whole(r, at, S("expires"), 1, WORKDAYS_MAX, &rule->expires_workdays);
    whole(r, at, S("window"), 1, WINDOW_MAX, &rule->window);
    share(r, at, S("alpha"), 0, 50, &rule->alpha);
    read_off(r, at, rule);
    read_goal_and_jump(r, at, rule);
    read_same(r, at, rule);
    const Tree *money = PART(r, at, S("money"), S("margin"));
    const Tree *checks = PART(r, at, S("checks"), S("values"));
    share(r, money, S("margin"), 1, 100, &rule->money.margin);
    whole(r, checks, S("values"), 2, LEAST_MAX, &rule->checks.values);
    read_pairs(r, at, dated);
}

bool screening_rules_read(Arena *arena, Str file, Str text, ScreeningRules *ret, Faults *faults)
{
    static const Str known[] = {SC("format"), SC("rules")};
    const Str wanted = S("duban-screening/1");
    ScreeningRules rules = {.file = file, .text = text};
    Reader r = {{.faults = faults, .file = file}, arena};
    int64_t before = faults->total;
    Tree *top;
    Err err = {0};
    Str format;
    if (!yaml_parse(arena, text, &top, &err)) {
        err_at_file(&err, file);
        faults_add(faults, &err);
        return false;
    }
    if (!tree_is_map(&r.tree, top))
        return false;
    tree_known(&r.tree, top, known, COUNT(known));
    if (tree_str(&r.tree, top, S("format"), REQUIRED, &format) && !str_eq(format, wanted))
        tree_fault(&r.tree, tree_get(top, S("format")), ERR_TREE_VALUE, {"key", S("format")},
                   {"found", format}, {"expected", wanted});
    const Tree *list = tree_list(&r.tree, top, S("rules"), REQUIRED);
    for (const Tree *item = list ? list->first : NULL; item; item = item->next) {
        if (!tree_is_map(&r.tree, item))
            continue;
        ScreeningDated *dated = arena_push(arena, &rules.list);
        read_rule(&r, item, dated);
        const ScreeningDated *last = rules.list.count > 1 ? dated - 1 : NULL;
        if (last && last->rule.effective >= dated->rule.effective)
            tree_fault(&r.tree, item, ERR_TREE_VALUE, {"key", S("effective")},
                       {"found", month_str(arena, dated->rule.effective)},
                       {"expected", arena_fmt(arena, "> %.*s",
                                              STR_ARG(month_str(arena, last->rule.effective)))});
    }
    *ret = rules;
    return faults->total == before;
}

bool screening_rules_default(Arena *arena, ScreeningRules *ret_rules, Faults *faults)
{
    return screening_rules_read(arena, S("data/screening.yaml"), embedded_screening, ret_rules,
                                faults);
}

const ScreeningDated *screening_rule_of(const ScreeningRules *rules, Month month)
{
    const ScreeningDated *best = NULL;
    for (int i = 0; i < rules->list.count; i++)
        if (rules->list.items[i].rule.effective <= month)
            best = &rules->list.items[i];
    return best;
}
