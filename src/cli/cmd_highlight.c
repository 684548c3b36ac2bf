#include "app/report/highlight.h"

#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_highlight_options[] = {
    {"--task", CLI_VALUE, "1.2", MSG_OPT_HIGHLIGHT_TASK},
    {"--title", CLI_VALUE, "TEXT", MSG_OPT_HIGHLIGHT_TITLE},
    {"--text", CLI_VALUE, "TEXT", MSG_OPT_HIGHLIGHT_TEXT},
    {"--indicator", CLI_VALUE, "CODE", MSG_OPT_HIGHLIGHT_INDICATOR},
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--effect", CLI_VALUE, "TEXT", MSG_OPT_HIGHLIGHT_EFFECT},
    {"--evidence", CLI_VALUE, "ID", MSG_OPT_HIGHLIGHT_EVIDENCE},
    {"--unit", CLI_VALUE, "CODE", MSG_OPT_UNIT},
    {"--sender", CLI_VALUE, "POST", MSG_OPT_SENDER},
    {"--state", CLI_VALUE, "sent|taken|returned|adopted|withdrawn", MSG_OPT_HIGHLIGHT_STATE},
    {"--cause", CLI_VALUE, "duplicate|no_effect|incomplete|not_due|other", MSG_OPT_HIGHLIGHT_CAUSE},
    {"--reason", CLI_VALUE, "TEXT", MSG_OPT_REASON},
    {"--by", CLI_VALUE, "NAME", MSG_OPT_HIGHLIGHT_BY},
    {"--number", CLI_VALUE, "NUMBER", MSG_OPT_HIGHLIGHT_NUMBER},
    {"--on", CLI_VALUE, "2021-06-30", MSG_OPT_HIGHLIGHT_ON},
    {"--before", CLI_VALUE, "ID", MSG_OPT_SANDBOX_BEFORE},
    {"--format", CLI_VALUE, "text|json|csv", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV };

static void line(Cli *cli, App *app, const HighlightView *v, Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_HIGHLIGHT_LINE, {"id", v->row.id},
            {"state", highlight_state_text(cli->lang, v->state)},
            {"unit", v->row.unit.len ? unit_name(app, v->row.unit) : S("-")},
            {"title", v->row.title}, {"effect", highlight_effect_text(app, cli->lang, &v->row)});
    out_c(out, '\n');
}

static void same_lines(Cli *cli, App *app, const SameShowns *same, Out *out)
{
    for (int i = 0; i < same->count; i++) {
        const SameShown *s = &same->items[i];
        Str what = s->closed ? msg(cli->lang, s->text.is_report ? MSG_HIGHLIGHT_SAME_CLOSED_REPORT
                                                                : MSG_HIGHLIGHT_SAME_CLOSED)
                   : s->text.is_report ? msg_str(cli->arena, cli->lang, MSG_HIGHLIGHT_SAME_REPORT,
                                                 {"period", period_name(app, s->text.period)},
                                                 {"task", s->text.task})
                                       : s->title;
        msg_out(out, cli->lang, MSG_OUT_HIGHLIGHT_SAME, {"what", what},
                {"unit", s->text.unit.len ? unit_name(app, s->text.unit) : S("")},
                {"percent", cli_i64(cli, s->text.percent)});
        out_c(out, '\n');
    }
}

static bool write_one(Cli *cli, App *app, const HighlightView *v, int format, Err *err)
{
    SameShowns same = {0};
    BonusOffers bonus = {0};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    if (!highlight_same_read(app, v, &same, err) || !highlight_bonus(app, v, &bonus, err))
        return false;
    if (format == FORMAT_JSON) {
        highlight_json(app, &json, v, &same, &bonus);
        out_c(&out, '\n');
        return cli_write(cli, &out, err);
    }
    sample_mark(cli, app, &out);
    line(cli, app, v, &out);
    same_lines(cli, app, &same, &out);
    for (int i = 0; i < bonus.count; i++) {
        msg_out(&out, cli->lang, MSG_OUT_HIGHLIGHT_BONUS, {"name", bonus.items[i].name},
                {"line", bonus.items[i].line});
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

static bool list(Cli *cli, const CliArgs *args, App *app, int format, Err *err)
{
    HighlightPage page = {0};
    const HighlightQuery query = {.state = cli_value(args, "--state"),
                                  .unit = cli_value(args, "--unit"),
                                  .theme = cli_value(args, "--task"),
                                  .before = cli_value(args, "--before")};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    if (!highlight_list(app, &query, &page, err))
        return false;
    if (format == FORMAT_CSV) {
        Sheet sheet = highlight_sheet(app, cli->lang, &page.items);
        sheet_csv(&sheet, &out);
        return cli_write(cli, &out, err);
    }
    if (format == FORMAT_JSON)
        json_array(&json);
    else
        sample_mark(cli, app, &out);
    for (int i = 0; i < page.items.count; i++)
        if (format == FORMAT_JSON)
            highlight_json(app, &json, &page.items.items[i], NULL, NULL);
        else
            line(cli, app, &page.items.items[i], &out);
    if (format == FORMAT_JSON)
        json_array_end(&json);
    else if (page.items.count == 0)
        out_s(&out, msg(cli->lang, MSG_HIGHLIGHTS_NONE));
    if (format == FORMAT_JSON || page.items.count == 0)
        out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static bool send(Cli *cli, const CliArgs *args, App *app, int format, Err *err)
{
    HighlightView view;
    const HighlightEntry entry = {.unit = cli_value(args, "--unit"),
                                  .sender = cli_value(args, "--sender"),
                                  .task = cli_value(args, "--task"),
                                  .title = cli_value(args, "--title"),
                                  .text = cli_value(args, "--text"),
                                  .indicator = cli_value(args, "--indicator"),
                                  .period = cli_value(args, "--period"),
                                  .effect = cli_value(args, "--effect"),
                                  .evidence = cli_value(args, "--evidence")};
    return highlight_send(app, &entry, &view, err) && write_one(cli, app, &view, format, err);
}

static bool move(Cli *cli, const CliArgs *args, App *app, HighlightState to, int format, Err *err)
{
    HighlightView view;
    const HighlightMove m = {.to = to,
                             .cause = cli_value(args, "--cause"),
                             .reason = cli_value(args, "--reason"),
                             .adopter = cli_value(args, "--by"),
                             .document = cli_value(args, "--number"),
                             .adopted_on = cli_value(args, "--on")};
    return highlight_move(app, args->rest[1], &m, &view, err) &&
           write_one(cli, app, &view, format, err);
}

bool cmd_highlight(Cli *cli, const CliArgs *args, Err *err)
{
    static const struct {
        Str verb;
        HighlightState to;
    } moves[] = {{SC("take"), HIGHLIGHT_TAKEN},
                 {SC("return"), HIGHLIGHT_RETURNED},
                 {SC("adopt"), HIGHLIGHT_ADOPTED},
                 {SC("withdraw"), HIGHLIGHT_WITHDRAWN}};
    AUTO_APP app = {0};
    HighlightView view;
    Str verb = args->rest[0];
    int format = FORMAT_TEXT;
    if (!cli_choice(args, "--format", "text|json|csv", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (str_eq(verb, S("list")))
        return list(cli, args, &app, format, err);
    if (str_eq(verb, S("send")))
        return send(cli, args, &app, format, err);
    if (args->nrest != 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("ID")}, {"command", S("highlight")});
    if (str_eq(verb, S("show")))
        return highlight_read(&app, args->rest[1], &view, err) &&
               write_one(cli, &app, &view, format, err);
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
        if (str_eq(verb, moves[i].verb))
            return move(cli, args, &app, moves[i].to, format, err);
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("highlight")}, {"found", verb},
                   {"expected", S("send | list | show | take | return | adopt | withdraw")});
}
