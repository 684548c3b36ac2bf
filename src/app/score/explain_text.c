#include "app/score/explain_text.h"

#include "app/report/confirmed.h"

#include "app/scheme/rule_text.h"
#include "sys/json_in.h"

/* The text of a member; empty when it is not there. */
static Str member(const Tree *map, Str key)
{
    const Tree *t = tree_get(map, key);
    return t ? t->text : S("");
}

/* Ten decimals as people read them: four, half away from zero. */
Str four_decimals(Arena *arena, Str text)
{
    Dec dec, rounded;
    return dec_parse(text, &dec, NULL) && dec_round(dec, 4, &rounded, NULL)
               ? dec_str(arena, rounded)
               : text;
}

static Tree *parse(Arena *arena, Str json)
{
    Tree *tree = NULL;
    Err err = {0};
    return json_parse(arena, json, &tree, &err) ? tree : NULL;
}

static void events_text(Lang lang, const Tree *list, Out *out)
{
    for (const Tree *e = list ? list->first : NULL; e; e = e->next)
        msg_out(out, lang, MSG_FORMULA_EVENT, {"rule", member(e, S("rule"))},
                {"points", member(e, S("points"))}, {"basis", member(e, S("basis"))},
                {"evidence", member(e, S("evidence"))});
}

void explain_leaf_text(Arena *arena, Lang lang, const ExplainNode *n, Out *out)
{
    const Tree *detail = parse(arena, n->row.detail);
    if (n->node->rule == RULE_SUM || !detail)
        return;
    bool carried = str_eq(n->row.status, S("carry"));
    if (str_eq(n->row.status, S("scored")) || carried) {
        RuleNumbers numbers = {.value = n->row.value,
                               .goal = four_decimals(arena, member(detail, S("goal"))),
                               .gap = four_decimals(arena, member(detail, S("gap"))),
                               .rank = member(detail, S("rank")),
                               .raw = four_decimals(arena, member(detail, S("raw"))),
                               .low = member(detail, S("low")),
                               .high = member(detail, S("high")),
                               .mean = four_decimals(arena, member(detail, S("mean"))),
                               .sd = four_decimals(arena, member(detail, S("sd"))),
                               .sum = four_decimals(arena, member(detail, S("sum"))),
                               .formula = member(detail, S("formula")),
                               .earlier = member(detail, S("base"))};
        if (carried)
            msg_out(out, lang, MSG_FORMULA_CARRIED,
                    {"value", four_decimals(arena, member(detail, S("carried")))});
        else
            rule_text(arena, lang, n->node, &numbers, out);
        rule_result_text(lang, four_decimals(arena, n->row.full_marks),
                         four_decimals(arena, member(detail, S("fraction"))),
                         four_decimals(arena, n->row.points), out);
    }
    /* Somebody says so: without that the status has said all there is. */
    if (n->has_submission && str_eq(n->row.status, S("data_only")))
        msg_out(out, lang, MSG_FORMULA_NO_RANK, {"value", n->row.value}, {"unit", n->node->unit},
                {"full", four_decimals(arena, n->row.full_marks)});
    if (n->has_submission && str_eq(n->row.status, S("not_yet")))
        msg_out(out, lang, MSG_FORMULA_NOT_YET, {"full", four_decimals(arena, n->row.full_marks)});
    events_text(lang, tree_get(detail, S("events")), out);
    if (n->change)
        msg_out(out, lang, MSG_FORMULA_TARGET_CHANGED, {"from", n->change_from},
                {"before", n->change->before.len ? n->change->before : S("—")},
                {"after", n->change->after}, {"unit", n->node->unit},
                {"document", n->change->document}, {"reason", n->change->reason});
}

void explain_final_text(Arena *arena, Lang lang, const ExplainNode *root, Out *out)
{
    const Tree *detail = parse(arena, root->row.detail);
    const Tree *bonus = tree_get(detail, S("bonus_events"));
    const Tree *deduct = tree_get(detail, S("deduct_events"));
    if (!detail || ((!bonus || bonus->count == 0) && (!deduct || deduct->count == 0)))
        return;
    msg_out(out, lang, MSG_FORMULA_FINAL, {"tree", four_decimals(arena, member(detail, S("tree")))},
            {"bonus", four_decimals(arena, member(detail, S("bonus")))},
            {"deduct", four_decimals(arena, member(detail, S("deduct")))});
    events_text(lang, bonus, out);
    events_text(lang, deduct, out);
    out_c(out, '\n');
}

static Msg cost_text(Str kind)
{
    if (str_eq(kind, S("events")))
        return MSG_OUT_COST_EVENTS;
    if (str_eq(kind, S("late")))
        return MSG_OUT_COST_LATE;
    return str_eq(kind, S("missing")) ? MSG_OUT_COST_MISSING : MSG_OUT_COST_DEDUCT;
}

void explain_margins_text(Arena *arena, Lang lang, const Explanation *ex, Out *out)
{
    if (ex->to_above.len)
        msg_out(out, lang, MSG_OUT_TO_ABOVE, {"points", ex->to_above});
    if (ex->to_below.len)
        msg_out(out, lang, MSG_OUT_TO_BELOW, {"points", ex->to_below});
    for (int i = 0; i < ex->costs.count; i++) {
        const ExplainCost *c = &ex->costs.items[i];
        msg_out(out, lang, cost_text(c->kind), {"name", c->node ? c->node->name : S("")},
                {"points", four_decimals(arena, c->points)});
    }
}

void talk_evidence_text(const App *app, Lang lang, const TalkRow *talk, Out *out)
{
    const Tree *evidence = parse(app->arena, talk->evidence);
    const Tree *rule = tree_get(evidence, S("rule")), *months = tree_get(evidence, S("months"));
    if (!evidence)
        return;
    Str count = member(rule, S("cumulative")), top = member(rule, S("top"));
    Out times = out_new(app->arena, 256), places = out_new(app->arena, 256);
    msg_out(&times, lang, count.len ? MSG_PAPER_TALK_TIMES_COUNT : MSG_PAPER_TALK_TIMES_RUN,
            {"n", count.len ? count : member(rule, S("consecutive"))});
    msg_out(&places, lang, top.len ? MSG_PAPER_TALK_PLACES_FIRST : MSG_PAPER_TALK_PLACES_LAST,
            {"n", top.len ? top : member(rule, S("bottom"))});
    msg_out(out, lang, MSG_TALK_RULE, {"times", out_str(&times)}, {"places", out_str(&places)},
            {"source", member(rule, S("source"))}, {"version", member(rule, S("scheme_version"))},
            {"expected", member(evidence, S("expected_by_chance_a_month"))});
    out_c(out, '\n');
    for (const Tree *m = months ? months->first : NULL; m; m = m->next) {
        bool missing = str_eq(member(m, S("status")), S("own_missing"));
        msg_out(out, lang, MSG_TALK_MONTH, {"period", period_name(app, member(m, S("period")))},
                {"score", member(m, S("score"))}, {"rank", member(m, S("rank"))},
                {"bottom", member(m, S("rank_from_bottom"))}, {"units", member(m, S("units"))});
        if (missing)
            out_s(out, msg(lang, MSG_OUT_MISSING_MARK));
        out_c(out, '\n');
    }
}

Str submission_kind_text(Lang lang, Str kind)
{
    return msg(lang, str_eq(kind, S("report"))         ? MSG_OUT_KIND_REPORT
                     : str_eq(kind, S("confirmation")) ? MSG_OUT_KIND_CONFIRMATION
                                                       : MSG_OUT_KIND_CORRECTION);
}

Str submission_text(Arena *arena, Lang lang, const Submission *s)
{
    Out out = out_new(arena, 1024);
    msg_out(&out, lang, MSG_OUT_BEHIND, {"kind", submission_kind_text(lang, s->kind)},
            {"version", arena_fmt(arena, "%d", s->version)}, {"party", s->party},
            {"period", s->period}, {"date", date_str(arena, s->received_on)}, {"by", s->entered_by},
            {"file", s->file});
    HeldRelease release = held_release(arena, s->head);
    Str published = release_text(arena, lang, &release);
    if (published.len)
        out_f(&out, " · %.*s", STR_ARG(published));
    return out_str(&out);
}

Str node_status_text(Lang lang, Str status)
{
    for (int i = 0; i <= CELL_PARENT; i++)
        if (str_eq(cell_status_word((CellStatus)i), status))
            return cell_status_text(lang, (CellStatus)i);
    return status;
}
