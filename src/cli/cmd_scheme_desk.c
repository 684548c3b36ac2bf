#include "cli/cmd_scheme_desk.h"

#include "app/person.h"
#include "app/scheme/scheme_desk.h"
#include "base/limits.h"
#include "cli/session.h"
#include "sys/files.h"

static void entry_text(Cli *cli, App *app, const SchemeEntry *e, Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_SCHEME_VERSION, {"group", group_name(app, e->group)},
            {"version", cli_i64(cli, e->version)}, {"effective", period_name(app, e->effective)},
            {"standing", scheme_standing_text(cli->lang, e->standing)}, {"document", e->document});
    out_c(out, '\n');
}

static bool write_entries(Cli *cli, App *app, const SchemeEntries *entries, bool as_json, Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    Json json = json_new(&out, true);
    if (as_json)
        json_array(&json);
    else
        sample_mark(cli, app, &out);
    for (int i = 0; i < entries->count; i++) {
        if (!as_json) {
            entry_text(cli, app, &entries->items[i], &out);
            continue;
        }
        json_object(&json);
        scheme_entry_json(app, &entries->items[i], &json);
        json_object_end(&json);
    }
    if (as_json) {
        json_array_end(&json);
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

static bool write_version(Cli *cli, App *app, Str group, int version, bool as_json, Err *err)
{
    SchemeEntries all = {0}, one = {0};
    if (!scheme_read(app, group, &all, err))
        return false;
    const SchemeEntry *entry = scheme_entry_find(&all, version);
    if (entry)
        *arena_push(cli->arena, &one) = *entry;
    return write_entries(cli, app, &one, as_json, err);
}

static bool versions(Cli *cli, const CliArgs *args, App *app, bool as_json, Err *err)
{
    SchemeEntries entries = {0};
    Str group = cli_value(args, "--group");
    if (group.len)
        return scheme_read(app, group, &entries, err) &&
               write_entries(cli, app, &entries, as_json, err);
    for (int g = 0; g < app->def.groups.count; g++)
        if (!scheme_read(app, app->def.groups.items[g].code, &entries, err))
            return false;
    return write_entries(cli, app, &entries, as_json, err);
}

static bool propose(Cli *cli, const CliArgs *args, App *app, bool as_json, Err *err)
{
    SchemeProposal p = {.groups = cli_value(args, "--group"),
                        .effective = cli_value(args, "--effective"),
                        .reason = cli_value(args, "--reason")};
    SchemeVersions made = {0};
    SchemeEntries entries = {0};
    if (args->nrest != 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("FILE")}, {"command", S("scheme")});
    p.file = args->rest[1];
    if (!file_read(cli->arena, p.file, LIMIT_YAML_BYTES, &p.bytes, err) ||
        !scheme_propose(app, &p, &made, &cli->faults, err))
        return false;
    for (int i = 0; i < made.count; i++) {
        SchemeEntries all = {0};
        if (!scheme_read(app, made.items[i].group, &all, err))
            return false;
        *arena_push(cli->arena, &entries) = *scheme_entry_find(&all, made.items[i].version);
    }
    return write_entries(cli, app, &entries, as_json, err);
}

static bool which(Cli *cli, const CliArgs *args, Str *ret_group, int *ret_version, Err *err)
{
    Str text;
    int64_t version;
    (void)cli;
    if (!cli_need(args, "--group", ret_group, err) || !cli_need(args, "--version", &text, err))
        return false;
    if (!str_to_i64(text, &version) || version < 1 || version > LIMIT_SCHEME_VERSION)
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("--version")}, {"found", text},
                       {"expected", S("1 2 3 …")});
    *ret_version = (int)version;
    return true;
}

static bool approve(Cli *cli, const CliArgs *args, App *app, bool as_json, Err *err)
{
    SchemeApproval a = {.authority = cli_value(args, "--authority"),
                        .document = cli_value(args, "--document"),
                        .dated = cli_value(args, "--dated")};
    return which(cli, args, &a.group, &a.version, err) && scheme_approve(app, &a, err) &&
           write_version(cli, app, a.group, a.version, as_json, err);
}

static bool withdraw(Cli *cli, const CliArgs *args, App *app, bool as_json, Err *err)
{
    Str group;
    int version;
    return which(cli, args, &group, &version, err) &&
           scheme_withdraw(app, group, version, cli_value(args, "--reason"), err) &&
           write_version(cli, app, group, version, as_json, err);
}

bool scheme_desk(Cli *cli, const CliArgs *args, bool as_json, bool *ret_other, Err *err)
{
    static const struct {
        Str verb;
        bool (*run)(Cli *, const CliArgs *, App *, bool, Err *);
    } verbs[] = {{SC("versions"), versions},
                 {SC("propose"), propose},
                 {SC("approve"), approve},
                 {SC("withdraw"), withdraw}};
    AUTO_APP app = {0};
    *ret_other = false;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (str_eq(args->rest[0], verbs[i].verb))
            return cli_app(cli, cli_value(args, "--campaign"), &app, err) &&
                   verbs[i].run(cli, args, &app, as_json, err);
    *ret_other = true;
    return false;
}
