#include "app/inbox/inbox.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_inbox_options[] = {
    {"--mark", CLI_FLAG, NULL, MSG_OPT_MARK},
    {"--day", CLI_VALUE, "2021-12-07", MSG_OPT_DAY},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static bool print_digest(Cli *cli, App *app, Str day_text, Err *err)
{
    Date day;
    Digest digest;
    Out out = out_new(cli->arena, 2 * LIMIT_DIGEST_BYTES);
    if (!date_parse(day_text, &day, err) ||
        !inbox_digest_read_day(app, cli->lang, day, &digest, err))
        return false;
    sample_mark(cli, app, &out);
    out_s(&out, digest.text);
    return cli_write(cli, &out, err);
}

bool cmd_inbox(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Inbox inbox;
    int format = 0;
    if (!cli_choice(args, "--format", "text|json", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (cli_has(args, "--day"))
        return print_digest(cli, &app, cli_value(args, "--day"), err);
    if (!inbox_read(&app, &inbox, err))
        return false;
    Out out = out_new(cli->arena, 8 * LIMIT_DIGEST_BYTES);
    if (format == 1) {
        Json json = json_new(&out, true);
        inbox_json(&app, cli->lang, &inbox, &json);
        out_c(&out, '\n');
    } else {
        sample_mark(cli, &app, &out);
        inbox_plain(&app, cli->lang, &inbox, &out);
    }
    if (cli_has(args, "--mark") && !inbox_mark(&app, inbox.head_seq, err))
        return false;
    return cli_write(cli, &out, err);
}
