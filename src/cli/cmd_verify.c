#include "app/upkeep/verify.h"
#include "cli/commands.h"
#include "cli/session.h"

bool cmd_verify(Cli *cli, const CliArgs *args, Err *err)
{
    (void)args;
    AUTO_APP app = {0};
    AppStart start = cli_start(cli, S(""));
    VerifyCounts counts = {0};
    if (!app_open_unnamed(cli->arena, &start, &app, err))
        return false;
    bool ok = verify_all(&app, &counts, &cli->faults, err);
    if (!ok && err->code != ERR_NONE)
        return false;
    Err unwritten = {0};
    if (!verify_record(&app, &counts, &cli->faults, &unwritten))
        cli_note(cli, MSG_NOTE_VERIFY_UNRECORDED);
    Out out = out_new(cli->arena, 1 << 20);
    msg_out(&out, cli->lang, ok ? MSG_OUT_VERIFY_OK : MSG_OUT_VERIFY_BAD,
            {"audit", cli_i64(cli, counts.audit_rows)}, {"chains", cli_i64(cli, counts.chains)},
            {"submissions", cli_i64(cli, counts.submissions)}, {"runs", cli_i64(cli, counts.runs)},
            {"results", cli_i64(cli, counts.results)},
            {"circulars", cli_i64(cli, counts.circulars)}, {"files", cli_i64(cli, counts.files)},
            {"problems", cli_i64(cli, cli->faults.total)});
    out_c(&out, '\n');
    for (int i = 0; i < counts.heads.count; i++) {
        const VerifyHead *head = &counts.heads.items[i];
        msg_out(&out, cli->lang, MSG_OUT_VERIFY_HEAD,
                {"chain", head->chain.len ? head->chain : msg(cli->lang, MSG_OUT_INSTALLATION)},
                {"rows", cli_i64(cli, head->rows)}, {"hash", head->hash});
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err) && ok;
}
