#include "app/paper_file.h"
#include "app/report/report_receipt.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_receipt_options[] = {
    {"--format", CLI_VALUE, "text|json|docx|pdf", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

bool cmd_receipt(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    int format = 0;
    ReportReceipt receipt;
    Paper paper;
    Str file;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (!cli_choice(args, "--format", "text|json|docx|pdf", &format, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !report_receipt(&app, args->rest[0], &receipt, err) ||
        !report_receipt_paper(&app, &receipt, &paper, err))
        return false;
    if (format == 0) {
        paper_txt(&paper, &out);
    } else if (format == 1) {
        Json json = json_new(&out, true);
        report_receipt_json(&receipt, cli->arena, &json);
        out_c(&out, '\n');
    } else {
        if (!paper_file(&app, &paper, format == 3 ? PAPER_AS_PDF : PAPER_AS_DOCX,
                        receipt.head.received_at, &file, err))
            return false;
        out_s(&out, file);
    }
    return cli_write(cli, &out, err);
}
