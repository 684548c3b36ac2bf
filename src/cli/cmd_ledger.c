#include "app/ledger/ledger_table.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/workbook.h"

const CliOption cli_ledger_options[] = {
    {"--format", CLI_VALUE, "text|csv|json|xlsx", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

bool cmd_ledger(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Ledger ledger;
    int format = 0;
    if (!cli_choice(args, "--format", "text|csv|json|xlsx", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) || !ledger_read(&app, &ledger, err))
        return false;
    if (format == 3) {
        Sheet sheet = ledger_sheet(&app, cli->lang, &ledger);
        return workbook_write(cli, args, &sheet, 1, app.def.sample, err);
    }
    Out out = out_new(cli->arena, 64 << 20);
    if (format == 1) {
        Sheet sheet = ledger_sheet(&app, cli->lang, &ledger);
        sheet_csv(&sheet, &out);
    } else if (format == 2) {
        ledger_json(&app, &ledger, &out);
    } else {
        sample_mark(cli, &app, &out);
        ledger_text(&app, cli->lang, &ledger, &out);
    }
    return cli_write(cli, &out, err);
}
