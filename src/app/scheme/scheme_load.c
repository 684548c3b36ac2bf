#include "app/scheme/scheme_load.h"

#include "app/scheme/scheme_parts.h"
#include "sys/yaml.h"

enum { NUMBER_DECIMALS_MAX = 6, VERSION_MAX = 1000 * 1000, FULL_MAX = 1000 * 1000, WORDS_MAX = 24 };
#define AMOUNT_MAX INT64_C(1000000000000)
#define SCHEME_FORMAT_WORD S("duban-scheme/1")

bool scheme_number(const SchemeLoad *load, const Tree *map, Str key, Need need, int64_t from,
                   int64_t to, Dec *ret_value)
{
    Dec value;
    if (!tree_dec(&load->reader, map, key, need, &value))
        return false;
    const Tree *at = tree_get(map, key);
    if (value.scale > NUMBER_DECIMALS_MAX || dec_cmp(value, dec_from_i64(from)) < 0 ||
        dec_cmp(value, dec_from_i64(to)) > 0)
        return tree_fault(
            &load->reader, at, ERR_TREE_VALUE, {"key", key}, {"found", at->text},
            {"expected", arena_fmt(load->arena, "%lld…%lld (≤ %d decimals)", (long long)from,
                                   (long long)to, NUMBER_DECIMALS_MAX)});
    *ret_value = value;
    return true;
}

bool scheme_within(const SchemeLoad *load, const Tree *at, Str name, int limit)
{
    if (at->count <= limit)
        return true;
    return tree_fault(&load->reader, at, ERR_LIMIT, {"name", name},
                      {"limit", arena_fmt(load->arena, "%d", limit)},
                      {"found", arena_fmt(load->arena, "%d", at->count)});
}

bool scheme_no_effect(const SchemeLoad *load, const Tree *map, Str key)
{
    const Tree *at = tree_get(map, key);
    return tree_fault(&load->reader, at ? at : map, ERR_SCHEME_NO_EFFECT, {"key", key},
                      {"found", at ? at->text : S("")});
}

bool scheme_idle(const SchemeLoad *load, const Tree *map, Str key, Str rule)
{
    const Tree *at = tree_get(map, key);
    if (!at)
        return true;
    Tree place = {.line = at->key_line, .col = at->key_col};
    return tree_fault(&load->reader, &place, ERR_SCHEME_KEY_IDLE, {"key", key}, {"rule", rule});
}

bool scheme_positive(const SchemeLoad *load, const Tree *map, Str key, Need need, Dec *ret_value)
{
    if (!scheme_number(load, map, key, need, 0, FULL_MAX, ret_value))
        return false;
    return ret_value->coef > 0 || scheme_no_effect(load, map, key);
}

bool scheme_amount(const SchemeLoad *load, const Tree *map, Str key, Need need, Dec *ret_value)
{
    return scheme_number(load, map, key, need, -AMOUNT_MAX, AMOUNT_MAX, ret_value);
}

bool scheme_percent(const SchemeLoad *load, const Tree *at, Str key, Str expected, Dec *ret_value,
                    bool *ret_percent)
{
    Dec value;
    bool percent = str_ends(at->text, S("%"));
    Str digits = percent ? str_sub(at->text, 0, at->text.len - 1) : at->text;
    if (at->kind != TREE_TEXT || !dec_parse(digits, &value, NULL) || value.coef < 0 ||
        value.scale > NUMBER_DECIMALS_MAX || dec_cmp(value, dec_from_i64(FULL_MAX)) > 0)
        return tree_fault(&load->reader, at, ERR_TREE_VALUE, {"key", key}, {"found", at->text},
                          {"expected", expected});
    *ret_percent = percent;
    *ret_value = value;
    return true;
}

bool scheme_word_of(const SchemeLoad *load, const Tree *at, Str key, Words words, int *ret_value)
{
    TreeWord list[WORDS_MAX];
    int n = 0;
    for (int i = 0; i < words.count && n < WORDS_MAX; i++)
        list[n++] = (TreeWord){words.items[i], i};
    return tree_word_of(&load->reader, at, key, list, n, ret_value);
}

bool scheme_word(const SchemeLoad *load, const Tree *map, Str key, Need need, Words words,
                 int *ret_value)
{
    Str text;
    return tree_str(&load->reader, map, key, need, &text) &&
           scheme_word_of(load, tree_get(map, key), key, words, ret_value);
}

static void load_rank(SchemeLoad *load, const Tree *top)
{
    const Tree *rank = tree_map(&load->reader, top, S("rank"), OPTIONAL);
    if (!rank)
        return;
    KNOWN(load, rank, S("round"), S("ties"));
    int64_t decimals = 0;
    int ties = TIES_COMPETITION;
    load->scheme->rank_rounds =
        tree_int(&load->reader, rank, S("round"), OPTIONAL, 0, 10, &decimals);
    load->scheme->rank_round = (int)decimals;
    scheme_word(load, rank, S("ties"), OPTIONAL, ties_words, &ties);
    load->scheme->ties = (Ties)ties;
}

static void load_head(SchemeLoad *load, const Tree *top)
{
    Scheme *s = load->scheme;
    Str format = S("");
    int64_t version = 0;
    if (tree_str(&load->reader, top, S("format"), REQUIRED, &format) &&
        !str_eq(format, SCHEME_FORMAT_WORD))
        tree_fault(&load->reader, tree_get(top, S("format")), ERR_SCHEME_FORMAT, {"found", format},
                   {"expected", SCHEME_FORMAT_WORD});
    tree_str(&load->reader, top, S("code"), REQUIRED, &s->code);
    s->name = s->code;
    tree_str(&load->reader, top, S("name"), OPTIONAL, &s->name);
    tree_str(&load->reader, top, S("group"), REQUIRED, &s->group);
    tree_str(&load->reader, top, S("plan_no"), OPTIONAL, &s->plan_no);
    tree_str(&load->reader, top, S("note"), OPTIONAL, &s->note);
    if (tree_int(&load->reader, top, S("version"), REQUIRED, 1, VERSION_MAX, &version))
        s->version = (int)version;
    tree_month(&load->reader, top, S("effective"), REQUIRED, &s->effective);
    s->full = dec_from_i64(100);
    scheme_positive(load, top, S("full"), OPTIONAL, &s->full);
}

static void load_policies(SchemeLoad *load, const Tree *top)
{
    int missing = MISSING_ZERO, na = NA_SPREAD;
    scheme_word(load, top, S("missing"), OPTIONAL, missing_words, &missing);
    scheme_word(load, top, S("not_applicable"), OPTIONAL, na_words, &na);
    load->missing = (MissingPolicy)missing;
    load->scheme->na = (NaPolicy)na;
}

bool scheme_load(Arena *arena, Str file, const Tree *tree, Scheme *ret_scheme, Faults *faults)
{
    int64_t before = faults->total;
    *ret_scheme = (Scheme){0};
    SchemeLoad load = {.arena = arena, .reader = {faults, file}, .scheme = ret_scheme};
    if (tree->kind != TREE_MAP)
        return tree_fault(&load.reader, tree, ERR_SCHEME_FORMAT, {"found", tree->text},
                          {"expected", SCHEME_FORMAT_WORD});
    KNOWN(&load, tree, S("format"), S("code"), S("name"), S("group"), S("version"), S("effective"),
          S("plan_no"), S("full"), S("rank"), S("streak"), S("ladder"), S("missing"),
          S("not_applicable"), S("bonus"), S("deduct"), S("veto"), S("floor"), S("ceiling"),
          S("order"), S("year"), S("plans"), S("tree"), S("note"), S("aggregate"), S("weights"),
          S("available"));
    load_head(&load, tree);
    load_rank(&load, tree);
    load_policies(&load, tree);
    scheme_load_plans(&load, tree);
    scheme_load_tree(&load, tree);
    scheme_load_final(&load, tree);
    scheme_load_year(&load, tree);
    scheme_load_streak(&load, tree);
    if (faults->total == before)
        scheme_check_nodes(&load);
    if (faults->total > before)
        return false;
    scheme_prepare(ret_scheme);
    return true;
}

bool scheme_load_text(Arena *arena, Str file, Str text, Scheme *ret_scheme, Faults *faults)
{
    Tree *tree;
    Err err = {0};
    if (yaml_parse(arena, text, &tree, &err))
        return scheme_load(arena, file, tree, ret_scheme, faults);
    err_at_file(&err, file);
    faults_add(faults, &err);
    return false;
}
