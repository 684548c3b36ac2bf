/* result: trial scores opened to units, results confirmed before the freeze. */
#include "app/result/flow.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_result_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--seen", CLI_VALUE, "DIGEST", MSG_OPT_RESULT_SEEN},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static void line_end(Out *out)
{
    out_c(out, '\n');
}

static void confirmations(Cli *cli, const ResultState *s, Out *out)
{
    for (int i = 0; i < s->confirmed.count; i++) {
        const ResultRow *c = &s->confirmed.items[i];
        bool holds = s->confirmation && str_eq(c->digest, s->confirmation->digest);
        msg_out(out, cli->lang, holds ? MSG_OUT_RESULT_CONFIRM_ROW : MSG_OUT_RESULT_CONFIRM_OLD,
                {"at", instant_minute(cli->arena, c->at)}, {"by", c->by});
        line_end(out);
    }
}

static void state_text(Cli *cli, App *app, const ResultState *s, Out *out)
{
    if (!s->trials.count && !s->is_frozen) {
        msg_out(out, cli->lang, MSG_OUT_RESULT_NOTHING, {"period", s->period->name});
        line_end(out);
    }
    for (int i = 0; i < s->trials.count; i++) {
        const RunRow *r = &s->trials.items[i];
        msg_out(out, cli->lang, MSG_OUT_RESULT_TRIED, {"group", group_name(app, r->group)},
                {"n", cli_i64(cli, r->number)}, {"at", instant_minute(cli->arena, r->made_at)},
                {"by", r->made_by});
        line_end(out);
    }
    for (int i = 0; i < s->openings.count; i++) {
        const ResultRow *o = &s->openings.items[i];
        msg_out(out, cli->lang, MSG_OUT_RESULT_OPEN_ROW, {"at", instant_minute(cli->arena, o->at)},
                {"by", o->by}, {"until", o->until});
        line_end(out);
    }
    confirmations(cli, s, out);
    if (s->is_frozen) {
        msg_out(out, cli->lang, MSG_OUT_RESULT_FROZEN, {"by", s->frozen.items[0].frozen_by});
        line_end(out);
    }
    if (s->is_published) {
        const RunRow *r = &s->frozen.items[0];
        msg_out(out, cli->lang, MSG_OUT_RESULT_PUBLISHED, {"on", r->published_on},
                {"by", r->published_by});
        line_end(out);
    }
}

static bool status(Cli *cli, App *app, Str code, Out *out, Err *err)
{
    Flow flow;
    if (!flow_read(app, code, &flow, err))
        return false;
    state_text(cli, app, &flow.result, out);
    if (flow.next < FLOW_STEPS)
        msg_out(out, cli->lang, MSG_FLOW_NEXT,
                {"step", flow_step_text(cli->lang, (FlowStep)flow.next)});
    else
        out_s(out, msg(cli->lang, MSG_FLOW_THROUGH));
    line_end(out);
    for (int i = 0; i < flow.blocks.count; i++) {
        out_s(out, flow.blocks.items[i].hard ? S("! ") : S("- "));
        out_s(out, flow_block_text(app, cli->lang, &flow, &flow.blocks.items[i]));
        line_end(out);
    }
    return true;
}

bool cmd_result(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    ResultRow row;
    Str period, verb = args->rest[0];
    bool open = str_eq(verb, S("open")), confirm = str_eq(verb, S("confirm"));
    Out out = out_new(cli->arena, 1 << 20);
    if (!open && !confirm && !str_eq(verb, S("status")))
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("result")}, {"found", verb},
                       {"expected", S("open | confirm | status")});
    if (!cli_need(args, "--period", &period, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (!open && !confirm)
        return status(cli, &app, period, &out, err) && cli_write(cli, &out, err);
    if (open ? !result_open(&app, period, &row, err)
             : !result_confirm(&app, period, cli_value(args, "--seen"), &row, err))
        return false;
    msg_out(&out, cli->lang, open ? MSG_OUT_RESULT_OPENED : MSG_OUT_RESULT_CONFIRMED,
            {"period", period_name(&app, row.period)}, {"until", row.until});
    line_end(&out);
    return cli_write(cli, &out, err);
}
