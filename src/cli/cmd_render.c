/* render: one export as another program orders it. A job is one JSON object on standard input; progress
 * and the outcome are JSON, an object a line, on standard output. */
#include "app/ledger/export.h"
#include "app/paper_json.h"
#include "app/tree_read.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/session.h"
#include "doc/pdf.h"
#include "sys/child.h"
#include "sys/files.h"
#include "sys/json_in.h"

#include <unistd.h>

static bool read_kind(const TreeReader *reader, const Tree *root, ExportKind *ret_kind)
{
    static const TreeWord words[] = {{SC("export-ledger"), EXPORT_LEDGER},
                                     {SC("export-reports"), EXPORT_REPORTS},
                                     {SC("export-campaign"), EXPORT_CAMPAIGN},
                                     {SC("circular-docx"), EXPORT_CIRCULAR}};
    int kind = 0;
    bool ok = tree_word(reader, root, S("kind"), REQUIRED, words, 4, &kind);
    *ret_kind = (ExportKind)kind;
    return ok;
}

static void read_format(const TreeReader *reader, const Tree *root, ExportFormat *ret_format)
{
    static const TreeWord words[] = {
        {SC("csv"), EXPORT_CSV}, {SC("xlsx"), EXPORT_XLSX}, {SC("docx"), EXPORT_DOCX}};
    int format = EXPORT_XLSX;
    tree_word(reader, root, S("format"), REQUIRED, words, 3, &format);
    *ret_format = (ExportFormat)format;
}

static void read_lang(const TreeReader *reader, const Tree *root, Lang *ret_lang)
{
    static const TreeWord words[] = {{SC("zh"), LANG_ZH}, {SC("en"), LANG_EN}};
    int lang = (int)*ret_lang;
    tree_word(reader, root, S("lang"), OPTIONAL, words, 2, &lang);
    *ret_lang = (Lang)lang;
}

/* Account, database, instant and language are the job's; what it leaves out is the command line's. */
static bool read_job(Cli *cli, const Tree *root, ExportJob *job, Str *ret_campaign, Err *err)
{
    static const Str known[] = {SC("kind"),   SC("format"), SC("account"), SC("campaign"),
                                SC("period"), SC("lang"),   SC("now_ms"),  SC("db"),
                                SC("out"),    SC("tmp")};
    Faults faults = {.arena = cli->arena};
    TreeReader reader = {&faults, S("job")};
    if (tree_is_map(&reader, root)) {
        tree_known(&reader, root, known, (int)(sizeof known / sizeof known[0]));
        if (read_kind(&reader, root, &job->kind) && job->kind == EXPORT_CIRCULAR)
            tree_str(&reader, root, S("period"), REQUIRED, &job->period);
        read_format(&reader, root, &job->format);
        read_lang(&reader, root, &cli->lang);
        tree_str(&reader, root, S("account"), OPTIONAL, &cli->as);
        tree_str(&reader, root, S("campaign"), OPTIONAL, ret_campaign);
        tree_str(&reader, root, S("db"), OPTIONAL, &cli->db_url);
        tree_str(&reader, root, S("out"), REQUIRED, &job->path);
        tree_str(&reader, root, S("tmp"), OPTIONAL, &job->tmp_folder);
        tree_int(&reader, root, S("now_ms"), OPTIONAL, 0, (INT64_C(1) << ID_TIME_BITS) - 1,
                 &cli->now_ms);
    }
    job->lang = cli->lang;
    if (faults.count > 0)
        *err = faults.items[0];
    return faults.count == 0;
}

static bool tell(const Out *line, Err *err)
{
    return fd_write(STDOUT_FILENO, out_str(line), S("stdout"), err);
}

static bool tell_result(Cli *cli, const ExportJob *job, const ExportDone *done, Err *err)
{
    Out line = out_new(cli->arena, LIMIT_LINE_BYTES);
    Json json = json_new(&line, false);
    json_object(&json);
    json_kstr(&json, S("result"), job->path);
    json_ki64(&json, S("bytes"), done->bytes);
    json_ki64(&json, S("rows"), done->rows);
    json_kstr(&json, S("name"), done->name);
    json_object_end(&json);
    out_c(&line, '\n');
    return tell(&line, err);
}

static void tell_error(Cli *cli, const Err *fault)
{
    Err ignored = {0};
    Out line = out_new(cli->arena, LIMIT_LINE_BYTES);
    Json json = json_new(&line, false);
    json_object(&json);
    json_key(&json, S("error"));
    json_object(&json);
    json_kstr(&json, S("code"), str_from_z(err_code_name(fault->code)));
    json_key(&json, S("args"));
    json_object(&json);
    for (int i = 0; i < fault->nargs; i++)
        json_kstr(&json, str_from_z(fault->args[i].key), err_arg(fault, fault->args[i].key));
    json_object_end(&json);
    json_object_end(&json);
    json_object_end(&json);
    out_c(&line, '\n');
    (void)tell(&line, &ignored);
}

static bool run_job(Cli *cli, Progress *progress, ExportJob *job, ExportDone *ret_done, Err *err)
{
    AUTO_APP app = {0};
    Str text, campaign = {0};
    Tree *root;
    if (!file_read(cli->arena, S("-"), LIMIT_JOB_BYTES, &text, err) ||
        !json_parse(cli->arena, text, &root, err) || !read_job(cli, root, job, &campaign, err) ||
        !cli_app(cli, campaign, &app, err))
        return false;
    job->progress = progress_hook(progress);
    return export_run(&app, job, ret_done, err);
}

/* One paper as a pdf on standard output: it needs no account and no database, it has everything in hand. */
static bool render_paper(Cli *cli, const CliArgs *args, Err *err)
{
    Str text, bytes;
    Paper paper;
    int64_t at_ms = 0;
    if (!cli_number(args, "--at", 0, (INT64_C(1) << ID_TIME_BITS) - 1, &at_ms, err) ||
        !file_read(cli->arena, S("-"), LIMIT_JSON_BYTES, &text, err) ||
        !paper_of_json(cli->arena, text, &paper, err) ||
        !pdf_write(cli->arena, &paper, at_ms, OFFSET_MINUTES_CHINA, cli_value(args, "--fonts"),
                   &bytes, err))
        return false;
    return fd_write(STDOUT_FILENO, bytes, S("stdout"), err);
}

const CliOption cli_render_options[] = {
    {"--paper", CLI_FLAG, NULL, MSG_OPT_RENDER_PAPER},
    {"--at", CLI_VALUE, "MS", MSG_OPT_RENDER_AT},
    {"--fonts", CLI_VALUE, "DIR", MSG_OPT_RENDER_FONTS},
    {0},
};

bool cmd_render(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_PROGRESS progress = {0};
    ExportJob job = {.kind = EXPORT_LEDGER};
    ExportDone done;
    spool_guard();
    child_end_with_parent();
    if (cli_has(args, "--paper")) {
        if (render_paper(cli, args, err))
            return true;
        tell_error(cli, err);
        return false;
    }
    progress_start(&progress, cli, true);
    bool ok = run_job(cli, &progress, &job, &done, err);
    progress_stop(&progress);
    if (ok && tell_result(cli, &job, &done, err))
        return true;
    tell_error(cli, err);
    return false;
}
