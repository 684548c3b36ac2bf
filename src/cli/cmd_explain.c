#include "app/explain_text.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_explain_options[] = {
    {"--unit", CLI_VALUE, "UNIT", MSG_OPT_UNIT},
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--node", CLI_VALUE, "CODE", MSG_OPT_NODE},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

/* "84.2700000000" as people read it: four decimals, the rest is in the JSON. */
static Str four(Cli *cli, Str text)
{
    Dec dec, rounded;
    return dec_parse(text, &dec, NULL) && dec_round(dec, 4, &rounded, NULL)
               ? dec_str(cli->arena, rounded)
               : text;
}

static Str version_text(Cli *cli, const Submission *s)
{
    Out out = out_new(cli->arena, 1024);
    Msg kind = str_eq(s->kind, S("report"))         ? MSG_OUT_KIND_REPORT
               : str_eq(s->kind, S("confirmation")) ? MSG_OUT_KIND_CONFIRMATION
                                                    : MSG_OUT_KIND_CORRECTION;
    msg_out(&out, cli->lang, MSG_OUT_BEHIND, {"kind", msg(cli->lang, kind)},
            {"version", cli_i64(cli, s->version)}, {"party", s->party}, {"period", s->period},
            {"date", date_str(cli->arena, s->received_on)}, {"by", s->entered_by},
            {"file", s->file});
    return out_str(&out);
}

static Str behind(Cli *cli, const ExplainNode *n)
{
    return n->has_submission ? version_text(cli, &n->submission) : S("");
}

static Str status_text(Cli *cli, Str status)
{
    static const struct {
        Str word;
        Msg text;
    } words[] = {
        {SC("scored"), MSG_STATUS_SCORED},   {SC("zero"), MSG_STATUS_ZERO},
        {SC("dropped"), MSG_STATUS_DROPPED}, {SC("excluded"), MSG_STATUS_EXCLUDED},
        {SC("spread"), MSG_STATUS_SPREAD},   {SC("mean"), MSG_STATUS_MEAN},
        {SC("not_yet"), MSG_STATUS_NOT_YET}, {SC("data_only"), MSG_STATUS_DATA_ONLY},
        {SC("empty"), MSG_STATUS_EMPTY},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(words[i].word, status))
            return msg(cli->lang, words[i].text);
    return status;
}

static void node_text(Cli *cli, const ExplainNode *n, Out *out)
{
    for (int i = 0; i < n->node->depth; i++)
        out_s(out, S("  "));
    out_f(out, "%.*s [%.*s] %s / %s", STR_ARG(n->node->name), STR_ARG(n->row.node),
          str_z(cli->arena, four(cli, n->row.points)),
          str_z(cli->arena, four(cli, n->row.full_marks)));
    if (n->node->rule == RULE_SUM) {
        out_c(out, '\n');
        return;
    }
    msg_out(out, cli->lang, MSG_OUT_LEAF, {"status", status_text(cli, n->row.status)},
            {"value", n->row.value.len ? n->row.value : S("—")}, {"unit", n->node->unit},
            {"reported", n->row.reported.len ? n->row.reported : S("—")},
            {"target", n->row.target.len ? n->row.target : S("—")},
            {"plan", n->row.plan.len ? n->row.plan : S("—")});
    Str origin = behind(cli, n);
    if (origin.len)
        out_f(out, " ← %.*s", STR_ARG(origin));
    out_c(out, '\n');
    size_t before = out->len;
    for (int i = 0; i <= n->node->depth; i++)
        out_s(out, S("  "));
    size_t indented = out->len;
    explain_leaf_text(cli->arena, cli->lang, n, out);
    if (out->len == indented)
        out->len = before;
    else
        out_c(out, '\n');
}

static void explanation_text(Cli *cli, const App *app, const Explanation *ex, Str only, Out *out)
{
    sample_mark(cli, app, out);
    msg_out(out, cli->lang, ex->result.rank ? MSG_OUT_EXPLAIN_HEAD : MSG_OUT_EXPLAIN_HEAD_TRIAL,
            {"unit", ex->unit->name}, {"period", ex->period->name},
            {"score", ex->result.score_shown}, {"rank", cli_i64(cli, ex->result.rank)},
            {"units", cli_i64(cli, ex->units)}, {"version", cli_i64(cli, ex->scheme.version)},
            {"exact", ex->result.score});
    out_c(out, '\n');
    for (int i = 0; i < ex->reports.count; i++) {
        const Submission *r = &ex->reports.items[i];
        msg_out(out, cli->lang, MSG_OUT_REPORT_VERSION, {"version", version_text(cli, r)},
                {"late", cli_i64(cli, r->late_days)}, {"sender", r->sender});
        out_c(out, '\n');
    }
    for (int i = 0; i < ex->nodes.count; i++)
        if (only.len == 0 || str_eq(only, ex->nodes.items[i].row.node))
            node_text(cli, &ex->nodes.items[i], out);
    if (only.len == 0 && ex->nodes.count > 0)
        explain_final_text(cli->arena, cli->lang, &ex->nodes.items[0], out);
    if (ex->above.unit.len)
        msg_out(out, cli->lang, MSG_OUT_ABOVE, {"unit", unit_name(app, ex->above.unit)},
                {"score", ex->above.score_shown}, {"rank", cli_i64(cli, ex->above.rank)});
    if (ex->below.unit.len)
        msg_out(out, cli->lang, MSG_OUT_BELOW, {"unit", unit_name(app, ex->below.unit)},
                {"score", ex->below.score_shown}, {"rank", cli_i64(cli, ex->below.rank)});
}

static void submission_json(Json *json, const Submission *s)
{
    json_object(json);
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
    if (n->has_submission) {
        json_key(json, S("submission"));
        submission_json(json, &n->submission);
    }
    json_object_end(json);
}

static void explanation_json(const App *app, const Explanation *ex, Str only, Out *out)
{
    Json json = json_new(out, true);
    json_object(&json);
    json_kstr(&json, S("campaign"), app->def.code);
    json_kbool(&json, S("sample"), app->def.sample);
    json_kstr(&json, S("period"), ex->period->code);
    json_kstr(&json, S("unit"), ex->unit->code);
    json_kstr(&json, S("name"), ex->unit->name);
    json_kstr(&json, S("kind"), ex->run.kind);
    json_kstr(&json, S("score"), ex->result.score_shown);
    json_kstr(&json, S("score_exact"), ex->result.score);
    json_ki64(&json, S("rank"), ex->result.rank);
    json_ki64(&json, S("rank_from_bottom"), ex->result.rank_bottom);
    json_ki64(&json, S("streak"), ex->result.streak);
    json_kstr(&json, S("status"), ex->result.status);
    json_ki64(&json, S("scheme_version"), ex->scheme.version);
    json_kstr(&json, S("scheme_digest"), ex->run.scheme_digest);
    json_key(&json, S("reports"));
    json_array(&json);
    for (int i = 0; i < ex->reports.count; i++)
        submission_json(&json, &ex->reports.items[i]);
    json_array_end(&json);
    json_key(&json, S("nodes"));
    json_array(&json);
    for (int i = 0; i < ex->nodes.count; i++)
        if (only.len == 0 || str_eq(only, ex->nodes.items[i].row.node))
            node_json(&json, &ex->nodes.items[i]);
    json_array_end(&json);
    json_object_end(&json);
    out_c(out, '\n');
}

/* Without --period: the last period that has a result for the unit's group. */
static bool last_period(App *app, const Unit *unit, Str *ret_period, Err *err)
{
    for (int i = app->def.periods.count - 1; i >= 0; i--) {
        RunRow run;
        bool found;
        Str period = app->def.periods.items[i].code;
        if (!unit_is_member(&app->def, unit, &app->def.periods.items[i]))
            continue;
        if (!run_latest(app->db, app->arena, app->def.code, period, unit->group, &found, &run, err))
            return false;
        if (found) {
            *ret_period = period;
            return true;
        }
    }
    return err_set(err, ERR_PERIOD_NO_RUN, {"period", S("*")}, {"group", unit->group});
}

bool cmd_explain(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Explanation ex;
    Str unit, period = cli_value(args, "--period"), only = cli_value(args, "--node");
    int format = 0;
    if (!cli_need(args, "--unit", &unit, err) ||
        !cli_choice(args, "--format", "text|json", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    const Unit *known = app_unit(&app, unit);
    if (period.len == 0 && known && !last_period(&app, known, &period, err))
        return false;
    if (!explain_unit(&app, period, unit, &ex, err))
        return false;
    if (only.len && scheme_find(&ex.scheme, only) < 0)
        return err_set(err, ERR_NODE_UNKNOWN, {"found", only});
    Out out = out_new(cli->arena, 16 << 20);
    if (format == 1)
        explanation_json(&app, &ex, only, &out);
    else
        explanation_text(cli, &app, &ex, only, &out);
    return cli_write(cli, &out, err);
}
