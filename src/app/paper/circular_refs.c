#include "app/paper/circular_refs.h"

static const struct {
    Str code, zh;
} words[REF_WORDS] = {
    [REF_PERIOD] = {SC("period"), SC("本期")},
    [REF_BEFORE] = {SC("before"), SC("上期")},
    [REF_NEXT] = {SC("next"), SC("下期")},
    [REF_DUE] = {SC("due"), SC("下期报送日期")},
    [REF_NUMBER] = {SC("number"), SC("文号")},
    [REF_UNITS] = {SC("units"), SC("单位数")},
    [REF_IN_TIME] = {SC("in_time"), SC("按时数")},
    [REF_LATE] = {SC("late"), SC("迟报数")},
    [REF_MISSING] = {SC("missing"), SC("未报数")},
    [REF_SCORE] = {SC("score"), SC("得分")},
    [REF_RANK] = {SC("rank"), SC("名次")},
    [REF_SCORE_BEFORE] = {SC("score_before"), SC("上期得分")},
    [REF_RANK_BEFORE] = {SC("rank_before"), SC("上期名次")},
    [REF_DAYS] = {SC("days"), SC("迟报天数")},
    [REF_STREAK] = {SC("streak"), SC("连续期数")},
    [REF_POINTS] = {SC("points"), SC("单项得分")},
    [REF_FULL] = {SC("full"), SC("单项满分")},
};

Str ref_plain(const App *app, RefWord word)
{
    return arena_fmt(app->arena, "{%.*s}", STR_ARG(words[word].zh));
}

static Str of(const App *app, RefWord word, Str what)
{
    return arena_fmt(app->arena, "{%.*s:%.*s}", STR_ARG(words[word].zh), STR_ARG(what));
}

/* A name that would end the reference, or part it, gives way to the code. */
static Str plain_or(Str name, Str code)
{
    bool odd = str_has(name, S("{")) || str_has(name, S("}")) || str_has(name, S(":")) ||
               str_has(name, S("："));
    return odd || name.len == 0 ? code : name;
}

Str ref_of_group(const App *app, RefWord word, const CircularGroup *g)
{
    return of(app, word, plain_or(g->group->name, g->group->code));
}

Str ref_of_unit(const App *app, RefWord word, const CircularUnit *u)
{
    return of(app, word, plain_or(u->unit->name, u->unit->code));
}

Str ref_of_leaf(const App *app, RefWord word, const CircularGroup *g, const CircularUnit *u,
                int node)
{
    const SchemeNode *n = &g->scheme.nodes[node];
    Str name = plain_or(n->name, n->code);
    for (int i = 0; i < g->scheme.nnodes; i++)
        if (i != node && str_eq(g->scheme.nodes[i].name, n->name))
            name = n->code;
    return of(app, word,
              arena_fmt(app->arena, "%.*s:%.*s", STR_ARG(plain_or(u->unit->name, u->unit->code)),
                        STR_ARG(name)));
}

Str ref_before(PaperWriter *w, const CircularGroup *group)
{
    for (int i = 0; i < w->facts->count; i++)
        if (w->facts->groups[i].before)
            return w->facts->groups[i].before == group->before
                       ? ref_plain(w->app, REF_BEFORE)
                       : ref_of_group(w->app, REF_BEFORE, group);
    return ref_plain(w->app, REF_BEFORE);
}

/* ---- reading ---- */

typedef struct RefParts {
    RefWord word;
    Str first, second;
} RefParts;

static Str next_part(Str *rest)
{
    ptrdiff_t narrow = str_find(*rest, S(":"), 0), wide = str_find(*rest, S("："), 0);
    bool is_wide = wide >= 0 && (narrow < 0 || wide < narrow);
    ptrdiff_t at = is_wide ? wide : narrow;
    Str part = at < 0 ? *rest : str_sub(*rest, 0, at);
    *rest = at < 0 ? S("") : str_sub(*rest, at + (is_wide ? S("：").len : 1), rest->len);
    return str_trim(part);
}

static bool take_parts(Str inner, RefParts *ret)
{
    Str word = next_part(&inner);
    ret->first = next_part(&inner);
    ret->second = next_part(&inner);
    for (int i = 0; i < REF_WORDS && inner.len == 0; i++)
        if (str_eq(word, words[i].code) || str_eq(word, words[i].zh)) {
            ret->word = (RefWord)i;
            return true;
        }
    return false;
}

static const CircularGroup *group_of(const CircularFacts *f, Str name)
{
    for (int i = 0; i < f->count; i++)
        if (str_eq(f->groups[i].group->code, name) || str_eq(f->groups[i].group->name, name))
            return &f->groups[i];
    return NULL;
}

static const CircularUnit *unit_of(const CircularFacts *f, Str name,
                                   const CircularGroup **ret_group)
{
    for (int i = 0; i < f->count; i++)
        for (int u = 0; u < f->groups[i].count; u++) {
            const Unit *unit = f->groups[i].units[u].unit;
            if (str_eq(unit->code, name) || str_eq(unit->name, name) ||
                (unit->short_name.len && str_eq(unit->short_name, name))) {
                *ret_group = &f->groups[i];
                return &f->groups[i].units[u];
            }
        }
    return NULL;
}

static bool text_of(const App *app, int n, Str *ret_text)
{
    *ret_text = arena_fmt(app->arena, "%d", n);
    return n > 0;
}

static bool count(const App *app, int n, Str *ret_text)
{
    (void)text_of(app, n, ret_text);
    return true;
}

static bool read_plain(PaperWriter *w, RefWord word, Str *ret_text, Figure *o)
{
    const CircularFacts *f = w->facts;
    *o = (Figure){.kind = S("count"), .period = f->period->code};
    switch (word) {
    case REF_PERIOD:
        o->kind = S("period");
        *ret_text = period_text(w, f->period);
        return true;
    case REF_BEFORE:
        for (int i = 0; i < f->count; i++)
            if (f->groups[i].before) {
                *o = (Figure){.kind = S("period"), .period = f->groups[i].before->code};
                *ret_text = f->groups[i].before->name;
                return true;
            }
        return false;
    case REF_NEXT:
        if (f->next) {
            *o = (Figure){.kind = S("period"), .period = f->next->code};
            *ret_text = f->next->name;
        }
        return f->next != NULL;
    case REF_DUE:
        if (f->next && f->next->due_on != DATE_NONE) {
            Out date = out_new(w->app->arena, 64);
            date_out_cn(&date, f->next->due_on);
            *o = (Figure){.kind = S("date"), .period = f->next->code};
            *ret_text = out_str(&date);
            return true;
        }
        return false;
    case REF_NUMBER:
        *o = (Figure){.kind = S("number")};
        *ret_text = f->earlier;
        return f->earlier.len > 0;
    case REF_UNITS:
        return f->count > 0 && count(w->app, f->units, ret_text);
    case REF_IN_TIME:
        return f->count > 0 && count(w->app, f->units - f->late - f->missing, ret_text);
    case REF_LATE:
        return f->count > 0 && count(w->app, f->late, ret_text);
    case REF_MISSING:
        return f->count > 0 && count(w->app, f->missing, ret_text);
    default:
        return false;
    }
}

static bool read_group(PaperWriter *w, const RefParts *p, Str *ret_text, Figure *o)
{
    const CircularGroup *g = group_of(w->facts, p->first);
    if (!g || p->second.len)
        return false;
    if (p->word == REF_UNITS) {
        *o = writer_origin(S("count"), g, NULL);
        return count(w->app, g->count, ret_text);
    }
    if (p->word != REF_BEFORE || !g->before)
        return false;
    *o = (Figure){.kind = S("period"), .period = g->before->code};
    *ret_text = g->before->name;
    return true;
}

/* Shown with two decimals, full marks as the scheme has them. */
static Str points_text(const App *app, Dec points, bool trim)
{
    Dec shown;
    if (!dec_round(points, 2, &shown, NULL))
        return S("");
    Str text = dec_str(app->arena, shown);
    if (trim) {
        while (str_ends(text, S("0")))
            text.len--;
        if (str_ends(text, S(".")))
            text.len--;
    }
    return text;
}

static bool read_leaf(PaperWriter *w, const RefParts *p, const CircularGroup *g,
                      const CircularUnit *u, Str *ret_text, Figure *o)
{
    for (int i = 0; i < u->leaves.count; i++) {
        const LostLeaf *leaf = &u->leaves.items[i];
        const SchemeNode *node = &g->scheme.nodes[leaf->node];
        if (!str_eq(node->code, p->second) && !str_eq(node->name, p->second))
            continue;
        *o = writer_origin(S("points"), g, u);
        o->node = node->code;
        *ret_text = p->word == REF_FULL ? points_text(w->app, leaf->full, true)
                                        : points_text(w->app, leaf->points, false);
        return ret_text->len > 0;
    }
    return false;
}

static bool read_before(PaperWriter *w, const RefParts *p, const CircularGroup *g,
                        const CircularUnit *u, Str *ret_text, Figure *o)
{
    bool score = p->word == REF_SCORE_BEFORE;
    if (!u->before || !g->before || u->before->rank == 0)
        return false;
    *o = writer_origin(score ? S("score") : S("rank"), g, u);
    o->period = g->before->code;
    o->unit = u->before->unit;
    o->run = g->before_run;
    *ret_text = u->before->score_shown;
    return score || text_of(w->app, u->before->rank, ret_text);
}

/* "两" and not "二" before a measure word. */
static Str count_word(const App *app, int n)
{
    return n == 2 ? msg(LANG_ZH, MSG_PAPER_TWO) : paper_numeral(app->arena, n);
}

static bool read_unit(PaperWriter *w, const RefParts *p, Str *ret_text, Figure *o)
{
    const CircularGroup *g;
    const CircularUnit *u = unit_of(w->facts, p->first, &g);
    bool leaf = p->word == REF_POINTS || p->word == REF_FULL;
    if (!u || leaf != (p->second.len > 0) ||
        (u->unit->restricted && p->word != REF_SCORE && p->word != REF_RANK))
        return false;
    switch (p->word) {
    case REF_SCORE:
        *o = writer_origin(S("score"), g, u);
        *ret_text = u->row.score_shown;
        return ret_text->len > 0;
    case REF_RANK:
        *o = writer_origin(S("rank"), g, u);
        return text_of(w->app, u->row.rank, ret_text);
    case REF_SCORE_BEFORE:
    case REF_RANK_BEFORE:
        return read_before(w, p, g, u, ret_text, o);
    case REF_DAYS:
        *o = writer_origin(S("days"), g, u);
        return text_of(w->app, u->late_days, ret_text);
    case REF_STREAK:
        *o = writer_origin(S("streak"), g, u);
        *ret_text = count_word(w->app, u->row.streak);
        return u->row.in_bottom && u->row.streak > 0;
    case REF_POINTS:
    case REF_FULL:
        return read_leaf(w, p, g, u, ret_text, o);
    default:
        return false;
    }
}

bool ref_read(PaperWriter *w, Str inner, Str *ret_text, Figure *ret_origin)
{
    RefParts p;
    if (!take_parts(inner, &p))
        return false;
    if (p.first.len == 0)
        return p.second.len == 0 && read_plain(w, p.word, ret_text, ret_origin);
    return read_group(w, &p, ret_text, ret_origin) || read_unit(w, &p, ret_text, ret_origin);
}

/* ---- what a typed number may have meant ---- */

static Str offer_of(PaperWriter *w, const CircularGroup *g, const CircularUnit *u, Str number)
{
    Str text;
    if (str_eq(u->row.score_shown, number))
        return ref_of_unit(w->app, REF_SCORE, u);
    if (text_of(w->app, u->row.rank, &text) && str_eq(text, number))
        return ref_of_unit(w->app, REF_RANK, u);
    for (int i = 0; i < u->leaves.count && !u->unit->restricted; i++)
        if (str_eq(points_text(w->app, u->leaves.items[i].points, false), number))
            return ref_of_leaf(w->app, REF_POINTS, g, u, u->leaves.items[i].node);
    return S("");
}

Str ref_offer(PaperWriter *w, Str line, Str number)
{
    for (int named = 1; named >= 0; named--)
        for (int i = 0; i < w->facts->count; i++) {
            const CircularGroup *g = &w->facts->groups[i];
            for (int k = 0; k < g->count; k++) {
                const CircularUnit *u = &g->units[k];
                bool is_named = str_has(line, u->unit->name);
                if (is_named != (named > 0) || (!named && !str_has(number, S("."))))
                    continue;
                Str offer = offer_of(w, g, u, number);
                if (offer.len)
                    return offer;
            }
        }
    return S("");
}
