/* import campaign | reports | confirmed | events | corrections PATH: what arrives, as files. */
#include "app/campaign/import_campaign.h"
#include "app/folder_source.h"
#include "cli/commands.h"
#include "cli/import_folder.h"
#include "cli/import_month.h"
#include "cli/session.h"
#include "sys/files.h"

const CliOption cli_import_options[] = {
    {"--period", CLI_VALUE, "2021-06", MSG_OPT_PERIOD},
    {"--sender", CLI_VALUE, "POST", MSG_OPT_SENDER},
    {"--answers", CLI_VALUE, "FILE", MSG_OPT_FOLDER_ANSWERS},
    {"--dry-run", CLI_FLAG, NULL, MSG_OPT_DRY_RUN},
    {"--format", CLI_VALUE, "text|json|csv|xlsx", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static bool is_book(Str path)
{
    return str_ends(path, S(".xlsx"));
}

/* A folder, or one workbook that holds all of it. */
static bool import_whole(Cli *cli, Str path, Err *err)
{
    AUTO_APP app = {0};
    AppStart start = cli_start(cli, S(""));
    CampaignDef def = {0};
    Faults warnings = {.arena = cli->arena};
    bool is_new;
    start.no_campaign = true;
    if (!app_open(cli->arena, &start, &app, err))
        return false;
    FileSource source = is_book(path) ? book_source(cli->arena, path, app_convert())
                                      : folder_source(cli->arena, path, app_convert());
    bool ok = import_campaign(&app, &source, &def, &is_new, &cli->faults, &warnings, err);
    cli_print_faults(cli, &warnings);
    if (!ok)
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, is_new ? MSG_OUT_CAMPAIGN_NEW : MSG_OUT_CAMPAIGN_SAME,
            {"name", def.name}, {"units", cli_i64(cli, def.units.count)},
            {"tasks", cli_i64(cli, def.tasks.count)}, {"targets", cli_i64(cli, def.targets.count)});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

/* `import FOLDER` alone is a campaign when it holds campaign.yaml, and so is a workbook; nothing else is
 * guessed. */
static bool import_by_look(Cli *cli, Str path, Err *err)
{
    if (is_book(path) || file_exists(path_join(cli->arena, path, S("campaign.yaml"))))
        return import_whole(cli, path, err);
    return err_set(err, ERR_CLI_MISSING, {"what", S(IMPORT_KINDS)}, {"command", S("import")});
}

bool cmd_import(Cli *cli, const CliArgs *args, Err *err)
{
    if (args->nrest == 1)
        return import_by_look(cli, args->rest[0], err);
    Str what = args->rest[0], path = args->rest[1];
    if (str_eq(what, S("campaign")))
        return import_whole(cli, path, err);
    if (str_eq(what, S("folder")))
        return import_folder(cli, args, path, err);
    return import_month_files(cli, args, what, path, err);
}
