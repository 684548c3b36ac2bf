/* cli/args.c - from argv to values: global options anywhere, a command's own after its name. */
#include "base/date.h"
#include "base/near.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/global.h"

#include <stdlib.h>
#include <string.h>

typedef struct Parse {
    Cli *cli;
    CliArgs *args;
    Str *argv;
    int argc, at;   /* at: the argument being looked at */
    bool only_rest; /* after -- */
    CliAsked asked;
    bool global_given[GLOBAL_COUNT];
} Parse;

static Str place(const Parse *p)
{
    return arena_fmt(p->cli->arena, "%d", p->at);
}

bool cli_find(Str name, const CliCommand **ret_command, Err *err)
{
    Near near = near_new(name);
    for (const CliCommand *command = cli_commands; command->name; command++) {
        if (str_eq(name, str_from_z(command->name))) {
            *ret_command = command;
            return true;
        }
        near_try(&near, str_from_z(command->name));
    }
    if (near.best.len)
        return err_set(err, ERR_CLI_COMMAND_NEAR, {"found", name}, {"nearest", near.best});
    return err_set(err, ERR_CLI_COMMAND, {"found", name});
}

static bool unknown_option(const Parse *p, Str found, Err *err)
{
    const CliCommand *command = p->args->command;
    Near near = near_new(found);
    for (const CliOption *option = command ? command->options : NULL; option && option->name;
         option++)
        near_try(&near, str_from_z(option->name));
    for (int i = 0; i < GLOBAL_COUNT; i++)
        near_try(&near, str_from_z(cli_globals[i].name));
    Str name = command ? str_from_z(command->name) : S("duban");
    if (near.best.len)
        return err_set(err, ERR_CLI_OPTION_NEAR, {"found", found}, {"command", name},
                       {"nearest", near.best}, {"at", place(p)});
    return err_set(err, ERR_CLI_OPTION, {"found", found}, {"command", name}, {"at", place(p)});
}

static bool bad_value(Str option, Str found, const char *expected, Err *err)
{
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", option}, {"found", found},
                   {"expected", str_from_z(expected)});
}

static bool set_seed(Cli *cli, Str value, Err *err)
{
    int64_t seed = 0;
    if (!str_to_i64(value, &seed) || seed < 0)
        return bad_value(S("--seed"), value, "0…9223372036854775807", err);
    cli->seed = (uint64_t)seed;
    cli->seed_given = true;
    cli->random = (RandomSource){.seeded = true, .seed = cli->seed};
    return true;
}

static bool set_global(Parse *p, GlobalOption which, Str value, Err *err)
{
    Cli *cli = p->cli;
    switch (which) {
    case GLOBAL_DB:
        cli->db_url = value;
        return true;
    case GLOBAL_DATA:
        cli->data_folder = value;
        return true;
    case GLOBAL_FOR:
        cli->acting_for = value;
        return true;
    case GLOBAL_AS:
        cli->as = value;
        return true;
    case GLOBAL_NOW: /* from 1970 to 2109: ids begin with it */
        cli->now_given = true;
        return (instant_parse(value, &cli->now_ms, err) && cli->now_ms >= 0 &&
                cli->now_ms < INT64_C(1) << ID_TIME_BITS) ||
               bad_value(S("--now"), value, "2021-07-01T09:00:00+08:00", err);
    case GLOBAL_SEED:
        return set_seed(cli, value, err);
    case GLOBAL_LANG:
        return lang_parse(value, &cli->lang) || bad_value(S("--lang"), value, "zh | en", err);
    case GLOBAL_OUT:
        cli->out_file = value;
        return true;
    case GLOBAL_HELP:
        p->asked = CLI_HELP;
        return true;
    case GLOBAL_COUNT:
        break;
    }
    return err_set(err, ERR_INTERNAL, {"what", S("global option")});
}

/* The value after "=" or the next argument; an argument that starts with -- is no value. */
static bool take_value(Parse *p, const CliOption *option, Str inline_value, Str *ret_value,
                       Err *err)
{
    Str name = str_from_z(option->name);
    if (option->kind == CLI_FLAG) {
        if (inline_value.ptr)
            return err_set(err, ERR_CLI_FLAG_VALUE, {"option", name}, {"found", inline_value},
                           {"at", place(p)});
        return true;
    }
    if (inline_value.ptr) {
        *ret_value = inline_value;
    } else {
        bool has_next = p->at + 1 < p->argc && !str_starts(p->argv[p->at + 1], S("--"));
        if (!has_next)
            return err_set(err, ERR_CLI_VALUE_MISSING, {"option", name},
                           {"expected", str_from_z(option->value)}, {"at", place(p)});
        *ret_value = p->argv[++p->at];
    }
    if (ret_value->len == 0)
        return err_set(err, ERR_CLI_VALUE_MISSING, {"option", name},
                       {"expected", str_from_z(option->value)}, {"at", place(p)});
    return true;
}

static bool once(const Parse *p, bool *given, Str name, Err *err)
{
    if (*given)
        return err_set(err, ERR_CLI_TWICE, {"option", name}, {"at", place(p)});
    *given = true;
    return true;
}

static bool parse_option(Parse *p, Str arg, Err *err)
{
    Str inline_value = arg;
    Str name = str_cut(&inline_value, '=');
    const CliCommand *command = p->args->command;
    const CliOption *options = command ? command->options : NULL;
    for (int i = 0; options && options[i].name; i++) {
        if (!str_eq(name, str_from_z(options[i].name)))
            continue;
        return once(p, &p->args->given[i], name, err) &&
               take_value(p, &options[i], inline_value, &p->args->values[i], err);
    }
    for (int i = 0; i < GLOBAL_COUNT; i++) {
        if (!str_eq(name, str_from_z(cli_globals[i].name)) &&
            !(i == GLOBAL_HELP && str_eq(name, S("-h"))))
            continue;
        Str value = {0};
        return once(p, &p->global_given[i], name, err) &&
               take_value(p, &cli_globals[i], inline_value, &value, err) &&
               set_global(p, (GlobalOption)i, value, err);
    }
    return unknown_option(p, name, err);
}

static bool parse_argument(Parse *p, Str arg, Err *err)
{
    bool is_option = !p->only_rest && arg.len > 1 && arg.ptr[0] == '-';
    if (!p->only_rest && str_eq(arg, S("--"))) {
        p->only_rest = true;
        return true;
    }
    if (is_option)
        return parse_option(p, arg, err);
    if (!p->args->command)
        return cli_find(arg, &p->args->command, err);
    p->args->rest[p->args->nrest++] = arg;
    return true;
}

static bool check_rest(const Parse *p, Err *err)
{
    const CliCommand *command = p->args->command;
    if (!command || p->asked == CLI_HELP)
        return true;
    if (p->args->nrest < command->rest_min)
        return err_set(err, ERR_CLI_MISSING, {"what", str_from_z(command->arguments)},
                       {"command", str_from_z(command->name)});
    if (p->args->nrest > command->rest_max)
        return err_set(err, ERR_CLI_EXTRA, {"found", p->args->rest[command->rest_max]},
                       {"command", str_from_z(command->name)});
    return true;
}

/* The language first, so that a fault in another argument is told in it. */
static void find_language(Cli *cli, const char *(*environment)(const char *), Str *argv, int argc)
{
    (void)lang_parse(str_from_z(environment("DUBAN_LANG")), &cli->lang);
    for (int i = 1; i < argc; i++) {
        if (str_starts(argv[i], S("--lang=")))
            (void)lang_parse(str_sub(argv[i], 7, argv[i].len), &cli->lang);
        else if (str_eq(argv[i], S("--lang")) && i + 1 < argc)
            (void)lang_parse(argv[i + 1], &cli->lang);
    }
}

/* Keys, files and backups of an SQLite database stand beside it unless they are told elsewhere. */
static Str data_beside(const Cli *cli)
{
    static const Str scheme = SC("sqlite:");
    if (!str_starts(cli->db_url, scheme))
        return S("");
    Str path = str_sub(cli->db_url, scheme.len, cli->db_url.len);
    ptrdiff_t slash = path.len - 1;
    while (slash >= 0 && path.ptr[slash] != '/')
        slash--;
    return arena_fmt(cli->arena, "%.*sdata", STR_ARG(str_sub(path, 0, slash + 1)));
}

bool cli_parse(Cli *cli, const char *(*environment)(const char *), int argc, char **argv,
               CliAsked *ret_asked, CliArgs *ret_args, Err *err)
{
    *ret_args = (CliArgs){.rest = arena_new(cli->arena, Str, argc)};
    Parse p = {
        .cli = cli, .args = ret_args, .argc = argc, .argv = arena_new(cli->arena, Str, argc)};
    for (int i = 0; i < argc; i++)
        p.argv[i] = str_from_z(argv[i]);
    find_language(cli, environment, p.argv, argc);
    cli->db_url = str_from_z(environment("DUBAN_DB"));
    if (cli->db_url.len == 0)
        cli->db_url = S("sqlite:var/duban.db");
    cli->as = str_from_z(environment("DUBAN_AS"));
    cli->data_folder = str_from_z(environment("DUBAN_DATA"));
    cli->fonts = str_from_z(environment("DUBAN_FONTS"));
    cli->scanner = str_from_z(environment("DUBAN_CLAMD"));
    for (p.at = 1; p.at < argc; p.at++) {
        if (!utf8_valid(p.argv[p.at], NULL))
            return err_set(err, ERR_CLI_ENCODING, {"at", place(&p)});
        if (utf8_misleading(p.argv[p.at]) >= 0)
            return err_set(err, ERR_CLI_HIDDEN, {"at", place(&p)});
        if (!parse_argument(&p, p.argv[p.at], err))
            return false;
    }
    if (cli->data_folder.len == 0)
        cli->data_folder = data_beside(cli);
    *ret_asked = p.asked;
    return check_rest(&p, err);
}

static int option_index(const CliArgs *args, const char *name)
{
    const CliOption *options = args->command->options;
    for (int i = 0; options && options[i].name; i++)
        if (strcmp(options[i].name, name) == 0)
            return i;
    abort(); /* a command asks for an option that its own table lacks */
}

bool cli_has(const CliArgs *args, const char *name)
{
    return args->given[option_index(args, name)];
}

Str cli_value(const CliArgs *args, const char *name)
{
    return args->values[option_index(args, name)];
}

bool cli_need(const CliArgs *args, const char *name, Str *ret, Err *err)
{
    if (!cli_has(args, name))
        return err_set(err, ERR_CLI_MISSING, {"what", str_from_z(name)},
                       {"command", str_from_z(args->command->name)});
    *ret = cli_value(args, name);
    return true;
}

bool cli_number(const CliArgs *args, const char *name, int64_t min, int64_t max, int64_t *ret,
                Err *err)
{
    if (!cli_has(args, name))
        return true;
    int64_t value = 0;
    if (str_to_i64(cli_value(args, name), &value) && value >= min && value <= max) {
        *ret = value;
        return true;
    }
    AUTO_ARENA arena = {0};
    Str expected = arena_fmt(&arena, "%lld…%lld", (long long)min, (long long)max);
    return bad_value(str_from_z(name), cli_value(args, name), str_z(&arena, expected), err);
}

bool cli_choice(const CliArgs *args, const char *name, const char *choices, int *ret, Err *err)
{
    if (!cli_has(args, name))
        return true;
    Str rest = str_from_z(choices);
    for (int i = 0; rest.ptr; i++) {
        if (str_eq(str_cut(&rest, '|'), cli_value(args, name))) {
            *ret = i;
            return true;
        }
    }
    return bad_value(str_from_z(name), cli_value(args, name), choices, err);
}
