#include "app/permissions.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_permissions_options[] = {
    {"--format", CLI_VALUE, "text|csv|json|markdown", MSG_OPT_FORMAT},
    {"--role", CLI_VALUE, "ROLE", MSG_OPT_PERMISSIONS_ROLE},
    {0},
};

/* Who has this scope of the action, on a line of its own; nothing where nobody has. */
static void scope_out(Lang lang, const PermissionRow *row, int scope, Out *out)
{
    bool any = false;
    for (int r = 0; r < ROLE_COUNT; r++) {
        if ((int)permit_scope((Role)r, row->action) != scope)
            continue;
        if (!any)
            out_f(out, "    %.*s: ", STR_ARG(row->scopes[r]));
        out_f(out, "%s%.*s", any ? " · " : "", STR_ARG(role_name(lang, (Role)r)));
        any = true;
    }
    out_s(out, any ? S("\n") : S(""));
}

/* For each action who may do it, a line for each scope. */
static void text_out(Lang lang, const PermissionRows *rows, Out *out)
{
    for (int i = 0; i < rows->count; i++) {
        const PermissionRow *row = &rows->items[i];
        if (i == 0 || !str_eq(rows->items[i - 1].group, row->group))
            out_f(out, "%s%.*s\n", i ? "\n" : "", STR_ARG(row->group));
        out_f(out, "  %.*s (%.*s)\n", STR_ARG(row->name), STR_ARG(action_word(row->action)));
        for (int scope = SCOPE_ALL; scope > SCOPE_NONE; scope--)
            scope_out(lang, row, scope, out);
    }
}

static bool role_asked(const CliArgs *args, int *ret_role, Err *err)
{
    Role role;
    Str word = cli_value(args, "--role");
    if (word.len == 0)
        return true;
    if (!role_parse(word, &role))
        return err_set(
            err, ERR_CLI_OPTION_VALUE, {"option", S("--role")}, {"found", word},
            {"expected", S("office_clerk · office_director · unit · data_owner · leader "
                           "· inspector · system_admin · security_admin · audit_admin")});
    *ret_role = (int)role;
    return true;
}

bool cmd_permissions(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    PermissionRows rows;
    int format = 0, role = ROLE_ANY;
    AppStart start = cli_start(cli, S(""));
    start.no_campaign = true;
    if (!cli_choice(args, "--format", "text|csv|json|markdown", &format, err) ||
        !role_asked(args, &role, err) || !app_open(cli->arena, &start, &app, err) ||
        !permissions_read(&app, cli->lang, role, &rows, err))
        return false;
    Out out = out_new(cli->arena, 16 << 20);
    if (format == 1) {
        Sheet sheet = permissions_sheet(cli->arena, cli->lang, role, &rows);
        sheet_csv(&sheet, &out);
    } else if (format == 2) {
        Json json = json_new(&out, true);
        permissions_json(role, &rows, &json);
        out_c(&out, '\n');
    } else if (format == 3) {
        permissions_markdown(cli->lang, &rows, &out);
    } else {
        text_out(cli->lang, &rows, &out);
    }
    return cli_write(cli, &out, err);
}
