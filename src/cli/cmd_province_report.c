#include "app/paper/circular.h"
#include "app/paper/province.h"

#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_province_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--set", CLI_VALUE, "NAME=VALUE", MSG_OPT_PROVINCE_SET},
    {"--number", CLI_VALUE, "NUMBER", MSG_OPT_HIGHLIGHT_NUMBER},
    {"--signer", CLI_VALUE, "POST", MSG_OPT_PROVINCE_SIGNER},
    {"--revision", CLI_VALUE, "N", MSG_OPT_PROVINCE_REVISION},
    {"--version", CLI_VALUE, "N", MSG_OPT_PROVINCE_VERSION},
    {"--draft", CLI_FLAG, NULL, MSG_OPT_PROVINCE_DRAFT},
    {"--format", CLI_VALUE, "text|json|docx|figures|trace|pdf", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_DOCX, FORMAT_FIGURES, FORMAT_TRACE, FORMAT_PDF };

static bool write_one(Cli *cli, App *app, const Province *p, int format, Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    Sheet sheet;
    Str bytes;
    switch (format) {
    case FORMAT_JSON:
        province_json(p, &json);
        out_c(&out, '\n');
        break;
    case FORMAT_DOCX:
    case FORMAT_PDF:
        if (!(format == FORMAT_PDF ? province_pdf : province_docx)(app, p, &bytes, err))
            return false;
        out_s(&out, bytes);
        break;
    case FORMAT_FIGURES:
    case FORMAT_TRACE:
        sheet = format == FORMAT_TRACE ? p->trace : circular_trace(app, cli->lang, &p->figures);
        sheet_csv(&sheet, &out);
        break;
    default:
        out_s(&out, p->text);
    }
    return cli_write(cli, &out, err);
}

/* "text.overall=…", one a line. */
static ProvinceEdits edits_of(Cli *cli, Str text)
{
    ProvinceEdits edits = {0};
    while (text.len) {
        Str line = str_cut(&text, '\n'), name = str_cut(&line, '=');
        if (name.len)
            *arena_push(cli->arena, &edits) = (ProvinceEdit){str_trim(name), line};
    }
    return edits;
}

bool cmd_province_report(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Province p;
    Str verb = args->rest[0], period;
    int format = FORMAT_TEXT;
    int64_t seen = 0, version = 0;
    if (!cli_choice(args, "--format", "text|json|docx|figures|trace|pdf", &format, err) ||
        !cli_number(args, "--revision", 0, 1000000, &seen, err) ||
        !cli_number(args, "--version", 1, 1000, &version, err) ||
        !cli_need(args, "--period", &period, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (str_eq(verb, S("show"))) {
        if (!province_read(&app, period, (int)version, cli_has(args, "--draft"), &p, err))
            return false;
    } else if (str_eq(verb, S("make"))) {
        ProvinceEdits edits = edits_of(cli, cli_value(args, "--set"));
        if (!province_make(&app, period, (int)seen, &edits, &p, err))
            return false;
    } else if (str_eq(verb, S("approve"))) {
        const ProvinceSign sign = {.number = cli_value(args, "--number"),
                                   .signer = cli_value(args, "--signer"),
                                   .seen = (int)seen};
        if (!province_approve(&app, period, &sign, &p, err))
            return false;
    } else {
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("province-report")}, {"found", verb},
                       {"expected", S("make | show | approve")});
    }
    return write_one(cli, &app, &p, format, err);
}
