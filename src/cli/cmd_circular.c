#include "app/paper/circular.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"

const CliOption cli_circular_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--issue", CLI_VALUE, "N", MSG_OPT_ISSUE},
    {"--notice", CLI_FLAG, NULL, MSG_OPT_NOTICE},
    {"--format", CLI_VALUE, "txt|trace|docx|pdf", MSG_OPT_FORMAT},
    {"--all", CLI_FLAG, NULL, MSG_OPT_CIRCULAR_ALL},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { FORMAT_TXT, FORMAT_TRACE, FORMAT_DOCX, FORMAT_PDF };

static bool put(Cli *cli, const CircularEntry *e, const char *ending, Str bytes, Err *err)
{
    Str name = arena_fmt(cli->arena, "%.*s.%s", STR_ARG(e->period->code), ending);
    return file_write(path_join(cli->arena, cli->out_file, name), bytes, err);
}

/* Every circular that there is to read into a folder, as docx and pdf, or in the one form that was named. */
static bool write_all(Cli *cli, App *app, const CliArgs *args, int format, Err *err)
{
    CircularEntries entries = {0};
    bool named = cli_has(args, "--format");
    if (cli->out_file.len == 0)
        return err_set(err, ERR_CLI_MISSING, {"command", S("circular --all")},
                       {"what", S("--out")});
    if (named && format < FORMAT_DOCX)
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("--format")},
                       {"found", cli_value(args, "--format")}, {"expected", S("docx | pdf")});
    if (!circular_entries(app, &entries, err))
        return false;
    for (int i = entries.count - 1; i >= 0; i--) {
        const CircularEntry *e = &entries.items[i];
        Circular circular = {0};
        Str docx, pdf;
        if (!circular_read(app, e->period->code, &circular, err))
            return false;
        if ((!named || format == FORMAT_DOCX) &&
            (!circular_docx(app, &circular, &docx, err) || !put(cli, e, "docx", docx, err)))
            return false;
        if ((!named || format == FORMAT_PDF) &&
            (!circular_pdf(app, &circular, &pdf, err) || !put(cli, e, "pdf", pdf, err)))
            return false;
    }
    cli_note(cli, MSG_OUT_CIRCULARS, {"count", cli_i64(cli, entries.count)},
             {"folder", cli->out_file});
    return true;
}

bool cmd_circular(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Circular circular = {0};
    Str period;
    int format = 0;
    int64_t serial = 0;
    if (!cli_choice(args, "--format", "txt|trace|docx|pdf", &format, err) ||
        !cli_number(args, "--issue", 1, 99999, &serial, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (cli_has(args, "--all"))
        return write_all(cli, &app, args, format, err);
    if (!cli_need(args, "--period", &period, err))
        return false;
    bool notice = cli_has(args, "--notice");
    bool ok = notice && serial ? circular_notice_issue(&app, period, serial, &circular, err)
              : notice         ? circular_notice(&app, period, &circular, err)
              : serial         ? circular_issue(&app, period, serial, &circular, err)
                               : circular_read(&app, period, &circular, err);
    Str file = {0};
    if (!ok || (format == FORMAT_DOCX && !circular_docx(&app, &circular, &file, err)) ||
        (format == FORMAT_PDF && !circular_pdf(&app, &circular, &file, err)))
        return false;
    Out out = out_new(cli->arena, 64 << 20);
    if (format == FORMAT_TRACE) {
        Sheet trace = circular_trace(&app, cli->lang, &circular.figures);
        sheet_csv(&trace, &out);
    } else if (file.len) {
        out_s(&out, file);
    } else {
        out_s(&out, circular.text);
    }
    return cli_write(cli, &out, err);
}
