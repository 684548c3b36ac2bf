/* The streak rule and the ladder of a scheme file. No number of months has a default. */
#include "app/scheme/scheme_parts.h"

enum { BOTTOM_MAX = 1000, MONTHS_MAX = 120, GROUP_MAX = 100 * 1000 };

static const TreeWord bottom_words[] = {{SC("bottom"), 0}};
static const TreeWord and_words[] = {{SC("plan_not_met"), 0}};

static bool whole(const SchemeLoad *load, const Tree *at, Str key, Need need, int max, int *ret)
{
    int64_t value;
    if (!tree_int(&load->reader, at, key, need, 1, max, &value))
        return false;
    *ret = (int)value;
    return true;
}

static void load_gap(SchemeLoad *load, const Tree *at, StreakRule *rule)
{
    const Tree *gap = tree_map(&load->reader, at, S("gap"), REQUIRED);
    if (!gap)
        return;
    int not_held = GAP_BREAK, exempt = GAP_BREAK, bottom;
    KNOWN(load, gap, S("not_held"), S("exempt"), S("own_missing"));
    scheme_word(load, gap, S("not_held"), REQUIRED, gap_words, &not_held);
    scheme_word(load, gap, S("exempt"), REQUIRED, gap_words, &exempt);
    tree_word(&load->reader, gap, S("own_missing"), REQUIRED, bottom_words, COUNT(bottom_words),
              &bottom);
    rule->not_held = (Gap)not_held;
    rule->exempt = (Gap)exempt;
}

static void load_and(SchemeLoad *load, const Tree *at, StreakRule *rule)
{
    const Tree *list = tree_list(&load->reader, at, S("and"), OPTIONAL);
    int word;
    for (const Tree *item = list ? list->first : NULL; item; item = item->next)
        if (tree_word_of(&load->reader, item, S("and"), and_words, COUNT(and_words), &word))
            rule->and_plan_not_met = true;
}

static void load_exempts(SchemeLoad *load, const Tree *at, StreakRule *rule)
{
    const Tree *list = tree_list(&load->reader, at, S("exempt"), OPTIONAL);
    if (!list)
        return;
    rule->exempts = arena_new(load->arena, StreakExempt, list->count);
    for (const Tree *item = list->first; item; item = item->next) {
        StreakExempt *e = &rule->exempts[rule->nexempts++];
        if (!tree_is_map(&load->reader, item))
            continue;
        KNOWN(load, item, S("unit"), S("from"), S("to"), S("approved_by"));
        tree_str(&load->reader, item, S("unit"), REQUIRED, &e->unit);
        tree_str(&load->reader, item, S("approved_by"), REQUIRED, &e->approved_by);
        if (tree_month(&load->reader, item, S("from"), REQUIRED, &e->from) &&
            tree_month(&load->reader, item, S("to"), REQUIRED, &e->to) && e->to < e->from)
            tree_fault(&load->reader, tree_get(item, S("to")), ERR_SCHEME_BOUNDS,
                       {"found", month_str(load->arena, e->to)},
                       {"expected", arena_fmt(load->arena, "≥ %.*s",
                                              STR_ARG(month_str(load->arena, e->from)))});
    }
}

static void load_numbers(SchemeLoad *load, const Tree *at, StreakRule *rule)
{
    whole(load, at, S("bottom"), REQUIRED, BOTTOM_MAX, &rule->bottom);
    int within = RUN_WITHIN_ALL;
    whole(load, at, S("consecutive"), OPTIONAL, MONTHS_MAX, &rule->consecutive);
    tree_str(&load->reader, at, S("source"), OPTIONAL, &rule->source);
    if ((!tree_get(at, S("consecutive")) && !tree_get(at, S("cumulative"))) ||
        rule->source.len == 0)
        tree_fault(&load->reader, at, ERR_SCHEME_MONTHS);
    if (scheme_word(load, at, S("run_within"), OPTIONAL, within_words, &within) &&
        !tree_get(at, S("consecutive")))
        tree_fault(&load->reader, tree_get(at, S("run_within")), ERR_SCHEME_KEY_IDLE,
                   {"key", S("run_within")}, {"rule", S("streak")});
    rule->run_within = (RunWithin)within;
    if (whole(load, at, S("min_group"), REQUIRED, GROUP_MAX, &rule->min_group) &&
        rule->min_group <= rule->bottom)
        tree_fault(&load->reader, tree_get(at, S("min_group")), ERR_SCHEME_MIN_GROUP,
                   {"found", arena_fmt(load->arena, "%d", rule->min_group)},
                   {"expected", arena_fmt(load->arena, "%d", rule->bottom)});
    int window = WINDOW_CALENDAR_YEAR;
    bool counts = whole(load, at, S("cumulative"), OPTIONAL, MONTHS_MAX, &rule->cumulative);
    bool has_window = scheme_word(load, at, S("window"), OPTIONAL, window_words, &window);
    rule->window = (StreakWindow)window;
    if (counts && !has_window)
        tree_fault(&load->reader, tree_get(at, S("cumulative")), ERR_SCHEME_WINDOW);
    if (!counts && has_window)
        tree_fault(&load->reader, tree_get(at, S("window")), ERR_SCHEME_KEY_IDLE,
                   {"key", S("window")}, {"rule", S("streak")});
}

static bool ladder_fault(const SchemeLoad *load, const Tree *at, int found, Str expected)
{
    return tree_fault(&load->reader, at, ERR_SCHEME_LADDER,
                      {"found", arena_fmt(load->arena, "%d", found)}, {"expected", expected});
}

static bool same_places(const Ladder *a, const Ladder *b)
{
    return a->bottom == b->bottom && a->top == b->top;
}

/* Steps that count the same places stand in order of their numbers. */
static void check_order(const SchemeLoad *load, const Tree *at, const Ladder *first,
                        const Ladder *step)
{
    int run = 0, count = 0;
    for (const Ladder *before = first; before < step; before++) {
        run = same_places(before, step) && before->at > run ? before->at : run;
        count =
            same_places(before, step) && before->cumulative > count ? before->cumulative : count;
    }
    if (step->at && step->at <= run)
        ladder_fault(load, tree_get(at, S("at")), step->at, arena_fmt(load->arena, "at > %d", run));
    if (step->cumulative && step->cumulative <= count)
        ladder_fault(load, tree_get(at, S("cumulative")), step->cumulative,
                     arena_fmt(load->arena, "cumulative > %d", count));
}

/* `bottom` or `top`: other places than the rule's. */
static void load_places(SchemeLoad *load, const Tree *at, Ladder *step)
{
    const StreakRule *rule = &load->scheme->streak;
    const Str keys[] = {S("bottom"), S("top")};
    int *const places[] = {&step->bottom, &step->top};
    for (int i = 0; i < COUNT(keys); i++)
        if (whole(load, at, keys[i], OPTIONAL, BOTTOM_MAX, places[i]) &&
            *places[i] >= rule->min_group)
            ladder_fault(
                load, tree_get(at, keys[i]), *places[i],
                arena_fmt(load->arena, "%.*s < min_group (%d)", STR_ARG(keys[i]), rule->min_group));
    if (step->bottom && step->top)
        tree_fault(&load->reader, tree_get(at, S("top")), ERR_SCHEME_KEY_IDLE, {"key", S("top")},
                   {"rule", S("bottom")});
    if (step->bottom == rule->bottom)
        step->bottom = 0;
}

static void load_step(SchemeLoad *load, const Tree *at, Ladder *step)
{
    int word = STEP_REMIND;
    if (!tree_is_map(&load->reader, at))
        return;
    KNOWN(load, at, S("at"), S("cumulative"), S("bottom"), S("top"), S("step"), S("name"),
          S("basis"));
    whole(load, at, S("at"), OPTIONAL, MONTHS_MAX, &step->at);
    load_places(load, at, step);
    if (whole(load, at, S("cumulative"), OPTIONAL, MONTHS_MAX, &step->cumulative) &&
        load->scheme->streak.cumulative == 0)
        tree_fault(&load->reader, tree_get(at, S("cumulative")), ERR_SCHEME_WINDOW);
    if (!tree_get(at, S("at")) && !tree_get(at, S("cumulative")))
        ladder_fault(load, at, 0, S("at · cumulative"));
    if (step->at && load->scheme->streak.consecutive == 0 && load->scheme->streak.cumulative > 0)
        ladder_fault(load, tree_get(at, S("at")), step->at, S("streak.consecutive"));
    check_order(load, at, load->scheme->ladder, step);
    scheme_word(load, at, S("step"), REQUIRED, ladder_words, &word);
    step->step = (LadderStep)word;
    tree_str(&load->reader, at, S("name"), OPTIONAL, &step->name);
    tree_str(&load->reader, at, S("basis"), OPTIONAL, &step->basis);
}

static void load_ladder(SchemeLoad *load, const Tree *top)
{
    Scheme *s = load->scheme;
    const Tree *list = tree_list(&load->reader, top, S("ladder"), OPTIONAL);
    if (!list)
        return;
    if (!s->streak.present) {
        tree_fault(&load->reader, list, ERR_SCHEME_KEY_IDLE, {"key", S("ladder")},
                   {"rule", S("streak")});
        return;
    }
    bool at_run = s->streak.consecutive == 0; /* none, or told already */
    bool at_count = s->streak.cumulative == 0;
    s->ladder = arena_new(load->arena, Ladder, list->count);
    for (const Tree *item = list->first; item; item = item->next) {
        Ladder *step = &s->ladder[s->nladder++];
        load_step(load, item, step);
        at_run |= step->at == s->streak.consecutive && !step->top;
        at_count |= step->cumulative == s->streak.cumulative && !step->top;
    }
    if (!at_run)
        ladder_fault(load, list, s->nladder,
                     arena_fmt(load->arena, "at: %d", s->streak.consecutive));
    if (!at_count)
        ladder_fault(load, list, s->nladder,
                     arena_fmt(load->arena, "cumulative: %d", s->streak.cumulative));
}

void scheme_load_streak(SchemeLoad *load, const Tree *top)
{
    StreakRule *rule = &load->scheme->streak;
    const Tree *at = tree_map(&load->reader, top, S("streak"), OPTIONAL);
    if (at) {
        rule->present = true;
        KNOWN(load, at, S("bottom"), S("consecutive"), S("source"), S("cumulative"), S("window"),
              S("run_within"), S("and"), S("gap"), S("reset_after_talk"), S("min_group"),
              S("exempt"));
        load_numbers(load, at, rule);
        load_gap(load, at, rule);
        load_and(load, at, rule);
        load_exempts(load, at, rule);
        tree_bool(&load->reader, at, S("reset_after_talk"), REQUIRED, &rule->reset_after_talk);
    }
    load_ladder(load, top);
}
