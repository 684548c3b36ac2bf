#include "app/scheme/scheme_text.h"

#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_names.h"
#include "base/limits.h"
#include "core/streak_chance.h"

enum { INDENT = 2 };

typedef struct Text {
    Arena *arena;
    Out *out;
    const Scheme *scheme;
    Lang lang;
    int at; /* node of the last line */
} Text;

static const Msg rule_formulae[] = {
    [RULE_SUM] = MSG_SCHEME_RULE_SUM,           [RULE_COMPLETION] = MSG_SCHEME_RULE_COMPLETION,
    [RULE_PACE] = MSG_SCHEME_RULE_PACE,         [RULE_DEDUCT] = MSG_SCHEME_RULE_DEDUCT,
    [RULE_BONUS] = MSG_SCHEME_RULE_BONUS,       [RULE_RANK_POINTS] = MSG_SCHEME_RULE_RANK_POINTS,
    [RULE_POINTS] = MSG_SCHEME_RULE_POINTS,     [RULE_BAND] = MSG_SCHEME_RULE_BAND,
    [RULE_EFFICACY] = MSG_SCHEME_RULE_EFFICACY, [RULE_MIN_MAX] = MSG_SCHEME_RULE_MIN_MAX,
    [RULE_Z_SCORE] = MSG_SCHEME_RULE_Z_SCORE,   [RULE_PERCENTILE] = MSG_SCHEME_RULE_PERCENTILE,
    [RULE_BORDA] = MSG_SCHEME_RULE_BORDA,       [RULE_BEST] = MSG_SCHEME_RULE_BEST,
    [RULE_DISTANCE] = MSG_SCHEME_RULE_DISTANCE, [RULE_GOALPOSTS] = MSG_SCHEME_RULE_GOALPOSTS,
    [RULE_VECTOR] = MSG_SCHEME_RULE_VECTOR,     [RULE_SHARE] = MSG_SCHEME_RULE_SHARE,
    [RULE_GROWTH] = MSG_SCHEME_RULE_GROWTH,     [RULE_JUDGE] = MSG_SCHEME_RULE_JUDGE,
    [RULE_FORMULA] = MSG_SCHEME_RULE_FORMULA,
};

static const Msg steps[] = {
    [STEP_REMIND] = MSG_STEP_REMIND,
    [STEP_SELF_CRITICISM] = MSG_STEP_SELF_CRITICISM,
    [STEP_TALK] = MSG_STEP_TALK,
    [STEP_CRITICISM] = MSG_STEP_CRITICISM,
    [STEP_ADMONITION] = MSG_STEP_ADMONITION,
    [STEP_ACCOUNTABILITY] = MSG_STEP_ACCOUNTABILITY,
    [STEP_PRAISE] = MSG_STEP_PRAISE,
};

Str scheme_rule_text(Lang lang, Rule rule)
{
    return msg(lang, rule_formulae[rule]);
}

void scheme_head_text(Out *out, const Scheme *s, Lang lang)
{
    AUTO_ARENA arena = {0};
    msg_out(out, lang, MSG_OUT_SCHEME_HEAD, {"name", s->name}, {"code", s->code},
            {"group", s->group}, {"version", arena_fmt(&arena, "%d", s->version)},
            {"effective", month_str(&arena, s->effective)});
    if (scheme_is_trial(s))
        msg_out(out, lang, MSG_OUT_SCHEME_TRIAL);
    else
        msg_out(out, lang, MSG_OUT_SCHEME_APPROVED, {"plan_no", s->plan_no});
}

static Str key_name(const Text *t, const SchemeKey *key, Str path)
{
    return key && t->lang == LANG_ZH ? key->zh : path;
}

static Str said(const Tree *map, Str key)
{
    const Tree *value = tree_get(map, key);
    return value ? value->text : S("");
}

/* [{from: 60, points: 170}]: "60 及以上 170". */
static Str bands_of(const Text *t, const Tree *list)
{
    Out out = out_new(t->arena, LIMIT_OUTPUT_BYTES);
    for (const Tree *band = list->first; band; band = band->next) {
        bool open = tree_get(band, S("above")) != NULL;
        msg_out(&out, t->lang, open ? MSG_OUT_SCHEME_BAND_ABOVE : MSG_OUT_SCHEME_BAND_FROM,
                {"at", said(band, open ? S("above") : S("from"))},
                {"points", said(band, S("points"))});
        out_s(&out, !band->next ? S("") : t->lang == LANG_ZH ? S("，") : S(", "));
    }
    return out_str(&out);
}

/* {at: 3, bottom: 10, step: talk}: "后 10 名连续 3 期 约谈". */
static void step_out(const Text *t, const Ladder *step, Out *out)
{
    int places = step->top ? step->top : step->bottom;
    if (places)
        msg_out(out, t->lang, step->top ? MSG_OUT_SCHEME_STEP_FIRST : MSG_OUT_SCHEME_STEP_LAST,
                {"places", arena_fmt(t->arena, "%d", places)});
    msg_out(out, t->lang,
            step->at == 0      ? MSG_OUT_SCHEME_STEP_COUNT
            : step->cumulative ? MSG_OUT_SCHEME_STEP_OR
                               : MSG_OUT_SCHEME_STEP,
            {"at", arena_fmt(t->arena, "%d", step->at)},
            {"cumulative", arena_fmt(t->arena, "%d", step->cumulative)},
            {"step", step->name.len ? step->name : msg(t->lang, steps[step->step])});
}

static Str ladder_of(const Text *t)
{
    Out out = out_new(t->arena, LIMIT_OUTPUT_BYTES);
    for (int i = 0; i < t->scheme->nladder; i++) {
        step_out(t, &t->scheme->ladder[i], &out);
        out_s(&out, i + 1 == t->scheme->nladder ? S("") : t->lang == LANG_ZH ? S("，") : S(", "));
    }
    return out_str(&out);
}

/* 加分、扣分事项: what it is called, its id, what it counts. */
static Str events_of(const Text *t, const Tree *list)
{
    Out out = out_new(t->arena, LIMIT_OUTPUT_BYTES);
    for (const Tree *event = list->first; event; event = event->next) {
        const Tree *id = tree_get(event, S("id")), *name = tree_get(event, S("name")),
                   *points = tree_get(event, S("points"));
        if (event != list->first)
            out_s(&out, t->lang == LANG_ZH ? S("；") : S("; "));
        msg_out(&out, t->lang, MSG_OUT_SCHEME_EVENT, {"id", id ? id->text : S("")},
                {"name", name ? name->text : S("")}, {"points", points ? points->text : S("")});
    }
    return out_str(&out);
}

static Str value_of(const Text *t, const SchemeKey *key, const Tree *value)
{
    if (key && str_eq(key->key, S("bands")))
        return bands_of(t, value);
    if (key && str_eq(key->key, S("ladder")))
        return ladder_of(t);
    if (value->kind == TREE_LIST && value->first && tree_get(value->first, S("points")))
        return events_of(t, value);
    return value->kind == TREE_TEXT ? scheme_word_shown(key, value->text, t->lang == LANG_ZH)
                                    : tree_flow_str(t->arena, value);
}

/* What the title tells already. */
static bool told(Str path)
{
    static const Str done[] = {SC("format"),  SC("code"),      SC("name"),    SC("group"),
                               SC("version"), SC("effective"), SC("plan_no"), SC("tree")};
    for (size_t i = 0; i < sizeof done / sizeof *done; i++)
        if (str_eq(done[i], path))
            return true;
    return false;
}

static void head_lines(Text *t, const Tree *map, Str prefix)
{
    for (const Tree *m = map->first; m; m = m->next) {
        Str path = prefix.len ? arena_fmt(t->arena, "%.*s.%.*s", STR_ARG(prefix), STR_ARG(m->key))
                              : m->key;
        const SchemeKey *key = scheme_key_find(scheme_head_keys, scheme_head_keys_count, path);
        if (prefix.len == 0 && told(path))
            continue;
        if (m->kind == TREE_MAP && m->count && !str_eq(path, S("weights"))) {
            head_lines(t, m, path);
            continue;
        }
        out_s(t->out, key_name(t, key, path));
        out_s(t->out, S("  "));
        out_s(t->out, value_of(t, key, m));
        out_c(t->out, '\n');
    }
}

static bool in_line(Str key)
{
    return str_eq(key, S("code")) || str_eq(key, S("name")) || str_eq(key, S("weight")) ||
           str_eq(key, S("rule")) || str_eq(key, S("children"));
}

/* Of the whole where it is known before the data, else of the parent. */
static void share_out(const Text *t, int node)
{
    Str whole = scheme_share(t->arena, t->scheme, node);
    Str part = scheme_share_in_parent(t->arena, t->scheme, node);
    if (whole.len)
        msg_out(t->out, t->lang, MSG_OUT_SCHEME_SHARE, {"share", whole});
    else if (part.len)
        msg_out(t->out, t->lang, MSG_OUT_SCHEME_SHARE_PARENT, {"share", part});
    else
        msg_out(t->out, t->lang, MSG_OUT_SCHEME_SHARE_DATA);
}

/* "规则：完成率…；目标：100": all that the node says beside its name and weight. */
static void words_out(const Text *t, const SchemeNode *n, const Tree *node)
{
    if (scheme_is_leaf(n)) {
        const SchemeKey *key = scheme_key_find(scheme_node_keys, scheme_node_keys_count, S("rule"));
        msg_out(t->out, t->lang, MSG_OUT_SCHEME_RULE,
                {"rule", scheme_word_shown(key, rule_word(n->rule), t->lang == LANG_ZH)},
                {"formula", msg(t->lang, rule_formulae[n->rule])});
    }
    for (const Tree *m = node->first; m; m = m->next) {
        const SchemeKey *key = scheme_key_find(scheme_node_keys, scheme_node_keys_count, m->key);
        if (in_line(m->key))
            continue;
        msg_out(t->out, t->lang, MSG_OUT_SCHEME_KEY, {"key", key_name(t, key, m->key)},
                {"value", value_of(t, key, m)});
    }
    if (n->weights.ahp)
        msg_out(t->out, t->lang, MSG_OUT_SCHEME_CONSISTENCY,
                {"ratio", arena_fmt(t->arena, "%.3f", n->weights.consistency)});
}

static void node_line(Text *t, const Tree *node, int depth)
{
    const SchemeNode *n = &t->scheme->nodes[++t->at];
    const Tree *weight = tree_get(node, S("weight"));
    for (int i = 0; i < depth * INDENT; i++)
        out_c(t->out, ' ');
    out_f(t->out, "%.*s [%.*s]  ", STR_ARG(n->name), STR_ARG(n->code));
    if (weight)
        msg_out(t->out, t->lang, MSG_OUT_SCHEME_WEIGHT, {"weight", weight->text});
    share_out(t, t->at);
    if (scheme_is_leaf(n))
        out_s(t->out, S("  "));
    words_out(t, n, node);
    out_c(t->out, '\n');
}

static void node_lines(Text *t, const Tree *list, int depth)
{
    for (const Tree *node = list->first; node; node = node->next) {
        node_line(t, node, depth);
        const Tree *children = tree_get(node, S("children"));
        if (children)
            node_lines(t, children, depth + 1);
    }
}

/* How often chance alone would lead to the ladder, in a group of the smallest size that counts. */
static void chance_line(const Text *t)
{
    const StreakRule *rule = &t->scheme->streak;
    double share = rule->present ? (double)rule->bottom / rule->min_group : 1, often = 1;
    for (int i = 0; rule->present && i < rule->consecutive; i++)
        often *= share;
    if (!rule->present || rule->consecutive == 0)
        return;
    Out number = out_new(t->arena, 64);
    out_fixed(&number, (int64_t)(often * rule->min_group * 1000 + 0.5), 3);
    msg_out(t->out, t->lang, MSG_OUT_SCHEME_CHANCE,
            {"units", arena_fmt(t->arena, "%d", rule->min_group)},
            {"bottom", arena_fmt(t->arena, "%d", rule->bottom)},
            {"periods", arena_fmt(t->arena, "%d", rule->consecutive)},
            {"expected", out_str(&number)});
    out_c(t->out, '\n');
}

void scheme_text(Arena *arena, Out *out, const Scheme *scheme, Str digest, Lang lang)
{
    Text t = {.arena = arena, .out = out, .scheme = scheme, .lang = lang};
    const Tree *canon = scheme_canon(arena, scheme);
    scheme_head_text(out, scheme, lang);
    out_c(out, '\n');
    msg_out(out, lang, MSG_OUT_SCHEME_DIGEST, {"digest", digest});
    out_c(out, '\n');
    head_lines(&t, canon, S(""));
    chance_line(&t);
    out_c(out, '\n');
    node_lines(&t, tree_get(canon, S("tree")), 0);
}

static void collect_words(Text *t, const Tree *list, Str *ret_words)
{
    for (const Tree *node = list->first; node; node = node->next) {
        Out out = out_new(t->arena, LIMIT_OUTPUT_BYTES);
        int at = ++t->at;
        t->out = &out;
        words_out(t, &t->scheme->nodes[at], node);
        ret_words[at] = out_str(&out);
        const Tree *children = tree_get(node, S("children"));
        if (children)
            collect_words(t, children, ret_words);
    }
}

void scheme_node_words(Arena *arena, const Scheme *scheme, Lang lang, Str *ret_words)
{
    Text t = {.arena = arena, .scheme = scheme, .lang = lang};
    ret_words[0] = S("");
    collect_words(&t, tree_get(scheme_canon(arena, scheme), S("tree")), ret_words);
}

Str scheme_top_words(Arena *arena, const Scheme *scheme, Lang lang)
{
    Out out = out_new(arena, LIMIT_OUTPUT_BYTES);
    Text t = {.arena = arena, .out = &out, .scheme = scheme, .lang = lang};
    head_lines(&t, scheme_canon(arena, scheme), S(""));
    return out_str(&out);
}

Str scheme_chance_words(Arena *arena, Lang lang, const Scheme *scheme, int units, Month first,
                        int periods)
{
    StreakChance c =
        streak_chance(&scheme->streak, scheme->ladder, scheme->nladder, units, first, periods);
    Out proposals = out_new(arena, 64), touched = out_new(arena, 64);
    if (!scheme->streak.present || scheme->nladder == 0 || !c.known || units <= 0 || periods <= 0)
        return S("");
    out_fixed(&proposals, (int64_t)(c.proposals * 10 + 0.5), 1);
    out_fixed(&touched, (int64_t)(c.touched * 10 + 0.5), 1);
    return msg_str(arena, lang, MSG_SCHEME_CHANCE, {"units", arena_fmt(arena, "%d", units)},
                   {"periods", arena_fmt(arena, "%d", periods)}, {"proposals", out_str(&proposals)},
                   {"touched", out_str(&touched)});
}
