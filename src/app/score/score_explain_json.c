/* An explanation as text and as JSON. */
#include "app/scheme/rule_text.h"
#include "app/score/score_explain.h"

static const Str kinds[COLUMN_KINDS] = {
    [COLUMN_VALUE] = SC("value"),         [COLUMN_CONFIRMED] = SC("confirmed"),
    [COLUMN_TARGET] = SC("target"),       [COLUMN_BASELINE] = SC("baseline"),
    [COLUMN_TOLERANCE] = SC("tolerance"), [COLUMN_SHARE] = SC("share")};

/* ---- text ---- */

static void indent(Out *out, int depth)
{
    for (int i = 0; i < depth; i++)
        out_s(out, S("  "));
}

static const Msg kind_names[COLUMN_KINDS] = {
    [COLUMN_VALUE] = MSG_INPUT_VALUE,         [COLUMN_CONFIRMED] = MSG_INPUT_CONFIRMED,
    [COLUMN_TARGET] = MSG_INPUT_TARGET,       [COLUMN_BASELINE] = MSG_INPUT_BASELINE,
    [COLUMN_TOLERANCE] = MSG_INPUT_TOLERANCE, [COLUMN_SHARE] = MSG_INPUT_SHARE};

static void inputs_text(Arena *arena, Lang lang, const ScoreNode *n, Out *out)
{
    bool any = false;
    for (int k = 0; k < COLUMN_KINDS; k++) {
        if (!n->inputs[k])
            continue;
        if (any)
            out_s(out, S(", "));
        any = true;
        msg_out(out, lang, MSG_OUT_SCORE_INPUT, {"name", msg(lang, kind_names[k])},
                {"text", n->inputs[k]->text},
                {"row", arena_fmt(arena, "%lld", (long long)n->inputs[k]->row)});
    }
    if (!any && n->node->rule != RULE_FORMULA)
        out_s(out, msg(lang, MSG_OUT_SCORE_NO_INPUT));
}

static void node_text(Arena *arena, Lang lang, const ScoreNode *n, Out *out)
{
    int depth = n->node->depth;
    indent(out, depth);
    out_f(out, "%.*s [%.*s] %.*s / %.*s", STR_ARG(n->node->name), STR_ARG(n->node->code),
          STR_ARG(n->points.len ? n->points : S("—")), STR_ARG(n->full));
    msg_out(out, lang, MSG_OUT_SCORE_WEIGHTS, {"weight", n->weight}, {"effective", n->effective});
    out_c(out, '\n');
    if (!scheme_is_leaf(n->node))
        return;
    indent(out, depth + 1);
    out_f(out, "%.*s: ", STR_ARG(cell_status_text(lang, n->status)));
    inputs_text(arena, lang, n, out);
    out_c(out, '\n');
    if (n->words.len == 0)
        return;
    indent(out, depth + 1);
    out_s(out, n->words);
    out_c(out, '\n');
}

static void neighbour_text(Arena *arena, Lang lang, const ScoreFiles *files, Msg sentence,
                           const ScoreNeighbour *n, Out *out)
{
    if (n->unit < 0)
        return;
    int rank = files->scheme.ties == TIES_FRACTIONAL ? n->rank / 2 : n->rank;
    msg_out(out, lang, sentence, {"unit", files->values.panel.units[n->unit]},
            {"margin", n->margin}, {"rank", arena_fmt(arena, "%d", rank)});
    out_c(out, '\n');
}

void score_explain_text(Arena *arena, Lang lang, const ScoreFiles *files,
                        const ScoreExplanation *ex, Out *out)
{
    const Scheme *scheme = &files->scheme;
    msg_out(out, lang, MSG_OUT_SCORE_HEAD, {"unit", ex->unit}, {"period", ex->period},
            {"group", ex->group}, {"shown", ex->shown.len ? ex->shown : S("—")},
            {"place", ex->place}, {"scheme", scheme->code},
            {"version", arena_fmt(arena, "%d", scheme->version)},
            {"exact", ex->score.len ? ex->score : S("—")});
    out_c(out, '\n');
    for (int i = 0; i < scheme->nnodes; i++)
        node_text(arena, lang, &ex->nodes[i], out);
    if (ex->bonus.len) {
        msg_out(out, lang, MSG_OUT_SCORE_FINAL, {"tree", ex->tree}, {"bonus", ex->bonus},
                {"deduct", ex->deduct}, {"cost", ex->cost});
        out_c(out, '\n');
    }
    if (ex->ceiling.len) {
        msg_out(out, lang, MSG_OUT_SCORE_VETOED, {"ceiling", ex->ceiling});
        out_c(out, '\n');
    }
    neighbour_text(arena, lang, files, MSG_OUT_SCORE_ABOVE, &ex->above, out);
    neighbour_text(arena, lang, files, MSG_OUT_SCORE_BELOW, &ex->below, out);
}

/* ---- JSON ---- */

static void inputs_json(Json *json, const ScoreNode *n)
{
    json_key(json, S("inputs"));
    json_object(json);
    for (int k = 0; k < COLUMN_KINDS; k++) {
        if (!n->inputs[k])
            continue;
        json_key(json, kinds[k]);
        json_object(json);
        json_kstr(json, S("text"), n->inputs[k]->text);
        json_ki64(json, S("row"), n->inputs[k]->row);
        json_object_end(json);
    }
    json_object_end(json);
}

static void node_json(Json *json, const ScoreNode *n)
{
    json_object(json);
    json_kstr(json, S("code"), n->node->code);
    json_kstr(json, S("name"), n->node->name);
    json_kstr(json, S("rule"), rule_word(n->node->rule));
    json_ki64(json, S("depth"), n->node->depth);
    json_kstr(json, S("weight"), n->weight);
    json_kstr(json, S("effective"), n->effective);
    json_kstr(json, S("full"), n->full);
    json_kstr(json, S("points"), n->points);
    json_kstr(json, S("fraction"), n->fraction);
    json_kstr(json, S("status"), cell_status_word(n->status));
    if (scheme_is_leaf(n->node)) {
        json_kstr(json, S("indicator"), n->node->indicator);
        json_kstr(json, S("raw"), n->raw);
        json_ki64(json, S("warnings"), n->warnings);
        inputs_json(json, n);
        json_kstr(json, S("words"), n->words);
    }
    json_object_end(json);
}

static void neighbour_json(Json *json, const ScoreFiles *files, Str key, const ScoreNeighbour *n)
{
    json_key(json, key);
    if (n->unit < 0) {
        json_null(json);
        return;
    }
    json_object(json);
    json_kstr(json, S("unit"), files->values.panel.units[n->unit]);
    json_kstr(json, S("margin"), n->margin);
    json_object_end(json);
}

void score_explain_json(const ScoreFiles *files, const ScoreExplanation *ex, Json *json)
{
    const Scheme *scheme = &files->scheme;
    json_object(json);
    json_kstr(json, S("scheme"), scheme->code);
    json_ki64(json, S("version"), scheme->version);
    json_kstr(json, S("period"), ex->period);
    json_kstr(json, S("unit"), ex->unit);
    json_kstr(json, S("group"), ex->group);
    json_kstr(json, S("score"), ex->score);
    json_kstr(json, S("shown"), ex->shown);
    json_kstr(json, S("rank"), ex->rank);
    json_ki64(json, S("ranked"), ex->ranked);
    json_kstr(json, S("tree"), ex->tree);
    json_kstr(json, S("bonus"), ex->bonus);
    json_kstr(json, S("deduct"), ex->deduct);
    json_kstr(json, S("deductions_cost"), ex->cost);
    json_kstr(json, S("ceiling"), ex->ceiling);
    neighbour_json(json, files, S("above"), &ex->above);
    neighbour_json(json, files, S("below"), &ex->below);
    json_key(json, S("nodes"));
    json_array(json);
    for (int i = 0; i < scheme->nnodes; i++)
        node_json(json, &ex->nodes[i]);
    json_array_end(json);
    json_object_end(json);
}
