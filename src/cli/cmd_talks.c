#include "app/explain_text.h"
#include "app/replay.h"
#include "app/stability.h"
#include "app/talk_paper.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_talks_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--unit", CLI_VALUE, "UNIT", MSG_OPT_UNIT},
    {"--reason", CLI_VALUE, "TEXT", MSG_OPT_REASON},
    {"--format", CLI_VALUE, "text|json|txt|docx", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

/* `with`: the proposal that this one is one talk with; itself when it stands alone. */
static void talk_text(Cli *cli, const App *app, const TalkRow *t, const TalkRow *with, Str share,
                      Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_TALK, {"period", period_name(app, t->period)},
            {"group", group_name(app, t->group)}, {"unit", unit_name(app, t->unit)},
            {"months", t->months}, {"state", talk_state_name(cli->lang, talk_state(t))});
    out_c(out, '\n');
    for (int i = 0; i < t->steps.count; i++) {
        const TalkStep *s = &t->steps.items[i];
        msg_out(out, cli->lang, MSG_OUT_TALK_STEP, {"date", s->on_date},
                {"state", talk_state_name(cli->lang, s->state)}, {"by", s->by},
                {"reason", s->reason});
        out_c(out, '\n');
    }
    if (with != t) {
        msg_out(out, cli->lang, MSG_OUT_TALK_MERGED, {"unit", unit_name(app, with->unit)});
        out_c(out, '\n');
    }
    if (share.len) {
        msg_out(out, cli->lang, MSG_OUT_TALK_STABILITY, {"share", share});
        out_c(out, '\n');
    }
    talk_evidence_text(app, cli->lang, t, out);
}

/* Of a proposal that waits for its decision: how often the unit is among the last with other weights. */
static bool stability_share(Cli *cli, App *app, const TalkRow *t, Str *ret_share, Err *err)
{
    int64_t in_bottom, draws;
    *ret_share = S("");
    if (!str_eq(talk_state(t), S("proposed")))
        return true;
    if (!stability_of_talk(app, t, &in_bottom, &draws, err))
        return false;
    if (draws > 0)
        *ret_share = stability_percent(cli->arena, in_bottom, draws);
    return true;
}

static void talk_json(Json *json, const App *app, const TalkRow *t, const TalkRow *with, Str share)
{
    json_object(json);
    json_kstr(json, S("period"), t->period);
    json_kstr(json, S("group"), t->group);
    json_kstr(json, S("unit"), t->unit);
    json_kstr(json, S("name"), unit_name(app, t->unit));
    json_kstr(json, S("step"), t->step);
    json_kstr(json, S("months"), t->months);
    json_kstr(json, S("bodies"), t->bodies);
    json_kstr(json, S("one_talk_with"), with == t ? S("") : with->unit);
    json_kstr(json, S("state"), talk_state(t));
    json_kstr(json, S("evidence"), t->evidence);
    json_kstr(json, S("stays_in_bottom_percent"), share);
    json_key(json, S("steps"));
    json_array(json);
    for (int i = 0; i < t->steps.count; i++) {
        json_object(json);
        json_kstr(json, S("state"), t->steps.items[i].state);
        json_kstr(json, S("on"), t->steps.items[i].on_date);
        json_kstr(json, S("by"), t->steps.items[i].by);
        json_kstr(json, S("reason"), t->steps.items[i].reason);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static bool print_talks(Cli *cli, App *app, const CliArgs *args, int format, Err *err)
{
    TalkList talks = {0};
    Str period = cli_value(args, "--period"), unit = cli_value(args, "--unit");
    if (!talks_list(app, &talks, err))
        return false;
    Out out = out_new(cli->arena, 16 << 20);
    Json json = json_new(&out, true);
    if (format == 1)
        json_array(&json);
    else
        sample_mark(cli, app, &out);
    int shown = 0, *first = arena_new(cli->arena, int, talks.count);
    talks_merge(cli->arena, &talks, first);
    for (int i = 0; i < talks.count; i++) {
        const TalkRow *t = &talks.items[i];
        if ((period.len && !str_eq(t->period, period)) ||
            (unit.len && !str_eq(t->unit, unit) && !str_eq(unit_name(app, t->unit), unit)))
            continue;
        Str share;
        if (!stability_share(cli, app, t, &share, err))
            return false;
        shown++;
        if (format == 1)
            talk_json(&json, app, t, &talks.items[first[i]], share);
        else
            talk_text(cli, app, t, &talks.items[first[i]], share, &out);
    }
    if (format == 1)
        json_array_end(&json);
    else if (shown == 0)
        out_s(&out, msg(cli->lang, MSG_OUT_NO_TALKS));
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

/* One proposal as a paper for approval. */
static bool print_paper(Cli *cli, App *app, const CliArgs *args, bool docx, Err *err)
{
    Str period, unit, file = {0};
    TalkPaper paper;
    if (!cli_need(args, "--period", &period, err) || !cli_need(args, "--unit", &unit, err) ||
        !talk_paper(app, period, unit, &paper, err) ||
        (docx && !talk_paper_docx(app, &paper, &file, err)))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    out_s(&out, docx ? file : paper.text);
    return cli_write(cli, &out, err);
}

static const struct {
    Str verb, state;
} decisions[] = {
    {SC("approve"), SC("approved")}, {SC("waive"), SC("waived")},       {SC("hold"), SC("held")},
    {SC("close"), SC("closed")},     {SC("withdraw"), SC("withdrawn")},
};

static bool decide(Cli *cli, App *app, const CliArgs *args, Str verb, Err *err)
{
    Str period, unit;
    (void)cli;
    if (!cli_need(args, "--period", &period, err) || !cli_need(args, "--unit", &unit, err))
        return false;
    for (size_t i = 0; i < sizeof decisions / sizeof decisions[0]; i++)
        if (str_eq(decisions[i].verb, verb))
            return talks_decide(app, period, unit, decisions[i].state, cli_value(args, "--reason"),
                                err);
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("talks")}, {"found", verb},
                   {"expected", S("approve | waive | hold | close | withdraw")});
}

/* talks [approve | waive | hold | close | withdraw] */
bool cmd_talks(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    int format = 0;
    if (!cli_choice(args, "--format", "text|json|txt|docx", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (args->nrest > 0 && !decide(cli, &app, args, args->rest[0], err))
        return false;
    if (format >= 2)
        return print_paper(cli, &app, args, format == 3, err);
    return print_talks(cli, &app, args, format, err);
}
