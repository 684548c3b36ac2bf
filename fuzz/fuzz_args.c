/* Any command line: words separated by NUL. Whatever is refused names its reason. */
#include "fuzz.h"

#include "cli/cli.h"

#include <assert.h>

enum { WORDS_MAX = 64 };

static const char *no_environment(const char *name)
{
    (void)name;
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_ARENA arena = {0};
    char *text = arena_new(&arena, char, size + 1);
    char *argv[WORDS_MAX] = {(char[]){"duban"}};
    int argc = 1;
    for (size_t i = 0, start = 0; i <= size && argc < WORDS_MAX; i++) {
        if (i < size && data[i] != 0) {
            text[i] = (char)data[i];
            continue;
        }
        argv[argc++] = text + start;
        start = i + 1;
    }
    Cli cli = {.arena = &arena, .faults.arena = &arena};
    CliAsked asked = CLI_RUN;
    CliArgs args;
    Err err = {0};
    if (!cli_parse(&cli, no_environment, argc, argv, &asked, &args, &err)) {
        assert(err.code != ERR_NONE);
        Out out = out_new(&arena, 8192);
        msg_err(&out, cli.lang, &err);
        assert(out_ok(&out) && out.len > 0);
    } else {
        assert(args.nrest < argc);
    }
    return 0;
}
