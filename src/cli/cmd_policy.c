#include "app/people/policy.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_policy_options[] = {
    {"--json", CLI_FLAG, NULL, MSG_OPT_POLICY_JSON},
    {0},
};

static bool show(Cli *cli, App *app, bool json_wanted, Err *err)
{
    PolicyVersions versions = {0};
    Out out = out_new(cli->arena, 64 * 1024);
    if (!policy_versions(app, &versions, err))
        return false;
    const Policy *now = &versions.items[0].policy;
    Json json = json_new(&out, true);
    if (json_wanted)
        json_object(&json);
    for (int k = 0; k < POLICY_KEYS; k++) {
        Str value = policy_value(cli->arena, (PolicyKey)k, now->value[k]);
        if (json_wanted)
            json_kstr(&json, policy_table[k].word, value);
        else
            out_f(&out, "%.*s=%.*s\n", STR_ARG(policy_table[k].word), STR_ARG(value));
    }
    if (json_wanted) {
        json_object_end(&json);
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

/* "idle_minutes=20" */
static bool take_rule(Str word, Policy *policy, Err *err)
{
    PolicyKey key;
    Str name = str_cut(&word, '=');
    if (!policy_key_parse(name, &key))
        return err_set(err, ERR_POLICY_KEY, {"found", name});
    return policy_value_parse(key, word, &policy->value[key], err);
}

bool cmd_policy(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Policy policy;
    AppStart start = cli_start(cli, S(""));
    start.no_campaign = true; /* it is the installation's */
    if (!app_open(cli->arena, &start, &app, err))
        return false;
    bool set = str_eq(args->rest[0], S("set"));
    if (!set && !str_eq(args->rest[0], S("show")))
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("policy")}, {"found", args->rest[0]},
                       {"expected", S("show|set")});
    if (!set)
        return show(cli, &app, cli_has(args, "--json"), err);
    if (args->nrest < 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("KEY=VALUE")},
                       {"command", S("policy set")});
    if (!policy_read(app.db, cli->arena, &policy, err))
        return false;
    for (int i = 1; i < args->nrest; i++)
        if (!take_rule(args->rest[i], &policy, err))
            return false;
    return policy_set(&app, &policy, err) && show(cli, &app, cli_has(args, "--json"), err);
}
