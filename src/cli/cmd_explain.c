#include "app/result/result.h"
#include "app/score/explain_json.h"
#include "app/score/explain_text.h"
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

static Str behind(Cli *cli, const ExplainNode *n)
{
    return n->has_submission ? submission_text(cli->arena, cli->lang, &n->submission) : S("");
}

static void node_text(Cli *cli, const ExplainNode *n, Out *out)
{
    for (int i = 0; i < n->node->depth; i++)
        out_s(out, S("  "));
    out_f(out, "%.*s [%.*s] %s / %s", STR_ARG(n->node->name), STR_ARG(n->row.node),
          str_z(cli->arena, four_decimals(cli->arena, n->row.points)),
          str_z(cli->arena, four_decimals(cli->arena, n->row.full_marks)));
    if (n->node->rule == RULE_SUM) {
        out_c(out, '\n');
        return;
    }
    msg_out(out, cli->lang, MSG_OUT_LEAF, {"status", node_status_text(cli->lang, n->row.status)},
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
        msg_out(out, cli->lang, MSG_OUT_REPORT_VERSION,
                {"version", submission_text(cli->arena, cli->lang, r)},
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
    if (only.len == 0)
        explain_margins_text(cli->arena, cli->lang, ex, out);
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
        if (!result_seen(app, period, unit->group, &found, &run, err))
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
        explain_json_text(&app, &ex, only, &out);
    else
        explanation_text(cli, &app, &ex, only, &out);
    return cli_write(cli, &out, err);
}
