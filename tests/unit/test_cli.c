#include "check.h"
#include "cli/cli.h"

#include <string.h>

/* Parses words with `environment` and returns the code of the error, ERR_NONE when fine. */
typedef struct Parsed {
    Cli cli;
    CliAsked asked;
    CliArgs args;
    Err err;
} Parsed;

static const char *no_environment(const char *name)
{
    (void)name;
    return NULL;
}

static const char *some_environment(const char *name)
{
    if (strcmp(name, "DUBAN_DB") == 0)
        return "sqlite:elsewhere.db";
    if (strcmp(name, "DUBAN_AS") == 0)
        return "office";
    return strcmp(name, "DUBAN_LANG") == 0 ? "en" : NULL;
}

static Parsed parse(Arena *a, const char *(*environment)(const char *), const char *words)
{
    Parsed p = {.cli = {.arena = a, .faults.arena = a}};
    char *argv[32] = {(char[]){"duban"}};
    int argc = 1;
    Str rest = str_from_z(words);
    while (rest.len > 0)
        argv[argc++] = (char *)(uintptr_t)str_z(a, str_cut(&rest, ' '));
    (void)cli_parse(&p.cli, environment, argc, argv, &p.asked, &p.args, &p.err);
    return p;
}

static void args__have_defaults(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Parsed p = parse(&a, no_environment, "version");
    CHECK_OK(p.err.code == ERR_NONE, &p.err);
    CHECK_STR(str_from_z(p.args.command->name), S("version"));
    CHECK_STR(p.cli.db_url, S("sqlite:var/duban.db"));
    CHECK_I64(p.cli.lang, LANG_ZH);
    CHECK(!p.cli.now_given && !p.cli.seed_given && p.cli.as.len == 0);
}

static void args__global_options_stand_anywhere(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Parsed p = parse(&a, some_environment,
                     "--seed 7 help --now 2021-07-01T09:00:00+08:00 version --as=clerk --lang zh");
    CHECK_OK(p.err.code == ERR_NONE, &p.err);
    CHECK_STR(p.cli.db_url, S("sqlite:elsewhere.db"));
    CHECK_STR(p.cli.as, S("clerk"));
    CHECK_I64(p.cli.lang, LANG_ZH);
    CHECK_I64(p.cli.now_ms, INT64_C(1625101200000));
    CHECK(p.cli.random.seeded && p.cli.random.seed == 7);
    CHECK_I64(p.args.nrest, 1);
    CHECK_STR(p.args.rest[0], S("version"));
}

static void args__refuse_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        ErrCode code;
        const char *argument, *value;
    } cases[] = {
        {"hepl", ERR_CLI_COMMAND_NEAR, "nearest", "help"},
        {"xyzzy", ERR_CLI_COMMAND, "found", "xyzzy"},
        {"version --sed 7", ERR_CLI_OPTION_NEAR, "nearest", "--seed"},
        {"version --colour", ERR_CLI_OPTION, "at", "2"},
        {"version -x", ERR_CLI_OPTION, "found", "-x"},
        {"version --db", ERR_CLI_VALUE_MISSING, "option", "--db"},
        {"version --db --lang en", ERR_CLI_VALUE_MISSING, "option", "--db"},
        {"version --db=", ERR_CLI_VALUE_MISSING, "option", "--db"},
        {"version --help=yes", ERR_CLI_FLAG_VALUE, "found", "yes"},
        {"--as a version --as b", ERR_CLI_TWICE, "at", "4"},
        {"version x", ERR_CLI_EXTRA, "found", "x"},
        {"version -- --x", ERR_CLI_EXTRA, "found", "--x"},
        {"version --lang fr", ERR_CLI_OPTION_VALUE, "found", "fr"},
        {"version --seed -1", ERR_CLI_OPTION_VALUE, "found", "-1"},
        {"version --now 1969-12-31T23:59:59Z", ERR_CLI_OPTION_VALUE, "option", "--now"},
        {"version --now 2199-01-01T00:00:00Z", ERR_CLI_OPTION_VALUE, "option", "--now"},
        {"version --now 2021-07-01", ERR_CLI_OPTION_VALUE, "option", "--now"},
        {"version \xff", ERR_CLI_ENCODING, "at", "2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AUTO_ARENA a = {0};
        Parsed p = parse(&a, no_environment, cases[i].words);
        CHECK_ERR(&p.err, cases[i].code);
        CHECK_STR(err_arg(&p.err, cases[i].argument), str_from_z(cases[i].value));
        CHECK_I64(err_exit_status(&p.err), 2);
    }
}

static void args__help_needs_no_arguments(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    Parsed p = parse(&a, no_environment, "version --help");
    CHECK_OK(p.err.code == ERR_NONE, &p.err);
    CHECK_I64(p.asked, CLI_HELP);
}

static const CliOption try_options[] = {
    {"--format", CLI_VALUE, "json|text", MSG_CMD_HELP_SUMMARY},
    {"--count", CLI_VALUE, "N", MSG_CMD_HELP_SUMMARY},
    {"--dry", CLI_FLAG, NULL, MSG_CMD_HELP_SUMMARY},
    {0},
};
static const CliCommand try_command = {
    "try", "", 0, 0, try_options, MSG_CMD_HELP_SUMMARY, MSG_CMD_HELP_USAGE, NULL};

static void args__values_are_checked(void **state)
{
    (void)state;
    Err err = {0};
    int format = 0;
    int64_t count = 3;
    Str value = {0};
    CliArgs args = {.command = &try_command};
    CHECK(cli_choice(&args, "--format", "json|text", &format, &err) && format == 0);
    CHECK(cli_number(&args, "--count", 1, 5, &count, &err) && count == 3);
    CHECK(!cli_need(&args, "--count", &value, &err));
    CHECK_ERR(&err, ERR_CLI_MISSING);
    args.given[0] = args.given[1] = true;
    args.values[0] = S("text");
    args.values[1] = S("5");
    CHECK(cli_choice(&args, "--format", "json|text", &format, &err) && format == 1);
    CHECK(cli_number(&args, "--count", 1, 5, &count, &err) && count == 5);
    CHECK(!cli_number(&args, "--count", 1, 4, &count, &err) && count == 5);
    CHECK_STR(err_arg(&err, "expected"), S("1…4"));
    args.values[0] = S("tex");
    CHECK(!cli_choice(&args, "--format", "json|text", &format, &err));
    CHECK_ERR(&err, ERR_CLI_OPTION_VALUE);
    CHECK(!cli_has(&args, "--dry"));
}

static void help__shows_every_command_and_option(void **state)
{
    (void)state;
    for (Lang lang = LANG_ZH; lang < LANG_COUNT; lang++) {
        AUTO_ARENA a = {0};
        Cli cli = {.arena = &a, .lang = lang};
        Out out = out_new(&a, 1 << 20);
        cli_help(&cli, NULL, &out);
        for (const CliCommand *command = cli_commands; command->name; command++) {
            CHECK(str_has(out_str(&out), arena_fmt(&a, "\n  %s ", command->name)));
            CHECK(str_has(out_str(&out), msg(lang, command->summary)));
            Out one = out_new(&a, 1 << 20);
            cli_help(&cli, command, &one);
            CHECK(str_has(out_str(&one), msg(lang, command->usage)));
            CHECK(str_has(out_str(&one), S("--db URL")));
        }
    }
}

static void ids__repeat_under_seed_and_instant(void **state)
{
    (void)state;
    AUTO_ARENA a = {0};
    const char *words = "version --seed 7 --now 2021-07-01T09:00:00+08:00";
    Parsed p = parse(&a, no_environment, words), q = parse(&a, no_environment, words);
    IdSource first = cli_ids(&p.cli), second = cli_ids(&q.cli);
    uint64_t last = 0;
    for (int i = 0; i < 50; i++) {
        uint64_t id = id_next(&first);
        CHECK(id == id_next(&second) && id > last);
        last = id;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(args__have_defaults),
        cmocka_unit_test(args__global_options_stand_anywhere),
        cmocka_unit_test(args__refuse_with_the_reason),
        cmocka_unit_test(args__help_needs_no_arguments),
        cmocka_unit_test(args__values_are_checked),
        cmocka_unit_test(help__shows_every_command_and_option),
        cmocka_unit_test(ids__repeat_under_seed_and_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
