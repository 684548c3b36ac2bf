/* cli/cmd_scheme.c - `duban scheme`: schemes as files, without a database; versions of a campaign in cmd_scheme_desk. */
#include "app/scheme/scheme_canon.h"
#include "app/scheme/scheme_file.h"
#include "app/scheme/scheme_library.h"
#include "app/scheme/scheme_load.h"
#include "app/scheme/scheme_sheet.h"
#include "app/scheme/scheme_text.h"
#include "app/scheme/scheme_warn.h"
#include "base/limits.h"
#include "cli/cmd_scheme_desk.h"
#include "cli/commands.h"
#include "cli/workbook.h"
#include "sys/files.h"

enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV };

const CliOption cli_scheme_options[] = {
    {"--format", CLI_VALUE, "text|json|csv", MSG_OPT_SCHEME_FORMAT},
    {"--group", CLI_VALUE, "GROUP", MSG_OPT_SCHEME_GROUP},
    {"--effective", CLI_VALUE, "2021-08", MSG_OPT_SCHEME_EFFECTIVE},
    {"--version", CLI_VALUE, "3", MSG_OPT_SCHEME_VERSION},
    {"--authority", CLI_VALUE, "BODY", MSG_OPT_SCHEME_AUTHORITY},
    {"--document", CLI_VALUE, "NUMBER", MSG_OPT_SCHEME_DOCUMENT},
    {"--dated", CLI_VALUE, "2021-07-20", MSG_OPT_SCHEME_DATED},
    {"--reason", CLI_VALUE, "TEXT", MSG_OPT_SCHEME_REASON},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static bool load(Cli *cli, Str path, Scheme *ret_scheme, bool *ret_good, Err *err)
{
    Str bytes;
    if (!file_read(cli->arena, path, LIMIT_YAML_BYTES, &bytes, err))
        return false;
    *ret_good = scheme_file_load(cli->arena, path, bytes, ret_scheme, &cli->faults);
    return true;
}

static bool load_one(Cli *cli, Str path, Scheme *ret_scheme, Err *err)
{
    bool good;
    return load(cli, path, ret_scheme, &good, err) && good;
}

/* Every file is looked at; one line for each that is good. */
static bool check(Cli *cli, const CliArgs *args, Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Faults warnings = {.arena = cli->arena};
    for (int i = 1; i < args->nrest; i++) {
        Scheme scheme;
        bool good;
        Str digest;
        if (!load(cli, args->rest[i], &scheme, &good, err))
            return false;
        if (!good)
            continue;
        if (!scheme_digest(cli->arena, &scheme, &digest, err))
            return false;
        scheme_warn(&scheme, args->rest[i], &warnings);
        out_f(&out, "%.*s  ", STR_ARG(args->rest[i]));
        scheme_head_text(&out, &scheme, cli->lang);
        out_f(&out, "  %.*s\n", STR_ARG(digest));
    }
    cli_print_faults(cli, &warnings);
    return cli->faults.total == 0 && cli_write(cli, &out, err);
}

static bool show(Cli *cli, const CliArgs *args, int format, Err *err)
{
    Scheme scheme;
    Str digest;
    bool zh = cli->lang == LANG_ZH;
    if (!load_one(cli, args->rest[1], &scheme, err) ||
        !scheme_digest(cli->arena, &scheme, &digest, err))
        return false;
    if (str_ends(cli->out_file, S(".xlsx"))) {
        Sheet sheets[SCHEME_SHEETS];
        scheme_sheets(cli->arena, &scheme, zh, sheets);
        return workbook_write(cli, args, sheets, SCHEME_SHEETS, false, err);
    }
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (format == FORMAT_CSV) {
        Sheet sheet = scheme_sheet_whole(cli->arena, &scheme, zh);
        sheet_csv(&sheet, &out);
    } else if (format == FORMAT_JSON) {
        Json json = json_new(&out, true);
        tree_json(&json, scheme_canon(cli->arena, &scheme));
        out_c(&out, '\n');
    } else {
        scheme_text(cli->arena, &out, &scheme, digest, cli->lang);
    }
    return cli_write(cli, &out, err);
}

static bool diff(Cli *cli, const CliArgs *args, int format, Err *err)
{
    Scheme from, to;
    SchemeChanges changes;
    bool good_from, good_to;
    if (!load(cli, args->rest[1], &from, &good_from, err) ||
        !load(cli, args->rest[2], &to, &good_to, err) || !good_from || !good_to)
        return false;
    scheme_diff(cli->arena, &from, &to, &changes);
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (format == FORMAT_JSON) {
        Json json = json_new(&out, true);
        scheme_diff_json(&json, &changes);
        out_c(&out, '\n');
    } else {
        scheme_diff_text(cli->arena, &out, &changes, cli->lang);
    }
    return cli_write(cli, &out, err);
}

static bool list(Cli *cli, Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    for (int i = 0; i < ready_schemes_count; i++) {
        const ReadyScheme *ready = &ready_schemes[i];
        Scheme scheme;
        if (!scheme_load_text(cli->arena, ready->name, *ready->text, &scheme, &cli->faults))
            return false;
        out_pad(&out, ready->name, 24);
        out_f(&out, "%.*s  %.*s\n", STR_ARG(scheme.name), STR_ARG(scheme.note));
    }
    return cli_write(cli, &out, err);
}

static bool start(Cli *cli, Str name, Err *err)
{
    Str near = S("");
    const ReadyScheme *ready = ready_scheme(name, &near);
    if (!ready)
        return err_set(err, ERR_SCHEME_READY, {"found", name},
                       {"nearest", near.len ? near : S("duban scheme list")});
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    out_s(&out, *ready->text);
    return cli_write(cli, &out, err);
}

static bool need(const CliArgs *args, int least, int most, const char *what, Err *err)
{
    if (args->nrest - 1 >= least && args->nrest - 1 <= most)
        return true;
    return err_set(err, ERR_CLI_MISSING, {"what", str_from_z(what)}, {"command", S("scheme")});
}

bool cmd_scheme(Cli *cli, const CliArgs *args, Err *err)
{
    Str verb = args->rest[0];
    int format = str_ends(cli->out_file, S(".csv"))    ? FORMAT_CSV
                 : str_ends(cli->out_file, S(".json")) ? FORMAT_JSON
                                                       : FORMAT_TEXT;
    if (!cli_choice(args, "--format", "text|json|csv", &format, err))
        return false;
    if (str_eq(verb, S("check")))
        return need(args, 1, CLI_ANY, "FILE", err) && check(cli, args, err);
    if (str_eq(verb, S("show")))
        return need(args, 1, 1, "FILE", err) && show(cli, args, format, err);
    if (str_eq(verb, S("diff")))
        return need(args, 2, 2, "A B", err) && diff(cli, args, format, err);
    if (str_eq(verb, S("list")))
        return need(args, 0, 0, "list", err) && list(cli, err);
    if (str_eq(verb, S("new")))
        return need(args, 1, 1, "NAME", err) && start(cli, args->rest[1], err);
    bool other, done = scheme_desk(cli, args, format == FORMAT_JSON, &other, err);
    return !other
               ? done
               : err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("scheme")}, {"found", verb},
                         {"expected", S("check · show · diff · list · new · versions · propose · "
                                        "approve · withdraw")});
}
