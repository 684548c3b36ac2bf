/* cli/commands.h - the commands themselves, one cmd_<name>.c each; listed in commands.c. */
#pragma once
#include "cli/cli.h"

bool cmd_help(Cli *cli, const CliArgs *args, Err *err);
bool cmd_version(Cli *cli, const CliArgs *args, Err *err);
bool cmd_init(Cli *cli, const CliArgs *args, Err *err);
bool cmd_account(Cli *cli, const CliArgs *args, Err *err);
bool cmd_import(Cli *cli, const CliArgs *args, Err *err);
bool cmd_evaluate(Cli *cli, const CliArgs *args, Err *err);
bool cmd_freeze(Cli *cli, const CliArgs *args, Err *err);
bool cmd_publish(Cli *cli, const CliArgs *args, Err *err);
bool cmd_appeal(Cli *cli, const CliArgs *args, Err *err);
bool cmd_rank(Cli *cli, const CliArgs *args, Err *err);
bool cmd_stability(Cli *cli, const CliArgs *args, Err *err);
bool cmd_explain(Cli *cli, const CliArgs *args, Err *err);
bool cmd_talks(Cli *cli, const CliArgs *args, Err *err);
bool cmd_ledger(Cli *cli, const CliArgs *args, Err *err);
bool cmd_inbox(Cli *cli, const CliArgs *args, Err *err);
bool cmd_remind(Cli *cli, const CliArgs *args, Err *err);
bool cmd_progress(Cli *cli, const CliArgs *args, Err *err);
bool cmd_file(Cli *cli, const CliArgs *args, Err *err);
bool cmd_sandbox(Cli *cli, const CliArgs *args, Err *err);
bool cmd_purge(Cli *cli, const CliArgs *args, Err *err);
bool cmd_circular(Cli *cli, const CliArgs *args, Err *err);
bool cmd_replay(Cli *cli, const CliArgs *args, Err *err);
bool cmd_policy(Cli *cli, const CliArgs *args, Err *err);
bool cmd_factor(Cli *cli, const CliArgs *args, Err *err);
bool cmd_passwd(Cli *cli, const CliArgs *args, Err *err);
bool cmd_export(Cli *cli, const CliArgs *args, Err *err);
bool cmd_render(Cli *cli, const CliArgs *args, Err *err);
bool cmd_score(Cli *cli, const CliArgs *args, Err *err);
bool cmd_convert(Cli *cli, const CliArgs *args, Err *err);
bool cmd_permissions(Cli *cli, const CliArgs *args, Err *err);
bool cmd_audit(Cli *cli, const CliArgs *args, Err *err);
bool cmd_verify(Cli *cli, const CliArgs *args, Err *err);
bool cmd_calendar(Cli *cli, const CliArgs *args, Err *err);
bool cmd_deadline(Cli *cli, const CliArgs *args, Err *err);
extern const CliOption cli_calendar_options[];
extern const CliOption cli_deadline_options[];
bool cmd_backup(Cli *cli, const CliArgs *args, Err *err);
bool cmd_restore(Cli *cli, const CliArgs *args, Err *err);
bool cmd_upgrade(Cli *cli, const CliArgs *args, Err *err);
extern const CliOption cli_backup_options[];
extern const CliOption cli_restore_options[];
bool cmd_job(Cli *cli, const CliArgs *args, Err *err);
bool cmd_serve(Cli *cli, const CliArgs *args, Err *err);

/* option tables, each beside its command */
extern const CliOption cli_permissions_options[];
extern const CliOption cli_audit_options[];
#define ACCOUNT_VERBS "list|add|import|template|authorise|grant|withdraw|expire|off|on"
extern const CliOption cli_account_options[];
extern const CliOption cli_init_options[];
extern const CliOption cli_period_options[];
extern const CliOption cli_import_options[];
extern const CliOption cli_appeal_options[];
extern const CliOption cli_rank_options[];
extern const CliOption cli_explain_options[];
extern const CliOption cli_stability_options[];
extern const CliOption cli_talks_options[];
extern const CliOption cli_ledger_options[];
extern const CliOption cli_inbox_options[];
extern const CliOption cli_remind_options[];
extern const CliOption cli_progress_options[];
extern const CliOption cli_file_options[];
extern const CliOption cli_purge_options[];
extern const CliOption cli_sandbox_options[];
extern const CliOption cli_circular_options[];
extern const CliOption cli_replay_options[];
extern const CliOption cli_passwd_options[];
extern const CliOption cli_policy_options[];
extern const CliOption cli_factor_options[];
extern const CliOption cli_serve_options[];
extern const CliOption cli_export_options[];
extern const CliOption cli_score_options[];
extern const CliOption cli_convert_options[];
extern const CliOption cmd_read_options[];
bool cmd_read(Cli *cli, const CliArgs *args, Err *err);
