/* account …: accounts are made by the system administrator and authorised by the security administrator. */
#include "app/people/accounts.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/workbook.h"
#include "sys/files.h"

const CliOption cli_account_options[] = {
    {"--role", CLI_VALUE, "unit", MSG_OPT_ACCOUNT_ROLE},
    {"--unit", CLI_VALUE, "CODE", MSG_OPT_ACCOUNT_UNIT},
    {"--body", CLI_VALUE, "CODE", MSG_OPT_ACCOUNT_BODY},
    {"--post", CLI_VALUE, "POST", MSG_OPT_ACCOUNT_POST},
    {"--phone", CLI_VALUE, "NUMBER", MSG_OPT_ACCOUNT_PHONE},
    {"--all", CLI_FLAG, NULL, MSG_OPT_ACCOUNT_ALL},
    {"--reason", CLI_VALUE, "TEXT", MSG_OPT_ACCOUNT_REASON},
    {"--until", CLI_VALUE, "2026-12-31", MSG_OPT_ACCOUNT_UNTIL},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

typedef struct Work {
    Cli *cli;
    const CliArgs *args;
    App *app;
    Str campaign;
} Work;

static bool say(Work *w, Msg id, Str account, int count, Err *err)
{
    Out out = out_new(w->cli->arena, 4096);
    msg_out(&out, w->cli->lang, id, {"account", account}, {"count", cli_i64(w->cli, count)});
    out_c(&out, '\n');
    return cli_write(w->cli, &out, err);
}

static bool one_name(Work *w, Str *ret_name, Err *err)
{
    if (w->args->nrest != 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("NAME")}, {"command", S("account")});
    *ret_name = w->args->rest[1];
    return true;
}

/* ---- who there is ---- */

static Str state_of(Work *w, const PersonRow *p)
{
    Err why = {0};
    if (account_may_act(&p->account, w->app->today, &why))
        return msg(w->cli->lang, MSG_ACCOUNTS_STATE_IN_USE);
    return msg(w->cli->lang, why.code == ERR_ACCOUNT_WAITS     ? MSG_ACCOUNTS_STATE_WAITS
                             : why.code == ERR_ACCOUNT_EXPIRED ? MSG_ACCOUNTS_STATE_EXPIRED
                                                               : MSG_ACCOUNTS_STATE_OFF);
}

static bool list(Work *w, Err *err)
{
    PersonList people = {0};
    if (!accounts_list(w->app, w->campaign, &people, err))
        return false;
    Out out = out_new(w->cli->arena, LIMIT_OUTPUT_BYTES);
    for (int i = 0; i < people.count; i++) {
        const PersonRow *p = &people.items[i];
        out_pad(&out, p->account.name, 20);
        out_c(&out, ' ');
        out_pad(&out, account_role_text(w->cli->lang, p->account.role), 24);
        out_pad(&out, p->account.unit.len ? p->account.unit : p->account.body, 10);
        out_c(&out, ' ');
        out_pad(&out, state_of(w, p), 12);
        out_s(&out, p->account.restricted ? msg(w->cli->lang, MSG_ACCOUNTS_RESTRICTED) : S(""));
        out_c(&out, '\n');
    }
    return cli_write(w->cli, &out, err);
}

/* ---- making ---- */

/* The one there is; none before the first is imported. */
static bool choose_campaign(Work *w, Err *err)
{
    return w->campaign.len || accounts_campaign(w->app, &w->campaign, err);
}

static bool add(Work *w, Err *err)
{
    AccountEntry entry = {0};
    Str role;
    if (!one_name(w, &entry.name, err) || !cli_need(w->args, "--role", &role, err) ||
        !choose_campaign(w, err))
        return false;
    AccountSlips slips = {0};
    entry.role = role;
    entry.unit = cli_value(w->args, "--unit");
    entry.body = cli_value(w->args, "--body");
    entry.post = cli_value(w->args, "--post");
    entry.phone = cli_value(w->args, "--phone");
    Role known;
    if (!role_parse(role, &known))
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("--role")}, {"found", role},
                       {"expected", S("office_clerk · office_director · unit · data_owner · leader "
                                      "· inspector · system_admin · security_admin · "
                                      "audit_admin")});
    AccountEntries entries = {&entry, 1, 1};
    if (!accounts_make(w->app, w->campaign, &entries, &slips, err))
        return false;
    cli_note(w->cli, MSG_OUT_ACCOUNT_MADE, {"account", entry.name});
    Out out = out_new(w->cli->arena, 4096);
    out_s(&out, slips.items[0].password);
    out_c(&out, '\n');
    return cli_write(w->cli, &out, err);
}

static bool import(Work *w, Err *err)
{
    Str path, bytes;
    Date until;
    AccountEntries entries = {0};
    AccountSlips slips = {0};
    if (!one_name(w, &path, err) || !workbook_need_out(w->cli, w->args, err) ||
        !choose_campaign(w, err) ||
        !file_read(w->cli->arena, path, LIMIT_ACCOUNT_FILE_BYTES, &bytes, err) ||
        !accounts_sheet_read(w->app, w->campaign, bytes, path, &entries, &w->cli->faults, err) ||
        !account_slip_until(w->app, &until, err) ||
        !accounts_make(w->app, w->campaign, &entries, &slips, err))
        return false;
    Sheet sheet = account_slips_sheet(w->cli->arena, &slips, until, w->cli->lang);
    if (!workbook_write(w->cli, w->args, &sheet, 1, false, err))
        return false;
    cli_note(w->cli, MSG_OUT_ACCOUNTS_MADE, {"count", cli_i64(w->cli, slips.count)},
             {"file", w->cli->out_file});
    return true;
}

static bool template(Work *w, Err *err)
{
    AccountTemplate t;
    return workbook_need_out(w->cli, w->args, err) && choose_campaign(w, err) &&
           accounts_template(w->app, w->campaign, w->cli->lang, &t, err) &&
           workbook_write(w->cli, w->args, t.sheets, 2, false, err);
}

/* ---- what it may do ---- */

static bool authorise(Work *w, Err *err)
{
    LIST_OF(Str) names = {0};
    int count = 0;
    PersonList people = {0};
    for (int i = 1; i < w->args->nrest; i++)
        *arena_push(w->cli->arena, &names) = w->args->rest[i];
    if (cli_has(w->args, "--all")) {
        if (!accounts_list(w->app, w->campaign, &people, err))
            return false;
        for (int i = 0; i < people.count; i++)
            if (people.items[i].account.active && !people.items[i].account.authorised)
                *arena_push(w->cli->arena, &names) = people.items[i].account.name;
    }
    return accounts_authorise(w->app, names.items, names.count, &count, err) &&
           say(w, MSG_OUT_ACCOUNTS_AUTHORISED, S(""), count, err);
}

static bool restrict_to(Work *w, bool granted, Err *err)
{
    Str name;
    return one_name(w, &name, err) && account_restrict(w->app, name, granted, err) &&
           say(w, granted ? MSG_OUT_ACCOUNT_GRANTED : MSG_OUT_ACCOUNT_WITHDRAWN, name, 1, err);
}

static bool grant(Work *w, Err *err)
{
    return restrict_to(w, true, err);
}

static bool withdraw(Work *w, Err *err)
{
    return restrict_to(w, false, err);
}

static bool expire(Work *w, Err *err)
{
    Str name, until;
    Date last = DATE_NONE;
    return one_name(w, &name, err) && cli_need(w->args, "--until", &until, err) &&
           (str_eq(until, S("none")) || date_parse(until, &last, err)) &&
           account_expire(w->app, name, last, err) && say(w, MSG_OUT_ACCOUNT_UNTIL, name, 1, err);
}

static bool switch_off(Work *w, Err *err)
{
    Str name;
    return one_name(w, &name, err) &&
           account_switch(w->app, name, false, cli_value(w->args, "--reason"), err) &&
           say(w, MSG_OUT_ACCOUNT_OFF, name, 1, err);
}

static bool switch_on(Work *w, Err *err)
{
    Str name;
    return one_name(w, &name, err) && account_switch(w->app, name, true, S(""), err) &&
           say(w, MSG_OUT_ACCOUNT_ON, name, 1, err);
}

bool cmd_account(Cli *cli, const CliArgs *args, Err *err)
{
    static const struct {
        Str verb;
        bool (*run)(Work *w, Err *err);
    } verbs[] = {{SC("list"), list},           {SC("add"), add},
                 {SC("import"), import},       {SC("template"), template},
                 {SC("authorise"), authorise}, {SC("grant"), grant},
                 {SC("withdraw"), withdraw},   {SC("expire"), expire},
                 {SC("off"), switch_off},      {SC("on"), switch_on}};
    AUTO_APP app = {0};
    AppStart start = cli_start(cli, S(""));
    start.no_campaign = true;
    if (!app_open(cli->arena, &start, &app, err))
        return false;
    Work w = {cli, args, &app, cli_value(args, "--campaign")};
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (str_eq(args->rest[0], verbs[i].verb))
            return verbs[i].run(&w, err);
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("account")}, {"found", args->rest[0]},
                   {"expected", S(ACCOUNT_VERBS)});
}
