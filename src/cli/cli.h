/* cli/cli.h - the frame of the command line: what every command gets and the one table of commands.
 *
 * `duban [global options] COMMAND [options] [arguments]`. The frame parses everything against the
 * command's option table before the command runs, so a command only reads values. A command makes
 * its whole result in an Out and hands it to cli_write once: an error leaves nothing half-written.
 * It returns false with *err set, or with faults added to cli->faults; the frame prints them in the
 * person's language and turns the kind into the exit status. Clock, randomness and the account are
 * in Cli; a command never asks the machine for them. Callers: cmd_<name>.c, main.c. */
#pragma once
#include "app/serve_options.h"
#include "base/id.h"
#include "i18n/msg.h"
#include "sys/randomness.h"

typedef struct Cli {
    Arena *arena;    /* lives as long as the command */
    Lang lang;       /* --lang, DUBAN_LANG, else Chinese */
    Str db_url;      /* --db, DUBAN_DB, else sqlite:var/duban.db */
    Str data_folder; /* --data, DUBAN_DATA, else "data" beside the SQLite file; empty: none known */
    Str as;          /* --as, DUBAN_AS; empty: the account mapped to os_user */
    Str acting_for;  /* --for: the account that has authorised this one */
    Str fonts;   /* DUBAN_FONTS: a folder of fonts for papers; empty: fonts/ of the data folder */
    Str scanner; /* DUBAN_CLAMD: a virus scanner that looks at every file; empty: none */
    Str os_user;
    int64_t now_ms; /* one instant for the whole command: --now, else the clock at the start */
    bool now_given;
    uint64_t seed; /* --seed */
    bool seed_given;
    RandomSource random; /* seeded by --seed, else the kernel's */
    Str out_file;        /* --out; empty: standard output */
    Faults faults;       /* faults of the input, printed by the frame when the command fails */
    ServeFn serve;       /* handed in by main.c */
} Cli;

typedef enum CliOptionKind { CLI_FLAG, CLI_VALUE } CliOptionKind;

typedef struct CliOption {
    const char *name; /* "--period" */
    CliOptionKind kind;
    const char *value; /* what help calls the value: "2021-06" or "FILE"; NULL for a flag */
    Msg help;
} CliOption;

enum { CLI_OPTIONS_MAX = 48, CLI_ANY = INT32_MAX };

typedef struct CliArgs CliArgs;

typedef struct CliCommand {
    const char *name;         /* "evaluate" */
    const char *arguments;    /* what help shows after the options: "FILE…" or "" */
    int rest_min, rest_max;   /* how many such arguments; CLI_ANY */
    const CliOption *options; /* ends with a NULL name; NULL = none */
    Msg summary;              /* one line in `duban help` */
    Msg usage;                /* a paragraph in `duban help evaluate` */
    bool (*run)(Cli *cli, const CliArgs *args, Err *err);
} CliCommand;

struct CliArgs {
    const CliCommand *command;
    bool given[CLI_OPTIONS_MAX];
    Str values[CLI_OPTIONS_MAX]; /* in the order of command->options */
    Str *rest;
    int nrest;
};

extern const CliCommand cli_commands[]; /* commands.c; ends with a NULL name */

/* Reading what was parsed. A name that is not in the command's table is a defect and aborts. */
bool cli_has(const CliArgs *args, const char *name);
Str cli_value(const CliArgs *args, const char *name);                     /* "" when not given */
bool cli_need(const CliArgs *args, const char *name, Str *ret, Err *err); /* ERR_CLI_MISSING */
/* A whole number in min..max; *ret is untouched when not given. ERR_CLI_OPTION_VALUE. */
bool cli_number(const CliArgs *args, const char *name, int64_t min, int64_t max, int64_t *ret,
                Err *err);
/* One of "json|text|csv": *ret = its index; untouched when not given. ERR_CLI_OPTION_VALUE. */
bool cli_choice(const CliArgs *args, const char *name, const char *choices, int *ret, Err *err);

/* The whole result, once: to --out FILE atomically, else to standard output. ERR_LIMIT when `out`
 * passed its maximum, ERR_FILE_*. */
bool cli_write(const Cli *cli, const Out *out, Err *err);
/* One line on standard error for the person, such as a warning or a progress note. */
void cli_note_args(const Cli *cli, Msg id, const Arg *args, int nargs);
#define cli_note(cli, id, ...)                                                                     \
    cli_note_args((cli), (id), (const Arg[]){{0}, ##__VA_ARGS__} + 1,                              \
                  (int)(sizeof((const Arg[]){{0}, ##__VA_ARGS__}) / sizeof(Arg)) - 1)
/* One line on standard error for each fault kept, then how many more there are. */
void cli_print_faults(const Cli *cli, const Faults *faults);
/* An id source on the command's instant and randomness. */
IdSource cli_ids(Cli *cli);

/* The whole program; returns the exit status. */
int cli_main(int argc, char **argv, ServeFn serve);

/* For cli.c and its tests: parses argv into cli and *ret_args; *ret_args.command stays NULL when no
 * command was named. `environment` is getenv or a stand-in. */
typedef enum CliAsked { CLI_RUN, CLI_HELP } CliAsked;
bool cli_parse(Cli *cli, const char *(*environment)(const char *), int argc, char **argv,
               CliAsked *ret_asked, CliArgs *ret_args, Err *err);
/* Help of all commands (command NULL) or of one. */
void cli_help(const Cli *cli, const CliCommand *command, Out *out);
/* ERR_CLI_COMMAND, with the nearest name where one is near. */
bool cli_find(Str name, const CliCommand **ret_command, Err *err);
