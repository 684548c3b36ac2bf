/* duban form: the form of a monthly report as a file, read back, in parts and added up again. */
#include "app/folder_source.h"
#include "app/report/form_file.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"

const CliOption cli_form_options[] = {
    {"--unit", CLI_VALUE, "CODE", MSG_OPT_UNIT},
    {"--period", CLI_VALUE, "YYYY-MM", MSG_OPT_PERIOD},
    {"--format", CLI_VALUE, "xlsx|docx|csv|pdf", MSG_OPT_FORMAT},
    {"--blank", CLI_FLAG, NULL, MSG_OPT_FORM_BLANK},
    {"--all", CLI_FLAG, NULL, MSG_OPT_FORM_ALL},
    {"--parts", CLI_VALUE, "NAME;NAME…", MSG_OPT_FORM_PARTS},
    {"--separate", CLI_FLAG, NULL, MSG_OPT_FORM_SEPARATE},
    {"--take", CLI_FLAG, NULL, MSG_OPT_FORM_TAKE},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static bool write_bytes(Cli *cli, Str bytes, Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    out_s(&out, bytes);
    return cli_write(cli, &out, err);
}

typedef struct FormArgs {
    Str unit, period;
    int format;
} FormArgs;

/* All of them into a folder, each under its own name. */
static bool export_all(Cli *cli, const CliArgs *args, App *app, const FormArgs *f, Err *err)
{
    FormFileList files;
    if (cli->out_file.len == 0)
        return err_set(err, ERR_CLI_MISSING, {"command", S("form export --all")},
                       {"what", S("--out")});
    if (!form_files_all(app, f->period, (FormFormat)f->format, cli_has(args, "--blank"), &files,
                        err))
        return false;
    for (int i = 0; i < files.count; i++)
        if (!file_write(path_join(cli->arena, cli->out_file, files.items[i].name),
                        files.items[i].bytes, err))
            return false;
    cli_note(cli, MSG_OUT_FORMS, {"count", cli_i64(cli, files.count)}, {"folder", cli->out_file});
    return true;
}

static bool do_export(Cli *cli, const CliArgs *args, App *app, const FormArgs *f, Err *err)
{
    FormFile file;
    if (cli_has(args, "--all"))
        return export_all(cli, args, app, f, err);
    return form_file(app, f->period, f->unit, (FormFormat)f->format, cli_has(args, "--blank"),
                     &file, err) &&
           write_bytes(cli, file.bytes, err);
}

static bool load(Cli *cli, const CliArgs *args, MonthFile **ret_files, int *ret_count, Err *err)
{
    int count = args->nrest - 1;
    MonthFile *files = arena_new(cli->arena, MonthFile, count + 1);
    if (count < 1)
        return err_set(err, ERR_CLI_MISSING, {"command", S("form")}, {"what", S("FILE")});
    for (int i = 0; i < count; i++) {
        files[i] = (MonthFile){.name = args->rest[i + 1], .convert = app_convert()};
        if (!file_read(cli->arena, files[i].name, LIMIT_CSV_BYTES, &files[i].bytes, err))
            return false;
    }
    *ret_files = files;
    *ret_count = count;
    return true;
}

static bool do_read(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    MonthFile *files;
    int count;
    Out out = out_new(cli->arena, LIMIT_JSON_BYTES);
    Json json = json_new(&out, true);
    if (!load(cli, args, &files, &count, err) ||
        !form_read_json(app, &files[0], &json, &cli->faults, err))
        return false;
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static bool sheet_for(App *app, const FormArgs *f, ReportForm *form, FormSheet *sheet, Err *err)
{
    if (!report_form_open(app, f->period, f->unit, form, err))
        return false;
    form_sheet_of(app, form, sheet);
    return true;
}

static bool do_split(Cli *cli, const CliArgs *args, App *app, const FormArgs *f, Err *err)
{
    ReportForm form;
    FormSheet sheet;
    SubNames names;
    Str bytes;
    return sub_names_parse(cli->arena, cli_value(args, "--parts"), &names, err) &&
           sheet_for(app, f, &form, &sheet, err) &&
           form_split(app, &sheet, &names, cli_has(args, "--separate"), &bytes, err) &&
           write_bytes(cli, bytes, err);
}

static bool do_merge(Cli *cli, const CliArgs *args, App *app, const FormArgs *f, Err *err)
{
    ReportForm form;
    FormSheet sheet;
    FormMerge merge;
    DraftRow draft;
    MonthFile *files;
    int count;
    if (!load(cli, args, &files, &count, err) || !sheet_for(app, f, &form, &sheet, err) ||
        !form_merge(app, &sheet, files, count, &merge, &cli->faults, err))
        return false;
    if (cli_has(args, "--take") &&
        !form_take_merge(app, f->period, f->unit, form.draft.revision, &sheet, &merge, &draft, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_JSON_BYTES);
    Json json = json_new(&out, true);
    form_merge_json(&merge, &json);
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

bool cmd_form(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    FormArgs f = {.unit = cli_value(args, "--unit")};
    static const Str verbs[] = {SC("export"), SC("read"), SC("split"), SC("merge")};
    int verb = 0;
    while (verb < 4 && !str_eq(verbs[verb], args->rest[0]))
        verb++;
    if (verb == 4)
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("form")}, {"found", args->rest[0]},
                       {"expected", S("export | read | split | merge")});
    if (!cli_choice(args, "--format", "xlsx|docx|csv|pdf", &f.format, err) ||
        (verb != 1 && !cli_need(args, "--period", &f.period, err)) ||
        (verb != 1 && !cli_has(args, "--all") && !cli_need(args, "--unit", &f.unit, err)) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (verb == 0)
        return do_export(cli, args, &app, &f, err);
    if (verb == 1)
        return do_read(cli, args, &app, err);
    return verb == 2 ? do_split(cli, args, &app, &f, err) : do_merge(cli, args, &app, &f, err);
}
