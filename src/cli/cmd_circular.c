#include "app/circular.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_circular_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--issue", CLI_VALUE, "N", MSG_OPT_ISSUE},
    {"--notice", CLI_FLAG, NULL, MSG_OPT_NOTICE},
    {"--format", CLI_VALUE, "txt|trace|docx", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

bool cmd_circular(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Circular circular = {0};
    Str period;
    int format = 0;
    int64_t serial = 0;
    if (!cli_need(args, "--period", &period, err) ||
        !cli_choice(args, "--format", "txt|trace|docx", &format, err) ||
        !cli_number(args, "--issue", 1, 99999, &serial, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    bool notice = cli_has(args, "--notice");
    bool ok = notice && serial ? circular_notice_issue(&app, period, serial, &circular, err)
              : notice         ? circular_notice(&app, period, &circular, err)
              : serial         ? circular_issue(&app, period, serial, &circular, err)
                               : circular_read(&app, period, &circular, err);
    Str file = {0};
    if (!ok || (format == 2 && !circular_docx(&app, &circular, &file, err)))
        return false;
    Out out = out_new(cli->arena, 64 << 20);
    if (format == 1) {
        Sheet trace = circular_trace(&app, cli->lang, &circular.figures);
        sheet_csv(&trace, &out);
    } else if (format == 2) {
        out_s(&out, file);
    } else {
        out_s(&out, circular.text);
    }
    return cli_write(cli, &out, err);
}
