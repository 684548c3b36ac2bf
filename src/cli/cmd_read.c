/* cli/cmd_read.c - `duban read FILE…`: policy documents in, a draft ledger out. Nothing is stored. */
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/read_out.h"
#include "cli/workbook.h"
#include "sys/files.h"

#include <unistd.h>

enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV, FORMAT_XLSX };

static bool read_all(Cli *cli, const CliArgs *args, ReadResult *results, Err *err)
{
    for (int i = 0; i < args->nrest; i++) {
        results[i].file = args->rest[i];
        if (!reading_of_file(cli->arena, args->rest[i], &results[i].reading, &results[i].trace,
                             err))
            return false;
    }
    return true;
}

static void write_json(Out *out, const ReadResult *results, int count, Lang lang)
{
    Json json = json_new(out, true);
    if (count > 1)
        json_array(&json);
    for (int i = 0; i < count; i++)
        read_out_json(&json, &results[i], lang);
    if (count > 1)
        json_array_end(&json);
    out_c(out, '\n');
}

static Sheet all_rows(const Cli *cli, const ReadResult *results, int count)
{
    Sheet sheet = read_out_sheet(cli->arena, msg(cli->lang, MSG_SHEET_READING));
    for (int i = 0; i < count; i++)
        read_out_rows(&sheet, &results[i]);
    return sheet;
}

const CliOption cmd_read_options[] = {
    {"--format", CLI_VALUE, "text|json|csv|xlsx", MSG_OPT_READ_FORMAT},
    {"--trace", CLI_FLAG, NULL, MSG_OPT_READ_TRACE},
    {0},
};

bool cmd_read(Cli *cli, const CliArgs *args, Err *err)
{
    int format = FORMAT_TEXT;
    if (!cli_choice(args, "--format", "text|json|csv|xlsx", &format, err))
        return false;
    ReadResult *results = arena_new(cli->arena, ReadResult, args->nrest);
    if (!read_all(cli, args, results, err))
        return false;
    if (cli_has(args, "--trace")) {
        Out trace = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
        for (int i = 0; i < args->nrest; i++)
            read_out_trace(&trace, &results[i], cli->lang);
        /* beside the result, so that JSON and CSV stay what they are */
        if (!fd_write(STDERR_FILENO, out_str(&trace), S("stderr"), err))
            return false;
    }
    if (format == FORMAT_XLSX) {
        Sheet sheet = all_rows(cli, results, args->nrest);
        return workbook_write(cli, args, &sheet, 1, false, err);
    }
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (format == FORMAT_JSON) {
        write_json(&out, results, args->nrest, cli->lang);
    } else if (format == FORMAT_CSV) {
        Sheet sheet = all_rows(cli, results, args->nrest);
        sheet_csv(&sheet, &out);
    } else {
        for (int i = 0; i < args->nrest; i++) {
            if (i)
                out_c(&out, '\n');
            read_out_text(&out, &results[i], cli->lang);
        }
    }
    return cli_write(cli, &out, err);
}
