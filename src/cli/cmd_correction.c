#include "app/folder_source.h"
#include "app/report/correction.h"
#include "app/result/change_list.h"
#include "base/limits.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "sys/files.h"

const CliOption cli_correction_options[] = {
    {"--reason", CLI_VALUE, "TEXT", MSG_OPT_REASON},
    {"--format", CLI_VALUE, "text|json", MSG_OPT_FORMAT},
    {"--campaign", CLI_VALUE, "CODE", MSG_OPT_CAMPAIGN},
    {0},
};

static Str state_text(const Cli *cli, Str state)
{
    return msg(cli->lang, str_eq(state, S("approved"))  ? MSG_CORRECTION_APPROVED
                          : str_eq(state, S("refused")) ? MSG_CORRECTION_REFUSED
                                                        : MSG_CORRECTION_WAITS);
}

static bool ask(Cli *cli, App *app, Str path, Err *err)
{
    Str bytes;
    CorrectionAsk asked;
    if (!file_read(cli->arena, path, LIMIT_CORRECTION_BYTES, &bytes, err))
        return false;
    MonthFile file = {.name = path, .bytes = bytes, .convert = app_convert()};
    if (!correction_ask(app, &file, &asked, &cli->faults, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, MSG_OUT_CORRECTION_ASKED, {"id", asked.id}, {"file", asked.file},
            {"rows", cli_i64(cli, asked.rows)});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static void changes_text(Cli *cli, const App *app, Msg head, const ConsequenceList *changes,
                         Out *out)
{
    if (changes->count == 0)
        return;
    out_s(out, msg(cli->lang, head));
    out_c(out, '\n');
    change_list_text(cli->lang, app, changes, out);
}

static void rows_text(Cli *cli, const App *app, const CorrectionView *v, Out *out)
{
    const CorrectionAsk *a = &v->ask;
    msg_out(out, cli->lang, MSG_OUT_CORRECTION_LINE, {"id", a->id},
            {"state", state_text(cli, a->state)}, {"by", a->asked_by},
            {"at", instant_minute(cli->arena, a->asked_at)}, {"file", a->file});
    out_c(out, '\n');
    for (int i = 0; i < v->sheet.corrections.count; i++) {
        const CorrectionEntry *e = &v->sheet.corrections.items[i];
        const Indicator *indicator = app_indicator(app, e->indicator);
        msg_out(out, cli->lang, MSG_OUT_CORRECTION_ROW, {"period", e->period},
                {"unit", unit_name(app, e->unit)},
                {"indicator", indicator ? indicator->name : e->indicator},
                {"old", e->old_value.na ? S("NA") : e->old_value.value},
                {"new", e->new_value.na ? S("NA") : e->new_value.value}, {"reason", e->reason},
                {"basis", e->basis});
        out_c(out, '\n');
    }
}

/* One that waits, with what it would change: what is looked at before it is approved. */
static bool show(Cli *cli, App *app, Str id, Err *err)
{
    CorrectionView view;
    CorrectionPreview preview = {0};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (!correction_read(app, id, &view, err) ||
        (view.may_rule && !correction_preview(app, &view, &preview, err)))
        return false;
    rows_text(cli, app, &view, &out);
    changes_text(cli, app, MSG_OUT_CORRECTION_WOULD, &preview.would, &out);
    changes_text(cli, app, MSG_OUT_CORRECTION_UNDONE, &preview.undone, &out);
    if (view.may_rule && preview.would.count + preview.undone.count == 0) {
        out_s(&out, msg(cli->lang, MSG_CORRECTION_NO_CHANGE));
        out_c(&out, '\n');
    }
    return cli_write(cli, &out, err);
}

static bool approve_one(Cli *cli, App *app, Str id, Str reason, Out *out, Err *err)
{
    MonthImport import;
    if (!correction_approve(app, id, reason, &import, &cli->faults, err))
        return false;
    msg_out(out, cli->lang, MSG_OUT_CORRECTION_APPROVED, {"id", id},
            {"taken", cli_i64(cli, import.taken)});
    out_c(out, '\n');
    changes_text(cli, app, MSG_OUT_REPLAY_HEAD, &import.replay.changes, out);
    return true;
}

/* "all": every one that waits and that this person may rule on. */
static bool approve(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    Str reason = cli_value(args, "--reason");
    CorrectionViews views = {0};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (!str_eq(args->rest[1], S("all")))
        return approve_one(cli, app, args->rest[1], reason, &out, err) && cli_write(cli, &out, err);
    if (!app_permit(app, ACT_CORRECTION_APPROVE, S(""), S("corrections"), err) ||
        !correction_list(app, &views, err))
        return false;
    for (int i = views.count - 1; i >= 0; i--) /* oldest first */
        if (views.items[i].may_rule &&
            !approve_one(cli, app, views.items[i].ask.id, reason, &out, err))
            return false;
    return cli_write(cli, &out, err);
}

static bool refuse(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    CorrectionAsk asked;
    if (!correction_refuse(app, args->rest[1], cli_value(args, "--reason"), &asked, err))
        return false;
    Out out = out_new(cli->arena, 4096);
    msg_out(&out, cli->lang, MSG_OUT_CORRECTION_REFUSED, {"id", asked.id});
    out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

static bool list(Cli *cli, const CliArgs *args, App *app, Err *err)
{
    int format = 0;
    CorrectionViews views = {0};
    Out out = out_new(cli->arena, LIMIT_OUTPUT_BYTES);
    if (!cli_choice(args, "--format", "text|json", &format, err) ||
        !correction_list(app, &views, err))
        return false;
    Json json = json_new(&out, true);
    if (format == 1)
        json_array(&json);
    for (int i = 0; i < views.count; i++) {
        if (format == 1)
            correction_json(app, &views.items[i], &json);
        else
            rows_text(cli, app, &views.items[i], &out);
    }
    if (format == 1)
        json_array_end(&json);
    else if (views.count == 0)
        out_s(&out, msg(cli->lang, MSG_CORRECTION_NONE));
    if (format == 1 || views.count == 0)
        out_c(&out, '\n');
    return cli_write(cli, &out, err);
}

bool cmd_correction(Cli *cli, const CliArgs *args, Err *err)
{
    AUTO_APP app = {0};
    Str verb = args->rest[0];
    if (!cli_app(cli, cli_value(args, "--campaign"), &app, err))
        return false;
    if (str_eq(verb, S("list")))
        return list(cli, args, &app, err);
    bool known = str_eq(verb, S("ask")) || str_eq(verb, S("show")) || str_eq(verb, S("approve")) ||
                 str_eq(verb, S("refuse"));
    if (!known)
        return err_set(err, ERR_CLI_OPTION_VALUE, {"option", S("correction")}, {"found", verb},
                       {"expected", S("ask | show | approve | refuse | list")});
    if (args->nrest != 2)
        return err_set(err, ERR_CLI_MISSING, {"what", str_eq(verb, S("ask")) ? S("FILE") : S("ID")},
                       {"command", S("correction")});
    if (str_eq(verb, S("ask")))
        return ask(cli, &app, args->rest[1], err);
    if (str_eq(verb, S("show")))
        return show(cli, &app, args->rest[1], err);
    return str_eq(verb, S("approve")) ? approve(cli, args, &app, err)
                                      : refuse(cli, args, &app, err);
}
