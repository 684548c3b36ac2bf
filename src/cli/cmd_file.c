#include "app/files/files.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"

#include <unistd.h>

const CliOption cli_file_options[] = {
    {"--task", CLI_VALUE, "NO", MSG_OPT_TASK},
    {"--unit", CLI_VALUE, "CODE", MSG_OPT_UNIT},
    {"--name", CLI_VALUE, "NAME", MSG_OPT_FILE_NAME},
    {"--search", CLI_VALUE, "WORDS", MSG_OPT_FILE_SEARCH},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static Str object_of(Cli *cli, const CliArgs *args)
{
    Str task = cli_value(args, "--task");
    return task.len ? arena_fmt(cli->arena, "task %.*s", STR_ARG(task)) : S("");
}

static bool need_argument(const CliArgs *args, Str what, Err *err)
{
    return args->nrest == 2 ||
           err_set(err, ERR_CLI_MISSING, {"what", what}, {"command", S("file")});
}

static bool add(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    Str task;
    FileEntry entry = {.name = cli_value(args, "--name")};
    Attachment attachment;
    if (!need_argument(args, S("PATH"), err) || !cli_need(args, "--task", &task, err) ||
        !file_read(cli->arena, args->rest[1], LIMIT_FILE_BYTES + 1, &entry.bytes, err))
        return false;
    entry.object = object_of(cli, args);
    if (entry.name.len == 0)
        entry.name = args->rest[1];
    if (!file_add(app, &entry, &attachment, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, MSG_OUT_FILE_ADDED, {"id", attachment.id}, {"name", attachment.name},
            {"bytes", cli_i64(cli, attachment.bytes)});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static void list_json(Cli *cli, const FilePage *page, Out *out)
{
    Json json = json_new(out, true);
    json_object(&json);
    json_key(&json, S("files"));
    json_array(&json);
    for (int i = 0; i < page->items.count; i++)
        attachment_json(cli->arena, &json, &page->items.items[i]);
    json_array_end(&json);
    json_kstr(&json, S("next"), page->next);
    json_object_end(&json);
    out_c(out, '\n');
}

static Str state_of(const Cli *cli, const Attachment *a)
{
    return a->purged_at      ? msg(cli->lang, MSG_FILES_PURGED)
           : a->withdrawn_at ? msg(cli->lang, MSG_FILES_WITHDRAWN)
                             : S("");
}

static void list_text(Cli *cli, const FilePage *page, Out *out)
{
    for (int i = 0; i < page->items.count; i++) {
        const Attachment *a = &page->items.items[i];
        msg_out(out, cli->lang, MSG_OUT_FILE_LINE, {"id", a->id}, {"object", a->object},
                {"unit", a->unit.len ? a->unit : msg(cli->lang, MSG_FILES_OFFICE)},
                {"name", a->name}, {"bytes", cli_i64(cli, a->bytes)}, {"state", state_of(cli, a)});
        out_c(out, '\n');
    }
    if (page->items.count == 0) {
        out_s(out, msg(cli->lang, MSG_FILES_NONE));
        out_c(out, '\n');
    }
}

static bool list(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    int format = 0;
    FilePage page = {0};
    const FileQuery query = {.object = object_of(cli, args),
                             .unit = cli_value(args, "--unit"),
                             .words = cli_value(args, "--search")};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (!cli_choice(args, "--format", "text|json", &format, err) ||
        !file_list(app, &query, &page, err))
        return false;
    if (format == 1)
        list_json(cli, &page, &out);
    else
        list_text(cli, &page, &out);
    return cli_write(cli, &out, err);
}

static bool get(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    enum { PIECE_BYTES = 256 * 1024 };
    Attachment attachment;
    int fd;
    if (!need_argument(args, S("ID"), err) ||
        !file_fetch(app, args->rest[1], &attachment, &fd, err))
        return false;
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    char *piece = arena_new(cli->arena, char, PIECE_BYTES);
    ssize_t n;
    while ((n = read(fd, piece, PIECE_BYTES)) > 0)
        out_s(&out, (Str){piece, n});
    (void)close(fd);
    if (n < 0 || (int64_t)out.len != attachment.bytes)
        return err_set(err, ERR_FILE_MISSING, {"found", attachment.digest});
    return cli_write(cli, &out, err);
}

static bool withdraw(const CliArgs *args, App *app, Err *err)
{
    Attachment attachment;
    return need_argument(args, S("ID"), err) && file_withdraw(app, args->rest[1], &attachment, err);
}

bool cmd_file(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Str verb = args->rest[0];
    if (!cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (str_eq(verb, S("add")))
        return add(cli, args, &app, err);
    if (str_eq(verb, S("list")))
        return list(cli, args, &app, err);
    if (str_eq(verb, S("get")))
        return get(cli, args, &app, err);
    if (str_eq(verb, S("withdraw")))
        return withdraw(args, &app, err);
    return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("file")}, {"found", verb},
                   {"expected", S("add | list | get | withdraw")});
}
