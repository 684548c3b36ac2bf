/* The head of the canonical tree: everything but the nodes; and trees as JSON and flow YAML. */
#include "app/scheme/scheme_canon.h"

#include "app/scheme/scheme_canon_parts.h"
#include "base/limits.h"
#include "core/scheme_words.h"
#include "sys/crypto.h"

#include <string.h>

/* ---- building ---- */

Tree *canon_node(Arena *arena, Tree *parent, TreeKind kind, Str key)
{
    Tree *node = arena_new(arena, Tree, 1);
    *node = (Tree){.kind = kind, .key = key};
    if (parent)
        tree_append(parent, node);
    return node;
}

void canon_text(Arena *arena, Tree *map, Str key, Str text)
{
    canon_node(arena, map, TREE_TEXT, key)->text = text;
}

void canon_said(Arena *arena, Tree *map, Str key, Str text)
{
    if (text.len)
        canon_text(arena, map, key, text);
}

void canon_dec(Arena *arena, Tree *map, Str key, Dec value)
{
    canon_text(arena, map, key, dec_plain(arena, value));
}

void canon_int(Arena *arena, Tree *map, Str key, int64_t value)
{
    canon_text(arena, map, key, arena_fmt(arena, "%lld", (long long)value));
}

void canon_yes(Arena *arena, Tree *map, Str key, bool value)
{
    canon_text(arena, map, key, value ? S("yes") : S("no"));
}

void canon_word(Arena *arena, Tree *map, Str key, Words words, int value, int usual)
{
    if (value != usual)
        canon_text(arena, map, key, words.items[value]);
}

Str dec_plain(Arena *arena, Dec value)
{
    while (value.scale > 0 && value.coef % 10 == 0) {
        value.coef /= 10;
        value.scale--;
    }
    return dec_str(arena, value);
}

/* ---- head ---- */

static void put_rank(Arena *arena, Tree *top, const Scheme *s)
{
    if (!s->rank_rounds && s->ties == TIES_COMPETITION)
        return;
    Tree *rank = canon_node(arena, top, TREE_MAP, S("rank"));
    if (s->rank_rounds)
        canon_int(arena, rank, S("round"), s->rank_round);
    canon_word(arena, rank, S("ties"), ties_words, (int)s->ties, TIES_COMPETITION);
}

static void put_exempts(Arena *arena, Tree *streak, const StreakRule *rule)
{
    if (rule->nexempts == 0)
        return;
    Tree *list = canon_node(arena, streak, TREE_LIST, S("exempt"));
    for (int i = 0; i < rule->nexempts; i++) {
        const StreakExempt *e = &rule->exempts[i];
        Tree *map = canon_node(arena, list, TREE_MAP, S(""));
        canon_text(arena, map, S("unit"), e->unit);
        canon_text(arena, map, S("from"), month_str(arena, e->from));
        canon_text(arena, map, S("to"), month_str(arena, e->to));
        canon_text(arena, map, S("approved_by"), e->approved_by);
    }
}

static void put_streak(Arena *arena, Tree *top, const StreakRule *rule)
{
    if (!rule->present)
        return;
    Tree *map = canon_node(arena, top, TREE_MAP, S("streak"));
    canon_int(arena, map, S("bottom"), rule->bottom);
    if (rule->consecutive)
        canon_int(arena, map, S("consecutive"), rule->consecutive);
    canon_word(arena, map, S("run_within"), within_words, (int)rule->run_within, RUN_WITHIN_ALL);
    canon_text(arena, map, S("source"), rule->source);
    if (rule->cumulative) {
        canon_int(arena, map, S("cumulative"), rule->cumulative);
        canon_text(arena, map, S("window"), window_words.items[rule->window]);
    }
    if (rule->and_plan_not_met) {
        Tree *list = canon_node(arena, map, TREE_LIST, S("and"));
        canon_text(arena, list, S(""), S("plan_not_met"));
    }
    Tree *gap = canon_node(arena, map, TREE_MAP, S("gap"));
    canon_text(arena, gap, S("not_held"), gap_words.items[rule->not_held]);
    canon_text(arena, gap, S("exempt"), gap_words.items[rule->exempt]);
    canon_text(arena, gap, S("own_missing"), S("bottom"));
    canon_yes(arena, map, S("reset_after_talk"), rule->reset_after_talk);
    canon_int(arena, map, S("min_group"), rule->min_group);
    put_exempts(arena, map, rule);
}

static void put_ladder(Arena *arena, Tree *top, const Scheme *s)
{
    if (s->nladder == 0)
        return;
    Tree *list = canon_node(arena, top, TREE_LIST, S("ladder"));
    for (int i = 0; i < s->nladder; i++) {
        const Ladder *step = &s->ladder[i];
        Tree *map = canon_node(arena, list, TREE_MAP, S(""));
        if (step->at)
            canon_int(arena, map, S("at"), step->at);
        if (step->cumulative)
            canon_int(arena, map, S("cumulative"), step->cumulative);
        if (step->bottom)
            canon_int(arena, map, S("bottom"), step->bottom);
        if (step->top)
            canon_int(arena, map, S("top"), step->top);
        canon_text(arena, map, S("step"), ladder_words.items[step->step]);
        canon_said(arena, map, S("name"), step->name);
        canon_said(arena, map, S("basis"), step->basis);
    }
}

static void put_events(Arena *arena, Tree *top, Str key, const EventRules *rules, bool in_order)
{
    if (!rules->has_limit && rules->count == 0 && !in_order)
        return;
    Tree *map = canon_node(arena, top, TREE_MAP, key);
    if (rules->has_limit)
        canon_dec(arena, map, S("cap"), rules->limit);
    Tree *list = rules->count ? canon_node(arena, map, TREE_LIST, S("rules")) : NULL;
    for (int i = 0; i < rules->count; i++) {
        const EventRule *rule = &rules->items[i];
        Tree *item = canon_node(arena, list, TREE_MAP, S(""));
        canon_text(arena, item, S("id"), rule->id);
        canon_text(arena, item, S("name"), rule->name);
        if (rule->has_points)
            canon_dec(arena, item, S("points"), rule->points);
        canon_said(arena, item, S("basis"), rule->basis);
    }
}

static void put_vetoes(Arena *arena, Tree *top, const Scheme *s)
{
    if (s->nvetoes == 0)
        return;
    Tree *list = canon_node(arena, top, TREE_LIST, S("veto"));
    for (int i = 0; i < s->nvetoes; i++) {
        const Veto *veto = &s->vetoes[i];
        Tree *map = canon_node(arena, list, TREE_MAP, S(""));
        canon_text(arena, map, S("id"), veto->id);
        canon_text(arena, map, S("name"), veto->name);
        if (veto->ceiling.coef)
            canon_dec(arena, map, S("effect"), veto->ceiling);
        else
            canon_text(arena, map, S("effect"), S("zero"));
        Tree *authority = canon_node(arena, map, TREE_MAP, S("authority"));
        canon_text(arena, authority, S("document"), veto->document);
        canon_text(arena, authority, S("issuer"), veto->issuer);
        canon_text(arena, authority, S("valid_from"), date_str(arena, veto->valid_from));
        canon_text(arena, authority, S("valid_to"), date_str(arena, veto->valid_to));
    }
}

static bool orders(const Scheme *s, FinalStep step)
{
    for (int i = 0; i < s->norder; i++)
        if (s->order[i] == step)
            return true;
    return false;
}

static void put_final(Arena *arena, Tree *top, const Scheme *s)
{
    static const FinalStep usual[] = {FINAL_BONUS, FINAL_DEDUCT, FINAL_FLOOR};
    bool as_usual = s->norder == 3 && memcmp(s->order, usual, sizeof usual) == 0;
    put_events(arena, top, S("bonus"), &s->bonus, !as_usual && orders(s, FINAL_BONUS));
    put_events(arena, top, S("deduct"), &s->deduct, !as_usual && orders(s, FINAL_DEDUCT));
    put_vetoes(arena, top, s);
    if (s->floor.coef)
        canon_dec(arena, top, S("floor"), s->floor);
    if (s->ceiling.coef)
        canon_dec(arena, top, S("ceiling"), s->ceiling);
    if (as_usual)
        return;
    Tree *list = canon_node(arena, top, TREE_LIST, S("order"));
    for (int i = 0; i < s->norder; i++)
        canon_text(arena, list, S(""), final_words.items[s->order[i]]);
}

static void put_share(Arena *arena, Tree *map, Str key, Dec share)
{
    if (share.coef)
        canon_dec(arena, map, key, share);
}

static void put_year(Arena *arena, Tree *top, const YearRule *year)
{
    if (!year->present)
        return;
    Tree *map = canon_node(arena, top, TREE_MAP, S("year"));
    canon_dec(arena, map, S("monthly_mean"), year->monthly_mean);
    put_share(arena, map, S("year_end"), year->year_end);
    put_share(arena, map, S("leaders"), year->leaders);
    put_share(arena, map, S("public"), year->public_share);
    if (year->missing_month_is_zero)
        canon_text(arena, map, S("missing_month"), S("zero"));
    if (year->ngrades == 0)
        return;
    Tree *list = canon_node(arena, map, TREE_LIST, S("grades"));
    for (int i = 0; i < year->ngrades; i++) {
        const Grade *grade = &year->grades[i];
        Tree *item = canon_node(arena, list, TREE_MAP, S(""));
        canon_text(arena, item, S("name"), grade->name);
        if (grade->has_least)
            canon_dec(arena, item, S("least"), grade->least);
        if (grade->has_quota)
            canon_dec(arena, item, S("quota"), grade->quota);
    }
}

static void put_plans(Arena *arena, Tree *top, const Scheme *s)
{
    if (s->nplans == 0)
        return;
    Tree *plans = canon_node(arena, top, TREE_MAP, S("plans"));
    for (int i = 0; i < s->nplans; i++) {
        const Plan *plan = &s->plans[i];
        Tree *map = canon_node(arena, plans, TREE_MAP, plan->name);
        for (int m = 0; m < 12; m++)
            if (plan->has[m])
                canon_dec(arena, map, arena_fmt(arena, "%d", m + 1), plan->percent[m]);
    }
}

Tree *scheme_canon(Arena *arena, const Scheme *s)
{
    Tree *top = canon_node(arena, NULL, TREE_MAP, S(""));
    canon_text(arena, top, S("format"), S("duban-scheme/1"));
    canon_text(arena, top, S("code"), s->code);
    if (!str_eq(s->name, s->code))
        canon_text(arena, top, S("name"), s->name);
    canon_text(arena, top, S("group"), s->group);
    canon_int(arena, top, S("version"), s->version);
    canon_text(arena, top, S("effective"), month_str(arena, s->effective));
    canon_said(arena, top, S("plan_no"), s->plan_no);
    canon_said(arena, top, S("note"), s->note);
    if (dec_cmp(s->full, dec_from_i64(100)) != 0)
        canon_dec(arena, top, S("full"), s->full);
    put_rank(arena, top, s);
    put_streak(arena, top, &s->streak);
    put_ladder(arena, top, s);
    canon_word(arena, top, S("not_applicable"), na_words, (int)s->na, NA_SPREAD);
    put_final(arena, top, s);
    put_year(arena, top, &s->year);
    put_plans(arena, top, s);
    canon_component(arena, top, s, 0);
    Tree *list = canon_node(arena, top, TREE_LIST, S("tree"));
    canon_children(arena, list, s, 0);
    return top;
}

/* ---- JSON, flow YAML ---- */

void tree_json(Json *json, const Tree *tree)
{
    if (tree->kind == TREE_TEXT) {
        json_str(json, tree->text);
        return;
    }
    if (tree->kind == TREE_NULL) {
        json_null(json);
        return;
    }
    bool map = tree->kind == TREE_MAP;
    (map ? json_object : json_array)(json);
    for (const Tree *child = tree->first; child; child = child->next) {
        if (map)
            json_key(json, child->key);
        tree_json(json, child);
    }
    (map ? json_object_end : json_array_end)(json);
}

/* Whether YAML reads the text bare, as a text. */
static bool is_plain(Str text)
{
    if (text.len == 0 || str_eq(text, S("null")) || text.ptr[0] == '-' || text.ptr[0] == '+')
        return false;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!word && c < 0x80 && c != '_' && c != '.' && c != '-' && c != '/')
            return false;
    }
    return true;
}

static void flow_text(Out *out, Str text)
{
    if (is_plain(text)) {
        out_s(out, text);
        return;
    }
    Json json = json_new(out, false);
    json_str(&json, text);
}

void tree_flow(Out *out, const Tree *tree)
{
    if (tree->kind == TREE_TEXT || tree->kind == TREE_NULL) {
        flow_text(out, tree->text);
        return;
    }
    bool map = tree->kind == TREE_MAP;
    out_c(out, map ? '{' : '[');
    for (const Tree *child = tree->first; child; child = child->next) {
        out_s(out, child == tree->first ? S("") : S(", "));
        if (map) {
            flow_text(out, child->key);
            out_s(out, S(": "));
        }
        tree_flow(out, child);
    }
    out_c(out, map ? '}' : ']');
}

static const Str children_key = SC("children");

/* "- {code: a, weight: 40}", or over several lines where it has children. */
static void yaml_item(Out *out, const Tree *item, int depth)
{
    const Tree *children = tree_get(item, children_key);
    for (int i = 0; i < depth; i++)
        out_s(out, S("  "));
    out_s(out, S("- "));
    if (!children) {
        tree_flow(out, item);
        out_c(out, '\n');
        return;
    }
    for (const Tree *member = item->first; member; member = member->next) {
        for (int i = 0; member != item->first && i <= depth; i++)
            out_s(out, S("  "));
        flow_text(out, member->key);
        out_c(out, ':');
        if (member == children) {
            out_c(out, '\n');
            for (const Tree *child = children->first; child; child = child->next)
                yaml_item(out, child, depth + 1);
            continue;
        }
        out_c(out, ' ');
        tree_flow(out, member);
        out_c(out, '\n');
    }
}

void tree_yaml(Out *out, const Tree *map)
{
    for (const Tree *member = map->first; member; member = member->next) {
        flow_text(out, member->key);
        out_c(out, ':');
        bool items = member->kind == TREE_LIST && member->first && member->first->kind == TREE_MAP;
        if (!items)
            out_c(out, ' ');
        if (items) {
            out_c(out, '\n');
            for (const Tree *item = member->first; item; item = item->next)
                yaml_item(out, item, 0);
            continue;
        }
        tree_flow(out, member);
        out_c(out, '\n');
    }
}

Str tree_flow_str(Arena *arena, const Tree *tree)
{
    Out out = out_new(arena, LIMIT_YAML_BYTES);
    tree_flow(&out, tree);
    return out_str(&out);
}

bool scheme_digest(Arena *arena, const Scheme *scheme, Str *ret_digest, Err *err)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, false);
    Str hex;
    tree_json(&json, scheme_canon(arena, scheme));
    if (!digest_hex(arena, DIGEST_SHA256, out_str(&out), &hex, err))
        return false;
    *ret_digest = arena_fmt(arena, "sha256:%.*s", STR_ARG(hex));
    return true;
}
