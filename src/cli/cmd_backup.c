#include "app/upkeep/restore.h"
#include "cli/commands.h"
#include "cli/session.h"

const CliOption cli_backup_options[] = {
    {"--to", CLI_VALUE, "FOLDER", MSG_OPT_BACKUP_TO},
    {"--with-keys", CLI_FLAG, NULL, MSG_OPT_BACKUP_KEYS},
    {0},
};
const CliOption cli_restore_options[] = {
    {"--replace", CLI_FLAG, NULL, MSG_OPT_RESTORE_REPLACE},
    {0},
};

static bool make(Cli *cli, App *app, const CliArgs *args, Err *err)
{
    BackupMade made;
    BackupMake order = {.to = cli_value(args, "--to"),
                        .kind = S("hand"),
                        .with_keys = cli_has(args, "--with-keys")};
    Out out = out_new(cli->arena, 1 << 16);
    if (!backup_make(app, &order, &made, err))
        return false;
    msg_out(&out, cli->lang, MSG_OUT_BACKUP_MADE, {"id", made.id}, {"folder", made.folder},
            {"files", cli_i64(cli, made.files)}, {"bytes", cli_i64(cli, made.bytes)});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static bool list(Cli *cli, App *app, Err *err)
{
    BackupRowList rows = {0};
    Out out = out_new(cli->arena, 1 << 20);
    if (!backup_list_read(app, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++) {
        const BackupRow *row = &rows.items[i];
        Msg state = row->gone_at           ? MSG_BACKUP_GONE
                    : row->destroy_for.len ? MSG_BACKUP_DESTROY
                    : row->check_said.len  ? MSG_BACKUP_BAD
                    : row->checked_at      ? MSG_BACKUP_DRILLED
                                           : MSG_BACKUP_KEPT;
        msg_out(&out, cli->lang, MSG_OUT_BACKUP_LINE, {"id", row->id}, {"by", row->by},
                {"files", cli_i64(cli, row->files)}, {"bytes", cli_i64(cli, row->bytes)},
                {"state", msg(cli->lang, state)});
        out_c(&out, '\n');
    }
    if (rows.count == 0) {
        msg_out(&out, cli->lang, MSG_OUT_BACKUP_NONE);
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

static bool say(Cli *cli, Msg sentence, Str id, Err *err)
{
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, sentence, {"id", id});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

bool cmd_backup(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    AppStart start = cli_start(cli, S(""));
    Str word = args->nrest ? args->rest[0] : S("make"),
        id = args->nrest > 1 ? args->rest[1] : S("");
    start.no_campaign = true;
    if (str_eq(word, S("drop")) && id.len == 0)
        return err_set(err, ERR_CLI_MISSING, {"what", S("ID")}, {"command", S("backup drop")});
    if (!app_open(cli->arena, &start, &app, err))
        return false;
    if (str_eq(word, S("make")))
        return make(cli, &app, args, err);
    if (str_eq(word, S("list")))
        return list(cli, &app, err);
    if (str_eq(word, S("check")))
        return backup_check(&app, id, &cli->faults, err) && say(cli, MSG_OUT_BACKUP_HOLDS, id, err);
    if (str_eq(word, S("drop")))
        return backup_drop(&app, id, err) && say(cli, MSG_OUT_BACKUP_DROPPED, id, err);
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("backup")}, {"found", word},
                   {"expected", S("make · list · check · drop")});
}

static void proof(Cli *cli, const VerifyCounts *counts, Out *out)
{
    msg_out(out, cli->lang, MSG_OUT_RESTORE_PROOF, {"audit", cli_i64(cli, counts->audit_rows)},
            {"chains", cli_i64(cli, counts->chains)});
    out_c(out, '\n');
}

bool cmd_restore(Cli *cli, const CliArgs *args, Err *err)
{
    AppStart start = cli_start(cli, S(""));
    RestoreOrder order = {
        .from = args->rest[0], .replace = cli_has(args, "--replace"), .by = start.account};
    Restored done;
    Out out = out_new(cli->arena, 1 << 16);
    if (!restore_run(cli->arena, &start, &order, &done, &cli->faults, err))
        return false;
    msg_out(&out, cli->lang, MSG_OUT_RESTORED, {"id", done.manifest.id},
            {"at", done.manifest.made_at}, {"db", cli->db_url});
    out_c(&out, '\n');
    if (done.aside.len) {
        msg_out(&out, cli->lang, MSG_OUT_RESTORE_ASIDE, {"file", done.aside});
        out_c(&out, '\n');
    }
    proof(cli, &done.counts, &out);
    return cli_write(cli, &out, err);
}

bool cmd_upgrade(Cli *cli, const CliArgs *args, Err *err)
{
    (void)args;
    AppStart start = cli_start(cli, S(""));
    Upgraded done;
    Out out = out_new(cli->arena, 1 << 16);
    if (!upgrade_run(cli->arena, &start, &done, &cli->faults, err))
        return false;
    msg_out(&out, cli->lang, done.from == done.to ? MSG_OUT_UPGRADE_NONE : MSG_OUT_UPGRADED,
            {"from", cli_i64(cli, done.from)}, {"to", cli_i64(cli, done.to)},
            {"backup", done.backup.id.len ? done.backup.folder : S("-")});
    out_c(&out, '\n');
    proof(cli, &done.counts, &out);
    return cli_write(cli, &out, err);
}
