#include "cli/import_month.h"

#include "app/folder_source.h"
#include "app/report/correction.h"
#include "app/result/change_list.h"
#include "base/limits.h"
#include "cli/session.h"
#include "sys/files.h"

static bool kind_of(Str what, MonthKind *ret_kind, Err *err)
{
    static const Str words[] = {SC("reports"), SC("confirmed"), SC("events"), SC("corrections")};
    for (int i = 0; i < 4; i++) {
        if (str_eq(words[i], what)) {
            *ret_kind = (MonthKind)i;
            return true;
        }
    }
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("import")}, {"found", what},
                   {"expected", S(IMPORT_KINDS)});
}

static bool add_file(Cli *cli, Str path, Str period, MonthFileList *files, Err *err)
{
    Str bytes;
    if (!file_read(cli->arena, path, LIMIT_CSV_BYTES, &bytes, err))
        return false;
    *arena_push(cli->arena, files) =
        (MonthFile){.name = path, .bytes = bytes, .period = period, .convert = app_convert()};
    return true;
}

static bool add_path(Cli *cli, Str path, Str period, MonthFileList *files, Err *err)
{
    FolderList list = {0};
    if (!folder_list(cli->arena, path, &list, err)) {
        *err = (Err){0};
        return add_file(cli, path, period, files, err);
    }
    for (int i = 0; i < list.count; i++) {
        Str name = list.items[i].name;
        /* ~$….xlsx: what Excel leaves beside a workbook that is open */
        if (list.items[i].is_folder || str_starts(name, S("~$")) ||
            (!str_ends(name, S(".csv")) && !str_ends(name, S(".xlsx")) &&
             !str_ends(name, S(".json"))))
            continue;
        if (!add_file(cli, path_join(cli->arena, path, name), period, files, err))
            return false;
    }
    return files->count > 0 || err_set(err, ERR_IMPORT_EMPTY, {"found", path});
}

bool import_month_files(Cli *cli, const CliArgs *args, Str what, Str path, Err *err)
{
    AUTO_APP app = {0};
    MonthKind kind = MONTH_REPORTS;
    Str period = cli_value(args, "--period");
    MonthFileList files = {0};
    MonthImport import;
    Faults warnings = {.arena = cli->arena};
    if (!kind_of(what, &kind, err) ||
        (kind != MONTH_CORRECTIONS && !cli_need(args, "--period", &period, err)) ||
        !add_path(cli, path, period, &files, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    MonthFrom from = {.sender = cli_value(args, "--sender")};
    CorrectionAsks asked = {0};
    bool ok = kind == MONTH_CORRECTIONS
                  ? correction_import(&app, &files, &import, &asked, &cli->faults, &warnings, err)
                  : import_month(&app, kind, &files, period, &from, &import, &cli->faults,
                                 &warnings, err);
    cli_print_faults(cli, &warnings);
    if (!ok)
        return false;
    Out out = out_new(cli->arena, 16 << 20);
    msg_out(&out, cli->lang, MSG_OUT_IMPORTED, {"taken", cli_i64(cli, import.taken)},
            {"values", cli_i64(cli, import.values)}, {"late", cli_i64(cli, import.late)},
            {"same", cli_i64(cli, import.same)});
    out_c(&out, '\n');
    for (int i = 0; i < asked.count; i++) {
        msg_out(&out, cli->lang, MSG_OUT_CORRECTION_ASKED, {"id", asked.items[i].id},
                {"file", asked.items[i].file}, {"rows", cli_i64(cli, asked.items[i].rows)});
        out_c(&out, '\n');
    }
    if (import.replay.changes.count) {
        out_s(&out, msg(cli->lang, MSG_OUT_REPLAY_HEAD));
        out_c(&out, '\n');
        change_list_text(cli->lang, &app, &import.replay.changes, &out);
    }
    return cli_write(cli, &out, err);
}
