#include "app/serve_options.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/clamd.h"
#include "sys/clock.h"
#include "sys/files.h"

const CliOption cli_serve_options[] = {
    {"--listen", CLI_VALUE, "127.0.0.1:8420", MSG_OPT_LISTEN},
    {"--tls-certificate", CLI_VALUE, "FILE", MSG_OPT_TLS_CERTIFICATE},
    {"--tls-key", CLI_VALUE, "FILE", MSG_OPT_TLS_KEY},
    {"--behind-proxy", CLI_FLAG, NULL, MSG_OPT_BEHIND_PROXY},
    {"--admin-from", CLI_VALUE, "10.1.0.0/16,…", MSG_OPT_ADMIN_FROM},
    {"--clamd", CLI_VALUE, "unix:PATH|HOST:PORT", MSG_OPT_CLAMD},
    {"--workers", CLI_VALUE, "N", MSG_OPT_WORKERS},
    {"--audit-copy", CLI_VALUE, "FILE", MSG_OPT_AUDIT_COPY},
    {0},
};

enum { PEM_BYTES_MAX = 1024 * 1024 };

/* "127.0.0.1:8420", "[::1]:0" */
static bool read_listen(Str text, ServeOptions *options, Err *err)
{
    ptrdiff_t colon = text.len - 1;
    while (colon >= 0 && text.ptr[colon] != ':')
        colon--;
    int64_t port;
    Str address = str_sub(text, 0, colon);
    if (str_starts(address, S("[")) && str_ends(address, S("]")))
        address = str_sub(address, 1, address.len - 1);
    if (colon <= 0 || address.len == 0 || !str_to_i64(str_sub(text, colon + 1, text.len), &port) ||
        port < 0 || port > 65535)
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("--listen")}, {"found", text},
                       {"expected", S("127.0.0.1:8420")});
    options->address = address;
    options->port = (int)port;
    return true;
}

static bool read_tls(Cli *cli, const CliArgs *args, ServeOptions *options, Err *err)
{
    Str certificate = cli_value(args, "--tls-certificate"), key = cli_value(args, "--tls-key");
    if (certificate.len == 0 && key.len == 0)
        return true;
    if (certificate.len == 0 || key.len == 0)
        return err_set(err, ERR_CLI_MISSING,
                       {"what", certificate.len ? S("--tls-key") : S("--tls-certificate")},
                       {"command", S("serve")});
    return file_read(cli->arena, certificate, PEM_BYTES_MAX, &options->tls_certificate, err) &&
           file_read(cli->arena, key, PEM_BYTES_MAX, &options->tls_key, err);
}

static bool read_admin_from(const CliArgs *args, ServeOptions *options, Err *err)
{
    Str list = cli_value(args, "--admin-from");
    if (!cli_has(args, "--admin-from") || networks_parse(list, &options->admins_from))
        return true;
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("--admin-from")}, {"found", list},
                   {"expected", S("10.1.0.0/16,2001:db8::/48,192.0.2.7")});
}

typedef struct Listening {
    const Cli *cli;
    const ServeOptions *options;
} Listening;

static void tell_ready(void *ctx, int port)
{
    const Listening *l = ctx;
    AUTO_ARENA arena = {0};
    bool six = str_has(l->options->address, S(":"));
    cli_note(l->cli, MSG_OUT_SERVING,
             {"url",
              arena_fmt(&arena, "http%s://%s%.*s%s:%d/", l->options->tls_certificate.len ? "s" : "",
                        six ? "[" : "", STR_ARG(l->options->address), six ? "]" : "", port)});
}

static void tell_first_start(void *ctx, Str code)
{
    const Listening *l = ctx;
    cli_note(l->cli, MSG_OUT_SETUP_CODE, {"code", code});
}

bool cmd_serve(Cli *cli, const CliArgs *args, Err *err)
{
    int64_t workers = 0;
    ServeOptions options = {.db_url = cli->db_url,
                            .behind_proxy = cli_has(args, "--behind-proxy"),
                            .audit_copy = cli_value(args, "--audit-copy"),
                            .data_folder = cli->data_folder,
                            .fonts = cli->fonts,
                            .scanner = cli_value(args, "--clamd")};
    Str listen = cli_value(args, "--listen");
    if (!cli_number(args, "--workers", 1, LIMIT_HTTP_WORKERS, &workers, err) ||
        !read_listen(listen.len ? listen : S("127.0.0.1:8420"), &options, err) ||
        !read_tls(cli, args, &options, err) || !read_admin_from(args, &options, err))
        return false;
    options.workers = (int)workers;
    if (options.scanner.len == 0)
        options.scanner = cli->scanner;
    if (options.scanner.len && !clamd_address_check(options.scanner, err))
        return false;
    if (options.data_folder.len == 0)
        return err_set(err, ERR_CLI_MISSING, {"what", S("--data")}, {"command", S("serve")});
    if (cli->now_given) /* the clock starts at --now and goes on */
        options.clock_shift_ms = cli->now_ms - clock_now_ms();
    Listening listening = {cli, &options};
    options.ready = tell_ready;
    options.first_start = tell_first_start;
    options.ctx = &listening;
    return cli->serve(cli->arena, &options, err);
}
