#include "app/inbox/calls.h"
#include "app/inbox/remind.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_remind_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--unit", CLI_VALUE, "UNIT", MSG_OPT_UNIT},
    {"--link", CLI_VALUE, "ADDRESS", MSG_OPT_LINK},
    {"--calls", CLI_FLAG, NULL, MSG_OPT_CALLS},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { NAME_COLUMNS = 32, POST_COLUMNS = 36 };

static void calls_text(Cli *cli, const CallList *list, Out *out)
{
    for (int g = 0; g < list->groups.count; g++) {
        const CallGroup *group = &list->groups.items[g];
        out_f(out, "%.*s · %d\n", STR_ARG(group->name), group->missing);
        for (int i = 0; i < group->lines.count; i++) {
            const CallLine *line = &group->lines.items[i];
            out_s(out, S("  "));
            out_pad(out, line->again ? S("") : line->name, NAME_COLUMNS);
            out_pad(out, line->post, POST_COLUMNS);
            out_s(out, line->phone.len ? line->phone : msg(cli->lang, MSG_CALLS_NO_PHONE));
            out_c(out, '\n');
        }
    }
    if (list->groups.count == 0)
        out_f(out, "%.*s\n", STR_ARG(msg(cli->lang, MSG_CALLS_NONE)));
    if (list->hidden) {
        msg_out(out, cli->lang, MSG_CALLS_HIDDEN, {"n", cli_i64(cli, list->hidden)});
        out_c(out, '\n');
    }
}

static bool print_calls(Cli *cli, App *app, Str period, int format, Err *err)
{
    CallList list;
    Out out = out_new(cli->arena, LIMIT_CALLS_BYTES);
    if (!calls_read(app, cli->lang, period, &list, err))
        return false;
    if (format == 1) {
        Json json = json_new(&out, true);
        calls_json(app, &list, &json);
        out_c(&out, '\n');
    } else {
        sample_mark(cli, app, &out);
        calls_text(cli, &list, &out);
    }
    return cli_write(cli, &out, err);
}

bool cmd_remind(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    int format = 0;
    Str text, period = cli_value(args, "--period"), link = cli_value(args, "--link");
    if (!cli_choice(args, "--format", "text|json", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (cli_has(args, "--calls"))
        return print_calls(cli, &app, period, format, err);
    if (!remind_make(&app, cli->lang, period, cli_value(args, "--unit"), link, &text, err))
        return false;
    Out out = out_new(cli->arena, 4 * LIMIT_LINE_BYTES);
    if (format == 1) {
        Json json = json_new(&out, true);
        json_object(&json);
        json_kstr(&json, S("campaign"), app.def.code);
        json_kstr(&json, S("text"), text);
        json_object_end(&json);
    } else {
        out_s(&out, text);
    }
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}
