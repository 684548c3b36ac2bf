#include "cli/import_folder.h"

#include "app/folder/folder_out.h"
#include "app/folder_source.h"
#include "base/limits.h"
#include "cli/session.h"
#include "cli/workbook.h"
#include "sys/files.h"

#include <unistd.h>

enum { AS_TEXT, AS_JSON, AS_CSV, AS_XLSX };

enum { DEPTH_MAX = 6 };

/* The files of a folder and of those in it. */
static bool read_folder(Cli *cli, Str folder, Str inside, int depth, FolderFileList *files,
                        int64_t *bytes, Err *err)
{
    FolderList list = {0};
    if (!folder_list(cli->arena, folder, &list, err))
        return false;
    for (int i = 0; i < list.count; i++) {
        Str name = list.items[i].name, path = path_join(cli->arena, folder, name);
        FolderFile file = {.name = inside.len ? path_join(cli->arena, inside, name) : name};
        if (folder_is_litter(file.name))
            continue;
        if (list.items[i].is_folder) {
            if (depth < DEPTH_MAX &&
                !read_folder(cli, path, file.name, depth + 1, files, bytes, err))
                return false;
            continue;
        }
        if (files->count == LIMIT_FOLDER_FILES)
            return err_set(err, ERR_LIMIT, {"name", S("LIMIT_FOLDER_FILES")},
                           {"limit", cli_i64(cli, LIMIT_FOLDER_FILES)},
                           {"found", cli_i64(cli, list.count)});
        *bytes += file_size(path);
        if (*bytes > LIMIT_FOLDER_BYTES)
            return err_set(err, ERR_LIMIT, {"name", S("LIMIT_FOLDER_BYTES")},
                           {"limit", cli_i64(cli, LIMIT_FOLDER_BYTES)},
                           {"found", cli_i64(cli, *bytes)});
        if (!file_read(cli->arena, path, LIMIT_FOLDER_BYTES, &file.bytes, err))
            return false;
        *arena_push(cli->arena, files) = file;
    }
    return true;
}

static bool read_all(Cli *cli, Str folder, FolderFileList *files, Err *err)
{
    FolderFileList found = {0};
    int64_t bytes = 0;
    if (!read_folder(cli, folder, S(""), 0, &found, &bytes, err))
        return false;
    folder_gather(cli->arena, &found, files);
    return files->count > 0 || err_set(err, ERR_IMPORT_EMPTY, {"found", folder});
}

static bool read_answers(Cli *cli, Str path, FolderAnswers *answers, Err *err)
{
    Str bytes;
    return path.len == 0 ||
           (file_read(cli->arena, path, LIMIT_CSV_BYTES, &bytes, err) &&
            folder_answers_read(cli->arena, bytes, path, app_convert(), answers, err));
}

static void tell(void *ctx, int done, int total)
{
    const Cli *cli = ctx;
    if (!isatty(STDERR_FILENO))
        return;
    Out line = out_new(cli->arena, 1024);
    out_c(&line, '\r');
    msg_out(&line, cli->lang, MSG_OUT_FOLDER_PROGRESS, {"done", arena_fmt(cli->arena, "%d", done)},
            {"total", arena_fmt(cli->arena, "%d", total)});
    out_s(&line, done == total ? S("\n") : S(""));
    (void)fd_write(STDERR_FILENO, out_str(&line), S("stderr"), NULL);
}

static bool write_result(Cli *cli, const CliArgs *args, App *app, const FolderResult *result,
                         int format, Str last, Err *err)
{
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (format == AS_XLSX) {
        Sheet sheets[FOLDER_BOOK_SHEETS];
        folder_sheets(app, cli->lang, result, sheets);
        return workbook_write(cli, args, sheets, FOLDER_BOOK_SHEETS, app->def.sample, err);
    }
    if (format == AS_CSV) {
        Sheet sheet = folder_ledger_sheet(app, cli->lang, result);
        sheet_csv(&sheet, &out);
    } else if (format == AS_JSON) {
        Json json = json_new(&out, true);
        folder_result_json(app, cli->lang, result, &json);
        out_c(&out, '\n');
    } else {
        folder_result_text(app, cli->lang, result, &out);
        out_s(&out, last);
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

/* A unit may look how one workbook of its own would be read; all else is the office's. */
static bool read_for(App *app, const FolderFileList *files, Str period,
                     const FolderAnswers *answers, bool look_only, FolderTell progress,
                     FolderResult *result, Err *err)
{
    bool own = permit_scope(app->actor.role, ACT_REPORT_SUBMIT) == SCOPE_OWN && app->actor.unit.len;
    if (own && look_only && files->count == 1)
        return folder_read_one(app, &files->items[0], period, app->actor.unit, answers, result,
                               err);
    return folder_read(app, files, period, answers, progress, result, err);
}

bool import_folder(Cli *cli, const CliArgs *args, Str folder, Err *err)
{
    static const Str endings[] = {SC(""), SC(".json"), SC(".csv"), SC(".xlsx")};
    AUTO_APP app = {0};
    FolderFileList files = {0};
    FolderAnswers answers = {0};
    FolderResult result;
    FolderTell progress = {tell, cli};
    FolderKept kept = {0};
    Str period;
    int format = AS_TEXT;
    bool dry = cli_has(args, "--dry-run");
    for (int i = AS_JSON; i <= AS_XLSX; i++)
        if (str_ends(cli->out_file, endings[i]))
            format = i;
    if (!cli_need(args, "--period", &period, err) ||
        !cli_choice(args, "--format", "text|json|csv|xlsx", &format, err) ||
        !read_answers(cli, cli_value(args, "--answers"), &answers, err) ||
        !read_all(cli, folder, &files, err) ||
        !cli_app(cli, cli_value(args, "--campaign"), &app, err) ||
        !read_for(&app, &files, period, &answers, dry, progress, &result, err))
        return false;
    if (!dry && !folder_keep(&app, &files, cli_value(args, "--sender"), &result, &kept, err))
        return false;
    Str last = dry ? msg(cli->lang, MSG_OUT_FOLDER_DRY)
                   : msg_str(cli->arena, cli->lang, MSG_OUT_FOLDER_KEPT,
                             {"count", cli_i64(cli, kept.reports)},
                             {"signed", cli_i64(cli, kept.signed_copies)});
    return write_result(cli, args, &app, &result, format, last, err);
}
