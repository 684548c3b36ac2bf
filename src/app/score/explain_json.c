#include "app/score/explain_json.h"

void submission_json(Json *json, const Submission *s)
{
    json_object(json);
    json_kstr(json, S("id"), s->id);
    json_kstr(json, S("kind"), s->kind);
    json_kstr(json, S("period"), s->period);
    json_kstr(json, S("party"), s->party);
    json_ki64(json, S("version"), s->version);
    json_ki64(json, S("late_days"), s->late_days);
    json_kstr(json, S("entered_by"), s->entered_by);
    json_kstr(json, S("sender"), s->sender);
    json_kstr(json, S("file"), s->file);
    json_kstr(json, S("digest"), s->body_digest);
    json_object_end(json);
}

static void node_json(Json *json, const ExplainNode *n)
{
    const RunNode *r = &n->row;
    json_object(json);
    json_kstr(json, S("code"), r->node);
    json_kstr(json, S("name"), n->node->name);
    json_kstr(json, S("rule"), rule_word(n->node->rule));
    json_kstr(json, S("points"), r->points);
    json_kstr(json, S("full"), r->full_marks);
    json_kstr(json, S("status"), r->status);
    json_kstr(json, S("value"), r->value);
    json_kstr(json, S("reported"), r->reported);
    json_kstr(json, S("source"), r->source);
    json_kstr(json, S("target"), r->target);
    json_kstr(json, S("plan"), r->plan);
    json_kstr(json, S("detail"), r->detail);
    if (n->change) {
        json_key(json, S("target_change"));
        json_object(json);
        json_kstr(json, S("from"), n->change->from);
        json_kstr(json, S("before"), n->change->before);
        json_kstr(json, S("after"), n->change->after);
        json_kstr(json, S("document"), n->change->document);
        json_kstr(json, S("reason"), n->change->reason);
        json_object_end(json);
    }
    if (n->restricted)
        json_kbool(json, S("restricted"), true);
    if (n->has_submission) {
        json_key(json, S("submission"));
        submission_json(json, &n->submission);
    }
    json_object_end(json);
}

void explain_json(const App *app, const Explanation *ex, Str only, Json *json)
{
    json_object(json);
    json_kstr(json, S("campaign"), app->def.code);
    json_kbool(json, S("sample"), app->def.sample);
    json_kstr(json, S("period"), ex->period->code);
    json_kstr(json, S("unit"), ex->unit->code);
    json_kstr(json, S("name"), ex->unit->name);
    json_kstr(json, S("kind"), ex->run.kind);
    json_kstr(json, S("score"), ex->result.score_shown);
    json_kstr(json, S("score_exact"), ex->result.score);
    json_ki64(json, S("rank"), ex->result.rank);
    json_ki64(json, S("rank_from_bottom"), ex->result.rank_bottom);
    json_ki64(json, S("streak"), ex->result.streak);
    json_kstr(json, S("status"), ex->result.status);
    json_ki64(json, S("scheme_version"), ex->scheme.version);
    json_kstr(json, S("scheme_digest"), ex->run.scheme_digest);
    if (ex->to_above.len)
        json_kstr(json, S("to_next_above"), ex->to_above);
    if (ex->to_below.len)
        json_kstr(json, S("to_next_below"), ex->to_below);
    json_key(json, S("costs"));
    json_array(json);
    for (int i = 0; i < ex->costs.count; i++) {
        const ExplainCost *c = &ex->costs.items[i];
        json_object(json);
        json_kstr(json, S("kind"), c->kind);
        json_kstr(json, S("node"), c->node ? c->node->code : S(""));
        json_kstr(json, S("name"), c->node ? c->node->name : S(""));
        json_kstr(json, S("points"), c->points);
        json_object_end(json);
    }
    json_array_end(json);
    json_key(json, S("reports"));
    json_array(json);
    for (int i = 0; i < ex->reports.count; i++)
        submission_json(json, &ex->reports.items[i]);
    json_array_end(json);
    json_key(json, S("nodes"));
    json_array(json);
    for (int i = 0; i < ex->nodes.count; i++)
        if (only.len == 0 || str_eq(only, ex->nodes.items[i].row.node))
            node_json(json, &ex->nodes.items[i]);
    json_array_end(json);
    json_object_end(json);
}

void explain_json_text(const App *app, const Explanation *ex, Str only, Out *out)
{
    Json json = json_new(out, true);
    explain_json(app, ex, only, &json);
    out_c(out, '\n');
}
