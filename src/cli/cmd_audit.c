#include "app/upkeep/audit_log.h"
#include "app/upkeep/checkpoint.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/workbook.h"
#include "sys/files.h"

const CliOption cli_audit_options[] = {
    {"--from", CLI_VALUE, "2021-06-01", MSG_OPT_AUDIT_FROM},
    {"--to", CLI_VALUE, "2021-06-30", MSG_OPT_AUDIT_TO},
    {"--account", CLI_VALUE, "NAME", MSG_OPT_AUDIT_ACCOUNT},
    {"--behalf", CLI_VALUE, "NAME", MSG_OPT_AUDIT_BEHALF},
    {"--action", CLI_VALUE, "WORD", MSG_OPT_AUDIT_ACTION},
    {"--object", CLI_VALUE, "TEXT", MSG_OPT_AUDIT_OBJECT},
    {"--result", CLI_VALUE, "ok|denied|refused", MSG_OPT_AUDIT_RESULT},
    {"--chain", CLI_VALUE, "CODE", MSG_OPT_AUDIT_CHAIN},
    {"--origin", CLI_VALUE, "ADDRESS", MSG_OPT_AUDIT_ORIGIN},
    {"--after", CLI_VALUE, "KEY", MSG_OPT_AUDIT_AFTER},
    {"--format", CLI_VALUE, "csv|xlsx|jsonl", MSG_OPT_FORMAT},
    {"--since", CLI_VALUE, "CHAIN:SEQ", MSG_OPT_AUDIT_SINCE},
    {"--key", CLI_VALUE, "HEX", MSG_OPT_AUDIT_KEY},
    {0},
};

static bool ask_of(const CliArgs *args, AuditAsk *ret_ask, Err *err)
{
    int result = -1;
    if (!cli_choice(args, "--result", "ok|denied|refused", &result, err))
        return false;
    *ret_ask = (AuditAsk){.from = cli_value(args, "--from"),
                          .to = cli_value(args, "--to"),
                          .account = cli_value(args, "--account"),
                          .behalf = cli_value(args, "--behalf"),
                          .action = cli_value(args, "--action"),
                          .object = cli_value(args, "--object"),
                          .result = cli_value(args, "--result"),
                          .chain = cli_value(args, "--chain"),
                          .origin = cli_value(args, "--origin"),
                          .after = cli_value(args, "--after")};
    return true;
}

/* --- list */

static void line_out(Cli *cli, const AuditFull *row, Out *out)
{
    const AuditEntry *e = &row->entry;
    Str seq = arena_fmt(cli->arena, "%.*s:%lld", STR_ARG(audit_chain_word(e->chain)),
                        (long long)row->seq);
    out_s(out, instant_str(cli->arena, e->at));
    out_c(out, ' ');
    out_pad(out, seq, 20);
    out_pad(out, e->account, 14);
    out_pad(out, audit_action_name(cli->lang, e->action), 24);
    out_pad(out, audit_result_name(cli->lang, e->result), 6);
    out_s(out, e->object);
    out_c(out, '\n');
}

static bool list(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    AuditAsk ask;
    AuditLog log;
    if (!ask_of(args, &ask, err) || !audit_log_page(app, &ask, &log, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    for (int i = 0; i < log.rows.count; i++)
        line_out(cli, &log.rows.items[i], &out);
    if (log.next.len)
        cli_note(cli, MSG_NOTE_AUDIT_NEXT, {"key", log.next});
    return cli_write(cli, &out, err);
}

/* --- export */

/* The place of a chain in "-:120,campaign:4000"; 0 where it is not named. */
static bool since_of(Str since, Str chain, int64_t *ret_seq, Err *err)
{
    *ret_seq = 0;
    while (since.len) {
        Str part = str_cut(&since, ',');
        Str number = part, word = str_cut(&number, ':');
        int64_t seq;
        if (!number.ptr || !str_to_i64(number, &seq) || seq < 0)
            return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("--since")}, {"found", part},
                           {"expected", S("CHAIN:SEQ")});
        if (str_eq(word, audit_chain_word(chain)))
            *ret_seq = seq;
    }
    return true;
}

static bool chain_lines(App *app, Str chain, int64_t *seq, Out *out, Err *err)
{
    for (;;) {
        int64_t last = *seq;
        if (!audit_log_lines(app->db, chain, last, out, seq, err))
            return false;
        if (*seq == last || !out_ok(out))
            return true;
    }
}

static bool export_lines(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    AuditChains chains = {0};
    Str since = cli_value(args, "--since"), only = cli_value(args, "--chain");
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES), next = out_new(cli->arena, 64 * 1024);
    if (!audit_log_copied(app, since, err) || !audit_chains(app->db, cli->arena, &chains, err))
        return false;
    for (int i = 0; i < chains.count; i++) {
        Str word = audit_chain_word(chains.items[i]);
        int64_t seq;
        if (!since_of(since, chains.items[i], &seq, err))
            return false;
        if (only.len && !str_eq(only, word))
            continue;
        if (!chain_lines(app, chains.items[i], &seq, &out, err))
            return false;
        out_f(&next, "%s%.*s:%lld", next.len ? "," : "", STR_ARG(word), (long long)seq);
    }
    if (!cli_write(cli, &out, err))
        return false;
    cli_note(cli, MSG_NOTE_AUDIT_SINCE, {"since", out_str(&next)});
    return true;
}

static bool export(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    AuditAsk ask;
    AuditRows rows;
    int format = 0;
    if (!cli_choice(args, "--format", "csv|xlsx|jsonl", &format, err))
        return false;
    if (format == 2)
        return export_lines(cli, args, app, err);
    if ((format == 1 && !workbook_need_out(cli, args, err)) || !ask_of(args, &ask, err) ||
        !audit_log_all(app, &ask, format == 1 ? S("xlsx") : S("csv"), &rows, err))
        return false;
    Sheet sheet = audit_log_sheet(app, cli->lang, &rows);
    if (format == 1)
        return workbook_write(cli, args, &sheet, 1, false, err);
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    sheet_csv(&sheet, &out);
    return cli_write(cli, &out, err);
}

/* --- checkpoints */

static bool checkpoint(Cli *cli, App *app, Err *err)
{
    Checkpoint made;
    if (!checkpoint_make(app, &made, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    checkpoint_file(&made, &out);
    return cli_write(cli, &out, err);
}

/* The key given (from the paper) or this installation's. */
static bool check(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    Checkpoint c;
    Str file, key = cli_value(args, "--key");
    if (args->nrest < 2)
        return err_set(err, ERR_CLI_MISSING, {"what", S("FILE")}, {"command", S("audit check")});
    if (!app_permit(app, ACT_AUDIT_CHECKPOINT, S(""), S("checkpoint"), err) ||
        !file_read(cli->arena, args->rest[1], LIMIT_JSON_BYTES, &file, err) ||
        !checkpoint_parse(cli->arena, file, &c, err) ||
        (key.len == 0 && !checkpoint_public_key(app, &key, err)))
        return false;
    if (key.len == 0) /* any key would do */
        return err_set(err, ERR_CLI_MISSING, {"what", S("--key HEX | --data DIR")},
                       {"command", S("audit check")});
    if (!checkpoint_check(app, &c, key, &cli->faults, err))
        return false;
    Out out = out_new(cli->arena, 64 * 1024);
    msg_out(&out, cli->lang, MSG_OUT_CHECKPOINT_HOLDS, {"id", c.row.id},
            {"count", cli_i64(cli, c.heads.count)});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

bool cmd_audit(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    AppStart start = cli_start(cli, S(""));
    start.no_campaign = true; /* the log is of all of them */
    Str what = args->rest[0];
    bool is_check = str_eq(what, S("check"));
    if (args->nrest > 1 && !is_check)
        return err_set(err, ERR_CLI_EXTRA, {"found", args->rest[1]}, {"command", S("audit")});
    if (!app_open(cli->arena, &start, &app, err))
        return false;
    if (str_eq(what, S("list")))
        return list(cli, args, &app, err);
    if (str_eq(what, S("export")))
        return export(cli, args, &app, err);
    if (str_eq(what, S("checkpoint")))
        return checkpoint(cli, &app, err);
    if (is_check)
        return check(cli, args, &app, err);
    return err_set(err, ERR_CLI_EXTRA, {"found", what}, {"command", S("audit")});
}
